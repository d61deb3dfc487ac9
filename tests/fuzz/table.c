/* Fuzz target: tables. What is read and written again with every cell quoted is read the same; what cannot be read
 * says why and where. The first byte chooses the separator. */
#include "ytterby/table.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Written {
    Buffer text;   /* every cell quoted */
    size_t header; /* cells of the first row */
} Written;

static void write_row(Written *written, const Text *cells, size_t count, char separator) {
    if (written->header == 0) written->header = count;
    if (count != written->header) abort();
    for (size_t i = 0; i < count; i++) {
        if (utf8_invalid_at(cells[i].at, cells[i].len) < cells[i].len) abort();
        if (i > 0) buffer_byte(&written->text, separator);
        buffer_byte(&written->text, '"');
        for (size_t k = 0; k < cells[i].len; k++) {
            if (cells[i].at[k] == '"') buffer_byte(&written->text, '"');
            buffer_byte(&written->text, cells[i].at[k]);
        }
        buffer_byte(&written->text, '"');
    }
    buffer_byte(&written->text, '\n');
}

static Status read_all(Text text, char separator, Written *written) {
    char path[32];
    TableReader *reader;
    Diag diag = {0};
    const Text *cells = NULL;
    size_t count;
    const int file = memfd_create("table", 0);
    if (file < 0 || write(file, text.at, text.len) != (ssize_t)text.len) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    Status status = table_open(&reader, path, separator, NULL, &diag);
    if (status == STATUS_OK) {
        do {
            status = table_next(reader, &cells, &count, &diag);
            if (status == STATUS_OK && cells) write_row(written, cells, count, separator);
        } while (status == STATUS_OK && cells);
        if (status == STATUS_SYNTAX && (diag.line == 0 || diag.message[0] == '\0')) abort();
        table_close(reader);
    }
    close(file);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    const char separator = data[0] % 2 ? '\t' : ',';
    Written first = {0}, second = {0};
    const Text text = {(const char *)data + 1, size - 1};
    if (read_all(text, separator, &first) == STATUS_OK) {
        if (read_all(buffer_view(&first.text), separator, &second) != STATUS_OK) abort();
        if (!text_equal(buffer_view(&first.text), buffer_view(&second.text))) abort();
    }
    buffer_free(&first.text);
    buffer_free(&second.text);
    return 0;
}
