/* Scans of the active graph (SPARQL 1.1 Query, section 13): the dataset's default graph, which may be one graph, the
 * merge of several (FROM) or the union of all, or its named graphs. A graph is a set of triples: where one triple
 * can come from two graphs, duplicates are dropped, by the sort order when the source has one, else by a set. */
#include "exec_internal.h"

#include <string.h>

bool graph_is_named(const Exec *exec, TermId id) {
    const Dataset *const dataset = exec->dataset;
    if (id == TERM_ID_DEFAULT_GRAPH) return false;
    if (!dataset->named_given) return true;
    for (size_t i = 0; i < dataset->named_count; i++)
        if (dataset->named[i] == id) return true;
    return false;
}

/* The columns in which the triples that match can differ. */
static unsigned free_columns(const QuadPattern *pattern) {
    const TermId bound[] = {pattern->subject, pattern->predicate, pattern->object};
    unsigned set = 0;
    for (unsigned i = 0; i < 3; i++)
        if (bound[i] == TERM_ID_NONE) set |= 1u << i;
    return set;
}

/* Scans once made are kept for the next opening, and freed with the run. */
static Status open_scan(GraphScan *self, TermId graph, ScanOrder order) {
    Exec *const exec = self->exec;
    ScanRequest request = {self->pattern, order, self->columns};
    request.pattern.graph = graph;
    if (self->merge) request.columns |= self->compared;
    if (self->named && graph == TERM_ID_NONE) request.columns |= 1u << QUAD_GRAPH;
    self->under_way = true;
    if (self->scan) return source_scan_restart(self->scan, &request, exec->setup.diag);
    return source_scan(exec->setup.source, &request, &self->scan, exec->setup.diag);
}

/* Opens the next of the default graphs, if there is one left. */
static Status open_default(GraphScan *self) {
    const Dataset *const dataset = self->exec->dataset;
    if (self->next_default >= dataset->default_count) return STATUS_OK;
    return open_scan(self, dataset->defaults[self->next_default++], self->order);
}

static void begin(GraphScan *self, Exec *exec, const QuadPattern *pattern, bool named) {
    if (!self->exec) {
        self->next = exec->scans;
        exec->scans = self;
    }
    graph_scan_close(self);
    self->exec = exec;
    self->pattern = *pattern;
    self->named = named;
    self->has_last = self->sorted = false;
    self->next_default = 0;
}

static Status open_merge(GraphScan *self) {
    static const Slot triple[3] = {0, 1, 2};
    Exec *const exec = self->exec;
    self->merge = true;
    self->compared = free_columns(&self->pattern);
    rows_init(&self->seen.rows, exec, triple, (size_t)__builtin_popcount(self->compared));
    if (!exec->dataset->union_default) return open_default(self);
    /* Any full order puts equal triples side by side, because the graph comes last in it. */
    const ScanOrder order =
        self->order != ORDER_ANY
            ? self->order
            : source_order(exec->setup.source, &self->pattern, QUAD_COLUMNS, QUAD_COLUMNS);
    self->sorted = order != ORDER_ANY;
    return open_scan(self, TERM_ID_NONE, order);
}

Status graph_scan_open(GraphScan *self, Exec *exec, const QuadPattern *pattern, bool named) {
    const TermId ids[] = {pattern->subject, pattern->predicate, pattern->object,
                          named ? pattern->graph : 0};
    begin(self, exec, pattern, named);
    for (size_t i = 0; i < 4; i++)
        if (id_is_local(ids[i])) return STATUS_OK; /* a term that the source does not have */
    if (named && pattern->graph != TERM_ID_NONE && !graph_is_named(exec, pattern->graph))
        return STATUS_OK;
    if (named) return open_scan(self, pattern->graph, self->order);
    if (exec->dataset->union_default || exec->dataset->default_count > 1) return open_merge(self);
    return open_default(self);
}

/* The batch's columns of a set; their number. */
static size_t columns_of(QuadBatch *batch, unsigned set, TermId *columns[QUAD_COLUMNS]) {
    TermId *const all[] = {batch->subject, batch->predicate, batch->object, batch->graph};
    size_t count = 0;
    for (size_t i = 0; i < QUAD_COLUMNS; i++)
        if (set & 1u << i) columns[count++] = all[i];
    return count;
}

static Status is_new_triple(GraphScan *self, const TermId *cells, size_t count, bool *is_new) {
    size_t position = 0;
    if (!self->sorted) return row_set_add(&self->seen, cells, &position, is_new);
    *is_new = !self->has_last || memcmp(self->last, cells, count * sizeof *cells) != 0;
    memcpy(self->last, cells, count * sizeof *cells);
    self->has_last = true;
    return STATUS_OK;
}

/* Which rows are triples of the active graph that were not there already? */
static Status choose_rows(GraphScan *self, QuadBatch *batch, size_t rows, bool keep[BATCH_ROWS]) {
    TermId *columns[QUAD_COLUMNS] = {0};
    const size_t count = columns_of(batch, self->compared, columns);
    for (size_t i = 0; i < rows; i++) {
        TermId cells[QUAD_COLUMNS] = {0};
        if (!self->merge) {
            keep[i] = graph_is_named(self->exec, batch->graph[i]);
            continue;
        }
        for (size_t c = 0; c < count; c++) cells[c] = columns[c][i];
        TRY(is_new_triple(self, cells, count, &keep[i]));
    }
    return STATUS_OK;
}

/* Takes the other rows out of the batch. */
static Status sift(GraphScan *self, QuadBatch *batch) {
    bool keep[BATCH_ROWS];
    TermId *columns[QUAD_COLUMNS] = {0};
    const size_t rows = batch->rows, count = columns_of(batch, self->columns, columns);
    TRY(choose_rows(self, batch, rows, keep));
    batch->rows = 0;
    for (size_t i = 0; i < rows; i++) batch->rows += keep[i];
    if (batch->rows == rows) return STATUS_OK;
    for (size_t c = 0; c < count; c++)
        for (size_t i = 0, n = 0; i < rows; i++)
            if (keep[i]) columns[c][n++] = columns[c][i];
    return STATUS_OK;
}

Status graph_scan_next(GraphScan *self, QuadBatch *batch) {
    batch->rows = 0;
    while (self->under_way) {
        TRY(budget_check(self->exec->setup.budget));
        TRY(source_scan_next(self->scan, batch, self->exec->setup.diag));
        self->exec->scanned += batch->rows;
        if (batch->rows == 0) {
            self->under_way = false;
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
    if (self->merge) row_set_free(&self->seen);
    self->merge = self->under_way = false;
}

void graph_scans_free(Exec *exec) {
    for (GraphScan *scan = exec->scans; scan; scan = scan->next) {
        graph_scan_close(scan);
        source_scan_free(scan->scan);
        scan->scan = NULL;
    }
    exec->scans = NULL;
}

/* ---- Looking by the way ---------------------------------------------------------------------------------------- */

/* Opens the run's own scan, which one look takes after another. */
static Status open_probe(Exec *exec, const QuadPattern *pattern, bool named, unsigned columns) {
    if (!exec->probe) {
        exec->probe = arena_alloc(exec->setup.arena, sizeof *exec->probe);
        exec->probed = arena_space(exec->setup.arena, sizeof *exec->probed);
    }
    if (!exec->probe || !exec->probed) return STATUS_NO_MEMORY;
    exec->probe->columns = columns;
    return graph_scan_open(exec->probe, exec, pattern, named);
}

Status graph_has(Exec *exec, const QuadPattern *pattern, bool named, bool *has) {
    *has = false;
    TRY(open_probe(exec, pattern, named, 0));
    TRY(graph_scan_next(exec->probe, exec->probed));
    *has = exec->probed->rows > 0;
    graph_scan_close(exec->probe);
    return STATUS_OK;
}

Status exec_match(Exec *exec, const QuadPattern *pattern,
                  Status (*each)(void *context, const QuadIds *quad), void *context) {
    TRY(open_probe(exec, pattern, false, QUAD_ALL));
    for (;;) {
        const QuadBatch *const batch = exec->probed;
        TRY(graph_scan_next(exec->probe, exec->probed));
        if (batch->rows == 0) break;
        for (size_t i = 0; i < batch->rows; i++) {
            const QuadIds quad = {batch->subject[i], batch->predicate[i], batch->object[i],
                                  TERM_ID_NONE};
            TRY(each(context, &quad));
        }
    }
    graph_scan_close(exec->probe);
    return STATUS_OK;
}
