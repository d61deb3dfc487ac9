/* A set of ids for breadth-first search and for the nodes of a graph, over an array that keeps the order of insertion, so
 * that the set is its own queue. Open addressing; where the ids lie close together, which those of a dictionary do, most
 * are bits by their number instead, which is smaller and sooner looked at. */
#include "exec_internal.h"

#include <string.h>

enum {
    BITS_FROM = 512 /* fewer ids stay in the table */
};

static bool in_bits(const IdSet *set, TermId id) {
    return id - set->first < set->bit_count; /* an id below the first is far above it then */
}

static size_t first_slot(const IdSet *set, TermId id) {
    return (size_t)hash_mix(id, 2) & set->mask;
}

/* The place of the id in `slots`, or the free place where it belongs. */
static size_t find_slot(const IdSet *set, TermId id) {
    size_t at = first_slot(set, id);
    while (set->slots[at] != 0 && set->ids[set->slots[at] - 1] != id) at = (at + 1) & set->mask;
    return at;
}

static void set_bit(IdSet *set, TermId id) {
    set->bits[(id - set->first) / 64] |= (uint64_t)1 << ((id - set->first) % 64);
}

static void free_bits(IdSet *set) {
    budget_give(set->budget, set->bit_count / 8);
    mem_free(set->bits);
    set->bits = NULL;
    set->bit_count = 0;
}

/* The first id of the kind that most ids are of. */
static TermId first_of_most(const IdSet *set) {
    size_t counts[16] = {0}, most = 0;
    for (size_t i = 0; i < set->count; i++) counts[set->ids[i] >> 60]++;
    for (size_t kind = 1; kind < 16; kind++)
        if (counts[kind] > counts[most]) most = kind;
    return (TermId)most << 60;
}

/* Bits for all ids of this kind so far and somewhat more, if they take less than the table that is to grow. */
static Status make_bits(IdSet *set, size_t table) {
    const TermId first = first_of_most(set);
    TermId last = 0;
    for (size_t i = 0; i < set->count; i++)
        if (id_tag(set->ids[i]) == first >> 60 && set->ids[i] - first > last)
            last = set->ids[i] - first;
    const TermId words = (last + last / 4) / 64 + 1;
    if (words * sizeof *set->bits > table) return STATUS_OK;
    free_bits(set);
    TRY(budget_take(set->budget, words * sizeof *set->bits));
    set->bit_count = words * 64;
    set->first = first;
    set->bits = mem_zero(words, sizeof *set->bits);
    if (!set->bits) {
        free_bits(set);
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < set->count; i++)
        if (in_bits(set, set->ids[i])) set_bit(set, set->ids[i]);
    return STATUS_OK;
}

/* A table for those that are no bits, which other bits may have made many more. */
static Status grow(IdSet *set) {
    const size_t before = set->slots ? set->mask + 1 : 0;
    size_t size = before ? before * 2 : 64, hashed = 0;
    if (set->count >= BITS_FROM) TRY(make_bits(set, size * sizeof *set->slots));
    for (size_t i = 0; i < set->count; i++) hashed += !in_bits(set, set->ids[i]);
    while (size < 4 * hashed) size *= 2;
    TRY(budget_take(set->budget, (size - before) * sizeof *set->slots));
    uint32_t *const slots = mem_zero(size, sizeof *slots);
    if (!slots) {
        budget_give(set->budget, (size - before) * sizeof *set->slots);
        return STATUS_NO_MEMORY;
    }
    mem_free(set->slots);
    set->slots = slots;
    set->mask = size - 1;
    set->hashed = hashed;
    for (size_t i = 0; i < set->count; i++)
        if (!in_bits(set, set->ids[i])) set->slots[find_slot(set, set->ids[i])] = (uint32_t)(i + 1);
    return STATUS_OK;
}

bool id_set_has(const IdSet *set, TermId id) {
    if (in_bits(set, id)) return id_set_bit(set, id);
    return set->slots && set->slots[find_slot(set, id)] != 0;
}

static Status append(IdSet *set, TermId id) {
    const size_t before = set->cap;
    if (set->count >= UINT32_MAX - 1) return STATUS_LIMIT;
    TRY(array_grow((void **)&set->ids, &set->cap, set->count + 1, sizeof *set->ids));
    if (set->cap > before) {
        TRY(budget_take(set->budget, (set->cap - before) * sizeof *set->ids));
        set->charged += (set->cap - before) * sizeof *set->ids;
    }
    set->ids[set->count++] = id;
    return STATUS_OK;
}

static Status add_bit(IdSet *set, TermId id, bool *is_new) {
    const bool missing = !id_set_bit(set, id);
    if (is_new) *is_new = missing;
    if (!missing) return STATUS_OK;
    TRY(append(set, id));
    set_bit(set, id);
    return STATUS_OK;
}

Status id_set_add(IdSet *set, TermId id, bool *is_new) {
    if (in_bits(set, id)) return add_bit(set, id, is_new);
    if (!set->slots || set->hashed * 2 >= set->mask) {
        TRY(grow(set));
        if (in_bits(set, id)) return add_bit(set, id, is_new);
    }
    const size_t at = find_slot(set, id);
    if (is_new) *is_new = set->slots[at] == 0;
    if (set->slots[at] != 0) return STATUS_OK;
    TRY(append(set, id));
    set->slots[at] = (uint32_t)set->count;
    set->hashed++;
    return STATUS_OK;
}

void id_set_clear(IdSet *set) {
    if (set->slots) memset(set->slots, 0, (set->mask + 1) * sizeof *set->slots);
    if (set->bits) memset(set->bits, 0, set->bit_count / 8);
    set->count = set->hashed = 0;
}

void id_set_free(IdSet *set) {
    budget_give(set->budget,
                set->charged + (set->slots ? (set->mask + 1) * sizeof *set->slots : 0));
    free_bits(set);
    mem_free(set->ids);
    mem_free(set->slots);
    *set = (IdSet){.budget = set->budget};
}
