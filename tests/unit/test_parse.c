/* Unit tests of the SPARQL parser: what it reads (as printed trees), what it refuses and how, and its limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ytterby/parse.h"

static const PrefixDeclaration known[] = {{{"ex", 2}, {"http://example.org/", 19}},
                                          {{"foaf", 4}, {"http://foaf/", 12}}};
static const ParseOptions options = {
    .base = {"http://base/", 12}, .prefixes = known, .prefix_count = 2};

/* The printed tree, or "line:column: message". */
static void read_query_by(const char *text, const ParseOptions *by, Buffer *out, bool *incomplete) {
    Arena *const arena = arena_new(NULL);
    SyntaxQuery *query = NULL;
    Diag diag = {0};
    if (parse_query(text_of(text), by, arena, &query, incomplete, &diag) == STATUS_OK) {
        syntax_print_query(query, out);
    } else {
        buffer_format(out, "%zu:%zu: %s", diag.line, diag.column, diag.message);
    }
    arena_free(arena);
}

static void read_query(const char *text, Buffer *out, bool *incomplete) {
    read_query_by(text, &options, out, incomplete);
}

static void expect_by(const char *text, const ParseOptions *by, const char *wanted) {
    Buffer out = {0};
    read_query_by(text, by, &out, NULL);
    if (strcmp(buffer_string(&out), wanted) != 0) print_message("%s\n", text);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
}

static void expect(const char *text, const char *wanted) { expect_by(text, &options, wanted); }

/* The same for those who ask for SPARQL 1.1 alone. */
static void expect_old(const char *text, const char *wanted) {
    ParseOptions old = options;
    old.sparql11_only = true;
    expect_by(text, &old, wanted);
}

static void test_trees(void **state) {
    (void)state;
    expect("ASK {}", "ask\n  group\n");
    expect(
        "SELECT ?x WHERE { ?x a ex:C ; foaf:name ?n, \"a\"@en-GB . FILTER(?n + 1 - 2 > 3 && "
        "!BOUND(?x)) }",
        "select\n  project ?x\n  group\n"
        "    triple ?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C>\n"
        "    triple ?x <http://foaf/name> ?n\n    triple ?x <http://foaf/name> \"a\"@en-GB\n"
        "    filter ((((?n + \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>) - "
        "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>) > "
        "\"3\"^^<http://www.w3.org/2001/XMLSchema#integer>) && !(BOUND(?x)))\n");
    expect("SELECT * { ?s ^ex:p/(ex:q|!(ex:r|^ex:s))*/ex:t+ ?o }",
           "select\n  project ?s\n  project ?o\n  group\n    path ?s "
           "((^(<http://example.org/p>)/((<http://example.org/q>|!(<http://example.org/r>|^<http://"
           "example.org/s>)))*)/"
           "(<http://example.org/t>)+) ?o\n");
    expect("SELECT (COUNT(*) AS ?n) { {?a ?b ?c} UNION {?a ?b 1} UNION {} } GROUP BY ?a HAVING "
           "(SUM(?c) > 0) LIMIT 5",
           "select\n  project COUNT(*) AS ?n\n  group\n    union\n      group\n        triple ?a "
           "?b ?c\n      group\n"
           "        triple ?a ?b \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\n      group\n  "
           "group by ?a\n"
           "  having (SUM(?c) > \"0\"^^<http://www.w3.org/2001/XMLSchema#integer>)\n  limit 5\n");
    expect("CONSTRUCT WHERE { _:b <p> ?o }", "construct\n  template _:b <http://base/p> ?o\n  "
                                             "group\n    triple _:b <http://base/p> ?o\n");
    expect("SELECT * { ?s ?p ( 1 [] ) }",
           "select\n  project ?s\n  project ?p\n  group\n"
           "    triple _:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "
           "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\n"
           "    triple _:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:.2\n"
           "    triple _:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> _:.3\n"
           "    triple _:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> "
           "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>\n    triple ?s ?p _:.1\n");
    expect(
        "SELECT ?x { << ?x ex:p ex:o ~ ?r >> ex:q 1 {| ex:z 2 |} }",
        "select\n  project ?x\n  group\n"
        "    triple ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?x "
        "<http://example.org/p> "
        "<http://example.org/o> )>>\n"
        "    triple ?r <http://example.org/q> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\n"
        "    triple _:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?r "
        "<http://example.org/q> "
        "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer> )>>\n"
        "    triple _:.1 <http://example.org/z> "
        "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>\n");
}

/* What the tree tests above do not show: every operator, element and clause once. */
static void test_all_elements(void **state) {
    (void)state;
    expect("SELECT * { ?a ?b ?c FILTER (?a <= 'x' || ?a >= ?b * -?b || +?a / ?b NOT IN ('x', ?c) "
           "|| NOT EXISTS { ?a ?b ?c } || EXISTS {} || IF(?a, ?b, 'x') || COALESCE(?a, 'x') || "
           "ex:f(?a)) }",
           "select\n  project ?a\n  project ?b\n  project ?c\n  group\n    triple ?a ?b ?c\n    "
           "filter ((?a <= \"x\") || (?a >= (?b * -(?b))) || ((+(?a) / ?b) NOT IN (\"x\", ?c)) || "
           "NOT EXISTS {...} || EXISTS {...} || IF(?a, ?b, \"x\") || COALESCE(?a, \"x\") || "
           "<http://example.org/f>(?a))\n");
    expect(
        "SELECT ?a FROM ex:g FROM NAMED ex:h { OPTIONAL { ?a ?b ?c } MINUS { ?a ?b 'x' } GRAPH ?g "
        "{ ?a ?b ?c } SERVICE SILENT ex:s { ?a ?b ?c } BIND ('x' AS ?z) VALUES (?a ?b) { ('x' "
        "UNDEF) } } ORDER BY DESC(?a) ?b OFFSET 3",
        "from <http://example.org/g>\nfrom named <http://example.org/h>\nselect\n  project ?a\n  "
        "group\n    optional\n      group\n        triple ?a ?b ?c\n    minus\n      group\n       "
        " triple ?a ?b \"x\"\n    graph ?g\n      group\n        triple ?a ?b ?c\n    service "
        "silent <http://example.org/s>\n      group\n        triple ?a ?b ?c\n    bind \"x\" AS "
        "?z\n    values ?a ?b\n      \"x\" UNDEF\n  order by desc ?a\n  order by ?b\n  offset 3\n");
    expect("DESCRIBE ?a ex:b { ?a ex:p ex:C }",
           "describe\n  describe ?a\n  describe <http://example.org/b>\n  group\n    triple ?a "
           "<http://example.org/p> <http://example.org/C>\n");
    expect("DESCRIBE *", "describe\n");
    expect("SELECT (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(?a ; SEPARATOR = \"|\") AS ?m) {}",
           "select\n  project COUNT(DISTINCT *) AS ?n\n  project GROUP_CONCAT(?a; SEPARATOR = "
           "\"|\") AS ?m\n  group\n");
    expect("ASK { ?a ex:p <\\u0061b> ; ex:q () }",
           "ask\n  group\n    triple ?a <http://example.org/p> <http://base/ab>\n    triple ?a "
           "<http://example.org/q> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>\n");
}

/* RDF 1.2: triple terms as constants, in expressions and templates, and reifiers. */
static void test_triple_terms(void **state) {
    (void)state;
    expect("SELECT ?t { VALUES ?t { <<( ex:a ex:p <<( ex:b ex:q 'x'@en )>> )>> } BIND (<<( ?t ex:p "
           "'x' )>> AS ?u) FILTER (isTRIPLE(?u) && ?u = <<( ex:a ex:p ?t )>>) }",
           "select\n  project ?t\n  group\n    values ?t\n      <<( <http://example.org/a> "
           "<http://example.org/p> <<( <http://example.org/b> <http://example.org/q> \"x\"@en )>> "
           ")>>\n    bind TRIPLE(?t, <http://example.org/p>, \"x\") AS ?u\n    filter "
           "(isTRIPLE(?u) && (?u = TRIPLE(<http://example.org/a>, <http://example.org/p>, ?t)))\n");
    expect("CONSTRUCT { ?a ex:p << ex:a ex:p ex:b >> ; ex:r _:x } { ?a ex:p ex:o ~ _:r ~ {| ex:q "
           "?z |} }",
           "construct\n  template _:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( "
           "<http://example.org/a> <http://example.org/p> <http://example.org/b> )>>\n  template "
           "?a <http://example.org/p> _:.1\n  template ?a <http://example.org/r> _:x\n  group\n    "
           "triple ?a <http://example.org/p> <http://example.org/o>\n    triple _:r "
           "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?a <http://example.org/p> "
           "<http://example.org/o> )>>\n    triple _:.2 "
           "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?a <http://example.org/p> "
           "<http://example.org/o> )>>\n    triple _:.2 <http://example.org/q> ?z\n");
    expect("CONSTRUCT { ?a ex:p <<( _:x ex:p ?b )>> } { ?a ex:p ?b }",
           "construct\n  template ?a <http://example.org/p> <<( _:x <http://example.org/p> ?b "
           ")>>\n  group\n    triple ?a <http://example.org/p> ?b\n");
    expect(
        "ASK { << ?a ex:p ex:b ~ >> ex:q 'x' . << << ex:a ex:p 'x' >> ex:q 'y' >> ex:r 'z' }",
        "ask\n  group\n    triple _:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?a "
        "<http://example.org/p> <http://example.org/b> )>>\n    triple _:.1 <http://example.org/q> "
        "\"x\"\n    triple _:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( "
        "<http://example.org/a> <http://example.org/p> \"x\" )>>\n    triple _:.3 "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( _:.2 <http://example.org/q> "
        "\"y\" )>>\n    triple _:.3 <http://example.org/r> \"z\"\n");
    expect("VERSION \"1.2\" ASK { ?a ex:p \"x\"@en--ltr }",
           "ask\n  group\n    triple ?a <http://example.org/p> \"x\"@en--ltr\n");
    expect("VERSION \"\"\"1.2\"\"\" ASK {}", "1:9: a version stands in single quotes");
    expect("SELECT ?t { VALUES ?t { <<( _:b ex:p 1 )>> } }",
           "1:25: blank nodes are not allowed in VALUES");
    expect("SELECT ?t { VALUES ?t { <<( ?x ex:p 1 )>> } }",
           "1:29: variables are not allowed in DATA");
    expect("SELECT ?a { BIND (<<( ?a ex:p _:b )>> AS ?t) }",
           "1:31: blank nodes cannot stand in DELETE or in an expression");
    expect_old("ASK { ?a ex:p <<( ex:a ex:p 1 )>> }", "1:15: triple terms are SPARQL 1.2");
    expect_old("ASK { ?a ex:p \"x\"@en--ltr }", "1:18: a base direction is SPARQL 1.2");
    expect_old("VERSION \"1.1\" ASK {}", "1:9: VERSION is SPARQL 1.2");
    expect_old("ASK { FILTER (isTRIPLE(?a)) }", "1:15: isTRIPLE is SPARQL 1.2");
}

static void test_errors(void **state) {
    (void)state;
    expect("SELCT * {}", "1:1: expected SELECT, CONSTRUCT, DESCRIBE or ASK, found 'SELCT'; did "
                         "you mean SELECT?");
    expect("SELECT * {\n FILTER(STRLENN(?x)) }",
           "2:9: there is no function STRLENN; did you mean STRLEN?");
    expect("SELECT * { ?s foa:name ?x }",
           "1:15: the prefix 'foa:' is not declared; did you mean 'foaf:'?");
    expect("SELECT (STRLEN() AS ?x) {}", "1:9: STRLEN takes 1 argument, and 0 are given");
    expect("SELECT * { ?s ?p ?o BIND(1 AS ?o) }",
           "1:31: ?o is bound already in this group, so BIND cannot bind it");
    expect("SELECT ?x ?y { ?x ?p ?y } GROUP BY ?x",
           "1:11: ?y is neither grouped nor inside an aggregate");
    expect("SELECT * { ?x ?p ?y } GROUP BY ?x",
           "1:8: SELECT * cannot be grouped: name the variables");
    expect("SELECT (1 AS ?x) { ?x ?p ?y }", "1:14: ?x is in scope already, so AS cannot name it");
    expect("SELECT * { VALUES (?x ?y) { (1) } }", "1:29: this row has 1 value for 2 variables");
    expect("SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }",
           "1:33: the blank node _:a is used in another basic graph pattern already");
    expect("ASK { FILTER(COUNT(?x) > 1) }",
           "1:14: an aggregate can only stand in SELECT, HAVING and ORDER BY");
    expect("ASK { ?a ex:p <a\\u0020b> }", "1:17: this character is not allowed in an IRI");
    expect("ASK { ex:a ex:p 1 2 }",
           "1:19: expected ',', ';', '.', a pattern such as OPTIONAL or FILTER or '}', found '2'");
    expect("SELECT ?a \"x\" {}",
           "1:11: expected a variable, '(', FROM, WHERE or '{', found '\"x\"'");
    expect("SELECT _:b {}", "1:8: expected DISTINCT, REDUCED, '*', a variable or '(', found '_:b'");
    expect("ASK { FILTER (1 2.0) }", "1:17: expected an operator or ')', found '2.0'");
    expect("ASK { FILTER (SUBSTR(1)) }", "1:15: SUBSTR takes at least 2 arguments, and 1 is given");
    expect("ASK { FILTER (SUBSTR(1,2,3,4)) }",
           "1:15: SUBSTR takes at most 3 arguments, and 4 are given");
    expect("ASK { ?s ?p \"abc }", "1:13: this string is not closed");
    expect("ASK { ?s ?p <a b> }", "1:15: this character is not allowed in an IRI");
}

/* What was expected, in at most five items, and the keyword that was perhaps meant. */
static void test_expected(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"SELECT",
         "1:7: expected DISTINCT, REDUCED, '*', a variable or '(', but the text ends here"},
        {"SELECT ?x WERE { ?x ?y ?z }",
         "1:11: expected a variable, '(', FROM, WHERE or '{', found 'WERE'; did you mean WHERE?"},
        {"SELECT ?x { ?x ?y }", "1:19: expected a term or a variable, found '}'"},
        {"SELECT ?x { ?x ?y ?z ?w }",
         "1:22: expected ',', ';', '.', a pattern such as OPTIONAL or FILTER or '}', found '?w'"},
        {"SELECT ?x { ?x ?y ?z OPTINAL { ?a ?b ?c } }",
         "1:22: expected ',', ';', '.', a pattern such as OPTIONAL or FILTER or '}', found "
         "'OPTINAL'; did you mean OPTIONAL?"},
        {"SELECT ?x { ?x ?y ?z . FLITER(?x > 1) }",
         "1:24: expected a triple, a pattern such as OPTIONAL or FILTER or '}', found 'FLITER'; "
         "did you mean FILTER?"},
        {"SELECT ?x { ?x . ?z }", "1:16: expected a predicate, found '.'"},
        {"SELECT ?x { ?x ?y , }", "1:19: expected a term or a variable, found ','"},
        {"SELECT ?x { ?x ?y ?z FILTER(?x >) }", "1:33: expected an expression, found ')'"},
        {"SELECT ?x { ?x ?y ?z FILTER(?x > 1 }", "1:36: expected an operator or ')', found '}'"},
        {"SELECT ?x { ?x ?y ?z FILTER ?x > 1 }",
         "1:29: expected an expression in brackets, found '?x'"},
        {"SELECT ?x { ?x ?y ?z FILTER(foo(?x)) }", "1:29: there is no function foo"},
        {"SELECT ?x { ?x ?y ?z } ORDER ?x", "1:30: expected BY, found '?x'"},
        {"SELECT ?x { ?x ?y ?z } ORDER BY", "1:32: expected DESC, ASC, a variable or an expression "
                                            "in brackets, but the text ends here"},
        {"SELECT ?x { ?x ?y ?z } LIMIT x", "1:30: expected a whole number, found 'x'"},
        {"SELECT ?x { ?x ?y ?z } LIMT 5", "1:24: expected GROUP, HAVING, ORDER, LIMIT, OFFSET ..., "
                                          "found 'LIMT'; did you mean LIMIT?"},
        {"SELECT (COUNT(?x) ?c) { ?x ?y ?z }", "1:19: expected an operator or AS, found '?c'"},
        {"SELECT ?x { BIND(1 ?y) }", "1:20: expected an operator or AS, found '?y'"},
        {"SELECT ?x { ?x <p>/ ?y }", "1:21: expected '^', '!', '(', a or an IRI, found '?y'"},
        {"SELECT ?x { VALUES ?x { ?y } }",
         "1:25: expected '}', UNDEF, a literal or an IRI, found '?y'"},
        {"SELECT ?x { GRAPH { ?x ?y ?z } }", "1:19: expected a variable or an IRI, found '{'"},
        {"SELECT ?x { ?x ?y 'abc'^^ }", "1:27: expected an IRI, found '}'"},
        {"SELECT ?x { ?x ?y 1a }",
         "1:20: expected ',', ';', '.', a pattern such as OPTIONAL or FILTER or '}', found 'a'"},
        {"SELECT ?x { ?x ?y (1 2 }", "1:24: expected a term or a variable, found '}'"},
        {"SELECT ?x { [ ?y ] ?x ?y }", "1:18: expected a term or a variable, found ']'"},
        {"PREFIX foo <http://x> SELECT * {}", "1:8: expected a prefix such as ex:, found 'foo'"},
        {"SELECT ?x { { ?x ?y ?z } UNION }", "1:32: expected '{', found '}'"},
        {"SELECT ?x { ?x ?y ?z } }",
         "1:24: expected GROUP, HAVING, ORDER, LIMIT, OFFSET ..., found '}'"},
        {"SELECT ?x { ?x ?y ?z", "1:21: expected ',', ';', '.', a pattern such as OPTIONAL or "
                                 "FILTER or '}', but the text ends here"},
        {"SELECT * { ?x ?y \"unclosed }", "1:18: this string is not closed"},
        {"INSERT DATA { <a> <b> <c> }", "1:1: this is an update, and a query is wanted"},
        {"SELECT ?x { ?x ?y & }", "1:19: this character cannot stand here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) expect(cases[i][0], cases[i][1]);
}

/* What must be accepted, or refused, by the notes of sections 18.2 and 19.8; the tree does not matter. */
static void test_notes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool right;
    } cases[] = {
        {"SELECT ?x { ?x ?p ?y } HAVING (?y > 1)", true}, /* no group: a filter */
        {"SELECT (?x AS ?y) (?y + 1 AS ?z) { ?x ?p ?o }", true},
        {"SELECT ?x (1 AS ?x) { }", false},
        {"SELECT (1 AS ?x) ?x { }", true},
        {"SELECT (COUNT(?x) AS ?n) (?n + 1 AS ?m) { ?x ?p ?o } GROUP BY ?p", true},
        {"SELECT (COUNT(?x) + ?x AS ?n) { ?x ?p ?o }", false},
        {"SELECT (123 AS ?z) { ?s ?p ?z } GROUP BY ?s", true},
        {"SELECT (1 AS ?x) { MINUS { ?x ?p ?o } }", true},
        {"SELECT (1 AS ?x) { FILTER EXISTS { ?x ?p ?o } }", true},
        {"SELECT (1 AS ?x) { OPTIONAL { ?x ?p ?o } }", false},
        {"SELECT (1 AS ?x) { { SELECT ?y { ?x ?p ?y } } }", true},
        {"SELECT (1 AS ?x) { { SELECT * { ?x ?p ?y } } }", false},
        {"SELECT (1 AS ?x) { } VALUES ?x { 2 }", false},
        {"SELECT * { { ?s ?p ?o } BIND(1 AS ?o) }", false},
        {"SELECT * { ?s ?p ?o { BIND(1 AS ?o) } }", true},
        {"SELECT * { BIND(1 AS ?o) ?s ?p ?o }", true},
        {"SELECT * { OPTIONAL { ?s ?p ?o } BIND(?x AS ?y) BIND(1 AS ?x) }", true},
        {"SELECT * { VALUES (?a ?a) { (1 1) } }", false},
        {"SELECT * { VALUES () { () () } VALUES (?a) { } }", true},
        {"SELECT * { VALUES () { (1) } }", false},
        {"ASK { _:a ?p ?o FILTER(true) _:a ?q ?r }", true},
        {"ASK { _:a ?p ?o FILTER EXISTS { ?x ?y ?z } _:a ?q ?r }", true},
        {"ASK { _:a ?p ?o FILTER EXISTS { _:a ?y ?z } }", false},
        {"ASK { _:a ?p ?o { } _:a ?q ?r }", false},
        {"ASK { _:a ex:p* ?o . _:a ?q ?r }", true},
        {"CONSTRUCT { _:a ?p ?o } { _:a ?p ?o }", true},
        {"SELECT (MAX(SUM(?x)) AS ?y) { }", false},
        {"SELECT ?x { } GROUP BY (COUNT(?x) AS ?x)", false},
        {"SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR = ', ') AS ?l) { ?x ?y ?z }", true},
        {"SELECT (COUNT(DISTINCT *) AS ?n) { } ORDER BY DESC(COUNT(*)) OFFSET 1 LIMIT 2", true},
        {"SELECT * { } LIMIT 1 LIMIT 2", false},
        {"SELECT * { ?s ?p ?o . . }", false},
        {"SELECT * { ?s ?p ?o ; ; . }", true},
        {"SELECT * { ?s a ?o ; A ?o }", false},
        {"SELECT * { ?s !(a|^ex:p)|^(ex:p/ex:q)? ?o }", true},
        {"SELECT * { ?s ^^ex:p ?o }", false},
        {"SELECT * { FILTER(?a<?b && ?c>?d) }", true},
        {"SELECT * { FILTER(?a-1 = 2 && - ?a = -2) }", true},
        {"ASK { FILTER(1 = 2 = 3) }", false},
        {"ASK { FILTER ex:f() FILTER ex:f(DISTINCT 1, 2) }", true},
        {"ASK { FILTER ex:f }", false},
        {"ASK { FILTER STRLEN }", false},
        {"PREFIX ex: <http://a/> PREFIX ex: <http://b/> ASK { ex:a\\~b%20 ex: 1.e0 }", true},
        {"ASK { ?s ?p 'a\\q' }", false},
        {"ASK { ?s ?p 'a'@en-, 1 }", false},
        {"DESCRIBE", false},
        {"DESCRIBE * { ?s ?p ?o }", true},
        {"ASK {} ASK {}", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena *const arena = arena_new(NULL);
        SyntaxQuery *query = NULL;
        Diag diag = {0};
        const Status status =
            parse_query(text_of(cases[i].text), &options, arena, &query, NULL, &diag);
        if ((status == STATUS_OK) != cases[i].right)
            print_message("%s\n%s\n", cases[i].text, diag.message);
        assert_int_equal(status, cases[i].right ? STATUS_OK : STATUS_SYNTAX);
        arena_free(arena);
    }
}

/* What a service is sent ends with its own brace, whatever comments follow. */
static void test_service(void **state) {
    (void)state;
    Arena *const arena = arena_new(NULL);
    SyntaxQuery *query = NULL;
    const Text text = TEXT("ASK { SERVICE SILENT <x> { ?s ?p 1 { } } # }\n }");
    assert_int_equal(parse_query(text, &options, arena, &query, NULL, NULL), STATUS_OK);
    const SyntaxElement *const service = query->body.where->first;
    assert_true(service->silent);
    assert_true(text_equal(service->text, TEXT("{ ?s ?p 1 { } }")));
    arena_free(arena);
}

/* A variable that is named twice is one column; the last declaration of a prefix holds. */
static void test_columns(void **state) {
    (void)state;
    expect("PREFIX a: <http://1/> PREFIX a: <http://2/> SELECT ?s ?s { ?s a:p ?s }",
           "select\n  project ?s\n  group\n    triple ?s <http://2/p> ?s\n");
    expect("SELECT (3-1-1 AS ?x) { }",
           "select\n  project (\"3\"^^<http://www.w3.org/2001/XMLSchema#integer> + "
           "\"-1\"^^<http://www.w3.org/2001/XMLSchema#integer> + "
           "\"-1\"^^<http://www.w3.org/2001/XMLSchema#integer>) AS ?x\n  group\n");
}

/* Sub-selects: what is not projected is another variable inside. */
static void test_scopes(void **state) {
    (void)state;
    Arena *const arena = arena_new(NULL);
    SyntaxQuery *query = NULL;
    const Text text = TEXT("SELECT * { ?x ?y ?z { SELECT ?x { ?x ?y ?w } } }");
    assert_int_equal(parse_query(text, &options, arena, &query, NULL, NULL), STATUS_OK);
    size_t ys = 0;
    for (size_t i = 0; i < query->variable_count; i++)
        ys += text_equal(query->variables[i].name, TEXT("y"));
    assert_int_equal(ys, 2);
    assert_int_equal(query->body.item_count, 3);
    arena_free(arena);
}

static void test_incomplete(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool incomplete;
    } cases[] = {{"SELECT * { ?s ?p", true},
                 {"", true},
                 {"ASK { } x", false},
                 {"PREFIX a: <b>", true},
                 {"ASK { ?s ?p \"\"\"long", true},
                 {"ASK { ? }", false},
                 {"SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", true}, /* GROUP BY ?s may follow */
                 {"SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 1 x", false},
                 {"SELECT * { ?s ?p ?o }", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer out = {0};
        bool incomplete = false;
        read_query(cases[i].text, &out, &incomplete);
        assert_int_equal(incomplete, cases[i].incomplete);
        buffer_free(&out);
    }
}

static Status read_repeated(const char *start, const char *part, size_t times, const char *end) {
    Arena *const arena = arena_new(NULL);
    Buffer text = {0};
    SyntaxQuery *query = NULL;
    buffer_text(&text, text_of(start));
    for (size_t i = 0; i < times; i++) buffer_text(&text, text_of(part));
    buffer_text(&text, text_of(end));
    const Status status = parse_query(buffer_view(&text), &options, arena, &query, NULL, NULL);
    buffer_free(&text);
    arena_free(arena);
    return status;
}

static void test_limits(void **state) {
    (void)state;
    static const char *const deep[][2] = {{"SELECT * {", "{"},
                                          {"ASK { FILTER ", "("},
                                          {"ASK { ", "[ <a> "},
                                          {"ASK { ", "( "},
                                          {"ASK { ?s ", "("},
                                          {"ASK { FILTER (!", "!"},
                                          {"ASK { FILTER ", "EXISTS { FILTER "},
                                          {"ASK { ?s ?p ", "<<( ?a ?b "}};
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
        assert_int_equal(read_repeated(deep[i][0], deep[i][1], 1000000, ""), STATUS_LIMIT);
    }
    assert_int_equal(read_repeated("ASK { ?s ?p ?o", " . ?s ?p ?o", 100000, " }"), STATUS_OK);
    assert_int_equal(read_repeated("ASK { FILTER(?a", " || ?a", 100000, ") }"), STATUS_OK);
    assert_int_equal(read_repeated("ASK { {}", " UNION {}", 100000, " }"), STATUS_OK);
    assert_int_equal(read_repeated("ASK { FILTER(?a IN (1", ", 1", 100000, ")) }"), STATUS_OK);
    assert_int_equal(read_repeated("ASK { ", "a.b.", 100000, " }"), STATUS_SYNTAX);
}

static void test_memory_limit(void **state) {
    (void)state;
    Budget budget;
    budget_init(&budget, 0, 64 * 1024);
    Arena *const arena = arena_new(&budget);
    Buffer text = {0};
    SyntaxQuery *query = NULL;
    buffer_text(&text, TEXT("ASK { "));
    for (size_t i = 0; i < 10000; i++) buffer_text(&text, TEXT("?s ?p ?o . "));
    buffer_text(&text, TEXT("}"));
    assert_int_equal(parse_query(buffer_view(&text), &options, arena, &query, NULL, NULL),
                     STATUS_MEMORY_LIMIT);
    buffer_free(&text);
    arena_free(arena);
}

static void read_update(const char *text, const char *wanted) {
    Arena *const arena = arena_new(NULL);
    SyntaxUpdates *updates = NULL;
    Diag diag = {0};
    Buffer out = {0};
    if (parse_update(text_of(text), &options, arena, &updates, NULL, &diag) == STATUS_OK) {
        syntax_print_updates(updates, &out);
    } else {
        buffer_format(&out, "%zu:%zu: %s", diag.line, diag.column, diag.message);
    }
    assert_string_equal(buffer_string(&out), wanted);
    buffer_free(&out);
    arena_free(arena);
}

static void test_updates(void **state) {
    (void)state;
    read_update(
        "INSERT DATA { <s> <p> 'o' GRAPH <g> { <s> <p> _:b } } ; DROP SILENT NAMED",
        "insert data\n  insert <http://base/s> <http://base/p> \"o\"\n"
        "  insert in <http://base/g> <http://base/s> <http://base/p> _:b\ndrop silent named\n");
    read_update(
        "WITH <g> DELETE { ?s ?p ?o } INSERT { ?s <q> _:n } USING NAMED <h> WHERE { ?s ?p ?o };",
        "modify\n  with <http://base/g>\n  using named <http://base/h>\n  delete ?s ?p ?o\n"
        "  insert ?s <http://base/q> _:n\n  group\n    triple ?s ?p ?o\n");
    read_update(
        "COPY DEFAULT TO <g>; LOAD SILENT <d> INTO GRAPH <g>",
        "copy\n  to <http://base/g>\nload silent\n  from <http://base/d>\n  to <http://base/g>\n");
    read_update("INSERT DATA { ?s <p> 1 }", "1:15: variables are not allowed in DATA");
    read_update("DELETE DATA { _:b <p> 1 }",
                "1:15: blank nodes cannot stand in DELETE or in an expression");
    read_update("INSERT DATA { _:b <p> 1 } ; INSERT DATA { _:b <p> 1 }",
                "1:43: the blank node _:b is used in another operation already");
    read_update("INSERT {} WHERE { _:b <p> 1 } ; INSERT {} WHERE { _:b <p> 1 }",
                "1:51: the blank node _:b is used in another basic graph pattern already");
    read_update("INSERT { _:b <p> 1 } WHERE {} ; INSERT { _:b <p> 1 } WHERE {}",
                "modify\n  insert _:b <http://base/p> "
                "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\n  group\n"
                "modify\n  insert _:b <http://base/p> "
                "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>\n  group\n");
    read_update("", "");
    bool is_update = false;
    assert_int_equal(
        parse_looks_like_update(TEXT("PREFIX a: <b> # INSERT\n DELETE WHERE {}"), &is_update), 0);
    assert_true(is_update);
    assert_int_equal(parse_looks_like_update(TEXT("PREFIX insert: <b> SELECT * {}"), &is_update),
                     0);
    assert_false(is_update);
}

static void test_terms(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"ex:a", "<http://example.org/a>"},
        {"<x>", "<http://base/x>"},
        {"1.50", "\"1.50\"^^<http://www.w3.org/2001/XMLSchema#decimal>"},
        {"'a'@EN", "\"a\"@EN"},
        {"\\u0022x\\u0022", "\"x\""},
        {"true", "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena *const arena = arena_new(NULL);
        Buffer out = {0};
        Term term;
        assert_int_equal(parse_term(text_of(cases[i][0]), &options, arena, &term, NULL), STATUS_OK);
        term_write(&out, &term);
        assert_string_equal(buffer_string(&out), cases[i][1]);
        assert_int_equal(parse_term(TEXT("?x"), &options, arena, &term, NULL), STATUS_SYNTAX);
        buffer_free(&out);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),        cmocka_unit_test(test_all_elements),
        cmocka_unit_test(test_triple_terms), cmocka_unit_test(test_errors),
        cmocka_unit_test(test_scopes),       cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_limits),       cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_updates),      cmocka_unit_test(test_terms),
        cmocka_unit_test(test_notes),        cmocka_unit_test(test_service),
        cmocka_unit_test(test_columns),      cmocka_unit_test(test_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
