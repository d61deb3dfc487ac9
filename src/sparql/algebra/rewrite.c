/* The rewrites that need no data. Each pass is a file of its own, looks at one operator at a time, and keeps the
 * answers as they are. */
#include "rewrite_internal.h"

/* A pass that asks for the slots of a pattern at every operator would be slow on huge patterns, which only programs
 * write; those are left as they are. */
enum {
    LARGE = 2000
};

/* Values of outer variables are put into the pattern of an EXISTS, so only passes that do not care whether a
 * variable is bound there may go in. */
static const struct {
    Visit visit;
    bool into_exists, looks_at_slots;
} passes[] = {
    {split_filters, true, false},  {push_filters, false, true},  {bind_constants, false, true},
    {merge_patterns, true, false}, {drop_repeated, true, false},
};

/* ---- Walking --------------------------------------------------------------------------------------------- */

Status walk_push(Walk *walk, Algebra **link) {
    if (!*link) return STATUS_OK;
    TRY(array_grow((void **)&walk->links, &walk->cap, walk->count + 1, sizeof(Algebra **)));
    walk->links[walk->count++] = link;
    return STATUS_OK;
}

static Status push_exists(void *context, Expr *exists) {
    return walk_push(context, &exists->pattern);
}

static Status push_patterns(Walk *walk, Algebra *a) {
    for (size_t i = 0; i < a->condition_count; i++)
        TRY(expr_each_exists(a->conditions[i], push_exists, walk));
    for (size_t i = 0; i < a->order_count; i++)
        TRY(expr_each_exists(a->order[i].expression, push_exists, walk));
    for (size_t i = 0; i < a->key_count; i++)
        if (a->keys[i].expression) TRY(expr_each_exists(a->keys[i].expression, push_exists, walk));
    return a->expression ? expr_each_exists(a->expression, push_exists, walk) : STATUS_OK;
}

Status walk_push_operands(Walk *walk, Algebra *a) {
    if (walk->into_exists) TRY(push_patterns(walk, a));
    TRY(walk_push(walk, &a->right));
    return walk_push(walk, &a->left);
}

static Status walk_all(Walk *walk, Algebra **pattern, Visit visit) {
    Status status = walk_push(walk, pattern);
    while (status == STATUS_OK && walk->count > 0) {
        walk->visited++;
        status = visit(walk, walk->links[--walk->count]);
    }
    return status;
}

/* ---- Slots --------------------------------------------------------------------------------------------------- */

Status slot_sets(const Walk *walk, const Algebra *pattern, SlotSets *sets) {
    sets->possible = arena_array(walk->arena, walk->words + 1, sizeof *sets->possible);
    sets->certain = arena_array(walk->arena, walk->words + 1, sizeof *sets->certain);
    if (!sets->possible || !sets->certain) return arena_failure(walk->arena);
    return algebra_variables(pattern, walk->words, sets->possible, sets->certain);
}

bool slot_in_set(const Walk *walk, const uint64_t *set, Slot slot) {
    return slot / 64 < walk->words && (set[slot / 64] >> slot % 64 & 1) != 0;
}

/* ---- Conditions ------------------------------------------------------------------------------------------------ */

Status add_conditions(Arena *arena, Algebra **link, Expr *const *conditions, size_t count) {
    Algebra *filter = *link;
    const size_t before = filter->kind == ALGEBRA_FILTER ? filter->condition_count : 0;
    if (count == 0) return STATUS_OK;
    if (before == 0) filter = algebra_new(arena, ALGEBRA_FILTER, conditions[0]->offset, *link);
    Expr **const all = arena_array(arena, before + count, sizeof *all);
    if (!filter || !all) return arena_failure(arena);
    for (size_t i = 0; i < before; i++) all[i] = filter->conditions[i];
    for (size_t i = 0; i < count; i++) all[before + i] = conditions[i];
    filter->conditions = all;
    filter->condition_count = before + count;
    *link = filter;
    return STATUS_OK;
}

/* ---- The list ---------------------------------------------------------------------------------------------------- */

Status algebra_rewrite(Algebra **pattern, Arena *arena) {
    size_t width = 0;
    Status status = algebra_width(*pattern, &width);
    Walk walk = {.arena = arena, .words = (width + 63) / 64};
    for (size_t i = 0; status == STATUS_OK && i < sizeof passes / sizeof *passes; i++) {
        if (passes[i].looks_at_slots && walk.visited > LARGE) continue;
        walk.count = walk.visited = 0;
        walk.into_exists = passes[i].into_exists;
        status = walk_all(&walk, pattern, passes[i].visit);
    }
    mem_free(walk.links);
    return status;
}
