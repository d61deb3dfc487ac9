/* RFC 3986 reference resolution: all examples of section 5.4, and what they leave out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "ytterby/term.h"

static void check(const char *base, const char *reference, const char *expected) {
    Buffer out = {0};
    iri_resolve(&out, text_of(base), text_of(reference));
    assert_string_equal(buffer_string(&out), expected);
    buffer_free(&out);
}

static void resolves_all_examples_of_the_rfc(void **state) {
    (void)state;
    static const char *const EXAMPLES[][2] = {
        /* 5.4.1 */
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        /* 5.4.2 */
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/./x", "http://a/b/c/g#s/./x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"http:g", "http:g"},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++)
        check("http://a/b/c/d;p?q", EXAMPLES[i][0], EXAMPLES[i][1]);
}

static void resolves_against_other_bases(void **state) {
    (void)state;
    check("http://a", "g", "http://a/g");
    check("http://a?q", "g", "http://a/g");
    check("http://a?q#f", "", "http://a?q");
    check("urn:x:y", "#z", "urn:x:y#z");
    check("urn:x:y", "z", "urn:z");
    check("file:///a/b", "../../c", "file:///c");
    check("http://a/b/", "x?", "http://a/b/x?");
    check("http://a/b#c", "#", "http://a/b#");
    check("http://a/b/../c", "", "http://a/b/../c");
    check("", "a/b", "a/b");
    check("http://ex.org/ü/é", "ö", "http://ex.org/ü/ö");
}

/* A path of n "/.." after n segments must not cost n * n. */
static void removes_many_dots_in_linear_time(void **state) {
    (void)state;
    enum {
        SEGMENTS = 200000
    };
    Buffer reference = {0}, out = {0};
    for (int i = 0; i < SEGMENTS; i++) buffer_text(&reference, TEXT("/abc"));
    for (int i = 0; i < SEGMENTS; i++) buffer_text(&reference, TEXT("/.."));
    const uint64_t start = clock_now();
    iri_resolve(&out, TEXT("http://a"), buffer_view(&reference));
    assert_true(clock_now() - start < UINT64_C(20000000000)); /* quadratic: minutes */
    assert_string_equal(buffer_string(&out), "http://a/");
    buffer_free(&out);
    buffer_free(&reference);
}

static void tells_absolute_iris(void **state) {
    (void)state;
    assert_true(iri_is_absolute(TEXT("http://a")));
    assert_true(iri_is_absolute(TEXT("a+b-c.9:x")));
    assert_false(iri_is_absolute(TEXT("9a:x")));
    assert_false(iri_is_absolute(TEXT(":x")));
    assert_false(iri_is_absolute(TEXT("a/b:x")));
    assert_false(iri_is_absolute(TEXT("")));
}

static void makes_file_iris(void **state) {
    (void)state;
    Buffer out = {0};
    assert_int_equal(iri_of_path(&out, "/tmp/a b/../ü#?%.ttl"), STATUS_OK);
    assert_string_equal(buffer_string(&out), "file:///tmp/%C3%BC%23%3F%25.ttl");
    buffer_clear(&out);
    char folder[4096];
    assert_non_null(getcwd(folder, sizeof folder));
    assert_int_equal(iri_of_path(&out, "./data.ttl"), STATUS_OK);
    assert_true(text_starts(buffer_view(&out), TEXT("file:///")));
    assert_true(text_ends(buffer_view(&out), TEXT("/data.ttl")));
    assert_false(text_ends(buffer_view(&out), TEXT("/./data.ttl")));
    buffer_free(&out);
}

static void finds_forbidden_characters(void **state) {
    (void)state;
    assert_int_equal(iri_invalid_at(TEXT("http://a/ü?x#y")), 15);
    const char bad[] = "\x01\x1f <>\"{}|^`\\";
    for (size_t i = 0; i < sizeof bad; i++) { /* the NUL too */
        const char iri[] = {'a', ':', bad[i], 'b'};
        assert_int_equal(iri_invalid_at((Text){iri, sizeof iri}), 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolves_all_examples_of_the_rfc),
        cmocka_unit_test(resolves_against_other_bases),
        cmocka_unit_test(removes_many_dots_in_linear_time),
        cmocka_unit_test(tells_absolute_iris),
        cmocka_unit_test(makes_file_iris),
        cmocka_unit_test(finds_forbidden_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
