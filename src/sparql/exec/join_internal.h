/* What the joins share: a hash table over the right operand, and pairs of a left row and a right row, found and gathered
 * a batch at a time. Only rows that are in a pair are ever copied. */
#ifndef YTTERBY_JOIN_INTERNAL_H
#define YTTERBY_JOIN_INTERNAL_H

#include "spill_internal.h"

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
    bool borrowed;    /* rows and links are another table's */
    uint32_t *heads, *chain;
    size_t mask, room, charged; /* room: rows that the chain is made for */
} RowTable;

Status row_table_init(RowTable *table, Exec *exec, const Plan *plan);
/* With what the operator gives; *all false: there may be more, for which memory is short, and the table is not linked. */
Status row_table_fill(RowTable *table, Operator *from, bool *all);
Status row_table_append(RowTable *table, const Batch *batch); /* without links */
/* With the next rows of `run`, at most *rest, in place of those that are there: as many as there is room for. */
Status row_table_load(RowTable *table, RowRun *run, size_t *rest);
/* Rows with equal keys are in the same part: of a row of the table, and of keys as row_table_find takes them. */
enum {
    ROW_PART_BITS = 5,
    ROW_PARTS = 1 << ROW_PART_BITS
};
size_t row_table_part(const RowTable *table, const TermId *cells);
size_t row_table_key_part(const RowTable *table, const TermId *const *key, size_t at);
/* Looks into what another one of the same plan has, which must stay as it is. */
void row_table_borrow(RowTable *table, const RowTable *from);
/* The first row for each of `count` keys, given by columns (NULL: unbound in all); ROW_NONE: there is none. */
void row_table_find(const RowTable *table, const TermId *const *key, size_t count, uint32_t *first);
/* The next row after `position` for the key number `at`. */
uint32_t row_table_next(const RowTable *table, uint32_t position, const TermId *const *key,
                        size_t at);
/* The classes of a column's values (NULL: all are `outer`). May put all numbers of the table in one class. */
Status row_table_classes(RowTable *table, const TermId *column, TermId outer, size_t count,
                         TermId *classes);
void row_table_clear(RowTable *table); /* takes the rows out */
void row_table_free(RowTable *table);  /* may be filled anew */

/* join_parts.c: the operands of a join whose right one does not fit into memory. */
typedef struct JoinParts {
    size_t count, part;   /* 1 without keys; the one under way */
    RowRun *right, *left; /* by part */
    size_t rest;          /* right rows of the part that are in no piece yet */
    const Slot *slots;    /* of a left row … */
    size_t width;
    bool *filled;       /* … those that some left row has a column for … */
    TermId *cells;      /* … and a row under way */
    Batch batch;        /* of left rows, read again … */
    TermId **own;       /* … its columns, by place in `slots` … */
    size_t first, rows; /* … and its rows by their number in the part */
    uint64_t *matched;  /* a bit for each left row of the part; NULL: nobody asks */
    size_t charged;
} JoinParts;

/* pairs.c: the pairs of a batch of left rows with the rows of the table. */
typedef struct Pairs {
    RowTable table; /* the right operand, or a piece of it */
    RowTable made;  /* the same when other threads look into it too: see Shared */
    bool built;
    JoinParts *parts;         /* NULL: they were never needed … */
    bool in_parts;            /* … and are not now */
    bool last;                /* the batch meets no right rows after those in the table */
    bool matched[BATCH_ROWS]; /* rows of the batch, also by pieces before */
    size_t *shared;           /* positions in the right row of shared slots that are no keys … */
    size_t shared_count;
    const TermId **key; /* the batch's key columns … */
    TermId **classes;   /* … of which the last are these */
    Batch *left;        /* the batch under way; NULL: none */
    size_t at;          /* the left row whose pairs come next */
    size_t rest;        /* left join: the next that may be without a match */
    uint32_t candidates[BATCH_ROWS];
    size_t count; /* pairs found: */
    uint16_t from[BATCH_ROWS];
    uint32_t to[BATCH_ROWS]; /* ROW_NONE: a left row alone */
} Pairs;

/* The joins' operators. */
typedef struct PairsOperator {
    Operator op;
    Pairs pairs;
} PairsOperator;

Status pairs_init(Pairs *pairs, Exec *exec, const Plan *plan);
/* Starts the next batch of the left operand; pairs->left is NULL at its end. The table is built before the first. What is
 * noted in pairs->matched then is kept for the pieces to come. */
Status pairs_next_batch(Pairs *pairs, Operator *op);
/* The same when pairs->left is a batch: looks its keys up. */
Status pairs_start(Pairs *pairs, const Operator *op);
Status pairs_set_keys(Pairs *pairs, const Operator *op); /* of pairs->left */
/* Is a left row without a match dropped? */
static inline bool pairs_need_match(const Operator *op) {
    return op->plan->kind == PLAN_JOIN || op->plan->kind == PLAN_SEMI_JOIN;
}
/* Finds the next pairs, at most `most`: those with equal keys whose other shared slots are compatible. */
void pairs_find(Pairs *pairs, size_t most);
/* Appends the merged rows of the pairs to the output, without counting them. */
Status pairs_gather(const Pairs *pairs, Operator *op);
void pairs_reset(Pairs *pairs); /* to be opened again */

/* join_parts.c: puts both operands aside, of the right one what is in the table and what is to come; then hands out the left
 * rows again, batch by batch, with the table filled for each. */
Status join_parts_make(Pairs *pairs, Operator *op);
Status join_parts_next(Pairs *pairs, Operator *op); /* as pairs_next_batch */
void join_parts_free(JoinParts *parts, Budget *budget);

#endif
