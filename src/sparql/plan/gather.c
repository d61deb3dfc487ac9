/* Where several threads work: on a branch of the plan whose rows come, one pipeline after another, from one scan. Its rows
 * are dealt out in portions; every thread runs the branch on those that it gets, and GATHER hands on what becomes
 * of them in the order of the portions, so that the answer is that of one thread, row by row (exec's gather.c).
 * Idea: the exchange operator (Graefe, Encapsulation of parallelism in the Volcano query processing system, 1990), and
 * portions taken by whoever is free (Leis et al., Morsel-driven parallelism, 2014). */
#include "plan_internal.h"

/* Rows touched: for fewer, threads take longer to begin than they save. */
#define GATHER_FROM 100000.0
/* The least part of the work that is dealt out: the rest one thread does, or each for itself. */
#define GATHER_SHARE 0.3
#define CALL_COST    20.0 /* rows that are read in the time of a function */

enum {
    PORTIONS = 8 /* of a batch each at least, so that all threads end at about the same time */
};

/* ---- What a thread can do for itself ------------------------------------------------------------------------------ */

/* EXISTS runs plans of its own. */
static bool has_exists(const Expr *expr) {
    bool found = expr->pattern != NULL;
    for (size_t i = 0; !found && i < expr->count; i++) found = has_exists(expr->args[i]);
    return found;
}

/* No operator that makes terms: their ids would mean something in one thread only. */
static bool is_dividable(const Plan *plan) {
    for (size_t i = 0; i < plan->condition_count; i++)
        if (has_exists(plan->conditions[i])) return false;
    switch (plan->kind) {
    case PLAN_UNIT:
    case PLAN_FEED:
    case PLAN_SCAN:
    case PLAN_SCAN_OPTIONAL:
    case PLAN_SCAN_SEMI:
    case PLAN_SCAN_ANTI:
    case PLAN_PATH:
    case PLAN_JOIN:
    case PLAN_LEFT_JOIN:
    case PLAN_SEMI_JOIN:
    case PLAN_ANTI_JOIN:
    case PLAN_MINUS:
    case PLAN_BIND_JOIN:
    case PLAN_OPTIONAL:
    case PLAN_BIND_SEMI:
    case PLAN_BIND_ANTI:
    case PLAN_UNION:
    case PLAN_FILTER:
    case PLAN_PROJECT:
    case PLAN_LEAPFROG:
    case PLAN_TALLY:
    case PLAN_WEIGH: return true;
    default: return false;
    }
}

static bool are_dividable(const Plan *plan) {
    if (!is_dividable(plan)) return false;
    for (size_t i = 0; i < plan->part_count; i++)
        if (!are_dividable(plan->parts[i])) return false;
    return (!plan->left || are_dividable(plan->left)) &&
           (!plan->right || are_dividable(plan->right));
}

/* ---- What is dealt out -------------------------------------------------------------------------------------------- */

static double calls(const Expr *expr) {
    double sum = expr->kind == EXPR_BUILTIN || expr->kind == EXPR_CALL;
    for (size_t i = 0; i < expr->count; i++) sum += calls(expr->args[i]);
    return sum;
}

/* Does the operator give each thread the same rows in the same order? RAND() is a function. */
static bool repeats(const Plan *plan) {
    for (size_t i = 0; i < plan->condition_count; i++)
        if (calls(plan->conditions[i]) > 0) return false;
    return (plan->kind >= PLAN_SCAN && plan->kind <= PLAN_SCAN_ANTI) || plan->kind == PLAN_FILTER;
}

/* The rows that are dealt out: the first ones that are enough. NULL: there are none. Who is told how many threads to take
 * divides all. */
static Plan **dealt_rows(const Planner *planner, Plan **branch) {
    const double enough = planner->threads > 1 ? 2 : PORTIONS * BATCH_ROWS;
    Plan **found = NULL;
    for (; *branch && (*branch)->kind != PLAN_UNIT; branch = &(*branch)->left) {
        const Plan *const plan = *branch;
        if (plan->kind == PLAN_LEAPFROG || plan->kind == PLAN_TALLY) return branch;
        if (!repeats(plan)) found = NULL;
        if (repeats(plan) && plan->estimate >= enough) found = branch;
    }
    return *branch ? found : NULL;
}

/* ---- Whether it pays ---------------------------------------------------------------------------------------------- */

/* What its conditions cost beyond what the plan counts. */
static double cost_of_calls(const Plan *plan) {
    double cost = 0;
    for (size_t i = 0; plan->left && i < plan->condition_count; i++)
        cost += calls(plan->conditions[i]) * CALL_COST * plan->left->estimate;
    return cost;
}

static bool pays(const Planner *planner, const Plan *branch, const Plan *dealt) {
    if (planner->threads > 1) return true;
    const double once =
        dealt->kind == PLAN_LEAPFROG ? branch->once : branch->once - dealt->once + dealt->cost;
    double divided = branch->cost - once;
    for (const Plan *plan = branch; plan; plan = plan->left) divided += cost_of_calls(plan);
    return divided >= GATHER_FROM && divided >= GATHER_SHARE * (divided + once);
}

/* ---- Placing ------------------------------------------------------------------------------------------------------ */

/* A node above `below` that hands on its rows as they are. */
static Plan *pass_on(Planner *planner, PlanKind kind, Plan *below) {
    Plan *const plan = plan_new(planner, kind, below, NULL);
    if (!plan) return NULL;
    plan->possible = below->possible;
    plan->certain = below->certain;
    plan->needed = below->needed;
    plan->weight = below->weight;
    return plan;
}

static Status deal(Planner *planner, Plan **rows) {
    Plan *const plan = pass_on(planner, PLAN_DEAL, *rows);
    if (!plan) return STATUS_NO_MEMORY;
    const double portion = plan->estimate / PORTIONS;
    plan->limit = portion < 1 ? 1 : portion < BATCH_ROWS ? (uint64_t)portion : BATCH_ROWS;
    *rows = plan;
    return STATUS_OK;
}

static Status gather(Planner *planner, Plan **branch, bool *placed) {
    *placed = false;
    Plan **const rows = dealt_rows(planner, branch);
    if (!rows || !pays(planner, *branch, *rows) || !are_dividable(*branch)) return STATUS_OK;
    if ((*rows)->kind != PLAN_LEAPFROG) TRY(deal(planner, rows));
    Plan *const plan = pass_on(planner, PLAN_GATHER, *branch);
    if (!plan) return STATUS_NO_MEMORY;
    *branch = plan;
    *placed = true;
    return STATUS_OK;
}

/* From the root down, where a branch is run to its end and only once. */
static Status place(Planner *planner, Plan **branch) {
    Plan *const plan = *branch;
    bool placed = false;
    if (plan->first > 0 || plan->kind == PLAN_GRAPH || plan->kind == PLAN_UNIT) return STATUS_OK;
    TRY(gather(planner, branch, &placed));
    if (placed) return STATUS_OK;
    for (size_t i = 0; i < plan->part_count; i++) TRY(place(planner, &plan->parts[i]));
    if (plan->left) TRY(place(planner, &plan->left));
    return plan->right && !is_fed(plan->kind) ? place(planner, &plan->right) : STATUS_OK;
}

/* A value from outside that the source does not know has an id of the run's own. */
Status plan_gather(Planner *planner, Plan **root) {
    if (!planner->optimize || planner->threads == 1 || !planner->source->can.threads)
        return STATUS_OK;
    for (size_t i = 0; planner->bound && i < planner->variable_count; i++)
        if (id_is_local(planner->bound[i])) return STATUS_OK;
    return place(planner, root);
}
