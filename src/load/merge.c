/* One batch: the terms of several tables merged in their order and given ids, the quads put together with positions in the
 * ascending list of those ids, and both handed to the store. */
#include <pthread.h>
#include <stdlib.h>

#include "merge.h"

typedef struct Ranked {
    TermId id;
    uint32_t term; /* number among the merged terms */
} Ranked;

typedef struct Merge {
    const Batch *batch;
    size_t *at;      /* per table: how far its order is merged */
    uint32_t **term; /* per table: number in the table -> number among the merged terms */
    Ranked *merged;
    size_t count;
    bool terms_ended;
} Merge;

/* ---- Sorting the tables beside each other ------------------------------------------------------------------------ */

static void *sort_one(void *context) {
    LoadTable *const table = context;
    table->status = table_sort(table);
    return NULL;
}

static Status sort_tables(const Batch *batch) {
    pthread_t threads[LOAD_THREADS];
    bool started[LOAD_THREADS] = {false};
    for (size_t i = 1; i < batch->count; i++) {
        started[i] = pthread_create(&threads[i], NULL, sort_one, &batch->tables[i]) == 0;
        if (!started[i]) sort_one(&batch->tables[i]);
    }
    sort_one(&batch->tables[0]);
    Status status = batch->tables[0].status;
    for (size_t i = 1; i < batch->count; i++) {
        if (started[i]) pthread_join(threads[i], NULL);
        if (status == STATUS_OK) status = batch->tables[i].status;
    }
    return status;
}

/* ---- Merging terms ------------------------------------------------------------------------------------------------ */

static const LoadTerm *head(const Merge *merge, size_t table) {
    const LoadTable *const from = &merge->batch->tables[table];
    return merge->at[table] < from->count ? &from->terms[from->order[merge->at[table]]] : NULL;
}

static int compare_heads(const Merge *merge, size_t left, size_t right) {
    const LoadTerm *const a = head(merge, left);
    const LoadTerm *const b = head(merge, right);
    if (!a || !b) return !a - !b;
    if (a->tag != b->tag) return a->tag < b->tag ? -1 : 1;
    return table_compare(&merge->batch->tables[left], a, &merge->batch->tables[right], b);
}

/* The id of an entry whose code, if it has one, is merged already. */
static Status give_id(Merge *merge, size_t from, const LoadTerm *entry, TermId *id, Diag *diag) {
    const Batch *const batch = merge->batch;
    if (!entry->text) {
        *id = entry->hash;
        return STATUS_OK;
    }
    const Term term = table_term(&batch->tables[from], entry);
    if (entry->tag == TAG_TRIPLE) {
        if (!merge->terms_ended) TRY(store_bulk_terms_end(batch->bulk, diag));
        merge->terms_ended = true;
        return store_add_term(batch->store, &term, id, diag);
    }
    const bool coded = entry->tag >= TAG_LANG;
    const TermId code = coded ? merge->merged[merge->term[from][entry->code]].id : 0;
    return store_bulk_term(batch->bulk, &term, entry->hash, code, id, diag);
}

static Status merge_next(Merge *merge, bool *more, Diag *diag) {
    const Batch *const batch = merge->batch;
    size_t least = 0;
    for (size_t i = 1; i < batch->count; i++)
        if (compare_heads(merge, i, least) < 0) least = i;
    const LoadTerm *const entry = head(merge, least);
    *more = entry != NULL;
    if (!entry) return STATUS_OK;
    Ranked *const merged = &merge->merged[merge->count];
    merged->term = (uint32_t)merge->count;
    TRY(give_id(merge, least, entry, &merged->id, diag));
    for (size_t i = batch->count; i-- > 0;) {
        if (i != least && compare_heads(merge, i, least) != 0) continue;
        const LoadTable *const table = &batch->tables[i];
        if (i != least) merge->term[i][table->order[merge->at[i]++]] = merged->term;
    }
    const LoadTable *const table = &batch->tables[least];
    merge->term[least][table->order[merge->at[least]++]] = merged->term;
    merge->count++;
    return STATUS_OK;
}

static Status merge_terms(Merge *merge, Diag *diag) {
    for (bool more = true; more;) {
        if (merge->count % 4096 == 0) TRY(budget_check(merge->batch->budget));
        TRY(merge_next(merge, &more, diag));
    }
    return merge->terms_ended ? STATUS_OK : store_bulk_terms_end(merge->batch->bulk, diag);
}

/* ---- Putting quads together ------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b) {
    const TermId x = ((const Ranked *)a)->id;
    const TermId y = ((const Ranked *)b)->id;
    return (x > y) - (x < y);
}

static bool is_sorted(const Merge *merge) {
    for (size_t i = 1; i < merge->count; i++)
        if (merge->merged[i].id < merge->merged[i - 1].id) return false;
    return true;
}

/* Ascending ids, and the rank of each merged term in them. */
static void rank_terms(Merge *merge, TermId *ids, uint32_t *rank) {
    if (!is_sorted(merge)) qsort(merge->merged, merge->count, sizeof *merge->merged, by_id);
    for (size_t i = 0; i < merge->count; i++) {
        ids[i] = merge->merged[i].id;
        rank[merge->merged[i].term] = (uint32_t)i;
    }
}

static Status join_quads(Merge *merge, const uint32_t *rank, BulkQuad **quads, size_t *count) {
    const Batch *const batch = merge->batch;
    size_t total = 0;
    for (size_t i = 0; i < batch->count; i++) total += batch->tables[i].quad_count;
    BulkQuad *const all = mem_alloc(total * sizeof *all);
    if (!all) return STATUS_NO_MEMORY;
    *quads = all;
    *count = total;
    for (size_t i = 0, to = 0; i < batch->count; i++) {
        LoadTable *const table = &batch->tables[i];
        uint32_t *const term = merge->term[i];
        for (size_t t = 0; t < table->count; t++) term[t] = rank[term[t]];
        for (size_t q = 0; q < table->quad_count; q++, to++)
            for (unsigned c = 0; c < 4; c++) all[to].term[c] = term[table->quads[q].term[c]];
        table_free(table);
    }
    return STATUS_OK;
}

/* ---- A batch ------------------------------------------------------------------------------------------------------------ */

static Status merge_new(Merge *merge) {
    const Batch *const batch = merge->batch;
    size_t terms = 0;
    merge->at = mem_zero(batch->count, sizeof *merge->at);
    merge->term = mem_zero(batch->count, sizeof *merge->term);
    for (size_t i = 0; i < batch->count && merge->term; i++) {
        terms += batch->tables[i].count;
        merge->term[i] = mem_zero(batch->tables[i].count, sizeof **merge->term);
        if (!merge->term[i]) return STATUS_NO_MEMORY;
    }
    if (terms >= UINT32_MAX) return STATUS_LIMIT;
    merge->merged = mem_zero(terms, sizeof *merge->merged);
    return merge->at && merge->term && merge->merged ? STATUS_OK : STATUS_NO_MEMORY;
}

static void merge_free(Merge *merge) {
    for (size_t i = 0; i < merge->batch->count && merge->term; i++) mem_free(merge->term[i]);
    mem_free(merge->term);
    mem_free(merge->at);
    mem_free(merge->merged);
    *merge = (Merge){.batch = merge->batch};
}

static Status write_quads(Merge *merge, LoadResult *result, Diag *diag) {
    const Batch *const batch = merge->batch;
    const size_t terms = merge->count;
    TermId *const ids = mem_alloc(terms * sizeof *ids);
    uint32_t *const rank = mem_alloc(terms * sizeof *rank);
    BulkQuad *quads = NULL;
    size_t count = 0;
    Status status = ids && rank ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        rank_terms(merge, ids, rank);
        status = join_quads(merge, rank, &quads, &count);
    }
    mem_free(rank);
    merge_free(merge);
    const uint64_t start = clock_now();
    if (status == STATUS_OK)
        status = store_bulk_quads(batch->bulk, quads, count, ids, terms, batch->progress, diag);
    result->writing += clock_now() - start;
    mem_free(ids);
    mem_free(quads);
    return status;
}

Status batch_write(const Batch *batch, LoadResult *result, Diag *diag) {
    Merge merge = {.batch = batch};
    const uint64_t start = clock_now();
    const uint64_t written = result->writing;
    Status status = sort_tables(batch);
    if (status == STATUS_OK) status = merge_new(&merge);
    if (status == STATUS_OK) status = merge_terms(&merge, diag);
    if (status == STATUS_OK) status = write_quads(&merge, result, diag);
    merge_free(&merge);
    result->terms += clock_now() - start - (result->writing - written);
    result->batches++;
    return status;
}
