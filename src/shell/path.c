/* .path A B: the k shortest connections, whatever the direction of the facts. A breadth-first search from B gives
 * every node its distance to it; then, length by length, the simple paths from A are walked depth-first, and only
 * into nodes near enough to B: each step taken lies on a walk of the wanted length.
 * A node with rdf:subject, rdf:predicate and rdf:object is the edge that it describes, not a stop on the way. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    DEFAULT_PATHS = 3,
    MOST_PATHS = 50,
    LONGEST_PATH = 8,
    MOST_FACTS = 16,     /* shown for one step, in one direction */
    MOST_NODES = 200000, /* looked at by one search */
    FAR = 255
};

/* What connects nothing: kinds, vocabulary, coded values, sources. Shared by nearly everything, it would make every
 * pair of things neighbours. */
static const char *const no_connections[] = {RDF "type",
                                             RDF "subject",
                                             RDF "predicate",
                                             RDF "object",
                                             RDFS "subClassOf",
                                             RDFS "subPropertyOf",
                                             RDFS "domain",
                                             RDFS "range",
                                             RDFS "isDefinedBy",
                                             "http://www.w3.org/2004/02/skos/core#inScheme",
                                             "http://www.w3.org/2004/02/skos/core#topConceptOf",
                                             "http://www.w3.org/2004/02/skos/core#hasTopConcept",
                                             "http://purl.org/dc/terms/source",
                                             "http://purl.org/dc/terms/license",
                                             "http://purl.org/dc/terms/publisher",
                                             "http://www.w3.org/ns/prov#wasDerivedFrom",
                                             "http://qudt.org/schema/qudt/unit",
                                             "urn:ytterby:ont:baseUnit",
                                             "urn:ytterby:ont:topic",
                                             "urn:ytterby:ont:indicator",
                                             "urn:ytterby:ont:basis",
                                             "urn:ytterby:ont:bound",
                                             "urn:ytterby:ont:status",
                                             "urn:ytterby:ont:qualifier",
                                             "urn:ytterby:ont:frequency",
                                             "urn:ytterby:ont:timing",
                                             "urn:ytterby:ont:stance",
                                             "urn:ytterby:ont:kind"};

enum {
    EXCLUDED = sizeof no_connections / sizeof *no_connections
};

typedef struct PathNode {
    TermId id;
    TermId *neighbours; /* NULL: not looked up yet */
    size_t count;
    unsigned char distance; /* to B */
    bool on_path;
} PathNode;

typedef struct Search {
    Walk *walk;
    TermId excluded[EXCLUDED];
    TermId edge_from, edge_by, edge_to; /* rdf:subject, rdf:predicate, rdf:object */
    PathNode *nodes;
    size_t count, cap;
    HashIndex index; /* id -> node */
    size_t path[LONGEST_PATH + 1];
    size_t wanted, found;
    Buffer *screen;
} Search;

/* ---- The graph as nodes with neighbours ------------------------------------------------------------------- */

typedef struct IdSought {
    const PathNode *nodes;
    TermId id;
} IdSought;

static bool same_id(const void *context, size_t position) {
    const IdSought *const sought = context;
    return sought->nodes[position].id == sought->id;
}

static Status node_of(Search *search, TermId id, size_t *node) {
    const IdSought sought = {search->nodes, id};
    const uint64_t hash = hash_mix(id, 0);
    *node = hash_index_find(&search->index, hash, same_id, &sought);
    if (*node != HASH_NONE) return STATUS_OK;
    if (search->count == MOST_NODES)
        return diag_set(search->walk->diag, STATUS_LIMIT, "the search has grown too large");
    TRY(array_grow((void **)&search->nodes, &search->cap, search->count + 1,
                   sizeof *search->nodes));
    *node = search->count++;
    search->nodes[*node] = (PathNode){.id = id, .distance = FAR};
    return hash_index_add(&search->index, hash, *node);
}

static bool connects(const Search *search, const QuadIds *fact) {
    for (size_t i = 0; i < EXCLUDED; i++) {
        if (fact->predicate == search->excluded[i]) return false;
    }
    return !id_is_literal(fact->subject) && !id_is_literal(fact->object) &&
           fact->subject != fact->object;
}

/* The node at the other end of a fact that touches `id`, or TERM_ID_NONE when it connects nothing. */
static TermId other_end(const Search *search, const QuadIds *fact, TermId id) {
    if (connects(search, fact)) return fact->subject == id ? fact->object : fact->subject;
    if (fact->object != id) return TERM_ID_NONE;
    TermId end = TERM_ID_NONE;
    if (fact->predicate == search->edge_from)
        end = walk_object(search->walk, fact->subject, search->edge_to);
    if (fact->predicate == search->edge_to)
        end = walk_object(search->walk, fact->subject, search->edge_from);
    return id_is_literal(end) || end == id ? TERM_ID_NONE : end;
}

static int by_id(const void *a, const void *b) {
    const TermId x = *(const TermId *)a;
    const TermId y = *(const TermId *)b;
    return (x > y) - (x < y);
}

static Status look_up(Search *search, size_t node) {
    if (search->nodes[node].neighbours) return STATUS_OK;
    const TermId id = search->nodes[node].id;
    const QuadPattern patterns[2] = {{.subject = id}, {.object = id}};
    QuadIds *rows[2];
    size_t counts[2];
    for (size_t i = 0; i < 2; i++) TRY(walk_rows(search->walk, &patterns[i], &rows[i], &counts[i]));
    TermId *const ids = arena_array(search->walk->arena, counts[0] + counts[1] + 1, sizeof *ids);
    if (!ids) return STATUS_NO_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < counts[i]; j++) {
            const TermId end = other_end(search, &rows[i][j], id);
            if (end != TERM_ID_NONE) ids[count++] = end;
        }
    }
    qsort(ids, count, sizeof *ids, by_id);
    size_t kept = count > 0;
    for (size_t i = 1; i < count; i++) {
        if (ids[i] != ids[kept - 1]) ids[kept++] = ids[i];
    }
    TRY(walk_sort_ids(search->walk, ids, kept));
    search->nodes[node].neighbours = ids;
    search->nodes[node].count = kept;
    return STATUS_OK;
}

/* ---- Distances to B --------------------------------------------------------------------------------------- */

/* Nodes are numbered in the order of the search, so the list of nodes is its queue. B is node 0. */
static Status measure(Search *search, TermId end) {
    size_t node;
    TRY(node_of(search, end, &node));
    search->nodes[node].distance = 0;
    for (size_t i = 0; i < search->count && search->nodes[i].distance < LONGEST_PATH; i++) {
        TRY(budget_check(&search->walk->budget));
        TRY(look_up(search, i));
        for (size_t j = 0; j < search->nodes[i].count; j++) {
            TRY(node_of(search, search->nodes[i].neighbours[j], &node));
            if (search->nodes[node].distance == FAR)
                search->nodes[node].distance = (unsigned char)(search->nodes[i].distance + 1);
        }
    }
    return STATUS_OK;
}

/* ---- Showing ---------------------------------------------------------------------------------------------- */

/* The facts from one node to the other: those that stand as they are, and those that a node describes. */
static Status facts_between(Search *search, TermId from, TermId to, QuadIds *facts, size_t *count) {
    Walk *const walk = search->walk;
    const QuadPattern plain = {.subject = from, .object = to};
    const QuadPattern described = {.predicate = search->edge_from, .object = from};
    QuadIds *rows = NULL;
    size_t row_count = 0;
    *count = 0;
    TRY(walk_rows(walk, &plain, &rows, &row_count));
    for (size_t i = 0; i < row_count && *count < MOST_FACTS; i++) {
        if (connects(search, &rows[i])) facts[(*count)++] = rows[i];
    }
    if (search->edge_from == TERM_ID_NONE) return STATUS_OK;
    TRY(walk_rows(walk, &described, &rows, &row_count));
    for (size_t i = 0; i < row_count && *count < MOST_FACTS; i++) {
        if (walk_object(walk, rows[i].subject, search->edge_to) != to) continue;
        const QuadIds fact = {from, walk_object(walk, rows[i].subject, search->edge_by), to,
                              rows[i].graph};
        bool known = false;
        for (size_t j = 0; j < *count && !known; j++) known = facts[j].predicate == fact.predicate;
        if (!known) facts[(*count)++] = fact;
    }
    return STATUS_OK;
}

static void write_fact(Search *search, const QuadIds *fact, bool forward, size_t *shown) {
    Buffer *const out = search->screen;
    const size_t start = out->len;
    buffer_text(out, TEXT("   "));
    if ((*shown)++ == 0)
        thing_write(search->walk, forward ? fact->subject : fact->object, out);
    else
        screen_fill(out, start, 6);
    buffer_text(out, forward ? TEXT(" —") : TEXT(" ←"));
    thing_write(search->walk, fact->predicate, out);
    buffer_text(out, forward ? TEXT("→ ") : TEXT("— "));
    thing_write(search->walk, forward ? fact->object : fact->subject, out);
    Buffer source = {0};
    thing_write_source(search->walk, fact, &source);
    screen_style(search->walk->shell, out, "2");
    if (source.len) buffer_format(out, "  [%.*s]", (int)source.len, source.at);
    screen_style(search->walk->shell, out, "0");
    buffer_byte(out, '\n');
    out->failed = out->failed || source.failed;
    buffer_free(&source);
}

static Status write_step(Search *search, TermId from, TermId to) {
    QuadIds facts[MOST_FACTS];
    size_t count;
    size_t shown = 0;
    TRY(facts_between(search, from, to, facts, &count));
    TRY(walk_sort_rows(search->walk, facts, count));
    for (size_t i = 0; i < count; i++) write_fact(search, &facts[i], true, &shown);
    TRY(facts_between(search, to, from, facts, &count));
    TRY(walk_sort_rows(search->walk, facts, count));
    for (size_t i = 0; i < count; i++) write_fact(search, &facts[i], false, &shown);
    return STATUS_OK;
}

static Status write_path(Search *search, size_t length) {
    buffer_format(search->screen, "%s%zu. %zu step%s\n", search->found > 1 ? "\n" : "",
                  search->found, length, length == 1 ? "" : "s");
    for (size_t i = 0; i < length; i++) {
        TRY(write_step(search, search->nodes[search->path[i]].id,
                       search->nodes[search->path[i + 1]].id));
    }
    return STATUS_OK;
}

/* ---- Paths of one length ---------------------------------------------------------------------------------- */

/* Goes on from the path's last node, `done` steps from A; recursion is at most LONGEST_PATH deep. */
static Status extend(Search *search, size_t done, size_t length) {
    const size_t last = search->path[done];
    if (done == length) {
        if (last != 0) return STATUS_OK;
        search->found++;
        return write_path(search, length);
    }
    if (last == 0) return STATUS_OK; /* B is only at the end */
    TRY(budget_check(&search->walk->budget));
    TRY(look_up(search, last));
    search->nodes[last].on_path = true;
    Status status = STATUS_OK;
    for (size_t i = 0;
         i < search->nodes[last].count && search->found < search->wanted && status == STATUS_OK;
         i++) {
        size_t next;
        status = node_of(search, search->nodes[last].neighbours[i], &next);
        if (status != STATUS_OK) break;
        const PathNode *const node = &search->nodes[next];
        if (node->on_path || node->distance > length - done - 1) continue;
        search->path[done + 1] = next;
        status = extend(search, done + 1, length);
    }
    search->nodes[last].on_path = false;
    return status;
}

static Status search_paths(Search *search, TermId start, TermId end) {
    for (size_t i = 0; i < EXCLUDED; i++)
        search->excluded[i] = walk_id(search->walk, no_connections[i]);
    search->edge_from = walk_id(search->walk, RDF "subject");
    search->edge_by = walk_id(search->walk, RDF "predicate");
    search->edge_to = walk_id(search->walk, RDF "object");
    TRY(measure(search, end));
    size_t first;
    TRY(node_of(search, start, &first));
    search->path[0] = first;
    for (size_t length = search->nodes[first].distance;
         length <= LONGEST_PATH && search->found < search->wanted; length++) {
        TRY(extend(search, 0, length));
    }
    return STATUS_OK;
}

/* ---- The command ------------------------------------------------------------------------------------------ */

static Status read_wanted(const Words *words, size_t *wanted, Diag *diag) {
    *wanted = DEFAULT_PATHS;
    if (words->count == 2) return STATUS_OK;
    const Text number = words->word[words->count - 1];
    size_t value = 0;
    for (size_t i = 0; i < number.len && value <= MOST_PATHS; i++) {
        value = number.at[i] >= '0' && number.at[i] <= '9'
                    ? value * 10 + (size_t)(number.at[i] - '0')
                    : MOST_PATHS + 1;
    }
    const bool named = words->count == 3 || text_equal_nocase(words->word[2], TEXT("max"));
    if (!named || value == 0 || value > MOST_PATHS) {
        return diag_set(
            diag, STATUS_USAGE,
            "usage: .path A B [max N], with N from 1 to %d; quote names of several words",
            MOST_PATHS);
    }
    *wanted = value;
    return STATUS_OK;
}

static Status find_paths(Search *search, const Words *words) {
    Walk *const walk = search->walk;
    TermId start, end;
    TRY(thing_named(walk, words->word[0], &start));
    TRY(thing_named(walk, words->word[1], &end));
    if (start == end) return diag_set(walk->diag, STATUS_USAGE, "both names mean the same thing");
    TRY(search_paths(search, start, end));
    if (search->found > 0) return STATUS_OK;
    thing_write(walk, start, search->screen);
    buffer_text(search->screen, TEXT(" and "));
    thing_write(walk, end, search->screen);
    buffer_format(search->screen, " are not connected within %d steps\n", LONGEST_PATH);
    return STATUS_OK;
}

Status command_path(Shell *shell, const Words *words, Diag *diag) {
    Walk walk;
    Buffer screen = {0};
    Search search = {.walk = &walk, .screen = &screen};
    TRY(read_wanted(words, &search.wanted, diag));
    TRY(walk_begin(&walk, shell, diag));
    Status status = walk_end(&walk, find_paths(&search, words));
    hash_index_free(&search.index);
    mem_free(search.nodes);
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}
