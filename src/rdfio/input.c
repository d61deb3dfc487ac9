/* A window over the bytes of a file, a pipe or a text. Readers consume at the cursor and ask for more when a
 * token reaches the window's end; what is left is moved to the front, and the window doubles when it is more
 * than half full, so that all the work stays linear and memory follows the longest token only.
 * Files are read, not mapped: a file that shrinks while it is read must not end the program by SIGBUS, and a
 * copy inside the cache costs less than page faults do. */
#include <string.h>

#include "rdfio_internal.h"

#ifndef FIRST_WINDOW /* builds for testing make it tiny, so that every token meets its end */
#define FIRST_WINDOW ((size_t)1 << 18)
#endif

enum {
    /* Bytes of a line before the cursor that stay, for messages. */
    KEPT_OF_LINE = FIRST_WINDOW / 1024
};
#define LARGEST_WINDOW ((size_t)1 << 30)

size_t largest_window(const RdfReadOptions *options) {
    return options->most_token ? options->most_token : LARGEST_WINDOW;
}

void input_of_text(Input *input, Text text, const char *name) {
    *input = (Input){.window = text, .ended = true, .name = name, .total = text.len};
}

void input_of_source(Input *input, ByteSource *source, const char *name,
                     const RdfReadOptions *options) {
    *input = (Input){.source = source,
                     .name = name,
                     .most = largest_window(options),
                     .budget = options->budget,
                     .progress = options->progress};
}

void input_close(Input *input) {
    if (input->source) input->source->close(input->source);
    mem_free(input->memory);
    budget_give(input->budget, input->capacity);
    *input = (Input){.ended = true};
}

/* Counts line breaks, 64 bytes at a time so that compilers use vectors. */
size_t count_breaks(Text text) {
    const char *const at = text.at;
    const size_t len = text.len;
    size_t count = 0, i = 0;
    for (; i + 64 <= len; i += 64) {
        unsigned char sum = 0;
        for (size_t k = 0; k < 64; k++) sum = (unsigned char)(sum + (at[i + k] == '\n'));
        count += sum;
    }
    for (; i < len; i++) count += at[i] == '\n';
    return count;
}

/* How much of the consumed part goes: all but the end of the present line, which an error will show. */
static size_t droppable(const Input *input) {
    size_t from = input->cursor > KEPT_OF_LINE ? input->cursor - KEPT_OF_LINE : 0;
    const char *const last = memrchr(input->window.at + from, '\n', input->cursor - from);
    if (last) return (size_t)(last - input->window.at) + 1;
    while (from < input->cursor && ((unsigned char)input->window.at[from] & 0xC0) == 0x80) from++;
    return from;
}

/* Forgets the consumed part of the window, keeping count of where we are. */
static void drop_consumed(Input *input) {
    const Text gone = {input->window.at, droppable(input)};
    if (gone.len == 0) return;
    const char *const last = memrchr(gone.at, '\n', gone.len);
    const size_t rest = last ? (size_t)(last - gone.at) + 1 : 0;
    if (last) {
        input->lines += count_breaks(gone);
        input->columns = 0;
    }
    input->columns += utf8_length(text_slice(gone, rest, gone.len));
    input->dropped += gone.len;
    memmove(input->memory, input->memory + gone.len, input->window.len - gone.len);
    input->window = (Text){input->memory, input->window.len - gone.len};
    input->cursor -= gone.len;
}

Status input_grow(Input *input, size_t first, Diag *diag) {
    const size_t capacity = input->capacity ? input->capacity * 2 : first;
    if (input->capacity > input->most / 2) {
        char message[80];
        snprintf(message, sizeof message, "a line or token of more than %zu MiB begins here",
                 input->capacity >> 20);
        return input_error(input, input->cursor, STATUS_LIMIT, message, diag);
    }
    if (budget_take(input->budget, capacity - input->capacity) != STATUS_OK)
        return diag_set(diag, STATUS_MEMORY_LIMIT, "the memory limit was reached while reading %s",
                        input->name);
    char *const memory = mem_resize(input->memory, capacity);
    if (!memory) {
        budget_give(input->budget, capacity - input->capacity);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    input->memory = memory;
    input->capacity = capacity;
    input->window.at = memory;
    return STATUS_OK;
}

Status input_more(Input *input, Diag *diag) {
    if (input->ended) return STATUS_OK;
    const Status state = budget_check(input->budget);
    if (state != STATUS_OK) return diag_set(diag, state, "%s", status_text(state));
    if (input->memory) drop_consumed(input);
    if (input->progress && input->progress->tell)
        input->progress->tell(input->progress->context, "reading", input->dropped, input->total);
    if (input->window.len >= input->capacity / 2) TRY(input_grow(input, FIRST_WINDOW, diag));
    while (input->window.len < input->capacity) {
        size_t got = 0;
        TRY(input->source->read(input->source, input->memory + input->window.len,
                                input->capacity - input->window.len, &got, diag));
        if (got == 0) {
            input->ended = true;
            break;
        }
        input->window.len += got;
    }
    return STATUS_OK;
}

Status input_error(const Input *input, size_t offset, Status status, const char *message,
                   Diag *diag) {
    if (!diag || diag->status != STATUS_OK) return status;
    diag_file(diag, input->name);
    diag_at(diag, status, input->window, offset, "%s", message);
    if (diag->line == 1) diag->column += input->columns;
    diag->line += input->lines;
    return status;
}
