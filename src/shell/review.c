/* .review: candidates that `ytterby ingest` proposed (yo:Candidate), one after the other: accepted, edited, rejected. What a
 * candidate becomes is told by data: each of its properties turns into what yo:becomes says, its class is what it proposes.
 * Each step is one transaction, derived edges included, so that .undo takes it back. */
#include <string.h>

#include "shell_internal.h"

#define YO       "urn:ytterby:ont:"
#define Y        "urn:ytterby:id:"
#define PREFIXES "PREFIX yo: <" YO "> PREFIX y: <" Y "> PREFIX oa: <http://www.w3.org/ns/oa#> "

/* What a candidate proposes, in the order of the screen; `name` is what a person types. */
typedef enum PartType {
    PART_THING,
    PART_NUMBER,
    PART_DATE,
    PART_NAME
} PartType;

static const struct {
    const char *name, *property;
    PartType type;
} parts[] = {{"name", YO "proposedName", PART_NAME},
             {"subject", YO "proposedSubject", PART_THING},
             {"property", YO "proposedPredicate", PART_THING},
             {"object", YO "proposedObject", PART_THING},
             {"indicator", YO "proposedIndicator", PART_THING},
             {"about", YO "proposedAbout", PART_THING},
             {"period", YO "proposedPeriod", PART_DATE},
             {"value", YO "proposedValue", PART_NUMBER},
             {"low", YO "proposedLow", PART_NUMBER},
             {"high", YO "proposedHigh", PART_NUMBER},
             {"unit", YO "proposedUnit", PART_THING},
             {"commodity", YO "proposedCommodity", PART_THING},
             {"basis", YO "proposedBasis", PART_THING},
             {"bound", YO "proposedBound", PART_THING},
             {"status", YO "proposedStatus", PART_THING},
             {"kind", YO "proposedKind", PART_THING},
             {"issuer", YO "proposedIssuer", PART_THING},
             {"target", YO "proposedTarget", PART_THING},
             {"actor", YO "proposedActor", PART_THING},
             {"timing", YO "proposedTiming", PART_THING},
             {"date", YO "proposedDate", PART_DATE}};

enum {
    PARTS = sizeof parts / sizeof *parts
};

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
}

/* ---- The next candidate -------------------------------------------------------------------------------------------- */

typedef struct Queue {
    Shell *shell;
    Arena *arena;
    Text candidate, graph; /* empty: there is none left */
    size_t left;           /* skipped ones too */
    Diag *diag;
} Queue;

static bool is_skipped(const Shell *shell, Text iri) {
    const NameStack *const skipped = &shell->review.skipped;
    for (size_t i = 0; i < skipped->count; i++) {
        if (text_equal(skipped->names[i], iri)) return true;
    }
    return false;
}

static Status read_row(Queue *queue, Statement *statement) {
    const Text shown = buffer_view(&queue->shell->review.shown);
    Term graph, candidate;
    TRY(statement_value(statement, 0, &graph));
    TRY(statement_value(statement, 1, &candidate));
    queue->left++;
    const bool wanted = shown.len
                            ? text_equal(candidate.text, shown)
                            : !queue->candidate.len && !is_skipped(queue->shell, candidate.text);
    if (!wanted) return STATUS_OK;
    queue->candidate = arena_text(queue->arena, candidate.text);
    queue->graph = arena_text(queue->arena, graph.text);
    return queue->candidate.at && queue->graph.at ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status read_rows(Queue *queue, Statement *statement) {
    bool more;
    TRY(statement_next(statement, &more, queue->diag));
    while (more) {
        TRY(read_row(queue, statement));
        TRY(statement_next(statement, &more, queue->diag));
    }
    return STATUS_OK;
}

/* The one on the screen while nobody has decided on it, else the first that was not skipped. New things come first in
 * their document, since relations are about them. */
static Status find_next(Queue *queue) {
    static const char query[] = PREFIXES
        "SELECT ?g ?c { GRAPH ?g { ?c a yo:Candidate ; yo:review y:Unreviewed ; oa:start ?start "
        "OPTIONAL { ?c yo:proposedIri ?new } } } ORDER BY ?g DESC(BOUND(?new)) ?start ?c";
    Budget budget;
    budget_init(&budget, queue->shell->timeout, queue->shell->options->engine.memory_limit);
    const EngineOptions options = {.parse = {.name = "review"}, .budget = &budget};
    Statement *statement;
    TRY(statement_prepare(&statement, queue->shell->source, TEXT(query), &options, queue->diag));
    shell_interrupt_watch(&budget);
    const Status status = read_rows(queue, statement);
    shell_interrupt_watch(NULL);
    statement_free(statement);
    return status;
}

static Status queue_next(Queue *queue) {
    Shell *const shell = queue->shell;
    TRY(find_next(queue));
    if (queue->candidate.len || queue->left == 0) return STATUS_OK;
    buffer_clear(&shell->review.shown);
    names_clear(&shell->review.skipped); /* only skipped ones are left: once more from the first */
    queue->left = 0;
    return find_next(queue);
}

/* ---- Showing it ---------------------------------------------------------------------------------------------------- */

static TermId value_of(Walk *walk, TermId candidate, const char *property) {
    const TermId predicate = walk_id(walk, property);
    return predicate == TERM_ID_NONE ? TERM_ID_NONE : walk_object(walk, candidate, predicate);
}

/* A part may have several values: the goods of a policy. */
static void write_part(Walk *walk, size_t part, TermId candidate, Buffer *out) {
    const size_t start = out->len;
    const TermId predicate = walk_id(walk, parts[part].property);
    const QuadPattern pattern = {.subject = candidate, .predicate = predicate};
    QuadIds *rows = NULL;
    size_t count = 0;
    if (candidate == TERM_ID_NONE || predicate == TERM_ID_NONE) return;
    if (walk_rows(walk, &pattern, &rows, &count) != STATUS_OK || count == 0) return;
    const Status sorted = walk_sort_rows(walk, rows, count);
    if (sorted != STATUS_OK) walk_fail(walk, sorted);
    buffer_format(out, "  %s", parts[part].name);
    screen_fill(out, start, 14);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_text(out, TEXT(", "));
        thing_write(walk, rows[i].object, out);
    }
    buffer_byte(out, '\n');
}

static void write_place(Walk *walk, TermId candidate, Buffer *out) {
    thing_write(walk, value_of(walk, candidate, YO "proposedSource"), out);
    buffer_text(out, TEXT(", character "));
    thing_write(walk, value_of(walk, candidate, "http://www.w3.org/ns/oa#start"), out);
    buffer_byte(out, '\n');
}

static void write_candidate(Walk *walk, const Queue *queue, TermId candidate, Buffer *out) {
    const Shell *const shell = walk->shell;
    Buffer words = {0};
    screen_style(shell, out, "1");
    thing_write(walk, value_of(walk, candidate, YO "proposes"), out);
    buffer_text(out, TEXT(": "));
    thing_write(walk, candidate, out);
    screen_style(shell, out, "0");
    buffer_format(out, "\n%zu to review; ", queue->left);
    write_place(walk, candidate, out);
    buffer_text(&words, TEXT("    \""));
    thing_write(walk, value_of(walk, candidate, "http://www.w3.org/ns/oa#exact"), &words);
    buffer_byte(&words, '"');
    screen_wrap(out, buffer_view(&words), 4, screen_width(shell));
    for (size_t i = 0; i < PARTS; i++) write_part(walk, i, candidate, out);
    buffer_text(out, TEXT(".review accept, reject, skip, or edit NAME=VALUE\n"));
    if (words.failed || out->failed) walk_fail(walk, STATUS_NO_MEMORY);
    buffer_free(&words);
}

static Status show(Queue *queue) {
    Walk walk;
    Buffer out = {0};
    TRY(walk_begin(&walk, queue->shell, queue->diag));
    trail_begin(queue->shell);
    const Term term = term_iri(queue->candidate);
    write_candidate(&walk, queue, source_find(walk.source, &term), &out);
    Status status = walk_end(&walk, STATUS_OK);
    if (status == STATUS_OK) status = screen_show(queue->shell, &out, queue->diag);
    buffer_free(&out);
    return status;
}

static Status show_next(Shell *shell, Diag *diag) {
    Queue queue = {.shell = shell, .arena = arena_new(NULL), .diag = diag};
    if (!queue.arena) return out_of_memory(diag);
    Status status = queue_next(&queue);
    if (status == STATUS_OK && queue.candidate.len == 0) {
        fprintf(stderr, "nothing to review\n");
    } else if (status == STATUS_OK) {
        buffer_clear(&shell->review.shown);
        buffer_text(&shell->review.shown, queue.candidate);
        status = shell->review.shown.failed ? STATUS_NO_MEMORY : show(&queue);
    }
    arena_free(queue.arena);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* ---- Changing it --------------------------------------------------------------------------------------------------- */

/* What is taken out of the candidate's graph, and what is put there, by CONSTRUCT. */
typedef struct Change {
    const char *who;
    const char *take_out[2], *put_in[2];
    Binding bindings[6];
    size_t binding_count;
    bool derive;
} Change;

/* Does the graph keep derived edges? Then they are made anew. */
static Status keeps_edges(const Queue *queue, bool *answer) {
    Source *const source = queue->shell->source;
    const Term name = term_iri(TEXT(DERIVED_GRAPH));
    TRY(source_begin_read(source, NULL, queue->diag));
    const QuadPattern pattern = {.graph = source_find(source, &name)};
    uint64_t count = 0;
    Status status = source_failure(source, queue->diag);
    if (status == STATUS_OK && pattern.graph != TERM_ID_NONE)
        status = source_estimate(source, &pattern, &count);
    source_end_read(source);
    *answer = count > 0;
    return status;
}

static Status apply(const Queue *queue, const Change *change, Budget *budget) {
    Source *const source = queue->shell->source;
    for (size_t i = 0; i < 2 && change->put_in[i]; i++)
        TRY(graph_change(source, text_of(change->put_in[i]), change->bindings,
                         change->binding_count, queue->graph, false, budget, queue->diag));
    for (size_t i = 0; i < 2 && change->take_out[i]; i++)
        TRY(graph_change(source, text_of(change->take_out[i]), change->bindings,
                         change->binding_count, queue->graph, true, budget, queue->diag));
    const char *const rules = queue->shell->options->rule_folder;
    bool derived = false;
    if (change->derive && rules) TRY(keeps_edges(queue, &derived));
    if (!derived) return STATUS_OK;
    return derive_edges(source, &rules, 1, NULL, budget, queue->diag);
}

static Status begin(const Queue *queue, const char *who, Budget *budget) {
    Store *const store = graph_store(queue->shell->graph.graph);
    return store ? store_begin_within(store, who, budget, queue->diag)
                 : source_begin_write(queue->shell->source, budget, queue->diag);
}

static Status make_change(const Queue *queue, const Change *change) {
    Source *const source = queue->shell->source;
    Budget budget;
    if (queue->shell->graph.read_only)
        return diag_set(queue->diag, STATUS_REFUSED, "%s", queue->shell->graph.read_only);
    budget_init(&budget, queue->shell->timeout, queue->shell->options->engine.memory_limit);
    TRY(begin(queue, change->who, &budget));
    shell_interrupt_watch(&budget);
    Status status = apply(queue, change, &budget);
    shell_interrupt_watch(NULL);
    if (status == STATUS_OK) status = source_commit(source, queue->diag);
    if (status != STATUS_OK) source_rollback(source);
    shell_forget_names(queue->shell);
    return status;
}

static void bind_candidate(const Queue *queue, Change *change) {
    change->bindings[0] = (Binding){TEXT("c"), term_iri(queue->candidate)};
    change->bindings[1] = (Binding){TEXT("g"), term_iri(queue->graph)};
    change->binding_count = 2;
}

static const char old_review[] =
    PREFIXES "CONSTRUCT { ?c yo:review y:Unreviewed } { GRAPH ?g { ?c yo:review y:Unreviewed } }";

static Status accept(Queue *queue) {
    Change change = {
        .who = "review accept",
        .take_out = {old_review},
        .put_in =
            {PREFIXES
             "CONSTRUCT { ?c yo:review y:Accepted ; yo:became ?made . ?made a ?class ; "
             "?property ?value } { GRAPH ?g { ?c yo:proposes ?class ; ?proposed ?value "
             "OPTIONAL { ?c yo:proposedIri ?iri } } ?proposed yo:becomes ?property "
             "BIND(COALESCE(?iri, IRI(REPLACE(STR(?c), \"-candidate-\", \"-statement-\"))) AS "
             "?made) }"},
        .derive = true};
    bind_candidate(queue, &change);
    return make_change(queue, &change);
}

static Status reject(Queue *queue) {
    Change change = {.who = "review reject",
                     .take_out = {old_review},
                     .put_in = {PREFIXES "CONSTRUCT { ?c yo:review y:Rejected } {}"}};
    bind_candidate(queue, &change);
    return make_change(queue, &change);
}

static Status skip(Queue *queue) {
    return names_push(&queue->shell->review.skipped, queue->candidate) ? STATUS_OK
                                                                       : out_of_memory(queue->diag);
}

/* ---- Editing it ---------------------------------------------------------------------------------------------------- */

typedef struct Edit {
    size_t part;
    Text value; /* empty: the line goes */
    Term term;
} Edit;

static Status no_part(Text name, Diag *diag) {
    Buffer known = {0};
    for (size_t i = 0; i < PARTS; i++) buffer_format(&known, "%s%s", i ? ", " : "", parts[i].name);
    const char *const list = buffer_string(&known);
    diag_set(diag, STATUS_USAGE, "there is no \"%.*s\" to edit; there are %s", (int)name.len,
             name.at, list ? list : "");
    buffer_free(&known);
    return STATUS_USAGE;
}

static bool is_decimal(Text text) {
    size_t digits = 0, points = 0;
    for (size_t i = text.len && text.at[0] == '-'; i < text.len; i++) {
        digits += text.at[i] >= '0' && text.at[i] <= '9';
        points += text.at[i] == '.';
    }
    return digits > 0 && points <= 1 && digits + points + (text.at[0] == '-') == text.len;
}

/* 2024, 2024-05, 2024-05-31: the datatype by the length. */
static const char *date_type(Text text) {
    for (size_t i = 0; i < text.len; i++) {
        const bool dash = i == 4 || i == 7;
        if (dash ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9') return NULL;
    }
    return text.len == 4    ? XSD "gYear"
           : text.len == 7  ? XSD "gYearMonth"
           : text.len == 10 ? XSD "date"
                            : NULL;
}

static Status read_value(Shell *shell, Edit *edit, Diag *diag) {
    Labels *labels;
    Text iri;
    const char *type;
    switch (parts[edit->part].type) {
    case PART_NUMBER:
        if (!is_decimal(edit->value)) return diag_set(diag, STATUS_USAGE, "that is no number");
        edit->term = term_typed(edit->value, TEXT(XSD "decimal"));
        return STATUS_OK;
    case PART_DATE:
        type = date_type(edit->value);
        if (!type) return diag_set(diag, STATUS_USAGE, "a date is 2024, 2024-05 or 2024-05-31");
        edit->term = term_typed(edit->value, text_of(type));
        return STATUS_OK;
    case PART_NAME: edit->term = term_lang(edit->value, TEXT("en")); return STATUS_OK;
    case PART_THING: break;
    }
    TRY(shell_labels(shell, &labels, diag));
    TRY(labels_pick(labels, edit->value, TEXT(""), &iri, diag));
    edit->term = term_iri(iri);
    return STATUS_OK;
}

static Status read_edit(Shell *shell, Text line, Edit *edit, Diag *diag) {
    const size_t equals = text_find(line, TEXT("="), 0);
    if (equals == SIZE_MAX)
        return diag_set(diag, STATUS_USAGE, "usage: .review edit NAME=VALUE, as in period=2024");
    const Text name = text_trim(text_slice(line, 0, equals));
    edit->value = text_trim(text_slice(line, equals + 1, line.len));
    if (edit->value.len > 1 && edit->value.at[0] == '"' && text_ends(edit->value, TEXT("\"")))
        edit->value = text_slice(edit->value, 1, edit->value.len - 1);
    for (edit->part = 0; edit->part < PARTS; edit->part++) {
        if (text_equal_nocase(name, text_of(parts[edit->part].name))) break;
    }
    if (edit->part == PARTS) return no_part(name, diag);
    return edit->value.len ? read_value(shell, edit, diag) : STATUS_OK;
}

/* The label anew, from the parts as they will be: "mine output, Vietnam, 2023: 600 tonne", "Lynas produces cerium". */
static void write_label(Walk *walk, TermId candidate, const Edit *edit, Buffer *out) {
    static const char *const before[PARTS] = {"",   "",   " ",  " ",    "", ", ",
                                              ", ", ": ", ": ", " to ", " "};
    for (size_t i = 0; i < PARTS && before[i]; i++) {
        const TermId value = value_of(walk, candidate, parts[i].property);
        if (i == edit->part ? edit->value.len == 0 : value == TERM_ID_NONE) continue;
        buffer_text(out, text_of(out->len ? before[i] : ""));
        Text label = edit->value;
        if (i != edit->part)
            thing_write(walk, value, out);
        else if (edit->term.kind == TERM_IRI &&
                 labels_of(walk->shell->labels, edit->term.text, &label))
            buffer_text(out, label);
        else
            buffer_text(out, edit->value);
    }
}

static Status edited_label(const Queue *queue, const Edit *edit, Buffer *out) {
    Walk walk;
    TRY(walk_begin(&walk, queue->shell, queue->diag));
    const Term term = term_iri(queue->candidate);
    write_label(&walk, source_find(walk.source, &term), edit, out);
    return walk_end(&walk, out->failed ? STATUS_NO_MEMORY : STATUS_OK);
}

static Status change_part(Queue *queue, Text line) {
    static const char taken[] = PREFIXES
        "CONSTRUCT { ?c ?p ?old ; ?q ?other } { GRAPH ?g { { ?c ?p ?old FILTER(!BOUND(?new) || "
        "?old != ?new) } UNION { ?c ?q ?other VALUES ?q { yo:proposedLabel "
        "<" RDFS "label> } FILTER(?other != ?label) } } }";
    Edit edit = {0};
    Buffer label = {0};
    TRY(read_edit(queue->shell, line, &edit, queue->diag));
    Status status = edited_label(queue, &edit, &label);
    if (status == STATUS_OK) {
        Change change = {.who = "review edit",
                         .take_out = {taken},
                         .put_in = {PREFIXES "CONSTRUCT { ?c yo:proposedLabel ?label ; <" RDFS
                                             "label> ?label } {}",
                                    edit.value.len ? "CONSTRUCT { ?c ?p ?new } {}" : NULL}};
        bind_candidate(queue, &change);
        change.bindings[2] = (Binding){TEXT("p"), term_iri(text_of(parts[edit.part].property))};
        change.bindings[3] = (Binding){TEXT("label"), term_lang(buffer_view(&label), TEXT("en"))};
        change.bindings[4] = (Binding){TEXT("new"), edit.term};
        change.binding_count = edit.value.len ? 5 : 4;
        status = make_change(queue, &change);
    }
    buffer_free(&label);
    return status;
}

/* ---- The command --------------------------------------------------------------------------------------------------- */

typedef enum Verb {
    VERB_ACCEPT,
    VERB_REJECT,
    VERB_SKIP,
    VERB_EDIT,
    VERBS
} Verb;

static const char *const verbs[VERBS] = {"accept", "reject", "skip", "edit"};

static Verb verb_of(Text word) {
    size_t verb = 0;
    while (verb < VERBS && !text_equal_nocase(text_slice(text_of(verbs[verb]), 0, word.len), word))
        verb++;
    return (Verb)verb;
}

static Status decide(Queue *queue, Verb verb, Text rest) {
    static const char *const done[] = {"accepted\n", "rejected\n", "skipped\n", "changed\n"};
    Status status = STATUS_OK;
    switch (verb) {
    case VERB_ACCEPT: status = accept(queue); break;
    case VERB_REJECT: status = reject(queue); break;
    case VERB_SKIP: status = skip(queue); break;
    case VERB_EDIT: return change_part(queue, rest);
    case VERBS: break;
    }
    if (status != STATUS_OK) return status;
    fputs(done[verb], stderr);
    buffer_clear(&queue->shell->review.shown);
    return STATUS_OK;
}

static Status decide_shown(Shell *shell, Verb verb, Text rest, Diag *diag) {
    Queue queue = {.shell = shell, .arena = arena_new(NULL), .diag = diag};
    if (!queue.arena) return out_of_memory(diag);
    Status status = find_next(&queue);
    if (status == STATUS_OK && queue.candidate.len == 0)
        status = diag_set(diag, STATUS_NOT_FOUND,
                          "what was shown is not to be reviewed any more: .review shows the next");
    if (status == STATUS_OK) status = decide(&queue, verb, rest);
    arena_free(queue.arena);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

Status command_review(Shell *shell, const Words *words, Diag *diag) {
    if (words->count == 0) return show_next(shell, diag);
    const Verb verb = verb_of(words->word[0]);
    if (verb == VERBS || (verb != VERB_EDIT && words->count > 1))
        return diag_set(diag, STATUS_USAGE,
                        "say .review, or .review accept, reject, skip or edit NAME=VALUE");
    if (shell->review.shown.len == 0)
        return diag_set(diag, STATUS_USAGE, "nothing is shown: .review shows the next candidate");
    TRY(decide_shown(shell, verb,
                     text_trim(text_slice(words->line, words->word[0].len, words->line.len)),
                     diag));
    return show_next(shell, diag);
}
