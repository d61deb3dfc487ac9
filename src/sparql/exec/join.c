/* Join and LeftJoin (SPARQL 1.1 Query, section 18.5): a hash table over the right operand, found by the slots that
 * both sides surely bind; without such a slot every pair is looked at. The other shared slots are compared as the
 * standard's compatible mappings: unbound on either side fits. A left join keeps the left rows for which no merged
 * row satisfies its conditions. */
#include "exec_internal.h"

typedef struct JoinOperator {
    Operator op;
    RowTable table; /* the right operand */
    TermId *key;
    bool built;
    Input input;
    bool matching; /* a left row is under way */
    bool matched;  /* … and had a match */
    uint32_t candidate;
    size_t steps; /* pairs looked at since the budget was last checked */
} JoinOperator;

static Status build(JoinOperator *self) {
    TRY(rows_drain(&self->table.rows, self->op.right));
    self->built = true;
    return row_table_build(&self->table);
}

static void start_row(JoinOperator *self) {
    const Row row = operator_row(&self->op, self->input.batch, self->input.at);
    for (size_t i = 0; i < self->table.key_count; i++) {
        const TermId *const column = row.batch->columns[self->op.plan->keys[i]];
        self->key[i] = column ? column[row.at] : TERM_ID_NONE;
    }
    self->candidate = row_table_first(&self->table, self->key);
    self->matching = true;
    self->matched = false;
}

/* Writes the merge of the left row and a right row as the output's next row, without counting it. */
static Status merge(JoinOperator *self, const TermId *right, bool *compatible) {
    Operator *const op = &self->op;
    input_copy(&self->input, op, 1);
    *compatible = true;
    for (size_t i = 0; i < self->table.rows.width; i++) {
        const Slot slot = self->table.rows.slots[i];
        const TermId *const from = self->input.batch->columns[slot];
        const TermId left = from ? from[self->input.at] : TERM_ID_NONE;
        TermId *column = NULL;
        if (right[i] == TERM_ID_NONE) continue;
        *compatible = left == TERM_ID_NONE || left == right[i];
        if (!*compatible) return STATUS_OK;
        if (left != TERM_ID_NONE || !operator_hands_up(op, slot)) continue;
        TRY(output_column(op, slot, &column));
        column[op->batch.rows] = right[i];
    }
    return STATUS_OK;
}

static Status take_candidate(JoinOperator *self) {
    Operator *const op = &self->op;
    const TermId *const right = rows_at(&self->table.rows, self->candidate);
    bool hold = true;
    if (++self->steps % 4096 == 0) TRY(budget_check(op->exec->setup.budget));
    TRY(merge(self, right, &hold));
    if (hold && op->plan->condition_count > 0) {
        op->batch.rows++; /* the row under test is part of the batch */
        const Row row = operator_row(op, &op->batch, op->batch.rows - 1);
        const Status status = conditions_hold(op, &row, &hold);
        op->batch.rows--;
        TRY(status);
    }
    op->batch.rows += hold;
    self->matched = self->matched || hold;
    self->candidate = row_table_next(&self->table, self->candidate, self->key);
    return STATUS_OK;
}

static Status join_next(Operator *op, Batch **batch) {
    JoinOperator *const self = (JoinOperator *)op;
    arena_reset(op->exec->eval.scratch);
    output_clear(op);
    *batch = &op->batch;
    if (!self->built) TRY(build(self));
    if (self->table.rows.count == 0 && op->plan->kind == PLAN_JOIN) return STATUS_OK;
    /* A left row may have filled the last output as it ended: the rows after it are of the same batch. */
    if (self->input.batch) TRY(output_columns_of(op, self->input.batch));
    while (op->batch.rows < BATCH_ROWS) {
        if (!self->matching) {
            bool more = false;
            TRY(input_next(&self->input, op, &more));
            if (!more) break;
            start_row(self);
        }
        if (self->candidate != UINT32_MAX) {
            TRY(take_candidate(self));
            continue;
        }
        self->matching = false;
        if (self->matched || op->plan->kind == PLAN_JOIN) continue;
        input_copy(&self->input, op, 1);
        op->batch.rows++;
    }
    return STATUS_OK;
}

static void join_close(Operator *op) {
    JoinOperator *const self = (JoinOperator *)op;
    row_table_free(&self->table);
    self->built = false;
}

static Status join_open(Operator *op) {
    JoinOperator *const self = (JoinOperator *)op;
    join_close(op);
    self->matching = false;
    input_start(&self->input, op->left);
    return STATUS_OK;
}

static const OperatorMethods methods = {join_open, join_next, join_close};

Status make_join(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(JoinOperator), made));
    JoinOperator *const self = (JoinOperator *)*made;
    self->key = arena_array(exec->setup.arena, plan->key_count + 1, sizeof *self->key);
    return self->key ? row_table_init(&self->table, exec, plan) : STATUS_NO_MEMORY;
}
