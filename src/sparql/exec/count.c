/* COUNT, of all rows or by key: rows are added up by their weights, without a look at what they hold; distinct values are
 * pairs of group and value in a set. Of one pattern COUNT(*) is a number that the source may know.
 *
 * When memory gets short the tables grow no more: rows of new groups, and values that are in no set, are put aside
 * (group_rows.c) and counted at the end, one group after the other. */
#include "group_internal.h"

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
    bool spilled;
    GroupRows rest;
    GroupEntry entry; /* the next of `rest`; without a key: the end */
    uint64_t *last;   /* counts of the group under way that is in `rest` alone */
} CountOperator;

static const Slot pair_slots[2] = {0, 1};

static void forget_groups(CountOperator *self) {
    row_set_free(&self->keys);
    for (size_t i = 0; i < self->count; i++) row_set_free(&self->counted[i].seen);
    budget_give(self->op.exec->setup.budget, self->charged);
    mem_free(self->counts);
    self->counts = NULL;
    self->groups = self->cap = self->charged = 0;
}

static void count_close(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    forget_groups(self);
    group_rows_free(&self->rest);
}

static Status count_open(Operator *op) {
    CountOperator *const self = (CountOperator *)op;
    count_close(op);
    rows_init(&self->keys.rows, op->exec, self->key_slots, op->plan->algebra->key_count);
    for (size_t i = 0; i < self->count; i++) {
        rows_init(&self->counted[i].seen.rows, op->exec, pair_slots, 2);
        self->counted[i].last[1] = TERM_ID_NONE;
    }
    self->done = self->spilled = false;
    self->entry = (GroupEntry){0};
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

static Status put_aside(CountOperator *self, uint64_t which, TermId payload) {
    const GroupEntry entry = {self->group, which, self->key, &payload};
    return group_rows_add(&self->rest, &entry, 1);
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
    if (self->spilled) {
        const size_t found = row_set_find(&self->keys, self->key);
        self->group = found == HASH_NONE ? GROUP_NEW : found;
        return STATUS_OK;
    }
    TRY(row_set_add(&self->keys, self->key, &self->group, &is_new));
    return is_new ? new_group(self) : STATUS_OK;
}

static Status add_value(CountOperator *self, size_t i, TermId value, uint64_t *count) {
    Counted *const counted = &self->counted[i];
    const TermId pair[2] = {self->group, value};
    size_t position = 0;
    bool is_new = false;
    if (memcmp(pair, counted->last, sizeof pair) == 0) return STATUS_OK;
    memcpy(counted->last, pair, sizeof pair);
    *count += self->sorted;
    if (self->sorted) return STATUS_OK;
    if (self->spilled)
        return row_set_find(&counted->seen, pair) != HASH_NONE ? STATUS_OK
                                                               : put_aside(self, i + 1, value);
    TRY(row_set_add(&counted->seen, pair, &position, &is_new));
    *count += is_new;
    return STATUS_OK;
}

/* A row of a new group: all values, and once itself where rows are counted. */
static Status put_row(CountOperator *self, const Row *row, uint64_t weight) {
    bool whole = self->count == 0;
    for (size_t i = 0; i < self->count; i++) {
        const Slot slot = self->counted[i].distinct;
        whole = whole || slot == SLOT_NONE;
        if (slot != SLOT_NONE) TRY(put_aside(self, i + 1, row_get(row, slot)));
    }
    return whole ? put_aside(self, GROUP_ROW, weight) : STATUS_OK;
}

static Status add_row(CountOperator *self, const Row *row, uint64_t weight) {
    TRY(find_group(self, row));
    if (self->group == GROUP_NEW) return put_row(self, row, weight);
    uint64_t *const counts = counts_of(self, self->group);
    for (size_t i = 0; i < self->count; i++) {
        Counted *const counted = &self->counted[i];
        if (counted->distinct == SLOT_NONE)
            TRY(weight_add(self->op.exec, &counts[i], weight));
        else
            TRY(add_value(self, i, row_get(row, counted->distinct), &counts[i]));
    }
    return STATUS_OK;
}

/* Does a batch more make the tables larger than may be? */
static bool is_full(const CountOperator *self) {
    size_t growth = row_set_growth(&self->keys) +
                    (self->cap / 2 + BATCH_ROWS * self->count) * sizeof *self->counts;
    for (size_t i = 0; i < self->count && !self->sorted; i++)
        if (self->counted[i].distinct != SLOT_NONE)
            growth += row_set_growth(&self->counted[i].seen);
    return spill_wanted(self->op.exec, growth + group_rows_reserve(self->op.exec));
}

static Status add_batch(CountOperator *self, const Batch *batch) {
    const Slot slot = self->op.left->plan->weight;
    const uint64_t *const weights = slot != SLOT_NONE ? batch->columns[slot] : NULL;
    uint64_t rows = weights ? 0 : batch->rows;
    self->spilled = self->spilled || (!self->all_rows && is_full(self));
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
        if (!batch || batch->rows == 0) break;
        TRY(add_batch(self, batch));
    }
    if (!self->spilled) return STATUS_OK;
    operator_close(self->op.left); /* it may hold much */
    TRY(group_rows_end(&self->rest));
    return group_rows_next(&self->rest, &self->entry);
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

/* Without keys there are no cells. */
static const TermId *key_of(const CountOperator *self, size_t group) {
    return self->keys.rows.width > 0 ? rows_at(&self->keys.rows, group) : self->key;
}

static Status write_group(CountOperator *self, const TermId *key, const uint64_t *counts) {
    Operator *const op = &self->op;
    const Algebra *const algebra = op->plan->algebra;
    TermId *column = NULL;
    for (size_t i = 0; i < self->keys.rows.width; i++) {
        TRY(output_column(op, self->key_slots[i], &column));
        column[op->batch.rows] = key[i];
    }
    for (size_t i = 0; i < self->count; i++) {
        const Value value = value_integer((int64_t)counts[i]);
        TRY(output_column(op, algebra->aggregates[i].slot, &column));
        TRY(eval_id(&op->exec->eval, &value, &column[op->batch.rows]));
    }
    op->batch.rows++;
    return STATUS_OK;
}

/* Counts the entries of a group; values come each once. */
static Status add_entries(CountOperator *self, uint64_t group, uint64_t *counts) {
    const size_t bytes = self->keys.rows.width * sizeof *self->key;
    GroupEntry *const entry = &self->entry;
    while (entry->key && entry->group == group) {
        if (group == GROUP_NEW && memcmp(entry->key, self->key, bytes) != 0) break;
        for (size_t i = 0; i < self->count && entry->which == GROUP_ROW; i++)
            if (self->counted[i].distinct == SLOT_NONE)
                TRY(weight_add(self->op.exec, &counts[i], *entry->payload));
        if (entry->which != GROUP_ROW) counts[entry->which - 1]++;
        TRY(group_rows_next(&self->rest, entry));
    }
    return STATUS_OK;
}

static Status write_new(CountOperator *self) {
    memcpy(self->key, self->entry.key, self->keys.rows.width * sizeof *self->key);
    memset(self->last, 0, self->count * sizeof *self->last);
    TRY(add_entries(self, GROUP_NEW, self->last));
    return write_group(self, self->key, self->last);
}

static Status count_next(Operator *op, Batch **batch) {
    CountOperator *const self = (CountOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->done) TRY(count_all(self));
    self->done = true;
    for (; self->at < self->groups && op->batch.rows < BATCH_ROWS; self->at++) {
        TRY(add_entries(self, self->at, counts_of(self, self->at)));
        TRY(write_group(self, key_of(self, self->at), counts_of(self, self->at)));
    }
    if (self->at < self->groups) return STATUS_OK;
    if (self->spilled) forget_groups(self);
    while (self->entry.key && op->batch.rows < BATCH_ROWS) TRY(write_new(self));
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
    self->last = arena_array(exec->setup.arena, algebra->aggregate_count + 1, sizeof *self->last);
    if (!slots || !self->key || !self->last) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < algebra->key_count; i++) slots[i] = algebra->keys[i].slot;
    self->key_slots = slots;
    TRY(group_rows_init(&self->rest, *made, algebra->key_count, 1));
    return make_counted(self, algebra);
}
