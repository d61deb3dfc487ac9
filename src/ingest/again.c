/* A document that was read before: what nobody reviewed goes, what was accepted or rejected is not proposed again. */
#include "ingest_internal.h"

#define PREFIXES "PREFIX yo: <" YO "> PREFIX y: <" Y "> PREFIX dcterms: <" DCTERMS "> "

static const char made_before[] = PREFIXES
    "CONSTRUCT { ?x ?p ?o } { GRAPH ?document { "
    "{ ?x a yo:Mention } UNION { ?x a yo:Candidate ; yo:review y:Unreviewed } UNION "
    "{ ?x a yo:Passage FILTER(STRSTARTS(STR(?x), CONCAT(STR(?document), \"-paragraph-\"))) "
    "FILTER NOT EXISTS { ?any dcterms:source ?x } "
    "FILTER NOT EXISTS { ?other yo:proposedSource ?x ; yo:review ?result "
    "FILTER(?result != y:Unreviewed) } } ?x ?p ?o } }";

Status ingest_clear(Source *source, Text document, Budget *budget, Diag *diag) {
    const Binding binding = {TEXT("document"), term_iri(document)};
    return graph_change(source, TEXT(made_before), &binding, 1, document, true, budget, diag);
}

static const char known_before[] =
    PREFIXES "SELECT ?x { GRAPH ?document { { ?x yo:review ?result } UNION "
             "{ ?x a yo:Document FILTER(?x = ?document) } } }";

static Status keep(Document *document, Statement *statement) {
    Term term;
    TermId id;
    TRY(statement_value(statement, 0, &term));
    if (text_equal(term.text, document->options->document)) document->described = true;
    return term_table_add(document->reviewed, &term, &id);
}

static Status read_all(Document *document, Statement *statement) {
    bool more;
    TRY(statement_next(statement, &more, document->diag));
    while (more) {
        TRY(keep(document, statement));
        TRY(statement_next(statement, &more, document->diag));
    }
    return STATUS_OK;
}

Status read_reviewed(Document *document) {
    const Binding binding = {TEXT("document"), term_iri(document->options->document)};
    const EngineOptions options = {.parse = {.name = "reviewed"},
                                   .budget = document->options->budget,
                                   .bindings = &binding,
                                   .binding_count = 1};
    Statement *statement;
    if (!document->options->known) return STATUS_OK;
    document->reviewed = term_table_new(0, NULL);
    if (!document->reviewed) return STATUS_NO_MEMORY;
    TRY(statement_prepare(&statement, document->options->known, TEXT(known_before), &options,
                          document->diag));
    const Status status = read_all(document, statement);
    statement_free(statement);
    return status;
}

bool is_reviewed(const Document *document, Text candidate) {
    const Term term = term_iri(candidate);
    return document->reviewed && term_table_find(document->reviewed, &term) != TERM_ID_NONE;
}
