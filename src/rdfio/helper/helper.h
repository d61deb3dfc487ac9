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

/* ---- doctype.c ---------------------------------------------------------------------------------- */

typedef enum PrologState {
    PROLOG_BETWEEN,
    PROLOG_COMMENT,
    PROLOG_INSTRUCTION,
    PROLOG_QUOTED,
    PROLOG_ENTITY,
    PROLOG_OVER /* the document's element has begun */
} PrologState;

/* Zero-initialise it. */
typedef struct Prolog {
    PrologState state;
    char tail[8]; /* the last bytes */
    size_t length;
    char quote;
    bool external;
    long line; /* line breaks so far */
} Prolog;

/* Takes the next bytes; true once an external entity was declared. */
bool prolog_is_external(Prolog *prolog, const char *at, size_t len);

#endif
