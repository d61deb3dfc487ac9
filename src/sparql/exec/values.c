/* VALUES (SPARQL 1.1 Query, section 10): the rows of a data block; those that differ from a value from outside go. */
#include "exec_internal.h"

typedef struct ValuesOperator {
    Operator op;
    const ValuesBlock *block;
    TermId *ids; /* rows × width */
    size_t at;
} ValuesOperator;

static Status take_row(ValuesOperator *self, const TermId *ids) {
    Operator *const op = &self->op;
    for (size_t i = 0; i < self->block->width; i++) {
        const TermId given = op->outer[self->block->slots[i]];
        if (given != TERM_ID_NONE && ids[i] != TERM_ID_NONE && ids[i] != given) return STATUS_OK;
    }
    for (size_t i = 0; i < self->block->width; i++) {
        TermId *column = NULL;
        if (!operator_writes(op, self->block->slots[i])) continue;
        TRY(output_column(op, self->block->slots[i], &column));
        column[op->batch.rows] = ids[i];
    }
    op->batch.rows++;
    return STATUS_OK;
}

static Status values_next(Operator *op, Batch **batch) {
    ValuesOperator *const self = (ValuesOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    for (; self->at < self->block->rows && op->batch.rows < BATCH_ROWS; self->at++)
        TRY(take_row(self, self->ids + self->at * self->block->width));
    return STATUS_OK;
}

static Status values_open(Operator *op) {
    ((ValuesOperator *)op)->at = 0;
    return STATUS_OK;
}

static const OperatorMethods methods = {values_open, values_next, NULL};

Status make_values(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(ValuesOperator), made));
    ValuesOperator *const self = (ValuesOperator *)*made;
    self->block = plan->algebra->values;
    const size_t cells = self->block->rows * self->block->width;
    self->ids = arena_array(exec->setup.arena, cells + 1, sizeof *self->ids);
    if (!self->ids) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < cells; i++)
        if (self->block->terms[i].kind != TERM_NONE)
            TRY(exec_intern(exec, &self->block->terms[i], &self->ids[i]));
    return STATUS_OK;
}
