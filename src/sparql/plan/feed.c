/* Bound evaluation: the right side of a join starts from the rows of the left side, which go down in batches to the
 * leaves of its branch, instead of being evaluated alone. That gives a join's answers only when nothing in the
 * branch could see, of a variable that the rows bring along, what it would not see alone; may_feed decides it. */
#include "plan_internal.h"

/* What occurs in the conditions and comes from outside must be bound to the same value by the pattern itself. */
static Status sees_nothing_new(Planner *planner, SlotWord *mentioned, const SlotWord *outside,
                               const SlotWord *certain, bool *may) {
    set_keep_all(planner, mentioned, outside);
    *may = set_within(planner, mentioned, certain);
    return STATUS_OK;
}

static Status may_feed_filter(Planner *planner, const Algebra *a, const SlotWord *outside,
                              bool *may) {
    SlotWord *possible = NULL, *certain = NULL, *const mentioned = set_new(planner);
    if (!mentioned) return STATUS_NO_MEMORY;
    TRY(sets_of_algebra(planner, a->left, &possible, &certain));
    for (size_t i = 0; i < a->condition_count; i++)
        set_add_expr(planner, mentioned, a->conditions[i]);
    if (a->kind == ALGEBRA_EXTEND) {
        set_add_expr(planner, mentioned, a->expression);
        slot_add(mentioned, a->slot);
    }
    if (a->kind == ALGEBRA_LEFT_JOIN) set_add_algebra(planner, mentioned, a->right);
    TRY(sees_nothing_new(planner, mentioned, outside, certain, may));
    return *may ? may_feed(planner, a->left, outside, may) : STATUS_OK;
}

Status may_feed(Planner *planner, const Algebra *a, const SlotWord *outside, bool *may) {
    for (; a->kind == ALGEBRA_UNION || a->kind == ALGEBRA_JOIN; a = a->left) {
        TRY(may_feed(planner, a->right, outside, may));
        if (!*may) return STATUS_OK;
    }
    switch (a->kind) {
    case ALGEBRA_UNIT:
    case ALGEBRA_BGP:
    case ALGEBRA_PATH:
    case ALGEBRA_VALUES: *may = true; return STATUS_OK;
    case ALGEBRA_FILTER:
    case ALGEBRA_EXTEND:
    case ALGEBRA_LEFT_JOIN: return may_feed_filter(planner, a, outside, may);
    case ALGEBRA_GRAPH:
        *may = graph_is_pushable(planner, a);
        return *may ? may_feed(planner, a->left, outside, may) : STATUS_OK;
    default: *may = false; return STATUS_OK;
    }
}

/* What the rows of a fed join bind, and how many are expected. */
static void set_fed(Plan *plan, PlanKind kind) {
    const Plan *const left = plan->left, *const right = plan->right;
    const bool sifts = kind == PLAN_BIND_SEMI || kind == PLAN_BIND_ANTI;
    plan->possible = sifts ? left->possible : right->possible;
    plan->certain = kind == PLAN_BIND_JOIN ? right->certain : left->certain;
    plan->estimate = right->estimate;
    if (kind == PLAN_OPTIONAL && right->estimate < left->estimate) plan->estimate = left->estimate;
    if (sifts) plan->estimate = left->estimate * SIFTED;
}

/* Is the graph's name a variable of the triple too? */
static bool names_graph(const Plan *scan) {
    const TriplePattern *const t = scan->triple;
    const Slot name = scan->graph.named ? scan->graph.name.slot : SLOT_NONE;
    return name != SLOT_NONE &&
           (name == t->subject.slot || name == t->predicate.slot || name == t->object.slot);
}

/* A branch that is one look-up needs no rows handed down: the look-up itself keeps or drops them. */
static bool is_look_up(const Plan *plan, PlanKind kind) {
    return kind != PLAN_BIND_JOIN && plan->kind == PLAN_SCAN && plan->left->kind == PLAN_FEED &&
           triple_is_plain(plan->triple) && !names_graph(plan);
}

static Plan *look_up_from(Plan *scan, PlanKind kind, const Plan *fed) {
    scan->kind = kind == PLAN_OPTIONAL    ? PLAN_SCAN_OPTIONAL
                 : kind == PLAN_BIND_SEMI ? PLAN_SCAN_SEMI
                                          : PLAN_SCAN_ANTI;
    scan->left = fed->left;
    scan->possible = fed->possible;
    scan->certain = fed->certain;
    scan->estimate = fed->estimate;
    scan->cost = fed->cost;
    return scan;
}

Status plan_fed(Planner *planner, PlanKind kind, Plan *left, const Algebra *algebra,
                const PlanGraph *graph, bool bare, Plan **made) {
    Plan *const feed = plan_new(planner, PLAN_FEED, NULL, NULL), *const plan = plan_new(
                                                                     planner, kind, NULL, NULL);
    if (!feed || !plan) return STATUS_NO_MEMORY;
    feed->possible = left->possible;
    feed->certain = left->certain;
    feed->estimate = left->estimate;
    feed->slot = plan->slot = (Slot)planner->slot_count++;
    TRY(plan_from(planner, algebra, graph, feed, &plan->right));
    plan->left = left;
    plan->cost = left->cost + plan->right->cost + left->estimate / 4;
    set_fed(plan, kind);
    *made = bare && is_look_up(plan->right, kind) ? look_up_from(plan->right, kind, plan) : plan;
    return STATUS_OK;
}
