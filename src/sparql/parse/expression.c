/* Expressions (productions 69 to 71, 107 to 120). A chain of one operator becomes one node with many arguments. */
#include "parse_internal.h"

static Expr *expr_made(Parser *p, ExprKind kind, size_t offset) {
    Expr *const made = arena_alloc(p->arena, sizeof *made);
    if (made) *made = (Expr){.kind = kind, .offset = offset, .slot = SLOT_NONE};
    return made;
}

Status expr_new(Parser *p, ExprKind kind, size_t offset, Expr **expr) {
    *expr = expr_made(p, kind, offset);
    return *expr ? STATUS_OK : out_of_memory(p);
}

Status expr_add(Parser *p, Expr *expr, size_t *cap, Expr *arg) {
    void *items = expr->args;
    TRY(grow(p, &items, cap, expr->count + 1, sizeof *expr->args));
    expr->args = items;
    expr->args[expr->count++] = arg;
    return STATUS_OK;
}

typedef struct Chain {
    Expr *expr;    /* what the chain is so far */
    size_t cap;    /* room for arguments of `expr`; 0: it is no node of this chain */
    size_t levels; /* nodes stacked on each other, which count as depth */
} Chain;

/* Adds an operand: to the same node while the operator stays, else the chain so far becomes the first argument. */
static Status chain_add(Parser *p, Chain *chain, ExprKind kind, Expr *operand) {
    if (chain->cap == 0 || chain->expr->kind != kind) {
        Expr *above = NULL;
        TRY(enter(p, 1));
        chain->levels++;
        chain->cap = 0;
        TRY(expr_new(p, kind, chain->expr->offset, &above));
        TRY(expr_add(p, above, &chain->cap, chain->expr));
        chain->expr = above;
    }
    return expr_add(p, chain->expr, &chain->cap, operand);
}

static Expr *chain_end(Parser *p, Chain *chain) {
    leave(p, (unsigned)chain->levels);
    return chain->expr;
}

/* ---- Primary expressions ---------------------------------------------------------------------------------------- */

static Status parse_term_expression(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_TERM, here(p), expr));
    return parse_literal(p, &(*expr)->term);
}

static Status parse_variable_expression(Parser *p, Expr **expr) {
    TRY(expr_new(p, EXPR_VARIABLE, here(p), expr));
    return parse_variable(p, &(*expr)->slot);
}

/* [119] PrimaryExpression */
static Status parse_primary(Parser *p, Expr **expr) {
    const size_t noted = p->expected_count;
    if (is_symbol(p, "(")) return parse_bracketted(p, expr);
    if (at_variable(p)) return parse_variable_expression(p, expr);
    if (at_literal(p)) return parse_term_expression(p, expr);
    if (is_symbol(p, "<<(")) return parse_expression_triple(p, expr);
    if (at_iri(p)) return parse_iri_or_function(p, expr);
    expect_summary(p, noted, "an expression");
    return p->token.kind == TOKEN_WORD ? parse_builtin_call(p, expr) : unexpected(p);
}

/* [120] BrackettedExpression */
Status parse_bracketted(Parser *p, Expr **expr) {
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "("));
    TRY(parse_expression(p, expr));
    leave(p, 1);
    return expect_symbol(p, ")");
}

/* [118] UnaryExpression */
static Status parse_unary(Parser *p, Expr **expr) {
    static const struct {
        const char *symbol;
        ExprKind kind;
    } operators[] = {{"!", EXPR_NOT}, {"+", EXPR_UNARY_PLUS}, {"-", EXPR_UNARY_MINUS}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!is_symbol(p, operators[i].symbol)) continue;
        Expr *const sign = expr_made(p, operators[i].kind, here(p));
        Expr *operand = NULL;
        size_t cap = 0;
        if (!sign) return out_of_memory(p);
        *expr = sign;
        advance(p);
        TRY(enter(p, 1));
        /* [118] in 1.1 has one sign before a primary expression; 1.2 and all engines nest "!". */
        TRY(operators[i].kind == EXPR_NOT ? parse_unary(p, &operand) : parse_primary(p, &operand));
        leave(p, 1);
        return expr_add(p, sign, &cap, operand);
    }
    return parse_primary(p, expr);
}

/* ---- Operators ------------------------------------------------------------------------------------------------------ */

/* [117] MultiplicativeExpression, its tail: `chain` holds the first operand. */
static Status parse_factors(Parser *p, Chain *chain) {
    for (;;) {
        Expr *operand = NULL;
        const ExprKind kind = at_symbol(p, "*")   ? EXPR_MULTIPLY
                              : at_symbol(p, "/") ? EXPR_DIVIDE
                                                  : EXPR_TERM;
        if (kind == EXPR_TERM) return STATUS_OK;
        advance(p);
        TRY(parse_unary(p, &operand));
        TRY(chain_add(p, chain, kind, operand));
    }
}

static Status parse_multiplicative(Parser *p, Expr **expr) {
    Chain chain = {0};
    TRY(parse_unary(p, &chain.expr));
    TRY(parse_factors(p, &chain));
    *expr = chain_end(p, &chain);
    return STATUS_OK;
}

/* A number with its sign after an operand, as in ?a-1: an addition ([116], NumericLiteralPositive and -Negative). */
static bool at_signed_number(const Parser *p) {
    const bool number = p->token.kind == TOKEN_INTEGER || p->token.kind == TOKEN_DECIMAL ||
                        p->token.kind == TOKEN_DOUBLE;
    return number && (p->token.text.at[0] == '+' || p->token.text.at[0] == '-');
}

static Status parse_signed_number(Parser *p, Expr **expr) {
    Chain chain = {0};
    TRY(parse_term_expression(p, &chain.expr));
    TRY(parse_factors(p, &chain));
    *expr = chain_end(p, &chain);
    return STATUS_OK;
}

/* [116] AdditiveExpression */
static Status parse_additive(Parser *p, Expr **expr) {
    Chain chain = {0};
    TRY(parse_multiplicative(p, &chain.expr));
    for (;;) {
        Expr *operand = NULL;
        ExprKind kind = EXPR_ADD;
        if (at_signed_number(p)) {
            TRY(parse_signed_number(p, &operand)); /* adding a negative number */
        } else if (at_symbol(p, "+") || at_symbol(p, "-")) {
            if (is_symbol(p, "-")) kind = EXPR_SUBTRACT;
            advance(p);
            TRY(parse_multiplicative(p, &operand));
        } else {
            break;
        }
        TRY(chain_add(p, &chain, kind, operand));
    }
    *expr = chain_end(p, &chain);
    return STATUS_OK;
}

/* [71] ExpressionList */
static Status parse_list(Parser *p, Expr *expr, size_t *cap) {
    if (at_kind(p, TOKEN_NIL)) {
        advance(p);
        return STATUS_OK;
    }
    TRY(expect_symbol(p, "("));
    do {
        Expr *item = NULL;
        TRY(parse_expression(p, &item));
        TRY(expr_add(p, expr, cap, item));
    } while (accept_symbol(p, ","));
    return expect_symbol(p, ")");
}

static Status parse_in(Parser *p, ExprKind kind, Expr *wanted, Expr **expr) {
    size_t cap = 0;
    TRY(expr_new(p, kind, wanted->offset, expr));
    TRY(expr_add(p, *expr, &cap, wanted));
    TRY(enter(p, 1));
    TRY(parse_list(p, *expr, &cap));
    leave(p, 1);
    return STATUS_OK;
}

/* [114] RelationalExpression */
static Status parse_relational(Parser *p, Expr **expr) {
    static const struct {
        const char *symbol;
        ExprKind kind;
    } operators[] = {{"=", EXPR_EQUAL},   {"!=", EXPR_NOT_EQUAL},  {"<", EXPR_LESS},
                     {">", EXPR_GREATER}, {"<=", EXPR_LESS_EQUAL}, {">=", EXPR_GREATER_EQUAL}};
    Expr *left = NULL;
    TRY(parse_additive(p, &left));
    *expr = left;
    if (accept_word(p, "IN")) return parse_in(p, EXPR_IN, left, expr);
    if (accept_word(p, "NOT")) {
        TRY(expect_word(p, "IN"));
        return parse_in(p, EXPR_NOT_IN, left, expr);
    }
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!accept_symbol(p, operators[i].symbol)) continue;
        Expr *right = NULL;
        size_t cap = 0;
        TRY(parse_additive(p, &right));
        TRY(expr_new(p, operators[i].kind, left->offset, expr));
        TRY(expr_add(p, *expr, &cap, left));
        return expr_add(p, *expr, &cap, right);
    }
    return STATUS_OK;
}

static Status parse_logical(Parser *p, const char *symbol, ExprKind kind,
                            Status (*operand)(Parser *, Expr **), Expr **expr) {
    Chain chain = {0};
    TRY(operand(p, &chain.expr));
    while (accept_symbol(p, symbol)) {
        Expr *next = NULL;
        TRY(operand(p, &next));
        TRY(chain_add(p, &chain, kind, next));
    }
    *expr = chain_end(p, &chain);
    return STATUS_OK;
}

/* [112] ConditionalAndExpression */
static Status parse_and(Parser *p, Expr **expr) {
    return parse_logical(p, "&&", EXPR_AND, parse_relational, expr);
}

/* [110] Expression, [111] ConditionalOrExpression */
Status parse_expression(Parser *p, Expr **expr) {
    TRY(enter(p, 1));
    TRY(parse_logical(p, "||", EXPR_OR, parse_and, expr));
    expect_summary(p, 0, "an operator");
    leave(p, 1);
    return STATUS_OK;
}

/* ---- Constraints ------------------------------------------------------------------------------------------------------ */

bool at_constraint(Parser *p) {
    const size_t noted = p->expected_count;
    if (is_symbol(p, "(") || at_builtin_call(p) || at_iri(p)) return true;
    expect_summary(p, noted, "an expression in brackets");
    return false;
}

/* [69] Constraint */
Status parse_constraint(Parser *p, Expr **expr) {
    if (is_symbol(p, "(")) return parse_bracketted(p, expr);
    if (!at_constraint(p) && p->token.kind != TOKEN_WORD) return unexpected(p);
    return p->token.kind == TOKEN_WORD ? parse_builtin_call(p, expr) : parse_function_call(p, expr);
}
