/* REGEX and REPLACE: fn:matches and fn:replace (XPath F&O 3.1, sections 5.6.3 and 5.6.4) on PCRE2.
 *
 * A compiled pattern is kept for the whole statement, found by its flags and text; when too many have come by,
 * all are dropped. A pattern that is no XPath regular expression is an error of the expression; a match that
 * costs more than the limits is a Status, because a wrong "no match" would be silent. */
#include "expression_internal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

enum {
    PATTERN_MAX = 65536,
    CACHE_MAX = 64,
    MATCH_LIMIT = 5000000,
    HEAP_LIMIT_KIB = 65536,
    JIT_STACK_FIRST = 32768,
    JIT_STACK_MAX = 1048576,
    CHECK_EVERY = 1024 /* replacements between looks at the budget */
};

typedef struct Regex {
    char *key; /* flags, NUL, pattern */
    size_t key_len;
    pcre2_code *code; /* NULL: not a regular expression */
    pcre2_match_data *match;
    uint32_t groups;
    bool literal; /* the flag q: a replacement is literal too */
} Regex;

struct RegexCache {
    pcre2_general_context *memory;
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_jit_stack *stack;
    Regex items[CACHE_MAX];
    size_t count;
};

/* ---- The cache ------------------------------------------------------------------------------ */

static void *take_memory(PCRE2_SIZE size, void *context) {
    (void)context;
    return mem_alloc(size);
}

static void give_memory(void *block, void *context) {
    (void)context;
    mem_free(block);
}

static void drop_items(RegexCache *cache) {
    for (size_t i = 0; i < cache->count; i++) {
        Regex *const regex = &cache->items[i];
        mem_free(regex->key);
        pcre2_match_data_free(regex->match);
        pcre2_code_free(regex->code);
    }
    cache->count = 0;
}

void regex_cache_free(RegexCache *cache) {
    if (!cache) return;
    drop_items(cache);
    pcre2_jit_stack_free(cache->stack);
    pcre2_match_context_free(cache->match);
    pcre2_compile_context_free(cache->compile);
    pcre2_general_context_free(cache->memory);
    mem_free(cache);
}

/* A NULL context is one that could not be made. */
static bool set_up(RegexCache *cache) {
    cache->memory = pcre2_general_context_create(take_memory, give_memory, NULL);
    if (!cache->memory) return false;
    cache->compile = pcre2_compile_context_create(cache->memory);
    cache->match = pcre2_match_context_create(cache->memory);
    if (!cache->compile || !cache->match) return false;
    pcre2_set_newline(cache->compile, PCRE2_NEWLINE_LF);
    pcre2_set_match_limit(cache->match, MATCH_LIMIT);
    pcre2_set_heap_limit(cache->match, HEAP_LIMIT_KIB);
    cache->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, cache->memory);
    if (cache->stack) pcre2_jit_stack_assign(cache->match, NULL, cache->stack);
    return true;
}

static RegexCache *cache_of(EvalContext *context) {
    if (context->regexes) return context->regexes;
    RegexCache *const cache = mem_zero(1, sizeof *cache);
    if (cache && !set_up(cache)) {
        regex_cache_free(cache);
        return NULL;
    }
    context->regexes = cache;
    return cache;
}

/* ---- Compiling ------------------------------------------------------------------------------ */

static Status compile(RegexCache *cache, Text pattern, const RegexFlags *flags, Regex *regex) {
    Buffer translated = {0};
    int error;
    PCRE2_SIZE offset;
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_UNSET_BACKREF |
                             (flags->caseless ? PCRE2_CASELESS : 0) |
                             (flags->multiline ? PCRE2_MULTILINE : 0);
    const bool valid = pattern.len <= PATTERN_MAX && regex_translate(pattern, flags, &translated);
    const bool failed = translated.failed;
    if (valid && !failed)
        regex->code = pcre2_compile((PCRE2_SPTR)(translated.at ? translated.at : ""),
                                    translated.len, options, &error, &offset, cache->compile);
    buffer_free(&translated);
    if (failed) return STATUS_NO_MEMORY;
    if (!regex->code) return STATUS_OK;
    regex->match = pcre2_match_data_create_from_pattern(regex->code, cache->memory);
    if (!regex->match) return STATUS_NO_MEMORY;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
    pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE); /* without it the interpreter runs */
    return STATUS_OK;
}

static bool is_key(const Regex *regex, Text pattern, Text flags) {
    const Text key = {regex->key, regex->key_len};
    return key.len == flags.len + 1 + pattern.len &&
           text_equal(text_slice(key, 0, flags.len), flags) && !key.at[flags.len] &&
           text_equal(text_slice(key, flags.len + 1, key.len), pattern);
}

static Status set_key(Regex *regex, Text pattern, Text flags) {
    regex->key_len = flags.len + 1 + pattern.len;
    regex->key = mem_alloc(regex->key_len);
    if (!regex->key) return STATUS_NO_MEMORY;
    if (flags.len) memcpy(regex->key, flags.at, flags.len);
    regex->key[flags.len] = 0;
    if (pattern.len) memcpy(regex->key + flags.len + 1, pattern.at, pattern.len);
    return STATUS_OK;
}

/* The compiled pattern, from the cache or new; NULL when it is not a regular expression. */
static Status find_regex(EvalContext *context, Text pattern, Text flag_text, Regex **regex) {
    RegexCache *const cache = cache_of(context);
    RegexFlags flags;
    *regex = NULL;
    if (!cache) return STATUS_NO_MEMORY;
    if (!regex_flags(flag_text, &flags)) return STATUS_OK;
    for (size_t i = 0; i < cache->count && !*regex; i++)
        if (is_key(&cache->items[i], pattern, flag_text)) *regex = &cache->items[i];
    if (!*regex) {
        if (cache->count == CACHE_MAX) drop_items(cache);
        Regex *const made = &cache->items[cache->count];
        *made = (Regex){.literal = flags.literal};
        TRY(set_key(made, pattern, flag_text));
        cache->count++;
        TRY(compile(cache, pattern, &flags, made));
        *regex = made;
    }
    if (!(*regex)->code) *regex = NULL;
    return STATUS_OK;
}

/* ---- Matching ------------------------------------------------------------------------------- */

/* Looks for a match from `from` on; the text is valid UTF-8. */
static Status search(const EvalContext *context, const Regex *regex, Text text, size_t from,
                     bool *found) {
    const PCRE2_SPTR at = (PCRE2_SPTR)(text.at ? text.at : "");
    const int code = pcre2_match(regex->code, at, text.len, from, PCRE2_NO_UTF_CHECK, regex->match,
                                 context->regexes->match);
    *found = code >= 0;
    if (code >= 0 || code == PCRE2_ERROR_NOMATCH) return STATUS_OK;
    return code == PCRE2_ERROR_NOMEMORY ? STATUS_NO_MEMORY : STATUS_LIMIT;
}

/* The arguments common to both functions: text, pattern, flags at `flags_at`. */
static Status prepare(EvalContext *context, const Value *args, size_t count, size_t flags_at,
                      Regex **regex) {
    const bool flagged = count > flags_at;
    *regex = NULL;
    if (!is_string_literal(&args[0]) || args[1].kind != VALUE_STRING) return STATUS_OK;
    if (flagged && args[flags_at].kind != VALUE_STRING) return STATUS_OK;
    const Text text = args[0].term.text;
    if (utf8_invalid_at(text.at, text.len) < text.len) return STATUS_OK;
    return find_regex(context, args[1].term.text, flagged ? args[flags_at].term.text : TEXT(""),
                      regex);
}

Status builtin_regex(EvalContext *context, const Value *args, size_t count, Value *result) {
    Regex *regex;
    bool found;
    TRY(prepare(context, args, count, 2, &regex));
    if (!regex) return STATUS_OK;
    TRY(search(context, regex, args[0].term.text, 0, &found));
    *result = value_boolean(found);
    return budget_check(context->budget);
}

/* ---- Replacing ------------------------------------------------------------------------------ */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* `\` only before `\` or `$`, `$` only before a digit (err:FORX0004). */
static bool replacement_valid(Text text) {
    for (size_t i = 0; i < text.len; i++) {
        const char next = i + 1 < text.len ? text.at[i + 1] : 0;
        if (text.at[i] == '\\') {
            if (next != '\\' && next != '$') return false;
            i++;
        } else if (text.at[i] == '$' && !is_digit(next)) {
            return false;
        }
    }
    return true;
}

/* Appends group `group` of the last match; an unset or missing group is empty. */
static void append_group(const Regex *regex, Text subject, uint32_t group, Buffer *out) {
    const PCRE2_SIZE *const ends = pcre2_get_ovector_pointer(regex->match);
    const size_t at = 2 * (size_t)group;
    if (group > regex->groups || ends[at] == PCRE2_UNSET) return;
    buffer_text(out, text_slice(subject, ends[at], ends[at + 1]));
}

/* Takes the number after "$": as many digits as name a group that there is, but at least one. */
static uint32_t take_group(Text text, size_t *at, uint32_t groups) {
    uint32_t group = (uint32_t)(text.at[(*at)++] - '0');
    while (*at < text.len && is_digit(text.at[*at]) &&
           group * 10 + (uint32_t)(text.at[*at] - '0') <= groups)
        group = group * 10 + (uint32_t)(text.at[(*at)++] - '0');
    return group;
}

static void append_replacement(const Regex *regex, Text subject, Text replacement, Buffer *out) {
    if (regex->literal) {
        buffer_text(out, replacement);
        return;
    }
    for (size_t i = 0; i < replacement.len;) {
        const char c = replacement.at[i++];
        if (c == '$')
            append_group(regex, subject, take_group(replacement, &i, regex->groups), out);
        else
            buffer_byte(out, c == '\\' ? replacement.at[i++] : c);
    }
}

static Status replace_all(EvalContext *context, const Regex *regex, Text subject, Text replacement,
                          Buffer *out) {
    size_t from = 0, copied = 0;
    bool found = true;
    for (unsigned turn = 1; found && from <= subject.len && !out->failed; turn++) {
        if (turn % CHECK_EVERY == 0) TRY(budget_check(context->budget));
        TRY(search(context, regex, subject, from, &found));
        if (!found) break;
        const PCRE2_SIZE *const ends = pcre2_get_ovector_pointer(regex->match);
        const size_t start = ends[0], end = ends[1];
        buffer_text(out, text_slice(subject, copied, start));
        append_replacement(regex, subject, replacement, out);
        copied = end;
        from = end > start ? end : end + 1; /* ^ with the flag m can match nothing */
        while (from < subject.len && ((unsigned char)subject.at[from] & 0xC0) == 0x80) from++;
    }
    buffer_text(out, text_slice(subject, copied, subject.len));
    return STATUS_OK;
}

/* A pattern that matches the empty string is an error (err:FORX0003). */
Status builtin_replace(EvalContext *context, const Value *args, size_t count, Value *result) {
    Regex *regex;
    bool matches_nothing;
    TRY(prepare(context, args, count, 3, &regex));
    if (!regex || args[2].kind != VALUE_STRING) return STATUS_OK;
    const Text replacement = args[2].term.text;
    if (!regex->literal && !replacement_valid(replacement)) return STATUS_OK;
    TRY(search(context, regex, TEXT(""), 0, &matches_nothing));
    if (matches_nothing) return STATUS_OK;
    Buffer out = {.budget = context->budget};
    const Status status = replace_all(context, regex, args[0].term.text, replacement, &out);
    if (status == STATUS_OK) return string_of_buffer(context, &out, &args[0], result);
    buffer_free(&out);
    return status;
}
