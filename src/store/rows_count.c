/* Counting in a tree of rows: how many are in a range, and the distinct values of the column behind the range's with their
 * numbers of rows. Inner nodes have the counts of what lies below, so that only the blocks at the edges are looked into. */
#include <assert.h>

#include "tree.h"

/* ---- Rows in a range: what stands before its bounds ---------------------------------------------------------- */

static uint64_t sum_of_entries(const InnerPage *inner, unsigned from, unsigned to) {
    uint64_t sum = 0;
    for (; from < to; from++) sum += inner->entries[from].count;
    return sum;
}

static Status sum_of_blocks(Pager *pager, const PageHeader *leaf, unsigned from, unsigned to,
                            uint64_t *sum, Diag *diag) {
    for (; from < to; from++) {
        const uint8_t *at;
        size_t size;
        if (!leaf_block(leaf, from, &at, &size)) return tree_damaged(pager, diag);
        *sum += rows_of(at);
    }
    return STATUS_OK;
}

static Status range_in_block(Pager *pager, const PageHeader *leaf, unsigned block,
                             const RowRange *range, size_t rows[2], Diag *diag) {
    const uint8_t *at;
    size_t size;
    const bool sound = leaf_block(leaf, block, &at, &size) &&
                       block_range(at, size, range, &rows[0], &rows[1]) == STATUS_OK;
    return sound ? STATUS_OK : tree_damaged(pager, diag);
}

/* Adds the rows below the page that stand before the bound to *rank. */
static Status rank_of(Pager *pager, const PageHeader *page, const Bound *bound, uint64_t *rank,
                      Diag *diag) {
    const RowRange alike = {*bound->row, *bound->row, bound->columns};
    unsigned block = 0;
    size_t rows[2] = {0};
    while (page && page->level > 0) {
        const InnerPage *const inner = (const InnerPage *)(const void *)page;
        const unsigned entry = find_entry(inner, bound);
        *rank += sum_of_entries(inner, 0, entry);
        page = child_of(pager, inner, entry, diag);
    }
    if (!page) return STATUS_CORRUPT;
    TRY(find_block(pager, page, bound, &block, diag));
    TRY(sum_of_blocks(pager, page, 0, block, rank, diag));
    TRY(range_in_block(pager, page, block, &alike, rows, diag));
    *rank += rows[bound->behind];
    return STATUS_OK;
}

/* The rows between the bounds, which fall into two entries of the node. */
static Status count_between(Pager *pager, const InnerPage *inner, const unsigned entry[2],
                            const Bound bound[2], uint64_t *count, Diag *diag) {
    const PageHeader *const first = child_of(pager, inner, entry[0], diag);
    const PageHeader *const last = child_of(pager, inner, entry[1], diag);
    uint64_t before = 0;
    if (!first || !last) return STATUS_CORRUPT;
    *count = sum_of_entries(inner, entry[0], entry[1]);
    TRY(rank_of(pager, first, &bound[0], &before, diag));
    TRY(rank_of(pager, last, &bound[1], count, diag));
    *count = *count > before ? *count - before : 0;
    return STATUS_OK;
}

static Status count_in_leaf(Pager *pager, const PageHeader *leaf, const RowRange *range,
                            const Bound bound[2], uint64_t *count, Diag *diag) {
    unsigned block[2] = {0};
    size_t first[2] = {0};
    size_t last[2] = {0};
    TRY(find_block(pager, leaf, &bound[0], &block[0], diag));
    TRY(find_block(pager, leaf, &bound[1], &block[1], diag));
    TRY(range_in_block(pager, leaf, block[0], range, first, diag));
    TRY(range_in_block(pager, leaf, block[1], range, last, diag));
    *count = 0;
    TRY(sum_of_blocks(pager, leaf, block[0], block[1], count, diag));
    *count += last[1];
    *count = *count > first[0] ? *count - first[0] : 0;
    return STATUS_OK;
}

Status rows_count(Pager *pager, const TreeRoot *root, const RowRange *range, uint64_t *count,
                  Diag *diag) {
    const Bound bound[2] = {low_of(range), high_of(range)};
    *count = root->count;
    if (root->page == 0 || range->columns == 0) return STATUS_OK;
    const PageHeader *page = tree_page(pager, root->page, -1, NULL, diag);
    while (page && page->level > 0) {
        const InnerPage *const inner = (const InnerPage *)(const void *)page;
        const unsigned entry[2] = {find_entry(inner, &bound[0]), find_entry(inner, &bound[1])};
        if (entry[0] != entry[1]) return count_between(pager, inner, entry, bound, count, diag);
        page = child_of(pager, inner, entry[0], diag);
    }
    return page ? count_in_leaf(pager, page, range, bound, count, diag) : STATUS_CORRUPT;
}

/* ---- Groups: the distinct values of a column ---------------------------------------------------------------------- */

Status groups_seek(RowGroups *groups, Pager *pager, const TreeRoot *root, const RowRange *range,
                   Diag *diag) {
    assert(range->columns < ROW_COLUMNS &&
           compare_prefix(&range->low, &range->high, range->columns) == 0);
    groups->at = groups->count = 0;
    groups->rows = 0;
    return rows_seek(&groups->cursor, pager, root, range, 1u << range->columns, diag);
}

/* What lies between two rows of the group under way belongs to it: its rows are counted and not looked into. */
static void skip_subtrees(RowGroups *groups) {
    RowCursor *const cursor = &groups->cursor;
    const unsigned column = cursor->range.columns;
    const unsigned level = level_to_step(cursor);
    Row row = cursor->range.low;
    if (level == 0 || groups->rows == 0) return;
    row.column[column] = groups->value;
    const InnerPage *const inner = cursor->path[level - 1];
    unsigned *const at = &cursor->at[level - 1];
    while (*at + 2u < inner->header.count &&
           compare_prefix(&inner->entries[*at + 2].first, &row, column + 1) == 0)
        groups->rows += inner->entries[++*at].count;
}

static Status next_values(RowGroups *groups, Diag *diag) {
    RowCursor *const cursor = &groups->cursor;
    uint64_t *columns[ROW_COLUMNS] = {NULL};
    columns[cursor->range.columns] = groups->values;
    if (!cursor->done && cursor->block == cursor->leaf->count) skip_subtrees(groups);
    groups->at = 0;
    return rows_next(cursor, columns, &groups->count, diag);
}

/* Takes values in as long as they are of the group under way. */
static void take_alike(RowGroups *groups) {
    size_t at = groups->at;
    while (at < groups->count && groups->values[at] == groups->value) at++;
    groups->rows += at - groups->at;
    groups->at = at;
}

Status groups_next(RowGroups *groups, size_t room, uint64_t *values, uint64_t *counts, size_t *got,
                   Diag *diag) {
    *got = 0;
    while (*got < room) {
        if (groups->at == groups->count) TRY(next_values(groups, diag));
        const bool end = groups->count == 0;
        if (!end && groups->rows == 0) groups->value = groups->values[groups->at];
        take_alike(groups);
        if (!end && groups->at == groups->count) continue; /* it may go on in the next block */
        if (groups->rows == 0) return STATUS_OK;
        values[*got] = groups->value;
        counts[(*got)++] = groups->rows;
        groups->rows = 0;
    }
    return STATUS_OK;
}

/* ---- The number of distinct values --------------------------------------------------------------------------------- */

enum {
    BLOCKS_WALKED = 64, /* so many are looked into for the exact number … */
    BLOCKS_TRIED = 64   /* … else these, evenly spread */
};

/* The block with the row of this number in the whole tree. */
static Status block_at(Pager *pager, const TreeRoot *root, uint64_t number, const uint8_t **at,
                       size_t *size, Diag *diag) {
    const PageHeader *page = tree_page(pager, root->page, -1, NULL, diag);
    while (page && page->level > 0) {
        const InnerPage *const inner = (const InnerPage *)(const void *)page;
        unsigned entry = 0;
        while (entry + 1u < page->count && number >= inner->entries[entry].count)
            number -= inner->entries[entry++].count;
        page = child_of(pager, inner, entry, diag);
    }
    if (!page) return STATUS_CORRUPT;
    for (unsigned block = 0; block < page->count; block++) {
        if (!leaf_block(page, block, at, size)) break;
        if (number < rows_of(*at)) return STATUS_OK;
        number -= rows_of(*at);
    }
    return tree_damaged(pager, diag);
}

/* How often do neighbours differ? */
static Status try_block(Pager *pager, const uint8_t *at, size_t size, const RowRange *range,
                        uint64_t tried[2], Diag *diag) {
    uint64_t values[BLOCK_ROWS];
    uint64_t *columns[ROW_COLUMNS] = {NULL};
    size_t from = 0;
    size_t to = 0;
    columns[range->columns] = values;
    if (block_range(at, size, range, &from, &to) != STATUS_OK ||
        block_rows(at, size, 1u << range->columns, from, to, columns) != STATUS_OK)
        return tree_damaged(pager, diag);
    for (size_t i = 1; i < to - from; i++) tried[1] += values[i] != values[i - 1];
    if (to > from) tried[0] += to - from - 1;
    return STATUS_OK;
}

static Status estimate_distinct(Pager *pager, const TreeRoot *root, const RowRange *range,
                                uint64_t *distinct, Diag *diag) {
    const Bound low = low_of(range);
    uint64_t count = 0;
    uint64_t before = 0;
    uint64_t tried[2] = {0, 0}; /* pairs of neighbours; those that differ */
    TRY(rows_count(pager, root, range, &count, diag));
    const PageHeader *const page = tree_page(pager, root->page, -1, NULL, diag);
    if (!page) return STATUS_CORRUPT;
    TRY(rank_of(pager, page, &low, &before, diag));
    for (uint64_t i = 0; i < BLOCKS_TRIED; i++) {
        const uint8_t *at = NULL;
        size_t size = 0;
        const uint64_t number = before + count / BLOCKS_TRIED * i + count / BLOCKS_TRIED / 2;
        TRY(block_at(pager, root, number, &at, &size, diag));
        TRY(try_block(pager, at, size, range, tried, diag));
    }
    const double part = tried[0] ? (double)tried[1] / (double)tried[0] : 0;
    const uint64_t estimate = 1 + (uint64_t)((double)(count - 1) * part);
    if (estimate > *distinct) *distinct = estimate;
    return STATUS_OK;
}

Status rows_distinct(Pager *pager, const TreeRoot *root, const RowRange *range, uint64_t *distinct,
                     Diag *diag) {
    RowGroups groups;
    uint64_t values[BLOCK_ROWS];
    uint64_t counts[BLOCK_ROWS];
    size_t got;
    *distinct = 0;
    TRY(groups_seek(&groups, pager, root, range, diag));
    while (groups.cursor.blocks_read < BLOCKS_WALKED) {
        TRY(groups_next(&groups, BLOCK_ROWS, values, counts, &got, diag));
        *distinct += got;
        if (got == 0) return STATUS_OK;
    }
    return estimate_distinct(pager, root, range, distinct, diag);
}
