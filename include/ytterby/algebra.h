/* algebra: syntax tree -> SPARQL algebra (SPARQL 1.1 Query, section 18), with the scope checks of 18.2.1 and
 * 19.8's notes; rewrites that need no data, one per file; it prints itself (--explain algebra).
 *
 * Everything lives in the arena of the parse. */
#ifndef YTTERBY_ALGEBRA_H
#define YTTERBY_ALGEBRA_H

#include "ytterby/parse.h"

typedef enum AlgebraKind {
    ALGEBRA_UNIT, /* one empty solution: the empty group */
    ALGEBRA_BGP,
    ALGEBRA_PATH,
    ALGEBRA_JOIN,
    ALGEBRA_LEFT_JOIN,
    ALGEBRA_UNION,
    ALGEBRA_MINUS,
    ALGEBRA_GRAPH,
    ALGEBRA_SERVICE,
    ALGEBRA_FILTER,
    ALGEBRA_EXTEND,
    ALGEBRA_VALUES,
    ALGEBRA_GROUP, /* Group + AggregateJoin */
    ALGEBRA_ORDER,
    ALGEBRA_PROJECT,
    ALGEBRA_DISTINCT,
    ALGEBRA_REDUCED,
    ALGEBRA_SLICE
} AlgebraKind;

typedef struct AggregateItem {
    const Expr *aggregate; /* EXPR_AGGREGATE */
    Slot slot;             /* where its result goes */
} AggregateItem;

typedef struct Algebra Algebra;
struct Algebra {
    AlgebraKind kind;
    size_t offset;
    Algebra *left, *right; /* operands; unary: left */
    const TriplePattern *triples;
    size_t triple_count; /* BGP */
    Node subject, object;
    const Path *path; /* PATH */
    Node graph;
    bool silent;
    Text service_text; /* GRAPH, SERVICE: name in `graph` */
    Expr **conditions;
    size_t condition_count; /* FILTER, LEFT_JOIN: all must hold */
    Expr *expression;
    Slot slot; /* EXTEND */
    const ValuesBlock *values;
    const ProjectionItem *keys;
    size_t key_count; /* GROUP: slot = value of `expression` (a made slot if unnamed) */
    const AggregateItem *aggregates;
    size_t aggregate_count;
    const OrderCondition *order;
    size_t order_count;
    const Slot *slots;
    size_t slot_count;           /* PROJECT */
    uint64_t limit, offset_rows; /* SLICE; limit UINT64_MAX: none */
};

/* A query ready to be planned. */
typedef struct Query {
    QueryForm form;
    Algebra *pattern; /* with all modifiers on top */
    const Slot *columns;
    size_t column_count; /* SELECT's result columns, in order */
    const TriplePattern *construct;
    size_t construct_count;
    const Node *describe;
    size_t describe_count; /* constants and variables to describe */
    DatasetClause dataset;
    Text base;
    const PrefixDeclaration *prefixes;
    size_t prefix_count;
    const Variable *variables;
    size_t variable_count; /* by slot; grown by translation (made slots) */
} Query;

typedef struct UpdateOperation {
    SyntaxUpdate syntax; /* kind, targets, templates */
    Algebra *pattern;    /* of WHERE; NULL when there is none */
    const Variable *variables;
    size_t variable_count;
} UpdateOperation;

/* Translate a parsed query or operation (SPARQL 1.1 Query, section 18.2; Update, section 4). `text` and `name` are
 * the source and what it is called, for messages. The result lives in `arena` and points into the syntax tree; the
 * patterns of EXISTS are put into the tree's expressions. Statuses, each with *diag: STATUS_NO_MEMORY,
 * STATUS_MEMORY_LIMIT (the arena's budget), STATUS_LIMIT (nested too deeply). Any thread, one arena each. */
Status algebra_of_query(const SyntaxQuery *syntax, Arena *arena, Query **query, Text text,
                        const char *name, Diag *diag);
/* The same for one operation of an update: only MODIFY and DELETE WHERE have a pattern. */
Status algebra_of_update(const SyntaxUpdate *syntax, Arena *arena, UpdateOperation **operation,
                         Text text, const char *name, Diag *diag);
/* Runs the rewrites that need no data, in the order of the list in rewrite.c. The answers stay the same, also when
 * variables are given values from outside. Changes the tree in place. */
Status algebra_rewrite(Algebra **pattern, Arena *arena);
/* Adds the slots that a pattern can bind to `possible` and those it surely binds to `certain`: bit sets by slot of
 * `words` words, (variable_count + 63) / 64. STATUS_NO_MEMORY only. */
Status algebra_variables(const Algebra *pattern, size_t words, uint64_t *possible,
                         uint64_t *certain);
/* Does the property path match the empty path, which leads from a node to itself? */
bool path_is_nullable(const Path *path);

/* Prints in the style of the specification, one operator a line, indented. */
void algebra_print(const Algebra *pattern, const Variable *variables, Buffer *out);

#endif
