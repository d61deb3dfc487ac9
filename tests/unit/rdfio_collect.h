/* For the tests of rdfio: read a text and collect what comes as N-Quads text. */
#ifndef YTTERBY_TESTS_RDFIO_COLLECT_H
#define YTTERBY_TESTS_RDFIO_COLLECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "ytterby/rdfio.h"

typedef struct Collected {
    Buffer text; /* N-Quads lines */
    size_t quads;
    Diag diag;
    Status status;
} Collected;

static inline Status collect_quad(void *context, const Quad *quad) {
    Collected *const collected = context;
    const Term *const terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
    collected->quads++;
    for (size_t i = 0; i < 4; i++) {
        if (terms[i]->kind == TERM_NONE) continue;
        term_write(&collected->text, terms[i]);
        buffer_byte(&collected->text, ' ');
    }
    buffer_text(&collected->text, TEXT(".\n"));
    return STATUS_OK;
}

static inline Collected collect(const char *format, Text text, Text base) {
    Collected collected = {.status = STATUS_OK};
    const RdfReadOptions options = {.format = rdf_format_named(text_of(format)), .base = base};
    const RdfSink sink = {.quad = collect_quad, .context = &collected};
    collected.status = rdf_read_text(text, "test", &options, &sink, &collected.diag);
    return collected;
}

/* The quads of a text must be these lines. */
static inline void assert_reads(const char *format, const char *text, const char *lines) {
    Collected collected = collect(format, text_of(text), TEXT("http://base/dir/doc"));
    if (collected.status != STATUS_OK) print_error("%s\n%s\n", text, collected.diag.message);
    assert_int_equal(collected.status, STATUS_OK);
    assert_string_equal(collected.text.at ? buffer_string(&collected.text) : "", lines);
    buffer_free(&collected.text);
}

/* The text must be a syntax error at this place. */
static inline void assert_refused_at(const char *format, Text text, size_t line, size_t column) {
    Collected collected = collect(format, text, TEXT("http://base/"));
    if (collected.status != STATUS_SYNTAX || collected.diag.line != line ||
        collected.diag.column != column)
        print_error("%.*s: %d at %zu:%zu: %s\n", (int)text.len, text.at, (int)collected.status,
                    collected.diag.line, collected.diag.column, collected.diag.message);
    assert_int_equal(collected.status, STATUS_SYNTAX);
    assert_int_equal(collected.diag.line, line);
    assert_int_equal(collected.diag.column, column);
    buffer_free(&collected.text);
}

/* Writes a temporary file and returns its path, to be freed; the caller unlinks it. */
static inline char *temporary_file(Text content) {
    char *const path = strdup("/tmp/ytterby-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (size_t done = 0; done < content.len;) {
        const ssize_t count = write(fd, content.at + done, content.len - done);
        assert_true(count > 0);
        done += (size_t)count;
    }
    close(fd);
    return path;
}

#endif
