/* The subcommands that look after documents in a database: ingest, retract. A document is a named graph; what the rules of
 * queries/derive/ make of all documents lies in a graph of its own, and is made anew in the same transaction. */
#include "cli_internal.h"

#include "ytterby/ingest.h"

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- Which document ------------------------------------------------------------------------------------------------ */

typedef struct Names {
    Source *source;
    Arena *arena;
    Text *at;
    size_t count, cap;
} Names;

static Status keep_name(void *context, TermId id) {
    Names *const names = context;
    char text[32];
    Term term;
    TRY(source_term(names->source, id, text, &term));
    TRY(array_grow((void **)&names->at, &names->cap, names->count + 1, sizeof *names->at));
    names->at[names->count] = arena_text(names->arena, term.text);
    return names->at[names->count++].at ? STATUS_OK : arena_failure(names->arena);
}

static Status graph_names(Names *names, Budget *budget, Diag *diag) {
    TRY(source_begin_read(names->source, budget, diag));
    const Status status = source_graphs(names->source, keep_name, names, diag);
    source_end_read(names->source);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

static bool has_name(const Names *names, Text name) {
    for (size_t i = 0; i < names->count; i++) {
        if (text_equal(names->at[i], name)) return true;
    }
    return false;
}

static Status no_document(const Names *names, Text iri, Diag *diag) {
    const size_t nearest = text_nearest(iri, names->at, names->count);
    const int len = (int)(iri.len < 200 ? iri.len : 200);
    if (nearest == SIZE_MAX)
        return diag_set(diag, STATUS_NOT_FOUND, "there is no graph <%.*s>", len, iri.at);
    return diag_set(diag, STATUS_NOT_FOUND, "there is no graph <%.*s>; did you mean <%.*s>?", len,
                    iri.at, (int)names->at[nearest].len, names->at[nearest].at);
}

/* ---- retract ------------------------------------------------------------------------------------------------------- */

typedef struct Retraction {
    Source *source;
    Text document;
    bool derived; /* there are derived edges to make anew */
    uint64_t removed, edges;
} Retraction;

static Status take_out(Retraction *retraction, Budget *budget, Diag *diag) {
    TRY(graph_clear(retraction->source, retraction->document, &retraction->removed, budget, diag));
    if (!retraction->derived) return STATUS_OK;
    Buffer folder = {0};
    Status status = data_folder("queries/derive", &folder, diag);
    const char *const path = buffer_string(&folder);
    if (status == STATUS_OK)
        status = path ? derive_edges(retraction->source, &path, 1, &retraction->edges, budget, diag)
                      : out_of_memory(diag);
    buffer_free(&folder);
    return status;
}

static Status retract(Store *store, Retraction *retraction, Budget *budget, Diag *diag) {
    Buffer who = {0};
    buffer_format(&who, "retract %.*s", (int)retraction->document.len, retraction->document.at);
    const char *const name = buffer_string(&who);
    Status status = name ? store_begin_within(store, name, budget, diag) : out_of_memory(diag);
    if (status == STATUS_OK) status = take_out(retraction, budget, diag);
    if (status == STATUS_OK) status = store_commit(store, diag);
    if (status != STATUS_OK) store_rollback(store);
    buffer_free(&who);
    return status;
}

static Status retract_named(const Options *options, Store *store, Names *names, Text document,
                            Budget *budget, Diag *diag) {
    TRY(graph_names(names, budget, diag));
    if (!has_name(names, document)) return no_document(names, document, diag);
    if (text_equal(document, TEXT(DERIVED_GRAPH)))
        return diag_set(diag, STATUS_REFUSED,
                        "<" DERIVED_GRAPH "> is no document: its edges "
                        "are made of the other graphs");
    Retraction retraction = {.source = names->source,
                             .document = document,
                             .derived = has_name(names, TEXT(DERIVED_GRAPH))};
    TRY(retract(store, &retraction, budget, diag));
    if (options->quiet) return STATUS_OK;
    fprintf(stderr, "%llu statements taken out", (unsigned long long)retraction.removed);
    if (retraction.derived)
        fprintf(stderr, "; %llu derived edges now", (unsigned long long)retraction.edges);
    fputc('\n', stderr);
    return STATUS_OK;
}

static Status retract_from(const Options *options, Graph *graph, Text document, Diag *diag) {
    Budget budget;
    Names names = {.source = graph_source(graph), .arena = arena_new(NULL)};
    if (!names.arena) return out_of_memory(diag);
    budget_init(&budget, 0, 0);
    watch_interrupts(&budget);
    const Status status =
        retract_named(options, graph_store(graph), &names, document, &budget, diag);
    watch_interrupts(NULL);
    arena_free(names.arena);
    mem_free(names.at);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

Status run_retract(const Options *options, Diag *diag) {
    const GraphOptions storage = {.storage = "ytterby", .name = options->db};
    Graph *graph;
    Buffer document = {0};
    if (!options->db) return diag_set(diag, STATUS_USAGE, "retract needs --db PATH");
    Status status = base_iri(options->words.at[0], NULL, &document, diag);
    if (status == STATUS_OK && document.failed) status = out_of_memory(diag);
    if (status == STATUS_OK) status = graph_open(&graph, &storage, diag);
    if (status == STATUS_OK) {
        status = retract_from(options, graph, buffer_view(&document), diag);
        graph_close(graph);
    }
    buffer_free(&document);
    return status;
}

/* ---- ingest -------------------------------------------------------------------------------------------------------- */

typedef struct Ingest {
    const Options *options;
    Text document, text;
    Budget budget;
    Source *source;
    RdfWriter *writer; /* of a dry run */
    IngestCounts counts;
    Diag *diag;
} Ingest;

static Status write_proposed(void *context, const Quad *quad) {
    Ingest *const ingest = context;
    return rdf_writer_quad(ingest->writer, quad, ingest->diag);
}

static Status insert_proposed(void *context, const Quad *quad) {
    Ingest *const ingest = context;
    return source_insert(ingest->source, quad, ingest->diag);
}

static Status read_document(Ingest *ingest, const Lexicon *lexicon,
                            Status (*quad)(void *context, const Quad *quad)) {
    const IngestOptions options = {.document = ingest->document,
                                   .name = ingest->options->words.at[0],
                                   .known = ingest->source,
                                   .quad = quad,
                                   .context = ingest,
                                   .budget = &ingest->budget};
    return ingest_text(lexicon, ingest->text, &options, &ingest->counts, ingest->diag);
}

static Status print_proposed(Ingest *ingest, const Lexicon *lexicon, const Prefixes *prefixes) {
    RdfWriteOptions write = {
        .format = rdf_format_named(TEXT("trig")), .prefixes = prefixes, .sorted = true};
    Output *out;
    TRY(open_output(NULL, &out, ingest->diag));
    Status status = rdf_writer_new(&ingest->writer, &write, out, ingest->diag);
    if (status == STATUS_OK) {
        status = read_document(ingest, lexicon, write_proposed);
        if (status == STATUS_OK) status = rdf_writer_end(ingest->writer, ingest->diag);
        rdf_writer_free(ingest->writer);
    }
    return close_output(out, status, ingest->diag);
}

static Status store_proposed(Ingest *ingest, const Lexicon *lexicon, Store *store) {
    Buffer who = {0};
    buffer_format(&who, "ingest %s", ingest->options->words.at[0]);
    const char *const name = buffer_string(&who);
    Status status = name ? store_begin_within(store, name, &ingest->budget, ingest->diag)
                         : out_of_memory(ingest->diag);
    if (status == STATUS_OK)
        status = ingest_clear(ingest->source, ingest->document, &ingest->budget, ingest->diag);
    if (status == STATUS_OK) status = read_document(ingest, lexicon, insert_proposed);
    if (status == STATUS_OK) status = store_commit(store, ingest->diag);
    if (status != STATUS_OK) store_rollback(store);
    buffer_free(&who);
    return status;
}

static void tell(const char *before, uint64_t count, const char *what) {
    fprintf(stderr, "%s%llu %s%s", before, (unsigned long long)count, what, count == 1 ? "" : "s");
}

static void tell_counts(const IngestCounts *counts) {
    tell("to review: ", counts->figures, "figure");
    tell(", ", counts->relations, "relation");
    tell(", ", counts->events, "event");
    tell(", ", counts->names, "new name");
    if (counts->reviewed) tell("; reviewed before: ", counts->reviewed, "candidate");
    tell("; found: ", counts->mentions, "mention");
    tell(" and ", counts->dates, "date");
    tell(" in ", counts->paragraphs, "paragraph");
    fputc('\n', stderr);
}

static Status ingest_into(Ingest *ingest, const ShellGraph *graph) {
    Lexicon *lexicon;
    ingest->source = graph_source(graph->graph);
    TRY(lexicon_open(&lexicon, ingest->source, &ingest->budget, ingest->diag));
    const Status status = ingest->options->dry_run
                              ? print_proposed(ingest, lexicon, graph->prefixes)
                              : store_proposed(ingest, lexicon, graph_store(graph->graph));
    lexicon_free(lexicon);
    return status;
}

/* "y:my-note" as well as an IRI: a prefix that the graph declares. */
static Status expand_document(Ingest *ingest, const Prefixes *prefixes, Buffer *iri) {
    const Text given = text_of(ingest->options->as);
    const size_t colon = text_find(given, TEXT(":"), 0);
    Text space;
    if (colon == SIZE_MAX || !prefixes_find(prefixes, text_slice(given, 0, colon), &space))
        return base_iri(ingest->options->as, NULL, iri, ingest->diag);
    buffer_text(iri, space);
    buffer_text(iri, text_slice(given, colon + 1, given.len));
    if (iri->failed) return out_of_memory(ingest->diag);
    return iri_invalid_at(buffer_view(iri)) == iri->len
               ? STATUS_OK
               : diag_set(ingest->diag, STATUS_USAGE, "<%s> is not an IRI", ingest->options->as);
}

static Status ingest_graph(Ingest *ingest, Buffer *iri) {
    const Options *const options = ingest->options;
    ShellGraph graph;
    if (options->dry_run) {
        TRY(select_graph(options, ACCESS_READ, &graph, ingest->diag));
    } else {
        if (!options->db)
            return diag_set(ingest->diag, STATUS_USAGE, "ingest needs --db PATH, or --dry-run");
        if (database_missing(options->db))
            return diag_set(ingest->diag, STATUS_NOT_FOUND,
                            "there is no \"%s\": no database to write into", options->db);
        TRY(select_graph(options, ACCESS_CHANGE, &graph, ingest->diag));
    }
    watch_interrupts(&ingest->budget);
    Status status = expand_document(ingest, graph.prefixes, iri);
    ingest->document = buffer_view(iri);
    if (status == STATUS_OK) status = ingest_into(ingest, &graph);
    watch_interrupts(NULL);
    release_graph(&graph);
    if (status == STATUS_OK && !options->quiet) tell_counts(&ingest->counts);
    return status;
}

/* No more of the file is read than a document may have. */
static Status read_text(Ingest *ingest, Buffer *text, Budget *most) {
    const char *const path = ingest->options->words.at[0];
    Diag found = {0};
    budget_init(most, 0, (size_t)INGEST_MOST_BYTES * 2);
    text->budget = most;
    const Status status = budget_reason(most, file_read(text, path, &found));
    if (status == STATUS_MEMORY_LIMIT) {
        diag_file(ingest->diag, path);
        return diag_set(ingest->diag, STATUS_LIMIT, "the document is larger than %d MiB",
                        INGEST_MOST_BYTES >> 20);
    }
    if (status != STATUS_OK) *ingest->diag = found;
    ingest->text = buffer_view(text);
    return status;
}

Status run_ingest(const Options *options, Diag *diag) {
    Ingest ingest = {.options = options, .diag = diag};
    Buffer document = {0}, text = {0};
    Budget most;
    if (!options->as)
        return diag_set(diag, STATUS_USAGE, "ingest needs --as IRI, the document's name");
    budget_init(&ingest.budget, 0, 0);
    Status status = read_text(&ingest, &text, &most);
    if (status == STATUS_OK) status = ingest_graph(&ingest, &document);
    buffer_free(&document);
    buffer_free(&text);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}
