/* Union (SPARQL 1.1 Query, section 18.5): the rows of each operand in turn. A branch is opened when it is reached. */
#include "exec_internal.h"

typedef struct UnionOperator {
    Operator op;
    size_t at;
    bool open;
} UnionOperator;

static void union_close(Operator *op) {
    UnionOperator *const self = (UnionOperator *)op;
    if (self->open) operator_close(op->parts[self->at]);
    self->open = false;
}

static Status union_open(Operator *op) {
    union_close(op);
    ((UnionOperator *)op)->at = 0;
    return STATUS_OK;
}

static Status union_next(Operator *op, Batch **batch) {
    UnionOperator *const self = (UnionOperator *)op;
    for (; self->at < op->plan->part_count; self->at++) {
        if (!self->open) TRY(operator_open(op->parts[self->at], op->outer));
        self->open = true;
        TRY(operator_next(op->parts[self->at], batch));
        if (*batch && (*batch)->rows > 0) return STATUS_OK;
        union_close(op);
    }
    *batch = NULL;
    return STATUS_OK;
}

static const OperatorMethods methods = {union_open, union_next, union_close};

Status make_union(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(UnionOperator), made);
}
