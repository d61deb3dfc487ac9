/* What all operators share: opening and closing with their operands, the counted and timed next, the output batch
 * whose columns are made when first needed, and reading an operand row by row. */
#include "exec_internal.h"

#include <string.h>

Status operator_alloc(Exec *exec, Plan *plan, const OperatorMethods *methods, size_t size,
                      Operator **made) {
    Operator *const self = arena_alloc(exec->setup.arena, size);
    if (!self) return STATUS_NO_MEMORY;
    self->methods = methods;
    self->exec = exec;
    self->plan = plan;
    self->outer = exec->bound;
    self->batch.width = exec->width;
    *made = self;
    return STATUS_OK;
}

/* The arrays by slot are made at the first opening: a branch that never runs costs nothing. */
static Status make_output(Operator *self) {
    if (self->own) return STATUS_OK;
    const size_t width = self->exec->width + 1; /* never an empty array */
    Arena *const arena = self->exec->setup.arena;
    self->own = arena_array(arena, width, sizeof *self->own);
    self->batch.columns = arena_array(arena, width, sizeof *self->batch.columns);
    self->active = arena_array(arena, width, sizeof *self->active);
    return self->own && self->batch.columns && self->active ? STATUS_OK : STATUS_NO_MEMORY;
}

Status operator_open(Operator *self, const TermId *outer) {
    TRY(budget_check(self->exec->setup.budget));
    TRY(make_output(self));
    self->outer = outer;
    self->plan->actual.opens++;
    output_clear(self);
    if (self->left) TRY(operator_open(self->left, outer));
    if (self->right) TRY(operator_open(self->right, outer));
    return self->methods->open ? self->methods->open(self) : STATUS_OK;
}

static void tell_progress(const Exec *exec) {
    const Progress *const progress = exec->setup.progress;
    if (progress) progress->tell(progress->context, "rows read", exec->scanned, 0);
}

Status operator_next(Operator *self, Batch **batch) {
    const bool timing = self->exec->setup.timing;
    const uint64_t start = timing ? clock_now() : 0;
    *batch = NULL;
    Status status = budget_check(self->exec->setup.budget);
    if (status == STATUS_OK) status = self->methods->next(self, batch);
    if (timing) self->plan->actual.nanoseconds += clock_now() - start;
    tell_progress(self->exec);
    if (status != STATUS_OK) return status;
    if (*batch && (*batch)->rows > 0) {
        self->plan->actual.rows += (*batch)->rows;
        self->plan->actual.batches++;
    }
    return STATUS_OK;
}

void operator_close(Operator *self) {
    if (self->methods->close) self->methods->close(self);
    if (self->left) operator_close(self->left);
    if (self->right) operator_close(self->right);
}

/* ---- Output ---------------------------------------------------------------------------------------------- */

void output_clear(Operator *self) {
    for (size_t i = 0; i < self->active_count; i++) self->batch.columns[self->active[i]] = NULL;
    self->active_count = 0;
    self->batch.rows = 0;
    self->batch.serial = ++self->exec->serial;
}

Status output_column(Operator *self, Slot slot, TermId **column) {
    if (!self->batch.columns[slot]) {
        if (!self->own[slot])
            self->own[slot] = arena_space(self->exec->setup.arena, BATCH_ROWS * sizeof(TermId));
        if (!self->own[slot]) return STATUS_NO_MEMORY;
        self->batch.columns[slot] = self->own[slot];
        self->active[self->active_count++] = slot;
        memset(self->own[slot], 0, self->batch.rows * sizeof(TermId));
    }
    *column = self->batch.columns[slot];
    return STATUS_OK;
}

Status output_columns_of(Operator *self, const Batch *batch) {
    TermId *column = NULL;
    for (Slot slot = 0; slot < batch->width; slot++)
        if (batch->columns[slot] && operator_hands_up(self, slot))
            TRY(output_column(self, slot, &column));
    return STATUS_OK;
}

Status output_view(Operator *self, const Batch *batch) {
    output_clear(self);
    for (Slot slot = 0; slot < batch->width; slot++) {
        if (!batch->columns[slot]) continue;
        self->batch.columns[slot] = batch->columns[slot];
        self->active[self->active_count++] = slot;
    }
    self->batch.rows = batch->rows;
    self->batch.serial = batch->serial;
    return STATUS_OK;
}

void batch_keep(Exec *exec, Batch *batch, const bool keep[BATCH_ROWS]) {
    size_t kept = 0;
    for (size_t i = 0; i < batch->rows; i++) kept += keep[i];
    if (kept == batch->rows) return;
    for (size_t slot = 0; slot < batch->width && kept > 0; slot++) {
        TermId *const column = batch->columns[slot];
        for (size_t i = 0, n = 0; column && i < batch->rows; i++)
            if (keep[i]) column[n++] = column[i];
    }
    batch->rows = kept;
    batch->serial = ++exec->serial;
}

Status slots_of_sets(Exec *exec, const SlotWord *a, const SlotWord *b, const Slot **slots,
                     size_t *count) {
    const size_t width = exec->setup.variable_count;
    Slot *const list = arena_array(exec->setup.arena, width + 1, sizeof *list);
    if (!list) return STATUS_NO_MEMORY;
    *count = 0;
    for (Slot slot = 0; slot < width; slot++)
        if (slot_in(a, slot) && slot_in(b, slot)) list[(*count)++] = slot;
    *slots = list;
    return STATUS_OK;
}

/* ---- Input ------------------------------------------------------------------------------------------------ */

void input_start(Input *input, Operator *from) { *input = (Input){.from = from}; }

Status input_next(Input *input, Operator *output, bool *more) {
    if (input->batch && input->at + 1 < input->batch->rows) {
        input->at++;
        *more = true;
        return STATUS_OK;
    }
    TRY(operator_next(input->from, &input->batch));
    input->at = 0;
    *more = input->batch && input->batch->rows > 0;
    return *more ? output_columns_of(output, input->batch) : STATUS_OK;
}

void input_copy(const Input *input, Operator *output, size_t count) {
    const size_t first = output->batch.rows;
    for (size_t i = 0; i < output->active_count; i++) {
        const Slot slot = output->active[i];
        const TermId *const from = input->batch->columns[slot];
        const TermId value = from ? from[input->at] : TERM_ID_NONE;
        TermId *const to = output->batch.columns[slot] + first;
        for (size_t row = 0; row < count; row++) to[row] = value;
    }
}
