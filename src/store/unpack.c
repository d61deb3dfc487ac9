/* Unpacking of bit-packed values. The plain loop takes one load, shift and mask a value. With AVX2, found at run time,
 * eight values are unpacked at a time: eight values of w bits fill w bytes, so the byte and the shift of each are the
 * same in every eight; two values come from one load of 16 bytes, whose bytes a shuffle brings in place.
 *
 * Idea: Willhalm et al., "SIMD-Scan: Ultra Fast in-Memory Table Scan using on-Chip Vector Processing Units", 2009. */
#include "bits.h"
#include "store_internal.h"

enum {
    WIDEST_LOAD = 56, /* one load of 8 bytes holds a value of so many bits whatever the shift */
    AT_A_TIME = 8,
    WORTH_IT = 32 /* fewer values do not pay the preparation of the vectors */
};

static void unpack_plain(const uint8_t *in, size_t first, size_t count, unsigned width,
                         uint64_t base, uint64_t *out) {
    size_t position = first * width;
    if (width > WIDEST_LOAD) {
        for (size_t i = 0; i < count; i++, position += width)
            out[i] = base + bits_get(in, position, width);
        return;
    }
    const uint64_t mask = mask_of(width);
    for (size_t i = 0; i < count; i++, position += width)
        out[i] = base + (load_word(in + position / 8) >> (position % 8) & mask);
}

#if defined(__x86_64__)
#include <immintrin.h>

/* Where two neighbouring values lie in the eight: the load's first byte, and each value's shift and byte in it. */
typedef struct Pair {
    size_t offset;
    uint64_t byte[2], shift[2];
} Pair;

static Pair pair_at(unsigned number, unsigned width) {
    const size_t first = (size_t)number * width;
    const size_t second = first + width;
    return (Pair){first / 8, {0, second / 8 - first / 8}, {first % 8, second % 8}};
}

#define AVX2 __attribute__((target("avx2")))

/* The shuffle that brings the 8 bytes from each value's first byte on into its lane. */
AVX2 static __m256i shuffle_of(const Pair *low, const Pair *high) {
    const uint64_t each = UINT64_C(0x0101010101010101);
    const uint64_t rising = UINT64_C(0x0706050403020100);
    return _mm256_set_epi64x((long long)(rising + each * high->byte[1]), (long long)rising,
                             (long long)(rising + each * low->byte[1]), (long long)rising);
}

AVX2 static __m256i shift_of(const Pair *low, const Pair *high) {
    return _mm256_set_epi64x((long long)high->shift[1], (long long)high->shift[0],
                             (long long)low->shift[1], (long long)low->shift[0]);
}

AVX2 static __m256i load_pairs(const uint8_t *low, const uint8_t *high) {
    const __m128i first = _mm_loadu_si128((const __m128i *)(const void *)low);
    const __m128i second = _mm_loadu_si128((const __m128i *)(const void *)high);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
}

/* Unpacks groups of eight from `in` on, as long as no load passes `end`; the number of values. */
AVX2 static size_t unpack_groups(const uint8_t *in, const uint8_t *end, size_t count,
                                 unsigned width, uint64_t base, uint64_t *out) {
    Pair pair[AT_A_TIME / 2];
    for (unsigned i = 0; i < AT_A_TIME / 2; i++) pair[i] = pair_at(2 * i, width);
    const __m256i shuffle[2] = {shuffle_of(&pair[0], &pair[1]), shuffle_of(&pair[2], &pair[3])};
    const __m256i shift[2] = {shift_of(&pair[0], &pair[1]), shift_of(&pair[2], &pair[3])};
    const __m256i mask = _mm256_set1_epi64x((long long)mask_of(width));
    const __m256i add = _mm256_set1_epi64x((long long)base);
    const ptrdiff_t reach = (ptrdiff_t)pair[3].offset + 16;
    size_t done = 0;
    for (; done + AT_A_TIME <= count && end - in >= reach; done += AT_A_TIME, in += width) {
        for (size_t half = 0; half < 2; half++) {
            __m256i values = load_pairs(in + pair[2 * half].offset, in + pair[2 * half + 1].offset);
            values = _mm256_shuffle_epi8(values, shuffle[half]);
            values = _mm256_and_si256(_mm256_srlv_epi64(values, shift[half]), mask);
            _mm256_storeu_si256((__m256i *)(void *)(out + done + 4 * half),
                                _mm256_add_epi64(values, add));
        }
    }
    return done;
}

/* Unpacks all that vectors can, from a whole byte on; the number of values. */
static size_t unpack_vectors(const uint8_t *in, size_t first, size_t count, unsigned width,
                             uint64_t base, uint64_t *out) {
    const size_t odd = (AT_A_TIME - first % AT_A_TIME) % AT_A_TIME;
    if (width > WIDEST_LOAD || count < WORTH_IT || !__builtin_cpu_supports("avx2")) return 0;
    unpack_plain(in, first, odd, width, base, out);
    const uint8_t *const end = in + bytes_for((first + count) * width) + BLOCK_PAD;
    return odd +
           unpack_groups(in + (first + odd) / 8 * width, end, count - odd, width, base, out + odd);
}
#else
static size_t unpack_vectors(const uint8_t *in, size_t first, size_t count, unsigned width,
                             uint64_t base, uint64_t *out) {
    (void)in, (void)first, (void)count, (void)width, (void)base, (void)out;
    return 0;
}
#endif

void bits_unpack(const uint8_t *in, size_t first, size_t count, unsigned width, uint64_t base,
                 uint64_t *out) {
    const size_t done = unpack_vectors(in, first, count, width, base, out);
    unpack_plain(in, first + done, count - done, width, base, out + done);
}
