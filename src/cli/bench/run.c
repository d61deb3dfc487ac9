/* One run of one query: parse, plan, take every row. What is timed is what a program that asks would wait for. */
#include "bench.h"

#include <time.h>

static double milliseconds(const BenchOptions *options) {
    struct timespec now;
    if (!options->processor) return (double)clock_now() / 1e6;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static Status read_terms(Statement *statement, Term *terms, size_t columns) {
    for (size_t i = 0; i < columns; i++) TRY(statement_value(statement, i, &terms[i]));
    return STATUS_OK;
}

static Status take_rows(Statement *statement, bool terms, Checksum *checksum, uint64_t *rows,
                        Diag *diag) {
    const size_t columns = statement_columns(statement);
    Term *const row = mem_zero(columns + 1, sizeof *row);
    Text *const names = mem_zero(columns + 1, sizeof *names);
    Status status = row && names ? STATUS_OK : STATUS_NO_MEMORY;
    for (size_t i = 0; i < columns && status == STATUS_OK; i++)
        names[i] = statement_column(statement, i);
    if (checksum) {
        checksum->names = names;
        checksum->columns = columns;
    }
    for (bool more = true; status == STATUS_OK;) {
        status = statement_next(statement, &more, diag);
        if (status != STATUS_OK || !more) break;
        if (terms || checksum) status = read_terms(statement, row, columns);
        if (checksum && status == STATUS_OK) status = checksum_row(checksum, row);
        *rows += 1;
    }
    if (checksum) checksum->names = NULL;
    mem_free(row);
    mem_free(names);
    return status;
}

typedef struct GraphAnswer {
    uint64_t rows;
    Checksum *checksum;
} GraphAnswer;

static Status take_quad(void *context, const Quad *quad) {
    GraphAnswer *const answer = context;
    const Term terms[] = {quad->subject, quad->predicate, quad->object};
    answer->rows++;
    return answer->checksum ? checksum_row(answer->checksum, terms) : STATUS_OK;
}

static Status take_graph(Statement *statement, Checksum *checksum, uint64_t *rows, Diag *diag) {
    const Text names[] = {TEXT("subject"), TEXT("predicate"), TEXT("object")};
    GraphAnswer answer = {0, checksum};
    if (checksum) {
        checksum->names = names;
        checksum->columns = 3;
    }
    const Status status = statement_graph(statement, take_quad, &answer, diag);
    if (checksum) checksum->names = NULL;
    *rows = answer.rows;
    return status;
}

static Status take_answer(Statement *statement, bool terms, Checksum *checksum, uint64_t *rows,
                          Diag *diag) {
    bool answer;
    switch (statement_form(statement)) {
    case QUERY_SELECT: return take_rows(statement, terms, checksum, rows, diag);
    case QUERY_ASK:
        TRY(statement_ask(statement, &answer, diag));
        *rows = 1;
        if (checksum) checksum_boolean(checksum, answer);
        return STATUS_OK;
    default: return take_graph(statement, checksum, rows, diag);
    }
}

Status bench_run(Source *source, bool union_default, const BenchQuery *query,
                 const BenchOptions *options, Checksum *checksum, BenchRun *run, Diag *diag) {
    const EngineOptions engine = {.parse = {.base = buffer_view(&query->base), .name = query->path},
                                  .union_default = union_default,
                                  .no_optimize = options->no_optimize,
                                  .timeout = options->timeout,
                                  .memory_limit = options->memory_limit};
    Statement *statement;
    *run = (BenchRun){0};
    const double start = milliseconds(options);
    TRY(statement_prepare(&statement, source, buffer_view(&query->text), &engine, diag));
    run->plan = milliseconds(options) - start;
    const Status status = take_answer(statement, options->terms, checksum, &run->rows, diag);
    statement_free(statement);
    run->total = milliseconds(options) - start;
    return status;
}
