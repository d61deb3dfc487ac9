/* Join and LeftJoin by feeding: each batch of the left operand goes down into the right branch, whose scans take its
 * rows as their input, so the right side is only looked up where the left side needs it. Every row carries its
 * number; in a left join, what comes back with no match is handed on as it was. */
#include "exec_internal.h"

#include <string.h>

typedef struct BindOperator {
    Operator op;
    Operator **feeds; /* the leaves of the right branch that take the batch */
    size_t feed_count;
    Batch *given;  /* the left batch under way; NULL: none */
    bool draining; /* the right branch may have more */
    bool matched[BATCH_ROWS];
} BindOperator;

static Status start_batch(BindOperator *self) {
    TRY(operator_next(self->op.left, &self->given));
    if (!self->given || self->given->rows == 0) {
        self->given = NULL;
        return STATUS_OK;
    }
    memset(self->matched, 0, sizeof self->matched);
    for (size_t i = 0; i < self->feed_count; i++) feed_give(self->feeds[i], self->given);
    self->draining = true;
    return operator_open(self->op.right, self->op.outer);
}

/* The next rows of the right branch that satisfy the conditions; their left rows are noted. */
static Status drain(BindOperator *self, Batch **batch) {
    bool keep[BATCH_ROWS];
    TRY(operator_next(self->op.right, batch));
    if (!*batch || (*batch)->rows == 0) {
        self->draining = false;
        return STATUS_OK;
    }
    const TermId *const numbers = (*batch)->columns[self->op.plan->slot];
    for (size_t i = 0; i < (*batch)->rows; i++) {
        const Row row = operator_row(&self->op, *batch, i);
        TRY(conditions_hold(&self->op, &row, &keep[i]));
        if (keep[i]) self->matched[numbers[i]] = true;
    }
    batch_keep(self->op.exec, *batch, keep);
    return STATUS_OK;
}

static void rest(BindOperator *self, Batch **batch) {
    bool keep[BATCH_ROWS];
    const bool optional = self->op.plan->kind == PLAN_OPTIONAL;
    for (size_t i = 0; i < self->given->rows; i++) keep[i] = optional && !self->matched[i];
    batch_keep(self->op.exec, self->given, keep);
    *batch = self->given;
    self->given = NULL;
}

static Status bind_next(Operator *op, Batch **batch) {
    BindOperator *const self = (BindOperator *)op;
    arena_reset(op->exec->eval.scratch);
    for (;;) {
        *batch = NULL;
        if (!self->given) TRY(start_batch(self));
        if (!self->given) return STATUS_OK;
        if (self->draining) TRY(drain(self, batch));
        if (!self->draining) rest(self, batch);
        if (*batch && (*batch)->rows > 0) return STATUS_OK;
    }
}

static Status bind_open(Operator *op) {
    BindOperator *const self = (BindOperator *)op;
    self->given = NULL;
    self->draining = false;
    return STATUS_OK;
}

static const OperatorMethods methods = {bind_open, bind_next, NULL};

Status make_bind(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(BindOperator), made));
    BindOperator *const self = (BindOperator *)*made;
    self->feeds = arena_array(exec->setup.arena, exec->made_count + 1, sizeof *self->feeds);
    if (!self->feeds) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < exec->made_count; i++)
        if (exec->made[i]->plan->kind == PLAN_FEED && exec->made[i]->plan->slot == plan->slot)
            self->feeds[self->feed_count++] = exec->made[i];
    return STATUS_OK;
}
