/* .path A B: the k shortest connections, whatever the direction of the facts. A breadth-first search from B gives
 * every node its distance to it; then, length by length, the simple paths from A are walked depth-first, and only
 * into nodes near enough to B: each step taken lies on a walk of the wanted length. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    DEFAULT_PATHS = 3,
    MOST_PATHS = 50,
    LONGEST_PATH = 8,
    INDENT = 3, /* of a step; LATER_INDENT: of its further facts */
    LATER_INDENT = 7
};

typedef struct Search {
    Net net;
    TermId via; /* a thing or a property that every path must have; TERM_ID_NONE: any */
    size_t path[LONGEST_PATH + 1];
    size_t wanted, found;
    Buffer *screen;
} Search;

/* ---- Distances to B --------------------------------------------------------------------------------------- */

/* Nodes are numbered in the order of the search, so the list of nodes is its queue. B is node 0. */
static Status measure(Search *search, TermId end) {
    size_t node;
    TRY(net_node(&search->net, end, &node));
    search->net.nodes[node].distance = 0;
    for (size_t i = 0; i < search->net.count && search->net.nodes[i].distance < LONGEST_PATH; i++) {
        TRY(budget_check(&search->net.walk->budget));
        TRY(net_look_up(&search->net, i));
        for (size_t j = 0; j < search->net.nodes[i].count; j++) {
            TRY(net_node(&search->net, search->net.nodes[i].neighbours[j], &node));
            if (search->net.nodes[node].distance == NET_FAR)
                search->net.nodes[node].distance =
                    (unsigned char)(search->net.nodes[i].distance + 1);
        }
    }
    return STATUS_OK;
}

/* ---- Showing ---------------------------------------------------------------------------------------------- */

/* The first fact of a step names both ends, the others stand below it. */
static Status write_step(Search *search, TermId from, TermId to) {
    Walk *const walk = search->net.walk;
    Buffer *const out = search->screen;
    NetTie ties[2 * NET_MOST_FACTS];
    size_t count;
    Buffer text = {0}, source = {0};
    TRY(net_ties(&search->net, from, to, ties, &count));
    for (size_t i = 0; i < count; i++) {
        const unsigned indent = i ? LATER_INDENT : INDENT;
        buffer_clear(&text);
        buffer_clear(&source);
        if (i == 0) {
            trail_write(walk, from, &text);
            buffer_byte(&text, ' ');
        }
        net_write_tie(&search->net, &ties[i], &text);
        buffer_byte(&text, ' ');
        trail_write(walk, to, &text);
        thing_write_source(walk, &ties[i].fact, &source);
        buffer_format(out, "%*s", (int)indent, "");
        screen_sourced(walk->shell, out, buffer_view(&text), buffer_view(&source), indent);
    }
    out->failed = out->failed || text.failed || source.failed;
    buffer_free(&text);
    buffer_free(&source);
    return STATUS_OK;
}

static Status write_path(Search *search, size_t length) {
    buffer_format(search->screen, "%s%zu. %zu step%s\n", search->found > 1 ? "\n" : "",
                  search->found, length, length == 1 ? "" : "s");
    for (size_t i = 0; i < length; i++) {
        TRY(write_step(search, search->net.nodes[search->path[i]].id,
                       search->net.nodes[search->path[i + 1]].id));
    }
    return STATUS_OK;
}

/* Does the path have the thing or the property that was asked for? */
static Status goes_via(Search *search, size_t length, bool *goes) {
    Net *const net = &search->net;
    QuadIds facts[NET_MOST_FACTS];
    *goes = search->via == TERM_ID_NONE;
    for (size_t i = 0; i < length && !*goes; i++) {
        const TermId ends[2] = {net->nodes[search->path[i]].id, net->nodes[search->path[i + 1]].id};
        *goes = ends[0] == search->via || ends[1] == search->via;
        for (size_t turn = 0; turn < 2 && !*goes; turn++) {
            size_t count;
            TRY(net_facts(net, ends[turn], ends[1 - turn], facts, &count));
            for (size_t j = 0; j < count && !*goes; j++) *goes = facts[j].predicate == search->via;
        }
    }
    return STATUS_OK;
}

/* ---- Paths of one length ---------------------------------------------------------------------------------- */

/* Goes on from the path's last node, `done` steps from A; recursion is at most LONGEST_PATH deep. */
static Status extend(Search *search, size_t done, size_t length) {
    const size_t last = search->path[done];
    if (done == length) {
        bool wanted = last == 0;
        if (wanted) TRY(goes_via(search, length, &wanted));
        if (!wanted) return STATUS_OK;
        search->found++;
        return write_path(search, length);
    }
    if (last == 0) return STATUS_OK; /* B is only at the end */
    TRY(budget_check(&search->net.walk->budget));
    TRY(net_look_up(&search->net, last));
    search->net.nodes[last].on_path = true;
    Status status = STATUS_OK;
    for (size_t i = 0;
         i < search->net.nodes[last].count && search->found < search->wanted && status == STATUS_OK;
         i++) {
        size_t next;
        status = net_node(&search->net, search->net.nodes[last].neighbours[i], &next);
        if (status != STATUS_OK) break;
        const NetNode *const node = &search->net.nodes[next];
        if (node->on_path || node->distance > length - done - 1) continue;
        search->path[done + 1] = next;
        status = extend(search, done + 1, length);
    }
    search->net.nodes[last].on_path = false;
    return status;
}

static Status search_paths(Search *search, TermId start, TermId end) {
    TRY(measure(search, end));
    size_t first;
    TRY(net_node(&search->net, start, &first));
    search->path[0] = first;
    for (size_t length = search->net.nodes[first].distance;
         length <= LONGEST_PATH && search->found < search->wanted; length++) {
        TRY(extend(search, 0, length));
    }
    return STATUS_OK;
}

/* ---- The command ------------------------------------------------------------------------------------------ */

static Status path_usage(Diag *diag) {
    return diag_set(diag, STATUS_USAGE,
                    "usage: .path A B [max N] [via P] [not P], with N from 1 to %d; quote names of "
                    "several words",
                    MOST_PATHS);
}

static Status read_wanted(Text number, size_t *wanted, Diag *diag) {
    size_t value = 0;
    for (size_t i = 0; i < number.len && value <= MOST_PATHS; i++) {
        value = number.at[i] >= '0' && number.at[i] <= '9'
                    ? value * 10 + (size_t)(number.at[i] - '0')
                    : MOST_PATHS + 1;
    }
    if (value == 0 || value > MOST_PATHS) return path_usage(diag);
    *wanted = value;
    return STATUS_OK;
}

/* "max N", "via P", "not P" in any order; a number alone is a maximum, too. */
static Status read_wishes(Search *search, const Words *words) {
    Walk *const walk = search->net.walk;
    search->wanted = DEFAULT_PATHS;
    if (words->count == 3) return read_wanted(words->word[2], &search->wanted, walk->diag);
    for (size_t i = 2; i < words->count; i += 2) {
        const Text wish = words->word[i];
        if (i + 1 == words->count) return path_usage(walk->diag);
        if (text_equal_nocase(wish, TEXT("max")))
            TRY(read_wanted(words->word[i + 1], &search->wanted, walk->diag));
        else if (text_equal_nocase(wish, TEXT("via")))
            TRY(thing_named(walk, words->word[i + 1], &search->via));
        else if (text_equal_nocase(wish, TEXT("not")))
            TRY(thing_named(walk, words->word[i + 1], &search->net.avoided));
        else
            return path_usage(walk->diag);
    }
    return STATUS_OK;
}

static Status find_paths(Search *search, const Words *words) {
    Walk *const walk = search->net.walk;
    TermId start, end;
    TRY(read_wishes(search, words));
    TRY(thing_named(walk, words->word[0], &start));
    TRY(thing_named(walk, words->word[1], &end));
    if (start == end) return diag_set(walk->diag, STATUS_USAGE, "both names mean the same thing");
    if (start == search->net.avoided || end == search->net.avoided)
        return diag_set(walk->diag, STATUS_USAGE, "a path cannot leave out its own end");
    trail_begin(walk->shell);
    TRY(search_paths(search, start, end));
    if (search->found > 0) return STATUS_OK;
    thing_write(walk, start, search->screen);
    buffer_text(search->screen, TEXT(" and "));
    thing_write(walk, end, search->screen);
    buffer_format(search->screen, " are not connected within %d steps%s\n", LONGEST_PATH,
                  search->via == TERM_ID_NONE && search->net.avoided == TERM_ID_NONE ? "" : " so");
    return STATUS_OK;
}

Status command_path(Shell *shell, const Words *words, Diag *diag) {
    Walk walk;
    Buffer screen = {0};
    Search search = {.screen = &screen};
    TRY(walk_begin(&walk, shell, diag));
    net_begin(&search.net, &walk);
    Status status = walk_end(&walk, find_paths(&search, words));
    net_end(&search.net);
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}
