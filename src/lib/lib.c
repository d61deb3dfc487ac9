/* The library's door for C programs, include/ytterby.h, over the rooms below: a graph with its last message, and a
 * query that gives rows for every form. CONSTRUCT and DESCRIBE are collected at the first step and then given row
 * by row. */
#include "ytterby.h"

#include "ytterby/engine.h"
#include "ytterby/rdfio.h"
#include "ytterby/redland.h"

#include <stdio.h>

struct yt_graph {
    Graph *graph;
    Diag diag;
    char message[1024];
    bool union_default;
    double seconds;
    size_t bytes;
    size_t threads;
    size_t files; /* read so far: each but the first has its blank nodes renamed */
    Buffer base;
};

struct yt_query {
    yt_graph *owner;
    Statement *statement;
    Arena *row;  /* what the current row's text lies in */
    Arena *kept; /* the triples of a graph; names */
    Term *terms; /* the current row */
    size_t columns;
    Term (*triples)[3]; /* CONSTRUCT and DESCRIBE */
    size_t count, cap, at;
    bool started;
};

const char *yt_version(void) { return YT_VERSION; }

/* ---- Status and message -------------------------------------------------------------------------------------------- */

static yt_status code_of(Status status) {
    switch (status) {
    case STATUS_OK: return YT_OK;
    case STATUS_SYNTAX: return YT_SYNTAX;
    case STATUS_NOT_FOUND: return YT_NOT_FOUND;
    case STATUS_CANCELLED: return YT_CANCELLED;
    case STATUS_NO_MEMORY: return YT_NO_MEMORY;
    case STATUS_UNSUPPORTED:
    case STATUS_REFUSED:
    case STATUS_MEMORY_LIMIT:
    case STATUS_TIMEOUT:
    case STATUS_LIMIT: return YT_REFUSED;
    default: return YT_ERROR;
    }
}

/* Keeps the message of a failure, in the form file:line:column: message, and clears the way for the next. */
static yt_status told(yt_graph *graph, Status status) {
    Diag *const diag = &graph->diag;
    if (status != STATUS_OK) {
        const char *const message = diag->message[0] ? diag->message : status_text(status);
        if (diag->line)
            snprintf(graph->message, sizeof graph->message, "%s:%zu:%zu: %s", diag->file,
                     diag->line, diag->column, message);
        else
            snprintf(graph->message, sizeof graph->message, "%s%s%s", diag->file,
                     diag->file[0] ? ": " : "", message);
    }
    diag_clear(diag);
    return code_of(status);
}

const char *yt_message(const yt_graph *graph) {
    return graph ? graph->message : status_text(STATUS_NO_MEMORY);
}

/* ---- Graphs -------------------------------------------------------------------------------------------------------- */

yt_status yt_open(yt_graph **graph, const char *storage, const char *name, const char *options) {
    yt_graph *const made = *graph = mem_zero(1, sizeof *made);
    if (!made) return YT_NO_MEMORY;
    const GraphOptions wanted = {
        .storage = storage, .name = name, .options = options, .create = true};
    Status status =
        iri_of_path(&made->base, "."); /* relative IRIs are read as names in the working folder */
    buffer_byte(&made->base, '/');
    if (status == STATUS_OK) status = graph_open(&made->graph, &wanted, &made->diag);
    return told(made, status);
}

void yt_close(yt_graph *graph) {
    if (!graph) return;
    graph_close(graph->graph);
    buffer_free(&graph->base);
    mem_free(graph);
}

void yt_union_default(yt_graph *graph, int on) { graph->union_default = on != 0; }

void yt_limits(yt_graph *graph, double seconds, unsigned long long bytes) {
    graph->seconds = seconds;
    graph->bytes = (size_t)bytes;
}

void yt_threads(yt_graph *graph, unsigned count) { graph->threads = count < 64 ? count : 64; }

typedef struct Loading {
    yt_graph *graph;
    Term into;
} Loading;

static Status add_quad(void *context, const Quad *quad) {
    const Loading *const loading = context;
    Quad placed = *quad;
    if (placed.graph.kind == TERM_NONE) placed.graph = loading->into;
    return graph_add(loading->graph->graph, &placed, &loading->graph->diag);
}

yt_status yt_load(yt_graph *graph, const char *path, const char *into) {
    char blank[32] = "";
    if (graph->files++) snprintf(blank, sizeof blank, "file%zu-", graph->files);
    Loading loading = {graph, into ? term_iri(text_of(into)) : (Term){0}};
    const RdfReadOptions options = {.blank_prefix = text_of(blank)};
    const RdfSink sink = {.quad = add_quad, .context = &loading};
    Status status = graph_begin(graph->graph, NULL, &graph->diag);
    if (status != STATUS_OK) return told(graph, status);
    status = rdf_read_file(path, &options, &sink, &graph->diag);
    if (status == STATUS_OK)
        status = graph_commit(graph->graph, &graph->diag);
    else
        graph_rollback(graph->graph);
    return told(graph, status);
}

static EngineOptions engine_options(const yt_graph *graph) {
    return (EngineOptions){.parse = {.base = buffer_view(&graph->base)},
                           .union_default = graph->union_default,
                           .timeout = graph->seconds,
                           .memory_limit = graph->bytes,
                           .threads = graph->threads};
}

yt_status yt_update(yt_graph *graph, const char *update) {
    const EngineOptions options = engine_options(graph);
    return told(graph,
                engine_update(graph_source(graph->graph), text_of(update), &options, &graph->diag));
}

/* ---- Queries ------------------------------------------------------------------------------------------------------- */

static bool gives_graph(const yt_query *query) {
    const QueryForm form = statement_form(query->statement);
    return form == QUERY_CONSTRUCT || form == QUERY_DESCRIBE;
}

static Status set_columns(yt_query *query) {
    query->columns = gives_graph(query) ? 3 : 1;
    if (statement_form(query->statement) == QUERY_SELECT)
        query->columns = statement_columns(query->statement);
    query->row = arena_new(NULL);
    query->kept = arena_new(NULL);
    query->terms = mem_zero(query->columns + 1, sizeof *query->terms);
    return query->row && query->kept && query->terms ? STATUS_OK : STATUS_NO_MEMORY;
}

yt_status yt_prepare(yt_graph *graph, const char *text, yt_query **query) {
    *query = NULL;
    yt_query *const made = mem_zero(1, sizeof *made);
    if (!made) return told(graph, STATUS_NO_MEMORY);
    made->owner = graph;
    const EngineOptions options = engine_options(graph);
    Status status = statement_prepare(&made->statement, graph_source(graph->graph), text_of(text),
                                      &options, &graph->diag);
    if (status == STATUS_OK) status = set_columns(made);
    if (status == STATUS_OK)
        *query = made;
    else
        yt_finalize(made);
    return told(graph, status);
}

void yt_finalize(yt_query *query) {
    if (!query) return;
    if (query->statement) statement_free(query->statement);
    arena_free(query->row);
    arena_free(query->kept);
    mem_free(query->terms);
    mem_free(query->triples);
    mem_free(query);
}

void yt_cancel(yt_query *query) { statement_cancel(query->statement); }

static Status keep_triple(void *context, const Quad *quad) {
    yt_query *const query = context;
    TRY(array_grow((void **)&query->triples, &query->cap, query->count + 1,
                   sizeof *query->triples));
    const Term *const terms[3] = {&quad->subject, &quad->predicate, &quad->object};
    for (int i = 0; i < 3; i++) {
        Term *const kept = &query->triples[query->count][i];
        *kept = term_copy(query->kept, terms[i]);
        if (kept->kind == TERM_NONE) return STATUS_NO_MEMORY;
    }
    query->count++;
    return STATUS_OK;
}

static Status step_graph(yt_query *query, bool *more, Diag *diag) {
    if (!query->started) TRY(statement_graph(query->statement, keep_triple, query, diag));
    *more = query->at < query->count;
    for (int i = 0; i < 3 && *more; i++) query->terms[i] = query->triples[query->at][i];
    query->at++;
    return STATUS_OK;
}

static Status step_ask(yt_query *query, bool *more, Diag *diag) {
    bool answer = false;
    *more = !query->started;
    if (!*more) return STATUS_OK;
    TRY(statement_ask(query->statement, &answer, diag));
    query->terms[0] = term_typed(answer ? TEXT("true") : TEXT("false"), TEXT(XSD "boolean"));
    return STATUS_OK;
}

static Status step_select(yt_query *query, bool *more, Diag *diag) {
    TRY(statement_next(query->statement, more, diag));
    for (size_t i = 0; i < query->columns && *more; i++)
        TRY(statement_value(query->statement, i, &query->terms[i]));
    return STATUS_OK;
}

yt_status yt_step(yt_query *query) {
    Diag *const diag = &query->owner->diag;
    bool more = false;
    Status status;
    arena_reset(query->row);
    if (gives_graph(query))
        status = step_graph(query, &more, diag);
    else if (statement_form(query->statement) == QUERY_ASK)
        status = step_ask(query, &more, diag);
    else
        status = step_select(query, &more, diag);
    query->started = true;
    if (status != STATUS_OK) return told(query->owner, status);
    for (size_t i = 0; i < query->columns && !more; i++) query->terms[i] = (Term){0};
    return more ? YT_ROW : YT_DONE;
}

/* ---- Columns ------------------------------------------------------------------------------------------------------- */

static const char *ended(Arena *arena, Text text) {
    const Text copy = arena_text(arena, text);
    return copy.at ? copy.at : "";
}

unsigned yt_column_count(const yt_query *query) { return (unsigned)query->columns; }

const char *yt_column_name(yt_query *query, unsigned column) {
    static const char *const parts[] = {"subject", "predicate", "object"};
    if (column >= query->columns) return NULL;
    if (gives_graph(query)) return parts[column];
    if (statement_form(query->statement) == QUERY_ASK) return "answer";
    return ended(query->kept, statement_column(query->statement, column));
}

static const Term *value(const yt_query *query, unsigned column) {
    static const Term unbound = {0};
    return column < query->columns ? &query->terms[column] : &unbound;
}

yt_kind yt_column_kind(const yt_query *query, unsigned column) {
    switch (value(query, column)->kind) {
    case TERM_IRI: return YT_IRI;
    case TERM_BLANK: return YT_BLANK;
    case TERM_LITERAL: return YT_LITERAL;
    case TERM_TRIPLE: return YT_TRIPLE;
    case TERM_NONE: break;
    }
    return YT_UNBOUND;
}

static Text text_of_value(yt_query *query, unsigned column) {
    const Term *const term = value(query, column);
    if (term->kind != TERM_TRIPLE) return arena_text(query->row, term->text);
    Buffer written = {0};
    term_write(&written, term);
    const Text copy = arena_text(query->row, buffer_view(&written));
    buffer_free(&written);
    return copy;
}

const char *yt_column_text(yt_query *query, unsigned column) {
    const Text text = text_of_value(query, column);
    return text.at ? text.at : "";
}

unsigned long long yt_column_bytes(yt_query *query, unsigned column) {
    return text_of_value(query, column).len;
}

const char *yt_column_datatype(yt_query *query, unsigned column) {
    const Term *const term = value(query, column);
    return term->kind == TERM_LITERAL ? ended(query->row, term_datatype(term)) : "";
}

const char *yt_column_language(yt_query *query, unsigned column) {
    return ended(query->row, value(query, column)->lang);
}
