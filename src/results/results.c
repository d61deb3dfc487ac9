/* Answers -> text: the table of formats and the writer that rows are pushed to, one by one; answer.c runs a
 * statement through it. Reading answers back begins here too. */
#include "ytterby/results.h"

#include "results_internal.h"

static const ResultsFormat row_formats[] = {
    {"table", "text/plain", true, true, false},
    {"json", "application/sparql-results+json", true, true, false},
    {"xml", "application/sparql-results+xml", true, true, false},
    {"csv", "text/csv", true, true, false},
    {"tsv", "text/tab-separated-values", true, true, false},
    {"markdown", "text/markdown", true, false, false},
    {"line", "text/plain", true, false, false},
    {"html", "text/html", true, true, false},
    {"turtle", "text/turtle", false, false, true},
    {"ntriples", "application/n-triples", false, false, true},
    {"nquads", "application/n-quads", false, false, true},
    {"trig", "application/trig", false, false, true},
    {"rdfxml", "application/rdf+xml", false, false, true},
};
enum {
    FORMATS = sizeof row_formats / sizeof row_formats[0]
};

/* In the order of the table above; the graph formats have none. */
static const RowFormat *const writers[FORMATS] = {&results_table, &results_json, &results_xml,
                                                  &results_csv,   &results_tsv,  &results_markdown,
                                                  &results_line,  &results_html};

const ResultsFormat *results_formats(size_t *count) {
    *count = FORMATS;
    return row_formats;
}

const ResultsFormat *results_format_named(Text name) {
    for (size_t i = 0; i < FORMATS; i++) {
        if (text_equal_nocase(name, text_of(row_formats[i].name))) return &row_formats[i];
    }
    return NULL;
}

static const RowFormat *how_of(const ResultsFormat *format) {
    return writers[format - row_formats];
}

Status format_unfit(const ResultsFormat *format, const char *what, Diag *diag) {
    return diag_set(diag, STATUS_UNSUPPORTED, "the format \"%s\" cannot hold %s", format->name,
                    what);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

Status results_writer_new(ResultsWriter **writer, const ResultsOptions *options, const Text *names,
                          size_t columns, Output *out, Diag *diag) {
    *writer = NULL;
    if (!options->format->rows) return format_unfit(options->format, "the rows of a SELECT", diag);
    ResultsWriter *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->how = how_of(options->format);
    made->options = *options;
    made->names = names;
    made->columns = columns;
    made->out = out;
    *writer = made;
    return made->how->begin(made, diag);
}

Status results_writer_row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    TRY(writer->how->row(writer, terms, diag));
    writer->rows++;
    return writer->scratch.failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory") : STATUS_OK;
}

Status results_writer_end(ResultsWriter *writer, ResultsCount *count, Diag *diag) {
    if (writer->how->end) TRY(writer->how->end(writer, diag));
    if (count) *count = (ResultsCount){.rows = writer->rows, .truncated = writer->truncated};
    return STATUS_OK;
}

void results_writer_free(ResultsWriter *writer) {
    if (!writer) return;
    if (writer->how->free) writer->how->free(writer);
    buffer_free(&writer->scratch);
    mem_free(writer);
}

/* ---- ASK ------------------------------------------------------------------------------------------------------- */

Status results_write_boolean(const ResultsOptions *options, bool answer, Output *out, Diag *diag) {
    if (!options->format->boolean)
        return format_unfit(options->format, "the answer of an ASK", diag);
    how_of(options->format)->boolean(out, answer);
    return STATUS_OK;
}

Status results_read(Text text, const char *format, ResultsReader *reader, Diag *diag) {
    static const struct {
        const char *name;
        Status (*read)(Text text, ResultsReader *reader, Diag *diag);
    } readers[] = {{"json", read_json_results},
                   {"xml", read_xml_results},
                   {"csv", read_csv_results},
                   {"tsv", read_tsv_results}};
    reader->is_ask = reader->answer = false;
    const size_t bad = utf8_invalid_at(text.at, text.len);
    if (bad < text.len) return diag_at(diag, STATUS_SYNTAX, text, bad, "this is not valid UTF-8");
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (text_equal(text_of(format), text_of(readers[i].name)))
            return readers[i].read(text, reader, diag);
    }
    return diag_set(diag, STATUS_UNSUPPORTED, "no reader for results in \"%s\"", format);
}
