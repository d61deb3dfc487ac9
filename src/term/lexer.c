/* The tokens shared by the Turtle family and SPARQL: a table of character classes and one scanner per token.
 * Productions: RDF 1.2 Turtle section 6.5; the numbers in brackets are those of SPARQL 1.1 section 19.8.
 * ASCII goes by the table; a byte from 0x80 goes through the strict UTF-8 decoder. */
#include "ytterby/lexer.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    SPACE = LEX_SPACE,
    MARK = LEX_IRI, /* allowed in an IRI, in no name */
    ESCAPABLE = LEX_IRI | LEX_LOCAL_ESCAPE,
    DIGIT = LEX_DIGIT | LEX_HEX | LEX_NAME | LEX_IRI,
    LETTER = LEX_LETTER | LEX_NAME | LEX_NAME_START | LEX_IRI,
    HEXLETTER = LETTER | LEX_HEX,
    UNDERSCORE = LEX_NAME | LEX_NAME_START | LEX_IRI | LEX_LOCAL_ESCAPE,
    HYPHEN = LEX_NAME | LEX_IRI | LEX_LOCAL_ESCAPE
};

enum {
    LONGEST_SUBTAG = 8 /* RFC 5646 section 2.1; RDF wants well-formed tags */
};

const unsigned char lex_class[256] = {
    ['\t'] = SPACE,    ['\n'] = SPACE,     ['\r'] = SPACE,    [' '] = SPACE,     ['!'] = ESCAPABLE,
    ['#'] = ESCAPABLE, ['$'] = ESCAPABLE,  ['%'] = ESCAPABLE, ['&'] = ESCAPABLE, ['\''] = ESCAPABLE,
    ['('] = ESCAPABLE, [')'] = ESCAPABLE,  ['*'] = ESCAPABLE, ['+'] = ESCAPABLE, [','] = ESCAPABLE,
    ['-'] = HYPHEN,    ['.'] = ESCAPABLE,  ['/'] = ESCAPABLE, ['0'] = DIGIT,     ['1'] = DIGIT,
    ['2'] = DIGIT,     ['3'] = DIGIT,      ['4'] = DIGIT,     ['5'] = DIGIT,     ['6'] = DIGIT,
    ['7'] = DIGIT,     ['8'] = DIGIT,      ['9'] = DIGIT,     [':'] = MARK,      [';'] = ESCAPABLE,
    ['='] = ESCAPABLE, ['?'] = ESCAPABLE,  ['@'] = ESCAPABLE, ['A'] = HEXLETTER, ['B'] = HEXLETTER,
    ['C'] = HEXLETTER, ['D'] = HEXLETTER,  ['E'] = HEXLETTER, ['F'] = HEXLETTER, ['G'] = LETTER,
    ['H'] = LETTER,    ['I'] = LETTER,     ['J'] = LETTER,    ['K'] = LETTER,    ['L'] = LETTER,
    ['M'] = LETTER,    ['N'] = LETTER,     ['O'] = LETTER,    ['P'] = LETTER,    ['Q'] = LETTER,
    ['R'] = LETTER,    ['S'] = LETTER,     ['T'] = LETTER,    ['U'] = LETTER,    ['V'] = LETTER,
    ['W'] = LETTER,    ['X'] = LETTER,     ['Y'] = LETTER,    ['Z'] = LETTER,    ['['] = MARK,
    [']'] = MARK,      ['_'] = UNDERSCORE, ['a'] = HEXLETTER, ['b'] = HEXLETTER, ['c'] = HEXLETTER,
    ['d'] = HEXLETTER, ['e'] = HEXLETTER,  ['f'] = HEXLETTER, ['g'] = LETTER,    ['h'] = LETTER,
    ['i'] = LETTER,    ['j'] = LETTER,     ['k'] = LETTER,    ['l'] = LETTER,    ['m'] = LETTER,
    ['n'] = LETTER,    ['o'] = LETTER,     ['p'] = LETTER,    ['q'] = LETTER,    ['r'] = LETTER,
    ['s'] = LETTER,    ['t'] = LETTER,     ['u'] = LETTER,    ['v'] = LETTER,    ['w'] = LETTER,
    ['x'] = LETTER,    ['y'] = LETTER,     ['z'] = LETTER,    ['~'] = ESCAPABLE, [0x7f] = MARK};

/* PN_CHARS_BASE [164] above ASCII. */
static const struct {
    uint32_t first, last;
} base_ranges[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                   {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                   {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};

bool lex_is_name_start(uint32_t code) {
    if (code < 0x80) return (lex_class[code] & LEX_NAME_START) != 0;
    for (size_t i = 0; i < sizeof base_ranges / sizeof base_ranges[0]; i++)
        if (code <= base_ranges[i].last) return code >= base_ranges[i].first;
    return false;
}

bool lex_is_name(uint32_t code) {
    if (code < 0x80) return (lex_class[code] & LEX_NAME) != 0;
    return code == 0xB7 || (code >= 0x300 && code <= 0x36F) || code == 0x203F || code == 0x2040 ||
           lex_is_name_start(code);
}

static const char *const problem_texts[] = {
    [LEX_OK] = "no problem",
    [LEX_CUT] = "the text ends inside a token",
    [LEX_UTF8] = "this is not valid UTF-8",
    [LEX_IRI_CHARACTER] = "this character is not allowed in an IRI",
    [LEX_ESCAPE] = "this is not a valid escape sequence",
    [LEX_SURROGATE] = "this escape does not name a Unicode character",
    [LEX_LINE_BREAK] = "a line break inside a string: close the quotes, or use three of them",
    [LEX_NAME_EXPECTED] = "a name was expected here",
    [LEX_NUMBER] = "this is not a number",
    [LEX_LANGUAGE] = "this is not a language tag",
    [LEX_LANGUAGE_LONG] = "a part of a language tag has at most 8 characters",
    [LEX_DIRECTION] = "the direction after -- must be ltr or rtl"};

const char *lex_problem_text(LexProblem problem) {
    const size_t count = sizeof problem_texts / sizeof problem_texts[0];
    return (size_t)problem < count ? problem_texts[problem] : "unknown problem";
}

/* ---- Runs: 16 bytes at a time where the machine can ------------------------------------------ */

#ifdef __SSE2__
static __m128i all(char byte) { return _mm_set1_epi8(byte); }

/* One bit for each byte that is no plain character of an IRI. As signed bytes, what is not ASCII lies
 * below the blank; without bit 1, "<" and ">" are one byte, and so are \ and ^, blank and quote. */
static unsigned iri_stops(__m128i bytes) {
    const __m128i folded = _mm_and_si128(bytes, all((char)0xFD));
    __m128i stops = _mm_cmpgt_epi8(all(0x21), bytes);
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(folded, all('<')));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(folded, all('\\')));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(folded, all(' ')));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(bytes, all('`')));
    const __m128i braces =
        _mm_and_si128(_mm_cmpgt_epi8(bytes, all('z')), _mm_cmpgt_epi8(all('~'), bytes));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(stops, braces));
}

/* One bit for each byte that a string of this quote may have to look at. */
static unsigned string_stops(__m128i bytes, char quote) {
    __m128i stops = _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, all(quote)));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(bytes, all('\\')));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(bytes, all('\n')));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(bytes, all('\r')));
    return (unsigned)_mm_movemask_epi8(stops);
}

static __m128i load(Text text, size_t at) {
    return _mm_loadu_si128((const __m128i *)(const void *)(text.at + at));
}
#endif

/* Offset after the plain characters of an IRI. */
static size_t iri_run(Text text, size_t at) {
#ifdef __SSE2__
    for (; at + 16 <= text.len; at += 16) {
        const unsigned stops = iri_stops(load(text, at));
        if (stops) return at + (size_t)__builtin_ctz(stops);
    }
#endif
    while (at < text.len && (lex_class[(unsigned char)text.at[at]] & LEX_IRI)) at++;
    return at;
}

/* Is the byte plain inside a string of quote `quote`? Line breaks are looked at by the caller. */
static bool plain_in_string(char byte, char quote) {
    const unsigned char value = (unsigned char)byte;
    return value < 0x80 && byte != quote && byte != '\\' && byte != '\n' && byte != '\r';
}

/* Offset after the plain characters of a string. */
static size_t string_run(Text text, size_t at, char quote) {
#ifdef __SSE2__
    for (; at + 16 <= text.len; at += 16) {
        const unsigned stops = string_stops(load(text, at), quote);
        if (stops) return at + (size_t)__builtin_ctz(stops);
    }
#endif
    while (at < text.len && plain_in_string(text.at[at], quote)) at++;
    return at;
}

/* ---- Small parts ------------------------------------------------------------------------------------------ */

static unsigned class_at(Text text, size_t at) {
    return at < text.len ? lex_class[(unsigned char)text.at[at]] : 0;
}

static bool byte_is(Text text, size_t at, char byte) {
    return at < text.len && text.at[at] == byte;
}

static Lexed found(size_t end, bool escaped, bool open) {
    return (Lexed){.end = end, .problem = LEX_OK, .escaped = escaped, .open = open};
}

static Lexed wrong(LexProblem problem, size_t at) {
    return (Lexed){.end = at, .problem = problem, .open = problem == LEX_CUT};
}

/* Is what is left at `at` a code point cut short by the end of the text? */
static bool utf8_is_cut(Text text, size_t at) {
    static const unsigned char first_least[] = {0xC2, 0xE0, 0xF0};
    const size_t left = text.len - at;
    const unsigned char first = (unsigned char)text.at[at];
    if (left >= 4 || first < 0xC2 || first > 0xF4) return false;
    size_t need = 2;
    while (need < 4 && first >= first_least[need - 1]) need++;
    for (size_t i = 1; i < left; i++)
        if (((unsigned char)text.at[at + i] & 0xC0) != 0x80) return false;
    return left < need;
}

/* Steps over one code point above ASCII; 0 when it is invalid, with the problem in *problem. */
static size_t step_utf8(Text text, size_t at, int32_t *code, LexProblem *problem) {
    size_t size = 0;
    *code = utf8_decode(text.at + at, text.len - at, &size);
    if (*code >= 0) return size;
    *problem = utf8_is_cut(text, at) ? LEX_CUT : LEX_UTF8;
    return 0;
}

static unsigned hex_value(char digit) {
    if (digit <= '9') return (unsigned)(digit - '0');
    return (unsigned)((digit | 0x20) - 'a') + 10;
}

/* UCHAR at the "\": sets *code and returns its bytes; 0 with the problem. */
static size_t scan_uchar(Text text, size_t at, uint32_t *code, LexProblem *problem) {
    const size_t digits = byte_is(text, at + 1, 'u') ? 4 : 8;
    *code = 0;
    for (size_t i = at + 2; i < at + 2 + digits; i++) {
        if (!(class_at(text, i) & LEX_HEX)) {
            *problem = i < text.len ? LEX_ESCAPE : LEX_CUT;
            return 0;
        }
        *code = (*code << 4) | hex_value(text.at[i]);
    }
    if (*code <= 0x10FFFF && (*code < 0xD800 || *code > 0xDFFF)) return digits + 2;
    *problem = LEX_SURROGATE;
    return 0;
}

/* ---- IRIREF [139] ------------------------------------------------------------------------------------------- */

static bool code_fits_iri(uint32_t code) {
    return code >= 0x80 || (lex_class[code] & LEX_IRI) != 0;
}

/* One character of an IRI that is no plain ASCII: returns its bytes, or 0 with the problem. */
static size_t scan_iri_special(Text text, size_t at, bool *escaped, LexProblem *problem) {
    const unsigned char byte = (unsigned char)text.at[at];
    if (byte >= 0x80) {
        int32_t code;
        return step_utf8(text, at, &code, problem);
    }
    *problem = LEX_IRI_CHARACTER;
    if (byte != '\\') return 0;
    if (at + 1 >= text.len) *problem = LEX_CUT;
    if (!byte_is(text, at + 1, 'u') && !byte_is(text, at + 1, 'U')) return 0;
    uint32_t code;
    const size_t size = scan_uchar(text, at, &code, problem);
    if (size == 0) return 0;
    *escaped = true;
    if (code_fits_iri(code)) return size;
    *problem = LEX_IRI_CHARACTER;
    return 0;
}

Lexed lex_iri(Text text, size_t at) {
    bool escaped = false;
    for (size_t i = at + 1;;) {
        i = iri_run(text, i);
        if (i >= text.len) return wrong(LEX_CUT, text.len);
        if (text.at[i] == '>') return found(i + 1, escaped, false);
        LexProblem problem = LEX_OK;
        const size_t size = scan_iri_special(text, i, &escaped, &problem);
        if (size == 0) return wrong(problem, i);
        i += size;
    }
}

/* ---- Strings [156] to [160] ----------------------------------------------------------------------------------- */

/* ECHAR or UCHAR at the "\": its bytes, or 0 with the problem. */
static size_t scan_string_escape(Text text, size_t at, LexProblem *problem) {
    if (at + 1 >= text.len) {
        *problem = LEX_CUT;
        return 0;
    }
    uint32_t code;
    switch (text.at[at + 1]) {
    case 't':
    case 'b':
    case 'n':
    case 'r':
    case 'f':
    case '"':
    case '\'':
    case '\\': return 2;
    case 'u':
    case 'U': return scan_uchar(text, at, &code, problem);
    default: *problem = LEX_ESCAPE; return 0;
    }
}

static Lexed scan_string(Text text, size_t at, size_t quotes) {
    const char quote = text.at[at];
    bool escaped = false;
    for (size_t i = at + quotes;;) {
        i = string_run(text, i, quote);
        if (i >= text.len) return wrong(LEX_CUT, text.len);
        LexProblem problem = LEX_LINE_BREAK;
        size_t size = quotes == 3;
        int32_t code;
        if (text.at[i] == quote) {
            if (quotes == 1) return found(i + 1, escaped, false);
            if (byte_is(text, i + 1, quote) && byte_is(text, i + 2, quote))
                return found(i + 3, escaped, false);
        } else if (text.at[i] == '\\') {
            escaped = true;
            size = scan_string_escape(text, i, &problem);
        } else if ((unsigned char)text.at[i] >= 0x80) {
            size = step_utf8(text, i, &code, &problem);
        }
        if (size == 0) return wrong(problem, i);
        i += size;
    }
}

Lexed lex_string(Text text, size_t at) {
    const char quote = text.at[at];
    if (!byte_is(text, at + 1, quote)) return scan_string(text, at, 1);
    if (!byte_is(text, at + 2, quote)) return found(at + 2, false, at + 2 >= text.len);
    return scan_string(text, at, 3);
}

/* ---- Names [140] to [145], [166] to [173] ---------------------------------------------------------------------- */

/* Offset after a run of PN_CHARS and dots that does not end in a dot; *open as in Lexed. */
static size_t scan_name(Text text, size_t at, bool *open, LexProblem *problem) {
    size_t end = at; /* after the last character that is no dot */
    for (size_t i = at;;) {
        const unsigned class = class_at(text, i);
        if (class & LEX_NAME) {
            end = ++i;
        } else if (byte_is(text, i, '.')) {
            i++;
        } else if (i < text.len && (unsigned char)text.at[i] >= 0x80) {
            int32_t code;
            const size_t size = step_utf8(text, i, &code, problem);
            if (size == 0) return i;
            if (!lex_is_name((uint32_t)code)) return end;
            end = i += size;
        } else {
            *open = i >= text.len;
            return end;
        }
    }
}

/* One character by a class of ASCII or a test above it: its bytes, or 0. */
static size_t scan_one(Text text, size_t at, unsigned class, bool (*test)(uint32_t),
                       LexProblem *problem) {
    if (at >= text.len) return 0;
    if ((unsigned char)text.at[at] < 0x80) return (class_at(text, at) & class) != 0;
    int32_t code;
    const size_t size = step_utf8(text, at, &code, problem);
    return size != 0 && test((uint32_t)code) ? size : 0;
}

Lexed lex_blank_label(Text text, size_t at) {
    LexProblem problem = LEX_OK;
    if (at + 1 < text.len && text.at[at + 1] != ':') return wrong(LEX_NAME_EXPECTED, at + 1);
    if (at + 2 >= text.len) return wrong(LEX_CUT, text.len);
    const size_t first =
        scan_one(text, at + 2, LEX_NAME_START | LEX_DIGIT, lex_is_name_start, &problem);
    if (first == 0) return wrong(problem != LEX_OK ? problem : LEX_NAME_EXPECTED, at + 2);
    bool open = false;
    const size_t end = scan_name(text, at + 2 + first, &open, &problem);
    return problem != LEX_OK ? wrong(problem, end) : found(end, false, open);
}

Lexed lex_variable(Text text, size_t at) {
    LexProblem problem = LEX_OK;
    size_t i = at;
    for (;;) {
        int32_t code = 0;
        size_t size = (class_at(text, i) & (LEX_NAME_START | LEX_DIGIT)) != 0;
        if (i < text.len && (unsigned char)text.at[i] >= 0x80) {
            size = step_utf8(text, i, &code, &problem);
            if (size == 0) return wrong(problem, i);
            if (!(lex_is_name_start((uint32_t)code) || (i > at && lex_is_name((uint32_t)code))))
                break;
        }
        if (size == 0) break;
        i += size;
    }
    if (i > at) return found(i, false, i >= text.len);
    return wrong(i < text.len ? LEX_NAME_EXPECTED : LEX_CUT, i);
}

/* PLX [170] or ":": a part of a local name beyond PN_CHARS. Its bytes; 0: none, or with a problem. */
static size_t scan_local_special(Text text, size_t at, bool *escaped, LexProblem *problem) {
    if (byte_is(text, at, ':')) return 1;
    if (byte_is(text, at, '\\')) {
        if (class_at(text, at + 1) & LEX_LOCAL_ESCAPE) {
            *escaped = true;
            return 2;
        }
        *problem = at + 1 < text.len ? LEX_ESCAPE : LEX_CUT;
    } else if (byte_is(text, at, '%')) {
        const bool first = class_at(text, at + 1) & LEX_HEX,
                   second = class_at(text, at + 2) & LEX_HEX;
        if (first && second) return 3;
        *problem = at + 1 >= text.len || (first && at + 2 >= text.len) ? LEX_CUT : LEX_ESCAPE;
    }
    return 0;
}

/* PN_LOCAL [169], which may be empty. */
static Lexed scan_local(Text text, size_t at) {
    bool escaped = false, open = false;
    LexProblem problem = LEX_OK;
    size_t end = at, i = at;
    size_t size = scan_one(text, at, LEX_NAME_START | LEX_DIGIT, lex_is_name_start, &problem);
    for (;;) {
        if (problem == LEX_OK && size == 0) size = scan_local_special(text, i, &escaped, &problem);
        if (problem != LEX_OK) return wrong(problem, i);
        if (size == 0) break;
        end = i += size;
        size_t next = scan_name(text, i, &open, &problem);
        if (problem != LEX_OK) return wrong(problem, next);
        end = next > end ? next : end;
        for (i = end; byte_is(text, i, '.'); i++) continue;
        size = 0;
    }
    return found(end, escaped, open || i >= text.len);
}

Lexed lex_prefixed_name(Text text, size_t at, size_t *colon) {
    LexProblem problem = LEX_OK;
    bool open = false;
    size_t i = at;
    if (!byte_is(text, at, ':')) {
        const size_t first = scan_one(text, at, LEX_LETTER, lex_is_name_start, &problem);
        if (problem != LEX_OK) return wrong(problem, at);
        if (first != 0) i = scan_name(text, at + first, &open, &problem);
        if (problem != LEX_OK) return wrong(problem, i);
        if (!byte_is(text, i, ':')) return wrong(open ? LEX_CUT : LEX_NAME_EXPECTED, i);
    }
    *colon = i;
    return scan_local(text, i + 1);
}

/* ---- Language tags [145], numbers [146] to [148] ---------------------------------------------------------------- */

/* Offset after a run of bytes of a class. */
static size_t run_of(Text text, size_t at, unsigned class) {
    while (class_at(text, at) & class) at++;
    return at;
}

static Lexed scan_direction(Text text, size_t at) {
    const size_t end = run_of(text, at, LEX_LETTER);
    const Text name = text_slice(text, at, end);
    if (text_equal(name, TEXT("ltr")) || text_equal(name, TEXT("rtl")))
        return found(end, false, end >= text.len);
    return wrong(end >= text.len ? LEX_CUT : LEX_DIRECTION, at);
}

Lexed lex_language(Text text, size_t at, size_t *tag_end) {
    size_t start = at + 1, i = run_of(text, start, LEX_LETTER);
    if (i == start) return wrong(i < text.len ? LEX_LANGUAGE : LEX_CUT, i);
    for (;;) {
        if (i - start > LONGEST_SUBTAG) return wrong(LEX_LANGUAGE_LONG, start);
        start = i + 1;
        if (!byte_is(text, i, '-')) break;
        const size_t end = run_of(text, start, LEX_LETTER | LEX_DIGIT);
        if (end == start) break;
        i = end;
    }
    *tag_end = i;
    if (!byte_is(text, i, '-')) return found(i, false, i >= text.len);
    if (byte_is(text, i + 1, '-')) return scan_direction(text, i + 2);
    return wrong(i + 1 < text.len ? LEX_LANGUAGE : LEX_CUT, i + 1);
}

/* Offset after EXPONENT [155] at `at`, or `at` when there is none; *open: it may be cut by the end. */
static size_t scan_exponent(Text text, size_t at, bool *open) {
    if (!byte_is(text, at, 'e') && !byte_is(text, at, 'E')) return at;
    const bool sign = byte_is(text, at + 1, '+') || byte_is(text, at + 1, '-');
    const size_t digits = at + 1 + sign, end = run_of(text, digits, LEX_DIGIT);
    *open = end >= text.len;
    return end > digits ? end : at;
}

Lexed lex_number(Text text, size_t at, LexNumber *kind) {
    const size_t start = at + (byte_is(text, at, '+') || byte_is(text, at, '-'));
    const size_t whole = run_of(text, start, LEX_DIGIT);
    bool open = whole >= text.len;
    size_t end = whole;
    *kind = LEX_INTEGER;
    if (byte_is(text, whole, '.')) {
        const size_t after = run_of(text, whole + 1, LEX_DIGIT);
        open = after >= text.len;
        if (after > whole + 1) {
            *kind = LEX_DECIMAL;
            end = after;
        } else if (whole > start) { /* "1.e5" is a double, "1." an integer before a full stop */
            const size_t last = scan_exponent(text, after, &open);
            if (last > after) *kind = LEX_DOUBLE;
            return found(last > after ? last : whole, false, open);
        }
    }
    if (end == start) return wrong(open ? LEX_CUT : LEX_NUMBER, end);
    const size_t last = scan_exponent(text, end, &open);
    if (last > end)
        *kind = LEX_DOUBLE;
    else if (byte_is(text, end, 'e') || byte_is(text, end, 'E'))
        return wrong(open ? LEX_CUT : LEX_NUMBER, end);
    return found(last, false, open);
}

/* ---- Between tokens ------------------------------------------------------------------------------------------------ */

size_t lex_blank(Text text, size_t at) {
    for (;;) {
        at = run_of(text, at, LEX_SPACE);
        if (!byte_is(text, at, '#')) return at;
        while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r') at++;
    }
}

size_t lex_word(Text text, size_t at) { return run_of(text, at, LEX_NAME_START | LEX_DIGIT); }

/* ---- Values ---------------------------------------------------------------------------------------------------------- */

Text lex_string_body(Text token) {
    const bool is_long = token.len >= 6 && token.at[1] == token.at[0] && token.at[2] == token.at[0];
    const size_t quotes = is_long ? 3 : 1;
    return text_slice(token, quotes, token.len - quotes);
}

static char echar_value(char letter) {
    switch (letter) {
    case 't': return '\t';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    default: return letter;
    }
}

/* Offset of the next "\" at or after `at`, or the text's length. */
static size_t next_backslash(Text text, size_t at) {
    while (at < text.len && text.at[at] != '\\') at++;
    return at;
}

void lex_unescape(Buffer *out, Text body) {
    for (size_t at = 0; at < body.len;) {
        const size_t stop = next_backslash(body, at);
        buffer_append(out, body.at + at, stop - at);
        at = stop + 2;
        if (stop + 1 >= body.len) return;
        const char letter = body.at[stop + 1];
        if (letter != 'u' && letter != 'U') {
            buffer_byte(out, echar_value(letter));
            continue;
        }
        uint32_t code;
        LexProblem problem;
        const size_t size = scan_uchar(body, stop, &code, &problem);
        if (size == 0) return;
        buffer_code(out, code);
        at = stop + size;
    }
}

void lex_unescape_local(Buffer *out, Text local) {
    for (size_t at = 0; at < local.len;) {
        const size_t stop = next_backslash(local, at);
        buffer_append(out, local.at + at, stop - at);
        if (stop + 1 >= local.len) return;
        buffer_byte(out, local.at[stop + 1]);
        at = stop + 2;
    }
}
