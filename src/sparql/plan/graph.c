/* GRAPH: by the standard, the pattern is evaluated once for each named graph. Where every part of the pattern reads the
 * graph, and nothing in it can see the name, the name goes into the scans as a fourth column instead. */
#include "plan_internal.h"

bool reads_graph(const Algebra *a, bool variable) {
    switch (a->kind) {
    case ALGEBRA_BGP: return a->triple_count > 0;
    case ALGEBRA_PATH: return false; /* zero-length paths match nodes that no graph holds */
    case ALGEBRA_JOIN:
        return variable ? reads_graph(a->left, true) && reads_graph(a->right, true)
                        : reads_graph(a->left, false) || reads_graph(a->right, false);
    case ALGEBRA_LEFT_JOIN:
        return reads_graph(a->left, variable) && (!variable || reads_graph(a->right, true));
    case ALGEBRA_UNION: return reads_graph(a->left, variable) && reads_graph(a->right, variable);
    case ALGEBRA_FILTER:
    case ALGEBRA_EXTEND: return reads_graph(a->left, variable);
    default: return false;
    }
}

static bool is_plain_join(const Algebra *a) {
    return a->kind == ALGEBRA_BGP ||
           (a->kind == ALGEBRA_JOIN && is_plain_join(a->left) && is_plain_join(a->right));
}

bool graph_is_pushable(Planner *planner, const Algebra *a) {
    if (!planner->optimize) return false;
    if (a->graph.slot == SLOT_NONE) return reads_graph(a->left, false);
    if (!reads_graph(a->left, true)) return false;
    if (is_plain_join(a->left)) return true;
    SlotWord *const mentioned = set_new(planner);
    if (!mentioned) return false;
    set_add_algebra(planner, mentioned, a->left);
    return !slot_in(mentioned, a->graph.slot);
}

static Status plan_each_graph(Planner *planner, const Algebra *a, Plan **made) {
    PlanGraph inner = {.named = true, .name = a->graph};
    Plan *const plan = *made = plan_new(planner, PLAN_GRAPH, NULL, NULL);
    SlotWord *const possible = set_new(planner), *const certain = set_new(planner);
    if (!plan || !possible || !certain) return STATUS_NO_MEMORY;
    plan->graph = inner;
    plan->slot = (Slot)planner->slot_count++;
    if (a->graph.slot != SLOT_NONE)
        inner.name = (Node){.slot = plan->slot, .offset = a->graph.offset};
    plan->parts = arena_array(planner->arena, 1, sizeof *plan->parts);
    if (!plan->parts) return STATUS_NO_MEMORY;
    plan->part_count = 1;
    TRY(plan_from(planner, a->left, &inner, NULL, &plan->parts[0]));
    const Plan *const part = plan->parts[0];
    set_add_all(planner, possible, part->possible);
    set_add_all(planner, certain, part->certain);
    set_add_node(planner, possible, &a->graph);
    set_add_node(planner, certain, &a->graph);
    plan->possible = possible;
    plan->certain = certain;
    plan->estimate = part->estimate;
    plan->cost = part->cost * (a->graph.slot == SLOT_NONE ? 1 : 10);
    return STATUS_OK;
}

Status plan_graph(Planner *planner, const Algebra *a, Plan *start, Plan **made) {
    const PlanGraph pushed = {.named = true, .name = a->graph};
    if (!graph_is_pushable(planner, a)) return plan_each_graph(planner, a, made);
    return plan_from(planner, a->left, &pushed, start, made);
}
