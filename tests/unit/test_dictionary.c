/* Unit tests of the store's arrays and dictionary, compared with the dictionary in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/store/store_internal.h"

static uint64_t seed;
static uint64_t rnd(uint64_t below) {
    seed = hash_mix(seed, 7);
    return seed % below;
}

static Pager *pager;
static char path[64];

static int setup(void **state) {
    (void)state;
    seed = 1;
    char folder[] = "/tmp/ytterby-dictionary-XXXXXX";
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return pager_open(&pager, path, STORE_CREATE, NULL) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    pager_close(pager);
    unlink(path);
    *strrchr(path, '/') = 0;
    return rmdir(path);
}

static void test_array(void **state) {
    (void)state;
    static uint64_t model[300000];
    TreeRoot *root = NULL;
    uint64_t value;
    for (uint64_t i = 0; i < 300000; i++) {
        if (i % 50000 == 0) {
            if (i > 0) assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
            assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
            root = &pager_state(pager)->roots[0];
        }
        model[i] = rnd(UINT64_MAX);
        assert_int_equal(array_put(pager, root, i, model[i], NULL), STATUS_OK);
        const uint64_t old = rnd(i + 1);
        if (i % 7 == 0) {
            model[old] = i;
            assert_int_equal(array_put(pager, root, old, i, NULL), STATUS_OK);
        }
    }
    for (uint64_t i = 0; i < 300000; i++) {
        assert_int_equal(array_get(pager, root, i, &value, NULL), STATUS_OK);
        assert_true(value == model[i]);
    }
    assert_int_equal(array_get(pager, root, 300000, &value, NULL), STATUS_CORRUPT);
    assert_int_equal(array_put(pager, root, 300001, 0, NULL), STATUS_CORRUPT);
}

/* A term of any kind that the dictionary keeps; few enough that they come again. */
static Term make_term(Arena *arena) {
    static const char *const types[] = {XSD "integer", XSD "dateTime", "http://example.org/type",
                                        XSD "decimal"};
    static const char *const languages[] = {"en", "en-GB", "EN-gb", "zh"};
    char text[64];
    const int len =
        snprintf(text, sizeof text, "http://example.org/%llu/x", (unsigned long long)rnd(3000));
    const Text name = arena_text(arena, (Text){text, (size_t)len});
    switch (rnd(8)) {
    case 0: return term_blank(text_slice(name, 19, name.len));
    case 1: return term_string(text_slice(name, 5, name.len - rnd(5)));
    case 2: return term_lang(name, text_of(languages[rnd(4)]));
    case 3: return term_typed(name, text_of(types[rnd(4)]));
    case 4: {
        Term term = term_lang(name, TEXT("ar"));
        term.direction = DIRECTION_RTL;
        return term;
    }
    case 5: {
        char *const bytes = arena_alloc(arena, 40000);
        const size_t size = 7000 + rnd(3) * 1100 + rnd(10);
        memset(bytes, 'a' + (char)rnd(3), size);
        return term_string((Text){bytes, size});
    }
    case 6: {
        Term *const parts = arena_array(arena, 3, sizeof *parts);
        parts[0] = term_iri(name);
        parts[1] = term_iri(TEXT("http://example.org/p"));
        parts[2] = rnd(2) ? term_typed(TEXT("42"), TEXT(XSD "integer")) : term_string(name);
        return (Term){.kind = TERM_TRIPLE, .triple = parts};
    }
    default: return term_iri(name);
    }
}

/* Every term of the model has its id, and every id its term. */
static void check(Dictionary *dictionary, const Term *terms, const TermId *ids, size_t count) {
    Arena *const arena = arena_new(NULL);
    for (size_t i = 0; i < count; i++) {
        TermId id;
        Term term;
        assert_int_equal(dictionary_find(dictionary, &terms[i], &id, NULL), STATUS_OK);
        assert_true(id == ids[i]);
        assert_int_equal(dictionary_term(dictionary, ids[i], arena, &term, NULL), STATUS_OK);
        assert_true(term_equal(&term, &terms[i]));
        assert_int_equal(term.direction, terms[i].direction);
        if (i % 100 == 0) arena_reset(arena);
    }
    const Term absent = term_iri(TEXT("http://example.org/absent"));
    TermId id;
    assert_int_equal(dictionary_find(dictionary, &absent, &id, NULL), STATUS_OK);
    assert_true(id == TERM_ID_NONE);
    arena_free(arena);
}

enum {
    ROUNDS = 40,
    PER_ROUND = 200
};

static void test_terms(void **state) {
    (void)state;
    static Term terms[ROUNDS * PER_ROUND];
    static TermId ids[ROUNDS * PER_ROUND];
    Arena *const arena = arena_new(NULL);
    Dictionary *dictionary = NULL;
    assert_int_equal(dictionary_new(&dictionary, pager, NULL), STATUS_OK);
    size_t count = 0;
    for (int round = 0; round < ROUNDS; round++) {
        const bool keep = round % 5 != 3;
        const size_t before = count;
        assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
        dictionary_use(dictionary, pager_state(pager));
        for (int i = 0; i < PER_ROUND; i++, count++) {
            terms[count] = make_term(arena);
            assert_int_equal(dictionary_add(dictionary, &terms[count], &ids[count], NULL),
                             STATUS_OK);
            if (rnd(150) == 0) assert_int_equal(dictionary_flush(dictionary, NULL), STATUS_OK);
        }
        check(dictionary, terms + before, ids + before, count - before);
        if (keep) {
            assert_int_equal(dictionary_flush(dictionary, NULL), STATUS_OK);
            assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
        } else {
            pager_rollback(pager);
            count = before;
        }
        Snapshot snapshot;
        assert_int_equal(pager_snapshot_begin(pager, &snapshot, NULL), STATUS_OK);
        dictionary_use(dictionary, &snapshot.state);
        check(dictionary, terms, ids, count);
        pager_snapshot_end(pager, &snapshot);
    }
    /* Equal terms have one id, others have others. */
    for (size_t i = 0; i < count; i += 37) {
        for (size_t k = 0; k < count; k += 11) {
            assert_int_equal(ids[i] == ids[k], term_equal(&terms[i], &terms[k]));
        }
    }
    dictionary_free(dictionary);
    arena_free(arena);
}

static void test_long_and_deep(void **state) {
    (void)state;
    Arena *const arena = arena_new(NULL);
    Dictionary *dictionary = NULL;
    assert_int_equal(dictionary_new(&dictionary, pager, NULL), STATUS_OK);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    dictionary_use(dictionary, pager_state(pager));
    const size_t size = 20000000;
    char *const bytes = arena_alloc(arena, size);
    memset(bytes, 'x', size);
    const Term large = term_lang((Text){bytes, size}, TEXT("en"));
    const Term small = term_lang(TEXT("small"), TEXT("en"));
    TermId id;
    TermId again;
    assert_int_equal(dictionary_add(dictionary, &large, &id, NULL), STATUS_OK);
    assert_int_equal(dictionary_add(dictionary, &small, &again, NULL), STATUS_OK);
    assert_int_equal(dictionary_flush(dictionary, NULL), STATUS_OK);
    Term term;
    assert_int_equal(dictionary_term(dictionary, id, arena, &term, NULL), STATUS_OK);
    assert_true(term_equal(&term, &large));
    Term *inner = NULL;
    for (int depth = 0; depth < 40; depth++) { /* deeper than the limit */
        Term *const parts = arena_array(arena, 3, sizeof *parts);
        parts[0] = parts[1] = term_iri(TEXT("http://example.org/p"));
        parts[2] = inner ? (Term){.kind = TERM_TRIPLE, .triple = inner} : small;
        inner = parts;
        const Term triple = {.kind = TERM_TRIPLE, .triple = parts};
        const Status status = dictionary_add(dictionary, &triple, &id, NULL);
        assert_int_equal(status, depth < 31 ? STATUS_OK : STATUS_LIMIT);
        if (depth < 31)
            assert_int_equal(dictionary_term(dictionary, id, arena, &term, NULL), STATUS_OK);
    }
    assert_int_equal(
        dictionary_term(dictionary, (TermId)TAG_IRI << 60 | 999999, arena, &term, NULL),
        STATUS_CORRUPT);
    pager_rollback(pager);
    dictionary_free(dictionary);
    arena_free(arena);
}

static uint64_t ordered(unsigned tag) {
    return pager_state(pager)->counters[COUNTER_ORDERED + tag];
}

static void add(Dictionary *dictionary, Term term) {
    TermId id;
    assert_int_equal(dictionary_add(dictionary, &term, &id, NULL), STATUS_OK);
}

/* Terms count as ordered up to the first that does not come after the one before, over transactions too. */
static void test_order(void **state) {
    (void)state;
    static char bytes[20000];
    Dictionary *dictionary = NULL;
    memset(bytes, 'x', sizeof bytes);
    assert_int_equal(dictionary_new(&dictionary, pager, NULL), STATUS_OK);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    dictionary_use(dictionary, pager_state(pager));
    add(dictionary, term_string(TEXT("")));
    add(dictionary, term_string(TEXT("a")));
    add(dictionary, term_string(((Text){"a\0", 2})));
    add(dictionary, term_iri(TEXT("http://example.org/1")));
    add(dictionary, term_iri((Text){bytes, sizeof bytes})); /* kept elsewhere: not compared */
    add(dictionary, term_iri(TEXT("y:")));
    assert_int_equal(ordered(TAG_STRING), 3);
    assert_int_equal(ordered(TAG_IRI), 1);
    assert_int_equal(dictionary_flush(dictionary, NULL), STATUS_OK);
    assert_int_equal(pager_commit(pager, NULL), STATUS_OK);
    assert_int_equal(pager_begin(pager, 0, NULL, NULL), STATUS_OK);
    dictionary_use(dictionary, pager_state(pager));
    add(dictionary, term_string(((Text){"a\0", 2})));
    add(dictionary, term_string(TEXT("b")));
    assert_int_equal(ordered(TAG_STRING), 4);
    add(dictionary, term_string(TEXT("aa")));
    add(dictionary, term_string(TEXT("c")));
    assert_int_equal(ordered(TAG_STRING), 4);
    pager_rollback(pager);
    dictionary_free(dictionary);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_array, setup, teardown),
        cmocka_unit_test_setup_teardown(test_terms, setup, teardown),
        cmocka_unit_test_setup_teardown(test_long_and_deep, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
