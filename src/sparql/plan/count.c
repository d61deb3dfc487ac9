/* Counting without making the rows that are counted. Where a query only asks how many solutions there are, a part of the
 * pattern that hangs on the rest by one variable need not be joined: each row stands for as many solutions as the part has
 * for its value of that variable (after Yannakakis, Algorithms for acyclic database schemes, 1981; weights instead of rows).
 *
 * Rows carry that number, their weight, in a made slot. PLAN_TALLY gives the distinct values of a variable in the matches
 * of one pattern, with their numbers; PLAN_WEIGH multiplies; PLAN_COUNT adds up. Where only distinct rows are asked for,
 * the same parts decide whether a row stays: semi-joins without weights. */
#include "plan_internal.h"

enum {
    PATTERNS_MAX = 6,    /* more are not taken apart: the ways to do so grow fast */
    WORTH_IT = 1000,     /* what costs less is left as it is: planning would take as long */
    RISK = 2,            /* a join can come out far larger than expected, weights cannot */
    COST_TALLY_PART = 16 /* of the price of a row that is handed up: one that is only tallied */
};

typedef struct Counting {
    Planner *planner;
    const PlanGraph *graph;
    const Algebra *pattern; /* BGP, or the filters over it */
    const TriplePattern *triples;
    size_t count;
    bool weighs;                   /* else only the set of rows is asked for */
    SlotWord *slots[PATTERNS_MAX]; /* of each triple */
} Counting;

/* A part of the patterns, bit by bit, and what is read of it. */
typedef struct Part {
    unsigned triples;
    const SlotWord *needed;
    bool filtered; /* the filters over the whole are in it */
} Part;

/* ---- One pattern --------------------------------------------------------------------------------------------- */

/* Inside GRAPH with a variable the graph is another one each time. */
static bool graph_varies(const PlanGraph *graph) {
    return graph->named && graph->name.slot != SLOT_NONE;
}

/* Are the triples of the graph the quads of one graph in the source? */
static bool is_one_graph(const Planner *planner, const PlanGraph *graph) {
    const Dataset *const dataset = planner->dataset;
    if (graph->named) return !graph_varies(graph) && !dataset->named_given;
    return !dataset->union_default && dataset->default_count == 1;
}

static Column column_of(const TriplePattern *t, Slot slot) {
    return t->subject.slot == slot ? SUBJECT : t->predicate.slot == slot ? PREDICATE : OBJECT;
}

static bool has_slot(const TriplePattern *t, Slot slot) {
    return t->subject.slot == slot || t->predicate.slot == slot || t->object.slot == slot;
}

static Status plan_tally(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                         Slot slot, Plan **made) {
    const double count = count_triple(planner, triple, graph);
    const double fanout = column_fanout(planner, triple, graph, column_of(triple, slot), count);
    Plan *const plan = *made = plan_new(planner, PLAN_TALLY, NULL, NULL);
    SlotWord *const bound = set_new(planner);
    if (!plan || !bound) return STATUS_NO_MEMORY;
    slot_add(bound, slot);
    plan->possible = plan->certain = bound;
    plan->triple = triple;
    plan->graph = *graph;
    plan->slot = slot;
    plan->estimate = fanout > 0 ? count / fanout : 0;
    plan->cost = COST_LOOK_UP + plan->estimate + count / COST_TALLY_PART;
    return STATUS_OK;
}

/* An order of the source by the values of a slot, and then by those of another (SLOT_NONE: whatever); ORDER_ANY: none. */
static ScanOrder order_by(Planner *planner, const TriplePattern *triple, const PlanGraph *graph,
                          Slot slot, Slot then) {
    static const QuadColumn columns[] = {QUAD_SUBJECT, QUAD_PREDICATE, QUAD_OBJECT};
    const QuadColumn first = columns[column_of(triple, slot)];
    const QuadColumn second = then == SLOT_NONE ? QUAD_COLUMNS : columns[column_of(triple, then)];
    QuadPattern pattern = {0};
    pattern_of(planner, triple, graph, &pattern);
    return source_order(planner->source, &pattern, first, second);
}

/* ---- Parts ----------------------------------------------------------------------------------------------------- */

static bool is_single(unsigned triples) { return (triples & (triples - 1)) == 0; }

/* The only slot that is in both sets, or SLOT_NONE. */
static Slot only_slot(const Planner *planner, const SlotWord *a, const SlotWord *b) {
    Slot only = SLOT_NONE;
    for (Slot slot = 0; slot < planner->variable_count; slot++) {
        if (!slot_in(a, slot) || !slot_in(b, slot)) continue;
        if (only != SLOT_NONE) return SLOT_NONE;
        only = slot;
    }
    return only;
}

/* The part as a pattern of its own, with its filters. */
static Status algebra_of(const Counting *self, const Part *part, Algebra **made) {
    Arena *const arena = self->planner->arena;
    TriplePattern *const triples = arena_array(arena, self->count, sizeof *triples);
    Algebra *algebra = *made = arena_alloc(arena, sizeof *algebra);
    if (!triples || !algebra) return STATUS_NO_MEMORY;
    *algebra = (Algebra){.kind = ALGEBRA_BGP, .triples = triples};
    for (size_t i = 0; i < self->count; i++)
        if (part->triples & 1u << i) triples[algebra->triple_count++] = self->triples[i];
    if (!part->filtered) return STATUS_OK;
    for (const Algebra *a = self->pattern; a->kind == ALGEBRA_FILTER; a = a->left) {
        Algebra *const filter = arena_alloc(arena, sizeof *filter);
        if (!filter) return STATUS_NO_MEMORY;
        *filter = *a;
        filter->left = *made;
        *made = filter;
    }
    return STATUS_OK;
}

/* The part as rows, or as a tally, where one slot of one pattern is all that is read. */
static Status plan_rows(Counting *self, const Part *part, Plan **made) {
    Planner *const planner = self->planner;
    const int at = __builtin_ctz(part->triples);
    const TriplePattern *const first = &self->triples[at];
    const Slot slot = only_slot(planner, part->needed, self->slots[at]);
    Algebra *algebra = NULL;
    if (is_single(part->triples) && slot != SLOT_NONE && triple_is_plain(first) &&
        !part->filtered && is_one_graph(planner, self->graph) &&
        order_by(planner, first, self->graph, slot, SLOT_NONE) != ORDER_ANY) {
        TRY(plan_tally(planner, first, self->graph, slot, made));
        if (self->weighs) (*made)->weight = (Slot)planner->slot_count++;
        return STATUS_OK;
    }
    TRY(algebra_of(self, part, &algebra));
    return plan_from(planner, algebra, self->graph, NULL, made);
}

/* The patterns that hang together with `from` in slots other than `cut`. */
static unsigned component(const Counting *self, unsigned all, unsigned from, SlotWord *reached,
                          Slot cut) {
    const Planner *const planner = self->planner;
    unsigned found = from, before = 0;
    set_take_all(planner, reached, reached);
    while (found != before) {
        before = found;
        for (size_t i = 0; i < self->count; i++)
            if (found & 1u << i) set_add_all(planner, reached, self->slots[i]);
        reached[cut / 64] &= ~((SlotWord)1 << (cut % 64));
        for (size_t i = 0; i < self->count; i++)
            if (all & 1u << i && set_meets(planner, reached, self->slots[i])) found |= 1u << i;
    }
    return found;
}

static bool mentions(const Counting *self, unsigned triples, Slot slot) {
    for (size_t i = 0; i < self->count; i++)
        if (triples & 1u << i && slot_in(self->slots[i], slot)) return true;
    return false;
}

static Status plan_part(Counting *self, const Part *part, Plan **best);

static Plan *new_weigh(Planner *planner, Plan *left, Plan *right, Slot slot) {
    Plan *const plan = plan_new(planner, PLAN_WEIGH, left, right);
    if (!plan) return NULL;
    plan->possible = left->possible;
    plan->certain = left->certain;
    plan->estimate = left->estimate;
    plan->slot = slot;
    plan->weight = (Slot)planner->slot_count++;
    return plan;
}

/* Weighs by one pattern that is counted for each value. */
static Status weigh_looked_up(Counting *self, Plan *left, const Part *ear, Slot slot, Plan **made) {
    Planner *const planner = self->planner;
    if (!self->weighs) {
        Algebra *algebra = NULL;
        TRY(algebra_of(self, ear, &algebra));
        return plan_fed(planner, PLAN_BIND_SEMI, left, algebra, self->graph, true, made);
    }
    Plan *const plan = *made = new_weigh(planner, left, NULL, slot);
    if (!plan) return STATUS_NO_MEMORY;
    plan->triple = &self->triples[__builtin_ctz(ear->triples)];
    plan->graph = *self->graph;
    plan->cost += left->estimate * COST_LOOK_UP;
    return STATUS_OK;
}

/* Weighs by a table of all values. */
static Status weigh_by_table(Counting *self, Plan *left, const Part *ear, Slot slot, Plan **made) {
    Planner *const planner = self->planner;
    Plan *right = NULL;
    TRY(plan_part(self, ear, &right));
    const HashJoin semi = {.kind = PLAN_SEMI_JOIN, .left = left, .right = right};
    Plan *const plan = *made =
        self->weighs ? new_weigh(planner, left, right, slot) : plan_join(planner, &semi);
    if (!plan) return STATUS_NO_MEMORY;
    if (!self->weighs) return STATUS_OK;
    plan->once = left->once + right->cost + COST_KEEP * right->estimate;
    plan->cost += COST_TABLE + COST_KEEP * right->estimate + COST_PROBE * left->estimate;
    return STATUS_OK;
}

/* The part without an ear, weighed by it. */
static Status plan_weighed(Counting *self, const Part *part, unsigned ear, Slot slot, Plan **best) {
    Planner *const planner = self->planner;
    SlotWord *const needed = set_copy(planner, part->needed), *const only = set_new(planner);
    if (!needed || !only) return STATUS_NO_MEMORY;
    slot_add(needed, slot);
    slot_add(only, slot);
    const Part rest = {part->triples & ~ear, needed, part->filtered}, cut = {ear, only, false};
    const TriplePattern *const first = &self->triples[__builtin_ctz(ear)];
    Plan *left = NULL, *weighed = NULL;
    TRY(plan_part(self, &rest, &left));
    if (left->cost >= (*best)->cost) return STATUS_OK;
    TRY(weigh_by_table(self, left, &cut, slot, &weighed));
    if (weighed->cost < (*best)->cost) *best = weighed;
    if (!is_single(ear) || !triple_is_plain(first) || graph_varies(self->graph)) return STATUS_OK;
    TRY(weigh_looked_up(self, left, &cut, slot, &weighed));
    if (weighed->cost < (*best)->cost) *best = weighed;
    return STATUS_OK;
}

/* Cuts off what hangs on the rest by this slot alone, one ear after another. */
static Status plan_cut(Counting *self, const Part *part, Slot slot, Plan **best) {
    Planner *const planner = self->planner;
    SlotWord *const reached = set_new(planner);
    if (!reached) return STATUS_NO_MEMORY;
    for (unsigned left = part->triples; left != 0;) {
        const unsigned ear = component(self, part->triples, left & -left, reached, slot);
        left &= ~ear;
        if (ear == part->triples || set_meets(planner, reached, part->needed)) continue;
        if (!mentions(self, ear, slot) || !mentions(self, part->triples & ~ear, slot)) continue;
        TRY(plan_weighed(self, part, ear, slot, best));
    }
    return STATUS_OK;
}

/* The cheapest way to make the part's rows, with what is needed of them. */
static Status plan_part(Counting *self, const Part *part, Plan **best) {
    const Planner *const planner = self->planner;
    TRY(plan_rows(self, part, best));
    if (is_single(part->triples) || (*best)->cost < WORTH_IT) return STATUS_OK;
    (*best)->cost *= RISK;
    for (Slot slot = 0; slot < planner->variable_count; slot++)
        if (mentions(self, part->triples, slot)) TRY(plan_cut(self, part, slot, best));
    return STATUS_OK;
}

/* ---- The whole -------------------------------------------------------------------------------------------------- */

/* Nothing is given from outside, which would be a part of the pattern that is not seen here. */
static bool may_count(const Planner *planner) {
    return planner->optimize && !planner->given && !planner->bound;
}

static bool counts_rows(const Expr *aggregate) {
    return aggregate->aggregate == AGGREGATE_COUNT && aggregate->count == 0 && !aggregate->distinct;
}

static bool has_exists(const Expr *expr) {
    for (size_t i = 0; i < expr->count; i++)
        if (has_exists(expr->args[i])) return true;
    return expr->pattern != NULL;
}

/* The basic graph pattern below filters, if that is all that there is. */
static const Algebra *pattern_below(const Algebra *a) {
    for (; a->kind == ALGEBRA_FILTER; a = a->left)
        for (size_t i = 0; i < a->condition_count; i++)
            if (has_exists(a->conditions[i])) return NULL;
    return a->kind == ALGEBRA_BGP && a->triple_count > 0 ? a : NULL;
}

/* The variable of a COUNT that is surely bound, or SLOT_NONE. */
static Slot counted_slot(const Expr *count, const SlotWord *certain) {
    if (count->aggregate != AGGREGATE_COUNT || count->count != 1) return SLOT_NONE;
    const Expr *const arg = count->args[0];
    return arg->kind == EXPR_VARIABLE && slot_in(certain, arg->slot) ? arg->slot : SLOT_NONE;
}

/* Is each aggregate the number of rows, or of the distinct values of what they surely bind? */
static bool all_counts(const Algebra *a, const SlotWord *certain) {
    for (size_t i = 0; i < a->key_count; i++)
        if (a->keys[i].expression) return false;
    for (size_t i = 0; i < a->aggregate_count; i++) {
        const Expr *const count = a->aggregates[i].aggregate;
        if (!counts_rows(count) && counted_slot(count, certain) == SLOT_NONE) return false;
    }
    return a->key_count + a->aggregate_count > 0;
}

static Status start_counting(Counting *self, const Algebra *bgp) {
    self->triples = bgp->triples;
    self->count = bgp->triple_count;
    for (size_t i = 0; i < self->count; i++) {
        self->slots[i] = set_new(self->planner);
        if (!self->slots[i]) return STATUS_NO_MEMORY;
        set_add_triple(self->planner, self->slots[i], &self->triples[i]);
    }
    return STATUS_OK;
}

/* The whole pattern taken apart; `needed` is what is read of it, to which its filters add. */
static Status plan_whole(Counting *self, const Algebra *bgp, SlotWord *needed, Plan **left) {
    const Part whole = {(1u << bgp->triple_count) - 1, needed, self->pattern != bgp};
    for (const Algebra *f = self->pattern; f->kind == ALGEBRA_FILTER; f = f->left)
        for (size_t i = 0; i < f->condition_count; i++)
            set_add_expr(self->planner, needed, f->conditions[i]);
    TRY(start_counting(self, bgp));
    return plan_part(self, &whole, left);
}

static Status count_patterns(Planner *planner, const Algebra *a, const Algebra *bgp,
                             const PlanGraph *graph, Plan **left) {
    Counting self = {.planner = planner, .graph = graph, .pattern = a->left};
    SlotWord *const needed = set_new(planner);
    if (!needed) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < a->aggregate_count; i++) {
        const Expr *const count = a->aggregates[i].aggregate;
        self.weighs = self.weighs || !count->distinct;
        if (count->distinct) slot_add(needed, count->args[0]->slot);
    }
    for (size_t i = 0; i < a->key_count; i++) slot_add(needed, a->keys[i].slot);
    return plan_whole(&self, bgp, needed, left);
}

Status plan_set_of(Planner *planner, const Algebra *project, const PlanGraph *graph, Plan **made) {
    const Algebra *const bgp = pattern_below(project->left);
    Counting self = {.planner = planner, .graph = graph, .pattern = project->left};
    SlotWord *const needed = set_new(planner);
    *made = NULL;
    if (!needed) return STATUS_NO_MEMORY;
    if (!bgp || bgp->triple_count < 2 || bgp->triple_count > PATTERNS_MAX || !may_count(planner) ||
        planner->wanted > 0)
        return STATUS_OK;
    for (size_t i = 0; i < project->slot_count; i++) slot_add(needed, project->slots[i]);
    return plan_whole(&self, bgp, needed, made);
}

/* COUNT(DISTINCT ?v) of one pattern is the number of rows of its tally. */
static Status count_distinct(Planner *planner, const Algebra *a, const PlanGraph *graph,
                             Plan **left) {
    const Expr *const count = a->aggregate_count == 1 ? a->aggregates[0].aggregate : NULL;
    if (a->key_count > 0 || !count || count->aggregate != AGGREGATE_COUNT || !count->distinct ||
        count->count != 1 || count->args[0]->kind != EXPR_VARIABLE)
        return STATUS_OK;
    return plan_values_of(planner, a->left, count->args[0]->slot, graph, left);
}

/* The one slot whose distinct values are counted, or SLOT_NONE. */
static Slot distinct_slot(const Algebra *a) {
    Slot only = SLOT_NONE;
    for (size_t i = 0; i < a->aggregate_count; i++) {
        const Expr *const count = a->aggregates[i].aggregate;
        if (!count->distinct) continue;
        if (only != SLOT_NONE && count->args[0]->slot != only) return SLOT_NONE;
        only = count->args[0]->slot;
    }
    return only;
}

/* Groups of one pattern with distinct values counted in each: rows sorted by both need no set of values. */
static Status plan_sorted(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan **left) {
    const TriplePattern *const triple = a->left->triples;
    const Slot value = distinct_slot(a);
    if (a->left->kind != ALGEBRA_BGP || a->left->triple_count != 1 || a->key_count != 1 ||
        value == SLOT_NONE || value == a->keys[0].slot)
        return STATUS_OK;
    if (!triple_is_plain(triple) || !is_one_graph(planner, graph) || !has_slot(triple, value) ||
        !has_slot(triple, a->keys[0].slot))
        return STATUS_OK;
    const ScanOrder order = order_by(planner, triple, graph, a->keys[0].slot, value);
    if (order == ORDER_ANY) return STATUS_OK;
    TRY(plan_from(planner, a->left, graph, NULL, left));
    if ((*left)->kind == PLAN_SCAN) (*left)->order = order;
    return STATUS_OK;
}

/* The rows to be counted; *left stays NULL where that is not all that is asked. */
static Status plan_counted(Planner *planner, const Algebra *a, const PlanGraph *graph,
                           Plan **left) {
    const Algebra *const bgp = pattern_below(a->left);
    SlotWord *possible = NULL, *certain = NULL;
    TRY(sets_of_algebra(planner, a->left, &possible, &certain));
    TRY(count_distinct(planner, a, graph, left));
    if (*left || !all_counts(a, certain)) return STATUS_OK;
    TRY(plan_sorted(planner, a, graph, left));
    if (*left) return STATUS_OK;
    if (bgp && bgp->triple_count <= PATTERNS_MAX)
        return count_patterns(planner, a, bgp, graph, left);
    return plan_from(planner, a->left, graph, NULL, left);
}

static bool is_plain_count(const Algebra *a) {
    return a->key_count == 0 && a->aggregate_count == 1 &&
           counts_rows(a->aggregates[0].aggregate) && a->left->kind == ALGEBRA_BGP &&
           a->left->triple_count == 1 && triple_is_plain(&a->left->triples[0]);
}

Status plan_count(Planner *planner, const Algebra *a, const PlanGraph *graph, Plan **made) {
    Plan *left = NULL;
    *made = NULL;
    if (!may_count(planner)) return STATUS_OK;
    const bool plain = is_plain_count(a) && !graph_varies(graph);
    if (!plain) TRY(plan_counted(planner, a, graph, &left));
    if (!plain && !left) return STATUS_OK;
    Plan *const plan = *made = plan_new(planner, PLAN_COUNT, left, NULL);
    if (!plan) return STATUS_NO_MEMORY;
    plan->graph = *graph;
    if (plain) plan->triple = &a->left->triples[0];
    return STATUS_OK;
}

Status plan_values_of(Planner *planner, const Algebra *pattern, Slot slot, const PlanGraph *graph,
                      Plan **made) {
    const TriplePattern *const triple = pattern->triples;
    const bool all_graphs = !graph->named && planner->dataset->union_default;
    *made = NULL;
    if (!may_count(planner) || pattern->kind != ALGEBRA_BGP || pattern->triple_count != 1)
        return STATUS_OK;
    if (!triple_is_plain(triple) || !(all_graphs || is_one_graph(planner, graph))) return STATUS_OK;
    if (!has_slot(triple, slot)) return STATUS_OK;
    if (order_by(planner, triple, graph, slot, SLOT_NONE) == ORDER_ANY) return STATUS_OK;
    return plan_tally(planner, triple, graph, slot, made);
}
