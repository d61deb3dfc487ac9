/* Several threads on one branch of the plan. Each has a run of its own: a view of the snapshot (source_twin), a copy of the
 * branch, memory. They take portions of the branch's first rows one after another (deal.c, leapfrog.c) and put what
 * becomes of them into parcels; the thread of the query hands these on in the order of the portions, so that rows come
 * as from one thread. A thread that is far ahead waits, so that few parcels are held.
 *
 * The thread of the query begins alone. Only where the portions left seem to take long do others join in, and go on with the
 * tables that are there: what is over soon is not made slower. Where threads are not to be had it goes on alone. Under a
 * memory limit nothing is divided: operators may have to see all their rows to put some aside. */
#include "exec_internal.h"

#include <sched.h>
#include <signal.h>
#include <string.h>

enum {
    THREADS_MOST = 8,
    PARCELS_MOST = 8,  /* that a thread may be ahead */
    PORTIONS_GUESS = 8 /* left, where nobody knows how many */
};

/* Nanoseconds of work left for which it pays to begin threads, and if only the first portion is done yet, whose time also has
 * that of making tables. */
#define LEFT_LONG   UINT64_C(3000000)
#define LEFT_SURELY UINT64_C(20000000)

#define STACK_BYTES                                                                                \
    ((size_t)8 << 20) /* what the first thread of a process has: plans may be deep */

/* A batch that a thread made of a portion. Its columns' cells follow it in memory. */
typedef struct Parcel {
    struct Parcel *next;
    uint64_t portion;
    size_t bytes;
    Batch batch; /* no rows: the portion's end */
} Parcel;

typedef struct Gather Gather;

typedef struct Worker {
    pthread_t thread;
    bool started;
    Gather *gather;
    Arena *arena;
    Source *source;
    Plan *plan; /* a copy of the branch */
    Exec *exec;
    Portion portion;
    uint64_t scanned; /* of exec's, those told */
    Parcel *first, *last;
    size_t count; /* parcels that wait */
    Diag diag;
} Worker;

struct Gather {
    Operator op;
    bool alone;      /* this thread does it: yet, or … */
    bool for_good;   /* … to the end */
    bool ended;      /* no more rows */
    Portion portion; /* that this thread works on … */
    uint64_t spent;  /* … and nanoseconds that it had for it */
    uint64_t turn;   /* the portion whose rows come next */
    Parcel *parcel;  /* of which some were handed on */
    bool live;       /* there is a lock, and workers */
    Worker *workers;
    size_t worker_count;
    atomic_uint_fast64_t next;
    /* Under the lock: */
    pthread_mutex_t lock;
    pthread_cond_t ready, room;
    bool waiting; /* for a parcel of the portion whose turn it is */
    bool stopped;
    size_t running;
    uint64_t scanned; /* not told yet */
    Status status;    /* of the first worker that failed … */
    const Diag *diag; /* … and its message */
};

/* ---- Parcels ------------------------------------------------------------------------------------------------------ */

static void parcel_free(Parcel *parcel, Budget *budget) {
    if (!parcel) return;
    budget_give(budget, parcel->bytes);
    mem_free(parcel);
}

static Status parcel_make(const Worker *worker, const Batch *batch, Parcel **made) {
    Budget *const budget = worker->exec->setup.budget;
    const size_t width = worker->exec->width, rows = batch ? batch->rows : 0;
    size_t columns = 0;
    for (Slot slot = 0; rows > 0 && slot < width; slot++) columns += batch->columns[slot] != NULL;
    const size_t bytes =
        sizeof(Parcel) + width * sizeof(TermId *) + columns * rows * sizeof(TermId);
    TRY(budget_take(budget, bytes));
    Parcel *const parcel = *made = mem_alloc(bytes);
    if (!parcel) {
        budget_give(budget, bytes);
        return STATUS_NO_MEMORY;
    }
    *parcel = (Parcel){.portion = worker->portion.number, .bytes = bytes};
    parcel->batch =
        (Batch){.rows = rows, .width = width, .columns = (TermId **)(void *)(parcel + 1)};
    memset(parcel->batch.columns, 0, width * sizeof *parcel->batch.columns);
    TermId *cells = (TermId *)(void *)(parcel->batch.columns + width);
    for (Slot slot = 0; rows > 0 && slot < width; slot++) {
        if (!batch->columns[slot]) continue;
        memcpy(cells, batch->columns[slot], rows * sizeof *cells);
        parcel->batch.columns[slot] = cells;
        cells += rows;
    }
    return STATUS_OK;
}

/* ---- What they share ---------------------------------------------------------------------------------------------- */

Status shared_make(Operator *self, Status (*make)(Operator *self), const Operator **maker) {
    Shared *const shared = self->plan->shared;
    Status status = STATUS_OK;
    pthread_mutex_lock(&shared->lock);
    if (!shared->maker) status = make(self);
    if (!shared->maker && status == STATUS_OK) shared->maker = self;
    *maker = shared->maker;
    pthread_mutex_unlock(&shared->lock);
    return status;
}

static bool has_table(PlanKind kind) {
    return (kind >= PLAN_SCAN && kind <= PLAN_SCAN_ANTI) ||
           (kind >= PLAN_JOIN && kind <= PLAN_MINUS) || kind == PLAN_LEAPFROG || kind == PLAN_WEIGH;
}

/* As deep as the plan. */
static Status share(Arena *arena, Plan *plan) {
    if (has_table(plan->kind)) {
        Shared *const shared = arena_alloc(arena, sizeof *shared);
        if (!shared || pthread_mutex_init(&shared->lock, NULL) != 0) return STATUS_NO_MEMORY;
        plan->shared = shared;
    }
    if (plan->left) TRY(share(arena, plan->left));
    if (plan->right) TRY(share(arena, plan->right));
    for (size_t i = 0; i < plan->part_count; i++) TRY(share(arena, plan->parts[i]));
    return STATUS_OK;
}

static void forget_shared(Plan *plan) {
    if (plan->shared) pthread_mutex_destroy(&plan->shared->lock);
    plan->shared = NULL;
    if (plan->left) forget_shared(plan->left);
    if (plan->right) forget_shared(plan->right);
    for (size_t i = 0; i < plan->part_count; i++) forget_shared(plan->parts[i]);
}

/* ---- A worker ----------------------------------------------------------------------------------------------------- */

static Status put(Worker *worker, const Batch *batch) {
    Gather *const gather = worker->gather;
    Parcel *parcel = NULL;
    TRY(source_failure(worker->source, &worker->diag));
    TRY(parcel_make(worker, batch, &parcel));
    pthread_mutex_lock(&gather->lock);
    while (worker->count == PARCELS_MOST && !gather->stopped)
        pthread_cond_wait(&gather->room, &gather->lock);
    if (worker->last)
        worker->last->next = parcel;
    else
        worker->first = parcel;
    worker->last = parcel;
    worker->count++;
    gather->scanned += worker->exec->scanned - worker->scanned;
    worker->scanned = worker->exec->scanned;
    const bool stopped = gather->stopped;
    if (gather->waiting && parcel->portion == gather->turn) pthread_cond_signal(&gather->ready);
    pthread_mutex_unlock(&gather->lock);
    return stopped ? STATUS_CANCELLED : STATUS_OK;
}

/* As deep as the plan. */
static Status copy_plan(Arena *arena, const Plan *plan, Plan **made) {
    Plan *const copy = *made = arena_alloc(arena, sizeof *copy);
    if (!copy) return STATUS_NO_MEMORY;
    *copy = *plan;
    memset(&copy->actual, 0, sizeof copy->actual);
    if (plan->left) TRY(copy_plan(arena, plan->left, &copy->left));
    if (plan->right) TRY(copy_plan(arena, plan->right, &copy->right));
    if (plan->part_count == 0) return STATUS_OK;
    copy->parts = arena_array(arena, plan->part_count, sizeof *copy->parts);
    if (!copy->parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < plan->part_count; i++)
        TRY(copy_plan(arena, plan->parts[i], &copy->parts[i]));
    return STATUS_OK;
}

static Status begin_run(Worker *worker) {
    const Exec *const exec = worker->gather->op.exec;
    ExecSetup setup = exec->setup;
    setup.source = worker->source;
    setup.arena = worker->arena;
    setup.progress = NULL;
    setup.service = (ExecService){0};
    setup.diag = &worker->diag;
    TRY(exec_new(&worker->exec, &setup));
    worker->exec->eval.now = exec->eval.now;
    worker->exec->portion = &worker->portion;
    TRY(copy_plan(worker->arena, worker->gather->op.left->plan, &worker->plan));
    return exec_start(worker->exec, exec->planner, worker->plan, exec->dataset, exec->bound);
}

/* All rows of one portion. */
static Status run_portion(Worker *worker) {
    for (;;) {
        Batch *batch = NULL;
        between_rows(worker->exec);
        TRY(operator_next(worker->exec->root, &batch));
        const bool ended = !batch || batch->rows == 0;
        TRY(put(worker, ended ? NULL : batch));
        if (ended) return STATUS_OK;
    }
}

static void *work(void *context) {
    Worker *const worker = context;
    Gather *const gather = worker->gather;
    Status status = begin_run(worker);
    do {
        worker->portion.number = atomic_fetch_add(&gather->next, 1);
        worker->portion.asked = false;
        if (status == STATUS_OK) status = run_portion(worker);
    } while (status == STATUS_OK && worker->portion.asked && !worker->portion.last);
    pthread_mutex_lock(&gather->lock);
    if (status != STATUS_OK && gather->status == STATUS_OK) {
        gather->status = status;
        gather->diag = &worker->diag;
    }
    gather->running--;
    pthread_cond_signal(&gather->ready);
    pthread_mutex_unlock(&gather->lock);
    return NULL;
}

/* ---- Beginning and ending ----------------------------------------------------------------------------------------- */

static size_t threads_wanted(const Exec *exec) {
    if (exec->setup.threads > 0) return exec->setup.threads;
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0) return 1;
    const size_t count = (size_t)CPU_COUNT(&processors);
    return count < THREADS_MOST ? count : THREADS_MOST;
}

/* Signals are for the thread that waits for the answer. */
static bool start_thread(Worker *worker) {
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0) return false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    worker->started = pthread_attr_setstacksize(&attributes, STACK_BYTES) == 0 &&
                      pthread_create(&worker->thread, &attributes, work, worker) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return worker->started;
}

static Status start_worker(Gather *self, Worker *worker, bool *started) {
    const ExecSetup *const setup = &self->op.exec->setup;
    *started = false;
    worker->gather = self;
    TRY(source_twin(setup->source, setup->budget, &worker->source, setup->diag));
    if (!worker->source) return STATUS_OK;
    worker->arena = arena_new(setup->budget);
    if (!worker->arena) return STATUS_NO_MEMORY;
    pthread_mutex_lock(&self->lock);
    *started = start_thread(worker);
    self->running += *started;
    pthread_mutex_unlock(&self->lock);
    return STATUS_OK;
}

static bool make_lock(Gather *self) {
    if (pthread_mutex_init(&self->lock, NULL) != 0) return false;
    if (pthread_cond_init(&self->ready, NULL) == 0) {
        if (pthread_cond_init(&self->room, NULL) == 0) return true;
        pthread_cond_destroy(&self->ready);
    }
    pthread_mutex_destroy(&self->lock);
    return false;
}

/* For the portions from `turn` on. */
static Status start_workers(Gather *self, size_t wanted) {
    bool started = true;
    self->stopped = self->waiting = false;
    self->status = STATUS_OK;
    self->running = self->worker_count = 0;
    atomic_store(&self->next, self->turn);
    self->workers = arena_array(self->op.exec->setup.arena, wanted, sizeof *self->workers);
    if (!self->workers || !make_lock(self)) return STATUS_NO_MEMORY;
    self->live = true;
    while (started && self->worker_count < wanted) {
        TRY(start_worker(self, &self->workers[self->worker_count++], &started));
        if (started) self->alone = false;
    }
    if (!self->alone) self->op.plan->actual.threads = self->worker_count;
    return STATUS_OK;
}

static void add_counts(Plan *plan, const Plan *copy) {
    plan->actual.rows += copy->actual.rows;
    plan->actual.batches += copy->actual.batches;
    plan->actual.opens += copy->actual.opens;
    plan->actual.look_ups += copy->actual.look_ups;
    plan->actual.filed += copy->actual.filed;
    plan->actual.spilled += copy->actual.spilled;
    plan->actual.nanoseconds += copy->actual.nanoseconds;
    if (plan->left) add_counts(plan->left, copy->left);
    if (plan->right) add_counts(plan->right, copy->right);
    for (size_t i = 0; i < plan->part_count; i++) add_counts(plan->parts[i], copy->parts[i]);
}

static void end_worker(Worker *worker, Plan *plan, Budget *budget) {
    while (worker->first) {
        Parcel *const parcel = worker->first;
        worker->first = parcel->next;
        parcel_free(parcel, budget);
    }
    if (worker->exec && worker->exec->root) add_counts(plan, worker->plan);
    exec_free(worker->exec);
    source_free(worker->source);
    arena_free(worker->arena);
}

static void end_workers(Gather *self) {
    Budget *const budget = self->op.exec->setup.budget;
    if (!self->live) return;
    pthread_mutex_lock(&self->lock);
    self->stopped = true;
    pthread_cond_broadcast(&self->room);
    pthread_mutex_unlock(&self->lock);
    for (size_t i = 0; i < self->worker_count; i++)
        if (self->workers[i].started) pthread_join(self->workers[i].thread, NULL);
    for (size_t i = 0; i < self->worker_count; i++)
        end_worker(&self->workers[i], self->op.left->plan, budget);
    parcel_free(self->parcel, budget);
    self->parcel = NULL;
    self->live = false;
    pthread_cond_destroy(&self->room);
    pthread_cond_destroy(&self->ready);
    pthread_mutex_destroy(&self->lock);
}

/* ---- Alone -------------------------------------------------------------------------------------------------------- */

/* The rows of a portion by this thread; none: its end. */
static Status next_alone(Gather *self, Batch **batch) {
    Exec *const exec = self->op.exec;
    Portion *const before = exec->portion;
    const uint64_t start = clock_now();
    exec->portion = &self->portion;
    const Status status = operator_next(self->op.left, batch);
    exec->portion = before;
    self->spent += clock_now() - start;
    return status;
}

/* The portions after this one, as far as it is known. */
static uint64_t portions_left(const Gather *self) {
    const Plan *plan = self->op.left->plan;
    while (plan->kind != PLAN_DEAL && plan->kind != PLAN_LEAPFROG) plan = plan->left;
    if (plan->kind == PLAN_LEAPFROG) return PORTIONS_GUESS;
    const double done = (double)(self->portion.number + 1) * (double)plan->limit;
    return done < plan->estimate ? (uint64_t)(plan->estimate - done) / plan->limit + 1 : 1;
}

/* The portion is done: do others join in for the next ones? */
static Status end_portion(Gather *self) {
    Exec *const exec = self->op.exec;
    const uint64_t left = self->spent * portions_left(self);
    const uint64_t long_time = self->portion.number == 0 ? LEFT_SURELY : LEFT_LONG;
    self->ended = self->portion.last || !self->portion.asked;
    self->turn = ++self->portion.number;
    self->portion.asked = false;
    self->spent = 0;
    if (self->ended || self->for_good || (left < long_time && exec->setup.threads == 0))
        return STATUS_OK;
    const size_t wanted = threads_wanted(exec);
    self->for_good = true; /* it is not tried again */
    return wanted > 1 ? start_workers(self, wanted) : STATUS_OK;
}

/* ---- Handing on --------------------------------------------------------------------------------------------------- */

/* The first parcel of the portion whose turn it is, if it is there. */
static Parcel *take_ready(Gather *self) {
    for (size_t i = 0; i < self->worker_count; i++) {
        Worker *const worker = &self->workers[i];
        Parcel *const parcel = worker->first;
        if (!parcel || parcel->portion != self->turn) continue;
        worker->first = parcel->next;
        if (!worker->first) worker->last = NULL;
        if (worker->count-- == PARCELS_MOST) pthread_cond_broadcast(&self->room);
        return parcel;
    }
    return NULL;
}

/* The next parcel with rows; *taken NULL: there are no more. */
static Status take(Gather *self, Parcel **taken) {
    Exec *const exec = self->op.exec;
    pthread_mutex_lock(&self->lock);
    for (;;) {
        *taken = self->status == STATUS_OK ? take_ready(self) : NULL;
        if (*taken && (*taken)->batch.rows > 0) break;
        if (*taken) {
            parcel_free(*taken, exec->setup.budget);
            self->turn++;
            continue;
        }
        if (self->status != STATUS_OK || self->running == 0) break;
        self->waiting = true;
        pthread_cond_wait(&self->ready, &self->lock);
        self->waiting = false;
    }
    exec->scanned += self->scanned;
    self->scanned = 0;
    const Status status = self->status;
    pthread_mutex_unlock(&self->lock);
    return status;
}

static Status failed(const Gather *self, Status status) {
    Diag *const diag = self->op.exec->setup.diag;
    if (diag && diag->status == STATUS_OK && self->diag->status != STATUS_OK) *diag = *self->diag;
    return status;
}

static Status next_of_workers(Gather *self, Batch **batch) {
    Operator *const op = &self->op;
    parcel_free(self->parcel, op->exec->setup.budget);
    self->parcel = NULL;
    const Status status = take(self, &self->parcel);
    if (status != STATUS_OK) return failed(self, status);
    self->ended = !self->parcel;
    if (self->ended) {
        end_workers(self);
        return STATUS_OK;
    }
    self->parcel->batch.serial = ++op->exec->serial;
    output_clear(op);
    *batch = &op->batch;
    return output_view(op, &self->parcel->batch);
}

static Status gather_next(Operator *op, Batch **batch) {
    Gather *const self = (Gather *)op;
    if (budget_room(op->exec->setup.budget) < SIZE_MAX) return operator_next(op->left, batch);
    while (!self->ended) {
        *batch = NULL;
        TRY(self->alone ? next_alone(self, batch) : next_of_workers(self, batch));
        if (*batch && (*batch)->rows > 0) return STATUS_OK;
        if (self->alone) TRY(end_portion(self));
    }
    output_clear(op);
    *batch = &op->batch;
    return STATUS_OK;
}

static void gather_close(Operator *op) {
    Gather *const self = (Gather *)op;
    end_workers(self);
    forget_shared(op->left->plan);
}

static Status gather_open(Operator *op) {
    Gather *const self = (Gather *)op;
    gather_close(op);
    self->alone = true;
    self->for_good = self->ended = false;
    self->portion = (Portion){0};
    self->spent = self->turn = 0;
    return share(op->exec->setup.arena, op->left->plan);
}

static const OperatorMethods methods = {gather_open, gather_next, gather_close};

Status make_gather(Exec *exec, Plan *plan, Operator **made) {
    return operator_alloc(exec, plan, &methods, sizeof(Gather), made);
}
