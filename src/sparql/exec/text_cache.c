/* Texts of strings and IRIs by id. The same few terms are compared and searched row after row: each is read from the
 * dictionary once, which also keeps the source from handing out its bytes again and again. A place for each hash, the
 * latest stays; the table grows with what is read. Beside the text stand its first bytes as a number, which decide most
 * comparisons without a look at the text. */
#include "expression_internal.h"

enum {
    TEXTS_FIRST = 1 << 8,
    TEXTS_MOST = 1 << 18
};

struct TextCache {
    CachedText *items;
    size_t count, misses;
};

void text_cache_free(TextCache *cache, Budget *budget) {
    if (!cache) return;
    budget_give(budget, cache->count * sizeof *cache->items);
    mem_free(cache->items);
    mem_free(cache);
}

static CachedText *place_of(const TextCache *cache, TermId id) {
    return &cache->items[hash_mix(id, 3) & (cache->count - 1)];
}

static Status grow(TextCache *cache, Budget *budget) {
    const TextCache before = *cache;
    const size_t count = before.count ? before.count * 4 : TEXTS_FIRST;
    const size_t bytes = count * sizeof *cache->items;
    if (before.count > 0 && bytes > budget_room(budget) / 4)
        return STATUS_OK; /* others need it more */
    if (budget_take(budget, bytes) != STATUS_OK)
        return before.items ? STATUS_OK : STATUS_MEMORY_LIMIT; /* it does as it is */
    cache->items = mem_zero(count, sizeof *cache->items);
    if (!cache->items) {
        cache->items = before.items;
        budget_give(budget, count * sizeof *cache->items);
        return STATUS_NO_MEMORY;
    }
    cache->count = count;
    cache->misses = 0;
    for (size_t i = 0; i < before.count; i++)
        if (before.items[i].id != TERM_ID_NONE)
            *place_of(cache, before.items[i].id) = before.items[i];
    budget_give(budget, before.count * sizeof *cache->items);
    mem_free(before.items);
    return STATUS_OK;
}

static uint64_t first_bytes(Text text) {
    uint64_t first = 0;
    for (size_t i = 0; i < sizeof first; i++)
        first = first << 8 | (i < text.len ? (unsigned char)text.at[i] : 0);
    return first;
}

Status text_of_id(EvalContext *context, TermId id, CachedText *cached) {
    Term term;
    char inlined[32]; /* neither kind is inlined */
    if (!context->texts) context->texts = mem_zero(1, sizeof *context->texts);
    if (!context->texts) return STATUS_NO_MEMORY;
    TextCache *const cache = context->texts;
    if (cache->misses >= cache->count && cache->count < TEXTS_MOST)
        TRY(grow(cache, context->budget));
    CachedText *const place = place_of(cache, id);
    if (place->id != id) {
        TRY(eval_term(context, id, inlined, &term));
        *place = (CachedText){id, first_bytes(term.text), term.text};
        cache->misses++;
    }
    *cached = *place;
    return STATUS_OK;
}

int cached_text_compare(const CachedText *a, const CachedText *b) {
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return text_compare(a->text, b->text);
}
