/* Graph patterns (productions 53 to 68). Adjacent triples and paths, with filters between them, are one basic graph
 * pattern for blank node labels; anything else begins a new one. */
#include <assert.h>

#include "parse_internal.h"

static Status element_new(Parser *p, SyntaxKind kind, const SyntaxElement ***tail,
                          SyntaxElement **element) {
    SyntaxElement *const made = arena_alloc(p->arena, sizeof *made);
    if (!made) return out_of_memory(p);
    made->kind = kind;
    made->offset = here(p);
    **tail = made;
    *tail = &made->next;
    *element = made;
    return STATUS_OK;
}

/* A group inside a group. */
static Status parse_nested(Parser *p, const SyntaxGroup **group) {
    next_pattern(p);
    TRY(parse_group(p, group));
    next_pattern(p);
    return STATUS_OK;
}

/* [67] GroupOrUnionGraphPattern */
static Status parse_union(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    const SyntaxGroup *group;
    TRY(element_new(p, SYNTAX_GROUP, tail, &element));
    TRY(parse_nested(p, &element->group));
    SyntaxGroup *last = NULL;
    while (accept_word(p, "UNION")) {
        if (!last) {
            /* The first group is copied so that a chain can hang on it: groups are read-only once made. */
            SyntaxGroup *const first = arena_alloc(p->arena, sizeof *first);
            if (!first) return out_of_memory(p);
            *first = *element->group;
            element->kind = SYNTAX_UNION;
            element->group = last = first;
        }
        TRY(parse_nested(p, &group));
        SyntaxGroup *const next = arena_alloc(p->arena, sizeof *next);
        if (!next) return out_of_memory(p);
        *next = *group;
        last->alternative = next;
        last = next;
    }
    return STATUS_OK;
}

/* [57] OptionalGraphPattern */
static Status parse_optional(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_OPTIONAL, tail, &element));
    advance(p);
    return parse_nested(p, &element->group);
}

/* [66] MinusGraphPattern: what it mentions is not visible outside. */
static Status parse_minus(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    const size_t mentions = p->mention_count;
    TRY(element_new(p, SYNTAX_MINUS, tail, &element));
    advance(p);
    TRY(parse_nested(p, &element->group));
    forget_mentions(p, mentions);
    return STATUS_OK;
}

/* [58] GraphGraphPattern */
static Status parse_graph(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_GRAPH, tail, &element));
    advance(p);
    TRY(parse_var_or_iri(p, &element->name));
    return parse_nested(p, &element->group);
}

/* [59] ServiceGraphPattern. The group is also kept as text, for that is what is sent. */
static Status parse_service(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_SERVICE, tail, &element));
    advance(p);
    element->silent = accept_word(p, "SILENT");
    TRY(parse_var_or_iri(p, &element->name));
    const size_t from = p->token.at;
    TRY(parse_nested(p, &element->group));
    element->text = text_slice(p->text, from, p->last_end);
    return STATUS_OK;
}

/* [68] Filter: does not end the basic graph pattern around it. */
static Status parse_filter(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_FILTER, tail, &element));
    advance(p);
    return parse_constraint(p, &element->expression);
}

/* [60] Bind. Its variable must be new to what stands before it in the group. */
static Status parse_bind(Parser *p, const SyntaxElement ***tail, size_t since) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_BIND, tail, &element));
    advance(p);
    TRY(expect_symbol(p, "("));
    TRY(parse_expression(p, &element->expression));
    TRY(expect_word(p, "AS"));
    const size_t offset = here(p);
    TRY(parse_variable(p, &element->slot));
    if (is_visible(p, element->slot, since)) {
        const Text name = p->variables[element->slot].name;
        return syntax_error(p, offset,
                            "?%.*s is bound already in this group, so BIND cannot bind it",
                            (int)name.len, name.at);
    }
    TRY(make_visible(p, element->slot));
    next_pattern(p);
    return expect_symbol(p, ")");
}

/* ---- VALUES ------------------------------------------------------------------------------------------------------ */

typedef struct Cells {
    Term *items;
    size_t count, cap;
    Slot *slots;
    size_t width, slot_cap;
} Cells;

/* A variable of the block, which began at the time `since`. */
static Status add_slot(Parser *p, Cells *cells, size_t since) {
    Slot slot;
    const size_t offset = here(p);
    TRY(parse_variable(p, &slot));
    if (is_visible(p, slot, since))
        return syntax_error(p, offset, "a variable stands twice in VALUES");
    void *items = cells->slots;
    TRY(grow(p, &items, &cells->slot_cap, cells->width + 1, sizeof slot));
    cells->slots = items;
    cells->slots[cells->width++] = slot;
    return make_visible(p, slot);
}

/* [65] DataBlockValue */
static Status add_value(Parser *p, Cells *cells) {
    Term term = {.kind = TERM_NONE};
    if (!accept_word(p, "UNDEF")) {
        if (is_symbol(p, "<<(")) {
            TRY(parse_data_triple(p, &term));
        } else if (at_literal(p)) {
            TRY(parse_literal(p, &term));
        } else {
            TRY(parse_iri(p, &term));
        }
    }
    void *items = cells->items;
    TRY(grow(p, &items, &cells->cap, cells->count + 1, sizeof term));
    cells->items = items;
    cells->items[cells->count++] = term;
    return STATUS_OK;
}

static Status parse_row(Parser *p, Cells *cells) {
    const size_t offset = here(p);
    const size_t before = cells->count;
    if (at_kind(p, TOKEN_NIL)) {
        advance(p);
    } else {
        TRY(expect_symbol(p, "("));
        do TRY(add_value(p, cells));
        while (!accept_symbol(p, ")"));
    }
    if (cells->count - before == cells->width) return STATUS_OK;
    return syntax_error(p, offset, "this row has %zu value%s for %zu variable%s",
                        cells->count - before, cells->count - before == 1 ? "" : "s", cells->width,
                        cells->width == 1 ? "" : "s");
}

/* [64] InlineDataFull; a repeated variable would have two values. */
static Status parse_full(Parser *p, Cells *cells, size_t *rows) {
    if (at_kind(p, TOKEN_NIL)) {
        advance(p);
    } else {
        const size_t since = p->clock;
        TRY(expect_symbol(p, "("));
        do TRY(add_slot(p, cells, since));
        while (!accept_symbol(p, ")"));
    }
    TRY(expect_symbol(p, "{"));
    for (*rows = 0; !accept_symbol(p, "}"); ++*rows) TRY(parse_row(p, cells));
    return STATUS_OK;
}

/* [63] InlineDataOneVar */
static Status parse_one_variable(Parser *p, Cells *cells, size_t *rows) {
    TRY(add_slot(p, cells, p->clock));
    TRY(expect_symbol(p, "{"));
    for (*rows = 0; !accept_symbol(p, "}"); ++*rows) TRY(add_value(p, cells));
    return STATUS_OK;
}

/* [62] DataBlock, after the keyword VALUES */
Status parse_values(Parser *p, const ValuesBlock **values) {
    Cells cells = {0};
    ValuesBlock *const block = arena_alloc(p->arena, sizeof *block);
    if (!block) return out_of_memory(p);
    TRY(at_variable(p) ? parse_one_variable(p, &cells, &block->rows)
                       : parse_full(p, &cells, &block->rows));
    block->slots = cells.slots;
    block->width = cells.width;
    block->terms = cells.items;
    *values = block;
    return STATUS_OK;
}

/* [61] InlineData */
static Status parse_inline_data(Parser *p, const SyntaxElement ***tail) {
    SyntaxElement *element = NULL;
    TRY(element_new(p, SYNTAX_VALUES, tail, &element));
    advance(p);
    next_pattern(p);
    return parse_values(p, &element->values);
}

/* What a group of the query begins with when rows are given from outside. */
Status put_rows(Parser *p, const SyntaxElement ***tail) {
    const ParseRows *const rows = p->rows;
    SyntaxElement *element = NULL;
    p->rows = NULL;
    if (!rows) return STATUS_OK;
    ValuesBlock *const block = arena_alloc(p->arena, sizeof *block);
    Slot *const slots = arena_array(p->arena, rows->width + 1, sizeof *slots);
    if (!block || !slots) return out_of_memory(p);
    for (size_t i = 0; i < rows->width; i++) {
        TRY(named_variable(p, rows->names[i], &slots[i]));
        TRY(make_visible(p, slots[i]));
    }
    *block = (ValuesBlock){
        .slots = slots, .width = rows->width, .rows = rows->count, .terms = rows->terms};
    TRY(element_new(p, SYNTAX_VALUES, tail, &element));
    assert(element);
    element->values = block;
    return STATUS_OK;
}

/* ---- Groups ---------------------------------------------------------------------------------------------------------- */

static Status parse_element_triples(Parser *p, const SyntaxElement ***tail) {
    TripleSink sink = {.tail = *tail};
    TRY(parse_triples(p, &sink));
    TRY(flush_triples(p, &sink));
    *tail = sink.tail;
    return STATUS_OK;
}

/* [56] GraphPatternNotTriples. *found is false when the current token begins none. */
static Status parse_not_triples(Parser *p, const SyntaxElement ***tail, size_t since, bool *found) {
    const size_t noted = p->expected_count;
    *found = true;
    if (at_symbol(p, "{")) return parse_union(p, tail);
    if (at_word(p, "OPTIONAL")) return parse_optional(p, tail);
    if (at_word(p, "FILTER")) return parse_filter(p, tail);
    if (at_word(p, "BIND")) return parse_bind(p, tail, since);
    if (at_word(p, "GRAPH")) return parse_graph(p, tail);
    if (at_word(p, "MINUS")) return parse_minus(p, tail);
    if (at_word(p, "VALUES")) return parse_inline_data(p, tail);
    if (at_word(p, "SERVICE")) return parse_service(p, tail);
    expect_summary(p, noted, "a pattern such as OPTIONAL or FILTER");
    *found = false;
    return STATUS_OK;
}

/* [54] GroupGraphPatternSub: after triples without a full stop, no triples. */
static Status parse_elements(Parser *p, const SyntaxElement **first) {
    const SyntaxElement **tail = first;
    const size_t since = p->clock;
    TRY(put_rows(p, &tail));
    for (;;) {
        bool found;
        if (at_triples(p)) TRY(parse_element_triples(p, &tail));
        TRY(parse_not_triples(p, &tail, since, &found));
        if (!found) return STATUS_OK;
        accept_symbol(p, ".");
    }
}

static Status parse_sub_select_group(Parser *p, const SyntaxElement **first) {
    SyntaxElement *element = NULL;
    const SyntaxElement **tail = first;
    TRY(put_rows(p, &tail));
    TRY(element_new(p, SYNTAX_SUBSELECT, &tail, &element));
    return parse_sub_select(p, &element->select);
}

/* [53] GroupGraphPattern */
Status parse_group(Parser *p, const SyntaxGroup **group) {
    SyntaxGroup *const made = arena_alloc(p->arena, sizeof *made);
    if (!made) return out_of_memory(p);
    made->offset = here(p);
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "{"));
    if (at_word(p, "SELECT")) {
        TRY(parse_sub_select_group(p, &made->first));
    } else {
        TRY(parse_elements(p, &made->first));
    }
    leave(p, 1);
    *group = made;
    return expect_symbol(p, "}");
}
