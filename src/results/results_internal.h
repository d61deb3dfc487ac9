/* Inside the room results: a format is a row of functions over one ResultsWriter. */
#ifndef YTTERBY_RESULTS_INTERNAL_H
#define YTTERBY_RESULTS_INTERNAL_H

#include "ytterby/results.h"

/* How one format writes. A slot may be NULL: nothing to do there, or (boolean) not offered. */
typedef struct RowFormat {
    Status (*begin)(ResultsWriter *writer, Diag *diag);
    Status (*row)(ResultsWriter *writer, const Term *terms, Diag *diag);
    Status (*end)(ResultsWriter *writer, Diag *diag);
    void (*free)(ResultsWriter *writer);
    void (*boolean)(Output *out, bool answer);
} RowFormat;

struct ResultsWriter {
    const RowFormat *how;
    ResultsOptions options;
    const Text *names;
    size_t columns;
    Output *out;
    uint64_t rows;  /* so far */
    bool truncated; /* something was shortened to fit */
    Buffer scratch; /* one cell's text */
    void *state;    /* the format's own */
};

extern const RowFormat results_table, results_json, results_xml, results_csv, results_tsv,
    results_markdown, results_html, results_line;

/* STATUS_UNSUPPORTED with a message: the format cannot hold `what`. */
Status format_unfit(const ResultsFormat *format, const char *what, Diag *diag);

/* Appends a term as people read it: its label or CURIE, a literal's text without quotes; not yet made harmless. */
void display_term(const ResultsOptions *options, const Term *term, Buffer *out);
/* Clears `cell` and puts the term there as people read it, made harmless for a terminal. */
void printable_cell(const ResultsOptions *options, const Term *term, Buffer *cell);

/* Text of XML or HTML, escaped; in an attribute white space too. */
void write_markup(Output *out, Text text, bool attribute);

/* Readers, by format. */
Status read_json_results(Text text, ResultsReader *reader, Diag *diag);
Status read_xml_results(Text text, ResultsReader *reader, Diag *diag);
Status read_csv_results(Text text, ResultsReader *reader, Diag *diag);
Status read_tsv_results(Text text, ResultsReader *reader, Diag *diag);

/* A small strict XML reader (xml.c): tags one by one, the text between them gathered. No document type, so no
 * entities but the five of XML itself; depth and attributes are bounded. Names are local names. */
enum {
    XML_MOST_DEPTH = 128,
    XML_MOST_ATTRIBUTES = 16
};
typedef enum XmlEvent {
    XML_START,
    XML_END,
    XML_FINISHED
} XmlEvent;
typedef struct XmlAttribute {
    Text name;  /* local name; of namespace declarations too */
    Text value; /* decoded; in the arena */
} XmlAttribute;
typedef struct XmlReader {
    Text text;
    size_t at; /* where the next event begins */
    XmlEvent event;
    Text name; /* local name of the tag */
    XmlAttribute attributes[XML_MOST_ATTRIBUTES];
    size_t attribute_count;
    Buffer content;            /* decoded text between the last tag and this one */
    Text open[XML_MOST_DEPTH]; /* full names of the elements that are open */
    size_t depth;
    bool empty_element; /* the last tag was <x/>: its end comes next */
    Arena *arena;       /* of the caller; takes the attributes' values */
    Diag *diag;
} XmlReader;
Status xml_next(XmlReader *reader); /* moves to the next tag and fills the fields above */
Text xml_attribute(const XmlReader *reader, const char *name); /* empty when it is not there */
Status xml_error(XmlReader *reader, const char *what); /* a syntax error where the reader stands */

enum {
    MOST_NESTED_TERMS = 32
}; /* depth of triple terms in answers that are read */

#endif
