/* FILTER (a && b) becomes two conditions, and a filter over a filter one: a solution stays when every condition is
 * true, and an error counts as not true (SPARQL 1.1 Query, section 17.2). The same holds for LeftJoin. */
#include "rewrite_internal.h"

typedef struct Conditions {
    Expr **items;
    size_t count, cap;
} Conditions;

/* Chains of && are one node, so that recursion is as deep as brackets are nested. */
static Status add_parts(Arena *arena, Conditions *all, Expr *expr) {
    void *items = all->items;
    for (size_t i = 0; expr->kind == EXPR_AND && i < expr->count; i++)
        TRY(add_parts(arena, all, expr->args[i]));
    if (expr->kind == EXPR_AND) return STATUS_OK;
    TRY(arena_grow(arena, &items, &all->cap, all->count + 1, sizeof *all->items));
    all->items = items;
    all->items[all->count++] = expr;
    return STATUS_OK;
}

Status split_filters(Walk *walk, Algebra **link) {
    Algebra *const a = *link;
    Conditions all = {0};
    if (a->condition_count == 0) return walk_push_operands(walk, a);
    for (const Algebra *filter = a; filter == a || filter->kind == ALGEBRA_FILTER;
         filter = filter->left) {
        for (size_t i = 0; i < filter->condition_count; i++)
            TRY(add_parts(walk->arena, &all, filter->conditions[i]));
        if (a->kind != ALGEBRA_FILTER) break;
        a->left = filter->left;
    }
    a->conditions = all.items;
    a->condition_count = all.count;
    return walk_push_operands(walk, a);
}
