/* parse: SPARQL text -> syntax tree with positions. SPARQL 1.1 Query and Update, section 19.8 (grammar) and
 * 19.6 to 19.9 (syntax notes); the settled parts of SPARQL 1.2.
 *
 * The whole tree lives in the arena that the caller gave; trees have no destructors. Every node that an error
 * could name carries its offset in the text. */
#ifndef YTTERBY_PARSE_H
#define YTTERBY_PARSE_H

#include "ytterby/term.h"

/* ---- Variables ------------------------------------------------------------------------------------------
 * Each scope's variable has a slot of its own, numbered from 0 over the whole query: the inner variables of a
 * sub-select that are not projected get other slots than outer ones of the same name, and each blank node
 * label of a pattern gets a slot too (named "_:label", never projected by "*"). A row is an array of ids by slot. */

typedef uint32_t Slot;
#define SLOT_NONE UINT32_MAX

typedef struct Variable {
    Text name;     /* without "?"; "_:b" for blank nodes; ".1" for made ones (aggregates …) */
    size_t offset; /* where it was first seen */
    bool hidden;   /* blank node or made: never in SELECT * */
} Variable;

/* A term or a variable in a pattern. */
typedef struct Node {
    Slot slot;                /* SLOT_NONE: a constant */
    Term term;                /* the constant; TERM_TRIPLE with variables inside: see `parts` */
    const struct Node *parts; /* a triple term pattern: three nodes in a row; else NULL */
    size_t offset;
} Node;

typedef struct TriplePattern {
    Node subject, predicate, object;
} TriplePattern;

/* ---- Expressions (sections 17 and 19.8) ---------------------------------------------------------------------
 * Chains of one operator are one node with many arguments, so that trees stay shallow: || && + * in any number,
 * and - and / as well; all are taken from the left: a - b - c is SUBTRACT(a, b, c). */

typedef enum ExprKind {
    EXPR_TERM,
    EXPR_VARIABLE,
    EXPR_OR,
    EXPR_AND,
    EXPR_NOT,
    EXPR_EQUAL,
    EXPR_NOT_EQUAL,
    EXPR_LESS,
    EXPR_GREATER,
    EXPR_LESS_EQUAL,
    EXPR_GREATER_EQUAL,
    EXPR_IN,
    EXPR_NOT_IN, /* args[0] in args[1..] */
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_DIVIDE,
    EXPR_UNARY_PLUS,
    EXPR_UNARY_MINUS,
    EXPR_BOUND,
    EXPR_IF,
    EXPR_COALESCE, /* functional forms: not ordinary functions */
    EXPR_EXISTS,
    EXPR_NOT_EXISTS,
    EXPR_BUILTIN, /* a row of builtins.def */
    EXPR_CALL,    /* a function named by an IRI: casts and extensions */
    EXPR_AGGREGATE,
    EXPR_TRIPLE /* <<( s p o )>> with args[0..2] */
} ExprKind;

typedef enum AggregateKind {
    AGGREGATE_COUNT,
    AGGREGATE_SUM,
    AGGREGATE_MIN,
    AGGREGATE_MAX,
    AGGREGATE_AVG,
    AGGREGATE_SAMPLE,
    AGGREGATE_GROUP_CONCAT
} AggregateKind;

struct SyntaxGroup;
struct Algebra;

typedef struct Expr Expr;
struct Expr {
    ExprKind kind;
    size_t offset;
    Slot slot; /* EXPR_VARIABLE, EXPR_BOUND; EXPR_AGGREGATE after translation: its result */
    Term term; /* EXPR_TERM; EXPR_CALL: the function's IRI */
    const struct Builtin *builtin;
    Expr **args; /* count of them; COUNT(*): 0 */
    size_t count;
    AggregateKind aggregate;
    bool distinct; /* aggregates and calls with DISTINCT */
    bool has_separator;
    Text separator;                  /* GROUP_CONCAT; " " when not given */
    const struct SyntaxGroup *group; /* EXPR_EXISTS, EXPR_NOT_EXISTS: as parsed … */
    struct Algebra *pattern;         /* … and translated by algebra */
};

/* One row per built-in function, made from builtins.def. */
typedef struct Builtin {
    const char *name;     /* "STRLEN" */
    unsigned least, most; /* number of arguments; most UINT_MAX: any */
    unsigned index;       /* row number: exec has the function at the same index */
    bool sparql12;        /* only known to SPARQL 1.2 */
} Builtin;
const Builtin *builtins(size_t *count);

/* ---- Property paths (section 9) ------------------------------------------------------------------------------ */

typedef enum PathKind {
    PATH_LINK,
    PATH_INVERSE,
    PATH_SEQUENCE,
    PATH_ALTERNATIVE,
    PATH_ZERO_OR_MORE,
    PATH_ONE_OR_MORE,
    PATH_ZERO_OR_ONE,
    PATH_NEGATED /* !(iri | ^iri …): links[] forward, inverse_links[] backward */
} PathKind;

typedef struct Path Path;
struct Path {
    PathKind kind;
    size_t offset;
    Term link;                /* PATH_LINK */
    const Path *left, *right; /* operands; unary: left */
    const Term *forward, *backward;
    size_t forward_count, backward_count;
    bool negates_forward, negates_backward; /* which halves of !( … ) are present */
};

/* ---- Prologue, dataset, modifiers ------------------------------------------------------------------------------ */

typedef struct PrefixDeclaration {
    Text prefix, iri;
} PrefixDeclaration;

typedef struct DatasetClause {
    bool given; /* any FROM or FROM NAMED (USING …) was there */
    const Term *defaults, *named;
    size_t default_count, named_count;
} DatasetClause;

/* Rows that a query's own WHERE begins with, as if VALUES with them stood there. Names without "?". */
typedef struct ParseRows {
    const Text *names;
    size_t width, count;
    const Term *terms; /* count × width; TERM_NONE: UNDEF */
} ParseRows;

typedef struct ParseOptions {
    Text base;                         /* absolute IRI; empty: none, and relative IRIs are errors */
    const PrefixDeclaration *prefixes; /* predeclared, used when the text does not declare them */
    size_t prefix_count;
    const char *name;      /* the file's name for messages; NULL: "query" */
    bool sparql11_only;    /* refuse SPARQL 1.2 syntax */
    const ParseRows *rows; /* queries only; NULL: none */
} ParseOptions;

/* The tree itself and the functions of the room: a second header of this door, for its length. */
#include "ytterby/syntax.h"

#endif
