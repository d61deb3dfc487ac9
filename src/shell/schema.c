/* .schema: which classes there are, and which properties their members have, counted in one pass over the graph,
 * as VoID's class and property partitions are (VoID section 4.3). Also .stats. */
#include <stdlib.h>
#include <string.h>

#include "shell_internal.h"

/* How often members of a class have a property; predicate TERM_ID_NONE: the members themselves. */
typedef struct Use {
    TermId class_id, predicate;
    uint64_t count;
} Use;

typedef struct Uses {
    Use *items;
    size_t count, cap;
    HashIndex index;
} Uses;

static bool same_use(const void *context, size_t position) {
    const Use *const sought = ((const Use *const *)context)[0];
    const Use *const use = &((const Uses *)((const void *const *)context)[1])->items[position];
    return use->class_id == sought->class_id && use->predicate == sought->predicate;
}

static Status count_use(Uses *uses, TermId class_id, TermId predicate) {
    const Use use = {class_id, predicate, 1};
    const void *const context[2] = {&use, uses};
    const uint64_t hash = hash_mix(class_id, predicate);
    const size_t found = hash_index_find(&uses->index, hash, same_use, context);
    if (found != HASH_NONE) {
        uses->items[found].count++;
        return STATUS_OK;
    }
    TRY(array_grow((void **)&uses->items, &uses->cap, uses->count + 1, sizeof use));
    uses->items[uses->count] = use;
    return hash_index_add(&uses->index, hash, uses->count++);
}

/* ---- Counting --------------------------------------------------------------------------------------------- */

/* The rows of `types` that tell the classes of `subject`: [*from, *to). They are sorted by subject. */
static void classes_of(const QuadIds *types, size_t count, TermId subject, size_t *from,
                       size_t *to) {
    size_t low = 0;
    for (size_t high = count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (types[middle].subject < subject)
            low = middle + 1;
        else
            high = middle;
    }
    *from = *to = low;
    while (*to < count && types[*to].subject == subject) ++*to;
}

static Status count_all(Walk *walk, TermId only, Uses *uses) {
    QuadIds *types, *facts;
    size_t type_count, fact_count;
    const TermId type = walk_id(walk, RDF "type");
    const QuadPattern members = {.predicate = type, .object = only};
    const QuadPattern everything = {0};
    if (type == TERM_ID_NONE) return STATUS_OK;
    TRY(walk_rows(walk, &members, &types, &type_count));
    TRY(walk_rows(walk, &everything, &facts, &fact_count));
    for (size_t i = 0; i < type_count; i++) TRY(count_use(uses, types[i].object, TERM_ID_NONE));
    for (size_t i = 0; i < fact_count; i++) {
        if (facts[i].predicate == type) continue;
        size_t from, to;
        classes_of(types, type_count, facts[i].subject, &from, &to);
        for (; from < to; from++) TRY(count_use(uses, types[from].object, facts[i].predicate));
    }
    return STATUS_OK;
}

/* ---- Showing ---------------------------------------------------------------------------------------------- */

typedef struct Row {
    Text class_name, property; /* property empty: the class itself */
    uint64_t count;
} Row;

static int by_names(const void *a, const void *b) {
    const Row *const x = a;
    const Row *const y = b;
    const int order = text_compare(x->class_name, y->class_name);
    return order ? order : text_compare(x->property, y->property);
}

static Text name_of(Walk *walk, TermId id) {
    Buffer name = {0};
    thing_write_name(walk, id, &name);
    const Text kept = arena_text(walk->arena, buffer_view(&name));
    if (name.failed || !kept.at) walk_fail(walk, STATUS_NO_MEMORY);
    buffer_free(&name);
    return kept;
}

static void write_rows(const Walk *walk, const Uses *uses, Row *rows, Buffer *out) {
    qsort(rows, uses->count, sizeof *rows, by_names);
    for (size_t i = 0; i < uses->count; i++) {
        const size_t start = out->len;
        const bool is_class = rows[i].property.len == 0;
        if (is_class) screen_style(walk->shell, out, "1");
        buffer_text(out, is_class ? rows[i].class_name : TEXT("    "));
        buffer_text(out, rows[i].property);
        if (is_class) screen_style(walk->shell, out, "0");
        screen_fill(out, start, 40);
        buffer_format(out, "%8llu\n", (unsigned long long)rows[i].count);
    }
}

static Status write_schema(Walk *walk, const Words *words, Uses *uses, Buffer *out) {
    TermId only = TERM_ID_NONE;
    if (words->line.len) TRY(thing_named(walk, words->line, &only));
    TRY(count_all(walk, only, uses));
    if (uses->count == 0) {
        buffer_text(out, TEXT("nothing here has a class\n"));
        return STATUS_OK;
    }
    Row *const rows = arena_array(walk->arena, uses->count, sizeof *rows);
    if (!rows) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < uses->count; i++) {
        const Use *const use = &uses->items[i];
        rows[i].class_name = name_of(walk, use->class_id);
        if (use->predicate != TERM_ID_NONE) rows[i].property = name_of(walk, use->predicate);
        rows[i].count = use->count;
    }
    write_rows(walk, uses, rows, out);
    return STATUS_OK;
}

Status command_schema(Shell *shell, const Words *words, Diag *diag) {
    Walk walk;
    Buffer screen = {0};
    Uses uses = {0};
    TRY(walk_begin(&walk, shell, diag));
    Status status = walk_end(&walk, write_schema(&walk, words, &uses, &screen));
    mem_free(uses.items);
    hash_index_free(&uses.index);
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}

/* ---- .stats ----------------------------------------------------------------------------------------------- */

static Status count_graph(void *context, TermId graph) {
    (void)graph;
    ++*(uint64_t *)context;
    return STATUS_OK;
}

static int by_subject(const void *a, const void *b) {
    const TermId x = *(const TermId *)a;
    const TermId y = *(const TermId *)b;
    return (x > y) - (x < y);
}

static uint64_t count_distinct(TermId *ids, size_t count) {
    if (count) qsort(ids, count, sizeof *ids, by_subject);
    uint64_t distinct = count > 0;
    for (size_t i = 1; i < count; i++) distinct += ids[i] != ids[i - 1];
    return distinct;
}

static Status write_stats(Walk *walk, Buffer *out) {
    QuadIds *facts;
    size_t count;
    uint64_t graphs = 0;
    const QuadPattern everything = {0};
    TRY(walk_rows(walk, &everything, &facts, &count));
    TRY(source_graphs(walk->source, count_graph, &graphs, walk->diag));
    TermId *const ids = arena_array(walk->arena, count, sizeof *ids);
    if (!ids) return STATUS_NO_MEMORY;
    buffer_format(out, "%-16s %10zu\n%-16s %10llu\n", "triples", count, "named graphs",
                  (unsigned long long)graphs);
    for (size_t i = 0; i < count; i++) ids[i] = facts[i].subject;
    buffer_format(out, "%-16s %10llu\n", "subjects",
                  (unsigned long long)count_distinct(ids, count));
    for (size_t i = 0; i < count; i++) ids[i] = facts[i].predicate;
    buffer_format(out, "%-16s %10llu\n", "predicates",
                  (unsigned long long)count_distinct(ids, count));
    for (size_t i = 0; i < count; i++) ids[i] = facts[i].object;
    buffer_format(out, "%-16s %10llu\n", "objects", (unsigned long long)count_distinct(ids, count));
    buffer_format(out, "%-16s %10zu\n", "labels", labels_count(walk->shell->labels));
    buffer_format(out, "%-16s %10s\n", "storage",
                  walk->source->can.name ? walk->source->can.name : "");
    return STATUS_OK;
}

Status command_stats(Shell *shell, const Words *words, Diag *diag) {
    (void)words;
    Walk walk;
    Buffer screen = {0};
    TRY(walk_begin(&walk, shell, diag));
    Status status = walk_end(&walk, write_stats(&walk, &screen));
    if (status == STATUS_OK) status = screen_show(shell, &screen, diag);
    buffer_free(&screen);
    return status;
}
