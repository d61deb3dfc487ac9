/* Wrong counts: the source's methods with another one for counting, which multiplies by what a hash of the pattern says. */
#include "wrong_counts.h"

static const SourceMethods *right;
static SourceMethods skewed;
static uint64_t skew;

static Status skewed_count(Source *self, const QuadPattern *pattern, uint64_t *count, bool *exact) {
    static const uint64_t factors[] = {0, 1, 1, 100, 10000, 1000000};
    TRY(right->count(self, pattern, count, exact));
    *exact = false;
    *count = (*count + 1) * factors[hash_bytes(pattern, sizeof *pattern, skew) % 6];
    return STATUS_OK;
}

void skew_counts(Source *source, uint64_t seed) {
    right = source->methods;
    skewed = *right;
    skewed.count = skewed_count;
    skew = seed;
    source->methods = &skewed;
}
