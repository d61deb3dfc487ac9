/* The subcommands that make and look after a database of our own store: load, copy, compact, verify, backup. Each writes
 * in one transaction, and a database that a failing command made is removed again. */
#include "cli_internal.h"

#include "ytterby/load.h"

#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- A database to write into -------------------------------------------------------------------------------------- */

bool database_missing(const char *path) { return path && access(path, F_OK) != 0; }

void database_unmake(Graph *graph) {
    Store *const store = graph ? graph_store(graph) : NULL;
    if (store) store_unmake(store);
}

static Status begin_filling(Filling *filling, const char *who) {
    StoreInfo info;
    filling->arena = arena_new(NULL);
    if (!filling->arena) return out_of_memory(filling->diag);
    TRY(store_begin(filling->store, who, filling->diag));
    TRY(store_info(filling->store, &info, filling->diag));
    filling->was_empty = info.quads == 0;
    return STATUS_OK;
}

Status filling_open(Filling *filling, const char *path, const char *who, Diag *diag) {
    const GraphOptions options = {.storage = "ytterby", .name = path, .create = true};
    *filling = (Filling){.diag = diag};
    TRY(graph_open(&filling->graph, &options, diag));
    filling->store = graph_store(filling->graph);
    return begin_filling(filling, who);
}

Status filling_close(Filling *filling, Status status, Diag *diag) {
    if (status == STATUS_OK) status = store_commit(filling->store, diag);
    if (status != STATUS_OK && filling->store) {
        store_rollback(filling->store);
        database_unmake(filling->graph);
    }
    graph_close(filling->graph);
    arena_free(filling->arena);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

Status filling_rename(Filling *filling) {
    uint64_t random[2];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return diag_set(filling->diag, STATUS_IO, "the system has no random numbers");
    const int len = snprintf(filling->rename_text, sizeof filling->rename_text, "b%012llx-",
                             (unsigned long long)((random[0] ^ random[1]) & 0xffffffffffff));
    filling->rename = (Text){filling->rename_text, (size_t)len};
    return STATUS_OK;
}

enum {
    DEEPEST_TRIPLE = 64
};

static Status renamed(const Filling *filling, const Term *from, Term *to, unsigned depth) {
    *to = *from;
    if (depth > DEEPEST_TRIPLE)
        return diag_set(filling->diag, STATUS_LIMIT, "triple terms are nested too deeply");
    if (from->kind == TERM_BLANK) {
        if (filling->known && source_find(filling->known, from) != TERM_ID_NONE) return STATUS_OK;
        Buffer label = {0};
        buffer_text(&label, filling->rename);
        buffer_text(&label, from->text);
        to->text = arena_text(filling->arena, buffer_view(&label));
        const bool failed = label.failed || !to->text.at;
        buffer_free(&label);
        return failed ? out_of_memory(filling->diag) : STATUS_OK;
    }
    if (from->kind != TERM_TRIPLE) return STATUS_OK;
    Term *const parts = arena_array(filling->arena, 3, sizeof *parts);
    if (!parts) return out_of_memory(filling->diag);
    for (size_t i = 0; i < 3; i++) TRY(renamed(filling, &from->triple[i], &parts[i], depth + 1));
    to->triple = parts;
    return STATUS_OK;
}

Status filling_add(void *context, const Quad *quad) {
    Filling *const filling = context;
    const RdfSink *const sink = filling->sink;
    if (!filling->rename.len) return sink->quad(sink->context, quad);
    Quad copy;
    arena_reset(filling->arena);
    TRY(renamed(filling, &quad->subject, &copy.subject, 0));
    TRY(renamed(filling, &quad->predicate, &copy.predicate, 0));
    TRY(renamed(filling, &quad->object, &copy.object, 0));
    TRY(renamed(filling, &quad->graph, &copy.graph, 0));
    return sink->quad(sink->context, &copy);
}

/* ---- load ---------------------------------------------------------------------------------------------------------- */

static Status load_words(const Options *options, Text base, Text into, Diag *diag) {
    Filling filling;
    Budget budget;
    ProgressLine line;
    char who[256];
    budget_init(&budget, 0, 0);
    progress_start(&line, PROGRESS_BYTES);
    LoadOptions load = {
        .base = base, .budget = &budget, .memory = options->memory, .progress = &line.progress};
    if (options->from && !options->csv)
        TRY(rdf_format_of(options->from, false, &load.format, diag));
    if (into.len) load.graph = term_iri(into);
    snprintf(who, sizeof who, "load %s%s", options->words.at[0],
             options->words.count > 1 ? " ..." : "");
    Status status = filling_open(&filling, options->db, who, diag);
    watch_interrupts(&budget);
    if (status == STATUS_OK)
        status = options->csv ? load_tables(options, &filling, &load, diag)
                              : load_files(filling.store, options->words.at, options->words.count,
                                           &load, NULL, diag);
    watch_interrupts(NULL);
    progress_end(&line);
    if (status == STATUS_OK && options->default_graph)
        status = store_set_union(filling.store, strcmp(options->default_graph, "union") == 0, diag);
    return filling_close(&filling, status, diag);
}

static Status need_db(const Options *options, const char *command, Diag *diag) {
    return options->db ? STATUS_OK : diag_set(diag, STATUS_USAGE, "%s needs --db PATH", command);
}

Status run_load(const Options *options, Diag *diag) {
    Buffer base = {0}, into = {0};
    TRY(need_db(options, "load", diag));
    TRY(check_default_graph(options, diag));
    if (options->csv != (options->map != NULL))
        return diag_set(diag, STATUS_USAGE,
                        options->csv ? "--csv needs --map MAP.rq" : "--map belongs to --csv");
    Status status = options->base ? base_iri(options->base, NULL, &base, diag) : STATUS_OK;
    if (status == STATUS_OK && options->graph) status = base_iri(options->graph, NULL, &into, diag);
    if (status == STATUS_OK)
        status = load_words(options, buffer_view(&base), buffer_view(&into), diag);
    buffer_free(&base);
    buffer_free(&into);
    return status;
}

/* ---- copy ---------------------------------------------------------------------------------------------------------- */

/* A graph that is read into a database. */
typedef struct Copy {
    Filling filling;
    const ShellGraph *from;
    Budget budget;
} Copy;

static Status copy_prefixes(const Copy *copy, const RdfSink *sink) {
    const Prefixes *const prefixes = copy->from->prefixes;
    for (size_t i = 0; i < prefixes_count(prefixes); i++) {
        Text prefix, iri;
        prefixes_at(prefixes, i, &prefix, &iri);
        TRY(sink->prefix(sink->context, prefix, iri));
    }
    return STATUS_OK;
}

static Status produce_copy(void *context, const RdfSink *sink, Diag *diag) {
    static const QuadChoice all = {0};
    Copy *const copy = context;
    copy->filling.sink = sink;
    TRY(copy_prefixes(copy, sink));
    return each_quad(graph_source(copy->from->graph), &all, filling_add, &copy->filling,
                     &copy->budget, diag);
}

/* A database that was empty takes the rule of the default graph too. */
static Status fill_copy(Copy *copy, Diag *diag) {
    Filling *const filling = &copy->filling;
    ProgressLine line;
    const LoadOptions load = {.budget = &copy->budget, .progress = &line.progress};
    if (!filling->was_empty) TRY(filling_rename(filling));
    progress_start(&line, PROGRESS_BYTES);
    watch_interrupts(&copy->budget);
    const Status status = load_quads(filling->store, produce_copy, copy, &load, NULL, diag);
    watch_interrupts(NULL);
    progress_end(&line);
    if (status != STATUS_OK || !filling->was_empty) return status;
    return store_set_union(filling->store, copy->from->union_default, diag);
}

/* Into `path`, or, when that is to appear only when it is whole, into a file beside it. */
static Status fill_from(Copy *copy, const char *path, const char *who, bool whole, Diag *diag) {
    Buffer name = {0};
    int fd;
    budget_init(&copy->budget, 0, 0);
    if (whole) {
        TRY(file_beside(&name, path, &fd, diag));
        close(fd);
    }
    Status status = filling_open(&copy->filling, whole ? name.at : path, who, diag);
    if (status == STATUS_OK) status = fill_copy(copy, diag);
    status = filling_close(&copy->filling, status, diag);
    if (whole && status == STATUS_OK)
        status = file_publish(name.at, path, diag);
    else if (whole)
        unlink(name.at);
    buffer_free(&name);
    return status;
}

static Status copy_into(const Options *options, const char *path, const char *command, bool whole,
                        Diag *diag) {
    ShellGraph from;
    Copy copy = {.from = &from};
    char who[256];
    TRY(select_graph(options, ACCESS_READ, &from, diag));
    snprintf(who, sizeof who, "%s %s", command, from.title);
    const Status status = fill_from(&copy, path, who, whole, diag);
    release_graph(&from);
    return status;
}

Status run_copy(const Options *options, Diag *diag) {
    if (!options->to_db) return diag_set(diag, STATUS_USAGE, "copy needs --to-db PATH");
    return copy_into(options, options->to_db, "copy", false, diag);
}

/* A database written anew is in term order throughout, without the pages that updates left free. It gets its name when
 * it is whole. */
Status run_compact(const Options *options, Diag *diag) {
    const char *const path = options->words.at[0];
    TRY(need_db(options, "compact", diag));
    if (!database_missing(path))
        return diag_set(diag, STATUS_EXISTS, "there is something at \"%s\" already", path);
    return copy_into(options, path, "compact", true, diag);
}

/* ---- verify, backup ------------------------------------------------------------------------------------------------ */

static Status open_to_read(const Options *options, const char *command, Graph **graph, Diag *diag) {
    const GraphOptions read = {.storage = "ytterby", .name = options->db, .read_only = true};
    TRY(need_db(options, command, diag));
    return graph_open(graph, &read, diag);
}

Status run_verify(const Options *options, Diag *diag) {
    Graph *graph;
    Budget budget;
    StoreInfo info;
    TRY(open_to_read(options, "verify", &graph, diag));
    ProgressLine line;
    budget_init(&budget, 0, 0);
    progress_start(&line, PROGRESS_BYTES);
    watch_interrupts(&budget);
    Status status = store_verify(graph_store(graph), &line.progress, &budget, diag);
    watch_interrupts(NULL);
    progress_end(&line);
    if (status == STATUS_OK) status = store_info(graph_store(graph), &info, diag);
    graph_close(graph);
    if (status != STATUS_OK) return diag_set(diag, status, "%s", status_text(status));
    printf("%s: %llu statements, %llu terms, no fault\n", options->db,
           (unsigned long long)info.quads, (unsigned long long)info.terms);
    return STATUS_OK;
}

Status run_backup(const Options *options, Diag *diag) {
    Graph *graph;
    TRY(open_to_read(options, "backup", &graph, diag));
    const Status status = store_backup(graph_store(graph), options->words.at[0], diag);
    graph_close(graph);
    return status;
}
