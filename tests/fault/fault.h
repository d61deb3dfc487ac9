/* What the library that lets calls fail (shim/failing.c) and the suite that preloads it (fault.c) share: a piece of
 * memory mapped from the file that YT_FAULT names. The suite writes the wish, the library what became of it; so
 * nothing has to be opened at the moment of the fault, and Raptor's helper can tell too, whose sandbox opens nothing. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdatomic.h>
#include <stdint.h>

/* The kinds of faults. NAME, what fails, errno, and whether the program must get over it as if nothing had been. */
#define FAULT_KINDS(KIND)                                                                          \
    KIND(MEMORY, "memory", ENOMEM, 0)          /* an allocation by the program's own code */       \
    KIND(LIBRARY, "library", ENOMEM, 0)        /* an allocation by code of a library */            \
    KIND(MAP, "map", ENOMEM, 0)                /* mmap */                                          \
    KIND(THREAD, "thread", EAGAIN, 0)          /* pthread_create */                                \
    KIND(READ, "read", EIO, 0)                 /* read, pread */                                   \
    KIND(SHORT_READ, "short-read", 0, 1)       /* … gives one byte */                            \
    KIND(READ_EINTR, "read-eintr", EINTR, 1)   /* … is interrupted by a signal */                \
    KIND(WRITE, "write", ENOSPC, 0)            /* write, writev, pwrite, ftruncate, fallocate */   \
    KIND(WRITE_EIO, "write-eio", EIO, 0)       /* the same */                                      \
    KIND(SHORT_WRITE, "short-write", 0, 1)     /* … takes half of the bytes */                   \
    KIND(WRITE_EINTR, "write-eintr", EINTR, 1) /* … is interrupted by a signal */                \
    KIND(SYNC, "sync", EIO, 0)                 /* fsync, fdatasync */                              \
    KIND(OPEN, "open", EMFILE, 0)              /* open, openat, mkostemp, opendir, fopen */        \
    KIND(CLOSE, "close", EIO, 0)               /* close: done, and yet an error */                 \
    KIND(RENAME, "rename", EACCES, 0)          /* rename */                                        \
    KIND(STAT, "stat", EIO, 0)                 /* stat, fstat, access, realpath, readlink */       \
    KIND(LOCK, "lock", ENOLCK, 0)              /* fcntl, for a lock */                             \
    KIND(SPAWN, "spawn", EAGAIN, 0)            /* posix_spawn, posix_spawnp */                     \
    KIND(PIPE, "pipe", EMFILE, 0)              /* pipe, pipe2, socketpair */                       \
    KIND(POLL, "poll", ENOMEM, 0)              /* poll */                                          \
    KIND(POLL_EINTR, "poll-eintr", EINTR, 1)   /* poll, waitpid, nanosleep: interrupted */         \
    KIND(STDIO, "stdio", ENOSPC, 0)            /* fflush, fwrite, fputs, puts, printf */

typedef enum FaultKind {
#define FAULT_NAME(name, text, error, recovers) FAULT_##name,
    FAULT_KINDS(FAULT_NAME)
#undef FAULT_NAME
    FAULTS
} FaultKind;

enum {
    FAULT_NONE = -1,
    FAULT_CALLS = 1 << 18, /* calls of a kind whose place is kept */
    FAULT_TEXT = 2000
};

typedef struct FaultShare {
    /* The wish */
    int kind;        /* FAULT_NONE: only count */
    long at;         /* the call to fail, from 1 */
    int places;      /* keep where each allocation comes from */
    char target[64]; /* the name of the program in which calls are counted */
    /* What became of it */
    atomic_long calls[FAULTS];
    atomic_int hit;                 /* the fault happened */
    char where[FAULT_TEXT];         /* its frames, one a line, the innermost first */
    char crash[FAULT_TEXT];         /* the same of a signal that ends the program */
    uint32_t place[2][FAULT_CALLS]; /* of FAULT_MEMORY, FAULT_LIBRARY: a hash of the callers */
} FaultShare;

#endif
