/* ytterby: the table of subcommands, the way from Status to exit status, help. Data goes to standard output, all
 * else to standard error. */
#include "cli_internal.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ANY SIZE_MAX

// clang-format off
static const Command commands[] = {
    {"shell", "[GRAPH] [-f SCRIPT] [COMMAND]...", "the interactive shell; the default",
     TAKES_GRAPH | TAKES_RESULTS | TAKES_ENGINE | TAKES_FILE | TAKES_BASE | TAKES_QUIET, 0, ANY, run_shell},
    {"query", "[GRAPH] [RESULTS] (-f FILE.rq | 'QUERY' | -)", "run a SPARQL query",
     TAKES_GRAPH | TAKES_RESULTS | TAKES_ENGINE | TAKES_FILE | TAKES_BASE | TAKES_QUIET, 0, 1, run_query},
    {"update", "[GRAPH] [--dump FORMAT] (-f FILE.ru | 'UPDATE' | -)", "run a SPARQL update",
     TAKES_GRAPH | TAKES_ENGINE | TAKES_FILE | TAKES_BASE | TAKES_DUMP, 0, 1, run_update},
    {"check", "[--update] [--base IRI] FILE", "check the syntax of a query, an update or an RDF file",
     TAKES_UPDATE | TAKES_BASE, 1, 1, run_check},
    {"convert", "[--from FORMAT] [--to FORMAT] [--base IRI] [-o OUT] FILE", "convert an RDF file",
     TAKES_FROM | TAKES_TO | TAKES_BASE | TAKES_OUTPUT | TAKES_KEEP_GOING, 1, 1, run_convert},
    {"load", "--db PATH [--csv --map MAP.rq] [--graph IRI] [--memory MIB] FILE...", "load files into a database",
     TAKES_DB | TAKES_TABLE | TAKES_GRAPH_NAME | TAKES_FROM | TAKES_BASE | TAKES_DEFAULT_GRAPH | TAKES_MEMORY, 1, ANY, run_load},
    {"export", "[GRAPH] [--to FORMAT] [--graph IRI] [-o OUT]", "write the whole graph, sorted",
     TAKES_GRAPH | TAKES_TO | TAKES_GRAPH_NAME | TAKES_OUTPUT, 0, 0, run_export},
    {"report", "[GRAPH] [RESULTS] [--list | NAME [ARG]...]", "run a canned report",
     TAKES_GRAPH | TAKES_RESULTS | TAKES_ENGINE | TAKES_LIST | TAKES_QUIET, 0, ANY, run_report},
    {"info", "[GRAPH] [--log]", "sizes, counts and prefixes", TAKES_GRAPH | TAKES_LOG, 0, 0, run_info},
    {"diff", "[GRAPH] --against FILE-OR-DB", "statements removed (-) and added (+) by the other",
     TAKES_GRAPH | TAKES_AGAINST, 0, 0, run_diff},
    {"validate", "[GRAPH]", "check the graph's rules", TAKES_GRAPH | TAKES_ENGINE | TAKES_QUIET, 0, 0, run_validate},
    {"verify", "--db PATH", "check every invariant of a database", TAKES_DB, 0, 0, run_verify},
    {"compact", "--db PATH NEWPATH", "write a database anew, in order and without free space", TAKES_DB, 1, 1, run_compact},
    {"backup", "--db PATH NEWPATH", "copy a database that is in use", TAKES_DB, 1, 1, run_backup},
    {"serve", "[GRAPH]", "the SPARQL protocol over HTTP", TAKES_GRAPH | TAKES_ENGINE, 0, 0, NULL},
    {"copy", "GRAPH --to-db PATH", "copy any graph into a database", TAKES_GRAPH | TAKES_TO_DB, 0, 0, run_copy},
    {"ingest", "--db PATH --as IRI [--dry-run] FILE.txt", "propose statements that a text makes, for .review in the shell",
     TAKES_GRAPH | TAKES_INGEST | TAKES_QUIET, 1, 1, run_ingest},
    {"retract", "--db PATH IRI", "take out a document's graph, and what was derived from it",
     TAKES_DB | TAKES_QUIET, 1, 1, run_retract},
};
// clang-format on
enum {
    COMMANDS = sizeof commands / sizeof commands[0]
};

/* ---- Help ---------------------------------------------------------------------------------------------------------- */

static void help(void) {
    printf("ytterby %s: a knowledge-graph engine on Redland\n\n"
           "usage: ytterby [COMMAND] [OPTION]... [ARGUMENT]...\n\ncommands:\n",
           YT_VERSION);
    for (size_t i = 0; i < COMMANDS; i++) {
        if (commands[i].run) printf("  %-10s %s\n", commands[i].name, commands[i].help);
    }
    printf("\nGRAPH is the shipped graph, or:\n");
    options_help(TAKES_GRAPH, stdout);
    printf("\n\"ytterby COMMAND --help\" tells the rest.\n");
}

static void help_command(const Command *command) {
    printf("usage: ytterby %s %s\n%s\n\noptions:\n", command->name, command->synopsis,
           command->help);
    options_help(command->groups, stdout);
}

/* ---- Finding the subcommand ---------------------------------------------------------------------------------------- */

static const Command *command_named(Text name) {
    for (size_t i = 0; i < COMMANDS; i++) {
        if (text_equal(name, text_of(commands[i].name))) return &commands[i];
    }
    return NULL;
}

static Status unknown_command(const char *word, Diag *diag) {
    Text names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) names[i] = text_of(commands[i].name);
    const size_t nearest = text_nearest(text_of(word), names, COMMANDS);
    if (nearest == SIZE_MAX)
        return diag_set(diag, STATUS_USAGE, "no command \"%s\"; see --help", word);
    return diag_set(diag, STATUS_USAGE, "no command \"%s\"; did you mean \"%s\"?", word,
                    commands[nearest].name);
}

/* A first word that reads like something to type into the shell: ".report ..." or a statement. */
static bool for_the_shell(const char *word) {
    return word[0] == '-' || word[0] == '.' || strpbrk(word, " \t\n{?") != NULL;
}

static Status run_command(const Command *command, const Options *options, Diag *diag) {
    if (options->help) {
        help_command(command);
        return STATUS_OK;
    }
    if (!command->run)
        return diag_set(diag, STATUS_UNSUPPORTED, "\"%s\" is not in this build yet", command->name);
    if (options->words.count < command->least_words || options->words.count > command->most_words)
        return diag_set(diag, STATUS_USAGE, "usage: ytterby %s %s", command->name,
                        command->synopsis);
    return command->run(options, diag);
}

static Status run(const char *const *words, size_t count, Diag *diag) {
    const Command *command = count ? command_named(text_of(words[0])) : &commands[0];
    const bool named = count && command;
    if (!command && !for_the_shell(words[0])) return unknown_command(words[0], diag);
    if (!command) command = &commands[0];
    Options options = {0};
    Status status = options_read(&options, command->groups, words + named, count - named, diag);
    if (status == STATUS_OK && options.version)
        printf("ytterby %s\n", YT_VERSION);
    else if (status == STATUS_OK && options.help && !named)
        help();
    else if (status == STATUS_OK)
        status = run_command(command, &options, diag);
    options_free(&options);
    return status;
}

/* ---- The program --------------------------------------------------------------------------------------------------- */

/* The meaning of exit statuses is part of the contract: 2 is a syntax error of the input, and nothing else. */
static int exit_status(Status status) {
    switch (status) {
    case STATUS_OK: return 0;
    case STATUS_SYNTAX: return 2;
    case STATUS_USAGE: return 64;
    case STATUS_CANCELLED: return 130;
    default: return 1;
    }
}

/* A closed standard stream must not become the number of the next file that is opened: what is opened in its place
 * fails as the closed one would. */
static void guard_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            _exit(1);
    }
}

int main(int argc, char **argv) {
    guard_standard_streams();
    catch_interrupts();
    Diag diag = {0};
    const char *const *const words = (const char *const *)argv;
    Status status = argc > 0 ? run(words + 1, (size_t)argc - 1, &diag) : STATUS_USAGE;
    if (status == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout)))
        status = diag_set(&diag, STATUS_IO, "cannot write to standard output");
    if (status == STATUS_NO_MEMORY)
        diag_set(&diag, status, "%s", status_text(status)); /* the silent one */
    if (status != STATUS_OK && diag.status != STATUS_OK) {
        if (!diag.file[0]) diag_file(&diag, "ytterby");
        diag_print(&diag, "error", stderr);
    }
    return exit_status(status);
}
