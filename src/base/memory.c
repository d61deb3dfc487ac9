/* The only callers of malloc, so that a test can make the n-th allocation fail and see that each
 * caller copes. */
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

/* With the address sanitizer libc's counts stand still. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>
#define OWN_ALLOCATOR
#endif
#endif

#include "ytterby/base.h"

#define HUGE_PAGE ((size_t)2 << 20)

/* What is large is mostly a hash table, looked into here and there: by small pages the processor's cache of addresses would
 * not hold it. Whether the system follows is its own affair. */
static void *with_huge_pages(void *block, size_t size) {
    if (!block || size < 4 * HUGE_PAGE) return block;
    const size_t before = HUGE_PAGE - (uintptr_t)block % HUGE_PAGE;
    madvise((char *)block + before, (size - before) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
    return block;
}

void *mem_alloc(size_t size) { return with_huge_pages(malloc(size ? size : 1), size); }

void *mem_zero(size_t count, size_t size) {
    void *const block = calloc(count ? count : 1, size ? size : 1); /* calloc checks the product */
    return with_huge_pages(block, count * size);
}

void *mem_resize(void *block, size_t size) { return realloc(block, size ? size : 1); }

void mem_free(void *block) { free(block); }

size_t mem_in_use(void) {
#ifdef OWN_ALLOCATOR
    return __sanitizer_get_current_allocated_bytes();
#else
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
#endif
}

Status array_grow(void **items, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return STATUS_OK;
    size_t wanted = *cap < 8 ? 8 : *cap + *cap / 2;
    if (wanted < need) wanted = need;
    size_t bytes;
    if (__builtin_mul_overflow(wanted, size, &bytes)) return STATUS_NO_MEMORY;
    void *const grown = mem_resize(*items, bytes);
    if (!grown) return STATUS_NO_MEMORY;
    *items = grown;
    *cap = wanted;
    return STATUS_OK;
}
