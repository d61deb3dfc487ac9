/* The readers of the Turtle family: what they give, and where they find errors. The W3C suites go further. */
#include "rdfio_collect.h"

#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#define P       "@prefix : <http://e/> .\n"
#define TYPE    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
#define FIRST   "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
#define REST    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
#define NIL     "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
#define REIFIES "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"

static void test_turtle(void **state) {
    (void)state;
    assert_reads("turtle", P ":s a :T ; :p 01, 1.50 ; .",
                 "<http://e/s> " TYPE " <http://e/T> .\n"
                 "<http://e/s> <http://e/p> \"01\"^^<" XSD "integer> .\n"
                 "<http://e/s> <http://e/p> \"1.50\"^^<" XSD "decimal> .\n");
    assert_reads("turtle", P ":s :p (1 [] ) .",
                 "_:anon0 " FIRST " \"1\"^^<" XSD "integer> .\n"
                 "_:anon0 " REST " _:anon1 .\n"
                 "_:anon1 " FIRST " _:anon2 .\n"
                 "_:anon1 " REST " " NIL " .\n"
                 "<http://e/s> <http://e/p> _:anon0 .\n");
    assert_reads("turtle", "<#a> <../b> <//h/c> .",
                 "<http://base/dir/doc#a> <http://base/b> <http://h/c> .\n");
    assert_reads("turtle", "BASE <x/> <a> <b> <c> .",
                 "<http://base/dir/x/a> <http://base/dir/x/b> <http://base/dir/x/c> .\n");
    assert_reads(
        "turtle", P "\n# a comment \xC3\xA9\n:s :p \"x\"@en-GB , true .",
        "<http://e/s> <http://e/p> \"x\"@en-GB .\n<http://e/s> <http://e/p> \"true\"^^<" XSD
        "boolean> .\n");
    assert_reads("turtle", "", "");
}

static void test_rdf12(void **state) {
    (void)state;
    assert_reads("turtle", P ":s :p :o ~:r {| :q 1 |} .",
                 "<http://e/s> <http://e/p> <http://e/o> .\n"
                 "<http://e/r> " REIFIES " <<( <http://e/s> <http://e/p> <http://e/o> )>> .\n"
                 "<http://e/r> <http://e/q> \"1\"^^<" XSD "integer> .\n");
    assert_reads("ntriples", "<s:s> <p:p> <<( <s:a> <p:b> <<( _:x <p:c> \"d\"@ar--rtl )>> )>> .",
                 "<s:s> <p:p> <<( <s:a> <p:b> <<( _:x <p:c> \"d\"@ar--rtl )>> )>> .\n");
    assert_reads("turtle", P "VERSION \"1.2\" << :a :b :c >> :p :o .",
                 "_:anon0 " REIFIES " <<( <http://e/a> <http://e/b> <http://e/c> )>> .\n"
                 "_:anon0 <http://e/p> <http://e/o> .\n");
}

static void test_trig(void **state) {
    (void)state;
    assert_reads("trig", P ":s :p 1 . :g { :s :p :o . :s :q :o } GRAPH _:b { } { :a :b :c }",
                 "<http://e/s> <http://e/p> \"1\"^^<" XSD "integer> .\n"
                 "<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n"
                 "<http://e/s> <http://e/q> <http://e/o> <http://e/g> .\n"
                 "<http://e/a> <http://e/b> <http://e/c> .\n");
    assert_reads("nquads", "<s:s> <p:p> \"a\\u00e9\" _:g .\n\n# c\n",
                 "<s:s> <p:p> \"a\xC3\xA9\" _:g .\n");
}

/* Made labels never meet those of the file, wherever they stand. */
static void test_blank_labels(void **state) {
    (void)state;
    assert_reads("turtle", P "_:anon5 :p [] . _:anon6 :p _:anon5 , _:anon6x , _:x .",
                 "_:anon5 <http://e/p> _:anon6 .\n"
                 "_:anon6x <http://e/p> _:anon5 .\n"
                 "_:anon6x <http://e/p> _:anon6xx .\n"
                 "_:anon6x <http://e/p> _:x .\n");
}

static void test_positions(void **state) {
    (void)state;
    assert_refused_at("turtle", TEXT(P ":s :p :o .\n  :s x:p 1 ."), 3, 6);
    assert_refused_at("turtle", TEXT(P ":s :p \"\xC3\xA9\" 5 ."), 2, 11);
    assert_refused_at("turtle", TEXT(P ":s :p :o"), 2, 9);
    assert_refused_at("turtle", TEXT("<a> <b> \"x\ny\" ."), 1, 11);
    assert_refused_at("turtle", TEXT("<a> <b> \"\\uD83D\\uDE00\" ."), 1, 10);
    assert_refused_at("ntriples", TEXT("<a:a> <b:b> <c:c> .\n<a:a> <b> <c:c> .\n"), 2, 7);
    assert_refused_at("ntriples", TEXT("<a:a> <b:b> <c:c> . x\n"), 1, 21);
    assert_refused_at("nquads", TEXT("<a:a> <b:b> <c:c> \"g\" .\n"), 1, 19);
    assert_refused_at("trig", TEXT("<a> { <b> <c> <d> . @base <x> . }"), 1, 21);
}

/* Lines of RDF 1.2 and what is wrong with them, by place. */
static void test_line_errors(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t column;
    } cases[] = {{"<a:a> <b:b> \"x\"^^d:d .", 18},
                 {"<a:a> <b:b> \"x\"^^<" RDF "langString> .", 18},
                 {"<a:a> <b:b> \"\"\"x\"\"\" .", 15},
                 {"<a:a> <b:b> c .", 13},
                 {"a <b:b> <c:c> .", 1},
                 {"<a:a> _:b <c:c> .", 7},
                 {"<a:a> <b:b> <c:c>", 18},
                 {"<a:a> <b:b> \"x\"@abcdefghi .", 17},
                 {"<a:a> <b:b> <<( \"x\" <c:c> <d:d> )>> .", 17},
                 {"<a:a> <b:b> <<( <c:c> _:d <d:d> )>> .", 23},
                 {"<a:a> <b:b> <<( <c:c> <d:d> <e:e> >> .", 35},
                 {"VERSION 1.2", 9},
                 {"VERSION \"1.2\"@en", 17},
                 {"VERSION \"1.2", 13}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused_at("ntriples", text_of(cases[i].text), 1, cases[i].column);
    assert_reads("ntriples",
                 "VERSION \"1.2\" # one\n<a:a> <b:b> \"x\" ^^ <" XSD "string> .\n"
                 "<a:a> <b:b> <<(_:c <d:d> \"x\"@EN)>>.",
                 "<a:a> <b:b> \"x\" .\n<a:a> <b:b> <<( _:c <d:d> \"x\"@EN )>> .\n");
    Buffer deep = {0};
    buffer_text(&deep, TEXT("<a:a> <b:b> "));
    for (size_t i = 0; i < 100000; i++) buffer_text(&deep, TEXT("<<(<a:a> <b:b> "));
    assert_refused_at("ntriples", buffer_view(&deep), 1, 13 + 15 * 10000);
    buffer_free(&deep);
}

/* A byte order mark at the start is skipped; anywhere else, and NUL everywhere, is an error. */
static void test_marks_and_nul(void **state) {
    (void)state;
    assert_reads("turtle", "\xEF\xBB\xBF<a:a> <b:b> <c:c> .", "<a:a> <b:b> <c:c> .\n");
    assert_reads("ntriples", "\xEF\xBB\xBF<a:a> <b:b> <c:c> .", "<a:a> <b:b> <c:c> .\n");
    assert_refused_at("ntriples", TEXT("<a:a> <b:b> <c:c> .\n\xEF\xBB\xBF<a:a> <b:b> <c:c> .\n"), 2,
                      1);
    assert_refused_at("turtle", TEXT("<a:a> \0<b:b> <c:c> ."), 1, 7);
    assert_refused_at("turtle", TEXT("<a:a> <b:\0b> <c:c> ."), 1, 10);
    assert_refused_at("turtle", TEXT("# comment \xFF\n"), 1, 11);
    assert_refused_at("ntriples", TEXT("# comment \xFF\n"), 1, 11);
    assert_reads("turtle", "<a:a> <b:b> \"\\u0000\" .", "<a:a> <b:b> \"\\u0000\" .\n");
}

/* Cut anywhere, a document is either still right or a syntax error at its end. */
static void test_truncated(void **state) {
    (void)state;
    static const char text[] = "@prefix : <http://e/> .\n:s a :T ; :p ( 1 [ :q \"\"\"x\ny\"\"\"@en "
                               "] ) , << :a :b :c ~ _:r >> {| :d 1.5e3 |} .\n"
                               ":g { :s :p <<( :x :y 'z'^^:t )>> . }\n";
    for (size_t len = 0; len < sizeof text - 1; len++) {
        char *const copy = mem_alloc(len + 1);
        memcpy(copy, text, len);
        Collected collected = collect("trig", (Text){copy, len}, TEXT("http://base/"));
        assert_true(collected.status == STATUS_OK || collected.status == STATUS_SYNTAX);
        buffer_free(&collected.text);
        mem_free(copy);
    }
}

/* ---- Files, pipes, packed files ----------------------------------------------------------------------- */

static Collected collect_file(const char *path, const RdfReadOptions *options) {
    Collected collected = {.status = STATUS_OK};
    const RdfSink sink = {.quad = collect_quad, .context = &collected};
    collected.status = rdf_read_file(path, options, &sink, &collected.diag);
    return collected;
}

/* Turtle of some megabytes in which every kind of token comes often. */
static void fill_with_turtle(Buffer *text, size_t padding) {
    buffer_byte(text, '#');
    for (size_t i = 0; i < padding; i++) buffer_byte(text, '.');
    buffer_text(
        text,
        TEXT("\n@prefix e: <http://example.org/ns#> .\n@prefix \xE2\x82\xAC: <http://euro/> .\n"));
    for (unsigned i = 0; text->len < 900000; i++)
        buffer_format(text,
                      "e:s%u a e:Thing ; e:label \"n\\u00e9 %u\"@en-GB, '''long\n%u''' ;\n  e:n "
                      "%u.5, -%ue3, %u . # note\n"
                      "_:b%u.x e:list ( %u <rel%u> [ e:p \xE2\x82\xAC:x ] ) .\n",
                      i, i, i, i, i, i, i, i, i);
}

/* Where a window ends makes no difference: the same file with its tokens moved gives the same quads. */
static void test_windows(void **state) {
    (void)state;
    size_t quads = 0;
    for (size_t padding = 0; padding < 60; padding += 7) {
        Buffer text = {0};
        fill_with_turtle(&text, padding);
        char *const path = temporary_file(buffer_view(&text));
        const RdfReadOptions options = {.format = rdf_format_named(TEXT("turtle")),
                                        .base = TEXT("http://base/")};
        Collected file = collect_file(path, &options);
        Collected memory = collect("turtle", buffer_view(&text), TEXT("http://base/"));
        if (memory.status == STATUS_SYNTAX)
            print_error("%zu:%zu %s\n", memory.diag.line, memory.diag.column, memory.diag.message);
        assert_int_equal(file.status, memory.status);
        assert_true(text_equal(buffer_view(&file.text), buffer_view(&memory.text)));
        if (padding == 0) quads = file.quads;
        assert_true(file.quads > 50000 && file.quads == quads);
        unlink(path);
        free(path);
        buffer_free(&file.text);
        buffer_free(&memory.text);
        buffer_free(&text);
    }
}

/* An error far behind the first window still has its line and column. */
static void test_position_behind_windows(void **state) {
    (void)state;
    Buffer text = {0};
    for (unsigned i = 0; i < 30000; i++) buffer_format(&text, "<s:s> <p:p> \"%u\" .\n", i);
    buffer_text(&text, TEXT("<s:s> <p:p> oops .\n"));
    char *const path = temporary_file(buffer_view(&text));
    const char *const formats[] = {"ntriples", "turtle"};
    for (size_t i = 0; i < 2; i++) {
        const RdfReadOptions options = {.format = rdf_format_named(text_of(formats[i]))};
        Collected file = collect_file(path, &options);
        assert_int_equal(file.status, STATUS_SYNTAX);
        assert_int_equal(file.diag.line, 30001);
        assert_int_equal(file.diag.column, 13);
        assert_int_equal(file.quads, 30000);
        assert_non_null(strstr(file.diag.excerpt, "oops ."));
        assert_memory_equal(file.diag.excerpt + file.diag.caret, "oops", 4);
        buffer_free(&file.text);
    }
    unlink(path);
    free(path);
    buffer_free(&text);
}

static Buffer gzip(Text text) {
    Buffer packed = {0};
    z_stream stream = {0};
    unsigned char block[4096];
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (const Bytef *)text.at;
    stream.avail_in = (uInt)text.len;
    do {
        stream.next_out = block;
        stream.avail_out = sizeof block;
        deflate(&stream, Z_FINISH);
        buffer_append(&packed, (const char *)block, sizeof block - stream.avail_out);
    } while (stream.avail_out == 0);
    deflateEnd(&stream);
    return packed;
}

static Buffer zstd(Text text) {
    Buffer packed = {0};
    const size_t bound = ZSTD_compressBound(text.len);
    char *const block = mem_alloc(bound);
    buffer_append(&packed, block, ZSTD_compress(block, bound, text.at, text.len, 3));
    mem_free(block);
    return packed;
}

static void test_packed(void **state) {
    (void)state;
    Buffer text = {0};
    fill_with_turtle(&text, 3);
    text.len -= 900000 - 500000; /* somewhere: it ends in an error, at the same place for all */
    Collected plain = collect("turtle", buffer_view(&text), TEXT("http://base/"));
    Buffer (*const pack[])(Text) = {gzip, zstd};
    for (size_t i = 0; i < 2; i++) {
        Buffer packed = pack[i](text_slice(buffer_view(&text), 0, 200000));
        Buffer second = pack[i](text_slice(buffer_view(&text), 200000, text.len));
        buffer_text(&packed, buffer_view(&second)); /* several members, one after another */
        const RdfReadOptions options = {.format = rdf_format_named(TEXT("turtle")),
                                        .base = TEXT("http://base/")};
        char *const path = temporary_file(buffer_view(&packed));
        Collected file = collect_file(path, &options);
        assert_int_equal(file.status, plain.status);
        assert_int_equal(file.diag.line, plain.diag.line);
        assert_true(text_equal(buffer_view(&file.text), buffer_view(&plain.text)));
        assert_int_equal(truncate(path, (off_t)(packed.len - 20)), 0);
        Collected cut = collect_file(path, &options);
        assert_int_equal(cut.status, STATUS_CORRUPT);
        unlink(path);
        free(path);
        buffer_free(&file.text);
        buffer_free(&cut.text);
        buffer_free(&packed);
        buffer_free(&second);
    }
    buffer_free(&plain.text);
    buffer_free(&text);
}

/* A small file that unpacks to a great one ends in an error, in little memory. */
static void test_expansion_is_bounded(void **state) {
    (void)state;
    Buffer zeros = {0};
    for (size_t i = 0; i < (1u << 22); i++) buffer_byte(&zeros, ' ');
    Buffer packed = zstd(buffer_view(&zeros)), many = {0};
    for (size_t i = 0; i < 100; i++) buffer_text(&many, buffer_view(&packed));
    char *const path = temporary_file(buffer_view(&many));
    const RdfReadOptions ratio = {.format = rdf_format_named(TEXT("turtle"))};
    const RdfReadOptions most = {.format = ratio.format, .most_bytes = 1 << 20};
    assert_int_equal(collect_file(path, &ratio).status, STATUS_LIMIT);
    assert_int_equal(collect_file(path, &most).status, STATUS_LIMIT);
    unlink(path);
    free(path);
    buffer_free(&zeros);
    buffer_free(&packed);
    buffer_free(&many);
}

/* Standard input, by small pieces. */
static void test_pipe(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const int kept = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    const char text[] = "<a:a> <b:b> \"c\" .\n<a:a> <b:b> \"d\" .";
    for (size_t i = 0; i < sizeof text - 1; i++) assert_int_equal(write(ends[1], text + i, 1), 1);
    close(ends[1]);
    const RdfReadOptions options = {0}; /* the format is guessed */
    Collected collected = collect_file("-", &options);
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(ends[0]);
    assert_int_equal(collected.status, STATUS_OK);
    assert_int_equal(collected.quads, 2);
    buffer_free(&collected.text);
}

typedef struct Warnings {
    size_t count, lines[8];
} Warnings;

static void note_warning(void *context, const Diag *diag) {
    Warnings *const warnings = context;
    if (warnings->count < 8) warnings->lines[warnings->count] = diag->line;
    warnings->count++;
}

static void test_keep_going(void **state) {
    (void)state;
    Warnings warnings = {0};
    Collected collected = {.status = STATUS_OK};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("ntriples")),
                                    .keep_going = true,
                                    .warn = note_warning,
                                    .warn_context = &warnings};
    const RdfSink sink = {.quad = collect_quad, .context = &collected};
    const Text text = TEXT("<a:a> <b:b> \"1\" .\nbad\n<a:a> <b:b> \"2\" .\n<a:a> <b:b> \"\xFF\" "
                           ".\n<a:a> <b:b> \"3\" .");
    assert_int_equal(rdf_read_text(text, "test", &options, &sink, &collected.diag), STATUS_OK);
    assert_int_equal(collected.quads, 3);
    assert_int_equal(warnings.count, 2);
    assert_int_equal(warnings.lines[0], 2);
    assert_int_equal(warnings.lines[1], 4);
    buffer_free(&collected.text);
}

static void test_blank_prefix(void **state) {
    (void)state;
    Collected collected = {.status = STATUS_OK};
    const RdfSink sink = {.quad = collect_quad, .context = &collected};
    const char *const formats[] = {"ntriples", "turtle"};
    for (size_t i = 0; i < 2; i++) {
        const RdfReadOptions options = {.format = rdf_format_named(text_of(formats[i])),
                                        .blank_prefix = TEXT("f1.")};
        assert_int_equal(
            rdf_read_text(TEXT("_:a <p:p> _:b .\n"), "test", &options, &sink, &collected.diag),
            STATUS_OK);
    }
    assert_string_equal(buffer_string(&collected.text),
                        "_:f1.a <p:p> _:f1.b .\n_:f1.a <p:p> _:f1.b .\n");
    buffer_free(&collected.text);
}

static Status stop_at_third(void *context, const Quad *quad) {
    (void)quad;
    return ++*(size_t *)context == 3 ? STATUS_CANCELLED : STATUS_OK;
}

/* The sink's error stops the reading and comes back; a cancelled budget stops it too. */
static void test_stopping(void **state) {
    (void)state;
    const char *const formats[] = {"ntriples", "turtle"};
    Buffer text = {0};
    for (size_t i = 0; i < 10000; i++) buffer_text(&text, TEXT("<a:a> <b:b> <c:c> .\n"));
    for (size_t i = 0; i < 2; i++) {
        size_t count = 0;
        Budget budget;
        budget_init(&budget, 0, 0);
        RdfReadOptions options = {.format = rdf_format_named(text_of(formats[i])),
                                  .budget = &budget};
        RdfSink sink = {.quad = stop_at_third, .context = &count};
        Diag diag = {0};
        assert_int_equal(rdf_read_text(buffer_view(&text), "test", &options, &sink, &diag),
                         STATUS_CANCELLED);
        assert_int_equal(count, 3);
        atomic_store(&budget.cancelled, true);
        Collected collected = {.status = STATUS_OK};
        sink = (RdfSink){.quad = collect_quad, .context = &collected};
        diag_clear(&diag);
        assert_int_equal(rdf_read_text(buffer_view(&text), "test", &options, &sink, &diag),
                         STATUS_CANCELLED);
        assert_true(collected.quads < 10000);
        buffer_free(&collected.text);
    }
    buffer_free(&text);
}

static void test_guessing(void **state) {
    (void)state;
    static const struct {
        const char *path, *content, *format;
    } guesses[] = {
        {"a.ttl", "", "turtle"},
        {"dir.nt/a.nq.gz", "", "nquads"},
        {"a.TRIG.zst", "", "trig"},
        {"a.owl", "", "rdfxml"},
        {"-", "<a:a> <b:b> <c:c> .", "turtle"},
        {"-", "<?xml version='1.0'?><rdf:RDF/>", "rdfxml"},
        {"a.html", "", "rdfa"},
        {"-", "@prefix : <a:> . :g { :a :b :c }", "trig"},
        {"-", "{\"s\":{\"p\":[{\"value\":\"x\"}]}}", "json"},
    };
    for (size_t i = 0; i < sizeof guesses / sizeof guesses[0]; i++) {
        const RdfFormat *const format =
            rdf_format_guess(guesses[i].path, text_of(guesses[i].content));
        assert_non_null(format);
        assert_string_equal(format->name, guesses[i].format);
    }
    assert_null(rdf_format_guess("a.pdf", TEXT("%PDF-1.4")));
    assert_non_null(rdf_format_named(TEXT("text/turtle")));
    assert_null(rdf_format_named(TEXT("grddl")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turtle),        cmocka_unit_test(test_rdf12),
        cmocka_unit_test(test_trig),          cmocka_unit_test(test_blank_labels),
        cmocka_unit_test(test_positions),     cmocka_unit_test(test_line_errors),
        cmocka_unit_test(test_marks_and_nul), cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_windows),       cmocka_unit_test(test_position_behind_windows),
        cmocka_unit_test(test_packed),        cmocka_unit_test(test_expansion_is_bounded),
        cmocka_unit_test(test_pipe),          cmocka_unit_test(test_keep_going),
        cmocka_unit_test(test_blank_prefix),  cmocka_unit_test(test_stopping),
        cmocka_unit_test(test_guessing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
