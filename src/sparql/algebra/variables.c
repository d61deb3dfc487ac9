/* Which slots the solutions of a pattern can bind, and which they surely bind (SPARQL 1.1 Query, section 18.2.1). Long
 * chains are deep on their left only: left operands are walked in a loop, right ones by recursion, which is as deep
 * as groups are nested. */
#include "rewrite_internal.h"

#include <string.h>

typedef struct Sets {
    size_t words;
    uint64_t *possible, *certain;
    size_t *width; /* one more than the last slot that was met */
} Sets;

static void put(const Sets *sets, uint64_t *set, Slot slot) {
    if (slot >= *sets->width) *sets->width = slot + (size_t)1;
    if (slot / 64 < sets->words) set[slot / 64] |= (uint64_t)1 << slot % 64;
}

static bool has(const uint64_t *set, size_t words, Slot slot) {
    return slot / 64 < words && (set[slot / 64] >> slot % 64 & 1) != 0;
}

static void put_both(const Sets *sets, Slot slot) {
    put(sets, sets->possible, slot);
    put(sets, sets->certain, slot);
}

static void put_node(const Sets *sets, const Node *node) {
    if (node->slot != SLOT_NONE) put_both(sets, node->slot);
    for (size_t i = 0; node->parts && i < 3; i++) put_node(sets, &node->parts[i]);
}

static void put_triple(const Sets *sets, const TriplePattern *triple) {
    put_node(sets, &triple->subject);
    put_node(sets, &triple->predicate);
    put_node(sets, &triple->object);
}

static void put_values(const Sets *sets, const ValuesBlock *values) {
    for (size_t column = 0; column < values->width; column++) {
        bool always = true;
        for (size_t row = 0; row < values->rows && always; row++)
            always = values->terms[row * values->width + column].kind != TERM_NONE;
        put(sets, sets->possible, values->slots[column]);
        if (always) put(sets, sets->certain, values->slots[column]);
    }
}

static Status add_variables(const Algebra *a, const Sets *sets);

/* Runs `add` with two fresh sets. */
static Status with_fresh(const Algebra *a, const Sets *sets,
                         Status (*add)(const Algebra *a, const Sets *sets, const Sets *fresh)) {
    uint64_t *const both = mem_zero(2 * sets->words + 1, sizeof *both);
    if (!both) return STATUS_NO_MEMORY;
    const Sets fresh = {sets->words, both, both + sets->words, sets->width};
    const Status status = add(a, sets, &fresh);
    mem_free(both);
    return status;
}

/* A chain of unions surely binds what each of its operands surely binds. `fresh->possible` is what all have so far. */
static Status add_union(const Algebra *a, const Sets *sets, const Sets *fresh) {
    const Sets one = {sets->words, sets->possible, fresh->certain, sets->width};
    uint64_t *const common = fresh->possible;
    memset(common, 0xff, sets->words * sizeof *common);
    for (bool last = false; !last; a = a->left) {
        last = a->kind != ALGEBRA_UNION;
        memset(one.certain, 0, sets->words * sizeof *common);
        TRY(add_variables(last ? a : a->right, &one));
        for (size_t i = 0; i < sets->words; i++) common[i] &= one.certain[i];
    }
    for (size_t i = 0; i < sets->words; i++) sets->certain[i] |= common[i];
    return STATUS_OK;
}

static Status add_project(const Algebra *a, const Sets *sets, const Sets *fresh) {
    TRY(add_variables(a->left, fresh));
    for (size_t i = 0; i < a->slot_count; i++) {
        const Slot slot = a->slots[i];
        if (has(fresh->possible, fresh->words, slot)) put(sets, sets->possible, slot);
        if (has(fresh->certain, fresh->words, slot)) put(sets, sets->certain, slot);
    }
    return STATUS_OK;
}

/* An expression may fail and leave its slot unbound; only a count never does. */
static Status add_group(const Algebra *a, const Sets *sets, const Sets *fresh) {
    TRY(add_variables(a->left, fresh));
    for (size_t i = 0; i < a->key_count; i++) {
        const ProjectionItem *const key = &a->keys[i];
        const bool is_constant = key->expression && key->expression->kind == EXPR_TERM;
        const bool is_bound = !key->expression && has(fresh->certain, fresh->words, key->slot);
        put(sets, sets->possible, key->slot);
        if (is_constant || is_bound) put(sets, sets->certain, key->slot);
    }
    for (size_t i = 0; i < a->aggregate_count; i++) {
        const AggregateItem *const item = &a->aggregates[i];
        put(sets, sets->possible, item->slot);
        if (item->aggregate->aggregate == AGGREGATE_COUNT) put(sets, sets->certain, item->slot);
    }
    return STATUS_OK;
}

/* What a service answers is not known before: it may leave anything out. */
static Status add_service(const Algebra *a, const Sets *sets, const Sets *fresh) {
    const Sets possible_only = {sets->words, sets->possible, fresh->certain, sets->width};
    if (a->graph.slot != SLOT_NONE) put(sets, sets->possible, a->graph.slot);
    return add_variables(a->left, &possible_only);
}

static Status add_optional(const Algebra *a, const Sets *sets, const Sets *fresh) {
    const Sets possible_only = {sets->words, sets->possible, fresh->certain, sets->width};
    return add_variables(a->right, &possible_only);
}

/* What the node itself binds; *more tells whether its left operand's slots come on top. */
static Status add_node(const Algebra *a, const Sets *sets, bool *more) {
    *more = true;
    switch (a->kind) {
    case ALGEBRA_BGP:
        for (size_t i = 0; i < a->triple_count; i++) put_triple(sets, &a->triples[i]);
        return STATUS_OK;
    case ALGEBRA_PATH:
        put_node(sets, &a->subject);
        put_node(sets, &a->object);
        return STATUS_OK;
    case ALGEBRA_VALUES: put_values(sets, a->values); return STATUS_OK;
    case ALGEBRA_JOIN: return add_variables(a->right, sets);
    case ALGEBRA_LEFT_JOIN: return with_fresh(a, sets, add_optional);
    case ALGEBRA_GRAPH: put_node(sets, &a->graph); return STATUS_OK;
    case ALGEBRA_EXTEND:
        put(sets, sets->possible, a->slot);
        if (a->expression->kind == EXPR_TERM) put(sets, sets->certain, a->slot);
        return STATUS_OK;
    case ALGEBRA_UNION: *more = false; return with_fresh(a, sets, add_union);
    case ALGEBRA_SERVICE: *more = false; return with_fresh(a, sets, add_service);
    case ALGEBRA_GROUP: *more = false; return with_fresh(a, sets, add_group);
    case ALGEBRA_PROJECT: *more = false; return with_fresh(a, sets, add_project);
    default: return STATUS_OK;
    }
}

static Status add_variables(const Algebra *a, const Sets *sets) {
    for (bool more = true; a && more; a = a->left) TRY(add_node(a, sets, &more));
    return STATUS_OK;
}

Status algebra_variables(const Algebra *pattern, size_t words, uint64_t *possible,
                         uint64_t *certain) {
    size_t width = 0;
    Sets sets = {.words = words, .width = &width};
    sets.possible = possible;
    sets.certain = certain;
    return add_variables(pattern, &sets);
}

Status algebra_width(const Algebra *pattern, size_t *width) {
    const Sets sets = {0, NULL, NULL, width};
    *width = 0;
    return add_variables(pattern, &sets);
}
