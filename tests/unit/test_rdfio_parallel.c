/* Line formats read by several threads give the same quads as by one, and the first error by position. */
#include "rdfio_collect.h"

#include <pthread.h>

enum {
    WORKERS = 4,
    LINES = 60000
};

typedef struct Sum {
    size_t quads;
    uint64_t hash; /* of all quads, in any order */
} Sum;

static Status add_quad(void *context, const Quad *quad) {
    Sum *const sum = context;
    sum->quads++;
    sum->hash += hash_mix(hash_mix(term_hash(&quad->subject), term_hash(&quad->object)),
                          term_hash(&quad->graph));
    return STATUS_OK;
}

static Sum read_sums(const char *path, size_t workers, Status wanted, Diag *diag) {
    Sum sums[WORKERS] = {{0, 0}}, all = {0, 0};
    RdfSink sinks[WORKERS];
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("nquads"))};
    for (size_t i = 0; i < WORKERS; i++)
        sinks[i] = (RdfSink){.quad = add_quad, .context = &sums[i]};
    assert_int_equal(rdf_read_parallel(path, &options, sinks, workers, diag), wanted);
    for (size_t i = 0; i < WORKERS; i++) {
        all.quads += sums[i].quads;
        all.hash += sums[i].hash;
    }
    return all;
}

static void fill_with_lines(Buffer *text, size_t bad) {
    for (size_t i = 1; i <= LINES; i++) {
        if (i == bad || i == bad + 20000)
            buffer_text(text, TEXT("<s:s> <p:p> oops .\n"));
        else
            buffer_format(text,
                          "<http://e/s%zu> <p:p> \"value \\u00e9 %zu\" <g:%zu> . # a comment to "
                          "make it longer\n",
                          i, i * 7, i % 5);
        if (i == LINES / 2) { /* a line longer than a piece */
            buffer_text(text, TEXT("<s:s> <p:p> \""));
            for (size_t k = 0; k < 3000000; k++) buffer_byte(text, 'x');
            buffer_text(text, TEXT("\" .\n"));
        }
    }
    text->len--; /* the last line has no end */
}

static void test_same_quads(void **state) {
    (void)state;
    Buffer text = {0};
    fill_with_lines(&text, SIZE_MAX / 2);
    char *const path = temporary_file(buffer_view(&text));
    Diag diag = {0};
    const Sum one = read_sums(path, 1, STATUS_OK, &diag);
    assert_int_equal(one.quads, LINES + 1);
    for (size_t workers = 2; workers <= WORKERS; workers++) {
        const Sum many = read_sums(path, workers, STATUS_OK, &diag);
        assert_int_equal(many.quads, one.quads);
        assert_int_equal(many.hash, one.hash);
    }
    unlink(path);
    free(path);
    buffer_free(&text);
}

static void test_first_error(void **state) {
    (void)state;
    Buffer text = {0};
    fill_with_lines(&text, 20000);
    char *const path = temporary_file(buffer_view(&text));
    for (size_t run = 0; run < 5; run++) {
        Diag diag = {0};
        const Sum sum = read_sums(path, 3, STATUS_SYNTAX, &diag);
        assert_int_equal(diag.line, 20000);
        assert_int_equal(diag.column, 13);
        assert_true(sum.quads >= 19999);
    }
    unlink(path);
    free(path);
    buffer_free(&text);
}

static void count_warning(void *context, const Diag *diag) { *(size_t *)context += diag->line; }

static void test_keep_going(void **state) {
    (void)state;
    Buffer text = {0};
    fill_with_lines(&text, 30000 - 5);
    char *const path = temporary_file(buffer_view(&text));
    size_t lines = 0;
    Sum sums[2] = {{0, 0}};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("nquads")),
                                    .keep_going = true,
                                    .warn = count_warning,
                                    .warn_context = &lines};
    const RdfSink sinks[2] = {{.quad = add_quad, .context = &sums[0]},
                              {.quad = add_quad, .context = &sums[1]}};
    Diag diag = {0};
    assert_int_equal(rdf_read_parallel(path, &options, sinks, 2, &diag), STATUS_OK);
    assert_int_equal(lines, 29995 + 49996); /* the long line stands between them */
    assert_int_equal(sums[0].quads + sums[1].quads, LINES + 1 - 2);
    unlink(path);
    free(path);
    buffer_free(&text);
}

static Status stop(void *context, const Quad *quad) {
    (void)context;
    (void)quad;
    return STATUS_REFUSED;
}

static void test_sink_stops(void **state) {
    (void)state;
    Buffer text = {0};
    fill_with_lines(&text, SIZE_MAX / 2);
    char *const path = temporary_file(buffer_view(&text));
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("nquads"))};
    const RdfSink sinks[2] = {{.quad = stop}, {.quad = stop}};
    Diag diag = {0};
    assert_int_equal(rdf_read_parallel(path, &options, sinks, 2, &diag), STATUS_REFUSED);
    unlink(path);
    assert_int_equal(rdf_read_parallel(path, &options, sinks, 2, &diag), STATUS_NOT_FOUND);
    free(path);
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_quads),
        cmocka_unit_test(test_first_error),
        cmocka_unit_test(test_keep_going),
        cmocka_unit_test(test_sink_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
