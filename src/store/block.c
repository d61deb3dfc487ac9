/* Blocks: up to 256 sorted rows as four columns, each in the smallest of five encodings. Columns are bit-packed, LSB
 * first, so that a value is one unaligned load, a shift and a mask. Ids carry a tag in their top bits: a column that
 * mixes tags gets one frame of reference per tag, else its range would be all 64 bits.
 *
 * Frame of reference and patched deltas: Zukowski et al., "Super-Scalar RAM-CPU Cache Compression", 2006.
 *
 * Layout: rows - 1 (1 byte), end offset of each column (2 bytes each), then the columns:
 *   kind | base bytes << 4, base, and by kind
 *   CONSTANT  nothing
 *   FRAME     width, (value - base) per row
 *   DELTA     width, exceptions; (value - value before) per row but the first; exceptions: row, value (9 bytes each)
 *   RUNS      width, changes; bit map of rows that differ from the one before; their deltas less 1
 *   TAGGED    groups; per group base (8 bytes) and width; group number per row; then the rows' offsets, end to end */
#include <assert.h>
#include <string.h>

#include "store_internal.h"

enum {
    KIND_CONSTANT,
    KIND_FRAME,
    KIND_DELTA,
    KIND_RUNS,
    KIND_TAGGED
};
enum {
    HEADER_BYTES = 1 + 2 * ROW_COLUMNS,
    GROUPS = 16,
    EXCEPTION_BYTES = 9,
    MOST_EXCEPTIONS = 24
};

int row_compare(const Row *a, const Row *b) {
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        if (a->column[i] != b->column[i]) return a->column[i] < b->column[i] ? -1 : 1;
    }
    return 0;
}

/* ---- Bits ------------------------------------------------------------------------------------------------ */

static unsigned bits_of(uint64_t value) {
    return value ? 64 - (unsigned)__builtin_clzll(value) : 0;
}

static size_t bytes_for(size_t bits) { return (bits + 7) / 8; }

static uint64_t mask_of(unsigned width) {
    return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
}

static uint64_t load(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Reads `width` bits at bit `position`; may look at 8 bytes behind them. */
static uint64_t bits_get(const uint8_t *in, size_t position, unsigned width) {
    const uint8_t *const at = in + position / 8;
    const unsigned shift = position % 8;
    uint64_t value = load(at) >> shift;
    if (width + shift > 64) value |= (uint64_t)at[8] << (64 - shift);
    return value & mask_of(width);
}

/* `out` must be zero from the position on. */
static void bits_put(uint8_t *out, size_t position, unsigned width, uint64_t value) {
    while (width > 0) {
        const unsigned shift = position % 8;
        const unsigned part = 8 - shift < width ? 8 - shift : width;
        out[position / 8] |= (uint8_t)((value & mask_of(part)) << shift);
        value = part < 64 ? value >> part : 0;
        position += part;
        width -= part;
    }
}

/* ---- Encoding: what a column looks like, and what each kind would cost ------------------------------------- */

typedef struct Shape {
    const uint64_t *values;
    size_t count;
    uint64_t low, high;
    size_t changes; /* rows that differ from the one before */
    bool rising;    /* never falls */
    uint64_t largest_step;
    size_t
        steps_of[65]; /* rows whose step needs so many bits; falls count as 65 would: see falls */
    size_t falls;
    unsigned groups;      /* distinct tags */
    uint8_t group_of[16]; /* by tag */
    uint64_t group_low[GROUPS], group_high[GROUPS];
    size_t group_count[GROUPS];
} Shape;

static void add_to_group(Shape *shape, uint64_t value, bool *seen) {
    const unsigned tag = id_tag(value);
    if (!seen[tag]) {
        seen[tag] = true;
        shape->group_of[tag] = (uint8_t)shape->groups;
        shape->group_low[shape->groups] = shape->group_high[shape->groups] = value;
        shape->group_count[shape->groups++] = 0;
    }
    const unsigned group = shape->group_of[tag];
    if (value < shape->group_low[group]) shape->group_low[group] = value;
    if (value > shape->group_high[group]) shape->group_high[group] = value;
    shape->group_count[group]++;
}

static void measure(Shape *shape, const uint64_t *values, size_t count) {
    *shape = (Shape){
        .values = values, .count = count, .low = values[0], .high = values[0], .rising = true};
    bool seen[16] = {false};
    for (size_t i = 0; i < count; i++) {
        const uint64_t value = values[i];
        if (value < shape->low) shape->low = value;
        if (value > shape->high) shape->high = value;
        add_to_group(shape, value, seen);
        if (i == 0) continue;
        shape->changes += value != values[i - 1];
        if (value < values[i - 1]) {
            shape->rising = false;
            shape->falls++;
        } else {
            const uint64_t step = value - values[i - 1];
            if (step > shape->largest_step) shape->largest_step = step;
            shape->steps_of[bits_of(step)]++;
        }
    }
}

/* The delta width that costs least, with the rows that do not fit as exceptions. */
static size_t delta_cost(const Shape *shape, unsigned *width) {
    size_t best = SIZE_MAX;
    size_t exceptions = shape->falls;
    for (unsigned w = 64; w > 0 && exceptions <= MOST_EXCEPTIONS; w--) {
        const size_t cost = 2 + bytes_for((shape->count - 1) * w) + exceptions * EXCEPTION_BYTES;
        if (cost <= best) {
            best = cost;
            *width = w;
        }
        exceptions += shape->steps_of[w];
    }
    return best;
}

static size_t runs_cost(const Shape *shape) {
    if (!shape->rising || shape->changes == 0) return SIZE_MAX;
    return 2 + bytes_for(shape->count) +
           bytes_for(shape->changes * bits_of(shape->largest_step - 1));
}

static size_t tagged_cost(const Shape *shape) {
    if (shape->groups < 2) return SIZE_MAX;
    size_t bits = shape->count * bits_of(shape->groups - 1);
    bits = bytes_for(bits) * 8;
    for (unsigned g = 0; g < shape->groups; g++) {
        bits += shape->group_count[g] * bits_of(shape->group_high[g] - shape->group_low[g]);
    }
    return 1 + shape->groups * 9u + bytes_for(bits);
}

/* ---- Encoding: writing ---------------------------------------------------------------------------------------- */

typedef struct Writer {
    uint8_t *at;
    size_t left;
} Writer;

/* The next `size` bytes, zeroed; NULL when they do not fit. */
static uint8_t *reserve(Writer *writer, size_t size) {
    if (size > writer->left) return NULL;
    uint8_t *const given = writer->at;
    memset(given, 0, size);
    writer->at += size;
    writer->left -= size;
    return given;
}

static bool put_head(Writer *writer, unsigned kind, uint64_t base) {
    const size_t size = bytes_for(bits_of(base));
    uint8_t *const out = reserve(writer, 1 + size);
    if (!out) return false;
    out[0] = (uint8_t)(kind | size << 4);
    memcpy(out + 1, &base, size); /* little-endian, as the header of the file says */
    return true;
}

static bool put_frame(Writer *writer, const Shape *shape) {
    const unsigned width = bits_of(shape->high - shape->low);
    uint8_t *const out = put_head(writer, KIND_FRAME, shape->low)
                             ? reserve(writer, 1 + bytes_for(shape->count * width))
                             : NULL;
    if (!out) return false;
    out[0] = (uint8_t)width;
    for (size_t i = 0; i < shape->count; i++)
        bits_put(out + 1, i * width, width, shape->values[i] - shape->low);
    return true;
}

static bool put_delta(Writer *writer, const Shape *shape, unsigned width) {
    const uint64_t *const values = shape->values;
    uint8_t *const out = put_head(writer, KIND_DELTA, values[0])
                             ? reserve(writer, 2 + bytes_for((shape->count - 1) * width))
                             : NULL;
    if (!out) return false;
    out[0] = (uint8_t)width;
    for (size_t i = 1; i < shape->count; i++) {
        const uint64_t step = values[i] - values[i - 1];
        if (values[i] >= values[i - 1] && bits_of(step) <= width) {
            bits_put(out + 2, (i - 1) * width, width, step);
            continue;
        }
        uint8_t *const exception = reserve(writer, EXCEPTION_BYTES);
        if (!exception) return false;
        exception[0] = (uint8_t)i;
        memcpy(exception + 1, &values[i], sizeof values[i]);
        out[1]++;
    }
    return true;
}

static bool put_runs(Writer *writer, const Shape *shape) {
    const unsigned width = bits_of(shape->largest_step - 1);
    const size_t map = bytes_for(shape->count);
    uint8_t *const out = put_head(writer, KIND_RUNS, shape->values[0])
                             ? reserve(writer, 2 + map + bytes_for(shape->changes * width))
                             : NULL;
    if (!out) return false;
    out[0] = (uint8_t)width;
    out[1] = (uint8_t)shape->changes;
    size_t change = 0;
    for (size_t i = 1; i < shape->count; i++) {
        const uint64_t step = shape->values[i] - shape->values[i - 1];
        if (step == 0) continue;
        bits_put(out + 2, i, 1, 1);
        bits_put(out + 2 + map, change++ * width, width, step - 1);
    }
    return true;
}

static bool put_tagged(Writer *writer, const Shape *shape) {
    if (!put_head(writer, KIND_TAGGED, 0)) return false;
    uint8_t *out = reserve(writer, tagged_cost(shape));
    if (!out) return false;
    *out++ = (uint8_t)shape->groups;
    unsigned widths[GROUPS];
    for (unsigned g = 0; g < shape->groups; g++, out += 9) {
        widths[g] = bits_of(shape->group_high[g] - shape->group_low[g]);
        memcpy(out, &shape->group_low[g], 8);
        out[8] = (uint8_t)widths[g];
    }
    const unsigned code_width = bits_of(shape->groups - 1);
    size_t at = bytes_for(shape->count * code_width) * 8;
    for (size_t i = 0; i < shape->count; i++) {
        const unsigned group = shape->group_of[id_tag(shape->values[i])];
        bits_put(out, i * code_width, code_width, group);
        bits_put(out, at, widths[group], shape->values[i] - shape->group_low[group]);
        at += widths[group];
    }
    return true;
}

static bool put_column(Writer *writer, const uint64_t *values, size_t count) {
    Shape shape;
    measure(&shape, values, count);
    if (shape.low == shape.high) return put_head(writer, KIND_CONSTANT, shape.low);
    unsigned delta_width = 0;
    const size_t frame = 1 + bytes_for(count * bits_of(shape.high - shape.low));
    const size_t delta = delta_cost(&shape, &delta_width);
    const size_t runs = runs_cost(&shape);
    const size_t tagged = tagged_cost(&shape);
    if (tagged < frame && tagged < delta && tagged < runs) return put_tagged(writer, &shape);
    if (runs < frame && runs < delta) return put_runs(writer, &shape);
    return delta < frame ? put_delta(writer, &shape, delta_width) : put_frame(writer, &shape);
}

/* Written through the writer. */
size_t block_encode(const Row *rows, size_t count,
                    uint8_t *out, // NOLINT(readability-non-const-parameter)
                    size_t room) {
    assert(count > 0 && count <= BLOCK_ROWS);
    Writer writer = {out, room};
    uint8_t *const header = reserve(&writer, HEADER_BYTES);
    if (!header) return 0;
    header[0] = (uint8_t)(count - 1);
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        uint64_t values[BLOCK_ROWS] = {0};
        for (size_t i = 0; i < count; i++) values[i] = rows[i].column[c];
        if (!put_column(&writer, values, count)) return 0;
        const uint16_t end = (uint16_t)(writer.at - out);
        memcpy(header + 1 + 2 * c, &end, sizeof end);
    }
    return room - writer.left;
}

/* ---- Decoding ----------------------------------------------------------------------------------------------------
 * Sizes are checked against the column's end before its bits are read, so that damaged bytes cannot lead outside. */

typedef struct Column {
    unsigned kind;
    uint64_t base;
    const uint8_t *at;
    size_t size; /* bytes after the head */
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
                       .at = in + from + 1 + base_bytes,
                       .size = (size_t)(to - from) - 1 - base_bytes};
    memcpy(&column->base, in + from + 1, base_bytes);
    return true;
}

static void unpack(const uint8_t *in, size_t count, unsigned width, uint64_t base, uint64_t *out) {
    if (width <= 56) { /* one load holds the value whatever the shift */
        const uint64_t mask = mask_of(width);
        for (size_t i = 0, position = 0; i < count; i++, position += width) {
            out[i] = base + (load(in + position / 8) >> (position % 8) & mask);
        }
    } else {
        for (size_t i = 0; i < count; i++) out[i] = base + bits_get(in, i * width, width);
    }
}

static bool get_frame(const Column *column, size_t count, uint64_t *out) {
    const unsigned width = column->size ? column->at[0] : 65;
    if (width > 64 || column->size < 1 + bytes_for(count * width)) return false;
    unpack(column->at + 1, count, width, column->base, out);
    return true;
}

static bool get_delta(const Column *column, size_t count, uint64_t *out) {
    const unsigned width = column->size ? column->at[0] : 65;
    if (width > 64 || column->size < 2) return false;
    const size_t exceptions = column->at[1];
    const size_t packed = bytes_for((count - 1) * width);
    if (column->size < 2 + packed + exceptions * EXCEPTION_BYTES) return false;
    out[0] = column->base;
    unpack(column->at + 2, count - 1, width, 0, out + 1);
    const uint8_t *exception = column->at + 2 + packed;
    size_t i = 1;
    for (size_t e = 0; e <= exceptions; e++, exception += EXCEPTION_BYTES) {
        const size_t stop = e < exceptions ? exception[0] : count;
        if (stop < i || stop > count || (e < exceptions && stop == count)) return false;
        for (; i < stop; i++) out[i] += out[i - 1];
        if (e < exceptions) out[i++] = load(exception + 1);
    }
    return true;
}

static bool get_runs(const Column *column, size_t count, uint64_t *out) {
    const unsigned width = column->size ? column->at[0] : 65;
    const size_t map = bytes_for(count);
    if (width > 64 || column->size < 2 + map) return false;
    const size_t changes = column->at[1];
    if (column->size < 2 + map + bytes_for(changes * width)) return false;
    const uint8_t *const steps = column->at + 2 + map;
    uint64_t value = column->base;
    size_t change = 0;
    out[0] = value;
    for (size_t i = 1; i < count; i++) {
        if (bits_get(column->at + 2, i, 1)) {
            if (change == changes) return false;
            value += 1 + bits_get(steps, change++ * width, width);
        }
        out[i] = value;
    }
    return true;
}

static bool get_tagged(const Column *column, size_t count, uint64_t *out) {
    const size_t groups = column->size ? column->at[0] : 0;
    if (groups < 2 || groups > GROUPS || column->size < 1 + groups * 9) return false;
    uint64_t bases[GROUPS];
    unsigned widths[GROUPS];
    for (size_t g = 0; g < groups; g++) {
        bases[g] = load(column->at + 1 + g * 9);
        widths[g] = column->at[9 + g * 9];
        if (widths[g] > 64) return false;
    }
    const uint8_t *const packed = column->at + 1 + groups * 9;
    const size_t limit = (column->size - 1 - groups * 9) * 8;
    const unsigned code_width = bits_of(groups - 1);
    size_t at = bytes_for(count * code_width) * 8;
    if (at > limit) return false;
    for (size_t i = 0; i < count; i++) {
        const uint64_t group = bits_get(packed, i * code_width, code_width);
        if (group >= groups || widths[group] > limit - at) return false;
        out[i] = bases[group] + bits_get(packed, at, widths[group]);
        at += widths[group];
    }
    return true;
}

static bool get_values(const Column *column, size_t count, uint64_t *out) {
    switch (column->kind) {
    case KIND_CONSTANT:
        for (size_t i = 0; i < count; i++) out[i] = column->base;
        return true;
    case KIND_FRAME: return get_frame(column, count, out);
    case KIND_DELTA: return get_delta(column, count, out);
    case KIND_RUNS: return get_runs(column, count, out);
    case KIND_TAGGED: return get_tagged(column, count, out);
    default: return false;
    }
}

Status block_decode(const uint8_t *in, size_t size, unsigned wanted,
                    uint64_t *const columns[ROW_COLUMNS], size_t *count) {
    *count = size > 0 ? in[0] + 1u : 0;
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        Column column;
        if (!(wanted & 1u << c)) continue;
        if (!get_column(in, size, c, &column) || !get_values(&column, *count, columns[c]))
            return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

/* The first value needs no unpacking of the rest. */
static bool first_value(const Column *column, uint64_t *value) {
    uint64_t first[BLOCK_ROWS];
    *value = column->base;
    if (column->kind == KIND_CONSTANT || column->kind == KIND_DELTA || column->kind == KIND_RUNS)
        return true;
    if (column->kind != KIND_FRAME) return false;
    if (!get_frame(column, 1, first)) return false;
    *value = first[0];
    return true;
}

Status block_first(const uint8_t *in, size_t size, Row *row) {
    for (size_t c = 0; c < ROW_COLUMNS; c++) {
        Column column;
        if (!get_column(in, size, c, &column)) return STATUS_CORRUPT;
        if (first_value(&column, &row->column[c])) continue;
        uint64_t values[BLOCK_ROWS];
        if (!get_values(&column, in[0] + 1u, values)) return STATUS_CORRUPT;
        row->column[c] = values[0];
    }
    return STATUS_OK;
}
