/* EXISTS (SPARQL 1.1 Query, section 18.6): the pattern is evaluated with the row's values substituted for its variables,
 * until a first solution. Each pattern's operators are made once and opened again for every row; their expressions
 * have scratch memory of their own, because an expression of the row is under way. */
#include "exec_internal.h"

struct ExistsRun {
    ExistsRun *next;
    const Algebra *pattern;
    Operator *root;
    Arena *scratch;
    TermId *outer;
};

static Plan *find_plan(const Exec *exec, const Algebra *pattern) {
    for (size_t i = 0; i < exec->planner->exists_count; i++)
        if (exec->planner->exists[i].pattern == pattern) return exec->planner->exists[i].plan;
    return NULL;
}

static Status make_run(Exec *exec, const Algebra *pattern, ExistsRun **made) {
    Plan *const plan = find_plan(exec, pattern);
    if (!plan) {
        diag_set(exec->setup.diag, STATUS_UNSUPPORTED, "EXISTS cannot be used here");
        return STATUS_UNSUPPORTED;
    }
    ExistsRun *const run = arena_alloc(exec->setup.arena, sizeof *run);
    if (!run) return STATUS_NO_MEMORY;
    run->pattern = pattern;
    run->outer = arena_array(exec->setup.arena, exec->width + 1, sizeof *run->outer);
    run->scratch = arena_new(exec->setup.budget);
    run->next = exec->exists;
    exec->exists = run;
    *made = run;
    if (!run->outer || !run->scratch) return STATUS_NO_MEMORY;
    return operator_new(exec, plan, &run->root);
}

static Status has_solution(ExistsRun *run, bool *answer) {
    Batch *batch = NULL;
    TRY(operator_open(run->root, run->outer));
    TRY(operator_next(run->root, &batch));
    *answer = batch && batch->rows > 0;
    operator_close(run->root);
    return STATUS_OK;
}

Status exists_run(void *context, const struct Algebra *pattern, const Row *row, bool *answer) {
    Exec *const exec = context;
    ExistsRun *run = exec->exists;
    while (run && run->pattern != pattern) run = run->next;
    if (!run) TRY(make_run(exec, pattern, &run));
    if (!run->root) return STATUS_NO_MEMORY;
    for (Slot slot = 0; slot < exec->width; slot++) run->outer[slot] = row_get(row, slot);
    Arena *const scratch = exec->eval.scratch;
    const uint64_t solution = exec->eval.solution;
    arena_reset(run->scratch);
    exec->eval.scratch = run->scratch;
    exec->exists_depth++;
    const Status status = has_solution(run, answer);
    exec->exists_depth--;
    exec->eval.scratch = scratch;
    exec->eval.solution = solution;
    return status;
}

void exists_free(Exec *exec) {
    for (ExistsRun *run = exec->exists; run; run = run->next) arena_free(run->scratch);
    exec->exists = NULL;
}
