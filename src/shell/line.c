/* GNU readline: prompts, keys, Ctrl-C at the prompt.
 *
 * readline waits inside its own reading of a key, so that is where Ctrl-C must be seen: our key reader polls, and
 * after the signal gives readline a line end, so that it returns; what was typed is then thrown away. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "shell_internal.h"

static bool line_discarded; /* readline's callbacks have no context */

static int read_key(FILE *stream) {
    struct pollfd ready = {.fd = fileno(stream), .events = POLLIN};
    for (int count = 0;;) {
        rl_check_signals(); /* suspends, resizes, and lets our handler see Ctrl-C */
        if (shell_interrupt_taken()) {
            line_discarded = true;
            return '\n';
        }
        /* looked at only now, since Ctrl-C may have come before the key */
        if (count > 0) return rl_getc(stream);
        count = poll(&ready, 1, 100); /* a signal just before it does not end it */
        if (count < 0 && errno != EINTR) return EOF;
    }
}

void shell_readline_setup(Shell *shell) {
    rl_readline_name = "ytterby"; /* for conditions in ~/.inputrc */
    rl_getc_function = read_key;
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_variable_bind("blink-matching-paren", "on");
    const char *const term = getenv("TERM");
    if (!term || !*term || strcmp(term, "dumb") == 0)
        rl_variable_bind("enable-bracketed-paste", "off");
    history_setup();
    complete_setup(shell);
}

LineState shell_readline(Shell *shell, bool continued, Buffer *line) {
    (void)shell;
    line_discarded = false;
    shell_interrupt_taken(); /* one that came while a command ran belongs to it */
    char *const typed = readline(continued ? "     ..> " : "ytterby> ");
    if (line_discarded) {
        free(typed);
        return LINE_INTERRUPTED;
    }
    if (!typed) {
        putchar('\n');
        fflush(stdout);
        return LINE_END;
    }
    buffer_text(line, text_of(typed));
    free(typed); /* readline's own allocation */
    return LINE_READ;
}
