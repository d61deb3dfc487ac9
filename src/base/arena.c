/* Arena: a list of blocks, each twice the one before up to a bound; allocating moves a pointer.
 * Large requests get a block of their own, so that the current block's rest is not lost. */
#include <stdalign.h>
#include <string.h>

#include "ytterby/base.h"

enum {
    FIRST_BLOCK = 4096,
    LARGEST_BLOCK = 1 << 20,
    ALIGNMENT = 16
};

typedef struct Block {
    struct Block *next;
    size_t size; /* of the whole block, this header included */
} Block;

struct Arena {
    Budget *budget;
    Block *blocks; /* the newest first; allocation goes on in `at` … `end` */
    char *at, *end;
    size_t next_size;
    size_t bytes;
    Status failure; /* why the last allocation failed */
};

static const size_t header_size = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

Arena *arena_new(Budget *budget) {
    Arena *const arena = mem_zero(1, sizeof *arena);
    if (!arena) return NULL;
    arena->budget = budget;
    arena->next_size = FIRST_BLOCK;
    return arena;
}

static void free_blocks(Arena *arena, Block *block) {
    while (block) {
        Block *const next = block->next;
        arena->bytes -= block->size;
        budget_give(arena->budget, block->size);
        mem_free(block);
        block = next;
    }
}

void arena_free(Arena *arena) {
    if (!arena) return;
    free_blocks(arena, arena->blocks);
    mem_free(arena);
}

void arena_reset(Arena *arena) {
    if (!arena->blocks) return;
    free_blocks(arena, arena->blocks->next);
    arena->blocks->next = NULL;
    if (arena->blocks->size > LARGEST_BLOCK) {
        free_blocks(arena, arena->blocks);
        arena->blocks = NULL;
        arena->at = arena->end = NULL;
        return;
    }
    arena->at = (char *)arena->blocks + header_size;
    arena->end = (char *)arena->blocks + arena->blocks->size;
}

static Block *block_new(Arena *arena, size_t size) {
    /* Whoever takes memory without end, be it the parser, a rewrite or the planner, stops in time by this. */
    arena->failure = budget_check(arena->budget);
    if (arena->failure == STATUS_OK) arena->failure = budget_take(arena->budget, size);
    if (arena->failure != STATUS_OK) return NULL;
    Block *const block = mem_alloc(size);
    if (!block) {
        arena->failure = STATUS_NO_MEMORY;
        budget_give(arena->budget, size);
        return NULL;
    }
    block->size = size;
    arena->bytes += size;
    return block;
}

/* A block for one large request goes behind the current one, which stays in use. */
static void *alloc_large(Arena *arena, size_t size) {
    size_t whole;
    if (__builtin_add_overflow(size, header_size, &whole)) return NULL;
    Block *const block = block_new(arena, whole);
    if (!block) return NULL;
    if (arena->blocks) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = NULL;
        arena->blocks = block;
        arena->at = arena->end = (char *)block + whole;
    }
    return (char *)block + header_size;
}

static void *alloc_from_new_block(Arena *arena, size_t size) {
    if (size > arena->next_size / 4) return alloc_large(arena, size);
    Block *const block = block_new(arena, arena->next_size);
    if (!block) return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    arena->at = (char *)block + header_size + size;
    arena->end = (char *)block + block->size;
    if (arena->next_size < LARGEST_BLOCK) arena->next_size *= 2;
    return (char *)block + header_size;
}

void *arena_space(Arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT) return NULL;
    const size_t rounded = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if ((size_t)(arena->end - arena->at) < rounded) return alloc_from_new_block(arena, rounded);
    void *const given = arena->at;
    arena->at += rounded;
    return given;
}

void *arena_alloc(Arena *arena, size_t size) {
    void *const given = arena_space(arena, size);
    return given ? memset(given, 0, size) : NULL;
}

void *arena_array(Arena *arena, size_t count, size_t size) {
    size_t bytes;
    return __builtin_mul_overflow(count, size, &bytes) ? NULL : arena_alloc(arena, bytes);
}

Text arena_text(Arena *arena, Text text) {
    char *const copy = text.len < SIZE_MAX ? arena_alloc(arena, text.len + 1) : NULL;
    if (!copy) return (Text){NULL, 0};
    if (text.len) memcpy(copy, text.at, text.len);
    return (Text){copy, text.len};
}

size_t arena_bytes(const Arena *arena) { return arena->bytes; }

size_t arena_growth(const Arena *arena) { return arena->next_size; }

Status arena_failure(const Arena *arena) {
    return arena->failure != STATUS_OK ? arena->failure : STATUS_NO_MEMORY;
}
