/* store: one crash-safe file that keeps a set of quads: dictionary, permutations, transactions, snapshots.
 *
 * A Store is one handle on one file. It reads the newest committed state, or, while its transaction is open, that
 * transaction's own; other handles and processes read what was committed. Writers take turns.
 * Ownership: what a Store gave (its Source, readers) is gone with it. Thread-safety: one thread a handle. */
#ifndef YTTERBY_STORE_H
#define YTTERBY_STORE_H

#include "ytterby/source.h"

typedef struct Store Store;

typedef enum StoreMode {
    STORE_READ,     /* the file must exist; writing is refused */
    STORE_WRITE,    /* the file must exist */
    STORE_CREATE,   /* made when it is missing */
    STORE_TEMPORARY /* a new file without a name in the folder `path`, gone when it is closed */
} StoreMode;

/* Opens a database. Costs nothing that grows with the data. Errors: STATUS_NOT_FOUND, STATUS_CORRUPT (damaged, or not
 * a database), STATUS_UNSUPPORTED (a newer format), STATUS_IO. `wait_seconds`: how long to wait for another writer. */
Status store_open(Store **store, const char *path, StoreMode mode, double wait_seconds, Diag *diag);
void store_close(Store *store); /* rolls an open transaction back; NULL is allowed */
/* Removes the file that opening made, unless something was committed to it by now: for commands that fail. To be closed
 * still. */
void store_unmake(Store *store);
const char *store_path(const Store *store);

/* The engine's view of it; owned by the store. Scans inside a transaction are valid until the next write. */
Source *store_source(Store *store);

/* ---- Readers: snapshots beside the source's, for streams that outlive a statement ------------------------- */

typedef struct StoreReader StoreReader;
/* Opens a reader on what is committed now; the store must outlive it, and it keeps that snapshot's pages. */
Status store_reader_open(StoreReader **reader, Store *store, Diag *diag);
void store_reader_close(StoreReader *reader); /* NULL is allowed */
Status store_reader_scan(StoreReader *reader, const ScanRequest *request, SourceScan **scan,
                         Diag *diag);
/* The exact number of quads that match, or (*exact false) an upper bound. Cost does not grow with the number. */
Status store_reader_count(StoreReader *reader, const QuadPattern *pattern, uint64_t *count,
                          bool *exact, Diag *diag);
Status store_reader_find(StoreReader *reader, const Term *term, TermId *id, Diag *diag);
/* The term's bytes are copied into `arena`. */
Status store_reader_term(StoreReader *reader, TermId id, Arena *arena, Term *term, Diag *diag);
/* Calls `each` for every named graph that holds a quad. Cost grows with the graphs, not with their quads. */
Status store_reader_graphs(StoreReader *reader, Status (*each)(void *context, TermId graph),
                           void *context, Diag *diag);
uint64_t store_reader_blocks(const StoreReader *reader); /* blocks unpacked by its ended scans */

/* ---- Transactions -------------------------------------------------------------------------------------------- */

/* `who` is kept in the log: a user, a program, a document; NULL: nothing. */
Status store_begin(Store *store, const char *who, Diag *diag);
/* The same, but when another process writes, a budget (NULL: none) may end the waiting before `wait_seconds` do. */
Status store_begin_within(Store *store, const char *who, Budget *budget, Diag *diag);
bool store_in_transaction(const Store *store);
Status store_insert(Store *store, const Quad *quad, Diag *diag); /* no effect when it is there */
Status store_remove(Store *store, const Quad *quad,
                    Diag *diag);               /* no effect when it is not there */
Status store_commit(Store *store, Diag *diag); /* durable when it returns; else as before */
void store_rollback(Store *store);
/* Undoes the last committed transaction, once. STATUS_REFUSED: nothing to undo; STATUS_BUSY: somebody reads. */
Status store_undo(Store *store, Diag *diag);

/* ---- Bulk loading: used by the room load, inside a transaction -------------------------------------------------- */

/* Appends a term that the store does not hold yet, or finds it (typed literals bring their datatype's IRI). */
Status store_add_term(Store *store, const Term *term, TermId *id, Diag *diag);
/* Inserts a quad of known ids. */
Status store_insert_ids(Store *store, const QuadIds *quad, Diag *diag);

/* Many terms and quads at once: terms first, in the order their ids shall have, then the quads. */
typedef struct StoreBulk StoreBulk;

/* Begins a bulk inside the open transaction, which must not be used otherwise until the bulk is ended. */
Status store_bulk_begin(StoreBulk **bulk, Store *store, Diag *diag);
/* The id of a term that is no triple term and has no inline id: the stored one, or the next number of its tag. `hash` is
 * its term_hash; `code` the id of a typed literal's datatype IRI or of the string "tag", "tag--ltr" or "tag--rtl" of a
 * language literal, which have to come first. Each term once until store_bulk_terms_end. */
Status store_bulk_term(StoreBulk *bulk, const Term *term, uint64_t hash, TermId code, TermId *id,
                       Diag *diag);
/* The terms so far can be found, also by store_add_term (for triple terms); more may follow. */
Status store_bulk_terms_end(StoreBulk *bulk, Diag *diag);

/* A quad by positions in an ascending array of ids: subject, predicate, object, graph. */
typedef struct BulkQuad {
    uint32_t term[4];
} BulkQuad;
/* Inserts the quads in any order, duplicates too; `quads` is used as working space. Takes two threads and four more
 * arrays of that size. `progress` (may be NULL) is told of each tree. */
Status store_bulk_quads(StoreBulk *bulk, BulkQuad *quads, size_t count, const TermId *ids,
                        size_t id_count, const Progress *progress, Diag *diag);
/* The quads become visible in the transaction. After it more terms and quads may follow. */
Status store_bulk_finish(StoreBulk *bulk, const Progress *progress, Diag *diag);
void store_bulk_end(StoreBulk *bulk); /* NULL is allowed */
/* The number of quads, and of blank nodes in the dictionary, as the open transaction sees them. */
void store_bulk_counts(const Store *store, uint64_t *quads, uint64_t *blanks);

/* ---- What is kept beside the quads --------------------------------------------------------------------------------- */

Status store_set_prefix(Store *store, Text prefix, Text iri, Diag *diag); /* inside a transaction */
Status store_prefixes(Store *store, Status (*each)(void *context, Text prefix, Text iri),
                      void *context, Diag *diag);
Status store_set_union(Store *store, bool on, Diag *diag); /* inside a transaction */
bool store_is_union(const Store *store); /* of the newest state this handle has read */

typedef struct StoreLogEntry {
    uint64_t txn;
    int64_t time; /* seconds since 1970, UTC */
    uint64_t quads_before, quads_after;
    Text who;
} StoreLogEntry;
/* The transactions that are remembered, the newest first. */
Status store_log(Store *store, Status (*each)(void *context, const StoreLogEntry *entry),
                 void *context, Diag *diag);

typedef struct StoreInfo {
    uint64_t quads, terms, transactions, bytes, pages_written, pages_read;
    bool read_only, can_undo, header_damaged;
} StoreInfo;
/* Counts and sizes of what is committed now. */
Status store_info(Store *store, StoreInfo *info, Diag *diag);

/* ---- Care ---------------------------------------------------------------------------------------------------------- */

/* Walks all that is in use: checksums, order, fences, counts, that each permutation holds the same quads and every id
 * has a term that is found again. STATUS_CORRUPT with the first fault in *diag. */
Status store_verify(Store *store, const Progress *progress, Budget *budget, Diag *diag);
/* A copy of the newest state, while others read and write. STATUS_EXISTS: the path is taken. */
Status store_backup(Store *store, const char *path, Diag *diag);

#endif
