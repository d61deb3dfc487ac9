/* For people, streamed: Markdown (GitHub's table syntax) and "line" (one value a line, rows apart by an empty
 * line). Terms as in the table: labels, CURIEs, the bare text of literals. */
#include "results_internal.h"

/* ---- Markdown ---------------------------------------------------------------------------------------------------- */

static void markdown_cell(Output *out, Text text) {
    output_text(out, TEXT(" "));
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '\n': output_text(out, TEXT("<br>")); break;
        case '\r': break;
        case '<': output_text(out, TEXT("&lt;")); break;
        case '&': output_text(out, TEXT("&amp;")); break;
        case '|':
        case '\\':
        case '`':
        case '*':
        case '_': output_byte(out, '\\'); /* fall through */
        default: output_byte(out, text.at[i]); break;
        }
    }
    output_text(out, TEXT(" |"));
}

static Status markdown_begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_byte(writer->out, '|');
    for (size_t i = 0; i < writer->columns; i++) markdown_cell(writer->out, writer->names[i]);
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
        markdown_cell(writer->out, buffer_view(&writer->scratch));
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
