/* COUNT(*) of one triple pattern from the source's exact counts: no row is read. */
#include "exec_internal.h"

typedef struct CountOperator {
    Operator op;
    bool done;
} CountOperator;

static Status node_id(Exec *exec, const Node *node, TermId *id) {
    *id = TERM_ID_NONE;
    return node->slot == SLOT_NONE ? exec_intern(exec, &node->term, id) : STATUS_OK;
}

static Status count_quads(Exec *exec, const Plan *plan, uint64_t *count) {
    QuadPattern pattern = {.graph = exec->dataset->defaults[0]};
    *count = 0;
    TRY(node_id(exec, &plan->triple->subject, &pattern.subject));
    TRY(node_id(exec, &plan->triple->predicate, &pattern.predicate));
    TRY(node_id(exec, &plan->triple->object, &pattern.object));
    if (plan->graph.named) TRY(exec_intern(exec, &plan->graph.name.term, &pattern.graph));
    if (id_is_local(pattern.subject) || id_is_local(pattern.predicate) ||
        id_is_local(pattern.object) || id_is_local(pattern.graph))
        return STATUS_OK;
    return source_estimate(exec->setup.source, &pattern, count);
}

static Status count_next(Operator *op, Batch **batch) {
    CountOperator *const self = (CountOperator *)op;
    Exec *const exec = op->exec;
    uint64_t count = 0;
    TermId *column = NULL;
    output_clear(op);
    *batch = &op->batch;
    if (self->done) return STATUS_OK;
    self->done = true;
    TRY(count_quads(exec, op->plan, &count));
    TRY(output_column(op, op->plan->algebra->aggregates[0].slot, &column));
    const Value value = value_integer((int64_t)count);
    TRY(eval_id(&exec->eval, &value, &column[0]));
    op->batch.rows = 1;
    return STATUS_OK;
}

static Status count_open(Operator *op) {
    ((CountOperator *)op)->done = false;
    return STATUS_OK;
}

static const OperatorMethods methods = {count_open, count_next, NULL};

Status make_count(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(CountOperator), made);
}
