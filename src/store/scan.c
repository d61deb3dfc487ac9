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

Status scan_place(ReadState *from, const QuadPattern *pattern, QuadColumn column,
                  size_t *permutation, RowRange *range, Diag *diag) {
    TermId bound[ROW_COLUMNS];
    columns_of_pattern(pattern, bound);
    TRY(drop_only_graph(from, bound, diag));
    const unsigned wanted = bound_count(bound);
    for (size_t i = 0; i < PERMUTATIONS && wanted < ROW_COLUMNS; i++) {
        *range = range_of(&permutations[i], bound);
        *permutation = i;
        if (range->columns == wanted && permutations[i].place[wanted] == column) return STATUS_OK;
    }
    *permutation = PERMUTATIONS;
    return STATUS_OK;
}

typedef struct StoreScan {
    SourceScan base;
    ReadState *from;
    const Permutation *permutation; /* NULL: the cursor does not stand anywhere yet */
    RowCursor cursor;
    TermId rest[ROW_COLUMNS]; /* bound columns that the range does not cover */
    bool has_rest;
} StoreScan;

static TermId *batch_column(QuadBatch *batch, size_t column) {
    TermId *const columns[] = {batch->subject, batch->predicate, batch->object, batch->graph};
    return columns[column];
}

/* Keeps the rows from `start` on that have the value in a column, in the columns of the set. */
static void keep_equal(QuadBatch *batch, size_t start, size_t column, TermId value, unsigned set) {
    uint16_t kept[BLOCK_ROWS];
    size_t count = 0;
    const TermId *const values = batch_column(batch, column) + start;
    for (size_t i = 0; i < batch->rows - start; i++) {
        kept[count] = (uint16_t)i;
        count += values[i] == value;
    }
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        TermId *const cells = batch_column(batch, c) + start;
        if (!(set & 1u << c)) continue;
        for (size_t i = 0; i < count; i++) cells[i] = cells[kept[i]];
    }
    batch->rows = start + count;
}

/* The set of the rows' columns that hold these columns of quads. */
static unsigned places_of(const Permutation *permutation, unsigned columns) {
    unsigned set = 0;
    for (unsigned i = 0; i < ROW_COLUMNS; i++) {
        if (columns & 1u << permutation->place[i]) set |= 1u << i;
    }
    return set;
}

static void filter(const StoreScan *scan, QuadBatch *batch, size_t start) {
    unsigned set = 0;
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        if (scan->cursor.wanted & 1u << i) set |= 1u << scan->permutation->place[i];
    }
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        if (scan->rest[c] != TERM_ID_NONE) keep_equal(batch, start, c, scan->rest[c], set);
    }
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

/* Takes what the range covers out of the bound columns; what is left has to be compared, and so be read. */
static unsigned set_rest(StoreScan *scan, const Permutation *permutation, const RowRange *range,
                         unsigned columns) {
    for (size_t i = 0; i < range->columns; i++) scan->rest[permutation->place[i]] = TERM_ID_NONE;
    scan->has_rest = false;
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        if (scan->rest[c] == TERM_ID_NONE) continue;
        scan->has_rest = true;
        columns |= 1u << c;
    }
    return places_of(permutation, columns);
}

static Status scan_restart(SourceScan *self, const ScanRequest *request, Diag *diag) {
    StoreScan *const scan = (StoreScan *)(void *)self;
    ReadState *const from = scan->from;
    size_t chosen = 0;
    RowRange range = {.columns = 0};
    columns_of_pattern(&request->pattern, scan->rest);
    TRY(drop_only_graph(from, scan->rest, diag));
    TRY(choose(from, scan->rest, request->order, &chosen, &range, diag));
    const Permutation *const permutation = &permutations[chosen];
    const unsigned wanted = set_rest(scan, permutation, &range, request->columns);
    if (scan->permutation == permutation)
        return rows_seek_again(&scan->cursor, &range, wanted, diag);
    const uint64_t blocks_read = scan->cursor.blocks_read;
    scan->permutation = permutation;
    const Status status = rows_seek(&scan->cursor, from->pager,
                                    &from->state->roots[ROOT_ROWS + chosen], &range, wanted, diag);
    scan->cursor.blocks_read += blocks_read;
    return status;
}

Status scan_new(ReadState *from, const ScanRequest *request, SourceScan **scan, Diag *diag) {
    StoreScan *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->base = (SourceScan){scan_next, scan_restart, scan_free};
    made->from = from;
    const Status status = scan_restart(&made->base, request, diag);
    if (status == STATUS_OK)
        *scan = &made->base;
    else
        mem_free(made);
    return status;
}
