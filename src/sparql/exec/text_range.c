/* Conditions on a string variable and a constant string, by ids: where the ids of strings are in the order of their texts
 * (source_ordered), the texts below a constant, equal to it, beginning with it and above it are one range of ids after the
 * other. The ranges are found by halving, once a condition was evaluated so often that this pays. */
#include "expression_internal.h"

enum {
    RANGE_FROM = 100 /* evaluations: halving reads about so many texts */
};

#define PAYLOAD ((UINT64_C(1) << 60) - 1)

/* Is the text still before the place that is sought? */
typedef bool Before(Text text, Text constant);

static bool is_below(Text text, Text constant) { return text_compare(text, constant) < 0; }

static bool is_below_or_prefixed(Text text, Text constant) {
    return is_below(text, constant) || text_starts(text, constant);
}

static Status halve(EvalContext *context, Before *before, Text constant, uint64_t low,
                    uint64_t high, uint64_t *place) {
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        Term term;
        char inlined[32]; /* strings never are */
        TRY(eval_term(context, (TermId)TAG_STRING << 60 | middle, inlined, &term));
        if (before(term.text, constant))
            low = middle + 1;
        else
            high = middle;
    }
    *place = low;
    return STATUS_OK;
}

/* The condition's ranges; NULL: not yet, or another condition has their place. */
static Status range_of(EvalContext *context, const Expr *expr, Text constant, TextRange **found) {
    TextRange *const range = &context->ranges[(uintptr_t)expr / sizeof *expr % RANGES_KEPT];
    *found = NULL;
    if (!range->expr) *range = (TextRange){.expr = expr};
    if (range->expr != expr || ++range->evaluated < RANGE_FROM) return STATUS_OK;
    if (range->evaluated == RANGE_FROM) {
        range->ordered = source_ordered(context->source, TAG_STRING);
        TRY(halve(context, is_below, constant, 0, range->ordered, &range->first));
        TRY(halve(context, is_below_or_prefixed, constant, range->first, range->ordered,
                  &range->end));
    }
    *found = range;
    return STATUS_OK;
}

static bool is_plain_string(const Expr *expr) {
    return expr->kind == EXPR_TERM && expr->term.kind == TERM_LITERAL &&
           expr->term.datatype.len == 0 && expr->term.lang.len == 0;
}

Status text_range_starts(EvalContext *context, const Expr *expr, const Row *row, Truth *truth) {
    const Expr *const a = expr->args[0], *const b = expr->args[1];
    TextRange *range = NULL;
    *truth = TRUTH_ERROR;
    if (a->kind != EXPR_VARIABLE || !is_plain_string(b)) return STATUS_OK;
    const TermId id = row_get(row, a->slot);
    if (id_tag(id) != TAG_STRING) return STATUS_OK;
    TRY(range_of(context, expr, b->term.text, &range));
    const uint64_t at = id & PAYLOAD; /* of a local id it is beyond all ordered ones */
    if (range && at < range->ordered)
        *truth = at >= range->first && at < range->end ? TRUTH_TRUE : TRUTH_FALSE;
    return STATUS_OK;
}
