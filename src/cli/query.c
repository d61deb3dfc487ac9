/* The subcommands query, update and check. */
#include "cli_internal.h"

#include "ytterby/algebra.h"

#include <string.h>
#include <unistd.h>

static Status explain_stage(const char *name, ExplainStage *stage, Diag *diag) {
    static const char *const names[] = {"", "parse", "algebra", "plan", "run"};
    *stage = EXPLAIN_NONE;
    if (!name) return STATUS_OK;
    for (int i = EXPLAIN_PARSE; i <= EXPLAIN_RUN; i++) {
        if (strcmp(name, names[i]) == 0) *stage = (ExplainStage)i;
    }
    return *stage == EXPLAIN_NONE
               ? diag_set(diag, STATUS_USAGE,
                          "--explain is parse, algebra, plan or run, not \"%s\"", name)
               : STATUS_OK;
}

static Status explain_query(ShellGraph *graph, const EngineSetup *setup, Text text,
                            ExplainStage stage, Output *out, Diag *diag) {
    Statement *statement;
    TRY(statement_prepare(&statement, graph_source(graph->graph), text, &setup->options, diag));
    watch_interrupts(statement_budget(statement));
    Buffer told = {0};
    Status status = statement_explain(statement, stage, &told, diag);
    Buffer shown = {0};
    if (status == STATUS_OK) lines_printable(buffer_view(&told), &shown);
    if (status == STATUS_OK && (told.failed || shown.failed))
        status = diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) output_text(out, buffer_view(&shown));
    watch_interrupts(NULL);
    statement_free(statement);
    buffer_free(&told);
    buffer_free(&shown);
    return status;
}

static void tell_count(const ResultsOptions *results, const ResultsCount *count,
                       const Options *options) {
    const bool table = !results->format || strcmp(results->format->name, "table") == 0;
    if (options->quiet || !table || count->boolean || !isatty(STDOUT_FILENO) ||
        !isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "%llu row%s%s\n", (unsigned long long)count->rows, count->rows == 1 ? "" : "s",
            count->truncated ? " (shortened to fit: --format line shows all)" : "");
}

static Status query_graph(const Options *options, ShellGraph *graph, Text text, const char *name,
                          Diag *diag) {
    ResultsOptions results;
    ExplainStage stage;
    EngineSetup setup;
    Output *out;
    ResultsCount count = {0};
    TRY(results_setup(options, graph, &results, diag));
    TRY(explain_stage(options->explain, &stage, diag));
    TRY(engine_setup(&setup, options, graph, name, diag));
    Status status = open_output(NULL, &out, diag);
    if (status == STATUS_OK) {
        status = stage != EXPLAIN_NONE
                     ? explain_query(graph, &setup, text, stage, out, diag)
                     : answer_query(graph, &setup, text, &results, out, &count, diag);
        status = close_output(out, status, diag);
    }
    if (status == STATUS_OK && stage == EXPLAIN_NONE) tell_count(&results, &count, options);
    engine_setup_free(&setup);
    return status;
}

Status run_query(const Options *options, Diag *diag) {
    Budget reading;
    budget_init(&reading, seconds_left(options), options->memory_limit);
    Buffer text = {.budget = &reading};
    const char *name;
    ShellGraph graph;
    Status status = read_statement(options, &text, &name, diag);
    if (status == STATUS_OK) status = select_graph(options, ACCESS_READ, &graph, diag);
    if (status == STATUS_OK) {
        status = query_graph(options, &graph, buffer_view(&text), name, diag);
        release_graph(&graph);
    }
    buffer_free(&text);
    return status;
}

static Status update_graph(const Options *options, ShellGraph *graph, Text text, const char *name,
                           Diag *diag) {
    EngineSetup setup;
    Budget budget;
    TRY(engine_setup(&setup, options, graph, name, diag));
    budget_init(&budget, setup.options.timeout, setup.options.memory_limit);
    setup.options.budget = &budget;
    watch_interrupts(&budget);
    const Status status = engine_update(graph_source(graph->graph), text, &setup.options, diag);
    watch_interrupts(NULL);
    engine_setup_free(&setup);
    TRY(status);
    const QuadChoice all = {0};
    return options->dump ? write_dataset(graph, &all, options->dump, NULL, diag) : STATUS_OK;
}

Status run_update(const Options *options, Diag *diag) {
    Budget reading;
    budget_init(&reading, seconds_left(options), options->memory_limit);
    Buffer text = {.budget = &reading};
    const char *name;
    ShellGraph graph;
    const RdfFormat *dump;
    if (options->explain)
        return diag_set(diag, STATUS_USAGE, "--explain tells about queries, not about updates");
    if (options->dump) TRY(rdf_format_of(options->dump, true, &dump, diag));
    Status status = read_statement(options, &text, &name, diag);
    if (status == STATUS_OK) status = select_graph(options, ACCESS_CHANGE, &graph, diag);
    if (status == STATUS_OK) {
        status = update_graph(options, &graph, buffer_view(&text), name, diag);
        if (status != STATUS_OK) database_unmake(graph.graph);
        release_graph(&graph);
    }
    buffer_free(&text);
    return status;
}

/* ---- check --------------------------------------------------------------------------------------------------------- */

static Status check_query(Text text, const ParseOptions *parse, Arena *arena, Diag *diag) {
    SyntaxQuery *syntax;
    Query *query;
    TRY(parse_query(text, parse, arena, &syntax, NULL, diag));
    return algebra_of_query(syntax, arena, &query, text, parse->name, diag);
}

static Status check_update(Text text, const ParseOptions *parse, Arena *arena, Diag *diag) {
    SyntaxUpdates *updates;
    TRY(parse_update(text, parse, arena, &updates, NULL, diag));
    for (size_t i = 0; i < updates->count; i++) {
        UpdateOperation *operation;
        TRY(algebra_of_update(&updates->items[i], arena, &operation, text, parse->name, diag));
    }
    return STATUS_OK;
}

static Status check_sparql(const Options *options, const char *path, Diag *diag) {
    Buffer text = {0}, base = {0};
    Arena *const arena = arena_new(NULL);
    Status status =
        arena ? file_read(&text, path, diag) : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = base_iri(options->base, path, &base, diag);
    const ParseOptions parse = {.base = buffer_view(&base), .name = path};
    const bool update = options->update || text_ends(text_of(path), TEXT(".ru"));
    if (status == STATUS_OK)
        status = (update ? check_update : check_query)(buffer_view(&text), &parse, arena, diag);
    arena_free(arena);
    buffer_free(&text);
    buffer_free(&base);
    return status;
}

static Status pass_by(void *context, const Quad *quad) {
    (void)context;
    (void)quad;
    return STATUS_OK;
}

static Status check_data(const Options *options, const char *path, Diag *diag) {
    Buffer base = {0};
    Budget budget;
    budget_init(&budget, 0, 0);
    watch_interrupts(&budget);
    Status status = options->base ? base_iri(options->base, path, &base, diag) : STATUS_OK;
    const RdfReadOptions read = {.base = buffer_view(&base), .budget = &budget};
    const RdfSink sink = {.quad = pass_by};
    if (status == STATUS_OK) status = rdf_read_file(path, &read, &sink, diag);
    watch_interrupts(NULL);
    buffer_free(&base);
    return status;
}

/* A file with an ending of RDF is checked as RDF; all else is SPARQL. */
Status run_check(const Options *options, Diag *diag) {
    const char *const path = options->words.at[0];
    const bool data = !options->update && rdf_format_guess(path, (Text){0}) != NULL;
    return data ? check_data(options, path, diag) : check_sparql(options, path, diag);
}
