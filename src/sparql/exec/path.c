/* Matches of a property path for each row of the operand (SPARQL 1.1 Query, section 18.4). The walk starts from the
 * end that is bound; with none bound, from every node where the path may start. */
#include "exec_internal.h"

typedef struct PathOperator {
    Operator op;
    const Node *subject, *object;
    TermId subject_constant, object_constant;
    TermId graph_constant;
    Input input;
    bool matching; /* a row is under way */
    PathWalk walk;
    bool backward;
    IdSet starts; /* with no end bound: where to start … */
    size_t next_start;
    TermId from, goal;
    Ids ends; /* ends of the walk from `from` that are not handed out yet */
    size_t taken;
} PathOperator;

typedef struct End {
    TermId id; /* TERM_ID_NONE: unbound */
    bool
        fixed; /* a constant in the pattern, or substituted: matches the empty path whatever it is */
} End;

static End end_of(const Operator *op, const Node *node, TermId constant, const Row *row) {
    if (constant != TERM_ID_NONE) return (End){constant, true};
    const TermId *const column = row->batch->columns[node->slot];
    if (column && column[row->at] != TERM_ID_NONE) return (End){column[row->at], false};
    return (End){op->outer[node->slot], op->outer[node->slot] != TERM_ID_NONE};
}

/* A row's value is joined with the path's solutions, and those with two variables are nodes of the graph. */
static Status is_possible(PathOperator *self, const End *start, const End *end, bool *possible) {
    *possible = true;
    if (start->fixed || end->fixed || !path_is_nullable(self->op.plan->algebra->path))
        return STATUS_OK;
    return path_has_node(&self->walk, start->id, possible);
}

static Status start_row(PathOperator *self) {
    const Row row = operator_row(&self->op, self->input.batch, self->input.at);
    const Path *const path = self->op.plan->algebra->path;
    End start = end_of(&self->op, self->subject, self->subject_constant, &row);
    End end = end_of(&self->op, self->object, self->object_constant, &row);
    bool possible = true;
    self->walk.graph = self->graph_constant;
    if (self->walk.named && self->walk.graph == TERM_ID_NONE)
        self->walk.graph = row_get(&row, self->op.plan->graph.name.slot);
    self->backward =
        end.id != TERM_ID_NONE && (start.id == TERM_ID_NONE || (end.fixed && !start.fixed));
    if (self->backward) {
        const End swap = start;
        start = end;
        end = swap;
    }
    self->matching = true;
    id_set_clear(&self->starts);
    self->starts.budget = self->op.exec->setup.budget;
    self->next_start = 0;
    self->ends.count = self->taken = 0;
    self->goal = end.id;
    self->walk.goal_fixed = end.fixed;
    if (start.id == TERM_ID_NONE) return path_starts(&self->walk, path, false, &self->starts);
    TRY(is_possible(self, &start, &end, &possible));
    return possible ? id_set_add(&self->starts, start.id, NULL) : STATUS_OK;
}

static bool ends_are_one(const PathOperator *self) {
    return self->subject->slot != SLOT_NONE && self->subject->slot == self->object->slot;
}

/* Walks from the next start; *more false: the row has no other. */
static Status next_walk(PathOperator *self, bool *more) {
    *more = self->next_start < self->starts.count;
    if (!*more) return STATUS_OK;
    self->from = self->starts.ids[self->next_start++];
    self->ends.count = self->taken = 0;
    const TermId goal = ends_are_one(self) ? self->from : self->goal;
    return path_walk(&self->walk, self->op.plan->algebra->path, self->backward, self->from, goal,
                     &self->ends);
}

static Status write_end(Operator *op, const Node *node, TermId id) {
    TermId *column = NULL;
    if (node->slot == SLOT_NONE || !operator_writes(op, node->slot) ||
        !operator_hands_up(op, node->slot))
        return STATUS_OK;
    TRY(output_column(op, node->slot, &column));
    column[op->batch.rows] = id;
    return STATUS_OK;
}

static Status take_ends(PathOperator *self) {
    Operator *const op = &self->op;
    const bool same = ends_are_one(self);
    while (op->batch.rows < BATCH_ROWS && self->taken < self->ends.count) {
        const TermId to = self->ends.at[self->taken++];
        if ((self->goal != TERM_ID_NONE && to != self->goal) || (same && to != self->from))
            continue;
        input_copy(&self->input, op, 1);
        TRY(write_end(op, self->backward ? self->object : self->subject, self->from));
        TRY(write_end(op, self->backward ? self->subject : self->object, to));
        op->batch.rows++;
    }
    return STATUS_OK;
}

static Status path_next(Operator *op, Batch **batch) {
    PathOperator *const self = (PathOperator *)op;
    output_clear(op);
    if (self->input.batch && self->matching) TRY(output_columns_of(op, self->input.batch));
    *batch = &op->batch;
    while (op->batch.rows < BATCH_ROWS) {
        bool more = true;
        if (!self->matching) {
            TRY(input_next(&self->input, op, &more));
            if (!more) break;
            TRY(start_row(self));
        }
        if (self->taken == self->ends.count) TRY(next_walk(self, &more));
        if (more)
            TRY(take_ends(self));
        else
            self->matching = false;
    }
    return STATUS_OK;
}

static void path_close(Operator *op) {
    PathOperator *const self = (PathOperator *)op;
    path_walk_end(&self->walk);
    id_set_free(&self->starts);
    mem_free(self->ends.at);
    self->ends = (Ids){0};
}

static Status path_open(Operator *op) {
    PathOperator *const self = (PathOperator *)op;
    graph_scan_close(&self->walk.scan);
    self->ends.count = 0;
    self->matching = false;
    self->taken = 0;
    input_start(&self->input, op->left);
    return STATUS_OK;
}

static const OperatorMethods methods = {path_open, path_next, path_close};

Status make_path(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(PathOperator), made));
    PathOperator *const self = (PathOperator *)*made;
    const PlanGraph *const graph = &plan->graph;
    self->subject = &plan->algebra->subject;
    self->object = &plan->algebra->object;
    self->walk = (PathWalk){.exec = exec, .named = graph->named};
    self->walk.quads = arena_space(exec->setup.arena, sizeof *self->walk.quads);
    if (!self->walk.quads) return STATUS_NO_MEMORY;
    if (self->subject->slot == SLOT_NONE)
        TRY(exec_intern(exec, &self->subject->term, &self->subject_constant));
    if (self->object->slot == SLOT_NONE)
        TRY(exec_intern(exec, &self->object->term, &self->object_constant));
    if (graph->named && graph->name.slot == SLOT_NONE)
        TRY(exec_intern(exec, &graph->name.term, &self->graph_constant));
    return STATUS_OK;
}
