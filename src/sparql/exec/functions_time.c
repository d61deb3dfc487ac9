/* Functions on dates and times: SPARQL 1.1 section 17.4.5. Beyond the standard, which has them for xsd:dateTime
 * only, the parts of xsd:date and xsd:time can be asked for too (XPath F&O 3.1, section 9.5). */
#include "expression_internal.h"

#include <stdio.h>

Status builtin_now(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)args, (void)count;
    *result = context->now;
    return STATUS_OK;
}

static bool has_date(const Value *value) {
    return value->kind == VALUE_DATETIME || value->kind == VALUE_DATE;
}

static bool has_clock(const Value *value) {
    return value->kind == VALUE_DATETIME || value->kind == VALUE_TIME;
}

Status builtin_year(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_date(&args[0])) *result = value_integer(calendar_of(&args[0].moment).year);
    return STATUS_OK;
}

Status builtin_month(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_date(&args[0])) *result = value_integer(calendar_of(&args[0].moment).month);
    return STATUS_OK;
}

Status builtin_day(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_date(&args[0])) *result = value_integer(calendar_of(&args[0].moment).day);
    return STATUS_OK;
}

Status builtin_hours(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_clock(&args[0])) *result = value_integer(calendar_of(&args[0].moment).hour);
    return STATUS_OK;
}

Status builtin_minutes(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_clock(&args[0])) *result = value_integer(calendar_of(&args[0].moment).minute);
    return STATUS_OK;
}

Status builtin_seconds(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (!has_clock(&args[0])) return STATUS_OK;
    const Calendar parts = calendar_of(&args[0].moment);
    const Int128 atto = parts.second * ATTO_PER_SECOND + (Int128)parts.atto;
    *result = (Value){.kind = VALUE_DECIMAL, .decimal = {.small = atto, .scale = 18}};
    return STATUS_OK;
}

static bool has_zone(const Value *value) {
    return (has_date(value) || has_clock(value)) && value->moment.zone != ZONE_NONE;
}

Status builtin_timezone(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (has_zone(&args[0]))
        *result = (Value){.kind = VALUE_DAYTIME_DURATION,
                          .duration = {.atto = (Int128)args[0].moment.zone * 60 * ATTO_PER_SECOND}};
    return STATUS_OK;
}

/* As written: "Z", "-05:00", "+00:00", or "" when there is none. */
Status builtin_tz(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    Term term;
    if (!has_date(&args[0]) && !has_clock(&args[0])) return STATUS_OK;
    *result = value_string(TEXT(""));
    if (!has_zone(&args[0])) return STATUS_OK;
    TRY(value_term(context->scratch, &args[0], &term));
    const size_t len = text_ends(term.text, TEXT("Z")) ? 1 : sizeof "+00:00" - 1;
    *result = value_string(text_slice(term.text, term.text.len - len, term.text.len));
    return STATUS_OK;
}
