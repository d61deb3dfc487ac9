/* The tree as text: expressions, paths and nodes in SPARQL syntax; the whole tree one node a line, indented. Depth is
 * bounded by the parser's. */
#include "parse_internal.h"

/* ---- Nodes and paths ------------------------------------------------------------------------------------------- */

static void print_slot(Slot slot, const Variable *variables, Buffer *out) {
    const Text name = variables[slot].name;
    if (!text_starts(name, TEXT("_:"))) buffer_byte(out, '?');
    buffer_text(out, name);
}

void node_print(const Node *node, const Variable *variables, Buffer *out) {
    if (node->parts) {
        buffer_text(out, TEXT("<<( "));
        for (size_t i = 0; i < 3; i++) {
            node_print(&node->parts[i], variables, out);
            buffer_byte(out, ' ');
        }
        buffer_text(out, TEXT(")>>"));
    } else if (node->slot != SLOT_NONE) {
        print_slot(node->slot, variables, out);
    } else {
        term_write(out, &node->term);
    }
}

static void print_links(const Path *path, Buffer *out) {
    const char *between = "";
    for (size_t i = 0; i < path->forward_count; i++, between = "|") {
        buffer_text(out, text_of(between));
        term_write(out, &path->forward[i]);
    }
    for (size_t i = 0; i < path->backward_count; i++, between = "|") {
        buffer_format(out, "%s^", between);
        term_write(out, &path->backward[i]);
    }
}

static void print_pair(const Path *path, char operator, Buffer * out) {
    buffer_byte(out, '(');
    path_print(path->left, out);
    buffer_byte(out, operator);
    path_print(path->right, out);
    buffer_byte(out, ')');
}

static void print_modified(const Path *path, char modifier, Buffer *out) {
    buffer_byte(out, '(');
    path_print(path->left, out);
    buffer_byte(out, ')');
    buffer_byte(out, modifier);
}

void path_print(const Path *path, Buffer *out) {
    switch (path->kind) {
    case PATH_LINK: term_write(out, &path->link); break;
    case PATH_INVERSE:
        buffer_text(out, TEXT("^("));
        path_print(path->left, out);
        buffer_byte(out, ')');
        break;
    case PATH_SEQUENCE: print_pair(path, '/', out); break;
    case PATH_ALTERNATIVE: print_pair(path, '|', out); break;
    case PATH_ZERO_OR_MORE: print_modified(path, '*', out); break;
    case PATH_ONE_OR_MORE: print_modified(path, '+', out); break;
    case PATH_ZERO_OR_ONE: print_modified(path, '?', out); break;
    case PATH_NEGATED:
        buffer_text(out, TEXT("!("));
        print_links(path, out);
        buffer_byte(out, ')');
        break;
    }
}

/* ---- Expressions -------------------------------------------------------------------------------------------------- */

/* How operators look between their operands; NULL: no operator of that kind. */
static const char *operator_text(ExprKind kind) {
    switch (kind) {
    case EXPR_OR: return " || ";
    case EXPR_AND: return " && ";
    case EXPR_EQUAL: return " = ";
    case EXPR_NOT_EQUAL: return " != ";
    case EXPR_LESS: return " < ";
    case EXPR_GREATER: return " > ";
    case EXPR_LESS_EQUAL: return " <= ";
    case EXPR_GREATER_EQUAL: return " >= ";
    case EXPR_ADD: return " + ";
    case EXPR_SUBTRACT: return " - ";
    case EXPR_MULTIPLY: return " * ";
    case EXPR_DIVIDE: return " / ";
    default: return NULL;
    }
}

static void print_arguments(const Expr *expr, size_t from, const char *between,
                            const Variable *variables, Buffer *out) {
    for (size_t i = from; i < expr->count; i++) {
        if (i > from) buffer_text(out, text_of(between));
        expr_print(expr->args[i], variables, out);
    }
}

static void print_call(const char *name, const Expr *expr, const Variable *variables, Buffer *out) {
    buffer_format(out, "%s(%s", name, expr->distinct ? "DISTINCT " : "");
    print_arguments(expr, 0, ", ", variables, out);
    buffer_byte(out, ')');
}

static void print_in(const char *word, const Expr *expr, const Variable *variables, Buffer *out) {
    buffer_byte(out, '(');
    expr_print(expr->args[0], variables, out);
    buffer_format(out, " %s (", word);
    print_arguments(expr, 1, ", ", variables, out);
    buffer_text(out, TEXT("))"));
}

static void print_aggregate(const Expr *expr, const Variable *variables, Buffer *out) {
    static const char *const names[] = {
        [AGGREGATE_COUNT] = "COUNT",
        [AGGREGATE_SUM] = "SUM",
        [AGGREGATE_MIN] = "MIN",
        [AGGREGATE_MAX] = "MAX",
        [AGGREGATE_AVG] = "AVG",
        [AGGREGATE_SAMPLE] = "SAMPLE",
        [AGGREGATE_GROUP_CONCAT] = "GROUP_CONCAT",
    };
    buffer_format(out, "%s(%s", names[expr->aggregate], expr->distinct ? "DISTINCT " : "");
    print_arguments(expr, 0, ", ", variables, out);
    if (expr->count == 0) buffer_byte(out, '*');
    if (expr->has_separator) {
        const Term separator = term_string(expr->separator);
        buffer_text(out, TEXT("; SEPARATOR = "));
        term_write(out, &separator);
    }
    buffer_byte(out, ')');
}

static void print_prefix(const char *operator, const Expr * expr, const Variable *variables,
                         Buffer *out) {
    buffer_text(out, text_of(operator));
    buffer_byte(out, '(');
    expr_print(expr->args[0], variables, out);
    buffer_byte(out, ')');
}

static void print_form(const Expr *expr, const Variable *variables, Buffer *out) {
    switch (expr->kind) {
    case EXPR_TERM: term_write(out, &expr->term); break;
    case EXPR_VARIABLE: print_slot(expr->slot, variables, out); break;
    case EXPR_BOUND:
        buffer_text(out, TEXT("BOUND("));
        print_slot(expr->slot, variables, out);
        buffer_byte(out, ')');
        break;
    case EXPR_NOT: print_prefix("!", expr, variables, out); break;
    case EXPR_UNARY_PLUS: print_prefix("+", expr, variables, out); break;
    case EXPR_UNARY_MINUS: print_prefix("-", expr, variables, out); break;
    case EXPR_IN: print_in("IN", expr, variables, out); break;
    case EXPR_NOT_IN: print_in("NOT IN", expr, variables, out); break;
    case EXPR_IF: print_call("IF", expr, variables, out); break;
    case EXPR_COALESCE: print_call("COALESCE", expr, variables, out); break;
    case EXPR_EXISTS: buffer_text(out, TEXT("EXISTS {...}")); break;
    case EXPR_NOT_EXISTS: buffer_text(out, TEXT("NOT EXISTS {...}")); break;
    case EXPR_BUILTIN: print_call(expr->builtin->name, expr, variables, out); break;
    case EXPR_AGGREGATE: print_aggregate(expr, variables, out); break;
    case EXPR_TRIPLE: print_call("TRIPLE", expr, variables, out); break;
    default: /* EXPR_CALL */ term_write(out, &expr->term); print_call("", expr, variables, out);
    }
}

void expr_print(const Expr *expr, const Variable *variables, Buffer *out) {
    const char *const between = operator_text(expr->kind);
    if (!between) {
        print_form(expr, variables, out);
        return;
    }
    buffer_byte(out, '(');
    print_arguments(expr, 0, between, variables, out);
    buffer_byte(out, ')');
}

Status expr_each_exists(Expr *expr, Status (*each)(void *context, Expr *exists), void *context) {
    if (expr->kind == EXPR_EXISTS || expr->kind == EXPR_NOT_EXISTS) return each(context, expr);
    for (size_t i = 0; i < expr->count; i++) TRY(expr_each_exists(expr->args[i], each, context));
    return STATUS_OK;
}

/* ---- The tree -------------------------------------------------------------------------------------------------------- */

typedef struct Printer {
    const Variable *variables;
    Buffer *out;
    unsigned depth;
} Printer;

static void begin_line(const Printer *to, const char *words) {
    for (unsigned i = 0; i < to->depth; i++) buffer_text(to->out, TEXT("  "));
    buffer_text(to->out, text_of(words));
}

static void line(const Printer *to, const char *words) {
    begin_line(to, words);
    buffer_byte(to->out, '\n');
}

static void line_node(const Printer *to, const char *words, const Node *node) {
    begin_line(to, words);
    node_print(node, to->variables, to->out);
    buffer_byte(to->out, '\n');
}

static void line_expr(const Printer *to, const char *words, const Expr *expr) {
    begin_line(to, words);
    expr_print(expr, to->variables, to->out);
    buffer_byte(to->out, '\n');
}

static void print_triple(const Printer *to, const char *words, const TriplePattern *triple) {
    begin_line(to, words);
    node_print(&triple->subject, to->variables, to->out);
    buffer_byte(to->out, ' ');
    node_print(&triple->predicate, to->variables, to->out);
    buffer_byte(to->out, ' ');
    node_print(&triple->object, to->variables, to->out);
    buffer_byte(to->out, '\n');
}

static void print_path(const Printer *to, const SyntaxElement *element) {
    begin_line(to, "path ");
    node_print(&element->subject, to->variables, to->out);
    buffer_byte(to->out, ' ');
    path_print(element->path, to->out);
    buffer_byte(to->out, ' ');
    node_print(&element->object, to->variables, to->out);
    buffer_byte(to->out, '\n');
}

static void print_values(const Printer *to, const ValuesBlock *values) {
    begin_line(to, "values");
    for (size_t i = 0; i < values->width; i++) {
        buffer_byte(to->out, ' ');
        print_slot(values->slots[i], to->variables, to->out);
    }
    buffer_byte(to->out, '\n');
    for (size_t row = 0; row < values->rows; row++) {
        begin_line(to, " ");
        for (size_t i = 0; i < values->width; i++) {
            const Term *const term = &values->terms[row * values->width + i];
            buffer_byte(to->out, ' ');
            if (term->kind == TERM_NONE) {
                buffer_text(to->out, TEXT("UNDEF"));
            } else {
                term_write(to->out, term);
            }
        }
        buffer_byte(to->out, '\n');
    }
}

static void print_item(const Printer *to, const char *words, const ProjectionItem *item) {
    begin_line(to, words);
    if (item->expression) expr_print(item->expression, to->variables, to->out);
    if (item->expression && item->slot != SLOT_NONE) buffer_text(to->out, TEXT(" AS "));
    if (item->slot != SLOT_NONE) print_slot(item->slot, to->variables, to->out);
    buffer_byte(to->out, '\n');
}

static void print_select(Printer *to, const SyntaxSelect *select);
static void print_group(Printer *to, const SyntaxGroup *group);

static void print_element(Printer *to, const SyntaxElement *element) {
    switch (element->kind) {
    case SYNTAX_TRIPLES:
        for (size_t i = 0; i < element->triple_count; i++)
            print_triple(to, "triple ", &element->triples[i]);
        break;
    case SYNTAX_PATH: print_path(to, element); break;
    case SYNTAX_GROUP: break;
    case SYNTAX_UNION: line(to, "union"); break;
    case SYNTAX_OPTIONAL: line(to, "optional"); break;
    case SYNTAX_MINUS: line(to, "minus"); break;
    case SYNTAX_GRAPH: line_node(to, "graph ", &element->name); break;
    case SYNTAX_SERVICE:
        line_node(to, element->silent ? "service silent " : "service ", &element->name);
        break;
    case SYNTAX_FILTER: line_expr(to, "filter ", element->expression); break;
    case SYNTAX_BIND:
        print_item(to, "bind ", &(ProjectionItem){element->slot, element->expression, 0});
        break;
    case SYNTAX_VALUES: print_values(to, element->values); break;
    case SYNTAX_SUBSELECT: print_select(to, element->select); break;
    }
    for (const SyntaxGroup *group = element->group; group; group = group->alternative) {
        to->depth += element->kind != SYNTAX_GROUP;
        print_group(to, group);
        to->depth -= element->kind != SYNTAX_GROUP;
    }
}

static void print_group(Printer *to, const SyntaxGroup *group) {
    line(to, "group");
    to->depth++;
    for (const SyntaxElement *element = group->first; element; element = element->next)
        print_element(to, element);
    to->depth--;
}

static void print_modifiers(Printer *to, const SyntaxSelect *select) {
    for (size_t i = 0; i < select->group_count; i++)
        print_item(to, "group by ", &select->group_by[i]);
    for (size_t i = 0; i < select->having_count; i++) line_expr(to, "having ", select->having[i]);
    for (size_t i = 0; i < select->order_count; i++) {
        line_expr(to, select->order[i].descending ? "order by desc " : "order by ",
                  select->order[i].expression);
    }
    if (select->has_limit) {
        begin_line(to, "limit ");
        buffer_format(to->out, "%llu\n", (unsigned long long)select->limit);
    }
    if (select->has_offset) {
        begin_line(to, "offset ");
        buffer_format(to->out, "%llu\n", (unsigned long long)select->offset_rows);
    }
    if (select->values) print_values(to, select->values);
}

static void print_select(Printer *to, const SyntaxSelect *select) {
    line(to, select->distinct ? "select distinct" : select->reduced ? "select reduced" : "select");
    to->depth++;
    for (size_t i = 0; i < select->item_count; i++) print_item(to, "project ", &select->items[i]);
    if (select->where) print_group(to, select->where);
    print_modifiers(to, select);
    to->depth--;
}

static void print_dataset(const Printer *to, const char *word, const DatasetClause *dataset) {
    for (size_t i = 0; i < dataset->default_count; i++) {
        begin_line(to, word);
        line_node(&(Printer){to->variables, to->out, 0}, " ",
                  &(Node){.slot = SLOT_NONE, .term = dataset->defaults[i]});
    }
    for (size_t i = 0; i < dataset->named_count; i++) {
        begin_line(to, word);
        line_node(&(Printer){to->variables, to->out, 0}, " named ",
                  &(Node){.slot = SLOT_NONE, .term = dataset->named[i]});
    }
}

void syntax_print_query(const SyntaxQuery *query, Buffer *out) {
    Printer to = {query->variables, out, 0};
    if (query->form != QUERY_SELECT) {
        line(&to, query->form == QUERY_ASK        ? "ask"
                  : query->form == QUERY_DESCRIBE ? "describe"
                                                  : "construct");
        to.depth++;
    }
    for (size_t i = 0; i < query->construct_count; i++)
        print_triple(&to, "template ", &query->construct[i]);
    for (size_t i = 0; i < query->describe_count; i++)
        line_node(&to, "describe ", &query->describe[i]);
    print_dataset(&to, "from", &query->dataset);
    if (query->form == QUERY_SELECT) {
        print_select(&to, &query->body);
        return;
    }
    if (query->body.where) print_group(&to, query->body.where);
    print_modifiers(&to, &query->body);
}

/* ---- Updates ----------------------------------------------------------------------------------------------------------- */

static void print_quads(const Printer *to, const char *words, const QuadTemplate *quads,
                        size_t count) {
    for (size_t i = 0; i < count; i++) {
        begin_line(to, words);
        if (quads[i].graph.slot != SLOT_NONE || quads[i].graph.term.kind != TERM_NONE) {
            buffer_text(to->out, TEXT("in "));
            node_print(&quads[i].graph, to->variables, to->out);
            buffer_byte(to->out, ' ');
        }
        print_triple(&(Printer){to->variables, to->out, 0}, "", &quads[i].triple);
    }
}

static void print_graph_name(const Printer *to, const char *words, const Term *graph) {
    if (graph->kind != TERM_NONE) line_node(to, words, &(Node){.slot = SLOT_NONE, .term = *graph});
}

static void print_update(const SyntaxUpdate *update, Buffer *out) {
    static const char *const names[] = {
        [UPDATE_LOAD] = "load",
        [UPDATE_CLEAR] = "clear",
        [UPDATE_DROP] = "drop",
        [UPDATE_CREATE] = "create",
        [UPDATE_ADD] = "add",
        [UPDATE_MOVE] = "move",
        [UPDATE_COPY] = "copy",
        [UPDATE_INSERT_DATA] = "insert data",
        [UPDATE_MODIFY] = "modify",
        [UPDATE_DELETE_DATA] = "delete data",
        [UPDATE_DELETE_WHERE] = "delete where",
    };
    static const char *const targets[] = {"graph", "default", "named", "all"};
    Printer to = {update->variables, out, 0};
    begin_line(&to, names[update->kind]);
    if (update->silent) buffer_text(out, TEXT(" silent"));
    if (update->kind == UPDATE_CLEAR || update->kind == UPDATE_DROP)
        buffer_format(out, " %s", targets[update->target]);
    buffer_byte(out, '\n');
    to.depth++;
    print_graph_name(&to, "graph ", &update->target_graph);
    print_graph_name(&to, "from ", &update->source);
    print_graph_name(&to, "to ", &update->destination);
    print_graph_name(&to, "with ", &update->with);
    print_dataset(&to, "using", &update->using_);
    print_quads(&to, "delete ", update->deletes, update->delete_count);
    print_quads(&to, "insert ", update->inserts, update->insert_count);
    if (update->where) print_group(&to, update->where);
}

void syntax_print_updates(const SyntaxUpdates *updates, Buffer *out) {
    for (size_t i = 0; i < updates->count; i++) print_update(&updates->items[i], out);
}
