/* The dictionary: terms by id, ids by term.
 *
 * Each tag (IRI, blank node, string …) has numbers of its own, dense from 0. Terms stand in groups of 16, front-coded:
 * each names how many bytes it shares with the one before. Groups stand end to end in segments, runs of pages with one
 * checksum; an array says where each group begins. A bulk load appends in term order, so that numbers are in term order;
 * later terms are appended as they come. The last segment of a tag stays open and is written anew by each transaction
 * that adds to it, until it is full.
 *
 * A literal's datatype is named by its IRI's number and its language by the number of a string: no second table.
 * From term to id goes a tree of rows (hash, id), and the term that is found is compared. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store_internal.h"

enum {
    SEGMENT_BYTES = 16 * 1024, /* a segment that holds so much is closed */
    INLINE_BYTES = 8 * 1024,   /* longer terms have a run of pages of their own */
    TAGS = 16,
    LONG_BYTES = 16, /* what stands in a group for such a term: page and length */
    HASH_BITS = 40,
    CODE_CACHE = 64,
    DEPTH = 32 /* triple terms inside triple terms */
};

/* A segment: the header, how many bytes are used, the groups. */
typedef struct Segment {
    PageHeader header;
    uint64_t used;
    uint8_t bytes[];
} Segment;

/* The open end of a tag's terms while a transaction adds. */
typedef struct Tail {
    bool loaded;
    PageNo page;          /* the open segment as it is on disk; 0: none */
    Buffer bytes;         /* its groups */
    uint64_t first_group; /* its first group's number */
    Buffer last;          /* the last term's text, to share with */
} Tail;

typedef struct CachedCode {
    TermId id;
    Text text; /* in `codes` */
} CachedCode;

struct Dictionary {
    Pager *pager;
    StoreState *state;
    Tail tails[TAGS];
    Buffer scratch;
    Arena *codes;
    CachedCode cache[CODE_CACHE]; /* texts of datatypes and languages */
    /* Terms added and not yet in ROOT_HASHES. */
    RowChange *added;
    size_t added_count, added_cap;
    HashIndex added_index;
};

static Status no_memory(Diag *diag) { return diag_set(diag, STATUS_NO_MEMORY, "out of memory"); }

static Status damaged(TermId id, Diag *diag) {
    return diag_set(diag, STATUS_CORRUPT, "the dictionary is damaged at term %llx",
                    (unsigned long long)id);
}

static TermId make_id(unsigned tag, uint64_t number) { return (TermId)tag << 60 | number; }

static uint64_t number_of(TermId id) { return id & ((UINT64_C(1) << 59) - 1); }

Status dictionary_new(Dictionary **dictionary, Pager *pager, Diag *diag) {
    Dictionary *const made = mem_zero(1, sizeof *made);
    if (!made) return no_memory(diag);
    made->pager = pager;
    made->codes = arena_new(NULL);
    if (!made->codes) {
        mem_free(made);
        return no_memory(diag);
    }
    *dictionary = made;
    return STATUS_OK;
}

static void forget_tails(Dictionary *dictionary) {
    for (size_t tag = 0; tag < TAGS; tag++) {
        Tail *const tail = &dictionary->tails[tag];
        buffer_free(&tail->bytes);
        buffer_free(&tail->last);
        *tail = (Tail){0};
    }
}

void dictionary_free(Dictionary *dictionary) {
    if (!dictionary) return;
    forget_tails(dictionary);
    hash_index_free(&dictionary->added_index);
    mem_free(dictionary->added);
    buffer_free(&dictionary->scratch);
    arena_free(dictionary->codes);
    mem_free(dictionary);
}

void dictionary_use(Dictionary *dictionary, StoreState *state) {
    forget_tails(dictionary);
    hash_index_free(&dictionary->added_index);
    dictionary->added_count = 0;
    /* Another state may give a number to another term: a transaction that was rolled back did. */
    memset(dictionary->cache, 0, sizeof dictionary->cache);
    arena_reset(dictionary->codes);
    dictionary->state = state;
}

/* ---- Groups --------------------------------------------------------------------------------------------------- */

static void put_number(Buffer *out, uint64_t value) {
    while (value >= 0x80) {
        buffer_byte(out, (char)(value | 0x80));
        value >>= 7;
    }
    buffer_byte(out, (char)value);
}

typedef struct Reader {
    const uint8_t *at, *end;
} Reader;

static bool get_number(Reader *reader, uint64_t *value) {
    *value = 0;
    for (unsigned shift = 0; reader->at < reader->end && shift < 64; shift += 7) {
        const uint8_t byte = *reader->at++;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

/* Literals that say more than their text: the number of a datatype's IRI or of a language's string. */
static bool has_code(unsigned tag) { return tag >= TAG_LANG && tag <= TAG_OTHER; }

/* One entry: bytes shared with the entry before; length * 2, + 1 for a term of its own run; rest; code. */
typedef struct Entry {
    uint64_t shared, length, code;
    bool is_long;
    const uint8_t *rest;
} Entry;

static bool get_entry(Reader *reader, bool coded, Entry *entry) {
    uint64_t length;
    if (!get_number(reader, &entry->shared) || !get_number(reader, &length)) return false;
    entry->is_long = length & 1;
    entry->length = length >> 1;
    if (entry->length > (uint64_t)(reader->end - reader->at)) return false;
    entry->rest = reader->at;
    reader->at += entry->length;
    entry->code = 0;
    return !coded || get_number(reader, &entry->code);
}

/* Unpacks the group up to entry `index`; its text is left in `text` (for a long term: the place of its run). */
static bool unpack_group(Reader *reader, bool coded, unsigned index, Buffer *text, Entry *entry) {
    buffer_clear(text);
    for (unsigned i = 0; i <= index; i++) {
        if (!get_entry(reader, coded, entry) || entry->shared > text->len) return false;
        text->len = entry->shared;
        buffer_append(text, (const char *)entry->rest, entry->length);
    }
    return true;
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static const Segment *get_segment(Dictionary *dictionary, PageNo number, Diag *diag) {
    const PageHeader *const page = pager_page(dictionary->pager, number, diag);
    const Segment *const segment = (const Segment *)(const void *)page;
    if (!page) return NULL;
    if (page->type != PAGE_RUN ||
        segment->used > (uint64_t)page->pages * PAGE_SIZE - sizeof *segment) {
        diag_set(diag, STATUS_CORRUPT, "a segment of terms is damaged: page %llu",
                 (unsigned long long)number);
        return NULL;
    }
    return segment;
}

/* Where a group begins: in the tail's bytes while they are not flushed, else in its segment. */
static Status find_group(Dictionary *dictionary, unsigned tag, uint64_t group, Reader *reader,
                         Diag *diag) {
    const Tail *const tail = &dictionary->tails[tag];
    uint64_t place;
    TRY(array_get(dictionary->pager, &dictionary->state->roots[ROOT_TERMS + tag], group, &place,
                  diag));
    const uint64_t offset = place & 0xFFFFFF;
    if (tail->loaded && group >= tail->first_group) {
        const uint8_t *const bytes = (const uint8_t *)tail->bytes.at;
        if (offset >= tail->bytes.len) return STATUS_CORRUPT;
        *reader = (Reader){bytes + offset, bytes + tail->bytes.len};
        return STATUS_OK;
    }
    const Segment *const segment = get_segment(dictionary, place >> 24, diag);
    if (!segment || offset >= segment->used) return STATUS_CORRUPT;
    *reader = (Reader){segment->bytes + offset, segment->bytes + segment->used};
    return STATUS_OK;
}

/* A long term's text, straight from its run. */
static Status get_long(Dictionary *dictionary, const Buffer *place, Text *text, Diag *diag) {
    uint64_t words[2];
    if (place->len != LONG_BYTES) return STATUS_CORRUPT;
    memcpy(words, place->at, sizeof words);
    const Segment *const run = get_segment(dictionary, words[0], diag);
    if (!run || run->used != words[1]) return STATUS_CORRUPT;
    *text = (Text){(const char *)run->bytes, run->used};
    return STATUS_OK;
}

/* The text of a term, in scratch memory or in its run, and its code. */
static Status get_text(Dictionary *dictionary, TermId id, Text *text, uint64_t *code, Diag *diag) {
    const unsigned tag = id_tag(id);
    const uint64_t number = number_of(id);
    Reader reader;
    Entry entry = {0};
    if (tag == TAG_SPECIAL || tag > TAG_TRIPLE ||
        number >= dictionary->state->counters[COUNTER_TERMS + tag]) {
        return damaged(id, diag);
    }
    const Status status = find_group(dictionary, tag, number / GROUP_TERMS, &reader, diag);
    if (status != STATUS_OK) return status == STATUS_CORRUPT ? damaged(id, diag) : status;
    Buffer *const scratch = &dictionary->scratch;
    if (!unpack_group(&reader, has_code(tag), (unsigned)(number % GROUP_TERMS), scratch, &entry)) {
        return damaged(id, diag);
    }
    if (scratch->failed) return no_memory(diag);
    *code = entry.code;
    *text = buffer_view(scratch);
    if (entry.is_long && get_long(dictionary, scratch, text, diag) != STATUS_OK)
        return damaged(id, diag);
    return STATUS_OK;
}

/* The text of a datatype or language; few are in use, so a small cache answers nearly always. */
static Status get_code_text(Dictionary *dictionary, TermId id, Arena *arena, Text *text,
                            Diag *diag) {
    CachedCode *const cached = &dictionary->cache[number_of(id) % CODE_CACHE];
    if (cached->id != id) {
        uint64_t unused = 0;
        *text = (Text){NULL, 0};
        TRY(get_text(dictionary, id, text, &unused, diag));
        if (arena_bytes(dictionary->codes) > 1 << 20) {
            memset(dictionary->cache, 0, sizeof dictionary->cache);
            arena_reset(dictionary->codes);
        }
        *cached = (CachedCode){id, arena_text(dictionary->codes, *text)};
        if (!cached->text.at) {
            *cached = (CachedCode){0};
            return no_memory(diag);
        }
    }
    *text = arena_text(arena, cached->text);
    return text->at ? STATUS_OK : no_memory(diag);
}

/* "en--ltr" -> en, left to right. */
static void split_language(Text text, Term *term) {
    const size_t at = text_find(text, TEXT("--"), 0);
    term->lang = text_slice(text, 0, at);
    if (at == SIZE_MAX) return;
    term->direction = text_ends(text, TEXT("rtl")) ? DIRECTION_RTL : DIRECTION_LTR;
}

static Status read_term(Dictionary *dictionary, TermId id, Arena *arena, Term *term, unsigned depth,
                        Diag *diag);

static Status read_triple(Dictionary *dictionary, Text ids, Arena *arena, Term *term,
                          unsigned depth, Diag *diag) {
    Term *const parts = arena_array(arena, 3, sizeof *parts);
    if (!parts) return no_memory(diag);
    if (ids.len != 3 * sizeof(TermId) || depth == 0) return STATUS_CORRUPT;
    TermId part[3] = {0};
    memcpy(part, ids.at, sizeof part);
    for (size_t i = 0; i < 3; i++)
        TRY(read_term(dictionary, part[i], arena, &parts[i], depth - 1, diag));
    *term = (Term){.kind = TERM_TRIPLE, .triple = parts};
    return STATUS_OK;
}

static Status read_inline(TermId id, Arena *arena, Term *term, Diag *diag) {
    char text[32];
    *term = id_decode(id, text);
    term->text = arena_text(arena, term->text);
    return term->text.at ? STATUS_OK : no_memory(diag);
}

/* Recursion only by triple terms, bounded by `depth`. */
static Status read_term(Dictionary *dictionary, TermId id, Arena *arena, Term *term, unsigned depth,
                        Diag *diag) {
    Text text = {NULL, 0};
    uint64_t code = 0;
    const unsigned tag = id_tag(id);
    if (id_is_inline(id)) return read_inline(id, arena, term, diag);
    TRY(get_text(dictionary, id, &text, &code, diag));
    if (tag == TAG_TRIPLE) return read_triple(dictionary, text, arena, term, depth, diag);
    text = arena_text(arena, text);
    if (!text.at) return no_memory(diag);
    *term = (Term){.kind = tag == TAG_IRI     ? TERM_IRI
                           : tag == TAG_BLANK ? TERM_BLANK
                                              : TERM_LITERAL,
                   .text = text};
    if (tag == TAG_LANG) {
        Text language;
        TRY(get_code_text(dictionary, make_id(TAG_STRING, code), arena, &language, diag));
        split_language(language, term);
    } else if (has_code(tag)) {
        TRY(get_code_text(dictionary, make_id(TAG_IRI, code), arena, &term->datatype, diag));
    }
    return STATUS_OK;
}

Status dictionary_term(Dictionary *dictionary, TermId id, Arena *arena, Term *term, Diag *diag) {
    return read_term(dictionary, id, arena, term, DEPTH, diag);
}

/* ---- From term to id ------------------------------------------------------------------------------------------------ */

uint64_t dictionary_short_hash(uint64_t hash) { return hash >> (64 - HASH_BITS); }

uint64_t dictionary_hash(const Term *term) { return dictionary_short_hash(term_hash(term)); }

static Status is_term(Dictionary *dictionary, TermId id, const Term *wanted, bool *same,
                      Diag *diag) {
    Arena *const arena = arena_new(NULL);
    if (!arena) return no_memory(diag);
    Term term;
    const Status status = dictionary_term(dictionary, id, arena, &term, diag);
    *same = status == STATUS_OK && term_equal(&term, wanted);
    arena_free(arena);
    return status;
}

static Status find_stored(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag) {
    const Row row = {{dictionary_hash(term)}};
    const RowRange range = {.low = row, .high = row, .columns = 1};
    uint64_t ids[BLOCK_ROWS];
    uint64_t *const columns[ROW_COLUMNS] = {NULL, ids, NULL, NULL};
    RowCursor cursor;
    *id = TERM_ID_NONE;
    TRY(rows_seek(&cursor, dictionary->pager, &dictionary->state->roots[ROOT_HASHES], &range, 2,
                  diag));
    for (;;) {
        size_t count;
        TRY(rows_next(&cursor, columns, &count, diag));
        if (count == 0) return STATUS_OK;
        for (size_t i = 0; i < count; i++) {
            bool same = false;
            if (id_tag(ids[i]) != term_tag(term)) continue;
            TRY(is_term(dictionary, ids[i], term, &same, diag));
            if (same) *id = ids[i];
            if (same) return STATUS_OK;
        }
    }
}

typedef struct Wanted {
    Dictionary *dictionary;
    const Term *term;
    Status *status; /* of the comparisons: one that failed must not count as another term */
    Diag *diag;
} Wanted;

static bool same_added(const void *context, size_t position) {
    const Wanted *const wanted = context;
    const TermId id = wanted->dictionary->added[position].row.column[1];
    bool same = false;
    if (id_tag(id) != term_tag(wanted->term)) return false;
    const Status status = is_term(wanted->dictionary, id, wanted->term, &same, wanted->diag);
    if (status != STATUS_OK) *wanted->status = status;
    return status != STATUS_OK || same;
}

Status dictionary_find(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag) {
    if (dictionary->added_count > 0) {
        Status status = STATUS_OK;
        const Wanted wanted = {dictionary, term, &status, diag};
        const size_t at =
            hash_index_find(&dictionary->added_index, dictionary_hash(term), same_added, &wanted);
        TRY(status);
        if (at != HASH_NONE) {
            *id = dictionary->added[at].row.column[1];
            return STATUS_OK;
        }
    }
    return find_stored(dictionary, term, id, diag);
}

/* ---- Appending -------------------------------------------------------------------------------------------------------- */

/* Loads the open segment of a tag, so that terms can be put behind its last one. */
static Status load_tail(Dictionary *dictionary, unsigned tag, Diag *diag) {
    Tail *const tail = &dictionary->tails[tag];
    const TreeRoot *const places = &dictionary->state->roots[ROOT_TERMS + tag];
    const uint64_t terms = dictionary->state->counters[COUNTER_TERMS + tag];
    if (tail->loaded) return STATUS_OK;
    tail->first_group = places->count;
    if (terms > 0) {
        Text text = {NULL, 0};
        uint64_t code = 0;
        uint64_t place = 0;
        TRY(array_get(dictionary->pager, places, places->count - 1, &place, diag));
        const Segment *const segment = get_segment(dictionary, place >> 24, diag);
        if (!segment) return STATUS_CORRUPT;
        /* A segment is closed only between groups. */
        if (segment->used < SEGMENT_BYTES || terms % GROUP_TERMS != 0) {
            tail->page = place >> 24;
            buffer_append(&tail->bytes, (const char *)segment->bytes, segment->used);
            while (tail->first_group > 0) { /* few groups: a segment is small */
                TRY(array_get(dictionary->pager, places, tail->first_group - 1, &place, diag));
                if (place >> 24 != tail->page) break;
                tail->first_group--;
            }
        }
        TRY(get_text(dictionary, make_id(tag, terms - 1), &text, &code, diag));
        /* A long term is not shared with: the entry holds the place of its run. */
        if (text.at == dictionary->scratch.at) buffer_text(&tail->last, text);
    }
    tail->loaded = true;
    return tail->bytes.failed || tail->last.failed ? no_memory(diag) : STATUS_OK;
}

/* Writes a segment (or a long term) to pages. */
static Status write_run(Dictionary *dictionary, Text bytes, PageNo *number, Diag *diag) {
    const uint64_t pages = (sizeof(Segment) + bytes.len + PAGE_SIZE - 1) / PAGE_SIZE;
    PageHeader *page;
    if (pages > UINT32_MAX / 2)
        return diag_set(diag, STATUS_LIMIT, "a term is too long to be stored");
    TRY(pager_spill(dictionary->pager, false, diag));
    TRY(pager_new(dictionary->pager, (uint32_t)pages, number, &page, diag));
    page->type = PAGE_RUN;
    Segment *const segment = (Segment *)(void *)page;
    segment->used = bytes.len;
    if (bytes.len) memcpy(segment->bytes, bytes.at, bytes.len);
    return STATUS_OK;
}

/* Gives the tail's groups their place and forgets the segment when it is full. */
static Status flush_tail(Dictionary *dictionary, unsigned tag, bool close, Diag *diag) {
    Tail *const tail = &dictionary->tails[tag];
    TreeRoot *const places = &dictionary->state->roots[ROOT_TERMS + tag];
    if (!tail->loaded || tail->bytes.len == 0) return STATUS_OK;
    PageNo page = 0;
    TRY(write_run(dictionary, buffer_view(&tail->bytes), &page, diag));
    if (tail->page) TRY(pager_release(dictionary->pager, tail->page, diag));
    for (uint64_t group = tail->first_group; group < places->count; group++) {
        uint64_t place = 0;
        TRY(array_get(dictionary->pager, places, group, &place, diag));
        TRY(array_put(dictionary->pager, places, group, page << 24 | (place & 0xFFFFFF), diag));
    }
    tail->page = page;
    if (close) {
        tail->page = 0;
        tail->first_group = places->count;
        buffer_clear(&tail->bytes);
    }
    return STATUS_OK;
}

static size_t shared_bytes(const Buffer *last, Text text) {
    const size_t most = last->len < text.len ? last->len : text.len;
    assert(most == 0 || last->at != NULL);
    size_t shared = 0;
    while (shared < most && last->at[shared] == text.at[shared]) shared++;
    return shared;
}

static void put_entry(Tail *tail, bool first, Text text, bool is_long) {
    const size_t shared = first ? 0 : shared_bytes(&tail->last, text);
    put_number(&tail->bytes, shared);
    put_number(&tail->bytes, (uint64_t)(text.len - shared) << 1 | is_long);
    if (shared < text.len) buffer_append(&tail->bytes, text.at + shared, text.len - shared);
    buffer_clear(&tail->last);
    buffer_text(&tail->last, text);
}

/* How many terms come first in the order of their texts is kept up to the first that does not. */
static void note_order(Dictionary *dictionary, unsigned tag, Text text) {
    uint64_t *const counters = dictionary->state->counters;
    uint64_t *const ordered = &counters[COUNTER_ORDERED + tag];
    const Buffer *const last = &dictionary->tails[tag].last;
    if ((tag != TAG_IRI && tag != TAG_STRING) || *ordered != counters[COUNTER_TERMS + tag] ||
        text.len > INLINE_BYTES)
        return;
    if (*ordered == 0 || text_compare(buffer_view(last), text) < 0) ++*ordered;
}

static Status append_text(Dictionary *dictionary, unsigned tag, Text text, uint64_t code,
                          TermId *id, Diag *diag) {
    TRY(load_tail(dictionary, tag, diag));
    Tail *const tail = &dictionary->tails[tag];
    uint64_t *const terms = &dictionary->state->counters[COUNTER_TERMS + tag];
    const bool first = *terms % GROUP_TERMS == 0;
    uint64_t place[2] = {0};
    const bool is_long = text.len > INLINE_BYTES;
    if (first && tail->bytes.len >= SEGMENT_BYTES) TRY(flush_tail(dictionary, tag, true, diag));
    if (first) {
        TreeRoot *const places = &dictionary->state->roots[ROOT_TERMS + tag];
        TRY(array_put(dictionary->pager, places, places->count, tail->bytes.len, diag));
    }
    note_order(dictionary, tag, text);
    if (is_long) {
        place[1] = text.len;
        TRY(write_run(dictionary, text, &place[0], diag));
        text = (Text){(const char *)place, sizeof place};
    }
    put_entry(tail, first, text, is_long);
    if (has_code(tag)) put_number(&tail->bytes, code);
    if (tail->bytes.failed || tail->last.failed) return no_memory(diag);
    *id = make_id(tag, (*terms)++);
    return STATUS_OK;
}

/* The number of a literal's datatype or language, added when it is new. */
static Status get_code(Dictionary *dictionary, const Term *term, uint64_t *code, Diag *diag) {
    Buffer language = {0};
    Term named = term_iri(term->datatype);
    if (term->lang.len > 0) {
        buffer_text(&language, term->lang);
        if (term->direction != DIRECTION_NONE) {
            buffer_text(&language,
                        term->direction == DIRECTION_LTR ? TEXT("--ltr") : TEXT("--rtl"));
        }
        named = term_string(buffer_view(&language));
    }
    TermId id = TERM_ID_NONE;
    const Status status =
        language.failed ? no_memory(diag) : dictionary_add(dictionary, &named, &id, diag);
    buffer_free(&language);
    *code = number_of(id);
    return status;
}

static Status add_part(Dictionary *dictionary, const Term *part, TermId *id, Diag *diag) {
    *id = id_inline(part);
    return *id != TERM_ID_NONE ? STATUS_OK : dictionary_add(dictionary, part, id, diag);
}

Status dictionary_append_coded(Dictionary *dictionary, const Term *term, TermId code, TermId *id,
                               Diag *diag) {
    return append_text(dictionary, term_tag(term), term->text, number_of(code), id, diag);
}

Status dictionary_append(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag) {
    const unsigned tag = term_tag(term);
    uint64_t code = 0;
    TermId parts[3] = {0};
    Text text = term->text;
    if (tag == TAG_TRIPLE) {
        for (size_t i = 0; i < 3; i++) TRY(add_part(dictionary, &term->triple[i], &parts[i], diag));
        text = (Text){(const char *)parts, sizeof parts};
    } else if (has_code(tag)) {
        TRY(get_code(dictionary, term, &code, diag));
    }
    return append_text(dictionary, tag, text, code, id, diag);
}

static unsigned depth_of(const Term *term, unsigned most) {
    if (term->kind != TERM_TRIPLE || most == 0) return 0;
    unsigned deepest = 0;
    for (size_t i = 0; i < 3; i++) {
        const unsigned depth = depth_of(&term->triple[i], most - 1);
        if (depth > deepest) deepest = depth;
    }
    return deepest + 1;
}

Status dictionary_add(Dictionary *dictionary, const Term *term, TermId *id, Diag *diag) {
    TRY(dictionary_find(dictionary, term, id, diag));
    if (*id != TERM_ID_NONE) return STATUS_OK;
    if (depth_of(term, DEPTH) >= DEPTH)
        return diag_set(diag, STATUS_LIMIT, "triple terms are nested too deeply");
    TRY(dictionary_append(dictionary, term, id, diag));
    void *items = dictionary->added;
    if (array_grow(&items, &dictionary->added_cap, dictionary->added_count + 1,
                   sizeof *dictionary->added) != STATUS_OK) {
        return no_memory(diag);
    }
    dictionary->added = items;
    const uint64_t hash = dictionary_hash(term);
    dictionary->added[dictionary->added_count] = (RowChange){{{hash, *id}}, true};
    return hash_index_add(&dictionary->added_index, hash, dictionary->added_count++) == STATUS_OK
               ? STATUS_OK
               : no_memory(diag);
}

static int by_row(const void *a, const void *b) {
    return row_compare(&((const RowChange *)a)->row, &((const RowChange *)b)->row);
}

Status dictionary_flush(Dictionary *dictionary, Diag *diag) {
    for (unsigned tag = 0; tag < TAGS; tag++) TRY(flush_tail(dictionary, tag, false, diag));
    if (dictionary->added_count == 0) return STATUS_OK;
    qsort(dictionary->added, dictionary->added_count, sizeof *dictionary->added, by_row);
    TRY(rows_apply(dictionary->pager, &dictionary->state->roots[ROOT_HASHES], dictionary->added,
                   dictionary->added_count, diag));
    dictionary->added_count = 0;
    hash_index_free(&dictionary->added_index);
    return STATUS_OK;
}
