/* The load: threads read files into tables of their own; a table that outgrows its part of the memory goes to the store
 * as a batch of its own, while the other threads read on; what is left at the end goes in one batch. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "merge.h"

enum {
    CHECK_QUADS = 1024,      /* how often a table is weighed */
    WORK_ARRAYS = 5,         /* of quads, while trees are built */
    MERGED_BYTES = 24,       /* of a term, while tables are merged */
    TABLE_LEAST = 256 * 1024 /* less than so many bytes is no batch */
};

#define MEMORY_DEFAULT ((size_t)1 << 30)
#define LEAST_TOKEN    ((size_t)128 << 20)

typedef struct Loader {
    Store *store;
    const LoadOptions *options;
    LoadResult *result;
    LoadTable tables[LOAD_THREADS];
    size_t threads;
    LoadProducer *produce; /* in place of files; NULL: `paths` */
    void *context;
    const char *const *paths;
    size_t path_count;
    size_t most;          /* bytes that a table may come to cost */
    pthread_mutex_t lock; /* of what follows, and of the store */
    StoreBulk *bulk;
    Prefixes *prefixes;
    Diag *diag;
} Loader;

typedef struct Reader {
    Loader *loader;
    LoadTable *table;
    uint64_t statements;
} Reader;

static Status explain(Status status, Diag *diag) {
    if (status == STATUS_OK || (diag && diag->status != STATUS_OK)) return status;
    return diag_set(diag, status, "%s", status_text(status));
}

/* ---- Reading -------------------------------------------------------------------------------------------------- */

/* The most that a table comes to cost: while it is merged, or, when it is gone, while its quads are sorted and built. */
static size_t cost(const LoadTable *table) {
    const size_t quads = table->quad_count * sizeof *table->quads;
    const size_t merging = table_bytes(table) + quads + table->count * MERGED_BYTES;
    const size_t building = quads * WORK_ARRAYS + table->count * sizeof(TermId);
    return merging > building ? merging : building;
}

/* Makes a table a batch. The other threads may read, but wait here with theirs. */
static Status write_table(Reader *reader) {
    Loader *const loader = reader->loader;
    const Batch batch = {.store = loader->store,
                         .bulk = loader->bulk,
                         .tables = reader->table,
                         .count = 1,
                         .budget = loader->options->budget};
    pthread_mutex_lock(&loader->lock);
    Status status = batch_write(&batch, loader->result, loader->diag);
    if (status == STATUS_OK) status = table_init(reader->table, &loader->options->graph);
    pthread_mutex_unlock(&loader->lock);
    return status;
}

static Status take_quad(void *context, const Quad *quad) {
    Reader *const reader = context;
    TRY(table_add_quad(reader->table, quad));
    const bool weigh = ++reader->statements % CHECK_QUADS == 0;
    return weigh && cost(reader->table) > reader->loader->most ? write_table(reader) : STATUS_OK;
}

static Status take_prefix(void *context, Text prefix, Text iri) {
    Loader *const loader = ((Reader *)context)->loader;
    Text known;
    pthread_mutex_lock(&loader->lock);
    const Status status = prefixes_find(loader->prefixes, prefix, &known)
                              ? STATUS_OK
                              : prefixes_set(loader->prefixes, prefix, iri);
    pthread_mutex_unlock(&loader->lock);
    return status;
}

/* Is there a blank node that a label of the next file could be taken for? */
static bool has_blanks(const Loader *loader) {
    uint64_t quads;
    uint64_t blanks;
    store_bulk_counts(loader->store, &quads, &blanks);
    for (size_t i = 0; i < loader->threads; i++) blanks += loader->tables[i].blanks;
    return blanks > 0;
}

/* A prefix that no label begins with: nobody can know it beforehand. */
static Status make_prefix(char text[32], Text *prefix, Diag *diag) {
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
        return diag_set(diag, STATUS_IO, "the system has no random numbers");
    const int len = snprintf(text, 32, "b%012llx-", (unsigned long long)(number >> 16));
    *prefix = (Text){text, (size_t)len};
    return STATUS_OK;
}

static size_t memory_of(const LoadOptions *options) {
    return options->memory ? options->memory : MEMORY_DEFAULT;
}

/* A line that is longer than all the memory to work in is no data that was meant. */
static size_t most_token(const LoadOptions *options) {
    const size_t memory = memory_of(options);
    return memory > LEAST_TOKEN ? memory : LEAST_TOKEN;
}

static Status read_file(Loader *loader, const char *path, Diag *diag) {
    const LoadOptions *const options = loader->options;
    char prefix[32];
    RdfReadOptions reading = {.format = options->format,
                              .base = options->base,
                              .keep_going = options->keep_going,
                              .warn = options->warn,
                              .warn_context = options->warn_context,
                              .budget = options->budget,
                              .most_token = most_token(options),
                              .progress = options->progress,
                              .helper = options->helper};
    if (has_blanks(loader)) TRY(make_prefix(prefix, &reading.blank_prefix, diag));
    Reader readers[LOAD_THREADS];
    RdfSink sinks[LOAD_THREADS];
    for (size_t i = 0; i < loader->threads; i++) {
        readers[i] = (Reader){.loader = loader, .table = &loader->tables[i]};
        sinks[i] = (RdfSink){.quad = take_quad, .prefix = take_prefix, .context = &readers[i]};
    }
    const Status status = rdf_read_parallel(path, &reading, sinks, loader->threads, diag);
    for (size_t i = 0; i < loader->threads; i++)
        loader->result->statements += readers[i].statements;
    return status;
}

static Status read_files(Loader *loader, Diag *diag) {
    for (size_t i = 0; i < loader->path_count; i++) {
        Diag own = {0};
        const Status status = read_file(loader, loader->paths[i], &own);
        if (status == STATUS_OK) continue;
        /* What went wrong in the store says more than that the reading was stopped. */
        if (diag && diag->status == STATUS_OK) *diag = own;
        return explain(status, diag);
    }
    return STATUS_OK;
}

static Status read_produced(Loader *loader, Diag *diag) {
    Reader reader = {.loader = loader, .table = &loader->tables[0]};
    const RdfSink sink = {.quad = take_quad, .prefix = take_prefix, .context = &reader};
    const Status status = loader->produce(loader->context, &sink, diag);
    loader->result->statements = reader.statements;
    return explain(status, diag);
}

static Status read_all(Loader *loader, Diag *diag) {
    const uint64_t start = clock_now();
    TRY(loader->produce ? read_produced(loader, diag) : read_files(loader, diag));
    loader->result->reading = clock_now() - start - loader->result->terms - loader->result->writing;
    return STATUS_OK;
}

/* ---- What is left -------------------------------------------------------------------------------------------------- */

static Status know_prefix(void *context, Text prefix, Text iri) {
    return prefixes_set(context, prefix, iri);
}

static Status store_new_prefixes(Loader *loader, Diag *diag) {
    Prefixes *const known = prefixes_new();
    if (!known) return STATUS_NO_MEMORY;
    Status status = store_prefixes(loader->store, know_prefix, known, diag);
    for (size_t i = 0; i < prefixes_count(loader->prefixes) && status == STATUS_OK; i++) {
        Text prefix, iri, there;
        prefixes_at(loader->prefixes, i, &prefix, &iri);
        if (!prefixes_find(known, prefix, &there))
            status = store_set_prefix(loader->store, prefix, iri, diag);
    }
    prefixes_free(known);
    return status;
}

static Status finish(Loader *loader, Diag *diag) {
    const uint64_t start = clock_now();
    const Status status = store_bulk_finish(loader->bulk, loader->options->progress, diag);
    loader->result->writing += clock_now() - start;
    return status;
}

static Status load_all(Loader *loader, Diag *diag) {
    uint64_t before, after, blanks;
    store_bulk_counts(loader->store, &before, &blanks);
    TRY(store_bulk_begin(&loader->bulk, loader->store, diag));
    for (size_t i = 0; i < loader->threads; i++)
        TRY(table_init(&loader->tables[i], &loader->options->graph));
    TRY(read_all(loader, diag));
    const Batch batch = {.store = loader->store,
                         .bulk = loader->bulk,
                         .tables = loader->tables,
                         .count = loader->threads,
                         .budget = loader->options->budget,
                         .progress = loader->options->progress};
    TRY(batch_write(&batch, loader->result, diag));
    TRY(finish(loader, diag));
    store_bulk_counts(loader->store, &after, &blanks);
    loader->result->added = after - before;
    return store_new_prefixes(loader, diag);
}

static size_t thread_count(const LoadOptions *options) {
    const size_t wanted = options->threads ? options->threads : 2;
    return wanted < LOAD_THREADS ? wanted : LOAD_THREADS;
}

/* Every table has the same part of the memory. */
static size_t table_share(const LoadOptions *options, size_t threads) {
    const size_t share = memory_of(options) / threads;
    return share > TABLE_LEAST ? share : TABLE_LEAST;
}

static Status run(Loader *loader, LoadResult *result, Diag *diag) {
    LoadResult unused;
    Diag own = {0};
    if (!store_in_transaction(loader->store))
        return diag_set(diag, STATUS_USAGE, "no transaction is open");
    loader->result = result ? result : &unused;
    loader->prefixes = prefixes_new();
    loader->diag = &own;
    loader->most = table_share(loader->options, loader->threads);
    *loader->result = (LoadResult){0};
    pthread_mutex_init(&loader->lock, NULL);
    const Status status = loader->prefixes ? load_all(loader, &own) : STATUS_NO_MEMORY;
    store_bulk_end(loader->bulk);
    pthread_mutex_destroy(&loader->lock);
    for (size_t i = 0; i < loader->threads; i++) table_free(&loader->tables[i]);
    prefixes_free(loader->prefixes);
    if (status == STATUS_OK) return STATUS_OK;
    store_rollback(loader->store);
    explain(status, &own);
    if (diag && diag->status == STATUS_OK) *diag = own;
    return status;
}

Status load_files(Store *store, const char *const *paths, size_t count, const LoadOptions *options,
                  LoadResult *result, Diag *diag) {
    Loader loader = {.store = store,
                     .options = options,
                     .threads = thread_count(options),
                     .paths = paths,
                     .path_count = count};
    return run(&loader, result, diag);
}

Status load_quads(Store *store, LoadProducer *produce, void *context, const LoadOptions *options,
                  LoadResult *result, Diag *diag) {
    Loader loader = {
        .store = store, .options = options, .threads = 1, .produce = produce, .context = context};
    return run(&loader, result, diag);
}
