/* Fuzz target: the readers and writers of Turtle, TriG, N-Triples and N-Quads. The first byte chooses the
 * format. Whatever is read is written as sorted N-Quads; reading that gives the same bytes again, and so does
 * the way through Turtle's family when no blank node can change its label. */
#include "ytterby/rdfio.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Copy {
    RdfWriter *writer;
    bool blank;
} Copy;

static Status copy_quad(void *context, const Quad *quad) {
    Copy *copy = context;
    copy->blank |= quad->subject.kind == TERM_BLANK || quad->object.kind == TERM_BLANK ||
                   quad->graph.kind == TERM_BLANK || quad->object.kind == TERM_TRIPLE;
    return rdf_writer_quad(copy->writer, quad, NULL);
}

/* Reads `text` as one format and appends it as another; false when it cannot be read. */
static bool rewrite(Text text, const char *from, const char *to, Buffer *out, bool *blank) {
    Budget budget;
    budget_init(&budget, 0, (size_t)256 << 20);
    Output *output = output_to_buffer(out);
    Copy copy = {0};
    const RdfWriteOptions writes = {
        .format = rdf_format_named(text_of(to)), .sorted = true, .budget = &budget};
    const RdfReadOptions reads = {.format = rdf_format_named(text_of(from)),
                                  .base = TEXT("http://example/"),
                                  .budget = &budget};
    const RdfSink sink = {.quad = copy_quad, .context = &copy};
    if (!output || rdf_writer_new(&copy.writer, &writes, output, NULL) != STATUS_OK) abort();
    Diag diag = {0};
    Status status = rdf_read_text(text, "input", &reads, &sink, &diag);
    if (status != STATUS_OK && diag.status == STATUS_OK) abort(); /* every failure says why */
    if (status == STATUS_OK) status = rdf_writer_end(copy.writer, NULL);
    rdf_writer_free(copy.writer);
    output_close(output, NULL);
    *blank = copy.blank;
    return status == STATUS_OK;
}

static void expect_same(Text a, Text b) {
    if (!text_equal(a, b)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const formats[] = {"turtle", "trig", "ntriples", "nquads"};
    if (size == 0) return 0;
    const char *format = formats[data[0] % 4];
    const Text text = {(const char *)data + 1, size - 1};
    Buffer first = {0}, second = {0}, pretty = {0};
    bool blank = false, again = false;
    if (rewrite(text, format, "nquads", &first, &blank)) {
        if (!rewrite(buffer_view(&first), "nquads", "nquads", &second, &again)) abort();
        expect_same(buffer_view(&first), buffer_view(&second));
        if (!blank) {
            second.len = 0;
            if (!rewrite(buffer_view(&first), "nquads", "trig", &pretty, &again)) abort();
            if (!rewrite(buffer_view(&pretty), "trig", "nquads", &second, &again)) abort();
            expect_same(buffer_view(&first), buffer_view(&second));
        }
    }
    buffer_free(&first);
    buffer_free(&second);
    buffer_free(&pretty);
    return 0;
}
