/* From tables to the store: see merge.c. */
#ifndef YTTERBY_LOAD_MERGE_H
#define YTTERBY_LOAD_MERGE_H

#include "load_internal.h"

enum {
    LOAD_THREADS = 16 /* at most */
};

typedef struct Batch {
    Store *store;
    StoreBulk *bulk;
    LoadTable *tables;
    size_t count;
    Budget *budget;
    const Progress *progress;
} Batch;

/* Brings the tables into the open transaction; they are empty (and must be made anew) when it succeeds. */
Status batch_write(const Batch *batch, LoadResult *result, Diag *diag);

#endif
