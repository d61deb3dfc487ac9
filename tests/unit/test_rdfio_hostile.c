/* Input made to break readers: each case ends in an answer, in linear time, in memory that its size explains. */
#include "rdfio_collect.h"

#include <time.h>

static Status count_quad(void *context, const Quad *quad) {
    (void)quad;
    ++*(size_t *)context;
    return STATUS_OK;
}

typedef struct Answer {
    Status status;
    size_t quads;
    Diag diag;
    double seconds;
    size_t peak;
} Answer;

/* Processor time: a busy machine must not fail a test. The bounds below tell a quadratic reader, not a slow one. */
static double processor_seconds(void) { return (double)clock() / CLOCKS_PER_SEC; }

static Answer answer(const char *format, Text text) {
    Answer answer = {.status = STATUS_OK};
    Budget budget;
    budget_init(&budget, 0, (size_t)1 << 30);
    const RdfReadOptions options = {.format = rdf_format_named(text_of(format)), .budget = &budget};
    const RdfSink sink = {.quad = count_quad, .context = &answer.quads};
    const double start = processor_seconds();
    answer.status = rdf_read_text(text, "hostile", &options, &sink, &answer.diag);
    answer.seconds = processor_seconds() - start;
    answer.peak = atomic_load(&budget.peak);
    return answer;
}

static void repeat(Buffer *text, const char *piece, size_t count) {
    for (size_t i = 0; i < count; i++) buffer_text(text, text_of(piece));
}

static void test_language_tags(void **state) {
    (void)state;
    const size_t lengths[] = {255, 256, 300, 9000000};
    const char *const formats[] = {"ntriples", "turtle"};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 2; k++) {
            Buffer text = {0};
            buffer_text(&text, TEXT("<s:s> <p:p> \"x\"@"));
            repeat(&text, "a", lengths[i]);
            buffer_text(&text, TEXT(" .\n"));
            assert_int_equal(answer(formats[k], buffer_view(&text)).status,
                             STATUS_SYNTAX); /* RFC 5646: at most 8 */
            buffer_clear(&text);
            buffer_text(&text, TEXT("<s:s> <p:p> \"x\"@en"));
            repeat(&text, "-abcdefgh", lengths[i] / 9);
            buffer_text(&text, TEXT(" .\n"));
            assert_int_equal(answer(formats[k], buffer_view(&text)).status, STATUS_OK);
            buffer_free(&text);
        }
    }
}

/* A literal of 100 MB: read whole, with escapes too, from a file as well. */
static void test_huge_literal(void **state) {
    (void)state;
    const char *const formats[] = {"ntriples", "turtle"};
    Buffer text = {0};
    buffer_text(&text, TEXT("<s:s> <p:p> \"\\t"));
    repeat(&text, "0123456789", 10000000);
    buffer_text(&text, TEXT("\" ."));
    char *const path = temporary_file(buffer_view(&text));
    for (size_t i = 0; i < 2; i++) {
        const Answer whole = answer(formats[i], buffer_view(&text));
        assert_int_equal(whole.status, STATUS_OK);
        assert_int_equal(whole.quads, 1);
        assert_true(whole.seconds < 60);
        size_t quads = 0;
        Diag diag = {0};
        const RdfReadOptions options = {.format = rdf_format_named(text_of(formats[i]))};
        const RdfSink sink = {.quad = count_quad, .context = &quads};
        const double start = processor_seconds();
        assert_int_equal(rdf_read_file(path, &options, &sink, &diag), STATUS_OK);
        assert_int_equal(quads, 1);
        assert_true(processor_seconds() - start < 60);
    }
    unlink(path);
    free(path);
    buffer_free(&text);
}

static const char *const openings[] = {
    "[",
    "(",
    "<<(",
    "<<",
    "[ :p ",
    "( ( ",
    "<< << ",
    "<a:a> <b:b> [ <p:p> ",
    "<a:a> <b:b> ( ",
    "<a:a> <b:b> <<( <s:s> <p:p> ",
    "<a:a> <b:b> << ",
    "<a:a> <b:b> <c:c> {| ",
    "{",
    "{|",
};

/* A million opened brackets, never closed: an error, soon. */
static void test_nesting(void **state) {
    (void)state;
    const char *const formats[] = {"turtle", "trig", "ntriples", "nquads"};
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        Buffer text = {0};
        repeat(&text, openings[i], 1000000);
        for (size_t k = 0; k < 4; k++) {
            const Answer nested = answer(formats[k], buffer_view(&text));
            assert_int_equal(nested.status, STATUS_SYNTAX);
            assert_true(nested.diag.line == 1 && nested.diag.column > 0);
            assert_true(nested.seconds < 60);
        }
        buffer_free(&text);
    }
}

/* Brackets that nest as deep as is allowed are read; one more is an error with its place. */
static void test_nesting_limit(void **state) {
    (void)state;
    for (size_t depth = 9990; depth <= 10010; depth += 20) {
        Buffer text = {0};
        buffer_text(&text, TEXT("<a:a> <b:b> "));
        repeat(&text, "(", depth);
        repeat(&text, ")", depth);
        buffer_text(&text, TEXT(" ."));
        const Answer nested = answer("turtle", buffer_view(&text));
        assert_int_equal(nested.status, depth < 10000 ? STATUS_OK : STATUS_SYNTAX);
        if (depth > 10000) assert_true(nested.diag.column > 10000);
        assert_true(nested.peak < (size_t)64 << 20);
        buffer_free(&text);
    }
}

static void test_deep_triple_terms(void **state) {
    (void)state;
    const char *const formats[] = {"turtle", "ntriples"};
    for (size_t i = 0; i < 2; i++) {
        Buffer text = {0};
        buffer_text(&text, TEXT("<a:a> <b:b> "));
        repeat(&text, "<<( <s:s> <p:p> ", 5000);
        buffer_text(&text, TEXT("<o:o>"));
        repeat(&text, " )>>", 5000);
        buffer_text(&text, TEXT(" .\n"));
        Collected collected = collect(formats[i], buffer_view(&text), TEXT(""));
        assert_int_equal(collected.status, STATUS_OK);
        assert_int_equal(collected.text.len, text.len);
        buffer_free(&collected.text);
        buffer_free(&text);
    }
}

/* One piece, over and over: the time for four times as much is not much more than four times as long. */
static void test_linear_time(void **state) {
    (void)state;
    static const struct {
        const char *format, *before, *piece, *after;
    } cases[] = {
        {"turtle", "<a:a> <b:b> ( ", "1 ", ") ."},
        {"turtle", "<a:a> <b:b> 1", ", 1", " ."},
        {"turtle", "<a:a> <b:b> 1 ", ";", " ."},
        {"turtle", "<a:a> <b:b> 1 ", "; <b:b> 2", " ."},
        {"turtle", "<a:a> <b:b> 1 ", "~ ", " ."},
        {"turtle", "", "@prefix a: <b:b> . ", ""},
        {"turtle", "", "# comment\n", ""},
        {"turtle", "@prefix a: <a:> . a:b", ".c", " a:b a:c ."},
        {"turtle", "@prefix a: <a:> . a:b a:c a:d", ".", ""},
        {"turtle", "<a:a> <b:b> \"\"\"", "\"\"a", "\"\"\" ."},
        {"turtle", "<a:a> <b:b> \"", "\\u00e9", "\" ."},
        {"turtle", "<a:a> <b:b> <c:", "\xC3\xA9", "> ."},
        {"turtle", "<a:a> <b:b> [", " ", "] ."},
        {"turtle", "<a:a> <b:b> 1", "0", " ."},
        {"ntriples", "<a:a> <b:b> \"", "\\u00e9", "\" ."},
        {"ntriples", "", "\n", ""},
        {"ntriples", "", "_:a <b:b> _:c.\n", ""},
        {"nquads", "<a:a> <b:b> _:c", ".c", " .\n"},
        {"trig", "", "<g:g>{}", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double seconds[2];
        for (size_t k = 0; k < 2; k++) {
            Buffer text = {0};
            buffer_text(&text, text_of(cases[i].before));
            repeat(&text, cases[i].piece, (size_t)(k ? 800000 : 200000));
            buffer_text(&text, text_of(cases[i].after));
            seconds[k] = 1e9;
            for (size_t run = 0; run < 3; run++) {
                const Answer result = answer(cases[i].format, buffer_view(&text));
                if (result.seconds < seconds[k]) seconds[k] = result.seconds;
            }
            buffer_free(&text);
        }
        if (seconds[1] > 10 * seconds[0] + 0.05)
            print_error("%s: %f, %f\n", cases[i].piece, seconds[0], seconds[1]);
        assert_true(seconds[1] <= 10 * seconds[0] + 0.05);
    }
}

/* Memory follows the longest statement's nesting, not the number of statements or items. */
static void test_constant_memory(void **state) {
    (void)state;
    static const char *const pieces[] = {"<a:a> <b:b> <c:c> .\n",
                                         "<a:a> <b:b> [ <p:p> \"x\\ty\"@en ] .\n"};
    for (size_t i = 0; i < 2; i++) {
        size_t peaks[2];
        for (size_t k = 0; k < 2; k++) {
            Buffer text = {0};
            repeat(&text, pieces[i], k ? 100000 : 1000);
            peaks[k] = answer("turtle", buffer_view(&text)).peak;
            buffer_free(&text);
        }
        assert_int_equal(peaks[0], peaks[1]);
    }
    Buffer list = {0};
    buffer_text(&list, TEXT("<a:a> <b:b> ("));
    repeat(&list, " \"item\"", 1000000);
    buffer_text(&list, TEXT(" ) ."));
    const Answer items = answer("turtle", buffer_view(&list));
    assert_int_equal(items.quads, 2000001);
    assert_true(items.peak < (size_t)1 << 20);
    buffer_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language_tags),     cmocka_unit_test(test_huge_literal),
        cmocka_unit_test(test_nesting),           cmocka_unit_test(test_nesting_limit),
        cmocka_unit_test(test_deep_triple_terms), cmocka_unit_test(test_linear_time),
        cmocka_unit_test(test_constant_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
