/* SPARQL Query Results XML Format (second edition), with the terms of the SPARQL 1.2 draft. One function per
 * element, each called with the reader on the element's start tag and leaving it on its end tag. */
#include "results_internal.h"

typedef struct Answer {
    XmlReader xml;
    ResultsReader *reader;
    Arena *head; /* the names */
    Arena *row;  /* what a row's terms point to */
    Text *names;
    size_t count, cap;
    HashIndex columns; /* the names' places */
    Text wanted;
    Term *terms;
} Answer;

static Status no_memory(Answer *answer) {
    return diag_set(answer->xml.diag, STATUS_NO_MEMORY, "out of memory");
}

static bool at_start(const Answer *answer, const char *name) {
    return answer->xml.event == XML_START && text_equal(answer->xml.name, text_of(name));
}

/* Steps to the next element inside the open one; *more is false at its end. */
static Status next_child(Answer *answer, bool *more) {
    TRY(xml_next(&answer->xml));
    *more = answer->xml.event == XML_START;
    return STATUS_OK;
}

/* Steps over the rest of an element that nobody wants (<link> …). */
static Status skip_element(Answer *answer) {
    const size_t outside = answer->xml.depth - 1;
    do TRY(xml_next(&answer->xml));
    while (answer->xml.depth > outside);
    return STATUS_OK;
}

/* The text of an element that holds nothing else, kept in the row's arena. */
static Status element_text(Answer *answer, Text *text) {
    TRY(xml_next(&answer->xml));
    if (answer->xml.event != XML_END)
        return xml_error(&answer->xml, "expected text, not an element");
    if (answer->xml.content.failed) return no_memory(answer);
    *text = arena_text(answer->row, buffer_view(&answer->xml.content));
    return text->at ? STATUS_OK : no_memory(answer);
}

static Status read_literal(Answer *answer, Term *term) {
    const Text lang = xml_attribute(&answer->xml, "lang"),
               datatype = xml_attribute(&answer->xml, "datatype");
    const Text direction = xml_attribute(&answer->xml, "dir");
    Text text = {0};
    TRY(element_text(answer, &text));
    *term = lang.len ? term_lang(text, lang) : term_typed(text, datatype);
    if (text_equal(direction, TEXT("ltr")))
        term->direction = DIRECTION_LTR;
    else if (text_equal(direction, TEXT("rtl")))
        term->direction = DIRECTION_RTL;
    else if (direction.len)
        return xml_error(&answer->xml, "its:dir is neither ltr nor rtl");
    return direction.len && !lang.len ? xml_error(&answer->xml, "its:dir without xml:lang")
                                      : STATUS_OK;
}

static Status read_term(Answer *answer, Term *term, unsigned depth);

/* <triple><subject>term</subject><predicate>… */
static Status read_triple(Answer *answer, Term *term, unsigned depth) {
    static const char *const parts[3] = {"subject", "predicate", "object"};
    Term *const triple = arena_array(answer->row, 3, sizeof *triple);
    if (!triple) return no_memory(answer);
    for (int i = 0; i < 3; i++) {
        TRY(xml_next(&answer->xml));
        if (!at_start(answer, parts[i]))
            return xml_error(&answer->xml, "expected subject, predicate, object");
        TRY(xml_next(&answer->xml));
        TRY(read_term(answer, &triple[i], depth + 1));
        TRY(xml_next(&answer->xml));
        if (answer->xml.event != XML_END) return xml_error(&answer->xml, "expected one term");
    }
    TRY(xml_next(&answer->xml));
    if (answer->xml.event != XML_END)
        return xml_error(&answer->xml, "expected the end of the triple");
    *term = (Term){.kind = TERM_TRIPLE, .triple = triple};
    return STATUS_OK;
}

static Status read_term(Answer *answer, Term *term, unsigned depth) {
    if (depth > MOST_NESTED_TERMS)
        return diag_set(answer->xml.diag, STATUS_LIMIT, "triple terms are nested too deeply");
    Text text = {0};
    if (at_start(answer, "uri")) {
        TRY(element_text(answer, &text));
        *term = term_iri(text);
    } else if (at_start(answer, "bnode")) {
        TRY(element_text(answer, &text));
        *term = term_blank(text);
    } else if (at_start(answer, "literal")) {
        TRY(read_literal(answer, term));
    } else if (at_start(answer, "triple")) {
        TRY(read_triple(answer, term, depth));
    } else {
        return xml_error(&answer->xml, "expected uri, bnode, literal or triple");
    }
    return STATUS_OK;
}

static bool is_wanted(const void *context, size_t position) {
    const Answer *const answer = context;
    return text_equal(answer->names[position], answer->wanted);
}

static size_t find_column(Answer *answer, Text name) {
    answer->wanted = name;
    return hash_index_find(&answer->columns, hash_bytes(name.at, name.len, 0), is_wanted, answer);
}

static Status read_binding(Answer *answer) {
    if (!at_start(answer, "binding")) return xml_error(&answer->xml, "expected a binding");
    const size_t column = find_column(answer, xml_attribute(&answer->xml, "name"));
    if (column == HASH_NONE)
        return xml_error(&answer->xml, "this binding's variable is not in the head");
    TRY(xml_next(&answer->xml));
    TRY(read_term(answer, &answer->terms[column], 0));
    TRY(xml_next(&answer->xml));
    return answer->xml.event == XML_END ? STATUS_OK : xml_error(&answer->xml, "expected one term");
}

static Status read_result(Answer *answer) {
    if (!at_start(answer, "result")) return xml_error(&answer->xml, "expected a result");
    arena_reset(answer->row);
    for (size_t i = 0; i < answer->count; i++) answer->terms[i] = (Term){0};
    for (;;) {
        bool more = false;
        TRY(next_child(answer, &more));
        if (!more)
            return answer->reader->row(answer->reader->context, answer->terms, answer->count);
        TRY(read_binding(answer));
    }
}

static Status read_results(Answer *answer) {
    for (;;) {
        bool more = false;
        TRY(next_child(answer, &more));
        if (!more) return STATUS_OK;
        TRY(read_result(answer));
    }
}

static Status read_variable(Answer *answer) {
    const Text name = arena_text(answer->head, xml_attribute(&answer->xml, "name"));
    if (!name.at || array_grow((void **)&answer->names, &answer->cap, answer->count + 1,
                               sizeof *answer->names) != STATUS_OK)
        return no_memory(answer);
    answer->names[answer->count] = name;
    TRY(hash_index_add(&answer->columns, hash_bytes(name.at, name.len, 0), answer->count++));
    return skip_element(answer);
}

static Status read_head(Answer *answer) {
    if (answer->terms) return xml_error(&answer->xml, "a second head");
    for (;;) {
        bool more = false;
        TRY(next_child(answer, &more));
        if (!more) break;
        TRY(at_start(answer, "variable") ? read_variable(answer) : skip_element(answer));
    }
    answer->terms = mem_zero(answer->count + 1, sizeof *answer->terms);
    if (!answer->terms) return no_memory(answer);
    return answer->reader->head
               ? answer->reader->head(answer->reader->context, answer->names, answer->count)
               : STATUS_OK;
}

static Status read_boolean(Answer *answer) {
    Text text = {0};
    TRY(element_text(answer, &text));
    const Text word = text_trim(text);
    answer->reader->is_ask = true;
    answer->reader->answer = text_equal(word, TEXT("true")) || text_equal(word, TEXT("1"));
    return answer->reader->answer || text_equal(word, TEXT("false")) || text_equal(word, TEXT("0"))
               ? STATUS_OK
               : xml_error(&answer->xml, "expected true or false");
}

static Status read_part(Answer *answer) {
    if (at_start(answer, "head")) return read_head(answer);
    if (at_start(answer, "boolean")) return read_boolean(answer);
    if (at_start(answer, "results") && answer->terms) return read_results(answer);
    return xml_error(&answer->xml, "expected head, then results or boolean");
}

static Status read_document(Answer *answer) {
    TRY(xml_next(&answer->xml));
    if (!at_start(answer, "sparql"))
        return xml_error(&answer->xml, "not a SPARQL results document");
    for (;;) {
        bool more = false;
        TRY(next_child(answer, &more));
        if (!more) break;
        TRY(read_part(answer));
    }
    TRY(xml_next(&answer->xml));
    return answer->xml.event == XML_FINISHED
               ? STATUS_OK
               : xml_error(&answer->xml, "expected the document's end");
}

Status read_xml_results(Text text, ResultsReader *reader, Diag *diag) {
    Answer answer = {.reader = reader, .head = arena_new(NULL), .row = arena_new(NULL)};
    answer.xml = (XmlReader){.text = text, .arena = answer.row, .diag = diag};
    const Status status = answer.head && answer.row ? read_document(&answer) : no_memory(&answer);
    buffer_free(&answer.xml.content);
    arena_free(answer.head);
    arena_free(answer.row);
    hash_index_free(&answer.columns);
    mem_free(answer.names);
    mem_free(answer.terms);
    return status;
}
