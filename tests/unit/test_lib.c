/* Unit tests of the library's door, used as a program of somebody else would use it. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby.h"

static yt_graph *filled(void) {
    yt_graph *graph;
    assert_int_equal(yt_open(&graph, NULL, NULL, NULL), YT_OK);
    assert_int_equal(yt_update(graph, "INSERT DATA { <x:a> <x:p> 5 , \"hi\"@en ; <x:q> [] . "
                                      "GRAPH <x:g> { <x:b> <x:p> 7 } }"),
                     YT_OK);
    return graph;
}

static yt_query *prepared(yt_graph *graph, const char *text) {
    yt_query *query;
    if (yt_prepare(graph, text, &query) != YT_OK) fail_msg("%s", yt_message(graph));
    return query;
}

static void test_select(void **state) {
    (void)state;
    yt_graph *const graph = filled();
    yt_query *const query = prepared(graph, "SELECT ?s ?o ?none { ?s <x:p> ?o } ORDER BY LANG(?o)");
    assert_int_equal(yt_column_count(query), 3);
    assert_string_equal(yt_column_name(query, 1), "o");
    assert_null(yt_column_name(query, 3));
    assert_int_equal(yt_step(query), YT_ROW);
    assert_int_equal(yt_column_kind(query, 0), YT_IRI);
    assert_string_equal(yt_column_text(query, 0), "x:a");
    assert_string_equal(yt_column_text(query, 1), "5");
    assert_int_equal(yt_column_bytes(query, 1), 1);
    assert_string_equal(yt_column_datatype(query, 1), "http://www.w3.org/2001/XMLSchema#integer");
    assert_int_equal(yt_column_kind(query, 2), YT_UNBOUND);
    assert_string_equal(yt_column_text(query, 2), "");
    assert_int_equal(yt_step(query), YT_ROW);
    assert_int_equal(yt_column_kind(query, 1), YT_LITERAL);
    assert_string_equal(yt_column_text(query, 1), "hi");
    assert_string_equal(yt_column_language(query, 1), "en");
    assert_int_equal(yt_step(query), YT_DONE);
    assert_int_equal(yt_step(query), YT_DONE);
    yt_finalize(query);
    yt_close(graph);
}

static void test_ask_and_construct(void **state) {
    (void)state;
    yt_graph *const graph = filled();
    yt_query *query = prepared(graph, "ASK { <x:b> ?p ?o }");
    assert_string_equal(yt_column_name(query, 0), "answer");
    assert_int_equal(yt_step(query), YT_ROW);
    assert_string_equal(yt_column_text(query, 0), "false");
    assert_int_equal(yt_step(query), YT_DONE);
    yt_finalize(query);
    yt_union_default(graph, 1);
    query =
        prepared(graph, "CONSTRUCT { ?s <x:r> ?o } WHERE { ?s <x:p> ?o FILTER(isNumeric(?o)) }");
    int rows = 0;
    for (; yt_step(query) == YT_ROW; rows++) assert_string_equal(yt_column_text(query, 1), "x:r");
    assert_int_equal(rows, 2);
    yt_finalize(query);
    yt_close(graph);
}

static void test_errors(void **state) {
    (void)state;
    yt_graph *graph = filled();
    yt_query *query;
    assert_int_equal(yt_prepare(graph, "SELECT ?x {", &query), YT_SYNTAX);
    assert_null(query);
    assert_non_null(strstr(yt_message(graph), "query:1:"));
    assert_int_equal(yt_update(graph, "LOAD <file:///etc/passwd>"), YT_REFUSED);
    assert_int_equal(yt_load(graph, "/nonexistent.ttl", NULL), YT_NOT_FOUND);
    yt_close(graph);
    assert_int_equal(yt_open(&graph, "nosuch", "x", NULL), YT_NOT_FOUND);
    assert_non_null(strstr(yt_message(graph), "nosuch"));
    yt_close(graph);
}

static void test_cancel(void **state) {
    (void)state;
    yt_graph *const graph = filled();
    yt_query *const query = prepared(graph, "SELECT * { ?s ?p ?o }");
    yt_cancel(query);
    assert_int_equal(yt_step(query), YT_CANCELLED);
    yt_finalize(query);
    yt_close(graph);
}

static void test_load(void **state) {
    (void)state;
    char path[] = "/tmp/ytterby-lib-XXXXXX.ttl";
    const int fd = mkstemps(path, 4);
    static const char good[] = "<x:a> <x:b> _:c .", bad[] = " <x:d> <x:e> .";
    assert_int_equal(write(fd, good, sizeof good - 1), sizeof good - 1);
    yt_graph *graph;
    assert_int_equal(yt_open(&graph, NULL, NULL, NULL), YT_OK);
    assert_int_equal(yt_load(graph, path, NULL), YT_OK);
    assert_int_equal(yt_load(graph, path, "x:g"), YT_OK);
    assert_int_equal(write(fd, bad, sizeof bad - 1), sizeof bad - 1);
    assert_int_equal(yt_load(graph, path, "x:h"), YT_SYNTAX);
    yt_query *const query = prepared(
        graph,
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { { ?a ?b ?c } UNION { GRAPH ?g { ?a ?b ?c } } }");
    assert_int_equal(yt_step(query), YT_ROW);
    assert_string_equal(yt_column_text(query, 0), "2");
    yt_finalize(query);
    yt_close(graph);
    close(fd);
    unlink(path);
}

static size_t tasks(void) {
    DIR *const folder = opendir("/proc/self/task");
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* The threads that are there when a query has given its first rows, and gone when it ends. */
static void test_threads(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-lib-XXXXXX", path[64], update[40000] = "INSERT DATA {";
    yt_graph *graph;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/db", folder);
    assert_int_equal(yt_open(&graph, "ytterby", path, NULL), YT_OK);
    for (size_t i = 0, at = strlen(update); i < 1000; i++)
        at +=
            (size_t)snprintf(update + at, sizeof update - at, " <x:%zu> <x:p> <x:%zu> .", i, i % 7);
    strcat(update, " }");
    if (yt_update(graph, update) != YT_OK) fail_msg("%s", yt_message(graph));
    for (unsigned count = 0; count < 4; count++) {
        yt_threads(graph, count);
        yt_query *const query = prepared(graph, "SELECT * { ?a <x:p> ?b . ?c <x:p> ?b }");
        for (int i = 0; i < 50000; i++) assert_int_equal(yt_step(query), YT_ROW);
        assert_int_equal(tasks(), count > 1 ? 1 + count : 1);
        yt_finalize(query);
        assert_int_equal(tasks(), 1);
    }
    yt_close(graph);
    unlink(path);
    rmdir(folder);
}

static void test_limits(void **state) {
    (void)state;
    yt_graph *const graph = filled();
    yt_limits(graph, 0, 200000);
    yt_query *query = prepared(graph, "SELECT * { BIND(REPLACE(\"aaaaaaaaaaaaaaaaaaaa\", \"a\", "
                                      "\"bbbbbbbbbbbbbbbbbbbb\") AS ?x) "
                                      "BIND(REPLACE(?x, \"b\", ?x) AS ?y) "
                                      "BIND(REPLACE(?y, \"b\", ?x) AS ?z) }");
    assert_int_equal(yt_step(query), YT_REFUSED);
    assert_non_null(strstr(yt_message(graph), "memory"));
    yt_finalize(query);
    yt_limits(graph, 0, 0);
    query = prepared(graph, "SELECT * { ?s <x:p> ?o }");
    assert_int_equal(yt_step(query), YT_ROW);
    yt_finalize(query);
    yt_close(graph);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_select), cmocka_unit_test(test_ask_and_construct),
        cmocka_unit_test(test_errors), cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_load),   cmocka_unit_test(test_threads),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests_name("lib", tests, NULL, NULL);
}
