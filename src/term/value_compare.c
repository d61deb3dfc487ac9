/* Comparing values: = and <, effective boolean value, the order of ORDER BY.
 * SPARQL 1.1 sections 17.2.2, 17.3, 17.4.1.7 and 15.1. SPARQL has no implicit time zone: a time with a zone and
 * one without are comparable only when they are more than 14 hours apart, as in XSD and in the DAWG tests date-1
 * to -3; for ORDER BY the one without is in UTC.
 *
 * The order of literals, where the standard leaves it open: numbers, booleans, dateTimes, dates, times, the g…
 * types, durations, then strings with and without language tags by text and tag, then all others by datatype
 * and text. Numbers are compared exactly across types, so that the order is transitive; NaN comes first. */
#include "ytterby/value.h"
#include "term_internal.h"

#include <math.h>

static int compare_128(Int128 a, Int128 b) { return (a > b) - (a < b); }

static bool is_moment(const Value *value) {
    return value->kind >= VALUE_DATETIME && value->kind <= VALUE_G_DAY;
}

static bool is_duration(const Value *value) {
    return value->kind >= VALUE_DURATION && value->kind <= VALUE_DAYTIME_DURATION;
}

/* ---- Numbers -------------------------------------------------------------------------------- */

/* What a comparison can find besides -1, 0, 1: NaN; zones missing; types that do not go together. */
enum {
    UNORDERED = 2,
    INDETERMINATE,
    INCOMPARABLE
};

static int compare_real(double a, double b) {
    if (isnan(a) || isnan(b)) return UNORDERED;
    return (a > b) - (a < b);
}

/* By XPath's promotion: both become the wider type first. */
static Status compare_numbers(Arena *arena, const Value *a, const Value *b, int *order) {
    const ValueKind kind = a->kind > b->kind ? a->kind : b->kind;
    if (kind <= VALUE_DECIMAL) return decimal_compare(arena, &a->decimal, &b->decimal, order);
    if (kind == VALUE_FLOAT) {
        float x, y;
        TRY(value_to_float(arena, a, &x));
        TRY(value_to_float(arena, b, &y));
        *order = compare_real((double)x, (double)y);
        return STATUS_OK;
    }
    double x, y;
    TRY(value_to_double(arena, a, &x));
    TRY(value_to_double(arena, b, &y));
    *order = compare_real(x, y);
    return STATUS_OK;
}

/* ---- Times ---------------------------------------------------------------------------------- */

/* XSD's order (part 2, 3.3.7 of edition 1.1; 3.2.7.4 of 1.0): between a moment with a zone and one without, only
 * what holds for every zone up to 14 hours away is known. */
static int compare_moments(const Moment *a, const Moment *b) {
    const Int128 widest = (Int128)14 * 3600 * ATTO_PER_SECOND, x = moment_utc(a), y = moment_utc(b);
    if ((a->zone == ZONE_NONE) == (b->zone == ZONE_NONE)) return compare_128(x, y);
    return x - y > widest ? 1 : y - x > widest ? -1 : INDETERMINATE;
}

/* ---- = and < -------------------------------------------------------------------------------- */

/* The order of two values of comparable types; else INCOMPARABLE. */
static Status compare_values(Arena *arena, const Value *a, const Value *b, int *order) {
    if (value_is_numeric(a) && value_is_numeric(b)) return compare_numbers(arena, a, b, order);
    *order = INCOMPARABLE;
    if (a->kind != b->kind) return STATUS_OK;
    switch (a->kind) {
    case VALUE_STRING: *order = text_compare(a->term.text, b->term.text); break;
    case VALUE_BOOLEAN: *order = (int)a->boolean - (int)b->boolean; break;
    case VALUE_YEARMONTH_DURATION:
        *order = compare_128(a->duration.months, b->duration.months);
        break;
    case VALUE_DAYTIME_DURATION: *order = compare_128(a->duration.atto, b->duration.atto); break;
    default:
        if (is_moment(a)) *order = compare_moments(&a->moment, &b->moment);
    }
    return STATUS_OK;
}

static Truth truth_of(bool truth) { return truth ? TRUTH_TRUE : TRUTH_FALSE; }

/* Are the terms of two values the same? */
static Status same_terms(Arena *arena, const Value *a, const Value *b, bool *same) {
    Term x, y;
    TRY(value_term(arena, a, &x));
    TRY(value_term(arena, b, &y));
    *same = term_equal(&x, &y);
    return STATUS_OK;
}

/* RDFterm-equal. A literal whose value is not known may denote any value but a tagged string (DAWG tests
 * open-eq-08, -10, -12), so unless the terms are the same that is an error; known values of different types
 * differ (date-2). */
static Status equal_terms(Arena *arena, const Value *a, const Value *b, Truth *truth) {
    const bool unknown = a->kind == VALUE_OTHER || b->kind == VALUE_OTHER;
    const bool tagged = a->kind == VALUE_LANG || b->kind == VALUE_LANG;
    const bool literals = value_is_literal(a) && value_is_literal(b);
    bool same = false;
    if (a->kind == b->kind) TRY(same_terms(arena, a, b, &same));
    *truth = !same && unknown && literals && !tagged ? TRUTH_ERROR : truth_of(same);
    return STATUS_OK;
}

/* Triple terms are equal when their parts are; only the objects nest (SPARQL 1.2). */
static Status equal_triples(Arena *arena, const Term *a, const Term *b, Truth *truth) {
    *truth = TRUTH_FALSE;
    for (; a->kind == TERM_TRIPLE && b->kind == TERM_TRIPLE; a = &a->triple[2], b = &b->triple[2])
        for (unsigned part = 0; part < 2; part++)
            if (!term_equal(&a->triple[part], &b->triple[part])) return STATUS_OK;
    if (a->kind == TERM_TRIPLE || b->kind == TERM_TRIPLE) return STATUS_OK;
    Value x, y;
    TRY(value_of_term(arena, a, &x));
    TRY(value_of_term(arena, b, &y));
    return value_equal(arena, &x, &y, truth);
}

Status value_equal(Arena *arena, const Value *a, const Value *b, Truth *truth) {
    int order;
    *truth = TRUTH_ERROR;
    if (a->kind == VALUE_ERROR || b->kind == VALUE_ERROR) return STATUS_OK;
    TRY(compare_values(arena, a, b, &order));
    if (order == INDETERMINATE) return STATUS_OK;
    if (order != INCOMPARABLE) {
        *truth = truth_of(order == 0);
    } else if (is_duration(a) && is_duration(b)) {
        *truth = truth_of(a->duration.months == b->duration.months &&
                          a->duration.atto == b->duration.atto);
    } else if (a->kind == VALUE_TRIPLE && b->kind == VALUE_TRIPLE) {
        return equal_triples(arena, &a->term, &b->term, truth);
    } else {
        return equal_terms(arena, a, b, truth);
    }
    return STATUS_OK;
}

/* The g… types have no order (F&O 9.4). */
static bool has_less(const Value *a) { return a->kind < VALUE_G_YEAR || a->kind > VALUE_G_DAY; }

Status value_less(Arena *arena, const Value *a, const Value *b, bool or_equal, Truth *truth) {
    int order;
    TRY(compare_values(arena, a, b, &order));
    if (order >= INDETERMINATE || !has_less(a))
        *truth = TRUTH_ERROR;
    else
        *truth = truth_of(order < 0 || (or_equal && order == 0));
    return STATUS_OK;
}

Status value_same_term(Arena *arena, const Value *a, const Value *b, bool *same) {
    *same = a->id != TERM_ID_NONE && a->id == b->id;
    return *same || a->kind == VALUE_ERROR ? STATUS_OK : same_terms(arena, a, b, same);
}

/* ---- Effective boolean value ---------------------------------------------------------------- */

/* As SPARQL 1.2 and its test not-not have it: tagged strings and ill-typed literals have none. (SPARQL 1.1 takes
 * "plain literals" by their length and ill-typed booleans and numbers as false; only under `!` that shows.) */
Truth value_effective(const Value *value) {
    switch (value->kind) {
    case VALUE_BOOLEAN: return truth_of(value->boolean);
    case VALUE_STRING: return truth_of(value->term.text.len > 0);
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return truth_of(!decimal_is_zero(&value->decimal));
    case VALUE_FLOAT: return truth_of(value->single > 0 || value->single < 0);
    case VALUE_DOUBLE: return truth_of(value->real > 0 || value->real < 0);
    default: return TRUTH_ERROR;
    }
}

/* ---- ORDER BY ------------------------------------------------------------------------------- */

/* The place of a value among the classes. */
static int rank(const Value *value) {
    switch (value->kind) {
    case VALUE_ERROR: return 0;
    case VALUE_BLANK: return 1;
    case VALUE_IRI: return 2;
    case VALUE_INTEGER:
    case VALUE_DECIMAL:
    case VALUE_FLOAT:
    case VALUE_DOUBLE: return 3;
    case VALUE_BOOLEAN: return 4;
    case VALUE_DURATION:
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION: return 98;
    case VALUE_STRING:
    case VALUE_LANG: return 99;
    case VALUE_OTHER: return 100;
    case VALUE_TRIPLE: return 101;
    default: return 5 + (int)value->kind; /* dates and times, each kind by itself */
    }
}

static bool is_exact(const Value *value) { return value->kind <= VALUE_DECIMAL; }

static Status exact_value(Arena *arena, const Value *value, double real, Decimal *decimal) {
    *decimal = value->decimal;
    return is_exact(value) ? STATUS_OK : decimal_of_double(arena, real, decimal);
}

/* Numbers that are one double may still differ: then their exact values decide. */
static Status order_numbers(Arena *arena, const Value *a, const Value *b, int *order) {
    double x, y;
    if (is_exact(a) && is_exact(b)) return decimal_compare(arena, &a->decimal, &b->decimal, order);
    TRY(value_to_double(arena, a, &x));
    TRY(value_to_double(arena, b, &y));
    *order = compare_real(x, y);
    if (*order == UNORDERED) *order = (int)isnan(y) - (int)isnan(x);
    if (*order || is_exact(a) == is_exact(b) || !isfinite(x)) return STATUS_OK;
    Decimal exact_a, exact_b;
    TRY(exact_value(arena, a, x, &exact_a));
    TRY(exact_value(arena, b, y, &exact_b));
    return decimal_compare(arena, &exact_a, &exact_b, order);
}

static int order_durations(const Duration *a, const Duration *b) {
    const Int128 month =
        (Int128)30436875 * 86400 * (ATTO_PER_SECOND / 1000000); /* 30.436875 days */
    const int by_length = compare_128(a->months * month + a->atto, b->months * month + b->atto);
    return by_length ? by_length : compare_128(a->months, b->months);
}

static int order_others(const Term *a, const Term *b) {
    const int by_datatype = text_compare(a->datatype, b->datatype);
    return by_datatype ? by_datatype : term_order(a, b);
}

/* Triple terms: by subject, predicate, object; only the objects nest. */
static Status order_triples(Arena *arena, const Term *a, const Term *b, int *order) {
    for (; a->kind == TERM_TRIPLE && b->kind == TERM_TRIPLE; a = &a->triple[2], b = &b->triple[2])
        for (unsigned part = 0; part < 2; part++) {
            *order = term_order(&a->triple[part], &b->triple[part]);
            if (*order) return STATUS_OK;
        }
    if (a->kind == TERM_TRIPLE || b->kind == TERM_TRIPLE) {
        *order = a->kind == TERM_TRIPLE ? 1 : -1;
        return STATUS_OK;
    }
    Value x, y;
    TRY(value_of_term(arena, a, &x));
    TRY(value_of_term(arena, b, &y));
    return value_order(arena, &x, &y, order);
}

Status value_order(Arena *arena, const Value *a, const Value *b, int *order) {
    *order = rank(a) - rank(b);
    if (*order) return STATUS_OK;
    switch (a->kind) {
    case VALUE_ERROR: return STATUS_OK;
    case VALUE_BLANK:
    case VALUE_IRI:
    case VALUE_STRING:
    case VALUE_LANG: *order = term_order(&a->term, &b->term); return STATUS_OK;
    case VALUE_INTEGER:
    case VALUE_DECIMAL:
    case VALUE_FLOAT:
    case VALUE_DOUBLE: return order_numbers(arena, a, b, order);
    case VALUE_BOOLEAN: *order = (int)a->boolean - (int)b->boolean; return STATUS_OK;
    case VALUE_DURATION:
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION:
        *order = order_durations(&a->duration, &b->duration);
        return STATUS_OK;
    case VALUE_OTHER: *order = order_others(&a->term, &b->term); return STATUS_OK;
    case VALUE_TRIPLE: return order_triples(arena, &a->term, &b->term, order);
    default: *order = compare_128(moment_utc(&a->moment), moment_utc(&b->moment)); return STATUS_OK;
    }
}
