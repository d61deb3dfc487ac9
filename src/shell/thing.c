/* Things of the graph for the exploring commands: walking over the source by ids, labels for ids, and the source
 * of a fact. The facts' passages are found by Dublin Core (dcterms:source) and RDF reification (RDF Schema 5.3). */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

enum {
    MOST_REIFIED = 1000 /* statements about one object that are looked through for a fact's own */
};

/* ---- Walks ------------------------------------------------------------------------------------------------ */

Status walk_begin(Walk *walk, Shell *shell, Diag *diag) {
    Labels *labels = NULL;
    TRY(shell_labels(shell, &labels, diag));
    *walk = (Walk){.shell = shell, .source = shell->source, .diag = diag};
    budget_init(&walk->budget, shell->timeout, shell->options->engine.memory_limit);
    walk->arena = arena_new(&walk->budget);
    walk->batch = mem_alloc(sizeof *walk->batch);
    Status status =
        walk->arena && walk->batch ? STATUS_OK : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) status = source_begin_read(walk->source, &walk->budget, diag);
    if (status != STATUS_OK) {
        arena_free(walk->arena);
        mem_free(walk->batch);
        return status;
    }
    shell_interrupt_watch(&walk->budget);
    return STATUS_OK;
}

void walk_fail(Walk *walk, Status status) {
    if (walk->failure == STATUS_OK) walk->failure = status;
}

Status walk_end(Walk *walk, Status status) {
    shell_interrupt_watch(NULL);
    source_end_read(walk->source);
    mem_free(walk->batch);
    arena_free(walk->arena);
    if (status == STATUS_OK) status = walk->failure;
    return status == STATUS_OK ? STATUS_OK
                               : diag_set(walk->diag, status, "%s", status_text(status));
}

static int compare_ids(TermId a, TermId b) { return (a > b) - (a < b); }

static int by_triple(const void *a, const void *b) {
    const QuadIds *const x = a;
    const QuadIds *const y = b;
    int order = compare_ids(x->subject, y->subject);
    if (order == 0) order = compare_ids(x->predicate, y->predicate);
    if (order == 0) order = compare_ids(x->object, y->object);
    return order ? order : compare_ids(x->graph, y->graph);
}

static bool same_triple(const QuadIds *a, const QuadIds *b) {
    return a->subject == b->subject && a->predicate == b->predicate && a->object == b->object;
}

static size_t sort_rows(QuadIds *rows, size_t count) {
    if (count < 2) return count;
    qsort(rows, count, sizeof *rows, by_triple);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (!same_triple(&rows[i], &rows[kept - 1])) rows[kept++] = rows[i];
    }
    return kept;
}

static Status collect(Walk *walk, SourceScan *scan, QuadIds **rows, size_t *count) {
    size_t cap = 0;
    for (;;) {
        TRY(budget_check(&walk->budget));
        TRY(source_scan_next(scan, walk->batch, walk->diag));
        const QuadBatch *const batch = walk->batch;
        if (batch->rows == 0) return STATUS_OK;
        TRY(array_grow((void **)rows, &cap, *count + batch->rows, sizeof **rows));
        for (size_t i = 0; i < batch->rows; i++) {
            (*rows)[(*count)++] = (QuadIds){batch->subject[i], batch->predicate[i],
                                            batch->object[i], batch->graph[i]};
        }
    }
}

Status walk_rows(Walk *walk, const QuadPattern *pattern, QuadIds **rows, size_t *count) {
    QuadIds *found = NULL;
    *rows = NULL;
    *count = 0;
    SourceScan *scan = NULL;
    Status status = source_scan_all(walk->source, pattern, &scan, walk->diag);
    if (status == STATUS_OK) status = collect(walk, scan, &found, count);
    source_scan_free(scan);
    if (status == STATUS_OK && *count > 0) {
        *count = sort_rows(found, *count);
        *rows = arena_array(walk->arena, *count, sizeof **rows);
        if (*rows)
            memcpy(*rows, found, *count * sizeof **rows);
        else
            status = STATUS_NO_MEMORY;
    }
    mem_free(found);
    if (status != STATUS_OK) walk_fail(walk, status);
    return status;
}

TermId walk_id(const Walk *walk, const char *iri) {
    const Term term = term_iri(text_of(iri));
    return source_find(walk->source, &term);
}

/* ---- Order by text ---------------------------------------------------------------------------------------- */

typedef struct Keyed {
    Text key;
    QuadIds row;
} Keyed;

static int by_key(const void *a, const void *b) {
    return text_compare(((const Keyed *)a)->key, ((const Keyed *)b)->key);
}

static void append_key(const Walk *walk, TermId id, Buffer *key) {
    char text[32];
    Term term;
    if (id == TERM_ID_NONE || source_term(walk->source, id, text, &term) != STATUS_OK) return;
    term_write(key, &term);
    buffer_byte(key, ' ');
}

Status walk_sort_rows(Walk *walk, QuadIds *rows, size_t count) {
    if (count < 2) return STATUS_OK;
    Keyed *const keyed = arena_array(walk->arena, count, sizeof *keyed);
    if (!keyed) return STATUS_NO_MEMORY;
    Buffer key = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&key);
        append_key(walk, rows[i].predicate, &key);
        append_key(walk, rows[i].object, &key);
        keyed[i] = (Keyed){arena_text(walk->arena, buffer_view(&key)), rows[i]};
    }
    const bool failed = key.failed;
    buffer_free(&key);
    if (failed) return STATUS_NO_MEMORY;
    qsort(keyed, count, sizeof *keyed, by_key);
    for (size_t i = 0; i < count; i++) rows[i] = keyed[i].row;
    return STATUS_OK;
}

Status walk_sort_ids(Walk *walk, TermId *ids, size_t count) {
    QuadIds *const rows = arena_array(walk->arena, count, sizeof *rows);
    if (!rows) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) rows[i].object = ids[i];
    TRY(walk_sort_rows(walk, rows, count));
    for (size_t i = 0; i < count; i++) ids[i] = rows[i].object;
    return STATUS_OK;
}

TermId walk_object(Walk *walk, TermId subject, TermId predicate) {
    QuadIds *rows = NULL;
    size_t count = 0;
    if (subject == TERM_ID_NONE || predicate == TERM_ID_NONE) return TERM_ID_NONE;
    const QuadPattern pattern = {.subject = subject, .predicate = predicate};
    if (walk_rows(walk, &pattern, &rows, &count) != STATUS_OK || !rows) return TERM_ID_NONE;
    const Status sorted = walk_sort_rows(walk, rows, count);
    if (sorted != STATUS_OK) walk_fail(walk, sorted);
    return rows[0].object;
}

/* ---- Names ------------------------------------------------------------------------------------------------ */

Status thing_named(Walk *walk, Text name, TermId *id) {
    Text iri;
    if (text_starts(name, TEXT("#")) && trail_stop(walk->shell, name, &iri)) {
        const Term stop = term_iri(iri);
        *id = source_find(walk->source, &stop);
        if (*id != TERM_ID_NONE) return STATUS_OK;
    }
    source_end_read(walk->source); /* the search reads by itself */
    const Status status = labels_pick(walk->shell->labels, name, TEXT(""), &iri, walk->diag);
    TRY(source_begin_read(walk->source, &walk->budget, walk->diag));
    TRY(status);
    const Term term = term_iri(iri);
    *id = source_find(walk->source, &term);
    return *id != TERM_ID_NONE
               ? STATUS_OK
               : diag_set(walk->diag, STATUS_NOT_FOUND, "%.*s is gone", (int)iri.len, iri.at);
}

static bool term_of(Walk *walk, TermId id, char text[32], Term *term) {
    const Status status = source_term(walk->source, id, text, term);
    if (status != STATUS_OK) walk_fail(walk, status);
    return status == STATUS_OK;
}

void thing_write_name(Walk *walk, TermId id, Buffer *out) {
    char text[32];
    Term term;
    if (!term_of(walk, id, text, &term)) return;
    const Prefixes *const prefixes = walk->shell->graph.prefixes;
    if (term.kind == TERM_IRI && prefixes && prefixes_shorten(prefixes, term.text, out)) return;
    const char *const form = term.kind == TERM_IRI ? "<>" : term.kind == TERM_BLANK ? "_:" : "";
    if (term.kind == TERM_BLANK)
        buffer_text(out, text_of(form));
    else if (*form)
        buffer_byte(out, '<');
    screen_text(out, term.text, 0);
    if (term.kind == TERM_IRI) buffer_byte(out, '>');
}

void thing_write(Walk *walk, TermId id, Buffer *out) {
    char text[32];
    Term term;
    Text label;
    if (!term_of(walk, id, text, &term)) return;
    if (term.kind == TERM_LITERAL)
        screen_text(out, term.text, 0);
    else if (term.kind == TERM_IRI && labels_of(walk->shell->labels, term.text, &label))
        screen_text(out, label, 0);
    else
        thing_write_name(walk, id, out);
}

/* ---- Sources ---------------------------------------------------------------------------------------------- */

/* Does the subject have the object, whatever the property? */
static bool names(Walk *walk, TermId subject, TermId object) {
    QuadIds *rows = NULL;
    size_t count = 0;
    const QuadPattern pattern = {.subject = subject, .object = object};
    return walk_rows(walk, &pattern, &rows, &count) == STATUS_OK && count > 0;
}

/* Does the statement name what the property is derived from, its class or its indicator? */
static bool is_basis(Walk *walk, TermId statement, const QuadIds *bases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (names(walk, statement, bases[i].object)) return true;
    }
    return false;
}

/* The passage of a statement that a derived fact rests on: it names both ends. */
static TermId passage_behind(Walk *walk, const QuadIds *fact, TermId source) {
    const QuadPattern derived = {.subject = fact->predicate,
                                 .predicate = walk_id(walk, "urn:ytterby:ont:derivedFrom")};
    const QuadPattern naming = {.object = fact->object};
    QuadIds *bases = NULL, *rows = NULL;
    size_t base_count = 0, count = 0, found = 0;
    if (derived.predicate == TERM_ID_NONE ||
        walk_rows(walk, &derived, &bases, &base_count) != STATUS_OK || base_count == 0 ||
        walk_rows(walk, &naming, &rows, &count) != STATUS_OK || count > MOST_REIFIED)
        return TERM_ID_NONE;
    TermId *const passages = arena_array(walk->arena, count + 1, sizeof *passages);
    for (size_t i = 0; passages && i < count; i++) {
        if (!is_basis(walk, rows[i].subject, bases, base_count) ||
            !names(walk, rows[i].subject, fact->subject))
            continue;
        const TermId passage = walk_object(walk, rows[i].subject, source);
        if (passage != TERM_ID_NONE) passages[found++] = passage;
    }
    if (found == 0 || walk_sort_ids(walk, passages, found) != STATUS_OK) return TERM_ID_NONE;
    return passages[0];
}

/* A node that says of itself that it states this fact. */
static TermId reifying_node(Walk *walk, const QuadIds *fact) {
    const TermId subject = walk_id(walk, RDF "subject");
    const TermId predicate = walk_id(walk, RDF "predicate");
    const TermId object = walk_id(walk, RDF "object");
    QuadIds *rows = NULL;
    size_t count = 0;
    if (subject == TERM_ID_NONE || predicate == TERM_ID_NONE || object == TERM_ID_NONE)
        return TERM_ID_NONE;
    const QuadPattern pattern = {.predicate = object, .object = fact->object};
    if (walk_rows(walk, &pattern, &rows, &count) != STATUS_OK || !rows || count > MOST_REIFIED)
        return TERM_ID_NONE;
    for (size_t i = 0; i < count; i++) {
        if (walk_object(walk, rows[i].subject, subject) == fact->subject &&
            walk_object(walk, rows[i].subject, predicate) == fact->predicate) {
            return rows[i].subject;
        }
    }
    return TERM_ID_NONE;
}

TermId thing_source(Walk *walk, const QuadIds *fact) {
    const TermId source = walk_id(walk, "http://purl.org/dc/terms/source");
    TermId passage = walk_object(walk, fact->subject, source);
    if (passage == TERM_ID_NONE) passage = walk_object(walk, reifying_node(walk, fact), source);
    const bool in_document = fact->graph != TERM_ID_DEFAULT_GRAPH && fact->graph != TERM_ID_NONE;
    if (passage == TERM_ID_NONE && in_document) passage = walk_object(walk, fact->object, source);
    if (passage == TERM_ID_NONE && in_document) passage = passage_behind(walk, fact, source);
    return passage == TERM_ID_NONE && in_document ? fact->graph : passage;
}

void thing_write_source(Walk *walk, const QuadIds *fact, Buffer *out) {
    const TermId passage = thing_source(walk, fact);
    if (passage != TERM_ID_NONE) thing_write(walk, passage, out);
}
