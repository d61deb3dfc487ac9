/* How fast RDF is read. `read [-t THREADS] FILE...` reads each file five times ("-", standard input, once) to a
 * callback that only counts; `read -c COUNT NAME COMMAND...` runs another program three times on as many
 * statements. Both print the best run: processor seconds (user and system), millions of statements per processor
 * second, seconds on the clock, peak of resident memory. Processor time is what a busy machine leaves comparable. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include "ytterby/rdfio.h"

enum {
    RUNS = 5,
    COMMAND_RUNS = 3,
    MOST_THREADS = 64
};

typedef struct Measure {
    double processor, clock; /* seconds */
    long memory;             /* KiB */
    uint64_t statements;
} Measure;

static double processor_seconds(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long peak_memory(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return usage.ru_maxrss;
}

static void print_measure(const char *name, const Measure *best, const char *file) {
    printf("%-12s %9llu statements %7.3f s %6.2f M/s, %7.3f s by the clock, %7ld KiB  %s\n", name,
           (unsigned long long)best->statements, best->processor,
           (double)best->statements / best->processor / 1e6, best->clock, best->memory, file);
}

/* ---- Reading ------------------------------------------------------------------------------------------ */

typedef struct Counter {
    uint64_t quads;
    char apart[56]; /* each thread's counter in a cache line of its own */
} Counter;

static Status count_quad(void *context, const Quad *quad) {
    (void)quad;
    ((Counter *)context)->quads++;
    return STATUS_OK;
}

static bool read_once(const char *path, size_t threads, Measure *measure) {
    Counter counters[MOST_THREADS] = {0};
    RdfSink sinks[MOST_THREADS];
    const RdfReadOptions options = {0};
    Diag diag = {0};
    for (size_t i = 0; i < threads; i++)
        sinks[i] = (RdfSink){.quad = count_quad, .context = &counters[i]};
    const uint64_t start = clock_now();
    const double before = processor_seconds(RUSAGE_SELF);
    const Status status = rdf_read_parallel(path, &options, sinks, threads, &diag);
    measure->processor = processor_seconds(RUSAGE_SELF) - before;
    measure->clock = (double)(clock_now() - start) / 1e9;
    measure->memory = peak_memory(RUSAGE_SELF);
    measure->statements = 0;
    for (size_t i = 0; i < threads; i++) measure->statements += counters[i].quads;
    if (status != STATUS_OK) diag_print(&diag, "error", stderr);
    return status == STATUS_OK;
}

static bool read_often(const char *path, size_t threads) {
    Measure best = {.processor = 1e9}, measure;
    char name[32];
    const size_t runs = strcmp(path, "-") == 0 ? 1 : RUNS;
    for (size_t i = 0; i < runs; i++) {
        if (!read_once(path, threads, &measure)) return false;
        if (measure.processor < best.processor) best = measure;
    }
    snprintf(name, sizeof name, "ytterby (%zu)", threads);
    print_measure(name, &best, path);
    return true;
}

/* ---- Other programs ------------------------------------------------------------------------------------- */

static void run_command(char **command) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execvp(command[0], command);
    _exit(127);
}

static bool run_often(uint64_t count, const char *name, char **command, const char *file) {
    Measure best = {.processor = 1e9};
    for (size_t i = 0; i < COMMAND_RUNS; i++) {
        const uint64_t start = clock_now();
        const double before = processor_seconds(RUSAGE_CHILDREN);
        const pid_t process = fork();
        if (process == 0) run_command(command);
        int status = 0;
        if (process < 0 || waitpid(process, &status, 0) < 0 || status != 0) return false;
        const double seconds = processor_seconds(RUSAGE_CHILDREN) - before;
        if (seconds < best.processor)
            best = (Measure){seconds, (double)(clock_now() - start) / 1e9,
                             peak_memory(RUSAGE_CHILDREN), count};
    }
    print_measure(name, &best, file);
    return true;
}

int main(int argc, char **argv) {
    size_t threads = 1;
    int first = 1;
    if (argc > 4 && strcmp(argv[1], "-c") == 0)
        return !run_often(strtoull(argv[2], NULL, 10), argv[3], argv + 4, argv[argc - 1]);
    if (argc > 2 && strcmp(argv[1], "-t") == 0) {
        threads = strtoul(argv[2], NULL, 10);
        first = 3;
    }
    if (threads < 1 || threads > MOST_THREADS) return 64;
    for (int i = first; i < argc; i++)
        if (!read_often(argv[i], threads)) return 1;
    return 0;
}
