/* Filter (SPARQL 1.1 Query, section 18.5): keeps the rows for which every condition is true; an error is not true. */
#include "exec_internal.h"

#include <string.h>

static Status filter_next(Operator *op, Batch **batch) {
    bool keep[BATCH_ROWS];
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        between_rows(op->exec);
        memset(keep, true, (*batch)->rows);
        TRY(conditions_hold(op, *batch, 0, keep));
        batch_keep(op->exec, *batch, keep);
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static const OperatorMethods methods = {NULL, filter_next, NULL};

Status make_filter(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(Operator), made);
}
