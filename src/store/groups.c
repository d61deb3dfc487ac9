/* Groups of quads by one column, straight from a permutation that has the bound columns first and then this one; and how many
 * there are, remembered as long as the committed state stays the same. */
#include <string.h>

#include "store_internal.h"

typedef struct StoreGroups {
    SourceGroups base;
    ReadState *from;
    RowGroups rows;
} StoreGroups;

static Status groups_of_store(SourceGroups *self, GroupBatch *batch, Diag *diag) {
    StoreGroups *const groups = (StoreGroups *)(void *)self;
    return groups_next(&groups->rows, BATCH_ROWS, batch->value, batch->count, &batch->rows, diag);
}

static void groups_free(SourceGroups *self) {
    StoreGroups *const groups = (StoreGroups *)(void *)self;
    groups->from->blocks += groups->rows.cursor.blocks_read;
    mem_free(groups);
}

Status groups_new(ReadState *from, const QuadPattern *pattern, QuadColumn column,
                  SourceGroups **groups, Diag *diag) {
    size_t permutation = 0;
    RowRange range = {.columns = 0};
    TRY(scan_place(from, pattern, column, &permutation, &range, diag));
    if (permutation == PERMUTATIONS) return STATUS_OK;
    StoreGroups *const made = mem_alloc(sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->base = (SourceGroups){groups_of_store, groups_free};
    made->from = from;
    const Status status = groups_seek(&made->rows, from->pager,
                                      &from->state->roots[ROOT_ROWS + permutation], &range, diag);
    if (status == STATUS_OK)
        *groups = &made->base;
    else
        mem_free(made);
    return status;
}

/* ---- Remembered numbers ------------------------------------------------------------------------------------------- */

enum {
    NUMBERS_KEPT = 4096
};

struct Number {
    QuadPattern pattern;
    QuadColumn column;
    uint64_t count;
};

typedef struct Wanted {
    const Statistics *statistics;
    const QuadPattern *pattern;
    QuadColumn column;
} Wanted;

static bool is_wanted(const void *context, size_t position) {
    const Wanted *const wanted = context;
    const struct Number *const number = &wanted->statistics->numbers[position];
    return number->column == wanted->column &&
           memcmp(&number->pattern, wanted->pattern, sizeof number->pattern) == 0;
}

static uint64_t hash_of(const QuadPattern *pattern, QuadColumn column) {
    return hash_bytes(pattern, sizeof *pattern, column);
}

void statistics_forget(Statistics *statistics) {
    hash_index_free(&statistics->index);
    mem_free(statistics->numbers);
    *statistics = (Statistics){0};
}

/* What is remembered of the reader's state; NULL: nothing can be, since it is an older one or a transaction's. */
static Statistics *statistics_of(const ReadState *from) {
    Statistics *const statistics = from->statistics;
    const uint64_t txn = from->snapshot.txn;
    if (!statistics || statistics->txn > txn) return NULL;
    if (statistics->txn < txn || statistics->count == NUMBERS_KEPT) statistics_forget(statistics);
    statistics->txn = txn;
    return statistics;
}

/* Not having the memory to remember is no failure. */
static void remember(Statistics *statistics, const QuadPattern *pattern, QuadColumn column,
                     uint64_t count) {
    if (array_grow((void **)&statistics->numbers, &statistics->cap, statistics->count + 1,
                   sizeof *statistics->numbers) != STATUS_OK)
        return;
    statistics->numbers[statistics->count] = (struct Number){*pattern, column, count};
    if (hash_index_add(&statistics->index, hash_of(pattern, column), statistics->count) ==
        STATUS_OK)
        statistics->count++;
}

static Status count_distinct(ReadState *from, const QuadPattern *pattern, QuadColumn column,
                             uint64_t *count, Diag *diag) {
    size_t permutation = 0;
    RowRange range = {.columns = 0};
    QuadPattern anywhere = *pattern;
    uint64_t most = 0;
    bool exact;
    TRY(scan_place(from, pattern, column, &permutation, &range, diag));
    anywhere.graph = TERM_ID_NONE;
    if (permutation == PERMUTATIONS)
        TRY(scan_place(from, &anywhere, column, &permutation, &range, diag));
    if (permutation == PERMUTATIONS)
        return diag_set(diag, STATUS_UNSUPPORTED, "that column is bound");
    TRY(rows_distinct(from->pager, &from->state->roots[ROOT_ROWS + permutation], &range, count,
                      diag));
    TRY(scan_count(from, pattern, &most, &exact, diag));
    if (*count > most) *count = most;
    return STATUS_OK;
}

Status groups_count(ReadState *from, const QuadPattern *pattern, QuadColumn column, uint64_t *count,
                    Diag *diag) {
    Statistics *const statistics = statistics_of(from);
    const Wanted wanted = {statistics, pattern, column};
    const size_t at = statistics ? hash_index_find(&statistics->index, hash_of(pattern, column),
                                                   is_wanted, &wanted)
                                 : HASH_NONE;
    if (at != HASH_NONE) {
        *count = statistics->numbers[at].count;
        return STATUS_OK;
    }
    TRY(count_distinct(from, pattern, column, count, diag));
    if (statistics) remember(statistics, pattern, column, *count);
    return STATUS_OK;
}
