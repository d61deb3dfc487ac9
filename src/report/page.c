/* A report as one page of HTML: a head with what was asked, the pictures, the table. It is well-formed XML, too, needs
 * no script and no network, and says so by a Content-Security-Policy. All text of the data goes through html_text.
 * HTML Living Standard 4.1, 4.8.16 (SVG in HTML); colours follow the reader's scheme, and paper is white. */
#include "report_internal.h"

#include <string.h>

#define WORDS(text) (int)(text).len, (text).at

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\" />\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\" />\n";

static const char style[] =
    "<style>\n"
    ":root { color-scheme: light dark; --ink: #1c2024; --soft: #57606a; --line: #d5dae0; --paper: "
    "#ffffff;\n"
    "  --band: #f4f6f8; --mark: #0b62a8; --bar: #8fbbe0; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #a3adb8; --line: "
    "#3a424b;\n"
    "  --paper: #15181c; --band: #1e2329; --mark: #6db3f2; --bar: #33658f; } }\n"
    "body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 90rem; font: 15px/1.45 "
    "system-ui, sans-serif;\n"
    "  color: var(--ink); background: var(--paper); }\n"
    "h1 { font-size: 1.6rem; margin: 0.5rem 0 0.25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 "
    "0.5rem; }\n"
    "p { margin: 0.25rem 0; } nav a { margin-right: 1rem; } a { color: var(--mark); }\n"
    ".soft, footer { color: var(--soft); }\n"
    ".scroll { overflow-x: auto; }\n"
    "table { border-collapse: collapse; font-size: 0.9rem; }\n"
    "th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left;\n"
    "  vertical-align: top; overflow-wrap: break-word; }\n"
    "th { background: var(--band); white-space: nowrap; }\n"
    "tbody tr:nth-child(even) { background: var(--band); }\n"
    "svg { display: block; width: 100%; max-width: 960px; height: auto; font: 13px system-ui, "
    "sans-serif; }\n"
    "svg text { fill: var(--ink); } svg .soft { fill: var(--soft); } svg .end { text-anchor: end; "
    "}\n"
    "svg .tick { text-anchor: middle; fill: var(--soft); } svg .hub { text-anchor: middle; "
    "font-weight: 600; }\n"
    "svg .grid { stroke: var(--line); } svg .mark { fill: var(--mark); } svg .bar { fill: "
    "var(--bar); }\n"
    "svg .edge { stroke: var(--soft); fill: none; } svg .head { fill: var(--soft); }\n"
    "svg .box { fill: var(--band); stroke: var(--mark); }\n"
    "@page { size: landscape; margin: 12mm; }\n"
    "@media print { :root { color-scheme: light; --ink: #000000; --soft: #444444; --line: #bbbbbb; "
    "--paper: #ffffff;\n"
    "  --band: #f4f4f4; --mark: #0b4f88; --bar: #9cc3e4; }\n"
    "  body { padding: 0; max-width: none; font-size: 10pt; } nav { display: none; } .scroll { "
    "overflow: visible; }\n"
    "  table { font-size: 8pt; line-height: 1.25; } th, td { padding: 0.15rem 0.35rem; }\n"
    "  thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; "
    "} }\n"
    "</style>\n";

/* ---- The answer ----------------------------------------------------------------------------------------------- */

static Status keep_row(Answer *answer, Statement *statement) {
    TRY(array_grow((void **)&answer->cells, &answer->cap, (answer->rows + 1) * answer->columns,
                   sizeof *answer->cells));
    Term *const cells = answer->cells + answer->rows * answer->columns;
    for (size_t i = 0; i < answer->columns; i++) {
        Term term;
        TRY(statement_value(statement, i, &term));
        cells[i] = term.kind == TERM_NONE ? term : term_copy(answer->arena, &term);
        if (cells[i].kind != term.kind) return arena_failure(answer->arena);
    }
    answer->rows++;
    return STATUS_OK;
}

static Status keep_rows(Answer *answer, Statement *statement, Diag *diag) {
    Text *const names = arena_array(answer->arena, answer->columns + 1, sizeof *names);
    if (!names) return arena_failure(answer->arena);
    for (size_t i = 0; i < answer->columns; i++) names[i] = statement_column(statement, i);
    answer->names = names;
    for (;;) {
        bool more = false;
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        TRY(keep_row(answer, statement));
    }
}

size_t answer_column(const Answer *answer, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t column = 0; column < answer->columns; column++) {
            if (text_equal(answer->names[column], text_of(names[i]))) return column;
        }
    }
    return SIZE_MAX;
}

/* ---- Pictures ------------------------------------------------------------------------------------------------- */

/* Bytes of so many screen columns. */
static size_t bytes_of_columns(Text text, size_t columns) {
    size_t end = 0;
    while (end < text.len) {
        size_t size = 1;
        if (utf8_decode(text.at + end, text.len - end, &size) < 0) size = 1;
        if (text_columns(text_slice(text, 0, end + size)) > columns) break;
        end += size;
    }
    return end;
}

void picture_shorten(Text text, size_t columns, Buffer *out) {
    const bool whole = text_columns(text) <= columns;
    const size_t most = columns ? columns - 1 : 0;
    buffer_text(out, whole ? text : text_slice(text, 0, bytes_of_columns(text, most)));
    if (!whole) buffer_code(out, 0x2026);
}

void picture_text(Output *out, double x, double y, const char *kind, Text text, size_t columns) {
    Buffer shown = {0};
    picture_shorten(text, columns, &shown);
    output_format(out, "<text x=\"%.1f\" y=\"%.1f\"", x, y);
    if (*kind) output_format(out, " class=\"%s\"", kind);
    output_byte(out, '>');
    if (!text_equal(text, buffer_view(&shown))) {
        output_text(out, TEXT("<title>"));
        html_text(out, text);
        output_text(out, TEXT("</title>"));
    }
    html_text(out, buffer_view(&shown));
    output_text(out, TEXT("</text>\n"));
    output_needs(out, &shown);
    buffer_free(&shown);
}

/* ---- The page ------------------------------------------------------------------------------------------------- */

static const Binding *argument(const ReportPage *page, Text name) {
    for (size_t i = 0; i < page->engine->binding_count; i++) {
        if (text_equal(page->engine->bindings[i].name, name)) return &page->engine->bindings[i];
    }
    return NULL;
}

/* Writes "country Malaysia": the report's name and the arguments as they were understood. */
static void write_title(const ReportPage *page, Output *out) {
    const Report *const report = page->report;
    html_text(out, report->name);
    for (size_t i = 0; i < report->param_count; i++) {
        const Binding *const given = argument(page, report->params[i].name);
        if (!given) continue;
        Text label = given->term.text;
        if (given->term.kind == TERM_IRI) (void)labels_of(page->labels, label, &label);
        if (report->params[i].optional) {
            output_text(out, TEXT(", "));
            html_text(out, report->params[i].name);
        }
        output_byte(out, ' ');
        html_text(out, label);
    }
}

static void write_head(const ReportPage *page, Output *out) {
    output_text(out, text_of(head));
    output_text(out, TEXT("<title>"));
    write_title(page, out);
    output_text(out, TEXT(" - Ytterby</title>\n"));
    output_text(out, text_of(style));
    output_text(out, TEXT("</head>\n<body>\n<header>\n<h1>"));
    write_title(page, out);
    output_text(out, TEXT("</h1>\n"));
    if (page->report->summary.len) {
        output_text(out, TEXT("<p>"));
        html_text(out, page->report->summary);
        output_text(out, TEXT("</p>\n"));
    }
    output_text(out, TEXT("</header>\n<main>\n"));
}

static Status write_table(const ReportPage *page, const Answer *answer, Output *out,
                          ResultsCount *count, Diag *diag) {
    ResultsWriter *writer;
    output_format(out, "<section>\n<h2>Table</h2>\n<p class=\"soft\">%zu row%s</p>\n", answer->rows,
                  answer->rows == 1 ? "" : "s");
    output_text(out, TEXT("<div class=\"scroll\">\n"));
    TRY(results_writer_new(&writer, page->results, answer->names, answer->columns, out, diag));
    Status status = STATUS_OK;
    for (size_t i = 0; i < answer->rows && status == STATUS_OK; i++)
        status = results_writer_row(writer, answer->cells + i * answer->columns, diag);
    if (status == STATUS_OK) status = results_writer_end(writer, count, diag);
    results_writer_free(writer);
    output_text(out, TEXT("</div>\n</section>\n"));
    return status;
}

/* Instead of a table of nothing: what the command line would say. */
static void write_nothing(const ReportPage *page, Output *out) {
    Buffer line = {0};
    report_nothing(page->report, page->labels, page->engine->bindings, page->engine->binding_count,
                   &line);
    output_text(out, TEXT("<p>"));
    html_text(out, text_trim(buffer_view(&line)));
    output_text(out, TEXT("</p>\n"));
    output_needs(out, &line);
    buffer_free(&line);
}

static Status write_answer(const ReportPage *page, const Answer *answer, Output *out,
                           ResultsCount *count, Diag *diag) {
    write_head(page, out);
    if (answer->rows == 0) write_nothing(page, out);
    TRY(write_timeline(answer, out, diag));
    TRY(write_relations(page, answer, out, diag));
    if (answer->rows > 0) TRY(write_table(page, answer, out, count, diag));
    output_text(out, TEXT("</main>\n<footer>\n<p>Made by Ytterby, report "));
    html_text(out, page->report->name);
    output_text(out, TEXT(".</p>\n</footer>\n</body>\n</html>\n"));
    return STATUS_OK;
}

static Status ask_page(const ReportPage *page, Statement *statement, Output *out,
                       ResultsCount *count, Diag *diag) {
    bool answer = false;
    TRY(statement_ask(statement, &answer, diag));
    *count = (ResultsCount){.rows = 1, .boolean = true, .answer = answer};
    write_head(page, out);
    TRY(results_write_boolean(page->results, answer, out, diag));
    output_text(out, TEXT("</main>\n</body>\n</html>\n"));
    return STATUS_OK;
}

Status report_page(const ReportPage *page, Statement *statement, Output *out, ResultsCount *count,
                   Diag *diag) {
    *count = (ResultsCount){0};
    const QueryForm form = statement_form(statement);
    if (form == QUERY_ASK) return ask_page(page, statement, out, count, diag);
    if (form != QUERY_SELECT) return results_write(statement, page->results, out, count, diag);
    Answer answer = {.arena = arena_new(statement_budget(statement)),
                     .columns = statement_columns(statement)};
    Status status = answer.arena ? keep_rows(&answer, statement, diag) : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = write_answer(page, &answer, out, count, diag);
    mem_free(answer.cells);
    arena_free(answer.arena);
    return diag_set(diag, status, "%s", status_text(status));
}
