/* DESCRIBE (SPARQL 1.1 Query, section 16.4) as the concise bounded description: all statements of the default graph whose
 * subject is the node, and in turn those of each blank node among their objects. A node that is no subject anywhere is
 * described by the statements that point to it instead, so that the answer about a known name is never empty. */
#include "engine_internal.h"

typedef struct Description {
    Run *run;
    TripleSet queue; /* nodes to describe, as subjects of otherwise empty triples */
    TripleSet found;
} Description;

static Status enqueue(Description *self, TermId node) {
    const QuadIds entry = {.subject = node};
    bool is_new = false;
    return triple_set_add(&self->queue, &entry, &is_new);
}

static Status add_triple(void *context, const QuadIds *triple) {
    Description *const self = context;
    bool is_new = false;
    TRY(triple_set_add(&self->found, triple, &is_new));
    return is_new && id_tag(triple->object) == TAG_BLANK ? enqueue(self, triple->object)
                                                         : STATUS_OK;
}

static Status enqueue_node(Description *self, const Node *node) {
    TermId id = TERM_ID_NONE;
    if (node->slot == SLOT_NONE)
        TRY(exec_intern(self->run->exec, &node->term, &id));
    else
        id = exec_value(self->run->exec, node->slot);
    return id == TERM_ID_NONE || id_is_literal(id) ? STATUS_OK : enqueue(self, id);
}

static Status collect_nodes(Description *self, const Query *query) {
    for (size_t i = 0; i < query->describe_count; i++)
        if (query->describe[i].slot == SLOT_NONE) TRY(enqueue_node(self, &query->describe[i]));
    for (;;) {
        bool more = false;
        TRY(run_next(self->run, &more));
        if (!more) return STATUS_OK;
        for (size_t i = 0; i < query->describe_count; i++)
            if (query->describe[i].slot != SLOT_NONE) TRY(enqueue_node(self, &query->describe[i]));
    }
}

static Status describe_nodes(Description *self) {
    for (size_t i = 0; i < self->queue.list.count; i++) {
        const TermId node = self->queue.list.at[i].subject;
        const size_t before = self->found.list.count;
        TRY(exec_match(self->run->exec, &(QuadPattern){.subject = node}, add_triple, self));
        if (self->found.list.count > before || id_tag(node) == TAG_BLANK) continue;
        TRY(exec_match(self->run->exec, &(QuadPattern){.object = node}, add_triple, self));
    }
    return STATUS_OK;
}

static Status give(Description *self, Status (*quad)(void *context, const Quad *quad),
                   void *context) {
    for (size_t i = 0; i < self->found.list.count; i++) {
        const QuadIds *const ids = &self->found.list.at[i];
        char text[3][32];
        Quad triple = {0};
        TRY(exec_term(self->run->exec, ids->subject, text[0], &triple.subject));
        TRY(exec_term(self->run->exec, ids->predicate, text[1], &triple.predicate));
        TRY(exec_term(self->run->exec, ids->object, text[2], &triple.object));
        TRY(quad(context, &triple));
    }
    return STATUS_OK;
}

Status describe(Run *run, const Query *query, Status (*quad)(void *context, const Quad *quad),
                void *context) {
    Description self = {.run = run};
    triple_set_init(&self.queue, run->budget);
    triple_set_init(&self.found, run->budget);
    Status status = collect_nodes(&self, query);
    if (status == STATUS_OK) status = describe_nodes(&self);
    if (status == STATUS_OK) status = give(&self, quad, context);
    triple_set_free(&self.queue);
    triple_set_free(&self.found);
    return status;
}
