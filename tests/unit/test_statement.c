/* What surrounds the answers: limits, cancelling, warnings, callbacks, explaining, and sources that cannot do
 * everything. */
#include "ytterby/engine.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PREFIXES "PREFIX : <http://e/> "

typedef struct Heard {
    unsigned warnings, calls;
    char last[600];
    Status answer;
} Heard;

static Source *numbers(unsigned count) {
    Source *const source = memory_source_new(NULL);
    Buffer text = {0};
    Diag diag = {0};
    buffer_text(&text, TEXT(PREFIXES "INSERT DATA {"));
    for (unsigned i = 0; i < count; i++) buffer_format(&text, " :s%u :value %u .", i, i);
    buffer_text(&text, TEXT(" GRAPH :g { :x a :Thing } }"));
    assert_int_equal(engine_update(source, buffer_view(&text), NULL, &diag), STATUS_OK);
    buffer_free(&text);
    return source;
}

static Statement *prepare(Source *source, const char *text, const EngineOptions *options) {
    Statement *statement = NULL;
    Diag diag = {0};
    const Status status = statement_prepare(&statement, source, text_of(text), options, &diag);
    if (status != STATUS_OK) print_error("%s\n", diag.message);
    assert_int_equal(status, STATUS_OK);
    return statement;
}

/* Runs to the end; the status at which it ended. */
static Status drain(Statement *statement, size_t *rows, Diag *diag) {
    bool more = true;
    *rows = 0;
    for (;;) {
        const Status status = statement_next(statement, &more, diag);
        if (status != STATUS_OK || !more) return status;
        ++*rows;
    }
}

static const char *const heavy =
    PREFIXES "SELECT DISTINCT * { ?a :value ?x . ?b :value ?y . ?c :value ?z . ?d :value ?w }";

static void time_ends_a_query(void **state) {
    (void)state;
    Source *const source = numbers(500);
    const EngineOptions options = {.timeout = 0.05};
    Statement *const statement = prepare(source, heavy, &options);
    Diag diag = {0};
    size_t rows = 0;
    const uint64_t start = clock_now();
    assert_int_equal(drain(statement, &rows, &diag), STATUS_TIMEOUT);
    assert_int_equal(diag.status, STATUS_TIMEOUT);
    assert_true(clock_now() - start < UINT64_C(20000000000));
    statement_free(statement);
    source_free(source);
}

static void memory_ends_a_query(void **state) {
    (void)state;
    Source *const source = numbers(500);
    const EngineOptions options = {.memory_limit = 4 << 20};
    Statement *const statement = prepare(source, heavy, &options);
    size_t rows = 0;
    assert_int_equal(drain(statement, &rows, NULL), STATUS_MEMORY_LIMIT);
    statement_free(statement);
    source_free(source);
}

static void cancelling_ends_a_query(void **state) {
    (void)state;
    Source *const source = numbers(10);
    Statement *const statement = prepare(source, heavy, NULL);
    bool more = false;
    assert_int_equal(statement_next(statement, &more, NULL), STATUS_OK);
    statement_cancel(statement);
    size_t rows = 0;
    assert_int_equal(drain(statement, &rows, NULL), STATUS_CANCELLED);
    statement_free(statement);
    source_free(source);
}

static void limit_stops_reading(void **state) {
    (void)state;
    Source *const source = numbers(20000);
    Statement *const statement =
        prepare(source, PREFIXES "SELECT ?x { ?x :value ?y } LIMIT 3", NULL);
    size_t rows = 0;
    assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
    assert_int_equal(rows, 3);
    assert_true(statement_rows_scanned(statement) <= BATCH_ROWS);
    statement_free(statement);
    source_free(source);
}

static void asking_stops_reading(void **state) {
    (void)state;
    Source *const source = numbers(20000);
    Statement *const statement = prepare(source, PREFIXES "ASK { ?x :value ?y . ?x ?p ?z }", NULL);
    bool answer = false;
    assert_int_equal(statement_ask(statement, &answer, NULL), STATUS_OK);
    assert_true(answer);
    assert_true(statement_rows_scanned(statement) <= 3 * BATCH_ROWS);
    statement_free(statement);
    source_free(source);
}

/* What a row is fed to hands up its first rows before it looks for many. */
static void asking_stops_in_what_is_fed(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    Buffer text = {0}, plan = {0};
    bool answer = false;
    buffer_text(&text, TEXT(PREFIXES "INSERT DATA { :hub :name \"hub\" ."));
    for (unsigned i = 0; i < 3000; i++)
        buffer_format(&text, " :hub :has :x%u . :x%u :v %u .", i, i, i);
    buffer_text(&text, TEXT(" }"));
    assert_int_equal(engine_update(source, buffer_view(&text), NULL, NULL), STATUS_OK);
    Statement *const statement =
        prepare(source,
                PREFIXES "ASK { ?h :name \"hub\" . { ?h :has ?x . ?x :v ?v } "
                         "UNION { ?h :none ?x } }",
                NULL);
    assert_int_equal(statement_explain(statement, EXPLAIN_PLAN, &plan, NULL), STATUS_OK);
    assert_non_null(strstr(buffer_string(&plan), "BindJoin"));
    assert_int_equal(statement_ask(statement, &answer, NULL), STATUS_OK);
    assert_true(answer);
    assert_true(statement_rows_scanned(statement) < BATCH_ROWS + 100);
    statement_free(statement);
    buffer_free(&text);
    buffer_free(&plan);
    source_free(source);
}

/* From the start nodes fan out, to the goal a thin chain leads: only that is walked. */
static void paths_are_searched_from_both_ends(void **state) {
    (void)state;
    static const char *const asked[] = {"ASK { :a :p+ :goal }", "ASK { :goal ^:p* :a }",
                                        "ASK { :a (:p|:none)+ :goal }", "ASK { :a :p* :gone }"};
    Source *const source = memory_source_new(NULL);
    Buffer text = {0};
    buffer_text(&text, TEXT(PREFIXES "INSERT DATA { :a :p :b, :c . :b :p :x . :x :p :y . "
                                     ":y :p :goal . :q :p :gone ."));
    for (unsigned i = 0; i < 2000; i++) buffer_format(&text, " :b :p :b%u . :c :p :c%u .", i, i);
    buffer_text(&text, TEXT(" }"));
    assert_int_equal(engine_update(source, buffer_view(&text), NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        char query[200];
        bool answer = false;
        snprintf(query, sizeof query, PREFIXES "%s", asked[i]);
        Statement *const statement = prepare(source, query, NULL);
        assert_int_equal(statement_ask(statement, &answer, NULL), STATUS_OK);
        assert_int_equal(answer, i < 3);
        assert_true(statement_rows_scanned(statement) < 20);
        statement_free(statement);
    }
    buffer_free(&text);
    source_free(source);
}

/* Where many nodes wait all links are read, of one graph or of two, one after another. */
static void closures_read_all_links(void **state) {
    (void)state;
    static const char *const from[] = {"", "FROM :g1 FROM :g2 "};
    for (size_t i = 0; i < 2; i++) {
        Source *const source = memory_source_new(NULL);
        Buffer text = {0};
        char query[200];
        size_t rows = 0;
        buffer_text(&text, TEXT(PREFIXES "INSERT DATA {"));
        for (unsigned k = 0; k < 3000;
             k++) { /* a tree with many children of the root, and a chain up again */
            buffer_format(&text, i > 0 ? " GRAPH :g%u {" : " {", k % 2 + 1);
            text.len -= i > 0 ? 0 : 1;
            buffer_format(&text, " :root :p :c%u . :c%u :p :d%u . :d%u :p :e%u .", k, k, k, k,
                          k / 2);
            buffer_text(&text, i > 0 ? TEXT(" }") : TEXT(""));
        }
        buffer_text(&text, TEXT(" }"));
        assert_int_equal(engine_update(source, buffer_view(&text), NULL, NULL), STATUS_OK);
        snprintf(query, sizeof query, PREFIXES "SELECT ?x %s{ :root :p+ ?x }", from[i]);
        Statement *const statement = prepare(source, query, NULL);
        assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
        assert_int_equal(rows, 3000 + 3000 + 1500);
        statement_free(statement);
        buffer_free(&text);
        source_free(source);
    }
}

/* ---- Warnings ------------------------------------------------------------------------------------------------ */

static void hear(void *context, const Diag *diag) {
    Heard *const heard = context;
    heard->warnings++;
    snprintf(heard->last, sizeof heard->last, "%u:%u %s", (unsigned)diag->line,
             (unsigned)diag->column, diag->message);
}

static Heard warnings_of(const char *text) {
    Source *const source = numbers(5);
    Heard heard = {0};
    const EngineOptions options = {.hooks = {.warn = hear, .context = &heard}};
    statement_free(prepare(source, text, &options));
    source_free(source);
    return heard;
}

static void silent_empties_are_told(void **state) {
    (void)state;
    Heard heard = warnings_of(PREFIXES "SELECT ?x { ?x :valeu ?y }");
    assert_int_equal(heard.warnings, 1);
    assert_non_null(
        strstr(heard.last, "occurs nowhere in the graph; did you mean <http://e/value>?"));
    assert_memory_equal(heard.last, "1:37 ", 5);
    heard = warnings_of(PREFIXES "SELECT ?x { GRAPH ?g { ?x a :Thin } }");
    assert_non_null(strstr(
        heard.last, "nothing is of the class <http://e/Thin>; did you mean <http://e/Thing>?"));
    heard = warnings_of(PREFIXES "SELECT ?x ?typo { ?x :value ?y }");
    assert_non_null(strstr(heard.last, "?typo is selected but never bound"));
    heard = warnings_of(PREFIXES "SELECT ?y (COUNT(?x) AS ?n) { ?x :value ?y } GROUP BY ?y "
                                 "HAVING (?n > 1)");
    assert_int_equal(heard.warnings, 1);
    assert_non_null(strstr(heard.last, "?n has no value in the groups"));
    heard = warnings_of(PREFIXES "SELECT ?y (COUNT(?x) AS ?n) { ?x :value ?y } GROUP BY ?y "
                                 "HAVING (COUNT(?x) > 1 && ?x != :a) ORDER BY ?n");
    assert_int_equal(heard.warnings, 0);
    heard = warnings_of(PREFIXES "SELECT ?x { ?x :value ?y OPTIONAL { ?x a :Thing } }");
    assert_int_equal(heard.warnings, 0);
}

static void an_empty_default_graph_is_told(void **state) {
    (void)state;
    Source *const source = memory_source_new(NULL);
    Heard heard = {0};
    EngineOptions options = {.hooks = {.warn = hear, .context = &heard}};
    const Text data = TEXT(PREFIXES "INSERT DATA { GRAPH :g { :a :p :b } }");
    assert_int_equal(engine_update(source, data, NULL, NULL), STATUS_OK);
    statement_free(prepare(source, PREFIXES "SELECT ?x { ?x :p ?y }", &options));
    assert_int_equal(heard.warnings, 1);
    assert_non_null(strstr(heard.last, "the default graph is empty"));
    options.union_default = true;
    statement_free(prepare(source, PREFIXES "SELECT ?x { ?x :p ?y }", &options));
    assert_int_equal(heard.warnings, 1);
    source_free(source);
}

/* ---- Callbacks -------------------------------------------------------------------------------------------------- */

static Status serve(void *context, Text endpoint, Text query,
                    Status (*row)(void *sink, const Text *names, const Term *terms, size_t count),
                    void *sink, Diag *diag) {
    Heard *const heard = context;
    heard->calls++;
    snprintf(heard->last, sizeof heard->last, "%.*s", (int)query.len, query.at);
    assert_true(text_equal(endpoint, TEXT("http://far/away")));
    if (heard->answer != STATUS_OK) return diag_set(diag, heard->answer, "nobody answers");
    const Text names[] = {TEXT("x"), TEXT("name")};
    const Term terms[] = {term_iri(TEXT("http://e/s1")), term_string(TEXT("one"))};
    return row(sink, names, terms, 2);
}

static void service_joins_what_is_answered(void **state) {
    (void)state;
    static const char *const text = PREFIXES
        "SELECT ?x ?v ?name { ?x :value ?v SERVICE SILENT <http://far/away> { ?x :name ?name } }";
    Source *const source = numbers(3);
    Heard heard = {0};
    const EngineOptions options = {.hooks = {.service = serve, .context = &heard}};
    Statement *statement = prepare(source, text, &options);
    size_t rows = 0;
    assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
    assert_int_equal(rows, 1);
    assert_int_equal(heard.calls, 1);
    assert_non_null(strstr(heard.last, "PREFIX : <http://e/>"));
    assert_non_null(strstr(heard.last, "SELECT * WHERE { ?x :name ?name }"));
    statement_free(statement);
    heard.answer = STATUS_IO;
    statement = prepare(source, text, &options);
    assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
    assert_int_equal(rows, 3);
    statement_free(statement);
    source_free(source);
}

static void service_is_refused_without_a_callback(void **state) {
    (void)state;
    Source *const source = numbers(3);
    Statement *const statement =
        prepare(source, "SELECT * { SERVICE <http://far/away> { ?s ?p ?o } }", NULL);
    Diag diag = {0};
    size_t rows = 0;
    assert_int_equal(drain(statement, &rows, &diag), STATUS_REFUSED);
    assert_non_null(strstr(diag.message, "http://far/away"));
    statement_free(statement);
    source_free(source);
}

static Status load(void *context, Text iri, Status (*insert)(void *sink, const Quad *quad),
                   void *sink, Budget *budget, Diag *diag) {
    Heard *const heard = context;
    assert_non_null(budget);
    heard->calls++;
    if (!text_ends(iri, TEXT("good"))) return diag_set(diag, STATUS_SYNTAX, "no document");
    const Quad quad = {
        term_blank(TEXT("b1")), term_iri(TEXT("http://e/p")), term_blank(TEXT("b1")), {0}};
    TRY(insert(sink, &quad));
    return insert(sink, &quad);
}

static void load_reads_through_the_callback(void **state) {
    (void)state;
    Source *const source = numbers(0);
    Heard heard = {0};
    const EngineOptions options = {.hooks = {.load = load, .context = &heard}};
    const QuadPattern all = {0};
    uint64_t count = 0;
    Diag diag = {0};
    const Text twice = TEXT("LOAD <http://e/good> ; LOAD <http://e/good> INTO GRAPH <http://e/h>");
    assert_int_equal(engine_update(source, twice, &options, &diag), STATUS_OK);
    assert_int_equal(source_estimate(source, &all, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(
        engine_update(source, TEXT("CLEAR ALL ; LOAD <http://e/bad>"), &options, &diag),
        STATUS_SYNTAX);
    assert_int_equal(source_estimate(source, &all, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(engine_update(source, TEXT("LOAD SILENT <http://e/bad>"), &options, NULL),
                     STATUS_OK);
    assert_int_equal(heard.calls, 4);
    source_free(source);
}

/* ---- Sources that cannot do everything ------------------------------------------------------------------------------ */

static void missing_abilities_are_named(void **state) {
    (void)state;
    Source *const source = numbers(2);
    Diag diag = {0};
    source->can.contexts = source->can.triple_terms = false;
    const Text graph = TEXT(PREFIXES "INSERT DATA { GRAPH :g { :a :b :c } }");
    assert_int_equal(engine_update(source, graph, NULL, &diag), STATUS_UNSUPPORTED);
    assert_non_null(strstr(diag.message, "memory cannot keep named graphs"));
    diag_clear(&diag);
    assert_int_equal(engine_update(source, TEXT(PREFIXES "DROP GRAPH :g"), NULL, &diag),
                     STATUS_UNSUPPORTED);
    diag_clear(&diag);
    const Text triple = TEXT(PREFIXES "INSERT DATA { :a :b <<( :c :d :e )>> }");
    assert_int_equal(engine_update(source, triple, NULL, &diag), STATUS_UNSUPPORTED);
    assert_non_null(strstr(diag.message, "triple terms"));
    source_free(source);
}

static void without_transactions_the_message_says_what_stays(void **state) {
    (void)state;
    Source *const source = numbers(2);
    Diag diag = {0};
    source->can.transactions = false;
    const Text text = TEXT(PREFIXES "INSERT DATA { :a :b :c } ;\nCREATE GRAPH :g");
    assert_int_equal(engine_update(source, text, NULL, &diag), STATUS_EVALUATION);
    assert_non_null(
        strstr(diag.message, "has no transactions, so changes made before this may stay"));
    assert_int_equal(diag.line, 2);
    source_free(source);
}

static void reading_only_is_refused(void **state) {
    (void)state;
    Source *const source = numbers(2);
    source->can.writable = false;
    assert_int_equal(engine_update(source, TEXT("CLEAR ALL"), NULL, NULL), STATUS_REFUSED);
    source_free(source);
}

/* A source that can scan in no order, as some storage may be: unions then need a set. */
static void a_source_without_orders_gives_the_same_answers(void **state) {
    (void)state;
    Source *const source = numbers(50);
    const Text twin = TEXT(PREFIXES "INSERT { GRAPH :h { ?s :value ?v } } WHERE { ?s :value ?v }");
    const EngineOptions options = {.union_default = true};
    assert_int_equal(engine_update(source, twin, NULL, NULL), STATUS_OK);
    for (int round = 0; round < 2; round++) {
        Statement *const statement =
            prepare(source, PREFIXES "SELECT * { ?s :value ?v . ?t :value ?v }", &options);
        size_t rows = 0;
        assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
        assert_int_equal(rows, 50);
        statement_free(statement);
        source->can.orders = 1u << ORDER_ANY;
    }
    source_free(source);
}

/* ---- The rest of the door --------------------------------------------------------------------------------------------- */

static void errors_have_a_place(void **state) {
    (void)state;
    Source *const source = numbers(1);
    Statement *statement = NULL;
    Diag diag = {0};
    assert_int_equal(
        statement_prepare(&statement, source, TEXT("SELECT *\n{ ?s ?p }"), NULL, &diag),
        STATUS_SYNTAX);
    assert_null(statement);
    assert_int_equal(diag.line, 2);
    source_free(source);
}

static void stages_explain_themselves(void **state) {
    (void)state;
    static const char *const marks[] = {[EXPLAIN_PARSE] = "?s",
                                        [EXPLAIN_ALGEBRA] = "BGP",
                                        [EXPLAIN_PLAN] = "Scan ?s",
                                        [EXPLAIN_RUN] = "3 rows"};
    Source *const source = numbers(3);
    for (ExplainStage stage = EXPLAIN_PARSE; stage <= EXPLAIN_RUN; stage++) {
        Statement *const statement = prepare(source, PREFIXES "SELECT ?s { ?s :value ?v }", NULL);
        Buffer out = {0};
        assert_int_equal(statement_explain(statement, stage, &out, NULL), STATUS_OK);
        if (!strstr(buffer_string(&out), marks[stage])) fail_msg("%s", buffer_string(&out));
        buffer_free(&out);
        statement_free(statement);
    }
    source_free(source);
}

static void columns_and_prefixes_are_told(void **state) {
    (void)state;
    Source *const source = numbers(1);
    const PrefixDeclaration known = {TEXT("k"), TEXT("http://k/")};
    const EngineOptions options = {.parse = {.prefixes = &known, .prefix_count = 1}};
    Statement *const statement = prepare(source, PREFIXES "SELECT ?b ?a { ?a k:p ?b }", &options);
    assert_int_equal(statement_columns(statement), 2);
    assert_true(text_equal(statement_column(statement, 0), TEXT("b")));
    assert_int_equal(statement_prefixes(statement), 2);
    assert_true(text_equal(statement_prefix(statement, 1).iri, TEXT("http://k/")));
    statement_free(statement);
    source_free(source);
}

static void deep_patterns_are_refused(void **state) {
    (void)state;
    Source *const source = numbers(1);
    Buffer text = {0};
    Statement *statement = NULL;
    buffer_text(&text, TEXT("SELECT * {"));
    for (int i = 0; i < 20000; i++) buffer_text(&text, TEXT(" OPTIONAL { ?a ?b ?c }"));
    buffer_byte(&text, '}');
    assert_int_equal(statement_prepare(&statement, source, buffer_view(&text), NULL, NULL),
                     STATUS_LIMIT);
    buffer_free(&text);
    source_free(source);
}

static void wide_unions_are_fine(void **state) {
    (void)state;
    Source *const source = numbers(1);
    Buffer text = {0};
    size_t rows = 0;
    buffer_text(&text, TEXT(PREFIXES "SELECT ?a { { ?a :value 0 }"));
    for (int i = 0; i < 3000; i++) buffer_text(&text, TEXT(" UNION { ?a :value 0 }"));
    buffer_byte(&text, '}');
    Statement *const statement = prepare(source, buffer_string(&text), NULL);
    assert_int_equal(drain(statement, &rows, NULL), STATUS_OK);
    assert_int_equal(rows, 3001);
    statement_free(statement);
    buffer_free(&text);
    source_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_ends_a_query),
        cmocka_unit_test(memory_ends_a_query),
        cmocka_unit_test(cancelling_ends_a_query),
        cmocka_unit_test(limit_stops_reading),
        cmocka_unit_test(asking_stops_reading),
        cmocka_unit_test(asking_stops_in_what_is_fed),
        cmocka_unit_test(paths_are_searched_from_both_ends),
        cmocka_unit_test(closures_read_all_links),
        cmocka_unit_test(silent_empties_are_told),
        cmocka_unit_test(an_empty_default_graph_is_told),
        cmocka_unit_test(service_joins_what_is_answered),
        cmocka_unit_test(service_is_refused_without_a_callback),
        cmocka_unit_test(load_reads_through_the_callback),
        cmocka_unit_test(missing_abilities_are_named),
        cmocka_unit_test(without_transactions_the_message_says_what_stays),
        cmocka_unit_test(reading_only_is_refused),
        cmocka_unit_test(a_source_without_orders_gives_the_same_answers),
        cmocka_unit_test(errors_have_a_place),
        cmocka_unit_test(stages_explain_themselves),
        cmocka_unit_test(columns_and_prefixes_are_told),
        cmocka_unit_test(deep_patterns_are_refused),
        cmocka_unit_test(wide_unions_are_fine),
    };
    return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}
