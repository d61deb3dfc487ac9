/* Values: lexical forms, canonical forms, arithmetic, comparison, order. Literals are written "text type". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ytterby/value.h"

static Arena *arena;

static int open_arena(void **state) {
    (void)state;
    arena = arena_new(NULL);
    return arena ? 0 : -1;
}

static int close_arena(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

/* "5 integer", "abc string", "abc @en", "<a>": a term. */
static Term term_of(const char *spec) {
    const Text text = text_of(spec);
    size_t space = text.len;
    while (space && spec[space - 1] != ' ') space--;
    if (!space) return term_iri(text);
    const Text lexical = text_slice(text, 0, space - 1), type = text_slice(text, space, text.len);
    if (type.at[0] == '@') return term_lang(lexical, text_slice(type, 1, type.len));
    Buffer iri = {0};
    buffer_text(&iri, TEXT(XSD));
    buffer_text(&iri, type);
    const Text copy = arena_text(arena, buffer_view(&iri));
    buffer_free(&iri);
    return term_typed(lexical, copy);
}

static Value value_of(const char *spec) {
    const Term term = term_of(spec);
    Value value;
    assert_int_equal(value_of_term(arena, &term, &value), STATUS_OK);
    return value;
}

/* The canonical form of a value as if it had been computed. */
static const char *shown(Value value) {
    Term term;
    static char text[256];
    if (value.kind == VALUE_ERROR) return "error";
    if (value.kind >= VALUE_BOOLEAN) {
        value.term.kind = TERM_NONE;
        const TermId id = value_inline(&value);
        if (id != TERM_ID_NONE) value.id = id;
    }
    assert_int_equal(value_term(arena, &value, &term), STATUS_OK);
    const Text datatype = term_datatype(&term);
    snprintf(text, sizeof text, "%.*s %s", (int)term.text.len, term.text.at,
             datatype.at + sizeof XSD - 1);
    return text;
}

static void canonical_forms(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"007 integer", "7 integer"},
        {"-0 integer", "0 integer"},
        {"+5 int", "5 integer"},
        {"123456789012345678901234567890123456789012 integer",
         "123456789012345678901234567890123456789012 integer"},
        {"-340282366920938463463374607431768211456 integer",
         "-340282366920938463463374607431768211456 integer"},
        {"170141183460469231731687303715884105727 integer",
         "170141183460469231731687303715884105727 integer"},
        {"128 byte", "ill"},
        {"-128 byte", "-128 integer"},
        {"18446744073709551615 unsignedLong", "18446744073709551615 integer"},
        {"18446744073709551616 unsignedLong", "ill"},
        {"0 positiveInteger", "ill"},
        {"0 nonPositiveInteger", "0 integer"},
        {"1.0 integer", "ill"},
        {" 1 integer", "ill"},
        {"99999999999999999999999999999999999999999 positiveInteger",
         "99999999999999999999999999999999999999999 integer"},
        {"-99999999999999999999999999999999999999999 positiveInteger", "ill"},
        {"1.50 decimal", "1.5 decimal"},
        {"3.0 decimal", "3 decimal"},
        {".5 decimal", "0.5 decimal"},
        {"5. decimal", "5 decimal"},
        {"-0.0 decimal", "0 decimal"},
        {". decimal", "ill"},
        {"1e0 decimal", "ill"},
        {"0.00000000000000000000000000000000000000001 decimal",
         "0.00000000000000000000000000000000000000001 decimal"},
        {"1234567890123456789012345678901234567890.0123456789 decimal",
         "1234567890123456789012345678901234567890.0123456789 decimal"},
        {"1e6 double", "1.0E6 double"},
        {"1 double", "1.0E0 double"},
        {"-0 double", "-0.0E0 double"},
        {"0.1 double", "1.0E-1 double"},
        {"123.456 double", "1.23456E2 double"},
        {"INF double", "INF double"},
        {"-INF double", "-INF double"},
        {"+INF double", "INF double"},
        {"NaN double", "NaN double"},
        {"1e400 double", "INF double"},
        {"inf double", "ill"},
        {"1e99999999999999999999 double", "INF double"},
        {"1e-99999999999999999999 double", "0.0E0 double"},
        {"4.9E-324 double", "5.0E-324 double"},
        {"1.7976931348623157E308 double", "1.7976931348623157E308 double"},
        {"0.1 float", "1.0E-1 float"},
        {"16777217 float", "1.6777216E7 float"},
        {"3.4e39 float", "INF float"},
        {"1e double", "ill"},
        {"e1 double", "ill"},
        {"0x10 double", "ill"},
        {"1.5e3.2 double", "ill"},
        {"1 boolean", "true boolean"},
        {"0 boolean", "false boolean"},
        {"yes boolean", "ill"},
        {"2025-10-26T24:00:00Z dateTime", "2025-10-27T00:00:00Z dateTime"},
        {"2025-10-26T12:00:00.5000+00:00 dateTime", "2025-10-26T12:00:00.5Z dateTime"},
        {"-0044-03-15T12:00:00-05:30 dateTime", "-0044-03-15T12:00:00-05:30 dateTime"},
        {"0000-01-01T00:00:00 dateTime", "0000-01-01T00:00:00 dateTime"},
        {"12025-10-26T12:00:00 dateTime", "12025-10-26T12:00:00 dateTime"},
        {"02025-10-26T12:00:00 dateTime", "ill"},
        {"999999999999-01-01T00:00:00 dateTime", "ill"},
        {"2025-10-26T12:00:00.123456789012345678 dateTime",
         "2025-10-26T12:00:00.123456789012345678 dateTime"},
        {"2024-02-29 date", "2024-02-29 date"},
        {"2023-02-29 date", "ill"},
        {"1900-02-29 date", "ill"},
        {"2000-02-29-14:00 date", "2000-02-29-14:00 date"},
        {"2000-02-29+14:30 date", "ill"},
        {"24:00:00 time", "00:00:00 time"},
        {"23:59:59.9Z time", "23:59:59.9Z time"},
        {"24:00:01 time", "ill"},
        {"2025 gYear", "2025 gYear"},
        {"-0001Z gYear", "-0001Z gYear"},
        {"2025-10 gYearMonth", "2025-10 gYearMonth"},
        {"--02-29 gMonthDay", "--02-29 gMonthDay"},
        {"--02-30 gMonthDay", "ill"},
        {"--12 gMonth", "--12 gMonth"},
        {"---31 gDay", "---31 gDay"},
        {"2025-10-26T00:00:00 dateTimeStamp", "ill"},
        {"2025-10-26T00:00:00Z dateTimeStamp", "2025-10-26T00:00:00Z dateTime"},
        {"P1Y14M duration", "P2Y2M duration"},
        {"PT90M dayTimeDuration", "PT1H30M dayTimeDuration"},
        {"-P1DT36H0M0.50S dayTimeDuration", "-P2DT12H0.5S dayTimeDuration"},
        {"P0Y yearMonthDuration", "P0M yearMonthDuration"},
        {"PT0S dayTimeDuration", "PT0S dayTimeDuration"},
        {"P duration", "ill"},
        {"P1DT duration", "ill"},
        {"P1H duration", "ill"},
        {"PT1D duration", "ill"},
        {"P1M1Y duration", "ill"},
        {"P1D yearMonthDuration", "ill"},
        {"P1Y dayTimeDuration", "ill"},
        {"P1.5D duration", "ill"},
        {"PT.5S duration", "ill"},
        {"P9999999999999Y duration", "ill"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Value value = value_of(CASES[i][0]);
        const char *const text = value.kind == VALUE_OTHER ? "ill" : shown(value);
        if (strcmp(text, CASES[i][1]) != 0)
            fail_msg("%s: %s, not %s", CASES[i][0], text, CASES[i][1]);
    }
}

typedef struct Operation {
    const char *a, *b, *expected;
    char sign;
} Operation;

static Arithmetic operation_of(char sign) {
    switch (sign) {
    case '+': return ARITHMETIC_ADD;
    case '-': return ARITHMETIC_SUBTRACT;
    case '*': return ARITHMETIC_MULTIPLY;
    default: return ARITHMETIC_DIVIDE;
    }
}

static void arithmetic(void **state) {
    (void)state;
    static const Operation CASES[] = {
        {"1 integer", "2 integer", "3 integer", '+'},
        {"9223372036854775807 integer", "1 integer", "9223372036854775808 integer", '+'},
        {"170141183460469231731687303715884105727 integer", "1 integer",
         "170141183460469231731687303715884105728 integer", '+'},
        {"170141183460469231731687303715884105728 integer", "1 integer",
         "170141183460469231731687303715884105727 integer", '-'},
        {"1 integer", "170141183460469231731687303715884105729 integer",
         "-170141183460469231731687303715884105728 integer", '-'},
        {"18446744073709551616 integer", "18446744073709551616 integer",
         "340282366920938463463374607431768211456 integer", '*'},
        {"-18446744073709551616 integer", "99999999999999999999999 integer",
         "-1844674407370955161599981553255926290448384 integer", '*'},
        {"0 integer", "340282366920938463463374607431768211456 integer", "0 integer", '*'},
        {"0.1 decimal", "0.2 decimal", "0.3 decimal", '+'},
        {"1234567890123456789012345678901234567890 decimal", "0.0000000001 decimal",
         "1234567890123456789012345678901234567890.0000000001 decimal", '+'},
        {"1 integer", "3.0 decimal", "0.333333333333333333333333 decimal", '/'},
        {"2 integer", "3 integer", "0.666666666666666666666667 decimal", '/'},
        {"6 integer", "3 integer", "2 decimal", '/'},
        {"-1 integer", "8 integer", "-0.125 decimal", '/'},
        {"1 integer", "0 integer", "error", '/'},
        {"1 integer", "0.0 decimal", "error", '/'},
        {"1 integer", "0 double", "INF double", '/'},
        {"-1 integer", "0 float", "-INF float", '/'},
        {"0 integer", "0 double", "NaN double", '/'},
        {"0.000000000000000000000000000001 decimal", "1 integer",
         "0.000000000000000000000000000001 decimal", '/'},
        {"100000000000000000000000000000000000000000000 integer", "10 integer",
         "10000000000000000000000000000000000000000000 decimal", '/'},
        {"1.5 decimal", "2 integer", "3 decimal", '*'},
        {"1.5 decimal", "2 float", "3.0E0 float", '*'},
        {"1 float", "2 double", "3.0E0 double", '+'},
        {"5 byte", "2 unsignedInt", "3 integer", '-'},
        {"1 integer", "a string", "error", '+'},
        {"128 byte", "1 integer", "error", '+'},
        {"true boolean", "1 integer", "error", '+'},
        {"2025-03-01T00:00:00Z dateTime", "2025-02-28T23:00:00-01:00 dateTime",
         "PT0S dayTimeDuration", '-'},
        {"2000-03-01 date", "1999-02-28 date", "P367D dayTimeDuration", '-'},
        {"10:00:00Z time", "11:30:00Z time", "-PT1H30M dayTimeDuration", '-'},
        {"2024-01-31 date", "P1M yearMonthDuration", "2024-02-29 date", '+'},
        {"P1M yearMonthDuration", "2023-01-31T10:00:00 dateTime", "2023-02-28T10:00:00 dateTime",
         '+'},
        {"0001-01-01 date", "P2Y yearMonthDuration", "-0001-01-01 date", '-'},
        {"23:30:00 time", "PT1H dayTimeDuration", "00:30:00 time", '+'},
        {"2025-01-01 date", "PT36H dayTimeDuration", "2025-01-02 date", '+'},
        {"P1D dayTimeDuration", "PT1H dayTimeDuration", "P1DT1H dayTimeDuration", '+'},
        {"P1Y yearMonthDuration", "P18M yearMonthDuration", "-P6M yearMonthDuration", '-'},
        {"P1Y yearMonthDuration", "1.5 decimal", "P1Y6M yearMonthDuration", '*'},
        {"2 integer", "PT30M dayTimeDuration", "PT1H dayTimeDuration", '*'},
        {"P1D dayTimeDuration", "0.5 double", "P2D dayTimeDuration", '/'},
        {"P1D dayTimeDuration", "NaN double", "error", '*'},
        {"P1D dayTimeDuration", "PT1H dayTimeDuration", "24 decimal", '/'},
        {"P1D dayTimeDuration", "P1M yearMonthDuration", "error", '+'},
        {"PT1H dayTimeDuration", "2025-01-01 date", "error", '-'},
        {"999999999-01-01 date", "P999999999Y yearMonthDuration", "error", '+'},
        {"999999999999 integer", "P999999999999D dayTimeDuration", "error", '*'},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Value a = value_of(CASES[i].a), b = value_of(CASES[i].b);
        Value result;
        const Arithmetic operation = operation_of(CASES[i].sign);
        assert_int_equal(value_arithmetic(arena, operation, &a, &b, &result), STATUS_OK);
        if (strcmp(shown(result), CASES[i].expected) != 0)
            fail_msg("%s %c %s: %s, not %s", CASES[i].a, CASES[i].sign, CASES[i].b, shown(result),
                     CASES[i].expected);
    }
}

/* A number longer than the limit is an error of the expression; getting there costs little. */
static void long_numbers_end_in_an_error(void **state) {
    (void)state;
    Value value = value_of("99999999999999999999 integer");
    unsigned squared = 0;
    for (; value.kind == VALUE_INTEGER && squared < 20; squared++)
        assert_int_equal(value_arithmetic(arena, ARITHMETIC_MULTIPLY, &value, &value, &value),
                         STATUS_OK);
    assert_int_equal(value.kind, VALUE_ERROR);
    assert_int_equal(squared, 10);
    char digits[DECIMAL_DIGITS_MAX + 2];
    memset(digits, '7', sizeof digits);
    const Term just = term_typed((Text){digits, 16000}, TEXT(XSD "decimal"));
    const Term over = term_typed((Text){digits, DECIMAL_DIGITS_MAX + 1}, TEXT(XSD "integer"));
    assert_int_equal(value_of_term(arena, &just, &value), STATUS_OK);
    assert_int_equal(value.kind, VALUE_DECIMAL);
    value.term.kind = TERM_NONE;
    Term back;
    assert_int_equal(value_term(arena, &value, &back), STATUS_OK);
    assert_true(text_equal(back.text, just.text));
    assert_int_equal(value_of_term(arena, &over, &value), STATUS_OK);
    assert_int_equal(value.kind, VALUE_OTHER);
}

static char letter(Truth truth) { return "fte"[truth]; }

static bool same_class(const Value *a, const Value *b) {
    uint64_t x = 0, y = 0;
    bool uneven = false;
    assert_int_equal(value_class(arena, a, &x, &uneven), STATUS_OK);
    assert_false(uneven);
    assert_int_equal(value_class(arena, b, &y, &uneven), STATUS_OK);
    assert_false(uneven);
    return x == y;
}

static void equality_and_less(void **state) {
    (void)state;
    static const struct {
        const char *a, *b, *expected; /* =, <, <= : t true, f false, e error */
    } CASES[] = {
        {"1 integer", "1.0 decimal", "tft"},
        {"1 integer", "1.0 double", "tft"},
        {"0.1 decimal", "0.1 double", "tft"},
        {"0.1 float", "0.1 double", "fff"},
        {"1 byte", "2 decimal", "ftt"},
        {"NaN double", "NaN double", "fff"},
        {"1 integer", "NaN double", "fff"},
        {"0 double", "-0 double", "tft"},
        {"340282366920938463463374607431768211456 integer",
         "340282366920938463463374607431768211457 integer", "ftt"},
        {"-340282366920938463463374607431768211456 integer", "1 integer", "ftt"},
        {"a string", "b string", "ftt"},
        {"é string", "z string", "fff"},
        {"a string", "a @en", "fee"},
        {"a @en", "a @EN", "tee"},
        {"a @en", "a @fr", "fee"},
        {"true boolean", "1 boolean", "tft"},
        {"false boolean", "true boolean", "ftt"},
        {"1 integer", "a string", "fee"},
        {"1 integer", "true boolean", "fee"},
        {"x integer", "x integer", "tee"},
        {"x integer", "y integer", "eee"},
        {"a token", "a token", "tee"},
        {"a token", "b token", "eee"},
        {"a token", "a string", "eee"},
        {"a", "a", "tee"},
        {"a", "b", "fee"},
        {"a", "a string", "fee"},
        {"2025-01-01T00:00:00Z dateTime", "2025-01-01T01:00:00+01:00 dateTime", "tft"},
        {"2025-01-01T00:00:00 dateTime", "2025-01-01T00:00:00Z dateTime", "eee"},
        {"2025-01-01T00:00:00 dateTime", "2025-01-02T00:00:00-05:00 dateTime", "ftt"},
        {"-0001-12-31T23:59:59Z dateTime", "0000-01-01T00:00:00Z dateTime", "ftt"},
        {"12000-01-01T00:00:00Z dateTime", "9999-01-01T00:00:00Z dateTime", "fff"},
        {"2025-01-01 date", "2025-01-02 date", "ftt"},
        {"2025-01-01 date", "2025-01-01T00:00:00 dateTime", "fee"},
        {"10:00:00Z time", "11:00:00+01:00 time", "tft"},
        {"2025 gYear", "2025Z gYear", "eee"},
        {"--01 gMonth", "--02 gMonth", "fee"},
        {"P1Y yearMonthDuration", "P12M yearMonthDuration", "tft"},
        {"PT1H dayTimeDuration", "PT90M dayTimeDuration", "ftt"},
        {"P0M yearMonthDuration", "PT0S dayTimeDuration", "tee"},
        {"P1Y duration", "P12M yearMonthDuration", "tee"},
        {"P1M duration", "P30D duration", "fee"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Value a = value_of(CASES[i].a), b = value_of(CASES[i].b);
        Truth equal, less, less_equal;
        assert_int_equal(value_equal(arena, &a, &b, &equal), STATUS_OK);
        assert_int_equal(value_less(arena, &a, &b, false, &less), STATUS_OK);
        assert_int_equal(value_less(arena, &a, &b, true, &less_equal), STATUS_OK);
        const char found[] = {letter(equal), letter(less), letter(less_equal), 0};
        if (strcmp(found, CASES[i].expected) != 0)
            fail_msg("%s, %s: %s, not %s", CASES[i].a, CASES[i].b, found, CASES[i].expected);
        if (equal == TRUTH_TRUE && !same_class(&a, &b))
            fail_msg("%s, %s are of different classes", CASES[i].a, CASES[i].b);
    }
}

/* The integer is nearest to a double that lies between two floats, and nearer to the upper float than to the lower. */
static void a_number_of_two_classes_is_uneven(void **state) {
    (void)state;
    const Value integer = value_of("18014399583223809 integer");
    const Value real = value_of("18014399583223808 double"),
                single = value_of("18014400656965632 float");
    uint64_t class = 0;
    bool uneven = false;
    Truth truth = TRUTH_FALSE;
    assert_int_equal(value_equal(arena, &integer, &real, &truth), STATUS_OK);
    assert_int_equal(truth, TRUTH_TRUE);
    assert_int_equal(value_equal(arena, &integer, &single, &truth), STATUS_OK);
    assert_int_equal(truth, TRUTH_TRUE);
    assert_int_equal(value_class(arena, &integer, &class, &uneven), STATUS_OK);
    assert_true(uneven && class < VALUE_CLASS_NUMBERS);
    assert_false(same_class(&real, &single));
}

static void effective_boolean_values(void **state) {
    (void)state;
    static const struct {
        const char *value;
        char expected;
    } CASES[] = {
        {"true boolean", 't'},    {"0 boolean", 'f'},    {"maybe boolean", 'e'},
        {" string", 'f'},         {"a string", 't'},     {"a @en", 'e'},
        {"0 integer", 'f'},       {"0.00 decimal", 'f'}, {"-1 integer", 't'},
        {"NaN double", 'f'},      {"-0 double", 'f'},    {"1e-300 double", 't'},
        {"x integer", 'e'},       {"x token", 'e'},      {"<a>", 'e'},
        {"2025-01-01 date", 'e'}, {"0 float", 'f'},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Value value = value_of(CASES[i].value);
        if (letter(value_effective(&value)) != CASES[i].expected) fail_msg("%s", CASES[i].value);
    }
}

static void order_is_total_and_transitive(void **state) {
    (void)state;
    static const char *const ASCENDING[] = {"http://a",
                                            "http://b",
                                            "NaN double",
                                            "-INF double",
                                            "-5 integer",
                                            "0.5 decimal",
                                            "9007199254740992 double",
                                            "9007199254740993 integer",
                                            "9007199254740994 double",
                                            "1e300 double",
                                            "INF float",
                                            "false boolean",
                                            "true boolean",
                                            "-0044-03-15T00:00:00 dateTime",
                                            "2025-01-01T00:00:00Z dateTime",
                                            "1900-01-01 date",
                                            "00:00:00 time",
                                            "2025 gYear",
                                            "PT1S dayTimeDuration",
                                            "P1M yearMonthDuration",
                                            "P31D duration",
                                            "a string",
                                            "a @de",
                                            "a @en",
                                            "b string",
                                            "é @fr",
                                            "x integer",
                                            "a token"};
    enum {
        COUNT = sizeof ASCENDING / sizeof ASCENDING[0]
    };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++) {
            const Value a = value_of(ASCENDING[i]), b = value_of(ASCENDING[j]);
            int order;
            assert_int_equal(value_order(arena, &a, &b, &order), STATUS_OK);
            const int sign = (order > 0) - (order < 0);
            if (sign != (i > j) - (i < j))
                fail_msg("%s, %s: %d", ASCENDING[i], ASCENDING[j], order);
        }
}

static void equal_values_have_no_order(void **state) {
    (void)state;
    static const char *const SAME[][2] = {{"1 integer", "1.0 decimal"},
                                          {"1 double", "01 integer"},
                                          {"0.5 decimal", "0.5 float"},
                                          {"1 boolean", "true boolean"},
                                          {"2025-01-01Z date", "2025-01-01 date"}};
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        const Value a = value_of(SAME[i][0]), b = value_of(SAME[i][1]);
        int order;
        assert_int_equal(value_order(arena, &a, &b, &order), STATUS_OK);
        assert_int_equal(order, 0);
    }
}

/* Doubles of all sizes come back from their canonical form, and inline values from their ids. */
static void round_trips(void **state) {
    (void)state;
    uint64_t bits = 42;
    for (int i = 0; i < 20000; i++) {
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double real;
        memcpy(&real, &bits, sizeof real);
        if (!(real > 0 || real < 0)) continue;
        const Value value = value_double(real);
        Term term;
        Value back;
        assert_int_equal(value_term(arena, &value, &term), STATUS_OK);
        assert_int_equal(value_of_term(arena, &term, &back), STATUS_OK);
        assert_memory_equal(&back.real, &real, sizeof real);
        const Value number = value_integer((int64_t)bits >> (bits % 64));
        const TermId id = value_inline(&number);
        if (id == TERM_ID_NONE) continue;
        assert_true(value_of_inline(id).decimal.small == number.decimal.small);
    }
}

/* The string of a value is canonical, though the id that holds it keeps the spelling. */
static void casts_of_inline_values(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"1.50 decimal", "1.5"},
        {"1.0 decimal", "1"},
        {"2025-01-01T00:00:00.500Z dateTime", "2025-01-01T00:00:00.5Z"},
        {"2025-01-01+00:00 date", "2025-01-01Z"},
        {"-5 integer", "-5"},
        {"true boolean", "true"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Term term = term_of(CASES[i][0]);
        const TermId id = id_inline(&term);
        const Value value = id == TERM_ID_NONE ? value_of(CASES[i][0]) : value_of_inline(id);
        Value text;
        assert_int_equal(value_cast(arena, &value, DATATYPE_STRING, &text), STATUS_OK);
        assert_int_equal(text.kind, VALUE_STRING);
        assert_true(text_equal(text.term.text, text_of(CASES[i][1])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(canonical_forms, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(arithmetic, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(long_numbers_end_in_an_error, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(equality_and_less, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_number_of_two_classes_is_uneven, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(effective_boolean_values, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(order_is_total_and_transitive, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(equal_values_have_no_order, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(casts_of_inline_values, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(round_trips, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
