/* Graph patterns (SPARQL 1.1 Query, section 18.2.2). A group is translated element by element, from the left; its
 * filters are collected and stand over all of it in the end. */
#include "algebra_internal.h"

/* ---- EXISTS (section 18.2.2.2) ------------------------------------------------------------------------ */

static Status translate_one_exists(void *context, Expr *exists) {
    return translate_group(context, exists->group, &exists->pattern);
}

Status translate_exists(Translator *t, Expr *expr) {
    return expr ? expr_each_exists(expr, translate_one_exists, t) : STATUS_OK;
}

/* ---- Triples (section 18.2.2.5) ------------------------------------------------------------------------ */

Status add_triple(Translator *t, GroupParts *parts, const TriplePattern *triple) {
    TripleList *const list = &parts->triples;
    void *items = list->items;
    if (arena_grow(t->arena, &items, &list->cap, list->count + 1, sizeof *list->items) != STATUS_OK)
        return translate_failed(t);
    list->items = items;
    list->items[list->count++] = *triple;
    return STATUS_OK;
}

Status end_triples(Translator *t, GroupParts *parts) {
    TripleList *const list = &parts->triples;
    if (list->count == 0) return STATUS_OK;
    const size_t offset = list->items[0].subject.offset;
    Algebra *const bgp = algebra_new(t->arena, ALGEBRA_BGP, offset, NULL);
    if (!bgp) return translate_failed(t);
    bgp->triples = list->items;
    bgp->triple_count = list->count;
    *list = (TripleList){0};
    return build_join(t, bgp, offset, &parts->pattern);
}

static Status add_triples(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    for (size_t i = 0; i < element->triple_count; i++)
        TRY(add_triple(t, parts, &element->triples[i]));
    return STATUS_OK;
}

/* ---- Filters (section 18.2.2.2) -------------------------------------------------------------------------- */

static Status add_filter(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    void *items = parts->filters;
    TRY(translate_exists(t, element->expression));
    if (arena_grow(t->arena, &items, &parts->filter_cap, parts->filter_count + 1,
                   sizeof *parts->filters) != STATUS_OK)
        return translate_failed(t);
    parts->filters = items;
    parts->filters[parts->filter_count++] = element->expression;
    return STATUS_OK;
}

/* ---- Elements (section 18.2.2.6) ---------------------------------------------------------------------------- */

static Status translate_elements(Translator *t, const SyntaxGroup *group, GroupParts *parts);

static Status add_nested(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *nested = NULL;
    TRY(translate_group(t, element->group, &nested));
    return build_join(t, nested, element->offset, &parts->pattern);
}

static Status add_union(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *all = NULL;
    TRY(translate_group(t, element->group, &all));
    for (const SyntaxGroup *next = element->group->alternative; next; next = next->alternative) {
        Algebra *const both = algebra_new(t->arena, ALGEBRA_UNION, element->offset, all);
        if (!both) return translate_failed(t);
        TRY(translate_group(t, next, &both->right));
        all = both;
    }
    return build_join(t, all, element->offset, &parts->pattern);
}

/* The filters of the optional group itself, not those of a group inside it, decide whether it matches. */
static Status add_optional(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    GroupParts optional;
    TRY(translate_elements(t, element->group, &optional));
    Algebra *const made = algebra_new(t->arena, ALGEBRA_LEFT_JOIN, element->offset, parts->pattern);
    if (!made) return translate_failed(t);
    made->right = optional.pattern;
    made->conditions = optional.filters;
    made->condition_count = optional.filter_count;
    parts->pattern = made;
    return STATUS_OK;
}

static Status add_minus(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *const made = algebra_new(t->arena, ALGEBRA_MINUS, element->offset, parts->pattern);
    if (!made) return translate_failed(t);
    parts->pattern = made;
    return translate_group(t, element->group, &made->right);
}

static Status add_graph(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *const made = algebra_new(t->arena, ALGEBRA_GRAPH, element->offset, NULL);
    if (!made) return translate_failed(t);
    made->graph = element->name;
    TRY(translate_group(t, element->group, &made->left));
    return build_join(t, made, element->offset, &parts->pattern);
}

static Status add_service(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *const made = algebra_new(t->arena, ALGEBRA_SERVICE, element->offset, NULL);
    if (!made) return translate_failed(t);
    made->graph = element->name;
    made->silent = element->silent;
    made->service_text = element->text;
    TRY(translate_group(t, element->group, &made->left));
    return build_join(t, made, element->offset, &parts->pattern);
}

static Status add_bind(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    TRY(translate_exists(t, element->expression));
    return build_extend(t, element->expression, element->slot, element->offset, &parts->pattern);
}

static Status add_values(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    return build_values(t, element->values, element->offset, &parts->pattern);
}

static Status add_sub_select(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    Algebra *sub = NULL;
    TRY(translate_select(t, element->select, QUERY_SELECT, &sub));
    return build_join(t, sub, element->offset, &parts->pattern);
}

/* Filters, triples and paths leave what is adjacent open; anything else ends it. */
static const struct {
    Status (*add)(Translator *t, const SyntaxElement *element, GroupParts *parts);
    bool ends_triples;
} elements[] = {
    [SYNTAX_TRIPLES] = {add_triples, false},  [SYNTAX_PATH] = {translate_path, false},
    [SYNTAX_GROUP] = {add_nested, true},      [SYNTAX_UNION] = {add_union, true},
    [SYNTAX_OPTIONAL] = {add_optional, true}, [SYNTAX_MINUS] = {add_minus, true},
    [SYNTAX_GRAPH] = {add_graph, true},       [SYNTAX_SERVICE] = {add_service, true},
    [SYNTAX_FILTER] = {add_filter, false},    [SYNTAX_BIND] = {add_bind, true},
    [SYNTAX_VALUES] = {add_values, true},     [SYNTAX_SUBSELECT] = {add_sub_select, true},
};

/* ---- Groups ------------------------------------------------------------------------------------------------------ */

Status group_start(Translator *t, GroupParts *parts, size_t offset) {
    *parts = (GroupParts){.pattern = algebra_new(t->arena, ALGEBRA_UNIT, offset, NULL)};
    return parts->pattern ? STATUS_OK : translate_failed(t);
}

static Status translate_elements(Translator *t, const SyntaxGroup *group, GroupParts *parts) {
    TRY(enter_level(t, group->offset));
    TRY(group_start(t, parts, group->offset));
    for (const SyntaxElement *element = group->first; element; element = element->next) {
        if (elements[element->kind].ends_triples) TRY(end_triples(t, parts));
        TRY(elements[element->kind].add(t, element, parts));
    }
    leave_level(t);
    return end_triples(t, parts);
}

Status translate_group(Translator *t, const SyntaxGroup *group, Algebra **pattern) {
    GroupParts parts;
    TRY(translate_elements(t, group, &parts));
    *pattern = parts.pattern;
    return build_filter(t, parts.filters, parts.filter_count, pattern);
}
