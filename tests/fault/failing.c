/* failing: a library to preload that lets one call fail: YT_FAULT=KIND:N, the N-th of its kind, counted from 1.
 *
 *   malloc   malloc, calloc, realloc     no memory
 *   write    write, pwrite, ftruncate    no space left on the device
 *   read     read, pread                 input/output error
 *   sync     fsync, fdatasync            input/output error
 *   open     open, openat                too many open files
 *
 * Only calls that ytterby itself makes are counted, not those of libraries, some of which end the program when
 * memory is out, nor those of a shell that starts it. When the fault happens, the file that YT_FAULT_MARK names is made. */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define CALLER ((uintptr_t)__builtin_return_address(0))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static uintptr_t program_begin, program_end; /* the addresses of the program's own code */
static long countdown;
static const char *wanted;
static atomic_long calls;

/* The first object that the dynamic linker lists is the program. */
static int find_program(struct dl_phdr_info *info, size_t size, void *none) {
    (void)size, (void)none;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        program_begin = info->dlpi_addr + part->p_vaddr;
        program_end = program_begin + part->p_memsz;
    }
    return 1;
}

__attribute__((constructor)) static void begin(void) {
    dl_iterate_phdr(find_program, NULL);
    const char *fault = getenv("YT_FAULT");
    const char *colon = fault ? strchr(fault, ':') : NULL;
    if (!colon || strncmp(program_invocation_short_name, "ytterby", 7) != 0) return;
    countdown = strtol(colon + 1, NULL, 10);
    wanted = fault;
}

/* Is this call the one to fail? */
static bool fails(const char *kind, uintptr_t caller) {
    if (!wanted || caller < program_begin || caller >= program_end) return false;
    const size_t len = strlen(kind);
    if (strncmp(wanted, kind, len) != 0 || wanted[len] != ':') return false;
    if (atomic_fetch_add(&calls, 1) + 1 != countdown) return false;
    const char *mark = getenv("YT_FAULT_MARK");
    if (mark) syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT, 0600));
    return true;
}

static int fail_with(int error) {
    errno = error;
    return -1;
}

EXPORT void *malloc(size_t size) {
    return fails("malloc", CALLER) ? (errno = ENOMEM, NULL) : __libc_malloc(size);
}

EXPORT void *calloc(size_t count, size_t size) {
    return fails("malloc", CALLER) ? (errno = ENOMEM, NULL) : __libc_calloc(count, size);
}

EXPORT void *realloc(void *block, size_t size) {
    return fails("malloc", CALLER) ? (errno = ENOMEM, NULL) : __libc_realloc(block, size);
}

EXPORT ssize_t write(int fd, const void *bytes, size_t len) {
    return fails("write", CALLER) ? fail_with(ENOSPC) : syscall(SYS_write, fd, bytes, len);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) {
    return fails("write", CALLER) ? fail_with(ENOSPC) : syscall(SYS_pwrite64, fd, bytes, len, at);
}

EXPORT int ftruncate(int fd, off_t len) {
    return fails("write", CALLER) ? fail_with(ENOSPC) : (int)syscall(SYS_ftruncate, fd, len);
}

EXPORT ssize_t read(int fd, void *bytes, size_t len) {
    return fails("read", CALLER) ? fail_with(EIO) : syscall(SYS_read, fd, bytes, len);
}

EXPORT ssize_t pread(int fd, void *bytes, size_t len, off_t at) {
    return fails("read", CALLER) ? fail_with(EIO) : syscall(SYS_pread64, fd, bytes, len, at);
}

EXPORT int fsync(int fd) {
    return fails("sync", CALLER) ? fail_with(EIO) : (int)syscall(SYS_fsync, fd);
}

EXPORT int fdatasync(int fd) {
    return fails("sync", CALLER) ? fail_with(EIO) : (int)syscall(SYS_fdatasync, fd);
}

EXPORT int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails("open", CALLER) ? fail_with(EMFILE)
                                 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

EXPORT int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails("open", CALLER) ? fail_with(EMFILE)
                                 : (int)syscall(SYS_openat, folder, path, flags, mode);
}
