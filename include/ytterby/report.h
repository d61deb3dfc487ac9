/* report: the catalogue of canned queries: .rq files with a "#+" header, their parameters, and the search for
 * entities by IRI, prefixed name, label or alias. One catalogue for the shell, the command line and HTTP. */
#ifndef YTTERBY_REPORT_H
#define YTTERBY_REPORT_H

#include "ytterby/results.h"

typedef struct ReportParam {
    Text name;                 /* the query's variable, without "?" */
    Text type;                 /* "entity", "country", "string", "date", "integer" … */
    Text help;
    Text fallback;             /* default; empty: none */
    bool optional;
} ReportParam;

typedef struct Report {
    Text name;                 /* file name without .rq */
    Text summary;
    Text view;                 /* "table", "timeline", "graph" */
    const ReportParam *params;
    size_t param_count;
    Text query;                /* the whole file */
    Text path;
} Report;

typedef struct Catalogue Catalogue;
/* Reads every .rq of the folders, later folders hiding earlier names; a missing folder is no error. */
Status catalogue_open(Catalogue **catalogue, const char *const *folders, size_t count, Diag *diag);
void catalogue_free(Catalogue *catalogue);
size_t catalogue_count(const Catalogue *catalogue);      /* sorted by name */
const Report *catalogue_at(const Catalogue *catalogue, size_t index);
/* NULL and a did-you-mean in *diag when there is none of that name. */
const Report *catalogue_find(const Catalogue *catalogue, Text name, Diag *diag);

/* Labels of the graph: prefLabel, label, altLabel … by entity, for display, completion and search. */
typedef struct Labels Labels;
/* Reads all labels, of every graph; `source` and `prefixes` must outlive the result. */
Status labels_open(Labels **labels, Source *source, const Prefixes *prefixes, Diag *diag);
void labels_free(Labels *labels);
bool labels_of(const Labels *labels, Text iri, Text *label);
typedef struct LabelMatch {
    Text iri, label;           /* the label that matched */
    unsigned score;            /* lower is better: 0 exact */
} LabelMatch;
/* Ranked matches of `text` (IRI, prefixed name, exact label or alias, then prefix, substring, near); at most `most`. */
size_t labels_find(const Labels *labels, Text text, LabelMatch *matches, size_t most);

/* Binds arguments as terms: by the parameter's type, an IRI in <>, a prefixed name, a label or an alias.
 * STATUS_NOT_FOUND with suggestions when nothing matches or several do. Terms live in `arena`. */
Status report_bind(const Report *report, const Labels *labels, const Text *args, size_t count, Arena *arena,
                   Binding *bindings, size_t *binding_count, Diag *diag);

#endif
