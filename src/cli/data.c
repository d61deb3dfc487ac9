/* The subcommands that work on statements: convert, export, info, diff. */
#include "cli_internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- convert ------------------------------------------------------------------------------------------------------- */

typedef struct Converting {
    RdfWriter *writer;
    Diag *diag;
} Converting;

static Status convert_quad(void *context, const Quad *quad) {
    Converting *const work = context;
    return rdf_writer_quad(work->writer, quad, work->diag);
}

static Status convert_prefix(void *context, Text prefix, Text iri) {
    return rdf_writer_prefix(((const Converting *)context)->writer, prefix, iri);
}

static void warn_of_line(void *context, const Diag *diag) {
    (void)context;
    diag_print(diag, "warning", stderr);
}

/* --to, else the ending of the output, else Turtle, or TriG for what may hold named graphs. */
static Status target_format(const Options *options, const RdfFormat *from, const RdfFormat **to,
                            Diag *diag) {
    if (options->to) return rdf_format_of(options->to, true, to, diag);
    *to = options->output ? rdf_format_guess(options->output, (Text){0}) : NULL;
    const RdfFormat *const source = from ? from : rdf_format_guess(options->words.at[0], (Text){0});
    if (!*to) *to = rdf_format_named(source && source->graphs ? TEXT("trig") : TEXT("turtle"));
    return (*to)->writes ? STATUS_OK
                         : diag_set(diag, STATUS_UNSUPPORTED, "%s can only be read", (*to)->label);
}

/* A format of lines is streamed; a format that groups is collected and sorted, and shortened by the prefixes that
 * the input declares. */
static Status convert(const Options *options, const RdfReadOptions *read, Converting *work,
                      Output *out, Diag *diag) {
    RdfWriteOptions write = {.budget = read->budget};
    TRY(target_format(options, read->format, &write.format, diag));
    write.sorted =
        strcmp(write.format->name, "ntriples") != 0 && strcmp(write.format->name, "nquads") != 0;
    const RdfSink sink = {convert_quad, convert_prefix, work};
    TRY(rdf_writer_new(&work->writer, &write, out, diag));
    TRY(rdf_read_file(options->words.at[0], read, &sink, diag));
    return rdf_writer_end(work->writer, diag);
}

Status run_convert(const Options *options, Diag *diag) {
    Buffer base = {0};
    Budget budget;
    budget_init(&budget, 0, 0);
    RdfReadOptions read = {
        .keep_going = options->keep_going, .warn = warn_of_line, .budget = &budget};
    if (options->from) TRY(rdf_format_of(options->from, false, &read.format, diag));
    if (options->base) TRY(base_iri(options->base, NULL, &base, diag));
    read.base = buffer_view(&base);
    Output *out = NULL;
    Converting work = {.diag = diag};
    Status status = open_output(options->output, &out, diag);
    watch_interrupts(&budget);
    if (status == STATUS_OK) status = convert(options, &read, &work, out, diag);
    watch_interrupts(NULL);
    status = close_output(out, status, diag);
    rdf_writer_free(work.writer);
    buffer_free(&base);
    return status;
}

/* ---- export -------------------------------------------------------------------------------------------------------- */

Status run_export(const Options *options, Diag *diag) {
    ShellGraph graph;
    const RdfFormat *format;
    const RdfFormat *const by_name =
        options->output ? rdf_format_guess(options->output, (Text){0}) : NULL;
    const char *const word = options->to ? options->to : by_name ? by_name->name : "turtle";
    TRY(rdf_format_of(word, true, &format, diag));
    TRY(select_graph(options, ACCESS_READ, &graph, diag));
    const QuadChoice choice = {.graph = options->graph,
                               .merged = graph.union_default && !format->graphs};
    const Status status = write_dataset(&graph, &choice, format->name, options->output, diag);
    release_graph(&graph);
    return status;
}

/* ---- info ---------------------------------------------------------------------------------------------------------- */

typedef struct Counting {
    Source *source;
    Output *out;
    uint64_t named;
} Counting;

static Status count_graph(void *context, TermId id) {
    Counting *const counting = context;
    const QuadPattern pattern = {.graph = id};
    char text[32];
    Term name;
    uint64_t count = 0;
    TRY(source_estimate(counting->source, &pattern, &count));
    TRY(source_term(counting->source, id, text, &name));
    counting->named++;
    output_format(counting->out, "graph\t%s", name.kind == TERM_BLANK ? "_:" : "");
    output_text(counting->out, name.text);
    output_format(counting->out, "\t%llu\n", (unsigned long long)count);
    return STATUS_OK;
}

static Status tell_counts(const ShellGraph *graph, Output *out, Diag *diag) {
    Counting counting = {.source = graph_source(graph->graph), .out = out};
    const QuadPattern all = {0}, plain = {.graph = TERM_ID_DEFAULT_GRAPH};
    uint64_t quads = 0, triples = 0;
    TRY(source_estimate(counting.source, &all, &quads));
    TRY(source_estimate(counting.source, &plain, &triples));
    output_format(out, "title\t%s\nstorage\t%s\n", graph->title, counting.source->can.name);
    output_format(out, "statements\t%llu\n", (unsigned long long)quads);
    output_format(out, "default graph\t%llu\n", (unsigned long long)triples);
    TRY(source_graphs(counting.source, count_graph, &counting, diag));
    output_format(out, "named graphs\t%llu\n", (unsigned long long)counting.named);
    for (size_t i = 0; i < prefixes_count(graph->prefixes); i++) {
        Text prefix, iri;
        prefixes_at(graph->prefixes, i, &prefix, &iri);
        output_format(out, "prefix\t%.*s:\t%.*s\n", (int)prefix.len, prefix.at, (int)iri.len,
                      iri.at);
    }
    return STATUS_OK;
}

static Status tell_entry(void *context, const StoreLogEntry *entry) {
    Output *const out = context;
    char time[32] = "";
    struct tm parts;
    const time_t seconds = (time_t)entry->time;
    if (gmtime_r(&seconds, &parts)) strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &parts);
    output_format(out, "transaction\t%llu\t%s\t%llu\t%llu\t", (unsigned long long)entry->txn, time,
                  (unsigned long long)entry->quads_before, (unsigned long long)entry->quads_after);
    output_text(out, entry->who);
    output_byte(out, '\n');
    return STATUS_OK;
}

/* What only a database of our own has; with --log its transactions: number, time, statements before and after, who. */
static Status tell_database(Store *store, bool log, Output *out, Diag *diag) {
    StoreInfo info;
    TRY(store_info(store, &info, diag));
    output_format(out, "terms\t%llu\ntransactions\t%llu\nbytes\t%llu\ndefault graph is\t%s\n",
                  (unsigned long long)info.terms, (unsigned long long)info.transactions,
                  (unsigned long long)info.bytes, store_is_union(store) ? "union" : "spec");
    if (info.header_damaged)
        output_text(out,
                    TEXT("header\tone of its two copies is damaged; the next write renews it\n"));
    return log ? store_log(store, tell_entry, out, diag) : STATUS_OK;
}

Status run_info(const Options *options, Diag *diag) {
    ShellGraph graph;
    Output *out = NULL;
    TRY(select_graph(options, ACCESS_READ, &graph, diag));
    Status status = source_begin_read(graph_source(graph.graph), NULL, diag);
    if (status == STATUS_OK) {
        status = open_output(NULL, &out, diag);
        if (status == STATUS_OK) status = tell_counts(&graph, out, diag);
        source_end_read(graph_source(graph.graph));
    }
    Store *const store = options->db ? graph_store(graph.graph) : NULL;
    if (status == STATUS_OK && options->log && !store)
        status = diag_set(diag, STATUS_USAGE, "--log belongs to --db PATH");
    if (status == STATUS_OK && store) status = tell_database(store, options->log, out, diag);
    status = close_output(out, status, diag);
    release_graph(&graph);
    return status;
}

/* ---- diff ---------------------------------------------------------------------------------------------------------- */

/* Statements as N-Quads lines, to be sorted; blank nodes are compared by their labels. */
static Status print_line(void *context, Text line, bool added) {
    Output *const out = context;
    output_text(out, added ? TEXT("+ ") : TEXT("- "));
    output_text(out, line);
    return STATUS_OK;
}

/* The other side is a database when no format's ending says otherwise and it opens as one. */
static bool open_other(const char *path, Graph **other) {
    const GraphOptions read = {.storage = "ytterby", .name = path, .read_only = true};
    return !rdf_format_guess(path, (Text){0}) && graph_open(other, &read, NULL) == STATUS_OK;
}

static Status read_sides(const Options *options, ShellGraph *graph, RdfLines *before,
                         RdfLines *after, Diag *diag) {
    const RdfFormat *const format = rdf_format_guess(options->against, (Text){0});
    Graph *other;
    if (open_other(options->against, &other)) {
        const QuadChoice all = {0};
        const Status status =
            each_quad(graph_source(other), &all, rdf_lines_add, after, NULL, diag);
        graph_close(other);
        TRY(status);
        return each_quad(graph_source(graph->graph), &all, rdf_lines_add, before, NULL, diag);
    }
    const QuadChoice choice = {.merged = graph->union_default && !(format && format->graphs)};
    const RdfReadOptions read = {.format = NULL};
    const RdfSink sink = {.quad = rdf_lines_add, .context = after};
    TRY(rdf_read_file(options->against, &read, &sink, diag));
    return each_quad(graph_source(graph->graph), &choice, rdf_lines_add, before, NULL, diag);
}

Status run_diff(const Options *options, Diag *diag) {
    ShellGraph graph;
    Output *out = NULL;
    if (!options->against) return diag_set(diag, STATUS_USAGE, "diff needs --against FILE-OR-DB");
    TRY(select_graph(options, ACCESS_READ, &graph, diag));
    RdfLines *const before = rdf_lines_new(NULL), *const after = rdf_lines_new(NULL);
    Status status =
        before && after ? read_sides(options, &graph, before, after, diag) : out_of_memory(diag);
    if (status == STATUS_OK) status = open_output(NULL, &out, diag);
    if (status == STATUS_OK) {
        status = rdf_lines_compare(before, after, print_line, out);
        status = close_output(out, status, diag);
    }
    rdf_lines_free(before);
    rdf_lines_free(after);
    release_graph(&graph);
    return status;
}
