/* The trail of a person through the graph: the numbers of the last screen, by which one walks on, the things that
 * were visited, and the facts that were shown, which .draw last draws. All as text: ids do not outlive a walk. */
#include <string.h>

#include "shell_internal.h"

void names_clear(NameStack *stack) {
    arena_free(stack->arena);
    stack->arena = NULL;
    stack->count = 0;
}

/* A name that cannot be kept for want of memory is only not offered. */
bool names_push(NameStack *stack, Text name) {
    if (!stack->arena) stack->arena = arena_new(NULL);
    if (!stack->arena || array_grow((void **)&stack->names, &stack->cap, stack->count + 1,
                                    sizeof *stack->names) != STATUS_OK)
        return false;
    const Text kept = arena_text(stack->arena, name);
    if (kept.at) stack->names[stack->count++] = kept;
    return kept.at != NULL;
}

void trail_begin(Shell *shell) {
    names_clear(&shell->trail.stops);
    names_clear(&shell->trail.facts);
}

void trail_free(Shell *shell) {
    NameStack *const stacks[] = {&shell->trail.stops, &shell->trail.visited, &shell->trail.facts,
                                 &shell->review.skipped};
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
        names_clear(stacks[i]);
        mem_free(stacks[i]->names);
        *stacks[i] = (NameStack){0};
    }
    buffer_free(&shell->review.shown);
    shell->review = (ReviewState){0};
}

static bool iri_of(Walk *walk, TermId id, char text[32], Text *iri) {
    Term term;
    if (id_is_literal(id) || source_term(walk->source, id, text, &term) != STATUS_OK) return false;
    *iri = term.text;
    return term.kind == TERM_IRI;
}

/* The number of an IRI on this screen: the one it has, or the next one; 0 when memory is out. */
static size_t number_of(NameStack *stops, Text iri) {
    for (size_t i = 0; i < stops->count; i++) {
        if (text_equal(stops->names[i], iri)) return i + 1;
    }
    return names_push(stops, iri) ? stops->count : 0;
}

void trail_number(Walk *walk, TermId id, Buffer *out) {
    Shell *const shell = walk->shell;
    char text[32];
    Text iri;
    if (!shell->interactive || !iri_of(walk, id, text, &iri)) return;
    const size_t number = number_of(&shell->trail.stops, iri);
    if (number) buffer_format(out, " #%zu", number);
}

void trail_write(Walk *walk, TermId id, Buffer *out) {
    thing_write(walk, id, out);
    trail_number(walk, id, out);
}

void trail_fact(Walk *walk, const QuadIds *fact) {
    NameStack *const facts = &walk->shell->trail.facts;
    const TermId ids[3] = {fact->subject, fact->predicate, fact->object};
    char texts[3][32];
    Text iris[3];
    for (size_t i = 0; i < 3; i++) {
        if (!iri_of(walk, ids[i], texts[i], &iris[i])) return;
    }
    const size_t before = facts->count;
    for (size_t i = 0; i < 3; i++) {
        if (names_push(facts, iris[i])) continue;
        facts->count = before;
        return;
    }
}

bool trail_stop(const Shell *shell, Text word, Text *iri) {
    const size_t start = text_starts(word, TEXT("#")) ? 1 : 0;
    size_t number = 0;
    if (word.len == start || word.len > start + 6) return false;
    for (size_t i = start; i < word.len; i++) {
        if (word.at[i] < '0' || word.at[i] > '9') return false;
        number = number * 10 + (size_t)(word.at[i] - '0');
    }
    if (number == 0 || number > shell->trail.stops.count) return false;
    *iri = shell->trail.stops.names[number - 1];
    return true;
}

void trail_visit(Shell *shell, Text iri) {
    NameStack *const visited = &shell->trail.visited;
    const bool here = visited->count && text_equal(visited->names[visited->count - 1], iri);
    if (!here) (void)names_push(visited, iri);
}
