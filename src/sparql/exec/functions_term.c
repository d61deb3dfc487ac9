/* Functions on RDF terms: SPARQL 1.1 section 17.4.2, and those of SPARQL 1.2 on triple terms and base direction. */
#include "expression_internal.h"

#include <stdio.h>

/* ---- Tests ---------------------------------------------------------------------------------- */

static Status answer(Value *result, bool truth) {
    *result = value_boolean(truth);
    return STATUS_OK;
}

Status builtin_isiri(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, args[0].kind == VALUE_IRI);
}

Status builtin_isblank(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, args[0].kind == VALUE_BLANK);
}

Status builtin_isliteral(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, value_is_literal(&args[0]));
}

Status builtin_isnumeric(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, value_is_numeric(&args[0]));
}

Status builtin_istriple(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, args[0].kind == VALUE_TRIPLE);
}

Status builtin_haslang(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, args[0].kind == VALUE_LANG);
}

Status builtin_haslangdir(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    return answer(result, args[0].kind == VALUE_LANG && args[0].term.direction != DIRECTION_NONE);
}

Status builtin_sameterm(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    bool same;
    TRY(value_same_term(context->scratch, &args[0], &args[1], &same));
    return answer(result, same);
}

/* ---- Parts ---------------------------------------------------------------------------------- */

Status builtin_str(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    Term term;
    if (args[0].kind != VALUE_IRI && !value_is_literal(&args[0])) return STATUS_OK;
    TRY(value_term(context->scratch, &args[0], &term));
    *result = value_string(term.text);
    return STATUS_OK;
}

Status builtin_lang(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (value_is_literal(&args[0]))
        *result = value_string(args[0].kind == VALUE_LANG ? args[0].term.lang : TEXT(""));
    return STATUS_OK;
}

Status builtin_langdir(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    static const Text NAMES[] = {{"", 0}, {"ltr", 3}, {"rtl", 3}};
    if (!value_is_literal(&args[0])) return STATUS_OK;
    const bool tagged = args[0].kind == VALUE_LANG;
    *result = value_string(NAMES[tagged ? args[0].term.direction : DIRECTION_NONE]);
    return STATUS_OK;
}

static Value iri_value(Text iri) { return (Value){.kind = VALUE_IRI, .term = term_iri(iri)}; }

Status builtin_datatype(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    Term term;
    if (!value_is_literal(&args[0])) return STATUS_OK;
    TRY(value_term(context->scratch, &args[0], &term));
    *result = iri_value(term_datatype(&term));
    return STATUS_OK;
}

static Status triple_part(EvalContext *context, const Value *triple, unsigned part, Value *result) {
    if (triple->kind != VALUE_TRIPLE) return STATUS_OK;
    return value_of_term(context->scratch, &triple->term.triple[part], result);
}

Status builtin_subject(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return triple_part(context, &args[0], 0, result);
}

Status builtin_predicate(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return triple_part(context, &args[0], 1, result);
}

Status builtin_object(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return triple_part(context, &args[0], 2, result);
}

/* ---- Makers --------------------------------------------------------------------------------- */

/* A relative IRI is resolved against the query's base; what is no absolute IRI then is an error. */
Status builtin_iri(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    if (args[0].kind == VALUE_IRI) *result = args[0];
    if (args[0].kind != VALUE_STRING) return STATUS_OK;
    Buffer buffer = {.budget = context->budget};
    iri_resolve(&buffer, context->base, args[0].term.text);
    const Text iri = arena_text(context->scratch, buffer_view(&buffer));
    const bool failed = buffer.failed || !iri.at;
    buffer_free(&buffer);
    if (failed) return STATUS_NO_MEMORY;
    if (iri_is_absolute(iri) && iri_invalid_at(iri) == iri.len) *result = iri_value(iri);
    return STATUS_OK;
}

static bool is_reserved_datatype(Text datatype) {
    return text_equal(datatype, TEXT(RDF "langString")) ||
           text_equal(datatype, TEXT(RDF "dirLangString"));
}

Status builtin_strdt(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    if (args[0].kind != VALUE_STRING || args[1].kind != VALUE_IRI ||
        is_reserved_datatype(args[1].term.text))
        return STATUS_OK;
    const Term term = term_typed(args[0].term.text, args[1].term.text);
    return value_of_term(context->scratch, &term, result);
}

Status builtin_strlang(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (args[0].kind == VALUE_STRING && args[1].kind == VALUE_STRING &&
        lang_tag_valid(args[1].term.text))
        *result =
            (Value){.kind = VALUE_LANG, .term = term_lang(args[0].term.text, args[1].term.text)};
    return STATUS_OK;
}

Status builtin_strlangdir(EvalContext *context, const Value *args, size_t count, Value *result) {
    if (args[2].kind != VALUE_STRING) return STATUS_OK;
    const bool left = text_equal(args[2].term.text, TEXT("ltr"));
    if (!left && !text_equal(args[2].term.text, TEXT("rtl"))) return STATUS_OK;
    TRY(builtin_strlang(context, args, count, result));
    if (result->kind == VALUE_LANG) result->term.direction = left ? DIRECTION_LTR : DIRECTION_RTL;
    return STATUS_OK;
}

/* RDF 1.2: the subject is an IRI or a blank node, the predicate an IRI. */
Status builtin_triple(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    if ((args[0].kind != VALUE_IRI && args[0].kind != VALUE_BLANK) || args[1].kind != VALUE_IRI)
        return STATUS_OK;
    Term *const parts = arena_array(context->scratch, 3, sizeof *parts);
    if (!parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < 3; i++) TRY(value_term(context->scratch, &args[i], &parts[i]));
    *result = (Value){.kind = VALUE_TRIPLE, .term = {.kind = TERM_TRIPLE, .triple = parts}};
    return STATUS_OK;
}

/* ---- Fresh names ---------------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea, Flood 2014): the state is seeded by the system. */
uint64_t eval_random(EvalContext *context) {
    uint64_t mixed = context->random += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

/* A blank node whose label no source holds: 128 random bits, and it is never looked up there. */
static Status make_blank(EvalContext *context, uint64_t high, uint64_t low, Value *result) {
    char label[48];
    const int len = snprintf(label, sizeof label, "b%016llx%016llx", (unsigned long long)high,
                             (unsigned long long)low);
    const Term term = term_blank((Text){label, (size_t)len});
    TermId id;
    TRY(term_table_add(context->local, &term, &id));
    return eval_value(context, id, result);
}

/* With an argument: one node per text and solution, so the label is a keyed hash of both. */
static Status labelled_blank(EvalContext *context, Text text, Value *result) {
    const uint64_t high = hash_bytes(text.at, text.len, context->seed ^ context->solution);
    const uint64_t low = hash_bytes(text.at, text.len, hash_mix(context->seed, context->solution));
    return make_blank(context, high, low, result);
}

Status builtin_bnode(EvalContext *context, const Value *args, size_t count, Value *result) {
    if (count && args[0].kind != VALUE_STRING) return STATUS_OK;
    if (count) return labelled_blank(context, args[0].term.text, result);
    const uint64_t high = eval_random(context);
    return make_blank(context, high, eval_random(context), result);
}

/* RFC 4122, version 4: 122 random bits. */
static size_t write_uuid(EvalContext *context, char out[64]) {
    const unsigned long long high = eval_random(context), low = eval_random(context);
    return (size_t)snprintf(out, 64, "%08llx-%04llx-4%03llx-%04llx-%012llx", high >> 32,
                            high >> 16 & 0xFFFF, high & 0xFFF, (low >> 48 & 0x3FFF) | 0x8000,
                            low & 0xFFFFFFFFFFFF);
}

Status builtin_struuid(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)args, (void)count;
    char text[64];
    const Text copy = arena_text(context->scratch, (Text){text, write_uuid(context, text)});
    if (!copy.at) return STATUS_NO_MEMORY;
    *result = value_string(copy);
    return STATUS_OK;
}

Status builtin_uuid(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)args, (void)count;
    char text[80] = "urn:uuid:";
    const size_t len = 9 + write_uuid(context, text + 9);
    const Text copy = arena_text(context->scratch, (Text){text, len});
    if (!copy.at) return STATUS_NO_MEMORY;
    *result = iri_value(copy);
    return STATUS_OK;
}
