/* The scan of a triple pattern as its files share it: scan.c looks up each row of the operand in the source,
 * scan_table.c finds many of them in a table; scan_sift.c only asks whether there is a match. */
#ifndef YTTERBY_SCAN_INTERNAL_H
#define YTTERBY_SCAN_INTERNAL_H

#include "exec_internal.h"

enum {
    POSITIONS = 4
};

/* Look-ups in a table, and whether they pay. */
typedef struct ScanTable {
    MatchTable matches;
    QuadColumn second; /* that the matches are sorted by after their key; QUAD_COLUMNS: whatever */
    bool refused;      /* there is no order for it, or no memory */
    bool shared;       /* other threads look into the same (Shared) … */
    bool borrowed;     /* … which one of them made */
    uint64_t looked_up;
    uint64_t worth; /* so many look-ups take as long as a table; 0: not known yet */
    QuadColumn bound_1st,
        bound_2nd;    /* what the rows of the batch under way bind; QUAD_COLUMNS: nothing */
    bool active;      /* the current row is found here … */
    MatchRange range; /* … and what is left of its matches; … */
    bool alone;       /* … it has none, and is kept */
} ScanTable;

typedef struct ScanOperator {
    Operator op;
    const Node *nodes[POSITIONS]; /* subject, predicate, object, graph (NULL: the default graph) */
    TermId constants[POSITIONS];  /* TERM_ID_NONE: a variable or a triple term with variables */
    Slot
        writes[POSITIONS]; /* for the current row: the slot that the position fills, or SLOT_NONE */
    bool by_cell;          /* the current row needs unification: repeated variables, triple terms */
    bool plain;            /* no row ever does */
    bool matching;
    bool matched; /* the current row has a match */
    Input input;
    GraphScan scan;
    QuadBatch *quads;
    size_t taken;
    size_t most; /* rows of the batch under way */
    ScanTable table;
} ScanOperator;

/* scan.c: the operator without its methods' own state. */
Status scan_make(Exec *exec, Plan *plan, const OperatorMethods *methods, Operator **made);
void scan_close(Operator *op);
/* Adds the output columns that a node fills. */
Status scan_add_columns(Operator *op, const Node *node);

/* scan_table.c: gives the table back. */
void scan_table_free(ScanOperator *self);
/* Decides whether the current row, and those after it in its batch, are found in the table. */
Status scan_table_choose(ScanOperator *self);
/* Appends their matches, as far as there is room. */
Status scan_table_take(ScanOperator *self);

#endif
