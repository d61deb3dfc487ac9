/* Update requests (productions 29 to 51): operations in order, each with variables of its own. They become a list, or are
 * handed over one by one: then the quads of INSERT DATA and DELETE DATA go some thousand at a time, so that a request of
 * any length takes little memory. */
#include "parse_internal.h"

enum {
    DATA_QUADS = 4096,   /* handed over at once … */
    DATA_BYTES = 4 << 20 /* … or what takes as much */
};

typedef struct Quads {
    TripleSink triples; /* of the subject under way */
    Node graph;         /* of the triples */
    QuadTemplate *items;
    size_t count, cap;
} Quads;

/* A blank node label in INSERT DATA belongs to one operation of the request. */
typedef struct DataLabels {
    Parser *p;
    Text *items;
    size_t *operations;
    size_t count, cap, operation_cap;
    HashIndex index;
    size_t operation;
} DataLabels;

struct UpdateStream {
    const UpdateSink *sink; /* NULL: the text is only checked */
    Arena *data;            /* of the quads not handed over yet */
    DataLabels *labels;
    const SyntaxUpdate *update; /* under way */
};

/* ---- Blank node labels of INSERT DATA ---------------------------------------------------------------------------------- */

typedef struct LabelWanted {
    const DataLabels *labels;
    Text name;
} LabelWanted;

static bool same_label(const void *context, size_t position) {
    const LabelWanted *const wanted = context;
    return text_equal(wanted->labels->items[position], wanted->name);
}

/* As deep as triple terms nest, which the parser bounded. */
static Status check_label(DataLabels *labels, const Node *node) {
    Parser *const p = labels->p;
    const Text name = node->term.text;
    for (size_t i = 0; node->parts && i < 3; i++) TRY(check_label(labels, &node->parts[i]));
    if (node->term.kind != TERM_BLANK || text_starts(name, TEXT("."))) return STATUS_OK;
    const uint64_t hash = hash_bytes(name.at, name.len, 0);
    const LabelWanted wanted = {labels, name};
    const size_t at = hash_index_find(&labels->index, hash, same_label, &wanted);
    if (at != HASH_NONE) {
        if (labels->operations[at] == labels->operation) return STATUS_OK;
        return syntax_error(p, node->offset,
                            "the blank node _:%.*s is used in another operation already",
                            (int)name.len, name.at);
    }
    const Text kept = arena_text(p->kept, name);
    void *items = labels->items;
    if (!kept.at) return out_of_memory(p);
    TRY(grow_kept(p, &items, &labels->cap, labels->count + 1, sizeof name));
    labels->items = items;
    items = labels->operations;
    TRY(grow_kept(p, &items, &labels->operation_cap, labels->count + 1, sizeof labels->operation));
    labels->operations = items;
    labels->items[labels->count] = kept;
    labels->operations[labels->count] = labels->operation;
    const Status status = hash_index_add(&labels->index, hash, labels->count++);
    return status == STATUS_OK ? STATUS_OK : diag_set(p->diag, status, "%s", status_text(status));
}

static Status check_labels(DataLabels *labels, const QuadTemplate *quads, size_t count) {
    for (size_t i = 0; i < count; i++) {
        TRY(check_label(labels, &quads[i].triple.subject));
        TRY(check_label(labels, &quads[i].triple.object));
    }
    return STATUS_OK;
}
/* ---- Data that is handed over --------------------------------------------------------------------------------------- */

static Status take_triples(Parser *p, Quads *quads) {
    TripleSink *const triples = &quads->triples;
    void *items = quads->items;
    TRY(grow(p, &items, &quads->cap, quads->count + triples->count, sizeof *quads->items));
    quads->items = items;
    for (size_t i = 0; i < triples->count; i++)
        quads->items[quads->count++] = (QuadTemplate){quads->graph, triples->triples[i]};
    triples->count = 0;
    return STATUS_OK;
}

static Status give_data(Parser *p, Quads *quads) {
    const struct UpdateStream *const stream = p->stream;
    const UpdateSink *const sink = stream->sink;
    TRY(budget_check(p->budget));
    if (!sink) TRY(check_labels(stream->labels, quads->items, quads->count));
    if (sink && sink->data && quads->count > 0)
        TRY(sink->data(sink->context, stream->update, quads->items, quads->count));
    quads->count = 0;
    return STATUS_OK;
}

/* Many triples of one subject: its term and that of the predicate are still in use. */
static Status data_full(Parser *p, TripleSink *sink) {
    Quads *const quads = (Quads *)(void *)sink;
    TRY(take_triples(p, quads));
    return give_data(p, quads);
}

/* After a subject nothing of it is in use any more. */
static Status end_of_subject(Parser *p, Quads *quads) {
    TRY(take_triples(p, quads));
    if (!quads->triples.full) return STATUS_OK;
    if (quads->count < DATA_QUADS && arena_bytes(p->stream->data) < DATA_BYTES) return STATUS_OK;
    TRY(give_data(p, quads));
    arena_reset(p->stream->data);
    *quads = (Quads){.triples = {.full = data_full}, .graph = quads->graph};
    return STATUS_OK;
}

/* ---- Quads --------------------------------------------------------------------------------------------------------- */

/* [52] TriplesTemplate, in one graph */
static Status parse_graph_triples(Parser *p, Node graph, Quads *quads) {
    Arena *const arena = p->arena;
    if (!at_triples(p)) return STATUS_OK;
    quads->graph = graph;
    if (quads->triples.full) p->arena = p->stream->data;
    do {
        TRY(parse_same_subject(p, &quads->triples));
        TRY(end_of_subject(p, quads));
    } while (accept_symbol(p, ".") && at_triples(p));
    p->arena = arena;
    return STATUS_OK;
}

/* [51] QuadsNotTriples */
static Status parse_graph_quads(Parser *p, Quads *quads) {
    Node graph;
    TRY(parse_var_or_iri(p, &graph));
    TRY(expect_symbol(p, "{"));
    TRY(parse_graph_triples(p, graph, quads));
    return expect_symbol(p, "}");
}

/* [49] QuadData, [48] QuadPattern, [50] Quads */
static Status parse_quads(Parser *p, Quads *quads) {
    const Node none = {.slot = SLOT_NONE, .term = {.kind = TERM_NONE}};
    TRY(expect_symbol(p, "{"));
    TRY(parse_graph_triples(p, none, quads));
    while (accept_word(p, "GRAPH")) {
        TRY(parse_graph_quads(p, quads));
        accept_symbol(p, ".");
        TRY(parse_graph_triples(p, none, quads));
    }
    return expect_symbol(p, "}");
}

/* Quads as a template, a pattern or data: what variables and blank nodes mean there. */
static Status parse_quads_as(Parser *p, BlankUse blanks, bool data, const QuadTemplate **items,
                             size_t *count) {
    Quads quads = {.triples = {.full = data && p->stream ? data_full : NULL}};
    p->in_template = true;
    p->no_variables = data;
    p->blanks = blanks;
    TRY(parse_quads(p, &quads));
    if (quads.triples.full) {
        TRY(give_data(p, &quads));
        arena_reset(p->stream->data);
        quads.items = NULL;
    }
    p->in_template = p->no_variables = false;
    p->blanks = BLANK_PATTERN;
    *items = quads.items;
    *count = quads.count;
    return STATUS_OK;
}

/* ---- Graph management ----------------------------------------------------------------------------------------------------- */

/* [46] GraphRef */
static Status parse_graph_ref(Parser *p, Term *graph) {
    TRY(expect_word(p, "GRAPH"));
    return parse_iri(p, graph);
}

/* [45] GraphOrDefault; TERM_NONE: the default graph */
static Status parse_graph_or_default(Parser *p, Term *graph) {
    *graph = (Term){.kind = TERM_NONE};
    if (accept_word(p, "DEFAULT")) return STATUS_OK;
    accept_word(p, "GRAPH");
    return parse_iri(p, graph);
}

/* [47] GraphRefAll */
static Status parse_graph_ref_all(Parser *p, SyntaxUpdate *update) {
    if (accept_word(p, "DEFAULT")) {
        update->target = TARGET_DEFAULT;
    } else if (accept_word(p, "NAMED")) {
        update->target = TARGET_NAMED;
    } else if (accept_word(p, "ALL")) {
        update->target = TARGET_ALL;
    } else {
        update->target = TARGET_GRAPH;
        return parse_graph_ref(p, &update->target_graph);
    }
    return STATUS_OK;
}

/* [31] Load */
static Status parse_load(Parser *p, SyntaxUpdate *update) {
    update->silent = accept_word(p, "SILENT");
    TRY(parse_iri(p, &update->source));
    return accept_word(p, "INTO") ? parse_graph_ref(p, &update->destination) : STATUS_OK;
}

/* [32] Clear, [33] Drop */
static Status parse_clear(Parser *p, SyntaxUpdate *update) {
    update->silent = accept_word(p, "SILENT");
    return parse_graph_ref_all(p, update);
}

/* [34] Create */
static Status parse_create(Parser *p, SyntaxUpdate *update) {
    update->silent = accept_word(p, "SILENT");
    return parse_graph_ref(p, &update->target_graph);
}

/* [35] Add, [36] Move, [37] Copy */
static Status parse_transfer(Parser *p, SyntaxUpdate *update) {
    update->silent = accept_word(p, "SILENT");
    TRY(parse_graph_or_default(p, &update->source));
    TRY(expect_word(p, "TO"));
    return parse_graph_or_default(p, &update->destination);
}

/* ---- Data and patterns ----------------------------------------------------------------------------------------------------------- */

static Status parse_insert_template(Parser *p, SyntaxUpdate *update) {
    return parse_quads_as(p, BLANK_FRESH, false, &update->inserts, &update->insert_count);
}

/* [41] Modify, from USING on */
static Status parse_modify_end(Parser *p, SyntaxUpdate *update) {
    update->kind = UPDATE_MODIFY;
    TRY(parse_dataset_clauses(p, "USING", &update->using_));
    TRY(expect_word(p, "WHERE"));
    next_pattern(p);
    return parse_group(p, &update->where);
}

/* [38] InsertData, [43] InsertClause */
static Status parse_insert(Parser *p, SyntaxUpdate *update) {
    if (update->with.kind == TERM_NONE && accept_word(p, "DATA")) {
        update->kind = UPDATE_INSERT_DATA;
        return parse_quads_as(p, BLANK_FRESH, true, &update->inserts, &update->insert_count);
    }
    TRY(parse_insert_template(p, update));
    return parse_modify_end(p, update);
}

/* [39] DeleteData, [40] DeleteWhere, [42] DeleteClause */
static Status parse_delete(Parser *p, SyntaxUpdate *update) {
    const bool plain = update->with.kind == TERM_NONE;
    if (plain && accept_word(p, "DATA")) {
        update->kind = UPDATE_DELETE_DATA;
        return parse_quads_as(p, BLANK_REFUSED, true, &update->deletes, &update->delete_count);
    }
    if (plain && accept_word(p, "WHERE")) {
        update->kind = UPDATE_DELETE_WHERE;
        return parse_quads_as(p, BLANK_REFUSED, false, &update->deletes, &update->delete_count);
    }
    TRY(parse_quads_as(p, BLANK_REFUSED, false, &update->deletes, &update->delete_count));
    if (accept_word(p, "INSERT")) TRY(parse_insert_template(p, update));
    return parse_modify_end(p, update);
}

static Status parse_with(Parser *p, SyntaxUpdate *update) {
    TRY(parse_iri(p, &update->with));
    if (accept_word(p, "DELETE")) return parse_delete(p, update);
    return accept_word(p, "INSERT") ? parse_insert(p, update) : unexpected(p);
}

/* ---- Requests -------------------------------------------------------------------------------------------------------------------------- */

/* [30] Update1 */
static const struct {
    const char *word;
    UpdateKind kind;
    Status (*parse)(Parser *p, SyntaxUpdate *update);
} operations[] = {
    {"INSERT", UPDATE_MODIFY, parse_insert}, {"DELETE", UPDATE_MODIFY, parse_delete},
    {"WITH", UPDATE_MODIFY, parse_with},     {"LOAD", UPDATE_LOAD, parse_load},
    {"CLEAR", UPDATE_CLEAR, parse_clear},    {"DROP", UPDATE_DROP, parse_clear},
    {"CREATE", UPDATE_CREATE, parse_create}, {"ADD", UPDATE_ADD, parse_transfer},
    {"MOVE", UPDATE_MOVE, parse_transfer},   {"COPY", UPDATE_COPY, parse_transfer},
};
enum {
    OPERATION_COUNT = sizeof operations / sizeof *operations
};

bool parse_word_begins_update(Text word) {
    for (size_t i = 0; i < OPERATION_COUNT; i++) {
        if (text_equal_nocase(word, text_of(operations[i].word))) return true;
    }
    return false;
}

static Status parse_operation(Parser *p, SyntaxUpdate *update, bool *found) {
    *found = false;
    update->offset = here(p);
    for (size_t i = 0; i < OPERATION_COUNT && !*found; i++) {
        if (!accept_word(p, operations[i].word)) continue;
        *found = true;
        update->kind = operations[i].kind;
        TRY(operations[i].parse(p, update));
    }
    update->base = p->base;
    update->variables = p->variables;
    update->variable_count = p->variable_count;
    return STATUS_OK;
}

static Status parse_scoped(Parser *p, SyntaxUpdate *update, bool *found) {
    Scope *const scope = arena_alloc(p->arena, sizeof *scope);
    if (!scope) return out_of_memory(p);
    variables_reset(p);
    TRY(scope_open(p, scope, false, NULL, 0));
    TRY(parse_operation(p, update, found));
    scope_close(p);
    return STATUS_OK;
}

/* Prefixes and the base hold for the operations to come. */
static Status parse_kept_prologue(Parser *p) {
    Arena *const arena = p->arena;
    p->arena = p->kept;
    TRY(parse_prologue(p));
    p->arena = arena;
    return STATUS_OK;
}

static Status keep_operation(Parser *p, const SyntaxUpdate *update, SyntaxUpdates *updates,
                             SyntaxUpdate **kept, size_t *cap) {
    void *items = *kept;
    TRY(grow(p, &items, cap, updates->count + 1, sizeof *update));
    *kept = items;
    (*kept)[updates->count++] = *update;
    updates->items = *kept;
    return STATUS_OK;
}

static Status give_operation(Parser *p, const SyntaxUpdate *update) {
    const UpdateSink *const sink = p->stream->sink;
    TRY(budget_check(p->budget));
    if (sink && sink->operation) TRY(sink->operation(sink->context, update));
    arena_reset(p->arena);
    return STATUS_OK;
}

/* `updates` NULL: the operations are handed over. */
static Status parse_operations(Parser *p, SyntaxUpdates *updates, DataLabels *labels) {
    SyntaxUpdate *kept = NULL;
    size_t cap = 0;
    do {
        SyntaxUpdate update = {0};
        bool found = false;
        labels->operation++;
        if (p->stream) p->stream->update = &update;
        TRY(parse_kept_prologue(p));
        TRY(parse_scoped(p, &update, &found));
        if (!found) break;
        if (update.kind == UPDATE_INSERT_DATA)
            TRY(check_labels(labels, update.inserts, update.insert_count));
        TRY(updates ? keep_operation(p, &update, updates, &kept, &cap)
                    : give_operation(p, &update));
    } while (accept_symbol(p, ";"));
    return at_kind(p, TOKEN_END) ? STATUS_OK : unexpected(p);
}

/* [3] UpdateUnit, [29] Update */
Status parse_update_unit(Parser *p, SyntaxUpdates **updates) {
    DataLabels labels = {.p = p};
    *updates = arena_alloc(p->arena, sizeof **updates);
    if (!*updates) return out_of_memory(p);
    const Status status = parse_operations(p, *updates, &labels);
    hash_index_free(&labels.index);
    return status;
}

Status parse_update_stream(Parser *p, const UpdateSink *sink, Arena *data) {
    DataLabels labels = {.p = p, .index = {.budget = p->budget}};
    struct UpdateStream stream = {.sink = sink, .data = data, .labels = &labels};
    p->stream = &stream;
    const Status status = parse_operations(p, NULL, &labels);
    hash_index_free(&labels.index);
    return status;
}
