/* The reader of line formats, shared by lines.c and parallel.c. */
#ifndef YTTERBY_RDFIO_LINES_H
#define YTTERBY_RDFIO_LINES_H

#include "rdfio_internal.h"

typedef struct LineReader LineReader;
struct LineReader {
    const ReadJob *job; /* for bad_line; NULL in workers */
    const RdfSink *sink;
    bool graphs; /* N-Quads */
    Text blank_prefix;
    Status (*bad_line)(LineReader *reader, size_t start); /* NULL: a bad line ends the reading */
    Quad quad;
    TextStack stack; /* texts of the present line that had escapes; triple terms */
    Buffer scratch;
    const char *problem; /* what is wrong with the present line … */
    size_t problem_at;   /* … and where, in the text */
};

/* Reads whole lines from offset *at to the end of `text`; on an error *at is the start of the bad line. */
Status line_reader_run(LineReader *reader, Text text, size_t *at);
void line_reader_free(LineReader *reader);

#endif
