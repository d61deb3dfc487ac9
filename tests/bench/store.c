/* How fast a database is read: `store DATABASE...` prints, for each, the time of scans by order, of look-ups, of counts, and of
 * terms by id and ids by term; each the best of several rounds. */
#include <stdio.h>
#include <stdlib.h>

#include "ytterby/store.h"

enum {
    ROUNDS = 7,
    KEYS = 20000
};

typedef struct Bench {
    StoreReader *reader;
    QuadIds *keys; /* some quads from all over, in the order of subjects */
    size_t key_count;
    Diag diag;
} Bench;

static QuadBatch batch;

typedef Status Work(Bench *bench, const void *what, uint64_t *done);

/* The best round's nanoseconds a piece. */
static Status measure(Bench *bench, Work *work, const void *what, double *best) {
    *best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t done = 0;
        const uint64_t start = clock_now();
        TRY(work(bench, what, &done));
        const double each = (double)(clock_now() - start) / (double)(done ? done : 1);
        if (each < *best) *best = each;
    }
    return STATUS_OK;
}

/* ---- Scans ------------------------------------------------------------------------------------------------ */

static Status scan(Bench *bench, const void *what, uint64_t *done) {
    SourceScan *rows = NULL;
    TRY(store_reader_scan(bench->reader, what, &rows, &bench->diag));
    Status status;
    do {
        status = source_scan_next(rows, &batch, &bench->diag);
        *done += batch.rows;
    } while (status == STATUS_OK && batch.rows > 0);
    source_scan_free(rows);
    return status;
}

static Status scans(Bench *bench) {
    static const char *const names[] = {"SPO", "SOP", "PSO", "POS", "OSP", "OPS"};
    printf("  scan, ns a triple (three columns; the last alone):");
    for (ScanOrder order = ORDER_SPO; order <= ORDER_OPS; order++) {
        const QuadColumn last = names[order - ORDER_SPO][2] == 'S'   ? QUAD_SUBJECT
                                : names[order - ORDER_SPO][2] == 'P' ? QUAD_PREDICATE
                                                                     : QUAD_OBJECT;
        const ScanRequest three = {.order = order, .columns = QUAD_ALL & ~(1u << QUAD_GRAPH)};
        const ScanRequest one = {.order = order, .columns = 1u << last};
        double all;
        double alone;
        TRY(measure(bench, scan, &three, &all));
        TRY(measure(bench, scan, &one, &alone));
        printf(" %s %.2f %.2f%s", names[order - ORDER_SPO], all, alone,
               order == ORDER_OPS ? "\n" : ",");
    }
    return STATUS_OK;
}

/* ---- Look-ups ----------------------------------------------------------------------------------------------- */

typedef struct LookUp {
    const char *name;
    unsigned bound, wanted; /* sets of columns */
    bool ascending;         /* keys in the order of subjects, not mixed */
} LookUp;

static QuadPattern pattern_of(const Bench *bench, size_t i, const LookUp *look_up) {
    const size_t at = look_up->ascending ? i : i * 7919 % bench->key_count;
    const QuadIds *const key = &bench->keys[at];
    const unsigned bound = look_up->bound;
    return (QuadPattern){bound & 1u << QUAD_SUBJECT ? key->subject : TERM_ID_NONE,
                         bound & 1u << QUAD_PREDICATE ? key->predicate : TERM_ID_NONE,
                         bound & 1u << QUAD_OBJECT ? key->object : TERM_ID_NONE, TERM_ID_NONE};
}

/* Up to the first batch: what follows it is a scan's time. */
static Status look_up(Bench *bench, const void *what, uint64_t *done) {
    const LookUp *const look_up = what;
    SourceScan *rows = NULL;
    Status status = STATUS_OK;
    for (size_t i = 0; i < bench->key_count && status == STATUS_OK; i++) {
        const ScanRequest request = {pattern_of(bench, i, look_up), ORDER_ANY, look_up->wanted};
        status = rows ? source_scan_restart(rows, &request, &bench->diag)
                      : store_reader_scan(bench->reader, &request, &rows, &bench->diag);
        if (status == STATUS_OK) status = source_scan_next(rows, &batch, &bench->diag);
        *done += 1;
    }
    source_scan_free(rows);
    return status;
}

static Status count(Bench *bench, const void *what, uint64_t *done) {
    for (size_t i = 0; i < bench->key_count; i++) {
        const QuadPattern pattern = pattern_of(bench, i, what);
        uint64_t matches;
        bool exact;
        TRY(store_reader_count(bench->reader, &pattern, &matches, &exact, &bench->diag));
        *done += 1;
    }
    return STATUS_OK;
}

static Status look_ups(Bench *bench, const char *what, Work *work) {
    enum {
        S = 1u << QUAD_SUBJECT,
        P = 1u << QUAD_PREDICATE,
        O = 1u << QUAD_OBJECT
    };
    static const LookUp kinds[] = {{"s p ?o", S | P, O, false},
                                   {"s p ?o ascending", S | P, O, true},
                                   {"?s p o", P | O, S, false},
                                   {"s ?p ?o", S, P | O, false},
                                   {"s p o", S | P | O, 0, false}};
    printf("  %s, us:", what);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        double best;
        TRY(measure(bench, work, &kinds[i], &best));
        printf("%s %s %.2f", i ? "," : "", kinds[i].name, best / 1000);
    }
    printf("\n");
    return STATUS_OK;
}

/* ---- Terms ----------------------------------------------------------------------------------------------------- */

static Status to_term(Bench *bench, const void *what, uint64_t *done) {
    Arena *const arena = arena_new(NULL);
    const LookUp mixed = {.bound = 1u << QUAD_SUBJECT};
    Status status = arena ? STATUS_OK : STATUS_NO_MEMORY;
    (void)what;
    for (size_t i = 0; i < bench->key_count && status == STATUS_OK; i++, ++*done) {
        Term term;
        status = store_reader_term(bench->reader, pattern_of(bench, i, &mixed).subject, arena,
                                   &term, &bench->diag);
        if (i % 100 == 99) arena_reset(arena);
    }
    arena_free(arena);
    return status;
}

static Status to_id(Bench *bench, const void *what, uint64_t *done) {
    const Term *const terms = what;
    for (size_t i = 0; i < bench->key_count; i++, ++*done) {
        TermId id;
        TRY(store_reader_find(bench->reader, &terms[i], &id, &bench->diag));
    }
    return STATUS_OK;
}

static Status terms(Bench *bench) {
    Arena *const arena = arena_new(NULL);
    Term *const all = arena ? arena_array(arena, bench->key_count + 1, sizeof *all) : NULL;
    Status status = all ? STATUS_OK : STATUS_NO_MEMORY;
    double by_id = 0;
    double by_term = 0;
    for (size_t i = 0; i < bench->key_count && status == STATUS_OK; i++) {
        const TermId id = bench->keys[i * 7919 % bench->key_count].subject;
        status = store_reader_term(bench->reader, id, arena, &all[i], &bench->diag);
    }
    if (status == STATUS_OK) status = measure(bench, to_term, NULL, &by_id);
    if (status == STATUS_OK) status = measure(bench, to_id, all, &by_term);
    if (status == STATUS_OK)
        printf("  terms, us: by id %.2f, ids by term %.2f\n", by_id / 1000, by_term / 1000);
    arena_free(arena);
    return status;
}

/* ---- All ---------------------------------------------------------------------------------------------------------- */

/* Every so-manieth quad in the order of subjects. */
static Status take_keys(Bench *bench) {
    const ScanRequest all = {.order = ORDER_SPO, .columns = QUAD_ALL};
    SourceScan *rows = NULL;
    uint64_t quads = 0;
    bool exact;
    TRY(store_reader_count(bench->reader, &all.pattern, &quads, &exact, &bench->diag));
    const uint64_t step = quads / KEYS + 1;
    TRY(store_reader_scan(bench->reader, &all, &rows, &bench->diag));
    Status status = STATUS_OK;
    for (uint64_t at = 0; status == STATUS_OK; at += batch.rows) {
        status = source_scan_next(rows, &batch, &bench->diag);
        if (status != STATUS_OK || batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows; i++) {
            if ((at + i) % step == 0)
                bench->keys[bench->key_count++] =
                    (QuadIds){batch.subject[i], batch.predicate[i], batch.object[i], TERM_ID_NONE};
        }
    }
    source_scan_free(rows);
    return status;
}

static Status run(Bench *bench) {
    TRY(take_keys(bench));
    TRY(scans(bench));
    TRY(look_ups(bench, "look-up", look_up));
    TRY(look_ups(bench, "count", count));
    return terms(bench);
}

static Status open_and_run(const char *path, Bench *bench) {
    Store *store = NULL;
    Status status = store_open(&store, path, STORE_READ, 0, &bench->diag);
    if (status == STATUS_OK) status = store_reader_open(&bench->reader, store, &bench->diag);
    if (status == STATUS_OK) status = run(bench);
    store_reader_close(bench->reader);
    store_close(store);
    return status;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        Bench bench = {.keys = mem_zero(KEYS + 1, sizeof *bench.keys)};
        Status status = STATUS_NO_MEMORY;
        printf("%s\n", argv[i]);
        if (bench.keys) status = open_and_run(argv[i], &bench);
        mem_free(bench.keys);
        if (status == STATUS_OK) continue;
        diag_set(&bench.diag, status, "%s", status_text(status));
        diag_print(&bench.diag, "error", stderr);
        return 1;
    }
    return 0;
}
