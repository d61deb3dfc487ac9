/* What the joins share: a hash table over the right operand, and pairs of a left row and a right row, found and gathered
 * a batch at a time. Only rows that are in a pair are ever copied. */
#ifndef YTTERBY_JOIN_INTERNAL_H
#define YTTERBY_JOIN_INTERNAL_H

#include "exec_internal.h"

/* row_table.c: rows of a join's right operand, found by equal cells in `keys` (positions in the row). Slots that are
 * compared by value have a cell more at the row's end: the class of the value. */
#define ROW_NONE UINT32_MAX
typedef struct RowTable {
    Rows rows;
    EvalContext *eval;
    size_t width; /* cells of a row without classes */
    size_t equal_count;
    bool coarse; /* all numbers are one class: some was uneven */
    const size_t *keys;
    size_t key_count; /* with the classes */
    bool unique;      /* one row for each key is enough */
    uint32_t *heads, *chain;
    size_t mask, room, charged; /* room: rows that the chain is made for */
} RowTable;

Status row_table_init(RowTable *table, Exec *exec, const Plan *plan);
Status row_table_fill(RowTable *table, Operator *from); /* with all that the operator gives */
/* The first row for each of `count` keys, given by columns (NULL: unbound in all); ROW_NONE: there is none. */
void row_table_find(const RowTable *table, const TermId *const *key, size_t count, uint32_t *first);
/* The next row after `position` for the key number `at`. */
uint32_t row_table_next(const RowTable *table, uint32_t position, const TermId *const *key,
                        size_t at);
/* The classes of a column's values (NULL: all are `outer`). May put all numbers of the table in one class. */
Status row_table_classes(RowTable *table, const TermId *column, TermId outer, size_t count,
                         TermId *classes);
void row_table_free(RowTable *table);

/* pairs.c: the pairs of a batch of left rows with the rows of the table. */
typedef struct Pairs {
    RowTable table; /* the right operand */
    bool built;
    size_t *shared; /* positions in the right row of shared slots that are no keys … */
    size_t shared_count;
    const TermId **key; /* the batch's key columns … */
    TermId **classes;   /* … of which the last are these */
    Batch *left;        /* the batch under way; NULL: none */
    size_t at;          /* the left row whose pairs come next */
    uint32_t candidates[BATCH_ROWS];
    size_t count; /* pairs found: */
    uint16_t from[BATCH_ROWS];
    uint32_t to[BATCH_ROWS]; /* ROW_NONE: a left row alone */
} Pairs;

Status pairs_init(Pairs *pairs, Exec *exec, const Plan *plan);
/* Starts the next batch of the left operand; pairs->left is NULL at its end. The table is built before the first. */
Status pairs_next_batch(Pairs *pairs, Operator *op);
/* Finds the next pairs, at most `most`: those with equal keys whose other shared slots are compatible. */
void pairs_find(Pairs *pairs, size_t most);
/* Appends the merged rows of the pairs to the output, without counting them. */
Status pairs_gather(const Pairs *pairs, Operator *op);
void pairs_reset(Pairs *pairs); /* to be opened again */

#endif
