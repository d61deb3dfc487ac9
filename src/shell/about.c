/* .about X: what a thing is, its facts out by predicate, and what points to it by kind: figures, claims, policies,
 * each a line with its details and its source. No class of the shipped ontology is known here: the headings are the
 * labels of the classes that the data uses. Also .find. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    MOST_LINES = 8, /* per heading, in a session; a script gets all */
    INDENT = 26,
    LONGEST_VALUE = 90
};

typedef struct About {
    Walk *walk;
    TermId thing;
    QuadIds *out, *in; /* facts with the thing as subject, as object */
    size_t out_count, in_count;
    size_t most; /* lines per heading */
    Buffer *screen;
} About;

/* ---- Order by what is read -------------------------------------------------------------------------------- */

typedef struct Line {
    Text heading, text, source; /* what is sorted and shown */
    TermId thing;               /* the other end, numbered when the line is shown */
    Text tail;                  /* after the number: the details of what points here */
} Line;

static Text keep(Walk *walk, Buffer *text) {
    const Text kept = arena_text(walk->arena, buffer_view(text));
    if (text->failed || !kept.at) walk_fail(walk, STATUS_NO_MEMORY);
    buffer_clear(text);
    return kept;
}

static Line *lines_new(Walk *walk, size_t count) {
    Line *const lines = arena_array(walk->arena, count, sizeof *lines);
    if (!lines) walk_fail(walk, STATUS_NO_MEMORY);
    for (size_t i = 0; lines && i < count; i++) lines[i] = (Line){0};
    return lines;
}

static int by_heading(const void *a, const void *b) {
    const Line *const x = a;
    const Line *const y = b;
    const int order = text_compare(x->heading, y->heading);
    if (order) return order;
    const int by_text = text_compare(x->text, y->text);
    return by_text ? by_text : text_compare(x->tail, y->tail);
}

static void write_line(const About *about, Text heading, const Line *line) {
    Buffer *const out = about->screen;
    const size_t start = out->len;
    buffer_text(out, TEXT("  "));
    if (heading.len) buffer_text(out, heading);
    screen_fill(out, start, heading.at ? INDENT : 4);
    Buffer text = {0};
    buffer_text(&text, line->text);
    trail_number(about->walk, line->thing, &text);
    buffer_text(&text, line->tail);
    screen_sourced(about->walk->shell, out, buffer_view(&text), line->source,
                   heading.at ? INDENT : 4);
    out->failed = out->failed || text.failed;
    buffer_free(&text);
}

static size_t group_end(const Line *lines, size_t count, size_t from) {
    size_t to = from;
    while (to < count && text_equal(lines[to].heading, lines[from].heading)) to++;
    return to;
}

static void write_more(const About *about, size_t column, size_t count) {
    buffer_format(about->screen, "%*s… %zu more: .more shows all\n", (int)column, "", count);
}

static void write_title(const About *about, Text title, size_t count) {
    buffer_byte(about->screen, '\n');
    screen_style(about->walk->shell, about->screen, "1");
    buffer_text(about->screen, title);
    screen_style(about->walk->shell, about->screen, "0");
    if (count) buffer_format(about->screen, " (%zu)", count);
    buffer_byte(about->screen, '\n');
}

/* ---- Facts out -------------------------------------------------------------------------------------------- */

/* Said in the first lines already. */
static const char *const said_above[] = {RDF "type",
                                         RDFS "label",
                                         "http://www.w3.org/2004/02/skos/core#prefLabel",
                                         "http://www.w3.org/2004/02/skos/core#altLabel",
                                         "http://www.w3.org/2004/02/skos/core#hiddenLabel",
                                         RDFS "isDefinedBy"};

static bool is_said_above(const Walk *walk, TermId predicate) {
    for (size_t i = 0; i < sizeof said_above / sizeof *said_above; i++) {
        if (walk_id(walk, said_above[i]) == predicate) return true;
    }
    return false;
}

static void cut(Buffer *text, unsigned columns) {
    Buffer whole = *text;
    *text = (Buffer){0};
    screen_text(text, buffer_view(&whole), columns);
    text->failed = text->failed || whole.failed;
    buffer_free(&whole);
}

static void write_facts_out(const About *about) {
    Line *const lines = lines_new(about->walk, about->out_count);
    size_t count = 0;
    Buffer text = {0};
    for (size_t i = 0; lines && i < about->out_count; i++) {
        const QuadIds *const fact = &about->out[i];
        if (is_said_above(about->walk, fact->predicate)) continue;
        Line *const line = &lines[count++];
        thing_write(about->walk, fact->predicate, &text);
        line->heading = keep(about->walk, &text);
        thing_write(about->walk, fact->object, &text);
        cut(&text, LONGEST_VALUE);
        line->text = keep(about->walk, &text);
        line->thing = fact->object;
        trail_fact(about->walk, fact);
        thing_write_source(about->walk, fact, &text);
        line->source = keep(about->walk, &text);
    }
    buffer_free(&text);
    if (count == 0) return;
    qsort(lines, count, sizeof *lines, by_heading);
    write_title(about, TEXT("Facts"), 0);
    for (size_t from = 0; from < count;) {
        const size_t to = group_end(lines, count, from);
        const size_t shown = to - from > about->most ? about->most : to - from;
        for (size_t i = from; i < from + shown; i++)
            write_line(about, i == from ? lines[i].heading : TEXT(""), &lines[i]);
        if (shown < to - from) write_more(about, INDENT, to - from - shown);
        from = to;
    }
}

/* ---- Facts in --------------------------------------------------------------------------------------------- */

/* What is told after the label of a thing that points here: a figure's number, an event's date. In order. */
typedef enum DetailKind {
    DETAIL_ANY,
    DETAIL_SIGN,   /* the value's skos:notation: "<", "up to"; its label when there is no number */
    DETAIL_NUMBER, /* without the ".0" of a decimal that is whole */
    DETAIL_UNIT    /* its skos:notation, else its label; only with a number */
} DetailKind;

static const struct {
    const char *predicate, *before;
    DetailKind kind;
} details[] = {
    {"urn:ytterby:ont:bound", " ", DETAIL_SIGN},
    {"http://schema.org/value", " ", DETAIL_NUMBER},
    {"http://schema.org/minValue", " ", DETAIL_NUMBER},
    {"http://schema.org/maxValue", " to ", DETAIL_NUMBER},
    {"http://qudt.org/schema/qudt/unit", " ", DETAIL_UNIT},
    {"urn:ytterby:ont:period", ", ", DETAIL_ANY},
    {"http://purl.org/dc/terms/date", ", ", DETAIL_ANY},
    {"urn:ytterby:ont:before", ", before ", DETAIL_ANY},
    {"http://schema.org/startDate", ", from ", DETAIL_ANY},
    {"http://schema.org/endDate", ", to ", DETAIL_ANY},
};

enum {
    DETAILS = sizeof details / sizeof *details
};

static bool has_number(const TermId values[DETAILS]) {
    for (size_t i = 0; i < DETAILS; i++) {
        if (details[i].kind == DETAIL_NUMBER && values[i] != TERM_ID_NONE) return true;
    }
    return false;
}

static void write_detail(Walk *walk, DetailKind kind, TermId value, Buffer *out) {
    const Text zero = TEXT(".0");
    thing_write(walk, value, out);
    if (kind == DETAIL_NUMBER && text_ends(buffer_view(out), zero)) out->len -= zero.len;
}

static void write_details(Walk *walk, TermId node, Buffer *out) {
    TermId values[DETAILS];
    for (size_t i = 0; i < DETAILS; i++)
        values[i] = walk_object(walk, node, walk_id(walk, details[i].predicate));
    const bool number = has_number(values);
    const TermId notation = walk_id(walk, "http://www.w3.org/2004/02/skos/core#notation");
    bool any = false;
    for (size_t i = 0; i < DETAILS; i++) {
        if (details[i].kind == DETAIL_SIGN && number)
            values[i] = walk_object(walk, values[i], notation);
        if (details[i].kind == DETAIL_UNIT) {
            const TermId sign = number ? walk_object(walk, values[i], notation) : TERM_ID_NONE;
            if (!number || sign != TERM_ID_NONE) values[i] = sign;
        }
        if (values[i] == TERM_ID_NONE) continue;
        if (!any) buffer_byte(out, ':');
        const char *const before = details[i].before;
        buffer_text(out, text_of(any || *before != ',' ? before : before + 1));
        write_detail(walk, details[i].kind, values[i], out);
        any = true;
    }
}

/* "(about, topic)": by which properties the node points here. Rows of one subject follow each other in `in`. */
static size_t write_roles(const About *about, size_t from, Buffer *out) {
    size_t to = from;
    while (to < about->in_count && about->in[to].subject == about->in[from].subject) to++;
    walk_sort_rows(about->walk, about->in + from, to - from);
    for (size_t i = from; i < to; i++) {
        buffer_text(out, i == from ? TEXT(" (") : TEXT(", "));
        thing_write(about->walk, about->in[i].predicate, out);
    }
    buffer_byte(out, ')');
    return to;
}

static void write_facts_in(const About *about) {
    Walk *const walk = about->walk;
    Line *const lines = lines_new(walk, about->in_count);
    const TermId type = walk_id(walk, RDF "type");
    size_t count = 0;
    Buffer text = {0};
    for (size_t from = 0; lines && from < about->in_count;) {
        const QuadIds *const fact = &about->in[from];
        Line *const line = &lines[count++];
        const TermId kind = walk_object(walk, fact->subject, type);
        if (kind != TERM_ID_NONE)
            thing_write(walk, kind, &text);
        else
            buffer_text(&text, TEXT("thing"));
        line->heading = keep(walk, &text);
        thing_write(walk, fact->subject, &text);
        cut(&text, LONGEST_VALUE);
        line->text = keep(walk, &text);
        line->thing = fact->subject;
        write_details(walk, fact->subject, &text);
        from = write_roles(about, from, &text);
        line->tail = keep(walk, &text);
        thing_write_source(walk, fact, &text);
        line->source = keep(walk, &text);
    }
    buffer_free(&text);
    if (count) qsort(lines, count, sizeof *lines, by_heading);
    for (size_t from = 0; from < count;) {
        const size_t to = group_end(lines, count, from);
        const size_t shown = to - from > about->most ? about->most : to - from;
        write_title(about, lines[from].heading, to - from);
        for (size_t i = from; i < from + shown; i++) write_line(about, (Text){NULL, 0}, &lines[i]);
        if (shown < to - from) write_more(about, 4, to - from - shown);
        from = to;
    }
}

/* ---- The first lines -------------------------------------------------------------------------------------- */

static void write_objects(const About *about, const char *before, const char *predicate) {
    const TermId wanted = walk_id(about->walk, predicate);
    bool any = false;
    for (size_t i = 0; i < about->out_count; i++) {
        if (about->out[i].predicate != wanted) continue;
        buffer_text(about->screen, any ? TEXT(", ") : text_of(before));
        thing_write(about->walk, about->out[i].object, about->screen);
        any = true;
    }
    if (any) buffer_byte(about->screen, '\n');
}

static void write_head(const About *about) {
    Buffer *const out = about->screen;
    screen_style(about->walk->shell, out, "1");
    thing_write(about->walk, about->thing, out);
    screen_style(about->walk->shell, out, "0");
    buffer_text(out, TEXT("  "));
    thing_write_name(about->walk, about->thing, out);
    buffer_byte(out, '\n');
    write_objects(about, "  is a: ", RDF "type");
    write_objects(about, "  also: ", "http://www.w3.org/2004/02/skos/core#altLabel");
}

static Status write_about(About *about) {
    const QuadPattern out = {.subject = about->thing};
    const QuadPattern in = {.object = about->thing};
    TRY(walk_rows(about->walk, &out, &about->out, &about->out_count));
    TRY(walk_rows(about->walk, &in, &about->in, &about->in_count));
    TRY(walk_sort_rows(about->walk, about->out, about->out_count));
    trail_begin(about->walk->shell);
    write_head(about);
    write_facts_out(about);
    write_facts_in(about);
    buffer_format(about->screen, "\n%zu facts out, %zu in", about->out_count, about->in_count);
    if (about->walk->shell->interactive)
        buffer_text(about->screen, TEXT("; type a number to walk on, .back to return"));
    buffer_byte(about->screen, '\n');
    return budget_check(&about->walk->budget);
}

static Status find_and_write(About *about, Text name, bool visit) {
    char text[32];
    Term term;
    TRY(thing_named(about->walk, name, &about->thing));
    TRY(source_term(about->walk->source, about->thing, text, &term));
    if (visit) trail_visit(about->walk->shell, term.text);
    return write_about(about);
}

static Status show_about(Shell *shell, Text name, bool visit, size_t most, Diag *diag) {
    Walk walk;
    Buffer screen = {0};
    TRY(walk_begin(&walk, shell, diag));
    About about = {.walk = &walk, .screen = &screen, .most = most};
    Status status = walk_end(&walk, find_and_write(&about, name, visit));
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}

static size_t most_lines(const Shell *shell) { return shell->interactive ? MOST_LINES : SIZE_MAX; }

Status command_about(Shell *shell, const Words *words, Diag *diag) {
    return show_about(shell, words->line, true, most_lines(shell), diag);
}

/* Shows the thing where we are again. */
static Status show_here(Shell *shell, size_t most, Diag *diag) {
    const NameStack *const visited = &shell->trail.visited;
    if (visited->count == 0)
        return diag_set(diag, STATUS_NOT_FOUND, "nothing was looked at yet; .about THING begins");
    Buffer name = {0};
    buffer_format(&name, "<%s>", visited->names[visited->count - 1].at);
    const Status status = name.failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory")
                                      : show_about(shell, buffer_view(&name), false, most, diag);
    buffer_free(&name);
    return status;
}

Status command_more(Shell *shell, const Words *words, Diag *diag) {
    (void)words;
    return show_here(shell, SIZE_MAX, diag);
}

Status command_back(Shell *shell, const Words *words, Diag *diag) {
    (void)words;
    if (shell->trail.visited.count == 1)
        return diag_set(diag, STATUS_NOT_FOUND, "this is where the walk began");
    if (shell->trail.visited.count > 1) shell->trail.visited.count--;
    return show_here(shell, most_lines(shell), diag);
}

/* ---- .find ------------------------------------------------------------------------------------------------ */

enum {
    MOST_FOUND = 20
};

static void write_match(Walk *walk, const LabelMatch *match, Buffer *out) {
    const size_t start = out->len;
    const Term term = term_iri(match->iri);
    Text shown = match->label;
    labels_of(walk->shell->labels, match->iri, &shown);
    screen_text(out, shown, 60);
    if (!text_equal(shown, match->label)) {
        buffer_text(out, TEXT(" ("));
        screen_text(out, match->label, 30);
        buffer_byte(out, ')');
    }
    screen_fill(out, start, 50);
    thing_write_name(walk, source_find(walk->source, &term), out);
    buffer_byte(out, '\n');
}

Status command_find(Shell *shell, const Words *words, Diag *diag) {
    Labels *labels = NULL;
    TRY(shell_labels(shell, &labels, diag));
    LabelMatch matches[MOST_FOUND + 1];
    const Text text = words->line;
    const size_t count = labels_find(labels, text, matches, MOST_FOUND + 1);
    if (count == 0)
        return diag_set(diag, STATUS_NOT_FOUND, "nothing is called \"%.*s\"", (int)text.len,
                        text.at);
    Walk walk;
    Buffer screen = {0};
    TRY(walk_begin(&walk, shell, diag));
    if (matches[0].rank == LABEL_NEAR)
        buffer_text(&screen, TEXT("nothing is called so; nearest:\n"));
    for (size_t i = 0; i < count && i < MOST_FOUND; i++) write_match(&walk, &matches[i], &screen);
    if (count > MOST_FOUND) buffer_text(&screen, TEXT("… and more\n"));
    Status status = walk_end(&walk, STATUS_OK);
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}
