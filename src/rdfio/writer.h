/* The writers' inside: one struct, and a pair of functions per family of formats. */
#ifndef YTTERBY_RDFIO_WRITER_H
#define YTTERBY_RDFIO_WRITER_H

#include "rdfio_internal.h"

typedef struct WriterMethods {
    Status (*begin)(RdfWriter *writer, Diag *diag);
    Status (*quad)(RdfWriter *writer, const Quad *quad, Diag *diag);
    Status (*end)(RdfWriter *writer, Diag *diag);
} WriterMethods;

typedef struct QuadSet QuadSet;

struct RdfWriter {
    const RdfFormat *format;
    const WriterMethods *methods;
    Prefixes *prefixes; /* own copy; never NULL */
    Output *out;
    Buffer text; /* what is written next */
    Budget *budget;
    bool canonical;
    QuadSet *set; /* sorted output collects here; NULL: streamed */
    /* Streamed Turtle and TriG: what is open */
    Buffer graph, subject, predicate; /* N-Triples text of each; empty: none is open */
    bool started; /* something was written: a blank line goes before the next block */
};

extern const WriterMethods line_writer, turtle_writer, rdfxml_writer;

/* Can the term be written so that reading gives it back? A label or a tag that no grammar has cannot. */
Status writer_check(const Term *term, Diag *diag);
/* Appends the term in Turtle syntax, shortened by the prefixes. */
void turtle_write_term(Buffer *out, const Prefixes *prefixes, const Term *term);
/* Would Turtle read the literal's bare text as this literal? Numbers, true and false. */
bool turtle_stands_bare(const Term *literal);

/* ---- QuadSet: quads without duplicates, given back in order ------------------------------------------------ */

QuadSet *quad_set_new(Budget *budget); /* NULL when memory is out */
void quad_set_free(QuadSet *set);
Status quad_set_add(QuadSet *set, const Quad *quad);
Status quad_set_sort(QuadSet *set); /* by graph, subject, predicate (rdf:type first), object */
size_t quad_set_count(const QuadSet *set);
Quad quad_set_at(const QuadSet *set,
                 size_t index); /* after sorting; terms live as long as the set */
/* After sorting: calls `each` for every IRI that Turtle writes, once for each term that it is in. */
Status quad_set_iris(const QuadSet *set, Status (*each)(void *context, Text iri), void *context);

#endif
