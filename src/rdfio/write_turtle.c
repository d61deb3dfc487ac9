/* Turtle and TriG out: consecutive quads of one graph, subject and predicate are grouped, so sorted quads give
 * a page for people and streamed ones a correct page at once. IRIs are shortened by prefixes; numbers and
 * booleans stand bare only when the grammar reads them back as the same text and datatype. */
#include "writer.h"

/* ---- Terms ------------------------------------------------------------------------------------------------- */

static void write_iri(Buffer *out, const Prefixes *prefixes, Text iri) {
    if (prefixes_shorten(prefixes, iri, out)) return;
    const Term term = term_iri(iri);
    term_write(out, &term);
}

bool turtle_stands_bare(const Term *term) {
    static const Text datatypes[] = {
        [LEX_INTEGER] = {XSD "integer", sizeof XSD "integer" - 1},
        [LEX_DECIMAL] = {XSD "decimal", sizeof XSD "decimal" - 1},
        [LEX_DOUBLE] = {XSD "double", sizeof XSD "double" - 1},
    };
    if (text_equal(term->datatype, TEXT(XSD "boolean")))
        return text_equal(term->text, TEXT("true")) || text_equal(term->text, TEXT("false"));
    if (!text_starts(term->datatype, TEXT(XSD)) || term->text.len == 0) return false;
    LexNumber kind;
    const Lexed number = lex_number(term->text, 0, &kind);
    return number.problem == LEX_OK && number.end == term->text.len &&
           text_equal(term->datatype, datatypes[kind]);
}

/* The escape of a byte in a string, NULL when it stands as it is; in long strings line feeds do. */
static const char *escape_of(char byte, bool is_long) {
    switch (byte) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\r': return "\\r";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return is_long ? NULL : "\\n";
    default: return NULL;
    }
}

static bool is_control(char byte) {
    return (byte >= 0 && byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F;
}

static void write_string(Buffer *out, Text text) {
    const bool is_long = text_find(text, TEXT("\n"), 0) != SIZE_MAX;
    const Text quotes = is_long ? TEXT("\"\"\"") : TEXT("\"");
    buffer_text(out, quotes);
    size_t clean = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *const escape = escape_of(text.at[i], is_long);
        if (!escape && !is_control(text.at[i])) continue;
        buffer_text(out, text_slice(text, clean, i));
        if (escape)
            buffer_text(out, text_of(escape));
        else
            buffer_format(out, "\\u%04X", (unsigned)text.at[i]);
        clean = i + 1;
    }
    buffer_text(out, text_slice(text, clean, text.len));
    buffer_text(out, quotes);
}

static void write_literal(Buffer *out, const Prefixes *prefixes, const Term *term) {
    if (turtle_stands_bare(term)) {
        buffer_text(out, term->text);
        return;
    }
    write_string(out, term->text);
    if (term->lang.len > 0) {
        buffer_byte(out, '@');
        buffer_text(out, term->lang);
        if (term->direction != DIRECTION_NONE)
            buffer_text(out, term->direction == DIRECTION_LTR ? TEXT("--ltr") : TEXT("--rtl"));
    } else if (term->datatype.len > 0) {
        buffer_text(out, TEXT("^^"));
        write_iri(out, prefixes, term->datatype);
    }
}

static void write_simple(Buffer *out, const Prefixes *prefixes, const Term *term) {
    if (term->kind == TERM_IRI)
        write_iri(out, prefixes, term->text);
    else if (term->kind == TERM_LITERAL)
        write_literal(out, prefixes, term);
    else
        term_write(out, term);
}

static void write_verb(Buffer *out, const Prefixes *prefixes, const Term *term) {
    if (text_equal(term->text, TEXT(RDF "type")))
        buffer_byte(out, 'a');
    else
        write_simple(out, prefixes, term);
}

void turtle_write_term(Buffer *out, const Prefixes *prefixes, const Term *term) {
    size_t depth = 0;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2], depth++) {
        buffer_text(out, TEXT("<<( "));
        write_simple(out, prefixes, &term->triple[0]);
        buffer_byte(out, ' ');
        write_verb(out, prefixes, &term->triple[1]);
        buffer_byte(out, ' ');
    }
    write_simple(out, prefixes, term);
    while (depth-- > 0) buffer_text(out, TEXT(" )>>"));
}

/* ---- The page: prefixes, graphs, subjects, predicates, objects ---------------------------------------------------- */

static Status turtle_begin(RdfWriter *writer, Diag *diag) {
    (void)diag;
    for (size_t i = 0; i < prefixes_count(writer->prefixes); i++) {
        Text prefix, iri;
        prefixes_at(writer->prefixes, i, &prefix, &iri);
        const Term namespace = term_iri(iri);
        buffer_text(&writer->text, TEXT("@prefix "));
        buffer_text(&writer->text, prefix);
        buffer_text(&writer->text, TEXT(": "));
        term_write(&writer->text, &namespace);
        buffer_text(&writer->text, TEXT(" .\n"));
        writer->started = true;
    }
    return STATUS_OK;
}

static bool is_open(const Buffer *open, const Term *term) {
    const TermKind kind = open->len > 0 ? (TermKind)open->at[0] : TERM_NONE;
    return kind == term->kind &&
           (kind == TERM_NONE ||
            text_equal(text_slice(buffer_view(open), 1, open->len), term->text));
}

static void set_open(Buffer *open, const Term *term) {
    buffer_clear(open);
    if (term->kind == TERM_NONE) return;
    buffer_byte(open, (char)term->kind);
    buffer_text(open, term->text);
}

static void close_subject(RdfWriter *writer) {
    if (writer->subject.len > 0) buffer_text(&writer->text, TEXT(" .\n"));
    buffer_clear(&writer->subject);
    buffer_clear(&writer->predicate);
}

static void close_graph(RdfWriter *writer) {
    close_subject(writer);
    if (writer->graph.len > 0) buffer_text(&writer->text, TEXT("}\n"));
    buffer_clear(&writer->graph);
}

static void open_graph(RdfWriter *writer, const Term *graph) {
    close_graph(writer);
    set_open(&writer->graph, graph);
    if (graph->kind == TERM_NONE) return;
    if (writer->started) buffer_byte(&writer->text, '\n');
    turtle_write_term(&writer->text, writer->prefixes, graph);
    buffer_text(&writer->text, TEXT(" {\n"));
    writer->started = false;
}

static void indent(RdfWriter *writer, size_t steps) {
    if (writer->graph.len > 0) steps++;
    for (size_t i = 0; i < steps; i++) buffer_text(&writer->text, TEXT("    "));
}

static void open_subject(RdfWriter *writer, const Term *subject) {
    close_subject(writer);
    set_open(&writer->subject, subject);
    if (writer->started) buffer_byte(&writer->text, '\n');
    writer->started = true;
    indent(writer, 0);
    turtle_write_term(&writer->text, writer->prefixes, subject);
}

static Status turtle_quad(RdfWriter *writer, const Quad *quad, Diag *diag) {
    Buffer *const text = &writer->text;
    if (!is_open(&writer->graph, &quad->graph)) open_graph(writer, &quad->graph);
    if (!is_open(&writer->subject, &quad->subject)) open_subject(writer, &quad->subject);
    if (is_open(&writer->predicate, &quad->predicate)) {
        buffer_text(text, TEXT(",\n"));
        indent(writer, 2);
    } else {
        if (writer->predicate.len > 0) {
            buffer_text(text, TEXT(" ;\n"));
            indent(writer, 1);
        } else {
            buffer_byte(text, ' ');
        }
        set_open(&writer->predicate, &quad->predicate);
        write_verb(text, writer->prefixes, &quad->predicate);
        buffer_byte(text, ' ');
    }
    turtle_write_term(text, writer->prefixes, &quad->object);
    const bool failed = writer->graph.failed || writer->subject.failed || writer->predicate.failed;
    return failed ? diag_set(diag, STATUS_NO_MEMORY, "out of memory while writing") : STATUS_OK;
}

static Status turtle_end(RdfWriter *writer, Diag *diag) {
    (void)diag;
    close_graph(writer);
    return STATUS_OK;
}

const WriterMethods turtle_writer = {turtle_begin, turtle_quad, turtle_end};
