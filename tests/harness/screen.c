/* screen: a small terminal: UTF-8 text with character widths, the cursor, erasing, inserting, scrolling, and
 * the alternative screen. Colours and modes are read and dropped. ECMA-48 chapter 8; xterm's control sequences. */
#include "screen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum {
    MOST_PARAMETERS = 8,
    MOST_BYTES = 16
};

typedef struct Cell {
    char bytes
        [MOST_BYTES]; /* a character and what combines with it; empty: a blank, or a wide one's right half */
    bool covered; /* the right half of a wide character */
} Cell;

struct Screen {
    size_t columns, rows, x, y, saved_x, saved_y;
    bool wrap; /* the last column is full: the next character starts a row */
    enum {
        GROUND,
        ESCAPE,
        SEQUENCE,
        STRING,
        STRING_ESCAPE,
        CHARSET
    } state;
    int parameters[MOST_PARAMETERS];
    size_t parameter_count;
    bool private_mode;
    char partial[4]; /* the first bytes of a character */
    size_t partial_len;
    Cell *cells;
};

Screen *screen_new(size_t columns, size_t rows) {
    Screen *screen = checked(calloc(1, sizeof *screen));
    screen->columns = columns;
    screen->rows = rows;
    screen->cells = checked(calloc(columns * rows, sizeof *screen->cells));
    return screen;
}

void screen_free(Screen *screen) {
    if (!screen) return;
    free(screen->cells);
    free(screen);
}

static Cell *cell(const Screen *screen, size_t x, size_t y) {
    return &screen->cells[y * screen->columns + x];
}

/* Blanks the cells from one place to before another, in reading order. */
static void erase(Screen *screen, size_t from, size_t to) {
    memset(screen->cells + from, 0, (to - from) * sizeof *screen->cells);
}

static void scroll(Screen *screen) {
    const size_t kept = screen->columns * (screen->rows - 1);
    memmove(screen->cells, screen->cells + screen->columns, kept * sizeof *screen->cells);
    erase(screen, kept, kept + screen->columns);
}

static void line_feed(Screen *screen) {
    if (screen->y + 1 < screen->rows)
        screen->y++;
    else
        scroll(screen);
}

/* ---- Characters ----------------------------------------------------------------------------- */

static uint32_t decode(const char *bytes, size_t len) {
    uint32_t code = (unsigned char)bytes[0];
    if (len > 1) code &= 0xFFu >> (len + 1);
    for (size_t i = 1; i < len; i++) code = code << 6 | ((unsigned char)bytes[i] & 0x3F);
    return code;
}

static void combine(Screen *screen, const char *bytes, size_t len) {
    if (!screen->x) return;
    char *before = cell(screen, screen->x - 1 + screen->wrap, screen->y)->bytes;
    const size_t had = strlen(before);
    if (had + len < MOST_BYTES) memcpy(before + had, bytes, len);
}

static void put(Screen *screen, const char *bytes, size_t len) {
    const int width = wcwidth((wchar_t)decode(bytes, len));
    if (width == 0) {
        combine(screen, bytes, len);
        return;
    }
    const size_t wide = width == 2 ? 2 : 1;
    if (screen->wrap || screen->x + wide > screen->columns) {
        screen->x = 0;
        screen->wrap = false;
        line_feed(screen);
    }
    Cell *here = cell(screen, screen->x, screen->y);
    memset(here, 0, wide * sizeof *here);
    memcpy(here->bytes, bytes, len);
    if (wide == 2) here[1].covered = true;
    screen->x += wide;
    if (screen->x >= screen->columns) {
        screen->x = screen->columns - 1;
        screen->wrap = true;
    }
}

static size_t sequence_length(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static void text_byte(Screen *screen, char byte) {
    screen->partial[screen->partial_len++] = byte;
    if (screen->partial_len < sequence_length((unsigned char)screen->partial[0])) return;
    put(screen, screen->partial, screen->partial_len);
    screen->partial_len = 0;
}

static void control(Screen *screen, char byte) {
    screen->wrap = false;
    switch (byte) {
    case '\r': screen->x = 0; break;
    case '\n': line_feed(screen); break;
    case '\b': screen->x -= screen->x > 0; break;
    case '\t':
        screen->x = (screen->x / 8 + 1) * 8 < screen->columns ? (screen->x / 8 + 1) * 8
                                                              : screen->columns - 1;
        break;
    case 27: screen->state = ESCAPE; break;
    default: break;
    }
}

/* ---- Control sequences ------------------------------------------------------------------------ */

static size_t parameter(const Screen *screen, size_t index, size_t fallback) {
    if (index >= screen->parameter_count || !screen->parameters[index]) return fallback;
    return (size_t)screen->parameters[index];
}

static size_t lesser(size_t a, size_t b) { return a < b ? a : b; }

static void erase_display(Screen *screen) {
    const size_t here = screen->y * screen->columns + screen->x,
                 all = screen->columns * screen->rows;
    const size_t mode = parameter(screen, 0, 0);
    erase(screen, mode ? 0 : here, mode == 1 ? here + 1 : all);
}

static void erase_line(Screen *screen) {
    const size_t row = screen->y * screen->columns, mode = parameter(screen, 0, 0);
    erase(screen, mode ? row : row + screen->x,
          mode == 1 ? row + screen->x + 1 : row + screen->columns);
}

/* Inserts (or deletes) blanks at the cursor; the row's rest moves. */
static void shift_row(Screen *screen, bool insert) {
    const size_t count = lesser(parameter(screen, 0, 1), screen->columns - screen->x);
    const size_t kept = screen->columns - screen->x - count;
    Cell *here = cell(screen, screen->x, screen->y);
    memmove(insert ? here + count : here, insert ? here : here + count, kept * sizeof *here);
    memset(insert ? here : here + kept, 0, count * sizeof *here);
}

static void set_mode(Screen *screen, bool on) {
    const size_t mode = parameter(screen, 0, 0);
    if (!screen->private_mode || (mode != 1049 && mode != 47)) return;
    erase(screen, 0, screen->columns * screen->rows); /* what was there before is not kept */
    screen->x = screen->y = 0;
    (void)on;
}

static void run_sequence(Screen *screen, char final) {
    const size_t count = parameter(screen, 0, 1);
    screen->wrap = false;
    switch (final) {
    case 'A': screen->y -= lesser(count, screen->y); break;
    case 'B': screen->y = lesser(screen->y + count, screen->rows - 1); break;
    case 'C': screen->x = lesser(screen->x + count, screen->columns - 1); break;
    case 'D': screen->x -= lesser(count, screen->x); break;
    case 'G': screen->x = lesser(count, screen->columns) - 1; break;
    case 'd': screen->y = lesser(count, screen->rows) - 1; break;
    case 'f':
    case 'H':
        screen->y = lesser(count, screen->rows) - 1;
        screen->x = lesser(parameter(screen, 1, 1), screen->columns) - 1;
        break;
    case 'J': erase_display(screen); break;
    case 'K': erase_line(screen); break;
    case '@': shift_row(screen, true); break;
    case 'P': shift_row(screen, false); break;
    case 'h': set_mode(screen, true); break;
    case 'l': set_mode(screen, false); break;
    default: break; /* colours, regions, reports */
    }
}

static void sequence_byte(Screen *screen, char byte) {
    if (byte >= '0' && byte <= '9') {
        int *value = &screen->parameters[screen->parameter_count - 1];
        if (*value < 10000) *value = *value * 10 + (byte - '0');
    } else if (byte == ';') {
        if (screen->parameter_count < MOST_PARAMETERS) screen->parameter_count++;
    } else if (byte == '?' || byte == '>') {
        screen->private_mode = true;
    } else if (byte >= '@' && byte <= '~') {
        screen->state = GROUND;
        run_sequence(screen, byte);
    }
}

static void escape_byte(Screen *screen, char byte) {
    screen->state = GROUND;
    switch (byte) {
    case '[':
        memset(screen->parameters, 0, sizeof screen->parameters);
        screen->parameter_count = 1;
        screen->private_mode = false;
        screen->state = SEQUENCE;
        break;
    case ']': screen->state = STRING; break;
    case '(':
    case ')': screen->state = CHARSET; break;
    case '7':
        screen->saved_x = screen->x;
        screen->saved_y = screen->y;
        break;
    case '8':
        screen->x = screen->saved_x;
        screen->y = screen->saved_y;
        break;
    case 'M': screen->y -= screen->y > 0; break;
    default: break;
    }
}

void screen_feed(Screen *screen, const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        const char byte = bytes[i];
        switch (screen->state) {
        case GROUND:
            if ((unsigned char)byte < 32 || byte == 127)
                control(screen, byte);
            else
                text_byte(screen, byte);
            break;
        case ESCAPE: escape_byte(screen, byte); break;
        case SEQUENCE: sequence_byte(screen, byte); break;
        case STRING:
            if (byte == 7) screen->state = GROUND;
            if (byte == 27) screen->state = STRING_ESCAPE;
            break;
        case STRING_ESCAPE:
        case CHARSET: screen->state = GROUND; break;
        }
    }
}

static void row_line(const Screen *screen, size_t y, Lines *lines) {
    char *text = checked(malloc(screen->columns * MOST_BYTES + 1));
    size_t len = 0, used = 0;
    for (size_t x = 0; x < screen->columns; x++) {
        const Cell *here = cell(screen, x, y);
        if (here->covered) continue;
        const size_t size = strlen(here->bytes);
        memcpy(text + len, size ? here->bytes : " ", size ? size : 1);
        len += size ? size : 1;
        if (size && strcmp(here->bytes, " ") != 0) used = len;
    }
    lines_add(lines, text, used);
    free(text);
}

void screen_lines(const Screen *screen, Lines *lines) {
    for (size_t y = 0; y < screen->rows; y++) row_line(screen, y, lines);
    while (lines->count && !*lines->at[lines->count - 1]) free(lines->at[--lines->count]);
}
