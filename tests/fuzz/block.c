/* Fuzz target: blocks of the store. By the first byte: rows made of the input are packed and come out again, all of them,
 * any part of them, and those of any range; or the input is taken for a block, of which as much can be said as the whole
 * of it tells, and nothing outside is touched; or bits are unpacked by the fast loops and one by one. */
#include "lib/fuzz.h"

#include "../../src/store/bits.h"
#include "../../src/store/store_internal.h"

#include <string.h>

typedef struct Unpacked {
    uint64_t values[ROW_COLUMNS][BLOCK_ROWS];
} Unpacked;

static Status unpack(const uint8_t *in, size_t size, unsigned wanted, size_t from, size_t to,
                     Unpacked *out) {
    uint64_t *const columns[] = {out->values[0], out->values[1], out->values[2], out->values[3]};
    return block_rows(in, size, wanted, from, to, columns);
}

/* Each column alone, from a row on: what the whole block has there. */
static void check_parts(Supply *supply, const uint8_t *in, size_t size, size_t count,
                        const Unpacked *whole) {
    const size_t from = take_below(supply, (unsigned)count);
    const size_t to = from + take_below(supply, (unsigned)(count - from)) + 1;
    for (unsigned wanted = 1; wanted < 16; wanted++) {
        Unpacked part;
        require(unpack(in, size, wanted, from, to, &part) == STATUS_OK, "a part can be unpacked");
        for (size_t c = 0; c < ROW_COLUMNS; c++)
            require(!(wanted & 1u << c) || memcmp(part.values[c], &whole->values[c][from],
                                                  (to - from) * sizeof(uint64_t)) == 0,
                    "a part has the rows of the whole");
    }
    Row first;
    require(block_first(in, size, ROW_COLUMNS, &first) == STATUS_OK, "the first row is there");
    for (size_t c = 0; c < ROW_COLUMNS; c++)
        require(first.column[c] == whole->values[c][0], "the first row is the first");
}

static Row row_at(const Unpacked *block, size_t i) {
    return (Row){
        {block->values[0][i], block->values[1][i], block->values[2][i], block->values[3][i]}};
}

static bool sorted(const Unpacked *block, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const Row before = row_at(block, i - 1);
        const Row row = row_at(block, i);
        if (row_compare(&before, &row) >= 0) return false;
    }
    return true;
}

/* -1, 0 or 1: the row lies before the range, in it, behind it. */
static int place_of(const Row *row, const RowRange *range) {
    for (unsigned c = 0; c < range->columns; c++)
        if (row->column[c] != range->low.column[c]) {
            if (row->column[c] < range->low.column[c]) return -1;
            break;
        }
    for (unsigned c = 0; c < range->columns; c++)
        if (row->column[c] != range->high.column[c])
            return row->column[c] > range->high.column[c] ? 1 : 0;
    return 0;
}

static void check_range(Supply *supply, const uint8_t *in, size_t size, size_t count,
                        const Unpacked *whole) {
    RowRange range = {row_at(whole, take_below(supply, (unsigned)count)),
                      row_at(whole, take_below(supply, (unsigned)count)),
                      1 + take_below(supply, ROW_COLUMNS)};
    range.low.column[take_below(supply, ROW_COLUMNS)] += take_number(supply, 1) - 2;
    if (take_one_in(supply, 2) || row_compare(&range.high, &range.low) < 0) range.high = range.low;
    size_t from = 0;
    size_t to = 0;
    const Status status = block_range(in, size, &range, &from, &to);
    require(status != STATUS_OK || (from <= to && to <= count), "a range lies in the block");
    if (!sorted(whole, count)) return;
    require(status == STATUS_OK, "a range can be found");
    for (size_t i = 0; i < count; i++) {
        const Row row = row_at(whole, i);
        const int place = place_of(&row, &range);
        require((i < from) == (place < 0) && (i >= to) == (place > 0 || (from == to && place >= 0)),
                "the range has its rows");
    }
}

static int by_row(const void *a, const void *b) { return row_compare(a, b); }

/* Columns look as the first bytes choose: constant, of few bits, of several tags, or anything. */
static uint64_t take_value(Supply *supply, unsigned shape) {
    if (shape < 32) return (UINT64_C(1) << 60) + (shape & 1 ? take_number(supply, 1) : 0);
    if (shape < 128) return take_number(supply, 1 + shape % 3);
    if (shape < 192) return (uint64_t)take_below(supply, 16) << 60 | take_number(supply, 1);
    return take_number(supply, 8);
}

static size_t take_rows(Supply *supply, Row rows[BLOCK_ROWS]) {
    unsigned shapes[ROW_COLUMNS];
    const size_t wanted = 1 + take_below(supply, BLOCK_ROWS);
    size_t count = 0;
    for (size_t c = 0; c < ROW_COLUMNS; c++) shapes[c] = take_below(supply, 256);
    for (size_t i = 0; i < wanted; i++)
        for (size_t c = 0; c < ROW_COLUMNS; c++) rows[i].column[c] = take_value(supply, shapes[c]);
    qsort(rows, wanted, sizeof *rows, by_row);
    for (size_t i = 0; i < wanted; i++)
        if (count == 0 || row_compare(&rows[i], &rows[count - 1]) != 0) rows[count++] = rows[i];
    return count;
}

static void check_rows(Supply supply) {
    Row rows[BLOCK_ROWS];
    static uint8_t page[16384];
    Unpacked whole;
    size_t decoded = 0;
    const size_t count = take_rows(&supply, rows);
    const size_t size = block_encode(rows, count, page, sizeof page);
    require(size > 0, "rows can be packed");
    uint8_t *const block = calloc(1, size + BLOCK_PAD);
    require(block_encode(rows, count, block, size - 1) == 0, "nothing is packed into less room");
    require(block_encode(rows, count, block, size) == size, "packing again takes the same room");
    uint64_t *const columns[] = {whole.values[0], whole.values[1], whole.values[2],
                                 whole.values[3]};
    require(block_decode(block, size, 15, columns, &decoded) == STATUS_OK && decoded == count,
            "what was packed can be unpacked");
    for (size_t i = 0; i < count; i++) {
        const Row row = row_at(&whole, i);
        require(row_compare(&row, &rows[i]) == 0, "what was packed comes out");
    }
    check_parts(&supply, block, size, count, &whole);
    check_range(&supply, block, size, count, &whole);
    free(block);
}

static void check_bytes(Supply supply) {
    Supply choices = {supply.at, supply.left < 8 ? supply.left : 8};
    const size_t size = supply.left;
    uint8_t *const block = calloc(1, size + BLOCK_PAD);
    Unpacked whole;
    size_t count = 0;
    if (size > 0) memcpy(block, supply.at, size);
    uint64_t *const columns[] = {whole.values[0], whole.values[1], whole.values[2],
                                 whole.values[3]};
    const Status status = block_decode(block, size, 15, columns, &count);
    require(status == STATUS_OK || status == STATUS_CORRUPT, "it is a block or damaged");
    if (status == STATUS_OK) {
        check_parts(&choices, block, size, count, &whole);
        check_range(&choices, block, size, count, &whole);
    } else {
        const RowRange range = {.low = {{take_number(&choices, 1)}}, .high = {{UINT64_MAX}}, 4};
        size_t from;
        size_t to;
        Row first;
        if (block_range(block, size, &range, &from, &to) == STATUS_OK)
            require(from <= to && to <= count, "a range lies in the block");
        block_first(block, size, ROW_COLUMNS, &first);
    }
    free(block);
}

static void check_bits(Supply supply) {
    const unsigned width = take_below(&supply, 65);
    const size_t first = take_below(&supply, BLOCK_ROWS);
    const uint64_t base = take_number(&supply, 8);
    const size_t all = width ? supply.left * 8 / width : first + BLOCK_ROWS;
    if (all <= first) return;
    const size_t count = all - first < BLOCK_ROWS ? all - first : BLOCK_ROWS;
    const size_t size = bytes_for((first + count) * width);
    uint8_t *const packed = calloc(1, size + BLOCK_PAD);
    uint64_t values[BLOCK_ROWS];
    if (size > 0) memcpy(packed, supply.at, size);
    bits_unpack(packed, first, count, width, base, values);
    for (size_t i = 0; i < count; i++)
        require(values[i] == base + bits_get(packed, (first + i) * width, width),
                "vectors unpack what single loads do");
    free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const checks[])(Supply) = {check_rows, check_bytes, check_bits};
    if (size > 0) checks[data[0] % 3]((Supply){data + 1, size - 1});
    return 0;
}
