/* The writers: golden pages, what is refused, and that random graphs come back as they went. */
#include "rdfio_collect.h"

#define PREFIXES "@prefix : <http://e/> .\n@prefix xsd: <" XSD "> .\n"

static Prefixes *some_prefixes(void) {
    Prefixes *const prefixes = prefixes_new();
    prefixes_set(prefixes, TEXT("unused"), TEXT("http://unused/"));
    prefixes_set(prefixes, TEXT(""), TEXT("http://e/"));
    prefixes_set(prefixes, TEXT("xsd"), TEXT(XSD));
    prefixes_set(prefixes, TEXT("deep"), TEXT("http://e/deep/"));
    return prefixes;
}

typedef struct Pipe {
    RdfWriter *writer;
    Diag *diag;
} Pipe;

static Status write_quad(void *context, const Quad *quad) {
    Pipe *const pipe = context;
    return rdf_writer_quad(pipe->writer, quad, pipe->diag);
}

/* Reads `text` and writes it as `format`; the buffer is the caller's. */
static Status convert(const char *from, Text text, const char *to, bool sorted, Buffer *result,
                      Diag *diag) {
    Prefixes *const prefixes = some_prefixes();
    Output *const out = output_to_buffer(result);
    const RdfWriteOptions options = {
        .format = rdf_format_named(text_of(to)), .prefixes = prefixes, .sorted = sorted};
    const RdfReadOptions reading = {.format = rdf_format_named(text_of(from))};
    Pipe pipe = {.diag = diag};
    Status status = rdf_writer_new(&pipe.writer, &options, out, diag);
    const RdfSink sink = {.quad = write_quad, .context = &pipe};
    if (status == STATUS_OK) status = rdf_read_text(text, "test", &reading, &sink, diag);
    if (status == STATUS_OK) status = rdf_writer_end(pipe.writer, diag);
    rdf_writer_free(pipe.writer);
    output_close(out, diag);
    prefixes_free(prefixes);
    return status;
}

static void assert_converts(const char *from, const char *text, const char *to, bool sorted,
                            const char *wanted) {
    Buffer result = {0};
    Diag diag = {0};
    const Status status = convert(from, text_of(text), to, sorted, &result, &diag);
    if (status != STATUS_OK) print_error("%s\n", diag.message);
    assert_int_equal(status, STATUS_OK);
    assert_string_equal(buffer_string(&result), wanted);
    buffer_free(&result);
}

static void test_sorted_turtle(void **state) {
    (void)state;
    assert_converts(
        "turtle",
        PREFIXES
        ":s :q \"b\" , \"a\" ; :p 5 ; a :T .\n_:x :p :s .\n:r :p :deep\\/er , <http://e/deep/er> .",
        "turtle", true,
        "@prefix : <http://e/> .\n@prefix deep: <http://e/deep/> .\n\n"
        ":r :p deep:er .\n\n"
        ":s a :T ;\n    :p 5 ;\n    :q \"a\",\n        \"b\" .\n\n"
        "_:x :p :s .\n");
}

/* What is abbreviated, and what must not be. */
static void test_literals_are_kept(void **state) {
    (void)state;
    static const char *const same[] = {
        "5",
        "01",
        "+5",
        "-0",
        "5.0",
        ".5",
        "1e0",
        "1.E5",
        "true",
        "\"5\"^^xsd:decimal",
        "\"0.1\"^^xsd:double",
        "\"INF\"^^xsd:double",
        "\"5.\"^^xsd:decimal",
        "\" 5\"^^xsd:integer",
        "\"1\"^^xsd:boolean",
        "\"x\"@en-GB",
        "\"x\"@ar--rtl",
        "\"a\\\"b\\\\c\\rd\\u0000\"",
        "\"\"",
        "\"true\"",
        "\"5\"",
        "\"5\"^^xsd:int",
        "\"e\"^^xsd:double",
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        Buffer text = {0};
        buffer_format(&text, PREFIXES ":s :p %s .\n", same[i]);
        Buffer wanted = {0};
        buffer_text(&wanted, TEXT("@prefix : <http://e/> .\n"));
        if (strstr(same[i], "xsd:")) buffer_text(&wanted, TEXT("@prefix xsd: <" XSD "> .\n"));
        buffer_format(&wanted, "\n:s :p %s .\n", same[i]);
        const bool bare = !strchr(same[i], '"');
        Buffer result = {0};
        Diag diag = {0};
        assert_int_equal(convert("turtle", buffer_view(&text), "turtle", true, &result, &diag),
                         STATUS_OK);
        if (bare) { /* the datatype is not written, so its prefix is not in use for people; both pages are right */
            assert_non_null(strstr(buffer_string(&result), same[i]));
            assert_null(strstr(buffer_string(&result), "^^"));
        } else {
            assert_string_equal(buffer_string(&result), buffer_string(&wanted));
        }
        buffer_free(&text);
        buffer_free(&wanted);
        buffer_free(&result);
    }
}

static void test_trig(void **state) {
    (void)state;
    assert_converts("nquads",
                    "<http://e/s> <http://e/p> \"x\\ny\" <http://e/g> .\n<http://e/s> <http://e/p> "
                    "_:b <http://e/g> .\n"
                    "<http://e/s> <http://e/p> <http://e/o> .\n",
                    "trig", true,
                    "@prefix : <http://e/> .\n\n:s :p :o .\n\n:g {\n    :s :p _:b,\n            "
                    "\"\"\"x\ny\"\"\" .\n}\n");
}

static void test_streamed(void **state) {
    (void)state;
    assert_converts(
        "nquads",
        "<http://e/s> <http://e/p> \"1\" .\n<http://e/s> <http://e/q> \"2\" <http://e/g> .\n",
        "nquads", false,
        "<http://e/s> <http://e/p> \"1\" .\n<http://e/s> <http://e/q> \"2\" <http://e/g> .\n");
    assert_converts(
        "ntriples", "<http://e/b> <http://e/p> \"1\" .\n<http://e/a> <http://e/p> \"1\" .\n",
        "ntriples", true, "<http://e/a> <http://e/p> \"1\" .\n<http://e/b> <http://e/p> \"1\" .\n");
}

static void test_shortening(void **state) {
    (void)state;
    static const struct {
        const char *iri, *name; /* NULL: cannot be shortened */
    } cases[] = {
        {"http://e/a", ":a"},           {"http://e/", ":"},
        {"http://e/a.b", ":a.b"},       {"http://e/a.", ":a\\."},
        {"http://e/-a", ":\\-a"},       {"http://e/0", ":0"},
        {"http://e/a%41", ":a%41"},     {"http://e/a%4", ":a\\%4"},
        {"http://e/a(b)", ":a\\(b\\)"}, {"http://e/a/b", NULL},
        {"http://e/a#b", NULL},         {"http://e/\xC3\xA9", ":\xC3\xA9"},
        {"http://e/\xC3\x97", NULL},    {"http://other/", NULL},
        {"http://e/deep/x", "deep:x"},  {"http://e/a[", NULL},
        {"http://e/a~@b", ":a\\~\\@b"},
    };
    Prefixes *const prefixes = some_prefixes();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Buffer out = {0};
        assert_int_equal(prefixes_shorten(prefixes, text_of(cases[i].iri), &out),
                         cases[i].name != NULL);
        if (cases[i].name) {
            assert_string_equal(buffer_string(&out), cases[i].name);
            Buffer turtle = {0};
            buffer_format(&turtle, PREFIXES "@prefix deep: <http://e/deep/> .\n%s :p 1 .",
                          cases[i].name);
            Collected back = collect("turtle", buffer_view(&turtle), TEXT(""));
            assert_int_equal(back.status, STATUS_OK);
            assert_memory_equal(back.text.at + 1, cases[i].iri, strlen(cases[i].iri));
            buffer_free(&back.text);
            buffer_free(&turtle);
        } else {
            assert_int_equal(out.len, 0);
        }
        buffer_free(&out);
    }
    prefixes_free(prefixes);
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        const char *line, *to;
    } cases[] = {
        {"<s:s> <p:p> <o:o> <g:g> .", "turtle"},
        {"<s:s> <p:p> <o:o> <g:g> .", "ntriples"},
        {"<s:s> <http://e/5> <o:o> .", "rdfxml"},
        {"<s:s> <http://e/p> \"\\u0001\" .", "rdfxml"},
        {"<s:s> <http://e/p> \"x\"@ar--rtl .", "rdfxml"},
        {"<s:s> <http://e/p> <<( <a:a> <b:b> <c:c> )>> .", "rdfxml"},
        {"_:0 <http://e/p> <o:o> .", "rdfxml"},
        {"<s:s> <http://e/p> <o:o> <g:g> .", "rdfxml"},
        {"<s:s> <" RDF "li> <o:o> .", "rdfxml"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Buffer result = {0};
        Diag diag = {0};
        assert_int_equal(
            convert("nquads", text_of(cases[i].line), cases[i].to, false, &result, &diag),
            STATUS_UNSUPPORTED);
        assert_true(diag.message[0] != 0);
        assert_int_equal(result.len, 0);
        buffer_free(&result);
    }
}

static void test_rdfxml(void **state) {
    (void)state;
    assert_converts("turtle", PREFIXES ":s :p \"<a>&\\r\"@en , 5 ; <http://x/y#z> _:b . _:b a :T .",
                    "rdfxml", true,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<rdf:RDF xmlns:rdf=\"" RDF "\">\n"
                    "  <rdf:Description rdf:about=\"http://e/s\">\n"
                    "    <ns:p xmlns:ns=\"http://e/\" rdf:datatype=\"" XSD "integer\">5</ns:p>\n"
                    "    <ns:p xmlns:ns=\"http://e/\" xml:lang=\"en\">&lt;a&gt;&amp;&#13;</ns:p>\n"
                    "    <ns:z xmlns:ns=\"http://x/y#\" rdf:nodeID=\"b\"/>\n"
                    "  </rdf:Description>\n"
                    "  <rdf:Description rdf:nodeID=\"b\">\n"
                    "    <rdf:type rdf:resource=\"http://e/T\"/>\n"
                    "  </rdf:Description>\n</rdf:RDF>\n");
}

/* ---- Random graphs: write, read, compare; sorted N-Quads are a canonical text since labels are kept ------------ */

static uint64_t next_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static Text random_pick(uint64_t *seed, const Text *from, size_t count) {
    return from[next_random(seed) % count];
}

static Text random_text(uint64_t *seed, Arena *arena) {
    static const char *const pieces[] = {"a",
                                         "5",
                                         ".",
                                         "-",
                                         "\"",
                                         "\\",
                                         "'",
                                         "\n",
                                         "\r",
                                         "\t",
                                         "\b",
                                         "\x01",
                                         "\x7F",
                                         "e",
                                         "\xC3\xA9",
                                         "\xE2\x82\xAC",
                                         "\xF0\x9F\x98\x80",
                                         "\xEF\xBF\xBF",
                                         " ",
                                         "\"\"\"",
                                         "true",
                                         "+"};
    Buffer text = {0};
    for (size_t i = next_random(seed) % 6; i > 0; i--)
        buffer_text(&text, text_of(pieces[next_random(seed) % (sizeof pieces / sizeof pieces[0])]));
    const Text copy = arena_text(arena, buffer_view(&text));
    buffer_free(&text);
    return copy;
}

static Term random_iri(uint64_t *seed) {
    static const Text iris[] = {
        {"http://e/a", 10},           {"http://e/", 9},
        {"http://e/a.b.", 13},        {"http://e/-%41(~)", 16},
        {"http://e/deep/x", 15},      {"urn:x:y", 7},
        {RDF "type", sizeof RDF + 3}, {"http://e/\xC3\xA9#", 12},
        {"http://e/1:2", 12},         {XSD "integer", sizeof XSD + 6},
    };
    return term_iri(random_pick(seed, iris, sizeof iris / sizeof iris[0]));
}

static Term random_blank(uint64_t *seed) {
    static const Text labels[] = {{"a", 1}, {"0.x", 3}, {"\xC3\xA9-", 3}, {"b_1", 3}};
    return term_blank(random_pick(seed, labels, 4));
}

static Term random_object(uint64_t *seed, Arena *arena, unsigned depth) {
    static const Text datatypes[] = {{XSD "integer", sizeof XSD + 6},
                                     {XSD "decimal", sizeof XSD + 6},
                                     {XSD "double", sizeof XSD + 5},
                                     {XSD "boolean", sizeof XSD + 6},
                                     {"http://e/t", 10},
                                     {XSD "string", sizeof XSD + 5}};
    static const Text tags[] = {{"en", 2}, {"en-GB", 5}, {"x-a1-b2", 7}};
    switch (next_random(seed) % 7) {
    case 0: return random_iri(seed);
    case 1: return random_blank(seed);
    case 2: return term_string(random_text(seed, arena));
    case 3: return term_typed(random_text(seed, arena), random_pick(seed, datatypes, 6));
    case 4: {
        Term term = term_lang(random_text(seed, arena), random_pick(seed, tags, 3));
        term.direction = (Direction)(next_random(seed) % 3);
        return term;
    }
    case 5:
        if (depth < 3) {
            Term *const parts = arena_array(arena, 3, sizeof *parts);
            parts[0] = next_random(seed) % 2 ? random_iri(seed) : random_blank(seed);
            parts[1] = random_iri(seed);
            parts[2] = random_object(seed, arena, depth + 1);
            return (Term){.kind = TERM_TRIPLE, .triple = parts};
        }
        return random_iri(seed);
    default: {
        static const Text numbers[] = {{"5", 1},   {"-01", 3},  {"5.", 2},   {".5", 2},
                                       {"1e3", 3}, {"1.e3", 4}, {"true", 4}, {"1e", 2}};
        return term_typed(random_pick(seed, numbers, 8), random_pick(seed, datatypes, 6));
    }
    }
}

static Quad random_quad(uint64_t *seed, Arena *arena, bool graphs) {
    Quad quad = {.predicate = random_iri(seed)};
    quad.subject = next_random(seed) % 3 ? random_iri(seed) : random_blank(seed);
    quad.object = random_object(seed, arena, 0);
    if (graphs && next_random(seed) % 2)
        quad.graph = next_random(seed) % 3 ? random_iri(seed) : random_blank(seed);
    return quad;
}

static void write_all(const Quad *quads, size_t count, const char *format, bool sorted,
                      Buffer *result) {
    Prefixes *const prefixes = some_prefixes();
    Output *const out = output_to_buffer(result);
    const RdfWriteOptions options = {
        .format = rdf_format_named(text_of(format)), .prefixes = prefixes, .sorted = sorted};
    RdfWriter *writer = NULL;
    Diag diag = {0};
    assert_int_equal(rdf_writer_new(&writer, &options, out, &diag), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rdf_writer_quad(writer, &quads[i], &diag), STATUS_OK);
    assert_int_equal(rdf_writer_end(writer, &diag), STATUS_OK);
    rdf_writer_free(writer);
    output_close(out, &diag);
    prefixes_free(prefixes);
}

static void test_random_graphs(void **state) {
    (void)state;
    static const struct {
        const char *format;
        bool graphs;
    } formats[] = {{"turtle", false}, {"trig", true}, {"ntriples", false}, {"nquads", true}};
    enum {
        QUADS = 40
    };
    uint64_t seed = 20251026;
    for (size_t run = 0; run < 1500; run++) {
        Arena *const arena = arena_new(NULL);
        const bool graphs = formats[run % 4].graphs, sorted = run % 3 == 0;
        const char *const format = formats[run % 4].format;
        Quad quads[QUADS];
        for (size_t i = 0; i < QUADS; i++) quads[i] = random_quad(&seed, arena, graphs);
        Buffer wanted = {0}, text = {0}, again = {0}, back = {0};
        write_all(quads, QUADS, "nquads", true, &wanted);
        write_all(quads, QUADS, format, sorted, &text);
        Diag diag = {0};
        if (convert(format, buffer_view(&text), "nquads", true, &back, &diag) != STATUS_OK)
            print_error("%zu:%zu: %s\n%s\n", diag.line, diag.column, diag.message, diag.excerpt);
        assert_int_equal(diag.status, STATUS_OK);
        assert_string_equal(buffer_string(&back), buffer_string(&wanted));
        if (sorted) { /* the same bytes, whatever the order it came in */
            Quad reversed[QUADS];
            for (size_t i = 0; i < QUADS; i++) reversed[i] = quads[QUADS - 1 - i];
            write_all(reversed, QUADS, format, true, &again);
            assert_true(text_equal(buffer_view(&again), buffer_view(&text)));
        }
        buffer_free(&wanted);
        buffer_free(&text);
        buffer_free(&again);
        buffer_free(&back);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorted_turtle), cmocka_unit_test(test_literals_are_kept),
        cmocka_unit_test(test_trig),          cmocka_unit_test(test_streamed),
        cmocka_unit_test(test_shortening),    cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_rdfxml),        cmocka_unit_test(test_random_graphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
