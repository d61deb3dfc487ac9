/* From the command line to the engine: limits, prefixes, base and bindings; the text of a query; one answer. */
#include "cli_internal.h"

#include "ytterby/lexer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- Options of the engine ----------------------------------------------------------------------------------------- */

static Status set_prefixes(EngineSetup *setup, const Prefixes *prefixes, Diag *diag) {
    const size_t count = prefixes_count(prefixes);
    setup->prefixes = mem_zero(count + 1, sizeof *setup->prefixes);
    if (!setup->prefixes) return out_of_memory(diag);
    for (size_t i = 0; i < count; i++)
        prefixes_at(prefixes, i, &setup->prefixes[i].prefix, &setup->prefixes[i].iri);
    setup->options.parse.prefixes = setup->prefixes;
    setup->options.parse.prefix_count = count;
    return STATUS_OK;
}

static Status read_binding(const EngineSetup *setup, const char *word, Binding *binding,
                           Diag *diag) {
    const Text all = text_of(word);
    const size_t equals = text_find(all, TEXT("="), 0);
    const size_t start = all.len && (all.at[0] == '?' || all.at[0] == '$') ? 1 : 0;
    if (equals == SIZE_MAX || equals <= start)
        return diag_set(diag, STATUS_USAGE, "--bind wants NAME=TERM, not \"%s\"", word);
    binding->name = text_slice(all, start, equals);
    if (lex_variable(binding->name, 0).end != binding->name.len)
        return diag_set(diag, STATUS_USAGE, "--bind %s: that is no name of a variable", word);
    Diag inner = {0};
    const Status status = parse_term(text_slice(all, equals + 1, all.len), &setup->options.parse,
                                     setup->arena, &binding->term, &inner);
    return status == STATUS_OK ? status
                               : diag_set(diag, STATUS_USAGE, "--bind %s: %s", word, inner.message);
}

static Status set_bindings(EngineSetup *setup, const WordList *words, Diag *diag) {
    setup->bindings = mem_zero(words->count + 1, sizeof *setup->bindings);
    setup->arena = arena_new(NULL);
    if (!setup->bindings || !setup->arena) return out_of_memory(diag);
    for (size_t i = 0; i < words->count; i++)
        TRY(read_binding(setup, words->at[i], &setup->bindings[i], diag));
    setup->options.bindings = setup->bindings;
    setup->options.binding_count = words->count;
    return STATUS_OK;
}

static void warn(void *context, const Diag *diag) {
    (void)context;
    diag_print(diag, "warning", stderr);
}

double seconds_left(const Options *options) {
    if (options->timeout <= 0) return 0;
    const double left = options->timeout - (double)(clock_now() - options->started) / 1e9;
    return left > 0.001 ? left : 0.001;
}

/* What files in memory take is not there for the query. */
static size_t memory_left(const Options *options, const ShellGraph *graph) {
    if (options->memory_limit == 0) return 0;
    return options->memory_limit > graph->held ? options->memory_limit - graph->held : 1;
}

Status engine_setup(EngineSetup *setup, const Options *options, const ShellGraph *graph,
                    const char *name, Diag *diag) {
    *setup = (EngineSetup){0};
    EngineOptions *const engine = &setup->options;
    engine->parse.name = name;
    engine->union_default = graph->union_default;
    engine->no_optimize = options->no_optimize;
    engine->timeout = seconds_left(options);
    engine->memory_limit = memory_left(options, graph);
    engine->hooks = engine_hooks(options);
    if (isatty(STDERR_FILENO) && isatty(STDOUT_FILENO)) engine->hooks.warn = warn;
    const bool from_file = options->file && strcmp(name, options->file) == 0;
    Status status = base_iri(options->base, from_file ? name : NULL, &setup->base, diag);
    engine->parse.base = buffer_view(&setup->base);
    if (status == STATUS_OK) status = set_prefixes(setup, graph->prefixes, diag);
    if (status == STATUS_OK) status = set_bindings(setup, &options->bind, diag);
    if (status != STATUS_OK) engine_setup_free(setup);
    return status;
}

void engine_setup_free(EngineSetup *setup) {
    buffer_free(&setup->base);
    mem_free(setup->prefixes);
    mem_free(setup->bindings);
    arena_free(setup->arena);
    *setup = (EngineSetup){0};
}

Status read_statement(const Options *options, Buffer *text, const char **name, Diag *diag) {
    const char *const word = options->words.count ? options->words.at[0] : NULL;
    if (options->file && word)
        return diag_set(diag, STATUS_USAGE, "give -f FILE or the text, not both");
    if (!options->file && !word)
        return diag_set(diag, STATUS_USAGE, "give the text, -f FILE, or - for standard input");
    *name = options->file ? options->file : "query";
    if (options->file) return file_read(text, options->file, diag);
    if (strcmp(word, "-") == 0) {
        *name = "-";
        return file_read(text, word, diag);
    }
    buffer_text(text, text_of(word));
    return text->failed ? out_of_memory(diag) : STATUS_OK;
}

/* ---- Answers ------------------------------------------------------------------------------------------------------- */

static unsigned screen_width(void) {
    struct winsize size;
    const char *const columns = getenv("COLUMNS");
    const long wanted = columns ? strtol(columns, NULL, 10) : 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return wanted > 0 && wanted < 10000 ? (unsigned)wanted : 80;
}

Status results_setup(const Options *options, const ShellGraph *graph, ResultsOptions *results,
                     Diag *diag) {
    *results = (ResultsOptions){.prefixes = NULL};
    (void)graph;
    if (options->format) {
        results->format = results_format_named(text_of(options->format));
        if (!results->format)
            return diag_set(diag, STATUS_USAGE, "no format \"%s\" for answers", options->format);
    }
    if (!isatty(STDOUT_FILENO)) return STATUS_OK;
    const char *const term = getenv("TERM"), *const no_color = getenv("NO_COLOR");
    results->width = screen_width();
    results->unicode = true;
    results->color = !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
    return STATUS_OK;
}

static const ResultsFormat *default_format(QueryForm form) {
    if (form == QUERY_CONSTRUCT || form == QUERY_DESCRIBE)
        return results_format_named(TEXT("turtle"));
    return results_format_named(isatty(STDOUT_FILENO) ? TEXT("table") : TEXT("tsv"));
}

Status answer_query(ShellGraph *graph, const EngineSetup *setup, Text text,
                    const ResultsOptions *results, Output *out, ResultsCount *count, Diag *diag) {
    Statement *statement;
    ProgressLine line;
    EngineOptions options = setup->options;
    progress_start(&line, PROGRESS_COUNT);
    if (!isatty(STDOUT_FILENO))
        options.progress = &line.progress; /* else it would be among the rows */
    TRY(statement_prepare(&statement, graph_source(graph->graph), text, &options, diag));
    watch_interrupts(statement_budget(statement));
    ResultsOptions all = *results;
    if (!all.format) all.format = default_format(statement_form(statement));
    const Status status = results_write(statement, &all, out, count, diag);
    watch_interrupts(NULL);
    progress_end(&line);
    statement_free(statement);
    return status;
}
