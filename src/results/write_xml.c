/* SPARQL Query Results XML Format (second edition), with the terms of the SPARQL 1.2 draft (triple terms,
 * its:dir). Streamed. XML 1.0 has no way to write most control characters: such an answer is refused, not bent. */
#include "results_internal.h"

static bool writable(Text text) {
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
        /* U+FFFE and U+FFFF, EF BF BE and EF BF BF, are no XML characters either */
        if (byte == 0xEF && i + 2 < text.len && (unsigned char)text.at[i + 1] == 0xBF &&
            (unsigned char)text.at[i + 2] >= 0xBE)
            return false;
    }
    return true;
}

static const char *entity(char byte, bool attribute) {
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#xD;";
    case '"': return attribute ? "&quot;" : NULL;
    case '\t': return attribute ? "&#x9;" : NULL;
    case '\n': return attribute ? "&#xA;" : NULL;
    default: return NULL;
    }
}

void write_markup(Output *out, Text text, bool attribute) {
    size_t clean = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *const name = entity(text.at[i], attribute);
        if (!name) continue;
        output_text(out, text_slice(text, clean, i));
        output_text(out, text_of(name));
        clean = i + 1;
    }
    output_text(out, text_slice(text, clean, text.len));
}

static void write_attribute(Output *out, const char *name, Text value) {
    output_format(out, " %s=\"", name);
    write_markup(out, value, true);
    output_byte(out, '"');
}

static void write_simple(Output *out, const char *element, Text text) {
    output_format(out, "<%s>", element);
    write_markup(out, text, false);
    output_format(out, "</%s>", element);
}

static void write_literal(Output *out, const Term *term) {
    output_text(out, TEXT("<literal"));
    if (term->lang.len)
        write_attribute(out, "xml:lang", term->lang);
    else if (term->datatype.len)
        write_attribute(out, "datatype", term->datatype);
    if (term->direction != DIRECTION_NONE)
        write_attribute(out, "its:dir",
                        term->direction == DIRECTION_LTR ? TEXT("ltr") : TEXT("rtl"));
    output_byte(out, '>');
    write_markup(out, term->text, false);
    output_text(out, TEXT("</literal>"));
}

static Status write_term(Output *out, const Term *term, unsigned depth) {
    static const char *const parts[3] = {"subject", "predicate", "object"};
    if (depth > MOST_NESTED_TERMS) return STATUS_LIMIT;
    if (!writable(term->text)) return STATUS_UNSUPPORTED;
    switch (term->kind) {
    case TERM_NONE: break;
    case TERM_IRI: write_simple(out, "uri", term->text); break;
    case TERM_BLANK: write_simple(out, "bnode", term->text); break;
    case TERM_LITERAL: write_literal(out, term); break;
    case TERM_TRIPLE:
        output_text(out, TEXT("<triple>"));
        for (int i = 0; i < 3; i++) {
            output_format(out, "<%s>", parts[i]);
            TRY(write_term(out, &term->triple[i], depth + 1));
            output_format(out, "</%s>", parts[i]);
        }
        output_text(out, TEXT("</triple>"));
        break;
    }
    return STATUS_OK;
}

static const char top[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\""
                          " xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\">\n";

static Status begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, text_of(top));
    output_text(writer->out, TEXT("<head>\n"));
    for (size_t i = 0; i < writer->columns; i++) {
        output_text(writer->out, TEXT("  <variable"));
        write_attribute(writer->out, "name", writer->names[i]);
        output_text(writer->out, TEXT("/>\n"));
    }
    output_text(writer->out, TEXT("</head>\n<results>\n"));
    return STATUS_OK;
}

static Status row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    output_text(writer->out, TEXT("  <result>\n"));
    for (size_t i = 0; i < writer->columns; i++) {
        if (terms[i].kind == TERM_NONE) continue;
        output_text(writer->out, TEXT("    <binding"));
        write_attribute(writer->out, "name", writer->names[i]);
        output_byte(writer->out, '>');
        const Status status = write_term(writer->out, &terms[i], 0);
        if (status == STATUS_UNSUPPORTED)
            return diag_set(diag, status,
                            "XML cannot hold a control character of this answer: ask for json");
        if (status != STATUS_OK)
            return diag_set(diag, status, "triple terms are nested too deeply");
        output_text(writer->out, TEXT("</binding>\n"));
    }
    output_text(writer->out, TEXT("  </result>\n"));
    return STATUS_OK;
}

static Status end(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("</results>\n</sparql>\n"));
    return STATUS_OK;
}

static void boolean(Output *out, bool answer) {
    output_text(out, text_of(top));
    output_format(out, "<head/>\n<boolean>%s</boolean>\n</sparql>\n", answer ? "true" : "false");
}

const RowFormat results_xml = {begin, row, end, NULL, boolean};
