/* The inside of the room report: what labels.c keeps and find.c searches; what page.c gathers and its pictures read. */
#ifndef YTTERBY_REPORT_INTERNAL_H
#define YTTERBY_REPORT_INTERNAL_H

#include "ytterby/report.h"

typedef struct LabelEntry {
    Text iri, label;
    Text folded;            /* the label without case, accents and punctuation: what is compared */
    unsigned char rank;     /* row of the predicate in the table of labels.c: lower is better */
    unsigned char language; /* 0 English, 1 none, 2 other */
    bool alias;
} LabelEntry;

struct Labels {
    Source *source;
    const Prefixes *prefixes;
    Arena *arena;
    LabelEntry *entries; /* sorted by folded text, then by IRI */
    size_t count, cap;
    HashIndex best; /* IRI -> entry to display */
};

/* Appends `text` folded for comparison: Unicode case folding, no marks, hyphens and underscores as spaces. */
void label_fold(Buffer *out, Text text);
/* The last part of an IRI: after the last "#", "/" or ":". */
Text iri_tail(Text iri);

/* ---- A report as a page (page.c, timeline.c, relations.c) ----------------------------------------------------- */

/* An answer, kept whole: the table and the pictures are made of it. */
typedef struct Answer {
    Arena *arena;
    const Text *names; /* of the columns */
    size_t columns;
    Term *cells; /* row by row */
    size_t rows, cap;
} Answer;
static inline const Term *answer_cell(const Answer *answer, size_t row, size_t column) {
    return &answer->cells[row * answer->columns + column];
}
/* The first column of one of these names, or SIZE_MAX. */
size_t answer_column(const Answer *answer, const char *const *names, size_t count);

enum {
    PICTURE_WIDTH = 960, /* of the page's pictures, in user units */
    PICTURE_LINE = 22,   /* from one line of text to the next */
    PICTURE_LETTER = 7   /* a column of text, on the generous side */
};
/* Appends the text, cut to so many columns with an ellipsis. */
void picture_shorten(Text text, size_t columns, Buffer *out);
/* Writes a text element at (x, y), shortened so and then with all of it as its title; `kind` is its class: "" plain,
 * "soft", "end" (it ends at x), "hub". */
void picture_text(Output *out, double x, double y, const char *kind, Text text, size_t columns);
/* Both write a whole section, or nothing when there is nothing to draw. */
Status write_timeline(const Answer *answer, Output *out, Diag *diag);
Status write_relations(const ReportPage *page, const Answer *answer, Output *out, Diag *diag);

#endif
