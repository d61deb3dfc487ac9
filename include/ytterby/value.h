/* value: the values that RDF literals denote, and the operators of SPARQL over them: the second door of the room
 * term. XSD 1.1 part 2, XPath Functions and Operators 3.1, SPARQL 1.1 sections 15.1 and 17.3.
 *
 * A Value is plain data. Its views and the limbs of its long numbers live in the arena that the making call got (or
 * as long as the term it was made from). A SPARQL error (type error, ill-typed argument, division by zero) is a Value
 * of kind VALUE_ERROR or TRUTH_ERROR; a Status other than STATUS_OK means that memory or a limit ended the work.
 * Thread-safety: no shared state. */
#ifndef YTTERBY_VALUE_H
#define YTTERBY_VALUE_H

#include "ytterby/term.h"

/* ---- Datatypes ------------------------------------------------------------------------------------------- */

/* The XSD datatypes whose values are known here, in the byte order of their local names. */
typedef enum Datatype {
    DATATYPE_BOOLEAN,
    DATATYPE_BYTE,
    DATATYPE_DATE,
    DATATYPE_DATETIME,
    DATATYPE_DATETIME_STAMP,
    DATATYPE_DAYTIME_DURATION,
    DATATYPE_DECIMAL,
    DATATYPE_DOUBLE,
    DATATYPE_DURATION,
    DATATYPE_FLOAT,
    DATATYPE_G_DAY,
    DATATYPE_G_MONTH,
    DATATYPE_G_MONTH_DAY,
    DATATYPE_G_YEAR,
    DATATYPE_G_YEAR_MONTH,
    DATATYPE_INT,
    DATATYPE_INTEGER,
    DATATYPE_LONG,
    DATATYPE_NEGATIVE_INTEGER,
    DATATYPE_NON_NEGATIVE_INTEGER,
    DATATYPE_NON_POSITIVE_INTEGER,
    DATATYPE_POSITIVE_INTEGER,
    DATATYPE_SHORT,
    DATATYPE_STRING,
    DATATYPE_TIME,
    DATATYPE_UNSIGNED_BYTE,
    DATATYPE_UNSIGNED_INT,
    DATATYPE_UNSIGNED_LONG,
    DATATYPE_UNSIGNED_SHORT,
    DATATYPE_YEARMONTH_DURATION,
    DATATYPE_OTHER /* any other IRI */
} Datatype;

Datatype datatype_of(Text iri);       /* the empty text is xsd:string */
Text datatype_iri(Datatype datatype); /* a view of static text; empty for DATATYPE_OTHER */

/* ---- Exact numbers ------------------------------------------------------------------------------------------ */

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

/* Longer numbers are errors, so that arithmetic stays cheap whatever comes in. */
#define DECIMAL_DIGITS_MAX 16384u
/* Significant fraction digits of a quotient that does not end sooner; rounded half to even. */
#define DECIMAL_QUOTIENT_DIGITS 24u

/* coefficient * 10^-scale; integers have scale 0. The coefficient is `small`, or when it needs more than 127 bits
 * `limbs` (least first, `count` of them, the first from the end not 0) with the sign in `negative`. */
typedef struct Decimal {
    Int128 small;
    const uint64_t *limbs; /* NULL: `small` holds */
    uint32_t count;
    uint32_t scale;
    bool negative; /* of `limbs` only */
} Decimal;

/* ---- Times --------------------------------------------------------------------------------------------------- */

#define ZONE_NONE       INT16_MIN
#define ATTO_PER_SECOND ((Int128)1000000000000000000)

/* A point of the proleptic Gregorian calendar; parts that a type lacks (the day of a gYear) have their least value. */
typedef struct Moment {
    Int128 atto;  /* attoseconds since 1970-01-01T00:00:00, on the clock of its own zone */
    int16_t zone; /* minutes east of UTC, or ZONE_NONE */
} Moment;

/* The parts of a moment on the clock of its own zone. */
typedef struct Calendar {
    int64_t year;
    int month, day, hour, minute, second;
    uint64_t atto;
} Calendar;

Calendar calendar_of(const Moment *moment); /* any moment that a value holds */

typedef struct Duration {
    int64_t months; /* of the same sign as atto */
    Int128 atto;    /* attoseconds */
} Duration;

/* ---- Values ---------------------------------------------------------------------------------------------------- */

typedef enum ValueKind {
    VALUE_ERROR, /* type error, or an unbound variable */
    VALUE_IRI,
    VALUE_BLANK,
    VALUE_TRIPLE,
    VALUE_STRING, /* xsd:string: text in `term` */
    VALUE_LANG,   /* language-tagged string: text, lang, direction in `term` */
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_DECIMAL,
    VALUE_FLOAT,
    VALUE_DOUBLE,
    VALUE_DATETIME,
    VALUE_DATE,
    VALUE_TIME,
    VALUE_G_YEAR,
    VALUE_G_YEAR_MONTH,
    VALUE_G_MONTH,
    VALUE_G_MONTH_DAY,
    VALUE_G_DAY,
    VALUE_DURATION,
    VALUE_YEARMONTH_DURATION,
    VALUE_DAYTIME_DURATION,
    VALUE_OTHER /* a literal of an unknown datatype, or ill-typed: text in `term` */
} ValueKind;

typedef struct Value {
    ValueKind kind;
    Term term; /* kind TERM_NONE: computed, not written yet; see value_term */
    TermId id; /* when it came from an id, else TERM_ID_NONE */
    union {
        bool boolean;
        Decimal decimal; /* VALUE_INTEGER, VALUE_DECIMAL */
        float single;
        double real;
        Moment moment;
        Duration duration;
    };
} Value;

typedef enum Truth {
    TRUTH_FALSE,
    TRUTH_TRUE,
    TRUTH_ERROR
} Truth;

static inline bool value_is_numeric(const Value *value) {
    return value->kind >= VALUE_INTEGER && value->kind <= VALUE_DOUBLE;
}
static inline bool value_is_literal(const Value *value) { return value->kind >= VALUE_STRING; }

ValueKind datatype_kind(Datatype datatype); /* VALUE_OTHER for DATATYPE_OTHER */

extern const Value VALUE_NOTHING; /* VALUE_ERROR */
Value value_boolean(bool truth);
Value value_integer(int64_t number);
Value value_double(double number);
Value value_string(Text text); /* xsd:string; a view */

/* The value of a term; an ill-typed literal becomes VALUE_OTHER. */
Status value_of_term(Arena *arena, const Term *term, Value *value);
/* The value of an inline id, without text. */
Value value_of_inline(TermId id);
/* The term of a value: the one it came from, or its canonical lexical form. Errors give kind TERM_NONE. */
Status value_term(Arena *arena, const Value *value, Term *term);
/* The id of a computed value when it can be inlined without writing it, else TERM_ID_NONE. */
TermId value_inline(const Value *value);

/* Casts: SPARQL 1.1 section 17.5, beyond it all of XPath F&O 3.1 section 19.1. What cannot be cast gives an error. */
Status value_cast(Arena *arena, const Value *from, Datatype target, Value *result);

/* The operators of section 17.3 with XPath numeric promotion; also date, time and duration arithmetic of XPath. */
typedef enum Arithmetic {
    ARITHMETIC_ADD,
    ARITHMETIC_SUBTRACT,
    ARITHMETIC_MULTIPLY,
    ARITHMETIC_DIVIDE
} Arithmetic;
Status value_arithmetic(Arena *arena, Arithmetic operation, const Value *a, const Value *b,
                        Value *result);
Value value_negate(const Value *a); /* unary minus */

typedef enum Rounding {
    ROUNDING_DOWN,    /* towards 0 */
    ROUNDING_FLOOR,   /* towards minus infinity */
    ROUNDING_CEILING, /* towards infinity */
    ROUNDING_HALF_UP, /* to the nearest; halves towards infinity (fn:round) */
    ROUNDING_HALF_EVEN
} Rounding;

/* fn:round, fn:ceiling, fn:floor and the like: the type stays. */
Status value_round(Arena *arena, Rounding rounding, const Value *a, Value *result);
Value value_absolute(const Value *a); /* of a number */

Truth value_effective(const Value *value); /* effective boolean value, section 17.2.2 */
/* `=`: values where both types are known, else RDFterm-equal with its type error (section 17.4.1.7). */
Status value_equal(Arena *arena, const Value *a, const Value *b, Truth *truth);
/* `<` when `less`, with `or_equal` `<=`: TRUTH_ERROR for pairs that the operator table does not hold. */
Status value_less(Arena *arena, const Value *a, const Value *b, bool or_equal, Truth *truth);
Status value_same_term(Arena *arena, const Value *a, const Value *b, bool *same); /* sameTerm */
/* A number that equal values share, so that they can be found by hashing: below VALUE_CLASS_NUMBERS for numbers, of which
 * an `uneven` one may equal numbers of another class. Values of one class need not be equal. */
#define VALUE_CLASS_NUMBERS (UINT64_C(1) << 32)
Status value_class(Arena *arena, const Value *value, uint64_t *class, bool *uneven);
/* The nearest floating point number of a numeric value. */
Status value_to_double(Arena *arena, const Value *value, double *real);
Status value_to_float(Arena *arena, const Value *value, float *single);
/* ORDER BY: errors (unbound), blank nodes, IRIs, literals, triple terms; the order of literals is told in
 * value_compare.c. Total and transitive; 0 for equal values, whatever their lexical forms and datatypes. */
Status value_order(Arena *arena, const Value *a, const Value *b, int *order);

#endif
