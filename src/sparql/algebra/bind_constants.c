/* FILTER (?x = <iri>) over a pattern that surely binds ?x becomes a join with VALUES ?x { <iri> }, so that planning can
 * start from the constant; likewise IN and sameTerm. Only where "=" means the same term: for IRIs and plain
 * strings. A number has many spellings. */
#include "rewrite_internal.h"

enum {
    CONSTANTS_MOST = 256
};

static bool is_fixed(const Expr *expr) {
    if (expr->kind != EXPR_TERM) return false;
    if (expr->term.kind == TERM_IRI) return true;
    return expr->term.kind == TERM_LITERAL && expr->term.datatype.len == 0 &&
           expr->term.lang.len == 0;
}

static bool compares(const Expr *expr) {
    return expr->kind == EXPR_EQUAL || (expr->kind == EXPR_BUILTIN &&
                                        text_equal(text_of(expr->builtin->name), TEXT("sameTerm")));
}

/* ?x = c, c = ?x, sameTerm, or ?x IN (c …)? The variable, or SLOT_NONE. */
static Slot constrained(const Expr *expr) {
    Expr *const *const args = expr->args;
    if (compares(expr) && args[1]->kind == EXPR_VARIABLE && is_fixed(args[0])) return args[1]->slot;
    if (!compares(expr) && expr->kind != EXPR_IN) return SLOT_NONE;
    if (args[0]->kind != EXPR_VARIABLE || expr->count > CONSTANTS_MOST) return SLOT_NONE;
    for (size_t i = 1; i < expr->count; i++)
        if (!is_fixed(args[i])) return SLOT_NONE;
    return args[0]->slot;
}

static void add_constant(ValuesBlock *block, Term *terms, const Term *term) {
    for (size_t i = 0; i < block->rows; i++)
        if (term_equal(&terms[i], term)) return;
    terms[block->rows++] = *term;
}

static Status make_values(Arena *arena, const Expr *expr, Slot slot, Algebra **made) {
    ValuesBlock *const block = arena_alloc(arena, sizeof *block);
    Slot *const slots = arena_array(arena, 1, sizeof *slots);
    Term *const terms = arena_array(arena, expr->count, sizeof *terms);
    *made = algebra_new(arena, ALGEBRA_VALUES, expr->offset, NULL);
    if (!block || !slots || !terms || !*made) return arena_failure(arena);
    *slots = slot;
    *block = (ValuesBlock){.slots = slots, .width = 1, .terms = terms};
    for (size_t i = 0; i < expr->count; i++)
        if (expr->args[i]->kind == EXPR_TERM) add_constant(block, terms, &expr->args[i]->term);
    (*made)->values = block;
    return STATUS_OK;
}

static Status join_values(Walk *walk, Algebra *values, Algebra **pattern) {
    Algebra *const join = algebra_new(walk->arena, ALGEBRA_JOIN, values->offset, values);
    if (!join) return arena_failure(walk->arena);
    join->right = *pattern;
    *pattern = join;
    return STATUS_OK;
}

/* Takes the conditions out that become values. */
static Status bind_all(Walk *walk, Algebra *filter) {
    SlotSets sets = {0};
    size_t kept = 0;
    for (size_t i = 0; i < filter->condition_count; i++) {
        Expr *const condition = filter->conditions[i];
        const Slot slot = constrained(condition);
        Algebra *values = NULL;
        if (slot != SLOT_NONE && !sets.certain) TRY(slot_sets(walk, filter->left, &sets));
        if (slot == SLOT_NONE || !slot_in_set(walk, sets.certain, slot)) {
            filter->conditions[kept++] = condition;
            continue;
        }
        TRY(make_values(walk->arena, condition, slot, &values));
        TRY(join_values(walk, values, &filter->left));
    }
    filter->condition_count = kept;
    return STATUS_OK;
}

Status bind_constants(Walk *walk, Algebra **link) {
    Algebra *const a = *link;
    if (a->kind != ALGEBRA_FILTER) return walk_push_operands(walk, a);
    TRY(bind_all(walk, a));
    if (a->condition_count == 0) *link = a->left;
    return walk_push_operands(walk, a);
}
