/* Quads in an array, looked up by walking: manifests are small. */
#include <stdlib.h>

#include "w3c.h"

void dataset_init(Dataset *dataset) { *dataset = (Dataset){.arena = arena_new(NULL)}; }

void dataset_free(Dataset *dataset) {
    arena_free(dataset->arena);
    mem_free(dataset->quads);
}

Status dataset_add(Dataset *dataset, const Quad *quad) {
    void *quads = dataset->quads;
    const Status status = array_grow(&quads, &dataset->cap, dataset->count + 1, sizeof *quad);
    dataset->quads = quads;
    TRY(status);
    Quad *const copy = &dataset->quads[dataset->count++];
    *copy = (Quad){.subject = term_copy(dataset->arena, &quad->subject),
                   .predicate = term_copy(dataset->arena, &quad->predicate),
                   .object = term_copy(dataset->arena, &quad->object),
                   .graph = term_copy(dataset->arena, &quad->graph)};
    return copy->object.kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

/* The Raptor helper of the build that runs: $BUILD/ytterby-raptor. */
static const char *helper_path(char path[4096]) {
    const char *const build = getenv("BUILD");
    snprintf(path, 4096, "%s/ytterby-raptor", build ? build : "build");
    return path;
}

static Status add(void *context, const Quad *quad) { return dataset_add(context, quad); }

Status dataset_read(Dataset *dataset, const char *path, const char *format, Text base, Diag *diag) {
    char helper[4096];
    const RdfReadOptions options = {
        .helper = helper_path(helper),
        .format = format ? rdf_format_named(text_of(format)) : NULL,
        .base = base.len ? base : (Text){0},
    };
    const RdfSink sink = {.quad = add, .context = dataset};
    return rdf_read_file(path, &options, &sink, diag);
}

const Term *dataset_object_at(const Dataset *dataset, const Term *subject, const char *predicate,
                              size_t index) {
    const Text wanted = text_of(predicate);
    for (size_t i = 0; i < dataset->count; i++) {
        const Quad *const quad = &dataset->quads[i];
        if (!text_equal(quad->predicate.text, wanted) || !term_equal(&quad->subject, subject))
            continue;
        if (index-- == 0) return &quad->object;
    }
    return NULL;
}

const Term *dataset_object(const Dataset *dataset, const Term *subject, const char *predicate) {
    return dataset_object_at(dataset, subject, predicate, 0);
}

Text read_text(const char *path, Arena *arena) {
    FILE *const file = path ? fopen(path, "rb") : NULL;
    Text text = {NULL, 0};
    if (!file) return text;
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    rewind(file);
    char *const bytes = size >= 0 ? arena_alloc(arena, (size_t)size + 1) : NULL;
    if (bytes) text = (Text){bytes, fread(bytes, 1, (size_t)size, file)};
    fclose(file);
    return text;
}
