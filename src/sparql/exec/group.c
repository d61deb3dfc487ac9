/* Group and AggregateJoin (SPARQL 1.1 Query, section 18.5.1): one hash table from keys to groups, each with its running
 * aggregates. Without GROUP BY there is one group, also over no rows; with keys no rows give no groups. */
#include "exec_internal.h"

typedef struct GroupOperator {
    Operator op;
    const Algebra *algebra;
    Slot *key_slots;
    TermId *key;
    RowSet keys;             /* one row per group */
    AggregateState **states; /* groups × aggregates */
    size_t state_cap;
    Arena *arena; /* of the states */
    bool grouped;
    size_t at;
} GroupOperator;

static Status new_group(GroupOperator *self, size_t group) {
    const size_t count = self->algebra->aggregate_count;
    TRY(array_grow((void **)&self->states, &self->state_cap, (group + 1) * count,
                   sizeof *self->states));
    for (size_t i = 0; i < count; i++) {
        AggregateState *const state = aggregate_new(
            &self->op.exec->eval, self->algebra->aggregates[i].aggregate, self->arena);
        if (!state) return STATUS_NO_MEMORY;
        self->states[group * count + i] = state;
    }
    return STATUS_OK;
}

static Status add_row(GroupOperator *self, const Row *row) {
    const size_t count = self->algebra->aggregate_count;
    size_t group = 0;
    bool is_new = false;
    for (size_t i = 0; i < self->algebra->key_count; i++) {
        const ProjectionItem *const item = &self->algebra->keys[i];
        if (item->expression)
            TRY(expr_id(&self->op.exec->eval, item->expression, row, &self->key[i]));
        else
            self->key[i] = row_get(row, item->slot);
    }
    TRY(row_set_add(&self->keys, self->key, &group, &is_new));
    if (is_new) TRY(new_group(self, group));
    for (size_t i = 0; i < count; i++) TRY(aggregate_add(self->states[group * count + i], row));
    return STATUS_OK;
}

static Status group_all(GroupOperator *self) {
    size_t group = 0;
    bool is_new = false;
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(self->op.left, &batch));
        if (!batch || batch->rows == 0) break;
        between_rows(self->op.exec);
        for (size_t i = 0; i < batch->rows; i++) {
            const Row row = operator_row(&self->op, batch, i);
            if (i % 64 == 63) TRY(budget_check(self->op.exec->setup.budget));
            TRY(add_row(self, &row));
        }
    }
    self->grouped = true;
    if (self->algebra->key_count > 0 || self->keys.rows.count > 0) return STATUS_OK;
    TRY(row_set_add(&self->keys, self->key, &group, &is_new));
    return new_group(self, 0);
}

static Status write_cell(Operator *op, Slot slot, TermId id) {
    TermId *column = NULL;
    if (!operator_writes(op, slot)) return STATUS_OK;
    TRY(output_column(op, slot, &column));
    column[op->batch.rows] = id;
    return STATUS_OK;
}

static Status write_group(GroupOperator *self, size_t group) {
    const size_t count = self->algebra->aggregate_count;
    const TermId *const key = rows_at(&self->keys.rows, group);
    for (size_t i = 0; i < self->algebra->key_count; i++)
        TRY(write_cell(&self->op, self->algebra->keys[i].slot, key[i]));
    for (size_t i = 0; i < count; i++) {
        TermId id = TERM_ID_NONE;
        TRY(aggregate_result(self->states[group * count + i], &id));
        TRY(write_cell(&self->op, self->algebra->aggregates[i].slot, id));
    }
    self->op.batch.rows++;
    return STATUS_OK;
}

static Status group_next(Operator *op, Batch **batch) {
    GroupOperator *const self = (GroupOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->grouped) TRY(group_all(self));
    between_rows(op->exec);
    for (; self->at < self->keys.rows.count && op->batch.rows < BATCH_ROWS; self->at++)
        TRY(write_group(self, self->at));
    return STATUS_OK;
}

static void group_close(Operator *op) {
    GroupOperator *const self = (GroupOperator *)op;
    row_set_free(&self->keys);
    mem_free(self->states);
    self->states = NULL;
    self->state_cap = 0;
    arena_free(self->arena);
    self->arena = NULL;
}

static Status group_open(Operator *op) {
    GroupOperator *const self = (GroupOperator *)op;
    group_close(op);
    rows_init(&self->keys.rows, op->exec, self->key_slots, self->algebra->key_count);
    self->arena = arena_new(op->exec->setup.budget);
    self->grouped = false;
    self->at = 0;
    return self->arena ? STATUS_OK : STATUS_NO_MEMORY;
}

static const OperatorMethods methods = {group_open, group_next, group_close};

Status make_group(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(GroupOperator), made));
    GroupOperator *const self = (GroupOperator *)*made;
    self->algebra = plan->algebra;
    const size_t count = plan->algebra->key_count;
    self->key = arena_array(exec->setup.arena, count + 1, sizeof *self->key);
    self->key_slots = arena_array(exec->setup.arena, count + 1, sizeof *self->key_slots);
    if (!self->key || !self->key_slots) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) self->key_slots[i] = plan->algebra->keys[i].slot;
    return STATUS_OK;
}
