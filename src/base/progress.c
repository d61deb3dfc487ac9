/* A line on the terminal that tells how far long work has come: written over itself, from its second second on, a few
 * times a second, and taken away at the end. Nothing at all when standard error is no terminal. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ytterby/base.h"

#define SECOND     ((uint64_t)1000000000)
#define CLEAR_LINE "\r\033[K"

static void write_done(const ProgressLine *line, const char *phase, uint64_t done, uint64_t total) {
    if (total > 0)
        fprintf(stderr, "%s: %.0f %%", phase,
                100.0 * (double)done / (double)(done > total ? done : total));
    else if (line->unit == PROGRESS_BYTES)
        fprintf(stderr, "%s: %.1f MB", phase, (double)done / 1e6);
    else if (done < 1000000)
        fprintf(stderr, "%s: %llu", phase, (unsigned long long)done);
    else
        fprintf(stderr, "%s: %.1f million", phase, (double)done / 1e6);
}

/* Work may tell from several threads: who finds another at it leaves the telling to that one. */
static void tell(void *context, const char *phase, uint64_t done, uint64_t total) {
    ProgressLine *const line = context;
    const uint64_t now = clock_now();
    if (now < line->from || atomic_flag_test_and_set(&line->busy)) return;
    if (now >= line->next) {
        fputs(CLEAR_LINE, stderr);
        write_done(line, phase, done, total);
        fprintf(stderr, ", %.0f s", (double)(now - line->from + SECOND) / (double)SECOND);
        line->next = now + SECOND / 5;
        line->shown = true;
    }
    atomic_flag_clear(&line->busy);
}

void progress_start(ProgressLine *line, ProgressUnit unit) {
    const char *const term = getenv("TERM");
    const bool able = isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
    *line = (ProgressLine){
        .progress = {tell, line}, .unit = unit, .from = able ? clock_now() + SECOND : UINT64_MAX};
    atomic_flag_clear(&line->busy);
}

void progress_end(ProgressLine *line) {
    line->from = UINT64_MAX;
    if (line->shown) fputs(CLEAR_LINE, stderr);
    line->shown = false;
}
