/* The inside of the room term: what its files share. */
#ifndef YTTERBY_TERM_INTERNAL_H
#define YTTERBY_TERM_INTERNAL_H

#include "ytterby/value.h"

ValueKind datatype_kind(Datatype datatype);

/* value_decimal.c: exact numbers. */

/* The digits of a lexical form. */
typedef struct DecimalText {
    bool negative;
    Text whole, fraction;
} DecimalText;

/* Reads [+-]?digits, with `point_allowed` also [+-]?digits?.digits?; false: not in this lexical space. */
bool decimal_scan(Text text, bool point_allowed, DecimalText *parts);
/* The number with its scale as written; false when it has more than 38 digits. */
bool decimal_of_short(const DecimalText *parts, Decimal *decimal);

/* value_time.c: moments and durations. */

enum {
    MOMENT_TEXT = 64
}; /* bytes that hold any moment's or duration's text */

typedef struct Calendar {
    int64_t year;
    int month, day, hour, minute, second;
    uint64_t atto;
} Calendar;

int month_days(int64_t year, int month);
int64_t days_of_date(int64_t year, int month, int day);
Calendar calendar_of(const Moment *moment);
Int128 calendar_atto(const Calendar *parts);
bool moment_in_range(Int128 atto);       /* small enough that sums of a few stay within 128 bits */
Int128 moment_utc(const Moment *moment); /* without a zone: as if in UTC */

bool moment_parse(ValueKind kind, Text text, Moment *moment);
/* Writes the canonical form with at least `digits` fraction digits; returns its length. */
size_t moment_write(ValueKind kind, const Moment *moment, unsigned digits, char out[MOMENT_TEXT]);

/* id.c: inline ids from values and back. */

TermId id_of_integer(int64_t number); /* TERM_ID_NONE: does not fit */
TermId id_of_decimal(int64_t coefficient, unsigned scale);
TermId id_of_moment(ValueKind kind, const Moment *moment, unsigned digits);
int64_t id_integer(TermId id);
int64_t id_decimal(TermId id, unsigned *scale);
ValueKind id_moment(TermId id, Moment *moment, unsigned *digits);

#endif
