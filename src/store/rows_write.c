/* Writing a tree of rows: building from sorted rows, and applying a sorted batch of changes.
 *
 * A batch goes down the tree once. Per level there is a writer that takes what the changed children become; a child
 * without changes stays as it is, unless the writer holds too little for a page of its own: then the child's content
 * is taken in too, which keeps pages full without a case for merging. New pages, never changed ones: see pager.c. */
#include <assert.h>
#include <string.h>

#include "store_internal.h"

enum {
    LEAF_ROOM = PAGE_SIZE - (int)sizeof(PageHeader) - BLOCK_PAD,
    LEAF_LEAST = LEAF_ROOM / 2,
    SMALL_BLOCK = 32
};
enum {
    ENCODED_MOST = 16 * 1024
}; /* 256 rows of four incompressible columns, with room for exceptions */

typedef struct Entries {
    RowEntry *items;
    size_t count, cap;
} Entries;

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

static Status entries_add(Entries *entries, const RowEntry *entry, Diag *diag) {
    void *items = entries->items;
    if (array_grow(&items, &entries->cap, entries->count + 1, sizeof *entry) != STATUS_OK)
        return no_memory(diag);
    entries->items = items;
    entries->items[entries->count++] = *entry;
    return STATUS_OK;
}

/* ---- Leaves --------------------------------------------------------------------------------------------------- */

typedef struct LeafWriter {
    Pager *pager;
    pthread_mutex_t *lock; /* held while the pager is used; may be NULL */
    Entries *out;          /* entries of finished leaves */
    Row pending[BLOCK_ROWS];
    size_t pending_count;
    uint8_t bytes[LEAF_ROOM]; /* blocks of the leaf in work … */
    size_t used;
    uint16_t ends[LEAF_ROOM / 2];
    unsigned blocks;
    RowEntry entry; /* … and what its entry will be */
} LeafWriter;

static size_t leaf_room(const LeafWriter *writer) {
    const size_t taken = writer->used + (size_t)2 * (writer->blocks + 1);
    return taken < LEAF_ROOM ? LEAF_ROOM - taken : 0;
}

/* Puts the leaf's blocks on a page of its own. */
static Status write_leaf(LeafWriter *writer, Diag *diag) {
    PageHeader *page;
    TRY(pager_spill(writer->pager, false, diag));
    TRY(pager_new(writer->pager, 1, &writer->entry.child, &page, diag));
    page->type = PAGE_LEAF;
    page->count = (uint16_t)writer->blocks;
    memcpy(page + 1, writer->bytes, writer->used);
    for (unsigned i = 0; i < writer->blocks; i++) {
        uint8_t *const end = (uint8_t *)page + (leaf_end(page, i) - (const uint8_t *)page);
        memcpy(end, &writer->ends[i], sizeof writer->ends[i]);
    }
    return STATUS_OK;
}

static Status finish_leaf(LeafWriter *writer, Diag *diag) {
    if (writer->blocks == 0) return STATUS_OK;
    if (writer->lock) pthread_mutex_lock(writer->lock);
    const Status status = write_leaf(writer, diag);
    if (writer->lock) pthread_mutex_unlock(writer->lock);
    TRY(status);
    TRY(entries_add(writer->out, &writer->entry, diag));
    writer->blocks = 0;
    writer->used = 0;
    return STATUS_OK;
}

static void append_block(LeafWriter *writer, const uint8_t *bytes, size_t size, size_t rows) {
    if (writer->blocks == 0) writer->entry = (RowEntry){.first = writer->pending[0]};
    memcpy(writer->bytes + writer->used, bytes, size);
    writer->used += size;
    writer->ends[writer->blocks++] = (uint16_t)(sizeof(PageHeader) + writer->used);
    writer->entry.count += rows;
    writer->pending_count -= rows;
    memmove(writer->pending, writer->pending + rows,
            writer->pending_count * sizeof *writer->pending);
}

/* Packs pending rows: all when they fit, else as many as fill the leaf, and the rest goes to the next one. */
static Status flush_pending(LeafWriter *writer, Diag *diag) {
    uint8_t bytes[ENCODED_MOST];
    while (writer->pending_count > 0) {
        size_t rows = writer->pending_count;
        size_t size = block_encode(writer->pending, rows, bytes, sizeof bytes);
        assert(size > 0);
        if (size > leaf_room(writer)) {
            rows = rows * leaf_room(writer) / size * 15 / 16;
            size = rows >= SMALL_BLOCK
                       ? block_encode(writer->pending, rows, bytes, leaf_room(writer))
                       : 0;
            if (size == 0 && writer->blocks > 0) {
                TRY(finish_leaf(writer, diag));
                continue;
            }
            if (size == 0) { /* an empty leaf takes at least this many rows of any kind */
                rows = SMALL_BLOCK < writer->pending_count ? SMALL_BLOCK : writer->pending_count;
                size = block_encode(writer->pending, rows, bytes, leaf_room(writer));
                assert(size > 0);
            }
        }
        append_block(writer, bytes, size, rows);
    }
    return STATUS_OK;
}

static Status leaf_add(LeafWriter *writer, const Row *row, Diag *diag) {
    writer->pending[writer->pending_count++] = *row;
    return writer->pending_count < BLOCK_ROWS ? STATUS_OK : flush_pending(writer, diag);
}

static Status leaf_end_all(LeafWriter *writer, Diag *diag) {
    TRY(flush_pending(writer, diag));
    return finish_leaf(writer, diag);
}

/* ---- Inner nodes ------------------------------------------------------------------------------------------------ */

static Status write_inner(Pager *pager, const RowEntry *entries, size_t count, unsigned level,
                          Entries *out, Diag *diag) {
    RowEntry entry = {.first = entries[0].first};
    PageHeader *page;
    TRY(pager_spill(pager, false, diag));
    TRY(pager_new(pager, 1, &entry.child, &page, diag));
    page->type = PAGE_INNER;
    page->level = (uint8_t)level;
    page->count = (uint16_t)count;
    memcpy(((InnerPage *)(void *)page)->entries, entries, count * sizeof *entries);
    for (size_t i = 0; i < count; i++) entry.count += entries[i].count;
    return entries_add(out, &entry, diag);
}

/* Spreads entries evenly over as few nodes as hold them, and empties the list. */
static Status pack(Pager *pager, Entries *entries, unsigned level, Entries *out, Diag *diag) {
    const size_t nodes = (entries->count + INNER_ENTRIES - 1) / INNER_ENTRIES;
    for (size_t i = 0, from = 0; i < nodes; i++) {
        const size_t to = entries->count * (i + 1) / nodes;
        TRY(write_inner(pager, entries->items + from, to - from, level, out, diag));
        from = to;
    }
    entries->count = 0;
    return STATUS_OK;
}

/* A root with one child is given up for the child, so that a tree that shrinks gets lower. */
static Status lower_root(Pager *pager, TreeRoot *root, Diag *diag) {
    for (;;) {
        const PageHeader *const page =
            root->page ? tree_page(pager, root->page, -1, NULL, diag) : NULL;
        if (root->page && !page) return STATUS_CORRUPT;
        if (!page || page->level == 0 || page->count > 1) return STATUS_OK;
        const PageNo child = ((const InnerPage *)(const void *)page)->entries[0].child;
        TRY(pager_release(pager, root->page, diag));
        root->page = child;
    }
}

/* Levels above `entries`, which are nodes of `level`, until one is left: the root. Takes the list over. */
static Status make_root(Pager *pager, Entries *entries, unsigned level, TreeRoot *root,
                        Diag *diag) {
    Status status = STATUS_OK;
    while (entries->count > 1 && status == STATUS_OK) {
        Entries above = {0};
        status = ++level < TREE_LEVELS ? pack(pager, entries, level, &above, diag)
                                       : diag_set(diag, STATUS_LIMIT, "a tree has too many levels");
        mem_free(entries->items);
        *entries = above;
    }
    *root = (TreeRoot){0};
    if (status == STATUS_OK && entries->count == 1) {
        *root = (TreeRoot){entries->items[0].child, entries->items[0].count};
    }
    mem_free(entries->items);
    *entries = (Entries){0};
    return status == STATUS_OK ? lower_root(pager, root, diag) : status;
}

/* ---- Applying changes -------------------------------------------------------------------------------------------- */

typedef struct Changes {
    const RowChange *at, *end;
} Changes;

/* Adds the changes before `row` (all, when it is NULL), and says whether one takes `row` itself out. */
static Status merge_changes(LeafWriter *writer, Changes *changes, const Row *row, bool *removed,
                            Diag *diag) {
    *removed = false;
    for (; changes->at < changes->end; changes->at++) {
        const int order = row ? row_compare(&changes->at->row, row) : -1;
        if (order > 0) break;
        if (order == 0) {
            *removed = !changes->at->insert;
        } else if (changes->at->insert) {
            TRY(leaf_add(writer, &changes->at->row, diag));
        }
    }
    return STATUS_OK;
}

/* Feeds a leaf's rows, changed, to the writer, and gives the page up. */
static Status rewrite_leaf(LeafWriter *writer, PageNo number, const RowEntry *entry,
                           Changes changes, Diag *diag) {
    const PageHeader *const leaf = tree_page(writer->pager, number, 0, entry, diag);
    if (!leaf) return STATUS_CORRUPT;
    char copy[PAGE_SIZE] __attribute__((aligned(16)));
    memcpy(copy, leaf,
           sizeof copy); /* adding rows may write pages out, and the leaf may be one of them */
    const PageHeader *const page = (const PageHeader *)(const void *)copy;
    bool removed;
    for (unsigned block = 0; block < page->count; block++) {
        uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
        uint64_t *const columns[ROW_COLUMNS] = {values[0], values[1], values[2], values[3]};
        const uint8_t *at;
        size_t size;
        size_t count;
        if (!leaf_block(page, block, &at, &size) ||
            block_decode(at, size, 15, columns, &count) != STATUS_OK) {
            return diag_set(diag, STATUS_CORRUPT, "a leaf is damaged: page %llu",
                            (unsigned long long)number);
        }
        for (size_t i = 0; i < count; i++) {
            const Row row = {{values[0][i], values[1][i], values[2][i], values[3][i]}};
            TRY(merge_changes(writer, &changes, &row, &removed, diag));
            if (!removed) TRY(leaf_add(writer, &row, diag));
        }
    }
    TRY(merge_changes(writer, &changes, NULL, &removed, diag));
    return pager_release(writer->pager, number, diag);
}

/* The changes that belong to entry `i`: those before the next entry's first row. */
static Changes changes_of(Changes *changes, const RowEntry *entries, size_t count, size_t i) {
    Changes own = {changes->at, changes->end};
    if (i + 1 < count) {
        while (changes->at < changes->end &&
               row_compare(&changes->at->row, &entries[i + 1].first) < 0)
            changes->at++;
    } else {
        changes->at = changes->end;
    }
    own.end = changes->at;
    return own;
}

/* Too little for a page of its own: what comes next is taken in. */
static bool leaf_is_small(const LeafWriter *writer) {
    return (writer->blocks > 0 || writer->pending_count > 0) && writer->used < LEAF_LEAST;
}

/* A node of level 1: its leaves. */
static Status apply_to_leaves(Pager *pager, const RowEntry *entries, size_t count, Changes changes,
                              Entries *out, Diag *diag) {
    LeafWriter *const writer = mem_alloc(sizeof *writer);
    if (!writer) return no_memory(diag);
    *writer = (LeafWriter){.pager = pager, .out = out};
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const Changes own = changes_of(&changes, entries, count, i);
        if (own.at < own.end || leaf_is_small(writer)) {
            status = rewrite_leaf(writer, entries[i].child, &entries[i], own, diag);
        } else {
            status = leaf_end_all(writer, diag);
            if (status == STATUS_OK) status = entries_add(out, &entries[i], diag);
        }
    }
    if (status == STATUS_OK) status = leaf_end_all(writer, diag);
    mem_free(writer);
    return status;
}

static Status apply_to_node(Pager *pager, const RowEntry *node, unsigned level, Changes changes,
                            Entries *out, Diag *diag);

/* A node of a higher level: `below` collects entries of the level under its children until they fill nodes. */
static Status apply_to_inner(Pager *pager, const RowEntry *entries, size_t count, unsigned level,
                             Changes changes, Entries *out, Diag *diag) {
    Entries below = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const Changes own = changes_of(&changes, entries, count, i);
        const bool small = below.count > 0 && below.count < INNER_ENTRIES / 2;
        if (own.at < own.end || small) {
            status = apply_to_node(pager, &entries[i], level - 1, own, &below, diag);
            continue;
        }
        status = pack(pager, &below, level - 1, out, diag);
        if (status == STATUS_OK) status = entries_add(out, &entries[i], diag);
    }
    if (status == STATUS_OK) status = pack(pager, &below, level - 1, out, diag);
    mem_free(below.items);
    return status;
}

/* Replaces an inner node by the entries that its changed children become. Depth is bounded by TREE_LEVELS. */
static Status apply_to_node(Pager *pager, const RowEntry *node, unsigned level, Changes changes,
                            Entries *out, Diag *diag) {
    const PageHeader *const page = tree_page(pager, node->child, (int)level, NULL, diag);
    if (!page) return STATUS_CORRUPT;
    const size_t count = page->count;
    RowEntry entries[INNER_ENTRIES];
    memcpy(entries, ((const InnerPage *)(const void *)page)->entries, count * sizeof *entries);
    TRY(pager_release(pager, node->child, diag));
    return level == 1 ? apply_to_leaves(pager, entries, count, changes, out, diag)
                      : apply_to_inner(pager, entries, count, level, changes, out, diag);
}

/* A tree of one leaf, or of none. */
static Status apply_to_one_leaf(Pager *pager, const TreeRoot *root, Changes changes, Entries *out,
                                Diag *diag) {
    LeafWriter *const writer = mem_alloc(sizeof *writer);
    if (!writer) return no_memory(diag);
    *writer = (LeafWriter){.pager = pager, .out = out};
    bool removed;
    Status status = root->page ? rewrite_leaf(writer, root->page, NULL, changes, diag)
                               : merge_changes(writer, &changes, NULL, &removed, diag);
    if (status == STATUS_OK) status = leaf_end_all(writer, diag);
    mem_free(writer);
    return status;
}

Status rows_apply(Pager *pager, TreeRoot *root, const RowChange *changes, size_t count,
                  Diag *diag) {
    if (count == 0) return STATUS_OK;
    const PageHeader *const page = root->page ? tree_page(pager, root->page, -1, NULL, diag) : NULL;
    if (root->page && !page) return STATUS_CORRUPT;
    const unsigned level = page ? page->level : 0;
    const Changes all = {changes, changes + count};
    Entries entries = {0};
    const RowEntry node = {.child = root->page};
    const Status status = level > 0 ? apply_to_node(pager, &node, level, all, &entries, diag)
                                    : apply_to_one_leaf(pager, root, all, &entries, diag);
    if (status != STATUS_OK) {
        mem_free(entries.items);
        return status;
    }
    return make_root(pager, &entries, level > 0 ? level - 1 : 0, root, diag);
}

/* ---- Building ------------------------------------------------------------------------------------------------------ */

struct RowBuilder {
    LeafWriter leaf;
    Entries leaves;
};

Status rows_build(RowBuilder **builder, Pager *pager, pthread_mutex_t *lock, Diag *diag) {
    RowBuilder *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->leaf.pager = pager;
    made->leaf.lock = lock;
    made->leaf.out = &made->leaves;
    *builder = made;
    return STATUS_OK;
}

Status rows_build_add(RowBuilder *builder, const Row *row, Diag *diag) {
    return leaf_add(&builder->leaf, row, diag);
}

Status rows_build_end(RowBuilder *builder, TreeRoot *root, Diag *diag) {
    TRY(leaf_end_all(&builder->leaf, diag));
    if (builder->leaf.lock) pthread_mutex_lock(builder->leaf.lock);
    const Status status = make_root(builder->leaf.pager, &builder->leaves, 0, root, diag);
    if (builder->leaf.lock) pthread_mutex_unlock(builder->leaf.lock);
    return status;
}

void rows_build_free(RowBuilder *builder) {
    if (!builder) return;
    mem_free(builder->leaves.items);
    mem_free(builder);
}

/* ---- Dropping -------------------------------------------------------------------------------------------------- */

/* Goes down first; depth is bounded by TREE_LEVELS, since each level must be one less. */
static Status drop_node(Pager *pager, PageNo number, int level, Diag *diag) {
    if (level > 0) {
        const PageHeader *const page = tree_page(pager, number, level, NULL, diag);
        if (!page) return STATUS_CORRUPT;
        const size_t count = page->count;
        RowEntry entries[INNER_ENTRIES];
        memcpy(entries, ((const InnerPage *)(const void *)page)->entries, count * sizeof *entries);
        for (size_t i = 0; i < count; i++) TRY(drop_node(pager, entries[i].child, level - 1, diag));
    }
    return pager_release(pager, number, diag);
}

Status rows_drop(Pager *pager, const TreeRoot *root, Diag *diag) {
    if (root->page == 0) return STATUS_OK;
    const PageHeader *const page = tree_page(pager, root->page, -1, NULL, diag);
    return page ? drop_node(pager, root->page, page->level, diag) : STATUS_CORRUPT;
}
