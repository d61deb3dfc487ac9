/* term: RDF terms, their XSD values and their 64-bit ids. RDF 1.1 Concepts, section 3; RDF 1.2 triple
 * terms and base direction; XSD 1.1 part 2; SPARQL 1.1 sections 15.1 and 17.
 *
 * A Term is a set of views: it owns nothing and lives as long as what it points into.
 * An id stands for exactly one term, and equal terms have equal ids within one dictionary, so that
 * operators compare ids and never text. */
#ifndef YTTERBY_TERM_H
#define YTTERBY_TERM_H

#include "ytterby/base.h"

/* ---- Terms ------------------------------------------------------------------------------------------- */

typedef enum TermKind {
    TERM_NONE,
    TERM_IRI,
    TERM_BLANK,
    TERM_LITERAL,
    TERM_TRIPLE
} TermKind;
typedef enum Direction {
    DIRECTION_NONE,
    DIRECTION_LTR,
    DIRECTION_RTL
} Direction;

typedef struct Term {
    TermKind kind;
    Direction direction; /* only with lang */
    Text text;           /* IRI, blank node label without "_:", or lexical form */
    Text datatype;       /* IRI of a typed literal; empty for xsd:string and for language strings */
    Text lang;           /* language tag as it was written; empty when there is none */
    const struct Term *triple; /* TERM_TRIPLE: subject, predicate, object: three terms in a row */
} Term;

typedef struct Quad {
    Term subject, predicate, object;
    Term graph; /* TERM_NONE: the default graph */
} Quad;

#define XSD  "http://www.w3.org/2001/XMLSchema#"
#define RDF  "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RDFS "http://www.w3.org/2000/01/rdf-schema#"

/* Make a term of views; nothing is checked or copied. */
Term term_iri(Text iri);
Term term_blank(Text label);
Term term_string(Text text);               /* xsd:string */
Term term_typed(Text text, Text datatype); /* xsd:string is normalised to an empty datatype */
Term term_lang(Text text, Text lang);
Text term_datatype(
    const Term *literal); /* never empty: also xsd:string, rdf:langString, rdf:dirLangString */

/* RDF term equality: same kind, same text, same datatype, same language tag without ASCII case. */
bool term_equal(const Term *a, const Term *b);
uint64_t term_hash(const Term *term); /* agrees with term_equal */
/* A total order of terms by kind, then text: for sorted output. Not SPARQL's ORDER BY (see value_order). */
int term_order(const Term *a, const Term *b);
/* Deep copy into an arena; kind TERM_NONE when memory is out. */
Term term_copy(Arena *arena, const Term *term);
/* Appends the term in N-Triples syntax (canonical escapes; RDF 1.2 N-Triples for triple terms). */
void term_write(Buffer *out, const Term *term);
/* RFC 5646, section 2.2.9, as the readers take it: [a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*. */
bool lang_tag_valid(Text tag);

/* ---- IRIs (RFC 3986) ----------------------------------------------------------------------------------- */

bool iri_is_absolute(Text iri); /* begins with a scheme */
enum {
    LONGEST_BASE = 1 << 13 /* bytes that readers take as a base: each relative IRI costs as much */
};
/* Resolves `reference` against `base` (RFC 3986 section 5.2, strict) and appends the result. */
void iri_resolve(Buffer *out, Text base, Text reference);
/* The file: IRI of a path (made absolute by the working directory, percent-encoded). */
Status iri_of_path(Buffer *out, const char *path);
/* Offset of the first character an IRI may not contain (controls, space, <>"{}|^`\), or len. */
size_t iri_invalid_at(Text iri);

/* ---- Ids -------------------------------------------------------------------------------------------------
 * 4 bits of tag, 1 bit "local" (made by a query, not by the stored dictionary), 59 bits of payload: a
 * dictionary number, or the value itself when decoding gives back the same bytes (5, true, 2025-10-26).
 * Strings are never inlined. */

typedef uint64_t TermId;

enum {
    TAG_SPECIAL = 0, /* TERM_ID_NONE, TERM_ID_DEFAULT_GRAPH */
    TAG_IRI = 1,
    TAG_BLANK = 2,
    TAG_STRING = 3,   /* xsd:string */
    TAG_LANG = 4,     /* language-tagged string */
    TAG_NUMERIC = 5,  /* numeric datatype whose text is not inlined (1e0, 01, 5 as xsd:int) */
    TAG_TEMPORAL = 6, /* date and time datatypes whose text is not inlined */
    TAG_OTHER = 7,    /* any other literal */
    TAG_TRIPLE = 8,   /* triple term */
    TAG_INTEGER = 9,  /* inlined canonical xsd:integer, biased so that ids are in value order */
    TAG_DECIMAL = 10, /* inlined xsd:decimal with its scale */
    TAG_BOOLEAN = 11, /* inlined "true", "false" */
    TAG_DATE = 12,    /* inlined xsd:date */
    TAG_DATETIME = 13 /* inlined xsd:dateTime */
};

#define TERM_ID_NONE          ((TermId)0) /* unbound; in a pattern: any */
#define TERM_ID_DEFAULT_GRAPH ((TermId)1) /* as a graph: the default graph */
#define TERM_ID_LOCAL         ((TermId)1 << 59)

static inline unsigned id_tag(TermId id) { return (unsigned)(id >> 60); }
static inline bool id_is_inline(TermId id) { return id_tag(id) >= TAG_INTEGER; }
static inline bool id_is_local(TermId id) { return (id & TERM_ID_LOCAL) != 0 && !id_is_inline(id); }
static inline bool id_is_literal(TermId id) {
    return id_tag(id) >= TAG_STRING && id_tag(id) != TAG_TRIPLE;
}

unsigned term_tag(const Term *term); /* the dictionary tag (TAG_IRI … TAG_TRIPLE) of a term */
/* The inline id of a term, or TERM_ID_NONE when its value does not fit or would not decode to the same bytes. */
TermId id_inline(const Term *term);
/* Decodes an inline id; the text goes to `text` (32 bytes are enough) and the term points into it. */
Term id_decode(TermId id, char text[32]);

/* A dictionary in memory: term <-> id. Ids with `local_bit` (0 or TERM_ID_LOCAL) set. Terms are copied in. */
typedef struct TermTable TermTable;
TermTable *term_table_new(TermId local_bit, Budget *budget); /* budget may be NULL */
void term_table_free(TermTable *table);
Status term_table_add(TermTable *table, const Term *term,
                      TermId *id); /* finds or adds; inlines where it can */
TermId term_table_find(const TermTable *table, const Term *term); /* TERM_ID_NONE when unknown */
/* The term of an id of this table or of an inline id; views live as long as the table (inline: as `text`). */
Status term_table_get(const TermTable *table, TermId id, char text[32], Term *term);
size_t term_table_count(const TermTable *table);

#endif
