/* What several fuzz targets share. supply.c turns the input into choices and terms, dataset.c has quads as sorted lines and
 * fills sources with them, make_query.c writes queries and updates by choices. */
#ifndef YTTERBY_FUZZ_H
#define YTTERBY_FUZZ_H

#include "ytterby/source.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, which libFuzzer takes for a finding, unless it holds. */
void require(bool holds, const char *what);

/* ---- supply.c: the input as a row of choices; behind its end all are 0 ------------------------------------------- */

typedef struct Supply {
    const uint8_t *at;
    size_t left;
} Supply;

uint64_t take_number(Supply *supply, size_t bytes);
unsigned take_below(Supply *supply, unsigned below); /* at most 256 */
bool take_one_in(Supply *supply, unsigned chances);
/* Up to `most` bytes, as UTF-8: what is none is taken for Latin-1. */
Text take_text(Supply *supply, Arena *arena, size_t most);
/* An IRI, a blank node or a literal (unless `named_only`); with `modern` also triple terms and base directions. */
Term take_term(Supply *supply, Arena *arena, bool named_only, bool modern);

/* ---- dataset.c ----------------------------------------------------------------------------------------------------- */

void sort_lines(Buffer *lines);
/* All that a source holds, as sorted lines of N-Quads. */
Status dataset_lines(Source *source, Buffer *out, Diag *diag);
/* A sink for readers of RDF: inserts into the source that is the context. */
Status insert_quad(void *source, const Quad *quad);
/* A source in memory with the quads of this text of TriG. */
Source *memory_of(Text trig);

/* ---- make_query.c -------------------------------------------------------------------------------------------------- */

typedef struct Maker {
    Supply supply;
    Buffer *out;
    bool varied;    /* data and constants have several terms of one value */
    bool computed;  /* so far: the query makes terms of its own */
    bool limited;   /* which rows come is the engine's choice, their number is not */
    unsigned names; /* of variables made by BIND and the like */
} Maker;

void make_data(Maker *maker); /* TriG, at most 30 quads */
void make_query(Maker *maker);
void make_update(Maker *maker); /* one to four operations */
/* Whether text from elsewhere asks for what may differ from run to run: random numbers, samples, new blank nodes … */
bool undetermined(Text query);

#endif
