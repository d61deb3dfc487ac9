/* Warnings about silent empties: a query that is legal and yet can hardly mean what it says, because a predicate or a
 * class occurs nowhere, a selected variable is never bound, or the default graph is empty while named graphs hold
 * what is asked for. Looked for only when somebody listens. */
#include "engine_internal.h"

#define PREDICATES_MAX 512u /* names that a suggestion is looked for among */
#define BATCHES_MAX    256u /* batches read to find them */

typedef struct Warner {
    const Run *run;
    const Query *query;
    Text text;
    bool reads_default; /* some pattern reads the default graph */
} Warner;

static void warn(const Warner *self, size_t offset, const char *what, Text name, const char *rest,
                 Text hint) {
    const EngineOptions *const options = self->run->options;
    Diag diag = {0};
    char suggestion[200] = "";
    const int shown = (int)(name.len < 160 ? name.len : 160),
              hinted = (int)(hint.len < 160 ? hint.len : 160);
    if (hint.len > 0)
        snprintf(suggestion, sizeof suggestion, "; did you mean <%.*s>?", hinted, hint.at);
    diag_at(&diag, STATUS_NOT_FOUND, self->text, offset, "%s%.*s%s%s", what, shown, name.at, rest,
            suggestion);
    diag_file(&diag, options->parse.name ? options->parse.name : "query");
    options->hooks.warn(options->hooks.context, &diag);
}

static bool occurs(const Warner *self, const Term *predicate, const Term *object) {
    const TermId p = source_find(self->run->source, predicate);
    const TermId o = object ? source_find(self->run->source, object) : TERM_ID_NONE;
    uint64_t count = 0;
    if (p == TERM_ID_NONE || (object && o == TERM_ID_NONE)) return false;
    const QuadPattern pattern = {.predicate = p, .object = o};
    return source_estimate(self->run->source, &pattern, &count) != STATUS_OK || count > 0;
}

/* ---- Suggestions ------------------------------------------------------------------------------------------------ */

static Text local_name(Text iri) {
    size_t at = iri.len;
    while (at > 0 && iri.at[at - 1] != '/' && iri.at[at - 1] != '#') at--;
    return text_slice(iri, at, iri.len);
}

static size_t add_name(TermId *ids, size_t count, TermId id) {
    for (size_t i = count; i-- > 0;)
        if (ids[i] == id) return count;
    if (count < PREDICATES_MAX) ids[count++] = id;
    return count;
}

/* The distinct ids of a column (objects of `predicate`, or predicates) in the first batches of a scan. */
static size_t collect(Source *source, TermId predicate, TermId ids[PREDICATES_MAX],
                      QuadBatch *batch) {
    const QuadPattern pattern = {.predicate = predicate};
    SourceScan *scan = NULL;
    size_t count = 0;
    if (source_scan_all(source, &pattern, &scan, NULL) != STATUS_OK) return 0;
    for (unsigned i = 0;
         i < BATCHES_MAX && source_scan_next(scan, batch, NULL) == STATUS_OK && batch->rows > 0;
         i++)
        for (size_t row = 0; row < batch->rows; row++)
            count = add_name(ids, count, predicate ? batch->object[row] : batch->predicate[row]);
    source_scan_free(scan);
    return count;
}

/* The predicate or class whose local name is nearest to the missing one's. */
static Text suggest(const Warner *self, TermId predicate, Text missing) {
    Source *const source = self->run->source;
    QuadBatch *const batch = arena_alloc(self->run->arena, sizeof *batch);
    Text *const names = arena_array(self->run->arena, PREDICATES_MAX, sizeof *names);
    Text *const iris = arena_array(self->run->arena, PREDICATES_MAX, sizeof *iris);
    TermId *const ids = arena_array(self->run->arena, PREDICATES_MAX, sizeof *ids);
    if (!batch || !names || !iris || !ids) return (Text){0};
    const size_t found = collect(source, predicate, ids, batch);
    size_t count = 0;
    for (size_t i = 0; i < found; i++) {
        char text[32];
        Term term;
        if (source_term(source, ids[i], text, &term) != STATUS_OK || term.kind != TERM_IRI)
            continue;
        iris[count] = term.text;
        names[count++] = local_name(term.text);
    }
    const size_t nearest = text_nearest(local_name(missing), names, count);
    return nearest == SIZE_MAX ? (Text){0} : iris[nearest];
}

/* ---- Looking through the pattern ------------------------------------------------------------------------------------ */

static void check_triple(Warner *self, const TriplePattern *triple) {
    const Node *const predicate = &triple->predicate, *const object = &triple->object;
    const Text type = TEXT(RDF "type");
    if (predicate->slot != SLOT_NONE) return;
    if (!occurs(self, &predicate->term, NULL)) {
        const Text hint = suggest(self, TERM_ID_NONE, predicate->term.text);
        warn(self, predicate->offset, "the predicate <", predicate->term.text,
             "> occurs nowhere in the graph", hint);
        return;
    }
    if (!text_equal(predicate->term.text, type) || object->slot != SLOT_NONE ||
        object->term.kind != TERM_IRI)
        return;
    if (occurs(self, &predicate->term, &object->term)) return;
    const Text hint =
        suggest(self, source_find(self->run->source, &predicate->term), object->term.text);
    warn(self, object->offset, "nothing is of the class <", object->term.text, ">", hint);
}

/* HAVING does not see what SELECT names (SPARQL 1.1 Query, section 18.2.4.2): such a variable becomes a sample of
 * nothing. */
static void check_group(const Warner *self, const Algebra *group) {
    const size_t words = (self->run->variable_count + 63) / 64;
    SlotWord *const possible = arena_array(self->run->arena, words + 1, sizeof *possible);
    SlotWord *const certain = arena_array(self->run->arena, words + 1, sizeof *certain);
    if (!possible || !certain) return;
    if (algebra_variables(group->left, words, possible, certain) != STATUS_OK) return;
    for (size_t i = 0; i < group->aggregate_count; i++) {
        const Expr *const sample = group->aggregates[i].aggregate;
        if (sample->aggregate != AGGREGATE_SAMPLE || sample->args[0]->kind != EXPR_VARIABLE ||
            slot_in(possible, sample->args[0]->slot))
            continue;
        warn(self, sample->offset, "the variable ?",
             self->run->variables[sample->args[0]->slot].name,
             " has no value in the groups; HAVING does not see what SELECT names", (Text){0});
    }
}

static void check_pattern(Warner *self, const Algebra *a, bool named) {
    for (; a; a = a->left) {
        named = named || a->kind == ALGEBRA_GRAPH;
        if (a->kind == ALGEBRA_SERVICE) return;
        if (a->kind == ALGEBRA_GROUP) check_group(self, a);
        for (size_t i = 0; i < a->triple_count; i++) check_triple(self, &a->triples[i]);
        self->reads_default =
            self->reads_default || (!named && (a->triple_count > 0 || a->kind == ALGEBRA_PATH));
        if (a->right) check_pattern(self, a->right, named);
    }
}

static void check_columns(const Warner *self) {
    for (size_t i = 0; i < self->query->column_count; i++) {
        const Slot slot = self->query->columns[i];
        if (slot_in(self->run->plan->possible, slot) ||
            (self->run->bound && self->run->bound[slot] != TERM_ID_NONE))
            continue;
        const Variable *const variable = &self->run->variables[slot];
        warn(self, variable->offset, "the variable ?", variable->name,
             " is selected but never bound", (Text){0});
    }
}

static void check_default_graph(const Warner *self) {
    Source *const source = self->run->source;
    const QuadPattern in_default = {.graph = TERM_ID_DEFAULT_GRAPH}, anywhere = {0};
    uint64_t here = 0, there = 0;
    if (!self->reads_default || self->run->dataset.union_default || self->query->dataset.given)
        return;
    if (source_estimate(source, &in_default, &here) != STATUS_OK || here > 0) return;
    if (source_estimate(source, &anywhere, &there) != STATUS_OK || there == 0) return;
    warn(self, 0, "the default graph is empty, but named graphs are not: ", (Text){0},
         "use GRAPH ?g { … }, or the union of all graphs as the default graph", (Text){0});
}

void warn_about(const Run *run, const Query *query, Text text) {
    Warner self = {.run = run, .query = query, .text = text};
    uint64_t all = 0;
    if (source_estimate(run->source, &(QuadPattern){0}, &all) == STATUS_OK && all > 0)
        check_pattern(&self, query->pattern, false);
    check_columns(&self);
    check_default_graph(&self);
}
