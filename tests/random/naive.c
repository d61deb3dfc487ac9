/* A second evaluator, straight from section 18 of SPARQL 1.1 Query: solutions are arrays, joins are two loops, paths are
 * sets of pairs over all nodes, EXISTS substitutes into a copy of the tree. No ids, no indexes, no order of joins. */
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum {
    MOST_ROWS = 20000
};

static void add(Answers *rows, const Val row[VARIABLES]) {
    if (rows->count >= MOST_ROWS) {
        rows->too_many = true;
        return;
    }
    if (rows->count == rows->cap) {
        rows->cap = rows->cap ? rows->cap * 2 : 16;
        rows->items = realloc(rows->items, (size_t)rows->cap * sizeof *rows->items);
    }
    memcpy(rows->items[rows->count++], row, sizeof *rows->items);
}

void answers_free(Answers *rows) {
    free(rows->items);
    *rows = (Answers){.too_many = rows->too_many};
}

static void take(Answers *to, Answers *from) {
    const bool too_many = to->too_many || from->too_many;
    answers_free(to);
    *to = *from;
    to->too_many = too_many;
}

/* What an evaluation looks at. `truth` values: 1, 0, -1 for an error. */
typedef struct Active {
    const Facts *facts;
    int graph;
    Arena *arena;
    bool *gave_up; /* inside EXISTS, which has no rows to say so */
} Active;

/* ---- Solutions (18.3, 18.5) ------------------------------------------------------------------------------------ */

static bool compatible(const Val a[VARIABLES], const Val b[VARIABLES]) {
    for (int v = 0; v < VARIABLES; v++) {
        if (a[v].kind != UNBOUND && b[v].kind != UNBOUND && !val_same(a[v], b[v])) return false;
    }
    return true;
}

static void merge(const Val a[VARIABLES], const Val b[VARIABLES], Val out[VARIABLES]) {
    for (int v = 0; v < VARIABLES; v++) out[v] = a[v].kind != UNBOUND ? a[v] : b[v];
}

static void join(Answers *left, Answers *right) {
    Answers out = {.too_many = right->too_many};
    for (int i = 0; i < left->count; i++) {
        for (int k = 0; k < right->count && !out.too_many; k++) {
            Val both[VARIABLES];
            if (!compatible(left->items[i], right->items[k])) continue;
            merge(left->items[i], right->items[k], both);
            add(&out, both);
        }
    }
    answers_free(right);
    take(left, &out);
}

static bool disjoint(const Val a[VARIABLES], const Val b[VARIABLES]) {
    for (int v = 0; v < VARIABLES; v++) {
        if (a[v].kind != UNBOUND && b[v].kind != UNBOUND) return false;
    }
    return true;
}

static void minus(Answers *left, Answers *right) {
    Answers out = {.too_many = right->too_many};
    for (int i = 0; i < left->count; i++) {
        bool keep = true;
        for (int k = 0; k < right->count && keep; k++) {
            keep = !compatible(left->items[i], right->items[k]) ||
                   disjoint(left->items[i], right->items[k]);
        }
        if (keep) add(&out, left->items[i]);
    }
    answers_free(right);
    take(left, &out);
}

/* ---- Expressions (17.2, 17.3) -------------------------------------------------------------------------------------- */

static const Val error = {UNBOUND, -1};
static bool is_error(Val val) { return val.kind == UNBOUND; }
static Val boolean(int truth) { return truth < 0 ? error : (Val){BOOLEAN, truth}; }

static bool is_number(Val val) { return val.kind == INTEGER || val.kind == SMALL; }

static int effective(Val val) {
    switch (val.kind) {
    case BOOLEAN: return val.n;
    case INTEGER:
    case SMALL: return val.n != 0;
    case STRING: return 1; /* no string here is empty */
    default: return -1;
    }
}

static bool is_literal(Val val) {
    return is_number(val) || val.kind == STRING || val.kind == BOOLEAN;
}

/* Known values of different kinds are not equal: the W3C's open-world tests. */
static int equal(Val a, Val b) {
    if (is_number(a) && is_number(b)) return a.n == b.n;
    return is_error(a) || is_error(b) ? -1 : val_same(a, b);
}

static int less(Val a, Val b) {
    const bool comparable = is_number(a) ? is_number(b) : a.kind == b.kind && is_literal(a);
    return comparable ? a.n < b.n : -1;
}

static int both(int a, int b) { return a == 0 || b == 0 ? 0 : a < 0 || b < 0 ? -1 : 1; }
static int either(int a, int b) { return a == 1 || b == 1 ? 1 : a < 0 || b < 0 ? -1 : 0; }
static int negate(int a) { return a < 0 ? -1 : !a; }

static Val value(const Active *active, const RExpr *expr, const Val row[VARIABLES]);

static int exists(const Active *active, const Group *pattern, const Val row[VARIABLES]);

static int in_list(const Active *active, const RExpr *expr, const Val row[VARIABLES]) {
    const Val wanted = value(active, expr->args[0], row);
    int truth = 0;
    for (int i = 1; i < expr->count; i++)
        truth = either(truth, equal(wanted, value(active, expr->args[i], row)));
    return truth;
}

static Val sum(Val a, Val b) {
    return is_number(a) && is_number(b) ? (Val){INTEGER, a.n + b.n} : error;
}

static Val value(const Active *active, const RExpr *expr, const Val row[VARIABLES]) {
    const RExpr *const *const args = (const RExpr *const *)expr->args;
    switch (expr->op) {
    case E_ITEM: return expr->item.variable >= 0 ? row[expr->item.variable] : expr->item.val;
    case E_AND:
        return boolean(
            both(effective(value(active, args[0], row)), effective(value(active, args[1], row))));
    case E_OR:
        return boolean(
            either(effective(value(active, args[0], row)), effective(value(active, args[1], row))));
    case E_NOT: return boolean(negate(effective(value(active, args[0], row))));
    case E_EQUAL: return boolean(equal(value(active, args[0], row), value(active, args[1], row)));
    case E_UNEQUAL:
        return boolean(negate(equal(value(active, args[0], row), value(active, args[1], row))));
    case E_LESS: return boolean(less(value(active, args[0], row), value(active, args[1], row)));
    case E_ADD: return sum(value(active, args[0], row), value(active, args[1], row));
    case E_BOUND:
        return boolean(expr->item.variable < 0 || row[expr->item.variable].kind != UNBOUND);
    case E_IN: return boolean(in_list(active, expr, row));
    case E_IF: {
        const int condition = effective(value(active, args[0], row));
        return condition < 0 ? error : value(active, args[condition ? 1 : 2], row);
    }
    case E_COALESCE: {
        const Val first = value(active, args[0], row);
        return is_error(first) ? value(active, args[1], row) : first;
    }
    case E_EXISTS: return boolean(exists(active, expr->pattern, row));
    case E_NOT_EXISTS: return boolean(negate(exists(active, expr->pattern, row)));
    }
    return error;
}

static bool holds(const Active *active, const RExpr *expr, const Val row[VARIABLES]) {
    return effective(value(active, expr, row)) == 1;
}

/* ---- Triples and paths (18.3.1, 18.4) --------------------------------------------------------------------------------- */

static bool bind_item(Item item, Val val, Val row[VARIABLES]) {
    if (item.variable < 0) return val_same(item.val, val);
    if (row[item.variable].kind != UNBOUND) return val_same(row[item.variable], val);
    row[item.variable] = val;
    return true;
}

static void match_triple(const Active *active, const Triple *triple, Answers *out) {
    for (int i = 0; i < active->facts->count; i++) {
        const Fact *const fact = &active->facts->items[i];
        Val row[VARIABLES] = {{UNBOUND, 0}};
        if (fact->graph != active->graph) continue;
        if (bind_item(triple->subject, fact->subject, row) &&
            bind_item(triple->predicate, fact->predicate, row) &&
            bind_item(triple->object, fact->object, row)) {
            add(out, row);
        }
    }
}

typedef struct Pair {
    Val from, to;
} Pair;
typedef struct Pairs {
    Pair items[4000];
    int count;
    bool too_many;
} Pairs;

static void add_pair(Pairs *pairs, Val from, Val to) {
    if (pairs->count == (int)(sizeof pairs->items / sizeof *pairs->items)) {
        pairs->too_many = true;
    } else {
        pairs->items[pairs->count++] = (Pair){from, to};
    }
}

static bool has_pair(const Pairs *pairs, Val from, Val to) {
    for (int i = 0; i < pairs->count; i++) {
        if (val_same(pairs->items[i].from, from) && val_same(pairs->items[i].to, to)) return true;
    }
    return false;
}

static void add_new_pair(Pairs *pairs, Val from, Val to) {
    if (!has_pair(pairs, from, to)) add_pair(pairs, from, to);
}

/* An end of a path: a constant matters for zero-length paths, for it need not be in the graph. */
typedef struct End {
    bool constant;
    Val val;
} End;

static void path_pairs(const Active *active, const RPath *path, End from, End to, Pairs *out);

static Pairs *new_pairs(const Active *active) { return arena_alloc(active->arena, sizeof(Pairs)); }

/* ZeroLengthPath: nodes of the graph when both ends are variables, else the constant alone. */
static void zero_pairs(const Active *active, End from, End to, Pairs *out) {
    if (from.constant) add_new_pair(out, from.val, from.val);
    if (to.constant) add_new_pair(out, to.val, to.val);
    if (from.constant || to.constant) return;
    for (int i = 0; i < active->facts->count; i++) {
        const Fact *const fact = &active->facts->items[i];
        if (fact->graph != active->graph) continue;
        add_new_pair(out, fact->subject, fact->subject);
        add_new_pair(out, fact->object, fact->object);
    }
}

static void link_pairs(const Active *active, const RPath *path, Pairs *out) {
    for (int i = 0; i < active->facts->count; i++) {
        const Fact *const fact = &active->facts->items[i];
        if (fact->graph != active->graph) continue;
        const bool same = fact->predicate.n == path->predicate;
        if (same == (path->op == NEGATED)) continue;
        if (path->op == NEGATED && path->negated_inverse) {
            add_pair(out, fact->object, fact->subject);
        } else {
            add_pair(out, fact->subject, fact->object);
        }
    }
}

/* One or more steps: the transitive closure as a set of pairs. */
static void closure_pairs(const Active *active, const RPath *path, Pairs *out) {
    const End open = {false, {UNBOUND, 0}};
    Pairs *const step = new_pairs(active);
    path_pairs(active, path->left, open, open, step);
    out->too_many = out->too_many || step->too_many;
    for (int i = 0; i < step->count; i++) add_new_pair(out, step->items[i].from, step->items[i].to);
    for (bool grown = true; grown && !out->too_many;) {
        grown = false;
        const int count = out->count;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < step->count; k++) {
                if (!val_same(out->items[i].to, step->items[k].from)) continue;
                if (has_pair(out, out->items[i].from, step->items[k].to)) continue;
                add_pair(out, out->items[i].from, step->items[k].to);
                grown = true;
            }
        }
    }
}

/* Steps beyond a constant that is in no fact: p* inside of it may have zero-length steps of its own only, which lead
 * nowhere new, so the closure over the graph's nodes is all there is besides the constant itself. */
static void sequence_pairs(const Active *active, const RPath *path, End from, End to, Pairs *out) {
    const End open = {false, {UNBOUND, 0}};
    Pairs *const left = new_pairs(active);
    Pairs *const right = new_pairs(active);
    path_pairs(active, path->left, from, open, left);
    path_pairs(active, path->right, open, to, right);
    out->too_many = out->too_many || left->too_many || right->too_many;
    for (int i = 0; i < left->count; i++) {
        for (int k = 0; k < right->count; k++) {
            if (val_same(left->items[i].to, right->items[k].from)) {
                add_pair(out, left->items[i].from, right->items[k].to);
            }
        }
    }
}

static void inverse_pairs(const Active *active, const RPath *path, End from, End to, Pairs *out) {
    Pairs *const turned = new_pairs(active);
    path_pairs(active, path->left, to, from, turned);
    out->too_many = out->too_many || turned->too_many;
    for (int i = 0; i < turned->count; i++)
        add_pair(out, turned->items[i].to, turned->items[i].from);
}

/* Pairs of a path whose ends are as given; with a constant end, pairs of other nodes may be among them. */
static void path_pairs(const Active *active, const RPath *path, End from, End to, Pairs *out) {
    switch (path->op) {
    case LINK:
    case NEGATED: link_pairs(active, path, out); break;
    case INVERSE: inverse_pairs(active, path, from, to, out); break;
    case SEQUENCE: sequence_pairs(active, path, from, to, out); break;
    case ALTERNATIVE:
        path_pairs(active, path->left, from, to, out);
        path_pairs(active, path->right, from, to, out);
        break;
    case PLUS: {
        Pairs *const found = new_pairs(active);
        closure_pairs(active, path, found);
        /* From a constant that is in no fact, the first step may be one of no length. */
        Pairs *const first = new_pairs(active);
        path_pairs(active, path->left, from, to, first);
        for (int i = 0; i < first->count; i++) {
            add_new_pair(found, first->items[i].from, first->items[i].to);
        }
        for (int i = 0; i < found->count; i++)
            add_pair(out, found->items[i].from, found->items[i].to);
        out->too_many = out->too_many || found->too_many;
        break;
    }
    case STAR:
    case OPTION: {
        Pairs *const found = new_pairs(active);
        zero_pairs(active, from, to, found);
        if (path->op == STAR) {
            closure_pairs(active, path, found);
        } else {
            Pairs *const one = new_pairs(active);
            path_pairs(active, path->left, from, to, one);
            found->too_many = found->too_many || one->too_many;
            for (int i = 0; i < one->count; i++)
                add_new_pair(found, one->items[i].from, one->items[i].to);
        }
        for (int i = 0; i < found->count; i++)
            add_pair(out, found->items[i].from, found->items[i].to);
        out->too_many = out->too_many || found->too_many;
        break;
    }
    }
}

static void match_path(const Active *active, const Element *element, Answers *out) {
    const Item from = element->triples[0].subject;
    const Item to = element->triples[0].object;
    Pairs *const pairs = new_pairs(active);
    path_pairs(active, element->path, (End){from.variable < 0, from.val},
               (End){to.variable < 0, to.val}, pairs);
    out->too_many = out->too_many || pairs->too_many;
    for (int i = 0; i < pairs->count; i++) {
        Val row[VARIABLES] = {{UNBOUND, 0}};
        if (bind_item(from, pairs->items[i].from, row) && bind_item(to, pairs->items[i].to, row))
            add(out, row);
    }
}

/* ---- Groups (18.2.2.6, 18.5, 18.6) --------------------------------------------------------------------------------------- */

static void eval_group(const Active *active, const Group *group, bool with_filters, Answers *out);

static void unit(Answers *rows) {
    const Val empty[VARIABLES] = {{UNBOUND, 0}};
    add(rows, empty);
}

/* OPTIONAL: the filters of its group are conditions of the left join, and see both sides. */
static void optional(const Active *active, Answers *left, const Group *group) {
    Answers right = {0};
    Answers out = {0};
    eval_group(active, group, false, &right);
    out.too_many = right.too_many;
    for (int i = 0; i < left->count; i++) {
        bool found = false;
        for (int k = 0; k < right.count && !out.too_many; k++) {
            Val row[VARIABLES];
            if (!compatible(left->items[i], right.items[k])) continue;
            merge(left->items[i], right.items[k], row);
            bool keep = true;
            for (const Element *e = group->first; e && keep; e = e->next) {
                if (e->kind == X_FILTER) keep = holds(active, e->expr, row);
            }
            found = found || keep;
            if (keep) add(&out, row);
        }
        if (!found) add(&out, left->items[i]);
    }
    answers_free(&right);
    take(left, &out);
}

static void graph(const Active *active, const Element *element, Answers *out) {
    for (int g = 1; g <= NAMED_GRAPHS; g++) {
        const Val name = {GRAPH_NAME, g};
        bool there = false; /* a graph without a fact is no graph of the dataset */
        for (int i = 0; i < active->facts->count; i++)
            there = there || active->facts->items[i].graph == g;
        if (element->graph.variable < 0 ? !val_same(element->graph.val, name) : !there) continue;
        const Active inside = {active->facts, g, active->arena, active->gave_up};
        Answers rows = {0};
        Answers named = {0};
        Val row[VARIABLES] = {{UNBOUND, 0}};
        if (there) eval_group(&inside, element->left, true, &rows);
        if (element->graph.variable >= 0) row[element->graph.variable] = name;
        add(&named, row);
        join(&rows, &named);
        for (int i = 0; i < rows.count; i++) add(out, rows.items[i]);
        out->too_many = out->too_many || rows.too_many;
        answers_free(&rows);
    }
}

static void eval_select(const Active *active, const Select *select, Answers *out);

static void eval_element(const Active *active, const Element *element, Answers *out) {
    switch (element->kind) {
    case X_TRIPLES:
        unit(out);
        for (int i = 0; i < element->triple_count; i++) {
            Answers one = {0};
            match_triple(active, &element->triples[i], &one);
            join(out, &one);
        }
        break;
    case X_PATH: match_path(active, element, out); break;
    case X_GROUP: eval_group(active, element->left, true, out); break;
    case X_UNION: {
        Answers right = {0};
        eval_group(active, element->left, true, out);
        eval_group(active, element->right, true, &right);
        for (int i = 0; i < right.count; i++) add(out, right.items[i]);
        out->too_many = out->too_many || right.too_many;
        answers_free(&right);
        break;
    }
    case X_GRAPH: graph(active, element, out); break;
    case X_VALUES:
        for (int i = 0; i < 3; i++) {
            Val row[VARIABLES] = {{UNBOUND, 0}};
            row[element->variable] = element->values[i];
            add(out, row);
        }
        break;
    case X_SELECT: eval_select(active, element->select, out); break;
    default: break;
    }
}

static void bind(const Active *active, const Element *element, Answers *rows) {
    for (int i = 0; i < rows->count; i++) {
        const Val val = value(active, element->expr, rows->items[i]);
        rows->items[i][element->variable] = is_error(val) ? (Val){UNBOUND, 0} : val;
    }
}

static void filter(const Active *active, const Group *group, Answers *rows) {
    Answers out = {0};
    for (int i = 0; i < rows->count; i++) {
        bool keep = true;
        for (const Element *e = group->first; e && keep; e = e->next) {
            if (e->kind == X_FILTER) keep = holds(active, e->expr, rows->items[i]);
        }
        if (keep) add(&out, rows->items[i]);
    }
    take(rows, &out);
}

static void eval_group(const Active *active, const Group *group, bool with_filters, Answers *out) {
    answers_free(out);
    unit(out);
    for (const Element *element = group->first; element && !out->too_many;
         element = element->next) {
        Answers rows = {0};
        switch (element->kind) {
        case X_FILTER: break;
        case X_OPTIONAL: optional(active, out, element->left); break;
        case X_MINUS:
            eval_group(active, element->left, true, &rows);
            minus(out, &rows);
            break;
        case X_BIND: bind(active, element, out); break;
        default: eval_element(active, element, &rows); join(out, &rows);
        }
    }
    if (with_filters) filter(active, group, out);
}

/* ---- EXISTS: substitution (18.6) --------------------------------------------------------------------------------------------- */

static Item substitute_item(Item item, const Val row[VARIABLES]) {
    return item.variable >= 0 && row[item.variable].kind != UNBOUND ? (Item){-1, row[item.variable]}
                                                                    : item;
}

static RExpr *substitute_expr(const Active *active, const RExpr *expr, const Val row[VARIABLES]) {
    RExpr *const copy = arena_alloc(active->arena, sizeof *copy);
    *copy = *expr;
    copy->item = substitute_item(expr->item, row);
    for (int i = 0; i < expr->count; i++)
        copy->args[i] = substitute_expr(active, expr->args[i], row);
    return copy;
}

static Group *substitute_group(const Active *active, const Group *group, const Val row[VARIABLES]) {
    Group *const copy = arena_alloc(active->arena, sizeof *copy);
    Element **tail = &copy->first;
    for (const Element *element = group->first; element; element = element->next) {
        Element *const same = arena_alloc(active->arena, sizeof *same);
        *same = *element;
        same->next = NULL;
        for (int i = 0; i < element->triple_count; i++) {
            same->triples[i].subject = substitute_item(element->triples[i].subject, row);
            same->triples[i].predicate = substitute_item(element->triples[i].predicate, row);
            same->triples[i].object = substitute_item(element->triples[i].object, row);
        }
        if (element->left) same->left = substitute_group(active, element->left, row);
        if (element->right) same->right = substitute_group(active, element->right, row);
        if (element->expr) same->expr = substitute_expr(active, element->expr, row);
        *tail = same;
        tail = &same->next;
    }
    return copy;
}

static int exists(const Active *active, const Group *pattern, const Val row[VARIABLES]) {
    Answers rows = {0};
    eval_group(active, substitute_group(active, pattern, row), true, &rows);
    const int found = rows.count > 0;
    if (rows.too_many) *active->gave_up = true;
    answers_free(&rows);
    return found;
}

/* ---- SELECT (18.2.4, 18.5.1) -------------------------------------------------------------------------------------------------- */

/* The aggregate over the rows of one group. */
static Val aggregate(const Select *select, const Answers *rows, const bool *in_group) {
    Answers seen = {0};
    Val result =
        select->aggregate == A_MIN || select->aggregate == A_MAX ? error : (Val){INTEGER, 0};
    bool failed = false;
    for (int i = 0; i < rows->count; i++) {
        if (!in_group[i]) continue;
        Val row[VARIABLES] = {{UNBOUND, 0}};
        if (select->aggregate == A_COUNT_STAR) {
            memcpy(row, rows->items[i], sizeof row);
        } else {
            row[0] = rows->items[i][select->aggregated];
            if (is_error(row[0])) {
                failed = failed || select->aggregate != A_COUNT;
                continue;
            }
        }
        bool twin = false;
        for (int k = 0; k < seen.count && !twin; k++) {
            twin = true;
            for (int v = 0; v < VARIABLES; v++) twin = twin && val_same(seen.items[k][v], row[v]);
        }
        if (select->aggregate_distinct && twin) continue;
        add(&seen, row);
        if (select->aggregate == A_COUNT || select->aggregate == A_COUNT_STAR) result.n++;
        if (select->aggregate == A_SUM) {
            if (!is_number(row[0])) failed = true;
            result.n += row[0].n;
        }
        if (select->aggregate == A_MIN || select->aggregate == A_MAX) {
            /* Only values of one kind have an order that the standard fixes. */
            if (row[0].kind != INTEGER) failed = true;
            const bool better =
                is_error(result) ||
                (select->aggregate == A_MIN ? row[0].n < result.n : row[0].n > result.n);
            if (better) result = row[0];
        }
    }
    answers_free(&seen);
    return failed ? error : result;
}

/* MIN and MAX of several kinds are left out: see above. Said by too_many. */
static bool mixes_kinds(const Select *select, const Answers *rows) {
    if (select->aggregate != A_MIN && select->aggregate != A_MAX) return false;
    for (int i = 0; i < rows->count; i++) {
        if (rows->items[i][select->aggregated].kind != INTEGER) return true;
    }
    return false;
}

static void group_rows(const Select *select, Answers *rows) {
    Answers out = {.too_many = rows->too_many || mixes_kinds(select, rows)};
    bool *const done = calloc((size_t)rows->count + 1, sizeof *done);
    bool *const in_group = calloc((size_t)rows->count + 1, sizeof *in_group);
    for (int i = 0; i < rows->count || (select->key < 0 && i == 0 && rows->count == 0); i++) {
        Val row[VARIABLES] = {{UNBOUND, 0}};
        if (rows->count > 0 && done[i]) continue;
        for (int k = 0; k < rows->count; k++) {
            in_group[k] = select->key < 0 ||
                          val_same(rows->items[k][select->key], rows->items[i][select->key]);
            done[k] = done[k] || in_group[k];
        }
        if (select->key >= 0) row[select->key] = rows->items[i][select->key];
        const Val result = aggregate(select, rows, in_group);
        row[select->result] = is_error(result) ? (Val){UNBOUND, 0} : result;
        add(&out, row);
    }
    free(done);
    free(in_group);
    take(rows, &out);
}

static void eval_select(const Active *active, const Select *select, Answers *out) {
    Answers rows = {0};
    eval_group(active, select->where, true, &rows);
    if (select->grouped) group_rows(select, &rows);
    out->too_many = out->too_many || rows.too_many;
    for (int i = 0; i < rows.count; i++) {
        Val row[VARIABLES] = {{UNBOUND, 0}};
        for (int c = 0; c < select->column_count; c++)
            row[select->columns[c]] = rows.items[i][select->columns[c]];
        bool twin = false;
        for (int k = 0; k < out->count && select->distinct && !twin; k++) {
            twin = true;
            for (int v = 0; v < VARIABLES; v++) twin = twin && val_same(out->items[k][v], row[v]);
        }
        if (!twin) add(out, row);
    }
    answers_free(&rows);
}

void naive_query(const Select *query, const Facts *facts, Answers *rows) {
    Arena *const arena = arena_new(NULL);
    bool gave_up = false;
    const Active active = {facts, 0, arena, &gave_up};
    *rows = (Answers){0};
    eval_select(&active, query, rows);
    rows->too_many = rows->too_many || gave_up;
    arena_free(arena);
}
