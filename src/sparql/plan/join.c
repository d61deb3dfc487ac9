/* Joins one operand of a group, by the cheapest of the ways that there are: looked up for each row (index nested loop),
 * hashed, or, for patterns, fed with the rows that are there. */
#include "group_internal.h"

#include <math.h>

/* ---- Hashing ---------------------------------------------------------------------------------------------------- */

/* The conditions `?a = ?b` between the sides become keys of the join. */
static Status take_equalities(Group *group, HashJoin *join) {
    Expr **const taken =
        arena_array(group->planner->arena, group->condition_count + 1, sizeof *taken);
    PlanEqual equal;
    if (!taken) return STATUS_NO_MEMORY;
    for (size_t i = 0; group->links && i < group->condition_count; i++) {
        const Condition *const condition = &group->conditions[i];
        if (!condition->placed &&
            expr_equates(condition->expr, join->left->certain, join->right->certain, &equal))
            taken[join->condition_count++] = condition->expr;
    }
    join->conditions = taken;
    return STATUS_OK;
}

static void mark_placed(Group *group, const Plan *plan) {
    for (size_t i = 0; i < group->condition_count; i++)
        for (size_t k = 0; k < plan->condition_count; k++)
            if (group->conditions[i].expr == plan->conditions[k])
                group->conditions[i].placed = true;
}

/* The hash table is made over the side that is expected to have fewer rows. */
Status join_apart(Group *group, Plan **current, Plan *apart) {
    const bool apart_first = (*current)->estimate < apart->estimate;
    HashJoin join = {.kind = PLAN_JOIN,
                     .left = apart_first ? apart : *current,
                     .right = apart_first ? *current : apart};
    group->hashed = true;
    TRY(take_equalities(group, &join));
    *current = plan_join(group->planner, &join);
    if (*current) mark_placed(group, *current);
    return *current ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status join_hashed(Group *group, const Operand *operand, Plan **current) {
    Planner *const planner = group->planner;
    Plan *const unit = plan_new(planner, PLAN_UNIT, NULL, NULL);
    Plan *const scan = unit ? plan_scan(planner, unit, operand->triple, group->graph) : NULL;
    if (!scan) return STATUS_NO_MEMORY;
    scan->estimate = operand->count;
    scan->cost = COST_LOOK_UP + operand->count;
    return join_apart(group, current, scan);
}

/* ---- Prices --------------------------------------------------------------------------------------------------------- */

/* The price of reading all matches and hashing them, beyond that of the rows that come out. */
static double hashed_cost(const Operand *operand, const Plan *input) {
    const double fewer = operand->count < input->estimate ? operand->count : input->estimate;
    const double more = operand->count < input->estimate ? input->estimate : operand->count;
    return COST_LOOK_UP + operand->count + COST_TABLE + COST_KEEP * fewer + COST_PROBE * more;
}

/* Where only an equality connects, looking up would give all pairs: then it is hashed even where few rows are wanted. */
static bool may_hash(const Group *group, const Operand *operand, const Plan *input) {
    if (input->kind == PLAN_UNIT) return false;
    return group->hashes || (!set_meets(group->planner, operand->possible, input->certain) &&
                             is_linked(group, input, operand->possible));
}

/* How many of its variables are bound, if a table of all matches may serve at run time (exec's scan_table.c). */
static size_t bound_in_table(const Group *group, const Operand *operand, const Plan *input) {
    const Planner *const planner = group->planner;
    const TriplePattern *const t = operand->triple;
    const Slot slots[] = {t->subject.slot, t->predicate.slot, t->object.slot};
    size_t bound = 0;
    if (!group->tables || !triple_is_plain(t)) return 0;
    for (size_t i = 0; i < 3; i++)
        if (slots[i] != SLOT_NONE && slots[i] < planner->variable_count)
            bound += slot_in(input->certain, slots[i]);
    return bound < 3 ? bound : 0;
}

/* The price of looking up each row, by which the matches come; *filed: of it, that of the table. */
static double looked_up_cost(const Group *group, const Operand *operand, const Plan *input,
                             double *filed) {
    const double looked_up = COST_LOOK_UP * input->estimate;
    *filed = 0;
    if (bound_in_table(group, operand, input) == 0) return looked_up;
    const double table = COST_LOOK_UP + COST_TABLE + COST_FILE * operand->count;
    const double tabled = table + COST_MEET * input->estimate;
    if (looked_up <= tabled) return looked_up;
    *filed = table;
    return tabled;
}

static JoinPrice price_of_triple(Group *group, Operand *operand, const Plan *input) {
    const double rows = input->estimate * triple_fanout(group, operand, input, true);
    const double matches = input->estimate * triple_fanout(group, operand, input, false);
    double filed = 0;
    const double looked_up = looked_up_cost(group, operand, input, &filed) + matches;
    if (may_hash(group, operand, input)) {
        const double hashed = hashed_cost(operand, input) + rows;
        if (hashed < looked_up) return (JoinPrice){.rows = rows, .cost = hashed, .hashed = true};
    }
    return (JoinPrice){.rows = matches, .cost = looked_up, .once = filed};
}

/* Of a pattern that was planned alone and is hashed. */
static JoinPrice price_of_pattern(const Group *group, const Operand *operand, const Plan *input) {
    const double cost = operand->alone->cost;
    double rows = input->estimate * operand->count;
    if (input->kind == PLAN_UNIT) return (JoinPrice){.rows = operand->count, .cost = cost};
    if (set_meets(group->planner, operand->possible, input->possible) ||
        is_linked(group, input, operand->possible))
        rows = sqrt(rows);
    return (JoinPrice){.rows = rows,
                       .cost = cost + COST_TABLE + COST_PROBE * input->estimate +
                               COST_KEEP * operand->count + rows,
                       .hashed = true};
}

JoinPrice price_of(Group *group, Operand *operand, const Plan *input) {
    if (operand->triple) return price_of_triple(group, operand, input);
    if (operand->alone) return price_of_pattern(group, operand, input);
    const double fanout = path_fanout(group, operand, input);
    return (JoinPrice){.rows = input->estimate * fanout,
                       .cost = input->estimate * (fanout + 1) * COST_LOOK_UP};
}

/* ---- Triple patterns and paths -------------------------------------------------------------------------------------- */

static Status join_one(Group *group, Operand *operand, Plan **current) {
    Planner *const planner = group->planner;
    const JoinPrice price = price_of(group, operand, *current);
    if (price.hashed) {
        TRY(join_hashed(group, operand, current));
    } else {
        *current = operand->triple ? plan_scan(planner, *current, operand->triple, group->graph)
                                   : plan_path(planner, *current, operand->algebra, group->graph);
        if (!*current) return STATUS_NO_MEMORY;
        (*current)->cost += price.cost;
        (*current)->once += price.once;
    }
    (*current)->estimate = price.rows;
    return STATUS_OK;
}

/* ---- Other patterns ------------------------------------------------------------------------------------------- */

/* Rows that share nothing with the pattern would only evaluate it again and again: more than one may come of an input
 * that is expected to give one, so they are fed only where the plain evaluation has no other way. */
static Status may_gain(Group *group, const Pattern *pattern, const Plan *left, bool *may) {
    SlotWord *possible = NULL, *certain = NULL;
    *may = !group->links || left->kind == PLAN_UNIT;
    if (!*may) {
        TRY(sets_of_algebra(group->planner, pattern->algebra, &possible, &certain));
        *may = set_meets(group->planner, possible, left->possible);
    }
    return *may ? may_feed(group->planner, pattern->algebra, left->possible, may) : STATUS_OK;
}

Status join_pattern(Group *group, const Pattern *pattern, Plan *alone, Plan **current) {
    Planner *const planner = group->planner;
    Plan *const left = *current;
    Plan *fed = NULL, *hashed = NULL;
    const bool searching = planner->effort < EFFORT_MAX;
    bool may = false;
    if (searching || !alone) TRY(may_gain(group, pattern, left, &may));
    if (alone && !may && group->links && pattern->hashed == PLAN_JOIN)
        return join_apart(group, current, alone);
    if (may)
        TRY(plan_fed(planner, pattern->fed, left, pattern->algebra, group->graph,
                     pattern->condition_count == 0, &fed));
    if (!alone && (!fed || (group->hashes && searching)))
        TRY(plan_from(planner, pattern->algebra, group->graph, NULL, &alone));
    HashJoin join = {pattern->hashed, left, alone, pattern->conditions, pattern->condition_count};
    if (alone && join.kind == PLAN_JOIN) TRY(take_equalities(group, &join));
    if (alone) hashed = plan_join(planner, &join);
    if (!hashed && !fed) return STATUS_NO_MEMORY;
    *current = !hashed || (fed && (!group->hashes || fed->cost < hashed->cost)) ? fed : hashed;
    group->hashed = group->hashed || *current == hashed;
    if (*current == hashed) {
        mark_placed(group, hashed);
        return STATUS_OK;
    }
    fed->conditions = pattern->conditions;
    fed->condition_count = pattern->condition_count;
    return STATUS_OK;
}

/* Conditions may see in an EXISTS what the joined rows bind. */
Status plan_condition_exists(Group *group, const Plan *plan) {
    for (size_t i = 0; i < plan->condition_count; i++)
        TRY(plan_exists(group->planner, plan->conditions[i], group->graph, plan));
    return STATUS_OK;
}

Status join_operand(Group *group, Operand *operand, Plan **current) {
    const Pattern pattern = {
        .algebra = operand->algebra, .hashed = PLAN_JOIN, .fed = PLAN_BIND_JOIN};
    operand->used = true;
    if (!operand->alone) return join_one(group, operand, current);
    if ((*current)->kind != PLAN_UNIT)
        return join_pattern(group, &pattern, operand->alone, current);
    *current = operand->alone;
    return STATUS_OK;
}
