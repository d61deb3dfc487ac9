/* .diff: what changed. Since a date: the transactions that a database remembers. Against another graph (a backup, a file, what
 * .open takes): the statements, those that are only here with "+", those that are only there with "-". */
#include <string.h>
#include <time.h>

#include "shell_internal.h"

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- Since a date -------------------------------------------------------------------------------------------------- */

/* 2026, 2026-05, 2026-05-31, 2026-05-31T14:30, 2026-05-31T14:30:05, today; in UTC, as the log is. False: it is no date. */
static bool read_date(Text word, int64_t *seconds) {
    static const char *const forms[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y-%m",
                                        "%Y"};
    static const size_t lengths[] = {19, 16, 10, 7, 4};
    struct tm when = {.tm_mday = 1};
    if (text_equal_nocase(word, TEXT("today"))) {
        const time_t now = time(NULL);
        *seconds = now - now % 86400;
        return true;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (word.len != lengths[i]) continue;
        const char *const end = strptime(word.at, forms[i], &when);
        if (!end || end != word.at + word.len) return false;
        *seconds = timegm(&when);
        return true;
    }
    return false;
}

typedef struct Log {
    int64_t since;
    Buffer *out;
    uint64_t transactions;
    bool older; /* there are earlier ones, so that the log reaches back to the date */
} Log;

static Status write_entry(void *context, const StoreLogEntry *entry) {
    Log *const log = context;
    const time_t when = (time_t)entry->time;
    const int64_t change = (int64_t)entry->quads_after - (int64_t)entry->quads_before;
    struct tm parts;
    char text[32] = "";
    log->older = log->older || entry->time < log->since || entry->txn <= 1;
    if (entry->time < log->since) return STATUS_OK;
    if (gmtime_r(&when, &parts)) strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    const size_t start = log->out->len;
    buffer_format(log->out, "%s  %+lld", text, (long long)change);
    screen_fill(log->out, start, 32);
    screen_text(log->out, entry->who, 0);
    buffer_byte(log->out, '\n');
    log->transactions++;
    return STATUS_OK;
}

static Status show_log(const Shell *shell, int64_t since, Diag *diag) {
    Store *const store = graph_store(shell->graph.graph);
    Buffer out = {0};
    Log log = {.since = since, .out = &out};
    if (!store)
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "only a database (--db) remembers its transactions");
    Status status = store_log(store, write_entry, &log, diag);
    buffer_format(&out, "%llu transaction%s%s\n", (unsigned long long)log.transactions,
                  log.transactions == 1 ? "" : "s",
                  since && !log.older ? "; older ones are not remembered" : "");
    if (out.failed) status = out_of_memory(diag);
    if (status == STATUS_OK) status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

/* ---- Against another graph ----------------------------------------------------------------------------------------- */

typedef struct Difference {
    Shell *shell;
    ShellGraph other;
    bool graphs; /* compare named graphs, not only triples */
    Budget budget;
    RdfLines *here, *there;
    Buffer lines; /* of the difference, each after "+" or "-" */
    size_t added, removed;
    Diag *diag;
} Difference;

static Status quad_of(Source *source, const QuadBatch *batch, size_t row, bool graphs,
                      char text[4][32], Quad *quad) {
    *quad = (Quad){0};
    TRY(source_term(source, batch->subject[row], text[0], &quad->subject));
    TRY(source_term(source, batch->predicate[row], text[1], &quad->predicate));
    TRY(source_term(source, batch->object[row], text[2], &quad->object));
    if (!graphs || batch->graph[row] == TERM_ID_DEFAULT_GRAPH) return STATUS_OK;
    return source_term(source, batch->graph[row], text[3], &quad->graph);
}

static Status add_batch(Source *source, const QuadBatch *batch, bool graphs, RdfLines *lines) {
    for (size_t i = 0; i < batch->rows; i++) {
        char text[4][32];
        Quad quad;
        TRY(quad_of(source, batch, i, graphs, text, &quad));
        TRY(rdf_lines_add(lines, &quad));
    }
    return STATUS_OK;
}

static Status scan_lines(Difference *difference, Source *source, QuadBatch *batch,
                         RdfLines *lines) {
    const QuadPattern everything = {0};
    SourceScan *scan;
    TRY(source_scan_all(source, &everything, &scan, difference->diag));
    Status status;
    do {
        status = source_scan_next(scan, batch, difference->diag);
        if (status == STATUS_OK) status = budget_check(&difference->budget);
        if (status == STATUS_OK) status = add_batch(source, batch, difference->graphs, lines);
    } while (status == STATUS_OK && batch->rows > 0);
    source_scan_free(scan);
    return status;
}

static Status read_lines(Difference *difference, Source *source, RdfLines *lines) {
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    if (!batch) return STATUS_NO_MEMORY;
    Status status = source_begin_read(source, &difference->budget, difference->diag);
    if (status == STATUS_OK) {
        status = scan_lines(difference, source, batch, lines);
        source_end_read(source);
    }
    mem_free(batch);
    return status;
}

static Status keep_line(void *context, Text line, bool added) {
    Difference *const difference = context;
    buffer_byte(&difference->lines, added ? '+' : '-');
    buffer_text(&difference->lines, line);
    difference->added += added;
    difference->removed += !added;
    return difference->lines.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static Status compare(Difference *difference) {
    TRY(read_lines(difference, graph_source(difference->other.graph), difference->there));
    TRY(read_lines(difference, difference->shell->source, difference->here));
    return rdf_lines_compare(difference->there, difference->here, keep_line, difference);
}

/* ---- Showing it ---------------------------------------------------------------------------------------------------- */

typedef struct Showing {
    const Shell *shell;
    const Labels *labels;
    char sign;
    Buffer out;
} Showing;

static void write_term(Showing *showing, const Term *term) {
    Text label;
    Buffer *const out = &showing->out;
    if (term->kind == TERM_LITERAL)
        screen_text(out, term->text, 0);
    else if (term->kind == TERM_IRI && labels_of(showing->labels, term->text, &label))
        screen_text(out, label, 0);
    else if (term->kind != TERM_IRI || !showing->shell->graph.prefixes ||
             !prefixes_shorten(showing->shell->graph.prefixes, term->text, out))
        term_write(out, term);
}

static Status show_quad(void *context, const Quad *quad) {
    Showing *const showing = context;
    buffer_format(&showing->out, "%c ", showing->sign);
    write_term(showing, &quad->subject);
    buffer_text(&showing->out, TEXT("  "));
    write_term(showing, &quad->predicate);
    buffer_text(&showing->out, TEXT("  "));
    write_term(showing, &quad->object);
    if (quad->graph.kind != TERM_NONE) {
        buffer_text(&showing->out, TEXT("  ["));
        write_term(showing, &quad->graph);
        buffer_byte(&showing->out, ']');
    }
    buffer_byte(&showing->out, '\n');
    return showing->out.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Lines are read again as quads, so that things can be shown by their names. */
static Status show_lines(const Difference *difference, Showing *showing) {
    const Text lines = buffer_view(&difference->lines);
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("nquads"))};
    const RdfSink sink = {.quad = show_quad, .context = showing};
    for (size_t at = 0; at < lines.len;) {
        const size_t end = text_find(lines, TEXT("\n"), at) + 1;
        showing->sign = lines.at[at];
        TRY(rdf_read_text(text_slice(lines, at + 1, end), "diff", &options, &sink,
                          difference->diag));
        at = end;
    }
    return STATUS_OK;
}

static Status show_difference(Difference *difference) {
    Labels *labels;
    TRY(shell_labels(difference->shell, &labels, difference->diag));
    Showing showing = {.shell = difference->shell, .labels = labels};
    Status status = show_lines(difference, &showing);
    buffer_format(&showing.out, "%zu added, %zu taken out\n", difference->added,
                  difference->removed);
    if (status == STATUS_OK)
        status = screen_show(difference->shell, &showing.out, difference->diag);
    buffer_free(&showing.out);
    return status;
}

/* ---- The command --------------------------------------------------------------------------------------------------- */

/* A file that is no RDF by its ending may be a database: then it is opened as one. */
static Status open_other(Difference *difference, const Words *words) {
    const ShellOptions *const options = difference->shell->options;
    const char *arguments[MOST_WORDS + 1] = {"--db"};
    const bool one = words->count == 1;
    if (!options->open)
        return diag_set(difference->diag, STATUS_REFUSED, "this session can open no other graph");
    for (size_t i = 0; i < words->count; i++) arguments[i + 1] = words->word[i].at;
    if (one && !rdf_format_guess(arguments[1], (Text){0}) &&
        options->open(options->context, arguments, 2, &difference->other, NULL) == STATUS_OK)
        return STATUS_OK;
    return options->open(options->context, arguments + 1, words->count, &difference->other,
                         difference->diag);
}

/* A file that holds no graphs is compared with the union of ours. */
static bool holds_graphs(const Difference *difference, const Words *words) {
    const RdfFormat *const format =
        words->count == 1 ? rdf_format_guess(words->word[0].at, (Text){0}) : NULL;
    return !format || format->graphs || !difference->shell->graph.union_default;
}

static Status compare_with(Shell *shell, const Words *words, Diag *diag) {
    Difference difference = {.shell = shell, .diag = diag};
    budget_init(&difference.budget, shell->timeout, shell->options->engine.memory_limit);
    TRY(open_other(&difference, words));
    difference.graphs = holds_graphs(&difference, words);
    difference.here = rdf_lines_new(&difference.budget);
    difference.there = rdf_lines_new(&difference.budget);
    shell_interrupt_watch(&difference.budget);
    Status status =
        difference.here && difference.there ? compare(&difference) : out_of_memory(diag);
    shell_interrupt_watch(NULL);
    if (status == STATUS_OK) status = show_difference(&difference);
    rdf_lines_free(difference.here);
    rdf_lines_free(difference.there);
    buffer_free(&difference.lines);
    if (shell->options->close) shell->options->close(shell->options->context, &difference.other);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

Status command_diff(Shell *shell, const Words *words, Diag *diag) {
    int64_t since = 0;
    if (words->count == 0) return show_log(shell, 0, diag);
    if (words->count == 1 && read_date(words->word[0], &since)) return show_log(shell, since, diag);
    return compare_with(shell, words, diag);
}
