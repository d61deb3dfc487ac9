/* results: answers -> text. Tables, JSON, XML, CSV, TSV, Markdown, one value a line; graphs through rdfio.
 * SPARQL 1.1 Query Results JSON, XML (second edition), CSV and TSV recommendations. Streamed, but for tables. */
#ifndef YTTERBY_RESULTS_H
#define YTTERBY_RESULTS_H

#include "ytterby/engine.h"
#include "ytterby/rdfio.h"

typedef struct ResultsFormat {
    const char *name; /* "table", "json", "xml", "csv", "tsv", "markdown", "line", "turtle" … */
    const char *media_type;
    bool rows, boolean, graph; /* for which query forms */
} ResultsFormat;
const ResultsFormat *results_formats(size_t *count);
const ResultsFormat *results_format_named(Text name); /* NULL: unknown */

typedef struct ResultsOptions {
    const ResultsFormat *format;
    const Prefixes *prefixes; /* tables: CURIEs; graphs: prefixes; may be NULL */
    unsigned width;           /* tables: screen columns to fit; 0: as wide as needed */
    bool wrap;                /* tables: what does not fit goes on in the next line, not away */
    bool unicode;             /* tables: box characters allowed */
    bool color;
    /* Tables: the label to show for an IRI, or none. May be NULL. `mode`: beside ("Label (curie)") or instead. */
    bool (*label)(void *context, Text iri, Buffer *out);
    void *label_context;
    uint64_t most_rows; /* tables on a terminal: print this many, count the rest; 0: all */
} ResultsOptions;

typedef struct ResultsCount {
    uint64_t rows;  /* rows or triples of the answer; ASK: 1 */
    bool truncated; /* cells or rows were shortened to fit */
    bool boolean;   /* it was an ASK, and … */
    bool answer;    /* … this is its answer */
} ResultsCount;

/* Runs the statement to its end and writes the answer. Without options->prefixes the statement's own are used.
 * STATUS_UNSUPPORTED: the format does not fit the form, or cannot hold a term of the answer. */
Status results_write(Statement *statement, const ResultsOptions *options, Output *out,
                     ResultsCount *count, Diag *diag);

/* The same by hand, for rows that come from elsewhere. `names` (without "?"), what `options` points to and `out`
 * must live until results_writer_free. */
typedef struct ResultsWriter ResultsWriter;
Status results_writer_new(ResultsWriter **writer, const ResultsOptions *options, const Text *names,
                          size_t columns, Output *out, Diag *diag);
Status results_writer_row(ResultsWriter *writer, const Term *terms,
                          Diag *diag); /* TERM_NONE: unbound */
Status results_writer_end(ResultsWriter *writer, ResultsCount *count,
                          Diag *diag); /* writes what is left; count may be NULL */
void results_writer_free(ResultsWriter *writer);
/* The answer of an ASK. */
Status results_write_boolean(const ResultsOptions *options, bool answer, Output *out, Diag *diag);

/* Screen columns of UTF-8 text (wide and combining characters counted right). */
size_t text_columns(Text text);
/* Appends text with control characters made harmless for a terminal. */
void text_printable(Text text, Buffer *out);
/* The same for text of several lines, whose ends stay. */
void lines_printable(Text text, Buffer *out);
/* Writes text for HTML and XML, also within an attribute's double quotes: made harmless as above, and escaped. */
void html_text(Output *out, Text text);

/* Reading answers back (SERVICE, tests): JSON, XML, CSV, TSV. Rows go to `row`, ASK to *answer with is_ask set.
 * CSV keeps no kinds of terms: every value that is not empty comes as a plain string. */
typedef struct ResultsReader {
    Status (*head)(void *context, const Text *names, size_t count);
    Status (*row)(void *context, const Term *terms,
                  size_t count); /* TERM_NONE: unbound; views live for the call */
    void *context;
    bool is_ask, answer;
} ResultsReader;
/* `format` is "json", "xml", "csv" or "tsv"; `head` may be NULL. Errors are positioned in *diag. */
Status results_read(Text text, const char *format, ResultsReader *reader, Diag *diag);

#endif
