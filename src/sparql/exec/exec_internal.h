/* The inside of the room exec: batches, rows, expression evaluation, aggregates.
 *
 * Operators hand each other batches of ids by columns; a row is a position in a batch. Expressions are evaluated
 * row by row to a Value; an error of the SPARQL kind (type error, unbound variable) is a Value of kind
 * VALUE_ERROR and never a Status: a Status other than STATUS_OK ends the query. */
#ifndef YTTERBY_EXEC_INTERNAL_H
#define YTTERBY_EXEC_INTERNAL_H

#include "ytterby/exec.h"
#include "ytterby/value.h"

/* A batch of solutions. columns[slot] is NULL when the operator never binds the slot. */
typedef struct Batch {
    size_t rows;               /* at most BATCH_ROWS */
    size_t width;              /* number of slots of the query */
    TermId **columns;
    uint64_t serial;           /* of its rows: a view has that of what it views, rows that move get a new one */
} Batch;

/* One solution: a row of a batch over the bindings from outside (EXISTS substitution, --bind). */
typedef struct Row {
    const Batch *batch;        /* may be NULL: only `outer` */
    size_t at;
    const TermId *outer;       /* by slot; may be NULL */
} Row;

static inline TermId row_get(const Row *row, Slot slot) {
    const TermId *const column = row->batch ? row->batch->columns[slot] : NULL;
    const TermId id = column ? column[row->at] : TERM_ID_NONE;
    return id != TERM_ID_NONE || !row->outer ? id : row->outer[slot];
}

enum { CONSTANTS_KEPT = 32 };

/* The value of a constant in an expression, so that its text is read once and not per row. */
typedef struct Constant {
    const Expr *expr;
    Value value;
} Constant;

/* What evaluation of expressions needs. One per statement. */
typedef struct EvalContext {
    Source *source;
    TermTable *local;          /* terms made by the query that the source does not know */
    Arena *scratch;            /* reset by the operator between batches */
    Budget *budget;
    Text base;                 /* for IRI() */
    Value now;                 /* NOW(), constant for the statement */
    uint64_t random;           /* state of RAND(), UUID(); seeded from the system */
    uint64_t seed;             /* of the labels of BNODE(text) */
    uint64_t solution;         /* serial of the row under evaluation: BNODE(text) is one node per solution */
    const Variable *variables; /* by slot: COUNT(DISTINCT *) leaves the hidden ones out */
    size_t variable_count;
    Constant constants[CONSTANTS_KEPT]; /* by the address of the expression; the latest stays */
    struct RegexCache *regexes; /* compiled patterns; NULL while there is none */
    /* Runs EXISTS for the row: set by the operators. */
    Status (*exists)(void *operators, const struct Algebra *pattern, const Row *row, bool *answer);
    void *operators;
} EvalContext;

/* expression.c */
Status eval_start(EvalContext *context);   /* sets now, random, seed; the other members are the caller's */
void eval_end(EvalContext *context);
uint64_t eval_random(EvalContext *context);
Status expr_value(EvalContext *context, const Expr *expr, const Row *row, Value *value);
Status expr_truth(EvalContext *context, const Expr *expr, const Row *row, Truth *truth); /* effective boolean value */
Status expr_id(EvalContext *context, const Expr *expr, const Row *row, TermId *id); /* TERM_ID_NONE: error */
/* id <-> value */
Status eval_term(EvalContext *context, TermId id, char text[32], Term *term);
Status eval_value(EvalContext *context, TermId id, Value *value);
Status eval_id(EvalContext *context, const Value *value, TermId *id); /* TERM_ID_NONE: error */
Status eval_intern(EvalContext *context, const Term *term, TermId *id); /* the source's id, else a local one */
/* ORDER BY: the standard's order (unbound, blank, IRI, literal by value), made total beyond it. */
Status eval_order(EvalContext *context, TermId a, TermId b, int *order);

/* aggregate.c: one group's running aggregate (section 18.5.1). */
typedef struct AggregateState AggregateState;
AggregateState *aggregate_new(EvalContext *context, const Expr *aggregate, Arena *arena);
Status aggregate_add(AggregateState *state, const Row *row);
Status aggregate_result(AggregateState *state, TermId *id); /* TERM_ID_NONE: error, leaves the variable unbound */

#endif
