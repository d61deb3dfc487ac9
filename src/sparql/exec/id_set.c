/* A set of ids for breadth-first search and for the nodes of a graph: open addressing over an array that keeps the
 * order of insertion, so that the set is its own queue. */
#include "exec_internal.h"

#include <string.h>

static size_t first_slot(const IdSet *set, TermId id) {
    return (size_t)hash_mix(id, 2) & set->mask;
}

/* The place of the id in `slots`, or the free place where it belongs. */
static size_t find_slot(const IdSet *set, TermId id) {
    size_t at = first_slot(set, id);
    while (set->slots[at] != 0 && set->ids[set->slots[at] - 1] != id) at = (at + 1) & set->mask;
    return at;
}

static Status grow(IdSet *set) {
    const size_t size = set->slots ? (set->mask + 1) * 2 : 64;
    const size_t bytes = size * (sizeof(uint32_t) + sizeof(TermId));
    TRY(budget_take(set->budget, bytes - set->charged));
    set->charged = bytes;
    uint32_t *const slots = mem_zero(size, sizeof *slots);
    if (!slots) return STATUS_NO_MEMORY;
    mem_free(set->slots);
    set->slots = slots;
    set->mask = size - 1;
    for (size_t i = 0; i < set->count; i++)
        set->slots[find_slot(set, set->ids[i])] = (uint32_t)(i + 1);
    return STATUS_OK;
}

bool id_set_has(const IdSet *set, TermId id) {
    return set->slots && set->slots[find_slot(set, id)] != 0;
}

Status id_set_add(IdSet *set, TermId id, bool *is_new) {
    if (!set->slots || set->count * 2 >= set->mask) TRY(grow(set));
    const size_t at = find_slot(set, id);
    if (is_new) *is_new = set->slots[at] == 0;
    if (set->slots[at] != 0) return STATUS_OK;
    if (set->count >= UINT32_MAX - 1) return STATUS_LIMIT;
    TRY(array_grow((void **)&set->ids, &set->cap, set->count + 1, sizeof *set->ids));
    set->ids[set->count++] = id;
    set->slots[at] = (uint32_t)set->count;
    return STATUS_OK;
}

void id_set_clear(IdSet *set) {
    if (set->slots) memset(set->slots, 0, (set->mask + 1) * sizeof *set->slots);
    set->count = 0;
}

void id_set_free(IdSet *set) {
    budget_give(set->budget, set->charged);
    mem_free(set->ids);
    mem_free(set->slots);
    *set = (IdSet){.budget = set->budget};
}
