/* Ctrl-C: a signal handler may only set a flag, so it needs to know whose. This is the one mutable static of the
 * room. Work that is being watched stops within a batch and cleans up; without any, the program ends at once. */
#include "cli_internal.h"

#include <signal.h>
#include <unistd.h>

static Budget *_Atomic watched;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    Budget *const budget = atomic_load(&watched);
    if (!budget) _exit(130);
    atomic_store(&budget->cancelled, true);
}

void catch_interrupts(void) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away is told by EPIPE */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told by EFBIG */
}

void watch_interrupts(Budget *budget) { atomic_store(&watched, budget); }
