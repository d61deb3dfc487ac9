/* Answers as graphs: each row is a node with a statement per binding, so that comparing answers is comparing graphs.
 * Rows whose order counts are named by their number, others are blank nodes. Numbers are compared by value, for the
 * suites' files spell them in many ways. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "ytterby/value.h"

#define RS "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

void answer_init(Answer *answer) {
    *answer = (Answer){.kind = ANSWER_ROWS};
    dataset_init(&answer->rows);
}

void answer_free(Answer *answer) { dataset_free(&answer->rows); }

/* A number in its canonical form; others as they are. */
static Term canonical(Arena *arena, const Term *term) {
    Value value;
    Term plain;
    if (term->kind != TERM_LITERAL || value_of_term(arena, term, &value) != STATUS_OK) return *term;
    if (value.kind != VALUE_INTEGER && value.kind != VALUE_DECIMAL && value.kind != VALUE_FLOAT &&
        value.kind != VALUE_DOUBLE) {
        return *term;
    }
    Value fresh = value;
    fresh.term = (Term){.kind = TERM_NONE};
    if (value_term(arena, &fresh, &plain) != STATUS_OK) return *term;
    plain.datatype = term->datatype;
    return plain;
}

/* As CSV tells it: every value a plain text, blank nodes still nodes. */
static Term plain(const Term *term) {
    if (term->kind == TERM_BLANK) return *term;
    const bool label = text_starts(term->text, TEXT("_:"));
    return label ? term_blank(text_slice(term->text, 2, term->text.len)) : term_string(term->text);
}

static Term row_node(Answer *answer, size_t number) {
    char text[40];
    const int len = snprintf(text, sizeof text, answer->ordered ? "row:%zu" : "row%zu", number);
    const Text name = arena_text(answer->rows.arena, (Text){text, (size_t)len});
    return answer->ordered ? term_iri(name) : term_blank(name);
}

Status answer_row(Answer *answer, const Text *names, const Term *terms, size_t count) {
    Arena *const arena = answer->rows.arena;
    Quad quad = {.subject = row_node(answer, answer->row_count++),
                 .predicate = term_iri(TEXT("row:")),
                 .object = term_string(TEXT("row"))};
    TRY(dataset_add(&answer->rows, &quad));
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind == TERM_NONE) continue;
        quad.predicate = term_iri(names[i]);
        quad.object = answer->plain_text ? plain(&terms[i]) : canonical(arena, &terms[i]);
        TRY(dataset_add(&answer->rows, &quad));
    }
    return STATUS_OK;
}

/* ---- Reading what is expected ------------------------------------------------------------------------------ */

typedef struct Reading {
    Answer *answer;
    Text names[64];
    size_t count;
} Reading;

static Status take_head(void *context, const Text *names, size_t count) {
    Reading *const reading = context;
    if (count > sizeof reading->names / sizeof *reading->names) return STATUS_LIMIT;
    reading->count = count;
    for (size_t i = 0; i < count; i++)
        reading->names[i] = arena_text(reading->answer->rows.arena, names[i]);
    return STATUS_OK;
}

static Status take_row(void *context, const Term *terms, size_t count) {
    Reading *const reading = context;
    return answer_row(reading->answer, reading->names, terms, count);
}

static Status read_results(Answer *answer, const char *path, const char *format, Arena *arena,
                           Diag *diag) {
    Reading reading = {.answer = answer};
    answer->plain_text = strcmp(format, "csv") == 0;
    ResultsReader reader = {.head = take_head, .row = take_row, .context = &reading};
    TRY(results_read(read_text(path, arena), format, &reader, diag));
    if (reader.is_ask) answer->kind = ANSWER_BOOLEAN;
    answer->boolean = reader.answer;
    return STATUS_OK;
}

/* One solution of a result set in RDF (the vocabulary rs:). */
static Status add_solution(Answer *answer, const Dataset *data, const Term *solution) {
    Text names[64];
    Term terms[64];
    size_t count = 0;
    for (const Term *binding;
         (binding = dataset_object_at(data, solution, RS "binding", count)) && count < 64;
         count++) {
        const Term *const name = dataset_object(data, binding, RS "variable");
        const Term *const value = dataset_object(data, binding, RS "value");
        if (!name || !value) return STATUS_SYNTAX;
        names[count] = name->text;
        terms[count] = *value;
    }
    return answer_row(answer, names, terms, count);
}

/* Where a solution stands; 0: nothing is said. */
static long index_of(const Dataset *data, const Term *solution) {
    const Term *const index = dataset_object(data, solution, RS "index");
    return index ? strtol(index->text.at, NULL, 10) : 0;
}

static Status add_solutions(Answer *answer, const Dataset *data, const Term *set) {
    const Term *const first = dataset_object(data, set, RS "solution");
    answer->ordered = first && index_of(data, first) > 0;
    size_t count = 0;
    while (dataset_object_at(data, set, RS "solution", count)) count++;
    for (size_t at = 0; at < count; at++) {
        const Term *solution = dataset_object_at(data, set, RS "solution", at);
        for (size_t i = 0; answer->ordered && i < count; i++) {
            const Term *const candidate = dataset_object_at(data, set, RS "solution", i);
            if (index_of(data, candidate) == (long)at + 1) solution = candidate;
        }
        TRY(add_solution(answer, data, solution));
    }
    return STATUS_OK;
}

static Status read_graph(Answer *answer, const char *path, bool graph, Diag *diag) {
    Dataset data;
    dataset_init(&data);
    Status status = dataset_read(&data, path, NULL, (Text){0}, diag);
    const Text type = TEXT(RDF "type");
    answer->kind = ANSWER_GRAPH;
    for (size_t i = 0; i < data.count && status == STATUS_OK && !graph; i++) {
        const Quad *const quad = &data.quads[i];
        const bool is_set = text_equal(quad->predicate.text, type) &&
                            text_equal(quad->object.text, TEXT(RS "ResultSet"));
        if (!is_set) continue;
        const Term *const boolean = dataset_object(&data, &quad->subject, RS "boolean");
        answer->kind = boolean ? ANSWER_BOOLEAN : ANSWER_ROWS;
        if (boolean) answer->boolean = text_equal(boolean->text, TEXT("true"));
        status = add_solutions(answer, &data, &quad->subject);
    }
    for (size_t i = 0; i < data.count && status == STATUS_OK && answer->kind == ANSWER_GRAPH; i++) {
        status = dataset_add(&answer->rows, &data.quads[i]);
    }
    dataset_free(&data);
    return status;
}

Status answer_read(Answer *answer, const char *path, bool graph, Arena *arena, Diag *diag) {
    static const char *const formats[][2] = {
        {".srx", "xml"}, {".srj", "json"}, {".csv", "csv"}, {".tsv", "tsv"}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (text_ends(text_of(path), text_of(formats[i][0]))) {
            return read_results(answer, path, formats[i][1], arena, diag);
        }
    }
    return read_graph(answer, path, graph, diag);
}

/* ---- What the engine answers --------------------------------------------------------------------------------- */

static Status add_quad(void *context, const Quad *quad) {
    Answer *const answer = context;
    return dataset_add(&answer->rows, quad);
}

static Status add_rows(Answer *answer, Statement *statement, Diag *diag) {
    const size_t columns = statement_columns(statement);
    Text names[64];
    Term terms[64];
    if (columns > sizeof names / sizeof *names) return STATUS_LIMIT;
    for (size_t i = 0; i < columns; i++) names[i] = statement_column(statement, i);
    for (bool more;;) {
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        for (size_t i = 0; i < columns; i++) TRY(statement_value(statement, i, &terms[i]));
        TRY(answer_row(answer, names, terms, columns));
    }
}

Status answer_of(Answer *answer, Statement *statement, Diag *diag) {
    switch (statement_form(statement)) {
    case QUERY_SELECT: return add_rows(answer, statement, diag);
    case QUERY_ASK:
        answer->kind = ANSWER_BOOLEAN;
        return statement_ask(statement, &answer->boolean, diag);
    default: answer->kind = ANSWER_GRAPH; return statement_graph(statement, add_quad, answer, diag);
    }
}

/* ---- Comparing -------------------------------------------------------------------------------------------------- */

/* Rows that are the same to the letter are kept once. */
static Status keep_distinct(const Answer *answer, Answer *distinct) {
    const Dataset *const rows = &answer->rows;
    for (size_t i = 0; i < rows->count;) {
        size_t end = i + 1;
        while (end < rows->count && term_equal(&rows->quads[end].subject, &rows->quads[i].subject))
            end++;
        bool seen = false;
        for (size_t k = 0; k < distinct->rows.count && !seen; k++) {
            seen = k + (end - i) <= distinct->rows.count;
            for (size_t n = 0; n < end - i && seen; n++) {
                seen = term_equal(&distinct->rows.quads[k + n].object, &rows->quads[i + n].object);
            }
        }
        for (size_t n = i; n < end && !seen; n++)
            TRY(dataset_add(&distinct->rows, &rows->quads[n]));
        i = end;
    }
    return STATUS_OK;
}

static bool same_lax(const Answer *got, const Answer *wanted, bool *gave_up) {
    Answer a;
    Answer b;
    answer_init(&a);
    answer_init(&b);
    const bool made = keep_distinct(got, &a) == STATUS_OK && keep_distinct(wanted, &b) == STATUS_OK;
    const bool same = made && dataset_isomorphic(&a.rows, &b.rows, gave_up);
    answer_free(&a);
    answer_free(&b);
    return same;
}

bool answer_same(const Answer *got, const Answer *wanted, bool lax, bool *gave_up) {
    *gave_up = false;
    if (got->kind != wanted->kind) return false;
    if (got->kind == ANSWER_BOOLEAN) return got->boolean == wanted->boolean;
    if (lax) return same_lax(got, wanted, gave_up);
    return got->row_count == wanted->row_count &&
           dataset_isomorphic(&got->rows, &wanted->rows, gave_up);
}
