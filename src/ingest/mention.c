/* Mentions: what is named where. Names of the graph's things; new names (name.c); short forms of both (alias.c); and what
 * stands for something named before ("the country"). Of those that overlap the first and then the longest stays. */
#include "ingest_internal.h"

#include <stdlib.h>

Status add_mention(Paragraph *paragraph, const Mention *mention) {
    TRY(LIST_ADD(&paragraph->mentions));
    paragraph->mentions.at[paragraph->mentions.count++] = *mention;
    return STATUS_OK;
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

/* "US" of "US$ 20 million" is no country. */
static bool in_quantity(const Paragraph *paragraph, const Mention *mention) {
    size_t low = 0, high = paragraph->quantities.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->quantities.at[middle].to <= mention->from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < paragraph->quantities.count &&
           paragraph->quantities.at[low].from <= mention->from &&
           paragraph->quantities.at[low].to >= mention->to;
}

static void drop_overlaps(Paragraph *paragraph) {
    size_t kept = 0;
    if (paragraph->mentions.count)
        qsort(paragraph->mentions.at, paragraph->mentions.count, sizeof *paragraph->mentions.at,
              by_place);
    for (size_t i = 0; i < paragraph->mentions.count; i++) {
        const Mention mention = paragraph->mentions.at[i];
        if (kept && mention.from < paragraph->mentions.at[kept - 1].to) continue;
        if (in_quantity(paragraph, &mention)) continue;
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
    TRY(find_names(document));
    drop_overlaps(paragraph);
    TRY(find_aliases(document));
    drop_overlaps(paragraph);
    index_sentences(paragraph);
    for (size_t i = 0; i < paragraph->sentences.count; i++)
        resolve_sentence(document, &paragraph->sentences.at[i]);
    drop_unresolved(paragraph);
    index_sentences(paragraph);
    return STATUS_OK;
}
