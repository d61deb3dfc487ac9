/* transcript: the runner of tests that are text.
 *
 *   NAME.cmd  a transcript: "$ command", "> more of it", then what it prints; "! text" a line of standard
 *             error, "? N" the exit status (0 when not said), "# text" a comment, "\" escapes these marks.
 *   NAME.rq   a query, NAME.ru an update: its answer (or the dataset afterwards) is NAME.out. Its head may
 *             say "# data: FILE", "# named: IRI=FILE", "# args: OPTIONS", "# status: N", "# error: text".
 *   NAME.md   each fenced `console` block is a transcript whose two outputs are one; each `sh` block must
 *             end with status 0. Output that is not shown is not compared.
 *
 * In what a transcript expects, "..." stands for any text, and a line "..." for any lines. A command runs in a
 * folder of its file's own, with TOP (the repository) and TESTDIR (the file's folder) set and the built
 * program first in PATH. With --bless, what fails is written into the expectation. */
#include "lines.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECONDS_PER_COMMAND = 240,
    SHOWN_LINES = 12,
    MOST_PATH = PATH_MAX + 64
};

/* ---- Cases -------------------------------------------------------------------------------------- */

typedef enum Kind {
    KIND_TRANSCRIPT,
    KIND_MARKDOWN,
    KIND_SCRIPT
} Kind;

typedef struct Case {
    Kind kind;
    size_t line;       /* where the command stands, from 1 */
    char *command;     /* for sh */
    size_t begin, end; /* lines of the file that say what is expected */
    Lines out, err;    /* expected */
    bool shows_output; /* markdown: some output is shown */
    int status;        /* expected exit status; -1: any */
} Case;

typedef struct Cases {
    Case *at;
    size_t count, cap;
} Cases;

static Case *cases_add(Cases *cases, Kind kind, size_t line, const char *command) {
    if (cases->count == cases->cap) {
        cases->cap = cases->cap ? 2 * cases->cap : 16;
        cases->at = checked(realloc(cases->at, cases->cap * sizeof *cases->at));
    }
    Case *test = &cases->at[cases->count++];
    *test = (Case){.kind = kind, .line = line, .command = checked(strdup(command))};
    return test;
}

static void cases_free(Cases *cases) {
    for (size_t i = 0; i < cases->count; i++) {
        free(cases->at[i].command);
        lines_free(&cases->at[i].out);
        lines_free(&cases->at[i].err);
    }
    free(cases->at);
}

static void command_extend(Case *test, const char *line) {
    const size_t len = strlen(test->command);
    test->command = checked(realloc(test->command, len + strlen(line) + 2));
    test->command[len] = '\n';
    memcpy(test->command + len + 1, line, strlen(line) + 1);
}

/* One line below a command: more of the command, or what is expected. */
static void case_line(Case *test, const char *line) {
    const bool marks = test->kind == KIND_TRANSCRIPT;
    if (line_starts(line, "> ") && !test->out.count && !test->err.count) {
        command_extend(test, line + 2);
    } else if (marks && line[0] == '!' && (line[1] == ' ' || !line[1])) {
        lines_add(&test->err, line + 1 + (line[1] == ' '), strlen(line + 1 + (line[1] == ' ')));
    } else if (marks && line_starts(line, "? ")) {
        test->status = atoi(line + 2);
    } else if (!(marks && line[0] == '#' && (line[1] == ' ' || !line[1]))) {
        const char *text =
            marks && line[0] == '\\' && line[1] && strchr("$!?#>\\", line[1]) ? line + 1 : line;
        lines_add(&test->out, text, strlen(text));
        if (!marks && strstr(line, "error:")) test->status = -1;
    }
}

/* Empty lines between two commands belong to neither. */
static void case_finish(Case *test, size_t end) {
    if (!test) return;
    test->end = end;
    while (test->out.count && !*test->out.at[test->out.count - 1])
        free(test->out.at[--test->out.count]);
    test->shows_output = test->kind != KIND_SCRIPT && test->out.count;
}

static void parse_transcript(const Lines *file, Cases *cases) {
    Case *test = NULL;
    for (size_t i = 0; i < file->count; i++) {
        const char *line = file->at[i];
        if (line_starts(line, "$ ")) {
            case_finish(test, i);
            test = cases_add(cases, KIND_TRANSCRIPT, i + 1, line + 2);
            test->begin = i + 1;
        } else if (test) {
            case_line(test, line);
        }
    }
    case_finish(test, file->count);
}

static void parse_markdown(const Lines *file, Cases *cases) {
    enum {
        PROSE,
        CONSOLE,
        SCRIPT,
        OTHER
    } block = PROSE;
    Case *test = NULL;
    for (size_t i = 0; i < file->count; i++) {
        const char *line = file->at[i];
        if (line_starts(line, "```")) {
            if (block != SCRIPT) case_finish(test, i);
            test = NULL;
            if (block != PROSE)
                block = PROSE;
            else if (strcmp(line, "```console") == 0)
                block = CONSOLE;
            else if (strcmp(line, "```sh") == 0)
                block = SCRIPT;
            else
                block = OTHER;
        } else if (block == CONSOLE && line_starts(line, "$ ")) {
            case_finish(test, i);
            test = cases_add(cases, KIND_MARKDOWN, i + 1, line + 2);
            test->begin = i + 1;
        } else if (block == CONSOLE && test) {
            case_line(test, line);
        } else if (block == SCRIPT && test) {
            command_extend(test, line);
        } else if (block == SCRIPT) {
            test = cases_add(cases, KIND_SCRIPT, i + 1, line);
        }
    }
}

/* ---- Running -------------------------------------------------------------------------------------- */

typedef struct Place {
    char top[PATH_MAX];      /* the repository */
    char dir[MOST_PATH];     /* folder of the test's file */
    char scratch[MOST_PATH]; /* where its commands run */
    char out[MOST_PATH], err[MOST_PATH];
} Place;

static void join(char *out, const char *a, const char *b) {
    if (snprintf(out, MOST_PATH, "%s%s", a, b) >= MOST_PATH) {
        fprintf(stderr, "transcript: path too long: %s%s\n", a, b);
        exit(1);
    }
}

static const char *build_folder(void) {
    const char *build = getenv("BUILD");
    return build && *build ? build : "build";
}

/* The environment of all commands: only the built program, no settings of the user. */
static void set_environment(const char *top) {
    char build[PATH_MAX];
    if (!realpath(build_folder(), build)) snprintf(build, sizeof build, "%s", top);
    const char *path = getenv("PATH");
    char *all = checked(malloc(strlen(build) + strlen(path ? path : "") + 2));
    sprintf(all, "%s:%s", build, path ? path : "");
    setenv("PATH", all, 1);
    free(all);
    setenv("TOP", top, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    setenv("TERM", "dumb", 1);
    static const char *const unwanted[] = {
        "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "COLUMNS",   "LINES",
        "NO_COLOR",        "PAGER",          "MAKEFLAGS",     "MAKELEVEL", "CI"};
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++) unsetenv(unwanted[i]);
}

/* Makes an empty folder for the commands of a file, named after it. */
static bool place_make(Place *place, const char *file) {
    char name[MOST_PATH], real[PATH_MAX];
    if (!getcwd(place->top, sizeof place->top) || !realpath(file, real)) return false;
    join(place->dir, real, "");
    *strrchr(place->dir, '/') = '\0';
    join(name, file, "");
    for (char *c = name; *c; c++)
        if (*c == '/') *c = '_';
    char parent[MOST_PATH];
    if (!realpath(build_folder(), real)) return false;
    join(parent, real, "/tests/scratch/");
    join(place->scratch, parent, name);
    join(place->out, place->scratch, ".stdout");
    join(place->err, place->scratch, ".stderr");
    char command[3 * MOST_PATH];
    snprintf(command, sizeof command, "rm -rf '%s' && mkdir -p '%s'", place->scratch,
             place->scratch);
    return system(command) == 0;
}

/* Puts links to the repository's own files in the folder, so that README's commands find them. */
static void place_link_top(const Place *place) {
    char command[3 * MOST_PATH];
    snprintf(command, sizeof command, "for f in '%s'/*; do ln -s \"$f\" '%s/'; done", place->top,
             place->scratch);
    if (system(command) != 0) fputs("transcript: cannot link the repository's files\n", stderr);
}

static _Noreturn void child(const Place *place, const char *command, bool merged) {
    char limit[16];
    snprintf(limit, sizeof limit, "%d", SECONDS_PER_COMMAND);
    setenv("TESTDIR", place->dir, 1);
    setenv("HOME", place->scratch, 1);
    const bool ready = chdir(place->scratch) == 0 && freopen("/dev/null", "r", stdin) &&
                       freopen(place->out, "w", stdout) && freopen(place->err, "w", stderr) &&
                       (!merged || dup2(STDOUT_FILENO, STDERR_FILENO) >= 0);
    if (ready) execlp("timeout", "timeout", "-k", "2", limit, "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* Runs a command; returns its exit status, 128 + N when signal N ended it. */
static int run(const Place *place, const char *command, bool merged) {
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) child(place, command, merged);
    int status = 0;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    if (pid < 0) return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- Verdicts --------------------------------------------------------------------------------------- */

static void show(const char *title, const Lines *lines, size_t from) {
    printf("# %s:\n", title);
    for (size_t i = from; i < lines->count && i < from + SHOWN_LINES; i++)
        printf("#   %s\n", lines->at[i]);
    if (lines->count > from + SHOWN_LINES)
        printf("#   (%zu lines more)\n", lines->count - from - SHOWN_LINES);
}

/* Says how output differs from what is expected; true when it does not. */
static bool compare(const char *which, const Lines *want, const Lines *got, bool quiet) {
    const size_t at = lines_difference(want, got);
    if (at == SIZE_MAX) return true;
    if (quiet) return false;
    const size_t from = at > 1 ? at - 1 : 0;
    printf("# %s differs from line %zu on\n", which, at + 1);
    show("expected", want, from);
    show("got", got, from < got->count ? from : 0);
    return false;
}

typedef struct Outcome {
    Lines out, err;
    int status;
} Outcome;

static void outcome_free(Outcome *outcome) {
    lines_free(&outcome->out);
    lines_free(&outcome->err);
}

static bool case_passes(const Case *test, const Outcome *outcome, bool quiet) {
    bool good = test->status < 0 || test->status == outcome->status;
    if (!good && !quiet)
        printf("# expected exit status %d, got %d\n", test->status, outcome->status);
    if (!good && !quiet && test->kind != KIND_TRANSCRIPT) show("output", &outcome->out, 0);
    if (test->kind == KIND_TRANSCRIPT) {
        good = compare("standard output", &test->out, &outcome->out, quiet) && good;
        good = compare("standard error", &test->err, &outcome->err, quiet) && good;
    } else if (test->shows_output) {
        good = compare("output", &test->out, &outcome->out, quiet) && good;
    }
    return good;
}

static void case_name(char *name, size_t size, const char *file, const Case *test) {
    snprintf(name, size, "%s:%zu %.90s", line_starts(file, "tests/") ? file + 6 : file, test->line,
             test->command);
    for (char *c = name; *c; c++)
        if (*c == '\n') *c = ' ';
}

static void put_escaped(FILE *file, const char *line) {
    const bool mark = (line[0] && strchr("$>?", line[0]) && line[1] == ' ') ||
                      (line[0] && strchr("!#", line[0]) && (line[1] == ' ' || !line[1])) ||
                      line[0] == '\\';
    fprintf(file, "%s%s\n", mark ? "\\" : "", line);
}

/* Writes a case's new expectation. */
static void put_outcome(FILE *file, const Case *test, const Outcome *outcome) {
    for (size_t i = 0; i < outcome->out.count; i++) {
        if (test->kind == KIND_TRANSCRIPT)
            put_escaped(file, outcome->out.at[i]);
        else
            fprintf(file, "%s\n", outcome->out.at[i]);
    }
    if (test->kind != KIND_TRANSCRIPT) return;
    for (size_t i = 0; i < outcome->err.count; i++)
        fprintf(file, "!%s%s\n", *outcome->err.at[i] ? " " : "", outcome->err.at[i]);
    if (outcome->status) fprintf(file, "? %d\n", outcome->status);
    fputc('\n', file);
}

/* Runs all cases of a transcript. With `bless`, copies the file, with new expectations where a case fails. */
static bool run_cases(const char *path, const Lines *file, const Cases *cases, const Place *place,
                      bool bless) {
    FILE *copy = bless ? fopen(path, "w") : NULL;
    bool good = true;
    size_t next = 0;
    for (size_t i = 0; i < cases->count; i++) {
        const Case *test = &cases->at[i];
        Outcome outcome = {0};
        char name[512];
        case_name(name, sizeof name, path, test);
        outcome.status = run(place, test->command, test->kind != KIND_TRANSCRIPT);
        lines_read(&outcome.out, place->out);
        if (test->kind == KIND_TRANSCRIPT) lines_read(&outcome.err, place->err);
        const bool passes = case_passes(test, &outcome, true);
        printf(passes ? "ok %s\n" : "not ok %s - is not as expected\n", name);
        if (!passes) good = case_passes(test, &outcome, false);
        if (copy && !passes && test->kind != KIND_SCRIPT) {
            while (next < test->begin || (next < test->end && line_starts(file->at[next], "> ")))
                fprintf(copy, "%s\n", file->at[next++]);
            put_outcome(copy, test, &outcome);
            const size_t first = next;
            next = test->end; /* comments there belong to the next case: they stay */
            while (next > first && line_starts(file->at[next - 1], "#")) next--;
        }
        outcome_free(&outcome);
    }
    while (copy && next < file->count) fprintf(copy, "%s\n", file->at[next++]);
    if (copy) fclose(copy);
    return good;
}

/* ---- Golden queries and updates ------------------------------------------------------------------------ */

typedef struct Text {
    char at[16384];
    size_t len;
} Text;

/* Appends `text` as one word of a shell command. */
static void put_word(Text *command, const char *before, const char *folder, const char *text) {
    const size_t left = sizeof command->at - command->len;
    const int len = snprintf(command->at + command->len, left, "%s'%s%s'", before, folder, text);
    if (len < 0 || (size_t)len >= left || strchr(text, '\'')) {
        fprintf(stderr, "transcript: cannot use this in a command: %s\n", text);
        exit(1);
    }
    command->len += (size_t)len;
}

/* "IRI=FILE", with the folder before FILE. */
static void put_named(Text *command, const char *folder, const char *value) {
    const char *split = strrchr(value, '=');
    char *iri = checked(strndup(value, split ? (size_t)(split - value) + 1 : 0));
    char joined[MOST_PATH];
    join(joined, iri, folder);
    put_word(command, " --named ", joined, split ? split + 1 : value);
    free(iri);
}

/* Reads the head of a query file: its command, and what is expected beside the answer. */
static void read_head(const Lines *file, const char *folder, Text *command, Case *test) {
    for (size_t i = 0; i < file->count && file->at[i][0] == '#'; i++) {
        const char *line = file->at[i];
        const char *value = strstr(line, ": ");
        if (!value) continue;
        value += 2;
        if (line_starts(line, "# data: ")) put_word(command, " --data ", folder, value);
        if (line_starts(line, "# named: ")) put_named(command, folder, value);
        if (line_starts(line, "# status: ")) test->status = atoi(value);
        if (line_starts(line, "# error: ")) lines_add(&test->err, value, strlen(value));
        if (line_starts(line, "# args: ")) {
            const int len = snprintf(command->at + command->len, sizeof command->at - command->len,
                                     " %s", value);
            command->len += (size_t)len;
        }
    }
}

static bool write_file(const char *path, const Lines *lines) {
    FILE *file = fopen(path, "w");
    if (!file) return false;
    for (size_t i = 0; i < lines->count; i++) fprintf(file, "%s\n", lines->at[i]);
    return fclose(file) == 0;
}

/* Runs NAME.rq or NAME.ru and compares with NAME.out. A pattern in "# error:" speaks of one line anywhere. */
static bool run_golden(const char *path, const Lines *file, const Place *place, bool bless) {
    const bool update = strcmp(strrchr(path, '.'), ".ru") == 0;
    Text command = {.len = 0};
    Case test = {.kind = KIND_TRANSCRIPT, .line = 1};
    char folder[MOST_PATH], answer[MOST_PATH], real[PATH_MAX];
    join(folder, place->dir, "/");
    join(answer, path, "");
    memcpy(strrchr(answer, '.'), ".out", 5);
    command.len = (size_t)snprintf(command.at, sizeof command.at,
                                   update ? "ytterby update --dump nquads" : "ytterby query");
    read_head(file, folder, &command, &test);
    put_word(&command, " -f ", "", realpath(path, real) ? real : path);

    lines_read(&test.out, answer);
    Outcome outcome = {.status = run(place, command.at, false)};
    lines_read(&outcome.out, place->out);
    lines_read(&outcome.err, place->err);
    if (test.err.count) { /* the errors that must appear, among others */
        lines_add(&test.err, "...", 3);
        Lines framed = {0};
        lines_add(&framed, "...", 3);
        for (size_t i = 0; i < test.err.count; i++)
            lines_add(&framed, test.err.at[i], strlen(test.err.at[i]));
        lines_free(&test.err);
        test.err = framed;
    }
    const bool passes = case_passes(&test, &outcome, true);
    printf(passes ? "ok %s\n" : "not ok %s - is not as expected\n",
           line_starts(path, "tests/") ? path + 6 : path);
    if (!passes) case_passes(&test, &outcome, false);
    if (!passes && bless) write_file(answer, &outcome.out);
    outcome_free(&outcome);
    lines_free(&test.out);
    lines_free(&test.err);
    return passes;
}

static bool run_file(const char *path, bool bless) {
    static Place place;
    Lines file = {0};
    const char *ending = strrchr(path, '.');
    if (!ending || !lines_read(&file, path) || !place_make(&place, path)) {
        printf("not ok %s - cannot be read\n", path);
        lines_free(&file);
        return false;
    }
    bool good;
    if (strcmp(ending, ".rq") == 0 || strcmp(ending, ".ru") == 0) {
        good = run_golden(path, &file, &place, bless);
    } else {
        Cases cases = {0};
        if (strcmp(ending, ".md") == 0) {
            parse_markdown(&file, &cases);
            place_link_top(&place);
        } else {
            parse_transcript(&file, &cases);
        }
        good = run_cases(path, &file, &cases, &place, bless);
        cases_free(&cases);
    }
    lines_free(&file);
    return good;
}

int main(int argc, char **argv) {
    const bool bless = argc > 1 && strcmp(argv[1], "--bless") == 0;
    char top[PATH_MAX];
    if (argc < 2 + bless || !getcwd(top, sizeof top)) {
        fputs("usage: transcript [--bless] FILE...\n", stderr);
        return 64;
    }
    set_environment(top);
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    bool good = true;
    for (int i = 1 + bless; i < argc; i++) {
        good = run_file(argv[i], bless) && good;
        fflush(stdout);
    }
    return good ? 0 : 1;
}
