/* Leapfrog triejoin: leapfrog.c walks the tries that trie.c makes. */
#ifndef YTTERBY_LEAPFROG_INTERNAL_H
#define YTTERBY_LEAPFROG_INTERNAL_H

#include "exec_internal.h"

enum {
    TRIE_LEVELS = 3
};

typedef struct TrieLevel {
    TermId *values;
    uint32_t *children; /* where those of a value begin in the next level; NULL: the last level */
    size_t count, charged;
    uint32_t at, end; /* where the walk stands, and the end of the values that it may take here */
} TrieLevel;

typedef struct Trie {
    size_t levels;
    QuadColumn column[TRIE_LEVELS]; /* of the matches: what each level holds */
    TrieLevel level[TRIE_LEVELS];
    bool borrowed; /* the values are another trie's */
} Trie;

/* Fills the trie, whose levels are set, from an open scan. After a failure, too, it has to be freed. */
Status trie_make(Trie *trie, GraphScan *scan, QuadBatch *quads);
/* Looks into the values of another one, which must stay. */
void trie_borrow(Trie *trie, const Trie *from);
void trie_free(Trie *trie, Budget *budget); /* may be made again */

#endif
