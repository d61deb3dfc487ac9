/* Line formats read by several threads. Whoever is free takes the next piece of the input under a lock: a block
 * of bytes, cut after its last line break; what is behind the break waits for the next taker. Reading bytes and
 * counting lines is a small part of parsing them, so the lock is no bottleneck for a dozen threads, and
 * pipes and packed files go the same way. */
#include <pthread.h>
#include <string.h>

#include "lines.h"

enum {
    PIECE = 1 << 20
};

typedef struct Feeder {
    pthread_mutex_t lock;
    ByteSource *source;
    const char *name;
    const RdfReadOptions *options;
    Buffer rest; /* the beginning of a line, for the next piece */
    bool ended;
    size_t pieces;         /* taken so far */
    size_t lines;          /* line breaks in them */
    uint64_t bytes, total; /* for the progress */
    size_t bad_piece;      /* the first piece with an error; SIZE_MAX: none yet */
    Status status;         /* of that error … */
    Diag diag;             /* … and its message */
} Feeder;

typedef struct Worker {
    Feeder *feeder;
    const RdfSink *sink;
    bool graphs;
    pthread_t thread;
    bool started;
} Worker;

/* ---- Taking pieces; the lock is held ------------------------------------------------------------------ */

/* Fills the piece's memory from `len` on, until it is full or the input ends. */
static Status fill(Feeder *feeder, Input *piece, size_t *len, Diag *diag) {
    while (*len < piece->capacity && !feeder->ended) {
        size_t got = 0;
        TRY(feeder->source->read(feeder->source, piece->memory + *len, piece->capacity - *len, &got,
                                 diag));
        feeder->ended = got == 0;
        *len += got;
    }
    return STATUS_OK;
}

/* Where the whole lines of a text end: all of it when nothing follows. */
static size_t end_of_lines(Text text, bool ended) {
    const char *const last = ended ? NULL : memrchr(text.at, '\n', text.len);
    return ended ? text.len : last ? (size_t)(last - text.at) + 1 : 0;
}

/* Makes the next piece the input's window; an empty one is the end. */
static Status take_piece(Feeder *feeder, Input *piece, Diag *diag) {
    size_t len = feeder->rest.len, end = 0;
    piece->window = (Text){NULL, 0};
    piece->cursor = 0;
    piece->lines = feeder->lines;
    while (piece->capacity <= len) TRY(input_grow(piece, PIECE, diag));
    if (len > 0) memcpy(piece->memory, feeder->rest.at, len);
    buffer_clear(&feeder->rest);
    for (;;) {
        TRY(fill(feeder, piece, &len, diag));
        end = end_of_lines((Text){piece->memory, len}, feeder->ended);
        if (end > 0 || feeder->ended) break;
        piece->window = (Text){piece->memory, len};
        TRY(input_grow(piece, PIECE, diag)); /* a line longer than the piece */
    }
    buffer_append(&feeder->rest, piece->memory + end, len - end);
    if (feeder->rest.failed) return STATUS_NO_MEMORY;
    piece->window = (Text){piece->memory, end};
    if (feeder->pieces == 0) skip_byte_order_mark(piece);
    feeder->lines += count_breaks(piece->window);
    feeder->bytes += end;
    return STATUS_OK;
}

/* Notes an error, unless there is one further in front. */
static void note_error(Feeder *feeder, size_t number, Status status, const Diag *diag) {
    if (number >= feeder->bad_piece) return;
    feeder->bad_piece = number;
    feeder->status = status;
    feeder->diag = *diag;
}

/* The next piece and its number; false at the end or after an error. */
static bool next_piece(Feeder *feeder, Input *piece, size_t *number) {
    Diag diag = {0};
    pthread_mutex_lock(&feeder->lock);
    bool more = feeder->bad_piece == SIZE_MAX;
    if (more) {
        Status status = budget_check(feeder->options->budget);
        if (status == STATUS_OK) status = take_piece(feeder, piece, &diag);
        if (status != STATUS_OK) note_error(feeder, feeder->pieces, status, &diag);
        *number = feeder->pieces++;
        more = status == STATUS_OK && piece->window.len > 0;
        const Progress *const progress = feeder->options->progress;
        if (more && progress && progress->tell)
            progress->tell(progress->context, "reading", feeder->bytes, feeder->total);
    }
    pthread_mutex_unlock(&feeder->lock);
    return more;
}

/* ---- Working ------------------------------------------------------------------------------------------------ */

static void warn_locked(void *context, const Diag *diag) {
    Feeder *const feeder = context;
    pthread_mutex_lock(&feeder->lock);
    feeder->options->warn(feeder->options->warn_context, diag);
    pthread_mutex_unlock(&feeder->lock);
}

static void *work(void *context) {
    Worker *const worker = context;
    Feeder *const feeder = worker->feeder;
    RdfReadOptions options = *feeder->options;
    if (options.warn) options.warn = warn_locked;
    options.warn_context = feeder;
    Diag diag = {0};
    Input piece = {.name = feeder->name,
                   .ended = true,
                   .most = largest_window(&options),
                   .budget = options.budget};
    const ReadJob job = {.input = &piece,
                         .options = &options,
                         .sink = worker->sink,
                         .graphs = worker->graphs,
                         .diag = &diag};
    LineReader reader = line_reader_for(&job);
    Status status = STATUS_OK;
    for (size_t number; status == STATUS_OK && next_piece(feeder, &piece, &number);) {
        status = line_reader_read(&reader, piece.window);
        if (status == STATUS_OK) continue;
        pthread_mutex_lock(&feeder->lock);
        note_error(feeder, number, status, &diag);
        pthread_mutex_unlock(&feeder->lock);
    }
    line_reader_free(&reader);
    input_close(&piece);
    return NULL;
}

/* Runs the first worker here and the others beside it; when a thread cannot be had, fewer do the work. */
static void work_together(Worker *workers, size_t count) {
    for (size_t i = 1; i < count; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    work(&workers[0]);
    for (size_t i = 1; i < count; i++)
        if (workers[i].started) pthread_join(workers[i].thread, NULL);
}

static Status read_lines(const char *path, const RdfReadOptions *options, const RdfSink *sinks,
                         size_t count, Diag *diag) {
    Feeder feeder = {
        .name = strcmp(path, "-") == 0 ? "stdin" : path, .options = options, .bad_piece = SIZE_MAX};
    Worker *const workers = mem_zero(count, sizeof *workers);
    if (!workers) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    Status status = source_of_path(&feeder.source, path, options, &feeder.total, diag);
    if (status == STATUS_OK) {
        pthread_mutex_init(&feeder.lock, NULL);
        for (size_t i = 0; i < count; i++)
            workers[i] =
                (Worker){.feeder = &feeder, .sink = &sinks[i], .graphs = options->format->graphs};
        work_together(workers, count);
        pthread_mutex_destroy(&feeder.lock);
        feeder.source->close(feeder.source);
        status = feeder.status;
        if (status != STATUS_OK && feeder.diag.status != STATUS_OK && diag &&
            diag->status == STATUS_OK)
            *diag = feeder.diag;
    }
    buffer_free(&feeder.rest);
    mem_free(workers);
    return read_explain(status, feeder.name, diag);
}

Status rdf_read_parallel(const char *path, const RdfReadOptions *options, const RdfSink *sinks,
                         size_t count, Diag *diag) {
    RdfReadOptions known = *options;
    if (!known.format) known.format = rdf_format_guess(path, (Text){NULL, 0});
    if (count > 1 && known.format && format_is_lines(known.format))
        return read_lines(path, &known, sinks, count, diag);
    return rdf_read_file(path, options, sinks, diag);
}
