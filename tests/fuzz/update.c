/* Fuzz target: updates of a database. The input chooses data and up to four requests; each is run on a database, optimised,
 * and plainly on a source in memory. Both end alike and hold the same quads then; a request that fails changes nothing;
 * an undone one has not been; in the end the file is sound, and holds the same when it is opened anew. */
#include "lib/fuzz.h"

#include "ytterby/engine.h"
#include "ytterby/rdfio.h"
#include "ytterby/store.h"

#include <unistd.h>

static char path[64];

static void remove_file(void) { unlink(path); }

static Store *open_store(StoreMode mode) {
    Store *store = NULL;
    if (path[0] == '\0') {
        snprintf(path, sizeof path, "%s/ytterby-fuzz-%d.yt",
                 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
        atexit(remove_file);
    }
    if (mode == STORE_CREATE) unlink(path);
    require(store_open(&store, path, mode, 0, NULL) == STATUS_OK, "the database is opened");
    return store;
}

static void expect_holds(Store *store, const Buffer *wanted, const char *what) {
    Buffer lines = {0};
    require(dataset_lines(store_source(store), &lines, NULL) == STATUS_OK, "it can be read");
    if (!text_equal(buffer_view(&lines), buffer_view(wanted))) {
        fprintf(stderr, "in the database:\n%s\nwanted:\n%.*s\n", buffer_string(&lines),
                (int)wanted->len, wanted->at);
        require(false, what);
    }
    buffer_free(&lines);
}

static bool met_limit(Status status) {
    return status == STATUS_TIMEOUT || status == STATUS_MEMORY_LIMIT || status == STATUS_LIMIT;
}

typedef struct Pair {
    Source *memory;
    Store *store;
    Buffer now; /* what both hold */
} Pair;

/* Runs the request on both; false when they cannot be compared any more. */
static bool update(Pair *pair, Text request, bool undo) {
    EngineOptions options = {.timeout = 1, .memory_limit = (size_t)128 << 20};
    Diag diags[2] = {{0}, {0}};
    Buffer after = {0};
    const Status stored = engine_update(store_source(pair->store), request, &options, &diags[0]);
    options.no_optimize = true;
    const Status kept = engine_update(pair->memory, request, &options, &diags[1]);
    if (met_limit(stored) || met_limit(kept)) return false;
    if (stored != kept)
        fprintf(stderr, "%.*s\ndatabase: %s\nmemory: %s\n", (int)request.len, request.at,
                diags[0].message, diags[1].message);
    require(stored == kept, "both end alike");
    require(dataset_lines(pair->memory, &after, NULL) == STATUS_OK, "memory can be read");
    if (stored != STATUS_OK)
        require(text_equal(buffer_view(&after), buffer_view(&pair->now)),
                "what fails changes nothing");
    expect_holds(pair->store, &after, "both hold the same");
    if (undo && stored == STATUS_OK && !text_equal(buffer_view(&after), buffer_view(&pair->now))) {
        require(store_undo(pair->store, NULL) == STATUS_OK, "the last request can be undone");
        expect_holds(pair->store, &pair->now, "what was undone has not been");
        buffer_free(&after);
        return false;
    }
    buffer_free(&pair->now);
    pair->now = after;
    return true;
}

static void fill(Store *store, Text trig) {
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("trig")),
                                    .base = TEXT("http://example/")};
    const RdfSink sink = {.quad = insert_quad, .context = store_source(store)};
    require(source_begin_write(store_source(store), NULL, NULL) == STATUS_OK &&
                rdf_read_text(trig, "data", &options, &sink, NULL) == STATUS_OK &&
                source_commit(store_source(store), NULL) == STATUS_OK,
            "the data are kept");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Buffer text = {0};
    Maker maker = {.supply = {data, size}, .out = &text};
    const unsigned how = take_below(&maker.supply, 256);
    maker.varied = how & 4;
    make_data(&maker);
    Pair pair = {.memory = memory_of(buffer_view(&text)), .store = open_store(STORE_CREATE)};
    fill(pair.store, buffer_view(&text));
    require(dataset_lines(pair.memory, &pair.now, NULL) == STATUS_OK, "memory can be read");
    expect_holds(pair.store, &pair.now, "both begin alike");
    bool both = true;
    for (unsigned requests = 1 + (how & 3); both && requests > 0; requests--) {
        buffer_clear(&text);
        make_update(&maker);
        both = update(&pair, buffer_view(&text), requests == 1 && how & 8);
    }
    require(store_verify(pair.store, NULL, NULL, NULL) == STATUS_OK, "the file is sound");
    if (both) {
        store_close(pair.store);
        pair.store = open_store(STORE_READ);
        expect_holds(pair.store, &pair.now, "it holds the same when it is opened anew");
    }
    store_close(pair.store);
    source_free(pair.memory);
    buffer_free(&pair.now);
    buffer_free(&text);
    return 0;
}
