/* The inside of the room engine: what queries and updates share: one run of a pattern over a dataset, and templates. */
#ifndef YTTERBY_ENGINE_INTERNAL_H
#define YTTERBY_ENGINE_INTERNAL_H

#include "ytterby/engine.h"
#include "ytterby/exec.h"

/* A pattern made ready to run: dataset, bindings, plan, operators. Zero-initialise it. */
typedef struct Run {
    Source *source;
    Arena *arena;
    Budget *budget;
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
    uint64_t *last_label; /* number of the last label given; 0: none yet */
    Arena *arena;         /* of what is made for the current solution */
    struct FreshBlank *fresh;
    size_t fresh_count, fresh_cap;
    HashIndex fresh_index;
} Template;

Status template_init(Template *self, Run *run, Budget *budget, uint64_t *last_label);
void template_next_solution(Template *self);
/* The node's term or id for the current row: TERM_NONE, TERM_ID_NONE: unbound, or no term. */
Status template_term(Template *self, const Node *node, Term *term);
Status template_id(Template *self, const Node *node, TermId *id);
/* Fills the template for the current row; *legal false: something is unbound, or not where it may stand. */
Status template_triple(Template *self, const TriplePattern *triple, QuadIds *ids, bool *legal);
Status template_fresh_label(Template *self, Text *label);
void template_free(Template *self);

/* describe.c: the concise bounded description of each node, every triple once. */
Status describe(Run *run, const Query *query, Status (*quad)(void *context, const Quad *quad),
                void *context);

/* warn.c */
void warn_about(const Run *run, const Query *query, Text text);

/* run.c: quads by ids, charged to a budget. Zero-initialise all but the budget. */
typedef struct QuadList {
    QuadIds *at;
    size_t count, cap;
    Budget *budget;
} QuadList;

Status quad_list_add(QuadList *list, const QuadIds *quad);
void quad_list_free(QuadList *list);

/* A set of triples by ids: each answer triple is given once. */
typedef struct TripleSet {
    QuadList list;
    HashIndex index;
} TripleSet;

void triple_set_init(TripleSet *set, Budget *budget);

Status triple_set_add(TripleSet *set, const QuadIds *triple, bool *is_new);
void triple_set_free(TripleSet *set);

/* update_graph.c: the operations on whole graphs. */
typedef struct Change {
    Source *source;
    Arena *arena;
    Budget *budget;
    Diag *diag;
    const EngineOptions *options;
    uint64_t last_label; /* of the blank nodes made for this request */
} Change;

/* Inserts the quads of the list, or removes them; `exec` (may be NULL) knows the ids that are not the source's. `graph`,
 * unless NULL: takes the place of each quad's own. */
Status change_apply(Change *change, Exec *exec, const QuadList *quads, bool insert,
                    const Term *graph);
Status change_graphs(Change *change, const SyntaxUpdate *update);
Status change_load(Change *change, const SyntaxUpdate *update);

#endif
