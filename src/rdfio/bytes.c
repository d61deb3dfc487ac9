/* Sources of bytes: a descriptor, and the layer that finds out by the first bytes whether they are packed.
 * The bound on expansion is here, above the unpackers: at most `most` bytes, and past 256 MiB at most a
 * thousand bytes out of one, which no real RDF reaches. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "rdfio_internal.h"

#define DEFAULT_MOST   (UINT64_C(1) << 40)
#define FREE_EXPANSION (UINT64_C(256) << 20)
enum {
    HIGHEST_RATIO = 1000,
    PEEK = 4
};

typedef struct FdSource {
    ByteSource base;
    int fd;
    bool close_it;
    Budget *budget;
} FdSource;

static Status fd_read(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag) {
    const FdSource *const source = (const FdSource *)self;
    const ssize_t count = read_within(source->budget, source->fd, at, size);
    if (count >= 0) {
        *got = (size_t)count;
        return STATUS_OK;
    }
    const int error = errno;
    const Status ended = budget_check(source->budget);
    return ended != STATUS_OK ? diag_set(diag, ended, "%s", status_text(ended))
                              : diag_set(diag, STATUS_IO, "cannot read: %s", strerror(error));
}

static void fd_close(ByteSource *self) {
    FdSource *const source = (FdSource *)self;
    if (source->close_it) close(source->fd);
    mem_free(source);
}

Status source_of_fd(ByteSource **source, int fd, bool close_it, Budget *budget, Diag *diag) {
    FdSource *const made = mem_zero(1, sizeof *made);
    if (!made) {
        if (close_it) close(fd);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    *made = (FdSource){{fd_read, fd_close}, fd, close_it, budget};
    *source = &made->base;
    return STATUS_OK;
}

/* ---- The layer over it: bytes read ahead, then the rest; counts what goes through ------------------------------ */

typedef struct CountingSource {
    ByteSource base;
    ByteSource *under;
    char ahead[PEEK];
    size_t ahead_at, ahead_len;
    uint64_t count;
} CountingSource;

static Status counting_read(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag) {
    CountingSource *const source = (CountingSource *)self;
    const size_t left = source->ahead_len - source->ahead_at;
    if (left > 0) {
        *got = left < size ? left : size;
        memcpy(at, source->ahead + source->ahead_at, *got);
        source->ahead_at += *got;
    } else {
        TRY(source->under->read(source->under, at, size, got, diag));
    }
    source->count += *got;
    return STATUS_OK;
}

static void counting_close(ByteSource *self) {
    CountingSource *const source = (CountingSource *)self;
    source->under->close(source->under);
    mem_free(source);
}

/* What was unpacked, with the bounds held against the packed side's count. */
typedef struct BoundedSource {
    ByteSource base;
    ByteSource *unpacker;
    const CountingSource *packed; /* owned by the unpacker */
    uint64_t count, most;
} BoundedSource;

static Status bounded_read(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag) {
    BoundedSource *const source = (BoundedSource *)self;
    TRY(source->unpacker->read(source->unpacker, at, size, got, diag));
    source->count += *got;
    if (source->count > source->most)
        return diag_set(diag, STATUS_LIMIT, "more than %llu bytes were unpacked",
                        (unsigned long long)source->most);
    if (source->count > FREE_EXPANSION && source->count / HIGHEST_RATIO > source->packed->count)
        return diag_set(diag, STATUS_LIMIT, "the packed file expands more than %d times",
                        HIGHEST_RATIO);
    return STATUS_OK;
}

static void bounded_close(ByteSource *self) {
    BoundedSource *const source = (BoundedSource *)self;
    source->unpacker->close(source->unpacker);
    mem_free(source);
}

static Status fill_ahead(CountingSource *source, Diag *diag) {
    while (source->ahead_len < PEEK) {
        size_t got = 0;
        TRY(source->under->read(source->under, source->ahead + source->ahead_len,
                                PEEK - source->ahead_len, &got, diag));
        if (got == 0) break;
        source->ahead_len += got;
    }
    return STATUS_OK;
}

typedef Status (*Unpacker)(ByteSource **source, ByteSource *packed, Diag *diag);

static Unpacker unpacker_for(const CountingSource *source) {
    const Text start = {source->ahead, source->ahead_len};
    if (text_starts(start, TEXT("\x1F\x8B"))) return source_gzip;
    if (text_starts(start, TEXT("\x28\xB5\x2F\xFD"))) return source_zstd;
    /* 16 magic numbers begin a frame to be skipped, such as the tables of contents that some packers write. */
    if (start.len == PEEK && (start.at[0] & 0xF0) == 0x50 && text_ends(start, TEXT("\x2A\x4D\x18")))
        return source_zstd;
    return NULL;
}

static Status make_bounded(ByteSource **source, CountingSource *packed, Unpacker unpacker,
                           uint64_t most, Diag *diag) {
    BoundedSource *const made = mem_zero(1, sizeof *made);
    if (!made) {
        counting_close(&packed->base);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    *made = (BoundedSource){.base = {bounded_read, bounded_close},
                            .packed = packed,
                            .most = most ? most : DEFAULT_MOST};
    const Status status = unpacker(&made->unpacker, &packed->base, diag);
    if (status != STATUS_OK) {
        mem_free(made);
        return status;
    }
    *source = &made->base;
    return STATUS_OK;
}

Status source_unpacked(ByteSource **source, ByteSource *packed, uint64_t most, Diag *diag) {
    CountingSource *const counting = mem_zero(1, sizeof *counting);
    if (!counting) {
        packed->close(packed);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    *counting = (CountingSource){.base = {counting_read, counting_close}, .under = packed};
    const Status status = fill_ahead(counting, diag);
    if (status != STATUS_OK) {
        counting_close(&counting->base);
        return status;
    }
    const Unpacker unpacker = unpacker_for(counting);
    if (unpacker) return make_bounded(source, counting, unpacker, most, diag);
    *source = &counting->base;
    return STATUS_OK;
}
