/* The order of a table's terms: by tag, then by text. Quicksort on words of 8 bytes: three-way partition by the word at
 * the current depth, going 8 bytes deeper where words are equal, so that the long common beginnings of IRIs are read once
 * a level and not once a comparison (Bentley and Sedgewick, "Fast Algorithms for Sorting and Searching Strings", 1997;
 * the cached word: Ng and Kakehi, 2007). Work waits on a stack of its own. */
#include <stdlib.h>
#include <string.h>

#include "load_internal.h"

enum {
    WORD = 8,
    FEW = 12, /* so many are sorted by insertion */
    TAG_COUNT = 16
};

typedef struct SortItem {
    uint64_t word; /* bytes from the depth on, the first in the highest place */
    uint32_t number;
} SortItem;

typedef struct SortPart {
    size_t from, to, depth;
    bool fresh; /* words are not read yet */
} SortPart;

typedef struct Sort {
    const LoadTable *table;
    SortItem *items;
    SortPart *parts;
    size_t part_count, part_cap;
    uint64_t random;
} Sort;

static uint64_t word_at(const LoadTerm *entry, size_t depth) {
    uint64_t word = 0;
    if (depth >= entry->len) return 0;
    const size_t left = entry->len - depth;
    memcpy(&word, entry->text + depth, left < WORD ? left : WORD);
    return __builtin_bswap64(word);
}

static Status push(Sort *sort, size_t from, size_t to, size_t depth, bool fresh) {
    void *parts = sort->parts;
    if (to - from < 2) return STATUS_OK;
    TRY(array_grow(&parts, &sort->part_cap, sort->part_count + 1, sizeof *sort->parts));
    sort->parts = parts;
    sort->parts[sort->part_count++] = (SortPart){from, to, depth, fresh};
    return STATUS_OK;
}

static int compare_items(const void *a, const void *b, void *context) {
    const LoadTable *const table = context;
    return table_compare(table, &table->terms[((const SortItem *)a)->number], table,
                         &table->terms[((const SortItem *)b)->number]);
}

static void sort_whole(const Sort *sort, size_t from, size_t to) {
    LoadTable table = *sort->table;
    qsort_r(sort->items + from, to - from, sizeof *sort->items, compare_items, &table);
}

static void swap_items(SortItem *a, SortItem *b) {
    const SortItem item = *a;
    *a = *b;
    *b = item;
}

/* Do all texts of a part go on behind the word at `depth`? */
static bool all_go_on(const Sort *sort, size_t from, size_t to, size_t depth) {
    for (size_t i = from; i < to; i++) {
        if (sort->table->terms[sort->items[i].number].len < depth + WORD) return false;
    }
    return true;
}

/* Splits a part by a word picked at random, so that no input is a bad one. */
static Status split(Sort *sort, const SortPart *part) {
    SortItem *const items = sort->items;
    sort->random = hash_mix(sort->random, 1);
    const uint64_t pivot = items[part->from + sort->random % (part->to - part->from)].word;
    size_t low = part->from, at = part->from, high = part->to;
    while (at < high) {
        if (items[at].word < pivot)
            swap_items(&items[low++], &items[at++]);
        else if (items[at].word > pivot)
            swap_items(&items[at], &items[--high]);
        else
            at++;
    }
    TRY(push(sort, part->from, low, part->depth, false));
    TRY(push(sort, high, part->to, part->depth, false));
    if (all_go_on(sort, low, high, part->depth))
        return push(sort, low, high, part->depth + WORD, true);
    sort_whole(sort, low, high);
    return STATUS_OK;
}

static Status sort_texts(Sort *sort, size_t from, size_t to) {
    TRY(push(sort, from, to, 0, true));
    while (sort->part_count > 0) {
        const SortPart part = sort->parts[--sort->part_count];
        if (part.to - part.from <= FEW) {
            sort_whole(sort, part.from, part.to);
            continue;
        }
        for (size_t i = part.from; i < part.to && part.fresh; i++) {
            SortItem *const item = &sort->items[i];
            item->word = word_at(&sort->table->terms[item->number], part.depth);
        }
        TRY(split(sort, &part));
    }
    return STATUS_OK;
}

/* Numbers by tag; begins[tag] to begins[tag + 1] is a tag's part. */
static void sort_tags(Sort *sort, size_t begins[TAG_COUNT + 1]) {
    const LoadTable *const table = sort->table;
    size_t next[TAG_COUNT + 1] = {0};
    for (size_t i = 0; i < table->count; i++) next[table->terms[i].tag + 1]++;
    for (size_t tag = 0; tag < TAG_COUNT; tag++) next[tag + 1] += next[tag];
    memcpy(begins, next, sizeof next);
    for (size_t i = 0; i < table->count; i++)
        sort->items[next[table->terms[i].tag]++].number = (uint32_t)i;
}

static bool has_text(size_t tag) { return tag >= TAG_IRI && tag < TAG_TRIPLE; }

Status table_sort(LoadTable *table) {
    Sort sort = {.table = table, .items = mem_zero(table->count, sizeof *sort.items)};
    table->order = mem_zero(table->count, sizeof *table->order);
    size_t begins[TAG_COUNT + 1];
    Status status = sort.items && table->order ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) sort_tags(&sort, begins);
    for (size_t tag = 0; tag < TAG_COUNT && status == STATUS_OK; tag++) {
        if (has_text(tag))
            status = sort_texts(&sort, begins[tag], begins[tag + 1]);
        else
            sort_whole(&sort, begins[tag], begins[tag + 1]);
    }
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        table->order[i] = sort.items[i].number;
    mem_free(sort.items);
    mem_free(sort.parts);
    return status;
}
