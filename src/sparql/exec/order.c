/* OrderBy (SPARQL 1.1 Query, section 15.1): keeps all rows with the values of their sort keys and sorts them stably.
 * With a limit it keeps only the best rows, in a heap with the worst on top, so that memory is bounded by the limit. */
#include "exec_internal.h"

#include <string.h>

typedef struct OrderOperator {
    Operator op;
    const Algebra *algebra;
    Rows rows; /* a row's cells: its slots, its keys, its age (number in the input) */
    size_t slot_count, width;
    TermId *cells;           /* the row being read */
    uint32_t *order, *spare; /* positions of rows: sorted; while reading with a limit: the heap */
    bool sorted;
    size_t at;
    size_t comparisons;
} OrderOperator;

/* Sets *order below 0 when row `x` comes first: by the keys, then by age. */
static Status compare(OrderOperator *self, const TermId *x, const TermId *y, int *order) {
    Exec *const exec = self->op.exec;
    *order = 0;
    if (++self->comparisons % 1024 == 0) {
        arena_reset(exec->eval.scratch);
        TRY(budget_check(exec->setup.budget));
    }
    for (size_t i = 0; *order == 0 && i < self->algebra->order_count; i++) {
        const TermId a = x[self->slot_count + i], b = y[self->slot_count + i];
        if (a == b) continue;
        TRY(eval_order(&exec->eval, a, b, order));
        if (self->algebra->order[i].descending) *order = -*order;
    }
    const TermId a = x[self->width - 1], b = y[self->width - 1];
    if (*order == 0) *order = a < b ? -1 : a > b;
    return STATUS_OK;
}

static Status compare_at(OrderOperator *self, uint32_t a, uint32_t b, int *order) {
    return compare(self, rows_at(&self->rows, a), rows_at(&self->rows, b), order);
}

/* ---- Everything: merge sort, bottom up ------------------------------------------------------------------- */

static Status merge(OrderOperator *self, const uint32_t *from, size_t middle, size_t end,
                    uint32_t *to) {
    size_t i = 0, j = middle, n = 0;
    while (i < middle && j < end) {
        int order = 0;
        TRY(compare_at(self, from[i], from[j], &order));
        to[n++] = order <= 0 ? from[i++] : from[j++];
    }
    while (i < middle) to[n++] = from[i++];
    while (j < end) to[n++] = from[j++];
    return STATUS_OK;
}

static Status sort(OrderOperator *self) {
    const size_t count = self->rows.count;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t left = count - start < width ? count - start : width;
            const size_t both = count - start < 2 * width ? count - start : 2 * width;
            TRY(merge(self, self->order + start, left, both, self->spare + start));
        }
        uint32_t *const swap = self->order;
        self->order = self->spare;
        self->spare = swap;
    }
    return STATUS_OK;
}

static Status start_order(OrderOperator *self) {
    const size_t bytes = (self->rows.count + 1) * sizeof *self->order;
    self->order = mem_alloc(bytes);
    self->spare = mem_alloc(bytes);
    if (!self->order || !self->spare) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < self->rows.count; i++) self->order[i] = (uint32_t)i;
    return sort(self);
}

/* ---- The best: rows 0 … limit - 1 of `rows` are a heap, the worst first --------------------------------------- */

static void swap_rows(OrderOperator *self, size_t a, size_t b) {
    TermId *const x = self->rows.cells + a * self->width, *const y =
                                                              self->rows.cells + b * self->width;
    for (size_t i = 0; i < self->width; i++) {
        const TermId cell = x[i];
        x[i] = y[i];
        y[i] = cell;
    }
}

static Status sift_up(OrderOperator *self) {
    size_t at = self->rows.count - 1;
    while (at > 0) {
        const size_t parent = (at - 1) / 2;
        int order = 0;
        TRY(compare_at(self, (uint32_t)at, (uint32_t)parent, &order));
        if (order <= 0) break;
        swap_rows(self, at, parent);
        at = parent;
    }
    return STATUS_OK;
}

static Status sift_down(OrderOperator *self) {
    size_t at = 0;
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < self->rows.count; child++) {
            int order = 0;
            TRY(compare_at(self, (uint32_t)child, (uint32_t)worst, &order));
            if (order > 0) worst = child;
        }
        if (worst == at) return STATUS_OK;
        swap_rows(self, at, worst);
        at = worst;
    }
}

static Status keep_row(OrderOperator *self) {
    int order = 0;
    if (self->op.plan->limit == UINT64_MAX) return rows_append_cells(&self->rows, self->cells);
    if (self->rows.count < self->op.plan->limit) {
        TRY(rows_append_cells(&self->rows, self->cells));
        return sift_up(self);
    }
    if (self->rows.count == 0) return STATUS_OK;
    TRY(compare(self, self->cells, self->rows.cells, &order));
    if (order >= 0) return STATUS_OK;
    memcpy(self->rows.cells, self->cells, self->width * sizeof *self->cells);
    return sift_down(self);
}

/* ---- The operator ---------------------------------------------------------------------------------------------- */

static Status read_row(OrderOperator *self, const Row *row, uint64_t age) {
    TermId *cell = self->cells;
    for (size_t i = 0; i < self->slot_count; i++) *cell++ = row_get(row, self->rows.slots[i]);
    for (size_t i = 0; i < self->algebra->order_count; i++)
        TRY(expr_id(&self->op.exec->eval, self->algebra->order[i].expression, row, cell++));
    *cell = age;
    return keep_row(self);
}

static Status read_all(OrderOperator *self) {
    uint64_t age = 0;
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(self->op.left, &batch));
        if (!batch || batch->rows == 0) break;
        for (size_t i = 0; i < batch->rows; i++) {
            const Row row = operator_row(&self->op, batch, i);
            if (i % 64 == 0) arena_reset(self->op.exec->eval.scratch);
            TRY(read_row(self, &row, age++));
        }
    }
    self->sorted = true;
    return start_order(self);
}

static Status order_next(Operator *op, Batch **batch) {
    OrderOperator *const self = (OrderOperator *)op;
    if (!self->sorted) TRY(read_all(self));
    output_clear(op);
    *batch = &op->batch;
    const size_t left = self->rows.count - self->at, rows = left < BATCH_ROWS ? left : BATCH_ROWS;
    for (size_t i = 0; i < self->slot_count && rows > 0; i++) {
        TermId *column = NULL;
        if (!operator_writes(op, self->rows.slots[i])) continue;
        TRY(output_column(op, self->rows.slots[i], &column));
        for (size_t row = 0; row < rows; row++)
            column[row] = rows_at(&self->rows, self->order[self->at + row])[i];
    }
    op->batch.rows = rows;
    self->at += rows;
    return STATUS_OK;
}

static void order_close(Operator *op) {
    OrderOperator *const self = (OrderOperator *)op;
    rows_free(&self->rows);
    mem_free(self->order);
    mem_free(self->spare);
    self->order = self->spare = NULL;
}

static Status order_open(Operator *op) {
    OrderOperator *const self = (OrderOperator *)op;
    order_close(op);
    self->sorted = false;
    self->at = 0;
    return STATUS_OK;
}

static const OperatorMethods methods = {order_open, order_next, order_close};

Status make_order(Exec *exec, Plan *plan, Operator **made) {
    const Slot *slots = NULL;
    TRY(operator_alloc(exec, plan, &methods, sizeof(OrderOperator), made));
    OrderOperator *const self = (OrderOperator *)*made;
    self->algebra = plan->algebra;
    TRY(slots_of_sets(exec, plan->left->possible, plan->needed, &slots, &self->slot_count));
    self->width = self->slot_count + plan->algebra->order_count + 1;
    rows_init(&self->rows, exec, slots, self->width);
    self->cells = arena_array(exec->setup.arena, self->width, sizeof *self->cells);
    return self->cells ? STATUS_OK : STATUS_NO_MEMORY;
}
