/* The hash table of joins: rows of the right operand, found by the cells of their keys. Rows with the same hash form a
 * chain in the order in which they came. What does not fit into memory is left to join_parts.c. A whole batch of keys is looked up at once, in two passes, so that the
 * waits for memory of one row go on beside those of the next. */
#include "join_internal.h"

#include <string.h>

enum {
    HEADS_FIRST = 64
};

static inline uint64_t mix(uint64_t hash, TermId id) {
    hash = (hash ^ id) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static inline uint64_t row_hash(const RowTable *table, const TermId *cells) {
    uint64_t hash = 0;
    for (size_t i = 0; i < table->key_count; i++) hash = mix(hash, cells[table->keys[i]]);
    return hash;
}

static size_t row_bytes(const RowTable *table) {
    return (table->rows.width ? table->rows.width : 1) * sizeof(TermId);
}

static inline TermId key_cell(const TermId *column, size_t at) {
    return column ? column[at] : TERM_ID_NONE;
}

static inline bool row_has_key(const RowTable *table, uint32_t position, const TermId *const *key,
                               size_t at) {
    const TermId *const cells = rows_at(&table->rows, position);
    for (size_t i = 0; i < table->key_count; i++)
        if (cells[table->keys[i]] != key_cell(key[i], at)) return false;
    return true;
}

static bool same_keys(const RowTable *table, const TermId *a, const TermId *b) {
    for (size_t i = 0; i < table->key_count; i++)
        if (a[table->keys[i]] != b[table->keys[i]]) return false;
    return true;
}

/* ---- Making ------------------------------------------------------------------------------------------------ */

Status row_table_init(RowTable *table, Exec *exec, const Plan *plan) {
    const Slot *slots = NULL;
    TRY(slots_of_sets(exec, plan->right->possible, plan->right->needed, &slots, &table->width));
    const size_t width = table->width + plan->equal_count;
    table->equal_count = plan->equal_count;
    table->key_count = plan->key_count + plan->equal_count;
    size_t *const keys = arena_array(exec->setup.arena, table->key_count + 1, sizeof *keys);
    Slot *const cells = arena_array(exec->setup.arena, width + 1, sizeof *cells);
    if (!keys || !cells) return STATUS_NO_MEMORY;
    memcpy(cells, slots, table->width * sizeof *cells);
    for (size_t i = 0; i < plan->key_count; i++)
        while (slots[keys[i]] != plan->keys[i]) keys[i]++;
    for (size_t i = 0; i < plan->equal_count; i++) {
        cells[table->width + i] = plan->equals[i].right;
        keys[plan->key_count + i] = table->width + i;
    }
    rows_init(&table->rows, exec, cells, width);
    table->eval = &exec->eval;
    table->keys = keys;
    return STATUS_OK;
}

static void link_row(RowTable *table, size_t position) {
    uint32_t *const head =
        &table->heads[row_hash(table, rows_at(&table->rows, position)) & table->mask];
    table->chain[position] = *head;
    *head = (uint32_t)position;
}

static void free_links(RowTable *table) {
    budget_give(table->rows.budget, table->charged);
    mem_free(table->heads);
    mem_free(table->chain);
    table->heads = table->chain = NULL;
    table->room = table->charged = 0;
}

static size_t heads_for(size_t count) {
    size_t heads = HEADS_FIRST;
    while (heads < count * 2) heads *= 2;
    return heads;
}

static size_t link_bytes(size_t count) { return (heads_for(count) + count + 1) * sizeof(uint32_t); }

/* Links anew with room for `count` rows; from the end, so that chains are in the order of the rows. */
static Status link_rows(RowTable *table, size_t count) {
    const size_t heads = heads_for(count), bytes = link_bytes(count);
    free_links(table);
    TRY(budget_take(table->rows.budget, bytes));
    table->charged = bytes;
    table->heads = mem_alloc(heads * sizeof *table->heads);
    table->chain = mem_alloc((count + 1) * sizeof *table->chain);
    if (!table->heads || !table->chain) return STATUS_NO_MEMORY;
    table->mask = heads - 1;
    table->room = count;
    memset(table->heads, 0xff, heads * sizeof *table->heads);
    for (size_t i = table->rows.count; i-- > 0;) link_row(table, i);
    return STATUS_OK;
}

static bool has_twin(const RowTable *table, const TermId *cells) {
    uint32_t position = table->heads[row_hash(table, cells) & table->mask];
    while (position != ROW_NONE && !same_keys(table, rows_at(&table->rows, position), cells))
        position = table->chain[position];
    return position != ROW_NONE;
}

/* Adds the rows whose keys are not there yet. */
static Status add_new_keys(RowTable *table, const Batch *batch) {
    Rows *const rows = &table->rows;
    const size_t before = rows->count;
    if (before + batch->rows > table->room) TRY(link_rows(table, 2 * (before + batch->rows)));
    TRY(rows_append_batch(rows, batch, NULL));
    const size_t end = rows->count;
    rows->count = before;
    for (size_t i = before; i < end; i++) {
        TermId *const to = rows->cells + rows->count * rows->width;
        const TermId *const from = rows_at(rows, i);
        if (has_twin(table, from)) continue;
        if (to != from) memcpy(to, from, rows->width * sizeof *to);
        link_row(table, rows->count++);
    }
    return STATUS_OK;
}

/* ---- Classes of values -------------------------------------------------------------------------------------- */

/* Terms of these kinds are equal when they are the same: they are classes of their own. */
static bool is_itself(TermId id) { return id_tag(id) >= TAG_IRI && id_tag(id) <= TAG_LANG; }

static inline TermId coarsen(TermId class) { return class < VALUE_CLASS_NUMBERS ? 0 : class; }

static Status class_of(RowTable *table, TermId id, TermId *class, bool *uneven) {
    Value value;
    *class = id;
    if (id == TERM_ID_NONE || is_itself(id)) return STATUS_OK;
    TRY(eval_value(table->eval, id, &value));
    return value_class(table->eval->scratch, &value, class, uneven);
}

/* What is another table's is left as it is. */
static Status own_rows(RowTable *table) {
    const Rows from = table->rows;
    row_table_clear(table);
    TRY(rows_reserve(&table->rows, from.count));
    if (from.count > 0)
        memcpy(table->rows.cells, from.cells, from.count * from.width * sizeof *from.cells);
    table->rows.count = from.count;
    return STATUS_OK;
}

static Status make_coarse(RowTable *table) {
    Rows *const rows = &table->rows;
    const bool linked = table->heads != NULL;
    if (table->borrowed) TRY(own_rows(table));
    table->coarse = true;
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = table->width; i < rows->width; i++)
            rows->cells[row * rows->width + i] = coarsen(rows_at(rows, row)[i]);
    return linked ? link_rows(table, rows->count) : STATUS_OK;
}

/* In the rows from `first` on, the last cells hold ids yet. */
static Status set_classes(RowTable *table, size_t first) {
    Rows *const rows = &table->rows;
    bool uneven = false, any = false;
    arena_reset(table->eval->scratch);
    for (size_t row = first; row < rows->count; row++)
        for (size_t i = table->width; i < rows->width; i++) {
            TermId *const cell = &rows->cells[row * rows->width + i];
            TRY(class_of(table, *cell, cell, &uneven));
            if (table->coarse) *cell = coarsen(*cell);
            any = any || uneven;
        }
    return any && !table->coarse ? make_coarse(table) : STATUS_OK;
}

Status row_table_classes(RowTable *table, const TermId *column, TermId outer, size_t count,
                         TermId *classes) {
    bool uneven = false;
    for (size_t i = 0; i < count; i++) {
        const TermId id = column && column[i] != TERM_ID_NONE ? column[i] : outer;
        TRY(class_of(table, id, &classes[i], &uneven));
        if (uneven && !table->coarse) TRY(make_coarse(table));
    }
    for (size_t i = 0; table->coarse && i < count; i++) classes[i] = coarsen(classes[i]);
    return STATUS_OK;
}

/* ---- Filling ------------------------------------------------------------------------------------------------- */

/* What a batch more takes, with the links of all rows. */
static size_t growth(const RowTable *table) {
    const Rows *const rows = &table->rows;
    const size_t need = rows->count + BATCH_ROWS, grown = rows->cap + rows->cap / 2;
    size_t cap = rows->cap, links = table->room;
    if (need > cap) cap = grown > need ? grown : need;
    if (!table->unique) links = cap;
    if (need > links) links = 2 * need;
    return (cap - rows->cap) * row_bytes(table) + link_bytes(links) - table->charged;
}

/* A table is never smaller than the operator's share. */
static bool is_full(const RowTable *table, const Exec *exec) {
    return table->rows.count * row_bytes(table) >= spill_share(exec) &&
           spill_wanted(exec, growth(table));
}

Status row_table_append(RowTable *table, const Batch *batch) {
    const size_t before = table->rows.count;
    TRY(rows_append_batch(&table->rows, batch, NULL));
    return table->equal_count > 0 ? set_classes(table, before) : STATUS_OK;
}

Status row_table_fill(RowTable *table, Operator *from, bool *all) {
    const bool one_decides = table->unique && table->key_count == 0;
    for (*all = false; !*all;) {
        Batch *batch = NULL;
        if (!one_decides && is_full(table, from->exec)) return STATUS_OK;
        TRY(operator_next(from, &batch));
        *all = !batch || batch->rows == 0 || one_decides;
        if (!batch || batch->rows == 0) break;
        if (one_decides) batch->rows = 1;
        TRY(table->unique ? add_new_keys(table, batch) : row_table_append(table, batch));
    }
    return table->heads ? STATUS_OK : link_rows(table, table->rows.count);
}

/* As many rows as there is room for, with their links: one in the chain and at most four heads. */
static size_t most_rows(const RowTable *table, const Exec *exec) {
    const size_t room = budget_room(exec->setup.budget), share = spill_share(exec);
    const size_t most = (room > share ? room : share) / (row_bytes(table) + 5 * sizeof(uint32_t));
    return most > 0 ? most : 1;
}

static Status add_cells(RowTable *table, const TermId *cells) {
    Rows *const rows = &table->rows;
    if (table->unique && has_twin(table, cells)) return STATUS_OK;
    TRY(rows_append_cells(rows, cells));
    for (size_t i = table->width; table->coarse && i < rows->width; i++) {
        TermId *const cell = &rows->cells[(rows->count - 1) * rows->width + i];
        *cell = coarsen(*cell);
    }
    if (table->unique) link_row(table, rows->count - 1);
    return STATUS_OK;
}

Status row_table_load(RowTable *table, RowRun *run, size_t *rest) {
    row_table_clear(table);
    const size_t room = most_rows(table, run->owner->exec), count = *rest < room ? *rest : room;
    TRY(rows_reserve(&table->rows, count));
    if (table->unique) TRY(link_rows(table, count));
    for (size_t i = 0; i < count; i++) {
        const TermId *cells = NULL;
        TRY(row_run_next(run, &cells));
        TRY(add_cells(table, cells));
    }
    *rest -= count;
    return table->unique ? STATUS_OK : link_rows(table, count);
}

void row_table_borrow(RowTable *table, const RowTable *from) {
    table->rows.cells = from->rows.cells;
    table->rows.count = table->rows.cap = from->rows.count;
    table->rows.charged = table->charged = 0;
    table->heads = from->heads;
    table->chain = from->chain;
    table->mask = from->mask;
    table->room = from->room;
    table->coarse = from->coarse;
    table->borrowed = true;
}

void row_table_clear(RowTable *table) {
    if (table->borrowed) {
        table->rows.cells = NULL;
        table->rows.count = table->rows.cap = table->room = 0;
        table->heads = table->chain = NULL;
        table->borrowed = false;
        return;
    }
    free_links(table);
    rows_free(&table->rows);
}

void row_table_free(RowTable *table) {
    row_table_clear(table);
    table->coarse = false;
}

/* ---- Parts -------------------------------------------------------------------------------------------------------- */

/* Classes are taken coarse, so that the part of a row stays the same whatever comes later. The upper bits of the hash tell
 * it: the table uses the lower ones. */
static inline uint64_t part_mix(const RowTable *table, uint64_t hash, size_t key, TermId id) {
    return mix(hash, key < table->key_count - table->equal_count ? id : coarsen(id));
}

size_t row_table_part(const RowTable *table, const TermId *cells) {
    uint64_t hash = 0;
    for (size_t i = 0; i < table->key_count; i++)
        hash = part_mix(table, hash, i, cells[table->keys[i]]);
    return hash >> (64 - ROW_PART_BITS);
}

size_t row_table_key_part(const RowTable *table, const TermId *const *key, size_t at) {
    uint64_t hash = 0;
    for (size_t i = 0; i < table->key_count; i++)
        hash = part_mix(table, hash, i, key_cell(key[i], at));
    return hash >> (64 - ROW_PART_BITS);
}

/* ---- Finding ----------------------------------------------------------------------------------------------- */

static uint32_t skip_to_key(const RowTable *table, uint32_t position, const TermId *const *key,
                            size_t at) {
    while (position != ROW_NONE && !row_has_key(table, position, key, at))
        position = table->chain[position];
    return position;
}

void row_table_find(const RowTable *table, const TermId *const *key, size_t count,
                    uint32_t *first) {
    for (size_t at = 0; at < count; at++) {
        uint64_t hash = 0;
        for (size_t i = 0; i < table->key_count; i++) hash = mix(hash, key_cell(key[i], at));
        first[at] = table->heads[hash & table->mask];
        if (first[at] != ROW_NONE) __builtin_prefetch(rows_at(&table->rows, first[at]));
    }
    for (size_t at = 0; at < count; at++) first[at] = skip_to_key(table, first[at], key, at);
}

uint32_t row_table_next(const RowTable *table, uint32_t position, const TermId *const *key,
                        size_t at) {
    return skip_to_key(table, table->chain[position], key, at);
}
