/* Status texts: one row per status, in the order of the enum. */
#include "ytterby/base.h"

const char *status_text(Status status) {
    static const char *const texts[] = {
        [STATUS_OK] = "no error",
        [STATUS_NO_MEMORY] = "out of memory",
        [STATUS_IO] = "input or output failed",
        [STATUS_NOT_FOUND] = "not found",
        [STATUS_EXISTS] = "exists already",
        [STATUS_SYNTAX] = "syntax error",
        [STATUS_USAGE] = "wrong usage",
        [STATUS_UNSUPPORTED] = "not supported",
        [STATUS_REFUSED] = "refused",
        [STATUS_MEMORY_LIMIT] = "the memory limit was reached",
        [STATUS_TIMEOUT] = "the time limit was reached",
        [STATUS_CANCELLED] = "interrupted",
        [STATUS_LIMIT] = "a limit was reached",
        [STATUS_CORRUPT] = "stored data is damaged",
        [STATUS_BUSY] = "held by another writer",
        [STATUS_EVALUATION] = "the operation failed",
    };
    const size_t index = (size_t)status;
    return index < sizeof texts / sizeof *texts ? texts[index] : "unknown status";
}
