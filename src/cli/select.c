/* Which graph a command works on. --db: a database of our own store, with the prefixes and the rule of its default
 * graph that are kept in it. Nothing given: the shipped graph, the files of the folder graph/ read as the
 * union of their graphs. --data and --named: a temporary graph of files. --storage: any storage of Redland. Files
 * are read in one transaction, each with its own file: IRI as base, and with blank nodes of its own. */
#include "cli_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHACL "http://www.w3.org/ns/shacl#"

/* Prefixes that every graph has, unless its data declares them otherwise. */
static const struct {
    const char *prefix, *iri;
} built_in[] = {{"rdf", RDF},
                {"rdfs", RDFS},
                {"xsd", XSD},
                {"owl", "http://www.w3.org/2002/07/owl#"},
                {"skos", "http://www.w3.org/2004/02/skos/core#"},
                {"dcterms", "http://purl.org/dc/terms/"},
                {"foaf", "http://xmlns.com/foaf/0.1/"},
                {"org", "http://www.w3.org/ns/org#"},
                {"prov", "http://www.w3.org/ns/prov#"},
                {"schema", "http://schema.org/"}};

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- Reading files into the graph ---------------------------------------------------------------------------------- */

typedef struct Loading {
    ShellGraph *graph;
    Term into; /* where the file's default graph goes */
    Diag *diag;
} Loading;

static Status add_quad(void *context, const Quad *quad) {
    Loading *const loading = context;
    Quad placed = *quad;
    if (placed.graph.kind == TERM_NONE) placed.graph = loading->into;
    return graph_add(loading->graph->graph, &placed, loading->diag);
}

/* The first declaration of a prefix wins, so that the order of the files decides, not chance. */
static Status add_prefix(void *context, Text prefix, Text iri) {
    Loading *const loading = context;
    Text known;
    if (prefixes_find(loading->graph->prefixes, prefix, &known)) return STATUS_OK;
    return prefixes_set(loading->graph->prefixes, prefix, iri);
}

/* Files that are read into a graph, within the limits of the command. */
typedef struct Files {
    ShellGraph *graph;
    const Options *options;
    Budget *budget;
    size_t read; /* so far */
    Diag *diag;
} Files;

/* Blank node labels are kept in the first file; those of the others get a prefix, for no label may stand for two
 * nodes. */
static Status load_file(Files *files, const char *path, Text into) {
    char blank[32] = "";
    if (files->read) snprintf(blank, sizeof blank, "file%zu-", files->read);
    Loading loading = {files->graph, into.len ? term_iri(into) : (Term){0}, files->diag};
    const RdfReadOptions reading = {.blank_prefix = text_of(blank), .budget = files->budget};
    const RdfSink sink = {add_quad, add_prefix, &loading};
    files->read++;
    return rdf_read_file(path, &reading, &sink, files->diag);
}

static Status load_named(Files *files, const char *word) {
    const char *const equals = strrchr(word, '=');
    if (!equals || equals == word || !equals[1])
        return diag_set(files->diag, STATUS_USAGE, "--named wants IRI=FILE, not \"%s\"", word);
    Buffer name = {0}, iri = {0};
    buffer_append(&name, word, (size_t)(equals - word));
    Status status = name.failed ? out_of_memory(files->diag)
                                : base_iri(buffer_string(&name), NULL, &iri, files->diag);
    if (status == STATUS_OK) status = load_file(files, equals + 1, buffer_view(&iri));
    buffer_free(&name);
    buffer_free(&iri);
    return status;
}

static Status load_in_transaction(Files *files, const WordList *data, const WordList *named) {
    Graph *const graph = files->graph->graph;
    TRY(graph_begin(graph, files->budget, files->diag));
    Status status = STATUS_OK;
    for (size_t i = 0; i < data->count && status == STATUS_OK; i++)
        status = load_file(files, data->at[i], (Text){0});
    for (size_t i = 0; i < named->count && status == STATUS_OK; i++)
        status = load_named(files, named->at[i]);
    if (status == STATUS_OK) return graph_commit(graph, files->diag);
    graph_rollback(graph);
    return diag_set(files->diag, status, "%s", status_text(status));
}

/* One budget for all files: what they take of the command's time and memory is not there for the query. */
static Status load_files(Files *files, const WordList *data, const WordList *named) {
    Budget budget;
    budget_init(&budget, seconds_left(files->options), files->options->memory_limit);
    files->budget = &budget;
    watch_interrupts(&budget);
    const Status status = load_in_transaction(files, data, named);
    watch_interrupts(NULL);
    files->graph->held = atomic_load(&budget.used);
    files->budget = NULL;
    return status;
}

static Status load_shipped(const Options *options, ShellGraph *graph, Diag *diag) {
    static const char *const endings[] = {".ttl", ".trig"};
    Buffer folder = {0};
    WordList files = {0};
    const WordList none = {0};
    Arena *const arena = arena_new(NULL);
    Status status = arena ? data_folder("graph", &folder, diag) : out_of_memory(diag);
    if (status == STATUS_OK)
        status = files_below(buffer_string(&folder), endings, 2, &files, arena, diag);
    Files reading = {.graph = graph, .options = options, .diag = diag};
    if (status == STATUS_OK) status = load_files(&reading, &files, &none);
    word_list_free(&files);
    arena_free(arena);
    buffer_free(&folder);
    return status;
}

/* ---- Prefixes kept as data: sh:prefix with sh:namespace ------------------------------------------------------------- */

static Status first_object(Source *source, TermId subject, TermId predicate, char text[32],
                           Term *term) {
    const QuadPattern pattern = {.subject = subject, .predicate = predicate};
    SourceScan *scan;
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    Status status = batch ? source_scan_all(source, &pattern, &scan, NULL) : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        status = source_scan_next(scan, batch, NULL);
        if (status == STATUS_OK && batch->rows)
            status = source_term(source, batch->object[0], text, term);
        source_scan_free(scan);
    }
    mem_free(batch);
    return status;
}

static Status declare_batch(const ShellGraph *graph, const QuadBatch *batch, TermId space) {
    Source *const source = graph_source(graph->graph);
    for (size_t i = 0; i < batch->rows; i++) {
        char text[32], other[32];
        Term prefix, iri = {0};
        Text known;
        TRY(source_term(source, batch->object[i], text, &prefix));
        TRY(first_object(source, batch->subject[i], space, other, &iri));
        const bool both = prefix.kind == TERM_LITERAL && iri.kind != TERM_NONE;
        if (both && !prefixes_find(graph->prefixes, prefix.text, &known))
            TRY(prefixes_set(graph->prefixes, prefix.text, iri.text));
    }
    return STATUS_OK;
}

static Status declared_prefixes(const ShellGraph *graph) {
    Source *const source = graph_source(graph->graph);
    const Term prefix = term_iri(TEXT(SHACL "prefix")), space = term_iri(TEXT(SHACL "namespace"));
    const QuadPattern pattern = {.predicate = source_find(source, &prefix)};
    const TermId namespace_id = source_find(source, &space);
    if (pattern.predicate == TERM_ID_NONE || namespace_id == TERM_ID_NONE) return STATUS_OK;
    SourceScan *scan;
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    Status status = batch ? source_scan_all(source, &pattern, &scan, NULL) : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        do {
            status = source_scan_next(scan, batch, NULL);
            if (status == STATUS_OK) status = declare_batch(graph, batch, namespace_id);
        } while (status == STATUS_OK && batch->rows > 0);
        source_scan_free(scan);
    }
    mem_free(batch);
    return status;
}

static Status complete_prefixes(const ShellGraph *graph, Diag *diag) {
    Source *const source = graph_source(graph->graph);
    TRY(source_begin_read(source, NULL, diag));
    Status status = declared_prefixes(graph);
    if (status == STATUS_OK) status = source_failure(source, diag);
    source_end_read(source);
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0] && status == STATUS_OK; i++) {
        Text known;
        if (!prefixes_find(graph->prefixes, text_of(built_in[i].prefix), &known))
            status = prefixes_set(graph->prefixes, text_of(built_in[i].prefix),
                                  text_of(built_in[i].iri));
    }
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------ */

static Status open_storage(const Options *options, GraphAccess wanted, ShellGraph *graph,
                           Diag *diag) {
    const bool writes = wanted == ACCESS_CHANGE;
    const GraphOptions storage = {.storage = options->storage,
                                  .name = options->storage_name,
                                  .options = options->storage_options,
                                  .create = writes,
                                  .read_only = !writes};
    graph->title = options->storage_name ? options->storage_name : options->storage;
    return graph_open(&graph->graph, &storage, diag);
}

static Status keep_prefix(void *context, Text prefix, Text iri) {
    return prefixes_set(context, prefix, iri);
}

static Status open_database(const Options *options, GraphAccess wanted, ShellGraph *graph,
                            Diag *diag) {
    const bool reads =
        wanted == ACCESS_READ || (wanted == ACCESS_ASK && access(options->db, W_OK) != 0);
    const GraphOptions storage = {.storage = "ytterby",
                                  .name = options->db,
                                  .create = wanted == ACCESS_CHANGE,
                                  .read_only = reads};
    TRY(graph_open(&graph->graph, &storage, diag));
    Store *const store = graph_store(graph->graph);
    graph->title = options->db;
    graph->union_default = store_is_union(store);
    if (reads && wanted == ACCESS_ASK)
        graph->read_only = "the database may not be written: see the rights of its file";
    return store_prefixes(store, keep_prefix, graph->prefixes, diag);
}

static Status open_files(const Options *options, ShellGraph *graph, Diag *diag) {
    const GraphOptions memory = {0};
    TRY(graph_open(&graph->graph, &memory, diag));
    graph->title = options->data.count ? options->data.at[0] : "a temporary graph";
    Files files = {.graph = graph, .options = options, .diag = diag};
    return load_files(&files, &options->data, &options->named);
}

static Status open_shipped_database(const char *path, ShellGraph *graph, Diag *diag) {
    const GraphOptions shipped = {.storage = "ytterby", .name = path, .read_only = true};
    TRY(graph_open(&graph->graph, &shipped, diag));
    return store_prefixes(graph_store(graph->graph), keep_prefix, graph->prefixes, diag);
}

static Status open_shipped(const Options *options, ShellGraph *graph, Diag *diag) {
    const GraphOptions memory = {0};
    Buffer path = {0};
    graph->title = "the shipped graph";
    graph->read_only =
        "the shipped graph is only read: name a graph to change with --db, --storage or --data";
    graph->union_default = true;
    Status status;
    if (shipped_database(&path)) {
        status = open_shipped_database(buffer_string(&path), graph, diag);
    } else {
        status = graph_open(&graph->graph, &memory, diag);
        if (status == STATUS_OK) status = load_shipped(options, graph, diag);
    }
    buffer_free(&path);
    return status;
}

Status check_default_graph(const Options *options, Diag *diag) {
    if (options->default_graph && strcmp(options->default_graph, "spec") != 0 &&
        strcmp(options->default_graph, "union") != 0)
        return diag_set(diag, STATUS_USAGE, "--default-graph is spec or union, not \"%s\"",
                        options->default_graph);
    return STATUS_OK;
}

static Status check_choice(const Options *options, Diag *diag) {
    const bool files = options->data.count + options->named.count > 0;
    const int chosen =
        (options->db != NULL) + (options->storage != NULL) + (options->endpoint != NULL) + files;
    if (chosen > 1)
        return diag_set(diag, STATUS_USAGE,
                        "--db, --storage, --endpoint and --data/--named exclude each other");
    if (!options->storage && (options->storage_name || options->storage_options))
        return diag_set(diag, STATUS_USAGE,
                        "--storage-name and --storage-options belong to --storage NAME");
    if (options->endpoint)
        return diag_set(diag, STATUS_UNSUPPORTED, "--endpoint is not in this build yet");
    return check_default_graph(options, diag);
}

static Status open_chosen(const Options *options, GraphAccess wanted, ShellGraph *graph,
                          Diag *diag) {
    if (options->db) return open_database(options, wanted, graph, diag);
    if (options->storage) return open_storage(options, wanted, graph, diag);
    if (options->data.count + options->named.count > 0) return open_files(options, graph, diag);
    return open_shipped(options, graph, diag);
}

Status select_graph(const Options *options, GraphAccess wanted, ShellGraph *graph, Diag *diag) {
    *graph = (ShellGraph){0};
    TRY(check_choice(options, diag));
    graph->prefixes = prefixes_new();
    if (!graph->prefixes) return out_of_memory(diag);
    Status status = open_chosen(options, wanted, graph, diag);
    if (status == STATUS_OK) status = complete_prefixes(graph, diag);
    if (status == STATUS_OK && wanted == ACCESS_CHANGE && graph->read_only)
        status = diag_set(diag, STATUS_REFUSED, "%s", graph->read_only);
    if (options->default_graph) graph->union_default = strcmp(options->default_graph, "union") == 0;
    if (status != STATUS_OK) release_graph(graph);
    return status;
}

void release_graph(ShellGraph *graph) {
    graph_close(graph->graph);
    prefixes_free(graph->prefixes);
    *graph = (ShellGraph){0};
}
