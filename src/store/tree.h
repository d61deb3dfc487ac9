/* Inside of trees of rows: bounds, nodes and leaves, for rows.c, which seeks and scans, and rows_count.c. */
#ifndef YTTERBY_STORE_TREE_H
#define YTTERBY_STORE_TREE_H

#include <string.h>

#include "store_internal.h"

/* A place between rows: before those that begin with the first `columns` columns of `row`, or behind them. */
typedef struct Bound {
    const Row *row;
    unsigned columns;
    bool behind;
} Bound;

/* Compares the first columns only. */
static inline int compare_prefix(const Row *a, const Row *b, unsigned columns) {
    for (unsigned c = 0; c < columns; c++) {
        if (a->column[c] != b->column[c]) return a->column[c] < b->column[c] ? -1 : 1;
    }
    return 0;
}

static inline bool is_before(const Row *row, const Bound *bound) {
    const int order = compare_prefix(row, bound->row, bound->columns);
    return order < 0 || (bound->behind && order == 0);
}

static inline Bound low_of(const RowRange *range) {
    return (Bound){&range->low, range->columns, false};
}

static inline Bound high_of(const RowRange *range) {
    return (Bound){&range->high, range->columns, true};
}

static inline size_t rows_of(const uint8_t *block) { return block[0] + 1u; }

Status tree_damaged(const Pager *pager, Diag *diag); /* STATUS_CORRUPT, with its message */
/* The first columns of a block's first row; false when it is damaged. */
bool leaf_first(const PageHeader *leaf, unsigned block, unsigned columns, Row *row);
/* The entry that the bound falls into: the last that begins before it, or else the first. */
unsigned find_entry(const InnerPage *page, const Bound *bound);
/* The same among the blocks of a leaf. */
Status find_block(Pager *pager, const PageHeader *leaf, const Bound *bound, unsigned *block,
                  Diag *diag);
const PageHeader *child_of(Pager *pager, const InnerPage *inner, unsigned entry, Diag *diag);
/* The lowest node on a cursor's path that has an entry behind the cursor's is path[level - 1]; 0: none has. */
static inline unsigned level_to_step(const RowCursor *cursor) {
    unsigned level = cursor->levels;
    while (level > 0 && cursor->at[level - 1] + 1u >= cursor->path[level - 1]->header.count)
        level--;
    return level;
}

/* Moves a cursor to the next leaf, or to the end; the path stays that of the last leaf then. */
Status next_leaf(RowCursor *cursor, Diag *diag);

#endif
