/* Fuzz target: the shared scanners. A token ends inside the text; a scan of the text's front that does not say "open"
 * finds just what the scan of all of it finds; values of right tokens can be taken. The first byte chooses
 * how long the front is. */
#include "ytterby/lexer.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    SCANNERS = 7
};

static Lexed scan(size_t which, Text text) {
    size_t split = 0;
    LexNumber kind;
    switch (which) {
    case 0: return lex_iri(text, 0);
    case 1: return lex_string(text, 0);
    case 2: return lex_prefixed_name(text, 0, &split);
    case 3: return lex_blank_label(text, 0);
    case 4: return lex_variable(text, 0);
    case 5: return lex_language(text, 0, &split);
    default: return lex_number(text, 0, &kind);
    }
}

/* Does the text begin as the scanner expects? */
static bool fits(size_t which, char first) {
    switch (which) {
    case 0: return first == '<';
    case 1: return first == '"' || first == '\'';
    case 3: return first == '_';
    case 5: return first == '@';
    default: return true;
    }
}

static void check_scan(size_t which, Text text, Text front) {
    const Lexed whole = scan(which, text), part = scan(which, front);
    if (whole.end > text.len || part.end > front.len) abort();
    if (whole.problem == LEX_CUT && !whole.open) abort();
    if (!part.open && (part.end != whole.end || part.problem != whole.problem)) abort();
    if (which < 2 && whole.problem == LEX_OK) {
        Buffer value = {0};
        const Text token = text_slice(text, 0, whole.end);
        lex_unescape(&value, which ? lex_string_body(token) : text_slice(token, 1, token.len - 1));
        if (utf8_invalid_at(value.at, value.len) < value.len) abort();
        buffer_free(&value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    const size_t length = size - 1, part = 1 + data[0] % length;
    char *const copy =
        mem_alloc(part); /* just as long, so that a sanitizer sees what is read behind it */
    if (!copy) return 0;
    memcpy(copy, data + 1, part);
    const Text text = {(const char *)data + 1, length}, front = {copy, part};
    for (size_t i = 0; i < SCANNERS; i++)
        if (fits(i, text.at[0])) check_scan(i, text, front);
    mem_free(copy);
    return 0;
}
