/* The reader of line formats, shared by lines.c and parallel.c. */
#ifndef YTTERBY_RDFIO_LINES_H
#define YTTERBY_RDFIO_LINES_H

#include "rdfio_internal.h"

typedef struct LineReader LineReader;
struct LineReader {
    const ReadJob *job; /* whose input the text is the window of */
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

/* Reads whole lines: the front of the window of the job's input, from its cursor on. Errors are told. */
Status line_reader_read(LineReader *reader, Text lines);
/* A reader that does what the job says. */
LineReader line_reader_for(const ReadJob *job);
void line_reader_free(LineReader *reader);

#endif
