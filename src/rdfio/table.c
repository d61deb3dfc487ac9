/* Rows of CSV and TSV files (RFC 4180), over the same windows as the readers of RDF. A row is taken whole: when the
 * window ends within one, more is read and the row begun again, which stays linear because the window doubles. Cells
 * are noted by offsets, since windows move; those with doubled quotes are copied. */
#include <string.h>

#include "rdfio_internal.h"
#include "ytterby/table.h"

enum {
    MOST_CELLS = 4096
};
#define LONGEST_ROW ((size_t)64 << 20)

typedef struct Cell {
    size_t from, to; /* in the window, or in `copies` */
    size_t at;       /* where it begins in the window, quote included: for messages */
    bool copied;
} Cell;

struct TableReader {
    Input input;
    char separator;
    Cell *cells;
    Text *texts;
    size_t count, cap, text_cap;
    size_t width; /* cells of the first row; 0: not read yet */
    Buffer copies;
    char *name;
};

/* ---- Opening ------------------------------------------------------------------------------------------------------- */

static char separator_of(Text path) {
    static const Text packed[] = {{".gz", 3}, {".zst", 4}};
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++) {
        if (text_ends(path, packed[i])) path.len -= packed[i].len;
    }
    return text_ends(path, TEXT(".tsv")) || text_ends(path, TEXT(".tab")) ? '\t' : 0;
}

/* What stands most often in the first line outside quotes: spreadsheets of many countries write semicolons. */
static char separator_in(Text window) {
    static const char known[] = {',', ';', '\t'};
    size_t counts[sizeof known] = {0}, best = 0;
    bool quoted = false;
    for (size_t at = 0; at < window.len; at++) {
        if (window.at[at] == '"') quoted = !quoted;
        if (quoted) continue;
        if (window.at[at] == '\n' || window.at[at] == '\r') break;
        for (size_t i = 0; i < sizeof known; i++) counts[i] += window.at[at] == known[i];
    }
    for (size_t i = 1; i < sizeof known; i++) {
        if (counts[i] > counts[best]) best = i;
    }
    return known[best];
}

static Status open_input(TableReader *reader, const char *path, Budget *budget, Diag *diag) {
    const RdfReadOptions options = {.budget = budget};
    ByteSource *source = NULL;
    uint64_t total = 0;
    TRY(source_of_path(&source, path, &options, &total, diag));
    input_of_source(&reader->input, source, reader->name, &options);
    reader->input.total = total;
    TRY(input_more(&reader->input, diag));
    skip_byte_order_mark(&reader->input);
    if (!reader->separator) reader->separator = separator_in(reader->input.window);
    return STATUS_OK;
}

Status table_open(TableReader **reader, const char *path, char separator, Budget *budget,
                  Diag *diag) {
    const Text name = text_of(strcmp(path, "-") == 0 ? "stdin" : path);
    TableReader *const made = mem_zero(1, sizeof *made);
    *reader = made;
    if (made) made->name = mem_zero(name.len + 1, 1);
    if (!made || !made->name) {
        table_close(made);
        *reader = NULL;
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    memcpy(made->name, name.at, name.len);
    made->separator = separator ? separator : separator_of(name);
    made->copies.budget = budget;
    const Status status = read_explain(open_input(made, path, budget, diag), made->name, diag);
    if (status == STATUS_OK) return status;
    table_close(made);
    *reader = NULL;
    return status;
}

void table_close(TableReader *reader) {
    if (!reader) return;
    input_close(&reader->input);
    buffer_free(&reader->copies);
    mem_free(reader->cells);
    mem_free(reader->texts);
    mem_free(reader->name);
    mem_free(reader);
}

/* ---- One row ------------------------------------------------------------------------------------------------------- */

/* How taking a row ended. */
typedef enum RowState {
    ROW_WHOLE,
    ROW_CUT, /* the window ended, and more may come */
    ROW_WRONG
} RowState;

typedef struct RowError {
    Status status;
    size_t at;
    const char *message;
} RowError;

static RowState wrong(RowError *error, Status status, size_t at, const char *message) {
    *error = (RowError){status, at, message};
    return ROW_WRONG;
}

/* A quoted cell from *at, behind its first quote, to behind its last one. */
static RowState take_quoted(TableReader *reader, size_t *at, Cell *cell, RowError *error) {
    const Text window = reader->input.window;
    size_t from = *at;
    const size_t copy = reader->copies.len;
    for (;;) {
        const char *const quote =
            *at < window.len ? memchr(window.at + *at, '"', window.len - *at) : NULL;
        if (!quote && !reader->input.ended) return ROW_CUT;
        if (!quote) return wrong(error, STATUS_SYNTAX, cell->at, "this quoted cell has no end");
        *at = (size_t)(quote - window.at) + 1;
        if (*at == window.len && !reader->input.ended) return ROW_CUT;
        if (*at == window.len || window.at[*at] != '"') break;
        buffer_text(&reader->copies, text_slice(window, from, *at));
        from = ++*at;
        cell->copied = true;
    }
    if (!cell->copied) {
        cell->from = from;
        cell->to = *at - 1;
        return ROW_WHOLE;
    }
    buffer_text(&reader->copies, text_slice(window, from, *at - 1));
    cell->from = copy;
    cell->to = reader->copies.len;
    return reader->copies.failed ? wrong(error, STATUS_NO_MEMORY, cell->at, "out of memory")
                                 : ROW_WHOLE;
}

static bool ends_cell(const TableReader *reader, char c) {
    return c == reader->separator || c == '\n' || c == '\r';
}

static RowState take_plain(const TableReader *reader, size_t *at, Cell *cell, RowError *error) {
    const Text window = reader->input.window;
    for (cell->from = *at; *at < window.len && !ends_cell(reader, window.at[*at]); ++*at) {
        if (window.at[*at] == '"' && reader->separator != '\t')
            return wrong(error, STATUS_SYNTAX, *at,
                         "a quote within a cell: quote the whole cell, and double this one");
    }
    cell->to = *at;
    return *at == window.len && !reader->input.ended ? ROW_CUT : ROW_WHOLE;
}

static RowState take_cell(TableReader *reader, size_t *at, RowError *error) {
    const Text window = reader->input.window;
    if (*at == window.len && !reader->input.ended) return ROW_CUT;
    if (reader->count == MOST_CELLS)
        return wrong(error, STATUS_LIMIT, *at, "a row of more than 4,096 cells");
    if (array_grow((void **)&reader->cells, &reader->cap, reader->count + 1,
                   sizeof *reader->cells) != STATUS_OK)
        return wrong(error, STATUS_NO_MEMORY, *at, "out of memory");
    Cell *const cell = &reader->cells[reader->count++];
    *cell = (Cell){.at = *at};
    if (*at == window.len || window.at[*at] != '"') return take_plain(reader, at, cell, error);
    ++*at;
    const RowState state = take_quoted(reader, at, cell, error);
    if (state != ROW_WHOLE || *at == window.len || ends_cell(reader, window.at[*at])) return state;
    return wrong(error, STATUS_SYNTAX, *at, "text behind the quote that ends a cell");
}

static RowState take_line_end(const TableReader *reader, size_t *at) {
    const Text window = reader->input.window;
    if (*at == window.len) return ROW_WHOLE;
    if (window.at[(*at)++] == '\n') return ROW_WHOLE;
    if (*at == window.len && !reader->input.ended) return ROW_CUT;
    if (*at < window.len && window.at[*at] == '\n') ++*at;
    return ROW_WHOLE;
}

/* The cells of one row and its line end. */
static RowState take_row(TableReader *reader, size_t *at, RowError *error) {
    const Text window = reader->input.window;
    reader->count = 0;
    buffer_clear(&reader->copies);
    for (;; ++*at) {
        const RowState state = take_cell(reader, at, error);
        if (state != ROW_WHOLE) return state;
        if (*at == window.len || window.at[*at] != reader->separator) break;
    }
    return take_line_end(reader, at);
}

/* ---- Rows ---------------------------------------------------------------------------------------------------------- */

static Status fail(const TableReader *reader, const RowError *error, Diag *diag) {
    return input_error(&reader->input, error->at, error->status, error->message, diag);
}

/* One whole row from the cursor on; `count` 0 at the end. */
static Status next_row(TableReader *reader, Diag *diag) {
    Input *const input = &reader->input;
    for (;;) {
        RowError error = {0};
        size_t at = input->cursor;
        reader->count = 0;
        if (at == input->window.len && input->ended) return STATUS_OK;
        const RowState state = take_row(reader, &at, &error);
        if (state == ROW_WRONG) return fail(reader, &error, diag);
        if (state == ROW_WHOLE) {
            const Text row = text_slice(input->window, input->cursor, at);
            const size_t invalid = utf8_invalid_at(row.at, row.len);
            const char *const nul = memchr(row.at, 0, row.len);
            if (invalid < row.len || nul)
                return input_error(input, input->cursor + (nul ? (size_t)(nul - row.at) : invalid),
                                   STATUS_SYNTAX, "this is not UTF-8 text", diag);
            input->cursor = at;
            return STATUS_OK;
        }
        if (input->window.len - input->cursor > LONGEST_ROW)
            return input_error(input, reader->cells[reader->count ? reader->count - 1 : 0].at,
                               STATUS_LIMIT, "this row is over 64 MiB: is a quote left open?",
                               diag);
        TRY(input_more(input, diag));
    }
}

static Status make_texts(TableReader *reader, Diag *diag) {
    if (array_grow((void **)&reader->texts, &reader->text_cap, reader->count,
                   sizeof *reader->texts) != STATUS_OK)
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < reader->count; i++) {
        const Cell *const cell = &reader->cells[i];
        const Text whole = cell->copied ? buffer_view(&reader->copies) : reader->input.window;
        reader->texts[i] = text_slice(whole, cell->from, cell->to);
    }
    return STATUS_OK;
}

static bool is_blank_line(const TableReader *reader) {
    const Cell *const first = &reader->cells[0];
    return reader->count == 1 && first->from == first->to && first->at == first->from;
}

static Status wrong_width(const TableReader *reader, Diag *diag) {
    char message[96];
    snprintf(message, sizeof message, "%zu cell%s where the first row has %zu", reader->count,
             reader->count == 1 ? "" : "s", reader->width);
    const size_t last = reader->count > reader->width ? reader->width : reader->count - 1;
    return table_error(reader, last, STATUS_SYNTAX, message, diag);
}

Status table_next(TableReader *reader, const Text **cells, size_t *count, Diag *diag) {
    *cells = NULL;
    *count = 0;
    do TRY(next_row(reader, diag));
    while (reader->count > 0 && is_blank_line(reader));
    if (reader->count == 0) return STATUS_OK;
    if (reader->width == 0) reader->width = reader->count;
    if (reader->count != reader->width) return wrong_width(reader, diag);
    TRY(make_texts(reader, diag));
    *cells = reader->texts;
    *count = reader->count;
    return STATUS_OK;
}

Status table_error(const TableReader *reader, size_t cell, Status status, const char *message,
                   Diag *diag) {
    const size_t at = cell < reader->count ? reader->cells[cell].at : reader->input.cursor;
    return input_error(&reader->input, at, status, message, diag);
}
