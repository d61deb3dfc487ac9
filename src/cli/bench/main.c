/* ytterby-bench: how long queries take on a database, in this process and through the engine, without a line printed
 * for an answer. Every query is run once cold (parse, plan, rows), then `repeat` times for the medians, then once more
 * for its checksum. With several threads each has a handle of its own on the database and runs all queries, beginning
 * at another one: what is told is then how readers are slowed down by each other. */
#include "bench.h"

#include "ytterby/store.h"

#include <getopt.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_REPEATS = 1000000,
    MOST_THREADS = 256
};

static const char usage[] =
    "usage: ytterby-bench --db PATH [OPTION]... FILE.rq...\n"
    "       ytterby-bench --answer FORMAT FILE\n"
    "Runs queries in this process and tells how long they take.\n\n"
    "  --db PATH            the database\n"
    "  --repeat N           warm runs, of which the medians are told (default 5)\n"
    "  --threads N          as many readers at once, each running all queries (default 1)\n"
    "  --terms              read the terms of every row, not only its ids\n"
    "  --timeout SECONDS    for a run\n"
    "  --memory-limit MIB   for a run\n"
    "  --no-optimize        evaluate the queries as they are written\n"
    "  --processor          tell the processor's time, not the clock's: for a busy machine; one "
    "thread only\n"
    "  --answer FORMAT      print the rows and the checksum of an answer in a file (json, xml, csv "
    "or tsv;\n"
    "                       \"-\": standard input), to compare with\n"
    "  --help               this text\n\n"
    "A line a query, its fields parted by tabs, times in milliseconds:\n"
    "  Q NAME ROWS FIRST MEDIAN PLAN CHECKSUM\n"
    "NAME is FOLDER/FILE; FIRST the first run, from the text to the last row; MEDIAN the warm "
    "runs; PLAN the median of\n"
    "the time to parse and plan. CHECKSUM depends on no order; numbers count by value, blank nodes "
    "are all alike. A query\n"
    "that fails has \"-\" in these fields, and in the last one why (time-out, memory-limit, "
    "error). With --threads a last\n"
    "line tells all warm runs: T THREADS RUNS SECONDS RUNS-A-SECOND.\n";

typedef struct Result {
    BenchRun first;
    double median, plan;
    uint64_t rows, sum;
    Status status;
} Result;

typedef struct Bench {
    BenchOptions options;
    BenchQuery *queries;
    size_t count;
} Bench;

/* What one thread works with, and what it found. */
typedef struct Worker {
    const Bench *bench;
    size_t number;
    Store *store;
    Result *results; /* one a query */
    BenchRun *runs;  /* the warm runs of all queries, `repeat` each */
    double *sorted;
    pthread_t thread;
    double seconds; /* of its warm runs */
} Worker;

static double seconds_since(uint64_t start) { return (double)(clock_now() - start) / 1e9; }

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- One query -------------------------------------------------------------------------------------------------------- */

static int order_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *numbers, size_t count) {
    qsort(numbers, count, sizeof *numbers, order_numbers);
    return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

/* Only the first thread tells what failed: the others meet the same. */
static Status run_once(const Worker *worker, size_t query, Checksum *checksum, BenchRun *run) {
    Diag diag = {0};
    const Bench *const bench = worker->bench;
    const Status status = bench_run(store_source(worker->store), store_is_union(worker->store),
                                    &bench->queries[query], &bench->options, checksum, run, &diag);
    if (status != STATUS_OK && worker->number == 0) {
        diag_set(&diag, status, "%s", status_text(status));
        if (!diag.file[0]) diag_file(&diag, bench->queries[query].path);
        diag_print(&diag, "error", stderr);
    }
    return status;
}

static Status run_cold(Worker *worker, size_t query) {
    return run_once(worker, query, NULL, &worker->results[query].first);
}

static Status run_warm(Worker *worker, size_t query) {
    const size_t repeat = worker->bench->options.repeat;
    for (size_t i = 0; i < repeat; i++)
        TRY(run_once(worker, query, NULL, &worker->runs[query * repeat + i]));
    return STATUS_OK;
}

static Status run_checked(Worker *worker, size_t query) {
    Result *const result = &worker->results[query];
    Checksum checksum = {0};
    BenchRun run;
    const Status status = run_once(worker, query, &checksum, &run);
    result->rows = run.rows;
    result->sum = checksum.sum;
    arena_free(checksum.arena);
    buffer_free(&checksum.text);
    return status;
}

static void take_medians(Worker *worker, size_t query) {
    const size_t repeat = worker->bench->options.repeat;
    const BenchRun *const runs = worker->runs + query * repeat;
    Result *const result = &worker->results[query];
    for (size_t i = 0; i < repeat; i++) worker->sorted[i] = runs[i].total;
    result->median = median(worker->sorted, repeat);
    for (size_t i = 0; i < repeat; i++) worker->sorted[i] = runs[i].plan;
    result->plan = median(worker->sorted, repeat);
}

/* ---- A thread's work --------------------------------------------------------------------------------------------------- */

/* Every query in turn, beginning at a place of the thread's own; a query that failed is left out. */
static void each_query(Worker *worker, Status (*run)(Worker *worker, size_t query)) {
    const size_t count = worker->bench->count;
    const size_t first = count * worker->number / worker->bench->options.threads;
    for (size_t i = 0; i < count; i++) {
        const size_t query = (first + i) % count;
        Result *const result = &worker->results[query];
        if (result->status == STATUS_OK) result->status = run(worker, query);
    }
}

static Status prepare_worker(Worker *worker, Diag *diag) {
    const BenchOptions *const options = &worker->bench->options;
    const size_t count = worker->bench->count;
    worker->results = mem_zero(count, sizeof *worker->results);
    worker->runs = mem_zero(count * options->repeat, sizeof *worker->runs);
    worker->sorted = mem_zero(options->repeat, sizeof *worker->sorted);
    if (!worker->results || !worker->runs || !worker->sorted) return out_of_memory(diag);
    return store_open(&worker->store, options->db, STORE_READ, 0, diag);
}

static void *work(void *context) {
    Worker *const worker = context;
    each_query(worker, run_cold);
    const uint64_t start = clock_now();
    each_query(worker, run_warm);
    worker->seconds = seconds_since(start);
    each_query(worker, run_checked);
    for (size_t i = 0; i < worker->bench->count; i++) take_medians(worker, i);
    return NULL;
}

static void free_worker(Worker *worker) {
    store_close(worker->store);
    mem_free(worker->results);
    mem_free(worker->runs);
    mem_free(worker->sorted);
}

/* ---- Telling ----------------------------------------------------------------------------------------------------------- */

static const char *failure_word(Status status) {
    switch (status) {
    case STATUS_TIMEOUT: return "time-out";
    case STATUS_MEMORY_LIMIT: return "memory-limit";
    default: return "error";
    }
}

/* The first thread's result; its medians are those of all threads' medians. */
static Status tell_query(const Bench *bench, const Worker *workers, size_t query, double *numbers) {
    const Result *const result = &workers[0].results[query];
    const size_t threads = bench->options.threads;
    const Text name = bench->queries[query].name;
    printf("Q\t%.*s\t", (int)name.len, name.at);
    for (size_t i = 0; i < threads; i++) {
        const Status status = workers[i].results[query].status;
        if (status == STATUS_OK) continue;
        printf("-\t-\t-\t-\t%s\n", failure_word(status));
        return status;
    }
    for (size_t i = 0; i < threads; i++) numbers[i] = workers[i].results[query].median;
    const double total = median(numbers, threads);
    for (size_t i = 0; i < threads; i++) numbers[i] = workers[i].results[query].plan;
    printf("%llu\t%.4f\t%.4f\t%.4f\t%016llx\n", (unsigned long long)result->rows,
           result->first.total, total, median(numbers, threads), (unsigned long long)result->sum);
    return STATUS_OK;
}

static Status tell(const Bench *bench, const Worker *workers) {
    const size_t threads = bench->options.threads;
    double numbers[MOST_THREADS], longest = 0;
    Status status = STATUS_OK;
    for (size_t i = 0; i < bench->count; i++) {
        const Status outcome = tell_query(bench, workers, i, numbers);
        if (status == STATUS_OK) status = outcome;
    }
    for (size_t i = 0; i < threads; i++)
        longest = workers[i].seconds > longest ? workers[i].seconds : longest;
    const double runs = (double)(threads * bench->count * bench->options.repeat);
    if (threads > 1) printf("T\t%zu\t%.0f\t%.3f\t%.1f\n", threads, runs, longest, runs / longest);
    return status;
}

/* ---- The whole ----------------------------------------------------------------------------------------------------------- */

static Status run_workers(Worker *workers, size_t threads, Diag *diag) {
    size_t started = 0;
    Status status = STATUS_OK;
    while (started < threads && status == STATUS_OK) {
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
            started++;
        else
            status = diag_set(diag, STATUS_NO_MEMORY, "no thread to be had");
    }
    for (size_t i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    return status;
}

static Status run_bench(const Bench *bench, Diag *diag) {
    const size_t threads = bench->options.threads;
    Worker *const workers = mem_zero(threads, sizeof *workers);
    if (!workers) return out_of_memory(diag);
    Status status = STATUS_OK;
    for (size_t i = 0; i < threads && status == STATUS_OK; i++) {
        workers[i].bench = bench;
        workers[i].number = i;
        status = prepare_worker(&workers[i], diag);
    }
    if (status == STATUS_OK) status = run_workers(workers, threads, diag);
    if (status == STATUS_OK) status = tell(bench, workers);
    for (size_t i = 0; i < threads; i++) free_worker(&workers[i]);
    mem_free(workers);
    return status;
}

/* FOLDER/FILE without the ending: a query is known by the set it is in. */
static Text name_of_path(const char *path) {
    const Text all = text_of(path);
    size_t from = all.len, slashes = 0;
    while (from > 0 && !(all.at[from - 1] == '/' && ++slashes == 2)) from--;
    return text_slice(all, from, text_ends(all, TEXT(".rq")) ? all.len - 3 : all.len);
}

static Status read_queries(Bench *bench, char **paths, size_t count, Diag *diag) {
    bench->queries = mem_zero(count, sizeof *bench->queries);
    if (!bench->queries) return out_of_memory(diag);
    bench->count = count;
    for (size_t i = 0; i < count; i++) {
        BenchQuery *const query = &bench->queries[i];
        query->path = paths[i];
        query->name = name_of_path(paths[i]);
        TRY(file_read(&query->text, paths[i], diag));
        TRY(iri_of_path(&query->base, paths[i]));
    }
    return STATUS_OK;
}

static void free_queries(Bench *bench) {
    for (size_t i = 0; i < bench->count; i++) {
        buffer_free(&bench->queries[i].text);
        buffer_free(&bench->queries[i].base);
    }
    mem_free(bench->queries);
}

static Status tell_answer(const char *format, const char *path, Diag *diag) {
    Checksum checksum = {0};
    const Status status = checksum_file(path, format, &checksum, diag);
    if (status == STATUS_OK)
        printf("%llu\t%016llx\n", (unsigned long long)checksum.rows,
               (unsigned long long)checksum.sum);
    arena_free(checksum.arena);
    buffer_free(&checksum.text);
    return status;
}

/* ---- The command line ---------------------------------------------------------------------------------------------------- */

static Status read_count(const char *name, const char *word, size_t most, size_t *count,
                         Diag *diag) {
    char *end;
    const unsigned long number = strtoul(word, &end, 10);
    if (*end || number < 1 || number > most)
        return diag_set(diag, STATUS_USAGE, "--%s wants a number from 1 to %zu, not \"%s\"", name,
                        most, word);
    *count = number;
    return STATUS_OK;
}

static Status read_amount(const char *name, const char *word, double *amount, Diag *diag) {
    char *end;
    *amount = strtod(word, &end);
    return end != word && !*end && *amount >= 0 && *amount < 1e12
               ? STATUS_OK
               : diag_set(diag, STATUS_USAGE, "--%s wants a number, not \"%s\"", name, word);
}

typedef struct CommandLine {
    BenchOptions options;
    const char *answer;
    bool help;
} CommandLine;

static Status read_option(int option, const char *name, const char *word, CommandLine *line,
                          Diag *diag) {
    BenchOptions *const options = &line->options;
    double amount;
    switch (option) {
    case 'd': options->db = word; return STATUS_OK;
    case 'r': return read_count(name, word, MOST_REPEATS, &options->repeat, diag);
    case 't': return read_count(name, word, MOST_THREADS, &options->threads, diag);
    case 's': return read_amount(name, word, &options->timeout, diag);
    case 'm':
        TRY(read_amount(name, word, &amount, diag));
        options->memory_limit = (size_t)(amount * 1048576);
        return STATUS_OK;
    case 'e': options->terms = true; return STATUS_OK;
    case 'n': options->no_optimize = true; return STATUS_OK;
    case 'p': options->processor = true; return STATUS_OK;
    case 'a': line->answer = word; return STATUS_OK;
    case 'h': line->help = true; return STATUS_OK;
    default: return diag_set(diag, STATUS_USAGE, "see ytterby-bench --help");
    }
}

static Status read_command_line(int argc, char **argv, CommandLine *line, Diag *diag) {
    static const struct option names[] = {{"db", required_argument, NULL, 'd'},
                                          {"repeat", required_argument, NULL, 'r'},
                                          {"threads", required_argument, NULL, 't'},
                                          {"terms", no_argument, NULL, 'e'},
                                          {"timeout", required_argument, NULL, 's'},
                                          {"memory-limit", required_argument, NULL, 'm'},
                                          {"no-optimize", no_argument, NULL, 'n'},
                                          {"answer", required_argument, NULL, 'a'},
                                          {"processor", no_argument, NULL, 'p'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    int index = 0;
    *line = (CommandLine){.options = {.repeat = 5, .threads = 1}};
    for (int option; (option = getopt_long(argc, argv, "", names, &index)) != -1;)
        TRY(read_option(option, names[index].name, optarg, line, diag));
    if (line->help) return STATUS_OK;
    if (line->answer && argc - optind != 1)
        return diag_set(diag, STATUS_USAGE, "--answer wants one file");
    if (line->options.processor && line->options.threads > 1)
        return diag_set(diag, STATUS_USAGE, "--processor is for one thread");
    if (!line->answer && (!line->options.db || argc == optind))
        return diag_set(diag, STATUS_USAGE, "give --db PATH and the queries' files; see --help");
    return STATUS_OK;
}

static Status run(int argc, char **argv, Diag *diag) {
    CommandLine line;
    TRY(read_command_line(argc, argv, &line, diag));
    if (line.help) {
        fputs(usage, stdout);
        return STATUS_OK;
    }
    if (line.answer) return tell_answer(line.answer, argv[optind], diag);
    Bench bench = {.options = line.options};
    Status status = read_queries(&bench, argv + optind, (size_t)(argc - optind), diag);
    if (status == STATUS_OK) status = run_bench(&bench, diag);
    free_queries(&bench);
    return status;
}

int main(int argc, char **argv) {
    Diag diag = {0};
    const Status status = run(argc, argv, &diag);
    if (diag.status != STATUS_OK) {
        if (!diag.file[0]) diag_file(&diag, "ytterby-bench");
        diag_print(&diag, "error", stderr);
    }
    return status == STATUS_OK ? 0 : status == STATUS_USAGE ? 64 : 1;
}
