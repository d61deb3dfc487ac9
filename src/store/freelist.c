/* Runs of free pages. The sets are small (what one transaction freed or one chunk of the free list held), so a sorted
 * array serves. */
#include <stdlib.h>

#include "store_internal.h"

Status runs_add(PageRuns *runs, PageNo first, uint64_t pages) {
    if (runs->count > 0) { /* pages are often freed in their order */
        PageRun *const last = &runs->items[runs->count - 1];
        if (last->first + last->pages == first) {
            last->pages += pages;
            return STATUS_OK;
        }
    }
    void *items = runs->items;
    TRY(array_grow(&items, &runs->cap, runs->count + 1, sizeof *runs->items));
    runs->items = items;
    runs->items[runs->count++] = (PageRun){first, pages};
    return STATUS_OK;
}

PageNo runs_take(PageRuns *runs, uint64_t pages) {
    for (size_t i = runs->count; i-- > 0;) {
        PageRun *const run = &runs->items[i];
        if (run->pages < pages) continue;
        const PageNo first = run->first;
        run->first += pages;
        run->pages -= pages;
        if (run->pages == 0) *run = runs->items[--runs->count];
        return first;
    }
    return 0;
}

static int by_first(const void *a, const void *b) {
    const PageRun *const x = a;
    const PageRun *const y = b;
    return (x->first > y->first) - (x->first < y->first);
}

void runs_merge(PageRuns *runs) {
    if (runs->count < 2) return;
    qsort(runs->items, runs->count, sizeof *runs->items, by_first);
    size_t kept = 0;
    for (size_t i = 1; i < runs->count; i++) {
        PageRun *const last = &runs->items[kept];
        if (last->first + last->pages == runs->items[i].first) {
            last->pages += runs->items[i].pages;
        } else {
            runs->items[++kept] = runs->items[i];
        }
    }
    runs->count = kept + 1;
}

void runs_free(PageRuns *runs) {
    mem_free(runs->items);
    *runs = (PageRuns){0};
}
