/* Unit tests of the room base. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ytterby/base.h"

static void test_text(void **state) {
    (void)state;
    assert_true(text_equal(TEXT("abc"), text_of("abc")));
    assert_true(text_equal_nocase(TEXT("en-GB"), TEXT("EN-gb")));
    assert_false(text_equal_nocase(TEXT("en"), TEXT("em")));
    assert_int_equal(text_compare(TEXT("a"), TEXT("ab")), -1);
    assert_int_equal(text_compare(TEXT("\xC3\xA9"), TEXT("z")), 1);
    assert_true(text_starts(TEXT("prefix"), TEXT("pre")));
    assert_false(text_starts(TEXT("pre"), TEXT("prefix")));
    assert_true(text_ends(TEXT("a.ttl"), TEXT(".ttl")));
    assert_true(text_equal(text_trim(TEXT(" \t x y\n")), TEXT("x y")));
    assert_int_equal(text_find(TEXT("banana"), TEXT("an"), 2), 3);
    assert_true(text_find(TEXT("banana"), TEXT("x"), 0) == SIZE_MAX);
    assert_true(text_find(TEXT("a"), TEXT(""), 2) == SIZE_MAX);
    assert_int_equal(text_slice(TEXT("abc"), 2, 99).len, 1);
}

/* Each ill-formed class of the Unicode standard's table 3-7, with the offset of its first bad byte.
 */
static void test_utf8_invalid(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t len, at;
    } cases[] = {
        {"abcdefgh\x80", 9, 8},
        {"\xC0\xAF", 2, 0},
        {"\xC1\xBF", 2, 0},
        {"\xE0\x9F\xBF", 3, 0},
        {"\xED\xA0\x80", 3, 0},
        {"\xF0\x8F\xBF\xBF", 4, 0},
        {"\xF4\x90\x80\x80", 4, 0},
        {"\xF5\x80\x80\x80", 4, 0},
        {"x\xE2\x82", 3, 1},
        {"\xFF", 1, 0},
        {"\xC3(", 2, 0},
        {"a\xE2\x82\xAC", 4, 4},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"\xEF\xBB\xBFx", 4, 4},
        {"", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_invalid_at(cases[i].bytes, cases[i].len), cases[i].at);
    }
}

static void test_utf8_round_trip(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code += code < 0x900 ? 1 : 37) {
        char bytes[4];
        const size_t size = utf8_encode(code, bytes);
        const bool legal = code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
        assert_int_equal(size != 0, legal);
        if (!legal) continue;
        size_t read = 0;
        assert_int_equal(utf8_decode(bytes, size, &read), (int32_t)code);
        assert_int_equal(read, size);
    }
    assert_int_equal(utf8_length(TEXT("a\xC3\xA9\xE2\x82\xAC")), 3);
}

static void test_diag(void **state) {
    (void)state;
    Diag diag = {0};
    const Text source = TEXT("first\nsecond \xC3\xA9 x\nthird");
    assert_int_equal(diag_at(&diag, STATUS_SYNTAX, source, 16, "bad %s", "thing"), STATUS_SYNTAX);
    diag_file(&diag, "a.rq");
    assert_int_equal(diag.line, 2);
    assert_int_equal(diag.column, 10);
    diag_set(&diag, STATUS_IO, "an echo that must not replace the first");
    char *text = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&text, &size);
    diag_print(&diag, "error", out);
    fclose(out);
    assert_string_equal(text, "a.rq:2:10: error: bad thing\nsecond \xC3\xA9 x\n         ^\n");
    free(text);
}

static void test_diag_hostile(void **state) {
    (void)state;
    Diag diag = {0};
    char line[2000];
    memset(line, '\x1B', sizeof line);
    diag_at(&diag, STATUS_SYNTAX, (Text){line, sizeof line}, 1500, "bad \x1B[31m byte \xC2\x9B");
    assert_null(strchr(diag.message, 0x1B));
    assert_null(strchr(diag.excerpt, 0x1B));
    assert_null(strstr(diag.message, "\xC2\x9B"));
    assert_true(strlen(diag.excerpt) <= 78);
    assert_int_equal(diag.column, 1501);
    char path[1000];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = 0;
    diag_file(&diag, path);
    assert_true(strlen(diag.file) < sizeof diag.file);
}

static void test_budget(void **state) {
    (void)state;
    Budget budget;
    budget_init(&budget, 0, 1000);
    assert_int_equal(budget_take(&budget, 600), STATUS_OK);
    assert_int_equal(budget_reason(&budget, STATUS_NO_MEMORY), STATUS_NO_MEMORY);
    assert_int_equal(budget_take(&budget, 600), STATUS_MEMORY_LIMIT);
    assert_int_equal(budget_reason(&budget, STATUS_NO_MEMORY), STATUS_MEMORY_LIMIT);
    assert_int_equal(budget_reason(&budget, STATUS_IO), STATUS_IO);
    budget_give(&budget, 600);
    assert_int_equal(budget_take(&budget, 900), STATUS_OK);
    assert_int_equal(atomic_load(&budget.peak), 900);
    assert_int_equal(budget_check(&budget), STATUS_OK);
    atomic_store(&budget.cancelled, true);
    assert_int_equal(budget_check(&budget), STATUS_CANCELLED);
    budget_init(&budget, 1e-9, 0);
    while (clock_now() <= budget.deadline) continue;
    assert_int_equal(budget_check(&budget), STATUS_TIMEOUT);
    assert_int_equal(budget_check(NULL), STATUS_OK);
}

static void test_arena(void **state) {
    (void)state;
    Budget budget;
    budget_init(&budget, 0, 10 * 1024 * 1024);
    Arena *const arena = arena_new(&budget);
    for (size_t i = 1; i < 20000; i++) {
        unsigned char *const bytes = arena_alloc(arena, i % 100);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        if (i % 100) assert_int_equal(bytes[i % 100 - 1], 0);
        memset(bytes, 0xFF, i % 100);
    }
    char *const small = arena_alloc(arena, 8);
    memcpy(small, "before", 7);
    assert_non_null(arena_alloc(arena, 3 * 1024 * 1024));
    assert_string_equal(small, "before");
    assert_null(arena_alloc(arena, 20 * 1024 * 1024));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_null(arena_array(arena, SIZE_MAX / 2, 3));
    const Text copy = arena_text(arena, TEXT("copied"));
    assert_string_equal(copy.at, "copied");
    assert_int_equal(atomic_load(&budget.used), arena_bytes(arena));
    arena_reset(arena);
    assert_true(arena_bytes(arena) <= 1 << 20);
    assert_non_null(arena_alloc(arena, 100));
    arena_free(arena);
    assert_int_equal(atomic_load(&budget.used), 0);
}

static void test_buffer(void **state) {
    (void)state;
    Budget budget;
    budget_init(&budget, 0, 4096);
    Buffer buffer = {.budget = &budget};
    assert_string_equal(buffer_string(&buffer), "");
    buffer_text(&buffer, TEXT("x"));
    buffer_format(&buffer, "%d-%s", 5, "y");
    buffer_code(&buffer, 0x20AC);
    assert_string_equal(buffer_string(&buffer), "x5-y\xE2\x82\xAC");
    static const char page[1000];
    for (int i = 0; i < 10; i++) buffer_append(&buffer, page, sizeof page);
    assert_true(buffer.failed);
    assert_null(buffer_string(&buffer));
    buffer_clear(&buffer);
    assert_false(buffer.failed);
    buffer_free(&buffer);
    assert_int_equal(atomic_load(&budget.used), 0);
}

static bool same_number(const void *context, size_t position) {
    return *(const size_t *)context == position;
}

static void test_hash_index(void **state) {
    (void)state;
    HashIndex index = {0};
    for (size_t i = 0; i < 5000; i++) {
        /* Few different hashes, so that many items collide. */
        assert_int_equal(hash_index_add(&index, hash_mix(i % 500, 1), i), STATUS_OK);
    }
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(hash_index_find(&index, hash_mix(i % 500, 1), same_number, &i), i);
    }
    const size_t absent = 6000;
    assert_true(hash_index_find(&index, hash_mix(1, 1), same_number, &absent) == HASH_NONE);
    assert_true(hash_index_find(&index, hash_mix(501, 1), same_number, &absent) == HASH_NONE);
    assert_true(hash_mix(1, 2) != hash_mix(2, 1));
    hash_index_free(&index);
}

static void test_array(void **state) {
    (void)state;
    void *items = NULL;
    size_t cap = 0;
    assert_int_equal(array_grow(&items, &cap, 3, 8), STATUS_OK);
    assert_true(cap >= 3);
    assert_int_equal(array_grow(&items, &cap, SIZE_MAX / 4, 8), STATUS_NO_MEMORY);
    mem_free(items);
}

static void read_back(const char *path, char *out, size_t room) {
    const int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    const ssize_t got = read(fd, out, room - 1);
    assert_true(got >= 0);
    out[got] = 0;
    close(fd);
}

static void test_output_path(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    char text[64];
    snprintf(path, sizeof path, "%s/out", folder);
    Output *out = NULL;
    assert_int_equal(output_to_path(&out, path, NULL), STATUS_OK);
    output_format(out, "%s", "new");
    assert_int_equal(access(path, F_OK), -1); /* not there until it is whole */
    assert_int_equal(output_close(out, NULL), STATUS_OK);
    read_back(path, text, sizeof text);
    assert_string_equal(text, "new");
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(output_to_path(&out, path, NULL), STATUS_OK);
    output_format(out, "dropped");
    output_abandon(out);
    read_back(path, text, sizeof text);
    assert_string_equal(text, "new");
    assert_int_equal(output_to_path(&out, path, NULL), STATUS_OK);
    output_text(out, TEXT("newer"));
    assert_int_equal(output_close(out, NULL), STATUS_OK);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
}

static void test_output_errors(void **state) {
    (void)state;
    Diag diag = {0};
    Output *out = NULL;
    assert_int_equal(output_to_path(&out, "/nonexistent/folder/x", &diag), STATUS_IO);
    assert_null(out);
    out = output_to_fd(open("/dev/full", O_WRONLY), true);
    for (int i = 0; i < 100000; i++) output_text(out, TEXT("does not fit"));
    assert_true(output_failed(out));
    diag_clear(&diag);
    assert_int_equal(output_close(out, &diag), STATUS_IO);
    assert_non_null(strstr(diag.message, "No space left"));
}

/* What is there comes at once; what is not is waited for until the budget ends. */
static void test_read_within(void **state) {
    (void)state;
    int ends[2];
    char bytes[8];
    Budget budget;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "abc", 3), 3);
    assert_int_equal(read_within(NULL, ends[0], bytes, sizeof bytes), 3);
    budget_init(&budget, 0.02, 0);
    assert_int_equal(read_within(&budget, ends[0], bytes, sizeof bytes), -1);
    assert_int_equal(errno, ECANCELED);
    assert_int_equal(budget_check(&budget), STATUS_TIMEOUT);
    budget_init(&budget, 0, 0);
    atomic_store(&budget.cancelled, true);
    assert_int_equal(read_within(&budget, ends[0], bytes, sizeof bytes), -1);
    assert_int_equal(budget_check(&budget), STATUS_CANCELLED);
    close(ends[1]);
    assert_int_equal(read_within(NULL, ends[0], bytes, sizeof bytes), 0);
    close(ends[0]);
    assert_int_equal(read_within(NULL, ends[0], bytes, sizeof bytes), -1);
    assert_int_equal(errno, EBADF);
}

/* A FIFO that nobody has opened to write is opened at once, and has not ended. */
static void test_file_fifo(void **state) {
    (void)state;
    char path[64];
    Diag diag = {0};
    Budget budget;
    snprintf(path, sizeof path, "/tmp/test_base_%ld.fifo", (long)getpid());
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(file_has_end(path));
    budget_init(&budget, 0.02, 0);
    Buffer text = {.budget = &budget};
    assert_int_equal(file_read(&text, path, &diag), STATUS_TIMEOUT);
    assert_non_null(strstr(diag.message, path));
    assert_int_equal(text.len, 0);
    unlink(path);
    buffer_free(&text);
}

static void test_suggest(void **state) {
    (void)state;
    const Text names[] = {TEXT("select"), TEXT("construct"), TEXT("describe")};
    assert_int_equal(text_nearest(TEXT("slect"), names, 3), 0);
    assert_int_equal(text_nearest(TEXT("DESCIRBE"), names, 3), 2);
    assert_true(text_nearest(TEXT("xyz"), names, 3) == SIZE_MAX);
    assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 5), 3);
    assert_int_equal(text_distance(TEXT("ab"), TEXT("ba"), 5), 1);
    assert_int_equal(text_distance(TEXT("ab"), TEXT("abcdefgh"), 2), 3);
}

static void test_status(void **state) {
    (void)state;
    for (int i = STATUS_OK; i <= STATUS_EVALUATION; i++) assert_true(*status_text((Status)i) != 0);
    assert_string_equal(status_text((Status)999), "unknown status");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_utf8_invalid),
        cmocka_unit_test(test_utf8_round_trip),
        cmocka_unit_test(test_diag),
        cmocka_unit_test(test_diag_hostile),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_hash_index),
        cmocka_unit_test(test_array),
        cmocka_unit_test(test_output_path),
        cmocka_unit_test(test_output_errors),
        cmocka_unit_test(test_read_within),
        cmocka_unit_test(test_file_fifo),
        cmocka_unit_test(test_suggest),
        cmocka_unit_test(test_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
