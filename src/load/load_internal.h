/* The inside of the room load: a thread's table of terms and quads, and its order. */
#ifndef YTTERBY_LOAD_INTERNAL_H
#define YTTERBY_LOAD_INTERNAL_H

#include "ytterby/load.h"

/* A distinct term of one table. */
typedef struct LoadTerm {
    const char
        *text; /* in the arena; a triple term: its Term; an inline id or the default graph: NULL */
    uint64_t hash; /* term_hash; an inline id or the default graph: that id */
    uint32_t len;
    uint32_t code; /* number of the datatype's IRI or of the language's string, in the table */
    uint8_t tag;
} LoadTerm;

/* What one thread has read: quads of numbers into `terms`. */
typedef struct LoadTable {
    Arena *arena;
    LoadTerm *terms;
    size_t count, cap;
    uint64_t *slots; /* upper half of the hash, number + 1; 0: empty */
    size_t slot_cap;
    BulkQuad *quads;
    size_t quad_count, quad_cap;
    size_t blanks;
    uint32_t graph;  /* where the default graph's quads go */
    uint32_t *order; /* numbers by tag, then by text: table_sort */
    Status status;   /* of sorting in a thread */
} LoadTable;

/* `graph`: TERM_NONE for the default graph. */
Status table_init(LoadTable *table, const Term *graph);
void table_free(LoadTable *table);
Status table_add_quad(LoadTable *table, const Quad *quad);
size_t table_bytes(const LoadTable *table); /* held now */
Term table_term(const LoadTable *table, const LoadTerm *entry);
/* Order within a tag, across tables; 0: the same term. */
int table_compare(const LoadTable *left, const LoadTerm *a, const LoadTable *right,
                  const LoadTerm *b);
Status table_sort(LoadTable *table); /* order.c */

#endif
