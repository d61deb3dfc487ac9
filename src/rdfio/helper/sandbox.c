/* What keeps Raptor and libxml2 in: limits first, then a filter of system calls (seccomp, mode 2) that lets the
 * process only read, write, get memory and end. A call that is not on the list fails with EPERM: libraries take that as
 * a plain error. See seccomp(2), setrlimit(2). */
#include "helper.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_MAPPED ((rlim_t)1 << 30) /* libraries and what is not data */

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#endif

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static void set_limit(int resource, rlim_t value) {
    const struct rlimit limit = {value, value};
    setrlimit((__rlimit_resource_t)resource, &limit);
}

void sandbox_limit(unsigned long cpu_seconds, unsigned long mebibytes) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    close_range(3, ~0U, 0);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_CPU, cpu_seconds);
#ifndef SANITIZED /* the sanitizers reserve terabytes */
    set_limit(RLIMIT_DATA, (rlim_t)mebibytes << 20);
    set_limit(RLIMIT_AS, ((rlim_t)mebibytes << 20) + MOST_MAPPED);
#else
    (void)mebibytes;
#endif
}

#ifdef THIS_MACHINE
static const unsigned allowed[] = {
    SYS_read,           SYS_write,           SYS_brk,           SYS_mmap,         SYS_munmap,
    SYS_mremap,         SYS_mprotect,        SYS_madvise,       SYS_futex,        SYS_rt_sigreturn,
    SYS_exit,           SYS_exit_group,      SYS_clock_gettime, SYS_gettimeofday, SYS_getrandom,
    SYS_rt_sigprocmask, SYS_getpid,          SYS_gettid,        SYS_tgkill,       SYS_fstat,
    SYS_close,          SYS_restart_syscall, SYS_sigaltstack,   SYS_sched_yield,
};

enum {
    CALLS = sizeof allowed / sizeof allowed[0],
    LENGTH = 4 + CALLS + 2
};

/* The filter: the wrong machine kills; a listed call is allowed; all else fails. */
static void make_filter(struct sock_filter filter[LENGTH]) {
    const struct sock_filter head[4] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    for (size_t i = 0; i < 4; i++) filter[i] = head[i];
    for (size_t i = 0; i < CALLS; i++)
        filter[4 + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i],
                                                     (unsigned char)(CALLS - i), 0);
    filter[4 + CALLS] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    filter[5 + CALLS] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
}

bool sandbox_lock(void) {
    struct sock_filter filter[LENGTH];
    make_filter(filter);
    const struct sock_fprog program = {.len = LENGTH, .filter = filter};
    set_limit(RLIMIT_NOFILE, 3);
    set_limit(RLIMIT_NPROC, 0);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
bool sandbox_lock(void) {
    set_limit(RLIMIT_NOFILE, 3);
    set_limit(RLIMIT_NPROC, 0);
    return true;
}
#endif
