/* Any librdf model as a Source. librdf is no quad set (README.md lists what is wrong with each storage), and no
 * call of its finds quads by graph and pattern rightly and fast in all of them; so one pass over the storage fills
 * a source in memory, the mirror, which answers everything and drops duplicates. It is read again when the
 * storage's file was changed by somebody else. A transaction changes the mirror; its commit gives the net change
 * to librdf, and takes it back out when librdf fails half way. */
#include "redland_internal.h"

#include <string.h>

static Graph *graph_of(Source *source) { return (Graph *)source; }

/* ---- Reading the storage ------------------------------------------------------------------------------------------- */

void graph_forget_twins(Graph *graph) {
    for (size_t i = 0; i < graph->twin_count; i++) {
        librdf_free_statement(graph->twins[i].statement);
        if (graph->twins[i].context) librdf_free_node(graph->twins[i].context);
    }
    graph->twin_count = 0;
}

static Status quad_of_statement(librdf_statement *statement, librdf_node *context, Quad *quad,
                                Diag *diag) {
    *quad = (Quad){0};
    TRY(term_of_node(librdf_statement_get_subject(statement), &quad->subject, diag));
    TRY(term_of_node(librdf_statement_get_predicate(statement), &quad->predicate, diag));
    TRY(term_of_node(librdf_statement_get_object(statement), &quad->object, diag));
    return context ? term_of_node(context, &quad->graph, diag) : STATUS_OK;
}

static QuadIds ids_of(Source *mirror, const Quad *quad) {
    return (QuadIds){source_find(mirror, &quad->subject), source_find(mirror, &quad->predicate),
                     source_find(mirror, &quad->object),
                     quad->graph.kind == TERM_NONE ? TERM_ID_DEFAULT_GRAPH
                                                   : source_find(mirror, &quad->graph)};
}

/* Does the mirror know the object by another spelling of its language tag? */
static bool spelled_otherwise(Source *mirror, const Term *object) {
    char text[32];
    Term known;
    return object->kind == TERM_LITERAL && object->lang.len > 0 &&
           source_term(mirror, source_find(mirror, object), text, &known) == STATUS_OK &&
           !text_equal(known.lang, object->lang);
}

static Status keep_twin(Graph *graph, const Quad *quad, librdf_statement *statement,
                        librdf_node *context) {
    TRY(array_grow((void **)&graph->twins, &graph->twin_cap, graph->twin_count + 1,
                   sizeof *graph->twins));
    Twin twin = {.quad = ids_of(graph->mirror, quad),
                 .statement = librdf_new_statement_from_statement(statement)};
    if (!twin.statement) return STATUS_NO_MEMORY;
    if (context) twin.context = librdf_new_node_from_node(context);
    graph->twins[graph->twin_count++] = twin;
    return STATUS_OK;
}

static Status read_row(Graph *graph, librdf_statement *statement, librdf_node *context,
                       Diag *diag) {
    Quad quad;
    const bool is_default =
        graph->default_context && context && librdf_node_equals(context, graph->default_context);
    TRY(quad_of_statement(statement, is_default ? NULL : context, &quad, diag));
    const size_t before = memory_source_count(graph->mirror);
    TRY(source_insert(graph->mirror, &quad, diag));
    const bool known = memory_source_count(graph->mirror) == before;
    return known || spelled_otherwise(graph->mirror, &quad.object)
               ? keep_twin(graph, &quad, statement, context)
               : STATUS_OK;
}

/* The context of the stream's row. Where plain rows are reported under the context of the row before, that is the
 * very same node; a row with a context of its own brings a new node, and `previous`, being held, keeps its
 * address from being used again. */
static librdf_node *row_context(const Graph *graph, librdf_stream *stream, librdf_node **previous) {
    librdf_node *const context =
        graph->source.can.contexts ? librdf_stream_get_context2(stream) : NULL;
    if (!graph->traits.stale_contexts) return context;
    if (context == *previous) return NULL;
    if (*previous) librdf_free_node(*previous);
    *previous = context ? librdf_new_node_from_node(context) : NULL;
    return context;
}

static Status read_rows(Graph *graph, librdf_stream *stream, Budget *budget, Diag *diag) {
    librdf_node *previous = NULL;
    Status status = STATUS_OK;
    for (size_t rows = 0; status == STATUS_OK && !librdf_stream_end(stream);
         librdf_stream_next(stream), rows++) {
        librdf_statement *const statement = librdf_stream_get_object(stream);
        if (rows % BATCH_ROWS == 0) status = budget_check(budget);
        if (status != STATUS_OK)
            diag_set(diag, status, "%s", status_text(status));
        else if (!statement)
            status = storage_failed(graph, "be read", diag);
        else
            status = read_row(graph, statement, row_context(graph, stream, &previous), diag);
    }
    if (previous) librdf_free_node(previous);
    if (status == STATUS_OK && world_log()[0]) status = storage_failed(graph, "be read", diag);
    return status;
}

static Status read_storage(Graph *graph, Budget *budget, Diag *diag) {
    world_clear_log();
    librdf_stream *const stream = librdf_model_as_stream(graph->model);
    if (!stream) return storage_failed(graph, "be read", diag);
    Status status = source_begin_write(graph->mirror, budget, diag);
    if (status == STATUS_OK) status = read_rows(graph, stream, budget, diag);
    if (status == STATUS_OK) status = source_commit(graph->mirror, diag);
    if (status != STATUS_OK) source_rollback(graph->mirror);
    librdf_free_stream(stream);
    return status;
}

/* When the storage's file was last changed; zero for storages without one. */
static struct timespec change_time(Graph *graph) {
    struct stat file;
    if (graph->file.len == 0 || stat(buffer_string(&graph->file), &file) != 0)
        return (struct timespec){0};
    return file.st_mtim;
}

static bool changed_outside(Graph *graph) {
    const struct timespec now = change_time(graph);
    return graph->file.len > 0 &&
           (now.tv_sec != graph->changed.tv_sec || now.tv_nsec != graph->changed.tv_nsec);
}

/* Begins anew with an empty mirror and the storage opened again, which drops what librdf itself has cached. */
static Status start_again(Graph *graph, Diag *diag) {
    Source *const mirror = memory_source_new(NULL);
    if (!mirror) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    source_free(graph->mirror);
    graph->mirror = mirror;
    graph_forget_twins(graph);
    graph_close_storage(graph);
    return graph_open_storage(graph, diag);
}

static Status load_anew(Graph *graph, Budget *budget, Diag *diag) {
    if (graph->loaded || memory_source_count(graph->mirror) > 0 || !graph->model)
        TRY(start_again(graph, diag));
    graph->loaded = false;
    graph->changed = change_time(graph);
    if (!graph->traits.temporary) TRY(read_storage(graph, budget, diag));
    graph->loaded = true;
    return STATUS_OK;
}

static Status ensure_loaded(Graph *graph, Budget *budget, Diag *diag) {
    if (graph->writing || (graph->loaded && !changed_outside(graph))) return STATUS_OK;
    world_lock();
    const Status status = load_anew(graph, budget, diag);
    world_unlock();
    return status;
}

/* ---- Limits of a transaction ---------------------------------------------------------------------------------------- */

enum {
    STEPS_PER_LOOK = 512
};

/* librdf tells nobody what it holds, and the mirror outlives every budget. So what the heap has grown by is measured,
 * and the budget is made to know at least that. */
static Status look_at_limits(Graph *graph) {
    graph->steps = 0;
    TRY(budget_check(graph->budget));
    const size_t heap = mem_in_use(), used = atomic_load(&graph->budget->used);
    const size_t grown = heap > graph->heap ? heap - graph->heap : 0;
    const size_t known = used > graph->used ? used - graph->used : 0;
    return grown > known ? budget_take(graph->budget, grown - known) : STATUS_OK;
}

/* One statement more is added or removed. */
static Status take_step(Graph *graph, Diag *diag) {
    if (!graph->budget || ++graph->steps < STEPS_PER_LOOK) return STATUS_OK;
    const Status status = look_at_limits(graph);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* Is a failed transaction taken back by beginning anew? An empty storage that nothing outlives needs no undoing,
 * which in "memory" takes a walk through all statements for each. */
static bool forgets(const Graph *graph) { return graph->traits.temporary && graph->was_empty; }

/* ---- Writing the net change to the storage ------------------------------------------------------------------------- */

typedef struct Applying {
    Graph *graph;
    bool named; /* this pass: quads of named graphs, or those of the default graph */
    bool undo;  /* the other way round, for the first `done` changes */
    size_t at, done;
    Diag *diag;
} Applying;

static Status in_context(Graph *graph, librdf_node *context, librdf_statement *statement, bool add,
                         Diag *diag) {
    const int failed =
        add ? librdf_model_context_add_statement(graph->model, context, statement)
            : librdf_model_context_remove_statement(graph->model, context, statement);
    return failed ? storage_failed(graph, add ? "add a statement" : "remove a statement", diag)
                  : STATUS_OK;
}

static Status plainly(Graph *graph, librdf_statement *statement, bool add, Diag *diag) {
    const int failed = add ? librdf_model_add_statement(graph->model, statement)
                           : librdf_model_remove_statement(graph->model, statement);
    return failed ? storage_failed(graph, add ? "add a statement" : "remove a statement", diag)
                  : STATUS_OK;
}

/* Adds the statement to, or removes it from, every named graph that holds its quad in the mirror. */
static Status in_named_graphs(Graph *graph, const QuadIds *ids, librdf_statement *statement,
                              bool add, Diag *diag) {
    const QuadPattern pattern = {ids->subject, ids->predicate, ids->object, TERM_ID_NONE};
    SourceScan *scan;
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    Status status =
        batch ? source_scan_all(graph->mirror, &pattern, &scan, diag) : STATUS_NO_MEMORY;
    if (status != STATUS_OK) {
        mem_free(batch);
        return status;
    }
    do {
        status = source_scan_next(scan, batch, diag);
        for (size_t i = 0; status == STATUS_OK && i < batch->rows; i++) {
            char text[32];
            Term name;
            librdf_node *context;
            if (batch->graph[i] == TERM_ID_DEFAULT_GRAPH) continue;
            status = source_term(graph->mirror, batch->graph[i], text, &name);
            if (status == STATUS_OK) status = node_of_term(graph->world, &name, &context, diag);
            if (status != STATUS_OK) break;
            status = in_context(graph, context, statement, add, diag);
            librdf_free_node(context);
        }
    } while (status == STATUS_OK && batch->rows > 0);
    source_scan_free(scan);
    mem_free(batch);
    return status;
}

/* A statement of the default graph, with what the storage's faults ask for around it. */
static Status apply_default(Graph *graph, const QuadIds *ids, librdf_statement *statement, bool add,
                            Diag *diag) {
    if (graph->default_context)
        return in_context(graph, graph->default_context, statement, add, diag);
    const bool contexts = graph->source.can.contexts;
    const bool hidden = contexts && add && graph->traits.add_skips_known;
    const bool hit = contexts && !add && graph->traits.remove_hits_all;
    if (hidden) TRY(in_named_graphs(graph, ids, statement, false, diag));
    TRY(plainly(graph, statement, add, diag));
    return hidden || hit ? in_named_graphs(graph, ids, statement, true, diag) : STATUS_OK;
}

static Status apply_named(Graph *graph, const Term *name, librdf_statement *statement, bool add,
                          Diag *diag) {
    librdf_node *context;
    TRY(node_of_term(graph->world, name, &context, diag));
    const Status status = in_context(graph, context, statement, add, diag);
    librdf_free_node(context);
    return status;
}

/* Removes the other forms in which the storage holds the quad. */
static void remove_twins(Graph *graph, const QuadIds *ids) {
    for (size_t i = 0; i < graph->twin_count; i++) {
        const Twin *const twin = &graph->twins[i];
        const QuadIds *const quad = &twin->quad;
        if (quad->subject != ids->subject || quad->predicate != ids->predicate ||
            quad->object != ids->object || quad->graph != ids->graph)
            continue;
        if (twin->context)
            librdf_model_context_remove_statement(graph->model, twin->context, twin->statement);
        else
            librdf_model_remove_statement(graph->model, twin->statement);
    }
}

static Status apply_change(void *context, const Quad *quad, bool added) {
    Applying *const work = context;
    Graph *const graph = work->graph;
    if ((quad->graph.kind != TERM_NONE) != work->named) return STATUS_OK;
    if (work->undo && work->at++ >= work->done) return STATUS_OK;
    if (!work->undo) TRY(take_step(graph, work->diag));
    const bool add = added != work->undo;
    librdf_statement *statement;
    TRY(statement_of_quad(graph->world, quad, &statement, work->diag));
    const QuadIds ids = ids_of(graph->mirror, quad);
    if (!add) remove_twins(graph, &ids);
    const Status status = work->named ? apply_named(graph, &quad->graph, statement, add, work->diag)
                                      : apply_default(graph, &ids, statement, add, work->diag);
    librdf_free_statement(statement);
    if (status == STATUS_OK && !work->undo) work->done++;
    return status;
}

/* Named graphs first: the default graph's statements are then moved past named twins that are there for sure. */
static Status apply_all(Graph *graph, Diag *diag) {
    Applying named = {.graph = graph, .named = true, .diag = diag};
    Applying plain = {.graph = graph, .diag = diag};
    const bool transaction = librdf_model_transaction_start(graph->model) == 0;
    Status status = memory_source_changes(graph->mirror, apply_change, &named);
    if (status == STATUS_OK) status = memory_source_changes(graph->mirror, apply_change, &plain);
    if (status == STATUS_OK && transaction && librdf_model_transaction_commit(graph->model) != 0)
        status = storage_failed(graph, "commit", diag);
    if (status == STATUS_OK) return STATUS_OK;
    if (transaction) {
        librdf_model_transaction_rollback(graph->model);
        return status;
    }
    if (forgets(graph)) return status;
    plain.undo = named.undo = true;
    plain.diag = named.diag = NULL;
    (void)memory_source_changes(graph->mirror, apply_change, &plain);
    (void)memory_source_changes(graph->mirror, apply_change, &named);
    return status;
}

/* ---- The methods --------------------------------------------------------------------------------------------------- */

static void redland_free(Source *self) { graph_close(graph_of(self)); }

static Status begin_read(Source *self, Budget *budget, Diag *diag) {
    return ensure_loaded(graph_of(self), budget, diag);
}

static Status scan(Source *self, const ScanRequest *request, SourceScan **made, Diag *diag) {
    return source_scan(graph_of(self)->mirror, request, made, diag);
}

static Status count_quads(Source *self, const QuadPattern *pattern, uint64_t *count, bool *exact) {
    return source_count(graph_of(self)->mirror, pattern, count, exact);
}

static Status groups(Source *self, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **made, Diag *diag) {
    return source_groups(graph_of(self)->mirror, pattern, column, made, diag);
}

static Status distinct(Source *self, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count) {
    return source_distinct(graph_of(self)->mirror, pattern, column, count);
}

static Status graphs(Source *self, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag) {
    return source_graphs(graph_of(self)->mirror, each, context, diag);
}

static TermId find(Source *self, const Term *term) {
    return source_find(graph_of(self)->mirror, term);
}

static Status term(Source *self, TermId id, char text[32], Term *found) {
    return source_term(graph_of(self)->mirror, id, text, found);
}

static Status begin_write(Source *self, Budget *budget, Diag *diag) {
    Graph *const graph = graph_of(self);
    if (!graph->source.can.writable)
        return diag_set(diag, STATUS_REFUSED, "this graph is open for reading only");
    TRY(ensure_loaded(graph, budget, diag));
    TRY(source_begin_write(graph->mirror, budget, diag));
    graph->writing = true;
    graph->was_empty = memory_source_count(graph->mirror) == 0;
    graph->budget = budget;
    graph->heap = budget ? mem_in_use() : 0;
    graph->used = budget ? atomic_load(&budget->used) : 0;
    graph->steps = 0;
    return STATUS_OK;
}

/* Refuses at once what librdf cannot hold, so that the message comes with the statement's place in the input. */
static Status check_quad(Graph *graph, const Quad *quad, Diag *diag) {
    if (quad->graph.kind != TERM_NONE && !graph->source.can.contexts)
        return diag_set(
            diag, STATUS_UNSUPPORTED, "the storage \"%s\" keeps no named graphs%s", graph->kind,
            strcmp(graph->kind, "hashes") == 0 ? " unless it is made with contexts='yes'" : "");
    if (quad->graph.kind == TERM_BLANK && !graph->traits.blank_contexts)
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "the storage \"%s\" takes no blank node as a graph's name", graph->kind);
    return quad_check(quad, diag);
}

/* librdf reads "1"^^xsd:boolean back as "true". So a storage that lasts is given that form at once, for an answer
 * must not depend on whether the storage was opened again. */
static Quad as_kept(const Graph *graph, const Quad *quad) {
    Quad kept = *quad;
    Term *const object = &kept.object;
    if (graph->traits.temporary || object->text.len != 1 ||
        !text_equal(object->datatype, TEXT(XSD "boolean")))
        return kept;
    if (object->text.at[0] == '1')
        object->text = TEXT("true");
    else if (object->text.at[0] == '0')
        object->text = TEXT("false");
    return kept;
}

static Status insert(Source *self, const Quad *quad, Diag *diag) {
    TRY(check_quad(graph_of(self), quad, diag));
    TRY(take_step(graph_of(self), diag));
    const Quad kept = as_kept(graph_of(self), quad);
    return source_insert(graph_of(self)->mirror, &kept, diag);
}

static Status remove_quad(Source *self, const Quad *quad, Diag *diag) {
    TRY(take_step(graph_of(self), diag));
    const Quad kept = as_kept(graph_of(self), quad);
    return source_remove(graph_of(self)->mirror, &kept, diag);
}

static void undo_changes(Source *self) {
    Graph *const graph = graph_of(self);
    if (!graph->writing) return;
    source_rollback(graph->mirror);
    graph->writing = false;
    graph->budget = NULL;
    if (forgets(graph) && start_again(graph, NULL) != STATUS_OK) graph->loaded = false;
}

static void rollback(Source *self) {
    world_lock();
    undo_changes(self);
    world_unlock();
}

static Status commit_changes(Source *self, Diag *diag) {
    Graph *const graph = graph_of(self);
    if (!graph->writing) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    world_clear_log();
    const Status status = apply_all(graph, diag);
    if (status != STATUS_OK) {
        undo_changes(self);
        graph->loaded =
            graph->loaded && graph->traits.temporary; /* what the storage holds now is read anew */
        return status;
    }
    graph->writing = false;
    graph->budget = NULL;
    librdf_model_sync(graph->model);
    graph->changed = change_time(graph);
    return source_commit(graph->mirror, diag);
}

static Status commit(Source *self, Diag *diag) {
    world_lock();
    const Status status = commit_changes(self, diag);
    world_unlock();
    return status;
}

const SourceMethods librdf_source_methods = {.free = redland_free,
                                             .begin_read = begin_read,
                                             .scan = scan,
                                             .count = count_quads,
                                             .groups = groups,
                                             .distinct = distinct,
                                             .graphs = graphs,
                                             .find = find,
                                             .term = term,
                                             .begin_write = begin_write,
                                             .insert = insert,
                                             .remove = remove_quad,
                                             .commit = commit,
                                             .rollback = rollback};
