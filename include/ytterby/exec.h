/* exec: runs a plan, one operator per file, on batches of ids by columns.
 *
 * An Exec is one run's state: source, terms made by the query, dataset, bindings from outside. It lives in the
 * arena of the statement but holds memory of its own, so exec_free must be called. Thread-safety: none. */
#ifndef YTTERBY_EXEC_H
#define YTTERBY_EXEC_H

#include "ytterby/plan.h"

/* SERVICE: sends the pattern to `endpoint`, hands each answer to `row` (terms by name). */
typedef struct ExecService {
    Status (*call)(void *context, Text endpoint, Text query,
                   Status (*row)(void *sink, const Text *names, const Term *terms, size_t count),
                   void *sink, Diag *diag); /* NULL: SERVICE is refused */
    void *context;
    const PrefixDeclaration *prefixes; /* declared in front of the pattern that is sent */
    size_t prefix_count;
} ExecService;

typedef struct ExecSetup {
    Source *source; /* between begin_read and end_read */
    Arena *arena;   /* lives until exec_free */
    Budget *budget;
    const Progress *progress;  /* NULL: nobody is told */
    Text base;                 /* for IRI() */
    const Variable *variables; /* by slot */
    size_t variable_count;
    ExecService service;
    size_t threads; /* to work at most; 0: as many as there are processors */
    bool timing;    /* fill in nanoseconds per operator; see also exec_set_timing */
    Diag *diag;     /* where messages of a run go; lives until exec_free */
} ExecSetup;

typedef struct Exec Exec;

/* Begins a run; what `setup` points to must outlive it. STATUS_NO_MEMORY: *made may be set, and exec_free then gives
 * back what was taken. */
Status exec_new(Exec **made, const ExecSetup *setup);
void exec_free(Exec *exec); /* NULL is allowed */

/* The id of a term: the source's, else one made for this run. Equal terms have equal ids. */
Status exec_intern(Exec *exec, const Term *term, TermId *id);
/* The term of an id; views live until exec_free, those of inline ids as long as `text`. */
Status exec_term(Exec *exec, TermId id, char text[32], Term *term);

/* Measure the time of each operator: before exec_start. */
void exec_set_timing(Exec *exec, bool timing);
/* Starts a plan. `bound` (by slot, may be NULL; lives until exec_free): values given from outside; they are
 * substituted everywhere and are part of the rows. */
Status exec_start(Exec *exec, const Planner *planner, Plan *plan, const Dataset *dataset,
                  const TermId *bound);
/* Moves to the next row; *more is false at the end. */
Status exec_next(Exec *exec, bool *more);
/* The current row's value of a slot; TERM_ID_NONE: unbound. */
TermId exec_value(const Exec *exec, Slot slot);

/* Ends the run, and forgets texts of terms: all is given back but the table of terms made for the run, so that exec_term
 * goes on after the source's snapshot was begun anew in the same transaction. May be called again. */
void exec_finish(Exec *exec);

/* Reads a pattern in the dataset's default graph outside of any plan (DESCRIBE): `each` gets every match once. */
Status exec_match(Exec *exec, const QuadPattern *pattern,
                  Status (*each)(void *context, const QuadIds *quad), void *context);

/* Quads read from the source so far. */
uint64_t exec_scanned(const Exec *exec);

#endif
