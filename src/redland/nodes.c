/* Terms <-> librdf nodes, in one place. librdf's constructors overflow on long language tags (the length is one
 * byte) and cut text at a NUL; its hashes keep IRIs and labels with two bytes of length. What librdf cannot hold
 * is refused here, with the reason. */
#include "redland_internal.h"

enum {
    LONGEST_NAME = 65535,
    LONGEST_LANG = 255
};

static Status refuse(Diag *diag, const char *what) {
    return diag_set(diag, STATUS_UNSUPPORTED, "librdf cannot hold %s", what);
}

static Status check_term(const Term *term, Diag *diag) {
    const Text nul = {"", 1};
    if (term->kind == TERM_TRIPLE) return refuse(diag, "a triple term");
    if (term->direction != DIRECTION_NONE) return refuse(diag, "a literal with a base direction");
    if (term->lang.len > LONGEST_LANG) return refuse(diag, "a language tag of more than 255 bytes");
    if (text_find(term->text, nul, 0) != SIZE_MAX) return refuse(diag, "text with a NUL character");
    if (term->kind != TERM_LITERAL && term->text.len > LONGEST_NAME)
        return refuse(diag, "an IRI or a blank node label of more than 65535 bytes");
    if (term->datatype.len > LONGEST_NAME)
        return refuse(diag, "a datatype IRI of more than 65535 bytes");
    return term->text.len > INT32_MAX ? refuse(diag, "a literal of more than 2 GiB") : STATUS_OK;
}

Status quad_check(const Quad *quad, Diag *diag) {
    TRY(check_term(&quad->subject, diag));
    TRY(check_term(&quad->predicate, diag));
    TRY(check_term(&quad->object, diag));
    return check_term(&quad->graph, diag);
}

static const unsigned char *bytes(Text text) {
    return (const unsigned char *)(text.at ? text.at : "");
}

/* By Raptor's constructor, whose terms are librdf's nodes: librdf's own turns "1"^^xsd:boolean into "true". */
static librdf_node *new_literal(librdf_world *world, const Term *term) {
    librdf_uri *datatype = NULL;
    if (term->datatype.len && !term->lang.len) {
        datatype = librdf_new_uri2(world, bytes(term->datatype), term->datatype.len);
        if (!datatype) return NULL;
    }
    Buffer lang = {0}; /* terminated: a tag is measured by strlen in places */
    buffer_text(&lang, term->lang);
    librdf_node *const node = raptor_new_term_from_counted_literal(
        librdf_world_get_raptor(world), bytes(term->text), term->text.len, datatype,
        term->lang.len ? bytes(text_of(buffer_string(&lang))) : NULL,
        (unsigned char)term->lang.len);
    buffer_free(&lang);
    if (datatype) librdf_free_uri(datatype);
    return node;
}

Status node_of_term(librdf_world *world, const Term *term, librdf_node **node, Diag *diag) {
    *node = NULL;
    TRY(check_term(term, diag));
    switch (term->kind) {
    case TERM_IRI:
        *node = librdf_new_node_from_counted_uri_string(world, bytes(term->text), term->text.len);
        break;
    case TERM_BLANK:
        *node =
            librdf_new_node_from_counted_blank_identifier(world, bytes(term->text), term->text.len);
        break;
    case TERM_LITERAL: *node = new_literal(world, term); break;
    case TERM_TRIPLE:
    case TERM_NONE: break;
    }
    return *node ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "librdf could not make a node");
}

Status statement_of_quad(librdf_world *world, const Quad *quad, librdf_statement **statement,
                         Diag *diag) {
    librdf_node *nodes[3] = {NULL, NULL, NULL};
    const Term *const terms[3] = {&quad->subject, &quad->predicate, &quad->object};
    Status status = STATUS_OK;
    for (int i = 0; i < 3 && status == STATUS_OK; i++)
        status = node_of_term(world, terms[i], &nodes[i], diag);
    if (status == STATUS_OK) {
        *statement = librdf_new_statement_from_nodes(world, nodes[0], nodes[1],
                                                     nodes[2]); /* takes the nodes */
        return *statement ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < 3; i++) {
        if (nodes[i]) librdf_free_node(nodes[i]);
    }
    return status;
}

static Text uri_text(librdf_uri *uri) {
    size_t len = 0;
    const unsigned char *const at = librdf_uri_as_counted_string(uri, &len);
    return (Text){(const char *)at, len};
}

static Term literal_of_node(librdf_node *node) {
    size_t len = 0;
    const unsigned char *const at = librdf_node_get_literal_value_as_counted_string(node, &len);
    const char *const lang = librdf_node_get_literal_value_language(node);
    librdf_uri *const datatype = librdf_node_get_literal_value_datatype_uri(node);
    const Text text = {(const char *)at, len};
    if (lang && lang[0]) return term_lang(text, text_of(lang));
    return datatype ? term_typed(text, uri_text(datatype)) : term_string(text);
}

Status term_of_node(librdf_node *node, Term *term, Diag *diag) {
    size_t len = 0;
    *term = (Term){0};
    if (librdf_node_is_resource(node)) {
        *term = term_iri(uri_text(librdf_node_get_uri(node)));
    } else if (librdf_node_is_blank(node)) {
        const unsigned char *const label = librdf_node_get_counted_blank_identifier(node, &len);
        *term = term_blank((Text){(const char *)label, len});
    } else if (librdf_node_is_literal(node)) {
        *term = literal_of_node(node);
    }
    if (term->kind == TERM_NONE || utf8_invalid_at(term->text.at, term->text.len) != term->text.len)
        return diag_set(diag, STATUS_CORRUPT, "the storage holds a node that is no RDF term");
    return STATUS_OK;
}
