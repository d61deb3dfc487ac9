/* Unit tests of the room algebra: translation and rewrites by table, which slots a pattern binds, long chains, and
 * memory that runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "ytterby/algebra.h"
#include "algebra_cases.h"

/* ---- One query ---------------------------------------------------------------------------------------------- */

static const PrefixDeclaration prefixes[] = {{{"", 0}, {"x:", 2}}};
static const ParseOptions parse_options = {.prefixes = prefixes, .prefix_count = 1};

static Query *translate(const char *text, Arena *arena) {
    SyntaxQuery *syntax = NULL;
    Query *query = NULL;
    Diag diag = {0};
    Status status = parse_query(text_of(text), &parse_options, arena, &syntax, NULL, &diag);
    if (status == STATUS_OK)
        status = algebra_of_query(syntax, arena, &query, text_of(text), "test", &diag);
    if (status != STATUS_OK) fail_msg("%s: %s", text, diag.message);
    return query;
}

static void print_update(const char *text, Arena *arena, Buffer *out) {
    SyntaxUpdates *updates = NULL;
    UpdateOperation *operation = NULL;
    Diag diag = {0};
    Status status = parse_update(text_of(text), &parse_options, arena, &updates, NULL, &diag);
    if (status == STATUS_OK)
        status =
            algebra_of_update(&updates->items[0], arena, &operation, text_of(text), "test", &diag);
    if (status != STATUS_OK) fail_msg("%s: %s", text, diag.message);
    algebra_print(operation->pattern, operation->variables, out);
}

static void print(const char *text, bool rewrite, Arena *arena, Buffer *out) {
    bool is_update = false;
    assert_int_equal(parse_looks_like_update(text_of(text), &is_update), STATUS_OK);
    if (is_update) {
        print_update(text, arena, out);
        return;
    }
    Query *const query = translate(text, arena);
    if (rewrite) assert_int_equal(algebra_rewrite(&query->pattern, arena), STATUS_OK);
    algebra_print(query->pattern, query->variables, out);
}

static void check(const Case *cases, size_t count, bool rewrite) {
    for (size_t i = 0; i < count; i++) {
        Arena *const arena = arena_new(NULL);
        Buffer out = {0};
        print(cases[i].query, rewrite, arena, &out);
        if (strcmp(buffer_string(&out), cases[i].expected) != 0)
            fail_msg("%s: %s\nbecame\n%sinstead of\n%s", cases[i].title, cases[i].query,
                     buffer_string(&out), cases[i].expected);
        buffer_free(&out);
        arena_free(arena);
    }
}

static void test_examples_of_the_specification(void **state) {
    (void)state;
    check(group_cases, sizeof group_cases / sizeof *group_cases, false);
}

static void test_translation(void **state) {
    (void)state;
    check(trap_cases, sizeof trap_cases / sizeof *trap_cases, false);
}

static void test_rewrites(void **state) {
    (void)state;
    check(rewrite_cases, sizeof rewrite_cases / sizeof *rewrite_cases, true);
}

/* ---- Slots ------------------------------------------------------------------------------------------------------ */

/* The names in a set, in the order of slots, with a blank between them. */
static void names_in(const Query *query, const uint64_t *set, Buffer *out) {
    for (size_t slot = 0; slot < query->variable_count; slot++) {
        if ((set[slot / 64] >> slot % 64 & 1) == 0) continue;
        if (out->len > 0) buffer_byte(out, ' ');
        buffer_text(out, query->variables[slot].name);
    }
}

static void test_slots_that_a_pattern_binds(void **state) {
    static const struct {
        const char *query, *possible, *certain;
    } cases[] = {
        {"ASK {}", "", ""},
        {"ASK { ?a :p [] OPTIONAL { ?a :q ?b } }", "a _:.1 b", "a _:.1"},
        {"ASK { ?a :p* ?b MINUS { ?a :p ?c } }", "a b", "a b"},
        {"ASK { { ?a :p ?b } UNION { ?b :p ?c } UNION { ?b :q ?d } }", "a b c d", "b"},
        {"ASK { ?x :p ?y { ?a :p ?b } UNION { ?b :p ?y } }", "x y a b", "x y b"},
        {"ASK { GRAPH ?g { ?a :p ?b } BIND(STR(?a) AS ?c) BIND(:x AS ?d) }", "g a b c d",
         "g a b d"},
        {"ASK { VALUES (?a ?b) { (:x UNDEF) (:y :z) } }", "a b", "a"},
        {"ASK { SERVICE ?s { ?a :p ?b } ?a :q ?c }", "s a b c", "a c"},
        {"ASK { SELECT ?a ?b ?z { ?a :p ?q OPTIONAL { ?a :r ?b } } }", "a b", "a"},
        {"ASK { SELECT ?a ?l { ?a :p ?b } GROUP BY ?a (STR(?b) AS ?l) }", "a l", "a"},
        {"ASK { SELECT (COUNT(*) AS ?n) (SUM(?b) AS ?s) { ?a :p ?b } }", "n s", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena *const arena = arena_new(NULL);
        uint64_t possible[1] = {0}, certain[1] = {0};
        Buffer some = {0}, sure = {0};
        const Query *const query = translate(cases[i].query, arena);
        assert_int_equal(algebra_variables(query->pattern, 1, possible, certain), STATUS_OK);
        names_in(query, possible, &some);
        names_in(query, certain, &sure);
        assert_string_equal(buffer_string(&some), cases[i].possible);
        assert_string_equal(buffer_string(&sure), cases[i].certain);
        buffer_free(&some);
        buffer_free(&sure);
        arena_free(arena);
    }
}

static void test_columns_and_described_nodes(void **state) {
    Arena *const arena = arena_new(NULL);
    Buffer names = {0};
    (void)state;
    const Query *query = translate("SELECT ?b (COUNT(?a) AS ?n) { ?a :p ?b } GROUP BY ?b", arena);
    for (size_t i = 0; i < query->column_count; i++)
        buffer_text(&names, query->variables[query->columns[i]].name);
    assert_string_equal(buffer_string(&names), "bn");
    assert_true(query->variables[query->variable_count - 1].hidden);
    buffer_clear(&names);
    query = translate("DESCRIBE * { ?a :p/:q [] MINUS { ?a :r ?x } { SELECT ?c { ?c :p ?d } } }",
                      arena);
    for (size_t i = 0; i < query->describe_count; i++)
        buffer_text(&names, query->variables[query->describe[i].slot].name);
    assert_string_equal(buffer_string(&names), "ac");
    buffer_free(&names);
    arena_free(arena);
}

/* ---- Long and deep ---------------------------------------------------------------------------------------------------- */

/* start, `count` times part, end: translated, rewritten, looked at and printed. */
static void check_long(const char *start, const char *part, const char *end) {
    Arena *const arena = arena_new(NULL);
    Buffer text = {0}, out = {0};
    uint64_t possible[8] = {0}, certain[8] = {0};
    buffer_text(&text, text_of(start));
    for (size_t i = 0; i < 50000; i++) buffer_text(&text, text_of(part));
    buffer_text(&text, text_of(end));
    Query *const query = translate(buffer_string(&text), arena);
    assert_int_equal(algebra_variables(query->pattern, 8, possible, certain), STATUS_OK);
    assert_int_equal(algebra_rewrite(&query->pattern, arena), STATUS_OK);
    algebra_print(query->pattern, query->variables, &out);
    assert_false(out.failed);
    assert_true(certain[0] & 1);
    buffer_free(&text);
    buffer_free(&out);
    arena_free(arena);
}

static void test_long_chains_do_not_nest(void **state) {
    (void)state;
    check_long("ASK { ?a :p ?b ", "OPTIONAL { ?a :q ?b } ", "}");
    check_long("ASK { ?a :p ?b ", "{ ?a :q+ ?b } ", "}");
    check_long("ASK { { ?a :p ?b } ", "UNION { ?a :q ?b } ", "}");
    check_long("ASK { ?a :p ?b ", "MINUS { ?a :q ?b } ", "}");
    check_long("ASK { ?a :p ?b ", "FILTER(?a != :x) ", "}");
    check_long("ASK { ?a :p ?b FILTER(?a != :x", " && ?b != :y", ") }");
    check_long("ASK { ?a :p ?b ", "{ ?a :q ?b FILTER(?a != :x) } ", "}");
}

static void test_deep_groups(void **state) {
    Arena *const arena = arena_new(NULL);
    Buffer text = {0}, out = {0};
    (void)state;
    buffer_text(&text, TEXT("ASK "));
    for (size_t i = 0; i < 400; i++) buffer_text(&text, TEXT("{ ?a :p ?b OPTIONAL "));
    buffer_text(&text, TEXT("{ ?a :p ?b }"));
    for (size_t i = 0; i < 400; i++) buffer_text(&text, TEXT(" FILTER(?a != ?b) }"));
    Query *const query = translate(buffer_string(&text), arena);
    assert_int_equal(algebra_rewrite(&query->pattern, arena), STATUS_OK);
    algebra_print(query->pattern, query->variables, &out);
    assert_false(out.failed);
    buffer_free(&text);
    buffer_free(&out);
    arena_free(arena);
}

/* ---- Memory runs out --------------------------------------------------------------------------------------------------- */

/* With every budget from too little to enough, translation and rewrites succeed or say what is wrong. */
static void test_memory_limits(void **state) {
    static const char *const text =
        "SELECT ?a (SUM(?c) AS ?s) { ?a :p/:q+/:r ?b { ?b :s ?c FILTER(?c = :x && ?b < ?c) } UNION "
        "{ ?c :t ?b } OPTIONAL { ?a :u ?d } GRAPH ?g { ?a ?p ?b } { SELECT ?a { ?a ?b ?c } } "
        "MINUS { ?a :v ?b } FILTER(?a != ?b && NOT EXISTS { ?a ?b ?c }) } "
        "GROUP BY ?a (STR(?b) AS ?z) HAVING (MAX(?c) > ?d) ORDER BY ?s";
    Arena *const source = arena_new(NULL);
    SyntaxQuery *syntax = NULL;
    Query *query = NULL;
    size_t failures = 0;
    (void)state;
    assert_int_equal(parse_query(text_of(text), &parse_options, source, &syntax, NULL, NULL), 0);
    for (size_t limit = 64;; limit += 256) {
        Budget budget;
        Diag diag = {0};
        budget_init(&budget, 0, limit);
        Arena *const arena = arena_new(&budget);
        if (!arena) continue;
        Status status = algebra_of_query(syntax, arena, &query, text_of(text), "test", &diag);
        assert_int_equal(status, diag.status);
        if (status == STATUS_OK) status = algebra_rewrite(&query->pattern, arena);
        arena_free(arena);
        if (status == STATUS_OK) break;
        assert_int_equal(status, STATUS_MEMORY_LIMIT);
        failures++;
    }
    assert_true(failures > 0);
    arena_free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_of_the_specification),
        cmocka_unit_test(test_translation),
        cmocka_unit_test(test_rewrites),
        cmocka_unit_test(test_slots_that_a_pattern_binds),
        cmocka_unit_test(test_columns_and_described_nodes),
        cmocka_unit_test(test_long_chains_do_not_nest),
        cmocka_unit_test(test_deep_groups),
        cmocka_unit_test(test_memory_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
