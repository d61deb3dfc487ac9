/* GRAPH (SPARQL 1.1 Query, section 18.6): evaluates the pattern with each named graph of the dataset as the active
 * graph, and joins what it gives with the graph's name. The current graph is told to the scans below by a made slot
 * of the values from outside. */
#include "exec_internal.h"

#include <string.h>

typedef struct GraphOperator {
    Operator op;
    IdSet graphs;
    size_t at;
    bool open;     /* the branch runs, for graphs.ids[at] */
    TermId *inner; /* outer values of the branch */
} GraphOperator;

static Status add_graph(void *context, TermId graph) { return id_set_add(context, graph, NULL); }

static Status is_there(Exec *exec, TermId graph, bool *there) {
    const QuadPattern any = {.graph = graph};
    *there = exec->dataset->named_given && graph_is_named(exec, graph);
    return *there ? STATUS_OK : graph_has(exec, &any, true, there);
}

/* The graphs to visit: the one that is named or bound, or all. */
static Status collect(GraphOperator *self) {
    Exec *const exec = self->op.exec;
    const Node *const name = &self->op.plan->graph.name;
    TermId graph = TERM_ID_NONE;
    bool there = false;
    if (name->slot == SLOT_NONE)
        TRY(exec_intern(exec, &name->term, &graph));
    else
        graph = self->op.outer[name->slot];
    if (graph != TERM_ID_NONE) {
        TRY(is_there(exec, graph, &there));
        return there ? id_set_add(&self->graphs, graph, NULL) : STATUS_OK;
    }
    if (!exec->dataset->named_given)
        return source_graphs(exec->setup.source, add_graph, &self->graphs, exec->setup.diag);
    for (size_t i = 0; i < exec->dataset->named_count; i++)
        TRY(add_graph(&self->graphs, exec->dataset->named[i]));
    return STATUS_OK;
}

/* Joins with ?name = graph: rows that bind it otherwise go. */
static Status name_rows(GraphOperator *self, Batch *batch) {
    Operator *const op = &self->op;
    const Slot slot = op->plan->graph.name.slot;
    const TermId graph = self->graphs.ids[self->at];
    bool keep[BATCH_ROWS];
    TRY(output_view(op, batch));
    if (slot == SLOT_NONE || !operator_writes(op, slot)) return STATUS_OK;
    TermId *column = batch->columns[slot];
    if (!column) {
        const size_t rows = op->batch.rows;
        op->batch.rows = 0;
        TRY(output_column(op, slot, &column));
        op->batch.rows = rows;
        for (size_t i = 0; i < rows; i++) column[i] = graph;
        return STATUS_OK;
    }
    for (size_t i = 0; i < batch->rows; i++) {
        keep[i] = column[i] == TERM_ID_NONE || column[i] == graph;
        column[i] = graph;
    }
    batch_keep(op->exec, &op->batch, keep);
    return STATUS_OK;
}

static Status graph_next(Operator *op, Batch **batch) {
    GraphOperator *const self = (GraphOperator *)op;
    *batch = &op->batch;
    output_clear(op);
    for (; self->at < self->graphs.count; self->at++) {
        Batch *inner = NULL;
        if (!self->open) {
            self->inner[op->plan->slot] = self->graphs.ids[self->at];
            TRY(operator_open(op->parts[0], self->inner));
            self->open = true;
        }
        for (;;) {
            TRY(operator_next(op->parts[0], &inner));
            if (!inner || inner->rows == 0) break;
            TRY(name_rows(self, inner));
            if (op->batch.rows > 0) return STATUS_OK;
        }
        operator_close(op->parts[0]);
        self->open = false;
    }
    return STATUS_OK;
}

static void graph_close(Operator *op) {
    GraphOperator *const self = (GraphOperator *)op;
    if (self->open) operator_close(op->parts[0]);
    self->open = false;
    id_set_free(&self->graphs);
}

static Status graph_open(Operator *op) {
    GraphOperator *const self = (GraphOperator *)op;
    graph_close(op);
    self->graphs.budget = op->exec->setup.budget;
    self->at = 0;
    memcpy(self->inner, op->outer, op->exec->width * sizeof *self->inner);
    return collect(self);
}

static const OperatorMethods methods = {graph_open, graph_next, graph_close};

Status make_graph(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(GraphOperator), made));
    GraphOperator *const self = (GraphOperator *)*made;
    self->inner = arena_array(exec->setup.arena, exec->width + 1, sizeof *self->inner);
    return self->inner ? STATUS_OK : STATUS_NO_MEMORY;
}
