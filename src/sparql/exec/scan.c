/* Matches of one triple pattern for each row of the operand: the index nested loop join of basic graph patterns
 * (SPARQL 1.1 Query, section 18.3.1). What the row binds goes into the source's pattern; what it leaves unbound
 * becomes columns. Over the empty row it is a plain scan, copied column by column. scan_table.c does the same from a table,
 * where there are very many rows. */
#include "scan_internal.h"

#include <string.h>

enum {
    BATCH_LEAST = 8, /* rows, where few are asked for; … */
    GROWTH = 4       /* … the next batch has so many times more */
};

/* The id that a node stands for under a row, TERM_ID_NONE when it is not bound (fully). */
static Status node_value(Operator *op, const Node *node, const Row *row, TermId *id) {
    Term parts[3];
    char text[3][32];
    *id = TERM_ID_NONE;
    if (node->slot != SLOT_NONE) {
        *id = row_get(row, node->slot);
        return STATUS_OK;
    }
    for (size_t i = 0; i < 3; i++) {
        TermId part = TERM_ID_NONE;
        if (node->parts[i].slot == SLOT_NONE && !node->parts[i].parts)
            TRY(eval_intern(&op->exec->eval, &node->parts[i].term, &part));
        else
            TRY(node_value(op, &node->parts[i], row, &part));
        if (part == TERM_ID_NONE) return STATUS_OK;
        TRY(eval_term(&op->exec->eval, part, text[i], &parts[i]));
    }
    const Term triple = {.kind = TERM_TRIPLE, .triple = parts};
    return eval_intern(&op->exec->eval, &triple, id);
}

Status scan_add_columns(Operator *op, const Node *node) {
    TermId *column = NULL;
    if (node->slot != SLOT_NONE)
        return operator_writes(op, node->slot) && node->slot < op->exec->setup.variable_count &&
                       operator_hands_up(op, node->slot)
                   ? output_column(op, node->slot, &column)
                   : STATUS_OK;
    for (size_t i = 0; node->parts && i < 3; i++) TRY(scan_add_columns(op, &node->parts[i]));
    return STATUS_OK;
}

/* Decides for each position what the current row makes of it, and opens the scan. */
static Status start_row(ScanOperator *self) {
    const Row row = operator_row(&self->op, self->input.batch, self->input.at);
    TermId ids[POSITIONS];
    self->by_cell = false;
    unsigned written = 0, compared = 0;
    for (size_t i = 0; i < POSITIONS; i++) {
        const Node *const node = self->nodes[i];
        ids[i] = self->constants[i];
        self->writes[i] = SLOT_NONE;
        if (!node || ids[i] != TERM_ID_NONE) continue;
        compared |= 1u << i;
        TRY(scan_add_columns(&self->op, node));
        TRY(node_value(&self->op, node, &row, &ids[i]));
        if (node->parts)
            self->by_cell = self->by_cell || ids[i] == TERM_ID_NONE;
        else if (self->op.batch.columns[node->slot])
            self->writes[i] = node->slot;
        if (self->writes[i] != SLOT_NONE) written |= 1u << i;
        for (size_t j = 0; j < i; j++)
            if (ids[i] == TERM_ID_NONE && self->writes[i] != SLOT_NONE &&
                self->writes[j] == self->writes[i])
                self->by_cell = true;
    }
    const QuadPattern pattern = {ids[0], ids[1], ids[2], ids[3]};
    self->matched = false;
    self->table.looked_up++;
    self->op.plan->actual.look_ups++;
    self->quads->rows = self->taken = 0;
    self->scan.columns = self->by_cell ? compared : written;
    return graph_scan_open(&self->scan, self->op.exec, &pattern, self->nodes[3] != NULL);
}

/* Makes the node equal to `id` in the output's row that is being built; *match false: it cannot be. */
static Status unify(Operator *op, const Node *node, TermId id, bool *match) {
    const Row row = operator_row(op, &op->batch, op->batch.rows);
    Term term;
    char text[32];
    if (node->slot != SLOT_NONE) {
        const TermId have = row_get(&row, node->slot);
        TermId *const column = op->batch.columns[node->slot]; /* NULL: nobody reads it */
        if (have == TERM_ID_NONE && column) column[op->batch.rows] = id;
        *match = have == TERM_ID_NONE || have == id;
        return STATUS_OK;
    }
    if (!node->parts) {
        TermId constant = TERM_ID_NONE;
        TRY(eval_intern(&op->exec->eval, &node->term, &constant));
        *match = constant == id;
        return STATUS_OK;
    }
    *match = id_tag(id) == TAG_TRIPLE;
    if (!*match) return STATUS_OK;
    TRY(eval_term(&op->exec->eval, id, text, &term));
    for (size_t i = 0; *match && i < 3; i++) {
        TermId part = TERM_ID_NONE;
        TRY(eval_intern(&op->exec->eval, &term.triple[i], &part));
        TRY(unify(op, &node->parts[i], part, match));
    }
    return STATUS_OK;
}

static const TermId *quad_column(const QuadBatch *quads, size_t position) {
    switch (position) {
    case 0: return quads->subject;
    case 1: return quads->predicate;
    case 2: return quads->object;
    default: return quads->graph;
    }
}

static Status take_by_cell(ScanOperator *self) {
    Batch *const out = &self->op.batch;
    while (out->rows < self->most && self->taken < self->quads->rows) {
        bool match = true;
        input_copy(&self->input, &self->op, 1);
        for (size_t i = 0; match && i < POSITIONS; i++)
            if (self->nodes[i] && self->constants[i] == TERM_ID_NONE)
                TRY(unify(&self->op, self->nodes[i], quad_column(self->quads, i)[self->taken],
                          &match));
        self->taken++;
        out->rows += match;
        self->matched = self->matched || match;
    }
    return STATUS_OK;
}

static void take_by_column(ScanOperator *self) {
    Batch *const out = &self->op.batch;
    const size_t room = self->most - out->rows, left = self->quads->rows - self->taken;
    const size_t count = room < left ? room : left;
    input_copy(&self->input, &self->op, count);
    for (size_t i = 0; i < POSITIONS; i++)
        if (self->writes[i] != SLOT_NONE)
            memcpy(out->columns[self->writes[i]] + out->rows,
                   quad_column(self->quads, i) + self->taken, count * sizeof(TermId));
    out->rows += count;
    self->matched = true;
    self->taken += count;
}

/* The row without a match, as it is. */
static void keep_row(ScanOperator *self) {
    input_copy(&self->input, &self->op, 1);
    self->op.batch.rows++;
}

static Status scan_next(Operator *op, Batch **batch) {
    ScanOperator *const self = (ScanOperator *)op;
    output_clear(op);
    if (self->input.batch && self->matching) { /* the columns that the row under way had */
        TRY(output_columns_of(op, self->input.batch));
        for (size_t i = 0; i < POSITIONS; i++)
            if (self->nodes[i] && self->constants[i] == TERM_ID_NONE)
                TRY(scan_add_columns(op, self->nodes[i]));
    }
    *batch = &op->batch;
    while (op->batch.rows < self->most) {
        if (!self->matching) {
            bool more = false;
            TRY(input_next(&self->input, op, &more));
            if (!more) break;
            self->matching = true;
            TRY(scan_table_choose(self));
            if (!self->table.active) TRY(start_row(self));
        }
        if (self->table.active) {
            TRY(scan_table_take(self));
            continue;
        }
        if (self->taken == self->quads->rows) {
            self->taken = 0;
            TRY(graph_scan_next(&self->scan, self->quads));
            if (self->quads->rows == 0) {
                self->matching = false;
                if (op->plan->kind == PLAN_SCAN_OPTIONAL && !self->matched) keep_row(self);
                continue;
            }
        }
        if (self->by_cell)
            TRY(take_by_cell(self));
        else
            take_by_column(self);
    }
    self->most = self->most < BATCH_ROWS / GROWTH ? self->most * GROWTH : BATCH_ROWS;
    return STATUS_OK;
}

static Status scan_open(Operator *op) {
    ScanOperator *const self = (ScanOperator *)op;
    graph_scan_close(&self->scan);
    self->matching = false;
    self->most = op->plan->first == 0 || op->plan->first > BATCH_ROWS ? BATCH_ROWS
                 : op->plan->first < BATCH_LEAST                      ? BATCH_LEAST
                                                                      : (size_t)op->plan->first;
    input_start(&self->input, op->left);
    return STATUS_OK;
}

void scan_close(Operator *op) {
    ScanOperator *const self = (ScanOperator *)op;
    graph_scan_close(&self->scan);
    scan_table_free(self);
}

Status scan_make(Exec *exec, Plan *plan, const OperatorMethods *methods, Operator **made) {
    TRY(operator_alloc(exec, plan, methods, sizeof(ScanOperator), made));
    ScanOperator *const self = (ScanOperator *)*made;
    self->quads = arena_space(exec->setup.arena, sizeof *self->quads);
    if (!self->quads) return STATUS_NO_MEMORY;
    self->scan.order = plan->order;
    self->plain = triple_is_plain(plan->triple);
    self->nodes[0] = &plan->triple->subject;
    self->nodes[1] = &plan->triple->predicate;
    self->nodes[2] = &plan->triple->object;
    self->nodes[3] = plan->graph.named ? &plan->graph.name : NULL;
    for (size_t i = 0; i < POSITIONS; i++)
        if (self->nodes[i] && self->nodes[i]->slot == SLOT_NONE && !self->nodes[i]->parts)
            TRY(exec_intern(exec, &self->nodes[i]->term, &self->constants[i]));
    return STATUS_OK;
}

static const OperatorMethods methods = {scan_open, scan_next, scan_close};

Status make_scan(Exec *exec, Plan *plan, Operator **made) {
    return scan_make(exec, plan, &methods, made);
}
