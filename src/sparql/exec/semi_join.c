/* Joins that keep or drop left rows as they are: Minus (SPARQL 1.1 Query, section 18.5) drops a row when some right row
 * is compatible with it and shares a bound variable with it. Where keys decide alone, the table holds each key once. */
#include "join_internal.h"

#include <string.h>

typedef struct SemiJoin {
    Operator op;
    Pairs pairs;
    bool matched[BATCH_ROWS]; /* of the left batch */
} SemiJoin;

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

static void match_keys(SemiJoin *self) {
    for (size_t i = 0; i < self->pairs.left->rows; i++)
        self->matched[i] = self->pairs.candidates[i] != ROW_NONE;
}

static Status match_pairs(SemiJoin *self) {
    Pairs *const pairs = &self->pairs;
    const bool shares = shares_key(pairs);
    memset(self->matched, 0, sizeof self->matched);
    while (pairs->at < pairs->left->rows) {
        TRY(budget_check(self->op.exec->setup.budget));
        pairs_find(pairs, BATCH_ROWS);
        for (size_t i = 0; i < pairs->count; i++)
            if (shares || shares_slot(pairs, i)) self->matched[pairs->from[i]] = true;
        while (pairs->at < pairs->left->rows && self->matched[pairs->at]) pairs->at++;
    }
    return STATUS_OK;
}

static Status semi_next(Operator *op, Batch **batch) {
    SemiJoin *const self = (SemiJoin *)op;
    Pairs *const pairs = &self->pairs;
    do {
        TRY(pairs_next_batch(pairs, op));
        *batch = pairs->left;
        if (!pairs->left) return STATUS_OK;
        if (pairs->table.unique && shares_key(pairs))
            match_keys(self);
        else
            TRY(match_pairs(self));
        for (size_t i = 0; i < pairs->left->rows; i++) self->matched[i] = !self->matched[i];
        batch_keep(op->exec, pairs->left, self->matched);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static void semi_close(Operator *op) { pairs_reset(&((SemiJoin *)op)->pairs); }

static Status semi_open(Operator *op) {
    semi_close(op);
    return STATUS_OK;
}

static const OperatorMethods methods = {semi_open, semi_next, semi_close};

Status make_semi_join(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(SemiJoin), made));
    SemiJoin *const self = (SemiJoin *)*made;
    TRY(pairs_init(&self->pairs, exec, plan));
    self->pairs.table.unique = self->pairs.shared_count == 0;
    return STATUS_OK;
}
