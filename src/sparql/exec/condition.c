/* Conditions on the rows of a batch. Most compare two columns, or a column with a constant, and for most values ids tell the
 * answer: so comparisons go through whole columns, and only where ids do not tell is a row evaluated by itself (expression.c).
 * AND, OR and NOT combine the truths of their operands in the same way (SPARQL 1.1 Query, section 17.2). */
#include "exec_internal.h"

#include <string.h>

enum {
    DEPTH_MOST = 6, /* of AND, OR and NOT: each level has truths of a batch on the stack */
    UNDECIDED = 3   /* besides the truths: ids do not tell */
};

_Static_assert((int)TRUTH_ERROR < UNDECIDED, "a truth of its own");

typedef struct Conditions {
    Operator *op;
    const Batch *batch;
    size_t first; /* the rows from here on */
} Conditions;

/* By row of the batch; those that are not `wanted` are not looked at. */
typedef struct Truths {
    uint8_t of[BATCH_ROWS];
} Truths;

/* ---- Comparing columns ---------------------------------------------------------------------------------------------- */

/* A variable or a constant. */
typedef struct Side {
    const TermId *column; /* NULL: it has one value … */
    TermId value;         /* … this; TERM_ID_NONE: unbound */
} Side;

static Status side_of(const Conditions *self, const Expr *expr, Side *side, bool *is) {
    EvalContext *const eval = &self->op->exec->eval;
    *side = (Side){0};
    *is = expr->kind == EXPR_VARIABLE || expr->kind == EXPR_TERM;
    if (expr->kind == EXPR_TERM) return eval_intern(eval, &expr->term, &side->value);
    if (expr->kind != EXPR_VARIABLE) return STATUS_OK;
    side->column = self->batch->columns[expr->slot];
    side->value = self->op->outer[expr->slot];
    return STATUS_OK;
}

static inline TermId value_at(const Side *side, size_t at) {
    return side->column ? side->column[at] : side->value;
}

/* Integers are in the order of their ids, and strings up to the last that is `ordered`. */
static inline bool ids_tell_order(TermId a, TermId b, TermId ordered) {
    return (id_tag(a) == TAG_INTEGER && id_tag(b) == TAG_INTEGER) ||
           (id_tag(a) == TAG_STRING && id_tag(b) == TAG_STRING && a < ordered && b < ordered);
}

static void compare_equal(const Conditions *self, const Side *a, const Side *b, bool equal,
                          Truths *truths) {
    const uint8_t same = equal ? TRUTH_TRUE : TRUTH_FALSE, other = equal ? TRUTH_FALSE : TRUTH_TRUE;
    for (size_t i = self->first; i < self->batch->rows; i++) {
        const TermId x = value_at(a, i), y = value_at(b, i);
        truths->of[i] = !ids_tell_equal(x, y) ? UNDECIDED : x == y ? same : other;
    }
}

/* Is a < b, or with `or_equal` a <= b? */
static void compare_order(const Conditions *self, const Side *a, const Side *b, bool or_equal,
                          Truths *truths) {
    const TermId ordered =
        ((TermId)TAG_STRING << 60) + source_ordered(self->op->exec->setup.source, TAG_STRING);
    for (size_t i = self->first; i < self->batch->rows; i++) {
        const TermId x = value_at(a, i), y = value_at(b, i);
        const bool holds = x < y || (or_equal && x == y);
        truths->of[i] = !ids_tell_order(x, y, ordered) ? UNDECIDED
                        : holds                        ? TRUTH_TRUE
                                                       : TRUTH_FALSE;
    }
}

/* *is: the expression is a comparison of two sides, and the truths are set as far as ids tell. */
static Status compare(const Conditions *self, const Expr *expr, Truths *truths, bool *is) {
    Side a, b;
    *is = expr->kind >= EXPR_EQUAL && expr->kind <= EXPR_GREATER_EQUAL;
    if (*is) TRY(side_of(self, expr->args[0], &a, is));
    if (*is) TRY(side_of(self, expr->args[1], &b, is));
    if (!*is) return STATUS_OK;
    switch (expr->kind) {
    case EXPR_EQUAL: compare_equal(self, &a, &b, true, truths); break;
    case EXPR_NOT_EQUAL: compare_equal(self, &a, &b, false, truths); break;
    case EXPR_LESS: compare_order(self, &a, &b, false, truths); break;
    case EXPR_LESS_EQUAL: compare_order(self, &a, &b, true, truths); break;
    case EXPR_GREATER: compare_order(self, &b, &a, false, truths); break;
    default: compare_order(self, &b, &a, true, truths); break;
    }
    return STATUS_OK;
}

/* ---- Evaluating ----------------------------------------------------------------------------------------------------- */

/* Those rows by themselves that are wanted and, if ids were looked at, not decided by these. */
static Status evaluate_rows(const Conditions *self, const Expr *expr, const bool *wanted,
                            bool compared, Truths *truths) {
    Exec *const exec = self->op->exec;
    for (size_t i = self->first, done = 0; i < self->batch->rows; i++) {
        if (!wanted[i] || (compared && truths->of[i] != UNDECIDED)) continue;
        const Row row = operator_row(self->op, self->batch, i);
        Truth truth = TRUTH_ERROR;
        if (++done % 64 == 0) TRY(budget_check(exec->setup.budget));
        TRY(expr_truth(&exec->eval, expr, &row, &truth));
        truths->of[i] = (uint8_t)truth;
    }
    return STATUS_OK;
}

static Status evaluate(const Conditions *self, const Expr *expr, const bool *wanted, unsigned depth,
                       Truths *truths);

/* A decisive operand ends it for a row; an error stays unless a later operand is decisive. */
static Status combine(const Conditions *self, const Expr *expr, const bool *wanted, unsigned depth,
                      Truths *truths) {
    const uint8_t decisive = expr->kind == EXPR_OR ? TRUTH_TRUE : TRUTH_FALSE;
    const uint8_t neutral = expr->kind == EXPR_OR ? TRUTH_FALSE : TRUTH_TRUE;
    bool open[BATCH_ROWS];
    Truths operand;
    memcpy(open, wanted, self->batch->rows);
    memset(truths->of, neutral, self->batch->rows);
    for (size_t k = 0; k < expr->count; k++) {
        TRY(evaluate(self, expr->args[k], open, depth + 1, &operand));
        for (size_t i = self->first; i < self->batch->rows; i++) {
            if (!open[i] || operand.of[i] == neutral) continue;
            truths->of[i] = operand.of[i];
            open[i] = operand.of[i] != decisive;
        }
    }
    return STATUS_OK;
}

static Status negate(const Conditions *self, const Expr *expr, const bool *wanted, unsigned depth,
                     Truths *truths) {
    TRY(evaluate(self, expr->args[0], wanted, depth + 1, truths));
    for (size_t i = self->first; i < self->batch->rows; i++)
        if (wanted[i] && truths->of[i] != TRUTH_ERROR)
            truths->of[i] = truths->of[i] == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
    return STATUS_OK;
}

static Status evaluate(const Conditions *self, const Expr *expr, const bool *wanted, unsigned depth,
                       Truths *truths) {
    bool compared = false;
    const bool deep = depth >= DEPTH_MOST;
    if (!deep && (expr->kind == EXPR_AND || expr->kind == EXPR_OR))
        return combine(self, expr, wanted, depth, truths);
    if (!deep && expr->kind == EXPR_NOT) return negate(self, expr, wanted, depth, truths);
    TRY(compare(self, expr, truths, &compared));
    return evaluate_rows(self, expr, wanted, compared, truths);
}

Status conditions_hold(Operator *op, const Batch *batch, size_t first, bool keep[BATCH_ROWS]) {
    const Conditions self = {op, batch, first};
    Truths truths;
    for (size_t k = 0; k < op->plan->condition_count; k++) {
        TRY(evaluate(&self, op->plan->conditions[k], keep, 0, &truths));
        for (size_t i = first; i < batch->rows; i++)
            keep[i] = keep[i] && truths.of[i] == TRUTH_TRUE;
    }
    return STATUS_OK;
}
