/* Unit tests of the executor's set of ids: ids of several kinds, of which some are bits and some in the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../src/sparql/exec/exec_internal.h"

static TermId id_of(unsigned kind, TermId number) { return (TermId)kind << 60 | number; }

static void add_new(IdSet *set, TermId id) {
    bool is_new = false;
    const size_t count = set->count;
    assert_false(id_set_has(set, id));
    assert_int_equal(id_set_add(set, id, &is_new), STATUS_OK);
    assert_true(is_new);
    assert_true(set->ids[count] == id);
}

static void check(IdSet *set, TermId id) {
    bool is_new = true;
    assert_true(id_set_has(set, id));
    assert_int_equal(id_set_add(set, id, &is_new), STATUS_OK);
    assert_false(is_new);
}

enum {
    KINDS = 3,
    MIXING = 7919 /* prime: all numbers below the count come, far from in order */
};

/* Few ids of a kind make bits for all others of it; when ids of the next kind come there are more of them than places. */
static void test_kinds(void **state) {
    static const TermId counts[KINDS] = {700, 50000, 20000};
    (void)state;
    for (TermId step = 1; step <= 1000; step *= 10) { /* close together, and far apart */
        IdSet set = {0};
        for (unsigned kind = 0; kind < KINDS; kind++)
            for (TermId i = 0; i < counts[kind]; i++)
                add_new(&set, id_of(kind + 1, 7 + i * MIXING % counts[kind] * step));
        for (unsigned kind = 0; kind < KINDS; kind++)
            for (TermId i = 0; i < counts[kind]; i++) check(&set, id_of(kind + 1, 7 + i * step));
        assert_false(id_set_has(&set, id_of(1, 6)));
        assert_false(id_set_has(&set, id_of(2, 7 + counts[1] * step)));
        id_set_clear(&set);
        add_new(&set, id_of(2, 7));
        id_set_free(&set);
    }
}

/* What the budget was charged is given back. */
static void test_budget(void **state) {
    Budget budget;
    (void)state;
    budget_init(&budget, 0, 0);
    IdSet set = {.budget = &budget};
    for (TermId i = 0; i < 3000; i++) add_new(&set, id_of(1 + i % 2, i));
    assert_true(atomic_load(&budget.used) > 3000 * sizeof(TermId));
    id_set_free(&set);
    assert_int_equal(atomic_load(&budget.used), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds), cmocka_unit_test(test_budget)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
