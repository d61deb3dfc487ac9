/* How many rows are asked for at first: where few are wanted (LIMIT, ASK, EXISTS), scans begin with small batches that
 * grow, so that a chain of look-ups does not work for rows that nobody reads. */
#include "plan_internal.h"

void plan_first(Plan *plan, uint64_t wanted) {
    plan->first = wanted;
    if (plan->kind == PLAN_SLICE)
        wanted = plan->limit < UINT64_MAX - plan->skip ? plan->limit + plan->skip : 0;
    if (plan->kind == PLAN_GROUP || plan->kind == PLAN_ORDER || plan->kind == PLAN_COUNT)
        wanted = 0;
    if (plan->left) plan_first(plan->left, wanted);
    /* What is fed hands its rows up; else the right side is a table, or must be seen to its end. */
    const bool fed = plan->kind == PLAN_BIND_JOIN || plan->kind == PLAN_OPTIONAL;
    if (plan->right) plan_first(plan->right, fed ? wanted : 0);
    for (size_t i = 0; i < plan->part_count; i++) plan_first(plan->parts[i], wanted);
}
