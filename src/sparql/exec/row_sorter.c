/* Sorts rows: in memory, and when that gets short in runs that are put aside and merged at the end (external merge sort,
 * Knuth, The Art of Computer Programming 3, section 5.4). In memory it is a merge sort of positions, bottom up: it asks for few
 * comparisons, which may have to read terms. The comparison decides the order of all rows: there are no ties. */
#include "spill_internal.h"

#include <string.h>

enum {
    BLOCK_LEAST = 4096, /* bytes that are read of a run at once */
    CHECK_ROWS = 65536  /* merged between two looks at the budget */
};

void row_sorter_init(RowSorter *self, Operator *owner, const Slot *slots, size_t width,
                     RowCompare *compare) {
    *self = (RowSorter){.owner = owner, .compare = compare};
    rows_init(&self->rows, owner->exec, slots, width);
}

static Status compare(RowSorter *self, const TermId *a, const TermId *b, int *order) {
    const size_t width = self->rows.width;
    size_t i = 0;
    if (self->compare) return self->compare(self->owner, a, b, order);
    while (i < width && a[i] == b[i]) i++;
    *order = i == width ? 0 : a[i] < b[i] ? -1 : 1;
    return STATUS_OK;
}

/* ---- In memory -------------------------------------------------------------------------------------------------- */

static Status merge(RowSorter *self, const uint32_t *from, size_t middle, size_t end,
                    uint32_t *to) {
    size_t i = 0, j = middle, n = 0;
    while (i < middle && j < end) {
        int order = 0;
        if (n % CHECK_ROWS == CHECK_ROWS - 1) TRY(budget_check(self->rows.budget));
        TRY(compare(self, rows_at(&self->rows, from[i]), rows_at(&self->rows, from[j]), &order));
        to[n++] = order <= 0 ? from[i++] : from[j++];
    }
    while (i < middle) to[n++] = from[i++];
    while (j < end) to[n++] = from[j++];
    return STATUS_OK;
}

static Status sort(RowSorter *self) {
    const size_t count = self->rows.count;
    for (size_t width = 1; width < count; width *= 2) {
        TRY(budget_check(self->rows.budget));
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t left = count - start < width ? count - start : width;
            const size_t both = count - start < 2 * width ? count - start : 2 * width;
            TRY(merge(self, self->order + start, left, both, self->spare + start));
        }
        uint32_t *const swap = self->order;
        self->order = self->spare;
        self->spare = swap;
    }
    return STATUS_OK;
}

static void free_order(RowSorter *self) {
    budget_give(self->rows.budget, self->charged);
    mem_free(self->order);
    mem_free(self->spare);
    self->order = self->spare = NULL;
    self->charged = 0;
}

static size_t order_bytes(size_t count) { return (count + 1) * 2 * sizeof(uint32_t); }

static Status sort_rows(RowSorter *self) {
    const size_t bytes = order_bytes(self->rows.count);
    TRY(budget_take(self->rows.budget, bytes));
    self->charged = bytes;
    self->order = mem_alloc(bytes / 2);
    self->spare = mem_alloc(bytes / 2);
    if (!self->order || !self->spare) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < self->rows.count; i++) self->order[i] = (uint32_t)i;
    return sort(self);
}

/* ---- Runs --------------------------------------------------------------------------------------------------------- */

static Status write_run(RowSorter *self, RowRun *run) {
    for (size_t i = 0; i < self->rows.count; i++)
        TRY(row_run_add(run, rows_at(&self->rows, self->order[i])));
    return row_run_end(run);
}

static Status put_aside(RowSorter *self) {
    const size_t share = spill_share(self->owner->exec) / 64;
    TRY(array_grow((void **)&self->runs, &self->run_cap, self->run_count + 1, sizeof *self->runs));
    RowRun *const run = &self->runs[self->run_count++];
    row_run_init(run, self->owner, self->rows.width, share > BLOCK_LEAST ? share : BLOCK_LEAST);
    Status status = sort_rows(self);
    if (status == STATUS_OK) status = write_run(self, run);
    free_order(self);
    rows_free(&self->rows);
    return status;
}

/* Does the next row make the memory for rows, and for sorting them, larger than may be? A run is never smaller than the
 * operator's share, so that there are not too many of them. */
static bool is_full(const RowSorter *self) {
    const Rows *const rows = &self->rows;
    const size_t cell_bytes = rows->width * sizeof(TermId);
    if (rows->count < rows->cap) return false;
    if (rows->count == 0 || rows->count * cell_bytes < self->least) return false;
    return spill_wanted(self->owner->exec,
                        rows->cap / 2 * cell_bytes + order_bytes(rows->cap + rows->cap / 2));
}

Status row_sorter_add(RowSorter *self, const TermId *cells) {
    if (self->least == 0) self->least = spill_share(self->owner->exec);
    if (is_full(self)) TRY(put_aside(self));
    return rows_append_cells(&self->rows, cells);
}

/* ---- Reading ------------------------------------------------------------------------------------------------------ */

static Status before(RowSorter *self, size_t a, size_t b, bool *is_before) {
    int order = 0;
    TRY(compare(self, self->heads[self->heap[a]], self->heads[self->heap[b]], &order));
    *is_before = order < 0;
    return STATUS_OK;
}

static Status sift_down(RowSorter *self, size_t at) {
    for (;;) {
        size_t first = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < self->heap_count; child++) {
            bool is_before = false;
            TRY(before(self, child, first, &is_before));
            if (is_before) first = child;
        }
        if (first == at) return STATUS_OK;
        const uint32_t swap = self->heap[at];
        self->heap[at] = self->heap[first];
        self->heap[first] = swap;
        at = first;
    }
}

static Status start_merge(RowSorter *self) {
    self->heads = mem_zero(self->run_count, sizeof *self->heads);
    self->heap = mem_zero(self->run_count, sizeof *self->heap);
    if (!self->heads || !self->heap) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < self->run_count; i++) {
        TRY(row_run_next(&self->runs[i], &self->heads[i]));
        self->heap[self->heap_count++] = (uint32_t)i; /* no run is empty */
    }
    for (size_t i = self->heap_count; i-- > 0;) TRY(sift_down(self, i));
    return STATUS_OK;
}

Status row_sorter_end(RowSorter *self) {
    self->at = 0;
    if (self->run_count == 0) return sort_rows(self);
    if (self->rows.count > 0) TRY(put_aside(self));
    return start_merge(self);
}

/* The row handed out before was the head of the first run in the heap: only now it moves on. */
static Status advance(RowSorter *self) {
    const uint32_t run = self->heap[0];
    if (!self->taken) return STATUS_OK;
    TRY(row_run_next(&self->runs[run], &self->heads[run]));
    if (!self->heads[run]) {
        row_run_free(&self->runs[run]);
        self->heap[0] = self->heap[--self->heap_count];
    }
    return sift_down(self, 0);
}

Status row_sorter_next(RowSorter *self, const TermId **cells) {
    *cells = NULL;
    if (self->run_count == 0) {
        if (self->at < self->rows.count) *cells = rows_at(&self->rows, self->order[self->at++]);
        return STATUS_OK;
    }
    if (self->heap_count > 0) TRY(advance(self));
    self->taken = true;
    if (self->heap_count > 0) *cells = self->heads[self->heap[0]];
    return STATUS_OK;
}

void row_sorter_free(RowSorter *self) {
    free_order(self);
    rows_free(&self->rows);
    for (size_t i = 0; i < self->run_count; i++) row_run_free(&self->runs[i]);
    mem_free(self->runs);
    mem_free(self->heads);
    mem_free(self->heap);
    self->runs = NULL;
    self->heads = NULL;
    self->heap = NULL;
    self->run_count = self->run_cap = self->heap_count = self->at = 0;
    self->taken = false;
}
