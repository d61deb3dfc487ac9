/* Quads as sorted lines, which can be compared whatever keeps them, and sources that are filled from text. */
#include "fuzz.h"

#include "ytterby/rdfio.h"

#include <string.h>

static int by_text(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

void sort_lines(Buffer *lines) {
    Buffer sorted = {0};
    size_t count = 0;
    for (size_t i = 0; i < lines->len; i++) count += lines->at[i] == '\n';
    Text *const items = calloc(count + 1, sizeof *items);
    for (size_t i = 0, from = 0; i < count; i++) {
        const size_t to = text_find(buffer_view(lines), TEXT("\n"), from) + 1;
        items[i] = text_slice(buffer_view(lines), from, to);
        from = to;
    }
    qsort(items, count, sizeof *items, by_text);
    for (size_t i = 0; i < count; i++) buffer_text(&sorted, items[i]);
    free(items);
    buffer_free(lines);
    *lines = sorted;
}

static Status write_quad(Source *source, const QuadBatch *batch, size_t row, Buffer *out) {
    const TermId ids[] = {batch->subject[row], batch->predicate[row], batch->object[row],
                          batch->graph[row]};
    for (size_t c = 0; c < 4; c++) {
        char text[32];
        Term term;
        if (c == 3 && ids[c] == TERM_ID_DEFAULT_GRAPH) continue;
        TRY(source_term(source, ids[c], text, &term));
        term_write(out, &term);
        buffer_byte(out, ' ');
    }
    buffer_byte(out, '\n');
    return STATUS_OK;
}

static Status write_quads(Source *source, Buffer *out, Diag *diag) {
    static QuadBatch batch;
    const QuadPattern all = {0};
    SourceScan *scan = NULL;
    Status status = source_scan_all(source, &all, &scan, diag);
    do {
        if (status == STATUS_OK) status = source_scan_next(scan, &batch, diag);
        for (size_t i = 0; status == STATUS_OK && i < batch.rows; i++)
            status = write_quad(source, &batch, i, out);
    } while (status == STATUS_OK && batch.rows > 0);
    source_scan_free(scan);
    return status;
}

Status dataset_lines(Source *source, Buffer *out, Diag *diag) {
    TRY(source_begin_read(source, NULL, diag));
    const Status status = write_quads(source, out, diag);
    source_end_read(source);
    sort_lines(out);
    return status;
}

Status insert_quad(void *source, const Quad *quad) { return source_insert(source, quad, NULL); }

Source *memory_of(Text trig) {
    Source *const source = memory_source_new(NULL);
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("trig")),
                                    .base = TEXT("http://example/")};
    const RdfSink sink = {.quad = insert_quad, .context = source};
    Diag diag = {0};
    require(source && source_begin_write(source, NULL, NULL) == STATUS_OK &&
                rdf_read_text(trig, "data", &options, &sink, &diag) == STATUS_OK &&
                source_commit(source, NULL) == STATUS_OK,
            "the data can be read");
    return source;
}
