/* Rows that an operator keeps: an array of cells row by row, a hash table over them for joins, and a set for
 * DISTINCT and GROUP BY. All memory is charged to the statement's budget. */
#include "exec_internal.h"

#include <string.h>

void rows_init(Rows *rows, Exec *exec, const Slot *slots, size_t width) {
    *rows = (Rows){.slots = slots, .width = width, .budget = exec->setup.budget};
}

static Status rows_reserve(Rows *rows, size_t more) {
    const size_t cell_bytes = rows->width ? rows->width * sizeof(TermId) : sizeof(TermId);
    if (rows->count + more >= UINT32_MAX) return STATUS_LIMIT;
    TRY(array_grow((void **)&rows->cells, &rows->cap, rows->count + more, cell_bytes));
    const size_t bytes = rows->cap * cell_bytes;
    if (bytes <= rows->charged) return STATUS_OK;
    TRY(budget_take(rows->budget, bytes - rows->charged));
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

Status rows_drain(Rows *rows, Operator *from) {
    for (;;) {
        Batch *batch = NULL;
        TRY(operator_next(from, &batch));
        if (!batch || batch->rows == 0) return STATUS_OK;
        TRY(rows_append_batch(rows, batch, NULL));
    }
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

/* ---- Table ----------------------------------------------------------------------------------------------- */

static uint64_t row_hash(const RowTable *table, const TermId *cells) {
    uint64_t hash = 1;
    for (size_t i = 0; i < table->key_count; i++) hash = hash_mix(hash, cells[table->keys[i]]);
    return hash;
}

static uint64_t key_hash(const RowTable *table, const TermId *key) {
    uint64_t hash = 1;
    for (size_t i = 0; i < table->key_count; i++) hash = hash_mix(hash, key[i]);
    return hash;
}

static bool row_has_key(const RowTable *table, uint32_t position, const TermId *key) {
    const TermId *const cells = rows_at(&table->rows, position);
    for (size_t i = 0; i < table->key_count; i++)
        if (cells[table->keys[i]] != key[i]) return false;
    return true;
}

Status row_table_init(RowTable *table, Exec *exec, const Plan *plan) {
    const Slot *slots = NULL;
    size_t width = 0;
    TRY(slots_of_sets(exec, plan->right->possible, plan->right->needed, &slots, &width));
    size_t *const keys = arena_array(exec->setup.arena, plan->key_count + 1, sizeof *keys);
    if (!keys) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->key_count; i++)
        while (slots[keys[i]] != plan->keys[i]) keys[i]++;
    rows_init(&table->rows, exec, slots, width);
    table->keys = keys;
    table->key_count = plan->key_count;
    return STATUS_OK;
}

Status row_table_build(RowTable *table) {
    const size_t count = table->rows.count;
    size_t heads = 16;
    while (heads < count * 2) heads *= 2;
    const size_t bytes = (heads + count + 1) * sizeof(uint32_t);
    TRY(budget_take(table->rows.budget, bytes));
    table->charged = bytes;
    table->heads = mem_alloc(heads * sizeof *table->heads);
    table->chain = mem_alloc((count + 1) * sizeof *table->chain);
    if (!table->heads || !table->chain) return STATUS_NO_MEMORY;
    table->mask = heads - 1;
    memset(table->heads, 0xff, heads * sizeof *table->heads);
    for (size_t i = count;
         i-- > 0;) { /* from the end, so that chains are in the order of the rows */
        uint32_t *const head =
            &table->heads[row_hash(table, rows_at(&table->rows, i)) & table->mask];
        table->chain[i] = *head;
        *head = (uint32_t)i;
    }
    return STATUS_OK;
}

static uint32_t skip_to_key(const RowTable *table, uint32_t position, const TermId *key) {
    while (position != UINT32_MAX && !row_has_key(table, position, key))
        position = table->chain[position];
    return position;
}

uint32_t row_table_first(const RowTable *table, const TermId *key) {
    return skip_to_key(table, table->heads[key_hash(table, key) & table->mask], key);
}

uint32_t row_table_next(const RowTable *table, uint32_t position, const TermId *key) {
    return skip_to_key(table, table->chain[position], key);
}

void row_table_free(RowTable *table) {
    budget_give(table->rows.budget, table->charged);
    mem_free(table->heads);
    mem_free(table->chain);
    table->heads = table->chain = NULL;
    table->charged = 0;
    rows_free(&table->rows);
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

void row_set_free(RowSet *set) {
    hash_index_free(&set->index);
    set->index = (HashIndex){0};
    rows_free(&set->rows);
}
