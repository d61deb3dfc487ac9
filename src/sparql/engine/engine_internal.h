/* The inside of the room engine: what queries and updates share: one run of a pattern over a dataset, and templates. */
#ifndef YTTERBY_ENGINE_INTERNAL_H
#define YTTERBY_ENGINE_INTERNAL_H

#include "ytterby/engine.h"
#include "ytterby/exec.h"

/* A pattern made ready to run: dataset, bindings, plan, operators. Zero-initialise it. */
typedef struct Run {
    Source *source;
    Arena *arena;
    Diag *diag;
    const EngineOptions *options;
    const Variable *variables;
    size_t variable_count;
    Dataset dataset;
    TermId *bound; /* by slot; NULL: no bindings */
    Planner planner;
    Plan *plan;
    Exec *exec;
    bool started;
} Run;

typedef struct RunSetup {
    Source *source;
    Arena *arena;
    Budget *budget;
    Diag *diag; /* lives as long as the run */
    const EngineOptions *options;
    Text base;
    const Variable *variables;
    size_t variable_count;
    const DatasetClause *clause;
    const Term *with;                  /* the default graph instead of the dataset's; NULL: none */
    const PrefixDeclaration *prefixes; /* for SERVICE */
    size_t prefix_count;
    uint64_t wanted; /* rows that will be asked for at most; 0: all */
} RunSetup;

/* run.c. The source is being read already. `pattern` NULL: one empty solution. */
Status run_prepare(Run *run, const RunSetup *setup, const Algebra *pattern);
Status run_next(Run *run, bool *more); /* starts the run when need be */
void run_free(Run *run);
/* What *diag says when a run fails without words of its own. */
Status run_failed(const Diag *inner, Status status, Diag *diag);

/* template.c: triples from templates. Blank nodes of a template are new for each solution; their labels are new to the
 * source too. */
typedef struct Template {
    Run *run;
    Arena *arena;      /* of the terms that are made */
    uint64_t solution; /* number of the current one, from 1 */
    uint64_t next_label;
    struct FreshBlank *fresh; /* those of the current solution */
    size_t fresh_count, fresh_cap;
} Template;

void template_next_solution(Template *self);
/* Fills the template for the current row; *legal false: something is unbound, or not where it may stand. */
Status template_triple(Template *self, const TriplePattern *triple, Quad *quad, bool *legal);
Status template_node(Template *self, const Node *node, Term *term); /* kind TERM_NONE: unbound */
Status template_fresh_label(Template *self, Text *label);
void template_free(Template *self);

/* describe.c: the concise bounded description of each node, every triple once. */
Status describe(Run *run, const Query *query, Status (*quad)(void *context, const Quad *quad),
                void *context);

/* warn.c */
void warn_about(const Run *run, const Query *query, Text text);

/* A set of triples by ids: each answer triple is given once. Zero-initialise it. */
typedef struct TripleSet {
    QuadIds *triples;
    size_t count, cap;
    HashIndex index;
} TripleSet;

Status triple_set_add(TripleSet *set, const QuadIds *triple, bool *is_new);
void triple_set_free(TripleSet *set);

/* update_graph.c: the operations on whole graphs. */
typedef struct Change {
    Source *source;
    Arena *arena;
    Budget *budget;
    Diag *diag;
    const EngineOptions *options;
} Change;

Status change_graphs(Change *change, const SyntaxUpdate *update);
Status change_load(Change *change, const SyntaxUpdate *update);

#endif
