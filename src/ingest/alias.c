/* Short forms within one document: what stands in parentheses behind a name, "Eurasian Resources Group (ERG)", 'Redgum Rare
 * Earths Limited ("Redgum")'; a name without what tells its class, "Almonty" of Almonty Industries, "Balama" of the
 * Balama mine; the last name of a person. */
#include "ingest_internal.h"

enum {
    LONGEST_ALIAS = 60, /* bytes */
    MOST_ALIAS_WORDS = 4,
    MOST_PARENTHESES = 3 /* behind one name */
};

/* ---- The table ----------------------------------------------------------------------------------------------------- */

typedef struct Sought {
    const Document *document;
    Text text;
} Sought;

static bool same_alias(const void *context, size_t position) {
    const Sought *const sought = context;
    return text_equal(sought->document->aliases.at[position].text, sought->text);
}

static const Alias *alias_of(const Document *document, Text text) {
    const Sought sought = {document, text};
    const size_t found = hash_index_find(&document->alias_index, hash_bytes(text.at, text.len, 0),
                                         same_alias, &sought);
    return found == HASH_NONE ? NULL : &document->aliases.at[found];
}

/* The first thing that a short form is told of keeps it. */
static Status add_alias(Document *document, Text text, uint32_t thing) {
    text = text_trim(text);
    if (text.len < 2 || text.len > LONGEST_ALIAS || alias_of(document, text)) return STATUS_OK;
    TRY(LIST_ADD(&document->aliases));
    const Text kept = arena_text(document->arena, text);
    if (!kept.at) return STATUS_NO_MEMORY;
    document->aliases.at[document->aliases.count] = (Alias){kept, thing};
    return hash_index_add(&document->alias_index, hash_bytes(kept.at, kept.len, 0),
                          document->aliases.count++);
}

/* ---- In parentheses ------------------------------------------------------------------------------------------------ */

static bool is_acronym(Text text) {
    size_t capitals = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char byte = text.at[i];
        const bool capital = byte >= 'A' && byte <= 'Z';
        if (!capital && !(byte >= '0' && byte <= '9') && byte != '&' && byte != '-') return false;
        capitals += capital;
    }
    return capitals >= 2 && text.len <= 10;
}

/* Takes quotes off; *quoted: there were some. */
static Text unquote(Text text, bool *quoted) {
    static const Text marks[] = {{"\"", 1},           {"'", 1},
                                 {"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3},
                                 {"\xE2\x80\x98", 3}, {"\xE2\x80\x99", 3}};
    *quoted = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (text.len > marks[i].len && text_starts(text, marks[i])) {
            text = text_slice(text, marks[i].len, text.len);
            *quoted = true;
        }
        if (text.len > marks[i].len && text_ends(text, marks[i]))
            text = text_slice(text, 0, text.len - marks[i].len);
    }
    return text_trim(text);
}

/* "the Company" stands for no one alone. */
static bool is_general(const Document *document, Text text) {
    size_t end;
    const size_t at = (size_t)(text.at - document->paragraph.text.at);
    return form_at(document, at, FORM_NAME_END, &end) && end == at + text.len;
}

static bool is_named(const Paragraph *paragraph, size_t count, Text text) {
    const size_t from = (size_t)(text.at - paragraph->text.at);
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->mentions.at[middle].to <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && paragraph->mentions.at[low].from < from + text.len;
}

/* Are its letters the first ones of the name's words? Then it means the name, whatever the graph knows by it. */
static bool is_made_of(Text acronym, Text name) {
    size_t next = 0;
    for (size_t at = 0, size; at < name.len; at += size) {
        const int32_t code = utf8_decode(name.at + at, name.len - at, &size);
        if (code_is_word(code_before(name, at)) || !is_upper(code)) continue;
        if (next == acronym.len || acronym.at[next] != (char)code) return false;
        next++;
    }
    return next == acronym.len;
}

static Status read_part(Document *document, Text part, uint32_t thing, size_t count) {
    const Text name = document_thing(document, thing)->label;
    bool quoted;
    part = text_trim(part);
    if (text_starts(part, TEXT("the "))) part = text_slice(part, 4, part.len);
    part = unquote(part, &quoted);
    if (part.len < 2 ||
        !(quoted ? begins_name(document, (size_t)(part.at - document->paragraph.text.at))
                 : is_acronym(part)))
        return STATUS_OK;
    if (is_general(document, part)) return STATUS_OK;
    const bool made = is_made_of(part, name);
    if (!made && is_named(&document->paragraph, count, part)) return STATUS_OK;
    TRY(add_alias(document, part, thing));
    document->redefined = document->redefined || made;
    return STATUS_OK;
}

/* One pair of parentheses from `at` on, its parts set apart by "or" and commas; *end: behind it, 0 when there is none. */
static Status read_parentheses(Document *document, size_t at, uint32_t thing, size_t count,
                               size_t *end) {
    const Text text = document->paragraph.text;
    *end = 0;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '.')) at++;
    if (at >= text.len || text.at[at] != '(') return STATUS_OK;
    const Text rest = text_slice(text, at + 1, at + 1 + (size_t)2 * LONGEST_ALIAS);
    const size_t close = text_find(rest, TEXT(")"), 0);
    if (close == SIZE_MAX) return STATUS_OK;
    for (size_t from = 0; from < close;) {
        const size_t comma = text_find(text_slice(rest, 0, close), TEXT(","), from);
        const size_t other = text_find(text_slice(rest, 0, close), TEXT(" or "), from);
        size_t to = comma < other ? comma : other;
        if (to == SIZE_MAX) to = close;
        TRY(read_part(document, text_slice(rest, from, to), thing, count));
        from = to + (to == other ? 4 : 1);
    }
    *end = at + 1 + close + 1;
    return STATUS_OK;
}

/* ---- Without an end ------------------------------------------------------------------------------------------------ */

/* The name without the word that ends it; `to` itself: none does. */
static size_t without_end(const Document *document, const Mention *mention, size_t to) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = paragraph_hit(paragraph, mention->from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < to; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        if (hit->to != to || hit->from == mention->from || !hit_form(document, hit, FORM_NAME_END))
            continue;
        size_t end = hit->from;
        while (end > mention->from && !code_is_word(code_before(paragraph->text, end))) end--;
        return end;
    }
    return to;
}

static bool may_be_alone(const Document *document, Text text) {
    const size_t at = (size_t)(text.at - document->paragraph.text.at);
    size_t end;
    if (text.len < 4 || !begins_name(document, at)) return false;
    return !form_at(document, at, FORM_NOT_ALONE, &end) || end < at + text.len;
}

static Status add_shortened(Document *document, const Mention *mention) {
    const Text text = document->paragraph.text;
    for (size_t to = mention->to;;) {
        const size_t end = without_end(document, mention, to);
        if (end == to || end <= mention->from) return STATUS_OK;
        const Text name = text_slice(text, mention->from, end);
        const bool single = text_find(name, TEXT(" "), 0) == SIZE_MAX;
        if (!single || may_be_alone(document, name)) TRY(add_alias(document, name, mention->thing));
        to = end;
    }
}

static Status add_last_name(Document *document, const Mention *mention) {
    const Text last = word_before(document->paragraph.text, mention->to);
    return last.len > 2 && last.at > document->paragraph.text.at + mention->from
               ? add_alias(document, last, mention->thing)
               : STATUS_OK;
}

static Status learn(Document *document, size_t index, size_t count) {
    const Mention mention = document->paragraph.mentions.at[index];
    const Lexicon *const lexicon = document->lexicon;
    if (mention.anaphor || mention.thing == NO_ITEM) return STATUS_OK;
    size_t end = mention.to;
    for (size_t i = 0; i < MOST_PARENTHESES && end; i++)
        TRY(read_parentheses(document, end, mention.thing, count, &end));
    if (mention.classes & lexicon->person) return add_last_name(document, &mention);
    if (mention.classes & (lexicon->company | lexicon->site))
        return add_shortened(document, &mention);
    return STATUS_OK;
}

/* ---- Using them ---------------------------------------------------------------------------------------------------- */

static size_t word_end(Text text, size_t at) {
    while (at < text.len &&
           (code_is_word(code_at(text, at)) || text.at[at] == '-' || text.at[at] == '&')) {
        size_t size;
        (void)utf8_decode(text.at + at, text.len - at, &size);
        at += size;
    }
    return at;
}

/* The longest short form that begins there. */
static const Alias *longest_alias(const Document *document, size_t at, size_t *end) {
    const Text text = document->paragraph.text;
    const Alias *found = NULL;
    size_t to = word_end(text, at);
    for (size_t words = 0; words < MOST_ALIAS_WORDS && to > at && to - at <= LONGEST_ALIAS;
         words++) {
        const Alias *const alias = alias_of(document, text_slice(text, at, to));
        if (alias) {
            found = alias;
            *end = to;
        }
        if (to >= text.len || text.at[to] != ' ') break;
        const size_t next = word_end(text, to + 1);
        if (next == to + 1) break;
        to = next;
    }
    return found;
}

static Status use_aliases(Document *document, size_t count) {
    const Paragraph *const paragraph = &document->paragraph;
    const Text text = paragraph->text;
    size_t next = 0;
    for (size_t at = 0, size; at < text.len; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        while (next < count && paragraph->mentions.at[next].to <= at) next++;
        if (next < count && paragraph->mentions.at[next].from <= at) {
            size = paragraph->mentions.at[next].to - at;
            continue;
        }
        if (!is_upper(code) || code_is_word(code_before(text, at))) continue;
        Mention mention = {.from = (uint32_t)at};
        size_t end = at;
        const Alias *const alias = longest_alias(document, at, &end);
        if (!alias) continue;
        mention.to = (uint32_t)end;
        mention.thing = alias->thing;
        mention.classes = document_thing(document, alias->thing)->classes;
        TRY(add_mention(&document->paragraph, &mention));
        size = end - at;
    }
    return STATUS_OK;
}

/* Mentions of the graph's things by what the document defined otherwise. */
static void redefine(Document *document, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Mention *const mention = &document->paragraph.mentions.at[i];
        const Text text = text_slice(document->paragraph.text, mention->from, mention->to);
        const Alias *const alias = is_acronym(text) ? alias_of(document, text) : NULL;
        if (!alias) continue;
        mention->thing = alias->thing;
        mention->classes = document_thing(document, alias->thing)->classes;
    }
}

Status find_aliases(Document *document) {
    const size_t count = document->paragraph.mentions.count;
    for (size_t i = 0; i < count; i++) TRY(learn(document, i, count));
    if (document->redefined) redefine(document, count);
    return document->aliases.count ? use_aliases(document, count) : STATUS_OK;
}
