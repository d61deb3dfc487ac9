/* Rows that operators put aside in the temporary file of the run when memory gets short. */
#ifndef YTTERBY_SPILL_INTERNAL_H
#define YTTERBY_SPILL_INTERNAL_H

#include "exec_internal.h"

/* run_file.c: rows in the order in which they are added. */
typedef struct RunBlock {
    uint64_t place; /* in the file */
    size_t rows;
} RunBlock;

typedef struct RowRun {
    Operator *owner; /* counts the rows in its plan; NULL: freed */
    size_t width, block_rows;
    TermId *buffer; /* of the block that is filled, or read */
    size_t buffered, at;
    RunBlock *blocks;
    size_t block_count, block_cap, next_block;
    size_t rows;
} RowRun;

void row_run_init(RowRun *run, Operator *owner, size_t width, size_t block_bytes);
Status row_run_add(RowRun *run, const TermId *cells);
Status row_run_end(RowRun *run); /* no more is added: row_run_next begins with the first row */
Status row_run_next(RowRun *run, const TermId **cells); /* NULL: the end; until the next call */
void row_run_rewind(RowRun *run);                       /* after row_run_end: to read all again */
void row_run_free(RowRun *run);                         /* of one that was never begun: nothing */

/* row_sorter.c: rows in order; of those that are many most are in a temporary file. */
typedef Status RowCompare(Operator *owner, const TermId *a, const TermId *b, int *order);

typedef struct RowSorter {
    Operator *owner;
    RowCompare *compare; /* NULL: by the cells, one after the other, as numbers */
    Rows rows;           /* those in memory */
    uint32_t *order, *spare;
    size_t charged; /* for these two */
    size_t least;   /* bytes of a run */
    RowRun *runs;
    size_t run_count, run_cap;
    const TermId **heads; /* the next row of each run … */
    uint32_t *heap;       /* … and the runs by these, the first one on top */
    size_t heap_count;
    bool taken; /* the top's head was handed out */
    size_t at;  /* without runs */
} RowSorter;

void row_sorter_init(RowSorter *self, Operator *owner, const Slot *slots, size_t width,
                     RowCompare *compare);
Status row_sorter_add(RowSorter *self, const TermId *cells);
Status row_sorter_end(RowSorter *self);
Status row_sorter_next(RowSorter *self,
                       const TermId **cells); /* NULL: the end; until the next call */
void row_sorter_free(RowSorter *self);        /* may be used again */

#endif
