/* Inside the room redland: the opened graph, the traits of librdf's storages, nodes and terms. */
#ifndef YTTERBY_REDLAND_INTERNAL_H
#define YTTERBY_REDLAND_INTERNAL_H

#include "ytterby/redland.h"

#include <librdf.h>
#include <sys/stat.h>
#include <time.h>

/* What one must know of a storage to get right answers out of it; see README.md for each fault. */
typedef struct StorageTraits {
    const char *name;
    const char *refused; /* not NULL: why this program does not open it */
    const char
        *file;   /* persistent in a file: its name, %s being the storage's name; NULL: elsewhere */
    bool native; /* our own store, which the engine reads without a mirror */
    bool temporary; /* always empty when opened */
    bool
        default_as_context; /* default-graph statements are kept under a context of their own: adding a plain
                                  statement looks at every other first */
    bool add_skips_known; /* a plain add does nothing when any graph holds the statement */
    bool remove_hits_all; /* a plain remove takes the statement out of every graph */
    bool stale_contexts;  /* a plain statement is reported under the context of the row before */
    bool blank_contexts;  /* a blank node may name a graph */
} StorageTraits;

/* One option of a storage's option string, "name='value',…". */
typedef struct StorageOption {
    Text name, value;
} StorageOption;
enum {
    MOST_OPTIONS = 32
};
typedef struct StorageOptions {
    StorageOption list[MOST_OPTIONS];
    size_t count;
} StorageOptions;

Status storage_options_read(StorageOptions *options, Text text, Diag *diag); /* views into `text` */
void storage_options_set(StorageOptions *options, Text name,
                         Text value); /* drops earlier ones of the name */
Text storage_option(const StorageOptions *options, const char *name); /* empty: not given */
void storage_options_write(const StorageOptions *options, Buffer *out);

/* The traits of a storage by librdf's name and its options; NULL and a message when there is none. */
const StorageTraits *storage_traits(const char *name, const StorageOptions *options);

/* A statement as the storage holds it, kept because it is not the only form of its quad there: a duplicate, or a
 * literal with another spelling of its language tag. Removing the quad must remove these too. */
typedef struct Twin {
    QuadIds quad;
    librdf_statement *statement;
    librdf_node *context; /* NULL: plain */
} Twin;

struct Graph {
    Source source; /* first: a Source * of this room is a Graph * */
    librdf_world *world;
    librdf_storage *storage;
    librdf_model *model;
    librdf_node *default_context; /* with default_as_context: the context of the default graph */
    StorageTraits traits;
    char kind[64];           /* librdf's name of the storage */
    Buffer name, options;    /* as given to librdf */
    Buffer file;             /* the storage's main file; empty: none */
    struct timespec changed; /* the file's time of change when it was read */
    Source *mirror;          /* everything the storage holds, indexed */
    bool loaded;
    bool writing;
    bool was_empty; /* when the transaction began */
    Budget *budget; /* of the transaction; NULL: none … */
    size_t heap;    /* … with what the process had from malloc when it began, … */
    size_t used;    /* … and what the budget knew of that */
    size_t steps;   /* since it was last looked at */
    Twin *twins;
    size_t twin_count, twin_cap;
};

/* Sets a message of the storage's name, what failed and what librdf logged. */
Status storage_failed(Graph *graph, const char *what, Diag *diag);
void graph_close_storage(Graph *graph);
Status graph_open_storage(Graph *graph, Diag *diag);
void graph_forget_twins(Graph *graph);

/* world.c: the librdf world that all graphs of the process share; NULL when memory is out. */
librdf_world *world_take(void);
void world_release(librdf_world *world); /* NULL is allowed */
/* Between these nobody else calls librdf. The same thread may lock more than once. */
void world_lock(void);
void world_unlock(void);
const char *world_native(void); /* the name under which that world has our own storage */
const char *world_log(void); /* librdf's first error since world_clear_log; "" when there is none */
void world_clear_log(void);

extern const SourceMethods librdf_source_methods;

/* nodes.c: the only makers of librdf nodes from terms, and of terms from librdf nodes. */
Status quad_check(const Quad *quad,
                  Diag *diag); /* STATUS_UNSUPPORTED: librdf cannot hold it, and why */
Status node_of_term(librdf_world *world, const Term *term, librdf_node **node, Diag *diag);
Status term_of_node(librdf_node *node, Term *term, Diag *diag); /* views live as long as the node */
Status statement_of_quad(librdf_world *world, const Quad *quad, librdf_statement **statement,
                         Diag *diag);

#endif
