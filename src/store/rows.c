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

static bool leaf_first(const PageHeader *leaf, unsigned block, Row *row) {
    const uint8_t *at;
    size_t size;
    return leaf_block(leaf, block, &at, &size) && block_first(at, size, row) == STATUS_OK;
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
        sound = page->count <= (PAGE_BODY - BLOCK_PAD) / 2 && leaf_first(page, 0, &first);
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

/* The last entry that may hold rows from `low` on: the one before the first that begins at or after it. */
static unsigned find_entry(const InnerPage *page, const Row *low, unsigned columns) {
    unsigned from = 0;
    unsigned to = page->header.count;
    while (from < to) {
        const unsigned middle = (from + to) / 2;
        if (compare_prefix(&page->entries[middle].first, low, columns) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from > 0 ? from - 1 : 0;
}

static Status find_block(Pager *pager, const PageHeader *leaf, const Row *low, unsigned columns,
                         unsigned *block, Diag *diag) {
    unsigned from = 0;
    unsigned to = leaf->count;
    while (from < to) {
        const unsigned middle = (from + to) / 2;
        Row first;
        if (!leaf_first(leaf, middle, &first)) return damaged(pager, diag);
        if (compare_prefix(&first, low, columns) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *block = from > 0 ? from - 1 : 0;
    return STATUS_OK;
}

Status rows_seek(RowCursor *cursor, Pager *pager, const TreeRoot *root, const RowRange *range,
                 unsigned wanted, Diag *diag) {
    *cursor = (RowCursor){.pager = pager, .range = *range, .wanted = wanted};
    if (root->page == 0) return STATUS_OK;
    const PageHeader *page = tree_page(pager, root->page, -1, NULL, diag);
    while (page && page->level > 0) {
        const InnerPage *const inner = (const InnerPage *)(const void *)page;
        const unsigned entry = find_entry(inner, &range->low, range->columns);
        cursor->path[cursor->levels] = inner;
        cursor->at[cursor->levels++] = entry;
        page = tree_page(pager, inner->entries[entry].child, page->level - 1,
                         &inner->entries[entry], diag);
    }
    if (!page) return STATUS_CORRUPT;
    cursor->leaf = page;
    return find_block(pager, page, &range->low, range->columns, &cursor->block, diag);
}

/* Moves to the next leaf, or to the end. */
static Status next_leaf(RowCursor *cursor, Diag *diag) {
    unsigned level = cursor->levels;
    cursor->leaf = NULL;
    while (level > 0 && cursor->at[level - 1] + 1 >= cursor->path[level - 1]->header.count) level--;
    if (level == 0) return STATUS_OK;
    cursor->at[level - 1]++;
    for (;;) {
        const InnerPage *const inner = cursor->path[level - 1];
        const RowEntry *const entry = &inner->entries[cursor->at[level - 1]];
        if (compare_prefix(&entry->first, &cursor->range.high, cursor->range.columns) > 0)
            return STATUS_OK;
        const PageHeader *const page =
            tree_page(cursor->pager, entry->child, inner->header.level - 1, entry, diag);
        if (!page) return STATUS_CORRUPT;
        if (page->level == 0) {
            cursor->leaf = page;
            cursor->block = 0;
            return STATUS_OK;
        }
        cursor->path[level] = (const InnerPage *)(const void *)page;
        cursor->at[level++] = 0;
    }
}

/* First row of a block that is not before `bound` (or, with `after`, that is behind it). */
static size_t bound_in_block(uint64_t *const columns[ROW_COLUMNS], size_t count, const Row *bound,
                             unsigned prefix, bool after) {
    size_t from = 0;
    size_t to = count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        Row row = {{0}};
        for (unsigned c = 0; c < prefix; c++) row.column[c] = columns[c][middle];
        const int order = compare_prefix(&row, bound, prefix);
        if (order < 0 || (after && order == 0)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* Unpacks the cursor's block; columns the caller gave no room for go to `spare`. */
static Status unpack(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS],
                     uint64_t spare[][BLOCK_ROWS], uint64_t *all[ROW_COLUMNS], size_t *count,
                     Diag *diag) {
    const unsigned prefix = (1u << cursor->range.columns) - 1;
    const uint8_t *at;
    size_t size;
    for (unsigned c = 0; c < ROW_COLUMNS; c++)
        all[c] = cursor->wanted & 1u << c ? columns[c] : spare[c];
    if (!leaf_block(cursor->leaf, cursor->block, &at, &size) ||
        block_decode(at, size, cursor->wanted | prefix, all, count) != STATUS_OK) {
        return damaged(cursor->pager, diag);
    }
    cursor->blocks_read++;
    return STATUS_OK;
}

/* Cuts what is outside of the range off the block's rows. */
static size_t trim(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS], size_t count) {
    const RowRange *const range = &cursor->range;
    if (range->columns == 0) return count;
    const size_t from = bound_in_block(columns, count, &range->low, range->columns, false);
    const size_t to = bound_in_block(columns, count, &range->high, range->columns, true);
    if (to < count) cursor->leaf = NULL;
    if (from > 0 && from < to) {
        for (unsigned c = 0; c < ROW_COLUMNS; c++) {
            if (cursor->wanted & 1u << c)
                memmove(columns[c], columns[c] + from, (to - from) * sizeof **columns);
        }
    }
    return to > from ? to - from : 0;
}

Status rows_next(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS], size_t *count,
                 Diag *diag) {
    uint64_t spare[ROW_COLUMNS][BLOCK_ROWS];
    uint64_t *all[ROW_COLUMNS];
    *count = 0;
    while (cursor->leaf && *count == 0) {
        TRY(unpack(cursor, columns, spare, all, count, diag));
        *count = trim(cursor, all, *count);
        if (cursor->leaf && ++cursor->block == cursor->leaf->count) TRY(next_leaf(cursor, diag));
    }
    return STATUS_OK;
}

/* ---- Counting: rows before a bound --------------------------------------------------------------------------- */

/* Entries (or blocks) wholly before the bound: all up to the one that find_entry or find_block names. */
static Status rank_in_leaf(Pager *pager, const PageHeader *leaf, const Row *bound, unsigned columns,
                           bool after, uint64_t *rank, Diag *diag) {
    uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
    uint64_t *const unpacked[ROW_COLUMNS] = {values[0], values[1], values[2], values[3]};
    for (unsigned block = 0; block < leaf->count; block++) {
        const uint8_t *at;
        size_t size;
        Row next;
        if (!leaf_block(leaf, block, &at, &size)) return damaged(pager, diag);
        if (block + 1u < leaf->count) {
            if (!leaf_first(leaf, block + 1, &next)) return damaged(pager, diag);
            const int order = compare_prefix(&next, bound, columns);
            if (order < 0 || (after && order == 0)) {
                *rank += at[0] + 1u;
                continue;
            }
        }
        size_t count;
        if (block_decode(at, size, (1u << columns) - 1, unpacked, &count) != STATUS_OK)
            return damaged(pager, diag);
        *rank += bound_in_block(unpacked, count, bound, columns, after);
        break;
    }
    return STATUS_OK;
}

static Status rank_of(Pager *pager, const TreeRoot *root, const Row *bound, unsigned columns,
                      bool after, uint64_t *rank, Diag *diag) {
    *rank = 0;
    const PageHeader *page = tree_page(pager, root->page, -1, NULL, diag);
    while (page && page->level > 0) {
        const InnerPage *const inner = (const InnerPage *)(const void *)page;
        unsigned at = 0;
        for (; at + 1u < inner->header.count; at++) {
            const int order = compare_prefix(&inner->entries[at + 1].first, bound, columns);
            if (order > 0 || (!after && order == 0)) break;
            *rank += inner->entries[at].count;
        }
        page =
            tree_page(pager, inner->entries[at].child, page->level - 1, &inner->entries[at], diag);
    }
    if (!page) return STATUS_CORRUPT;
    return rank_in_leaf(pager, page, bound, columns, after, rank, diag);
}

Status rows_count(Pager *pager, const TreeRoot *root, const RowRange *range, uint64_t *count,
                  Diag *diag) {
    *count = root->count;
    if (root->page == 0 || range->columns == 0) return STATUS_OK;
    uint64_t before;
    TRY(rank_of(pager, root, &range->low, range->columns, false, &before, diag));
    TRY(rank_of(pager, root, &range->high, range->columns, true, count, diag));
    *count = *count > before ? *count - before : 0;
    return STATUS_OK;
}
