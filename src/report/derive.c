/* Derived edges: the CONSTRUCT rules of queries/derive/, run on the source as it stands in the open transaction. What is
 * to be written or removed is collected first, since a scan lives only until the next write. */
#include "ytterby/report.h"

typedef struct QuadList {
    Arena *arena;
    Term graph; /* where they belong */
    Quad *at;
    size_t count, cap;
    Budget *budget;
    Diag *diag;
} QuadList;

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

static Status list_begin(QuadList *list, Text graph, Budget *budget, Diag *diag) {
    *list = (QuadList){
        .arena = arena_new(budget), .graph = term_iri(graph), .budget = budget, .diag = diag};
    return list->arena ? STATUS_OK : out_of_memory(diag);
}

static void list_free(QuadList *list) {
    arena_free(list->arena);
    mem_free(list->at);
}

static Status list_add(void *context, const Quad *quad) {
    QuadList *const list = context;
    if (list->count % BATCH_ROWS == 0) TRY(budget_check(list->budget));
    TRY(array_grow((void **)&list->at, &list->cap, list->count + 1, sizeof *list->at));
    Quad *const kept = &list->at[list->count];
    *kept = (Quad){term_copy(list->arena, &quad->subject), term_copy(list->arena, &quad->predicate),
                   term_copy(list->arena, &quad->object), list->graph};
    if (!kept->subject.kind || !kept->predicate.kind || !kept->object.kind)
        return arena_failure(list->arena);
    list->count++;
    return STATUS_OK;
}

/* ---- A graph goes -------------------------------------------------------------------------------------------------- */

static Status keep_batch(QuadList *list, Source *source, const QuadBatch *batch) {
    for (size_t i = 0; i < batch->rows; i++) {
        char text[3][32];
        Quad quad;
        TRY(source_term(source, batch->subject[i], text[0], &quad.subject));
        TRY(source_term(source, batch->predicate[i], text[1], &quad.predicate));
        TRY(source_term(source, batch->object[i], text[2], &quad.object));
        TRY(list_add(list, &quad));
    }
    return STATUS_OK;
}

static Status scan_graph(QuadList *list, Source *source, QuadBatch *batch) {
    const QuadPattern pattern = {.graph = source_find(source, &list->graph)};
    if (pattern.graph == TERM_ID_NONE) return source_failure(source, list->diag);
    SourceScan *scan;
    TRY(source_scan_all(source, &pattern, &scan, list->diag));
    Status status;
    do {
        status = source_scan_next(scan, batch, list->diag);
        if (status == STATUS_OK) status = keep_batch(list, source, batch);
    } while (status == STATUS_OK && batch->rows > 0);
    source_scan_free(scan);
    return status;
}

static Status collect_graph(QuadList *list, Source *source) {
    QuadBatch *const batch = arena_alloc(list->arena, sizeof *batch);
    if (!batch) return arena_failure(list->arena);
    TRY(source_begin_read(source, list->budget, list->diag));
    const Status status = scan_graph(list, source, batch);
    source_end_read(source);
    return status;
}

Status graph_clear(Source *source, Text graph, uint64_t *removed, Budget *budget, Diag *diag) {
    QuadList list;
    TRY(list_begin(&list, graph, budget, diag));
    Status status = collect_graph(&list, source);
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++)
        status = source_remove(source, &list.at[i], diag);
    if (removed) *removed = list.count;
    list_free(&list);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* ---- A graph is changed by a query ---------------------------------------------------------------------------------- */

static Status run_construct(QuadList *list, Source *source, Text query,
                            const EngineOptions *options) {
    Statement *statement;
    TRY(statement_prepare(&statement, source, query, options, list->diag));
    const Status status =
        statement_form(statement) == QUERY_CONSTRUCT
            ? statement_graph(statement, list_add, list, list->diag)
            : diag_set(list->diag, STATUS_UNSUPPORTED, "%s is no CONSTRUCT", options->parse.name);
    statement_free(statement);
    return status;
}

Status graph_change(Source *source, Text query, const Binding *bindings, size_t binding_count,
                    Text graph, bool take_out, Budget *budget, Diag *diag) {
    const EngineOptions options = {.parse = {.name = "change"},
                                   .union_default = true,
                                   .budget = budget,
                                   .bindings = bindings,
                                   .binding_count = binding_count};
    QuadList list;
    TRY(list_begin(&list, graph, budget, diag));
    Status status = run_construct(&list, source, query, &options);
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++)
        status = take_out ? source_remove(source, &list.at[i], diag)
                          : source_insert(source, &list.at[i], diag);
    list_free(&list);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* ---- Rules --------------------------------------------------------------------------------------------------------- */

static Status run_rule(QuadList *edges, Source *source, const Report *rule) {
    const EngineOptions options = {
        .parse = {.name = rule->path.at}, .union_default = true, .budget = edges->budget};
    if (rule->problem) {
        *edges->diag = *rule->problem;
        return rule->problem->status;
    }
    return run_construct(edges, source, rule->query, &options);
}

static Status run_rules(QuadList *edges, Source *source, const char *const *folders, size_t count) {
    Catalogue *rules;
    TRY(catalogue_open(&rules, folders, count, edges->diag));
    Status status = STATUS_OK;
    for (size_t i = 0; i < catalogue_count(rules) && status == STATUS_OK; i++)
        status = run_rule(edges, source, catalogue_at(rules, i));
    catalogue_free(rules);
    return status;
}

static Status count_graph(Source *source, const Term *graph, uint64_t *count, Budget *budget,
                          Diag *diag) {
    *count = 0;
    TRY(source_begin_read(source, budget, diag));
    const QuadPattern pattern = {.graph = source_find(source, graph)};
    Status status = source_failure(source, diag);
    if (status == STATUS_OK && pattern.graph != TERM_ID_NONE)
        status = source_estimate(source, &pattern, count);
    source_end_read(source);
    return status;
}

Status derive_edges(Source *source, const char *const *folders, size_t count, uint64_t *edges,
                    Budget *budget, Diag *diag) {
    QuadList list;
    TRY(graph_clear(source, TEXT(DERIVED_GRAPH), NULL, budget, diag));
    TRY(list_begin(&list, TEXT(DERIVED_GRAPH), budget, diag));
    Status status = run_rules(&list, source, folders, count);
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++)
        status = source_insert(source, &list.at[i], diag);
    if (status == STATUS_OK && edges)
        status = count_graph(source, &list.graph, edges, budget, diag);
    list_free(&list);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}
