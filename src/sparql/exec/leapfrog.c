/* Cyclic patterns joined variable by variable (Veldhuizen, Leapfrog Triejoin, 2014): the matches of each pattern are a trie
 * in the order of the variables; a value of a variable is one that all tries have at this place, found by leaping from one
 * to the other. So no row is made that a later pattern drops, as joins of two patterns at a time do in a cycle. */
#include "leapfrog_internal.h"

enum {
    PORTION_VALUES = 16 /* of the first variable, in what one of several threads takes at a time */
};

typedef struct Joined {
    Slot slot;
    TrieLevel **levels; /* of the tries that have it */
    TrieLevel **above;  /* of each the level before; NULL: it is the first */
    size_t count;
    TermId value;
} Joined;

typedef struct LeapfrogOperator {
    Operator op;
    Trie *tries; /* by pattern */
    Joined *variables;
    GraphScan *scans; /* by pattern */
    QuadBatch *quads;
    TermId **columns; /* of the output, by variable; NULL: nobody reads it */
    bool made, walking, ended;
    size_t depth;       /* the variable under way */
    uint64_t values;    /* of the first one, before that which is under way */
    bool other_portion; /* that value is one of a later portion */
} LeapfrogOperator;

/* ---- One variable ------------------------------------------------------------------------------------------------ */

/* The first place from `at` on whose value is not less: near ones are found soonest. */
static uint32_t gallop(const TermId *values, uint32_t at, uint32_t end, TermId value) {
    uint32_t step = 1;
    if (at == end || values[at] >= value) return at;
    while (step < end - at && values[at + step] < value) {
        at += step;
        step *= 2;
    }
    uint32_t high = step < end - at ? at + step : end;
    while (at + 1 < high) {
        const uint32_t middle = at + (high - at) / 2;
        if (values[middle] < value)
            at = middle;
        else
            high = middle;
    }
    return high;
}

/* Moves on to the next value that all tries have, from where they stand; false: there is none. */
static bool find_common(Joined *variable) {
    size_t agreed = 0, i = 0;
    TermId value = 0;
    for (;;) {
        TrieLevel *const level = variable->levels[i];
        level->at = gallop(level->values, level->at, level->end, value);
        if (level->at == level->end) return false;
        const TermId found = level->values[level->at];
        agreed = found == value ? agreed + 1 : 1;
        value = variable->value = found;
        if (agreed == variable->count) return true;
        i = i + 1 == variable->count ? 0 : i + 1;
    }
}

/* Begins with the values below those that are bound. */
static void enter(const Joined *variable) {
    for (size_t i = 0; i < variable->count; i++) {
        TrieLevel *const level = variable->levels[i];
        const TrieLevel *const above = variable->above[i];
        level->at = above ? above->children[above->at] : 0;
        level->end = above ? above->children[above->at + 1] : (uint32_t)level->count;
    }
}

/* ---- All variables ----------------------------------------------------------------------------------------------- */

static void step(LeapfrogOperator *self, size_t depth) {
    self->variables[depth].levels[0]->at++;
    if (depth == 0) self->values++;
}

/* Moves on to a value of the first variable that this thread works on. */
static bool find_first(LeapfrogOperator *self) {
    Portion *const portion = self->op.exec->portion;
    for (;;) {
        self->other_portion = false;
        if (!find_common(&self->variables[0])) {
            if (portion) portion->last = true;
            return false;
        }
        const uint64_t number = self->values / PORTION_VALUES;
        if (!portion || number == portion->number) return true;
        self->other_portion = number > portion->number;
        if (self->other_portion) return false;
        step(self, 0);
    }
}

/* The next solution; *found false: there are no more in the portion. */
static Status next_solution(LeapfrogOperator *self, bool *found) {
    const size_t last = self->op.plan->key_count - 1;
    size_t steps = 0;
    if (self->walking) {
        if (!self->other_portion) step(self, last);
    } else {
        self->depth = 0;
        enter(&self->variables[0]);
    }
    self->walking = true;
    for (;;) {
        if (++steps % 4096 == 0) TRY(budget_check(self->op.exec->setup.budget));
        *found = self->depth == 0 ? find_first(self) : find_common(&self->variables[self->depth]);
        if (*found && self->depth == last) return STATUS_OK;
        if (*found) {
            enter(&self->variables[++self->depth]);
        } else {
            if (self->depth == 0) return STATUS_OK;
            step(self, --self->depth);
        }
    }
}

/* ---- Making ----------------------------------------------------------------------------------------------------------- */

static const Node *node_in(const TriplePattern *triple, size_t column) {
    const Node *const nodes[] = {&triple->subject, &triple->predicate, &triple->object};
    return nodes[column];
}

/* The levels of a pattern's trie, in the order of the variables. */
static void set_levels(const Plan *plan, const TriplePattern *triple, Trie *trie) {
    for (size_t k = 0; k < plan->key_count; k++)
        for (size_t column = 0; column < 3; column++)
            if (node_in(triple, column)->slot == plan->keys[k])
                trie->column[trie->levels++] = (QuadColumn)column;
}

static Status make_variable(LeapfrogOperator *self, size_t k) {
    const Plan *const plan = self->op.plan;
    Joined *const variable = &self->variables[k];
    Arena *const arena = self->op.exec->setup.arena;
    variable->slot = plan->keys[k];
    variable->levels = arena_array(arena, plan->triple_count, sizeof(TrieLevel *));
    variable->above = arena_array(arena, plan->triple_count, sizeof(TrieLevel *));
    if (!variable->levels || !variable->above) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->triple_count; i++) {
        Trie *const trie = &self->tries[i];
        for (size_t level = 0; level < trie->levels; level++) {
            if (node_in(&plan->triples[i], trie->column[level])->slot != variable->slot) continue;
            variable->above[variable->count] = level > 0 ? &trie->level[level - 1] : NULL;
            variable->levels[variable->count++] = &trie->level[level];
        }
    }
    return STATUS_OK;
}

static Status open_pattern(LeapfrogOperator *self, size_t at) {
    const Plan *const plan = self->op.plan;
    Exec *const exec = self->op.exec;
    GraphScan *const scan = &self->scans[at];
    const Trie *const trie = &self->tries[at];
    QuadPattern pattern = {0};
    TermId *const ids[] = {&pattern.subject, &pattern.predicate, &pattern.object};
    for (size_t column = 0; column < 3; column++) {
        const Node *const node = node_in(&plan->triples[at], column);
        if (node->slot == SLOT_NONE) TRY(exec_intern(exec, &node->term, ids[column]));
    }
    if (plan->graph.named) TRY(exec_intern(exec, &plan->graph.name.term, &pattern.graph));
    scan->columns = 0;
    for (size_t i = 0; i < trie->levels; i++) scan->columns |= 1u << trie->column[i];
    scan->order = source_order(exec->setup.source, &pattern, trie->column[0],
                               trie->levels > 1 ? trie->column[1] : QUAD_COLUMNS);
    return graph_scan_open(scan, exec, &pattern, plan->graph.named);
}

static Status make_tries(Operator *op) {
    LeapfrogOperator *const self = (LeapfrogOperator *)op;
    for (size_t i = 0; i < op->plan->triple_count; i++) {
        TRY(open_pattern(self, i));
        TRY(trie_make(&self->tries[i], &self->scans[i], self->quads));
    }
    return STATUS_OK;
}

static Status get_tries(LeapfrogOperator *self) {
    Operator *const op = &self->op;
    const Operator *maker = op;
    TRY(op->plan->shared ? shared_make(op, make_tries, &maker) : make_tries(op));
    const LeapfrogOperator *const made = (const LeapfrogOperator *)maker;
    for (size_t i = 0; made != self && i < op->plan->triple_count; i++)
        trie_borrow(&self->tries[i], &made->tries[i]);
    self->made = true;
    return STATUS_OK;
}

static Status leapfrog_next(Operator *op, Batch **batch) {
    LeapfrogOperator *const self = (LeapfrogOperator *)op;
    const Plan *const plan = op->plan;
    TermId **const columns = self->columns;
    output_clear(op);
    *batch = &op->batch;
    if (op->exec->portion) op->exec->portion->asked = true;
    if (!self->made) TRY(get_tries(self));
    if (self->ended) return STATUS_OK;
    for (size_t k = 0; k < plan->key_count; k++)
        if (operator_hands_up(op, plan->keys[k]))
            TRY(output_column(op, plan->keys[k], &columns[k]));
    while (op->batch.rows < BATCH_ROWS) {
        bool found = false;
        TRY(next_solution(self, &found));
        self->ended = !found && !self->other_portion;
        if (!found) return STATUS_OK;
        for (size_t k = 0; k < plan->key_count; k++)
            if (columns[k]) columns[k][op->batch.rows] = self->variables[k].value;
        op->batch.rows++;
    }
    return STATUS_OK;
}

static void leapfrog_close(Operator *op) {
    LeapfrogOperator *const self = (LeapfrogOperator *)op;
    for (size_t i = 0; i < op->plan->triple_count; i++) {
        trie_free(&self->tries[i], op->exec->setup.budget);
        graph_scan_close(&self->scans[i]);
    }
    self->made = self->walking = self->ended = self->other_portion = false;
    self->values = 0;
}

static Status leapfrog_open(Operator *op) {
    leapfrog_close(op);
    return STATUS_OK;
}

static const OperatorMethods methods = {leapfrog_open, leapfrog_next, leapfrog_close};

Status make_leapfrog(Exec *exec, Plan *plan, Operator **made) {
    Arena *const arena = exec->setup.arena;
    TRY(operator_alloc(exec, plan, &methods, sizeof(LeapfrogOperator), made));
    LeapfrogOperator *const self = (LeapfrogOperator *)*made;
    self->tries = arena_array(arena, plan->triple_count, sizeof *self->tries);
    self->scans = arena_array(arena, plan->triple_count, sizeof *self->scans);
    self->variables = arena_array(arena, plan->key_count, sizeof *self->variables);
    self->columns = arena_array(arena, plan->key_count, sizeof *self->columns);
    self->quads = arena_space(arena, sizeof *self->quads);
    if (!self->tries || !self->scans || !self->variables || !self->columns || !self->quads)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->triple_count; i++)
        set_levels(plan, &plan->triples[i], &self->tries[i]);
    for (size_t k = 0; k < plan->key_count; k++) TRY(make_variable(self, k));
    return STATUS_OK;
}
