/* What plans are chosen by: counts of patterns from the source, and how many matches a pattern has for each value of a
 * variable that is bound already. The latter is sampled: the first batch in the order of that column tells rows per
 * distinct value. A store with statistics of its own replaces this file's sampling. */
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

/* The source's pattern for a triple pattern; false: a constant that the source does not have. */
static bool pattern_of(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
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

double count_triple(Planner *planner, const TriplePattern *triple, const PlanGraph *graph) {
    QuadPattern pattern;
    uint64_t count = 0;
    if (!pattern_of(planner, triple, graph, &pattern)) return 0;
    if (source_estimate(planner->source, &pattern, &count) != STATUS_OK) return 1000;
    return (double)count;
}

static ScanOrder order_by(Column column, const QuadPattern *pattern) {
    if (column == SUBJECT) return pattern->predicate != TERM_ID_NONE ? ORDER_PSO : ORDER_SPO;
    if (column == OBJECT) return pattern->predicate != TERM_ID_NONE ? ORDER_POS : ORDER_OPS;
    return ORDER_PSO;
}

static double rows_per_value(const QuadBatch *batch, Column column) {
    const TermId *const ids = column == SUBJECT  ? batch->subject
                              : column == OBJECT ? batch->object
                                                 : batch->predicate;
    size_t distinct = 1;
    for (size_t i = 1; i < batch->rows; i++) distinct += ids[i] != ids[i - 1];
    return batch->rows == 0 ? 1 : (double)batch->rows / (double)distinct;
}

static double sample(Planner *planner, const QuadPattern *pattern, Column column, double count) {
    const ScanOrder order = order_by(column, pattern);
    const double guess = sqrt(count);
    if (!(planner->source->can.orders & 1u << order)) return guess;
    SourceScan *scan = NULL;
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    double fanout = guess;
    const ScanRequest request = {*pattern, order, 1u << (QUAD_SUBJECT + column)};
    if (batch && source_scan(planner->source, &request, &scan, NULL) == STATUS_OK &&
        source_scan_next(scan, batch, NULL) == STATUS_OK)
        fanout = rows_per_value(batch, column);
    source_scan_free(scan);
    mem_free(batch);
    return fanout;
}

double column_fanout(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                     Column column, double count) {
    QuadPattern pattern;
    if (count <= 1 || !pattern_of(planner, triple, graph, &pattern)) return count;
    return sample(planner, &pattern, column, count);
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
