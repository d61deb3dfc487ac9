/* The layout of blocks, for block.c, which writes them, and block_read.c:
 *
 * rows - 1 (1 byte), end offset of each column (2 bytes each), then the columns:
 *   kind | base bytes << 4, base, and by kind
 *   CONSTANT  nothing
 *   FRAME     width, (value - base) per row
 *   DELTA     width, exceptions; (value - value before) per row but the first; exceptions: row, value (9 bytes each)
 *   RUNS      width, changes; bit map of rows that differ from the one before; their deltas less 1
 *   TAGGED    groups; per group base (8 bytes) and width; group number per row; then the rows' offsets, end to end */
#ifndef YTTERBY_STORE_BLOCK_H
#define YTTERBY_STORE_BLOCK_H

#include "store_internal.h"

enum {
    KIND_CONSTANT,
    KIND_FRAME,
    KIND_DELTA,
    KIND_RUNS,
    KIND_TAGGED
};
enum {
    HEADER_BYTES = 1 + 2 * ROW_COLUMNS,
    GROUPS = 16,
    EXCEPTION_BYTES = 9
};

#endif
