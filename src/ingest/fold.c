/* Folded text: what labels and documents are compared as, each byte with the place that it comes from, so that what is
 * found in it can be shown in the document. Borders of words: Unicode categories; scripts without spaces have them
 * everywhere. */
#include "ingest_internal.h"

#include <utf8proc.h>

/* ---- Code points --------------------------------------------------------------------------------------------------- */

bool code_is_word(int32_t code) {
    if (code < 0) return false;
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
               (code >= 'A' && code <= 'Z');
    const utf8proc_category_t category = utf8proc_category(code);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

/* Thai, Lao, Khmer, Myanmar, kana, Han: words are not set apart. */
static bool has_no_spaces(int32_t code) {
    return (code >= 0x0E00 && code <= 0x0EFF) || (code >= 0x1000 && code <= 0x109F) ||
           (code >= 0x1780 && code <= 0x17FF) || (code >= 0x2E80 && code <= 0xA4CF) ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

bool is_border(int32_t left, int32_t right) {
    if (!code_is_word(left) || !code_is_word(right)) return true;
    return has_no_spaces(left) || has_no_spaces(right);
}

bool has_lower(Text text) {
    for (size_t at = 0, size; at < text.len; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (code >= 0 && utf8proc_category(code) == UTF8PROC_CATEGORY_LL) return true;
    }
    return false;
}

bool is_upper(int32_t code) {
    if (code < 0x80) return code >= 'A' && code <= 'Z';
    return utf8proc_category(code) == UTF8PROC_CATEGORY_LU;
}

int32_t code_before(Text text, size_t at) {
    size_t start = at, size;
    if (at == 0) return -1;
    do start--;
    while (start > 0 && ((unsigned char)text.at[start] & 0xC0) == 0x80);
    return utf8_decode(text.at + start, at - start, &size);
}

int32_t code_at(Text text, size_t at) {
    size_t size;
    return at < text.len ? utf8_decode(text.at + at, text.len - at, &size) : -1;
}

/* ---- Folding ------------------------------------------------------------------------------------------------------- */

static bool is_space(uint32_t code) {
    return code <= ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B);
}

static Status add_code(Folded *folded, uint32_t code, size_t from, size_t to) {
    Buffer *const text = &folded->text;
    const size_t before = text->len;
    if (is_space(code)) code = ' ';
    if (code == ' ' && (before == 0 || text->at[before - 1] == ' ')) return STATUS_OK;
    buffer_code(text, code);
    if (text->failed) return STATUS_NO_MEMORY;
    TRY(array_grow((void **)&folded->from, &folded->cap, text->len, sizeof *folded->from));
    TRY(array_grow((void **)&folded->to, &folded->to_cap, text->len, sizeof *folded->to));
    for (size_t i = before; i < text->len; i++) {
        folded->from[i] = (uint32_t)from;
        folded->to[i] = (uint32_t)to;
    }
    return STATUS_OK;
}

Status fold_text(Folded *folded, Text text) {
    uint32_t codes[LABEL_MOST_FOLDED];
    buffer_clear(&folded->text);
    for (size_t at = 0, size; at < text.len; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (code < 0) continue;
        const size_t count = label_fold_code(code, codes);
        for (size_t i = 0; i < count; i++) TRY(add_code(folded, codes[i], at, at + size));
    }
    return STATUS_OK;
}

void fold_free(Folded *folded) {
    buffer_free(&folded->text);
    mem_free(folded->from);
    mem_free(folded->to);
}
