/* One message with its place. The excerpt is at most one screen line around the column; what a terminal would
 * obey or hide is replaced in it and in the message, so that neither carries an escape sequence or a reversed
 * text from hostile input to a terminal. */
#include <string.h>

#include "ytterby/base.h"

enum {
    EXCERPT_COLUMNS = 78
};

/* Keeps the first error: what follows it is usually its echo. */
static bool takes(const Diag *diag) { return diag && diag->status == STATUS_OK; }

/* In place, one character for one: a blank for a control, '?' for what is no UTF-8 (a message may be cut in the
 * middle of a character) and for what a terminal would obey or hide. */
static void make_printable(char *text) {
    const size_t len = strlen(text);
    size_t kept = 0, size = 1;
    for (size_t i = 0; i < len; i += size) {
        const int32_t code = utf8_decode(text + i, len - i, &size);
        if (code < 0) size = 1;
        if (code < 0 || code_is_harmful(code)) {
            text[kept++] = code >= 0 && code < 0x20 ? ' ' : '?';
        } else {
            memmove(text + kept, text + i, size);
            kept += size;
        }
    }
    text[kept] = 0;
}

static void set_message(Diag *diag, Status status, const char *format, va_list args) {
    diag->status = status;
    vsnprintf(diag->message, sizeof diag->message, format, args);
    make_printable(diag->message);
}

Status diag_set(Diag *diag, Status status, const char *format, ...) {
    if (takes(diag)) {
        va_list args;
        va_start(args, format);
        set_message(diag, status, format, args);
        va_end(args);
    }
    return status;
}

/* Moves back to the start of a character. */
static size_t char_start(Text text, size_t at) {
    while (at > 0 && at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80) at--;
    return at;
}

/* Copies the part of the line around the offset and notes where the caret goes. */
static void set_excerpt(Diag *diag, Text line, size_t offset) {
    size_t from = 0;
    if (offset > EXCERPT_COLUMNS * 3 / 4) from = char_start(line, offset - EXCERPT_COLUMNS / 2);
    size_t to = from;
    for (size_t columns = 0; to < line.len && columns < EXCERPT_COLUMNS; columns++) {
        size_t size;
        utf8_decode(line.at + to, line.len - to, &size);
        if (to + size - from >= sizeof diag->excerpt) break;
        to += size;
    }
    memcpy(diag->excerpt, line.at + from, to - from);
    diag->excerpt[to - from] = 0;
    for (size_t i = 0; i < to - from; i++) {
        if (diag->excerpt[i] == 0) diag->excerpt[i] = ' ';
    }
    make_printable(diag->excerpt);
    diag->caret = (unsigned)utf8_length(text_slice(line, from, offset));
}

static void set_position(Diag *diag, Text source, size_t offset) {
    if (offset > source.len) offset = source.len;
    size_t start = 0;
    size_t line = 1;
    for (const char *newline; start < offset; start = (size_t)(newline - source.at) + 1, line++) {
        newline = memchr(source.at + start, '\n', offset - start);
        if (!newline) break;
    }
    size_t end = start;
    while (end < source.len && source.at[end] != '\n' && source.at[end] != '\r') end++;
    if (end < offset) end = offset;
    diag->line = line;
    diag->column = utf8_length(text_slice(source, start, offset)) + 1;
    set_excerpt(diag, text_slice(source, start, end), offset - start);
}

Status diag_at(Diag *diag, Status status, Text source, size_t offset, const char *format, ...) {
    if (takes(diag)) {
        va_list args;
        va_start(args, format);
        set_message(diag, status, format, args);
        va_end(args);
        set_position(diag, source, offset);
    }
    return status;
}

void diag_file(Diag *diag, const char *file) {
    if (!diag) return;
    const size_t len = strlen(file);
    const size_t room = sizeof diag->file - 1;
    if (len <= room) {
        memcpy(diag->file, file, len + 1);
    } else {
        snprintf(diag->file, sizeof diag->file, "...%s", file + len - (room - 3));
    }
    make_printable(diag->file);
}

void diag_clear(Diag *diag) {
    if (diag) *diag = (Diag){0};
}

void diag_print(const Diag *diag, const char *severity, FILE *out) {
    const char *const message = *diag->message ? diag->message : status_text(diag->status);
    if (*diag->file) fprintf(out, "%s:", diag->file);
    if (diag->line) fprintf(out, "%zu:%zu:", diag->line, diag->column);
    if (*diag->file || diag->line) fputc(' ', out);
    fprintf(out, "%s: %s\n", severity, message);
    if (diag->line && *diag->excerpt)
        fprintf(out, "%s\n%*s^\n", diag->excerpt, (int)diag->caret, "");
}
