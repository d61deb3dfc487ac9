/* Floating point: lexical and canonical forms of xsd:double and xsd:float. XSD 1.1 part 2, 3.3.4 and 3.3.5.
 * The C library reads and rounds; it only ever sees digits and an exponent, never a decimal point, so that
 * the locale has no say. */
#include "term_internal.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXPONENT_MAX = 1000000000
};

/* [+-]?INF | NaN. */
static bool special_parse(Text text, double *real) {
    const bool negative = text_starts(text, TEXT("-"));
    if (text_equal(text, TEXT("NaN"))) {
        *real = NAN;
        return true;
    }
    if (negative || text_starts(text, TEXT("+"))) text = text_slice(text, 1, text.len);
    *real = negative ? -INFINITY : INFINITY;
    return text_equal(text, TEXT("INF"));
}

/* [eE][+-]?digits, or nothing; a huge exponent is cut to one that is still too large. */
static bool exponent_parse(Text text, int64_t *exponent) {
    *exponent = 0;
    if (!text.len) return true;
    DecimalText parts;
    if (!decimal_scan(text_slice(text, 1, text.len), false, &parts)) return false;
    for (size_t i = 0; i < parts.whole.len && *exponent < EXPONENT_MAX; i++)
        *exponent = *exponent * 10 + (parts.whole.at[i] - '0');
    if (parts.negative) *exponent = -*exponent;
    return true;
}

static size_t find_exponent(Text text) {
    size_t at = 0;
    while (at < text.len && text.at[at] != 'e' && text.at[at] != 'E') at++;
    return at;
}

/* "digitsEexponent" as a C string, or NULL when memory is out. */
static char *plain_form(Arena *arena, const DecimalText *parts, int64_t exponent) {
    const size_t digits = parts->whole.len + parts->fraction.len;
    char *const at = arena_alloc(arena, digits + 32);
    if (!at) return NULL;
    char *out = at;
    if (parts->negative) *out++ = '-';
    if (parts->whole.len) memcpy(out, parts->whole.at, parts->whole.len);
    out += parts->whole.len;
    if (parts->fraction.len) memcpy(out, parts->fraction.at, parts->fraction.len);
    out += parts->fraction.len;
    snprintf(out, 30, "e%lld", (long long)exponent - (long long)parts->fraction.len);
    return at;
}

Status real_parse(Arena *arena, Text text, bool is_float, bool *valid, double *real) {
    DecimalText parts;
    int64_t exponent;
    *valid = special_parse(text, real);
    if (*valid) return STATUS_OK;
    const size_t mark = find_exponent(text);
    *valid = decimal_scan(text_slice(text, 0, mark), true, &parts) &&
             exponent_parse(text_slice(text, mark, text.len), &exponent);
    if (!*valid) return STATUS_OK;
    const char *const plain = plain_form(arena, &parts, exponent);
    if (!plain) return STATUS_NO_MEMORY;
    *real = is_float ? (double)strtof(plain, NULL) : strtod(plain, NULL);
    return STATUS_OK;
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* Digits of the mantissa and the exponent of what printf's %e wrote, whatever its decimal point is. */
typedef struct Scientific {
    bool negative;
    char digits[24];
    unsigned count;
    int exponent;
} Scientific;

static void take_apart(const char *printed, Scientific *parts) {
    *parts = (Scientific){.negative = printed[0] == '-'};
    for (; *printed && *printed != 'e'; printed++)
        if (*printed >= '0' && *printed <= '9') parts->digits[parts->count++] = *printed;
    while (parts->count > 1 && parts->digits[parts->count - 1] == '0') parts->count--;
    parts->exponent = *printed ? (int)strtol(printed + 1, NULL, 10) : 0;
}

/* The fewest digits that read back as the same number; fewer than DIG only where precision is lost. */
static void shortest(double real, bool is_float, Scientific *parts) {
    char printed[48];
    const bool subnormal = fabs(real) < (is_float ? (double)FLT_MIN : DBL_MIN);
    const int first = subnormal ? 1 : is_float ? FLT_DIG : DBL_DIG, last = is_float ? 9 : 17;
    for (int digits = first; digits <= last; digits++) {
        snprintf(printed, sizeof printed, "%.*e", digits - 1, real);
        const double back = is_float ? (double)strtof(printed, NULL) : strtod(printed, NULL);
        if (back >= real && back <= real) break;
    }
    take_apart(printed, parts);
}

static size_t special_write(double real, char *out) {
    const char *const text = isnan(real) ? "NaN" : real > 0 ? "INF" : "-INF";
    return (size_t)snprintf(out, REAL_TEXT, "%s", text);
}

size_t real_write(double real, bool is_float, char out[REAL_TEXT]) {
    if (!isfinite(real)) return special_write(real, out);
    Scientific parts;
    shortest(real, is_float, &parts);
    const char *const rest = parts.count > 1 ? parts.digits + 1 : "0";
    const int rest_count = parts.count > 1 ? (int)parts.count - 1 : 1;
    return (size_t)snprintf(out, REAL_TEXT, "%s%c.%.*sE%d", parts.negative ? "-" : "",
                            parts.digits[0], rest_count, rest, parts.exponent);
}

/* Without an exponent where XPath's cast to xs:string has none: 1e-6 <= |real| < 1e6 (F&O 19.1.2.2). */
size_t real_write_plain(double real, bool is_float, char out[REAL_TEXT]) {
    const double size = fabs(real);
    if (!isfinite(real)) return special_write(real, out);
    if (size <= 0) return (size_t)snprintf(out, REAL_TEXT, signbit(real) ? "-0" : "0");
    if (size < 1e-6 || size >= 1e6) return real_write(real, is_float, out);
    Scientific parts;
    shortest(real, is_float, &parts);
    char *at = out;
    if (parts.negative) *at++ = '-';
    int place = parts.exponent < 0 ? 0 : parts.exponent; /* of the digit to write: 10^place */
    for (unsigned next = 0; place >= 0 || next < parts.count; place--) {
        if (place == -1) *at++ = '.';
        *at++ = place > parts.exponent || next >= parts.count ? '0' : parts.digits[next++];
    }
    return (size_t)(at - out);
}
