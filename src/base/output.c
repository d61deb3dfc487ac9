/* Where bytes go: a file descriptor, a buffer, or a file that appears only when it is whole. An
 * error sticks and is told once, by flush or close, so that writers stay free of checks. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ytterby/base.h"

enum {
    BLOCK = 64 * 1024
};

struct Output {
    int fd; /* -1: goes to `buffer` */
    bool close_it;
    Buffer *buffer;
    int error; /* errno of the first failure; 0 while all is well */
    size_t len;
    char *path;      /* the file to become, and … */
    char *temporary; /* … what it is called until then; NULL for plain descriptors */
    char block[BLOCK];
};

static Output *output_new(int fd, bool close_it, Buffer *buffer) {
    Output *const out = mem_alloc(sizeof *out);
    if (!out) return NULL;
    out->fd = fd;
    out->close_it = close_it;
    out->buffer = buffer;
    out->error = 0;
    out->len = 0;
    out->path = out->temporary = NULL;
    return out;
}

Output *output_to_fd(int fd, bool close_it) { return output_new(fd, close_it, NULL); }

Output *output_to_buffer(Buffer *buffer) { return output_new(-1, false, buffer); }

/* The file that `path` really names, so that writing through a symbolic link keeps the link. */
static char *real_target(const char *path) {
    char *const resolved = realpath(path, NULL);
    return resolved ? resolved : strdup(path);
}

static bool is_special(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static Status open_temporary(Output *out, const char *path, Diag *diag) {
    struct stat replaced;
    Buffer name = {0};
    out->path = real_target(path);
    const Status status =
        out->path ? file_beside(&name, out->path, &out->fd, NULL) : STATUS_NO_MEMORY;
    if (status != STATUS_OK) {
        const int error = errno;
        buffer_free(&name);
        if (status == STATUS_NO_MEMORY) return diag_set(diag, status, "out of memory");
        return diag_set(diag, status, "cannot write %s: %s", path, strerror(error));
    }
    out->temporary = name.at;
    /* A file that is replaced hands on its permissions. */
    if (stat(out->path, &replaced) == 0) fchmod(out->fd, replaced.st_mode & 07777);
    return STATUS_OK;
}

/* A pipe or device is written directly: there is nothing to rename. */
static Status open_special(Output *out, const char *path, Diag *diag) {
    out->fd = open(path, O_WRONLY | O_CLOEXEC);
    if (out->fd < 0) return diag_set(diag, STATUS_IO, "cannot write %s: %s", path, strerror(errno));
    return STATUS_OK;
}

Status output_to_path(Output **out, const char *path, Diag *diag) {
    *out = NULL;
    Output *const made = output_new(-1, true, NULL);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    const Status status =
        is_special(path) ? open_special(made, path, diag) : open_temporary(made, path, diag);
    if (status != STATUS_OK) {
        output_abandon(made);
        return status;
    }
    *out = made;
    return STATUS_OK;
}

static void write_all(Output *out, const char *at, size_t len) {
    while (len > 0 && out->error == 0) {
        const ssize_t written = write(out->fd, at, len);
        if (written < 0) {
            if (errno != EINTR) out->error = errno;
            continue;
        }
        at += written;
        len -= (size_t)written;
    }
}

static void drain(Output *out) {
    write_all(out, out->block, out->len);
    out->len = 0;
}

void output_bytes(Output *out, const char *at, size_t len) {
    if (out->buffer) {
        buffer_append(out->buffer, at, len);
        return;
    }
    if (len > BLOCK - out->len) drain(out);
    if (len > BLOCK) {
        write_all(out, at, len);
    } else if (len > 0) {
        memcpy(out->block + out->len, at, len);
        out->len += len;
    }
}

void output_text(Output *out, Text text) { output_bytes(out, text.at, text.len); }

void output_byte(Output *out, char byte) { output_bytes(out, &byte, 1); }

void output_format(Output *out, const char *format, ...) {
    char small[512];
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof small) {
        output_bytes(out, small, (size_t)len);
    } else if (len >= 0) {
        char *const large = mem_alloc((size_t)len + 1);
        if (large) {
            vsnprintf(large, (size_t)len + 1, format, again);
            output_bytes(out, large, (size_t)len);
            mem_free(large);
        } else if (out->error == 0) {
            out->error = ENOMEM;
        }
    }
    va_end(again);
}

void output_needs(Output *out, const Buffer *buffer) {
    if (!buffer->failed) return;
    if (out->buffer) out->buffer->failed = true;
    if (out->error == 0) out->error = ENOMEM;
}

bool output_failed(const Output *out) {
    return out->buffer ? out->buffer->failed : out->error != 0;
}

int output_error(const Output *out) { return out->error; }

static Status report(const Output *out, Diag *diag) {
    if (!output_failed(out)) return STATUS_OK;
    if (out->buffer || out->error == ENOMEM)
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    return diag_set(diag, STATUS_IO, "cannot write%s%s: %s", out->path ? " " : "",
                    out->path ? out->path : "", strerror(out->error));
}

Status output_flush(Output *out, Diag *diag) {
    if (!out->buffer) drain(out);
    return report(out, diag);
}

static void release(Output *out) {
    free(out->path); /* by realpath or strdup */
    mem_free(out->temporary);
    mem_free(out);
}

/* A rename is only as good as what the file holds by then: so the bytes go to the disk first. */
static void make_final(Output *out) {
    if (fsync(out->fd) != 0 && errno != EINVAL && errno != EROFS && out->error == 0)
        out->error = errno;
    if (close(out->fd) != 0 && out->error == 0) out->error = errno;
    if (out->error == 0 && rename(out->temporary, out->path) != 0) out->error = errno;
    if (out->error != 0)
        unlink(out->temporary);
    else
        file_sync_folder(
            out->path); /* it is done by now, whether the name outlives a crash or not */
}

Status output_close(Output *out, Diag *diag) {
    if (!out) return STATUS_OK;
    if (!out->buffer) drain(out);
    if (out->temporary) {
        make_final(out);
    } else if (out->close_it && out->fd >= 0 && close(out->fd) != 0 && out->error == 0) {
        out->error = errno;
    }
    const Status status = report(out, diag);
    release(out);
    return status;
}

void output_abandon(Output *out) {
    if (!out) return;
    if (out->close_it && out->fd >= 0) close(out->fd);
    if (out->temporary) unlink(out->temporary);
    release(out);
}
