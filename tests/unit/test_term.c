/* Terms: equality, hash, order, copies, N-Triples text; ids and the dictionary in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ytterby/value.h"

static void assert_written(const Term *term, const char *expected) {
    Buffer out = {0};
    term_write(&out, term);
    assert_string_equal(buffer_string(&out), expected);
    buffer_free(&out);
}

static void assert_same(const Term *a, const Term *b, bool same) {
    assert_int_equal(term_equal(a, b), same);
    assert_int_equal(term_order(a, b) == 0, same);
    assert_int_equal(term_order(b, a) == 0, same);
    if (same)
        assert_int_equal(term_hash(a), term_hash(b));
    else
        assert_int_not_equal(term_hash(a), term_hash(b));
}

static void equality_follows_rdf(void **state) {
    (void)state;
    const Term plain = term_string(TEXT("chat"));
    const Term typed = term_typed(TEXT("chat"), TEXT(XSD "string"));
    const Term token = term_typed(TEXT("chat"), TEXT(XSD "token"));
    const Term french = term_lang(TEXT("chat"), TEXT("fr-BE"));
    const Term loud = term_lang(TEXT("chat"), TEXT("FR-be"));
    Term rtl = french;
    rtl.direction = DIRECTION_RTL;
    const Term iri = term_iri(TEXT("chat")), blank = term_blank(TEXT("chat"));
    const Term *const different[] = {&plain, &token, &french, &rtl, &iri, &blank};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++) assert_same(different[i], different[j], i == j);
    assert_same(&plain, &typed, true);
    assert_same(&french, &loud, true);
    assert_true(text_equal(term_datatype(&plain), TEXT(XSD "string")));
    assert_true(text_equal(term_datatype(&french), TEXT(RDF "langString")));
    assert_true(text_equal(term_datatype(&rtl), TEXT(RDF "dirLangString")));
}

static void writes_n_triples(void **state) {
    (void)state;
    const Term iri = term_iri(TEXT("http://a/ü b>"));
    const Term text = term_string(TEXT("a\"b\\c\n\r\t\b\f\x01\x7f é"));
    const Term typed = term_typed(TEXT("1"), TEXT(XSD "integer"));
    Term lang = term_lang(TEXT("x"), TEXT("en-GB"));
    const Term blank = term_blank(TEXT("b0"));
    assert_written(&iri, "<http://a/ü\\u0020b\\u003E>");
    assert_written(&text, "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u007F é\"");
    assert_written(&typed, "\"1\"^^<" XSD "integer>");
    assert_written(&lang, "\"x\"@en-GB");
    lang.direction = DIRECTION_LTR;
    assert_written(&lang, "\"x\"@en-GB--ltr");
    assert_written(&blank, "_:b0");
    const Term inner[] = {blank, term_iri(TEXT("p")), typed};
    const Term nested = {.kind = TERM_TRIPLE, .triple = inner};
    const Term outer[] = {blank, term_iri(TEXT("q")), nested};
    const Term triple = {.kind = TERM_TRIPLE, .triple = outer};
    assert_written(&triple, "<<( _:b0 <q> <<( _:b0 <p> \"1\"^^<" XSD "integer> )>> )>>");
}

/* Copies own their text; a triple term of any depth needs no stack. */
static void copies_deeply(void **state) {
    (void)state;
    enum {
        DEPTH = 100000
    };
    Arena *const arena = arena_new(NULL);
    char text[] = "http://a";
    const Term iri = term_iri((Text){text, strlen(text)});
    Term deep = iri;
    for (int i = 0; i < DEPTH; i++) {
        Term *const parts = arena_array(arena, 3, sizeof *parts);
        parts[0] = parts[1] = iri;
        parts[2] = deep;
        deep = (Term){.kind = TERM_TRIPLE, .triple = parts};
    }
    const Term copy = term_copy(arena, &deep);
    assert_true(term_equal(&deep, &copy));
    assert_int_equal(term_hash(&deep), term_hash(&copy));
    assert_int_equal(term_order(&deep, &copy), 0);
    text[7] = 'b';
    assert_false(term_equal(&deep, &copy));
    Buffer out = {0};
    term_write(&out, &copy);
    assert_true(text_starts(buffer_view(&out), TEXT("<<( <http://a> <http://a> <<( ")));
    buffer_free(&out);
    arena_free(arena);
}

static void checks_language_tags(void **state) {
    (void)state;
    assert_true(lang_tag_valid(TEXT("en")));
    assert_true(lang_tag_valid(TEXT("de-CH-1996")));
    assert_true(lang_tag_valid(TEXT("abcdefgh-12345678")));
    const char *const bad[] = {"",       "-",     "en-", "-en",       "e1",
                               "en--us", "en_us", "1",   "abcdefghi", "en-123456789"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(lang_tag_valid(text_of(bad[i])));
}

/* ---- Ids ------------------------------------------------------------------------------------- */

static TermId inline_of(const char *text, const char *type) {
    char datatype[80];
    snprintf(datatype, sizeof datatype, XSD "%s", type);
    const Term term = term_typed(text_of(text), text_of(datatype));
    const TermId id = id_inline(&term);
    if (id != TERM_ID_NONE) {
        char space[32];
        const Term back = id_decode(id, space);
        assert_true(text_equal(back.text, term.text));
        assert_true(term_equal(&back, &term));
        assert_true(id_is_inline(id) && id_is_literal(id) && !id_is_local(id));
    }
    return id;
}

static void inlines_what_decodes_to_the_same_bytes(void **state) {
    (void)state;
    static const char *const YES[][2] = {
        {"0", "integer"},
        {"5", "integer"},
        {"-17", "integer"},
        {"576460752303423487", "integer"},
        {"-576460752303423488", "integer"},
        {"1.50", "decimal"},
        {"-0.5", "decimal"},
        {"3", "decimal"},
        {"0.000000000000001", "decimal"},
        {"true", "boolean"},
        {"false", "boolean"},
        {"2025-10-26", "date"},
        {"-0044-03-15Z", "date"},
        {"0000-01-01", "date"},
        {"12000-01-01-14:00", "date"},
        {"2025-10-26+05:45", "date"},
        {"2025-10-26T12:00:00", "dateTime"},
        {"2025-10-26T12:00:00.5Z", "dateTime"},
        {"2025-10-26T12:00:00.000Z", "dateTime"},
        {"1969-12-31T23:59:59.999-08:00", "dateTime"},
        {"-0001-02-28T00:00:00+14:00", "dateTime"},
    };
    static const char *const NO[][2] = {
        {"01", "integer"},
        {"+1", "integer"},
        {"-0", "integer"},
        {"", "integer"},
        {"1.0", "integer"},
        {"576460752303423488", "integer"},
        {"-576460752303423489", "integer"},
        {" 1", "integer"},
        {"5", "int"},
        {".5", "decimal"},
        {"1.", "decimal"},
        {"-0.0", "decimal"},
        {"00.5", "decimal"},
        {"0.0000000000000001", "decimal"},
        {"99999999999999999999", "decimal"},
        {"1", "boolean"},
        {"TRUE", "boolean"},
        {"2025-02-29", "date"},
        {"2025-10-26+00:00", "date"},
        {"2025-10-26-00:00", "date"},
        {"-0000-01-01", "date"},
        {"2025-1-1", "date"},
        {"2025-10-26+14:01", "date"},
        {"2025-10-26T24:00:00", "dateTime"},
        {"2025-10-26T12:00:00.1234Z", "dateTime"},
        {"2025-10-26T12:00:00.", "dateTime"},
        {"2025-10-26T12:00:00+05:20", "dateTime"},
        {"2025-10-26T12:00:60", "dateTime"},
        {"2025-10-26", "dateTime"},
        {"999999999-01-01T00:00:00Z", "dateTime"},
        {"x", "string"},
        {"1.0E0", "double"},
    };
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        if (inline_of(YES[i][0], YES[i][1]) == TERM_ID_NONE) fail_msg("not inlined: %s", YES[i][0]);
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        if (inline_of(NO[i][0], NO[i][1]) != TERM_ID_NONE) fail_msg("inlined: %s", NO[i][0]);
}

static void inline_ids_are_in_value_order(void **state) {
    (void)state;
    static const char *const NUMBERS[] = {"-576460752303423488", "-2", "-1", "0", "1", "10", "99"};
    static const char *const TIMES[] = {"-0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z",
                                        "1970-01-01T00:00:00Z",  "2000-01-01T00:00:00+14:00",
                                        "2000-01-01T00:00:00Z",  "2000-01-01T00:00:00-01:00"};
    for (size_t i = 1; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        assert_true(inline_of(NUMBERS[i - 1], "integer") < inline_of(NUMBERS[i], "integer"));
    for (size_t i = 1; i < sizeof TIMES / sizeof *TIMES; i++)
        assert_true(inline_of(TIMES[i - 1], "dateTime") < inline_of(TIMES[i], "dateTime"));
}

/* Whatever the 60 bits hold, decoding stays within its 32 bytes and gives a literal. */
static void decoding_any_bits_is_safe(void **state) {
    (void)state;
    uint64_t bits = 1;
    for (int i = 0; i < 200000; i++) {
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        char text[32];
        const TermId id = (bits >> 4) | (uint64_t)(TAG_INTEGER + i % 5) << 60;
        const Term term = id_decode(id, text);
        assert_int_equal(term.kind, TERM_LITERAL);
        assert_true(term.text.len <= sizeof text);
    }
}

static void tags_follow_the_kind(void **state) {
    (void)state;
    const struct {
        Term term;
        unsigned tag;
    } cases[] = {
        {term_iri(TEXT("a")), TAG_IRI},
        {term_blank(TEXT("a")), TAG_BLANK},
        {term_string(TEXT("a")), TAG_STRING},
        {term_lang(TEXT("a"), TEXT("en")), TAG_LANG},
        {term_typed(TEXT("1e0"), TEXT(XSD "double")), TAG_NUMERIC},
        {term_typed(TEXT("01"), TEXT(XSD "unsignedShort")), TAG_NUMERIC},
        {term_typed(TEXT("P1D"), TEXT(XSD "dayTimeDuration")), TAG_TEMPORAL},
        {term_typed(TEXT("2025"), TEXT(XSD "gYear")), TAG_TEMPORAL},
        {term_typed(TEXT("1"), TEXT(XSD "boolean")), TAG_OTHER},
        {term_typed(TEXT("1"), TEXT("http://a")), TAG_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(term_tag(&cases[i].term), cases[i].tag);
}

static void knows_every_datatype(void **state) {
    (void)state;
    for (unsigned i = 0; i < DATATYPE_OTHER; i++) {
        assert_int_equal(datatype_of(datatype_iri((Datatype)i)), i);
        if (i)
            assert_true(text_compare(datatype_iri((Datatype)(i - 1)), datatype_iri((Datatype)i)) <
                        0);
    }
    assert_int_equal(datatype_of(TEXT(XSD "token")), DATATYPE_OTHER);
    assert_int_equal(datatype_of(TEXT(XSD)), DATATYPE_OTHER);
    assert_int_equal(datatype_of(TEXT("")), DATATYPE_STRING);
}

/* ---- The dictionary --------------------------------------------------------------------------- */

static void dictionary_gives_one_id_per_term(void **state) {
    (void)state;
    enum {
        TERMS = 5000
    };
    TermTable *const table = term_table_new(TERM_ID_LOCAL, NULL);
    assert_non_null(table);
    TermId ids[TERMS];
    char text[32], name[32];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < TERMS; i++) {
            snprintf(name, sizeof name, "http://example.org/%d", i);
            const Term term = term_iri(text_of(name));
            TermId id;
            if (!round) assert_int_equal(term_table_find(table, &term), TERM_ID_NONE);
            assert_int_equal(term_table_add(table, &term, &id), STATUS_OK);
            if (round) assert_int_equal(id, ids[i]);
            ids[i] = id;
            assert_int_equal(term_table_find(table, &term), id);
            assert_true(id_is_local(id) && id_tag(id) == TAG_IRI);
            Term back;
            assert_int_equal(term_table_get(table, id, text, &back), STATUS_OK);
            assert_true(term_equal(&term, &back));
        }
    assert_int_equal(term_table_count(table), TERMS);
    Term back;
    assert_int_equal(term_table_get(table, ids[0] + TERMS, text, &back), STATUS_NOT_FOUND);
    assert_int_equal(term_table_get(table, ids[0] & ~TERM_ID_LOCAL, text, &back), STATUS_NOT_FOUND);
    term_table_free(table);
}

/* Memory that is refused because the time is over is no lack of memory. */
static void dictionary_tells_which_limit(void **state) {
    (void)state;
    const Term term = term_iri(TEXT("urn:a"));
    const double seconds[] = {1e-9, 0};
    const size_t bytes[] = {1 << 20, 1000};
    const Status wanted[] = {STATUS_TIMEOUT, STATUS_MEMORY_LIMIT};
    for (size_t i = 0; i < 2; i++) {
        Budget budget;
        TermId id;
        budget_init(&budget, seconds[i], bytes[i]);
        TermTable *const table = term_table_new(0, &budget);
        assert_int_equal(term_table_add(table, &term, &id), wanted[i]);
        term_table_free(table);
    }
}

static void dictionary_inlines_and_keeps_the_first_spelling(void **state) {
    (void)state;
    TermTable *const table = term_table_new(0, NULL);
    const Term five = term_typed(TEXT("5"), TEXT(XSD "integer"));
    const Term first = term_lang(TEXT("x"), TEXT("en-GB")),
               second = term_lang(TEXT("x"), TEXT("en-gb"));
    TermId a, b;
    char text[32];
    Term back;
    assert_int_equal(term_table_add(table, &five, &a), STATUS_OK);
    assert_int_equal(id_tag(a), TAG_INTEGER);
    assert_int_equal(term_table_count(table), 0);
    assert_int_equal(term_table_add(table, &first, &a), STATUS_OK);
    assert_int_equal(term_table_add(table, &second, &b), STATUS_OK);
    assert_int_equal(a, b);
    assert_int_equal(term_table_get(table, b, text, &back), STATUS_OK);
    assert_true(text_equal(back.lang, TEXT("en-GB")));
    term_table_free(table);
}

static void dictionary_obeys_its_budget(void **state) {
    (void)state;
    Budget budget;
    budget_init(&budget, 0, 100000);
    TermTable *const table = term_table_new(0, &budget);
    Status status = STATUS_OK;
    char name[64];
    for (int i = 0; i < 100000 && status == STATUS_OK; i++) {
        snprintf(name, sizeof name, "a rather long string number %d", i);
        const Term term = term_string(text_of(name));
        TermId id;
        status = term_table_add(table, &term, &id);
    }
    assert_int_equal(status, STATUS_MEMORY_LIMIT);
    term_table_free(table);
    assert_int_equal(budget.used, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_follows_rdf),
        cmocka_unit_test(writes_n_triples),
        cmocka_unit_test(copies_deeply),
        cmocka_unit_test(checks_language_tags),
        cmocka_unit_test(inlines_what_decodes_to_the_same_bytes),
        cmocka_unit_test(inline_ids_are_in_value_order),
        cmocka_unit_test(decoding_any_bits_is_safe),
        cmocka_unit_test(tags_follow_the_kind),
        cmocka_unit_test(knows_every_datatype),
        cmocka_unit_test(dictionary_gives_one_id_per_term),
        cmocka_unit_test(dictionary_tells_which_limit),
        cmocka_unit_test(dictionary_inlines_and_keeps_the_first_spelling),
        cmocka_unit_test(dictionary_obeys_its_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
