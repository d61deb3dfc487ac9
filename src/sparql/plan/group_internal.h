/* A group as its files share it: group.c collects it, join_order.c and join_search.c choose what comes next, join.c joins it, sift.c places what keeps or drops rows. */
#ifndef YTTERBY_GROUP_INTERNAL_H
#define YTTERBY_GROUP_INTERNAL_H

#include "plan_internal.h"

#define EFFORT_MAX 20000u /* plan nodes after which alternatives are no longer tried */

typedef struct Operand {
    const TriplePattern *triple; /* else: */
    const Algebra *algebra;      /* a path, or another pattern, planned alone: */
    Plan *alone;
    SlotWord *possible;
    double count;
    double fanout[3]; /* of a triple's columns; below 0: not known yet */
    double share; /* of a triple with one variable: matches for a value that has the predicate */
    bool used;
} Operand;

typedef struct Condition {
    Expr *expr;
    SlotWord *mentioned;
    bool placed;
} Condition;

/* A MINUS that shares with its left side only what both surely bind. */
typedef struct Exclusion {
    const Algebra *pattern;
    SlotWord *shared;
    bool placed;
} Exclusion;

typedef struct Group {
    Planner *planner;
    const PlanGraph *graph;
    Operand *operands;
    size_t operand_count, operand_cap;
    Condition *conditions;
    size_t condition_count, condition_cap;
    const Algebra **optionals; /* their LEFT_JOINs */
    size_t optional_count, optional_cap;
    Exclusion *exclusions;
    size_t exclusion_count, exclusion_cap;
    SlotWord *possible; /* of everything */
    bool tables;        /* look-ups may be made in a table of all matches */
    bool hashes;        /* hash joins are worth a look */
    bool links;         /* … also where only a condition `?a = ?b` connects */
    bool hashed;        /* … and one was made */
} Group;

/* join_order.c */
/* Matches for one row. `linked`: of those, the ones for which the conditions `?a = ?b` may hold. */
double triple_fanout(Group *group, Operand *operand, const Plan *current, bool linked);
double operand_fanout(Group *group, Operand *operand, Column column); /* … for one value */
double path_fanout(const Group *group, const Operand *operand, const Plan *current);
/* Does a condition that is not placed yet hold a slot of `current` equal to one of `slots`? */
bool is_linked(const Group *group, const Plan *current, const SlotWord *slots);
/* Does it share a variable, or is it linked? Everything is connected to nothing. */
bool is_connected(const Group *group, const Operand *operand, const Plan *current);
/* The next operand: connected before unconnected, then the fewest rows, then the order of the text. */
Operand *choose_operand(Group *group, const Plan *current);

/* join_search.c: joins all operands in the cheapest order. */
Status search_order(Group *group, Plan **made);
bool search_pays(const Group *group,
                 double cost); /* does a plan of that cost take longer than the search? */

/* cycle.c: the group with its cyclic patterns as one operand; the same group, when it has none. Sets and conditions are
 * shared with it. */
Status group_without_cycle(Group *group, Group *changed);

/* A pattern that is joined as a whole, and by which operators: hashed alone, or fed with the rows that are there. */
typedef struct Pattern {
    const Algebra *algebra;
    PlanKind hashed, fed;
    Expr *const *conditions; /* on the joined rows */
    size_t condition_count;
} Pattern;

/* What joining an operand to the rows of `input` comes to. */
typedef struct JoinPrice {
    double rows, cost; /* cost: beyond that of the input */
    bool hashed;
    double once; /* as in Plan */
} JoinPrice;
JoinPrice price_of(Group *group, Operand *operand, const Plan *input);

/* join.c, sift.c: each puts the joined plan in the place of *current. */
Status join_operand(Group *group, Operand *operand, Plan **current);
Status join_apart(Group *group, Plan **current, Plan *apart); /* by hashing two plans */
Status join_pattern(Group *group, const Pattern *pattern, Plan *alone, Plan **current);
Status plan_condition_exists(Group *group, const Plan *plan); /* the EXISTS in its conditions */
Status join_optional(Group *group, const Algebra *a, Plan **current);
/* Places the conditions and exclusions whose slots are all bound, or (`all`) each that is left. */
Status place_conditions(Group *group, Plan **current, bool all);

#endif
