/* The state of a folder: what each of its files says, and what a run printed. */
#ifndef TESTS_FAULT_STATE_H
#define TESTS_FAULT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STATE_FILES = 16
};

typedef struct State {
    struct {
        char name[64];
        uint64_t content; /* of a database: of its statements and prefixes, in any order */
    } files[STATE_FILES];
    size_t count;
    uint64_t output; /* what was printed */
    bool said;       /* and something to standard error */
} State;

/* Reads the files of `folder`, and `printed`/stdout and stderr. False, and `why`, when a database is damaged or a file
 * cannot be read. */
bool state_read(State *state, const char *folder, const char *printed, char *why, size_t room);
/* The same files with the same contents. */
bool state_same_files(const State *a, const State *b);

#endif
