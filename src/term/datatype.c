/* The XSD datatypes that are known: one row each. XSD 1.1 part 2, section 3; SPARQL 1.1 section 17.1. */
#include "ytterby/value.h"
#include "term_internal.h"

#define ROW(name, kind, tag)                                                                       \
    { {XSD name, sizeof(XSD name) - 1}, kind, tag }

/* By Datatype, so in the byte order of the names. */
static const struct {
    Text iri;
    ValueKind kind;
    unsigned tag;
} TABLE[] = {
    ROW("boolean", VALUE_BOOLEAN, TAG_OTHER),
    ROW("byte", VALUE_INTEGER, TAG_NUMERIC),
    ROW("date", VALUE_DATE, TAG_TEMPORAL),
    ROW("dateTime", VALUE_DATETIME, TAG_TEMPORAL),
    ROW("dateTimeStamp", VALUE_DATETIME, TAG_TEMPORAL),
    ROW("dayTimeDuration", VALUE_DAYTIME_DURATION, TAG_TEMPORAL),
    ROW("decimal", VALUE_DECIMAL, TAG_NUMERIC),
    ROW("double", VALUE_DOUBLE, TAG_NUMERIC),
    ROW("duration", VALUE_DURATION, TAG_TEMPORAL),
    ROW("float", VALUE_FLOAT, TAG_NUMERIC),
    ROW("gDay", VALUE_G_DAY, TAG_TEMPORAL),
    ROW("gMonth", VALUE_G_MONTH, TAG_TEMPORAL),
    ROW("gMonthDay", VALUE_G_MONTH_DAY, TAG_TEMPORAL),
    ROW("gYear", VALUE_G_YEAR, TAG_TEMPORAL),
    ROW("gYearMonth", VALUE_G_YEAR_MONTH, TAG_TEMPORAL),
    ROW("int", VALUE_INTEGER, TAG_NUMERIC),
    ROW("integer", VALUE_INTEGER, TAG_NUMERIC),
    ROW("long", VALUE_INTEGER, TAG_NUMERIC),
    ROW("negativeInteger", VALUE_INTEGER, TAG_NUMERIC),
    ROW("nonNegativeInteger", VALUE_INTEGER, TAG_NUMERIC),
    ROW("nonPositiveInteger", VALUE_INTEGER, TAG_NUMERIC),
    ROW("positiveInteger", VALUE_INTEGER, TAG_NUMERIC),
    ROW("short", VALUE_INTEGER, TAG_NUMERIC),
    ROW("string", VALUE_STRING, TAG_STRING),
    ROW("time", VALUE_TIME, TAG_TEMPORAL),
    ROW("unsignedByte", VALUE_INTEGER, TAG_NUMERIC),
    ROW("unsignedInt", VALUE_INTEGER, TAG_NUMERIC),
    ROW("unsignedLong", VALUE_INTEGER, TAG_NUMERIC),
    ROW("unsignedShort", VALUE_INTEGER, TAG_NUMERIC),
    ROW("yearMonthDuration", VALUE_YEARMONTH_DURATION, TAG_TEMPORAL),
    {{0}, VALUE_OTHER, TAG_OTHER},
};

Datatype datatype_of(Text iri) {
    if (!iri.len) return DATATYPE_STRING;
    if (!text_starts(iri, TEXT(XSD))) return DATATYPE_OTHER;
    size_t low = 0, high = DATATYPE_OTHER;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = text_compare(iri, TABLE[middle].iri);
        if (!order) return (Datatype)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return DATATYPE_OTHER;
}

Text datatype_iri(Datatype datatype) { return TABLE[datatype].iri; }

ValueKind datatype_kind(Datatype datatype) { return TABLE[datatype].kind; }

/* ---- Ranges --------------------------------------------------------------------------------- */

#define UNBOUNDED ((Int128)1 << 126)

bool datatype_holds(Datatype datatype, const Decimal *integer) {
    Int128 least = -UNBOUNDED, most = UNBOUNDED;
    switch (datatype) {
    case DATATYPE_BYTE: least = INT8_MIN, most = INT8_MAX; break;
    case DATATYPE_SHORT: least = INT16_MIN, most = INT16_MAX; break;
    case DATATYPE_INT: least = INT32_MIN, most = INT32_MAX; break;
    case DATATYPE_LONG: least = INT64_MIN, most = INT64_MAX; break;
    case DATATYPE_UNSIGNED_BYTE: least = 0, most = UINT8_MAX; break;
    case DATATYPE_UNSIGNED_SHORT: least = 0, most = UINT16_MAX; break;
    case DATATYPE_UNSIGNED_INT: least = 0, most = UINT32_MAX; break;
    case DATATYPE_UNSIGNED_LONG: least = 0, most = UINT64_MAX; break;
    case DATATYPE_NEGATIVE_INTEGER: most = -1; break;
    case DATATYPE_NON_POSITIVE_INTEGER: most = 0; break;
    case DATATYPE_NON_NEGATIVE_INTEGER: least = 0; break;
    case DATATYPE_POSITIVE_INTEGER: least = 1; break;
    default: break;
    }
    const bool huge = integer->limbs || integer->small < -UNBOUNDED || integer->small > UNBOUNDED;
    const bool negative = integer->limbs ? integer->negative : integer->small < 0;
    if (huge) return negative ? least == -UNBOUNDED : most == UNBOUNDED;
    return integer->small >= least && integer->small <= most;
}

/* ---- Tags ----------------------------------------------------------------------------------- */

unsigned term_tag(const Term *term) {
    switch (term->kind) {
    case TERM_IRI: return TAG_IRI;
    case TERM_BLANK: return TAG_BLANK;
    case TERM_TRIPLE: return TAG_TRIPLE;
    case TERM_LITERAL: return term->lang.len ? TAG_LANG : TABLE[datatype_of(term->datatype)].tag;
    case TERM_NONE: break;
    }
    return TAG_SPECIAL;
}
