/* The way out: RdfWriter picks the format's methods, and collects first when the output is to be sorted.
 * Also here: the writer of line formats, a line for each quad in canonical N-Triples text. */
#include "writer.h"

/* ---- What can be written ------------------------------------------------------------------------------ */

static Status check_simple(const Term *term, Diag *diag) {
    if (term->kind == TERM_BLANK) {
        char token[260] = "_:";
        Buffer text = {0};
        buffer_append(&text, token, 2);
        buffer_text(&text, term->text);
        const Text view = buffer_view(&text);
        const Lexed label = lex_blank_label(view, 0);
        const bool right = !text.failed && label.problem == LEX_OK && label.end == view.len;
        buffer_free(&text);
        if (!right)
            return diag_set(diag, STATUS_UNSUPPORTED,
                            "a blank node's label cannot be written: %.*s",
                            (int)(term->text.len < 80 ? term->text.len : 80), term->text.at);
    }
    if (term->lang.len > 0 && !lang_tag_valid(term->lang))
        return diag_set(diag, STATUS_UNSUPPORTED, "a language tag cannot be written: %.*s",
                        (int)(term->lang.len < 80 ? term->lang.len : 80), term->lang.at);
    return STATUS_OK;
}

Status writer_check(const Term *term, Diag *diag) {
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2])
        TRY(check_simple(&term->triple[0], diag));
    return check_simple(term, diag);
}

static Status check_quad(const RdfWriter *writer, const Quad *quad, Diag *diag) {
    if (quad->graph.kind != TERM_NONE && !writer->format->graphs)
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "%s holds no named graphs: write TriG or N-Quads, or choose one graph",
                        writer->format->label);
    TRY(writer_check(&quad->subject, diag));
    TRY(writer_check(&quad->object, diag));
    return writer_check(&quad->graph, diag);
}

/* ---- Line formats ---------------------------------------------------------------------------------------- */

static Status line_begin(RdfWriter *writer, Diag *diag) {
    (void)writer;
    (void)diag;
    return STATUS_OK;
}

/* The canonical form has language tags in lower case. They stand at the end of the object. */
static void write_object(RdfWriter *writer, const Term *object) {
    Buffer *const text = &writer->text;
    const size_t start = text->len;
    term_write(text, object);
    for (; object->kind == TERM_TRIPLE; object = &object->triple[2]) continue;
    if (!writer->canonical || object->lang.len == 0) return;
    for (size_t i = text->len; i > start && text->at[i - 1] != '"'; i--)
        if (text->at[i - 1] >= 'A' && text->at[i - 1] <= 'Z') text->at[i - 1] += 'a' - 'A';
}

static Status line_quad(RdfWriter *writer, const Quad *quad, Diag *diag) {
    (void)diag;
    Buffer *const text = &writer->text;
    term_write(text, &quad->subject);
    buffer_byte(text, ' ');
    term_write(text, &quad->predicate);
    buffer_byte(text, ' ');
    write_object(writer, &quad->object);
    if (quad->graph.kind != TERM_NONE) {
        buffer_byte(text, ' ');
        term_write(text, &quad->graph);
    }
    buffer_text(text, TEXT(" .\n"));
    return STATUS_OK;
}

const WriterMethods line_writer = {line_begin, line_quad, line_begin};

/* ---- The writer ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const WriterMethods *methods;
} writers[] = {
    {"turtle", &turtle_writer}, {"trig", &turtle_writer},   {"ntriples", &line_writer},
    {"nquads", &line_writer},   {"rdfxml", &rdfxml_writer},
};

static const WriterMethods *methods_for(const RdfFormat *format) {
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
        if (text_equal(text_of(writers[i].name), text_of(format->name))) return writers[i].methods;
    return NULL;
}

static Status copy_prefixes(Prefixes *to, const Prefixes *from) {
    for (size_t i = 0; i < prefixes_count(from); i++) {
        Text prefix, iri;
        prefixes_at(from, i, &prefix, &iri);
        TRY(prefixes_set(to, prefix, iri));
    }
    return STATUS_OK;
}

/* Hands what was written to the output, and looks whether memory was out. */
static Status pass_on(RdfWriter *writer, Diag *diag) {
    if (writer->text.failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory while writing");
    output_text(writer->out, buffer_view(&writer->text));
    buffer_clear(&writer->text);
    return STATUS_OK;
}

Status rdf_writer_new(RdfWriter **writer, const RdfWriteOptions *options, Output *out, Diag *diag) {
    const WriterMethods *const methods = options->format ? methods_for(options->format) : NULL;
    if (!methods)
        return diag_set(diag, STATUS_UNSUPPORTED, "%s cannot be written",
                        options->format ? options->format->label : "this format");
    RdfWriter *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    *made = (RdfWriter){.format = options->format,
                        .methods = methods,
                        .out = out,
                        .budget = options->budget,
                        .canonical = options->canonical};
    made->text.budget = options->budget;
    made->prefixes = prefixes_new();
    if (options->sorted || methods == &rdfxml_writer) made->set = quad_set_new(options->budget);
    const bool collects = options->sorted || methods == &rdfxml_writer;
    Status status = made->prefixes && (made->set || !collects) ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = copy_prefixes(made->prefixes, options->prefixes);
    if (status == STATUS_OK && !made->set) status = methods->begin(made, diag);
    if (status != STATUS_OK) {
        rdf_writer_free(made);
        return diag_set(diag, status, "%s", status_text(status));
    }
    *writer = made;
    return STATUS_OK;
}

Status rdf_writer_quad(RdfWriter *writer, const Quad *quad, Diag *diag) {
    TRY(check_quad(writer, quad, diag));
    if (writer->set) {
        const Status status = quad_set_add(writer->set, quad);
        return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
    }
    TRY(writer->methods->quad(writer, quad, diag));
    return pass_on(writer, diag);
}

Status rdf_writer_prefix(RdfWriter *writer, Text prefix, Text iri) {
    Text known;
    if (!writer->set || prefixes_find(writer->prefixes, prefix, &known)) return STATUS_OK;
    return prefixes_set(writer->prefixes, prefix, iri);
}

typedef struct Use {
    const Prefixes *all;
    Prefixes *used;
    Buffer name;
} Use;

static Status note_use(void *context, Text iri) {
    Use *const use = context;
    Text namespace;
    buffer_clear(&use->name);
    if (!prefixes_shorten(use->all, iri, &use->name)) return STATUS_OK;
    const Text name = buffer_view(&use->name);
    const Text prefix = text_slice(name, 0, text_find(name, TEXT(":"), 0));
    if (use->name.failed || !prefixes_find(use->all, prefix, &namespace)) return STATUS_NO_MEMORY;
    return prefixes_set(use->used, prefix, namespace);
}

/* Leaves the prefixes in use, in the order in which they were declared. */
static Status keep_used_prefixes(RdfWriter *writer) {
    Use use = {.all = writer->prefixes, .used = prefixes_new()};
    Prefixes *const kept = prefixes_new();
    Status status =
        use.used && kept ? quad_set_iris(writer->set, note_use, &use) : STATUS_NO_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < prefixes_count(writer->prefixes); i++) {
        Text prefix, iri, used;
        prefixes_at(writer->prefixes, i, &prefix, &iri);
        if (prefixes_find(use.used, prefix, &used)) status = prefixes_set(kept, prefix, iri);
    }
    buffer_free(&use.name);
    prefixes_free(use.used);
    prefixes_free(status == STATUS_OK ? writer->prefixes : kept);
    if (status == STATUS_OK) writer->prefixes = kept;
    return status;
}

static Status write_set(RdfWriter *writer, Diag *diag) {
    Status status = quad_set_sort(writer->set);
    if (status == STATUS_OK) status = keep_used_prefixes(writer);
    if (status != STATUS_OK) return diag_set(diag, status, "%s", status_text(status));
    TRY(writer->methods->begin(writer, diag));
    for (size_t i = 0; i < quad_set_count(writer->set); i++) {
        const Quad quad = quad_set_at(writer->set, i);
        TRY(writer->methods->quad(writer, &quad, diag));
        TRY(pass_on(writer, diag));
        if (i % 4096 == 0) {
            status = budget_check(writer->budget);
            if (status != STATUS_OK) return diag_set(diag, status, "%s", status_text(status));
        }
    }
    return STATUS_OK;
}

Status rdf_writer_end(RdfWriter *writer, Diag *diag) {
    if (writer->set) TRY(write_set(writer, diag));
    TRY(writer->methods->end(writer, diag));
    return pass_on(writer, diag);
}

void rdf_writer_free(RdfWriter *writer) {
    if (!writer) return;
    quad_set_free(writer->set);
    prefixes_free(writer->prefixes);
    buffer_free(&writer->text);
    buffer_free(&writer->graph);
    buffer_free(&writer->subject);
    buffer_free(&writer->predicate);
    mem_free(writer);
}
