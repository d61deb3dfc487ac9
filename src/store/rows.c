/* Reading a tree of rows: seek, scan a range, count a range. Inner nodes keep first rows and counts, leaves keep
 * packed blocks: a seek unpacks one block, a count two, whatever the range holds. */
#include <string.h>

#include "store_internal.h"

static Status damaged(const Pager *pager, Diag *diag) {
    PagerInfo info;
    pager_info(pager, &info);
    return diag_set(diag, STATUS_CORRUPT, "%s is damaged: a tree does not fit together", info.path);
}

bool leaf_block(const PageHeader *leaf, unsigned block, const uint8_t **at, size_t *size) {
    uint16_t from = sizeof(PageHeader);
    uint16_t to;
    if (block > 0) memcpy(&from, leaf_end(leaf, block - 1), sizeof from);
    memcpy(&to, leaf_end(leaf, block), sizeof to);
    if (from < sizeof(PageHeader) || to <= from || to > PAGE_SIZE - BLOCK_PAD) return false;
    *at = (const uint8_t *)leaf + from;
    *size = (size_t)(to - from);
    return true;
}

static bool leaf_first(const PageHeader *leaf, unsigned block, unsigned columns, Row *row) {
    const uint8_t *at;
    size_t size;
    return leaf_block(leaf, block, &at, &size) && block_first(at, size, columns, row) == STATUS_OK;
}

const PageHeader *tree_page(Pager *pager, PageNo number, int level, const RowEntry *entry,
                            Diag *diag) {
    const PageHeader *const page = pager_page(pager, number, diag);
    if (!page) return NULL;
    Row first;
    bool sound = page->type == (page->level ? PAGE_INNER : PAGE_LEAF) &&
                 page->level < TREE_LEVELS && page->count > 0 &&
                 (level < 0 || page->level == level);
    if (sound && page->level > 0) {
        sound = page->count <= INNER_ENTRIES;
        first = ((const InnerPage *)(const void *)page)->entries[0].first;
    } else if (sound) {
        sound =
            page->count <= (PAGE_BODY - BLOCK_PAD) / 2 && leaf_first(page, 0, ROW_COLUMNS, &first);
    }
    if (sound && entry) sound = row_compare(&first, &entry->first) == 0;
    if (sound) return page;
    damaged(pager, diag);
    return NULL;
}

/* Compares the range's columns only. */
static int compare_prefix(const Row *a, const Row *b, unsigned columns) {
    for (unsigned c = 0; c < columns; c++) {
        if (a->column[c] != b->column[c]) return a->column[c] < b->column[c] ? -1 : 1;
    }
    return 0;
}

/* A place between rows: before those that begin with the first `columns` columns of `row`, or behind them. */
typedef struct Bound {
    const Row *row;
    unsigned columns;
    bool behind;
} Bound;

static bool is_before(const Row *row, const Bound *bound) {
    const int order = compare_prefix(row, bound->row, bound->columns);
    return order < 0 || (bound->behind && order == 0);
}

static Bound low_of(const RowRange *range) { return (Bound){&range->low, range->columns, false}; }

static Bound high_of(const RowRange *range) { return (Bound){&range->high, range->columns, true}; }

/* The entry that the bound falls into: the last that begins before it, or else the first. */
static unsigned find_entry(const InnerPage *page, const Bound *bound) {
    unsigned from = 1;
    unsigned to = page->header.count;
    while (from < to) {
        const unsigned middle = (from + to) / 2;
        if (is_before(&page->entries[middle].first, bound)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from - 1;
}

/* The same among the blocks of a leaf. */
static Status find_block(Pager *pager, const PageHeader *leaf, const Bound *bound, unsigned *block,
                         Diag *diag) {
    unsigned from = 1;
    unsigned to = leaf->count;
    while (from < to) {
        const unsigned middle = (from + to) / 2;
        Row first;
        if (!leaf_first(leaf, middle, bound->columns, &first)) return damaged(pager, diag);
        if (is_before(&first, bound)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *block = from - 1;
    return STATUS_OK;
}

static const PageHeader *child_of(Pager *pager, const InnerPage *inner, unsigned entry,
                                  Diag *diag) {
    return tree_page(pager, inner->entries[entry].child, inner->header.level - 1,
                     &inner->entries[entry], diag);
}

/* ---- Seeking ---------------------------------------------------------------------------------------------- */

static Status begin_in_leaf(RowCursor *cursor, Diag *diag) {
    const Bound low = low_of(&cursor->range);
    cursor->done = false;
    return find_block(cursor->pager, cursor->leaf, &low, &cursor->block, diag);
}

/* Goes down to where the range begins, from the node at path[level - 1]. */
static Status descend(RowCursor *cursor, unsigned level, Diag *diag) {
    const Bound low = low_of(&cursor->range);
    for (;;) {
        const InnerPage *const inner = cursor->path[level - 1];
        const unsigned entry = find_entry(inner, &low);
        const PageHeader *const page = child_of(cursor->pager, inner, entry, diag);
        if (!page) return STATUS_CORRUPT;
        cursor->at[level - 1] = entry;
        cursor->levels = level;
        cursor->leaf = page;
        if (page->level == 0) return begin_in_leaf(cursor, diag);
        cursor->path[level++] = (const InnerPage *)(const void *)page;
    }
}

Status rows_seek(RowCursor *cursor, Pager *pager, const TreeRoot *root, const RowRange *range,
                 unsigned wanted, Diag *diag) {
    *cursor = (RowCursor){.pager = pager, .range = *range, .wanted = wanted, .done = true};
    if (root->page == 0) return STATUS_OK;
    const PageHeader *const page = tree_page(pager, root->page, -1, NULL, diag);
    if (!page) return STATUS_CORRUPT;
    cursor->leaf = page;
    if (page->level == 0) return begin_in_leaf(cursor, diag);
    cursor->path[0] = (const InnerPage *)(const void *)page;
    return descend(cursor, 1, diag);
}

/* Does the bound fall into the entry, whatever stands beside the node? */
static bool falls_into(const InnerPage *node, unsigned entry, const Bound *bound) {
    return entry + 1u < node->header.count && is_before(&node->entries[entry].first, bound) &&
           !is_before(&node->entries[entry + 1].first, bound);
}

/* Does it fall into one of the node's entries? */
static bool falls_within(const InnerPage *node, const Bound *bound) {
    return is_before(&node->entries[0].first, bound) &&
           !is_before(&node->entries[node->header.count - 1].first, bound);
}

Status rows_seek_again(RowCursor *cursor, const RowRange *range, unsigned wanted, Diag *diag) {
    const Bound low = low_of(range);
    unsigned level = cursor->levels;
    cursor->range = *range;
    cursor->wanted = wanted;
    if (!cursor->leaf) return STATUS_OK;
    if (level == 0 || falls_into(cursor->path[level - 1], cursor->at[level - 1], &low))
        return begin_in_leaf(cursor, diag);
    while (level > 1 && !falls_within(cursor->path[level - 1], &low)) level--;
    return descend(cursor, level, diag);
}

/* ---- Stepping ----------------------------------------------------------------------------------------------- */

/* Moves to the next leaf, or to the end; the path stays that of the last leaf then. */
static Status next_leaf(RowCursor *cursor, Diag *diag) {
    unsigned level = cursor->levels;
    while (level > 0 && cursor->at[level - 1] + 1u >= cursor->path[level - 1]->header.count)
        level--;
    cursor->done = level == 0;
    if (cursor->done) return STATUS_OK;
    const Bound high = high_of(&cursor->range);
    unsigned entry = cursor->at[level - 1] + 1;
    const InnerPage *inner = cursor->path[level - 1];
    cursor->done = !is_before(&inner->entries[entry].first, &high);
    if (cursor->done) return STATUS_OK;
    for (;; entry = 0) {
        const PageHeader *const page = child_of(cursor->pager, inner, entry, diag);
        if (!page) return STATUS_CORRUPT;
        cursor->at[level - 1] = entry;
        cursor->leaf = page;
        cursor->block = 0;
        if (page->level == 0) return STATUS_OK;
        inner = cursor->path[level++] = (const InnerPage *)(const void *)page;
    }
}

static size_t rows_of(const uint8_t *block) { return block[0] + 1u; }

/* The rows of the cursor's block that are in the range; then the next block is the cursor's. */
static Status take_block(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS], size_t *count,
                         Diag *diag) {
    const uint8_t *at;
    size_t size;
    size_t from;
    size_t to;
    if (!leaf_block(cursor->leaf, cursor->block++, &at, &size) ||
        block_range(at, size, &cursor->range, &from, &to) != STATUS_OK ||
        block_rows(at, size, cursor->wanted, from, to, columns) != STATUS_OK) {
        return damaged(cursor->pager, diag);
    }
    cursor->blocks_read++;
    cursor->done = to < rows_of(at);
    *count = to - from;
    return STATUS_OK;
}

Status rows_next(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS], size_t *count,
                 Diag *diag) {
    *count = 0;
    while (!cursor->done && *count == 0) {
        if (cursor->block == cursor->leaf->count) TRY(next_leaf(cursor, diag));
        if (!cursor->done) TRY(take_block(cursor, columns, count, diag));
    }
    return STATUS_OK;
}

/* ---- Counting: what stands before a bound ------------------------------------------------------------------------ */

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
        if (!leaf_block(leaf, from, &at, &size)) return damaged(pager, diag);
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
    return sound ? STATUS_OK : damaged(pager, diag);
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
