/* The librdf storage "ytterby": our store behind librdf's storage interface (rdf_storage_module.h). Each call turns
 * nodes into terms and goes to the store. librdf's programs mostly write statement by statement and know no
 * transactions, so such writes are gathered in one, committed by sync, close, a long read, or when there are many.
 * What librdf derives from find_statements by itself (arcs, sources, targets) is left to it. */
#include "storage_internal.h"

#include <limits.h>
#include <rdf_storage_module.h>
#include <string.h>

enum {
    MOST_IMPLICIT_WRITES = 50000
};
static const double wait_seconds = 10; /* for another writer */

NativeStorage *native_of(librdf_storage *storage) { return librdf_storage_get_instance(storage); }

Store *native_store(librdf_storage *storage) {
    const NativeStorage *const self = native_of(storage);
    return self && self->handle ? self->handle->store : NULL;
}

int native_failed(librdf_world *world, const Diag *diag) {
    librdf_log(world, 0, LIBRDF_LOG_ERROR, LIBRDF_FROM_STORAGE, NULL, "%s",
               diag->message[0] ? diag->message : status_text(diag->status));
    return 1;
}

/* librdf's answer to a call that ended with `status`. */
static int answer(const NativeStorage *self, Status status, Diag *diag) {
    if (status == STATUS_OK) return 0;
    diag_set(diag, status, "%s", status_text(status));
    return native_failed(self->world, diag);
}

/* ---- Made and opened ----------------------------------------------------------------------------------------------- */

/* Options of other storages are passed over: rdfproc gives BDB's to every storage. */
static bool option_is(librdf_hash *options, const char *name, bool otherwise) {
    const int value = options ? librdf_hash_get_as_boolean(options, name) : -1;
    return value < 0 ? otherwise : value > 0;
}

static NativeStorage *native_new(librdf_storage *storage, const char *path) {
    NativeStorage *const self = mem_zero(1, sizeof *self);
    if (!self) return NULL;
    self->world = librdf_storage_get_world(storage);
    buffer_text(&self->path, text_of(path));
    librdf_storage_set_instance(storage, self);
    return self;
}

static int storage_init(librdf_storage *storage, const char *name, librdf_hash *options) {
    NativeStorage *const self = native_new(storage, name);
    if (self) {
        self->create = option_is(options, "create", false);
        self->empty = option_is(options, "new", false);
        self->write = option_is(options, "write", true);
        self->temporary = option_is(options, "temporary", false);
    }
    if (options) librdf_free_hash(options);
    if (!self || !buffer_string(&self->path)) return 1;
    const Diag nameless = {.message = "the storage \"ytterby\" needs a name: the database's file"};
    return self->path.len ? 0 : native_failed(self->world, &nameless);
}

static int storage_clone(librdf_storage *made, librdf_storage *old) {
    NativeStorage *const from = native_of(old);
    NativeStorage *const self = native_new(made, buffer_string(&from->path));
    if (!self) return 1;
    self->write = from->write;
    return buffer_string(&self->path) ? 0 : 1;
}

static void storage_terminate(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    if (!self) return;
    buffer_free(&self->path);
    mem_free(self);
    librdf_storage_set_instance(storage, NULL);
}

void store_handle_release(StoreHandle *handle) {
    if (!handle || --handle->holders > 0) return;
    store_close(handle->store);
    mem_free(handle);
}

static Status remove_all(NativeStorage *self, librdf_node *context, Diag *diag) {
    Quad *quads;
    size_t count = 0;
    Arena *const arena = arena_new(NULL);
    Status status = arena ? native_collect(self, context, arena, &quads, &count, diag)
                          : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = store_remove(self->handle->store, &quads[i], diag);
    arena_free(arena);
    return status;
}

/* new='yes': what is there is taken out in a transaction, for others may be reading. */
static Status empty(NativeStorage *self, Diag *diag) {
    Store *const store = self->handle->store;
    StoreInfo info;
    TRY(store_info(store, &info, diag));
    if (info.quads == 0) return STATUS_OK;
    TRY(store_begin(store, "librdf: new", diag));
    const Status status = remove_all(self, NULL, diag);
    if (status == STATUS_OK) return store_commit(store, diag);
    store_rollback(store);
    return status;
}

static Status open_store(NativeStorage *self, Diag *diag) {
    const StoreMode made = self->temporary               ? STORE_TEMPORARY
                           : self->create || self->empty ? STORE_CREATE
                                                         : STORE_WRITE;
    StoreHandle *const handle = mem_zero(1, sizeof *handle);
    if (!handle) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const Status status = store_open(&handle->store, buffer_string(&self->path),
                                     self->write ? made : STORE_READ, wait_seconds, diag);
    if (status != STATUS_OK) {
        mem_free(handle);
        return status;
    }
    handle->holders = 1;
    self->handle = handle;
    return self->empty && self->write ? empty(self, diag) : STATUS_OK;
}

static int storage_open(librdf_storage *storage, librdf_model *model) {
    (void)model;
    NativeStorage *const self = native_of(storage);
    if (self->handle) return 0; /* a second model on the same storage */
    Diag diag = {0};
    const Status status = open_store(self, &diag);
    if (status != STATUS_OK) {
        store_handle_release(self->handle);
        self->handle = NULL;
    }
    self->create = self->empty = false; /* opened again, it must not be emptied again */
    return answer(self, status, &diag);
}

/* ---- Transactions -------------------------------------------------------------------------------------------------- */

Status native_settle(NativeStorage *self, Diag *diag) {
    if (self->writing != WRITING_IMPLICIT) return STATUS_OK;
    self->writing = WRITING_NONE;
    return store_commit(self->handle->store, diag);
}

static void roll_back(NativeStorage *self) {
    if (self->handle) store_rollback(self->handle->store);
    self->writing = WRITING_NONE;
}

static int storage_sync(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    Diag diag = {0};
    return answer(self, self->handle ? native_settle(self, &diag) : STATUS_OK, &diag);
}

/* A transaction that was begun and not committed is rolled back; single writes are kept. */
static int storage_close(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    if (!self || !self->handle) return 0;
    const int failed = storage_sync(storage);
    roll_back(self);
    store_handle_release(self->handle);
    self->handle = NULL;
    return failed;
}

static Status begin(NativeStorage *self, Writing writing, Diag *diag) {
    TRY(store_begin(self->handle->store, "librdf", diag));
    self->writing = writing;
    self->writes = 0;
    return STATUS_OK;
}

static int storage_transaction_start(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    Diag diag = {0};
    Status status = native_settle(self, &diag);
    if (status == STATUS_OK && store_in_transaction(self->handle->store))
        status = diag_set(&diag, STATUS_USAGE, "a transaction is open already");
    if (status == STATUS_OK) status = begin(self, WRITING_EXPLICIT, &diag);
    return answer(self, status, &diag);
}

static int storage_transaction_commit(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    Diag diag = {0};
    if (self->writing != WRITING_EXPLICIT)
        return answer(self, diag_set(&diag, STATUS_USAGE, "no transaction is open"), &diag);
    self->writing = WRITING_NONE;
    return answer(self, store_commit(self->handle->store, &diag), &diag);
}

static int storage_transaction_rollback(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    Diag diag = {0};
    if (self->writing != WRITING_EXPLICIT)
        return answer(self, diag_set(&diag, STATUS_USAGE, "no transaction is open"), &diag);
    roll_back(self);
    return 0;
}

/* ---- Writing ------------------------------------------------------------------------------------------------------- */

static Status quad_of(librdf_node *context, librdf_statement *statement, Quad *quad, Diag *diag) {
    const bool named =
        !context || librdf_node_is_resource(context) || librdf_node_is_blank(context);
    if (!librdf_statement_is_complete(statement) || !named)
        return diag_set(diag, STATUS_USAGE, "the statement is no RDF triple in a graph");
    *quad = (Quad){0};
    TRY(term_of_node(librdf_statement_get_subject(statement), &quad->subject, diag));
    TRY(term_of_node(librdf_statement_get_predicate(statement), &quad->predicate, diag));
    TRY(term_of_node(librdf_statement_get_object(statement), &quad->object, diag));
    return context ? term_of_node(context, &quad->graph, diag) : STATUS_OK;
}

typedef Status (*Write)(Store *store, const Quad *quad, Diag *diag);

/* One write, in the open transaction or in the implicit one. */
static int write_one(librdf_storage *storage, librdf_node *context, librdf_statement *statement,
                     Write write) {
    NativeStorage *const self = native_of(storage);
    Store *const store = self->handle->store;
    Diag diag = {0};
    Quad quad;
    Status status = quad_of(context, statement, &quad, &diag);
    if (status == STATUS_OK && !store_in_transaction(store))
        status = begin(self, WRITING_IMPLICIT, &diag);
    if (status == STATUS_OK) status = write(store, &quad, &diag);
    if (status == STATUS_OK && ++self->writes >= MOST_IMPLICIT_WRITES)
        status = native_settle(self, &diag);
    return answer(self, status, &diag);
}

static int storage_context_add(librdf_storage *storage, librdf_node *context,
                               librdf_statement *statement) {
    return write_one(storage, context, statement, store_insert);
}

static int storage_context_remove(librdf_storage *storage, librdf_node *context,
                                  librdf_statement *statement) {
    return write_one(storage, context, statement, store_remove);
}

static int storage_add(librdf_storage *storage, librdf_statement *statement) {
    return storage_context_add(storage, NULL, statement);
}

static int storage_remove(librdf_storage *storage, librdf_statement *statement) {
    return storage_context_remove(storage, NULL, statement);
}

/* Many writes as one transaction, unless they are part of a larger one. */
typedef struct Whole {
    NativeStorage *self;
    bool own; /* begun here */
} Whole;

static Status whole_begin(Whole *whole, librdf_storage *storage, Diag *diag) {
    *whole = (Whole){.self = native_of(storage)};
    TRY(native_settle(whole->self, diag));
    whole->own = !store_in_transaction(whole->self->handle->store);
    return whole->own ? store_begin(whole->self->handle->store, "librdf", diag) : STATUS_OK;
}

static int whole_end(const Whole *whole, Status status, Diag *diag) {
    Store *const store = whole->self->handle->store;
    if (whole->own && status == STATUS_OK) status = store_commit(store, diag);
    if (whole->own) store_rollback(store);
    return answer(whole->self, status, diag);
}

static int storage_context_add_all(librdf_storage *storage, librdf_node *context,
                                   librdf_stream *stream) {
    Diag diag = {0};
    Whole whole;
    Status status = whole_begin(&whole, storage, &diag);
    for (; status == STATUS_OK && !librdf_stream_end(stream); librdf_stream_next(stream)) {
        Quad quad;
        librdf_statement *const statement = librdf_stream_get_object(stream);
        status = statement ? quad_of(context, statement, &quad, &diag) : STATUS_IO;
        if (status == STATUS_OK) status = store_insert(whole.self->handle->store, &quad, &diag);
    }
    return whole_end(&whole, status, &diag);
}

static int storage_add_all(librdf_storage *storage, librdf_stream *stream) {
    return storage_context_add_all(storage, NULL, stream);
}

static int storage_context_remove_all(librdf_storage *storage, librdf_node *context) {
    Diag diag = {0};
    Whole whole;
    Status status = whole_begin(&whole, storage, &diag);
    if (status == STATUS_OK) status = remove_all(whole.self, context, &diag);
    return whole_end(&whole, status, &diag);
}

/* ---- Reading ------------------------------------------------------------------------------------------------------- */

static int storage_size(librdf_storage *storage) {
    NativeStorage *const self = native_of(storage);
    StoreInfo info;
    Diag diag = {0};
    if (answer(self, store_info(self->handle->store, &info, &diag), &diag)) return -1;
    return info.quads > INT_MAX ? -1 : (int)info.quads;
}

static int storage_contains(librdf_storage *storage, librdf_statement *statement) {
    return native_contains(storage, statement);
}

static librdf_stream *storage_serialise(librdf_storage *storage) {
    return native_find(storage, NULL, NULL);
}

static librdf_stream *storage_find(librdf_storage *storage, librdf_statement *pattern) {
    return native_find(storage, pattern, NULL);
}

static librdf_stream *storage_context_serialise(librdf_storage *storage, librdf_node *context) {
    return native_find(storage, NULL, context);
}

static librdf_node *storage_get_feature(librdf_storage *storage, librdf_uri *feature) {
    const char *const name = feature ? (const char *)librdf_uri_as_string(feature) : "";
    if (strcmp(name, LIBRDF_MODEL_FEATURE_CONTEXTS) != 0) return NULL;
    return librdf_new_node_from_typed_literal(librdf_storage_get_world(storage),
                                              (const unsigned char *)"1", NULL, NULL);
}

/* ---- The factory --------------------------------------------------------------------------------------------------- */

static void fill_factory(librdf_storage_factory *factory) {
    factory->version = LIBRDF_STORAGE_INTERFACE_VERSION;
    factory->init = storage_init;
    factory->clone = storage_clone;
    factory->terminate = storage_terminate;
    factory->open = storage_open;
    factory->close = storage_close;
    factory->size = storage_size;
    factory->add_statement = storage_add;
    factory->add_statements = storage_add_all;
    factory->remove_statement = storage_remove;
    factory->contains_statement = storage_contains;
    factory->serialise = storage_serialise;
    factory->find_statements = storage_find;
    factory->context_add_statement = storage_context_add;
    factory->context_remove_statement = storage_context_remove;
    factory->context_serialise = storage_context_serialise;
    factory->sync = storage_sync;
    factory->context_add_statements = storage_context_add_all;
    factory->context_remove_statements = storage_context_remove_all;
    factory->find_statements_in_context = native_find;
    factory->get_contexts = native_contexts;
    factory->get_feature = storage_get_feature;
    factory->transaction_start = storage_transaction_start;
    factory->transaction_commit = storage_transaction_commit;
    factory->transaction_rollback = storage_transaction_rollback;
}

static bool is_registered(librdf_world *world, const char *name) {
    const char *each = NULL;
    for (unsigned i = 0; librdf_storage_enumerate(world, i, &each, NULL) == 0; i++) {
        if (strcmp(each, name) == 0) return true;
    }
    return false;
}

/* The name is taken when REDLAND_MODULE_PATH holds the module: it works, but its store is not ours to look into. */
const char *native_register(librdf_world *world) {
    const char *const name = is_registered(world, "ytterby") ? "ytterby-own" : "ytterby";
    librdf_storage_register_factory(world, name, "Ytterby's store: one crash-safe file",
                                    fill_factory);
    return name;
}

void yt_register_storage(void *librdf_world) { native_register(librdf_world); }
