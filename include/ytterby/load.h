/* load: RDF files into a database, fast: parsed in parallel, each distinct term interned once, ids given in term order,
 * quads sorted by counting, trees built from sorted rows, all in one transaction.
 *
 * Thread-safety: one load at a time a Store; the load makes threads of its own. */
#ifndef YTTERBY_LOAD_H
#define YTTERBY_LOAD_H

#include "ytterby/rdfio.h"
#include "ytterby/store.h"

typedef struct LoadOptions {
    const RdfFormat *format; /* NULL: guessed for each file */
    Text base;               /* base IRI; NULL at: each file's own */
    Term graph;              /* where the default graph's triples go; TERM_NONE: they stay there */
    bool keep_going;         /* line formats: skip bad lines, tell each to `warn` */
    void (*warn)(void *context, const Diag *diag); /* may be NULL; called by one thread at a time */
    void *warn_context;
    size_t
        memory; /* bytes to work in, about; 0: 1 GiB. Above it quads go in batches, which is slower */
    unsigned threads; /* that parse; 0: 2. Building the trees takes two in any case */
    Budget *budget;   /* cancel and deadline; may be NULL */
    const Progress
        *progress;      /* may be NULL; phases "reading" (bytes), "terms", "writing" (trees) */
    const char *helper; /* Raptor's helper program; NULL: beside this program */
} LoadOptions;

typedef struct LoadResult {
    uint64_t statements;              /* read, duplicates too */
    uint64_t added;                   /* quads that were not there before */
    uint64_t batches;                 /* 1 when all fitted into the memory */
    uint64_t reading, terms, writing; /* nanoseconds by the clock */
} LoadResult;

/* Adds the files' quads ("-" is standard input) to the open transaction (store_begin), each quad once, and keeps the
 * prefixes that the files declare, unless one of that name is kept already. Blank node labels stay as they are while
 * the database and the files before hold none; else they get a prefix that nothing else has, so that two files never
 * share a node. Nothing is visible to others, nor durable, before store_commit. After an error the transaction is
 * rolled back: the database is as it was. *diag is positioned when it is the input's fault.
 * Errors: those of rdf_read_file and of the store; STATUS_USAGE without an open transaction. */
Status load_files(Store *store, const char *const *paths, size_t count, const LoadOptions *options,
                  LoadResult *result, Diag *diag);

/* Gives quads and prefixes to the sink, from one thread; an error of the sink is to be handed on. */
typedef Status LoadProducer(void *context, const RdfSink *sink, Diag *diag);

/* The same for quads that come from elsewhere: `produce` is called once and its quads are added as they are, labels of
 * blank nodes included. Of the options only `graph`, `memory`, `budget` and `progress` count. Errors: the producer's,
 * and those of the store; after one the transaction is rolled back. */
Status load_quads(Store *store, LoadProducer *produce, void *context, const LoadOptions *options,
                  LoadResult *result, Diag *diag);

#endif
