/* The inside of the room exec: batches, rows, expression evaluation, aggregates.
 *
 * Operators hand each other batches of ids by columns; a row is a position in a batch. Expressions are evaluated
 * row by row to a Value; an error of the SPARQL kind (type error, unbound variable) is a Value of kind
 * VALUE_ERROR and never a Status: a Status other than STATUS_OK ends the query. */
#ifndef YTTERBY_EXEC_INTERNAL_H
#define YTTERBY_EXEC_INTERNAL_H

#include "ytterby/exec.h"
#include "ytterby/value.h"

#include <pthread.h>

/* A batch of solutions. columns[slot] is NULL when the operator never binds the slot. */
typedef struct Batch {
    size_t rows;  /* at most BATCH_ROWS */
    size_t width; /* number of slots of the query */
    TermId **columns;
    uint64_t
        serial; /* of its rows: a view has that of what it views, rows that move get a new one */
} Batch;

/* One solution: a row of a batch over the bindings from outside (EXISTS substitution, --bind). */
typedef struct Row {
    const Batch *batch; /* may be NULL: only `outer` */
    size_t at;
    const TermId *outer; /* by slot; may be NULL */
} Row;

static inline TermId row_get(const Row *row, Slot slot) {
    const TermId *const column = row->batch ? row->batch->columns[slot] : NULL;
    const TermId id = column ? column[row->at] : TERM_ID_NONE;
    return id != TERM_ID_NONE || !row->outer ? id : row->outer[slot];
}

enum {
    CONSTANTS_KEPT = 32,
    RANGES_KEPT = 8
};

/* The value of a constant in an expression, so that its text is read once and not per row. */
typedef struct Constant {
    const Expr *expr;
    Value value;
} Constant;

/* Where the strings stand among all, by their ids, that begin with the constant of a condition. */
typedef struct TextRange {
    const Expr *expr;
    uint64_t evaluated;
    uint64_t ordered, first, end; /* payloads of ids */
} TextRange;

/* What evaluation of expressions needs. One per statement. */
typedef struct EvalContext {
    Source *source;
    TermTable *local; /* terms made by the query that the source does not know */
    Arena *scratch;   /* reset by the operator between batches */
    Budget *budget;
    Text base;       /* for IRI() */
    Value now;       /* NOW(), constant for the statement */
    uint64_t random; /* state of RAND(), UUID(); seeded from the system */
    uint64_t seed;   /* of the labels of BNODE(text) */
    uint64_t
        solution; /* serial of the row under evaluation: BNODE(text) is one node per solution */
    const Variable *variables; /* by slot: COUNT(DISTINCT *) leaves the hidden ones out */
    size_t variable_count;
    Constant constants[CONSTANTS_KEPT]; /* by the address of the expression; the latest stays */
    TextRange ranges[RANGES_KEPT];      /* the same; the first stays */
    struct RegexCache *regexes;         /* compiled patterns; NULL while there is none */
    struct MemberIndex *members;        /* indexed lists of IN; NULL while there is none */
    struct TextCache *texts;            /* by id; NULL while there is none */
    /* Runs EXISTS for the row: set by the operators. */
    Status (*exists)(void *operators, const struct Algebra *pattern, const Row *row, bool *answer);
    void *operators;
} EvalContext;

/* expression.c */
Status eval_start(
    EvalContext *context); /* sets now, random, seed; the other members are the caller's */
void eval_end(EvalContext *context);
uint64_t eval_random(EvalContext *context);
Status expr_value(EvalContext *context, const Expr *expr, const Row *row, Value *value);
Status expr_truth(EvalContext *context, const Expr *expr, const Row *row,
                  Truth *truth); /* effective boolean value */
Status expr_id(EvalContext *context, const Expr *expr, const Row *row,
               TermId *id); /* TERM_ID_NONE: error */
/* id <-> value */
Status eval_term(EvalContext *context, TermId id, char text[32], Term *term);
/* The same, but reads the text of an IRI or a string that was asked for before only once. */
Status eval_term_kept(EvalContext *context, TermId id, char text[32], Term *term);
Status eval_value(EvalContext *context, TermId id, Value *value);
Status eval_id(EvalContext *context, const Value *value, TermId *id); /* TERM_ID_NONE: error */
Status eval_intern(EvalContext *context, const Term *term,
                   TermId *id); /* the source's id, else a local one */
static inline bool id_is_within(TermId id, unsigned first, unsigned last) {
    return id_tag(id) >= first && id_tag(id) <= last;
}
/* Are the terms equal by `=` just when their ids are? IRIs, blank nodes and strings are equal to nothing but themselves, and so
 * are integers among each other; other terms are not equal to them, or cannot be compared with them. */
static inline bool ids_tell_equal(TermId a, TermId b) {
    return (id_is_within(a, TAG_IRI, TAG_STRING) && id_is_within(b, TAG_IRI, TAG_STRING)) ||
           (id_tag(a) == TAG_INTEGER && id_tag(b) == TAG_INTEGER);
}
/* ORDER BY: the standard's order (unbound, blank, IRI, literal by value), made total beyond it. */
Status eval_order(EvalContext *context, TermId a, TermId b, int *order);

/* aggregate.c: one group's running aggregate (section 18.5.1). */
typedef struct AggregateState AggregateState;
AggregateState *aggregate_new(EvalContext *context, const Expr *aggregate, Arena *arena);
Status aggregate_add(AggregateState *state, const Row *row);
/* What a group takes more for the next row, roughly. */
size_t aggregate_growth(const AggregateState *state);
bool aggregate_grows(const Expr *aggregate); /* with the rows; else a group's state has one size */
void aggregate_move(AggregateState *state, Arena *arena); /* where it takes memory from now on */
/* DISTINCT, value by value: those that are not among the values that rows added may be given, each once, in place of rows.
 * A value is a tuple of cells, TERM_ID_NONE an error. */
size_t aggregate_width(const EvalContext *context, const Expr *aggregate);
Status aggregate_value(EvalContext *context, const Expr *aggregate, const Row *row, TermId *cells);
bool aggregate_has(const AggregateState *state, const TermId *cells);
Status aggregate_add_value(AggregateState *state, const TermId *cells);
Status aggregate_result(AggregateState *state,
                        TermId *id); /* TERM_ID_NONE: error, leaves the variable unbound */

/* ---- Operators --------------------------------------------------------------------------------------------
 * open, then next until a batch has no rows, then close; an operator may be opened again. The batch that next
 * hands out is the caller's until the following call: it may take rows out of it, never add columns to it. */

typedef struct Operator Operator;

typedef struct OperatorMethods {
    Status (*open)(Operator *self); /* NULL: nothing beyond opening the operands */
    Status (*next)(Operator *self, Batch **batch);
    void (*close)(Operator *self); /* gives back what open and next took; NULL: nothing */
} OperatorMethods;

struct Operator {
    const OperatorMethods *methods;
    struct Exec *exec;
    Plan *plan;
    Operator *left, *right; /* operands; opened and closed by operator_open, _close */
    Operator **parts;       /* UNION's */
    const TermId *outer;    /* by slot: values substituted from outside; never NULL */
    Batch batch;            /* the operator's own output … */
    TermId **own;           /* … its columns by slot, made when first needed … */
    Slot *active;           /* … and the slots that it has now */
    size_t active_count;
};

typedef struct ExistsRun ExistsRun;

/* The temporary file of a run: see run_file.c. */
typedef struct RunFile {
    int fd;
    bool open;
    size_t runs; /* that have rows in it */
    uint64_t size;
} RunFile;

/* What one of several threads works on: see gather.c. */
typedef struct Portion {
    uint64_t number;
    bool asked; /* its rows were asked for: else the operators have all that they want */
    bool last;  /* there is none beyond it */
} Portion;

struct Exec {
    EvalContext eval;
    ExecSetup setup;
    const Planner *planner;
    const Dataset *dataset;
    size_t width;        /* slots, with those made by planning */
    const TermId *bound; /* by slot: given from outside, written into rows; never NULL */
    ExistsRun *exists;
    unsigned exists_depth; /* of those under way */
    Operator *root;
    Operator **made; /* every operator, to be closed at the end */
    size_t made_count, made_cap;
    Batch *batch; /* the cursor of exec_next */
    size_t at;
    uint64_t scanned;
    RunFile file;            /* for rows put aside */
    Portion *portion;        /* NULL: this thread does all */
    uint64_t serial;         /* the next batch's: see Batch */
    struct GraphScan *scans; /* those whose source scans are kept to the end */
    struct GraphScan *probe; /* of graph_has and exec_match, made when first needed … */
    QuadBatch *probed;       /* … with its batch */
};

/* exec.c: makes the operator of a plan, with its operands. */
Status operator_new(Exec *exec, Plan *plan, Operator **made);
/* An operator is between two rows: nobody looks at a text or a value of the last one any more. What they took is given back,
 * also the source's texts when they take much. */
void between_rows(Exec *exec);
/* operator.c */
Status operator_open(Operator *self, const TermId *outer);
Status operator_next(Operator *self, Batch **batch);
void operator_close(Operator *self);
void output_clear(Operator *self); /* no rows, no columns */
/* Adds a column to the output (rows that are there already become unbound in it). */
Status output_column(Operator *self, Slot slot, TermId **column);
/* A column for each that `batch` has and that somebody reads. */
Status output_columns_of(Operator *self, const Batch *batch);
/* Makes the output a view of `batch`: same columns, same rows. */
Status output_view(Operator *self, const Batch *batch);
void batch_keep(Exec *exec, Batch *batch,
                const bool keep[BATCH_ROWS]); /* takes the other rows out */
/* May the operator write the slot? Not when the value was substituted by EXISTS. */
static inline bool operator_writes(const Operator *self, Slot slot) {
    return self->outer[slot] == TERM_ID_NONE || self->exec->bound[slot] != TERM_ID_NONE;
}
static inline Row operator_row(const Operator *self, const Batch *batch, size_t at) {
    return (Row){batch, at, self->outer};
}
/* condition.c: of the batch's rows from `first` on, `keep` loses those for which not all of the plan's conditions are true:
 * errors are not. Rows that are not kept before are not tested. */
Status conditions_hold(Operator *op, const Batch *batch, size_t first, bool keep[BATCH_ROWS]);
/* Is there anybody above who reads the slot? Made slots are always passed on. */
static inline bool operator_hands_up(const Operator *self, Slot slot) {
    return slot >= self->exec->setup.variable_count || slot_in(self->plan->needed, slot);
}
/* The slots that are in both sets, ascending, in the arena of the run. */
Status slots_of_sets(Exec *exec, const SlotWord *a, const SlotWord *b, const Slot **slots,
                     size_t *count);

/* One row after another of an operand. */
typedef struct Input {
    Operator *from;
    Batch *batch;
    size_t at;
} Input;

void input_start(Input *input, Operator *from);
/* Moves on; *more false: the end. Gives `output` the columns of the input. */
Status input_next(Input *input, Operator *output, bool *more);
/* Appends the input's row `count` times to the output without counting the rows: the caller adds to batch.rows. */
void input_copy(const Input *input, Operator *output, size_t count);

/* rows.c: rows kept by an operator: cells row by row, charged to the budget. */
typedef struct Rows {
    const Slot *slots;
    size_t width; /* slots */
    TermId *cells;
    size_t count, cap, charged;
    Budget *budget;
} Rows;

void rows_init(Rows *rows, Exec *exec, const Slot *slots, size_t width);
Status rows_reserve(Rows *rows, size_t more);
Status rows_append_cells(Rows *rows, const TermId *cells);
Status rows_append_batch(Rows *rows, const Batch *batch, const TermId *outer);
void rows_free(Rows *rows); /* may be used again */
static inline const TermId *rows_at(const Rows *rows, size_t position) {
    return rows->cells + position * rows->width;
}
uint64_t cells_hash(const TermId *cells, size_t count);

/* A set of rows: DISTINCT, GROUP BY. `cells` has as many as `rows` has slots. */
typedef struct RowSet {
    Rows rows;
    HashIndex index;
} RowSet;

Status row_set_add(RowSet *set, const TermId *cells, size_t *position, bool *is_new);
/* The same for all rows of a batch, as rows_append_batch takes them; is_new says which were not there. */
Status row_set_add_batch(RowSet *set, const Batch *batch, const TermId *outer,
                         bool is_new[BATCH_ROWS]);
void row_set_free(RowSet *set);

/* The row's position in the set; HASH_NONE: it is not there. */
size_t row_set_find(const RowSet *set, const TermId *cells);
/* What it takes to add as many rows as there are in a batch. */
size_t row_set_growth(const RowSet *set);

/* pair_set.c: the same for rows of two cells. */
typedef struct PairSet {
    const Slot *slots;
    uint64_t *words; /* the lower halves of both ids; 0: a free slot */
    size_t count, mask, charged;
    bool begun;
    TermId upper[2]; /* the upper halves of those in `words` */
    RowSet others;
} PairSet;

void pair_set_init(PairSet *set, Exec *exec, const Slot *slots);
Status pair_set_add_batch(PairSet *set, const Batch *batch, const TermId *outer,
                          bool is_new[BATCH_ROWS]);
bool pair_set_has(PairSet *set, const TermId cells[2]);
size_t pair_set_growth(const PairSet *set); /* as row_set_growth */
void pair_set_free(PairSet *set);

/* run_file.c: rows put aside in a temporary file, in the order in which they are added. */
void run_file_close(RunFile *file);
/* Is it time to put rows aside rather than to take `more` bytes? Never without a soft limit. */
bool spill_wanted(const Exec *exec, size_t more);
/* What an operator that puts rows aside may hold all the same; 0 without a soft limit. */
size_t spill_share(const Exec *exec);

/* id_set.c: a set of ids that remembers the order of insertion. Zero-initialise it. */
typedef struct IdSet {
    TermId *ids;
    size_t count, cap;
    uint32_t *slots; /* a table of those that are not … */
    size_t hashed, mask;
    size_t charged; /* for ids */
    uint64_t *bits; /* … bits by their distance from `first` */
    TermId first;
    size_t bit_count;
    Budget *budget;
} IdSet;

/* Is the id surely in the set? A quick look for where most are. */
static inline bool id_set_bit(const IdSet *set, TermId id) {
    const TermId at = id - set->first;
    return at < set->bit_count && (set->bits[at / 64] >> (at % 64) & 1) != 0;
}
Status id_set_add(IdSet *set, TermId id, bool *is_new); /* is_new may be NULL */
bool id_set_has(const IdSet *set, TermId id);
void id_set_clear(IdSet *set);
void id_set_free(IdSet *set);

/* graph_scan.c: the distinct triples of the active graph that match: the default graph of the dataset (one graph,
 * a merge, or the union of all) or named graphs. Zero-initialise it, in the arena of the run, and say which columns are
 * wanted; it may be opened again and again, and that is cheap: the source's scan is kept. */
typedef struct GraphScan {
    unsigned columns; /* wanted: a set of QuadColumn … */
    ScanOrder order;  /* … and in what order the rows of one graph */
    Exec *exec;
    struct GraphScan *next; /* of exec->scans */
    QuadPattern pattern;
    bool named, merge; /* merge: duplicates are possible */
    size_t next_default;
    SourceScan *scan; /* NULL: never opened */
    bool under_way;
    unsigned compared; /* the columns in which triples can differ */
    bool sorted, has_last;
    TermId last[QUAD_COLUMNS];
    RowSet seen;
} GraphScan;

Status graph_scan_open(GraphScan *self, Exec *exec, const QuadPattern *pattern, bool named);
Status graph_scan_next(GraphScan *self, QuadBatch *batch);
void graph_scan_close(GraphScan *self);
void graph_scans_free(Exec *exec); /* at the end of the run */
/* Is the id a named graph of the dataset? */
bool graph_is_named(const Exec *exec, TermId id);
/* Does the active graph hold a match? */
Status graph_has(Exec *exec, const QuadPattern *pattern, bool named, bool *has);

/* match_table.c: all matches of a pattern in memory, by the values of one column. Zero-initialise it. */
typedef struct MatchTable {
    bool usable; /* else: not made, or given up for its size */
    QuadColumn key;
    TermId *values[QUAD_COLUMNS]; /* by column, in the order of the key; NULL: not wanted */
    size_t count, cap;
    uint32_t *starts; /* by the distance of a key from the first; NULL: found by halving */
    TermId first, span;
    size_t charged;
} MatchTable;

typedef struct MatchRange {
    uint32_t from, end;
} MatchRange;

/* Makes it from an open scan in the order of `key`, which is one of its columns, and closes the scan. */
Status match_table_make(MatchTable *table, GraphScan *scan, QuadBatch *quads, QuadColumn key,
                        size_t expected);
MatchRange match_table_find(const MatchTable *table, TermId key);
/* Those of a range in which `column` has the value: it must be the second one that the matches are sorted by. */
MatchRange match_table_narrow(const MatchTable *table, MatchRange range, QuadColumn column,
                              TermId value);
void match_table_free(MatchTable *table, Budget *budget); /* may be made again */

/* matches.c: the matches of a plan's triple pattern, none of whose variables is bound. */
typedef struct Matches {
    Exec *exec;
    const Plan *plan;
    QuadPattern pattern; /* of the source; all graphs where the default graph is the union of all */
    bool one_graph;      /* matches are quads of one graph */
    GraphScan *scan;     /* where the source's count is not exact … */
    QuadBatch *quads;    /* … with its batch */
} Matches;

Status matches_start(Matches *self, Exec *exec, const Plan *plan);
bool matches_none(const Matches *self); /* surely: something in it is unknown to the source */
/* How many there are; slot, unless SLOT_NONE: of those with this value in it. */
Status matches_count(Matches *self, Slot slot, TermId value, uint64_t *count);
/* weigh.c: STATUS_LIMIT, when the sum is more than an integer can be. */
Status weight_add(Exec *exec, uint64_t *sum, uint64_t weight);

/* path.c: the ends of a property path that starts at a node. */
typedef struct Excluded Excluded;
typedef struct PathWalk {
    Exec *exec;
    bool named;
    bool goal_fixed; /* the goal is a constant: it need not be a node of the graph */
    TermId graph;
    GraphScan scan;
    QuadBatch *quads;
    Excluded *excluded; /* the negated sets met so far */
} PathWalk;

void path_walk_end(PathWalk *walk); /* closes its scan and forgets the sets */

typedef struct Ids {
    TermId *at;
    size_t count, cap;
} Ids;

/* Appends each end of `path` from `from`, as often as the standard says; `goal` (or TERM_ID_NONE): the only end
 * that matters. */
Status path_walk(PathWalk *walk, const Path *path, bool backward, TermId from, TermId goal,
                 Ids *ends);
/* Adds every node where the path may start to `nodes`. */
Status path_starts(PathWalk *walk, const Path *path, bool backward, IdSet *nodes);
Status path_has_node(PathWalk *walk, TermId node, bool *has);

/* exists.c */
Status exists_run(void *context, const struct Algebra *pattern, const Row *row, bool *answer);
void exists_free(Exec *exec);

/* gather.c: a table that several threads look into, each for its own operator of the same plan node: the first that needs
 * it makes it, and nobody changes it any more. */
typedef struct Shared {
    pthread_mutex_t lock;
    const Operator *maker; /* whose table it is */
} Shared;

/* Makes the table if it is not there yet; *maker has it, `self` or another. */
Status shared_make(Operator *self, Status (*make)(Operator *self), const Operator **maker);

/* One maker per operator: fills in methods and its own state; the operands are made already. */
typedef Status OperatorMaker(Exec *exec, Plan *plan, Operator **made);
OperatorMaker make_unit, make_feed, make_scan, make_scan_sift, make_path, make_join, make_semi_join,
    make_bind, make_union, make_graph, make_service, make_filter, make_extend, make_values,
    make_group, make_order, make_project, make_distinct, make_slice, make_leapfrog, make_tally,
    make_weigh, make_count, make_gather, make_deal;
/* For makers: a zeroed operator of `size` bytes whose first member is the Operator. */
Status operator_alloc(Exec *exec, Plan *plan, const OperatorMethods *methods, size_t size,
                      Operator **made);
void feed_give(Operator *feed, const Batch *batch); /* the batch that a PLAN_FEED hands out next */

#endif
