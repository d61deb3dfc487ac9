/* Operations on whole graphs (SPARQL 1.1 Update, section 3.2) and LOAD (3.1.4). A graph here is there when it holds a
 * statement: empty graphs are not recorded. So CLEAR and DROP are the same and never fail on a graph that is not
 * there, CREATE of a graph that is not there does nothing, and COPY, MOVE and ADD from one fail unless SILENT. */
#include "engine_internal.h"

typedef struct QuadList {
    QuadIds *at;
    size_t count, cap;
} QuadList;

static const Term no_graph = {.kind = TERM_NONE};

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
        TRY(array_grow((void **)&list->at, &list->cap, list->count + batch->rows,
                       sizeof *list->at));
        for (size_t i = 0; i < batch->rows; i++)
            if (!skip_default || batch->graph[i] != TERM_ID_DEFAULT_GRAPH)
                list->at[list->count++] = (QuadIds){batch->subject[i], batch->predicate[i],
                                                    batch->object[i], batch->graph[i]};
    }
}

static Status copy_term(Change *change, TermId id, Term *term) {
    char text[32];
    *term = no_graph;
    if (id == TERM_ID_DEFAULT_GRAPH) return STATUS_OK;
    TRY(source_term(change->source, id, text, term));
    *term = term_copy(change->arena, term);
    return term->kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

static Status copy_quads(Change *change, const QuadList *list, Quad **quads) {
    *quads = arena_array(change->arena, list->count + 1, sizeof **quads);
    if (!*quads) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        Quad *const quad = &(*quads)[i];
        TRY(copy_term(change, list->at[i].subject, &quad->subject));
        TRY(copy_term(change, list->at[i].predicate, &quad->predicate));
        TRY(copy_term(change, list->at[i].object, &quad->object));
        TRY(copy_term(change, list->at[i].graph, &quad->graph));
    }
    return STATUS_OK;
}

/* The quads of a graph, or of all graphs, or of all named ones; in the arena, so that writing may follow. */
static Status read_graph(Change *change, GraphTarget target, const Term *graph, Quad **quads,
                         size_t *count) {
    QuadPattern pattern = {.graph = TERM_ID_NONE};
    QuadBatch *const batch = arena_alloc(change->arena, sizeof *batch);
    QuadList list = {0};
    SourceScan *scan = NULL;
    *count = 0;
    if (!batch) return STATUS_NO_MEMORY;
    TRY(source_begin_read(change->source, change->budget, change->diag));
    if (target == TARGET_DEFAULT) pattern.graph = TERM_ID_DEFAULT_GRAPH;
    if (target == TARGET_GRAPH) pattern.graph = graph_id(change, graph);
    const bool nothing = target == TARGET_GRAPH && pattern.graph == TERM_ID_NONE;
    Status status =
        nothing ? STATUS_OK : source_scan_all(change->source, &pattern, &scan, change->diag);
    if (scan) status = scan_all(change, scan, batch, target == TARGET_NAMED, &list);
    source_scan_free(scan);
    if (status == STATUS_OK) status = copy_quads(change, &list, quads);
    if (status == STATUS_OK) *count = list.count;
    mem_free(list.at);
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
    Quad *quads = NULL;
    size_t count = 0;
    TRY(needs_contexts(change, target == TARGET_NAMED || target == TARGET_GRAPH));
    TRY(read_graph(change, target, graph, &quads, &count));
    for (size_t i = 0; i < count; i++) TRY(source_remove(change->source, &quads[i], change->diag));
    return STATUS_OK;
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

/* ADD inserts; COPY first clears the destination; MOVE also clears the source afterwards. */
static Status transfer(Change *change, const SyntaxUpdate *update) {
    const Term *const from = &update->source, *const to = &update->destination;
    Quad *quads = NULL;
    size_t count = 0;
    TRY(needs_contexts(change, from->kind != TERM_NONE || to->kind != TERM_NONE));
    TRY(read_graph(change, from->kind == TERM_NONE ? TARGET_DEFAULT : TARGET_GRAPH, from, &quads,
                   &count));
    if (count == 0 && from->kind != TERM_NONE) return fail_about(change, from, "does not exist");
    if (same_graph(from, to)) return STATUS_OK;
    if (update->kind != UPDATE_ADD) TRY(clear_graph(change, to));
    for (size_t i = 0; i < count; i++) {
        quads[i].graph = *to;
        TRY(source_insert(change->source, &quads[i], change->diag));
    }
    return update->kind == UPDATE_MOVE ? clear_graph(change, from) : STATUS_OK;
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
    const Term *into; /* kind TERM_NONE: where the document says, else the default graph */
    Quad *quads;
    size_t count, cap;
    Template labels; /* makes labels that the source does not hold */
    struct Renamed {
        Text from, to;
    } * renamed;
    size_t renamed_count, renamed_cap;
    HashIndex index;
} Loading;

typedef struct WantedLabel {
    const Loading *loading;
    Text label;
} WantedLabel;

static bool same_label(const void *context, size_t position) {
    const WantedLabel *const wanted = context;
    return text_equal(wanted->loading->renamed[position].from, wanted->label);
}

/* A document's blank nodes are its own: each gets a label that is new here. */
static Status rename_blank(Loading *self, Term *term) {
    const WantedLabel wanted = {self, term->text};
    const uint64_t hash = hash_bytes(term->text.at, term->text.len, 0);
    size_t at = hash_index_find(&self->index, hash, same_label, &wanted);
    if (at == HASH_NONE) {
        TRY(array_grow((void **)&self->renamed, &self->renamed_cap, self->renamed_count + 1,
                       sizeof *self->renamed));
        at = self->renamed_count;
        self->renamed[at].from = arena_text(self->change->arena, term->text);
        TRY(template_fresh_label(&self->labels, &self->renamed[at].to));
        TRY(hash_index_add(&self->index, hash, self->renamed_count++));
    }
    term->text = self->renamed[at].to;
    return STATUS_OK;
}

static Status load_term(Loading *self, const Term *from, Term *to) {
    *to = *from;
    if (from->kind == TERM_NONE) return STATUS_OK;
    if (from->kind == TERM_BLANK) return rename_blank(self, to);
    if (from->kind == TERM_TRIPLE) {
        Term *const parts = arena_array(self->change->arena, 3, sizeof *parts);
        if (!parts) return STATUS_NO_MEMORY;
        for (size_t i = 0; i < 3; i++) TRY(load_term(self, &from->triple[i], &parts[i]));
        to->triple = parts;
        return STATUS_OK;
    }
    *to = term_copy(self->change->arena, from);
    return to->kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

static Status load_quad(void *sink, const Quad *quad) {
    Loading *const self = sink;
    TRY(array_grow((void **)&self->quads, &self->cap, self->count + 1, sizeof *self->quads));
    Quad *const copy = &self->quads[self->count];
    if (self->count % 1024 == 0) TRY(budget_check(self->change->budget));
    TRY(load_term(self, &quad->subject, &copy->subject));
    TRY(load_term(self, &quad->predicate, &copy->predicate));
    TRY(load_term(self, &quad->object, &copy->object));
    TRY(load_term(self, self->into->kind == TERM_NONE ? &quad->graph : self->into, &copy->graph));
    self->count++;
    return STATUS_OK;
}

/* The document is read to its end before anything is written, so that a bad one changes nothing. */
Status change_load(Change *change, const SyntaxUpdate *update) {
    const EngineHooks *const hooks = &change->options->hooks;
    Run run = {.source = change->source};
    Loading loading = {.change = change,
                       .into = &update->destination,
                       .labels = {.run = &run, .arena = change->arena}};
    if (!hooks->load) return diag_set(change->diag, STATUS_REFUSED, "LOAD is not allowed here");
    TRY(source_begin_read(change->source, change->budget, change->diag)); /* for the labels */
    Status status =
        hooks->load(hooks->context, update->source.text, load_quad, &loading, change->diag);
    source_end_read(change->source);
    for (size_t i = 0; status == STATUS_OK && i < loading.count; i++)
        status = source_insert(change->source, &loading.quads[i], change->diag);
    mem_free(loading.quads);
    mem_free(loading.renamed);
    hash_index_free(&loading.index);
    return status;
}
