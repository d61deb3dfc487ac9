/* XPath regular expressions -> PCRE2's syntax. XPath F&O 3.1 section 5.6.1, XML Schema 1.0 part 2 appendix F.
 *
 * Everything is written out, so that no construct of Perl's gets through: literals are escaped, the multi-character
 * escapes (\d \s \w \i \c) become explicit sets, `.` `^` `$` get XPath's meaning. A character class that holds a
 * complement, or a subtraction, becomes a group that matches one character: [a-z-[aeiou]] is (?:(?![aeiou])[a-z]).
 * Groups nest without recursion; subtractions nest up to a limit. */
#include "expression_internal.h"

#include <string.h>

enum {
    GROUP_DEPTH_MAX = 200,
    CLASS_DEPTH_MAX = 8,
    REPEAT_MAX = 65535
};

typedef struct Translator {
    Text pattern;
    size_t at;
    const RegexFlags *flags;
    bool bad;                       /* not an XPath regular expression */
    unsigned open[GROUP_DEPTH_MAX]; /* numbers of the open groups; 0 for (?:…) */
    unsigned depth, groups;
} Translator;

/* ---- Reading -------------------------------------------------------------------------------- */

static bool at_end(const Translator *in) { return in->at >= in->pattern.len; }

/* The byte `ahead` of the next one, or 0. */
static char peek(const Translator *in, size_t ahead) {
    return in->at + ahead < in->pattern.len ? in->pattern.at[in->at + ahead] : 0;
}

static bool take(Translator *in, char c) {
    if (at_end(in) || in->pattern.at[in->at] != c) return false;
    in->at++;
    return true;
}

static void fail(Translator *in) {
    in->bad = true;
    in->at = in->pattern.len;
}

static uint32_t take_code(Translator *in) {
    size_t size = 1;
    const int32_t code = utf8_decode(in->pattern.at + in->at, in->pattern.len - in->at, &size);
    if (code < 0) {
        fail(in);
        return 0;
    }
    in->at += size;
    return (uint32_t)code;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_plain(uint32_t code) {
    return code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= '0' && code <= '9');
}

/* A literal character, outside a class or in one. */
static void put_literal(Buffer *out, uint32_t code) {
    if (is_plain(code))
        buffer_code(out, code);
    else
        buffer_format(out, "\\x{%X}", (unsigned)code);
}

/* ---- Sets of characters --------------------------------------------------------------------- */

#define NAME_START                                                                                 \
    ":A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}"    \
    "\\x{200C}-\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}"                 \
    "\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}"
#define NAME NAME_START "\\-.0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}"

/* The members of \d and the like; the capital letter means the complement. */
static const struct Set {
    char letter;
    bool complement;
    const char *members;
} SETS[] = {{'d', false, "\\p{Nd}"},
            {'s', false, " \\t\\n\\r"},
            {'w', true, "\\p{P}\\p{Z}\\p{C}"},
            {'i', false, NAME_START},
            {'c', false, NAME}};

/* One element of a class. A set's members are what stands between [ and ]. */
typedef struct Item {
    enum {
        ITEM_CHARACTER,
        ITEM_SET
    } kind;
    uint32_t code;
    char members[400];
    bool complement;
    bool exact_case; /* the flag i does not touch it */
} Item;

static bool find_set(char letter, Item *item) {
    const char lower = (char)(letter | 0x20);
    for (size_t i = 0; i < sizeof SETS / sizeof SETS[0]; i++)
        if (SETS[i].letter == lower) {
            *item = (Item){.kind = ITEM_SET, .complement = SETS[i].complement != (letter != lower)};
            memcpy(item->members, SETS[i].members, strlen(SETS[i].members));
            return true;
        }
    return false;
}

#define CATEGORIES                                                                                 \
    " L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C "   \
    "Cc "                                                                                          \
    "Cf Co Cn "

static bool is_category(Text name) {
    char padded[4] = "    ";
    if (!name.len || name.len > 2) return false;
    memcpy(padded + 1, name.at, name.len);
    return text_find(TEXT(CATEGORIES), (Text){padded, name.len + 2}, 0) != SIZE_MAX;
}

static const struct Block {
    const char *name;
    unsigned first, last;
} BLOCKS[] = {
#define BLOCK(name, first, last) {name, first, last},
#include "regex_blocks.def"
#undef BLOCK
};

static bool find_block(Text name, Item *item) {
    for (size_t i = 0; i < sizeof BLOCKS / sizeof BLOCKS[0]; i++)
        if (text_equal(name, text_of(BLOCKS[i].name))) {
            snprintf(item->members, sizeof item->members, "\\x{%X}-\\x{%X}", BLOCKS[i].first,
                     BLOCKS[i].last);
            return true;
        }
    return false;
}

/* {Lu} or {IsGreek} after \p or \P. */
static void take_property(Translator *in, Item *item) {
    const size_t end = text_find(in->pattern, TEXT("}"), in->at);
    if (!take(in, '{') || end == SIZE_MAX) {
        fail(in);
        return;
    }
    const Text name = text_slice(in->pattern, in->at, end);
    in->at = end + 1;
    item->kind = ITEM_SET;
    item->exact_case = true;
    if (is_category(name))
        snprintf(item->members, sizeof item->members, "\\p{%.*s}", (int)name.len, name.at);
    else if (!text_starts(name, TEXT("Is")) || !find_block(text_slice(name, 2, name.len), item))
        fail(in);
}

/* What follows a backslash, but for back-references. */
static void take_escape(Translator *in, Item *item) {
    const char c = peek(in, 0);
    *item = (Item){.kind = ITEM_CHARACTER, .code = (unsigned char)c};
    if (at_end(in))
        fail(in);
    else
        in->at++;
    switch (c) {
    case 'n': item->code = '\n'; return;
    case 'r': item->code = '\r'; return;
    case 't': item->code = '\t'; return;
    case 'p':
    case 'P':
        item->complement = c == 'P';
        take_property(in, item);
        return;
    default:
        if (!find_set(c, item) && (!c || !memchr("\\|.-^?*+{}()[]$", c, 15))) fail(in);
    }
}

static void put_set(Buffer *out, const Item *item) {
    if (item->exact_case) buffer_text(out, TEXT("(?-i:"));
    buffer_text(out, item->complement ? TEXT("[^") : TEXT("["));
    buffer_text(out, text_of(item->members));
    buffer_byte(out, ']');
    if (item->exact_case) buffer_byte(out, ')');
}

/* ---- Character classes ---------------------------------------------------------------------- */

/* What a class has so far: members of one PCRE2 class, and alternatives that cannot be in it. */
typedef struct Class {
    Buffer members, others, subtracted;
    bool negative;
} Class;

static void put_range(Buffer *out, uint32_t first, uint32_t last) {
    put_literal(out, first);
    if (first == last) return;
    buffer_byte(out, '-');
    put_literal(out, last);
}

/* The character that ends a range. */
static uint32_t take_range_end(Translator *in) {
    Item item = {.kind = ITEM_CHARACTER};
    if (take(in, '\\'))
        take_escape(in, &item);
    else if (peek(in, 0) == '[')
        fail(in);
    else
        item.code = take_code(in);
    if (item.kind != ITEM_CHARACTER) fail(in);
    return item.code;
}

static void take_class_item(Translator *in, Class *class) {
    Item item = {.kind = ITEM_CHARACTER};
    if (take(in, '\\'))
        take_escape(in, &item);
    else if (peek(in, 0) == '[')
        fail(in);
    else
        item.code = take_code(in);
    if (in->bad) return;
    if (item.kind == ITEM_SET) {
        if (!item.complement && !(item.exact_case && in->flags->caseless)) {
            buffer_text(&class->members, text_of(item.members));
        } else {
            if (class->others.len) buffer_byte(&class->others, '|');
            put_set(&class->others, &item);
        }
        return;
    }
    uint32_t last = item.code;
    if (peek(in, 0) == '-' && peek(in, 1) != ']' && peek(in, 1) != '[') {
        in->at++;
        last = take_range_end(in);
    }
    if (last < item.code)
        fail(in);
    else
        put_range(&class->members, item.code, last);
}

/* Puts the group that matches one character of the class. */
static void put_class(Buffer *out, const Class *class) {
    const Text members = buffer_view(&class->members), others = buffer_view(&class->others);
    const bool negated = class->negative && others.len;
    if (class->subtracted.len) {
        buffer_text(out, TEXT("(?:(?!"));
        buffer_text(out, buffer_view(&class->subtracted));
        buffer_byte(out, ')');
    }
    if (negated) buffer_text(out, TEXT("(?:(?!"));
    if (others.len) buffer_text(out, TEXT("(?:"));
    if (members.len) {
        buffer_text(out, class->negative && !negated ? TEXT("[^") : TEXT("["));
        buffer_text(out, members);
        buffer_byte(out, ']');
    }
    if (members.len && others.len) buffer_byte(out, '|');
    buffer_text(out, others);
    if (others.len) buffer_byte(out, ')');
    if (negated) buffer_text(out, TEXT(")(?s:.))"));
    if (class->subtracted.len) buffer_byte(out, ')');
}

/* A class after its "[" up to its "]"; `depth` counts the classes around it that it is subtracted from. */
static void take_class(Translator *in, Buffer *out, unsigned depth) {
    Class class = {.negative = take(in, '^')};
    bool closed = false, empty = true;
    while (!closed && !at_end(in)) {
        if (!empty && take(in, ']')) {
            closed = true;
        } else if (!empty && peek(in, 0) == '-' && peek(in, 1) == '[') {
            in->at += 2;
            if (depth < CLASS_DEPTH_MAX)
                take_class(in, &class.subtracted, depth + 1);
            else
                fail(in);
            closed = take(in, ']');
            if (!closed) fail(in);
        } else {
            if (peek(in, 0) == ']')
                fail(in);
            else
                take_class_item(in, &class);
            empty = false;
        }
    }
    if (closed)
        put_class(out, &class);
    else
        fail(in);
    out->failed |= class.members.failed || class.others.failed || class.subtracted.failed;
    buffer_free(&class.members);
    buffer_free(&class.others);
    buffer_free(&class.subtracted);
}

/* ---- Groups, back-references, quantifiers --------------------------------------------------- */

static void open_group(Translator *in, Buffer *out) {
    const bool captures = peek(in, 0) != '?';
    if (in->depth == GROUP_DEPTH_MAX || (!captures && peek(in, 1) != ':')) {
        fail(in);
        return;
    }
    if (!captures) in->at += 2;
    in->open[in->depth++] = captures ? ++in->groups : 0;
    buffer_text(out, captures ? TEXT("(") : TEXT("(?:"));
}

static void close_group(Translator *in, Buffer *out) {
    if (!in->depth) {
        fail(in);
        return;
    }
    in->depth--;
    buffer_byte(out, ')');
}

static bool is_open(const Translator *in, unsigned group) {
    for (unsigned i = 0; i < in->depth; i++)
        if (in->open[i] == group) return true;
    return false;
}

/* \N: as many digits as make the number of a group that there is; it must be closed. */
static void take_reference(Translator *in, Buffer *out) {
    unsigned group = (unsigned)(in->pattern.at[in->at++] - '0');
    while (is_digit(peek(in, 0)) && group * 10 + (unsigned)(peek(in, 0) - '0') <= in->groups)
        group = group * 10 + (unsigned)(in->pattern.at[in->at++] - '0');
    if (!group || group > in->groups || is_open(in, group))
        fail(in);
    else
        buffer_format(out, "\\g{%u}", group);
}

static bool take_count(Translator *in, unsigned *count) {
    const size_t start = in->at;
    for (*count = 0; is_digit(peek(in, 0)) && *count <= REPEAT_MAX; in->at++)
        *count = *count * 10 + (unsigned)(in->pattern.at[in->at] - '0');
    return in->at > start && *count <= REPEAT_MAX;
}

/* {n}, {n,} or {n,m}, after the brace. */
static void take_repeat(Translator *in, Buffer *out) {
    unsigned least, most;
    bool right = take_count(in, &least);
    buffer_format(out, "{%u", least);
    if (right && take(in, ',')) {
        buffer_byte(out, ',');
        if (peek(in, 0) != '}') {
            right = take_count(in, &most) && most >= least;
            buffer_format(out, "%u", most);
        }
    }
    buffer_byte(out, '}');
    if (!right || !take(in, '}')) fail(in);
}

/* ---- The expression ------------------------------------------------------------------------- */

static void take_backslash(Translator *in, Buffer *out) {
    Item item;
    if (is_digit(peek(in, 0))) {
        take_reference(in, out);
        return;
    }
    take_escape(in, &item);
    if (in->bad) return;
    if (item.kind == ITEM_SET)
        put_set(out, &item);
    else
        put_literal(out, item.code);
}

static void put_anchor(const Translator *in, Buffer *out, char c) {
    if (in->flags->multiline)
        buffer_byte(out, c);
    else
        buffer_text(out, c == '^' ? TEXT("\\A") : TEXT("\\z"));
}

static bool is_quantifier(char c) { return c && memchr("*+?{", c, 4); }

static void take_quantifier(Translator *in, Buffer *out) {
    const char c = in->pattern.at[in->at++];
    if (c == '{')
        take_repeat(in, out);
    else
        buffer_byte(out, c);
    if (take(in, '?')) buffer_byte(out, '?');
}

/* Translates one atom, anchor or bracket; returns whether a quantifier may follow. */
static bool take_atom(Translator *in, Buffer *out) {
    const uint32_t code = take_code(in);
    switch (code) {
    case '(': open_group(in, out); return false;
    case ')': close_group(in, out); return true;
    case '|': buffer_byte(out, '|'); return false;
    case '^':
    case '$': put_anchor(in, out, (char)code); return false;
    case '[': take_class(in, out, 0); return true;
    case '\\': take_backslash(in, out); return true;
    case '.':
        buffer_text(out, in->flags->dot_all ? TEXT("(?s:.)") : TEXT("[^\\n\\r]"));
        return true;
    case ']':
    case '}': fail(in); return false;
    default: put_literal(out, code); return true;
    }
}

static void translate(Translator *in, Buffer *out) {
    bool quantifiable = false;
    while (!at_end(in)) {
        if (!is_quantifier(peek(in, 0))) {
            quantifiable = take_atom(in, out);
        } else if (quantifiable) {
            take_quantifier(in, out);
            quantifiable = false;
        } else {
            fail(in);
        }
    }
    if (in->depth) fail(in);
}

/* The flag x: white space goes, even after a backslash, but not in classes. */
static void strip_space(Text pattern, Buffer *out) {
    unsigned depth = 0;
    bool escaped = false;
    for (size_t i = 0; i < pattern.len; i++) {
        const char c = pattern.at[i];
        if (!depth && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
        buffer_byte(out, c);
        if (!escaped && c == '[') depth++;
        if (!escaped && c == ']' && depth) depth--;
        escaped = !escaped && c == '\\';
    }
}

bool regex_translate(Text pattern, const RegexFlags *flags, Buffer *out) {
    Translator in = {.pattern = pattern, .flags = flags};
    Buffer stripped = {.budget = out->budget};
    if (flags->literal) {
        while (!at_end(&in)) put_literal(out, take_code(&in));
        return !in.bad;
    }
    if (flags->strip_space) {
        strip_space(pattern, &stripped);
        in.pattern = buffer_view(&stripped);
        out->failed |= stripped.failed;
    }
    translate(&in, out);
    buffer_free(&stripped);
    return !in.bad;
}

bool regex_flags(Text text, RegexFlags *flags) {
    *flags = (RegexFlags){0};
    for (size_t i = 0; i < text.len; i++) switch (text.at[i]) {
        case 's': flags->dot_all = true; break;
        case 'm': flags->multiline = true; break;
        case 'i': flags->caseless = true; break;
        case 'x': flags->strip_space = true; break;
        case 'q': flags->literal = true; break;
        default: return false;
        }
    return true;
}
