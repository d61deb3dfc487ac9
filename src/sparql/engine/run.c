/* One run of a pattern: the dataset that the query, the options or the request describe (SPARQL 1.1 Query, section
 * 13), values for variables given from outside, then plan and operators. */
#include "engine_internal.h"

static const TermId default_graph_only[1] = {TERM_ID_DEFAULT_GRAPH};

/* A default graph that the source does not know is empty; a named one is there, but empty. */
static Status dataset_of_clause(Run *run, const DatasetClause *clause) {
    TermId *const defaults = arena_array(run->arena, clause->default_count + 1, sizeof *defaults);
    TermId *const named = arena_array(run->arena, clause->named_count + 1, sizeof *named);
    if (!defaults || !named) return STATUS_NO_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < clause->default_count; i++) {
        const TermId id = source_find(run->source, &clause->defaults[i]);
        bool seen = id == TERM_ID_NONE;
        for (size_t j = 0; j < count; j++) seen = seen || defaults[j] == id;
        if (!seen) defaults[count++] = id;
    }
    for (size_t i = 0; i < clause->named_count; i++)
        TRY(exec_intern(run->exec, &clause->named[i], &named[i]));
    run->dataset = (Dataset){.defaults = defaults,
                             .default_count = count,
                             .named_given = true,
                             .named = named,
                             .named_count = clause->named_count};
    return STATUS_OK;
}

static Status make_dataset(Run *run, const RunSetup *setup) {
    if (setup->clause && setup->clause->given) return dataset_of_clause(run, setup->clause);
    run->dataset = (Dataset){.union_default = setup->options->union_default,
                             .defaults = default_graph_only,
                             .default_count = 1};
    if (!setup->with) return STATUS_OK;
    TermId *const with = arena_array(run->arena, 1, sizeof *with);
    if (!with) return STATUS_NO_MEMORY;
    *with = source_find(run->source, setup->with);
    run->dataset = (Dataset){.defaults = with, .default_count = *with == TERM_ID_NONE ? 0 : 1};
    return STATUS_OK;
}

static Status bind(Run *run) {
    const EngineOptions *const options = run->options;
    if (options->binding_count == 0) return STATUS_OK;
    run->bound = arena_array(run->arena, run->variable_count + 1, sizeof *run->bound);
    if (!run->bound) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < options->binding_count; i++) {
        TermId id = TERM_ID_NONE;
        TRY(exec_intern(run->exec, &options->bindings[i].term, &id));
        for (size_t slot = 0; slot < run->variable_count; slot++)
            if (text_equal(run->variables[slot].name, options->bindings[i].name))
                run->bound[slot] = id;
    }
    return STATUS_OK;
}

Status run_prepare(Run *run, const RunSetup *setup, const Algebra *pattern) {
    static const Algebra unit = {.kind = ALGEBRA_UNIT};
    const EngineHooks *const hooks = &setup->options->hooks;
    const ExecService service = {.call = hooks->service,
                                 .context = hooks->context,
                                 .prefixes = setup->prefixes,
                                 .prefix_count = setup->prefix_count};
    *run = (Run){.source = setup->source,
                 .arena = setup->arena,
                 .budget = setup->budget,
                 .diag = setup->diag,
                 .options = setup->options,
                 .variables = setup->variables,
                 .variable_count = setup->variable_count};
    const ExecSetup exec = {.source = setup->source,
                            .arena = setup->arena,
                            .budget = setup->budget,
                            .progress = setup->options->progress,
                            .base = setup->base,
                            .variables = setup->variables,
                            .variable_count = setup->variable_count,
                            .service = service,
                            .threads = setup->options->threads,
                            .diag = setup->diag};
    TRY(exec_new(&run->exec, &exec));
    TRY(make_dataset(run, setup));
    TRY(bind(run));
    run->planner = (Planner){.source = setup->source,
                             .arena = setup->arena,
                             .dataset = &run->dataset,
                             .bound = run->bound,
                             .optimize = !setup->options->no_optimize,
                             .threads = setup->options->threads,
                             .wanted = setup->wanted,
                             .variable_count = setup->variable_count};
    return plan_pattern(&run->planner, pattern ? pattern : &unit, &run->plan, setup->diag);
}

Status run_next(Run *run, bool *more) {
    *more = false;
    if (!run->started)
        TRY(exec_start(run->exec, &run->planner, run->plan, &run->dataset, run->bound));
    run->started = true;
    TRY(exec_next(run->exec, more));
    return source_failure(run->source, run->diag);
}

void run_free(Run *run) {
    exec_free(run->exec);
    run->exec = NULL;
}

Status run_failed(const Diag *inner, Status status, Diag *diag) {
    if (inner->status != STATUS_OK && diag && diag->status == STATUS_OK) {
        *diag = *inner;
        diag->status = status;
    }
    return diag_set(diag, status, "%s", status_text(status));
}

/* ---- Quads by ids ------------------------------------------------------------------------------------------ */

Status quad_list_add(QuadList *list, const QuadIds *quad) {
    if (list->count == list->cap) {
        const size_t cap = list->cap ? list->cap + list->cap / 2 : 64, more = cap - list->cap;
        TRY(budget_take(list->budget, more * sizeof *quad));
        QuadIds *const at = mem_resize(list->at, cap * sizeof *at);
        if (!at) {
            budget_give(list->budget, more * sizeof *quad);
            return STATUS_NO_MEMORY;
        }
        list->at = at;
        list->cap = cap;
    }
    list->at[list->count++] = *quad;
    return STATUS_OK;
}

void quad_list_free(QuadList *list) {
    budget_give(list->budget, list->cap * sizeof *list->at);
    mem_free(list->at);
    *list = (QuadList){.budget = list->budget};
}

/* ---- Triples, each once ------------------------------------------------------------------------------------ */

typedef struct WantedTriple {
    const TripleSet *set;
    const QuadIds *triple;
} WantedTriple;

static bool same_triple(const void *context, size_t position) {
    const WantedTriple *const wanted = context;
    const QuadIds *const a = &wanted->set->list.at[position], *const b = wanted->triple;
    return a->subject == b->subject && a->predicate == b->predicate && a->object == b->object &&
           a->graph == b->graph;
}

void triple_set_init(TripleSet *set, Budget *budget) {
    *set = (TripleSet){.list = {.budget = budget}, .index = {.budget = budget}};
}

Status triple_set_add(TripleSet *set, const QuadIds *triple, bool *is_new) {
    const uint64_t hash = hash_bytes(triple, sizeof *triple, 0);
    const WantedTriple wanted = {set, triple};
    *is_new = hash_index_find(&set->index, hash, same_triple, &wanted) == HASH_NONE;
    if (!*is_new) return STATUS_OK;
    TRY(quad_list_add(&set->list, triple));
    return hash_index_add(&set->index, hash, set->list.count - 1);
}

void triple_set_free(TripleSet *set) {
    hash_index_free(&set->index);
    quad_list_free(&set->list);
}
