/* Casts between datatypes: SPARQL 1.1 section 17.5 and, beyond it, XPath F&O 3.1 section 19.1.
 * Whatever has a text can become any type that has that text in its lexical space. */
#include "ytterby/value.h"
#include "term_internal.h"

#include <math.h>
#include <string.h>

/* ---- From text ------------------------------------------------------------------------------ */

static Status from_text(Arena *arena, Text text, Datatype target, Value *result) {
    const Term term = term_typed(text_trim(text), datatype_iri(target));
    Value value;
    TRY(value_of_term(arena, &term, &value));
    if (value.kind != datatype_kind(target)) return STATUS_OK;
    value.term = (Term){.kind = TERM_NONE};
    *result = value;
    return STATUS_OK;
}

/* ---- To text -------------------------------------------------------------------------------- */

static Status number_text(Arena *arena, double real, bool is_float, Text *text) {
    char space[REAL_TEXT];
    *text = arena_text(arena, (Text){space, real_write_plain(real, is_float, space)});
    return text->at ? STATUS_OK : STATUS_NO_MEMORY;
}

/* XPath's xs:string of a value: canonical, numbers without an exponent while they are not too large or small. */
static Status to_string(Arena *arena, const Value *from, Value *result) {
    Value computed = *from;
    Text text = from->term.text;
    if (from->kind == VALUE_BLANK || from->kind == VALUE_TRIPLE || from->kind == VALUE_OTHER)
        return STATUS_OK;
    if (from->kind == VALUE_FLOAT) {
        TRY(number_text(arena, (double)from->single, true, &text));
    } else if (from->kind == VALUE_DOUBLE) {
        TRY(number_text(arena, from->real, false, &text));
    } else if (from->kind >= VALUE_BOOLEAN) {
        Term term;
        computed.term.kind = TERM_NONE; /* neither the term's spelling … */
        computed.id = TERM_ID_NONE;     /* … nor the one that an inline id keeps */
        TRY(value_term(arena, &computed, &term));
        text = term.text;
    }
    *result = value_string(text);
    return STATUS_OK;
}

/* ---- Numbers and booleans ------------------------------------------------------------------- */

/* The exact number of a numeric or boolean value; *known is false for INF and NaN. */
static Status exact(Arena *arena, const Value *from, Decimal *decimal, bool *known) {
    *known = true;
    if (from->kind == VALUE_BOOLEAN) {
        *decimal = (Decimal){.small = from->boolean};
    } else if (from->kind <= VALUE_DECIMAL) {
        *decimal = from->decimal;
    } else {
        const double real = from->kind == VALUE_FLOAT ? (double)from->single : from->real;
        *known = isfinite(real);
        return *known ? decimal_of_double(arena, real, decimal) : STATUS_OK;
    }
    return STATUS_OK;
}

static Status to_exact(Arena *arena, const Value *from, ValueKind kind, Value *result) {
    Value made = {.kind = kind};
    bool known;
    TRY(exact(arena, from, &made.decimal, &known));
    if (!known) return STATUS_OK;
    if (kind == VALUE_INTEGER)
        TRY(decimal_round(arena, &made.decimal, ROUNDING_DOWN, &made.decimal));
    *result = made;
    return STATUS_OK;
}

static Status to_real(Arena *arena, const Value *from, ValueKind kind, Value *result) {
    const Value one = value_integer(from->kind == VALUE_BOOLEAN && from->boolean);
    Value made = {.kind = kind};
    if (from->kind == VALUE_BOOLEAN) from = &one;
    if (kind == VALUE_DOUBLE)
        TRY(value_to_double(arena, from, &made.real));
    else
        TRY(value_to_float(arena, from, &made.single));
    *result = made;
    return STATUS_OK;
}

static Status from_number(Arena *arena, const Value *from, ValueKind kind, Value *result) {
    switch (kind) {
    case VALUE_BOOLEAN:
        *result = value_boolean(value_effective(from) == TRUTH_TRUE);
        return STATUS_OK;
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return to_exact(arena, from, kind, result);
    case VALUE_FLOAT:
    case VALUE_DOUBLE: return to_real(arena, from, kind, result);
    default: return STATUS_OK;
    }
}

/* ---- Dates, times, durations ---------------------------------------------------------------- */

static bool is_moment(ValueKind kind) { return kind >= VALUE_DATETIME && kind <= VALUE_G_DAY; }

/* A dateTime becomes any of its parts, a date any but the time, and a dateTime at midnight. */
static void from_moment(const Value *from, ValueKind kind, Value *result) {
    char text[MOMENT_TEXT];
    Moment moment = from->moment;
    const bool date = from->kind == VALUE_DATE && kind != VALUE_TIME;
    if (from->kind != kind && from->kind != VALUE_DATETIME && !date) return;
    /* Written as the target type and read again, a moment has only the parts of that type. */
    const size_t len = moment_write(kind, &moment, 0, text);
    if (moment_parse(kind, (Text){text, len}, &moment))
        *result = (Value){.kind = kind, .moment = moment};
}

static void from_duration(const Value *from, ValueKind kind, Value *result) {
    Duration duration = from->duration;
    if (kind == VALUE_YEARMONTH_DURATION) duration.atto = 0;
    if (kind == VALUE_DAYTIME_DURATION) duration.months = 0;
    *result = (Value){.kind = kind, .duration = duration};
}

/* ---- The cast ------------------------------------------------------------------------------- */

static Status convert(Arena *arena, const Value *from, Datatype target, Value *result) {
    const ValueKind kind = datatype_kind(target);
    if (kind == VALUE_STRING) return to_string(arena, from, result);
    if (from->kind == VALUE_STRING || from->kind == VALUE_LANG)
        return from_text(arena, from->term.text, target, result);
    if (from->kind >= VALUE_BOOLEAN && from->kind <= VALUE_DOUBLE)
        return from_number(arena, from, kind, result);
    if (is_moment(from->kind) && is_moment(kind)) from_moment(from, kind, result);
    if (from->kind >= VALUE_DURATION && from->kind <= VALUE_DAYTIME_DURATION &&
        kind >= VALUE_DURATION && kind <= VALUE_DAYTIME_DURATION)
        from_duration(from, kind, result);
    return STATUS_OK;
}

/* A derived type holds fewer values, and the result has that type. */
static Status derive(Arena *arena, Datatype target, Value *value) {
    const bool fits = value->kind == VALUE_INTEGER
                          ? datatype_holds(target, &value->decimal)
                          : target != DATATYPE_DATETIME_STAMP || value->moment.zone != ZONE_NONE;
    if (!fits) *value = VALUE_NOTHING;
    if (!fits || target == DATATYPE_INTEGER) return STATUS_OK;
    TRY(value_term(arena, value, &value->term));
    value->term.datatype = datatype_iri(target);
    return STATUS_OK;
}

Status value_cast(Arena *arena, const Value *from, Datatype target, Value *result) {
    *result = VALUE_NOTHING;
    const Status status = convert(arena, from, target, result);
    if (status == STATUS_LIMIT)
        *result = VALUE_NOTHING;
    else if (status != STATUS_OK)
        return status;
    if (result->kind == VALUE_INTEGER || target == DATATYPE_DATETIME_STAMP) {
        if (result->kind != VALUE_ERROR) TRY(derive(arena, target, result));
    }
    return STATUS_OK;
}
