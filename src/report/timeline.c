/* The picture of an answer's rows in time, as SVG. Dates are those that reports print: "2023", "2023-12", "2025-10-24",
 * "2023 to 2025", "before 2025-10", "since 2021": what is only known as a year or a month takes all of it, what is open
 * on one side fades out there. */
#include "report_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_EVENTS = 100,
    TOP = 30, /* room for the years above the first line */
    OPEN_STROKE = 60
};

typedef struct Event {
    double begin, end;         /* years with their fractions */
    bool open_begin, open_end; /* "before", "since" */
    size_t row;
} Event;

typedef struct Scale {
    double first, last; /* years */
} Scale;

/* ---- Dates ---------------------------------------------------------------------------------------------------- */

/* Takes `digits` digits off the front of *text. */
static bool take_number(Text *text, size_t digits, unsigned *number) {
    if (text->len < digits) return false;
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (text->at[i] < '0' || text->at[i] > '9') return false;
        *number = *number * 10 + (unsigned)(text->at[i] - '0');
    }
    *text = text_slice(*text, digits, text->len);
    return true;
}

/* Takes "-07" off the front; 0 when nothing is there. */
static bool take_part(Text *text, unsigned most, unsigned *part) {
    *part = 0;
    if (text->len == 0 || text->at[0] != '-') return true;
    *text = text_slice(*text, 1, text->len);
    return take_number(text, 2, part) && *part >= 1 && *part <= most;
}

/* A year, a month or a day as the span that it takes. */
static bool read_date(Text text, double *begin, double *end) {
    unsigned year, month, day;
    if (!take_number(&text, 4, &year) || !take_part(&text, 12, &month) ||
        !take_part(&text, 31, &day))
        return false;
    if (text.len > 0 && text.at[0] != 'T') return false;
    *begin = year + (month ? (month - 1) / 12.0 : 0) + (day ? (day - 1) / 372.0 : 0);
    *end = *begin + (day ? 1 / 372.0 : month ? 1 / 12.0 : 1);
    return true;
}

static bool read_span(Text text, Event *event) {
    static const Text to = {" to ", 4}, before = {"before ", 7}, since = {"since ", 6},
                      until = {"until ", 6};
    double ignored;
    *event = (Event){0};
    event->open_begin = text_starts(text, before) || text_starts(text, until);
    event->open_end = text_starts(text, since);
    if (event->open_begin) text = text_slice(text, before.len - text_starts(text, until), text.len);
    if (event->open_end) text = text_slice(text, since.len, text.len);
    const size_t between = text_find(text, to, 0);
    if (between == SIZE_MAX) return read_date(text, &event->begin, &event->end);
    return read_date(text_slice(text, 0, between), &event->begin, &ignored) &&
           read_date(text_slice(text, between + to.len, text.len), &ignored, &event->end) &&
           event->begin < event->end;
}

static int by_time(const void *a, const void *b) {
    const Event *const one = a, *const other = b;
    if (one->begin != other->begin) return one->begin < other->begin ? -1 : 1;
    if (one->end != other->end) return one->end < other->end ? -1 : 1;
    return one->row < other->row ? -1 : one->row > other->row;
}

/* The rows with a date, in order of time; *left_out: those that are too many. */
static size_t find_events(const Answer *answer, size_t column, Event *events, size_t *left_out) {
    size_t count = 0;
    *left_out = 0;
    for (size_t row = 0; row < answer->rows; row++) {
        const Term *const cell = answer_cell(answer, row, column);
        Event event;
        if (cell->kind != TERM_LITERAL || !read_span(cell->text, &event)) continue;
        event.row = row;
        if (count < MOST_EVENTS)
            events[count++] = event;
        else
            ++*left_out;
    }
    if (count > 1) qsort(events, count, sizeof *events, by_time);
    return count;
}

/* ---- Drawing -------------------------------------------------------------------------------------------------- */

static double place(const Scale *scale, double year) {
    return 10 + (year - scale->first) / (scale->last - scale->first) * (PICTURE_WIDTH - 20);
}

static Scale scale_of(const Event *events, size_t count) {
    Scale scale = {events[0].begin, events[0].end};
    for (size_t i = 1; i < count; i++) {
        if (events[i].end > scale.last) scale.last = events[i].end;
    }
    scale.first = (double)(long)scale.first;
    if (scale.last > (double)(long)scale.last) scale.last = (double)((long)scale.last + 1);
    return scale;
}

static void write_years(const Scale *scale, size_t count, Output *out) {
    const double height = TOP + (double)count * PICTURE_LINE;
    const long years = (long)(scale->last - scale->first);
    long step = 1;
    while (years / step > 15) step = step == 1 ? 5 : step * 2;
    for (long year = (long)scale->first; year <= (long)scale->last; year += step) {
        const double x = place(scale, (double)year);
        output_format(out,
                      "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.0f\" />\n", x,
                      TOP - 8, x, height);
        if (year == (long)scale->last) continue;
        /* a single year's name stands in its middle, that of a step's first year at its line */
        const double middle = step == 1 ? (x + place(scale, (double)(year + 1))) / 2 : x;
        output_format(out, "<text class=\"tick\" x=\"%.1f\" y=\"14\">%ld</text>\n",
                      middle < 20 ? 20 : middle, year);
    }
}

/* What the row says, in short: its "what" with its value and unit, or its first texts before the date. */
static void describe_row(const Answer *answer, size_t row, size_t date, Buffer *out) {
    static const char *const whats[] = {"what", "statement", "claim"}, *const values[] = {"value"},
                             *const units[] = {"unit"};
    const size_t what = answer_column(answer, whats, 3), value = answer_column(answer, values, 1),
                 unit = answer_column(answer, units, 1);
    for (size_t i = 0, said = 0; i < answer->columns && said < 3; i++) {
        const Term *const cell = answer_cell(answer, row, i);
        const bool wanted = what == SIZE_MAX ? i < date || said == 0
                                             : i == what || i == value || (i == unit && said > 1);
        if (!wanted || i == date || cell->kind != TERM_LITERAL || cell->text.len == 0) continue;
        if (said++) buffer_text(out, i == unit ? TEXT(" ") : TEXT(": "));
        buffer_text(out, cell->text);
    }
}

/* Where the mark begins and ends; what is open on a side gets a short stroke there. */
static void mark_ends(const Scale *scale, const Event *event, double *from, double *to) {
    *from = place(scale, event->begin);
    *to = place(scale, event->end);
    if (event->open_begin) *from = *to - OPEN_STROKE > 10 ? *to - OPEN_STROKE : 10;
    if (event->open_end)
        *to = *from + OPEN_STROKE < PICTURE_WIDTH - 10 ? *from + OPEN_STROKE : PICTURE_WIDTH - 10;
}

static void write_mark(double from, double to, bool open, double y, Output *out) {
    if (!open && to - from < 8) {
        output_format(out, "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\" />\n",
                      (from + to) / 2, y);
        return;
    }
    output_format(
        out,
        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"8\" rx=\"3\"%s />\n",
        from, y - 4, to - from, open ? " opacity=\"0.5\"" : "");
}

/* The text stands on the side of the mark that has more room. */
static void write_event(const Answer *answer, const Scale *scale, const Event *event, size_t date,
                        double y, Output *out) {
    Buffer text = {0};
    double from, to;
    mark_ends(scale, event, &from, &to);
    const double after = PICTURE_WIDTH - to - 10, before = from - 10;
    const bool right = after >= before;
    buffer_text(&text, answer_cell(answer, event->row, date)->text);
    buffer_text(&text, TEXT("  "));
    describe_row(answer, event->row, date, &text);
    write_mark(from, to, event->open_begin || event->open_end, y, out);
    const double room = right ? after : before;
    picture_text(out, right ? to + 8 : from - 8, y + 4.5, right ? "" : "end", buffer_view(&text),
                 room > 0 ? (size_t)(room / PICTURE_LETTER) : 0);
    output_needs(out, &text);
    buffer_free(&text);
}

static void draw_events(const Answer *answer, size_t column, const Event *events, size_t count,
                        size_t left_out, Output *out) {
    const Scale scale = scale_of(events, count);
    output_text(out, TEXT("<section>\n<h2>Timeline</h2>\n"));
    if (left_out)
        output_format(out, "<p class=\"soft\">The first %zu of %zu rows with a date</p>\n", count,
                      count + left_out);
    output_format(out,
                  "<svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"timeline\" "
                  "xmlns=\"http://www.w3.org/2000/svg\">\n",
                  PICTURE_WIDTH, TOP + count * PICTURE_LINE + 6);
    write_years(&scale, count, out);
    for (size_t i = 0; i < count; i++)
        write_event(answer, &scale, &events[i], column, TOP + 11.0 + (double)i * PICTURE_LINE, out);
    output_text(out, TEXT("</svg>\n</section>\n"));
}

Status write_timeline(const Answer *answer, Output *out, Diag *diag) {
    static const char *const dates[] = {"when", "date", "period", "year", "published"};
    const size_t column = answer_column(answer, dates, sizeof dates / sizeof *dates);
    if (column == SIZE_MAX) return STATUS_OK;
    Event *const events = mem_zero(MOST_EVENTS, sizeof *events);
    if (!events) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    size_t left_out;
    const size_t count = find_events(answer, column, events, &left_out);
    /* all at one time: a line of equal marks says nothing */
    if (count > 1 &&
        (events[0].begin < events[count - 1].begin || events[0].end < events[count - 1].end))
        draw_events(answer, column, events, count, left_out, out);
    mem_free(events);
    return STATUS_OK;
}
