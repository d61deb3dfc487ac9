/* One query over a storage of librdf, by our engine or by librdf's own, rasqal, on the same storage in the same process:
 *
 *   storages ytterby|rasqal STORAGE NAME OPTIONS REPEAT LIMIT ANSWER QUERY [FILE]
 *   storages fill STORAGE NAME OPTIONS FILE
 *
 * A storage that lasts is filled once; one in memory is filled from FILE before each query, which is not timed. Printed are
 * the milliseconds of the first run and the median of REPEAT more, from the text to the last row, every term read; the
 * answer goes to ANSWER.tsv, an ASK's to ANSWER.json. A run that takes more than LIMIT seconds ends the process. */
#include <librdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ytterby/engine.h"
#include "ytterby/rdfio.h"
#include "ytterby/redland.h"
#include "ytterby/results.h"

enum {
    MOST_RUNS = 100,
    SLOW = 2000 /* milliseconds: what took longer is not asked as often */
};

static double milliseconds_since(uint64_t start) { return (double)(clock_now() - start) / 1e6; }

/* ---- Filling ------------------------------------------------------------------------------------------------------- */

typedef struct Filling {
    Graph *graph;
    Diag *diag;
} Filling;

static Status add(void *context, const Quad *quad) {
    const Filling *const filling = context;
    return graph_add(filling->graph, quad, filling->diag);
}

static Status fill(Graph *graph, const char *path, Diag *diag) {
    Filling filling = {graph, diag};
    const RdfSink sink = {.quad = add, .context = &filling};
    TRY(graph_begin(graph, diag));
    TRY(rdf_read_file(path, &(RdfReadOptions){0}, &sink, diag));
    return graph_commit(graph, diag);
}

/* ---- Ours ---------------------------------------------------------------------------------------------------------- */

static Status prepare(Graph *graph, Text text, Statement **statement, Diag *diag) {
    return statement_prepare(statement, graph_source(graph), text, &(EngineOptions){0}, diag);
}

static Status take(Statement *statement, Diag *diag) {
    const size_t columns = statement_columns(statement);
    bool more = true;
    Term term;
    if (statement_form(statement) == QUERY_ASK) return statement_ask(statement, &more, diag);
    while (true) {
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        for (size_t i = 0; i < columns; i++) TRY(statement_value(statement, i, &term));
    }
}

static Status run_ours(Graph *graph, Text text, Diag *diag) {
    Statement *statement;
    TRY(prepare(graph, text, &statement, diag));
    const Status status = take(statement, diag);
    statement_free(statement);
    return status;
}

static Status answer_ours(Graph *graph, Text text, const char *name, Diag *diag) {
    Statement *statement;
    Output *out;
    Buffer path = {0};
    TRY(prepare(graph, text, &statement, diag));
    const char *const format = statement_form(statement) == QUERY_ASK ? "json" : "tsv";
    const ResultsOptions options = {.format = results_format_named(text_of(format))};
    buffer_format(&path, "%s.%s", name, format);
    Status status = output_to_path(&out, buffer_string(&path), diag);
    if (status == STATUS_OK) {
        status = results_write(statement, &options, out, NULL, diag);
        const Status closed = output_close(out, diag);
        if (status == STATUS_OK) status = closed;
    }
    buffer_free(&path);
    statement_free(statement);
    return status;
}

/* ---- Rasqal -------------------------------------------------------------------------------------------------------- */

static Status failed(const char *what, Diag *diag) {
    return diag_set(diag, STATUS_UNSUPPORTED, "rasqal cannot %s this query", what);
}

/* Reads every term, and writes it when there is a file: librdf has no formatter of its own for results. */
static void read_rows(librdf_query_results *results, FILE *out, raptor_iostream *terms) {
    const int columns = librdf_query_results_get_bindings_count(results);
    for (int i = 0; out && i < columns; i++)
        fprintf(out, "%s?%s", i ? "\t" : "", librdf_query_results_get_binding_name(results, i));
    while (!librdf_query_results_finished(results)) {
        for (int i = 0; i < columns; i++) {
            librdf_node *const node = librdf_query_results_get_binding_value(results, i);
            if (out) fputc(i ? '\t' : '\n', out);
            if (node && terms) librdf_node_write(node, terms);
            if (node) librdf_free_node(node);
        }
        librdf_query_results_next(results);
    }
    if (out) fputc('\n', out);
}

static Status write_rows(librdf_world *world, librdf_query_results *results, const char *name,
                         Diag *diag) {
    Buffer path = {0};
    buffer_format(&path, "%s.tsv", name);
    FILE *const out = fopen(buffer_string(&path), "w");
    raptor_iostream *const terms =
        out ? raptor_new_iostream_to_file_handle(librdf_world_get_raptor(world), out) : NULL;
    if (terms) read_rows(results, out, terms);
    if (terms) raptor_free_iostream(terms);
    if (out) fclose(out);
    buffer_free(&path);
    return terms ? STATUS_OK : failed("write the answer of", diag);
}

static Status write_boolean(bool answer, const char *name, Diag *diag) {
    Buffer path = {0};
    buffer_format(&path, "%s.json", name);
    FILE *const out = fopen(buffer_string(&path), "w");
    if (out) {
        fprintf(out, "{\"head\":{},\"boolean\":%s}\n", answer ? "true" : "false");
        fclose(out);
    }
    buffer_free(&path);
    return out ? STATUS_OK : failed("write the answer of", diag);
}

static Status take_results(librdf_world *world, librdf_query_results *results, const char *answer,
                           Diag *diag) {
    if (librdf_query_results_is_boolean(results)) {
        const bool yes = librdf_query_results_get_boolean(results) > 0;
        return answer ? write_boolean(yes, answer, diag) : STATUS_OK;
    }
    if (answer) return write_rows(world, results, answer, diag);
    read_rows(results, NULL, NULL);
    return STATUS_OK;
}

/* Reads the answer, or writes it when there is a name for it. */
static Status run_rasqal(Graph *graph, Text text, const char *answer, Diag *diag) {
    librdf_world *const world = graph_librdf_world(graph);
    librdf_query *const query =
        librdf_new_query(world, "sparql", NULL, (const unsigned char *)text.at, NULL);
    if (!query) return failed("parse", diag);
    librdf_query_results *const results = librdf_query_execute(query, graph_librdf_model(graph));
    const Status status =
        results ? take_results(world, results, answer, diag) : failed("run", diag);
    if (results) librdf_free_query_results(results);
    librdf_free_query(query);
    return status;
}

/* ---- The whole ----------------------------------------------------------------------------------------------------- */

typedef struct Asked {
    Graph *graph;
    Buffer text;
    bool rasqal;
    unsigned limit; /* seconds */
} Asked;

static Status run_once(const Asked *asked, double *milliseconds, Diag *diag) {
    const Text text = buffer_view(&asked->text);
    alarm(asked->limit);
    const uint64_t start = clock_now();
    const Status status = asked->rasqal ? run_rasqal(asked->graph, text, NULL, diag)
                                        : run_ours(asked->graph, text, diag);
    *milliseconds = milliseconds_since(start);
    return status;
}

static int order_numbers(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static Status ask(const Asked *asked, long repeat, const char *answer, Diag *diag) {
    double first, warm[MOST_RUNS];
    TRY(run_once(asked, &first, diag));
    const size_t runs = first > SLOW ? 1 : repeat < MOST_RUNS ? (size_t)repeat : MOST_RUNS;
    for (size_t i = 0; i < runs; i++) TRY(run_once(asked, &warm[i], diag));
    qsort(warm, runs, sizeof *warm, order_numbers);
    alarm(asked->limit);
    const Text text = buffer_view(&asked->text);
    TRY(asked->rasqal ? run_rasqal(asked->graph, text, answer, diag)
                      : answer_ours(asked->graph, text, answer, diag));
    printf("%.4f %.4f\n", first, warm[runs / 2]);
    return STATUS_OK;
}

static Status query(Graph *graph, char **words, Diag *diag) {
    Asked asked = {.graph = graph,
                   .rasqal = strcmp(words[1], "rasqal") == 0,
                   .limit = (unsigned)strtoul(words[6], NULL, 10)};
    Status status = words[9] ? fill(graph, words[9], diag) : STATUS_OK;
    if (status == STATUS_OK) status = file_read(&asked.text, words[8], diag);
    if (status == STATUS_OK && !buffer_string(&asked.text)) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = ask(&asked, strtol(words[5], NULL, 10), words[7], diag);
    buffer_free(&asked.text);
    return status;
}

int main(int argc, char **argv) {
    const bool filling = argc == 6 && strcmp(argv[1], "fill") == 0;
    if (!filling && argc != 9 && argc != 10) return 64;
    const GraphOptions options = {
        .storage = argv[2],
        .name = argv[3][0] ? argv[3] : NULL,
        .options = argv[4][0] ? argv[4] : NULL,
        .create = filling,
    };
    Graph *graph = NULL;
    Diag diag = {0};
    Status status = graph_open(&graph, &options, &diag);
    if (status == STATUS_OK)
        status = filling ? fill(graph, argv[5], &diag) : query(graph, argv, &diag);
    graph_close(graph);
    if (status == STATUS_OK) return 0;
    diag_print(&diag, "error", stderr);
    return 1;
}
