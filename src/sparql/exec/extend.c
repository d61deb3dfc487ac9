/* Extend (SPARQL 1.1 Query, section 18.5): BIND and SELECT (… AS ?v). An error leaves the variable unbound. A variable
 * that has a value from outside keeps it: rows whose expression gives another value go. */
#include "exec_internal.h"

#include <string.h>

static Status extend_column(Operator *op, Batch *from, TermId *column) {
    between_rows(op->exec);
    for (size_t i = 0; i < from->rows; i++) {
        const Row row = operator_row(op, from, i);
        if (i % 64 == 63) TRY(budget_check(op->exec->setup.budget));
        TRY(expr_id(&op->exec->eval, op->plan->algebra->expression, &row, &column[i]));
    }
    return STATUS_OK;
}

/* Not inlined: its columns would lie on the stack once for each of a thousand operators on each other. */
static __attribute__((noinline)) Status extend_batch(Operator *op, Batch *from) {
    const Slot slot = op->plan->algebra->slot;
    const TermId given = op->outer[slot];
    TermId values[BATCH_ROWS];
    bool keep[BATCH_ROWS];
    TRY(extend_column(op, from, values));
    TRY(output_view(op, from));
    if (operator_writes(op, slot)) {
        TermId *column = NULL;
        TRY(output_column(op, slot, &column));
        memcpy(column, values, from->rows * sizeof *column);
    }
    for (size_t i = 0; i < from->rows; i++) keep[i] = given == TERM_ID_NONE || values[i] == given;
    batch_keep(op->exec, &op->batch, keep);
    return STATUS_OK;
}

static Status extend_next(Operator *op, Batch **batch) {
    do {
        Batch *from = NULL;
        TRY(operator_next(op->left, &from));
        *batch = from;
        if (!from || from->rows == 0) return STATUS_OK;
        TRY(extend_batch(op, from));
        *batch = &op->batch;
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static const OperatorMethods methods = {NULL, extend_next, NULL};

Status make_extend(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(Operator), made);
}
