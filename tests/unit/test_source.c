/* The source in memory: a set of quads, its orders, its counts, its transactions. */
#include "ytterby/source.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Term iri(const char *name) { return term_iri(text_of(name)); }

static Quad quad(const char *s, const char *p, const char *o, const char *g) {
    return (Quad){iri(s), iri(p), iri(o), g ? iri(g) : (Term){.kind = TERM_NONE}};
}

static void insert(Source *source, const char *s, const char *p, const char *o, const char *g) {
    const Quad one = quad(s, p, o, g);
    assert_int_equal(source_insert(source, &one, NULL), STATUS_OK);
}

static void begin(Source *source) {
    assert_int_equal(source_begin_write(source, NULL, NULL), STATUS_OK);
}

static void commit(Source *source) { assert_int_equal(source_commit(source, NULL), STATUS_OK); }

static TermId id(Source *source, const char *name) {
    const Term term = iri(name);
    return source_find(source, &term);
}

/* The number of rows of a scan; checks that they are sorted by the columns of `order`. */
static size_t scan(Source *source, QuadPattern pattern, ScanOrder order) {
    static QuadBatch batch;
    static const unsigned char columns[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                               {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    SourceScan *rows = NULL;
    size_t count = 0;
    TermId last[3] = {0, 0, 0};
    const ScanRequest request = {pattern, order, QUAD_ALL};
    assert_int_equal(source_scan(source, &request, &rows, NULL), STATUS_OK);
    for (;;) {
        assert_int_equal(source_scan_next(rows, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows; i++, count++) {
            const TermId quad_ids[3] = {batch.subject[i], batch.predicate[i], batch.object[i]};
            TermId now[3];
            int compared = 0;
            for (size_t k = 0; k < 3; k++)
                now[k] = quad_ids[columns[order == ORDER_ANY ? 0 : order - ORDER_SPO][k]];
            for (size_t k = 0; compared == 0 && k < 3; k++)
                compared = last[k] < now[k] ? -1 : last[k] > now[k];
            if (order != ORDER_ANY) assert_true(compared <= 0);
            memcpy(last, now, sizeof last);
        }
    }
    source_scan_free(rows);
    return count;
}

static uint64_t estimate(Source *source, QuadPattern pattern) {
    uint64_t count = 0;
    assert_int_equal(source_estimate(source, &pattern, &count), STATUS_OK);
    return count;
}

static void keeps_a_set(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    begin(source);
    insert(source, "s:a", "p:p", "o:x", NULL);
    insert(source, "s:a", "p:p", "o:x", NULL);
    insert(source, "s:a", "p:p", "o:x", "g:1");
    commit(source);
    assert_int_equal(scan(source, (QuadPattern){0}, ORDER_ANY), 2);
    assert_int_equal(scan(source, (QuadPattern){.graph = TERM_ID_DEFAULT_GRAPH}, ORDER_ANY), 1);
    assert_int_equal(scan(source, (QuadPattern){.graph = id(source, "g:1")}, ORDER_ANY), 1);
    assert_int_equal(scan(source, (QuadPattern){.subject = id(source, "g:1")}, ORDER_ANY), 0);
    source_free(source);
}

static void sees_its_own_writes_and_rolls_back(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    const Quad gone = quad("s:a", "p:p", "o:x", NULL);
    begin(source);
    insert(source, "s:a", "p:p", "o:x", NULL);
    commit(source);
    begin(source);
    assert_int_equal(source_remove(source, &gone, NULL), STATUS_OK);
    insert(source, "s:b", "p:p", "o:x", NULL);
    insert(source, "s:c", "p:p", "o:x", "g:1");
    assert_int_equal(scan(source, (QuadPattern){.predicate = id(source, "p:p")}, ORDER_SPO), 2);
    assert_int_equal(estimate(source, (QuadPattern){.subject = id(source, "s:a")}), 0);
    source_rollback(source);
    assert_int_equal(scan(source, (QuadPattern){0}, ORDER_OPS), 1);
    assert_int_equal(estimate(source, (QuadPattern){.subject = id(source, "s:a")}), 1);
    assert_int_equal(estimate(source, (QuadPattern){.subject = id(source, "s:b")}), 0);
    source_free(source);
}

static void refuses_writes_outside_of_a_transaction_and_under_a_scan(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    const Quad one = quad("s:a", "p:p", "o:x", NULL);
    const QuadPattern all = {0};
    SourceScan *rows = NULL;
    assert_int_equal(source_insert(source, &one, NULL), STATUS_USAGE);
    begin(source);
    assert_int_equal(source_begin_write(source, NULL, NULL), STATUS_BUSY);
    assert_int_equal(source_scan_all(source, &all, &rows, NULL), STATUS_OK);
    assert_int_equal(source_insert(source, &one, NULL), STATUS_BUSY);
    source_scan_free(rows);
    assert_int_equal(source_insert(source, &one, NULL), STATUS_OK);
    commit(source);
    source_free(source);
}

static Status count_graph(void *context, TermId graph) {
    assert_int_not_equal(graph, TERM_ID_DEFAULT_GRAPH);
    ++*(size_t *)context;
    return STATUS_OK;
}

static void lists_graphs_that_hold_quads(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    const Quad gone = quad("s:a", "p:p", "o:x", "g:2");
    size_t graphs = 0;
    begin(source);
    insert(source, "s:a", "p:p", "o:x", NULL);
    insert(source, "s:a", "p:p", "o:x", "g:1");
    insert(source, "s:b", "p:p", "o:x", "g:1");
    insert(source, "s:a", "p:p", "o:x", "g:2");
    insert(source, "s:a", "p:p", "o:x", "g:3");
    assert_int_equal(source_remove(source, &gone, NULL), STATUS_OK);
    commit(source);
    assert_int_equal(source_graphs(source, count_graph, &graphs, NULL), STATUS_OK);
    assert_int_equal(graphs, 2);
    source_free(source);
}

/* Random inserts and removals against a plain table of flags, over all patterns and orders. */
static void agrees_with_a_table(void **state) {
    (void)state;
    enum {
        N = 6,
        GRAPHS = 3
    };
    static bool table[N][N][N][GRAPHS];
    memset(table, 0, sizeof table);
    Source *const source = memory_source_new(NULL);
    uint64_t random = 88172645463325252u;
    char s[8], p[8], o[8], g[8];
    for (int round = 0; round < 60; round++) {
        begin(source);
        for (int i = 0; i < 40; i++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            const unsigned a = (unsigned)(random % N), b = (unsigned)(random / 8 % N),
                           c = (unsigned)(random / 64 % N), d = (unsigned)(random / 512 % GRAPHS);
            snprintf(s, sizeof s, "s:%u", a);
            snprintf(p, sizeof p, "s:%u", b);
            snprintf(o, sizeof o, "s:%u", c);
            snprintf(g, sizeof g, "g:%u", d);
            const Quad one = quad(s, p, o, d == 0 ? NULL : g);
            const bool add = random >> 40 & 1;
            assert_int_equal(add ? source_insert(source, &one, NULL)
                                 : source_remove(source, &one, NULL),
                             STATUS_OK);
            table[a][b][c][d] = add;
        }
        commit(source);
        for (unsigned mask = 0; mask < 16; mask++) {
            size_t expected = 0;
            const QuadPattern pattern = {
                mask & 1 ? id(source, "s:1") : 0, mask & 2 ? id(source, "s:2") : 0,
                mask & 4 ? id(source, "s:3") : 0,
                mask & 8 ? (round % 2 ? id(source, "g:1") : TERM_ID_DEFAULT_GRAPH) : 0};
            for (unsigned i = 0; i < N * N * N * GRAPHS; i++) {
                const unsigned a = i / (N * N * GRAPHS), b = i / (N * GRAPHS) % N,
                               c = i / GRAPHS % N, d = i % GRAPHS;
                expected += table[a][b][c][d] && (!(mask & 1) || a == 1) &&
                            (!(mask & 2) || b == 2) && (!(mask & 4) || c == 3) &&
                            (!(mask & 8) || d == (unsigned)(round % 2));
            }
            if (round < 4) continue; /* until every term has an id */
            assert_int_equal(estimate(source, pattern), expected);
            for (ScanOrder order = ORDER_ANY; order <= ORDER_OPS; order++)
                assert_int_equal(scan(source, pattern, order), expected);
        }
    }
    source_free(source);
}

static void scans_more_than_a_batch(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    char name[24];
    for (unsigned i = 0; i < 5000; i++) {
        if (i % 1000 == 0) begin(source);
        snprintf(name, sizeof name, "s:%u", i * 7919 % 5000);
        insert(source, name, "p:p", "o:x", NULL);
        if (i % 1000 == 999) commit(source);
        if (i % 500 == 499) assert_int_equal(scan(source, (QuadPattern){0}, ORDER_OSP), i + 1);
    }
    source_free(source);
}

static void inline_ids_need_no_dictionary(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    const Term five = term_typed(TEXT("5"), TEXT(XSD "integer"));
    char text[32];
    Term back;
    const TermId found = source_find(source, &five);
    assert_true(id_is_inline(found));
    assert_int_equal(source_term(source, found, text, &back), STATUS_OK);
    assert_true(term_equal(&five, &back));
    source_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_set),
        cmocka_unit_test(sees_its_own_writes_and_rolls_back),
        cmocka_unit_test(refuses_writes_outside_of_a_transaction_and_under_a_scan),
        cmocka_unit_test(lists_graphs_that_hold_quads),
        cmocka_unit_test(agrees_with_a_table),
        cmocka_unit_test(scans_more_than_a_batch),
        cmocka_unit_test(inline_ids_need_no_dictionary),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
