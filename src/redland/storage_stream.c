/* What the storage "ytterby" reads: streams of statements, iterators of graphs. A stream holds a snapshot of its own,
 * so that others, and its own program, may write while it is open. Inside a transaction there is no snapshot of what
 * was written: there the rows are collected first. */
#include "storage_internal.h"

#include <string.h>

/* Rows beyond which single writes are committed before a read, which then needs no copy. */
static const uint64_t most_collected = 10000;

typedef struct QuadStream {
    librdf_storage *storage;
    librdf_world *world;
    StoreHandle *handle;
    StoreReader *reader;
    SourceScan *scan;
    Arena *arena; /* of the current row's terms, or of all that were collected */
    Quad *quads;  /* collected; then reader and scan are NULL */
    size_t count, at;
    QuadBatch *batch;
    bool ended;
    librdf_statement *statement; /* the current row; made when it is asked for */
    librdf_node *context;
} QuadStream;

/* ---- Patterns ------------------------------------------------------------------------------------------------------ */

/* The id of a node; *known is made false when the store does not have it, for then nothing matches. */
static Status id_of_node(StoreReader *reader, librdf_node *node, TermId *id, bool *known,
                         Diag *diag) {
    Term term;
    if (!node) return STATUS_OK;
    TRY(term_of_node(node, &term, diag));
    TRY(store_reader_find(reader, &term, id, diag));
    if (*id == TERM_ID_NONE) *known = false;
    return STATUS_OK;
}

static Status ids_of_pattern(StoreReader *reader, librdf_statement *pattern, librdf_node *context,
                             QuadPattern *ids, bool *known, Diag *diag) {
    *ids = (QuadPattern){0};
    *known = true;
    TRY(id_of_node(reader, context, &ids->graph, known, diag));
    if (!pattern) return STATUS_OK;
    TRY(id_of_node(reader, librdf_statement_get_subject(pattern), &ids->subject, known, diag));
    TRY(id_of_node(reader, librdf_statement_get_predicate(pattern), &ids->predicate, known, diag));
    return id_of_node(reader, librdf_statement_get_object(pattern), &ids->object, known, diag);
}

static Status term_of_id(StoreReader *reader, TermId id, Arena *arena, Term *term, Diag *diag) {
    if (!id_is_inline(id)) return store_reader_term(reader, id, arena, term, diag);
    char text[32];
    const Term decoded = id_decode(id, text);
    *term = term_copy(arena, &decoded);
    return term->kind == TERM_NONE ? diag_set(diag, STATUS_NO_MEMORY, "out of memory") : STATUS_OK;
}

static Status quad_of_row(StoreReader *reader, const QuadBatch *batch, size_t row, Arena *arena,
                          Quad *quad, Diag *diag) {
    *quad = (Quad){0};
    TRY(term_of_id(reader, batch->subject[row], arena, &quad->subject, diag));
    TRY(term_of_id(reader, batch->predicate[row], arena, &quad->predicate, diag));
    TRY(term_of_id(reader, batch->object[row], arena, &quad->object, diag));
    if (batch->graph[row] == TERM_ID_DEFAULT_GRAPH) return STATUS_OK;
    return term_of_id(reader, batch->graph[row], arena, &quad->graph, diag);
}

/* ---- Collecting ---------------------------------------------------------------------------------------------------- */

static Status collect_rows(StoreReader *reader, SourceScan *scan, QuadBatch *batch, Arena *arena,
                           Quad *quads, size_t *count, Diag *diag) {
    const size_t room = *count;
    *count = 0;
    for (;;) {
        TRY(source_scan_next(scan, batch, diag));
        if (batch->rows == 0) return STATUS_OK;
        for (size_t i = 0; i < batch->rows; i++) {
            if (*count == room) return diag_set(diag, STATUS_CORRUPT, "more rows than counted");
            TRY(quad_of_row(reader, batch, i, arena, &quads[(*count)++], diag));
        }
    }
}

static Status collect(StoreReader *reader, const QuadPattern *ids, Arena *arena, Quad **quads,
                      size_t *count, Diag *diag) {
    uint64_t room = 0;
    bool exact;
    SourceScan *scan;
    TRY(store_reader_count(reader, ids, &room, &exact, diag));
    *count = (size_t)room;
    *quads = arena_array(arena, *count + 1, sizeof **quads);
    QuadBatch *const batch = arena_array(arena, 1, sizeof *batch);
    if (!*quads || !batch) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const ScanRequest request = {*ids, ORDER_ANY, QUAD_ALL};
    TRY(store_reader_scan(reader, &request, &scan, diag));
    const Status status = collect_rows(reader, scan, batch, arena, *quads, count, diag);
    source_scan_free(scan);
    return status;
}

Status native_collect(NativeStorage *self, librdf_node *context, Arena *arena, Quad **quads,
                      size_t *count, Diag *diag) {
    StoreReader *reader;
    QuadPattern ids;
    bool known;
    *count = 0;
    TRY(store_reader_open(&reader, self->handle->store, diag));
    Status status = ids_of_pattern(reader, NULL, context, &ids, &known, diag);
    if (status == STATUS_OK && known) status = collect(reader, &ids, arena, quads, count, diag);
    store_reader_close(reader);
    return status;
}

/* ---- A stream's rows ----------------------------------------------------------------------------------------------- */

static void drop_row(QuadStream *stream) {
    if (stream->statement) librdf_free_statement(stream->statement);
    if (stream->context) librdf_free_node(stream->context);
    stream->statement = NULL;
    stream->context = NULL;
}

/* librdf's streams tell no errors: they are logged, and the stream ends. */
static void stop(QuadStream *stream, Status status, Diag *diag) {
    diag_set(diag, status, "%s", status_text(status));
    native_failed(stream->world, diag);
    stream->ended = true;
}

static Status fill_batch(QuadStream *stream, Diag *diag) {
    if (!stream->scan || stream->at < stream->batch->rows) return STATUS_OK;
    TRY(source_scan_next(stream->scan, stream->batch, diag));
    stream->at = 0;
    return STATUS_OK;
}

/* Makes the row at `at` the current one. */
static Status make_row(QuadStream *stream, Diag *diag) {
    TRY(fill_batch(stream, diag));
    stream->ended = stream->at >= (stream->scan ? stream->batch->rows : stream->count);
    if (stream->ended) return STATUS_OK;
    Quad row;
    if (stream->scan) {
        arena_reset(stream->arena);
        TRY(quad_of_row(stream->reader, stream->batch, stream->at, stream->arena, &row, diag));
    } else {
        row = stream->quads[stream->at];
    }
    TRY(statement_of_quad(stream->world, &row, &stream->statement, diag));
    return row.graph.kind == TERM_NONE
               ? STATUS_OK
               : node_of_term(stream->world, &row.graph, &stream->context, diag);
}

static void show_row(QuadStream *stream) {
    Diag diag = {0};
    drop_row(stream);
    const Status status = make_row(stream, &diag);
    if (status != STATUS_OK) stop(stream, status, &diag);
}

static int stream_ended(void *context) { return ((const QuadStream *)context)->ended; }

static int stream_next(void *context) {
    QuadStream *const stream = context;
    if (stream->ended) return 1;
    stream->at++;
    show_row(stream);
    return stream->ended;
}

static void *stream_get(void *context, int flags) {
    const QuadStream *const stream = context;
    if (stream->ended) return NULL;
    if (flags == LIBRDF_STREAM_GET_METHOD_GET_OBJECT) return stream->statement;
    return flags == LIBRDF_STREAM_GET_METHOD_GET_CONTEXT ? stream->context : NULL;
}

static void stream_finished(void *context) {
    QuadStream *const stream = context;
    drop_row(stream);
    source_scan_free(stream->scan);
    store_reader_close(stream->reader);
    store_handle_release(stream->handle);
    arena_free(stream->arena);
    mem_free(stream->batch);
    librdf_storage_remove_reference(stream->storage);
    mem_free(stream);
}

/* ---- Opening a stream ---------------------------------------------------------------------------------------------- */

static Status open_reader(NativeStorage *self, librdf_statement *pattern, librdf_node *context,
                          QuadStream *stream, QuadPattern *ids, bool *known, Diag *diag) {
    uint64_t count = 0;
    bool exact;
    TRY(store_reader_open(&stream->reader, self->handle->store, diag));
    TRY(ids_of_pattern(stream->reader, pattern, context, ids, known, diag));
    if (self->writing != WRITING_IMPLICIT || !*known) return STATUS_OK;
    TRY(store_reader_count(stream->reader, ids, &count, &exact, diag));
    if (count <= most_collected) return STATUS_OK;
    store_reader_close(stream->reader);
    stream->reader = NULL;
    TRY(native_settle(self, diag));
    TRY(store_reader_open(&stream->reader, self->handle->store, diag));
    return ids_of_pattern(stream->reader, pattern, context, ids, known, diag);
}

static Status open_rows(NativeStorage *self, librdf_statement *pattern, librdf_node *context,
                        QuadStream *stream, Diag *diag) {
    QuadPattern ids;
    bool known;
    stream->arena = arena_new(NULL);
    stream->batch = mem_zero(1, sizeof *stream->batch);
    if (!stream->arena || !stream->batch) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    TRY(open_reader(self, pattern, context, stream, &ids, &known, diag));
    Status status = STATUS_OK;
    const ScanRequest request = {ids, ORDER_ANY, QUAD_ALL};
    if (known && !store_in_transaction(self->handle->store))
        return store_reader_scan(stream->reader, &request, &stream->scan, diag);
    if (known)
        status = collect(stream->reader, &ids, stream->arena, &stream->quads, &stream->count, diag);
    store_reader_close(stream->reader);
    stream->reader = NULL;
    return status;
}

librdf_stream *native_find(librdf_storage *storage, librdf_statement *pattern,
                           librdf_node *context) {
    NativeStorage *const self = native_of(storage);
    QuadStream *const stream = mem_zero(1, sizeof *stream);
    if (!stream) return NULL;
    Diag diag = {0};
    *stream = (QuadStream){.storage = storage, .world = self->world, .handle = self->handle};
    self->handle->holders++;
    librdf_storage_add_reference(storage);
    const Status status = open_rows(self, pattern, context, stream, &diag);
    if (status != STATUS_OK) {
        stop(stream, status, &diag);
        stream_finished(stream);
        return NULL;
    }
    show_row(stream);
    return librdf_new_stream(self->world, stream, stream_ended, stream_next, stream_get,
                             stream_finished);
}

bool native_contains(librdf_storage *storage, librdf_statement *statement) {
    if (!librdf_statement_is_complete(statement)) return false;
    librdf_stream *const stream = native_find(storage, statement, NULL);
    const bool found = stream && !librdf_stream_end(stream);
    if (stream) librdf_free_stream(stream);
    return found;
}

/* ---- Graphs -------------------------------------------------------------------------------------------------------- */

typedef struct GraphIterator {
    librdf_storage *storage;
    librdf_world *world;
    StoreReader *reader; /* while the names are read */
    Arena *arena;
    librdf_node **nodes;
    size_t count, cap, at;
    Diag diag;
} GraphIterator;

static Status add_graph(void *context, TermId id) {
    GraphIterator *const graphs = context;
    Term name;
    TRY(term_of_id(graphs->reader, id, graphs->arena, &name, &graphs->diag));
    TRY(array_grow((void **)&graphs->nodes, &graphs->cap, graphs->count + 1,
                   sizeof(librdf_node *)));
    TRY(node_of_term(graphs->world, &name, &graphs->nodes[graphs->count], &graphs->diag));
    graphs->count++;
    return STATUS_OK;
}

static Status read_graphs(Store *store, GraphIterator *graphs) {
    graphs->arena = arena_new(NULL);
    if (!graphs->arena) return diag_set(&graphs->diag, STATUS_NO_MEMORY, "out of memory");
    TRY(store_reader_open(&graphs->reader, store, &graphs->diag));
    const Status status = store_reader_graphs(graphs->reader, add_graph, graphs, &graphs->diag);
    store_reader_close(graphs->reader);
    return status;
}

static int graphs_ended(void *context) {
    const GraphIterator *const graphs = context;
    return graphs->at >= graphs->count;
}

static int graphs_next(void *context) {
    GraphIterator *const graphs = context;
    if (graphs->at < graphs->count) graphs->at++;
    return graphs_ended(context);
}

static void *graphs_get(void *context, int flags) {
    const GraphIterator *const graphs = context;
    const bool is_node = flags == LIBRDF_ITERATOR_GET_METHOD_GET_OBJECT;
    return is_node && graphs->at < graphs->count ? graphs->nodes[graphs->at] : NULL;
}

static void graphs_finished(void *context) {
    GraphIterator *const graphs = context;
    for (size_t i = 0; i < graphs->count; i++) librdf_free_node(graphs->nodes[i]);
    mem_free(graphs->nodes);
    arena_free(graphs->arena);
    librdf_storage_remove_reference(graphs->storage);
    mem_free(graphs);
}

librdf_iterator *native_contexts(librdf_storage *storage) {
    const NativeStorage *const self = native_of(storage);
    GraphIterator *const graphs = mem_zero(1, sizeof *graphs);
    if (!graphs) return NULL;
    graphs->storage = storage;
    graphs->world = self->world;
    librdf_storage_add_reference(storage);
    const Status status = read_graphs(self->handle->store, graphs);
    if (status != STATUS_OK) {
        diag_set(&graphs->diag, status, "%s", status_text(status));
        native_failed(graphs->world, &graphs->diag);
        graphs_finished(graphs);
        return NULL;
    }
    return librdf_new_iterator(graphs->world, graphs, graphs_ended, graphs_next, graphs_get,
                               graphs_finished);
}
