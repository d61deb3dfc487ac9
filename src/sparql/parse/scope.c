/* Variables and blank nodes: which name is which slot, and which variables are visible where (section 18.2.1).
 *
 * A SELECT is a scope. A sub-select shares with its surroundings the names that it projects, or all for SELECT *;
 * any other name is its own. Because the projection is read before the pattern, that is known in time. What a
 * pattern has mentioned so far is a list of marks, so that BIND, AS and * can ask and a MINUS or a sub-select can
 * take its mentions back. */
#include "parse_internal.h"

/* ---- Slots ---------------------------------------------------------------------------------------------- */

static Status add_variable(Parser *p, Text name, size_t offset, bool hidden, Slot *slot) {
    void *items = p->variables;
    const size_t count = p->variable_count;
    TRY(grow(p, &items, &p->variable_cap, count + 1, sizeof *p->variables));
    p->variables = items;
    items = p->marks;
    TRY(grow(p, &items, &p->mark_cap, count + 1, sizeof *p->marks));
    p->marks = items;
    p->variables[count] = (Variable){name, offset, hidden};
    p->marks[count] = 0;
    *slot = (Slot)count;
    p->variable_count++;
    return STATUS_OK;
}

typedef struct NameWanted {
    const Parser *p;
    const Scope *scope;
    Text name;
} NameWanted;

static bool same_variable(const void *context, size_t position) {
    const NameWanted *const wanted = context;
    return text_equal(wanted->p->variables[wanted->scope->slots[position]].name, wanted->name);
}

static bool same_projected(const void *context, size_t position) {
    const NameWanted *const wanted = context;
    return text_equal(wanted->scope->projected[position], wanted->name);
}

static bool is_projected(const Parser *p, const Scope *scope, Text name, uint64_t hash) {
    if (scope->star) return true;
    const NameWanted wanted = {p, scope, name};
    return hash_index_find(&scope->projected_index, hash, same_projected, &wanted) != HASH_NONE;
}

static Status remember(Parser *p, Scope *scope, uint64_t hash, Slot slot) {
    void *items = scope->slots;
    TRY(grow(p, &items, &scope->cap, scope->count + 1, sizeof *scope->slots));
    scope->slots = items;
    scope->slots[scope->count] = slot;
    const Status status = hash_index_add(&scope->index, hash, scope->count++);
    return status == STATUS_OK ? STATUS_OK : diag_set(p->diag, status, "%s", status_text(status));
}

/* The slot of a name in a scope. Walks out while the name is shared; scopes nest at most DEPTH_MOST deep. */
static Status find_slot(Parser *p, Scope *scope, Text name, Slot *slot) {
    const uint64_t hash = hash_bytes(name.at, name.len, 0);
    Scope *found = scope;
    const NameWanted first = {p, scope, name};
    const size_t known = hash_index_find(&scope->index, hash, same_variable, &first);
    if (known != HASH_NONE) {
        *slot = scope->slots[known];
        return STATUS_OK;
    }
    while (found->parent && is_projected(p, found, name, hash)) found = found->parent;
    const NameWanted wanted = {p, found, name};
    const size_t at = hash_index_find(&found->index, hash, same_variable, &wanted);
    if (at != HASH_NONE) {
        *slot = found->slots[at];
    } else {
        const Text kept = arena_text(p->arena, name);
        if (!kept.at) return out_of_memory(p);
        TRY(add_variable(p, kept, here(p), false, slot));
        TRY(remember(p, found, hash, *slot));
    }
    return found == scope ? STATUS_OK : remember(p, scope, hash, *slot);
}

Status named_variable(Parser *p, Text name, Slot *slot) {
    return find_slot(p, p->scope, name, slot);
}

Status parse_variable(Parser *p, Slot *slot) {
    if (!at_variable(p)) return unexpected(p);
    if (p->no_variables) return syntax_error(p, here(p), "variables are not allowed in DATA");
    TRY(find_slot(p, p->scope, text_slice(p->token.text, 1, p->token.text.len), slot));
    advance(p);
    return STATUS_OK;
}

Status parse_variable_node(Parser *p, Node *node) {
    *node = (Node){.offset = here(p)};
    TRY(parse_variable(p, &node->slot));
    return p->in_template ? STATUS_OK : make_visible(p, node->slot);
}

/* ---- Visibility --------------------------------------------------------------------------------------------- */

Status make_visible(Parser *p, Slot slot) {
    void *items = p->mentions;
    TRY(grow(p, &items, &p->mention_cap, p->mention_count + 1, sizeof *p->mentions));
    p->mentions = items;
    p->mentions[p->mention_count++] = (Mention){slot, p->marks[slot]};
    p->marks[slot] = ++p->clock;
    return STATUS_OK;
}

bool is_visible(const Parser *p, Slot slot, size_t since) { return p->marks[slot] > since; }

void forget_mentions(Parser *p, size_t count) {
    while (p->mention_count > count) {
        const Mention mention = p->mentions[--p->mention_count];
        p->marks[mention.slot] = mention.before;
    }
}

/* ---- Scopes ----------------------------------------------------------------------------------------------------- */

Status scope_open(Parser *p, Scope *scope, bool star, const Text *projected, size_t count) {
    *scope =
        (Scope){.parent = p->scope, .star = star, .projected = projected, .projected_count = count};
    p->scope = scope;
    for (size_t i = 0; i < count; i++) {
        const Status status = hash_index_add(&scope->projected_index,
                                             hash_bytes(projected[i].at, projected[i].len, 0), i);
        if (status != STATUS_OK) return diag_set(p->diag, status, "%s", status_text(status));
    }
    return STATUS_OK;
}

void scope_close(Parser *p) {
    Scope *const scope = p->scope;
    p->scope = scope->parent;
    hash_index_free(&scope->index);
    hash_index_free(&scope->projected_index);
}

void scopes_free(Parser *p) {
    while (p->scope) scope_close(p);
    hash_index_free(&p->label_index);
    hash_index_free(&p->prefix_index);
    buffer_free(&p->scratch);
}

/* ---- Blank nodes ---------------------------------------------------------------------------------------------------
 * In a pattern a blank node is a variable that nobody can see. A label belongs to one basic graph pattern (section
 * 5.1.1); in templates and data, labels are those of new nodes. */

void next_pattern(Parser *p) { p->pattern = ++p->patterns; }

typedef struct LabelWanted {
    const Parser *p;
    Text name;
} LabelWanted;

static bool same_label(const void *context, size_t position) {
    const LabelWanted *const wanted = context;
    return text_equal(wanted->p->labels[position].name, wanted->name);
}

static Status add_label(Parser *p, Text token, Slot *slot) {
    const Text name = arena_text(p->kept, token);
    void *items = p->labels;
    if (!name.at) return out_of_memory(p);
    TRY(add_variable(p, name, here(p), true, slot));
    TRY(grow_kept(p, &items, &p->label_cap, p->label_count + 1, sizeof *p->labels));
    p->labels = items;
    p->labels[p->label_count] = (Label){name, *slot, p->pattern};
    const Status status =
        hash_index_add(&p->label_index, hash_bytes(name.at, name.len, 0), p->label_count++);
    return status == STATUS_OK ? STATUS_OK : diag_set(p->diag, status, "%s", status_text(status));
}

static Status parse_pattern_label(Parser *p, Node *node) {
    const Text token = p->token.text;
    const LabelWanted wanted = {p, token};
    const size_t at =
        hash_index_find(&p->label_index, hash_bytes(token.at, token.len, 0), same_label, &wanted);
    if (at == HASH_NONE) return add_label(p, token, &node->slot);
    if (p->labels[at].pattern != p->pattern) {
        return syntax_error(p, here(p),
                            "the blank node %.*s is used in another basic graph pattern already",
                            (int)token.len, token.at);
    }
    node->slot = p->labels[at].slot;
    return STATUS_OK;
}

/* A made label can be no label of the text: those have no leading dot. */
static Status made_label(Parser *p, Text *label) {
    char text[32];
    const int len = snprintf(text, sizeof text, "_:.%zu", ++p->made);
    *label = arena_text(p->arena, (Text){text, (size_t)len});
    return label->at ? STATUS_OK : out_of_memory(p);
}

Status make_blank(Parser *p, size_t offset, Node *node) {
    Text label;
    if (p->blanks == BLANK_REFUSED)
        return syntax_error(p, offset, "blank nodes cannot stand in DELETE or in an expression");
    TRY(made_label(p, &label));
    *node = term_node(term_blank(text_slice(label, 2, label.len)), offset);
    if (p->blanks == BLANK_FRESH) return STATUS_OK;
    *node = (Node){.offset = offset};
    return add_variable(p, label, offset, true, &node->slot);
}

/* [138] BlankNode */
Status parse_blank(Parser *p, Node *node) {
    const size_t offset = here(p);
    if (!at_blank(p)) return unexpected(p);
    if (p->token.kind == TOKEN_ANON) {
        TRY(make_blank(p, offset, node));
    } else if (p->blanks == BLANK_REFUSED) {
        return syntax_error(p, offset, "blank nodes cannot stand in DELETE or in an expression");
    } else if (p->blanks == BLANK_FRESH) {
        const Text label = arena_text(p->arena, text_slice(p->token.text, 2, p->token.text.len));
        if (!label.at) return out_of_memory(p);
        *node = term_node(term_blank(label), offset);
    } else {
        *node = (Node){.offset = offset};
        TRY(parse_pattern_label(p, node));
    }
    advance(p);
    return STATUS_OK;
}

void variables_reset(Parser *p) {
    p->variables = NULL;
    p->marks = p->stamps = NULL;
    p->variable_count = p->variable_cap = p->mark_cap = p->stamp_cap = 0;
    p->mentions = NULL;
    p->mention_count = p->mention_cap = 0;
}
