/* The formats read through Raptor's helper: what they give, what is refused, and that neither entities nor a crash
 * reach further than the helper. A listening socket in this process proves that nobody calls. */
#include "rdfio_collect.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define OPEN                                                                                       \
    "<rdf:RDF xmlns:rdf=\"" RDF                                                                    \
    "\" xmlns:e=\"http://e/\"><rdf:Description rdf:about=\"http://e/s\">"
#define CLOSE "</rdf:Description></rdf:RDF>"

static const char *helper_path(char path[4096]) {
    const char *const build = getenv("BUILD");
    snprintf(path, 4096, "%s/ytterby-raptor", build ? build : "build");
    return path;
}

static Collected collect_raptor(const char *format, Text text, Budget *budget) {
    char helper[4096];
    Collected collected = {.status = STATUS_OK};
    const RdfReadOptions options = {.format = rdf_format_named(text_of(format)),
                                    .base = TEXT("http://base/doc"),
                                    .helper = helper_path(helper),
                                    .budget = budget};
    const RdfSink sink = {.quad = collect_quad, .context = &collected};
    collected.status = rdf_read_text(text, "test", &options, &sink, &collected.diag);
    return collected;
}

static void assert_raptor_reads(const char *format, const char *text, const char *lines) {
    Collected collected = collect_raptor(format, text_of(text), NULL);
    if (collected.status != STATUS_OK) print_error("%s\n", collected.diag.message);
    assert_int_equal(collected.status, STATUS_OK);
    assert_string_equal(buffer_string(&collected.text), lines);
    buffer_free(&collected.text);
}

static void test_formats(void **state) {
    (void)state;
    assert_raptor_reads(
        "rdfxml", OPEN "<e:p xml:lang=\"en-GB\">x</e:p><e:q rdf:resource=\"rel\"/>" CLOSE,
        "<http://e/s> <http://e/p> \"x\"@en-GB .\n<http://e/s> <http://e/q> <http://base/rel> .\n");
    assert_raptor_reads("json",
                        "{\"http://e/s\":{\"http://e/"
                        "p\":[{\"value\":\"01\",\"type\":\"literal\",\"datatype\":\"" XSD
                        "integer\"}]}}",
                        "<http://e/s> <http://e/p> \"01\"^^<" XSD "integer> .\n");
    assert_raptor_reads("rdfa",
                        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:e=\"http://e/\"><body "
                        "about=\"http://e/s\">"
                        "<p property=\"e:p\">x</p></body></html>",
                        "<http://e/s> <http://e/p> \"x\" .\n");
}

/* Made labels keep away from the document's. */
static void test_blank_nodes(void **state) {
    (void)state;
    assert_raptor_reads("rdfxml",
                        "<rdf:RDF xmlns:rdf=\"" RDF
                        "\" xmlns:e=\"http://e/\"><rdf:Description rdf:nodeID=\"anon0\">"
                        "<e:p rdf:parseType=\"Resource\"><e:q "
                        "rdf:nodeID=\"anon1\"/></e:p></rdf:Description></rdf:RDF>",
                        "_:anon1 <http://e/q> _:anon1x .\n_:anon0 <http://e/p> _:anon1 .\n");
}

static void test_errors_have_places(void **state) {
    (void)state;
    Collected collected = collect_raptor(
        "rdfxml", TEXT("<?xml version=\"1.0\"?>\n" OPEN "\n  <e:p rdf:li=\"x\"/>\n" CLOSE), NULL);
    assert_int_equal(collected.status, STATUS_SYNTAX);
    assert_int_equal(collected.diag.line, 3);
    assert_string_equal(collected.diag.file, "test");
    buffer_free(&collected.text);
    collected = collect_raptor("rdfxml", TEXT(OPEN "\n<e:p>\n</e:q>" CLOSE), NULL);
    assert_int_equal(collected.status, STATUS_SYNTAX);
    assert_true(collected.diag.line > 0);
    buffer_free(&collected.text);
    collected =
        collect_raptor("rdfxml", TEXT(OPEN "<e:p rdf:resource=\"http://e/a b\"/>" CLOSE), NULL);
    assert_int_equal(collected.status, STATUS_SYNTAX);
    buffer_free(&collected.text);
}

/* ---- Entities --------------------------------------------------------------------------------------------- */

static int listen_somewhere(unsigned *port) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static void test_external_entities(void **state) {
    (void)state;
    static const char *const documents[] = {
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"http://127.0.0.1:%u/x\">]>" OPEN "<e:p>&x;</e:p>" CLOSE,
        "<!DOCTYPE r [<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:%u/x\">]>" OPEN
        "<e:p>&x;</e:p>" CLOSE,
        "<!DOCTYPE r [<!ENTITY %% p SYSTEM \"http://127.0.0.1:%u/p\"> %%p;]>" OPEN
        "<e:p>y</e:p>" CLOSE,
        "<!-- <r> --><?x <r> ?><!DOCTYPE r [<!-- > --><!ENTITY a \"<r>\"><!ENTITY x SYSTEM "
        "'http://127.0.0.1:%u/x'>]>" OPEN "<e:p>&x;</e:p>" CLOSE,
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!-- %u -->]>" OPEN
        "<e:p>&x;</e:p>" CLOSE,
    };
    unsigned port = 0;
    const int listener = listen_somewhere(&port);
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        char text[2000];
        snprintf(text, sizeof text, documents[i], port);
        Collected collected = collect_raptor("rdfxml", text_of(text), NULL);
        assert_int_equal(collected.status, STATUS_SYNTAX);
        assert_int_equal(collected.quads, 0);
        buffer_free(&collected.text);
    }
    char text[2000]; /* an external DTD is named but never fetched */
    snprintf(text, sizeof text,
             "<!DOCTYPE r SYSTEM \"http://127.0.0.1:%u/d\">" OPEN "<e:p>y</e:p>" CLOSE, port);
    Collected collected = collect_raptor("rdfxml", text_of(text), NULL);
    assert_int_equal(collected.status, STATUS_OK);
    buffer_free(&collected.text);
    struct pollfd calls = {.fd = listener, .events = POLLIN};
    assert_int_equal(poll(&calls, 1, 300), 0);
    close(listener);
}

/* Entities that multiply, by powers or by squares: an error, with the damage bounded. */
static void test_multiplying_entities(void **state) {
    (void)state;
    Buffer text = {0};
    buffer_text(&text, TEXT("<!DOCTYPE r [<!ENTITY x0 \"lol\">"));
    for (int i = 1; i < 12; i++) {
        buffer_format(&text, "<!ENTITY x%d \"", i);
        for (int k = 0; k < 10; k++) buffer_format(&text, "&x%d;", i - 1);
        buffer_text(&text, TEXT("\">"));
    }
    buffer_text(&text, TEXT("]>" OPEN "<e:p>&x11;</e:p>" CLOSE));
    Collected powers = collect_raptor("rdfxml", buffer_view(&text), NULL);
    assert_int_equal(powers.status, STATUS_SYNTAX);
    buffer_free(&powers.text);
    buffer_clear(&text);
    buffer_text(&text, TEXT("<!DOCTYPE r [<!ENTITY x \""));
    for (int i = 0; i < 100000; i++) buffer_byte(&text, 'A');
    buffer_text(&text, TEXT("\">]>" OPEN "<e:p>"));
    for (int i = 0; i < 100000; i++) buffer_text(&text, TEXT("&x;"));
    buffer_text(&text, TEXT("</e:p>" CLOSE));
    Collected squares = collect_raptor("rdfxml", buffer_view(&text), NULL);
    assert_int_not_equal(squares.status, STATUS_OK);
    assert_int_equal(squares.quads, 0);
    buffer_free(&squares.text);
    buffer_free(&text);
}

/* Entities inside the document are plain XML and stay allowed. */
static void test_internal_entities(void **state) {
    (void)state;
    assert_raptor_reads("rdfxml",
                        "<!DOCTYPE rdf:RDF [<!ENTITY e 'http://e/'>]>" OPEN
                        "<e:p rdf:resource=\"&e;o\"/>" CLOSE,
                        "<http://e/s> <http://e/p> <http://e/o> .\n");
}

/* ---- Crashes --------------------------------------------------------------------------------------------------- */

/* Raptor writes beyond its memory here. Whatever that does to the helper, this process gets an error. */
static void test_overlong_tags(void **state) {
    (void)state;
    const size_t lengths[] = {255, 256, 300, 9000000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        Buffer text = {0};
        buffer_text(&text, TEXT(OPEN "<e:p xml:lang=\""));
        for (size_t k = 0; k < lengths[i]; k++) buffer_byte(&text, 'a');
        buffer_text(&text, TEXT("\">x</e:p>" CLOSE));
        Collected collected = collect_raptor("rdfxml", buffer_view(&text), NULL);
        assert_int_not_equal(collected.status, STATUS_OK);
        assert_true(collected.diag.message[0] != 0);
        buffer_free(&collected.text);
        buffer_free(&text);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left behind */
}

static void test_helper_is_missing(void **state) {
    (void)state;
    size_t unused = 0;
    Diag diag = {0};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("rdfxml")),
                                    .helper = "/nonexistent/helper"};
    const RdfSink sink = {.quad = collect_quad, .context = &unused};
    assert_int_equal(rdf_read_text(TEXT(OPEN CLOSE), "test", &options, &sink, &diag), STATUS_IO);
    assert_non_null(strstr(diag.message, "/nonexistent/helper"));
}

static Status stop(void *context, const Quad *quad) {
    (void)context;
    (void)quad;
    return STATUS_LIMIT;
}

/* A sink that stops, and a cancelled budget, end the helper too. */
static void test_stopping(void **state) {
    (void)state;
    char helper[4096];
    Buffer text = {0};
    buffer_text(&text, TEXT(OPEN));
    for (int i = 0; i < 200000; i++) buffer_text(&text, TEXT("<e:p>x</e:p>"));
    buffer_text(&text, TEXT(CLOSE));
    Diag diag = {0};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("rdfxml")),
                                    .helper = helper_path(helper)};
    const RdfSink sink = {.quad = stop};
    assert_int_equal(rdf_read_text(buffer_view(&text), "test", &options, &sink, &diag),
                     STATUS_LIMIT);
    Budget budget;
    budget_init(&budget, 0, 0);
    atomic_store(&budget.cancelled, true);
    Collected collected = collect_raptor("rdfxml", buffer_view(&text), &budget);
    assert_int_equal(collected.status, STATUS_CANCELLED);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    buffer_free(&collected.text);
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_blank_nodes),
        cmocka_unit_test(test_errors_have_places),
        cmocka_unit_test(test_external_entities),
        cmocka_unit_test(test_multiplying_entities),
        cmocka_unit_test(test_internal_entities),
        cmocka_unit_test(test_overlong_tags),
        cmocka_unit_test(test_helper_is_missing),
        cmocka_unit_test(test_stopping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
