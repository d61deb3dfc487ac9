/* failing: a library to preload that lets one call of the program fail, as ../fault.h says: the N-th of its kind.
 *
 * Allocations are told apart by whose code asks: the program's, or a library's (what libc itself takes on behalf of
 * somebody, as strdup does, counts as a library's). What ends by a signal leaves its frames in the shared memory. */
/* What system calls and dlsym give are numbers and addresses at once; names are those of libc. */
// NOLINTBEGIN(performance-no-int-to-ptr,bugprone-reserved-identifier,bugprone-macro-parentheses)
#include "../fault.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define CALLER ((uintptr_t)__builtin_return_address(0))

enum {
    FRAMES = 12, /* that tell one place of the program from another */
    CRASH_FRAMES = 40
};

static uintptr_t program_begin, program_end; /* the addresses of the program's own code */
static FaultShare *share;                    /* NULL: nothing is to fail here */
static __thread bool inside __attribute__((tls_model("initial-exec")));

static const int errors[] = {
#define FAULT_ERROR(name, text, error, recovers) error,
    FAULT_KINDS(FAULT_ERROR)
#undef FAULT_ERROR
};

/* ---- Beginning ---------------------------------------------------------------------------------------------- */

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

static bool in_program(uintptr_t caller) { return caller >= program_begin && caller < program_end; }

static void tell(char *out, size_t *len, const char *text) {
    for (; *text && *len < FAULT_TEXT - 2; text++) out[(*len)++] = *text;
}

/* The frames above the caller's, one a line: "OBJECT FUNCTION", or "OBJECT OFFSET" where no function is exported. */
static void tell_frames(char text[FAULT_TEXT]) {
    void *frames[CRASH_FRAMES];
    inside = true;
    const int count = backtrace(frames, CRASH_FRAMES);
    size_t len = 0;
    for (int i = 2; i < count; i++) {
        Dl_info place = {0};
        if (!dladdr(frames[i], &place) || !place.dli_fname) continue;
        const char *const slash = strrchr(place.dli_fname, '/');
        char offset[32];
        snprintf(offset, sizeof offset, "0x%zx",
                 (size_t)((char *)frames[i] - (char *)place.dli_fbase));
        tell(text, &len, slash ? slash + 1 : place.dli_fname);
        tell(text, &len, " ");
        tell(text, &len, place.dli_sname ? place.dli_sname : offset);
        tell(text, &len, "\n");
    }
    text[len] = 0;
    inside = false;
}

static void on_crash(int number) {
    tell_frames(share->crash);
    signal(number, SIG_DFL);
    raise(number);
}

__attribute__((constructor)) static void begin(void) {
    const char *const path = getenv("YT_FAULT");
    if (!path) return;
    const int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    FaultShare *const found = (FaultShare *)syscall(SYS_mmap, NULL, sizeof *found,
                                                    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    syscall(SYS_close, fd);
    if (found == MAP_FAILED || strcmp(program_invocation_short_name, found->target) != 0) return;
    dl_iterate_phdr(find_program, NULL);
    void *frames[4];
    backtrace(frames, 4); /* the first time it loads what it needs */
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &(struct sigaction){.sa_handler = on_crash}, NULL);
    share = found;
}

/* ---- Counting ----------------------------------------------------------------------------------------------- */

static uint32_t place_of_call(void) {
    void *frames[FRAMES];
    inside = true;
    const int count = backtrace(frames, FRAMES);
    inside = false;
    uint32_t hash = 2166136261U;
    for (int i = 2; i < count; i++) hash = (hash ^ (uint32_t)(uintptr_t)frames[i]) * 16777619U;
    return hash;
}

/* Is this call the one to fail? */
static bool fails(FaultKind kind) {
    if (!share || inside) return false;
    const long number = atomic_fetch_add(&share->calls[kind], 1) + 1;
    if (share->places && kind <= FAULT_LIBRARY && number <= FAULT_CALLS)
        share->place[kind][number - 1] = place_of_call();
    if ((int)kind != share->kind || number != share->at) return false;
    atomic_store(&share->hit, 1);
    tell_frames(share->where);
    errno = errors[kind];
    return true;
}

static bool no_memory(uintptr_t caller) {
    return fails(in_program(caller) ? FAULT_MEMORY : FAULT_LIBRARY);
}

static bool fails_to_write(void) {
    return fails(FAULT_WRITE) || fails(FAULT_WRITE_EIO) || fails(FAULT_WRITE_EINTR);
}

/* The next function of that name. */
#define NEXT(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

/* ---- Memory -------------------------------------------------------------------------------------------------- */

/* Raptor's helper has malloc, calloc and realloc of its own, which ask libc by other names: those fail too. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static void *take(size_t size) {
    static __typeof__(&malloc) next;
    if (!next) next = NEXT(__libc_malloc);
    return next(size);
}

static void *take_zeroed(size_t count, size_t size) {
    static __typeof__(&calloc) next;
    if (!next) next = NEXT(__libc_calloc);
    return next(count, size);
}

static void *take_again(void *block, size_t size) {
    static __typeof__(&realloc) next;
    if (!next) next = NEXT(__libc_realloc);
    return next(block, size);
}

EXPORT void *malloc(size_t size) { return no_memory(CALLER) ? NULL : take(size); }

EXPORT void *__libc_malloc(size_t size) { return no_memory(CALLER) ? NULL : take(size); }

EXPORT void *calloc(size_t count, size_t size) {
    return no_memory(CALLER) ? NULL : take_zeroed(count, size);
}

EXPORT void *__libc_calloc(size_t count, size_t size) {
    return no_memory(CALLER) ? NULL : take_zeroed(count, size);
}

EXPORT void *realloc(void *block, size_t size) {
    return no_memory(CALLER) ? NULL : take_again(block, size);
}

EXPORT void *__libc_realloc(void *block, size_t size) {
    return no_memory(CALLER) ? NULL : take_again(block, size);
}

EXPORT void *reallocarray(void *block, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) return NULL;
    return no_memory(CALLER) ? NULL : take_again(block, bytes);
}

EXPORT void *memalign(size_t alignment, size_t size) {
    return no_memory(CALLER) ? NULL : NEXT(memalign)(alignment, size);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    return no_memory(CALLER) ? NULL : NEXT(aligned_alloc)(alignment, size);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    return no_memory(CALLER) ? ENOMEM : NEXT(posix_memalign)(block, alignment, size);
}

EXPORT void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset) {
    if (fails(FAULT_MAP)) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset);
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *context) {
    if (fails(FAULT_THREAD)) return EAGAIN;
    return NEXT(pthread_create)(thread, attributes, run, context);
}

/* ---- Files --------------------------------------------------------------------------------------------------- */

EXPORT ssize_t write(int fd, const void *bytes, size_t len) {
    if (fails_to_write()) return -1;
    return syscall(SYS_write, fd, bytes, fails(FAULT_SHORT_WRITE) && len > 1 ? len / 2 : len);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count) {
    return fails_to_write() ? -1 : syscall(SYS_writev, fd, parts, count);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) {
    if (fails_to_write()) return -1;
    return syscall(SYS_pwrite64, fd, bytes, fails(FAULT_SHORT_WRITE) && len > 1 ? len / 2 : len,
                   at);
}

EXPORT int ftruncate(int fd, off_t len) {
    return fails_to_write() ? -1 : (int)syscall(SYS_ftruncate, fd, len);
}

EXPORT int fallocate(int fd, int mode, off_t at, off_t len) {
    return fails_to_write() ? -1 : (int)syscall(SYS_fallocate, fd, mode, at, len);
}

EXPORT ssize_t send(int fd, const void *bytes, size_t len, int flags) {
    if (fails_to_write()) return -1;
    return syscall(SYS_sendto, fd, bytes, fails(FAULT_SHORT_WRITE) && len > 1 ? len / 2 : len,
                   flags, NULL, 0);
}

EXPORT ssize_t read(int fd, void *bytes, size_t len) {
    if (fails(FAULT_READ) || fails(FAULT_READ_EINTR)) return -1;
    return syscall(SYS_read, fd, bytes, fails(FAULT_SHORT_READ) && len > 1 ? 1 : len);
}

EXPORT ssize_t pread(int fd, void *bytes, size_t len, off_t at) {
    if (fails(FAULT_READ) || fails(FAULT_READ_EINTR)) return -1;
    return syscall(SYS_pread64, fd, bytes, fails(FAULT_SHORT_READ) && len > 1 ? 1 : len, at);
}

EXPORT int fsync(int fd) { return fails(FAULT_SYNC) ? -1 : (int)syscall(SYS_fsync, fd); }

EXPORT int fdatasync(int fd) { return fails(FAULT_SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd); }

EXPORT int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails(FAULT_OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

EXPORT int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails(FAULT_OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

EXPORT int mkostemp(char *path, int flags) {
    return fails(FAULT_OPEN) ? -1 : NEXT(mkostemp)(path, flags);
}

EXPORT DIR *opendir(const char *path) { return fails(FAULT_OPEN) ? NULL : NEXT(opendir)(path); }

EXPORT FILE *fopen(const char *path, const char *mode) {
    return fails(FAULT_OPEN) ? NULL : NEXT(fopen)(path, mode);
}

EXPORT int close(int fd) {
    const int result = (int)syscall(SYS_close, fd);
    return fails(FAULT_CLOSE) ? -1 : result;
}

EXPORT int rename(const char *from, const char *to) {
    return fails(FAULT_RENAME) ? -1 : (int)syscall(SYS_rename, from, to);
}

EXPORT int stat(const char *path, struct stat *info) {
    return fails(FAULT_STAT) ? -1 : NEXT(stat)(path, info);
}

EXPORT int fstat(int fd, struct stat *info) {
    return fails(FAULT_STAT) ? -1 : NEXT(fstat)(fd, info);
}

EXPORT int access(const char *path, int mode) {
    return fails(FAULT_STAT) ? -1 : NEXT(access)(path, mode);
}

EXPORT char *realpath(const char *path, char *resolved) {
    return fails(FAULT_STAT) ? NULL : NEXT(realpath)(path, resolved);
}

EXPORT ssize_t readlink(const char *path, char *target, size_t room) {
    return fails(FAULT_STAT) ? -1 : NEXT(readlink)(path, target, room);
}

static bool is_lock(int command) {
    return command == F_OFD_SETLK || command == F_OFD_GETLK || command == F_SETLK;
}

/* The program's calls have one argument or none, an int or a pointer. */
EXPORT int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *const argument = va_arg(rest, void *);
    va_end(rest);
    return is_lock(command) && fails(FAULT_LOCK) ? -1
                                                 : (int)syscall(SYS_fcntl, fd, command, argument);
}

/* ---- Processes and waiting ------------------------------------------------------------------------------------ */

EXPORT int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const argv[],
                       char *const environment[]) {
    if (fails(FAULT_SPAWN)) return EAGAIN;
    return NEXT(posix_spawn)(process, path, actions, attributes, argv, environment);
}

EXPORT int posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes, char *const argv[],
                        char *const environment[]) {
    if (fails(FAULT_SPAWN)) return EAGAIN;
    return NEXT(posix_spawnp)(process, name, actions, attributes, argv, environment);
}

EXPORT int pipe(int ends[2]) { return fails(FAULT_PIPE) ? -1 : (int)syscall(SYS_pipe2, ends, 0); }

EXPORT int pipe2(int ends[2], int flags) {
    return fails(FAULT_PIPE) ? -1 : (int)syscall(SYS_pipe2, ends, flags);
}

EXPORT int socketpair(int domain, int type, int protocol, int ends[2]) {
    return fails(FAULT_PIPE) ? -1 : (int)syscall(SYS_socketpair, domain, type, protocol, ends);
}

EXPORT int poll(struct pollfd *ends, nfds_t count, int milliseconds) {
    if (fails(FAULT_POLL) || fails(FAULT_POLL_EINTR)) return -1;
    return NEXT(poll)(ends, count, milliseconds);
}

EXPORT pid_t waitpid(pid_t process, int *status, int options) {
    return fails(FAULT_POLL_EINTR) ? -1 : NEXT(waitpid)(process, status, options);
}

EXPORT int nanosleep(const struct timespec *wanted, struct timespec *rest) {
    return fails(FAULT_POLL_EINTR) ? -1 : NEXT(nanosleep)(wanted, rest);
}

/* ---- Streams: what is written to standard error may be lost, what is written to others not ---------------------- */

static bool stream_fails(const FILE *stream) { return stream != stderr && fails(FAULT_STDIO); }

EXPORT int fflush(FILE *stream) { return stream_fails(stream) ? EOF : NEXT(fflush)(stream); }

EXPORT int fclose(FILE *stream) {
    const bool failed = stream_fails(stream);
    const int result = NEXT(fclose)(stream);
    return failed ? EOF : result;
}
// NOLINTEND(performance-no-int-to-ptr,bugprone-reserved-identifier,bugprone-macro-parentheses)
