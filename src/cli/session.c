/* The subcommand shell: hands the shell its first graph and a function that opens others by the same words. */
#include "cli_internal.h"

static Status open_graph(void *context, const char *const *words, size_t count, ShellGraph *graph,
                         Diag *diag) {
    (void)context;
    Options options = {0};
    Status status = options_read(&options, TAKES_GRAPH, words, count, diag);
    for (size_t i = 0; i < options.words.count && status == STATUS_OK; i++)
        status = word_list_add(&options.data, options.words.at[i], diag);
    if (status == STATUS_OK) status = select_graph(&options, ACCESS_ASK, graph, diag);
    options_free(&options);
    return status;
}

static void close_graph(void *context, ShellGraph *graph) {
    (void)context;
    release_graph(graph);
}

static Status start(const Options *options, ShellGraph *graph, const ReportFolders *folders,
                    const char *rules, Diag *diag) {
    EngineSetup setup;
    ResultsOptions results;
    TRY(results_setup(options, graph, &results, diag));
    TRY(engine_setup(&setup, options, graph, "query", diag));
    setup.options.hooks.warn = NULL;
    setup.options.timeout = options->timeout; /* of each statement */
    const ShellOptions shell = {.graph = *graph,
                                .open = open_graph,
                                .close = close_graph,
                                .engine = setup.options,
                                .format = results.format,
                                .report_folders = folders->at,
                                .report_folder_count = folders->count,
                                .rule_folder = rules,
                                .script = options->file,
                                .commands = options->words.at,
                                .command_count = options->words.count,
                                .version = YT_VERSION,
                                .quiet = options->quiet};
    *graph = (ShellGraph){0}; /* the session closes it */
    const Status status = shell_run(&shell);
    engine_setup_free(&setup);
    return status;
}

/* The session prints its own messages; its status alone decides how the program ends. */
Status run_shell(const Options *options, Diag *diag) {
    ShellGraph graph;
    ReportFolders folders;
    TRY(select_graph(options, ACCESS_ASK, &graph, diag));
    Buffer rules = {0};
    Status status = report_folders(&folders, diag);
    const bool found = data_folder("queries/derive", &rules, NULL) == STATUS_OK;
    if (status == STATUS_OK)
        status = start(options, &graph, &folders, found ? buffer_string(&rules) : NULL, diag);
    buffer_free(&rules);
    report_folders_free(&folders);
    release_graph(&graph);
    return status;
}
