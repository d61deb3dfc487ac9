/* Joins that hand up left rows as they are: semi-join and anti-join, which are what EXISTS and NOT EXISTS come to, and
 * Minus (SPARQL 1.1 Query, section 18.5), which drops a row when some right row is compatible with it and shares a
 * bound variable with it. Where keys decide alone, the table holds each key once and no pair is looked at. */
#include "join_internal.h"

#include <string.h>

enum {
    PAIRS_AT_ONCE =
        64 /* few, since those of left rows that are matched already need not be tested */
};

/* Is there a key that the rows bind themselves? Substituted ones are constants, not variables. */
static bool shares_key(const Pairs *pairs) {
    for (size_t i = 0; i < pairs->table.key_count; i++)
        if (pairs->key[i]) return true;
    return false;
}

static bool shares_slot(const Pairs *pairs, size_t pair) {
    const Rows *const rows = &pairs->table.rows;
    const TermId *const right = rows_at(rows, pairs->to[pair]);
    for (size_t i = 0; i < pairs->shared_count; i++) {
        const TermId *const column = pairs->left->columns[rows->slots[pairs->shared[i]]];
        if (column && column[pairs->from[pair]] != TERM_ID_NONE &&
            right[pairs->shared[i]] != TERM_ID_NONE)
            return true;
    }
    return false;
}

static void match_keys(Pairs *pairs) {
    for (size_t i = 0; i < pairs->left->rows; i++)
        pairs->matched[i] = pairs->matched[i] || pairs->candidates[i] != ROW_NONE;
}

/* Notes the left rows of the pairs for whose merged rows the conditions hold. */
static Status test_pairs(PairsOperator *self) {
    Operator *const op = &self->op;
    Pairs *const pairs = &self->pairs;
    bool hold[BATCH_ROWS];
    arena_reset(op->exec->eval.scratch);
    output_clear(op);
    TRY(pairs_gather(pairs, op));
    op->batch.rows = pairs->count;
    for (size_t i = 0; i < pairs->count; i++) hold[i] = !pairs->matched[pairs->from[i]];
    TRY(conditions_hold(op, &op->batch, 0, hold));
    for (size_t i = 0; i < pairs->count; i++)
        if (hold[i]) pairs->matched[pairs->from[i]] = true;
    return STATUS_OK;
}

static Status match_pairs(PairsOperator *self) {
    Pairs *const pairs = &self->pairs;
    const bool shares = self->op.plan->kind != PLAN_MINUS || shares_key(pairs);
    while (pairs->at < pairs->left->rows) {
        TRY(budget_check(self->op.exec->setup.budget));
        pairs_find(pairs, PAIRS_AT_ONCE);
        if (self->op.plan->condition_count > 0) TRY(test_pairs(self));
        for (size_t i = 0; self->op.plan->condition_count == 0 && i < pairs->count; i++)
            if (shares || shares_slot(pairs, i)) pairs->matched[pairs->from[i]] = true;
        while (pairs->at < pairs->left->rows && pairs->matched[pairs->at]) pairs->at++;
    }
    return STATUS_OK;
}

static bool keys_decide(const PairsOperator *self) {
    return self->pairs.table.unique &&
           (self->op.plan->kind != PLAN_MINUS || shares_key(&self->pairs));
}

static Status semi_next(Operator *op, Batch **batch) {
    PairsOperator *const self = (PairsOperator *)op;
    Pairs *const pairs = &self->pairs;
    const bool keeps_matched = op->plan->kind == PLAN_SEMI_JOIN;
    bool before[BATCH_ROWS], keep[BATCH_ROWS];
    do {
        TRY(pairs_next_batch(pairs, op));
        *batch = pairs->left;
        if (!pairs->left) return STATUS_OK;
        memcpy(before, pairs->matched, sizeof before);
        if (keys_decide(self))
            match_keys(pairs);
        else
            TRY(match_pairs(self));
        for (size_t i = 0; i < pairs->left->rows; i++)
            keep[i] =
                keeps_matched ? pairs->matched[i] && !before[i] : pairs->last && !pairs->matched[i];
        batch_keep(op->exec, pairs->left, keep);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static void semi_close(Operator *op) { pairs_reset(&((PairsOperator *)op)->pairs); }

static Status semi_open(Operator *op) {
    semi_close(op);
    return STATUS_OK;
}

static const OperatorMethods methods = {semi_open, semi_next, semi_close};

Status make_semi_join(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(PairsOperator), made));
    PairsOperator *const self = (PairsOperator *)*made;
    TRY(pairs_init(&self->pairs, exec, plan));
    self->pairs.table.unique = self->pairs.shared_count == 0 && plan->condition_count == 0;
    return STATUS_OK;
}
