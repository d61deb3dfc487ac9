/* terminal: runs a program on a pseudo-terminal by a script, and compares what the screen shows.
 *
 *   size 80x24         the terminal's size; before `run`
 *   run COMMAND        starts the command (for sh); one a script
 *   type TEXT          types text; spaces at its end count
 *   key NAME           presses enter, tab, up, down, left, right, home, end, backspace, escape, ctrl-X
 *   wait TEXT          waits until a row of the screen matches ...TEXT...
 *   rest               waits until no more output comes
 *   absent TEXT        no row matches ...TEXT... after output has come to rest
 *   screen             the whole screen shows the lines that follow, each after "|"
 *   exit N             the program ends with status N; "exit" alone waits for any
 *   # text             a comment
 *
 * "..." in an expected line stands for any text, and alone for any lines. A script is one test case; a step
 * that is not fulfilled within its time ends it. Commands run as those of transcripts do (TOP, TESTDIR, HOME). */
#include "screen.h"

#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PATIENCE_MS = 15000,
    REST_MS = 150
};

typedef struct Session {
    unsigned short columns, rows;
    Screen *screen;
    int terminal; /* the master side; -1 before `run` and after the end */
    pid_t pid;
    const char *dir; /* folder of the script */
    size_t line;     /* of the script, from 1 */
    char why[512];   /* what failed; empty: nothing */
} Session;

static bool fail(Session *session, const char *why, const char *what) {
    snprintf(session->why, sizeof session->why, "line %zu: %s%s", session->line, why, what);
    return false;
}

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Draws output that comes within `ms`; false when none came. At the end of output, closes the terminal. */
static bool draw(Session *session, int ms) {
    if (session->terminal < 0) return false;
    struct pollfd ready = {.fd = session->terminal, .events = POLLIN};
    if (poll(&ready, 1, ms) <= 0) return false;
    char bytes[4096];
    const ssize_t len = read(session->terminal, bytes, sizeof bytes);
    if (len > 0) {
        screen_feed(session->screen, bytes, (size_t)len);
        return true;
    }
    close(session->terminal);
    session->terminal = -1;
    return false;
}

static void rest(Session *session) {
    const int64_t until = now_ms() + PATIENCE_MS;
    while (draw(session, REST_MS) && now_ms() < until) continue;
}

/* ---- Steps ---------------------------------------------------------------------------------- */

static bool run_step(Session *session, const char *command) {
    const struct winsize size = {.ws_col = session->columns, .ws_row = session->rows};
    session->screen = screen_new(session->columns, session->rows);
    session->pid = forkpty(&session->terminal, NULL, NULL, &size);
    if (session->pid < 0) return fail(session, "no pseudo-terminal", "");
    if (session->pid > 0) return true;
    setenv("TESTDIR", session->dir, 1);
    const char *home = getenv("SCRATCH");
    if (home && chdir(home) == 0) setenv("HOME", home, 1);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static bool send_bytes(Session *session, const char *bytes, size_t len) {
    if (session->terminal < 0 || write(session->terminal, bytes, len) != (ssize_t)len)
        return fail(session, "the program has ended", "");
    return true;
}

static bool type_step(Session *session, const char *text) {
    return send_bytes(session, text, strlen(text));
}

static bool key_step(Session *session, const char *name) {
    static const struct {
        const char *name, *bytes;
    } keys[] = {{"enter", "\r"},       {"tab", "\t"},      {"up", "\033[A"},     {"down", "\033[B"},
                {"right", "\033[C"},   {"left", "\033[D"}, {"home", "\033[H"},   {"end", "\033[F"},
                {"backspace", "\177"}, {"escape", "\033"}, {"delete", "\033[3~"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(name, keys[i].name) == 0)
            return send_bytes(session, keys[i].bytes, strlen(keys[i].bytes));
    if (line_starts(name, "ctrl-") && name[5] >= 'a' && name[5] <= 'z')
        return send_bytes(session, &(char){(char)(name[5] - 'a' + 1)}, 1);
    return fail(session, "no such key: ", name);
}

static bool shows(const Session *session, const char *text) {
    Lines lines = {0};
    char pattern[1024];
    snprintf(pattern, sizeof pattern, "...%s...", text);
    screen_lines(session->screen, &lines);
    bool found = false;
    for (size_t i = 0; i < lines.count && !found; i++) found = line_matches(pattern, lines.at[i]);
    lines_free(&lines);
    return found;
}

static bool wait_step(Session *session, const char *text) {
    const int64_t until = now_ms() + PATIENCE_MS;
    while (!shows(session, text)) {
        if (session->terminal < 0) return fail(session, "the program ended without showing ", text);
        if (now_ms() > until) return fail(session, "the screen never showed ", text);
        draw(session, 50);
    }
    return true;
}

static bool rest_step(Session *session, const char *none) {
    (void)none;
    rest(session);
    return true;
}

static bool absent_step(Session *session, const char *text) {
    rest(session);
    return !shows(session, text) || fail(session, "the screen shows ", text);
}

static bool screen_step(Session *session, const Lines *want) {
    const int64_t until = now_ms() + PATIENCE_MS / 3;
    for (;;) {
        Lines got = {0};
        screen_lines(session->screen, &got);
        const bool equal = lines_difference(want, &got) == SIZE_MAX;
        lines_free(&got);
        if (equal) return true;
        if (now_ms() > until || session->terminal < 0)
            return fail(session, "the screen is not as expected", "");
        draw(session, 50);
    }
}

static bool exit_step(Session *session, const char *wanted) {
    const int64_t until = now_ms() + PATIENCE_MS;
    int status = 0;
    pid_t ended = 0;
    while (ended == 0 && now_ms() < until) {
        draw(session, 20);
        ended = waitpid(session->pid, &status, WNOHANG);
    }
    if (ended != session->pid) return fail(session, "the program does not end", "");
    session->pid = -1;
    char text[16];
    snprintf(text, sizeof text, "%d",
             WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return !*wanted || strcmp(wanted, text) == 0 || fail(session, "the exit status is ", text);
}

static bool size_step(Session *session, const char *text) {
    char *end;
    session->columns = (unsigned short)strtoul(text, &end, 10);
    session->rows = *end == 'x' ? (unsigned short)strtoul(end + 1, NULL, 10) : 0;
    return (session->columns && session->rows) || fail(session, "no size: ", text);
}

/* ---- Scripts ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    bool (*step)(Session *session, const char *argument);
} steps[] = {{"size", size_step}, {"run", run_step},   {"type", type_step},
             {"key", key_step},   {"wait", wait_step}, {"absent", absent_step},
             {"rest", rest_step}, {"exit", exit_step}};

static bool one_step(Session *session, const char *line) {
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const size_t len = strlen(steps[i].name);
        if (strncmp(line, steps[i].name, len) != 0 || (line[len] && line[len] != ' ')) continue;
        if (!session->screen && steps[i].step != size_step && steps[i].step != run_step)
            return fail(session, "nothing runs yet", "");
        return steps[i].step(session, line[len] ? line + len + 1 : "");
    }
    return fail(session, "no such step: ", line);
}

static bool run_script(Session *session, const Lines *script) {
    for (size_t i = 0; i < script->count; i++) {
        const char *line = script->at[i];
        session->line = i + 1;
        if (!*line || *line == '#') continue;
        if (strcmp(line, "screen") != 0) {
            if (!one_step(session, line)) return false;
            continue;
        }
        Lines want = {0};
        for (; i + 1 < script->count && script->at[i + 1][0] == '|'; i++)
            lines_add(&want, script->at[i + 1] + 1, strlen(script->at[i + 1] + 1));
        const bool equal = session->screen && screen_step(session, &want);
        lines_free(&want);
        if (!equal) return false;
    }
    return true;
}

static void show_screen(const Session *session) {
    Lines lines = {0};
    if (session->screen) screen_lines(session->screen, &lines);
    puts("# the screen:");
    for (size_t i = 0; i < lines.count; i++) printf("# |%s\n", lines.at[i]);
    lines_free(&lines);
}

static bool run_file(const char *path) {
    char dir[PATH_MAX];
    Session session = {.columns = 80, .rows = 24, .terminal = -1, .pid = -1, .dir = dir};
    Lines script = {0};
    const char *name = line_starts(path, "tests/") ? path + 6 : path;
    if (!realpath(path, dir) || !lines_read(&script, path)) {
        printf("not ok %s - cannot be read\n", name);
        return false;
    }
    *strrchr(dir, '/') = '\0';
    const bool good = run_script(&session, &script);
    if (good)
        printf("ok %s\n", name);
    else {
        printf("not ok %s - %s\n", name, session.why);
        show_screen(&session);
    }
    if (session.terminal >= 0) close(session.terminal);
    if (session.pid > 0) {
        kill(session.pid, SIGKILL);
        waitpid(session.pid, NULL, 0);
    }
    screen_free(session.screen);
    lines_free(&script);
    return good;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8"); /* for the width of characters */
    signal(SIGPIPE, SIG_IGN);
    bool good = argc > 1;
    for (int i = 1; i < argc; i++) good = run_file(argv[i]) && good;
    return good ? 0 : 1;
}
