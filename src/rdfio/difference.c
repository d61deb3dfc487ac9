/* What two sets of quads differ in: both as lines of N-Quads, sorted, then walked side by side. Blank nodes are compared by
 * their labels, which both sides keep. */
#include "rdfio_internal.h"

#include <stdlib.h>

struct RdfLines {
    Arena *arena;
    Budget *budget;
    Text *at;
    size_t count, cap;
    Buffer line;
};

RdfLines *rdf_lines_new(Budget *budget) {
    RdfLines *const made = mem_zero(1, sizeof *made);
    if (!made) return NULL;
    made->arena = arena_new(budget);
    made->budget = budget;
    if (made->arena) return made;
    mem_free(made);
    return NULL;
}

void rdf_lines_free(RdfLines *lines) {
    if (!lines) return;
    arena_free(lines->arena);
    mem_free(lines->at);
    buffer_free(&lines->line);
    mem_free(lines);
}

Status rdf_lines_add(void *context, const Quad *quad) {
    RdfLines *const lines = context;
    const Term *const terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
    if (lines->count % 4096 == 0) TRY(budget_check(lines->budget));
    buffer_clear(&lines->line);
    for (size_t i = 0; i < 4; i++) {
        if (terms[i]->kind == TERM_NONE) continue;
        term_write(&lines->line, terms[i]);
        buffer_byte(&lines->line, ' ');
    }
    buffer_text(&lines->line, TEXT(".\n"));
    const Text kept = arena_text(lines->arena, buffer_view(&lines->line));
    if (!kept.at || lines->line.failed) return arena_failure(lines->arena);
    TRY(array_grow((void **)&lines->at, &lines->cap, lines->count + 1, sizeof *lines->at));
    lines->at[lines->count++] = kept;
    return STATUS_OK;
}

static int compare_lines(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static void sort_lines(RdfLines *lines) {
    if (lines->count == 0) return;
    qsort(lines->at, lines->count, sizeof *lines->at, compare_lines);
    size_t kept = 1;
    for (size_t i = 1; i < lines->count; i++) {
        if (!text_equal(lines->at[i], lines->at[kept - 1])) lines->at[kept++] = lines->at[i];
    }
    lines->count = kept;
}

Status rdf_lines_compare(RdfLines *before, RdfLines *after,
                         Status (*each)(void *context, Text line, bool added), void *context) {
    size_t i = 0, j = 0;
    sort_lines(before);
    sort_lines(after);
    while (i < before->count || j < after->count) {
        int order = 1;
        if (j == after->count)
            order = -1;
        else if (i < before->count)
            order = text_compare(before->at[i], after->at[j]);
        if (order < 0) TRY(each(context, before->at[i], false));
        if (order > 0) TRY(each(context, after->at[j], true));
        i += order <= 0;
        j += order >= 0;
    }
    return STATUS_OK;
}
