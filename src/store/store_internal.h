/* The inside of the room store: pages, the free list, trees of blocks.
 *
 * The file is a row of 4 KiB pages. A page, once written, is never changed while a snapshot may see it: a
 * transaction writes new pages (copy on write) and then switches the root by writing a meta page. So a crash at
 * any moment leaves the last committed state, and readers in other processes keep theirs without a log. */
#ifndef YTTERBY_STORE_INTERNAL_H
#define YTTERBY_STORE_INTERNAL_H

#include "ytterby/store.h"

#include <pthread.h>

/* ---- Pages -------------------------------------------------------------------------------------- */

typedef uint64_t PageNo; /* position in the file, in pages; 0 and 1 are the meta pages */

enum {
    PAGE_SIZE = 4096,
    PAGE_BODY = PAGE_SIZE - 24,
    STORE_ROOTS = 32,
    STORE_COUNTERS = 32
};

typedef enum PageType {
    PAGE_META = 1,
    PAGE_FREE,  /* a chunk of the free list */
    PAGE_INNER, /* inner node of a tree */
    PAGE_LEAF,  /* leaf of a tree */
    PAGE_ARRAY, /* a node of an array */
    PAGE_RUN    /* one large value over several pages, header on the first */
} PageType;

/* Every page but the metas begins so; the checksum covers the rest of the page (or run). */
typedef struct PageHeader {
    uint64_t
        checksum;   /* XXH3, seeded by the page's number: a page in a wrong place is damage too */
    uint64_t txn;   /* the transaction that wrote it */
    uint8_t type;   /* PageType */
    uint8_t level;  /* of a tree's node: 0 for leaves */
    uint16_t count; /* entries */
    uint32_t pages; /* pages in the run; 1 for all others */
} PageHeader;

typedef struct TreeRoot {
    PageNo page;    /* 0: an empty tree */
    uint64_t count; /* entries below */
} TreeRoot;

/* What a commit makes visible: all that the layers above keep outside of pages. */
typedef struct StoreState {
    TreeRoot roots[STORE_ROOTS];
    uint64_t counters[STORE_COUNTERS];
} StoreState;

/* ---- Meta pages (meta.c) -------------------------------------------------------------------------- */

typedef struct Meta {
    char magic[8]; /* "Ytterby" */
    uint32_t version;
    uint32_t byte_order; /* 0x01020304 as the writer's machine stores it */
    uint32_t page_size;
    uint32_t flags;       /* none yet: any set bit is a newer format */
    uint8_t identity[16]; /* random, made with the file */
    uint64_t txn;         /* number of the transaction that wrote it */
    uint64_t page_count;  /* pages in use, metas included; what lies beyond is left from a crash */
    PageNo free_head;     /* first chunk of the free list's queue … */
    PageNo free_next;     /* … and the page that its next chunk will get; equal: it is empty */
    uint64_t undo_txn;    /* the other meta page's state can be gone back to; 0: it cannot */
    StoreState state;
    uint64_t checksum; /* XXH3 of all before */
} Meta;

void meta_init(Meta *meta, const uint8_t identity[16]);
/* Lays the meta out as a page: two copies, so that one flipped bit hides nothing. */
void meta_encode(const Meta *meta, char page[PAGE_SIZE]);
/* The newest sound copy of the two meta pages. *damaged: some copy was unsound. */
Status meta_decode(const char pages[2 * PAGE_SIZE], Meta *meta, bool *damaged, Diag *diag);
/* The sound copy with this transaction number; STATUS_NOT_FOUND when there is none. */
Status meta_find(const char pages[2 * PAGE_SIZE], uint64_t txn, Meta *meta);

/* ---- The file (file.c) ------------------------------------------------------------------------------- */

typedef struct StoreFile {
    int fd;
    bool read_only;
    bool temporary;  /* nobody else can open it, and nothing of it is to last */
    bool made;       /* by this handle, a moment ago */
    bool lockless;   /* this file system has no locks: only read-only use */
    char *map;       /* mapped for reading */
    size_t map_size; /* address space taken; the file may be shorter */
    char *path;
} StoreFile;

Status file_open(StoreFile *file, const char *path, StoreMode mode, bool *created, Diag *diag);
void file_close(StoreFile *file);
void file_remove(const StoreFile *file);
void file_discard(const char *name);
/* A new file beside `path`, not mapped, only to be written; file_publish (base) gives it its name. */
Status file_make_beside(StoreFile *file, const char *path, Buffer *name, Diag *diag);
/* Makes it durable that there is a file of this name. */
Status file_sync_name(const StoreFile *file, Diag *diag);
Status file_size(const StoreFile *file, uint64_t *size, Diag *diag);
Status file_write(const StoreFile *file, uint64_t offset, const char *at, size_t len, Diag *diag);
Status file_sync(const StoreFile *file, Diag *diag);
Status file_truncate(const StoreFile *file, uint64_t size, Diag *diag);
/* Locks are on bytes far beyond the data, by open file description: they go when the process dies. */
Status file_lock_writer(const StoreFile *file, double wait_seconds, Budget *budget, Diag *diag);
void file_unlock_writer(const StoreFile *file);
Status file_lock_snapshot(const StoreFile *file, uint64_t txn, Diag *diag);
void file_unlock_snapshot(const StoreFile *file, uint64_t txn);
/* The lowest transaction below `before` whose snapshot somebody else holds, else `before`. */
Status file_oldest_snapshot(const StoreFile *file, uint64_t before, uint64_t *oldest, Diag *diag);

/* ---- Page runs: what is free (freelist.c) --------------------------------------------------------------- */

typedef struct PageRun {
    PageNo first;
    uint64_t pages;
} PageRun;

typedef struct PageRuns {
    PageRun *items;
    size_t count, cap;
} PageRuns;

Status runs_add(PageRuns *runs, PageNo first, uint64_t pages);
/* Takes `pages` neighbouring pages out; 0 when no run is long enough. */
PageNo runs_take(PageRuns *runs, uint64_t pages);
void runs_merge(PageRuns *runs); /* sorts and joins neighbours */
void runs_free(PageRuns *runs);

/* ---- The pager (pager.c) ------------------------------------------------------------------------------------ */

typedef struct Pager Pager;

/* A consistent state to read: a committed one, or the open transaction's own. */
typedef struct Snapshot {
    uint64_t txn;
    uint64_t page_count;
    StoreState state;
} Snapshot;

Status pager_open(Pager **pager, const char *path, StoreMode mode, Diag *diag);
void pager_close(Pager *pager); /* rolls an open transaction back */
/* Removes the file that opening made, unless somebody committed to it. */
void pager_unmake(Pager *pager);
/* A snapshot is counted: each begin wants an end. Its pages stay until then, whoever writes. */
Status pager_snapshot_begin(Pager *pager, Snapshot *snapshot, Diag *diag);
void pager_snapshot_end(Pager *pager, const Snapshot *snapshot);
/* A pager of its own that only reads the pages of a held snapshot: for another thread, while the snapshot is held. */
Status pager_twin(Pager **twin, const Pager *pager, const Snapshot *snapshot, Diag *diag);
/* A page's bytes, checked; NULL when it is damaged (see diag). Valid until the snapshot ends; inside a
 * transaction, until the page is edited or released. */
const PageHeader *pager_page(Pager *pager, PageNo number, Diag *diag);

/* One transaction at a time; `wait_seconds` for another process's writer, or until the budget (NULL: none) ends. */
Status pager_begin(Pager *pager, double wait_seconds, Budget *budget, Diag *diag);
bool pager_writing(const Pager *pager);
StoreState *pager_state(Pager *pager); /* the transaction's, to be changed */
/* A new page (or run), zeroed, header filled but for type, level and count. The pointer is valid until
 * pager_spill or the end of the transaction. */
Status pager_new(Pager *pager, uint32_t pages, PageNo *number, PageHeader **page, Diag *diag);
/* The page to be changed: itself when this transaction made it and still holds it in memory, else a copy under a
 * new number (*number changes), the old one being released. */
Status pager_edit(Pager *pager, PageNo *number, PageHeader **page, Diag *diag);
/* The page is not needed by this transaction's state any more. */
Status pager_release(Pager *pager, PageNo number, Diag *diag);
/* Writes finished pages out when many are held in memory; no page pointer survives it. */
Status pager_spill(Pager *pager, bool all, Diag *diag);
Status pager_commit(Pager *pager, Diag *diag);
void pager_rollback(Pager *pager);
/* Goes back to the state before the last commit, as a commit of its own. Once: the one before is gone. */
Status pager_undo(Pager *pager, double wait_seconds, Diag *diag);
/* Copies the newest state's pages, as they are, to a new file. */
Status pager_copy(Pager *pager, const char *path, Diag *diag);

typedef struct PagerInfo {
    uint64_t txn, page_count, pages_read, pages_written;
    bool can_undo;
    bool meta_damaged;
    const char *path;
    bool read_only;
} PagerInfo;
void pager_info(const Pager *pager, PagerInfo *info);

/* ---- Blocks of rows (block.c) ----------------------------------------------------------------------------------- */

enum {
    ROW_COLUMNS = 4,
    BLOCK_ROWS = 256,
    BLOCK_PAD = 8
};

/* A quad in the column order of one permutation. Rows of a tree are sorted and distinct. */
typedef struct Row {
    uint64_t column[ROW_COLUMNS];
} Row;

/* Rows whose first `columns` columns lie between those of low and high, both included. */
typedef struct RowRange {
    Row low, high;
    unsigned columns;
} RowRange;

int row_compare(const Row *a, const Row *b);
/* Packs 1 to BLOCK_ROWS sorted rows into `out`; the size, or 0 when it is more than `room`. */
size_t block_encode(const Row *rows, size_t count, uint8_t *out, size_t room);
/* Unpacks the columns of the bit set `wanted` (1u << column) into columns[c][0 … count). BLOCK_PAD bytes behind
 * `size` must be readable. STATUS_CORRUPT when the bytes are no block; nothing outside is touched. */
Status block_decode(const uint8_t *in, size_t size, unsigned wanted,
                    uint64_t *const columns[ROW_COLUMNS], size_t *count);
/* The same for rows [from, to) only, which the block must have, into columns[c][0 … to - from). */
Status block_rows(const uint8_t *in, size_t size, unsigned wanted, size_t from, size_t to,
                  uint64_t *const columns[ROW_COLUMNS]);
/* The first `columns` columns of the first row. */
Status block_first(const uint8_t *in, size_t size, unsigned columns, Row *row);
/* The block's rows in the range are [*from, *to); none: where they would stand. */
Status block_range(const uint8_t *in, size_t size, const RowRange *range, size_t *from, size_t *to);

/* ---- Trees of rows (rows.c reads, rows_write.c writes) ------------------------------------------------------------ */

enum {
    TREE_LEVELS = 16
};

/* An inner node's entry. Counts make every prefix's size exact without a scan. */
typedef struct RowEntry {
    Row first; /* the child's first row: also its fence */
    PageNo child;
    uint64_t count; /* rows below */
} RowEntry;

enum {
    INNER_ENTRIES = PAGE_BODY / (int)sizeof(RowEntry)
};

typedef struct InnerPage {
    PageHeader header;
    RowEntry entries[INNER_ENTRIES];
} InnerPage;

typedef struct RowCursor {
    Pager *pager;
    RowRange range;
    unsigned wanted; /* columns to hand out, as a bit set */
    unsigned levels; /* inner nodes on the path */
    const InnerPage *path[TREE_LEVELS];
    unsigned at[TREE_LEVELS]; /* which entry of each */
    const PageHeader *leaf;   /* NULL: an empty tree */
    unsigned block;
    bool done;
    uint64_t blocks_read; /* blocks of which rows were unpacked */
} RowCursor;

/* Positions the cursor before the range's first row. It holds pages of the snapshot: use it no longer. */
Status rows_seek(RowCursor *cursor, Pager *pager, const TreeRoot *root, const RowRange *range,
                 unsigned wanted, Diag *diag);
/* The same for another range of the same tree: cheap when it is near to where the cursor stands. */
Status rows_seek_again(RowCursor *cursor, const RowRange *range, unsigned wanted, Diag *diag);
/* The next rows, at most BLOCK_ROWS, into columns[c]; 0 rows: the end. Columns not wanted may be NULL. */
Status rows_next(RowCursor *cursor, uint64_t *const columns[ROW_COLUMNS], size_t *count,
                 Diag *diag);
Status rows_count(Pager *pager, const TreeRoot *root, const RowRange *range, uint64_t *count,
                  Diag *diag);
/* The number of distinct values of the column behind the range's, whose bounds are alike: exact where few blocks have to
 * be looked into, else estimated from some. */
Status rows_distinct(Pager *pager, const TreeRoot *root, const RowRange *range, uint64_t *distinct,
                     Diag *diag);

/* A walk over these values, ascending, with the number of rows that have each. */
typedef struct RowGroups {
    RowCursor cursor;
    uint64_t values[BLOCK_ROWS]; /* of the cursor's last block */
    size_t at, count;
    uint64_t value, rows; /* the group under way */
} RowGroups;

Status groups_seek(RowGroups *groups, Pager *pager, const TreeRoot *root, const RowRange *range,
                   Diag *diag);
/* The next groups, at most `room`; none: the end. */
Status groups_next(RowGroups *groups, size_t room, uint64_t *values, uint64_t *counts, size_t *got,
                   Diag *diag);

typedef struct RowChange {
    Row row;
    bool insert; /* else remove; both have no effect when it is so already */
} RowChange;

/* Applies changes, sorted by row and one a row, in one walk: each touched leaf is written once. */
Status rows_apply(Pager *pager, TreeRoot *root, const RowChange *changes, size_t count, Diag *diag);

/* Builds a tree from sorted distinct rows. */
typedef struct RowBuilder RowBuilder;
/* `lock` (may be NULL) is held whenever the pager is used, so that threads can build trees beside each other. */
Status rows_build(RowBuilder **builder, Pager *pager, pthread_mutex_t *lock, Diag *diag);
Status rows_build_add(RowBuilder *builder, const Row *row, Diag *diag);
Status rows_build_end(RowBuilder *builder, TreeRoot *root, Diag *diag);
void rows_build_free(RowBuilder *builder);
/* Gives all pages of a tree up. */
Status rows_drop(Pager *pager, const TreeRoot *root, Diag *diag);

/* Inside the tree: a leaf's blocks end at these offsets, kept at the page's end before BLOCK_PAD unused bytes. */
static inline const uint8_t *leaf_end(const PageHeader *leaf, unsigned block) {
    return (const uint8_t *)leaf + PAGE_SIZE - BLOCK_PAD - (size_t)2 * (block + 1);
}
/* The bytes of one block; false when the leaf is damaged. */
bool leaf_block(const PageHeader *leaf, unsigned block, const uint8_t **at, size_t *size);
/* A child, with its fences checked against the entry that named it (NULL: the root). */
const PageHeader *tree_page(Pager *pager, PageNo number, int level, const RowEntry *entry,
                            Diag *diag);

/* ---- Arrays of 64-bit values (array.c): a radix tree over pages, by arithmetic alone ------------------------------- */

/* The value at `index`; STATUS_CORRUPT when there is none. */
Status array_get(Pager *pager, const TreeRoot *root, uint64_t index, uint64_t *value, Diag *diag);
/* Changes one value, or appends when `index` is the count. */
Status array_put(Pager *pager, TreeRoot *root, uint64_t index, uint64_t value, Diag *diag);

/* ---- The dictionary (dictionary.c) ---------------------------------------------------------------------------------- */

/* Which root is which. */
enum {
    ROOT_ROWS = 0,      /* one tree per permutation, in the order of the table in store.c */
    ROOT_TERMS = 8,     /* + tag: array from group number to the group's place */
    ROOT_HASHES = 20,   /* tree of rows (hash, id): from term to id */
    ROOT_LOG = 21,      /* array: LOG_WORDS a transaction, for the last LOG_LENGTH ones */
    ROOT_PREFIXES = 22, /* array of string ids: prefix, IRI, prefix, IRI … */
    COUNTER_TERMS = 0,  /* + tag: number of terms */
    COUNTER_UNION = 16, /* 1: the default graph is read as the union of all graphs */
    COUNTER_ORDERED =
        17 /* + tag: terms of this tag that come first and in the order of their texts; IRIs and strings */
};

enum {
    GROUP_TERMS = 16
};

typedef struct Dictionary Dictionary;
Status dictionary_new(Dictionary **dictionary, Pager *pager, Diag *diag);
void dictionary_free(Dictionary *dictionary);
/* Reads in `state`, a snapshot's or the transaction's, which must outlive its use; forgets what was not flushed. */
void dictionary_use(Dictionary *dictionary, StoreState *state);
/* The term of a dictionary id, its bytes copied into `arena`. */
Status dictionary_term(Dictionary *dictionary, TermId id, Arena *arena, Term *term, Diag *diag);
/* *id is TERM_ID_NONE when the term is not there. Inline ids are the caller's. */
Status dictionary_find(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag);
/* Inside a transaction: finds or appends. */
Status dictionary_add(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag);
/* Appends a term that is known to be new, and leaves its hash to the caller (bulk loading). */
Status dictionary_append(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag);
/* The same for no triple term, when the id of the literal's datatype IRI or language string is known. */
Status dictionary_append_coded(Dictionary *dictionary, const Term *term, TermId code, TermId *id,
                               Diag *diag);
uint64_t dictionary_hash(const Term *term);    /* the hash column of ROOT_HASHES … */
uint64_t dictionary_short_hash(uint64_t hash); /* … and that of a term's whole hash */
/* Puts what was added into pages; before the state is read by others and before a commit. */
Status dictionary_flush(Dictionary *dictionary, Diag *diag);

/* ---- The store's parts (store.c, scan.c, log.c, verify.c) ----------------------------------------------------------- */

/* A permutation: which quad column stands at each place of its rows. */
typedef struct Permutation {
    const char *name;
    unsigned place[ROW_COLUMNS]; /* 0 subject, 1 predicate, 2 object, 3 graph */
    ScanOrder order;
} Permutation;

enum {
    PERMUTATIONS = 7
};
const Permutation *store_permutations(void);
Row row_of_quad(const Permutation *permutation, const QuadIds *quad);

/* What was found out about a committed state. */
typedef struct Statistics {
    uint64_t txn;
    struct Number *numbers; /* of distinct values */
    size_t count, cap;
    HashIndex index;
} Statistics;

void statistics_forget(Statistics *statistics);

/* A state that can be read: a snapshot, or the open transaction. */
typedef struct ReadState {
    Pager *pager;
    Snapshot snapshot;
    StoreState *state; /* the snapshot's, or the transaction's own */
    Dictionary *dictionary;
    Statistics *statistics; /* the store's; NULL: the state may still change */
    uint64_t blocks;
    TermId asked_graph; /* TERM_ID_NONE, or the graph of which scan.c last learnt … */
    bool asked_is_only; /* … whether it holds all quads */
} ReadState;

/* A state with what is needed to read terms. */
struct StoreReader {
    ReadState state;
    Dictionary *own; /* NULL: the transaction's dictionary is used */
    Pager *twin;     /* a twin's own */
    bool holds;      /* the snapshot is counted */
};

ReadState *store_reader_state(StoreReader *reader);
/* As store_reader_open, but changes of the open transaction that are not applied yet stay so. */
Status store_reader_begin(StoreReader **reader, Store *store, Diag *diag);
/* A reader of the same snapshot for another thread, to be closed before `of`. */
Status store_reader_twin(StoreReader **reader, const StoreReader *of, Diag *diag);

Status scan_new(ReadState *from, const ScanRequest *request, SourceScan **scan, Diag *diag);
Status scan_count(ReadState *from, const QuadPattern *pattern, uint64_t *count, bool *exact,
                  Diag *diag);

/* The permutation that has the pattern's bound columns first, which the range is made of, and then `column`; PERMUTATIONS:
 * there is none. */
Status scan_place(ReadState *from, const QuadPattern *pattern, QuadColumn column,
                  size_t *permutation, RowRange *range, Diag *diag);

/* groups.c: *groups stays NULL when no permutation is made for it. */
Status groups_new(ReadState *from, const QuadPattern *pattern, QuadColumn column,
                  SourceGroups **groups, Diag *diag);
Status groups_count(ReadState *from, const QuadPattern *pattern, QuadColumn column, uint64_t *count,
                    Diag *diag);

/* log.c: remembers the transaction that is about to be committed. */
Status log_add(Pager *pager, Dictionary *dictionary, const char *who, uint64_t quads_before,
               Diag *diag);

/* source.c */
typedef struct StoreSource StoreSource;
StoreSource *store_source_new(Store *store); /* NULL: memory is out */
void store_source_free(StoreSource *source); /* NULL is allowed; ends what is being read */

/* For the files of this room. */
struct Store {
    Pager *pager;
    double wait_seconds;
    Dictionary *dictionary; /* of the transaction */
    struct Change *changes; /* of the transaction, not applied yet */
    size_t change_count, change_cap;
    Status spoiled; /* what applying them failed with: some orders have them, others not */
    uint64_t quads_before;
    char *who;
    bool is_union;
    Statistics statistics;
    StoreSource *source;
};
/* Applies the changes, so that the transaction can be read. Once that failed, it fails until the transaction is rolled
 * back: whoever asks for an estimate only goes on without one. */
Status store_flush(Store *store, Diag *diag);

#endif
