/* ingest: plain text -> candidate statements. Finds what a lexicon names (things, units, signs of relations), numbers
 * with units and years, dates and new names, and proposes statements, each with its passage and its offsets.
 * src/ingest/README.md tells how; what is proposed is data of the graph: graph/reference/lexicon.ttl.
 *
 * Ownership: a Lexicon owns all it read. Thread-safety: a Lexicon is only read after it was opened. */
#ifndef YTTERBY_INGEST_H
#define YTTERBY_INGEST_H

#include "ytterby/report.h"

/* ---- What the graph knows ------------------------------------------------------------------------------------------ */

typedef struct Lexicon Lexicon;
/* Reads labels, aliases and other forms of things, units, coded values and triggers, of every graph of the source.
 * STATUS_NOT_FOUND: the graph holds no ontology with things to find. `budget` (may be NULL) is only for the reading. */
Status lexicon_open(Lexicon **lexicon, Source *source, Budget *budget, Diag *diag);
void lexicon_free(Lexicon *lexicon); /* NULL is allowed */

/* ---- What a text says ---------------------------------------------------------------------------------------------- */

enum {
    INGEST_MOST_BYTES = 32 << 20,    /* of a document */
    INGEST_MOST_PARAGRAPH = 1 << 20, /* bytes of one of its paragraphs */
};

typedef struct IngestOptions {
    Text document;    /* its IRI, which is also the graph of what is proposed */
    const char *name; /* of the text, for messages */
    Source *known; /* candidates that were reviewed there are not proposed again; NULL: none were */
    Status (*quad)(void *context, const Quad *quad); /* takes what is proposed */
    void *context;
    Budget *budget; /* cancel and deadline; may be NULL */
} IngestOptions;

typedef struct IngestCounts {
    uint64_t paragraphs, mentions, dates, figures, relations, events, names;
    uint64_t reviewed; /* candidates that were not proposed again */
} IngestCounts;

/* Time is linear in the text. Errors: STATUS_SYNTAX, positioned, for what is no UTF-8 text; STATUS_LIMIT, positioned,
 * for a paragraph that is too long; those of the callbacks. */
Status ingest_text(const Lexicon *lexicon, Text text, const IngestOptions *options,
                   IngestCounts *counts, Diag *diag);

/* Takes out of the document's graph what an earlier ingest wrote and nobody has reviewed: a step of an open transaction
 * of the source, before the document is read again. `budget` may be NULL. */
Status ingest_clear(Source *source, Text document, Budget *budget, Diag *diag);

#endif
