/* Deals the rows of its operand out among threads: each has an operand of its own that gives the same rows in the same
 * order, and of these this operator hands on those of the thread's portion (`Exec.portion`). After them it seems to be at
 * its end, until the thread has another portion. To read rows that another thread takes costs little: they are those of
 * one scan, decoded and left. */
#include "exec_internal.h"

typedef struct DealOperator {
    Operator op;
    Batch *batch;  /* NULL: none is under way */
    size_t at;     /* where … */
    uint64_t next; /* … the portion of this number begins */
} DealOperator;

/* The rows from `at` on, `count` of them. */
static Status hand_on(DealOperator *self, size_t count) {
    Operator *const op = &self->op;
    TRY(output_view(op, self->batch));
    for (size_t i = 0; i < op->active_count; i++) op->batch.columns[op->active[i]] += self->at;
    op->batch.rows = count;
    op->batch.serial = ++op->exec->serial;
    return STATUS_OK;
}

static Status deal_next(Operator *op, Batch **batch) {
    DealOperator *const self = (DealOperator *)op;
    Portion *const portion = op->exec->portion;
    if (!portion) return operator_next(op->left, batch);
    portion->asked = true;
    output_clear(op);
    *batch = &op->batch;
    while (self->next <= portion->number) {
        if (!self->batch || self->at >= self->batch->rows) {
            TRY(operator_next(op->left, &self->batch));
            self->at = 0;
            portion->last = !self->batch || self->batch->rows == 0;
            if (portion->last) return STATUS_OK;
        }
        const size_t left = self->batch->rows - self->at;
        const size_t count = left < op->plan->limit ? left : (size_t)op->plan->limit;
        if (self->next++ == portion->number) TRY(hand_on(self, count));
        self->at += count;
    }
    return STATUS_OK;
}

static Status deal_open(Operator *op) {
    DealOperator *const self = (DealOperator *)op;
    self->batch = NULL;
    self->next = 0;
    return STATUS_OK;
}

static const OperatorMethods methods = {deal_open, deal_next, NULL};

Status make_deal(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(DealOperator), made);
}
