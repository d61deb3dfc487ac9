/* Random queries against a second evaluator: what the files share.
 * generate.c makes random groups and writes them as SPARQL; naive.c evaluates the same tree by section 18 of the
 * specification, slowly and obviously, with nothing of the engine; main.c compares. The tree is their only common ground:
 * the engine sees the text alone. */
#ifndef YTTERBY_TESTS_RANDOM_H
#define YTTERBY_TESTS_RANDOM_H

#include "ytterby/base.h"

enum {
    VARIABLES = 6,
    TRIPLES = 5, /* of one element at most */
    NAMED_GRAPHS = 2,
    IRIS = 5,
    PREDICATES = 3
};

/* ---- Values: enough kinds for comparisons to succeed, to fail and to be errors ----------------------------- */

typedef enum Kind {
    UNBOUND,
    IRI,
    PREDICATE,
    GRAPH_NAME,
    INTEGER,
    SMALL, /* xsd:int: another term of the same value */
    STRING,
    BOOLEAN
} Kind;
typedef struct Val {
    Kind kind;
    int n;
} Val;
bool val_same(Val a, Val b);
void val_write(Val val, Buffer *out); /* in SPARQL syntax, which is N-Triples too */

typedef struct Item { /* a variable or a constant */
    int variable;     /* -1: the constant */
    Val val;
} Item;

/* ---- The tree --------------------------------------------------------------------------------------------------- */

typedef enum PathOp {
    LINK,
    INVERSE,
    SEQUENCE,
    ALTERNATIVE,
    STAR,
    PLUS,
    OPTION,
    NEGATED
} PathOp;
typedef struct RPath {
    PathOp op;
    int predicate;        /* LINK; NEGATED: the one that is excluded */
    bool negated_inverse; /* NEGATED: ^ */
    struct RPath *left, *right;
} RPath;

typedef enum ExprOp {
    E_ITEM,
    E_AND,
    E_OR,
    E_NOT,
    E_EQUAL,
    E_UNEQUAL,
    E_LESS,
    E_ADD,
    E_BOUND,
    E_IN,
    E_IF,
    E_COALESCE,
    E_EXISTS,
    E_NOT_EXISTS
} ExprOp;
typedef struct RExpr {
    ExprOp op;
    Item item;
    struct RExpr *args[3];
    int count;
    struct Group *pattern;
} RExpr;

typedef struct Triple {
    Item subject, predicate, object;
} Triple;

typedef enum ElementKind {
    X_TRIPLES,
    X_PATH,
    X_GROUP,
    X_UNION,
    X_OPTIONAL,
    X_MINUS,
    X_GRAPH,
    X_FILTER,
    X_BIND,
    X_VALUES,
    X_SELECT
} ElementKind;
typedef struct Element {
    ElementKind kind;
    Triple triples[TRIPLES];
    int triple_count;
    RPath *path; /* X_PATH: triples[0]'s subject and object */
    struct Group *left, *right;
    Item graph;
    RExpr *expr;
    int variable;  /* BIND, VALUES */
    Val values[3]; /* VALUES; UNBOUND: UNDEF */
    struct Select *select;
    struct Element *next;
} Element;

typedef struct Group {
    Element *first;
} Group;

typedef enum Aggregate {
    A_COUNT,
    A_COUNT_STAR,
    A_SUM,
    A_MIN,
    A_MAX
} Aggregate;
typedef struct Select {
    bool distinct;
    int columns[VARIABLES], column_count;
    Group *where;
    bool
        grouped; /* by `key` (-1: no key): columns are the key and ?n, which is variable `result` */
    int key, aggregated, result;
    Aggregate aggregate;
    bool aggregate_distinct;
} Select;

/* ---- Data ------------------------------------------------------------------------------------------------------------ */

typedef struct Fact {
    int graph; /* 0: the default graph */
    Val subject, predicate, object;
} Fact;
typedef struct Facts {
    Fact items[64];
    int count;
} Facts;

/* ---- generate.c -------------------------------------------------------------------------------------------------------- */

typedef struct Generator {
    uint64_t seed;
    Arena *arena;
} Generator;
void make_facts(Generator *g, Facts *facts);
Select *make_query(Generator *g);
void write_query(const Select *query, Buffer *out);
void write_facts(const Facts *facts, Buffer *out);

/* ---- naive.c -------------------------------------------------------------------------------------------------------------- */

typedef struct Answers {
    Val (*items)[VARIABLES];
    int count, cap;
    bool too_many; /* given up: the query is skipped */
} Answers;
void naive_query(const Select *query, const Facts *facts, Answers *rows);
void answers_free(Answers *rows);

#endif
