/* Reads a whole file into a buffer: for queries and scripts, which are small. Data files are streamed by rdfio. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ytterby/base.h"

static Status io_failed(const char *path, int error, Diag *diag) {
    const Status status = error == ENOENT || error == ENOTDIR ? STATUS_NOT_FOUND : STATUS_IO;
    return diag_set(diag, status, "cannot read %s: %s", path, strerror(error));
}

static Status read_all(Buffer *out, int fd, const char *path, Diag *diag) {
    char chunk[16 * 1024];
    for (;;) {
        const ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return io_failed(path, errno, diag);
        if (got == 0) break;
        buffer_append(out, chunk, (size_t)got);
        if (out->failed) return diag_set(diag, STATUS_NO_MEMORY, "%s is too large", path);
    }
    return STATUS_OK;
}

Status file_read(Buffer *out, const char *path, Diag *diag) {
    if (strcmp(path, "-") == 0) return read_all(out, STDIN_FILENO, "standard input", diag);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return io_failed(path, errno, diag);
    const Status status = read_all(out, fd, path, diag);
    close(fd);
    return status;
}
