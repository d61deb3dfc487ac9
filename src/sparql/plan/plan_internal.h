/* The inside of the room plan: sets of slots, the makers of plan nodes, and the three decisions: in which order a
 * group is joined (group.c), what that is expected to cost (cost.c), and whether a pattern may be evaluated from
 * the rows of another instead of alone (feed.c). */
#ifndef YTTERBY_PLAN_INTERNAL_H
#define YTTERBY_PLAN_INTERNAL_H

#include "ytterby/plan.h"

/* What work costs, in rows read one after another by a scan: measured on the store with a warm cache, where such a row
 * takes about 20 ns. A look-up finds a block, decodes it and starts over for each row; a row that is kept in a hash
 * table is copied, linked, and met again out of order. */
enum {
    COST_LOOK_UP = 60,
    COST_TABLE = 50, /* to begin a hash join, or a table of matches */
    COST_KEEP = 3,   /* a row of its right side */
    COST_PROBE = 2   /* a row of its left side */
};

/* The same in a table of all matches of a pattern, which are read in the order of its key (exec's scan_table.c). */
#define COST_FILE 0.5 /* a match, read and put there */
#define COST_MEET 0.7 /* a row that is looked up there */

#define SIFTED 0.5 /* the part of the rows that a semi-join or an anti-join is expected to keep */

/* sets.c: sets of slots, all as wide as the query. Memory running out gives NULL. */
SlotWord *set_new(Planner *planner);
SlotWord *set_copy(Planner *planner, const SlotWord *set);
void set_add_all(const Planner *planner, SlotWord *set, const SlotWord *more);
void set_keep_all(const Planner *planner, SlotWord *set, const SlotWord *only);
void set_take_all(const Planner *planner, SlotWord *set, const SlotWord *less);
bool set_meets(const Planner *planner, const SlotWord *a, const SlotWord *b);
bool set_within(const Planner *planner, const SlotWord *inner, const SlotWord *outer);
/* Adds the slots of a node; those made by planning are in no set. */
void set_add_node(const Planner *planner, SlotWord *set, const Node *node);
void set_add_triple(const Planner *planner, SlotWord *set, const TriplePattern *triple);
/* Adds every slot that occurs in the expression or pattern, EXISTS included. */
void set_add_expr(const Planner *planner, SlotWord *set, const Expr *expr);
void set_add_algebra(const Planner *planner, SlotWord *set, const Algebra *algebra);
Status sets_of_algebra(Planner *planner, const Algebra *algebra, SlotWord **possible,
                       SlotWord **certain);

/* plan.c: a node whose sets, estimate and cost are those of its operands joined; NULL when memory is out. */
Plan *plan_new(Planner *planner, PlanKind kind, Plan *left, Plan *right);
Plan *plan_scan(Planner *planner, Plan *input, const TriplePattern *triple, const PlanGraph *graph);
Plan *plan_path(Planner *planner, Plan *input, const Algebra *path, const PlanGraph *graph);
Plan *plan_filter(Planner *planner, Plan *input, Expr *const *conditions, size_t count);
/* A join by hashing; its conditions are tested on the joined rows. */
typedef struct HashJoin {
    PlanKind kind;
    Plan *left, *right;
    Expr *const *conditions;
    size_t condition_count;
} HashJoin;
Plan *plan_join(Planner *planner,
                const HashJoin *join); /* … with keys, of which equalities are some */
/* Does the condition compare a slot that one side surely binds with one of the other's, by `=`? */
bool expr_equates(const Expr *expr, const SlotWord *left, const SlotWord *right, PlanEqual *equal);
/* Plans a pattern that starts from the rows of `start` (NULL: alone). With a start: only what may_feed allows. */
Status plan_from(Planner *planner, const Algebra *algebra, const PlanGraph *graph, Plan *start,
                 Plan **plan);
/* Plans the EXISTS patterns of an expression whose rows come from `input`. */
Status plan_exists(Planner *planner, const Expr *expr, const PlanGraph *graph, const Plan *input);

/* group.c: basic graph patterns, joins, optionals and filters that may be reordered together. */
Status plan_group(Planner *planner, const Algebra *algebra, const PlanGraph *graph, Plan *start,
                  Plan **made);
/* Is all that the sides of a MINUS share bound for sure on both? Then it may stand anywhere in a group. `outside`: slots
 * that are bound from elsewhere, or NULL. */
Status minus_is_sure(Planner *planner, const Algebra *a, const SlotWord *outside, SlotWord **shared,
                     bool *sure);

/* count.c: the aggregation of rows that are only counted; *made NULL: it is another one. The caller says what it binds. */
Status plan_count(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan **made);
/* The distinct values of a slot that a pattern binds; *made NULL: they are not to be had without its rows. */
Status plan_values_of(Planner *planner, const Algebra *pattern, Slot slot, const PlanGraph *graph,
                      Plan **made);
/* Rows of which only the distinct ones matter, in the columns of a projection; *made NULL: nothing is gained. */
Status plan_set_of(Planner *planner, const Algebra *project, const PlanGraph *graph, Plan **made);

/* cost.c */
/* The source's pattern for a triple pattern; false: a constant that the source does not have. */
bool pattern_of(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                QuadPattern *pattern);
double count_triple(Planner *planner, const TriplePattern *triple, const PlanGraph *graph);
typedef enum Column {
    SUBJECT,
    PREDICATE,
    OBJECT
} Column;
/* Matches of the pattern for one value of a column. `count`: all matches. */
double column_fanout(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                     Column column, double count);
double count_links(Planner *planner, const Path *path, const PlanGraph *graph);
double selectivity(const Expr *condition);

/* Does the operator feed its right branch with the rows of its left? */
static inline bool is_fed(PlanKind kind) {
    return kind >= PLAN_BIND_JOIN && kind <= PLAN_BIND_ANTI;
}

/* feed.c: may the pattern be evaluated from rows that bind `outside`, with the answers of a join? */
Status may_feed(Planner *planner, const Algebra *algebra, const SlotWord *outside, bool *may);
/* Joins `left` with the pattern by feeding it: BIND_JOIN, OPTIONAL, BIND_SEMI or BIND_ANTI; `bare`: the caller adds no
 * conditions, so that it may become one of the scans. */
Status plan_fed(Planner *planner, PlanKind kind, Plan *left, const Algebra *algebra,
                const PlanGraph *graph, bool bare, Plan **made);

/* needs.c: which columns each operator must hand up, from the root down; sets `needed` everywhere.
 * `above`: what is read of the root. */
Status plan_needs(Planner *planner, Plan *root, const SlotWord *above);

/* first.c: how many rows each operator will be asked for at first, from the root down; 0: all. Sets `first`. */
void plan_first(Plan *plan, uint64_t wanted);

/* gather.c: several threads where that pays. Of a finished plan: the nodes that it adds hand on what they get. */
Status plan_gather(Planner *planner, Plan **root);

/* graph.c: GRAPH by pushing the name into the scans where that is the same, else by running the pattern per graph. */
Status plan_graph(Planner *planner, const Algebra *a, Plan *start, Plan **made);
/* Is every solution made of matches in the graph, so that a graph that does not exist gives none? `variable`: of
 * matches everywhere, so that each tells the graph's name. */
bool reads_graph(const Algebra *a, bool variable);
bool graph_is_pushable(Planner *planner, const Algebra *algebra);

#endif
