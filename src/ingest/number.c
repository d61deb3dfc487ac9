/* Numbers with units: "310 mt", "16.2 million to 18.18 million mt", "$175 billion", "over 60%", "15 free trade
 * agreements", "two hundred square kilometres". Only what has a unit of the lexicon counts. Decimals stay as the text has them; a multiplier is taken
 * into a unit that is that multiple ("million tonnes"), or else moves the decimal point. */
#include "ingest_internal.h"

#include <limits.h>

enum {
    MOST_DIGITS = 30,
    LONGEST_SIGN = 6, /* bytes of a currency's sign and a space */
    MOST_BETWEEN = 4  /* words between a number and what it counts */
};

/* One number while it is read. */
typedef struct Number {
    size_t from, to;
    Text digits;               /* without group marks */
    uint32_t unit, multiplier; /* NO_ITEM: none */
    bool before;               /* the unit stands before it: "$5" */
    bool words;                /* it is written out */
} Number;

static bool is_digit(Text text, size_t at) {
    return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Digits in groups or not, then a fraction: where it ends; the digits without marks go to `out`. */
static size_t read_digits(Text text, size_t at, Buffer *out) {
    while (is_digit(text, at)) {
        buffer_byte(out, text.at[at++]);
        const bool group = at < text.len && text.at[at] == ',' && is_digit(text, at + 1) &&
                           is_digit(text, at + 2) && is_digit(text, at + 3) &&
                           !is_digit(text, at + 4);
        if (group) at++;
    }
    if (at < text.len && text.at[at] == '.' && is_digit(text, at + 1)) {
        buffer_byte(out, text.at[at++]);
        while (is_digit(text, at)) buffer_byte(out, text.at[at++]);
    }
    return at;
}

static size_t skip_spaces(Text text, size_t at) {
    while (at < text.len &&
           (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\r' || text.at[at] == '-'))
        at++;
    while (text_starts(text_slice(text, at, text.len), TEXT("\xC2\xA0"))) at += 2;
    return at;
}

/* The unit before a number: a currency sign. */
static uint32_t unit_before(const Document *document, size_t at, size_t *from) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t back = at < LONGEST_SIGN ? at : LONGEST_SIGN; back > 0; back--) {
        for (size_t i = paragraph_hit(paragraph, at - back);
             i < paragraph->hits.count && paragraph->hits.at[i].from == at - back; i++) {
            const Hit *const hit = &paragraph->hits.at[i];
            const Form *const form = hit_form(document, hit, FORM_UNIT);
            const size_t gap = skip_spaces(paragraph->text, hit->to);
            if (!form || gap != at || has_lower(form->written)) continue;
            *from = hit->from;
            return form->item;
        }
    }
    return NO_ITEM;
}

static bool ends_clause(char byte) {
    return byte == ',' || byte == '.' || byte == ';' || byte == ':' || byte == '(' || byte == ')';
}

/* "469,000 rare earth-related patents": the noun that is counted, a few words on. */
static uint32_t counted_unit(const Document *document, size_t at, size_t *to) {
    const Text text = document->paragraph.text;
    for (size_t words = 0; at < text.len && words <= MOST_BETWEEN; words++) {
        size_t end = at;
        const Form *const form = form_at(document, at, FORM_UNIT, &end);
        if (form && document->lexicon->things[form->item].counts) {
            *to = end;
            return form->item;
        }
        end = at;
        while (end < text.len && text.at[end] != ' ' && text.at[end] != '-' &&
               text.at[end] != '\n') {
            if (ends_clause(text.at[end]) || is_digit(text, end)) return NO_ITEM;
            end++;
        }
        static const char *const ends[] = {"of",  "in", "and", "to", "from", "by",  "or",
                                           "for", "on", "at",  "is", "was",  "with"};
        if (is_one_of(text_slice(text, at, end), ends, sizeof ends / sizeof *ends)) return NO_ITEM;
        at = skip_spaces(text, end);
    }
    return NO_ITEM;
}

/* Only the end of a unit: "per kilogram", "a year". */
static bool is_rate(const Document *document, const Form *form) {
    const Text written = form->written;
    return document->lexicon->things[form->item].numerator.len > 0 &&
           (text_starts(written, TEXT("per ")) || text_starts(written, TEXT("a ")) ||
            text_starts(written, TEXT("/")));
}

/* "$3,100 per kilogram": a unit whose numerator is the one read so far. */
static void read_rate(const Document *document, Number *number) {
    const Text text = document->paragraph.text;
    const Lexicon *const lexicon = document->lexicon;
    const size_t at = skip_spaces(text, number->to);
    const Text numerator = lexicon->things[number->unit].iri;
    for (size_t i = paragraph_hit(&document->paragraph, at);
         i < document->paragraph.hits.count && document->paragraph.hits.at[i].from == at; i++) {
        const Hit *const hit = &document->paragraph.hits.at[i];
        for (uint32_t form = hit->form; form != NO_ITEM; form = lexicon->forms[form].next) {
            const Form *const found = &lexicon->forms[form];
            if (found->kind != FORM_UNIT || hit->glued) continue;
            if (!text_equal(lexicon->things[found->item].numerator, numerator)) continue;
            number->unit = found->item;
            number->to = hit->to;
            return;
        }
    }
}

/* "12,000 tonnes of rare-earth oxides per year": the rate a few words behind, in the same clause. */
static void read_late_rate(const Document *document, Number *number) {
    const Paragraph *const paragraph = &document->paragraph;
    const Lexicon *const lexicon = document->lexicon;
    const Text numerator = lexicon->things[number->unit].iri;
    for (size_t i = paragraph_hit(paragraph, number->to); i < paragraph->hits.count; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        for (size_t at = number->to; at < hit->from; at++) {
            if (ends_clause(paragraph->text.at[at]) || is_digit(paragraph->text, at)) return;
        }
        if (words_between(paragraph->text, number->to, hit->from) > MOST_BETWEEN + 1) return;
        for (uint32_t form = hit->form; form != NO_ITEM; form = lexicon->forms[form].next) {
            const Form *const found = &lexicon->forms[form];
            if (found->kind != FORM_UNIT || !is_rate(document, found) ||
                !text_equal(lexicon->things[found->item].numerator, numerator))
                continue;
            number->unit = found->item;
            return;
        }
    }
}

static void read_unit(const Document *document, Number *number) {
    const Text text = document->paragraph.text;
    size_t end, at = skip_spaces(text, number->to);
    const Form *form = form_at(document, at, FORM_MULTIPLIER, &end);
    if (form) {
        number->multiplier = form->item;
        number->to = end;
        at = skip_spaces(text, end);
    }
    form = form_at(document, at, FORM_UNIT, &end);
    if (form && is_rate(document, form)) form = NULL;
    if (form && (number->unit == NO_ITEM || !document->lexicon->things[form->item].counts)) {
        number->unit = form->item;
        number->to = end;
    }
    if (number->unit != NO_ITEM) {
        const uint32_t unit = number->unit;
        read_rate(document, number);
        const bool weight = !document->lexicon->things[unit].numerator.len && !number->before;
        if (number->unit == unit && weight) read_late_rate(document, number);
        return;
    }
    if (number->words) return; /* "two large mines": most often no figure */
    number->unit = counted_unit(document, at, &end);
    if (number->unit != NO_ITEM) number->to = end;
}

static Status read_number(Document *document, size_t at, Number *number) {
    Buffer digits = {0};
    *number = (Number){.from = at, .unit = NO_ITEM, .multiplier = NO_ITEM};
    number->unit = unit_before(document, at, &number->from);
    number->before = number->unit != NO_ITEM;
    number->to = read_digits(document->paragraph.text, at, &digits);
    number->digits = arena_text(document->scratch, buffer_view(&digits));
    const bool failed = digits.failed || !number->digits.at;
    buffer_free(&digits);
    if (failed) return STATUS_NO_MEMORY;
    read_unit(document, number);
    return STATUS_OK;
}

/* "twelve months": the numeral that stands there, with a unit or a multiplier right behind it. */
static bool read_numeral(const Document *document, size_t at, Number *number) {
    size_t end;
    const Form *const form = form_at(document, at, FORM_NUMERAL, &end);
    if (!form) return false;
    *number = (Number){.from = at,
                       .to = end,
                       .unit = NO_ITEM,
                       .multiplier = NO_ITEM,
                       .digits = document->lexicon->things[form->item].digits,
                       .words = true};
    read_unit(document, number);
    return number->unit != NO_ITEM;
}

/* ---- Values -------------------------------------------------------------------------------------------------------- */

/* The decimal with its point moved to the right. */
static Status shift(Arena *arena, Text digits, int power, Text *value) {
    Buffer out = {0};
    const size_t point = text_find(digits, TEXT("."), 0);
    const size_t whole = point == SIZE_MAX ? digits.len : point;
    buffer_text(&out, text_slice(digits, 0, whole));
    size_t at = whole + 1;
    for (int i = 0; i < power; i++, at++) buffer_byte(&out, at < digits.len ? digits.at[at] : '0');
    if (at < digits.len) {
        buffer_byte(&out, '.');
        buffer_text(&out, text_slice(digits, at, digits.len));
    }
    Text text = buffer_view(&out);
    while (text.len > 1 && text.at[0] == '0' && text.at[1] != '.')
        text = text_slice(text, 1, text.len);
    *value = arena_text(arena, text);
    const bool failed = out.failed || !value->at;
    buffer_free(&out);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* "million" of "tonnes": the unit that is this multiple, if the graph has it. */
static uint32_t multiple_of(const Lexicon *lexicon, uint32_t unit, int power) {
    const Text base = lexicon->things[unit].iri;
    for (uint32_t i = 0; i < lexicon->thing_count; i++) {
        const Thing *const thing = &lexicon->things[i];
        if (thing->base.len && thing->power == power && text_equal(thing->base, base)) return i;
    }
    return NO_ITEM;
}

/* The value in the plain unit. */
static Status plain_value(const Document *document, const Number *number, Text *value) {
    *value = number->digits;
    if (number->multiplier == NO_ITEM) return STATUS_OK;
    const int power = document->lexicon->things[number->multiplier].power;
    return shift(document->scratch, number->digits, power < 0 ? 0 : power, value);
}

static Status add_quantity(Document *document, Number *low, const Number *high) {
    const Lexicon *const lexicon = document->lexicon;
    Paragraph *const paragraph = &document->paragraph;
    Quantity quantity = {.from = (uint32_t)low->from, .to = (uint32_t)(high ? high : low)->to};
    if (low->digits.len > MOST_DIGITS || (high && high->digits.len > MOST_DIGITS)) return STATUS_OK;
    const bool shared = low->unit == NO_ITEM || low->before; /* "800 to 900 million tonnes" */
    if (high && shared && low->multiplier == NO_ITEM) low->multiplier = high->multiplier;
    quantity.unit = high ? high->unit : low->unit;
    uint32_t multiple = NO_ITEM;
    if (low->multiplier != NO_ITEM && (!high || high->multiplier == low->multiplier))
        multiple = multiple_of(lexicon, quantity.unit, lexicon->things[low->multiplier].power);
    if (multiple != NO_ITEM) {
        quantity.unit = multiple;
        quantity.low = low->digits;
        if (high) quantity.high = high->digits;
    } else {
        TRY(plain_value(document, low, &quantity.low));
        if (high) TRY(plain_value(document, high, &quantity.high));
    }
    TRY(LIST_ADD(&paragraph->quantities));
    paragraph->quantities.at[paragraph->quantities.count++] = quantity;
    return STATUS_OK;
}

/* ---- Ranges -------------------------------------------------------------------------------------------------------- */

/* Where the second number of a range begins: after "to", a dash, or "and" of "between 5 and 7"; 0: it is none. */
static size_t range_at(Text text, const Number *low) {
    static const Text signs[] = {{"to ", 3}, {"-", 1}, {"\xE2\x80\x93", 3}, {"\xE2\x80\x94", 3}};
    size_t at = low->to;
    while (at < text.len && text.at[at] == ' ') at++;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (text_starts(text_slice(text, at, text.len), signs[i])) return at + signs[i].len;
    }
    const bool between = text_equal_nocase(word_before(text, low->from), TEXT("between"));
    return between && text_starts(text_slice(text, at, text.len), TEXT("and ")) ? at + 4 : 0;
}

static bool is_smaller(Text a, Text b) {
    const size_t x = text_find(a, TEXT("."), 0), y = text_find(b, TEXT("."), 0);
    const size_t left = x == SIZE_MAX ? a.len : x, right = y == SIZE_MAX ? b.len : y;
    return left != right ? left < right : text_compare(a, b) < 0;
}

/* The number after a range sign, with or without its currency sign. */
static Status second_number(Document *document, const Number *low, Number *high, bool *found) {
    const Text text = document->paragraph.text;
    size_t at = range_at(text, low);
    *found = false;
    if (at == 0) return STATUS_OK;
    /* "from 370,000 tonnes to 1.6 million tonnes": a change, not a range */
    const bool whole = low->unit != NO_ITEM && !low->before;
    if (whole && text_equal_nocase(word_before(text, low->from), TEXT("from"))) return STATUS_OK;
    for (size_t steps = 0; steps < 5 && at < text.len && !is_digit(text, at); steps++) at++;
    if (!is_digit(text, at)) return STATUS_OK;
    TRY(read_number(document, at, high));
    if (high->unit == NO_ITEM) high->unit = low->unit;
    const bool same = low->unit == NO_ITEM || low->unit == high->unit;
    const bool rises = low->multiplier != high->multiplier || is_smaller(low->digits, high->digits);
    *found = high->unit != NO_ITEM && same && rises;
    return STATUS_OK;
}

/* ---- The door ------------------------------------------------------------------------------------------------------ */

static bool in_date(const Paragraph *paragraph, size_t at, size_t *next) {
    size_t low = 0, high = paragraph->dates.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->dates.at[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == paragraph->dates.count || paragraph->dates.at[low].from > at) return false;
    *next = paragraph->dates.at[low].to;
    return true;
}

static bool may_begin(Text text, size_t at) {
    const int32_t before = code_before(text, at);
    if (code_is_word(before)) return false;
    return !(at > 1 && (before == '.' || before == ',') && is_digit(text, at - 2));
}

static bool starts_word(Text text, size_t at) {
    const char byte = text.at[at];
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    return letter && !code_is_word(code_before(text, at));
}

Status find_quantities(Document *document) {
    const Paragraph *const paragraph = &document->paragraph;
    const Text text = paragraph->text;
    for (size_t at = 0, next; at < text.len; at = next) {
        Number low, high;
        bool range;
        next = at + 1;
        if (!is_digit(text, at)) {
            if (!starts_word(text, at) || !read_numeral(document, at, &low)) continue;
            TRY(add_quantity(document, &low, NULL));
            next = low.to;
            continue;
        }
        if (in_date(paragraph, at, &next) || !may_begin(text, at)) continue;
        TRY(read_number(document, at, &low));
        TRY(second_number(document, &low, &high, &range));
        if (range || low.unit != NO_ITEM) TRY(add_quantity(document, &low, range ? &high : NULL));
        next = range ? high.to : low.to;
        while (is_digit(text, next)) next++;
    }
    return STATUS_OK;
}
