/* A basic graph pattern is a set of triple patterns (SPARQL 1.1 Query, section 18.1.5): one that stands there twice
 * says nothing more, but would be looked up again for every row, and counted twice where rows are estimated. */
#include "rewrite_internal.h"

typedef struct Wanted {
    const TriplePattern *triples;
    const TriplePattern *triple;
} Wanted;

static bool same_triple(const void *context, size_t position) {
    const Wanted *const wanted = context;
    const TriplePattern *const a = &wanted->triples[position], *const b = wanted->triple;
    return node_same(&a->subject, &b->subject) && node_same(&a->predicate, &b->predicate) &&
           node_same(&a->object, &b->object);
}

static uint64_t hash_of_node(const Node *node) {
    if (node->parts || node->slot != SLOT_NONE) return hash_mix(node->slot, 0);
    return term_hash(&node->term);
}

static uint64_t hash_of_triple(const TriplePattern *triple) {
    return hash_mix(hash_mix(hash_of_node(&triple->subject), hash_of_node(&triple->predicate)),
                    hash_of_node(&triple->object));
}

static Status keep_first(const Algebra *bgp, HashIndex *index, TriplePattern *kept, size_t *count) {
    for (size_t i = 0; i < bgp->triple_count; i++) {
        const uint64_t hash = hash_of_triple(&bgp->triples[i]);
        const Wanted wanted = {kept, &bgp->triples[i]};
        if (hash_index_find(index, hash, same_triple, &wanted) != HASH_NONE) continue;
        TRY(hash_index_add(index, hash, *count));
        kept[(*count)++] = bgp->triples[i];
    }
    return STATUS_OK;
}

Status drop_repeated(Walk *walk, Algebra **link) {
    Algebra *const a = *link;
    HashIndex index = {0};
    size_t count = 0;
    if (a->kind != ALGEBRA_BGP) return walk_push_operands(walk, a);
    if (a->triple_count < 2) return STATUS_OK;
    TriplePattern *const kept = arena_array(walk->arena, a->triple_count, sizeof *kept);
    if (!kept) return arena_failure(walk->arena);
    const Status status = keep_first(a, &index, kept, &count);
    hash_index_free(&index);
    a->triples = kept;
    a->triple_count = count;
    return status;
}
