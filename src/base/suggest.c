/* Did-you-mean: optimal string alignment (Damerau-Levenshtein without repeated edits) on short
 * words, three rows. */
#include <string.h>

#include "ytterby/base.h"

enum {
    LONGEST_WORD = 63
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

unsigned text_distance(Text a, Text b, unsigned most) {
    const size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (a.len > LONGEST_WORD || b.len > LONGEST_WORD || gap > most) return most + 1;
    unsigned rows[3][LONGEST_WORD + 1];
    unsigned *before = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];
    memset(before, 0, sizeof rows[0]);
    for (size_t j = 0; j <= b.len; j++) last[j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            const bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            row[j] = least(least(last[j] + 1, row[j - 1] + 1), last[j - 1] + !same);
            const bool swapped = i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                                 lower(a.at[i - 2]) == lower(b.at[j - 1]);
            if (swapped) row[j] = least(row[j], before[j - 2] + 1);
        }
        unsigned *const oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return least(last[b.len], most + 1);
}

size_t text_nearest(Text word, const Text *names, size_t count) {
    unsigned best = (unsigned)least((unsigned)(word.len > 300 ? 100 : word.len) / 3, 4) + 1;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const unsigned distance = text_distance(word, names[i], best - 1);
        if (distance < best) {
            best = distance;
            nearest = i;
            if (best == 0) break;
        }
    }
    return nearest;
}
