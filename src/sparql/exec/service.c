/* SERVICE (SPARQL 1.1 Federated Query): the pattern's text is sent to the endpoint by a callback, once per opening;
 * its answers are rows. With SILENT a failure gives one empty row (section 4 there). */
#include "exec_internal.h"

typedef struct ServiceOperator {
    Operator op;
    const Slot *slots;
    size_t slot_count;
    Rows rows;
    TermId *cells;
    bool called;
    size_t at;
} ServiceOperator;

static Slot slot_named(const ServiceOperator *self, Text name) {
    for (size_t i = 0; i < self->slot_count; i++)
        if (text_equal(self->op.exec->setup.variables[self->slots[i]].name, name)) return (Slot)i;
    return SLOT_NONE;
}

static Status add_answer(void *sink, const Text *names, const Term *terms, size_t count) {
    ServiceOperator *const self = sink;
    for (size_t i = 0; i < self->slot_count; i++) self->cells[i] = TERM_ID_NONE;
    for (size_t i = 0; i < count; i++) {
        const Slot slot = slot_named(self, names[i]);
        if (slot == SLOT_NONE || terms[i].kind == TERM_NONE) continue;
        TRY(exec_intern(self->op.exec, &terms[i], &self->cells[slot]));
    }
    for (size_t i = 0; i < self->slot_count; i++) {
        const TermId given = self->op.outer[self->slots[i]];
        if (given != TERM_ID_NONE && self->cells[i] != TERM_ID_NONE && self->cells[i] != given)
            return STATUS_OK;
    }
    return rows_append_cells(&self->rows, self->cells);
}

static Status endpoint_of(ServiceOperator *self, Term *endpoint, char text[32]) {
    Exec *const exec = self->op.exec;
    const Node *const node = &self->op.plan->algebra->graph;
    *endpoint = node->term;
    if (node->slot != SLOT_NONE) {
        const TermId id = self->op.outer[node->slot];
        if (id == TERM_ID_NONE)
            return diag_set(exec->setup.diag, STATUS_EVALUATION,
                            "SERVICE: its variable has no value");
        TRY(exec_term(exec, id, text, endpoint));
    }
    if (endpoint->kind == TERM_IRI) return STATUS_OK;
    return diag_set(exec->setup.diag, STATUS_EVALUATION, "SERVICE: the endpoint is not an IRI");
}

static Status call(ServiceOperator *self) {
    Exec *const exec = self->op.exec;
    const ExecService *const service = &exec->setup.service;
    Buffer query = {.budget = exec->setup.budget};
    Term endpoint;
    char text[32];
    TRY(endpoint_of(self, &endpoint, text));
    if (!service->call)
        return diag_set(exec->setup.diag, STATUS_REFUSED, "SERVICE <%.*s> is not allowed here",
                        (int)(endpoint.text.len < 200 ? endpoint.text.len : 200), endpoint.text.at);
    for (size_t i = 0; i < service->prefix_count; i++) {
        const PrefixDeclaration *const prefix = &service->prefixes[i];
        buffer_format(&query, "PREFIX %.*s: <%.*s>\n", (int)prefix->prefix.len, prefix->prefix.at,
                      (int)prefix->iri.len, prefix->iri.at);
    }
    const Text pattern = self->op.plan->algebra->service_text;
    buffer_format(&query, "SELECT * WHERE %.*s", (int)pattern.len, pattern.at);
    Status status = query.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK)
        status = service->call(service->context, endpoint.text, buffer_view(&query), add_answer,
                               self, exec->setup.diag);
    buffer_free(&query);
    return status;
}

static bool ends_everything(Status status) {
    return status == STATUS_NO_MEMORY || status == STATUS_MEMORY_LIMIT ||
           status == STATUS_TIMEOUT || status == STATUS_CANCELLED;
}

static Status call_once(ServiceOperator *self) {
    const Status status = call(self);
    self->called = true;
    if (status == STATUS_OK || !self->op.plan->algebra->silent || ends_everything(status))
        return status;
    diag_clear(self->op.exec->setup.diag);
    for (size_t i = 0; i < self->slot_count; i++) self->cells[i] = TERM_ID_NONE;
    self->rows.count = 0;
    return rows_append_cells(&self->rows, self->cells);
}

static Status service_next(Operator *op, Batch **batch) {
    ServiceOperator *const self = (ServiceOperator *)op;
    output_clear(op);
    *batch = &op->batch;
    if (!self->called) TRY(call_once(self));
    for (; self->at < self->rows.count && op->batch.rows < BATCH_ROWS; self->at++) {
        const TermId *const cells = rows_at(&self->rows, self->at);
        for (size_t i = 0; i < self->slot_count; i++) {
            TermId *column = NULL;
            if (!operator_writes(op, self->slots[i])) continue;
            TRY(output_column(op, self->slots[i], &column));
            column[op->batch.rows] = cells[i];
        }
        op->batch.rows++;
    }
    return STATUS_OK;
}

static void service_close(Operator *op) { rows_free(&((ServiceOperator *)op)->rows); }

static Status service_open(Operator *op) {
    ServiceOperator *const self = (ServiceOperator *)op;
    service_close(op);
    self->called = false;
    self->at = 0;
    return STATUS_OK;
}

static const OperatorMethods methods = {service_open, service_next, service_close};

Status make_service(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(ServiceOperator), made));
    ServiceOperator *const self = (ServiceOperator *)*made;
    TRY(slots_of_sets(exec, plan->possible, plan->possible, &self->slots, &self->slot_count));
    rows_init(&self->rows, exec, self->slots, self->slot_count);
    self->cells = arena_array(exec->setup.arena, self->slot_count + 1, sizeof *self->cells);
    return self->cells ? STATUS_OK : STATUS_NO_MEMORY;
}
