/* Joins whose right operand does not fit into memory: the rows of both operands are put aside in parts by the hash of their
 * keys, so that rows that fit are in parts of the same number, and then joined part by part (GRACE hash join, Kitsuregawa,
 * Tanaka and Moto-oka 1983).
 *
 * A part whose right rows do not fit either is taken in pieces, and all its left rows pass by each (block nested loop): parts
 * can be uneven, and without keys there is only one. Where it matters whether a left row was matched, a bit for each tells
 * what the pieces before found. */
#include "join_internal.h"

#include <string.h>

enum {
    BLOCK_LEAST = 4096 /* bytes that are written at once */
};

/* ---- Putting aside --------------------------------------------------------------------------------------------- */

/* The slots that a left row can have: those of variables that are needed, and all made ones. */
static Status make_slots(JoinParts *parts, const Operator *op) {
    Exec *const exec = op->exec;
    Arena *const arena = exec->setup.arena;
    const Plan *const left = op->plan->left;
    const Slot *named = NULL;
    size_t count = 0;
    TRY(slots_of_sets(exec, left->possible, left->needed, &named, &count));
    Slot *const slots = arena_array(arena, exec->width + 1, sizeof *slots);
    if (!slots) return STATUS_NO_MEMORY;
    memcpy(slots, named, count * sizeof *slots);
    for (size_t slot = exec->setup.variable_count; slot < exec->width; slot++)
        slots[count++] = (Slot)slot;
    parts->slots = slots;
    parts->width = count;
    parts->filled = arena_array(arena, count + 1, sizeof *parts->filled);
    parts->cells = arena_array(arena, count + 1, sizeof *parts->cells);
    parts->own = arena_array(arena, count + 1, sizeof *parts->own);
    parts->batch.columns = arena_array(arena, exec->width + 1, sizeof *parts->batch.columns);
    parts->batch.width = exec->width;
    return parts->filled && parts->cells && parts->own && parts->batch.columns ? STATUS_OK
                                                                               : STATUS_NO_MEMORY;
}

/* Made at the first need, in the arena of the run. */
static Status parts_of(Pairs *pairs, const Operator *op) {
    Arena *const arena = op->exec->setup.arena;
    if (pairs->parts) return STATUS_OK;
    JoinParts *const parts = arena_alloc(arena, sizeof *parts);
    if (!parts) return STATUS_NO_MEMORY;
    parts->count = pairs->table.key_count > 0 ? ROW_PARTS : 1;
    parts->right = arena_array(arena, parts->count, sizeof *parts->right);
    parts->left = arena_array(arena, parts->count, sizeof *parts->left);
    if (!parts->right || !parts->left) return STATUS_NO_MEMORY;
    TRY(make_slots(parts, op));
    pairs->parts = parts;
    return STATUS_OK;
}

static void init_runs(JoinParts *parts, RowRun *runs, Operator *op, size_t width) {
    const size_t share = spill_share(op->exec) / ROW_PARTS;
    for (size_t i = 0; i < parts->count; i++)
        row_run_init(&runs[i], op, width, share > BLOCK_LEAST ? share : BLOCK_LEAST);
}

static Status end_runs(const JoinParts *parts, RowRun *runs) {
    for (size_t i = 0; i < parts->count; i++) TRY(row_run_end(&runs[i]));
    return STATUS_OK;
}

/* What is in the table goes into the runs; a row without cells into the only one. */
static Status put_right(Pairs *pairs) {
    const JoinParts *const parts = pairs->parts;
    Rows *const rows = &pairs->table.rows;
    static const TermId nothing = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const TermId *const cells = rows->width > 0 ? rows_at(rows, i) : &nothing;
        const size_t part = parts->count > 1 ? row_table_part(&pairs->table, cells) : 0;
        TRY(row_run_add(&parts->right[part], cells));
    }
    rows->count = 0;
    return STATUS_OK;
}

static Status put_right_all(Pairs *pairs, Operator *op) {
    init_runs(pairs->parts, pairs->parts->right, op, pairs->table.rows.width);
    for (;;) {
        Batch *batch = NULL;
        TRY(put_right(pairs));
        row_table_clear(&pairs->table);
        TRY(operator_next(op->right, &batch));
        if (!batch || batch->rows == 0) break;
        TRY(row_table_append(&pairs->table, batch));
    }
    operator_close(op->right);
    return end_runs(pairs->parts, pairs->parts->right);
}

static Status put_left(Pairs *pairs, const Operator *op) {
    JoinParts *const parts = pairs->parts;
    const Batch *const batch = pairs->left;
    TRY(pairs_set_keys(pairs, op));
    for (size_t i = 0; i < parts->width; i++)
        parts->filled[i] = parts->filled[i] || batch->columns[parts->slots[i]];
    for (size_t at = 0; at < batch->rows; at++) {
        const size_t part =
            parts->count > 1 ? row_table_key_part(&pairs->table, pairs->key, at) : 0;
        if (parts->right[part].rows == 0 && pairs_need_match(op)) continue;
        for (size_t i = 0; i < parts->width; i++) {
            const TermId *const column = batch->columns[parts->slots[i]];
            parts->cells[i] = column ? column[at] : TERM_ID_NONE;
        }
        TRY(row_run_add(&parts->left[part], parts->cells));
    }
    return STATUS_OK;
}

static Status put_left_all(Pairs *pairs, Operator *op) {
    JoinParts *const parts = pairs->parts;
    init_runs(parts, parts->left, op, parts->width);
    memset(parts->filled, 0, parts->width * sizeof *parts->filled);
    for (;;) {
        arena_reset(op->exec->eval.scratch);
        TRY(operator_next(op->left, &pairs->left));
        if (!pairs->left || pairs->left->rows == 0) break;
        TRY(put_left(pairs, op));
    }
    operator_close(op->left);
    return end_runs(parts, parts->left);
}

/* ---- Part by part ---------------------------------------------------------------------------------------------- */

static void free_part(JoinParts *parts, Budget *budget) {
    row_run_free(&parts->right[parts->part]);
    row_run_free(&parts->left[parts->part]);
    mem_free(parts->matched);
    budget_give(budget, parts->charged);
    parts->matched = NULL;
    parts->charged = 0;
}

static Status make_bits(JoinParts *parts, Budget *budget) {
    const size_t words = parts->left[parts->part].rows / 64 + 1;
    TRY(budget_take(budget, words * sizeof *parts->matched));
    parts->charged = words * sizeof *parts->matched;
    parts->matched = mem_zero(words, sizeof *parts->matched);
    return parts->matched ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The next right rows of the part, which all its left rows pass by. */
static Status start_piece(Pairs *pairs) {
    JoinParts *const parts = pairs->parts;
    TRY(row_table_load(&pairs->table, &parts->right[parts->part], &parts->rest));
    pairs->last = parts->rest == 0;
    row_run_rewind(&parts->left[parts->part]);
    parts->first = 0;
    return STATUS_OK;
}

/* The part under way, or the next one that can give rows. */
static Status start_part(Pairs *pairs, const Operator *op) {
    JoinParts *const parts = pairs->parts;
    Budget *const budget = op->exec->setup.budget;
    while (parts->part < parts->count && parts->left[parts->part].rows == 0) {
        free_part(parts, budget);
        parts->part++;
    }
    if (parts->part == parts->count) return STATUS_OK;
    parts->rest = parts->right[parts->part].rows;
    if (op->plan->kind != PLAN_JOIN) TRY(make_bits(parts, budget));
    return start_piece(pairs);
}

Status join_parts_make(Pairs *pairs, Operator *op) {
    TRY(parts_of(pairs, op));
    pairs->parts->part = pairs->parts->rows = 0;
    TRY(put_right_all(pairs, op));
    TRY(put_left_all(pairs, op));
    return start_part(pairs, op);
}

/* Fills the batch with the next left rows of the part. */
static Status read_left(JoinParts *parts, Exec *exec) {
    Batch *const batch = &parts->batch;
    parts->first += parts->rows;
    for (size_t i = 0; i < parts->width; i++) {
        if (parts->filled[i] && !parts->own[i])
            parts->own[i] = arena_space(exec->setup.arena, BATCH_ROWS * sizeof **parts->own);
        if (parts->filled[i] && !parts->own[i]) return STATUS_NO_MEMORY;
        batch->columns[parts->slots[i]] = parts->filled[i] ? parts->own[i] : NULL;
    }
    for (parts->rows = 0; parts->rows < BATCH_ROWS; parts->rows++) {
        const TermId *cells = NULL;
        TRY(row_run_next(&parts->left[parts->part], &cells));
        if (!cells) break;
        for (size_t i = 0; i < parts->width; i++)
            if (parts->filled[i]) parts->own[i][parts->rows] = cells[i];
    }
    batch->rows = parts->rows;
    batch->serial = ++exec->serial;
    return STATUS_OK;
}

static void keep_matched(JoinParts *parts, const bool *matched) {
    for (size_t i = 0; parts->matched && i < parts->rows; i++)
        if (matched[i])
            parts->matched[(parts->first + i) / 64] |= (uint64_t)1 << (parts->first + i) % 64;
}

static void tell_matched(const JoinParts *parts, bool *matched) {
    for (size_t i = 0; parts->matched && i < parts->rows; i++)
        matched[i] = parts->matched[(parts->first + i) / 64] >> (parts->first + i) % 64 & 1;
}

Status join_parts_next(Pairs *pairs, Operator *op) {
    JoinParts *const parts = pairs->parts;
    keep_matched(parts, pairs->matched);
    pairs->left = NULL;
    while (parts->part < parts->count) {
        TRY(read_left(parts, op->exec));
        if (parts->rows > 0) {
            tell_matched(parts, pairs->matched);
            pairs->left = &parts->batch;
            return pairs_start(pairs, op);
        }
        if (!pairs->last) {
            TRY(start_piece(pairs));
            continue;
        }
        free_part(parts, op->exec->setup.budget);
        parts->part++;
        TRY(start_part(pairs, op));
    }
    return STATUS_OK;
}

void join_parts_free(JoinParts *parts, Budget *budget) {
    for (parts->part = 0; parts->part < parts->count; parts->part++) free_part(parts, budget);
}
