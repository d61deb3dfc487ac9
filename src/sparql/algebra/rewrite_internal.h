/* The inside of the rewrites: walking over a tree, conditions, sets of slots. */
#ifndef YTTERBY_REWRITE_INTERNAL_H
#define YTTERBY_REWRITE_INTERNAL_H

#include "algebra_internal.h"

/* A walk from the top down with a stack of its own, for chains are deep. A visitor may put another operator in the
 * place of *link, and pushes what is to be visited next. */
typedef struct Walk {
    Arena *arena;
    Algebra ***links;
    size_t count, cap;
    size_t visited;   /* operators */
    size_t words;     /* of a set of slots */
    bool into_exists; /* the patterns of EXISTS are visited too */
} Walk;

typedef Status (*Visit)(Walk *walk, Algebra **link);

Status walk_push(Walk *walk, Algebra **link);
/* Pushes the operands of an operator, and the patterns of its EXISTS when those are visited. */
Status walk_push_operands(Walk *walk, Algebra *a);

/* Puts a filter over *link, or adds to the one that is there. */
Status add_conditions(Arena *arena, Algebra **link, Expr *const *conditions, size_t count);

/* Slots that a pattern can bind, and those that it surely binds. */
typedef struct SlotSets {
    uint64_t *possible, *certain;
} SlotSets;

Status slot_sets(const Walk *walk, const Algebra *pattern, SlotSets *sets); /* in the arena */
bool slot_in_set(const Walk *walk, const uint64_t *set, Slot slot);
/* One more than the last slot that a pattern can bind. */
Status algebra_width(const Algebra *pattern, size_t *width);

/* The passes. */
Status split_filters(Walk *walk, Algebra **link);
Status push_filters(Walk *walk, Algebra **link);
Status bind_constants(Walk *walk, Algebra **link);
Status merge_patterns(Walk *walk, Algebra **link);
Status drop_repeated(Walk *walk, Algebra **link);

#endif
