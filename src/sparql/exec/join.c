/* Join and LeftJoin (SPARQL 1.1 Query, section 18.5): a hash table over the right operand, found by the slots that
 * both sides surely bind; without such a slot every pair is looked at. A left join keeps the left rows for which no
 * merged row satisfies its conditions: they come after the merged rows of their batch. */
#include "join_internal.h"

#include <string.h>

static Status next_batch(PairsOperator *self) {
    self->pairs.rest = 0;
    return pairs_next_batch(&self->pairs, &self->op);
}

/* Takes those of the last rows out for which the conditions do not hold. */
static Status test_rows(PairsOperator *self, size_t first) {
    Operator *const op = &self->op;
    bool keep[BATCH_ROWS];
    memset(keep, true, op->batch.rows);
    TRY(conditions_hold(op, &op->batch, first, keep));
    for (size_t i = first; i < op->batch.rows; i++) {
        if (keep[i]) self->pairs.matched[self->pairs.from[i - first]] = true;
    }
    batch_keep(op->exec, &op->batch, keep);
    return STATUS_OK;
}

static Status add_pairs(PairsOperator *self) {
    Operator *const op = &self->op;
    Pairs *const pairs = &self->pairs;
    const size_t first = op->batch.rows;
    TRY(budget_check(op->exec->setup.budget));
    pairs_find(pairs, BATCH_ROWS - first);
    TRY(pairs_gather(pairs, op));
    op->batch.rows += pairs->count;
    if (op->plan->condition_count > 0) return test_rows(self, first);
    for (size_t i = 0; op->plan->kind == PLAN_LEFT_JOIN && i < pairs->count; i++)
        pairs->matched[pairs->from[i]] = true;
    return STATUS_OK;
}

/* Left rows without a match, as they are. */
static Status add_rest(PairsOperator *self) {
    Pairs *const pairs = &self->pairs;
    const size_t room = BATCH_ROWS - self->op.batch.rows;
    pairs->count = 0;
    for (; self->pairs.rest < pairs->left->rows && pairs->count < room; self->pairs.rest++) {
        if (pairs->matched[self->pairs.rest]) continue;
        pairs->from[pairs->count] = (uint16_t)self->pairs.rest;
        pairs->to[pairs->count++] = ROW_NONE;
    }
    TRY(pairs_gather(pairs, &self->op));
    self->op.batch.rows += pairs->count;
    return STATUS_OK;
}

static Status join_next(Operator *op, Batch **batch) {
    PairsOperator *const self = (PairsOperator *)op;
    Pairs *const pairs = &self->pairs;
    const bool keeps_rest = op->plan->kind == PLAN_LEFT_JOIN;
    arena_reset(op->exec->eval.scratch);
    output_clear(op);
    *batch = &op->batch;
    while (op->batch.rows < BATCH_ROWS) {
        if (!pairs->left) TRY(next_batch(self));
        if (!pairs->left) break;
        if (pairs->at < pairs->left->rows)
            TRY(add_pairs(self));
        else if (keeps_rest && pairs->last && self->pairs.rest < pairs->left->rows)
            TRY(add_rest(self));
        else
            pairs->left = NULL;
    }
    return STATUS_OK;
}

static void join_close(Operator *op) { pairs_reset(&((PairsOperator *)op)->pairs); }

static Status join_open(Operator *op) {
    join_close(op);
    return STATUS_OK;
}

static const OperatorMethods methods = {join_open, join_next, join_close};

Status make_join(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(PairsOperator), made));
    return pairs_init(&((PairsOperator *)*made)->pairs, exec, plan);
}
