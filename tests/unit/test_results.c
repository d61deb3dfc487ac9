/* Unit tests of the room results: what each format writes, what the readers take and refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ytterby/results.h"

static const Text names[] = {{"x", 1}, {"y", 1}};

/* Writes rows of two columns and returns the text; the caller frees the buffer. */
static const char *written(const char *format, ResultsOptions options, const Term (*rows)[2],
                           size_t count, Buffer *buffer, ResultsCount *told) {
    Diag diag = {0};
    ResultsWriter *writer = NULL;
    Output *const out = output_to_buffer(buffer);
    options.format = results_format_named(text_of(format));
    assert_non_null(options.format);
    assert_int_equal(results_writer_new(&writer, &options, names, 2, out, &diag), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        if (results_writer_row(writer, rows[i], &diag) != STATUS_OK) {
            results_writer_free(writer);
            output_close(out, NULL);
            return NULL;
        }
    }
    assert_int_equal(results_writer_end(writer, told, &diag), STATUS_OK);
    results_writer_free(writer);
    assert_int_equal(output_close(out, &diag), STATUS_OK);
    return buffer_string(buffer);
}

static void assert_written(const char *format, const Term (*rows)[2], size_t count,
                           const char *expected) {
    Buffer buffer = {0};
    assert_string_equal(written(format, (ResultsOptions){0}, rows, count, &buffer, NULL), expected);
    buffer_free(&buffer);
}

static Term iri(const char *text) { return term_iri(text_of(text)); }
static Term string(const char *text) { return term_string(text_of(text)); }
static Term typed(const char *text, const char *datatype) {
    return term_typed(text_of(text), text_of(datatype));
}

static void test_json(void **state) {
    (void)state;
    const Term rows[][2] = {{iri("http://e/a"), term_lang(TEXT("q\"\\\n\x01"), TEXT("en-GB"))},
                            {(Term){0}, typed("5", XSD "integer")}};
    assert_written(
        "json", rows, 2,
        "{\"head\":{\"vars\":[\"x\",\"y\"]},\"results\":{\"bindings\":[\n"
        "{\"x\":{\"type\":\"uri\",\"value\":\"http://e/a\"},\"y\":{\"type\":\"literal\",\"value\":"
        "\"q\\\"\\\\\\n\\u0001\",\"xml:lang\":\"en-GB\"}},\n"
        "{\"y\":{\"type\":\"literal\",\"value\":\"5\",\"datatype\":"
        "\"http://www.w3.org/2001/XMLSchema#integer\"}}\n]}}\n");
}

static void test_xml(void **state) {
    (void)state;
    const Term rows[][2] = {{term_blank(TEXT("b0")), string("a<b&c>\r\n")}};
    Buffer buffer = {0};
    const char *const text = written("xml", (ResultsOptions){0}, rows, 1, &buffer, NULL);
    assert_non_null(strstr(text, "<binding name=\"x\"><bnode>b0</bnode></binding>"));
    assert_non_null(strstr(text, "<literal>a&lt;b&amp;c&gt;&#xD;\n</literal>"));
    buffer_clear(&buffer);
    const Term control[][2] = {{string("\x01"), (Term){0}}};
    assert_null(written("xml", (ResultsOptions){0}, control, 1, &buffer, NULL));
    buffer_free(&buffer);
}

/* A triple term that holds another, and a literal with a base direction: what SPARQL 1.2 adds. */
static void test_terms_of_rdf12(void **state) {
    (void)state;
    Term spoken = term_lang(TEXT("a"), TEXT("ar"));
    spoken.direction = DIRECTION_RTL;
    const Term inner[] = {term_blank(TEXT("b")), iri("x:p"), spoken};
    const Term outer[] = {iri("x:s"), iri("x:q"), {.kind = TERM_TRIPLE, .triple = inner}};
    const Term rows[][2] = {{{.kind = TERM_TRIPLE, .triple = outer}, (Term){0}}};
    assert_written(
        "json", rows, 1,
        "{\"head\":{\"vars\":[\"x\",\"y\"]},\"results\":{\"bindings\":[\n"
        "{\"x\":{\"type\":\"triple\",\"value\":{\"subject\":{\"type\":\"uri\",\"value\":"
        "\"x:s\"},\"predicate\":{\"type\":\"uri\",\"value\":\"x:q\"},\"object\":"
        "{\"type\":\"triple\",\"value\":{\"subject\":{\"type\":\"bnode\",\"value\":\"b\"},"
        "\"predicate\":{\"type\":\"uri\",\"value\":\"x:p\"},\"object\":{\"type\":"
        "\"literal\",\"value\":\"a\",\"xml:lang\":\"ar\",\"its:dir\":\"rtl\"}}}}}}\n]}}\n");
    assert_written("tsv", rows, 1,
                   "?x\t?y\n<<( <x:s> <x:q> <<( _:b <x:p> \"a\"@ar--rtl )>> )>>\t\n");
    assert_written("line", rows, 1, "x = <<( <x:s> <x:q> <<( _:b <x:p> a )>> )>>\ny = \n");
    Buffer buffer = {0};
    const char *const text = written("xml", (ResultsOptions){0}, rows, 1, &buffer, NULL);
    assert_non_null(strstr(text,
                           "<triple><subject><uri>x:s</uri></subject><predicate><uri>x:q</uri>"
                           "</predicate><object><triple><subject><bnode>b</bnode></subject>"
                           "<predicate><uri>x:p</uri></predicate><object>"
                           "<literal xml:lang=\"ar\" its:dir=\"rtl\">a</literal></object>"
                           "</triple></object></triple>"));
    buffer_free(&buffer);
}

/* Links only where a browser may follow them, nothing that ends a text or an attribute, no control characters. */
static void test_html(void **state) {
    (void)state;
    const Term rows[][2] = {{iri("https://e/?a&\"b"), iri("javascript:alert(1)")},
                            {string("<script>\x1B'"), (Term){0}}};
    assert_written(
        "html", rows, 2,
        "<table>\n<thead><tr><th scope=\"col\">x</th><th scope=\"col\">y</th></tr></thead>\n"
        "<tbody>\n<tr><td><a href=\"https://e/?a&amp;&quot;b\">"
        "&lt;https://e/?a&amp;&quot;b&gt;</a></td>"
        "<td>&lt;javascript:alert(1)&gt;</td></tr>\n"
        "<tr><td>&lt;script&gt;\\u001B'</td><td></td></tr>\n</tbody>\n</table>\n");
}

static void test_csv_and_tsv(void **state) {
    (void)state;
    const Term rows[][2] = {{iri("http://e/a"), string("say \"hi\", now\nnext\tend")},
                            {term_blank(TEXT("b")), (Term){0}},
                            {typed("5", XSD "integer"), typed("1.", XSD "decimal")},
                            {typed("-.5", XSD "decimal"), typed("1e6", XSD "double")},
                            {typed("INF", XSD "double"), typed("2020", XSD "gYear")}};
    assert_written("csv", rows, 5,
                   "x,y\r\nhttp://e/a,\"say \"\"hi\"\", "
                   "now\nnext\tend\"\r\n_:b,\r\n5,1.\r\n-.5,1e6\r\nINF,2020\r\n");
    assert_written("tsv", rows, 5,
                   "?x\t?y\n<http://e/a>\t\"say \\\"hi\\\", now\\nnext\\tend\"\n_:b\t\n"
                   "5\t\"1.\"^^<http://www.w3.org/2001/XMLSchema#decimal>\n-.5\t1e6\n"
                   "\"INF\"^^<http://www.w3.org/2001/XMLSchema#double>\t"
                   "\"2020\"^^<http://www.w3.org/2001/XMLSchema#gYear>\n");
}

static void test_table(void **state) {
    (void)state;
    const Term rows[][2] = {{string("\xE7\xA8\x80\xE5\x9C\x9F"), typed("5", XSD "integer")},
                            {string("a\x1B[31m"), typed("130.5", XSD "decimal")},
                            {string("abcdefghijklmnop"), (Term){0}}};
    Buffer buffer = {0};
    assert_string_equal(
        written("table", (ResultsOptions){0}, rows, 2, &buffer, NULL),
        "x                y\n-----------  -----\n\xE7\xA8\x80\xE5\x9C\x9F             5\n"
        "a\\u001B[31m  130.5\n");
    buffer_clear(&buffer);
    ResultsCount count = {0};
    const char *const narrow =
        written("table", (ResultsOptions){.width = 14}, rows, 3, &buffer, &count);
    assert_string_equal(narrow,
                        "x            y\n-------  -----\n\xE7\xA8\x80\xE5\x9C\x9F         5\n"
                        "a\\u001\xE2\x80\xA6  130.5\nabcdef\xE2\x80\xA6       \n");
    assert_true(count.truncated);
    assert_int_equal(count.rows, 3);
    buffer_clear(&buffer);
    written("table", (ResultsOptions){.most_rows = 1}, rows, 3, &buffer, &count);
    assert_int_equal(count.rows, 3);
    assert_true(count.truncated);
    buffer_free(&buffer);
}

static void test_table_wraps(void **state) {
    (void)state;
    const Term rows[][2] = {{string("one two three"), typed("5", XSD "integer")},
                            {string("unbreakable"), string("a b")}};
    Buffer buffer = {0};
    ResultsCount count = {0};
    assert_string_equal(
        written("table", (ResultsOptions){.width = 12, .wrap = true}, rows, 2, &buffer, &count),
        "x        y\n-------  ---\none two  5\nthree    \nunbreak  a b\nable     \n");
    assert_false(count.truncated);
    buffer_free(&buffer);
}

static void test_curies(void **state) {
    (void)state;
    const Term rows[][2] = {{iri("http://e/a"), typed("x", "http://e/t")}};
    Prefixes *const prefixes = prefixes_new();
    assert_int_equal(prefixes_set(prefixes, TEXT("e"), TEXT("http://e/")), STATUS_OK);
    Buffer buffer = {0};
    assert_string_equal(
        written("line", (ResultsOptions){.prefixes = prefixes}, rows, 1, &buffer, NULL),
        "x = e:a\ny = \"x\"^^e:t\n");
    buffer_clear(&buffer);
    assert_string_equal(
        written("markdown", (ResultsOptions){.prefixes = prefixes}, rows, 1, &buffer, NULL),
        "| x | y |\n| --- | --- |\n| e:a | \"x\"^^e:t |\n");
    buffer_free(&buffer);
    prefixes_free(prefixes);
}

static void test_markdown_is_harmless(void **state) {
    (void)state;
    const Term rows[][2] = {{string("a\x1B[31m\r\nb|c"), iri("x:\xC2\x9B_")},
                            {string("\n"), string("\ttab\r")}};
    Buffer buffer = {0};
    assert_string_equal(written("markdown", (ResultsOptions){0}, rows, 2, &buffer, NULL),
                        "| x | y |\n| --- | --- |\n"
                        "| a\\\\u001B[31m<br>b\\|c | &lt;x:\\\\u009B\\_> |\n"
                        "| <br> | \\\\ttab |\n");
    buffer_free(&buffer);
}

static void test_boolean(void **state) {
    (void)state;
    static const struct {
        const char *format, *text;
    } cases[] = {{"table", "true\n"},
                 {"csv", "true\r\n"},
                 {"tsv", "true\n"},
                 {"html", "<p>true</p>\n"},
                 {"xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\" "
                         "xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\">\n"
                         "<head/>\n<boolean>true</boolean>\n</sparql>\n"},
                 {"json", "{\"head\":{},\"boolean\":true}\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Buffer buffer = {0};
        Output *const out = output_to_buffer(&buffer);
        const ResultsOptions options = {.format = results_format_named(text_of(cases[i].format))};
        assert_int_equal(results_write_boolean(&options, true, out, NULL), STATUS_OK);
        output_close(out, NULL);
        assert_string_equal(buffer_string(&buffer), cases[i].text);
        buffer_free(&buffer);
    }
    const ResultsOptions turtle = {.format = results_format_named(TEXT("turtle"))};
    assert_int_equal(results_write_boolean(&turtle, true, NULL, NULL), STATUS_UNSUPPORTED);
}

/* ---- Readers ----------------------------------------------------------------------------------------------------- */

static Status append_row(void *context, const Term *terms, size_t count) {
    Buffer *const buffer = context;
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind == TERM_NONE)
            buffer_byte(buffer, '-');
        else
            term_write(buffer, &terms[i]);
        buffer_byte(buffer, i + 1 == count ? ';' : ' ');
    }
    return STATUS_OK;
}

static void assert_read(const char *format, const char *text, const char *expected) {
    Buffer buffer = {0};
    Diag diag = {0};
    ResultsReader reader = {.row = append_row, .context = &buffer};
    const Status status = results_read(text_of(text), format, &reader, &diag);
    if (expected) {
        assert_int_equal(status, STATUS_OK);
        buffer_byte(&buffer, '.');
        assert_string_equal(buffer_string(&buffer), expected);
    } else {
        assert_int_equal(status, STATUS_SYNTAX);
        assert_string_not_equal(diag.message, "");
    }
    buffer_free(&buffer);
}

#define SPARQL_XML(body)                                                                           \
    "<?xml version='1.0'?><sparql xmlns='http://www.w3.org/2005/sparql-results#'>" body "</"       \
    "sparql>"

static void test_read_xml(void **state) {
    (void)state;
    assert_read(
        "xml",
        SPARQL_XML(
            "<head><variable name='x'/><link href='m'/><variable name='y'/></head><results>"
            "<result><binding name='y'><literal xml:lang='en'>a&#x26;&lt;<![CDATA[<]]></literal>"
            "</binding></result><result><binding name='x'><uri>http://e/?a&amp;b</uri></binding>"
            "<binding name='y'><literal/></binding></result></results>"),
        "- \"a&<<\"@en;<http://e/?a&b> \"\";.");
    assert_read(
        "xml",
        SPARQL_XML(
            "<head><variable name='t'/></head><results><result><binding name='t'><triple><subject>"
            "<uri>http://s</uri></subject><predicate><uri>http://p</uri></predicate><object>"
            "<bnode>b</bnode></object></triple></binding></result></results>"),
        "<<( <http://s> <http://p> _:b )>>;.");
    assert_read("xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><sparql/>", NULL);
    assert_read("xml", SPARQL_XML("<head><variable name='x'/></head><results><result></results>"),
                NULL);
    assert_read(
        "xml",
        SPARQL_XML(
            "<head/><results><result><binding name='x'><uri>a</uri></binding></result></results>"),
        NULL);
    static const char *const bad_literals[] = {
        "<literal xml:lang='ar' its:dir='up'>a</literal>", "<literal its:dir='ltr'>a</literal>",
        "<literal><b/></literal>", "<thing>a</thing>", "<triple><object/></triple>"};
    for (size_t i = 0; i < sizeof bad_literals / sizeof *bad_literals; i++) {
        Buffer text = {0};
        buffer_format(&text,
                      SPARQL_XML("<head><variable name='x'/></head><results><result>"
                                 "<binding name='x'>%s</binding></result></results>"),
                      bad_literals[i]);
        assert_read("xml", buffer_string(&text), NULL);
        buffer_free(&text);
    }
    assert_read("xml",
                SPARQL_XML("<head><variable name='x'/></head><results><result><binding name='x'>"
                           "<literal xml:lang='ar' its:dir='rtl'>a</literal></binding></result>"
                           "</results>"),
                "\"a\"@ar--rtl;.");
    assert_read("xml", "<sparql><head></head>", NULL);
    assert_read("xml", "<sparql><head>&#0;</head></sparql>", NULL);
    assert_read("xml", "", NULL);
}

static void test_read_json(void **state) {
    (void)state;
    assert_read("json",
                "{\"head\":{\"vars\":[\"x\",\"y\"]},\"results\":{\"bindings\":[{\"y\":{\"type\":"
                "\"literal\",\"value\":"
                "\"a\",\"xml:lang\":\"ar\",\"its:dir\":\"rtl\"}},{\"x\":{\"type\":\"triple\","
                "\"value\":{\"subject\":"
                "{\"type\":\"uri\",\"value\":\"http://"
                "s\"},\"predicate\":{\"type\":\"uri\",\"value\":\"http://p\"},"
                "\"object\":{\"type\":\"bnode\",\"value\":\"b\"}}}}]}}",
                "- \"a\"@ar--rtl;<<( <http://s> <http://p> _:b )>> -;.");
    assert_read(
        "json",
        "{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"uri\"}}]}}",
        NULL);
    static const char *const bad_terms[] = {
        "{\"type\":\"literal\",\"value\":\"a\",\"its:dir\":\"ltr\"}",
        "{\"type\":\"literal\",\"value\":\"a\",\"xml:lang\":\"ar\",\"its:dir\":\"up\"}",
        "{\"type\":\"thing\",\"value\":\"a\"}", "{\"value\":\"a\"}"};
    for (size_t i = 0; i < sizeof bad_terms / sizeof *bad_terms; i++) {
        Buffer text = {0};
        buffer_format(&text,
                      "{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":%s}]}}",
                      bad_terms[i]);
        assert_read("json", buffer_string(&text), NULL);
        buffer_free(&text);
    }
    assert_read("json", "{\"head\":{}", NULL);
    assert_read("json", "[]", NULL);
}

static void test_read_csv_and_tsv(void **state) {
    (void)state;
    assert_read("csv", "x,y\r\n\"a\"\"b\nc\",\r\n,d", "\"a\\\"b\\nc\" -;- \"d\";.");
    assert_read("csv", "x,y\r\na\r\n", NULL);
    assert_read("csv", "x\r\na,b\r\n", NULL);
    assert_read("csv", "x\r\n\"a\r\n", NULL);
    assert_read("tsv", "?x\t?y\n<http://e/a>\t5\n\t\"a\\tb\"@en\n",
                "<http://e/a> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer>;- \"a\\tb\"@en;.");
    assert_read("tsv", "?x\n<http://e/a> . <http://e/b> <http://e/c> <http://e/d>\n", NULL);
    assert_read("tsv", "x\n1\n", NULL);
}

static void test_read_ask(void **state) {
    (void)state;
    static const struct {
        const char *format, *text;
    } cases[] = {{"json", "{\"head\":{},\"boolean\":true}"},
                 {"xml", SPARQL_XML("<head/><boolean> true </boolean>")},
                 {"csv", "true\r\n"},
                 {"tsv", "true\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ResultsReader reader = {.row = append_row};
        assert_int_equal(results_read(text_of(cases[i].text), cases[i].format, &reader, NULL),
                         STATUS_OK);
        assert_true(reader.is_ask);
        assert_true(reader.answer);
    }
}

static void test_read_bytes_that_are_no_text(void **state) {
    (void)state;
    static const char *const formats[] = {"json", "xml", "csv", "tsv"};
    for (size_t i = 0; i < 4; i++) {
        ResultsReader reader = {.row = append_row};
        Diag diag = {0};
        assert_int_equal(results_read(TEXT("a,b\r\n1,\xE7\xE7\r\n"), formats[i], &reader, &diag),
                         STATUS_SYNTAX);
        assert_int_equal(diag.line, 2);
        assert_int_equal(diag.column, 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_terms_of_rdf12),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_csv_and_tsv),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_table_wraps),
        cmocka_unit_test(test_curies),
        cmocka_unit_test(test_markdown_is_harmless),
        cmocka_unit_test(test_boolean),
        cmocka_unit_test(test_read_xml),
        cmocka_unit_test(test_read_json),
        cmocka_unit_test(test_read_csv_and_tsv),
        cmocka_unit_test(test_read_ask),
        cmocka_unit_test(test_read_bytes_that_are_no_text),
    };
    return cmocka_run_group_tests_name("results", tests, NULL, NULL);
}
