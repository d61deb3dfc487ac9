/* The reader of Turtle and TriG, in two files: turtle_terms.c reads tokens and makes terms of them,
 * turtle.c holds the grammar. */
#ifndef YTTERBY_RDFIO_TURTLE_H
#define YTTERBY_RDFIO_TURTLE_H

#include "rdfio_internal.h"

typedef struct Turtle Turtle;
typedef struct Frame Frame;
typedef Status (*Step)(Turtle *turtle);

/* What is open: a statement, a graph, or a bracket in it. Frames lie on the text stack above what they need. */
struct Frame {
    Frame *parent;
    Step step;                       /* what comes next here */
    Status (*close)(Turtle *turtle); /* reads what ends the predicates and objects here */
    Term *slot;                      /* where an inner bracket puts its term */
    bool may_be_label;               /* TriG: the subject could turn out to be a graph's name */
    bool may_end;                    /* the subject alone is a statement */
    StackMark start;                 /* above the frame */
    StackMark after_subject, after_predicate;
    Term subject, predicate, object;
    Term reifier;    /* the present one of the object's annotation */
    char *labels[2]; /* collections: memory for the labels of this cell and the next */
};

struct Turtle {
    const ReadJob *job;
    Input *input;
    Frame *frame; /* the innermost; NULL: the end was reached */
    unsigned depth;
    Quad quad; /* its graph is the present one */
    Prefixes *prefixes;
    size_t prefix_bytes;              /* that the budget was charged for them */
    Text last_prefix, last_namespace; /* the prefix used last, if it is short */
    char last_prefix_memory[32];
    Buffer base;
    TextStack stack;
    BlankLabels labels;
    Buffer scratch;
    uint64_t emitted;
};

/* ---- turtle_terms.c ------------------------------------------------------------------------------------ */

/* A syntax error at an offset of the window. */
Status turtle_fail(Turtle *turtle, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
Status turtle_skip(Turtle *turtle); /* over white space and comments */
/* The next byte, 0 at the end; call it after turtle_skip. */
char turtle_peek(const Turtle *turtle);
/* Is `text` next? Reads on as far as needed. */
Status turtle_ahead(Turtle *turtle, Text text, bool *is);
Status turtle_expect(Turtle *turtle, Text text); /* skips, then consumes `text` or fails */
/* Is the ASCII word next, and a whole word, which is no part of a prefixed name? */
Status turtle_word_ahead(Turtle *turtle, Text word, bool any_case, bool *is);
/* The same after "@", where a colon may follow. */
Status turtle_at_word_ahead(Turtle *turtle, Text word, bool *is);

Status turtle_iri(Turtle *turtle, Term *term);          /* IRIREF or prefixed name */
Status turtle_iri_reference(Turtle *turtle, Text *iri); /* IRIREF alone, resolved */
Status turtle_prefix_name(Turtle *turtle, Text *name);  /* PNAME_NS, without the colon */
Status turtle_label(Turtle *turtle, Term *term);        /* BLANK_NODE_LABEL */
Status turtle_literal(Turtle *turtle, Term *term);      /* quoted, with language or datatype */
Status turtle_number(Turtle *turtle, Term *term);
/* A prefixed name, or with `literals` true or false. */
Status turtle_name(Turtle *turtle, bool literals, Term *term);
Status turtle_version(Turtle *turtle); /* a version in single or double quotes */

#endif
