/* Labels: one pass over each predicate that names things, kept sorted by folded text, with an index from each IRI
 * to the label to show. SKOS Reference section 5, RDFS 3.6, Dublin Core, schema.org; folding: Unicode
 * case folding and removal of marks. */
#include "report_internal.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

typedef struct NamingPredicate {
    const char *iri;
    bool alias;
    bool subproperties; /* also every direct rdfs:subPropertyOf it, e.g. kinds of identifiers */
} NamingPredicate;

static const NamingPredicate naming[] = {
    {"http://www.w3.org/2004/02/skos/core#prefLabel", false, false},
    {RDFS "label", false, false},
    {"http://schema.org/name", false, false},
    {"https://schema.org/name", false, false},
    {"http://xmlns.com/foaf/0.1/name", false, false},
    {"http://purl.org/dc/terms/title", false, false},
    {"http://www.w3.org/2004/02/skos/core#altLabel", true, false},
    {"http://schema.org/alternateName", true, false},
    {"https://schema.org/alternateName", true, false},
    {"http://www.w3.org/2004/02/skos/core#notation", true, false},
    {"http://schema.org/identifier", true, true},
    {"https://schema.org/identifier", true, true},
};

/* ---- Folding ---------------------------------------------------------------------------------------------- */

enum {
    FOLDING = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
              UTF8PROC_STRIPMARK | UTF8PROC_IGNORE
};

static uint32_t plain(uint32_t code) {
    const bool separates =
        code == '-' || code == '_' || code == 0x2010 || code == 0x2011 || code == 0x2013;
    return separates || code < ' ' ? ' ' : code == 0x2019 ? '\'' : code;
}

size_t label_fold_code(int32_t code, uint32_t folded[LABEL_MOST_FOLDED]) {
    utf8proc_int32_t parts[LABEL_MOST_FOLDED];
    int boundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(code, parts, LABEL_MOST_FOLDED,
                                                           (utf8proc_option_t)FOLDING, &boundary);
    if (count < 0 || count > LABEL_MOST_FOLDED) return 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) folded[i] = plain((uint32_t)parts[i]);
    return (size_t)count;
}

void label_fold(Buffer *out, Text text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t folded[LABEL_MOST_FOLDED];
        size_t size = 0;
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        at += size ? size : 1;
        if (code < 0) continue;
        const size_t count = label_fold_code(code, folded);
        for (size_t i = 0; i < count; i++) buffer_code(out, folded[i]);
    }
}

Text iri_tail(Text iri) {
    size_t at = iri.len;
    while (at > 0 && iri.at[at - 1] != '#' && iri.at[at - 1] != '/' && iri.at[at - 1] != ':') at--;
    return text_slice(iri, at, iri.len);
}

/* ---- Reading ---------------------------------------------------------------------------------------------- */

static unsigned char language_rank(Text lang) {
    if (lang.len == 0) return 1;
    return lang.len >= 2 && text_equal_nocase((Text){lang.at, 2}, TEXT("en")) &&
                   (lang.len == 2 || lang.at[2] == '-')
               ? 0
               : 2;
}

static Status add_label(Labels *labels, size_t row, TermId subject, TermId object,
                        Buffer *scratch) {
    if (id_tag(subject) != TAG_IRI || !id_is_literal(object)) return STATUS_OK;
    char text[32];
    Term thing, name;
    TRY(source_term(labels->source, subject, text, &thing));
    LabelEntry entry = {.rank = (unsigned char)row, .alias = naming[row].alias};
    entry.iri = arena_text(labels->arena, thing.text);
    TRY(source_term(labels->source, object, text, &name));
    entry.label = arena_text(labels->arena, name.text);
    entry.language = language_rank(name.lang);
    buffer_clear(scratch);
    label_fold(scratch, name.text);
    entry.folded = arena_text(labels->arena, text_trim(buffer_view(scratch)));
    if (!entry.iri.at || !entry.label.at || !entry.folded.at || scratch->failed)
        return STATUS_NO_MEMORY;
    if (entry.folded.len == 0) return STATUS_OK;
    TRY(array_grow((void **)&labels->entries, &labels->cap, labels->count + 1, sizeof entry));
    labels->entries[labels->count++] = entry;
    return STATUS_OK;
}

static Status scan_predicate(Labels *labels, size_t row, TermId predicate, QuadBatch *batch,
                             Diag *diag) {
    const QuadPattern pattern = {.predicate = predicate};
    SourceScan *scan = NULL;
    TRY(source_scan_all(labels->source, &pattern, &scan, diag));
    Buffer scratch = {0};
    Status status;
    while ((status = source_scan_next(scan, batch, diag)) == STATUS_OK && batch->rows > 0) {
        for (size_t i = 0; i < batch->rows && status == STATUS_OK; i++) {
            status = add_label(labels, row, batch->subject[i], batch->object[i], &scratch);
        }
        if (status != STATUS_OK) break;
    }
    buffer_free(&scratch);
    source_scan_free(scan);
    return status;
}

static Status scan_subproperties(Labels *labels, size_t row, TermId parent, QuadBatch *batch,
                                 Diag *diag) {
    const Term term = term_iri(TEXT(RDFS "subPropertyOf"));
    const QuadPattern pattern = {.predicate = source_find(labels->source, &term), .object = parent};
    if (pattern.predicate == TERM_ID_NONE) return STATUS_OK;
    SourceScan *scan = NULL;
    TRY(source_scan_all(labels->source, &pattern, &scan, diag));
    Status status = source_scan_next(scan, batch, diag);
    source_scan_free(scan);
    const size_t count = batch->rows < 64 ? batch->rows : 64;
    TermId children[64];
    if (status == STATUS_OK && count) memcpy(children, batch->subject, count * sizeof *children);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = scan_predicate(labels, row, children[i], batch, diag);
    return status;
}

static Status scan_all(Labels *labels, QuadBatch *batch, Diag *diag) {
    for (size_t row = 0; row < sizeof naming / sizeof *naming; row++) {
        const Term term = term_iri(text_of(naming[row].iri));
        const TermId predicate = source_find(labels->source, &term);
        if (predicate == TERM_ID_NONE) continue;
        TRY(scan_predicate(labels, row, predicate, batch, diag));
        if (naming[row].subproperties) TRY(scan_subproperties(labels, row, predicate, batch, diag));
    }
    return STATUS_OK;
}

/* ---- Order and index -------------------------------------------------------------------------------------- */

static int by_folded(const void *a, const void *b) {
    const LabelEntry *const x = a;
    const LabelEntry *const y = b;
    int order = text_compare(x->folded, y->folded);
    if (order == 0) order = text_compare(x->iri, y->iri);
    if (order == 0) order = text_compare(x->label, y->label);
    return order ? order : x->rank - y->rank;
}

static void sort_entries(Labels *labels) {
    if (labels->count < 2) return;
    qsort(labels->entries, labels->count, sizeof *labels->entries, by_folded);
    size_t kept = 1; /* the same label from two predicates or graphs is one */
    for (size_t i = 1; i < labels->count; i++) {
        const LabelEntry *const last = &labels->entries[kept - 1];
        const LabelEntry *const entry = &labels->entries[i];
        if (text_equal(entry->iri, last->iri) && text_equal(entry->label, last->label)) continue;
        labels->entries[kept++] = *entry;
    }
    labels->count = kept;
}

/* Which of two labels of one thing is shown. */
static bool is_better(const LabelEntry *a, const LabelEntry *b) {
    if (a->alias != b->alias) return b->alias;
    if (a->language != b->language) return a->language < b->language;
    return a->rank < b->rank;
}

typedef struct IriSought {
    const LabelEntry *entries;
    Text iri;
} IriSought;

static bool same_iri(const void *context, size_t position) {
    const IriSought *const sought = context;
    return text_equal(sought->entries[position].iri, sought->iri);
}

static size_t find_best(const Labels *labels, Text iri) {
    const IriSought sought = {.entries = labels->entries, .iri = iri};
    return hash_index_find(&labels->best, hash_bytes(iri.at, iri.len, 0), same_iri, &sought);
}

typedef struct Shown {
    const LabelEntry *entry;
} Shown;

static int by_display(const void *a, const void *b) {
    const LabelEntry *const x = ((const Shown *)a)->entry;
    const LabelEntry *const y = ((const Shown *)b)->entry;
    const int order = text_compare(x->iri, y->iri);
    if (order) return order;
    return is_better(x, y) ? -1 : is_better(y, x) ? 1 : by_folded(x, y);
}

/* The first non-alias of each IRI, in order of what is better, goes into the index. */
static Status index_best(Labels *labels) {
    Shown *const order = mem_zero(labels->count, sizeof *order);
    if (!order) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < labels->count; i++) order[i].entry = &labels->entries[i];
    if (labels->count) qsort(order, labels->count, sizeof *order, by_display);
    Status status = STATUS_OK;
    for (size_t i = 0; i < labels->count && status == STATUS_OK; i++) {
        const LabelEntry *const entry = order[i].entry;
        if (entry->alias || (i > 0 && text_equal(entry->iri, order[i - 1].entry->iri))) continue;
        const uint64_t hash = hash_bytes(entry->iri.at, entry->iri.len, 0);
        status = hash_index_add(&labels->best, hash, (size_t)(entry - labels->entries));
    }
    mem_free(order);
    return status;
}

/* ---- The door --------------------------------------------------------------------------------------------- */

static Status read_labels(Labels *labels, Diag *diag) {
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    if (!batch || !labels->arena) {
        mem_free(batch);
        return STATUS_NO_MEMORY;
    }
    Status status = source_begin_read(labels->source, NULL, diag);
    if (status == STATUS_OK) {
        status = scan_all(labels, batch, diag);
        source_end_read(labels->source);
    }
    mem_free(batch);
    return status;
}

Status labels_open(Labels **labels, Source *source, const Prefixes *prefixes, Diag *diag) {
    Labels *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->source = source;
    made->prefixes = prefixes;
    made->arena = arena_new(NULL);
    Status status = read_labels(made, diag);
    if (status == STATUS_OK) {
        sort_entries(made);
        status = index_best(made);
    }
    if (status != STATUS_OK) {
        labels_free(made);
        return diag_set(diag, status, "cannot read the labels: %s", status_text(status));
    }
    *labels = made;
    return STATUS_OK;
}

void labels_free(Labels *labels) {
    if (!labels) return;
    arena_free(labels->arena);
    hash_index_free(&labels->best);
    mem_free(labels->entries);
    mem_free(labels);
}

bool labels_of(const Labels *labels, Text iri, Text *label) {
    const size_t found = find_best(labels, iri);
    if (found == HASH_NONE) return false;
    *label = labels->entries[found].label;
    return true;
}

size_t labels_count(const Labels *labels) { return labels->count; }

LabelMatch labels_at(const Labels *labels, size_t index) {
    const LabelEntry *const entry = &labels->entries[index];
    return (LabelMatch){
        .iri = entry->iri, .label = entry->label, .rank = entry->alias ? LABEL_ALIAS : LABEL_EXACT};
}
