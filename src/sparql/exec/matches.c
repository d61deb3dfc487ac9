/* The matches of a triple pattern that only has constants and variables of its own, as a source's pattern, and how many
 * they are: by the source's count where that is exact, else by a scan of no columns. */
#include "exec_internal.h"

static Status constant(Exec *exec, const Node *node, TermId *id) {
    return node->slot == SLOT_NONE ? exec_intern(exec, &node->term, id) : STATUS_OK;
}

Status matches_start(Matches *self, Exec *exec, const Plan *plan) {
    const Dataset *const dataset = exec->dataset;
    *self = (Matches){.exec = exec, .plan = plan};
    TRY(constant(exec, &plan->triple->subject, &self->pattern.subject));
    TRY(constant(exec, &plan->triple->predicate, &self->pattern.predicate));
    TRY(constant(exec, &plan->triple->object, &self->pattern.object));
    if (plan->graph.named) {
        self->one_graph = true;
        return constant(exec, &plan->graph.name, &self->pattern.graph);
    }
    self->one_graph = !dataset->union_default && dataset->default_count == 1;
    if (self->one_graph) self->pattern.graph = dataset->defaults[0];
    return STATUS_OK;
}

bool matches_none(const Matches *self) {
    const QuadPattern *const p = &self->pattern;
    return id_is_local(p->subject) || id_is_local(p->predicate) || id_is_local(p->object) ||
           id_is_local(p->graph) ||
           (self->plan->graph.named && !graph_is_named(self->exec, p->graph));
}

static Status count_by_scan(Matches *self, const QuadPattern *pattern, uint64_t *count) {
    Exec *const exec = self->exec;
    if (!self->quads) self->quads = arena_space(exec->setup.arena, sizeof *self->quads);
    if (!self->quads) return STATUS_NO_MEMORY;
    if (!self->scan) self->scan = arena_alloc(exec->setup.arena, sizeof *self->scan);
    if (!self->scan) return STATUS_NO_MEMORY;
    TRY(graph_scan_open(self->scan, exec, pattern, self->plan->graph.named));
    do {
        TRY(graph_scan_next(self->scan, self->quads));
        *count += self->quads->rows;
    } while (self->quads->rows > 0);
    graph_scan_close(self->scan);
    return STATUS_OK;
}

Status matches_count(Matches *self, Slot slot, TermId value, uint64_t *count) {
    const TriplePattern *const triple = self->plan->triple;
    bool exact = false;
    *count = 0;
    if (slot != SLOT_NONE) {
        if (triple->subject.slot == slot) self->pattern.subject = value;
        if (triple->predicate.slot == slot) self->pattern.predicate = value;
        if (triple->object.slot == slot) self->pattern.object = value;
    }
    if (matches_none(self)) return STATUS_OK;
    if (self->one_graph &&
        source_count(self->exec->setup.source, &self->pattern, count, &exact) == STATUS_OK && exact)
        return STATUS_OK;
    *count = 0;
    return count_by_scan(self, &self->pattern, count);
}
