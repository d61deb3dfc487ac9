/* The inside of the room algebra: what the parts of the translation share. */
#ifndef YTTERBY_ALGEBRA_INTERNAL_H
#define YTTERBY_ALGEBRA_INTERNAL_H

#include "ytterby/algebra.h"

/* One translation. Everything is made in the arena. */
typedef struct Translator {
    Arena *arena;
    Text text; /* the query, for messages */
    const char *name;
    Diag *diag;
    Variable *variables; /* by slot; those of the parse, then made ones */
    size_t variable_count, variable_cap;
    size_t made; /* how many made ones */
    unsigned depth;
} Translator;

/* Deeper nesting than the parser lets through. */
enum {
    TRANSLATE_DEPTH = 4000
};

/* ---- algebra.c ------------------------------------------------------------------------------------- */

Status translate_failed(Translator *t); /* memory is out: tells it */
Status enter_level(Translator *t, size_t offset);
void leave_level(Translator *t);
/* Room for `need` items in an array in the arena; the old one is left behind. */
Status arena_grow(Arena *arena, void **items, size_t *cap, size_t need, size_t size);
Status make_slot(Translator *t, size_t offset, Slot *slot); /* a hidden variable */
/* One variable, or one term? A triple term may hold variables: it is taken as another one each time. */
bool node_same(const Node *a, const Node *b);

/* ---- build.c: nodes -------------------------------------------------------------------------------- */

Algebra *algebra_new(Arena *arena, AlgebraKind kind, size_t offset, Algebra *left); /* or NULL */
/* Join(left, right), simplified (section 18.2.2.8): the unit on either side vanishes. */
Status build_join(Translator *t, Algebra *right, size_t offset, Algebra **left);
Status build_filter(Translator *t, Expr **conditions, size_t count, Algebra **pattern);
Status build_extend(Translator *t, Expr *expression, Slot slot, size_t offset, Algebra **pattern);
Status build_values(Translator *t, const ValuesBlock *values, size_t offset, Algebra **pattern);

/* Does an expression have another value at every call? Those may be neither moved nor shared. */
bool expr_varies(const Expr *expr);

/* ---- group.c: graph patterns ------------------------------------------------------------------------- */

/* Triple patterns that are next to each other become one basic graph pattern. */
typedef struct TripleList {
    TriplePattern *items;
    size_t count, cap;
} TripleList;

/* A group so far: the spec's G and FS, and triple patterns that are not yet in G. */
typedef struct GroupParts {
    Algebra *pattern;
    TripleList triples;
    Expr **filters;
    size_t filter_count, filter_cap;
} GroupParts;

Status group_start(Translator *t, GroupParts *parts, size_t offset);
Status add_triple(Translator *t, GroupParts *parts, const TriplePattern *triple);
Status end_triples(Translator *t, GroupParts *parts); /* what is adjacent ends here */
Status translate_group(Translator *t, const SyntaxGroup *group, Algebra **pattern);
/* Translates the patterns of each EXISTS in an expression; NULL is allowed. */
Status translate_exists(Translator *t, Expr *expr);

/* ---- path.c: property paths ----------------------------------------------------------------------------- */

Status translate_path(Translator *t, const SyntaxElement *element, GroupParts *parts);

/* ---- select.c: modifiers, aggregate.c: grouping ------------------------------------------------------------ */

Status translate_select(Translator *t, const SyntaxSelect *select, QueryForm form,
                        Algebra **pattern);

/* Grouping of one SELECT. */
typedef struct Grouping {
    Translator *t;
    Slot *
        meaning; /* by slot: what a variable outside of aggregates stands for; SLOT_NONE: not met */
    size_t width;
    Algebra *group;
    AggregateItem *items;
    size_t item_count, item_cap;
} Grouping;

/* Puts the GROUP over *pattern. */
Status grouping_start(Translator *t, const SyntaxSelect *select, Grouping *grouping,
                      Algebra **pattern);
/* A copy of an expression with slots in place of aggregates, and samples of ungrouped variables. */
Status grouping_expression(Grouping *grouping, const Expr *expr, Expr **made);
void grouping_name(Grouping *grouping, Slot slot); /* SELECT (… AS slot) was met */
void grouping_end(Grouping *grouping);

#endif
