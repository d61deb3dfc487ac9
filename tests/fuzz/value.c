/* Fuzz target: literals as values. The first byte chooses a datatype, the rest is two lexical forms. What a
 * value is written as must be that value again, arithmetic must end, and an inline id must give its term back. */
#include "ytterby/value.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const datatypes[] = {
    XSD "integer", XSD "decimal", XSD "double",   XSD "float",           XSD "date",
    XSD "time",    XSD "gYear",   XSD "dateTime", XSD "dayTimeDuration", XSD "yearMonthDuration",
    XSD "boolean", XSD "byte",    XSD "duration", XSD "string",          "urn:x:own"};

static void check_inline(const Term *term) {
    const TermId id = id_inline(term);
    if (id == TERM_ID_NONE) return;
    char text[32];
    const Term back = id_decode(id, text);
    if (!text_equal(back.text, term->text) || !text_equal(back.datatype, term->datatype)) abort();
}

static void check_written(Arena *arena, const Value *value) {
    Term term;
    Value again;
    int order = 0;
    if (value->kind == VALUE_ERROR || value_term(arena, value, &term) != STATUS_OK) return;
    if (value_of_term(arena, &term, &again) != STATUS_OK) return;
    if (value_order(arena, value, &again, &order) == STATUS_OK && order != 0) abort();
}

static void check_pair(Arena *arena, const Value *a, const Value *b) {
    Value result;
    Truth truth;
    int order, back;
    for (int operation = 0; operation < 4; operation++)
        if (value_arithmetic(arena, (Arithmetic)operation, a, b, &result) == STATUS_OK)
            check_written(arena, &result);
    value_equal(arena, a, b, &truth);
    if (value_order(arena, a, b, &order) != STATUS_OK ||
        value_order(arena, b, a, &back) != STATUS_OK)
        return;
    if ((order < 0) != (back > 0)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    Budget budget;
    budget_init(&budget, 0, (size_t)256 << 20);
    Arena *arena = arena_new(&budget);
    if (!arena) abort();
    const size_t count = sizeof datatypes / sizeof *datatypes;
    const char *text = (const char *)data + 1;
    const char *split = memchr(text, '|', size - 1);
    const size_t first = split ? (size_t)(split - text) : size - 1;
    const Term a = term_typed((Text){text, first}, text_of(datatypes[data[0] % count]));
    const Term b = term_typed(split ? (Text){split + 1, size - 2 - first} : TEXT("1"),
                              text_of(datatypes[data[0] / count % count]));
    Value values[2];
    check_inline(&a);
    if (value_of_term(arena, &a, &values[0]) == STATUS_OK &&
        value_of_term(arena, &b, &values[1]) == STATUS_OK) {
        check_written(arena, &values[0]);
        check_pair(arena, &values[0], &values[1]);
    }
    arena_free(arena);
    return 0;
}
