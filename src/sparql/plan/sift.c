/* What keeps or drops the rows of a group: filters, and patterns of which it only matters whether they have a solution
 * that fits. EXISTS becomes a semi-join; NOT EXISTS, MINUS, and OPTIONAL under !bound(?v) an anti-join:
 *
 * - EXISTS substitutes the row's values for the variables of its pattern (SPARQL 1.1 Query, section 18.6). Where
 *   may_feed holds of the pattern without the conditions at its top, its solutions are those that are compatible with
 *   the row; the conditions at its top see both.
 * - MINUS drops the rows with which a solution is compatible and shares a variable. Where all that is shared is bound
 *   for sure on both sides, that is the same as having equal values in it.
 * - Where only an optional part can bind ?v, and surely does, !bound(?v) holds for the rows without a match, and those
 *   bind nothing of the part. */
#include "group_internal.h"

/* ---- EXISTS --------------------------------------------------------------------------------------------------- */

static bool is_exists(const Expr *expr) {
    return expr->kind == EXPR_EXISTS || expr->kind == EXPR_NOT_EXISTS;
}

/* Parts the conditions at the top of a pattern: those that look at nothing but the pattern's own stay over it, in
 * `own`; the others are tested on the joined rows. */
static Status part_conditions(Group *group, const Algebra *filter, const SlotWord *outside,
                              Algebra *own, Pattern *pattern) {
    Planner *const planner = group->planner;
    SlotWord *possible = NULL, *certain = NULL, *const mentioned = set_new(planner);
    Expr **const all = arena_array(planner->arena, 2 * filter->condition_count, sizeof *all);
    Expr **const joined = all + filter->condition_count;
    if (!all || !mentioned) return STATUS_NO_MEMORY;
    TRY(sets_of_algebra(planner, filter->left, &possible, &certain));
    *own = *filter;
    own->conditions = all;
    own->condition_count = 0;
    for (size_t i = 0; i < filter->condition_count; i++) {
        set_take_all(planner, mentioned, mentioned);
        set_add_expr(planner, mentioned, filter->conditions[i]);
        set_keep_all(planner, mentioned, outside);
        if (set_within(planner, mentioned, certain))
            all[own->condition_count++] = filter->conditions[i];
        else
            joined[pattern->condition_count++] = filter->conditions[i];
    }
    pattern->conditions = joined;
    pattern->algebra = own->condition_count > 0 ? own : filter->left;
    return STATUS_OK;
}

/* Does some path match the empty path? From a value that was substituted it does so even if that is in no graph. */
static bool may_stand_still(const Algebra *a) {
    for (; a; a = a->left) {
        if (a->kind == ALGEBRA_PATH && path_is_nullable(a->path)) return true;
        if (a->right && may_stand_still(a->right)) return true;
    }
    return false;
}

/* Inside another EXISTS it runs again and again for values that are constants then, and a graph whose name the scans
 * bind must be read by the pattern. */
static Status may_sift(Group *group, const Algebra *algebra, const Plan *current, bool *may) {
    Planner *const planner = group->planner;
    const PlanGraph *const graph = group->graph;
    *may = !planner->given && planner->effort < EFFORT_MAX &&
           (!graph->named || graph->name.slot == SLOT_NONE || reads_graph(algebra, true)) &&
           !may_stand_still(algebra);
    return *may ? may_feed(planner, algebra, current->possible, may) : STATUS_OK;
}

/* The price of the filter, which stops at the first solution for each row. */
static double cost_of_filter(const Algebra *algebra, const Plan *current) {
    double patterns = 1;
    for (const Algebra *a = algebra; a; a = a->left) patterns += (double)a->triple_count;
    return current->cost + current->estimate * patterns * 2 * COST_LOOK_UP;
}

/* A semi-join or an anti-join in the place of the filter: *sifted false: the filter is right, or cheaper. */
static Status sift_exists(Group *group, const Expr *exists, Plan **current, bool *sifted) {
    const bool anti = exists->kind == EXPR_NOT_EXISTS;
    const Algebra *const algebra = exists->pattern;
    const bool filtered = algebra->kind == ALGEBRA_FILTER;
    Pattern pattern = {.algebra = algebra,
                       .hashed = anti ? PLAN_ANTI_JOIN : PLAN_SEMI_JOIN,
                       .fed = anti ? PLAN_BIND_ANTI : PLAN_BIND_SEMI};
    Plan *joined = *current;
    TRY(may_sift(group, filtered ? algebra->left : algebra, *current, sifted));
    if (!*sifted) return STATUS_OK;
    Algebra *const own = arena_alloc(group->planner->arena, sizeof *own);
    if (!own) return STATUS_NO_MEMORY;
    if (filtered) TRY(part_conditions(group, algebra, (*current)->possible, own, &pattern));
    TRY(join_pattern(group, &pattern, NULL, &joined));
    *sifted = joined->cost < cost_of_filter(algebra, *current);
    if (!*sifted) return STATUS_OK;
    *current = joined;
    return plan_condition_exists(group, joined);
}

/* ---- !bound(?v) ------------------------------------------------------------------------------------------------- */

static Slot slot_unbound(const Expr *expr) {
    if (expr->kind != EXPR_NOT || expr->args[0]->kind != EXPR_BOUND) return SLOT_NONE;
    return expr->args[0]->slot;
}

/* Is there something else in the group that may bind the slot? */
static Status binds_too(Group *group, const Algebra *optional, const Plan *current, Slot slot,
                        bool *binds) {
    SlotWord *possible = NULL, *certain = NULL;
    *binds = slot_in(current->possible, slot);
    for (size_t i = 0; !*binds && i < group->optional_count; i++) {
        if (group->optionals[i] == optional) continue;
        TRY(sets_of_algebra(group->planner, group->optionals[i]->right, &possible, &certain));
        *binds = slot_in(possible, slot);
    }
    return STATUS_OK;
}

/* The condition that keeps only the rows without a match, or NULL. */
static Status find_unbound(Group *group, const Algebra *optional, const Plan *current,
                           Condition **found) {
    Planner *const planner = group->planner;
    SlotWord *possible = NULL, *certain = NULL;
    *found = NULL;
    if (planner->given) return STATUS_OK;
    for (size_t i = 0; i < group->condition_count; i++) {
        Condition *const condition = &group->conditions[i];
        const Slot slot = slot_unbound(condition->expr);
        bool binds = false;
        if (condition->placed || slot == SLOT_NONE) continue;
        if (planner->bound && planner->bound[slot] != TERM_ID_NONE) continue;
        if (!certain) TRY(sets_of_algebra(planner, optional->right, &possible, &certain));
        if (!slot_in(certain, slot)) continue;
        TRY(binds_too(group, optional, current, slot, &binds));
        if (!binds) *found = condition;
    }
    return STATUS_OK;
}

Status join_optional(Group *group, const Algebra *a, Plan **current) {
    Condition *unbound = NULL;
    TRY(find_unbound(group, a, *current, &unbound));
    const Pattern pattern = {.algebra = a->right,
                             .conditions = a->conditions,
                             .condition_count = a->condition_count,
                             .hashed = unbound ? PLAN_ANTI_JOIN : PLAN_LEFT_JOIN,
                             .fed = unbound ? PLAN_BIND_ANTI : PLAN_OPTIONAL};
    if (unbound) unbound->placed = true;
    TRY(join_pattern(group, &pattern, NULL, current));
    return plan_condition_exists(group, *current);
}

/* ---- MINUS --------------------------------------------------------------------------------------------------------- */

static Status place_exclusions(Group *group, Plan **current) {
    for (size_t i = 0; i < group->exclusion_count; i++) {
        Exclusion *const exclusion = &group->exclusions[i];
        const Pattern pattern = {
            .algebra = exclusion->pattern, .hashed = PLAN_ANTI_JOIN, .fed = PLAN_BIND_ANTI};
        if (exclusion->placed ||
            !set_within(group->planner, exclusion->shared, (*current)->certain))
            continue;
        exclusion->placed = true;
        TRY(join_pattern(group, &pattern, NULL, current));
    }
    return STATUS_OK;
}

/* ---- Filters -------------------------------------------------------------------------------------------------------- */

/* Is all that the condition looks at bound? */
static bool is_ready(const Group *group, const Condition *condition, const Plan *current,
                     SlotWord *needed) {
    set_take_all(group->planner, needed, needed);
    set_add_all(group->planner, needed, condition->mentioned);
    set_keep_all(group->planner, needed, group->possible);
    return set_within(group->planner, needed, current->certain);
}

static Status place_exists(Group *group, Condition *condition, Plan **current) {
    bool sifted = false;
    condition->placed = true;
    TRY(sift_exists(group, condition->expr, current, &sifted));
    if (sifted) return STATUS_OK;
    Expr **const expr = arena_array(group->planner->arena, 1, sizeof *expr);
    if (!expr) return STATUS_NO_MEMORY;
    *expr = condition->expr;
    TRY(plan_exists(group->planner, *expr, group->graph, *current));
    *current = plan_filter(group->planner, *current, expr, 1);
    return *current ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Places the conditions at hand that are (`exists`) or are not themselves an EXISTS. */
static Status place(Group *group, Plan **current, bool all, bool exists) {
    Planner *const planner = group->planner;
    Expr **const ready = arena_array(planner->arena, group->condition_count + 1, sizeof *ready);
    SlotWord *const needed = set_new(planner);
    size_t count = 0;
    if (!ready || !needed) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < group->condition_count; i++) {
        Condition *const condition = &group->conditions[i];
        if (condition->placed || is_exists(condition->expr) != exists) continue;
        if (!all && !is_ready(group, condition, *current, needed)) continue;
        if (exists) {
            TRY(place_exists(group, condition, current));
            continue;
        }
        condition->placed = true;
        ready[count++] = condition->expr;
    }
    for (size_t i = 0; i < count; i++) TRY(plan_exists(planner, ready[i], group->graph, *current));
    if (count > 0) *current = plan_filter(planner, *current, ready, count);
    return *current ? STATUS_OK : STATUS_NO_MEMORY;
}

Status place_conditions(Group *group, Plan **current, bool all) {
    TRY(place(group, current, all, false));
    TRY(place_exclusions(group, current));
    return place(group, current, all, true);
}
