/* Rows that an operator keeps: an array of cells row by row, and a set for DISTINCT and GROUP BY. All memory is charged
 * to the statement's budget before it is taken. */
#include "exec_internal.h"

#include <string.h>

void rows_init(Rows *rows, Exec *exec, const Slot *slots, size_t width) {
    *rows = (Rows){.slots = slots, .width = width, .budget = exec->setup.budget};
}

Status rows_reserve(Rows *rows, size_t more) {
    const size_t cell_bytes = rows->width ? rows->width * sizeof(TermId) : sizeof(TermId);
    const size_t need = rows->count + more;
    if (need <= rows->cap) return STATUS_OK;
    if (need >= UINT32_MAX) return STATUS_LIMIT;
    const size_t grown = rows->cap + rows->cap / 2, cap = grown > need ? grown : need;
    const size_t bytes = cap * cell_bytes, added = bytes - rows->cap * cell_bytes;
    TRY(budget_take(rows->budget, added));
    TermId *const cells = mem_resize(rows->cells, bytes);
    if (!cells) {
        budget_give(rows->budget, added);
        return STATUS_NO_MEMORY;
    }
    rows->cells = cells;
    rows->cap = cap;
    rows->charged = bytes;
    return STATUS_OK;
}

Status rows_append_cells(Rows *rows, const TermId *cells) {
    TRY(rows_reserve(rows, 1));
    memcpy(rows->cells + rows->count * rows->width, cells, rows->width * sizeof *cells);
    rows->count++;
    return STATUS_OK;
}

Status rows_append_batch(Rows *rows, const Batch *batch, const TermId *outer) {
    TRY(rows_reserve(rows, batch->rows));
    for (size_t i = 0; i < rows->width; i++) {
        const TermId *const column = batch->columns[rows->slots[i]];
        const TermId missing = outer ? outer[rows->slots[i]] : TERM_ID_NONE;
        TermId *cell = rows->cells + rows->count * rows->width + i;
        for (size_t row = 0; row < batch->rows; row++, cell += rows->width)
            *cell = column && column[row] != TERM_ID_NONE ? column[row] : missing;
    }
    rows->count += batch->rows;
    return STATUS_OK;
}

void rows_free(Rows *rows) {
    budget_give(rows->budget, rows->charged);
    mem_free(rows->cells);
    rows->cells = NULL;
    rows->count = rows->cap = rows->charged = 0;
}

uint64_t cells_hash(const TermId *cells, size_t count) {
    return count == 1 ? hash_mix(cells[0], 1) : hash_bytes(cells, count * sizeof *cells, 1);
}

/* ---- Set --------------------------------------------------------------------------------------------------- */

typedef struct WantedCells {
    const Rows *rows;
    const TermId *cells;
} WantedCells;

static bool same_cells(const void *context, size_t position) {
    const WantedCells *const wanted = context;
    return memcmp(rows_at(wanted->rows, position), wanted->cells,
                  wanted->rows->width * sizeof(TermId)) == 0;
}

size_t row_set_find(const RowSet *set, const TermId *cells) {
    const WantedCells wanted = {&set->rows, cells};
    return hash_index_find(&set->index, cells_hash(cells, set->rows.width), same_cells, &wanted);
}

size_t row_set_growth(const RowSet *set) {
    const Rows *const rows = &set->rows;
    const size_t count = rows->count + BATCH_ROWS, cell_bytes = rows->width * sizeof(TermId);
    const size_t cells = count > rows->cap ? rows->cap / 2 * cell_bytes : 0;
    return cells + hash_index_growth(&set->index, BATCH_ROWS);
}

Status row_set_add(RowSet *set, const TermId *cells, size_t *position, bool *is_new) {
    const WantedCells wanted = {&set->rows, cells};
    const uint64_t hash = cells_hash(cells, set->rows.width);
    set->index.budget = set->rows.budget;
    const size_t found = hash_index_find(&set->index, hash, same_cells, &wanted);
    *is_new = found == HASH_NONE;
    *position = *is_new ? set->rows.count : found;
    if (!*is_new) return STATUS_OK;
    TRY(rows_append_cells(&set->rows, cells));
    return hash_index_add(&set->index, hash, *position);
}

/* The rows are appended all, hashed all, then looked up: so they wait for memory together. Those that were not there
 * close up behind the rows of the set. */
Status row_set_add_batch(RowSet *set, const Batch *batch, const TermId *outer,
                         bool is_new[BATCH_ROWS]) {
    Rows *const rows = &set->rows;
    const size_t before = rows->count;
    uint64_t hashes[BATCH_ROWS];
    set->index.budget = rows->budget;
    TRY(rows_append_batch(rows, batch, outer));
    rows->count = before;
    for (size_t i = 0; i < batch->rows; i++) {
        hashes[i] = cells_hash(rows_at(rows, before + i), rows->width);
        hash_index_prefetch(&set->index, hashes[i]);
    }
    for (size_t i = 0; i < batch->rows; i++) {
        const WantedCells wanted = {rows, rows_at(rows, before + i)};
        is_new[i] = hash_index_find(&set->index, hashes[i], same_cells, &wanted) == HASH_NONE;
        if (!is_new[i]) continue;
        TermId *const to = rows->cells + rows->count * rows->width;
        if (to != wanted.cells) memcpy(to, wanted.cells, rows->width * sizeof *to);
        TRY(hash_index_add(&set->index, hashes[i], rows->count++));
    }
    return STATUS_OK;
}

void row_set_free(RowSet *set) {
    hash_index_free(&set->index);
    set->index = (HashIndex){0};
    rows_free(&set->rows);
}
