/* Which columns each operator must hand up: what the operators above it read. A column that nobody reads is neither
 * made nor copied along, which is most of the work of long chains of joins. Rows stay as many as they were. */
#include "plan_internal.h"

/* An EXISTS looks at the graph around it, whose name may be a column. */
static void add_graphs(const Planner *planner, SlotWord *needed, const Expr *expr) {
    for (size_t i = 0; i < expr->count; i++) add_graphs(planner, needed, expr->args[i]);
    for (size_t i = 0; expr->pattern && i < planner->exists_count; i++)
        if (planner->exists[i].pattern == expr->pattern && planner->exists[i].graph.named)
            set_add_node(planner, needed, &planner->exists[i].graph.name);
}

static void add_expr(const Planner *planner, SlotWord *needed, const Expr *expr) {
    set_add_expr(planner, needed, expr);
    if (planner->exists_count > 0) add_graphs(planner, needed, expr);
}

static void add_conditions(const Planner *planner, SlotWord *needed, const Plan *plan) {
    for (size_t i = 0; i < plan->condition_count; i++)
        add_expr(planner, needed, plan->conditions[i]);
}

static void add_graph(const Planner *planner, SlotWord *needed, const Plan *plan) {
    if (plan->graph.named) set_add_node(planner, needed, &plan->graph.name);
}

/* Two operands meet in the slots that both may bind. */
static void add_shared(const Planner *planner, SlotWord *needed, const Plan *left,
                       const Plan *right) {
    for (size_t slot = 0; slot < planner->variable_count; slot++)
        if (slot_in(left->possible, (Slot)slot) && slot_in(right->possible, (Slot)slot))
            slot_add(needed, (Slot)slot);
}

/* A variable that occurs twice in a triple pattern, or inside a triple term, is compared in its column. */
static void add_compared(const Planner *planner, SlotWord *needed, const Plan *plan) {
    const TriplePattern *const t = plan->triple;
    const Node *const nodes[] = {&t->subject, &t->predicate, &t->object, &plan->graph.name};
    const size_t count = plan->graph.named ? 4 : 3;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i]->parts) set_add_node(planner, needed, nodes[i]);
        for (size_t j = 0; j < i; j++)
            if (nodes[i]->slot == nodes[j]->slot) set_add_node(planner, needed, nodes[i]);
    }
}

static void add_group(const Planner *planner, SlotWord *needed, const Plan *plan) {
    const Algebra *const a = plan->algebra;
    for (size_t i = 0; i < a->key_count; i++) {
        if (a->keys[i].expression)
            add_expr(planner, needed, a->keys[i].expression);
        else
            slot_add(needed, a->keys[i].slot);
    }
    for (size_t i = 0; i < a->aggregate_count; i++) {
        const Expr *const aggregate = a->aggregates[i].aggregate;
        if (plan->kind == PLAN_COUNT && !aggregate->distinct)
            continue; /* rows, whatever is in them */
        add_expr(planner, needed, aggregate);
        if (aggregate->count == 0 && aggregate->distinct) /* COUNT(DISTINCT *) */
            set_add_all(planner, needed, plan->left->possible);
    }
}

/* What `plan` reads of its operands besides what is needed above it. */
static void add_read(const Planner *planner, SlotWord *needed, const Plan *plan) {
    add_conditions(planner, needed, plan);
    switch (plan->kind) {
    case PLAN_SCAN:
    case PLAN_SCAN_OPTIONAL:
    case PLAN_SCAN_SEMI:
    case PLAN_SCAN_ANTI:
        set_add_triple(planner, needed, plan->triple);
        add_graph(planner, needed, plan);
        break;
    case PLAN_PATH:
        set_add_node(planner, needed, &plan->algebra->subject);
        set_add_node(planner, needed, &plan->algebra->object);
        add_graph(planner, needed, plan);
        break;
    case PLAN_JOIN:
    case PLAN_LEFT_JOIN:
    case PLAN_SEMI_JOIN:
    case PLAN_ANTI_JOIN:
    case PLAN_MINUS: add_shared(planner, needed, plan->left, plan->right); break;
    case PLAN_GRAPH: add_graph(planner, needed, plan); break;
    case PLAN_WEIGH: slot_add(needed, plan->slot); break;
    case PLAN_EXTEND: add_expr(planner, needed, plan->algebra->expression); break;
    case PLAN_ORDER:
        for (size_t i = 0; i < plan->algebra->order_count; i++)
            add_expr(planner, needed, plan->algebra->order[i].expression);
        break;
    case PLAN_DISTINCT:
    case PLAN_REDUCED: set_add_all(planner, needed, plan->left->possible); break;
    default: break;
    }
}

/* Adds what the leaves of a fed branch take from the rows that are handed down. */
static void add_fed(const Planner *planner, SlotWord *needed, const Plan *branch, Slot slot) {
    for (; branch; branch = branch->left) {
        if (branch->kind == PLAN_FEED && branch->slot == slot)
            set_add_all(planner, needed, branch->needed);
        for (size_t i = 0; i < branch->part_count; i++)
            add_fed(planner, needed, branch->parts[i], slot);
    }
}

static Status need(Planner *planner, Plan *plan, const SlotWord *above);

/* Of the right side of a join that hands up left rows only, the slots that decide whether there is a match. */
static Status need_matches(Planner *planner, const Plan *plan) {
    SlotWord *const deciding = set_new(planner);
    if (!deciding) return STATUS_NO_MEMORY;
    add_shared(planner, deciding, plan->left, plan->right);
    add_conditions(planner, deciding, plan);
    return need(planner, plan->right, deciding);
}

static bool sifts(PlanKind kind) {
    return kind == PLAN_SEMI_JOIN || kind == PLAN_ANTI_JOIN || kind == PLAN_MINUS ||
           kind == PLAN_BIND_SEMI || kind == PLAN_BIND_ANTI;
}

static Status need_operands(Planner *planner, const Plan *plan, SlotWord *needed) {
    for (size_t i = 0; i < plan->part_count; i++) TRY(need(planner, plan->parts[i], needed));
    if (plan->right)
        TRY(sifts(plan->kind) ? need_matches(planner, plan) : need(planner, plan->right, needed));
    if (is_fed(plan->kind)) add_fed(planner, needed, plan->right, plan->slot);
    return plan->left ? need(planner, plan->left, needed) : STATUS_OK;
}

/* As deep as the plan. */
static Status need(Planner *planner, Plan *plan, const SlotWord *above) {
    SlotWord *const own = set_copy(planner, above), *const needed = set_copy(planner, above);
    if (!own || !needed) return STATUS_NO_MEMORY;
    add_conditions(planner, own, plan);
    if (plan->kind == PLAN_SCAN) add_compared(planner, own, plan);
    plan->needed = own;
    if (plan->kind == PLAN_GROUP || plan->kind == PLAN_COUNT) {
        set_take_all(planner, needed, needed);
        add_group(planner, needed, plan);
    } else {
        add_read(planner, needed, plan);
    }
    return need_operands(planner, plan, needed);
}

Status plan_needs(Planner *planner, Plan *root, const SlotWord *above) {
    return need(planner, root, above);
}
