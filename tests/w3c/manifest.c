/* Manifests: Turtle read by our own reader; mf:include and mf:entries are RDF lists. */
#include <stdlib.h>
#include <string.h>

#include "w3c.h"

typedef struct Walk {
    const char *folder, *suite;
    void (*each)(void *context, const Test *test);
    void *context;
    Diag *diag;
    unsigned depth;
} Walk;

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *path_of_iri(Arena *arena, Text iri) {
    const Text scheme = TEXT("file://");
    if (!text_starts(iri, scheme)) return NULL;
    const Text copy = arena_text(arena, text_slice(iri, scheme.len, iri.len));
    if (!copy.at) return NULL;
    char *const path = arena_alloc(arena, copy.len + 1);
    size_t len = 0;
    for (size_t i = 0; path && i < copy.len && copy.at[i] != '#'; i++) {
        const bool escape = copy.at[i] == '%' && i + 2 < copy.len && hex(copy.at[i + 1]) >= 0 &&
                            hex(copy.at[i + 2]) >= 0;
        path[len++] = escape ? (char)(hex(copy.at[i + 1]) * 16 + hex(copy.at[i + 2])) : copy.at[i];
        if (escape) i += 2;
    }
    return path;
}

/* The part of an IRI after its last "#" or "/". */
static Text last_part(Text iri) {
    size_t at = iri.len;
    while (at > 0 && iri.at[at - 1] != '#' && iri.at[at - 1] != '/') at--;
    return text_slice(iri, at, iri.len);
}

/* The manifest's folder is what mf:assumedTestBase stands for. */
static Text web_base(const Dataset *manifest, Arena *arena, const char *path, Text action) {
    const Text name = TEXT(MF "assumedTestBase");
    for (size_t i = 0; i < manifest->count; i++) {
        if (!text_equal(manifest->quads[i].predicate.text, name)) continue;
        Buffer folder = {0}, base = {0};
        iri_of_path(&folder, path);
        while (folder.len > 0 && folder.at[folder.len - 1] != '/') folder.len--;
        const Text prefix = buffer_view(&folder);
        Text result = action;
        if (text_starts(action, prefix)) {
            buffer_text(&base, manifest->quads[i].object.text);
            buffer_text(&base, text_slice(action, prefix.len, action.len));
            result = arena_text(arena, buffer_view(&base));
        }
        buffer_free(&folder);
        buffer_free(&base);
        return result;
    }
    return action;
}

static void run_entry(Walk *walk, const Dataset *manifest, const char *path, const Term *node) {
    const Term *const type = dataset_object(manifest, node, RDF "type");
    const Term *const action = dataset_object(manifest, node, MF "action");
    const Term *const result = dataset_object(manifest, node, MF "result");
    Test test = {
        .suite = walk->suite, .name = last_part(node->text), .manifest = manifest, .node = *node};
    test.arena = arena_new(NULL);
    test.type = type ? type->text : (Text){0};
    if (action && action->kind == TERM_IRI) {
        test.action = path_of_iri(test.arena, action->text);
        test.base = web_base(manifest, test.arena, path, action->text);
    }
    if (result && result->kind == TERM_IRI) test.result = path_of_iri(test.arena, result->text);
    walk->each(walk->context, &test);
    arena_free(test.arena);
}

static Status read_manifest(Walk *walk, const char *path);

/* Walks an RDF list and hands on each of its items. */
static Status each_item(Walk *walk, const Dataset *manifest, const char *path, const Term *list,
                        bool include) {
    while (list && !text_equal(list->text, TEXT(RDF "nil"))) {
        const Term *const item = dataset_object(manifest, list, RDF "first");
        const char *const file = item && include ? path_of_iri(manifest->arena, item->text) : NULL;
        if (file && strncmp(file, walk->folder, strlen(walk->folder)) == 0)
            TRY(read_manifest(walk, file));
        if (item && !include) run_entry(walk, manifest, path, item);
        list = dataset_object(manifest, list, RDF "rest");
    }
    return STATUS_OK;
}

static Status read_manifest(Walk *walk, const char *path) {
    Dataset manifest;
    if (walk->depth >= 8)
        return diag_set(walk->diag, STATUS_LIMIT, "%s: manifests include each other", path);
    walk->depth++;
    dataset_init(&manifest);
    Status status = dataset_read(&manifest, path, "turtle", (Text){0}, walk->diag);
    for (size_t i = 0; status == STATUS_OK && i < manifest.count; i++) {
        const Text predicate = manifest.quads[i].predicate.text;
        const bool include = text_equal(predicate, TEXT(MF "include"));
        if (include || text_equal(predicate, TEXT(MF "entries")))
            status = each_item(walk, &manifest, path, &manifest.quads[i].object, include);
    }
    dataset_free(&manifest);
    walk->depth--;
    return status;
}

Status manifest_each(const char *path, const char *folder, const char *suite,
                     void (*each)(void *context, const Test *test), void *context, Diag *diag) {
    Walk walk = {folder, suite, each, context, diag, 0};
    return read_manifest(&walk, path);
}
