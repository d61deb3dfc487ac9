/* source: the one small interface through which the engine reads and writes a graph, whatever keeps it.
 *
 * A Source hands out batches of 64-bit ids. Ids are its own; equal terms have equal ids. Implementations:
 * the store (native) and any librdf model (redland). Plans are made by the capabilities it states.
 * Thread-safety: one thread per source; a statement may read in other threads through twins. */
#ifndef YTTERBY_SOURCE_H
#define YTTERBY_SOURCE_H

#include "ytterby/term.h"

/* Which quads: TERM_ID_NONE = any. In `graph`, TERM_ID_NONE means every graph, the default one included:
 * one row per quad, so that a triple that is in two graphs comes twice. */
typedef struct QuadPattern {
    TermId subject, predicate, object, graph;
} QuadPattern;

typedef struct QuadIds {
    TermId subject, predicate, object, graph;
} QuadIds;

#define BATCH_ROWS 1024u

/* The columns of a quad; a set of them has the bit 1u << QUAD_x of each. */
typedef enum QuadColumn {
    QUAD_SUBJECT,
    QUAD_PREDICATE,
    QUAD_OBJECT,
    QUAD_GRAPH,
    QUAD_COLUMNS
} QuadColumn;

#define QUAD_ALL ((1u << QUAD_COLUMNS) - 1)

/* A batch of quads by columns. Columns that were not asked for hold nothing of use. */
typedef struct QuadBatch {
    size_t rows;
    TermId subject[BATCH_ROWS], predicate[BATCH_ROWS], object[BATCH_ROWS], graph[BATCH_ROWS];
} QuadBatch;

/* Sort orders of a scan: ORDER_ANY, or the order in which columns compare. */
typedef enum ScanOrder {
    ORDER_ANY,
    ORDER_SPO,
    ORDER_SOP,
    ORDER_PSO,
    ORDER_POS,
    ORDER_OSP,
    ORDER_OPS
} ScanOrder;

/* What is to be read. The fewer columns are wanted, the less is unpacked; there are as many rows as with all. */
typedef struct ScanRequest {
    QuadPattern pattern;
    ScanOrder order;
    unsigned columns; /* the set of wanted ones */
} ScanRequest;

typedef struct SourceCapabilities {
    const char *name; /* "memory", "hashes", "ytterby" …: for messages and explain */
    bool contexts;    /* keeps named graphs */
    bool writable;
    bool transactions; /* rollback really undoes */
    bool threads;      /* a snapshot may be read by several threads: see source_twin */
    bool triple_terms; /* RDF 1.2 triple terms and base direction can be stored */
    unsigned orders;   /* bit set: 1u << ORDER_x for each order it can scan in */
} SourceCapabilities;

/* Distinct values of a column, ascending, with the number of quads that have each. */
typedef struct GroupBatch {
    size_t rows;
    TermId value[BATCH_ROWS];
    uint64_t count[BATCH_ROWS];
} GroupBatch;

typedef struct Source Source;
typedef struct SourceScan SourceScan;
typedef struct SourceGroups SourceGroups;

/* What an implementation fills in. A slot that it cannot offer is NULL and the caller gets STATUS_UNSUPPORTED. */
typedef struct SourceMethods {
    void (*free)(Source *self);
    /* Reading */
    Status (*begin_read)(Source *self, Budget *budget, Diag *diag); /* one statement's snapshot */
    void (*end_read)(Source *self);
    Status (*scan)(Source *self, const ScanRequest *request, SourceScan **scan, Diag *diag);
    /* NULL: a guess is made. */
    Status (*count)(Source *self, const QuadPattern *pattern, uint64_t *count, bool *exact);
    /* NULL: made of a sorted scan. *groups stays NULL for patterns that are better done so. */
    Status (*groups)(Source *self, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **groups, Diag *diag);
    /* NULL: guessed from a part of a sorted scan. */
    Status (*distinct)(Source *self, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count);
    /* Calls `each` once per named graph that holds a quad. */
    Status (*graphs)(Source *self, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag);
    /* NULL: none is known to be */
    uint64_t (*ordered)(Source *self, unsigned tag);
    TermId (*find)(Source *self, const Term *term); /* TERM_ID_NONE: not in this source */
    Status (*term)(Source *self, TermId id, char text[32], Term *term);
    bool (*forget)(Source *self, size_t most);   /* NULL: nothing is held for `term` */
    Status (*failure)(Source *self, Diag *diag); /* NULL: `find` cannot fail */
    Status (*twin)(Source *self, Budget *budget, Source **twin, Diag *diag); /* NULL: none */
    /* Writing: inside begin_write … commit or rollback. Terms, because new ones have no id yet. */
    Status (*begin_write)(Source *self, Budget *budget, Diag *diag);
    Status (*insert)(Source *self, const Quad *quad, Diag *diag); /* no effect when it is there */
    Status (*remove)(Source *self, const Quad *quad,
                     Diag *diag); /* no effect when it is not there */
    Status (*commit)(Source *self, Diag *diag);
    void (*rollback)(Source *self);
} SourceMethods;

struct Source {
    const SourceMethods *methods;
    SourceCapabilities can;
};

/* The base of an implementation's scan. Rows are distinct quads; the scan sees the snapshot of begin_read,
 * and inside a transaction also what the transaction wrote before the scan was opened. */
struct SourceScan {
    Status (*next)(SourceScan *self, QuadBatch *batch, Diag *diag); /* rows == 0: the end */
    Status (*restart)(SourceScan *self, const ScanRequest *request, Diag *diag);
    void (*free)(SourceScan *self);
};

struct SourceGroups {
    Status (*next)(SourceGroups *self, GroupBatch *batch, Diag *diag); /* rows == 0: the end */
    void (*free)(SourceGroups *self);
};

/* ---- Calls: each goes to the method of the same name; see there ---------------------------------------- */

void source_free(Source *source); /* NULL is allowed */
Status source_begin_read(Source *source, Budget *budget, Diag *diag);
void source_end_read(Source *source);
Status source_scan(Source *source, const ScanRequest *request, SourceScan **scan, Diag *diag);
/* All columns of all matches, in any order. */
Status source_scan_all(Source *source, const QuadPattern *pattern, SourceScan **scan, Diag *diag);
/* The scan begins anew with another request (in an order that the source has), as a new scan would, but takes no memory
 * and finds sooner what is near to where it stood. After a failure it can only be freed. */
Status source_scan_restart(SourceScan *scan, const ScanRequest *request, Diag *diag);
Status source_scan_next(SourceScan *scan, QuadBatch *batch, Diag *diag);
void source_scan_free(SourceScan *scan); /* NULL is allowed; a scan may be freed before its end */
/* How many quads match, as far as can be said without reading them; *exact: that is their number. */
Status source_count(Source *source, const QuadPattern *pattern, uint64_t *count, bool *exact);
/* The same for those who need not know how exact it is. */
Status source_estimate(Source *source, const QuadPattern *pattern, uint64_t *count);
/* The distinct subjects, predicates or objects of the matches; `column` is one that the pattern leaves open. A triple that
 * is in two graphs counts twice when the pattern leaves the graph open. STATUS_UNSUPPORTED: no order for it. */
Status source_groups(Source *source, const QuadPattern *pattern, QuadColumn column,
                     SourceGroups **groups, Diag *diag);
Status source_groups_next(SourceGroups *groups, GroupBatch *batch, Diag *diag);
void source_groups_free(SourceGroups *groups); /* NULL is allowed; also before the end */
/* An order that the source has in which the matches are sorted by `column`, an open one, first of all, and then by another
 * (QUAD_COLUMNS: by whatever); of several the one that begins with the most bound columns; ORDER_ANY: there is none. */
ScanOrder source_order(const Source *source, const QuadPattern *pattern, QuadColumn column,
                       QuadColumn then);
/* How many there are of them: near enough to choose plans by, and cheap. */
Status source_distinct(Source *source, const QuadPattern *pattern, QuadColumn column,
                       uint64_t *count);
/* Ids of this tag (TAG_IRI, TAG_STRING) whose payload is below the number are in the order of their texts' bytes. */
uint64_t source_ordered(Source *source, unsigned tag);
TermId source_find(Source *source,
                   const Term *term); /* inline ids are made here, without asking the source */
/* Why a `find` since the last such call may have missed a term that is there (damage, memory); STATUS_OK: none did.
 * The engine asks before it gives an answer or commits. */
Status source_failure(Source *source, Diag *diag);
Status source_term(Source *source, TermId id, char text[32],
                   Term *term); /* views live until end_read or source_forget */
/* Gives back the texts that source_term handed out, if they take more than `most` bytes: did it? */
bool source_forget(Source *source, size_t most);
/* Calls `each` for every named graph that holds at least one quad (distinct; not the default graph). */
Status source_graphs(Source *source, Status (*each)(void *context, TermId graph), void *context,
                     Diag *diag);
/* A second view of the snapshot that is being read, for one other thread: it has the reading calls but begin_read and
 * end_read. To be freed with source_free before source_end_read; `budget` as there. *twin NULL: there is none (no
 * such capability, or a transaction is being read). */
Status source_twin(Source *source, Budget *budget, Source **twin, Diag *diag);
Status source_begin_write(Source *source, Budget *budget, Diag *diag);
Status source_insert(Source *source, const Quad *quad, Diag *diag);
Status source_remove(Source *source, const Quad *quad, Diag *diag);
Status source_commit(Source *source, Diag *diag);
void source_rollback(Source *source);

/* A source in memory with sorted columns: the index that redland's generic source builds over storages that
 * have none, and the source of unit tests. Supports everything but threads. Writing while a scan is open is
 * refused with STATUS_BUSY. `budget` (may be NULL) must outlive it. NULL when memory is out. */
Source *memory_source_new(Budget *budget);

/* Of a source in memory: the number of quads it holds now, and the net change of the open transaction: each quad
 * that was not there at its beginning and is now (added), or the reverse, once. Terms live for the call. */
size_t memory_source_count(const Source *source);
Status memory_source_changes(Source *source,
                             Status (*each)(void *context, const Quad *quad, bool added),
                             void *context);

#endif
