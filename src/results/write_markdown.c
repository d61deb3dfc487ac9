/* For people, streamed: Markdown (GitHub's table syntax) and "line" (one value a line, rows apart by an empty
 * line). Terms as in the table: labels, CURIEs, the bare text of literals. */
#include "results_internal.h"

/* ---- Markdown ---------------------------------------------------------------------------------------------------- */

/* One line of a cell: control characters made harmless, and what Markdown would take for its own escaped. */
static void markdown_line(ResultsWriter *writer, Text line) {
    Buffer shown = {0};
    text_printable(line, &shown);
    writer->scratch.failed = writer->scratch.failed || shown.failed;
    for (size_t i = 0; i < shown.len; i++) {
        switch (shown.at[i]) {
        case '<': output_text(writer->out, TEXT("&lt;")); break;
        case '&': output_text(writer->out, TEXT("&amp;")); break;
        case '|':
        case '\\':
        case '`':
        case '*':
        case '_': output_byte(writer->out, '\\'); /* fall through */
        default: output_byte(writer->out, shown.at[i]); break;
        }
    }
    buffer_free(&shown);
}

static void markdown_cell(ResultsWriter *writer, Text text) {
    output_text(writer->out, TEXT(" "));
    for (size_t from = 0; from <= text.len;) {
        size_t to = text_find(text, TEXT("\n"), from);
        if (to > text.len) to = text.len;
        const bool ended = to > from && text.at[to - 1] == '\r';
        if (from > 0) output_text(writer->out, TEXT("<br>"));
        markdown_line(writer, text_slice(text, from, ended ? to - 1 : to));
        from = to + 1;
    }
    output_text(writer->out, TEXT(" |"));
}

static Status markdown_begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_byte(writer->out, '|');
    for (size_t i = 0; i < writer->columns; i++) markdown_cell(writer, writer->names[i]);
    output_text(writer->out, TEXT("\n|"));
    for (size_t i = 0; i < writer->columns; i++) output_text(writer->out, TEXT(" --- |"));
    output_byte(writer->out, '\n');
    return STATUS_OK;
}

static Status markdown_row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    (void)diag;
    output_byte(writer->out, '|');
    for (size_t i = 0; i < writer->columns; i++) {
        buffer_clear(&writer->scratch);
        display_term(&writer->options, &terms[i], &writer->scratch);
        markdown_cell(writer, buffer_view(&writer->scratch));
    }
    output_byte(writer->out, '\n');
    return STATUS_OK;
}

const RowFormat results_markdown = {markdown_begin, markdown_row, NULL, NULL, NULL};

/* ---- Line -------------------------------------------------------------------------------------------------------- */

static size_t widest_name(const ResultsWriter *writer) {
    size_t widest = 0;
    for (size_t i = 0; i < writer->columns; i++) {
        const size_t columns = text_columns(writer->names[i]);
        if (columns > widest) widest = columns;
    }
    return widest;
}

static Status line_begin(ResultsWriter *writer, Diag *diag) {
    (void)writer;
    (void)diag;
    return STATUS_OK;
}

static Status line_row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    (void)diag;
    const size_t widest = widest_name(writer);
    if (writer->rows) output_byte(writer->out, '\n');
    for (size_t i = 0; i < writer->columns; i++) {
        for (size_t pad = widest - text_columns(writer->names[i]); pad > 0; pad--)
            output_byte(writer->out, ' ');
        output_text(writer->out, writer->names[i]);
        output_text(writer->out, TEXT(" = "));
        printable_cell(&writer->options, &terms[i], &writer->scratch);
        output_text(writer->out, buffer_view(&writer->scratch));
        output_byte(writer->out, '\n');
    }
    return STATUS_OK;
}

const RowFormat results_line = {line_begin, line_row, NULL, NULL, NULL};
