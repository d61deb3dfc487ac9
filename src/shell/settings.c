/* What a session is set to: .set shows and changes it, .bind gives variables a value, .output sends what comes to a
 * file. Also .undo and .examples. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell_internal.h"
#include "ytterby/lexer.h"

/* ---- .bind -------------------------------------------------------------------------------------------------- */

static Status show_bound(Shell *shell, Diag *diag) {
    Buffer out = {0};
    for (size_t i = 0; i < shell->bound_count; i++) {
        buffer_format(&out, "?%.*s = ", (int)shell->bound[i].name.len, shell->bound[i].name.at);
        Buffer term = {0};
        term_write(&term, &shell->bound[i].term);
        screen_text(&out, buffer_view(&term), 0);
        out.failed = out.failed || term.failed;
        buffer_free(&term);
        buffer_byte(&out, '\n');
    }
    if (shell->bound_count == 0) buffer_text(&out, TEXT("nothing is bound\n"));
    const Status status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

static size_t bound_at(const Shell *shell, Text name) {
    size_t at = 0;
    while (at < shell->bound_count && !text_equal(shell->bound[at].name, name)) at++;
    return at;
}

/* A term as Turtle writes it, or the name of a thing. */
static Status read_bound_term(Shell *shell, Text text, Term *term, Diag *diag) {
    Labels *labels = NULL;
    ParseOptions options;
    Text iri;
    Diag inner = {0};
    TRY(shell_parse_options(shell, shell->bound_arena, NULL, &options));
    if (parse_term(text, &options, shell->bound_arena, term, &inner) == STATUS_OK) return STATUS_OK;
    TRY(shell_labels(shell, &labels, diag));
    TRY(labels_pick(labels, text, TEXT(""), &iri, diag));
    const Term named = term_iri(iri);
    *term = term_copy(shell->bound_arena, &named);
    return STATUS_OK;
}

Status command_bind(Shell *shell, const Words *words, Diag *diag) {
    if (words->line.len == 0) return show_bound(shell, diag);
    const size_t space = text_find(words->line, TEXT(" "), 0);
    Text name = text_slice(words->line, 0, space);
    if (name.at[0] == '?' || name.at[0] == '$') name = text_slice(name, 1, name.len);
    if (name.len == 0 || lex_variable(name, 0).end != name.len)
        return diag_set(diag, STATUS_USAGE, "\"%.*s\" is no name of a variable", (int)name.len,
                        name.at);
    const size_t at = bound_at(shell, name);
    if (space == SIZE_MAX) { /* a name alone unbinds it */
        if (at == shell->bound_count)
            return diag_set(diag, STATUS_NOT_FOUND, "?%.*s is not bound", (int)name.len, name.at);
        shell->bound[at] = shell->bound[--shell->bound_count];
        return STATUS_OK;
    }
    if (!shell->bound_arena) shell->bound_arena = arena_new(NULL);
    if (!shell->bound_arena) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    Binding binding = {.name = arena_text(shell->bound_arena, name)};
    TRY(read_bound_term(shell, text_trim(text_slice(words->line, space, words->line.len)),
                        &binding.term, diag));
    TRY(array_grow((void **)&shell->bound, &shell->bound_cap, at + 1, sizeof binding));
    shell->bound[at] = binding;
    if (at == shell->bound_count) shell->bound_count++;
    return STATUS_OK;
}

/* ---- .output ------------------------------------------------------------------------------------------------ */

void output_restore(Shell *shell) {
    if (shell->screen_fd < 0) return;
    fflush(stdout);
    dup2(shell->screen_fd, STDOUT_FILENO);
    close(shell->screen_fd);
    shell->screen_fd = -1;
    screen_setup(shell);
}

Status command_output(Shell *shell, const Words *words, Diag *diag) {
    if (words->count == 0) {
        output_restore(shell);
        return STATUS_OK;
    }
    const char *const path = words->word[0].at;
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return diag_set(diag, STATUS_IO, "cannot write %s: %s", path, strerror(errno));
    fflush(stdout);
    if (shell->screen_fd < 0) shell->screen_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    const bool placed = shell->screen_fd >= 0 && dup2(file, STDOUT_FILENO) >= 0;
    const int reason = errno;
    close(file);
    if (!placed) return diag_set(diag, STATUS_IO, "cannot write %s: %s", path, strerror(reason));
    screen_setup(shell);
    return STATUS_OK;
}

/* ---- .set --------------------------------------------------------------------------------------------------- */

static Status show_settings(const Shell *shell, Diag *diag) {
    static const char *const labels[] = {"off", "on", "both"};
    Buffer out = {0};
    buffer_format(&out, "mode     %s\nlabels   %s\ntimer    %s\nbail     %s\n",
                  shell->format ? shell->format->name : "auto", labels[shell->label_mode],
                  shell->timer ? "on" : "off", shell->bail ? "on" : "off");
    if (shell->timeout > 0)
        buffer_format(&out, "timeout  %g\n", shell->timeout);
    else
        buffer_text(&out, TEXT("timeout  off\n"));
    const Status status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

static Status set_timeout(Shell *shell, Text value, Diag *diag) {
    char *end = NULL;
    const double seconds = strtod(value.at, &end);
    const bool off = text_equal_nocase(value, TEXT("off"));
    if (!off && (end == value.at || *end || !(seconds >= 0 && seconds < 1e9)))
        return diag_set(diag, STATUS_USAGE, "the timeout is a number of seconds, or off");
    shell->timeout = off ? 0 : seconds;
    return STATUS_OK;
}

/* A setting has the name of the command that changes it; the timeout has none. */
Status command_set(Shell *shell, const Words *words, Diag *diag) {
    static const Text names[] = {{"mode", 4}, {"labels", 6}, {"timer", 5}, {"bail", 4}};
    if (words->count == 0) return show_settings(shell, diag);
    if (words->count == 1) return diag_set(diag, STATUS_USAGE, "say .set NAME VALUE");
    if (text_equal_nocase(words->word[0], TEXT("timeout")))
        return set_timeout(shell, words->word[1], diag);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!text_equal_nocase(words->word[0], names[i])) continue;
        Buffer line = {0};
        buffer_format(&line, ".%s %s", names[i].at, words->word[1].at);
        const Status status = line.failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory")
                                          : command_run(shell, buffer_view(&line), diag);
        buffer_free(&line);
        return status;
    }
    return diag_set(diag, STATUS_USAGE,
                    "there is no setting %s; there are mode, labels, timer, bail, timeout",
                    words->word[0].at);
}

/* ---- .undo -------------------------------------------------------------------------------------------------- */

Status command_undo(Shell *shell, const Words *words, Diag *diag) {
    (void)words;
    if (shell->graph.read_only) return diag_set(diag, STATUS_REFUSED, "%s", shell->graph.read_only);
    Store *const store = graph_store(shell->graph.graph);
    if (!store)
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "only a database (--db) remembers what was before");
    TRY(store_undo(store, diag));
    shell_forget_names(shell);
    fprintf(stderr, "the last transaction is undone\n");
    return STATUS_OK;
}

/* ---- .examples ---------------------------------------------------------------------------------------------- */

static Status list_examples(const Shell *shell, const Catalogue *examples, Diag *diag) {
    Buffer out = {0};
    for (size_t i = 0; i < catalogue_count(examples); i++) {
        buffer_format(&out, "%3zu  ", i + 1);
        screen_wrap(&out, catalogue_at(examples, i)->summary, 5, screen_width(shell));
    }
    buffer_text(&out, TEXT("\n.examples N shows the query of one and runs it\n"));
    const Status status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

static Status run_example(Shell *shell, const Report *example, Diag *diag) {
    Buffer text = {0};
    for (size_t at = 0; at < example->query.len;) {
        size_t end = text_find(example->query, TEXT("\n"), at);
        if (end == SIZE_MAX) end = example->query.len;
        screen_text(&text, text_slice(example->query, at, end), 0);
        buffer_byte(&text, '\n');
        at = end + 1;
    }
    fputs(buffer_string(&text) ? buffer_string(&text) : "", stderr);
    buffer_free(&text);
    const StatementText statement = {
        .text = example->query, .name = example->path.at, .line = 1, .wrap = true};
    return shell_statement(shell, &statement, diag);
}

static Status with_examples(Shell *shell, const Words *words, const Catalogue *examples,
                            Diag *diag) {
    const size_t count = catalogue_count(examples);
    if (count == 0) return diag_set(diag, STATUS_NOT_FOUND, "no examples are installed");
    if (words->count == 0) return list_examples(shell, examples, diag);
    const unsigned long number = strtoul(words->word[0].at, NULL, 10);
    if (number == 0 || number > count)
        return diag_set(diag, STATUS_USAGE, "the examples are numbered from 1 to %zu", count);
    return run_example(shell, catalogue_at(examples, number - 1), diag);
}

Status command_examples(Shell *shell, const Words *words, Diag *diag) {
    if (shell->options->report_folder_count == 0)
        return diag_set(diag, STATUS_NOT_FOUND, "no examples are installed");
    Buffer folder = {0};
    Catalogue *examples = NULL;
    buffer_format(&folder, "%s/examples", shell->options->report_folders[0]);
    const char *const path = buffer_string(&folder);
    Status status = path ? catalogue_open(&examples, &path, 1, diag)
                         : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = with_examples(shell, words, examples, diag);
    catalogue_free(examples);
    buffer_free(&folder);
    return status;
}
