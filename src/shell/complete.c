/* Completion by Tab. In a statement: the predicates and objects that the data has at that place (context.c); else words
 * of SPARQL, functions, variables of the statement, prefixed names that the graph uses, and labels, which become the
 * prefixed names of what they name. In a dot-command: what its row in the
 * table says that it takes. readline's callbacks have no context, hence the session at file level. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "shell_internal.h"

enum {
    MOST_CANDIDATES = 200,
    MOST_NAMED = 12,      /* things offered for the beginning of a label in a statement */
    MOST_SCANNED = 100000 /* facts looked at for names that have no label */
};

typedef struct NameList { /* prefixed names that the graph uses, sorted */
    Arena *arena;
    Text *names;
    size_t count, cap;
} NameList;

static Shell *session;

/* ---- Candidates ------------------------------------------------------------------------------------------- */

typedef struct Candidates {
    Text typed;
    char *items[MOST_CANDIDATES + 2]; /* [0] is kept free; what all begin with goes there */
    size_t count;
    bool truncated; /* there are more: what these begin with is not what all begin with */
} Candidates;

/* readline frees what it is given with free(): mem_alloc's memory is malloc's. */
static char *string_of(Text text) {
    char *const string = mem_alloc(text.len + 1);
    if (!string) return NULL;
    if (text.len) memcpy(string, text.at, text.len);
    string[text.len] = '\0';
    return string;
}

static void add(Candidates *candidates, Text text) {
    if (text.len == 0) return;
    for (size_t i = 1; i <= candidates->count; i++) {
        if (text_equal(text_of(candidates->items[i]), text)) return;
    }
    candidates->truncated |= candidates->count == MOST_CANDIDATES;
    if (candidates->truncated) return;
    char *const item = string_of(text);
    if (item) candidates->items[++candidates->count] = item;
}

static bool begins(Text text, Text typed) {
    return typed.len <= text.len && text_equal_nocase(text_slice(text, 0, typed.len), typed);
}

static void add_if_begins(Candidates *candidates, Text text) {
    if (begins(text, candidates->typed)) add(candidates, text);
}

/* What all candidates begin with; but never less than what was typed. */
static Text common_beginning(const Candidates *candidates) {
    Text common = text_of(candidates->items[1]);
    for (size_t i = 2; i <= candidates->count; i++) {
        const Text item = text_of(candidates->items[i]);
        size_t same = 0;
        while (same < common.len && same < item.len && common.at[same] == item.at[same]) same++;
        while (same > 0 && same < item.len && ((unsigned char)item.at[same] & 0xC0) == 0x80) same--;
        common.len = same;
    }
    return candidates->truncated || common.len < candidates->typed.len ? candidates->typed : common;
}

/* As readline wants them: an array that ends with NULL and begins with the replacement of what was typed. */
static char **give(Candidates *candidates) {
    if (candidates->count == 0) return NULL;
    char **const given = mem_zero(candidates->count + 2, sizeof *given);
    if (!given) return NULL;
    given[0] = string_of(common_beginning(candidates));
    const bool single = candidates->count == 1;
    for (size_t i = 1; i <= candidates->count; i++) {
        if (single)
            mem_free(candidates->items[i]);
        else
            given[i] = candidates->items[i];
    }
    const Text first = text_of(given[0]);
    if (single && (text_ends(first, TEXT("(")) || text_ends(first, TEXT(":"))))
        rl_completion_suppress_append = 1;
    return given;
}

/* ---- Names of the graph ----------------------------------------------------------------------------------- */

static void add_name(NameList *list, Buffer *curie) {
    if (array_grow((void **)&list->names, &list->cap, list->count + 1, sizeof *list->names) !=
        STATUS_OK)
        return;
    const Text kept = arena_text(list->arena, buffer_view(curie));
    if (kept.at) list->names[list->count++] = kept;
}

static void add_iri(NameList *list, Text iri, Buffer *scratch) {
    buffer_clear(scratch);
    if (session->graph.prefixes && prefixes_shorten(session->graph.prefixes, iri, scratch))
        add_name(list, scratch);
}

static int by_text(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static void tidy(NameList *list) {
    if (list->count < 2) return;
    qsort(list->names, list->count, sizeof *list->names, by_text);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (!text_equal(list->names[i], list->names[kept - 1]))
            list->names[kept++] = list->names[i];
    }
    list->count = kept;
}

static void add_id(const Walk *walk, NameList *list, TermId id, Buffer *scratch) {
    char text[32];
    Term term;
    if (id_tag(id) == TAG_IRI && source_term(walk->source, id, text, &term) == STATUS_OK)
        add_iri(list, term.text, scratch);
}

/* Subjects, predicates and classes of the first facts; a row's subject only where it is another than before. */
static void scan_names(Walk *walk, NameList *list, Buffer *scratch) {
    const QuadPattern everything = {0};
    const TermId type = walk_id(walk, RDF "type");
    SourceScan *scan = NULL;
    TermId last_subject = TERM_ID_NONE;
    TermId last_predicate = TERM_ID_NONE;
    if (source_scan_all(walk->source, &everything, &scan, NULL) != STATUS_OK) return;
    for (size_t seen = 0; seen < MOST_SCANNED; seen += walk->batch->rows) {
        const QuadBatch *const batch = walk->batch;
        if (source_scan_next(scan, walk->batch, NULL) != STATUS_OK || batch->rows == 0) break;
        for (size_t i = 0; i < batch->rows; i++) {
            if (batch->subject[i] != last_subject) add_id(walk, list, batch->subject[i], scratch);
            if (batch->predicate[i] != last_predicate)
                add_id(walk, list, batch->predicate[i], scratch);
            if (batch->predicate[i] == type) add_id(walk, list, batch->object[i], scratch);
            last_subject = batch->subject[i];
            last_predicate = batch->predicate[i];
        }
        if (list->count > MOST_SCANNED / 2) tidy(list);
    }
    source_scan_free(scan);
}

static const NameList *name_list(void) {
    if (session->names) return session->names;
    NameList *const list = mem_zero(1, sizeof *list);
    if (!list) return NULL;
    session->names = list;
    list->arena = arena_new(NULL);
    Walk walk;
    Buffer scratch = {0};
    if (list->arena && walk_begin(&walk, session, NULL) == STATUS_OK) {
        for (size_t i = 0; i < labels_count(session->labels); i++)
            add_iri(list, labels_at(session->labels, i).iri, &scratch);
        scan_names(&walk, list, &scratch);
        walk_end(&walk, STATUS_OK);
    }
    buffer_free(&scratch);
    tidy(list);
    return list;
}

void complete_forget(Shell *shell) {
    if (!shell->names) return;
    arena_free(shell->names->arena);
    mem_free(shell->names->names);
    mem_free(shell->names);
    shell->names = NULL;
}

/* ---- In a statement --------------------------------------------------------------------------------------- */

static const char *const keywords[] = {
    "ADD",      "ALL",   "AS",           "ASC",      "ASK",    "AVG",    "BASE",      "BIND",
    "BY",       "CLEAR", "CONSTRUCT",    "COPY",     "COUNT",  "CREATE", "DATA",      "DEFAULT",
    "DELETE",   "DESC",  "DESCRIBE",     "DISTINCT", "DROP",   "EXISTS", "FILTER",    "FROM",
    "GRAPH",    "GROUP", "GROUP_CONCAT", "HAVING",   "IN",     "INSERT", "INTO",      "LIMIT",
    "LOAD",     "MAX",   "MIN",          "MINUS",    "MOVE",   "NAMED",  "NOT",       "OFFSET",
    "OPTIONAL", "ORDER", "PREFIX",       "REDUCED",  "SAMPLE", "SELECT", "SEPARATOR", "SERVICE",
    "SILENT",   "SUM",   "TO",           "UNDEF",    "UNION",  "USING",  "VALUES",    "WHERE",
    "WITH",     "a",     "false",        "true"};

static void add_words(Candidates *candidates) {
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        add_if_begins(candidates, text_of(keywords[i]));
    size_t count;
    const Builtin *const functions = builtins(&count);
    for (size_t i = 0; i < count; i++) {
        char call[64];
        snprintf(call, sizeof call, "%s(", functions[i].name);
        add_if_begins(candidates, text_of(call));
    }
}

static void add_prefixes(Candidates *candidates) {
    const size_t count = session->graph.prefixes ? prefixes_count(session->graph.prefixes) : 0;
    for (size_t i = 0; i < count; i++) {
        Text prefix, iri;
        char name[64];
        prefixes_at(session->graph.prefixes, i, &prefix, &iri);
        snprintf(name, sizeof name, "%.*s:", (int)prefix.len, prefix.at);
        add_if_begins(candidates, text_of(name));
    }
}

static void add_prefixed_names(Candidates *candidates) {
    const NameList *const list = name_list();
    for (size_t i = 0; list && i < list->count; i++) add_if_begins(candidates, list->names[i]);
}

/* Labels that begin so, the shortest first, as the prefixed names of their things. */
static void add_named(Candidates *candidates) {
    LabelMatch matches[MOST_NAMED + 1];
    Labels *labels = NULL;
    if (candidates->typed.len < 2 || shell_labels(session, &labels, NULL) != STATUS_OK) return;
    const size_t count = labels_find(labels, candidates->typed, matches, MOST_NAMED + 1);
    Buffer curie = {0};
    for (size_t i = 0; i < count && i < MOST_NAMED && matches[i].rank <= LABEL_PREFIX; i++) {
        buffer_clear(&curie);
        const bool shortened = session->graph.prefixes &&
                               prefixes_shorten(session->graph.prefixes, matches[i].iri, &curie);
        if (shortened) add(candidates, buffer_view(&curie));
    }
    candidates->truncated = count > MOST_NAMED && matches[MOST_NAMED].rank <= LABEL_PREFIX;
    buffer_free(&curie);
}

static void add_variables_of(Candidates *candidates, Text text) {
    for (size_t at = 0; at < text.len; at++) {
        if (text.at[at] != '?' && text.at[at] != '$') continue;
        size_t end = at + 1;
        while (end < text.len && (isalnum((unsigned char)text.at[end]) || text.at[end] == '_'))
            end++;
        const Text variable = text_slice(text, at, end);
        if (variable.len > candidates->typed.len) add_if_begins(candidates, variable);
        at = end - 1;
    }
}

/* Offers an IRI of the data at the cursor's place by its prefixed name or by its label. */
static void add_found(void *sink, Text iri) {
    Candidates *const candidates = sink;
    const Text typed = candidates->typed;
    Buffer curie = {0};
    Text label = {NULL, 0};
    if (session->graph.prefixes && prefixes_shorten(session->graph.prefixes, iri, &curie)) {
        const bool labelled = session->labels && labels_of(session->labels, iri, &label);
        if (begins(buffer_view(&curie), typed) || (typed.len && labelled && begins(label, typed)))
            add(candidates, buffer_view(&curie));
    }
    buffer_free(&curie);
}

/* What the data has at this place of a triple. */
static void add_by_context(Candidates *candidates, Text line) {
    Labels *labels = NULL;
    Buffer before = {0};
    buffer_text(&before, buffer_view(&session->statement));
    buffer_text(&before, line);
    if (!before.failed && shell_labels(session, &labels, NULL) == STATUS_OK) {
        const ContextPlace place =
            context_ask(session, buffer_view(&before), add_found, candidates);
        if (place == CONTEXT_PREDICATE) add_if_begins(candidates, TEXT("a"));
    }
    buffer_free(&before);
}

static void complete_statement(Candidates *candidates, Text line) {
    const Text typed = candidates->typed;
    if (typed.len && (typed.at[0] == '?' || typed.at[0] == '$')) {
        add_variables_of(candidates, buffer_view(&session->statement));
        add_variables_of(candidates, text_of(rl_line_buffer));
        return;
    }
    add_by_context(candidates, line);
    if (candidates->count) return;
    if (text_find(typed, TEXT(":"), 0) != SIZE_MAX) {
        add_prefixed_names(candidates);
    } else {
        add_words(candidates);
        add_prefixes(candidates);
        if (candidates->count == 0) add_named(candidates);
    }
}

/* ---- In a dot-command ------------------------------------------------------------------------------------- */

static void add_labels(Candidates *candidates, Text beginning, size_t skip, Text class_name) {
    Labels *labels = NULL;
    size_t first;
    if (shell_labels(session, &labels, NULL) != STATUS_OK) return;
    const size_t count = labels_beginning(labels, beginning, &first);
    for (size_t i = first; i < first + count; i++) {
        const LabelMatch match = labels_at(labels, i);
        if (class_name.len && !labels_is_a(labels, match.iri, class_name)) continue;
        if (match.label.len > skip) add(candidates, text_slice(match.label, skip, match.label.len));
    }
}

/* The argument of .about may have several words without quotes: only its last word is replaced. */
static void add_labels_of_line(Candidates *candidates, Text rest) {
    const size_t skip = rest.len > candidates->typed.len ? rest.len - candidates->typed.len : 0;
    add_labels(candidates, rest, skip, TEXT(""));
}

/* A label of several words gets quotes, as a file name would. */
static void add_quoted_labels(Candidates *candidates, Text class_name) {
    add_labels(candidates, candidates->typed, 0, class_name);
    rl_filename_completion_desired = 1;
    rl_filename_quoting_desired = 1;
}

static void complete_report(Candidates *candidates, Text before) {
    Catalogue *catalogue = NULL;
    if (shell_catalogue(session, &catalogue, NULL) != STATUS_OK) return;
    const Text given = text_trim(before);
    if (given.len == 0) {
        for (size_t i = 0; i < catalogue_count(catalogue); i++)
            add_if_begins(candidates, catalogue_at(catalogue, i)->name);
        return;
    }
    const Text name = text_slice(given, 0, text_find(given, TEXT(" "), 0));
    const Report *const report = catalogue_find(catalogue, name, NULL);
    size_t param =
        0; /* words between the report's name and what is typed; quoted words are rare here */
    for (size_t i = name.len; i < given.len; i++) param += given.at[i] == ' ';
    if (!report || param >= report->param_count) return;
    const Text type = report->params[param].type;
    add_quoted_labels(candidates, text_equal(type, TEXT("entity")) ? TEXT("") : type);
}

static void add_formats(Candidates *candidates) {
    size_t count;
    const ResultsFormat *const formats = results_formats(&count);
    add_if_begins(candidates, TEXT("auto"));
    for (size_t i = 0; i < count; i++) add_if_begins(candidates, text_of(formats[i].name));
}

static void add_commands(Candidates *candidates, bool with_dot) {
    size_t count;
    const Command *const table = commands(&count);
    for (size_t i = 0; i < count; i++)
        add_if_begins(candidates, text_of(table[i].name + !with_dot));
}

static void complete_argument(Candidates *candidates, const Command *command, Text before) {
    Buffer rest = {0};
    switch (command->completes) {
    case ARGUMENT_THING:
        buffer_text(&rest, before);
        buffer_text(&rest, candidates->typed);
        add_labels_of_line(candidates, buffer_view(&rest));
        break;
    case ARGUMENT_THING_QUOTED: add_quoted_labels(candidates, TEXT("")); break;
    case ARGUMENT_REPORT: complete_report(candidates, before); break;
    case ARGUMENT_FORMAT: add_formats(candidates); break;
    case ARGUMENT_COMMAND:
        add_commands(candidates, candidates->typed.len && candidates->typed.at[0] == '.');
        break;
    case ARGUMENT_SWITCH:
        add_if_begins(candidates, TEXT("on"));
        add_if_begins(candidates, TEXT("off"));
        break;
    case ARGUMENT_STAGE: complete_statement(candidates, before); break;
    case ARGUMENT_FILE: rl_attempted_completion_over = 0; break; /* readline knows files */
    case ARGUMENT_NONE: break;
    }
    buffer_free(&rest);
}

static const Command *command_of_line(Text line, Text *after) {
    size_t count;
    const Command *const table = commands(&count);
    const size_t space = text_find(line, TEXT(" "), 0);
    *after = text_slice(line, space == SIZE_MAX ? line.len : space + 1, line.len);
    for (size_t i = 0; i < count; i++) {
        if (text_equal_nocase(text_slice(line, 0, space), text_of(table[i].name))) return &table[i];
    }
    return NULL;
}

/* ---- readline --------------------------------------------------------------------------------------------- */

static char **attempt(const char *text, int start, int end) {
    (void)end;
    Candidates candidates = {.typed = text_of(text)};
    rl_attempted_completion_over = 1;
    const Text line = text_slice(text_of(rl_line_buffer), 0, (size_t)start);
    if (rl_line_buffer[0] != '.') {
        complete_statement(&candidates, line);
    } else if (start == 0) {
        add_commands(&candidates, true);
    } else {
        Text before;
        const Command *const command = command_of_line(line, &before);
        if (before.len && before.at[before.len - 1] == '"') before.len--;
        if (command) complete_argument(&candidates, command, before);
    }
    return give(&candidates);
}

/* Words end elsewhere in SPARQL than in a dot-command. */
static char *word_breaks(void) {
    static char in_statement[] = " \t\n\"'`{}()[]<>,;|^/*+=!&";
    static char in_command[] = " \t\n\"";
    return rl_line_buffer[0] == '.' ? in_command : in_statement;
}

void complete_setup(Shell *shell) {
    session = shell;
    rl_attempted_completion_function = attempt;
    rl_completion_word_break_hook = word_breaks;
    rl_completer_quote_characters = "\"";
    rl_filename_quote_characters = " ";
    rl_completion_query_items = 0; /* never ask: the answer would be read by our key reader */
    rl_variable_bind("page-completions", "off");
    rl_variable_bind("completion-ignore-case", "on");
}
