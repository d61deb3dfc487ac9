/* ledger: every fact of the document can be asked for, and each of its statements is needed.
 *
 * For each fact: the query tests/ledger/Fnn.rq gives Fnn.out on the shipped graph; and with any one statement
 * about the fact's nodes (facts.tsv) taken out, it gives something else. In the end, every statement of a
 * document's graph must belong to a fact. See README.md beside this file. */
#include "ytterby/rdfio.h"
#include "ytterby/results.h"
#include "ytterby/source.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:ytterby:id:"

enum {
    FACTS = 63,
    MOST_NODES = 512
};

typedef struct FactNode {
    int fact; /* 1 … FACTS */
    Text iri;
} FactNode;

typedef struct Ledger {
    Arena *arena;
    Source *source;
    Quad *quads; /* all of the shipped graph but the derived ones */
    size_t count, cap;
    FactNode nodes[MOST_NODES];
    size_t node_count;
} Ledger;

static _Noreturn void give_up(const char *what, const Diag *diag) {
    printf("not ok ledger - %s: %s\n", what, diag ? diag->message : "");
    exit(1);
}

/* ---- The graph -------------------------------------------------------------------------------- */

static Status keep_quad(void *context, const Quad *quad) {
    Ledger *ledger = context;
    Diag diag = {0};
    if (source_insert(ledger->source, quad, &diag) != STATUS_OK) give_up("cannot insert", &diag);
    if (text_equal(quad->graph.text, TEXT(NAMESPACE "derived"))) return STATUS_OK;
    TRY(array_grow((void **)&ledger->quads, &ledger->cap, ledger->count + 1,
                   sizeof *ledger->quads));
    ledger->quads[ledger->count++] = (Quad){
        .subject = term_copy(ledger->arena, &quad->subject),
        .predicate = term_copy(ledger->arena, &quad->predicate),
        .object = term_copy(ledger->arena, &quad->object),
        .graph = term_copy(ledger->arena, &quad->graph),
    };
    return STATUS_OK;
}

static void read_graph(Ledger *ledger) {
    static const char *const patterns[] = {"graph/*.ttl", "graph/*.trig", "graph/*/*.ttl",
                                           "graph/*/*.trig"};
    const RdfSink sink = {.quad = keep_quad, .context = ledger};
    Diag diag = {0};
    if (source_begin_write(ledger->source, NULL, &diag) != STATUS_OK)
        give_up("cannot write", &diag);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t files;
        if (glob(patterns[i], 0, NULL, &files) != 0) continue;
        for (size_t j = 0; j < files.gl_pathc; j++)
            if (rdf_read_file(files.gl_pathv[j], &(RdfReadOptions){0}, &sink, &diag) != STATUS_OK)
                give_up(files.gl_pathv[j], &diag);
        globfree(&files);
    }
    if (source_commit(ledger->source, &diag) != STATUS_OK) give_up("cannot commit", &diag);
}

static bool same_triple(const Quad *a, const Quad *b) {
    return term_equal(&a->subject, &b->subject) && term_equal(&a->predicate, &b->predicate) &&
           term_equal(&a->object, &b->object);
}

/* Takes a statement out of every graph that holds it, or puts it back. */
static void change(Ledger *ledger, const Quad *statement, bool insert) {
    Diag diag = {0};
    Status status = source_begin_write(ledger->source, NULL, &diag);
    for (size_t i = 0; i < ledger->count && status == STATUS_OK; i++) {
        const Quad *quad = &ledger->quads[i];
        if (!same_triple(quad, statement)) continue;
        status = insert ? source_insert(ledger->source, quad, &diag)
                        : source_remove(ledger->source, quad, &diag);
    }
    if (status == STATUS_OK) status = source_commit(ledger->source, &diag);
    if (status != STATUS_OK) give_up("cannot change the graph", &diag);
}

/* ---- Files -------------------------------------------------------------------------------------- */

/* A whole file in the arena; at == NULL when it cannot be read. */
static Text read_file(Arena *arena, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return (Text){0};
    Buffer bytes = {0};
    char part[4096];
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buffer_append(&bytes, part, len);
    fclose(file);
    const Text text = arena_text(arena, buffer_view(&bytes));
    buffer_free(&bytes);
    return text;
}

/* facts.tsv: a fact's name, a tab, the IRI of one of its nodes. */
static void read_nodes(Ledger *ledger) {
    const Text text = read_file(ledger->arena, "tests/ledger/facts.tsv");
    for (size_t at = 0; at < text.len;) {
        size_t end = text_find(text, TEXT("\n"), at);
        if (end > text.len) end = text.len;
        const Text line = text_slice(text, at, end);
        const size_t tab = text_find(line, TEXT("\t"), 0);
        if (tab < line.len && line.at[0] == 'F' && ledger->node_count < MOST_NODES)
            ledger->nodes[ledger->node_count++] =
                (FactNode){atoi(line.at + 1), text_slice(line, tab + 1, line.len)};
        at = end + 1;
    }
    if (ledger->node_count == 0 || ledger->node_count == MOST_NODES)
        give_up("facts.tsv is empty or too long", NULL);
}

/* ---- Answers -------------------------------------------------------------------------------------- */

static int compare_lines(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

/* The lines of an answer with all but the first sorted; returns the number of rows. */
static size_t sort_rows(Text answer, Buffer *out) {
    Text *lines = NULL;
    size_t count = 0, cap = 0;
    for (size_t at = 0; at < answer.len;) {
        size_t end = text_find(answer, TEXT("\n"), at);
        if (end > answer.len) end = answer.len;
        if (array_grow((void **)&lines, &cap, count + 1, sizeof *lines) != STATUS_OK)
            give_up("no memory", NULL);
        lines[count++] = text_slice(answer, at, end);
        at = end + 1;
    }
    if (count > 2) qsort(lines + 1, count - 1, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++) {
        buffer_text(out, lines[i]);
        buffer_byte(out, '\n');
    }
    mem_free(lines);
    return count ? count - 1 : 0;
}

/* Runs a query on the union of all graphs; its TSV, sorted, goes to `answer`. */
static Status ask(Ledger *ledger, Text query, Buffer *answer, size_t *rows, Diag *diag) {
    const EngineOptions options = {.union_default = true, .timeout = 30};
    const ResultsOptions results = {.format = results_format_named(TEXT("tsv"))};
    Statement *statement = NULL;
    ResultsCount count;
    Buffer text = {0};
    TRY(statement_prepare(&statement, ledger->source, query, &options, diag));
    Output *out = output_to_buffer(&text);
    Status status = out ? results_write(statement, &results, out, &count, diag) : STATUS_NO_MEMORY;
    if (out && status == STATUS_OK)
        status = output_close(out, diag);
    else
        output_abandon(out);
    statement_free(statement);
    answer->len = 0;
    *rows = sort_rows(buffer_view(&text), answer);
    buffer_free(&text);
    return status;
}

/* ---- The facts -------------------------------------------------------------------------------------- */

static void print_statement(const Quad *quad) {
    Buffer line = {0};
    term_write(&line, &quad->subject);
    buffer_byte(&line, ' ');
    term_write(&line, &quad->predicate);
    buffer_byte(&line, ' ');
    term_write(&line, &quad->object);
    printf("#   %.*s\n", (int)line.len, line.at);
    buffer_free(&line);
}

static bool is_about(const Ledger *ledger, int fact, const Quad *quad) {
    for (size_t i = 0; i < ledger->node_count; i++)
        if ((fact == 0 || ledger->nodes[i].fact == fact) &&
            text_equal(ledger->nodes[i].iri, quad->subject.text))
            return true;
    return false;
}

static bool seen_before(const Ledger *ledger, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (same_triple(&ledger->quads[i], &ledger->quads[index])) return true;
    return false;
}

/* Takes out each statement of the fact in turn: the answer must differ. */
static void check_needed(Ledger *ledger, int fact, Text query, Text answer) {
    const Quad *idle[16];
    size_t idle_count = 0, tried = 0, rows;
    Buffer other = {0};
    for (size_t i = 0; i < ledger->count; i++) {
        const Quad *quad = &ledger->quads[i];
        if (!is_about(ledger, fact, quad) || seen_before(ledger, i)) continue;
        tried++;
        change(ledger, quad, false);
        const Status status = ask(ledger, query, &other, &rows, NULL);
        change(ledger, quad, true);
        if (status == STATUS_OK && text_equal(buffer_view(&other), answer) && idle_count < 16)
            idle[idle_count++] = quad;
    }
    buffer_free(&other);
    if (tried && !idle_count) {
        printf("ok F%02d needs each of its statements (%zu)\n", fact, tried);
        return;
    }
    printf("not ok F%02d needs each of its statements - %zu of %zu make no difference\n", fact,
           idle_count, tried);
    for (size_t i = 0; i < idle_count; i++) print_statement(idle[i]);
}

static void check_fact(Ledger *ledger, int fact) {
    char path[64];
    snprintf(path, sizeof path, "tests/ledger/F%02d.rq", fact);
    const Text query = read_file(ledger->arena, path);
    snprintf(path, sizeof path, "tests/ledger/F%02d.out", fact);
    const Text want = read_file(ledger->arena, path);
    Buffer answer = {0};
    size_t rows = 0;
    Diag diag = {0};
    const Status status =
        query.at && want.at ? ask(ledger, query, &answer, &rows, &diag) : STATUS_NOT_FOUND;
    if (status != STATUS_OK) {
        printf("not ok F%02d - %s: %s\n", fact, status_text(status), diag.message);
    } else if (rows == 0 || !text_equal(buffer_view(&answer), want)) {
        printf("not ok F%02d - the answer is not %s\n# expected:\n", fact, path);
        printf("# %.*s\n# got %zu rows:\n# %.*s\n", (int)want.len, want.at, rows, (int)answer.len,
               answer.at);
    } else {
        printf("ok F%02d\n", fact);
        check_needed(ledger, fact, query, want);
    }
    fflush(stdout);
    buffer_free(&answer);
}

/* Every statement of a document's graph (which is named in the id namespace) belongs to a fact. */
static void check_nothing_left(const Ledger *ledger) {
    size_t left = 0, all = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const Quad *quad = &ledger->quads[i];
        if (quad->graph.kind == TERM_NONE || text_equal(quad->subject.text, quad->graph.text))
            continue;
        all++;
        if (is_about(ledger, 0, quad)) continue;
        if (left++ == 0) puts("not ok ledger - statements of the document that belong to no fact:");
        if (left <= 16) print_statement(quad);
    }
    if (!left) printf("ok every statement of the document belongs to a fact (%zu)\n", all);
}

int main(void) {
    static Ledger ledger;
    ledger.arena = arena_new(NULL);
    ledger.source = memory_source_new(NULL);
    if (!ledger.arena || !ledger.source) give_up("no memory", NULL);
    read_graph(&ledger);
    read_nodes(&ledger);
    for (int fact = 1; fact <= FACTS; fact++) check_fact(&ledger, fact);
    check_nothing_left(&ledger);
    source_free(ledger.source);
    mem_free(ledger.quads);
    arena_free(ledger.arena);
    return 0;
}
