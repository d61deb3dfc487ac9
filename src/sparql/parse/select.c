/* SELECT, its modifiers, and the rules on what it may project (productions 8, 9, 13, 17 to 28; notes 8 to 12 of
 * section 19.8; section 18.2.4.4). */
#include "parse_internal.h"

/* ---- Names that a sub-select projects ------------------------------------------------------------------------- */

typedef struct Names {
    Text *items;
    size_t count, cap;
    bool star;
} Names;

static Status add_name(Parser *p, Names *names) {
    void *items = names->items;
    TRY(grow(p, &items, &names->cap, names->count + 1, sizeof *names->items));
    names->items = items;
    names->items[names->count++] = text_slice(p->token.text, 1, p->token.text.len);
    return STATUS_OK;
}

/* Reads ahead over a SELECT clause: which of its variables are projected decides what they are inside, so it must be
 * known before the first of them is read. Projected: those outside of brackets, and those after AS in one bracket. */
static Status scan_projection(Parser *p, Names *names) {
    const Token first = p->token;
    const size_t no_colon_before = p->no_colon_before;
    int depth = 0;
    bool after_as = false;
    while (p->token.kind != TOKEN_END && p->token.kind != TOKEN_BAD) {
        if (depth == 0 && (is_symbol(p, "{") || is_word(p, "WHERE"))) break;
        if (is_symbol(p, "(") || is_symbol(p, "{")) depth++;
        if (is_symbol(p, ")") || is_symbol(p, "}")) depth--;
        if (depth == 0 && is_symbol(p, "*")) names->star = true;
        if (p->token.kind == TOKEN_VARIABLE && (depth == 0 || (depth == 1 && after_as)))
            TRY(add_name(p, names));
        after_as = is_word(p, "AS");
        advance(p);
    }
    p->token = first;
    p->no_colon_before = no_colon_before;
    return STATUS_OK;
}

/* ---- SELECT clause --------------------------------------------------------------------------------------------- */

static Status add_item(Parser *p, ProjectionItem **items, size_t *count, size_t *cap,
                       ProjectionItem item) {
    void *list = *items;
    TRY(grow(p, &list, cap, *count + 1, sizeof item));
    *items = list;
    (*items)[(*count)++] = item;
    return STATUS_OK;
}

/* Var | ( Expression AS Var ) */
static Status parse_item(Parser *p, ProjectionItem *item) {
    *item = (ProjectionItem){.offset = here(p)};
    if (at_variable(p)) return parse_variable(p, &item->slot);
    TRY(expect_symbol(p, "("));
    TRY(parse_expression(p, &item->expression));
    TRY(expect_word(p, "AS"));
    item->offset = here(p);
    TRY(parse_variable(p, &item->slot));
    return expect_symbol(p, ")");
}

/* [9] SelectClause */
Status parse_select_clause(Parser *p, SyntaxSelect *select) {
    ProjectionItem *items = NULL;
    size_t cap = 0;
    TRY(expect_word(p, "SELECT"));
    select->distinct = accept_word(p, "DISTINCT");
    select->reduced = !select->distinct && accept_word(p, "REDUCED");
    p->aggregates = true;
    select->offset = here(p);
    select->star = accept_symbol(p, "*");
    while (!select->star && (at_variable(p) || at_symbol(p, "("))) {
        ProjectionItem item;
        TRY(parse_item(p, &item));
        TRY(add_item(p, &items, &select->item_count, &cap, item));
    }
    p->aggregates = false;
    select->items = items;
    if (!select->star && select->item_count == 0) {
        expect_note(p, "*");
        return unexpected(p);
    }
    return STATUS_OK;
}

/* ---- Modifiers ------------------------------------------------------------------------------------------------------ */

/* [20] GroupCondition */
static Status parse_group_condition(Parser *p, ProjectionItem *item) {
    *item = (ProjectionItem){.slot = SLOT_NONE, .offset = here(p)};
    if (at_variable(p)) return parse_variable(p, &item->slot);
    if (!accept_symbol(p, "(")) return parse_constraint(p, &item->expression);
    TRY(parse_expression(p, &item->expression));
    if (accept_word(p, "AS")) {
        item->offset = here(p);
        TRY(parse_variable(p, &item->slot));
    }
    return expect_symbol(p, ")");
}

/* [19] GroupClause */
static Status parse_group_by(Parser *p, SyntaxSelect *select) {
    ProjectionItem *items = NULL;
    size_t cap = 0;
    if (!accept_word(p, "GROUP")) return STATUS_OK;
    TRY(expect_word(p, "BY"));
    do {
        ProjectionItem item;
        TRY(parse_group_condition(p, &item));
        TRY(add_item(p, &items, &select->group_count, &cap, item));
    } while (at_variable(p) || at_constraint(p));
    select->group_by = items;
    select->grouped = true;
    return STATUS_OK;
}

/* [21] HavingClause */
static Status parse_having(Parser *p, SyntaxSelect *select) {
    size_t cap = 0;
    if (!accept_word(p, "HAVING")) return STATUS_OK;
    do {
        Expr *condition;
        void *items = select->having;
        TRY(parse_constraint(p, &condition));
        TRY(grow(p, &items, &cap, select->having_count + 1, sizeof condition));
        select->having = items;
        select->having[select->having_count++] = condition;
    } while (at_constraint(p));
    return STATUS_OK;
}

/* [24] OrderCondition */
static Status parse_order_condition(Parser *p, OrderCondition *condition) {
    condition->descending = at_word(p, "DESC");
    if (condition->descending || at_word(p, "ASC")) {
        advance(p);
        return parse_bracketted(p, &condition->expression);
    }
    if (!at_variable(p)) return parse_constraint(p, &condition->expression);
    TRY(expr_new(p, EXPR_VARIABLE, here(p), &condition->expression));
    return parse_variable(p, &condition->expression->slot);
}

/* [23] OrderClause */
static Status parse_order_by(Parser *p, SyntaxSelect *select) {
    OrderCondition *conditions = NULL;
    size_t cap = 0;
    if (!accept_word(p, "ORDER")) return STATUS_OK;
    TRY(expect_word(p, "BY"));
    do {
        void *items = conditions;
        TRY(grow(p, &items, &cap, select->order_count + 1, sizeof *conditions));
        conditions = items;
        TRY(parse_order_condition(p, &conditions[select->order_count++]));
    } while (at_word(p, "ASC") || at_word(p, "DESC") || at_variable(p) || at_constraint(p));
    select->order = conditions;
    return STATUS_OK;
}

/* A count of rows; one too large to be reached is as good as the largest. */
static Status parse_number(Parser *p, uint64_t *number) {
    if (!at_kind(p, TOKEN_INTEGER)) return unexpected(p);
    const Text digits = p->token.text;
    if (digits.at[0] == '-' || digits.at[0] == '+')
        return syntax_error(p, here(p), "a number of rows has no sign");
    *number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const uint64_t digit = (uint64_t)(digits.at[i] - '0');
        if (*number > (UINT64_MAX - 1 - digit) / 10) *number = (UINT64_MAX - 1 - digit) / 10;
        *number = *number * 10 + digit;
    }
    advance(p);
    return STATUS_OK;
}

/* [25] LimitOffsetClauses, each at most once, in any order */
static Status parse_slice(Parser *p, SyntaxSelect *select) {
    for (;;) {
        if (!select->has_limit && accept_word(p, "LIMIT")) {
            select->has_limit = true;
            TRY(parse_number(p, &select->limit));
        } else if (!select->has_offset && accept_word(p, "OFFSET")) {
            select->has_offset = true;
            TRY(parse_number(p, &select->offset_rows));
        } else {
            return STATUS_OK;
        }
    }
}

/* [18] SolutionModifier */
Status parse_solution_modifier(Parser *p, SyntaxSelect *select) {
    TRY(parse_group_by(p, select));
    p->aggregates = true;
    TRY(parse_having(p, select));
    TRY(parse_order_by(p, select));
    p->aggregates = false;
    TRY(parse_slice(p, select));
    if (p->aggregate_count > 0) select->grouped = true;
    return STATUS_OK;
}

/* [28] ValuesClause */
Status parse_values_clause(Parser *p, SyntaxSelect *select) {
    return accept_word(p, "VALUES") ? parse_values(p, &select->values) : STATUS_OK;
}

/* ---- What may be projected --------------------------------------------------------------------------------------------- */

/* A new set of slots: `stamp_slot` puts one in, `is_stamped` asks. */
static Status new_set(Parser *p) {
    void *items = p->stamps;
    TRY(grow(p, &items, &p->stamp_cap, p->variable_count, sizeof *p->stamps));
    p->stamps = items;
    p->stamp++;
    return STATUS_OK;
}

static bool is_stamped(const Parser *p, Slot slot) { return p->stamps[slot] == p->stamp; }

static void stamp_slot(Parser *p, Slot slot) { p->stamps[slot] = p->stamp; }

/* SELECT *: the visible variables in the order of their first mention. */
static Status fill_star(Parser *p, SyntaxSelect *select, size_t mentions) {
    ProjectionItem *items = NULL;
    size_t count = 0, cap = 0;
    if (select->grouped)
        return syntax_error(p, select->offset, "SELECT * cannot be grouped: name the variables");
    TRY(new_set(p));
    for (size_t i = mentions; i < p->mention_count; i++) {
        const Slot slot = p->mentions[i].slot;
        if (is_stamped(p, slot) || p->variables[slot].hidden) continue;
        stamp_slot(p, slot);
        TRY(add_item(p, &items, &count, &cap, (ProjectionItem){.slot = slot}));
    }
    select->items = items;
    select->item_count = count;
    return STATUS_OK;
}

static Status not_grouped(Parser *p, Slot slot, size_t offset) {
    const Text name = p->variables[slot].name;
    p->incomplete = p->token.kind == TOKEN_END; /* GROUP BY may follow, or another key */
    return syntax_error(p, offset, "?%.*s is neither grouped nor inside an aggregate",
                        (int)name.len, name.at);
}

/* Outside of aggregates, an expression of a grouped SELECT uses keys only (and what SELECT named before it). */
static Status check_grouped(Parser *p, const Expr *expr) {
    if (expr->kind == EXPR_AGGREGATE) return STATUS_OK;
    if ((expr->kind == EXPR_VARIABLE || expr->kind == EXPR_BOUND) && !is_stamped(p, expr->slot)) {
        return not_grouped(p, expr->slot, expr->offset);
    }
    for (size_t i = 0; i < expr->count; i++)
        TRY(check_grouped(p, expr->args[i])); /* depth bounded by enter() */
    return STATUS_OK;
}

static Status already_there(Parser *p, const ProjectionItem *item) {
    const Text name = p->variables[item->slot].name;
    return syntax_error(p, item->offset, "?%.*s is in scope already, so AS cannot name it",
                        (int)name.len, name.at);
}

static Status check_keys(Parser *p, const SyntaxSelect *select, size_t clock) {
    for (size_t i = 0; i < select->group_count; i++) {
        const ProjectionItem *const key = &select->group_by[i];
        if (key->slot == SLOT_NONE) continue;
        if (key->expression && (is_visible(p, key->slot, clock) || is_stamped(p, key->slot))) {
            return already_there(p, key);
        }
        stamp_slot(p, key->slot);
    }
    return STATUS_OK;
}

static Status check_items(Parser *p, const SyntaxSelect *select, size_t clock) {
    TRY(new_set(p));
    TRY(check_keys(p, select, clock));
    for (size_t i = 0; i < select->item_count; i++) {
        const ProjectionItem *const item = &select->items[i];
        if (item->expression) {
            if (is_stamped(p, item->slot) || (!select->grouped && is_visible(p, item->slot, clock)))
                return already_there(p, item);
            if (select->grouped) TRY(check_grouped(p, item->expression));
            stamp_slot(p, item->slot);
        } else if (select->grouped && !is_stamped(p, item->slot)) {
            return not_grouped(p, item->slot, item->offset);
        }
    }
    return STATUS_OK;
}

/* A name may not be given twice by AS; a variable that is only named again is projected once. */
static Status check_twice(Parser *p, SyntaxSelect *select) {
    ProjectionItem *items = NULL;
    size_t count = 0, cap = 0;
    TRY(new_set(p));
    for (size_t i = 0; i < select->item_count; i++) {
        const ProjectionItem *const item = &select->items[i];
        const bool again = is_stamped(p, item->slot);
        if (item->expression && again) return already_there(p, item);
        if (!again) TRY(add_item(p, &items, &count, &cap, *item));
        stamp_slot(p, item->slot);
    }
    select->items = items;
    select->item_count = count;
    return STATUS_OK;
}

Status check_select(Parser *p, SyntaxSelect *select, size_t mentions, size_t clock) {
    if (select->star) return fill_star(p, select, mentions);
    TRY(check_items(p, select, clock));
    return check_twice(p, select);
}

/* ---- Sub-select -------------------------------------------------------------------------------------------------------- */

static Status parse_sub_select_body(Parser *p, SyntaxSelect *select) {
    const size_t mentions = p->mention_count;
    const size_t clock = p->clock;
    TRY(parse_select_clause(p, select));
    accept_word(p, "WHERE");
    next_pattern(p);
    TRY(parse_group(p, &select->where));
    next_pattern(p);
    TRY(parse_solution_modifier(p, select));
    TRY(parse_values_clause(p, select));
    TRY(check_select(p, select, mentions, clock));
    forget_mentions(p, mentions);
    for (size_t i = 0; i < select->item_count; i++) TRY(make_visible(p, select->items[i].slot));
    return STATUS_OK;
}

/* [8] SubSelect */
Status parse_sub_select(Parser *p, SyntaxSelect **select) {
    Names names = {0};
    Scope *const scope = arena_alloc(p->arena, sizeof *scope);
    *select = arena_alloc(p->arena, sizeof **select);
    if (!scope || !*select) return out_of_memory(p);
    const size_t aggregate_count = p->aggregate_count;
    p->aggregate_count = 0;
    TRY(enter(p, SUBSELECT_DEPTH));
    TRY(scan_projection(p, &names));
    TRY(scope_open(p, scope, names.star, names.items, names.count));
    TRY(parse_sub_select_body(p, *select));
    scope_close(p);
    leave(p, SUBSELECT_DEPTH);
    p->aggregate_count = aggregate_count;
    return STATUS_OK;
}
