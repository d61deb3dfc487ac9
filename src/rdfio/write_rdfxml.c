/* RDF/XML out (RDF 1.1 XML Syntax), one rdf:Description for each subject. What that syntax or XML 1.0 cannot hold is
 * refused with the reason, never changed: predicates without an XML name at their end, control characters, labels
 * that are no XML names, triple terms and base direction. All is checked before anything is written. */
#include "writer.h"

static Status refuse(Diag *diag, const char *why, Text what) {
    return diag_set(diag, STATUS_UNSUPPORTED, "RDF/XML cannot hold %s: %.*s", why,
                    (int)(what.len < 120 ? what.len : 120), what.at);
}

/* ---- XML names and characters ---------------------------------------------------------------------------- */

/* NameStartChar of XML Namespaces 1.0 (no colon); PN_CHARS_U is the same set. */
static bool is_ncname(Text name) {
    bool first = true;
    for (size_t at = 0, size; at < name.len; at += size, first = false) {
        const int32_t code = utf8_decode(name.at + at, name.len - at, &size);
        const bool dot = code == '.';
        if (code < 0 || !(lex_is_name_start((uint32_t)code) ||
                          (!first && (dot || lex_is_name((uint32_t)code)))))
            return false;
    }
    return !first;
}

/* Offset where the longest XML name at the IRI's end begins, or its length when there is none. */
static size_t split_at(Text iri) {
    size_t at = iri.len, best = iri.len;
    while (at > 0) {
        at--;
        while (at > 0 && ((unsigned char)iri.at[at] & 0xC0) == 0x80) at--;
        size_t size;
        const int32_t code = utf8_decode(iri.at + at, iri.len - at, &size);
        if (code < 0 || !(code == '.' || lex_is_name((uint32_t)code))) break;
        if (lex_is_name_start((uint32_t)code)) best = at;
    }
    return best;
}

/* Offset of the first character that XML 1.0 cannot hold in any form, or the length. */
static size_t not_xml_at(Text text) {
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return i;
        if (byte == 0xEF && i + 2 < text.len && (unsigned char)text.at[i + 1] == 0xBF &&
            (unsigned char)text.at[i + 2] >= 0xBE)
            return i;
    }
    return text.len;
}

/* Escapes for content and for attributes in double quotes. */
static void write_escaped(Buffer *out, Text text) {
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&': buffer_text(out, TEXT("&amp;")); break;
        case '<': buffer_text(out, TEXT("&lt;")); break;
        case '>': buffer_text(out, TEXT("&gt;")); break;
        case '"': buffer_text(out, TEXT("&quot;")); break;
        case '\r': buffer_text(out, TEXT("&#13;")); break;
        default: buffer_byte(out, text.at[i]);
        }
    }
}

/* ---- Checks --------------------------------------------------------------------------------------------------- */

static Status check_term(const Term *term, Diag *diag) {
    if (term->kind == TERM_TRIPLE) return refuse(diag, "triple terms", term->triple[0].text);
    if (term->direction != DIRECTION_NONE) return refuse(diag, "a base direction", term->text);
    if (term->kind == TERM_BLANK && !is_ncname(term->text))
        return refuse(diag, "this blank node label", term->text);
    if (not_xml_at(term->text) < term->text.len)
        return refuse(diag, "a control character, as in this term", term->text);
    return STATUS_OK;
}

static Status check_predicate(Text iri, Diag *diag) {
    static const char *const reserved[] = {
        "Description", "RDF",    "ID",       "about", "bagID",     "parseType",
        "resource",    "nodeID", "datatype", "li",    "aboutEach", "aboutEachPrefix"};
    const size_t split = split_at(iri);
    if (split == iri.len || split == 0)
        return refuse(diag, "a predicate that does not end in an XML name", iri);
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (text_equal(text_slice(iri, 0, split), TEXT(RDF)) &&
            text_equal(text_slice(iri, split, iri.len), text_of(reserved[i])))
            return refuse(diag, "a predicate that is a word of its syntax", iri);
    return STATUS_OK;
}

static Status rdfxml_begin(RdfWriter *writer, Diag *diag) {
    for (size_t i = 0; i < quad_set_count(writer->set); i++) {
        const Quad quad = quad_set_at(writer->set, i);
        TRY(check_term(&quad.subject, diag));
        TRY(check_predicate(quad.predicate.text, diag));
        TRY(check_term(&quad.object, diag));
    }
    buffer_text(&writer->text,
                TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"" RDF "\""));
    for (size_t i = 0; i < prefixes_count(writer->prefixes); i++) {
        Text prefix, iri;
        prefixes_at(writer->prefixes, i, &prefix, &iri);
        if (!is_ncname(prefix) || text_starts(prefix, TEXT("xml")) ||
            text_equal(prefix, TEXT("rdf")))
            continue;
        buffer_text(&writer->text, TEXT("\n    xmlns:"));
        buffer_text(&writer->text, prefix);
        buffer_text(&writer->text, TEXT("=\""));
        write_escaped(&writer->text, iri);
        buffer_byte(&writer->text, '"');
    }
    buffer_text(&writer->text, TEXT(">\n"));
    return STATUS_OK;
}

/* ---- Elements -------------------------------------------------------------------------------------------------- */

/* The declared prefix whose namespace is just this one, or an empty text. */
static Text prefix_of(const RdfWriter *writer, Text namespace) {
    if (text_equal(namespace, TEXT(RDF))) return TEXT("rdf");
    for (size_t i = 0; i < prefixes_count(writer->prefixes); i++) {
        Text prefix, iri;
        prefixes_at(writer->prefixes, i, &prefix, &iri);
        if (text_equal(iri, namespace) && is_ncname(prefix) && !text_starts(prefix, TEXT("xml")) &&
            !text_equal(prefix, TEXT("rdf")))
            return prefix;
    }
    return (Text){NULL, 0};
}

static void write_name(RdfWriter *writer, Text iri, bool opening) {
    Buffer *const out = &writer->text;
    const size_t split = split_at(iri);
    const Text namespace = text_slice(iri, 0, split), prefix = prefix_of(writer, namespace);
    buffer_text(out, prefix.len > 0 ? prefix : TEXT("ns"));
    buffer_byte(out, ':');
    buffer_text(out, text_slice(iri, split, iri.len));
    if (!opening || prefix.len > 0) return;
    buffer_text(out, TEXT(" xmlns:ns=\""));
    write_escaped(out, namespace);
    buffer_byte(out, '"');
}

static void write_attribute(Buffer *out, Text name, Text value) {
    buffer_byte(out, ' ');
    buffer_text(out, name);
    buffer_text(out, TEXT("=\""));
    write_escaped(out, value);
    buffer_byte(out, '"');
}

static void close_description(RdfWriter *writer) {
    if (writer->subject.len > 0) buffer_text(&writer->text, TEXT("  </rdf:Description>\n"));
    buffer_clear(&writer->subject);
}

static void open_description(RdfWriter *writer, const Term *subject) {
    close_description(writer);
    buffer_byte(&writer->subject, (char)subject->kind);
    buffer_text(&writer->subject, subject->text);
    buffer_text(&writer->text, TEXT("  <rdf:Description"));
    write_attribute(&writer->text,
                    subject->kind == TERM_IRI ? TEXT("rdf:about") : TEXT("rdf:nodeID"),
                    subject->text);
    buffer_text(&writer->text, TEXT(">\n"));
}

static void write_object(RdfWriter *writer, const Term *predicate, const Term *object) {
    Buffer *const out = &writer->text;
    if (object->kind != TERM_LITERAL) {
        write_attribute(out, object->kind == TERM_IRI ? TEXT("rdf:resource") : TEXT("rdf:nodeID"),
                        object->text);
        buffer_text(out, TEXT("/>\n"));
        return;
    }
    if (object->lang.len > 0) write_attribute(out, TEXT("xml:lang"), object->lang);
    if (object->datatype.len > 0) write_attribute(out, TEXT("rdf:datatype"), object->datatype);
    buffer_byte(out, '>');
    write_escaped(out, object->text);
    buffer_text(out, TEXT("</"));
    write_name(writer, predicate->text, false);
    buffer_text(out, TEXT(">\n"));
}

static Status rdfxml_quad(RdfWriter *writer, const Quad *quad, Diag *diag) {
    const Text open = buffer_view(&writer->subject);
    const bool same = open.len > 0 && (TermKind)open.at[0] == quad->subject.kind &&
                      text_equal(text_slice(open, 1, open.len), quad->subject.text);
    if (!same) open_description(writer, &quad->subject);
    buffer_text(&writer->text, TEXT("    <"));
    write_name(writer, quad->predicate.text, true);
    write_object(writer, &quad->predicate, &quad->object);
    return writer->subject.failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory while writing")
                                  : STATUS_OK;
}

static Status rdfxml_end(RdfWriter *writer, Diag *diag) {
    (void)diag;
    close_description(writer);
    buffer_text(&writer->text, TEXT("</rdf:RDF>\n"));
    return STATUS_OK;
}

const WriterMethods rdfxml_writer = {rdfxml_begin, rdfxml_quad, rdfxml_end};
