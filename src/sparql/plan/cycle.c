/* Cyclic patterns: where each of some patterns shares two variables with others, any two of them can match far more often
 * than all together, so that joining two at a time makes rows in vain. They may be joined variable by variable instead
 * (PLAN_LEAPFROG), if the source's numbers say that this is cheaper.
 *
 * What is cyclic is left over when the patterns that hang on the others are taken away again and again: those whose
 * shared variables are all in one other pattern (Graham; Yu and Özsoyoğlu, 1979). */
#include "group_internal.h"

#define COST_LEAP    0.5 /* a value that the tries are sought for */
#define COST_IN_TRIE 2   /* a match that is put into a trie */

enum {
    CYCLIC_MAX = 16 /* operands of a group that are looked at */
};

typedef struct Cycle {
    Group *group;
    bool in[CYCLIC_MAX]; /* by operand */
    Slot *order;         /* variables */
    size_t variables;
    SlotWord *chosen; /* … as a set */
    double rows, cost;
} Cycle;

/* ---- Finding it -------------------------------------------------------------------------------------------------- */

static const SlotWord *slots_of(const Cycle *cycle, size_t at) {
    return cycle->group->operands[at].possible;
}

/* The slots of a pattern that others have too. */
static void set_shared(const Cycle *cycle, size_t at, SlotWord *shared) {
    const Planner *const planner = cycle->group->planner;
    set_take_all(planner, shared, shared);
    for (size_t i = 0; i < cycle->group->operand_count; i++)
        if (cycle->in[i] && i != at) set_add_all(planner, shared, slots_of(cycle, i));
    set_keep_all(planner, shared, slots_of(cycle, at));
}

static bool hangs_on_one(const Cycle *cycle, size_t at, SlotWord *shared) {
    const Planner *const planner = cycle->group->planner;
    set_shared(cycle, at, shared);
    if (!set_meets(planner, shared, shared)) return true;
    for (size_t i = 0; i < cycle->group->operand_count; i++)
        if (cycle->in[i] && i != at && set_within(planner, shared, slots_of(cycle, i))) return true;
    return false;
}

static size_t reduce(Cycle *cycle, SlotWord *shared) {
    size_t left = 0;
    for (size_t before = SIZE_MAX; left != before;) {
        before = left;
        left = 0;
        for (size_t i = 0; i < cycle->group->operand_count; i++) {
            if (cycle->in[i] && hangs_on_one(cycle, i, shared)) cycle->in[i] = false;
            left += cycle->in[i];
        }
    }
    return left;
}

static bool is_candidate(const Group *group, const Operand *operand) {
    return operand->triple && triple_is_plain(operand->triple) &&
           set_meets(group->planner, operand->possible, operand->possible);
}

/* *size: the number of patterns that are cyclic, with those that only have variables of these. */
static Status find_cycle(Cycle *cycle, size_t *size) {
    const Group *const group = cycle->group;
    const Planner *const planner = group->planner;
    SlotWord *const slots = set_new(group->planner);
    if (!slots) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < group->operand_count; i++)
        cycle->in[i] = is_candidate(group, &group->operands[i]);
    *size = reduce(cycle, slots);
    if (*size == 0) return STATUS_OK;
    set_take_all(planner, slots, slots);
    for (size_t i = 0; i < group->operand_count; i++)
        if (cycle->in[i]) set_add_all(planner, slots, slots_of(cycle, i));
    *size = 0;
    for (size_t i = 0; i < group->operand_count; i++) {
        cycle->in[i] = is_candidate(group, &group->operands[i]) &&
                       set_within(planner, slots_of(cycle, i), slots);
        *size += cycle->in[i];
    }
    return STATUS_OK;
}

/* ---- The order of its variables -------------------------------------------------------------------------------------- */

typedef struct Step {
    double tried, found; /* values for each row so far: those of the fewest, those that all have */
    bool connected;
} Step;

/* How many values of the slot a pattern has for one row of the variables chosen. */
static double values_for_row(Cycle *cycle, Operand *operand, Slot slot, double *all,
                             bool *connected) {
    const Node *const nodes[] = {&operand->triple->subject, &operand->triple->predicate,
                                 &operand->triple->object};
    double values = operand->count;
    *all = operand->count;
    for (Column column = SUBJECT; column <= OBJECT && operand->count > 0; column++) {
        const Slot in = nodes[column]->slot;
        if (in == SLOT_NONE) continue;
        const double fanout = operand_fanout(cycle->group, operand, column);
        if (in == slot) *all = operand->count / fanout;
        if (!slot_in(cycle->chosen, in)) continue;
        values *= fanout / operand->count;
        *connected = true;
    }
    return values < *all ? values : *all;
}

static Step step_to(Cycle *cycle, Slot slot) {
    Group *const group = cycle->group;
    Step step = {-1, 0, false};
    double most = 1, product = 1;
    size_t patterns = 0;
    for (size_t i = 0; i < group->operand_count; i++) {
        double all;
        if (!cycle->in[i] || !slot_in(slots_of(cycle, i), slot)) continue;
        const double values =
            values_for_row(cycle, &group->operands[i], slot, &all, &step.connected);
        if (step.tried < 0 || values < step.tried) step.tried = values;
        if (all > most) most = all;
        product *= values;
        patterns++;
    }
    for (; patterns > 1; patterns--) product /= most;
    step.found = product < step.tried ? product : step.tried;
    return step;
}

/* The variable that leaves the fewest rows comes next, one that is connected before others. */
static void choose_variable(Cycle *cycle, const SlotWord *slots) {
    Slot best = SLOT_NONE;
    Step best_step = {0, 0, false};
    for (Slot slot = 0; slot < cycle->group->planner->variable_count; slot++) {
        if (!slot_in(slots, slot) || slot_in(cycle->chosen, slot)) continue;
        const Step step = step_to(cycle, slot);
        if (best != SLOT_NONE && best_step.connected && !step.connected) continue;
        if (best != SLOT_NONE && best_step.connected == step.connected &&
            step.found >= best_step.found)
            continue;
        best = slot;
        best_step = step;
    }
    cycle->cost += cycle->rows * (1 + COST_LEAP * best_step.tried);
    cycle->rows *= best_step.found;
    slot_add(cycle->chosen, best);
    cycle->order[cycle->variables++] = best;
}

/* ---- Its plan ----------------------------------------------------------------------------------------------------------- */

static Status copy_patterns(const Cycle *cycle, size_t size, TriplePattern **triples,
                            SlotWord **slots) {
    const Group *const group = cycle->group;
    size_t count = 0;
    *slots = set_new(group->planner);
    *triples = arena_array(group->planner->arena, size, sizeof **triples);
    if (!*triples || !*slots) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < group->operand_count; i++) {
        if (!cycle->in[i]) continue;
        (*triples)[count++] = *group->operands[i].triple;
        set_add_all(group->planner, *slots, slots_of(cycle, i));
    }
    return STATUS_OK;
}

static Status plan_leapfrog(Cycle *cycle, size_t size, Operand *made) {
    Planner *const planner = cycle->group->planner;
    Plan *const plan = plan_new(planner, PLAN_LEAPFROG, NULL, NULL);
    Algebra *const algebra = arena_alloc(planner->arena, sizeof *algebra);
    TriplePattern *triples = NULL;
    SlotWord *slots = NULL;
    TRY(copy_patterns(cycle, size, &triples, &slots));
    cycle->order = arena_array(planner->arena, planner->variable_count, sizeof *cycle->order);
    cycle->chosen = set_new(planner);
    if (!plan || !algebra || !cycle->order || !cycle->chosen) return STATUS_NO_MEMORY;
    cycle->rows = 1;
    while (!set_within(planner, slots, cycle->chosen)) choose_variable(cycle, slots);
    for (size_t i = 0; i < cycle->group->operand_count; i++)
        if (cycle->in[i])
            plan->once += COST_LOOK_UP + COST_IN_TRIE * cycle->group->operands[i].count;
    *algebra = (Algebra){.kind = ALGEBRA_BGP, .triples = triples, .triple_count = size};
    plan->triples = triples;
    plan->triple_count = size;
    plan->graph = *cycle->group->graph;
    plan->possible = plan->certain = slots;
    plan->keys = cycle->order;
    plan->key_count = cycle->variables;
    plan->estimate = cycle->rows;
    plan->cost = cycle->cost + plan->once + cycle->rows;
    *made = (Operand){.algebra = algebra, .alone = plan, .possible = slots, .count = cycle->rows};
    return STATUS_OK;
}

/* The group with the cycle as one operand. */
static Status replace_cycle(const Cycle *cycle, const Operand *whole, Group *changed) {
    const Group *const group = cycle->group;
    Operand *const operands =
        arena_array(group->planner->arena, group->operand_count, sizeof *operands);
    if (!operands) return STATUS_NO_MEMORY;
    changed->operands = operands;
    changed->operand_count = 0;
    operands[changed->operand_count++] = *whole;
    for (size_t i = 0; i < group->operand_count; i++)
        if (!cycle->in[i]) operands[changed->operand_count++] = group->operands[i];
    return STATUS_OK;
}

Status group_without_cycle(Group *group, Group *changed) {
    Cycle cycle = {.group = group};
    Operand whole;
    size_t size = 0;
    *changed = *group;
    if (!group->hashes || group->planner->bound || group->operand_count > CYCLIC_MAX ||
        (group->graph->named && group->graph->name.slot != SLOT_NONE))
        return STATUS_OK;
    TRY(find_cycle(&cycle, &size));
    if (size == 0) return STATUS_OK;
    TRY(plan_leapfrog(&cycle, size, &whole));
    return replace_cycle(&cycle, &whole, changed);
}
