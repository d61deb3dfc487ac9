/* rdfio: RDF files <-> quads, streaming. One table of formats; own readers and writers for N-Triples,
 * N-Quads, Turtle and TriG (RDF 1.1 and 1.2); every other syntax through Raptor in a helper process.
 *
 * Readers push quads to a callback whose terms are views that live only during the call.
 * Memory does not grow with the input; nesting uses no C stack and is limited. */
#ifndef YTTERBY_RDFIO_H
#define YTTERBY_RDFIO_H

#include "ytterby/term.h"

/* ---- Formats ------------------------------------------------------------------------------------------- */

typedef struct RdfFormat {
    const char
        *name; /* as on the command line: "turtle", "ntriples", "nquads", "trig", "rdfxml" … */
    const char *label;      /* "Turtle" */
    const char *media_type; /* "text/turtle" */
    const char *endings;    /* file endings, separated by spaces: "ttl" */
    bool graphs;            /* can hold named graphs */
    bool reads, writes;
    bool by_raptor; /* read through the helper process */
} RdfFormat;

const RdfFormat *rdf_formats(size_t *count);  /* the table; static */
const RdfFormat *rdf_format_named(Text name); /* by name or media type; NULL when unknown */
/* By the ending of `path` (after .gz, .zst), then by the first bytes of the content; NULL: cannot tell. */
const RdfFormat *rdf_format_guess(const char *path, Text first_bytes);

/* ---- Reading --------------------------------------------------------------------------------------------- */

typedef struct RdfSink {
    Status (*quad)(void *context, const Quad *quad); /* an error stops the reading */
    Status (*prefix)(void *context, Text prefix,
                     Text iri); /* may be NULL; `prefix` without colon */
    void *context;
} RdfSink;

typedef struct RdfReadOptions {
    const RdfFormat *format; /* NULL: guess */
    Text base;               /* NULL at: the file's own file: IRI */
    bool keep_going;         /* line formats: skip bad lines, tell each to `warn` */
    void (*warn)(void *context, const Diag *diag); /* may be NULL */
    void *warn_context;
    Text blank_prefix; /* put before every blank node label of the file; empty: labels are kept */
    Budget *budget;    /* cancel, deadline, memory; may be NULL */
    const Progress *progress; /* may be NULL */
    uint64_t most_bytes; /* bound on decompressed bytes; 0 = the default (1 TiB, ratio-checked) */
    size_t most_token;   /* bound on the bytes of one line or token; 0 = the default (1 GiB) */
    const char *helper;  /* path of the Raptor helper program; NULL: beside this program */
} RdfReadOptions;

/* Reads a file; "-" is standard input; .gz and .zst are unpacked on the way. Errors are in *diag, positioned. */
Status rdf_read_file(const char *path, const RdfReadOptions *options, const RdfSink *sink,
                     Diag *diag);
/* Reads text in memory; `name` is shown in messages. */
Status rdf_read_text(Text text, const char *name, const RdfReadOptions *options,
                     const RdfSink *sink, Diag *diag);
/* Reads a file of N-Triples or N-Quads with `count` threads, thread i handing its quads to sinks[i]; packed files
 * and pipes too. No order is kept between threads; lines before the first bad one (by position), which is the one
 * in *diag, are all read, and some after it may be. `warn` is called by one thread at a time. Any other format
 * is read by one thread into sinks[0]. Blank node labels are kept, so equal labels are one node in all sinks. */
Status rdf_read_parallel(const char *path, const RdfReadOptions *options, const RdfSink *sinks,
                         size_t count, Diag *diag);

/* ---- Writing ---------------------------------------------------------------------------------------------- */

/* A set of prefixes: kept with data, used to shorten IRIs. Order of declaration is kept. */
typedef struct Prefixes Prefixes;
Prefixes *prefixes_new(void); /* NULL when memory is out */
void prefixes_free(Prefixes *prefixes);
Status prefixes_set(Prefixes *prefixes, Text prefix, Text iri); /* replaces one of that name */
size_t prefixes_count(const Prefixes *prefixes);
void prefixes_at(const Prefixes *prefixes, size_t index, Text *prefix, Text *iri);
bool prefixes_find(const Prefixes *prefixes, Text prefix, Text *iri);
/* Appends "prefix:local" (escaped as PN_LOCAL needs) and returns true, or returns false and appends nothing. */
bool prefixes_shorten(const Prefixes *prefixes, Text iri, Buffer *out);

typedef struct RdfWriter RdfWriter;
typedef struct RdfWriteOptions {
    const RdfFormat *format;
    const Prefixes *prefixes; /* may be NULL; sorted output declares only those in use */
    bool sorted; /* collect, sort and group: the same bytes for the same graph; else streamed */
    bool
        canonical; /* N-Triples and N-Quads: RDF 1.2's canonical form: language tags in lower case */
    Budget *budget; /* may be NULL */
} RdfWriteOptions;
/* Writers are lossless: datatypes, language tags, each literal's lexical form, blank node labels. */
Status rdf_writer_new(RdfWriter **writer, const RdfWriteOptions *options, Output *out, Diag *diag);
Status rdf_writer_quad(RdfWriter *writer, const Quad *quad,
                       Diag *diag); /* STATUS_UNSUPPORTED: a named graph into Turtle … */
/* Declares a prefix while quads are written, unless one of that name is known: for sorted output. */
Status rdf_writer_prefix(RdfWriter *writer, Text prefix, Text iri);
Status rdf_writer_end(RdfWriter *writer, Diag *diag); /* writes what is left */
void rdf_writer_free(RdfWriter *writer);

/* ---- Differences ------------------------------------------------------------------------------------------ */

/* A set of quads as lines of N-Quads, in order: what two graphs differ in, whatever keeps them. */
typedef struct RdfLines RdfLines;
RdfLines *rdf_lines_new(Budget *budget); /* budget may be NULL; NULL when memory is out */
void rdf_lines_free(RdfLines *lines);
Status rdf_lines_add(void *context,
                     const Quad *quad); /* as an RdfSink's quad; the lines are the context */
/* Gives each line (its end included) that only one of them has, in order; `added`: only the second has it. */
Status rdf_lines_compare(RdfLines *before, RdfLines *after,
                         Status (*each)(void *context, Text line, bool added), void *context);

#endif
