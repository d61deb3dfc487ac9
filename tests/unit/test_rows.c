/* Unit tests of the store's blocks and trees of rows: each is compared with plain sorted arrays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/store/store_internal.h"

static uint64_t seed;
static uint64_t rnd(uint64_t below) {
    seed = hash_mix(seed, 7);
    return seed % below;
}

/* Row shapes: what columns look like in real permutations, and the worst there is. */
static uint64_t make_value(unsigned shape, size_t column) {
    switch (shape) {
    case 0: return (UINT64_C(1) << 60) + rnd(column == 1 ? 5 : 5000);
    case 1: return (1 + rnd(9)) << 60 | rnd(1000); /* mixed tags */
    case 2: return column < 2 ? 42 : rnd(100000);  /* constant, then sorted */
    case 3: return rnd(UINT64_MAX);                /* incompressible */
    default: return rnd(3);
    }
}

static int by_row(const void *a, const void *b) { return row_compare(a, b); }

static size_t make_rows(Row *rows, size_t count, unsigned shape) {
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < ROW_COLUMNS; c++) rows[i].column[c] = make_value(shape, c);
        if (shape != 3) rows[i].column[3] = rnd(4) ? 1 : 2;
    }
    qsort(rows, count, sizeof *rows, by_row);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || row_compare(&rows[i], &rows[kept - 1]) != 0) rows[kept++] = rows[i];
    }
    return kept;
}

static void test_block_round_trip(void **state) {
    (void)state;
    seed = 1;
    for (unsigned trial = 0; trial < 2000; trial++) {
        Row rows[BLOCK_ROWS];
        const size_t count = make_rows(rows, 1 + rnd(BLOCK_ROWS), trial % 5);
        uint8_t bytes[16384 + BLOCK_PAD] = {0};
        const size_t size = block_encode(rows, count, bytes, 16384);
        assert_true(size > 0);
        assert_int_equal(block_encode(rows, count, bytes, size), size);
        assert_int_equal(block_encode(rows, count, bytes, size - 1), 0);
        block_encode(rows, count, bytes, size);
        uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
        uint64_t *const columns[] = {values[0], values[1], values[2], values[3]};
        size_t decoded;
        assert_int_equal(block_decode(bytes, size, 15, columns, &decoded), STATUS_OK);
        assert_int_equal(decoded, count);
        for (size_t i = 0; i < count; i++) {
            for (size_t c = 0; c < ROW_COLUMNS; c++) assert_true(values[c][i] == rows[i].column[c]);
        }
        Row first;
        assert_int_equal(block_first(bytes, size, ROW_COLUMNS, &first), STATUS_OK);
        assert_int_equal(row_compare(&first, &rows[0]), 0);
    }
}

static bool in_range(const Row *row, const RowRange *range);

/* A range between two of the rows, or near them, of one to four columns. */
static RowRange range_of_rows(const Row *rows, size_t count) {
    RowRange range = {rows[rnd(count)], rows[rnd(count)], 1 + (unsigned)rnd(ROW_COLUMNS)};
    if (rnd(2)) range.high = range.low;
    if (rnd(4) == 0) range.low.column[rnd(range.columns)] += rnd(3) - 1;
    if (row_compare(&range.high, &range.low) < 0) range.high = range.low;
    return range;
}

/* Some rows of some columns are what the whole block has there; a range has the rows that a plain search finds. */
static void test_block_parts(void **state) {
    (void)state;
    seed = 4;
    for (unsigned trial = 0; trial < 5000; trial++) {
        Row rows[BLOCK_ROWS];
        const size_t count = make_rows(rows, 1 + rnd(BLOCK_ROWS), trial % 5);
        uint8_t bytes[16384 + BLOCK_PAD] = {0};
        const size_t size = block_encode(rows, count, bytes, 16384);
        uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
        uint64_t *const columns[] = {values[0], values[1], values[2], values[3]};
        const size_t from = rnd(count);
        const size_t to = from + rnd(count - from + 1);
        const unsigned wanted = (unsigned)rnd(16);
        assert_int_equal(block_rows(bytes, size, wanted, from, to, columns), STATUS_OK);
        for (size_t c = 0; c < ROW_COLUMNS; c++) {
            for (size_t i = from; wanted & 1u << c && i < to; i++)
                assert_true(values[c][i - from] == rows[i].column[c]);
        }
        const RowRange range = range_of_rows(rows, count);
        size_t first;
        size_t behind;
        assert_int_equal(block_range(bytes, size, &range, &first, &behind), STATUS_OK);
        assert_true(first <= behind && behind <= count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(i >= first && i < behind, in_range(&rows[i], &range));
    }
}

/* Damaged bytes never lead outside: the checks of ASan and valgrind make this test bite. */
static void test_block_damage(void **state) {
    (void)state;
    seed = 2;
    for (unsigned trial = 0; trial < 5000; trial++) {
        Row rows[BLOCK_ROWS];
        const size_t count = make_rows(rows, 1 + rnd(BLOCK_ROWS), trial % 5);
        uint8_t bytes[16384];
        const size_t size = block_encode(rows, count, bytes, sizeof bytes);
        uint8_t *const exact = mem_alloc(size + BLOCK_PAD);
        memcpy(exact, bytes, size);
        memset(exact + size, 0, BLOCK_PAD);
        for (int flips = 0; flips < 3; flips++) exact[rnd(size)] = (uint8_t)rnd(256);
        uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
        uint64_t *const columns[] = {values[0], values[1], values[2], values[3]};
        size_t decoded;
        const Status status = block_decode(exact, size, 15, columns, &decoded);
        assert_true(status == STATUS_OK || status == STATUS_CORRUPT);
        assert_true(decoded <= BLOCK_ROWS);
        const RowRange range = range_of_rows(rows, count);
        size_t rows_of[2] = {0, 0};
        if (block_range(exact, size, &range, &rows_of[0], &rows_of[1]) == STATUS_OK)
            block_rows(exact, size, 15, rows_of[0], rows_of[1], columns);
        mem_free(exact);
    }
}

static Pager *pager;
static char path[64];

static int setup(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-rows-XXXXXX";
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return pager_open(&pager, path, STORE_CREATE, NULL) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    pager_close(pager);
    unlink(path);
    *strrchr(path, '/') = 0;
    return rmdir(path);
}

/* Rows of the model inside the range. */
static bool in_range(const Row *row, const RowRange *range) {
    Row low = *row;
    Row high = *row;
    for (unsigned c = range->columns; c < ROW_COLUMNS; c++) {
        low.column[c] = range->low.column[c];
        high.column[c] = range->high.column[c];
    }
    return row_compare(&low, &range->low) >= 0 && row_compare(&high, &range->high) <= 0;
}

/* The rows that the cursor gives are those of the model in the range; their number. */
static uint64_t check_rows(RowCursor *cursor, const Row *model, size_t count,
                           const RowRange *range) {
    static uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
    uint64_t *const columns[] = {values[0], values[1], values[2], values[3]};
    size_t at = 0;
    uint64_t total = 0;
    for (;;) {
        size_t got;
        assert_int_equal(rows_next(cursor, columns, &got, NULL), STATUS_OK);
        if (got == 0) break;
        for (size_t i = 0; i < got; i++, at++, total++) {
            while (at < count && !in_range(&model[at], range)) at++;
            assert_true(at < count);
            const Row row = {{values[0][i], values[1][i], values[2][i], values[3][i]}};
            assert_int_equal(row_compare(&row, &model[at]), 0);
        }
    }
    while (at < count) assert_false(in_range(&model[at++], range));
    return total;
}

/* `finger` was used for another range of the tree. */
static void check_range(const TreeRoot *root, const Row *model, size_t count, const RowRange *range,
                        RowCursor *finger) {
    RowCursor cursor;
    uint64_t counted;
    assert_int_equal(rows_seek(&cursor, pager, root, range, 15, NULL), STATUS_OK);
    const uint64_t total = check_rows(&cursor, model, count, range);
    assert_int_equal(rows_seek_again(finger, range, 15, NULL), STATUS_OK);
    assert_true(check_rows(finger, model, count, range) == total);
    assert_int_equal(rows_count(pager, root, range, &counted, NULL), STATUS_OK);
    assert_true(counted == total);
}

/* The distinct values of the column behind an equality range, each with its rows. */
static void check_groups(const TreeRoot *root, const Row *model, size_t count,
                         const RowRange *range) {
    RowGroups groups;
    uint64_t values[100], counts[100], distinct = 0, real = 0;
    size_t got = 0;
    size_t m = 0;
    assert_int_equal(groups_seek(&groups, pager, root, range, NULL), STATUS_OK);
    do {
        assert_int_equal(groups_next(&groups, 100, values, counts, &got, NULL), STATUS_OK);
        for (size_t i = 0; i < got; i++, real++) {
            uint64_t rows = 0;
            while (m < count && !in_range(&model[m], range)) m++;
            for (; m < count && in_range(&model[m], range); m++, rows++)
                if (model[m].column[range->columns] != values[i]) break;
            assert_true(rows > 0 && rows == counts[i]);
        }
    } while (got > 0);
    while (m < count && !in_range(&model[m], range)) m++;
    assert_int_equal(m, count);
    assert_int_equal(rows_distinct(pager, root, range, &distinct, NULL), STATUS_OK);
    assert_true(distinct * 2 >= real && distinct <= real * 2);
}

static void check_tree(const TreeRoot *root, const Row *model, size_t count) {
    assert_true(root->count == count);
    const RowRange all = {.columns = 0};
    RowCursor finger;
    assert_int_equal(rows_seek(&finger, pager, root, &all, 1, NULL), STATUS_OK);
    check_range(root, model, count, &all, &finger);
    for (int i = 0; i < 40 && count > 0; i++) {
        const Row *const one = &model[rnd(count)];
        RowRange range = {.low = *one, .high = *one, .columns = 1 + (unsigned)rnd(4)};
        check_range(root, model, count, &range, &finger);
        range.columns--;
        check_groups(root, model, count, &range);
        range.columns++;
        range.high = model[rnd(count)];
        if (row_compare(&range.low, &range.high) <= 0)
            check_range(root, model, count, &range, &finger);
        range.low.column[range.columns - 1] += 1; /* often a row that is not there */
        range.high = range.low;
        check_range(root, model, count, &range, &finger);
    }
}

static void build(TreeRoot *root, const Row *rows, size_t count) {
    RowBuilder *builder = NULL;
    assert_int_equal(rows_build(&builder, pager, NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rows_build_add(builder, &rows[i], NULL), STATUS_OK);
    assert_int_equal(rows_build_end(builder, root, NULL), STATUS_OK);
    rows_build_free(builder);
}

static void test_build(void **state) {
    (void)state;
    static Row rows[60000];
    seed = 3;
    static const size_t sizes[] = {0, 1, 255, 256, 257, 3000, 60000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes * 5; i++) {
        const size_t count = make_rows(rows, sizes[i / 5], (unsigned)(i % 5));
        assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
        TreeRoot *const root = &pager_state(pager)->roots[0];
        *root = (TreeRoot){0};
        build(root, rows, count);
        check_tree(root, rows, count);
        assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
        Snapshot snapshot;
        assert_int_equal(pager_snapshot_begin(pager, &snapshot, NULL), STATUS_OK);
        check_tree(&snapshot.state.roots[0], rows, count);
        pager_snapshot_end(pager, &snapshot);
    }
}

/* The model's merge of a batch of changes. */
static size_t apply_to_model(Row *model, size_t count, const RowChange *changes, size_t n) {
    static Row merged[200000];
    size_t out = 0;
    size_t m = 0;
    for (size_t c = 0; c < n || m < count;) {
        const int order = c == n ? -1 : m == count ? 1 : row_compare(&model[m], &changes[c].row);
        if (order < 0) {
            merged[out++] = model[m++];
        } else {
            if (changes[c].insert) merged[out++] = changes[c].row;
            m += order == 0;
            c++;
        }
    }
    memcpy(model, merged, out * sizeof *merged);
    return out;
}

/* A batch of changes, of which some remove rows that are there. */
static size_t make_changes(RowChange *changes, size_t n, unsigned shape, const Row *model,
                           size_t count, unsigned remove_percent) {
    static Row rows[5000];
    for (size_t i = 0; i < n; i++) {
        if (count > 0 && rnd(100) < remove_percent) {
            rows[i] = model[rnd(count)];
        } else {
            make_rows(&rows[i], 1, shape);
        }
    }
    qsort(rows, n, sizeof *rows, by_row);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && row_compare(&changes[kept - 1].row, &rows[i]) == 0) continue;
        changes[kept++] = (RowChange){rows[i], rnd(100) >= remove_percent};
    }
    return kept;
}

static void test_apply(void **state) {
    (void)state;
    static Row model[200000];
    static RowChange changes[5000];
    for (unsigned shape = 0; shape < 5; shape++) {
        seed = 10 + shape;
        size_t count = 0;
        assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
        pager_state(pager)->roots[0] = (TreeRoot){0};
        for (int round = 0; round < 60; round++) {
            const unsigned remove_percent = round < 30 ? 20 : 80;
            const size_t n = make_changes(changes, 1 + rnd(round % 3 ? 50 : 5000), shape, model,
                                          count, remove_percent);
            TreeRoot *const root = &pager_state(pager)->roots[0];
            assert_int_equal(rows_apply(pager, root, changes, n, NULL), STATUS_OK);
            count = apply_to_model(model, count, changes, n);
            if (round % 4 == 0) check_tree(root, model, count);
            if (round % 5 == 4) {
                assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
                assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
            }
        }
        check_tree(&pager_state(pager)->roots[0], model, count);
        for (size_t i = 0; i < count; i += 5000) { /* and down to nothing */
            const size_t n = count - i < 5000 ? count - i : 5000;
            for (size_t k = 0; k < n; k++) changes[k] = (RowChange){model[i + k], false};
            assert_int_equal(rows_apply(pager, &pager_state(pager)->roots[0], changes, n, NULL),
                             STATUS_OK);
        }
        assert_true(pager_state(pager)->roots[0].page == 0);
        assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    }
}

/* A small batch touches few pages, however large the tree. */
static void test_apply_work(void **state) {
    (void)state;
    static Row rows[60000];
    seed = 30;
    const size_t count = make_rows(rows, 60000, 0);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    build(&pager_state(pager)->roots[0], rows, count);
    assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    PagerInfo before;
    PagerInfo after;
    pager_info(pager, &before);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    const RowChange change = {rows[30000], false};
    assert_int_equal(rows_apply(pager, &pager_state(pager)->roots[0], &change, 1, NULL), STATUS_OK);
    assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    pager_info(pager, &after);
    assert_true(after.pages_written - before.pages_written <= 6);
}

/* Large groups are counted by what the inner nodes say. */
static void test_groups_work(void **state) {
    (void)state;
    static Row rows[60000];
    const RowRange all = {.columns = 0};
    RowGroups groups;
    uint64_t values[8], counts[8];
    size_t got;
    for (size_t i = 0; i < 60000; i++) rows[i] = (Row){{i / 25000, i * 7, i % 11, 1}};
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    TreeRoot *const root = &pager_state(pager)->roots[0];
    *root = (TreeRoot){0};
    build(root, rows, 60000);
    assert_int_equal(groups_seek(&groups, pager, root, &all, NULL), STATUS_OK);
    assert_int_equal(groups_next(&groups, 8, values, counts, &got, NULL), STATUS_OK);
    assert_int_equal(got, 3);
    assert_true(counts[0] == 25000 && counts[1] == 25000 && counts[2] == 10000);
    assert_true(groups.cursor.blocks_read < 60);
    pager_rollback(pager);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block_round_trip),
        cmocka_unit_test(test_block_parts),
        cmocka_unit_test(test_block_damage),
        cmocka_unit_test_setup_teardown(test_groups_work, setup, teardown),
        cmocka_unit_test_setup_teardown(test_build, setup, teardown),
        cmocka_unit_test_setup_teardown(test_apply, setup, teardown),
        cmocka_unit_test_setup_teardown(test_apply_work, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
