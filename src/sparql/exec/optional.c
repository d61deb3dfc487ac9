/* LeftJoin by feeding: each batch of the left operand goes down into the right branch, whose scans take its rows as
 * their input, so the right side is only looked up where the left side needs it. Every row carries its number;
 * what comes back with no match is handed on as it was. */
#include "exec_internal.h"

#include <string.h>

typedef struct OptionalOperator {
    Operator op;
    Operator **feeds;          /* the leaves of the right branch that take the batch */
    size_t feed_count;
    Batch *given;              /* the left batch under way; NULL: none */
    bool draining;             /* the right branch may have more */
    bool matched[BATCH_ROWS];
} OptionalOperator;

static Status start_batch(OptionalOperator *self) {
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
static Status drain(OptionalOperator *self, Batch **batch) {
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

static void rest(OptionalOperator *self, Batch **batch) {
    bool keep[BATCH_ROWS];
    for (size_t i = 0; i < self->given->rows; i++) keep[i] = !self->matched[i];
    batch_keep(self->op.exec, self->given, keep);
    *batch = self->given;
    self->given = NULL;
}

static Status optional_next(Operator *op, Batch **batch) {
    OptionalOperator *const self = (OptionalOperator *)op;
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

static Status optional_open(Operator *op) {
    OptionalOperator *const self = (OptionalOperator *)op;
    self->given = NULL;
    self->draining = false;
    return STATUS_OK;
}

static const OperatorMethods methods = {optional_open, optional_next, NULL};

Status optional_new(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(OptionalOperator), made));
    OptionalOperator *const self = (OptionalOperator *)*made;
    self->feeds = arena_array(exec->setup.arena, exec->made_count + 1, sizeof *self->feeds);
    if (!self->feeds) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < exec->made_count; i++)
        if (exec->made[i]->plan->kind == PLAN_FEED && exec->made[i]->plan->slot == plan->slot)
            self->feeds[self->feed_count++] = exec->made[i];
    return STATUS_OK;
}
