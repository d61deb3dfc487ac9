/* What the engine asks of a source, over the source in memory and over the store, beside a plain array of the quads. */
#include "ytterby/store.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    QUADS = 20000,
    TRIALS = 1500
};

static QuadIds model[QUADS], matches[QUADS];
static size_t model_count, match_count;
static uint64_t seed;

static uint64_t rnd(uint64_t below) {
    seed = hash_mix(seed, 7);
    return seed % below;
}

static TermId cell(const QuadIds *quad, size_t column) {
    const TermId cells[] = {quad->subject, quad->predicate, quad->object, quad->graph};
    return cells[column];
}

static const TermId *column_of(const QuadBatch *batch, size_t column) {
    const TermId *const columns[] = {batch->subject, batch->predicate, batch->object, batch->graph};
    return columns[column];
}

/* ---- The quads: a few predicates, subjects with many and with few quads, numbers, three graphs ------------------- */

static Term name(char *text, size_t size, char kind, uint64_t number) {
    snprintf(text, size, "http://example.org/%c%llu", kind, (unsigned long long)number);
    return term_iri(text_of(text));
}

static void insert_random(Source *source) {
    char s[40], p[40], o[40], g[40];
    Quad quad = {.subject = name(s, sizeof s, 's', rnd(rnd(10) ? 3000 : 20)),
                 .predicate = name(p, sizeof p, 'p', rnd(1 + rnd(30))),
                 .object = name(o, sizeof o, 's', rnd(rnd(3) ? 3000 : 5))};
    if (rnd(3) == 0) {
        snprintf(o, sizeof o, "%llu", (unsigned long long)rnd(500));
        quad.object = term_typed(text_of(o), TEXT(XSD "integer"));
    }
    if (rnd(4) == 0) quad.graph = name(g, sizeof g, 'g', rnd(2));
    assert_int_equal(source_insert(source, &quad, NULL), STATUS_OK);
}

static void read_model(Source *source) {
    static QuadBatch batch;
    SourceScan *scan = NULL;
    model_count = 0;
    assert_int_equal(source_scan_all(source, &(QuadPattern){0}, &scan, NULL), STATUS_OK);
    for (;;) {
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows; i++)
            model[model_count++] =
                (QuadIds){batch.subject[i], batch.predicate[i], batch.object[i], batch.graph[i]};
    }
    source_scan_free(scan);
    assert_true(model_count > QUADS / 2);
}

static void fill(Source *source) {
    seed = 5;
    assert_int_equal(source_begin_write(source, NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < QUADS; i++) insert_random(source);
    assert_int_equal(source_commit(source, NULL), STATUS_OK);
    assert_int_equal(source_begin_read(source, NULL, NULL), STATUS_OK);
    read_model(source);
}

/* Runs a test over each source. */
static void over_both(void (*test)(Source *source)) {
    Source *const memory = memory_source_new(NULL);
    Store *store = NULL;
    fill(memory);
    test(memory);
    source_end_read(memory);
    source_free(memory);
    assert_int_equal(store_open(&store, "/tmp", STORE_TEMPORARY, 0, NULL), STATUS_OK);
    fill(store_source(store));
    test(store_source(store));
    source_end_read(store_source(store));
    store_close(store);
}

/* ---- Matches by looking at every quad ------------------------------------------------------------------------------ */

static const unsigned char orders[][QUAD_COLUMNS] = {{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 2, 1, 3},
                                                     {1, 0, 2, 3}, {1, 2, 0, 3}, {2, 0, 1, 3},
                                                     {2, 1, 0, 3}};
static ScanOrder sorting;

static int by_order(const void *a, const void *b) {
    for (size_t i = 0; i < QUAD_COLUMNS; i++) {
        const TermId x = cell(a, orders[sorting][i]), y = cell(b, orders[sorting][i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static bool fits(const QuadIds *quad, const QuadPattern *pattern) {
    return (pattern->subject == TERM_ID_NONE || pattern->subject == quad->subject) &&
           (pattern->predicate == TERM_ID_NONE || pattern->predicate == quad->predicate) &&
           (pattern->object == TERM_ID_NONE || pattern->object == quad->object) &&
           (pattern->graph == TERM_ID_NONE || pattern->graph == quad->graph);
}

static void find_matches(const QuadPattern *pattern, ScanOrder order) {
    match_count = 0;
    for (size_t i = 0; i < model_count; i++)
        if (fits(&model[i], pattern)) matches[match_count++] = model[i];
    sorting = order;
    qsort(matches, match_count, sizeof *matches, by_order);
}

/* Some columns of some quad; at times of no quad. */
static QuadPattern random_pattern(void) {
    const QuadIds *const from = &model[rnd(model_count)], *const other = &model[rnd(model_count)];
    const uint64_t bound = rnd(16);
    return (QuadPattern){bound & 1 ? from->subject : 0, bound & 2 ? from->predicate : 0,
                         bound & 4 ? (rnd(8) ? from : other)->object : 0,
                         bound & 8 ? (rnd(8) ? from : other)->graph : 0};
}

/* ---- Scans ----------------------------------------------------------------------------------------------------------- */

static uint64_t mark(uint64_t rows, size_t column, TermId id) {
    return rows + hash_mix(id, column + 1);
}

/* Rows come as often as in the array; in the wanted columns in its order, when one was asked for. */
static void check_scan(SourceScan *scan, const ScanRequest *request) {
    static QuadBatch batch;
    size_t at = 0;
    uint64_t got = 0, expected = 0;
    for (;;) {
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        assert_true(at + batch.rows <= match_count);
        for (size_t i = 0; i < batch.rows; i++, at++) {
            for (size_t c = 0; c < QUAD_COLUMNS; c++) {
                if (!(request->columns & 1u << c)) continue;
                const TermId id = column_of(&batch, c)[i];
                if (request->order != ORDER_ANY) assert_true(id == cell(&matches[at], c));
                got = mark(got, c, id);
                expected = mark(expected, c, cell(&matches[at], c));
            }
        }
    }
    assert_int_equal(at, match_count);
    assert_true(got == expected);
}

static void restart_one_scan(Source *source) {
    static QuadBatch batch;
    SourceScan *scan = NULL;
    for (size_t trial = 0; trial < TRIALS; trial++) {
        const ScanRequest request = {random_pattern(), (ScanOrder)rnd(7), (unsigned)rnd(16)};
        if (scan)
            assert_int_equal(source_scan_restart(scan, &request, NULL), STATUS_OK);
        else
            assert_int_equal(source_scan(source, &request, &scan, NULL), STATUS_OK);
        if (rnd(3) == 0) { /* not to its end */
            assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
            continue;
        }
        find_matches(&request.pattern, request.order);
        check_scan(scan, &request);
    }
    source_scan_free(scan);
}

static void a_scan_begins_anew(void **state) {
    (void)state;
    over_both(restart_one_scan);
}

/* A look-up beside another does not go down the tree again, and unpacks one block, at times two. */
static void look_ups_read_few_blocks(void **state) {
    (void)state;
    static QuadBatch batch;
    Store *store = NULL;
    StoreReader *reader = NULL;
    SourceScan *scan = NULL;
    assert_int_equal(store_open(&store, "/tmp", STORE_TEMPORARY, 0, NULL), STATUS_OK);
    fill(store_source(store));
    assert_int_equal(store_reader_open(&reader, store, NULL), STATUS_OK);
    for (size_t i = 0; i < model_count; i++) {
        const ScanRequest request = {{.subject = model[i].subject, .predicate = model[i].predicate},
                                     ORDER_ANY,
                                     1u << QUAD_OBJECT};
        const Status status = scan ? source_scan_restart(scan, &request, NULL)
                                   : store_reader_scan(reader, &request, &scan, NULL);
        assert_int_equal(status, STATUS_OK);
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        assert_true(batch.rows > 0);
    }
    source_scan_free(scan);
    assert_true(store_reader_blocks(reader) < model_count * 3 / 2);
    store_reader_close(reader);
    source_end_read(store_source(store));
    store_close(store);
}

/* ---- Groups --------------------------------------------------------------------------------------------------------- */

static bool is_open(const QuadPattern *pattern, size_t column) {
    return cell(&(QuadIds){pattern->subject, pattern->predicate, pattern->object, pattern->graph},
                column) == TERM_ID_NONE;
}

static size_t distinct_matches(size_t column) {
    size_t distinct = match_count > 0;
    for (size_t i = 1; i < match_count; i++)
        distinct += cell(&matches[i], column) != cell(&matches[i - 1], column);
    return distinct;
}

/* Values ascend and have the counts of the sorted matches; some walks end early. */
static void check_groups(SourceGroups *groups, size_t column) {
    static GroupBatch batch;
    size_t at = 0;
    for (;;) {
        assert_int_equal(source_groups_next(groups, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows; i++) {
            size_t count = 0;
            while (at < match_count && cell(&matches[at], column) == batch.value[i]) at++, count++;
            assert_true(count > 0 && batch.count[i] == count);
        }
        if (rnd(20) == 0) return;
    }
    assert_int_equal(at, match_count);
}

static void group_patterns(Source *source) {
    static const ScanOrder first[] = {ORDER_SPO, ORDER_PSO, ORDER_OSP};
    for (size_t trial = 0; trial < TRIALS; trial++) {
        const QuadPattern pattern = random_pattern();
        const size_t column = rnd(3);
        SourceGroups *groups = NULL;
        uint64_t distinct = 0;
        if (!is_open(&pattern, column)) continue;
        find_matches(&pattern, first[column]);
        assert_int_equal(source_groups(source, &pattern, (QuadColumn)column, &groups, NULL),
                         STATUS_OK);
        check_groups(groups, column);
        source_groups_free(groups);
        for (int twice = 0; twice < 2; twice++) {
            assert_int_equal(source_distinct(source, &pattern, (QuadColumn)column, &distinct),
                             STATUS_OK);
            assert_true(match_count == 0 || distinct > 0);
            assert_true(distinct <= match_count || pattern.graph != TERM_ID_NONE);
        }
        const size_t real = distinct_matches(column);
        if (source->methods->distinct && pattern.graph == TERM_ID_NONE)
            assert_true(distinct >= real / 2 && distinct <= real * 2);
    }
}

static void groups_have_the_counts_of_the_matches(void **state) {
    (void)state;
    over_both(group_patterns);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_begins_anew),
        cmocka_unit_test(groups_have_the_counts_of_the_matches),
        cmocka_unit_test(look_ups_read_few_blocks),
    };
    return cmocka_run_group_tests_name("source_reads", tests, NULL, NULL);
}
