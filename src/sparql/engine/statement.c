/* A query from text to answers: parse, translate, rewrite, plan, run. One snapshot of the source lasts from prepare to
 * free. Every error that happens in a run comes out through the caller's Diag. */
#include "ytterby/engine.h"
#include "engine_internal.h"

struct Statement {
    Budget own;
    Budget *budget; /* the caller's, else its own */
    Arena *arena;
    Source *source;
    bool reading;
    EngineOptions options;
    Text text;
    SyntaxQuery *syntax;
    Query *query;
    Run run;
    Diag diag;         /* of the run */
    char (*texts)[32]; /* of the current row's inline values, by column */
};

/* ---- Preparing ---------------------------------------------------------------------------------------------- */

static Status prepare_run(Statement *self) {
    const Query *const query = self->query;
    const RunSetup setup = {.source = self->source,
                            .arena = self->arena,
                            .budget = self->budget,
                            .diag = &self->diag,
                            .options = &self->options,
                            .base = query->base,
                            .variables = query->variables,
                            .variable_count = query->variable_count,
                            .clause = &query->dataset,
                            .prefixes = query->prefixes,
                            .prefix_count = query->prefix_count,
                            .wanted = query->form == QUERY_ASK ? 1 : 0};
    TRY(run_prepare(&self->run, &setup, query->pattern));
    self->texts = arena_array(self->arena, query->column_count + 1, sizeof *self->texts);
    return self->texts ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status prepare(Statement *self, Text text) {
    const char *const name = self->options.parse.name ? self->options.parse.name : "query";
    self->arena = arena_new(self->budget);
    if (!self->arena) return STATUS_NO_MEMORY;
    self->text = arena_text(self->arena, text);
    if (!self->text.at) return STATUS_NO_MEMORY;
    TRY(parse_query(self->text, &self->options.parse, self->arena, &self->syntax, NULL,
                    &self->diag));
    TRY(algebra_of_query(self->syntax, self->arena, &self->query, self->text, name, &self->diag));
    if (self->query->pattern && !self->options.no_optimize)
        TRY(algebra_rewrite(&self->query->pattern, self->arena));
    TRY(source_begin_read(self->source, self->budget, &self->diag));
    self->reading = true;
    TRY(prepare_run(self));
    if (self->options.hooks.warn) warn_about(&self->run, self->query, self->text);
    return STATUS_OK;
}

Status statement_prepare(Statement **statement, Source *source, Text text,
                         const EngineOptions *options, Diag *diag) {
    static const EngineOptions plain = {0};
    Statement *const self = mem_zero(1, sizeof *self);
    *statement = NULL;
    if (!self) return diag_set(diag, STATUS_NO_MEMORY, "%s", status_text(STATUS_NO_MEMORY));
    self->source = source;
    self->options = options ? *options : plain;
    budget_init(&self->own, self->options.timeout, self->options.memory_limit);
    self->budget = self->options.budget ? self->options.budget : &self->own;
    const Status status = budget_reason(self->budget, prepare(self, text));
    if (status == STATUS_OK) {
        *statement = self;
        return STATUS_OK;
    }
    run_failed(&self->diag, status, diag);
    statement_free(self);
    return status;
}

void statement_free(Statement *self) {
    if (!self) return;
    run_free(&self->run);
    if (self->reading) source_end_read(self->source);
    arena_free(self->arena);
    mem_free(self);
}

/* ---- Asking about it --------------------------------------------------------------------------------------------- */

void statement_cancel(Statement *self) { atomic_store(&self->budget->cancelled, true); }

Budget *statement_budget(Statement *self) { return self->budget; }

QueryForm statement_form(const Statement *self) { return self->query->form; }

size_t statement_columns(const Statement *self) { return self->query->column_count; }

Text statement_column(const Statement *self, size_t column) {
    return self->query->variables[self->query->columns[column]].name;
}

size_t statement_prefixes(const Statement *self) {
    return self->query->prefix_count + self->options.parse.prefix_count;
}

PrefixDeclaration statement_prefix(const Statement *self, size_t index) {
    const size_t declared = self->query->prefix_count;
    return index < declared ? self->query->prefixes[index]
                            : self->options.parse.prefixes[index - declared];
}

uint64_t statement_rows_scanned(const Statement *self) { return exec_scanned(self->run.exec); }

/* ---- Answers ------------------------------------------------------------------------------------------------------- */

static Status ended(const Statement *self, Status status, Diag *diag) {
    if (status == STATUS_OK) return STATUS_OK;
    return run_failed(&self->diag, budget_reason(self->budget, status), diag);
}

Status statement_next(Statement *self, bool *more, Diag *diag) {
    return ended(self, run_next(&self->run, more), diag);
}

Status statement_value(Statement *self, size_t column, Term *term) {
    const TermId id = exec_value(self->run.exec, self->query->columns[column]);
    *term = (Term){.kind = TERM_NONE};
    if (id == TERM_ID_NONE) return STATUS_OK;
    return budget_reason(self->budget, exec_term(self->run.exec, id, self->texts[column], term));
}

Status statement_ask(Statement *self, bool *answer, Diag *diag) {
    return ended(self, run_next(&self->run, answer), diag);
}

typedef struct Construction {
    Template template;
    uint64_t last_label;
    TripleSet seen;
    Status (*quad)(void *context, const Quad *quad);
    void *context;
} Construction;

static Status give_triple(Construction *self, const QuadIds *ids) {
    Exec *const exec = self->template.run->exec;
    char text[3][32];
    Quad quad = {0};
    TRY(exec_term(exec, ids->subject, text[0], &quad.subject));
    TRY(exec_term(exec, ids->predicate, text[1], &quad.predicate));
    TRY(exec_term(exec, ids->object, text[2], &quad.object));
    return self->quad(self->context, &quad);
}

static Status construct_triple(Construction *self, const TriplePattern *pattern) {
    QuadIds ids;
    bool legal = false, is_new = false;
    TRY(template_triple(&self->template, pattern, &ids, &legal));
    if (!legal) return STATUS_OK;
    TRY(triple_set_add(&self->seen, &ids, &is_new));
    return is_new ? give_triple(self, &ids) : STATUS_OK;
}

static Status construct_all(Construction *self, const Query *query) {
    for (;;) {
        bool more = false;
        TRY(run_next(self->template.run, &more));
        if (!more) return STATUS_OK;
        template_next_solution(&self->template);
        for (size_t i = 0; i < query->construct_count; i++)
            TRY(construct_triple(self, &query->construct[i]));
    }
}

static Status construct(Statement *self, Status (*quad)(void *context, const Quad *quad),
                        void *context) {
    Construction construction = {.quad = quad, .context = context};
    triple_set_init(&construction.seen, self->budget);
    Status status =
        template_init(&construction.template, &self->run, self->budget, &construction.last_label);
    if (status == STATUS_OK) status = construct_all(&construction, self->query);
    triple_set_free(&construction.seen);
    template_free(&construction.template);
    return status;
}

Status statement_graph(Statement *self, Status (*quad)(void *context, const Quad *quad),
                       void *context, Diag *diag) {
    const bool describing = self->query->form == QUERY_DESCRIBE;
    const Status status = describing ? describe(&self->run, self->query, quad, context)
                                     : construct(self, quad, context);
    return ended(self, status, diag);
}

/* ---- Explaining ----------------------------------------------------------------------------------------------------- */

static Status run_to_end(Statement *self) {
    bool more = true;
    exec_set_timing(self->run.exec, true);
    while (more) {
        TRY(run_next(&self->run, &more));
        if (self->query->form == QUERY_ASK) more = false;
    }
    return STATUS_OK;
}

Status statement_explain(Statement *self, ExplainStage stage, Buffer *out, Diag *diag) {
    const Query *const query = self->query;
    switch (stage) {
    case EXPLAIN_NONE: break;
    case EXPLAIN_PARSE: syntax_print_query(self->syntax, out); break;
    case EXPLAIN_ALGEBRA:
        if (query->pattern) algebra_print(query->pattern, query->variables, out);
        break;
    case EXPLAIN_PLAN:
        plan_print(self->run.plan, &self->run.planner, query->variables, false, out);
        break;
    case EXPLAIN_RUN: {
        const Status status = run_to_end(self);
        if (status != STATUS_OK) return ended(self, status, diag);
        plan_print(self->run.plan, &self->run.planner, query->variables, true, out);
        buffer_format(out, "%llu quads read from %s\n",
                      (unsigned long long)exec_scanned(self->run.exec),
                      self->source->can.name ? self->source->can.name : "the source");
        break;
    }
    }
    return out->failed ? diag_set(diag, STATUS_NO_MEMORY, "%s", status_text(STATUS_NO_MEMORY))
                       : STATUS_OK;
}
