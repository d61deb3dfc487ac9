/* COUNT(*), of all rows or by key: rows are added up by their weights, without a look at what they hold. Of one pattern it
 * is a number that the source may know. */
#include "exec_internal.h"

typedef struct CountOperator {
    Operator op;
    const Slot *key_slots;
    TermId *key;
    RowSet keys;
    uint64_t *counts; /* by position in `keys`; without keys the first */
    size_t cap, charged;
    bool counted;
    size_t at;
} CountOperator;

static void count_close(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    row_set_free(&self->keys);
    budget_give(op->exec->setup.budget, self->charged);
    mem_free(self->counts);
    self->counts = NULL;
    self->cap = self->charged = 0;
}

static Status count_open(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    count_close(op);
    rows_init(&self->keys.rows, op->exec, self->key_slots, op->plan->algebra->key_count);
    self->counted = false;
    self->at = 0;
    return STATUS_OK;
}

/* The place of a group that may be new. */
static Status count_of(CountOperator *self, size_t group, uint64_t **count) {
    const size_t before = self->cap;
    TRY(array_grow((void **)&self->counts, &self->cap, group + 1, sizeof *self->counts));
    const size_t more = (self->cap - before) * sizeof *self->counts;
    if (more > 0) TRY(budget_take(self->op.exec->setup.budget, more));
    self->charged += more;
    *count = &self->counts[group];
    return STATUS_OK;
}

static Status add_row(CountOperator *self, const Batch *batch, size_t at, uint64_t weight) {
    const Row row = operator_row(&self->op, batch, at);
    uint64_t *count = NULL;
    size_t group = 0;
    bool is_new = false;
    for (size_t i = 0; i < self->keys.rows.width; i++)
        self->key[i] = row_get(&row, self->key_slots[i]);
    TRY(row_set_add(&self->keys, self->key, &group, &is_new));
    TRY(count_of(self, group, &count));
    if (is_new) *count = 0;
    return weight_add(self->op.exec, count, weight);
}

static Status add_batch(CountOperator *self, const Batch *batch, uint64_t *all) {
    const Slot slot = self->op.left->plan->weight;
    const uint64_t *const weights = slot != SLOT_NONE ? batch->columns[slot] : NULL;
    if (!weights && all) return weight_add(self->op.exec, all, batch->rows);
    for (size_t i = 0; i < batch->rows; i++) {
        const uint64_t weight = weights ? weights[i] : 1;
        TRY(all ? weight_add(self->op.exec, all, weight) : add_row(self, batch, i, weight));
    }
    return STATUS_OK;
}

static Status count_rows(CountOperator *self) {
    uint64_t *all = NULL;
    if (self->keys.rows.width == 0) {
        TRY(count_of(self, 0, &all));
        *all = 0;
    }
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(self->op.left, &batch));
        if (!batch || batch->rows == 0) return STATUS_OK;
        TRY(add_batch(self, batch, all));
    }
}

static Status count_matches(CountOperator *self) {
    Matches matches;
    uint64_t *count = NULL;
    TRY(count_of(self, 0, &count));
    TRY(matches_start(&matches, self->op.exec, self->op.plan));
    return matches_count(&matches, SLOT_NONE, TERM_ID_NONE, count);
}

static Status write_group(CountOperator *self, size_t group) {
    Operator *const op = &self->op;
    const Algebra *const algebra = op->plan->algebra;
    const Value value = value_integer((int64_t)self->counts[group]);
    TermId *column = NULL, count = TERM_ID_NONE;
    TRY(eval_id(&op->exec->eval, &value, &count));
    for (size_t i = 0; i < self->keys.rows.width; i++) {
        TRY(output_column(op, self->key_slots[i], &column));
        column[op->batch.rows] = rows_at(&self->keys.rows, group)[i];
    }
    for (size_t i = 0; i < algebra->aggregate_count; i++) {
        TRY(output_column(op, algebra->aggregates[i].slot, &column));
        column[op->batch.rows] = count;
    }
    op->batch.rows++;
    return STATUS_OK;
}

static Status count_next(Operator *op, Batch **batch) {
    CountOperator *const self = (CountOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->counted) TRY(op->left ? count_rows(self) : count_matches(self));
    self->counted = true;
    const size_t groups = self->keys.rows.width > 0 ? self->keys.rows.count : 1;
    for (; self->at < groups && op->batch.rows < BATCH_ROWS; self->at++)
        TRY(write_group(self, self->at));
    return STATUS_OK;
}

static const OperatorMethods methods = {count_open, count_next, count_close};

Status make_count(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(CountOperator), made));
    CountOperator *const self = (CountOperator *)*made;
    const Algebra *const algebra = plan->algebra;
    Slot *const slots = arena_array(exec->setup.arena, algebra->key_count + 1, sizeof *slots);
    self->key = arena_array(exec->setup.arena, algebra->key_count + 1, sizeof *self->key);
    if (!slots || !self->key) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < algebra->key_count; i++) slots[i] = algebra->keys[i].slot;
    self->key_slots = slots;
    return STATUS_OK;
}
