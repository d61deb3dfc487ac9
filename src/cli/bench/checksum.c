/* A number for an answer that does not depend on the order of its rows and columns, nor on how an engine spells values:
 * numbers count by value, to ten digits (sums of floating point depend on their order), a blank node is only that it is
 * one, language tags are in lower case. So answers that other engines wrote as TSV or JSON can be held against ours. */
#include "bench.h"

#include "ytterby/value.h"

#include <math.h>

static Status append_number(Checksum *checksum, const Value *value) {
    double number;
    TRY(value_to_double(checksum->arena, value, &number));
    if (isnan(number))
        buffer_text(&checksum->text, TEXT("#nan"));
    else
        buffer_format(&checksum->text, "#%.10g", number + 0.0); /* -0 is 0 */
    return STATUS_OK;
}

static void append_lower(Buffer *text, Text tag) {
    for (size_t i = 0; i < tag.len; i++) {
        const char c = tag.at[i];
        buffer_byte(text, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

static Status append_literal(Checksum *checksum, const Term *term) {
    Value value;
    TRY(value_of_term(checksum->arena, term, &value));
    if (value_is_numeric(&value)) return append_number(checksum, &value);
    buffer_byte(&checksum->text, '"');
    buffer_text(&checksum->text, term->text);
    buffer_byte(&checksum->text, '@');
    append_lower(&checksum->text, term->lang);
    buffer_byte(&checksum->text, '^');
    buffer_text(&checksum->text, term->datatype);
    return STATUS_OK;
}

static Status append_term(Checksum *checksum, const Term *term) {
    switch (term->kind) {
    case TERM_NONE: break;
    case TERM_IRI:
        buffer_byte(&checksum->text, '<');
        buffer_text(&checksum->text, term->text);
        break;
    case TERM_BLANK: buffer_text(&checksum->text, TEXT("_:")); break;
    case TERM_LITERAL: return append_literal(checksum, term);
    case TERM_TRIPLE:
        for (size_t i = 0; i < 3; i++) {
            buffer_byte(&checksum->text, '\t');
            TRY(append_term(checksum, &term->triple[i]));
        }
    }
    return STATUS_OK;
}

/* A row is the sum of its bound columns, mixed, so that the sum of the rows tells which values stood together. */
Status checksum_row(Checksum *checksum, const Term *terms) {
    uint64_t row = 0;
    if (!checksum->arena) checksum->arena = arena_new(NULL);
    if (!checksum->arena) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < checksum->columns; i++) {
        if (terms[i].kind == TERM_NONE) continue;
        buffer_clear(&checksum->text);
        TRY(append_term(checksum, &terms[i]));
        if (checksum->text.failed) return STATUS_NO_MEMORY;
        const Text name = checksum->names[i];
        row += hash_bytes(checksum->text.at, checksum->text.len, hash_bytes(name.at, name.len, 0));
    }
    arena_reset(checksum->arena);
    checksum->sum += hash_mix(row, checksum->columns);
    checksum->rows++;
    return STATUS_OK;
}

void checksum_boolean(Checksum *checksum, bool answer) {
    checksum->rows = 1;
    checksum->sum = answer ? 1 : 0;
}

/* ---- From a file ----------------------------------------------------------------------------------------------------- */

typedef struct Reading {
    Checksum *checksum;
    Arena *names;
} Reading;

static Status read_head(void *context, const Text *names, size_t count) {
    Reading *const reading = context;
    Text *const kept = arena_array(reading->names, count + 1, sizeof *kept);
    if (!kept) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        kept[i] = arena_text(reading->names, names[i]);
        if (!kept[i].at) return STATUS_NO_MEMORY;
    }
    reading->checksum->names = kept;
    reading->checksum->columns = count;
    return STATUS_OK;
}

static Status read_row(void *context, const Term *terms, size_t count) {
    const Reading *const reading = context;
    return count == reading->checksum->columns ? checksum_row(reading->checksum, terms)
                                               : STATUS_UNSUPPORTED;
}

Status checksum_file(const char *path, const char *format, Checksum *checksum, Diag *diag) {
    Buffer text = {0};
    Reading reading = {checksum, arena_new(NULL)};
    ResultsReader reader = {.head = read_head, .row = read_row, .context = &reading};
    Status status = reading.names ? file_read(&text, path, diag)
                                  : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = results_read(buffer_view(&text), format, &reader, diag);
    if (status == STATUS_OK && reader.is_ask) checksum_boolean(checksum, reader.answer);
    checksum->names = NULL;
    checksum->columns = 0;
    arena_free(reading.names);
    buffer_free(&text);
    return status;
}
