/* verify: walks all that is in use. Pages are checked by their checksums when they are first read; here it is the
 * meaning that is checked: order, fences and counts of every tree, that each permutation holds the same quads, that
 * every id in a quad has a term and every term is found by its hash under the same id. */
#include "store_internal.h"

typedef struct Check {
    ReadState *state;
    const Progress *progress;
    Budget *budget;
    Diag *diag;
    uint64_t done, total;
} Check;

static Status fault(const Check *check, const char *what, uint64_t where) {
    return diag_set(check->diag, STATUS_CORRUPT, "%s (at %llx)", what, (unsigned long long)where);
}

static Status tick(Check *check, const char *phase) {
    if (check->done++ % 65536 == 0) {
        if (check->progress)
            check->progress->tell(check->progress->context, phase, check->done, check->total);
        return budget_check(check->budget);
    }
    return STATUS_OK;
}

/* The same number for the same set of quads, whatever the order they come in. */
static uint64_t quad_mark(const Permutation *permutation, uint64_t *const columns[ROW_COLUMNS],
                          size_t i) {
    uint64_t quad[ROW_COLUMNS];
    for (size_t c = 0; c < ROW_COLUMNS; c++) quad[permutation->place[c]] = columns[c][i];
    return hash_bytes(quad, sizeof quad, 1);
}

static Status check_rows(Check *check, size_t index, uint64_t *mark) {
    const Permutation *const permutation = &store_permutations()[index];
    const TreeRoot *const root = &check->state->state->roots[ROOT_ROWS + index];
    const RowRange all = {.columns = 0};
    uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
    uint64_t *const columns[ROW_COLUMNS] = {values[0], values[1], values[2], values[3]};
    RowCursor cursor;
    Row last = {{0}};
    uint64_t rows = 0;
    *mark = 0;
    TRY(rows_seek(&cursor, check->state->pager, root, &all, 15, check->diag));
    for (;;) {
        size_t count;
        TRY(rows_next(&cursor, columns, &count, check->diag));
        if (count == 0) break;
        for (size_t i = 0; i < count; i++, rows++) {
            const Row row = {{values[0][i], values[1][i], values[2][i], values[3][i]}};
            if (rows > 0 && row_compare(&last, &row) >= 0)
                return fault(check, "rows are out of order", rows);
            last = row;
            *mark += quad_mark(permutation, columns, i);
            TRY(tick(check, permutation->name));
        }
    }
    return rows == root->count ? STATUS_OK : fault(check, "a tree's count is wrong", index);
}

/* Sums of counts in inner nodes are right when a range's count by descent is that of its scan: one cheap sample a leaf
 * would miss little, so each inner node is added up instead. */
static Status check_counts(Check *check, PageNo number, int level, const RowEntry *entry,
                           uint64_t *count) {
    const PageHeader *const page =
        tree_page(check->state->pager, number, level, entry, check->diag);
    if (!page) return STATUS_CORRUPT;
    *count = 0;
    if (page->level == 0) {
        for (unsigned block = 0; block < page->count; block++) {
            const uint8_t *at;
            size_t size;
            if (!leaf_block(page, block, &at, &size))
                return fault(check, "a leaf is damaged", number);
            *count += at[0] + 1u;
        }
        return STATUS_OK;
    }
    const InnerPage *const inner = (const InnerPage *)(const void *)page;
    for (unsigned i = 0; i < page->count; i++) { /* depth is bounded: levels fall */
        uint64_t below;
        TRY(check_counts(check, inner->entries[i].child, page->level - 1, &inner->entries[i],
                         &below));
        if (below != inner->entries[i].count)
            return fault(check, "a node's count is wrong", number);
        *count += below;
    }
    return STATUS_OK;
}

static Status check_tree(Check *check, size_t root) {
    const TreeRoot *const tree = &check->state->state->roots[root];
    uint64_t count = 0;
    if (tree->page) TRY(check_counts(check, tree->page, -1, NULL, &count));
    return count == tree->count ? STATUS_OK : fault(check, "a tree's count is wrong", root);
}

static Status check_term(Check *check, TermId id, Arena *arena) {
    Term term;
    TermId found;
    TRY(dictionary_term(check->state->dictionary, id, arena, &term, check->diag));
    if (term_tag(&term) != id_tag(id))
        return fault(check, "a term is of another kind than its id", id);
    TRY(dictionary_find(check->state->dictionary, &term, &found, check->diag));
    arena_reset(arena);
    if (found != id) return fault(check, "a term is not found by its text", id);
    return tick(check, "terms");
}

/* Of the terms that are said to be in the order of their texts, each comes after the one before. */
static Status check_order(Check *check, unsigned tag, Arena *arena) {
    const uint64_t *const counters = check->state->state->counters;
    const uint64_t count = counters[COUNTER_ORDERED + tag];
    Term term;
    Buffer last = {0};
    Status status = STATUS_OK;
    if (count > counters[COUNTER_TERMS + tag])
        return fault(check, "more terms are in order than there are", tag);
    for (uint64_t number = 0; status == STATUS_OK && number < count; number++) {
        const TermId id = (TermId)tag << 60 | number;
        status = dictionary_term(check->state->dictionary, id, arena, &term, check->diag);
        if (status == STATUS_OK && number > 0 && text_compare(buffer_view(&last), term.text) >= 0)
            status = fault(check, "a term is not in order", id);
        buffer_clear(&last);
        if (status == STATUS_OK) buffer_text(&last, term.text);
        arena_reset(arena);
    }
    if (status == STATUS_OK && last.failed) status = STATUS_NO_MEMORY;
    buffer_free(&last);
    return status;
}

static Status check_terms(Check *check, Arena *arena) {
    const StoreState *const state = check->state->state;
    uint64_t terms = 0;
    for (unsigned tag = TAG_IRI; tag <= TAG_TRIPLE; tag++) {
        const uint64_t count = state->counters[COUNTER_TERMS + tag];
        terms += count;
        for (uint64_t number = 0; number < count; number++) {
            TRY(check_term(check, (TermId)tag << 60 | number, arena));
        }
    }
    TRY(check_order(check, TAG_IRI, arena));
    TRY(check_order(check, TAG_STRING, arena));
    return terms == state->roots[ROOT_HASHES].count
               ? STATUS_OK
               : fault(check, "terms and hashes differ", terms);
}

static bool id_is_known(const StoreState *state, TermId id) {
    if (id_is_inline(id)) return id_tag(id) <= TAG_DATETIME;
    const uint64_t number = id & ((UINT64_C(1) << 60) - 1);
    return id_tag(id) >= TAG_IRI && number < state->counters[COUNTER_TERMS + id_tag(id)];
}

/* Ids come in runs in the leading column of each order: three orders cover all columns, a fourth the graphs. */
static Status check_ids(Check *check, size_t index) {
    const TreeRoot *const root = &check->state->state->roots[ROOT_ROWS + index];
    const RowRange all = {.columns = 0};
    uint64_t ids[BLOCK_ROWS];
    uint64_t *const columns[ROW_COLUMNS] = {ids, NULL, NULL, NULL};
    RowCursor cursor;
    TRY(rows_seek(&cursor, check->state->pager, root, &all, 1, check->diag));
    for (;;) {
        size_t count;
        TRY(rows_next(&cursor, columns, &count, check->diag));
        if (count == 0) return STATUS_OK;
        for (size_t i = 0; i < count; i++) {
            if (i > 0 && ids[i] == ids[i - 1]) continue;
            const bool graph = index == PERMUTATIONS - 1 && ids[i] == TERM_ID_DEFAULT_GRAPH;
            if (!graph && !id_is_known(check->state->state, ids[i]))
                return fault(check, "an id has no term", ids[i]);
        }
    }
}

static Status check_all(Check *check, Arena *arena) {
    const StoreState *const state = check->state->state;
    uint64_t first = 0;
    check->total = state->roots[ROOT_ROWS].count * PERMUTATIONS + state->roots[ROOT_HASHES].count;
    for (size_t i = 0; i < PERMUTATIONS; i++) {
        uint64_t mark;
        TRY(check_tree(check, ROOT_ROWS + i));
        TRY(check_rows(check, i, &mark));
        if (i == 0) first = mark;
        if (mark != first) return fault(check, "two orders hold different quads", i);
        TRY(check_ids(check, i));
    }
    TRY(check_tree(check, ROOT_HASHES));
    return check_terms(check, arena);
}

Status store_verify(Store *store, const Progress *progress, Budget *budget, Diag *diag) {
    StoreReader *reader;
    PagerInfo info;
    TRY(store_reader_open(&reader, store, diag));
    Check check = {
        .state = store_reader_state(reader), .progress = progress, .budget = budget, .diag = diag};
    Arena *const arena = arena_new(NULL);
    Status status =
        arena ? check_all(&check, arena) : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    pager_info(store->pager, &info);
    if (status == STATUS_OK && info.meta_damaged) {
        status =
            diag_set(diag, STATUS_CORRUPT, "one copy of the header is damaged; the other is sound");
    }
    arena_free(arena);
    store_reader_close(reader);
    return status;
}
