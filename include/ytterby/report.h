/* report: the catalogue of canned queries: .rq files with a "#+" header, their parameters, and the search for
 * entities by IRI, prefixed name, label or alias. One catalogue for the shell, the command line and HTTP. */
#ifndef YTTERBY_REPORT_H
#define YTTERBY_REPORT_H

#include "ytterby/results.h"

typedef struct ReportParam {
    Text name; /* the query's variable, without "?" */
    Text type; /* "entity", "country", "string", "date", "integer" … */
    Text help;
    Text fallback; /* default; empty: none */
    bool optional;
} ReportParam;

typedef struct Report {
    Text name; /* file name without .rq */
    Text summary;
    Text view; /* "table", "timeline", "graph" */
    const ReportParam *params;
    size_t param_count;
    Text query; /* the whole file */
    Text path;
    const Diag *
        problem; /* NULL, or what is wrong with its file or header: it can be listed, but not run */
} Report;

typedef struct Catalogue Catalogue;
/* Reads every .rq of the folders, later folders hiding earlier names; a missing folder is no error. */
Status catalogue_open(Catalogue **catalogue, const char *const *folders, size_t count, Diag *diag);
void catalogue_free(Catalogue *catalogue);
size_t catalogue_count(const Catalogue *catalogue); /* sorted by name */
const Report *catalogue_at(const Catalogue *catalogue, size_t index);
/* NULL and a did-you-mean in *diag when there is none of that name. */
const Report *catalogue_find(const Catalogue *catalogue, Text name, Diag *diag);

/* ---- Derived edges: CONSTRUCT rules, found as reports are ------------------------------------------------------- */

#define DERIVED_GRAPH "urn:ytterby:id:derived" /* where they are kept */

/* All are steps of an open transaction of the source (source_begin_write), whose changes so far they see; on an
 * error the caller rolls it back. `budget` may be NULL. */
/* Takes out every quad of a named graph; *removed (may be NULL): how many there were. */
Status graph_clear(Source *source, Text graph, uint64_t *removed, Budget *budget, Diag *diag);
/* Runs a CONSTRUCT over the union of all graphs, with these values for its variables, and puts what it gives into a named
 * graph, or takes it out of there. */
Status graph_change(Source *source, Text query, const Binding *bindings, size_t binding_count,
                    Text graph, bool take_out, Budget *budget, Diag *diag);
/* Makes DERIVED_GRAPH anew: clears it, since rules read the union of all graphs and old edges would keep themselves
 * alive; runs every rule of the folders; and only then writes, so that no rule sees another's edges.
 * *edges (may be NULL): how many there are now. */
Status derive_edges(Source *source, const char *const *folders, size_t count, uint64_t *edges,
                    Budget *budget, Diag *diag);

/* ---- Labels -------------------------------------------------------------------------------------------------
 * Names of the graph's things, read once: labels and aliases (skos:altLabel, symbols, identifiers such as ISO codes),
 * for display, completion and search. A view that a function gives lives as long as the Labels. */
typedef struct Labels Labels;
/* Reads all labels, of every graph; `source` and `prefixes` (may be NULL) must outlive the result. */
Status labels_open(Labels **labels, Source *source, const Prefixes *prefixes, Diag *diag);
void labels_free(Labels *labels);
/* The label to display for an IRI: English before no language before others, preferred before plain labels. */
bool labels_of(const Labels *labels, Text iri, Text *label);

typedef enum LabelRank { /* how well a label matches, best first */
    LABEL_NAME,          /* the IRI itself, or a prefixed name */
    LABEL_EXACT,         /* the whole label; case, accents, hyphens do not count in any rank */
    LABEL_ALIAS,         /* a whole alias, or the last part of the IRI */
    LABEL_PREFIX,        /* the label begins so */
    LABEL_WORD,          /* a word of it begins so */
    LABEL_PART,          /* it contains it */
    LABEL_NEAR           /* it is spelled nearly so, or has some of the words */
} LabelRank;

typedef struct LabelMatch {
    Text iri, label; /* the label that matched */
    LabelRank rank;
    unsigned score; /* lower is better: orders by rank, then by nearness in length or spelling */
} LabelMatch;
/* Ranked matches of `text`, each IRI once; at most `most`. "Near" ones only when nothing else matches. */
size_t labels_find(const Labels *labels, Text text, LabelMatch *matches, size_t most);
/* The one thing that `text` means, among those of the class (empty or "entity": any). STATUS_NOT_FOUND with the
 * candidates or the nearest names in *diag when there is none or more than one of the best rank. */
Status labels_pick(const Labels *labels, Text text, Text class_name, Text *iri, Diag *diag);
/* Is the thing an instance of the class (by local name or label, without case) or of one of its subclasses? */
bool labels_is_a(const Labels *labels, Text iri, Text class_name);
/* How labels are compared: the code points that one of a text becomes (case folding, no marks, hyphens as spaces). */
enum {
    LABEL_MOST_FOLDED = 32
};
size_t label_fold_code(int32_t code, uint32_t folded[LABEL_MOST_FOLDED]);
/* All labels and aliases, sorted as folded text: `label`, `iri`, rank LABEL_EXACT or LABEL_ALIAS. */
size_t labels_count(const Labels *labels);
LabelMatch labels_at(const Labels *labels, size_t index);
/* The labels that begin with `text`: [*first, result + *first). */
size_t labels_beginning(const Labels *labels, Text text, size_t *first);

/* Binds arguments as terms, by position, or by name when one is written NAME=VALUE; the words
 * of several arguments to a report with one parameter are one. The parameter's type is an XSD
 * datatype ("string", "integer", "date" …), "year", "when" (a year, month or day), "iri", "entity", or a class of
 * the graph ("country"): for the latter two, an IRI in <>, a prefixed name, a label or an alias.
 * `bindings` has room for one per parameter. STATUS_NOT_FOUND with suggestions when nothing matches or several do,
 * STATUS_USAGE when arguments are missing, too many or not of their type. Terms live in `arena` or as long as `labels`. */
Status report_bind(const Report *report, const Labels *labels, const Text *args, size_t count,
                   Arena *arena, Binding *bindings, size_t *binding_count, Diag *diag);
/* Appends a line for an answer without rows: what was asked for, things of nearly that name, what to leave out. */
void report_nothing(const Report *report, const Labels *labels, const Binding *bindings,
                    size_t count, Buffer *out);

/* ---- A report as a page ------------------------------------------------------------------------------------- */

typedef struct ReportPage {
    const Report *report;
    Source *source;
    const Labels *labels;
    const EngineOptions
        *engine; /* as the statement was prepared with: the report's arguments among it */
    const ResultsOptions *results; /* how cells are shown */
} ReportPage;
/* Runs the report's statement, a SELECT or ASK, and writes a page of HTML that needs nothing else, neither script nor
 * network: a timeline of the rows that have a date, the derived edges around what was asked for, the table. */
Status report_page(const ReportPage *page, Statement *statement, Output *out, ResultsCount *count,
                   Diag *diag);

#endif
