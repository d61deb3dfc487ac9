/* Tests that are known to fail, each with its reason. A row that passes after all is a failure of this list. */
#include "w3c.h"

static const struct {
    const char *suite, *test; /* NULL: every test of the suite that fails */
    const char *reason;
} known[] = {
    {"rdf11-rdfxml", "rdfms-abouteach-error001", "Raptor still takes rdf:aboutEach"},
    {"rdf11-rdfxml", "rdfms-abouteach-error002", "Raptor still takes rdf:aboutEach"},
    {"rdf11-rdfxml", "rdfms-xmllang-test006", "Raptor loses xml:lang on property attributes"},
    {"rdf12-rdfxml", NULL, "Raptor reads RDF 1.1 XML only"},
    {"sparql12", "codepoint-esc-01-bad", "SPARQL 1.1 (19.2) allows codepoint escapes anywhere"},
    {"sparql12", "codepoint-esc-03-bad", "SPARQL 1.1 (19.2) allows codepoint escapes anywhere"},
};

const char *known_failure(const Test *test, bool *listed) {
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!text_equal(text_of(known[i].suite), text_of(test->suite))) continue;
        *listed = known[i].test != NULL;
        if (!*listed || text_equal(text_of(known[i].test), test->name)) return known[i].reason;
    }
    *listed = false;
    return NULL;
}
