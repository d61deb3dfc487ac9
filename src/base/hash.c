/* XXH3 over bytes, and an index from hashes to positions: linear probing in a power of two, at most
 * 3/4 full, with the whole hash kept in the slot so that growing and most misses never look at the
 * items. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "ytterby/base.h"

uint64_t hash_bytes(const void *at, size_t len, uint64_t seed) {
    return XXH3_64bits_withSeed(at, len, seed);
}

uint64_t hash_mix(uint64_t a, uint64_t b) {
    const __uint128_t product =
        (__uint128_t)(a ^ UINT64_C(0x9E3779B97F4A7C15)) * (b ^ UINT64_C(0xD6E8FEB86659FD93));
    return (uint64_t)product ^ (uint64_t)(product >> 64) ^ (a << 1);
}

struct HashSlot {
    uint64_t hash;
    size_t position; /* plus 1; 0 is an empty slot */
};

size_t hash_index_find(const HashIndex *index, uint64_t hash, HashSame same, const void *context) {
    if (index->cap == 0) return HASH_NONE;
    for (size_t i = hash & (index->cap - 1);; i = (i + 1) & (index->cap - 1)) {
        const struct HashSlot *const slot = &index->slots[i];
        if (slot->position == 0) return HASH_NONE;
        if (slot->hash == hash && same(context, slot->position - 1)) return slot->position - 1;
    }
}

void hash_index_prefetch(const HashIndex *index, uint64_t hash) {
    if (index->cap > 0) __builtin_prefetch(&index->slots[hash & (index->cap - 1)]);
}

static void put(struct HashSlot *slots, size_t cap, struct HashSlot item) {
    size_t i = item.hash & (cap - 1);
    while (slots[i].position) i = (i + 1) & (cap - 1);
    slots[i] = item;
}

static Status grow(HashIndex *index) {
    const size_t cap = index->cap ? index->cap * 2 : 16;
    if (cap > SIZE_MAX / 2 / sizeof *index->slots) return STATUS_NO_MEMORY;
    TRY(budget_take(index->budget, cap * sizeof *index->slots));
    struct HashSlot *const slots = mem_zero(cap, sizeof *slots);
    if (!slots) {
        budget_give(index->budget, cap * sizeof *index->slots);
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < index->cap; i++) {
        if (index->slots[i].position) put(slots, cap, index->slots[i]);
    }
    budget_give(index->budget, index->cap * sizeof *index->slots);
    mem_free(index->slots);
    index->slots = slots;
    index->cap = cap;
    return STATUS_OK;
}

Status hash_index_add(HashIndex *index, uint64_t hash, size_t position) {
    if (index->count >= index->cap / 4 * 3) TRY(grow(index));
    put(index->slots, index->cap, (struct HashSlot){hash, position + 1});
    index->count++;
    return STATUS_OK;
}

size_t hash_index_growth(const HashIndex *index, size_t more) {
    const bool grows = index->count + more >= index->cap / 4 * 3;
    return grows ? index->cap * 2 * sizeof *index->slots : 0;
}

void hash_index_free(HashIndex *index) {
    budget_give(index->budget, index->cap * sizeof *index->slots);
    mem_free(index->slots);
    *index = (HashIndex){.budget = index->budget};
}
