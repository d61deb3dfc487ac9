/* SPARQL 1.1 Query Results CSV and TSV Formats. CSV: RFC 4180 with CRLF, raw values. TSV: every term in Turtle
 * syntax, numbers in their short form where that is the same literal; each row ends in LF. */
#include "results_internal.h"

/* ---- CSV --------------------------------------------------------------------------------------------------------- */

static bool needs_quotes(Text text) {
    for (size_t i = 0; i < text.len; i++) {
        const char byte = text.at[i];
        if (byte == '"' || byte == ',' || byte == '\r' || byte == '\n') return true;
    }
    return false;
}

static void csv_value(Output *out, Text text) {
    if (!needs_quotes(text)) {
        output_text(out, text);
        return;
    }
    output_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"') output_byte(out, '"');
        output_byte(out, text.at[i]);
    }
    output_byte(out, '"');
}

static Status csv_begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    for (size_t i = 0; i < writer->columns; i++) {
        if (i) output_byte(writer->out, ',');
        csv_value(writer->out, writer->names[i]);
    }
    output_text(writer->out, TEXT("\r\n"));
    return STATUS_OK;
}

static Status csv_row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    (void)diag;
    for (size_t i = 0; i < writer->columns; i++) {
        if (i) output_byte(writer->out, ',');
        if (terms[i].kind == TERM_BLANK || terms[i].kind == TERM_TRIPLE) {
            buffer_clear(&writer->scratch);
            term_write(&writer->scratch, &terms[i]);
            csv_value(writer->out, buffer_view(&writer->scratch));
        } else {
            csv_value(writer->out, terms[i].text);
        }
    }
    output_text(writer->out, TEXT("\r\n"));
    return STATUS_OK;
}

static void csv_boolean(Output *out, bool answer) {
    output_text(out, answer ? TEXT("true\r\n") : TEXT("false\r\n"));
}

const RowFormat results_csv = {csv_begin, csv_row, NULL, NULL, csv_boolean};

/* ---- TSV --------------------------------------------------------------------------------------------------------- */

static size_t digits_at(Text text, size_t from) {
    while (from < text.len && text.at[from] >= '0' && text.at[from] <= '9') from++;
    return from;
}

static size_t sign_at(Text text, size_t from) {
    return from < text.len && (text.at[from] == '+' || text.at[from] == '-') ? from + 1 : from;
}

/* Turtle's INTEGER, [+-]? [0-9]+ */
static bool is_integer(Text text) {
    const size_t start = sign_at(text, 0);
    return digits_at(text, start) == text.len && start < text.len;
}

/* Turtle's DECIMAL, [+-]? [0-9]* '.' [0-9]+ */
static bool is_decimal(Text text) {
    const size_t point = digits_at(text, sign_at(text, 0));
    return point + 1 < text.len && text.at[point] == '.' && digits_at(text, point + 1) == text.len;
}

/* Turtle's DOUBLE, [+-]? ([0-9]+ '.' [0-9]* | '.'? [0-9]+) EXPONENT */
static bool is_double(Text text) {
    const size_t start = sign_at(text, 0), whole = digits_at(text, start);
    const bool point = whole < text.len && text.at[whole] == '.';
    const size_t mark = point ? digits_at(text, whole + 1) : whole;
    if (mark - start - point == 0 || mark >= text.len ||
        (text.at[mark] != 'e' && text.at[mark] != 'E'))
        return false;
    const size_t power = sign_at(text, mark + 1);
    return power < text.len && digits_at(text, power) == text.len;
}

static bool has_short_form(const Term *term) {
    if (term->kind != TERM_LITERAL) return false;
    if (text_equal(term->datatype, TEXT(XSD "integer"))) return is_integer(term->text);
    if (text_equal(term->datatype, TEXT(XSD "decimal"))) return is_decimal(term->text);
    return text_equal(term->datatype, TEXT(XSD "double")) && is_double(term->text);
}

/* N-Triples text is Turtle text; a tab that it leaves as it is can only be inside a string. */
static void tsv_value(ResultsWriter *writer, const Term *term) {
    if (term->kind == TERM_NONE) return;
    if (has_short_form(term)) {
        output_text(writer->out, term->text);
        return;
    }
    buffer_clear(&writer->scratch);
    term_write(&writer->scratch, term);
    const Text text = buffer_view(&writer->scratch);
    size_t clean = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\t') continue;
        output_text(writer->out, text_slice(text, clean, i));
        output_text(writer->out, TEXT("\\t"));
        clean = i + 1;
    }
    output_text(writer->out, text_slice(text, clean, text.len));
}

static Status tsv_begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    for (size_t i = 0; i < writer->columns; i++) {
        output_text(writer->out, i ? TEXT("\t?") : TEXT("?"));
        output_text(writer->out, writer->names[i]);
    }
    output_byte(writer->out, '\n');
    return STATUS_OK;
}

static Status tsv_row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    (void)diag;
    for (size_t i = 0; i < writer->columns; i++) {
        if (i) output_byte(writer->out, '\t');
        tsv_value(writer, &terms[i]);
    }
    output_byte(writer->out, '\n');
    return STATUS_OK;
}

static void tsv_boolean(Output *out, bool answer) {
    output_text(out, answer ? TEXT("true\n") : TEXT("false\n"));
}

const RowFormat results_tsv = {tsv_begin, tsv_row, NULL, NULL, tsv_boolean};
