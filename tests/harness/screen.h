/* screen: what a terminal would show: a grid of characters, fed with a program's output. */
#ifndef TESTS_SCREEN_H
#define TESTS_SCREEN_H

#include "lines.h"

typedef struct Screen Screen;

Screen *screen_new(size_t columns, size_t rows);
void screen_free(Screen *screen);
/* Draws output: text, and the control sequences that readline and pagers use (ECMA-48, xterm). */
void screen_feed(Screen *screen, const char *bytes, size_t len);
/* The rows as lines, without blanks at their ends and without empty rows below the last. */
void screen_lines(const Screen *screen, Lines *lines);

#endif
