/* Group and AggregateJoin (SPARQL 1.1 Query, section 18.5.1): one hash table from keys to groups, each with its running
 * aggregates. Without GROUP BY there is one group, also over no rows; with keys no rows give no groups.
 *
 * When memory gets short there are no more groups, and those that are there grow no more: rows of new groups, values that a
 * DISTINCT has not met and rows of aggregates that grow are put aside (group_rows.c). They are added at the end, to one
 * group after the other, each of which is handed up before the next. */
#include "group_internal.h"

typedef struct GroupOperator {
    Operator op;
    const Algebra *algebra;
    Slot *key_slots;
    TermId *key;
    RowSet keys;             /* one row per group */
    AggregateState **states; /* groups × aggregates */
    size_t state_cap, charged;
    Arena *arena; /* of the states */
    bool grows;   /* some aggregate does */
    bool grouped;
    size_t at;
    bool spilled;
    GroupRows rest;
    GroupEntry entry;  /* the next of `rest`; without a key: the end */
    size_t added;      /* entries */
    const Slot *slots; /* of the rows in it */
    size_t slot_count;
    TermId *payload;        /* of a new entry */
    Batch row;              /* of the entry's one row */
    Arena *group_arena;     /* what the group under way takes more, or a new one takes */
    AggregateState **group; /* the states of a new one */
} GroupOperator;

static size_t aggregate_count(const GroupOperator *self) { return self->algebra->aggregate_count; }

static const Expr *aggregate_at(const GroupOperator *self, size_t i) {
    return self->algebra->aggregates[i].aggregate;
}

/* ---- Groups in memory ------------------------------------------------------------------------------------------- */

static Status new_states(GroupOperator *self, AggregateState **states, Arena *arena) {
    for (size_t i = 0; i < aggregate_count(self); i++) {
        states[i] = aggregate_new(&self->op.exec->eval, aggregate_at(self, i), arena);
        if (!states[i]) return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* NULL: there are no aggregates. */
static AggregateState **states_of(const GroupOperator *self, size_t group) {
    const size_t count = aggregate_count(self);
    return count > 0 ? self->states + group * count : NULL;
}

static Status new_group(GroupOperator *self, size_t group) {
    const size_t before = self->state_cap;
    TRY(array_grow((void **)&self->states, &self->state_cap, (group + 1) * aggregate_count(self),
                   sizeof *self->states));
    const size_t more = (self->state_cap - before) * sizeof *self->states;
    TRY(budget_take(self->op.exec->setup.budget, more));
    self->charged += more;
    return new_states(self, states_of(self, group), self->arena);
}

static Status read_key(GroupOperator *self, const Row *row) {
    for (size_t i = 0; i < self->algebra->key_count; i++) {
        const ProjectionItem *const item = &self->algebra->keys[i];
        if (item->expression)
            TRY(expr_id(&self->op.exec->eval, item->expression, row, &self->key[i]));
        else
            self->key[i] = row_get(row, item->slot);
    }
    return STATUS_OK;
}

/* Is there no memory for what the group will take with the next row? */
static bool is_full(const GroupOperator *self, size_t group) {
    size_t growth = 0;
    for (size_t i = 0; i < aggregate_count(self); i++)
        growth += aggregate_growth(states_of(self, group)[i]);
    return growth > 0 && spill_wanted(self->op.exec, growth);
}

static Status put_aside(GroupOperator *self, const Row *row);

static Status add_row(GroupOperator *self, const Row *row) {
    size_t group = 0;
    bool is_new = false;
    TRY(read_key(self, row));
    if (self->spilled) return put_aside(self, row);
    TRY(row_set_add(&self->keys, self->key, &group, &is_new));
    if (is_new) TRY(new_group(self, group));
    self->spilled = self->grows && is_full(self, group);
    if (self->spilled) return put_aside(self, row);
    for (size_t i = 0; i < aggregate_count(self); i++)
        TRY(aggregate_add(states_of(self, group)[i], row));
    return STATUS_OK;
}

/* ---- What is put aside ------------------------------------------------------------------------------------------- */

/* Is the aggregate of a row added by entries? Those of groups in memory only if they grow. */
static bool is_late(const GroupOperator *self, size_t group, size_t i) {
    return group == GROUP_NEW || aggregate_grows(aggregate_at(self, i));
}

static Status put_value(GroupOperator *self, size_t group, size_t i, const Row *row) {
    EvalContext *const eval = &self->op.exec->eval;
    const GroupEntry entry = {group, i + 1, self->key, self->payload};
    TRY(aggregate_value(eval, aggregate_at(self, i), row, self->payload));
    if (group != GROUP_NEW && aggregate_has(states_of(self, group)[i], self->payload))
        return STATUS_OK;
    return group_rows_add(&self->rest, &entry, aggregate_width(eval, aggregate_at(self, i)));
}

static Status put_row(GroupOperator *self, size_t group, const Row *row) {
    const GroupEntry entry = {group, GROUP_ROW, self->key, self->payload};
    for (size_t i = 0; i < self->slot_count; i++) self->payload[i] = row_get(row, self->slots[i]);
    return group_rows_add(&self->rest, &entry, self->slot_count);
}

static Status put_aside(GroupOperator *self, const Row *row) {
    const size_t found = row_set_find(&self->keys, self->key);
    const size_t group = found == HASH_NONE ? GROUP_NEW : found;
    bool whole = group == GROUP_NEW && aggregate_count(self) == 0;
    for (size_t i = 0; i < aggregate_count(self); i++) {
        if (!is_late(self, group, i))
            TRY(aggregate_add(states_of(self, group)[i], row));
        else if (aggregate_at(self, i)->distinct)
            TRY(put_value(self, group, i, row));
        else
            whole = true;
    }
    return whole ? put_row(self, group, row) : STATUS_OK;
}

/* Adds the entry under way to the states of its group. */
static Status add_entry(GroupOperator *self, AggregateState **states) {
    const GroupEntry *const entry = &self->entry;
    if (entry->which != GROUP_ROW)
        return aggregate_add_value(states[entry->which - 1], entry->payload);
    for (size_t i = 0; i < self->slot_count; i++)
        self->row.columns[self->slots[i]] = &entry->payload[i];
    self->row.serial = ++self->op.exec->serial;
    const Row row = operator_row(&self->op, &self->row, 0);
    for (size_t i = 0; i < aggregate_count(self); i++)
        if (is_late(self, entry->group, i) && !aggregate_at(self, i)->distinct)
            TRY(aggregate_add(states[i], &row));
    return STATUS_OK;
}

static bool same_key(const GroupOperator *self) {
    for (size_t i = 0; i < self->algebra->key_count; i++)
        if (self->key[i] != self->entry.key[i]) return false;
    return true;
}

/* All entries of the group, whose key is in `key` if it is a new one. */
static Status add_entries(GroupOperator *self, size_t group, AggregateState **states) {
    while (self->entry.key && self->entry.group == group) {
        if (group == GROUP_NEW && !same_key(self)) break;
        if (self->added++ % 64 == 63) between_rows(self->op.exec);
        TRY(add_entry(self, states));
        TRY(group_rows_next(&self->rest, &self->entry));
    }
    return STATUS_OK;
}

/* ---- Grouping -------------------------------------------------------------------------------------------------------- */

/* Do new groups for as many rows as are looked at together make the memory larger than may be? */
static bool is_short(const GroupOperator *self) {
    const size_t states = (BATCH_ROWS + self->state_cap / 2) * sizeof *self->states;
    return spill_wanted(self->op.exec, row_set_growth(&self->keys) + states +
                                           arena_growth(self->arena) +
                                           group_rows_reserve(self->op.exec));
}

static Status add_batch(GroupOperator *self, const Batch *batch) {
    for (size_t i = 0; i < batch->rows; i++) {
        const Row row = operator_row(&self->op, batch, i);
        if (i % 64 == 63) TRY(budget_check(self->op.exec->setup.budget));
        if (i % 64 == 0) self->spilled = self->spilled || is_short(self);
        TRY(add_row(self, &row));
    }
    return STATUS_OK;
}

static Status group_all(GroupOperator *self) {
    size_t group = 0;
    bool is_new = false;
    if (self->algebra->key_count == 0) {
        TRY(row_set_add(&self->keys, self->key, &group, &is_new));
        TRY(new_group(self, 0));
    }
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(self->op.left, &batch));
        if (!batch || batch->rows == 0) break;
        between_rows(self->op.exec);
        TRY(add_batch(self, batch));
    }
    self->grouped = true;
    operator_close(self->op.left); /* it may hold much */
    if (!self->spilled) return STATUS_OK;
    TRY(group_rows_end(&self->rest));
    return group_rows_next(&self->rest, &self->entry);
}

static Status write_cell(Operator *op, Slot slot, TermId id) {
    TermId *column = NULL;
    if (!operator_writes(op, slot)) return STATUS_OK;
    TRY(output_column(op, slot, &column));
    column[op->batch.rows] = id;
    return STATUS_OK;
}

static Status write_group(GroupOperator *self, const TermId *key, AggregateState **states) {
    for (size_t i = 0; i < self->algebra->key_count; i++)
        TRY(write_cell(&self->op, self->algebra->keys[i].slot, key[i]));
    for (size_t i = 0; i < aggregate_count(self); i++) {
        TermId id = TERM_ID_NONE;
        TRY(aggregate_result(states[i], &id));
        TRY(write_cell(&self->op, self->algebra->aggregates[i].slot, id));
    }
    self->op.batch.rows++;
    return STATUS_OK;
}

static Status write_known(GroupOperator *self) {
    AggregateState **const states = states_of(self, self->at);
    if (self->spilled) {
        arena_reset(self->group_arena);
        for (size_t i = 0; i < aggregate_count(self); i++)
            aggregate_move(states[i], self->group_arena);
        TRY(add_entries(self, self->at, states));
    }
    TRY(write_group(self, rows_at(&self->keys.rows, self->at), states));
    self->at++;
    return STATUS_OK;
}

static void forget_groups(GroupOperator *self) {
    row_set_free(&self->keys);
    mem_free(self->states);
    budget_give(self->op.exec->setup.budget, self->charged);
    self->states = NULL;
    self->state_cap = self->charged = 0;
    arena_free(self->arena);
    self->arena = NULL;
}

static Status write_new(GroupOperator *self) {
    forget_groups(self);
    arena_reset(self->group_arena);
    for (size_t i = 0; i < self->algebra->key_count; i++) self->key[i] = self->entry.key[i];
    TRY(new_states(self, self->group, self->group_arena));
    TRY(add_entries(self, GROUP_NEW, self->group));
    return write_group(self, self->key, self->group);
}

static Status group_next(Operator *op, Batch **batch) {
    GroupOperator *const self = (GroupOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->grouped) TRY(group_all(self));
    between_rows(op->exec);
    while (op->batch.rows < BATCH_ROWS && self->at < self->keys.rows.count) TRY(write_known(self));
    if (op->batch.rows == BATCH_ROWS) return STATUS_OK;
    while (op->batch.rows < BATCH_ROWS && self->entry.key) TRY(write_new(self));
    return STATUS_OK;
}

static void group_close(Operator *op) {
    GroupOperator *const self = (GroupOperator *)op;
    forget_groups(self);
    group_rows_free(&self->rest);
    arena_free(self->group_arena);
    self->group_arena = NULL;
}

static Status group_open(Operator *op) {
    GroupOperator *const self = (GroupOperator *)op;
    group_close(op);
    rows_init(&self->keys.rows, op->exec, self->key_slots, self->algebra->key_count);
    self->arena = arena_new(op->exec->setup.budget);
    self->group_arena = arena_new(op->exec->setup.budget);
    self->grouped = self->spilled = false;
    self->entry = (GroupEntry){0};
    self->at = 0;
    return self->arena && self->group_arena ? STATUS_OK : STATUS_NO_MEMORY;
}

static const OperatorMethods methods = {group_open, group_next, group_close};

/* What is needed only when rows are put aside. */
static Status make_rest(GroupOperator *self) {
    Exec *const exec = self->op.exec;
    const Plan *const left = self->op.plan->left;
    TRY(slots_of_sets(exec, left->possible, left->needed, &self->slots, &self->slot_count));
    size_t width = self->slot_count;
    for (size_t i = 0; i < aggregate_count(self); i++) {
        const size_t cells = aggregate_width(&exec->eval, aggregate_at(self, i));
        if (aggregate_at(self, i)->distinct && cells > width) width = cells;
        self->grows = self->grows || aggregate_grows(aggregate_at(self, i));
    }
    self->row = (Batch){.rows = 1, .width = exec->width};
    self->row.columns = arena_array(exec->setup.arena, exec->width + 1, sizeof(TermId *));
    self->payload = arena_array(exec->setup.arena, width + 1, sizeof *self->payload);
    self->group = arena_array(exec->setup.arena, aggregate_count(self) + 1, sizeof *self->group);
    if (!self->row.columns || !self->payload || !self->group) return STATUS_NO_MEMORY;
    return group_rows_init(&self->rest, &self->op, self->algebra->key_count, width);
}

Status make_group(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(GroupOperator), made));
    GroupOperator *const self = (GroupOperator *)*made;
    self->algebra = plan->algebra;
    const size_t count = plan->algebra->key_count;
    self->key = arena_array(exec->setup.arena, count + 1, sizeof *self->key);
    self->key_slots = arena_array(exec->setup.arena, count + 1, sizeof *self->key_slots);
    if (!self->key || !self->key_slots) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) self->key_slots[i] = plan->algebra->keys[i].slot;
    return make_rest(self);
}
