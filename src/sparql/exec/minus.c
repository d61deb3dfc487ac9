/* Minus (SPARQL 1.1 Query, section 18.5): keeps a left row unless some right row is compatible with it and shares a
 * bound variable with it. */
#include "exec_internal.h"

typedef struct MinusOperator {
    Operator op;
    RowTable table; /* the right operand */
    TermId *key;
    bool built;
    size_t steps;
} MinusOperator;

static bool excludes(const MinusOperator *self, const Batch *batch, size_t at, uint32_t candidate) {
    const TermId *const right = rows_at(&self->table.rows, candidate);
    bool share = false;
    for (size_t i = 0; i < self->table.rows.width; i++) {
        const TermId *const column = batch->columns[self->table.rows.slots[i]];
        const TermId left = column ? column[at] : TERM_ID_NONE;
        if (left == TERM_ID_NONE || right[i] == TERM_ID_NONE) continue;
        if (left != right[i]) return false;
        share = true;
    }
    return share;
}

static Status is_excluded(MinusOperator *self, const Batch *batch, size_t at, bool *excluded) {
    for (size_t i = 0; i < self->table.key_count; i++) {
        const TermId *const column = batch->columns[self->op.plan->keys[i]];
        self->key[i] = column ? column[at] : TERM_ID_NONE;
    }
    *excluded = false;
    uint32_t candidate = row_table_first(&self->table, self->key);
    for (; !*excluded && candidate != UINT32_MAX;
         candidate = row_table_next(&self->table, candidate, self->key)) {
        if (++self->steps % 4096 == 0) TRY(budget_check(self->op.exec->setup.budget));
        *excluded = excludes(self, batch, at, candidate);
    }
    return STATUS_OK;
}

static Status minus_next(Operator *op, Batch **batch) {
    MinusOperator *const self = (MinusOperator *)op;
    bool keep[BATCH_ROWS];
    if (!self->built) {
        TRY(rows_drain(&self->table.rows, op->right));
        TRY(row_table_build(&self->table));
        self->built = true;
    }
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        for (size_t i = 0; i < (*batch)->rows; i++) {
            bool excluded = false;
            TRY(is_excluded(self, *batch, i, &excluded));
            keep[i] = !excluded;
        }
        batch_keep(op->exec, *batch, keep);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static void minus_close(Operator *op) {
    MinusOperator *const self = (MinusOperator *)op;
    row_table_free(&self->table);
    self->built = false;
}

static Status minus_open(Operator *op) {
    minus_close(op);
    return STATUS_OK;
}

static const OperatorMethods methods = {minus_open, minus_next, minus_close};

Status make_minus(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(MinusOperator), made));
    MinusOperator *const self = (MinusOperator *)*made;
    self->key = arena_array(exec->setup.arena, plan->key_count + 1, sizeof *self->key);
    return self->key ? row_table_init(&self->table, exec, plan) : STATUS_NO_MEMORY;
}
