/* Bulk loading: many terms in the order of their ids, then many quads, into an open transaction.
 *
 * Quads come as positions in an ascending array of ids, 32 bits each, so that a row is 16 bytes and sorting is counting.
 * One sort makes SPO; every other permutation is a stable sort of one that is there by its own leading column:
 * PSO = SPO by P, OPS = PSO by O, OSP = SPO by O, POS = OSP by P, SOP = OSP by S, GSPO = SPO by G. Two threads build
 * trees beside each other, packing rows in parallel and taking turns at the pager.
 *
 * Each array of quads makes trees of its own. At the end they become the store's, when they are the only ones; else all
 * are merged, with what the store held before, in one pass. Few quads into much data are applied to its trees. */
#include <string.h>

#include "store_internal.h"

enum {
    DIGIT_BITS = 11,
    APPLY_PART = 8 /* less than an eighth of what is there is applied, not merged */
};

/* One tree a permutation. */
typedef struct Trees {
    TreeRoot roots[PERMUTATIONS];
} Trees;

typedef struct HashRow {
    uint64_t hash;
    TermId id;
} HashRow;

struct StoreBulk {
    Store *store;
    bool had_terms;  /* some term may be known */
    HashRow *hashes; /* of the terms that were appended */
    size_t hash_count, hash_cap;
    Trees *trees; /* made so far, not yet the store's */
    size_t tree_count, tree_cap;
};

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

Status store_bulk_begin(StoreBulk **bulk, Store *store, Diag *diag) {
    if (!store_in_transaction(store)) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    TRY(store_flush(store, diag));
    StoreBulk *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->store = store;
    made->had_terms = pager_state(store->pager)->roots[ROOT_HASHES].count > 0;
    *bulk = made;
    return STATUS_OK;
}

void store_bulk_end(StoreBulk *bulk) {
    if (!bulk) return;
    mem_free(bulk->hashes);
    mem_free(bulk->trees);
    mem_free(bulk);
}

void store_bulk_counts(const Store *store, uint64_t *quads, uint64_t *blanks) {
    const StoreState *const state = pager_state(store->pager);
    *quads = state->roots[ROOT_ROWS].count;
    *blanks = state->counters[COUNTER_TERMS + TAG_BLANK];
}

/* ---- Terms ------------------------------------------------------------------------------------------------------- */

Status store_bulk_term(StoreBulk *bulk, const Term *term, uint64_t hash, TermId code, TermId *id,
                       Diag *diag) {
    Dictionary *const dictionary = bulk->store->dictionary;
    *id = TERM_ID_NONE;
    if (bulk->had_terms) TRY(dictionary_find(dictionary, term, id, diag));
    if (*id != TERM_ID_NONE) return STATUS_OK;
    void *items = bulk->hashes;
    if (array_grow(&items, &bulk->hash_cap, bulk->hash_count + 1, sizeof *bulk->hashes) !=
        STATUS_OK) {
        return no_memory(diag);
    }
    bulk->hashes = items;
    TRY(dictionary_append_coded(dictionary, term, code, id, diag));
    bulk->hashes[bulk->hash_count++] = (HashRow){dictionary_short_hash(hash), *id};
    return STATUS_OK;
}

/* Stable: ids of one hash stay in their order. */
static Status sort_hashes(HashRow *rows, size_t count) {
    HashRow *const other = mem_zero(count, sizeof *other);
    if (!other) return STATUS_NO_MEMORY;
    HashRow *from = rows, *to = other;
    for (unsigned shift = 0; shift < 4 * DIGIT_BITS; shift += DIGIT_BITS) {
        size_t ends[1u << DIGIT_BITS] = {0};
        const uint64_t mask = (1u << DIGIT_BITS) - 1;
        for (size_t i = 0; i < count; i++) ends[from[i].hash >> shift & mask]++;
        for (size_t i = 0, sum = 0; i <= mask; i++) {
            const size_t size = ends[i];
            ends[i] = sum;
            sum += size;
        }
        for (size_t i = 0; i < count; i++) to[ends[from[i].hash >> shift & mask]++] = from[i];
        HashRow *const swap = from;
        from = to;
        to = swap;
    }
    mem_free(other); /* an even number of passes ends in `rows` */
    return STATUS_OK;
}

static Status build_hashes(StoreBulk *bulk, TreeRoot *root, Diag *diag) {
    RowBuilder *builder = NULL;
    Status status = rows_build(&builder, bulk->store->pager, NULL, diag);
    for (size_t i = 0; i < bulk->hash_count && status == STATUS_OK; i++) {
        const Row row = {{bulk->hashes[i].hash, bulk->hashes[i].id, 0, 0}};
        status = rows_build_add(builder, &row, diag);
    }
    if (status == STATUS_OK) status = rows_build_end(builder, root, diag);
    rows_build_free(builder);
    return status;
}

static Status apply_hashes(StoreBulk *bulk, TreeRoot *root, Diag *diag) {
    RowChange *const changes = mem_zero(bulk->hash_count, sizeof *changes);
    if (!changes) return no_memory(diag);
    for (size_t i = 0; i < bulk->hash_count; i++)
        changes[i] = (RowChange){{{bulk->hashes[i].hash, bulk->hashes[i].id, 0, 0}}, true};
    const Status status = rows_apply(bulk->store->pager, root, changes, bulk->hash_count, diag);
    mem_free(changes);
    return status;
}

Status store_bulk_terms_end(StoreBulk *bulk, Diag *diag) {
    TreeRoot *const root = &pager_state(bulk->store->pager)->roots[ROOT_HASHES];
    if (bulk->hash_count == 0) return STATUS_OK;
    if (sort_hashes(bulk->hashes, bulk->hash_count) != STATUS_OK) return no_memory(diag);
    TRY(root->count == 0 ? build_hashes(bulk, root, diag) : apply_hashes(bulk, root, diag));
    bulk->hash_count = 0;
    bulk->had_terms = true;
    return STATUS_OK;
}

/* ---- Sorting quads ------------------------------------------------------------------------------------------------- */

typedef struct Sorting {
    size_t count;
    uint32_t highest; /* no position is above it */
} Sorting;

/* One stable pass by a digit of a column; false, and nothing is moved, when all have the same. */
static bool scatter(const BulkQuad *from, BulkQuad *to, size_t count, unsigned column,
                    unsigned shift) {
    size_t ends[1u << DIGIT_BITS] = {0};
    const uint32_t mask = (1u << DIGIT_BITS) - 1;
    for (size_t i = 0; i < count; i++) ends[from[i].term[column] >> shift & mask]++;
    if (ends[from[0].term[column] >> shift & mask] == count) return false;
    for (size_t i = 0, sum = 0; i <= mask; i++) {
        const size_t size = ends[i];
        ends[i] = sum;
        sum += size;
    }
    for (size_t i = 0; i < count; i++) to[ends[from[i].term[column] >> shift & mask]++] = from[i];
    return true;
}

/* Stable sort by one column (of nothing, when trees are merged). The result is in one of the two work arrays, or `from` itself when nothing moves. */
static const BulkQuad *sort_by(const Sorting *sorting, const BulkQuad *from,
                               BulkQuad *const work[2], unsigned column) {
    if (!from) return NULL;
    for (unsigned shift = 0; shift < 32 && sorting->highest >> shift; shift += DIGIT_BITS) {
        BulkQuad *const to = from == work[0] ? work[1] : work[0];
        if (scatter(from, to, sorting->count, column, shift)) from = to;
    }
    return from;
}

/* Sorts into SPO order in place, each quad once; the number that is left. */
static size_t sort_quads(const Sorting *sorting, BulkQuad *quads, BulkQuad *const work[2]) {
    const BulkQuad *sorted = quads;
    static const unsigned columns[] = {3, 2, 1, 0};
    for (size_t i = 0; i < ROW_COLUMNS; i++) sorted = sort_by(sorting, sorted, work, columns[i]);
    size_t kept = 0;
    for (size_t i = 0; i < sorting->count; i++) {
        if (kept == 0 || memcmp(&quads[kept - 1], &sorted[i], sizeof *quads) != 0)
            quads[kept++] = sorted[i];
    }
    return kept;
}

/* ---- Trees ----------------------------------------------------------------------------------------------------------- */

/* Either sorts quads and makes trees of them, or merges trees. */
typedef struct Build {
    Pager *pager;
    pthread_mutex_t lock; /* the pager's, and the progress' */
    const Progress *progress;
    unsigned done; /* trees */
    const TermId *ids;
    const BulkQuad *quads; /* in SPO order; NULL when trees are merged */
    Sorting sorting;
    const Trees *from; /* the trees to be merged */
    size_t from_count;
    Trees made;
} Build;

static Status add_quads(const Build *build, size_t p, const BulkQuad *sorted, RowBuilder *builder,
                        Diag *diag) {
    const unsigned *const place = store_permutations()[p].place;
    for (size_t i = 0; i < build->sorting.count; i++) {
        Row row;
        for (size_t c = 0; c < ROW_COLUMNS; c++)
            row.column[c] = build->ids[sorted[i].term[place[c]]];
        TRY(rows_build_add(builder, &row, diag));
    }
    return STATUS_OK;
}

/* The rows of one tree, one by one. */
typedef struct TreeRows {
    RowCursor cursor;
    uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
    size_t at, count;
    Row row;   /* the next one … */
    bool left; /* … if there is one */
} TreeRows;

/* Steps to the next row. */
static Status step(Build *build, TreeRows *rows, Diag *diag) {
    uint64_t *const columns[ROW_COLUMNS] = {rows->values[0], rows->values[1], rows->values[2],
                                            rows->values[3]};
    if (++rows->at >= rows->count) {
        pthread_mutex_lock(&build->lock);
        const Status status = rows_next(&rows->cursor, columns, &rows->count, diag);
        pthread_mutex_unlock(&build->lock);
        TRY(status);
        rows->at = 0;
        rows->left = rows->count > 0;
    }
    for (size_t c = 0; c < ROW_COLUMNS && rows->left; c++)
        rows->row.column[c] = rows->values[c][rows->at];
    return STATUS_OK;
}

static Status open_rows(Build *build, size_t p, TreeRows *rows, Diag *diag) {
    const RowRange all = {.columns = 0};
    for (size_t i = 0; i < build->from_count; i++) {
        pthread_mutex_lock(&build->lock);
        const Status status = rows_seek(&rows[i].cursor, build->pager, &build->from[i].roots[p],
                                        &all, (1u << ROW_COLUMNS) - 1, diag);
        pthread_mutex_unlock(&build->lock);
        TRY(status);
        TRY(step(build, &rows[i], diag));
    }
    return STATUS_OK;
}

/* Adds the rows of all trees in their order, each once. */
static Status merge_rows(Build *build, TreeRows *rows, RowBuilder *builder, Diag *diag) {
    for (;;) {
        const TreeRows *least = NULL;
        for (size_t i = 0; i < build->from_count; i++) {
            if (rows[i].left && (!least || row_compare(&rows[i].row, &least->row) < 0))
                least = &rows[i];
        }
        if (!least) return STATUS_OK;
        const Row row = least->row;
        TRY(rows_build_add(builder, &row, diag));
        for (size_t i = 0; i < build->from_count; i++) {
            if (rows[i].left && row_compare(&rows[i].row, &row) == 0)
                TRY(step(build, &rows[i], diag));
        }
    }
}

/* Merges a permutation's trees and gives the old ones' pages up, for the next permutation to use. */
static Status merge_trees(Build *build, size_t p, RowBuilder *builder, Diag *diag) {
    TreeRows *const rows = mem_zero(build->from_count, sizeof *rows);
    if (!rows) return no_memory(diag);
    Status status = open_rows(build, p, rows, diag);
    if (status == STATUS_OK) status = merge_rows(build, rows, builder, diag);
    mem_free(rows);
    pthread_mutex_lock(&build->lock);
    for (size_t i = 0; i < build->from_count && status == STATUS_OK; i++)
        status = rows_drop(build->pager, &build->from[i].roots[p], diag);
    pthread_mutex_unlock(&build->lock);
    return status;
}

static void tell_tree(Build *build) {
    pthread_mutex_lock(&build->lock);
    build->done++;
    if (build->progress && build->progress->tell)
        build->progress->tell(build->progress->context, "writing", build->done, PERMUTATIONS);
    pthread_mutex_unlock(&build->lock);
}

static Status build_tree(Build *build, size_t p, const BulkQuad *sorted, Diag *diag) {
    RowBuilder *builder = NULL;
    Status status = rows_build(&builder, build->pager, &build->lock, diag);
    if (status == STATUS_OK)
        status = sorted ? add_quads(build, p, sorted, builder, diag)
                        : merge_trees(build, p, builder, diag);
    if (status == STATUS_OK) status = rows_build_end(builder, &build->made.roots[p], diag);
    rows_build_free(builder);
    if (status == STATUS_OK) tell_tree(build);
    return status;
}

/* One thread's share of the trees, with arrays of its own to sort in. */
typedef struct Share {
    Build *build;
    BulkQuad *work[2];
    Status status;
    Diag diag;
} Share;

enum {
    SPO,
    SOP,
    PSO,
    POS,
    OSP,
    OPS,
    GSPO
}; /* as in store_permutations */

/* Sorts `from` by a column and builds the permutation that this is; hands the sorted array on. */
static Status sort_and_build(Share *share, const BulkQuad **from, unsigned column, size_t p) {
    *from = sort_by(&share->build->sorting, *from, share->work, column);
    return build_tree(share->build, p, *from, &share->diag);
}

static Status build_subjects(Share *share) {
    const BulkQuad *sorted = share->build->quads;
    TRY(build_tree(share->build, SPO, sorted, &share->diag));
    TRY(sort_and_build(share, &sorted, 3, GSPO));
    sorted = share->build->quads;
    TRY(sort_and_build(share, &sorted, 1, PSO));
    return sort_and_build(share, &sorted, 2, OPS);
}

static Status build_objects(Share *share) {
    const BulkQuad *sorted = share->build->quads;
    TRY(sort_and_build(share, &sorted, 2, OSP));
    TRY(sort_and_build(share, &sorted, 1, POS));
    sorted = sort_by(&share->build->sorting, share->build->quads, share->work, 2);
    return sort_and_build(share, &sorted, 0, SOP);
}

static void *run_objects(void *context) {
    Share *const share = context;
    share->status = build_objects(share);
    return NULL;
}

/* Both shares: beside each other, or one after the other when a thread cannot be had. */
static Status build_trees(Build *build, BulkQuad *const work[4], Diag *diag) {
    Share subjects = {.build = build, .work = {work[0], work[1]}};
    Share objects = {.build = build, .work = {work[2], work[3]}};
    pthread_t thread;
    const bool beside = pthread_create(&thread, NULL, run_objects, &objects) == 0;
    subjects.status = build_subjects(&subjects);
    if (beside)
        pthread_join(thread, NULL);
    else
        run_objects(&objects);
    const Share *const failed = subjects.status != STATUS_OK ? &subjects : &objects;
    if (failed->status != STATUS_OK && diag && diag->status == STATUS_OK) *diag = failed->diag;
    return failed->status;
}

static Status run_build(Build *build, BulkQuad *const work[4], Diag *diag) {
    pthread_mutex_init(&build->lock, NULL);
    const Status status = build_trees(build, work, diag);
    pthread_mutex_destroy(&build->lock);
    return status;
}

/* A few quads into much: through the store's own batches. */
static Status insert_each(StoreBulk *bulk, const BulkQuad *quads, size_t count, const TermId *ids,
                          Diag *diag) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t *const term = quads[i].term;
        const QuadIds quad = {ids[term[0]], ids[term[1]], ids[term[2]], ids[term[3]]};
        TRY(store_insert_ids(bulk->store, &quad, diag));
    }
    return store_flush(bulk->store, diag);
}

static Status make_trees(StoreBulk *bulk, BulkQuad *quads, Build *build, Diag *diag) {
    const size_t count = build->sorting.count;
    void *trees = bulk->trees;
    if (array_grow(&trees, &bulk->tree_cap, bulk->tree_count + 1, sizeof *bulk->trees) != STATUS_OK)
        return no_memory(diag);
    bulk->trees = trees;
    BulkQuad *const space = mem_zero(4 * count, sizeof *space);
    if (!space) return no_memory(diag);
    BulkQuad *const work[] = {space, space + count, space + 2 * count, space + 3 * count};
    build->sorting.count = sort_quads(&build->sorting, quads, work);
    const Status status = run_build(build, work, diag);
    if (status == STATUS_OK) bulk->trees[bulk->tree_count++] = build->made;
    mem_free(space);
    return status;
}

Status store_bulk_quads(StoreBulk *bulk, BulkQuad *quads, size_t count, const TermId *ids,
                        size_t id_count, const Progress *progress, Diag *diag) {
    Build build = {.pager = bulk->store->pager,
                   .progress = progress,
                   .ids = ids,
                   .quads = quads,
                   .sorting = {count, (uint32_t)id_count}};
    if (count == 0) return STATUS_OK;
    if (count < pager_state(build.pager)->roots[ROOT_ROWS].count / APPLY_PART)
        return insert_each(bulk, quads, count, ids, diag);
    return make_trees(bulk, quads, &build, diag);
}

/* Merges what the store held, which is put behind the made trees, with them. */
static Status merge_all(StoreBulk *bulk, TreeRoot *roots, const Progress *progress, Diag *diag) {
    BulkQuad *const no_work[4] = {NULL, NULL, NULL, NULL};
    void *trees = bulk->trees;
    if (array_grow(&trees, &bulk->tree_cap, bulk->tree_count + 1, sizeof *bulk->trees) != STATUS_OK)
        return no_memory(diag);
    bulk->trees = trees;
    memcpy(&bulk->trees[bulk->tree_count], roots, sizeof *bulk->trees);
    Build build = {.pager = bulk->store->pager,
                   .progress = progress,
                   .from = bulk->trees,
                   .from_count = bulk->tree_count + 1};
    /* What this transaction holds in memory may be written out, and gone, while it is read. */
    TRY(pager_spill(build.pager, true, diag));
    TRY(run_build(&build, no_work, diag));
    memcpy(roots, &build.made, sizeof build.made);
    return STATUS_OK;
}

Status store_bulk_finish(StoreBulk *bulk, const Progress *progress, Diag *diag) {
    TreeRoot *const roots = &pager_state(bulk->store->pager)->roots[ROOT_ROWS];
    if (bulk->tree_count == 1 && roots->count == 0)
        memcpy(roots, bulk->trees, sizeof *bulk->trees);
    else if (bulk->tree_count > 0)
        TRY(merge_all(bulk, roots, progress, diag));
    bulk->tree_count = 0;
    return STATUS_OK;
}
