/* Aho and Corasick, "Efficient string matching" (1975): a trie of all strings with failure links; one pass over a text
 * finds every occurrence. Children are a list, the root's a table: nearly all steps of a miss are taken there. */
#include "ingest_internal.h"

#include <string.h>

enum {
    ROOT = 0
};

typedef struct State {
    uint32_t child, sibling; /* ROOT: none */
    uint32_t fail;           /* the longest proper suffix that is in the trie */
    uint32_t shorter;        /* the longest such suffix that is a string; ROOT: none */
    uint32_t number;         /* of the string that ends here; NO_ITEM: none does */
    uint32_t depth;
    unsigned char byte;
} State;

struct Automaton {
    State *nodes;
    size_t count, cap;
    uint32_t strings;
    uint32_t first[256]; /* children of the root */
};

Automaton *automaton_new(void) {
    Automaton *const made = mem_zero(1, sizeof *made);
    if (made &&
        array_grow((void **)&made->nodes, &made->cap, 1, sizeof *made->nodes) == STATUS_OK) {
        made->nodes[made->count++] = (State){.number = NO_ITEM};
        return made;
    }
    mem_free(made);
    return NULL;
}

void automaton_free(Automaton *automaton) {
    if (!automaton) return;
    mem_free(automaton->nodes);
    mem_free(automaton);
}

static uint32_t child_of(const Automaton *automaton, uint32_t node, unsigned char byte) {
    if (node == ROOT) return automaton->first[byte];
    uint32_t child = automaton->nodes[node].child;
    while (child != ROOT && automaton->nodes[child].byte != byte)
        child = automaton->nodes[child].sibling;
    return child;
}

static Status add_child(Automaton *automaton, uint32_t node, unsigned char byte, uint32_t *child) {
    if (automaton->count >= NO_ITEM) return STATUS_LIMIT;
    TRY(array_grow((void **)&automaton->nodes, &automaton->cap, automaton->count + 1,
                   sizeof *automaton->nodes));
    State *const parent = &automaton->nodes[node];
    *child = (uint32_t)automaton->count++;
    automaton->nodes[*child] = (State){
        .sibling = parent->child, .number = NO_ITEM, .depth = parent->depth + 1, .byte = byte};
    parent->child = *child;
    if (node == ROOT) automaton->first[byte] = *child;
    return STATUS_OK;
}

Status automaton_add(Automaton *automaton, Text string, uint32_t *number) {
    uint32_t node = ROOT;
    for (size_t i = 0; i < string.len; i++) {
        const unsigned char byte = (unsigned char)string.at[i];
        uint32_t child = child_of(automaton, node, byte);
        if (child == ROOT) TRY(add_child(automaton, node, byte, &child));
        node = child;
    }
    if (automaton->nodes[node].number == NO_ITEM)
        automaton->nodes[node].number = automaton->strings++;
    *number = automaton->nodes[node].number;
    return STATUS_OK;
}

static uint32_t step(const Automaton *automaton, uint32_t node, unsigned char byte) {
    for (;;) {
        const uint32_t child = child_of(automaton, node, byte);
        if (child != ROOT || node == ROOT) return child;
        node = automaton->nodes[node].fail;
    }
}

static void link_node(Automaton *automaton, uint32_t parent, uint32_t node) {
    State *const made = &automaton->nodes[node];
    made->fail = parent == ROOT ? ROOT : step(automaton, automaton->nodes[parent].fail, made->byte);
    const State *const suffix = &automaton->nodes[made->fail];
    made->shorter = suffix->number != NO_ITEM ? made->fail : suffix->shorter;
}

/* By levels: a node's failure link leads to a shallower node. */
Status automaton_end(Automaton *automaton) {
    uint32_t *const queue = mem_zero(automaton->count, sizeof *queue);
    if (!queue) return STATUS_NO_MEMORY;
    size_t filled = 1; /* the root */
    for (size_t at = 0; at < filled; at++) {
        for (uint32_t child = automaton->nodes[queue[at]].child; child != ROOT;
             child = automaton->nodes[child].sibling) {
            link_node(automaton, queue[at], child);
            queue[filled++] = child;
        }
    }
    mem_free(queue);
    return STATUS_OK;
}

Status automaton_run(const Automaton *automaton, Text text,
                     Status (*hit)(void *context, uint32_t number, size_t from, size_t to),
                     void *context) {
    uint32_t node = ROOT;
    for (size_t i = 0; i < text.len; i++) {
        node = step(automaton, node, (unsigned char)text.at[i]);
        uint32_t found =
            automaton->nodes[node].number != NO_ITEM ? node : automaton->nodes[node].shorter;
        for (; found != ROOT; found = automaton->nodes[found].shorter) {
            const State *const end = &automaton->nodes[found];
            TRY(hit(context, end->number, i + 1 - end->depth, i + 1));
        }
    }
    return STATUS_OK;
}
