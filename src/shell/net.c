/* The graph as things and what connects them, whatever the direction: for paths, neighbours and pictures.
 * A node with rdf:subject, rdf:predicate and rdf:object is the edge that it describes, not a stop on the way. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    MOST_NODES = 200000 /* looked at by one search */
};

/* What connects nothing: kinds, vocabulary, coded values, sources, and what is only proposed. Shared by nearly
 * everything, it would make every pair of things neighbours. */
static const char *const no_connections[] = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                                             "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
                                             "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
                                             "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
                                             "http://www.w3.org/2000/01/rdf-schema#subClassOf",
                                             "http://www.w3.org/2000/01/rdf-schema#subPropertyOf",
                                             "http://www.w3.org/2000/01/rdf-schema#domain",
                                             "http://www.w3.org/2000/01/rdf-schema#range",
                                             "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
                                             "http://www.w3.org/2004/02/skos/core#inScheme",
                                             "http://www.w3.org/2004/02/skos/core#topConceptOf",
                                             "http://www.w3.org/2004/02/skos/core#hasTopConcept",
                                             "http://purl.org/dc/terms/source",
                                             "http://purl.org/dc/terms/license",
                                             "http://purl.org/dc/terms/publisher",
                                             "http://www.w3.org/ns/prov#wasDerivedFrom",
                                             "http://qudt.org/schema/qudt/unit",
                                             "urn:ytterby:ont:derivedFrom",
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
                                             "urn:ytterby:ont:kind",
                                             "urn:ytterby:ont:mentions",
                                             "urn:ytterby:ont:became",
                                             "urn:ytterby:ont:inPassage",
                                             "urn:ytterby:ont:review",
                                             "urn:ytterby:ont:proposes",
                                             "urn:ytterby:ont:proposedIri",
                                             "urn:ytterby:ont:proposedSource",
                                             "urn:ytterby:ont:proposedSubject",
                                             "urn:ytterby:ont:proposedPredicate",
                                             "urn:ytterby:ont:proposedObject",
                                             "urn:ytterby:ont:proposedAbout",
                                             "urn:ytterby:ont:proposedIndicator",
                                             "urn:ytterby:ont:proposedCommodity",
                                             "urn:ytterby:ont:proposedUnit",
                                             "urn:ytterby:ont:proposedBasis",
                                             "urn:ytterby:ont:proposedBound",
                                             "urn:ytterby:ont:proposedStatus"};

_Static_assert(sizeof no_connections / sizeof *no_connections == NET_EXCLUDED,
               "as many as there is room for");

/* ---- The graph as nodes with neighbours ------------------------------------------------------------------- */

typedef struct IdSought {
    const NetNode *nodes;
    TermId id;
} IdSought;

static bool same_id(const void *context, size_t position) {
    const IdSought *const sought = context;
    return sought->nodes[position].id == sought->id;
}

Status net_node(Net *net, TermId id, size_t *node) {
    const IdSought sought = {net->nodes, id};
    const uint64_t hash = hash_mix(id, 0);
    *node = hash_index_find(&net->index, hash, same_id, &sought);
    if (*node != HASH_NONE) return STATUS_OK;
    if (net->count == MOST_NODES)
        return diag_set(net->walk->diag, STATUS_LIMIT, "the search has grown too large");
    TRY(array_grow((void **)&net->nodes, &net->cap, net->count + 1, sizeof *net->nodes));
    *node = net->count++;
    net->nodes[*node] = (NetNode){.id = id, .distance = NET_FAR};
    return hash_index_add(&net->index, hash, *node);
}

static bool connects(const Net *net, const QuadIds *fact) {
    for (size_t i = 0; i < NET_EXCLUDED; i++) {
        if (fact->predicate == net->excluded[i]) return false;
    }
    if (net->avoided != TERM_ID_NONE && fact->predicate == net->avoided) return false;
    return !id_is_literal(fact->subject) && !id_is_literal(fact->object) &&
           fact->subject != fact->object;
}

/* The node at the other end of a fact that touches `id`, or TERM_ID_NONE when it connects nothing. */
static TermId other_end(const Net *net, const QuadIds *fact, TermId id) {
    if (connects(net, fact)) return fact->subject == id ? fact->object : fact->subject;
    if (fact->object != id) return TERM_ID_NONE;
    TermId end = TERM_ID_NONE;
    if (fact->predicate == net->edge_from)
        end = walk_object(net->walk, fact->subject, net->edge_to);
    if (fact->predicate == net->edge_to)
        end = walk_object(net->walk, fact->subject, net->edge_from);
    if (end != TERM_ID_NONE && net->avoided != TERM_ID_NONE &&
        walk_object(net->walk, fact->subject, net->edge_by) == net->avoided)
        return TERM_ID_NONE;
    return id_is_literal(end) || end == id ? TERM_ID_NONE : end;
}

static int by_id(const void *a, const void *b) {
    const TermId x = *(const TermId *)a;
    const TermId y = *(const TermId *)b;
    return (x > y) - (x < y);
}

Status net_look_up(Net *net, size_t node) {
    if (net->nodes[node].neighbours) return STATUS_OK;
    const TermId id = net->nodes[node].id;
    const QuadPattern patterns[2] = {{.subject = id}, {.object = id}};
    QuadIds *rows[2];
    size_t counts[2];
    for (size_t i = 0; i < 2; i++) TRY(walk_rows(net->walk, &patterns[i], &rows[i], &counts[i]));
    TermId *const ids = arena_array(net->walk->arena, counts[0] + counts[1] + 1, sizeof *ids);
    if (!ids) return STATUS_NO_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < counts[i]; j++) {
            const TermId end = other_end(net, &rows[i][j], id);
            if (end != TERM_ID_NONE && end != net->avoided) ids[count++] = end;
        }
    }
    qsort(ids, count, sizeof *ids, by_id);
    size_t kept = count > 0;
    for (size_t i = 1; i < count; i++) {
        if (ids[i] != ids[kept - 1]) ids[kept++] = ids[i];
    }
    TRY(walk_sort_ids(net->walk, ids, kept));
    net->nodes[node].neighbours = ids;
    net->nodes[node].count = kept;
    return STATUS_OK;
}

/* The facts from one node to the other: those that stand as they are, and those that a node describes. */
Status net_facts(Net *net, TermId from, TermId to, QuadIds *facts, size_t *count) {
    Walk *const walk = net->walk;
    const QuadPattern plain = {.subject = from, .object = to};
    const QuadPattern described = {.predicate = net->edge_from, .object = from};
    QuadIds *rows = NULL;
    size_t row_count = 0;
    *count = 0;
    TRY(walk_rows(walk, &plain, &rows, &row_count));
    for (size_t i = 0; i < row_count && *count < NET_MOST_FACTS; i++) {
        if (connects(net, &rows[i])) facts[(*count)++] = rows[i];
    }
    if (net->edge_from == TERM_ID_NONE) return STATUS_OK;
    TRY(walk_rows(walk, &described, &rows, &row_count));
    for (size_t i = 0; i < row_count && *count < NET_MOST_FACTS; i++) {
        if (walk_object(walk, rows[i].subject, net->edge_to) != to) continue;
        const QuadIds fact = {from, walk_object(walk, rows[i].subject, net->edge_by), to,
                              rows[i].graph};
        bool known = false;
        for (size_t j = 0; j < *count && !known; j++) known = facts[j].predicate == fact.predicate;
        if (!known) facts[(*count)++] = fact;
    }
    return STATUS_OK;
}

static NetTie *tie_of(NetTie *ties, size_t count, TermId predicate) {
    for (size_t i = 0; i < count; i++) {
        if (ties[i].fact.predicate == predicate) return &ties[i];
    }
    return NULL;
}

Status net_ties(Net *net, TermId from, TermId to, NetTie ties[2 * NET_MOST_FACTS], size_t *count) {
    QuadIds facts[NET_MOST_FACTS];
    *count = 0;
    for (size_t turn = 0; turn < 2; turn++) {
        size_t found;
        TRY(net_facts(net, turn ? to : from, turn ? from : to, facts, &found));
        TRY(walk_sort_rows(net->walk, facts, found));
        for (size_t i = 0; i < found; i++) {
            NetTie *const known = turn ? tie_of(ties, *count, facts[i].predicate) : NULL;
            if (known)
                known->backward = true;
            else
                ties[(*count)++] = (NetTie){facts[i], turn == 0, turn == 1};
        }
    }
    return STATUS_OK;
}

void net_write_tie(const Net *net, const NetTie *tie, Buffer *out) {
    buffer_text(out, tie->backward ? TEXT("←") : TEXT("—"));
    thing_write(net->walk, tie->fact.predicate, out);
    buffer_text(out, tie->forward ? TEXT("→") : TEXT("—"));
    trail_fact(net->walk, &tie->fact);
}

void net_begin(Net *net, Walk *walk) {
    *net = (Net){.walk = walk};
    for (size_t i = 0; i < NET_EXCLUDED; i++) net->excluded[i] = walk_id(walk, no_connections[i]);
    net->edge_from = walk_id(walk, RDF "subject");
    net->edge_by = walk_id(walk, RDF "predicate");
    net->edge_to = walk_id(walk, RDF "object");
}

void net_end(Net *net) {
    hash_index_free(&net->index);
    mem_free(net->nodes);
}
