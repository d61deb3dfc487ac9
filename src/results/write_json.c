/* SPARQL 1.1 Query Results JSON Format, with the terms of the SPARQL 1.2 draft (triple terms, "its:dir").
 * Streamed: one binding object a line. */
#include "results_internal.h"

static void write_string(Output *out, Text text) {
    static const char *const short_escapes[32] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    output_byte(out, '"');
    size_t clean = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F) continue;
        output_text(out, text_slice(text, clean, i));
        clean = i + 1;
        if (byte < 0x20 && short_escapes[byte])
            output_text(out, text_of(short_escapes[byte]));
        else if (byte < 0x20 || byte == 0x7F)
            output_format(out, "\\u%04X", (unsigned)byte);
        else
            output_format(out, "\\%c", byte);
    }
    output_text(out, text_slice(text, clean, text.len));
    output_byte(out, '"');
}

static void write_member(Output *out, const char *name, Text value) {
    output_format(out, ",\"%s\":", name);
    write_string(out, value);
}

static void write_literal(Output *out, const Term *term) {
    output_text(out, TEXT("{\"type\":\"literal\""));
    write_member(out, "value", term->text);
    if (term->lang.len)
        write_member(out, "xml:lang", term->lang);
    else if (term->datatype.len)
        write_member(out, "datatype", term->datatype);
    if (term->direction != DIRECTION_NONE)
        write_member(out, "its:dir", term->direction == DIRECTION_LTR ? TEXT("ltr") : TEXT("rtl"));
    output_byte(out, '}');
}

/* Depth is bounded by what the parser of the data or the query allowed; the limit here is a second lock. */
static Status write_term(Output *out, const Term *term, unsigned depth) {
    static const char *const parts[3] = {"subject", "predicate", "object"};
    if (depth > MOST_NESTED_TERMS) return STATUS_LIMIT;
    if (term->kind == TERM_LITERAL) {
        write_literal(out, term);
    } else if (term->kind == TERM_TRIPLE) {
        output_text(out, TEXT("{\"type\":\"triple\",\"value\":"));
        for (int i = 0; i < 3; i++) {
            output_format(out, "%c\"%s\":", i == 0 ? '{' : ',', parts[i]);
            TRY(write_term(out, &term->triple[i], depth + 1));
        }
        output_text(out, TEXT("}}"));
    } else {
        output_format(out, "{\"type\":\"%s\"", term->kind == TERM_IRI ? "uri" : "bnode");
        write_member(out, "value", term->text);
        output_byte(out, '}');
    }
    return STATUS_OK;
}

static Status begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("{\"head\":{\"vars\":["));
    for (size_t i = 0; i < writer->columns; i++) {
        if (i) output_byte(writer->out, ',');
        write_string(writer->out, writer->names[i]);
    }
    output_text(writer->out, TEXT("]},\"results\":{\"bindings\":["));
    return STATUS_OK;
}

static Status row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    output_text(writer->out, writer->rows ? TEXT(",\n{") : TEXT("\n{"));
    bool first = true;
    for (size_t i = 0; i < writer->columns; i++) {
        if (terms[i].kind == TERM_NONE) continue;
        if (!first) output_byte(writer->out, ',');
        first = false;
        write_string(writer->out, writer->names[i]);
        output_byte(writer->out, ':');
        if (write_term(writer->out, &terms[i], 0) != STATUS_OK)
            return diag_set(diag, STATUS_LIMIT, "triple terms are nested too deeply");
    }
    output_byte(writer->out, '}');
    return STATUS_OK;
}

static Status end(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("\n]}}\n"));
    return STATUS_OK;
}

static void boolean(Output *out, bool answer) {
    output_format(out, "{\"head\":{},\"boolean\":%s}\n", answer ? "true" : "false");
}

const RowFormat results_json = {begin, row, end, NULL, boolean};
