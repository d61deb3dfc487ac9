/* Sets of slots as bit sets, and which slots occur in patterns and expressions. */
#include "plan_internal.h"

static size_t words(const Planner *planner) { return (planner->variable_count + 63) / 64; }

SlotWord *set_new(Planner *planner) {
    return arena_array(planner->arena, words(planner) + 1, sizeof(SlotWord));
}

SlotWord *set_copy(Planner *planner, const SlotWord *set) {
    SlotWord *const copy = set_new(planner);
    if (copy) set_add_all(planner, copy, set);
    return copy;
}

void set_add_all(const Planner *planner, SlotWord *set, const SlotWord *more) {
    for (size_t i = 0; i < words(planner); i++) set[i] |= more[i];
}

void set_keep_all(const Planner *planner, SlotWord *set, const SlotWord *only) {
    for (size_t i = 0; i < words(planner); i++) set[i] &= only[i];
}

void set_take_all(const Planner *planner, SlotWord *set, const SlotWord *less) {
    for (size_t i = 0; i < words(planner); i++) set[i] &= ~less[i];
}

bool set_meets(const Planner *planner, const SlotWord *a, const SlotWord *b) {
    for (size_t i = 0; i < words(planner); i++)
        if (a[i] & b[i]) return true;
    return false;
}

bool set_within(const Planner *planner, const SlotWord *inner, const SlotWord *outer) {
    for (size_t i = 0; i < words(planner); i++)
        if (inner[i] & ~outer[i]) return false;
    return true;
}

void set_add_node(const Planner *planner, SlotWord *set, const Node *node) {
    if (node->slot != SLOT_NONE && node->slot < planner->variable_count) slot_add(set, node->slot);
    for (size_t i = 0; node->parts && i < 3; i++) set_add_node(planner, set, &node->parts[i]);
}

void set_add_triple(const Planner *planner, SlotWord *set, const TriplePattern *triple) {
    set_add_node(planner, set, &triple->subject);
    set_add_node(planner, set, &triple->predicate);
    set_add_node(planner, set, &triple->object);
}

static void add_slot(const Planner *planner, SlotWord *set, Slot slot) {
    if (slot != SLOT_NONE && slot < planner->variable_count) slot_add(set, slot);
}

void set_add_expr(const Planner *planner, SlotWord *set, const Expr *expr) {
    if (expr->kind == EXPR_VARIABLE || expr->kind == EXPR_BOUND || expr->kind == EXPR_AGGREGATE)
        add_slot(planner, set, expr->slot);
    for (size_t i = 0; i < expr->count; i++) set_add_expr(planner, set, expr->args[i]);
    if (expr->pattern) set_add_algebra(planner, set, expr->pattern);
}

/* Everything that occurs at this node itself, its operands left out. */
static void add_node_of_algebra(const Planner *planner, SlotWord *set, const Algebra *a) {
    for (size_t i = 0; i < a->triple_count; i++) set_add_triple(planner, set, &a->triples[i]);
    for (size_t i = 0; i < a->condition_count; i++) set_add_expr(planner, set, a->conditions[i]);
    for (size_t i = 0; i < a->key_count; i++) {
        add_slot(planner, set, a->keys[i].slot);
        if (a->keys[i].expression) set_add_expr(planner, set, a->keys[i].expression);
    }
    for (size_t i = 0; i < a->aggregate_count; i++) {
        add_slot(planner, set, a->aggregates[i].slot);
        set_add_expr(planner, set, a->aggregates[i].aggregate);
    }
    for (size_t i = 0; i < a->order_count; i++) set_add_expr(planner, set, a->order[i].expression);
    for (size_t i = 0; a->values && i < a->values->width; i++)
        add_slot(planner, set, a->values->slots[i]);
    if (a->kind == ALGEBRA_PATH) {
        set_add_node(planner, set, &a->subject);
        set_add_node(planner, set, &a->object);
    }
    if (a->kind == ALGEBRA_GRAPH || a->kind == ALGEBRA_SERVICE)
        set_add_node(planner, set, &a->graph);
    if (a->kind == ALGEBRA_EXTEND) {
        add_slot(planner, set, a->slot);
        set_add_expr(planner, set, a->expression);
    }
}

void set_add_algebra(const Planner *planner, SlotWord *set, const Algebra *algebra) {
    for (; algebra; algebra = algebra->left) {
        add_node_of_algebra(planner, set, algebra);
        if (algebra->right) set_add_algebra(planner, set, algebra->right);
    }
}

Status sets_of_algebra(Planner *planner, const Algebra *algebra, SlotWord **possible,
                       SlotWord **certain) {
    *possible = set_new(planner);
    *certain = set_new(planner);
    if (!*possible || !*certain) return STATUS_NO_MEMORY;
    return algebra_variables(algebra, words(planner), *possible, *certain);
}
