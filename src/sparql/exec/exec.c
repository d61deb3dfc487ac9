/* A run of a plan: makes one operator per plan node by a table, starts them, and walks over the rows that the root
 * gives. Terms that the source does not know get ids in a table of the run. */
#include "ytterby/exec.h"
#include "expression_internal.h"

enum {
    TEXTS_MOST = 64 << 20 /* bytes of texts of the source that are kept from row to row */
};

static OperatorMaker *const makers[] = {
    [PLAN_UNIT] = make_unit,           [PLAN_FEED] = make_feed,
    [PLAN_SCAN] = make_scan,           [PLAN_SCAN_OPTIONAL] = make_scan,
    [PLAN_SCAN_SEMI] = make_scan_sift, [PLAN_SCAN_ANTI] = make_scan_sift,
    [PLAN_PATH] = make_path,           [PLAN_JOIN] = make_join,
    [PLAN_LEFT_JOIN] = make_join,      [PLAN_SEMI_JOIN] = make_semi_join,
    [PLAN_ANTI_JOIN] = make_semi_join, [PLAN_MINUS] = make_semi_join,
    [PLAN_BIND_JOIN] = make_bind,      [PLAN_OPTIONAL] = make_bind,
    [PLAN_BIND_SEMI] = make_bind,      [PLAN_BIND_ANTI] = make_bind,
    [PLAN_UNION] = make_union,         [PLAN_GRAPH] = make_graph,
    [PLAN_SERVICE] = make_service,     [PLAN_FILTER] = make_filter,
    [PLAN_EXTEND] = make_extend,       [PLAN_VALUES] = make_values,
    [PLAN_GROUP] = make_group,         [PLAN_ORDER] = make_order,
    [PLAN_PROJECT] = make_project,     [PLAN_DISTINCT] = make_distinct,
    [PLAN_REDUCED] = make_distinct,    [PLAN_SLICE] = make_slice,
    [PLAN_LEAPFROG] = make_leapfrog,   [PLAN_TALLY] = make_tally,
    [PLAN_WEIGH] = make_weigh,         [PLAN_COUNT] = make_count,
    [PLAN_GATHER] = make_gather,       [PLAN_DEAL] = make_deal,
};

Status exec_new(Exec **made, const ExecSetup *setup) {
    Exec *const exec = arena_alloc(setup->arena, sizeof *exec);
    *made = exec;
    if (!exec) return STATUS_NO_MEMORY;
    exec->setup = *setup;
    exec->eval = (EvalContext){.source = setup->source,
                               .budget = setup->budget,
                               .base = setup->base,
                               .variables = setup->variables,
                               .variable_count = setup->variable_count,
                               .exists = exists_run,
                               .operators = exec};
    exec->eval.local = term_table_new(TERM_ID_LOCAL, setup->budget);
    exec->eval.scratch = arena_new(setup->budget);
    if (!exec->eval.local || !exec->eval.scratch) return STATUS_NO_MEMORY;
    return eval_start(&exec->eval);
}

void exec_finish(Exec *exec) {
    for (size_t i = exec->made_count;
         i-- > 0;) /* operands after those whose threads use what they have */
        if (exec->made[i]->methods->close) exec->made[i]->methods->close(exec->made[i]);
    mem_free(exec->made);
    exec->made = NULL;
    exec->made_count = exec->made_cap = 0;
    run_file_close(&exec->file);
    graph_scans_free(exec);
    exists_free(exec);
    eval_end(&exec->eval);
}

void exec_free(Exec *exec) {
    if (!exec) return;
    exec_finish(exec);
    term_table_free(exec->eval.local);
    arena_free(exec->eval.scratch);
}

Status exec_intern(Exec *exec, const Term *term, TermId *id) {
    return eval_intern(&exec->eval, term, id);
}

Status exec_term(Exec *exec, TermId id, char text[32], Term *term) {
    return eval_term_kept(&exec->eval, id, text, term);
}

/* ---- Making operators ---------------------------------------------------------------------------------------- */

static Status make_parts(Exec *exec, const Plan *plan, Operator ***parts) {
    *parts = arena_array(exec->setup.arena, plan->part_count, sizeof **parts);
    if (!*parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->part_count; i++)
        TRY(operator_new(exec, plan->parts[i], &(*parts)[i]));
    return STATUS_OK;
}

/* As deep as the plan, whose depth is limited when it is made. */
Status operator_new(Exec *exec, Plan *plan, Operator **made) {
    TRY(budget_check(exec->setup.budget)); /* a plan can have a hundred thousand operators */
    Operator *left = NULL, *right = NULL, **parts = NULL;
    if (plan->left) TRY(operator_new(exec, plan->left, &left));
    if (plan->right) TRY(operator_new(exec, plan->right, &right));
    if (plan->part_count > 0) TRY(make_parts(exec, plan, &parts));
    TRY(makers[plan->kind](exec, plan, made));
    (*made)->left = left;
    (*made)->right = right;
    (*made)->parts = parts;
    TRY(array_grow((void **)&exec->made, &exec->made_cap, exec->made_count + 1,
                   sizeof *exec->made));
    exec->made[exec->made_count++] = *made;
    return STATUS_OK;
}

/* ---- Running ---------------------------------------------------------------------------------------------------- */

Status exec_start(Exec *exec, const Planner *planner, Plan *plan, const Dataset *dataset,
                  const TermId *bound) {
    exec->planner = planner;
    exec->dataset = dataset;
    exec->width = planner->slot_count;
    TermId *const values = arena_array(exec->setup.arena, exec->width + 1, sizeof *values);
    if (!values) return STATUS_NO_MEMORY;
    for (size_t i = 0; bound && i < exec->setup.variable_count; i++) values[i] = bound[i];
    exec->bound = values;
    exec->batch = NULL;
    exec->at = 0;
    TRY(operator_new(exec, plan, &exec->root));
    return operator_open(exec->root, exec->bound);
}

/* Under an EXISTS the row that asked is looked at still. */
void between_rows(Exec *exec) {
    arena_reset(exec->eval.scratch);
    if (exec->exists_depth > 0) return;
    const Budget *const budget = exec->setup.budget;
    const size_t limit = budget && budget->limit > 0 ? budget->limit : SIZE_MAX;
    const size_t most = limit / 8 < TEXTS_MOST ? limit / 8 : TEXTS_MOST;
    if (!source_forget(exec->setup.source, most)) return;
    text_cache_free(exec->eval.texts, exec->setup.budget);
    exec->eval.texts = NULL;
}

Status exec_next(Exec *exec, bool *more) {
    if (exec->batch && exec->at + 1 < exec->batch->rows) {
        exec->at++;
        *more = true;
        return STATUS_OK;
    }
    *more = false;
    between_rows(exec);
    TRY(operator_next(exec->root, &exec->batch));
    exec->at = 0;
    *more = exec->batch && exec->batch->rows > 0;
    return STATUS_OK;
}

TermId exec_value(const Exec *exec, Slot slot) {
    const Row row = {exec->batch, exec->at, exec->bound};
    return row_get(&row, slot);
}

void exec_set_timing(Exec *exec, bool timing) { exec->setup.timing = timing; }

uint64_t exec_scanned(const Exec *exec) { return exec->scanned; }
