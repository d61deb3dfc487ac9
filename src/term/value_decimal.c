/* Exact numbers: xsd:integer and xsd:decimal of any length up to DECIMAL_DIGITS_MAX digits.
 * A coefficient of up to 127 bits is a machine number; a longer one is an array of limbs in an arena, computed with
 * GMP's mpn layer, which takes no memory of its own worth speaking of. Every result is brought back to the short
 * form when it fits, so that equal coefficients have equal forms. XPath F&O 4.2 (numeric operators). */
#include "term_internal.h"

#include <gmp.h>
#include <string.h>

#define SMALL_DIGITS 38 /* decimal digits that 127 bits hold for sure */

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

bool decimal_of_short(const DecimalText *parts, Decimal *decimal) {
    const Text whole = without_leading_zeros(parts->whole);
    if (whole.len + parts->fraction.len > SMALL_DIGITS) return false;
    *decimal = (Decimal){.scale = (uint32_t)parts->fraction.len};
    add_digits(&decimal->small, whole);
    add_digits(&decimal->small, parts->fraction);
    if (parts->negative) decimal->small = -decimal->small;
    return true;
}
