/* The inside of the room report: what labels.c keeps and find.c searches. */
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

#endif
