/* Groups of quads by one column, and how many there are, for sources that have no better way than a sorted scan; and which
 * order a scan takes. */
#include "ytterby/source.h"

#include <string.h>

/* By ScanOrder, from ORDER_SPO on. */
static const unsigned char orders[][3] = {
    {QUAD_SUBJECT, QUAD_PREDICATE, QUAD_OBJECT}, {QUAD_SUBJECT, QUAD_OBJECT, QUAD_PREDICATE},
    {QUAD_PREDICATE, QUAD_SUBJECT, QUAD_OBJECT}, {QUAD_PREDICATE, QUAD_OBJECT, QUAD_SUBJECT},
    {QUAD_OBJECT, QUAD_SUBJECT, QUAD_PREDICATE}, {QUAD_OBJECT, QUAD_PREDICATE, QUAD_SUBJECT}};

/* How many bound columns the order begins with; open: the first that are not bound, as many as there are. */
static size_t bound_first(const unsigned char order[3], const TermId bound[3], unsigned open[3]) {
    size_t length = 0, count = 0;
    while (length < 3 && bound[order[length]] != TERM_ID_NONE) length++;
    for (size_t i = length; i < 3; i++)
        if (bound[order[i]] == TERM_ID_NONE) open[count++] = order[i];
    while (count < 3) open[count++] = QUAD_COLUMNS;
    return length;
}

ScanOrder source_order(const Source *source, const QuadPattern *pattern, QuadColumn column,
                       QuadColumn then) {
    const TermId bound[3] = {pattern->subject, pattern->predicate, pattern->object};
    ScanOrder best = ORDER_ANY;
    size_t longest = 0;
    for (ScanOrder order = ORDER_SPO; order <= ORDER_OPS; order++) {
        unsigned open[3];
        const size_t length = bound_first(orders[order - ORDER_SPO], bound, open);
        if (!(source->can.orders & 1u << order)) continue;
        if (column != QUAD_COLUMNS && open[0] != column) continue;
        if (then != QUAD_COLUMNS && open[1] != then) continue;
        if (best != ORDER_ANY && length <= longest) continue;
        best = order;
        longest = length;
    }
    return best;
}

static const TermId *column_of(const QuadBatch *batch, QuadColumn column) {
    const TermId *const columns[] = {batch->subject, batch->predicate, batch->object, batch->graph};
    return columns[column];
}

static Status open_sorted(Source *source, const QuadPattern *pattern, QuadColumn column,
                          SourceScan **scan, Diag *diag) {
    const ScanRequest request = {*pattern, source_order(source, pattern, column, QUAD_COLUMNS),
                                 1u << column};
    *scan = NULL;
    if (request.order == ORDER_ANY)
        return diag_set(diag, STATUS_UNSUPPORTED, "%s cannot scan in the order of a column",
                        source->can.name);
    return source_scan(source, &request, scan, diag);
}

/* ---- Groups ------------------------------------------------------------------------------------------------- */

typedef struct ScanGroups {
    SourceGroups groups; /* first */
    SourceScan *scan;
    QuadColumn column;
    TermId value;
    uint64_t count; /* of the group under way */
    size_t at;
    QuadBatch batch;
} ScanGroups;

static void give(ScanGroups *self, GroupBatch *batch) {
    if (self->count == 0) return;
    batch->value[batch->rows] = self->value;
    batch->count[batch->rows++] = self->count;
    self->count = 0;
}

static Status next_group(SourceGroups *groups, GroupBatch *batch, Diag *diag) {
    ScanGroups *const self = (ScanGroups *)groups;
    const TermId *const values = column_of(&self->batch, self->column);
    batch->rows = 0;
    while (batch->rows < BATCH_ROWS) {
        if (self->at == self->batch.rows) {
            self->at = 0;
            TRY(source_scan_next(self->scan, &self->batch, diag));
            if (self->batch.rows == 0) give(self, batch);
            if (self->batch.rows == 0) return STATUS_OK;
        }
        const TermId value = values[self->at];
        if (self->count > 0 && value != self->value) {
            give(self, batch);
            continue;
        }
        self->value = value;
        self->count++;
        self->at++;
    }
    return STATUS_OK;
}

static void free_groups(SourceGroups *groups) {
    source_scan_free(((ScanGroups *)groups)->scan);
    mem_free(groups);
}

static Status groups_of_scan(Source *source, const QuadPattern *pattern, QuadColumn column,
                             SourceGroups **groups, Diag *diag) {
    ScanGroups *const made = mem_alloc(sizeof *made);
    if (!made) return STATUS_NO_MEMORY;
    made->groups = (SourceGroups){next_group, free_groups};
    made->column = column;
    made->count = made->at = made->batch.rows = 0;
    const Status status = open_sorted(source, pattern, column, &made->scan, diag);
    if (status == STATUS_OK)
        *groups = &made->groups;
    else
        mem_free(made);
    return status;
}

Status source_groups(Source *source, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **groups, Diag *diag) {
    *groups = NULL;
    if (source->methods->groups)
        TRY(source->methods->groups(source, pattern, column, groups, diag));
    return *groups ? STATUS_OK : groups_of_scan(source, pattern, column, groups, diag);
}

Status source_groups_next(SourceGroups *groups, GroupBatch *batch, Diag *diag) {
    return groups->next(groups, batch, diag);
}

void source_groups_free(SourceGroups *groups) {
    if (groups) groups->free(groups);
}

/* ---- Their number ---------------------------------------------------------------------------------------------- */

/* As many a row as in the first batch. */
static Status guess(SourceScan *scan, QuadColumn column, uint64_t *count) {
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    if (!batch) return STATUS_NO_MEMORY;
    const Status status = source_scan_next(scan, batch, NULL);
    const TermId *const values = column_of(batch, column);
    uint64_t distinct = 1;
    for (size_t i = 1; status == STATUS_OK && i < batch->rows; i++)
        distinct += values[i] != values[i - 1];
    if (status == STATUS_OK)
        *count =
            batch->rows ? (uint64_t)((double)*count * (double)distinct / (double)batch->rows) : 0;
    mem_free(batch);
    return status;
}

Status source_distinct(Source *source, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count) {
    SourceScan *scan = NULL;
    if (source->methods->distinct) return source->methods->distinct(source, pattern, column, count);
    TRY(source_estimate(source, pattern, count));
    TRY(open_sorted(source, pattern, column, &scan, NULL));
    const Status status = guess(scan, column, count);
    source_scan_free(scan);
    return status;
}
