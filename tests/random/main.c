/* Compares the engine with the evaluator of naive.c on random queries: `random [QUERIES [SEED]]`. Each query is run
 * plainly, optimised, optimised by counts that are wrong, so that all kinds of plans are tried on little data, each of these again
 * with what operators can put aside in a temporary file, and by two threads over a database. Answers are
 * compared as bags of rows. Skipped are queries with too many rows, and with MIN and MAX
 * of several kinds. A difference is printed with data and query. */
#include <stdlib.h>
#include <string.h>

#include "ytterby/engine.h"
#include "ytterby/rdfio.h"
#include "ytterby/store.h"

#include "random.h"
#include "wrong_counts.h"

enum {
    QUERIES = 10000,
    PER_DATASET = 20
};

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Answers as sorted lines. */
static char *sorted(Buffer *lines) {
    char *text = strdup(buffer_string(lines));
    size_t count = 0;
    char **starts = calloc(lines->len + 1, sizeof *starts);
    Buffer out = {0};
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) starts[count++] = line;
    qsort(starts, count, sizeof *starts, by_text);
    for (size_t i = 0; i < count; i++) buffer_format(&out, "%s\n", starts[i]);
    char *const result = strdup(buffer_string(&out));
    buffer_free(&out);
    free(starts);
    free(text);
    return result;
}

static char *naive_answer(const Select *query, const Facts *facts, bool *skipped) {
    Answers rows;
    Buffer lines = {0};
    naive_query(query, facts, &rows);
    *skipped = rows.too_many;
    for (int i = 0; i < rows.count; i++) {
        for (int c = 0; c < query->column_count; c++) {
            val_write(rows.items[i][query->columns[c]], &lines);
            buffer_byte(&lines, ' ');
        }
        buffer_byte(&lines, '\n');
    }
    answers_free(&rows);
    char *const answer = sorted(&lines);
    buffer_free(&lines);
    return answer;
}

static Status write_rows(Statement *statement, Buffer *lines, Diag *diag) {
    for (bool more;;) {
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        for (size_t c = 0; c < statement_columns(statement); c++) {
            Term term;
            TRY(statement_value(statement, c, &term));
            if (term.kind == TERM_NONE) {
                buffer_text(lines, TEXT("UNDEF"));
            } else {
                term_write(lines, &term);
            }
            buffer_byte(lines, ' ');
        }
        buffer_byte(lines, '\n');
    }
}

/* ---- Comparing ------------------------------------------------------------------------------------------------ */

/* Ways to run a query: plainly; by the source's counts; by wrong ones; by two threads. */
typedef enum Way {
    PLAINLY,
    OPTIMISED,
    MISLED,
    THREADED,
    WAYS
} Way;

/* `soft`: the budget's, 0 for none. A small one makes operators put all rows aside that they can, a larger one those that come
 * when some are in memory already. */
static char *engine_answer(Source *source, Text text, Way way, size_t soft) {
    Budget budget;
    const EngineOptions options = {
        .no_optimize = way == PLAINLY, .threads = way == THREADED ? 2 : 1, .budget = &budget};
    Statement *statement = NULL;
    Diag diag = {0};
    Buffer lines = {0};
    budget_init(&budget, 0, 0);
    budget.soft = soft;
    Status status = statement_prepare(&statement, source, text, &options, &diag);
    if (status == STATUS_OK) status = write_rows(statement, &lines, &diag);
    statement_free(statement);
    if (status != STATUS_OK) buffer_format(&lines, "error: %s\n", diag.message);
    char *const answer = sorted(&lines);
    buffer_free(&lines);
    return answer;
}

static Status insert(void *context, const Quad *quad) { return source_insert(context, quad, NULL); }

static void load(Source *source, const Facts *facts) {
    Buffer text = {0};
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("nquads"))};
    const RdfSink sink = {.quad = insert, .context = source};
    write_facts(facts, &text);
    if (source_begin_write(source, NULL, NULL) != STATUS_OK ||
        rdf_read_text(buffer_view(&text), "facts", &options, &sink, NULL) != STATUS_OK ||
        source_commit(source, NULL) != STATUS_OK) {
        abort();
    }
    buffer_free(&text);
}

static void show(const char *what, const char *lines) {
    printf("# %s:\n", what);
    char *const copy = strdup(lines);
    for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) printf("#   %s\n", line);
    free(copy);
}

typedef struct Tally {
    unsigned compared, skipped, different, with_rows;
} Tally;

static void tell(const Select *query, const Facts *facts, const char *wanted, const char *got) {
    Buffer text = {0}, data = {0};
    write_query(query, &text);
    write_facts(facts, &data);
    printf("# %s\n", buffer_string(&text));
    show("data", buffer_string(&data));
    show("expected", wanted);
    show("got", got);
    buffer_free(&data);
    buffer_free(&text);
}

/* The soft limits that a way is run with: none, all is short, some is. */
enum {
    SOFT_LIMITS = 3
};

static void compare(const Select *query, const Facts *facts, Source *const sources[WAYS],
                    Tally *tally) {
    static const char *const ways[] = {"plain", "optimised", "optimised by wrong counts",
                                       "by two threads"};
    const size_t soft[SOFT_LIMITS] = {0, 1, (size_t)1024 << tally->compared % 10};
    bool skipped;
    Buffer text = {0};
    write_query(query, &text);
    char *const wanted = naive_answer(query, facts, &skipped);
    for (int run = 0; run < THREADED * SOFT_LIMITS + 1 && !skipped; run++) {
        const Way way = (Way)(run / SOFT_LIMITS);
        const size_t bytes = soft[run % SOFT_LIMITS];
        char *const got = engine_answer(sources[way], buffer_view(&text), way, bytes);
        if (strcmp(got, wanted) != 0 && ++tally->different <= 5) {
            printf("not ok random %u - another answer, %s, soft limit %zu\n", tally->compared,
                   ways[way], bytes);
            tell(query, facts, wanted, got);
        }
        free(got);
    }
    tally->compared += !skipped;
    tally->with_rows += !skipped && *wanted;
    tally->skipped += skipped;
    free(wanted);
    buffer_free(&text);
}

int main(int argc, char **argv) {
    const unsigned queries = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : QUERIES;
    const uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    Tally tally = {0};
    for (unsigned i = 0; i < queries; i += PER_DATASET) {
        Generator g = {hash_mix(seed, i), arena_new(NULL)};
        Facts facts;
        Store *store = NULL;
        make_facts(&g, &facts);
        Source *const right_counts = memory_source_new(NULL);
        Source *const wrong_counts = memory_source_new(NULL);
        if (store_open(&store, "/tmp", STORE_TEMPORARY, 0, NULL) != STATUS_OK) abort();
        Source *const sources[WAYS] = {right_counts, right_counts, wrong_counts,
                                       store_source(store)};
        for (Way way = OPTIMISED; way < WAYS; way++) load(sources[way], &facts);
        skew_counts(wrong_counts, g.seed);
        for (unsigned k = 0; k < PER_DATASET; k++) compare(make_query(&g), &facts, sources, &tally);
        source_free(right_counts);
        source_free(wrong_counts);
        store_close(store);
        arena_free(g.arena);
    }
    printf(
        "# %u queries compared, plain and optimised, in memory and not, %u with rows; %u skipped\n",
        tally.compared, tally.with_rows, tally.skipped);
    if (tally.different == 0) {
        puts("ok random");
    } else {
        printf("# %u answers differ\n", tally.different);
    }
    return tally.different > 0;
}
