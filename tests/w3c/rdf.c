/* The tests of RDF syntaxes (rdft:…): positive and negative syntax, evaluation against N-Triples or N-Quads,
 * and canonical N-Triples and N-Quads. */
#include <string.h>

#include "w3c.h"

static Outcome fail(Buffer *why, const Diag *diag, const char *fallback) {
    if (diag && diag->message[0])
        buffer_format(why, "%zu:%zu: %s", diag->line, diag->column, diag->message);
    else
        buffer_format(why, "%s", fallback);
    return FAILED;
}

static Outcome run_positive(const Test *test, const char *format, Buffer *why) {
    Dataset data;
    Diag diag = {0};
    dataset_init(&data);
    const Status status = dataset_read(&data, test->action, format, test->base, &diag);
    dataset_free(&data);
    return status == STATUS_OK ? PASSED : fail(why, &diag, "refused");
}

static Outcome run_negative(const Test *test, const char *format, Buffer *why) {
    Dataset data;
    Diag diag = {0};
    dataset_init(&data);
    const Status status = dataset_read(&data, test->action, format, test->base, &diag);
    dataset_free(&data);
    if (status == STATUS_OK) return fail(why, NULL, "was accepted");
    if (status != STATUS_SYNTAX) return fail(why, &diag, "no syntax error");
    return diag.line > 0 ? PASSED : fail(why, NULL, "the error has no position");
}

static Outcome compare(const Dataset *got, const Dataset *wanted, Buffer *why) {
    bool gave_up = false;
    if (dataset_isomorphic(got, wanted, &gave_up)) return PASSED;
    buffer_format(why, "%s: %zu statements read, %zu expected",
                  gave_up ? "too hard to compare" : "another graph", got->count, wanted->count);
    return FAILED;
}

static Outcome run_eval(const Test *test, const char *format, Buffer *why) {
    Dataset got, wanted;
    Diag diag = {0};
    dataset_init(&got);
    dataset_init(&wanted);
    Status status = dataset_read(&got, test->action, format, test->base, &diag);
    if (status == STATUS_OK) status = dataset_read(&wanted, test->result, NULL, (Text){0}, &diag);
    const Outcome outcome =
        status == STATUS_OK ? compare(&got, &wanted, why) : fail(why, &diag, "refused");
    dataset_free(&got);
    dataset_free(&wanted);
    return outcome;
}

static bool file_is(const char *path, Text text) {
    bool same = false;
    char *const content = mem_alloc(text.len + 1);
    FILE *const file = fopen(path, "rb");
    if (file && content)
        same = fread(content, 1, text.len + 1, file) == text.len &&
               memcmp(content, text.at, text.len) == 0;
    if (file) fclose(file);
    mem_free(content);
    return same;
}

static Status write_all(const Dataset *data, const char *format, Buffer *text, Diag *diag) {
    const RdfWriteOptions options = {.format = rdf_format_named(text_of(format)),
                                     .canonical = true};
    Output *const out = output_to_buffer(text);
    RdfWriter *writer = NULL;
    Status status = rdf_writer_new(&writer, &options, out, diag);
    for (size_t i = 0; status == STATUS_OK && i < data->count; i++)
        status = rdf_writer_quad(writer, &data->quads[i], diag);
    if (status == STATUS_OK) status = rdf_writer_end(writer, diag);
    rdf_writer_free(writer);
    const Status closed = output_close(out, diag);
    return status == STATUS_OK ? closed : status;
}

static Outcome run_canonical(const Test *test, const char *format, Buffer *why) {
    Dataset data;
    Diag diag = {0};
    Buffer text = {0};
    dataset_init(&data);
    Status status = dataset_read(&data, test->action, format, test->base, &diag);
    if (status == STATUS_OK) status = write_all(&data, format, &text, &diag);
    Outcome outcome = PASSED;
    if (status != STATUS_OK)
        outcome = fail(why, &diag, "refused");
    else if (!file_is(test->result, buffer_view(&text)))
        outcome = fail(why, NULL, "another text");
    buffer_free(&text);
    dataset_free(&data);
    return outcome;
}

const Handler rdf_handlers[] = {
    {RDFT "TestNTriplesPositiveSyntax", "ntriples", run_positive},
    {RDFT "TestNTriplesNegativeSyntax", "ntriples", run_negative},
    {RDFT "TestNTriplesPositiveC14N", "ntriples", run_canonical},
    {RDFT "TestNQuadsPositiveSyntax", "nquads", run_positive},
    {RDFT "TestNQuadsNegativeSyntax", "nquads", run_negative},
    {RDFT "TestNQuadsPositiveC14N", "nquads", run_canonical},
    {RDFT "TestTurtlePositiveSyntax", "turtle", run_positive},
    {RDFT "TestTurtleNegativeSyntax", "turtle", run_negative},
    {RDFT "TestTurtleNegativeEval", "turtle", run_negative},
    {RDFT "TestTurtleEval", "turtle", run_eval},
    {RDFT "TestTrigPositiveSyntax", "trig", run_positive},
    {RDFT "TestTrigNegativeSyntax", "trig", run_negative},
    {RDFT "TestTrigNegativeEval", "trig", run_negative},
    {RDFT "TestTrigEval", "trig", run_eval},
    {RDFT "TestXMLEval", "rdfxml", run_eval},
    {RDFT "TestXMLNegativeSyntax", "rdfxml", run_negative},
    {NULL, NULL, NULL},
};
