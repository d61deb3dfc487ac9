/* Updates (SPARQL 1.1 Update): the operations of a request in order, all in one transaction of the source. An operation
 * with a WHERE first computes all its solutions and everything it will remove and insert, and only then writes:
 * removals before insertions (section 4.1.2 there). What the request wrote is undone when an operation fails, where the source
 * can undo; where it cannot, the message says so. */
#include "ytterby/engine.h"
#include "engine_internal.h"

#include <string.h>

typedef struct Quads {
    Quad *at;
    size_t count, cap;
} Quads;

static Status add_quad(Quads *quads, const Quad *quad) {
    TRY(array_grow((void **)&quads->at, &quads->cap, quads->count + 1, sizeof *quads->at));
    quads->at[quads->count++] = *quad;
    return STATUS_OK;
}

/* ---- INSERT DATA, DELETE DATA, DELETE WHERE, DELETE/INSERT ------------------------------------------------------ */

/* The template's quads for the current solution; the graph is the template's, or WITH's, or the default one. */
static Status fill(Template *template, const QuadTemplate *templates, size_t count,
                   const Term *with, Quads *quads) {
    for (size_t i = 0; i < count; i++) {
        const Node *const graph = &templates[i].graph;
        const bool in_default = graph->slot == SLOT_NONE && graph->term.kind == TERM_NONE;
        Quad quad;
        bool legal = false;
        TRY(template_triple(template, &templates[i].triple, &quad, &legal));
        if (!legal) continue;
        if (in_default)
            quad.graph = *with;
        else
            TRY(template_node(template, graph, &quad.graph));
        if (in_default || quad.graph.kind == TERM_IRI) TRY(add_quad(quads, &quad));
    }
    return STATUS_OK;
}

static Status collect(Run *run, const SyntaxUpdate *update, Arena *arena, Quads *removed,
                      Quads *inserted) {
    Template template = {.run = run, .arena = arena};
    Status status = STATUS_OK;
    for (bool more = true; status == STATUS_OK && more;) {
        status = run_next(run, &more);
        if (status != STATUS_OK || !more) break;
        template_next_solution(&template);
        status = fill(&template, update->deletes, update->delete_count, &update->with, removed);
        if (status == STATUS_OK)
            status =
                fill(&template, update->inserts, update->insert_count, &update->with, inserted);
    }
    template_free(&template);
    return status;
}

static Status read_changes(Change *change, UpdateOperation *operation, Quads *removed,
                           Quads *inserted) {
    const SyntaxUpdate *const update = &operation->syntax;
    Run run = {0};
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
    Status status = run_prepare(&run, &setup, operation->pattern);
    if (status == STATUS_OK) status = collect(&run, update, change->arena, removed, inserted);
    run_free(&run);
    source_end_read(change->source);
    return status;
}

static Status write_changes(Change *change, const Quads *removed, const Quads *inserted) {
    for (size_t i = 0; i < removed->count; i++) {
        if (i % 1024 == 0) TRY(budget_check(change->budget));
        TRY(source_remove(change->source, &removed->at[i], change->diag));
    }
    for (size_t i = 0; i < inserted->count; i++) {
        if (i % 1024 == 0) TRY(budget_check(change->budget));
        TRY(source_insert(change->source, &inserted->at[i], change->diag));
    }
    return STATUS_OK;
}

static Status modify(Change *change, UpdateOperation *operation) {
    Quads removed = {0}, inserted = {0};
    Status status = read_changes(change, operation, &removed, &inserted);
    if (status == STATUS_OK) status = write_changes(change, &removed, &inserted);
    mem_free(removed.at);
    mem_free(inserted.at);
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
    case UPDATE_DELETE_DATA:
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

static Status run_operations(Change *change, const SyntaxUpdates *updates, Text text,
                             const char *name) {
    for (size_t i = 0; i < updates->count; i++) {
        const SyntaxUpdate *const update = &updates->items[i];
        Arena *const whole = change->arena;
        change->arena = arena_new(change->budget);
        const Status status =
            budget_reason(change->budget, change->arena ? run_operation(change, update, text, name)
                                                        : STATUS_NO_MEMORY);
        arena_free(change->arena);
        change->arena = whole;
        if (status == STATUS_OK) continue;
        if (!update->silent || ends_everything(status)) {
            explain_failure(change, update, text, name, status);
            return status;
        }
        diag_clear(change->diag);
    }
    return STATUS_OK;
}

/* ---- The request ---------------------------------------------------------------------------------------------------- */

static Status run_request(Change *change, Text text) {
    const char *const name = change->options->parse.name ? change->options->parse.name : "query";
    SyntaxUpdates *updates = NULL;
    TRY(parse_update(text, &change->options->parse, change->arena, &updates, NULL, change->diag));
    TRY(source_begin_write(change->source, change->budget, change->diag));
    Status status = run_operations(change, updates, text, name);
    if (status == STATUS_OK) status = source_failure(change->source, change->diag);
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
    Arena *const arena = arena_new(budget);
    Change change = {
        .source = source, .arena = arena, .budget = budget, .diag = &inner, .options = options};
    const Status status =
        budget_reason(budget, arena ? run_request(&change, text) : STATUS_NO_MEMORY);
    arena_free(arena);
    return status == STATUS_OK ? STATUS_OK : run_failed(&inner, status, diag);
}
