/* Fuzz target: text of any kind against the names of countries, elements and units, and all patterns. What is proposed can be written as TriG and read again; passages
 * and mentions lie in the text and hold what they say; a text that is refused is none or has a place where it is wrong. */
#include "lib/fuzz.h"

#include "ytterby/ingest.h"
#include "ytterby/rdfio.h"

#include <string.h>

#define OA "http://www.w3.org/ns/oa#"

static Lexicon *lexicon;

static void open_lexicon(void) {
    static const char *const files[] = {
        "graph/ontology.ttl",         "graph/reference/lexicon.ttl",
        "graph/reference/units.ttl",  "graph/reference/elements.ttl",
        "graph/reference/values.ttl", "graph/reference/stages.ttl",
        "tests/fault/lexicon.ttl",    "graph/reference/countries.ttl"};
    Source *const source = memory_source_new(NULL);
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("turtle"))};
    const RdfSink sink = {.quad = insert_quad, .context = source};
    Diag diag = {0};
    require(source_begin_write(source, NULL, NULL) == STATUS_OK, "the lexicon can be loaded");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        require(rdf_read_file(files[i], &options, &sink, &diag) == STATUS_OK, files[i]);
    require(source_commit(source, NULL) == STATUS_OK &&
                lexicon_open(&lexicon, source, NULL, &diag) == STATUS_OK,
            "the lexicon can be read");
}

typedef struct Proposed {
    Source *quads;
    RdfWriter *writer;
} Proposed;

static Status propose(void *context, const Quad *quad) {
    Proposed *const proposed = context;
    TRY(source_insert(proposed->quads, quad, NULL));
    return rdf_writer_quad(proposed->writer, quad, NULL);
}

/* ---- Places ------------------------------------------------------------------------------------------------------- */

/* The byte at which code point number `number` begins. */
static size_t byte_of(Text text, size_t number) {
    size_t at = 0;
    for (; number > 0; number--) {
        size_t size = 0;
        require(at < text.len && utf8_decode(text.at + at, text.len - at, &size) >= 0,
                "a place lies in the text");
        at += size;
    }
    return at;
}

static const char asked[] = "PREFIX oa: <" OA "> SELECT ?start ?end ?exact { GRAPH ?g { "
                            "?m oa:start ?start ; oa:end ?end OPTIONAL { ?m oa:exact ?exact } } }";

static size_t number_of(const Term *term) {
    char digits[24];
    require(term->kind == TERM_LITERAL && term->text.len < sizeof digits, "a place is a number");
    memcpy(digits, term->text.at, term->text.len);
    digits[term->text.len] = '\0';
    return strtoull(digits, NULL, 10);
}

static void check_places(Source *source, Text text) {
    Statement *statement = NULL;
    const EngineOptions options = {0};
    bool more = false;
    require(statement_prepare(&statement, source, TEXT(asked), &options, NULL) == STATUS_OK,
            "places can be asked for");
    while (statement_next(statement, &more, NULL) == STATUS_OK && more) {
        Term start;
        Term end;
        Term exact;
        statement_value(statement, 0, &start);
        statement_value(statement, 1, &end);
        statement_value(statement, 2, &exact);
        const size_t from = byte_of(text, number_of(&start));
        const size_t to = byte_of(text, number_of(&end));
        require(from <= to, "a place begins before its end");
        require(exact.kind == TERM_NONE || text_equal(exact.text, text_slice(text, from, to)),
                "a mention holds what the text says there");
    }
    statement_free(statement);
}

static Status take_quad(void *context, const Quad *quad) {
    (void)quad;
    ++*(size_t *)context;
    return STATUS_OK;
}

static void check_trig(Text trig) {
    size_t quads = 0;
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("trig"))};
    const RdfSink sink = {.quad = take_quad, .context = &quads};
    require(rdf_read_text(trig, "trig", &options, &sink, NULL) == STATUS_OK, "the TriG is right");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!lexicon) open_lexicon();
    const Text text = {(const char *)data, size};
    Buffer trig = {0};
    Output *const out = output_to_buffer(&trig);
    const RdfWriteOptions writes = {.format = rdf_format_named(TEXT("trig")), .sorted = true};
    Proposed proposed = {.quads = memory_source_new(NULL)};
    IngestCounts counts = {0};
    Diag diag = {0};
    require(rdf_writer_new(&proposed.writer, &writes, out, NULL) == STATUS_OK, "a writer is made");
    require(source_begin_write(proposed.quads, NULL, NULL) == STATUS_OK, "quads can be kept");
    const IngestOptions options = {
        .document = TEXT("urn:x:document"), .name = "text", .quad = propose, .context = &proposed};
    const Status status = ingest_text(lexicon, text, &options, &counts, &diag);
    const bool valid = utf8_invalid_at(text.at, text.len) == text.len &&
                       (text.len == 0 || !memchr(text.at, 0, text.len));
    require(valid || status == STATUS_SYNTAX, "text that is none is refused");
    require(!valid || status == STATUS_OK, "text is read");
    require(status == STATUS_OK || (diag.line > 0 && diag.message[0] != '\0'),
            "a refusal says why and where");
    require(source_commit(proposed.quads, NULL) == STATUS_OK, "quads are kept");
    if (status == STATUS_OK) {
        require(rdf_writer_end(proposed.writer, NULL) == STATUS_OK, "proposals can be written");
        output_flush(out, NULL);
        check_trig(buffer_view(&trig));
        check_places(proposed.quads, text);
    }
    rdf_writer_free(proposed.writer);
    output_close(out, NULL);
    source_free(proposed.quads);
    buffer_free(&trig);
    return 0;
}
