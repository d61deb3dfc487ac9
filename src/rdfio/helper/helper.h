/* The Raptor helper's inside. Its contract with raptor.c: the document comes in on descriptor 0, N-Quads go out on 1, and
 * notes on 2, a line each: "prefix NAME IRI", "error LINE COLUMN MESSAGE", or "limit LINE COLUMN MESSAGE" when memory is
 * out. It ends with HELPER_DONE, or with HELPER_FAILED after an error note; everything else is a crash. */
#ifndef YTTERBY_RDFIO_HELPER_H
#define YTTERBY_RDFIO_HELPER_H

#include "../rdfio_internal.h"

enum {
    HELPER_DONE = 0,
    HELPER_FAILED = 2
};

/* ---- sandbox.c ---------------------------------------------------------------------------------- */

/* Closes all descriptors but the three, and sets limits: memory, processor seconds, files, processes. */
void sandbox_limit(unsigned long cpu_seconds, unsigned long mebibytes);
/* From here on: read, write, memory and exit; no opening, no sockets, no programs. False: refused. */
bool sandbox_lock(void);

/* ---- xml.c, json.c: what is refused before Raptor sees it ------------------------------------------ */

typedef enum XmlState {
    XML_PROLOG, /* between its parts, and in the internal subset */
    XML_ENTITY,
    XML_QUOTED,
    XML_COMMENT,
    XML_INSTRUCTION,
    XML_CDATA,
    XML_CONTENT,
    XML_TAG, /* of a start or of an empty element */
    XML_END_TAG
} XmlState;

enum {
    LONGEST_TAG = 200 /* Raptor's buffer for a language tag has 256 bytes, and no check */
};
#define LONG_TAG "a language tag of more than 200 bytes, which Raptor cannot hold"

/* Zero-initialise it. */
typedef struct XmlLook {
    XmlState state, back; /* where a quoted text, a comment … goes back to */
    char tail[12];        /* the last bytes */
    size_t length;
    char declaration[160]; /* the first instruction */
    size_t declared;
    bool has_declaration, begun;
    char quote;
    bool is_language;           /* the quoted value is one */
    size_t value;               /* its bytes so far */
    unsigned depth, attributes; /* of the tag under way */
    long lines;                 /* line breaks so far */
    const char *fault;
    bool is_limit; /* the fault is no fault of the document */
} XmlLook;

/* Zero-initialise it. */
typedef struct JsonLook {
    bool string, escape;
    unsigned digits, unit; /* of the escape under way */
    bool half;             /* a high surrogate waits for its low one */
    char front[8];         /* of the string under way … */
    size_t length;         /* … which has so many units by now … */
    bool is_language;      /* … and is the value of "lang" */
    const char *fault;
    bool is_limit;
} JsonLook;

/* Both take the next bytes; NULL, or what is wrong with them, once and for all. */
const char *xml_look(XmlLook *look, const char *at, size_t len);
const char *json_look(JsonLook *look, const char *at, size_t len);

#endif
