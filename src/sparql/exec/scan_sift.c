/* Semi-join and anti-join with one triple pattern: rows of the operand, as they are, for which it has a match, or has
 * none. A row is looked up in the source until there are so many that a table pays (scan_table.c). */
#include "scan_internal.h"

static Status look_up(ScanOperator *self, bool *has) {
    const Row row = operator_row(&self->op, self->input.batch, self->input.at);
    TermId ids[POSITIONS];
    for (size_t i = 0; i < POSITIONS; i++) {
        ids[i] = self->constants[i];
        if (self->nodes[i] && ids[i] == TERM_ID_NONE) ids[i] = row_get(&row, self->nodes[i]->slot);
    }
    const QuadPattern pattern = {ids[0], ids[1], ids[2], ids[3]};
    self->table.looked_up++;
    self->op.plan->actual.look_ups++;
    self->scan.columns = 0;
    TRY(graph_scan_open(&self->scan, self->op.exec, &pattern, self->nodes[QUAD_GRAPH] != NULL));
    TRY(graph_scan_next(&self->scan, self->quads));
    *has = self->quads->rows > 0;
    graph_scan_close(&self->scan);
    return STATUS_OK;
}

static Status sift(ScanOperator *self, Batch *batch) {
    const bool wanted = self->op.plan->kind == PLAN_SCAN_SEMI;
    bool keep[BATCH_ROWS];
    self->input = (Input){.batch = batch};
    for (; self->input.at < batch->rows; self->input.at++) {
        bool has = false;
        TRY(scan_table_choose(self));
        if (self->table.active)
            has = self->table.range.from < self->table.range.end;
        else
            TRY(look_up(self, &has));
        keep[self->input.at] = has == wanted;
    }
    batch_keep(self->op.exec, batch, keep);
    return STATUS_OK;
}

static Status sift_next(Operator *op, Batch **batch) {
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        TRY(sift((ScanOperator *)op, *batch));
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static const OperatorMethods methods = {NULL, sift_next, scan_close};

Status make_scan_sift(Exec *exec, Plan *plan, Operator **made) {
    return scan_make(exec, plan, &methods, made);
}
