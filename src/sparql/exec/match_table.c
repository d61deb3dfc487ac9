/* The matches of a triple pattern by the values of one column, read once in the order of that column. Where a pattern is
 * looked up for very many rows, that is sooner done than as many look-ups in the source, whatever the plan expected.
 *
 * Matches with the same key stand side by side. Keys that lie close together, which ids of a dictionary do, are found by
 * their distance from the first, others by halving. */
#include "exec_internal.h"

#include <string.h>

enum {
    DENSE =
        8 /* ids from the first key to the last, for each match, up to which they are close together */
};

void match_table_free(MatchTable *table, Budget *budget) {
    for (size_t i = 0; i < QUAD_COLUMNS; i++) mem_free(table->values[i]);
    mem_free(table->starts);
    budget_give(budget, table->charged);
    *table = (MatchTable){0};
}

/* Charges the bytes, unless other operators might want for them then: look-ups need none. */
static bool charge(MatchTable *table, Budget *budget, size_t bytes) {
    const bool fits = !budget->limit || atomic_load(&budget->used) + bytes <= budget->limit / 2;
    if (!fits || budget_take(budget, bytes) != STATUS_OK) return false;
    table->charged += bytes;
    return true;
}

/* Makes room for `count` matches. */
static Status reserve(MatchTable *table, Budget *budget, unsigned columns, size_t count,
                      bool *fits) {
    const size_t bytes = (size_t)__builtin_popcount(columns) * sizeof(TermId);
    *fits = count <= UINT32_MAX / 2 && charge(table, budget, (count - table->cap) * bytes);
    for (size_t i = 0; *fits && i < QUAD_COLUMNS; i++) {
        if (!(columns & 1u << i)) continue;
        TermId *const values = mem_resize(table->values[i], count * sizeof *values);
        if (!values) return STATUS_NO_MEMORY;
        table->values[i] = values;
    }
    if (*fits) table->cap = count;
    return STATUS_OK;
}

static Status read_matches(MatchTable *table, GraphScan *scan, QuadBatch *quads, bool *fits) {
    Budget *const budget = scan->exec->setup.budget;
    const TermId *const from[] = {quads->subject, quads->predicate, quads->object, quads->graph};
    do {
        TRY(graph_scan_next(scan, quads));
        const size_t count = table->count + quads->rows;
        if (count > table->cap) TRY(reserve(table, budget, scan->columns, count + count / 2, fits));
        for (size_t i = 0; *fits && i < QUAD_COLUMNS; i++)
            if (table->values[i])
                memcpy(table->values[i] + table->count, from[i], quads->rows * sizeof(TermId));
        if (*fits) table->count = count;
    } while (*fits && quads->rows > 0);
    return STATUS_OK;
}

static bool is_ascending(const TermId *keys, size_t count) {
    bool ascending = true;
    for (size_t i = 1; i < count; i++) ascending = ascending && keys[i - 1] <= keys[i];
    return ascending;
}

/* Where the matches of each id from the first key to the last begin. */
static Status find_starts(MatchTable *table, Budget *budget) {
    const TermId *const keys = table->values[table->key];
    const TermId span = keys[table->count - 1] - keys[0] + 1;
    if (span / DENSE > table->count || span >= UINT32_MAX ||
        !charge(table, budget, (span + 1) * sizeof *table->starts))
        return STATUS_OK;
    table->starts = mem_alloc((span + 1) * sizeof *table->starts);
    if (!table->starts) return STATUS_NO_MEMORY;
    table->first = keys[0];
    table->span = span;
    size_t next = 0;
    for (size_t i = 0; i < table->count; i++)
        while (next <= keys[i] - table->first) table->starts[next++] = (uint32_t)i;
    table->starts[span] = (uint32_t)table->count;
    mem_free(table->values[table->key]); /* the starts tell */
    table->values[table->key] = NULL;
    budget_give(budget, table->cap * sizeof(TermId));
    table->charged -= table->cap * sizeof(TermId);
    return STATUS_OK;
}

static Status make(MatchTable *table, GraphScan *scan, QuadBatch *quads, size_t expected) {
    Budget *const budget = scan->exec->setup.budget;
    bool fits = true;
    TRY(reserve(table, budget, scan->columns, expected + 1, &fits));
    if (fits) TRY(read_matches(table, scan, quads, &fits));
    if (!fits || !is_ascending(table->values[table->key], table->count)) return STATUS_OK;
    table->usable = true;
    return table->count > 0 ? find_starts(table, budget) : STATUS_OK;
}

Status match_table_make(MatchTable *table, GraphScan *scan, QuadBatch *quads, QuadColumn key,
                        size_t expected) {
    *table = (MatchTable){.key = key};
    const Status status = make(table, scan, quads, expected);
    graph_scan_close(scan);
    if (table->usable && status == STATUS_OK) return STATUS_OK;
    match_table_free(table, scan->exec->setup.budget);
    return status;
}

/* The first position from `low` on whose value is not below the one wanted. */
static uint32_t lower_bound(const TermId *values, uint32_t low, uint32_t high, TermId wanted) {
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (values[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

MatchRange match_table_narrow(const MatchTable *table, MatchRange range, QuadColumn column,
                              TermId value) {
    const TermId *const values = table->values[column];
    const uint32_t from = lower_bound(values, range.from, range.end, value);
    return (MatchRange){from, lower_bound(values, from, range.end, value + 1)};
}

MatchRange match_table_find(const MatchTable *table, TermId key) {
    const MatchRange all = {0, (uint32_t)table->count};
    if (!table->starts) return match_table_narrow(table, all, table->key, key);
    const TermId at = key - table->first;
    if (at >= table->span) return (MatchRange){0, 0};
    return (MatchRange){table->starts[at], table->starts[at + 1]};
}
