/* Updates (SPARQL 1.1 Update): the operations of a request in order, all in one transaction of the source. An operation
 * with a WHERE first computes all its solutions and everything it will remove and insert, and only then writes:
 * removals before insertions (section 4.1.2 there). What the request wrote is undone when an operation fails, where the source
 * can undo; where it cannot, the message says so. */
#include "ytterby/engine.h"
#include "engine_internal.h"

#include <string.h>

enum {
    READ_AT_ONCE = 4096 /* quads whose terms are held at the same time */
};

/* ---- Writing -------------------------------------------------------------------------------------------------- */

static Status term_of(Change *change, Exec *exec, TermId id, char text[32], Term *term) {
    *term = (Term){.kind = TERM_NONE};
    if (id == TERM_ID_DEFAULT_GRAPH) return STATUS_OK;
    return exec ? exec_term(exec, id, text, term) : source_term(change->source, id, text, term);
}

static Status apply_quad(Change *change, Exec *exec, const QuadIds *ids, bool insert,
                         const Term *graph) {
    char text[QUAD_COLUMNS][32];
    Quad quad;
    TRY(term_of(change, exec, ids->subject, text[QUAD_SUBJECT], &quad.subject));
    TRY(term_of(change, exec, ids->predicate, text[QUAD_PREDICATE], &quad.predicate));
    TRY(term_of(change, exec, ids->object, text[QUAD_OBJECT], &quad.object));
    if (graph)
        quad.graph = *graph;
    else
        TRY(term_of(change, exec, ids->graph, text[QUAD_GRAPH], &quad.graph));
    return insert ? source_insert(change->source, &quad, change->diag)
                  : source_remove(change->source, &quad, change->diag);
}

/* Terms are read for some quads at a time: what the source hands out, it keeps until the end of the reading. */
Status change_apply(Change *change, Exec *exec, const QuadList *quads, bool insert,
                    const Term *graph) {
    Status status = STATUS_OK;
    for (size_t i = 0; i < quads->count && status == STATUS_OK;) {
        TRY(budget_check(change->budget));
        TRY(source_begin_read(change->source, change->budget, change->diag));
        for (const size_t end = i + READ_AT_ONCE;
             i < quads->count && i < end && status == STATUS_OK; i++)
            status = apply_quad(change, exec, &quads->at[i], insert, graph);
        if (exec) exec_finish(exec);
        source_end_read(change->source);
    }
    return status;
}

/* ---- INSERT DATA, DELETE DATA ------------------------------------------------------------------------------------ */

/* The request under way. */
typedef struct Request {
    Change *change;
    Text text;
    const char *name;
    Run run;           /* only for its source: data have no variables */
    Template template; /* the blank nodes of the operation under way */
} Request;

/* Labels are asked for while the source is read, then the quads are written. */
static Status fill_data(Request *self, const QuadTemplate *templates, size_t count, Quad *quads) {
    for (size_t i = 0; i < count; i++) {
        TRY(template_term(&self->template, &templates[i].triple.subject, &quads[i].subject));
        TRY(template_term(&self->template, &templates[i].triple.predicate, &quads[i].predicate));
        TRY(template_term(&self->template, &templates[i].triple.object, &quads[i].object));
        quads[i].graph = templates[i].graph.term;
    }
    return STATUS_OK;
}

static bool is_triple(const Quad *quad) {
    return quad->subject.kind != TERM_NONE && quad->subject.kind != TERM_LITERAL &&
           quad->subject.kind != TERM_TRIPLE && quad->predicate.kind == TERM_IRI &&
           quad->object.kind != TERM_NONE;
}

static Status write_data(Request *self, const QuadTemplate *templates, size_t count, bool insert,
                         Arena *arena) {
    Change *const change = self->change;
    Quad *const quads = arena_array(arena, count, sizeof *quads);
    if (!quads) return STATUS_NO_MEMORY;
    TRY(source_begin_read(change->source, change->budget, change->diag));
    Status status = fill_data(self, templates, count, quads);
    source_end_read(change->source);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!is_triple(&quads[i])) continue;
        status = insert ? source_insert(change->source, &quads[i], change->diag)
                        : source_remove(change->source, &quads[i], change->diag);
    }
    return status;
}

static Status change_data(Request *self, const SyntaxUpdate *update, const QuadTemplate *templates,
                          size_t count) {
    Change *const change = self->change;
    TRY(budget_check(change->budget));
    Arena *const arena = arena_new(change->budget);
    const bool insert = update->kind == UPDATE_INSERT_DATA;
    const Status status =
        arena ? write_data(self, templates, count, insert, arena) : STATUS_NO_MEMORY;
    arena_free(arena);
    return status;
}

/* ---- DELETE WHERE, DELETE and INSERT ------------------------------------------------------------------------------ */

/* The template's quads for the current solution; the graph is the template's, or WITH's, or the default one. */
static Status fill(Template *template, const QuadTemplate *templates, size_t count,
                   const Term *with, QuadList *quads) {
    const Node of_with = {.slot = SLOT_NONE, .term = *with};
    for (size_t i = 0; i < count; i++) {
        const Node *const own = &templates[i].graph;
        const bool none = own->slot == SLOT_NONE && own->term.kind == TERM_NONE;
        const Node *const graph = none ? &of_with : own;
        const bool in_default = none && with->kind == TERM_NONE;
        QuadIds quad;
        bool legal = false;
        TRY(template_triple(template, &templates[i].triple, &quad, &legal));
        if (!legal) continue;
        if (!in_default) TRY(template_id(template, graph, &quad.graph));
        if (in_default || id_tag(quad.graph) == TAG_IRI) TRY(quad_list_add(quads, &quad));
    }
    return STATUS_OK;
}

static Status collect_all(Template *template, const SyntaxUpdate *update, QuadList *removed,
                          QuadList *inserted) {
    for (;;) {
        bool more = false;
        TRY(run_next(template->run, &more));
        if (!more) return STATUS_OK;
        template_next_solution(template);
        TRY(fill(template, update->deletes, update->delete_count, &update->with, removed));
        TRY(fill(template, update->inserts, update->insert_count, &update->with, inserted));
    }
}

static Status collect(Change *change, Run *run, const SyntaxUpdate *update, QuadList *removed,
                      QuadList *inserted) {
    Template template = {0};
    Status status = template_init(&template, run, change->budget, &change->last_label);
    if (status == STATUS_OK) status = collect_all(&template, update, removed, inserted);
    template_free(&template);
    return status;
}

/* The run stays: it knows the terms that the source does not. */
static Status read_changes(Change *change, UpdateOperation *operation, Run *run, QuadList *removed,
                           QuadList *inserted) {
    const SyntaxUpdate *const update = &operation->syntax;
    const RunSetup setup = {.source = change->source,
                            .arena = change->arena,
                            .budget = change->budget,
                            .diag = change->diag,
                            .options = change->options,
                            .base = update->base,
                            .variables = operation->variables,
                            .variable_count = operation->variable_count,
                            .clause = &update->using_,
                            .with = update->with.kind == TERM_NONE ? NULL : &update->with};
    TRY(source_begin_read(change->source, change->budget, change->diag));
    Status status = run_prepare(run, &setup, operation->pattern);
    if (status == STATUS_OK) status = collect(change, run, update, removed, inserted);
    if (run->exec) exec_finish(run->exec);
    source_end_read(change->source);
    return status;
}

static Status modify(Change *change, UpdateOperation *operation) {
    QuadList removed = {.budget = change->budget}, inserted = {.budget = change->budget};
    Run run = {0};
    Status status = read_changes(change, operation, &run, &removed, &inserted);
    if (status == STATUS_OK) status = change_apply(change, run.exec, &removed, false, NULL);
    quad_list_free(&removed);
    if (status == STATUS_OK) status = change_apply(change, run.exec, &inserted, true, NULL);
    quad_list_free(&inserted);
    run_free(&run);
    return status;
}

/* ---- One operation ------------------------------------------------------------------------------------------------- */

static bool ends_everything(Status status) {
    return status == STATUS_NO_MEMORY || status == STATUS_MEMORY_LIMIT ||
           status == STATUS_TIMEOUT || status == STATUS_CANCELLED || status == STATUS_IO ||
           status == STATUS_CORRUPT;
}

static Status run_operation(Change *change, const SyntaxUpdate *syntax, Text text,
                            const char *name) {
    UpdateOperation *operation = NULL;
    switch (syntax->kind) {
    case UPDATE_LOAD: return change_load(change, syntax);
    case UPDATE_CLEAR:
    case UPDATE_DROP:
    case UPDATE_CREATE:
    case UPDATE_ADD:
    case UPDATE_MOVE:
    case UPDATE_COPY: return change_graphs(change, syntax);
    case UPDATE_INSERT_DATA:
    case UPDATE_DELETE_DATA: return STATUS_OK; /* its data were written as they came */
    case UPDATE_DELETE_WHERE:
    case UPDATE_MODIFY: break;
    }
    TRY(algebra_of_update(syntax, change->arena, &operation, text, name, change->diag));
    if (operation->pattern && !change->options->no_optimize)
        TRY(algebra_rewrite(&operation->pattern, change->arena));
    return modify(change, operation);
}

/* Says where in the request it failed, and what that means for what came before. */
static void explain_failure(const Change *change, const SyntaxUpdate *syntax, Text text,
                            const char *name, Status status) {
    Diag *const diag = change->diag;
    char message[sizeof diag->message];
    if (diag->status == STATUS_OK) diag_set(diag, status, "%s", status_text(status));
    memcpy(message, diag->message, sizeof message);
    const bool stays = !change->source->can.transactions;
    if (diag->line > 0 && !stays) return;
    diag_clear(diag);
    diag_at(diag, status, text, syntax->offset, "%.*s%s%s%s", stays ? 300 : 500, message,
            stays ? "; " : "", stays ? change->source->can.name : "",
            stays ? " has no transactions, so changes made before this may stay" : "");
    diag_file(diag, name);
}

/* What one operation comes to for the request: SILENT passes over what only concerns itself. */
static Status outcome(Request *self, const SyntaxUpdate *update, Status status) {
    Change *const change = self->change;
    status = budget_reason(change->budget, status);
    if (status == STATUS_OK) return STATUS_OK;
    if (!update->silent || ends_everything(status)) {
        explain_failure(change, update, self->text, self->name, status);
        return status;
    }
    diag_clear(change->diag);
    return STATUS_OK;
}

static Status take_data(void *context, const SyntaxUpdate *update, const QuadTemplate *quads,
                        size_t count) {
    Request *const self = context;
    return outcome(self, update, change_data(self, update, quads, count));
}

static Status take_operation(void *context, const SyntaxUpdate *update) {
    Request *const self = context;
    Change *const change = self->change;
    template_next_solution(&self->template); /* labels of data end here */
    change->arena = arena_new(change->budget);
    const Status status =
        change->arena ? run_operation(change, update, self->text, self->name) : STATUS_NO_MEMORY;
    arena_free(change->arena);
    change->arena = NULL;
    return outcome(self, update, status);
}

/* ---- The request ---------------------------------------------------------------------------------------------------- */

static Status run_operations(Request *self) {
    Change *const change = self->change;
    const UpdateSink sink = {take_data, take_operation, self};
    TRY(template_init(&self->template, &self->run, change->budget, &change->last_label));
    const Status status =
        parse_update_each(self->text, &change->options->parse, change->budget, &sink, change->diag);
    return status == STATUS_OK ? source_failure(change->source, change->diag) : status;
}

/* Nothing is begun unless the whole text is right. */
static Status run_request(Change *change, Text text) {
    const char *const name = change->options->parse.name ? change->options->parse.name : "query";
    Request request = {.change = change, .text = text, .name = name};
    request.run.source = change->source;
    TRY(parse_update_each(text, &change->options->parse, change->budget, NULL, change->diag));
    TRY(source_begin_write(change->source, change->budget, change->diag));
    const Status status = run_operations(&request);
    template_free(&request.template);
    if (status == STATUS_OK) return source_commit(change->source, change->diag);
    source_rollback(change->source);
    return status;
}

Status engine_update(Source *source, Text text, const EngineOptions *options, Diag *diag) {
    static const EngineOptions plain = {0};
    Budget own;
    Diag inner = {0};
    if (!options) options = &plain;
    budget_init(&own, options->timeout, options->memory_limit);
    Budget *const budget = options->budget ? options->budget : &own;
    Change change = {.source = source, .budget = budget, .diag = &inner, .options = options};
    const Status status = budget_reason(budget, run_request(&change, text));
    return status == STATUS_OK ? STATUS_OK : run_failed(&inner, status, diag);
}
