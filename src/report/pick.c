/* From what people type to the one thing they mean. What is ambiguous is asked back with the candidates, what is
 * unknown with the nearest names: nothing is guessed from a spelling that is only near. Names are also what is offered
 * when a report knows nothing of what it was asked for. */
#include "report_internal.h"

#include <string.h>

enum {
    MOST_CANDIDATES = 256,
    MOST_SHOWN = 6,
    MOST_ALIKE = 3
};

#define WORDS(text) (int)(text).len, (text).at

static void write_suggestions(const Labels *labels, const LabelMatch *matches, size_t count,
                              Buffer *out) {
    for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
        buffer_format(out, "%s%.*s (", i ? ", " : "", WORDS(matches[i].label));
        if (!labels->prefixes || !prefixes_shorten(labels->prefixes, matches[i].iri, out)) {
            buffer_format(out, "<%.*s>", WORDS(matches[i].iri));
        }
        buffer_byte(out, ')');
    }
    if (count > MOST_SHOWN) buffer_text(out, TEXT(", …"));
}

static bool is_any(Text class_name) {
    return class_name.len == 0 || text_equal_nocase(class_name, TEXT("entity"));
}

/* Keeps the matches that are of the class, in order. */
static size_t keep_class(const Labels *labels, Text class_name, LabelMatch *matches, size_t count) {
    if (is_any(class_name)) return count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (labels_is_a(labels, matches[i].iri, class_name)) matches[kept++] = matches[i];
    }
    return kept;
}

static Status refuse_ambiguous(const Labels *labels, Text text, const LabelMatch *matches,
                               size_t count, Diag *diag) {
    Buffer candidates = {0};
    write_suggestions(labels, matches, count, &candidates);
    diag_set(diag, STATUS_NOT_FOUND, "\"%.*s\" may mean several things: %s", WORDS(text),
             buffer_string(&candidates));
    buffer_free(&candidates);
    return STATUS_NOT_FOUND;
}

static Status refuse_unknown(const Labels *labels, Text text, Text class_name,
                             const LabelMatch *near, size_t count, Diag *diag) {
    Buffer message = {0};
    const Text kind = is_any(class_name) ? TEXT("thing") : class_name;
    buffer_format(&message, "no %.*s is called \"%.*s\"", WORDS(kind), WORDS(text));
    if (count) buffer_text(&message, TEXT("; nearest: "));
    write_suggestions(labels, near, count, &message);
    diag_set(diag, STATUS_NOT_FOUND, "%s", buffer_string(&message));
    buffer_free(&message);
    return STATUS_NOT_FOUND;
}

Status labels_pick(const Labels *labels, Text text, Text class_name, Text *iri, Diag *diag) {
    LabelMatch found[MOST_CANDIDATES];
    LabelMatch fitting[MOST_CANDIDATES];
    const size_t count = labels_find(labels, text, found, MOST_CANDIDATES);
    memcpy(fitting, found, count * sizeof *found);
    const size_t fit = keep_class(labels, class_name, fitting, count);
    if (fit == 0) return refuse_unknown(labels, text, class_name, found, count, diag);
    if (fitting[0].rank == LABEL_NEAR)
        return refuse_unknown(labels, text, class_name, fitting, fit, diag);
    size_t equals = 1;
    while (equals < fit && fitting[equals].rank == fitting[0].rank) equals++;
    if (equals > 1) return refuse_ambiguous(labels, text, fitting, equals, diag);
    *iri = fitting[0].iri;
    return STATUS_OK;
}

/* ---- When nothing is known ---------------------------------------------------------------------------------- */

/* Things of the parameter's class whose names are like that of the thing which was asked for, without itself. */
static size_t find_alike(const Labels *labels, Text class_name, Text iri, LabelMatch *matches) {
    Text label;
    if (!labels_of(labels, iri, &label)) return 0;
    const size_t found = labels_find(labels, label, matches, MOST_CANDIDATES);
    const size_t fit = keep_class(labels, class_name, matches, found);
    size_t kept = 0;
    for (size_t i = 0; i < fit && kept < MOST_ALIKE; i++) {
        if (!text_equal(matches[i].iri, iri)) matches[kept++] = matches[i];
    }
    return kept;
}

static const ReportParam *param_named(const Report *report, Text name) {
    for (size_t i = 0; i < report->param_count; i++) {
        if (text_equal(report->params[i].name, name)) return &report->params[i];
    }
    return NULL;
}

static void write_nothing(const Report *report, const Labels *labels, const Binding *bindings,
                          size_t count, Buffer *out) {
    LabelMatch alike[MOST_CANDIDATES];
    buffer_format(out, "report %.*s knows nothing of this", WORDS(report->name));
    for (size_t i = 0; i < count; i++) {
        Text label = bindings[i].term.text;
        if (bindings[i].term.kind == TERM_IRI) (void)labels_of(labels, label, &label);
        buffer_format(out, "%s%.*s %.*s", i ? ", " : ": ", WORDS(bindings[i].name), WORDS(label));
    }
    for (size_t i = 0; i < count; i++) {
        const ReportParam *const param = param_named(report, bindings[i].name);
        if (!param || bindings[i].term.kind != TERM_IRI) continue;
        const size_t found = find_alike(labels, param->type, bindings[i].term.text, alike);
        if (found) buffer_text(out, TEXT("; nearest: "));
        write_suggestions(labels, alike, found, out);
    }
    for (size_t i = 0, optional = 0; i < count; i++) {
        const ReportParam *const param = param_named(report, bindings[i].name);
        if (!param || !param->optional) continue;
        buffer_format(out, "%s%.*s", optional++ ? " or " : "; it tells more without ",
                      WORDS(param->name));
    }
}

void report_nothing(const Report *report, const Labels *labels, const Binding *bindings,
                    size_t count, Buffer *out) {
    Buffer line = {0};
    write_nothing(report, labels, bindings, count, &line);
    text_printable(buffer_view(&line), out);
    buffer_free(&line);
    buffer_byte(out, '\n');
}
