/* Exact numbers: xsd:integer and xsd:decimal of up to DECIMAL_DIGITS_MAX digits. XPath F&O 3.1, section 4.2.
 *
 * A coefficient of up to 127 bits is a machine number; a longer one is an array of limbs in an arena, computed
 * with GMP's mpn layer, so that no memory is taken behind the arena's back. A result goes back to the short form
 * whenever it fits. What gets too long is STATUS_LIMIT, which value.c turns into an evaluation error. */
#include "term_internal.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALL_DIGITS = 38, /* digits that 127 bits hold for sure */
    LIMB_DIGITS = 19,  /* the same for a limb of 64 bits */
    LIMBS_MAX = DECIMAL_DIGITS_MAX / LIMB_DIGITS,
    EXACT_POWER = 22, /* 10^22 is exact as a double */
    FIVES = 27        /* 5^27 fits a limb */
};

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0, "limbs are 64 bits");

/* ---- Reading -------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t count_digits(Text text) {
    size_t count = 0;
    while (count < text.len && is_digit(text.at[count])) count++;
    return count;
}

bool decimal_scan(Text text, bool point_allowed, DecimalText *parts) {
    const bool sign = text.len && (text.at[0] == '-' || text.at[0] == '+');
    parts->negative = sign && text.at[0] == '-';
    text = text_slice(text, sign, text.len);
    const size_t whole = count_digits(text);
    parts->whole = text_slice(text, 0, whole);
    parts->fraction = (Text){0};
    if (whole == text.len) return whole > 0;
    if (!point_allowed || text.at[whole] != '.') return false;
    parts->fraction = text_slice(text, whole + 1, text.len);
    const size_t fraction = count_digits(parts->fraction);
    return fraction == parts->fraction.len && whole + fraction > 0;
}

static void add_digits(Int128 *sum, Text digits) {
    for (size_t i = 0; i < digits.len; i++) *sum = *sum * 10 + (digits.at[i] - '0');
}

static Text without_leading_zeros(Text digits) {
    size_t zeros = 0;
    while (zeros < digits.len && digits.at[zeros] == '0') zeros++;
    return text_slice(digits, zeros, digits.len);
}

static Text without_trailing_zeros(Text digits) {
    while (digits.len && digits.at[digits.len - 1] == '0') digits.len--;
    return digits;
}

bool decimal_of_short(const DecimalText *parts, Decimal *decimal) {
    const Text whole = without_leading_zeros(parts->whole);
    if (whole.len + parts->fraction.len > SMALL_DIGITS) return false;
    *decimal = (Decimal){.scale = (uint32_t)parts->fraction.len};
    add_digits(&decimal->small, whole);
    add_digits(&decimal->small, parts->fraction);
    if (parts->negative) decimal->small = -decimal->small;
    return true;
}

/* ---- Long coefficients ---------------------------------------------------------------------- */

/* A magnitude, least limb first, the last one not 0. */
typedef struct Limbs {
    const mp_limb_t *at;
    mp_size_t count;
} Limbs;

static mp_limb_t *new_limbs(Arena *arena, mp_size_t count) {
    return arena_array(arena, (size_t)count, sizeof(mp_limb_t));
}

static Limbs trimmed(const mp_limb_t *at, mp_size_t count) {
    while (count && !at[count - 1]) count--;
    return (Limbs){at, count};
}

static Uint128 magnitude_of(Int128 small) {
    return small < 0 ? (Uint128)0 - (Uint128)small : (Uint128)small;
}

/* Views a coefficient's magnitude as limbs; `space` holds a short one. */
static Limbs limbs_of(const Decimal *a, mp_limb_t space[2]) {
    if (a->limbs) return (Limbs){a->limbs, a->count};
    const Uint128 magnitude = magnitude_of(a->small);
    space[0] = (mp_limb_t)magnitude;
    space[1] = (mp_limb_t)(magnitude >> 64);
    return trimmed(space, 2);
}

static bool is_negative(const Decimal *a) { return a->limbs ? a->negative : a->small < 0; }

static Decimal small_decimal(Uint128 magnitude, bool negative, uint32_t scale) {
    return (Decimal){.small = negative ? -(Int128)magnitude : (Int128)magnitude, .scale = scale};
}

/* The decimal of a magnitude: short when it fits. */
static Status make_decimal(Limbs a, bool negative, uint32_t scale, Decimal *result) {
    if (a.count > LIMBS_MAX || scale > DECIMAL_DIGITS_MAX) return STATUS_LIMIT;
    if (a.count > 2 || (a.count == 2 && a.at[1] >> 63)) {
        *result = (Decimal){
            .limbs = a.at, .count = (uint32_t)a.count, .scale = scale, .negative = negative};
        return STATUS_OK;
    }
    const Uint128 high = a.count > 1 ? (Uint128)a.at[1] << 64 : 0;
    *result = small_decimal(high | (a.count ? a.at[0] : 0), negative, scale);
    return STATUS_OK;
}

static mp_limb_t limb_power(unsigned base, unsigned power) {
    mp_limb_t result = 1;
    while (power--) result *= base;
    return result;
}

/* a * base^power, where base^step fits a limb. */
static Status times_power(Arena *arena, Limbs a, unsigned base, unsigned step, uint32_t power,
                          Limbs *result) {
    *result = a;
    if (!power || !a.count) return STATUS_OK;
    if (power > 2 * DECIMAL_DIGITS_MAX) return STATUS_LIMIT;
    mp_limb_t *const at = new_limbs(arena, a.count + (mp_size_t)(power / step) + 1);
    if (!at) return STATUS_NO_MEMORY;
    mp_size_t count = a.count;
    memcpy(at, a.at, (size_t)count * sizeof *at);
    while (power) {
        const unsigned piece = power < step ? power : step;
        const mp_limb_t carry = mpn_mul_1(at, at, count, limb_power(base, piece));
        if (carry) at[count++] = carry;
        power -= piece;
    }
    *result = (Limbs){at, count};
    return STATUS_OK;
}

static Status times_ten_to(Arena *arena, Limbs a, uint32_t power, Limbs *result) {
    return times_power(arena, a, 10, LIMB_DIGITS, power, result);
}

/* 10^power for power <= 38. */
static Uint128 ten_to(unsigned power) {
    Uint128 result = 1;
    while (power--) result *= 10;
    return result;
}

/* The digits of any text form as a long coefficient. */
static Status parse_long(Arena *arena, const DecimalText *parts, Decimal *decimal) {
    const Text whole = without_leading_zeros(parts->whole);
    const Text fraction = without_trailing_zeros(parts->fraction);
    const size_t len = whole.len + fraction.len;
    if (len > DECIMAL_DIGITS_MAX) return STATUS_LIMIT;
    unsigned char *const digits = arena_alloc(arena, len + 1);
    mp_limb_t *const at = new_limbs(arena, (mp_size_t)(len / LIMB_DIGITS + 2));
    if (!digits || !at) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < len; i++)
        digits[i] =
            (unsigned char)((i < whole.len ? whole.at[i] : fraction.at[i - whole.len]) - '0');
    const mp_size_t count = len ? mpn_set_str(at, digits, len, 10) : 0;
    return make_decimal(trimmed(at, count), parts->negative, (uint32_t)fraction.len, decimal);
}

Status decimal_of_text(Arena *arena, const DecimalText *parts, Decimal *decimal) {
    return decimal_of_short(parts, decimal) ? STATUS_OK : parse_long(arena, parts, decimal);
}

/* ---- Alignment and comparison --------------------------------------------------------------- */

static bool fits_64(Int128 a) { return (int64_t)a == a; }

/* Brings two short coefficients to one scale when that surely stays within 126 bits. */
static bool align_small(const Decimal *a, const Decimal *b, Int128 *x, Int128 *y) {
    const Int128 limit = (Int128)1 << 125;
    if (a->limbs || b->limbs) return false;
    *x = a->small;
    *y = b->small;
    if (a->scale != b->scale) {
        const bool a_up = a->scale < b->scale;
        const uint32_t power = a_up ? b->scale - a->scale : a->scale - b->scale;
        Int128 *const up = a_up ? x : y;
        if (power >= LIMB_DIGITS || !fits_64(*up)) return false;
        *up *= (Int128)ten_to(power);
    }
    return *x > -limit && *x<limit && * y> - limit && *y < limit;
}

typedef struct Aligned {
    Limbs x, y;
    uint32_t scale;
    mp_limb_t x_space[2], y_space[2];
} Aligned;

static Status align_long(Arena *arena, const Decimal *a, const Decimal *b, Aligned *aligned) {
    aligned->scale = a->scale > b->scale ? a->scale : b->scale;
    const Limbs x = limbs_of(a, aligned->x_space), y = limbs_of(b, aligned->y_space);
    TRY(times_ten_to(arena, x, aligned->scale - a->scale, &aligned->x));
    return times_ten_to(arena, y, aligned->scale - b->scale, &aligned->y);
}

static int compare_limbs(Limbs a, Limbs b) {
    if (a.count != b.count) return a.count < b.count ? -1 : 1;
    return a.count ? mpn_cmp(a.at, b.at, a.count) : 0;
}

Status decimal_compare(Arena *arena, const Decimal *a, const Decimal *b, int *order) {
    Int128 x, y;
    if (align_small(a, b, &x, &y)) {
        *order = (x > y) - (x < y);
        return STATUS_OK;
    }
    if (is_negative(a) != is_negative(b)) {
        *order = is_negative(a) ? -1 : 1;
        return STATUS_OK;
    }
    Aligned aligned;
    TRY(align_long(arena, a, b, &aligned));
    const int magnitudes = compare_limbs(aligned.x, aligned.y);
    *order = is_negative(a) ? -magnitudes : magnitudes;
    return STATUS_OK;
}

bool decimal_is_zero(const Decimal *a) { return !a->limbs && !a->small; }

/* ---- Sums and products ---------------------------------------------------------------------- */

Decimal decimal_negate(const Decimal *a) {
    Decimal result = *a;
    if (a->limbs)
        result.negative = !a->negative;
    else
        result.small = -a->small;
    return result;
}

Decimal decimal_absolute(const Decimal *a) { return is_negative(a) ? decimal_negate(a) : *a; }

static Status add_magnitudes(Arena *arena, const Aligned *of, bool negative, Decimal *result) {
    const bool swap = of->x.count < of->y.count;
    const Limbs more = swap ? of->y : of->x, less = swap ? of->x : of->y;
    mp_limb_t *const at = new_limbs(arena, more.count + 1);
    if (!at) return STATUS_NO_MEMORY;
    if (less.count)
        at[more.count] = mpn_add(at, more.at, more.count, less.at, less.count);
    else if (more.count)
        memcpy(at, more.at, (size_t)more.count * sizeof *at);
    return make_decimal(trimmed(at, more.count + 1), negative, of->scale, result);
}

/* |x| - |y|, with the sign of x. */
static Status subtract_magnitudes(Arena *arena, const Aligned *of, bool negative, Decimal *result) {
    const bool swap = compare_limbs(of->x, of->y) < 0;
    const Limbs more = swap ? of->y : of->x, less = swap ? of->x : of->y;
    mp_limb_t *const at = new_limbs(arena, more.count);
    if (!at) return STATUS_NO_MEMORY;
    if (less.count)
        mpn_sub(at, more.at, more.count, less.at, less.count);
    else if (more.count)
        memcpy(at, more.at, (size_t)more.count * sizeof *at);
    return make_decimal(trimmed(at, more.count), negative != swap, of->scale, result);
}

Status decimal_add(Arena *arena, const Decimal *a, const Decimal *b, Decimal *result) {
    Int128 x, y;
    if (align_small(a, b, &x, &y)) {
        *result = (Decimal){.small = x + y, .scale = a->scale > b->scale ? a->scale : b->scale};
        return STATUS_OK;
    }
    Aligned aligned;
    TRY(align_long(arena, a, b, &aligned));
    if (is_negative(a) == is_negative(b))
        return add_magnitudes(arena, &aligned, is_negative(a), result);
    return subtract_magnitudes(arena, &aligned, is_negative(a), result);
}

Decimal decimal_normal(const Decimal *a) {
    Decimal result = *a;
    if (!a->limbs)
        for (; result.scale && result.small % 10 == 0; result.scale--) result.small /= 10;
    return result;
}

Status decimal_multiply(Arena *arena, const Decimal *a, const Decimal *b, Decimal *result) {
    const uint32_t scale = a->scale + b->scale;
    if (!a->limbs && !b->limbs && fits_64(a->small) && fits_64(b->small)) {
        const Decimal product = {.small = a->small * b->small, .scale = scale};
        *result = decimal_normal(&product);
        return scale > DECIMAL_DIGITS_MAX ? STATUS_LIMIT : STATUS_OK;
    }
    mp_limb_t x_space[2], y_space[2];
    const Limbs x = limbs_of(a, x_space), y = limbs_of(b, y_space);
    if (!x.count || !y.count) return make_decimal((Limbs){0}, false, 0, result);
    mp_limb_t *const at = new_limbs(arena, x.count + y.count);
    if (!at) return STATUS_NO_MEMORY;
    if (x.count >= y.count)
        mpn_mul(at, x.at, x.count, y.at, y.count);
    else
        mpn_mul(at, y.at, y.count, x.at, x.count);
    return make_decimal(trimmed(at, x.count + y.count), is_negative(a) != is_negative(b), scale,
                        result);
}

/* ---- Quotients and rounding ----------------------------------------------------------------- */

/* What is left of a division, against half the divisor. */
typedef enum Rest {
    REST_NONE,
    REST_LESS,
    REST_HALF,
    REST_MORE
} Rest;

/* Does the magnitude of the quotient go up by one? */
static bool goes_up(Rounding rounding, bool negative, bool odd, Rest rest) {
    switch (rounding) {
    case ROUNDING_DOWN: return false;
    case ROUNDING_FLOOR: return negative && rest != REST_NONE;
    case ROUNDING_CEILING: return !negative && rest != REST_NONE;
    case ROUNDING_HALF_UP: return rest == REST_MORE || (rest == REST_HALF && !negative);
    case ROUNDING_HALF_EVEN: return rest == REST_MORE || (rest == REST_HALF && odd);
    }
    return false;
}

static Rest rest_of(Limbs remainder, Limbs divisor, mp_limb_t *doubled) {
    if (!remainder.count) return REST_NONE;
    doubled[remainder.count] = mpn_lshift(doubled, remainder.at, remainder.count, 1);
    const int order = compare_limbs(trimmed(doubled, remainder.count + 1), divisor);
    return order < 0 ? REST_LESS : order ? REST_MORE : REST_HALF;
}

/* The quotient n / d (d not 0) rounded to a whole coefficient. */
static Status divide_limbs(Arena *arena, Limbs n, Limbs d, bool negative, Rounding rounding,
                           Decimal *result) {
    const mp_size_t quotient_count = n.count >= d.count ? n.count - d.count + 1 : 0;
    mp_limb_t *const quotient = new_limbs(arena, quotient_count + 1);
    mp_limb_t *const remainder = new_limbs(arena, d.count);
    mp_limb_t *const doubled = new_limbs(arena, d.count + 1);
    if (!quotient || !remainder || !doubled) return STATUS_NO_MEMORY;
    if (quotient_count)
        mpn_tdiv_qr(quotient, remainder, 0, n.at, n.count, d.at, d.count);
    else if (n.count)
        memcpy(remainder, n.at, (size_t)n.count * sizeof *remainder);
    const Rest rest = rest_of(trimmed(remainder, d.count), d, doubled);
    if (goes_up(rounding, negative, quotient[0] & 1, rest))
        mpn_add_1(quotient, quotient, quotient_count + 1, 1);
    return make_decimal(trimmed(quotient, quotient_count + 1), negative, 0, result);
}

/* The same for machine numbers. */
static Decimal divide_small(Uint128 n, Uint128 d, bool negative, Rounding rounding) {
    assert(d);
    const Uint128 quotient = n / d, left = n % d;
    const Rest rest = !left             ? REST_NONE
                      : left < d - left ? REST_LESS
                      : left > d - left ? REST_MORE
                                        : REST_HALF;
    return small_decimal(quotient + goes_up(rounding, negative, quotient & 1, rest), negative, 0);
}

Status decimal_round(Arena *arena, const Decimal *a, Rounding rounding, Decimal *result) {
    if (!a->limbs && a->scale <= SMALL_DIGITS) {
        *result = divide_small(magnitude_of(a->small), ten_to(a->scale), a->small < 0, rounding);
        return STATUS_OK;
    }
    static const mp_limb_t ONE = 1;
    mp_limb_t space[2];
    Limbs divisor;
    TRY(times_ten_to(arena, (Limbs){&ONE, 1}, a->scale, &divisor));
    return divide_limbs(arena, limbs_of(a, space), divisor, is_negative(a), rounding, result);
}

/* Decimal digits of a magnitude, at most one too few or too many. */
static int64_t about_digits(Limbs a) {
    if (!a.count) return 1;
    const int64_t bits = 64 * (int64_t)a.count - __builtin_clzll(a.at[a.count - 1]);
    return bits * 30103 / 100000 + 1;
}

/* So many fraction digits that a quotient below 1 has its leading zeros besides, and none of a's is lost. */
static uint32_t quotient_scale(const Decimal *a, const Decimal *b, Limbs x, Limbs y) {
    const int64_t whole = about_digits(x) - a->scale - (about_digits(y) - b->scale);
    const int64_t wanted = DECIMAL_QUOTIENT_DIGITS + (whole < 0 ? -whole : 0);
    const int64_t scale = wanted > a->scale ? wanted : a->scale;
    return (uint32_t)scale;
}

Status decimal_divide(Arena *arena, const Decimal *a, const Decimal *b, Decimal *result) {
    mp_limb_t x_space[2], y_space[2];
    const Limbs x = limbs_of(a, x_space), y = limbs_of(b, y_space);
    const bool negative = is_negative(a) != is_negative(b);
    const uint32_t scale = quotient_scale(a, b, x, y);
    const int64_t power =
        (int64_t)scale + b->scale - a->scale; /* x * 10^power / y has that scale */
    const Uint128 n = magnitude_of(a->small);
    if (!a->limbs && !b->limbs && power <= SMALL_DIGITS &&
        n <= ((Uint128)1 << 127) / ten_to((unsigned)power)) {
        *result = divide_small(n * ten_to((unsigned)power), magnitude_of(b->small), negative,
                               ROUNDING_HALF_EVEN);
    } else {
        Limbs up;
        TRY(times_ten_to(arena, x, (uint32_t)power, &up));
        TRY(divide_limbs(arena, up, y, negative, ROUNDING_HALF_EVEN, result));
    }
    result->scale = scale;
    *result = decimal_normal(result);
    return result->scale > DECIMAL_DIGITS_MAX ? STATUS_LIMIT : STATUS_OK;
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* The digits of the magnitude without leading zeros ("" for 0). */
static Status digits_of(Arena *arena, const Decimal *a, Text *digits) {
    mp_limb_t space[2];
    const Limbs limbs = limbs_of(a, space);
    *digits = (Text){0};
    if (!limbs.count) return STATUS_OK;
    mp_limb_t *const copy = new_limbs(arena, limbs.count + 1); /* mpn_get_str spoils it */
    unsigned char *const at = arena_alloc(arena, (size_t)limbs.count * 20 + 1);
    if (!copy || !at) return STATUS_NO_MEMORY;
    memcpy(copy, limbs.at, (size_t)limbs.count * sizeof *copy);
    const size_t len = mpn_get_str(at, 10, copy, limbs.count);
    for (size_t i = 0; i < len; i++) at[i] = (unsigned char)(at[i] + '0');
    *digits = without_leading_zeros((Text){(const char *)at, len});
    return STATUS_OK;
}

Status decimal_text(Arena *arena, const Decimal *a, Text *text) {
    Text digits;
    TRY(digits_of(arena, a, &digits));
    const size_t scale = a->scale, zeros = digits.len <= scale ? scale - digits.len + 1 : 0;
    char *const start = arena_alloc(arena, digits.len + zeros + 2), *out = start;
    if (!start) return STATUS_NO_MEMORY;
    if (is_negative(a)) *out++ = '-';
    char *const point = out + digits.len + zeros - scale;
    memset(out, '0', zeros);
    if (digits.len) memcpy(out + zeros, digits.at, digits.len);
    out += zeros + digits.len;
    while (out > point && out[-1] == '0') out--;
    if (out > point) {
        memmove(point + 1, point, (size_t)(out - point));
        *point = '.';
        out++;
    }
    *text = (Text){start, (size_t)(out - start)};
    return STATUS_OK;
}

/* ---- Floating point ------------------------------------------------------------------------- */

/* "-digitse-scale": no decimal point, so that strtod reads it in any locale. */
static Status scientific(Arena *arena, const Decimal *a, char **text) {
    Text digits;
    TRY(digits_of(arena, a, &digits));
    *text = arena_alloc(arena, digits.len + 32);
    if (!*text) return STATUS_NO_MEMORY;
    snprintf(*text, digits.len + 32, "%s0%.*se-%u", is_negative(a) ? "-" : "", (int)digits.len,
             digits.len ? digits.at : "", a->scale);
    return STATUS_OK;
}

Status decimal_to_double(Arena *arena, const Decimal *a, double *real) {
    if (!a->limbs && a->scale <= EXACT_POWER && magnitude_of(a->small) <= (Uint128)1 << 53) {
        *real = (double)a->small / (double)ten_to(a->scale); /* two exact numbers: rounded once */
        return STATUS_OK;
    }
    char *text;
    TRY(scientific(arena, a, &text));
    *real = strtod(text, NULL);
    return STATUS_OK;
}

Status decimal_to_float(Arena *arena, const Decimal *a, float *single) {
    char *text;
    TRY(scientific(arena, a, &text));
    *single = strtof(text, NULL);
    return STATUS_OK;
}

Status decimal_of_double(Arena *arena, double real, Decimal *decimal) {
    const bool negative = real < 0;
    int exponent;
    mp_limb_t mantissa = (mp_limb_t)ldexp(frexp(negative ? -real : real, &exponent), 53);
    exponent -= 53;
    for (; mantissa && !(mantissa & 1) && exponent < 0; exponent++) mantissa >>= 1;
    Limbs limbs = {&mantissa, mantissa != 0};
    if (exponent >= 0)
        TRY(times_power(arena, limbs, 2, 63, (uint32_t)exponent, &limbs));
    else
        TRY(times_power(arena, limbs, 5, FIVES, (uint32_t)-exponent, &limbs));
    return make_decimal(limbs, negative, exponent < 0 ? (uint32_t)-exponent : 0, decimal);
}
