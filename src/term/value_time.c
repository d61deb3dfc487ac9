/* Dates, times and durations: lexical forms, canonical forms, the calendar.
 * XSD 1.1 part 2, sections 3.3.6 to 3.3.15 and appendix E; years as there: 0000 is 1 BC, -0001 is 2 BC.
 *
 * Each type is a small pattern that both reading and writing follow: Y year, M month, D day, t time of
 * day; other characters stand for themselves. */
#include "term_internal.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_PER_DAY    86400
#define SECONDS_PER_MINUTE 60
#define FRACTION_DIGITS    18
#define DURATION_MAX       INT64_C(999999999999) /* of any one unit */

static const char *pattern_of(ValueKind kind) {
    switch (kind) {
    case VALUE_DATETIME: return "Y-M-DTt";
    case VALUE_DATE: return "Y-M-D";
    case VALUE_TIME: return "t";
    case VALUE_G_YEAR: return "Y";
    case VALUE_G_YEAR_MONTH: return "Y-M";
    case VALUE_G_MONTH: return "--M";
    case VALUE_G_MONTH_DAY: return "--M-D";
    case VALUE_G_DAY: return "---D";
    default: return "";
    }
}

/* ---- The calendar --------------------------------------------------------------------------- */

static bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int month_days(int64_t year, int month) {
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : DAYS[month - 1];
}

/* Days from 1970-01-01, by eras of 400 years that begin in March, so that the leap day comes last. */
int64_t days_of_date(int64_t year, int month, int day) {
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_of_days(int64_t days, Calendar *date) {
    const int64_t shifted = days + 719468;
    const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int64_t day_of_era = shifted - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month = (5 * day_of_year + 2) / 153;
    date->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    date->month = (int)(month < 10 ? month + 3 : month - 9);
    date->year = year_of_era + era * 400 + (date->month <= 2);
}

/* Quotient towards minus infinity. */
static Int128 floor_divide(Int128 a, Int128 b) {
    const Int128 quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

Calendar calendar_of(const Moment *moment) {
    Calendar parts = {0};
    const Int128 day = SECONDS_PER_DAY * ATTO_PER_SECOND;
    const Int128 days = floor_divide(moment->atto, day);
    const Int128 within = moment->atto - days * day;
    const int seconds = (int)(within / ATTO_PER_SECOND);
    date_of_days((int64_t)days, &parts);
    parts.hour = seconds / 3600;
    parts.minute = seconds / 60 % 60;
    parts.second = seconds % 60;
    parts.atto = (uint64_t)(within % ATTO_PER_SECOND);
    return parts;
}

Int128 calendar_atto(const Calendar *parts) {
    const int within_day = parts->hour * 3600 + parts->minute * 60 + parts->second;
    const Int128 seconds =
        (Int128)days_of_date(parts->year, parts->month, parts->day) * SECONDS_PER_DAY + within_day;
    return seconds * ATTO_PER_SECOND + (Int128)parts->atto;
}

bool moment_in_range(Int128 atto) {
    const Int128 limit = (Int128)YEAR_MAX * 366 * SECONDS_PER_DAY * ATTO_PER_SECOND;
    return atto > -limit && atto < limit;
}

Int128 moment_utc(const Moment *moment) {
    const int zone = moment->zone == ZONE_NONE ? 0 : moment->zone;
    return moment->atto - (Int128)zone * SECONDS_PER_MINUTE * ATTO_PER_SECOND;
}

/* ---- Reading -------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take(Text *rest, char c) {
    if (!rest->len || rest->at[0] != c) return false;
    *rest = text_slice(*rest, 1, rest->len);
    return true;
}

/* Takes all digits that follow; false when there is none or the number is above `most`. */
static bool take_number(Text *rest, int64_t most, int64_t *number, size_t *digits) {
    int64_t sum = 0;
    size_t count = 0;
    for (; count < rest->len && is_digit(rest->at[count]); count++) {
        sum = sum * 10 + (rest->at[count] - '0');
        if (sum > most) return false;
    }
    *rest = text_slice(*rest, count, rest->len);
    *number = sum;
    *digits = count;
    return count > 0;
}

static bool take_two(Text *rest, int least, int most, int *number) {
    if (rest->len < 2 || !is_digit(rest->at[0]) || !is_digit(rest->at[1])) return false;
    *number = (rest->at[0] - '0') * 10 + (rest->at[1] - '0');
    *rest = text_slice(*rest, 2, rest->len);
    return *number >= least && *number <= most;
}

/* Fraction digits after the point, cut after the 18th. */
static bool take_fraction(Text *rest, uint64_t *atto) {
    size_t count = 0;
    *atto = 0;
    for (; count < rest->len && is_digit(rest->at[count]); count++)
        if (count < FRACTION_DIGITS) *atto = *atto * 10 + (uint64_t)(rest->at[count] - '0');
    for (size_t i = count; i < FRACTION_DIGITS; i++) *atto *= 10;
    *rest = text_slice(*rest, count, rest->len);
    return count > 0;
}

/* yearFrag: at least four digits, no leading zero in longer ones. */
static bool take_year(Text *rest, int64_t *year) {
    const bool negative = take(rest, '-');
    const bool zero = rest->len && rest->at[0] == '0';
    size_t digits;
    if (!take_number(rest, YEAR_MAX, year, &digits) || digits < 4 || (digits > 4 && zero))
        return false;
    if (negative) *year = -*year;
    return true;
}

/* hh:mm:ss(.s+)?, or the end of the day 24:00:00. */
static bool take_time(Text *rest, Calendar *parts) {
    if (!take_two(rest, 0, 24, &parts->hour) || !take(rest, ':') ||
        !take_two(rest, 0, 59, &parts->minute) || !take(rest, ':') ||
        !take_two(rest, 0, 59, &parts->second))
        return false;
    if (take(rest, '.') && !take_fraction(rest, &parts->atto)) return false;
    return parts->hour < 24 || (!parts->minute && !parts->second && !parts->atto);
}

/* timezoneFrag: Z or (+|-)hh:mm up to 14:00; nothing is ZONE_NONE. */
static bool take_zone(Text *rest, int16_t *zone) {
    *zone = ZONE_NONE;
    if (!rest->len) return true;
    *zone = 0;
    if (take(rest, 'Z')) return true;
    const bool negative = rest->at[0] == '-';
    int hours, minutes;
    if (!(take(rest, '-') || take(rest, '+')) || !take_two(rest, 0, 14, &hours) ||
        !take(rest, ':') || !take_two(rest, 0, 59, &minutes))
        return false;
    const int offset = hours * 60 + minutes;
    *zone = (int16_t)(negative ? -offset : offset);
    return offset <= 14 * 60;
}

static bool take_part(Text *rest, char part, Calendar *parts) {
    switch (part) {
    case 'Y': return take_year(rest, &parts->year);
    case 'M': return take_two(rest, 1, 12, &parts->month);
    case 'D': return take_two(rest, 1, 31, &parts->day);
    case 't': return take_time(rest, parts);
    default: return take(rest, part);
    }
}

bool moment_parse(ValueKind kind, Text text, Moment *moment) {
    /* 1972 has all days, so that --02-29 is one; a time alone lies on the first day. */
    Calendar parts = {.year = kind == VALUE_TIME ? 1970 : 1972, .month = 1, .day = 1};
    for (const char *part = pattern_of(kind); *part; part++)
        if (!take_part(&text, *part, &parts)) return false;
    if (!take_zone(&text, &moment->zone) || text.len ||
        parts.day > month_days(parts.year, parts.month))
        return false;
    if (kind == VALUE_TIME && parts.hour == 24) parts.hour = 0;
    moment->atto = calendar_atto(&parts);
    return true;
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* Writes `number` with at least `width` digits; returns the end. */
static char *put_number(char *out, uint64_t number, int width) {
    char digits[20];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (width-- > count) *out++ = '0';
    while (count) *out++ = digits[--count];
    return out;
}

/* Writes ".digits" without the zeros at the end, but with at least `least` digits. */
static char *put_fraction(char *out, uint64_t atto, unsigned least) {
    char digits[20];
    put_number(digits, atto, FRACTION_DIGITS);
    unsigned count = FRACTION_DIGITS;
    while (count > least && digits[count - 1] == '0') count--;
    if (count) {
        *out++ = '.';
        memcpy(out, digits, count);
    }
    return out + count;
}

static char *put_year(char *out, int64_t year) {
    if (year < 0) *out++ = '-';
    return put_number(out, (uint64_t)(year < 0 ? -year : year), 4);
}

static char *put_time(char *out, const Calendar *parts, unsigned digits) {
    out = put_number(out, (uint64_t)parts->hour, 2);
    *out++ = ':';
    out = put_number(out, (uint64_t)parts->minute, 2);
    *out++ = ':';
    out = put_number(out, (uint64_t)parts->second, 2);
    return put_fraction(out, parts->atto, digits);
}

static char *put_zone(char *out, int16_t zone) {
    const unsigned offset = (unsigned)(zone < 0 ? -zone : zone);
    if (zone == ZONE_NONE) return out;
    *out++ = zone < 0 ? '-' : zone ? '+' : 'Z';
    if (!zone) return out;
    out = put_number(out, offset / 60, 2);
    *out++ = ':';
    return put_number(out, offset % 60, 2);
}

size_t moment_write(ValueKind kind, const Moment *moment, unsigned digits, char text[MOMENT_TEXT]) {
    const Calendar parts = calendar_of(moment);
    char *out = text;
    for (const char *part = pattern_of(kind); *part; part++) switch (*part) {
        case 'Y': out = put_year(out, parts.year); break;
        case 'M': out = put_number(out, (uint64_t)parts.month, 2); break;
        case 'D': out = put_number(out, (uint64_t)parts.day, 2); break;
        case 't': out = put_time(out, &parts, digits); break;
        default: *out++ = *part;
        }
    out = put_zone(out, moment->zone);
    return (size_t)(out - text);
}

/* ---- Durations ------------------------------------------------------------------------------ */

/* The units of a duration in their order, after the "T" those of a time. */
static const struct Unit {
    char letter;
    bool after_t;
    bool of_months; /* counts months, else seconds */
    int64_t size;
} UNITS[] = {{'Y', false, true, 12},   {'M', false, true, 1},  {'D', false, false, 86400},
             {'H', true, false, 3600}, {'M', true, false, 60}, {'S', true, false, 1}};

enum {
    UNIT_COUNT = sizeof UNITS / sizeof UNITS[0]
};

static bool unit_allowed(ValueKind kind, const struct Unit *unit) {
    if (kind == VALUE_YEARMONTH_DURATION) return unit->of_months;
    return kind == VALUE_DURATION || !unit->of_months;
}

/* Takes "number letter"; only seconds may have a fraction. */
static bool take_unit(Text *rest, bool after_t, size_t *next, ValueKind kind, Duration *duration) {
    int64_t number;
    size_t digits;
    uint64_t atto = 0;
    if (!take_number(rest, DURATION_MAX, &number, &digits)) return false;
    const bool fraction = take(rest, '.');
    if (fraction && !take_fraction(rest, &atto)) return false;
    for (; *next < UNIT_COUNT; (*next)++) {
        const struct Unit *const unit = &UNITS[*next];
        if (unit->after_t != after_t || !rest->len || rest->at[0] != unit->letter) continue;
        if (!unit_allowed(kind, unit) || (fraction && unit->letter != 'S')) return false;
        if (unit->of_months)
            duration->months += number * unit->size;
        else
            duration->atto += (Int128)number * unit->size * ATTO_PER_SECOND + (Int128)atto;
        (*next)++;
        return take(rest, unit->letter);
    }
    return false;
}

/* -?P(nY)?(nM)?(nD)?(T(nH)?(nM)?(n(.n)?S)?)? with at least one number, and one after the T. */
bool duration_parse(ValueKind kind, Text text, Duration *duration) {
    const bool negative = take(&text, '-');
    size_t next = 0;
    bool after_t = false;
    *duration = (Duration){0};
    if (!take(&text, 'P') || !text.len) return false;
    while (text.len) {
        if (!after_t && take(&text, 'T')) after_t = true;
        if (!take_unit(&text, after_t, &next, kind, duration)) return false;
    }
    if (negative) *duration = (Duration){.months = -duration->months, .atto = -duration->atto};
    return true;
}

/* Writes "number letter" when the number is not 0. */
static char *put_unit(char *out, uint64_t number, char letter) {
    if (!number) return out;
    out = put_number(out, number, 1);
    *out++ = letter;
    return out;
}

static char *put_clock(char *out, uint64_t seconds, uint64_t atto) {
    *out++ = 'T';
    out = put_unit(out, seconds / 3600, 'H');
    out = put_unit(out, seconds / 60 % 60, 'M');
    if (!(seconds % 60) && !atto) return out;
    out = put_fraction(put_number(out, seconds % 60, 1), atto, 0);
    *out++ = 'S';
    return out;
}

size_t duration_write(ValueKind kind, const Duration *duration, char text[MOMENT_TEXT]) {
    const bool negative = duration->months < 0 || duration->atto < 0;
    const uint64_t months = (uint64_t)(negative ? -duration->months : duration->months);
    const Int128 atto = negative ? -duration->atto : duration->atto;
    const uint64_t seconds = (uint64_t)(atto / ATTO_PER_SECOND);
    char *out = text;
    if (!months && !atto)
        return (size_t)snprintf(text, MOMENT_TEXT,
                                kind == VALUE_YEARMONTH_DURATION ? "P0M" : "PT0S");
    if (negative) *out++ = '-';
    *out++ = 'P';
    out = put_unit(out, months / 12, 'Y');
    out = put_unit(out, months % 12, 'M');
    out = put_unit(out, seconds / SECONDS_PER_DAY, 'D');
    if (atto % (SECONDS_PER_DAY * ATTO_PER_SECOND))
        out = put_clock(out, seconds % SECONDS_PER_DAY, (uint64_t)(atto % ATTO_PER_SECOND));
    return (size_t)(out - text);
}

bool duration_in_range(const Duration *duration) {
    const int64_t months = DURATION_MAX * 12;
    const Int128 atto = DURATION_MAX * SECONDS_PER_DAY * ATTO_PER_SECOND;
    return duration->months >= -months && duration->months <= months && duration->atto >= -atto &&
           duration->atto <= atto;
}
