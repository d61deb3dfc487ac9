/* Are two datasets the same but for the names of blank nodes?
 * Every blank node gets a colour, which is refined by the quads that it occurs in until no class of one colour
 * splits any more. When the colours tell all nodes apart, the quads written with colours for labels must be the
 * same; else one node of the smallest class is given a colour of its own, in turn with each of its likes on the
 * other side. The number of refinements is bounded. */
#include <stdlib.h>
#include <string.h>

#include "w3c.h"

enum {
    MOST_REFINEMENTS = 20000
};

typedef struct Node {
    Text label;
    uint64_t colour;
} Node;

typedef struct Side {
    const Dataset *dataset;
    Node *nodes; /* sorted by label */
    size_t count;
} Side;

typedef struct Search {
    Arena *arena;
    unsigned left; /* refinements */
} Search;

/* ---- Collecting the nodes ----------------------------------------------------------------------------- */

static int by_label(const void *a, const void *b) {
    return text_compare(((const Node *)a)->label, ((const Node *)b)->label);
}

static void collect_term(Side *side, const Term *term) {
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2]) collect_term(side, &term->triple[0]);
    if (term->kind == TERM_BLANK) side->nodes[side->count++] = (Node){term->text, 1};
}

static size_t blank_bound(const Term *term) {
    size_t bound = 1;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2]) bound++;
    return bound;
}

static void collect(Search *search, Side *side) {
    size_t most = 0;
    for (size_t i = 0; i < side->dataset->count; i++)
        most += 2 + blank_bound(&side->dataset->quads[i].object);
    side->nodes = arena_array(search->arena, most + 1, sizeof *side->nodes);
    for (size_t i = 0; i < side->dataset->count; i++) {
        const Quad *const quad = &side->dataset->quads[i];
        collect_term(side, &quad->subject);
        collect_term(side, &quad->object);
        collect_term(side, &quad->graph);
    }
    qsort(side->nodes, side->count, sizeof *side->nodes, by_label);
    size_t kept = 0;
    for (size_t i = 0; i < side->count; i++)
        if (kept == 0 || !text_equal(side->nodes[kept - 1].label, side->nodes[i].label))
            side->nodes[kept++] = side->nodes[i];
    side->count = kept;
}

static Node *node_of(const Side *side, Text label) {
    const Node key = {label, 0};
    return bsearch(&key, side->nodes, side->count, sizeof key, by_label);
}

/* ---- Colours -------------------------------------------------------------------------------------------- */

/* A term's hash with colours for labels; `self` counts as 0, so that a node sees where it stands. */
static uint64_t coloured(const Side *side, const Term *term, const Node *self) {
    uint64_t hash = 7;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2])
        hash = hash_mix(hash_mix(hash, coloured(side, &term->triple[0], self)),
                        term_hash(&term->triple[1]));
    if (term->kind != TERM_BLANK) return hash_mix(hash, term_hash(term));
    const Node *const node = node_of(side, term->text);
    return hash_mix(hash, node == self ? 0 : node->colour);
}

static uint64_t quad_hash(const Side *side, const Quad *quad, const Node *self) {
    const uint64_t hash =
        hash_mix(coloured(side, &quad->subject, self), term_hash(&quad->predicate));
    return hash_mix(hash_mix(hash, coloured(side, &quad->object, self)),
                    coloured(side, &quad->graph, self));
}

/* Adds the quad's hash, as each node in it sees it, to the node's new colour. Sums do not depend on order. */
static void add_term(const Side *side, const Quad *quad, const Term *term, uint64_t *sums) {
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2])
        add_term(side, quad, &term->triple[0], sums);
    if (term->kind != TERM_BLANK) return;
    const Node *const node = node_of(side, term->text);
    sums[node - side->nodes] += hash_mix(quad_hash(side, quad, node), 11);
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The colours in order, in the arena. */
static uint64_t *sorted_colours(Search *search, const Side *side) {
    uint64_t *const colours = arena_array(search->arena, side->count + 1, sizeof *colours);
    for (size_t i = 0; i < side->count; i++) colours[i] = side->nodes[i].colour;
    qsort(colours, side->count, sizeof *colours, by_number);
    return colours;
}

static size_t class_count(Search *search, const Side *side) {
    const uint64_t *const colours = sorted_colours(search, side);
    size_t classes = side->count > 0;
    for (size_t i = 1; i < side->count; i++) classes += colours[i] != colours[i - 1];
    return classes;
}

static void refine(Search *search, Side *side) {
    uint64_t *const sums = arena_array(search->arena, side->count + 1, sizeof *sums);
    for (size_t before = 0, now = class_count(search, side); now > before && now <= side->count;) {
        memset(sums, 0, side->count * sizeof *sums);
        for (size_t i = 0; i < side->dataset->count; i++) {
            const Quad *const quad = &side->dataset->quads[i];
            add_term(side, quad, &quad->subject, sums);
            add_term(side, quad, &quad->object, sums);
            add_term(side, quad, &quad->graph, sums);
        }
        for (size_t i = 0; i < side->count; i++)
            side->nodes[i].colour = hash_mix(side->nodes[i].colour, sums[i]);
        before = now;
        now = class_count(search, side);
    }
}

/* ---- Comparing -------------------------------------------------------------------------------------------- */

static void append_term(Buffer *out, const Side *side, const Term *term) {
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2]) {
        buffer_text(out, TEXT("<<("));
        append_term(out, side, &term->triple[0]);
        append_term(out, side, &term->triple[1]);
    }
    if (term->kind == TERM_BLANK) {
        buffer_format(out, "_:%llx ", (unsigned long long)node_of(side, term->text)->colour);
        return;
    }
    const size_t from = out->len;
    term_write(out, term);
    const size_t tag = out->len - term->lang.len; /* language tags have no case */
    for (size_t i = tag; i > from && i < out->len; i++)
        if (out->at[i] >= 'A' && out->at[i] <= 'Z') out->at[i] = (char)(out->at[i] + 32);
    buffer_byte(out, ' ');
}

static int by_text(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

/* Every quad as a line with colours for labels, sorted, without twins; *count of them. */
static Text *lines_of(Search *search, const Side *side, size_t *count) {
    Text *const lines = arena_array(search->arena, side->dataset->count + 1, sizeof *lines);
    Buffer line = {0};
    for (size_t i = 0; i < side->dataset->count; i++) {
        const Quad *const quad = &side->dataset->quads[i];
        buffer_clear(&line);
        append_term(&line, side, &quad->subject);
        append_term(&line, side, &quad->predicate);
        append_term(&line, side, &quad->object);
        append_term(&line, side, &quad->graph);
        lines[i] = arena_text(search->arena, buffer_view(&line));
    }
    buffer_free(&line);
    qsort(lines, side->dataset->count, sizeof *lines, by_text);
    *count = 0;
    for (size_t i = 0; i < side->dataset->count; i++)
        if (*count == 0 || !text_equal(lines[*count - 1], lines[i])) lines[(*count)++] = lines[i];
    return lines;
}

static bool same_lines(Search *search, const Side *a, const Side *b) {
    size_t a_count, b_count;
    const Text *const left = lines_of(search, a, &a_count), *const right =
                                                                lines_of(search, b, &b_count);
    if (a_count != b_count) return false;
    for (size_t i = 0; i < a_count; i++)
        if (!text_equal(left[i], right[i])) return false;
    return true;
}

static bool same_colours(Search *search, const Side *a, const Side *b) {
    return a->count == b->count && memcmp(sorted_colours(search, a), sorted_colours(search, b),
                                          a->count * sizeof(uint64_t)) == 0;
}

/* A colour that several nodes have: the one of the fewest; false when there is none. */
static bool smallest_class(Search *search, const Side *side, uint64_t *colour) {
    const uint64_t *const colours = sorted_colours(search, side);
    size_t best = SIZE_MAX;
    for (size_t i = 0, end; i < side->count; i = end) {
        for (end = i + 1; end < side->count && colours[end] == colours[i]; end++) continue;
        if (end - i < 2 || end - i >= best) continue;
        best = end - i;
        *colour = colours[i];
    }
    return best != SIZE_MAX;
}

static Side copy_side(Search *search, const Side *side) {
    Side copy = *side;
    copy.nodes = arena_array(search->arena, side->count + 1, sizeof *copy.nodes);
    memcpy(copy.nodes, side->nodes, side->count * sizeof *copy.nodes);
    return copy;
}

/* Depth at most the number of nodes; the bound on refinements ends it before the stack does. */
static bool match(Search *search, Side a, Side b) {
    if (search->left == 0) return false;
    search->left--;
    refine(search, &a);
    refine(search, &b);
    uint64_t colour;
    if (!same_colours(search, &a, &b)) return false;
    if (!smallest_class(search, &a, &colour)) return same_lines(search, &a, &b);
    size_t chosen = 0;
    while (a.nodes[chosen].colour != colour) chosen++;
    const uint64_t own = hash_mix(colour, search->left);
    a.nodes[chosen].colour = own;
    for (size_t i = 0; i < b.count; i++) {
        if (b.nodes[i].colour != colour) continue;
        Side other = copy_side(search, &b);
        other.nodes[i].colour = own;
        if (match(search, copy_side(search, &a), other)) return true;
    }
    return false;
}

bool dataset_isomorphic(const Dataset *a, const Dataset *b, bool *gave_up) {
    Search search = {arena_new(NULL), MOST_REFINEMENTS};
    Side left = {.dataset = a}, right = {.dataset = b};
    collect(&search, &left);
    collect(&search, &right);
    const bool same = left.count == right.count && match(&search, left, right);
    *gave_up = search.left == 0;
    arena_free(search.arena);
    return same;
}
