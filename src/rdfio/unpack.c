/* The unpackers: gzip by zlib (RFC 1952, several members one after another), Zstandard (RFC 8878, several
 * frames). Both stream; a window of more than 128 MiB is refused by libzstd's own default. */
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "rdfio_internal.h"

enum {
    PACKED_SIZE = 1 << 16
};

/* The packed bytes that wait. */
typedef struct Packed {
    ByteSource *source;
    char *bytes; /* PACKED_SIZE */
    bool ended;
} Packed;

static Status packed_open(Packed *packed, ByteSource *source, Diag *diag) {
    *packed = (Packed){.source = source, .bytes = mem_alloc(PACKED_SIZE)};
    if (packed->bytes) return STATUS_OK;
    source->close(source);
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

static void packed_close(Packed *packed) {
    packed->source->close(packed->source);
    mem_free(packed->bytes);
}

static Status packed_read(Packed *packed, size_t *got, Diag *diag) {
    TRY(packed->source->read(packed->source, packed->bytes, PACKED_SIZE, got, diag));
    packed->ended = *got == 0;
    return STATUS_OK;
}

static Status cut_short(Diag *diag) {
    return diag_set(diag, STATUS_CORRUPT, "the packed file ends too early");
}

/* ---- gzip ---------------------------------------------------------------------------------------------------- */

typedef struct GzipSource {
    ByteSource base;
    Packed packed;
    z_stream stream;
    bool between; /* a member has ended; another may begin */
} GzipSource;

static Status gzip_step(GzipSource *source, Diag *diag) {
    if (source->between) {
        if (inflateReset(&source->stream) != Z_OK)
            return diag_set(diag, STATUS_CORRUPT, "cannot unpack");
        source->between = false;
    }
    const int result = inflate(&source->stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        source->between = true;
    else if (result == Z_MEM_ERROR)
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return diag_set(diag, STATUS_CORRUPT, "cannot unpack: %s",
                        source->stream.msg ? source->stream.msg : "bad data");
    return STATUS_OK;
}

static Status gzip_read(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag) {
    GzipSource *const source = (GzipSource *)self;
    const uInt room = size < (1u << 30) ? (uInt)size : 1u << 30;
    source->stream.next_out = (Bytef *)at;
    source->stream.avail_out = room;
    while (source->stream.avail_out == room) {
        if (source->stream.avail_in == 0) {
            size_t count = 0;
            if (!source->packed.ended) TRY(packed_read(&source->packed, &count, diag));
            source->stream.next_in = (Bytef *)source->packed.bytes;
            source->stream.avail_in = (uInt)count;
            if (count == 0 && source->between) break;
            if (count == 0) return cut_short(diag);
        }
        TRY(gzip_step(source, diag));
    }
    *got = room - source->stream.avail_out;
    return STATUS_OK;
}

static void gzip_close(ByteSource *self) {
    GzipSource *const source = (GzipSource *)self;
    inflateEnd(&source->stream);
    packed_close(&source->packed);
    mem_free(source);
}

Status source_gzip(ByteSource **source, ByteSource *packed, Diag *diag) {
    GzipSource *const made = mem_zero(1, sizeof *made);
    if (!made || inflateInit2(&made->stream, 15 + 16) != Z_OK) {
        mem_free(made);
        packed->close(packed);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    made->base = (ByteSource){gzip_read, gzip_close};
    const Status status = packed_open(&made->packed, packed, diag);
    if (status != STATUS_OK) {
        inflateEnd(&made->stream);
        mem_free(made);
        return status;
    }
    *source = &made->base;
    return STATUS_OK;
}

/* ---- Zstandard ------------------------------------------------------------------------------------------------- */

typedef struct ZstdSource {
    ByteSource base;
    Packed packed;
    ZSTD_DStream *stream;
    ZSTD_inBuffer in;
    bool between; /* a frame has ended; another may begin */
} ZstdSource;

static Status zstd_read(ByteSource *self, char *at, // NOLINT(readability-non-const-parameter)
                        size_t size, size_t *got, Diag *diag) {
    ZstdSource *const source = (ZstdSource *)self;
    ZSTD_outBuffer out = {.dst = at, .size = size};
    while (out.pos == 0) {
        if (source->in.pos == source->in.size && !source->packed.ended) {
            size_t count = 0;
            TRY(packed_read(&source->packed, &count, diag));
            source->in = (ZSTD_inBuffer){source->packed.bytes, count, 0};
        }
        if (source->packed.ended && source->between) break;
        const size_t before = source->in.pos;
        const size_t result = ZSTD_decompressStream(source->stream, &out, &source->in);
        if (ZSTD_isError(result))
            return diag_set(diag, STATUS_CORRUPT, "cannot unpack: %s", ZSTD_getErrorName(result));
        source->between = result == 0;
        if (source->packed.ended && out.pos == 0 && source->in.pos == before && !source->between)
            return cut_short(diag);
    }
    *got = out.pos;
    return STATUS_OK;
}

static void zstd_close(ByteSource *self) {
    ZstdSource *const source = (ZstdSource *)self;
    ZSTD_freeDStream(source->stream);
    packed_close(&source->packed);
    mem_free(source);
}

Status source_zstd(ByteSource **source, ByteSource *packed, Diag *diag) {
    ZstdSource *const made = mem_zero(1, sizeof *made);
    if (made) made->stream = ZSTD_createDStream();
    if (!made || !made->stream) {
        mem_free(made);
        packed->close(packed);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    made->base = (ByteSource){zstd_read, zstd_close};
    const Status status = packed_open(&made->packed, packed, diag);
    if (status != STATUS_OK) {
        ZSTD_freeDStream(made->stream);
        mem_free(made);
        return status;
    }
    *source = &made->base;
    return STATUS_OK;
}
