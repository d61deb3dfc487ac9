/* N-Triples and N-Quads, RDF 1.1 and 1.2: one statement a line, nothing carried from line to line.
 * The window is cut after its last line break, so that a line is always whole in memory; terms are views of
 * it, and only texts with escapes are copied. Grammar: RDF 1.2 N-Triples section 5, N-Quads section 4. */
#include <string.h>

#include "lines.h"

enum {
    BUDGET_LINES = 4096
}; /* lines between two looks at the budget */

static Status fail(LineReader *reader, size_t at, const char *message) {
    reader->problem = message;
    reader->problem_at = at;
    return STATUS_SYNTAX;
}

static size_t skip_blanks(Text text, size_t at) {
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
    return at;
}

static bool is_break(Text text, size_t at) {
    return at >= text.len || text.at[at] == '\n' || text.at[at] == '\r';
}

static size_t next_line(Text text, size_t at) {
    while (!is_break(text, at)) at++;
    while (at < text.len && (text.at[at] == '\n' || text.at[at] == '\r')) at++;
    return at;
}

/* The value of a token's body: a view, or a copy when it holds escapes. */
static Status body_value(LineReader *reader, Text body, bool escaped, Text *value) {
    *value = body;
    if (!escaped) return STATUS_OK;
    buffer_clear(&reader->scratch);
    lex_unescape(&reader->scratch, body);
    if (reader->scratch.failed) return STATUS_NO_MEMORY;
    return stack_text(&reader->stack, buffer_view(&reader->scratch), value);
}

static Status take_iri(LineReader *reader, Text text, size_t *at, Text *iri) {
    const Lexed token = lex_iri(text, *at);
    if (token.problem != LEX_OK) return fail(reader, token.end, lex_problem_text(token.problem));
    TRY(body_value(reader, (Text){text.at + *at + 1, token.end - *at - 2}, token.escaped, iri));
    if (!iri_is_absolute(*iri)) return fail(reader, *at, "an IRI must be absolute in this format");
    *at = token.end;
    return STATUS_OK;
}

static Status take_blank(LineReader *reader, Text text, size_t *at, Term *term) {
    const Lexed token = lex_blank_label(text, *at);
    if (token.problem != LEX_OK) return fail(reader, token.end, lex_problem_text(token.problem));
    Text label = {text.at + *at + 2, token.end - *at - 2};
    if (reader->blank_prefix.len > 0) {
        BlankLabels labels = {.prefix = reader->blank_prefix};
        TRY(blank_of_file(&labels, &reader->stack, label, &label));
    }
    *term = (Term){.kind = TERM_BLANK, .text = label};
    *at = token.end;
    return STATUS_OK;
}

static Status take_language(LineReader *reader, Text text, size_t start, size_t *at, Term *term) {
    size_t tag_end = 0;
    const Lexed token = lex_language(text, start, &tag_end);
    if (token.problem != LEX_OK) return fail(reader, token.end, lex_problem_text(token.problem));
    term->lang = text_slice(text, start + 1, tag_end);
    if (token.end > tag_end)
        term->direction = text.at[tag_end + 2] == 'l' ? DIRECTION_LTR : DIRECTION_RTL;
    *at = token.end;
    return STATUS_OK;
}

static Status take_datatype(LineReader *reader, Text text, size_t start, size_t *at, Term *term) {
    const size_t iri = skip_blanks(text, start + 2);
    if (iri >= text.len || text.at[iri] != '<')
        return fail(reader, iri, "a datatype IRI was expected here");
    *at = iri;
    TRY(take_iri(reader, text, at, &term->datatype));
    if (datatype_needs_language(term->datatype))
        return fail(reader, iri, "a literal of this datatype needs a language tag");
    if (text_equal(term->datatype, TEXT(XSD "string"))) term->datatype = (Text){NULL, 0};
    return STATUS_OK;
}

static Status take_literal(LineReader *reader, Text text, size_t *at, Term *term) {
    if (*at + 2 < text.len && text.at[*at + 1] == '"' && text.at[*at + 2] == '"')
        return fail(reader, *at + 2, "strings in three quotes are not part of this format");
    const Lexed token = lex_string(text, *at);
    if (token.problem != LEX_OK) return fail(reader, token.end, lex_problem_text(token.problem));
    *term = (Term){.kind = TERM_LITERAL};
    TRY(body_value(reader, (Text){text.at + *at + 1, token.end - *at - 2}, token.escaped,
                   &term->text));
    *at = token.end;
    size_t next = token.end;
    if (next < text.len && text.at[next] != '@' && text.at[next] != '^')
        next = skip_blanks(text, next);
    if (next >= text.len) return STATUS_OK;
    if (text.at[next] == '@') return take_language(reader, text, next, at, term);
    const bool typed = text.at[next] == '^' && next + 1 < text.len && text.at[next + 1] == '^';
    return typed ? take_datatype(reader, text, next, at, term) : STATUS_OK;
}

static bool triple_ahead(Text text, size_t at) {
    return at + 2 < text.len && text.at[at] == '<' && text.at[at + 1] == '<' &&
           text.at[at + 2] == '(';
}

/* Subject, predicate, object or graph; `object`: literals may stand here. No triple terms. */
static Status take_simple(LineReader *reader, Text text, size_t *at, bool object, Term *term) {
    const char first = *at < text.len ? text.at[*at] : '\n';
    if (first == '<') {
        *term = (Term){.kind = TERM_IRI};
        return take_iri(reader, text, at, &term->text);
    }
    if (first == '_') return take_blank(reader, text, at, term);
    if (object && first == '"') return take_literal(reader, text, at, term);
    return fail(reader, *at,
                object ? "an IRI, a blank node or a literal was expected here"
                       : "an IRI or a blank node was expected here");
}

static Status take_predicate(LineReader *reader, Text text, size_t *at, Term *term) {
    if (*at >= text.len || text.at[*at] != '<')
        return fail(reader, *at, "a predicate IRI was expected here");
    *term = (Term){.kind = TERM_IRI};
    return take_iri(reader, text, at, &term->text);
}

/* An object; tripleTerm is '<<(' subject predicate object ')>>'. As one holds another only as its object, a
 * loop reads them all. */
static Status take_object(LineReader *reader, Text text, size_t *at, Term *term) {
    size_t depth = 0;
    for (; triple_ahead(text, *at); depth++) {
        if (depth == NESTING_LIMIT)
            return fail(reader, *at, "triple terms are nested too deeply here");
        Term *const parts = stack_alloc(&reader->stack, 3 * sizeof *parts);
        if (!parts) return stack_failure(&reader->stack);
        *term = (Term){.kind = TERM_TRIPLE, .triple = parts};
        *at = skip_blanks(text, *at + 3);
        TRY(take_simple(reader, text, at, false, &parts[0]));
        *at = skip_blanks(text, *at);
        TRY(take_predicate(reader, text, at, &parts[1]));
        *at = skip_blanks(text, *at);
        term = &parts[2];
    }
    TRY(take_simple(reader, text, at, true, term));
    for (; depth > 0; depth--) {
        *at = skip_blanks(text, *at);
        if (!text_starts(text_slice(text, *at, text.len), TEXT(")>>")))
            return fail(reader, *at, "\")>>\" was expected here");
        *at += 3;
    }
    return STATUS_OK;
}

/* After the statement: '.', blanks, a comment. */
static Status take_end(LineReader *reader, Text text, size_t *at) {
    if (*at >= text.len || text.at[*at] != '.')
        return fail(reader, *at, "a full stop was expected here");
    *at = skip_blanks(text, *at + 1);
    return STATUS_OK;
}

/* versionDirective of RDF 1.2: VERSION "…". It announces, nothing depends on it. */
static Status take_version(LineReader *reader, Text text, size_t *at) {
    *at = skip_blanks(text, *at + strlen("VERSION"));
    if (*at >= text.len || text.at[*at] != '"')
        return fail(reader, *at, "a version in quotes was expected here");
    Term version;
    TRY(take_literal(reader, text, at, &version));
    if (version.lang.len > 0 || version.datatype.len > 0)
        return fail(reader, *at, "the line must end here");
    *at = skip_blanks(text, *at);
    return STATUS_OK;
}

static Status take_statement(LineReader *reader, Text text, size_t *at) {
    Quad *const quad = &reader->quad;
    TRY(take_simple(reader, text, at, false, &quad->subject));
    *at = skip_blanks(text, *at);
    TRY(take_predicate(reader, text, at, &quad->predicate));
    *at = skip_blanks(text, *at);
    TRY(take_object(reader, text, at, &quad->object));
    *at = skip_blanks(text, *at);
    if (quad->graph.kind != TERM_NONE) quad->graph = (Term){.kind = TERM_NONE};
    if (reader->graphs && *at < text.len && text.at[*at] != '.') {
        TRY(take_simple(reader, text, at, false, &quad->graph));
        *at = skip_blanks(text, *at);
    }
    return take_end(reader, text, at);
}

/* The end of a line: a comment, which must be UTF-8, and the break. */
static Status take_break(LineReader *reader, Text text, size_t *at) {
    const size_t start = *at;
    if (!is_break(text, start) && text.at[start] != '#')
        return fail(reader, start, "the line must end here");
    while (!is_break(text, *at)) ++*at;
    const size_t invalid = utf8_invalid_at(text.at + start, *at - start);
    if (start + invalid < *at) return fail(reader, start + invalid, lex_problem_text(LEX_UTF8));
    while (*at < text.len && (text.at[*at] == '\n' || text.at[*at] == '\r')) ++*at;
    return STATUS_OK;
}

/* One line: white space, a statement or a directive or nothing, and the break. */
static Status take_line(LineReader *reader, Text text, size_t *at) {
    *at = skip_blanks(text, *at);
    if (is_break(text, *at) || text.at[*at] == '#') return take_break(reader, text, at);
    if (text.at[*at] == 'V' && text_starts(text_slice(text, *at, text.len), TEXT("VERSION"))) {
        TRY(take_version(reader, text, at));
        return take_break(reader, text, at);
    }
    TRY(take_statement(reader, text, at));
    if (*at < text.len && text.at[*at] == '\n')
        ++*at;
    else
        TRY(take_break(reader, text, at));
    return reader->sink->quad(reader->sink->context, &reader->quad);
}

static Status line_reader_run(LineReader *reader, Text text, size_t *at) {
    const StackMark empty = {NULL, 0};
    for (size_t count = 1; *at < text.len; count++) {
        const size_t start = *at;
        if (count % BUDGET_LINES == 0) TRY(budget_check(reader->stack.budget));
        reader->problem = NULL;
        const Status status = take_line(reader, text, at);
        if (reader->stack.current) stack_release(&reader->stack, empty);
        if (status == STATUS_OK) continue;
        if (!reader->problem) return status;
        *at = start;
        if (!reader->bad_line) return status;
        TRY(reader->bad_line(reader, start));
        *at = next_line(text, start);
    }
    return STATUS_OK;
}

void line_reader_free(LineReader *reader) {
    stack_free(&reader->stack);
    buffer_free(&reader->scratch);
}

/* ---- Reading an input ------------------------------------------------------------------------------------ */

/* --keep-going: tells the bad line and goes on. */
static Status warn_of_line(LineReader *reader, size_t start) {
    (void)start;
    const ReadJob *const job = reader->job;
    Diag diag = {0};
    input_error(job->input, reader->problem_at, STATUS_SYNTAX, reader->problem, &diag);
    if (job->options->warn) job->options->warn(job->options->warn_context, &diag);
    return STATUS_OK;
}

/* The part of the window that ends with a line break; all of it at the end. */
static Text whole_lines(const Input *input) {
    const Text window = input->window;
    if (input->ended || window.len == 0) return window;
    const char *last = memrchr(window.at, '\n', window.len);
    if (!last) last = memrchr(window.at, '\r', window.len);
    return (Text){window.at, last ? (size_t)(last - window.at) + 1 : 0};
}

LineReader line_reader_for(const ReadJob *job) {
    return (LineReader){.job = job,
                        .sink = job->sink,
                        .graphs = job->graphs,
                        .blank_prefix = job->options->blank_prefix,
                        .bad_line = job->options->keep_going ? warn_of_line : NULL,
                        .stack = {.budget = job->options->budget},
                        .scratch = {.budget = job->options->budget}};
}

Status line_reader_read(LineReader *reader, Text lines) {
    Input *const input = reader->job->input;
    const Status status = line_reader_run(reader, lines, &input->cursor);
    if (status == STATUS_SYNTAX && reader->problem)
        input_error(input, reader->problem_at, STATUS_SYNTAX, reader->problem, reader->job->diag);
    return status;
}

Status lines_read(const ReadJob *job) {
    LineReader reader = line_reader_for(job);
    Status status = STATUS_OK;
    while (status == STATUS_OK) {
        status = line_reader_read(&reader, whole_lines(job->input));
        if (status != STATUS_OK || job->input->ended) break;
        status = input_more(job->input, job->diag);
    }
    line_reader_free(&reader);
    return status;
}
