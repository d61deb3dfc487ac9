/* load --csv: rows of tables -> statements, by a CONSTRUCT whose variables are the columns (as tarql has it). Rows are
 * put before the map's WHERE as VALUES, a thousand at a time, so that preparing the map once serves many. What the
 * WHERE looks up besides is the database as it was before the load: so the answer does not depend on where a thousand
 * rows end. Every batch has blank nodes of its own. */
#include "cli_internal.h"

#include "ytterby/lexer.h"
#include "ytterby/load.h"
#include "ytterby/table.h"

#include <string.h>

enum {
    BATCH_TABLE_ROWS = 1000,
    BATCH_BYTES = 4 * 1024 * 1024
};

typedef struct Tables {
    const Options *options;
    Filling *filling;
    Budget *budget;
    ShellGraph before; /* the database as it was */
    EngineSetup setup;
    Buffer map;
    ParseRows rows; /* of the batch; the first column is ROWNUM */
    Arena *columns; /* of the present table's names */
    Arena *arena;   /* of the batch's terms */
    Term *terms;
    size_t term_cap;
    uint64_t row;     /* number in its table */
    uint64_t batches; /* of all tables */
    uint64_t read, made;
    Diag *diag;
} Tables;

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- The map ------------------------------------------------------------------------------------------------------- */

/* What would be counted within a batch, but is meant for the table. */
static Status check_modifiers(const Tables *tables, const SyntaxQuery *query) {
    const SyntaxSelect *const body = &query->body;
    if (query->form != QUERY_CONSTRUCT)
        return diag_set(tables->diag, STATUS_UNSUPPORTED, "%s: a map is a CONSTRUCT",
                        tables->options->map);
    if (body->grouped || body->group_count || body->having_count || body->has_limit ||
        body->has_offset)
        return diag_set(tables->diag, STATUS_UNSUPPORTED,
                        "%s: a map has no GROUP BY, HAVING, LIMIT or OFFSET: rows come in batches",
                        tables->options->map);
    return STATUS_OK;
}

static Status check_map(const Tables *tables) {
    SyntaxQuery *query;
    Arena *const arena = arena_new(NULL);
    if (!arena) return out_of_memory(tables->diag);
    Status status = parse_query(buffer_view(&tables->map), &tables->setup.options.parse, arena,
                                &query, NULL, tables->diag);
    if (status == STATUS_OK) status = check_modifiers(tables, query);
    arena_free(arena);
    return status;
}

static Status tables_open(Tables *tables) {
    Options mapped = *tables->options;
    mapped.file = mapped.map; /* relative IRIs of the map are so to its file */
    tables->map.budget = tables->budget;
    TRY(file_read(&tables->map, mapped.map, tables->diag));
    TRY(select_graph(&mapped, ACCESS_READ, &tables->before, tables->diag));
    TRY(engine_setup(&tables->setup, &mapped, &tables->before, mapped.map, tables->diag));
    tables->setup.options.budget = tables->budget;
    tables->columns = arena_new(NULL);
    tables->arena = arena_new(tables->budget);
    if (!tables->columns || !tables->arena) return out_of_memory(tables->diag);
    return check_map(tables);
}

static void tables_close(Tables *tables) {
    engine_setup_free(&tables->setup);
    release_graph(&tables->before);
    buffer_free(&tables->map);
    arena_free(tables->columns);
    arena_free(tables->arena);
    mem_free(tables->terms);
}

/* ---- Columns ------------------------------------------------------------------------------------------------------- */

/* The header's text with "_" for what no variable may hold: "Output (t)" is ?Output__t_. */
static void write_name(Text header, size_t column, Buffer *out) {
    header = text_trim(header);
    for (size_t at = 0; at < header.len;) {
        char probe[8] = "_";
        size_t size = 1;
        (void)utf8_decode(header.at + at, header.len - at, &size);
        memcpy(probe + 1, header.at + at, size);
        const bool fits = lex_variable((Text){probe, size + 1}, 0).end == size + 1 &&
                          (at > 0 || lex_variable((Text){probe + 1, size}, 0).end == size);
        buffer_text(out, fits ? text_slice(header, at, at + size) : TEXT("_"));
        at += size;
    }
    if (header.len == 0) buffer_format(out, "column%zu", column + 1);
}

/* The names so far, to be found by their text. */
typedef struct Columns {
    Text *names;
    size_t *twins; /* how many columns were called so in the header */
    size_t count;
    HashIndex index;
    Text wanted;
} Columns;

static bool same_name(const void *context, size_t position) {
    const Columns *const columns = context;
    return text_equal(columns->names[position], columns->wanted);
}

static size_t find_name(Columns *columns, Text name) {
    columns->wanted = name;
    return hash_index_find(&columns->index, hash_bytes(name.at, name.len, 0), same_name, columns);
}

static Status add_name(const Tables *tables, Text name, Columns *columns) {
    Text *const kept = &columns->names[columns->count];
    columns->twins[columns->count] = 1;
    *kept = arena_text(tables->columns, name);
    if (!kept->at) return STATUS_NO_MEMORY;
    return hash_index_add(&columns->index, hash_bytes(name.at, name.len, 0), columns->count++);
}

/* The second column called "a" is ?a_2. */
static Status name_column(const Tables *tables, Text header, Columns *columns) {
    Buffer name = {0};
    write_name(header, columns->count - 1, &name);
    const size_t len = name.len, first = find_name(columns, buffer_view(&name));
    while (find_name(columns, buffer_view(&name)) != HASH_NONE && !name.failed) {
        name.len = len;
        buffer_format(&name, "_%zu", ++columns->twins[first]);
    }
    Status status = add_name(tables, buffer_view(&name), columns);
    if (name.failed) status = STATUS_NO_MEMORY;
    buffer_free(&name);
    return status == STATUS_OK ? status : out_of_memory(tables->diag);
}

static Status name_columns(Tables *tables, const Text *header, size_t count) {
    arena_reset(tables->columns);
    Columns columns = {.names = arena_array(tables->columns, count + 1, sizeof *columns.names),
                       .twins = arena_array(tables->columns, count + 1, sizeof *columns.twins)};
    if (!columns.names || !columns.twins) return out_of_memory(tables->diag);
    Status status = add_name(tables, TEXT("ROWNUM"), &columns);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = name_column(tables, header[i], &columns);
    tables->rows = (ParseRows){.names = columns.names, .width = count + 1};
    hash_index_free(&columns.index);
    return status == STATUS_OK ? status : out_of_memory(tables->diag);
}

/* ---- Batches ------------------------------------------------------------------------------------------------------- */

/* Labels of made nodes: where nothing was before, they are the same every time. */
static Status rename_blanks(Tables *tables) {
    Filling *const filling = tables->filling;
    if (!filling->was_empty) return filling_rename(filling);
    const int len = snprintf(filling->rename_text, sizeof filling->rename_text, "t%llu-",
                             (unsigned long long)tables->batches);
    filling->rename = (Text){filling->rename_text, (size_t)len};
    return STATUS_OK;
}

static Status give_quad(void *context, const Quad *quad) {
    Tables *const tables = context;
    tables->made++;
    return filling_add(tables->filling, quad);
}

static Status run_batch(Tables *tables) {
    Statement *statement;
    Source *const source = graph_source(tables->before.graph);
    tables->rows.terms = tables->terms;
    tables->setup.options.parse.rows = &tables->rows;
    tables->batches++;
    TRY(rename_blanks(tables));
    TRY(statement_prepare(&statement, source, buffer_view(&tables->map), &tables->setup.options,
                          tables->diag));
    const Status status = statement_graph(statement, give_quad, tables, tables->diag);
    statement_free(statement);
    tables->rows.count = 0;
    arena_reset(tables->arena);
    return status;
}

/* An empty cell is unbound. */
static Status add_row(Tables *tables, const Text *cells, size_t count) {
    ParseRows *const rows = &tables->rows;
    char number[24];
    const int len = snprintf(number, sizeof number, "%llu", (unsigned long long)++tables->row);
    if (array_grow((void **)&tables->terms, &tables->term_cap, (rows->count + 1) * rows->width,
                   sizeof *tables->terms) != STATUS_OK)
        return out_of_memory(tables->diag);
    Term *const row = tables->terms + rows->count++ * rows->width;
    row[0] =
        term_typed(arena_text(tables->arena, (Text){number, (size_t)len}), TEXT(XSD "integer"));
    if (!row[0].text.at) return out_of_memory(tables->diag);
    for (size_t i = 0; i < count; i++) {
        row[i + 1] = (Term){0};
        if (cells[i].len == 0) continue;
        row[i + 1] = term_string(arena_text(tables->arena, cells[i]));
        if (!row[i + 1].text.at) return out_of_memory(tables->diag);
    }
    return STATUS_OK;
}

static Status read_rows(Tables *tables, TableReader *reader) {
    const Text *cells;
    size_t count, bytes = 0;
    for (;;) {
        TRY(table_next(reader, &cells, &count, tables->diag));
        if (!cells) break;
        TRY(add_row(tables, cells, count));
        tables->read++;
        for (size_t i = 0; i < count; i++) bytes += cells[i].len;
        if (tables->rows.count < BATCH_TABLE_ROWS && bytes < BATCH_BYTES) continue;
        TRY(run_batch(tables));
        bytes = 0;
    }
    return run_batch(tables);
}

/* ---- Tables -------------------------------------------------------------------------------------------------------- */

static Status separator_of(const Options *options, char *separator, Diag *diag) {
    *separator = 0;
    if (!options->from) return STATUS_OK;
    if (strcmp(options->from, "csv") == 0) *separator = ',';
    if (strcmp(options->from, "tsv") == 0) *separator = '\t';
    return *separator ? STATUS_OK
                      : diag_set(diag, STATUS_USAGE, "--from is csv or tsv for tables, not \"%s\"",
                                 options->from);
}

static Status read_header(Tables *tables, TableReader *reader) {
    const Text *header;
    size_t count;
    TRY(table_next(reader, &header, &count, tables->diag));
    if (header) return name_columns(tables, header, count);
    return table_error(reader, 0, STATUS_SYNTAX, "a table begins with its header", tables->diag);
}

static Status read_table(Tables *tables, const char *path) {
    TableReader *reader;
    char separator;
    TRY(separator_of(tables->options, &separator, tables->diag));
    TRY(table_open(&reader, path, separator, tables->budget, tables->diag));
    tables->row = 0;
    Status status = read_header(tables, reader);
    if (status == STATUS_OK) status = read_rows(tables, reader);
    table_close(reader);
    return status;
}

/* Rows that give nothing are most often a map that calls the columns otherwise. */
static void warn_of_nothing(const Tables *tables) {
    Diag diag = {0};
    Buffer names = {0};
    if (tables->read == 0 || tables->made > 0) return;
    for (size_t i = 0; i < tables->rows.width; i++)
        buffer_format(&names, " ?%.*s", (int)tables->rows.names[i].len, tables->rows.names[i].at);
    const char *const list = buffer_string(&names);
    diag_file(&diag, "ytterby");
    diag_set(&diag, STATUS_OK, "no row gave a statement; the columns are%s", list ? list : "");
    diag_print(&diag, "warning", stderr);
    buffer_free(&names);
}

static Status read_tables(void *context, const RdfSink *sink, Diag *diag) {
    Tables *const tables = context;
    const WordList *const paths = &tables->options->words;
    tables->diag = diag;
    tables->filling->sink = sink;
    tables->filling->known = graph_source(tables->before.graph);
    for (size_t i = 0; i < paths->count; i++) TRY(read_table(tables, paths->at[i]));
    warn_of_nothing(tables);
    return STATUS_OK;
}

Status load_tables(const Options *options, Filling *filling, const LoadOptions *load, Diag *diag) {
    Tables tables = {.options = options, .filling = filling, .budget = load->budget, .diag = diag};
    Status status = tables_open(&tables);
    if (status == STATUS_OK)
        status = load_quads(filling->store, read_tables, &tables, load, NULL, diag);
    tables_close(&tables);
    return status;
}
