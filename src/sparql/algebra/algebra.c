/* From a syntax tree to the SPARQL algebra (SPARQL 1.1 Query, section 18.2; Update, section 4): whole queries and
 * operations of updates, and the list of rewrites. group.c translates graph patterns, select.c what stands over
 * them. */
#include "ytterby/algebra.h"
#include "algebra_internal.h"

#include <string.h>

/* ---- What the parts share --------------------------------------------------------------------------------- */

Status translate_failed(Translator *t) {
    const Status status = arena_failure(t->arena);
    return diag_set(t->diag, status, "%s", status_text(status));
}

Status enter_level(Translator *t, size_t offset) {
    if (t->depth >= TRANSLATE_DEPTH) {
        const Status status = diag_at(t->diag, STATUS_LIMIT, t->text, offset,
                                      "nested more than %d levels deep", TRANSLATE_DEPTH);
        diag_file(t->diag, t->name);
        return status;
    }
    t->depth++;
    return STATUS_OK;
}

void leave_level(Translator *t) { t->depth--; }

Status arena_grow(Arena *arena, void **items, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return STATUS_OK;
    const size_t room = need > 4 ? need + need / 2 : 4;
    void *const grown = arena_array(arena, room, size);
    if (!grown) return arena_failure(arena);
    if (*items) memcpy(grown, *items, *cap * size);
    *items = grown;
    *cap = room;
    return STATUS_OK;
}

Status make_slot(Translator *t, size_t offset, Slot *slot) {
    char name[24];
    const int len = snprintf(name, sizeof name, ".%zu", t->made + 1);
    const Text kept = arena_text(t->arena, (Text){name, (size_t)len});
    void *items = t->variables;
    if (!kept.at || arena_grow(t->arena, &items, &t->variable_cap, t->variable_count + 1,
                               sizeof *t->variables) != STATUS_OK)
        return translate_failed(t);
    t->variables = items;
    t->made++;
    t->variables[t->variable_count] = (Variable){.name = kept, .offset = offset, .hidden = true};
    *slot = (Slot)t->variable_count++;
    return STATUS_OK;
}

/* The variables of the parse are copied, so that made ones can follow. */
static Status translator_start(Translator *t, const Variable *variables, size_t count) {
    t->variables = arena_array(t->arena, count + 1, sizeof *variables);
    if (!t->variables) return translate_failed(t);
    t->variable_cap = count + 1;
    t->variable_count = count;
    if (count > 0) memcpy(t->variables, variables, count * sizeof *variables);
    return STATUS_OK;
}

/* ---- Queries ---------------------------------------------------------------------------------------------------- */

static Status set_columns(Translator *t, const SyntaxSelect *select, Query *query) {
    Slot *const columns = arena_array(t->arena, select->item_count + 1, sizeof *columns);
    if (!columns) return translate_failed(t);
    for (size_t i = 0; i < select->item_count; i++) columns[i] = select->items[i].slot;
    query->columns = columns;
    query->column_count = select->item_count;
    return STATUS_OK;
}

/* DESCRIBE *: every variable that a solution can show. */
static Status describe_visible(Translator *t, Query *query) {
    const size_t words = (t->variable_count + 63) / 64;
    uint64_t *const possible = arena_array(t->arena, words + 1, sizeof *possible);
    uint64_t *const certain = arena_array(t->arena, words + 1, sizeof *certain);
    Node *const nodes = arena_array(t->arena, t->variable_count + 1, sizeof *nodes);
    if (!possible || !certain || !nodes) return translate_failed(t);
    if (algebra_variables(query->pattern, words, possible, certain) != STATUS_OK)
        return translate_failed(t);
    for (Slot slot = 0; slot < t->variable_count; slot++) {
        const Variable *const variable = &t->variables[slot];
        if (variable->hidden || (possible[slot / 64] >> slot % 64 & 1) == 0) continue;
        nodes[query->describe_count++] = (Node){.slot = slot, .offset = variable->offset};
    }
    query->describe = nodes;
    return STATUS_OK;
}

Status algebra_of_query(const SyntaxQuery *syntax, Arena *arena, Query **query, Text text,
                        const char *name, Diag *diag) {
    Translator t = {.arena = arena, .text = text, .name = name, .diag = diag};
    Query *const made = *query = arena_alloc(arena, sizeof *made);
    if (!made) return translate_failed(&t);
    TRY(translator_start(&t, syntax->variables, syntax->variable_count));
    *made = (Query){.form = syntax->form,
                    .construct = syntax->construct,
                    .construct_count = syntax->construct_count,
                    .describe = syntax->describe,
                    .describe_count = syntax->describe_count,
                    .dataset = syntax->dataset,
                    .base = syntax->base,
                    .prefixes = syntax->prefixes,
                    .prefix_count = syntax->prefix_count};
    TRY(translate_select(&t, &syntax->body, syntax->form, &made->pattern));
    if (syntax->form == QUERY_SELECT) TRY(set_columns(&t, &syntax->body, made));
    if (syntax->form == QUERY_DESCRIBE && syntax->describe_star) {
        made->describe_count = 0;
        TRY(describe_visible(&t, made));
    }
    made->variables = t.variables;
    made->variable_count = t.variable_count;
    return STATUS_OK;
}

/* ---- Updates ------------------------------------------------------------------------------------------------------ */

bool node_same(const Node *a, const Node *b) {
    if (a->parts || b->parts || a->slot != b->slot) return false;
    return a->slot != SLOT_NONE || term_equal(&a->term, &b->term);
}

static bool in_default_graph(const QuadTemplate *quad) {
    return quad->graph.slot == SLOT_NONE && quad->graph.term.kind == TERM_NONE;
}

/* The triples of one GRAPH, or of the default graph. */
static Status add_quads(Translator *t, const QuadTemplate *quads, size_t count, Algebra **all) {
    GroupParts parts;
    const size_t offset = quads[0].triple.subject.offset;
    TRY(group_start(t, &parts, offset));
    for (size_t i = 0; i < count; i++) TRY(add_triple(t, &parts, &quads[i].triple));
    TRY(end_triples(t, &parts));
    if (in_default_graph(&quads[0])) return build_join(t, parts.pattern, offset, all);
    Algebra *const graph = algebra_new(t->arena, ALGEBRA_GRAPH, offset, parts.pattern);
    if (!graph) return translate_failed(t);
    graph->graph = quads[0].graph;
    return build_join(t, graph, offset, all);
}

/* DELETE WHERE: the template is the pattern (Update, section 3.1.3.3). */
static Status translate_quads(Translator *t, const QuadTemplate *quads, size_t count,
                              Algebra **pattern) {
    GroupParts none;
    TRY(group_start(t, &none, 0));
    *pattern = none.pattern;
    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && node_same(&quads[to].graph, &quads[from].graph)) to++;
        TRY(add_quads(t, &quads[from], to - from, pattern));
    }
    return STATUS_OK;
}

Status algebra_of_update(const SyntaxUpdate *syntax, Arena *arena, UpdateOperation **operation,
                         Text text, const char *name, Diag *diag) {
    Translator t = {.arena = arena, .text = text, .name = name, .diag = diag};
    UpdateOperation *const made = *operation = arena_alloc(arena, sizeof *made);
    if (!made) return translate_failed(&t);
    TRY(translator_start(&t, syntax->variables, syntax->variable_count));
    made->syntax = *syntax;
    if (syntax->kind == UPDATE_DELETE_WHERE)
        TRY(translate_quads(&t, syntax->deletes, syntax->delete_count, &made->pattern));
    else if (syntax->kind == UPDATE_MODIFY)
        TRY(translate_group(&t, syntax->where, &made->pattern));
    made->variables = t.variables;
    made->variable_count = t.variable_count;
    return STATUS_OK;
}
