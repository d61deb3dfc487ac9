/* Reading blocks: some rows of some columns, and where the rows of a range lie. Only what is asked for is unpacked: a
 * look-up finds its rows in the leading columns, bit-packed as they are, and then unpacks those rows of the others.
 *
 * Sizes are checked against the column's end before its bits are read, so that damaged bytes cannot lead outside. */
#include <assert.h>
#include <string.h>

#include "bits.h"
#include "block.h"

typedef struct Column {
    unsigned kind;
    uint64_t base;
    const uint8_t *at;
    size_t size;  /* bytes after the head */
    size_t count; /* rows of the block */
} Column;

static bool get_column(const uint8_t *in, size_t size, size_t index, Column *column) {
    uint16_t from = HEADER_BYTES;
    uint16_t to;
    if (size < HEADER_BYTES) return false;
    if (index > 0) memcpy(&from, in + 1 + 2 * (index - 1), sizeof from);
    memcpy(&to, in + 1 + 2 * index, sizeof to);
    if (from < HEADER_BYTES || to <= from || to > size) return false;
    const size_t base_bytes = in[from] >> 4;
    if (base_bytes > 8 || (size_t)(to - from) < 1 + base_bytes) return false;
    *column = (Column){.kind = in[from] & 15u,
                       .base = load_word(in + from + 1) & mask_of(8 * (unsigned)base_bytes),
                       .at = in + from + 1 + base_bytes,
                       .size = (size_t)(to - from) - 1 - base_bytes,
                       .count = in[0] + 1u};
    return true;
}

/* The width that begins a packed column; 65, which no check lets pass, when it is damaged. */
static unsigned width_of(const Column *column) {
    return column->size > 0 && column->at[0] <= 64 ? column->at[0] : 65;
}

/* ---- Rows [from, to) of a column, by kind: `to` is behind `from` ------------------------------------------------ */

static bool frame_rows(const Column *column, size_t from, size_t to, uint64_t *out) {
    const unsigned width = width_of(column);
    if (width > 64 || column->size < 1 + bytes_for(column->count * width)) return false;
    bits_unpack(column->at + 1, from, to - from, width, column->base, out);
    return true;
}

/* The sum of packed values number `from` to `to` - 1. */
static uint64_t sum_of(const uint8_t *in, size_t from, size_t to, unsigned width) {
    uint64_t values[BLOCK_ROWS];
    uint64_t sum = 0;
    bits_unpack(in, from, to - from, width, 0, values);
    for (size_t i = 0; i < to - from; i++) sum += values[i];
    return sum;
}

/* A column of steps: step i leads from row i to the next; rows that have an exception do not need theirs. */
typedef struct Deltas {
    unsigned width;
    const uint8_t *steps;
    const uint8_t *exception, *exceptions_end;
} Deltas;

static bool get_deltas(const Column *column, Deltas *deltas) {
    const unsigned width = width_of(column);
    if (width > 64 || column->size < 2) return false;
    const size_t packed = bytes_for((column->count - 1) * width);
    const size_t exceptions = (size_t)column->at[1] * EXCEPTION_BYTES;
    if (column->size < 2 + packed + exceptions) return false;
    *deltas = (Deltas){.width = width,
                       .steps = column->at + 2,
                       .exception = column->at + 2 + packed,
                       .exceptions_end = column->at + 2 + packed + exceptions};
    return true;
}

/* The row of the next exception, `none` when there is none before it. */
static size_t next_exception(const Deltas *deltas, size_t none) {
    const bool more = deltas->exception < deltas->exceptions_end;
    return more && deltas->exception[0] < none ? deltas->exception[0] : none;
}

static uint64_t take_exception(Deltas *deltas) {
    const uint64_t value = load_word(deltas->exception + 1);
    deltas->exception += EXCEPTION_BYTES;
    return value;
}

/* The value of a row; exceptions up to it are taken. */
static bool delta_value(const Column *column, Deltas *deltas, size_t at, uint64_t *value) {
    size_t known = 0;
    *value = column->base;
    for (size_t row; (row = next_exception(deltas, at + 1)) <= at; known = row) {
        if (row <= known) return false;
        *value = take_exception(deltas);
    }
    if (known < at) *value += sum_of(deltas->steps, known, at, deltas->width);
    return true;
}

static bool delta_rows(const Column *column, size_t from, size_t to, uint64_t *out) {
    Deltas deltas;
    uint64_t value;
    if (!get_deltas(column, &deltas) || !delta_value(column, &deltas, from, &value)) return false;
    out[0] = value;
    bits_unpack(deltas.steps, from, to - from - 1, deltas.width, 0, out + 1);
    for (size_t i = from + 1; i < to;) {
        const size_t stop = next_exception(&deltas, to);
        if (stop < i) return false;
        for (; i < stop; i++) out[i - from] = value += out[i - from];
        if (i < to) out[i++ - from] = value = take_exception(&deltas);
    }
    return true;
}

/* A bit a row that differs from the one before, and the steps between the values less 1. */
typedef struct Runs {
    unsigned width;
    const uint8_t *map, *steps;
    size_t changes;
} Runs;

static size_t bits_before(const uint8_t *map, size_t row) {
    size_t count = 0;
    size_t i = 0;
    for (; i + 64 <= row; i += 64) count += (size_t)__builtin_popcountll(load_word(map + i / 8));
    const uint64_t rest = row > i ? load_word(map + i / 8) & mask_of((unsigned)(row - i)) : 0;
    return count + (size_t)__builtin_popcountll(rest);
}

static bool get_runs(const Column *column, Runs *runs) {
    const unsigned width = width_of(column);
    const size_t map = bytes_for(column->count);
    if (width > 64 || column->size < 2 + map) return false;
    *runs = (Runs){.width = width,
                   .map = column->at + 2,
                   .steps = column->at + 2 + map,
                   .changes = column->at[1]};
    return column->size >= 2 + map + bytes_for(runs->changes * width) && !(runs->map[0] & 1) &&
           bits_before(runs->map, column->count) == runs->changes;
}

static bool run_rows(const Column *column, size_t from, size_t to, uint64_t *out) {
    Runs runs;
    uint64_t values[BLOCK_ROWS];
    if (!get_runs(column, &runs)) return false;
    const size_t first = bits_before(runs.map, from + 1);
    const size_t last = bits_before(runs.map, to);
    uint64_t value = column->base + first;
    if (first > 0) value += sum_of(runs.steps, 0, first, runs.width);
    values[0] = value;
    bits_unpack(runs.steps, first, last - first, runs.width, 1, values + 1);
    for (size_t i = 1; i <= last - first; i++) values[i] = value += values[i];
    out[0] = values[0];
    for (size_t i = from + 1, run = 0; i < to; i++) {
        run += runs.map[i / 8] >> (i % 8) & 1;
        out[i - from] = values[run];
    }
    return true;
}

static bool tagged_rows(const Column *column, size_t from, size_t to, uint64_t *out) {
    const size_t groups = column->size ? column->at[0] : 0;
    if (groups < 2 || groups > GROUPS || column->size < 1 + groups * 9) return false;
    uint64_t bases[GROUPS] = {0};
    unsigned widths[GROUPS];
    for (size_t g = 0; g < GROUPS; g++) {
        widths[g] = g < groups ? column->at[9 + g * 9] : UINT8_MAX;
        if (g < groups) bases[g] = load_word(column->at + 1 + g * 9);
        if (g < groups && widths[g] > 64) return false;
    }
    const uint8_t *const packed = column->at + 1 + groups * 9;
    const size_t limit = (column->size - 1 - groups * 9) * 8;
    const unsigned code_width = bits_of(groups - 1);
    size_t at = bytes_for(column->count * code_width) * 8;
    if (at > limit) return false;
    uint64_t codes[BLOCK_ROWS];
    bits_unpack(packed, 0, to, code_width, 0, codes);
    for (size_t i = 0; i < from; i++) at += widths[codes[i]];
    for (size_t i = from; i < to; i++) {
        const unsigned width = widths[codes[i]];
        if (at + width > limit || width > 64) return false;
        out[i - from] = bases[codes[i]] + bits_get(packed, at, width);
        at += width;
    }
    return true;
}

static bool column_rows(const Column *column, size_t from, size_t to, uint64_t *out) {
    assert(from <= to && to <= column->count);
    if (from == to) return true;
    switch (column->kind) {
    case KIND_CONSTANT:
        for (size_t i = 0; i < to - from; i++) out[i] = column->base;
        return true;
    case KIND_FRAME: return frame_rows(column, from, to, out);
    case KIND_DELTA: return delta_rows(column, from, to, out);
    case KIND_RUNS: return run_rows(column, from, to, out);
    case KIND_TAGGED: return tagged_rows(column, from, to, out);
    default: return false;
    }
}

Status block_rows(const uint8_t *in, size_t size, unsigned wanted, size_t from, size_t to,
                  uint64_t *const columns[ROW_COLUMNS]) {
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        Column column;
        if (!(wanted & 1u << c)) continue;
        if (!get_column(in, size, c, &column) || !column_rows(&column, from, to, columns[c]))
            return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

Status block_decode(const uint8_t *in, size_t size, unsigned wanted,
                    uint64_t *const columns[ROW_COLUMNS], size_t *count) {
    *count = size > 0 ? in[0] + 1u : 0;
    return block_rows(in, size, wanted, 0, *count, columns);
}

Status block_first(const uint8_t *in, size_t size, unsigned columns, Row *row) {
    for (size_t c = 0; c < columns; c++) {
        Column column;
        if (!get_column(in, size, c, &column) || !column_rows(&column, 0, 1, &row->column[c]))
            return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

/* ---- Where a value stands, in rows [*from, *to) that rise in the column -------------------------------------------- */

typedef struct Span {
    size_t from, to;
} Span;

/* In rows that are packed one by one each can be looked at alone. */
static size_t frame_bound(const uint8_t *in, unsigned width, Span rows, uint64_t value,
                          bool after) {
    while (rows.from < rows.to) {
        const size_t middle = (rows.from + rows.to) / 2;
        const uint64_t here = bits_get(in, middle * width, width);
        if (here < value || (after && here == value)) {
            rows.from = middle + 1;
        } else {
            rows.to = middle;
        }
    }
    return rows.from;
}

static bool find_in_frame(const Column *column, uint64_t value, Span *rows) {
    const unsigned width = width_of(column);
    if (width > 64 || column->size < 1 + bytes_for(column->count * width)) return false;
    const uint64_t offset = value - column->base;
    if (value < column->base) {
        rows->to = rows->from;
    } else if (offset > mask_of(width)) {
        rows->from = rows->to;
    } else {
        rows->from = frame_bound(column->at + 1, width, *rows, offset, false);
        rows->to = frame_bound(column->at + 1, width, *rows, offset, true);
    }
    return true;
}

/* The row of set bit number `number`, from 1; `none` when there are fewer before it. */
static size_t nth_bit(const uint8_t *map, size_t number, size_t none) {
    for (size_t row = 0; row < none; row += 64) {
        uint64_t word = load_word(map + row / 8);
        if (none - row < 64) word &= mask_of((unsigned)(none - row));
        const size_t here = (size_t)__builtin_popcountll(word);
        if (number > here) {
            number -= here;
            continue;
        }
        while (--number > 0) word &= word - 1;
        return row + (size_t)__builtin_ctzll(word);
    }
    return none;
}

/* Walks over the runs' values, of which there are fewer than rows. */
static bool find_in_runs(const Column *column, uint64_t value, Span *rows) {
    Runs runs;
    if (!get_runs(column, &runs)) return false;
    uint64_t here = column->base;
    size_t run = 0;
    for (; here < value && run < runs.changes; run++)
        here += 1 + bits_get(runs.steps, run * runs.width, runs.width);
    size_t first = run == 0 ? 0 : nth_bit(runs.map, run, column->count);
    size_t behind = first;
    if (here < value) first = behind = column->count;
    if (here == value) behind = nth_bit(runs.map, run + 1, column->count);
    if (first < rows->from) first = rows->from;
    if (first > rows->to) first = rows->to;
    rows->from = first;
    if (behind < rows->to) rows->to = behind < first ? first : behind;
    return true;
}

static size_t bound_of(const uint64_t *values, size_t count, uint64_t value, bool after) {
    size_t from = 0;
    while (from < count) {
        const size_t middle = (from + count) / 2;
        if (values[middle] < value || (after && values[middle] == value)) {
            from = middle + 1;
        } else {
            count = middle;
        }
    }
    return from;
}

static bool find_in_values(const Column *column, uint64_t value, Span *rows) {
    uint64_t values[BLOCK_ROWS];
    const Span all = *rows;
    if (!column_rows(column, all.from, all.to, values)) return false;
    rows->from = all.from + bound_of(values, all.to - all.from, value, false);
    rows->to = all.from + bound_of(values, all.to - all.from, value, true);
    return true;
}

/* Adds up steps from *row on until the value is reached, at most up to row `last`; whole chunks as long as they do not
 * reach it. */
static void walk_deltas(const Deltas *deltas, size_t last, uint64_t value, size_t *row,
                        uint64_t *here) {
    enum {
        CHUNK = 32
    };
    uint64_t steps[CHUNK];
    while (*row < last && *here < value) {
        const size_t count = last - *row < CHUNK ? last - *row : CHUNK;
        uint64_t sum = 0;
        bits_unpack(deltas->steps, *row, count, deltas->width, 0, steps);
        for (size_t i = 0; i < count; i++) sum += steps[i];
        if (sum < value - *here) {
            *here += sum;
            *row += count;
            continue;
        }
        for (size_t i = 0; i < count && *here < value; i++, ++*row) *here += steps[i];
    }
}

/* In steps the value is looked for as they are added up; where exceptions come in between, in the values. */
static bool find_in_deltas(const Column *column, uint64_t value, Span *rows) {
    Deltas deltas;
    uint64_t here;
    size_t row = rows->from;
    if (row >= rows->to) return true;
    if (!get_deltas(column, &deltas) || !delta_value(column, &deltas, row, &here)) return false;
    if (next_exception(&deltas, rows->to) < rows->to) return find_in_values(column, value, rows);
    walk_deltas(&deltas, rows->to - 1, value, &row, &here);
    rows->from = here < value ? rows->to : row;
    if (here != value) {
        rows->to = rows->from;
        return true;
    }
    while (++row < rows->to && bits_get(deltas.steps, (row - 1) * deltas.width, deltas.width) == 0)
        ;
    rows->to = row;
    return true;
}

/* Narrows the rows to those that have the value; to none, where they would stand, when there is none. */
static bool find_value(const Column *column, uint64_t value, Span *rows) {
    switch (column->kind) {
    case KIND_CONSTANT:
        if (column->base < value) rows->from = rows->to;
        if (column->base > value) rows->to = rows->from;
        return true;
    case KIND_FRAME: return find_in_frame(column, value, rows);
    case KIND_DELTA: return find_in_deltas(column, value, rows);
    case KIND_RUNS: return find_in_runs(column, value, rows);
    default: return find_in_values(column, value, rows);
    }
}

/* Narrows the rows to those that have the row's values in columns [first, end): none, where they would stand. */
static Status narrow(const uint8_t *in, size_t size, const Row *row, unsigned first, unsigned end,
                     Span *rows) {
    for (unsigned c = first; c < end && rows->from < rows->to; c++) {
        Column column;
        if (!get_column(in, size, c, &column) || !find_value(&column, row->column[c], rows))
            return STATUS_CORRUPT;
        if (rows->to < rows->from) return STATUS_CORRUPT; /* they do not rise */
    }
    return STATUS_OK;
}

Status block_range(const uint8_t *in, size_t size, const RowRange *range, size_t *from,
                   size_t *to) {
    const unsigned columns = range->columns;
    unsigned alike = 0;
    while (alike < columns && range->low.column[alike] == range->high.column[alike]) alike++;
    Span low = {0, size > 0 ? in[0] + 1u : 0};
    TRY(narrow(in, size, &range->low, 0, alike, &low));
    Span high = low;
    TRY(narrow(in, size, &range->low, alike, columns, &low));
    TRY(narrow(in, size, &range->high, alike, columns, &high));
    *from = low.from;
    *to = high.to < low.from ? low.from : high.to;
    return STATUS_OK;
}
