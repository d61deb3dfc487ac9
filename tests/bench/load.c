/* How fast files are loaded into a new database: `load [-m MIB] [-n RUNS] DATABASE FILE...` prints each run's phases and
 * the file's size; every run begins without the database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ytterby/load.h"

static double seconds(uint64_t nanoseconds) { return (double)nanoseconds / 1e9; }

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static Status load(const char *path, char **files, size_t count, size_t memory) {
    const LoadOptions options = {.memory = memory};
    LoadResult result = {0};
    StoreInfo info = {0};
    Store *store = NULL;
    Diag diag = {0};
    unlink(path);
    const double before = processor_seconds();
    const uint64_t start = clock_now();
    uint64_t loaded = start;
    Status status = store_open(&store, path, STORE_CREATE, 0, &diag);
    if (status == STATUS_OK) status = store_begin(store, "bench", &diag);
    if (status == STATUS_OK)
        status = load_files(store, (const char *const *)files, count, &options, &result, &diag);
    if (status == STATUS_OK) {
        loaded = clock_now();
        status = store_commit(store, &diag);
    }
    const uint64_t end = clock_now();
    const double used = processor_seconds() - before;
    if (status == STATUS_OK) status = store_info(store, &info, &diag);
    store_close(store);
    if (status != STATUS_OK) {
        diag_print(&diag, "error", stderr);
        return status;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf(
        "%llu triples %6.3f s %5.2f M/s (cpu %5.3f s) | read %5.3f terms %5.3f write %5.3f commit "
        "%5.3f | %llu batches, %5.1f bytes a triple, peak %ld MiB\n",
        (unsigned long long)info.quads, seconds(end - start),
        (double)result.statements / seconds(end - start) / 1e6, used, seconds(result.reading),
        seconds(result.terms), seconds(result.writing), seconds(end - loaded),
        (unsigned long long)result.batches, (double)info.bytes / (double)info.quads,
        usage.ru_maxrss / 1024);
    return STATUS_OK;
}

int main(int argc, char **argv) {
    size_t memory = 0;
    long runs = 5;
    for (int option; (option = getopt(argc, argv, "m:n:")) != -1;) {
        if (option == '?') return 64;
        if (option == 'm')
            memory = strtoul(optarg, NULL, 10) << 20;
        else
            runs = strtol(optarg, NULL, 10);
    }
    if (argc - optind < 2) return 64;
    for (long i = 0; i < runs; i++) {
        if (load(argv[optind], argv + optind + 1, (size_t)(argc - optind - 1), memory) != STATUS_OK)
            return 1;
    }
    return 0;
}
