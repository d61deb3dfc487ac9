/* Unit tests of the bulk load: it must give what inserting one by one gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby/load.h"

static char folder[64];
static uint64_t seed;

static uint64_t rnd(uint64_t below) {
    seed = hash_mix(seed, 7);
    return seed % below;
}

static const char *path_of(const char *name) {
    static char paths[4][96];
    static size_t next;
    char *const path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int setup(void **state) {
    (void)state;
    seed = 11;
    strcpy(folder, "/tmp/ytterby-load-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    static const char *const names[] = {"bulk", "plain", "a.nq", "b.nq", "a.ttl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
    return rmdir(folder);
}

static Store *open_store(const char *name) {
    Store *store = NULL;
    assert_int_equal(store_open(&store, path_of(name), STORE_CREATE, 1, NULL), STATUS_OK);
    return store;
}

static void write_file(const char *name, const char *text) {
    FILE *const file = fopen(path_of(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* ---- Making data ---------------------------------------------------------------------------------------------- */

static void write_term(FILE *file, bool subject) {
    const unsigned number = (unsigned)rnd(300);
    switch (rnd(subject ? 2 : 12)) {
    case 0: fprintf(file, "<http://example.org/a/long/common/beginning/%u> ", number); return;
    case 1: fprintf(file, "_:b%u ", number); return;
    case 2: fprintf(file, "\"%u\"^^<" XSD "integer> ", number); return;
    case 3: fprintf(file, "\"0%u\"^^<" XSD "integer> ", number); return;
    case 4: fprintf(file, "\"text %u\"@%s ", number, number % 2 ? "en" : "de-AT--ltr"); return;
    case 5: fprintf(file, "\"text %u\"@%s ", number, number % 3 ? "fr" : "de-AT--rtl"); return;
    case 6: fprintf(file, "\"text %u\"^^<http://example.org/type%u> ", number, number % 5); return;
    case 7: fprintf(file, "\"2025-01-%02u\"^^<" XSD "date> ", number % 28 + 1); return;
    case 8: fprintf(file, "\"2025-%u\"^^<" XSD "gYearMonth> ", number); return;
    case 9:
        fprintf(file, "<<( _:b%u <http://example.org/p> \"%u\" )>> ", number, number % 7);
        return;
    case 10:
        fprintf(file, "\"%.*s%s\" ", (int)(number % 20), "aaaaaaaaaaaaaaaaaaaa",
                number % 2 ? "" : "\\u0000\\u0000");
        return;
    default: fprintf(file, "\"a string of many words %u\" ", number);
    }
}

static void write_quads(const char *name, size_t count) {
    FILE *const file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        write_term(file, true);
        fprintf(file, "<http://example.org/p%u> ", (unsigned)rnd(9));
        write_term(file, false);
        if (rnd(3) == 0) fprintf(file, "<http://example.org/g%u> ", (unsigned)rnd(50));
        fputs(".\n", file);
    }
    fclose(file);
}

/* ---- Loading both ways ------------------------------------------------------------------------------------------ */

static Status insert_quad(void *context, const Quad *quad) {
    return store_insert(context, quad, NULL);
}

static void insert_file(Store *store, const char *name) {
    const RdfSink sink = {.quad = insert_quad, .context = store};
    const RdfReadOptions options = {.budget = NULL};
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    assert_int_equal(rdf_read_file(path_of(name), &options, &sink, NULL), STATUS_OK);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
}

static LoadResult load_names(Store *store, const LoadOptions *options, const char *first,
                             const char *second) {
    const char *const paths[] = {path_of(first), second ? path_of(second) : NULL};
    LoadResult result;
    Diag diag = {0};
    assert_int_equal(store_begin(store, "load", NULL), STATUS_OK);
    const Status status = load_files(store, paths, second ? 2 : 1, options, &result, &diag);
    if (status != STATUS_OK) diag_print(&diag, "error", stderr);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    return result;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *line_of(StoreReader *reader, const QuadBatch *batch, size_t row) {
    const TermId ids[] = {batch->subject[row], batch->predicate[row], batch->object[row],
                          batch->graph[row]};
    Buffer line = {0};
    Arena *const arena = arena_new(NULL);
    for (size_t i = 0; i < 4; i++) {
        Term term;
        if (ids[i] == TERM_ID_DEFAULT_GRAPH) continue;
        assert_int_equal(store_reader_term(reader, ids[i], arena, &term, NULL), STATUS_OK);
        term_write(&line, &term);
        buffer_byte(&line, ' ');
    }
    arena_free(arena);
    assert_non_null(buffer_string(&line));
    return line.at;
}

/* All quads as sorted lines, read in one order. */
static char **lines_of(Store *store, ScanOrder order, size_t *count) {
    static QuadBatch batch;
    StoreReader *reader = NULL;
    SourceScan *scan = NULL;
    char **lines = NULL;
    const ScanRequest all = {.order = order, .columns = QUAD_ALL};
    *count = 0;
    assert_int_equal(store_reader_open(&reader, store, NULL), STATUS_OK);
    assert_int_equal(store_reader_scan(reader, &all, &scan, NULL), STATUS_OK);
    for (;;) {
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        lines = mem_resize(lines, (*count + batch.rows) * sizeof *lines);
        for (size_t i = 0; i < batch.rows; i++) lines[(*count)++] = line_of(reader, &batch, i);
    }
    source_scan_free(scan);
    store_reader_close(reader);
    if (lines) qsort(lines, *count, sizeof *lines, by_text);
    return lines;
}

static void free_lines(char **lines, size_t count) {
    for (size_t i = 0; i < count; i++) mem_free(lines[i]);
    mem_free(lines);
}

static void assert_sound(Store *store) {
    Diag diag = {0};
    const Status status = store_verify(store, NULL, NULL, &diag);
    if (status != STATUS_OK) print_message("%s\n", diag.message);
    assert_int_equal(status, STATUS_OK);
}

static void assert_same(Store *a, Store *b) {
    assert_sound(a);
    for (int order = ORDER_SPO; order <= ORDER_OPS; order++) {
        size_t left, right;
        char **const x = lines_of(a, (ScanOrder)order, &left);
        char **const y = lines_of(b, (ScanOrder)order, &right);
        assert_int_equal(left, right);
        for (size_t i = 0; i < left; i++) assert_string_equal(x[i], y[i]);
        free_lines(x, left);
        free_lines(y, right);
    }
}

static uint64_t quads_of(Store *store) {
    StoreInfo info;
    assert_int_equal(store_info(store, &info, NULL), STATUS_OK);
    return info.quads;
}

/* ---- Tests --------------------------------------------------------------------------------------------------------- */

static void test_equals_inserts(void **state) {
    (void)state;
    write_quads("a.nq", 20000);
    Store *const bulk = open_store("bulk");
    Store *const plain = open_store("plain");
    const LoadOptions options = {.threads = 2};
    const LoadResult result = load_names(bulk, &options, "a.nq", NULL);
    insert_file(plain, "a.nq");
    assert_int_equal(result.statements, 20000);
    assert_int_equal(result.added, quads_of(plain));
    assert_int_equal(result.batches, 1);
    assert_same(bulk, plain);
    store_close(bulk);
    store_close(plain);
}

/* Small memory: many batches, the later ones merged with what is there. */
static void test_memory(void **state) {
    (void)state;
    write_quads("a.nq", 60000);
    Store *const bulk = open_store("bulk");
    Store *const plain = open_store("plain");
    const LoadOptions options = {.memory = 1, .threads = 2};
    const LoadResult result = load_names(bulk, &options, "a.nq", NULL);
    insert_file(plain, "a.nq");
    assert_true(result.batches > 3);
    assert_int_equal(result.added, quads_of(plain));
    assert_same(bulk, plain);
    store_close(bulk);
    store_close(plain);
}

/* Without blank nodes, loading into a database that holds data is the same as inserting: large and small loads. */
static void test_second_load(void **state) {
    (void)state;
    Store *const bulk = open_store("bulk");
    Store *const plain = open_store("plain");
    const LoadOptions options = {.threads = 2};
    for (unsigned load = 0; load < 4; load++) {
        FILE *const file = fopen(path_of("a.nq"), "w");
        assert_non_null(file);
        for (size_t i = 0; i < (load < 2 ? 5000 : 200); i++)
            fprintf(file, "<http://example.org/%u> <p:p> \"%u\"@en <http://example.org/g%u> .\n",
                    (unsigned)rnd(2000), (unsigned)rnd(4), load % 2);
        fclose(file);
        const uint64_t before = quads_of(bulk);
        const LoadResult result = load_names(bulk, &options, "a.nq", NULL);
        insert_file(plain, "a.nq");
        assert_int_equal(result.added, quads_of(plain) - before);
        assert_same(bulk, plain);
    }
    store_close(bulk);
    store_close(plain);
}

static void test_blank_nodes_stay_apart(void **state) {
    (void)state;
    write_file("a.nq", "_:x <p:p> _:y .\n");
    write_file("b.nq", "_:x <p:p> _:y .\n_:y <p:p> _:x .\n");
    Store *const bulk = open_store("bulk");
    const LoadOptions options = {.threads = 2};
    load_names(bulk, &options, "a.nq", NULL);
    size_t count;
    char **lines = lines_of(bulk, ORDER_SPO, &count);
    assert_int_equal(count, 1);
    assert_string_equal(lines[0], "_:x <p:p> _:y "); /* the first labels stay */
    free_lines(lines, count);
    load_names(bulk, &options, "a.nq", "b.nq");
    assert_int_equal(quads_of(bulk), 4);
    assert_sound(bulk);
    store_close(bulk);
}

static Status collect_prefix(void *context, Text prefix, Text iri) {
    buffer_format(context, "%.*s=%.*s ", (int)prefix.len, prefix.at, (int)iri.len, iri.at);
    return STATUS_OK;
}

static void test_prefixes_and_graph(void **state) {
    (void)state;
    write_file("a.ttl", "@prefix e: <http://e/> . @prefix f: <http://f/> . e:a f:b e:c , 5 .\n");
    Store *const bulk = open_store("bulk");
    assert_int_equal(store_begin(bulk, NULL, NULL), STATUS_OK);
    assert_int_equal(store_set_prefix(bulk, TEXT("f"), TEXT("http://old/"), NULL), STATUS_OK);
    assert_int_equal(store_commit(bulk, NULL), STATUS_OK);
    const LoadOptions options = {.graph = term_iri(TEXT("http://g"))};
    load_names(bulk, &options, "a.ttl", NULL);
    size_t count;
    char **const lines = lines_of(bulk, ORDER_SPO, &count);
    assert_int_equal(count, 2);
    assert_string_equal(lines[1], "<http://e/a> <http://f/b> <http://e/c> <http://g> ");
    free_lines(lines, count);
    Buffer out = {0};
    assert_int_equal(store_prefixes(bulk, collect_prefix, &out, NULL), STATUS_OK);
    assert_string_equal(buffer_string(&out), "f=http://old/ e=http://e/ ");
    buffer_free(&out);
    assert_sound(bulk);
    store_close(bulk);
}

static void expect_failure(Store *store, const LoadOptions *options, Status expected, Diag *diag) {
    const char *const paths[] = {path_of("a.nq"), path_of("b.nq")};
    const uint64_t before = quads_of(store);
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    assert_int_equal(load_files(store, paths, 2, options, NULL, diag), expected);
    assert_false(store_in_transaction(store));
    assert_int_equal(quads_of(store), before);
    assert_sound(store);
}

static void test_errors(void **state) {
    (void)state;
    Store *const bulk = open_store("bulk");
    const LoadOptions options = {.memory = 1, .threads = 2};
    Diag diag = {0};
    write_quads("a.nq", 20000);
    assert_int_equal(load_files(bulk, NULL, 0, &options, NULL, NULL), STATUS_USAGE);
    for (int round = 0; round < 2; round++) {
        write_file("b.nq", "<a:a> <b:b> <c:c> .\n<a:a> <b:b> .\n");
        diag_clear(&diag);
        expect_failure(bulk, &options, STATUS_SYNTAX, &diag);
        assert_int_equal(diag.line, 2);
        assert_non_null(strstr(diag.file, "b.nq"));
        unlink(path_of("b.nq"));
        diag_clear(&diag);
        expect_failure(bulk, &options, STATUS_NOT_FOUND, &diag);
        assert_true(diag.message[0] != 0);
        Budget budget;
        budget_init(&budget, 0, 0);
        atomic_store(&budget.cancelled, true);
        const LoadOptions cancelled = {.threads = 2, .budget = &budget};
        expect_failure(bulk, &cancelled, STATUS_CANCELLED, NULL);
        load_names(bulk, &options, "a.nq", NULL); /* and once more with data there */
    }
    store_close(bulk);
}

static void test_empty(void **state) {
    (void)state;
    write_file("a.nq", "# nothing\n");
    Store *const bulk = open_store("bulk");
    const LoadOptions options = {.threads = 2};
    const LoadResult result = load_names(bulk, &options, "a.nq", NULL);
    assert_int_equal(result.statements + result.added, 0);
    assert_sound(bulk);
    store_close(bulk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_equals_inserts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(test_second_load, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blank_nodes_stay_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(test_prefixes_and_graph, setup, teardown),
        cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
