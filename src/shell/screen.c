/* What goes to standard output: width, colour and box characters by the environment (no-color.org, CLICOLOR),
 * a pager for what is longer than the screen, and text of the data made harmless and cut to columns. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell_internal.h"

static bool is_set(const char *name) {
    const char *const value = getenv(name);
    return value && *value;
}

void screen_setup(Shell *shell) {
    const char *const term = getenv("TERM");
    const bool dumb = !term || !*term || strcmp(term, "dumb") == 0;
    const char *const force = getenv("CLICOLOR_FORCE");
    const bool forced = force && *force && strcmp(force, "0") != 0;
    shell->terminal = isatty(STDOUT_FILENO);
    shell->color = !is_set("NO_COLOR") && (forced || (shell->terminal && !dumb));
    setlocale(LC_CTYPE, "");
    shell->unicode = shell->terminal && !dumb && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static unsigned window(bool columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return columns ? 80 : 24;
    return columns ? size.ws_col : size.ws_row;
}

unsigned screen_width(const Shell *shell) { return shell->terminal ? window(true) : 0; }

/* ---- The pager -------------------------------------------------------------------------------------------- */

static bool is_longer(Text text, unsigned width, unsigned rows) {
    unsigned lines = 0;
    for (size_t at = 0; at < text.len && lines < rows;) {
        size_t end = text_find(text, TEXT("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        const size_t columns = text_columns(text_slice(text, at, end));
        lines += 1 + (unsigned)(columns > width ? (columns - 1) / width : 0);
        at = end + 1;
    }
    return lines + 1 >= rows; /* one line for the prompt */
}

static const char *pager_command(void) {
    const char *const own = getenv("YTTERBY_PAGER");
    const char *const general = getenv("PAGER");
    return own ? own : general ? general : "less -FRSX";
}

static Status write_all(int fd, Text text) {
    for (size_t at = 0; at < text.len;) {
        const ssize_t wrote = write(fd, text.at + at, text.len - at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return STATUS_IO;
        at += (size_t)wrote;
    }
    return STATUS_OK;
}

/* Starts `sh -c command` reading from the returned descriptor's other end; -1 when it cannot. Ctrl-C is the pager's own. */
static int start_pager(const char *command, pid_t *child) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    char shell[] = "sh";
    char flag[] = "-c";
    Buffer line = {0};
    buffer_text(&line, text_of(command));
    buffer_byte(&line, '\0');
    char *const arguments[] = {shell, flag, line.at, NULL};
    const int failed =
        line.failed ? ENOMEM : posix_spawnp(child, "sh", &actions, NULL, arguments, environ);
    buffer_free(&line);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (!failed) return ends[1];
    close(ends[1]);
    return -1;
}

static bool page(const char *command, Text text) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    sigaction(SIGPIPE, &ignore, &before); /* who leaves the pager early must not end the session */
    pid_t child;
    const int fd = start_pager(command, &child);
    if (fd >= 0) {
        write_all(fd, text);
        close(fd);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    sigaction(SIGPIPE, &before, NULL);
    shell_interrupt_taken(); /* Ctrl-C was meant for the pager */
    return fd >= 0;
}

Status screen_show(const Shell *shell, Buffer *text, Diag *diag) {
    if (text->failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const Text shown = buffer_view(text);
    if (shell->interactive && shell->terminal && is_longer(shown, window(true), window(false))) {
        const char *const command = pager_command();
        if (*command && strcmp(command, "cat") != 0 && page(command, shown)) return STATUS_OK;
    }
    if (write_all(STDOUT_FILENO, shown) == STATUS_OK) return STATUS_OK;
    return diag_set(diag, STATUS_IO, "cannot write to standard output: %s", strerror(errno));
}

/* ---- Text ------------------------------------------------------------------------------------------------- */

/* The longest beginning of valid text that fits into `columns`. */
static size_t fitting(Text text, unsigned columns) {
    size_t at = 0;
    size_t used = 0;
    while (at < text.len) {
        size_t size = 0;
        utf8_decode(text.at + at, text.len - at, &size);
        if (size == 0) size = 1;
        used += text_columns(text_slice(text, at, at + size));
        if (used > columns) break;
        at += size;
    }
    return at;
}

void screen_text(Buffer *out, Text text, unsigned columns) {
    Buffer plain = {0};
    text_printable(text, &plain);
    const Text whole = buffer_view(&plain);
    if (columns == 0 || text_columns(whole) <= columns) {
        buffer_text(out, whole);
    } else {
        buffer_text(out, text_slice(whole, 0, fitting(whole, columns - 1)));
        buffer_text(out, TEXT("…"));
    }
    out->failed = out->failed || plain.failed;
    buffer_free(&plain);
}

void screen_style(const Shell *shell, Buffer *out, const char *style) {
    if (shell->color) buffer_format(out, "\033[%sm", style);
}

/* Columns of a line that may hold styles. */
static size_t styled_columns(Text line) {
    size_t columns = 0;
    for (size_t at = 0; at < line.len;) {
        const size_t escape = text_find(line, TEXT("\033["), at);
        columns += text_columns(text_slice(line, at, escape));
        if (escape == SIZE_MAX) break;
        at = text_find(line, TEXT("m"), escape);
        if (at == SIZE_MAX) break;
        at++;
    }
    return columns;
}

void screen_fill(Buffer *out, size_t line_start, unsigned column) {
    const size_t used = styled_columns(text_slice(buffer_view(out), line_start, out->len));
    buffer_format(out, "%*s", used < column ? (int)(column - used) : 1, "");
}

void screen_wrap(Buffer *out, Text text, unsigned indent, unsigned width) {
    const unsigned room = width > indent + 20 ? width - indent - 1 : 0; /* 0: do not wrap */
    for (size_t from = 0; from < text.len;) {
        size_t to = room ? from + fitting(text_slice(text, from, text.len), room) : text.len;
        const size_t hard = to;
        while (to < text.len && to > from && text.at[to] != ' ') to--;
        if (to == from) to = hard; /* one word longer than the line */
        if (from) buffer_format(out, "\n%*s", (int)indent, "");
        screen_text(out, text_slice(text, from, to), 0);
        from = to;
        while (from < text.len && text.at[from] == ' ') from++;
    }
    buffer_byte(out, '\n');
}

void screen_sourced(const Shell *shell, Buffer *out, Text text, Text source, unsigned column) {
    const unsigned width = screen_width(shell);
    const size_t needed = text_columns(text) + (source.len ? text_columns(source) + 4 : 0);
    if (width && column + needed >= width) {
        Buffer whole = {0};
        buffer_text(&whole, text);
        if (source.len) buffer_format(&whole, "  [%.*s]", (int)source.len, source.at);
        screen_wrap(out, buffer_view(&whole), column, width);
        out->failed = out->failed || whole.failed;
        buffer_free(&whole);
        return;
    }
    buffer_text(out, text);
    if (source.len) {
        screen_style(shell, out, "2");
        buffer_format(out, "  [%.*s]", (int)source.len, source.at);
        screen_style(shell, out, "0");
    }
    buffer_byte(out, '\n');
}
