/* Expressions, row by row: operators with three-valued logic, functional forms, calls.
 * SPARQL 1.1 sections 17.2 (errors, effective boolean values), 17.3 (operators), 17.4.1 (functional forms).
 *
 * One function per kind of expression, in a table; the parser bounds how deep expressions nest. */
#include "expression_internal.h"

#include <sys/random.h>
#include <time.h>

typedef Status Evaluator(EvalContext *context, const Expr *expr, const Row *row, Value *value);

/* ---- Ids and values ------------------------------------------------------------------------- */

Status eval_term(EvalContext *context, TermId id, char text[32], Term *term) {
    if (id_is_local(id)) return term_table_get(context->local, id, text, term);
    return source_term(context->source, id, text, term);
}

static bool has_cached_text(TermId id) { return id_tag(id) == TAG_IRI || id_tag(id) == TAG_STRING; }

Status eval_term_kept(EvalContext *context, TermId id, char text[32], Term *term) {
    CachedText cached;
    if (!has_cached_text(id)) return eval_term(context, id, text, term);
    TRY(text_of_id(context, id, &cached));
    *term = id_tag(id) == TAG_IRI ? term_iri(cached.text) : term_string(cached.text);
    return STATUS_OK;
}

Status eval_value(EvalContext *context, TermId id, Value *value) {
    if (id == TERM_ID_NONE) {
        *value = VALUE_NOTHING;
        return STATUS_OK;
    }
    if (id_is_inline(id)) {
        *value = value_of_inline(id);
        return STATUS_OK;
    }
    Term term;
    char text[32]; /* only inline ids use it */
    TRY(eval_term_kept(context, id, text, &term));
    TRY(value_of_term(context->scratch, &term, value));
    value->id = id;
    return STATUS_OK;
}

Status eval_intern(EvalContext *context, const Term *term, TermId *id) {
    *id = source_find(context->source, term);
    return *id == TERM_ID_NONE ? term_table_add(context->local, term, id) : STATUS_OK;
}

Status eval_id(EvalContext *context, const Value *value, TermId *id) {
    *id = value->id;
    if (*id != TERM_ID_NONE || value->kind == VALUE_ERROR) return STATUS_OK;
    *id = value_inline(value);
    if (*id != TERM_ID_NONE) return STATUS_OK;
    Term term;
    TRY(value_term(context->scratch, value, &term));
    return eval_intern(context, &term, id);
}

/* Are the ids, of strings or of IRIs, in the order of their texts? */
static bool ids_are_ordered(const EvalContext *context, TermId a, TermId b) {
    const uint64_t payload = (UINT64_C(1) << 60) - 1; /* local ids are beyond all ordered ones */
    const uint64_t ordered = source_ordered(context->source, id_tag(a));
    return (a & payload) < ordered && (b & payload) < ordered;
}

/* The order of two strings, or of two IRIs. */
static Status order_texts(EvalContext *context, TermId a, TermId b, int *order) {
    CachedText x, y;
    *order = (a > b) - (a < b);
    if (ids_are_ordered(context, a, b)) return STATUS_OK;
    TRY(text_of_id(context, a, &x));
    TRY(text_of_id(context, b, &y));
    *order = cached_text_compare(&x, &y);
    return STATUS_OK;
}

Status eval_order(EvalContext *context, TermId a, TermId b, int *order) {
    Value x, y;
    *order = (a > b) - (a < b);
    if (a == b || (id_tag(a) == TAG_INTEGER && id_tag(b) == TAG_INTEGER)) return STATUS_OK;
    if (has_cached_text(a) && id_tag(a) == id_tag(b)) return order_texts(context, a, b, order);
    TRY(eval_value(context, a, &x));
    TRY(eval_value(context, b, &y));
    return value_order(context->scratch, &x, &y, order);
}

/* ---- Terms and variables -------------------------------------------------------------------- */

static Status constant(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    (void)row;
    Constant *const kept = &context->constants[(uintptr_t)expr / sizeof *expr % CONSTANTS_KEPT];
    if (kept->expr == expr) {
        *value = kept->value;
        return STATUS_OK;
    }
    TRY(value_of_term(context->scratch, &expr->term, value));
    const bool exact = value->kind == VALUE_INTEGER || value->kind == VALUE_DECIMAL;
    if (!exact || !value->decimal.limbs) *kept = (Constant){expr, *value}; /* limbs are scratch */
    return STATUS_OK;
}

static Status variable(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    return eval_value(context, row_get(row, expr->slot), value);
}

static Status bound(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    (void)context;
    *value = value_boolean(row_get(row, expr->slot) != TERM_ID_NONE);
    return STATUS_OK;
}

/* ---- Logic (section 17.2) ------------------------------------------------------------------- */

static void set_truth(Value *value, Truth truth) {
    *value = truth == TRUTH_ERROR ? VALUE_NOTHING : value_boolean(truth == TRUTH_TRUE);
}

/* `decisive` ends it; an error stays unless a later operand is decisive. */
static Status junction(EvalContext *context, const Expr *expr, const Row *row, Truth decisive,
                       Value *value) {
    Truth result = decisive == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
    for (size_t i = 0; i < expr->count && result != decisive; i++) {
        Truth truth;
        TRY(expr_truth(context, expr->args[i], row, &truth));
        if (truth == decisive || truth == TRUTH_ERROR) result = truth;
    }
    set_truth(value, result);
    return STATUS_OK;
}

static Status or (EvalContext * context, const Expr *expr, const Row *row, Value *value) {
    return junction(context, expr, row, TRUTH_TRUE, value);
}

static Status and (EvalContext * context, const Expr *expr, const Row *row, Value *value) {
    return junction(context, expr, row, TRUTH_FALSE, value);
}

static Truth negation(Truth truth) {
    if (truth == TRUTH_ERROR) return TRUTH_ERROR;
    return truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
}

static Status not(EvalContext * context, const Expr *expr, const Row *row, Value *value) {
    Truth truth;
    TRY(expr_truth(context, expr->args[0], row, &truth));
    set_truth(value, negation(truth));
    return STATUS_OK;
}

static Status exists(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    bool answer = false;
    TRY(context->exists(context->operators, expr->pattern, row, &answer));
    *value = value_boolean(answer == (expr->kind == EXPR_EXISTS));
    return STATUS_OK;
}

/* ---- Comparison ----------------------------------------------------------------------------- */

/* Then no text need be read. */
static bool ids_decide(const Expr *expr, const Row *row, bool *same) {
    const Expr *const a = expr->args[0], *const b = expr->args[1];
    if (a->kind != EXPR_VARIABLE || b->kind != EXPR_VARIABLE) return false;
    const TermId x = row_get(row, a->slot), y = row_get(row, b->slot);
    *same = x == y;
    return ids_tell_equal(x, y);
}

static Status equal(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    Value a, b;
    Truth truth;
    bool same = false;
    if (ids_decide(expr, row, &same)) {
        *value = value_boolean(same == (expr->kind == EXPR_EQUAL));
        return STATUS_OK;
    }
    TRY(expr_value(context, expr->args[0], row, &a));
    TRY(expr_value(context, expr->args[1], row, &b));
    TRY(value_equal(context->scratch, &a, &b, &truth));
    set_truth(value, expr->kind == EXPR_EQUAL ? truth : negation(truth));
    return STATUS_OK;
}

/* Are both operands variables whose values are strings, or integers that are inlined? Then ids and texts tell. */
static Status order_variables(EvalContext *context, const Expr *expr, const Row *row, bool *known,
                              int *order) {
    const Expr *const a = expr->args[0], *const b = expr->args[1];
    *known = false;
    if (a->kind != EXPR_VARIABLE || b->kind != EXPR_VARIABLE) return STATUS_OK;
    const TermId x = row_get(row, a->slot), y = row_get(row, b->slot);
    if (id_tag(x) != id_tag(y)) return STATUS_OK;
    *known = id_tag(x) == TAG_STRING || id_tag(x) == TAG_INTEGER;
    *order = (x > y) - (x < y);
    return id_tag(x) == TAG_STRING && x != y ? order_texts(context, x, y, order) : STATUS_OK;
}

static Status less(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    const bool swap = expr->kind == EXPR_GREATER || expr->kind == EXPR_GREATER_EQUAL;
    const bool or_equal = expr->kind == EXPR_LESS_EQUAL || expr->kind == EXPR_GREATER_EQUAL;
    Value a, b;
    Truth truth;
    bool known = false;
    int order = 0;
    TRY(order_variables(context, expr, row, &known, &order));
    if (known) {
        *value = value_boolean(order == 0 ? or_equal : swap == (order > 0));
        return STATUS_OK;
    }
    TRY(expr_value(context, expr->args[0], row, &a));
    TRY(expr_value(context, expr->args[1], row, &b));
    TRY(value_less(context->scratch, swap ? &b : &a, swap ? &a : &b, or_equal, &truth));
    set_truth(value, truth);
    return STATUS_OK;
}

static Status in(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    Truth found;
    Value wanted = VALUE_NOTHING;
    if (expr->count > 1) TRY(expr_value(context, expr->args[0], row, &wanted));
    TRY(member_of_list(context, &wanted, expr, row, &found));
    set_truth(value, expr->kind == EXPR_IN ? found : negation(found));
    return STATUS_OK;
}

/* ---- Arithmetic ----------------------------------------------------------------------------- */

static Arithmetic arithmetic_of(ExprKind kind) {
    switch (kind) {
    case EXPR_ADD: return ARITHMETIC_ADD;
    case EXPR_SUBTRACT: return ARITHMETIC_SUBTRACT;
    case EXPR_MULTIPLY: return ARITHMETIC_MULTIPLY;
    default: return ARITHMETIC_DIVIDE;
    }
}

/* A chain of operands, from the left. */
static Status arithmetic(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    const Arithmetic operation = arithmetic_of(expr->kind);
    Value left, right;
    TRY(expr_value(context, expr->args[0], row, value));
    for (size_t i = 1; i < expr->count && value->kind != VALUE_ERROR; i++) {
        left = *value;
        TRY(expr_value(context, expr->args[i], row, &right));
        TRY(value_arithmetic(context->scratch, operation, &left, &right, value));
    }
    return STATUS_OK;
}

static Status unary_plus(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    TRY(expr_value(context, expr->args[0], row, value));
    if (!value_is_numeric(value)) *value = VALUE_NOTHING;
    return STATUS_OK;
}

static Status unary_minus(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    Value a;
    TRY(expr_value(context, expr->args[0], row, &a));
    *value = value_negate(&a);
    return STATUS_OK;
}

/* ---- Functional forms and calls ------------------------------------------------------------- */

static Status choose(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    Truth truth;
    TRY(expr_truth(context, expr->args[0], row, &truth));
    *value = VALUE_NOTHING;
    if (truth == TRUTH_ERROR) return STATUS_OK;
    return expr_value(context, expr->args[truth == TRUTH_TRUE ? 1 : 2], row, value);
}

static Status coalesce(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    *value = VALUE_NOTHING;
    for (size_t i = 0; i < expr->count && value->kind == VALUE_ERROR; i++)
        TRY(expr_value(context, expr->args[i], row, value));
    return STATUS_OK;
}

#define BUILTIN(name, least, most, function, sparql12) function,
static BuiltinFunction *const FUNCTIONS[] = {
#include "ytterby/builtins.def"
};
#undef BUILTIN

/* Section 17.5: the datatypes are functions of one argument; a function that nobody knows is an error. */
static Status cast(EvalContext *context, const Expr *expr, const Value *args, Value *value) {
    const Datatype target = datatype_of(expr->term.text);
    if (expr->count != 1 || target == DATATYPE_OTHER) return STATUS_OK;
    return value_cast(context->scratch, &args[0], target, value);
}

static Status call(EvalContext *context, const Expr *expr, const Value *args, Value *value) {
    if (expr->kind == EXPR_TRIPLE) return builtin_triple(context, args, expr->count, value);
    if (expr->kind == EXPR_CALL) return cast(context, expr, args, value);
    return FUNCTIONS[expr->builtin->index](context, args, expr->count, value);
}

/* Evaluates the arguments, then the function, unless one of them is an error. */
static Status function(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    Value few[3], *args = few;
    Truth known = TRUTH_ERROR;
    *value = VALUE_NOTHING;
    if (expr->kind == EXPR_BUILTIN && FUNCTIONS[expr->builtin->index] == builtin_strstarts)
        TRY(text_range_starts(context, expr, row, &known));
    if (known != TRUTH_ERROR) {
        set_truth(value, known);
        return STATUS_OK;
    }
    if (expr->count > sizeof few / sizeof few[0]) {
        args = arena_array(context->scratch, expr->count, sizeof *args);
        if (!args) return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < expr->count; i++) {
        TRY(expr_value(context, expr->args[i], row, &args[i]));
        if (args[i].kind == VALUE_ERROR) return STATUS_OK;
    }
    context->solution = row->batch ? row->batch->serial * BATCH_ROWS + row->at : 0;
    return call(context, expr, args, value);
}

/* ---- The table ------------------------------------------------------------------------------ */

static Evaluator *const EVALUATORS[] = {
    [EXPR_TERM] = constant,
    [EXPR_VARIABLE] = variable,
    [EXPR_OR] = or
    ,
    [EXPR_AND] = and,
    [EXPR_NOT] = not,
    [EXPR_EQUAL] = equal,
    [EXPR_NOT_EQUAL] = equal,
    [EXPR_LESS] = less,
    [EXPR_GREATER] = less,
    [EXPR_LESS_EQUAL] = less,
    [EXPR_GREATER_EQUAL] = less,
    [EXPR_IN] = in,
    [EXPR_NOT_IN] = in,
    [EXPR_ADD] = arithmetic,
    [EXPR_SUBTRACT] = arithmetic,
    [EXPR_MULTIPLY] = arithmetic,
    [EXPR_DIVIDE] = arithmetic,
    [EXPR_UNARY_PLUS] = unary_plus,
    [EXPR_UNARY_MINUS] = unary_minus,
    [EXPR_BOUND] = bound,
    [EXPR_IF] = choose,
    [EXPR_COALESCE] = coalesce,
    [EXPR_EXISTS] = exists,
    [EXPR_NOT_EXISTS] = exists,
    [EXPR_BUILTIN] = function,
    [EXPR_CALL] = function,
    [EXPR_AGGREGATE] = variable,
    [EXPR_TRIPLE] = function,
};

Status expr_value(EvalContext *context, const Expr *expr, const Row *row, Value *value) {
    return EVALUATORS[expr->kind](context, expr, row, value);
}

Status expr_truth(EvalContext *context, const Expr *expr, const Row *row, Truth *truth) {
    Value value;
    TRY(expr_value(context, expr, row, &value));
    *truth = value_effective(&value);
    return STATUS_OK;
}

Status expr_id(EvalContext *context, const Expr *expr, const Row *row, TermId *id) {
    Value value;
    if (expr->kind == EXPR_VARIABLE) {
        *id = row_get(row, expr->slot);
        return STATUS_OK;
    }
    TRY(expr_value(context, expr, row, &value));
    return eval_id(context, &value, id);
}

/* ---- The context ---------------------------------------------------------------------------- */

static Moment clock_moment(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const Int128 millis = (Int128)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    return (Moment){.atto = millis * (ATTO_PER_SECOND / 1000), .zone = 0};
}

Status eval_start(EvalContext *context) {
    context->now = (Value){.kind = VALUE_DATETIME, .moment = clock_moment()};
    context->regexes = NULL;
    context->members = NULL;
    context->texts = NULL;
    uint64_t seeds[2];
    if (getrandom(seeds, sizeof seeds, 0) != sizeof seeds) return STATUS_IO;
    context->random = seeds[0];
    context->seed = seeds[1];
    return STATUS_OK;
}

void eval_end(EvalContext *context) {
    regex_cache_free(context->regexes);
    member_index_free(context->members);
    text_cache_free(context->texts, context->budget);
    context->regexes = NULL;
    context->members = NULL;
    context->texts = NULL;
}
