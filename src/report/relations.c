/* The picture of relations: the derived edges around the things that a report was asked for, or, when it was asked for
 * none, among the things that its rows name. Each thing is a hub with a fan of what points to it on its left and what it
 * points to on its right, so that no line crosses another and all text stays level. Many things that are joined to it in
 * the same way share a line. */
#include "report_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_HUBS = 120,
    MOST_NAMESAKES = 40, /* labels that begin alike are looked at */
    MOST_SPOKES = 200,   /* on a side */
    MOST_LINES = 40,
    MOST_ALIKE_LINES = 5, /* more of the same way share one */
    HUB_COLUMNS = 25
};

typedef struct Spoke {
    Text iri, label;
    Buffer how; /* what joins them: "competes for, courts" */
} Spoke;

typedef struct Fan {
    Spoke spokes[MOST_SPOKES];
    size_t count, left_out;
} Fan;

/* One or more neighbouring spokes. */
typedef struct Line {
    size_t first, count;
} Line;

typedef struct Hub {
    Text iri, label;
    Fan in, out;
} Hub;

typedef struct Things {
    Text iris[MOST_HUBS];
    size_t count;
} Things;

/* ---- What is drawn -------------------------------------------------------------------------------------------- */

static void add_thing(Things *things, Text iri) {
    for (size_t i = 0; i < things->count; i++) {
        if (text_equal(things->iris[i], iri)) return;
    }
    if (things->count < MOST_HUBS) things->iris[things->count++] = iri;
}

static void find_arguments(const ReportPage *page, Things *things) {
    for (size_t i = 0; i < page->engine->binding_count; i++) {
        const Term *const term = &page->engine->bindings[i].term;
        if (term->kind == TERM_IRI) add_thing(things, term->text);
    }
}

/* The thing whose label is just this text, if any. */
static bool thing_called(const Labels *labels, Text text, Text *iri) {
    size_t first;
    const size_t count = text.len ? labels_beginning(labels, text, &first) : 0;
    for (size_t i = 0; i < count && i < MOST_NAMESAKES; i++) {
        const LabelMatch match = labels_at(labels, first + i);
        if (!text_equal(match.label, text)) continue;
        *iri = match.iri;
        return true;
    }
    return false;
}

static void find_named(const ReportPage *page, const Answer *answer, Things *things) {
    for (size_t i = 0; i < answer->rows * answer->columns && things->count < MOST_HUBS; i++) {
        const Term *const cell = &answer->cells[i];
        Text iri;
        if (cell->kind == TERM_IRI)
            add_thing(things, cell->text);
        else if (cell->kind == TERM_LITERAL && thing_called(page->labels, cell->text, &iri))
            add_thing(things, iri);
    }
}

static bool is_among(const Things *things, Text iri) {
    for (size_t i = 0; i < things->count; i++) {
        if (text_equal(things->iris[i], iri)) return true;
    }
    return false;
}

/* ---- Edges ---------------------------------------------------------------------------------------------------- */

static const char outgoing[] =
    "SELECT DISTINCT ?how ?other WHERE { GRAPH <" DERIVED_GRAPH
    "> { ?thing ?how ?other } FILTER(isIRI(?other)) } ORDER BY ?how ?other";
static const char incoming[] =
    "SELECT DISTINCT ?how ?other WHERE { GRAPH <" DERIVED_GRAPH
    "> { ?other ?how ?thing } FILTER(isIRI(?other)) } ORDER BY ?how ?other";

static Text shown_name(const ReportPage *page, Text iri) {
    Text label = iri_tail(iri);
    (void)labels_of(page->labels, iri, &label);
    return label;
}

static size_t find_spoke(const Fan *fan, Text iri) {
    size_t i = 0;
    while (i < fan->count && !text_equal(fan->spokes[i].iri, iri)) i++;
    return i;
}

/* A symmetric edge is drawn once. */
static bool is_drawn(const Fan *fan, Text iri, Text how) {
    const size_t at = find_spoke(fan, iri);
    return at < fan->count && text_find(buffer_view(&fan->spokes[at].how), how, 0) != SIZE_MAX;
}

static Status add_edge(const ReportPage *page, Fan *fan, Text how, Text other, Arena *arena) {
    const size_t at = find_spoke(fan, other);
    if (at == MOST_SPOKES) {
        fan->left_out++;
        return STATUS_OK;
    }
    Spoke *const spoke = &fan->spokes[at];
    if (at == fan->count) {
        fan->count++;
        *spoke = (Spoke){.iri = arena_text(arena, other)};
        spoke->label = arena_text(arena, shown_name(page, other));
        if (!spoke->iri.at || !spoke->label.at) return arena_failure(arena);
    }
    if (spoke->how.len) buffer_text(&spoke->how, TEXT(", "));
    buffer_text(&spoke->how, how);
    return spoke->how.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

typedef struct Fanning {
    const ReportPage *page;
    const Things *among; /* NULL: anything */
    const Fan *drawn;    /* NULL, or the hub's other side */
    Arena *arena;
} Fanning;

static Status read_edges(const Fanning *fanning, Statement *statement, Fan *fan, Diag *diag) {
    for (;;) {
        bool more = false;
        Term how, other;
        TRY(statement_next(statement, &more, diag));
        if (!more) return STATUS_OK;
        TRY(statement_value(statement, 0, &how));
        TRY(statement_value(statement, 1, &other));
        const Text name = shown_name(fanning->page, how.text);
        if (fanning->among && !is_among(fanning->among, other.text)) continue;
        if (fanning->drawn && is_drawn(fanning->drawn, other.text, name)) continue;
        TRY(add_edge(fanning->page, fan, name, other.text, fanning->arena));
    }
}

static int by_way(const void *a, const void *b) {
    const Spoke *const one = a, *const other = b;
    const int order = text_compare(buffer_view(&one->how), buffer_view(&other->how));
    return order ? order : text_compare(one->label, other->label);
}

static Status find_edges(const Fanning *fanning, const char *query, Text iri, Fan *fan,
                         Diag *diag) {
    const Binding binding = {TEXT("thing"), term_iri(iri)};
    EngineOptions options = *fanning->page->engine;
    Statement *statement;
    options.bindings = &binding;
    options.binding_count = 1;
    options.hooks.warn = NULL;
    TRY(statement_prepare(&statement, fanning->page->source, text_of(query), &options, diag));
    const Status status = read_edges(fanning, statement, fan, diag);
    statement_free(statement);
    if (fan->count > 1) qsort(fan->spokes, fan->count, sizeof *fan->spokes, by_way);
    return status;
}

static void free_fan(Fan *fan) {
    for (size_t i = 0; i < fan->count; i++) buffer_free(&fan->spokes[i].how);
}

/* ---- Drawing -------------------------------------------------------------------------------------------------- */

static void write_line(double x1, double y1, double x2, double y2, Output *out) {
    const double middle = (x1 + x2) / 2;
    output_format(out, "<path class=\"edge\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" />\n",
                  x1, y1, middle, y1, middle, y2, x2, y2);
    output_format(out, "<path class=\"head\" d=\"M%.1f %.1fl-8 -3.5v7z\" />\n", x2, y2);
}

/* The fan's lines; *left_out: the things that are on none. */
static size_t find_lines(const Fan *fan, Line lines[MOST_LINES], size_t *left_out) {
    size_t count = 0, at = 0;
    while (at < fan->count && count < MOST_LINES) {
        size_t alike = 1;
        while (at + alike < fan->count && text_equal(buffer_view(&fan->spokes[at].how),
                                                     buffer_view(&fan->spokes[at + alike].how)))
            alike++;
        const size_t taken = alike > MOST_ALIKE_LINES ? alike : 1;
        lines[count++] = (Line){at, taken};
        at += taken;
    }
    *left_out = fan->left_out + fan->count - at;
    return count;
}

static void name_line(const Fan *fan, Line line, Buffer *out) {
    for (size_t i = 0; i < line.count; i++) {
        if (i) buffer_text(out, TEXT(", "));
        buffer_text(out, fan->spokes[line.first + i].label);
    }
}

/* "how  thing" on the right, "thing  how" on the left; when it must be shortened, then the thing. */
static void write_label(const Fan *fan, Line line, bool left, double x, double y, size_t columns,
                        Output *out) {
    Buffer name = {0}, shown = {0};
    const Text how = buffer_view(&fan->spokes[line.first].how);
    const size_t taken = text_columns(how) + 2;
    name_line(fan, line, &name);
    picture_shorten(buffer_view(&name), columns > taken + 8 ? columns - taken : 8, &shown);
    output_format(out, "<text x=\"%.1f\" y=\"%.1f\"%s><title>", x, y, left ? " class=\"end\"" : "");
    html_text(out, left ? buffer_view(&name) : how);
    output_byte(out, ' ');
    html_text(out, left ? how : buffer_view(&name));
    output_text(out, TEXT("</title>"));
    if (left) html_text(out, buffer_view(&shown));
    output_text(out, left ? TEXT(" <tspan class=\"soft\">") : TEXT("<tspan class=\"soft\">"));
    html_text(out, how);
    output_text(out, left ? TEXT("</tspan>") : TEXT("</tspan> "));
    if (!left) html_text(out, buffer_view(&shown));
    output_text(out, TEXT("</text>\n"));
    output_needs(out, &name);
    output_needs(out, &shown);
    buffer_free(&name);
    buffer_free(&shown);
}

typedef struct Side {
    const Fan *fan;
    Line lines[MOST_LINES];
    size_t count, left_out;
    bool left;
    double hub, texts; /* x of the hub's edge, and of what the texts are aligned to */
} Side;

static size_t side_height(const Side *side) {
    return (side->count + (side->left_out > 0)) * PICTURE_LINE;
}

static void write_side(const Side *side, double middle, Output *out) {
    const double top = middle - (double)side_height(side) / 2 + PICTURE_LINE / 2.0;
    const double room = side->left ? side->texts : PICTURE_WIDTH - side->texts;
    const size_t columns = room > 0 ? (size_t)(room / PICTURE_LETTER) : 0;
    for (size_t i = 0; i < side->count; i++) {
        const double y = top + (double)i * PICTURE_LINE;
        if (side->left)
            write_line(side->texts + 6, y, side->hub, middle, out);
        else
            write_line(side->hub, middle, side->texts - 6, y, out);
        write_label(side->fan, side->lines[i], side->left, side->texts, y + 4.5, columns, out);
    }
    if (side->left_out == 0) return;
    output_format(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"soft%s\">and %zu more</text>\n",
                  side->texts, top + (double)side->count * PICTURE_LINE + 4.5,
                  side->left ? " end" : "", side->left_out);
}

static void write_hub(const Hub *hub, Output *out) {
    const double width = HUB_COLUMNS * 8;
    const double start = hub->in.count ? (PICTURE_WIDTH - width) / 2 : 2, end = start + width;
    Side in = {.fan = &hub->in, .left = true, .hub = start, .texts = start - 56};
    Side all = {.fan = &hub->out, .hub = end, .texts = end + 56};
    in.count = find_lines(&hub->in, in.lines, &in.left_out);
    all.count = find_lines(&hub->out, all.lines, &all.left_out);
    const size_t high = side_height(&in) > side_height(&all) ? side_height(&in) : side_height(&all);
    const double height = (double)high + 12, middle = height / 2;
    output_format(out, "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"relations of ",
                  PICTURE_WIDTH, height);
    html_text(out, hub->label);
    output_text(out, TEXT("\" xmlns=\"http://www.w3.org/2000/svg\">\n"));
    write_side(&in, middle, out);
    write_side(&all, middle, out);
    output_format(
        out, "<rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"26\" rx=\"5\" />\n",
        start, middle - 13, width);
    picture_text(out, (start + end) / 2, middle + 4.5, "hub", hub->label, HUB_COLUMNS - 2);
    output_text(out, TEXT("</svg>\n"));
}

/* Draws the hub when it has edges; the first begins the section. */
static Status draw_hub(const Fanning *fanning, Text iri, bool both, bool *begun, Output *out,
                       Diag *diag) {
    Hub *const hub = mem_zero(1, sizeof *hub);
    if (!hub) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    Fanning back = *fanning;
    back.drawn = &hub->out;
    hub->label = shown_name(fanning->page, iri);
    Status status = find_edges(fanning, outgoing, iri, &hub->out, diag);
    if (status == STATUS_OK && both) status = find_edges(&back, incoming, iri, &hub->in, diag);
    if (status == STATUS_OK && hub->in.count + hub->out.count > 0) {
        if (!*begun) output_text(out, TEXT("<section>\n<h2>Relations</h2>\n"));
        *begun = true;
        write_hub(hub, out);
    }
    free_fan(&hub->in);
    free_fan(&hub->out);
    mem_free(hub);
    return status;
}

Status write_relations(const ReportPage *page, const Answer *answer, Output *out, Diag *diag) {
    Things things = {0};
    find_arguments(page, &things);
    const bool asked = things.count > 0;
    if (!asked) find_named(page, answer, &things);
    const Fanning fanning = {page, asked ? NULL : &things, NULL, answer->arena};
    bool begun = false;
    for (size_t i = 0; i < things.count; i++)
        TRY(draw_hub(&fanning, things.iris[i], asked, &begun, out, diag));
    if (begun) output_text(out, TEXT("</section>\n"));
    return STATUS_OK;
}
