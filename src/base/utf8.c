/* UTF-8, strict: RFC 3629, table 3-7 of the Unicode standard ("well-formed byte sequences"). ASCII
 * is passed over eight bytes at a time, for nearly all RDF is ASCII. */
#include <string.h>

#include "ytterby/base.h"

/* Bytes of the well-formed sequence that starts at `at`, or 0. `left` is at least 1. */
static size_t sequence_length(const unsigned char *at, size_t left) {
    const unsigned char lead = at[0];
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < length) return 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead == 0xE0)
        low = 0xA0; /* no overlong form */
    else if (lead == 0xED)
        high = 0x9F; /* no surrogate */
    else if (lead == 0xF0)
        low = 0x90; /* no overlong form */
    else if (lead == 0xF4)
        high = 0x8F; /* nothing above U+10FFFF */
    if (at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i < length; i++) {
        if (at[i] < 0x80 || at[i] > 0xBF) return 0;
    }
    return length;
}

size_t utf8_invalid_at(const char *at, size_t len) {
    size_t i = 0;
    while (i < len) {
        uint64_t word;
        if (len - i >= sizeof word) {
            memcpy(&word, at + i, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof word;
                continue;
            }
        }
        const size_t size = sequence_length((const unsigned char *)at + i, len - i);
        if (size == 0) return i;
        i += size;
    }
    return len;
}

int32_t utf8_decode(const char *at, size_t left, size_t *size) {
    const unsigned char *const bytes = (const unsigned char *)at;
    const size_t length = left ? sequence_length(bytes, left) : 0;
    *size = length ? length : 1;
    switch (length) {
    case 1: return bytes[0];
    case 2: return (bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F);
    case 3: return (bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    case 4:
        return (bytes[0] & 0x07) << 18 | (bytes[1] & 0x3F) << 12 | (bytes[2] & 0x3F) << 6 |
               (bytes[3] & 0x3F);
    default: return -1;
    }
}

size_t utf8_encode(uint32_t code, char out[4]) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code >= 0xD800 && code <= 0xDFFF) return 0;
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    if (code > 0x10FFFF) return 0;
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t utf8_length(Text text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80; /* every byte but continuations */
    }
    return count;
}

bool code_is_harmful(int32_t code) {
    static const struct {
        int32_t from, to;
    } ranges[] = {{0, 0x1F},         {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},
                  {0x180E, 0x180E},  {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
                  {0x2060, 0x206F},  {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF},
                  {0xE0000, 0xE007F}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && ranges[i].from <= code; i++)
        if (code <= ranges[i].to) return true;
    return false;
}
