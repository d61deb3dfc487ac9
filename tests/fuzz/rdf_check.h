/* What the fuzz targets of the readers check. Whatever is read is written as sorted N-Quads; reading that gives the
 * same bytes again, and so does the way through TriG. The same bytes from a file, whose windows are tiny in
 * sanitized builds, give the same quads or the same error as from memory. */
#ifndef YTTERBY_FUZZ_RDF_CHECK_H
#define YTTERBY_FUZZ_RDF_CHECK_H

#include "ytterby/rdfio.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Status copy_quad(void *context, const Quad *quad) {
    return rdf_writer_quad(context, quad, NULL);
}

/* From memory, or from a file of the same content. */
static Status read_from(Text text, bool from_file, const RdfReadOptions *options,
                        const RdfSink *sink, Diag *diag) {
    if (!from_file) return rdf_read_text(text, "input", options, sink, diag);
    char path[64];
    const int fd = memfd_create("input", 0);
    if (fd < 0 || (text.len > 0 && write(fd, text.at, text.len) != (ssize_t)text.len)) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const Status status = rdf_read_file(path, options, sink, diag);
    close(fd);
    return status;
}

/* Reads `text` as one format and appends it as another. */
static Status rewrite(Text text, bool from_file, const char *from, const char *to, Buffer *out,
                      Diag *diag) {
    Budget budget;
    budget_init(&budget, 0, (size_t)256 << 20);
    Output *output = output_to_buffer(out);
    RdfWriter *writer = NULL;
    const RdfWriteOptions writes = {
        .format = rdf_format_named(text_of(to)), .sorted = true, .budget = &budget};
    if (!output || rdf_writer_new(&writer, &writes, output, NULL) != STATUS_OK) abort();
    const RdfReadOptions reads = {.format = rdf_format_named(text_of(from)),
                                  .base = TEXT("http://example/"),
                                  .budget = &budget};
    const RdfSink sink = {.quad = copy_quad, .context = writer};
    Status status = read_from(text, from_file, &reads, &sink, diag);
    if (status != diag->status) abort(); /* every failure says why */
    if (status == STATUS_OK && rdf_writer_end(writer, NULL) != STATUS_OK) abort();
    rdf_writer_free(writer);
    output_close(output, NULL);
    return status;
}

static void expect_rewrite(Text text, bool from_file, const char *from, const char *to,
                           Text wanted) {
    Buffer out = {0};
    Diag diag = {0};
    if (rewrite(text, from_file, from, to, &out, &diag) != STATUS_OK) abort();
    if (!text_equal(buffer_view(&out), wanted)) abort();
    buffer_free(&out);
}

/* Does a file of these bytes begin as gzip or Zstandard does, the latter with a frame to be skipped perhaps? */
static bool is_packed(Text text) {
    const bool skipped = text.len >= 4 && (text.at[0] & 0xF0) == 0x50 &&
                         text_equal(text_slice(text, 1, 4), TEXT("\x2A\x4D\x18"));
    return skipped || text_starts(text, TEXT("\x1F\x8B")) ||
           text_starts(text, TEXT("\x28\xB5\x2F\xFD"));
}

static int check_rdf(const char *format, const uint8_t *data, size_t size) {
    const Text text = {(const char *)data, size};
    if (is_packed(text)) return 0;
    Buffer lines = {0}, page = {0}, file = {0};
    Diag diag = {0}, other = {0};
    const Status status = rewrite(text, false, format, "nquads", &lines, &diag);
    if (rewrite(text, true, format, "nquads", &file, &other) != status) abort();
    if (diag.line != other.line || diag.column != other.column) abort();
    if (status == STATUS_OK) {
        if (!text_equal(buffer_view(&lines), buffer_view(&file))) abort();
        expect_rewrite(buffer_view(&lines), false, "nquads", "nquads", buffer_view(&lines));
        if (rewrite(buffer_view(&lines), false, "nquads", "trig", &page, &diag) != STATUS_OK)
            abort();
        expect_rewrite(buffer_view(&page), true, "trig", "nquads", buffer_view(&lines));
    }
    buffer_free(&lines);
    buffer_free(&page);
    buffer_free(&file);
    return 0;
}

#endif
