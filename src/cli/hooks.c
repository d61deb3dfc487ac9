/* What LOAD and SERVICE may reach: nothing, unless the command line names it. A path is compared after both it and
 * the allowed prefix were resolved, so that no symbolic link leads outside. */
#include "cli_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *path_of_prefix(const char *prefix) {
    return strncmp(prefix, "file://", 7) == 0 ? prefix + 7 : prefix;
}

/* The folder that `path` names, resolved, with a slash at its end; false when there is none. */
static bool resolve_folder(const char *path, Buffer *resolved) {
    char real[PATH_MAX];
    struct stat file;
    if (!realpath(path, real) || stat(real, &file) != 0 || !S_ISDIR(file.st_mode)) return false;
    buffer_text(resolved, text_of(real));
    if (strcmp(real, "/") != 0) buffer_byte(resolved, '/');
    return true;
}

/* Resolves an allowed prefix: a folder allows what is below it, anything else what begins so in its folder. */
static bool resolve_prefix(const char *prefix, Buffer *resolved) {
    const char *const path = path_of_prefix(prefix);
    const char *const slash = strrchr(path, '/');
    Buffer folder = {0};
    if (resolve_folder(path, resolved)) return true;
    buffer_append(&folder, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
    const char *const name = buffer_string(&folder);
    const bool found = name && resolve_folder(name, resolved);
    buffer_text(resolved, text_of(slash ? slash + 1 : path));
    buffer_free(&folder);
    return found && !resolved->failed;
}

static bool path_allowed(const Options *options, const char *path) {
    bool allowed = false;
    for (size_t i = 0; i < options->allow_load.count && !allowed; i++) {
        Buffer prefix = {0};
        allowed = resolve_prefix(options->allow_load.at[i], &prefix) &&
                  text_starts(text_of(path), buffer_view(&prefix));
        buffer_free(&prefix);
    }
    return allowed;
}

static bool url_allowed(const WordList *prefixes, Text url) {
    for (size_t i = 0; i < prefixes->count; i++) {
        if (text_starts(url, text_of(prefixes->at[i]))) return true;
    }
    return false;
}

static int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The path of a file: IRI (RFC 8089), percent-decoded; false when it is none of this machine. */
static bool path_of_iri(Text iri, Buffer *path) {
    static const char *const heads[] = {"file://localhost/", "file:///", "file:/"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0] && at == 0; i++) {
        if (text_starts(iri, text_of(heads[i]))) at = strlen(heads[i]) - 1;
    }
    if (at == 0) return false;
    for (; at < iri.len && iri.at[at] != '?' && iri.at[at] != '#'; at++) {
        const int high = at + 2 < iri.len ? hex_digit(iri.at[at + 1]) : -1;
        const int low = at + 2 < iri.len ? hex_digit(iri.at[at + 2]) : -1;
        if (iri.at[at] != '%')
            buffer_byte(path, iri.at[at]);
        else if (high < 0 || low < 0 || high + low == 0)
            return false;
        else {
            buffer_byte(path, (char)(high * 16 + low));
            at += 2;
        }
    }
    return true;
}

typedef struct Loading {
    Status (*insert)(void *sink, const Quad *quad);
    void *sink;
    Budget *budget;
} Loading;

static Status insert_quad(void *context, const Quad *quad) {
    const Loading *const loading = context;
    return loading->insert(loading->sink, quad);
}

static Status load_path(const Options *options, const char *path, Text iri, Loading *loading,
                        Diag *diag) {
    char resolved[PATH_MAX];
    const bool found = realpath(path, resolved) != NULL;
    const int error = errno;
    if (!path_allowed(options, found ? resolved : path))
        return diag_set(diag, STATUS_REFUSED,
                        "LOAD <%.*s> is not allowed: name its path with --allow-load", (int)iri.len,
                        iri.at);
    if (!found)
        return diag_set(diag, STATUS_NOT_FOUND, "cannot read %s: %s", path, strerror(error));
    const RdfReadOptions read = {.base = iri, .budget = loading->budget};
    const RdfSink sink = {.quad = insert_quad, .context = loading};
    return rdf_read_file(resolved, &read, &sink, diag);
}

static Status load(void *context, Text iri, Status (*insert)(void *sink, const Quad *quad),
                   void *sink, Budget *budget, Diag *diag) {
    const Options *const options = context;
    Loading loading = {insert, sink, budget};
    Buffer path = {0};
    Status status;
    if (path_of_iri(iri, &path)) {
        const char *const name = buffer_string(&path);
        status = name ? load_path(options, name, iri, &loading, diag) : STATUS_NO_MEMORY;
    } else if (url_allowed(&options->allow_load, iri)) {
        status =
            diag_set(diag, STATUS_UNSUPPORTED, "LOAD from the network is not in this build yet");
    } else {
        status =
            diag_set(diag, STATUS_REFUSED, "LOAD <%.*s> is not allowed: name it with --allow-load",
                     (int)iri.len, iri.at);
    }
    buffer_free(&path);
    return status;
}

static Status service(void *context, Text endpoint, Text query,
                      Status (*row)(void *sink, const Text *names, const Term *terms, size_t count),
                      void *sink, Diag *diag) {
    const Options *const options = context;
    (void)query;
    (void)row;
    (void)sink;
    if (url_allowed(&options->allow_service, endpoint))
        return diag_set(diag, STATUS_UNSUPPORTED, "SERVICE is not in this build yet");
    return diag_set(diag, STATUS_REFUSED,
                    "SERVICE <%.*s> is not allowed: name it with --allow-service",
                    (int)endpoint.len, endpoint.at);
}

/* The hooks only read the options; the door hands their context on as it is. */
EngineHooks engine_hooks(const Options *options) {
    union {
        const Options *given;
        void *context;
    } shared = {.given = options};
    return (EngineHooks){.load = load, .service = service, .context = shared.context};
}
