/* Reads a whole file into a buffer: for queries and scripts, which are small (data files are streamed by rdfio); waits for
 * what a pipe or FIFO gives no longer than a budget lets; and names files that appear only when they are whole. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ytterby/base.h"

enum {
    POLL_MILLISECONDS = 100 /* between two looks at the budget */
};
#define LARGEST_FILE ((size_t)1 << 30) /* for what is read whole: /dev/zero has no end */

int file_to_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); }

bool file_has_end(const char *path) {
    struct stat file;
    return stat(path, &file) != 0 || S_ISREG(file.st_mode) || S_ISDIR(file.st_mode);
}

/* No signal ends the waiting by itself: what a handler cancels is seen at the next look. */
ssize_t read_within(Budget *budget, int fd, char *at, size_t size) {
    for (;;) {
        if (budget_check(budget) != STATUS_OK) {
            errno = ECANCELED;
            return -1;
        }
        struct pollfd ready = {fd, POLLIN, 0};
        const int found = poll(&ready, 1, POLL_MILLISECONDS);
        const ssize_t count = found > 0 ? read(fd, at, size) : found;
        if (found != 0 && (count >= 0 || (errno != EINTR && errno != EAGAIN))) return count;
    }
}

static Status io_failed(const char *path, int error, Diag *diag) {
    const Status status = error == ENOENT || error == ENOTDIR ? STATUS_NOT_FOUND : STATUS_IO;
    return diag_set(diag, status, "cannot read %s: %s", path, strerror(error));
}

static Status read_all(Buffer *out, int fd, const char *path, Diag *diag) {
    char chunk[16 * 1024];
    for (;;) {
        const ssize_t got = read_within(out->budget, fd, chunk, sizeof chunk);
        const int error = errno;
        const Status ended = got < 0 ? budget_check(out->budget) : STATUS_OK;
        if (ended != STATUS_OK)
            return diag_set(diag, ended, "%s while reading %s", status_text(ended), path);
        if (got < 0) return io_failed(path, error, diag);
        if (got == 0) break;
        buffer_append(out, chunk, (size_t)got);
        if (out->failed) return diag_set(diag, STATUS_NO_MEMORY, "%s is too large", path);
        if (out->len > LARGEST_FILE)
            return diag_set(diag, STATUS_LIMIT, "%s is larger than 1 GiB", path);
    }
    return STATUS_OK;
}

Status file_read(Buffer *out, const char *path, Diag *diag) {
    if (strcmp(path, "-") == 0) return read_all(out, STDIN_FILENO, "standard input", diag);
    const int fd = file_to_read(path);
    if (fd < 0) return io_failed(path, errno, diag);
    const Status status = read_all(out, fd, path, diag);
    close(fd);
    return status;
}

/* ---- Files that appear when they are whole ---------------------------------------------------------------------- */

static Status cannot_make(const char *path, int error, Diag *diag) {
    return diag_set(diag, STATUS_IO, "cannot make %s: %s", path, strerror(error));
}

Status file_beside(Buffer *name, const char *path, int *fd, Diag *diag) {
    buffer_format(name, "%s.XXXXXX", path);
    if (!buffer_string(name)) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    *fd = mkostemp(name->at, O_CLOEXEC);
    if (*fd < 0) return cannot_make(path, errno, diag);
    const mode_t mask = umask(0);
    umask(mask);
    fchmod(*fd, 0666 & ~mask);
    return STATUS_OK;
}

/* Where the file system has no rename that spares what is there, the name is linked. */
static int move_to_free_name(const char *name, const char *path) {
    if (renameat2(AT_FDCWD, name, AT_FDCWD, path, RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (link(name, path) != 0) return errno;
    unlink(name);
    return 0;
}

/* Some file systems cannot sync a folder, and need not. */
int file_sync_folder(const char *path) {
    char folder[PATH_MAX];
    const size_t size = strlen(path) + 1;
    if (size > sizeof folder) return ENAMETOOLONG;
    memcpy(folder, path, size);
    const int fd = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno == EACCES ? 0 : errno; /* a folder may be writable and not readable */
    const int error = fsync(fd) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
    close(fd);
    return error;
}

Status file_publish(const char *name, const char *path, Diag *diag) {
    int error = move_to_free_name(name, path);
    if (error == EEXIST) {
        unlink(name);
        return diag_set(diag, STATUS_EXISTS, "%s exists already", path);
    }
    if (error == 0) {
        error = file_sync_folder(path);
        if (error != 0) unlink(path);
    } else {
        unlink(name);
    }
    return error == 0 ? STATUS_OK : cannot_make(path, error, diag);
}

/* Some file systems have no files without a name: there it is taken away at once. */
static int open_nameless(const char *folder) {
    const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/ytterby-XXXXXX", folder) >= (int)sizeof path) return -1;
    const int named = mkostemp(path, O_CLOEXEC);
    if (named >= 0) unlink(path);
    return named;
}

Status file_nameless(int *fd, const char *folder, Diag *diag) {
    *fd = open_nameless(folder);
    if (*fd >= 0) return STATUS_OK;
    const Status status = errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
    return diag_set(diag, status, "cannot make a temporary file in %s: %s", folder,
                    strerror(errno));
}
