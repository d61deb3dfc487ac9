/* Distinct and Reduced (SPARQL 1.1 Query, section 18.5): a set of the rows seen; Reduced drops only neighbours that are
 * equal, which costs no memory.
 *
 * When memory gets short the set grows no more: rows that are not in it are put aside, sorted by their cells, so that
 * equal ones meet; the first of each are then sorted by their age, for the order of the operand is kept. */
#include "spill_internal.h"

#include <string.h>

typedef struct DistinctOperator {
    Operator op;
    const Slot *slots;
    size_t slot_count;
    TermId *cells; /* with the age as the last one */
    RowSet seen;
    PairSet pairs;        /* instead, where there are two slots */
    uint64_t age;         /* rows read */
    bool spilled, merged; /* rows are put aside; they are handed out */
    RowSorter rest, firsts;
    TermId *last; /* the row before: of Reduced, of `rest` */
    bool has_last;
} DistinctOperator;

/* Is the row another than the one before? */
static bool differs(DistinctOperator *self, const TermId *cells) {
    const size_t bytes = self->slot_count * sizeof *cells;
    const bool is_new = !self->has_last || memcmp(cells, self->last, bytes) != 0;
    memcpy(self->last, cells, bytes);
    self->has_last = true;
    return is_new;
}

/* ---- The rows seen ------------------------------------------------------------------------------------------------- */

static Status find_new(DistinctOperator *self, const Batch *batch, bool is_new[BATCH_ROWS]) {
    if (self->slot_count == 2)
        return pair_set_add_batch(&self->pairs, batch, self->op.outer, is_new);
    return row_set_add_batch(&self->seen, batch, self->op.outer, is_new);
}

static bool was_seen(DistinctOperator *self, const TermId *cells) {
    if (self->slot_count == 2) return pair_set_has(&self->pairs, cells);
    return row_set_find(&self->seen, cells) != HASH_NONE;
}

static size_t growth(const DistinctOperator *self) {
    return self->slot_count == 2 ? pair_set_growth(&self->pairs) : row_set_growth(&self->seen);
}

static void forget(DistinctOperator *self) {
    row_set_free(&self->seen);
    pair_set_free(&self->pairs);
}

static void read_row(DistinctOperator *self, const Batch *batch, size_t at) {
    const Row row = operator_row(&self->op, batch, at);
    for (size_t i = 0; i < self->slot_count; i++) self->cells[i] = row_get(&row, self->slots[i]);
}

/* ---- Rows put aside ----------------------------------------------------------------------------------------------- */

static Status by_age(Operator *op, const TermId *a, const TermId *b, int *order) {
    const size_t age = ((DistinctOperator *)op)->slot_count;
    *order = a[age] < b[age] ? -1 : a[age] > b[age];
    return STATUS_OK;
}

static Status put_aside(DistinctOperator *self, const Batch *batch) {
    for (size_t i = 0; i < batch->rows; i++) {
        read_row(self, batch, i);
        self->cells[self->slot_count] = self->age + i;
        if (!was_seen(self, self->cells)) TRY(row_sorter_add(&self->rest, self->cells));
    }
    return STATUS_OK;
}

static Status merge_rest(DistinctOperator *self) {
    forget(self);
    self->merged = true;
    TRY(row_sorter_end(&self->rest));
    for (;;) {
        const TermId *cells = NULL;
        TRY(row_sorter_next(&self->rest, &cells));
        if (!cells) break;
        if (differs(self, cells)) TRY(row_sorter_add(&self->firsts, cells));
    }
    row_sorter_free(&self->rest);
    return row_sorter_end(&self->firsts);
}

static Status write_rest(DistinctOperator *self, Batch **batch) {
    Operator *const op = &self->op;
    output_clear(op);
    *batch = &op->batch;
    for (; op->batch.rows < BATCH_ROWS; op->batch.rows++) {
        const TermId *cells = NULL;
        TRY(row_sorter_next(&self->firsts, &cells));
        if (!cells) return STATUS_OK;
        for (size_t i = 0; i < self->slot_count; i++) {
            TermId *column = NULL;
            if (!operator_writes(op, self->slots[i])) continue;
            TRY(output_column(op, self->slots[i], &column));
            column[op->batch.rows] = cells[i];
        }
    }
    return STATUS_OK;
}

/* ---- The operator ------------------------------------------------------------------------------------------------- */

static Status keep_new(DistinctOperator *self, const Batch *batch, bool keep[BATCH_ROWS]) {
    const bool reduced = self->op.plan->kind == PLAN_REDUCED;
    self->spilled = self->spilled || (!reduced && spill_wanted(self->op.exec, growth(self)));
    if (!reduced && !self->spilled) return find_new(self, batch, keep);
    for (size_t i = 0; i < batch->rows; i++) {
        if (reduced) read_row(self, batch, i);
        keep[i] = reduced && differs(self, self->cells);
    }
    return reduced ? STATUS_OK : put_aside(self, batch);
}

static Status distinct_next(Operator *op, Batch **batch) {
    DistinctOperator *const self = (DistinctOperator *)op;
    bool keep[BATCH_ROWS];
    if (self->merged) return write_rest(self, batch);
    do {
        TRY(operator_next(op->left, batch));
        if (!*batch || (*batch)->rows == 0) {
            if (!self->spilled) return STATUS_OK;
            TRY(merge_rest(self));
            return write_rest(self, batch);
        }
        const size_t rows = (*batch)->rows;
        TRY(keep_new(self, *batch, keep));
        batch_keep(op->exec, *batch, keep);
        self->age += rows;
    } while ((*batch)->rows == 0);
    return STATUS_OK;
}

static void distinct_close(Operator *op) {
    DistinctOperator *const self = (DistinctOperator *)op;
    forget(self);
    row_sorter_free(&self->rest);
    row_sorter_free(&self->firsts);
}

static Status distinct_open(Operator *op) {
    DistinctOperator *const self = (DistinctOperator *)op;
    distinct_close(op);
    rows_init(&self->seen.rows, op->exec, self->slots, self->slot_count);
    pair_set_init(&self->pairs, op->exec, self->slots);
    self->has_last = self->spilled = self->merged = false;
    self->age = 0;
    return STATUS_OK;
}

static const OperatorMethods methods = {distinct_open, distinct_next, distinct_close};

Status make_distinct(Exec *exec, Plan *plan, Operator **made) {
    TRY(operator_alloc(exec, plan, &methods, sizeof(DistinctOperator), made));
    DistinctOperator *const self = (DistinctOperator *)*made;
    TRY(slots_of_sets(exec, plan->left->possible, plan->left->needed, &self->slots,
                      &self->slot_count));
    row_sorter_init(&self->rest, *made, NULL, self->slot_count + 1, NULL);
    row_sorter_init(&self->firsts, *made, NULL, self->slot_count + 1, by_age);
    self->cells = arena_array(exec->setup.arena, self->slot_count + 1, sizeof *self->cells);
    self->last = arena_array(exec->setup.arena, self->slot_count + 1, sizeof *self->last);
    return self->cells && self->last ? STATUS_OK : STATUS_NO_MEMORY;
}
