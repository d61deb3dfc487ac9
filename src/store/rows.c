/* Reading a tree of rows: seek and scan a range. Inner nodes keep first rows and counts, leaves keep packed blocks, of which
 * a seek unpacks one; a seek from where a cursor stands climbs no higher than it must. */
#include "tree.h"

Status tree_damaged(const Pager *pager, Diag *diag) {
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

bool leaf_first(const PageHeader *leaf, unsigned block, unsigned columns, Row *row) {
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
    tree_damaged(pager, diag);
    return NULL;
}

unsigned find_entry(const InnerPage *page, const Bound *bound) {
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

Status find_block(Pager *pager, const PageHeader *leaf, const Bound *bound, unsigned *block,
                  Diag *diag) {
    unsigned from = 1;
    unsigned to = leaf->count;
    while (from < to) {
        const unsigned middle = (from + to) / 2;
        Row first;
        if (!leaf_first(leaf, middle, bound->columns, &first)) return tree_damaged(pager, diag);
        if (is_before(&first, bound)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *block = from - 1;
    return STATUS_OK;
}

const PageHeader *child_of(Pager *pager, const InnerPage *inner, unsigned entry, Diag *diag) {
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

Status next_leaf(RowCursor *cursor, Diag *diag) {
    unsigned level = level_to_step(cursor);
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
        return tree_damaged(cursor->pager, diag);
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
