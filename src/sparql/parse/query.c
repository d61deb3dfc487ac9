/* A whole query (productions 1, 2, 7, 10 to 16, 73 to 75): the four forms, their datasets and templates. */
#include "parse_internal.h"

/* ---- Dataset ---------------------------------------------------------------------------------------------------- */

typedef struct Graphs {
    Term *items;
    size_t count, cap;
} Graphs;

static Status add_graph(Parser *p, Graphs *graphs) {
    Term graph;
    void *items = graphs->items;
    TRY(parse_iri(p, &graph));
    TRY(grow(p, &items, &graphs->cap, graphs->count + 1, sizeof graph));
    graphs->items = items;
    graphs->items[graphs->count++] = graph;
    return STATUS_OK;
}

/* [13] DatasetClause (FROM), [44] UsingClause (USING) */
Status parse_dataset_clauses(Parser *p, const char *keyword, DatasetClause *dataset) {
    Graphs defaults = {0};
    Graphs named = {0};
    while (accept_word(p, keyword)) {
        dataset->given = true;
        TRY(add_graph(p, accept_word(p, "NAMED") ? &named : &defaults));
    }
    dataset->defaults = defaults.items;
    dataset->default_count = defaults.count;
    dataset->named = named.items;
    dataset->named_count = named.count;
    return STATUS_OK;
}

/* ---- Parts ---------------------------------------------------------------------------------------------------------- */

/* [17] WhereClause */
static Status parse_where(Parser *p, SyntaxQuery *query) {
    accept_word(p, "WHERE");
    next_pattern(p);
    p->rows = p->options->rows;
    return parse_group(p, &query->body.where);
}

/* [73] ConstructTemplate, [74] ConstructTriples */
static Status parse_template(Parser *p, SyntaxQuery *query) {
    TripleSink sink = {0};
    p->in_template = true;
    p->blanks = BLANK_FRESH;
    TRY(expect_symbol(p, "{"));
    if (at_triples(p)) TRY(parse_triples(p, &sink));
    TRY(expect_symbol(p, "}"));
    p->in_template = false;
    p->blanks = BLANK_PATTERN;
    query->construct = sink.triples;
    query->construct_count = sink.count;
    return STATUS_OK;
}

/* A blank node of a pattern is a hidden variable; in a template it is a new node. */
static Status as_template(Parser *p, Node *node) {
    if (node->parts) {
        Node *const parts = arena_array(p->arena, 3, sizeof *parts);
        if (!parts) return out_of_memory(p);
        for (size_t i = 0; i < 3; i++) { /* as deep as the parser let it be */
            parts[i] = node->parts[i];
            TRY(as_template(p, &parts[i]));
        }
        node->parts = parts;
    } else if (node->slot != SLOT_NONE && p->variables[node->slot].hidden) {
        const Text name = p->variables[node->slot].name;
        *node = term_node(term_blank(text_slice(name, 2, name.len)), node->offset);
    }
    return STATUS_OK;
}

/* CONSTRUCT WHERE { … }: the pattern is the template too. */
static Status parse_short_construct(Parser *p, SyntaxQuery *query) {
    TripleSink sink = {0};
    SyntaxGroup *const group = arena_alloc(p->arena, sizeof *group);
    SyntaxElement *const element = arena_alloc(p->arena, sizeof *element);
    const SyntaxElement **tail = &group->first;
    if (!group || !element) return out_of_memory(p);
    TRY(expect_word(p, "WHERE"));
    p->rows = p->options->rows;
    TRY(put_rows(p, &tail));
    group->offset = element->offset = here(p);
    next_pattern(p);
    TRY(expect_symbol(p, "{"));
    if (at_triples(p)) TRY(parse_triples(p, &sink));
    TRY(expect_symbol(p, "}"));
    element->kind = SYNTAX_TRIPLES;
    element->triples = sink.triples;
    element->triple_count = sink.count;
    if (sink.count > 0) *tail = element;
    query->body.where = group;
    TriplePattern *const template = arena_array(p->arena, sink.count + 1, sizeof *template);
    if (!template) return out_of_memory(p);
    for (size_t i = 0; i < sink.count; i++) {
        template[i] = sink.triples[i];
        TRY(as_template(p, &template[i].subject));
        TRY(as_template(p, &template[i].object));
    }
    query->construct = template;
    query->construct_count = sink.count;
    return STATUS_OK;
}

/* ---- Forms ------------------------------------------------------------------------------------------------------------ */

/* [7] SelectQuery */
static Status parse_select(Parser *p, SyntaxQuery *query) {
    query->form = QUERY_SELECT;
    TRY(parse_select_clause(p, &query->body));
    TRY(parse_dataset_clauses(p, "FROM", &query->dataset));
    TRY(parse_where(p, query));
    return parse_solution_modifier(p, &query->body);
}

/* [10] ConstructQuery */
static Status parse_construct(Parser *p, SyntaxQuery *query) {
    query->form = QUERY_CONSTRUCT;
    advance(p);
    if (at_symbol(p, "{")) {
        TRY(parse_template(p, query));
        TRY(parse_dataset_clauses(p, "FROM", &query->dataset));
        TRY(parse_where(p, query));
    } else {
        TRY(parse_dataset_clauses(p, "FROM", &query->dataset));
        TRY(parse_short_construct(p, query));
    }
    return parse_solution_modifier(p, &query->body);
}

static Status parse_described(Parser *p, SyntaxQuery *query) {
    Node *nodes = NULL;
    size_t cap = 0;
    p->in_template = true; /* naming a variable here does not bind it */
    do {
        void *items = nodes;
        TRY(grow(p, &items, &cap, query->describe_count + 1, sizeof *nodes));
        nodes = items;
        TRY(parse_var_or_iri(p, &nodes[query->describe_count++]));
    } while (at_variable(p) || at_iri(p));
    p->in_template = false;
    query->describe = nodes;
    return STATUS_OK;
}

/* [11] DescribeQuery */
static Status parse_describe(Parser *p, SyntaxQuery *query) {
    query->form = QUERY_DESCRIBE;
    advance(p);
    query->describe_star = accept_symbol(p, "*");
    if (!query->describe_star) TRY(parse_described(p, query));
    query->body.star = query->describe_star;
    TRY(parse_dataset_clauses(p, "FROM", &query->dataset));
    if (at_word(p, "WHERE") || at_symbol(p, "{")) TRY(parse_where(p, query));
    return parse_solution_modifier(p, &query->body);
}

/* [12] AskQuery */
static Status parse_ask(Parser *p, SyntaxQuery *query) {
    query->form = QUERY_ASK;
    advance(p);
    TRY(parse_dataset_clauses(p, "FROM", &query->dataset));
    TRY(parse_where(p, query));
    return parse_solution_modifier(p, &query->body);
}

static Status parse_form(Parser *p, SyntaxQuery *query) {
    if (at_word(p, "SELECT")) return parse_select(p, query);
    if (at_word(p, "CONSTRUCT")) return parse_construct(p, query);
    if (at_word(p, "DESCRIBE")) return parse_describe(p, query);
    if (at_word(p, "ASK")) return parse_ask(p, query);
    if (p->token.kind == TOKEN_WORD && parse_word_begins_update(p->token.text))
        return syntax_error(p, here(p), "this is an update, and a query is wanted");
    return unexpected(p);
}

/* [1] QueryUnit, [2] Query */
Status parse_query_unit(Parser *p, SyntaxQuery **query) {
    Scope *const scope = arena_alloc(p->arena, sizeof *scope);
    SyntaxQuery *const made = arena_alloc(p->arena, sizeof *made);
    if (!scope || !made) return out_of_memory(p);
    TRY(scope_open(p, scope, false, NULL, 0));
    TRY(parse_prologue(p));
    TRY(parse_form(p, made));
    TRY(parse_values_clause(p, &made->body));
    if (!at_kind(p, TOKEN_END)) return unexpected(p);
    if (made->form == QUERY_SELECT || made->describe_star) TRY(check_select(p, &made->body, 0, 0));
    made->base = p->base;
    made->prefixes = p->prefixes;
    made->prefix_count = p->prefix_count;
    made->variables = p->variables;
    made->variable_count = p->variable_count;
    *query = made;
    return STATUS_OK;
}
