/* Join, LeftJoin, semi-join and anti-join by feeding: each batch of the left operand goes down into the right branch,
 * whose scans take its rows as their input, so the right side is only looked up where the left side needs it. Every row
 * carries its number; a left join hands on what has no match as it was, the latter two nothing but left rows. */
#include "exec_internal.h"

#include <string.h>

typedef struct BindOperator {
    Operator op;
    Operator **feeds; /* the leaves of the right branch that take the batch */
    size_t feed_count;
    Batch *given;  /* the left batch under way; NULL: none */
    bool draining; /* the right branch may have more */
    bool matched[BATCH_ROWS];
    size_t matches; /* left rows of the batch that are matched */
} BindOperator;

static bool sifts(PlanKind kind) { return kind == PLAN_BIND_SEMI || kind == PLAN_BIND_ANTI; }

static Status start_batch(BindOperator *self) {
    TRY(operator_next(self->op.left, &self->given));
    if (!self->given || self->given->rows == 0) {
        self->given = NULL;
        return STATUS_OK;
    }
    memset(self->matched, 0, sizeof self->matched);
    self->matches = 0;
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
    memset(keep, true, (*batch)->rows);
    TRY(conditions_hold(&self->op, *batch, 0, keep));
    for (size_t i = 0; i < (*batch)->rows; i++) {
        self->matches += keep[i] && !self->matched[numbers[i]];
        if (keep[i]) self->matched[numbers[i]] = true;
    }
    if (sifts(self->op.plan->kind))
        self->draining = self->matches < self->given->rows;
    else
        batch_keep(self->op.exec, *batch, keep);
    return STATUS_OK;
}

/* Left rows that go on as they are: those without a match, or those with one. */
static void rest(BindOperator *self, Batch **batch) {
    const PlanKind kind = self->op.plan->kind;
    bool keep[BATCH_ROWS];
    for (size_t i = 0; i < self->given->rows; i++)
        keep[i] = kind != PLAN_BIND_JOIN && self->matched[i] == (kind == PLAN_BIND_SEMI);
    batch_keep(self->op.exec, self->given, keep);
    *batch = self->given;
    self->given = NULL;
}

static Status bind_next(Operator *op, Batch **batch) {
    BindOperator *const self = (BindOperator *)op;
    for (;;) {
        arena_reset(op->exec->eval.scratch);
        *batch = NULL;
        if (!self->given) TRY(start_batch(self));
        if (!self->given) return STATUS_OK;
        if (self->draining) TRY(drain(self, batch));
        if (self->draining && sifts(op->plan->kind)) continue;
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
