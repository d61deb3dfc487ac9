/* A dictionary in memory: terms in an arena, found by hash, numbered in the order in which they came.
 * An id is the term's tag, the table's local bit and that number. */
#include "ytterby/term.h"

#define NUMBER_MASK (TERM_ID_LOCAL - 1)

struct TermTable {
    Arena *arena;
    Budget *budget;
    HashIndex index;
    Term *terms;
    size_t count, cap;
    TermId local_bit;
};

TermTable *term_table_new(TermId local_bit, Budget *budget) {
    TermTable *const table = mem_zero(1, sizeof *table);
    if (!table) return NULL;
    table->arena = arena_new(budget);
    table->budget = budget;
    table->index.budget = budget;
    table->local_bit = local_bit & TERM_ID_LOCAL;
    if (table->arena) return table;
    mem_free(table);
    return NULL;
}

void term_table_free(TermTable *table) {
    if (!table) return;
    budget_give(table->budget, table->cap * sizeof *table->terms);
    hash_index_free(&table->index);
    mem_free(table->terms);
    arena_free(table->arena);
    mem_free(table);
}

size_t term_table_count(const TermTable *table) { return table->count; }

/* ---- Finding -------------------------------------------------------------------------------- */

typedef struct Wanted {
    const TermTable *table;
    const Term *term;
} Wanted;

static bool is_wanted(const void *context, size_t position) {
    const Wanted *const wanted = context;
    return term_equal(&wanted->table->terms[position], wanted->term);
}

static TermId id_at(const TermTable *table, size_t position) {
    return (uint64_t)term_tag(&table->terms[position]) << 60 | table->local_bit | position;
}

TermId term_table_find(const TermTable *table, const Term *term) {
    const TermId id = id_inline(term);
    if (id != TERM_ID_NONE) return id;
    const Wanted wanted = {table, term};
    const size_t position = hash_index_find(&table->index, term_hash(term), is_wanted, &wanted);
    return position == HASH_NONE ? TERM_ID_NONE : id_at(table, position);
}

/* ---- Adding --------------------------------------------------------------------------------- */

static Status make_room(TermTable *table) {
    void *terms = table->terms;
    const size_t before = table->cap;
    if (array_grow(&terms, &table->cap, table->count + 1, sizeof *table->terms) != STATUS_OK)
        return STATUS_NO_MEMORY;
    table->terms = terms;
    const Status status = budget_take(table->budget, (table->cap - before) * sizeof *table->terms);
    if (status != STATUS_OK) table->cap = before;
    return status;
}

Status term_table_add(TermTable *table, const Term *term, TermId *id) {
    *id = id_inline(term);
    if (*id != TERM_ID_NONE) return STATUS_OK;
    const Wanted wanted = {table, term};
    const uint64_t hash = term_hash(term);
    size_t position = hash_index_find(&table->index, hash, is_wanted, &wanted);
    if (position == HASH_NONE) {
        TRY(make_room(table));
        position = table->count;
        table->terms[position] = term_copy(table->arena, term);
        if (table->terms[position].kind == TERM_NONE)
            return budget_reason(table->budget, STATUS_NO_MEMORY);
        TRY(hash_index_add(&table->index, hash, position));
        table->count++;
    }
    *id = id_at(table, position);
    return STATUS_OK;
}

/* ---- Back to terms -------------------------------------------------------------------------- */

Status term_table_get(const TermTable *table, TermId id, char text[32], Term *term) {
    if (id_is_inline(id)) {
        *term = id_decode(id, text);
        return STATUS_OK;
    }
    const uint64_t number = id & NUMBER_MASK;
    if (number >= table->count || (id & TERM_ID_LOCAL) != table->local_bit) return STATUS_NOT_FOUND;
    *term = table->terms[number];
    return STATUS_OK;
}
