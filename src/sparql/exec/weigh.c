/* Rows weighed by what they could be joined with: each stands for as many solutions as a pattern has for its value of one
 * variable, and goes where there are none. The numbers are in a table from values to weights: filled from the rows of the
 * other operand, or value by value as they are met. */
#include "exec_internal.h"

#include <string.h>

typedef struct Weight {
    TermId value; /* TERM_ID_NONE: free */
    uint64_t weight;
} Weight;

typedef struct WeighOperator {
    Operator op;
    Weight *table;
    size_t count, mask, charged; /* mask + 1 places */
    bool filled;
    bool borrowed;   /* the table is another thread's: see Shared */
    Matches matches; /* without another operand */
} WeighOperator;

/* Products and sums of weights; more than an integer can be is refused. */
static Status too_many(Exec *exec) {
    return diag_set(exec->setup.diag, STATUS_LIMIT, "there are more solutions than can be counted");
}

Status weight_add(Exec *exec, uint64_t *sum, uint64_t weight) {
    if (__builtin_add_overflow(*sum, weight, sum) || *sum > INT64_MAX) return too_many(exec);
    return STATUS_OK;
}

static Status weight_multiply(Exec *exec, uint64_t *weight, uint64_t by) {
    if (__builtin_mul_overflow(*weight, by, weight) || *weight > INT64_MAX) return too_many(exec);
    return STATUS_OK;
}

/* ---- The table ------------------------------------------------------------------------------------------------- */

static void table_free(WeighOperator *self) {
    budget_give(self->op.exec->setup.budget, self->charged);
    if (!self->borrowed) mem_free(self->table);
    self->borrowed = false;
    self->table = NULL;
    self->count = self->mask = self->charged = 0;
}

/* The place of the value, or the free one where it belongs. */
static Weight *find(const WeighOperator *self, TermId value) {
    size_t at = (size_t)hash_mix(value, 3) & self->mask;
    while (self->table[at].value != value && self->table[at].value != TERM_ID_NONE)
        at = (at + 1) & self->mask;
    return &self->table[at];
}

static Status grow(WeighOperator *self) {
    Weight *const old = self->table;
    const size_t size = old ? (self->mask + 1) * 2 : 256, charged = self->charged;
    TRY(budget_take(self->op.exec->setup.budget, size * sizeof *old));
    Weight *const table = mem_zero(size, sizeof *table);
    if (!table) {
        budget_give(self->op.exec->setup.budget, size * sizeof *old);
        return STATUS_NO_MEMORY;
    }
    self->table = table;
    self->charged = size * sizeof *table;
    self->mask = size - 1;
    for (size_t i = 0; i < size / 2 && old; i++)
        if (old[i].value != TERM_ID_NONE) *find(self, old[i].value) = old[i];
    mem_free(old);
    budget_give(self->op.exec->setup.budget, charged);
    return STATUS_OK;
}

/* The value's place, made when it has none; *is_new: it still has to be filled in. */
static Status place_of(WeighOperator *self, TermId value, Weight **place, bool *is_new) {
    if (!self->table || self->count * 2 >= self->mask) TRY(grow(self));
    *place = find(self, value);
    *is_new = (*place)->value == TERM_ID_NONE;
    if (!*is_new) return STATUS_OK;
    **place = (Weight){value, 0};
    self->count++;
    return STATUS_OK;
}

static Status fill(Operator *op) {
    WeighOperator *const self = (WeighOperator *)op;
    const Plan *const right = op->right->plan;
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(op->right, &batch));
        if (!batch || batch->rows == 0) return STATUS_OK;
        const TermId *const values = batch->columns[op->plan->slot];
        const uint64_t *const weights =
            right->weight != SLOT_NONE ? batch->columns[right->weight] : NULL;
        for (size_t i = 0; i < batch->rows; i++) {
            Weight *place = NULL;
            bool is_new = false;
            TRY(place_of(self, values[i], &place, &is_new));
            TRY(weight_add(op->exec, &place->weight, weights ? weights[i] : 1));
        }
    }
}

static Status get_table(WeighOperator *self) {
    const Operator *maker = NULL;
    self->filled = true;
    if (!self->op.plan->shared) return fill(&self->op);
    TRY(shared_make(&self->op, fill, &maker));
    const WeighOperator *const made = (const WeighOperator *)maker;
    self->borrowed = made != self;
    self->table = made->table;
    self->mask = made->mask;
    return STATUS_OK;
}

/* ---- Rows ------------------------------------------------------------------------------------------------------- */

static Status weight_of(WeighOperator *self, TermId value, uint64_t *weight) {
    Weight *place = NULL;
    bool is_new = false;
    if (self->op.right) {
        *weight = self->table ? find(self, value)->weight : 0;
        return STATUS_OK;
    }
    TRY(place_of(self, value, &place, &is_new));
    if (is_new) TRY(matches_count(&self->matches, self->op.plan->slot, value, &place->weight));
    *weight = place->weight;
    return STATUS_OK;
}

static Status weigh_batch(WeighOperator *self, const Batch *rows) {
    Operator *const op = &self->op;
    const Slot before = op->left->plan->weight;
    const TermId *const values = rows->columns[op->plan->slot];
    const uint64_t *const old = before != SLOT_NONE ? rows->columns[before] : NULL;
    bool keep[BATCH_ROWS];
    TermId *weights = NULL;
    TRY(output_view(op, rows));
    TRY(output_column(op, op->plan->weight, &weights));
    for (size_t i = 0; i < rows->rows; i++) {
        TRY(weight_of(self, values[i], &weights[i]));
        if (old) TRY(weight_multiply(op->exec, &weights[i], old[i]));
        keep[i] = weights[i] > 0;
    }
    batch_keep(op->exec, &op->batch, keep);
    return STATUS_OK;
}

static Status weigh_next(Operator *op, Batch **batch) {
    WeighOperator *const self = (WeighOperator *)op;
    if (op->right && !self->filled) TRY(get_table(self));
    *batch = &op->batch;
    do {
        Batch *rows = NULL;
        output_clear(op);
        TRY(operator_next(op->left, &rows));
        if (!rows || rows->rows == 0) return STATUS_OK;
        TRY(weigh_batch(self, rows));
    } while (op->batch.rows == 0);
    return STATUS_OK;
}

static Status weigh_open(Operator *op) {
    WeighOperator *const self = (WeighOperator *)op;
    table_free(self);
    self->filled = false;
    return op->right ? STATUS_OK : matches_start(&self->matches, op->exec, op->plan);
}

static void weigh_close(Operator *op) { table_free((WeighOperator *)op); }

static const OperatorMethods methods = {weigh_open, weigh_next, weigh_close};

Status make_weigh(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(WeighOperator), made);
}
