/* Filters move down to where fewer operators have run, one operator at a time: the walk meets them again there. A
 * condition moves when no operator that it passes changes what it looks at. Conditions with EXISTS stay, for what
 * they see is the whole row and the graph around them; so do those whose value is another at every call. */
#include "rewrite_internal.h"

/* May the condition be evaluated elsewhere, and do all its slots fulfil `allowed`? */
typedef struct Mover {
    const Walk *walk;
    const Algebra *over; /* the operator to pass */
    SlotSets left, right;
    bool (*allowed)(const struct Mover *self, Slot slot); /* NULL: any slot */
} Mover;

static bool may_move(const Mover *self, const Expr *expr) {
    if (expr->kind == EXPR_EXISTS || expr->kind == EXPR_NOT_EXISTS) return false;
    if (expr->kind == EXPR_VARIABLE || expr->kind == EXPR_BOUND)
        return !self->allowed || self->allowed(self, expr->slot);
    for (size_t i = 0; i < expr->count; i++)
        if (!may_move(self, expr->args[i])) return false;
    return true;
}

/* ---- Which slots an operator leaves alone -------------------------------------------------------------------- */

static bool not_extended(const Mover *self, Slot slot) { return slot != self->over->slot; }

static bool not_graph_name(const Mover *self, Slot slot) { return slot != self->over->graph.slot; }

static bool projected(const Mover *self, Slot slot) {
    for (size_t i = 0; i < self->over->slot_count; i++)
        if (self->over->slots[i] == slot) return true;
    return false;
}

/* A group has one value for it, and a group goes as a whole. */
static bool plain_key(const Mover *self, Slot slot) {
    for (size_t i = 0; i < self->over->key_count; i++)
        if (self->over->keys[i].slot == slot) return !self->over->keys[i].expression;
    return false;
}

/* The side binds it, or the other one cannot. */
static bool known_left(const Mover *self, Slot slot) {
    return slot_in_set(self->walk, self->left.certain, slot) ||
           !slot_in_set(self->walk, self->right.possible, slot);
}

static bool known_right(const Mover *self, Slot slot) {
    return slot_in_set(self->walk, self->right.certain, slot) ||
           !slot_in_set(self->walk, self->left.possible, slot);
}

/* ---- Moving ------------------------------------------------------------------------------------------------------ */

/* Conditions of `from` that may move go over `link`, and over `twin` unless it is NULL; the others stay. */
static Status move(Mover *self, Algebra *from, Algebra **link, Algebra **twin) {
    Arena *const arena = self->walk->arena;
    Expr **const moved = arena_array(arena, from->condition_count + 1, sizeof *moved);
    size_t count = 0, kept = 0;
    if (!moved) return arena_failure(arena);
    for (size_t i = 0; i < from->condition_count; i++) {
        Expr *const condition = from->conditions[i];
        if (!expr_varies(condition) && may_move(self, condition))
            moved[count++] = condition;
        else
            from->conditions[kept++] = condition;
    }
    from->condition_count = kept;
    TRY(add_conditions(arena, link, moved, count));
    return twin ? add_conditions(arena, twin, moved, count) : STATUS_OK;
}

static Status look_at_operands(Mover *self, const Algebra *join) {
    TRY(slot_sets(self->walk, join->left, &self->left));
    return slot_sets(self->walk, join->right, &self->right);
}

/* Into the left operand, else into the right one. Of an optional part only the left operand. */
static Status move_into_join(Mover *self, Algebra *filter, Algebra *join) {
    TRY(look_at_operands(self, join));
    self->allowed = known_left;
    TRY(move(self, filter, &join->left, NULL));
    if (filter->condition_count == 0 || join->kind != ALGEBRA_JOIN) return STATUS_OK;
    self->allowed = known_right;
    return move(self, filter, &join->right, NULL);
}

static Status move_below(Mover *self, Algebra *filter, Algebra *a) {
    switch (a->kind) {
    case ALGEBRA_JOIN:
    case ALGEBRA_LEFT_JOIN: return move_into_join(self, filter, a);
    case ALGEBRA_UNION: return move(self, filter, &a->left, &a->right);
    case ALGEBRA_MINUS:
    case ALGEBRA_ORDER:
    case ALGEBRA_DISTINCT:
    case ALGEBRA_REDUCED: break;
    case ALGEBRA_EXTEND: self->allowed = not_extended; break;
    case ALGEBRA_GRAPH: self->allowed = not_graph_name; break;
    case ALGEBRA_PROJECT: self->allowed = projected; break;
    case ALGEBRA_GROUP:
        if (a->key_count == 0) return STATUS_OK;
        self->allowed = plain_key;
        break;
    default: return STATUS_OK;
    }
    return move(self, filter, &a->left, NULL);
}

/* What an optional part must fulfil and what only it binds goes into it. */
static Status move_into_optional(Walk *walk, Algebra *optional) {
    Mover mover = {.walk = walk, .over = optional, .allowed = known_right};
    if (optional->condition_count == 0) return STATUS_OK;
    TRY(look_at_operands(&mover, optional));
    return move(&mover, optional, &optional->right, NULL);
}

Status push_filters(Walk *walk, Algebra **link) {
    Algebra *const a = *link;
    Mover mover = {.walk = walk, .over = a->left};
    if (a->kind == ALGEBRA_LEFT_JOIN) TRY(move_into_optional(walk, a));
    if (a->kind != ALGEBRA_FILTER) return walk_push_operands(walk, a);
    TRY(move_below(&mover, a, a->left));
    if (a->condition_count > 0) return walk_push_operands(walk, a);
    *link = a->left;
    return walk_push(walk, link);
}
