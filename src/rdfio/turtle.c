/* Turtle and TriG, RDF 1.1 and 1.2: the grammar as steps of frames on a stack of our own, so that nesting
 * costs heap memory and has a limit, and never the C stack.
 *
 * A frame is an open statement, graph or bracket. Its step reads one thing and says which step comes next; a
 * bracket pushes a frame, and at its end puts its term where the frame below waits for one (`slot`). Production
 * names are those of RDF 1.2 Turtle section 6.5 and RDF 1.2 TriG section 4.5. */
#include <string.h>

#include "turtle.h"

#define RDF_TERM(name)                                                                             \
    {                                                                                              \
        .kind = TERM_IRI, .text = { RDF name, sizeof RDF name - 1 }                                \
    }
static const Term rdf_type = RDF_TERM("type"), rdf_first = RDF_TERM("first"),
                  rdf_rest = RDF_TERM("rest"), rdf_nil = RDF_TERM("nil"),
                  rdf_reifies = RDF_TERM("reifies");

/* What may stand where a node is read, beside IRIs and blank nodes. */
enum {
    LITERALS = 1,
    COLLECTIONS = 2,
    PROPERTIES = 4,
    TRIPLE_TERMS = 8,
    REIFIED = 16,
    ALL = 31
};

enum {
    PREFIX_BYTES = 128 /* about what one takes beside its text */
};

static Status step_verb(Turtle *turtle);
static Status step_object(Turtle *turtle);

/* ---- Statements made, frames ------------------------------------------------------------------------------- */

static Status emit(Turtle *turtle, const Term *subject, const Term *predicate, const Term *object) {
    Quad *const quad = &turtle->quad;
    quad->subject = *subject;
    quad->predicate = *predicate;
    quad->object = *object;
    if ((++turtle->emitted & 0xFFF) == 0) TRY(budget_check(turtle->job->options->budget));
    return turtle->job->sink->quad(turtle->job->sink->context, quad);
}

static Status push(Turtle *turtle, Step step, Status (*close)(Turtle *)) {
    if (turtle->depth >= NESTING_LIMIT)
        return turtle_fail(turtle, turtle->input->cursor,
                           "brackets are nested too deeply here: more than %d levels",
                           NESTING_LIMIT);
    Frame *const frame = stack_alloc(&turtle->stack, sizeof *frame);
    if (!frame) return stack_failure(&turtle->stack);
    *frame = (Frame){.parent = turtle->frame, .step = step, .close = close};
    frame->start = stack_mark(&turtle->stack);
    turtle->frame = frame;
    turtle->depth++;
    return STATUS_OK;
}

static void pop(Turtle *turtle) {
    turtle->frame = turtle->frame->parent;
    turtle->depth--;
}

/* Ends a bracket that stands for a term. */
static void deliver(Turtle *turtle, Term term) {
    pop(turtle);
    *turtle->frame->slot = term;
}

static char next_byte(Turtle *turtle, Status *status) {
    *status = turtle_skip(turtle);
    return turtle_peek(turtle);
}

/* ---- Annotations: ( '~' (iri | BlankNode)? | '{|' predicateObjectList '|}' )* ---------------------------------- */

static Status read_node(Turtle *turtle, unsigned allowed, Term *slot);

/* Says that the reifier reifies the frame's triple. */
static Status emit_reifies(Turtle *turtle, const Frame *frame, const Term *reifier) {
    const Term parts[3] = {frame->subject, frame->predicate, frame->object};
    const Term triple = {.kind = TERM_TRIPLE, .triple = parts};
    return emit(turtle, reifier, &rdf_reifies, &triple);
}

/* Does an IRI or a blank node begin with this byte? */
static bool begins_node(char byte) {
    const unsigned char value = (unsigned char)byte;
    return byte == '<' || byte == '_' || byte == '[' || byte == ':' || value >= 0x80 ||
           (lex_class[value] & LEX_LETTER) != 0;
}

/* reifier: '~' (iri | BlankNode)? */
static Status read_reifier(Turtle *turtle, Term *reifier) {
    Status status;
    turtle->input->cursor++;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (begins_node(byte)) return read_node(turtle, 0, reifier);
    return blank_new(&turtle->labels, &turtle->stack, reifier);
}

static Status close_annotation(Turtle *turtle) {
    TRY(turtle_expect(turtle, TEXT("|}")));
    pop(turtle);
    return STATUS_OK;
}

static Status open_annotation(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    Term reifier = frame->reifier;
    frame->reifier.kind = TERM_NONE;
    turtle->input->cursor += 2;
    if (reifier.kind == TERM_NONE) {
        TRY(blank_new(&turtle->labels, &turtle->stack, &reifier));
        TRY(emit_reifies(turtle, frame, &reifier));
    }
    TRY(push(turtle, step_verb, close_annotation));
    turtle->frame->subject = reifier;
    turtle->frame->after_subject = turtle->frame->start;
    return STATUS_OK;
}

/* ---- predicateObjectList ------------------------------------------------------------------------------------------ */

/* After ';': another verb, another ';', or the end. */
static Status step_semicolon(Turtle *turtle) {
    Status status;
    char byte;
    while ((byte = next_byte(turtle, &status)) == ';' && status == STATUS_OK)
        turtle->input->cursor++;
    TRY(status);
    turtle->frame->step = byte == '<' || begins_node(byte) ? step_verb : turtle->frame->close;
    return STATUS_OK;
}

/* After an object: its annotation, then ',' or ';' or the end. */
static Status step_after_object(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    Status status;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    bool annotation = false;
    switch (byte) {
    case '~':
        TRY(read_reifier(turtle, &frame->reifier));
        return emit_reifies(turtle, frame, &frame->reifier);
    case '{':
        TRY(turtle_ahead(turtle, TEXT("{|"), &annotation));
        if (annotation) return open_annotation(turtle);
        break;
    case ',':
        turtle->input->cursor++;
        stack_release(&turtle->stack, frame->after_predicate);
        frame->step = step_object;
        return STATUS_OK;
    case ';':
        turtle->input->cursor++;
        frame->step = step_semicolon;
        return STATUS_OK;
    default: break;
    }
    frame->step = frame->close;
    return STATUS_OK;
}

static Status step_triple(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    frame->step = step_after_object;
    frame->reifier.kind = TERM_NONE;
    return emit(turtle, &frame->subject, &frame->predicate, &frame->object);
}

static Status step_object(Turtle *turtle) {
    TRY(turtle_skip(turtle));
    turtle->frame->step = step_triple;
    return read_node(turtle, ALL, &turtle->frame->object);
}

/* verb: predicate | 'a' */
static Status read_verb(Turtle *turtle, Term *verb) {
    bool is_type = false;
    TRY(turtle_skip(turtle));
    const char byte = turtle_peek(turtle);
    if (byte == 'a') TRY(turtle_word_ahead(turtle, TEXT("a"), false, &is_type));
    if (is_type) {
        turtle->input->cursor++;
        *verb = rdf_type;
        return STATUS_OK;
    }
    if (!begins_node(byte) || byte == '_' || byte == '[')
        return turtle_fail(turtle, turtle->input->cursor, "a predicate was expected here%s",
                           byte == 0 && turtle->input->cursor >= turtle->input->window.len
                               ? ", but the input ends"
                               : "");
    return turtle_iri(turtle, verb);
}

static Status step_verb(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    stack_release(&turtle->stack, frame->after_subject);
    TRY(read_verb(turtle, &frame->predicate));
    frame->after_predicate = stack_mark(&turtle->stack);
    frame->step = step_object;
    return STATUS_OK;
}

/* ---- blankNodePropertyList, collection ------------------------------------------------------------------------------ */

static Status close_properties(Turtle *turtle) {
    TRY(turtle_expect(turtle, TEXT("]")));
    deliver(turtle, turtle->frame->subject);
    return STATUS_OK;
}

/* ANON or, where allowed, blankNodePropertyList. */
static Status open_properties(Turtle *turtle, bool allowed, Term *slot) {
    Status status;
    turtle->input->cursor++;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    TRY(blank_new(&turtle->labels, &turtle->stack, slot));
    if (byte == ']') {
        turtle->input->cursor++;
        return STATUS_OK;
    }
    if (!allowed) return turtle_fail(turtle, turtle->input->cursor, "\"]\" was expected here");
    const Term node = *slot;
    turtle->frame->slot = slot;
    TRY(push(turtle, step_verb, close_properties));
    turtle->frame->subject = node;
    turtle->frame->after_subject = turtle->frame->start;
    return STATUS_OK;
}

static Status step_item(Turtle *turtle);

/* After an item: it is the first of its cell; the cell's rest is the next cell, or nil. */
static Status step_item_end(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    Status status;
    TRY(emit(turtle, &frame->predicate, &rdf_first, &frame->object));
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (byte == ')') {
        turtle->input->cursor++;
        TRY(emit(turtle, &frame->predicate, &rdf_rest, &rdf_nil));
        deliver(turtle, frame->subject);
        return STATUS_OK;
    }
    char *const room = frame->labels[0];
    const Term next = {.kind = TERM_BLANK, .text = blank_make(&turtle->labels, room)};
    TRY(emit(turtle, &frame->predicate, &rdf_rest, &next));
    frame->predicate = next;
    frame->labels[0] = frame->labels[1];
    frame->labels[1] = room;
    frame->step = step_item;
    return STATUS_OK;
}

static Status step_item(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    stack_release(&turtle->stack, frame->after_subject);
    TRY(turtle_skip(turtle));
    frame->step = step_item_end;
    return read_node(turtle, ALL, &frame->object);
}

/* The frame of a collection: subject is its head, predicate the present cell, object the present item. */
static Status open_collection(Turtle *turtle, Term *slot) {
    Status status;
    turtle->input->cursor++;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (byte == ')') {
        turtle->input->cursor++;
        *slot = rdf_nil;
        return STATUS_OK;
    }
    turtle->frame->slot = slot;
    Term head;
    TRY(blank_new(&turtle->labels, &turtle->stack, &head));
    TRY(push(turtle, step_item, NULL));
    Frame *const frame = turtle->frame;
    frame->subject = frame->predicate = head;
    for (size_t i = 0; i < 2; i++) {
        frame->labels[i] = stack_alloc(&turtle->stack, blank_size(&turtle->labels));
        if (!frame->labels[i]) return stack_failure(&turtle->stack);
    }
    frame->after_subject = stack_mark(&turtle->stack);
    return STATUS_OK;
}

/* ---- tripleTerm, reifiedTriple ----------------------------------------------------------------------------------------- */

static Status step_triple_term_end(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    TRY(turtle_expect(turtle, TEXT(")>>")));
    Term *const parts = stack_alloc(&turtle->stack, 3 * sizeof *parts);
    if (!parts) return stack_failure(&turtle->stack);
    parts[0] = frame->subject;
    parts[1] = frame->predicate;
    parts[2] = frame->object;
    deliver(turtle, (Term){.kind = TERM_TRIPLE, .triple = parts});
    return STATUS_OK;
}

static Status step_triple_term(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    TRY(turtle_skip(turtle));
    TRY(read_node(turtle, 0, &frame->subject));
    TRY(read_verb(turtle, &frame->predicate));
    TRY(turtle_skip(turtle));
    frame->step = step_triple_term_end;
    return read_node(turtle, LITERALS | TRIPLE_TERMS, &frame->object);
}

static Status open_triple_term(Turtle *turtle, Term *slot) {
    turtle->input->cursor += 3;
    turtle->frame->slot = slot;
    return push(turtle, step_triple_term, NULL);
}

static Status step_reified_end(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    Status status;
    Term reifier;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (byte == '~')
        TRY(read_reifier(turtle, &reifier));
    else
        TRY(blank_new(&turtle->labels, &turtle->stack, &reifier));
    TRY(turtle_expect(turtle, TEXT(">>")));
    TRY(emit_reifies(turtle, frame, &reifier));
    deliver(turtle, reifier);
    return STATUS_OK;
}

static Status step_reified_verb(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    TRY(read_verb(turtle, &frame->predicate));
    TRY(turtle_skip(turtle));
    frame->step = step_reified_end;
    return read_node(turtle, LITERALS | TRIPLE_TERMS | REIFIED, &frame->object);
}

static Status step_reified(Turtle *turtle) {
    TRY(turtle_skip(turtle));
    turtle->frame->step = step_reified_verb;
    return read_node(turtle, REIFIED, &turtle->frame->subject);
}

static Status open_reified(Turtle *turtle, Term *slot) {
    turtle->input->cursor += 2;
    turtle->frame->slot = slot;
    return push(turtle, step_reified, NULL);
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------------------ */

static Status not_here(Turtle *turtle, const char *what) {
    return turtle_fail(turtle, turtle->input->cursor, "%s cannot stand here", what);
}

/* What begins with '<'. */
static Status read_angle(Turtle *turtle, unsigned allowed, Term *slot) {
    bool doubled = false, triple = false;
    TRY(turtle_ahead(turtle, TEXT("<<"), &doubled));
    if (!doubled) return turtle_iri(turtle, slot);
    TRY(turtle_ahead(turtle, TEXT("<<("), &triple));
    if (triple)
        return allowed & TRIPLE_TERMS ? open_triple_term(turtle, slot)
                                      : not_here(turtle, "a triple term");
    return allowed & REIFIED ? open_reified(turtle, slot) : not_here(turtle, "a reified triple");
}

/* Reads a term into *slot, or opens the bracket that will put one there. White space is skipped already. */
static Status read_node(Turtle *turtle, unsigned allowed, Term *slot) {
    const char byte = turtle_peek(turtle);
    switch (byte) {
    case '<': return read_angle(turtle, allowed, slot);
    case '_': return turtle_label(turtle, slot);
    case '[': return open_properties(turtle, allowed & PROPERTIES, slot);
    case '(':
        if (allowed & COLLECTIONS) return open_collection(turtle, slot);
        return not_here(turtle, "a collection");
    case '"':
    case '\'':
        if (allowed & LITERALS) return turtle_literal(turtle, slot);
        return not_here(turtle, "a literal");
    case '+':
    case '-':
    case '.':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        if (allowed & LITERALS) return turtle_number(turtle, slot);
        return not_here(turtle, "a number");
    case 0:
        if (turtle->input->cursor >= turtle->input->window.len)
            return turtle_fail(turtle, turtle->input->cursor,
                               "a term was expected here, but the input ends");
        break;
    default: break;
    }
    return turtle_name(turtle, allowed & LITERALS, slot);
}

/* ---- Directives ------------------------------------------------------------------------------------------------------------- */

static Status read_prefix(Turtle *turtle) {
    Text name, iri;
    const size_t known = prefixes_count(turtle->prefixes);
    TRY(turtle_skip(turtle));
    TRY(turtle_prefix_name(turtle, &name));
    TRY(turtle_skip(turtle));
    TRY(turtle_iri_reference(turtle, &iri));
    turtle->last_namespace.at = NULL;
    TRY(prefixes_set(turtle->prefixes, name, iri));
    if (prefixes_count(turtle->prefixes) > known) {
        const size_t bytes = PREFIX_BYTES + name.len + iri.len;
        TRY(budget_take(turtle->input->budget, bytes));
        turtle->prefix_bytes += bytes;
    }
    const RdfSink *const sink = turtle->job->sink;
    return sink->prefix ? sink->prefix(sink->context, name, iri) : STATUS_OK;
}

static Status read_base(Turtle *turtle) {
    Text iri;
    TRY(turtle_skip(turtle));
    TRY(turtle_iri_reference(turtle, &iri));
    if (iri.len > LONGEST_BASE)
        return turtle_fail(turtle, turtle->input->cursor, "the base IRI before this is too long");
    buffer_clear(&turtle->base);
    buffer_text(&turtle->base, iri);
    return turtle->base.failed ? stack_failure(&turtle->stack) : STATUS_OK;
}

static Status read_version(Turtle *turtle) {
    TRY(turtle_skip(turtle));
    return turtle_version(turtle);
}

static const struct {
    Text word;
    Status (*read)(Turtle *);
} directives[] = {
    {{"prefix", 6}, read_prefix}, {{"base", 4}, read_base}, {{"version", 7}, read_version}};

/* directive, with '@' (and a full stop) or without. *found: there was one. */
static Status read_directive(Turtle *turtle, bool *found) {
    const bool at = turtle_peek(turtle) == '@';
    *found = false;
    if (at) turtle->input->cursor++;
    for (size_t i = 0; !*found && i < sizeof directives / sizeof directives[0]; i++) {
        TRY(at ? turtle_at_word_ahead(turtle, directives[i].word, found)
               : turtle_word_ahead(turtle, directives[i].word, true, found));
        if (!*found) continue;
        turtle->input->cursor += directives[i].word.len;
        TRY(directives[i].read(turtle));
        return at ? turtle_expect(turtle, TEXT(".")) : STATUS_OK;
    }
    return at ? turtle_fail(turtle, turtle->input->cursor,
                            "\"@prefix\", \"@base\" or \"@version\" was expected here")
              : STATUS_OK;
}

/* ---- Statements and graphs ------------------------------------------------------------------------------------------------------ */

static bool in_graph(const Turtle *turtle) { return turtle->frame->parent != NULL; }

static Status step_statement(Turtle *turtle);

/* The end of a statement: a full stop, which the last one of a graph may leave out. */
static Status close_statement(Turtle *turtle) {
    turtle->frame->step = step_statement;
    if (in_graph(turtle)) {
        TRY(turtle_skip(turtle));
        if (turtle_peek(turtle) == '}') return STATUS_OK;
    }
    return turtle_expect(turtle, TEXT("."));
}

/* At '{'; the graph's name is in the quad. */
static Status open_graph(Turtle *turtle) {
    TRY(turtle_expect(turtle, TEXT("{")));
    turtle->frame->step = step_statement;
    return push(turtle, step_statement, close_statement);
}

static Status close_graph(Turtle *turtle) {
    turtle->input->cursor++;
    turtle->quad.graph = (Term){.kind = TERM_NONE};
    pop(turtle);
    return STATUS_OK;
}

/* After a subject: in TriG it may have been a graph's name; some subjects are whole statements. */
static Status step_after_subject(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    Status status;
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (byte == '{' && frame->may_be_label) {
        turtle->quad.graph = frame->subject;
        return open_graph(turtle);
    }
    frame->after_subject = stack_mark(&turtle->stack);
    frame->step = frame->may_end && (byte == '.' || byte == '}') ? close_statement : step_verb;
    return STATUS_OK;
}

/* GRAPH labelOrSubject wrappedGraph */
static Status read_named_graph(Turtle *turtle) {
    TRY(turtle_skip(turtle));
    if (!begins_node(turtle_peek(turtle)))
        return turtle_fail(turtle, turtle->input->cursor, "a graph's name was expected here");
    TRY(read_node(turtle, 0, &turtle->frame->subject));
    turtle->quad.graph = turtle->frame->subject;
    return open_graph(turtle);
}

static Status read_subject(Turtle *turtle) {
    Frame *const frame = turtle->frame;
    const char byte = turtle_peek(turtle);
    const size_t depth = turtle->depth;
    bool reified = false;
    if (byte == '<') TRY(turtle_ahead(turtle, TEXT("<<"), &reified));
    frame->step = step_after_subject;
    TRY(read_node(turtle, COLLECTIONS | PROPERTIES | REIFIED, &frame->subject));
    const bool opened = turtle->depth > depth;
    frame->may_end = opened && (byte == '[' || reified);
    frame->may_be_label = turtle->job->graphs && !in_graph(turtle) && !opened && byte != '(';
    return STATUS_OK;
}

/* What only a document has at the start of a statement, not a graph: directives, graphs, the end. */
static Status read_document_part(Turtle *turtle, char byte, bool *found) {
    if (byte == 0 && turtle->input->cursor >= turtle->input->window.len) {
        *found = true;
        turtle->frame = NULL;
        return STATUS_OK;
    }
    if (byte == '@' || (byte != 0 && strchr("pPbBvV", byte))) TRY(read_directive(turtle, found));
    if (*found || !turtle->job->graphs) return STATUS_OK;
    if (byte == '{') {
        *found = true;
        return open_graph(turtle);
    }
    if (byte != 'G' && byte != 'g') return STATUS_OK;
    TRY(turtle_word_ahead(turtle, TEXT("GRAPH"), true, found));
    if (!*found) return STATUS_OK;
    turtle->input->cursor += strlen("GRAPH");
    return read_named_graph(turtle);
}

static Status step_statement(Turtle *turtle) {
    Status status;
    bool found = false;
    stack_release(&turtle->stack, turtle->frame->start);
    const char byte = next_byte(turtle, &status);
    TRY(status);
    if (in_graph(turtle)) {
        if (byte == '}') return close_graph(turtle);
    } else {
        TRY(read_document_part(turtle, byte, &found));
    }
    return found ? STATUS_OK : read_subject(turtle);
}

Status turtle_read(const ReadJob *job) {
    Budget *const budget = job->options->budget;
    Turtle turtle = {.job = job,
                     .input = job->input,
                     .prefixes = prefixes_new(),
                     .base = {.budget = budget},
                     .stack = {.budget = budget},
                     .labels = {.prefix = job->options->blank_prefix},
                     .scratch = {.budget = budget}};
    buffer_text(&turtle.base, job->base);
    Status status = turtle.prefixes && !turtle.base.failed ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = push(&turtle, step_statement, close_statement);
    while (status == STATUS_OK && turtle.frame) status = turtle.frame->step(&turtle);
    prefixes_free(turtle.prefixes);
    budget_give(turtle.input->budget, turtle.prefix_bytes);
    buffer_free(&turtle.base);
    buffer_free(&turtle.scratch);
    stack_free(&turtle.stack);
    return status;
}
