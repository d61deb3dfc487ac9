/* The matches of a triple pattern as a trie: the values of its first variable ascending, below each those of the second
 * that occur with it, and so on. A level is one array; a value's children stand side by side in the next. */
#include "leapfrog_internal.h"

#include <stdlib.h>
#include <string.h>

/* A match: the values of the pattern's variables by level; the rest 0. */
typedef struct Match {
    TermId value[TRIE_LEVELS];
} Match;

typedef struct Matched {
    Match *items;
    size_t count, cap, charged;
    Budget *budget;
} Matched;

static int compare_matches(const void *a, const void *b) {
    const Match *const left = a, *const right = b;
    for (size_t i = 0; i < TRIE_LEVELS; i++)
        if (left->value[i] != right->value[i]) return left->value[i] < right->value[i] ? -1 : 1;
    return 0;
}

static Status reserve(Matched *matched, size_t more) {
    const size_t need = matched->count + more, grown = matched->cap + matched->cap / 2;
    const size_t cap = grown > need ? grown : need;
    if (need <= matched->cap) return STATUS_OK;
    if (need >= UINT32_MAX) return STATUS_LIMIT;
    TRY(budget_take(matched->budget, (cap - matched->cap) * sizeof *matched->items));
    matched->charged += (cap - matched->cap) * sizeof *matched->items;
    Match *const items = mem_resize(matched->items, cap * sizeof *items);
    if (!items) return STATUS_NO_MEMORY;
    matched->items = items;
    matched->cap = cap;
    return STATUS_OK;
}

static Status take_batch(const Trie *trie, const QuadBatch *quads, Matched *matched) {
    const TermId *const columns[] = {quads->subject, quads->predicate, quads->object};
    TRY(reserve(matched, quads->rows));
    for (size_t i = 0; i < quads->rows; i++) {
        Match *const match = &matched->items[matched->count++];
        *match = (Match){{0}};
        for (size_t level = 0; level < trie->levels; level++)
            match->value[level] = columns[trie->column[level]][i];
    }
    return STATUS_OK;
}

static Status read_matches(const Trie *trie, GraphScan *scan, QuadBatch *quads, Matched *matched) {
    do {
        TRY(graph_scan_next(scan, quads));
        TRY(take_batch(trie, quads, matched));
    } while (quads->rows > 0);
    graph_scan_close(scan);
    return STATUS_OK;
}

static void sort(const Matched *matched) {
    for (size_t i = 1; i < matched->count; i++) {
        if (compare_matches(&matched->items[i - 1], &matched->items[i]) <= 0) continue;
        qsort(matched->items, matched->count, sizeof *matched->items, compare_matches);
        return;
    }
}

/* The first level in which a match differs from the one before it. */
static size_t level_of_change(const Trie *trie, const Matched *matched, size_t at) {
    size_t level = 0;
    if (at == 0) return 0;
    const Match *const before = &matched->items[at - 1], *const match = &matched->items[at];
    while (level < trie->levels && match->value[level] == before->value[level]) level++;
    return level;
}

static Status make_level(TrieLevel *level, bool last, Budget *budget) {
    const size_t bytes = level->count * sizeof *level->values +
                         (last ? 0 : (level->count + 1) * sizeof *level->children);
    TRY(budget_take(budget, bytes));
    level->charged = bytes;
    level->values = mem_zero(level->count + 1, sizeof *level->values);
    if (!last) level->children = mem_zero(level->count + 1, sizeof *level->children);
    return level->values && (last || level->children) ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status build(Trie *trie, const Matched *matched, Budget *budget) {
    uint32_t filled[TRIE_LEVELS] = {0};
    for (size_t i = 0; i < matched->count; i++)
        for (size_t level = level_of_change(trie, matched, i); level < trie->levels; level++)
            trie->level[level].count++;
    for (size_t i = 0; i < trie->levels; i++)
        TRY(make_level(&trie->level[i], i + 1 == trie->levels, budget));
    for (size_t i = 0; i < matched->count; i++) {
        for (size_t at = level_of_change(trie, matched, i); at < trie->levels; at++) {
            TrieLevel *const level = &trie->level[at];
            if (level->children) level->children[filled[at]] = filled[at + 1];
            level->values[filled[at]++] = matched->items[i].value[at];
        }
    }
    for (size_t i = 0; i + 1 < trie->levels; i++)
        trie->level[i].children[filled[i]] = filled[i + 1];
    return STATUS_OK;
}

Status trie_make(Trie *trie, GraphScan *scan, QuadBatch *quads) {
    Budget *const budget = scan->exec->setup.budget;
    Matched matched = {.budget = budget};
    Status status = read_matches(trie, scan, quads, &matched);
    if (status == STATUS_OK) {
        sort(&matched);
        status = build(trie, &matched, budget);
    }
    mem_free(matched.items);
    budget_give(budget, matched.charged);
    return status;
}

void trie_borrow(Trie *trie, const Trie *from) {
    trie->borrowed = true;
    for (size_t i = 0; i < trie->levels; i++) {
        const TrieLevel *const level = &from->level[i];
        trie->level[i] = (TrieLevel){
            .values = level->values, .children = level->children, .count = level->count};
    }
}

void trie_free(Trie *trie, Budget *budget) {
    for (size_t i = 0; i < TRIE_LEVELS; i++) {
        TrieLevel *const level = &trie->level[i];
        if (!trie->borrowed) {
            mem_free(level->values);
            mem_free(level->children);
            budget_give(budget, level->charged);
        }
        *level = (TrieLevel){0};
    }
    trie->borrowed = false;
}
