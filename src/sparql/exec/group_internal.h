/* What the operators that group share: rows and values that are put aside when memory gets short. */
#ifndef YTTERBY_GROUP_INTERNAL_H
#define YTTERBY_GROUP_INTERNAL_H

#include "spill_internal.h"

/* group_rows.c: what GROUP BY puts aside, to be read again group by group. */
typedef struct GroupRows {
    RowSorter sorter;
    size_t key_count, width; /* width: cells of a payload at most */
    TermId *cells, *last;    /* of a new entry; of the one handed back */
    bool has_last;
    uint64_t age;
} GroupRows;

#define GROUP_NEW UINT64_MAX /* none of the groups in memory */
#define GROUP_ROW 0          /* a row; else a value of the aggregate of this number, from 1 on */

typedef struct GroupEntry {
    uint64_t group, which;
    TermId *key, *payload; /* a known group's key counts for nothing */
} GroupEntry;

/* What is left for sorting them beside the groups in memory. */
static inline size_t group_rows_reserve(const Exec *exec) { return 2 * spill_share(exec); }
Status group_rows_init(GroupRows *self, Operator *owner, size_t key_count, size_t width);
/* Rows of a group come back in the order in which they were added, before its values, which come in their order. */
Status group_rows_add(GroupRows *self, const GroupEntry *entry, size_t width);
Status group_rows_end(GroupRows *self);
/* *entry->key is NULL at the end; until the next call. */
Status group_rows_next(GroupRows *self, GroupEntry *entry);
void group_rows_free(GroupRows *self); /* may be used again */

#endif
