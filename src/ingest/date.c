/* Dates: "October 24, 2025", "24 October", "March 2026", "2025-10-24", "2023". A day without a year takes that of the
 * last full date of the document. They become literals of their precision: xsd:date, xsd:gYearMonth, xsd:gYear. */
#include "ingest_internal.h"

#define XSD_DATE  XSD "date"
#define XSD_MONTH XSD "gYearMonth"
#define XSD_YEAR  XSD "gYear"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

/* A date while it is read: what is 0 was not found. */
typedef struct Reading {
    Text text;
    size_t at;
    int year, month, day;
} Reading;

static bool is_digit(Text text, size_t at) {
    return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

static bool is_letter(Text text, size_t at) {
    return at < text.len && ((text.at[at] >= 'a' && text.at[at] <= 'z') ||
                             (text.at[at] >= 'A' && text.at[at] <= 'Z'));
}

/* A number of so many digits, and no digit after it; *end is where it ends. */
static int digits(Text text, size_t at, size_t least, size_t most, size_t *end) {
    int value = 0;
    size_t count = 0;
    while (count < most && is_digit(text, at + count))
        value = value * 10 + (text.at[at + count++] - '0');
    if (count < least || is_digit(text, at + count)) return -1;
    *end = at + count;
    return value;
}

/* The month whose name, or its first three letters, stands there. */
static int month_at(Text text, size_t at, size_t *end) {
    size_t stop = at;
    while (is_letter(text, stop)) stop++;
    const Text word = text_slice(text, at, stop);
    if (word.len < 3 || word.at[0] > 'Z') return 0;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        const Text name = text_of(months[i]);
        const bool known = text_equal(word, name) || text_equal(word, text_slice(name, 0, 3)) ||
                           (i == 8 && text_equal(word, TEXT("Sept")));
        if (!known) continue;
        *end = stop + (stop < text.len && text.at[stop] == '.' && word.len < 5);
        return (int)i + 1;
    }
    return 0;
}

static size_t skip(Text text, size_t at, const char *what) {
    for (; *what; what++) {
        if (at < text.len && text.at[at] == *what) at++;
    }
    return at;
}

static bool year_is_right(int year) { return year >= 1900 && year <= 2100; }
static bool day_is_right(int day) { return day >= 1 && day <= 31; }

static void read_year(Reading *reading, size_t at) {
    size_t end;
    const int year = digits(reading->text, at, 4, 4, &end);
    if (!year_is_right(year)) return;
    reading->year = year;
    reading->at = end;
}

/* October 24, 2025; October 24; October 2025 */
static bool month_first(Reading *reading, size_t at) {
    const Text text = reading->text;
    size_t end;
    reading->month = month_at(text, at, &end);
    if (reading->month == 0) return false;
    end = skip(text, end, " ");
    const int day = digits(text, end, 1, 2, &reading->at);
    if (!day_is_right(day)) {
        read_year(reading, skip(text, end, "of "));
        return reading->year != 0;
    }
    reading->day = day;
    if (text_starts(text_slice(text, reading->at, text.len), TEXT("th")) ||
        text_starts(text_slice(text, reading->at, text.len), TEXT("st")) ||
        text_starts(text_slice(text, reading->at, text.len), TEXT("nd")) ||
        text_starts(text_slice(text, reading->at, text.len), TEXT("rd")))
        reading->at += 2;
    read_year(reading, skip(text, reading->at, ", "));
    return true;
}

/* 24 October 2025; 24 October */
static bool day_first(Reading *reading, size_t at) {
    size_t end;
    reading->day = digits(reading->text, at, 1, 2, &end);
    if (!day_is_right(reading->day)) return false;
    reading->month = month_at(reading->text, skip(reading->text, end, " "), &reading->at);
    if (reading->month == 0) return false;
    read_year(reading, skip(reading->text, reading->at, ", "));
    return true;
}

/* 2025-10-24, 2025/10/24, 2025 */
static bool year_first(Reading *reading, size_t at) {
    const Text text = reading->text;
    size_t end, stop;
    read_year(reading, at);
    if (reading->year == 0) return false;
    end = reading->at;
    if (end >= text.len || (text.at[end] != '-' && text.at[end] != '/')) return true;
    const int month = digits(text, end + 1, 2, 2, &stop);
    if (month < 1 || month > 12 || stop >= text.len || text.at[stop] != text.at[end]) return true;
    const int day = digits(text, stop + 1, 1, 2, &end);
    if (!day_is_right(day)) return true;
    reading->month = month;
    reading->day = day;
    reading->at = end;
    return true;
}

static Status add_date(Document *document, const Reading *reading, size_t from) {
    Paragraph *const paragraph = &document->paragraph;
    Buffer text = {0};
    Date date = {.from = (uint32_t)from, .to = (uint32_t)reading->at, .year = reading->year};
    if (reading->year && reading->day) document->year = reading->year;
    if (date.year == 0) date.year = document->year;
    if (date.year == 0) return STATUS_OK; /* a day of no year */
    buffer_format(&text, "%04d", date.year);
    if (reading->month) buffer_format(&text, "-%02d", reading->month);
    if (reading->day) buffer_format(&text, "-%02d", reading->day);
    date.datatype = reading->day ? XSD_DATE : reading->month ? XSD_MONTH : XSD_YEAR;
    date.text = arena_text(document->scratch, buffer_view(&text));
    const bool failed = text.failed || !date.text.at;
    buffer_free(&text);
    if (failed) return STATUS_NO_MEMORY;
    TRY(LIST_ADD(&paragraph->dates));
    paragraph->dates.at[paragraph->dates.count++] = date;
    return STATUS_OK;
}

/* May a date begin there? Pages that lost their mark-up run words together: "iconOct 26, 2025". */
static bool may_begin(Text text, size_t at) {
    const int32_t before = code_before(text, at);
    if (!code_is_word(before)) return before != '.' && before != ',' ? true : !is_digit(text, at);
    return before >= 'a' && before <= 'z' && text.at[at] >= 'A' && text.at[at] <= 'Z';
}

/* "2023 tonnes" is no year, nor are "2,023" and "2023.5". */
static bool ends_rightly(const Document *document, const Reading *reading) {
    const Text text = document->paragraph.text;
    const size_t at = reading->at;
    size_t end;
    if (code_is_word(code_at(text, at)) && !is_border(code_before(text, at), code_at(text, at)))
        return false;
    if (at + 1 < text.len && (text.at[at] == '.' || text.at[at] == ',') && is_digit(text, at + 1))
        return false;
    if (reading->month) return true;
    if (at < text.len && text.at[at] == '%') return false;
    const size_t next = skip(text, at, " ");
    const Form *const unit = form_at(document, next, FORM_UNIT, &end);
    return !unit || document->lexicon->things[unit->item].counts;
}

Status find_dates(Document *document) {
    const Text text = document->paragraph.text;
    for (size_t at = 0; at < text.len; at++) {
        Reading reading = {.text = text};
        const bool digit = is_digit(text, at);
        if (!digit && !(text.at[at] >= 'A' && text.at[at] <= 'Z')) continue;
        if (!may_begin(text, at)) continue;
        bool found = digit ? day_first(&reading, at) : month_first(&reading, at);
        if (!found && digit) {
            reading = (Reading){.text = text};
            found = year_first(&reading, at);
        }
        if (!found || !ends_rightly(document, &reading)) continue;
        TRY(add_date(document, &reading, at));
        at = reading.at - 1;
    }
    return STATUS_OK;
}
