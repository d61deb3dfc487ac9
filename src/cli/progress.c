/* A line on the terminal that tells how far long work has come: written over itself, from its second second on, a few
 * times a second, and taken away at the end. Nothing at all when standard error is no terminal. */
#include "cli_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND     ((uint64_t)1000000000)
#define CLEAR_LINE "\r\033[K"

/* Work may tell from several threads: who finds another at it leaves the telling to that one. */
static void tell(void *context, const char *phase, uint64_t done, uint64_t total) {
    ProgressLine *const line = context;
    const uint64_t now = clock_now();
    if (now < line->from || atomic_flag_test_and_set(&line->busy)) return;
    if (now >= line->next) {
        if (total > 0)
            fprintf(stderr, CLEAR_LINE "%s: %.0f %%", phase,
                    100.0 * (double)done / (double)(done > total ? done : total));
        else
            fprintf(stderr, CLEAR_LINE "%s: %.1f MB", phase, (double)done / 1e6);
        line->next = now + SECOND / 5;
        line->shown = true;
    }
    atomic_flag_clear(&line->busy);
}

void progress_start(ProgressLine *line) {
    const char *const term = getenv("TERM");
    const bool able = isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
    *line =
        (ProgressLine){.progress = {tell, line}, .from = able ? clock_now() + SECOND : UINT64_MAX};
    atomic_flag_clear(&line->busy);
}

void progress_end(ProgressLine *line) {
    if (line->shown) fputs(CLEAR_LINE, stderr);
}
