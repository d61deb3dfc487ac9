/* Aggregates: SPARQL 1.1 section 18.5.1, the set functions. One state per group and aggregate; all its memory is
 * in the arena that the group operator gave, so there is nothing to free.
 *
 * Errors: COUNT and SAMPLE pass over them; in SUM, AVG, MIN, MAX and GROUP_CONCAT one error makes the result an
 * error. DISTINCT is by term. MIN and MAX go by the order of ORDER BY. */
#include "expression_internal.h"

#include <string.h>

enum {
    SEEN_FIRST = 16,
    TEXT_FIRST = 64,
    TEXT_LONG = 65536 /* from which on it is looked whether there is room for more */
};

/* Tuples of ids met so far: the arguments of DISTINCT. As long as they come in ascending order, as from a sorted scan,
 * the last one tells whether the next is new; then open addressing, cells by position. */
typedef struct Seen {
    TermId *cells;
    size_t *slots; /* position + 1, or 0; NULL: in ascending order */
    size_t width, count, cap;
} Seen;

typedef struct AggregateMethods {
    Status (*add)(AggregateState *state, const Value *value);
    Status (*result)(AggregateState *state, Value *value);
    bool by_id; /* add looks at nothing but the value's id, if it has one */
} AggregateMethods;

struct AggregateState {
    EvalContext *context;
    const Expr *expr;
    const AggregateMethods *methods;
    Arena *arena;
    bool failed;
    int64_t count; /* values taken */
    Value sum;
    uint64_t *limbs; /* of a long sum */
    size_t limbs_cap;
    TermId chosen; /* MIN, MAX, SAMPLE */
    char *text;    /* GROUP_CONCAT */
    size_t len, cap;
    Seen seen;
};

/* ---- DISTINCT ------------------------------------------------------------------------------- */

static uint64_t hash_cells(const Seen *seen, const TermId *cells) {
    return hash_bytes(cells, seen->width * sizeof *cells, 0);
}

/* The slot of an equal tuple, or the free one where it belongs. */
static size_t find_slot(const Seen *seen, const TermId *cells) {
    const size_t mask = 2 * seen->cap - 1;
    size_t slot = (size_t)hash_cells(seen, cells) & mask;
    for (; seen->slots[slot]; slot = (slot + 1) & mask) {
        const TermId *const other = seen->cells + (seen->slots[slot] - 1) * seen->width;
        if (!memcmp(other, cells, seen->width * sizeof *cells)) break;
    }
    return slot;
}

static Status make_slots(Seen *seen, Arena *arena) {
    seen->slots = arena_array(arena, 2 * seen->cap, sizeof *seen->slots);
    if (!seen->slots) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < seen->count; i++)
        seen->slots[find_slot(seen, seen->cells + i * seen->width)] = i + 1;
    return STATUS_OK;
}

static Status grow_seen(Seen *seen, Arena *arena) {
    const size_t cap = seen->cap ? 2 * seen->cap : SEEN_FIRST;
    size_t cells;
    if (__builtin_mul_overflow(cap, seen->width ? seen->width : 1, &cells)) return STATUS_LIMIT;
    TermId *const grown = arena_array(arena, cells, sizeof *grown);
    if (!grown) return STATUS_NO_MEMORY;
    if (seen->count) memcpy(grown, seen->cells, seen->count * seen->width * sizeof *grown);
    seen->cells = grown;
    seen->cap = cap;
    return seen->slots ? make_slots(seen, arena) : STATUS_OK;
}

/* Below 0, 0 or above it: the order of a tuple and the one at `position`. */
static int compare_cells(const Seen *seen, const TermId *cells, size_t position) {
    const TermId *const other = seen->cells + position * seen->width;
    for (size_t i = 0; i < seen->width; i++)
        if (cells[i] != other[i]) return cells[i] < other[i] ? -1 : 1;
    return 0;
}

static Status is_first(Seen *seen, Arena *arena, const TermId *cells, bool *first) {
    const int order =
        seen->slots || seen->count == 0 ? 1 : compare_cells(seen, cells, seen->count - 1);
    size_t slot = 0;
    *first = order != 0;
    if (!*first) return STATUS_OK;
    if (seen->count == seen->cap) TRY(grow_seen(seen, arena));
    if (order < 0) TRY(make_slots(seen, arena));
    if (seen->slots) {
        slot = find_slot(seen, cells);
        *first = !seen->slots[slot];
        if (!*first) return STATUS_OK;
        seen->slots[slot] = seen->count + 1;
    }
    memcpy(seen->cells + seen->count++ * seen->width, cells, seen->width * sizeof *cells);
    return STATUS_OK;
}

/* Is the tuple among those met? */
static bool has_seen(const Seen *seen, const TermId *cells) {
    const size_t bytes = seen->width * sizeof *cells;
    if (seen->slots) return seen->slots[find_slot(seen, cells)] != 0;
    size_t low = 0, high = seen->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_cells(seen, cells, middle) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < seen->count && memcmp(seen->cells + low * seen->width, cells, bytes) == 0;
}

/* What the next tuple may take: more room, or slots because it is not in order. */
static size_t seen_growth(const Seen *seen) {
    const bool is_full = seen->count == seen->cap;
    const size_t cap = is_full ? 2 * seen->cap : seen->cap;
    const size_t cells = is_full ? cap * seen->width * sizeof *seen->cells : 0;
    return cells + (is_full || !seen->slots ? 2 * cap * sizeof *seen->slots : 0);
}

/* ---- The set functions ---------------------------------------------------------------------- */

static Status count_add(AggregateState *state, const Value *value) {
    (void)value;
    state->count++;
    return STATUS_OK;
}

static Status count_result(AggregateState *state, Value *value) {
    *value = value_integer(state->count);
    return STATUS_OK;
}

/* The sum outlives the scratch arena: long limbs are copied to a place of the state's own. */
static Status keep_sum(AggregateState *state) {
    Decimal *const sum = &state->sum.decimal;
    if (state->sum.kind > VALUE_DECIMAL || !sum->limbs) return STATUS_OK;
    if (sum->count > state->limbs_cap) {
        state->limbs_cap = 2 * (size_t)sum->count;
        state->limbs = arena_array(state->arena, state->limbs_cap, sizeof *state->limbs);
        if (!state->limbs) return STATUS_NO_MEMORY;
    }
    memcpy(state->limbs, sum->limbs, sum->count * sizeof *state->limbs);
    sum->limbs = state->limbs;
    return STATUS_OK;
}

static Status sum_add(AggregateState *state, const Value *value) {
    Value sum = VALUE_NOTHING;
    if (value_is_numeric(value))
        TRY(value_arithmetic(state->context->scratch, ARITHMETIC_ADD, &state->sum, value, &sum));
    state->sum = sum;
    state->failed = sum.kind == VALUE_ERROR;
    state->count++;
    return state->failed ? STATUS_OK : keep_sum(state);
}

static Status sum_result(AggregateState *state, Value *value) {
    *value = state->sum;
    return STATUS_OK;
}

static Status avg_result(AggregateState *state, Value *value) {
    const Value count = value_integer(state->count);
    *value = state->sum;
    if (!state->count) return STATUS_OK;
    return value_arithmetic(state->context->scratch, ARITHMETIC_DIVIDE, &state->sum, &count, value);
}

static Status sample_add(AggregateState *state, const Value *value) {
    return state->chosen == TERM_ID_NONE ? eval_id(state->context, value, &state->chosen)
                                         : STATUS_OK;
}

static Status extreme_add(AggregateState *state, const Value *value) {
    TermId id;
    int order;
    if (state->chosen == TERM_ID_NONE) return sample_add(state, value);
    TRY(eval_id(state->context, value, &id));
    TRY(eval_order(state->context, id, state->chosen, &order));
    if (state->expr->aggregate == AGGREGATE_MAX ? order > 0 : order < 0) state->chosen = id;
    return STATUS_OK;
}

static Status chosen_result(AggregateState *state, Value *value) {
    return eval_value(state->context, state->chosen, value);
}

static Status append_text(AggregateState *state, Text text) {
    size_t need;
    if (__builtin_add_overflow(state->len, text.len, &need) || need > SIZE_MAX / 2)
        return STATUS_LIMIT;
    if (need > state->cap) {
        const size_t cap = 2 * need > TEXT_FIRST ? 2 * need : TEXT_FIRST;
        char *const grown = arena_alloc(state->arena, cap);
        if (!grown) return STATUS_NO_MEMORY;
        if (state->len) memcpy(grown, state->text, state->len);
        state->text = grown;
        state->cap = cap;
    }
    if (text.len) memcpy(state->text + state->len, text.at, text.len);
    state->len = need;
    return STATUS_OK;
}

static Status concat_add(AggregateState *state, const Value *value) {
    Value text = VALUE_NOTHING;
    TRY(builtin_str(state->context, value, 1, &text));
    if (text.kind == VALUE_ERROR) {
        state->failed = true;
        return STATUS_OK;
    }
    if (state->count++)
        TRY(append_text(state, state->expr->has_separator ? state->expr->separator : TEXT(" ")));
    return append_text(state, text.term.text);
}

static Status concat_result(AggregateState *state, Value *value) {
    *value = value_string((Text){state->text, state->len});
    return STATUS_OK;
}

static const AggregateMethods METHODS[] = {
    [AGGREGATE_COUNT] = {count_add, count_result, true},
    [AGGREGATE_SUM] = {sum_add, sum_result, false},
    [AGGREGATE_MIN] = {extreme_add, chosen_result, true},
    [AGGREGATE_MAX] = {extreme_add, chosen_result, true},
    [AGGREGATE_AVG] = {sum_add, avg_result, false},
    [AGGREGATE_SAMPLE] = {sample_add, chosen_result, true},
    [AGGREGATE_GROUP_CONCAT] = {concat_add, concat_result, false},
};

/* ---- The running aggregate ------------------------------------------------------------------ */

AggregateState *aggregate_new(EvalContext *context, const Expr *aggregate, Arena *arena) {
    AggregateState *const state = arena_alloc(arena, sizeof *state);
    if (!state) return NULL;
    state->context = context;
    state->expr = aggregate;
    state->methods = &METHODS[aggregate->aggregate];
    state->arena = arena;
    state->sum = value_integer(0);
    state->seen.width = aggregate_width(context, aggregate);
    return state;
}

size_t aggregate_width(const EvalContext *context, const Expr *aggregate) {
    return aggregate->count ? 1 : context->variable_count;
}

bool aggregate_grows(const Expr *aggregate) {
    return aggregate->distinct || aggregate->aggregate == AGGREGATE_GROUP_CONCAT;
}

size_t aggregate_growth(const AggregateState *state) {
    if (state->expr->distinct) return seen_growth(&state->seen);
    return state->cap > TEXT_LONG && state->cap - state->len < TEXT_LONG ? 2 * state->cap : 0;
}

void aggregate_move(AggregateState *state, Arena *arena) { state->arena = arena; }

static void add_error(AggregateState *state) {
    const AggregateKind kind = state->expr->aggregate;
    state->failed = kind != AGGREGATE_COUNT && kind != AGGREGATE_SAMPLE;
}

/* A variable's value is read only where it has to be. */
static Status add_id(AggregateState *state, TermId id) {
    Value value = {.id = id};
    if (!state->methods->by_id) TRY(eval_value(state->context, id, &value));
    return state->methods->add(state, &value);
}

Status aggregate_value(EvalContext *context, const Expr *aggregate, const Row *row, TermId *cells) {
    if (aggregate->count) return expr_id(context, aggregate->args[0], row, cells);
    for (size_t slot = 0; slot < context->variable_count; slot++)
        cells[slot] = context->variables[slot].hidden ? TERM_ID_NONE : row_get(row, (Slot)slot);
    return STATUS_OK;
}

/* COUNT(DISTINCT *) counts rows that differ in a variable that the query names. */
static Status add_tuple(AggregateState *state, const TermId *cells) {
    if (state->expr->count) return add_id(state, *cells);
    state->count++;
    return STATUS_OK;
}

static bool is_error(const AggregateState *state, const TermId *cells) {
    return state->expr->count > 0 && *cells == TERM_ID_NONE;
}

static Status add_distinct(AggregateState *state, const Row *row) {
    TermId id = TERM_ID_NONE, *cells = &id;
    bool first = true;
    if (!state->expr->count)
        cells = arena_array(state->context->scratch, state->seen.width + 1, sizeof *cells);
    if (!cells) return STATUS_NO_MEMORY;
    TRY(aggregate_value(state->context, state->expr, row, cells));
    if (is_error(state, cells)) {
        add_error(state);
        return STATUS_OK;
    }
    TRY(is_first(&state->seen, state->arena, cells, &first));
    return first ? add_tuple(state, cells) : STATUS_OK;
}

Status aggregate_add(AggregateState *state, const Row *row) {
    const Expr *const expr = state->expr;
    Value value;
    if (state->failed) return STATUS_OK;
    if (expr->distinct) return add_distinct(state, row);
    if (!expr->count) {
        state->count++;
        return STATUS_OK;
    }
    if (expr->args[0]->kind == EXPR_VARIABLE) {
        const TermId id = row_get(row, expr->args[0]->slot);
        if (id != TERM_ID_NONE) return add_id(state, id);
        add_error(state);
        return STATUS_OK;
    }
    TRY(expr_value(state->context, expr->args[0], row, &value));
    if (value.kind != VALUE_ERROR) return state->methods->add(state, &value);
    add_error(state);
    return STATUS_OK;
}

bool aggregate_has(const AggregateState *state, const TermId *cells) {
    return !is_error(state, cells) && has_seen(&state->seen, cells);
}

Status aggregate_add_value(AggregateState *state, const TermId *cells) {
    if (state->failed) return STATUS_OK;
    if (!is_error(state, cells)) return add_tuple(state, cells);
    add_error(state);
    return STATUS_OK;
}

Status aggregate_result(AggregateState *state, TermId *id) {
    Value value = VALUE_NOTHING;
    if (!state->failed) TRY(state->methods->result(state, &value));
    return eval_id(state->context, &value, id);
}
