/* Bits of packed columns: LSB first, so that a value is one unaligned load, a shift and a mask. */
#ifndef YTTERBY_STORE_BITS_H
#define YTTERBY_STORE_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline unsigned bits_of(uint64_t value) {
    return value ? 64 - (unsigned)__builtin_clzll(value) : 0;
}

static inline size_t bytes_for(size_t bits) { return (bits + 7) / 8; }

static inline uint64_t mask_of(unsigned width) {
    return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
}

static inline uint64_t load_word(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Reads `width` bits at bit `position`; may look at BLOCK_PAD bytes behind them. */
static inline uint64_t bits_get(const uint8_t *in, size_t position, unsigned width) {
    const uint8_t *const at = in + position / 8;
    const unsigned shift = position % 8;
    uint64_t value = load_word(at) >> shift;
    if (width + shift > 64) value |= (uint64_t)at[8] << (64 - shift);
    return value & mask_of(width);
}

/* Values number `first` to `first` + `count` - 1 of a row of packed ones, each with `base` added, into `out`; may look
 * at BLOCK_PAD bytes behind the last one. */
void bits_unpack(const uint8_t *in, size_t first, size_t count, unsigned width, uint64_t base,
                 uint64_t *out);

#endif
