/* Conditions on columns: a FILTER keeps the rows for which the expression, evaluated by itself, is true, for all pairs of values
 * of many kinds and with operands that fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ytterby/engine.h"
#include "ytterby/store.h"

#define PREFIXES "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
#define PAIRS    "?a :is ?i OPTIONAL { ?a :v ?x } ?b :is ?j OPTIONAL { ?b :v ?y } "

static const char *const values = PREFIXES
    "INSERT DATA { :none :is 1 . :v0 :is 1 ; :v 1 . :v1 :is 1 ; :v 2 . :v2 :is 1 ; :v -3 . "
    ":v3 :is 1 ; :v 1.0 . :v4 :is 1 ; :v 1e0 . :v5 :is 1 ; :v \"01\"^^xsd:integer . "
    ":v6 :is 1 ; :v \"NaN\"^^xsd:double . :v7 :is 1 ; :v \"a\" . :v8 :is 1 ; :v \"b\" . "
    ":v9 :is 1 ; :v \"a\"@en . :va :is 1 ; :v \"a\"@de . :vb :is 1 ; :v :v1 . "
    ":vc :is 1 ; :v true . :vd :is 1 ; :v \"2020-01-01\"^^xsd:date . "
    ":ve :is 1 ; :v \"2020-01-02\"^^xsd:date . :vf :is 1 ; :v \"x\"^^:type . "
    ":vg :is 1 ; :v \"y\"^^:type . :vh :is 1 ; :v [] . :vi :is 1 ; :v \"\" . "
    ":vj :is 1 ; :v 12345678901234567890 }";

static const char *const expressions[] = {
    "?x = ?y",
    "?x != ?y",
    "?x < ?y",
    "?x <= ?y",
    "?x > ?y",
    "?x >= ?y",
    "?x = 1",
    "1 != ?y",
    "?x < 2",
    "\"a\" <= ?y",
    "?x > \"nowhere\"",
    "?x = :v1",
    "?x != :nowhere",
    "?x = \"a\"@en",
    "?x > \"2020-01-01\"^^xsd:date",
    "!(?x = ?y)",
    "!(?x < ?y)",
    "?x < ?y || ?x = ?y",
    "?x = ?y || ?x < ?y",
    "?x < ?y && ?y < 3",
    "!(?x < ?y && ?y < 3)",
    "!(?x < ?y || !BOUND(?x)) || ?y = \"b\"",
    "BOUND(?x) && (?x = ?y || ?x > ?y)",
    "(?x = 1 || ?x = \"a\") && !(?y = 1 || ?y = \"a\")",
    "?x",
    "!?x",
    "?x || ?y = 1",
    "?x + 1 = ?y || STR(?x) < STR(?y)",
    "!(!(!(!(!(!(!(!(?x = ?y || ?x < ?y))))))))",
    "?x IN (1, \"a\", ?y) && ?x != ?y",
};

static char *count(Source *source, const char *text) {
    const EngineOptions options = {0};
    Statement *statement = NULL;
    Diag diag = {0};
    Term term;
    bool more = false;
    if (statement_prepare(&statement, source, text_of(text), &options, &diag) != STATUS_OK)
        fail_msg("%s: %s", text, diag.message);
    assert_int_equal(statement_next(statement, &more, &diag), STATUS_OK);
    assert_true(more);
    assert_int_equal(statement_value(statement, 0, &term), STATUS_OK);
    char *const number = strndup(term.text.at, term.text.len);
    statement_free(statement);
    return number;
}

/* EXISTS substitutes ?x: then it is no column. */
static void compare(Source *source) {
    static const char *const wholes[] = {
        "SELECT (COUNT(*) AS ?n) { " PAIRS "FILTER(%s) }",
        "SELECT (COUNT(*) AS ?n) { " PAIRS "FILTER EXISTS { FILTER(%s) } }",
        "SELECT (COUNT(*) AS ?n) { " PAIRS "BIND((%s) && true AS ?t) FILTER(sameTerm(?t, true)) }"};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        char *counts[3];
        for (size_t k = 0; k < 3; k++) {
            char text[1000], query[800];
            snprintf(query, sizeof query, wholes[k], expressions[i]);
            snprintf(text, sizeof text, PREFIXES "%s", query);
            counts[k] = count(source, text);
        }
        if (strcmp(counts[0], counts[2]) != 0 || strcmp(counts[1], counts[2]) != 0)
            fail_msg("%s: %s rows, %s by EXISTS, %s are true", expressions[i], counts[0], counts[1],
                     counts[2]);
        for (size_t k = 0; k < 3; k++) free(counts[k]);
    }
}

static void filters_keep_what_is_true(void **state) {
    (void)state;
    Source *const memory = memory_source_new(NULL);
    Store *store = NULL;
    assert_int_equal(store_open(&store, "/tmp", STORE_TEMPORARY, 0, NULL), STATUS_OK);
    Source *const sources[] = {memory, store_source(store)};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(engine_update(sources[i], text_of(values), NULL, NULL), STATUS_OK);
        compare(sources[i]);
    }
    source_free(memory);
    store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(filters_keep_what_is_true)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
