/* Unit tests of the librdf storage "ytterby", through librdf alone: worlds, models, streams, contexts, transactions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <librdf.h>

#include "ytterby/redland.h"

#define EX "http://example.org/"

static char folder[] = "/tmp/ytterby-storage-XXXXXX";
static const char *const path = "storage.yt";

typedef struct Opened {
    librdf_world *world;
    librdf_storage *storage;
    librdf_model *model;
} Opened;

static const unsigned char *bytes(const char *text) { return (const unsigned char *)text; }

static int quiet(void *context, librdf_log_message *message) {
    (void)context;
    (void)message;
    return 1;
}

static Opened opened(const char *options) {
    Opened made = {.world = librdf_new_world()};
    assert_non_null(made.world);
    librdf_world_set_logger(made.world, NULL, quiet);
    librdf_world_open(made.world);
    yt_register_storage(made.world);
    made.storage = librdf_new_storage(made.world, "ytterby", path, options);
    if (made.storage) made.model = librdf_new_model(made.world, made.storage, NULL);
    return made;
}

static void closes(Opened *opened_) {
    if (opened_->model) librdf_free_model(opened_->model);
    if (opened_->storage) librdf_free_storage(opened_->storage);
    librdf_free_world(opened_->world);
}

static librdf_node *node(const Opened *in, const char *name) {
    return librdf_new_node_from_uri_string(in->world, bytes(name));
}

static librdf_statement *statement(const Opened *in, const char *object) {
    return librdf_new_statement_from_nodes(
        in->world, node(in, EX "s"), node(in, EX "p"),
        object ? librdf_new_node_from_literal(in->world, bytes(object), NULL, 0) : NULL);
}

/* Adds (or removes) one statement; graph NULL: plainly. */
static int change(const Opened *in, const char *graph, const char *object, bool add) {
    librdf_statement *const made = statement(in, object);
    librdf_node *const context = graph ? node(in, graph) : NULL;
    int failed;
    if (context)
        failed = add ? librdf_model_context_add_statement(in->model, context, made)
                     : librdf_model_context_remove_statement(in->model, context, made);
    else
        failed = add ? librdf_model_add_statement(in->model, made)
                     : librdf_model_remove_statement(in->model, made);
    if (context) librdf_free_node(context);
    librdf_free_statement(made);
    return failed;
}

static int add(const Opened *in, const char *graph, const char *object) {
    return change(in, graph, object, true);
}

static int rows(librdf_stream *stream, int *named) {
    int count = 0;
    *named = 0;
    assert_non_null(stream);
    for (; !librdf_stream_end(stream); librdf_stream_next(stream), count++) {
        assert_non_null(librdf_stream_get_object(stream));
        if (librdf_stream_get_context2(stream)) ++*named;
    }
    librdf_free_stream(stream);
    return count;
}

static int matches(const Opened *in, const char *object) {
    int named;
    librdf_statement *const pattern = statement(in, object);
    const int count = rows(librdf_model_find_statements(in->model, pattern), &named);
    librdf_free_statement(pattern);
    return count;
}

static void test_missing_and_made(void **state) {
    (void)state;
    Opened missing = opened("hash-type='bdb',dir='.'");
    assert_null(missing.model);
    closes(&missing);
    assert_int_not_equal(access(path, F_OK), 0);
    Opened made = opened("hash-type='bdb',dir='.',new='yes'");
    assert_non_null(made.model);
    assert_int_equal(librdf_model_size(made.model), 0);
    assert_int_equal(add(&made, NULL, "kept"), 0);
    closes(&made);
    Opened again = opened("create='yes'");
    assert_int_equal(librdf_model_size(again.model), 1);
    closes(&again);
    Opened emptied = opened("new='yes'");
    assert_int_equal(librdf_model_size(emptied.model), 0);
    closes(&emptied);
    Opened reading = opened("write='no'");
    assert_int_not_equal(add(&reading, NULL, "refused"), 0);
    assert_int_equal(librdf_model_size(reading.model), 0);
    closes(&reading);
}

static void test_contexts(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    int named;
    assert_true(librdf_model_supports_contexts(one.model));
    for (int i = 0; i < 2; i++) { /* a set: the second time changes nothing */
        assert_int_equal(add(&one, NULL, "a"), 0);
        assert_int_equal(add(&one, EX "g", "a"), 0);
        assert_int_equal(add(&one, EX "h", "b"), 0);
    }
    assert_int_equal(librdf_model_size(one.model), 3);
    assert_int_equal(rows(librdf_model_as_stream(one.model), &named), 3);
    assert_int_equal(named, 2);
    assert_int_equal(matches(&one, "a"), 2);
    assert_int_equal(matches(&one, NULL), 3);
    assert_int_equal(matches(&one, "unknown"), 0);
    librdf_node *const g = node(&one, EX "g");
    assert_int_equal(rows(librdf_model_context_as_stream(one.model, g), &named), 1);
    librdf_iterator *const graphs = librdf_model_get_contexts(one.model);
    int count = 0;
    for (; !librdf_iterator_end(graphs); librdf_iterator_next(graphs)) count++;
    librdf_free_iterator(graphs);
    assert_int_equal(count, 2);
    assert_int_equal(change(&one, NULL, "a", false), 0); /* the default graph's alone */
    assert_int_equal(matches(&one, "a"), 1);
    assert_int_equal(librdf_model_context_remove_statements(one.model, g), 0);
    assert_int_equal(matches(&one, "a"), 0);
    assert_int_equal(librdf_model_size(one.model), 1);
    librdf_free_node(g);
    closes(&one);
}

static void test_transactions(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    assert_int_equal(add(&one, NULL, "before"), 0);
    assert_int_equal(librdf_model_transaction_start(one.model), 0);
    assert_int_not_equal(librdf_model_transaction_start(one.model), 0);
    assert_int_equal(add(&one, NULL, "inside"), 0);
    assert_int_equal(matches(&one, "inside"), 1); /* its own writes are read */
    assert_int_equal(librdf_model_transaction_rollback(one.model), 0);
    assert_int_not_equal(librdf_model_transaction_rollback(one.model), 0);
    assert_int_equal(matches(&one, "inside"), 0);
    assert_int_equal(librdf_model_transaction_start(one.model), 0);
    assert_int_equal(add(&one, NULL, "committed"), 0);
    assert_int_equal(librdf_model_transaction_commit(one.model), 0);
    assert_int_equal(librdf_model_transaction_start(one.model), 0);
    assert_int_equal(add(&one, NULL, "left open"), 0);
    closes(&one);
    Opened again = opened("");
    assert_int_equal(librdf_model_size(again.model), 2);
    assert_int_equal(matches(&again, "committed"), 1);
    assert_int_equal(matches(&again, "left open"), 0);
    closes(&again);
}

static void test_adding_while_a_stream_is_open(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    char object[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(object, sizeof object, "n%d", i);
        assert_int_equal(add(&one, NULL, object), 0);
    }
    for (int round = 0; round < 2;
         round++) { /* first inside what is not committed, then on a snapshot */
        const int size = librdf_model_size(one.model);
        librdf_stream *const stream = librdf_model_as_stream(one.model);
        int named, seen = 0;
        for (; !librdf_stream_end(stream); librdf_stream_next(stream)) {
            snprintf(object, sizeof object, "r%d-%d", round, seen++);
            if (seen % 10 == 0) assert_int_equal(add(&one, NULL, object), 0);
        }
        librdf_free_stream(stream);
        assert_int_equal(seen, size);
        assert_int_equal(rows(librdf_model_as_stream(one.model), &named), size + size / 10);
        assert_int_equal(librdf_model_sync(one.model), 0);
    }
    closes(&one);
}

/* A stream outlives the model and its storage. */
static void test_stream_outlives_model(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    int named;
    assert_int_equal(add(&one, NULL, "a"), 0);
    assert_int_equal(librdf_model_sync(one.model), 0);
    librdf_stream *const stream = librdf_model_as_stream(one.model);
    librdf_free_model(one.model);
    librdf_free_storage(one.storage);
    assert_int_equal(rows(stream, &named), 1);
    librdf_free_world(one.world);
}

static void test_two_worlds_two_models(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    Opened two = opened("");
    assert_int_equal(add(&one, NULL, "of one"), 0);
    assert_int_equal(matches(&two, "of one"), 0); /* not committed yet */
    assert_int_equal(librdf_model_sync(one.model), 0);
    assert_int_equal(matches(&two, "of one"), 1);
    librdf_stream *const old = librdf_model_as_stream(one.model);
    assert_int_equal(add(&two, EX "g", "of two"), 0);
    assert_int_equal(librdf_model_sync(two.model), 0);
    int named;
    assert_int_equal(rows(old, &named), 1); /* its snapshot */
    assert_int_equal(librdf_model_size(one.model), 2);
    closes(&two);
    closes(&one);
}

/* Many statements at once are one transaction: all of them or none. */
static void test_add_statements(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    librdf_parser *const parser = librdf_new_parser(one.world, "ntriples", NULL, NULL);
    librdf_uri *const base = librdf_new_uri(one.world, bytes(EX));
    librdf_stream *const stream = librdf_parser_parse_string_as_stream(
        parser, bytes("<http://e/a> <http://e/b> \"1\" .\n<http://e/a> <http://e/b> \"2\"@en .\n"),
        base);
    assert_int_equal(librdf_model_add_statements(one.model, stream), 0);
    librdf_free_stream(stream);
    librdf_free_uri(base);
    librdf_free_parser(parser);
    assert_int_equal(librdf_model_size(one.model), 2);
    closes(&one);
}

/* Opened by the program, the engine reads the store itself. */
static void test_native_graph(void **state) {
    (void)state;
    Opened one = opened("new='yes'");
    assert_int_equal(add(&one, NULL, "a"), 0);
    closes(&one);
    Graph *graph = NULL;
    const GraphOptions options = {.storage = "ytterby", .name = path};
    assert_int_equal(graph_open(&graph, &options, NULL), STATUS_OK);
    assert_non_null(graph_store(graph));
    assert_ptr_equal(graph_source(graph), store_source(graph_store(graph)));
    assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 1);
    const Quad quad = {term_iri(TEXT(EX "s")), term_iri(TEXT(EX "p")), term_string(TEXT("b")), {0}};
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_OK);
    assert_int_equal(graph_add(graph, &quad, NULL), STATUS_OK);
    graph_rollback(graph);
    assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 1);
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_OK);
    assert_int_equal(graph_add(graph, &quad, NULL), STATUS_OK);
    assert_int_equal(graph_commit(graph, NULL), STATUS_OK);
    assert_int_equal(librdf_model_size(graph_librdf_model(graph)), 2);
    assert_int_equal(store_verify(graph_store(graph), NULL, NULL, NULL), STATUS_OK);
    graph_close(graph);
    const GraphOptions missing = {.storage = "ytterby", .name = "missing.yt", .read_only = true};
    assert_int_equal(graph_open(&graph, &missing, NULL), STATUS_NOT_FOUND);
    const GraphOptions reading = {.storage = "ytterby", .name = path, .read_only = true};
    assert_int_equal(graph_open(&graph, &reading, NULL), STATUS_OK);
    assert_int_equal(graph_begin(graph, NULL, NULL), STATUS_REFUSED);
    graph_close(graph);
}

static int in_folder(void **state) {
    (void)state;
    return mkdtemp(folder) ? chdir(folder) : -1;
}

static int clean(void **state) {
    (void)state;
    unlink(path);
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_and_made),
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_transactions),
        cmocka_unit_test(test_adding_while_a_stream_is_open),
        cmocka_unit_test(test_stream_outlives_model),
        cmocka_unit_test(test_two_worlds_two_models),
        cmocka_unit_test(test_add_statements),
        cmocka_unit_test(test_native_graph),
    };
    return cmocka_run_group_tests(tests, in_folder, clean);
}
