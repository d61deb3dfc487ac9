/* Basic graph patterns that are joined with each other become one: a join of their solutions is the same as the
 * solutions of all their triples (SPARQL 1.1 Query, section 18.3), and joins may be taken in any order. */
#include "rewrite_internal.h"

typedef struct Operands {
    Algebra **items;
    size_t count, cap;
    size_t triples;
} Operands;

/* The operands of nested joins from the left to the right: all but the right ones of joins, which `pending` holds. */
static Status collect(Walk *walk, Algebra *join, Operands *operands) {
    Operands pending = {0};
    Algebra *next = join;
    for (;;) {
        while (next->kind == ALGEBRA_JOIN) {
            void *items = pending.items;
            TRY(arena_grow(walk->arena, &items, &pending.cap, pending.count + 1, sizeof next));
            pending.items = items;
            pending.items[pending.count++] = next->right;
            next = next->left;
        }
        void *items = operands->items;
        TRY(arena_grow(walk->arena, &items, &operands->cap, operands->count + 1, sizeof next));
        operands->items = items;
        operands->items[operands->count++] = next;
        if (next->kind == ALGEBRA_BGP) operands->triples += next->triple_count;
        if (pending.count == 0) return STATUS_OK;
        next = pending.items[--pending.count];
    }
}

/* All triples go into the first of the patterns; the others vanish. */
static Status merge(Walk *walk, Operands *operands) {
    TriplePattern *const triples = arena_array(walk->arena, operands->triples + 1, sizeof *triples);
    Algebra *first = NULL;
    size_t kept = 0, count = 0;
    if (!triples) return arena_failure(walk->arena);
    for (size_t i = 0; i < operands->count; i++) {
        Algebra *const a = operands->items[i];
        const bool is_bgp = a->kind == ALGEBRA_BGP;
        if (!is_bgp || !first) operands->items[kept++] = a;
        if (!is_bgp) continue;
        if (!first) first = a;
        for (size_t j = 0; j < a->triple_count; j++) triples[count++] = a->triples[j];
    }
    operands->count = kept;
    if (!first) return STATUS_OK;
    first->triples = triples;
    first->triple_count = count;
    return STATUS_OK;
}

/* The operands are visited next, the new joins are not. */
static Status join_again(Walk *walk, const Operands *operands, Algebra **link) {
    const size_t offset = (*link)->offset;
    *link = operands->items[0];
    Algebra **first = link;
    for (size_t i = 1; i < operands->count; i++) {
        Algebra *const join = algebra_new(walk->arena, ALGEBRA_JOIN, offset, *link);
        if (!join) return arena_failure(walk->arena);
        join->right = operands->items[i];
        if (i == 1) first = &join->left;
        *link = join;
        TRY(walk_push(walk, &join->right));
    }
    return walk_push(walk, first);
}

Status merge_patterns(Walk *walk, Algebra **link) {
    Operands operands = {0};
    if ((*link)->kind != ALGEBRA_JOIN) return walk_push_operands(walk, *link);
    TRY(collect(walk, *link, &operands));
    TRY(merge(walk, &operands));
    return join_again(walk, &operands, link);
}
