/* What the runner prints: a line for each test, and a table at the end. */
#include "w3c.h"

void report_test(Count *count, const Test *test, Outcome outcome, Text why) {
    static const char *const words[] = {[PASSED] = "ok", [FAILED] = "not ok", [SKIPPED] = "skip"};
    count->passed += outcome == PASSED;
    count->failed += outcome == FAILED;
    count->skipped += outcome == SKIPPED;
    printf("%s %s/%.*s", words[outcome], test->suite, (int)test->name.len, test->name.at);
    if (outcome != PASSED) printf(" - %.*s", (int)why.len, why.at);
    putchar('\n');
}

void report_table(const char *const *names, const Count *counts, size_t suites) {
    printf("# %-24s %7s %7s %7s\n", "suite", "passed", "of", "skipped");
    for (size_t i = 0; i < suites; i++) {
        const unsigned all = counts[i].passed + counts[i].failed;
        printf("# %-24s %7u %7u %7u\n", names[i], counts[i].passed, all, counts[i].skipped);
    }
}
