/* Functions on strings: SPARQL 1.1 section 17.4.3, XPath F&O 3.1 section 5. Characters are code points.
 * "String literal" means xsd:string or language-tagged; the argument compatibility rules are section 17.4.3.1.2. */
#include "expression_internal.h"

#include <math.h>
#include <string.h>
#include <utf8proc.h>

bool is_string_literal(const Value *value) {
    return value->kind == VALUE_STRING || value->kind == VALUE_LANG;
}

Value string_like(const Value *like, Text text) {
    Value value = *like;
    value.id = TERM_ID_NONE;
    value.term.text = text;
    return value;
}

Status string_of_buffer(EvalContext *context, Buffer *buffer, const Value *like, Value *result) {
    const Text text = arena_text(context->scratch, buffer_view(buffer));
    const bool failed = buffer->failed || !text.at;
    buffer_free(buffer);
    if (failed) return STATUS_NO_MEMORY;
    *result = string_like(like, text);
    return STATUS_OK;
}

static bool same_tag(const Value *a, const Value *b) {
    return a->kind == b->kind && a->term.direction == b->term.direction &&
           text_equal_nocase(a->term.lang, b->term.lang);
}

/* Argument compatibility: the second is without a tag, or has the first one's. */
static bool compatible(const Value *a, const Value *b) {
    return is_string_literal(a) &&
           (b->kind == VALUE_STRING || (is_string_literal(b) && same_tag(a, b)));
}

/* ---- Length and parts ----------------------------------------------------------------------- */

Status builtin_strlen(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (is_string_literal(&args[0]))
        *result = value_integer((int64_t)utf8_length(args[0].term.text));
    return STATUS_OK;
}

/* Offset of the code point number `wanted` (from 0; 0 for what is below, NaN too), or the length. */
static size_t offset_of(Text text, double wanted) {
    size_t at = 0;
    size_t left = wanted >= (double)text.len ? text.len : wanted > 0 ? (size_t)wanted : 0;
    for (; at < text.len && left; left--) {
        do at++;
        while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    }
    return at;
}

/* fn:round: halves towards infinity. */
static double round_half_up(double number) { return floor(number + 0.5); }

/* fn:substring: the characters at positions p with round(start) <= p < round(start) + round(length). */
Status builtin_substr(EvalContext *context, const Value *args, size_t count, Value *result) {
    double start, length = INFINITY;
    if (!is_string_literal(&args[0]) || !value_is_numeric(&args[1])) return STATUS_OK;
    if (count == 3 && !value_is_numeric(&args[2])) return STATUS_OK;
    TRY(value_to_double(context->scratch, &args[1], &start));
    if (count == 3) TRY(value_to_double(context->scratch, &args[2], &length));
    const double first = round_half_up(start), end = first + round_half_up(length);
    const Text text = args[0].term.text;
    const size_t from = offset_of(text, first - 1);
    const bool empty = isnan(first) || isnan(end) || end <= first;
    const size_t to =
        empty ? from : from + offset_of(text_slice(text, from, text.len), end - fmax(first, 1));
    *result = string_like(&args[0], text_slice(text, from, to));
    return STATUS_OK;
}

/* ---- Case ----------------------------------------------------------------------------------- */

enum {
    FOLDED_MAX = 8,
    SIGMA = 0x3A3,
    FINAL_SIGMA = 0x3C2,
    I_WITH_DOT = 0x130
};

/* Reads the next character of *rest; a byte that is no UTF-8 is -1. */
static int32_t next_code(Text *rest) {
    size_t size = 1;
    const int32_t code = utf8_decode(rest->at, rest->len, &size);
    *rest = text_slice(*rest, code < 0 ? 1 : size, rest->len);
    return code;
}

/* Full case mapping: what folds to several characters (ß, ligatures, iota subscripts) is those in upper case. */
static void append_upper(Buffer *out, int32_t code) {
    utf8proc_int32_t folded[FOLDED_MAX];
    int last = UTF8PROC_BOUNDCLASS_START;
    if (code < 0x80) {
        buffer_byte(out, (char)(code >= 'a' && code <= 'z' ? code - 'a' + 'A' : code));
        return;
    }
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(code, folded, FOLDED_MAX, UTF8PROC_CASEFOLD, &last);
    if (count < 2 || count > FOLDED_MAX || utf8proc_category(code) == UTF8PROC_CATEGORY_LU)
        buffer_code(out, (uint32_t)utf8proc_toupper(code));
    else
        for (utf8proc_ssize_t i = 0; i < count; i++)
            buffer_code(out, (uint32_t)utf8proc_toupper(folded[i]));
}

static bool is_cased(int32_t code) {
    return code >= 0 && (utf8proc_toupper(code) != code || utf8proc_tolower(code) != code);
}

/* What a word's case looks through (Case_Ignorable): marks, modifiers, punctuation within words. */
static bool is_ignorable(int32_t code) {
    switch (code < 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK: return true;
    default:
        return code == '\'' || code == '.' || code == ':' || code == 0xB7 || code == 0x2018 ||
               code == 0x2019 || code == 0x2027;
    }
}

/* Does a cased letter follow? Only ignorable characters are passed over, so all calls together are linear. */
static bool letter_follows(Text rest) {
    while (rest.len) {
        const int32_t code = next_code(&rest);
        if (!is_ignorable(code)) return is_cased(code);
    }
    return false;
}

/* `in_word`: a cased letter stands before; then a sigma that ends the word has its own form. */
static void append_lower(Buffer *out, int32_t code, bool in_word, Text rest) {
    if (code == I_WITH_DOT)
        buffer_text(out, TEXT("i\xCC\x87"));
    else if (code == SIGMA && in_word && !letter_follows(rest))
        buffer_code(out, FINAL_SIGMA);
    else
        buffer_code(out, (uint32_t)utf8proc_tolower(code));
}

enum {
    BYTES_PER_LOOK = 1 << 16 /* at the limits, in what goes through a long text byte by byte */
};

/* Appends the ASCII letters at the front of *rest, which need no table; the last one is what `in_word` tells of. */
static void append_ascii(Buffer *out, Text *rest, bool upper, bool *in_word) {
    char piece[256];
    size_t len = 0;
    for (; len < sizeof piece && len < rest->len; len++) {
        const char c = rest->at[len];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter) break;
        piece[len] = (char)(upper ? c & ~0x20 : c | 0x20);
    }
    if (len > 0) *in_word = true;
    buffer_append(out, piece, len);
    *rest = text_slice(*rest, len, rest->len);
}

/* Unicode's toUppercase and toLowercase (section 3.13); bytes that are no UTF-8 stay. */
static Status map_case(EvalContext *context, const Value *arg, bool upper, Value *result) {
    if (!is_string_literal(arg)) return STATUS_OK;
    Buffer out = {.budget = context->budget};
    bool in_word = false;
    size_t next_look = 0;
    for (Text rest = arg->term.text; rest.len;) {
        append_ascii(&out, &rest, upper, &in_word);
        const size_t done = arg->term.text.len - rest.len;
        if (rest.len == 0 || out.failed) break;
        if (done >= next_look) {
            const Status status = budget_check(context->budget);
            if (status != STATUS_OK) {
                buffer_free(&out);
                return status;
            }
            next_look = done + BYTES_PER_LOOK;
        }
        const char first = rest.at[0];
        const int32_t code = next_code(&rest);
        if (code < 0)
            buffer_byte(&out, first);
        else if (upper)
            append_upper(&out, code);
        else
            append_lower(&out, code, in_word, rest);
        if (!is_ignorable(code)) in_word = is_cased(code);
    }
    return string_of_buffer(context, &out, arg, result);
}

Status builtin_ucase(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return map_case(context, &args[0], true, result);
}

Status builtin_lcase(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return map_case(context, &args[0], false, result);
}

/* ---- Searching ------------------------------------------------------------------------------ */

Status builtin_strstarts(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (compatible(&args[0], &args[1]))
        *result = value_boolean(text_starts(args[0].term.text, args[1].term.text));
    return STATUS_OK;
}

Status builtin_strends(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (compatible(&args[0], &args[1]))
        *result = value_boolean(text_ends(args[0].term.text, args[1].term.text));
    return STATUS_OK;
}

Status builtin_contains(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (compatible(&args[0], &args[1]))
        *result = value_boolean(text_find(args[0].term.text, args[1].term.text, 0) != SIZE_MAX);
    return STATUS_OK;
}

/* Without a match the result is the plain empty string. */
Status builtin_strbefore(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (!compatible(&args[0], &args[1])) return STATUS_OK;
    const Text text = args[0].term.text;
    const size_t at = text_find(text, args[1].term.text, 0);
    *result =
        at == SIZE_MAX ? value_string(TEXT("")) : string_like(&args[0], text_slice(text, 0, at));
    return STATUS_OK;
}

Status builtin_strafter(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (!compatible(&args[0], &args[1])) return STATUS_OK;
    const Text text = args[0].term.text, mark = args[1].term.text;
    const size_t at = text_find(text, mark, 0);
    *result = at == SIZE_MAX ? value_string(TEXT(""))
                             : string_like(&args[0], text_slice(text, at + mark.len, text.len));
    return STATUS_OK;
}

/* ---- Making --------------------------------------------------------------------------------- */

static bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

Status builtin_encode_for_uri(EvalContext *context, const Value *args, size_t count,
                              Value *result) {
    (void)count;
    if (!is_string_literal(&args[0])) return STATUS_OK;
    const Text text = args[0].term.text;
    Buffer out = {.budget = context->budget};
    for (size_t i = 0; i < text.len; i++)
        if (is_unreserved(text.at[i]))
            buffer_byte(&out, text.at[i]);
        else
            buffer_format(&out, "%%%02X", (unsigned char)text.at[i]);
    const Value plain = value_string(TEXT(""));
    return string_of_buffer(context, &out, &plain, result);
}

/* Keeps the tag when all arguments have the same one (section 17.4.3.12). */
Status builtin_concat(EvalContext *context, const Value *args, size_t count, Value *result) {
    const Value plain = value_string(TEXT(""));
    const Value *like = count ? &args[0] : &plain;
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_string_literal(&args[i]) ||
            __builtin_add_overflow(len, args[i].term.text.len, &len))
            return STATUS_OK;
        if (!same_tag(like, &args[i])) like = &plain;
    }
    char *const at = arena_alloc(context->scratch, len), *out = at;
    if (!at) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const Text part = args[i].term.text;
        if (part.len) memcpy(out, part.at, part.len);
        out += part.len;
    }
    *result = string_like(like, (Text){at, len});
    return STATUS_OK;
}

/* ---- Language ranges ------------------------------------------------------------------------ */

/* RFC 4647, section 3.3.1, basic filtering: the tag, or a front of it that ends before a hyphen. */
Status builtin_langmatches(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (args[0].kind != VALUE_STRING || args[1].kind != VALUE_STRING) return STATUS_OK;
    const Text tag = args[0].term.text, range = args[1].term.text;
    const bool front = text_equal_nocase(text_slice(tag, 0, range.len), range) && range.len > 0;
    const bool whole = tag.len == range.len || (tag.len > range.len && tag.at[range.len] == '-');
    *result = value_boolean(text_equal(range, TEXT("*")) ? tag.len > 0 : front && whole);
    return STATUS_OK;
}
