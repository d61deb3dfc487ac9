/* Views of bytes: comparing, slicing, finding. No allocation, no locale: only ASCII has case here.
 */
#include <string.h>

#include "ytterby/base.h"

Text text_of(const char *terminated) {
    return (Text){terminated, terminated ? strlen(terminated) : 0};
}

static char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

bool text_equal(Text a, Text b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool text_equal_nocase(Text a, Text b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i])) return false;
    }
    return true;
}

int text_compare(Text a, Text b) {
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order) return order < 0 ? -1 : 1;
    return (a.len > b.len) - (a.len < b.len);
}

bool text_starts(Text text, Text prefix) {
    return prefix.len <= text.len && text_equal((Text){text.at, prefix.len}, prefix);
}

bool text_ends(Text text, Text suffix) {
    return suffix.len <= text.len &&
           (suffix.len == 0 || memcmp(text.at + text.len - suffix.len, suffix.at, suffix.len) == 0);
}

Text text_slice(Text text, size_t from, size_t to) {
    if (to > text.len) to = text.len;
    if (from >= to) return (Text){text.at, 0};
    return (Text){text.at + from, to - from};
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Text text_trim(Text text) {
    size_t from = 0;
    size_t to = text.len;
    while (from < to && is_space(text.at[from])) from++;
    while (to > from && is_space(text.at[to - 1])) to--;
    return text_slice(text, from, to);
}

size_t text_find(Text text, Text needle, size_t from) {
    if (from > text.len) return SIZE_MAX;
    if (needle.len == 0) return from;
    if (text.len == 0) return SIZE_MAX; /* `at` may be NULL */
    /* memmem is glibc's two-way search: linear whatever the needle. */
    const char *const found = memmem(text.at + from, text.len - from, needle.at, needle.len);
    return found ? (size_t)(found - text.at) : SIZE_MAX;
}
