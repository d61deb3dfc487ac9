/* Inside the program ytterby-bench. */
#ifndef YTTERBY_BENCH_H
#define YTTERBY_BENCH_H

#include "ytterby/engine.h"
#include "ytterby/results.h"

/* ---- The checksum of an answer (checksum.c) ------------------------------------------------------------------------ */

/* Of rows in any order, with columns known by name. Zeroed: the answer without rows. */
typedef struct Checksum {
    uint64_t rows, sum;
    Arena *arena; /* of one value */
    Buffer text;
    const Text *names;
    size_t columns;
} Checksum;

Status checksum_row(Checksum *checksum,
                    const Term *terms); /* as many as names; TERM_NONE: unbound */
void checksum_boolean(Checksum *checksum, bool answer);

/* The answer that a file ("-": standard input) holds in a format of results_read. */
Status checksum_file(const char *path, const char *format, Checksum *checksum, Diag *diag);

/* ---- Runs (run.c) -------------------------------------------------------------------------------------------------- */

typedef struct BenchQuery {
    const char *path;
    Text name; /* FOLDER/FILE without its ending: a view of `path` */
    Buffer text, base;
} BenchQuery;

typedef struct BenchRun {
    double total, plan; /* milliseconds */
    uint64_t rows;
} BenchRun;

typedef struct BenchOptions {
    const char *db;
    size_t repeat, threads;
    double timeout;      /* seconds a run */
    size_t memory_limit; /* bytes a run */
    bool no_optimize, terms;
    bool processor; /* times are those of the processor, all threads added, not of the clock */
} BenchOptions;

/* Prepares the query, takes all its rows, and frees it. Terms are read for a checksum (may be NULL) or when the options
 * say so. The source is used by one thread. */
Status bench_run(Source *source, bool union_default, const BenchQuery *query,
                 const BenchOptions *options, Checksum *checksum, BenchRun *run, Diag *diag);

#endif
