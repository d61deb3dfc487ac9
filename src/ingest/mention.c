/* Mentions: what is named where. Names of the graph's things; new names, told by how they end ("... Corporation",
 * "... Fund"); and what stands for something named before ("the country"). Of those that overlap the first and then the
 * longest stays. */
#include "ingest_internal.h"

#include <stdlib.h>

enum {
    MOST_NAME_WORDS = 7 /* before the word that ends it */
};

static Status add_mention(Paragraph *paragraph, const Mention *mention) {
    TRY(LIST_ADD(&paragraph->mentions));
    paragraph->mentions.at[paragraph->mentions.count++] = *mention;
    return STATUS_OK;
}

/* ---- New names ----------------------------------------------------------------------------------------------------- */

static bool joins(Text word) {
    static const char *const inner[] = {"of", "and", "for", "the", "de", "on"};
    return is_one_of(word, inner, sizeof inner / sizeof *inner);
}

static bool is_name_word(Text word) {
    const int32_t first = code_at(word, 0);
    static const char *const openers[] = {"The", "A",   "An",  "In",   "On",  "By",
                                          "At",  "And", "For", "With", "Its", "This"};
    if (is_one_of(word, openers, sizeof openers / sizeof *openers)) return false;
    if (text_ends(word, TEXT("-based")) || text_ends(word, TEXT("-owned"))) return false;
    return (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9' && has_lower(word)) ||
           (first >= 0xC0 && !has_lower(text_slice(word, 0, 2)));
}

/* Only spaces, quotes and ampersands: no punctuation, no possessive. */
static bool is_joined(Text text, size_t from, size_t to) {
    for (size_t at = from, size; at < to; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (code != ' ' && code != '&' && code != '"' && (code < 0x201C || code > 0x201D))
            return false;
    }
    return true;
}

/* Where the name begins whose last word stands at `end`; `end` itself when there is none. */
static size_t name_start(Text text, size_t lowest, size_t end) {
    size_t start = end, last = end;
    for (size_t words = 0; words < MOST_NAME_WORDS; words++) {
        const Text word = word_before(text, last);
        const size_t at = (size_t)(word.at - text.at);
        if (word.len == 0 || at < lowest || !is_joined(text, at + word.len, last)) break;
        if (is_name_word(word))
            start = at;
        else if (!joins(word))
            break;
        last = at;
    }
    return start;
}

static Status name_thing(Document *document, Text label, const Class *class, uint32_t *thing) {
    const size_t known = document->lexicon->thing_count;
    for (size_t i = 0; i < document->names.count; i++) {
        if (!text_equal_nocase(document->names.at[i].label, label)) continue;
        *thing = (uint32_t)(known + i);
        return STATUS_OK;
    }
    TRY(LIST_ADD(&document->names));
    Thing *const made = &document->names.at[document->names.count];
    *made = (Thing){.label = arena_text(document->arena, label), .classes = class->classes};
    if (!made->label.at) return STATUS_NO_MEMORY;
    *thing = (uint32_t)(known + document->names.count++);
    return STATUS_OK;
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
    *label = arena_text(document->scratch, buffer_view(&out));
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

/* "Malaysian plant" is no name. */
static bool is_place(const Document *document, size_t known, size_t from, size_t to) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = known; i-- > 0 && paragraph->mentions.at[i].from >= from;) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (mention->from == from && mention->to + 1 >= to)
            return (mention->classes & document->lexicon->place) != 0;
    }
    return false;
}

static Status find_name(Document *document, const Hit *hit, size_t known) {
    const Text text = document->paragraph.text;
    const Form *const form = hit_form(document, hit, FORM_NAME_END);
    if (!form) return STATUS_OK;
    const Sentence *const sentence = sentence_of(&document->paragraph, hit->from);
    const size_t start = name_start(text, sentence ? sentence->from : 0, hit->from);
    if (start == hit->from) return STATUS_OK;
    const Class *const class = &document->lexicon->classes[form->item];
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
    if (is_place(document, known, start, hit->from)) return STATUS_OK;
    TRY(name_thing(document, label, class, &mention.thing));
    mention.to = hit->to;
    mention.classes = document_thing(document, mention.thing)->classes;
    return add_mention(&document->paragraph, &mention);
}

/* ---- All of them --------------------------------------------------------------------------------------------------- */

static Status find_at(Document *document, const Hit *hit) {
    const Form *form = hit_form(document, hit, FORM_ENTITY);
    Mention mention = {.from = hit->from, .to = hit->to};
    if (form) {
        mention.thing = form->item;
        mention.classes = document->lexicon->things[form->item].classes;
        TRY(add_mention(&document->paragraph, &mention));
    }
    form = hit_form(document, hit, FORM_ANAPHOR);
    if (form) {
        mention = (Mention){.from = hit->from, .to = hit->to, .thing = NO_ITEM, .anaphor = true};
        TRY(add_mention(&document->paragraph, &mention));
    }
    return STATUS_OK;
}

static int by_place(const void *a, const void *b) {
    const Mention *const x = a;
    const Mention *const y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

static void drop_overlaps(Paragraph *paragraph) {
    size_t kept = 0;
    if (paragraph->mentions.count)
        qsort(paragraph->mentions.at, paragraph->mentions.count, sizeof *paragraph->mentions.at,
              by_place);
    for (size_t i = 0; i < paragraph->mentions.count; i++) {
        const Mention mention = paragraph->mentions.at[i];
        if (kept && mention.from < paragraph->mentions.at[kept - 1].to) continue;
        paragraph->mentions.at[kept++] = mention;
    }
    paragraph->mentions.count = kept;
}

/* ---- What stands for what ------------------------------------------------------------------------------------------ */

/* The thing that "the country" stands for: what this sentence, or else the last one, named first of its class. Words
 * that stand for several classes ("It") mean what was named last. */
static void resolve_as(const Document *document, Mention *mention, const uint32_t *here,
                       uint32_t class, uint64_t *best) {
    const bool inside = here[class] != NO_ITEM;
    const uint32_t thing = inside ? here[class] : document->first[class];
    const uint64_t since = inside ? UINT64_MAX : document->since[class];
    if (thing == NO_ITEM || (mention->thing != NO_ITEM && since <= *best)) return;
    mention->thing = thing;
    mention->classes = document_thing(document, thing)->classes;
    *best = since;
}

static void resolve(const Document *document, Mention *mention, const uint32_t *here) {
    const Paragraph *const paragraph = &document->paragraph;
    const Lexicon *const lexicon = document->lexicon;
    uint64_t best = 0;
    for (size_t i = paragraph_hit(paragraph, mention->from);
         i < paragraph->hits.count && paragraph->hits.at[i].from == mention->from; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        if (hit->to != mention->to) continue;
        for (uint32_t at = hit->form; at != NO_ITEM; at = lexicon->forms[at].next) {
            if (lexicon->forms[at].kind == FORM_ANAPHOR)
                resolve_as(document, mention, here, lexicon->forms[at].item, &best);
        }
    }
}

static void resolve_sentence(Document *document, const Sentence *sentence) {
    uint32_t here[MOST_CLASSES];
    for (size_t i = 0; i < MOST_CLASSES; i++) here[i] = NO_ITEM;
    for (size_t i = sentence->mentions.from; i < sentence->mentions.to; i++) {
        Mention *const mention = &document->paragraph.mentions.at[i];
        if (mention->anaphor) resolve(document, mention, here);
        if (mention->thing == NO_ITEM) continue;
        for (size_t bit = 0; bit < MOST_CLASSES; bit++) {
            if ((mention->classes >> bit & 1) && here[bit] == NO_ITEM) here[bit] = mention->thing;
        }
    }
    document->sentences++;
    for (size_t i = 0; i < MOST_CLASSES; i++) {
        if (here[i] == NO_ITEM) continue;
        document->first[i] = here[i];
        document->since[i] = document->sentences;
    }
}

static void drop_unresolved(Paragraph *paragraph) {
    size_t kept = 0;
    for (size_t i = 0; i < paragraph->mentions.count; i++) {
        if (paragraph->mentions.at[i].thing != NO_ITEM)
            paragraph->mentions.at[kept++] = paragraph->mentions.at[i];
    }
    paragraph->mentions.count = kept;
}

Status find_mentions(Document *document) {
    Paragraph *const paragraph = &document->paragraph;
    for (size_t i = 0; i < paragraph->hits.count; i++)
        TRY(find_at(document, &paragraph->hits.at[i]));
    drop_overlaps(paragraph);
    const size_t known = paragraph->mentions.count;
    for (size_t i = 0; i < paragraph->hits.count; i++)
        TRY(find_name(document, &paragraph->hits.at[i], known));
    drop_overlaps(paragraph);
    index_sentences(paragraph);
    for (size_t i = 0; i < paragraph->sentences.count; i++)
        resolve_sentence(document, &paragraph->sentences.at[i]);
    drop_unresolved(paragraph);
    index_sentences(paragraph);
    return STATUS_OK;
}
