/* Unit tests of the store as a whole, compared with a plain set of quads. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/store/store_internal.h"

static uint64_t seed;
static uint64_t rnd(uint64_t below) {
    seed = hash_mix(seed, 7);
    return seed % below;
}

static Store *store;
static char path[64];

static int setup(void **state) {
    (void)state;
    seed = 5;
    char folder[] = "/tmp/ytterby-store-XXXXXX";
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return store_open(&store, path, STORE_CREATE, 1, NULL) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    store_close(store);
    unlink(path);
    *strrchr(path, '/') = 0;
    return rmdir(path);
}

/* The terms that tests make quads of: each kind, inline and not. */
enum {
    TERMS = 40,
    MODEL = TERMS * 4 * TERMS * 4
};

static Term term_at(size_t index) {
    static char names[TERMS][40];
    char *const name = names[index];
    const int len =
        snprintf(name, sizeof names[0], index % 4 == 2 ? "%zu" : "http://example.org/%zu", index);
    const Text text = {name, (size_t)len};
    switch (index % 4) {
    case 0: return term_iri(text);
    case 1: return term_string(text);
    case 2: return term_typed(text, TEXT(XSD "integer"));
    default: return term_lang(text, TEXT("en"));
    }
}

/* Quad number i of the model: 40 subjects, 4 predicates, 40 objects, 4 graphs. */
static Quad quad_at(size_t i) {
    Quad quad = {.subject = term_at(i % TERMS / 4 * 4), .object = term_at(i / TERMS % TERMS)};
    quad.predicate = term_at(i / TERMS / TERMS % 4 * 4);
    const size_t graph = i / TERMS / TERMS / 4 % 4;
    if (graph > 0) quad.graph = term_at(graph * 4);
    return quad;
}

/* Several numbers may be one quad: the first of them stands for it. */
static size_t canonical(size_t i) { return i - i % TERMS % 4; }

static bool model[MODEL];

static Status count_row(const Quad *quad, const Term bound[4], size_t *matches) {
    const Term *const terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
    for (size_t c = 0; c < 4; c++) {
        if (bound[c].kind != TERM_NONE && !term_equal(&bound[c], terms[c])) return STATUS_OK;
    }
    ++*matches;
    return STATUS_OK;
}

/* Scans a pattern and compares with the model: same number, each row in the model and distinct. */
static void check_pattern(Source *source, const Term bound[4], bool default_graph) {
    QuadPattern pattern = {0};
    TermId *const ids[] = {&pattern.subject, &pattern.predicate, &pattern.object, &pattern.graph};
    for (size_t c = 0; c < 4; c++) {
        if (bound[c].kind == TERM_NONE) continue;
        *ids[c] = source_find(source, &bound[c]);
        if (*ids[c] == TERM_ID_NONE) return;
    }
    if (default_graph) pattern.graph = TERM_ID_DEFAULT_GRAPH;
    size_t expected = 0;
    for (size_t i = 0; i < MODEL; i++) {
        const Quad quad = quad_at(i);
        if (!model[i] || (default_graph && quad.graph.kind != TERM_NONE)) continue;
        count_row(&quad, bound, &expected);
    }
    SourceScan *scan = NULL;
    const ScanOrder order = (ScanOrder)rnd(7);
    const ScanRequest request = {pattern, order, QUAD_ALL};
    assert_int_equal(source_scan(source, &request, &scan, NULL), STATUS_OK);
    static QuadBatch batch;
    size_t rows = 0;
    TermId last = 0;
    for (;;) {
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        if (batch.rows == 0) break;
        rows += batch.rows;
        const TermId *const leading[] = {batch.subject,   batch.subject,   batch.subject,
                                         batch.predicate, batch.predicate, batch.object,
                                         batch.object};
        for (size_t i = 0; i < batch.rows && order != ORDER_ANY; i++) {
            assert_true(leading[order][i] >= last);
            last = leading[order][i];
        }
    }
    source_scan_free(scan);
    assert_int_equal(rows, expected);
    uint64_t estimate;
    assert_int_equal(source_estimate(source, &pattern, &estimate), STATUS_OK);
    assert_true(estimate >= expected);
}

static void check_model(Store *reading) {
    Source *const source = store_source(reading);
    assert_int_equal(source_begin_read(source, NULL, NULL), STATUS_OK);
    for (unsigned trial = 0; trial < 48; trial++) {
        const Quad quad = quad_at(rnd(MODEL));
        const Term none = {.kind = TERM_NONE};
        const Term bound[4] = {trial & 1 ? quad.subject : none, trial & 2 ? quad.predicate : none,
                               trial & 4 ? quad.object : none, trial & 8 ? quad.graph : none};
        check_pattern(source, bound, trial >= 16 && bound[3].kind == TERM_NONE && trial % 3 == 0);
    }
    source_end_read(source);
}

static void change(size_t i, bool insert) {
    const Quad quad = quad_at(i);
    assert_int_equal(insert ? store_insert(store, &quad, NULL) : store_remove(store, &quad, NULL),
                     STATUS_OK);
    model[canonical(i)] = insert;
}

static void test_against_model(void **state) {
    (void)state;
    static bool before[MODEL];
    memset(model, 0, sizeof model);
    for (int round = 0; round < 14; round++) {
        memcpy(before, model, sizeof model);
        assert_int_equal(store_begin(store, "test", NULL), STATUS_OK);
        const size_t changes = rnd(round % 2 ? 10 : 2000);
        for (size_t i = 0; i < changes; i++) change(rnd(MODEL), rnd(3) != 0);
        if (round % 4 == 1) check_model(store); /* a transaction reads its own writes */
        for (size_t i = 0; i < changes / 4; i++) change(rnd(MODEL), rnd(3) != 0);
        if (round % 5 == 4) {
            store_rollback(store);
            memcpy(model, before, sizeof model);
        } else {
            assert_int_equal(store_commit(store, NULL), STATUS_OK);
        }
        check_model(store);
        Diag diag = {0};
        const Status sound = store_verify(store, NULL, NULL, &diag);
        if (sound != STATUS_OK) print_message("%s\n", diag.message);
        assert_int_equal(sound, STATUS_OK);
    }
    Store *other = NULL;
    assert_int_equal(store_open(&other, path, STORE_READ, 0, NULL), STATUS_OK);
    check_model(other);
    store_close(other);
}

static Status count_graph(void *context, TermId graph) {
    (void)graph;
    ++*(size_t *)context;
    return STATUS_OK;
}

static void insert_numbered(size_t graph, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        char names[2][40];
        const int a = snprintf(names[0], sizeof names[0], "http://example.org/g%zu", graph);
        const int b = snprintf(names[1], sizeof names[1], "http://example.org/s%zu", i);
        const Quad quad = {term_iri((Text){names[1], (size_t)b}),
                           term_iri(TEXT("http://example.org/p")), term_string(TEXT("value")),
                           term_iri((Text){names[0], (size_t)a})};
        assert_int_equal(store_insert(store, &quad, NULL), STATUS_OK);
    }
}

/* Listing graphs and reading one cost in proportion to that, not to the data: blocks are counted. */
static void test_graphs_work(void **state) {
    (void)state;
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    for (size_t graph = 0; graph < 200; graph++) insert_numbered(graph, 0, 500);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    StoreReader *reader;
    assert_int_equal(store_reader_open(&reader, store, NULL), STATUS_OK);
    const Term name = term_iri(TEXT("http://example.org/g7"));
    QuadPattern pattern = {0};
    assert_int_equal(store_reader_find(reader, &name, &pattern.graph, NULL), STATUS_OK);
    const ScanRequest request = {pattern, ORDER_ANY, QUAD_ALL};
    SourceScan *scan = NULL;
    static QuadBatch batch;
    size_t rows = 0;
    assert_int_equal(store_reader_scan(reader, &request, &scan, NULL), STATUS_OK);
    do {
        assert_int_equal(source_scan_next(scan, &batch, NULL), STATUS_OK);
        rows += batch.rows;
    } while (batch.rows > 0);
    source_scan_free(scan);
    assert_int_equal(rows, 500);
    assert_true(store_reader_blocks(reader) <= 5);
    uint64_t count;
    bool exact;
    assert_int_equal(store_reader_count(reader, &pattern, &count, &exact, NULL), STATUS_OK);
    assert_true(exact && count == 500);
    store_reader_close(reader);
    size_t graphs = 0;
    Source *const source = store_source(store);
    assert_int_equal(source_begin_read(source, NULL, NULL), STATUS_OK);
    assert_int_equal(source_graphs(source, count_graph, &graphs, NULL), STATUS_OK);
    source_end_read(source);
    assert_int_equal(graphs, 200);
}

static uint64_t quads_now(void) {
    StoreInfo info;
    assert_int_equal(store_info(store, &info, NULL), STATUS_OK);
    return info.quads;
}

static Status collect_log(void *context, const StoreLogEntry *entry) {
    Buffer *const out = context;
    buffer_format(out, "%llu-%llu %.*s\n", (unsigned long long)entry->quads_before,
                  (unsigned long long)entry->quads_after, (int)entry->who.len, entry->who.at);
    return STATUS_OK;
}

static void test_undo_and_log(void **state) {
    (void)state;
    assert_int_equal(store_undo(store, NULL), STATUS_REFUSED);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(store_begin(store, i == 1 ? "somebody" : NULL, NULL), STATUS_OK);
        insert_numbered(i, 0, 1000);
        assert_int_equal(store_commit(store, NULL), STATUS_OK);
    }
    assert_int_equal(quads_now(), 3000);
    StoreReader *reader;
    assert_int_equal(store_reader_open(&reader, store, NULL), STATUS_OK);
    assert_int_equal(store_undo(store, NULL), STATUS_BUSY);
    store_reader_close(reader);
    assert_int_equal(store_undo(store, NULL), STATUS_OK);
    assert_int_equal(quads_now(), 2000);
    assert_int_equal(store_undo(store, NULL), STATUS_REFUSED);
    assert_int_equal(store_begin(store, "after", NULL), STATUS_OK);
    insert_numbered(9, 0, 10);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    assert_int_equal(store_verify(store, NULL, NULL, NULL), STATUS_OK);
    Buffer log = {0};
    assert_int_equal(store_log(store, collect_log, &log, NULL), STATUS_OK);
    assert_string_equal(buffer_string(&log), "2000-2010 after\n1000-2000 somebody\n0-1000 \n");
    buffer_free(&log);
    assert_int_equal(store_undo(store, NULL), STATUS_OK);
    assert_int_equal(quads_now(), 2000);
}

static Status collect_prefix(void *context, Text prefix, Text iri) {
    buffer_format(context, "%.*s=%.*s ", (int)prefix.len, prefix.at, (int)iri.len, iri.at);
    return STATUS_OK;
}

static void test_prefixes_and_backup(void **state) {
    (void)state;
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    assert_int_equal(store_set_prefix(store, TEXT("a"), TEXT("http://a/"), NULL), STATUS_OK);
    assert_int_equal(store_set_prefix(store, TEXT(""), TEXT("http://b/"), NULL), STATUS_OK);
    assert_int_equal(store_set_prefix(store, TEXT("a"), TEXT("http://c/"), NULL), STATUS_OK);
    assert_int_equal(store_set_union(store, true, NULL), STATUS_OK);
    insert_numbered(1, 0, 300);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    char copy[80];
    snprintf(copy, sizeof copy, "%s-copy", path);
    assert_int_equal(store_backup(store, copy, NULL), STATUS_OK);
    assert_int_equal(store_backup(store, copy, NULL), STATUS_EXISTS);
    Store *other = NULL;
    assert_int_equal(store_open(&other, copy, STORE_WRITE, 0, NULL), STATUS_OK);
    assert_true(store_is_union(other));
    Buffer out = {0};
    assert_int_equal(store_prefixes(other, collect_prefix, &out, NULL), STATUS_OK);
    assert_string_equal(buffer_string(&out), "a=http://c/ =http://b/ ");
    buffer_free(&out);
    assert_int_equal(store_verify(other, NULL, NULL, NULL), STATUS_OK);
    assert_int_equal(store_undo(other, NULL), STATUS_REFUSED);
    store_close(other);
    unlink(copy);
}

static Term *read_all(Store *from, Arena *arena, size_t *count) {
    StoreReader *reader = NULL;
    SourceScan *scan = NULL;
    static QuadBatch batch;
    const ScanRequest all = {.order = ORDER_SPO, .columns = QUAD_ALL};
    Term *const terms = arena_array(arena, 4000, sizeof *terms);
    *count = 0;
    Status status = store_reader_open(&reader, from, NULL);
    if (status == STATUS_OK) status = store_reader_scan(reader, &all, &scan, NULL);
    while (status == STATUS_OK) {
        status = source_scan_next(scan, &batch, NULL);
        if (status != STATUS_OK || batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows && status == STATUS_OK; i++) {
            assert_true(*count < 4000);
            status = store_reader_term(reader, batch.subject[i], arena, &terms[(*count)++], NULL);
        }
    }
    source_scan_free(scan);
    store_reader_close(reader);
    return status == STATUS_OK ? terms : NULL;
}

/* One flipped byte anywhere: the right answer or a clear error, never another answer and never a signal. */
static void test_damage(void **state) {
    (void)state;
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    insert_numbered(1, 0, 3000);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    store_close(store);
    store = NULL;
    Arena *const arena = arena_new(NULL);
    const int fd = open(path, O_RDWR);
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    size_t errors = 0;
    for (int trial = 0; trial < 400; trial++) {
        const off_t at = (off_t)rnd((uint64_t)info.st_size);
        char byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        const char flipped = (char)(byte ^ (1 << rnd(8)));
        assert_int_equal(pwrite(fd, &flipped, 1, at), 1);
        Store *damaged = NULL;
        if (store_open(&damaged, path, STORE_READ, 0, NULL) == STATUS_OK) {
            size_t count;
            const Term *const terms = read_all(damaged, arena, &count);
            errors += terms == NULL;
            assert_true(terms == NULL || count == 3000);
            for (size_t i = 0; terms && i < count; i++)
                assert_true(text_starts(terms[i].text, TEXT("http://example.org/s")));
            const Status sound = store_verify(damaged, NULL, NULL, NULL);
            assert_true(sound == STATUS_OK || sound == STATUS_CORRUPT);
            if (terms == NULL) assert_int_equal(sound, STATUS_CORRUPT);
        } else {
            errors++;
        }
        store_close(damaged);
        arena_reset(arena);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    assert_true(errors > 10);
    close(fd);
    arena_free(arena);
}

/* ---- Damage under a right checksum: what a bad disk does not do, but somebody might --------------------------- */

static void seal_page(int fd, uint64_t number) {
    char page[PAGE_SIZE];
    assert_int_equal(pread(fd, page, sizeof page, (off_t)(number * PAGE_SIZE)), PAGE_SIZE);
    if (number > 1) {
        const uint64_t checksum = hash_bytes(page + 8, sizeof page - 8, number);
        memcpy(page, &checksum, sizeof checksum);
    }
    for (size_t at = 0; number < 2 && at < PAGE_SIZE; at += PAGE_SIZE / 2) {
        Meta meta;
        memcpy(&meta, page + at, sizeof meta);
        meta.checksum = hash_bytes(&meta, offsetof(Meta, checksum), 0);
        memcpy(page + at, &meta, sizeof meta);
    }
    assert_int_equal(pwrite(fd, page, sizeof page, (off_t)(number * PAGE_SIZE)), PAGE_SIZE);
}

static bool is_answer(Status status) { return status == STATUS_OK || status == STATUS_CORRUPT; }

static Status pass_graph(void *context, TermId graph) {
    (void)context, (void)graph;
    return STATUS_OK;
}

/* Opens, reads and verifies the file, and writes to it. True: verify finds fault with it. */
static bool use_damaged(void) {
    static QuadBatch batch;
    Store *damaged = NULL;
    SourceScan *scan = NULL;
    char text[32];
    Term term;
    const QuadPattern all = {0};
    const Quad quad = quad_at(1);
    if (store_open(&damaged, path, STORE_WRITE, 0, NULL) != STATUS_OK) return true;
    Source *const source = store_source(damaged);
    const Status begun = source_begin_read(source, NULL, NULL);
    Status status = begun == STATUS_OK ? source_scan_all(source, &all, &scan, NULL) : begun;
    for (size_t rows = 1; status == STATUS_OK && rows > 0;) {
        status = source_scan_next(scan, &batch, NULL);
        rows = status == STATUS_OK ? batch.rows : 0;
        for (size_t i = 0; i < rows && status == STATUS_OK; i++)
            status = source_term(source, batch.object[i], text, &term);
    }
    source_scan_free(scan);
    source_find(source, &quad.subject);
    assert_true(is_answer(status) && is_answer(source_failure(source, NULL)));
    if (begun == STATUS_OK) assert_true(is_answer(source_graphs(source, pass_graph, NULL, NULL)));
    if (begun == STATUS_OK) source_end_read(source);
    const Status sound = store_verify(damaged, NULL, NULL, NULL);
    assert_true(is_answer(sound));
    if (source_begin_write(source, NULL, NULL) == STATUS_OK) {
        status = source_insert(source, &quad, NULL);
        if (status == STATUS_OK) status = source_commit(source, NULL);
        if (status != STATUS_OK) source_rollback(source);
        assert_true(is_answer(status));
    }
    store_close(damaged);
    return sound != STATUS_OK;
}

static void test_sealed_damage(void **state) {
    (void)state;
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    insert_numbered(1, 0, 300);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    store_close(store);
    store = NULL;
    Buffer sound = {0};
    assert_int_equal(file_read(&sound, path, NULL), STATUS_OK);
    const uint64_t pages = sound.len / PAGE_SIZE;
    size_t faults = 0;
    for (int trial = 0; trial < 800; trial++) {
        const int fd = open(path, O_RDWR | O_TRUNC);
        assert_int_equal(write(fd, sound.at, sound.len), sound.len);
        const uint64_t number = (uint64_t)trial % pages;
        /* In turn the header, the first entries, and the ends of blocks. */
        const uint64_t at = trial % 3 == 0   ? 8 + rnd(16)
                            : trial % 3 == 1 ? 24 + rnd(200)
                                             : PAGE_SIZE - 64 + rnd(64);
        const char byte = (char)rnd(256);
        assert_int_equal(pwrite(fd, &byte, 1, (off_t)(number * PAGE_SIZE + at)), 1);
        seal_page(fd, number);
        close(fd);
        faults += use_damaged();
    }
    assert_true(faults > 100);
    buffer_free(&sound);
}

/* Every byte at the front of every page of a database of a few graphs: nobody looks for the next graph forever. */
static void test_sealed_damage_of_graphs(void **state) {
    (void)state;
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    for (size_t graph = 0; graph < 40; graph++) insert_numbered(graph, 0, 1);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    store_close(store);
    store = NULL;
    Buffer sound = {0};
    size_t faults = 0;
    assert_int_equal(file_read(&sound, path, NULL), STATUS_OK);
    for (uint64_t number = 2; number < sound.len / PAGE_SIZE; number++) {
        if (sound.at[number * PAGE_SIZE + offsetof(PageHeader, type)] != PAGE_LEAF) continue;
        for (size_t at = sizeof(PageHeader); at < sizeof(PageHeader) + 64; at++) {
            const int fd = open(path, O_RDWR | O_TRUNC);
            assert_int_equal(write(fd, sound.at, sound.len), sound.len);
            const char byte = (char)rnd(256);
            assert_int_equal(pwrite(fd, &byte, 1, (off_t)(number * PAGE_SIZE + at)), 1);
            seal_page(fd, number);
            close(fd);
            faults += use_damaged();
        }
    }
    assert_true(faults > 100);
    buffer_free(&sound);
}

/* What is no database of this program says what it is. */
static void expect_refused(size_t offset, uint32_t value, Status wanted, const char *message) {
    const int fd = open(path, O_RDWR);
    Diag diag = {0};
    Store *refused = NULL;
    for (off_t at = 0; at < 2 * PAGE_SIZE; at += PAGE_SIZE / 2)
        assert_int_equal(pwrite(fd, &value, sizeof value, at + (off_t)offset), sizeof value);
    seal_page(fd, 0);
    seal_page(fd, 1);
    close(fd);
    assert_int_equal(store_open(&refused, path, STORE_READ, 0, &diag), wanted);
    assert_non_null(strstr(diag.message, message));
}

static void test_foreign_header(void **state) {
    (void)state;
    assert_string_equal(store_path(store), path);
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    insert_numbered(1, 0, 3);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    insert_numbered(2, 0, 3);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    store_close(store);
    store = NULL;
    expect_refused(offsetof(Meta, page_size), 8192, STATUS_UNSUPPORTED, "pages of 8192 bytes");
    expect_refused(offsetof(Meta, version), 9, STATUS_UNSUPPORTED, "format version 9");
    expect_refused(offsetof(Meta, byte_order), 0x04030201, STATUS_UNSUPPORTED, "byte order");
}

/* Inserts batches of ten until killed; says each committed batch on the pipe. */
static void insert_until_killed(int to_parent) {
    if (store_open(&store, path, STORE_WRITE, 5, NULL) != STATUS_OK) _exit(1);
    for (size_t batch = quads_now() / 10;; batch++) {
        if (store_begin(store, "child", NULL) != STATUS_OK) _exit(2);
        insert_numbered(batch, 0, 10);
        if (store_commit(store, NULL) != STATUS_OK) _exit(3);
        if (write(to_parent, &batch, sizeof batch) != sizeof batch) _exit(4);
    }
}

static void test_kill(void **state) {
    (void)state;
    store_close(store);
    store = NULL;
    size_t acknowledged = 0;
    for (int trial = 0; trial < 50; trial++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) insert_until_killed(ends[1]);
        close(ends[1]);
        size_t first; /* a child at least gets to work, however busy the machine is */
        assert_int_equal(read(ends[0], &first, sizeof first), sizeof first);
        acknowledged = first + 1;
        usleep(2000 + (useconds_t)rnd(15000));
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        for (size_t batch; read(ends[0], &batch, sizeof batch) == sizeof batch;)
            acknowledged = batch + 1;
        close(ends[0]);
        assert_int_equal(store_open(&store, path, STORE_READ, 0, NULL), STATUS_OK);
        const uint64_t quads = quads_now();
        assert_int_equal(quads % 10, 0);
        assert_true(quads / 10 >= acknowledged);
        if (trial % 10 == 9) assert_int_equal(store_verify(store, NULL, NULL, NULL), STATUS_OK);
        store_close(store);
        store = NULL;
    }
    assert_true(acknowledged > 20);
}

/* A database without a name: nothing of it is seen in its folder, and it is gone when it is closed. */
static void test_temporary(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-temporary-XXXXXX";
    assert_non_null(mkdtemp(folder));
    store_close(store);
    assert_int_equal(store_open(&store, folder, STORE_TEMPORARY, 0, NULL), STATUS_OK);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(store_begin(store, NULL, NULL), STATUS_OK);
    insert_numbered(1, 0, 3000);
    assert_int_equal(store_commit(store, NULL), STATUS_OK);
    assert_int_equal(quads_now(), 3000);
    assert_int_equal(store_verify(store, NULL, NULL, NULL), STATUS_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_against_model, setup, teardown),
        cmocka_unit_test_setup_teardown(test_graphs_work, setup, teardown),
        cmocka_unit_test_setup_teardown(test_undo_and_log, setup, teardown),
        cmocka_unit_test_setup_teardown(test_prefixes_and_backup, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sealed_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sealed_damage_of_graphs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_foreign_header, setup, teardown),
        cmocka_unit_test_setup_teardown(test_temporary, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kill, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
