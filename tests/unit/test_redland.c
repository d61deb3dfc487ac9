/* Unit tests of the room redland: any storage of librdf behaves as a set of quads with transactions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <librdf.h>

#include "ytterby/redland.h"

#define EX "http://example.org/"

static Term iri(const char *text) { return term_iri(text_of(text)); }

static Quad quad(const char *s, const char *o, const char *graph) {
    return (Quad){.subject = iri(s),
                  .predicate = iri(EX "p"),
                  .object = term_string(text_of(o)),
                  .graph = graph ? iri(graph) : (Term){0}};
}

/* All quads, one "subject object graph;" each, in the mirror's order of ids. */
static void listed(Source *source, Buffer *out) {
    const QuadPattern all = {0};
    SourceScan *scan;
    QuadBatch *const batch = malloc(sizeof *batch);
    buffer_clear(out);
    assert_int_equal(source_begin_read(source, NULL, NULL), STATUS_OK);
    assert_int_equal(source_scan_all(source, &all, &scan, NULL), STATUS_OK);
    do {
        assert_int_equal(source_scan_next(scan, batch, NULL), STATUS_OK);
        for (size_t i = 0; i < batch->rows; i++) {
            char text[32];
            Term term;
            assert_int_equal(source_term(source, batch->subject[i], text, &term), STATUS_OK);
            buffer_text(out, text_slice(term.text, sizeof EX - 1, SIZE_MAX));
            buffer_byte(out, ' ');
            assert_int_equal(source_term(source, batch->object[i], text, &term), STATUS_OK);
            buffer_text(out, term.text);
            if (term.lang.len) buffer_format(out, "@%.*s", (int)term.lang.len, term.lang.at);
            if (batch->graph[i] != TERM_ID_DEFAULT_GRAPH) {
                buffer_byte(out, ' ');
                assert_int_equal(source_term(source, batch->graph[i], text, &term), STATUS_OK);
                buffer_text(out, text_slice(term.text, sizeof EX - 1, SIZE_MAX));
            }
            buffer_byte(out, ';');
        }
    } while (batch->rows > 0);
    source_scan_free(scan);
    source_end_read(source);
    free(batch);
}

static int compare_lines(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static void sort_lines(Buffer *text) {
    Text lines[32];
    size_t count = 0;
    for (size_t at = 0, end; at < text->len; at = end + 1, count++) {
        end = text_find(buffer_view(text), TEXT(";"), at);
        lines[count] = text_slice(buffer_view(text), at, end);
    }
    qsort(lines, count, sizeof lines[0], compare_lines);
    Buffer sorted = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_text(&sorted, lines[i]);
        buffer_byte(&sorted, ';');
    }
    buffer_free(text);
    *text = sorted;
}

static void assert_holds(Graph *graph, const char *expected) {
    Buffer text = {0};
    listed(graph_source(graph), &text);
    sort_lines(&text);
    assert_string_equal(text.len ? buffer_string(&text) : "", expected);
    buffer_free(&text);
}

static void change(Graph *graph, const Quad *add, size_t added, const Quad *drop, size_t dropped) {
    Diag diag = {0};
    Source *const source = graph_source(graph);
    assert_int_equal(graph_begin(graph, NULL, &diag), STATUS_OK);
    for (size_t i = 0; i < dropped; i++)
        assert_int_equal(source_remove(source, &drop[i], &diag), STATUS_OK);
    for (size_t i = 0; i < added; i++)
        assert_int_equal(graph_add(graph, &add[i], &diag), STATUS_OK);
    const Status status = graph_commit(graph, &diag);
    if (status != STATUS_OK) fail_msg("%s", diag.message);
}

/* ---- Storages that last, each opened anew between the steps -------------------------------------------------------- */

typedef struct Storage {
    const char *name, *id, *options;
} Storage;

static const Storage storages[] = {
    {"sqlite", "s.sqlite", "synchronous='off'"},
    {"hashes", "h", "hash-type='bdb',dir='.',contexts='yes'"},
};

static Graph *opened(const Storage *storage, bool create) {
    Graph *graph = NULL;
    Diag diag = {0};
    const GraphOptions options = {.storage = storage->name,
                                  .name = storage->id,
                                  .options = storage->options,
                                  .create = create};
    if (graph_open(&graph, &options, &diag) != STATUS_OK)
        fail_msg("%s: %s", storage->name, diag.message);
    return graph;
}

static void step(const Storage *storage, const Quad *add, size_t added, const Quad *drop,
                 size_t dropped, const char *expected) {
    Graph *graph = opened(storage, true);
    change(graph, add, added, drop, dropped);
    assert_holds(graph, expected);
    graph_close(graph);
    graph = opened(storage, false);
    assert_holds(graph, expected);
    graph_close(graph);
}

/* The same triple in the default graph and in two named graphs, taken out one by one, in an order that meets the
 * faults of each storage. */
static void test_same_triple_in_graphs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        const Quad named = quad(EX "a", "v", EX "g"), other = quad(EX "a", "v", EX "h");
        const Quad plain = quad(EX "a", "v", NULL), next = quad(EX "b", "w", NULL);
        step(&storages[i], &named, 1, NULL, 0, "a v g;");
        step(&storages[i], &plain, 1, NULL, 0, "a v;a v g;");
        const Quad more[] = {other, next};
        step(&storages[i], more, 2, NULL, 0, "a v;a v g;a v h;b w;");
        step(&storages[i], NULL, 0, &plain, 1, "a v g;a v h;b w;");
        step(&storages[i], &plain, 1, &named, 1, "a v;a v h;b w;");
        const Quad rest[] = {plain, other, next};
        step(&storages[i], NULL, 0, rest, 3, "");
    }
}

static void test_rollback(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        const Quad kept = quad(EX "a", "v", NULL), dropped = quad(EX "b", "w", EX "g");
        step(&storages[i], &kept, 1, NULL, 0, "a v;");
        Graph *graph = opened(&storages[i], false);
        assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_OK);
        assert_int_equal(graph_add(graph, &dropped, NULL), STATUS_OK);
        assert_holds(graph, "a v;b w g;");
        graph_rollback(graph);
        assert_holds(graph, "a v;");
        graph_close(graph);
        step(&storages[i], NULL, 0, &kept, 1, "");
    }
}

/* What another program of Redland left there: duplicates, and two spellings of a language tag. */
static void test_twins(void **state) {
    (void)state;
    librdf_world *const world = librdf_new_world();
    librdf_world_open(world);
    librdf_storage *const storage = librdf_new_storage(
        world, "hashes", "twins", "hash-type='bdb',dir='.',contexts='yes',new='yes'");
    librdf_model *const model = librdf_new_model(world, storage, NULL);
    librdf_node *const context =
        librdf_new_node_from_uri_string(world, (const unsigned char *)EX "g");
    static const char *const tags[] = {"en-GB", "en-gb", "en-GB"};
    for (int i = 0; i < 3; i++) {
        librdf_statement *const statement = librdf_new_statement_from_nodes(
            world, librdf_new_node_from_uri_string(world, (const unsigned char *)EX "a"),
            librdf_new_node_from_uri_string(world, (const unsigned char *)EX "p"),
            librdf_new_node_from_literal(world, (const unsigned char *)"v", tags[i], 0));
        assert_int_equal(librdf_model_context_add_statement(model, context, statement), 0);
        librdf_free_statement(statement);
    }
    librdf_free_node(context);
    librdf_free_model(model);
    librdf_free_storage(storage);
    librdf_free_world(world);

    const Storage twins = {"hashes", "twins", "hash-type='bdb',dir='.'"};
    Graph *graph = opened(&twins, false);
    Buffer text = {0};
    listed(graph_source(graph), &text);
    assert_true(text_equal_nocase(buffer_view(&text), TEXT("a v@en-GB g;")));
    buffer_free(&text);
    graph_close(graph);
    const Quad all = {.subject = iri(EX "a"),
                      .predicate = iri(EX "p"),
                      .object = term_lang(TEXT("v"), TEXT("EN-gb")),
                      .graph = iri(EX "g")};
    step(&twins, NULL, 0, &all, 1, "");
}

/* Another process's change is seen by the next statement. */
static void test_changed_outside(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        const Quad one = quad(EX "a", "1", NULL), two = quad(EX "a", "2", NULL),
                   both[] = {one, two};
        step(&storages[i], &one, 1, NULL, 0, "a 1;");
        Graph *const reader = opened(&storages[i], false);
        assert_holds(reader, "a 1;");
        step(&storages[i], &two, 1, NULL, 0, "a 1;a 2;");
        assert_holds(reader, "a 1;a 2;");
        graph_close(reader);
        step(&storages[i], NULL, 0, both, 2, "");
    }
}

/* ---- Storages in memory -------------------------------------------------------------------------------------------- */

static void test_in_memory(void **state) {
    (void)state;
    static const Storage kinds[] = {{NULL, NULL, NULL}, {"hashes", "x", "hash-type='memory'"}};
    for (size_t i = 0; i < 2; i++) {
        Graph *const graph = opened(&kinds[i], false);
        const Quad quads[] = {quad(EX "a", "v", EX "g"), quad(EX "a", "v", NULL),
                              quad(EX "a", "v", NULL)};
        change(graph, quads, 3, NULL, 0);
        assert_holds(graph, "a v;a v g;");
        assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 2);
        change(graph, NULL, 0, quads, 1);
        assert_holds(graph, "a v;");
        assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 1);
        graph_close(graph);
    }
}

/* A boolean is kept as it is written, or, where librdf would change it, as librdf will read it back. */
static void test_booleans(void **state) {
    (void)state;
    const Quad one = {.subject = iri(EX "a"),
                      .predicate = iri(EX "p"),
                      .object = term_typed(TEXT("1"), TEXT(XSD "boolean"))};
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        step(&storages[i], &one, 1, NULL, 0, "a true;");
        step(&storages[i], NULL, 0, &one, 1, "");
    }
    const Storage memory = {0};
    Graph *const graph = opened(&memory, false);
    change(graph, &one, 1, NULL, 0);
    assert_holds(graph, "a 1;");
    change(graph, NULL, 0, &one, 1);
    assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 0);
    graph_close(graph);
}

static void test_trees(void **state) {
    (void)state;
    const Storage trees = {"trees", "x", NULL};
    Graph *const graph = opened(&trees, false);
    const Quad plain = quad(EX "a", "v", NULL), named = quad(EX "a", "v", EX "g");
    change(graph, &plain, 1, NULL, 0);
    assert_false(graph_source(graph)->can.contexts);
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_OK);
    assert_int_equal(graph_add(graph, &named, NULL), STATUS_UNSUPPORTED);
    graph_rollback(graph);
    assert_holds(graph, "a v;");
    graph_close(graph);
}

/* ---- Refusals ------------------------------------------------------------------------------------------------------ */

static void test_terms_refused(void **state) {
    (void)state;
    char tag[301];
    memset(tag, 'a', 300);
    tag[300] = '\0';
    const Term triple[3] = {iri(EX "s"), iri(EX "p"), iri(EX "o")};
    Term directed = term_lang(TEXT("x"), TEXT("ar"));
    directed.direction = DIRECTION_RTL;
    const Term objects[] = {term_lang(TEXT("x"), text_of(tag)),
                            directed,
                            {.kind = TERM_TRIPLE, .triple = triple},
                            term_string((Text){"a\0b", 3})};
    Graph *graph;
    const GraphOptions options = {0};
    assert_int_equal(graph_open(&graph, &options, NULL), STATUS_OK);
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        const Quad refused = {
            .subject = iri(EX "a"), .predicate = iri(EX "p"), .object = objects[i]};
        Diag diag = {0};
        assert_int_equal(graph_add(graph, &refused, &diag), STATUS_UNSUPPORTED);
        assert_string_not_equal(diag.message, "");
    }
    graph_rollback(graph);
    graph_close(graph);
}

static void test_opening_refused(void **state) {
    (void)state;
    static const struct {
        Storage storage;
        Status status;
    } cases[] = {
        {{"sqlite", "missing.sqlite", NULL}, STATUS_NOT_FOUND},
        {{"hashes", "missing", "hash-type='bdb',dir='.'"}, STATUS_NOT_FOUND},
        {{"hashes", "missing", NULL}, STATUS_USAGE},
        {{"sqlite", NULL, NULL}, STATUS_USAGE},
        {{"memory", "x", "contexts=yes"}, STATUS_USAGE},
        {{"memory", "x", "contexts='yes"}, STATUS_USAGE},
        {{"nosuch", "x", NULL}, STATUS_NOT_FOUND},
        {{"uri", "http://localhost:1/", NULL}, STATUS_REFUSED},
        {{"sqlite", ".", NULL}, STATUS_IO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Storage *const storage = &cases[i].storage;
        const GraphOptions options = {
            .storage = storage->name, .name = storage->id, .options = storage->options};
        Graph *graph = NULL;
        Diag diag = {0};
        assert_int_equal(graph_open(&graph, &options, &diag), cases[i].status);
        assert_null(graph);
        assert_string_not_equal(diag.message, "");
    }
    assert_int_equal(access("missing.sqlite", F_OK), -1);
    assert_int_equal(access("missing-sp2o.db", F_OK), -1);
}

/* new='yes' among the options of a command that only reads must not empty the database. */
static void test_new_is_not_obeyed(void **state) {
    (void)state;
    const Quad one = quad(EX "a", "1", NULL);
    step(&storages[0], &one, 1, NULL, 0, "a 1;");
    const Storage again = {"sqlite", "s.sqlite", "new='yes'"};
    Graph *const graph = opened(&again, false);
    assert_holds(graph, "a 1;");
    graph_close(graph);
    step(&storages[0], NULL, 0, &one, 1, "");
}

static void test_read_only(void **state) {
    (void)state;
    Graph *graph;
    const GraphOptions options = {.read_only = true};
    assert_int_equal(graph_open(&graph, &options, NULL), STATUS_OK);
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_REFUSED);
    graph_close(graph);
}

static int into_own_folder(void **state) {
    static char folder[] = "/tmp/ytterby-redland-XXXXXX";
    *state = folder;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int out_of_folder(void **state) {
    static const char *const files[] = {"s.sqlite",      "h-sp2o.db",     "h-so2p.db",
                                        "h-po2s.db",     "h-contexts.db", "twins-sp2o.db",
                                        "twins-so2p.db", "twins-po2s.db", "twins-contexts.db"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) unlink(files[i]);
    return chdir("/") == 0 ? rmdir(*state) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_triple_in_graphs),
        cmocka_unit_test(test_rollback),
        cmocka_unit_test(test_twins),
        cmocka_unit_test(test_changed_outside),
        cmocka_unit_test(test_in_memory),
        cmocka_unit_test(test_booleans),
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_terms_refused),
        cmocka_unit_test(test_opening_refused),
        cmocka_unit_test(test_new_is_not_obeyed),
        cmocka_unit_test(test_read_only),
    };
    return cmocka_run_group_tests_name("redland", tests, into_own_folder, out_of_folder);
}
