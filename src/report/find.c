/* Finding things by what people type: an IRI or a prefixed name, else labels and aliases in ranks, from the whole
 * label to a word of it to a near miss. One pass over the folded labels: linear in their size. Also: what a thing is. */
#include "report_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CLASSES = 64, /* classes looked at above one thing */
    RANK_STEP = 1 << 16,
    MOST_WORDS = 7,      /* of what is sought, looked for one by one */
    SHORTEST_WORD = 4,   /* shorter ones ("of", "the") tell nothing */
    LEAST_BEGINNING = 5, /* bytes of a word's beginning that may be misspelt */
    WORD_STEP = 1 << 12, /* what a missing word adds to the distance */
    COMMON_WORD = 255,   /* labels: a word that so many have is no more common than another */
    COMMON_STEP = WORD_STEP / (COMMON_WORD + 1),
    LENGTH_STEP = 8 /* characters of a label that make it longer */
};

/* ---- IRIs and prefixed names ------------------------------------------------------------------------------ */

static bool is_known(const Labels *labels, Text iri) {
    const Term term = term_iri(iri);
    if (source_begin_read(labels->source, NULL, NULL) != STATUS_OK) return false;
    const bool known = source_find(labels->source, &term) != TERM_ID_NONE;
    source_end_read(labels->source);
    return known;
}

/* The IRI that a prefixed name stands for; kept in the arena, because it is given out. */
static Text expand(const Labels *labels, Text name) {
    const size_t colon = text_find(name, TEXT(":"), 0);
    Text namespace;
    if (!labels->prefixes || colon == SIZE_MAX) return (Text){NULL, 0};
    if (!prefixes_find(labels->prefixes, text_slice(name, 0, colon), &namespace))
        return (Text){NULL, 0};
    Buffer iri = {0};
    buffer_text(&iri, namespace);
    buffer_text(&iri, text_slice(name, colon + 1, name.len));
    const Text kept = iri.failed ? (Text){NULL, 0} : arena_text(labels->arena, buffer_view(&iri));
    buffer_free(&iri);
    return kept;
}

static bool find_name(const Labels *labels, Text text, LabelMatch *match) {
    Text iri = {NULL, 0};
    if (text.len > 2 && text.at[0] == '<' && text.at[text.len - 1] == '>') {
        iri = arena_text(labels->arena, text_slice(text, 1, text.len - 1));
    } else if (text_find(text, TEXT(" "), 0) == SIZE_MAX) {
        iri = expand(labels, text);
        if (!iri.at && iri_is_absolute(text)) iri = arena_text(labels->arena, text);
    }
    if (!iri.at || !is_known(labels, iri)) return false;
    *match = (LabelMatch){.iri = iri, .label = iri, .rank = LABEL_NAME};
    labels_of(labels, iri, &match->label);
    return true;
}

/* ---- Ranks ------------------------------------------------------------------------------------------------ */

static bool starts_word(Text text, size_t at) {
    if (at == 0) return true;
    const unsigned char before = (unsigned char)text.at[at - 1];
    return before < 0x80 && before != '\'' && !(before >= '0' && before <= '9') &&
           !(before >= 'a' && before <= 'z');
}

static bool is_tail(Text iri, Text sought) {
    const Text tail = iri_tail(iri);
    if (tail.len != sought.len) return false;
    for (size_t i = 0; i < tail.len; i++) {
        const char c = tail.at[i] == '_' || tail.at[i] == '-' ? ' ' : tail.at[i];
        if (!text_equal_nocase((Text){&c, 1}, text_slice(sought, i, i + 1))) return false;
    }
    return true;
}

/* How `entry` matches the folded text; LABEL_NEAR when it does not. */
static LabelRank rank_of(const LabelEntry *entry, Text sought) {
    if (text_equal(entry->folded, sought)) return entry->alias ? LABEL_ALIAS : LABEL_EXACT;
    if (is_tail(entry->iri, sought)) return LABEL_ALIAS;
    LabelRank rank = LABEL_NEAR;
    for (size_t at = 0; (at = text_find(entry->folded, sought, at)) != SIZE_MAX; at++) {
        if (at == 0) return LABEL_PREFIX;
        if (starts_word(entry->folded, at)) return LABEL_WORD;
        rank = LABEL_PART;
    }
    return rank;
}

typedef struct Matches {
    LabelMatch *items;
    size_t count, cap;
} Matches;

static Status add_match(Matches *matches, const LabelEntry *entry, LabelRank rank,
                        size_t distance) {
    TRY(array_grow((void **)&matches->items, &matches->cap, matches->count + 1,
                   sizeof *matches->items));
    const size_t most = RANK_STEP / 2 - 1;
    const size_t near = (distance < most ? distance : most) * 2 + entry->alias;
    matches->items[matches->count++] =
        (LabelMatch){entry->iri, entry->label, rank, (unsigned)rank * RANK_STEP + (unsigned)near};
    return STATUS_OK;
}

static Status match_containing(const Labels *labels, Text sought, Matches *matches) {
    for (size_t i = 0; i < labels->count; i++) {
        const LabelEntry *const entry = &labels->entries[i];
        const LabelRank rank = rank_of(entry, sought);
        if (rank != LABEL_NEAR) TRY(add_match(matches, entry, rank, entry->folded.len));
    }
    return STATUS_OK;
}

/* The distance to the whole label, or to its nearest single word. */
static unsigned spelling_distance(Text folded, Text sought, unsigned most) {
    unsigned best = text_distance(folded, sought, most);
    for (size_t from = 0; from < folded.len && best > 0;) {
        size_t to = text_find(folded, TEXT(" "), from);
        if (to == SIZE_MAX) to = folded.len;
        const unsigned word = text_distance(text_slice(folded, from, to), sought, most);
        if (word < most && word + 1 < best) best = word + 1; /* a word alone is a little less */
        from = to + 1;
    }
    return best;
}

static bool begins_nearly(Text word, Text sought) {
    size_t end = sought.len;
    if (sought.len < LEAST_BEGINNING || word.len <= sought.len) return false;
    while (end < word.len && ((unsigned char)word.at[end] & 0xC0) == 0x80) end++;
    return text_distance(text_slice(word, 0, end), sought, 2) < 2;
}

/* Who does not know how a name ends types its beginning: that may have one letter wrong. */
static bool word_begins_nearly(Text folded, Text sought) {
    for (size_t from = 0, to; from < folded.len; from = to + 1) {
        to = text_find(folded, TEXT(" "), from);
        if (to == SIZE_MAX) to = folded.len;
        if (begins_nearly(text_slice(folded, from, to), sought)) return true;
    }
    return false;
}

static Status match_near(const Labels *labels, Text sought, Matches *matches) {
    const size_t third = sought.len / 3;
    const unsigned most = third < 1 ? 1 : third > 4 ? 4 : (unsigned)third;
    if (sought.len < 3) return STATUS_OK;
    for (size_t i = 0; i < labels->count; i++) {
        const unsigned distance = spelling_distance(labels->entries[i].folded, sought, most);
        if (distance <= most) TRY(add_match(matches, &labels->entries[i], LABEL_NEAR, distance));
    }
    for (size_t i = 0, whole = matches->count; whole == 0 && i < labels->count; i++) {
        const LabelEntry *const entry = &labels->entries[i];
        if (word_begins_nearly(entry->folded, sought))
            TRY(add_match(matches, entry, LABEL_NEAR, most + 1));
    }
    return STATUS_OK;
}

static bool has_word(Text folded, Text word) {
    for (size_t at = 0; (at = text_find(folded, word, at)) != SIZE_MAX; at++) {
        if (starts_word(folded, at)) return true;
    }
    return false;
}

typedef struct SoughtWord {
    Text word;
    size_t labels; /* that have it */
} SoughtWord;

static size_t split_words(const Labels *labels, Text sought, SoughtWord words[MOST_WORDS]) {
    size_t count = 0;
    for (size_t from = 0; from < sought.len && count < MOST_WORDS;) {
        size_t to = text_find(sought, TEXT(" "), from);
        if (to == SIZE_MAX) to = sought.len;
        if (to - from >= SHORTEST_WORD)
            words[count++] = (SoughtWord){.word = text_slice(sought, from, to)};
        from = to + 1;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < labels->count; j++)
            words[i].labels += has_word(labels->entries[j].folded, words[i].word);
    }
    return count;
}

/* Labels with some of the words: the more of them and the rarer, and the shorter the label, the nearer. */
static Status match_words(const Labels *labels, Text sought, Matches *matches) {
    SoughtWord words[MOST_WORDS];
    const size_t count = split_words(labels, sought, words);
    for (size_t i = 0; i < labels->count; i++) {
        size_t missing = count;
        size_t common = 0;
        for (size_t j = 0; j < count; j++) {
            if (!has_word(labels->entries[i].folded, words[j].word)) continue;
            missing--;
            common += words[j].labels;
        }
        if (missing == count) continue;
        const size_t length = labels->entries[i].folded.len / LENGTH_STEP;
        TRY(add_match(matches, &labels->entries[i], LABEL_NEAR,
                      missing * WORD_STEP +
                          (common < COMMON_WORD ? common : COMMON_WORD) * COMMON_STEP +
                          (length < COMMON_STEP ? length : COMMON_STEP - 1)));
    }
    return STATUS_OK;
}

static int by_score(const void *a, const void *b) {
    const LabelMatch *const x = a;
    const LabelMatch *const y = b;
    if (x->score != y->score) return x->score < y->score ? -1 : 1;
    const int order = text_compare(x->label, y->label);
    return order ? order : text_compare(x->iri, y->iri);
}

/* Copies the best matches, each IRI once. */
static size_t take_best(Matches *found, LabelMatch *matches, size_t most) {
    size_t count = 0;
    if (found->count) qsort(found->items, found->count, sizeof *found->items, by_score);
    for (size_t i = 0; i < found->count && count < most; i++) {
        bool known = false;
        for (size_t j = 0; j < count && !known; j++)
            known = text_equal(matches[j].iri, found->items[i].iri);
        if (!known) matches[count++] = found->items[i];
    }
    return count;
}

static Status match_all(const Labels *labels, Text sought, Matches *found) {
    TRY(match_containing(labels, sought, found));
    if (found->count == 0) TRY(match_near(labels, sought, found));
    return found->count ? STATUS_OK : match_words(labels, sought, found);
}

size_t labels_find(const Labels *labels, Text text, LabelMatch *matches, size_t most) {
    if (most > 0 && find_name(labels, text_trim(text), matches)) return 1;
    Buffer folded = {0};
    label_fold(&folded, text);
    const Text sought = text_trim(buffer_view(&folded));
    Matches found = {0};
    size_t count = 0;
    if (sought.len && !folded.failed && match_all(labels, sought, &found) == STATUS_OK) {
        count = take_best(&found, matches, most);
    }
    mem_free(found.items);
    buffer_free(&folded);
    return count;
}

size_t labels_beginning(const Labels *labels, Text text, size_t *first) {
    Buffer folded = {0};
    label_fold(&folded, text);
    const Text prefix = buffer_view(&folded);
    size_t low = 0;
    for (size_t high = labels->count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (text_compare(labels->entries[middle].folded, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    size_t end = low;
    while (end < labels->count && text_starts(labels->entries[end].folded, prefix)) end++;
    buffer_free(&folded);
    return end - low;
}

/* ---- What a thing is -------------------------------------------------------------------------------------- */

typedef struct Classes {
    TermId ids[MOST_CLASSES];
    size_t count;
} Classes;

static void add_class(Classes *classes, TermId id) {
    for (size_t i = 0; i < classes->count; i++) {
        if (classes->ids[i] == id) return;
    }
    if (classes->count < MOST_CLASSES) classes->ids[classes->count++] = id;
}

/* Adds the objects of (subject, predicate, ?). */
static void add_objects(const Labels *labels, TermId subject, Text predicate, Classes *classes,
                        QuadBatch *batch) {
    const Term term = term_iri(predicate);
    const QuadPattern pattern = {.subject = subject,
                                 .predicate = source_find(labels->source, &term)};
    SourceScan *scan = NULL;
    if (pattern.predicate == TERM_ID_NONE) return;
    if (source_scan_all(labels->source, &pattern, &scan, NULL) != STATUS_OK) return;
    while (source_scan_next(scan, batch, NULL) == STATUS_OK && batch->rows > 0) {
        for (size_t i = 0; i < batch->rows; i++) add_class(classes, batch->object[i]);
    }
    source_scan_free(scan);
}

static bool class_is_named(const Labels *labels, TermId class_id, Text name) {
    char text[32];
    Term term;
    Text label;
    if (source_term(labels->source, class_id, text, &term) != STATUS_OK || term.kind != TERM_IRI)
        return false;
    return text_equal_nocase(iri_tail(term.text), name) ||
           (labels_of(labels, term.text, &label) && text_equal_nocase(label, name));
}

static bool has_class(const Labels *labels, Text iri, Text class_name, QuadBatch *batch) {
    const Term term = term_iri(iri);
    const TermId id = source_find(labels->source, &term);
    Classes classes = {.count = 0};
    if (id != TERM_ID_NONE) add_objects(labels, id, TEXT(RDF "type"), &classes, batch);
    for (size_t i = 0; i < classes.count; i++) {
        if (class_is_named(labels, classes.ids[i], class_name)) return true;
        add_objects(labels, classes.ids[i], TEXT(RDFS "subClassOf"), &classes, batch);
    }
    return false;
}

bool labels_is_a(const Labels *labels, Text iri, Text class_name) {
    QuadBatch *const batch = mem_alloc(sizeof *batch);
    if (!batch || source_begin_read(labels->source, NULL, NULL) != STATUS_OK) {
        mem_free(batch);
        return false;
    }
    const bool is = has_class(labels, iri, class_name, batch);
    source_end_read(labels->source);
    mem_free(batch);
    return is;
}
