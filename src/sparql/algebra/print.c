/* Prints the algebra in the style of SPARQL 1.1 Query, section 18.2: an operator a line, operands indented below it. Walks
 * with a stack of its own, for chains are deep. */
#include "algebra_internal.h"

enum {
    INDENT_MOST = 60,
    ROWS_MOST = 8
};

typedef struct Entry {
    const Algebra *algebra;
    size_t depth;
    bool exists; /* the pattern of an EXISTS */
} Entry;

typedef struct Printer {
    const Variable *variables;
    Buffer *out;
    Entry *stack;
    size_t count, cap;
    size_t depth; /* of the operator that is printed */
} Printer;

static Status push(Printer *self, const Algebra *algebra, size_t depth, bool exists) {
    if (!algebra) return STATUS_OK;
    TRY(array_grow((void **)&self->stack, &self->cap, self->count + 1, sizeof *self->stack));
    self->stack[self->count++] = (Entry){algebra, depth, exists};
    return STATUS_OK;
}

/* ---- What stands in the parentheses ------------------------------------------------------------------------ */

static void print_slot(const Printer *self, Slot slot) {
    const Node node = {.slot = slot};
    node_print(&node, self->variables, self->out);
}

static void print_node(const Printer *self, const Node *node) {
    node_print(node, self->variables, self->out);
}

static void print_expr(const Printer *self, const Expr *expr) {
    expr_print(expr, self->variables, self->out);
}

static void print_text(const Printer *self, const char *text) {
    buffer_text(self->out, text_of(text));
}

static void print_bgp(const Printer *self, const Algebra *a) {
    for (size_t i = 0; i < a->triple_count; i++) {
        print_text(self, i > 0 ? " . " : "");
        print_node(self, &a->triples[i].subject);
        print_text(self, " ");
        print_node(self, &a->triples[i].predicate);
        print_text(self, " ");
        print_node(self, &a->triples[i].object);
    }
}

static void print_path(const Printer *self, const Algebra *a) {
    print_node(self, &a->subject);
    print_text(self, ", ");
    path_print(a->path, self->out);
    print_text(self, ", ");
    print_node(self, &a->object);
}

static void print_name(const Printer *self, const Algebra *a) {
    if (a->silent) print_text(self, "SILENT ");
    print_node(self, &a->graph);
}

static void print_conditions(const Printer *self, const Algebra *a) {
    for (size_t i = 0; i < a->condition_count; i++) {
        print_text(self, i > 0 ? " && " : "");
        print_expr(self, a->conditions[i]);
    }
}

static void print_extend(const Printer *self, const Algebra *a) {
    print_slot(self, a->slot);
    print_text(self, ", ");
    print_expr(self, a->expression);
}

static void print_slots(const Printer *self, const Slot *slots, size_t count) {
    for (size_t i = 0; i < count; i++) {
        print_text(self, i > 0 ? " " : "");
        print_slot(self, slots[i]);
    }
}

static void print_values(const Printer *self, const Algebra *a) {
    const ValuesBlock *const values = a->values;
    print_slots(self, values->slots, values->width);
    for (size_t row = 0; row < values->rows && row < ROWS_MOST; row++) {
        print_text(self, row > 0 || values->width > 0 ? " (" : "(");
        for (size_t i = 0; i < values->width; i++) {
            const Term *const term = &values->terms[row * values->width + i];
            const Node node = {.slot = SLOT_NONE, .term = *term};
            print_text(self, i > 0 ? " " : "");
            if (term->kind == TERM_NONE)
                print_text(self, "UNDEF");
            else
                print_node(self, &node);
        }
        print_text(self, ")");
    }
    if (values->rows > ROWS_MOST)
        buffer_format(self->out, " and %zu more", values->rows - ROWS_MOST);
}

static void print_as(const Printer *self, const Expr *expression, Slot slot) {
    if (expression) {
        print_text(self, "(");
        print_expr(self, expression);
        print_text(self, " AS ");
    }
    print_slot(self, slot);
    if (expression) print_text(self, ")");
}

static void print_group(const Printer *self, const Algebra *a) {
    for (size_t i = 0; i < a->key_count; i++) {
        print_text(self, i > 0 ? " " : "");
        print_as(self, a->keys[i].expression, a->keys[i].slot);
    }
    if (a->aggregate_count == 0) return;
    print_text(self, a->key_count > 0 ? ", " : "");
    for (size_t i = 0; i < a->aggregate_count; i++) {
        print_text(self, i > 0 ? " " : "");
        print_as(self, a->aggregates[i].aggregate, a->aggregates[i].slot);
    }
}

static void print_order(const Printer *self, const Algebra *a) {
    for (size_t i = 0; i < a->order_count; i++) {
        print_text(self, i > 0 ? " " : "");
        print_text(self, a->order[i].descending ? "DESC(" : "ASC(");
        print_expr(self, a->order[i].expression);
        print_text(self, ")");
    }
}

static void print_projection(const Printer *self, const Algebra *a) {
    print_slots(self, a->slots, a->slot_count);
}

static void print_slice(const Printer *self, const Algebra *a) {
    buffer_format(self->out, "%llu, ", (unsigned long long)a->offset_rows);
    if (a->limit == UINT64_MAX)
        print_text(self, "all");
    else
        buffer_format(self->out, "%llu", (unsigned long long)a->limit);
}

/* ---- Operators -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*print)(const Printer *self, const Algebra *a);
} operators[] = {
    [ALGEBRA_UNIT] = {"Unit", NULL},
    [ALGEBRA_BGP] = {"BGP", print_bgp},
    [ALGEBRA_PATH] = {"Path", print_path},
    [ALGEBRA_JOIN] = {"Join", NULL},
    [ALGEBRA_LEFT_JOIN] = {"LeftJoin", print_conditions},
    [ALGEBRA_UNION] = {"Union", NULL},
    [ALGEBRA_MINUS] = {"Minus", NULL},
    [ALGEBRA_GRAPH] = {"Graph", print_name},
    [ALGEBRA_SERVICE] = {"Service", print_name},
    [ALGEBRA_FILTER] = {"Filter", print_conditions},
    [ALGEBRA_EXTEND] = {"Extend", print_extend},
    [ALGEBRA_VALUES] = {"Values", print_values},
    [ALGEBRA_GROUP] = {"Group", print_group},
    [ALGEBRA_ORDER] = {"OrderBy", print_order},
    [ALGEBRA_PROJECT] = {"Project", print_projection},
    [ALGEBRA_DISTINCT] = {"Distinct", NULL},
    [ALGEBRA_REDUCED] = {"Reduced", NULL},
    [ALGEBRA_SLICE] = {"Slice", print_slice},
};

static void print_indent(const Printer *self, size_t depth) {
    for (size_t i = 0; i < depth && i < INDENT_MOST; i++) print_text(self, "  ");
}

static void print_operator(const Printer *self, const Algebra *a) {
    print_indent(self, self->depth);
    print_text(self, operators[a->kind].name);
    if (operators[a->kind].print && (a->kind != ALGEBRA_LEFT_JOIN || a->condition_count > 0)) {
        print_text(self, "(");
        operators[a->kind].print(self, a);
        print_text(self, ")");
    }
    print_text(self, "\n");
}

static Status push_exists(void *context, Expr *exists) {
    Printer *const self = context;
    return push(self, exists->pattern, self->depth + 1, true);
}

/* The patterns of EXISTS in the operator's expressions are printed before its operands. */
static Status push_operands(Printer *self, const Algebra *a) {
    TRY(push(self, a->right, self->depth + 1, false));
    TRY(push(self, a->left, self->depth + 1, false));
    for (size_t i = a->order_count; i-- > 0;)
        TRY(expr_each_exists(a->order[i].expression, push_exists, self));
    for (size_t i = a->key_count; i-- > 0;)
        if (a->keys[i].expression) TRY(expr_each_exists(a->keys[i].expression, push_exists, self));
    for (size_t i = a->condition_count; i-- > 0;)
        TRY(expr_each_exists(a->conditions[i], push_exists, self));
    return a->expression ? expr_each_exists(a->expression, push_exists, self) : STATUS_OK;
}

void algebra_print(const Algebra *pattern, const Variable *variables, Buffer *out) {
    Printer self = {.variables = variables, .out = out};
    Status status = push(&self, pattern, 0, false);
    while (status == STATUS_OK && self.count > 0) {
        const Entry entry = self.stack[--self.count];
        self.depth = entry.depth;
        if (entry.exists) {
            print_indent(&self, self.depth++);
            print_text(&self, "Exists\n");
        }
        print_operator(&self, entry.algebra);
        status = push_operands(&self, entry.algebra);
    }
    if (status != STATUS_OK) out->failed = true;
    mem_free(self.stack);
}
