/* Between the graph and files: .load, .export, .open. A load is one transaction; an export appears only when it is
 * whole. Formats that hold no named graphs get the union of all graphs. */
#include <string.h>

#include "shell_internal.h"

/* ---- .load ------------------------------------------------------------------------------------------------ */

typedef struct Load {
    Shell *shell;
    uint64_t count;
    ProgressLine line;
    Diag *diag;
} Load;

static Status load_quad(void *context, const Quad *quad) {
    Load *const load = context;
    const Progress *const progress = &load->line.progress;
    if (++load->count % 1024 == 0) progress->tell(progress->context, "statements", load->count, 0);
    return graph_add(load->shell->graph.graph, quad, load->diag);
}

static Status load_prefix(void *context, Text prefix, Text iri) {
    Prefixes *const prefixes = ((const Load *)context)->shell->graph.prefixes;
    Text known;
    if (!prefixes || prefixes_find(prefixes, prefix, &known))
        return STATUS_OK; /* what is declared stays as it is */
    return prefixes_set(prefixes, prefix, iri);
}

static Status find_rdf_format(Text name, const RdfFormat **format, Diag *diag) {
    *format = rdf_format_named(name);
    if (*format) return STATUS_OK;
    return diag_set(diag, STATUS_USAGE, "there is no format %.*s", (int)name.len, name.at);
}

static Status load_file(Load *load, const char *path, const RdfFormat *format) {
    Budget budget;
    budget_init(&budget, load->shell->timeout, load->shell->options->engine.memory_limit);
    const RdfReadOptions options = {.format = format, .budget = &budget};
    const RdfSink sink = {load_quad, load_prefix, load};
    Graph *const graph = load->shell->graph.graph;
    TRY(graph_begin(graph, &budget, load->diag));
    progress_start(&load->line, PROGRESS_COUNT);
    shell_interrupt_watch(&budget);
    const Status status = rdf_read_file(path, &options, &sink, load->diag);
    shell_interrupt_watch(NULL);
    progress_end(&load->line);
    if (status == STATUS_OK) return graph_commit(graph, load->diag);
    graph_rollback(graph);
    return status;
}

Status command_load(Shell *shell, const Words *words, Diag *diag) {
    if (shell->graph.read_only) return diag_set(diag, STATUS_REFUSED, "%s", shell->graph.read_only);
    const RdfFormat *format = NULL;
    if (words->count > 1) TRY(find_rdf_format(words->word[1], &format, diag));
    Load load = {.shell = shell, .diag = diag};
    TRY(load_file(&load, words->word[0].at, format));
    shell_forget_names(shell);
    fprintf(stderr, "%llu statement%s read\n", (unsigned long long)load.count,
            load.count == 1 ? "" : "s");
    return STATUS_OK;
}

/* ---- .export ---------------------------------------------------------------------------------------------- */

static Status write_fact(Walk *walk, RdfWriter *writer, const QuadIds *fact, bool graphs) {
    char texts[4][32];
    Quad quad = {0};
    TRY(source_term(walk->source, fact->subject, texts[0], &quad.subject));
    TRY(source_term(walk->source, fact->predicate, texts[1], &quad.predicate));
    TRY(source_term(walk->source, fact->object, texts[2], &quad.object));
    if (graphs && fact->graph != TERM_ID_DEFAULT_GRAPH)
        TRY(source_term(walk->source, fact->graph, texts[3], &quad.graph));
    return rdf_writer_quad(writer, &quad, walk->diag);
}

static Status write_graph(Walk *walk, RdfWriter *writer, bool graphs) {
    const QuadPattern everything = {0};
    SourceScan *scan = NULL;
    TRY(source_scan_all(walk->source, &everything, &scan, walk->diag));
    Status status;
    while ((status = source_scan_next(scan, walk->batch, walk->diag)) == STATUS_OK &&
           walk->batch->rows > 0) {
        const QuadBatch *const batch = walk->batch;
        for (size_t i = 0; i < batch->rows && status == STATUS_OK; i++) {
            const QuadIds fact = {batch->subject[i], batch->predicate[i], batch->object[i],
                                  batch->graph[i]};
            status = write_fact(walk, writer, &fact, graphs);
        }
        if (status == STATUS_OK) status = budget_check(&walk->budget);
        if (status != STATUS_OK) break;
    }
    source_scan_free(scan);
    return status == STATUS_OK ? rdf_writer_end(writer, walk->diag) : status;
}

static Status export_to(Shell *shell, const RdfFormat *format, Output *out, Diag *diag) {
    Walk walk;
    TRY(walk_begin(&walk, shell, diag));
    const RdfWriteOptions options = {.format = format,
                                     .prefixes = shell->graph.prefixes,
                                     .sorted = true,
                                     .budget = &walk.budget};
    RdfWriter *writer = NULL;
    Status status = rdf_writer_new(&writer, &options, out, diag);
    if (status == STATUS_OK) status = write_graph(&walk, writer, format->graphs);
    rdf_writer_free(writer);
    return walk_end(&walk, status);
}

Status command_export(Shell *shell, const Words *words, Diag *diag) {
    const char *const path = words->word[0].at;
    const bool screen = strcmp(path, "-") == 0;
    const RdfFormat *format =
        screen ? rdf_format_named(TEXT("turtle")) : rdf_format_guess(path, TEXT(""));
    if (words->count > 1) TRY(find_rdf_format(words->word[1], &format, diag));
    if (!format)
        return diag_set(diag, STATUS_USAGE,
                        "which format? the ending of %s does not tell; say e.g. turtle", path);
    if (!format->writes)
        return diag_set(diag, STATUS_UNSUPPORTED, "%s can only be read", format->label);
    Output *out = NULL;
    if (screen)
        out = output_to_fd(1, false);
    else
        TRY(output_to_path(&out, path, diag));
    if (!out) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const Status status = export_to(shell, format, out, diag);
    if (status == STATUS_OK) return output_close(out, diag);
    output_abandon(out);
    return status;
}

/* ---- .open ------------------------------------------------------------------------------------------------ */

Status command_open(Shell *shell, const Words *words, Diag *diag) {
    if (!shell->options->open)
        return diag_set(diag, STATUS_REFUSED, "this session can open no other graph");
    const char *arguments[MOST_WORDS];
    for (size_t i = 0; i < words->count; i++) arguments[i] = words->word[i].at;
    ShellGraph graph = {0};
    TRY(shell->options->open(shell->options->context, arguments, words->count, &graph, diag));
    shell_set_graph(shell, &graph);
    if (shell->terminal && graph.title) fprintf(stderr, "now on %s\n", graph.title);
    shell->graph.title = NULL; /* it may point into the words */
    return STATUS_OK;
}
