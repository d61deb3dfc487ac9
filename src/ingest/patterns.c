/* Patterns, as the lexicon writes them: "{subject} ... depends on ... {object}". A slot may name a class,
 * "{subject:Country|Company}", instead of what the property's domain and range ask for; "..." lets words stand between.
 * The rest are words, found by the automaton as all forms are. A pattern is tried where its anchor stands: its first
 * words. */
#include "ingest_internal.h"

static Status wrong(Text text, const char *why, Diag *diag) {
    return diag_set(diag, STATUS_SYNTAX, "the lexicon's pattern \"%.*s\" %s",
                    (int)(text.len < 200 ? text.len : 200), text.at, why);
}

typedef struct SoughtWord {
    const Lexicon *lexicon;
    Text text;
} SoughtWord;

static bool same_word(const void *context, size_t position) {
    const SoughtWord *const sought = context;
    return text_equal(sought->lexicon->word_patterns[position].word, sought->text);
}

static Status add_word(Lexicon *lexicon, Text text, uint32_t *word) {
    const SoughtWord sought = {lexicon, text};
    const uint64_t hash = hash_bytes(text.at, text.len, 0);
    const size_t found = hash_index_find(&lexicon->word_index, hash, same_word, &sought);
    *word = (uint32_t)found;
    if (found != HASH_NONE) return STATUS_OK;
    TRY(array_grow((void **)&lexicon->word_patterns, &lexicon->word_cap, lexicon->word_count + 1,
                   sizeof *lexicon->word_patterns));
    const Text kept = arena_text(lexicon->arena, text);
    if (!kept.at) return STATUS_NO_MEMORY;
    *word = (uint32_t)lexicon->word_count;
    lexicon->word_patterns[lexicon->word_count++] = (WordPatterns){kept, NO_ITEM};
    TRY(hash_index_add(&lexicon->word_index, hash, *word));
    return lexicon_add_form(lexicon, FORM_WORD, *word, 0, text);
}

/* The class of that name in our ontology. */
static Status add_class(Lexicon *lexicon, Text name, Text pattern, Part *part, Diag *diag) {
    Buffer iri = {0};
    buffer_text(&iri, TEXT(YO));
    buffer_text(&iri, name);
    const uint64_t bit = iri.failed ? 0 : lexicon_class(lexicon, buffer_view(&iri));
    buffer_free(&iri);
    part->classes |= bit;
    return bit ? STATUS_OK : wrong(pattern, "names one class too many", diag);
}

/* "{subject:Country|Company}": the classes asked for. */
static Status read_slot(Lexicon *lexicon, Text slot, Text pattern, Part *part, Diag *diag) {
    const size_t colon = text_find(slot, TEXT(":"), 0);
    const Text role = text_slice(slot, 0, colon);
    static const struct {
        const char *role;
        PartKind kind;
    } roles[] = {{"subject", PART_SUBJECT}, {"object", PART_OBJECT}, {"target", PART_TARGET}};
    part->kind = PART_WORD;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (text_equal(role, text_of(roles[i].role))) part->kind = roles[i].kind;
    }
    if (part->kind == PART_WORD)
        return wrong(pattern, "has a slot that is neither {subject} nor {object} nor {target}",
                     diag);
    if (colon == SIZE_MAX) return STATUS_OK;
    for (size_t at = colon + 1; at <= slot.len;) {
        size_t end = text_find(slot, TEXT("|"), at);
        if (end == SIZE_MAX) end = slot.len;
        TRY(add_class(lexicon, text_slice(slot, at, end), pattern, part, diag));
        at = end + 1;
    }
    return STATUS_OK;
}

/* The next part, from *at on. */
static Status read_part(Lexicon *lexicon, Text text, size_t *at, Part *part, Diag *diag) {
    size_t end;
    if (text.at[*at] == '{') {
        end = text_find(text, TEXT("}"), *at);
        if (end == SIZE_MAX) return wrong(text, "has a slot without end", diag);
        TRY(read_slot(lexicon, text_slice(text, *at + 1, end), text, part, diag));
        *at = end + 1;
        return STATUS_OK;
    }
    const size_t slot = text_find(text, TEXT("{"), *at), gap = text_find(text, TEXT("..."), *at);
    end = slot < gap ? slot : gap;
    if (end > text.len) end = text.len;
    TRY(add_word(lexicon, text_trim(text_slice(text, *at, end)), &part->word));
    *at = end;
    return STATUS_OK;
}

static size_t skip_space(Text text, size_t at) {
    while (at < text.len && text.at[at] == ' ') at++;
    return at;
}

static Status read_parts(Lexicon *lexicon, Text text, Pattern *pattern, Diag *diag) {
    for (size_t at = skip_space(text, 0); at < text.len; at = skip_space(text, at)) {
        if (pattern->count == MOST_PARTS) return wrong(text, "has too many parts", diag);
        Part *const part = &pattern->parts[pattern->count];
        *part = (Part){.kind = PART_WORD};
        while (text_starts(text_slice(text, at, text.len), TEXT("..."))) {
            part->gap = true;
            at = skip_space(text, at + 3);
        }
        if (at == text.len) return wrong(text, "ends with a gap", diag);
        TRY(read_part(lexicon, text, &at, part, diag));
        pattern->count++;
    }
    return STATUS_OK;
}

static Status place(Lexicon *lexicon, Pattern *pattern, Text text, Diag *diag) {
    bool subject = false, object = false;
    pattern->anchor = SIZE_MAX;
    for (size_t i = pattern->count; i-- > 0;) {
        if (pattern->parts[i].kind == PART_WORD) pattern->anchor = i;
        subject = subject || pattern->parts[i].kind == PART_SUBJECT;
        object = object || pattern->parts[i].kind == PART_OBJECT;
    }
    subject = subject || pattern->status != NO_ITEM; /* "was suspended": by whom need not be told */
    if (!subject || !object) return wrong(text, "needs {subject} and {object}", diag);
    uint32_t *const list =
        pattern->anchor == SIZE_MAX
            ? &lexicon->slot_patterns
            : &lexicon->word_patterns[pattern->parts[pattern->anchor].word].first;
    if (pattern->anchor == SIZE_MAX) pattern->anchor = 0;
    TRY(array_grow((void **)&lexicon->patterns, &lexicon->pattern_cap, lexicon->pattern_count + 1,
                   sizeof *lexicon->patterns));
    pattern->next = *list;
    *list = (uint32_t)lexicon->pattern_count;
    lexicon->patterns[lexicon->pattern_count++] = *pattern;
    return STATUS_OK;
}

Status lexicon_add_pattern(Lexicon *lexicon, const Pattern *told, const uint64_t classes[2],
                           Text text, Diag *diag) {
    Pattern pattern = *told;
    TRY(read_parts(lexicon, text, &pattern, diag));
    for (size_t i = 0; i < pattern.count; i++) {
        Part *const part = &pattern.parts[i];
        if (part->kind != PART_WORD && part->classes == 0)
            part->classes = classes[part->kind == PART_OBJECT];
    }
    return place(lexicon, &pattern, text, diag);
}
