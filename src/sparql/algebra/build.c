/* Nodes of the algebra, made in one arena, and a question about expressions. */
#include "algebra_internal.h"

Algebra *algebra_new(Arena *arena, AlgebraKind kind, size_t offset, Algebra *left) {
    Algebra *const made = arena_alloc(arena, sizeof *made);
    if (!made) return NULL;
    *made = (Algebra){.kind = kind,
                      .offset = offset,
                      .left = left,
                      .subject = {.slot = SLOT_NONE},
                      .object = {.slot = SLOT_NONE},
                      .graph = {.slot = SLOT_NONE},
                      .slot = SLOT_NONE,
                      .limit = UINT64_MAX};
    return made;
}

Status build_join(Translator *t, Algebra *right, size_t offset, Algebra **left) {
    if (right->kind == ALGEBRA_UNIT) return STATUS_OK;
    if ((*left)->kind == ALGEBRA_UNIT) {
        *left = right;
        return STATUS_OK;
    }
    Algebra *const join = algebra_new(t->arena, ALGEBRA_JOIN, offset, *left);
    if (!join) return translate_failed(t);
    join->right = right;
    *left = join;
    return STATUS_OK;
}

Status build_filter(Translator *t, Expr **conditions, size_t count, Algebra **pattern) {
    if (count == 0) return STATUS_OK;
    Algebra *const filter = algebra_new(t->arena, ALGEBRA_FILTER, conditions[0]->offset, *pattern);
    if (!filter) return translate_failed(t);
    filter->conditions = conditions;
    filter->condition_count = count;
    *pattern = filter;
    return STATUS_OK;
}

Status build_extend(Translator *t, Expr *expression, Slot slot, size_t offset, Algebra **pattern) {
    Algebra *const extend = algebra_new(t->arena, ALGEBRA_EXTEND, offset, *pattern);
    if (!extend) return translate_failed(t);
    extend->expression = expression;
    extend->slot = slot;
    *pattern = extend;
    return STATUS_OK;
}

Status build_values(Translator *t, const ValuesBlock *values, size_t offset, Algebra **pattern) {
    Algebra *const made = algebra_new(t->arena, ALGEBRA_VALUES, offset, NULL);
    if (!made) return translate_failed(t);
    made->values = values;
    return build_join(t, made, offset, pattern);
}

bool expr_varies(const Expr *expr) {
    static const char *const names[] = {"RAND", "UUID", "STRUUID", "BNODE"};
    for (size_t i = 0; expr->kind == EXPR_BUILTIN && i < sizeof names / sizeof *names; i++)
        if (text_equal(text_of(expr->builtin->name), text_of(names[i]))) return true;
    for (size_t i = 0; i < expr->count; i++)
        if (expr_varies(expr->args[i])) return true;
    return false;
}
