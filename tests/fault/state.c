/* Reads the state of a folder by the library itself: faster than a program, and a database's damage has a name. */
#include "state.h"

#include "ytterby/store.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool content_of_file(const char *path, uint64_t *content) {
    Buffer bytes = {0};
    const bool read = file_read(&bytes, path, NULL) == STATUS_OK;
    if (read) *content = hash_bytes(bytes.at, bytes.len, 1);
    buffer_free(&bytes);
    return read;
}

/* ---- Databases -------------------------------------------------------------------------------------------------- */

static Status add_prefix(void *context, Text prefix, Text iri) {
    uint64_t *const content = context;
    *content += hash_mix(hash_bytes(prefix.at, prefix.len, 2), hash_bytes(iri.at, iri.len, 3));
    return STATUS_OK;
}

static Status hash_quad(StoreReader *reader, const TermId ids[QUAD_COLUMNS], uint64_t *content,
                        Diag *diag) {
    Arena *const arena = arena_new(NULL);
    Buffer line = {0};
    Status status = arena ? STATUS_OK : STATUS_NO_MEMORY;
    for (size_t i = 0; i < QUAD_COLUMNS && status == STATUS_OK; i++) {
        Term term = {.kind = TERM_NONE};
        if (ids[i] != TERM_ID_DEFAULT_GRAPH)
            status = store_reader_term(reader, ids[i], arena, &term, diag);
        if (status == STATUS_OK && term.kind == TERM_BLANK) /* labels are made anew at times */
            buffer_text(&line, TEXT("_:"));
        else if (status == STATUS_OK && term.kind != TERM_NONE)
            term_write(&line, &term);
        buffer_byte(&line, ' ');
    }
    *content += hash_bytes(line.at, line.len, 4);
    buffer_free(&line);
    arena_free(arena);
    return status;
}

static Status hash_quads(StoreReader *reader, uint64_t *content, Diag *diag) {
    SourceScan *scan = NULL;
    QuadBatch *const batch = malloc(sizeof *batch);
    const ScanRequest all = {.columns = QUAD_ALL};
    Status status = batch ? store_reader_scan(reader, &all, &scan, diag) : STATUS_NO_MEMORY;
    while (status == STATUS_OK) {
        status = source_scan_next(scan, batch, diag);
        if (status != STATUS_OK || batch->rows == 0) break;
        for (size_t i = 0; i < batch->rows && status == STATUS_OK; i++) {
            const TermId ids[QUAD_COLUMNS] = {batch->subject[i], batch->predicate[i],
                                              batch->object[i], batch->graph[i]};
            status = hash_quad(reader, ids, content, diag);
        }
    }
    source_scan_free(scan);
    free(batch);
    return status;
}

static Status content_of_database(const char *path, uint64_t *content, Diag *diag) {
    Store *store = NULL;
    StoreReader *reader = NULL;
    Budget budget;
    budget_init(&budget, 0, 0);
    *content = 0;
    Status status = store_open(&store, path, STORE_READ, 0, diag);
    if (status == STATUS_OK) status = store_verify(store, NULL, &budget, diag);
    if (status == STATUS_OK) status = store_prefixes(store, add_prefix, content, diag);
    if (status == STATUS_OK) status = store_reader_open(&reader, store, diag);
    if (status == STATUS_OK) status = hash_quads(reader, content, diag);
    store_reader_close(reader);
    store_close(store);
    return status;
}

/* ---- Folders ------------------------------------------------------------------------------------------------------ */

static bool read_file(const char *folder, const char *name, uint64_t *content, char *why,
                      size_t room) {
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    const size_t len = strlen(name);
    if (len < 3 || strcmp(name + len - 3, ".yt") != 0) {
        if (content_of_file(path, content)) return true;
        snprintf(why, room, "%s cannot be read", name);
        return false;
    }
    Diag diag = {0};
    if (content_of_database(path, content, &diag) == STATUS_OK) return true;
    snprintf(why, room, "%s: %s", name, diag.message);
    return false;
}

static int by_name(const void *a, const void *b) { return strcmp(a, b); }

bool state_read(State *state, const char *folder, const char *printed, char *why, size_t room) {
    DIR *const files = opendir(folder);
    bool good = files != NULL;
    *state = (State){0};
    for (struct dirent *entry; good && (entry = readdir(files));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (state->count == STATE_FILES) break;
        snprintf(state->files[state->count].name, sizeof state->files[0].name, "%.63s",
                 entry->d_name);
        good = read_file(folder, entry->d_name, &state->files[state->count++].content, why, room);
    }
    if (files) closedir(files);
    qsort(state->files, state->count, sizeof state->files[0], by_name);
    uint64_t said = 0;
    const uint64_t nothing = hash_bytes("", 0, 1);
    good = good && read_file(printed, "stdout", &state->output, why, room) &&
           read_file(printed, "stderr", &said, why, room);
    state->said = said != nothing;
    return good;
}

bool state_same_files(const State *a, const State *b) {
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->files[i].name, b->files[i].name) != 0 ||
            a->files[i].content != b->files[i].content)
            return false;
    }
    return true;
}
