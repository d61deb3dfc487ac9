/* The shared scanners: where tokens end, what is wrong and where, and that no scan looks beyond its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "ytterby/lexer.h"

/* Memory of just the text's size, so that a sanitizer sees every byte read too far. */
static char *tight(const char *text, size_t len) {
    char *const copy = mem_alloc(len);
    memcpy(copy, text, len);
    return copy;
}

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
    LexProblem problem;
    const char *text;
    size_t end;
} cases[] = {
    {IRI, LEX_OK, "<http://a/b>c", 12},
    {IRI, LEX_OK, "<>", 2},
    {IRI, LEX_IRI_CHARACTER, "<a b>", 2},
    {IRI, LEX_OK, "<a\\u0041>", 9},
    {IRI, LEX_IRI_CHARACTER, "<a\\u0020>", 2},
    {IRI, LEX_IRI_CHARACTER, "<a\\u003E>", 2},
    {IRI, LEX_IRI_CHARACTER, "<a\\n>", 2},
    {IRI, LEX_SURROGATE, "<a\\uD800>", 2},
    {IRI, LEX_SURROGATE, "<a\\U00110000>", 2},
    {IRI, LEX_ESCAPE, "<a\\u00G0>", 2},
    {IRI, LEX_CUT, "<http://example.org/a/long/iri/without/end", 42},
    {IRI, LEX_IRI_CHARACTER, "<http://example.org/{braces}>", 20},
    {IRI, LEX_OK, "<http://example.org/\xC3\xA9>", 23},
    {IRI, LEX_UTF8, "<http://example.org/\xC3>", 20},
    {STRING, LEX_OK, "\"abc\"", 5},
    {STRING, LEX_OK, "''", 2},
    {STRING, LEX_OK, "'''a'b''c'''", 12},
    {STRING, LEX_OK, "\"\"\"a\"\"\"\"", 7},
    {STRING, LEX_LINE_BREAK, "\"a\nb\"", 2},
    {STRING, LEX_OK, "\"\"\"a\nb\"\"\"", 9},
    {STRING, LEX_ESCAPE, "\"\\x\"", 1},
    {STRING, LEX_SURROGATE, "\"\\uDC00\"", 1},
    {STRING, LEX_CUT, "\"unfinished and longer than sixteen", 35},
    {STRING, LEX_UTF8, "\"\xED\xA0\x80\"", 1},
    {STRING, LEX_CUT, "\"\xE2\x82", 1},
    {NAME, LEX_OK, "a:b.c.", 5},
    {NAME, LEX_OK, ":", 1},
    {NAME, LEX_OK, "a:", 2},
    {NAME, LEX_OK, "a.b:c", 5},
    {NAME, LEX_OK, "a:%41\\-:x", 9},
    {NAME, LEX_CUT, "a:%4", 2},
    {NAME, LEX_ESCAPE, "a:%4g", 2},
    {NAME, LEX_OK, "a:-b", 2},
    {NAME, LEX_NAME_EXPECTED, "abc ", 3},
    {NAME, LEX_OK, "a:\xC3\x97", 2}, /* the multiplication sign is no name character */
    {LABEL, LEX_OK, "_:a.b.", 5},
    {LABEL, LEX_OK, "_:0", 3},
    {LABEL, LEX_NAME_EXPECTED, "_:-", 2},
    {LABEL, LEX_NAME_EXPECTED, "_::a", 2},
    {VARIABLE, LEX_OK, "x1-", 2},
    {VARIABLE, LEX_NAME_EXPECTED, "-", 0},
    {LANGUAGE, LEX_OK, "@en-GB.", 6},
    {LANGUAGE, LEX_OK, "@en--ltr", 8},
    {LANGUAGE, LEX_DIRECTION, "@en--LTR ", 5},
    {LANGUAGE, LEX_LANGUAGE, "@1", 1},
    {LANGUAGE, LEX_LANGUAGE, "@en- ", 4},
    {LANGUAGE, LEX_OK, "@abcdefgh-12345678", 18},
    {LANGUAGE, LEX_LANGUAGE_LONG, "@abcdefghi", 1},
    {NUMBER, LEX_OK, "1.", 1},
    {NUMBER, LEX_OK, "1.5.", 3},
    {NUMBER, LEX_OK, "-.5e-3x", 6},
    {NUMBER, LEX_OK, "1.e5", 4},
    {NUMBER, LEX_OK, "1.e:a", 1},
    {NUMBER, LEX_CUT, "1e", 1},
    {NUMBER, LEX_NUMBER, "1ex", 1},
    {NUMBER, LEX_NUMBER, "+x", 1},
};

static void test_scans(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *const copy = tight(cases[i].text, strlen(cases[i].text));
        const Lexed found = scan(cases[i].token, (Text){copy, strlen(cases[i].text)});
        if (found.problem != cases[i].problem || found.end != cases[i].end)
            print_error("%s: problem %u at %zu\n", cases[i].text, found.problem, found.end);
        assert_int_equal(found.problem, cases[i].problem);
        assert_int_equal(found.end, cases[i].end);
        mem_free(copy);
    }
}

/* Cut anywhere, a token is either told to be open or found to end before the cut. */
static void test_every_cut_is_open(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text whole = text_of(cases[i].text);
        const Lexed right = scan(cases[i].token, whole);
        for (size_t len = 1; len < whole.len; len++) {
            char *const front = tight(whole.at, len);
            const Lexed found = scan(cases[i].token, (Text){front, len});
            if (!found.open) {
                assert_int_equal(found.problem, right.problem);
                assert_int_equal(found.end, right.end);
            }
            mem_free(front);
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
