/* Calls in expressions: built-in functions, functional forms, aggregates, functions named by an IRI (productions 70,
 * 71, 121 to 128). Ordinary built-ins are rows of builtins.def; what has a syntax of its own is in the table here. */
#include "parse_internal.h"

#include <limits.h>

/* The number of each row. */
enum {
#define BUILTIN(NAME, LEAST, MOST, FUNCTION, SPARQL12) ROW_##NAME,
#include "ytterby/builtins.def"
#undef BUILTIN
    BUILTIN_COUNT
};

static const Builtin builtin_rows[BUILTIN_COUNT] = {
#define BUILTIN(NAME, LEAST, MOST, FUNCTION, SPARQL12)                                             \
    {#NAME, (LEAST), (MOST), ROW_##NAME, (SPARQL12)},
#include "ytterby/builtins.def"
#undef BUILTIN
};

const Builtin *builtins(size_t *count) {
    *count = BUILTIN_COUNT;
    return builtin_rows;
}

/* ---- Arguments --------------------------------------------------------------------------------------------------- */

/* [70] ArgList and the lists of built-ins: ( ) or ( e, e … ). */
static Status parse_arguments(Parser *p, Expr *expr) {
    size_t cap = 0;
    if (at_kind(p, TOKEN_NIL)) {
        advance(p);
        return STATUS_OK;
    }
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "("));
    if (expr->kind == EXPR_CALL && accept_word(p, "DISTINCT")) expr->distinct = true;
    do {
        Expr *argument;
        TRY(parse_expression(p, &argument));
        TRY(expr_add(p, expr, &cap, argument));
    } while (accept_symbol(p, ","));
    leave(p, 1);
    return expect_symbol(p, ")");
}

static Status check_count(Parser *p, const char *name, const Expr *expr, unsigned least,
                          unsigned most) {
    if (expr->count >= least && expr->count <= most) return STATUS_OK;
    const unsigned wanted = expr->count < least ? least : most;
    return syntax_error(p, expr->offset, "%s takes %s%u argument%s, and %zu %s given", name,
                        least == most         ? ""
                        : expr->count < least ? "at least "
                                              : "at most ",
                        wanted, wanted == 1 ? "" : "s", expr->count,
                        expr->count == 1 ? "is" : "are");
}

/* ---- Functional forms ----------------------------------------------------------------------------------------------- */

/* EXISTS: what its pattern mentions is not visible outside, and it is no place for aggregates. */
static Status parse_exists_group(Parser *p, ExprKind kind, size_t offset, Expr **expr) {
    const size_t mentions = p->mention_count;
    const bool aggregates = p->aggregates;
    const bool in_aggregate = p->in_aggregate;
    const bool template = p->in_template;
    const BlankUse blanks = p->blanks;
    TRY(expr_new(p, kind, offset, expr));
    p->aggregates = p->in_aggregate = p->in_template = false;
    p->blanks = BLANK_PATTERN;
    const size_t pattern = p->pattern;
    next_pattern(p);
    TRY(parse_group(p, &(*expr)->group));
    p->pattern = pattern;
    p->aggregates = aggregates;
    p->in_aggregate = in_aggregate;
    p->in_template = template;
    p->blanks = blanks;
    forget_mentions(p, mentions);
    return STATUS_OK;
}

/* [125] ExistsFunc */
static Status parse_exists(Parser *p, Expr **expr) {
    const size_t offset = here(p);
    advance(p);
    return parse_exists_group(p, EXPR_EXISTS, offset, expr);
}

/* [126] NotExistsFunc */
static Status parse_not_exists(Parser *p, Expr **expr) {
    const size_t offset = here(p);
    advance(p);
    TRY(expect_word(p, "EXISTS"));
    return parse_exists_group(p, EXPR_NOT_EXISTS, offset, expr);
}

static Status parse_bound(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_BOUND, here(p), expr));
    advance(p);
    TRY(expect_symbol(p, "("));
    TRY(parse_variable(p, &(*expr)->slot));
    return expect_symbol(p, ")");
}

static Status parse_if(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_IF, here(p), expr));
    advance(p);
    TRY(parse_arguments(p, *expr));
    return check_count(p, "IF", *expr, 3, 3);
}

static Status parse_coalesce(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_COALESCE, here(p), expr));
    advance(p);
    return parse_arguments(p, *expr);
}

/* ---- Aggregates -------------------------------------------------------------------------------------------------------- */

static Status begin_aggregate(Parser *p, AggregateKind kind, Expr **expr) {
    TRY(expr_new(p, EXPR_AGGREGATE, here(p), expr));
    (*expr)->aggregate = kind;
    (*expr)->separator = TEXT(" ");
    if (p->in_aggregate)
        return syntax_error(p, here(p), "an aggregate cannot stand inside an aggregate");
    if (!p->aggregates) {
        return syntax_error(p, here(p),
                            "an aggregate can only stand in SELECT, HAVING and ORDER BY");
    }
    p->aggregate_count++;
    p->in_aggregate = true;
    advance(p);
    TRY(expect_symbol(p, "("));
    (*expr)->distinct = accept_word(p, "DISTINCT");
    return STATUS_OK;
}

static Status end_aggregate(Parser *p) {
    p->in_aggregate = false;
    return expect_symbol(p, ")");
}

static Status parse_aggregated(Parser *p, Expr *expr) {
    Expr *argument;
    size_t cap = 0;
    TRY(parse_expression(p, &argument));
    return expr_add(p, expr, &cap, argument);
}

static Status parse_one_aggregate(Parser *p, AggregateKind kind, Expr **expr) {
    TRY(begin_aggregate(p, kind, expr));
    TRY(parse_aggregated(p, *expr));
    return end_aggregate(p);
}

static Status parse_count(Parser *p, Expr **expr) {
    TRY(begin_aggregate(p, AGGREGATE_COUNT, expr));
    if (!accept_symbol(p, "*")) TRY(parse_aggregated(p, *expr));
    return end_aggregate(p);
}

static Status parse_sum(Parser *p, Expr **expr) {
    return parse_one_aggregate(p, AGGREGATE_SUM, expr);
}
static Status parse_min(Parser *p, Expr **expr) {
    return parse_one_aggregate(p, AGGREGATE_MIN, expr);
}
static Status parse_max(Parser *p, Expr **expr) {
    return parse_one_aggregate(p, AGGREGATE_MAX, expr);
}
static Status parse_avg(Parser *p, Expr **expr) {
    return parse_one_aggregate(p, AGGREGATE_AVG, expr);
}
static Status parse_sample(Parser *p, Expr **expr) {
    return parse_one_aggregate(p, AGGREGATE_SAMPLE, expr);
}

static Status parse_group_concat(Parser *p, Expr **expr) {
    TRY(begin_aggregate(p, AGGREGATE_GROUP_CONCAT, expr));
    TRY(parse_aggregated(p, *expr));
    if (accept_symbol(p, ";")) {
        TRY(expect_word(p, "SEPARATOR"));
        TRY(expect_symbol(p, "="));
        TRY(parse_string(p, &(*expr)->separator));
        (*expr)->has_separator = true;
    }
    return end_aggregate(p);
}

/* ---- Calls by name ------------------------------------------------------------------------------------------------------- */

/* What has a syntax of its own ([121] BuiltInCall, [127] Aggregate). */
static const struct {
    const char *name;
    Status (*parse)(Parser *p, Expr **expr);
} forms[] = {
    {"EXISTS", parse_exists}, {"NOT", parse_not_exists},    {"BOUND", parse_bound},
    {"IF", parse_if},         {"COALESCE", parse_coalesce}, {"COUNT", parse_count},
    {"SUM", parse_sum},       {"MIN", parse_min},           {"MAX", parse_max},
    {"AVG", parse_avg},       {"SAMPLE", parse_sample},     {"GROUP_CONCAT", parse_group_concat},
};
enum {
    FORM_COUNT = sizeof forms / sizeof *forms
};

static const Builtin *find_builtin(Text name) {
    for (size_t i = 0; i < BUILTIN_COUNT; i++) {
        if (text_equal_nocase(name, text_of(builtin_rows[i].name))) return &builtin_rows[i];
    }
    return NULL;
}

static size_t find_form(Text name) {
    size_t at = 0;
    while (at < FORM_COUNT && !text_equal_nocase(name, text_of(forms[at].name))) at++;
    return at;
}

bool at_builtin_call(const Parser *p) {
    return p->token.kind == TOKEN_WORD &&
           (find_builtin(p->token.text) || find_form(p->token.text) < FORM_COUNT);
}

static Status unknown_function(Parser *p) {
    Text names[BUILTIN_COUNT + FORM_COUNT];
    for (size_t i = 0; i < BUILTIN_COUNT; i++) names[i] = text_of(builtin_rows[i].name);
    for (size_t i = 0; i < FORM_COUNT; i++) names[BUILTIN_COUNT + i] = text_of(forms[i].name);
    const Text word = p->token.text;
    const size_t nearest = text_nearest(word, names, sizeof names / sizeof *names);
    const size_t next = lex_blank(p->text, p->token.end);
    const bool call = next < p->text.len && p->text.at[next] == '(';
    if (!call && nearest == SIZE_MAX) return unexpected(p);
    if (nearest == SIZE_MAX) {
        return syntax_error(p, here(p), "there is no function %.*s", (int)word.len, word.at);
    }
    return syntax_error(p, here(p), "there is no function %.*s; did you mean %s?", (int)word.len,
                        word.at, names[nearest].at);
}

Status parse_builtin_call(Parser *p, Expr **expr) {
    const size_t form = find_form(p->token.text);
    const Builtin *const builtin = find_builtin(p->token.text);
    if (form < FORM_COUNT) return forms[form].parse(p, expr);
    if (!builtin) return unknown_function(p);
    if (builtin->sparql12 && p->options->sparql11_only) {
        return syntax_error(p, here(p), "%s is SPARQL 1.2", builtin->name);
    }
    TRY(expr_new(p, EXPR_BUILTIN, here(p), expr));
    (*expr)->builtin = builtin;
    advance(p);
    TRY(parse_arguments(p, *expr));
    return check_count(p, builtin->name, *expr, builtin->least, builtin->most);
}

/* [128] iriOrFunction */
Status parse_iri_or_function(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_TERM, here(p), expr));
    TRY(parse_iri(p, &(*expr)->term));
    if (!at_symbol(p, "(") && !at_kind(p, TOKEN_NIL)) return STATUS_OK;
    (*expr)->kind = EXPR_CALL;
    return parse_arguments(p, *expr);
}

/* [70] FunctionCall */
Status parse_function_call(Parser *p, Expr **expr) {
    TRY(parse_iri_or_function(p, expr));
    return (*expr)->kind == EXPR_CALL ? STATUS_OK : unexpected(p);
}
