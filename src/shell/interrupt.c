/* Ctrl-C: the handler notes it and cancels the work that runs, by the flag that every operator looks at.
 * A signal handler has no context to get its state from, hence the only variables of this room at file level. */
#include <signal.h>

#include "shell_internal.h"

static volatile sig_atomic_t interrupted;
static Budget *_Atomic watched;
static struct sigaction action_before;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
    Budget *const budget = atomic_load(&watched);
    if (budget) atomic_store(&budget->cancelled, true);
}

void shell_interrupt_install(void) {
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &action_before);
}

void shell_interrupt_restore(void) { sigaction(SIGINT, &action_before, NULL); }

void shell_interrupt_watch(Budget *budget) { atomic_store(&watched, budget); }

bool shell_interrupt_taken(void) {
    const bool taken = interrupted;
    interrupted = 0;
    return taken;
}
