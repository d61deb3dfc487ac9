/* engine: the pipeline from text to answers: prepare, next batch, cancel, explain, update.
 *
 * A Statement owns its arena and all it made. One statement reads one snapshot of its source.
 * Thread-safety: a statement is used by one thread; statement_cancel may be called from any. */
#ifndef YTTERBY_ENGINE_H
#define YTTERBY_ENGINE_H

#include "ytterby/algebra.h"
#include "ytterby/source.h"

typedef enum ExplainStage {
    EXPLAIN_NONE,
    EXPLAIN_PARSE,
    EXPLAIN_ALGEBRA,
    EXPLAIN_PLAN,
    EXPLAIN_RUN
} ExplainStage;

/* A value for a variable, given before evaluation (--bind, report parameters): substituted in the whole query. */
typedef struct Binding {
    Text name; /* without "?" */
    Term term;
} Binding;

/* What the engine asks of the outside; cli sets these. A NULL callback: refused with a clear message. */
typedef struct EngineHooks {
    /* LOAD: reads the document at `iri` within the budget (may be NULL) and gives its quads to `insert`. */
    Status (*load)(void *context, Text iri, Status (*insert)(void *sink, const Quad *quad),
                   void *sink, Budget *budget, Diag *diag);
    /* SERVICE: sends `query` to `endpoint`; each answer row through `row` (terms by position of the variables asked). */
    Status (*service)(void *context, Text endpoint, Text query,
                      Status (*row)(void *sink, const Text *names, const Term *terms, size_t count),
                      void *sink, Diag *diag);
    void (*warn)(void *context,
                 const Diag *diag); /* silent empties and the like; NULL: not looked for */
    void *context;
} EngineHooks;

typedef struct EngineOptions {
    ParseOptions parse; /* base, predeclared prefixes, name for messages */
    bool union_default; /* the default graph is the union of all graphs, without duplicates */
    bool no_optimize;   /* evaluate the algebra as it stands */
    size_t
        threads; /* 1: only the caller's; more: so many wherever it can be; 0: as many as there are processors for what takes long */
    double timeout;      /* seconds, 0 = none */
    size_t memory_limit; /* bytes, 0 = none */
    Budget *budget;      /* the caller's, to cancel by, in place of the two above; NULL: its own */
    const Binding *bindings;
    size_t binding_count;
    const Progress *progress; /* told "rows read", how many so far; NULL: nobody */
    EngineHooks hooks;
} EngineOptions;

typedef struct Statement Statement;

/* Parses, translates and plans; the source must outlive the statement. Errors are positioned in *diag. */
Status statement_prepare(Statement **statement, Source *source, Text text,
                         const EngineOptions *options, Diag *diag);
void statement_free(Statement *self);
void statement_cancel(Statement *self); /* safe in a signal handler */
Budget *statement_budget(Statement *self);
QueryForm statement_form(const Statement *self);
/* Result columns of a SELECT: names without "?". */
size_t statement_columns(const Statement *self);
Text statement_column(const Statement *self, size_t column);
/* Prefixes to shorten the answer with: those declared in the text, then the predeclared ones. */
size_t statement_prefixes(const Statement *self);
PrefixDeclaration statement_prefix(const Statement *self, size_t index);

/* SELECT: moves to the next row; *more is false at the end. */
Status statement_next(Statement *self, bool *more, Diag *diag);
/* The current row's value in a column; kind TERM_NONE: unbound. Views live until the next statement_next. */
Status statement_value(Statement *self, size_t column, Term *term);
/* ASK. */
Status statement_ask(Statement *self, bool *answer, Diag *diag);
/* CONSTRUCT and DESCRIBE: gives each distinct quad (graph TERM_NONE) once. */
Status statement_graph(Statement *self, Status (*quad)(void *context, const Quad *quad),
                       void *context, Diag *diag);
/* Prints a stage; EXPLAIN_RUN runs the statement to its end first. */
Status statement_explain(Statement *self, ExplainStage stage, Buffer *out, Diag *diag);
/* Work done so far: rows scanned from the source; for tests and progress. */
uint64_t statement_rows_scanned(const Statement *self);

/* Runs an update request: every operation in order, all in one transaction of the source: atomic where the
 * source has transactions. *diag says what failed and where. `inserted`, `removed` (may be NULL): counts asked for. */
Status engine_update(Source *source, Text text, const EngineOptions *options, Diag *diag);

#endif
