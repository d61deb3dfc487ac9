/* Limits of one piece of work. The clock is read only every so often by those who check per row;
 * per batch a read of the monotonic clock costs about 25 ns, which is nothing. */
#include <time.h>

#include "ytterby/base.h"

uint64_t clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

void budget_init(Budget *budget, double seconds, size_t bytes) {
    atomic_init(&budget->cancelled, false);
    atomic_init(&budget->used, 0);
    atomic_init(&budget->peak, 0);
    atomic_init(&budget->refused, false);
    budget->limit = bytes;
    budget->soft = bytes - bytes / 4;
    budget->deadline = 0;
    /* A century is as good as no limit, and the product below cannot overflow. */
    if (seconds > 0 && seconds < 3.2e9) budget->deadline = clock_now() + (uint64_t)(seconds * 1e9);
}

Status budget_check(Budget *budget) {
    if (!budget) return STATUS_OK;
    if (atomic_load_explicit(&budget->cancelled, memory_order_relaxed)) return STATUS_CANCELLED;
    if (budget->deadline && clock_now() > budget->deadline) return STATUS_TIMEOUT;
    return STATUS_OK;
}

Status budget_take(Budget *budget, size_t bytes) {
    if (!budget) return STATUS_OK;
    const size_t used =
        atomic_fetch_add_explicit(&budget->used, bytes, memory_order_relaxed) + bytes;
    if (budget->limit && used > budget->limit) {
        atomic_fetch_sub_explicit(&budget->used, bytes, memory_order_relaxed);
        atomic_store_explicit(&budget->refused, true, memory_order_relaxed);
        return STATUS_MEMORY_LIMIT;
    }
    size_t peak = atomic_load_explicit(&budget->peak, memory_order_relaxed);
    while (used > peak && !atomic_compare_exchange_weak(&budget->peak, &peak, used)) continue;
    return STATUS_OK;
}

size_t budget_room(const Budget *budget) {
    if (!budget || budget->soft == 0) return SIZE_MAX;
    const size_t used = atomic_load_explicit(&budget->used, memory_order_relaxed);
    return used < budget->soft ? budget->soft - used : 0;
}

void budget_give(Budget *budget, size_t bytes) {
    if (budget) atomic_fetch_sub_explicit(&budget->used, bytes, memory_order_relaxed);
}

Status budget_reason(Budget *budget, Status status) {
    if (status != STATUS_NO_MEMORY || !budget) return status;
    const Status ended = budget_check(budget);
    if (ended != STATUS_OK) return ended;
    return atomic_load(&budget->refused) ? STATUS_MEMORY_LIMIT : status;
}
