/* syntax: the tree that parse makes and algebra translates; part of the door of the room parse. */
#ifndef YTTERBY_SYNTAX_H
#define YTTERBY_SYNTAX_H

#include "ytterby/parse.h"

typedef enum SyntaxKind {
    SYNTAX_TRIPLES, /* consecutive triple patterns: one basic graph pattern's part */
    SYNTAX_PATH,    /* subject path object with a real path */
    SYNTAX_GROUP,
    SYNTAX_UNION,
    SYNTAX_OPTIONAL,
    SYNTAX_MINUS,
    SYNTAX_GRAPH,
    SYNTAX_SERVICE,
    SYNTAX_FILTER,
    SYNTAX_BIND,
    SYNTAX_VALUES,
    SYNTAX_SUBSELECT
} SyntaxKind;

typedef struct SyntaxElement SyntaxElement;
typedef struct SyntaxGroup { /* { … } */
    const SyntaxElement *first;
    const struct SyntaxGroup *alternative; /* UNION: the next group */
    size_t offset;
} SyntaxGroup;

typedef struct ValuesBlock {
    const Slot *slots;
    size_t width, rows;
    const Term *terms; /* rows × width; TERM_NONE: UNDEF */
} ValuesBlock;

struct SyntaxElement {
    SyntaxKind kind;
    size_t offset;
    const SyntaxElement *next;
    const TriplePattern *triples;
    size_t triple_count; /* SYNTAX_TRIPLES */
    Node subject, object;
    const Path *path;         /* SYNTAX_PATH */
    const SyntaxGroup *group; /* the braces of the element; UNION: the first of them */
    Node name;
    bool silent; /* GRAPH, SERVICE */
    Text text;   /* SERVICE: the group's text, to be sent */
    Expr *expression;
    Slot slot; /* FILTER; BIND ( expression AS slot ) */
    const ValuesBlock *values;
    struct SyntaxSelect *select; /* SYNTAX_SUBSELECT */
};

typedef struct ProjectionItem {
    Slot slot;
    Expr *expression; /* NULL: a plain variable */
    size_t offset;
} ProjectionItem;

typedef struct OrderCondition {
    Expr *expression;
    bool descending;
} OrderCondition;

/* SELECT … WHERE … with its modifiers: the query itself or a sub-select. */
typedef struct SyntaxSelect {
    size_t offset; /* of what follows SELECT, DISTINCT or REDUCED */
    bool star, distinct, reduced;
    const ProjectionItem *items;
    size_t item_count; /* for star: filled with the visible variables */
    const SyntaxGroup *where;
    const ProjectionItem *group_by;
    size_t group_count; /* slot SLOT_NONE: unnamed */
    Expr **having;
    size_t having_count;
    const OrderCondition *order;
    size_t order_count;
    bool has_limit, has_offset;
    uint64_t limit, offset_rows;
    const ValuesBlock *values; /* trailing VALUES */
    bool grouped;              /* GROUP BY, or an aggregate somewhere */
} SyntaxSelect;

typedef enum QueryForm {
    QUERY_SELECT,
    QUERY_CONSTRUCT,
    QUERY_DESCRIBE,
    QUERY_ASK
} QueryForm;

typedef struct SyntaxQuery {
    QueryForm form;
    SyntaxSelect body; /* modifiers and WHERE (may be NULL for DESCRIBE) */
    const TriplePattern *construct;
    size_t construct_count;
    const Node *describe;
    size_t describe_count;
    bool describe_star;
    DatasetClause dataset;
    Text base;
    const PrefixDeclaration *prefixes;
    size_t prefix_count; /* declared in the text */
    const Variable *variables;
    size_t variable_count; /* by slot */
} SyntaxQuery;

typedef struct QuadTemplate {
    Node graph; /* slot SLOT_NONE and term TERM_NONE: the default graph (or WITH's) */
    TriplePattern triple;
} QuadTemplate;

typedef enum UpdateKind {
    UPDATE_LOAD,
    UPDATE_CLEAR,
    UPDATE_DROP,
    UPDATE_CREATE,
    UPDATE_ADD,
    UPDATE_MOVE,
    UPDATE_COPY,
    UPDATE_INSERT_DATA,
    UPDATE_DELETE_DATA,
    UPDATE_DELETE_WHERE,
    UPDATE_MODIFY
} UpdateKind;

typedef enum GraphTarget {
    TARGET_GRAPH,
    TARGET_DEFAULT,
    TARGET_NAMED,
    TARGET_ALL
} GraphTarget;

typedef struct SyntaxUpdate {
    UpdateKind kind;
    size_t offset;
    bool silent;
    Term source, destination; /* LOAD's IRI, ADD … graphs; TERM_NONE: DEFAULT / none */
    GraphTarget target;
    Term target_graph;    /* CLEAR, DROP, CREATE */
    Term with;            /* TERM_NONE: none */
    DatasetClause using_; /* USING, USING NAMED */
    const QuadTemplate *deletes, *inserts;
    size_t delete_count, insert_count;
    const SyntaxGroup *where;
    Text base; /* in force at this operation: for IRI() */
    const Variable *variables;
    size_t variable_count; /* by slot, of this operation */
} SyntaxUpdate;

/* Takes the operations of a request one after the other. What is handed over lives until the call returns; a status other
 * than STATUS_OK ends the reading. */
typedef struct UpdateSink {
    /* Some of the quads of INSERT DATA or DELETE DATA: each is given once, before the operation itself. NULL: not told. */
    Status (*data)(void *context, const SyntaxUpdate *update, const QuadTemplate *quads,
                   size_t count);
    /* An operation; the quads of one with data are not in it. NULL: not told. */
    Status (*operation)(void *context, const SyntaxUpdate *update);
    void *context;
} UpdateSink;

typedef struct SyntaxUpdates {
    const SyntaxUpdate *items;
    size_t count;
} SyntaxUpdates;

/* Parse a whole text: grammar and all syntax notes (scopes, aggregates, labels). The tree lives in `arena`; `text` and
 * `options` must live as long. STATUS_SYNTAX and STATUS_LIMIT (nested too deeply) come with a positioned *diag.
 * *incomplete (may be NULL): the error is that the text ended too early, or before a GROUP BY that would mend it, so
 * a shell should read on.
 * Linear in the text. Any thread, one arena each. */
Status parse_query(Text text, const ParseOptions *options, Arena *arena, SyntaxQuery **query,
                   bool *incomplete, Diag *diag);
Status parse_update(Text text, const ParseOptions *options, Arena *arena, SyntaxUpdates **updates,
                    bool *incomplete, Diag *diag);
/* The same for a request of any length: no more than one operation, of data no more than some thousand quads, is held at
 * once, in memory charged to `budget`. What comes before an error is handed over all the same, so the whole text is to be
 * checked first: `sink` NULL. Only then labels of blank nodes are compared between operations. */
Status parse_update_each(Text text, const ParseOptions *options, Budget *budget,
                         const UpdateSink *sink, Diag *diag);
/* Is it an update? Looks at the first keyword after the prologue and comments. */
Status parse_looks_like_update(Text text, bool *is_update);
/* One term in SPARQL / Turtle syntax (prefixed names, numbers, quoted literals): for --bind and report arguments. */
Status parse_term(Text text, const ParseOptions *options, Arena *arena, Term *term, Diag *diag);
/* Prints the tree, one node a line, indented: --explain parse. */
void syntax_print_query(const SyntaxQuery *query, Buffer *out);
void syntax_print_updates(const SyntaxUpdates *updates, Buffer *out);
/* Prints an expression in SPARQL syntax, fully parenthesised; the pattern of EXISTS is left out. */
void expr_print(const Expr *expr, const Variable *variables, Buffer *out);
void path_print(const Path *path, Buffer *out);
void node_print(const Node *node, const Variable *variables, Buffer *out);
/* Calls `each` for every EXISTS and NOT EXISTS in `expr` that is not inside another one's pattern. */
Status expr_each_exists(Expr *expr, Status (*each)(void *context, Expr *exists), void *context);

#endif
