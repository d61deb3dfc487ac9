/* Figures: a quantity, and what the sentence around it tells: whom it is about, what is measured of what, when, how it
 * bounds the truth. "310 t and 130 t in 2023 and 2024 respectively" go by turns. */
#include "ingest_internal.h"

/* ---- Whom and what ------------------------------------------------------------------------------------------------- */

static size_t distance(uint32_t from, uint32_t to, const Quantity *quantity) {
    if (to <= quantity->from) return quantity->from - to;
    return from >= quantity->to ? (size_t)(from - quantity->to) * 2 : 0;
}

/* "45,000 tonnes for the United States", "13,000 tonnes in Australia" */
static bool is_told_after(const Paragraph *paragraph, const Quantity *quantity,
                          const Mention *mention) {
    static const char *const words[] = {"for", "in"};
    Text word = word_before(paragraph->text, mention->from);
    if (words_between(paragraph->text, quantity->to, mention->from) > 2) return false;
    if (text_equal(word, TEXT("the")))
        word = word_before(paragraph->text, (size_t)(word.at - paragraph->text.at));
    return is_one_of(word, words, 2);
}

/* The thing told right after the number; else the nearest before it that no preposition leans on; else the nearest before
 * it; else the first after it. */
static uint32_t about_whom(const Document *document, const Quantity *quantity,
                           const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    uint32_t leaning = NO_ITEM, after = NO_ITEM, subject = NO_ITEM;
    for (size_t i = sentence->mentions.from; i < sentence->mentions.to; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        const bool fits = (mention->classes & document->lexicon->figure_about) != 0;
        if (!fits || mention->to > sentence->to) continue;
        if (mention->from >= quantity->to) {
            if (is_told_after(paragraph, quantity, mention)) return mention->thing;
            if (after == NO_ITEM) after = mention->thing;
        } else if (after_preposition(paragraph->text, mention->from))
            leaning = mention->thing;
        else
            subject = mention->thing;
    }
    if (subject != NO_ITEM) return subject;
    if (leaning != NO_ITEM) return leaning;
    return after;
}

static uint32_t nearest_of(const Document *document, const Quantity *quantity,
                           const Sentence *sentence, uint64_t classes) {
    const Paragraph *const paragraph = &document->paragraph;
    uint32_t found = NO_ITEM;
    size_t best = SIZE_MAX;
    for (size_t i = sentence->mentions.from; i < sentence->mentions.to; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (!(mention->classes & classes) || mention->to > sentence->to) continue;
        const size_t far = distance(mention->from, mention->to, quantity);
        if (far < best) {
            best = far;
            found = mention->thing;
        }
    }
    return found;
}

/* The nearest form of a kind in the sentence; `most`: words between it and the number. */
static const Form *nearest_form(const Document *document, const Quantity *quantity,
                                const Sentence *sentence, FormKind kind, size_t most) {
    const Paragraph *const paragraph = &document->paragraph;
    const Form *found = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = paragraph_hit(paragraph, sentence->from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < sentence->to; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        const size_t far = distance(hit->from, hit->to, quantity);
        if (far >= best) continue;
        const size_t from = hit->to <= quantity->from ? hit->to : quantity->to;
        const size_t to = hit->to <= quantity->from ? quantity->from : hit->from;
        if (most != SIZE_MAX && (from > to || words_between(paragraph->text, from, to) > most))
            continue;
        const Form *const form = hit_form(document, hit, kind);
        if (!form) continue;
        best = far;
        found = form;
    }
    return found;
}

/* ---- When ---------------------------------------------------------------------------------------------------------- */

static size_t count_before(const Paragraph *paragraph, const Sentence *sentence,
                           const Quantity *quantity, size_t *all) {
    size_t before = 0;
    *all = 0;
    for (size_t i = sentence->quantities.from; i < sentence->quantities.to; i++) {
        const Quantity *const other = &paragraph->quantities.at[i];
        if (other->unit != quantity->unit) continue;
        before += other->from < quantity->from;
        (*all)++;
    }
    return before;
}

/* Is it a year or a month, which something is counted in, and does no other quantity stand between? A day is when a
 * thing was said or done. */
static bool may_be_period(const Paragraph *paragraph, const Sentence *sentence,
                          const Quantity *quantity, const Date *date) {
    if (date->text.len > sizeof "2025-10" - 1) return false;
    for (size_t i = sentence->quantities.from; i < sentence->quantities.to; i++) {
        const Quantity *const other = &paragraph->quantities.at[i];
        if (other->from >= quantity->to && other->to <= date->from) return false;
    }
    return true;
}

/* The nearest date of the sentence, those before the number first; several in turn where it says "respectively". */
static const Date *period_of(const Paragraph *paragraph, const Sentence *sentence,
                             const Quantity *quantity) {
    const Text text = text_slice(paragraph->text, sentence->from, sentence->to);
    const size_t dates = sentence->dates.to - sentence->dates.from;
    size_t quantities;
    const size_t index = count_before(paragraph, sentence, quantity, &quantities);
    if (dates == quantities && dates > 1 && text_find(text, TEXT("respectively"), 0) != SIZE_MAX)
        return &paragraph->dates.at[sentence->dates.from + index];
    const Date *found = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = sentence->dates.from; i < sentence->dates.to; i++) {
        const Date *const date = &paragraph->dates.at[i];
        const size_t far = distance(date->from, date->to, quantity);
        if (far >= best || !may_be_period(paragraph, sentence, quantity, date)) continue;
        best = far;
        found = date;
    }
    return found;
}

/* ---- The proposal -------------------------------------------------------------------------------------------------- */

static Term thing_term(const Document *document, uint32_t thing) {
    return term_iri(document_thing(document, thing)->iri);
}

static const char *plain_bound(const Quantity *quantity) {
    return quantity->high.len ? Y "Range" : Y "Exact";
}

static void add_value(const Document *document, const Quantity *quantity, const Form *bound,
                      Proposal *proposal) {
    const Thing *const unit = document_thing(document, quantity->unit);
    if (quantity->high.len) {
        proposal_add(proposal, "proposedLow", decimal_term(quantity->low));
        proposal_add(proposal, "proposedHigh", decimal_term(quantity->high));
    } else
        proposal_add(proposal, "proposedValue", decimal_term(quantity->low));
    proposal_add(proposal, "proposedUnit", term_iri(unit->iri));
    proposal_add(proposal, "proposedBasis",
                 term_iri(unit->basis.len ? unit->basis : TEXT(Y "Basis-not-stated")));
    proposal_add(proposal, "proposedBound",
                 bound && !quantity->high.len ? thing_term(document, bound->item)
                                              : term_iri(text_of(plain_bound(quantity))));
}

static void write_label(const Document *document, const Quantity *quantity, const Form *indicator,
                        uint32_t about, const Date *period, Buffer *out) {
    const Text what = indicator ? document_thing(document, indicator->item)->label : TEXT("figure");
    buffer_text(out, what);
    if (about != NO_ITEM) {
        buffer_text(out, TEXT(", "));
        buffer_text(out, document_thing(document, about)->label);
    }
    if (period) {
        buffer_text(out, TEXT(", "));
        buffer_text(out, period->text);
    }
    buffer_text(out, TEXT(": "));
    buffer_text(out, quantity->low);
    if (quantity->high.len) {
        buffer_text(out, TEXT(" to "));
        buffer_text(out, quantity->high);
    }
    buffer_byte(out, ' ');
    buffer_text(out, document_thing(document, quantity->unit)->label);
}

static Status propose_figure(Document *document, const Quantity *quantity,
                             const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    const Form *const indicator =
        nearest_form(document, quantity, sentence, FORM_INDICATOR, SIZE_MAX);
    const Form *const bound = nearest_form(document, quantity, sentence, FORM_BOUND, 0);
    const Form *const status = nearest_form(document, quantity, sentence, FORM_STATUS, SIZE_MAX);
    const uint32_t about = about_whom(document, quantity, sentence);
    const uint32_t commodity =
        nearest_of(document, quantity, sentence, document->lexicon->commodity);
    const Date *const period = period_of(paragraph, sentence, quantity);
    if (about == NO_ITEM && !indicator) return STATUS_OK;
    Proposal proposal = {.class_iri = YO "Figure", .where = {sentence->from, sentence->to}};
    Buffer label = {.budget = NULL};
    write_label(document, quantity, indicator, about, period, &label);
    proposal.label = buffer_view(&label);
    if (about != NO_ITEM) proposal_add(&proposal, "proposedAbout", thing_term(document, about));
    if (indicator)
        proposal_add(&proposal, "proposedIndicator", thing_term(document, indicator->item));
    if (commodity != NO_ITEM)
        proposal_add(&proposal, "proposedCommodity", thing_term(document, commodity));
    add_value(document, quantity, bound, &proposal);
    if (period)
        proposal_add(&proposal, "proposedPeriod",
                     term_typed(period->text, text_of(period->datatype)));
    proposal_add(&proposal, "proposedStatus",
                 status ? thing_term(document, status->item) : term_iri(TEXT(Y "Actual")));
    bool written = false;
    const Status result =
        label.failed ? STATUS_NO_MEMORY : proposal_write(document, &proposal, &written);
    buffer_free(&label);
    document->counts->figures += written;
    return result;
}

Status propose_figures(Document *document, const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = sentence->quantities.from; i < sentence->quantities.to; i++) {
        TRY(propose_figure(document, &paragraph->quantities.at[i], sentence));
    }
    return STATUS_OK;
}
