/* Classes of values, to find equal ones by hashing: values that are equal by `=` are of one class; not all values of a
 * class are equal.
 *
 * `=` promotes numbers by pairs (XPath F&O 3.1, section 4.3): an exact number equals the double and the float that are
 * nearest to it, and two exact numbers near the same float may have different doubles. The class is the nearest float.
 * It fails where the nearest float is not the one nearest to the nearest double; such a number is called uneven. */
#include "ytterby/value.h"
#include "term_internal.h"

#include <string.h>

#define NO_NUMBER (UINT64_C(1) << 63)

static Status number_class(Arena *arena, const Value *value, uint64_t *class, bool *uneven) {
    float single;
    double real;
    uint32_t bits;
    TRY(value_to_float(arena, value, &single));
    TRY(value_to_double(arena, value, &real));
    const float of_double = (float)real;
    *uneven = single < of_double || single > of_double;
    if (single == 0.0F) single = 0.0F; /* of both signs */
    memcpy(&bits, &single, sizeof bits);
    *class = bits;
    return STATUS_OK;
}

static uint64_t moment_class(const Value *value) {
    const Int128 utc = moment_utc(&value->moment);
    return hash_bytes(&utc, sizeof utc, value->kind);
}

static uint64_t duration_class(const Duration *duration) {
    return hash_mix((uint64_t)duration->months,
                    hash_bytes(&duration->atto, sizeof duration->atto, 0));
}

Status value_class(Arena *arena, const Value *value, uint64_t *class, bool *uneven) {
    *uneven = false;
    *class = 0;
    if (value_is_numeric(value)) return number_class(arena, value, class, uneven);
    switch (value->kind) {
    case VALUE_ERROR: return STATUS_OK;
    case VALUE_BOOLEAN: *class = value->boolean; break;
    case VALUE_TRIPLE: *class = term_hash(&value->term.triple[1]); break; /* objects by value */
    case VALUE_DURATION:
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION: *class = duration_class(&value->duration); break;
    case VALUE_IRI:
    case VALUE_BLANK:
    case VALUE_STRING:
    case VALUE_LANG:
    case VALUE_OTHER: *class = term_hash(&value->term); break;
    default: *class = moment_class(value); break;
    }
    *class |= NO_NUMBER;
    return STATUS_OK;
}
