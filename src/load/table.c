/* A thread's own table of distinct terms, so that threads share nothing while they read. Everything that a quad names has
 * a number in it: terms, inline ids, the default graph. A slot keeps half of the hash, so that a miss rarely looks at a
 * term. A literal names its datatype or language by the number of that term. */
#include <string.h>

#include "load_internal.h"

enum {
    FIRST_SLOTS = 4096
};

#define NUMBERS_MOST ((size_t)UINT32_MAX - 1)

void table_free(LoadTable *table) {
    arena_free(table->arena);
    mem_free(table->terms);
    mem_free(table->slots);
    mem_free(table->quads);
    mem_free(table->order);
    *table = (LoadTable){0};
}

size_t table_bytes(const LoadTable *table) {
    return arena_bytes(table->arena) + table->cap * sizeof *table->terms +
           table->slot_cap * sizeof *table->slots + table->quad_cap * sizeof *table->quads;
}

/* ---- Back to terms ------------------------------------------------------------------------------------------ */

static Text text_at(const LoadTable *table, uint32_t number) {
    return (Text){table->terms[number].text, table->terms[number].len};
}

Term table_term(const LoadTable *table, const LoadTerm *entry) {
    const Text text = {entry->text, entry->len};
    switch (entry->tag) {
    case TAG_IRI: return term_iri(text);
    case TAG_BLANK: return term_blank(text);
    case TAG_STRING: return term_string(text);
    case TAG_TRIPLE: return *(const Term *)(const void *)entry->text;
    case TAG_LANG: {
        const Text code = text_at(table, entry->code);
        Term term = term_lang(text, text_slice(code, 0, text_find(code, TEXT("--"), 0)));
        if (term.lang.len < code.len)
            term.direction = text_ends(code, TEXT("rtl")) ? DIRECTION_RTL : DIRECTION_LTR;
        return term;
    }
    default: return term_typed(text, text_at(table, entry->code));
    }
}

static int compare_nocase(Text a, Text b) {
    const size_t least = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < least; i++) {
        const int x = a.at[i] >= 'A' && a.at[i] <= 'Z' ? a.at[i] + 32 : a.at[i];
        const int y = b.at[i] >= 'A' && b.at[i] <= 'Z' ? b.at[i] + 32 : b.at[i];
        if (x != y) return x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

int table_compare(const LoadTable *left, const LoadTerm *a, const LoadTable *right,
                  const LoadTerm *b) {
    if (!a->text || !b->text) return (a->hash > b->hash) - (a->hash < b->hash);
    if (a->tag == TAG_TRIPLE)
        return term_order((const Term *)(const void *)a->text, (const Term *)(const void *)b->text);
    const int order = text_compare((Text){a->text, a->len}, (Text){b->text, b->len});
    if (order != 0 || a->tag < TAG_LANG) return order;
    const Text x = text_at(left, a->code);
    const Text y = text_at(right, b->code);
    return a->tag == TAG_LANG ? compare_nocase(x, y) : text_compare(x, y);
}

/* ---- Finding and adding ------------------------------------------------------------------------------------------ */

static uint64_t slot_of(uint64_t hash, size_t number) {
    return (hash & ~(uint64_t)UINT32_MAX) | (number + 1);
}

static Status grow_slots(LoadTable *table) {
    const size_t cap = table->slot_cap ? table->slot_cap * 2 : FIRST_SLOTS;
    uint64_t *const slots = mem_zero(cap, sizeof *slots);
    if (!slots) return STATUS_NO_MEMORY;
    for (size_t number = 0; number < table->count; number++) {
        const LoadTerm *const entry = &table->terms[number];
        const uint64_t hash = entry->text ? entry->hash : hash_mix(entry->hash, 0);
        size_t at = hash & (cap - 1);
        while (slots[at]) at = (at + 1) & (cap - 1);
        slots[at] = slot_of(hash, number);
    }
    mem_free(table->slots);
    table->slots = slots;
    table->slot_cap = cap;
    return STATUS_OK;
}

static Status add_entry(LoadTable *table, uint64_t hash, const LoadTerm *entry, uint32_t *number) {
    void *terms = table->terms;
    if (table->count >= NUMBERS_MOST) return STATUS_LIMIT;
    TRY(array_grow(&terms, &table->cap, table->count + 1, sizeof *table->terms));
    table->terms = terms;
    if (table->count >= table->slot_cap / 4 * 3) TRY(grow_slots(table));
    size_t at = hash & (table->slot_cap - 1);
    while (table->slots[at]) at = (at + 1) & (table->slot_cap - 1);
    table->slots[at] = slot_of(hash, table->count);
    table->terms[table->count] = *entry;
    table->blanks += entry->tag == TAG_BLANK || entry->tag == TAG_TRIPLE; /* it may name some */
    *number = (uint32_t)table->count++;
    return STATUS_OK;
}

/* The number of the entry that is the same term as `wanted`; UINT32_MAX when there is none. */
static uint32_t find_entry(const LoadTable *table, uint64_t hash, const LoadTerm *wanted) {
    if (table->slot_cap == 0) return UINT32_MAX;
    const size_t mask = table->slot_cap - 1;
    for (size_t at = hash & mask; table->slots[at]; at = (at + 1) & mask) {
        if ((table->slots[at] ^ hash) >> 32) continue;
        const uint32_t number = (uint32_t)table->slots[at] - 1;
        const LoadTerm *const entry = &table->terms[number];
        if (entry->tag == wanted->tag && entry->hash == wanted->hash &&
            table_compare(table, entry, table, wanted) == 0)
            return number;
    }
    return UINT32_MAX;
}

/* An id that needs no dictionary. */
static Status add_id(LoadTable *table, TermId id, uint32_t *number) {
    const LoadTerm entry = {.hash = id, .tag = (uint8_t)id_tag(id)};
    const uint64_t hash = hash_mix(id, 0);
    *number = find_entry(table, hash, &entry);
    return *number != UINT32_MAX ? STATUS_OK : add_entry(table, hash, &entry, number);
}

static Status keep_text(LoadTable *table, const Term *term, LoadTerm *entry) {
    if (entry->tag == TAG_TRIPLE) {
        Term *const copy = arena_alloc(table->arena, sizeof *copy);
        if (!copy) return arena_failure(table->arena);
        *copy = term_copy(table->arena, term);
        entry->text = (const char *)copy;
        return copy->kind == TERM_NONE ? arena_failure(table->arena) : STATUS_OK;
    }
    entry->text = arena_text(table->arena, term->text).at;
    return entry->text ? STATUS_OK : arena_failure(table->arena);
}

/* A term whose literal code is known. */
static Status add_coded(LoadTable *table, const Term *term, unsigned tag, uint32_t code,
                        uint32_t *number) {
    if (term->text.len > UINT32_MAX) return STATUS_LIMIT;
    LoadTerm entry = {.text = term->text.len ? term->text.at : "",
                      .hash = term_hash(term),
                      .len = (uint32_t)term->text.len,
                      .code = code,
                      .tag = (uint8_t)tag};
    if (tag == TAG_TRIPLE) entry.text = (const char *)term;
    *number = find_entry(table, entry.hash, &entry);
    if (*number != UINT32_MAX) return STATUS_OK;
    TRY(keep_text(table, term, &entry));
    return add_entry(table, entry.hash, &entry, number);
}

static Status add_language(LoadTable *table, const Term *literal, uint32_t *code) {
    Buffer text = {0};
    buffer_text(&text, literal->lang);
    if (literal->direction != DIRECTION_NONE)
        buffer_text(&text, literal->direction == DIRECTION_LTR ? TEXT("--ltr") : TEXT("--rtl"));
    const Term language = term_string(buffer_view(&text));
    const Status status =
        text.failed ? STATUS_NO_MEMORY : add_coded(table, &language, TAG_STRING, 0, code);
    buffer_free(&text);
    return status;
}

static Status add_term(LoadTable *table, const Term *term, uint32_t *number) {
    const TermId id = id_inline(term);
    if (id != TERM_ID_NONE) return add_id(table, id, number);
    const unsigned tag = term_tag(term);
    uint32_t code = 0;
    if (tag == TAG_LANG) {
        TRY(add_language(table, term, &code));
    } else if (tag >= TAG_NUMERIC && tag <= TAG_OTHER) {
        const Term datatype = term_iri(term->datatype);
        TRY(add_coded(table, &datatype, TAG_IRI, 0, &code));
    }
    return add_coded(table, term, tag, code, number);
}

Status table_init(LoadTable *table, const Term *graph) {
    *table = (LoadTable){.arena = arena_new(NULL)};
    if (!table->arena) return STATUS_NO_MEMORY;
    return graph->kind == TERM_NONE ? add_id(table, TERM_ID_DEFAULT_GRAPH, &table->graph)
                                    : add_term(table, graph, &table->graph);
}

/* Files name one subject or graph several times in a row. */
static bool is_entry(const LoadTable *table, uint32_t number, const Term *term) {
    const LoadTerm *const entry = &table->terms[number];
    const unsigned tag = term->kind == TERM_IRI ? TAG_IRI : TAG_BLANK;
    return entry->tag == tag && (term->kind == TERM_IRI || term->kind == TERM_BLANK) &&
           text_equal((Text){entry->text, entry->len}, term->text);
}

static Status add_again(LoadTable *table, const Term *term, unsigned place, uint32_t *number) {
    if (table->quad_count > 0) {
        *number = table->quads[table->quad_count - 1].term[place];
        if (is_entry(table, *number, term)) return STATUS_OK;
    }
    return add_term(table, term, number);
}

Status table_add_quad(LoadTable *table, const Quad *quad) {
    BulkQuad numbers = {{0, 0, 0, table->graph}};
    TRY(add_again(table, &quad->subject, 0, &numbers.term[0]));
    TRY(add_again(table, &quad->predicate, 1, &numbers.term[1]));
    TRY(add_term(table, &quad->object, &numbers.term[2]));
    if (quad->graph.kind != TERM_NONE) TRY(add_again(table, &quad->graph, 3, &numbers.term[3]));
    void *quads = table->quads;
    TRY(array_grow(&quads, &table->quad_cap, table->quad_count + 1, sizeof *table->quads));
    table->quads = quads;
    table->quads[table->quad_count++] = numbers;
    return STATUS_OK;
}
