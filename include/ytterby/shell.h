/* shell: the readline session, and scripts of the same language: SPARQL statements, which run as soon as they
 * parse as complete, and dot-commands. Only the program links this room (GNU readline is GPL-3+).
 *
 * The shell opens nothing by itself: the caller hands in the first graph and a function that opens others, so
 * that `.open` understands the same words as the command line. */
#ifndef YTTERBY_SHELL_H
#define YTTERBY_SHELL_H

#include "ytterby/redland.h"
#include "ytterby/report.h"
#include "ytterby/results.h"

/* A graph as the session uses it. Filled by the caller's opener and given back to its `close`. */
typedef struct ShellGraph {
    Graph *graph; /* owned by whoever opened it */
    Prefixes *
        prefixes; /* those that came with the data and the built-in ones; predeclared in statements */
    bool union_default; /* the default graph is the union of all graphs */
    size_t held;        /* bytes that it takes in memory, as far as its opener was to bound them */
    const char *title;  /* for the banner: "the shipped graph", "minerals.ttl" … */
    const char
        *read_only; /* NULL: may be written; else why not, with a hint ("the shipped graph is …") */
} ShellGraph;

typedef struct ShellOptions {
    ShellGraph graph; /* the graph to begin with */
    /* Opens another graph from the words of `.open`: a file, or options as on the command line. On success the
     * session closes the graph it had. NULL: `.open` is refused. */
    Status (*open)(void *context, const char *const *words, size_t count, ShellGraph *graph,
                   Diag *diag);
    void (*close)(void *context,
                  ShellGraph *graph); /* also called for the first graph at the end; may be NULL */
    void *context;
    EngineOptions
        engine; /* limits, hooks, no_optimize, bindings; the prefixes are the session's own */
    const ResultsFormat *format; /* NULL: a table (graphs: Turtle) on a terminal, TSV otherwise */
    const char *const *report_folders; /* for catalogue_open */
    size_t report_folder_count;
    const char *rule_folder; /* for derive_edges, after a candidate was accepted; NULL: none */
    const char *script;      /* -f FILE; "-" is standard input; NULL: none */
    const char *const
        *commands; /* statements or dot-commands given on the command line; run after the script */
    size_t command_count;
    const char *version; /* for the banner */
    bool quiet;          /* no banner */
} ShellOptions;

/* Runs a session. With a script or commands: those, then it ends. Else on a terminal: the interactive session
 * (readline, history, rc file). Else: standard input is read as a script.
 * A script ends at its first error, unless it says `.bail off`. Messages are printed to standard error as
 * "file:line:column: error: …". Returns STATUS_OK, or the status of the first failure of a script, for the exit
 * status; an interactive session that was ended by its user is STATUS_OK. Takes SIGINT while it runs.
 * Not thread-safe: one session per process (readline). */
Status shell_run(const ShellOptions *options);

#endif
