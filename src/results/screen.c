/* Text on a screen: how many columns it takes, how it is made harmless, how terms are shown to people.
 * Widths are utf8proc's (Unicode 15): combining marks take none, East Asian wide characters two. What a terminal
 * would obey or hide instead of show (controls, bidirectional overrides, no width) is shown as an escape. */
#include "results_internal.h"

#include <utf8proc.h>

size_t text_columns(Text text) {
    size_t columns = 0, size = 1;
    for (size_t i = 0; i < text.len; i += size) {
        const int32_t code = utf8_decode(text.at + i, text.len - i, &size);
        if (code < 0) {
            size = 1;
            columns++;
        } else {
            columns += (size_t)utf8proc_charwidth(code);
        }
    }
    return columns;
}

static void escape_code(int32_t code, Buffer *out) {
    switch (code) {
    case '\n': buffer_text(out, TEXT("\\n")); break;
    case '\r': buffer_text(out, TEXT("\\r")); break;
    case '\t': buffer_text(out, TEXT("\\t")); break;
    default: buffer_format(out, code > 0xFFFF ? "\\U%08X" : "\\u%04X", (unsigned)code); break;
    }
}

void text_printable(Text text, Buffer *out) {
    size_t size = 1;
    for (size_t i = 0; i < text.len; i += size) {
        const int32_t code = utf8_decode(text.at + i, text.len - i, &size);
        if (code < 0) {
            size = 1;
            buffer_code(out, 0xFFFD);
        } else if (code_is_harmful(code)) {
            escape_code(code, out);
        } else {
            buffer_append(out, text.at + i, size);
        }
    }
}

void lines_printable(Text text, Buffer *out) {
    for (size_t from = 0; from < text.len;) {
        size_t to = text_find(text, TEXT("\n"), from);
        if (to > text.len) to = text.len;
        text_printable(text_slice(text, from, to), out);
        if (to < text.len) buffer_byte(out, '\n');
        from = to + 1;
    }
}

static void display_iri(const ResultsOptions *options, Text iri, Buffer *out) {
    if (options->label && options->label(options->label_context, iri, out)) return;
    if (options->prefixes && prefixes_shorten(options->prefixes, iri, out)) return;
    buffer_byte(out, '<');
    buffer_text(out, iri);
    buffer_byte(out, '>');
}

/* A datatype is only told when the text alone would mislead: not for those of XSD and not for languages. */
static void display_literal(const ResultsOptions *options, const Term *term, Buffer *out) {
    const bool plain = term->datatype.len == 0 || text_starts(term->datatype, TEXT(XSD));
    if (plain) {
        buffer_text(out, term->text);
        return;
    }
    buffer_byte(out, '"');
    buffer_text(out, term->text);
    buffer_text(out, TEXT("\"^^"));
    const ResultsOptions curies = {.prefixes = options->prefixes};
    display_iri(&curies, term->datatype, out);
}

static void display_at(const ResultsOptions *options, const Term *term, Buffer *out,
                       unsigned depth) {
    switch (term->kind) {
    case TERM_NONE: break;
    case TERM_IRI: display_iri(options, term->text, out); break;
    case TERM_BLANK:
        buffer_text(out, TEXT("_:"));
        buffer_text(out, term->text);
        break;
    case TERM_LITERAL: display_literal(options, term, out); break;
    case TERM_TRIPLE:
        buffer_text(out, TEXT("<<("));
        for (int i = 0; i < 3 && depth < MOST_NESTED_TERMS; i++) {
            buffer_byte(out, ' ');
            display_at(options, &term->triple[i], out, depth + 1);
        }
        buffer_text(out, TEXT(" )>>"));
        break;
    }
}

void display_term(const ResultsOptions *options, const Term *term, Buffer *out) {
    display_at(options, term, out, 0);
}

void printable_cell(const ResultsOptions *options, const Term *term, Buffer *cell) {
    Buffer raw = {0};
    display_term(options, term, &raw);
    buffer_clear(cell);
    text_printable(buffer_view(&raw), cell);
    cell->failed = cell->failed || raw.failed;
    buffer_free(&raw);
}
