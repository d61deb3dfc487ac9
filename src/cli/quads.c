/* Every quad of a graph, and what is made of that: export, the dump after an update, info, diff. */
#include "cli_internal.h"

#include <string.h>

typedef struct Walk {
    Source *source;
    const QuadChoice *choice;
    Status (*each)(void *context, const Quad *quad);
    void *context;
    QuadIds last; /* merged: the triple that was given last */
    Diag *diag;
} Walk;

static Status quad_of_row(Walk *walk, const QuadIds *ids, char text[4][32], Quad *quad) {
    *quad = (Quad){0};
    TRY(source_term(walk->source, ids->subject, text[0], &quad->subject));
    TRY(source_term(walk->source, ids->predicate, text[1], &quad->predicate));
    TRY(source_term(walk->source, ids->object, text[2], &quad->object));
    if (walk->choice->merged || walk->choice->graph || ids->graph == TERM_ID_DEFAULT_GRAPH)
        return STATUS_OK;
    return source_term(walk->source, ids->graph, text[3], &quad->graph);
}

static bool same_triple(const QuadIds *a, const QuadIds *b) {
    return a->subject == b->subject && a->predicate == b->predicate && a->object == b->object;
}

static Status give_row(Walk *walk, const QuadBatch *batch, size_t row) {
    const QuadIds ids = {batch->subject[row], batch->predicate[row], batch->object[row],
                         batch->graph[row]};
    if (walk->choice->merged && same_triple(&ids, &walk->last)) return STATUS_OK;
    walk->last = ids;
    char text[4][32];
    Quad quad;
    TRY(quad_of_row(walk, &ids, text, &quad));
    return walk->each(walk->context, &quad);
}

/* Merged triples come sorted, so that the copies of one from several graphs follow each other. */
static Status walk_rows(Walk *walk, const QuadPattern *pattern, QuadBatch *batch, Budget *budget) {
    SourceScan *scan;
    const ScanOrder order = walk->choice->merged ? ORDER_SPO : ORDER_ANY;
    const ScanRequest request = {*pattern, order, QUAD_ALL};
    TRY(source_scan(walk->source, &request, &scan, walk->diag));
    Status status;
    do {
        status = source_scan_next(scan, batch, walk->diag);
        if (status == STATUS_OK) status = budget_check(budget);
        for (size_t i = 0; status == STATUS_OK && i < batch->rows; i++)
            status = give_row(walk, batch, i);
    } while (status == STATUS_OK && batch->rows > 0);
    source_scan_free(scan);
    return status;
}

static Status walk_graph(Walk *walk, Budget *budget) {
    QuadPattern pattern = {0};
    if (walk->choice->graph) {
        const Term name = term_iri(text_of(walk->choice->graph));
        pattern.graph = source_find(walk->source, &name);
        if (pattern.graph == TERM_ID_NONE)
            return diag_set(walk->diag, STATUS_NOT_FOUND, "there is no graph <%s>",
                            walk->choice->graph);
    }
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    const Status status = batch ? walk_rows(walk, &pattern, batch, budget) : STATUS_NO_MEMORY;
    mem_free(batch);
    return status;
}

Status each_quad(Source *source, const QuadChoice *choice,
                 Status (*each)(void *context, const Quad *quad), void *context, Budget *budget,
                 Diag *diag) {
    Walk walk = {
        .source = source, .choice = choice, .each = each, .context = context, .diag = diag};
    TRY(source_begin_read(source, budget, diag));
    const Status status = walk_graph(&walk, budget);
    source_end_read(source);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}

/* ---- Writing ------------------------------------------------------------------------------------------------------- */

typedef struct Writing {
    RdfWriter *writer;
    Diag *diag;
} Writing;

static Status write_quad(void *context, const Quad *quad) {
    Writing *const writing = context;
    return rdf_writer_quad(writing->writer, quad, writing->diag);
}

/* The format whose files end so ("nt", "ttl"). */
static const RdfFormat *format_by_ending(const char *word) {
    char name[32];
    const int len = snprintf(name, sizeof name, "x.%s", word);
    return len > 0 && (size_t)len < sizeof name ? rdf_format_guess(name, (Text){0}) : NULL;
}

Status rdf_format_of(const char *word, bool to_write, const RdfFormat **format, Diag *diag) {
    *format = rdf_format_named(text_of(word));
    if (!*format) *format = format_by_ending(word);
    if (!*format) {
        size_t count;
        Text names[64];
        const RdfFormat *const all = rdf_formats(&count);
        for (size_t i = 0; i < count && i < 64; i++) names[i] = text_of(all[i].name);
        const size_t nearest = text_nearest(text_of(word), names, count < 64 ? count : 64);
        return nearest == SIZE_MAX
                   ? diag_set(diag, STATUS_USAGE, "no RDF format \"%s\"", word)
                   : diag_set(diag, STATUS_USAGE, "no RDF format \"%s\"; did you mean \"%s\"?",
                              word, all[nearest].name);
    }
    if (to_write && !(*format)->writes)
        return diag_set(diag, STATUS_UNSUPPORTED, "%s can only be read", (*format)->label);
    return STATUS_OK;
}

Status write_dataset(const ShellGraph *graph, const QuadChoice *choice, const char *format,
                     const char *path, Diag *diag) {
    Budget budget;
    budget_init(&budget, 0, 0);
    RdfWriteOptions options = {.prefixes = graph->prefixes, .sorted = true, .budget = &budget};
    TRY(rdf_format_of(format, true, &options.format, diag));
    Output *out;
    TRY(open_output(path, &out, diag));
    watch_interrupts(&budget);
    Writing writing = {.diag = diag};
    Status status = rdf_writer_new(&writing.writer, &options, out, diag);
    if (status == STATUS_OK)
        status = each_quad(graph_source(graph->graph), choice, write_quad, &writing, &budget, diag);
    if (status == STATUS_OK) status = rdf_writer_end(writing.writer, diag);
    rdf_writer_free(writing.writer);
    watch_interrupts(NULL);
    return close_output(out, status, diag);
}
