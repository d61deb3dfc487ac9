/* What plans are chosen by: counts of patterns from the source, and how many matches a pattern has for each value of a
 * variable that is bound already, from the source's number of distinct values. */
#include "plan_internal.h"

#include <math.h>

static bool node_id(Planner *planner, const Node *node, TermId *id) {
    *id = TERM_ID_NONE;
    if (node->parts) return true;
    if (node->slot == SLOT_NONE)
        *id = source_find(planner->source, &node->term);
    else if (planner->bound && node->slot < planner->variable_count)
        *id = planner->bound[node->slot];
    return node->slot != SLOT_NONE || *id != TERM_ID_NONE;
}

bool pattern_of(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                QuadPattern *pattern) {
    const Dataset *const dataset = planner->dataset;
    *pattern = (QuadPattern){0};
    const bool found = node_id(planner, &triple->subject, &pattern->subject) &&
                       node_id(planner, &triple->predicate, &pattern->predicate) &&
                       node_id(planner, &triple->object, &pattern->object);
    if (graph->named) return found && node_id(planner, &graph->name, &pattern->graph);
    if (!dataset->union_default && dataset->default_count == 1)
        pattern->graph = dataset->defaults[0];
    return found;
}

static bool repeats(const TriplePattern *t) {
    const Slot s = t->subject.slot, p = t->predicate.slot, o = t->object.slot;
    return (s != SLOT_NONE && (s == p || s == o)) || (p != SLOT_NONE && p == o);
}

bool triple_is_plain(const TriplePattern *t) {
    return !repeats(t) && !t->subject.parts && !t->object.parts;
}

double count_triple(Planner *planner, const TriplePattern *triple, const PlanGraph *graph) {
    QuadPattern pattern;
    uint64_t count = 0;
    if (!pattern_of(planner, triple, graph, &pattern)) return 0;
    if (source_estimate(planner->source, &pattern, &count) != STATUS_OK) return 1000;
    return (double)count;
}

static QuadColumn quad_column(Column column) {
    return column == SUBJECT ? QUAD_SUBJECT : column == PREDICATE ? QUAD_PREDICATE : QUAD_OBJECT;
}

double column_fanout(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                     Column column, double count) {
    QuadPattern pattern;
    uint64_t distinct = 0;
    if (count <= 1 || !pattern_of(planner, triple, graph, &pattern)) return count;
    const TermId bound[] = {pattern.subject, pattern.predicate, pattern.object};
    if (bound[column] != TERM_ID_NONE) return count;
    if (source_distinct(planner->source, &pattern, quad_column(column), &distinct) != STATUS_OK)
        return sqrt(count);
    return distinct > 0 ? count / (double)distinct : count;
}

double count_links(Planner *planner, const Path *path, const PlanGraph *graph) {
    const Node any = {.slot = 0};
    if (path->kind == PATH_LINK) {
        const TriplePattern link = {any, {.slot = SLOT_NONE, .term = path->link}, any};
        Planner free_ends = *planner;
        free_ends.bound = NULL;
        return count_triple(&free_ends, &link, graph);
    }
    if (path->kind == PATH_NEGATED)
        return count_triple(planner, &(TriplePattern){any, any, any}, graph);
    const double left = path->left ? count_links(planner, path->left, graph) : 0;
    return left + (path->right ? count_links(planner, path->right, graph) : 0);
}

double selectivity(const Expr *condition) {
    if (condition->kind == EXPR_EQUAL || condition->kind == EXPR_IN) return 0.1;
    double all = 1;
    for (size_t i = 0; condition->kind == EXPR_AND && i < condition->count; i++)
        all *= selectivity(condition->args[i]);
    if (condition->kind == EXPR_AND) return all;
    return 0.4;
}
