/* The pager: snapshots, transactions and checked pages over one file.
 *
 * A transaction gets new pages from runs that no state in use can see (the queue of the free list) or from the end of
 * the file, fills them in memory, writes them, syncs, and only then writes a meta page and syncs again. Pages that it
 * gave up are put into the queue under its number: they were in use up to the state before, so a later transaction may
 * take them once no snapshot is older than that number.
 *
 * The queue is a chain of immutable chunk pages. Each chunk names the page of the next one, which is set aside before
 * it is written: so appending changes no page, and no chunk is copied.
 *
 * Idea of copy on write with two metas: LMDB (Chu, 2011); the shape of the queue is our own. */
#include <string.h>
#include <sys/random.h>

#include "store_internal.h"

enum {
    DIRTY_BYTES = 32 << 20,
    FREE_CHUNK = (PAGE_BODY - 8) / (int)sizeof(PageRun),
    SNAPSHOT_TRIES = 1000
};

static const size_t metas_size = (size_t)2 * PAGE_SIZE;

/* The body of a PAGE_FREE page. */
typedef struct FreeChunk {
    PageHeader header;
    PageNo next; /* page of the next chunk, or the one set aside for it */
    PageRun runs[FREE_CHUNK];
} FreeChunk;

_Static_assert(sizeof(FreeChunk) <= PAGE_SIZE, "a chunk of the free list is one page");

typedef struct DirtyPage {
    PageNo number;
    PageHeader *page; /* NULL: released again, or written out */
} DirtyPage;

typedef struct HeldSnapshot {
    uint64_t txn;
    size_t holders;
} HeldSnapshot;

struct Pager {
    StoreFile file;
    bool is_twin; /* the file is another pager's */
    Meta meta;    /* the newest committed state this handle has seen */
    bool meta_damaged;
    bool synced;   /* what others wrote before the first transaction is on the disk */
    bool doubtful; /* what is on the disk is not known: see switch_meta */
    HeldSnapshot *held;
    size_t held_count, held_cap;
    uint8_t *verified; /* one bit a page: its checksum was right under `verified_txn` */
    size_t verified_pages;
    uint64_t verified_txn;
    uint64_t pages_read, pages_written;
    /* The open transaction. */
    bool writing;
    Meta next;
    uint64_t oldest;   /* the oldest snapshot that any process holds */
    PageRuns pool;     /* free to be used by this transaction */
    PageRuns released; /* used by older states: to be queued */
    DirtyPage *dirty;
    size_t dirty_count, dirty_cap, dirty_bytes;
    HashIndex dirty_index; /* page number -> position in `dirty` */
};

/* ---- Opening ------------------------------------------------------------------------------------------ */

static Status decode_meta(const Pager *pager, Meta *meta, bool *damaged, Diag *diag) {
    char pages[2 * PAGE_SIZE];
    memcpy(pages, pager->file.map, sizeof pages);
    return meta_decode(pages, meta, damaged, diag);
}

/* The size is asked for after the meta was read, for a writer may commit in between and make the file longer; after an
 * undo it may also have become shorter, and then the meta is another one by now. */
static Status read_meta(Pager *pager, Diag *diag) {
    uint64_t size;
    Meta meta, again;
    bool damaged, ignored;
    TRY(file_size(&pager->file, &size, diag));
    if (size < metas_size) {
        return diag_set(diag, STATUS_CORRUPT, "%s is not a Ytterby database, or was cut short",
                        pager->file.path);
    }
    for (int tries = 0; tries < SNAPSHOT_TRIES; tries++) {
        TRY(decode_meta(pager, &meta, &damaged, diag));
        TRY(file_size(&pager->file, &size, diag));
        if (size / PAGE_SIZE >= meta.page_count) {
            pager->meta = meta;
            pager->meta_damaged = damaged;
            return STATUS_OK;
        }
        TRY(decode_meta(pager, &again, &ignored, diag));
        if (again.txn == meta.txn) break;
    }
    return diag_set(diag, STATUS_CORRUPT, "%s was cut short: %llu pages are missing",
                    pager->file.path, (unsigned long long)(meta.page_count - size / PAGE_SIZE));
}

/* Makes an empty database. Two processes may both have found the file empty: the lock decides. */
static Status initialise(Pager *pager, Diag *diag) {
    TRY(file_lock_writer(&pager->file, 10, NULL, diag));
    uint64_t size = 0;
    Status status = file_size(&pager->file, &size, diag);
    if (status == STATUS_OK && size == 0) {
        uint8_t identity[16];
        if (getrandom(identity, sizeof identity, 0) != (ssize_t)sizeof identity)
            memset(identity, 0, sizeof identity);
        char pages[3 * PAGE_SIZE] = {0};
        Meta meta;
        meta_init(&meta, identity);
        meta_encode(&meta, pages);
        meta_encode(&meta, pages + PAGE_SIZE);
        status = file_write(&pager->file, 0, pages, sizeof pages, diag);
        if (status == STATUS_OK) status = file_sync(&pager->file, diag);
        if (status == STATUS_OK) status = file_sync_name(&pager->file, diag);
        if (status != STATUS_OK) file_truncate(&pager->file, 0, NULL);
    }
    file_unlock_writer(&pager->file);
    return status;
}

/* Nobody can commit while the lock is held. */
void pager_unmake(Pager *pager) {
    Meta meta;
    uint64_t size;
    bool damaged;
    if (!pager->file.made || file_lock_writer(&pager->file, 0, NULL, NULL) != STATUS_OK) return;
    if (file_size(&pager->file, &size, NULL) == STATUS_OK && pager->file.map &&
        (size < metas_size ||
         (meta_decode(pager->file.map, &meta, &damaged, NULL) == STATUS_OK && meta.txn == 0)))
        file_remove(&pager->file);
    file_unlock_writer(&pager->file);
}

Status pager_open(Pager **pager, const char *path, StoreMode mode, Diag *diag) {
    Pager *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    bool created = false;
    Status status = file_open(&made->file, path, mode, &created, diag);
    if (status == STATUS_OK && created) status = initialise(made, diag);
    if (status == STATUS_OK) status = read_meta(made, diag);
    if (status != STATUS_OK) {
        pager_unmake(made);
        pager_close(made);
        return status;
    }
    *pager = made;
    return STATUS_OK;
}

void pager_close(Pager *pager) {
    if (!pager) return;
    pager_rollback(pager);
    if (!pager->is_twin) file_close(&pager->file);
    hash_index_free(&pager->dirty_index);
    mem_free(pager->dirty);
    mem_free(pager->verified);
    mem_free(pager->held);
    mem_free(pager);
}

/* ---- Snapshots ------------------------------------------------------------------------------------------ */

static HeldSnapshot *held_find(Pager *pager, uint64_t txn) {
    for (size_t i = 0; i < pager->held_count; i++) {
        if (pager->held[i].txn == txn) return &pager->held[i];
    }
    return NULL;
}

/* Locks the newest state. Between reading the meta and locking its number a writer may have moved on and taken pages
 * of that state: so the meta is read again under the lock. */
static Status hold_newest(Pager *pager, Diag *diag) {
    for (int tries = 0; tries < SNAPSHOT_TRIES; tries++) {
        TRY(read_meta(pager, diag));
        const uint64_t txn = pager->meta.txn;
        HeldSnapshot *const held = held_find(pager, txn);
        if (held) {
            held->holders++;
            return STATUS_OK;
        }
        TRY(file_lock_snapshot(&pager->file, txn, diag));
        TRY(read_meta(pager, diag));
        if (pager->meta.txn == txn) {
            pager->held[pager->held_count++] = (HeldSnapshot){txn, 1};
            return STATUS_OK;
        }
        file_unlock_snapshot(&pager->file, txn);
    }
    return diag_set(diag, STATUS_BUSY, "%s changes too fast to be read", pager->file.path);
}

Status pager_snapshot_begin(Pager *pager, Snapshot *snapshot, Diag *diag) {
    if (pager->writing) {
        *snapshot = (Snapshot){pager->next.txn, pager->next.page_count, pager->next.state};
        return STATUS_OK;
    }
    void *held = pager->held;
    TRY(array_grow(&held, &pager->held_cap, pager->held_count + 1, sizeof *pager->held));
    pager->held = held;
    TRY(hold_newest(pager, diag));
    *snapshot = (Snapshot){pager->meta.txn, pager->meta.page_count, pager->meta.state};
    return STATUS_OK;
}

void pager_snapshot_end(Pager *pager, const Snapshot *snapshot) {
    HeldSnapshot *const held = held_find(pager, snapshot->txn);
    if (!held || --held->holders > 0) return;
    file_unlock_snapshot(&pager->file, held->txn);
    *held = pager->held[--pager->held_count];
}

/* What was found sound in this state need not be checked again. */
Status pager_twin(Pager **twin, const Pager *pager, const Snapshot *snapshot, Diag *diag) {
    Pager *const made = mem_zero(1, sizeof *made);
    uint8_t *const verified = mem_zero(pager->verified_pages / 8 + 1, 1);
    if (!made || !verified) {
        mem_free(made);
        mem_free(verified);
        return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    }
    made->file = pager->file;
    made->is_twin = true;
    made->meta.txn = made->verified_txn = snapshot->txn;
    made->meta.page_count = snapshot->page_count;
    made->verified = verified;
    made->verified_pages = pager->verified_pages;
    if (pager->verified && pager->verified_txn == snapshot->txn)
        memcpy(verified, pager->verified, pager->verified_pages / 8);
    *twin = made;
    return STATUS_OK;
}

/* ---- Reading pages --------------------------------------------------------------------------------------- */

static uint64_t number_hash(PageNo number) { return hash_mix(number, 0); }

static bool same_number(const void *context, size_t position) {
    const void *const *const pair = context;
    const DirtyPage *const dirty = pair[0];
    return dirty[position].number == *(const PageNo *)pair[1] && dirty[position].page;
}

static DirtyPage *dirty_find(Pager *pager, PageNo number) {
    const void *const pair[] = {pager->dirty, &number};
    const size_t at = hash_index_find(&pager->dirty_index, number_hash(number), same_number, pair);
    return at == HASH_NONE ? NULL : &pager->dirty[at];
}

static uint64_t page_checksum(const PageHeader *page, PageNo number, size_t pages) {
    const size_t skip = sizeof page->checksum;
    return hash_bytes((const char *)page + skip, pages * PAGE_SIZE - skip, number);
}

static uint64_t readable_pages(const Pager *pager) {
    return pager->writing ? pager->next.page_count : pager->meta.page_count;
}

static const PageHeader *damaged(const Pager *pager, PageNo number, Diag *diag) {
    diag_set(diag, STATUS_CORRUPT, "%s is damaged: page %llu", pager->file.path,
             (unsigned long long)number);
    return NULL;
}

/* Room for the bits of all pages; other processes may have put new bytes into a page since an older state. */
static bool verified_bits(Pager *pager) {
    const size_t pages = readable_pages(pager);
    const uint64_t txn = pager->writing ? pager->next.txn : pager->meta.txn;
    if (pages > pager->verified_pages) {
        void *bits = pager->verified;
        size_t cap = (pager->verified_pages + 7) / 8;
        const size_t old = cap;
        if (array_grow(&bits, &cap, (pages + 7) / 8, 1) != STATUS_OK) return false;
        memset((char *)bits + old, 0, cap - old);
        pager->verified = bits;
        pager->verified_pages = cap * 8;
    }
    if (txn != pager->verified_txn && pager->verified_pages > 0) {
        memset(pager->verified, 0, pager->verified_pages / 8);
    }
    pager->verified_txn = txn;
    return true;
}

static void forget_verified(Pager *pager, PageNo number) {
    if (number < pager->verified_pages)
        pager->verified[number / 8] &= (uint8_t) ~(1u << (number % 8));
}

const PageHeader *pager_page(Pager *pager, PageNo number, Diag *diag) {
    const DirtyPage *const dirty = pager->writing ? dirty_find(pager, number) : NULL;
    if (dirty) return dirty->page;
    const uint64_t limit = readable_pages(pager);
    if (number < 2 || number >= limit) return damaged(pager, number, diag);
    const PageHeader *const page =
        (const PageHeader *)(const void *)(pager->file.map + number * PAGE_SIZE);
    if (!verified_bits(pager)) {
        diag_set(diag, STATUS_NO_MEMORY, "out of memory");
        return NULL;
    }
    const uint8_t bit = (uint8_t)(1u << (number % 8));
    if (pager->verified[number / 8] & bit) return page;
    pager->pages_read++;
    if (page->pages == 0 || page->pages > limit - number ||
        page->checksum != page_checksum(page, number, page->pages) ||
        page->txn > pager->verified_txn) {
        return damaged(pager, number, diag);
    }
    pager->verified[number / 8] |= bit;
    return page;
}

/* ---- Writing: pages ----------------------------------------------------------------------------------------- */

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

/* Moves the oldest chunk of the queue into the pool. *got is false when there is none that may be taken. */
static Status take_chunk(Pager *pager, bool *got, Diag *diag) {
    *got = false;
    const PageNo head = pager->next.free_head;
    if (head == pager->next.free_next) return STATUS_OK;
    const PageHeader *const page = pager_page(pager, head, diag);
    if (!page) return STATUS_CORRUPT;
    const FreeChunk *const chunk = (const FreeChunk *)(const void *)page;
    if (page->type != PAGE_FREE || page->count > FREE_CHUNK) {
        damaged(pager, head, diag);
        return STATUS_CORRUPT;
    }
    if (page->txn > pager->oldest) return STATUS_OK;
    for (size_t i = 0; i < page->count; i++) {
        if (runs_add(&pager->pool, chunk->runs[i].first, chunk->runs[i].pages) != STATUS_OK)
            return no_memory(diag);
    }
    if (runs_add(&pager->released, head, 1) != STATUS_OK) return no_memory(diag);
    pager->next.free_head = chunk->next;
    *got = true;
    return STATUS_OK;
}

static Status allocate(Pager *pager, uint32_t pages, PageNo *number, Diag *diag) {
    for (bool got = true; got;) {
        *number = runs_take(&pager->pool, pages);
        if (*number != 0) return STATUS_OK;
        TRY(take_chunk(pager, &got, diag));
        if (got) runs_merge(&pager->pool);
    }
    *number = pager->next.page_count;
    pager->next.page_count += pages;
    return STATUS_OK;
}

static Status dirty_add(Pager *pager, PageNo number, PageHeader *page) {
    void *items = pager->dirty;
    TRY(array_grow(&items, &pager->dirty_cap, pager->dirty_count + 1, sizeof *pager->dirty));
    pager->dirty = items;
    TRY(hash_index_add(&pager->dirty_index, number_hash(number), pager->dirty_count));
    pager->dirty[pager->dirty_count++] = (DirtyPage){number, page};
    pager->dirty_bytes += (size_t)page->pages * PAGE_SIZE;
    return STATUS_OK;
}

Status pager_new(Pager *pager, uint32_t pages, PageNo *number, PageHeader **page, Diag *diag) {
    TRY(allocate(pager, pages, number, diag));
    PageHeader *const made = mem_zero(pages, PAGE_SIZE);
    if (!made) return no_memory(diag);
    made->txn = pager->next.txn;
    made->pages = pages;
    forget_verified(pager, *number);
    if (dirty_add(pager, *number, made) != STATUS_OK) {
        mem_free(made);
        return no_memory(diag);
    }
    *page = made;
    return STATUS_OK;
}

Status pager_release(Pager *pager, PageNo number, Diag *diag) {
    DirtyPage *const dirty = dirty_find(pager, number);
    const PageHeader *const page = dirty ? dirty->page : pager_page(pager, number, diag);
    if (!page) return STATUS_CORRUPT;
    const uint32_t pages = page->pages;
    PageRuns *const runs = page->txn == pager->next.txn ? &pager->pool : &pager->released;
    if (dirty) {
        pager->dirty_bytes -= (size_t)pages * PAGE_SIZE;
        mem_free(dirty->page);
        dirty->page = NULL;
    }
    return runs_add(runs, number, pages) == STATUS_OK ? STATUS_OK : no_memory(diag);
}

Status pager_edit(Pager *pager, PageNo *number, PageHeader **page, Diag *diag) {
    const DirtyPage *const dirty = dirty_find(pager, *number);
    if (dirty) {
        *page = dirty->page;
        return STATUS_OK;
    }
    const PageHeader *const old = pager_page(pager, *number, diag);
    if (!old) return STATUS_CORRUPT;
    PageNo copy;
    TRY(pager_new(pager, old->pages, &copy, page, diag));
    const PageHeader fresh = **page;
    memcpy(*page, old, (size_t)old->pages * PAGE_SIZE);
    (*page)->txn = fresh.txn;
    TRY(pager_release(pager, *number, diag));
    *number = copy;
    return STATUS_OK;
}

static Status write_page(Pager *pager, PageNo number, PageHeader *page, Diag *diag) {
    page->checksum = page_checksum(page, number, page->pages);
    pager->pages_written += page->pages;
    return file_write(&pager->file, number * PAGE_SIZE, (const char *)page,
                      (size_t)page->pages * PAGE_SIZE, diag);
}

static void drop_dirty(Pager *pager) {
    for (size_t i = 0; i < pager->dirty_count; i++) mem_free(pager->dirty[i].page);
    pager->dirty_count = 0;
    pager->dirty_bytes = 0;
    hash_index_free(&pager->dirty_index);
}

Status pager_spill(Pager *pager, bool all, Diag *diag) {
    if (!all && pager->dirty_bytes < DIRTY_BYTES) return STATUS_OK;
    for (size_t i = 0; i < pager->dirty_count; i++) {
        const DirtyPage *const dirty = &pager->dirty[i];
        if (dirty->page) TRY(write_page(pager, dirty->number, dirty->page, diag));
    }
    drop_dirty(pager);
    return STATUS_OK;
}

/* ---- Transactions --------------------------------------------------------------------------------------------- */

/* The state before the newest counts as held, so that it can be gone back to (pager_undo). */
static Status find_oldest(Pager *pager, Diag *diag) {
    const uint64_t before = pager->meta.undo_txn ? pager->meta.undo_txn : pager->meta.txn;
    TRY(file_oldest_snapshot(&pager->file, before, &pager->oldest, diag));
    for (size_t i = 0; i < pager->held_count; i++) {
        if (pager->held[i].txn < pager->oldest) pager->oldest = pager->held[i].txn;
    }
    return STATUS_OK;
}

/* What a writer left that was killed between writing and syncing has to be on the disk before it is built upon. */
static Status sync_once(Pager *pager, Diag *diag) {
    if (pager->synced) return STATUS_OK;
    TRY(file_sync(&pager->file, diag));
    pager->synced = true;
    return STATUS_OK;
}

Status pager_begin(Pager *pager, double wait_seconds, Budget *budget, Diag *diag) {
    if (pager->file.read_only) {
        return diag_set(diag, STATUS_REFUSED, "%s is open for reading only", pager->file.path);
    }
    if (pager->writing) return diag_set(diag, STATUS_BUSY, "a transaction is open already");
    if (pager->doubtful) {
        return diag_set(diag, STATUS_IO, "%s could not be synced before: it takes no more changes",
                        pager->file.path);
    }
    TRY(file_lock_writer(&pager->file, wait_seconds, budget, diag));
    Status status = sync_once(pager, diag);
    if (status == STATUS_OK) status = read_meta(pager, diag);
    if (status == STATUS_OK) status = find_oldest(pager, diag);
    if (status != STATUS_OK) {
        file_unlock_writer(&pager->file);
        return status;
    }
    pager->next = pager->meta;
    pager->next.txn++;
    pager->next.undo_txn = pager->meta.txn;
    pager->writing = true;
    return STATUS_OK;
}

bool pager_writing(const Pager *pager) { return pager->writing; }

StoreState *pager_state(Pager *pager) { return &pager->next.state; }

static void end_transaction(Pager *pager) {
    drop_dirty(pager);
    runs_free(&pager->pool);
    runs_free(&pager->released);
    pager->writing = false;
    file_unlock_writer(&pager->file);
}

/* Appends one chunk to the queue, on the page set aside for it, and sets aside `next`. */
static Status write_chunk(Pager *pager, const PageRun *runs, size_t count, PageNo next,
                          Diag *diag) {
    char bytes[PAGE_SIZE] __attribute__((aligned(16))) = {0};
    FreeChunk *const chunk = (FreeChunk *)(void *)bytes;
    chunk->header = (PageHeader){
        .txn = pager->next.txn, .type = PAGE_FREE, .count = (uint16_t)count, .pages = 1};
    chunk->next = next;
    memcpy(chunk->runs, runs, count * sizeof *runs);
    forget_verified(pager, pager->next.free_next);
    TRY(write_page(pager, pager->next.free_next, &chunk->header, diag));
    pager->next.free_next = next;
    return STATUS_OK;
}

/* The next runs to be queued: at most a chunk's worth from the end of `runs`. */
static size_t take_runs(PageRuns *runs, PageRun *out, size_t room) {
    const size_t count = runs->count < room ? runs->count : room;
    runs->count -= count;
    if (count > 0) memcpy(out, runs->items + runs->count, count * sizeof *out);
    return count;
}

/* Sets aside the pages that the new chunks name as their next. That takes from the pool, and may take a chunk of the
 * queue into it, so the number is looked at anew each time. */
static Status set_aside(Pager *pager, PageRuns *nexts, Diag *diag) {
    for (;;) {
        runs_merge(&pager->pool);
        runs_merge(&pager->released);
        const size_t runs = pager->pool.count + pager->released.count;
        if (nexts->count >= (runs + FREE_CHUNK - 1) / FREE_CHUNK) return STATUS_OK;
        PageNo page;
        TRY(allocate(pager, 1, &page, diag));
        void *items = nexts->items;
        if (array_grow(&items, &nexts->cap, nexts->count + 1, sizeof *nexts->items) != STATUS_OK) {
            return no_memory(diag);
        }
        nexts->items = items;
        nexts->items[nexts->count++] = (PageRun){page, 1};
    }
}

/* Queues what the transaction freed and what it took from the queue and did not use. */
static Status write_free_list(Pager *pager, Diag *diag) {
    PageRuns nexts = {0};
    Status status = set_aside(pager, &nexts, diag);
    for (size_t i = 0; i < nexts.count && status == STATUS_OK; i++) {
        PageRun runs[FREE_CHUNK];
        size_t count = take_runs(&pager->released, runs, FREE_CHUNK);
        count += take_runs(&pager->pool, runs + count, FREE_CHUNK - count);
        status = write_chunk(pager, runs, count, nexts.items[i].first, diag);
    }
    runs_free(&nexts);
    return status;
}

/* Writes the meta and makes it durable. When that cannot be made sure, the slot gets its former bytes back. When not
 * even that can be made sure, nobody knows what is on the disk: either state may be found there after a crash. So the
 * pages of neither may be written over, and this handle writes no more. */
static Status switch_meta(Pager *pager, Diag *diag) {
    const uint64_t offset = pager->next.txn % 2 * PAGE_SIZE;
    char former[PAGE_SIZE];
    char page[PAGE_SIZE];
    memcpy(former, pager->file.map + offset, sizeof former);
    meta_encode(&pager->next, page);
    Status status = file_write(&pager->file, offset, page, sizeof page, diag);
    if (status == STATUS_OK) status = file_sync(&pager->file, diag);
    if (status != STATUS_OK &&
        (file_write(&pager->file, offset, former, sizeof former, NULL) != STATUS_OK ||
         file_sync(&pager->file, NULL) != STATUS_OK))
        pager->doubtful = true;
    return status;
}

static Status write_all(Pager *pager, Diag *diag) {
    TRY(pager_spill(pager, true, diag));
    TRY(write_free_list(pager, diag));
    /* The file must reach to its last page, also when that one was only set aside. */
    uint64_t size;
    TRY(file_size(&pager->file, &size, diag));
    const uint64_t wanted = pager->next.page_count * PAGE_SIZE;
    if (size < wanted) TRY(file_truncate(&pager->file, wanted, diag));
    TRY(file_sync(&pager->file, diag));
    return switch_meta(pager, diag);
}

Status pager_commit(Pager *pager, Diag *diag) {
    if (!pager->writing) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    const Status status = write_all(pager, diag);
    if (status != STATUS_OK) {
        pager_rollback(pager);
        return status;
    }
    pager->meta = pager->next;
    end_transaction(pager);
    return STATUS_OK;
}

void pager_rollback(Pager *pager) {
    if (!pager->writing) return;
    /* Pages beyond the committed end belong to nobody. */
    if (!pager->doubtful) file_truncate(&pager->file, pager->meta.page_count * PAGE_SIZE, NULL);
    end_transaction(pager);
}

/* ---- Undo and copy --------------------------------------------------------------------------------------------- */

/* Nobody may be reading the state that is given up: its pages go back to be used. */
static Status check_unread(Pager *pager, Diag *diag) {
    uint64_t oldest;
    TRY(file_oldest_snapshot(&pager->file, pager->meta.txn + 1, &oldest, diag));
    if (oldest <= pager->meta.txn || pager->held_count > 0) {
        return diag_set(diag, STATUS_BUSY, "%s is being read", pager->file.path);
    }
    return STATUS_OK;
}

static Status go_back(Pager *pager, Diag *diag) {
    Meta former;
    char pages[2 * PAGE_SIZE];
    memcpy(pages, pager->file.map, sizeof pages);
    if (pager->meta.undo_txn == 0 || meta_find(pages, pager->meta.undo_txn, &former) != STATUS_OK) {
        return diag_set(diag, STATUS_REFUSED, "there is no transaction to undo");
    }
    TRY(check_unread(pager, diag));
    former.txn = pager->meta.txn + 1;
    former.undo_txn = 0;
    pager->next = former;
    return switch_meta(pager, diag);
}

Status pager_undo(Pager *pager, double wait_seconds, Diag *diag) {
    TRY(pager_begin(pager, wait_seconds, NULL, diag));
    const Status status = go_back(pager, diag);
    if (status == STATUS_OK) pager->meta = pager->next;
    end_transaction(pager);
    return status;
}

static Status copy_pages(Pager *pager, const Snapshot *snapshot, const StoreFile *to, Diag *diag) {
    Meta meta = pager->meta;
    char pages[2 * PAGE_SIZE];
    meta.undo_txn = 0; /* the former state's pages are not all there */
    meta_encode(&meta, pages);
    meta_encode(&meta, pages + PAGE_SIZE);
    const char *const map = pager->file.map;
    const uint64_t size = snapshot->page_count * PAGE_SIZE;
    TRY(file_write(to, metas_size, map + metas_size, size - metas_size, diag));
    TRY(file_write(to, 0, pages, sizeof pages, diag));
    return file_sync(to, diag);
}

Status pager_copy(Pager *pager, const char *path, Diag *diag) {
    StoreFile to;
    Buffer name = {0};
    Snapshot snapshot = {0};
    Status status = file_make_beside(&to, path, &name, diag);
    if (status == STATUS_OK) {
        status = pager_snapshot_begin(pager, &snapshot, diag);
        if (status == STATUS_OK) {
            status = copy_pages(pager, &snapshot, &to, diag);
            pager_snapshot_end(pager, &snapshot);
        }
        file_close(&to);
        if (status == STATUS_OK)
            status = file_publish(name.at, path, diag);
        else
            file_discard(name.at);
    }
    buffer_free(&name);
    return status;
}

void pager_info(const Pager *pager, PagerInfo *info) {
    *info = (PagerInfo){.txn = pager->meta.txn,
                        .page_count = pager->meta.page_count,
                        .pages_read = pager->pages_read,
                        .pages_written = pager->pages_written,
                        .meta_damaged = pager->meta_damaged,
                        .can_undo = pager->meta.undo_txn != 0,
                        .path = pager->file.path,
                        .read_only = pager->file.read_only};
}
