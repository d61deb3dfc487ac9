/* Random data and queries, small enough that a slow evaluator can answer them, and full of the cases that are easily got
 * wrong: unbound variables, filters inside OPTIONAL, MINUS without shared variables, values that are in no graph. */
#include "random.h"

static int rnd(Generator *g, int below) {
    g->seed = hash_mix(g->seed, 0x5EED);
    return (int)(g->seed >> 20) % below < 0 ? -((int)(g->seed >> 20) % below)
                                            : (int)(g->seed >> 20) % below;
}

static bool one_in(Generator *g, int n) { return rnd(g, n) == 0; }

static void *make(Generator *g, size_t size) { return arena_alloc(g->arena, size); }

/* ---- Data --------------------------------------------------------------------------------------------------- */

static Val random_node(Generator *g) {
    if (!one_in(g, 3)) return (Val){IRI, rnd(g, IRIS)};
    static const Kind kinds[] = {INTEGER, INTEGER, SMALL, STRING, BOOLEAN};
    const Kind kind = kinds[rnd(g, 5)];
    return (Val){kind, rnd(g, kind == BOOLEAN ? 2 : 3)};
}

void make_facts(Generator *g, Facts *facts) {
    facts->count = 0;
    const int wanted = 6 + rnd(g, 14);
    for (int i = 0; i < wanted; i++) {
        const Fact fact = {rnd(g, 1 + NAMED_GRAPHS),
                           {IRI, rnd(g, IRIS)},
                           {PREDICATE, rnd(g, PREDICATES)},
                           random_node(g)};
        bool twin = false;
        for (int k = 0; k < facts->count && !twin; k++) {
            const Fact *const other = &facts->items[k];
            twin = other->graph == fact.graph && val_same(other->subject, fact.subject) &&
                   val_same(other->predicate, fact.predicate) &&
                   val_same(other->object, fact.object);
        }
        if (!twin) facts->items[facts->count++] = fact;
    }
}

/* ---- Items, paths, expressions --------------------------------------------------------------------------------- */

static Item variable(Generator *g) { return (Item){rnd(g, VARIABLES), {UNBOUND, 0}}; }

static Item subject_item(Generator *g) {
    return one_in(g, 4) ? (Item){-1, {IRI, rnd(g, IRIS)}} : variable(g);
}

static Item predicate_item(Generator *g) {
    return one_in(g, 5) ? variable(g) : (Item){-1, {PREDICATE, rnd(g, PREDICATES)}};
}

static Item object_item(Generator *g) {
    return one_in(g, 4) ? (Item){-1, random_node(g)} : variable(g);
}

static RPath *make_path(Generator *g, int depth) {
    RPath *const path = make(g, sizeof *path);
    path->op = depth == 0 ? LINK : (PathOp)rnd(g, 8);
    path->predicate = rnd(g, PREDICATES);
    path->negated_inverse = one_in(g, 3);
    if (path->op != LINK && path->op != NEGATED) path->left = make_path(g, depth - 1);
    if (path->op == SEQUENCE || path->op == ALTERNATIVE) path->right = make_path(g, depth - 1);
    return path;
}

static Group *make_group(Generator *g, int depth, bool in_exists);

static RExpr *make_expr(Generator *g, int depth, bool exists) {
    RExpr *const expr = make(g, sizeof *expr);
    static const ExprOp ops[] = {E_AND,     E_OR,       E_NOT,    E_EQUAL,     E_EQUAL,
                                 E_UNEQUAL, E_LESS,     E_ADD,    E_BOUND,     E_IN,
                                 E_IF,      E_COALESCE, E_EXISTS, E_NOT_EXISTS};
    static const int counts[] = {
        [E_AND] = 2, [E_OR] = 2, [E_NOT] = 1, [E_EQUAL] = 2,    [E_UNEQUAL] = 2,   [E_LESS] = 2,
        [E_ADD] = 2, [E_IN] = 3, [E_IF] = 3,  [E_COALESCE] = 2, [E_NOT_EXISTS] = 0};
    expr->op = depth == 0 ? E_ITEM : ops[rnd(g, exists ? 14 : 12)];
    expr->item = one_in(g, 3) ? (Item){-1, random_node(g)} : variable(g);
    if (expr->op == E_BOUND) expr->item = variable(g);
    if (expr->op == E_EXISTS || expr->op == E_NOT_EXISTS) expr->pattern = make_group(g, 1, true);
    expr->count = expr->op == E_ITEM ? 0 : counts[expr->op];
    for (int i = 0; i < expr->count; i++) expr->args[i] = make_expr(g, depth - 1, false);
    return expr;
}

/* ---- Groups --------------------------------------------------------------------------------------------------------- */

/* BIND needs a variable that is not in scope before it in its group. */
static void note(bool seen[VARIABLES], Item item) {
    if (item.variable >= 0) seen[item.variable] = true;
}

static void note_group(bool seen[VARIABLES], const Group *group);

static void note_element(bool seen[VARIABLES], const Element *element) {
    for (int i = 0; i < element->triple_count; i++) {
        note(seen, element->triples[i].subject);
        if (element->kind == X_TRIPLES) note(seen, element->triples[i].predicate);
        note(seen, element->triples[i].object);
    }
    if (element->kind == X_GRAPH) note(seen, element->graph);
    if (element->kind == X_BIND || element->kind == X_VALUES) seen[element->variable] = true;
    if (element->kind == X_SELECT) {
        for (int i = 0; i < element->select->column_count; i++)
            seen[element->select->columns[i]] = true;
    }
    if (element->kind == X_MINUS) return;
    if (element->left) note_group(seen, element->left);
    if (element->right) note_group(seen, element->right);
}

static void note_group(bool seen[VARIABLES], const Group *group) {
    for (const Element *element = group->first; element; element = element->next)
        note_element(seen, element);
}

static Select *make_select(Generator *g, int depth);

static void fill_triples(Generator *g, Element *element) {
    element->triple_count = 1 + one_in(g, 2);
    for (int i = 0; i < element->triple_count; i++) {
        element->triples[i] = (Triple){subject_item(g), predicate_item(g), object_item(g)};
    }
}

static void fill_path(Generator *g, Element *element) {
    element->kind = X_PATH;
    element->triple_count = 1;
    element->triples[0] = (Triple){subject_item(g), predicate_item(g), object_item(g)};
    element->path = make_path(g, 1 + rnd(g, 3));
    if (element->path->op == LINK) element->path = make_path(g, 2);
}

static Element *make_element(Generator *g, int depth, bool in_exists) {
    Element *const element = make(g, sizeof *element);
    static const ElementKind plain[] = {X_TRIPLES,  X_TRIPLES, X_TRIPLES, X_PATH,
                                        X_OPTIONAL, X_UNION,   X_FILTER};
    static const ElementKind rich[] = {X_TRIPLES,  X_TRIPLES,  X_PATH,   X_GROUP, X_UNION,
                                       X_OPTIONAL, X_OPTIONAL, X_MINUS,  X_GRAPH, X_FILTER,
                                       X_FILTER,   X_BIND,     X_VALUES, X_SELECT};
    if (depth == 0) {
        element->kind = one_in(g, 4) ? X_FILTER : X_TRIPLES;
    } else {
        element->kind = in_exists ? plain[rnd(g, 7)] : rich[rnd(g, 14)];
    }
    const bool two = element->kind == X_UNION;
    const bool group = two || element->kind == X_GROUP || element->kind == X_OPTIONAL ||
                       element->kind == X_MINUS || element->kind == X_GRAPH;
    if (element->kind == X_TRIPLES) fill_triples(g, element);
    if (element->kind == X_PATH) fill_path(g, element);
    if (group) element->left = make_group(g, depth - 1, in_exists);
    if (two) element->right = make_group(g, depth - 1, in_exists);
    element->graph =
        one_in(g, 2) ? variable(g) : (Item){-1, {GRAPH_NAME, 1 + rnd(g, NAMED_GRAPHS)}};
    element->variable = rnd(g, VARIABLES);
    if (element->kind == X_FILTER)
        element->expr = make_expr(g, 1 + rnd(g, 2), depth > 0 && !in_exists);
    if (element->kind == X_BIND) element->expr = make_expr(g, 1 + rnd(g, 2), false);
    for (int i = 0; i < 3; i++)
        element->values[i] = one_in(g, 5) ? (Val){UNBOUND, 0} : random_node(g);
    if (element->kind == X_SELECT) element->select = make_select(g, depth - 1);
    return element;
}

static Group *make_group(Generator *g, int depth, bool in_exists) {
    Group *const group = make(g, sizeof *group);
    Element **tail = &group->first;
    bool seen[VARIABLES] = {false};
    const int count = one_in(g, 12) ? 0 : 1 + rnd(g, 3);
    for (int i = 0; i < count; i++) {
        Element *const element = make_element(g, depth, in_exists);
        if (element->kind == X_BIND && seen[element->variable]) continue;
        note_element(seen, element);
        *tail = element;
        tail = &element->next;
    }
    return group;
}

/* Triples that hang together in few variables: chains, stars, cycles, perhaps with a filter. */
static Group *make_linked(Generator *g) {
    Group *const group = make(g, sizeof *group);
    Element *const element = group->first = make(g, sizeof *element);
    const int variables = 2 + rnd(g, VARIABLES - 2);
    element->kind = X_TRIPLES;
    element->triple_count = 1 + rnd(g, TRIPLES);
    for (int i = 0; i < element->triple_count; i++) {
        const Item from = {one_in(g, 8) ? rnd(g, variables) : i % variables, {UNBOUND, 0}};
        const Item to = {one_in(g, 4) ? rnd(g, variables) : (i + 1) % variables, {UNBOUND, 0}};
        const bool turned = one_in(g, 3);
        element->triples[i] = (Triple){turned ? to : from, predicate_item(g), turned ? from : to};
        if (one_in(g, 10)) element->triples[i].subject = subject_item(g);
        if (one_in(g, 10)) element->triples[i].object = object_item(g);
    }
    if (!one_in(g, 4)) return group;
    element->next = make(g, sizeof *element);
    element->next->kind = X_FILTER;
    element->next->expr = make_expr(g, 1, one_in(g, 4));
    return group;
}

static Select *make_select(Generator *g, int depth) {
    Select *const select = make(g, sizeof *select);
    const bool linked = one_in(g, 4);
    select->where = linked ? make_linked(g) : make_group(g, depth, false);
    select->distinct = one_in(g, 4);
    select->grouped = one_in(g, linked ? 2 : 4);
    select->key = one_in(g, 4) ? -1 : rnd(g, VARIABLES);
    if (!select->grouped) {
        for (int v = 0; v < VARIABLES; v++) {
            if (depth > 2 || !one_in(g, 3)) select->columns[select->column_count++] = v;
        }
        if (select->column_count == 0) select->columns[select->column_count++] = 0;
        return select;
    }
    bool seen[VARIABLES] = {false};
    note_group(seen, select->where);
    if (select->key >= 0) seen[select->key] = true;
    select->result = 0;
    while (select->result < VARIABLES && seen[select->result]) select->result++;
    if (select->result == VARIABLES) { /* no name is left for the result */
        select->grouped = false;
        select->columns[select->column_count++] = rnd(g, VARIABLES);
        return select;
    }
    select->aggregate = (Aggregate)rnd(g, linked ? 2 : 5);
    select->aggregated = rnd(g, VARIABLES);
    select->aggregate_distinct = one_in(g, 3);
    if (select->key >= 0) select->columns[select->column_count++] = select->key;
    select->columns[select->column_count++] = select->result;
    return select;
}

Select *make_query(Generator *g) { return make_select(g, 3); }

/* ---- Writing -------------------------------------------------------------------------------------------------------------- */

bool val_same(Val a, Val b) { return a.kind == b.kind && (a.kind == UNBOUND || a.n == b.n); }

void val_write(Val val, Buffer *out) {
    switch (val.kind) {
    case UNBOUND: buffer_text(out, TEXT("UNDEF")); break;
    case IRI: buffer_format(out, "<urn:x:%c>", 'a' + val.n); break;
    case PREDICATE: buffer_format(out, "<urn:x:%c>", 'p' + val.n); break;
    case GRAPH_NAME: buffer_format(out, "<urn:x:g%d>", val.n); break;
    case INTEGER:
        buffer_format(out, "\"%d\"^^<http://www.w3.org/2001/XMLSchema#integer>", val.n);
        break;
    case SMALL: buffer_format(out, "\"%d\"^^<http://www.w3.org/2001/XMLSchema#int>", val.n); break;
    case STRING: buffer_format(out, "\"%c\"", 'x' + val.n); break;
    case BOOLEAN:
        buffer_format(out, "\"%s\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
                      val.n ? "true" : "false");
        break;
    }
}

static void write_item(Item item, Buffer *out) {
    if (item.variable >= 0) {
        buffer_format(out, "?v%d", item.variable);
    } else {
        val_write(item.val, out);
    }
}

static void write_path(const RPath *path, Buffer *out) {
    static const char *const before[] = {"", "^", "", "", "", "", "", "!"};
    static const char *const after[] = {"", "", "", "", "*", "+", "?", ""};
    buffer_byte(out, '(');
    buffer_text(out, text_of(before[path->op]));
    if (path->op == NEGATED && path->negated_inverse) buffer_byte(out, '^');
    if (path->left) {
        write_path(path->left, out);
    } else {
        val_write((Val){PREDICATE, path->predicate}, out);
    }
    if (path->right) {
        buffer_byte(out, path->op == SEQUENCE ? '/' : '|');
        write_path(path->right, out);
    }
    buffer_text(out, text_of(after[path->op]));
    buffer_byte(out, ')');
}

static void write_group(const Group *group, Buffer *out);

static void write_expr(const RExpr *expr, Buffer *out) {
    static const char *const begin[] = {[E_ITEM] = "",
                                        [E_AND] = "(",
                                        [E_OR] = "(",
                                        [E_NOT] = "(! ",
                                        [E_EQUAL] = "(",
                                        [E_UNEQUAL] = "(",
                                        [E_LESS] = "(",
                                        [E_ADD] = "(",
                                        [E_BOUND] = "BOUND(",
                                        [E_IN] = "(",
                                        [E_IF] = "IF(",
                                        [E_COALESCE] = "COALESCE(",
                                        [E_EXISTS] = "(EXISTS ",
                                        [E_NOT_EXISTS] = "(NOT EXISTS "};
    static const char *const between[] = {
        [E_AND] = " && ",    [E_OR] = " || ",      [E_EQUAL] = " = ", [E_UNEQUAL] = " != ",
        [E_LESS] = " < ",    [E_ADD] = " + ",      [E_IN] = NULL,     [E_IF] = ", ",
        [E_COALESCE] = ", ", [E_NOT_EXISTS] = NULL};
    buffer_text(out, text_of(begin[expr->op]));
    if (expr->op == E_ITEM || expr->op == E_BOUND) write_item(expr->item, out);
    if (expr->pattern) write_group(expr->pattern, out);
    for (int i = 0; i < expr->count; i++) {
        if (i > 0)
            buffer_text(out, expr->op == E_IN ? (i == 1 ? TEXT(" IN (") : TEXT(", "))
                                              : text_of(between[expr->op]));
        write_expr(expr->args[i], out);
    }
    if (expr->op == E_IN) buffer_byte(out, ')');
    if (expr->op != E_ITEM) buffer_byte(out, ')');
}

static void write_select(const Select *select, Buffer *out);

static void write_triples(const Element *element, Buffer *out) {
    for (int i = 0; i < element->triple_count; i++) {
        write_item(element->triples[i].subject, out);
        buffer_byte(out, ' ');
        if (element->path) {
            write_path(element->path, out);
        } else {
            write_item(element->triples[i].predicate, out);
        }
        buffer_byte(out, ' ');
        write_item(element->triples[i].object, out);
        buffer_text(out, TEXT(" . "));
    }
}

static void write_element(const Element *element, Buffer *out) {
    static const char *const words[] = {
        [X_OPTIONAL] = "OPTIONAL ", [X_MINUS] = "MINUS ", [X_GRAPH] = "GRAPH ",
        [X_FILTER] = "FILTER ",     [X_BIND] = "BIND (",  [X_VALUES] = "VALUES ",
        [X_SELECT] = "{ "};
    if (words[element->kind]) buffer_text(out, text_of(words[element->kind]));
    if (element->kind == X_TRIPLES || element->kind == X_PATH) write_triples(element, out);
    if (element->kind == X_GRAPH) {
        write_item(element->graph, out);
        buffer_byte(out, ' ');
    }
    if (element->left) write_group(element->left, out);
    if (element->right) {
        buffer_text(out, TEXT(" UNION "));
        write_group(element->right, out);
    }
    if (element->kind == X_FILTER) buffer_byte(out, '(');
    if (element->expr) write_expr(element->expr, out);
    if (element->kind == X_FILTER) buffer_byte(out, ')');
    if (element->kind == X_BIND) buffer_format(out, " AS ?v%d)", element->variable);
    if (element->kind == X_VALUES) {
        buffer_format(out, "?v%d { ", element->variable);
        for (int i = 0; i < 3; i++) {
            val_write(element->values[i], out);
            buffer_byte(out, ' ');
        }
        buffer_byte(out, '}');
    }
    if (element->select) {
        write_select(element->select, out);
        buffer_text(out, TEXT(" }"));
    }
    buffer_byte(out, ' ');
}

static void write_group(const Group *group, Buffer *out) {
    buffer_text(out, TEXT("{ "));
    for (const Element *element = group->first; element; element = element->next)
        write_element(element, out);
    buffer_byte(out, '}');
}

static void write_select(const Select *select, Buffer *out) {
    static const char *const names[] = {"COUNT", "COUNT", "SUM", "MIN", "MAX"};
    buffer_text(out, select->distinct ? TEXT("SELECT DISTINCT") : TEXT("SELECT"));
    for (int i = 0; i < select->column_count; i++) {
        if (!select->grouped || select->columns[i] != select->result) {
            buffer_format(out, " ?v%d", select->columns[i]);
            continue;
        }
        buffer_format(out, " (%s(%s", names[select->aggregate],
                      select->aggregate_distinct ? "DISTINCT " : "");
        if (select->aggregate == A_COUNT_STAR) {
            buffer_byte(out, '*');
        } else {
            buffer_format(out, "?v%d", select->aggregated);
        }
        buffer_format(out, ") AS ?v%d)", select->result);
    }
    buffer_text(out, TEXT(" WHERE "));
    write_group(select->where, out);
    if (select->grouped && select->key >= 0) buffer_format(out, " GROUP BY ?v%d", select->key);
}

void write_query(const Select *query, Buffer *out) { write_select(query, out); }

void write_facts(const Facts *facts, Buffer *out) {
    for (int i = 0; i < facts->count; i++) {
        const Fact *const fact = &facts->items[i];
        val_write(fact->subject, out);
        buffer_byte(out, ' ');
        val_write(fact->predicate, out);
        buffer_byte(out, ' ');
        val_write(fact->object, out);
        buffer_byte(out, ' ');
        if (fact->graph > 0) val_write((Val){GRAPH_NAME, fact->graph}, out);
        buffer_text(out, TEXT(" .\n"));
    }
}
