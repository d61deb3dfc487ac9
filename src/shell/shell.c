/* The session: opens, reads the rc file, takes lines from readline or a script, and runs each statement as soon as
 * it is whole. A line that is a dot-command runs at once, also in the middle of a statement, which it leaves alone. */
#include "ytterby/shell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell_internal.h"

enum {
    DEEPEST_READ = 16
};

/* ---- What is made when asked for -------------------------------------------------------------------------- */

Status shell_catalogue(Shell *shell, Catalogue **catalogue, Diag *diag) {
    if (!shell->catalogue) {
        TRY(catalogue_open(&shell->catalogue, shell->options->report_folders,
                           shell->options->report_folder_count, diag));
    }
    *catalogue = shell->catalogue;
    return STATUS_OK;
}

Status shell_labels(Shell *shell, Labels **labels, Diag *diag) {
    if (!shell->labels)
        TRY(labels_open(&shell->labels, shell->source, shell->graph.prefixes, diag));
    *labels = shell->labels;
    return STATUS_OK;
}

void shell_forget_names(Shell *shell) {
    labels_free(shell->labels);
    shell->labels = NULL;
    complete_forget(shell);
}

void shell_notice_changes(Shell *shell) {
    Store *const store = shell->graph.graph ? graph_store(shell->graph.graph) : NULL;
    StoreInfo info;
    if (!store || store_info(store, &info, NULL) != STATUS_OK) return;
    if (info.transactions != shell->transactions) shell_forget_names(shell);
    shell->transactions = info.transactions;
}

void shell_set_graph(Shell *shell, const ShellGraph *graph) {
    shell_forget_names(shell);
    shell_forget_last(shell);
    trail_free(shell);
    if (shell->graph.graph && shell->options->close)
        shell->options->close(shell->options->context, &shell->graph);
    shell->graph = *graph;
    shell->source = graph->graph ? graph_source(graph->graph) : NULL;
}

/* ---- Running what was read -------------------------------------------------------------------------------- */

static void report_failure(Shell *shell, const ShellInput *input, Status status, Diag *diag) {
    if (status == STATUS_OK) return;
    if (shell->failure == STATUS_OK) shell->failure = status;
    if (diag->status == STATUS_OK) diag_set(diag, status, "%s", status_text(status));
    if (diag->line == 0 && diag->file[0] == '\0' && input->name) {
        diag_file(diag, input->name);
        diag->line = input->line;
        diag->column = 1;
    }
    fflush(stdout);
    if (shell->interactive && status == STATUS_CANCELLED)
        fputc('\n', stderr); /* after the echoed ^C */
    diag_print(diag, "error", stderr);
}

static Status run_statement(Shell *shell, const ShellInput *input, size_t length) {
    Buffer text = shell->statement; /* taken over, because the statement may start another script */
    shell->statement = (Buffer){0};
    while (length > 0 && text.at[length - 1] == '\n')
        length--; /* "the text ends here" is in the last line */
    const StatementText statement = {.text = text_slice(buffer_view(&text), 0, length),
                                     .name = input->name ? input->name : "query",
                                     .line = shell->statement_line};
    if (input->typed) history_add(buffer_view(&text));
    Diag diag = {0};
    shell_notice_changes(shell);
    const Status status = shell_statement(shell, &statement, &diag);
    report_failure(shell, input, status, &diag);
    buffer_free(&text);
    return status;
}

static Status run_command(Shell *shell, const ShellInput *input, Text line) {
    if (input->typed) history_add(line);
    Buffer copy = {0}; /* the line is a view into the input, which .read may use again */
    buffer_text(&copy, line);
    Diag diag = {0};
    shell_notice_changes(shell);
    const Status status =
        copy.failed ? STATUS_NO_MEMORY : command_run(shell, buffer_view(&copy), &diag);
    buffer_free(&copy);
    report_failure(shell, input, status, &diag);
    return status;
}

static void append_line(Shell *shell, const ShellInput *input, Text line) {
    if (shell->statement.len == 0) shell->statement_line = input->line;
    buffer_text(&shell->statement, line);
    buffer_byte(&shell->statement, '\n');
}

/* The statement is whole: is it still right with this line added? Then the line belongs to it. */
static Completeness with_line(Shell *shell, Text line) {
    const size_t before = shell->statement.len;
    bool is_update = false;
    if (text_trim(line).len == 0 || command_is(line, false)) return STATEMENT_READY;
    if (text_ends(text_trim(buffer_view(&shell->statement)), TEXT(";"))) {
        if (parse_looks_like_update(buffer_view(&shell->statement), &is_update) != STATUS_OK)
            return STATEMENT_FAILED;
        if (!is_update) return STATEMENT_READY;
    }
    buffer_text(&shell->statement, line);
    buffer_byte(&shell->statement, '\n');
    size_t length;
    const Completeness joined = shell_completeness(shell, buffer_view(&shell->statement), &length);
    shell->statement.len = before;
    if (joined == STATEMENT_FAILED || shell->statement.failed) return STATEMENT_FAILED;
    return joined == STATEMENT_WRONG ? STATEMENT_READY : STATEMENT_OPEN;
}

/* In a script, a whole statement runs when the next line cannot belong to it: solution modifiers may follow. */
static Completeness look_ahead(Shell *shell, ShellInput *input) {
    Text next;
    const LineState read = shell_input_line(shell, input, &next);
    if (read != LINE_READ) return read == LINE_FAILED ? STATEMENT_FAILED : STATEMENT_READY;
    const Completeness state = with_line(shell, next);
    shell_input_hold(input);
    return state;
}

static Status out_of_memory(Shell *shell, const ShellInput *input) {
    Diag diag = {0};
    buffer_free(&shell->statement);
    report_failure(shell, input, STATUS_NO_MEMORY, &diag);
    return STATUS_NO_MEMORY;
}

/* A statement that was cut off by it is not run. */
static Status input_failed(Shell *shell, const ShellInput *input) {
    Diag diag = {0};
    if (!input->error) return out_of_memory(shell, input);
    buffer_clear(&shell->statement);
    diag_set(&diag, STATUS_IO, "cannot read on: %s", strerror(input->error));
    report_failure(shell, input, STATUS_IO, &diag);
    return STATUS_IO;
}

static Status take_line(Shell *shell, ShellInput *input, Text line) {
    const bool at_start = shell->statement.len == 0;
    Text stop;
    if (command_is(line, at_start) || (at_start && trail_stop(shell, text_trim(line), &stop)))
        return run_command(shell, input, line);
    append_line(shell, input, line);
    if (shell->statement.failed) return out_of_memory(shell, input);
    size_t length;
    Completeness state = shell_completeness(shell, buffer_view(&shell->statement), &length);
    if (state == STATEMENT_READY && input->name) state = look_ahead(shell, input);
    switch (state) {
    case STATEMENT_BLANK: buffer_clear(&shell->statement); return STATUS_OK;
    case STATEMENT_OPEN: return STATUS_OK;
    case STATEMENT_FAILED: return out_of_memory(shell, input);
    case STATEMENT_READY:
    case STATEMENT_WRONG: break;
    }
    return run_statement(shell, input, length);
}

/* What is left at the end of a script is run too, so that the parser says what is missing. */
static Status take_rest(Shell *shell, const ShellInput *input) {
    size_t length;
    const Completeness rest = shell_completeness(shell, buffer_view(&shell->statement), &length);
    return rest == STATEMENT_BLANK ? STATUS_OK : run_statement(shell, input, length);
}

/* Several lines at once, pasted or from the history: as if typed one by one, but that a line may belong to a
 * statement that is whole without it. */
static Status take_lines(Shell *shell, Text lines) {
    ShellInput pasted = {.name = "query", .fd = -1, .typed = true};
    buffer_text(&pasted.bytes, lines);
    Status status = STATUS_OK;
    Text line;
    LineState state = LINE_READ;
    while (status == STATUS_OK && !shell->quit &&
           (state = shell_input_line(shell, &pasted, &line)) == LINE_READ) {
        status = take_line(shell, &pasted, line);
    }
    if (state == LINE_FAILED) status = out_of_memory(shell, &pasted);
    shell_input_close(&pasted);
    return status;
}

/* ---- Inputs ----------------------------------------------------------------------------------------------- */

static Status run_input(Shell *shell, ShellInput *input) {
    Status status = STATUS_OK;
    const bool script = input->name != NULL;
    while (!shell->quit && !(script && shell->bail && status != STATUS_OK)) {
        Text line;
        const LineState state = shell_input_line(shell, input, &line);
        if (state == LINE_READ) {
            const bool several = !script && text_find(line, TEXT("\n"), 0) != SIZE_MAX;
            status = several ? take_lines(shell, line) : take_line(shell, input, line);
        } else if (script && state == LINE_INTERRUPTED) {
            status = shell->failure = STATUS_CANCELLED;
        } else if (state == LINE_FAILED) {
            status = input_failed(shell, input);
            if (script) break;
        } else if (state == LINE_INTERRUPTED || (!script && shell->statement.len > 0)) {
            buffer_clear(&shell->statement); /* Ctrl-C, or Ctrl-D within a statement */
        } else {
            if (script) status = take_rest(shell, input);
            break;
        }
        if (script && status == STATUS_CANCELLED) break;
    }
    buffer_clear(&shell->statement);
    return shell->bail || status == STATUS_CANCELLED ? status : STATUS_OK;
}

Status shell_read(Shell *shell, const char *path, Diag *diag) {
    if (shell->depth == DEEPEST_READ)
        return diag_set(diag, STATUS_LIMIT, "scripts are nested too deep");
    const bool standard = strcmp(path, "-") == 0;
    ShellInput input = {.name = standard ? "stdin" : path};
    input.fd = standard ? STDIN_FILENO : file_to_read(path);
    if (input.fd < 0) {
        const Status status = errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
        return diag_set(diag, status, "cannot read %s: %s", path, strerror(errno));
    }
    Buffer statement = shell->statement; /* one that .read stands in the middle of waits */
    const size_t line = shell->statement_line;
    shell->statement = (Buffer){0};
    shell->depth++;
    const Status status = run_input(shell, &input);
    shell->depth--;
    buffer_free(&shell->statement);
    shell->statement = statement;
    shell->statement_line = line;
    shell_input_close(&input);
    return status;
}

static Status run_text(Shell *shell, const char *text) {
    ShellInput input = {.name = "query", .fd = -1};
    buffer_text(&input.bytes, text_of(text));
    const Status status = run_input(shell, &input);
    shell_input_close(&input);
    return status;
}

static void read_rc_file(Shell *shell) {
    const char *const config = getenv("XDG_CONFIG_HOME");
    const char *const home = getenv("HOME");
    Buffer path = {0};
    if (config && *config == '/')
        buffer_format(&path, "%s/ytterby/rc", config);
    else if (home && *home == '/')
        buffer_format(&path, "%s/.config/ytterby/rc", home);
    const char *const terminated = buffer_string(&path);
    if (terminated && *terminated && access(terminated, R_OK) == 0 && file_has_end(terminated))
        shell_read(shell, terminated, NULL);
    buffer_free(&path);
    shell->failure = STATUS_OK;
}

static void greet(const Shell *shell) {
    if (shell->options->quiet) return;
    printf("Ytterby %s on %s. .help shows the commands, .quit leaves.\n",
           shell->options->version ? shell->options->version : "",
           shell->graph.title ? shell->graph.title : "a graph");
    fflush(stdout);
}

static void run_session(Shell *shell) {
    shell_readline_setup(shell);
    read_rc_file(shell);
    if (shell->quit) return;
    greet(shell);
    ShellInput input = {.fd = -1, .typed = true};
    run_input(shell, &input);
    shell_input_close(&input);
    shell->failure = STATUS_OK;
}

static void run_script(Shell *shell, const char *path) {
    Diag diag = {0};
    const Status status = shell_read(shell, path, &diag);
    if (status == STATUS_OK || diag.status == STATUS_OK) return; /* told already */
    shell->failure = status;
    diag_print(&diag, "error", stderr);
}

static void run_all(Shell *shell) {
    const ShellOptions *const options = shell->options;
    if (options->script) run_script(shell, options->script);
    for (size_t i = 0;
         i < options->command_count && !shell->quit && !(shell->bail && shell->failure); i++) {
        run_text(shell, options->commands[i]);
    }
    if (options->script || options->command_count) return;
    if (shell->interactive)
        run_session(shell);
    else
        run_script(shell, "-");
}

Status shell_run(const ShellOptions *options) {
    Shell shell = {.options = options,
                   .format = options->format,
                   .label_mode = LABELS_BOTH,
                   .bail = true,
                   .screen_fd = -1,
                   .timeout = options->engine.timeout};
    screen_setup(&shell);
    shell.interactive = !options->script && options->command_count == 0 && isatty(STDIN_FILENO);
    shell_set_graph(&shell, &options->graph);
    shell_interrupt_install();
    run_all(&shell);
    output_restore(&shell);
    shell_interrupt_restore();
    static const ShellGraph nothing = {0};
    shell_set_graph(&shell, &nothing);
    catalogue_free(shell.catalogue);
    trail_free(&shell);
    arena_free(shell.bound_arena);
    mem_free(shell.bound);
    buffer_free(&shell.statement);
    buffer_free(&shell.last);
    fflush(stdout);
    return shell.failure;
}
