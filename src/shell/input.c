/* Lines, from readline, a file or a pipe, and the question whether what was read is a whole statement. The real
 * parser answers it: "incomplete" is one of its results, so no terminator is needed and no bracket is counted. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "shell_internal.h"

enum {
    CHUNK = 16 * 1024,
    LONG_STATEMENT = 64 * 1024 /* from here on only lines with a brace are worth a parse */
};

/* ---- Lines ------------------------------------------------------------------------------------------------ */

/* Reads more bytes; false at the end of the input. */
static bool read_more(ShellInput *input) {
    if (input->fd < 0 || input->ended) return false;
    if (input->at > CHUNK) {
        memmove(input->bytes.at, input->bytes.at + input->at, input->bytes.len - input->at);
        input->bytes.len -= input->at;
        input->at = 0;
    }
    char chunk[CHUNK];
    Budget waiting; /* without limits: for Ctrl-C alone */
    budget_init(&waiting, 0, 0);
    shell_interrupt_watch(&waiting);
    const ssize_t got = read_within(&waiting, input->fd, chunk, sizeof chunk);
    const int error = errno;
    shell_interrupt_watch(NULL);
    input->interrupted = got < 0 && budget_check(&waiting) != STATUS_OK && shell_interrupt_taken();
    if (got < 0 && !input->interrupted) input->error = error;
    if (got > 0) buffer_append(&input->bytes, chunk, (size_t)got);
    input->ended = got <= 0 || input->bytes.failed;
    return !input->ended;
}

static LineState next_line(ShellInput *input, Text *line) {
    size_t searched = input->at;
    size_t end;
    while ((end = text_find(buffer_view(&input->bytes), TEXT("\n"), searched)) == SIZE_MAX) {
        const size_t pending = input->bytes.len - input->at;
        if (!read_more(input)) break;
        searched = input->at + pending;
    }
    if (input->bytes.failed || input->error) return LINE_FAILED;
    if (input->interrupted) return LINE_INTERRUPTED;
    if (end == SIZE_MAX && input->at == input->bytes.len) return LINE_END;
    const size_t stop = end == SIZE_MAX ? input->bytes.len : end;
    *line = text_slice(buffer_view(&input->bytes), input->at, stop);
    if (line->len && line->at[line->len - 1] == '\r') line->len--;
    input->held_from = input->at;
    input->at = end == SIZE_MAX ? stop : stop + 1;
    input->line++;
    return LINE_READ;
}

LineState shell_input_line(Shell *shell, ShellInput *input, Text *line) {
    if (input->name) return next_line(input, line);
    buffer_clear(&input->bytes);
    const LineState state = shell_readline(shell, shell->statement.len > 0, &input->bytes);
    *line = buffer_view(&input->bytes);
    if (state == LINE_READ) input->line++;
    return input->bytes.failed ? LINE_FAILED : state;
}

void shell_input_hold(ShellInput *input) {
    input->at = input->held_from;
    input->line--;
}

void shell_input_close(ShellInput *input) {
    buffer_free(&input->bytes);
    if (input->fd > STDIN_FILENO) close(input->fd);
}

/* ---- Is it whole? ----------------------------------------------------------------------------------------- */

static bool is_blank(Text text) {
    for (size_t at = 0; at < text.len;) {
        size_t end = text_find(text, TEXT("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        const Text line = text_trim(text_slice(text, at, end));
        if (line.len && line.at[0] != '#') return false;
        at = end + 1;
    }
    return true;
}

/* Parses the text for its form only. */
static Completeness try_parse(const Shell *shell, Text text) {
    Arena *const arena = arena_new(NULL);
    if (!arena) return STATEMENT_FAILED;
    ParseOptions options;
    bool incomplete = false, is_update = false;
    SyntaxQuery *query = NULL;
    SyntaxUpdates *updates = NULL;
    Status status = shell_parse_options(shell, arena, NULL, &options);
    if (status == STATUS_OK) status = parse_looks_like_update(text, &is_update);
    if (status == STATUS_OK) {
        status = is_update ? parse_update(text, &options, arena, &updates, &incomplete, NULL)
                           : parse_query(text, &options, arena, &query, &incomplete, NULL);
    }
    arena_free(arena);
    if (status == STATUS_OK) return STATEMENT_READY;
    if (status == STATUS_NO_MEMORY) return STATEMENT_FAILED;
    return incomplete ? STATEMENT_OPEN : STATEMENT_WRONG;
}

static bool worth_a_parse(Text text) {
    if (text.len < LONG_STATEMENT) return true;
    size_t from = text.len - 1;
    while (from > 0 && text.at[from - 1] != '\n') from--;
    return text_find(text, TEXT("}"), from) != SIZE_MAX;
}

Completeness shell_completeness(const Shell *shell, Text text, size_t *length) {
    *length = text.len;
    if (is_blank(text)) return STATEMENT_BLANK;
    const Text trimmed = text_trim(text);
    if (!worth_a_parse(trimmed)) return STATEMENT_OPEN;
    const Completeness whole = try_parse(shell, text);
    if (whole == STATEMENT_READY || whole == STATEMENT_FAILED || !text_ends(trimmed, TEXT(";")))
        return whole;
    const size_t without = (size_t)(trimmed.at - text.at) + trimmed.len - 1;
    if (try_parse(shell, text_slice(text, 0, without)) != STATEMENT_READY) return whole;
    *length = without;
    return STATEMENT_READY;
}
