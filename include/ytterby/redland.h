/* redland: every graph is opened here, through librdf (world, storage, model), and read by the engine as a
 * Source. The only room that includes librdf.h. Design: "Redland's storages as they are". */
#ifndef YTTERBY_REDLAND_H
#define YTTERBY_REDLAND_H

#include "ytterby/source.h"

typedef struct Graph Graph;    /* an opened graph: librdf world, storage and model, and the source over them */

typedef struct GraphOptions {
    const char *storage;       /* librdf storage name; NULL: "memory" */
    const char *name;          /* --storage-name; NULL: none */
    const char *options;       /* --storage-options; NULL: none */
    bool create;               /* the storage may be made anew */
    bool read_only;
} GraphOptions;

Status graph_open(Graph **graph, const GraphOptions *options, Diag *diag);
void graph_close(Graph *graph);                    /* syncs; NULL is allowed */
Source *graph_source(Graph *graph);                /* owned by the graph */
/* Adds quads in one transaction: begin, any number of add, then commit or rollback. What a failing load wrote
 * is taken out again. Terms that librdf cannot hold (triple terms, base direction, over-long tags) are refused. */
Status graph_begin(Graph *graph, Diag *diag);
Status graph_add(Graph *graph, const Quad *quad, Diag *diag);
Status graph_commit(Graph *graph, Diag *diag);
void graph_rollback(Graph *graph);
/* The native librdf objects, for programs that link both: librdf_world *, librdf_model *. */
void *graph_librdf_world(Graph *graph);
void *graph_librdf_model(Graph *graph);

#endif
