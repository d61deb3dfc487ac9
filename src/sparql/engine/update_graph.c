/* Operations on whole graphs (SPARQL 1.1 Update, section 3.2) and LOAD (3.1.4). A graph here is there when it holds a
 * statement: empty graphs are not recorded. So CLEAR and DROP are the same and never fail on a graph that is not
 * there, CREATE of a graph that is not there does nothing, and COPY, MOVE and ADD from one fail unless SILENT. */
#include "engine_internal.h"

static bool same_graph(const Term *a, const Term *b) {
    return a->kind == b->kind && (a->kind == TERM_NONE || term_equal(a, b));
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static TermId graph_id(const Change *change, const Term *graph) {
    return graph->kind == TERM_NONE ? TERM_ID_DEFAULT_GRAPH : source_find(change->source, graph);
}

static Status scan_all(Change *change, SourceScan *scan, QuadBatch *batch, bool skip_default,
                       QuadList *list) {
    for (;;) {
        TRY(budget_check(change->budget));
        TRY(source_scan_next(scan, batch, change->diag));
        if (batch->rows == 0) return STATUS_OK;
        for (size_t i = 0; i < batch->rows; i++) {
            const QuadIds quad = {batch->subject[i], batch->predicate[i], batch->object[i],
                                  batch->graph[i]};
            if (!skip_default || quad.graph != TERM_ID_DEFAULT_GRAPH)
                TRY(quad_list_add(list, &quad));
        }
    }
}

/* The quads of a graph, or of all graphs, or of all named ones: all of them, so that writing may follow. */
static Status read_graph(Change *change, GraphTarget target, const Term *graph, QuadList *list) {
    QuadPattern pattern = {.graph = TERM_ID_NONE};
    QuadBatch *const batch = arena_alloc(change->arena, sizeof *batch);
    SourceScan *scan = NULL;
    if (!batch) return STATUS_NO_MEMORY;
    TRY(source_begin_read(change->source, change->budget, change->diag));
    if (target == TARGET_DEFAULT) pattern.graph = TERM_ID_DEFAULT_GRAPH;
    if (target == TARGET_GRAPH) pattern.graph = graph_id(change, graph);
    const bool nothing = target == TARGET_GRAPH && pattern.graph == TERM_ID_NONE;
    Status status =
        nothing ? STATUS_OK : source_scan_all(change->source, &pattern, &scan, change->diag);
    if (scan) status = scan_all(change, scan, batch, target == TARGET_NAMED, list);
    source_scan_free(scan);
    source_end_read(change->source);
    return status;
}

/* ---- CLEAR, DROP, CREATE, ADD, COPY, MOVE --------------------------------------------------------------------------- */

static Status needs_contexts(const Change *change, bool named) {
    if (!named || change->source->can.contexts) return STATUS_OK;
    return diag_set(change->diag, STATUS_UNSUPPORTED, "%s cannot keep named graphs",
                    change->source->can.name);
}

static Status clear(Change *change, GraphTarget target, const Term *graph) {
    QuadList quads = {.budget = change->budget};
    TRY(needs_contexts(change, target == TARGET_NAMED || target == TARGET_GRAPH));
    Status status = read_graph(change, target, graph, &quads);
    if (status == STATUS_OK) status = change_apply(change, NULL, &quads, false, NULL);
    quad_list_free(&quads);
    return status;
}

static Status clear_graph(Change *change, const Term *graph) {
    return clear(change, graph->kind == TERM_NONE ? TARGET_DEFAULT : TARGET_GRAPH, graph);
}

static Status fail_about(const Change *change, const Term *graph, const char *what) {
    return diag_set(change->diag, STATUS_EVALUATION, "the graph <%.*s> %s",
                    (int)(graph->text.len < 300 ? graph->text.len : 300), graph->text.at, what);
}

static Status count_graph(Change *change, const Term *graph, uint64_t *count) {
    *count = 0;
    TRY(source_begin_read(change->source, change->budget, change->diag));
    const QuadPattern pattern = {.graph = graph_id(change, graph)};
    const bool known = pattern.graph != TERM_ID_NONE;
    const Status status = known ? source_estimate(change->source, &pattern, count) : STATUS_OK;
    source_end_read(change->source);
    return status;
}

static Status create(Change *change, const SyntaxUpdate *update) {
    uint64_t count = 0;
    TRY(needs_contexts(change, true));
    TRY(count_graph(change, &update->target_graph, &count));
    return count == 0 ? STATUS_OK : fail_about(change, &update->target_graph, "exists already");
}

static Status copy_into(Change *change, const SyntaxUpdate *update, const QuadList *quads) {
    const Term *const from = &update->source, *const to = &update->destination;
    if (quads->count == 0 && from->kind != TERM_NONE)
        return fail_about(change, from, "does not exist");
    if (same_graph(from, to)) return STATUS_OK;
    if (update->kind != UPDATE_ADD) TRY(clear_graph(change, to));
    TRY(change_apply(change, NULL, quads, true, to));
    return update->kind == UPDATE_MOVE ? clear_graph(change, from) : STATUS_OK;
}

/* ADD inserts; COPY first clears the destination; MOVE also clears the source afterwards. */
static Status transfer(Change *change, const SyntaxUpdate *update) {
    const Term *const from = &update->source;
    QuadList quads = {.budget = change->budget};
    TRY(needs_contexts(change, from->kind != TERM_NONE || update->destination.kind != TERM_NONE));
    Status status =
        read_graph(change, from->kind == TERM_NONE ? TARGET_DEFAULT : TARGET_GRAPH, from, &quads);
    if (status == STATUS_OK) status = copy_into(change, update, &quads);
    quad_list_free(&quads);
    return status;
}

Status change_graphs(Change *change, const SyntaxUpdate *update) {
    switch (update->kind) {
    case UPDATE_CLEAR:
    case UPDATE_DROP: return clear(change, update->target, &update->target_graph);
    case UPDATE_CREATE: return create(change, update);
    default: return transfer(change, update);
    }
}

/* ---- LOAD --------------------------------------------------------------------------------------------------------------- */

typedef struct Loading {
    Change *change;
    TermId into; /* TERM_ID_NONE: where the document says, else the default graph */
    TermTable *terms;
    QuadList quads;  /* of ids of `terms` */
    Arena *scratch;  /* of the quad that is read */
    Template labels; /* blank nodes of the document, as of one solution */
} Loading;

/* A document's blank nodes are its own: each gets a label that is new here. As deep as triple terms nest, which the
 * reader bounds. */
static Status rename_blanks(Loading *self, const Term *from, Term *to) {
    *to = *from;
    if (from->kind == TERM_BLANK) {
        const Node node = {.slot = SLOT_NONE, .term = *from};
        return template_term(&self->labels, &node, to);
    }
    if (from->kind != TERM_TRIPLE) return STATUS_OK;
    Term *const parts = arena_array(self->scratch, 3, sizeof *parts);
    if (!parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < 3; i++) TRY(rename_blanks(self, &from->triple[i], &parts[i]));
    to->triple = parts;
    return STATUS_OK;
}

static Status load_term(Loading *self, const Term *from, TermId *id) {
    Term term;
    *id = TERM_ID_DEFAULT_GRAPH;
    if (from->kind == TERM_NONE) return STATUS_OK;
    TRY(rename_blanks(self, from, &term));
    return term_table_add(self->terms, &term, id);
}

static Status load_quad(void *sink, const Quad *quad) {
    Loading *const self = sink;
    QuadIds ids = {.graph = self->into};
    if (self->quads.count % 1024 == 0) TRY(budget_check(self->change->budget));
    arena_reset(self->scratch);
    TRY(load_term(self, &quad->subject, &ids.subject));
    TRY(load_term(self, &quad->predicate, &ids.predicate));
    TRY(load_term(self, &quad->object, &ids.object));
    if (ids.graph == TERM_ID_NONE) TRY(load_term(self, &quad->graph, &ids.graph));
    return quad_list_add(&self->quads, &ids);
}

static Status read_document(Loading *self, const SyntaxUpdate *update) {
    Change *const change = self->change;
    const EngineHooks *const hooks = &change->options->hooks;
    const bool named = update->destination.kind != TERM_NONE;
    if (named) TRY(term_table_add(self->terms, &update->destination, &self->into));
    TRY(source_begin_read(change->source, change->budget, change->diag)); /* for the labels */
    const Status status = hooks->load(hooks->context, update->source.text, load_quad, self,
                                      change->budget, change->diag);
    source_end_read(change->source);
    return status;
}

static Status insert_document(const Loading *self) {
    for (size_t i = 0; i < self->quads.count; i++) {
        const QuadIds *const ids = &self->quads.at[i];
        char text[QUAD_COLUMNS][32];
        Quad quad = {0};
        if (i % 1024 == 0) TRY(budget_check(self->change->budget));
        TRY(term_table_get(self->terms, ids->subject, text[QUAD_SUBJECT], &quad.subject));
        TRY(term_table_get(self->terms, ids->predicate, text[QUAD_PREDICATE], &quad.predicate));
        TRY(term_table_get(self->terms, ids->object, text[QUAD_OBJECT], &quad.object));
        if (ids->graph != TERM_ID_DEFAULT_GRAPH)
            TRY(term_table_get(self->terms, ids->graph, text[QUAD_GRAPH], &quad.graph));
        TRY(source_insert(self->change->source, &quad, self->change->diag));
    }
    return STATUS_OK;
}

/* The document is read to its end before anything is written, so that a bad one changes nothing. */
Status change_load(Change *change, const SyntaxUpdate *update) {
    Run run = {.source = change->source};
    if (!change->options->hooks.load)
        return diag_set(change->diag, STATUS_REFUSED, "LOAD is not allowed here");
    Loading loading = {.change = change,
                       .terms = term_table_new(TERM_ID_LOCAL, change->budget),
                       .quads = {.budget = change->budget},
                       .scratch = arena_new(change->budget)};
    Status status = loading.terms && loading.scratch
                        ? template_init(&loading.labels, &run, change->budget, &change->last_label)
                        : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = read_document(&loading, update);
    if (status == STATUS_OK) status = insert_document(&loading);
    template_free(&loading.labels);
    quad_list_free(&loading.quads);
    term_table_free(loading.terms);
    arena_free(loading.scratch);
    return status;
}
