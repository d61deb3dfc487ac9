/* Runs the W3C suites: `build/tests/w3c/w3c [SUITE]...`. The test data is not part of this repository: it is
 * found as w3c/ in $YTTERBY_SHARED, or in ../shared; without it everything is skipped.
 * Each suite runs in a process of its own, as many at once as there are processors, so that a crash is one
 * suite's failure; what a process prints goes to a temporary file and is copied out in order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "w3c.h"

typedef struct Suite {
    const char *name, *folder; /* below w3c/ */
    const char *manifest;      /* in it; NULL: manifest.ttl */
} Suite;

static const Suite suites[] = {
    {"rdf11-ntriples", "rdf/rdf11/rdf-n-triples/", NULL},
    {"rdf11-nquads", "rdf/rdf11/rdf-n-quads/", NULL},
    {"rdf11-turtle", "rdf/rdf11/rdf-turtle/", NULL},
    {"rdf11-trig", "rdf/rdf11/rdf-trig/", NULL},
    {"rdf11-rdfxml", "rdf/rdf11/rdf-xml/", NULL},
    {"rdf12-ntriples", "rdf/rdf12/rdf-n-triples/", NULL},
    {"rdf12-nquads", "rdf/rdf12/rdf-n-quads/", NULL},
    {"rdf12-turtle", "rdf/rdf12/rdf-turtle/", NULL},
    {"rdf12-trig", "rdf/rdf12/rdf-trig/", NULL},
    {"rdf12-rdfxml", "rdf/rdf12/rdf-xml/", NULL},
    {"sparql10-syntax", "sparql10/", "manifest-syntax.ttl"},
    {"sparql10-query", "sparql10/", "manifest-evaluation.ttl"},
    {"sparql11-query", "sparql11/", "manifest-sparql11-query.ttl"},
    {"sparql11-update", "sparql11/", "manifest-sparql11-update.ttl"},
    {"sparql11-results", "sparql11/", "manifest-sparql11-results.ttl"},
    {"sparql11-federation", "sparql11/", "manifest-sparql11-fed.ttl"},
    {"sparql12", "sparql12/", NULL},
};
enum {
    SUITES = sizeof suites / sizeof suites[0]
};

static const Handler *const handler_tables[] = {rdf_handlers, sparql_handlers};

typedef struct Job {
    pid_t process; /* 0: not started; -1: done */
    FILE *output, *counts;
} Job;

/* ---- One suite, in its process ---------------------------------------------------------------------------- */

static const Handler *handler_for(Text type) {
    for (size_t t = 0; t < sizeof handler_tables / sizeof handler_tables[0]; t++)
        for (const Handler *handler = handler_tables[t]; handler->type; handler++)
            if (text_equal(type, text_of(handler->type))) return handler;
    return NULL;
}

static void run_test(void *context, const Test *test) {
    Buffer why = {0};
    const Handler *const handler = handler_for(test->type);
    Outcome outcome = SKIPPED;
    if (handler)
        outcome = handler->run(test, handler->format, &why);
    else
        buffer_format(&why, "no way to run a %.*s", (int)test->type.len, test->type.at);
    bool listed = false;
    const char *const reason = known_failure(test, &listed);
    if (reason && outcome == FAILED) {
        buffer_clear(&why);
        buffer_text(&why, text_of(reason));
        outcome = SKIPPED;
    } else if (listed && outcome == PASSED) {
        buffer_format(&why, "passes now: take it off known.c");
        outcome = FAILED;
    }
    report_test(context, test, outcome, buffer_view(&why));
    buffer_free(&why);
}

static void run_suite(const Suite *suite, const char *root, FILE *counts) {
    char folder[4096], manifest[4200];
    Count count = {0};
    Diag diag = {0};
    snprintf(folder, sizeof folder, "%s/%s", root, suite->folder);
    snprintf(manifest, sizeof manifest, "%s%s", folder,
             suite->manifest ? suite->manifest : "manifest.ttl");
    if (manifest_each(manifest, folder, suite->name, run_test, &count, &diag) != STATUS_OK) {
        printf("not ok %s - %s:%zu: %s\n", suite->name, diag.file, diag.line, diag.message);
        count.failed++;
    }
    fwrite(&count, sizeof count, 1, counts);
    fflush(counts);
}

/* ---- All of them -------------------------------------------------------------------------------------------- */

static void start(Job *job, const Suite *suite, const char *root) {
    job->output = tmpfile();
    job->counts = tmpfile();
    fflush(stdout);
    job->process = fork();
    if (job->process != 0) return;
    dup2(fileno(job->output), STDOUT_FILENO);
    run_suite(suite, root, job->counts);
    fflush(stdout);
    _exit(0);
}

static void wait_for_one(Job *jobs, size_t count) {
    int status;
    const pid_t ended = wait(&status);
    for (size_t i = 0; i < count; i++) {
        if (jobs[i].process != ended) continue;
        jobs[i].process = -1;
        if (status == 0) continue;
        fseek(jobs[i].output, 0, SEEK_END);
        fprintf(jobs[i].output, "not ok %s - its process ended with %d\n", suites[i].name, status);
    }
}

static void copy_out(Job *job, Count *count) {
    char block[4096];
    rewind(job->output);
    for (size_t got; (got = fread(block, 1, sizeof block, job->output)) > 0;)
        fwrite(block, 1, got, stdout);
    rewind(job->counts);
    if (fread(count, sizeof *count, 1, job->counts) != 1) *count = (Count){.failed = 1};
    fclose(job->output);
    fclose(job->counts);
}

static bool is_wanted(const Suite *suite, int count, char **names) {
    for (int i = 0; i < count; i++)
        if (strncmp(suite->name, names[i], strlen(names[i])) == 0) return true;
    return count == 0;
}

/* The folder of the suites, resolved, or NULL. */
static char *find_root(void) {
    const char *const shared = getenv("YTTERBY_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/w3c", shared ? shared : "../shared");
    return realpath(path, NULL);
}

int main(int argc, char **argv) {
    const Suite *chosen[SUITES];
    const char *names[SUITES];
    Job jobs[SUITES] = {0};
    Count counts[SUITES];
    char *const root = find_root();
    size_t count = 0, running = 0;
    if (!root) {
        puts("skip w3c - no test data: neither $YTTERBY_SHARED/w3c nor ../shared/w3c is there");
        return 0;
    }
    for (size_t i = 0; i < SUITES; i++) {
        if (!is_wanted(&suites[i], argc - 1, argv + 1)) continue;
        names[count] = suites[i].name;
        chosen[count++] = &suites[i];
    }
    const size_t most = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t i = 0; i < count; i++, running++) {
        if (running >= most) {
            wait_for_one(jobs, count);
            running--;
        }
        start(&jobs[i], chosen[i], root);
    }
    for (; running > 0; running--) wait_for_one(jobs, count);
    unsigned failed = 0;
    for (size_t i = 0; i < count; i++) {
        copy_out(&jobs[i], &counts[i]);
        failed += counts[i].failed;
    }
    report_table(names, counts, count);
    free(root);
    return failed > 0;
}
