/* Property paths (SPARQL 1.1 Query, sections 9 and 18.4): all ends of a path from one node. Sequences, alternatives
 * and negated sets keep duplicates; *, + and ? give each end once. Closures are breadth-first searches whose set of
 * visited nodes is also the queue; recursion goes only as deep as the path is nested in the query's text. */
#include "exec_internal.h"

typedef struct Step {
    const Path *path; /* PATH_LINK, or a half of PATH_NEGATED */
    TermId predicate; /* TERM_ID_NONE: any but those of `without` */
    const Term *without;
    size_t without_count;
    bool backward;
} Step;

/* The predicates of a negated set, looked up once. */
struct Excluded {
    const Term *without;
    IdSet ids;
    Excluded *next;
};

static Status excluded_of(PathWalk *walk, const Step *step, const IdSet **ids) {
    Excluded *known = walk->excluded;
    while (known && known->without != step->without) known = known->next;
    if (!known) {
        known = mem_alloc(sizeof *known);
        if (!known) return STATUS_NO_MEMORY;
        *known = (Excluded){.without = step->without,
                            .ids.budget = walk->exec->setup.budget,
                            .next = walk->excluded};
        walk->excluded = known;
        for (size_t i = 0; i < step->without_count; i++) {
            TermId id = TERM_ID_NONE;
            TRY(exec_intern(walk->exec, &step->without[i], &id));
            TRY(id_set_add(&known->ids, id, NULL));
        }
    }
    *ids = &known->ids;
    return STATUS_OK;
}

void path_walk_end(PathWalk *walk) {
    graph_scan_close(&walk->scan);
    while (walk->excluded) {
        Excluded *const set = walk->excluded;
        walk->excluded = set->next;
        id_set_free(&set->ids);
        mem_free(set);
    }
}

static Status append(Ids *ids, TermId id) {
    TRY(array_grow((void **)&ids->at, &ids->cap, ids->count + 1, sizeof *ids->at));
    ids->at[ids->count++] = id;
    return STATUS_OK;
}

/* Calls for each triple of a step: from `from` (TERM_ID_NONE: from anywhere, and then the starts are given). */
static Status take_step(PathWalk *walk, const Step *step, TermId from, Ids *ends, IdSet *starts) {
    const bool backward = step->backward;
    const QuadPattern pattern = {backward ? TERM_ID_NONE : from, step->predicate,
                                 backward ? from : TERM_ID_NONE, walk->graph};
    walk->scan.columns = (step->without_count > 0 ? 1u << QUAD_PREDICATE : 0u) |
                         (ends ? 1u << (backward ? QUAD_SUBJECT : QUAD_OBJECT) : 0u) |
                         (starts ? 1u << (backward ? QUAD_OBJECT : QUAD_SUBJECT) : 0u);
    const IdSet *excluded = NULL;
    if (step->without_count > 0) TRY(excluded_of(walk, step, &excluded));
    TRY(graph_scan_open(&walk->scan, walk->exec, &pattern, walk->named));
    for (;;) {
        QuadBatch *const quads = walk->quads;
        TRY(graph_scan_next(&walk->scan, quads));
        if (quads->rows == 0) break;
        for (size_t i = 0; i < quads->rows; i++) {
            if (excluded && id_set_has(excluded, quads->predicate[i])) continue;
            if (ends) TRY(append(ends, backward ? quads->subject[i] : quads->object[i]));
            if (starts)
                TRY(id_set_add(starts, backward ? quads->object[i] : quads->subject[i], NULL));
        }
    }
    graph_scan_close(&walk->scan);
    return STATUS_OK;
}

/* The steps of a link or a negated set: at most two. */
static Status steps_of(PathWalk *walk, const Path *path, bool backward, Step steps[2],
                       size_t *count) {
    *count = 0;
    if (path->kind == PATH_LINK) {
        steps[0] = (Step){.path = path, .backward = backward};
        *count = 1;
        return exec_intern(walk->exec, &path->link, &steps[0].predicate);
    }
    if (path->negates_forward)
        steps[(*count)++] = (Step){.path = path,
                                   .without = path->forward,
                                   .without_count = path->forward_count,
                                   .backward = backward};
    if (path->negates_backward)
        steps[(*count)++] = (Step){.path = path,
                                   .without = path->backward,
                                   .without_count = path->backward_count,
                                   .backward = !backward};
    return STATUS_OK;
}

static Status walk_steps(PathWalk *walk, const Path *path, bool backward, TermId from, Ids *ends) {
    Step steps[2];
    size_t count = 0;
    TRY(steps_of(walk, path, backward, steps, &count));
    for (size_t i = 0; i < count; i++) TRY(take_step(walk, &steps[i], from, ends, NULL));
    return STATUS_OK;
}

/* By section 18.2.2.4 the middle of a sequence is a variable, and a variable is a node of the graph: so a constant that
 * is in no triple does not get through two steps of no length, unless the other end is that constant too. */
static Status is_middle(PathWalk *walk, TermId from, TermId middle, TermId goal, bool *is) {
    *is = middle != from || (walk->goal_fixed && goal == from);
    return *is ? STATUS_OK : path_has_node(walk, middle, is);
}

static Status walk_sequence(PathWalk *walk, const Path *path, bool backward, TermId from,
                            TermId goal, Ids *ends) {
    Ids middle = {0};
    Status status =
        path_walk(walk, backward ? path->right : path->left, backward, from, TERM_ID_NONE, &middle);
    for (size_t i = 0; status == STATUS_OK && i < middle.count; i++) {
        bool is = false;
        status = is_middle(walk, from, middle.at[i], goal, &is);
        if (status == STATUS_OK && is)
            status = path_walk(walk, backward ? path->left : path->right, backward, middle.at[i],
                               goal, ends);
    }
    mem_free(middle.at);
    return status;
}

/* ---- Closures -------------------------------------------------------------------------------------------------- */

enum {
    ROWS_PER_LOOK_UP = 256 /* are read as soon, where rows are read one after another */
};

static Status add_ends(PathWalk *walk, const Path *path, bool backward, TermId from, Ids *ends,
                       IdSet *seen) {
    ends->count = 0;
    TRY(path_walk(walk, path, backward, from, TERM_ID_NONE, ends));
    for (size_t i = 0; i < ends->count; i++)
        if (!id_set_bit(seen, ends->at[i])) TRY(id_set_add(seen, ends->at[i], NULL));
    return STATUS_OK;
}

/* The source's pattern of all triples that a link can go along. */
static Status pattern_of_link(const PathWalk *walk, const Path *link, QuadPattern *pattern) {
    const Dataset *const dataset = walk->exec->dataset;
    *pattern = (QuadPattern){.graph = walk->graph};
    if (!walk->named && !dataset->union_default && dataset->default_count == 1)
        pattern->graph = dataset->defaults[0];
    return exec_intern(walk->exec, &link->link, &pattern->predicate);
}

/* From how many nodes on it is cheaper to read all links than to look up theirs. */
static Status nodes_for_all(const PathWalk *walk, const Path *path, uint64_t *nodes) {
    QuadPattern pattern;
    uint64_t count = 0;
    *nodes = UINT64_MAX;
    if (path->kind != PATH_LINK) return STATUS_OK;
    TRY(pattern_of_link(walk, path, &pattern));
    if (id_is_local(pattern.predicate) || id_is_local(pattern.graph)) return STATUS_OK;
    if (source_estimate(walk->exec->setup.source, &pattern, &count) == STATUS_OK)
        *nodes = count / ROWS_PER_LOOK_UP + 1;
    return STATUS_OK;
}

/* Adds the ends of the links from all nodes that were seen, those from nodes that come to it by the way too. */
static Status add_ends_of_all(PathWalk *walk, const Path *link, bool backward, IdSet *seen) {
    const QuadBatch *const quads = walk->quads;
    const TermId *const starts = backward ? quads->object : quads->subject;
    const TermId *const ends = backward ? quads->subject : quads->object;
    QuadPattern pattern;
    TermId start = TERM_ID_NONE;
    bool from = false;
    TRY(pattern_of_link(walk, link, &pattern));
    walk->scan.columns = 1u << QUAD_SUBJECT | 1u << QUAD_OBJECT;
    walk->scan.order = source_order(walk->exec->setup.source, &pattern,
                                    backward ? QUAD_OBJECT : QUAD_SUBJECT, QUAD_COLUMNS);
    pattern.graph = walk->graph;
    TRY(graph_scan_open(&walk->scan, walk->exec, &pattern, walk->named));
    do {
        TRY(graph_scan_next(&walk->scan, walk->quads));
        for (size_t i = 0; i < quads->rows; i++) {
            if (starts[i] != start) from = id_set_has(seen, starts[i]);
            start = starts[i];
            if (from && !id_set_bit(seen, ends[i])) TRY(id_set_add(seen, ends[i], NULL));
        }
    } while (quads->rows > 0);
    graph_scan_close(&walk->scan);
    walk->scan.order = ORDER_ANY;
    return STATUS_OK;
}

/* A search under way: nodes that were seen, of which those from `next` on wait. */
typedef struct Front {
    IdSet seen;
    size_t next;
    bool backward;
    uint64_t many; /* as in nodes_for_all; 0: not known yet */
} Front;

static size_t waiting(const Front *front) { return front->seen.count - front->next; }

/* Goes on from the next node that waits, or from all of them. */
static Status expand(PathWalk *walk, const Path *one, Front *front, Ids *ends) {
    const size_t end = front->seen.count;
    if (front->many == 0 && waiting(front) >= ROWS_PER_LOOK_UP)
        TRY(nodes_for_all(walk, one, &front->many));
    if (front->many == 0 || waiting(front) < front->many) {
        const TermId from = front->seen.ids[front->next++];
        return add_ends(walk, one, front->backward, from, ends, &front->seen);
    }
    front->next = end;
    return add_ends_of_all(walk, one, front->backward, &front->seen);
}

/* Is some node seen from both sides? Looks at those that `front` has seen from the position on. */
static bool meets(const Front *front, size_t position, const Front *other) {
    for (size_t i = position; i < front->seen.count; i++)
        if (id_set_has(&other->seen, front->seen.ids[i])) return true;
    return false;
}

/* Goes on from whichever end has fewer nodes that wait, until both searches meet or one has seen all that it can. */
static Status meet(PathWalk *walk, const Path *one, Front *front, Front *other, Ids *ends,
                   bool *met) {
    *met = meets(front, 0, other);
    while (!*met && waiting(front) > 0 && waiting(other) > 0) {
        Front *const less = waiting(front) <= waiting(other) ? front : other;
        const size_t seen = less->seen.count;
        TRY(expand(walk, one, less, ends));
        *met = meets(less, seen, less == front ? other : front);
    }
    return STATUS_OK;
}

/* The nodes reached by the repetitions, each once; for * the start is the first of them. `found` is room for some ends. */
static Status close_over(PathWalk *walk, const Path *path, Front *front, TermId from, Ids *found) {
    const Path *one = path->left;
    for (; one->kind == PATH_INVERSE; one = one->left) front->backward = !front->backward;
    if (path->kind != PATH_ONE_OR_MORE) {
        TRY(id_set_add(&front->seen, from, NULL));
        front->next = 1;
    }
    TRY(add_ends(walk, one, front->backward, from, found, &front->seen));
    while (path->kind != PATH_ZERO_OR_ONE && waiting(front) > 0)
        TRY(expand(walk, one, front, found));
    return STATUS_OK;
}

/* Is the goal one of them? Searched for from both ends, but for a single step. */
static Status reaches(PathWalk *walk, const Path *path, Front *front, TermId from, TermId goal,
                      Ids *found, bool *is) {
    Front other = {.seen.budget = front->seen.budget};
    const Path *one = path->left;
    *is = path->kind != PATH_ONE_OR_MORE && from == goal;
    if (*is) return STATUS_OK;
    for (; one->kind == PATH_INVERSE; one = one->left) front->backward = !front->backward;
    other.backward = !front->backward;
    TRY(add_ends(walk, one, front->backward, from, found, &front->seen));
    Status status = id_set_add(&other.seen, goal, NULL);
    if (path->kind == PATH_ZERO_OR_ONE)
        *is = id_set_has(&front->seen, goal);
    else if (status == STATUS_OK)
        status = meet(walk, one, front, &other, found, is);
    id_set_free(&other.seen);
    return status;
}

static Status walk_closure(PathWalk *walk, const Path *path, bool backward, TermId from,
                           TermId goal, Ids *ends) {
    Front front = {.seen.budget = walk->exec->setup.budget, .backward = backward};
    Ids found = {0};
    bool is = false;
    Status status = goal == TERM_ID_NONE ? close_over(walk, path, &front, from, &found)
                                         : reaches(walk, path, &front, from, goal, &found, &is);
    for (size_t i = 0; goal == TERM_ID_NONE && status == STATUS_OK && i < front.seen.count; i++)
        status = append(ends, front.seen.ids[i]);
    if (is && status == STATUS_OK) status = append(ends, goal);
    id_set_free(&front.seen);
    mem_free(found.at);
    return status;
}

Status path_walk(PathWalk *walk, const Path *path, bool backward, TermId from, TermId goal,
                 Ids *ends) {
    TRY(budget_check(walk->exec->setup.budget));
    switch (path->kind) {
    case PATH_LINK:
    case PATH_NEGATED: return walk_steps(walk, path, backward, from, ends);
    case PATH_INVERSE: return path_walk(walk, path->left, !backward, from, goal, ends);
    case PATH_SEQUENCE: return walk_sequence(walk, path, backward, from, goal, ends);
    case PATH_ALTERNATIVE:
        TRY(path_walk(walk, path->left, backward, from, goal, ends));
        return path_walk(walk, path->right, backward, from, goal, ends);
    case PATH_ZERO_OR_MORE:
    case PATH_ONE_OR_MORE:
    case PATH_ZERO_OR_ONE: break;
    }
    return walk_closure(walk, path, backward, from, goal, ends);
}

/* All subjects and objects of the active graph: where a zero-length path with two variables may be. */
static Status all_nodes(PathWalk *walk, IdSet *nodes) {
    TRY(take_step(walk, &(Step){.backward = false}, TERM_ID_NONE, NULL, nodes));
    return take_step(walk, &(Step){.backward = true}, TERM_ID_NONE, NULL, nodes);
}

Status path_starts(PathWalk *walk, const Path *path, bool backward, IdSet *nodes) {
    Step steps[2];
    size_t count = 0;
    if (path_is_nullable(path)) return all_nodes(walk, nodes);
    switch (path->kind) {
    case PATH_INVERSE: return path_starts(walk, path->left, !backward, nodes);
    case PATH_SEQUENCE: {
        const Path *const first = backward ? path->right : path->left;
        return path_starts(walk, first, backward, nodes);
    }
    case PATH_ALTERNATIVE:
        TRY(path_starts(walk, path->left, backward, nodes));
        return path_starts(walk, path->right, backward, nodes);
    case PATH_ONE_OR_MORE: return path_starts(walk, path->left, backward, nodes);
    default: break;
    }
    TRY(steps_of(walk, path, backward, steps, &count));
    for (size_t i = 0; i < count; i++) TRY(take_step(walk, &steps[i], TERM_ID_NONE, NULL, nodes));
    return STATUS_OK;
}

Status path_has_node(PathWalk *walk, TermId node, bool *has) {
    const QuadPattern subject = {.subject = node, .graph = walk->graph},
                      object = {.object = node, .graph = walk->graph};
    TRY(graph_has(walk->exec, &subject, walk->named, has));
    return *has ? STATUS_OK : graph_has(walk->exec, &object, walk->named, has);
}
