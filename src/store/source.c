/* The engine's view of the store (include/ytterby/source.h): one statement at a time reads a snapshot, or the open transaction. Of
 * a snapshot there can be twins for other threads: each has a pager and a dictionary of its own over the same mapped file,
 * so that threads share nothing that changes. */
#include <string.h>

#include "store_internal.h"

struct StoreSource {
    Source base;
    Store *store;
    bool is_twin;
    StoreReader *reader; /* while a statement reads */
    size_t inner;        /* statements that read the same snapshot within its time */
    Arena *terms;        /* texts handed out during the statement */
    Budget *budget;
    Diag failed; /* of the first find that failed and was not told yet */
};

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

/* ---- Reading --------------------------------------------------------------------------------------------------- */

static void end_read(Source *self) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->inner > 0) {
        source->inner--;
        return;
    }
    store_reader_close(source->reader);
    arena_free(source->terms);
    source->reader = NULL;
    source->terms = NULL;
}

static Status begin_read(Source *self, Budget *budget, Diag *diag) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->reader && source->reader->holds == store_in_transaction(source->store))
        return diag_set(diag, STATUS_BUSY, "a statement is being read already");
    if (source->reader) {
        source->inner++;
        return STATUS_OK;
    }
    source->budget = budget;
    source->terms = arena_new(budget);
    if (!source->terms) return no_memory(diag);
    const Status status = store_reader_begin(&source->reader, source->store, diag);
    if (status != STATUS_OK) end_read(self);
    return status;
}

/* Rows are asked for: those of the open transaction must be there. */
static Status rows_ready(const StoreSource *source, Diag *diag) {
    const Store *const store = source->store;
    const bool ready = source->is_twin || source->reader->holds ||
                       (store->change_count == 0 && store->spoiled == STATUS_OK);
    return ready ? STATUS_OK : store_flush(source->store, diag);
}

static Status source_scan_(Source *self, const ScanRequest *request, SourceScan **scan,
                           Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return store_reader_scan(source->reader, request, scan, diag);
}

static uint64_t ordered(Source *self, unsigned tag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    const uint64_t *const counters = source->reader->state.state->counters;
    return tag == TAG_IRI || tag == TAG_STRING ? counters[COUNTER_ORDERED + tag] : 0;
}

static Status count_quads(Source *self, const QuadPattern *pattern, uint64_t *count, bool *exact) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, NULL));
    return store_reader_count(source->reader, pattern, count, exact, NULL);
}

static Status groups(Source *self, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **made, Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return groups_new(&source->reader->state, pattern, column, made, diag);
}

static Status distinct(Source *self, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, NULL));
    return groups_count(&source->reader->state, pattern, column, count, NULL);
}

static Status graphs(Source *self, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    TRY(rows_ready(source, diag));
    return store_reader_graphs(source->reader, each, context, diag);
}

static TermId find(Source *self, const Term *term) {
    StoreSource *const source = (StoreSource *)(void *)self;
    TermId id;
    const Status status = store_reader_find(source->reader, term, &id, &source->failed);
    if (status == STATUS_OK) return id;
    diag_set(&source->failed, status, "%s", status_text(status));
    return TERM_ID_NONE;
}

static Status failure(Source *self, Diag *diag) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (source->failed.status == STATUS_OK) return STATUS_OK; /* asked for each row */
    const Diag failed = source->failed;
    diag_clear(&source->failed);
    return diag_set(diag, failed.status, "%s", failed.message);
}

static Status get_term(Source *self, TermId id, char text[32], Term *term) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    if (id_is_inline(id)) {
        *term = id_decode(id, text);
        return STATUS_OK;
    }
    return store_reader_term(source->reader, id, source->terms, term, NULL);
}

static bool forget(Source *self, size_t most) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    const bool much = source->inner == 0 && arena_bytes(source->terms) > most;
    if (much) arena_reset(source->terms);
    return much;
}

/* ---- Twins --------------------------------------------------------------------------------------------------- */

static void close_source(Source *self) {
    StoreSource *const source = (StoreSource *)(void *)self;
    if (!source->is_twin) return; /* it belongs to the store */
    end_read(self);
    mem_free(source);
}

static Status twin(Source *self, Budget *budget, Source **made, Diag *diag) {
    const StoreSource *const source = (const StoreSource *)(const void *)self;
    if (!source->reader->holds) return STATUS_OK; /* a transaction has one reader */
    StoreSource *const other = mem_zero(1, sizeof *other);
    if (!other) return no_memory(diag);
    other->base = source->base;
    other->is_twin = true;
    other->store = source->store;
    other->terms = arena_new(budget);
    Status status = other->terms ? STATUS_OK : no_memory(diag);
    if (status == STATUS_OK) status = store_reader_twin(&other->reader, source->reader, diag);
    if (status == STATUS_OK)
        *made = &other->base;
    else
        close_source(&other->base);
    return status;
}

/* ---- Writing --------------------------------------------------------------------------------------------------- */

static Status begin_write(Source *self, Budget *budget, Diag *diag) {
    return store_begin_within(((StoreSource *)(void *)self)->store, "update", budget, diag);
}

static Status insert(Source *self, const Quad *quad, Diag *diag) {
    return store_insert(((StoreSource *)(void *)self)->store, quad, diag);
}

static Status remove_quad(Source *self, const Quad *quad, Diag *diag) {
    return store_remove(((StoreSource *)(void *)self)->store, quad, diag);
}

static Status commit(Source *self, Diag *diag) {
    return store_commit(((StoreSource *)(void *)self)->store, diag);
}

static void rollback(Source *self) { store_rollback(((StoreSource *)(void *)self)->store); }

static const SourceMethods source_methods = {.free = close_source,
                                             .begin_read = begin_read,
                                             .end_read = end_read,
                                             .scan = source_scan_,
                                             .count = count_quads,
                                             .groups = groups,
                                             .distinct = distinct,
                                             .graphs = graphs,
                                             .ordered = ordered,
                                             .find = find,
                                             .term = get_term,
                                             .forget = forget,
                                             .failure = failure,
                                             .twin = twin,
                                             .begin_write = begin_write,
                                             .insert = insert,
                                             .remove = remove_quad,
                                             .commit = commit,
                                             .rollback = rollback};

/* ---- Making ---------------------------------------------------------------------------------------------------- */

StoreSource *store_source_new(Store *store) {
    StoreSource *const source = mem_zero(1, sizeof *source);
    if (!source) return NULL;
    PagerInfo info;
    pager_info(store->pager, &info);
    const unsigned orders = 1u << ORDER_SPO | 1u << ORDER_SOP | 1u << ORDER_PSO | 1u << ORDER_POS |
                            1u << ORDER_OSP | 1u << ORDER_OPS;
    source->base = (Source){.methods = &source_methods,
                            .can = {.name = "ytterby",
                                    .contexts = true,
                                    .writable = !info.read_only,
                                    .transactions = true,
                                    .triple_terms = true,
                                    .threads = true,
                                    .orders = orders}};
    source->store = store;
    return source;
}

void store_source_free(StoreSource *source) {
    if (!source) return;
    source->inner = 0;
    end_read(&source->base);
    mem_free(source);
}

Source *store_source(Store *store) { return &store->source->base; }
