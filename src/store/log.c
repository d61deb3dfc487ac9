/* What is remembered beside the quads: the log of transactions, the prefixes, and figures about the file. */
#include <time.h>

#include "store_internal.h"

/* Words of a log entry: transaction, seconds since 1970, quads before, quads after, who (a string's id or 0). */
enum {
    LOG_WORDS = 5,
    LOG_LENGTH = 1000
};

Status log_add(Pager *pager, Dictionary *dictionary, const char *who, uint64_t quads_before,
               Diag *diag) {
    StoreState *const state = pager_state(pager);
    Snapshot own;
    TRY(pager_snapshot_begin(pager, &own, diag)); /* inside a transaction: its number */
    TermId name = TERM_ID_NONE;
    if (who && *who) {
        const Term term = term_string(text_of(who));
        TRY(dictionary_add(dictionary, &term, &name, diag));
    }
    const uint64_t words[LOG_WORDS] = {own.txn, (uint64_t)time(NULL), quads_before,
                                       state->roots[ROOT_ROWS].count, name};
    /* A ring: entries of transactions that were undone are written over too. */
    const uint64_t entries = state->roots[ROOT_LOG].count / LOG_WORDS;
    const uint64_t at = (own.txn - 1) % LOG_LENGTH;
    const uint64_t slot = at < entries ? at : entries;
    for (size_t i = 0; i < LOG_WORDS; i++) {
        TRY(array_put(pager, &state->roots[ROOT_LOG], slot * LOG_WORDS + i, words[i], diag));
    }
    return STATUS_OK;
}

static Status read_entry(StoreReader *reader, ReadState *state, uint64_t slot, Arena *arena,
                         StoreLogEntry *entry, Diag *diag) {
    uint64_t words[LOG_WORDS];
    for (size_t i = 0; i < LOG_WORDS; i++) {
        TRY(array_get(state->pager, &state->state->roots[ROOT_LOG], slot * LOG_WORDS + i, &words[i],
                      diag));
    }
    *entry = (StoreLogEntry){words[0], (int64_t)words[1], words[2], words[3], TEXT("")};
    if (words[4] == TERM_ID_NONE) return STATUS_OK;
    Term who;
    TRY(store_reader_term(reader, words[4], arena, &who, diag));
    entry->who = who.text;
    return STATUS_OK;
}

/* The slot of the newest entry: numbers have gaps where a transaction was undone. */
static Status newest_slot(ReadState *state, uint64_t slots, uint64_t *newest, Diag *diag) {
    uint64_t highest = 0;
    *newest = 0;
    for (uint64_t slot = 0; slot < slots; slot++) {
        uint64_t txn;
        TRY(array_get(state->pager, &state->state->roots[ROOT_LOG], slot * LOG_WORDS, &txn, diag));
        if (txn > highest) *newest = slot;
        if (txn > highest) highest = txn;
    }
    return STATUS_OK;
}

static Status each_slot(StoreReader *reader, Arena *arena,
                        Status (*each)(void *context, const StoreLogEntry *entry), void *context,
                        Diag *diag) {
    ReadState *const state = store_reader_state(reader);
    const uint64_t slots = state->state->roots[ROOT_LOG].count / LOG_WORDS;
    uint64_t newest;
    TRY(newest_slot(state, slots, &newest, diag));
    for (uint64_t i = 0; i < slots; i++) {
        StoreLogEntry entry;
        TRY(read_entry(reader, state, (newest + slots - i) % slots, arena, &entry, diag));
        TRY(each(context, &entry));
        arena_reset(arena);
    }
    return STATUS_OK;
}

Status store_log(Store *store, Status (*each)(void *context, const StoreLogEntry *entry),
                 void *context, Diag *diag) {
    StoreReader *reader;
    TRY(store_reader_open(&reader, store, diag));
    Arena *const arena = arena_new(NULL);
    const Status status = arena ? each_slot(reader, arena, each, context, diag)
                                : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    arena_free(arena);
    store_reader_close(reader);
    return status;
}

/* ---- Prefixes: strings in pairs ------------------------------------------------------------------------------ */

/* The pair's place whose prefix has this id, or the end. */
static Status find_prefix(Pager *pager, const TreeRoot *root, TermId id, uint64_t *at, Diag *diag) {
    for (*at = 0; *at < root->count; *at += 2) {
        uint64_t there;
        TRY(array_get(pager, root, *at, &there, diag));
        if (there == id) break;
    }
    return STATUS_OK;
}

Status store_set_prefix(Store *store, Text prefix, Text iri, Diag *diag) {
    if (!store_in_transaction(store)) return diag_set(diag, STATUS_USAGE, "no transaction is open");
    const Term name = term_string(prefix);
    const Term target = term_string(iri);
    TermId ids[2];
    uint64_t at;
    TRY(store_add_term(store, &name, &ids[0], diag));
    TRY(store_add_term(store, &target, &ids[1], diag));
    TreeRoot *const root = &pager_state(store->pager)->roots[ROOT_PREFIXES];
    TRY(find_prefix(store->pager, root, ids[0], &at, diag));
    for (size_t i = 0; i < 2; i++) TRY(array_put(store->pager, root, at + i, ids[i], diag));
    return STATUS_OK;
}

static Status each_prefix(StoreReader *reader, ReadState *state, Arena *arena,
                          Status (*each)(void *context, Text prefix, Text iri), void *context,
                          Diag *diag) {
    const TreeRoot *const root = &state->state->roots[ROOT_PREFIXES];
    for (uint64_t at = 0; at + 1 < root->count; at += 2) {
        Term terms[2];
        for (size_t i = 0; i < 2; i++) {
            uint64_t id;
            TRY(array_get(state->pager, root, at + i, &id, diag));
            TRY(store_reader_term(reader, id, arena, &terms[i], diag));
        }
        TRY(each(context, terms[0].text, terms[1].text));
        arena_reset(arena);
    }
    return STATUS_OK;
}

Status store_prefixes(Store *store, Status (*each)(void *context, Text prefix, Text iri),
                      void *context, Diag *diag) {
    StoreReader *reader;
    TRY(store_reader_open(&reader, store, diag));
    Arena *const arena = arena_new(NULL);
    const Status status =
        arena ? each_prefix(reader, store_reader_state(reader), arena, each, context, diag)
              : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    arena_free(arena);
    store_reader_close(reader);
    return status;
}

Status store_info(Store *store, StoreInfo *info, Diag *diag) {
    StoreReader *reader;
    PagerInfo pages;
    TRY(store_reader_open(&reader, store, diag));
    const StoreState *const state = store_reader_state(reader)->state;
    pager_info(store->pager, &pages);
    *info = (StoreInfo){.quads = state->roots[ROOT_ROWS].count,
                        .transactions = pages.txn,
                        .bytes = pages.page_count * PAGE_SIZE,
                        .pages_read = pages.pages_read,
                        .pages_written = pages.pages_written,
                        .read_only = pages.read_only,
                        .can_undo = pages.can_undo,
                        .header_damaged = pages.meta_damaged};
    for (size_t tag = 0; tag <= TAG_TRIPLE; tag++)
        info->terms += state->counters[COUNTER_TERMS + tag];
    store_reader_close(reader);
    return STATUS_OK;
}
