/* Files and folders: where the shipped graph and queries lie, what is below a folder, base IRIs, and standard
 * output or a file that appears only when it is complete. */
#include "cli_internal.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DEEPEST_FOLDER = 8
};

static bool is_folder(const char *path) {
    struct stat file;
    return path && stat(path, &file) == 0 && S_ISDIR(file.st_mode);
}

/* "PLACE/name", PLACE being the program's folder and `from_program`. */
static void beside_program(const char *from_program, const char *name, Buffer *path) {
    char program[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    buffer_clear(path);
    if (len <= 0) return;
    program[len] = '\0';
    char *const slash = strrchr(program, '/');
    if (slash) *slash = '\0';
    buffer_format(path, "%s%s/%s", program, from_program, name);
}

/* In a build tree the program is build/ytterby and the folder lies beside build/; else where it was installed. */
Status data_folder(const char *name, Buffer *path, Diag *diag) {
    beside_program("/..", name, path);
    if (is_folder(buffer_string(path))) return STATUS_OK;
    buffer_clear(path);
    buffer_format(path, "%s/%s", YT_DATADIR, name);
    if (is_folder(buffer_string(path))) return STATUS_OK;
    return diag_set(diag, STATUS_NOT_FOUND,
                    "the folder \"%s\" is neither beside the program nor in %s", name, YT_DATADIR);
}

bool shipped_database(Buffer *path) {
    beside_program("", "graph.yt", path);
    if (!path->failed && path->len && access(buffer_string(path), R_OK) == 0) return true;
    buffer_clear(path);
    buffer_format(path, "%s/graph.yt", YT_DATADIR);
    return !path->failed && access(buffer_string(path), R_OK) == 0;
}

/* ---- Files below a folder ------------------------------------------------------------------------------------------ */

typedef struct Search {
    const char *const *endings;
    size_t ending_count;
    WordList *paths;
    Arena *arena;
    Diag *diag;
} Search;

static bool wanted(const Search *search, const char *name) {
    for (size_t i = 0; i < search->ending_count; i++) {
        if (text_ends(text_of(name), text_of(search->endings[i]))) return true;
    }
    return false;
}

static Status search_folder(const Search *search, const char *folder, unsigned depth);

static Status search_entry(const Search *search, const char *folder, const char *name,
                           unsigned depth) {
    Buffer path = {0};
    buffer_format(&path, "%s/%s", folder, name);
    const Text kept = arena_text(search->arena, buffer_view(&path));
    buffer_free(&path);
    if (!kept.at) return diag_set(search->diag, STATUS_NO_MEMORY, "out of memory");
    if (is_folder(kept.at)) return search_folder(search, kept.at, depth + 1);
    return wanted(search, name) ? word_list_add(search->paths, kept.at, search->diag) : STATUS_OK;
}

static Status search_folder(const Search *search, const char *folder, unsigned depth) {
    if (depth > DEEPEST_FOLDER) return STATUS_OK;
    DIR *const open = opendir(folder);
    if (!open)
        return diag_set(search->diag, STATUS_IO, "cannot read the folder %s: %s", folder,
                        strerror(errno));
    Status status = STATUS_OK;
    for (const struct dirent *entry = readdir(open); entry && status == STATUS_OK;
         entry = readdir(open)) {
        if (entry->d_name[0] != '.') status = search_entry(search, folder, entry->d_name, depth);
    }
    closedir(open);
    return status;
}

static int compare_words(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

Status files_below(const char *folder, const char *const *endings, size_t ending_count,
                   WordList *paths, Arena *arena, Diag *diag) {
    const Search search = {endings, ending_count, paths, arena, diag};
    TRY(search_folder(&search, folder, 0));
    if (paths->count) qsort(paths->at, paths->count, sizeof *paths->at, compare_words);
    return STATUS_OK;
}

/* ---- Base IRIs ----------------------------------------------------------------------------------------------------- */

static Status folder_iri(Buffer *iri, Diag *diag) {
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        return diag_set(diag, STATUS_IO, "no working directory: %s", strerror(errno));
    TRY(iri_of_path(iri, folder));
    if (!text_ends(buffer_view(iri), TEXT("/"))) buffer_byte(iri, '/');
    return STATUS_OK;
}

Status base_iri(const char *given, const char *file, Buffer *iri, Diag *diag) {
    buffer_clear(iri);
    if (given && iri_invalid_at(text_of(given)) < strlen(given))
        return diag_set(diag, STATUS_USAGE, "<%s> is not an IRI", given);
    if (given && iri_is_absolute(text_of(given))) {
        buffer_text(iri, text_of(given));
        return STATUS_OK;
    }
    if (given) {
        Buffer folder = {0};
        const Status status = folder_iri(&folder, diag);
        if (status == STATUS_OK) iri_resolve(iri, buffer_view(&folder), text_of(given));
        buffer_free(&folder);
        return status;
    }
    return file && strcmp(file, "-") != 0 ? iri_of_path(iri, file) : folder_iri(iri, diag);
}

/* ---- Output -------------------------------------------------------------------------------------------------------- */

Status open_output(const char *path, Output **out, Diag *diag) {
    *out = NULL;
    if (path && strcmp(path, "-") != 0) return output_to_path(out, path, diag);
    *out = output_to_fd(STDOUT_FILENO, false);
    return *out ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

Status close_output(Output *out, Status status, Diag *diag) {
    if (!out) return status;
    Diag closing = {0};
    if (status == STATUS_OK) status = output_flush(out, &closing);
    if (status == STATUS_OK) return output_close(out, diag);
    const bool reader_left = output_error(out) == EPIPE;
    output_abandon(out);
    if (reader_left) {
        diag_clear(diag);
        return STATUS_OK;
    }
    return closing.status == STATUS_OK ? status : diag_set(diag, status, "%s", closing.message);
}
