/* Quads collected for sorted output: every distinct term once, by a hash index; a quad is four numbers. Sorting
 * the terms first makes the quads' comparison a matter of integers. */
#include <stdlib.h>
#include <string.h>

#include "writer.h"

enum {
    SUBJECT,
    PREDICATE,
    OBJECT,
    GRAPH,
    PARTS
};

typedef struct QuadRow {
    uint32_t part[PARTS]; /* term numbers; after sorting: ranks */
} QuadRow;

struct QuadSet {
    Arena *arena;
    Budget *budget;
    Term *terms; /* after sorting: by rank */
    size_t term_count, term_cap;
    HashIndex index;
    QuadRow *rows;
    size_t row_count, row_cap;
    size_t taken; /* bytes of `terms` and `rows` taken from the budget */
};

typedef struct Wanted {
    const QuadSet *set;
    const Term *term;
} Wanted;

QuadSet *quad_set_new(Budget *budget) {
    QuadSet *const set = mem_zero(1, sizeof *set);
    if (!set) return NULL;
    set->budget = set->index.budget = budget;
    set->arena = arena_new(budget);
    if (set->arena) return set;
    mem_free(set);
    return NULL;
}

void quad_set_free(QuadSet *set) {
    if (!set) return;
    budget_give(set->budget, set->taken);
    hash_index_free(&set->index);
    arena_free(set->arena);
    mem_free(set->terms);
    mem_free(set->rows);
    mem_free(set);
}

/* array_grow with the budget told. */
static Status grow(QuadSet *set, void **items, size_t *cap, size_t need, size_t size) {
    const size_t before = *cap;
    if (need <= before) return STATUS_OK;
    TRY(array_grow(items, cap, need, size));
    const size_t more = (*cap - before) * size;
    TRY(budget_take(set->budget, more));
    set->taken += more;
    return STATUS_OK;
}

static bool is_term(const void *context, size_t position) {
    const Wanted *const wanted = context;
    return term_equal(&wanted->set->terms[position], wanted->term);
}

static Status intern(QuadSet *set, const Term *term, uint32_t *number) {
    const uint64_t hash = term_hash(term);
    const Wanted wanted = {set, term};
    const size_t known = hash_index_find(&set->index, hash, is_term, &wanted);
    if (known != HASH_NONE) {
        *number = (uint32_t)known;
        return STATUS_OK;
    }
    if (set->term_count >= UINT32_MAX) return STATUS_LIMIT;
    void *terms = set->terms;
    const Status status = grow(set, &terms, &set->term_cap, set->term_count + 1, sizeof *term);
    set->terms = terms;
    TRY(status);
    const Term copy = term_copy(set->arena, term);
    if (copy.kind == TERM_NONE && term->kind != TERM_NONE)
        return budget_reason(set->budget, STATUS_NO_MEMORY);
    set->terms[set->term_count] = copy;
    TRY(hash_index_add(&set->index, hash, set->term_count));
    *number = (uint32_t)set->term_count++;
    return STATUS_OK;
}

Status quad_set_add(QuadSet *set, const Quad *quad) {
    const Term *const terms[PARTS] = {&quad->subject, &quad->predicate, &quad->object,
                                      &quad->graph};
    QuadRow row;
    for (size_t i = 0; i < PARTS; i++) TRY(intern(set, terms[i], &row.part[i]));
    void *rows = set->rows;
    const Status status = grow(set, &rows, &set->row_cap, set->row_count + 1, sizeof row);
    set->rows = rows;
    TRY(status);
    set->rows[set->row_count++] = row;
    return STATUS_OK;
}

/* ---- Sorting ---------------------------------------------------------------------------------------------- */

typedef struct RankedTerm {
    const Term *term;
    uint32_t number;
} RankedTerm;

static bool is_type(const Term *term) {
    return term->kind == TERM_IRI && text_equal(term->text, TEXT(RDF "type"));
}

/* rdf:type before all, so that it is every subject's first predicate; then the order of terms. */
static int compare_terms(const void *left, const void *right) {
    const Term *const a = ((const RankedTerm *)left)->term, *const b =
                                                                ((const RankedTerm *)right)->term;
    const bool a_first = is_type(a), b_first = is_type(b);
    if (a_first != b_first)
        return a->kind == TERM_NONE || (b->kind != TERM_NONE && a_first) ? -1 : 1;
    return term_order(a, b);
}

static int compare_rows(const void *left, const void *right) {
    static const unsigned order[PARTS] = {GRAPH, SUBJECT, PREDICATE, OBJECT};
    const QuadRow *const a = left, *const b = right;
    for (size_t i = 0; i < PARTS; i++) {
        const uint32_t x = a->part[order[i]], y = b->part[order[i]];
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static void renumber(QuadSet *set, const RankedTerm *ranked, uint32_t *ranks, Term *sorted) {
    for (uint32_t i = 0; i < set->term_count; i++) {
        ranks[ranked[i].number] = i;
        sorted[i] = *ranked[i].term;
    }
    memcpy(set->terms, sorted, set->term_count * sizeof *sorted);
    for (size_t i = 0; i < set->row_count; i++)
        for (size_t k = 0; k < PARTS; k++) set->rows[i].part[k] = ranks[set->rows[i].part[k]];
}

static Status rank_terms(QuadSet *set) {
    RankedTerm *const ranked = arena_array(set->arena, set->term_count + 1, sizeof *ranked);
    uint32_t *const ranks = arena_array(set->arena, set->term_count + 1, sizeof *ranks);
    Term *const sorted = arena_array(set->arena, set->term_count + 1, sizeof *sorted);
    if (!ranked || !ranks || !sorted) return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < set->term_count; i++) ranked[i] = (RankedTerm){&set->terms[i], i};
    qsort(ranked, set->term_count, sizeof *ranked, compare_terms);
    renumber(set, ranked, ranks, sorted);
    return STATUS_OK;
}

Status quad_set_sort(QuadSet *set) {
    if (set->row_count == 0) return STATUS_OK;
    TRY(rank_terms(set));
    hash_index_free(&set->index); /* its positions are void now */
    qsort(set->rows, set->row_count, sizeof *set->rows, compare_rows);
    size_t kept = 1;
    for (size_t i = 1; i < set->row_count; i++)
        if (compare_rows(&set->rows[kept - 1], &set->rows[i]) != 0)
            set->rows[kept++] = set->rows[i];
    set->row_count = kept;
    return STATUS_OK;
}

size_t quad_set_count(const QuadSet *set) { return set->row_count; }

Quad quad_set_at(const QuadSet *set, size_t index) {
    const QuadRow *const row = &set->rows[index];
    return (Quad){.subject = set->terms[row->part[SUBJECT]],
                  .predicate = set->terms[row->part[PREDICATE]],
                  .object = set->terms[row->part[OBJECT]],
                  .graph = set->terms[row->part[GRAPH]]};
}

/* The IRIs that are written for a term: not the "a" of triple terms, not the datatype of a bare number. */
static Status iris_of(const Term *term, Status (*each)(void *context, Text iri), void *context) {
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2]) {
        if (term->triple[0].kind == TERM_IRI) TRY(each(context, term->triple[0].text));
        if (!is_type(&term->triple[1])) TRY(each(context, term->triple[1].text));
    }
    if (term->kind == TERM_IRI) return each(context, term->text);
    return term->datatype.len > 0 && !turtle_stands_bare(term) ? each(context, term->datatype)
                                                               : STATUS_OK;
}

/* Which terms stand somewhere else than as the predicate "a". NULL when memory is out. */
static const bool *find_written(const QuadSet *set) {
    bool *const written = arena_array(set->arena, set->term_count + 1, sizeof *written);
    for (size_t i = 0; written && i < set->row_count; i++) {
        const QuadRow *const row = &set->rows[i];
        for (size_t k = 0; k < PARTS; k++)
            if (k != PREDICATE || !is_type(&set->terms[row->part[k]])) written[row->part[k]] = true;
    }
    return written;
}

Status quad_set_iris(const QuadSet *set, Status (*each)(void *context, Text iri), void *context) {
    const bool *const written = find_written(set);
    if (!written) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < set->term_count; i++)
        if (written[i]) TRY(iris_of(&set->terms[i], each, context));
    return STATUS_OK;
}
