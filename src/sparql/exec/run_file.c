/* Rows put aside in a temporary file when memory gets short: the one place that writes and reads it.
 *
 * The run has one file without a name in TMPDIR, made when first needed. A RowRun is a sequence of rows of one width in it:
 * blocks, each filled in memory and then written at the end of the file, read back in the same order. Operators make of
 * that what they need: sorted runs to merge, or parts of both operands of a join (external merge sort, and the
 * partitions of the GRACE hash join, Kitsuregawa 1983). The file never takes more than FILE_SHARE times the memory limit; it
 * is written from its beginning again when no run is left in it. */
#include "spill_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_SHARE = 16 /* times the memory limit */
};

/* The soft limit is below the memory limit: the rest is for operators that put nothing aside. */
bool spill_wanted(const Exec *exec, size_t more) { return budget_room(exec->setup.budget) < more; }

size_t spill_share(const Exec *exec) {
    const Budget *const budget = exec->setup.budget;
    return budget ? budget->soft / 12 : 0;
}

void run_file_close(RunFile *file) {
    if (file->open) close(file->fd);
    *file = (RunFile){0};
}

static Status open_file(Exec *exec) {
    RunFile *const file = &exec->file;
    const char *const folder = getenv("TMPDIR");
    if (file->open) return STATUS_OK;
    TRY(file_nameless(&file->fd, folder && *folder ? folder : "/tmp", exec->setup.diag));
    file->open = true;
    return STATUS_OK;
}

static Status failed(Exec *exec, const char *what) {
    return diag_set(exec->setup.diag, STATUS_IO, "cannot %s a temporary file: %s", what,
                    strerror(errno));
}

static Status write_cells(Exec *exec, const TermId *cells, size_t bytes, uint64_t *place) {
    RunFile *const file = &exec->file;
    const char *at = (const char *)cells;
    TRY(open_file(exec));
    const uint64_t limit = exec->setup.budget->limit;
    if (limit > 0 && file->size + bytes > limit * FILE_SHARE)
        return diag_set(exec->setup.diag, STATUS_MEMORY_LIMIT,
                        "the memory limit was reached, and its temporary file is full too");
    *place = file->size;
    while (bytes > 0) {
        const ssize_t done = pwrite(file->fd, at, bytes, (off_t)file->size);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return failed(exec, "write to");
        at += done;
        bytes -= (size_t)done;
        file->size += (uint64_t)done;
    }
    return STATUS_OK;
}

static Status read_cells(Exec *exec, TermId *cells, size_t bytes, uint64_t place) {
    char *at = (char *)cells;
    while (bytes > 0) {
        const ssize_t done = pread(exec->file.fd, at, bytes, (off_t)place);
        if (done < 0 && errno == EINTR) continue;
        if (done == 0) errno = EIO; /* somebody cut it */
        if (done <= 0) return failed(exec, "read from");
        at += done;
        bytes -= (size_t)done;
        place += (uint64_t)done;
    }
    return STATUS_OK;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------- */

void row_run_init(RowRun *run, Operator *owner, size_t width, size_t block_bytes) {
    const size_t rows = block_bytes / ((width ? width : 1) * sizeof(TermId));
    *run = (RowRun){.owner = owner, .width = width ? width : 1, .block_rows = rows ? rows : 1};
}

static size_t buffer_bytes(const RowRun *run) {
    return run->block_rows * run->width * sizeof(TermId);
}

static Status make_buffer(RowRun *run) {
    Budget *const budget = run->owner->exec->setup.budget;
    if (run->buffer) return STATUS_OK;
    TRY(budget_take(budget, buffer_bytes(run)));
    run->buffer = mem_alloc(buffer_bytes(run));
    if (!run->buffer) budget_give(budget, buffer_bytes(run));
    return run->buffer ? STATUS_OK : STATUS_NO_MEMORY;
}

static void free_buffer(RowRun *run) {
    if (run->buffer) budget_give(run->owner->exec->setup.budget, buffer_bytes(run));
    mem_free(run->buffer);
    run->buffer = NULL;
}

static Status write_block(RowRun *run) {
    Exec *const exec = run->owner->exec;
    RunBlock block = {.rows = run->buffered};
    if (run->buffered == 0) return STATUS_OK;
    TRY(budget_check(exec->setup.budget));
    TRY(array_grow((void **)&run->blocks, &run->block_cap, run->block_count + 1, sizeof block));
    TRY(write_cells(exec, run->buffer, run->buffered * run->width * sizeof(TermId), &block.place));
    if (run->block_count == 0) exec->file.runs++;
    run->blocks[run->block_count++] = block;
    run->owner->plan->actual.spilled += run->buffered;
    run->buffered = 0;
    return STATUS_OK;
}

Status row_run_add(RowRun *run, const TermId *cells) {
    TRY(make_buffer(run));
    memcpy(run->buffer + run->buffered * run->width, cells, run->width * sizeof *cells);
    run->rows++;
    return ++run->buffered == run->block_rows ? write_block(run) : STATUS_OK;
}

Status row_run_end(RowRun *run) {
    TRY(write_block(run));
    free_buffer(run);
    row_run_rewind(run);
    return STATUS_OK;
}

void row_run_rewind(RowRun *run) { run->next_block = run->at = run->buffered = 0; }

Status row_run_next(RowRun *run, const TermId **cells) {
    *cells = NULL;
    if (run->at == run->buffered) {
        if (run->next_block == run->block_count) return STATUS_OK;
        const RunBlock *const block = &run->blocks[run->next_block++];
        TRY(budget_check(run->owner->exec->setup.budget));
        TRY(make_buffer(run));
        TRY(read_cells(run->owner->exec, run->buffer, block->rows * run->width * sizeof(TermId),
                       block->place));
        run->buffered = block->rows;
        run->at = 0;
    }
    *cells = run->buffer + run->at++ * run->width;
    return STATUS_OK;
}

void row_run_free(RowRun *run) {
    if (!run->owner) return;
    RunFile *const file = &run->owner->exec->file;
    if (run->block_count > 0 && --file->runs == 0) file->size = 0;
    free_buffer(run);
    mem_free(run->blocks);
    *run = (RowRun){0};
}
