/* Dot-commands: one table of name, arguments, help and function, from which they are found, helped with and
 * completed; the small ones are here. Words are split at white space, "quoted words" and 'quoted words' are one. */
#include <ctype.h>
#include <string.h>

#include "shell_internal.h"

/* ---- Small commands --------------------------------------------------------------------------------------- */

static Status command_quit(Shell *shell, const Words *words, Diag *diag) {
    (void)words, (void)diag;
    shell->quit = true;
    return STATUS_OK;
}

static Status set_switch(bool *setting, const char *name, const Words *words, Diag *diag) {
    if (words->count == 0) {
        fprintf(stderr, "%s is %s\n", name, *setting ? "on" : "off");
        return STATUS_OK;
    }
    const bool on = text_equal_nocase(words->word[0], TEXT("on"));
    if (!on && !text_equal_nocase(words->word[0], TEXT("off")))
        return diag_set(diag, STATUS_USAGE, "say on or off");
    *setting = on;
    return STATUS_OK;
}

static Status command_timer(Shell *shell, const Words *words, Diag *diag) {
    return set_switch(&shell->timer, ".timer", words, diag);
}

static Status command_bail(Shell *shell, const Words *words, Diag *diag) {
    return set_switch(&shell->bail, ".bail", words, diag);
}

static Status command_labels(Shell *shell, const Words *words, Diag *diag) {
    static const Text modes[] = {{"off", 3}, {"on", 2}, {"both", 4}};
    if (words->count == 0) {
        fprintf(stderr, ".labels is %s\n", modes[shell->label_mode].at);
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (!text_equal_nocase(words->word[0], modes[i])) continue;
        shell->label_mode = (LabelMode)i;
        return STATUS_OK;
    }
    return diag_set(diag, STATUS_USAGE, "say on, off or both");
}

static Status find_format(Text name, const ResultsFormat **format, Diag *diag) {
    *format = results_format_named(name);
    if (*format) return STATUS_OK;
    Buffer known = {0};
    size_t count;
    const ResultsFormat *const formats = results_formats(&count);
    for (size_t i = 0; i < count; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", formats[i].name);
    diag_set(diag, STATUS_USAGE, "there is no format %.*s; there are %s", (int)name.len, name.at,
             buffer_string(&known));
    buffer_free(&known);
    return STATUS_USAGE;
}

static Status command_mode(Shell *shell, const Words *words, Diag *diag) {
    if (words->count == 0) {
        fprintf(stderr, ".mode is %s\n", shell->format ? shell->format->name : "auto");
        return STATUS_OK;
    }
    if (text_equal_nocase(words->word[0], TEXT("auto"))) {
        shell->format = NULL;
        return STATUS_OK;
    }
    return find_format(words->word[0], &shell->format, diag);
}

static Status command_last(Shell *shell, const Words *words, Diag *diag) {
    const ResultsFormat *format = NULL;
    if (words->count > 0) TRY(find_format(words->word[0], &format, diag));
    return shell_again(shell, format, words->count > 1 ? words->word[1].at : NULL, diag);
}

static Status command_explain(Shell *shell, const Words *words, Diag *diag) {
    static const struct {
        Text name;
        ExplainStage stage;
    } stages[] = {{{"parse", 5}, EXPLAIN_PARSE},
                  {{"algebra", 7}, EXPLAIN_ALGEBRA},
                  {{"plan", 4}, EXPLAIN_PLAN},
                  {{"run", 3}, EXPLAIN_RUN}};
    if (words->count == 0) return shell_explain(shell, EXPLAIN_RUN, TEXT(""), diag);
    const Text first = text_slice(words->line, 0, text_find(words->line, TEXT(" "), 0));
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (!text_equal_nocase(first, stages[i].name)) continue;
        const Text rest = text_trim(text_slice(words->line, stages[i].name.len, words->line.len));
        return shell_explain(shell, stages[i].stage, rest, diag);
    }
    return shell_explain(shell, EXPLAIN_PLAN, words->line, diag);
}

static Status command_read(Shell *shell, const Words *words, Diag *diag) {
    const Status status = shell_read(shell, words->word[0].at, diag);
    if (status == STATUS_OK) return STATUS_OK;
    return diag_set(diag, status, "%s was not read to its end", words->word[0].at);
}

static Status command_report(Shell *shell, const Words *words, Diag *diag) {
    return shell_report(shell, words->word, words->count, diag);
}

static void write_report(const Shell *shell, const Report *report, Buffer *out) {
    const size_t start = out->len;
    screen_style(shell, out, "1");
    screen_text(out, report->name, 0);
    screen_style(shell, out, "0");
    for (size_t i = 0; i < report->param_count; i++) {
        const ReportParam *const param = &report->params[i];
        const bool needed = !param->optional && param->fallback.len == 0;
        buffer_format(out, needed ? " %.*s" : " [%.*s]", (int)param->name.len, param->name.at);
    }
    screen_fill(out, start, 34);
    screen_wrap(out, report->problem ? text_of(report->problem->message) : report->summary, 34,
                screen_width(shell));
}

/* What each parameter is, below the report's own line. */
static void write_params(const Shell *shell, const Report *report, Buffer *out) {
    for (size_t i = 0; i < report->param_count; i++) {
        const ReportParam *const param = &report->params[i];
        const size_t start = out->len;
        buffer_format(out, "    %.*s", (int)param->name.len, param->name.at);
        screen_fill(out, start, 18);
        buffer_format(out, "%.*s", (int)param->type.len, param->type.at);
        screen_fill(out, start, 34);
        screen_wrap(out, param->help, 34, screen_width(shell));
        if (param->fallback.len == 0) continue;
        buffer_format(out, "%*s%.*s when left out\n", 34, "", (int)param->fallback.len,
                      param->fallback.at);
    }
}

static Status command_reports(Shell *shell, const Words *words, Diag *diag) {
    Catalogue *catalogue = NULL;
    TRY(shell_catalogue(shell, &catalogue, diag));
    Buffer out = {0};
    if (words->count > 0) {
        const Report *const report = catalogue_find(catalogue, words->word[0], diag);
        if (!report) return STATUS_NOT_FOUND;
        write_report(shell, report, &out);
        write_params(shell, report, &out);
    } else {
        for (size_t i = 0; i < catalogue_count(catalogue); i++) {
            write_report(shell, catalogue_at(catalogue, i), &out);
        }
    }
    const Status status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

static Status command_prefixes(Shell *shell, const Words *words, Diag *diag) {
    (void)words;
    Buffer out = {0};
    const size_t count = shell->graph.prefixes ? prefixes_count(shell->graph.prefixes) : 0;
    for (size_t i = 0; i < count; i++) {
        Text prefix, iri;
        prefixes_at(shell->graph.prefixes, i, &prefix, &iri);
        const size_t start = out.len;
        screen_text(&out, prefix, 0);
        buffer_byte(&out, ':');
        screen_fill(&out, start, 12);
        buffer_byte(&out, '<');
        screen_text(&out, iri, 0);
        buffer_text(&out, TEXT(">\n"));
    }
    const Status status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}

static Status command_timeline(Shell *shell, const Words *words, Diag *diag) {
    const Text report[2] = {TEXT("timeline"), words->line};
    return shell_report(shell, report, 1 + words->count, diag);
}

/* ---- Tasks: what .help orders the commands by ------------------------------------------------------------- */

typedef struct Topic {
    const char *name, *title, *more;
} Topic;

static const Topic topics[] = {
    [ASKING] = {"ask", "Ask without SPARQL",
                ".reports lists what can be asked; each takes names as people write them.\n"
                "  who depends on whom, for what?                .report dependencies\n"
                "  ... for one stage or technology?              .report dependencies separation\n"
                "  which policies hit a country, when, by whom?  .report policy Malaysia\n"
                "  where do sources disagree, or lack a figure?  .report conflicts\n"
                "  how is one thing tied to another?             .path TDK Malaysia\n"
                "  what happened, in order of time?              .timeline Malaysia\n"
                "  where is all in one hand?                     .report chokepoints\n"
                "  what if somebody fell away?                   .report whatif China\n"
                "  what is said, and who says so?                .report claims\n"
                "  what is known of a country?                   .report country Malaysia\n"
                "Put other names in their place; Tab completes them, .find looks for them.\n"},
    [LOOKING] =
        {"explore", "Look around",
         "Begin with .find when you do not know the name, then .about; type a number of the\n"
         "screen to walk on, .back to return.\n"
         "  how is one thing tied to another?     .path TDK Malaysia\n"
         "  what do two things share?             .common China Malaysia\n"
         "  a picture of the last screen          .draw last picture.svg\n"},
    [QUERYING] =
        {"sparql", "Query with SPARQL: anything that is no dot-command",
         "A query or update runs as soon as it is whole, on one line or several; it needs no\n"
         "terminator. Ctrl-C clears what was typed. Tab completes keywords, names and labels.\n"
         "  SELECT * { y:Malaysia ?property ?value }\n"
         "  SELECT ?c { ?c a yo:Country } LIMIT 5\n"
         "  .examples shows more, from simple to hard.\n"},
    [SHOWING] =
        {"show", "Show results",
         "Wide tables are shortened to the screen; .last shows them in full, in another format\n"
         "(.last csv), or puts them into a file (.last csv result.csv).\n"},
    [FILES] =
        {"files", "Files and graphs",
         "The shipped graph is only read. A graph of your own: ytterby --db my.yt, then .load.\n"},
};

enum {
    TOPICS = sizeof topics / sizeof *topics
};

/* ---- The table -------------------------------------------------------------------------------------------- */

/* clang-format off */
static const Command table[] = {
    {".help", "[COMMAND|TASK]", "this list; .help COMMAND or .help TASK tells more", "", 0, 1, ASKING, ARGUMENT_COMMAND, command_help},
    {".find", "TEXT", "things whose name is, holds or resembles TEXT", "", 1, REST_OF_LINE, LOOKING, ARGUMENT_THING, command_find},
    {".about", "THING", "everything known about a thing, with its sources",
     "THING is a name, an alias, a prefixed name or an <IRI>: .about Malaysia, .about\n"
     "Nd, .about y:Lynas. Things on the screen are numbered; a number typed alone\n"
     "walks on.", 1, REST_OF_LINE, LOOKING, ARGUMENT_THING, command_about},
    {".more", "", "the last thing again, with every line", "", 0, 0, LOOKING, ARGUMENT_NONE, command_more},
    {".back", "", "to the thing looked at before", "", 0, 0, LOOKING, ARGUMENT_NONE, command_back},
    {".source", "THING", "which documents and passages tell of a thing", "", 1, REST_OF_LINE, LOOKING, ARGUMENT_THING, command_source},
    {".path", "A B [max N] [...]", "how two things are connected, shortest ways first",
     ".path A B max N via P not P shows up to N (default 3) paths with the facts they\n"
     "are made of and where each comes from. P is a thing or a property that every\n"
     "path must have, or must not have. Quote names of several words: .path TDK\n"
     "\"Anwar Ibrahim\". Classes, topics, units and sources do not count as\n"
     "connections.", 2, 8, LOOKING, ARGUMENT_THING_QUOTED, command_path},
    {".common", "A B", "what two things are both connected with", "", 2, 2, LOOKING, ARGUMENT_THING_QUOTED, command_common},
    {".neighbours", "THING [DEPTH]", "what a thing is connected with, as a tree", "DEPTH is 1 (the default), 2 or 3.", 1, 2, LOOKING, ARGUMENT_THING_QUOTED, command_neighbours},
    {".draw", "THING|last [FILE]", "a picture of a thing, or of what was shown last",
     "FILE ends in .svg (drawn by Graphviz, when it is installed) or .dot; without\n"
     "one, the edges are listed. \"last\" is what .about, .path, .neighbours or .common\n"
     "showed.", 1, 2, LOOKING, ARGUMENT_THING_QUOTED, command_draw},
    {".timeline", "[THING]", "what happened when; the report of that name", "", 0, REST_OF_LINE, LOOKING, ARGUMENT_THING, command_timeline},
    {".reports", "[NAME]", "the ready-made reports; or what one of them takes",
     "A report is a file NAME.rq with a header; those in the folder ytterby/queries\n"
     "of the configuration are yours.", 0, 1, ASKING, ARGUMENT_REPORT, command_reports},
    {".report", "NAME [ARGUMENT...]", "run a report: .report country Malaysia",
     "Arguments are names, prefixed names, <IRIs>, dates or numbers; quote those of\n"
     "several words. NAME=VALUE gives a parameter by its name: .report policy\n"
     "touching=\"United States\" date=2025-12", 1, MOST_WORDS, ASKING, ARGUMENT_REPORT, command_report},
    {".examples", "[N]", "worked queries, simple to hard; N runs one", "", 0, 1, ASKING, ARGUMENT_NONE, command_examples},
    {".schema", "[CLASS]", "the kinds of things, and their properties", "", 0, REST_OF_LINE, LOOKING, ARGUMENT_THING, command_schema},
    {".stats", "", "how much the graph holds", "", 0, 0, LOOKING, ARGUMENT_NONE, command_stats},
    {".prefixes", "", "prefixes that queries need not declare", "", 0, 0, QUERYING, ARGUMENT_NONE, command_prefixes},
    {".explain", "[STAGE] [QUERY]", "how a query is run; or how the last one ran",
     "STAGE is parse, algebra, plan (the default for a query) or run.", 0, REST_OF_LINE, QUERYING, ARGUMENT_STAGE, command_explain},
    {".bind", "[NAME [TERM]]", "give a variable a value in all queries",
     "TERM is written as in SPARQL, or is the name of a thing: .bind c Malaysia. A\n"
     "name alone unbinds it, .bind alone lists what is bound.", 0, REST_OF_LINE, QUERYING, ARGUMENT_NONE, command_bind},
    {".read", "FILE", "run the queries and commands of a file", "", 1, 1, QUERYING, ARGUMENT_FILE, command_read},
    {".last", "[FORMAT [FILE]]", "the last result in full, in a format, into a file",
     ".last csv result.csv A report in html is a page, with a timeline and a picture\n"
     "of relations: .last html page.html", 0, 2, SHOWING, ARGUMENT_FORMAT, command_last},
    {".mode", "[FORMAT]", "how results are shown: table, csv, line …",
     "auto is a table on a terminal and TSV into a pipe; graphs are shown as Turtle.", 0, 1, SHOWING, ARGUMENT_FORMAT, command_mode},
    {".labels", "[on|off|both]", "names instead of identifiers, not, or both", "", 0, 1, SHOWING, ARGUMENT_SWITCH, command_labels},
    {".output", "[FILE]", "send what follows to a file; none: here again", "", 0, 1, SHOWING, ARGUMENT_FILE, command_output},
    {".timer", "[on|off]", "tell the time of every query, in every format", "", 0, 1, SHOWING, ARGUMENT_SWITCH, command_timer},
    {".set", "[NAME VALUE]", "all settings; or change one: .set timeout 10", "NAME is mode, labels, timer, bail or timeout (in seconds, or off).\nThe file ytterby/rc in the configuration folder may hold such lines.", 0, 2, SHOWING, ARGUMENT_NONE, command_set},
    {".bail", "[on|off]", "whether a script ends at its first error", "", 0, 1, SHOWING, ARGUMENT_SWITCH, command_bail},
    {".load", "FILE [FORMAT]", "add a file to the graph: all of it or nothing", "", 1, 2, FILES, ARGUMENT_FILE, command_load},
    {".export", "FILE [FORMAT]", "write the graph to a file: .ttl, .trig, .nt, .nq",
     "The format goes by the file's ending or by name. Turtle and N-Triples hold the\n"
     "union of the graphs, TriG and N-Quads keep them apart. The same graph gives the\n"
     "same bytes. \"-\" is the screen.", 1, 2, FILES, ARGUMENT_FILE, command_export},
    {".open", "GRAPH", "leave this graph and open another",
     "A file, or options as on the command line: .open data.ttl, .open --db my.yt", 1, MOST_WORDS, FILES, ARGUMENT_FILE, command_open},
    {".review", "[STEP]", "go through what ingest proposes of texts",
     "One candidate after the other: .review shows the next one, with its sentence.\n"
     "Then: .review accept makes it a statement of its document's graph, with its\n"
     "passage as source; .review reject; .review skip, to come back to it later;\n"
     ".review edit NAME=VALUE changes a line of it, .review edit NAME= takes one out.\n"
     ".undo takes the last of these back. A beginning will do: .review a.", 0, MOST_WORDS, FILES, ARGUMENT_NONE, command_review},
    {".diff", "[DATE|GRAPH]", "what changed since a date, or against a file",
     ".diff 2026-05 or .diff today lists the transactions of a database since then,\n"
     ".diff alone all that it remembers. .diff backup.yt and .diff old.ttl show the\n"
     "statements: + is here and not there, - is there and not here. GRAPH is named as\n"
     "for .open.", 0, MOST_WORDS, FILES, ARGUMENT_FILE, command_diff},
    {".undo", "", "take the last change of a database back", "", 0, 0, FILES, ARGUMENT_NONE, command_undo},
    {".quit", "", "leave (also Ctrl-D)", "", 0, 0, FILES, ARGUMENT_NONE, command_quit},
};
/* clang-format on */

enum {
    COMMANDS = sizeof table / sizeof *table
};

const Command *commands(size_t *count) {
    *count = COMMANDS;
    return table;
}

/* ---- Finding and running ---------------------------------------------------------------------------------- */

/* The letters after the dot, with it; empty when the line is no dot-command. */
static Text command_name(Text line) {
    line = text_trim(line);
    size_t end = 1;
    if (line.len < 2 || line.at[0] != '.') return TEXT("");
    while (end < line.len && isalpha((unsigned char)line.at[end])) end++;
    if (end == 1 || (end < line.len && line.at[end] != ' ' && line.at[end] != '\t'))
        return TEXT("");
    return text_slice(line, 0, end);
}

/* What people type who know other shells: at the start of a statement it cannot be SPARQL. */
static const Command *bare_command(Text line) {
    static const struct {
        const char *word, *command;
    } bare[] = {{"help", ".help"}, {"?", ".help"},    {"\\h", ".help"}, {"\\?", ".help"},
                {"quit", ".quit"}, {"exit", ".quit"}, {"\\q", ".quit"}, {".exit", ".quit"}};
    Text word = text_trim(line);
    if (text_ends(word, TEXT(";"))) word.len--;
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        if (!text_equal_nocase(word, text_of(bare[i].word))) continue;
        for (size_t j = 0; j < COMMANDS; j++) {
            if (strcmp(table[j].name, bare[i].command) == 0) return &table[j];
        }
    }
    return NULL;
}

bool command_is(Text line, bool at_start) {
    return command_name(line).len > 0 || (at_start && bare_command(line));
}

/* By whole name, or by a beginning that only one command has. */
static const Command *command_named(Text name) {
    const Command *found = NULL;
    for (size_t i = 0; i < COMMANDS; i++) {
        const Text full = text_of(table[i].name);
        if (text_equal_nocase(full, name)) return &table[i];
        if (name.len < 3 || !text_equal_nocase(text_slice(full, 0, name.len), name)) continue;
        if (found) return NULL;
        found = &table[i];
    }
    return found;
}

static Status unknown_command(Text name, Diag *diag) {
    Text names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) names[i] = text_of(table[i].name);
    const size_t near = text_nearest(name, names, COMMANDS);
    if (near == SIZE_MAX) {
        return diag_set(diag, STATUS_USAGE, "there is no command %.*s; .help lists them",
                        (int)name.len, name.at);
    }
    return diag_set(diag, STATUS_USAGE, "there is no command %.*s; did you mean %s?", (int)name.len,
                    name.at, names[near].at);
}

static bool is_quote(char byte) { return byte == '"' || byte == '\''; }

/* The length of NAME= when a quotation mark follows it, else 0. */
static size_t name_length(Text line) {
    size_t end = 0;
    while (end < line.len && (isalnum((unsigned char)line.at[end]) || line.at[end] == '_')) end++;
    const bool named = end > 0 && end + 1 < line.len && line.at[end] == '=';
    return named && is_quote(line.at[end + 1]) ? end + 1 : 0;
}

/* Takes a word off the front: bare, "quoted", or NAME="quoted"; without its quotation marks, the last of which may be
 * missing. */
static Text take_word(Text *line, Arena *arena) {
    const size_t name = name_length(*line);
    const char quote = is_quote(line->at[name]) ? line->at[name] : '\0';
    const size_t from = quote ? name + 1 : name;
    size_t to = from;
    while (to < line->len &&
           (quote ? line->at[to] != quote : !isspace((unsigned char)line->at[to])))
        to++;
    Buffer word = {0};
    buffer_text(&word, text_slice(*line, 0, name));
    buffer_text(&word, text_slice(*line, from, to));
    const Text kept = word.failed ? (Text){NULL, 0} : arena_text(arena, buffer_view(&word));
    buffer_free(&word);
    *line = text_slice(*line, quote && to < line->len ? to + 1 : to, line->len);
    return kept;
}

static Status split_words(Text line, Words *words, Diag *diag) {
    for (line = text_trim(line); line.len > 0; line = text_trim(line)) {
        if (words->count == MOST_WORDS) return diag_set(diag, STATUS_USAGE, "too many words");
        const Text word = take_word(&line, words->arena);
        if (!word.at) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
        words->word[words->count++] = word;
    }
    return STATUS_OK;
}

/* A name may be typed in quotes or without. */
static Text unquoted(Text name) {
    const bool quoted = name.len > 2 && (name.at[0] == '"' || name.at[0] == '\'') &&
                        name.at[name.len - 1] == name.at[0];
    return quoted ? text_slice(name, 1, name.len - 1) : name;
}

static Status run_with_words(Shell *shell, const Command *command, Text rest, Diag *diag) {
    const bool name = command->completes == ARGUMENT_THING;
    Words words = {.line = name ? unquoted(rest) : rest, .arena = arena_new(NULL)};
    if (!words.arena) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    Status status = STATUS_OK;
    if (command->most == REST_OF_LINE)
        words.count = rest.len > 0;
    else
        status = split_words(rest, &words, diag);
    if (status == STATUS_OK && (words.count < command->least || words.count > command->most)) {
        status = diag_set(diag, STATUS_USAGE, "usage: %s %s", command->name, command->args);
    }
    if (status == STATUS_OK) status = command->run(shell, &words, diag);
    arena_free(words.arena);
    return status;
}

/* A number of the last screen was typed. */
static Status walk_on(Shell *shell, Text iri, Diag *diag) {
    Buffer name = {0};
    buffer_format(&name, "<%.*s>", (int)iri.len, iri.at);
    const Status status = name.failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory")
                                      : run_with_words(shell, command_named(TEXT(".about")),
                                                       buffer_view(&name), diag);
    buffer_free(&name);
    return status;
}

Status command_run(Shell *shell, Text line, Diag *diag) {
    const Command *const bare = bare_command(line);
    if (bare) return run_with_words(shell, bare, TEXT(""), diag);
    Text iri;
    if (trail_stop(shell, text_trim(line), &iri)) return walk_on(shell, iri, diag);
    const Text name = command_name(line);
    const Command *const command = command_named(name);
    if (!command) return unknown_command(name, diag);
    const Text trimmed = text_trim(line);
    return run_with_words(shell, command, text_trim(text_slice(trimmed, name.len, trimmed.len)),
                          diag);
}

/* ---- Help ------------------------------------------------------------------------------------------------- */

static void write_help(const Shell *shell, const Command *command, bool more, Buffer *out) {
    const size_t start = out->len;
    screen_style(shell, out, "1");
    buffer_text(out, text_of(command->name));
    screen_style(shell, out, "0");
    buffer_format(out, " %s", command->args);
    screen_fill(out, start, 30);
    screen_wrap(out, text_of(command->help), 30, screen_width(shell));
    if (more && *command->more) buffer_format(out, "%s\n", command->more);
}

static Status help_with(const Shell *shell, Text name, Buffer *out, Diag *diag) {
    Buffer dotted = {0};
    if (!text_starts(name, TEXT("."))) buffer_byte(&dotted, '.');
    buffer_text(&dotted, name);
    const Command *const command = command_named(buffer_view(&dotted));
    Status status = STATUS_OK;
    if (command)
        write_help(shell, command, true, out);
    else
        status = unknown_command(buffer_view(&dotted), diag);
    buffer_free(&dotted);
    return status;
}

static void help_with_topic(const Shell *shell, const Topic *topic, Buffer *out) {
    screen_style(shell, out, "1");
    buffer_text(out, text_of(topic->title));
    screen_style(shell, out, "0");
    buffer_byte(out, '\n');
    for (size_t i = 0; i < COMMANDS; i++) {
        if (&topics[table[i].topic] == topic) write_help(shell, &table[i], false, out);
    }
}

static const Topic *topic_named(Text name) {
    for (size_t i = 0; i < TOPICS; i++) {
        if (text_equal_nocase(text_of(topics[i].name), name)) return &topics[i];
    }
    return NULL;
}

static void help_with_all(const Shell *shell, Buffer *out) {
    buffer_text(
        out, TEXT("New here? .help ask has questions in plain words, and what answers each.\n\n"));
    for (size_t i = 0; i < TOPICS; i++) {
        if (i) buffer_byte(out, '\n');
        help_with_topic(shell, &topics[i], out);
    }
    buffer_text(out, TEXT("\nMore: .help COMMAND, or by task: .help"));
    for (size_t i = 0; i < TOPICS; i++)
        buffer_format(out, " %s%s", topics[i].name, i + 1 < TOPICS ? "," : "\n");
    buffer_text(out,
                TEXT("Tab completes, Ctrl-R searches, Ctrl-C clears or stops, Ctrl-D leaves.\n"));
}

Status command_help(Shell *shell, const Words *words, Diag *diag) {
    Buffer out = {0};
    Status status = STATUS_OK;
    const Topic *const topic = words->count ? topic_named(words->word[0]) : NULL;
    if (topic) {
        help_with_topic(shell, topic, &out);
        buffer_format(&out, "\n%s", topic->more);
    } else if (words->count > 0)
        status = help_with(shell, words->word[0], &out, diag);
    else
        help_with_all(shell, &out);
    if (status == STATUS_OK) status = screen_show(shell, &out, diag);
    buffer_free(&out);
    return status;
}
