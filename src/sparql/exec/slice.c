/* Slice (SPARQL 1.1 Query, section 18.5): OFFSET and LIMIT. When the limit is reached the operand is not asked again. */
#include "exec_internal.h"

#include <string.h>

typedef struct SliceOperator {
    Operator op;
    uint64_t skip, left;
} SliceOperator;

static void drop_first(Batch *batch, size_t count) {
    for (size_t slot = 0; slot < batch->width; slot++)
        if (batch->columns[slot])
            memmove(batch->columns[slot], batch->columns[slot] + count,
                    (batch->rows - count) * sizeof(TermId));
    batch->rows -= count;
}

static Status slice_next(Operator *op, Batch **batch) {
    SliceOperator *const self = (SliceOperator *)op;
    *batch = NULL;
    while (self->left > 0) {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) return STATUS_OK;
        if (self->skip >= (*batch)->rows) {
            self->skip -= (*batch)->rows;
            continue;
        }
        if (self->skip > 0) {
            drop_first(*batch, (size_t)self->skip);
            (*batch)->serial = ++op->exec->serial;
        }
        self->skip = 0;
        if ((*batch)->rows > self->left) (*batch)->rows = (size_t)self->left;
        self->left -= (*batch)->rows;
        return STATUS_OK;
    }
    *batch = NULL;
    return STATUS_OK;
}

static Status slice_open(Operator *op) {
    SliceOperator *const self = (SliceOperator *)op;
    self->skip = op->plan->skip;
    self->left = op->plan->limit;
    return STATUS_OK;
}

static const OperatorMethods methods = {slice_open, slice_next, NULL};

Status make_slice(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(SliceOperator), made);
}
