/* Queries in several threads over a database: the answers, and their order, are those of one thread; limits, cancelling and
 * an early end leave no thread behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ytterby/engine.h"
#include "ytterby/store.h"

#define PREFIXES "PREFIX : <http://e/> "

enum {
    THINGS = 6000,
    GROUPS = 40
};

static Store *store;

/* Nearer to the second single-precision number above 1 than to 1, but not so its nearest double: src/term/value_class.c. */
#define UNEVEN "1.0000000596046447753906250000001"

/* Things with a value and a group, each linked to two others; some with a note, some with a size. */
static int setup(void **state) {
    (void)state;
    Buffer text = {0};
    Diag diag = {0};
    if (store_open(&store, "/tmp", STORE_TEMPORARY, 0, &diag) != STATUS_OK) return -1;
    buffer_text(&text, TEXT(PREFIXES "INSERT DATA {"));
    for (unsigned i = 0; i < THINGS; i++) {
        buffer_format(&text, " :t%u :value %u ; :group :g%u ; :link :t%u, :t%u .", i, i * 7 % 1000,
                      i % GROUPS, i * 13 % THINGS, (i + 1) % THINGS);
        if (i % 3 == 0) buffer_format(&text, " :t%u :size %u.0 .", i, i % 50);
        if (i == THINGS / 2) buffer_text(&text, TEXT(" :u :value " UNEVEN " ; :size " UNEVEN " ."));
        if (i % 9 == 0) buffer_format(&text, " :t%u :note \"note %u\" .", i, i % 100);
    }
    buffer_text(&text, TEXT(" }"));
    const Status status = engine_update(store_source(store), buffer_view(&text), NULL, &diag);
    buffer_free(&text);
    return status == STATUS_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    store_close(store);
    return 0;
}

static Statement *prepare(const char *text, const EngineOptions *options) {
    Statement *statement = NULL;
    Diag diag = {0};
    const Status status =
        statement_prepare(&statement, store_source(store), text_of(text), options, &diag);
    if (status != STATUS_OK) print_error("%s\n", diag.message);
    assert_int_equal(status, STATUS_OK);
    return statement;
}

/* Runs to the end and adds each row to `out`, a line each; the status at which it ended. */
static Status drain(Statement *statement, Buffer *out, Diag *diag) {
    for (bool more;;) {
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        for (size_t c = 0; c < statement_columns(statement); c++) {
            Term term;
            TRY(statement_value(statement, c, &term));
            if (term.kind != TERM_NONE) term_write(out, &term);
            buffer_byte(out, ' ');
        }
        buffer_byte(out, '\n');
    }
}

static const char *const queries[] = {
    "SELECT ?t { ?t :value ?v FILTER(?v > 990) }",
    "SELECT ?a ?v { ?a :link ?b . ?b :value ?v . ?a :group :g3 }",
    "SELECT ?a ?b { ?a :link ?b . ?b :link ?a }",
    "SELECT ?a ?n { ?a :value ?v OPTIONAL { ?a :note ?n } FILTER(?v < 50) }",
    "SELECT ?a { ?a :value 7 MINUS { ?a :note ?n } }",
    "SELECT ?a { ?a :group ?g FILTER NOT EXISTS { ?a :note ?n } FILTER(?g = :g5) }",
    "SELECT ?a ?b { ?a :note ?n . ?b :note ?m FILTER(?n = ?m && ?a != ?b) }",
    "SELECT (COUNT(*) AS ?n) { ?a :link ?b . ?b :link ?c . ?c :link ?a }",
    "SELECT ?a ?b ?c { ?a :link ?b . ?b :link ?c . ?a :link ?c }",
    "SELECT ?g (COUNT(*) AS ?n) { ?a :group ?g . ?a :link ?b } GROUP BY ?g",
    "SELECT DISTINCT ?g ?h { ?a :group ?g . ?a :link ?b . ?b :group ?h }",
    "SELECT ?a ?v { ?a :value ?v . ?a :link ?b } ORDER BY DESC(?v) ?a",
    "SELECT ?a { { ?a :note ?n } UNION { ?a :value 3 } }",
    "SELECT ?a { ?a :note ?n FILTER(REGEX(?n, \"7$\")) }",
    "SELECT ?a { ?a :nothing ?x . ?a :value ?v }",
    "SELECT ?a ?v { ?a :value ?v . ?a :note ?n OPTIONAL { ?a :link ?b FILTER(?b > ?v) } }",
    "SELECT ?p { ?a :link ?p . ?b :link ?q . ?p :note ?n . ?q :note ?m FILTER(?n = ?m) }",
    "SELECT ?a ?b { ?a :value ?v . ?b :size ?w FILTER(?v = ?w) }",
    "SELECT ?a ?b { ?a :size ?v . ?b :value ?w FILTER(?v = ?w && ?a != ?b) }",
    "SELECT ?a { ?a :value ?v FILTER NOT EXISTS { ?b :size ?w FILTER(?v = ?w) } }",
    "SELECT DISTINCT ?p { ?a :note ?n . ?p :note ?n . ?b :link ?p . ?b :group :g4 }",
};

static void answers_are_those_of_one_thread(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char text[500];
        Buffer wanted = {0};
        snprintf(text, sizeof text, PREFIXES "%s", queries[i]);
        for (size_t threads = 1; threads <= 5; threads++) {
            const EngineOptions options = {.threads = threads};
            Statement *const statement = prepare(text, &options);
            Buffer got = {0};
            assert_int_equal(drain(statement, threads == 1 ? &wanted : &got, NULL), STATUS_OK);
            if (threads > 1 && strcmp(buffer_string(&wanted), buffer_string(&got)) != 0)
                fail_msg("%s: another answer of %zu threads", queries[i], threads);
            statement_free(statement);
            buffer_free(&got);
        }
        buffer_free(&wanted);
    }
}

static char *explain(const char *text, ExplainStage stage, const EngineOptions *options) {
    Buffer out = {0};
    Statement *const statement = prepare(text, options);
    assert_int_equal(statement_explain(statement, stage, &out, NULL), STATUS_OK);
    statement_free(statement);
    char *const copy = strdup(buffer_string(&out));
    buffer_free(&out);
    return copy;
}

static void check_plan(const char *text, size_t threads, const char *wanted) {
    const EngineOptions options = {.threads = threads};
    char *const plan = explain(text, EXPLAIN_PLAN, &options);
    assert_string_equal(plan, wanted);
    free(plan);
}

#define CHAIN PREFIXES "SELECT ?a ?v { ?a :link ?b . ?b :value ?v }"

static void plans_say_where(void **state) {
    (void)state;
    static const char *const one_thread = "Project ?a ?v  [1.2e+04 expected]\n"
                                          "  Scan ?a <http://e/link> ?b  [1.2e+04 expected]\n"
                                          "    Scan ?b <http://e/value> ?v  [6e+03 expected]\n";
    check_plan(CHAIN, 1, one_thread);
    check_plan(CHAIN, 0, one_thread); /* too little work */
    check_plan(CHAIN, 2,
               "Gather  [1.2e+04 expected]\n"
               "  Project ?a ?v  [1.2e+04 expected]\n"
               "    Scan ?a <http://e/link> ?b  [1.2e+04 expected]\n"
               "      Deal  [6e+03 expected]\n"
               "        Scan ?b <http://e/value> ?v  [6e+03 expected]\n");
    /* What makes terms is above, and so is what wants few rows. */
    check_plan(PREFIXES "SELECT (?v + 1 AS ?w) { ?a :value ?v FILTER(?v > 3) }", 2,
               "Project ?w  [2.4e+03 expected]\n"
               "  Extend ?w = (?v + \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>)  "
               "[2.4e+03 expected]\n"
               "    Gather  [2.4e+03 expected]\n"
               "      Filter (?v > \"3\"^^<http://www.w3.org/2001/XMLSchema#integer>)  "
               "[2.4e+03 expected]\n"
               "        Deal  [6e+03 expected]\n"
               "          Scan ?a <http://e/value> ?v  [6e+03 expected]\n");
    check_plan(PREFIXES "SELECT ?a { ?a :value ?v } LIMIT 5", 2,
               "Slice limit 5  [5 expected]\n"
               "  Project ?a  [6e+03 expected]\n"
               "    Scan ?a <http://e/value> ?v  [6e+03 expected]\n");
    /* A query that takes long, by itself. */
    char *const plan =
        explain(PREFIXES "SELECT * { ?a :group ?g . ?b :group ?g FILTER(REGEX(STR(?a), STR(?b))) }",
                EXPLAIN_PLAN, NULL);
    assert_non_null(strstr(plan, "Gather"));
    free(plan);
}

static void work_is_counted(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 3};
    char *const run = explain(CHAIN, EXPLAIN_RUN, &options);
    assert_non_null(strstr(run, "3 threads"));
    /* above what is dealt out all do together what one would */
    assert_non_null(strstr(run, "Scan ?a <http://e/link> ?b  [1.2e+04 expected, 12000 rows,"));
    free(run);
}

static void a_query_may_end_early(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 3};
    for (unsigned rows = 0; rows < 3; rows++) {
        Statement *const statement = prepare(CHAIN, &options);
        for (unsigned i = 0; i < rows; i++) {
            bool more = false;
            assert_int_equal(statement_next(statement, &more, NULL), STATUS_OK);
            assert_true(more);
        }
        statement_free(statement);
    }
}

static const char *const heavy = PREFIXES
    "SELECT DISTINCT * { ?a :value ?x . ?b :value ?y . ?c :value ?z FILTER(?x + ?y > ?z) }";

static void cancelling_ends_all_threads(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 2};
    Statement *const statement = prepare(heavy, &options);
    Buffer out = {0};
    bool more = false;
    assert_int_equal(statement_next(statement, &more, NULL), STATUS_OK);
    statement_cancel(statement);
    assert_int_equal(drain(statement, &out, NULL), STATUS_CANCELLED);
    statement_free(statement);
    buffer_free(&out);
}

static void time_ends_all_threads(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 2, .timeout = 0.05};
    Statement *const statement = prepare(heavy, &options);
    Diag diag = {0};
    Buffer out = {0};
    assert_int_equal(drain(statement, &out, &diag), STATUS_TIMEOUT);
    assert_int_equal(diag.status, STATUS_TIMEOUT);
    statement_free(statement);
    buffer_free(&out);
}

/* What one thread does with it, it does. */
static void memory_limits_leave_one_thread(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 8, .memory_limit = (size_t)64 << 20};
    char *const run = explain(CHAIN, EXPLAIN_RUN, &options);
    assert_null(strstr(run, "threads"));
    assert_non_null(strstr(run, "Scan ?b <http://e/value> ?v  [6e+03 expected, 6001 rows,"));
    free(run);
}

/* A transaction has one reader: its rows are not divided, and the update sees them. */
static void updates_read_in_one_thread(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 2};
    Diag diag = {0};
    assert_int_equal(engine_update(store_source(store),
                                   TEXT(PREFIXES "INSERT DATA { :new :group :gx } ; "
                                                 "INSERT { ?a :copy ?g } WHERE { ?a :group ?g }"),
                                   &options, &diag),
                     STATUS_OK);
    Statement *const statement =
        prepare(PREFIXES "SELECT (COUNT(*) AS ?n) { ?a :copy ?g }", &options);
    Buffer out = {0};
    assert_int_equal(drain(statement, &out, NULL), STATUS_OK);
    assert_non_null(strstr(buffer_string(&out), "\"6001\""));
    statement_free(statement);
    buffer_free(&out);
}

/* What is changed by the same handle meanwhile is for the next statement. */
static void changes_do_not_touch_what_is_read(void **state) {
    (void)state;
    const EngineOptions options = {.threads = 3};
    const Term name = term_iri(TEXT("http://e/link"));
    Statement *const statement = prepare(CHAIN, &options);
    Buffer out = {0};
    bool more = false;
    for (size_t i = 0; i < 3 * BATCH_ROWS; i++)
        assert_int_equal(statement_next(statement, &more, NULL), STATUS_OK);
    assert_int_equal(store_begin(store, "test", NULL), STATUS_OK);
    for (unsigned i = 0; i < 500; i++) {
        char iri[40];
        snprintf(iri, sizeof iri, "http://e/t%u", i);
        const Term thing = term_iri(text_of(iri));
        const Quad quad = {.subject = thing, .predicate = name, .object = thing};
        assert_int_equal(store_insert(store, &quad, NULL), STATUS_OK);
    }
    assert_int_equal(drain(statement, &out, NULL), STATUS_OK);
    size_t rows = 3 * BATCH_ROWS;
    for (size_t i = 0; i < out.len; i++) rows += out.at[i] == '\n';
    assert_int_equal(rows, 2 * THINGS);
    statement_free(statement);
    store_rollback(store);
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_one_thread),
        cmocka_unit_test(plans_say_where),
        cmocka_unit_test(work_is_counted),
        cmocka_unit_test(a_query_may_end_early),
        cmocka_unit_test(cancelling_ends_all_threads),
        cmocka_unit_test(time_ends_all_threads),
        cmocka_unit_test(memory_limits_leave_one_thread),
        cmocka_unit_test(changes_do_not_touch_what_is_read),
        cmocka_unit_test(updates_read_in_one_thread),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
