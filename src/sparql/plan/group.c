/* A group is what may be joined in any order: triple patterns, paths and other patterns joined together, with the
 * filters over them and the optionals at their end. It is planned greedily: the operand that leaves the fewest rows
 * comes next, by looking it up for each row (index nested loop) or by a hash join, whichever touches fewer rows; a
 * filter is placed as soon as all it looks at is bound. Optionals come last, in their order. */
#include "plan_internal.h"

#include <math.h>

#define EFFORT_MAX 20000u /* plan nodes after which alternatives are no longer tried */

typedef struct Operand {
    const TriplePattern *triple; /* else: */
    const Algebra *algebra;      /* a path, or another pattern, planned alone: */
    Plan *alone;
    SlotWord *possible;
    double count;
    double fanout[3]; /* of a triple's columns; below 0: not known yet */
    bool used;
} Operand;

typedef struct Condition {
    Expr *expr;
    SlotWord *mentioned;
    bool placed;
} Condition;

typedef struct Group {
    Planner *planner;
    const PlanGraph *graph;
    Operand *operands;
    size_t operand_count, operand_cap;
    Condition *conditions;
    size_t condition_count, condition_cap;
    const Algebra **optionals; /* their LEFT_JOINs */
    size_t optional_count, optional_cap;
    SlotWord *possible; /* of everything */
    bool hashes;        /* hash joins are worth a look */
    bool hashed;        /* … and one was made */
} Group;

/* ---- Collecting ---------------------------------------------------------------------------------------------- */

static Status add_operand(Group *group, const TriplePattern *triple, const Algebra *algebra) {
    Planner *const planner = group->planner;
    TRY(array_grow((void **)&group->operands, &group->operand_cap, group->operand_count + 1,
                   sizeof *group->operands));
    Operand *const operand = &group->operands[group->operand_count++];
    *operand = (Operand){
        .triple = triple, .algebra = algebra, .possible = set_new(planner), .fanout = {-1, -1, -1}};
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
    default: return add_other(group, a);
    }
}

/* ---- Estimates ------------------------------------------------------------------------------------------------- */

static bool is_bound(const Group *group, const Plan *current, const Node *node) {
    if (node->slot == SLOT_NONE || node->slot >= group->planner->variable_count) return true;
    return slot_in(current->possible, node->slot) ||
           (group->planner->given && slot_in(group->planner->given, node->slot));
}

/* Matches of a triple pattern for one row of `current`. */
static double triple_fanout(Group *group, Operand *operand, const Plan *current) {
    const TriplePattern *const t = operand->triple;
    const Node *const nodes[] = {&t->subject, &t->predicate, &t->object};
    double fanout = operand->count;
    for (Column column = SUBJECT; column <= OBJECT && operand->count > 0; column++) {
        if (nodes[column]->slot == SLOT_NONE || !is_bound(group, current, nodes[column])) continue;
        if (operand->fanout[column] < 0)
            operand->fanout[column] =
                column_fanout(group->planner, t, group->graph, column, operand->count);
        fanout *= operand->fanout[column] / operand->count;
    }
    return fanout;
}

static double path_fanout(const Group *group, const Operand *operand, const Plan *current) {
    const bool subject = is_bound(group, current, &operand->algebra->subject);
    const bool object = is_bound(group, current, &operand->algebra->object);
    if (subject && object) return 0.5;
    if (subject || object) return operand->count < 20 ? operand->count + 1 : 20;
    return operand->count * 5 + 1;
}

static double rows_with(Group *group, Operand *operand, const Plan *current) {
    if (operand->triple) return current->estimate * triple_fanout(group, operand, current);
    if (!operand->alone) return current->estimate * path_fanout(group, operand, current);
    if (!set_meets(group->planner, operand->possible, current->possible))
        return current->estimate * operand->count;
    return sqrt(current->estimate * operand->count);
}

static bool is_connected(const Group *group, const Operand *operand, const Plan *current) {
    const SlotWord *const given = group->planner->given;
    return current->kind == PLAN_UNIT ||
           set_meets(group->planner, operand->possible, current->possible) ||
           (given && set_meets(group->planner, operand->possible, given));
}

/* The next operand: connected before unconnected, then the fewest rows, then the order of the text. */
static Operand *choose(Group *group, const Plan *current) {
    Operand *best = NULL;
    double best_rows = 0;
    bool best_connected = false;
    for (size_t i = 0; i < group->operand_count; i++) {
        Operand *const operand = &group->operands[i];
        if (operand->used) continue;
        const bool connected = is_connected(group, operand, current);
        if (best && best_connected && !connected) continue;
        const double rows = rows_with(group, operand, current);
        if (best && best_connected == connected && rows >= best_rows) continue;
        best = operand;
        best_rows = rows;
        best_connected = connected;
    }
    return best;
}

/* ---- Joining ---------------------------------------------------------------------------------------------------- */

static bool shares_certain(const Group *group, const Plan *current, const Operand *operand) {
    SlotWord *const shared = set_copy(group->planner, operand->possible);
    if (!shared) return false;
    set_keep_all(group->planner, shared, current->certain);
    return set_meets(group->planner, shared, shared);
}

/* The hash table is made over the side that is expected to have fewer rows. */
static Status join_hashed(Group *group, const Operand *operand, Plan **current) {
    Planner *const planner = group->planner;
    Plan *const unit = plan_new(planner, PLAN_UNIT, NULL, NULL);
    Plan *const scan = unit ? plan_scan(planner, unit, operand->triple, group->graph) : NULL;
    if (!scan) return STATUS_NO_MEMORY;
    scan->estimate = operand->count;
    scan->cost = COST_LOOK_UP + operand->count;
    const bool scan_first = (*current)->estimate < scan->estimate;
    group->hashed = true;
    *current =
        plan_join(planner, PLAN_JOIN, scan_first ? scan : *current, scan_first ? *current : scan);
    return *current ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The price of reading all matches and hashing them, beyond that of the rows that come out. */
static double hashed_cost(const Operand *operand, const Plan *input) {
    const double fewer = operand->count < input->estimate ? operand->count : input->estimate;
    const double more = operand->count < input->estimate ? input->estimate : operand->count;
    return COST_LOOK_UP + operand->count + COST_TABLE + COST_KEEP * fewer + COST_PROBE * more;
}

static Status join_triple(Group *group, Operand *operand, Plan **current) {
    Plan *const input = *current;
    const bool first = input->kind == PLAN_UNIT;
    const double rows = input->estimate * triple_fanout(group, operand, input);
    const double looked_up = COST_LOOK_UP * input->estimate;
    if (!first && group->hashes && hashed_cost(operand, input) < looked_up &&
        shares_certain(group, input, operand)) {
        TRY(join_hashed(group, operand, current));
        (*current)->cost += rows;
    } else {
        *current = plan_scan(group->planner, input, operand->triple, group->graph);
        if (!*current) return STATUS_NO_MEMORY;
        (*current)->cost += looked_up + rows;
    }
    (*current)->estimate = rows;
    return STATUS_OK;
}

static Status join_path(Group *group, const Operand *operand, Plan **current) {
    const double fanout = path_fanout(group, operand, *current), before = (*current)->estimate;
    *current = plan_path(group->planner, *current, operand->algebra, group->graph);
    if (!*current) return STATUS_NO_MEMORY;
    (*current)->estimate = before * fanout;
    (*current)->cost += before * (fanout + 1) * COST_LOOK_UP;
    return STATUS_OK;
}

/* The cheaper of a hash join with the plan made alone, and feeding it from `left`. */
static Status join_other(Group *group, PlanKind hash, PlanKind fed_kind, Plan *left,
                         const Algebra *algebra, Plan *alone, Plan **made) {
    Planner *const planner = group->planner;
    bool may = false;
    Plan *fed = NULL;
    if (planner->effort < EFFORT_MAX || !alone)
        TRY(may_feed(planner, algebra, left->possible, &may));
    if (may) TRY(plan_fed(planner, fed_kind, left, algebra, group->graph, &fed));
    if (!alone && (!fed || (group->hashes && planner->effort < EFFORT_MAX)))
        TRY(plan_from(planner, algebra, group->graph, NULL, &alone));
    Plan *const joined = alone ? plan_join(planner, hash, left, alone) : NULL;
    if (!joined && !fed) return STATUS_NO_MEMORY;
    *made = !joined || (fed && (!group->hashes || fed->cost < joined->cost)) ? fed : joined;
    group->hashed = group->hashed || *made == joined;
    return STATUS_OK;
}

static Status join_operand(Group *group, Operand *operand, Plan **current) {
    operand->used = true;
    if (operand->triple) return join_triple(group, operand, current);
    if (!operand->alone) return join_path(group, operand, current);
    if ((*current)->kind == PLAN_UNIT) {
        *current = operand->alone;
        return STATUS_OK;
    }
    return join_other(group, PLAN_JOIN, PLAN_BIND_JOIN, *current, operand->algebra, operand->alone,
                      current);
}

/* Places each condition whose slots are all bound, or (`all`) each that is left. */
static Status place_conditions(Group *group, Plan **current, bool all) {
    Planner *const planner = group->planner;
    Expr **const ready = arena_array(planner->arena, group->condition_count + 1, sizeof *ready);
    SlotWord *const needed = set_new(planner);
    size_t count = 0;
    if (!ready || !needed) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < group->condition_count; i++) {
        Condition *const condition = &group->conditions[i];
        if (condition->placed) continue;
        set_take_all(planner, needed, needed);
        set_add_all(planner, needed, condition->mentioned);
        set_keep_all(planner, needed, group->possible);
        if (!all && !set_within(planner, needed, (*current)->certain)) continue;
        condition->placed = true;
        ready[count++] = condition->expr;
    }
    if (count == 0) return STATUS_OK;
    for (size_t i = 0; i < count; i++) TRY(plan_exists(planner, ready[i], group->graph, *current));
    *current = plan_filter(planner, *current, ready, count);
    return *current ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status join_optional(Group *group, const Algebra *a, Plan **current) {
    TRY(join_other(group, PLAN_LEFT_JOIN, PLAN_OPTIONAL, *current, a->right, NULL, current));
    (*current)->conditions = a->conditions;
    (*current)->condition_count = a->condition_count;
    for (size_t i = 0; i < a->condition_count; i++)
        TRY(plan_exists(group->planner, a->conditions[i], group->graph, *current));
    return STATUS_OK;
}

static Status join_all(Group *group, Plan **current) {
    for (size_t i = 0; i < group->operand_count; i++) group->operands[i].used = false;
    for (size_t i = 0; i < group->condition_count; i++) group->conditions[i].placed = false;
    TRY(place_conditions(group, current, false));
    for (size_t i = 0; i < group->operand_count; i++) {
        TRY(join_operand(group, choose(group, *current), current));
        TRY(place_conditions(group, current, false));
    }
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
    group->hashes = false;
    TRY(join_all(group, &looked_up));
    if (cost_of_first(looked_up, wanted) < (*made)->cost) *made = looked_up;
    return STATUS_OK;
}

Status plan_group(Planner *planner, const Algebra *algebra, const PlanGraph *graph, Plan *start,
                  Plan **made) {
    Group group = {.planner = planner,
                   .graph = graph,
                   .hashes = !start && !planner->given, /* else it runs again and again */
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
    if (status == STATUS_OK && wanted > 0 && group.hashed)
        status = join_for_first(&group, wanted, first, made);
    mem_free(group.operands);
    mem_free(group.conditions);
    mem_free(group.optionals);
    return status;
}
