/* Queries and updates from text to answers over the source in memory. The cases are in the .txt files here, as queries.txt: blocks that
 * begin with "=== NAME", the text, a line "---", and the rows expected. "=== data" empties the source and runs its
 * text as an update, "=== update" runs one on top. Every query runs twice, optimised and plain, and both must give
 * the expected rows: sorted, unless the block has a line "#! ordered". IRIs below http://e/ are written ":name". */
#include "ytterby/engine.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PROLOGUE "PREFIX : <http://e/> PREFIX xsd: <" XSD "> PREFIX rdf: <" RDF ">\n"

typedef struct Lines {
    char *at[512];
    size_t count;
} Lines;

typedef struct Case {
    EngineOptions options;
    Binding binding;
    bool ordered;
    bool plan; /* the plan is compared, not the rows */
} Case;

static void add_line(Lines *lines, Buffer *line) {
    assert_true(lines->count < 512);
    lines->at[lines->count++] = strdup(buffer_string(line));
    buffer_clear(line);
}

static void free_lines(Lines *lines) {
    for (size_t i = 0; i < lines->count; i++) free(lines->at[i]);
    lines->count = 0;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void print_term(Buffer *out, const Term *term) {
    const Text home = TEXT("http://e/");
    if (term->kind == TERM_NONE)
        buffer_byte(out, '-');
    else if (term->kind == TERM_BLANK)
        buffer_text(out, TEXT("_:"));
    else if (term->kind == TERM_IRI && text_starts(term->text, home))
        buffer_format(out, ":%.*s", (int)(term->text.len - home.len), term->text.at + home.len);
    else if (term->kind == TERM_LITERAL && text_starts(term->datatype, TEXT(XSD)))
        buffer_text(out, term->text);
    else if (term->kind == TERM_TRIPLE) {
        buffer_text(out, TEXT("<<"));
        for (size_t i = 0; i < 3; i++) {
            if (i > 0) buffer_byte(out, ' ');
            print_term(out, &term->triple[i]);
        }
        buffer_text(out, TEXT(">>"));
    } else
        term_write(out, term);
}

static void print_rows(Statement *statement, Lines *lines) {
    Buffer line = {0};
    bool more = true;
    for (;;) {
        assert_int_equal(statement_next(statement, &more, NULL), STATUS_OK);
        if (!more) break;
        for (size_t i = 0; i < statement_columns(statement); i++) {
            Term term;
            assert_int_equal(statement_value(statement, i, &term), STATUS_OK);
            if (i > 0) buffer_byte(&line, ' ');
            print_term(&line, &term);
        }
        add_line(lines, &line);
    }
    buffer_free(&line);
}

static Status print_quad(void *context, const Quad *quad) {
    Buffer line = {0};
    print_term(&line, &quad->subject);
    buffer_byte(&line, ' ');
    print_term(&line, &quad->predicate);
    buffer_byte(&line, ' ');
    print_term(&line, &quad->object);
    add_line(context, &line);
    buffer_free(&line);
    return STATUS_OK;
}

static void print_ask(Statement *statement, Lines *lines) {
    Buffer line = {0};
    bool answer = false;
    assert_int_equal(statement_ask(statement, &answer, NULL), STATUS_OK);
    buffer_format(&line, "%s", answer ? "true" : "false");
    add_line(lines, &line);
    buffer_free(&line);
}

static void print_plan(Statement *statement, Lines *lines) {
    Buffer text = {0}, line = {0};
    assert_int_equal(statement_explain(statement, EXPLAIN_PLAN, &text, NULL), STATUS_OK);
    for (size_t from = 0; from < text.len;) {
        const size_t end = text_find(buffer_view(&text), TEXT("\n"), from);
        buffer_text(&line, text_slice(buffer_view(&text), from, end));
        add_line(lines, &line);
        from = end + 1;
    }
    buffer_free(&text);
    buffer_free(&line);
}

static void run_query(Source *source, const Case *one, bool plain, const char *text, Lines *lines) {
    Statement *statement = NULL;
    EngineOptions options = one->options;
    Diag diag = {0};
    Buffer line = {0};
    options.no_optimize = plain;
    if (statement_prepare(&statement, source, text_of(text), &options, &diag) != STATUS_OK) {
        buffer_format(&line, "error: %s", diag.message);
        add_line(lines, &line);
        buffer_free(&line);
        return;
    }
    if (one->plan)
        print_plan(statement, lines);
    else if (statement_form(statement) == QUERY_SELECT)
        print_rows(statement, lines);
    else if (statement_form(statement) == QUERY_ASK)
        print_ask(statement, lines);
    else
        assert_int_equal(statement_graph(statement, print_quad, lines, NULL), STATUS_OK);
    statement_free(statement);
    if (!one->ordered) qsort(lines->at, lines->count, sizeof *lines->at, by_text);
}

/* ---- The file of cases -------------------------------------------------------------------------------------- */

static bool same_lines(const Lines *got, const Lines *want) {
    bool same = got->count == want->count;
    for (size_t i = 0; same && i < got->count; i++) same = strcmp(got->at[i], want->at[i]) == 0;
    return same;
}

static bool check_query(Source *source, const Case *one, const char *name, const char *text,
                        const Lines *want) {
    bool good = true;
    for (int plain = 0; plain < (one->plan ? 1 : 2); plain++) {
        Lines got = {0};
        run_query(source, one, plain, text, &got);
        const bool same = same_lines(&got, want);
        if (!same) {
            print_error("%s (%s): got\n", name, plain ? "plain" : "optimised");
            for (size_t i = 0; i < got.count; i++) print_error("    %s\n", got.at[i]);
        }
        free_lines(&got);
        good = good && same;
    }
    return good;
}

static void update(Source *source, const char *text, Lines *lines) {
    const EngineOptions options = {0};
    Diag diag = {0};
    Buffer line = {0};
    if (engine_update(source, text_of(text), &options, &diag) == STATUS_OK) return;
    buffer_format(&line, "error: %s", diag.message);
    add_line(lines, &line);
    buffer_free(&line);
}

/* "#! union", "#! ordered", "#! plan", "#! bind NAME LOCAL" */
static void directive(Case *one, const char *line) {
    static char name[64], iri[128];
    char local[64];
    if (strncmp(line, "#! union", 8) == 0) one->options.union_default = true;
    if (strncmp(line, "#! ordered", 10) == 0) one->ordered = true;
    if (strncmp(line, "#! plan", 7) == 0) one->ordered = one->plan = true;
    if (sscanf(line, "#! bind %63s %63s", name, local) != 2) return;
    snprintf(iri, sizeof iri, "http://e/%s", local);
    one->binding = (Binding){text_of(name), term_iri(text_of(iri))};
    one->options.bindings = &one->binding;
    one->options.binding_count = 1;
}

static bool run_block(Source **source, Case *one, const char *name, const char *text, Lines *want) {
    if (strcmp(name, "data") == 0) {
        source_free(*source);
        *source = memory_source_new(NULL);
    }
    if (strcmp(name, "data") != 0 && strcmp(name, "update") != 0)
        return check_query(*source, one, name, text, want);
    Lines got = {0};
    update(*source, text, &got);
    const bool same = same_lines(&got, want);
    if (!same) print_error("%s: %s\n%s\n", name, got.count ? got.at[0] : "no error", text);
    free_lines(&got);
    return same;
}

static void cases_of(const char *path) {
    FILE *const file = fopen(path, "r");
    Source *source = memory_source_new(NULL);
    char line[1024], name[256] = "";
    Buffer text = {0}, row = {0};
    Lines want = {0};
    Case one = {0};
    bool rows = false, more = true;
    size_t failed = 0;
    assert_non_null(file);
    while (more) {
        more = fgets(line, sizeof line, file) != NULL;
        line[strcspn(line, "\n")] = 0;
        if (!more || strncmp(line, "=== ", 4) == 0) {
            if (name[0]) failed += !run_block(&source, &one, name, buffer_string(&text), &want);
            snprintf(name, sizeof name, "%.250s", line + 4);
            buffer_clear(&text);
            buffer_format(&text, "%s", PROLOGUE);
            free_lines(&want);
            one = (Case){0};
            rows = false;
        } else if (strcmp(line, "---") == 0)
            rows = true;
        else if (line[0] == 0 && rows)
            continue;
        else if (rows) {
            buffer_format(&row, "%s", line);
            add_line(&want, &row);
        } else if (strncmp(line, "#! ", 3) == 0)
            directive(&one, line);
        else
            buffer_format(&text, "%s\n", line);
    }
    fclose(file);
    free_lines(&want);
    buffer_free(&text);
    buffer_free(&row);
    source_free(source);
    assert_int_equal(failed, 0);
}

static void queries(void **state) {
    (void)state;
    cases_of("tests/unit/queries.txt");
}

static void paths(void **state) {
    (void)state;
    cases_of("tests/unit/paths.txt");
}

static void plans(void **state) {
    (void)state;
    cases_of("tests/unit/plans.txt");
}

static void aggregates(void **state) {
    (void)state;
    cases_of("tests/unit/aggregates.txt");
}

static void updates(void **state) {
    (void)state;
    cases_of("tests/unit/updates.txt");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(queries), cmocka_unit_test(paths),
                                       cmocka_unit_test(plans), cmocka_unit_test(aggregates),
                                       cmocka_unit_test(updates)};
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
