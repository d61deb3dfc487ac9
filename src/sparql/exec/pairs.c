/* Joins as lists of pairs: for a batch of left rows, the positions of the right rows that fit. Keys are looked up for
 * the whole batch; the other shared slots are compared as the standard's compatible mappings (SPARQL 1.1 Query, section
 * 18.3: unbound on either side fits). Then the merged rows are gathered column by column. */
#include "join_internal.h"

#include <string.h>

static bool is_key(const Plan *plan, Slot slot) {
    for (size_t i = 0; i < plan->key_count; i++)
        if (plan->keys[i] == slot) return true;
    return false;
}

Status pairs_init(Pairs *pairs, Exec *exec, const Plan *plan) {
    TRY(row_table_init(&pairs->table, exec, plan));
    const Rows *const rows = &pairs->table.rows;
    Arena *const arena = exec->setup.arena;
    pairs->key = arena_array(arena, pairs->table.key_count + 1, sizeof *pairs->key);
    pairs->classes = arena_array(arena, plan->equal_count + 1, sizeof *pairs->classes);
    pairs->shared = arena_array(arena, rows->width + 1, sizeof *pairs->shared);
    if (!pairs->key || !pairs->shared || !pairs->classes) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->equal_count; i++) {
        pairs->classes[i] = arena_array(arena, BATCH_ROWS, sizeof **pairs->classes);
        if (!pairs->classes[i]) return STATUS_NO_MEMORY;
        pairs->key[plan->key_count + i] = pairs->classes[i];
    }
    for (size_t i = 0; i < pairs->table.width; i++)
        if (slot_in(plan->left->possible, rows->slots[i]) && !is_key(plan, rows->slots[i]))
            pairs->shared[pairs->shared_count++] = i;
    return STATUS_OK;
}

Status pairs_set_keys(Pairs *pairs, const Operator *op) {
    const Plan *const plan = op->plan;
    for (size_t i = 0; i < plan->key_count; i++)
        pairs->key[i] = pairs->left->columns[plan->keys[i]];
    for (size_t i = 0; i < plan->equal_count; i++) {
        const Slot slot = plan->equals[i].left;
        TRY(row_table_classes(&pairs->table, pairs->left->columns[slot], op->outer[slot],
                              pairs->left->rows, pairs->classes[i]));
    }
    return STATUS_OK;
}

Status pairs_start(Pairs *pairs, const Operator *op) {
    pairs->at = 0;
    TRY(pairs_set_keys(pairs, op));
    row_table_find(&pairs->table, pairs->key, pairs->left->rows, pairs->candidates);
    return STATUS_OK;
}

/* For all threads; none of them has so little memory that not all rows fit (gather.c). */
static Status make_shared(Operator *op) {
    Pairs *const pairs = &((PairsOperator *)op)->pairs;
    bool all = false;
    TRY(row_table_fill(&pairs->table, op->right, &all));
    pairs->made = pairs->table;
    return STATUS_OK;
}

static Status get_shared(Pairs *pairs, Operator *op) {
    const Operator *maker = NULL;
    TRY(shared_make(op, make_shared, &maker));
    row_table_borrow(&pairs->table, &((const PairsOperator *)maker)->pairs.made);
    pairs->built = pairs->last = true;
    return STATUS_OK;
}

static Status build(Pairs *pairs, Operator *op) {
    bool all = false;
    if (op->plan->shared && op->exec->portion) return get_shared(pairs, op);
    TRY(row_table_fill(&pairs->table, op->right, &all));
    if (all) operator_close(op->right); /* it may hold much */
    pairs->built = pairs->last = true;
    pairs->in_parts = !all;
    return all ? STATUS_OK : join_parts_make(pairs, op);
}

Status pairs_next_batch(Pairs *pairs, Operator *op) {
    if (!pairs->built) TRY(build(pairs, op));
    if (pairs->in_parts) return join_parts_next(pairs, op);
    pairs->left = NULL;
    if (pairs->table.rows.count == 0 && pairs_need_match(op)) return STATUS_OK;
    TRY(operator_next(op->left, &pairs->left));
    if (pairs->left && pairs->left->rows == 0) pairs->left = NULL;
    if (!pairs->left) return STATUS_OK;
    if (op->plan->kind != PLAN_JOIN) memset(pairs->matched, 0, sizeof pairs->matched);
    return pairs_start(pairs, op);
}

/* Drops the pairs that differ in a slot. */
static void keep_compatible(Pairs *pairs, size_t position) {
    const Rows *const rows = &pairs->table.rows;
    const TermId *const column = pairs->left->columns[rows->slots[position]];
    size_t kept = 0;
    if (!column) return;
    for (size_t i = 0; i < pairs->count; i++) {
        const TermId left = column[pairs->from[i]], right = rows_at(rows, pairs->to[i])[position];
        if (left != right && left != TERM_ID_NONE && right != TERM_ID_NONE) continue;
        pairs->from[kept] = pairs->from[i];
        pairs->to[kept++] = pairs->to[i];
    }
    pairs->count = kept;
}

void pairs_find(Pairs *pairs, size_t most) {
    size_t count = 0;
    while (pairs->at < pairs->left->rows && count < most) {
        uint32_t candidate = pairs->candidates[pairs->at];
        while (candidate != ROW_NONE && count < most) {
            pairs->from[count] = (uint16_t)pairs->at;
            pairs->to[count++] = candidate;
            candidate = row_table_next(&pairs->table, candidate, pairs->key, pairs->at);
        }
        pairs->candidates[pairs->at] = candidate;
        if (candidate == ROW_NONE) pairs->at++;
    }
    pairs->count = count;
    for (size_t i = 0; i < pairs->shared_count; i++) keep_compatible(pairs, pairs->shared[i]);
}

/* What the left rows have goes into every column of the output; the others start unbound. */
static Status gather_left(const Pairs *pairs, Operator *op) {
    TRY(output_columns_of(op, pairs->left));
    for (size_t i = 0; i < op->active_count; i++) {
        const TermId *const from = pairs->left->columns[op->active[i]];
        TermId *const to = op->batch.columns[op->active[i]] + op->batch.rows;
        if (!from) memset(to, 0, pairs->count * sizeof *to);
        for (size_t row = 0; from && row < pairs->count; row++) to[row] = from[pairs->from[row]];
    }
    return STATUS_OK;
}

static Status gather_right(const Pairs *pairs, Operator *op, size_t position) {
    const Rows *const rows = &pairs->table.rows;
    const Slot slot = rows->slots[position];
    const TermId *const cells = rows->cells + position;
    TermId *column = NULL;
    if (!operator_hands_up(op, slot) || is_key(op->plan, slot)) return STATUS_OK;
    const bool filled = pairs->left->columns[slot] != NULL;
    TRY(output_column(op, slot, &column));
    column += op->batch.rows;
    for (size_t row = 0; row < pairs->count; row++)
        if (!filled || column[row] == TERM_ID_NONE)
            column[row] = cells[pairs->to[row] * rows->width];
    return STATUS_OK;
}

Status pairs_gather(const Pairs *pairs, Operator *op) {
    TRY(gather_left(pairs, op));
    if (pairs->count == 0 || pairs->to[0] == ROW_NONE) return STATUS_OK;
    for (size_t i = 0; i < pairs->table.width; i++) TRY(gather_right(pairs, op, i));
    return STATUS_OK;
}

void pairs_reset(Pairs *pairs) {
    if (pairs->parts) join_parts_free(pairs->parts, pairs->table.rows.budget);
    row_table_free(&pairs->table);
    row_table_free(&pairs->made);
    pairs->built = pairs->in_parts = false;
    pairs->left = NULL;
}
