/* Which operand of a group comes next, greedily: the one that leaves the fewest rows. */
#include "group_internal.h"

static bool is_bound(const Group *group, const Plan *current, const Node *node) {
    if (node->slot == SLOT_NONE || node->slot >= group->planner->variable_count) return true;
    return slot_in(current->possible, node->slot) ||
           (group->planner->given && slot_in(group->planner->given, node->slot));
}

double operand_fanout(Group *group, Operand *operand, Column column) {
    if (operand->fanout[column] < 0)
        operand->fanout[column] =
            column_fanout(group->planner, operand->triple, group->graph, column, operand->count);
    return operand->fanout[column];
}

bool is_linked(const Group *group, const Plan *current, const SlotWord *slots) {
    PlanEqual equal;
    for (size_t i = 0; group->links && i < group->condition_count; i++)
        if (!group->conditions[i].placed &&
            expr_equates(group->conditions[i].expr, current->certain, slots, &equal))
            return true;
    return false;
}

/* Is the node bound, or `linked`: held equal to what is? */
static bool is_known(const Group *group, const Plan *current, const Node *node, bool linked) {
    PlanEqual equal;
    if (is_bound(group, current, node)) return true;
    for (size_t i = 0; linked && group->links && i < group->condition_count; i++) {
        const Condition *const condition = &group->conditions[i];
        if (!condition->placed &&
            expr_equates(condition->expr, current->certain, condition->mentioned, &equal) &&
            equal.right == node->slot)
            return true;
    }
    return false;
}

static bool is_constant(const Node *node) { return node->slot == SLOT_NONE && !node->parts; }

/* The triple with a variable at the end that is not `column`, if there is a constant there and as predicate. */
static bool without_end(const Planner *planner, const TriplePattern *triple, Column column,
                        TriplePattern *open) {
    Node *const end = column == SUBJECT ? &open->object : &open->subject;
    *open = *triple;
    if (column == PREDICATE || !is_constant(end) || !is_constant(&triple->predicate)) return false;
    *end = (Node){.slot = (Slot)planner->variable_count};
    return true;
}

/* Matches for a value that other patterns bind. Where the other end is a constant, some of the values that have the
 * predicate have a match and others have not: values from elsewhere are taken to be like them. */
static double bound_fanout(Group *group, Operand *operand, Column column) {
    TriplePattern open;
    if (operand->share >= 0) return operand->share;
    if (!without_end(group->planner, operand->triple, column, &open))
        return operand_fanout(group, operand, column);
    const double count = count_triple(group->planner, &open, group->graph);
    const double each = column_fanout(group->planner, &open, group->graph, column, count);
    operand->share = count > 0 ? operand->count * each / count : 0;
    return operand->share;
}

double triple_fanout(Group *group, Operand *operand, const Plan *current, bool linked) {
    const TriplePattern *const t = operand->triple;
    const Node *const nodes[] = {&t->subject, &t->predicate, &t->object};
    double fanout = operand->count;
    for (Column column = SUBJECT; column <= OBJECT && operand->count > 0; column++) {
        if (nodes[column]->slot == SLOT_NONE || !is_known(group, current, nodes[column], linked))
            continue;
        fanout *= bound_fanout(group, operand, column) / operand->count;
    }
    return fanout;
}

double path_fanout(const Group *group, const Operand *operand, const Plan *current) {
    const bool subject = is_bound(group, current, &operand->algebra->subject);
    const bool object = is_bound(group, current, &operand->algebra->object);
    if (subject && object) return 0.5;
    if (subject || object) return operand->count < 20 ? operand->count + 1 : 20;
    return operand->count * 5 + 1;
}

bool is_connected(const Group *group, const Operand *operand, const Plan *current) {
    const SlotWord *const given = group->planner->given;
    return current->kind == PLAN_UNIT ||
           set_meets(group->planner, operand->possible, current->possible) ||
           (given && set_meets(group->planner, operand->possible, given)) ||
           is_linked(group, current, operand->possible);
}

Operand *choose_operand(Group *group, const Plan *current) {
    Operand *best = NULL;
    double best_rows = 0;
    bool best_connected = false;
    for (size_t i = 0; i < group->operand_count; i++) {
        Operand *const operand = &group->operands[i];
        if (operand->used) continue;
        const bool connected = is_connected(group, operand, current);
        if (best && best_connected && !connected) continue;
        const double rows = operand->triple
                                ? current->estimate * triple_fanout(group, operand, current, true)
                                : price_of(group, operand, current).rows;
        if (best && best_connected == connected && rows >= best_rows) continue;
        best = operand;
        best_rows = rows;
        best_connected = connected;
    }
    return best;
}
