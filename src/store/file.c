/* The database file: opening, mapping, writing, locking; all its system calls are here.
 *
 * Locks are open-file-description locks on bytes at 2^62 and above: one byte for the writer, one per transaction
 * number for the readers of that state. The kernel drops them when a process dies, so there is no lock file, no
 * table of readers to clean, and nothing stale. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store_internal.h"

static const off_t writer_byte = (off_t)1 << 62;
static const size_t largest_map = (size_t)1 << 40; /* address space, not memory */
static const long poll_nanoseconds = 5000000;

static Status io_error(const StoreFile *file, const char *what, Diag *diag) {
    const Status status = errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
    return diag_set(diag, status, "cannot %s %s: %s", what, file->path, strerror(errno));
}

static Status open_fd(StoreFile *file, StoreMode mode, bool *created, Diag *diag) {
    *created = false;
    if (mode == STORE_TEMPORARY) TRY(file_nameless(&file->fd, file->path, diag));
    if (mode == STORE_CREATE) {
        file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0666);
        *created = file->made = file->fd >= 0;
        if (file->fd < 0 && errno != EEXIST) return io_error(file, "create", diag);
    }
    if (file->fd < 0)
        file->fd = open(file->path, (mode == STORE_READ ? O_RDONLY : O_RDWR) | O_CLOEXEC |
                                        O_NONBLOCK); /* else a FIFO waits for its other end */
    if (file->fd < 0) return io_error(file, "open", diag);
    struct stat info;
    if (fstat(file->fd, &info) != 0) return io_error(file, "open", diag);
    if (!S_ISREG(info.st_mode)) {
        return diag_set(diag, STATUS_IO, "cannot open %s: not a regular file", file->path);
    }
    /* An empty file is what a crash between creating and the first write leaves. */
    if (info.st_size == 0 && mode != STORE_READ) *created = true;
    return STATUS_OK;
}

/* Takes address space well beyond the file, so that growth needs no new mapping; less where it is scarce. */
static Status map_file(StoreFile *file, Diag *diag) {
    for (size_t size = largest_map; size >= (size_t)1 << 24; size /= 4) {
        void *const map = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_NORESERVE, file->fd, 0);
        if (map != MAP_FAILED) {
            file->map = map;
            file->map_size = size;
            return STATUS_OK;
        }
    }
    return io_error(file, "map", diag);
}

Status file_open(StoreFile *file, const char *path, StoreMode mode, bool *created, Diag *diag) {
    *file = (StoreFile){
        .fd = -1, .read_only = mode == STORE_READ, .temporary = mode == STORE_TEMPORARY};
    const size_t len = strlen(path) + 1;
    file->path = mem_alloc(len);
    if (!file->path) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    memcpy(file->path, path, len);
    Status status = open_fd(file, mode, created, diag);
    if (status == STATUS_OK) status = map_file(file, diag);
    if (status != STATUS_OK && file->made) file_remove(file); /* nobody can have used it yet */
    if (status != STATUS_OK) file_close(file);
    return status;
}

void file_close(StoreFile *file) {
    if (file->map) munmap(file->map, file->map_size);
    if (file->fd >= 0) close(file->fd);
    mem_free(file->path);
    *file = (StoreFile){.fd = -1};
}

Status file_make_beside(StoreFile *file, const char *path, Buffer *name, Diag *diag) {
    *file = (StoreFile){.fd = -1, .map_size = largest_map};
    if (access(path, F_OK) == 0) return diag_set(diag, STATUS_EXISTS, "%s exists already", path);
    const size_t len = strlen(path) + 1;
    file->path = mem_alloc(len); /* what messages call it */
    if (!file->path) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    memcpy(file->path, path, len);
    const Status status = file_beside(name, path, &file->fd, diag);
    if (status != STATUS_OK) file_close(file);
    return status;
}

Status file_sync_name(const StoreFile *file, Diag *diag) {
    if (file->temporary) return STATUS_OK;
    errno = file_sync_folder(file->path);
    return errno == 0 ? STATUS_OK : io_error(file, "sync the folder of", diag);
}

Status file_size(const StoreFile *file, uint64_t *size, Diag *diag) {
    struct stat info;
    if (fstat(file->fd, &info) != 0) return io_error(file, "read", diag);
    *size = (uint64_t)info.st_size;
    return STATUS_OK;
}

Status file_write(const StoreFile *file, uint64_t offset, const char *at, size_t len, Diag *diag) {
    if (offset + len > file->map_size) {
        return diag_set(diag, STATUS_LIMIT, "%s would grow beyond what can be mapped", file->path);
    }
    while (len > 0) {
        const ssize_t written = pwrite(file->fd, at, len, (off_t)offset);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return io_error(file, "write", diag);
        at += written;
        offset += (uint64_t)written;
        len -= (size_t)written;
    }
    return STATUS_OK;
}

Status file_sync(const StoreFile *file, Diag *diag) {
    if (file->temporary) return STATUS_OK;
    return fdatasync(file->fd) == 0 ? STATUS_OK : io_error(file, "sync", diag);
}

Status file_truncate(const StoreFile *file, uint64_t size, Diag *diag) {
    int failed;
    do failed = ftruncate(file->fd, (off_t)size);
    while (failed && errno == EINTR);
    return failed ? io_error(file, "truncate", diag) : STATUS_OK;
}

void file_remove(const StoreFile *file) { unlink(file->path); }

void file_discard(const char *name) { unlink(name); }

/* 0, or errno. */
static int set_lock(const StoreFile *file, short type, off_t byte) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    int failed;
    do failed = fcntl(file->fd, F_OFD_SETLK, &lock);
    while (failed && errno == EINTR);
    return failed ? errno : 0;
}

Status file_lock_writer(const StoreFile *file, double wait_seconds, Budget *budget, Diag *diag) {
    const uint64_t give_up = clock_now() + (uint64_t)(wait_seconds * 1e9);
    for (;;) {
        const int error = set_lock(file, F_WRLCK, writer_byte);
        if (error == 0) return STATUS_OK;
        if (error != EAGAIN && error != EACCES) {
            errno = error;
            return io_error(file, "lock", diag);
        }
        if (clock_now() >= give_up) {
            return diag_set(diag, STATUS_BUSY, "%s is being written by another process",
                            file->path);
        }
        const Status ended = budget_check(budget);
        if (ended != STATUS_OK) {
            return diag_set(diag, ended, "%s while another process was writing %s",
                            status_text(ended), file->path);
        }
        nanosleep(&(struct timespec){.tv_nsec = poll_nanoseconds}, NULL);
    }
}

void file_unlock_writer(const StoreFile *file) { set_lock(file, F_UNLCK, writer_byte); }

static off_t snapshot_byte(uint64_t txn) { return writer_byte + 1 + (off_t)txn; }

Status file_lock_snapshot(const StoreFile *file, uint64_t txn, Diag *diag) {
    if (file->lockless) return STATUS_OK;
    const int error = set_lock(file, F_RDLCK, snapshot_byte(txn));
    errno = error;
    return error == 0 ? STATUS_OK : io_error(file, "lock", diag);
}

void file_unlock_snapshot(const StoreFile *file, uint64_t txn) {
    if (!file->lockless) set_lock(file, F_UNLCK, snapshot_byte(txn));
}

Status file_oldest_snapshot(const StoreFile *file, uint64_t before, uint64_t *oldest, Diag *diag) {
    *oldest = before;
    /* The kernel names some lock that is in the way, not the lowest: ask again below it. */
    while (*oldest > 0) {
        struct flock lock = {.l_type = F_WRLCK,
                             .l_whence = SEEK_SET,
                             .l_start = snapshot_byte(0),
                             .l_len = (off_t)*oldest};
        if (fcntl(file->fd, F_OFD_GETLK, &lock) != 0) return io_error(file, "lock", diag);
        if (lock.l_type == F_UNLCK) break;
        *oldest =
            lock.l_start <= snapshot_byte(0) ? 0 : (uint64_t)(lock.l_start - snapshot_byte(0));
    }
    return STATUS_OK;
}
