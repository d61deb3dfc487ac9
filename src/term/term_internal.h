/* The inside of the room term: what its files share. */
#ifndef YTTERBY_TERM_INTERNAL_H
#define YTTERBY_TERM_INTERNAL_H

#include "ytterby/value.h"

/* datatype.c */

bool datatype_holds(Datatype datatype,
                    const Decimal *integer); /* the range of integer's derived types */

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

/* All of these: STATUS_LIMIT when the result is longer than DECIMAL_DIGITS_MAX. */
Status decimal_of_text(Arena *arena, const DecimalText *parts, Decimal *decimal);
Status decimal_of_double(Arena *arena, double real, Decimal *decimal); /* exact; `real` is finite */
Status decimal_add(Arena *arena, const Decimal *a, const Decimal *b, Decimal *result);
Status decimal_multiply(Arena *arena, const Decimal *a, const Decimal *b, Decimal *result);
Status decimal_divide(Arena *arena, const Decimal *a, const Decimal *b,
                      Decimal *result); /* b not 0 */
Status decimal_round(Arena *arena, const Decimal *a, Rounding rounding,
                     Decimal *result); /* whole */
Status decimal_compare(Arena *arena, const Decimal *a, const Decimal *b, int *order);
Decimal decimal_negate(const Decimal *a);
Decimal decimal_absolute(const Decimal *a);
Decimal decimal_normal(const Decimal *a); /* a short coefficient without zeros at its end */
bool decimal_is_zero(const Decimal *a);
Status decimal_text(Arena *arena, const Decimal *a, Text *text); /* canonical: 5, -0.5 */
Status decimal_to_double(Arena *arena, const Decimal *a, double *real);
Status decimal_to_float(Arena *arena, const Decimal *a, float *single);

/* value_time.c: moments and durations. */

#define YEAR_MAX 999999999 /* keeps attoseconds within 128 bits */

enum {
    MOMENT_TEXT = 96
}; /* bytes that hold any moment's or duration's text */

int month_days(int64_t year, int month);
int64_t days_of_date(int64_t year, int month, int day);
Int128 calendar_atto(const Calendar *parts);
bool moment_in_range(Int128 atto);       /* small enough that sums of a few stay within 128 bits */
Int128 moment_utc(const Moment *moment); /* without a zone: as if in UTC */

bool moment_parse(ValueKind kind, Text text, Moment *moment);
/* Writes the canonical form with at least `digits` fraction digits; returns its length. */
size_t moment_write(ValueKind kind, const Moment *moment, unsigned digits, char text[MOMENT_TEXT]);

bool duration_parse(ValueKind kind, Text text, Duration *duration);
size_t duration_write(ValueKind kind, const Duration *duration,
                      char text[MOMENT_TEXT]);    /* canonical */
bool duration_in_range(const Duration *duration); /* else too long to be computed with */

/* value_real.c: floating point. */

enum {
    REAL_TEXT = 40
}; /* bytes that hold any double's text */

/* Reads the lexical space of xsd:double and xsd:float; *valid tells whether the text is in it. */
Status real_parse(Arena *arena, Text text, bool is_float, bool *valid, double *real);
size_t real_write(double real, bool is_float, char out[REAL_TEXT]); /* canonical: 1.0E6 */
size_t real_write_plain(double real, bool is_float,
                        char out[REAL_TEXT]); /* as XPath's xs:string: 1000 */

/* id.c: inline ids from values and back. */

TermId id_of_boolean(bool truth);
TermId id_of_integer(int64_t number); /* TERM_ID_NONE: does not fit */
TermId id_of_decimal(int64_t coefficient, unsigned scale);
TermId id_of_moment(ValueKind kind, const Moment *moment, unsigned digits);
int64_t id_integer(TermId id);
int64_t id_decimal(TermId id, unsigned *scale);
ValueKind id_moment(TermId id, Moment *moment, unsigned *digits);

#endif
