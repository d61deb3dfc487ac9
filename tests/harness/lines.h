/* lines: lists of lines and the patterns that tests expect, for the runners of text tests. */
#ifndef TESTS_LINES_H
#define TESTS_LINES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Lines {
    char **at;
    size_t count, cap;
} Lines;

/* `block`; ends the program when it is NULL: a test runner needs no more. */
void *checked(void *block);
void lines_add(Lines *lines, const char *text, size_t len);
void lines_free(Lines *lines);
/* Adds the lines of a file; an unfinished last line is followed by one that says so. False: cannot be read. */
bool lines_read(Lines *lines, const char *path);
bool line_starts(const char *line, const char *mark);
/* Does `line` match `pattern`, in which "..." stands for any text? */
bool line_matches(const char *pattern, const char *line);
/* Index of the first expected line that has no counterpart, SIZE_MAX when all is as expected; a line "..."
 * stands for any lines, as few as will do. */
size_t lines_difference(const Lines *want, const Lines *got);

#endif
