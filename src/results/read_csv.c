/* SPARQL 1.1 Query Results CSV and TSV Formats, read back. CSV (RFC 4180) keeps no kinds of terms, so its values
 * come as plain strings. A TSV value is a term in Turtle syntax: it is given to the Turtle reader as the object of
 * a triple, so that there is one reader of terms. */
#include "results_internal.h"

#include <string.h>

typedef struct Lines {
    Text text;
    size_t at;
    ResultsReader *reader;
    Arena *arena; /* what a row's terms point to */
    Text *names;
    size_t columns, name_cap;
    Term *terms;
    Diag *diag;
} Lines;

static Status no_memory(Lines *lines) {
    return diag_set(lines->diag, STATUS_NO_MEMORY, "out of memory");
}

static void lines_free(Lines *lines) {
    arena_free(lines->arena);
    mem_free(lines->names);
    mem_free(lines->terms);
}

/* Steps over a line's end; true when there was one or the text is at its end. */
static bool end_of_line(Lines *lines) {
    if (lines->at < lines->text.len && lines->text.at[lines->at] == '\r') lines->at++;
    if (lines->at == lines->text.len) return true;
    if (lines->text.at[lines->at] != '\n') return false;
    lines->at++;
    return true;
}

static bool at_line_end(const Lines *lines) {
    return lines->at == lines->text.len || lines->text.at[lines->at] == '\n' ||
           lines->text.at[lines->at] == '\r';
}

static bool next_is(Lines *lines, char byte) {
    if (lines->at == lines->text.len || lines->text.at[lines->at] != byte) return false;
    lines->at++;
    return true;
}

/* What both formats share: a line of names, then lines of as many values. */
typedef Status (*ReadName)(Lines *lines, Text *name);
typedef Status (*ReadValue)(Lines *lines, Term *term);

static Status read_head(Lines *lines, char separator, ReadName read_name) {
    if (!at_line_end(lines)) {
        do {
            if (array_grow((void **)&lines->names, &lines->name_cap, lines->columns + 1,
                           sizeof *lines->names) != STATUS_OK)
                return no_memory(lines);
            TRY(read_name(lines, &lines->names[lines->columns++]));
        } while (next_is(lines, separator));
    }
    if (!end_of_line(lines))
        return diag_at(lines->diag, STATUS_SYNTAX, lines->text, lines->at,
                       "expected the end of the names");
    lines->terms = mem_zero(lines->columns + 1, sizeof *lines->terms);
    if (!lines->terms) return no_memory(lines);
    return lines->reader->head
               ? lines->reader->head(lines->reader->context, lines->names, lines->columns)
               : STATUS_OK;
}

static Status read_rows(Lines *lines, char separator, ReadValue read_value) {
    while (lines->at < lines->text.len) {
        arena_reset(lines->arena);
        for (size_t i = 0; i < lines->columns; i++) {
            if (i && !next_is(lines, separator))
                return diag_at(lines->diag, STATUS_SYNTAX, lines->text, lines->at,
                               "the row has too few values");
            TRY(read_value(lines, &lines->terms[i]));
        }
        if (!end_of_line(lines))
            return diag_at(lines->diag, STATUS_SYNTAX, lines->text, lines->at,
                           "the row has too many values");
        TRY(lines->reader->row(lines->reader->context, lines->terms, lines->columns));
    }
    return STATUS_OK;
}

/* The whole text is "true" or "false": the answer of an ASK. */
static bool read_boolean(Text text, ResultsReader *reader) {
    const Text word = text_trim(text);
    reader->answer = text_equal(word, TEXT("true"));
    reader->is_ask = reader->answer || text_equal(word, TEXT("false"));
    return reader->is_ask;
}

static Status read_lines(Text text, char separator, ReadName name, ReadValue value,
                         ResultsReader *reader, Diag *diag) {
    if (read_boolean(text, reader)) return STATUS_OK;
    Arena *const names = arena_new(NULL); /* names live as long as the reading, values for a row */
    Lines lines = {.text = text, .reader = reader, .arena = names, .diag = diag};
    Status status = names ? read_head(&lines, separator, name) : no_memory(&lines);
    lines.arena = arena_new(NULL);
    if (status == STATUS_OK)
        status = lines.arena ? read_rows(&lines, separator, value) : no_memory(&lines);
    lines_free(&lines);
    arena_free(names);
    return status;
}

/* ---- CSV --------------------------------------------------------------------------------------------------------- */

/* Offset of the quote that ends the value, a doubled one being part of it; the text's length when there is none. */
static size_t closing_quote(Text text, size_t at) {
    for (; at < text.len; at++) {
        if (text.at[at] != '"') continue;
        if (at + 1 == text.len || text.at[at + 1] != '"') return at;
        at++;
    }
    return text.len;
}

static Status quoted_value(Lines *lines, Text *value) {
    const size_t start = lines->at, end = closing_quote(lines->text, start);
    if (end == lines->text.len)
        return diag_at(lines->diag, STATUS_SYNTAX, lines->text, start,
                       "this quoted value has no end");
    char *const copy = arena_alloc(lines->arena, end - start + 1);
    if (!copy) return no_memory(lines);
    size_t len = 0;
    for (size_t i = start; i < end; i++) {
        copy[len++] = lines->text.at[i];
        if (lines->text.at[i] == '"') i++;
    }
    *value = (Text){copy, len};
    lines->at = end + 1;
    return STATUS_OK;
}

static Status csv_value(Lines *lines, Text *value) {
    if (next_is(lines, '"')) return quoted_value(lines, value);
    const size_t start = lines->at;
    while (!at_line_end(lines) && lines->text.at[lines->at] != ',') lines->at++;
    *value = text_slice(lines->text, start, lines->at);
    return STATUS_OK;
}

static Status csv_term(Lines *lines, Term *term) {
    Text value = {0};
    TRY(csv_value(lines, &value));
    *term = value.len ? term_string(value) : (Term){0};
    return STATUS_OK;
}

Status read_csv_results(Text text, ResultsReader *reader, Diag *diag) {
    return read_lines(text, ',', csv_value, csv_term, reader, diag);
}

/* ---- TSV --------------------------------------------------------------------------------------------------------- */

static Text tsv_value(Lines *lines) {
    const size_t start = lines->at;
    while (!at_line_end(lines) && lines->text.at[lines->at] != '\t') lines->at++;
    return text_trim(text_slice(lines->text, start, lines->at));
}

static Status tsv_name(Lines *lines, Text *name) {
    const size_t start = lines->at;
    *name = tsv_value(lines);
    if (name->len < 2 || (name->at[0] != '?' && name->at[0] != '$'))
        return diag_at(lines->diag, STATUS_SYNTAX, lines->text, start,
                       "expected a variable such as ?name");
    *name = text_slice(*name, 1, name->len);
    return STATUS_OK;
}

typedef struct OneObject {
    Arena *arena;
    Term term;
    size_t quads;
} OneObject;

static Status keep_object(void *context, const Quad *quad) {
    OneObject *const object = context;
    object->quads++;
    object->term = term_copy(object->arena, &quad->object);
    return object->term.kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

static Status tsv_term(Lines *lines, Term *term) {
    const size_t start = lines->at;
    const Text value = tsv_value(lines);
    *term = (Term){0};
    if (value.len == 0) return STATUS_OK;
    Buffer document = {0};
    buffer_text(&document, TEXT("<urn:s> <urn:p> "));
    buffer_text(&document, value);
    buffer_text(&document, TEXT(" ."));
    OneObject object = {.arena = lines->arena};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("turtle"))};
    const RdfSink sink = {.quad = keep_object, .context = &object};
    Diag inner = {0};
    const Status status =
        document.failed ? STATUS_NO_MEMORY
                        : rdf_read_text(buffer_view(&document), "value", &options, &sink, &inner);
    buffer_free(&document);
    if (status == STATUS_NO_MEMORY) return no_memory(lines);
    if (status != STATUS_OK || object.quads != 1)
        return diag_at(lines->diag, STATUS_SYNTAX, lines->text, start,
                       "not one term in Turtle syntax%s%s", inner.message[0] ? ": " : "",
                       inner.message);
    *term = object.term;
    return STATUS_OK;
}

Status read_tsv_results(Text text, ResultsReader *reader, Diag *diag) {
    return read_lines(text, '\t', tsv_name, tsv_term, reader, diag);
}
