/* A set of pairs of ids, for DISTINCT over two columns: most ids of a column differ in their lower halves only, so that a
 * pair is one word in an open table, and a row costs one access to memory, which is asked for a batch ahead. The others
 * are kept as rows. */
#include "exec_internal.h"

enum {
    FIRST_SLOTS = 1024
};

#define LOWER_HALF UINT64_C(0xFFFFFFFF)

void pair_set_init(PairSet *set, Exec *exec, const Slot *slots) {
    *set = (PairSet){.slots = slots};
    rows_init(&set->others.rows, exec, slots, 2);
}

void pair_set_free(PairSet *set) {
    mem_free(set->words);
    budget_give(set->others.rows.budget, set->charged);
    set->words = NULL;
    set->charged = set->count = set->mask = 0;
    set->begun = false;
    row_set_free(&set->others);
}

static size_t slot_of(const PairSet *set, uint64_t word) {
    return (size_t)hash_mix(word, 3) & set->mask;
}

/* Where the word is, or the free slot where it belongs. */
static size_t find(const PairSet *set, uint64_t word) {
    size_t at = slot_of(set, word);
    while (set->words[at] != 0 && set->words[at] != word) at = (at + 1) & set->mask;
    return at;
}

static size_t size_of(const PairSet *set) { return set->words ? set->mask + 1 : 0; }

/* With room for a batch more: the table stays half empty. */
static size_t size_wanted(const PairSet *set) {
    size_t size = set->words ? size_of(set) : FIRST_SLOTS;
    while ((set->count + BATCH_ROWS) * 2 > size) size *= 2;
    return size;
}

static Status reserve(PairSet *set) {
    Budget *const budget = set->others.rows.budget;
    const size_t before = size_of(set), size = size_wanted(set);
    if (size == before) return STATUS_OK;
    TRY(budget_take(budget, size * sizeof *set->words));
    uint64_t *const old = set->words, *const words = mem_zero(size, sizeof *words);
    if (!words) {
        budget_give(budget, size * sizeof *set->words);
        return STATUS_NO_MEMORY;
    }
    set->words = words;
    set->mask = size - 1;
    for (size_t i = 0; i < before; i++)
        if (old[i] != 0) words[find(set, old[i])] = old[i];
    mem_free(old);
    budget_give(budget, set->charged);
    set->charged = size * sizeof *set->words;
    return STATUS_OK;
}

/* The pair as a word; 0: it is kept as a row. The first pair says what the upper halves are. */
static uint64_t word_of(PairSet *set, TermId a, TermId b) {
    if (!set->begun && a != TERM_ID_NONE && b != TERM_ID_NONE) {
        set->begun = true;
        set->upper[0] = a >> 32;
        set->upper[1] = b >> 32;
    }
    const bool fits = a >> 32 == set->upper[0] && b >> 32 == set->upper[1];
    return fits ? a << 32 | (b & LOWER_HALF) : 0;
}

static TermId cell_of(const Batch *batch, const TermId *outer, Slot slot, size_t at) {
    const TermId id = batch->columns[slot] ? batch->columns[slot][at] : TERM_ID_NONE;
    return id != TERM_ID_NONE ? id : outer[slot];
}

static Status add(PairSet *set, const TermId cells[2], uint64_t word, bool *is_new) {
    size_t position = 0;
    if (word == 0) return row_set_add(&set->others, cells, &position, is_new);
    uint64_t *const slot = &set->words[find(set, word)];
    *is_new = *slot == 0;
    set->count += *is_new;
    *slot = word;
    return STATUS_OK;
}

Status pair_set_add_batch(PairSet *set, const Batch *batch, const TermId *outer,
                          bool is_new[BATCH_ROWS]) {
    uint64_t words[BATCH_ROWS];
    TRY(reserve(set));
    for (size_t i = 0; i < batch->rows; i++) {
        words[i] = word_of(set, cell_of(batch, outer, set->slots[0], i),
                           cell_of(batch, outer, set->slots[1], i));
        __builtin_prefetch(&set->words[slot_of(set, words[i])]);
    }
    for (size_t i = 0; i < batch->rows; i++) {
        const TermId cells[2] = {cell_of(batch, outer, set->slots[0], i),
                                 cell_of(batch, outer, set->slots[1], i)};
        TRY(add(set, cells, words[i], &is_new[i]));
    }
    return STATUS_OK;
}

bool pair_set_has(PairSet *set, const TermId cells[2]) {
    const uint64_t word = word_of(set, cells[0], cells[1]);
    if (word == 0) return row_set_find(&set->others, cells) != HASH_NONE;
    return set->words && set->words[find(set, word)] != 0;
}

size_t pair_set_growth(const PairSet *set) {
    const size_t size = size_wanted(set), more = size == size_of(set) ? 0 : size;
    return more * sizeof *set->words + row_set_growth(&set->others);
}
