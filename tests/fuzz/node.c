/* Fuzz target: terms -> librdf's nodes and back. A term that librdf can hold comes back the same, from the node, from its
 * encoding for a hash, and from a graph in librdf's memory; one that it cannot hold is refused. A text may be repeated,
 * so that lengths reach what librdf's bytes and words for them hold. */
#include "lib/fuzz.h"

#include "../../src/redland/redland_internal.h"

#include <string.h>

static Text repeated(Supply *supply, Arena *arena, Text text) {
    static const unsigned times[] = {1, 1, 1, 2, 16, 255, 4096};
    const unsigned count = times[take_below(supply, 7)];
    Buffer out = {0};
    for (unsigned i = 0; i < count; i++) buffer_text(&out, text);
    const Text copy = arena_text(arena, buffer_view(&out));
    buffer_free(&out);
    return copy;
}

static Term take_large(Supply *supply, Arena *arena, bool named_only) {
    Term term = take_term(supply, arena, named_only, true);
    if (term.kind == TERM_TRIPLE) return term;
    term.text = repeated(supply, arena, term.text);
    if (term.lang.len > 0) term.lang = repeated(supply, arena, term.lang);
    if (term.datatype.len > 0 && take_one_in(supply, 4))
        term.datatype = repeated(supply, arena, term.datatype);
    return term;
}

static bool fits(const Term *term) {
    return term->kind != TERM_TRIPLE && term->direction == DIRECTION_NONE &&
           term->lang.len <= 255 &&
           (term->text.len == 0 || !memchr(term->text.at, 0, term->text.len)) &&
           term->datatype.len <= 65535 &&
           (term->datatype.len == 0 || !memchr(term->datatype.at, 0, term->datatype.len)) &&
           (term->kind == TERM_LITERAL || term->text.len <= 65535);
}

static void show(const Term *wanted, const Term *got) {
    Buffer out = {0};
    term_write(&out, wanted);
    buffer_byte(&out, '\n');
    term_write(&out, got);
    fprintf(stderr, "%s\n", buffer_string(&out));
    buffer_free(&out);
}

static void expect_term(librdf_node *node, const Term *wanted) {
    Term term;
    require(node && term_of_node(node, &term, NULL) == STATUS_OK, "a node is a term");
    if (!term_equal(&term, wanted)) show(wanted, &term);
    require(term_equal(&term, wanted) && text_equal(term.lang, wanted->lang), "the same term");
}

/* Read back, librdf's booleans are "true" and "false"; storages that last are given that form. */
static void check_encoding(librdf_world *world, librdf_node *node, const Term *term) {
    if (text_equal(term->datatype, TEXT(XSD "boolean"))) return;
    const size_t size = librdf_node_encode(node, NULL, 0);
    if (size == 0) return;
    unsigned char *const bytes = malloc(size);
    size_t taken = 0;
    require(librdf_node_encode(node, bytes, size) == size, "the encoding has its size");
    librdf_node *const back = librdf_node_decode(world, &taken, bytes, size);
    expect_term(back, term);
    librdf_free_node(back);
    free(bytes);
}

static void check_term(librdf_world *world, const Term *term) {
    librdf_node *node = NULL;
    Diag diag = {0};
    const Status status = node_of_term(world, term, &node, &diag);
    require(status == (fits(term) ? STATUS_OK : STATUS_UNSUPPORTED),
            "what does not fit is refused");
    require((status == STATUS_OK) == (node != NULL), "a node or a failure");
    if (!node) {
        require(diag.message[0] != '\0', "a failure says why");
        return;
    }
    expect_term(node, term);
    if (term->text.len <= 65535) check_encoding(world, node, term);
    librdf_free_node(node);
}

/* The quad alone in a graph of librdf's. */
static void check_graph(const Quad *quad) {
    const GraphOptions options = {0};
    Graph *graph = NULL;
    Buffer wanted = {0};
    Buffer lines = {0};
    const bool all_fit = fits(&quad->subject) && fits(&quad->predicate) && fits(&quad->object);
    require(graph_open(&graph, &options, NULL) == STATUS_OK, "a graph is opened");
    require(graph_begin(graph, NULL, NULL) == STATUS_OK, "it can be written");
    const Status status = graph_add(graph, quad, NULL);
    require(status == (all_fit ? STATUS_OK : STATUS_UNSUPPORTED), "what does not fit is refused");
    if (status == STATUS_OK) {
        const Term *const terms[] = {&quad->subject, &quad->predicate, &quad->object};
        for (size_t i = 0; i < 3; i++) {
            term_write(&wanted, terms[i]);
            buffer_byte(&wanted, ' ');
        }
        buffer_byte(&wanted, '\n');
        require(graph_commit(graph, NULL) == STATUS_OK, "what fits is kept");
    } else {
        graph_rollback(graph);
    }
    require(dataset_lines(graph_source(graph), &lines, NULL) == STATUS_OK, "it can be read");
    require(text_equal(buffer_view(&wanted), buffer_view(&lines)), "the quad is there, or nothing");
    buffer_free(&wanted);
    buffer_free(&lines);
    graph_close(graph);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static librdf_world *world;
    if (!world) world = world_take();
    Supply supply = {data, size};
    Arena *const arena = arena_new(NULL);
    const Quad quad = {.subject = take_large(&supply, arena, true),
                       .predicate = take_large(&supply, arena, true),
                       .object = take_large(&supply, arena, false)};
    check_term(world, &quad.subject);
    check_term(world, &quad.object);
    check_graph(&quad);
    arena_free(arena);
    return 0;
}
