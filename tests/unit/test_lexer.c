/* The shared scanners: where tokens end, what is wrong and where, and that no scan looks beyond its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "ytterby/lexer.h"

/* A text in memory of just its size, so that a sanitizer sees every byte read too far. */
static Text tight(const char *text) {
    const size_t len = strlen(text);
    char *const copy = mem_alloc(len);
    memcpy(copy, text, len);
    return (Text){copy, len};
}

static void release(Text text) { mem_free((void *)(uintptr_t)text.at); }

typedef enum Token {
    IRI,
    STRING,
    NAME,
    LABEL,
    VARIABLE,
    LANGUAGE,
    NUMBER
} Token;

static Lexed scan(Token token, Text text) {
    size_t split = 0;
    LexNumber kind;
    switch (token) {
    case IRI: return lex_iri(text, 0);
    case STRING: return lex_string(text, 0);
    case NAME: return lex_prefixed_name(text, 0, &split);
    case LABEL: return lex_blank_label(text, 0);
    case VARIABLE: return lex_variable(text, 0);
    case LANGUAGE: return lex_language(text, 0, &split);
    default: return lex_number(text, 0, &kind);
    }
}

static const struct {
    Token token;
    const char *text;
    LexProblem problem;
    size_t end;
} cases[] = {
    {IRI, "<http://a/b>c", LEX_OK, 12},
    {IRI, "<>", LEX_OK, 2},
    {IRI, "<a b>", LEX_IRI_CHARACTER, 2},
    {IRI, "<a\\u0041>", LEX_OK, 9},
    {IRI, "<a\\u0020>", LEX_IRI_CHARACTER, 2},
    {IRI, "<a\\u003E>", LEX_IRI_CHARACTER, 2},
    {IRI, "<a\\n>", LEX_IRI_CHARACTER, 2},
    {IRI, "<a\\uD800>", LEX_SURROGATE, 2},
    {IRI, "<a\\U00110000>", LEX_SURROGATE, 2},
    {IRI, "<a\\u00G0>", LEX_ESCAPE, 2},
    {IRI, "<http://example.org/a/long/iri/without/end", LEX_CUT, 42},
    {IRI, "<http://example.org/{braces}>", LEX_IRI_CHARACTER, 20},
    {IRI, "<http://example.org/\xC3\xA9>", LEX_OK, 23},
    {IRI, "<http://example.org/\xC3>", LEX_UTF8, 20},
    {STRING, "\"abc\"", LEX_OK, 5},
    {STRING, "''", LEX_OK, 2},
    {STRING, "'''a'b''c'''", LEX_OK, 12},
    {STRING, "\"\"\"a\"\"\"\"", LEX_OK, 7},
    {STRING, "\"a\nb\"", LEX_LINE_BREAK, 2},
    {STRING, "\"\"\"a\nb\"\"\"", LEX_OK, 9},
    {STRING, "\"\\x\"", LEX_ESCAPE, 1},
    {STRING, "\"\\uDC00\"", LEX_SURROGATE, 1},
    {STRING, "\"unfinished and longer than sixteen", LEX_CUT, 35},
    {STRING, "\"\xED\xA0\x80\"", LEX_UTF8, 1},
    {STRING, "\"\xE2\x82", LEX_CUT, 1},
    {NAME, "a:b.c.", LEX_OK, 5},
    {NAME, ":", LEX_OK, 1},
    {NAME, "a:", LEX_OK, 2},
    {NAME, "a.b:c", LEX_OK, 5},
    {NAME, "a:%41\\-:x", LEX_OK, 9},
    {NAME, "a:%4", LEX_CUT, 2},
    {NAME, "a:%4g", LEX_ESCAPE, 2},
    {NAME, "a:-b", LEX_OK, 2},
    {NAME, "abc ", LEX_NAME_EXPECTED, 3},
    {NAME, "a:\xC3\x97", LEX_OK, 2}, /* the multiplication sign is no name character */
    {LABEL, "_:a.b.", LEX_OK, 5},
    {LABEL, "_:0", LEX_OK, 3},
    {LABEL, "_:-", LEX_NAME_EXPECTED, 2},
    {LABEL, "_::a", LEX_NAME_EXPECTED, 2},
    {VARIABLE, "x1-", LEX_OK, 2},
    {VARIABLE, "-", LEX_NAME_EXPECTED, 0},
    {LANGUAGE, "@en-GB.", LEX_OK, 6},
    {LANGUAGE, "@en--ltr", LEX_OK, 8},
    {LANGUAGE, "@en--LTR ", LEX_DIRECTION, 5},
    {LANGUAGE, "@1", LEX_LANGUAGE, 1},
    {LANGUAGE, "@en- ", LEX_LANGUAGE, 4},
    {LANGUAGE, "@abcdefgh-12345678", LEX_OK, 18},
    {LANGUAGE, "@abcdefghi", LEX_LANGUAGE_LONG, 1},
    {NUMBER, "1.", LEX_OK, 1},
    {NUMBER, "1.5.", LEX_OK, 3},
    {NUMBER, "-.5e-3x", LEX_OK, 6},
    {NUMBER, "1.e5", LEX_OK, 4},
    {NUMBER, "1.e:a", LEX_OK, 1},
    {NUMBER, "1e", LEX_CUT, 1},
    {NUMBER, "1ex", LEX_NUMBER, 1},
    {NUMBER, "+x", LEX_NUMBER, 1},
};

static void test_scans(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text text = tight(cases[i].text);
        const Lexed found = scan(cases[i].token, text);
        if (found.problem != cases[i].problem || found.end != cases[i].end)
            print_error("%s: problem %u at %zu\n", cases[i].text, found.problem, found.end);
        assert_int_equal(found.problem, cases[i].problem);
        assert_int_equal(found.end, cases[i].end);
        release(text);
    }
}

/* Cut anywhere, a token is either told to be open or found to end before the cut. */
static void test_every_cut_is_open(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text whole = text_of(cases[i].text);
        const Lexed right = scan(cases[i].token, whole);
        for (size_t len = 1; len < whole.len; len++) {
            Buffer piece = {0};
            buffer_append(&piece, whole.at, len);
            const Lexed found = scan(cases[i].token, buffer_view(&piece));
            if (!found.open) {
                assert_int_equal(found.problem, right.problem);
                assert_int_equal(found.end, right.end);
            }
            buffer_free(&piece);
        }
    }
}

static void test_values(void **state) {
    (void)state;
    Buffer out = {0};
    lex_unescape(&out, TEXT("a\\t\\\"\\u00e9\\U0001F600z"));
    assert_string_equal(buffer_string(&out), "a\t\"\xC3\xA9\xF0\x9F\x98\x80z");
    buffer_clear(&out);
    lex_unescape_local(&out, TEXT("a\\-b\\~%41"));
    assert_string_equal(buffer_string(&out), "a-b~%41");
    buffer_free(&out);
    assert_true(text_equal(lex_string_body(TEXT("'''x'''")), TEXT("x")));
    assert_true(text_equal(lex_string_body(TEXT("\"\"")), TEXT("")));
    assert_true(text_equal(lex_string_body(TEXT("\"\"\"\"\"\"")), TEXT("")));
}

/* Every class of malformed UTF-8, at the start, in the middle and at the end of a block of 16. */
static void test_malformed_utf8(void **state) {
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xC3(",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xE2\x82",
        "\xE2\x28\xA1",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF0\x9F\x98",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (size_t before = 0; before < 20; before++) {
            Buffer text = {0};
            buffer_byte(&text, '"');
            for (size_t k = 0; k < before; k++) buffer_byte(&text, 'x');
            buffer_text(&text, text_of(bad[i]));
            buffer_text(&text, TEXT(" and more after it\""));
            const Lexed string = lex_string(buffer_view(&text), 0);
            assert_int_equal(string.problem, LEX_UTF8);
            assert_int_equal(string.end, before + 1);
            text.at[0] = '<';
            const Lexed iri = lex_iri(buffer_view(&text), 0);
            assert_int_equal(iri.problem, LEX_UTF8);
            assert_int_equal(iri.end, before + 1);
            buffer_free(&text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scans),
        cmocka_unit_test(test_every_cut_is_open),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_malformed_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
