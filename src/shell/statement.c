/* Runs statements and shows what they give: a table fitted to the screen with labels, or any other format of the
 * room results; then the count of rows and the time. Updates, reports, .last and .explain go the same way. */
#include <string.h>

#include "shell_internal.h"

enum {
    MOST_ROWS_ON_SCREEN = 10000
};

/* ---- Options ---------------------------------------------------------------------------------------------- */

Status shell_parse_options(const Shell *shell, Arena *arena, const char *name,
                           ParseOptions *options) {
    *options = shell->options->engine.parse;
    const size_t count = shell->graph.prefixes ? prefixes_count(shell->graph.prefixes) : 0;
    PrefixDeclaration *const declared = arena_array(arena, count, sizeof *declared);
    if (!declared) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        Text prefix = {NULL, 0};
        Text iri = {NULL, 0};
        prefixes_at(shell->graph.prefixes, i, &prefix, &iri);
        declared[i] = (PrefixDeclaration){prefix, iri};
    }
    options->prefixes = declared;
    options->prefix_count = count;
    options->name = name;
    return STATUS_OK;
}

/* Nobody reads hints in a script's output; a person wants to know why an answer is empty. */
static void warn_person(void *context, const Diag *diag) {
    (void)context;
    diag_print(diag, "warning", stderr);
}

static Status engine_options(const Shell *shell, const StatementText *statement, Arena *arena,
                             EngineOptions *options) {
    *options = shell->options->engine;
    TRY(shell_parse_options(shell, arena, statement->name, &options->parse));
    options->union_default = shell->graph.union_default;
    options->timeout = shell->timeout;
    if (shell->bound_count) {
        options->bindings = shell->bound;
        options->binding_count = shell->bound_count;
    }
    if (shell->interactive && !statement->unhinted) options->hooks.warn = warn_person;
    if (statement->binding_count) {
        options->bindings = statement->bindings;
        options->binding_count = statement->binding_count;
    }
    return STATUS_OK;
}

/* The error's line in the file, not in the statement. */
static void shift_lines(const StatementText *statement, Diag *diag) {
    if (diag && diag->line > 0 && statement->line > 0) diag->line += statement->line - 1;
}

static const ResultsFormat *choose_format(const Shell *shell, const ResultsFormat *wanted,
                                          QueryForm form) {
    const bool graph = form == QUERY_CONSTRUCT || form == QUERY_DESCRIBE;
    const ResultsFormat *const format = wanted ? wanted : shell->format;
    if (format && (graph ? format->graph : form == QUERY_ASK ? format->boolean : format->rows))
        return format;
    if (graph) return results_format_named(TEXT("turtle"));
    return results_format_named(shell->terminal ? TEXT("table") : TEXT("tsv"));
}

/* ---- Labels in tables ------------------------------------------------------------------------------------- */

/* Does the CURIE say the label already, but for case, spaces and hyphens? */
static bool says_the_same(Text curie, Text label) {
    size_t at = text_find(curie, TEXT(":"), 0);
    at = at == SIZE_MAX ? 0 : at + 1;
    for (size_t i = 0; i < label.len; i++) {
        const char c = label.at[i];
        if (at == curie.len) return false;
        const bool space = c == ' ' || c == '-' || c == '_';
        const bool gap = curie.at[at] == '-' || curie.at[at] == '_';
        if (!(space && gap) && !text_equal_nocase((Text){&c, 1}, text_slice(curie, at, at + 1)))
            return false;
        at++;
    }
    return at == curie.len;
}

static bool write_label(void *context, Text iri, Buffer *out) {
    const Shell *const shell = context;
    Text label;
    if (!shell->labels || !labels_of(shell->labels, iri, &label)) return false;
    if (shell->label_mode == LABELS_ON) {
        buffer_text(out, label);
        return true;
    }
    Buffer curie = {0};
    const bool short_name =
        shell->graph.prefixes && prefixes_shorten(shell->graph.prefixes, iri, &curie);
    const bool both = short_name && !says_the_same(buffer_view(&curie), label);
    if (both) {
        buffer_text(out, label);
        buffer_format(out, " (%.*s)", (int)curie.len, curie.at);
    }
    out->failed = out->failed || curie.failed;
    buffer_free(&curie);
    return both;
}

static bool is_table(const ResultsFormat *format) { return strcmp(format->name, "table") == 0; }

/* ---- Showing ---------------------------------------------------------------------------------------------- */

static void write_summary(const Shell *shell, const ResultsCount *count, QueryForm form,
                          uint64_t started, Buffer *out) {
    const double time = (double)(clock_now() - started) / 1e6;
    if (form == QUERY_ASK) {
        buffer_format(out, "%.*f ms\n", time < 10, time);
        return;
    }
    const char *const what = form == QUERY_SELECT ? "row" : "triple";
    buffer_format(out, "%llu %s%s, %.*f ms", (unsigned long long)count->rows, what,
                  count->rows == 1 ? "" : "s", time < 10, time);
    if (count->truncated) {
        buffer_text(out, shell->interactive ? TEXT("; shortened, .last shows all")
                                            : TEXT("; shortened"));
    }
    buffer_byte(out, '\n');
}

typedef struct Showing {
    const ResultsFormat *format;
    bool wrap;
    unsigned width;   /* 0: as wide as needed */
    const char *path; /* a file instead of the screen; NULL: none */
    const StatementText *text;
    const EngineOptions *engine; /* as the statement was prepared with */
    ProgressLine *progress;
    uint64_t started;
} Showing;

/* A report in HTML is a whole page. */
static bool is_page(const Showing *showing) {
    return showing->text->report && strcmp(showing->format->name, "html") == 0;
}

static Status results_options(Shell *shell, const Showing *showing, ResultsOptions *options,
                              Diag *diag) {
    const bool screen = shell->terminal && !showing->path;
    const bool table = is_table(showing->format);
    Labels *labels = NULL;
    if ((table || is_page(showing)) && shell->label_mode != LABELS_OFF)
        TRY(shell_labels(shell, &labels, diag));
    *options =
        (ResultsOptions){.format = showing->format,
                         .prefixes = shell->graph.prefixes,
                         .width = screen ? showing->width : 0,
                         .wrap = showing->wrap,
                         .unicode = screen && shell->unicode,
                         .color = !showing->path && shell->color,
                         .label = labels ? write_label : NULL,
                         .label_context = shell,
                         .most_rows = screen && table && showing->width ? MOST_ROWS_ON_SCREEN : 0};
    return STATUS_OK;
}

static Status write_results(Shell *shell, Statement *statement, const ResultsOptions *options,
                            const Showing *showing, Output *out, ResultsCount *count, Diag *diag) {
    if (!is_page(showing)) return results_write(statement, options, out, count, diag);
    EngineOptions engine = *showing->engine;
    engine.budget = statement_budget(statement); /* one for the report and its pictures */
    Labels *labels = NULL;
    TRY(shell_labels(shell, &labels, diag));
    const ReportPage page = {showing->text->report, shell->source, labels, &engine, options};
    return report_page(&page, statement, out, count, diag);
}

/* What a report says when it knows nothing. */
static void write_nothing(const Shell *shell, const Showing *showing, Buffer *out) {
    const StatementText *const text = showing->text;
    if (text->report && shell->labels)
        report_nothing(text->report, shell->labels, text->bindings, text->binding_count, out);
}

/* To a file or a pipe, as it comes. */
static Status stream_results(Shell *shell, Statement *statement, const ResultsOptions *options,
                             const Showing *showing, ResultsCount *count, Diag *diag) {
    Output *out = NULL;
    const char *const path = showing->path;
    if (path)
        TRY(output_to_path(&out, path, diag));
    else
        out = output_to_fd(1, false);
    if (!out) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const Status status = write_results(shell, statement, options, showing, out, count, diag);
    if (status != STATUS_OK && path) {
        output_abandon(out);
        return status;
    }
    const Status closed = output_close(out, status == STATUS_OK ? diag : NULL);
    return status == STATUS_OK ? closed : status;
}

static Status screen_results(Shell *shell, Statement *statement, const ResultsOptions *options,
                             const Showing *showing, Diag *diag) {
    Buffer text = {0};
    ResultsCount count = {0};
    Output *const out = output_to_buffer(&text);
    Status status = out ? write_results(shell, statement, options, showing, out, &count, diag)
                        : STATUS_NO_MEMORY;
    if (out) {
        const Status closed = output_close(out, diag);
        if (status == STATUS_OK) status = closed;
    }
    if (status == STATUS_OK) {
        if (is_table(showing->format) || shell->timer || !options->format->rows) {
            write_summary(shell, &count, statement_form(statement), showing->started, &text);
        }
        if (count.rows == 0) write_nothing(shell, showing, &text);
        progress_end(showing->progress);
        status = screen_show(shell, &text, diag);
    }
    buffer_free(&text);
    return status;
}

static Status show_results(Shell *shell, Statement *statement, const Showing *showing, Diag *diag) {
    ResultsOptions options;
    TRY(results_options(shell, showing, &options, diag));
    if (!showing->path && shell->interactive)
        return screen_results(shell, statement, &options, showing, diag);
    ResultsCount count = {0};
    TRY(stream_results(shell, statement, &options, showing, &count, diag));
    Buffer said = {0};
    if (shell->timer || (!showing->path && shell->terminal && is_table(showing->format)))
        write_summary(shell, &count, statement_form(statement), showing->started, &said);
    if (count.rows == 0) write_nothing(shell, showing, &said);
    fputs(buffer_string(&said) ? buffer_string(&said) : "", stderr);
    buffer_free(&said);
    return STATUS_OK;
}

/* ---- Running ---------------------------------------------------------------------------------------------- */

static Status run_query(Shell *shell, const StatementText *text, Showing *showing, Diag *diag) {
    Arena *const arena = arena_new(NULL);
    if (!arena) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    EngineOptions options;
    Statement *statement = NULL;
    ProgressLine line;
    progress_start(&line, PROGRESS_COUNT);
    showing->started = clock_now();
    showing->text = text;
    showing->engine = &options;
    showing->progress = &line;
    Status status = engine_options(shell, text, arena, &options);
    if (shell->interactive) options.progress = &line.progress;
    if (status == STATUS_OK)
        status = statement_prepare(&statement, shell->source, text->text, &options, diag);
    if (status == STATUS_OK) {
        showing->format = choose_format(shell, text->format, statement_form(statement));
        shell_interrupt_watch(statement_budget(statement));
        status = show_results(shell, statement, showing, diag);
        shell_interrupt_watch(NULL);
    }
    progress_end(&line);
    showing->engine = NULL;
    showing->progress = NULL;
    statement_free(statement);
    arena_free(arena);
    return status;
}

static Status run_update(Shell *shell, const StatementText *text, Diag *diag) {
    if (shell->graph.read_only) return diag_set(diag, STATUS_REFUSED, "%s", shell->graph.read_only);
    Arena *const arena = arena_new(NULL);
    if (!arena) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    EngineOptions options;
    Budget budget;
    Status status = engine_options(shell, text, arena, &options);
    budget_init(&budget, options.timeout, options.memory_limit);
    options.budget = &budget;
    const uint64_t started = clock_now();
    ProgressLine line;
    progress_start(&line, PROGRESS_COUNT);
    options.progress = &line.progress;
    shell_interrupt_watch(&budget);
    if (status == STATUS_OK) status = engine_update(shell->source, text->text, &options, diag);
    shell_interrupt_watch(NULL);
    progress_end(&line);
    arena_free(arena);
    if (status != STATUS_OK) return status;
    shell_forget_names(shell);
    if (shell->terminal || shell->timer) {
        const double time = (double)(clock_now() - started) / 1e6;
        fprintf(stderr, "done, %.*f ms\n", time < 10, time);
    }
    return STATUS_OK;
}

void shell_forget_last(Shell *shell) {
    buffer_clear(&shell->last);
    arena_free(shell->last_arena);
    shell->last_arena = NULL;
    shell->last_bindings = NULL;
    shell->last_binding_count = 0;
    shell->last_report = NULL;
}

/* Keeps a copy of the text and of its bindings; a failure to keep them is not the statement's failure. */
static void remember(Shell *shell, const StatementText *text) {
    shell_forget_last(shell);
    buffer_text(&shell->last, text->text);
    shell->last_report = text->report;
    shell->last_arena = arena_new(NULL);
    if (!shell->last_arena || !text->bindings) return;
    Binding *const kept = arena_array(shell->last_arena, text->binding_count, sizeof *kept);
    for (size_t i = 0; kept && i < text->binding_count; i++) {
        kept[i].name = arena_text(shell->last_arena, text->bindings[i].name);
        kept[i].term = term_copy(shell->last_arena, &text->bindings[i].term);
    }
    shell->last_bindings = kept;
    shell->last_binding_count = kept ? text->binding_count : 0;
}

Status shell_statement(Shell *shell, const StatementText *text, Diag *diag) {
    bool is_update = false;
    Status status = parse_looks_like_update(text->text, &is_update);
    if (status != STATUS_OK) {
        status = diag_set(diag, status, "%s", status_text(status));
    } else if (is_update) {
        status = run_update(shell, text, diag);
    } else {
        remember(shell, text);
        Showing showing = {.width = screen_width(shell), .wrap = text->wrap};
        status = run_query(shell, text, &showing, diag);
    }
    shift_lines(text, diag);
    return status;
}

static Status last_text(const Shell *shell, StatementText *text, Diag *diag) {
    if (shell->last.len == 0) return diag_set(diag, STATUS_NOT_FOUND, "no query has run yet");
    *text = (StatementText){.text = buffer_view(&shell->last),
                            .name = "query",
                            .line = 1,
                            .unhinted = true,
                            .report = shell->last_report,
                            .bindings = shell->last_bindings,
                            .binding_count = shell->last_binding_count};
    return STATUS_OK;
}

Status shell_again(Shell *shell, const ResultsFormat *format, const char *path, Diag *diag) {
    StatementText text = {0};
    TRY(last_text(shell, &text, diag));
    text.format = format;
    Showing showing = {.width = 0, .path = path};
    return run_query(shell, &text, &showing, diag);
}

Status shell_explain(Shell *shell, ExplainStage stage, Text query, Diag *diag) {
    StatementText text = {.text = query, .name = "query", .line = 1};
    if (query.len == 0) TRY(last_text(shell, &text, diag));
    Arena *const arena = arena_new(NULL);
    if (!arena) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    EngineOptions options;
    Statement *statement = NULL;
    Buffer plan = {0};
    Status status = engine_options(shell, &text, arena, &options);
    if (status == STATUS_OK)
        status = statement_prepare(&statement, shell->source, text.text, &options, diag);
    if (status == STATUS_OK) {
        shell_interrupt_watch(statement_budget(statement));
        status = statement_explain(statement, stage, &plan, diag);
        shell_interrupt_watch(NULL);
    }
    Buffer shown = {.failed = plan.failed};
    if (status == STATUS_OK) lines_printable(buffer_view(&plan), &shown);
    if (status == STATUS_OK) status = screen_show(shell, &shown, diag);
    statement_free(statement);
    buffer_free(&plan);
    buffer_free(&shown);
    arena_free(arena);
    return status;
}

/* ---- Reports ---------------------------------------------------------------------------------------------- */

Status shell_report(Shell *shell, const Text *words, size_t count, Diag *diag) {
    Catalogue *catalogue = NULL;
    Labels *labels = NULL;
    TRY(shell_catalogue(shell, &catalogue, diag));
    const Report *const report = catalogue_find(catalogue, words[0], diag);
    if (!report) return STATUS_NOT_FOUND;
    TRY(shell_labels(shell, &labels, diag));
    Arena *const arena = arena_new(NULL);
    Binding *const bindings =
        arena ? arena_array(arena, report->param_count, sizeof *bindings) : NULL;
    size_t bound = 0;
    Status status = bindings ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK)
        status = report_bind(report, labels, words + 1, count - 1, arena, bindings, &bound, diag);
    if (status == STATUS_OK) {
        const StatementText text = {.text = report->query,
                                    .name = report->path.at,
                                    .line = 1,
                                    .bindings = bindings,
                                    .binding_count = bound,
                                    .wrap = true,
                                    .unhinted = true,
                                    .report = report};
        status = shell_statement(shell, &text, diag);
    }
    arena_free(arena);
    return status;
}
