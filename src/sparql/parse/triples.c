/* Triples, in patterns, templates and data (productions 52, 75 to 87, 98 to 106; SPARQL 1.2: triple terms, reified
 * triples, annotations). Collections, [ … ] and << … >> become triples of their own, put before those that use them. */
#include "parse_internal.h"

#include <string.h>

/* What stands between subject and object: an IRI or a variable, or a path. */
typedef struct Verb {
    Node node;
    const Path *path; /* NULL: `node` */
} Verb;

/* ---- The sink ------------------------------------------------------------------------------------------------ */

static Status add_triple(Parser *p, TripleSink *sink, Node subject, Node predicate, Node object) {
    void *items = sink->triples;
    TRY(grow(p, &items, &sink->cap, sink->count + 1, sizeof *sink->triples));
    sink->triples = items;
    sink->triples[sink->count++] = (TriplePattern){subject, predicate, object};
    return sink->full && sink->count == SINK_TRIPLES ? sink->full(p, sink) : STATUS_OK;
}

static SyntaxElement *add_element(Parser *p, TripleSink *sink, SyntaxKind kind, size_t offset) {
    SyntaxElement *const element = arena_alloc(p->arena, sizeof *element);
    if (!element) return NULL;
    element->kind = kind;
    element->offset = offset;
    *sink->tail = element;
    sink->tail = &element->next;
    return element;
}

Status flush_triples(Parser *p, TripleSink *sink) {
    if (sink->count == 0 || !sink->tail) return STATUS_OK;
    SyntaxElement *const element =
        add_element(p, sink, SYNTAX_TRIPLES, sink->triples[0].subject.offset);
    if (!element) return out_of_memory(p);
    element->triples = sink->triples;
    element->triple_count = sink->count;
    sink->triples = NULL;
    sink->count = sink->cap = 0;
    return STATUS_OK;
}

static Status add_link(Parser *p, TripleSink *sink, Node subject, const Verb *verb, Node object) {
    if (!verb->path) return add_triple(p, sink, subject, verb->node, object);
    TRY(flush_triples(p, sink));
    SyntaxElement *const element = add_element(p, sink, SYNTAX_PATH, subject.offset);
    if (!element) return out_of_memory(p);
    element->subject = subject;
    element->object = object;
    element->path = verb->path;
    return STATUS_OK;
}

static Node rdf_node(const char *iri, size_t offset) {
    return term_node(term_iri(text_of(iri)), offset);
}

/* ---- Verbs ------------------------------------------------------------------------------------------------------ */

static bool at_a(const Parser *p) {
    return p->token.kind == TOKEN_WORD && text_equal(p->token.text, TEXT("a"));
}

static bool at_verb(Parser *p, const TripleSink *sink) {
    const size_t noted = p->expected_count;
    if (at_variable(p) || at_a(p) || at_iri(p)) return true;
    if (sink->tail && (is_symbol(p, "^") || is_symbol(p, "!") || is_symbol(p, "("))) return true;
    expect_summary(p, noted, "a predicate");
    return false;
}

/* [78] Verb, [84] VerbPath, [85] VerbSimple: a path of one link is no path. */
static Status parse_verb(Parser *p, const TripleSink *sink, Verb *verb) {
    const size_t offset = here(p);
    *verb = (Verb){.path = NULL};
    if (!at_verb(p, sink)) return unexpected(p);
    if (at_variable(p)) return parse_variable_node(p, &verb->node);
    if (sink->tail) {
        TRY(parse_path(p, &verb->path));
        if (verb->path->kind != PATH_LINK) return STATUS_OK;
        verb->node = term_node(verb->path->link, offset);
        verb->path = NULL;
        return STATUS_OK;
    }
    if (at_a(p)) {
        verb->node = rdf_node(RDF "type", offset);
        advance(p);
        return STATUS_OK;
    }
    return parse_var_or_iri(p, &verb->node);
}

/* ---- Triple terms and reified triples (SPARQL 1.2) ------------------------------------------------------------------ */

static Status parse_node(Parser *p, TripleSink *sink, Node *node);

static Status check_12(Parser *p) {
    return p->options->sparql11_only ? syntax_error(p, here(p), "triple terms are SPARQL 1.2")
                                     : STATUS_OK;
}

/* Is it the same node in every solution? A blank node of a template is a new one in each. */
static bool is_constant(const Node *node) {
    return node->slot == SLOT_NONE && !node->parts && node->term.kind != TERM_BLANK;
}

/* A node of three nodes; a constant when all are. */
static Status triple_node(Parser *p, const Node parts[3], size_t offset, Node *node) {
    Node *const kept = arena_array(p->arena, 3, sizeof *kept);
    Term *const terms = arena_array(p->arena, 3, sizeof *terms);
    if (!kept || !terms) return out_of_memory(p);
    bool constant = true;
    for (size_t i = 0; i < 3; i++) {
        kept[i] = parts[i];
        terms[i] = parts[i].term;
        constant = constant && is_constant(&parts[i]);
    }
    *node = term_node((Term){.kind = TERM_TRIPLE, .triple = constant ? terms : NULL}, offset);
    node->parts = constant ? NULL : kept;
    return STATUS_OK;
}

/* The verb inside << >> and <<( )>>: no path. */
static Status parse_simple_verb(Parser *p, Node *node) {
    const TripleSink no_paths = {0};
    Verb verb;
    TRY(parse_verb(p, &no_paths, &verb));
    *node = verb.node;
    return STATUS_OK;
}

static Status parse_triple_term(Parser *p, Node *node);

/* Variable, IRI, literal, blank node or triple term. */
static Status parse_term_part(Parser *p, bool literals, Node *node) {
    const size_t offset = here(p);
    Term term;
    if (at_variable(p)) return parse_variable_node(p, node);
    if (at_blank(p)) return parse_blank(p, node);
    if (at_symbol(p, "<<(")) {
        /* As a subject it is no RDF: only a pattern may ask for it, in vain. */
        const bool pattern = !p->no_variables && p->blanks != BLANK_REFUSED;
        return literals || pattern ? parse_triple_term(p, node)
                                   : syntax_error(p, offset, "a triple term cannot be a subject");
    }
    if (literals && at_literal(p)) {
        TRY(parse_literal(p, &term));
    } else if (at_iri(p)) {
        TRY(parse_iri(p, &term));
    } else {
        expect_summary(p, 0, "a term or a variable");
        return unexpected(p);
    }
    *node = term_node(term, offset);
    return STATUS_OK;
}

/* TripleTerm: <<( s p o )>> */
static Status parse_triple_term(Parser *p, Node *node) {
    const size_t offset = here(p);
    Node parts[3] = {0};
    TRY(check_12(p));
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "<<("));
    TRY(parse_term_part(p, false, &parts[0]));
    TRY(parse_simple_verb(p, &parts[1]));
    TRY(parse_term_part(p, true, &parts[2]));
    TRY(expect_symbol(p, ")>>"));
    leave(p, 1);
    return triple_node(p, parts, offset, node);
}

/* Reifier: ~ with a name or none. */
static Status parse_reifier(Parser *p, Node *reifier) {
    const size_t offset = here(p);
    TRY(check_12(p));
    TRY(expect_symbol(p, "~"));
    if (at_variable(p)) return parse_variable_node(p, reifier);
    if (at_blank(p)) return parse_blank(p, reifier);
    if (!at_iri(p)) return make_blank(p, offset, reifier);
    return parse_var_or_iri(p, reifier);
}

static Status add_reifies(Parser *p, TripleSink *sink, Node reifier, const Node parts[3]) {
    Node triple;
    TRY(triple_node(p, parts, parts[0].offset, &triple));
    return add_triple(p, sink, reifier, rdf_node(RDF "reifies", reifier.offset), triple);
}

/* ReifiedTriple: << s p o ~r >> stands for its reifier. */
static Status parse_reified(Parser *p, TripleSink *sink, Node *node) {
    const size_t offset = here(p);
    Node parts[3] = {0};
    TRY(check_12(p));
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "<<"));
    for (size_t i = 0; i < 3; i += 2) {
        if (at_symbol(p, "<<")) {
            TRY(parse_reified(p, sink, &parts[i]));
        } else {
            TRY(parse_term_part(p, i == 2, &parts[i]));
        }
        if (i == 0) TRY(parse_simple_verb(p, &parts[1]));
    }
    if (at_symbol(p, "~")) {
        TRY(parse_reifier(p, node));
    } else {
        TRY(make_blank(p, offset, node));
    }
    TRY(expect_symbol(p, ">>"));
    leave(p, 1);
    return add_reifies(p, sink, *node, parts);
}

/* ---- Objects ------------------------------------------------------------------------------------------------------ */

static Status parse_property_list(Parser *p, TripleSink *sink, Node subject);

/* Annotation: ~r and {| … |} after an object, about the triple just made. */
static Status parse_annotation(Parser *p, TripleSink *sink, const Node parts[3], const Verb *verb) {
    bool named = false;
    Node reifier;
    while (is_symbol(p, "~") || is_symbol(p, "{|")) {
        const size_t offset = here(p);
        if (verb->path) return syntax_error(p, offset, "a path cannot be annotated");
        TRY(check_12(p));
        if (is_symbol(p, "~")) {
            TRY(parse_reifier(p, &reifier));
            TRY(add_reifies(p, sink, reifier, parts));
            named = true;
            continue;
        }
        if (!named) {
            TRY(make_blank(p, offset, &reifier));
            TRY(add_reifies(p, sink, reifier, parts));
        }
        named = false;
        advance(p);
        TRY(enter(p, 1));
        TRY(parse_property_list(p, sink, reifier));
        leave(p, 1);
        TRY(expect_symbol(p, "|}"));
    }
    return STATUS_OK;
}

/* [79] ObjectList, [86] ObjectListPath */
static Status parse_objects(Parser *p, TripleSink *sink, Node subject, const Verb *verb) {
    do {
        Node object;
        TRY(parse_node(p, sink, &object));
        TRY(add_link(p, sink, subject, verb, object));
        const Node parts[3] = {subject, verb->node, object};
        TRY(parse_annotation(p, sink, parts, verb));
    } while (accept_symbol(p, ","));
    return STATUS_OK;
}

/* [77] PropertyListNotEmpty, [83] PropertyListPathNotEmpty */
static Status parse_property_list(Parser *p, TripleSink *sink, Node subject) {
    Verb verb;
    TRY(parse_verb(p, sink, &verb));
    TRY(parse_objects(p, sink, subject, &verb));
    while (accept_symbol(p, ";")) {
        if (!at_verb(p, sink)) continue;
        TRY(parse_verb(p, sink, &verb));
        TRY(parse_objects(p, sink, subject, &verb));
    }
    return STATUS_OK;
}

/* [99] BlankNodePropertyList, [101] …Path */
static Status parse_blank_list(Parser *p, TripleSink *sink, Node *node) {
    TRY(make_blank(p, here(p), node));
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "["));
    TRY(parse_property_list(p, sink, *node));
    leave(p, 1);
    return expect_symbol(p, "]");
}

/* [102] Collection, [103] CollectionPath */
static Status parse_collection(Parser *p, TripleSink *sink, Node *node) {
    Node cell;
    TRY(make_blank(p, here(p), node));
    TRY(enter(p, 1));
    TRY(expect_symbol(p, "("));
    cell = *node;
    for (;;) {
        Node item;
        Node next;
        const size_t offset = here(p);
        TRY(parse_node(p, sink, &item));
        TRY(add_triple(p, sink, cell, rdf_node(RDF "first", offset), item));
        const bool last = at_symbol(p, ")");
        if (last) {
            next = rdf_node(RDF "nil", here(p));
        } else {
            TRY(make_blank(p, here(p), &next));
        }
        TRY(add_triple(p, sink, cell, rdf_node(RDF "rest", offset), next));
        if (last) break;
        cell = next;
    }
    leave(p, 1);
    return expect_symbol(p, ")");
}

/* Nodes that bring triples of their own. */
static bool at_triples_node(Parser *p) {
    return at_symbol(p, "[") || at_symbol(p, "(") || at_symbol(p, "<<");
}

static Status parse_triples_node(Parser *p, TripleSink *sink, Node *node) {
    if (is_symbol(p, "[")) return parse_blank_list(p, sink, node);
    if (is_symbol(p, "(")) return parse_collection(p, sink, node);
    return parse_reified(p, sink, node);
}

/* [106] VarOrTerm, [109] GraphTerm. Literals may be subjects: such a pattern matches nothing. */
static Status parse_var_or_term(Parser *p, Node *node) {
    const size_t offset = here(p);
    if (at_kind(p, TOKEN_NIL)) {
        *node = rdf_node(RDF "nil", offset);
        advance(p);
        return STATUS_OK;
    }
    return parse_term_part(p, true, node);
}

/* [104] GraphNode, [105] GraphNodePath */
static Status parse_node(Parser *p, TripleSink *sink, Node *node) {
    return at_triples_node(p) ? parse_triples_node(p, sink, node) : parse_var_or_term(p, node);
}

/* ---- Triples --------------------------------------------------------------------------------------------------------- */

bool at_triples(Parser *p) {
    const size_t noted = p->expected_count;
    if (at_variable(p) || at_iri(p) || at_blank(p) || at_triples_node(p) || at_literal(p) ||
        p->token.kind == TOKEN_NIL || is_symbol(p, "<<("))
        return true;
    expect_summary(p, noted, "a triple");
    return false;
}

/* [75] TriplesSameSubject, [81] TriplesSameSubjectPath */
Status parse_same_subject(Parser *p, TripleSink *sink) {
    Node subject;
    if (!at_triples_node(p)) {
        TRY(parse_var_or_term(p, &subject));
        return parse_property_list(p, sink, subject);
    }
    TRY(parse_triples_node(p, sink, &subject)); /* says something by itself */
    return at_verb(p, sink) ? parse_property_list(p, sink, subject) : STATUS_OK;
}

/* [52] TriplesTemplate, [55] TriplesBlock */
Status parse_triples(Parser *p, TripleSink *sink) {
    do TRY(parse_same_subject(p, sink));
    while (accept_symbol(p, ".") && at_triples(p));
    return STATUS_OK;
}

/* ---- Triple terms elsewhere -------------------------------------------------------------------------------------------- */

/* DataValueTriple: <<( s p o )>> in VALUES, of constants only. */
Status parse_data_triple(Parser *p, Term *term) {
    Node node = {0};
    const bool before = p->no_variables;
    if (!at_symbol(p, "<<(")) return unexpected(p);
    p->no_variables = true;
    TRY(parse_triple_term(p, &node));
    p->no_variables = before;
    if (node.parts) return syntax_error(p, node.offset, "blank nodes are not allowed in VALUES");
    *term = node.term;
    return STATUS_OK;
}

static Status expression_of_node(Parser *p, const Node *node, Expr **expr) {
    if (node->parts) {
        size_t cap = 0;
        TRY(expr_new(p, EXPR_TRIPLE, node->offset, expr));
        for (size_t i = 0; i < 3; i++) { /* as deep as the node, which the parser bounded */
            Expr *part = NULL;
            TRY(expression_of_node(p, &node->parts[i], &part));
            TRY(expr_add(p, *expr, &cap, part));
        }
        return STATUS_OK;
    }
    TRY(expr_new(p, node->slot == SLOT_NONE ? EXPR_TERM : EXPR_VARIABLE, node->offset, expr));
    (*expr)->slot = node->slot;
    (*expr)->term = node->term;
    return STATUS_OK;
}

/* ExprTripleTerm: <<( s p o )>> in an expression. Its variables are used there, not bound. */
Status parse_expression_triple(Parser *p, Expr **expr) {
    Node node = {0};
    const bool template = p->in_template;
    const BlankUse blanks = p->blanks;
    const size_t offset = here(p);
    p->in_template = true;
    p->blanks = BLANK_REFUSED;
    TRY(parse_triple_term(p, &node));
    p->in_template = template;
    p->blanks = blanks;
    TRY(expression_of_node(p, &node, expr));
    (*expr)->offset = offset;
    return STATUS_OK;
}
