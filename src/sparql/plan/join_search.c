/* Join order by dynamic programming (Selinger and others, 1979; Moerkotte and Neumann, 2006, for bushy trees): for each
 * set of operands the cheapest way to join it, by one operand more, or by hashing two sets that were joined apart. It
 * takes the place of the greedy order where that is expected to take longer than the search. */
#include "group_internal.h"

#include <math.h>

enum {
    SEARCHED_MAX = 12 /* operands */
};

/* A plan is worth the search when its price is higher than this, for each set and each operand and for each two sets:
 * four times what the search takes, for most often greed finds the best order too. */
#define COST_STEP  24
#define COST_SPLIT 1.2

typedef struct Found {
    double cost, rows;
    uint32_t
        left; /* the set whose rows come first; the rest is one operand, or a set joined apart */
} Found;

typedef struct Search {
    Group *group;
    const Plan *start;
    Found *found; /* by set */
    Plan view;    /* of the set under way: as far as prices look at it */
    SlotWord *possible, *certain, *wider;
    SlotWord **needed;               /* by condition: what it looks at */
    uint32_t touching[SEARCHED_MAX]; /* by operand: those that share a slot with it */
    uint32_t all;
} Search;

static uint32_t bit(size_t at) { return (uint32_t)1 << at; }

static const SlotWord *certain_of(const Operand *operand) {
    return operand->alone ? operand->alone->certain : operand->possible;
}

/* ---- Setting out ----------------------------------------------------------------------------------------------- */

static Status start_search(Search *search, const Plan *start) {
    Group *const group = search->group;
    Planner *const planner = group->planner;
    const size_t count = group->operand_count;
    search->start = start;
    search->all = bit(count) - 1;
    search->found = arena_array(planner->arena, (size_t)search->all + 1, sizeof *search->found);
    search->needed =
        arena_array(planner->arena, group->condition_count + 1, sizeof *search->needed);
    search->possible = set_new(planner);
    search->certain = set_new(planner);
    search->wider = set_new(planner);
    if (!search->found || !search->needed || !search->possible || !search->certain ||
        !search->wider)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < group->condition_count; i++) {
        search->needed[i] = set_copy(planner, group->conditions[i].mentioned);
        if (!search->needed[i]) return STATUS_NO_MEMORY;
        set_keep_all(planner, search->needed[i], group->possible);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (set_meets(planner, group->operands[i].possible, group->operands[k].possible))
                search->touching[i] |= bit(k);
    for (uint32_t set = 0; set <= search->all; set++)
        search->found[set] = (Found){.cost = INFINITY, .left = set & (set - 1)};
    search->found[0] = (Found){.cost = start->cost, .rows = start->estimate};
    return STATUS_OK;
}

static void look_at(Search *search, uint32_t set) {
    const Group *const group = search->group;
    const Planner *const planner = group->planner;
    set_take_all(planner, search->possible, search->possible);
    set_take_all(planner, search->certain, search->certain);
    set_add_all(planner, search->possible, search->start->possible);
    set_add_all(planner, search->certain, search->start->certain);
    for (size_t i = 0; i < group->operand_count; i++) {
        if (!(set & bit(i))) continue;
        set_add_all(planner, search->possible, group->operands[i].possible);
        set_add_all(planner, search->certain, certain_of(&group->operands[i]));
    }
    search->view = (Plan){.kind = set == 0 ? search->start->kind : PLAN_JOIN,
                          .possible = search->possible,
                          .certain = search->certain,
                          .estimate = search->found[set].rows};
}

/* ---- One operand more ------------------------------------------------------------------------------------------- */

/* What the conditions keep that can be tested now and could not be before. */
static double kept(Search *search, const Operand *operand, const JoinPrice *price) {
    const Group *const group = search->group;
    const Planner *const planner = group->planner;
    double part = 1;
    PlanEqual equal;
    set_take_all(planner, search->wider, search->wider);
    set_add_all(planner, search->wider, search->certain);
    set_add_all(planner, search->wider, certain_of(operand));
    for (size_t i = 0; i < group->condition_count; i++) {
        const Condition *const condition = &group->conditions[i];
        if (condition->placed || set_within(planner, search->needed[i], search->certain) ||
            !set_within(planner, search->needed[i], search->wider))
            continue;
        if (price->hashed && expr_equates(condition->expr, search->certain, search->wider, &equal))
            continue; /* a key */
        part *= selectivity(condition->expr);
    }
    return part;
}

static void extend(Search *search, uint32_t set) {
    Group *const group = search->group;
    bool connected[SEARCHED_MAX] = {false}, any = false;
    look_at(search, set);
    for (size_t i = 0; i < group->operand_count; i++) {
        connected[i] = !(set & bit(i)) && is_connected(group, &group->operands[i], &search->view);
        any = any || connected[i];
    }
    for (size_t i = 0; i < group->operand_count; i++) {
        Found *const found = &search->found[set | bit(i)];
        if (set & bit(i) || (any && !connected[i])) continue;
        const JoinPrice price = price_of(group, &group->operands[i], &search->view);
        const double cost = search->found[set].cost + price.cost;
        if (cost >= found->cost) continue;
        *found = (Found){cost, price.rows * kept(search, &group->operands[i], &price), set};
    }
}

/* ---- Two sets ------------------------------------------------------------------------------------------------------ */

static bool touch(const Search *search, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < search->group->operand_count; i++)
        if (a & bit(i) && search->touching[i] & b) return true;
    return false;
}

static bool is_single(uint32_t set) { return (set & (set - 1)) == 0; }

static void split(Search *search, uint32_t set) {
    Found *const found = &search->found[set];
    for (uint32_t left = (set - 1) & set; left > 0; left = (left - 1) & set) {
        const uint32_t right = set ^ left;
        const Found *const a = &search->found[left], *const b = &search->found[right];
        if (is_single(left) || is_single(right) || a->rows < b->rows) continue;
        const double cost = a->cost + b->cost + COST_TABLE + COST_PROBE * a->rows +
                            COST_KEEP * b->rows + found->rows;
        if (cost < found->cost && touch(search, left, right)) {
            found->cost = cost;
            found->left = left;
        }
    }
}

/* ---- The plan ------------------------------------------------------------------------------------------------------- */

static Status build(Search *search, uint32_t set, Plan **made) {
    Group *const group = search->group;
    const Found *const found = &search->found[set];
    const uint32_t right = set ^ found->left;
    Plan *left = *made, *apart = *made;
    if (set == 0) return STATUS_OK;
    TRY(build(search, found->left, &left));
    if (is_single(right)) {
        size_t at = 0;
        while (bit(at) != right) at++;
        TRY(join_operand(group, &group->operands[at], &left));
    } else {
        TRY(build(search, right, &apart));
        TRY(join_apart(group, &left, apart));
        left->estimate = found->rows;
    }
    *made = left;
    return place_conditions(group, made, false);
}

bool search_pays(const Group *group, double cost) {
    const double count = (double)group->operand_count;
    return group->operand_count > 2 && group->operand_count <= SEARCHED_MAX &&
           group->planner->effort < EFFORT_MAX &&
           COST_STEP * count * exp2(count) + COST_SPLIT * pow(3, count) < cost;
}

Status search_order(Group *group, Plan **made) {
    Search search = {.group = group};
    TRY(start_search(&search, *made));
    for (uint32_t set = 0; set < search.all; set++) {
        if (!isfinite(search.found[set].cost)) continue;
        if (group->hashes && set > 0) split(&search, set);
        extend(&search, set);
    }
    if (group->hashes) split(&search, search.all);
    return build(&search, search.all, made);
}
