/* An allocation that fails ends the helper, with a note. Raptor and libxml2 do not look at all of theirs: they crash, or go
 * on without what did not fit and say nothing, and statements would be missing from what was read. So the helper has
 * an allocator of its own in front of the system's, which all libraries of this process call too. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EVERYBODY __attribute__((visibility("default")))

/* The names are libc's, and so are their parameters, which its headers name in another way. */
// NOLINTBEGIN(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name)
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static void *checked(void *block) {
    static const char note[] = "\nlimit 0 0 Raptor ran out of memory\n";
    if (block) return block;
    for (size_t done = 0; done < sizeof note - 1;) {
        const ssize_t count = write(STDERR_FILENO, note + done, sizeof note - 1 - done);
        if (count <= 0) break;
        done += (size_t)count;
    }
    _exit(HELPER_FAILED);
}

EVERYBODY void *malloc(size_t size) { return checked(__libc_malloc(size ? size : 1)); }

EVERYBODY void *calloc(size_t count, size_t size) {
    return checked(__libc_calloc(count ? count : 1, size ? size : 1));
}

EVERYBODY void *realloc(void *block, size_t size) {
    return checked(__libc_realloc(block, size ? size : 1));
}
// NOLINTEND(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name)
