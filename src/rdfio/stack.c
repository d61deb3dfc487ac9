/* A stack of bytes in blocks: what is pushed never moves, and everything above a mark goes at once.
 * Readers keep the texts of open statements here, so that memory follows the nesting, not the input. */
#include <string.h>

#include "rdfio_internal.h"

enum {
    FIRST_BLOCK = 1 << 16
};

struct StackBlock {
    StackBlock *next;
    size_t size; /* bytes in `data` */
    max_align_t data[];
};

static char *block_data(StackBlock *block) { return (char *)block->data; }

/* Puts a block of at least `size` bytes after the current one and makes it the current one. */
static bool push_block(TextStack *stack, size_t size) {
    StackBlock *next = stack->current ? stack->current->next : stack->first;
    if (!next || next->size < size) {
        const size_t wanted = size > FIRST_BLOCK / 2 ? size * 2 : FIRST_BLOCK;
        if (size > SIZE_MAX / 4 || budget_take(stack->budget, wanted) != STATUS_OK) return false;
        StackBlock *const block = mem_alloc(sizeof *block + wanted);
        if (!block) {
            budget_give(stack->budget, wanted);
            return false;
        }
        *block = (StackBlock){.next = next, .size = wanted};
        if (stack->current)
            stack->current->next = block;
        else
            stack->first = block;
        next = block;
    }
    stack->current = next;
    stack->used = 0;
    return true;
}

void *stack_alloc(TextStack *stack, size_t size) {
    const size_t need = (size + 7) & ~(size_t)7;
    if (need < size) return NULL;
    if (!stack->current || stack->current->size - stack->used < need)
        if (!push_block(stack, need)) return NULL;
    void *const at = block_data(stack->current) + stack->used;
    stack->used += need;
    return at;
}

Status stack_failure(const TextStack *stack) {
    return budget_reason(stack->budget, STATUS_NO_MEMORY);
}

Status stack_text(TextStack *stack, Text text, Text *copy) {
    char *const at = stack_alloc(stack, text.len);
    if (!at) return stack_failure(stack);
    if (text.len > 0) memcpy(at, text.at, text.len);
    *copy = (Text){at, text.len};
    return STATUS_OK;
}

StackMark stack_mark(const TextStack *stack) { return (StackMark){stack->current, stack->used}; }

void stack_release(TextStack *stack, StackMark mark) {
    stack->current = mark.block;
    stack->used = mark.used;
}

void stack_free(TextStack *stack) {
    for (StackBlock *block = stack->first; block;) {
        StackBlock *const next = block->next;
        budget_give(stack->budget, block->size);
        mem_free(block);
        block = next;
    }
    *stack = (TextStack){.budget = stack->budget};
}
