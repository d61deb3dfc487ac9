/* Grouping and solution modifiers (SPARQL 1.1 Query, sections 18.2.4 and 18.2.5), in the order in which they apply:
 * grouping, HAVING, VALUES, SELECT expressions, ORDER BY, projection, DISTINCT or REDUCED, LIMIT and OFFSET. */
#include "algebra_internal.h"

typedef struct Selecting {
    Translator *t;
    const SyntaxSelect *select;
    Grouping grouping; /* when select->grouped */
    Algebra *pattern;
} Selecting;

/* An expression as it is to be used above the grouping. */
static Status use_expression(Selecting *self, Expr *expr, Expr **made) {
    TRY(translate_exists(self->t, expr));
    *made = expr;
    return self->select->grouped ? grouping_expression(&self->grouping, expr, made) : STATUS_OK;
}

static Status add_having(Selecting *self) {
    const SyntaxSelect *const select = self->select;
    Expr **const conditions =
        arena_array(self->t->arena, select->having_count + 1, sizeof *conditions);
    if (!conditions) return translate_failed(self->t);
    for (size_t i = 0; i < select->having_count; i++)
        TRY(use_expression(self, select->having[i], &conditions[i]));
    return build_filter(self->t, conditions, select->having_count, &self->pattern);
}

static Status add_items(Selecting *self) {
    for (size_t i = 0; i < self->select->item_count; i++) {
        const ProjectionItem *const item = &self->select->items[i];
        Expr *expression = NULL;
        if (!item->expression) continue;
        TRY(use_expression(self, item->expression, &expression));
        TRY(build_extend(self->t, expression, item->slot, item->offset, &self->pattern));
        if (self->select->grouped) grouping_name(&self->grouping, item->slot);
    }
    return STATUS_OK;
}

static Status add_above(Selecting *self, AlgebraKind kind) {
    Algebra *const made = algebra_new(self->t->arena, kind, self->pattern->offset, self->pattern);
    if (!made) return translate_failed(self->t);
    self->pattern = made;
    return STATUS_OK;
}

static Status add_order(Selecting *self) {
    const SyntaxSelect *const select = self->select;
    if (select->order_count == 0) return STATUS_OK;
    OrderCondition *const order = arena_array(self->t->arena, select->order_count, sizeof *order);
    if (!order) return translate_failed(self->t);
    for (size_t i = 0; i < select->order_count; i++) {
        order[i].descending = select->order[i].descending;
        TRY(use_expression(self, select->order[i].expression, &order[i].expression));
    }
    TRY(add_above(self, ALGEBRA_ORDER));
    self->pattern->order = order;
    self->pattern->order_count = select->order_count;
    return STATUS_OK;
}

static Status add_projection(Selecting *self) {
    const SyntaxSelect *const select = self->select;
    Slot *const slots = arena_array(self->t->arena, select->item_count + 1, sizeof *slots);
    if (!slots) return translate_failed(self->t);
    for (size_t i = 0; i < select->item_count; i++) slots[i] = select->items[i].slot;
    TRY(add_above(self, ALGEBRA_PROJECT));
    self->pattern->slots = slots;
    self->pattern->slot_count = select->item_count;
    if (select->distinct) return add_above(self, ALGEBRA_DISTINCT);
    return select->reduced ? add_above(self, ALGEBRA_REDUCED) : STATUS_OK;
}

static Status add_slice(Selecting *self) {
    const SyntaxSelect *const select = self->select;
    if (!select->has_limit && !select->has_offset) return STATUS_OK;
    TRY(add_above(self, ALGEBRA_SLICE));
    if (select->has_limit) self->pattern->limit = select->limit;
    if (select->has_offset) self->pattern->offset_rows = select->offset_rows;
    return STATUS_OK;
}

/* DESCRIBE without a pattern has one empty solution. */
static Status add_where(Selecting *self) {
    GroupParts none;
    if (self->select->where) return translate_group(self->t, self->select->where, &self->pattern);
    TRY(group_start(self->t, &none, 0));
    self->pattern = none.pattern;
    return STATUS_OK;
}

Status translate_select(Translator *t, const SyntaxSelect *select, QueryForm form,
                        Algebra **pattern) {
    Selecting self = {.t = t, .select = select};
    TRY(add_where(&self));
    const size_t offset = self.pattern->offset;
    if (select->grouped) TRY(grouping_start(t, select, &self.grouping, &self.pattern));
    TRY(add_having(&self));
    if (select->values) TRY(build_values(t, select->values, offset, &self.pattern));
    if (form == QUERY_SELECT) TRY(add_items(&self));
    TRY(add_order(&self));
    if (select->grouped) grouping_end(&self.grouping);
    if (form == QUERY_SELECT) TRY(add_projection(&self));
    TRY(add_slice(&self));
    *pattern = self.pattern;
    return STATUS_OK;
}
