/* Inline ids: small values that are their own id. Only what decodes to the same bytes is inlined.
 *
 * The 60 bits after the tag, so that ids of one tag are in value order where a value can be ordered:
 *   integer   value + 2^59
 *   decimal   (coefficient + 2^55) << 4 | digits after the point       (order of the coefficients only)
 *   boolean   0 or 1
 *   date      (minutes of its first moment in UTC + 2^47) << 12 | zone (0 none, 1 Z, 842 + minutes)
 *   dateTime  (milliseconds in UTC + 2^50) << 9 | zone << 2 | digits   (zone: 0 none, 1 Z, 58 + quarters) */
#include "ytterby/term.h"
#include "term_internal.h"

#include <string.h>

#define PAYLOAD_MASK ((UINT64_C(1) << 60) - 1)
#define INTEGER_BIAS (INT64_C(1) << 59)
#define DECIMAL_BIAS (INT64_C(1) << 55)
#define DATE_BIAS    (INT64_C(1) << 47)
#define TIME_BIAS    (INT64_C(1) << 50)
#define SCALE_BITS   4
#define DATE_BITS    12
#define TIME_BITS    9

enum {
    ZONE_SHAPE_NONE = 0,
    ZONE_SHAPE_Z = 1,
    DATE_ZONE_ZERO = 842,
    TIME_ZONE_ZERO = 58
};

static TermId make(unsigned tag, uint64_t payload) { return (uint64_t)tag << 60 | payload; }

static uint64_t payload(TermId id) { return id & PAYLOAD_MASK; }

static bool fits(int64_t number, int64_t bias) { return number >= -bias && number < bias; }

/* ---- Numbers -------------------------------------------------------------------------------- */

TermId id_of_integer(int64_t number) {
    return fits(number, INTEGER_BIAS) ? make(TAG_INTEGER, (uint64_t)(number + INTEGER_BIAS))
                                      : TERM_ID_NONE;
}

TermId id_of_decimal(int64_t coefficient, unsigned scale) {
    if (scale >= 1u << SCALE_BITS || !fits(coefficient, DECIMAL_BIAS)) return TERM_ID_NONE;
    return make(TAG_DECIMAL, (uint64_t)(coefficient + DECIMAL_BIAS) << SCALE_BITS | scale);
}

TermId id_of_boolean(bool truth) { return make(TAG_BOOLEAN, truth); }

int64_t id_integer(TermId id) { return (int64_t)payload(id) - INTEGER_BIAS; }

int64_t id_decimal(TermId id, unsigned *scale) {
    *scale = (unsigned)(payload(id) & ((1u << SCALE_BITS) - 1));
    return (int64_t)(payload(id) >> SCALE_BITS) - DECIMAL_BIAS;
}

/* Writes -?digits with a point before the last `scale` digits. */
static size_t write_number(int64_t number, unsigned scale, char *out) {
    char reversed[24];
    unsigned count = 0;
    uint64_t left = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
    while (left || count <= scale) {
        reversed[count++] = (char)('0' + left % 10);
        left /= 10;
    }
    size_t len = 0;
    if (number < 0) out[len++] = '-';
    while (count) {
        if (count == scale) out[len++] = '.';
        out[len++] = reversed[--count];
    }
    return len;
}

/* ---- Times ---------------------------------------------------------------------------------- */

/* The shape of a zone in `step` minutes around `zero`, or -1. */
static int zone_shape(int16_t zone, int step, int zero) {
    if (zone == ZONE_NONE) return ZONE_SHAPE_NONE;
    if (zone == 0) return ZONE_SHAPE_Z;
    return zone % step ? -1 : zone / step + zero;
}

static int16_t zone_of_shape(int shape, int step, int zero) {
    if (shape == ZONE_SHAPE_NONE) return ZONE_NONE;
    return (int16_t)(shape == ZONE_SHAPE_Z ? 0 : (shape - zero) * step);
}

static TermId id_of_date(const Moment *moment) {
    const Int128 minutes = moment_utc(moment) / (60 * ATTO_PER_SECOND);
    const int shape = zone_shape(moment->zone, 1, DATE_ZONE_ZERO);
    if (minutes < -DATE_BIAS || minutes >= DATE_BIAS) return TERM_ID_NONE;
    return make(TAG_DATE, (uint64_t)((int64_t)minutes + DATE_BIAS) << DATE_BITS | (uint64_t)shape);
}

static TermId id_of_datetime(const Moment *moment, unsigned digits) {
    const Int128 atto_per_milli = ATTO_PER_SECOND / 1000;
    const Int128 utc = moment_utc(moment), millis = utc / atto_per_milli;
    const int shape = zone_shape(moment->zone, 15, TIME_ZONE_ZERO);
    if (shape < 0 || digits > 3 || utc % atto_per_milli || millis < -TIME_BIAS ||
        millis >= TIME_BIAS)
        return TERM_ID_NONE;
    return make(TAG_DATETIME, (uint64_t)((int64_t)millis + TIME_BIAS) << TIME_BITS |
                                  (uint64_t)shape << 2 | digits);
}

TermId id_of_moment(ValueKind kind, const Moment *moment, unsigned digits) {
    return kind == VALUE_DATE ? id_of_date(moment) : id_of_datetime(moment, digits);
}

ValueKind id_moment(TermId id, Moment *moment, unsigned *digits) {
    const bool is_date = id_tag(id) == TAG_DATE;
    const unsigned bits = is_date ? DATE_BITS : TIME_BITS;
    const int shape = (int)(payload(id) & ((1u << bits) - 1));
    const int64_t count = (int64_t)(payload(id) >> bits) - (is_date ? DATE_BIAS : TIME_BIAS);
    moment->zone = is_date ? zone_of_shape(shape, 1, DATE_ZONE_ZERO)
                           : zone_of_shape(shape >> 2, 15, TIME_ZONE_ZERO);
    const Int128 unit = is_date ? 60 * ATTO_PER_SECOND : ATTO_PER_SECOND / 1000;
    const int offset = moment->zone == ZONE_NONE ? 0 : moment->zone;
    moment->atto = count * unit + (Int128)offset * 60 * ATTO_PER_SECOND;
    *digits = is_date ? 0 : (unsigned)shape & 3;
    return is_date ? VALUE_DATE : VALUE_DATETIME;
}

/* Digits between the point and the zone. */
static unsigned fraction_digits(Text text) {
    const size_t point = text_find(text, TEXT("."), 0);
    unsigned digits = 0;
    if (point != SIZE_MAX)
        for (size_t i = point + 1;
             i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && digits < 9; i++)
            digits++;
    return digits;
}

/* ---- Terms ---------------------------------------------------------------------------------- */

static TermId candidate_number(Text text, bool is_decimal) {
    DecimalText parts;
    Decimal number;
    if (!decimal_scan(text, is_decimal, &parts) || !decimal_of_short(&parts, &number) ||
        (int64_t)number.small != number.small)
        return TERM_ID_NONE;
    return is_decimal ? id_of_decimal((int64_t)number.small, number.scale)
                      : id_of_integer((int64_t)number.small);
}

static TermId candidate_moment(Text text, ValueKind kind) {
    Moment moment;
    return moment_parse(kind, text, &moment) ? id_of_moment(kind, &moment, fraction_digits(text))
                                             : TERM_ID_NONE;
}

static TermId candidate_boolean(Text text) {
    if (text_equal(text, TEXT("true"))) return id_of_boolean(true);
    return text_equal(text, TEXT("false")) ? id_of_boolean(false) : TERM_ID_NONE;
}

/* The id that would hold the value; its own text may differ from the term's. */
static TermId candidate(const Term *term) {
    switch (datatype_of(term->datatype)) {
    case DATATYPE_INTEGER: return candidate_number(term->text, false);
    case DATATYPE_DECIMAL: return candidate_number(term->text, true);
    case DATATYPE_BOOLEAN: return candidate_boolean(term->text);
    case DATATYPE_DATE: return candidate_moment(term->text, VALUE_DATE);
    case DATATYPE_DATETIME: return candidate_moment(term->text, VALUE_DATETIME);
    default: return TERM_ID_NONE;
    }
}

TermId id_inline(const Term *term) {
    char text[32];
    if (term->kind != TERM_LITERAL || !term->datatype.len || term->text.len > sizeof text)
        return TERM_ID_NONE;
    const TermId id = candidate(term);
    return id != TERM_ID_NONE && text_equal(id_decode(id, text).text, term->text) ? id
                                                                                  : TERM_ID_NONE;
}

static size_t decode_moment(TermId id, char *out) {
    char text[MOMENT_TEXT];
    Moment moment;
    unsigned digits;
    const ValueKind kind = id_moment(id, &moment, &digits);
    const size_t len = moment_write(kind, &moment, digits, text);
    if (len > 32) return 0; /* not an id that id_inline makes */
    memcpy(out, text, len);
    return len;
}

Term id_decode(TermId id, char text[32]) {
    unsigned scale = 0;
    const int64_t decimal = id_decimal(id, &scale);
    switch (id_tag(id)) {
    case TAG_INTEGER:
        return term_typed((Text){text, write_number(id_integer(id), 0, text)}, TEXT(XSD "integer"));
    case TAG_DECIMAL:
        return term_typed((Text){text, write_number(decimal, scale, text)}, TEXT(XSD "decimal"));
    case TAG_BOOLEAN:
        return term_typed(payload(id) ? TEXT("true") : TEXT("false"), TEXT(XSD "boolean"));
    case TAG_DATE: return term_typed((Text){text, decode_moment(id, text)}, TEXT(XSD "date"));
    case TAG_DATETIME:
        return term_typed((Text){text, decode_moment(id, text)}, TEXT(XSD "dateTime"));
    default: return (Term){.kind = TERM_NONE};
    }
}
