/* COUNT, of all rows or by key: rows are added up by their weights, without a look at what they hold; distinct values are
 * pairs of group and value in a set. Of one pattern COUNT(*) is a number that the source may know. */
#include "exec_internal.h"

#include <string.h>

/* One aggregate. */
typedef struct Counted {
    Slot distinct; /* SLOT_NONE: all rows are counted */
    RowSet seen;   /* (group, value) */
    TermId last[2];
} Counted;

typedef struct CountOperator {
    Operator op;
    Counted *counted;
    size_t count; /* of them */
    const Slot *key_slots;
    TermId *key;
    RowSet keys;
    size_t group;     /* of the row before, by position in `keys`; without keys the only one */
    uint64_t *counts; /* groups × aggregates */
    size_t groups, cap, charged;
    bool all_rows; /* neither keys nor values have to be looked at */
    bool sorted;   /* rows are sorted by key and value */
    bool done;
    size_t at;
} CountOperator;

static const Slot pair_slots[2] = {0, 1};

static void count_close(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    row_set_free(&self->keys);
    for (size_t i = 0; i < self->count; i++) row_set_free(&self->counted[i].seen);
    budget_give(op->exec->setup.budget, self->charged);
    mem_free(self->counts);
    self->counts = NULL;
    self->groups = self->cap = self->charged = 0;
}

static Status count_open(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    count_close(op);
    rows_init(&self->keys.rows, op->exec, self->key_slots, op->plan->algebra->key_count);
    for (size_t i = 0; i < self->count; i++) {
        rows_init(&self->counted[i].seen.rows, op->exec, pair_slots, 2);
        self->counted[i].last[1] = TERM_ID_NONE;
    }
    self->done = false;
    self->at = 0;
    return STATUS_OK;
}

/* ---- Adding up ------------------------------------------------------------------------------------------------ */

static uint64_t *counts_of(const CountOperator *self, size_t group) {
    return self->counts + group * self->count;
}

static Status new_group(CountOperator *self) {
    const size_t before = self->cap;
    /* One more, so that there is an array where groups have no counts. */
    TRY(array_grow((void **)&self->counts, &self->cap, (self->groups + 1) * self->count + 1,
                   sizeof *self->counts));
    const size_t more = (self->cap - before) * sizeof *self->counts;
    if (more > 0) TRY(budget_take(self->op.exec->setup.budget, more));
    self->charged += more;
    memset(counts_of(self, self->groups++), 0, self->count * sizeof *self->counts);
    return STATUS_OK;
}

/* Neighbours often are of one group. */
static Status find_group(CountOperator *self, const Row *row) {
    const size_t width = self->keys.rows.width;
    bool is_new = false, same = self->groups > 0;
    if (width == 0) return STATUS_OK;
    for (size_t i = 0; i < width; i++) {
        const TermId id = row_get(row, self->key_slots[i]);
        same = same && id == self->key[i];
        self->key[i] = id;
    }
    if (same) return STATUS_OK;
    TRY(row_set_add(&self->keys, self->key, &self->group, &is_new));
    return is_new ? new_group(self) : STATUS_OK;
}

static Status add_value(CountOperator *self, Counted *counted, TermId value, uint64_t *count) {
    const TermId pair[2] = {self->group, value};
    size_t position = 0;
    bool is_new = false;
    if (memcmp(pair, counted->last, sizeof pair) == 0) return STATUS_OK;
    memcpy(counted->last, pair, sizeof pair);
    *count += self->sorted;
    if (self->sorted) return STATUS_OK;
    TRY(row_set_add(&counted->seen, pair, &position, &is_new));
    *count += is_new;
    return STATUS_OK;
}

static Status add_row(CountOperator *self, const Row *row, uint64_t weight) {
    TRY(find_group(self, row));
    uint64_t *const counts = counts_of(self, self->group);
    for (size_t i = 0; i < self->count; i++) {
        Counted *const counted = &self->counted[i];
        if (counted->distinct == SLOT_NONE)
            TRY(weight_add(self->op.exec, &counts[i], weight));
        else
            TRY(add_value(self, counted, row_get(row, counted->distinct), &counts[i]));
    }
    return STATUS_OK;
}

static Status add_batch(CountOperator *self, const Batch *batch) {
    const Slot slot = self->op.left->plan->weight;
    const uint64_t *const weights = slot != SLOT_NONE ? batch->columns[slot] : NULL;
    uint64_t rows = weights ? 0 : batch->rows;
    for (size_t i = 0; i < batch->rows && !self->all_rows; i++) {
        const Row row = operator_row(&self->op, batch, i);
        if (i % 64 == 63) TRY(budget_check(self->op.exec->setup.budget));
        TRY(add_row(self, &row, weights ? weights[i] : 1));
    }
    if (!self->all_rows) return STATUS_OK;
    for (size_t i = 0; i < batch->rows && weights; i++)
        TRY(weight_add(self->op.exec, &rows, weights[i]));
    for (size_t i = 0; i < self->count; i++) TRY(weight_add(self->op.exec, &self->counts[i], rows));
    return STATUS_OK;
}

static Status count_rows(CountOperator *self) {
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(self->op.left, &batch));
        if (!batch || batch->rows == 0) return STATUS_OK;
        TRY(add_batch(self, batch));
    }
}

static Status count_all(CountOperator *self) {
    Matches matches;
    if (self->keys.rows.width == 0) TRY(new_group(self));
    self->group = 0;
    if (self->op.left) return count_rows(self);
    TRY(matches_start(&matches, self->op.exec, self->op.plan));
    return matches_count(&matches, SLOT_NONE, TERM_ID_NONE, &self->counts[0]);
}

/* ---- Handing up ------------------------------------------------------------------------------------------------- */

static Status write_group(CountOperator *self, size_t group) {
    Operator *const op = &self->op;
    const Algebra *const algebra = op->plan->algebra;
    TermId *column = NULL;
    for (size_t i = 0; i < self->keys.rows.width; i++) {
        TRY(output_column(op, self->key_slots[i], &column));
        column[op->batch.rows] = rows_at(&self->keys.rows, group)[i];
    }
    for (size_t i = 0; i < self->count; i++) {
        const Value value = value_integer((int64_t)counts_of(self, group)[i]);
        TRY(output_column(op, algebra->aggregates[i].slot, &column));
        TRY(eval_id(&op->exec->eval, &value, &column[op->batch.rows]));
    }
    op->batch.rows++;
    return STATUS_OK;
}

static Status count_next(Operator *op, Batch **batch) {
    CountOperator *const self = (CountOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->done) TRY(count_all(self));
    self->done = true;
    for (; self->at < self->groups && op->batch.rows < BATCH_ROWS; self->at++)
        TRY(write_group(self, self->at));
    return STATUS_OK;
}

static const OperatorMethods methods = {count_open, count_next, count_close};

/* Are the rows the distinct values already? */
static bool are_values(const Plan *plan) {
    return plan->left && plan->left->kind == PLAN_TALLY && plan->left->weight == SLOT_NONE &&
           plan->algebra->key_count == 0;
}

static Status make_counted(CountOperator *self, const Algebra *algebra) {
    self->count = algebra->aggregate_count;
    self->counted = arena_array(self->op.exec->setup.arena, self->count + 1, sizeof *self->counted);
    if (!self->counted) return STATUS_NO_MEMORY;
    self->all_rows = algebra->key_count == 0;
    self->sorted = self->op.plan->left && self->op.plan->left->order != ORDER_ANY;
    for (size_t i = 0; i < self->count; i++) {
        const Expr *const aggregate = algebra->aggregates[i].aggregate;
        const bool distinct = aggregate->distinct && !are_values(self->op.plan);
        self->counted[i].distinct = distinct ? aggregate->args[0]->slot : SLOT_NONE;
        self->all_rows = self->all_rows && !distinct;
    }
    return STATUS_OK;
}

Status make_count(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(CountOperator), made));
    CountOperator *const self = (CountOperator *)*made;
    const Algebra *const algebra = plan->algebra;
    Slot *const slots = arena_array(exec->setup.arena, algebra->key_count + 1, sizeof *slots);
    self->key = arena_array(exec->setup.arena, algebra->key_count + 1, sizeof *self->key);
    if (!slots || !self->key) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < algebra->key_count; i++) slots[i] = algebra->keys[i].slot;
    self->key_slots = slots;
    return make_counted(self, algebra);
}
