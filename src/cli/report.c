/* The subcommands report and validate, and where reports are looked for. */
#include "cli_internal.h"

#include <stdlib.h>
#include <string.h>

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- Where reports lie --------------------------------------------------------------------------------------------- */

Status report_folders(ReportFolders *folders, Diag *diag) {
    *folders = (ReportFolders){0};
    TRY(data_folder("queries", &folders->shipped, diag));
    const char *const config = getenv("XDG_CONFIG_HOME"), *const home = getenv("HOME");
    if (config && *config)
        buffer_format(&folders->own, "%s/ytterby/queries", config);
    else if (home && *home)
        buffer_format(&folders->own, "%s/.config/ytterby/queries", home);
    folders->at[folders->count++] = buffer_string(&folders->shipped);
    if (folders->own.len) folders->at[folders->count++] = buffer_string(&folders->own);
    return folders->shipped.failed || folders->own.failed ? out_of_memory(diag) : STATUS_OK;
}

void report_folders_free(ReportFolders *folders) {
    buffer_free(&folders->shipped);
    buffer_free(&folders->own);
}

/* ---- report -------------------------------------------------------------------------------------------------------- */

static void list_report(const Report *report, Output *out) {
    output_text(out, report->name);
    for (size_t i = 0; i < report->param_count; i++) {
        const ReportParam *const param = &report->params[i];
        const bool optional = param->optional || param->fallback.len;
        output_format(out, optional ? " [%.*s]" : " %.*s", (int)param->name.len, param->name.at);
    }
    output_byte(out, '\t');
    if (report->problem)
        output_format(out, "cannot be run: %s", report->problem->message);
    else
        output_text(out, report->summary);
    output_byte(out, '\n');
}

static Status list_reports(const Catalogue *catalogue, Diag *diag) {
    Output *out;
    TRY(open_output(NULL, &out, diag));
    for (size_t i = 0; i < catalogue_count(catalogue); i++)
        list_report(catalogue_at(catalogue, i), out);
    return close_output(out, STATUS_OK, diag);
}

static bool label_of(void *context, Text iri, Buffer *out) {
    const Labels *const labels = context;
    Text label;
    if (!labels_of(labels, iri, &label)) return false;
    buffer_text(out, label);
    return true;
}

typedef struct Bound {
    Text *args;
    Binding *bindings;
    size_t count;
    Arena *arena;
} Bound;

static Status bind_arguments(const Options *options, const Report *report, const Labels *labels,
                             Bound *bound, Diag *diag) {
    const size_t count = options->words.count - 1;
    bound->arena = arena_new(NULL);
    if (!bound->arena) return out_of_memory(diag);
    bound->args = arena_array(bound->arena, count + 1, sizeof *bound->args);
    bound->bindings = arena_array(bound->arena, report->param_count + 1, sizeof *bound->bindings);
    if (!bound->args || !bound->bindings) return out_of_memory(diag);
    for (size_t i = 0; i < count; i++) bound->args[i] = text_of(options->words.at[i + 1]);
    return report_bind(report, labels, bound->args, count, bound->arena, bound->bindings,
                       &bound->count, diag);
}

static void tell_nothing(const Report *report, const Labels *labels, const Bound *bound) {
    Buffer line = {0};
    report_nothing(report, labels, bound->bindings, bound->count, &line);
    fputs(buffer_string(&line), stderr);
    buffer_free(&line);
}

static Status answer_page(ShellGraph *graph, const EngineSetup *setup, const Report *report,
                          const Labels *labels, const ResultsOptions *results, Output *out,
                          ResultsCount *count, Diag *diag) {
    Statement *statement;
    Source *const source = graph_source(graph->graph);
    EngineOptions options = setup->options;
    const ReportPage page = {report, source, labels, &options, results};
    TRY(statement_prepare(&statement, source, report->query, &options, diag));
    options.budget = statement_budget(statement); /* one for the report and its pictures */
    watch_interrupts(options.budget);
    const Status status = report_page(&page, statement, out, count, diag);
    watch_interrupts(NULL);
    statement_free(statement);
    return status;
}

static Status answer_report(const Options *options, ShellGraph *graph, const Report *report,
                            Labels *labels, const Bound *bound, Diag *diag) {
    EngineSetup setup;
    ResultsOptions results;
    ResultsCount count = {0};
    Output *out;
    TRY(results_setup(options, graph, &results, diag));
    TRY(engine_setup(&setup, options, graph, report->path.at, diag));
    setup.options.bindings = bound->bindings;
    setup.options.binding_count = bound->count;
    const bool page = results.format && strcmp(results.format->name, "html") == 0;
    const bool for_people = !results.format || page || strcmp(results.format->name, "table") == 0;
    if (for_people) {
        results.label = label_of;
        results.label_context = labels;
        results.wrap = true;
    }
    Status status = open_output(NULL, &out, diag);
    if (status == STATUS_OK) {
        status = page ? answer_page(graph, &setup, report, labels, &results, out, &count, diag)
                      : answer_query(graph, &setup, report->query, &results, out, &count, diag);
        status = close_output(out, status, diag);
    }
    if (status == STATUS_OK && count.rows == 0 && !options->quiet)
        tell_nothing(report, labels, bound);
    engine_setup_free(&setup);
    return status;
}

static Status run_named_report(const Options *options, const Catalogue *catalogue, Diag *diag) {
    const Report *const report = catalogue_find(catalogue, text_of(options->words.at[0]), diag);
    if (!report) return diag->status;
    ShellGraph graph;
    Labels *labels = NULL;
    Bound bound = {0};
    TRY(select_graph(options, ACCESS_READ, &graph, diag));
    Status status = labels_open(&labels, graph_source(graph.graph), graph.prefixes, diag);
    if (status == STATUS_OK) status = bind_arguments(options, report, labels, &bound, diag);
    if (status == STATUS_OK) status = answer_report(options, &graph, report, labels, &bound, diag);
    arena_free(bound.arena);
    labels_free(labels);
    release_graph(&graph);
    return status;
}

Status run_report(const Options *options, Diag *diag) {
    ReportFolders folders;
    Catalogue *catalogue = NULL;
    const bool list = options->list || options->words.count == 0;
    Status status = report_folders(&folders, diag);
    if (status == STATUS_OK) status = catalogue_open(&catalogue, folders.at, folders.count, diag);
    if (status == STATUS_OK)
        status = list ? list_reports(catalogue, diag) : run_named_report(options, catalogue, diag);
    catalogue_free(catalogue);
    report_folders_free(&folders);
    return status;
}

/* ---- validate: each query of queries/validate finds what breaks its rule ------------------------------------------- */

typedef struct Validation {
    const Options *options;
    ShellGraph graph;
    Output *out;
    size_t rules, broken, errors;
} Validation;

/* The text behind "#+ NAME:" in the head of a query. */
static Text header(Text text, const char *name) {
    Buffer mark = {0};
    buffer_format(&mark, "#+ %s:", name);
    const size_t found = text_find(text, buffer_view(&mark), 0);
    const size_t start = found == SIZE_MAX ? text.len : found + mark.len;
    const size_t end = text_find(text, TEXT("\n"), start);
    buffer_free(&mark);
    return text_trim(text_slice(text, start, end));
}

static Status check_rule(Validation *validation, const char *path, Text text, Diag *diag) {
    EngineSetup setup;
    Buffer answer = {0};
    ResultsCount count = {0};
    const ResultsOptions results = {.format = results_format_named(TEXT("tsv")),
                                    .prefixes = validation->graph.prefixes};
    Output *const rows = output_to_buffer(&answer);
    if (!rows) return out_of_memory(diag);
    Status status = engine_setup(&setup, validation->options, &validation->graph, path, diag);
    if (status == STATUS_OK) {
        status = answer_query(&validation->graph, &setup, text, &results, rows, &count, diag);
        engine_setup_free(&setup);
    }
    (void)output_close(rows, NULL);
    validation->rules++;
    if (status == STATUS_OK && count.rows > 0) {
        const Text severity = header(text, "severity"), message = header(text, "message");
        validation->broken++;
        if (text_equal(severity, TEXT("error"))) validation->errors++;
        output_format(validation->out, "%.*s: %.*s (%s)\n", (int)severity.len, severity.at,
                      (int)message.len, message.at, strrchr(path, '/') + 1);
        output_text(validation->out, buffer_view(&answer));
    }
    buffer_free(&answer);
    return status;
}

static Status check_rules(Validation *validation, Diag *diag) {
    static const char *const endings[] = {".rq"};
    Buffer folder = {0};
    WordList paths = {0};
    Arena *const arena = arena_new(NULL);
    Status status = arena ? data_folder("queries", &folder, diag) : out_of_memory(diag);
    buffer_text(&folder, TEXT("/validate"));
    if (status == STATUS_OK)
        status = files_below(buffer_string(&folder), endings, 1, &paths, arena, diag);
    for (size_t i = 0; i < paths.count && status == STATUS_OK; i++) {
        Buffer text = {0};
        status = file_read(&text, paths.at[i], diag);
        if (status == STATUS_OK)
            status = check_rule(validation, paths.at[i], buffer_view(&text), diag);
        buffer_free(&text);
    }
    word_list_free(&paths);
    arena_free(arena);
    buffer_free(&folder);
    return status;
}

Status run_validate(const Options *options, Diag *diag) {
    Validation validation = {.options = options};
    TRY(select_graph(options, ACCESS_READ, &validation.graph, diag));
    Status status = open_output(NULL, &validation.out, diag);
    if (status == STATUS_OK) status = check_rules(&validation, diag);
    status = close_output(validation.out, status, diag);
    release_graph(&validation.graph);
    if (status == STATUS_OK && !options->quiet)
        fprintf(stderr, "%zu rules, %zu broken\n", validation.rules, validation.broken);
    if (status == STATUS_OK && validation.errors > 0)
        return diag_set(diag, STATUS_EVALUATION, "%zu %s of severity error %s broken",
                        validation.errors, validation.errors == 1 ? "rule" : "rules",
                        validation.errors == 1 ? "is" : "are");
    return status;
}
