/* Opening and closing a graph: a librdf world, a storage, a model, and the source over them. A reading command
 * creates nothing: whether a storage's files are there is looked up before librdf is asked, and the option "new",
 * which empties a storage, is only obeyed where the caller may create. What librdf logs is captured. */
#include "storage_internal.h"

#include <string.h>
#include <unistd.h>

#define DEFAULT_CONTEXT "urn:ytterby:default-graph"

/* ---- Messages ------------------------------------------------------------------------------------------------------ */

Status storage_failed(Graph *graph, const char *what, Diag *diag) {
    const Status status = diag_set(diag, STATUS_IO, "the storage \"%s\" could not %s%s%s",
                                   graph->kind, what, world_log()[0] ? ": " : "", world_log());
    world_clear_log();
    return status;
}

/* ---- The storage --------------------------------------------------------------------------------------------------- */

void graph_close_storage(Graph *graph) {
    if (graph->model) librdf_free_model(graph->model);
    if (graph->storage) librdf_free_storage(graph->storage);
    graph->model = NULL;
    graph->storage = NULL;
}

static bool model_has_contexts(const Graph *graph) {
    librdf_uri *const feature =
        librdf_new_uri(graph->world, (const unsigned char *)LIBRDF_MODEL_FEATURE_CONTEXTS);
    librdf_node *const value = feature ? librdf_model_get_feature(graph->model, feature) : NULL;
    const char *const text = value ? (const char *)librdf_node_get_literal_value(value) : NULL;
    const bool has = text && strcmp(text, "0") != 0;
    if (value) librdf_free_node(value);
    if (feature) librdf_free_uri(feature);
    return has;
}

Status graph_open_storage(Graph *graph, Diag *diag) {
    const char *const kind = graph->traits.native ? world_native() : graph->kind;
    graph->storage = librdf_new_storage(graph->world, kind, buffer_string(&graph->name),
                                        buffer_string(&graph->options));
    if (!graph->storage) return storage_failed(graph, "be opened with these options", diag);
    graph->model = librdf_new_model(graph->world, graph->storage, NULL);
    if (!graph->model) return storage_failed(graph, "be opened", diag);
    graph->source.can.contexts = model_has_contexts(graph);
    return STATUS_OK;
}

static Status find_storage(const Graph *graph, const char *name, Diag *diag) {
    Buffer known = {0};
    Status status = STATUS_NOT_FOUND;
    const char *each = NULL;
    for (unsigned i = 0; librdf_storage_enumerate(graph->world, i, &each, NULL) == 0; i++) {
        if (strcmp(each, name) == 0) status = STATUS_OK;
        buffer_format(&known, "%s%s", i ? ", " : "", each);
    }
    if (status != STATUS_OK)
        diag_set(diag, status, "Redland has no storage \"%s\" here; it has %s", name,
                 buffer_string(&known));
    buffer_free(&known);
    return status;
}

/* The path of the storage's file number `format` ("%s-sp2o.db"), in the folder of its option "dir"; a name that is
 * the whole path knows no such option. */
static void storage_path(const Graph *graph, const StorageOptions *options, const char *format,
                         Buffer *path) {
    const Text dir = storage_option(options, "dir"), name = buffer_view(&graph->name),
               all = text_of(format);
    buffer_clear(path);
    if (dir.len && !text_equal(all, TEXT("%s"))) {
        buffer_text(path, dir);
        buffer_byte(path, '/');
    }
    const size_t hole = text_find(all, TEXT("%s"), 0);
    buffer_text(path, text_slice(all, 0, hole));
    buffer_text(path, name);
    buffer_text(path, text_slice(all, hole + 2, all.len));
}

static bool file_exists(Buffer *path) {
    const char *const name = buffer_string(path);
    return name && access(name, F_OK) == 0;
}

/* Contexts are kept by hashes that were made with them: their file says so. */
static void set_contexts(const Graph *graph, StorageOptions *options) {
    if (graph->traits.default_as_context) {
        storage_options_set(options, TEXT("contexts"), TEXT("yes"));
    } else if (strcmp(graph->kind, "hashes") == 0 && storage_option(options, "contexts").len == 0) {
        Buffer path = {0};
        storage_path(graph, options, "%s-contexts.db", &path);
        if (file_exists(&path)) storage_options_set(options, TEXT("contexts"), TEXT("yes"));
        buffer_free(&path);
    }
}

static Status check_storage(Graph *graph, const GraphOptions *given, StorageOptions *options,
                            Diag *diag) {
    if (strcmp(graph->kind, "hashes") == 0 && storage_option(options, "hash-type").len == 0)
        return diag_set(
            diag, STATUS_USAGE,
            "the storage \"hashes\" needs hash-type='bdb' or 'memory' among its options");
    if (!given->create) storage_options_set(options, TEXT("new"), TEXT("no"));
    if (given->read_only) storage_options_set(options, TEXT("write"), TEXT("no"));
    set_contexts(graph, options);
    if (!graph->traits.file) return STATUS_OK;
    if (graph->name.len == 0)
        return diag_set(diag, STATUS_USAGE, "the storage \"%s\" needs a name", graph->kind);
    storage_path(graph, options, graph->traits.file, &graph->file);
    if (graph->file.failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (file_exists(&graph->file)) return STATUS_OK;
    if (!given->create)
        return diag_set(diag, STATUS_NOT_FOUND, "there is no \"%s\": no database to read",
                        buffer_string(&graph->file));
    storage_options_set(options, graph->traits.native ? TEXT("create") : TEXT("new"), TEXT("yes"));
    return STATUS_OK;
}

static Status prepare_storage(Graph *graph, const GraphOptions *given, Diag *diag) {
    StorageOptions options;
    TRY(storage_options_read(&options, text_of(given->options), diag));
    graph->traits = *storage_traits(graph->kind, &options);
    if (graph->traits.refused)
        return diag_set(diag, STATUS_REFUSED, "the storage \"%s\" is not opened here: %s",
                        graph->kind, graph->traits.refused);
    TRY(find_storage(graph, graph->kind, diag));
    buffer_text(&graph->name, text_of(given->name));
    if (graph->name.failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    TRY(check_storage(graph, given, &options, diag));
    storage_options_write(&options, &graph->options);
    if (graph->options.failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    TRY(graph_open_storage(graph, diag));
    if (storage_option(&options, "new")
            .len) { /* a later opening of the same graph must not empty it again */
        storage_options_set(&options, TEXT("new"), TEXT("no"));
        buffer_clear(&graph->options);
        storage_options_write(&options, &graph->options);
    }
    return STATUS_OK;
}

static Status open_world(Graph *graph, Diag *diag) {
    graph->world = world_take();
    graph->mirror = memory_source_new(NULL);
    if (!graph->world || !graph->mirror) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    world_clear_log();
    return STATUS_OK;
}

static Status make_default_context(Graph *graph, Diag *diag) {
    if (!graph->traits.default_as_context || !graph->source.can.contexts) return STATUS_OK;
    const Term name = term_iri(TEXT(DEFAULT_CONTEXT));
    return node_of_term(graph->world, &name, &graph->default_context, diag);
}

/* ---- The door ------------------------------------------------------------------------------------------------------ */

static Status open_graph(Graph **graph, const GraphOptions *options, Diag *diag) {
    Graph *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->source.methods = &librdf_source_methods;
    Status status = open_world(made, diag);
    if (status == STATUS_OK) {
        snprintf(made->kind, sizeof made->kind, "%s",
                 options->storage ? options->storage : "memory");
        made->source.can = made->mirror->can;
        made->source.can.name = made->kind;
        made->source.can.triple_terms = false;
        made->source.can.writable = !options->read_only;
        status = prepare_storage(made, options, diag);
    }
    if (status == STATUS_OK) status = make_default_context(made, diag);
    if (status != STATUS_OK) {
        Store *const store = made->storage ? graph_store(made) : NULL;
        if (store) store_unmake(store);
        graph_close(made);
        return status;
    }
    *graph = made;
    return STATUS_OK;
}

Status graph_open(Graph **graph, const GraphOptions *options, Diag *diag) {
    *graph = NULL;
    world_lock();
    const Status status = open_graph(graph, options, diag);
    world_unlock();
    return status;
}

void graph_close(Graph *graph) {
    if (!graph) return;
    world_lock();
    if (graph->writing) source_rollback(&graph->source);
    graph_forget_twins(graph);
    mem_free(graph->twins);
    if (graph->default_context) librdf_free_node(graph->default_context);
    graph_close_storage(graph);
    world_release(graph->world);
    source_free(graph->mirror);
    buffer_free(&graph->name);
    buffer_free(&graph->options);
    buffer_free(&graph->file);
    mem_free(graph);
    world_unlock();
}

Store *graph_store(Graph *graph) {
    return graph->traits.native ? native_store(graph->storage) : NULL;
}

Source *graph_source(Graph *graph) {
    Store *const store = graph_store(graph);
    return store ? store_source(store) : &graph->source;
}

Status graph_begin(Graph *graph, Budget *budget, Diag *diag) {
    return source_begin_write(graph_source(graph), budget, diag);
}

Status graph_add(Graph *graph, const Quad *quad, Diag *diag) {
    return source_insert(graph_source(graph), quad, diag);
}

Status graph_commit(Graph *graph, Diag *diag) { return source_commit(graph_source(graph), diag); }

void graph_rollback(Graph *graph) { source_rollback(graph_source(graph)); }

void *graph_librdf_world(Graph *graph) { return graph->world; }

void *graph_librdf_model(Graph *graph) { return graph->model; }
