/* SPARQL 1.1 Query Results JSON Format, read with jansson (strict JSON, bounded depth), with the terms of the
 * SPARQL 1.2 draft. Members that the recommendation does not know are passed over. */
#include "results_internal.h"

#include <jansson.h>

typedef struct Answer {
    ResultsReader *reader;
    Arena *arena; /* triple terms and the head; forgotten row by row */
    Text *names;
    size_t count;
    Term *terms;
    Diag *diag;
} Answer;

static Status bad(Answer *answer, const char *what) {
    return diag_set(answer->diag, STATUS_SYNTAX, "not a SPARQL results document: %s", what);
}

static Status no_memory(Answer *answer) {
    return diag_set(answer->diag, STATUS_NO_MEMORY, "out of memory");
}

static Text text_member(const json_t *object, const char *name) {
    const json_t *const value = json_object_get(object, name);
    if (!json_is_string(value)) return (Text){0};
    return (Text){json_string_value(value), json_string_length(value)};
}

static Status read_literal(Answer *answer, const json_t *object, Term *term) {
    const Text lang = text_member(object, "xml:lang"), direction = text_member(object, "its:dir");
    const Text text = text_member(object, "value");
    *term = lang.len ? term_lang(text, lang) : term_typed(text, text_member(object, "datatype"));
    if (direction.len == 0) return STATUS_OK;
    if (text_equal(direction, TEXT("ltr")))
        term->direction = DIRECTION_LTR;
    else if (text_equal(direction, TEXT("rtl")))
        term->direction = DIRECTION_RTL;
    else
        return bad(answer, "its:dir is neither ltr nor rtl");
    return lang.len ? STATUS_OK : bad(answer, "its:dir without xml:lang");
}

static Status read_term(Answer *answer, const json_t *object, Term *term, unsigned depth);

static Status read_triple(Answer *answer, const json_t *value, Term *term, unsigned depth) {
    static const char *const parts[3] = {"subject", "predicate", "object"};
    Term *const triple = arena_array(answer->arena, 3, sizeof *triple);
    if (!triple) return no_memory(answer);
    for (int i = 0; i < 3; i++)
        TRY(read_term(answer, json_object_get(value, parts[i]), &triple[i], depth + 1));
    *term = (Term){.kind = TERM_TRIPLE, .triple = triple};
    return STATUS_OK;
}

static Status read_term(Answer *answer, const json_t *object, Term *term, unsigned depth) {
    if (depth > MOST_NESTED_TERMS)
        return diag_set(answer->diag, STATUS_LIMIT, "triple terms are nested too deeply");
    const Text type = text_member(object, "type");
    const json_t *const value = json_object_get(object, "value");
    if (text_equal(type, TEXT("triple"))) return read_triple(answer, value, term, depth);
    if (!json_is_string(value)) return bad(answer, "a term has no value");
    if (text_equal(type, TEXT("uri")))
        *term = term_iri(text_member(object, "value"));
    else if (text_equal(type, TEXT("bnode")))
        *term = term_blank(text_member(object, "value"));
    else if (text_equal(type, TEXT("literal")) || text_equal(type, TEXT("typed-literal")))
        return read_literal(answer, object, term);
    else
        return bad(answer, "a term has an unknown type");
    return STATUS_OK;
}

static Status read_row(Answer *answer, const json_t *binding) {
    if (!json_is_object(binding)) return bad(answer, "a solution is not an object");
    for (size_t i = 0; i < answer->count; i++) {
        const json_t *const object =
            json_object_getn(binding, answer->names[i].at, answer->names[i].len);
        answer->terms[i] = (Term){0};
        if (object) TRY(read_term(answer, object, &answer->terms[i], 0));
    }
    return answer->reader->row(answer->reader->context, answer->terms, answer->count);
}

static Status read_head(Answer *answer, const json_t *root) {
    const json_t *const vars = json_object_get(json_object_get(root, "head"), "vars");
    if (!json_is_array(vars)) return bad(answer, "no head.vars");
    answer->count = json_array_size(vars);
    answer->names = mem_zero(answer->count + 1, sizeof *answer->names);
    answer->terms = mem_zero(answer->count + 1, sizeof *answer->terms);
    if (!answer->names || !answer->terms) return no_memory(answer);
    for (size_t i = 0; i < answer->count; i++) {
        const json_t *const name = json_array_get(vars, i);
        if (!json_is_string(name)) return bad(answer, "a variable's name is not a string");
        answer->names[i] = (Text){json_string_value(name), json_string_length(name)};
    }
    return answer->reader->head
               ? answer->reader->head(answer->reader->context, answer->names, answer->count)
               : STATUS_OK;
}

static Status read_document(Answer *answer, const json_t *root) {
    const json_t *const boolean = json_object_get(root, "boolean");
    if (json_is_boolean(boolean)) {
        answer->reader->is_ask = true;
        answer->reader->answer = json_is_true(boolean);
        return STATUS_OK;
    }
    TRY(read_head(answer, root));
    const json_t *const bindings = json_object_get(json_object_get(root, "results"), "bindings");
    if (!json_is_array(bindings)) return bad(answer, "no results.bindings");
    for (size_t i = 0; i < json_array_size(bindings); i++) {
        arena_reset(answer->arena);
        TRY(read_row(answer, json_array_get(bindings, i)));
    }
    return STATUS_OK;
}

Status read_json_results(Text text, ResultsReader *reader, Diag *diag) {
    json_error_t error;
    json_t *const root = json_loadb(text.at ? text.at : "", text.len, JSON_ALLOW_NUL, &error);
    if (!root)
        return diag_at(diag, STATUS_SYNTAX, text, (size_t)error.position, "not JSON: %s",
                       error.text);
    Answer answer = {.reader = reader, .arena = arena_new(NULL), .diag = diag};
    const Status status = answer.arena ? read_document(&answer, root) : no_memory(&answer);
    arena_free(answer.arena);
    mem_free(answer.names);
    mem_free(answer.terms);
    json_decref(root);
    return status;
}
