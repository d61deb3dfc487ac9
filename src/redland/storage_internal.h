/* Inside the room redland: our own storage "ytterby", as librdf calls it. */
#ifndef YTTERBY_STORAGE_INTERNAL_H
#define YTTERBY_STORAGE_INTERNAL_H

#include "redland_internal.h"

#include "ytterby/store.h"

/* Who opened the store's transaction. */
typedef enum Writing {
    WRITING_NONE,     /* nobody, or somebody beside librdf */
    WRITING_IMPLICIT, /* a write outside a transaction: lasts until sync, close, or many writes */
    WRITING_EXPLICIT  /* librdf_storage_transaction_start */
} Writing;

/* An opened file, held by the storage and by each of its streams. */
typedef struct StoreHandle {
    Store *store;
    size_t holders;
} StoreHandle;

typedef struct NativeStorage {
    librdf_world *world;
    Buffer path;
    bool create, empty, write; /* options: create='yes', new='yes', write='no' */
    bool temporary;            /* temporary='yes': the name is a folder */
    StoreHandle *handle;       /* NULL: closed */
    Writing writing;
    size_t writes; /* of the implicit transaction */
} NativeStorage;

/* The instance of a storage, and its store, NULL while it is closed. */
NativeStorage *native_of(librdf_storage *storage);
Store *native_store(librdf_storage *storage);
/* Logs the message to librdf, whose callers hear nothing but that a call failed; returns 1. */
int native_failed(librdf_world *world, const Diag *diag);
/* Commits what was written outside a transaction. */
Status native_settle(NativeStorage *self, Diag *diag);
void store_handle_release(StoreHandle *handle); /* NULL is allowed */

/* storage_stream.c. Any part of the pattern may be NULL: any; so may `context`: every graph. */
librdf_stream *native_find(librdf_storage *storage, librdf_statement *pattern,
                           librdf_node *context);
bool native_contains(librdf_storage *storage, librdf_statement *statement);
/* All quads of a graph, copied. */
Status native_collect(NativeStorage *self, librdf_node *context, Arena *arena, Quad **quads,
                      size_t *count, Diag *diag);
librdf_iterator *native_contexts(librdf_storage *storage);

/* Registers the storage in a world, under the first of its names that is free, which is returned. */
const char *native_register(librdf_world *world);

#endif
