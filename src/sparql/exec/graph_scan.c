/* Scans of the active graph (SPARQL 1.1 Query, section 13): the dataset's default graph, which may be one graph, the
 * merge of several (FROM) or the union of all, or its named graphs. A graph is a set of triples: where one triple
 * can come from two graphs, duplicates are dropped, by the sort order when the source has one, else by a set. */
#include "exec_internal.h"

bool graph_is_named(const Exec *exec, TermId id) {
    const Dataset *const dataset = exec->dataset;
    if (id == TERM_ID_DEFAULT_GRAPH) return false;
    if (!dataset->named_given) return true;
    for (size_t i = 0; i < dataset->named_count; i++)
        if (dataset->named[i] == id) return true;
    return false;
}

/* Any full order puts equal triples side by side, because the graph comes last in it; one that begins with what is
 * bound reads the matches only. */
static ScanOrder order_of_merge(const SourceCapabilities *can, const QuadPattern *pattern) {
    static const unsigned char columns[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                               {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    const TermId bound[] = {pattern->subject, pattern->predicate, pattern->object};
    ScanOrder best = ORDER_ANY;
    size_t longest = 0;
    for (ScanOrder order = ORDER_SPO; order <= ORDER_OPS; order++) {
        size_t length = 0;
        if (!(can->orders & 1u << order)) continue;
        while (length < 3 && bound[columns[order - ORDER_SPO][length]] != TERM_ID_NONE) length++;
        if (best != ORDER_ANY && length <= longest) continue;
        best = order;
        longest = length;
    }
    return best;
}

static Status open_scan(GraphScan *self, TermId graph, ScanOrder order) {
    self->pattern.graph = graph;
    return source_scan(self->exec->setup.source, &self->pattern, order, &self->scan,
                       self->exec->setup.diag);
}

/* Opens the next of the default graphs; none left: the scan stays NULL. */
static Status open_default(GraphScan *self) {
    const Dataset *const dataset = self->exec->dataset;
    if (self->next_default >= dataset->default_count) return STATUS_OK;
    return open_scan(self, dataset->defaults[self->next_default++], ORDER_ANY);
}

Status graph_scan_open(GraphScan *self, Exec *exec, const QuadPattern *pattern, bool named) {
    static const Slot triple[3] = {0, 1, 2};
    self->exec = exec;
    self->pattern = *pattern;
    self->named = named;
    self->has_last = self->sorted = self->merge = false;
    self->next_default = 0;
    const TermId ids[] = {pattern->subject, pattern->predicate, pattern->object,
                          named ? pattern->graph : 0};
    for (size_t i = 0; i < 4; i++)
        if (id_is_local(ids[i])) return STATUS_OK; /* a term that the source does not have */
    if (named && pattern->graph != TERM_ID_NONE && !graph_is_named(exec, pattern->graph))
        return STATUS_OK;
    if (named) return open_scan(self, pattern->graph, ORDER_ANY);
    self->merge = exec->dataset->union_default || exec->dataset->default_count > 1;
    if (self->merge) rows_init(&self->seen.rows, exec, triple, 3);
    if (!exec->dataset->union_default) return open_default(self);
    const ScanOrder order = order_of_merge(&exec->setup.source->can, pattern);
    self->sorted = order != ORDER_ANY;
    return open_scan(self, TERM_ID_NONE, order);
}

static Status is_new_triple(GraphScan *self, const QuadBatch *batch, size_t at, bool *is_new) {
    const TermId cells[3] = {batch->subject[at], batch->predicate[at], batch->object[at]};
    size_t position = 0;
    if (!self->sorted) return row_set_add(&self->seen, cells, &position, is_new);
    *is_new = !self->has_last || self->last.subject != cells[0] ||
              self->last.predicate != cells[1] || self->last.object != cells[2];
    self->last = (QuadIds){cells[0], cells[1], cells[2], TERM_ID_NONE};
    self->has_last = true;
    return STATUS_OK;
}

static void move_quad(QuadBatch *batch, size_t from, size_t to) {
    batch->subject[to] = batch->subject[from];
    batch->predicate[to] = batch->predicate[from];
    batch->object[to] = batch->object[from];
    batch->graph[to] = batch->graph[from];
}

/* Takes out of the batch what is no triple of the active graph or was there already. */
static Status sift(GraphScan *self, QuadBatch *batch) {
    size_t kept = 0;
    for (size_t i = 0; i < batch->rows; i++) {
        bool keep = true;
        if (self->merge)
            TRY(is_new_triple(self, batch, i, &keep));
        else if (self->named)
            keep = graph_is_named(self->exec, batch->graph[i]);
        if (keep) move_quad(batch, i, kept++);
    }
    batch->rows = kept;
    return STATUS_OK;
}

Status graph_scan_next(GraphScan *self, QuadBatch *batch) {
    batch->rows = 0;
    while (self->scan) {
        TRY(budget_check(self->exec->setup.budget));
        TRY(source_scan_next(self->scan, batch, self->exec->setup.diag));
        self->exec->scanned += batch->rows;
        if (batch->rows == 0) {
            source_scan_free(self->scan);
            self->scan = NULL;
            if (!self->named && !self->exec->dataset->union_default) TRY(open_default(self));
            continue;
        }
        if (self->merge || (self->named && self->pattern.graph == TERM_ID_NONE))
            TRY(sift(self, batch));
        if (batch->rows > 0) return STATUS_OK;
    }
    return STATUS_OK;
}

void graph_scan_close(GraphScan *self) {
    source_scan_free(self->scan);
    self->scan = NULL;
    if (self->merge) row_set_free(&self->seen);
    self->merge = false;
}

Status graph_has(Exec *exec, const QuadPattern *pattern, bool named, bool *has) {
    GraphScan scan = {0};
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    if (!batch) return STATUS_NO_MEMORY;
    Status status = graph_scan_open(&scan, exec, pattern, named);
    if (status == STATUS_OK) status = graph_scan_next(&scan, batch);
    *has = status == STATUS_OK && batch->rows > 0;
    graph_scan_close(&scan);
    mem_free(batch);
    return status;
}
