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

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

/* ---- Opening -------------------------------------------------------------------------------------------- */

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
        made->source = store_source_new(made);
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
    store_source_free(store->source);
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

Status store_reader_begin(StoreReader **reader, Store *store, Diag *diag) {
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
    return store_reader_begin(reader, store, diag);
}

Status store_reader_twin(StoreReader **reader, const StoreReader *of, Diag *diag) {
    StoreReader *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->state.snapshot = of->state.snapshot;
    made->state.state = &made->state.snapshot.state;
    Status status = pager_twin(&made->twin, of->state.pager, &of->state.snapshot, diag);
    made->state.pager = made->twin;
    if (status == STATUS_OK) status = dictionary_new(&made->own, made->twin, diag);
    if (status != STATUS_OK) {
        store_reader_close(made);
        return status;
    }
    dictionary_use(made->own, made->state.state);
    made->state.dictionary = made->own;
    *reader = made;
    return STATUS_OK;
}

void store_reader_close(StoreReader *reader) {
    if (!reader) return;
    dictionary_free(reader->own);
    if (reader->holds) pager_snapshot_end(reader->state.pager, &reader->state.snapshot);
    pager_close(reader->twin);
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
    return store_begin_within(store, who, NULL, diag);
}

Status store_begin_within(Store *store, const char *who, Budget *budget, Diag *diag) {
    char *const copy = strdup(who ? who : "");
    if (!copy) return no_memory(diag);
    const Status status = pager_begin(store->pager, store->wait_seconds, budget, diag);
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
