/* IN and NOT IN (SPARQL 1.1 sections 17.4.1.9 and 17.4.1.10): (a = b) || (a = c) …, so that an error counts only when
 * no member is equal; the empty list is false.
 *
 * A long list is indexed once per statement: its IRIs, strings and integers are looked up by id, and whether a value
 * that is not there differs from them or cannot be compared depends on the kinds alone, so one member of each kind
 * answers for all. Other members, and expressions, are compared one by one. */
#include "expression_internal.h"

enum {
    LIST_SCANNED = 16, /* a list of up to so many members is not worth an index */
    KINDS = VALUE_OTHER + 1
};

struct MemberIndex {
    MemberIndex *next;
    const Expr *expr;
    TermTable *terms;
    IdSet ids;
    const Expr *sample[KINDS]; /* a member of each kind that is looked up, or NULL */
    const Expr **rest;
    size_t rest_count;
};

void member_index_free(MemberIndex *index) {
    while (index) {
        MemberIndex *const next = index->next;
        term_table_free(index->terms);
        id_set_free(&index->ids);
        mem_free(index->rest);
        mem_free(index);
        index = next;
    }
}

/* Is the value of a kind whose equality is that of ids? Then *id is its own, or TERM_ID_NONE for one not in `terms`. */
static bool find_id(const TermTable *terms, const Value *value, Term *term, TermId *id) {
    *term = (Term){0};
    if (value->kind == VALUE_INTEGER) {
        const Value plain = {.kind = VALUE_INTEGER, .decimal = value->decimal};
        *id = value_inline(&plain); /* by value: 01 is 1 */
        return *id != TERM_ID_NONE;
    }
    if (value->kind != VALUE_IRI && value->kind != VALUE_STRING && value->kind != VALUE_LANG)
        return false;
    *term = value->term;
    *id = term_table_find(terms, term);
    return true;
}

static Status index_member(EvalContext *context, MemberIndex *index, const Expr *member) {
    Value value = VALUE_NOTHING;
    Term term;
    TermId id;
    if (member->kind == EXPR_TERM) TRY(expr_value(context, member, NULL, &value));
    if (!find_id(index->terms, &value, &term, &id)) {
        index->rest[index->rest_count++] = member;
        return STATUS_OK;
    }
    if (id == TERM_ID_NONE) TRY(term_table_add(index->terms, &term, &id));
    index->sample[value.kind] = member;
    return id_set_add(&index->ids, id, NULL);
}

static Status index_of(EvalContext *context, const Expr *expr, MemberIndex **found) {
    for (*found = context->members; *found; *found = (*found)->next)
        if ((*found)->expr == expr) return STATUS_OK;
    MemberIndex *const index = mem_zero(1, sizeof *index);
    if (!index) return STATUS_NO_MEMORY;
    *index = (MemberIndex){.next = context->members, .ids = {.budget = context->budget}};
    context->members = index; /* eval_end frees it */
    index->terms = term_table_new(TERM_ID_LOCAL, context->budget);
    index->rest = mem_zero(expr->count, sizeof *index->rest);
    if (!index->terms || !index->rest) return STATUS_NO_MEMORY;
    for (size_t i = 1; i < expr->count; i++) TRY(index_member(context, index, expr->args[i]));
    index->expr = expr;
    *found = index;
    return STATUS_OK;
}

static Status compare(EvalContext *context, const Value *wanted, const Expr *member, const Row *row,
                      Truth *found) {
    Value value;
    Truth truth;
    TRY(expr_value(context, member, row, &value));
    TRY(value_equal(context->scratch, wanted, &value, &truth));
    if (truth != TRUTH_FALSE) *found = truth;
    return STATUS_OK;
}

static Status scan_list(EvalContext *context, const Value *wanted, const Expr *expr, const Row *row,
                        Truth *found) {
    for (size_t i = 1; i < expr->count && *found != TRUTH_TRUE; i++) {
        if (i % 1024 == 0) TRY(budget_check(context->budget));
        TRY(compare(context, wanted, expr->args[i], row, found));
    }
    return STATUS_OK;
}

Status member_of_list(EvalContext *context, const Value *wanted, const Expr *expr, const Row *row,
                      Truth *found) {
    MemberIndex *index;
    Term term;
    TermId id = TERM_ID_NONE;
    *found = TRUTH_FALSE;
    if (expr->count <= LIST_SCANNED) return scan_list(context, wanted, expr, row, found);
    TRY(index_of(context, expr, &index));
    const bool looked_up = find_id(index->terms, wanted, &term, &id);
    if (!looked_up && value_is_numeric(wanted) && index->sample[VALUE_INTEGER])
        return scan_list(context, wanted, expr, row, found); /* 1.0 equals 1 */
    if (id != TERM_ID_NONE && id_set_has(&index->ids, id)) *found = TRUTH_TRUE;
    for (size_t i = 0; i < KINDS && *found != TRUTH_TRUE; i++)
        if (index->sample[i]) TRY(compare(context, wanted, index->sample[i], row, found));
    for (size_t i = 0; i < index->rest_count && *found != TRUTH_TRUE; i++)
        TRY(compare(context, wanted, index->rest[i], row, found));
    return STATUS_OK;
}
