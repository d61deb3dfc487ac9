/* Answers -> text. The table of formats, and the loop that runs a statement through one of them. Rows are pushed
 * to a ResultsWriter, so that answers that come from elsewhere are written by the same code. Graphs go to rdfio. */
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
                                                  &results_line};

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

static Status unfit(const ResultsFormat *format, const char *what, Diag *diag) {
    return diag_set(diag, STATUS_UNSUPPORTED, "the format \"%s\" cannot hold %s", format->name,
                    what);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------ */

Status results_writer_new(ResultsWriter **writer, const ResultsOptions *options, const Text *names,
                          size_t columns, Output *out, Diag *diag) {
    *writer = NULL;
    if (!options->format->rows) return unfit(options->format, "the rows of a SELECT", diag);
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

static Status write_rows(Statement *statement, ResultsWriter *writer, Term *terms, Diag *diag) {
    for (;;) {
        bool more = false;
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        if (output_failed(writer->out)) return output_flush(writer->out, diag);
        for (size_t i = 0; i < writer->columns; i++) TRY(statement_value(statement, i, &terms[i]));
        TRY(results_writer_row(writer, terms, diag));
    }
}

static Status write_select(Statement *statement, const ResultsOptions *options, Output *out,
                           ResultsCount *count, Diag *diag) {
    const size_t columns = statement_columns(statement);
    Text *const names = mem_zero(columns + 1, sizeof *names);
    Term *const terms = mem_zero(columns + 1, sizeof *terms);
    ResultsWriter *writer = NULL;
    Status status = names && terms ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) {
        for (size_t i = 0; i < columns; i++) names[i] = statement_column(statement, i);
        status = results_writer_new(&writer, options, names, columns, out, diag);
    }
    if (status == STATUS_OK) status = write_rows(statement, writer, terms, diag);
    if (status == STATUS_OK) status = results_writer_end(writer, count, diag);
    results_writer_free(writer);
    mem_free(names);
    mem_free(terms);
    return status;
}

/* ---- ASK ------------------------------------------------------------------------------------------------------- */

Status results_write_boolean(const ResultsOptions *options, bool answer, Output *out, Diag *diag) {
    if (!options->format->boolean) return unfit(options->format, "the answer of an ASK", diag);
    how_of(options->format)->boolean(out, answer);
    return STATUS_OK;
}

static Status write_ask(Statement *statement, const ResultsOptions *options, Output *out,
                        ResultsCount *count, Diag *diag) {
    bool answer = false;
    if (!options->format->boolean) return unfit(options->format, "the answer of an ASK", diag);
    TRY(statement_ask(statement, &answer, diag));
    *count = (ResultsCount){.rows = 1, .answer = answer};
    return results_write_boolean(options, answer, out, diag);
}

/* ---- Graphs ---------------------------------------------------------------------------------------------------- */

typedef struct GraphWriting {
    RdfWriter *writer;
    uint64_t quads;
    Diag *diag;
} GraphWriting;

static Status write_quad(void *context, const Quad *quad) {
    GraphWriting *const writing = context;
    writing->quads++;
    return rdf_writer_quad(writing->writer, quad, writing->diag);
}

static Status write_graph(Statement *statement, const ResultsOptions *options, Output *out,
                          ResultsCount *count, Diag *diag) {
    if (!options->format->graph)
        return unfit(options->format, "the graph of a CONSTRUCT or DESCRIBE", diag);
    const RdfFormat *const format = rdf_format_named(text_of(options->format->name));
    if (!format || !format->writes) return unfit(options->format, "a graph in this build", diag);
    const RdfWriteOptions write_options = {.format = format,
                                           .prefixes = options->prefixes,
                                           .sorted = true,
                                           .budget = statement_budget(statement)};
    GraphWriting writing = {.diag = diag};
    TRY(rdf_writer_new(&writing.writer, &write_options, out, diag));
    Status status = statement_graph(statement, write_quad, &writing, diag);
    if (status == STATUS_OK) status = rdf_writer_end(writing.writer, diag);
    rdf_writer_free(writing.writer);
    count->rows = writing.quads;
    return status;
}

/* ---- All forms ------------------------------------------------------------------------------------------------- */

static Status prefixes_of(const Statement *statement, Prefixes **prefixes) {
    *prefixes = prefixes_new();
    if (!*prefixes) return STATUS_NO_MEMORY;
    for (size_t i = statement_prefixes(statement);
         i-- > 0;) { /* backwards: the first of a name wins */
        const PrefixDeclaration declared = statement_prefix(statement, i);
        TRY(prefixes_set(*prefixes, declared.prefix, declared.iri));
    }
    return STATUS_OK;
}

Status results_write(Statement *statement, const ResultsOptions *options, Output *out,
                     ResultsCount *count, Diag *diag) {
    ResultsCount unwanted;
    ResultsCount *const counted = count ? count : &unwanted;
    *counted = (ResultsCount){0};
    ResultsOptions all = *options;
    Prefixes *own = NULL;
    Status status = options->prefixes ? STATUS_OK : prefixes_of(statement, &own);
    if (!all.prefixes) all.prefixes = own;
    if (status != STATUS_OK) diag_set(diag, status, "%s", status_text(status));
    if (status == STATUS_OK) {
        switch (statement_form(statement)) {
        case QUERY_SELECT: status = write_select(statement, &all, out, counted, diag); break;
        case QUERY_ASK: status = write_ask(statement, &all, out, counted, diag); break;
        case QUERY_CONSTRUCT:
        case QUERY_DESCRIBE: status = write_graph(statement, &all, out, counted, diag); break;
        }
    }
    prefixes_free(own);
    return status;
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
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (text_equal(text_of(format), text_of(readers[i].name)))
            return readers[i].read(text, reader, diag);
    }
    return diag_set(diag, STATUS_UNSUPPORTED, "no reader for results in \"%s\"", format);
}
