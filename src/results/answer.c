/* A statement run to its end and written: SELECT row by row, ASK, and graphs through rdfio's writers. */
#include "ytterby/results.h"

#include "results_internal.h"

enum {
    CELLS_PER_LOOK =
        4096 /* at the limits: a batch of rows may be very wide, and its terms very long */
};

static Status write_rows(Statement *statement, ResultsWriter *writer, Term *terms, Diag *diag) {
    size_t cells = 0;
    for (;;) {
        bool more = false;
        cells += writer->columns;
        if (cells >= CELLS_PER_LOOK) {
            const Status status = budget_check(statement_budget(statement));
            if (status != STATUS_OK) return diag_set(diag, status, "%s", status_text(status));
            cells = 0;
        }
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        if (output_failed(writer->out)) return output_flush(writer->out, diag);
        for (size_t i = 0; i < writer->columns; i++) {
            const Status status = statement_value(statement, i, &terms[i]);
            if (status != STATUS_OK) return diag_set(diag, status, "%s", status_text(status));
        }
        TRY(results_writer_row(writer, terms, diag));
    }
}

static Status write_columns(Statement *statement, const ResultsOptions *options, Output *out,
                            Arena *arena, ResultsCount *count, Diag *diag) {
    const size_t columns = statement_columns(statement);
    Text *const names = arena_array(arena, columns + 1, sizeof *names);
    Term *const terms = arena_array(arena, columns + 1, sizeof *terms);
    if (!names || !terms) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < columns; i++) names[i] = statement_column(statement, i);
    ResultsWriter *writer;
    Status status = results_writer_new(&writer, options, names, columns, out, diag);
    if (status == STATUS_OK) status = write_rows(statement, writer, terms, diag);
    if (status == STATUS_OK) status = results_writer_end(writer, count, diag);
    results_writer_free(writer);
    return status;
}

static Status write_select(Statement *statement, const ResultsOptions *options, Output *out,
                           ResultsCount *count, Diag *diag) {
    Arena *const arena = arena_new(NULL);
    const Status status = arena ? write_columns(statement, options, out, arena, count, diag)
                                : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    arena_free(arena);
    return status;
}

static Status write_ask(Statement *statement, const ResultsOptions *options, Output *out,
                        ResultsCount *count, Diag *diag) {
    bool answer = false;
    if (!options->format->boolean)
        return format_unfit(options->format, "the answer of an ASK", diag);
    TRY(statement_ask(statement, &answer, diag));
    *count = (ResultsCount){.rows = 1, .boolean = true, .answer = answer};
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
        return format_unfit(options->format, "the graph of a CONSTRUCT or DESCRIBE", diag);
    const RdfFormat *const format = rdf_format_named(text_of(options->format->name));
    if (!format || !format->writes)
        return format_unfit(options->format, "a graph in this build", diag);
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
