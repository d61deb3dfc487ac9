/* From algebra to an operator tree. Here is the literal translation, operator by operator; what is worth a decision
 * is decided in group.c (join order), feed.c (bound evaluation) and graph.c, and only when optimisation is on. */
#include "ytterby/plan.h"
#include "plan_internal.h"

#define DEPTH_MAX   2000u /* recursion over the algebra costs stack: about half a kilobyte a level */
#define STACKED_MAX (2 * (size_t)DEPTH_MAX)

/* ---- Nodes ------------------------------------------------------------------------------------------------ */

static void join_operand(Planner *planner, Plan *plan, SlotWord *possible, SlotWord *certain,
                         const Plan *operand) {
    set_add_all(planner, possible, operand->possible);
    set_add_all(planner, certain, operand->certain);
    plan->estimate *= operand->estimate;
    plan->cost += operand->cost;
    plan->once += operand->once;
}

Plan *plan_new(Planner *planner, PlanKind kind, Plan *left, Plan *right) {
    Plan *const plan = arena_alloc(planner->arena, sizeof *plan);
    SlotWord *const possible = set_new(planner), *const certain = set_new(planner);
    if (!plan || !possible || !certain) return NULL;
    planner->effort++;
    *plan = (Plan){.kind = kind,
                   .left = left,
                   .right = right,
                   .possible = possible,
                   .certain = certain,
                   .limit = UINT64_MAX,
                   .estimate = 1,
                   .slot = SLOT_NONE,
                   .weight = SLOT_NONE};
    if (left) join_operand(planner, plan, possible, certain, left);
    if (right) join_operand(planner, plan, possible, certain, right);
    return plan;
}

/* Widens the sets of a node just made. */
static void add_bound(Planner *planner, Plan *plan, const SlotWord *possible,
                      const SlotWord *certain) {
    SlotWord *const wider = set_copy(planner, plan->possible), *const surer =
                                                                   set_copy(planner, plan->certain);
    if (!wider || !surer) return;
    set_add_all(planner, wider, possible);
    set_add_all(planner, surer, certain);
    plan->possible = wider;
    plan->certain = surer;
}

Plan *plan_scan(Planner *planner, Plan *input, const TriplePattern *triple,
                const PlanGraph *graph) {
    Plan *const plan = plan_new(planner, PLAN_SCAN, input, NULL);
    SlotWord *const slots = set_new(planner);
    if (!plan || !slots) return NULL;
    plan->triple = triple;
    plan->graph = *graph;
    set_add_triple(planner, slots, triple);
    if (graph->named) set_add_node(planner, slots, &graph->name);
    add_bound(planner, plan, slots, slots);
    return plan;
}

Plan *plan_path(Planner *planner, Plan *input, const Algebra *path, const PlanGraph *graph) {
    Plan *const plan = plan_new(planner, PLAN_PATH, input, NULL);
    SlotWord *const slots = set_new(planner);
    if (!plan || !slots) return NULL;
    plan->algebra = path;
    plan->graph = *graph;
    set_add_node(planner, slots, &path->subject);
    set_add_node(planner, slots, &path->object);
    add_bound(planner, plan, slots, slots);
    return plan;
}

Plan *plan_filter(Planner *planner, Plan *input, Expr *const *conditions, size_t count) {
    Plan *const plan = plan_new(planner, PLAN_FILTER, input, NULL);
    if (!plan) return NULL;
    plan->conditions = conditions;
    plan->condition_count = count;
    for (size_t i = 0; i < count; i++) plan->estimate *= selectivity(conditions[i]);
    plan->cost += input->estimate;
    return plan;
}

/* ---- Hash joins --------------------------------------------------------------------------------------------- */

bool expr_equates(const Expr *expr, const SlotWord *left, const SlotWord *right, PlanEqual *equal) {
    if (expr->kind != EXPR_EQUAL || expr->args[0]->kind != EXPR_VARIABLE ||
        expr->args[1]->kind != EXPR_VARIABLE)
        return false;
    const Slot a = expr->args[0]->slot, b = expr->args[1]->slot;
    const bool straight = slot_in(left, a) && slot_in(right, b);
    *equal = straight ? (PlanEqual){a, b} : (PlanEqual){b, a};
    return straight || (slot_in(left, b) && slot_in(right, a));
}

/* Slots that both sides surely bind, and those that the conditions hold equal. Values that were substituted are no
 * columns, but constants: in an EXISTS pattern the conditions alone decide. */
static Status set_keys(Planner *planner, Plan *plan) {
    const Plan *const left = plan->left, *const right = plan->right;
    Slot *const keys = arena_array(planner->arena, planner->variable_count + 1, sizeof *keys);
    PlanEqual *const equals =
        arena_array(planner->arena, plan->condition_count + 1, sizeof *equals);
    if (!keys || !equals) return STATUS_NO_MEMORY;
    for (Slot slot = 0; slot < planner->variable_count; slot++)
        if (slot_in(left->certain, slot) && slot_in(right->certain, slot))
            keys[plan->key_count++] = slot;
    plan->keys = keys;
    plan->equals = equals;
    if (!planner->optimize || planner->given) return STATUS_OK;
    for (size_t i = 0; i < plan->condition_count; i++)
        plan->equal_count += expr_equates(plan->conditions[i], left->certain, right->certain,
                                          &equals[plan->equal_count]);
    return STATUS_OK;
}

/* Without keys each pair; else as many as the larger side has. */
static double joined_rows(const Plan *join) {
    const double left = join->left->estimate, right = join->right->estimate;
    if (join->key_count + join->equal_count == 0) return left * right;
    return left > right ? left : right;
}

Plan *plan_join(Planner *planner, const HashJoin *join) {
    const Plan *const left = join->left, *const right = join->right;
    Plan *const plan = plan_new(planner, join->kind, join->left, join->right);
    if (!plan) return NULL;
    plan->conditions = join->conditions;
    plan->condition_count = join->condition_count;
    if (set_keys(planner, plan) != STATUS_OK) return NULL;
    plan->estimate = joined_rows(plan);
    plan->once = left->once + right->cost + COST_KEEP * right->estimate;
    plan->cost += COST_TABLE + COST_PROBE * left->estimate + COST_KEEP * right->estimate;
    if (join->kind == PLAN_JOIN || join->kind == PLAN_LEFT_JOIN) plan->cost += plan->estimate;
    if (join->kind == PLAN_JOIN) return plan;
    plan->certain = left->certain;
    if (join->kind == PLAN_LEFT_JOIN) {
        if (plan->estimate < left->estimate) plan->estimate = left->estimate;
        return plan;
    }
    plan->possible = left->possible;
    plan->estimate = join->kind == PLAN_MINUS ? left->estimate : left->estimate * SIFTED;
    return plan;
}

/* ---- EXISTS ------------------------------------------------------------------------------------------------- */

static Status add_exists(Planner *planner, const Algebra *pattern, const PlanGraph *graph,
                         const Plan *input) {
    const SlotWord *const outer = planner->given;
    for (size_t i = 0; i < planner->exists_count; i++)
        if (planner->exists[i].pattern == pattern) return STATUS_OK;
    if (planner->exists_count == planner->exists_cap) {
        const size_t cap = planner->exists_cap * 2 + 8;
        PlanExists *const wider = arena_array(planner->arena, cap, sizeof *wider);
        if (!wider) return STATUS_NO_MEMORY;
        for (size_t i = 0; i < planner->exists_count; i++) wider[i] = planner->exists[i];
        planner->exists = wider;
        planner->exists_cap = cap;
    }
    const size_t at = planner->exists_count++;
    planner->exists[at] = (PlanExists){.pattern = pattern, .graph = *graph};
    SlotWord *const given = set_copy(planner, input->possible);
    if (!given) return STATUS_NO_MEMORY;
    if (outer) set_add_all(planner, given, outer);
    planner->given = given;
    Plan *plan = NULL;
    const Status status = plan_from(planner, pattern, graph, NULL, &plan);
    planner->given = outer;
    planner->exists[at].plan = plan;
    return status;
}

Status plan_exists(Planner *planner, const Expr *expr, const PlanGraph *graph, const Plan *input) {
    for (size_t i = 0; i < expr->count; i++) TRY(plan_exists(planner, expr->args[i], graph, input));
    return expr->pattern ? add_exists(planner, expr->pattern, graph, input) : STATUS_OK;
}

/* ---- Operators of one operand ----------------------------------------------------------------------------------- */

static Status plan_extend(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan *left,
                          Plan **made) {
    SlotWord *const slot = set_new(planner), *const none = set_new(planner);
    Plan *const plan = *made = plan_new(planner, PLAN_EXTEND, left, NULL);
    if (!plan || !slot || !none) return STATUS_NO_MEMORY;
    slot_add(slot, a->slot);
    add_bound(planner, plan, slot, none);
    plan->algebra = a;
    plan->cost += left->estimate;
    return plan_exists(planner, a->expression, graph, left);
}

static Status plan_aggregate(Planner *planner, const Algebra *a, const PlanGraph *graph,
                             Plan **made) {
    Plan *counted = NULL, *left = NULL;
    TRY(plan_count(planner, a, graph, &counted));
    if (!counted) TRY(plan_from(planner, a->left, graph, NULL, &left));
    Plan *const plan = *made = counted ? counted : plan_new(planner, PLAN_GROUP, left, NULL);
    if (counted) left = counted->left;
    SlotWord *const possible = set_new(planner), *const certain = set_new(planner);
    if (!plan || !possible || !certain) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < a->key_count; i++) {
        slot_add(possible, a->keys[i].slot);
        if (!a->keys[i].expression && slot_in(left->certain, a->keys[i].slot))
            slot_add(certain, a->keys[i].slot);
        if (a->keys[i].expression) TRY(plan_exists(planner, a->keys[i].expression, graph, left));
    }
    for (size_t i = 0; i < a->aggregate_count; i++) {
        slot_add(possible, a->aggregates[i].slot);
        if (left) TRY(plan_exists(planner, a->aggregates[i].aggregate, graph, left));
    }
    plan->possible = possible;
    plan->certain = certain;
    plan->algebra = a;
    plan->estimate = a->key_count == 0 ? 1 : 1 + plan->estimate / 4;
    if (left) plan->cost += left->estimate;
    return STATUS_OK;
}

static Status plan_order(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan *left,
                         Plan **made) {
    Plan *const plan = *made = plan_new(planner, PLAN_ORDER, left, NULL);
    if (!plan) return STATUS_NO_MEMORY;
    plan->algebra = a;
    plan->cost += 4 * left->estimate;
    for (size_t i = 0; i < a->order_count; i++)
        TRY(plan_exists(planner, a->order[i].expression, graph, left));
    return STATUS_OK;
}

static Status plan_project(Planner *planner, const Algebra *a, Plan *left, Plan **made) {
    Plan *const plan = *made = plan_new(planner, PLAN_PROJECT, left, NULL);
    SlotWord *const kept = set_new(planner), *const certain = set_copy(planner, left->certain);
    if (!plan || !kept || !certain) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < a->slot_count; i++) slot_add(kept, a->slots[i]);
    set_keep_all(planner, certain, kept);
    set_keep_all(planner, kept, left->possible);
    plan->possible = kept;
    plan->certain = certain;
    plan->algebra = a;
    return STATUS_OK;
}

/* Under DISTINCT rows may be left out that differ from others in nothing that is projected; else *made is NULL. */
static Status plan_distinct(Planner *planner, const Algebra *project, const PlanGraph *graph,
                            Plan **made) {
    Plan *values = NULL, *rows = NULL;
    *made = NULL;
    if (project->kind != ALGEBRA_PROJECT) return STATUS_OK;
    if (project->slot_count == 1)
        TRY(plan_values_of(planner, project->left, project->slots[0], graph, &values));
    if (values) return plan_project(planner, project, values, made);
    TRY(plan_set_of(planner, project, graph, &rows));
    if (!rows) return STATUS_OK;
    TRY(plan_project(planner, project, rows, &values));
    *made = plan_new(planner, PLAN_DISTINCT, values, NULL);
    return *made ? STATUS_OK : STATUS_NO_MEMORY;
}

/* ORDER BY under LIMIT, perhaps with the projection between them, needs only the best rows. */
static void limit_order(Plan *below, uint64_t rows) {
    if (below->kind == PLAN_PROJECT) below = below->left;
    if (below->kind == PLAN_ORDER && rows < 1000000) below->limit = rows;
}

static Status plan_slice(Planner *planner, const Algebra *a, Plan *left, Plan **made) {
    Plan *const plan = *made = plan_new(planner, PLAN_SLICE, left, NULL);
    if (!plan) return STATUS_NO_MEMORY;
    plan->limit = a->limit;
    plan->skip = a->offset_rows;
    if (planner->optimize && a->limit < UINT64_MAX - a->offset_rows)
        limit_order(left, a->limit + a->offset_rows);
    if ((double)a->limit < plan->estimate) plan->estimate = (double)a->limit;
    return STATUS_OK;
}

static Status plan_values(Planner *planner, const Algebra *a, Plan **made) {
    Plan *const plan = *made = plan_new(planner, PLAN_VALUES, NULL, NULL);
    SlotWord *const possible = set_new(planner), *const certain = set_new(planner);
    if (!plan || !possible || !certain) return STATUS_NO_MEMORY;
    for (size_t column = 0; column < a->values->width; column++) {
        bool defined = true;
        for (size_t row = 0; row < a->values->rows; row++)
            defined =
                defined && a->values->terms[row * a->values->width + column].kind != TERM_NONE;
        slot_add(possible, a->values->slots[column]);
        if (defined) slot_add(certain, a->values->slots[column]);
    }
    plan->possible = possible;
    plan->certain = certain;
    plan->algebra = a;
    plan->cost = plan->estimate = (double)a->values->rows;
    return STATUS_OK;
}

static Status plan_service(Planner *planner, const Algebra *a, Plan **made) {
    SlotWord *possible = NULL, *certain = NULL;
    Plan *const plan = *made = plan_new(planner, PLAN_SERVICE, NULL, NULL);
    TRY(sets_of_algebra(planner, a, &possible, &certain));
    SlotWord *const none = set_new(planner);
    if (!plan || !none) return STATUS_NO_MEMORY;
    plan->possible = possible;
    plan->certain = none; /* what an endpoint leaves out is not known */
    plan->algebra = a;
    plan->estimate = plan->cost = 100;
    return STATUS_OK;
}

/* ---- Operators of several operands ---------------------------------------------------------------------------------- */

static size_t union_parts(const Algebra *a) {
    size_t count = 1;
    for (; a->kind == ALGEBRA_UNION; a = a->left) count++;
    return count;
}

/* A chain of unions is one operator with many operands. */
static Status plan_union(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan *start,
                         Plan **made) {
    Plan *const plan = *made = plan_new(planner, PLAN_UNION, NULL, NULL);
    if (!plan) return STATUS_NO_MEMORY;
    plan->part_count = union_parts(a);
    plan->parts = arena_array(planner->arena, plan->part_count, sizeof *plan->parts);
    SlotWord *const possible = set_new(planner);
    if (!plan->parts || !possible) return STATUS_NO_MEMORY;
    plan->estimate = 0;
    for (size_t i = plan->part_count; i-- > 0; a = a->left) {
        Plan *feed = NULL;
        if (start) {
            feed = plan_new(planner, PLAN_FEED, NULL, NULL);
            if (!feed) return STATUS_NO_MEMORY;
            *feed = *start;
        }
        TRY(plan_from(planner, i > 0 ? a->right : a, graph, feed, &plan->parts[i]));
        const Plan *const part = plan->parts[i];
        set_add_all(planner, possible, part->possible);
        plan->estimate += part->estimate;
        plan->cost += part->cost;
    }
    SlotWord *const certain = set_copy(planner, plan->parts[0]->certain);
    if (!certain) return STATUS_NO_MEMORY;
    for (size_t i = 1; i < plan->part_count; i++)
        set_keep_all(planner, certain, plan->parts[i]->certain);
    plan->possible = possible;
    plan->certain = certain;
    return STATUS_OK;
}

static Status plan_two(Planner *planner, PlanKind kind, const Algebra *a, const PlanGraph *graph,
                       Plan **made) {
    Plan *left = NULL, *right = NULL;
    TRY(plan_from(planner, a->left, graph, NULL, &left));
    TRY(plan_from(planner, a->right, graph, NULL, &right));
    const HashJoin join = {kind, left, right, a->conditions, a->condition_count};
    Plan *const plan = *made = plan_join(planner, &join);
    if (!plan) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < a->condition_count; i++)
        TRY(plan_exists(planner, a->conditions[i], graph, plan));
    return STATUS_OK;
}

/* Patterns in the order in which they are written. */
static Status plan_bgp(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan *start,
                       Plan **made) {
    Plan *plan = start;
    for (size_t i = 0; plan && i < a->triple_count; i++) {
        const double rows = plan->estimate, count = count_triple(planner, &a->triples[i], graph);
        plan = plan_scan(planner, plan, &a->triples[i], graph);
        if (plan && rows > 1)
            plan->estimate = rows;
        else if (plan)
            plan->estimate = count;
        if (plan) plan->cost += plan->estimate;
    }
    *made = plan;
    return plan ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status plan_condition(Planner *planner, const Algebra *a, const PlanGraph *graph,
                             Plan **made) {
    Plan *left = NULL;
    TRY(plan_from(planner, a->left, graph, NULL, &left));
    *made = plan_filter(planner, left, a->conditions, a->condition_count);
    if (!*made) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < a->condition_count; i++)
        TRY(plan_exists(planner, a->conditions[i], graph, left));
    return STATUS_OK;
}

/* ---- Dispatch --------------------------------------------------------------------------------------------------------- */

/* Operators whose one operand is planned first. */
static Status plan_above(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan *start,
                         Plan **made) {
    Plan *left = NULL;
    if (a->kind == ALGEBRA_DISTINCT && !start) {
        TRY(plan_distinct(planner, a->left, graph, &left));
        *made = left;
        if (left) return STATUS_OK;
    }
    if (a->kind == ALGEBRA_SLICE)
        planner->wanted = a->limit < UINT64_MAX - a->offset_rows ? a->limit + a->offset_rows : 0;
    TRY(plan_from(planner, a->left, graph, start, &left));
    switch (a->kind) {
    case ALGEBRA_EXTEND: return plan_extend(planner, a, graph, left, made);
    case ALGEBRA_ORDER: return plan_order(planner, a, graph, left, made);
    case ALGEBRA_PROJECT: return plan_project(planner, a, left, made);
    case ALGEBRA_SLICE: return plan_slice(planner, a, left, made);
    case ALGEBRA_DISTINCT: *made = plan_new(planner, PLAN_DISTINCT, left, NULL); break;
    default: *made = plan_new(planner, PLAN_REDUCED, left, NULL); break;
    }
    return *made ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status plan_literally(Planner *planner, const Algebra *a, const PlanGraph *graph,
                             Plan *start, Plan **made) {
    Plan *const from = start ? start : plan_new(planner, PLAN_UNIT, NULL, NULL);
    if (!from) return STATUS_NO_MEMORY;
    switch (a->kind) {
    case ALGEBRA_UNIT: *made = from; return STATUS_OK;
    case ALGEBRA_BGP: return plan_bgp(planner, a, graph, from, made);
    case ALGEBRA_PATH:
        *made = plan_path(planner, from, a, graph);
        return *made ? STATUS_OK : STATUS_NO_MEMORY;
    case ALGEBRA_JOIN: return plan_two(planner, PLAN_JOIN, a, graph, made);
    case ALGEBRA_LEFT_JOIN: return plan_two(planner, PLAN_LEFT_JOIN, a, graph, made);
    case ALGEBRA_MINUS: return plan_two(planner, PLAN_MINUS, a, graph, made);
    case ALGEBRA_FILTER: return plan_condition(planner, a, graph, made);
    case ALGEBRA_UNION: return plan_union(planner, a, graph, start, made);
    case ALGEBRA_GRAPH: return plan_graph(planner, a, start, made);
    case ALGEBRA_SERVICE: return plan_service(planner, a, made);
    case ALGEBRA_VALUES:
        TRY(plan_values(planner, a, made));
        if (start) *made = plan_join(planner, &(HashJoin){PLAN_JOIN, start, *made, NULL, 0});
        return *made ? STATUS_OK : STATUS_NO_MEMORY;
    case ALGEBRA_GROUP: return plan_aggregate(planner, a, graph, made);
    default: return plan_above(planner, a, graph, start, made);
    }
}

/* Does the operator hand rows on before it has read all of its operand's? */
static bool hands_on(AlgebraKind kind) { return kind != ALGEBRA_GROUP && kind != ALGEBRA_ORDER; }

/* Is the pattern one whose parts may be joined in any order? */
static Status is_group(Planner *planner, const Algebra *a, bool *group) {
    const AlgebraKind kind = a->kind;
    SlotWord *shared = NULL;
    *group =
        planner->optimize && (kind == ALGEBRA_BGP || kind == ALGEBRA_PATH || kind == ALGEBRA_JOIN ||
                              kind == ALGEBRA_LEFT_JOIN || kind == ALGEBRA_FILTER);
    if (!planner->optimize || kind != ALGEBRA_MINUS) return STATUS_OK;
    return minus_is_sure(planner, a, NULL, &shared, group);
}

Status plan_from(Planner *planner, const Algebra *algebra, const PlanGraph *graph, Plan *start,
                 Plan **plan) {
    const uint64_t wanted = planner->wanted;
    bool group = false;
    TRY(is_group(planner, algebra, &group));
    if (!hands_on(algebra->kind)) planner->wanted = 0;
    const Status status = group ? plan_group(planner, algebra, graph, start, plan)
                                : plan_literally(planner, algebra, graph, start, plan);
    planner->wanted = wanted;
    return status;
}

/* ---- Depth --------------------------------------------------------------------------------------------------------------- */

typedef struct Level {
    const Algebra *algebra;
    size_t depth;
} Level;

/* Is some branch deeper than recursion may go? Walks with a stack of its own. */
static Status check_depth(const Algebra *root, Diag *diag) {
    Level *stack = NULL;
    size_t cap = 0, count = 0;
    Status status = array_grow((void **)&stack, &cap, 1, sizeof *stack);
    if (status == STATUS_OK) stack[count++] = (Level){root, 1};
    while (status == STATUS_OK && count > 0) {
        const Level at = stack[--count];
        const bool in_union = at.algebra->kind == ALGEBRA_UNION;
        if (at.depth > DEPTH_MAX)
            status = diag_set(diag, STATUS_LIMIT, "the pattern is nested more than %u levels deep",
                              DEPTH_MAX);
        if (status == STATUS_OK)
            status = array_grow((void **)&stack, &cap, count + 2, sizeof *stack);
        if (status != STATUS_OK) break;
        if (at.algebra->left) stack[count++] = (Level){at.algebra->left, at.depth + !in_union};
        if (at.algebra->right) stack[count++] = (Level){at.algebra->right, at.depth + 1};
    }
    mem_free(stack);
    return status;
}

/* How many operators may stand on each other: joined patterns feed one another. As deep as check_depth allows; chains
 * of unions, which it does not count, are walked. */
static size_t stacked(const Algebra *a) {
    size_t most = 0;
    if (!a) return 0;
    if (a->kind != ALGEBRA_UNION) return 1 + a->triple_count + stacked(a->left) + stacked(a->right);
    for (; a->kind == ALGEBRA_UNION; a = a->left) {
        const size_t right = stacked(a->right);
        if (right > most) most = right;
    }
    const size_t first = stacked(a);
    return 1 + (first > most ? first : most);
}

/* Planning tries each pattern after each, and running them recurses. */
static Status check_stacked(const Algebra *root, Diag *diag) {
    if (stacked(root) <= STACKED_MAX) return STATUS_OK;
    return diag_set(diag, STATUS_LIMIT, "more than %zu patterns are to be joined", STACKED_MAX);
}

Status plan_pattern(Planner *planner, const Algebra *pattern, Plan **plan, Diag *diag) {
    const PlanGraph default_graph = {.named = false, .name = {.slot = SLOT_NONE}};
    planner->slot_count = planner->variable_count;
    TRY(check_depth(pattern, diag));
    TRY(check_stacked(pattern, diag));
    TRY(plan_from(planner, pattern, &default_graph, NULL, plan));
    SlotWord *const nothing = set_new(planner);
    if (!nothing) return STATUS_NO_MEMORY;
    TRY(plan_needs(planner, *plan, (*plan)->possible));
    plan_first(*plan, planner->wanted);
    for (size_t i = 0; i < planner->exists_count; i++) {
        TRY(plan_needs(planner, planner->exists[i].plan, nothing));
        plan_first(planner->exists[i].plan, 1);
    }
    return plan_gather(planner, plan);
}
