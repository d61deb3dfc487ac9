/* lines: lists of lines, and the patterns in which "..." stands for any text or, alone, for any lines. */
#include "lines.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *checked(void *block) {
    if (!block) {
        fputs("transcript: out of memory\n", stderr);
        exit(1);
    }
    return block;
}

void lines_add(Lines *lines, const char *text, size_t len) {
    if (lines->count == lines->cap) {
        lines->cap = lines->cap ? 2 * lines->cap : 32;
        lines->at = checked(realloc(lines->at, lines->cap * sizeof *lines->at));
    }
    lines->at[lines->count++] = checked(strndup(text, len));
}

void lines_free(Lines *lines) {
    for (size_t i = 0; i < lines->count; i++) free(lines->at[i]);
    free(lines->at);
    *lines = (Lines){0};
}

bool lines_read(Lines *lines, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return false;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    while ((len = getline(&line, &size, file)) >= 0) {
        const bool ended = len > 0 && line[len - 1] == '\n';
        lines_add(lines, line, (size_t)len - ended);
        if (!ended) lines_add(lines, "\\ no newline at the end", 23);
    }
    free(line);
    fclose(file);
    return true;
}

bool line_starts(const char *line, const char *mark) {
    return strncmp(line, mark, strlen(mark)) == 0;
}

bool line_matches(const char *pattern, const char *line) {
    const char *gap = strstr(pattern, "...");
    if (!gap) return strcmp(pattern, line) == 0;
    size_t len = (size_t)(gap - pattern);
    if (strncmp(pattern, line, len) != 0) return false;
    for (line += len, pattern = gap + 3; (gap = strstr(pattern, "...")); pattern = gap + 3) {
        char *const part = checked(strndup(pattern, (size_t)(gap - pattern)));
        const char *found = strstr(line, part);
        len = strlen(part);
        free(part);
        if (!found) return false;
        line = found + len;
    }
    len = strlen(pattern);
    return strlen(line) >= len && strcmp(line + strlen(line) - len, pattern) == 0;
}

size_t lines_difference(const Lines *want, const Lines *got) {
    size_t i = 0, j = 0, gap = SIZE_MAX, resume = 0, furthest = 0;
    while (j < got->count) {
        if (i < want->count && strcmp(want->at[i], "...") == 0) {
            gap = i++;
            resume = j;
        } else if (i < want->count && line_matches(want->at[i], got->at[j])) {
            i++;
            j++;
        } else if (gap != SIZE_MAX) {
            i = gap + 1;
            j = ++resume;
        } else {
            return i;
        }
        if (i > furthest) furthest = i;
    }
    while (i < want->count && strcmp(want->at[i], "...") == 0) i++;
    if (i < want->count) return furthest < want->count ? furthest : i;
    return SIZE_MAX;
}
