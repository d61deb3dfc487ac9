/* Distinct and Reduced (SPARQL 1.1 Query, section 18.5): a set of the rows seen; Reduced drops only neighbours that are
 * equal, which costs no memory. */
#include "exec_internal.h"

#include <string.h>

typedef struct DistinctOperator {
    Operator op;
    const Slot *slots;
    size_t slot_count;
    TermId *cells;
    RowSet seen;
    PairSet pairs; /* instead, where there are two slots */
    TermId *last;  /* Reduced: the row before */
    bool has_last;
} DistinctOperator;

/* Reduced: is the row another than the one before? */
static bool differs(DistinctOperator *self, const Batch *batch, size_t at) {
    const Row row = operator_row(&self->op, batch, at);
    const size_t bytes = self->slot_count * sizeof *self->cells;
    for (size_t i = 0; i < self->slot_count; i++) self->cells[i] = row_get(&row, self->slots[i]);
    const bool is_new = !self->has_last || memcmp(self->cells, self->last, bytes) != 0;
    memcpy(self->last, self->cells, bytes);
    self->has_last = true;
    return is_new;
}

static Status find_new(DistinctOperator *self, const Batch *batch, bool is_new[BATCH_ROWS]) {
    if (self->slot_count == 2)
        return pair_set_add_batch(&self->pairs, batch, self->op.outer, is_new);
    return row_set_add_batch(&self->seen, batch, self->op.outer, is_new);
}

static Status distinct_next(Operator *op, Batch **batch) {
    DistinctOperator *const self = (DistinctOperator *)op;
    const bool reduced = op->plan->kind == PLAN_REDUCED;
    bool keep[BATCH_ROWS];
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        if (!reduced) TRY(find_new(self, *batch, keep));
        for (size_t i = 0; reduced && i < (*batch)->rows; i++) keep[i] = differs(self, *batch, i);
        batch_keep(op->exec, *batch, keep);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static void distinct_close(Operator *op) {
    DistinctOperator *const self = (DistinctOperator *)op;
    row_set_free(&self->seen);
    pair_set_free(&self->pairs);
}

static Status distinct_open(Operator *op) {
    DistinctOperator *const self = (DistinctOperator *)op;
    distinct_close(op);
    rows_init(&self->seen.rows, op->exec, self->slots, self->slot_count);
    pair_set_init(&self->pairs, op->exec, self->slots);
    self->has_last = false;
    return STATUS_OK;
}

static const OperatorMethods methods = {distinct_open, distinct_next, distinct_close};

Status make_distinct(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(DistinctOperator), made));
    DistinctOperator *const self = (DistinctOperator *)*made;
    TRY(slots_of_sets(exec, plan->left->possible, plan->left->needed, &self->slots,
                      &self->slot_count));
    self->cells = arena_array(exec->setup.arena, self->slot_count + 1, sizeof *self->cells);
    self->last = arena_array(exec->setup.arena, self->slot_count + 1, sizeof *self->last);
    return self->cells && self->last ? STATUS_OK : STATUS_NO_MEMORY;
}
