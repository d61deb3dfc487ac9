/* Filter (SPARQL 1.1 Query, section 18.5): keeps the rows for which every condition is true; an error is not true. */
#include "exec_internal.h"

static Status filter_next(Operator *op, Batch **batch) {
    bool keep[BATCH_ROWS];
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        between_rows(op->exec);
        for (size_t i = 0; i < (*batch)->rows; i++) {
            const Row row = operator_row(op, *batch, i);
            if (i % 64 == 63) TRY(budget_check(op->exec->setup.budget));
            TRY(conditions_hold(op, &row, &keep[i]));
        }
        batch_keep(op->exec, *batch, keep);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static const OperatorMethods methods = {NULL, filter_next, NULL};

Status make_filter(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(Operator), made);
}
