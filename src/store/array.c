/* Arrays of 64-bit values over pages: a radix tree whose inner pages hold page numbers. Finding a value is arithmetic
 * and one page a level; appending copies the rightmost path once a transaction. */
#include "store_internal.h"

enum {
    FANOUT = PAGE_BODY / 8
};

typedef struct ArrayPage {
    PageHeader header;
    uint64_t values[FANOUT];
} ArrayPage;

/* Values below one entry of a page of this level. */
static uint64_t span_of(unsigned level) {
    uint64_t span = 1;
    while (level-- > 0) span *= FANOUT;
    return span;
}

static const ArrayPage *array_page(Pager *pager, PageNo number, Diag *diag) {
    const PageHeader *const page = pager_page(pager, number, diag);
    if (page &&
        (page->type != PAGE_ARRAY || page->level >= TREE_LEVELS / 2 || page->count > FANOUT)) {
        diag_set(diag, STATUS_CORRUPT, "an array is damaged: page %llu",
                 (unsigned long long)number);
        return NULL;
    }
    return (const ArrayPage *)(const void *)page;
}

Status array_get(Pager *pager, const TreeRoot *root, uint64_t index, uint64_t *value, Diag *diag) {
    if (index >= root->count) return diag_set(diag, STATUS_CORRUPT, "an array ends too early");
    const ArrayPage *page = array_page(pager, root->page, diag);
    while (page) {
        const unsigned level = page->header.level;
        const uint64_t at = index / span_of(level);
        if (at >= page->header.count)
            return diag_set(diag, STATUS_CORRUPT, "an array does not fit together");
        if (level == 0) {
            *value = page->values[at];
            return STATUS_OK;
        }
        index -= at * span_of(level);
        page = array_page(pager, page->values[at], diag);
        if (page && page->header.level != level - 1)
            return diag_set(diag, STATUS_CORRUPT, "an array's levels differ");
    }
    return STATUS_CORRUPT;
}

static Status new_page(Pager *pager, unsigned level, PageNo *number, ArrayPage **page, Diag *diag) {
    PageHeader *header;
    TRY(pager_new(pager, 1, number, &header, diag));
    header->type = PAGE_ARRAY;
    header->level = (uint8_t)level;
    *page = (ArrayPage *)(void *)header;
    return STATUS_OK;
}

/* Makes the tree one level higher when it is full (or from nothing). */
static Status make_room(Pager *pager, TreeRoot *root, Diag *diag) {
    ArrayPage *made;
    if (root->page == 0) return new_page(pager, 0, &root->page, &made, diag);
    const ArrayPage *const top = array_page(pager, root->page, diag);
    if (!top) return STATUS_CORRUPT;
    const unsigned level = top->header.level;
    if (root->count < span_of(level) * FANOUT) return STATUS_OK;
    PageNo number;
    TRY(new_page(pager, level + 1, &number, &made, diag));
    made->values[0] = root->page;
    made->header.count = 1;
    root->page = number;
    return STATUS_OK;
}

/* The page below entry `at`, ready to be changed; made when the entry is new. */
static Status edit_child(Pager *pager, ArrayPage *page, uint64_t at, ArrayPage **child,
                         Diag *diag) {
    PageHeader *header;
    if (at == page->header.count) {
        page->header.count++;
        return new_page(pager, page->header.level - 1u, &page->values[at], child, diag);
    }
    if (!array_page(pager, page->values[at], diag)) return STATUS_CORRUPT;
    TRY(pager_edit(pager, &page->values[at], &header, diag));
    *child = (ArrayPage *)(void *)header;
    return STATUS_OK;
}

Status array_put(Pager *pager, TreeRoot *root, uint64_t index, uint64_t value, Diag *diag) {
    const bool append = index == root->count;
    if (append) TRY(make_room(pager, root, diag));
    if (index > root->count || !array_page(pager, root->page, diag)) {
        return diag_set(diag, STATUS_CORRUPT, "an array does not fit together");
    }
    PageHeader *header;
    TRY(pager_edit(pager, &root->page, &header, diag));
    ArrayPage *page = (ArrayPage *)(void *)header;
    uint64_t rest = index;
    while (page->header.level > 0) {
        const uint64_t span = span_of(page->header.level);
        if (rest / span > page->header.count || rest / span >= FANOUT) {
            return diag_set(diag, STATUS_CORRUPT, "an array does not fit together");
        }
        TRY(edit_child(pager, page, rest / span, &page, diag));
        rest %= span;
    }
    if (rest > page->header.count || rest >= FANOUT) {
        return diag_set(diag, STATUS_CORRUPT, "an array does not fit together");
    }
    page->values[rest] = value;
    if (rest == page->header.count) page->header.count++;
    root->count += append;
    return STATUS_OK;
}
