/* Growable bytes with a sticky failure: a writer appends freely and looks at `failed` once at the
 * end. */
#include <string.h>

#include "ytterby/base.h"

/* Room for `more` bytes and a NUL after them. */
static bool make_room(Buffer *buffer, size_t more) {
    if (buffer->failed) return false;
    if (more < buffer->cap - buffer->len) return true;
    size_t need;
    buffer->failed = true;
    if (__builtin_add_overflow(buffer->len, more, &need) || need > SIZE_MAX / 4) return false;
    size_t cap = buffer->cap ? buffer->cap * 2 : 64;
    if (cap < need + 1) cap = need + 1;
    if (budget_take(buffer->budget, cap - buffer->cap) != STATUS_OK) return false;
    char *const grown = mem_resize(buffer->at, cap);
    if (!grown) {
        budget_give(buffer->budget, cap - buffer->cap);
        return false;
    }
    buffer->at = grown;
    buffer->cap = cap;
    buffer->failed = false;
    return true;
}

void buffer_append(Buffer *buffer, const char *at, size_t len) {
    if (len == 0 || !make_room(buffer, len)) return;
    memcpy(buffer->at + buffer->len, at, len);
    buffer->len += len;
}

void buffer_text(Buffer *buffer, Text text) { buffer_append(buffer, text.at, text.len); }

void buffer_byte(Buffer *buffer, char byte) { buffer_append(buffer, &byte, 1); }

void buffer_code(Buffer *buffer, uint32_t code) {
    char bytes[4];
    buffer_append(buffer, bytes, utf8_encode(code, bytes));
}

void buffer_format(Buffer *buffer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len >= 0 && make_room(buffer, (size_t)len)) {
        vsnprintf(buffer->at + buffer->len, (size_t)len + 1, format, again);
        buffer->len += (size_t)len;
    }
    va_end(again);
}

Text buffer_view(const Buffer *buffer) { return (Text){buffer->at, buffer->len}; }

const char *buffer_string(Buffer *buffer) {
    if (!make_room(buffer, 0)) return NULL;
    buffer->at[buffer->len] = 0;
    return buffer->at;
}

void buffer_clear(Buffer *buffer) {
    buffer->len = 0;
    buffer->failed = false;
}

void buffer_free(Buffer *buffer) {
    budget_give(buffer->budget, buffer->cap);
    mem_free(buffer->at);
    *buffer = (Buffer){.budget = buffer->budget};
}
