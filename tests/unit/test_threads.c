/* Unit tests of the library used from several threads at once, each with graphs of its own: readers on one database, and
 * beside them a writer, and others that make graphs in memory. `make check-tsan` runs them under the thread sanitizer. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby.h"

enum {
    READERS = 4,
    ROUNDS = 15,
    BATCH = 10 /* statements that each update adds */
};

typedef struct Shared {
    char path[64];
    atomic_int wrong;
    atomic_int committed;
} Shared;

static void note(Shared *shared, const char *what, yt_graph *graph) {
    shared->wrong++;
    fprintf(stderr, "%s: %s\n", what, yt_message(graph));
}

/* The whole number in the first column of the first row; -1: something failed. */
static long ask(yt_graph *graph, const char *text) {
    yt_query *query;
    long number = -1;
    if (yt_prepare(graph, text, &query) != YT_OK) return -1;
    if (yt_step(query) == YT_ROW) number = strtol(yt_column_text(query, 0), NULL, 10);
    if (yt_step(query) != YT_DONE) number = -1;
    yt_finalize(query);
    return number;
}

static void *read_it(void *context) {
    Shared *const shared = context;
    yt_graph *graph;
    if (yt_open(&graph, "ytterby", shared->path, "write='no'") != YT_OK)
        note(shared, "open to read", graph);
    for (bool last = false; !last && !shared->wrong;) {
        last = shared->committed == ROUNDS;
        const long least = shared->committed * BATCH;
        const long all = ask(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
        const long joined =
            ask(graph, "SELECT (COUNT(*) AS ?n) { { SELECT ?s (COUNT(*) AS ?k) "
                       "{ ?s <x:p> ?o . ?s <x:p> ?o2 } GROUP BY ?s HAVING (COUNT(*) = 100) } }");
        if (all < least || all % BATCH != 0 || joined * BATCH < all) note(shared, "read", graph);
    }
    yt_close(graph);
    return NULL;
}

static void *write_it(void *context) {
    Shared *const shared = context;
    yt_graph *graph;
    if (yt_open(&graph, "ytterby", shared->path, "") != YT_OK) note(shared, "open to write", graph);
    for (int i = 0; i < ROUNDS && !shared->wrong; i++) {
        char update[1000] = "INSERT DATA {";
        for (int k = 0; k < BATCH; k++)
            snprintf(update + strlen(update), 60, " <x:s%d> <x:p> \"%d\"@en .", i, k);
        strcat(update, " }");
        if (yt_update(graph, update) != YT_OK) note(shared, "update", graph);
        shared->committed++;
    }
    yt_close(graph);
    return NULL;
}

static void *work_in_memory(void *context) {
    Shared *const shared = context;
    for (int i = 0; i < ROUNDS && !shared->wrong; i++) {
        yt_graph *graph;
        if (yt_open(&graph, NULL, NULL, NULL) != YT_OK ||
            yt_update(graph, "INSERT DATA { <x:a> <x:p> 1, 2.5, \"three\"@en }") != YT_OK ||
            ask(graph, "SELECT (COUNT(?o) AS ?n) { ?s ?p ?o FILTER REGEX(STR(?o), \"[0-9]\") }") !=
                2)
            note(shared, "in memory", graph);
        yt_close(graph);
    }
    return NULL;
}

static void test_readers_beside_a_writer(void **state) {
    (void)state;
    static Shared shared = {.path = "threads-XXXXXX"};
    pthread_t threads[READERS + 3];
    size_t count = 0;
    const int fd = mkstemp(shared.path);
    assert_true(fd >= 0);
    close(fd); /* an empty file is an empty database once it is opened to be written */
    yt_graph *graph;
    assert_int_equal(yt_open(&graph, "ytterby", shared.path, ""), YT_OK);
    assert_int_equal(pthread_create(&threads[count++], NULL, write_it, &shared), 0);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[count++], NULL, read_it, &shared), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[count++], NULL, work_in_memory, &shared), 0);
    while (count > 0) pthread_join(threads[--count], NULL);
    assert_int_equal(shared.wrong, 0);
    assert_int_equal(ask(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), ROUNDS * BATCH);
    yt_close(graph);
    unlink(shared.path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_readers_beside_a_writer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
