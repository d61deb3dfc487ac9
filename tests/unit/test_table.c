/* Unit tests of tables: rows and cells of CSV and TSV files, their errors and positions, and rows over many windows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby/table.h"

/* Writes a file, reads it, and gives its cells as "a|b;c|d;", or fails. */
static Status read_text(Text text, const char *ending, Buffer *out, Diag *diag) {
    char path[64];
    const Text *cells;
    size_t count;
    TableReader *reader;
    snprintf(path, sizeof path, "/tmp/ytterby-table-%d%s", (int)getpid(), ending);
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    fclose(file);
    Status status = table_open(&reader, path, 0, NULL, diag);
    while (status == STATUS_OK) {
        status = table_next(reader, &cells, &count, diag);
        if (status != STATUS_OK || !cells) break;
        for (size_t i = 0; i < count; i++) {
            if (i) buffer_byte(out, '|');
            buffer_text(out, cells[i]);
        }
        buffer_byte(out, ';');
    }
    table_close(reader);
    unlink(path);
    return status;
}

static void assert_rows(const char *text, const char *ending, const char *rows) {
    Buffer out = {0};
    Diag diag = {0};
    assert_int_equal(read_text(text_of(text), ending, &out, &diag), STATUS_OK);
    assert_string_equal(buffer_string(&out), rows);
    buffer_free(&out);
}

static void test_cells(void **state) {
    (void)state;
    assert_rows("a,b\n1,2\n", ".csv", "a|b;1|2;");
    assert_rows("a,b\r\n1,2", ".csv", "a|b;1|2;");
    assert_rows("a,b\r1,2\r", ".csv", "a|b;1|2;");
    assert_rows("\xEF\xBB\xBF\"a\",b\n,\n", ".csv", "a|b;|;");
    assert_rows("a\n\n\n1\n\n", ".csv", "a;1;");
    assert_rows("a\n\"\"\n", ".csv", "a;;"); /* an empty cell in quotes makes a row */
    assert_rows("a,b\n\"x \"\"y\"\", z\",\"\"\"\"\n", ".csv", "a|b;x \"y\", z|\";");
    assert_rows("a,b\n\"1\r\n2\",\"\n\"\n", ".csv", "a|b;1\r\n2|\n;");
    assert_rows(" a , b \n", ".csv", " a | b ;");
    assert_rows("", ".csv", "");
    assert_rows("\n\r\n", ".csv", "");
}

static void test_tabs(void **state) {
    (void)state;
    assert_rows("a\tb,c\n1\t2 \"x\" 3\n\"q\tq\"\t\n", ".tsv", "a|b,c;1|2 \"x\" 3;q\tq|;");
    assert_rows("a\tb\n", ".tab", "a|b;");
    assert_rows("a\tb\n1,2\t3\n", ".csv", "a|b;1,2|3;");
    assert_rows("a;b;\"c,d,e\"\n1,2;3;4\n", ".csv", "a|b|c,d,e;1,2|3|4;");
}

static void assert_error(const char *text, size_t line, size_t column, const char *message) {
    Buffer out = {0};
    Diag diag = {0};
    assert_int_equal(read_text(text_of(text), ".csv", &out, &diag), STATUS_SYNTAX);
    assert_int_equal(diag.line, line);
    assert_int_equal(diag.column, column);
    assert_string_equal(diag.message, message);
    buffer_free(&out);
}

static void test_errors(void **state) {
    (void)state;
    assert_error("a,b\n1,\"x\ny\n", 2, 3, "this quoted cell has no end");
    assert_error("a,b\n1,x\"y\n", 2, 4,
                 "a quote within a cell: quote the whole cell, and double this one");
    assert_error("a,b\n1,\"x\" y\n", 2, 6, "text behind the quote that ends a cell");
    assert_error("a,b\n\"1\n\",2\n1,2,3\n", 4, 5, "3 cells where the first row has 2");
    assert_error("a,b\n1\n", 2, 1, "1 cell where the first row has 2");
    assert_error("\xC3\xA9,b\n\xC3\xA9\xC3\xA9\xFF,2\n", 2, 3, "this is not UTF-8 text");
}

static void test_no_text(void **state) {
    (void)state;
    Buffer out = {0};
    Diag diag = {0};
    assert_int_equal(read_text((Text){"a\n\0\n", 4}, ".csv", &out, &diag), STATUS_SYNTAX);
    assert_int_equal(diag.line, 2);
    buffer_free(&out);
}

/* Rows of all lengths, so that windows end at every place of a row; quotes and line ends are doubled at its end. */
static void test_windows(void **state) {
    (void)state;
    Buffer text = {0}, expected = {0}, out = {0};
    Diag diag = {0};
    for (size_t i = 0; i < 3000; i++) {
        const size_t len = i * 7919 % 1500;
        buffer_byte(&text, '"');
        for (size_t k = 0; k < len; k++) {
            buffer_byte(&text, 'x');
            buffer_byte(&expected, 'x');
        }
        buffer_text(&text, TEXT("\"\"\r\n\"\"\"\"\",y\r\n"));
        buffer_text(&expected, TEXT("\"\r\n\"\"|y;"));
    }
    assert_int_equal(read_text(buffer_view(&text), ".csv", &out, &diag), STATUS_OK);
    assert_true(text_equal(buffer_view(&out), buffer_view(&expected)));
    buffer_free(&text);
    buffer_free(&expected);
    buffer_free(&out);
}

/* A quote left open in a long file ends in an error, in bounded memory. */
static void test_open_quote(void **state) {
    (void)state;
    Buffer text = {0}, out = {0};
    Diag diag = {0};
    buffer_text(&text, TEXT("a,b\n1,\"open\n"));
    for (size_t i = 0; i < (size_t)18 << 20; i++) buffer_text(&text, TEXT("1,2\n3,4\n"));
    assert_int_equal(read_text(buffer_view(&text), ".csv", &out, &diag), STATUS_LIMIT);
    assert_int_equal(diag.line, 2);
    assert_int_equal(diag.column, 3);
    buffer_free(&text);
    buffer_free(&out);
}

static void test_cells_limit(void **state) {
    (void)state;
    Buffer text = {0}, out = {0};
    Diag diag = {0};
    for (size_t i = 0; i < 5000; i++) buffer_text(&text, TEXT("a,"));
    assert_int_equal(read_text(buffer_view(&text), ".csv", &out, &diag), STATUS_LIMIT);
    assert_int_equal(diag.column, 2 * 4096 + 1);
    buffer_free(&text);
    buffer_free(&out);
}

static void test_missing(void **state) {
    (void)state;
    TableReader *reader;
    Diag diag = {0};
    assert_int_equal(table_open(&reader, "/nonexistent/t.csv", 0, NULL, &diag), STATUS_NOT_FOUND);
    assert_null(reader);
    assert_string_equal(diag.file, "/nonexistent/t.csv");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),       cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_errors),      cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_windows),     cmocka_unit_test(test_open_quote),
        cmocka_unit_test(test_cells_limit), cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
