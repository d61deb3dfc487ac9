/* Unit tests of the store's pager: transactions, snapshots, reuse of pages, crashes, damage. */
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

/* The model under test: a table of SLOTS pages, each holding one number; the table's pages are named in the
 * counters' place by a directory page, so that each change copies two pages. */
enum {
    SLOTS = 100
};

typedef struct Directory {
    PageHeader header;
    PageNo slots[SLOTS];
} Directory;

typedef struct Slot {
    PageHeader header;
    uint64_t value;
} Slot;

static char path[64];

static int setup(void **state) {
    (void)state;
    char folder[] = "/tmp/ytterby-pager-XXXXXX";
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    unlink(path);
    *strrchr(path, '/') = 0;
    return rmdir(path);
}

static Pager *open_pager(StoreMode mode) {
    Pager *pager = NULL;
    Diag diag = {0};
    if (pager_open(&pager, path, mode, &diag) != STATUS_OK) print_message("%s\n", diag.message);
    return pager;
}

/* Sets one slot inside the open transaction. */
static void put(Pager *pager, size_t slot, uint64_t value) {
    TreeRoot *const root = &pager_state(pager)->roots[0];
    PageNo number;
    PageHeader *page;
    assert_int_equal(pager_new(pager, 1, &number, &page, NULL), STATUS_OK);
    page->type = PAGE_INNER;
    Directory *const directory = (Directory *)(void *)page;
    if (root->page) {
        const Directory *const old =
            (const Directory *)(const void *)pager_page(pager, root->page, NULL);
        assert_non_null(old);
        memcpy(directory->slots, old->slots, sizeof old->slots);
        assert_int_equal(pager_release(pager, root->page, NULL), STATUS_OK);
    }
    root->page = number;
    if (directory->slots[slot])
        assert_int_equal(pager_release(pager, directory->slots[slot], NULL), STATUS_OK);
    assert_int_equal(pager_new(pager, 1, &directory->slots[slot], &page, NULL), STATUS_OK);
    page->type = PAGE_LEAF;
    ((Slot *)(void *)page)->value = value;
}

/* The slot's value in a snapshot; UINT64_MAX: damage. */
static uint64_t get(Pager *pager, const Snapshot *snapshot, size_t slot) {
    if (snapshot->state.roots[0].page == 0) return 0;
    const Directory *const directory =
        (const Directory *)(const void *)pager_page(pager, snapshot->state.roots[0].page, NULL);
    if (!directory || directory->header.type != PAGE_INNER) return UINT64_MAX;
    if (directory->slots[slot] == 0) return 0;
    const Slot *const page =
        (const Slot *)(const void *)pager_page(pager, directory->slots[slot], NULL);
    return page && page->header.type == PAGE_LEAF ? page->value : UINT64_MAX;
}

static void test_commit_and_reopen(void **state) {
    (void)state;
    Pager *pager = open_pager(STORE_CREATE);
    assert_non_null(pager);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    put(pager, 3, 33);
    assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    put(pager, 3, 44);
    pager_rollback(pager);
    pager_close(pager);
    pager = open_pager(STORE_READ);
    Snapshot snapshot;
    assert_int_equal(pager_snapshot_begin(pager, &snapshot, NULL), STATUS_OK);
    assert_int_equal(get(pager, &snapshot, 3), 33);
    assert_int_equal(get(pager, &snapshot, 4), 0);
    pager_snapshot_end(pager, &snapshot);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_REFUSED);
    pager_close(pager);
}

static void test_snapshots_and_growth(void **state) {
    (void)state;
    Pager *const writer = open_pager(STORE_CREATE);
    Pager *const reader = open_pager(STORE_READ);
    for (size_t slot = 0; slot < SLOTS; slot++) {
        assert_int_equal(pager_begin(writer, 0, NULL, NULL), STATUS_OK);
        put(writer, slot, slot + 1);
        assert_int_equal(pager_commit(writer, NULL), STATUS_OK);
    }
    Snapshot held;
    Snapshot own;
    assert_int_equal(pager_snapshot_begin(reader, &held, NULL), STATUS_OK);
    assert_int_equal(pager_snapshot_begin(writer, &own, NULL), STATUS_OK);
    struct stat before;
    assert_int_equal(stat(path, &before), 0);
    for (uint64_t i = 0; i < 300; i++) {
        assert_int_equal(pager_begin(writer, 0, NULL, NULL), STATUS_OK);
        put(writer, i % SLOTS, 1000 + i);
        assert_int_equal(pager_commit(writer, NULL), STATUS_OK);
    }
    for (size_t slot = 0; slot < SLOTS; slot++) {
        assert_int_equal(get(reader, &held, slot), slot + 1);
        assert_int_equal(get(writer, &own, slot), slot + 1);
    }
    pager_snapshot_end(reader, &held);
    pager_snapshot_end(writer, &own);
    struct stat middle;
    assert_int_equal(stat(path, &middle), 0);
    for (uint64_t i = 0; i < 2000; i++) {
        assert_int_equal(pager_begin(writer, 0, NULL, NULL), STATUS_OK);
        put(writer, i % SLOTS, 5000 + i);
        assert_int_equal(pager_commit(writer, NULL), STATUS_OK);
    }
    struct stat after;
    assert_int_equal(stat(path, &after), 0);
    assert_true(after.st_size <= middle.st_size + 8 * PAGE_SIZE); /* pages are used again */
    assert_true(before.st_size < 200 * PAGE_SIZE);
    pager_close(reader);
    pager_close(writer);
}

static void test_second_writer(void **state) {
    (void)state;
    Pager *const one = open_pager(STORE_CREATE);
    Pager *const two = open_pager(STORE_WRITE);
    Diag diag = {0};
    assert_int_equal(pager_begin(one, 0, NULL, NULL), STATUS_OK);
    assert_int_equal(pager_begin(two, 0.02, NULL, &diag), STATUS_BUSY);
    assert_non_null(strstr(diag.message, "another process"));
    put(one, 0, 7);
    assert_int_equal(pager_commit(one, NULL), STATUS_OK);
    assert_int_equal(pager_begin(two, 0, NULL, NULL), STATUS_OK);
    put(two, 1, 8);
    assert_int_equal(pager_commit(two, NULL), STATUS_OK);
    Snapshot snapshot;
    assert_int_equal(pager_snapshot_begin(one, &snapshot, NULL), STATUS_OK);
    assert_int_equal(get(one, &snapshot, 0), 7);
    assert_int_equal(get(one, &snapshot, 1), 8);
    pager_snapshot_end(one, &snapshot);
    pager_close(one);
    pager_close(two);
}

/* Writes until killed: transaction i sets slot i % SLOTS and slot 0's twin to i, then says i on the pipe. */
static void write_until_killed(int to_parent) {
    Pager *const pager = open_pager(STORE_WRITE);
    Snapshot snapshot;
    if (!pager || pager_snapshot_begin(pager, &snapshot, NULL) != STATUS_OK) _exit(1);
    uint64_t last = get(pager, &snapshot, 0);
    pager_snapshot_end(pager, &snapshot);
    for (;;) {
        last++;
        if (pager_begin(pager, 1, NULL, NULL) != STATUS_OK) _exit(2);
        put(pager, 0, last);
        put(pager, 1 + last % (SLOTS - 1), last);
        if (pager_commit(pager, NULL) != STATUS_OK) _exit(3);
        if (write(to_parent, &last, sizeof last) != sizeof last) _exit(4);
    }
}

static void kill_one_writer(useconds_t after) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(ends[1]);
    }
    close(ends[1]);
    usleep(after);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    uint64_t acknowledged = 0;
    for (uint64_t one; read(ends[0], &one, sizeof one) == sizeof one;) acknowledged = one;
    close(ends[0]);
    Pager *const pager = open_pager(STORE_READ);
    Snapshot snapshot;
    assert_int_equal(pager_snapshot_begin(pager, &snapshot, NULL), STATUS_OK);
    const uint64_t last = get(pager, &snapshot, 0);
    assert_true(last >= acknowledged);
    /* The last SLOTS - 1 transactions each left their number: none is torn. */
    for (uint64_t i = last > SLOTS - 1 ? last - (SLOTS - 2) : 1; i <= last; i++) {
        assert_int_equal(get(pager, &snapshot, 1 + i % (SLOTS - 1)), i);
    }
    pager_snapshot_end(pager, &snapshot);
    pager_close(pager);
}

static void test_kill(void **state) {
    (void)state;
    pager_close(open_pager(STORE_CREATE));
    for (useconds_t i = 0; i < 60; i++) kill_one_writer(500 + i * 397 % 9000);
}

static void test_damage(void **state) {
    (void)state;
    Pager *pager = open_pager(STORE_CREATE);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    for (size_t slot = 0; slot < SLOTS; slot++) put(pager, slot, slot + 1);
    assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    pager_close(pager);
    const int fd = open(path, O_RDWR);
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    uint64_t seed = 42;
    size_t errors = 0;
    for (int trial = 0; trial < 1500; trial++) {
        seed = hash_mix(seed, 1);
        const off_t at = (off_t)(seed % (uint64_t)info.st_size);
        char byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        const char flipped = (char)(byte ^ (1 << (seed >> 40) % 8));
        assert_int_equal(pwrite(fd, &flipped, 1, at), 1);
        pager = NULL;
        Snapshot snapshot;
        if (pager_open(&pager, path, STORE_READ, NULL) == STATUS_OK &&
            pager_snapshot_begin(pager, &snapshot, NULL) == STATUS_OK) {
            for (size_t slot = 0; slot < SLOTS; slot++) {
                const uint64_t value = get(pager, &snapshot, slot);
                assert_true(value == slot + 1 || value == UINT64_MAX);
                errors += value == UINT64_MAX;
            }
            pager_snapshot_end(pager, &snapshot);
        }
        pager_close(pager);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    assert_true(errors > 100); /* most flips hit a page in use */
    close(fd);
}

static void test_foreign_files(void **state) {
    (void)state;
    Pager *pager = NULL;
    Diag diag = {0};
    assert_int_equal(pager_open(&pager, path, STORE_READ, &diag), STATUS_NOT_FOUND);
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    static const char text[2 * PAGE_SIZE] = "<a> <b> <c> .\n";
    assert_int_equal(write(fd, text, sizeof text), sizeof text);
    diag_clear(&diag);
    assert_int_equal(pager_open(&pager, path, STORE_WRITE, &diag), STATUS_CORRUPT);
    assert_non_null(strstr(diag.message, "not a Ytterby database"));
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(pager_open(&pager, path, STORE_WRITE, NULL), STATUS_OK);
    pager_close(pager);
    Meta meta;
    meta_init(&meta, (const uint8_t[16]){0});
    meta.version = 99;
    char page[PAGE_SIZE];
    meta_encode(&meta, page);
    assert_int_equal(pwrite(fd, page, sizeof page, 0), sizeof page);
    assert_int_equal(pwrite(fd, page, sizeof page, PAGE_SIZE), sizeof page);
    diag_clear(&diag);
    pager = NULL;
    assert_int_equal(pager_open(&pager, path, STORE_WRITE, &diag), STATUS_UNSUPPORTED);
    assert_non_null(strstr(diag.message, "99"));
    assert_null(pager);
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_commit_and_reopen, setup, teardown),
        cmocka_unit_test_setup_teardown(test_snapshots_and_growth, setup, teardown),
        cmocka_unit_test_setup_teardown(test_second_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kill, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_foreign_files, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
