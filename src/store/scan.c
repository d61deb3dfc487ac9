/* Scans: which permutation answers a pattern, its rows as batches of quads, and how many there are.
 *
 * The six orders of subject, predicate and object keep the graph as their last column, a seventh leads with the graph.
 * So every set of bound columns but graph + (predicate | object) is the beginning of some order; there the shorter of
 * two ranges is read and the rest compared. */
#include <string.h>

#include "store_internal.h"

static const Permutation permutations[PERMUTATIONS] = {
    {"SPO", {0, 1, 2, 3}, ORDER_SPO},  {"SOP", {0, 2, 1, 3}, ORDER_SOP},
    {"PSO", {1, 0, 2, 3}, ORDER_PSO},  {"POS", {1, 2, 0, 3}, ORDER_POS},
    {"OSP", {2, 0, 1, 3}, ORDER_OSP},  {"OPS", {2, 1, 0, 3}, ORDER_OPS},
    {"GSPO", {3, 0, 1, 2}, ORDER_ANY},
};

const Permutation *store_permutations(void) { return permutations; }

static void columns_of_pattern(const QuadPattern *pattern, TermId columns[ROW_COLUMNS]) {
    columns[0] = pattern->subject;
    columns[1] = pattern->predicate;
    columns[2] = pattern->object;
    columns[3] = pattern->graph;
}

Row row_of_quad(const Permutation *permutation, const QuadIds *quad) {
    const TermId columns[ROW_COLUMNS] = {quad->subject, quad->predicate, quad->object, quad->graph};
    Row row;
    for (size_t i = 0; i < ROW_COLUMNS; i++) row.column[i] = columns[permutation->place[i]];
    return row;
}

/* The range of the permutation's rows that the bound columns at its beginning give. */
static RowRange range_of(const Permutation *permutation, const TermId bound[ROW_COLUMNS]) {
    RowRange range = {.columns = 0};
    while (range.columns < ROW_COLUMNS &&
           bound[permutation->place[range.columns]] != TERM_ID_NONE) {
        range.low.column[range.columns] = range.high.column[range.columns] =
            bound[permutation->place[range.columns]];
        range.columns++;
    }
    return range;
}

static unsigned bound_count(const TermId bound[ROW_COLUMNS]) {
    unsigned count = 0;
    for (size_t i = 0; i < ROW_COLUMNS; i++) count += bound[i] != TERM_ID_NONE;
    return count;
}

static Status count_range(const ReadState *from, size_t permutation, const RowRange *range,
                          uint64_t *count, Diag *diag) {
    return rows_count(from->pager, &from->state->roots[ROOT_ROWS + permutation], range, count,
                      diag);
}

/* Is every quad in the graph that is asked for? Then the graph decides nothing, and all patterns are the beginning of
 * some order. A snapshot does not change, so the answer is kept; a transaction's state is asked anew. */
static Status is_only_graph(ReadState *from, TermId graph, bool *only, Diag *diag) {
    const bool lasts = from->state == &from->snapshot.state;
    if (lasts && from->asked_graph == graph) {
        *only = from->asked_is_only;
        return STATUS_OK;
    }
    const RowRange range = {{{graph}}, {{graph}}, 1};
    uint64_t count;
    TRY(count_range(from, PERMUTATIONS - 1, &range, &count, diag));
    *only = count == from->state->roots[ROOT_ROWS].count;
    from->asked_graph = graph;
    from->asked_is_only = *only;
    return STATUS_OK;
}

/* Takes the graph out of the bound columns where it decides nothing. */
static Status drop_only_graph(ReadState *from, TermId bound[ROW_COLUMNS], Diag *diag) {
    bool only = false;
    if (bound[3] != TERM_ID_NONE) TRY(is_only_graph(from, bound[3], &only, diag));
    if (only) bound[3] = TERM_ID_NONE;
    return STATUS_OK;
}

/* The permutation whose beginning is all that is bound. When none is, some triple order begins with all that is bound
 * but the graph; it, or the graph-leading order if that has fewer rows. */
static Status choose(const ReadState *from, const TermId bound[ROW_COLUMNS], ScanOrder order,
                     size_t *chosen, RowRange *range, Diag *diag) {
    const unsigned wanted = bound_count(bound);
    *range = (RowRange){.columns = 0};
    *chosen = 0;
    for (size_t i = 0; i < PERMUTATIONS; i++) {
        const RowRange candidate = range_of(&permutations[i], bound);
        if (order != ORDER_ANY && permutations[i].order != order) continue;
        if (i == 0 || order != ORDER_ANY || candidate.columns > range->columns) {
            *chosen = i;
            *range = candidate;
        }
        if (candidate.columns == wanted || order != ORDER_ANY) return STATUS_OK;
    }
    if (range->columns >= 3) return STATUS_OK; /* a triple: as many rows as it has graphs */
    const RowRange in_graph = range_of(&permutations[PERMUTATIONS - 1], bound);
    uint64_t rows;
    uint64_t graph_rows;
    TRY(count_range(from, *chosen, range, &rows, diag));
    TRY(count_range(from, PERMUTATIONS - 1, &in_graph, &graph_rows, diag));
    if (graph_rows < rows) {
        *chosen = PERMUTATIONS - 1;
        *range = in_graph;
    }
    return STATUS_OK;
}

Status scan_count(ReadState *from, const QuadPattern *pattern, uint64_t *count, bool *exact,
                  Diag *diag) {
    TermId bound[ROW_COLUMNS];
    size_t chosen = 0;
    RowRange range;
    columns_of_pattern(pattern, bound);
    TRY(drop_only_graph(from, bound, diag));
    TRY(choose(from, bound, ORDER_ANY, &chosen, &range, diag));
    TRY(count_range(from, chosen, &range, count, diag));
    *exact = range.columns == bound_count(bound);
    return STATUS_OK;
}

typedef struct StoreScan {
    SourceScan base;
    ReadState *from;
    const Permutation *permutation;
    RowCursor cursor;
    TermId rest[ROW_COLUMNS]; /* bound columns that the range does not cover */
    bool has_rest;
} StoreScan;

static TermId *batch_column(QuadBatch *batch, size_t column) {
    TermId *const columns[] = {batch->subject, batch->predicate, batch->object, batch->graph};
    return columns[column];
}

/* Keeps the rows from `start` on that have the remaining bound values. */
static void filter(const StoreScan *scan, QuadBatch *batch, size_t start) {
    size_t kept = start;
    for (size_t i = start; i < batch->rows; i++) {
        bool keep = true;
        for (size_t c = 0; c < ROW_COLUMNS && keep; c++) {
            keep = scan->rest[c] == TERM_ID_NONE || batch_column(batch, c)[i] == scan->rest[c];
        }
        if (!keep) continue;
        for (size_t c = 0; c < ROW_COLUMNS; c++)
            batch_column(batch, c)[kept] = batch_column(batch, c)[i];
        kept++;
    }
    batch->rows = kept;
}

static Status scan_next(SourceScan *self, QuadBatch *batch, Diag *diag) {
    StoreScan *const scan = (StoreScan *)(void *)self;
    batch->rows = 0;
    while (batch->rows + BLOCK_ROWS <= BATCH_ROWS) {
        uint64_t *columns[ROW_COLUMNS];
        const size_t start = batch->rows;
        size_t count;
        for (size_t i = 0; i < ROW_COLUMNS; i++) {
            columns[i] = batch_column(batch, scan->permutation->place[i]) + start;
        }
        TRY(rows_next(&scan->cursor, columns, &count, diag));
        if (count == 0) break;
        batch->rows += count;
        if (scan->has_rest) filter(scan, batch, start);
    }
    return STATUS_OK;
}

static void scan_free(SourceScan *self) {
    StoreScan *const scan = (StoreScan *)(void *)self;
    scan->from->blocks += scan->cursor.blocks_read;
    mem_free(scan);
}

Status scan_new(ReadState *from, const QuadPattern *pattern, ScanOrder order, SourceScan **scan,
                Diag *diag) {
    StoreScan *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->base = (SourceScan){scan_next, scan_free};
    made->from = from;
    columns_of_pattern(pattern, made->rest);
    size_t chosen = 0;
    RowRange range = {.columns = 0};
    Status status = drop_only_graph(from, made->rest, diag);
    if (status == STATUS_OK) status = choose(from, made->rest, order, &chosen, &range, diag);
    if (status == STATUS_OK) {
        made->permutation = &permutations[chosen];
        for (size_t i = 0; i < range.columns; i++)
            made->rest[made->permutation->place[i]] = TERM_ID_NONE;
        made->has_rest = bound_count(made->rest) > 0;
        status = rows_seek(&made->cursor, from->pager, &from->state->roots[ROOT_ROWS + chosen],
                           &range, (1u << ROW_COLUMNS) - 1, diag);
    }
    if (status != STATUS_OK) {
        mem_free(made);
        return status;
    }
    *scan = &made->base;
    return STATUS_OK;
}
