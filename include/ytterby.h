/* Ytterby, a knowledge-graph engine on Redland, as a library: open a graph, run SPARQL 1.1 queries and updates.
 *
 *     yt_graph *graph;
 *     yt_query *query;
 *     if (yt_open(&graph, NULL, NULL, NULL) == YT_OK && yt_load(graph, "people.ttl", NULL) == YT_OK &&
 *         yt_prepare(graph, "SELECT ?name WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?name }", &query) == YT_OK) {
 *         while (yt_step(query) == YT_ROW) puts(yt_column_text(query, 0));
 *         yt_finalize(query);
 *     }
 *     yt_close(graph);
 *
 * Every function that can fail returns a status; yt_message tells what went wrong, with line and column.
 * Text is UTF-8 and ends in NUL. Text that a function returns belongs to the library: that of a column lives until the
 * next yt_step, other text until the next call with the same object.
 * Threads: graphs and queries are used by one thread at a time; yt_cancel may be called from any. */
#ifndef YTTERBY_H
#define YTTERBY_H

#ifdef __cplusplus
extern "C" {
#endif

#define YT_API __attribute__((visibility("default")))

typedef struct yt_graph yt_graph; /* an open graph */
typedef struct yt_query yt_query; /* a prepared query, and where it stands */

typedef enum yt_status {
    YT_OK = 0,
    YT_ROW,       /* yt_step: there is a row */
    YT_DONE,      /* yt_step: there is none left */
    YT_SYNTAX,    /* the query, update or file breaks its grammar */
    YT_NOT_FOUND, /* no such file, storage or graph */
    YT_REFUSED,   /* a limit was reached, or it is not allowed or not possible here */
    YT_CANCELLED, /* yt_cancel was called */
    YT_NO_MEMORY, /* an allocation failed */
    YT_ERROR      /* anything else: input and output, evaluation */
} yt_status;

typedef enum yt_kind {
    YT_UNBOUND,
    YT_IRI,
    YT_BLANK,
    YT_LITERAL,
    YT_TRIPLE
} yt_kind;

/* The library's version, such as "0.1.0". */
YT_API const char *yt_version(void);

/* Opens a graph: a storage of Redland by its name, the storage's own name and options ("hashes", "db",
 * "hash-type='bdb',dir='.'"), all in Redland's words; it is created when it is missing. NULL for the storage: a
 * graph in memory, empty. On failure *graph is still made, to ask it for the message, and must be closed. It is
 * NULL only when memory is out. */
YT_API yt_status yt_open(yt_graph **graph, const char *storage, const char *name,
                         const char *options);
/* Closes a graph whose queries are finalized. NULL is allowed. */
YT_API void yt_close(yt_graph *graph);
/* What the last failing call with the graph or one of its queries was about: "query:1:8: ...", never NULL. */
YT_API const char *yt_message(const yt_graph *graph);
/* The default graph of later queries is the union of all graphs (not 0), or what the specification says (0). */
YT_API void yt_union_default(yt_graph *graph, int on);
/* Limits for later queries and updates: seconds and bytes; 0 for none. */
YT_API void yt_limits(yt_graph *graph, double seconds, unsigned long long bytes);
/* Threads that later queries over a ytterby database may have, if no memory limit is set: 0, as many as there are processors, for what
 * takes long; 1, only the caller's; more: so many wherever a query can be divided. At most 64. Answers and their order
 * are the same. They end with the query. */
YT_API void yt_threads(yt_graph *graph, unsigned count);

/* Reads an RDF file (Turtle, TriG, N-Triples, N-Quads ..., also .gz and .zst) into the graph named by an IRI, NULL
 * for the default graph; the file's own named graphs keep their names. All or nothing. */
YT_API yt_status yt_load(yt_graph *graph, const char *path, const char *into);
/* Runs a SPARQL update, all of it or nothing. */
YT_API yt_status yt_update(yt_graph *graph, const char *update);

/* Prepares a SPARQL query. The columns: a SELECT's variables; for ASK one, "answer", in one row; for CONSTRUCT
 * and DESCRIBE three, "subject", "predicate", "object". The query keeps its graph busy until it is finalized. */
YT_API yt_status yt_prepare(yt_graph *graph, const char *text, yt_query **query);
/* Moves to the next row: YT_ROW, YT_DONE, or an error. */
YT_API yt_status yt_step(yt_query *query);
/* Frees a query. NULL is allowed. */
YT_API void yt_finalize(yt_query *query);
/* Asks a running query to stop; yt_step then returns YT_CANCELLED. Safe in a signal handler and from other threads. */
YT_API void yt_cancel(yt_query *query);

/* The number of columns, and a column's name without "?"; NULL beyond the last. */
YT_API unsigned yt_column_count(const yt_query *query);
YT_API const char *yt_column_name(yt_query *query, unsigned column);
/* The current row: the kind of a value; its IRI, blank node label, lexical form or (triple) N-Triples text; the
 * number of its bytes, for text with NUL in it; the datatype's IRI and the language tag of a literal ("" when it
 * has none). Unbound values have empty text. */
YT_API yt_kind yt_column_kind(const yt_query *query, unsigned column);
YT_API const char *yt_column_text(yt_query *query, unsigned column);
YT_API unsigned long long yt_column_bytes(yt_query *query, unsigned column);
YT_API const char *yt_column_datatype(yt_query *query, unsigned column);
YT_API const char *yt_column_language(yt_query *query, unsigned column);

#ifdef __cplusplus
}
#endif

#endif
