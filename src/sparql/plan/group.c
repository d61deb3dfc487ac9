/* A group is what may be joined in any order: triple patterns, paths and other patterns joined together, with the
 * filters, EXISTS and MINUS over them and the optionals at their end. It is planned greedily: the operand that leaves
 * the fewest rows comes next; a filter is placed as soon as all it looks at is bound. Optionals come last, in their
 * order. */
#include "group_internal.h"

/* ---- Collecting ---------------------------------------------------------------------------------------------- */

static Status add_operand(Group *group, const TriplePattern *triple, const Algebra *algebra) {
    Planner *const planner = group->planner;
    TRY(array_grow((void **)&group->operands, &group->operand_cap, group->operand_count + 1,
                   sizeof *group->operands));
    Operand *const operand = &group->operands[group->operand_count++];
    *operand = (Operand){.triple = triple,
                         .algebra = algebra,
                         .possible = set_new(planner),
                         .fanout = {-1, -1, -1},
                         .share = -1};
    if (!operand->possible) return STATUS_NO_MEMORY;
    if (triple) {
        operand->count = count_triple(planner, triple, group->graph);
        set_add_triple(planner, operand->possible, triple);
        if (group->graph->named) set_add_node(planner, operand->possible, &group->graph->name);
    } else if (algebra && algebra->kind == ALGEBRA_PATH) {
        operand->count = count_links(planner, algebra->path, group->graph);
        set_add_node(planner, operand->possible, &algebra->subject);
        set_add_node(planner, operand->possible, &algebra->object);
    }
    set_add_all(planner, group->possible, operand->possible);
    return STATUS_OK;
}

/* Any other pattern is planned by itself. It may grow other groups: the operand is looked up again. */
static Status add_other(Group *group, const Algebra *algebra) {
    Plan *alone = NULL;
    TRY(plan_from(group->planner, algebra, group->graph, NULL, &alone));
    TRY(add_operand(group, NULL, algebra));
    Operand *const operand = &group->operands[group->operand_count - 1];
    operand->alone = alone;
    operand->count = alone->estimate;
    set_add_all(group->planner, operand->possible, alone->possible);
    set_add_all(group->planner, group->possible, alone->possible);
    return STATUS_OK;
}

static Status add_conditions(Group *group, const Algebra *filter) {
    for (size_t i = 0; i < filter->condition_count; i++) {
        TRY(array_grow((void **)&group->conditions, &group->condition_cap,
                       group->condition_count + 1, sizeof *group->conditions));
        Condition *const condition = &group->conditions[group->condition_count++];
        *condition =
            (Condition){.expr = filter->conditions[i], .mentioned = set_new(group->planner)};
        if (!condition->mentioned) return STATUS_NO_MEMORY;
        set_add_expr(group->planner, condition->mentioned, filter->conditions[i]);
        /* EXISTS looks at the graph whose name the scans bind. */
        if (group->graph->named)
            set_add_node(group->planner, condition->mentioned, &group->graph->name);
    }
    return STATUS_OK;
}

static Status collect(Group *group, const Algebra *a, const SlotWord *outside);

/* Joins of what lies outside come in between: the conditions must not see it, nor the optional part bind it. */
static Status can_loosen(Group *group, const Algebra *a, const SlotWord *outside, bool *can) {
    Planner *const planner = group->planner;
    SlotWord *possible = NULL, *certain = NULL, *const touched = set_new(planner);
    if (!touched) return STATUS_NO_MEMORY;
    TRY(sets_of_algebra(planner, a->left, &possible, &certain));
    for (size_t i = 0; i < a->condition_count; i++)
        set_add_expr(planner, touched, a->conditions[i]);
    if (a->kind == ALGEBRA_LEFT_JOIN) set_add_algebra(planner, touched, a->right);
    set_take_all(planner, touched, certain);
    *can = !set_meets(planner, touched, outside);
    return STATUS_OK;
}

static Status collect_filter(Group *group, const Algebra *a, const SlotWord *outside) {
    bool can = false;
    TRY(can_loosen(group, a, outside, &can));
    if (!can) return add_other(group, a);
    TRY(add_conditions(group, a));
    return collect(group, a->left, outside);
}

static Status collect_join(Group *group, const Algebra *a, const SlotWord *outside) {
    Planner *const planner = group->planner;
    SlotWord *left = NULL, *right = NULL, *certain = NULL;
    TRY(sets_of_algebra(planner, a->left, &left, &certain));
    TRY(sets_of_algebra(planner, a->right, &right, &certain));
    set_add_all(planner, left, outside);
    set_add_all(planner, right, outside);
    TRY(collect(group, a->left, right));
    return collect(group, a->right, left);
}

static Status collect_optional(Group *group, const Algebra *a, const SlotWord *outside) {
    Planner *const planner = group->planner;
    SlotWord *beside = NULL, *certain = NULL;
    bool can = false;
    TRY(can_loosen(group, a, outside, &can));
    if (!can) return add_other(group, a);
    TRY(sets_of_algebra(planner, a->right, &beside, &certain));
    set_add_all(planner, group->possible, beside);
    set_add_all(planner, beside, outside);
    TRY(collect(group, a->left, beside));
    TRY(array_grow((void **)&group->optionals, &group->optional_cap, group->optional_count + 1,
                   sizeof *group->optionals));
    group->optionals[group->optional_count++] = a;
    return STATUS_OK;
}

/* Joins of what lies outside come in between: they must bind nothing that the right side may bind, unless the left
 * side binds it anyhow. */
Status minus_is_sure(Planner *planner, const Algebra *a, const SlotWord *outside, SlotWord **shared,
                     bool *sure) {
    SlotWord *possible = NULL, *left = NULL, *certain = NULL;
    TRY(sets_of_algebra(planner, a->left, &possible, &left));
    TRY(sets_of_algebra(planner, a->right, shared, &certain));
    set_keep_all(planner, certain, left);
    if (outside) set_add_all(planner, possible, outside);
    set_keep_all(planner, *shared, possible);
    *sure = !planner->given && set_within(planner, *shared, certain);
    return STATUS_OK;
}

static Status collect_minus(Group *group, const Algebra *a, const SlotWord *outside) {
    Planner *const planner = group->planner;
    SlotWord *shared = NULL;
    bool sure = false;
    TRY(minus_is_sure(planner, a, outside, &shared, &sure));
    if (!sure) return add_other(group, a);
    TRY(collect(group, a->left, outside));
    if (!set_meets(planner, shared, shared)) return STATUS_OK; /* nothing shared: nothing goes */
    TRY(array_grow((void **)&group->exclusions, &group->exclusion_cap, group->exclusion_count + 1,
                   sizeof *group->exclusions));
    group->exclusions[group->exclusion_count++] = (Exclusion){a->right, shared, false};
    return STATUS_OK;
}

static Status collect(Group *group, const Algebra *a, const SlotWord *outside) {
    switch (a->kind) {
    case ALGEBRA_UNIT: return STATUS_OK;
    case ALGEBRA_BGP:
        for (size_t i = 0; i < a->triple_count; i++) TRY(add_operand(group, &a->triples[i], NULL));
        return STATUS_OK;
    case ALGEBRA_PATH: return add_operand(group, NULL, a);
    case ALGEBRA_JOIN: return collect_join(group, a, outside);
    case ALGEBRA_FILTER: return collect_filter(group, a, outside);
    case ALGEBRA_LEFT_JOIN: return collect_optional(group, a, outside);
    case ALGEBRA_MINUS: return collect_minus(group, a, outside);
    default: return add_other(group, a);
    }
}

/* ---- Joining --------------------------------------------------------------------------------------------- */

static Status start_over(Group *group, Plan **current) {
    for (size_t i = 0; i < group->operand_count; i++) group->operands[i].used = false;
    for (size_t i = 0; i < group->condition_count; i++) group->conditions[i].placed = false;
    for (size_t i = 0; i < group->exclusion_count; i++) group->exclusions[i].placed = false;
    return place_conditions(group, current, false);
}

/* Greedily, which is done at once; then by a search, where that may pay. Either way the same conditions are placed. */
static Status join_operands(Group *group, Plan **current) {
    Plan *found = *current;
    TRY(start_over(group, current));
    for (size_t i = 0; i < group->operand_count; i++) {
        TRY(join_operand(group, choose_operand(group, *current), current));
        TRY(place_conditions(group, current, false));
    }
    if (!search_pays(group, (*current)->cost)) return STATUS_OK;
    TRY(start_over(group, &found));
    TRY(search_order(group, &found));
    if (found->cost < (*current)->cost) *current = found;
    return STATUS_OK;
}

static Status join_all(Group *group, Plan **current) {
    TRY(join_operands(group, current));
    for (size_t i = 0; i < group->optional_count; i++)
        TRY(join_optional(group, group->optionals[i], current));
    return place_conditions(group, current, true);
}

/* The price of the first `wanted` rows of a plan that hands rows on as they come. */
static double cost_of_first(const Plan *plan, uint64_t wanted) {
    const double part = (double)wanted / (plan->estimate > 1 ? plan->estimate : 1);
    return plan->cost * (part < 1 ? part : 1);
}

/* A hash table is full before the first row comes: where few rows are wanted, looking them up may be cheaper. */
static Status join_for_first(Group *group, uint64_t wanted, Plan *start, Plan **made) {
    Plan *looked_up = start;
    group->hashes = group->tables = false;
    TRY(join_all(group, &looked_up));
    if (cost_of_first(looked_up, wanted) < (*made)->cost) *made = looked_up;
    return STATUS_OK;
}

/* Cyclic patterns may be joined all at once. */
static Status join_cycle(Group *group, Plan *start, Plan **made) {
    Plan *joined = start;
    Group changed;
    TRY(group_without_cycle(group, &changed));
    if (changed.operands == group->operands) return STATUS_OK;
    TRY(join_all(&changed, &joined));
    if (joined->cost >= (*made)->cost) return STATUS_OK;
    *made = joined;
    group->hashed = true; /* tries are full before the first row comes, too */
    return STATUS_OK;
}

/* What is substituted changes from run to run, and the merge of several graphs has no order. */
static bool may_table(const Planner *planner, const PlanGraph *graph) {
    const Dataset *const dataset = planner->dataset;
    if (planner->given || planner->bound || planner->source->can.orders == 0) return false;
    if (graph->named) return graph->name.slot == SLOT_NONE;
    return dataset->union_default || dataset->default_count == 1;
}

Status plan_group(Planner *planner, const Algebra *algebra, const PlanGraph *graph, Plan *start,
                  Plan **made) {
    Group group = {.planner = planner,
                   .graph = graph,
                   .tables = may_table(planner, graph),
                   .hashes = !start && !planner->given, /* else it runs again and again */
                   .links = !start && !planner->given,
                   .possible = set_new(planner)};
    const uint64_t wanted = planner->wanted;
    Plan *const first = start ? start : plan_new(planner, PLAN_UNIT, NULL, NULL);
    SlotWord *const outside = set_new(planner);
    if (!first || !outside || !group.possible) return STATUS_NO_MEMORY;
    set_add_all(planner, outside, first->possible);
    set_add_all(planner, group.possible, first->possible);
    planner->wanted = 0; /* of the operands */
    *made = first;
    Status status = collect(&group, algebra, outside);
    if (status == STATUS_OK) status = join_all(&group, made);
    if (status == STATUS_OK) status = join_cycle(&group, first, made);
    if (status == STATUS_OK && wanted > 0 && group.hashed)
        status = join_for_first(&group, wanted, first, made);
    mem_free(group.operands);
    mem_free(group.conditions);
    mem_free(group.optionals);
    mem_free(group.exclusions);
    return status;
}
