/* Blocks: up to 256 sorted rows as four columns, each in the smallest of five encodings; here they are written, in
 * block_read.c read. Columns are bit-packed (bits.h). Ids carry a tag in their top bits: a column that mixes tags gets
 * one frame of reference per tag, else its range would be all 64 bits.
 *
 * Frame of reference and patched deltas: Zukowski et al., "Super-Scalar RAM-CPU Cache Compression", 2006. */
#include <assert.h>
#include <string.h>

#include "bits.h"
#include "block.h"

enum {
    MOST_EXCEPTIONS = 24
};

int row_compare(const Row *a, const Row *b) {
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        if (a->column[i] != b->column[i]) return a->column[i] < b->column[i] ? -1 : 1;
    }
    return 0;
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
