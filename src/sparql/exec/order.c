/* OrderBy (SPARQL 1.1 Query, section 15.1): sorts all rows with the values of their sort keys, stably.
 * With a limit it keeps only the best rows, in a heap with the worst on top, so that memory is bounded by the limit. */
#include "spill_internal.h"

#include <string.h>

typedef struct OrderOperator {
    Operator op;
    const Algebra *algebra;
    RowSorter sorter; /* a row's cells: its slots, its keys, its age (number in the input) */
    size_t slot_count, width;
    TermId *cells;    /* the row being read */
    TermId **columns; /* of the output, by place in the row; NULL: not to be written */
    bool sorted;
    size_t comparisons;
} OrderOperator;

/* Sets *order below 0 when row `x` comes first: by the keys, then by age. */
static Status compare(Operator *op, const TermId *x, const TermId *y, int *order) {
    OrderOperator *const self = (OrderOperator *)op;
    Exec *const exec = op->exec;
    *order = 0;
    if (++self->comparisons % 1024 == 0) {
        between_rows(exec);
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
    const Rows *const rows = &self->sorter.rows;
    return compare(&self->op, rows_at(rows, a), rows_at(rows, b), order);
}

/* ---- The best: rows 0 … limit - 1 of `rows` are a heap, the worst first --------------------------------------- */

static void swap_rows(OrderOperator *self, size_t a, size_t b) {
    TermId *const x = self->sorter.rows.cells + a * self->width, *const y =
                                                                     self->sorter.rows.cells +
                                                                     b * self->width;
    for (size_t i = 0; i < self->width; i++) {
        const TermId cell = x[i];
        x[i] = y[i];
        y[i] = cell;
    }
}

static Status sift_up(OrderOperator *self) {
    size_t at = self->sorter.rows.count - 1;
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
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < self->sorter.rows.count;
             child++) {
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
    if (self->op.plan->limit == UINT64_MAX) return row_sorter_add(&self->sorter, self->cells);
    if (self->sorter.rows.count < self->op.plan->limit) {
        TRY(rows_append_cells(&self->sorter.rows, self->cells));
        return sift_up(self);
    }
    if (self->sorter.rows.count == 0) return STATUS_OK;
    TRY(compare(&self->op, self->cells, self->sorter.rows.cells, &order));
    if (order >= 0) return STATUS_OK;
    memcpy(self->sorter.rows.cells, self->cells, self->width * sizeof *self->cells);
    return sift_down(self);
}

/* ---- The operator ---------------------------------------------------------------------------------------------- */

static Status read_row(OrderOperator *self, const Row *row, uint64_t age) {
    TermId *cell = self->cells;
    for (size_t i = 0; i < self->slot_count; i++)
        *cell++ = row_get(row, self->sorter.rows.slots[i]);
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
            if (i % 64 == 0) between_rows(self->op.exec);
            TRY(read_row(self, &row, age++));
        }
    }
    self->sorted = true;
    return row_sorter_end(&self->sorter);
}

static Status make_columns(OrderOperator *self) {
    output_clear(&self->op);
    for (size_t i = 0; i < self->slot_count; i++) {
        self->columns[i] = NULL;
        if (operator_writes(&self->op, self->sorter.rows.slots[i]))
            TRY(output_column(&self->op, self->sorter.rows.slots[i], &self->columns[i]));
    }
    return STATUS_OK;
}

static Status order_next(Operator *op, Batch **batch) {
    OrderOperator *const self = (OrderOperator *)op;
    if (!self->sorted) TRY(read_all(self));
    TRY(make_columns(self));
    *batch = &op->batch;
    while (op->batch.rows < BATCH_ROWS) {
        const TermId *cells = NULL;
        TRY(row_sorter_next(&self->sorter, &cells));
        if (!cells) break;
        for (size_t i = 0; i < self->slot_count; i++)
            if (self->columns[i]) self->columns[i][op->batch.rows] = cells[i];
        op->batch.rows++;
    }
    return STATUS_OK;
}

static void order_close(Operator *op) { row_sorter_free(&((OrderOperator *)op)->sorter); }

static Status order_open(Operator *op) {
    OrderOperator *const self = (OrderOperator *)op;
    order_close(op);
    self->sorted = false;
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
    row_sorter_init(&self->sorter, *made, slots, self->width, compare);
    self->cells = arena_array(exec->setup.arena, self->width, sizeof *self->cells);
    self->columns = arena_array(exec->setup.arena, self->width, sizeof *self->columns);
    return self->cells && self->columns ? STATUS_OK : STATUS_NO_MEMORY;
}
