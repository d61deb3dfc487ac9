/* The subcommands that look after documents in a database: retract. A document is a named graph; what the rules of
 * queries/derive/ make of all documents lies in a graph of its own, and is made anew in the same transaction. */
#include "cli_internal.h"

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
    Status status = name ? store_begin(store, name, diag) : out_of_memory(diag);
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
