/* Operators, functions, casts and regular expressions: every line of functions.txt, through the whole engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ytterby/engine.h"

#define TABLE "tests/unit/functions.txt"
#define PROLOGUE                                                                                   \
    "BASE <http://example.org/base/>\n"                                                            \
    "PREFIX ex: <http://example.org/>\n"                                                           \
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"                                            \
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"

static void show(const Term *term, Buffer *out) {
    buffer_clear(out);
    if (term->kind == TERM_NONE)
        buffer_text(out, TEXT("error"));
    else
        term_write(out, term);
}

/* The values of the only row's two columns, as text. */
static Status evaluate(Source *source, Text query, Buffer *found, Buffer *wanted, Diag *diag) {
    const EngineOptions options = {0};
    Statement *statement;
    Term term;
    bool more = false;
    Status status = statement_prepare(&statement, source, query, &options, diag);
    if (status != STATUS_OK) return status;
    status = statement_next(statement, &more, diag);
    if (status == STATUS_OK && more) {
        assert_int_equal(statement_value(statement, 0, &term), STATUS_OK);
        show(&term, found);
        assert_int_equal(statement_value(statement, 1, &term), STATUS_OK);
        show(&term, wanted);
    }
    statement_free(statement);
    return status;
}

/* Where the expected value begins: after the last " => ". */
static size_t find_arrow(Text line) {
    size_t arrow = SIZE_MAX;
    for (size_t at = 0; (at = text_find(line, TEXT(" => "), at)) != SIZE_MAX; at++) arrow = at;
    return arrow;
}

/* One line; a wrong one is printed. */
static bool line_holds(Source *source, Text line) {
    const size_t arrow = find_arrow(line);
    const Text expected = text_slice(line, arrow + 4, line.len);
    const bool error = text_equal(expected, TEXT("error"));
    Buffer query = {0}, found = {0}, wanted = {0};
    Diag diag = {0};
    buffer_text(&query, TEXT(PROLOGUE "SELECT ("));
    buffer_text(&query, text_slice(line, 0, arrow));
    buffer_text(&query, TEXT(" AS ?found) ("));
    buffer_text(&query, error ? TEXT("1/0") : expected);
    buffer_text(&query, TEXT(" AS ?wanted) {}"));
    const Status status = evaluate(source, buffer_view(&query), &found, &wanted, &diag);
    const bool holds = status == STATUS_OK && text_equal(buffer_view(&found), buffer_view(&wanted));
    if (!holds)
        print_error("%.*s\n    gives %s\n", (int)line.len, line.at,
                    status == STATUS_OK ? buffer_string(&found) : diag.message);
    buffer_free(&query);
    buffer_free(&found);
    buffer_free(&wanted);
    return holds;
}

/* Runs the lines of the section that begins with "## title", or all. */
static void every_line_holds(void **state) {
    (void)state;
    FILE *const table = fopen(TABLE, "r");
    Source *const source = memory_source_new(NULL);
    char *line = NULL;
    size_t space = 0, lines = 0, wrong = 0;
    ssize_t len;
    assert_non_null(table);
    assert_non_null(source);
    while ((len = getline(&line, &space, table)) > 0) {
        const Text text = text_trim((Text){line, (size_t)len});
        if (!text.len || text.at[0] == '#') continue;
        lines++;
        wrong += !line_holds(source, text);
    }
    free(line);
    fclose(table);
    source_free(source);
    assert_true(lines > 400);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
