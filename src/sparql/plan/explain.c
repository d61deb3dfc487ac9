/* Prints a plan: one operator a line, operands indented below, with the rows expected and, after a run, the rows,
 * batches and time that were. Plan tests compare this text. */
#include "plan_internal.h"

static const char *const names[] = {
    [PLAN_UNIT] = "Unit",
    [PLAN_FEED] = "Feed",
    [PLAN_SCAN] = "Scan",
    [PLAN_SCAN_OPTIONAL] = "ScanOptional",
    [PLAN_SCAN_SEMI] = "ScanSemi",
    [PLAN_SCAN_ANTI] = "ScanAnti",
    [PLAN_PATH] = "Path",
    [PLAN_JOIN] = "HashJoin",
    [PLAN_LEFT_JOIN] = "HashLeftJoin",
    [PLAN_SEMI_JOIN] = "HashSemiJoin",
    [PLAN_ANTI_JOIN] = "HashAntiJoin",
    [PLAN_MINUS] = "Minus",
    [PLAN_BIND_JOIN] = "BindJoin",
    [PLAN_OPTIONAL] = "Optional",
    [PLAN_BIND_SEMI] = "BindSemiJoin",
    [PLAN_BIND_ANTI] = "BindAntiJoin",
    [PLAN_UNION] = "Union",
    [PLAN_GRAPH] = "EachGraph",
    [PLAN_SERVICE] = "Service",
    [PLAN_FILTER] = "Filter",
    [PLAN_EXTEND] = "Extend",
    [PLAN_VALUES] = "Values",
    [PLAN_GROUP] = "Group",
    [PLAN_ORDER] = "Order",
    [PLAN_PROJECT] = "Project",
    [PLAN_DISTINCT] = "Distinct",
    [PLAN_REDUCED] = "Reduced",
    [PLAN_SLICE] = "Slice",
    [PLAN_LEAPFROG] = "Leapfrog",
    [PLAN_TALLY] = "Tally",
    [PLAN_WEIGH] = "Weigh",
    [PLAN_COUNT] = "Count",
    [PLAN_GATHER] = "Gather",
    [PLAN_DEAL] = "Deal",
};

typedef struct Printer {
    const Planner *planner;
    const Variable *variables;
    bool actual;
    Buffer *out;
} Printer;

static void print_slot(const Printer *printer, Slot slot) {
    if (slot >= printer->planner->variable_count) {
        buffer_format(printer->out, " ?.graph");
        return;
    }
    const Text name = printer->variables[slot].name;
    const char *const mark = text_starts(name, TEXT("_:")) ? "" : "?";
    buffer_format(printer->out, " %s%.*s", mark, (int)name.len, name.at);
}

static void print_node(const Printer *printer, const Node *node) {
    if (node->slot != SLOT_NONE) {
        print_slot(printer, node->slot);
        return;
    }
    buffer_byte(printer->out, ' ');
    if (!node->parts) {
        term_write(printer->out, &node->term);
        return;
    }
    buffer_text(printer->out, TEXT("<<("));
    for (size_t i = 0; i < 3; i++) print_node(printer, &node->parts[i]);
    buffer_text(printer->out, TEXT(" )>>"));
}

static void print_exprs(const Printer *printer, Expr *const *exprs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buffer_text(printer->out, i == 0 ? TEXT(" ") : TEXT(" && "));
        expr_print(exprs[i], printer->variables, printer->out);
    }
}

static bool is_group(const Plan *plan) {
    return plan->kind == PLAN_GROUP || plan->kind == PLAN_COUNT;
}

static void print_algebra(const Printer *printer, const Plan *plan) {
    const Algebra *const a = plan->algebra;
    if (plan->kind == PLAN_PATH) {
        print_node(printer, &a->subject);
        buffer_byte(printer->out, ' ');
        path_print(a->path, printer->out);
        print_node(printer, &a->object);
    }
    if (plan->kind == PLAN_EXTEND) {
        print_slot(printer, a->slot);
        buffer_text(printer->out, TEXT(" ="));
        print_exprs(printer, &a->expression, 1);
    }
    if (plan->kind == PLAN_SERVICE) print_node(printer, &a->graph);
    for (size_t i = 0; plan->kind == PLAN_PROJECT && i < a->slot_count; i++)
        print_slot(printer, a->slots[i]);
    for (size_t i = 0; is_group(plan) && i < a->key_count; i++)
        print_slot(printer, a->keys[i].slot);
    for (size_t i = 0; plan->kind == PLAN_VALUES && i < a->values->width; i++)
        print_slot(printer, a->values->slots[i]);
    for (size_t i = 0; plan->kind == PLAN_ORDER && i < a->order_count; i++) {
        print_exprs(printer, &a->order[i].expression, 1);
        if (a->order[i].descending) buffer_text(printer->out, TEXT(" desc"));
    }
}

static void print_triple(const Printer *printer, const TriplePattern *triple) {
    print_node(printer, &triple->subject);
    print_node(printer, &triple->predicate);
    print_node(printer, &triple->object);
}

static void print_details(const Printer *printer, const Plan *plan) {
    if (plan->triple) print_triple(printer, plan->triple);
    for (size_t i = 0; i < plan->triple_count; i++) {
        if (i > 0) buffer_text(printer->out, TEXT(" ."));
        print_triple(printer, &plan->triples[i]);
    }
    if (plan->order != ORDER_ANY) buffer_text(printer->out, TEXT(" sorted"));
    if (plan->kind == PLAN_LEAPFROG) buffer_text(printer->out, TEXT(" by"));
    if (plan->algebra) print_algebra(printer, plan);
    if (plan->kind == PLAN_TALLY || plan->kind == PLAN_WEIGH) {
        buffer_text(printer->out, TEXT(" by"));
        print_slot(printer, plan->slot);
    }
    if (plan->graph.named) {
        buffer_text(printer->out, TEXT(" in"));
        print_node(printer, &plan->graph.name);
    }
    for (size_t i = 0; i < plan->key_count; i++) print_slot(printer, plan->keys[i]);
    for (size_t i = 0; i < plan->equal_count; i++) {
        print_slot(printer, plan->equals[i].left);
        buffer_text(printer->out, TEXT(" ="));
        print_slot(printer, plan->equals[i].right);
    }
    print_exprs(printer, plan->conditions, plan->condition_count);
    if (plan->kind == PLAN_ORDER && plan->limit != UINT64_MAX)
        buffer_format(printer->out, " best %llu", (unsigned long long)plan->limit);
    if (plan->kind != PLAN_SLICE) return;
    if (plan->skip > 0) buffer_format(printer->out, " offset %llu", (unsigned long long)plan->skip);
    if (plan->limit != UINT64_MAX)
        buffer_format(printer->out, " limit %llu", (unsigned long long)plan->limit);
}

static void print_actual(const Plan *plan, Buffer *out) {
    buffer_format(out, "  [%.3g expected, %llu rows, %llu batches, %llu opens, %.3f ms",
                  plan->estimate, (unsigned long long)plan->actual.rows,
                  (unsigned long long)plan->actual.batches, (unsigned long long)plan->actual.opens,
                  (double)plan->actual.nanoseconds / 1e6);
    if (plan->actual.look_ups > 0 && plan->left->kind != PLAN_UNIT)
        buffer_format(out, ", %llu look-ups", (unsigned long long)plan->actual.look_ups);
    if (plan->actual.filed > 0)
        buffer_format(out, ", a table of %llu", (unsigned long long)plan->actual.filed);
    if (plan->actual.spilled > 0)
        buffer_format(out, ", %llu rows spilled", (unsigned long long)plan->actual.spilled);
    if (plan->actual.threads > 0)
        buffer_format(out, ", %llu threads", (unsigned long long)plan->actual.threads);
    buffer_text(out, TEXT("]\n"));
}

static void print_plan(const Printer *printer, const Plan *plan, unsigned depth) {
    buffer_format(printer->out, "%*s%s", (int)(depth * 2), "", names[plan->kind]);
    print_details(printer, plan);
    if (printer->actual)
        print_actual(plan, printer->out);
    else
        buffer_format(printer->out, "  [%.3g expected]\n", plan->estimate);
    if (plan->left && plan->left->kind != PLAN_UNIT) print_plan(printer, plan->left, depth + 1);
    if (plan->right) print_plan(printer, plan->right, depth + 1);
    for (size_t i = 0; i < plan->part_count; i++) print_plan(printer, plan->parts[i], depth + 1);
}

void plan_print(const Plan *plan, const Planner *planner, const Variable *variables, bool actual,
                Buffer *out) {
    const Printer printer = {planner, variables, actual, out};
    print_plan(&printer, plan, 0);
    for (size_t i = 0; i < planner->exists_count; i++) {
        buffer_text(out, TEXT("Exists\n"));
        if (planner->exists[i].plan) print_plan(&printer, planner->exists[i].plan, 1);
    }
}
