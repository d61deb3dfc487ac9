/* plan: algebra -> operator tree, made by what the source can do and by its counts.
 *
 * A plan is data: it says what to do in which order, and the room exec runs it. Everything lives in the arena of
 * the statement. With `optimize` off the algebra is taken literally: patterns in the order given, hash joins,
 * filters where they stand; both ways give the same answers. Thread-safety: none, a plan has one user. */
#ifndef YTTERBY_PLAN_H
#define YTTERBY_PLAN_H

#include "ytterby/algebra.h"
#include "ytterby/source.h"

/* ---- The dataset of a query (SPARQL 1.1 Query, section 13) ------------------------------------------------ */

typedef struct Dataset {
    bool union_default;     /* the default graph is all graphs, without duplicates */
    const TermId *defaults; /* else: the merge of these graphs */
    size_t default_count;
    bool named_given; /* FROM or FROM NAMED was there: only these are named graphs */
    const TermId *named;
    size_t named_count;
} Dataset;

/* ---- Sets of slots ---------------------------------------------------------------------------------------- */

typedef uint64_t SlotWord; /* a set is an array of (width + 63) / 64 words */

static inline bool slot_in(const SlotWord *set, Slot slot) {
    return (set[slot / 64] >> (slot % 64) & 1) != 0;
}
static inline void slot_add(SlotWord *set, Slot slot) {
    set[slot / 64] |= (SlotWord)1 << (slot % 64);
}

/* ---- The operator tree ------------------------------------------------------------------------------------ */

typedef enum PlanKind {
    PLAN_UNIT,          /* one empty row */
    PLAN_FEED,          /* rows that the operator above hands down: the start of a bound branch */
    PLAN_SCAN,          /* for each row of `left`: the matches of `triple` (index nested loop) */
    PLAN_SCAN_OPTIONAL, /* the same, keeping rows without a match */
    PLAN_SCAN_SEMI,     /* rows of `left` for which `triple` has a match, as they are */
    PLAN_SCAN_ANTI,     /* rows for which it has none */
    PLAN_PATH,          /* for each row of `left`: the matches of a property path */
    PLAN_JOIN,          /* hash join; without keys a nested loop */
    PLAN_LEFT_JOIN,     /* the same, keeping left rows without a match */
    PLAN_SEMI_JOIN,     /* left rows that have a match, as they are */
    PLAN_ANTI_JOIN,     /* left rows that have none */
    PLAN_MINUS,         /* the same by the standard's rule, for slots that may be unbound */
    PLAN_BIND_JOIN,     /* join by feeding batches of `left` to `right` */
    PLAN_OPTIONAL,      /* left join, */
    PLAN_BIND_SEMI,     /* semi-join, */
    PLAN_BIND_ANTI,     /* anti-join in the same way */
    PLAN_UNION,         /* its operands are `parts` */
    PLAN_GRAPH,         /* runs `left` once for each named graph */
    PLAN_SERVICE,
    PLAN_FILTER,
    PLAN_EXTEND,
    PLAN_VALUES,
    PLAN_GROUP,
    PLAN_ORDER, /* with `limit`: top-k */
    PLAN_PROJECT,
    PLAN_DISTINCT,
    PLAN_REDUCED,
    PLAN_SLICE,
    PLAN_LEAPFROG, /* matches of all `triples`, joined by one of `keys` after the other */
    PLAN_TALLY, /* distinct values of `slot` in the matches of `triple`, weighed by their numbers */
    PLAN_WEIGH, /* rows of `left`, weighed by what fits their `slot`: of `triple`, or of `right` */
    PLAN_COUNT, /* COUNT(*) of the rows of `left` by their weights, or of the matches of `triple` */
    PLAN_GATHER, /* rows of `left`, worked out by several threads, in the order of one */
    PLAN_DEAL    /* below it: rows of `left`, of which each thread gets some, `limit` at a time */
} PlanKind;

/* Which graph a pattern is matched in: the default graph, or the named one(s) that `name` gives. */
typedef struct PlanGraph {
    bool named;
    Node name; /* a constant, a variable, or the made slot of an enclosing PLAN_GRAPH */
} PlanGraph;

typedef struct Plan Plan;

/* The plan of an EXISTS pattern that occurs in an expression of this statement. */
typedef struct PlanExists {
    const Algebra *pattern; /* the key: Expr.pattern */
    PlanGraph graph;        /* around it */
    Plan *plan;
} PlanExists;

/* A slot of each side of a join that a condition compares by `=`: equal values are found by hashing their classes. */
typedef struct PlanEqual {
    Slot left, right;
} PlanEqual;

struct Plan {
    PlanKind kind;
    Plan *left, *right;
    Plan **parts; /* UNION */
    size_t part_count;
    const Algebra *
        algebra; /* where it came from: operands of PATH, EXTEND, VALUES, GROUP, ORDER, SERVICE … */
    const TriplePattern *triple;  /* SCAN…, TALLY, WEIGH, COUNT */
    ScanOrder order;              /* SCAN: in which its rows are wanted */
    const TriplePattern *triples; /* LEAPFROG */
    size_t triple_count;
    PlanGraph graph; /* of `triple` and of PATH: matched in; GRAPH: iterated over */
    Slot slot;       /* GRAPH: made slot of the current graph; fed joins, FEED: of row numbers */
    Slot weight;     /* TALLY, WEIGH: made slot of the number of solutions that a row stands for */
    Expr *const *conditions; /* FILTER, joins but MINUS: on the joined rows */
    size_t condition_count;
    const Slot *
        keys; /* LEAPFROG: its variables, in order; joins that hash: slots that both sides surely bind */
    size_t key_count;
    const PlanEqual *equals; /* the same: further keys, by value */
    size_t equal_count;
    uint64_t first;                     /* rows that will be asked for at first; 0: all */
    uint64_t limit, skip;               /* SLICE; ORDER: limit UINT64_MAX: everything */
    const SlotWord *possible, *certain; /* slots that rows may bind, surely bind */
    const SlotWord *needed;             /* slots that operators above read; others need no column */
    struct Shared *shared;              /* below GATHER: exec's, what its threads share */
    double estimate;                    /* rows expected */
    double cost;                        /* rows touched, all told; … */
    double
        once; /* … of these, what is put into tables before rows come: threads do not divide it */
    struct {  /* filled by exec */
        uint64_t rows, batches, opens;
        uint64_t look_ups, filed; /* SCAN…: rows looked up one by one; matches put into a table */
        uint64_t spilled;         /* rows written to a temporary file */
        uint64_t threads;         /* GATHER */
        uint64_t nanoseconds; /* with its operands, all threads; only when timing is asked for */
    } actual;
};

/* What planning needs to know, and what it makes besides the tree. */
typedef struct Planner {
    Source *source;
    Arena *arena;
    const Dataset *dataset;
    const TermId *bound; /* by slot: values given from outside (--bind); NULL: none */
    bool optimize;
    size_t
        threads; /* 0: several where that pays, as long as there are processors; else wherever it can be */
    uint64_t wanted;       /* rows that will be asked for at most; 0: all */
    size_t variable_count; /* slots of the query: the width of the slot sets */
    size_t slot_count;     /* in: variable_count; out: with the slots made by planning */
    PlanExists *exists;    /* out: one for each EXISTS; in the arena */
    size_t exists_count, exists_cap;
    size_t effort;         /* plan nodes made: bounds the search for better plans */
    const SlotWord *given; /* while an EXISTS pattern is planned: slots that its row will give */
} Planner;

/* Plans a pattern with everything above and inside it (EXISTS patterns too). STATUS_LIMIT: nested too deeply. */
Status plan_pattern(Planner *planner, const Algebra *pattern, Plan **plan, Diag *diag);

/* Are all matches of the source's pattern matches of the triple pattern? Else it repeats a variable, or has one inside a
 * triple term. */
bool triple_is_plain(const TriplePattern *triple);

/* Prints the tree, one operator a line, indented, with estimates; `actual`: also what a run filled in. */
void plan_print(const Plan *plan, const Planner *planner, const Variable *variables, bool actual,
                Buffer *out);

#endif
