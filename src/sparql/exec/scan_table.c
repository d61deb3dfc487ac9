/* Look-ups of a scan in a table of all matches: chosen at run time, as soon as there are so many rows that reading all
 * matches takes less time than looking them up. So a plan that expected few rows costs at most about twice as much as
 * one that knew better. */
#include "scan_internal.h"

#include <string.h>

enum {
    ROWS_PER_LOOK_UP = 128, /* are read into a table in the time of a look-up */
    TABLE_FROM = 4,         /* look-ups: the time to begin a table */
    TABLE_AT_ONCE =
        8 /* the part of the look-ups that must be done before those to come count, for fewer rows may be asked for */
};

/* ---- Whether ------------------------------------------------------------------------------------------------------ */

static bool binds_all(const TermId *column, size_t count) {
    bool all = true;
    for (size_t i = 0; i < count; i++) all = all && column[i] != TERM_ID_NONE;
    return all;
}

/* Are the matches in one order? The merge of several graphs has none; and a graph that is substituted changes. */
static bool has_order(const ScanOperator *self) {
    const Dataset *const dataset = self->op.exec->dataset;
    if (self->nodes[QUAD_GRAPH]) return self->constants[QUAD_GRAPH] != TERM_ID_NONE;
    return dataset->union_default || dataset->default_count == 1;
}

/* Finds what the rows of a new batch bind: the same one or two columns in all of them, or the table does not serve. */
static void find_bound(ScanOperator *self) {
    const Batch *const batch = self->input.batch;
    ScanTable *const table = &self->table;
    QuadColumn bound[POSITIONS] = {QUAD_COLUMNS, QUAD_COLUMNS};
    size_t count = 0;
    table->bound_1st = QUAD_COLUMNS;
    if (!self->plain || !has_order(self)) return;
    for (QuadColumn i = QUAD_SUBJECT; i < QUAD_GRAPH; i++) {
        if (self->constants[i] != TERM_ID_NONE) continue;
        const Slot slot = self->nodes[i]->slot;
        if (self->op.outer[slot] != TERM_ID_NONE) return; /* it changes from run to run */
        if (!batch->columns[slot]) continue;
        if (!binds_all(batch->columns[slot], batch->rows)) return;
        bound[count++] = i;
    }
    if (count == 0 || count > 2) return;
    table->bound_1st = bound[0];
    table->bound_2nd = bound[1];
}

static QuadPattern pattern_of_constants(const ScanOperator *self) {
    const TermId *const ids = self->constants;
    return (QuadPattern){ids[0], ids[1], ids[2], ids[3]};
}

static Status find_worth(ScanOperator *self) {
    const Dataset *const dataset = self->op.exec->dataset;
    QuadPattern pattern = pattern_of_constants(self);
    uint64_t count = 0;
    self->table.worth = TABLE_FROM;
    if (!self->nodes[QUAD_GRAPH] && !dataset->union_default) pattern.graph = dataset->defaults[0];
    for (size_t i = 0; i < POSITIONS; i++)
        if (id_is_local(self->constants[i])) return STATUS_OK;
    TRY(source_estimate(self->op.exec->setup.source, &pattern, &count));
    self->table.worth += count / ROWS_PER_LOOK_UP;
    return STATUS_OK;
}

static bool serves(const ScanTable *table) {
    return table->matches.usable && table->matches.key == table->bound_1st &&
           (table->bound_2nd == QUAD_COLUMNS || table->second == table->bound_2nd);
}

static bool is_wanted(const ScanOperator *self, QuadColumn column) {
    const PlanKind kind = self->op.plan->kind;
    return (kind == PLAN_SCAN || kind == PLAN_SCAN_OPTIONAL) &&
           self->constants[column] == TERM_ID_NONE &&
           operator_hands_up(&self->op, self->nodes[column]->slot);
}

void scan_table_free(ScanOperator *self) {
    ScanTable *const table = &self->table;
    if (!table->borrowed) match_table_free(&table->matches, self->op.exec->setup.budget);
    table->matches = (MatchTable){0};
    table->borrowed = table->shared = false;
}

static Status make_table(Operator *op) {
    ScanOperator *const self = (ScanOperator *)op;
    Exec *const exec = op->exec;
    ScanTable *const table = &self->table;
    const QuadPattern pattern = pattern_of_constants(self);
    self->scan.order =
        source_order(exec->setup.source, &pattern, table->bound_1st, table->bound_2nd);
    table->refused = self->scan.order == ORDER_ANY;
    if (table->refused) return STATUS_OK;
    self->scan.columns = 0;
    for (QuadColumn i = QUAD_SUBJECT; i < QUAD_GRAPH; i++)
        if (i == table->bound_1st || i == table->bound_2nd || is_wanted(self, i))
            self->scan.columns |= 1u << i;
    TRY(graph_scan_open(&self->scan, exec, &pattern, self->nodes[QUAD_GRAPH] != NULL));
    TRY(match_table_make(&table->matches, &self->scan, self->quads, table->bound_1st,
                         (table->worth - TABLE_FROM + 1) * ROWS_PER_LOOK_UP));
    self->scan.order = self->op.plan->order;
    table->second = table->bound_2nd;
    table->refused = !table->matches.usable;
    self->op.plan->actual.filed += table->matches.count;
    return STATUS_OK;
}

/* Of threads that share a table the first that needs one makes it, and no other is made: so all of them find the same rows
 * in the same order (deal.c counts on it). */
static Status get_table(ScanOperator *self) {
    ScanTable *const table = &self->table;
    const Operator *maker = NULL;
    table->refused = table->shared;
    if (table->shared) return STATUS_OK;
    scan_table_free(self);
    if (!self->op.plan->shared) return make_table(&self->op);
    TRY(shared_make(&self->op, make_table, &maker));
    const ScanTable *const made = &((const ScanOperator *)maker)->table;
    table->shared = true;
    if (made == table) return STATUS_OK;
    table->matches = made->matches;
    table->second = made->second;
    table->borrowed = true;
    table->refused = !serves(table);
    return STATUS_OK;
}

static MatchRange find(const ScanOperator *self) {
    const ScanTable *const table = &self->table;
    const Batch *const batch = self->input.batch;
    const size_t at = self->input.at;
    const MatchRange range =
        match_table_find(&table->matches, batch->columns[self->nodes[table->bound_1st]->slot][at]);
    if (table->bound_2nd == QUAD_COLUMNS) return range;
    return match_table_narrow(&table->matches, range, table->bound_2nd,
                              batch->columns[self->nodes[table->bound_2nd]->slot][at]);
}

static void find_row(ScanOperator *self) {
    ScanTable *const table = &self->table;
    table->range = find(self);
    table->alone =
        self->op.plan->kind == PLAN_SCAN_OPTIONAL && table->range.from == table->range.end;
}

Status scan_table_choose(ScanOperator *self) {
    ScanTable *const table = &self->table;
    table->active = false;
    if (!self->input.batch) return STATUS_OK;
    const size_t rows = self->input.batch->rows;
    uint64_t all = table->looked_up + rows - self->input.at;
    if (rows == BATCH_ROWS) all += BATCH_ROWS; /* there are more */
    if (self->input.at == 0) find_bound(self);
    if (table->bound_1st == QUAD_COLUMNS) return STATUS_OK;
    if (!serves(table)) {
        if (table->refused || all < TABLE_FROM) return STATUS_OK;
        if (table->worth == 0) TRY(find_worth(self));
        if (all < table->worth || table->looked_up < table->worth / TABLE_AT_ONCE) return STATUS_OK;
        TRY(get_table(self));
        if (!serves(table)) return STATUS_OK;
    }
    table->active = true;
    find_row(self);
    return STATUS_OK;
}

/* ---- Taking ------------------------------------------------------------------------------------------------------- */

#define NO_MATCH UINT32_MAX

typedef struct Taken {
    size_t count;
    uint16_t from[BATCH_ROWS]; /* row of the input */
    uint32_t to[BATCH_ROWS];   /* match, or NO_MATCH */
} Taken;

/* Moves on through the batch; its end also ends `matching`. */
static void take_matches(ScanOperator *self, Taken *taken) {
    MatchRange *const range = &self->table.range;
    Input *const input = &self->input;
    const size_t room = self->most - self->op.batch.rows;
    taken->count = 0;
    for (;;) {
        for (; range->from < range->end && taken->count < room; range->from++) {
            taken->from[taken->count] = (uint16_t)input->at;
            taken->to[taken->count++] = range->from;
        }
        if (self->table.alone && taken->count < room) {
            taken->from[taken->count] = (uint16_t)input->at;
            taken->to[taken->count++] = NO_MATCH;
            self->table.alone = false;
        }
        if (range->from < range->end || self->table.alone) return;
        self->matching = input->at + 1 < input->batch->rows;
        if (!self->matching) return;
        input->at++;
        find_row(self);
    }
}

/* What the matches have in the position that fills the slot; NULL: nothing does. */
static const TermId *matches_of(const ScanOperator *self, Slot slot) {
    for (size_t i = 0; i < QUAD_GRAPH; i++)
        if (self->constants[i] == TERM_ID_NONE && self->nodes[i]->slot == slot)
            return self->table.matches.values[i];
    return NULL;
}

static void gather(const ScanOperator *self, const Taken *taken, Slot slot) {
    const TermId *const from = self->input.batch->columns[slot], *const matches =
                                                                     matches_of(self, slot);
    TermId *const to = self->op.batch.columns[slot] + self->op.batch.rows;
    if (from)
        for (size_t i = 0; i < taken->count; i++) to[i] = from[taken->from[i]];
    else if (matches)
        for (size_t i = 0; i < taken->count; i++)
            to[i] = taken->to[i] == NO_MATCH ? TERM_ID_NONE : matches[taken->to[i]];
    else
        memset(to, 0, taken->count * sizeof *to);
}

Status scan_table_take(ScanOperator *self) {
    Operator *const op = &self->op;
    Taken taken;
    for (size_t i = 0; i < QUAD_GRAPH; i++)
        if (self->constants[i] == TERM_ID_NONE) TRY(scan_add_columns(op, self->nodes[i]));
    take_matches(self, &taken);
    for (size_t i = 0; i < op->active_count; i++) gather(self, &taken, op->active[i]);
    op->batch.rows += taken.count;
    return STATUS_OK;
}
