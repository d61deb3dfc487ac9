/* Fuzz target: answers in each format. By the first byte: rows of terms made of the input are written, and read back where
 * there is a reader: JSON, XML and TSV give the same terms, CSV their texts; nothing meant for a screen has a control
 * character. Or the input is read as an answer, and what can be read is written and read once more. */
#include "lib/fuzz.h"

#include "ytterby/results.h"

#include <string.h>

enum {
    MOST_COLUMNS = 4,
    MOST_ROWS = 8
};

typedef struct Table {
    Arena *arena;
    Text names[MOST_COLUMNS];
    size_t columns, rows;
    Term terms[MOST_ROWS][MOST_COLUMNS];
    bool is_ask, answer;
    bool too_large;
} Table;

static Table *table_new(void) {
    Table *const table = calloc(1, sizeof *table);
    table->arena = arena_new(NULL);
    return table;
}

static void table_free(Table *table) {
    arena_free(table->arena);
    free(table);
}

/* ---- Reading ------------------------------------------------------------------------------------------------------- */

static Status keep_head(void *context, const Text *names, size_t count) {
    Table *const table = context;
    table->too_large = count > MOST_COLUMNS;
    table->columns = count;
    for (size_t i = 0; i < count && !table->too_large; i++)
        table->names[i] = arena_text(table->arena, names[i]);
    return STATUS_OK;
}

static Status keep_row(void *context, const Term *terms, size_t count) {
    Table *const table = context;
    require(count == table->columns, "a row has the columns of the head");
    if (table->too_large || table->rows == MOST_ROWS) {
        table->too_large = true;
        return STATUS_OK;
    }
    for (size_t i = 0; i < count; i++)
        table->terms[table->rows][i] = term_copy(table->arena, &terms[i]);
    table->rows++;
    return STATUS_OK;
}

static Status read_table(Text text, const char *format, Table *table, Diag *diag) {
    ResultsReader reader = {.head = keep_head, .row = keep_row, .context = table};
    const Status status = results_read(text, format, &reader, diag);
    table->is_ask = reader.is_ask;
    table->answer = reader.answer;
    require(status == STATUS_OK || diag->message[0] != '\0', "a failure says why");
    return status;
}

/* ---- Writing ------------------------------------------------------------------------------------------------------- */

static Status write_rows(const Table *table, const ResultsOptions *options, Output *out,
                         Diag *diag) {
    ResultsWriter *writer = NULL;
    Status status = results_writer_new(&writer, options, table->names, table->columns, out, diag);
    for (size_t i = 0; status == STATUS_OK && i < table->rows; i++)
        status = results_writer_row(writer, table->terms[i], diag);
    if (status == STATUS_OK) status = results_writer_end(writer, NULL, diag);
    results_writer_free(writer);
    return status;
}

static Status write_table(const Table *table, const ResultsOptions *options, Buffer *text) {
    Output *const out = output_to_buffer(text);
    Diag diag = {0};
    Status status = table->is_ask ? results_write_boolean(options, table->answer, out, &diag)
                                  : write_rows(table, options, out, &diag);
    require(status == STATUS_OK || diag.status == status, "a failure says why");
    output_close(out, NULL);
    return status;
}

/* ---- Checks ----------------------------------------------------------------------------------------------------------- */

/* What is meant for a screen: UTF-8 without control characters but the line's end, and without those of C1. */
static void expect_harmless(const Buffer *text) {
    require(utf8_invalid_at(text->at, text->len) == text->len, "the screen gets UTF-8");
    for (size_t i = 0; i < text->len; i++) {
        const unsigned char byte = (unsigned char)text->at[i];
        const bool c1 = byte == 0xC2 && i + 1 < text->len && (unsigned char)text->at[i + 1] < 0xA0;
        const bool harmless = (byte >= ' ' && byte != 0x7F && !c1) || byte == '\n';
        if (!harmless) fprintf(stderr, "byte %02X in\n%.*s\n", byte, (int)text->len, text->at);
        require(harmless, "no control character");
    }
}

static bool same(const Term *a, const Term *b) {
    if (a->kind == TERM_NONE || b->kind == TERM_NONE) return a->kind == b->kind;
    return term_equal(a, b) && text_equal(a->lang, b->lang) && a->direction == b->direction;
}

static void expect_rows(const Table *wanted, const Table *got, const char *format) {
    const bool texts = strcmp(format, "csv") == 0;
    require(wanted->is_ask == got->is_ask && wanted->answer == got->answer, "the same ASK");
    if (wanted->is_ask) return;
    require(wanted->columns == got->columns && wanted->rows == got->rows, "as many rows");
    for (size_t r = 0; r < got->rows; r++)
        for (size_t c = 0; c < got->columns; c++) {
            const Term *const term = &wanted->terms[r][c];
            if (texts && term->kind == TERM_LITERAL) {
                require(text_equal(term->text, got->terms[r][c].text), "the same text");
            } else if (!texts) {
                require(same(term, &got->terms[r][c]), "the same term");
            }
        }
    for (size_t c = 0; c < got->columns; c++)
        require(text_equal(wanted->names[c], got->names[c]), "the same names");
}

static void round_trip(const Table *table, const char *format) {
    const ResultsOptions options = {.format = results_format_named(text_of(format))};
    Buffer text = {0};
    const Status status = write_table(table, &options, &text);
    require(status == STATUS_OK || status == STATUS_UNSUPPORTED, "rows can be written or not");
    if (status == STATUS_OK) {
        Table *const back = table_new();
        Diag diag = {0};
        require(utf8_invalid_at(text.at, text.len) == text.len, "results are UTF-8");
        const Status read = read_table(buffer_view(&text), format, back, &diag);
        if (read != STATUS_OK)
            fprintf(stderr, "%s:%zu:%zu: %s\n%s\n", format, diag.line, diag.column, diag.message,
                    buffer_string(&text));
        require(read == STATUS_OK, "what was written can be read");
        require(!back->too_large, "as many rows");
        expect_rows(table, back, format);
        table_free(back);
    }
    buffer_free(&text);
}

static const char *const readable[] = {"json", "xml", "tsv", "csv"};

static void check_rows(Supply supply) {
    static const char *const shown[] = {"table", "markdown", "html"};
    Table *const table = table_new();
    table->columns = take_below(&supply, MOST_COLUMNS + 1);
    table->rows = take_below(&supply, MOST_ROWS + 1);
    /* A line of one unbound value and no line at all look alike in CSV and TSV, so that there are names. */
    for (size_t c = 0; c < table->columns; c++)
        table->names[c] = text_slice(TEXT("abcd"), c, c + 1);
    for (size_t r = 0; r < table->rows; r++)
        for (size_t c = 0; c < table->columns; c++)
            if (!take_one_in(&supply, 6))
                table->terms[r][c] = take_term(&supply, table->arena, false, true);
    for (size_t i = 0; i < 4; i++) round_trip(table, readable[i]);
    ResultsOptions options = {.width = take_below(&supply, 120),
                              .wrap = take_one_in(&supply, 2),
                              .unicode = take_one_in(&supply, 2)};
    for (size_t i = 0; i < 3; i++) {
        Buffer text = {0};
        options.format = results_format_named(text_of(shown[i]));
        require(write_table(table, &options, &text) == STATUS_OK, "rows can be shown");
        expect_harmless(&text);
        buffer_free(&text);
    }
    table_free(table);
}

static void check_text(Supply supply, const char *format) {
    Table *const table = table_new();
    Diag diag = {0};
    const Text text = {(const char *)supply.at, supply.left};
    bool named = read_table(text, format, table, &diag) == STATUS_OK && !table->too_large;
    /* A lone column without a name is an empty line, which has no column. */
    for (size_t c = 0; named && c < table->columns; c++) named = table->names[c].len > 0;
    if (named) round_trip(table, format);
    table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    const Supply rest = {data + 1, size - 1};
    if (data[0] % 8 < 4) {
        check_text(rest, readable[data[0] % 8]);
    } else {
        check_rows(rest);
    }
    return 0;
}
