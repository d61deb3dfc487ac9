/* The dispatch of the source interface: each call goes to the implementation's method, and a missing method
 * is one clear error instead of a crash. Also what every implementation would do alike: inline ids need no
 * dictionary. */
#include "ytterby/source.h"

static Status cannot(const Source *source, const char *what, Diag *diag) {
    const char *const name = source->can.name ? source->can.name : "this storage";
    return diag_set(diag, STATUS_UNSUPPORTED, "%s cannot %s", name, what);
}

void source_free(Source *source) {
    if (source) source->methods->free(source);
}

Status source_begin_read(Source *source, Budget *budget, Diag *diag) {
    return source->methods->begin_read ? source->methods->begin_read(source, budget, diag)
                                       : STATUS_OK;
}

void source_end_read(Source *source) {
    if (source->methods->end_read) source->methods->end_read(source);
}

Status source_scan(Source *source, const ScanRequest *request, SourceScan **scan, Diag *diag) {
    *scan = NULL;
    if (request->order != ORDER_ANY && !(source->can.orders & 1u << request->order))
        return cannot(source, "scan in that order", diag);
    return source->methods->scan(source, request, scan, diag);
}

Status source_scan_all(Source *source, const QuadPattern *pattern, SourceScan **scan, Diag *diag) {
    const ScanRequest request = {*pattern, ORDER_ANY, QUAD_ALL};
    return source_scan(source, &request, scan, diag);
}

Status source_scan_restart(SourceScan *scan, const ScanRequest *request, Diag *diag) {
    return scan->restart(scan, request, diag);
}

Status source_scan_next(SourceScan *scan, QuadBatch *batch, Diag *diag) {
    return scan->next(scan, batch, diag);
}

void source_scan_free(SourceScan *scan) {
    if (scan) scan->free(scan);
}

Status source_count(Source *source, const QuadPattern *pattern, uint64_t *count, bool *exact) {
    *count = 0;
    *exact = false;
    return source->methods->count ? source->methods->count(source, pattern, count, exact)
                                  : STATUS_UNSUPPORTED;
}

Status source_estimate(Source *source, const QuadPattern *pattern, uint64_t *count) {
    bool exact;
    return source_count(source, pattern, count, &exact);
}

TermId source_find(Source *source, const Term *term) {
    const TermId inlined = id_inline(term);
    return inlined != TERM_ID_NONE ? inlined : source->methods->find(source, term);
}

Status source_failure(Source *source, Diag *diag) {
    return source->methods->failure ? source->methods->failure(source, diag) : STATUS_OK;
}

Status source_twin(Source *source, Budget *budget, Source **twin, Diag *diag) {
    *twin = NULL;
    return source->methods->twin ? source->methods->twin(source, budget, twin, diag) : STATUS_OK;
}

Status source_term(Source *source, TermId id, char text[32], Term *term) {
    if (id_is_inline(id)) {
        *term = id_decode(id, text);
        return STATUS_OK;
    }
    return source->methods->term(source, id, text, term);
}

bool source_forget(Source *source, size_t most) {
    return source->methods->forget && source->methods->forget(source, most);
}

uint64_t source_ordered(Source *source, unsigned tag) {
    return source->methods->ordered ? source->methods->ordered(source, tag) : 0;
}

Status source_graphs(Source *source, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag) {
    if (!source->can.contexts) return STATUS_OK;
    return source->methods->graphs(source, each, context, diag);
}

/* ---- Writing -------------------------------------------------------------------------------------------- */

Status source_begin_write(Source *source, Budget *budget, Diag *diag) {
    if (!source->can.writable || !source->methods->begin_write)
        return diag_set(diag, STATUS_REFUSED, "%s is read-only",
                        source->can.name ? source->can.name : "this storage");
    return source->methods->begin_write(source, budget, diag);
}

/* What the source could not give back as it was is refused here, once for all implementations. */
static Status check_quad(const Source *source, const Quad *quad, Diag *diag) {
    if (quad->graph.kind != TERM_NONE && !source->can.contexts)
        return cannot(source, "keep named graphs", diag);
    const bool extended =
        quad->object.kind == TERM_TRIPLE || quad->object.direction != DIRECTION_NONE;
    if (extended && !source->can.triple_terms)
        return cannot(source, "keep triple terms or literals with a base direction", diag);
    return STATUS_OK;
}

Status source_insert(Source *source, const Quad *quad, Diag *diag) {
    TRY(check_quad(source, quad, diag));
    return source->methods->insert ? source->methods->insert(source, quad, diag)
                                   : cannot(source, "insert", diag);
}

/* A quad that the source cannot hold is not in it: removing it has no effect. */
Status source_remove(Source *source, const Quad *quad, Diag *diag) {
    if (check_quad(source, quad, NULL) != STATUS_OK) return STATUS_OK;
    return source->methods->remove ? source->methods->remove(source, quad, diag)
                                   : cannot(source, "remove", diag);
}

Status source_commit(Source *source, Diag *diag) {
    return source->methods->commit ? source->methods->commit(source, diag) : STATUS_OK;
}

void source_rollback(Source *source) {
    if (source->methods->rollback) source->methods->rollback(source);
}
