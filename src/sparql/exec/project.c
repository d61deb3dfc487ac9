/* Project (SPARQL 1.1 Query, section 18.2.4.4): hides the columns that are not selected. */
#include "exec_internal.h"

static Status project_next(Operator *op, Batch **batch) {
    Batch *from = NULL;
    TRY(operator_next(op->left, &from));
    output_clear(op);
    *batch = &op->batch;
    if (!from || from->rows == 0) return STATUS_OK;
    for (size_t i = 0; i < op->plan->algebra->slot_count; i++) {
        const Slot slot = op->plan->algebra->slots[i];
        if (!from->columns[slot] || op->batch.columns[slot]) continue;
        op->batch.columns[slot] = from->columns[slot];
        op->active[op->active_count++] = slot;
    }
    op->batch.rows = from->rows;
    op->batch.serial = from->serial;
    return STATUS_OK;
}

static const OperatorMethods methods = {NULL, project_next, NULL};

Status make_project(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(Operator), made);
}
