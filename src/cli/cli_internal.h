/* Inside the room cli: the options, the subcommands and what they share. */
#ifndef YTTERBY_CLI_INTERNAL_H
#define YTTERBY_CLI_INTERNAL_H

#include "ytterby/shell.h"

/* ---- Options (options.c) --------------------------------------------------------------------------------------- */

typedef struct WordList {
    const char **at;
    size_t count, cap;
} WordList;

typedef struct Options {
    const char *db, *to_db, *storage, *storage_name, *storage_options, *endpoint;
    WordList data, named;
    const char *format, *explain, *default_graph, *dump, *file, *base, *from, *to, *graph, *output,
        *against, *map, *as;
    WordList bind, allow_load, allow_service;
    double timeout;      /* seconds; 0: none … */
    uint64_t started;    /* … from here: clock_now() when the options were read */
    size_t memory_limit; /* bytes; 0: none */
    size_t memory;       /* bytes for a load to work in; 0: as load.h says */
    bool no_optimize, csv, dry_run, update, list, log, keep_going, quiet, help, version;
    WordList words; /* what is no option */
} Options;

/* Groups of options; a subcommand takes those of its groups. */
enum {
    TAKES_GRAPH = 1 << 0,
    TAKES_RESULTS = 1 << 1,
    TAKES_ENGINE = 1 << 2,
    TAKES_FILE = 1 << 3,
    TAKES_BASE = 1 << 4,
    TAKES_FROM = 1 << 5,
    TAKES_TO = 1 << 6,
    TAKES_OUTPUT = 1 << 7,
    TAKES_GRAPH_NAME = 1 << 8,
    TAKES_DUMP = 1 << 9,
    TAKES_UPDATE = 1 << 10,
    TAKES_AGAINST = 1 << 11,
    TAKES_LIST = 1 << 12,
    TAKES_KEEP_GOING = 1 << 13,
    TAKES_QUIET = 1 << 14,
    TAKES_DB = 1 << 15,
    TAKES_TO_DB = 1 << 16,
    TAKES_LOG = 1 << 17,
    TAKES_DEFAULT_GRAPH = 1 << 18,
    TAKES_MEMORY = 1 << 19,
    TAKES_TABLE = 1 << 20,
    TAKES_INGEST = 1 << 21
};

/* Reads the words after the subcommand. STATUS_USAGE with a did-you-mean for what it does not take. */
Status options_read(Options *options, unsigned groups, const char *const *words, size_t count,
                    Diag *diag);
void options_free(Options *options);
void options_help(unsigned groups, FILE *out); /* one line an option */

/* ---- Subcommands -------------------------------------------------------------------------------------------------- */

typedef struct Command {
    const char *name, *synopsis, *help;
    unsigned groups;
    size_t least_words, most_words;
    Status (*run)(const Options *options, Diag *diag); /* NULL: comes with a later version */
} Command;

Status run_shell(const Options *options, Diag *diag);
Status run_query(const Options *options, Diag *diag);
Status run_update(const Options *options, Diag *diag);
Status run_check(const Options *options, Diag *diag);
Status run_convert(const Options *options, Diag *diag);
Status run_export(const Options *options, Diag *diag);
Status run_report(const Options *options, Diag *diag);
Status run_info(const Options *options, Diag *diag);
Status run_diff(const Options *options, Diag *diag);
Status run_validate(const Options *options, Diag *diag);
Status run_load(const Options *options, Diag *diag);
Status run_copy(const Options *options, Diag *diag);
Status run_compact(const Options *options, Diag *diag);
Status run_verify(const Options *options, Diag *diag);
Status run_backup(const Options *options, Diag *diag);
Status run_ingest(const Options *options, Diag *diag);
Status run_retract(const Options *options, Diag *diag);

/* ---- What they share --------------------------------------------------------------------------------------------- */

/* select.c: opens the graph that the options choose. */
typedef enum GraphAccess {
    ACCESS_READ, /* nothing is changed */
    ACCESS_ASK, /* a session, which may come to change it: a database is opened to be written where it can be */
    ACCESS_CHANGE /* the command changes it, and makes it where it is missing */
} GraphAccess;
Status select_graph(const Options *options, GraphAccess wanted, ShellGraph *graph, Diag *diag);
void release_graph(ShellGraph *graph);
Status check_default_graph(const Options *options, Diag *diag);

/* database.c: a database that a failing command made is removed again, unless it holds something by now. */
bool database_missing(const char *path); /* NULL: false */
void database_unmake(Graph *graph);

/* A database that a command writes into, in one transaction. */
typedef struct Filling {
    Graph *graph;
    Store *store;
    bool was_empty;
    const RdfSink *sink; /* of the bulk load, while one is under way */
    Arena *arena;        /* of the current quad's renamed labels */
    Text rename;         /* put before blank node labels; empty: they are kept */
    char rename_text[32];
    Source *known; /* blank nodes that this holds keep their labels; NULL: none do */
    Diag *diag;
} Filling;
Status filling_open(Filling *filling, const char *path, const char *who, Diag *diag);
/* No label may stand for two nodes: sets a prefix for those to come that nobody else has. */
Status filling_rename(Filling *filling);
Status filling_add(void *context, const Quad *quad); /* into the sink, labels renamed */
/* Commits, or leaves everything as it was; returns `status`, or why committing failed. */
Status filling_close(Filling *filling, Status status, Diag *diag);

/* table.c: load --csv. */
struct LoadOptions;
Status load_tables(const Options *options, Filling *filling, const struct LoadOptions *load,
                   Diag *diag);

/* files.c */
Status data_folder(const char *name, Buffer *path,
                   Diag *diag);      /* "graph", "queries": build tree or installed */
bool shipped_database(Buffer *path); /* graph.yt: beside the program or installed */
Status files_below(const char *folder, const char *const *endings, size_t ending_count,
                   WordList *paths, Arena *arena, Diag *diag); /* sorted */
Status word_list_add(WordList *list, const char *word, Diag *diag);
void word_list_free(WordList *list);
Status base_iri(const char *given, const char *file, Buffer *iri,
                Diag *diag); /* --base, or the file's, or the folder's */
/* Standard output, or a file that appears when it is complete; `path` NULL or "-": standard output. */
Status open_output(const char *path, Output **out, Diag *diag);
/* Closes on success, abandons on failure; a reader that went away is no failure. */
Status close_output(Output *out, Status status, Diag *diag);

/* report.c: the folders that reports come from; later ones hide earlier names. */
typedef struct ReportFolders {
    Buffer shipped, own;
    const char *at[2];
    size_t count;
} ReportFolders;
Status report_folders(ReportFolders *folders, Diag *diag);
void report_folders_free(ReportFolders *folders);

/* engine.c: engine options from the command line. Keep it until the statement is freed. */
typedef struct EngineSetup {
    EngineOptions options;
    Buffer base;
    PrefixDeclaration *prefixes;
    Binding *bindings;
    Arena *arena;
} EngineSetup;
/* What is left of --timeout since the command began; 0: there is none. */
double seconds_left(const Options *options);
Status engine_setup(EngineSetup *setup, const Options *options, const ShellGraph *graph,
                    const char *name, Diag *diag);
void engine_setup_free(EngineSetup *setup);
/* The text of a query or update: -f FILE, a word, or "-"; its name for messages. */
Status read_statement(const Options *options, Buffer *text, const char **name, Diag *diag);
/* Runs one query and writes its answer to `out`; `format` NULL: by form and terminal. */
Status answer_query(ShellGraph *graph, const EngineSetup *setup, Text text,
                    const ResultsOptions *results, Output *out, ResultsCount *count, Diag *diag);
/* Format, width and colours for standard output; the format stays NULL unless --format is given. */
Status results_setup(const Options *options, const ShellGraph *graph, ResultsOptions *results,
                     Diag *diag);

/* hooks.c: LOAD and SERVICE, within --allow-load and --allow-service. `options` must outlive the statement. */
EngineHooks engine_hooks(const Options *options);

/* quads.c: every quad of a graph, or of one of its graphs. */
typedef struct QuadChoice {
    const char *graph; /* only this graph, as triples; NULL: all */
    bool merged;       /* all graphs as one, without duplicates */
} QuadChoice;
Status each_quad(Source *source, const QuadChoice *choice,
                 Status (*each)(void *context, const Quad *quad), void *context, Budget *budget,
                 Diag *diag);
/* A format by name, media type or ending. */
Status rdf_format_of(const char *word, bool to_write, const RdfFormat **format, Diag *diag);
Status write_dataset(const ShellGraph *graph, const QuadChoice *choice, const char *format,
                     const char *path, Diag *diag);

/* interrupt.c: SIGINT asks the current piece of work to stop; without one it ends the program with status 130. */
void catch_interrupts(void);
void watch_interrupts(Budget *budget); /* NULL: nothing is running */

#endif
