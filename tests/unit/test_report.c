/* Unit tests of the room report: catalogue, labels, search, and the binding of arguments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby/report.h"

#define assert_text(text, expected)                                                                \
    do {                                                                                           \
        const Text text_ = (text);                                                                 \
        assert_int_equal(text_.len, strlen(expected));                                             \
        assert_memory_equal(text_.at, expected, text_.len);                                        \
    } while (0)

/* ---- A small graph ---------------------------------------------------------------------------------------- */

static const char minerals[] =
    "@prefix ex: <http://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <http://schema.org/> "
    ".\n"
    "ex:Place a rdfs:Class ; rdfs:label 'place'@en .\n"
    "ex:Country rdfs:subClassOf ex:Place ; rdfs:label 'country'@en .\n"
    "ex:Firm rdfs:label 'company'@en .\n"
    "ex:iso rdfs:subPropertyOf schema:identifier .\n"
    "ex:my a ex:Country ; skos:prefLabel 'Malaysia'@en , 'Malaysie'@fr ; rdfs:label 'the land' ; "
    "ex:iso 'MY' .\n"
    "ex:cn a ex:Country ; rdfs:label 'China' ; skos:altLabel 'PRC'@en .\n"
    "ex:us a ex:Country ; rdfs:label 'United States' ; skos:altLabel 'America' .\n"
    "ex:lynas a ex:Firm ; rdfs:label 'Lynas Rare-Earths'@en .\n"
    "ex:plant rdfs:label 'Lynas plant in Malaysia' .\n"
    "ex:perak1 a ex:Place ; rdfs:label 'Perak' . ex:perak2 a ex:Firm ; rdfs:label 'Perak' .\n"
    "ex:cafe rdfs:label 'Caf\\u00E9 M\\u00FCller' .\n";

static Status insert(void *context, const Quad *quad) { return source_insert(context, quad, NULL); }

static Source *source;
static Prefixes *prefixes;
static Labels *labels;

static int open_graph(void **state) {
    (void)state;
    source = memory_source_new(NULL);
    prefixes = prefixes_new();
    assert_int_equal(prefixes_set(prefixes, TEXT("ex"), TEXT("http://example.org/")), STATUS_OK);
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("turtle")),
                                    .base = TEXT("http://example.org/")};
    const RdfSink sink = {insert, NULL, source};
    assert_int_equal(source_begin_write(source, NULL, NULL), STATUS_OK);
    assert_int_equal(rdf_read_text(text_of(minerals), "minerals", &options, &sink, NULL),
                     STATUS_OK);
    assert_int_equal(source_commit(source, NULL), STATUS_OK);
    assert_int_equal(labels_open(&labels, source, prefixes, NULL), STATUS_OK);
    return 0;
}

static int close_graph(void **state) {
    (void)state;
    labels_free(labels);
    source_free(source);
    prefixes_free(prefixes);
    return 0;
}

/* ---- Labels ----------------------------------------------------------------------------------------------- */

static void test_display_label(void **state) {
    (void)state;
    Text label;
    assert_true(labels_of(labels, TEXT("http://example.org/my"), &label));
    assert_text(label, "Malaysia"); /* English before no language and French */
    assert_true(labels_of(labels, TEXT("http://example.org/cn"), &label));
    assert_text(label, "China"); /* a label before an alias, though the alias is English */
    assert_false(labels_of(labels, TEXT("http://example.org/iso"), &label));
}

static void assert_finds(const char *text, const char *iri, LabelRank rank) {
    LabelMatch match;
    assert_int_equal(labels_find(labels, text_of(text), &match, 1), 1);
    assert_text(match.iri, iri);
    assert_int_equal(match.rank, rank);
}

static void test_find_ranks(void **state) {
    (void)state;
    assert_finds("<http://example.org/my>", "http://example.org/my", LABEL_NAME);
    assert_finds("ex:my", "http://example.org/my", LABEL_NAME);
    assert_finds("http://example.org/my", "http://example.org/my", LABEL_NAME);
    assert_finds("malaysia", "http://example.org/my", LABEL_EXACT);
    assert_finds("MALAYSIE", "http://example.org/my", LABEL_EXACT);
    assert_finds("prc", "http://example.org/cn", LABEL_ALIAS);
    assert_finds("MY", "http://example.org/my",
                 LABEL_ALIAS); /* an identifier by rdfs:subPropertyOf */
    assert_finds("lynas", "http://example.org/lynas", LABEL_ALIAS); /* the IRI's last part */
    assert_finds("United", "http://example.org/us", LABEL_PREFIX);
    assert_finds("rare earths", "http://example.org/lynas", LABEL_WORD); /* a hyphen is a space */
    assert_finds("tates", "http://example.org/us", LABEL_PART);
    assert_finds("Mallaysia", "http://example.org/my", LABEL_NEAR);
    assert_finds("cafe muller", "http://example.org/cafe", LABEL_EXACT); /* accents do not count */
}

static void test_find_nothing(void **state) {
    (void)state;
    LabelMatch match;
    assert_int_equal(labels_find(labels, TEXT("quartz"), &match, 1), 0);
    assert_int_equal(labels_find(labels, TEXT(""), &match, 1), 0);
    assert_int_equal(labels_find(labels, TEXT("   "), &match, 1), 0);
    assert_int_equal(labels_find(labels, TEXT("<http://example.org/nowhere>"), &match, 1), 0);
    assert_int_equal(labels_find(labels, TEXT("\xFF\xFE"), &match, 1), 0);
}

static void test_find_lists_each_once(void **state) {
    (void)state;
    LabelMatch matches[20];
    const size_t count = labels_find(labels, TEXT("malaysi"), matches, 20);
    assert_int_equal(count, 2); /* Malaysia (by two labels), the plant */
    assert_text(matches[0].iri, "http://example.org/my");
    assert_text(matches[1].iri, "http://example.org/plant");
}

static void test_beginning(void **state) {
    (void)state;
    size_t first;
    assert_int_equal(labels_beginning(labels, TEXT("LYNAS "), &first), 2);
    assert_text(labels_at(labels, first).label, "Lynas plant in Malaysia");
    assert_int_equal(labels_beginning(labels, TEXT("zzz"), &first), 0);
}

static void test_is_a(void **state) {
    (void)state;
    assert_true(labels_is_a(labels, TEXT("http://example.org/my"), TEXT("country")));
    assert_true(
        labels_is_a(labels, TEXT("http://example.org/my"), TEXT("Place"))); /* by its superclass */
    assert_true(labels_is_a(labels, TEXT("http://example.org/lynas"),
                            TEXT("company"))); /* by the class's label */
    assert_false(labels_is_a(labels, TEXT("http://example.org/lynas"), TEXT("country")));
}

static void test_pick(void **state) {
    (void)state;
    Text iri;
    Diag diag = {0};
    assert_int_equal(labels_pick(labels, TEXT("Perak"), TEXT("company"), &iri, &diag), STATUS_OK);
    assert_text(iri, "http://example.org/perak2");
    assert_int_equal(labels_pick(labels, TEXT("Perak"), TEXT(""), &iri, &diag), STATUS_NOT_FOUND);
    assert_non_null(
        strstr(diag.message, "may mean several things: Perak (ex:perak1), Perak (ex:perak2)"));
    diag_clear(&diag);
    assert_int_equal(labels_pick(labels, TEXT("Mallaysia"), TEXT("country"), &iri, &diag),
                     STATUS_NOT_FOUND);
    assert_non_null(
        strstr(diag.message, "no country is called \"Mallaysia\"; nearest: Malaysia (ex:my)"));
}

/* ---- Catalogue -------------------------------------------------------------------------------------------- */

static void write_file(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void remove_folder(const char *folder) {
    char command[600];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void test_catalogue(void **state) {
    (void)state;
    char first[] = "/tmp/ytterby-report-XXXXXX";
    char second[] = "/tmp/ytterby-report-XXXXXX";
    assert_non_null(mkdtemp(first));
    assert_non_null(mkdtemp(second));
    write_file(first, "country.rq",
               "#+ summary: About a country.\n#+ param: country country \"which one\"\n"
               "#+ param: ?from date \"not before\" 2023-01-01\n#+ param: topic entity \"what "
               "about\" optional\n"
               "#+ view: timeline\n# a remark\nSELECT * { ?country ?p ?o }\n#+ summary: not a "
               "header any more\n");
    write_file(first, "plain.rq", "SELECT * { ?s ?p ?o }\n");
    write_file(first, "broken.rq", "#+ summary: Broken.\n#+ param: country\nASK {}\n");
    write_file(first, ".hidden.rq", "ASK {}\n");
    write_file(first, "notes.txt", "no report\n");
    write_file(second, "plain.rq", "#+ summary: The user's own.\nASK {}\n");
    const char *const folders[] = {first, "/nonexistent/folder", second};
    Catalogue *catalogue = NULL;
    assert_int_equal(catalogue_open(&catalogue, folders, 3, NULL), STATUS_OK);
    assert_int_equal(catalogue_count(catalogue), 3);

    Diag diag = {0};
    const Report *const country = catalogue_find(catalogue, TEXT("country"), &diag);
    assert_non_null(country);
    assert_text(country->summary, "About a country.");
    assert_text(country->view, "timeline");
    assert_int_equal(country->param_count, 3);
    assert_text(country->params[0].help, "which one");
    assert_false(country->params[0].optional);
    assert_text(country->params[1].name, "from");
    assert_text(country->params[1].fallback, "2023-01-01");
    assert_true(country->params[2].optional);

    assert_text(catalogue_find(catalogue, TEXT("plain"), &diag)->summary, "The user's own.");
    assert_null(catalogue_find(catalogue, TEXT("broken"), &diag));
    assert_int_equal(diag.line, 2);
    assert_text(catalogue_at(catalogue, 0)->summary, "Broken."); /* listed all the same */
    diag_clear(&diag);
    assert_null(catalogue_find(catalogue, TEXT("contry"), &diag));
    assert_non_null(strstr(diag.message, "did you mean country?"));
    catalogue_free(catalogue);
    remove_folder(first);
    remove_folder(second);
}

/* ---- Derived edges ---------------------------------------------------------------------------------------- */

static Quad edge(const char *from, const char *by, const char *to, const char *graph) {
    return (Quad){term_iri(text_of(from)), term_iri(text_of(by)), term_iri(text_of(to)),
                  graph ? term_iri(text_of(graph)) : (Term){0}};
}

static uint64_t count_of(Source *graph, const Quad *quad) {
    uint64_t count = 0;
    assert_int_equal(source_begin_read(graph, NULL, NULL), STATUS_OK);
    const QuadPattern pattern = {
        source_find(graph, &quad->subject), source_find(graph, &quad->predicate),
        source_find(graph, &quad->object), source_find(graph, &quad->graph)};
    const bool known = pattern.subject && pattern.predicate && pattern.object && pattern.graph;
    if (known) assert_int_equal(source_estimate(graph, &pattern, &count), STATUS_OK);
    source_end_read(graph);
    return count;
}

/* Rules see what the transaction wrote, the union of all graphs, and neither old derived edges nor each other's. */
static void test_derive(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-report-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *const folders[] = {folder};
    write_file(folder, "a.rq",
               "CONSTRUCT { ?a <urn:short> ?c } { ?a <urn:by> ?b . ?b <urn:by> ?c }");
    write_file(folder, "b.rq", "CONSTRUCT { ?a <urn:copy> ?b } { ?a <urn:short> ?b }");
    Source *const graph = memory_source_new(NULL);
    const Quad first = edge("urn:1", "urn:by", "urn:2", "urn:document");
    const Quad second = edge("urn:2", "urn:by", "urn:3", NULL);
    const Quad stale = edge("urn:1", "urn:short", "urn:9", DERIVED_GRAPH);
    const Quad made = edge("urn:1", "urn:short", "urn:3", DERIVED_GRAPH);
    const Quad copied = edge("urn:1", "urn:copy", "urn:3", DERIVED_GRAPH);
    uint64_t edges = 0, removed = 0;
    assert_int_equal(source_begin_write(graph, NULL, NULL), STATUS_OK);
    assert_int_equal(source_insert(graph, &first, NULL), STATUS_OK);
    assert_int_equal(source_insert(graph, &second, NULL), STATUS_OK);
    assert_int_equal(source_insert(graph, &stale, NULL), STATUS_OK);
    assert_int_equal(derive_edges(graph, folders, 1, &edges, NULL, NULL), STATUS_OK);
    assert_int_equal(edges, 1);
    assert_int_equal(count_of(graph, &made), 1);
    assert_int_equal(count_of(graph, &stale), 0);
    assert_int_equal(count_of(graph, &copied), 0);
    assert_int_equal(graph_clear(graph, TEXT("urn:document"), &removed, NULL, NULL), STATUS_OK);
    assert_int_equal(removed, 1);
    assert_int_equal(derive_edges(graph, folders, 1, &edges, NULL, NULL), STATUS_OK);
    assert_int_equal(edges, 0);
    assert_int_equal(source_commit(graph, NULL), STATUS_OK);
    assert_int_equal(memory_source_count(graph), 1);
    source_free(graph);
    remove_folder(folder);
}

static void test_derive_refuses(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-report-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *const folders[] = {folder};
    Source *const graph = memory_source_new(NULL);
    Diag diag = {0};
    assert_int_equal(source_begin_write(graph, NULL, NULL), STATUS_OK);
    write_file(folder, "a.rq", "SELECT * { ?a ?b ?c }");
    assert_int_equal(derive_edges(graph, folders, 1, NULL, NULL, &diag), STATUS_UNSUPPORTED);
    assert_non_null(strstr(diag.message, "a.rq is no CONSTRUCT"));
    diag_clear(&diag);
    write_file(folder, "a.rq", "CONSTRUCT { ?a ?b } {}");
    assert_int_equal(derive_edges(graph, folders, 1, NULL, NULL, &diag), STATUS_SYNTAX);
    assert_int_equal(diag.line, 1);
    Budget budget;
    budget_init(&budget, 0, 0);
    atomic_store(&budget.cancelled, true);
    write_file(folder, "a.rq", "CONSTRUCT WHERE { ?a ?b ?c }");
    assert_int_equal(derive_edges(graph, folders, 1, NULL, &budget, NULL), STATUS_CANCELLED);
    source_rollback(graph);
    source_free(graph);
    remove_folder(folder);
}

/* ---- Binding ---------------------------------------------------------------------------------------------- */

static const ReportParam params[] = {
    {{"who", 3}, {"country", 7}, {"which country", 13}, {NULL, 0}, false},
    {{"from", 4}, {"date", 4}, {"not before", 10}, {"2023-01-01", 10}, false},
    {{"most", 4}, {"integer", 7}, {"rows", 4}, {NULL, 0}, true},
};
static const Report report = {.name = {"test", 4}, .params = params, .param_count = 3};

static Status bind(const char *const *args, size_t count, Binding *bindings, size_t *bound,
                   Arena *arena, Diag *diag) {
    Text texts[8];
    for (size_t i = 0; i < count; i++) texts[i] = text_of(args[i]);
    return report_bind(&report, labels, texts, count, arena, bindings, bound, diag);
}

static void test_bind(void **state) {
    (void)state;
    Arena *const arena = arena_new(NULL);
    Binding bindings[3];
    size_t count;
    const char *const one[] = {"PRC"};
    assert_int_equal(bind(one, 1, bindings, &count, arena, NULL), STATUS_OK);
    assert_int_equal(count, 2); /* the optional one is left out, the default taken */
    assert_text(bindings[0].term.text, "http://example.org/cn");
    assert_text(bindings[1].term.text, "2023-01-01");
    assert_text(bindings[1].term.datatype, XSD "date");
    const char *const named[] = {"most=5", "ex:my"};
    assert_int_equal(bind(named, 2, bindings, &count, arena, NULL), STATUS_OK);
    assert_int_equal(count, 3);
    assert_text(bindings[0].term.text, "http://example.org/my");
    assert_text(bindings[2].term.text, "5");
    arena_free(arena);
}

static void assert_refused(const char *const *args, size_t count, Status status,
                           const char *message) {
    Arena *const arena = arena_new(NULL);
    Binding bindings[3];
    size_t bound;
    Diag diag = {0};
    assert_int_equal(bind(args, count, bindings, &bound, arena, &diag), status);
    assert_string_equal(diag.message, message);
    arena_free(arena);
}

static void test_bind_refuses(void **state) {
    (void)state;
    assert_refused(NULL, 0, STATUS_USAGE, "report test needs who: which country");
    const char *const not_a_date[] = {"China", "yesterday"};
    assert_refused(not_a_date, 2, STATUS_USAGE, "from must be of type date, not \"yesterday\"");
    const char *const not_a_country[] = {"Lynas"};
    assert_refused(not_a_country, 1, STATUS_NOT_FOUND,
                   "no country is called \"Lynas\"; nearest: Lynas Rare-Earths (ex:lynas), Lynas "
                   "plant in Malaysia (ex:plant)");
    const char *const many[] = {"China", "2024-01-01", "5", "6"};
    assert_refused(many, 4, STATUS_USAGE,
                   "report test takes at most 3 arguments (quote names of several words)");
}

/* Several words are one argument when the report has but one parameter. */
/* A "when" has the precision that is typed. */
static void test_bind_when(void **state) {
    (void)state;
    static const ReportParam when = {{"on", 2}, {"when", 4}, {"which day", 9}, {NULL, 0}, true};
    static const struct {
        const char *typed, *datatype; /* NULL: refused */
    } cases[] = {{"2023", XSD "gYear"},
                 {"2023-12", XSD "gYearMonth"},
                 {"2023-12-31", XSD "date"},
                 {"2023-13", NULL},
                 {"2023-02-30", NULL},
                 {"soon", NULL},
                 {"", NULL}};
    const Report dated = {.name = {"dated", 5}, .params = &when, .param_count = 1};
    Arena *const arena = arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text arg = text_of(cases[i].typed);
        Binding binding;
        size_t count;
        const Status status = report_bind(&dated, labels, &arg, 1, arena, &binding, &count, NULL);
        assert_int_equal(status, cases[i].datatype ? STATUS_OK : STATUS_USAGE);
        if (cases[i].datatype) assert_text(binding.term.datatype, cases[i].datatype);
    }
    arena_free(arena);
}

static void test_bind_joins_words(void **state) {
    (void)state;
    const Report single = {.name = {"one", 3}, .params = params, .param_count = 1};
    const Text args[] = {TEXT("United"), TEXT("States")};
    Arena *const arena = arena_new(NULL);
    Binding binding;
    size_t count;
    assert_int_equal(report_bind(&single, labels, args, 2, arena, &binding, &count, NULL),
                     STATUS_OK);
    assert_text(binding.term.text, "http://example.org/us");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_display_label),
        cmocka_unit_test(test_find_ranks),
        cmocka_unit_test(test_find_nothing),
        cmocka_unit_test(test_find_lists_each_once),
        cmocka_unit_test(test_beginning),
        cmocka_unit_test(test_is_a),
        cmocka_unit_test(test_pick),
        cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_derive),
        cmocka_unit_test(test_derive_refuses),
        cmocka_unit_test(test_bind),
        cmocka_unit_test(test_bind_refuses),
        cmocka_unit_test(test_bind_joins_words),
        cmocka_unit_test(test_bind_when),
    };
    return cmocka_run_group_tests_name("report", tests, open_graph, close_graph);
}
