/* The inside of the room shell: the session and what its files ask of each other. */
#ifndef YTTERBY_SHELL_INTERNAL_H
#define YTTERBY_SHELL_INTERNAL_H

#include "ytterby/shell.h"

/* ---- The session (shell.c) -------------------------------------------------------------------------------- */

typedef enum LabelMode {
    LABELS_OFF,
    LABELS_ON,
    LABELS_BOTH
} LabelMode;

typedef struct NameStack {
    Arena *arena;
    Text *names;
    size_t count, cap;
} NameStack;

/* Where a person has been, and what the last screens numbered (trail.c). */
typedef struct Trail {
    NameStack stops;   /* IRIs of the last exploring screen; number N is stops.names[N - 1] */
    NameStack visited; /* IRIs of .about, the last one is where we are */
    NameStack
        facts; /* of the last exploring screen: subject, predicate, object by turns, for .draw last */
} Trail;

/* Where a review of candidates is (review.c). */
typedef struct ReviewState {
    Buffer shown;      /* IRI of the candidate on the screen */
    NameStack skipped; /* candidates to come back to */
} ReviewState;

typedef struct Shell {
    const ShellOptions *options;
    ShellGraph graph;
    Source *source;               /* of `graph` */
    Catalogue *catalogue;         /* NULL until asked for; see shell_catalogue */
    Labels *labels;               /* NULL until asked for; see shell_labels */
    struct NameList *names;       /* for completion; NULL until asked for */
    uint64_t transactions;        /* of the database, when a command last looked */
    Buffer statement;             /* what was read of the statement so far */
    size_t statement_line;        /* its first line in the input */
    Buffer last;                  /* the last statement that ran, for .last and .explain */
    const Binding *last_bindings; /* its bindings, in `last_arena` */
    size_t last_binding_count;
    Arena *last_arena;
    const Report *last_report;   /* which it was, of `catalogue`; NULL: none */
    const ResultsFormat *format; /* NULL: by form and terminal */
    LabelMode label_mode;
    bool interactive; /* readline on a terminal */
    bool terminal;    /* standard output is a terminal: tables, fitted, paged */
    bool color, unicode;
    bool timer; /* tell the time, also when no table does */
    bool bail;  /* a script ends at its first error */
    bool quit;
    unsigned depth; /* of nested .read */
    Trail trail;
    ReviewState review;
    Arena *bound_arena; /* of `bound` */
    Binding *bound;     /* by .bind, for every statement */
    size_t bound_count, bound_cap;
    int screen_fd;  /* standard output while .output has taken its place; -1: it has not */
    double timeout; /* seconds; 0: none */
    Status failure; /* the first failure */
} Shell;

/* Both are made when first asked for. */
Status shell_catalogue(Shell *shell, Catalogue **catalogue, Diag *diag);
Status shell_labels(Shell *shell, Labels **labels, Diag *diag);
void shell_forget_names(Shell *shell); /* after the graph changed: labels and names are read anew */
/* Forgets them too when somebody else has written into the database: before each command. */
void shell_notice_changes(Shell *shell);
void shell_forget_last(Shell *shell);
void shell_set_graph(Shell *shell, const ShellGraph *graph); /* closes the one before */
Status shell_read(Shell *shell, const char *path,
                  Diag *diag); /* runs a script; "-" is standard input */

/* ---- Reading lines (input.c) ------------------------------------------------------------------------------ */

typedef struct ShellInput {
    const char *name; /* for messages: "stdin", a file's path; NULL: readline */
    int fd;           /* -1: readline, or a text already in `bytes` */
    Buffer bytes;     /* read, and from `at` on not handed out */
    size_t at;
    size_t line; /* number of the line handed out last */
    int error;   /* errno of why no more could be read */
    bool ended, interrupted;
    bool typed;       /* by a person: its statements go into the history */
    size_t held_from; /* where the line handed out last begins */
} ShellInput;

typedef enum LineState {
    LINE_READ,
    LINE_END,
    LINE_INTERRUPTED,
    LINE_FAILED
} LineState;
/* The next line, without its line end; a view until the next call. */
LineState shell_input_line(Shell *shell, ShellInput *input, Text *line);
void shell_input_hold(
    ShellInput *input); /* the next call gives the same line again; not for readline */
void shell_input_close(ShellInput *input);

/* What the statement read so far is. */
typedef enum Completeness {
    STATEMENT_BLANK, /* nothing but white space and comments */
    STATEMENT_OPEN,  /* right so far, but not whole */
    STATEMENT_READY, /* whole */
    STATEMENT_WRONG, /* no further line can mend it */
    STATEMENT_FAILED /* memory ran out */
} Completeness;
/* Asks the real parser. A ";" after a query is forgiven: *length is what to run. */
Completeness shell_completeness(const Shell *shell, Text text, size_t *length);

/* ---- Ctrl-C (interrupt.c) --------------------------------------------------------------------------------- */

void shell_interrupt_install(void);
void shell_interrupt_restore(void);
void shell_interrupt_watch(Budget *budget); /* Ctrl-C cancels this work; NULL: none */
bool shell_interrupt_taken(void);           /* was there a Ctrl-C since the last call? */

/* ---- The screen (screen.c) -------------------------------------------------------------------------------- */

void screen_setup(Shell *shell);           /* terminal, colour, box characters by the environment */
unsigned screen_width(const Shell *shell); /* columns; 0 when standard output is no terminal */
/* Writes to standard output; on a terminal through the pager when it is longer than the screen. */
Status screen_show(const Shell *shell, Buffer *text, Diag *diag);
/* Appends text of the data made harmless, cut with "…" to `columns` (0: as it is). */
void screen_text(Buffer *out, Text text, unsigned columns);
void screen_style(const Shell *shell, Buffer *out,
                  const char *style); /* "1" bold, "2" dim, "0" plain; when colour is on */
void screen_fill(Buffer *out, size_t line_start,
                 unsigned column); /* spaces up to the column of the line */

/* Appends text broken at spaces to lines within `width` (0: one line), the later ones indented, and a line end. */
void screen_wrap(Buffer *out, Text text, unsigned indent, unsigned width);
/* Appends text and its source ("": none) behind what stands in `column` columns already: on one line when they fit, else
 * broken at spaces below the column. */
void screen_sourced(const Shell *shell, Buffer *out, Text text, Text source, unsigned column);

/* ---- Statements (statement.c) ------------------------------------------------------------------------------ */

typedef struct StatementText {
    Text text;
    const char *name; /* file for messages */
    size_t line;      /* of its first line in that file */
    const Binding *bindings;
    size_t binding_count;
    const ResultsFormat *format; /* NULL: the session's */
    bool wrap;                   /* long cells over several lines, not shortened */
    bool unhinted;        /* no hints why it is empty: the text is no person's, or told already */
    const Report *report; /* which the text is of; NULL: none */
} StatementText;
/* Runs a query or an update and shows what it gives. Remembers it for .last and .explain. */
Status shell_statement(Shell *shell, const StatementText *text, Diag *diag);
Status shell_again(Shell *shell, const ResultsFormat *format, const char *path,
                   Diag *diag); /* .last */
Status shell_explain(Shell *shell, ExplainStage stage, Text query,
                     Diag *diag); /* query empty: the last one */
Status shell_report(Shell *shell, const Text *words, size_t count, Diag *diag);
/* The prefixes of the graph as the parser takes them, in `arena`. */
Status shell_parse_options(const Shell *shell, Arena *arena, const char *name,
                           ParseOptions *options);

/* ---- Dot-commands (command.c) ------------------------------------------------------------------------------- */

enum {
    MOST_WORDS = 32
};
#define REST_OF_LINE SIZE_MAX /* as most words of a command: it takes `line` as it is */

typedef struct Words {
    Text line;             /* the whole command without its name */
    Text word[MOST_WORDS]; /* terminated */
    size_t count;
    Arena *arena; /* where the words live */
} Words;

/* What an argument is, for completion. */
typedef enum ArgumentKind {
    ARGUMENT_NONE,
    ARGUMENT_THING,
    ARGUMENT_THING_QUOTED,
    ARGUMENT_FILE,
    ARGUMENT_REPORT,
    ARGUMENT_FORMAT,
    ARGUMENT_COMMAND,
    ARGUMENT_SWITCH,
    ARGUMENT_STAGE
} ArgumentKind;

/* The task that a command serves: .help is ordered by it. */
typedef enum CommandTopic {
    ASKING,
    LOOKING,
    QUERYING,
    SHOWING,
    FILES
} CommandTopic;

typedef struct Command {
    const char *name;   /* with its dot */
    const char *args;   /* for the help */
    const char *help;   /* one line */
    const char *more;   /* more lines, for .help NAME; may be empty */
    size_t least, most; /* words */
    CommandTopic topic;
    ArgumentKind completes;
    Status (*run)(Shell *shell, const Words *words, Diag *diag);
} Command;

const Command *commands(size_t *count);
/* Is the line a dot-command, wherever it stands? At the start of a statement also a bare help, quit or exit. */
bool command_is(Text line, bool at_start);
Status command_run(Shell *shell, Text line, Diag *diag);

/* Those with a file of their own. */
Status command_help(Shell *shell, const Words *words, Diag *diag);
Status command_about(Shell *shell, const Words *words, Diag *diag);
Status command_find(Shell *shell, const Words *words, Diag *diag);
Status command_path(Shell *shell, const Words *words, Diag *diag);
Status command_more(Shell *shell, const Words *words, Diag *diag);
Status command_back(Shell *shell, const Words *words, Diag *diag);
Status command_common(Shell *shell, const Words *words, Diag *diag);
Status command_neighbours(Shell *shell, const Words *words, Diag *diag);
Status command_draw(Shell *shell, const Words *words, Diag *diag);
Status command_source(Shell *shell, const Words *words, Diag *diag);
Status command_examples(Shell *shell, const Words *words, Diag *diag);
Status command_diff(Shell *shell, const Words *words, Diag *diag);
Status command_review(Shell *shell, const Words *words, Diag *diag);
Status command_undo(Shell *shell, const Words *words, Diag *diag);
Status command_bind(Shell *shell, const Words *words, Diag *diag);
Status command_output(Shell *shell, const Words *words, Diag *diag);
Status command_set(Shell *shell, const Words *words, Diag *diag);
void output_restore(Shell *shell); /* ends .output */
Status command_schema(Shell *shell, const Words *words, Diag *diag);
Status command_stats(Shell *shell, const Words *words, Diag *diag);
Status command_load(Shell *shell, const Words *words, Diag *diag);
Status command_export(Shell *shell, const Words *words, Diag *diag);
Status command_open(Shell *shell, const Words *words, Diag *diag);

/* ---- Things of the graph (thing.c) --------------------------------------------------------------------------- */

/* A walk over the graph by a command: one snapshot, Ctrl-C, and memory that goes when it ends. */
typedef struct Walk {
    Shell *shell;
    Source *source;
    Budget budget;
    Arena *arena;
    QuadBatch *batch;
    Diag *diag;
    Status failure; /* the first one, so that writers need not look; see walk_end */
} Walk;
Status walk_begin(Walk *walk, Shell *shell, Diag *diag); /* loads the labels too */
Status walk_end(Walk *walk, Status status);              /* status, or else the walk's failure */
void walk_fail(Walk *walk, Status status);
/* All rows of a pattern in the walk's arena, each triple once, sorted by subject, predicate, object. */
Status walk_rows(Walk *walk, const QuadPattern *pattern, QuadIds **rows, size_t *count);
TermId walk_id(const Walk *walk, const char *iri); /* TERM_ID_NONE: not in the graph */
/* Sorts ids by the text of their terms, rows by their predicates' and objects' text: ids differ between storages. */
Status walk_sort_ids(Walk *walk, TermId *ids, size_t count);
Status walk_sort_rows(Walk *walk, QuadIds *rows, size_t count);
/* The first object of (subject, predicate, ?) by its text, or TERM_ID_NONE. */
TermId walk_object(Walk *walk, TermId subject, TermId predicate);

/* The id of the one thing that `name` means. */
Status thing_named(Walk *walk, Text name, TermId *id);
/* Append how a term is shown, harmless for a terminal: its label, else its CURIE or <IRI>; a literal's text. */
void thing_write(Walk *walk, TermId id, Buffer *out);
void thing_write_name(Walk *walk, TermId id, Buffer *out); /* CURIE or <IRI>, not the label */
/* The passage of a fact's statement, or its document; TERM_ID_NONE when it is not told. */
TermId thing_source(Walk *walk, const QuadIds *fact);
/* Appends where a fact comes from: the passage of its statement, or its document; nothing when it is not told. */
void thing_write_source(Walk *walk, const QuadIds *fact, Buffer *out);

/* ---- Where we are (trail.c) ---------------------------------------------------------------------------------- */

void trail_begin(Shell *shell); /* a new screen: its numbers and facts begin anew */
/* As thing_write; in a session on a terminal followed by the number by which one walks on, "Lynas #3". */
void trail_write(Walk *walk, TermId id, Buffer *out);
void trail_number(Walk *walk, TermId id, Buffer *out); /* only the number, with a space before it */
void trail_fact(Walk *walk, const QuadIds *fact);      /* the screen shows this fact */
/* "#3", and at the start of a line also "3": the IRI of that number on the last screen. */
bool trail_stop(const Shell *shell, Text word, Text *iri);
void trail_visit(Shell *shell, Text iri);
void trail_free(Shell *shell); /* also what a review has come to */
void names_clear(NameStack *stack);
bool names_push(NameStack *stack, Text name); /* false: no memory, it is not kept */

/* ---- What connects things (net.c) ---------------------------------------------------------------------------- */

enum {
    NET_FAR = 255,
    NET_EXCLUDED = 46,
    NET_MOST_FACTS = 16 /* from one node to another */
};

typedef struct NetNode {
    TermId id;
    TermId *neighbours; /* sorted by text; NULL: not looked up yet */
    size_t count;
    unsigned char distance; /* to where a search began */
    bool on_path;
} NetNode;

typedef struct Net {
    Walk *walk;
    TermId excluded[NET_EXCLUDED];
    TermId edge_from, edge_by, edge_to; /* rdf:subject, rdf:predicate, rdf:object */
    TermId avoided;                     /* a thing or a property left out; TERM_ID_NONE: none */
    NetNode *nodes;
    size_t count, cap;
    HashIndex index; /* id -> node */
} Net;

void net_begin(Net *net, Walk *walk);
void net_end(Net *net);
Status net_node(Net *net, TermId id, size_t *node); /* the node of an id, made when it is new */
Status net_look_up(Net *net, size_t node);          /* fills in its neighbours */
/* The facts from one node to the other, in this direction: at most NET_MOST_FACTS. */
Status net_facts(Net *net, TermId from, TermId to, QuadIds *facts, size_t *count);
/* The facts between two nodes; what holds both ways, as cooperation does, comes once. */
typedef struct NetTie {
    QuadIds fact;
    bool forward, backward;
} NetTie;
Status net_ties(Net *net, TermId from, TermId to, NetTie ties[2 * NET_MOST_FACTS], size_t *count);
/* "—operates→", "←operates—" or "←cooperates with→"; known to the walk's pictures from then on. */
void net_write_tie(const Net *net, const NetTie *tie, Buffer *out);

/* ---- What a place in a statement asks for (context.c) ------------------------------------------------------- */

typedef enum ContextPlace {
    CONTEXT_OTHER, /* a subject, an expression, a clause */
    CONTEXT_PREDICATE,
    CONTEXT_OBJECT
} ContextPlace;
typedef void ContextFound(void *sink, Text iri);
/* Which place of a triple the end of `text` (the statement before the cursor) is; gives the IRIs that stand there in the
 * data, as many as are found in some 30 ms. */
ContextPlace context_ask(const Shell *shell, Text text, ContextFound *found, void *sink);

/* ---- readline (line.c, history.c, complete.c) ------------------------------------------------------------------ */

void shell_readline_setup(Shell *shell);
LineState shell_readline(Shell *shell, bool continued, Buffer *line);
void history_setup(void);
void history_add(Text statement); /* in memory and in the file; leading space: not at all */
void complete_setup(Shell *shell);
void complete_forget(Shell *shell); /* frees the name list */

#endif
