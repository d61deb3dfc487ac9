/* Shows each fault of librdf's own storages that src/redland works around, with nothing of this project between.
 * A fault that the installed librdf no longer has is skipped: then its row in src/redland/storages.c may go. */
#include <librdf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Storage {
    librdf_world *world;
    librdf_storage *storage;
    librdf_model *model;
    librdf_node *g, *h;
} Storage;

static const unsigned char *bytes(const char *text) { return (const unsigned char *)text; }

static int quiet(void *context, librdf_log_message *message) {
    (void)context;
    (void)message;
    return 1;
}

static bool opens(Storage *made, librdf_world *world, const char *kind, const char *name,
                  const char *options) {
    *made = (Storage){.world = world};
    made->storage = librdf_new_storage(world, kind, name, options);
    if (!made->storage) return false;
    made->model = librdf_new_model(world, made->storage, NULL);
    made->g = librdf_new_node_from_uri_string(world, bytes("http://example.org/g"));
    made->h = librdf_new_node_from_uri_string(world, bytes("http://example.org/h"));
    return made->model != NULL;
}

static void closes(Storage *storage) {
    if (storage->g) librdf_free_node(storage->g);
    if (storage->h) librdf_free_node(storage->h);
    if (storage->model) librdf_free_model(storage->model);
    if (storage->storage) librdf_free_storage(storage->storage);
}

static librdf_statement *statement(librdf_world *world, const char *subject, const char *lang) {
    return librdf_new_statement_from_nodes(
        world, librdf_new_node_from_uri_string(world, bytes(subject)),
        librdf_new_node_from_uri_string(world, bytes("http://example.org/p")),
        librdf_new_node_from_literal(world, bytes("v"), lang, 0));
}

/* Adds one statement; context NULL: plainly. */
static int add(Storage *to, librdf_node *context, const char *subject, const char *lang) {
    librdf_statement *const made = statement(to->world, subject, lang);
    const int failed = context ? librdf_model_context_add_statement(to->model, context, made)
                               : librdf_model_add_statement(to->model, made);
    librdf_free_statement(made);
    return failed;
}

/* Rows that the storage reports: all, and those under a context. */
static int rows(Storage *from, int *with_context) {
    int all = 0;
    *with_context = 0;
    librdf_stream *const stream = librdf_model_as_stream(from->model);
    for (; !librdf_stream_end(stream); librdf_stream_next(stream), all++) {
        if (librdf_stream_get_context2(stream)) ++*with_context;
    }
    librdf_free_stream(stream);
    return all;
}

#define S "http://example.org/s"
#define T "http://example.org/t"

/* Each returns whether the fault shows itself. */
static bool keeps_duplicates(Storage *storage) {
    int named;
    add(storage, storage->g, S, NULL);
    add(storage, storage->g, S, NULL);
    return rows(storage, &named) == 2;
}

static bool plain_add_is_dropped(Storage *storage) {
    int named;
    add(storage, storage->g, S, NULL);
    add(storage, NULL, S, NULL);
    return rows(storage, &named) == 1;
}

static bool plain_remove_hits_all(Storage *storage) {
    int named;
    add(storage, NULL, S, NULL);
    add(storage, storage->g, S, NULL);
    librdf_statement *const removed = statement(storage->world, S, NULL);
    librdf_model_remove_statement(storage->model, removed);
    librdf_free_statement(removed);
    return rows(storage, &named) == 0;
}

static bool context_is_stale(Storage *storage) {
    int named;
    add(storage, storage->g, S, NULL);
    add(storage, NULL, T, NULL);
    return rows(storage, &named) == 2 && named == 2;
}

static bool contexts_are_refused(Storage *storage) {
    return add(storage, storage->g, S, NULL) != 0;
}

static bool tags_differ_by_case(Storage *storage) {
    int named;
    add(storage, NULL, S, "en-GB");
    add(storage, NULL, S, "en-gb");
    return rows(storage, &named) == 2;
}

static bool reading_creates_files(Storage *storage) {
    (void)storage;
    return access("reading-sp2o.db", F_OK) == 0;
}

static bool booleans_are_rewritten(Storage *storage) {
    librdf_uri *const type =
        librdf_new_uri(storage->world, bytes("http://www.w3.org/2001/XMLSchema#boolean"));
    librdf_node *const node =
        librdf_new_node_from_typed_literal(storage->world, bytes("1"), NULL, type);
    const bool rewritten = strcmp((const char *)librdf_node_get_literal_value(node), "true") == 0;
    librdf_free_node(node);
    librdf_free_uri(type);
    return rewritten;
}

static bool second_world_has_no_modules(Storage *storage) {
    librdf_world *const second = librdf_new_world();
    librdf_world_set_logger(second, NULL, quiet);
    librdf_world_open(second);
    librdf_storage *const again = librdf_new_storage(second, "sqlite", "second", "new='yes'");
    (void)storage;
    if (again) librdf_free_storage(again);
    librdf_free_world(second);
    return !again;
}

static const struct {
    const char *fault, *kind, *name, *options;
    bool (*shows)(Storage *storage);
} faults[] = {
    {"memory keeps duplicates of a quad", "memory", "m", "contexts='yes'", keeps_duplicates},
    {"hashes keep duplicates of a quad", "hashes", "h", "hash-type='memory',contexts='yes'",
     keeps_duplicates},
    {"memory drops a plain statement that a graph holds", "memory", "m", "contexts='yes'",
     plain_add_is_dropped},
    {"hashes drop a plain statement that a graph holds", "hashes", "h",
     "hash-type='memory',contexts='yes'", plain_add_is_dropped},
    {"sqlite drops a plain statement that a graph holds", "sqlite", "a.sqlite", "new='yes'",
     plain_add_is_dropped},
    {"sqlite removes a plain statement from every graph", "sqlite", "b.sqlite", "new='yes'",
     plain_remove_hits_all},
    {"sqlite reports a plain statement under the graph of the row before", "sqlite", "c.sqlite",
     "new='yes'", context_is_stale},
    {"trees refuse contexts", "trees", "t", NULL, contexts_are_refused},
    {"language tags that differ in case are two literals", "memory", "m", NULL,
     tags_differ_by_case},
    {"a boolean 1 becomes true", "memory", "m", NULL, booleans_are_rewritten},
    {"opening hashes to read creates their files", "hashes", "reading", "hash-type='bdb',dir='.'",
     reading_creates_files},
    {"a second world has no storage modules", "sqlite", "d.sqlite", "new='yes'",
     second_world_has_no_modules},
};

int main(void) {
    char folder[] = "/tmp/ytterby-faults-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0) return 1;
    librdf_world *const world = librdf_new_world();
    librdf_world_set_logger(world, NULL, quiet);
    librdf_world_open(world);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        Storage storage;
        if (!opens(&storage, world, faults[i].kind, faults[i].name, faults[i].options))
            printf("skip %s - this Redland has no storage %s\n", faults[i].fault, faults[i].kind);
        else if (faults[i].shows(&storage))
            printf("ok %s\n", faults[i].fault);
        else
            printf("skip %s - this librdf does not have the fault\n", faults[i].fault);
        closes(&storage);
    }
    librdf_free_world(world);
    static const char *const files[] = {"a.sqlite",        "b.sqlite",       "c.sqlite",
                                        "d.sqlite",        "second",         "reading-sp2o.db",
                                        "reading-so2p.db", "reading-po2s.db"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) unlink(files[i]);
    return chdir("/") == 0 ? rmdir(folder) : 1;
}
