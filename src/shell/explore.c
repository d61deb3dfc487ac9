/* Around a thing: .neighbours, .common, and .source, which tells the documents and passages that speak of it. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    DEEPEST = 3,
    MOST_BRANCHES = 12 /* of one thing, in a session; a script gets all */
};

/* Shows what a function writes in a walk over the graph. */
static Status show_walk(Shell *shell, const Words *words,
                        Status (*write)(Net *net, const Words *words, Buffer *out), Diag *diag) {
    Walk walk;
    Net net;
    Buffer screen = {0};
    TRY(walk_begin(&walk, shell, diag));
    net_begin(&net, &walk);
    Status status = walk_end(&walk, write(&net, words, &screen));
    net_end(&net);
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}

static Status write_edges(Net *net, TermId from, TermId to, Buffer *out) {
    NetTie ties[2 * NET_MOST_FACTS];
    size_t count;
    TRY(net_ties(net, from, to, ties, &count));
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_byte(out, ' ');
        net_write_tie(net, &ties[i], out);
    }
    return STATUS_OK;
}

/* ---- .neighbours: a tree; a thing that was shown already is not opened again -------------------------------- */

static void write_branch(Buffer *out, unsigned bars, size_t depth, bool last) {
    for (size_t i = 0; i < depth; i++) buffer_text(out, bars >> i & 1u ? TEXT("│  ") : TEXT("   "));
    buffer_text(out, last ? TEXT("└─ ") : TEXT("├─ "));
}

/* `bars` has a bit for each depth at which further branches follow; the recursion is at most DEEPEST deep. */
static Status write_tree(Net *net, size_t node, size_t depth, size_t deepest, unsigned bars,
                         Buffer *out) {
    const Shell *const shell = net->walk->shell;
    TRY(budget_check(&net->walk->budget));
    TRY(net_look_up(net, node));
    net->nodes[node].on_path = true;
    const size_t count = net->nodes[node].count;
    const size_t most = shell->interactive && count > MOST_BRANCHES ? MOST_BRANCHES : count;
    for (size_t i = 0; i < most; i++) {
        const TermId end = net->nodes[node].neighbours[i];
        const bool last = i + 1 == count;
        size_t next;
        write_branch(out, bars, depth, last);
        TRY(write_edges(net, net->nodes[node].id, end, out));
        buffer_byte(out, ' ');
        trail_write(net->walk, end, out);
        buffer_byte(out, '\n');
        TRY(net_node(net, end, &next));
        if (depth + 1 < deepest && !net->nodes[next].on_path)
            TRY(write_tree(net, next, depth + 1, deepest, last ? bars : bars | 1u << depth, out));
    }
    if (most == count) return STATUS_OK;
    write_branch(out, bars, depth, true);
    buffer_format(out, "… %zu more: .about lists them\n", count - most);
    return STATUS_OK;
}

static Status write_neighbours(Net *net, const Words *words, Buffer *out) {
    TermId thing;
    size_t node;
    size_t depth = 1;
    if (words->count > 1) {
        const Text wanted = words->word[1];
        if (wanted.len != 1 || wanted.at[0] < '1' || wanted.at[0] > '0' + DEEPEST) {
            return diag_set(net->walk->diag, STATUS_USAGE,
                            "the depth is a number from 1 to %d; quote names of several words",
                            DEEPEST);
        }
        depth = (size_t)(wanted.at[0] - '0');
    }
    TRY(thing_named(net->walk, words->word[0], &thing));
    trail_begin(net->walk->shell);
    trail_write(net->walk, thing, out);
    buffer_byte(out, '\n');
    TRY(net_node(net, thing, &node));
    TRY(write_tree(net, node, 0, depth, 0, out));
    if (net->nodes[node].count == 0) buffer_text(out, TEXT("└─ nothing is connected with it\n"));
    return STATUS_OK;
}

Status command_neighbours(Shell *shell, const Words *words, Diag *diag) {
    return show_walk(shell, words, write_neighbours, diag);
}

/* ---- .common ------------------------------------------------------------------------------------------------ */

static bool has_neighbour(const NetNode *node, TermId id) {
    for (size_t i = 0; i < node->count; i++) {
        if (node->neighbours[i] == id) return true;
    }
    return false;
}

static Status write_side(Net *net, TermId end, TermId shared, Buffer *out) {
    buffer_text(out, TEXT("   "));
    thing_write(net->walk, end, out);
    buffer_byte(out, ' ');
    TRY(write_edges(net, end, shared, out));
    buffer_byte(out, '\n');
    return STATUS_OK;
}

static Status write_common(Net *net, const Words *words, Buffer *out) {
    TermId ends[2];
    size_t nodes[2];
    size_t found = 0;
    for (size_t i = 0; i < 2; i++) {
        TRY(thing_named(net->walk, words->word[i], &ends[i]));
        TRY(net_node(net, ends[i], &nodes[i]));
        TRY(net_look_up(net, nodes[i]));
    }
    if (ends[0] == ends[1])
        return diag_set(net->walk->diag, STATUS_USAGE, "both names mean the same thing");
    trail_begin(net->walk->shell);
    for (size_t i = 0; i < net->nodes[nodes[0]].count; i++) {
        const TermId shared = net->nodes[nodes[0]].neighbours[i];
        if (!has_neighbour(&net->nodes[nodes[1]], shared)) continue;
        TRY(budget_check(&net->walk->budget));
        found++;
        trail_write(net->walk, shared, out);
        buffer_byte(out, '\n');
        for (size_t j = 0; j < 2; j++) TRY(write_side(net, ends[j], shared, out));
    }
    if (found) {
        buffer_format(out, "%zu shared\n", found);
        return STATUS_OK;
    }
    thing_write(net->walk, ends[0], out);
    buffer_text(out, TEXT(" and "));
    thing_write(net->walk, ends[1], out);
    buffer_text(out, TEXT(" share no neighbour; .path shows longer ways\n"));
    return STATUS_OK;
}

Status command_common(Shell *shell, const Words *words, Diag *diag) {
    return show_walk(shell, words, write_common, diag);
}

/* ---- .source ------------------------------------------------------------------------------------------------ */

static void write_document(Walk *walk, TermId passage, Buffer *out) {
    static const char *const told[] = {"http://purl.org/dc/terms/title",
                                       "http://purl.org/dc/terms/issued"};
    TermId document =
        walk_object(walk, passage, walk_id(walk, "http://purl.org/dc/terms/isPartOf"));
    if (document == TERM_ID_NONE) document = passage;
    if (document != passage) {
        buffer_text(out, TEXT(", in "));
        trail_write(walk, document, out);
    }
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const TermId value = walk_object(walk, document, walk_id(walk, told[i]));
        if (value == TERM_ID_NONE) continue;
        buffer_text(out, i ? TEXT(" of ") : TEXT(": "));
        thing_write(walk, value, out);
    }
}

/* The passages of all facts about the thing, most often named ones as they sort by text. */
static Status write_passages(Walk *walk, QuadIds *facts, size_t count, Buffer *out) {
    size_t untold = 0;
    for (size_t i = 0; i < count; i++) {
        facts[i].graph = thing_source(walk, &facts[i]); /* the place is free: rows are ours */
        facts[i].object = facts[i].graph;
        facts[i].predicate = facts[i].subject = TERM_ID_NONE;
        untold += facts[i].graph == TERM_ID_NONE;
        TRY(budget_check(&walk->budget));
    }
    TRY(walk_sort_rows(walk, facts, count));
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && facts[to].graph == facts[from].graph;) to++;
        if (facts[from].graph == TERM_ID_NONE) continue;
        buffer_format(out, "%6zu fact%s ", to - from, to - from == 1 ? ": " : "s:");
        trail_write(walk, facts[from].graph, out);
        write_document(walk, facts[from].graph, out);
        buffer_byte(out, '\n');
    }
    if (untold)
        buffer_format(out, "%6zu fact%s reference data, without a document\n", untold,
                      untold == 1 ? ": " : "s:");
    return STATUS_OK;
}

static Status write_sources(Net *net, const Words *words, Buffer *out) {
    Walk *const walk = net->walk;
    TermId thing;
    TRY(thing_named(walk, words->line, &thing));
    const QuadPattern patterns[2] = {{.subject = thing}, {.object = thing}};
    QuadIds *rows[2];
    size_t counts[2];
    for (size_t i = 0; i < 2; i++) TRY(walk_rows(walk, &patterns[i], &rows[i], &counts[i]));
    QuadIds *const all = arena_array(walk->arena, counts[0] + counts[1] + 1, sizeof *all);
    if (!all) return STATUS_NO_MEMORY;
    for (size_t i = 0, at = 0; i < 2; at += counts[i++]) {
        if (counts[i]) memcpy(all + at, rows[i], counts[i] * sizeof *all);
    }
    trail_begin(walk->shell);
    thing_write(walk, thing, out);
    buffer_text(out, TEXT(" is told of in\n"));
    return write_passages(walk, all, counts[0] + counts[1], out);
}

Status command_source(Shell *shell, const Words *words, Diag *diag) {
    return show_walk(shell, words, write_sources, diag);
}
