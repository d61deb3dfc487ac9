/* Values: from terms and inline ids, and back to terms in canonical form.
 * SPARQL 1.1 section 17.1 (operand data types), XSD 1.1 part 2; a literal outside its datatype's lexical space
 * is ill-typed (RDF 1.1 Concepts, section 3.3) and stays VALUE_OTHER. */
#include "ytterby/value.h"
#include "term_internal.h"

const Value VALUE_NOTHING = {.kind = VALUE_ERROR};

Value value_boolean(bool truth) { return (Value){.kind = VALUE_BOOLEAN, .boolean = truth}; }

Value value_integer(int64_t number) {
    return (Value){.kind = VALUE_INTEGER, .decimal = {.small = number}};
}

Value value_double(double number) { return (Value){.kind = VALUE_DOUBLE, .real = number}; }

Value value_string(Text text) { return (Value){.kind = VALUE_STRING, .term = term_string(text)}; }

/* ---- From terms ----------------------------------------------------------------------------- */

static bool boolean_parse(Text text, bool *truth) {
    *truth = text_equal(text, TEXT("true")) || text_equal(text, TEXT("1"));
    return *truth || text_equal(text, TEXT("false")) || text_equal(text, TEXT("0"));
}

static Status number_parse(Arena *arena, Datatype datatype, Text text, bool *valid,
                           Decimal *number) {
    DecimalText parts;
    *valid = decimal_scan(text, datatype == DATATYPE_DECIMAL, &parts);
    if (!*valid) return STATUS_OK;
    const Status status = decimal_of_text(arena, &parts, number);
    *valid = status == STATUS_OK && datatype_holds(datatype, number);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}

/* Reads the text of a literal into the value's union by its kind. */
static Status literal_parse(Arena *arena, Datatype datatype, Text text, bool *valid, Value *value) {
    double real = 0;
    switch (value->kind) {
    case VALUE_STRING: *valid = true; return STATUS_OK;
    case VALUE_BOOLEAN: *valid = boolean_parse(text, &value->boolean); return STATUS_OK;
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return number_parse(arena, datatype, text, valid, &value->decimal);
    case VALUE_DOUBLE: return real_parse(arena, text, false, valid, &value->real);
    case VALUE_FLOAT:
        TRY(real_parse(arena, text, true, valid, &real));
        value->single = (float)real;
        return STATUS_OK;
    case VALUE_DURATION:
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION:
        *valid = duration_parse(value->kind, text, &value->duration);
        return STATUS_OK;
    default:
        *valid = moment_parse(value->kind, text, &value->moment) &&
                 (datatype != DATATYPE_DATETIME_STAMP || value->moment.zone != ZONE_NONE);
        return STATUS_OK;
    }
}

static Status value_of_literal(Arena *arena, const Term *term, Value *value) {
    if (term->lang.len) {
        value->kind = VALUE_LANG;
        return STATUS_OK;
    }
    const Datatype datatype = datatype_of(term->datatype);
    value->kind = datatype_kind(datatype);
    if (value->kind == VALUE_OTHER) return STATUS_OK;
    bool valid = false;
    TRY(literal_parse(arena, datatype, term->text, &valid, value));
    if (!valid) value->kind = VALUE_OTHER;
    return STATUS_OK;
}

Status value_of_term(Arena *arena, const Term *term, Value *value) {
    *value = (Value){.kind = VALUE_ERROR, .term = *term};
    switch (term->kind) {
    case TERM_NONE: break;
    case TERM_IRI: value->kind = VALUE_IRI; break;
    case TERM_BLANK: value->kind = VALUE_BLANK; break;
    case TERM_TRIPLE: value->kind = VALUE_TRIPLE; break;
    case TERM_LITERAL: return value_of_literal(arena, term, value);
    }
    return STATUS_OK;
}

/* ---- Inline ids ----------------------------------------------------------------------------- */

Value value_of_inline(TermId id) {
    Value value = {.id = id};
    unsigned digits = 0;
    switch (id_tag(id)) {
    case TAG_INTEGER:
        value.kind = VALUE_INTEGER;
        value.decimal = (Decimal){.small = id_integer(id)};
        break;
    case TAG_DECIMAL:
        value.kind = VALUE_DECIMAL;
        value.decimal = (Decimal){.small = id_decimal(id, &digits)};
        value.decimal.scale = digits;
        break;
    case TAG_BOOLEAN:
        value.kind = VALUE_BOOLEAN;
        value.boolean = id & 1;
        break;
    case TAG_DATE:
    case TAG_DATETIME: value.kind = id_moment(id, &value.moment, &digits); break;
    default: break;
    }
    return value;
}

/* Fraction digits that a moment's canonical form has, up to 3; 4 when there are more. */
static unsigned moment_digits(const Moment *moment) {
    Int128 left = moment->atto % ATTO_PER_SECOND, unit = ATTO_PER_SECOND;
    unsigned digits = 0;
    for (; left && digits < 4; digits++) {
        unit /= 10;
        left %= unit;
    }
    return digits;
}

TermId value_inline(const Value *value) {
    if (value->term.kind != TERM_NONE) return TERM_ID_NONE;
    switch (value->kind) {
    case VALUE_BOOLEAN: return id_of_boolean(value->boolean);
    case VALUE_INTEGER:
    case VALUE_DECIMAL: {
        const Decimal number = decimal_normal(&value->decimal);
        const int64_t coefficient = (int64_t)number.small;
        if (number.limbs || coefficient != number.small) return TERM_ID_NONE;
        return value->kind == VALUE_INTEGER ? id_of_integer(coefficient)
                                            : id_of_decimal(coefficient, number.scale);
    }
    case VALUE_DATE:
    case VALUE_DATETIME:
        return id_of_moment(value->kind, &value->moment, moment_digits(&value->moment));
    default: return TERM_ID_NONE;
    }
}

/* ---- To terms ------------------------------------------------------------------------------- */

/* The datatype of computed values. */
static const Datatype KIND_DATATYPE[] = {
    [VALUE_BOOLEAN] = DATATYPE_BOOLEAN,
    [VALUE_INTEGER] = DATATYPE_INTEGER,
    [VALUE_DECIMAL] = DATATYPE_DECIMAL,
    [VALUE_FLOAT] = DATATYPE_FLOAT,
    [VALUE_DOUBLE] = DATATYPE_DOUBLE,
    [VALUE_DATETIME] = DATATYPE_DATETIME,
    [VALUE_DATE] = DATATYPE_DATE,
    [VALUE_TIME] = DATATYPE_TIME,
    [VALUE_G_YEAR] = DATATYPE_G_YEAR,
    [VALUE_G_YEAR_MONTH] = DATATYPE_G_YEAR_MONTH,
    [VALUE_G_MONTH] = DATATYPE_G_MONTH,
    [VALUE_G_MONTH_DAY] = DATATYPE_G_MONTH_DAY,
    [VALUE_G_DAY] = DATATYPE_G_DAY,
    [VALUE_DURATION] = DATATYPE_DURATION,
    [VALUE_YEARMONTH_DURATION] = DATATYPE_YEARMONTH_DURATION,
    [VALUE_DAYTIME_DURATION] = DATATYPE_DAYTIME_DURATION,
};

static size_t write_value(const Value *value, char text[MOMENT_TEXT]) {
    switch (value->kind) {
    case VALUE_FLOAT: return real_write((double)value->single, true, text);
    case VALUE_DOUBLE: return real_write(value->real, false, text);
    case VALUE_DURATION:
    case VALUE_YEARMONTH_DURATION:
    case VALUE_DAYTIME_DURATION: return duration_write(value->kind, &value->duration, text);
    default: return moment_write(value->kind, &value->moment, 0, text);
    }
}

static Status canonical_text(Arena *arena, const Value *value, Text *text) {
    char space[MOMENT_TEXT];
    switch (value->kind) {
    case VALUE_BOOLEAN: *text = value->boolean ? TEXT("true") : TEXT("false"); return STATUS_OK;
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return decimal_text(arena, &value->decimal, text);
    default: *text = arena_text(arena, (Text){space, write_value(value, space)});
    }
    return text->at ? STATUS_OK : STATUS_NO_MEMORY;
}

Status value_term(Arena *arena, const Value *value, Term *term) {
    *term = value->term;
    if (term->kind != TERM_NONE || value->kind < VALUE_BOOLEAN || value->kind == VALUE_OTHER)
        return STATUS_OK;
    if (id_is_inline(value->id)) {
        char *const text = arena_alloc(arena, 32);
        if (!text) return STATUS_NO_MEMORY;
        *term = id_decode(value->id, text);
        return STATUS_OK;
    }
    Text text;
    TRY(canonical_text(arena, value, &text));
    *term = term_typed(text, datatype_iri(KIND_DATATYPE[value->kind]));
    return STATUS_OK;
}
