/* Arguments of a report -> terms. An argument never becomes part of the query's text: it is bound as a term, whose
 * kind the parameter's type decides. Things are found by name; what is ambiguous is asked back, not guessed. */
#include "report_internal.h"

#include <string.h>

#include "ytterby/value.h"

typedef struct Binder {
    const Report *report;
    const Labels *labels;
    Arena *arena;
    Diag *diag;
} Binder;

enum {
    MOST_NAMED = 8 /* things of one name that are looked at */
};

#define WORDS(text) (int)(text).len, (text).at

/* ---- Literals --------------------------------------------------------------------------------------------- */

/* The datatype's IRI when the type names one. A "when" is a year, a month or a day, as its length tells. */
static Text datatype_named(Arena *arena, Text type, Text arg) {
    if (text_equal_nocase(type, TEXT("when"))) {
        if (arg.len == strlen("2023")) return TEXT(XSD "gYear");
        return arg.len == strlen("2023-12") ? TEXT(XSD "gYearMonth") : TEXT(XSD "date");
    }
    if (text_equal_nocase(type, TEXT("year"))) return TEXT(XSD "gYear");
    if (text_equal_nocase(type, TEXT("number"))) return TEXT(XSD "decimal");
    Buffer iri = {0};
    buffer_text(&iri, TEXT(XSD));
    buffer_text(&iri, type);
    const bool known = !iri.failed && datatype_of(buffer_view(&iri)) != DATATYPE_OTHER;
    const Text kept = known ? arena_text(arena, buffer_view(&iri)) : (Text){NULL, 0};
    buffer_free(&iri);
    return kept;
}

static Status bind_literal(const Binder *binder, const ReportParam *param, Text datatype, Text arg,
                           Term *term) {
    const Text text = arena_text(binder->arena, arg);
    if (!text.at) return STATUS_NO_MEMORY;
    *term = term_typed(text, datatype);
    Value value;
    TRY(value_of_term(binder->arena, term, &value));
    if (value.kind != VALUE_OTHER) return STATUS_OK;
    if (text_equal_nocase(param->type, TEXT("when"))) {
        return diag_set(binder->diag, STATUS_USAGE,
                        "%.*s must be a day, a month or a year such as 2025-10-26, 2025-10 or "
                        "2025, not \"%.*s\"",
                        WORDS(param->name), WORDS(arg));
    }
    return diag_set(binder->diag, STATUS_USAGE, "%.*s must be of type %.*s, not \"%.*s\"",
                    WORDS(param->name), WORDS(param->type), WORDS(arg));
}

static Status bind_iri(const Binder *binder, const ReportParam *param, Text arg, Term *term) {
    LabelMatch match;
    const bool bracketed = arg.len > 2 && arg.at[0] == '<' && arg.at[arg.len - 1] == '>';
    Text iri = bracketed ? text_slice(arg, 1, arg.len - 1) : arg;
    if (labels_find(binder->labels, arg, &match, 1) == 1 && match.rank == LABEL_NAME)
        iri = match.iri;
    if (!iri_is_absolute(iri) || iri_invalid_at(iri) < iri.len) {
        return diag_set(binder->diag, STATUS_USAGE, "%.*s must be an IRI, not \"%.*s\"",
                        WORDS(param->name), WORDS(arg));
    }
    *term = term_iri(arena_text(binder->arena, iri));
    return term->text.at ? STATUS_OK : STATUS_NO_MEMORY;
}

/* ---- Arguments -------------------------------------------------------------------------------------------- */

static Status bind_one(const Binder *binder, const ReportParam *param, Text arg, Term *term) {
    const Text datatype = datatype_named(binder->arena, param->type, arg);
    if (datatype.at) return bind_literal(binder, param, datatype, arg, term);
    if (text_equal_nocase(param->type, TEXT("iri"))) return bind_iri(binder, param, arg, term);
    Text iri;
    TRY(labels_pick(binder->labels, arg, param->type, &iri, binder->diag));
    *term = term_iri(iri);
    return STATUS_OK;
}

/* Is it NAME=VALUE with the name of a parameter? */
static bool is_named(const Report *report, Text arg, size_t *param, Text *value) {
    const size_t equals = text_find(arg, TEXT("="), 0);
    if (equals == SIZE_MAX) return false;
    for (*param = 0; *param < report->param_count; ++*param) {
        if (!text_equal(report->params[*param].name, text_slice(arg, 0, equals))) continue;
        *value = text_slice(arg, equals + 1, arg.len);
        return true;
    }
    return false;
}

/* The words of a report's only argument, with single spaces: `.report country United States`. */
static Text join_args(Arena *arena, const Text *args, size_t count) {
    Buffer joined = {0};
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_byte(&joined, ' ');
        buffer_text(&joined, args[i]);
    }
    const Text kept = joined.failed ? (Text){NULL, 0} : arena_text(arena, buffer_view(&joined));
    buffer_free(&joined);
    return kept;
}

static bool wants_thing(const Binder *binder, const ReportParam *param, Text arg) {
    return !datatype_named(binder->arena, param->type, arg).at &&
           !text_equal_nocase(param->type, TEXT("iri"));
}

/* Is it the whole name of a thing of the parameter's class? */
static bool names_thing(const Binder *binder, const ReportParam *param, Text arg) {
    LabelMatch found[MOST_NAMED];
    const size_t count = labels_find(binder->labels, arg, found, MOST_NAMED);
    for (size_t i = 0; i < count && found[i].rank <= LABEL_ALIAS; i++) {
        if (text_equal_nocase(param->type, TEXT("entity")) ||
            labels_is_a(binder->labels, found[i].iri, param->type))
            return true;
    }
    return false;
}

/* Is it a day, a month or a year, for a parameter that wants one? */
static bool tells_when(const Binder *binder, const ReportParam *param, Text arg) {
    const Text datatype = datatype_named(binder->arena, param->type, arg);
    const Term term = term_typed(arg, datatype);
    Value value;
    return text_equal_nocase(param->type, TEXT("when")) &&
           value_of_term(binder->arena, &term, &value) == STATUS_OK && value.kind != VALUE_OTHER;
}

/* The next parameter, but what names nothing of its class goes to a later one that it fits: `.report policy Malaysia`
 * means the policies that touch Malaysia. */
static size_t choose_param(const Binder *binder, const Text *placed, size_t next, Text arg) {
    const Report *const report = binder->report;
    Diag ignored = {0};
    Text iri;
    if (next + 1 == report->param_count || !wants_thing(binder, &report->params[next], arg) ||
        labels_pick(binder->labels, arg, report->params[next].type, &iri, &ignored) == STATUS_OK)
        return next;
    for (size_t i = next; i < report->param_count; i++) {
        const ReportParam *const param = &report->params[i];
        if (!placed[i].at && (tells_when(binder, param, arg) ||
                              (wants_thing(binder, param, arg) && names_thing(binder, param, arg))))
            return i;
    }
    return next;
}

/* Puts each argument at its parameter's place; at == NULL: not given. */
static Status place_args(const Binder *binder, const Text *args, size_t count, Text *placed) {
    const Report *const report = binder->report;
    size_t next = 0;
    if (report->param_count == 1 && count > 1) {
        placed[0] = join_args(binder->arena, args, count);
        return placed[0].at ? STATUS_OK : STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        size_t param;
        Text value;
        if (is_named(report, args[i], &param, &value)) {
            placed[param] = value;
            continue;
        }
        while (next < report->param_count && placed[next].at) next++;
        if (next == report->param_count) {
            return diag_set(
                binder->diag, STATUS_USAGE,
                "report %.*s takes at most %zu argument%s (quote names of several words)",
                WORDS(report->name), report->param_count, report->param_count == 1 ? "" : "s");
        }
        const Text arg = args[i].at ? args[i] : TEXT("");
        placed[choose_param(binder, placed, next, arg)] = arg;
    }
    return STATUS_OK;
}

Status report_bind(const Report *report, const Labels *labels, const Text *args, size_t count,
                   Arena *arena, Binding *bindings, size_t *binding_count, Diag *diag) {
    const Binder binder = {report, labels, arena, diag};
    Text *const placed = arena_array(arena, report->param_count, sizeof *placed);
    if (!placed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    TRY(place_args(&binder, args, count, placed));
    *binding_count = 0;
    for (size_t i = 0; i < report->param_count; i++) {
        const ReportParam *const param = &report->params[i];
        const Text arg = placed[i].at ? placed[i] : param->fallback;
        if (!placed[i].at && arg.len == 0 && param->optional) continue;
        if (!placed[i].at && arg.len == 0) {
            return diag_set(diag, STATUS_USAGE, "report %.*s needs %.*s: %.*s", WORDS(report->name),
                            WORDS(param->name), WORDS(param->help));
        }
        Binding *const binding = &bindings[*binding_count];
        binding->name = param->name;
        TRY(bind_one(&binder, param, arg, &binding->term));
        ++*binding_count;
    }
    return STATUS_OK;
}
