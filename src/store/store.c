/* The store: one handle on one file. Reads go to a snapshot; a transaction collects changes of ids and applies them
 * in sorted batches, so that each touched leaf of each permutation is written once a batch. */
#include <stdlib.h>
#include <string.h>

#include "store_internal.h"

enum {
    BATCH_CHANGES = 200000
};

typedef struct Change {
    QuadIds quad;
    size_t sequence; /* the later change of a quad wins */
    bool insert;
} Change;

/* The engine's view, and a reader: a state with what is needed to read terms. */
struct StoreReader {
    ReadState state;
    Dictionary *own; /* NULL: the transaction's dictionary is used */
    bool holds;      /* the snapshot is counted */
};

typedef struct StoreSource {
    Source base;
    Store *store;
    StoreReader *reader; /* while a statement reads */
    size_t inner;        /* statements that read the same snapshot within its time */
    Arena *terms;        /* texts handed out during the statement */
    Budget *budget;
    Diag failed; /* of the first find that failed and was not told yet */
} StoreSource;

static const SourceMethods source_methods;

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

/* ---- Opening -------------------------------------------------------------------------------------------- */

static StoreSource *source_new(Store *store) {
    StoreSource *const source = mem_zero(1, sizeof *source);
    if (!source) return NULL;
    PagerInfo info;
    pager_info(store->pager, &info);
    const unsigned orders = 1u << ORDER_SPO | 1u << ORDER_SOP | 1u << ORDER_PSO | 1u << ORDER_POS |
                            1u << ORDER_OSP | 1u << ORDER_OPS;
    source->base = (Source){.methods = &source_methods,
                            .can = {.name = "ytterby",
                                    .contexts = true,
                                    .writable = !info.read_only,
                                    .transactions = true,
                                    .triple_terms = true,
                                    .orders = orders}};
    source->store = store;
    return source;
}

/* Looks at the newest state once: a damaged file is told at opening, and the union rule is known. */
static Status look(Store *store, Diag *diag) {
    Snapshot snapshot;
    TRY(pager_snapshot_begin(store->pager, &snapshot, diag));
    store->is_union = snapshot.state.counters[COUNTER_UNION] != 0;
    pager_snapshot_end(store->pager, &snapshot);
    return STATUS_OK;
}

Status store_open(Store **store, const char *path, StoreMode mode, double wait_seconds,
                  Diag *diag) {
    Store *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->wait_seconds = wait_seconds;
    Status status = pager_open(&made->pager, path, mode, diag);
    if (status == STATUS_OK) status = dictionary_new(&made->dictionary, made->pager, diag);
    if (status == STATUS_OK) status = look(made, diag);
    if (status == STATUS_OK) {
        made->source = source_new(made);
        if (!made->source) status = no_memory(diag);
    }
    if (status != STATUS_OK) {
        store_unmake(made);
        store_close(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

void store_unmake(Store *store) {
    if (!store->pager) return;
    store_rollback(store);
    pager_unmake(store->pager);
}

void store_close(Store *store) {
    if (!store) return;
    if (store->source) {
        store->source->inner = 0;
        source_end_read(&store->source->base);
    }
    mem_free(store->source);
    store_rollback(store);
    dictionary_free(store->dictionary);
    pager_close(store->pager);
    statistics_forget(&store->statistics);
    mem_free(store->changes);
    mem_free(store);
}

const char *store_path(const Store *store) {
    PagerInfo info;
    pager_info(store->pager, &info);
    return info.path;
}

Source *store_source(Store *store) { return &store->source->base; }

bool store_is_union(const Store *store) { return store->is_union; }

/* ---- Readers -------------------------------------------------------------------------------------------------- */

/* Inside a transaction the reader sees it; changes are applied before it reads rows, terms can be asked for at once. */
static Status read_transaction(StoreReader *reader, Store *store, Diag *diag) {
    TRY(pager_snapshot_begin(store->pager, &reader->state.snapshot, diag));
    reader->state.state = pager_state(store->pager);
    reader->state.dictionary = store->dictionary;
    return STATUS_OK;
}

static Status read_snapshot(StoreReader *reader, Store *store, Diag *diag) {
    TRY(pager_snapshot_begin(store->pager, &reader->state.snapshot, diag));
    reader->holds = true;
    reader->state.state = &reader->state.snapshot.state;
    reader->state.statistics = &store->statistics;
    store->is_union = reader->state.state->counters[COUNTER_UNION] != 0;
    TRY(dictionary_new(&reader->own, store->pager, diag));
    dictionary_use(reader->own, reader->state.state);
    reader->state.dictionary = reader->own;
    return STATUS_OK;
}

static Status reader_open(StoreReader **reader, Store *store, Diag *diag) {
    StoreReader *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->state.pager = store->pager;
    const Status status = store_in_transaction(store) ? read_transaction(made, store, diag)
                                                      : read_snapshot(made, store, diag);
    if (status != STATUS_OK) {
        store_reader_close(made);
        return status;
    }
    *reader = made;
    return STATUS_OK;
}

Status store_reader_open(StoreReader **reader, Store *store, Diag *diag) {
    if (store_in_transaction(store)) TRY(store_flush(store, diag));
    return reader_open(reader, store, diag);
}

void store_reader_close(StoreReader *reader) {
    if (!reader) return;
    dictionary_free(reader->own);
    if (reader->holds) pager_snapshot_end(reader->state.pager, &reader->state.snapshot);
    mem_free(reader);
}

ReadState *store_reader_state(StoreReader *reader) { return &reader->state; }

Status store_reader_scan(StoreReader *reader, const ScanRequest *request, SourceScan **scan,
                         Diag *diag) {
    return scan_new(&reader->state, request, scan, diag);
}

Status store_reader_count(StoreReader *reader, const QuadPattern *pattern, uint64_t *count,
                          bool *exact, Diag *diag) {
    return scan_count(&reader->state, pattern, count, exact, diag);
}

Status store_reader_find(StoreReader *reader, const Term *term, TermId *id, Diag *diag) {
    *id = id_inline(term);
    return *id != TERM_ID_NONE ? STATUS_OK
                               : dictionary_find(reader->state.dictionary, term, id, diag);
}

Status store_reader_term(StoreReader *reader, TermId id, Arena *arena, Term *term, Diag *diag) {
    return dictionary_term(reader->state.dictionary, id, arena, term, diag);
}

/* Jumps from graph to graph in the graph-leading order: the cost is that of the graphs, not of their quads. */
Status store_reader_graphs(StoreReader *reader, Status (*each)(void *context, TermId graph),
                           void *context, Diag *diag) {
    ReadState *const state = &reader->state;
    RowRange range = {.low = {{TERM_ID_DEFAULT_GRAPH + 1}}, .high = {{UINT64_MAX}}, .columns = 1};
    uint64_t ids[BLOCK_ROWS];
    uint64_t *const columns[ROW_COLUMNS] = {ids, NULL, NULL, NULL};
    for (;;) {
        RowCursor cursor;
        size_t count;
        TRY(rows_seek(&cursor, state->pager, &state->state->roots[ROOT_ROWS + PERMUTATIONS - 1],
                      &range, 1, diag));
        TRY(rows_next(&cursor, columns, &count, diag));
        state->blocks += cursor.blocks_read;
        if (count == 0) return STATUS_OK;
        for (size_t i = 0; i < count; i++) {
            if (ids[i] < (i == 0 ? range.low.column[0] : ids[i - 1]))
                return diag_set(diag, STATUS_CORRUPT, "the graphs are out of order");
            if (i == 0 || ids[i] != ids[i - 1]) TRY(each(context, ids[i]));
        }
        if (ids[count - 1] == UINT64_MAX) return STATUS_OK;
        range.low.column[0] = ids[count - 1] + 1;
    }
}

uint64_t store_reader_blocks(const StoreReader *reader) { return reader->state.blocks; }

/* ---- Transactions ----------------------------------------------------------------------------------------------- */

bool store_in_transaction(const Store *store) {
    return store->pager && pager_writing(store->pager);
}

Status store_begin(Store *store, const char *who, Diag *diag) {
    char *const copy = strdup(who ? who : "");
    if (!copy) return no_memory(diag);
    const Status status = pager_begin(store->pager, store->wait_seconds, diag);
    if (status != STATUS_OK) {
        free(copy);
        return status;
    }
    store->who = copy;
    store->quads_before = pager_state(store->pager)->roots[ROOT_ROWS].count;
    dictionary_use(store->dictionary, pager_state(store->pager));
    return STATUS_OK;
}

static void end_transaction(Store *store) {
    free(store->who);
    store->who = NULL;
    store->change_count = 0;
    store->spoiled = STATUS_OK;
}

static Status need_transaction(const Store *store, Diag *diag) {
    return store_in_transaction(store) ? STATUS_OK
                                       : diag_set(diag, STATUS_USAGE, "no transaction is open");
}

static Status add_change(Store *store, const QuadIds *quad, bool insert, Diag *diag) {
    if (store->change_count == BATCH_CHANGES) TRY(store_flush(store, diag));
    void *items = store->changes;
    if (array_grow(&items, &store->change_cap, store->change_count + 1, sizeof *store->changes) !=
        STATUS_OK) {
        return no_memory(diag);
    }
    store->changes = items;
    store->changes[store->change_count] = (Change){*quad, store->change_count, insert};
    store->change_count++;
    return STATUS_OK;
}

Status store_add_term(Store *store, const Term *term, TermId *id, Diag *diag) {
    *id = id_inline(term);
    return *id != TERM_ID_NONE ? STATUS_OK : dictionary_add(store->dictionary, term, id, diag);
}

Status store_insert_ids(Store *store, const QuadIds *quad, Diag *diag) {
    return add_change(store, quad, true, diag);
}

Status store_insert(Store *store, const Quad *quad, Diag *diag) {
    QuadIds ids = {.graph = TERM_ID_DEFAULT_GRAPH};
    TRY(need_transaction(store, diag));
    TRY(store_add_term(store, &quad->subject, &ids.subject, diag));
    TRY(store_add_term(store, &quad->predicate, &ids.predicate, diag));
    TRY(store_add_term(store, &quad->object, &ids.object, diag));
    if (quad->graph.kind != TERM_NONE) TRY(store_add_term(store, &quad->graph, &ids.graph, diag));
    return add_change(store, &ids, true, diag);
}

static Status find_term(Store *store, const Term *term, TermId *id, Diag *diag) {
    *id = id_inline(term);
    return *id != TERM_ID_NONE ? STATUS_OK : dictionary_find(store->dictionary, term, id, diag);
}

Status store_remove(Store *store, const Quad *quad, Diag *diag) {
    QuadIds ids = {.graph = TERM_ID_DEFAULT_GRAPH};
    TRY(need_transaction(store, diag));
    TRY(find_term(store, &quad->subject, &ids.subject, diag));
    TRY(find_term(store, &quad->predicate, &ids.predicate, diag));
    TRY(find_term(store, &quad->object, &ids.object, diag));
    if (quad->graph.kind != TERM_NONE) TRY(find_term(store, &quad->graph, &ids.graph, diag));
    const bool known = ids.subject && ids.predicate && ids.object && ids.graph;
    return known ? add_change(store, &ids, false, diag) : STATUS_OK;
}

static int by_row(const void *a, const void *b) {
    return row_compare(&((const RowChange *)a)->row, &((const RowChange *)b)->row);
}

static int by_quad(const void *a, const void *b) {
    const Change *const x = a;
    const Change *const y = b;
    const Row left = {{x->quad.subject, x->quad.predicate, x->quad.object, x->quad.graph}};
    const Row right = {{y->quad.subject, y->quad.predicate, y->quad.object, y->quad.graph}};
    const int order = row_compare(&left, &right);
    return order ? order : (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* Sorts the changes and keeps each quad's last one. */
static size_t settle(Change *changes, size_t count) {
    qsort(changes, count, sizeof *changes, by_quad);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const bool last =
            i + 1 == count || memcmp(&changes[i].quad, &changes[i + 1].quad, sizeof(QuadIds)) != 0;
        if (last) changes[kept++] = changes[i];
    }
    return kept;
}

static Status apply_changes(Store *store, Diag *diag) {
    TRY(dictionary_flush(store->dictionary, diag));
    if (store->change_count == 0) return STATUS_OK;
    const size_t count = settle(store->changes, store->change_count);
    RowChange *const rows = mem_zero(count, sizeof *rows);
    if (!rows) return no_memory(diag);
    Status status = STATUS_OK;
    for (size_t p = 0; p < PERMUTATIONS && status == STATUS_OK; p++) {
        const Permutation *const permutation = &store_permutations()[p];
        for (size_t i = 0; i < count; i++) {
            rows[i] = (RowChange){row_of_quad(permutation, &store->changes[i].quad),
                                  store->changes[i].insert};
        }
        if (p > 0) qsort(rows, count, sizeof *rows, by_row);
        status = rows_apply(store->pager, &pager_state(store->pager)->roots[ROOT_ROWS + p], rows,
                            count, diag);
    }
    mem_free(rows);
    store->change_count = 0;
    return status;
}

Status store_flush(Store *store, Diag *diag) {
    if (store->spoiled != STATUS_OK)
        return diag_set(diag, store->spoiled, "%s", status_text(store->spoiled));
    return store->spoiled = apply_changes(store, diag);
}

static Status prepare_commit(Store *store, Diag *diag) {
    TRY(store_flush(store, diag));
    TRY(log_add(store->pager, store->dictionary, store->who, store->quads_before, diag));
    return dictionary_flush(store->dictionary, diag);
}

Status store_commit(Store *store, Diag *diag) {
    TRY(need_transaction(store, diag));
    const Status status = prepare_commit(store, diag);
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    end_transaction(store);
    return pager_commit(store->pager, diag);
}

void store_rollback(Store *store) {
    if (!store_in_transaction(store)) return;
    end_transaction(store);
    pager_rollback(store->pager);
}

Status store_undo(Store *store, Diag *diag) {
    return pager_undo(store->pager, store->wait_seconds, diag);
}

Status store_set_union(Store *store, bool on, Diag *diag) {
    TRY(need_transaction(store, diag));
    pager_state(store->pager)->counters[COUNTER_UNION] = on;
    return STATUS_OK;
}

Status store_backup(Store *store, const char *path, Diag *diag) {
    return pager_copy(store->pager, path, diag);
}

/* ---- The engine's source --------------------------------------------------------------------------------------------- */

static void source_close(Source *self) { (void)self; /* it belongs to the store */ }

static void end_read(Source *self) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->inner > 0) {
        source->inner--;
        return;
    }
    store_reader_close(source->reader);
    arena_free(source->terms);
    source->reader = NULL;
    source->terms = NULL;
}

static Status begin_read(Source *self, Budget *budget, Diag *diag) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->reader && source->reader->holds == store_in_transaction(source->store))
        return diag_set(diag, STATUS_BUSY, "a statement is being read already");
    if (source->reader) {
        source->inner++;
        return STATUS_OK;
    }
    source->budget = budget;
    source->terms = arena_new(budget);
    if (!source->terms) return no_memory(diag);
    const Status status = reader_open(&source->reader, source->store, diag);
    if (status != STATUS_OK) end_read(self);
    return status;
}

/* Rows are asked for: those of the open transaction must be there. */
static Status rows_ready(const StoreSource *source, Diag *diag) {
    const Store *const store = source->store;
    const bool ready =
        source->reader->holds || (store->change_count == 0 && store->spoiled == STATUS_OK);
    return ready ? STATUS_OK : store_flush(source->store, diag);
}

static Status source_scan_(Source *self, const ScanRequest *request, SourceScan **scan,
                           Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return store_reader_scan(source->reader, request, scan, diag);
}

static uint64_t ordered(Source *self, unsigned tag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    const uint64_t *const counters = source->reader->state.state->counters;
    return tag == TAG_IRI || tag == TAG_STRING ? counters[COUNTER_ORDERED + tag] : 0;
}

static Status count_quads(Source *self, const QuadPattern *pattern, uint64_t *count, bool *exact) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, NULL));
    return store_reader_count(source->reader, pattern, count, exact, NULL);
}

static Status groups(Source *self, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **made, Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return groups_new(&source->reader->state, pattern, column, made, diag);
}

static Status distinct(Source *self, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, NULL));
    return groups_count(&source->reader->state, pattern, column, count, NULL);
}

static Status graphs(Source *self, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return store_reader_graphs(source->reader, each, context, diag);
}

static TermId find(Source *self, const Term *term) {
    StoreSource *const source = (StoreSource *)(void *)self;
    TermId id;
    const Status status = store_reader_find(source->reader, term, &id, &source->failed);
    if (status == STATUS_OK) return id;
    diag_set(&source->failed, status, "%s", status_text(status));
    return TERM_ID_NONE;
}

static Status failure(Source *self, Diag *diag) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->failed.status == STATUS_OK) return STATUS_OK; /* asked for each row */
    const Diag failed = source->failed;
    diag_clear(&source->failed);
    return diag_set(diag, failed.status, "%s", failed.message);
}

static Status get_term(Source *self, TermId id, char text[32], Term *term) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    if (id_is_inline(id)) {
        *term = id_decode(id, text);
        return STATUS_OK;
    }
    return store_reader_term(source->reader, id, source->terms, term, NULL);
}

static bool forget(Source *self, size_t most) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    const bool much = source->inner == 0 && arena_bytes(source->terms) > most;
    if (much) arena_reset(source->terms);
    return much;
}

static Status begin_write(Source *self, Budget *budget, Diag *diag) {
    (void)budget;
    return store_begin(((StoreSource *)(void *)self)->store, "update", diag);
}

static Status insert(Source *self, const Quad *quad, Diag *diag) {
    return store_insert(((StoreSource *)(void *)self)->store, quad, diag);
}

static Status remove_quad(Source *self, const Quad *quad, Diag *diag) {
    return store_remove(((StoreSource *)(void *)self)->store, quad, diag);
}

static Status commit(Source *self, Diag *diag) {
    return store_commit(((StoreSource *)(void *)self)->store, diag);
}

static void rollback(Source *self) { store_rollback(((StoreSource *)(void *)self)->store); }

static const SourceMethods source_methods = {.free = source_close,
                                             .begin_read = begin_read,
                                             .end_read = end_read,
                                             .scan = source_scan_,
                                             .count = count_quads,
                                             .groups = groups,
                                             .distinct = distinct,
                                             .graphs = graphs,
                                             .ordered = ordered,
                                             .find = find,
                                             .term = get_term,
                                             .forget = forget,
                                             .failure = failure,
                                             .begin_write = begin_write,
                                             .insert = insert,
                                             .remove = remove_quad,
                                             .commit = commit,
                                             .rollback = rollback};
