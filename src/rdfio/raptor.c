/* Formats that Raptor reads, through the helper program: this side starts it, feeds it the document, reads its
 * N-Quads as if they came from a file, and turns its notes, or its death, into an error message.
 * One poll() loop moves all three streams, so that neither side waits for the other for ever. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rdfio_internal.h"

enum {
    MOST_NOTES = 1 << 20,       /* bytes of notes that are kept */
    POLL_MILLISECONDS = 100,    /* between two looks at the budget */
    LEAST_SECONDS = 8,          /* processor time that the helper gets … */
    BYTES_PER_SECOND = 1 << 20, /* … and a second more for each of so many bytes … */
    UNKNOWN_SECONDS = 1200,     /* … or this, when the document comes through a pipe */
    LEAST_MEBIBYTES = 64,       /* memory: what starting takes, and a little … */
    MOST_MEBIBYTES = 1024       /* … or this; between them the budget's limit */
};

typedef struct HelperSource {
    ByteSource base;
    const ReadJob *job;
    pid_t process;          /* 0: waited for */
    int feed, quads, notes; /* our ends; -1: closed */
    Buffer said;            /* the notes */
    int deaf;               /* errno of why there may have been more of them; 0: all were heard */
} HelperSource;

static void close_end(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* ---- Starting ---------------------------------------------------------------------------------------- */

/* The helper's path: given, or beside this program. */
static Status find_helper(const char *given, Buffer *path, Diag *diag) {
    char program[4096];
    if (given) {
        buffer_text(path, text_of(given));
    } else {
        const ssize_t length = readlink("/proc/self/exe", program, sizeof program);
        size_t folder = length > 0 ? (size_t)length : 0;
        while (folder > 0 && program[folder - 1] != '/') folder--;
        buffer_append(path, program, folder);
        buffer_text(path, TEXT("ytterby-raptor"));
    }
    return buffer_string(path) ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

typedef struct Ends {
    int feed[2], quads[2], notes[2]; /* [0] ours, [1] the helper's */
} Ends;

static void close_ends(Ends *ends) {
    for (size_t i = 0; i < 2; i++) {
        close_end(&ends->feed[i]);
        close_end(&ends->quads[i]);
        close_end(&ends->notes[i]);
    }
}

/* The feed is a socket, since writing to one whose reader is gone can do without SIGPIPE. */
static bool open_ends(Ends *ends) {
    *ends = (Ends){{-1, -1}, {-1, -1}, {-1, -1}};
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->feed) == 0 &&
           pipe2(ends->quads, O_CLOEXEC) == 0 && pipe2(ends->notes, O_CLOEXEC) == 0;
}

static int spawn(pid_t *process, const char *path, char *const argv[], const Ends *ends) {
    static char locale[] = "LC_ALL=C";
    char *const environment[] = {locale, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    const int given[] = {ends->feed[1], ends->quads[1], ends->notes[1]};
    int error = 0;
    for (int i = STDIN_FILENO; i <= STDERR_FILENO && error == 0; i++)
        error = posix_spawn_file_actions_adddup2(&actions, given[i], i);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0); /* Ctrl-C is for us: we end the helper ourselves */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETPGROUP);
    if (error == 0) error = posix_spawn(process, path, &actions, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

static unsigned long long seconds_for(uint64_t total) {
    return total > 0 ? LEAST_SECONDS + total / BYTES_PER_SECOND : UNKNOWN_SECONDS;
}

static unsigned mebibytes_for(const Budget *budget) {
    const size_t limit = budget ? budget->limit >> 20 : 0;
    if (limit == 0 || limit > MOST_MEBIBYTES) return MOST_MEBIBYTES;
    return limit < LEAST_MEBIBYTES ? LEAST_MEBIBYTES : (unsigned)limit;
}

static Status start(HelperSource *source, const RdfFormat *format, Diag *diag) {
    const ReadJob *const job = source->job;
    Buffer path = {0}, base = {0}, name = {0}, seconds = {0}, memory = {0};
    Ends ends;
    buffer_text(&base, job->base.len > 0 ? job->base : TEXT("urn:x-none:"));
    buffer_text(&name, text_of(format->name));
    buffer_format(&seconds, "%llu", seconds_for(job->input->total));
    buffer_format(&memory, "%u", mebibytes_for(job->options->budget));
    Status status = find_helper(job->options->helper, &path, diag);
    const bool whole = buffer_string(&base) && buffer_string(&name) && buffer_string(&seconds) &&
                       buffer_string(&memory);
    char *const argv[] = {path.at, name.at, base.at, seconds.at, memory.at, NULL};
    if (status == STATUS_OK && !whole) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        int error = open_ends(&ends) ? 0 : errno;
        if (error == 0) error = spawn(&source->process, path.at, argv, &ends);
        if (error != 0)
            status = diag_set(diag, STATUS_IO, "cannot start %s: %s", path.at, strerror(error));
        if (error == 0) {
            source->feed = ends.feed[0];
            source->quads = ends.quads[0];
            source->notes = ends.notes[0];
            ends.feed[0] = ends.quads[0] = ends.notes[0] = -1;
        }
        close_ends(&ends);
    }
    buffer_free(&path);
    buffer_free(&base);
    buffer_free(&name);
    buffer_free(&seconds);
    buffer_free(&memory);
    return status;
}

/* ---- Talking ------------------------------------------------------------------------------------------- */

static Status talk_failed(int error, Diag *diag) {
    return diag_set(diag, STATUS_IO, "cannot talk to Raptor's helper: %s", strerror(error));
}

/* Sends what the socket takes now; closes the feed at the document's end, or when the helper has gone. */
static Status feed(HelperSource *source, Diag *diag) {
    Input *const input = source->job->input;
    if (input->cursor == input->window.len) TRY(input_more(input, diag));
    const size_t left = input->window.len - input->cursor;
    if (left == 0) {
        close_end(&source->feed);
        return STATUS_OK;
    }
    const ssize_t sent =
        send(source->feed, input->window.at + input->cursor, left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0)
        input->cursor += (size_t)sent;
    else if (errno == EPIPE || errno == ECONNRESET)
        close_end(&source->feed);
    else if (errno != EINTR && errno != EAGAIN)
        return talk_failed(errno, diag);
    return STATUS_OK;
}

/* Reads notes; what is too much is thrown away. */
static void listen_to_notes(HelperSource *source) {
    char block[4096];
    const ssize_t count = read(source->notes, block, sizeof block);
    if (count > 0 && source->said.len < MOST_NOTES)
        buffer_append(&source->said, block, (size_t)count);
    if (count < 0 && errno == EINTR) return;
    if (count < 0) source->deaf = errno;
    if (count <= 0) close_end(&source->notes);
}

/* Takes a number and the blank after it off the text's front. */
static size_t take_number(Text *text) {
    size_t number = 0, at = 0;
    for (; at < text->len && text->at[at] >= '0' && text->at[at] <= '9'; at++)
        number = number * 10 + (size_t)(text->at[at] - '0');
    *text = text_slice(*text, at + 1, text->len);
    return number;
}

/* "LINE COLUMN MESSAGE": with the line shown, while it is still in the window. */
static Status tell_error(const HelperSource *source, Text note, Status status, Diag *diag) {
    const Input *const input = source->job->input;
    const size_t line = take_number(&note), column = take_number(&note);
    if (!diag || diag->status != STATUS_OK) return status;
    size_t start = 0;
    for (size_t i = input->lines + 1; i < line && start < input->window.len; i++) {
        const size_t end = text_find(input->window, TEXT("\n"), start);
        start = end < input->window.len ? end + 1 : input->window.len;
    }
    char message[512];
    snprintf(message, sizeof message, "%.*s", (int)(note.len < 400 ? note.len : 400), note.at);
    if (line > input->lines && start < input->window.len) {
        const size_t end = text_find(input->window, TEXT("\n"), start);
        const size_t before = start == 0 ? input->columns + 1 : 1; /* columns that are gone */
        const size_t offset = start + (column > before ? column - before : 0);
        return input_error(input, offset < end ? offset : start, status, message, diag);
    }
    diag_set(diag, status, "%s", message);
    diag->line = line;
    diag->column = line > 0 && column == 0 ? 1 : column;
    return status;
}

/* "NAME IRI" */
static Status tell_prefix(const HelperSource *source, Text note) {
    const RdfSink *const sink = source->job->sink;
    const size_t blank = text_find(note, TEXT(" "), 0);
    if (!sink->prefix || blank >= note.len) return STATUS_OK;
    return sink->prefix(sink->context, text_slice(note, 0, blank),
                        text_slice(note, blank + 1, note.len));
}

static Status tell_notes(const HelperSource *source, Diag *diag) {
    const Text said = buffer_view(&source->said), error = TEXT("error "), limit = TEXT("limit "),
               prefix = TEXT("prefix ");
    if (source->said.failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    for (size_t at = 0; at < said.len;) {
        size_t end = text_find(said, TEXT("\n"), at);
        if (end > said.len) end = said.len;
        const Text note = text_slice(said, at, end);
        if (text_starts(note, error))
            return tell_error(source, text_slice(note, error.len, note.len), STATUS_SYNTAX, diag);
        if (text_starts(note, limit))
            return tell_error(source, text_slice(note, limit.len, note.len), STATUS_LIMIT, diag);
        if (text_starts(note, prefix))
            TRY(tell_prefix(source, text_slice(note, prefix.len, note.len)));
        at = end + 1;
    }
    return STATUS_OK;
}

/* The helper has closed its output: how did it end? */
static Status finish(HelperSource *source, Diag *diag) {
    int status = 0;
    while (source->notes >= 0) listen_to_notes(source);
    while (waitpid(source->process, &status, 0) < 0 && errno == EINTR) continue;
    source->process = 0;
    if (source->deaf) return talk_failed(source->deaf, diag);
    TRY(tell_notes(source, diag));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return STATUS_OK;
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return diag_set(diag, STATUS_LIMIT,
                        "Raptor's helper used up its processor time or its memory");
    if (WIFSIGNALED(status))
        return diag_set(diag, STATUS_IO,
                        "Raptor's helper crashed on this document (%s); nothing else was harmed",
                        strsignal(WTERMSIG(status)));
    return diag_set(diag, STATUS_IO, "Raptor's helper failed with status %d", WEXITSTATUS(status));
}

static Status helper_read(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag) {
    HelperSource *const source = (HelperSource *)self;
    *got = 0;
    if (source->process == 0) return STATUS_OK;
    for (;;) {
        struct pollfd ends[3] = {
            {source->quads, POLLIN, 0}, {source->notes, POLLIN, 0}, {source->feed, POLLOUT, 0}};
        const Status state = budget_check(source->job->options->budget);
        if (state != STATUS_OK) return diag_set(diag, state, "%s", status_text(state));
        if (poll(ends, 3, POLL_MILLISECONDS) < 0) {
            if (errno == EINTR) continue;
            return talk_failed(errno, diag);
        }
        if (ends[1].revents) listen_to_notes(source);
        if (ends[2].revents) TRY(feed(source, diag));
        if (!ends[0].revents) continue;
        const ssize_t count = read(source->quads, at, size);
        if (count == 0) return finish(source, diag);
        if (count > 0) {
            *got = (size_t)count;
            return STATUS_OK;
        }
        if (errno != EINTR)
            return diag_set(diag, STATUS_IO, "cannot read from Raptor's helper: %s",
                            strerror(errno));
    }
}

static void helper_close(ByteSource *self) {
    HelperSource *const source = (HelperSource *)self;
    close_end(&source->feed);
    close_end(&source->quads);
    close_end(&source->notes);
    if (source->process > 0) {
        kill(source->process, SIGKILL);
        while (waitpid(source->process, NULL, 0) < 0 && errno == EINTR) continue;
    }
    buffer_free(&source->said);
    mem_free(source);
}

Status raptor_read(const ReadJob *job, const RdfFormat *format) {
    HelperSource *const source = mem_zero(1, sizeof *source);
    if (!source) return diag_set(job->diag, STATUS_NO_MEMORY, "out of memory");
    *source = (HelperSource){
        .base = {helper_read, helper_close}, .job = job, .feed = -1, .quads = -1, .notes = -1};
    const Status status = start(source, format, job->diag);
    if (status != STATUS_OK) {
        helper_close(&source->base);
        return status;
    }
    RdfReadOptions options = *job->options;
    options.progress = NULL; /* the document's own window tells it */
    options.keep_going = false;
    Input quads;
    input_of_source(&quads, &source->base, job->input->name, &options);
    ReadJob inner = {
        .input = &quads, .options = &options, .sink = job->sink, .graphs = true, .diag = job->diag};
    const Status result = lines_read(&inner);
    input_close(&quads);
    return result;
}
