/* The two leaves that read no data: the empty solution (the empty group pattern), and the rows that an operator
 * above hands down to its bound branch. */
#include "exec_internal.h"

#include <string.h>

/* ---- One empty row ------------------------------------------------------------------------------------------ */

typedef struct UnitOperator {
    Operator op;
    bool done;
} UnitOperator;

static Status unit_open(Operator *op) {
    ((UnitOperator *)op)->done = false;
    return STATUS_OK;
}

static Status unit_next(Operator *op, Batch **batch) {
    UnitOperator *const self = (UnitOperator *)op;
    op->batch.rows = self->done ? 0 : 1;
    self->done = true;
    *batch = &op->batch;
    return STATUS_OK;
}

static const OperatorMethods unit_methods = {unit_open, unit_next, NULL};

Status make_unit(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &unit_methods, sizeof(UnitOperator), made);
}

/* ---- Rows handed down ---------------------------------------------------------------------------------------- */

typedef struct FeedOperator {
    Operator op;
    const Batch *given; /* NULL: handed out already */
} FeedOperator;

void feed_give(Operator *feed, const Batch *batch) { ((FeedOperator *)feed)->given = batch; }

static Status feed_open(Operator *op) {
    (void)op; /* the batch is given before the branch is opened */
    return STATUS_OK;
}

/* A copy, because the branch may take rows out of it; each row carries its number. */
static Status feed_next(Operator *op, Batch **batch) {
    FeedOperator *const self = (FeedOperator *)op;
    TermId *numbers = NULL;
    output_clear(op);
    *batch = &op->batch;
    if (!self->given) return STATUS_OK;
    TRY(output_columns_of(op, self->given));
    for (size_t i = 0; i < op->active_count; i++)
        memcpy(op->batch.columns[op->active[i]], self->given->columns[op->active[i]],
               self->given->rows * sizeof(TermId));
    TRY(output_column(op, op->plan->slot, &numbers));
    for (size_t i = 0; i < self->given->rows; i++) numbers[i] = i;
    op->batch.rows = self->given->rows;
    self->given = NULL;
    return STATUS_OK;
}

static const OperatorMethods feed_methods = {feed_open, feed_next, NULL};

Status make_feed(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &feed_methods, sizeof(FeedOperator), made);
}
