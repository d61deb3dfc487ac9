/* Names that the graph does not know: told by how they end ("... Corporation", "... mine"), by how they start ("Salar de
 * ...") or by titles of persons before or behind them. Which words do so is data. */
#include "ingest_internal.h"

#include <string.h>

enum {
    MOST_NAME_WORDS = 7 /* before the word that ends it */
};

static bool joins(Text word) {
    static const char *const inner[] = {"of", "and", "for", "the", "de", "on"};
    return is_one_of(word, inner, sizeof inner / sizeof *inner);
}

bool begins_name(const Document *document, size_t at) {
    const Text text = document->paragraph.text;
    const int32_t code = code_at(text, at);
    size_t end = at;
    if (!is_upper(code)) return false;
    while (end < text.len && code_is_word(code_at(text, end))) end++;
    for (size_t i = paragraph_hit(&document->paragraph, at);
         i < document->paragraph.hits.count && document->paragraph.hits.at[i].from == at; i++) {
        const Hit *const hit = &document->paragraph.hits.at[i];
        if (hit->to < end) continue;
        for (uint32_t form = hit->form; form != NO_ITEM;
             form = document->lexicon->forms[form].next) {
            const Form *const found = &document->lexicon->forms[form];
            if (found->kind == FORM_NOT_ALONE &&
                document->lexicon->classes[found->item].classes == document->lexicon->entity)
                return false;
        }
    }
    return true;
}

static bool is_name_word(const Document *document, Text word) {
    if (text_ends(word, TEXT("-based")) || text_ends(word, TEXT("-owned"))) return false;
    const int32_t first = code_at(word, 0);
    if (first >= '0' && first <= '9') return has_lower(word);
    return begins_name(document, (size_t)(word.at - document->paragraph.text.at));
}

/* Only spaces, quotes and ampersands: no punctuation, no possessive. */
static bool is_joined(Text text, size_t from, size_t to) {
    for (size_t at = from, size; at < to; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (code != ' ' && code != '\n' && code != '&' && code != '"' &&
            (code < 0x201C || code > 0x201D))
            return false;
    }
    return true;
}

/* Where the name begins whose last word stands at `end`; `end` itself when there is none. */
static size_t name_start(const Document *document, size_t lowest, size_t end) {
    const Text text = document->paragraph.text;
    size_t start = end, last = end;
    for (size_t words = 0; words < MOST_NAME_WORDS; words++) {
        const Text word = word_before(text, last);
        const size_t at = (size_t)(word.at - text.at);
        if (word.len == 0 || at < lowest || !is_joined(text, at + word.len, last)) break;
        if (is_name_word(document, word))
            start = at;
        else if (!joins(word))
            break;
        last = at;
    }
    return start;
}

/* "MP Materials" -> MP-Materials, in the namespace of the document's IRI. */
static Status name_iri(Document *document, Text label, Text *iri) {
    const Text base = document->options->document;
    size_t end = base.len;
    Buffer out = {0};
    while (end > 0 && !strchr("#/:", base.at[end - 1])) end--;
    buffer_text(&out, text_slice(base, 0, end));
    for (size_t at = 0, size; at < label.len; at += size) {
        const int32_t code = utf8_decode(label.at + at, label.len - at, &size);
        if (code_is_word(code))
            buffer_append(&out, label.at + at, size);
        else if (out.len > end && out.at[out.len - 1] != '-')
            buffer_byte(&out, '-');
    }
    *iri = arena_text(document->arena, buffer_view(&out));
    const bool failed = out.failed || !iri->at;
    buffer_free(&out);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

typedef struct Sought {
    const Document *document;
    Text label;
} Sought;

static bool same_name(const void *context, size_t position) {
    const Sought *const sought = context;
    return text_equal_nocase(sought->document->names.at[position].label, sought->label);
}

/* Without ASCII case; the first 64 bytes count. */
static uint64_t name_hash(Text label) {
    char lower[64];
    size_t len = 0;
    for (; len < sizeof lower && len < label.len; len++) {
        const char byte = label.at[len];
        lower[len] = (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }
    return hash_bytes(lower, len, 0);
}

Status add_document_name(Document *document, Text label, uint64_t classes, uint32_t *thing) {
    const size_t known = document->lexicon->thing_count;
    const Sought sought = {document, label};
    const size_t found =
        hash_index_find(&document->name_index, name_hash(label), same_name, &sought);
    *thing = (uint32_t)(known + found);
    if (found != HASH_NONE) return STATUS_OK;
    TRY(LIST_ADD(&document->names));
    Thing *const made = &document->names.at[document->names.count];
    *made = (Thing){.label = arena_text(document->arena, label), .classes = classes};
    if (!made->label.at) return STATUS_NO_MEMORY;
    TRY(name_iri(document, made->label, &made->iri));
    *thing = (uint32_t)(known + document->names.count);
    return hash_index_add(&document->name_index, name_hash(label), document->names.count++);
}

/* Quotes around a part of it are no part of the name: "MyTalent" programme. */
static Status clean_label(Document *document, Text text, Text *label) {
    Buffer out = {0};
    for (size_t at = 0, size; at < text.len; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (code == '\n') buffer_byte(&out, ' ');
        if (code != '"' && code != 0x201C && code != 0x201D && code != '\n')
            buffer_append(&out, text.at + at, size);
    }
    Text clean = buffer_view(&out);
    if (text_ends(clean, TEXT("."))) clean = text_slice(clean, 0, clean.len - 1);
    *label = arena_text(document->scratch, clean);
    const bool failed = out.failed || !label->at;
    buffer_free(&out);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Offices are no names of companies: "Minister of Natural Resources". */
static bool names_an_office(Text label) {
    static const Text offices[] = {{"Minister", 8}, {"President", 9}, {"Secretary", 9},
                                   {"Director", 8}, {"Chairman", 8},  {"Governor", 8}};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        if (text_find(label, offices[i], 0) != SIZE_MAX) return true;
    }
    return false;
}

/* Does a thing that the graph knows begin in it and end after it? Or is it all of it? */
static bool is_known(const Paragraph *paragraph, size_t known, Span name) {
    size_t low = 0, high = known;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->mentions.at[middle].to < name.to)
            low = middle + 1;
        else
            high = middle;
    }
    return low < known && paragraph->mentions.at[low].from < name.to &&
           (paragraph->mentions.at[low].to > name.to ||
            paragraph->mentions.at[low].from <= name.from);
}

/* The known mention that ends right before `at`; SIZE_MAX: none does. */
static size_t mention_ending(const Paragraph *paragraph, size_t known, size_t at) {
    size_t low = 0, high = known;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->mentions.at[middle].to + 1 < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < known && paragraph->mentions.at[low].to + 1 == at ? low : SIZE_MAX;
}

/* "Malaysian plant" is no name, but "Narva plant" is one. */
static bool is_place(const Document *document, size_t known, size_t from, size_t to) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = known; i-- > 0 && paragraph->mentions.at[i].from >= from;) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (mention->from != from || mention->to + 1 < to) continue;
        const Text name = document_thing(document, mention->thing)->label;
        const Text written = text_slice(paragraph->text, mention->from, mention->to);
        const bool proper =
            !(mention->classes & document->lexicon->country) && text_equal(name, written);
        return (mention->classes & document->lexicon->place) && !proper;
    }
    return false;
}

/* Common nouns between the name and its end, "Narva magnet plant": where they begin. */
static size_t skip_goods(const Document *document, size_t known, size_t end) {
    const Paragraph *const paragraph = &document->paragraph;
    const size_t at = mention_ending(paragraph, known, end);
    if (at == SIZE_MAX) return end;
    const Mention *const mention = &paragraph->mentions.at[at];
    const bool goods = (mention->classes & document->lexicon->commodity) != 0;
    return goods && !is_upper(code_at(paragraph->text, mention->from)) ? mention->from : end;
}

static Status find_name(Document *document, const Hit *hit, size_t known) {
    const Text text = document->paragraph.text;
    const Form *const form = hit_form(document, hit, FORM_NAME_END);
    if (!form) return STATUS_OK;
    const Sentence *const sentence = sentence_of(&document->paragraph, hit->from);
    const Class *const class = &document->lexicon->classes[form->item];
    size_t end = hit->from;
    if (class->classes & document->lexicon->site) end = skip_goods(document, known, end);
    const size_t start = name_start(document, sentence ? sentence->from : 0, end);
    if (start == end) return STATUS_OK;
    const bool common = form->written.at[0] >= 'a' && form->written.at[0] <= 'z';
    const bool quoted = common && text.at[hit->from - 1] == ' ' && hit->from > 1 &&
                        (text.at[hit->from - 2] == '"' || text.at[hit->from - 2] == '\x9D');
    Mention mention = {.from = (uint32_t)start, .to = hit->to, .classes = class->classes};
    Text label;
    if (quoted) mention.to = hit->from - 1;
    TRY(clean_label(document, text_slice(text, start, mention.to), &label));
    if (names_an_office(label) ||
        is_known(&document->paragraph, known, (Span){mention.from, hit->to}))
        return STATUS_OK;
    if (is_place(document, known, start, end)) return STATUS_OK;
    TRY(add_document_name(document, label, class->classes, &mention.thing));
    mention.to = hit->to;
    mention.classes = document_thing(document, mention.thing)->classes;
    return add_mention(&document->paragraph, &mention);
}

/* ---- Names told by what stands before or behind them --------------------------------------------------------------- */

/* The capitalised words from `at` on, single spaces and particles between; `at` itself: there are none. */
static size_t name_end(const Document *document, size_t at, size_t most, size_t *words) {
    static const char *const particles[] = {"de",  "del", "da", "dos", "van",
                                            "von", "bin", "al", "el"};
    const Text text = document->paragraph.text;
    size_t end = at, next = at;
    *words = 0;
    while (*words < most && next < text.len) {
        size_t stop = next;
        while (stop < text.len && (code_is_word(code_at(text, stop)) || text.at[stop] == '-')) {
            size_t size;
            (void)utf8_decode(text.at + stop, text.len - stop, &size);
            stop += size;
        }
        const Text word = text_slice(text, next, stop);
        const bool particle =
            *words > 0 && is_one_of(word, particles, sizeof particles / sizeof *particles);
        if (!particle && !begins_name(document, next)) break;
        if (!particle) {
            (*words)++;
            end = stop;
        }
        if (stop < text.len && text.at[stop] == '.' && word.len == 1) stop++; /* an initial */
        if (stop >= text.len || (text.at[stop] != ' ' && text.at[stop] != '\n')) break;
        next = stop + 1;
    }
    return end;
}

static bool is_mentioned(const Paragraph *paragraph, size_t known, Span span) {
    size_t low = 0, high = known;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->mentions.at[middle].to <= span.from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < known && paragraph->mentions.at[low].from < span.to;
}

static Status add_name(Document *document, Span span, size_t from, const Class *class,
                       size_t known) {
    Mention mention = {.from = span.from, .to = span.to};
    Text label;
    if (is_mentioned(&document->paragraph, known, (Span){(uint32_t)from, span.to}))
        return STATUS_OK;
    TRY(clean_label(document, text_slice(document->paragraph.text, span.from, span.to), &label));
    TRY(add_document_name(document, label, class->classes, &mention.thing));
    mention.classes = document_thing(document, mention.thing)->classes;
    return add_mention(&document->paragraph, &mention);
}

/* "Prime Minister Sanae Takaichi", two words or more; "Salar de Atacama". */
static Status find_started(Document *document, const Hit *hit, size_t known) {
    const Text text = document->paragraph.text;
    const Form *const title = hit_form(document, hit, FORM_TITLE);
    const Form *const start = title ? NULL : hit_form(document, hit, FORM_NAME_START);
    const Form *const form = title ? title : start;
    size_t words;
    if (!form || hit->to >= text.len || (text.at[hit->to] != ' ' && text.at[hit->to] != '\n'))
        return STATUS_OK;
    const size_t at = hit->to + 1;
    const size_t end = name_end(document, at, title ? 4 : 2, &words);
    if (words < (title ? 2U : 1U)) return STATUS_OK;
    const Span span = {(uint32_t)(title ? at : hit->from), (uint32_t)end};
    return add_name(document, span, title ? at : hit->to, &document->lexicon->classes[form->item],
                    known);
}

/* Where the capitalised words begin that end at `end`. */
static size_t name_before(const Document *document, size_t end, size_t most, size_t *words) {
    const Text text = document->paragraph.text;
    size_t start = end;
    for (*words = 0; *words < most; ++*words) {
        const Text word = word_before(text, start);
        const size_t at = (size_t)(word.at - text.at);
        if (word.len == 0 || !begins_name(document, at)) break;
        if (start != end && !is_joined(text, at + word.len, start)) break;
        start = at;
    }
    return start;
}

/* "Laura Hendricks, chief executive"; "Laura Hendricks, Palisade's chief executive". */
static Status find_followed(Document *document, const Hit *hit, size_t known) {
    const Text text = document->paragraph.text;
    const Form *const form = hit_form(document, hit, FORM_TITLE_AFTER);
    size_t words, end = hit->from;
    if (!form) return STATUS_OK;
    while (end > 0 && (text.at[end - 1] == ' ' || text.at[end - 1] == '\n')) end--;
    if (end > 2 && text.at[end - 1] == 's' && text.at[end - 2] == '\'') {
        end = name_before(document, end - 2, 4, &words);
        while (end > 0 && (text.at[end - 1] == ' ' || text.at[end - 1] == '\n')) end--;
    }
    if (end == 0 || text.at[end - 1] != ',') return STATUS_OK;
    const size_t start = name_before(document, --end, 4, &words);
    if (words < 2) return STATUS_OK;
    return add_name(document, (Span){(uint32_t)start, (uint32_t)end}, start,
                    &document->lexicon->classes[form->item], known);
}

Status find_names(Document *document) {
    const size_t known = document->paragraph.mentions.count;
    for (size_t i = 0; i < document->paragraph.hits.count; i++) {
        const Hit *const hit = &document->paragraph.hits.at[i];
        TRY(find_name(document, hit, known));
        TRY(find_started(document, hit, known));
        TRY(find_followed(document, hit, known));
    }
    return STATUS_OK;
}
