/* The options, as one table: the reader, the help and the did-you-mean walk it. A row says where the value goes
 * (its place in Options) and which groups of subcommands take it. */
#include "cli_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum OptionKind {
    OPTION_TEXT,
    OPTION_LIST,
    OPTION_FLAG,
    OPTION_SECONDS,
    OPTION_MEBIBYTES
} OptionKind;

typedef struct OptionRow {
    const char *name, *letter, *argument, *help;
    size_t place;
    OptionKind kind;
    unsigned groups;
} OptionRow;

#define EVERYWHERE   (~0u)
#define PLACE(field) offsetof(Options, field)

// clang-format off
static const OptionRow rows[] = {
    {"db", NULL, "PATH", "a database of our own store", PLACE(db), OPTION_TEXT, TAKES_GRAPH | TAKES_DB},
    {"storage", NULL, "NAME", "a storage of Redland (hashes, sqlite, memory ...)", PLACE(storage), OPTION_TEXT, TAKES_GRAPH},
    {"storage-name", NULL, "ID", "its name", PLACE(storage_name), OPTION_TEXT, TAKES_GRAPH},
    {"storage-options", NULL, "TEXT", "its options, \"name='value',...\"", PLACE(storage_options), OPTION_TEXT, TAKES_GRAPH},
    {"endpoint", NULL, "URL", "a remote SPARQL endpoint", PLACE(endpoint), OPTION_TEXT, TAKES_GRAPH},
    {"data", NULL, "FILE", "read into the default graph of a temporary graph", PLACE(data), OPTION_LIST, TAKES_GRAPH},
    {"named", NULL, "IRI=FILE", "read into a named graph of it", PLACE(named), OPTION_LIST, TAKES_GRAPH},
    {"default-graph", NULL, "RULE", "spec, or union: all graphs as one", PLACE(default_graph), OPTION_TEXT, TAKES_GRAPH | TAKES_DEFAULT_GRAPH},
    {"format", NULL, "FORMAT", "of the answer: table, json, xml, csv, tsv, markdown, line, turtle ...", PLACE(format), OPTION_TEXT, TAKES_RESULTS},
    {"timeout", NULL, "SECONDS", "give up after so long", PLACE(timeout), OPTION_SECONDS, TAKES_ENGINE},
    {"memory-limit", NULL, "MIB", "use no more memory for a query", PLACE(memory_limit), OPTION_MEBIBYTES, TAKES_ENGINE},
    {"memory", NULL, "MIB", "work in about so much memory", PLACE(memory), OPTION_MEBIBYTES, TAKES_MEMORY},
    {"explain", NULL, "STAGE", "print parse, algebra, plan or run instead of the answer", PLACE(explain), OPTION_TEXT, TAKES_ENGINE},
    {"no-optimize", NULL, NULL, "evaluate the query as it is written", PLACE(no_optimize), OPTION_FLAG, TAKES_ENGINE},
    {"bind", NULL, "NAME=TERM", "give a variable a value (a term in Turtle syntax)", PLACE(bind), OPTION_LIST, TAKES_ENGINE},
    {"allow-load", NULL, "PREFIX", "paths that LOAD may read", PLACE(allow_load), OPTION_LIST, TAKES_ENGINE},
    {"allow-service", NULL, "PREFIX", "URLs that SERVICE may ask", PLACE(allow_service), OPTION_LIST, TAKES_ENGINE},
    {"file", "f", "FILE", "read the query, update or script from a file", PLACE(file), OPTION_TEXT, TAKES_FILE},
    {"base", NULL, "IRI", "base IRI of the text", PLACE(base), OPTION_TEXT, TAKES_BASE},
    {"from", NULL, "FORMAT", "of the input", PLACE(from), OPTION_TEXT, TAKES_FROM},
    {"to", NULL, "FORMAT", "of the output", PLACE(to), OPTION_TEXT, TAKES_TO},
    {"output", "o", "FILE", "write there instead of to standard output", PLACE(output), OPTION_TEXT, TAKES_OUTPUT},
    {"csv", NULL, NULL, "the files are tables (CSV; TSV by their ending .tsv, or --from tsv)", PLACE(csv), OPTION_FLAG, TAKES_TABLE},
    {"map", NULL, "FILE", "the CONSTRUCT that makes statements of their rows", PLACE(map), OPTION_TEXT, TAKES_TABLE},
    {"as", NULL, "IRI", "the document's IRI, which also names its graph", PLACE(as), OPTION_TEXT, TAKES_INGEST},
    {"dry-run", NULL, NULL, "print what is proposed as TriG, and change nothing", PLACE(dry_run), OPTION_FLAG, TAKES_INGEST},
    {"graph", NULL, "IRI", "only this named graph (load: into it)", PLACE(graph), OPTION_TEXT, TAKES_GRAPH_NAME},
    {"dump", NULL, "FORMAT", "print the whole dataset afterwards", PLACE(dump), OPTION_TEXT, TAKES_DUMP},
    {"update", NULL, NULL, "the file is an update, not a query", PLACE(update), OPTION_FLAG, TAKES_UPDATE},
    {"to-db", NULL, "PATH", "the database to copy into", PLACE(to_db), OPTION_TEXT, TAKES_TO_DB},
    {"log", NULL, NULL, "also the transactions that a database remembers", PLACE(log), OPTION_FLAG, TAKES_LOG},
    {"against", NULL, "FILE", "what to compare with", PLACE(against), OPTION_TEXT, TAKES_AGAINST},
    {"list", NULL, NULL, "list the reports and their parameters", PLACE(list), OPTION_FLAG, TAKES_LIST},
    {"keep-going", NULL, NULL, "skip bad lines of N-Triples and N-Quads", PLACE(keep_going), OPTION_FLAG, TAKES_KEEP_GOING},
    {"quiet", "q", NULL, "no banner, no counts", PLACE(quiet), OPTION_FLAG, TAKES_QUIET},
    {"help", "h", NULL, "this text", PLACE(help), OPTION_FLAG, EVERYWHERE},
    {"version", "V", NULL, "the version", PLACE(version), OPTION_FLAG, EVERYWHERE},
};
// clang-format on
enum {
    ROWS = sizeof rows / sizeof rows[0]
};

Status word_list_add(WordList *list, const char *word, Diag *diag) {
    if (array_grow((void **)&list->at, &list->cap, list->count + 1, sizeof *list->at) != STATUS_OK)
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    list->at[list->count++] = word;
    return STATUS_OK;
}

void word_list_free(WordList *list) {
    mem_free(list->at);
    *list = (WordList){0};
}

void options_free(Options *options) {
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind == OPTION_LIST)
            word_list_free((WordList *)(void *)((char *)options + rows[i].place));
    }
    word_list_free(&options->words);
}

void options_help(unsigned groups, FILE *out) {
    for (size_t i = 0; i < ROWS; i++) {
        const OptionRow *const row = &rows[i];
        if (!(row->groups & groups)) continue;
        char left[64];
        snprintf(left, sizeof left, "%s%s%s--%s%s%s", row->letter ? "-" : "",
                 row->letter ? row->letter : "", row->letter ? ", " : "", row->name,
                 row->argument ? " " : "", row->argument ? row->argument : "");
        fprintf(out, "  %-28s %s\n", left, row->help);
    }
}

/* ---- Reading ------------------------------------------------------------------------------------------------------ */

static Status unknown_option(Text name, unsigned groups, Diag *diag) {
    Text names[ROWS];
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].groups & groups) names[count++] = text_of(rows[i].name);
    }
    const size_t nearest = text_nearest(name, names, count);
    const int len = (int)(name.len < 60 ? name.len : 60);
    if (nearest == SIZE_MAX)
        return diag_set(diag, STATUS_USAGE, "no option --%.*s here; see --help", len, name.at);
    return diag_set(diag, STATUS_USAGE, "no option --%.*s here; did you mean --%.*s?", len, name.at,
                    (int)names[nearest].len, names[nearest].at);
}

static const OptionRow *find_row(Text name, bool letter, unsigned groups) {
    for (size_t i = 0; i < ROWS; i++) {
        const char *const spelled = letter ? rows[i].letter : rows[i].name;
        if (spelled && (rows[i].groups & groups) && text_equal(name, text_of(spelled)))
            return &rows[i];
    }
    return NULL;
}

static Status read_number(const OptionRow *row, const char *text, double *number, Diag *diag) {
    char *end;
    *number = strtod(text, &end);
    if (end == text || *end || !isfinite(*number) || *number < 0)
        return diag_set(diag, STATUS_USAGE, "--%s wants a number, not \"%s\"", row->name, text);
    return STATUS_OK;
}

static Status store_value(Options *options, const OptionRow *row, const char *value, Diag *diag) {
    void *const place = (char *)options + row->place;
    double number;
    switch (row->kind) {
    case OPTION_TEXT: *(const char **)place = value; return STATUS_OK;
    case OPTION_LIST: return word_list_add(place, value, diag);
    case OPTION_FLAG: *(bool *)place = true; return STATUS_OK;
    case OPTION_SECONDS: return read_number(row, value, place, diag);
    case OPTION_MEBIBYTES:
        TRY(read_number(row, value, &number, diag));
        if (number > (double)(SIZE_MAX >> 21))
            return diag_set(diag, STATUS_USAGE, "--%s is too large", row->name);
        *(size_t *)place = (size_t)(number * 1024 * 1024);
        return STATUS_OK;
    }
    return STATUS_OK;
}

/* One option: "--name", "--name=value", "-x", "-xvalue"; its value may be the next word, which is then used up. */
static Status read_option(Options *options, unsigned groups, const char *word, const char *next,
                          bool *used_next, Diag *diag) {
    const bool letter = word[1] != '-';
    const Text all = text_of(word + (letter ? 1 : 2));
    const size_t equals = letter ? (all.len > 1 ? 1 : SIZE_MAX) : text_find(all, TEXT("="), 0);
    const Text name = equals == SIZE_MAX ? all : text_slice(all, 0, equals);
    const OptionRow *const row = find_row(name, letter, groups);
    if (!row && letter)
        return diag_set(diag, STATUS_USAGE, "no option -%c here; see --help", word[1]);
    if (!row) return unknown_option(name, groups, diag);
    const char *const attached = equals == SIZE_MAX ? NULL : all.at + equals + (letter ? 0 : 1);
    if (!row->argument) {
        if (attached) return diag_set(diag, STATUS_USAGE, "--%s takes no value", row->name);
        return store_value(options, row, "", diag);
    }
    *used_next = !attached;
    if (!attached && !next)
        return diag_set(diag, STATUS_USAGE, "--%s needs a value: %s", row->name, row->argument);
    return store_value(options, row, *used_next ? next : attached, diag);
}

Status options_read(Options *options, unsigned groups, const char *const *words, size_t count,
                    Diag *diag) {
    options->started = clock_now();
    bool only_words = false;
    for (size_t i = 0; i < count; i++) {
        const char *const word = words[i];
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = true;
        } else if (only_words || word[0] != '-' || word[1] == '\0') {
            TRY(word_list_add(&options->words, word, diag));
        } else {
            bool used_next = false;
            TRY(read_option(options, groups, word, i + 1 < count ? words[i + 1] : NULL, &used_next,
                            diag));
            if (used_next) i++;
        }
    }
    return STATUS_OK;
}
