/* redland: every graph is opened here, through librdf (world, storage, model), and read by the engine as a
 * Source. The only room that includes librdf.h. src/redland/README.md tells what librdf's storages do wrong and
 * what is done about it.
 *
 * All graphs of a process share one librdf world, so they are used by one thread at a time. */
#ifndef YTTERBY_REDLAND_H
#define YTTERBY_REDLAND_H

#include "ytterby/store.h"

typedef struct Graph Graph; /* an opened graph: librdf's storage and model, and the source */

typedef struct GraphOptions {
    const char *storage; /* librdf storage name; NULL: "memory"; "ytterby": our own store */
    const char *name;    /* --storage-name; NULL: none */
    const char *options; /* --storage-options, "name='value',…"; NULL: none */
    bool create;         /* the storage may be made anew; else a missing one is STATUS_NOT_FOUND */
    bool read_only;      /* writing is refused, and nothing on disk is changed */
} GraphOptions;

/* Opens a graph; the options need not outlive the call. STATUS_NOT_FOUND: no such storage or no such database;
 * STATUS_USAGE: options that cannot be read; STATUS_REFUSED: a storage that is not opened here (uri, file);
 * STATUS_IO with librdf's own words for the rest. */
Status graph_open(Graph **graph, const GraphOptions *options, Diag *diag);
/* Closes it; an open transaction is rolled back. NULL is allowed. */
void graph_close(Graph *graph);
/* The graph as the engine reads and writes it; owned by the graph. In a graph of the storage "ytterby" it is the
 * store's own. */
Source *graph_source(Graph *graph);
/* The database behind a graph of the storage "ytterby", owned by the graph; NULL for any other storage. */
Store *graph_store(Graph *graph);

/* Adds quads in one transaction: begin, any number of add, then commit or rollback; the same as source_insert and
 * its kin. What a failing commit wrote is taken out again. STATUS_UNSUPPORTED: a term that librdf cannot hold (triple
 * terms, base direction, over-long tags), or a named graph in a storage without contexts. The budget (NULL: none)
 * bounds the transaction's time and, in storages other than ours, what it adds to memory; it must last until the end. */
Status graph_begin(Graph *graph, Budget *budget, Diag *diag);
Status graph_add(Graph *graph, const Quad *quad, Diag *diag);
Status graph_commit(Graph *graph, Diag *diag);
void graph_rollback(Graph *graph);

/* The native librdf objects, for programs that link both: librdf_world *, librdf_model *. What they change in the
 * model is not seen by the source. In "memory" the default graph lies in the context urn:ytterby:default-graph. */
void *graph_librdf_world(Graph *graph);
void *graph_librdf_model(Graph *graph);

/* Registers the storage "ytterby" in a librdf_world of another program: what the module librdf_storage_ytterby.so
 * calls. Its options: new='yes' (made, and emptied), create='yes' (made when it is missing), write='no'; others are
 * passed over. A missing file is an error without one of the first two. Exported by libytterby.so. */
__attribute__((visibility("default"))) void yt_register_storage(void *librdf_world);

#endif
