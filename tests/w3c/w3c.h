/* The runner of the W3C test suites: what its files share.
 * main.c knows the suites and runs them; manifest.c reads manifests; dataset.c holds graphs; isomorphism.c
 * compares them; report.c prints; known.c lists known failures; rdf.c runs the tests of RDF syntaxes, sparql.c those of
 * SPARQL, whose answers answer.c reads and compares. A further kind of test adds its file with a table of
 * handlers, and its suites to main.c. */
#ifndef YTTERBY_TESTS_W3C_H
#define YTTERBY_TESTS_W3C_H

#include "ytterby/rdfio.h"

#define MF   "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
#define RDFT "http://www.w3.org/ns/rdftest#"

/* ---- Datasets: quads in memory, for manifests and for comparing ---------------------------------------- */

typedef struct Dataset {
    Arena *arena;
    Quad *quads;
    size_t count, cap;
} Dataset;
void dataset_init(Dataset *dataset);
void dataset_free(Dataset *dataset);
Status dataset_add(Dataset *dataset, const Quad *quad);
/* Adds a file's quads; `base` empty: the file's own IRI; `format` NULL: by its name. */
Status dataset_read(Dataset *dataset, const char *path, const char *format, Text base, Diag *diag);
/* The object of the first statement of a subject (compared as a term) and a predicate; NULL: none. */
const Term *dataset_object(const Dataset *dataset, const Term *subject, const char *predicate);
/* The same, counted: the object number `index` (from 0) in the order of the file. */
const Term *dataset_object_at(const Dataset *dataset, const Term *subject, const char *predicate,
                              size_t index);

/* Are both the same but for the names of blank nodes? Bounded work: false after the bound, with *gave_up. */
bool dataset_isomorphic(const Dataset *a, const Dataset *b, bool *gave_up);

/* A whole file, kept in the arena; at == NULL when it cannot be read. */
Text read_text(const char *path, Arena *arena);

/* ---- Tests -------------------------------------------------------------------------------------------------- */

typedef struct Test {
    const char *suite;           /* "rdf11-turtle" */
    Text name;                   /* of the test: the end of its IRI */
    const Dataset *manifest;     /* where its properties are … */
    Term node;                   /* … under this subject */
    Text type;                   /* its rdf:type */
    const char *action, *result; /* paths of mf:action and mf:result; NULL when they are no IRIs */
    Text base;                   /* what the action's file is called on the web */
    Arena *arena;                /* for the test's own use; lives as long as the test */
} Test;

typedef enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
} Outcome;
typedef struct Handler {
    const char *type;   /* IRI of the test's class */
    const char *format; /* name of the input's format, where the class says it */
    Outcome (*run)(const Test *test, const char *format, Buffer *why);
} Handler;
extern const Handler rdf_handlers[]; /* ends with a row of NULLs */
extern const Handler sparql_handlers[];

/* Why the test may fail (known.c), or NULL; *listed: it must fail. */
const char *known_failure(const Test *test, bool *listed);

/* The path of a file: IRI in the arena; NULL when it is none. */
const char *path_of_iri(Arena *arena, Text iri);
/* Calls `each` for every test of a manifest and of those that it includes from below `folder`. */
Status manifest_each(const char *path, const char *folder, const char *suite,
                     void (*each)(void *context, const Test *test), void *context, Diag *diag);

/* ---- Report -------------------------------------------------------------------------------------------------- */

typedef struct Count {
    unsigned passed, failed, skipped;
} Count;
/* Prints a test's line ("ok …", "not ok … - why", "skip … - why") and counts it. */
void report_test(Count *count, const Test *test, Outcome outcome, Text why);
/* Prints the table of all suites, as comment lines. */
void report_table(const char *const *names, const Count *counts, size_t suites);

#endif
