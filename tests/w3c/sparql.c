/* The tests of SPARQL: syntax, query evaluation, update evaluation. The graphs are kept in librdf's memory storage;
 * suites of SPARQL 1.2 evaluation, whose triple terms librdf has no place for, are kept in the store. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ytterby/redland.h"
#include "ytterby/store.h"

#include "answer.h"

#define QT         "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
#define UT         "http://www.w3.org/2009/sparql/tests/test-update#"
#define ENTAILMENT "http://www.w3.org/ns/sparql-service-description#entailmentRegime"

static Outcome fail(Buffer *why, const Diag *diag, const char *fallback) {
    if (diag && diag->message[0]) {
        buffer_format(why, "%zu:%zu: %s", diag->line, diag->column, diag->message);
    } else {
        buffer_format(why, "%s", fallback);
    }
    return FAILED;
}

/* ---- Syntax ------------------------------------------------------------------------------------------------------ */

static Status translate(const SyntaxUpdates *updates, Arena *arena, Text text, Diag *diag) {
    for (size_t i = 0; i < updates->count; i++) {
        UpdateOperation *operation;
        TRY(algebra_of_update(&updates->items[i], arena, &operation, text, "update", diag));
    }
    return STATUS_OK;
}

static Status check_syntax(const Test *test, bool update, Diag *diag) {
    const Text text = read_text(test->action, test->arena);
    const ParseOptions options = {.base = test->base};
    SyntaxQuery *syntax;
    SyntaxUpdates *updates;
    Query *query;
    if (!text.at) return diag_set(diag, STATUS_IO, "cannot read the test's file");
    if (update) {
        TRY(parse_update(text, &options, test->arena, &updates, NULL, diag));
        return translate(updates, test->arena, text, diag);
    }
    TRY(parse_query(text, &options, test->arena, &syntax, NULL, diag));
    return algebra_of_query(syntax, test->arena, &query, text, "query", diag);
}

static Outcome run_positive(const Test *test, const char *kind, Buffer *why) {
    Diag diag = {0};
    return check_syntax(test, *kind == 'u', &diag) == STATUS_OK ? PASSED
                                                                : fail(why, &diag, "refused");
}

static Outcome run_negative(const Test *test, const char *kind, Buffer *why) {
    Diag diag = {0};
    const Status status = check_syntax(test, *kind == 'u', &diag);
    if (status == STATUS_OK) return fail(why, NULL, "was accepted");
    if (status != STATUS_SYNTAX) return fail(why, &diag, "no syntax error");
    return diag.line > 0 ? PASSED : fail(why, NULL, "the error has no position");
}

/* ---- Where the graphs are kept -------------------------------------------------------------------------------------- */

typedef struct Place {
    Graph *graph; /* librdf, or … */
    Store *store; /* … the store */
    Source *source;
    char path[64];
} Place;

static Status place_open(Place *place, bool in_store, Diag *diag) {
    *place = (Place){.path = "/tmp/ytterby-w3c-XXXXXX"};
    if (!in_store) {
        TRY(graph_open(&place->graph, &(GraphOptions){.storage = "memory", .create = true}, diag));
        place->source = graph_source(place->graph);
        return STATUS_OK;
    }
    const int fd = mkstemp(place->path);
    if (fd < 0) return diag_set(diag, STATUS_IO, "cannot make a temporary file");
    close(fd);
    TRY(store_open(&place->store, place->path, STORE_WRITE, 0, diag));
    place->source = store_source(place->store);
    return STATUS_OK;
}

static void place_close(Place *place) {
    graph_close(place->graph);
    if (!place->graph) unlink(place->path);
    store_close(place->store);
}

/* Blank nodes of different files are different: each file's labels get its number. */
typedef struct Filling {
    Place *place;
    Term graph;
    Arena *arena;
    size_t file;
    Diag *diag;
} Filling;

static Term in_file(const Filling *filling, const Term *term) {
    Term copy = *term;
    if (term->kind == TERM_TRIPLE) {
        Term *const parts = arena_array(filling->arena, 3, sizeof *parts);
        for (size_t i = 0; i < 3; i++) parts[i] = in_file(filling, &term->triple[i]);
        copy.triple = parts;
    }
    if (term->kind != TERM_BLANK) return copy;
    Buffer label = {0};
    buffer_format(&label, "f%zu", filling->file);
    buffer_text(&label, term->text);
    copy.text = arena_text(filling->arena, buffer_view(&label));
    buffer_free(&label);
    return copy;
}

static Status insert_in_graph(void *context, const Quad *quad) {
    const Filling *const filling = context;
    const Quad placed = {in_file(filling, &quad->subject), in_file(filling, &quad->predicate),
                         in_file(filling, &quad->object),
                         filling->graph.kind == TERM_NONE ? in_file(filling, &quad->graph)
                                                          : filling->graph};
    return source_insert(filling->place->source, &placed, filling->diag);
}

static Status place_fill(Place *place, const char *path, Term graph, Arena *arena, Diag *diag) {
    static size_t files;
    char helper[4096];
    const char *const build = getenv("BUILD");
    snprintf(helper, sizeof helper, "%s/ytterby-raptor", build ? build : "build");
    Filling filling = {place, graph, arena, ++files, diag};
    const RdfReadOptions options = {.helper = helper};
    const RdfSink sink = {.quad = insert_in_graph, .context = &filling};
    if (!path) return diag_set(diag, STATUS_NOT_FOUND, "the test names no file");
    TRY(source_begin_write(place->source, NULL, diag));
    const Status status = rdf_read_file(path, &options, &sink, diag);
    if (status == STATUS_OK) return source_commit(place->source, diag);
    source_rollback(place->source);
    return status;
}

static Status read_everything(Place *place, Dataset *out, Diag *diag) {
    static QuadBatch batch;
    SourceScan *scan = NULL;
    TRY(source_begin_read(place->source, NULL, diag));
    Status status = source_scan_all(place->source, &(QuadPattern){0}, &scan, diag);
    while (status == STATUS_OK) {
        status = source_scan_next(scan, &batch, diag);
        if (status != STATUS_OK || batch.rows == 0) break;
        for (size_t i = 0; i < batch.rows && status == STATUS_OK; i++) {
            char texts[4][32];
            Quad quad = {.graph = {.kind = TERM_NONE}};
            status = source_term(place->source, batch.subject[i], texts[0], &quad.subject);
            if (status == STATUS_OK)
                status = source_term(place->source, batch.predicate[i], texts[1], &quad.predicate);
            if (status == STATUS_OK)
                status = source_term(place->source, batch.object[i], texts[2], &quad.object);
            if (status == STATUS_OK && batch.graph[i] != TERM_ID_DEFAULT_GRAPH) {
                status = source_term(place->source, batch.graph[i], texts[3], &quad.graph);
            }
            if (status == STATUS_OK) status = dataset_add(out, &quad);
        }
    }
    source_scan_free(scan);
    source_end_read(place->source);
    return status;
}

/* ---- Query evaluation -------------------------------------------------------------------------------------------------- */

static const Term *property(const Test *test, const Term *node, const char *name) {
    return dataset_object(test->manifest, node, name);
}

static const char *file_of(const Test *test, const Term *iri) {
    return iri && iri->kind == TERM_IRI ? path_of_iri(test->arena, iri->text) : NULL;
}

/* Fills in the test's data: named graphs are called by the IRI of their file. */
static Status fill_query(const Test *test, const Term *action, Place *place, Diag *diag) {
    const Term none = {.kind = TERM_NONE};
    const Term *graph;
    for (size_t i = 0; (graph = dataset_object_at(test->manifest, action, QT "data", i)); i++) {
        TRY(place_fill(place, file_of(test, graph), none, test->arena, diag));
    }
    for (size_t i = 0; (graph = dataset_object_at(test->manifest, action, QT "graphData", i));
         i++) {
        const Term *const inner = property(test, graph, QT "graph");
        const Term *const label = property(test, graph, RDFS "label");
        const Term *const file = inner ? inner : graph;
        TRY(place_fill(place, file_of(test, file), label ? term_iri(label->text) : *file,
                       test->arena, diag));
    }
    return STATUS_OK;
}

/* FROM and FROM NAMED name files that the manifest does not: they are loaded under their IRIs. */
static Status fill_from(const Test *test, const Term *action, Text text,
                        const ParseOptions *options, Place *place, Diag *diag) {
    SyntaxQuery *query;
    TRY(parse_query(text, options, test->arena, &query, NULL, diag));
    const DatasetClause *const from = &query->dataset;
    for (size_t i = 0; i < from->default_count + from->named_count; i++) {
        const bool named = i >= from->default_count;
        const Term *const graph =
            named ? &from->named[i - from->default_count] : &from->defaults[i];
        bool there = false;
        const Term *known;
        for (size_t k = 0; (known = dataset_object_at(test->manifest, action, QT "graphData", k));
             k++) {
            there = there || term_equal(known, graph);
        }
        if (!there) TRY(place_fill(place, file_of(test, graph), *graph, test->arena, diag));
    }
    return STATUS_OK;
}

static Status evaluate(const Test *test, Text text, const EngineOptions *options, Place *place,
                       Answer *got, Diag *diag) {
    Statement *statement = NULL;
    (void)test;
    TRY(statement_prepare(&statement, place->source, text, options, diag));
    const Status status = answer_of(got, statement, diag);
    statement_free(statement);
    return status;
}

static Outcome compare(const Test *test, const Answer *got, const Answer *wanted, Buffer *why) {
    bool gave_up;
    const Term *const cardinality = property(test, &test->node, MF "resultCardinality");
    const bool lax = cardinality && text_equal(cardinality->text, TEXT(MF "LaxCardinality"));
    if (answer_same(got, wanted, lax, &gave_up)) return PASSED;
    buffer_format(why, "%s: %zu rows, %zu statements; expected %zu and %zu",
                  gave_up ? "too hard to compare" : "another answer", got->row_count,
                  got->rows.count, wanted->row_count, wanted->rows.count);
    for (size_t i = 0; i < got->rows.count && i < 40 && getenv("W3C_SHOW"); i++) {
        buffer_text(why, TEXT("\n#   "));
        term_write(why, &got->rows.quads[i].predicate);
        buffer_byte(why, ' ');
        term_write(why, &got->rows.quads[i].object);
    }
    return FAILED;
}

static bool in_store(const Test *test) {
    return strncmp(test->suite, "sparql12", 8) == 0 || getenv("W3C_STORE");
}

static bool is_graph_query(const SyntaxQuery *query) {
    return query->form == QUERY_CONSTRUCT || query->form == QUERY_DESCRIBE;
}

static Outcome run_query_on(const Test *test, const Term *action, Place *place, Buffer *why) {
    Diag diag = {0};
    Answer got;
    Answer wanted;
    SyntaxQuery *query = NULL;
    const Term *const file = property(test, action, QT "query");
    const Text text = read_text(file_of(test, file), test->arena);
    const EngineOptions options = {.parse = {.base = file ? file->text : (Text){0}},
                                   .no_optimize = getenv("W3C_PLAIN") != NULL};
    answer_init(&got);
    answer_init(&wanted);
    Status status = text.at ? fill_query(test, action, place, &diag) : STATUS_IO;
    if (status == STATUS_OK)
        status = parse_query(text, &options.parse, test->arena, &query, NULL, &diag);
    if (status == STATUS_OK) status = fill_from(test, action, text, &options.parse, place, &diag);
    if (status == STATUS_OK)
        status = answer_read(&wanted, test->result, is_graph_query(query), test->arena, &diag);
    got.ordered = wanted.ordered;
    got.plain_text = wanted.plain_text;
    if (status == STATUS_OK) status = evaluate(test, text, &options, place, &got, &diag);
    const Outcome outcome = status == STATUS_OK ? compare(test, &got, &wanted, why)
                                                : fail(why, &diag, status_text(status));
    answer_free(&got);
    answer_free(&wanted);
    return outcome;
}

static Outcome run_query(const Test *test, const char *kind, Buffer *why) {
    (void)kind;
    Diag diag = {0};
    Place place;
    const Term *const action = property(test, &test->node, MF "action");
    if (!action || !test->result) return fail(why, NULL, "the test has no action or no result");
    if (property(test, action, ENTAILMENT)) {
        buffer_format(why, "asks for an entailment regime");
        return SKIPPED;
    }
    if (property(test, action, QT "serviceData")) {
        buffer_format(why, "asks other endpoints (SERVICE)");
        return SKIPPED;
    }
    const Outcome outcome = place_open(&place, in_store(test), &diag) == STATUS_OK
                                ? run_query_on(test, action, &place, why)
                                : fail(why, &diag, "cannot keep the graphs");
    place_close(&place);
    return outcome;
}

/* ---- Update evaluation ----------------------------------------------------------------------------------------------------- */

/* The data before (or after): ut:data and ut:graphData under a node. */
static Status fill_update(const Test *test, const Term *node, Place *place, Diag *diag) {
    const Term none = {.kind = TERM_NONE};
    const Term *graph;
    for (size_t i = 0; (graph = dataset_object_at(test->manifest, node, UT "data", i)); i++) {
        TRY(place_fill(place, file_of(test, graph), none, test->arena, diag));
    }
    for (size_t i = 0; (graph = dataset_object_at(test->manifest, node, UT "graphData", i)); i++) {
        const Term *const file = property(test, graph, UT "graph");
        const Term *const label = property(test, graph, RDFS "label");
        if (!file || !label) return diag_set(diag, STATUS_SYNTAX, "a graph without file or label");
        TRY(place_fill(place, file_of(test, file), term_iri(label->text), test->arena, diag));
    }
    return STATUS_OK;
}

static Outcome compare_places(Place *got, Place *wanted, Buffer *why) {
    Diag diag = {0};
    Dataset a;
    Dataset b;
    bool gave_up = false;
    dataset_init(&a);
    dataset_init(&b);
    Status status = read_everything(got, &a, &diag);
    if (status == STATUS_OK) status = read_everything(wanted, &b, &diag);
    Outcome outcome = PASSED;
    if (status != STATUS_OK) {
        outcome = fail(why, &diag, "cannot read the graphs");
    } else if (!dataset_isomorphic(&a, &b, &gave_up)) {
        buffer_format(why, "%s: %zu statements, expected %zu",
                      gave_up ? "too hard to compare" : "another dataset", a.count, b.count);
        outcome = FAILED;
    }
    dataset_free(&a);
    dataset_free(&b);
    return outcome;
}

static Outcome run_update_on(const Test *test, const Term *action, Place places[2], Buffer *why) {
    Diag diag = {0};
    const Term *const file = property(test, action, UT "request");
    const Term *const result = property(test, &test->node, MF "result");
    const Text text = read_text(file_of(test, file), test->arena);
    const EngineOptions options = {.parse = {.base = file ? file->text : (Text){0}},
                                   .no_optimize = getenv("W3C_PLAIN") != NULL};
    Status status = text.at ? fill_update(test, action, &places[0], &diag) : STATUS_IO;
    if (status == STATUS_OK) status = engine_update(places[0].source, text, &options, &diag);
    if (status == STATUS_OK && result) status = fill_update(test, result, &places[1], &diag);
    if (status != STATUS_OK) return fail(why, &diag, status_text(status));
    return compare_places(&places[0], &places[1], why);
}

static Outcome run_update(const Test *test, const char *kind, Buffer *why) {
    (void)kind;
    Diag diag = {0};
    Place places[2] = {0};
    const Term *const action = property(test, &test->node, MF "action");
    if (!action) return fail(why, NULL, "the test has no action");
    Status status = place_open(&places[0], in_store(test), &diag);
    if (status == STATUS_OK) status = place_open(&places[1], in_store(test), &diag);
    const Outcome outcome = status == STATUS_OK ? run_update_on(test, action, places, why)
                                                : fail(why, &diag, "cannot keep the graphs");
    place_close(&places[0]);
    place_close(&places[1]);
    return outcome;
}

const Handler sparql_handlers[] = {
    {MF "PositiveSyntaxTest", "query", run_positive},
    {MF "PositiveSyntaxTest11", "query", run_positive},
    {MF "NegativeSyntaxTest", "query", run_negative},
    {MF "NegativeSyntaxTest11", "query", run_negative},
    {MF "PositiveUpdateSyntaxTest", "update", run_positive},
    {MF "PositiveUpdateSyntaxTest11", "update", run_positive},
    {MF "NegativeUpdateSyntaxTest", "update", run_negative},
    {MF "NegativeUpdateSyntaxTest11", "update", run_negative},
    {MF "QueryEvaluationTest", NULL, run_query},
    {MF "CSVResultFormatTest", NULL, run_query},
    {MF "UpdateEvaluationTest", NULL, run_update},
    {UT "UpdateEvaluationTest", NULL, run_update},
    {NULL, NULL, NULL},
};
