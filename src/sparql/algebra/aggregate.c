/* Grouping and aggregation (SPARQL 1.1 Query, section 18.2.4.1). Each aggregate of SELECT, HAVING and ORDER BY gets a
 * made slot; a variable outside of aggregates that is no key becomes SAMPLE of itself. The expressions of the
 * syntax tree stay as they are: what is used above the grouping are copies. */
#include "algebra_internal.h"

enum {
    COMPARED_MOST = 64
};

/* ---- Keys ------------------------------------------------------------------------------------------------ */

/* ( ?x ) is the key ?x; any other unnamed expression gets a made slot. */
static Status make_key(Translator *t, const ProjectionItem *syntax, ProjectionItem *key) {
    *key = *syntax;
    if (key->slot != SLOT_NONE) return STATUS_OK;
    if (key->expression->kind == EXPR_VARIABLE) {
        key->slot = key->expression->slot;
        key->expression = NULL;
        return STATUS_OK;
    }
    return make_slot(t, key->offset, &key->slot);
}

static Status make_keys(Grouping *grouping, const SyntaxSelect *select) {
    Translator *const t = grouping->t;
    ProjectionItem *const keys = arena_array(t->arena, select->group_count + 1, sizeof *keys);
    if (!keys) return translate_failed(t);
    for (size_t i = 0; i < select->group_count; i++) {
        TRY(translate_exists(t, select->group_by[i].expression));
        TRY(make_key(t, &select->group_by[i], &keys[i]));
        grouping_name(grouping, keys[i].slot);
    }
    grouping->group->keys = keys;
    grouping->group->key_count = select->group_count;
    return STATUS_OK;
}

Status grouping_start(Translator *t, const SyntaxSelect *select, Grouping *grouping,
                      Algebra **pattern) {
    const size_t width = t->variable_count;
    *grouping = (Grouping){.t = t, .width = width};
    grouping->group = algebra_new(t->arena, ALGEBRA_GROUP, (*pattern)->offset, *pattern);
    grouping->meaning = arena_array(t->arena, width + 1, sizeof *grouping->meaning);
    if (!grouping->group || !grouping->meaning) return translate_failed(t);
    for (size_t i = 0; i < width; i++) grouping->meaning[i] = SLOT_NONE;
    *pattern = grouping->group;
    return make_keys(grouping, select);
}

void grouping_name(Grouping *grouping, Slot slot) {
    if (slot < grouping->width) grouping->meaning[slot] = slot;
}

void grouping_end(Grouping *grouping) {
    grouping->group->aggregates = grouping->items;
    grouping->group->aggregate_count = grouping->item_count;
}

/* ---- Expressions -------------------------------------------------------------------------------------------- */

static Status make_variable(Grouping *grouping, Slot slot, size_t offset, Expr **made) {
    *made = arena_alloc(grouping->t->arena, sizeof **made);
    if (!*made) return translate_failed(grouping->t);
    **made = (Expr){.kind = EXPR_VARIABLE, .slot = slot, .offset = offset};
    return STATUS_OK;
}

static bool same_expression(const Expr *a, const Expr *b) {
    if (a->kind != b->kind || a->slot != b->slot || a->builtin != b->builtin ||
        a->aggregate != b->aggregate || a->distinct != b->distinct || a->group != b->group ||
        a->count != b->count || a->has_separator != b->has_separator ||
        !text_equal(a->separator, b->separator) || !term_equal(&a->term, &b->term))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_expression(a->args[i], b->args[i])) return false;
    return true;
}

/* An aggregate that stands in several places is computed once, when few came before. */
static bool find_aggregate(const Grouping *grouping, const Expr *aggregate, Slot *slot) {
    if (expr_varies(aggregate)) return false;
    for (size_t i = 0; i < grouping->item_count && i < COMPARED_MOST; i++) {
        if (!same_expression(grouping->items[i].aggregate, aggregate)) continue;
        *slot = grouping->items[i].slot;
        return true;
    }
    return false;
}

static Status add_aggregate(Grouping *grouping, const Expr *aggregate, Slot *slot) {
    Translator *const t = grouping->t;
    if (find_aggregate(grouping, aggregate, slot)) return STATUS_OK;
    void *items = grouping->items;
    if (arena_grow(t->arena, &items, &grouping->item_cap, grouping->item_count + 1,
                   sizeof *grouping->items) != STATUS_OK)
        return translate_failed(t);
    grouping->items = items;
    TRY(make_slot(t, aggregate->offset, slot));
    grouping->items[grouping->item_count++] = (AggregateItem){aggregate, *slot};
    return STATUS_OK;
}

static Status add_sample(Grouping *grouping, Slot of, size_t offset, Slot *slot) {
    Arena *const arena = grouping->t->arena;
    Expr *const sample = arena_alloc(arena, sizeof *sample);
    Expr **const args = arena_array(arena, 1, sizeof *args);
    if (!sample || !args) return translate_failed(grouping->t);
    TRY(make_variable(grouping, of, offset, &args[0]));
    *sample = (Expr){.kind = EXPR_AGGREGATE,
                     .offset = offset,
                     .slot = SLOT_NONE,
                     .args = args,
                     .count = 1,
                     .aggregate = AGGREGATE_SAMPLE};
    return add_aggregate(grouping, sample, slot);
}

static Status find_meaning(Grouping *grouping, Slot slot, size_t offset, Slot *meaning) {
    *meaning = slot < grouping->width ? grouping->meaning[slot] : slot;
    if (*meaning != SLOT_NONE) return STATUS_OK;
    TRY(add_sample(grouping, slot, offset, meaning));
    grouping->meaning[slot] = *meaning;
    return STATUS_OK;
}

static Status copy_args(Grouping *grouping, const Expr *expr, Expr *copy) {
    Translator *const t = grouping->t;
    if (expr->count == 0) return STATUS_OK;
    TRY(enter_level(t, expr->offset));
    copy->args = arena_array(t->arena, expr->count, sizeof *copy->args);
    if (!copy->args) return translate_failed(t);
    for (size_t i = 0; i < expr->count; i++)
        TRY(grouping_expression(grouping, expr->args[i], &copy->args[i]));
    leave_level(t);
    return STATUS_OK;
}

Status grouping_expression(Grouping *grouping, const Expr *expr, Expr **made) {
    Slot slot = SLOT_NONE;
    if (expr->kind == EXPR_AGGREGATE) {
        TRY(add_aggregate(grouping, expr, &slot));
        return make_variable(grouping, slot, expr->offset, made);
    }
    Expr *const copy = arena_alloc(grouping->t->arena, sizeof *copy);
    if (!copy) return translate_failed(grouping->t);
    *copy = *expr;
    *made = copy;
    if (expr->kind == EXPR_VARIABLE || expr->kind == EXPR_BOUND)
        return find_meaning(grouping, expr->slot, expr->offset, &copy->slot);
    return copy_args(grouping, expr, copy);
}
