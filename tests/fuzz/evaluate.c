/* Fuzz target: queries on small graphs. The input chooses data and a query (lib/make_query.c), or, by the first byte, is
 * a query's text for data that are always the same. Run plainly, optimised, optimised by wrong counts, and on a database,
 * it has the same answer, as a bag of rows; where the engine may choose among answers, the same number of rows.
 * Queries that meet a limit of time, memory or depth are not compared. */
#include "../random/wrong_counts.h"
#include "lib/fuzz.h"

#include "ytterby/engine.h"
#include "ytterby/load.h"
#include "ytterby/rdfio.h"

#include <string.h>

typedef struct Answer {
    Status status;
    Buffer lines;
    size_t rows;
} Answer;

static Status add_quad(void *context, const Quad *quad) {
    Answer *const answer = context;
    const Term *const terms[] = {&quad->subject, &quad->predicate, &quad->object};
    for (size_t i = 0; i < 3; i++) {
        term_write(&answer->lines, terms[i]);
        buffer_byte(&answer->lines, i < 2 ? '\t' : '\n');
    }
    answer->rows++;
    return STATUS_OK;
}

static Status add_rows(Statement *statement, Answer *answer, Diag *diag) {
    for (bool more;;) {
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        for (size_t c = 0; c < statement_columns(statement); c++) {
            Term term;
            TRY(statement_value(statement, c, &term));
            if (term.kind != TERM_NONE) term_write(&answer->lines, &term);
            buffer_byte(&answer->lines, '\t');
        }
        buffer_byte(&answer->lines, '\n');
        answer->rows++;
    }
}

static Status add_answer(Statement *statement, Answer *answer, Diag *diag) {
    bool truth = false;
    switch (statement_form(statement)) {
    case QUERY_SELECT: return add_rows(statement, answer, diag);
    case QUERY_ASK:
        TRY(statement_ask(statement, &truth, diag));
        answer->rows = truth;
        return STATUS_OK;
    default: return statement_graph(statement, add_quad, answer, diag);
    }
}

static Answer answer_of(Source *source, Text query, bool plain, bool union_default) {
    const EngineOptions options = {.no_optimize = plain,
                                   .union_default = union_default,
                                   .timeout = 1,
                                   .memory_limit = (size_t)128 << 20};
    Answer answer = {0};
    Statement *statement = NULL;
    Diag diag = {0};
    answer.status = statement_prepare(&statement, source, query, &options, &diag);
    if (answer.status == STATUS_OK) answer.status = add_answer(statement, &answer, &diag);
    require(answer.status == STATUS_OK || diag.message[0] != '\0', "a failure says why");
    statement_free(statement);
    sort_lines(&answer.lines);
    return answer;
}

static bool met_limit(const Answer *answer) {
    return answer->status == STATUS_TIMEOUT || answer->status == STATUS_MEMORY_LIMIT ||
           answer->status == STATUS_LIMIT;
}

/* ---- Sources ----------------------------------------------------------------------------------------------------------- */

static Status read_trig(void *context, const RdfSink *sink, Diag *diag) {
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("trig")),
                                    .base = TEXT("http://example/")};
    return rdf_read_text(*(const Text *)context, "data", &options, sink, diag);
}

static Store *database_of(Text trig) {
    Store *store = NULL;
    Diag diag = {0};
    const LoadOptions options = {.memory = 1 << 20};
    require(store_open(&store, "/tmp", STORE_TEMPORARY, 0, &diag) == STATUS_OK &&
                store_begin(store, NULL, &diag) == STATUS_OK &&
                load_quads(store, read_trig, &trig, &options, NULL, &diag) == STATUS_OK &&
                store_commit(store, &diag) == STATUS_OK,
            "a database can be made");
    return store;
}

/* ---- Comparing ----------------------------------------------------------------------------------------------------------- */

typedef struct Case {
    Text data, query;
    bool rows_alone; /* only their number is determined */
    bool not_even;   /* nor that */
    bool union_default;
    uint64_t skew;
} Case;

static void expect_same(const Case *tried, const Answer *plain, const Answer *other,
                        const char *way) {
    if (met_limit(plain) || met_limit(other) || tried->not_even) return;
    const bool same =
        plain->status == other->status && plain->rows == other->rows &&
        (tried->rows_alone || text_equal(buffer_view(&plain->lines), buffer_view(&other->lines)));
    if (same) return;
    fprintf(stderr, "%s\ndata:\n%.*squery: %.*s\nplain (%s):\n%.*s%s (%s):\n%.*s", "answers differ",
            (int)tried->data.len, tried->data.at, (int)tried->query.len, tried->query.at,
            status_text(plain->status), (int)plain->lines.len, plain->lines.at, way,
            status_text(other->status), (int)other->lines.len, other->lines.at);
    abort();
}

static void compare(const Case *tried) {
    Source *const source = memory_of(tried->data);
    Source *const misled = memory_of(tried->data);
    Store *const store = database_of(tried->data);
    skew_counts(misled, tried->skew);
    Answer plain = answer_of(source, tried->query, true, tried->union_default);
    Source *const sources[] = {source, misled, store_source(store)};
    static const char *const ways[] = {"optimised", "optimised by wrong counts", "in a database"};
    for (size_t i = 0; i < 3 && !met_limit(&plain); i++) {
        Answer other = answer_of(sources[i], tried->query, false, tried->union_default);
        expect_same(tried, &plain, &other, ways[i]);
        buffer_free(&other.lines);
    }
    buffer_free(&plain.lines);
    store_close(store);
    source_free(source);
    source_free(misled);
}

static const char fixed[] =
    "@prefix : <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    ":a :p :b, 1, 1.0, \"a\"@en ; :q 2, \"a\", true . :b :p :c, :a ; :q 3 . _:x :p _:y ; :r 1e0 .\n"
    ":c :p :d ; :r \"2025-01-31\"^^xsd:date, \"x\"^^xsd:integer . :d :q \"ab\" ; :r :a, :b .\n"
    ":g { :a :p :b . :c :q 1 } :h { :a :p :b, :d . :d :r 2.50 . _:x :q <<( :a :p 1 )>> }\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Maker maker = {.supply = {data, size}};
    const unsigned how = take_below(&maker.supply, 256);
    Case tried = {.union_default = how & 1, .skew = how};
    Buffer trig = {0};
    Buffer query = {0};
    if (how & 2) {
        buffer_text(&query, TEXT("PREFIX : <urn:x:> "));
        buffer_append(&query, (const char *)maker.supply.at, maker.supply.left);
        tried.data = TEXT(fixed);
        tried.not_even = undetermined(buffer_view(&query));
    } else {
        maker.varied = how & 4;
        maker.out = &trig;
        make_data(&maker);
        maker.out = &query;
        make_query(&maker);
        tried.data = buffer_view(&trig);
        tried.rows_alone = maker.limited;
    }
    tried.query = buffer_view(&query);
    compare(&tried);
    buffer_free(&trig);
    buffer_free(&query);
    return 0;
}
