/* A source in memory. Quads lie in one append-only table with a flag each (alive or not); a hash index finds a
 * quad's position. Every sort order is a permutation of positions, built when a scan first wants it, in two
 * runs: a large base and a small delta of what came later, so that a few inserts between two scans do not cost a
 * sort of everything. A scan merges the two runs. Twelve orders in one table: six with the graph last, six
 * with the graph first, so that a graph's quads are a range of their own and every count is exact.
 * A transaction is a list of the positions whose flag it turned; rolling back turns them again. */
#include "ytterby/source.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = QUAD_COLUMNS,
    ORDERS = 12,
    GRAPH_FIRST = 6
};
enum {
    S = QUAD_SUBJECT,
    P = QUAD_PREDICATE,
    O = QUAD_OBJECT,
    G = QUAD_GRAPH
};

/* Row = order of comparison. The first six are ScanOrder ORDER_SPO …, the others the same behind the graph. */
static const unsigned char orders[ORDERS][COLUMNS] = {
    {S, P, O, G}, {S, O, P, G}, {P, S, O, G}, {P, O, S, G}, {O, S, P, G}, {O, P, S, G},
    {G, S, P, O}, {G, S, O, P}, {G, P, S, O}, {G, P, O, S}, {G, O, S, P}, {G, O, P, S}};

typedef struct Key {
    TermId column[COLUMNS];
} Key;

typedef struct Run {
    uint32_t *at; /* positions, sorted */
    size_t count, cap;
} Run;

typedef struct Order {
    Run base,
        delta; /* cover positions [0, base.count) and [base.count, base.count + delta.count) */
} Order;

typedef struct MemorySource {
    Source source; /* first: a Source * is a MemorySource * */
    TermTable *terms;
    Key *quads;
    bool *alive;
    size_t count, quad_cap, alive_cap;
    size_t living, living_in_default;
    HashIndex index;
    Order order[ORDERS];
    uint32_t *turned; /* the transaction's log */
    size_t turned_count, turned_cap;
    size_t open_scans;
    bool writing;
    Budget *budget;
    size_t charged; /* quads that the budget was charged for */
} MemorySource;

enum {
    QUAD_BYTES = sizeof(Key) + sizeof(bool)
};

/* ---- The table ---------------------------------------------------------------------------------------------- */

typedef struct WantedKey {
    const MemorySource *source;
    Key key;
} WantedKey;

static bool same_key(const void *context, size_t position) {
    const WantedKey *const wanted = context;
    return memcmp(&wanted->source->quads[position], &wanted->key, sizeof wanted->key) == 0;
}

static size_t find_key(const MemorySource *self, const Key *key, uint64_t hash) {
    const WantedKey wanted = {self, *key};
    return hash_index_find(&self->index, hash, same_key, &wanted);
}

static void turn(MemorySource *self, size_t position) {
    const bool now = !self->alive[position];
    const bool in_default = self->quads[position].column[G] == TERM_ID_DEFAULT_GRAPH;
    self->alive[position] = now;
    self->living = now ? self->living + 1 : self->living - 1;
    if (in_default)
        self->living_in_default = now ? self->living_in_default + 1 : self->living_in_default - 1;
}

static Status turn_logged(MemorySource *self, size_t position) {
    TRY(array_grow((void **)&self->turned, &self->turned_cap, self->turned_count + 1,
                   sizeof *self->turned));
    self->turned[self->turned_count++] = (uint32_t)position;
    turn(self, position);
    return STATUS_OK;
}

static Status append_key(MemorySource *self, const Key *key, uint64_t hash) {
    if (self->count == UINT32_MAX) return STATUS_LIMIT;
    TRY(array_grow((void **)&self->quads, &self->quad_cap, self->count + 1, sizeof *self->quads));
    TRY(array_grow((void **)&self->alive, &self->alive_cap, self->count + 1, sizeof *self->alive));
    if (self->quad_cap > self->charged) {
        TRY(budget_take(self->budget, (self->quad_cap - self->charged) * QUAD_BYTES));
        self->charged = self->quad_cap;
    }
    TRY(hash_index_add(&self->index, hash, self->count));
    self->quads[self->count] = *key;
    self->alive[self->count] = false;
    self->count++;
    return STATUS_OK;
}

/* ---- Sort orders ---------------------------------------------------------------------------------------------- */

static int compare_keys(const Key *a, const Key *b, const unsigned char *columns, size_t depth) {
    for (size_t i = 0; i < depth; i++) {
        const TermId x = a->column[columns[i]], y = b->column[columns[i]];
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static void merge_positions(const Key *quads, const unsigned char *columns, const uint32_t *a,
                            size_t a_count, const uint32_t *b, size_t b_count, uint32_t *out) {
    size_t i = 0, j = 0, n = 0;
    while (i < a_count && j < b_count)
        out[n++] =
            compare_keys(&quads[a[i]], &quads[b[j]], columns, COLUMNS) <= 0 ? a[i++] : b[j++];
    while (i < a_count) out[n++] = a[i++];
    while (j < b_count) out[n++] = b[j++];
}

/* Sorts positions bottom up; `spare` is as long as `at`. */
static void sort_positions(const Key *quads, const unsigned char *columns, uint32_t *at,
                           uint32_t *spare, size_t count) {
    uint32_t *from = at, *to = spare;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t middle = start + width < count ? start + width : count;
            const size_t end = middle + width < count ? middle + width : count;
            merge_positions(quads, columns, from + start, middle - start, from + middle,
                            end - middle, to + start);
        }
        uint32_t *const swap = from;
        from = to;
        to = swap;
    }
    if (from != at) memcpy(at, from, count * sizeof *at);
}

static Status sort_run(const MemorySource *self, const unsigned char *columns, Run *run,
                       size_t first, size_t count) {
    TRY(array_grow((void **)&run->at, &run->cap, count, sizeof *run->at));
    uint32_t *const spare = mem_alloc(count * sizeof *spare);
    if (!spare) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) run->at[i] = (uint32_t)(first + i);
    sort_positions(self->quads, columns, run->at, spare, count);
    run->count = count;
    mem_free(spare);
    return STATUS_OK;
}

static Status fold_delta(const MemorySource *self, const unsigned char *columns, Order *order) {
    const size_t count = order->base.count + order->delta.count;
    Run whole = {0};
    TRY(array_grow((void **)&whole.at, &whole.cap, count, sizeof *whole.at));
    whole.count = count;
    merge_positions(self->quads, columns, order->base.at, order->base.count, order->delta.at,
                    order->delta.count, whole.at);
    mem_free(order->base.at);
    order->base = whole;
    order->delta.count = 0;
    return STATUS_OK;
}

/* Folding costs the base, re-sorting the delta costs the delta: the limit balances the two. */
static bool delta_is_large(const Order *order) {
    const size_t delta = order->delta.count;
    return delta > 256 && delta * delta / 16 > order->base.count;
}

static Status ready_order(MemorySource *self, size_t number) {
    Order *const order = &self->order[number];
    if (order->base.count + order->delta.count == self->count) return STATUS_OK;
    if (order->base.count == 0) return sort_run(self, orders[number], &order->base, 0, self->count);
    TRY(sort_run(self, orders[number], &order->delta, order->base.count,
                 self->count - order->base.count));
    return delta_is_large(order) ? fold_delta(self, orders[number], order) : STATUS_OK;
}

static void forget_orders(MemorySource *self) {
    for (size_t i = 0; i < ORDERS; i++) {
        mem_free(self->order[i].base.at);
        mem_free(self->order[i].delta.at);
        self->order[i] = (Order){0};
    }
}

/* ---- Choosing an order and its range ---------------------------------------------------------------------------- */

typedef struct Range {
    size_t order; /* row of `orders` */
    size_t depth; /* bound columns: a prefix of the order */
    Key key;
    size_t base, base_end, delta, delta_end;
} Range;

/* Can `columns` serve the wanted order: bound columns first, then the others in the order asked for? */
static bool order_fits(const unsigned char *columns, const Key *key, ScanOrder wanted) {
    size_t i = 0;
    while (i < 3 && key->column[columns[i]] != TERM_ID_NONE) i++;
    for (size_t j = i; j < 3; j++)
        if (key->column[columns[j]] != TERM_ID_NONE) return false;
    if (wanted == ORDER_ANY) return true;
    const unsigned char *next = orders[wanted - ORDER_SPO];
    for (; i < 3; i++, next++) {
        while (key->column[*next] != TERM_ID_NONE) next++;
        if (*next != columns[i]) return false;
    }
    return true;
}

static size_t lower_bound(const MemorySource *self, const Run *run, const Range *range,
                          bool after) {
    size_t low = 0, high = run->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_keys(&self->quads[run->at[middle]], &range->key,
                                       orders[range->order], range->depth);
        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Status find_range(MemorySource *self, const QuadPattern *pattern, ScanOrder wanted,
                         Range *range) {
    *range =
        (Range){.key = {{pattern->subject, pattern->predicate, pattern->object, pattern->graph}}};
    const bool only_default =
        pattern->graph == TERM_ID_DEFAULT_GRAPH && self->living_in_default == self->living;
    if (only_default) range->key.column[G] = TERM_ID_NONE;
    const bool by_graph = range->key.column[G] != TERM_ID_NONE;
    while (!order_fits(orders[range->order], &range->key, wanted)) range->order++;
    for (size_t i = 0; i < 3 && range->key.column[orders[range->order][i]] != TERM_ID_NONE; i++)
        range->depth++;
    if (by_graph) {
        range->order += GRAPH_FIRST;
        range->depth++;
    }
    TRY(ready_order(self, range->order));
    const Order *const order = &self->order[range->order];
    range->base = lower_bound(self, &order->base, range, false);
    range->base_end = lower_bound(self, &order->base, range, true);
    range->delta = lower_bound(self, &order->delta, range, false);
    range->delta_end = lower_bound(self, &order->delta, range, true);
    return STATUS_OK;
}

/* ---- Scans -------------------------------------------------------------------------------------------------------- */

typedef struct MemoryScan {
    SourceScan scan; /* first */
    MemorySource *source;
    Range range;
    unsigned columns;
    bool open; /* it has not come to its end: the source must not change */
} MemoryScan;

static void set_open(MemoryScan *self, bool open) {
    if (open && !self->open) self->source->open_scans++;
    if (!open && self->open) self->source->open_scans--;
    self->open = open;
}

/* The next position of the two runs in order; UINT32_MAX at the end. */
static uint32_t next_position(const MemorySource *self, Range *range) {
    const Order *const order = &self->order[range->order];
    const bool base = range->base < range->base_end, delta = range->delta < range->delta_end;
    if (!base && !delta) return UINT32_MAX;
    if (!delta) return order->base.at[range->base++];
    if (!base) return order->delta.at[range->delta++];
    const uint32_t a = order->base.at[range->base], b = order->delta.at[range->delta];
    if (compare_keys(&self->quads[a], &self->quads[b], orders[range->order], COLUMNS) <= 0) {
        range->base++;
        return a;
    }
    range->delta++;
    return b;
}

static Status memory_scan_next(SourceScan *scan, QuadBatch *batch, Diag *diag) {
    MemoryScan *const self = (MemoryScan *)scan;
    const MemorySource *const source = self->source;
    (void)diag;
    size_t rows = 0;
    while (rows < BATCH_ROWS) {
        const uint32_t position = next_position(source, &self->range);
        if (position == UINT32_MAX) break;
        if (!source->alive[position]) continue;
        const Key *const key = &source->quads[position];
        if (self->columns & 1u << S) batch->subject[rows] = key->column[S];
        if (self->columns & 1u << P) batch->predicate[rows] = key->column[P];
        if (self->columns & 1u << O) batch->object[rows] = key->column[O];
        if (self->columns & 1u << G) batch->graph[rows] = key->column[G];
        rows++;
    }
    batch->rows = rows;
    set_open(self, rows > 0);
    return STATUS_OK;
}

static void memory_scan_free(SourceScan *scan) {
    set_open((MemoryScan *)scan, false);
    mem_free(scan);
}

static Status memory_scan_restart(SourceScan *scan, const ScanRequest *request, Diag *diag) {
    MemoryScan *const self = (MemoryScan *)scan;
    (void)diag;
    set_open(self, true);
    self->columns = request->columns;
    return find_range(self->source, &request->pattern, request->order, &self->range);
}

static Status memory_scan(Source *source, const ScanRequest *request, SourceScan **scan,
                          Diag *diag) {
    MemoryScan *const made = mem_zero(1, sizeof *made);
    if (!made) return STATUS_NO_MEMORY;
    made->scan = (SourceScan){
        .next = memory_scan_next, .restart = memory_scan_restart, .free = memory_scan_free};
    made->source = (MemorySource *)source;
    const Status status = memory_scan_restart(&made->scan, request, diag);
    if (status == STATUS_OK)
        *scan = &made->scan;
    else
        memory_scan_free(&made->scan);
    return status;
}

static Status memory_count(Source *source, const QuadPattern *pattern, uint64_t *count,
                           bool *exact) {
    MemorySource *const self = (MemorySource *)source;
    Range range;
    TRY(find_range(self, pattern, ORDER_ANY, &range));
    *exact = true;
    *count = (range.base_end - range.base) + (range.delta_end - range.delta);
    if (self->living == self->count || *count == 0) return STATUS_OK;
    *count = 0;
    for (uint32_t at = next_position(self, &range); at != UINT32_MAX;
         at = next_position(self, &range))
        if (self->alive[at]) (*count)++;
    return STATUS_OK;
}

/* Walks the order that has the graph first and seeks from graph to graph. */
static Status memory_graphs(Source *source, Status (*each)(void *context, TermId graph),
                            void *context, Diag *diag) {
    MemorySource *const self = (MemorySource *)source;
    (void)diag;
    TRY(ready_order(self, GRAPH_FIRST));
    const Order *const order = &self->order[GRAPH_FIRST];
    Range range = {.order = GRAPH_FIRST,
                   .depth = 1,
                   .base_end = order->base.count,
                   .delta_end = order->delta.count};
    for (uint32_t at = next_position(self, &range); at != UINT32_MAX;
         at = next_position(self, &range)) {
        const TermId graph = self->quads[at].column[G];
        if (!self->alive[at]) continue;
        if (graph != TERM_ID_DEFAULT_GRAPH) TRY(each(context, graph));
        range.key.column[G] = graph;
        range.base = lower_bound(self, &order->base, &range, true);
        range.delta = lower_bound(self, &order->delta, &range, true);
    }
    return STATUS_OK;
}

static TermId memory_find(Source *source, const Term *term) {
    return term_table_find(((MemorySource *)source)->terms, term);
}

static Status memory_term(Source *source, TermId id, char text[32], Term *term) {
    return term_table_get(((MemorySource *)source)->terms, id, text, term);
}

/* ---- Writing --------------------------------------------------------------------------------------------------------- */

static Status memory_begin_write(Source *source, Budget *budget, Diag *diag) {
    MemorySource *const self = (MemorySource *)source;
    (void)budget;
    if (self->writing) return diag_set(diag, STATUS_BUSY, "a transaction is open already");
    self->writing = true;
    self->turned_count = 0;
    return STATUS_OK;
}

static Status may_write(const MemorySource *self, Diag *diag) {
    if (!self->writing) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    if (self->open_scans > 0) return diag_set(diag, STATUS_BUSY, "the graph is being read");
    return STATUS_OK;
}

static Status memory_insert(Source *source, const Quad *quad, Diag *diag) {
    MemorySource *const self = (MemorySource *)source;
    Key key;
    TRY(may_write(self, diag));
    TRY(term_table_add(self->terms, &quad->subject, &key.column[S]));
    TRY(term_table_add(self->terms, &quad->predicate, &key.column[P]));
    TRY(term_table_add(self->terms, &quad->object, &key.column[O]));
    key.column[G] = TERM_ID_DEFAULT_GRAPH;
    if (quad->graph.kind != TERM_NONE)
        TRY(term_table_add(self->terms, &quad->graph, &key.column[G]));
    const uint64_t hash = hash_bytes(&key, sizeof key, 0);
    size_t position = find_key(self, &key, hash);
    if (position == HASH_NONE) {
        position = self->count;
        TRY(append_key(self, &key, hash));
    }
    return self->alive[position] ? STATUS_OK : turn_logged(self, position);
}

static Status memory_remove(Source *source, const Quad *quad, Diag *diag) {
    MemorySource *const self = (MemorySource *)source;
    TRY(may_write(self, diag));
    const Key key = {{source_find(source, &quad->subject), source_find(source, &quad->predicate),
                      source_find(source, &quad->object),
                      quad->graph.kind == TERM_NONE ? TERM_ID_DEFAULT_GRAPH
                                                    : source_find(source, &quad->graph)}};
    const size_t position = find_key(self, &key, hash_bytes(&key, sizeof key, 0));
    return position == HASH_NONE || !self->alive[position] ? STATUS_OK
                                                           : turn_logged(self, position);
}

/* Takes dead quads out of the table when they are the larger part of it. */
static Status compact(MemorySource *self) {
    if (self->count < 1024 || self->living > self->count / 2 || self->open_scans > 0)
        return STATUS_OK;
    HashIndex index = {.budget = self->budget};
    size_t kept = 0;
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < self->count; i++)
        if (self->alive[i])
            status = hash_index_add(&index, hash_bytes(&self->quads[i], sizeof(Key), 0), kept++);
    if (status != STATUS_OK) {
        hash_index_free(&index);
        return status;
    }
    kept = 0;
    for (size_t i = 0; i < self->count; i++)
        if (self->alive[i]) self->quads[kept++] = self->quads[i];
    memset(self->alive, true, kept);
    self->count = kept;
    hash_index_free(&self->index);
    self->index = index;
    forget_orders(self);
    return STATUS_OK;
}

static Status memory_commit(Source *source, Diag *diag) {
    MemorySource *const self = (MemorySource *)source;
    if (!self->writing) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    self->writing = false;
    return compact(self);
}

size_t memory_source_count(const Source *source) { return ((const MemorySource *)source)->living; }

static int compare_positions(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static Status quad_at(Source *source, const Key *key, char text[COLUMNS][32], Quad *quad) {
    *quad = (Quad){0};
    TRY(source_term(source, key->column[S], text[S], &quad->subject));
    TRY(source_term(source, key->column[P], text[P], &quad->predicate));
    TRY(source_term(source, key->column[O], text[O], &quad->object));
    if (key->column[G] == TERM_ID_DEFAULT_GRAPH) return STATUS_OK;
    return source_term(source, key->column[G], text[G], &quad->graph);
}

/* A quad whose flag was turned an even number of times is as it was. Sorting the log changes nothing for a
 * rollback, which turns each position as often as it was turned. */
Status memory_source_changes(Source *source,
                             Status (*each)(void *context, const Quad *quad, bool added),
                             void *context) {
    MemorySource *const self = (MemorySource *)source;
    if (!self->writing || self->turned_count == 0) return STATUS_OK;
    qsort(self->turned, self->turned_count, sizeof *self->turned, compare_positions);
    for (size_t i = 0, end; i < self->turned_count; i = end) {
        const uint32_t position = self->turned[i];
        for (end = i + 1; end < self->turned_count && self->turned[end] == position;) end++;
        if ((end - i) % 2 == 0) continue;
        char text[COLUMNS][32];
        Quad quad;
        TRY(quad_at(source, &self->quads[position], text, &quad));
        TRY(each(context, &quad, self->alive[position]));
    }
    return STATUS_OK;
}

static void memory_rollback(Source *source) {
    MemorySource *const self = (MemorySource *)source;
    if (!self->writing) return;
    while (self->turned_count > 0) turn(self, self->turned[--self->turned_count]);
    self->writing = false;
}

/* ---- Life -------------------------------------------------------------------------------------------------------------- */

static void memory_free(Source *source) {
    MemorySource *const self = (MemorySource *)source;
    forget_orders(self);
    budget_give(self->budget, self->charged * QUAD_BYTES);
    hash_index_free(&self->index);
    term_table_free(self->terms);
    mem_free(self->quads);
    mem_free(self->alive);
    mem_free(self->turned);
    mem_free(self);
}

static const SourceMethods methods = {.free = memory_free,
                                      .scan = memory_scan,
                                      .count = memory_count,
                                      .graphs = memory_graphs,
                                      .find = memory_find,
                                      .term = memory_term,
                                      .begin_write = memory_begin_write,
                                      .insert = memory_insert,
                                      .remove = memory_remove,
                                      .commit = memory_commit,
                                      .rollback = memory_rollback};

Source *memory_source_new(Budget *budget) {
    MemorySource *const self = mem_zero(1, sizeof *self);
    if (!self) return NULL;
    self->terms = term_table_new(0, budget);
    if (!self->terms) {
        mem_free(self);
        return NULL;
    }
    self->budget = budget;
    self->index.budget = budget;
    self->source.methods = &methods;
    self->source.can = (SourceCapabilities){
        .name = "memory",
        .contexts = true,
        .writable = true,
        .transactions = true,
        .triple_terms = true,
        .orders = 1u << ORDER_ANY | 1u << ORDER_SPO | 1u << ORDER_SOP | 1u << ORDER_PSO |
                  1u << ORDER_POS | 1u << ORDER_OSP | 1u << ORDER_OPS};
    return &self->source;
}
