/* The distinct values of a variable in the matches of one pattern, in the order of their ids, each with the number of its
 * matches where a weight is asked for: groups that the source has at hand, no row is read. */
#include "exec_internal.h"

#include <string.h>

typedef struct TallyOperator {
    Operator op;
    SourceGroups *groups;
    GroupBatch *values;
} TallyOperator;

static void tally_close(Operator *op) {
    TallyOperator *const self = (TallyOperator *)op;
    source_groups_free(self->groups);
    self->groups = NULL;
}

static Status tally_open(Operator *op) {
    TallyOperator *const self = (TallyOperator *)op;
    const Plan *const plan = op->plan;
    const TriplePattern *const t = plan->triple;
    const QuadColumn column = t->subject.slot == plan->slot     ? QUAD_SUBJECT
                              : t->predicate.slot == plan->slot ? QUAD_PREDICATE
                                                                : QUAD_OBJECT;
    Matches matches;
    tally_close(op);
    TRY(matches_start(&matches, op->exec, plan));
    if (matches_none(&matches)) return STATUS_OK;
    return source_groups(op->exec->setup.source, &matches.pattern, column, &self->groups,
                         op->exec->setup.diag);
}

static Status tally_next(Operator *op, Batch **batch) {
    TallyOperator *const self = (TallyOperator *)op;
    const Plan *const plan = op->plan;
    TermId *values = NULL, *weights = NULL;
    output_clear(op);
    *batch = &op->batch;
    if (!self->groups) return STATUS_OK;
    TRY(source_groups_next(self->groups, self->values, op->exec->setup.diag));
    op->exec->scanned += self->values->rows;
    TRY(output_column(op, plan->slot, &values));
    memcpy(values, self->values->value, self->values->rows * sizeof *values);
    if (plan->weight != SLOT_NONE) {
        TRY(output_column(op, plan->weight, &weights));
        memcpy(weights, self->values->count, self->values->rows * sizeof *weights);
    }
    op->batch.rows = self->values->rows;
    return STATUS_OK;
}

static const OperatorMethods methods = {tally_open, tally_next, tally_close};

Status make_tally(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(TallyOperator), made));
    TallyOperator *const self = (TallyOperator *)*made;
    self->values = arena_space(exec->setup.arena, sizeof *self->values);
    return self->values ? STATUS_OK : STATUS_NO_MEMORY;
}
