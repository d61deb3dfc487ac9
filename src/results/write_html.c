/* A table in HTML, to be put into a page: labels and CURIEs as in the other formats for people, links only for
 * http and https, so that no answer can bring a script with it. */
#include "results_internal.h"

void html_text(Output *out, Text text) {
    Buffer shown = {0};
    text_printable(text, &shown);
    write_markup(out, buffer_view(&shown), true);
    output_needs(out, &shown);
    buffer_free(&shown);
}

static Status begin(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("<table>\n<thead><tr>"));
    for (size_t i = 0; i < writer->columns; i++) {
        output_text(writer->out, TEXT("<th scope=\"col\">"));
        html_text(writer->out, writer->names[i]);
        output_text(writer->out, TEXT("</th>"));
    }
    output_text(writer->out, TEXT("</tr></thead>\n<tbody>\n"));
    return STATUS_OK;
}

static void write_cell(ResultsWriter *writer, const Term *term) {
    const bool link = term->kind == TERM_IRI && (text_starts(term->text, TEXT("http://")) ||
                                                 text_starts(term->text, TEXT("https://")));
    output_text(writer->out, TEXT("<td>"));
    if (link) {
        output_text(writer->out, TEXT("<a href=\""));
        html_text(writer->out, term->text);
        output_text(writer->out, TEXT("\">"));
    }
    buffer_clear(&writer->scratch);
    display_term(&writer->options, term, &writer->scratch);
    html_text(writer->out, buffer_view(&writer->scratch));
    output_text(writer->out, link ? TEXT("</a></td>") : TEXT("</td>"));
}

static Status row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("<tr>"));
    for (size_t i = 0; i < writer->columns; i++) write_cell(writer, &terms[i]);
    output_text(writer->out, TEXT("</tr>\n"));
    return STATUS_OK;
}

static Status end(ResultsWriter *writer, Diag *diag) {
    (void)diag;
    output_text(writer->out, TEXT("</tbody>\n</table>\n"));
    return STATUS_OK;
}

static void boolean(Output *out, bool answer) {
    output_format(out, "<p>%s</p>\n", answer ? "true" : "false");
}

const RowFormat results_html = {begin, row, end, NULL, boolean};
