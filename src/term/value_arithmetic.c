/* + - * / over numbers, dates, times and durations. SPARQL 1.1 section 17.3 with XPath's numeric promotion
 * (integer, decimal, float, double); XPath F&O 3.1 sections 4.2 (numbers), 8.4 (durations), 9.7 (times). */
#include "ytterby/value.h"
#include "term_internal.h"

#include <math.h>

/* ---- Numbers -------------------------------------------------------------------------------- */

Status value_to_double(Arena *arena, const Value *value, double *real) {
    switch (value->kind) {
    case VALUE_DOUBLE: *real = value->real; return STATUS_OK;
    case VALUE_FLOAT: *real = (double)value->single; return STATUS_OK;
    default: return decimal_to_double(arena, &value->decimal, real);
    }
}

Status value_to_float(Arena *arena, const Value *value, float *single) {
    switch (value->kind) {
    case VALUE_DOUBLE: *single = (float)value->real; return STATUS_OK;
    case VALUE_FLOAT: *single = value->single; return STATUS_OK;
    default: return decimal_to_float(arena, &value->decimal, single);
    }
}

static Status exact(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                    Value *result) {
    const Decimal *const x = &a->decimal, *const y = &b->decimal;
    switch (operation) {
    case ARITHMETIC_ADD: return decimal_add(arena, x, y, &result->decimal);
    case ARITHMETIC_SUBTRACT: {
        const Decimal minus = decimal_negate(y);
        return decimal_add(arena, x, &minus, &result->decimal);
    }
    case ARITHMETIC_MULTIPLY: return decimal_multiply(arena, x, y, &result->decimal);
    case ARITHMETIC_DIVIDE: break;
    }
    result->kind = VALUE_DECIMAL; /* of integers too */
    if (!decimal_is_zero(y)) return decimal_divide(arena, x, y, &result->decimal);
    *result = VALUE_NOTHING;
    return STATUS_OK;
}

static double real_arithmetic(Arithmetic operation, double a, double b) {
    switch (operation) {
    case ARITHMETIC_ADD: return a + b;
    case ARITHMETIC_SUBTRACT: return a - b;
    case ARITHMETIC_MULTIPLY: return a * b;
    case ARITHMETIC_DIVIDE: break;
    }
    return a / b;
}

static float float_arithmetic(Arithmetic operation, float a, float b) {
    switch (operation) {
    case ARITHMETIC_ADD: return a + b;
    case ARITHMETIC_SUBTRACT: return a - b;
    case ARITHMETIC_MULTIPLY: return a * b;
    case ARITHMETIC_DIVIDE: break;
    }
    return a / b;
}

static Status numeric(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                      Value *result) {
    *result = (Value){.kind = a->kind > b->kind ? a->kind : b->kind};
    if (result->kind <= VALUE_DECIMAL) return exact(arena, operation, a, b, result);
    if (result->kind == VALUE_FLOAT) {
        float x, y;
        TRY(value_to_float(arena, a, &x));
        TRY(value_to_float(arena, b, &y));
        result->single = float_arithmetic(operation, x, y);
        return STATUS_OK;
    }
    double x, y;
    TRY(value_to_double(arena, a, &x));
    TRY(value_to_double(arena, b, &y));
    result->real = real_arithmetic(operation, x, y);
    return STATUS_OK;
}

/* ---- Durations ------------------------------------------------------------------------------ */

static bool is_duration(const Value *value) {
    return value->kind == VALUE_YEARMONTH_DURATION || value->kind == VALUE_DAYTIME_DURATION;
}

static Duration duration_sum(const Duration *a, const Duration *b, int sign) {
    return (Duration){.months = a->months + sign * b->months, .atto = a->atto + sign * b->atto};
}

static void set_duration(Value *result, ValueKind kind, Duration duration) {
    if (duration_in_range(&duration)) *result = (Value){.kind = kind, .duration = duration};
}

static Status exact_of(Arena *arena, const Value *number, Decimal *decimal, bool *finite) {
    double real;
    *finite = true;
    *decimal = number->decimal;
    if (number->kind <= VALUE_DECIMAL) return STATUS_OK;
    TRY(value_to_double(arena, number, &real));
    *finite = isfinite(real);
    return *finite ? decimal_of_double(arena, real, decimal) : STATUS_OK;
}

/* A duration times or over a number: whole months or attoseconds, halves up. */
static Status scale_duration(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                             Value *result) {
    const bool months = a->kind == VALUE_YEARMONTH_DURATION;
    const Decimal size = {.small = months ? a->duration.months : a->duration.atto};
    Decimal factor, scaled;
    bool finite;
    TRY(exact_of(arena, b, &factor, &finite));
    if (!finite || (operation == ARITHMETIC_DIVIDE && decimal_is_zero(&factor))) return STATUS_OK;
    TRY(operation == ARITHMETIC_DIVIDE ? decimal_divide(arena, &size, &factor, &scaled)
                                       : decimal_multiply(arena, &size, &factor, &scaled));
    TRY(decimal_round(arena, &scaled, ROUNDING_HALF_UP, &scaled));
    if (scaled.limbs || (months && (int64_t)scaled.small != scaled.small)) return STATUS_OK;
    Duration duration = {0};
    if (months)
        duration.months = (int64_t)scaled.small;
    else
        duration.atto = scaled.small;
    set_duration(result, a->kind, duration);
    return STATUS_OK;
}

/* Two durations of one kind: sum, difference, or quotient as a decimal. */
static Status durations(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                        Value *result) {
    const bool months = a->kind == VALUE_YEARMONTH_DURATION;
    if (operation == ARITHMETIC_DIVIDE) {
        const Decimal x = {.small = months ? a->duration.months : a->duration.atto};
        const Decimal y = {.small = months ? b->duration.months : b->duration.atto};
        if (decimal_is_zero(&y)) return STATUS_OK;
        *result = (Value){.kind = VALUE_DECIMAL};
        return decimal_divide(arena, &x, &y, &result->decimal);
    }
    if (operation == ARITHMETIC_MULTIPLY) return STATUS_OK;
    set_duration(result, a->kind,
                 duration_sum(&a->duration, &b->duration, operation == ARITHMETIC_ADD ? 1 : -1));
    return STATUS_OK;
}

/* ---- Dates and times ------------------------------------------------------------------------ */

static bool is_moment(const Value *value) {
    return value->kind >= VALUE_DATETIME && value->kind <= VALUE_TIME;
}

/* The same clock a number of months later, on the month's last day when it has no such day. */
static void add_months(Moment *moment, int64_t months) {
    Calendar parts = calendar_of(moment);
    const int64_t sum = parts.year * 12 + parts.month - 1 + months;
    parts.year = sum >= 0 ? sum / 12 : (sum - 11) / 12;
    parts.month = (int)(sum - parts.year * 12) + 1;
    const int last = month_days(parts.year, parts.month);
    if (parts.day > last) parts.day = last;
    moment->atto = calendar_atto(&parts);
}

/* Cuts a sum to what the type holds: a date its day, a time its clock. */
static void fold_moment(ValueKind kind, Moment *moment) {
    const Int128 day = 86400 * ATTO_PER_SECOND;
    Int128 within = moment->atto % day;
    if (within < 0) within += day;
    if (kind == VALUE_DATE) moment->atto -= within;
    if (kind == VALUE_TIME) moment->atto = within;
}

static void shift_moment(const Value *a, const Duration *duration, int sign, Value *result) {
    Moment moment = a->moment;
    if (a->kind == VALUE_TIME && duration->months) return;
    if (duration->months / 12 > YEAR_MAX || duration->months / 12 < -YEAR_MAX) return;
    add_months(&moment, sign * duration->months);
    moment.atto += sign * duration->atto;
    if (!moment_in_range(moment.atto)) return;
    fold_moment(a->kind, &moment);
    *result = (Value){.kind = a->kind, .moment = moment};
}

static void moments(Arithmetic operation, const Value *a, const Value *b, Value *result) {
    const bool add = operation == ARITHMETIC_ADD, subtract = operation == ARITHMETIC_SUBTRACT;
    if (subtract && a->kind == b->kind) {
        const Int128 difference = moment_utc(&a->moment) - moment_utc(&b->moment);
        set_duration(result, VALUE_DAYTIME_DURATION, (Duration){.atto = difference});
    } else if ((add || subtract) && is_duration(b)) {
        shift_moment(a, &b->duration, add ? 1 : -1, result);
    }
}

static Status temporal(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                       Value *result) {
    *result = VALUE_NOTHING;
    if (is_moment(a))
        moments(operation, a, b, result);
    else if (is_moment(b) && is_duration(a) && operation == ARITHMETIC_ADD)
        shift_moment(b, &a->duration, 1, result);
    else if (is_duration(a) && a->kind == b->kind)
        return durations(arena, operation, a, b, result);
    else if (is_duration(a) && value_is_numeric(b) && operation >= ARITHMETIC_MULTIPLY)
        return scale_duration(arena, operation, a, b, result);
    else if (value_is_numeric(a) && is_duration(b) && operation == ARITHMETIC_MULTIPLY)
        return scale_duration(arena, operation, b, a, result);
    return STATUS_OK;
}

/* ---- The operators -------------------------------------------------------------------------- */

/* Numbers that got too long are an error of the expression, not of the query. */
static Status unless_too_long(Status status, Value *result) {
    if (status != STATUS_LIMIT) return status;
    *result = VALUE_NOTHING;
    return STATUS_OK;
}

Status value_arithmetic(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                        Value *result) {
    const bool numbers = value_is_numeric(a) && value_is_numeric(b);
    Value made = VALUE_NOTHING;
    const Status status =
        numbers ? numeric(arena, operation, a, b, &made) : temporal(arena, operation, a, b, &made);
    *result = made;
    return unless_too_long(status, result);
}

Value value_negate(const Value *a) {
    Value result = {.kind = a->kind};
    switch (a->kind) {
    case VALUE_INTEGER:
    case VALUE_DECIMAL: result.decimal = decimal_negate(&a->decimal); return result;
    case VALUE_FLOAT: result.single = -a->single; return result;
    case VALUE_DOUBLE: result.real = -a->real; return result;
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION:
        result.duration = (Duration){.months = -a->duration.months, .atto = -a->duration.atto};
        return result;
    default: return VALUE_NOTHING;
    }
}

/* ---- Rounding ------------------------------------------------------------------------------- */

static double round_real(Rounding rounding, double number) {
    const double below = floor(number), above = ceil(number);
    switch (rounding) {
    case ROUNDING_DOWN: return trunc(number);
    case ROUNDING_FLOOR: return below;
    case ROUNDING_CEILING: return above;
    case ROUNDING_HALF_UP: return copysign(number - below < 0.5 ? below : above, number);
    case ROUNDING_HALF_EVEN: break;
    }
    return rint(number);
}

Status value_round(Arena *arena, Rounding rounding, const Value *a, Value *result) {
    *result = VALUE_NOTHING;
    if (!value_is_numeric(a)) return STATUS_OK;
    Value made = {.kind = a->kind};
    Status status = STATUS_OK;
    if (a->kind == VALUE_DOUBLE)
        made.real = round_real(rounding, a->real);
    else if (a->kind == VALUE_FLOAT)
        made.single = (float)round_real(rounding, (double)a->single);
    else
        status = decimal_round(arena, &a->decimal, rounding, &made.decimal);
    *result = made;
    return unless_too_long(status, result);
}

Value value_absolute(const Value *a) {
    Value result = {.kind = a->kind};
    if (a->kind == VALUE_DOUBLE)
        result.real = fabs(a->real);
    else if (a->kind == VALUE_FLOAT)
        result.single = fabsf(a->single);
    else
        result.decimal = decimal_absolute(&a->decimal);
    return result;
}
