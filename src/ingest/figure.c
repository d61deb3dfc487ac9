/* Figures: a quantity, and what the sentence around it tells: whom it is about, what is measured of what, when, how it
 * bounds the truth. "310 t and 130 t in 2023 and 2024 respectively" go by turns. */
#include "ingest_internal.h"

#include <string.h>

enum {
    LONGEST_BOUND = 40, /* bytes */
    NEAR_INDICATOR = 8  /* words between a number in a weak unit and what is measured */
};

/* No comma, colon or bracket between. */
static bool stays_in_clause(Text text, size_t from, size_t to) {
    for (size_t at = from; at < to; at++) {
        if (text.at[at] == ',' || text.at[at] == ';' || text.at[at] == ':' || text.at[at] == '(')
            return false;
    }
    return true;
}

/* "fell to 12%" tells what it came to. */
static bool leads_to(Text between) {
    return text_find(between, TEXT(" to "), 0) != SIZE_MAX || text_starts(between, TEXT("to ")) ||
           text_find(between, TEXT(" from "), 0) != SIZE_MAX;
}

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
static uint32_t about_here(const Document *document, const Quantity *quantity,
                           const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    const bool row = paragraph->text.at[sentence->from] == '|';
    uint32_t leaning = NO_ITEM, after = NO_ITEM, subject = NO_ITEM;
    for (size_t i = sentence->mentions.from; i < sentence->mentions.to; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        const bool fits = (mention->classes & document->lexicon->figure_about) != 0;
        if (!fits || mention->to > sentence->to) continue;
        if (row) return mention->thing; /* of a table: it begins with what it is about */
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

/* What the last sentence of the paragraph began with, when this one names nothing: "First production is expected ...". */
static uint32_t about_before(const Document *document, const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    if (sentence == paragraph->sentences.at) return NO_ITEM;
    const Sentence *const last = sentence - 1;
    for (size_t i = last->mentions.from; i < last->mentions.to; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if ((mention->classes & document->lexicon->figure_about) &&
            !after_preposition(paragraph->text, mention->from))
            return mention->thing;
    }
    return NO_ITEM;
}

/* A price is about goods; what names nobody goes on about whom the last sentence was. */
static uint32_t about_whom(const Document *document, const Quantity *quantity,
                           const Sentence *sentence) {
    const uint32_t here = about_here(document, quantity, sentence);
    const Thing *const unit = document_thing(document, quantity->unit);
    return here != NO_ITEM || unit->numerator.len ? here : about_before(document, sentence);
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

/* The nearest goods of the sentence; else the last of the two before it, unless it is about money. */
static uint32_t goods_of(const Document *document, const Quantity *quantity,
                         const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    const Thing *const unit = document_thing(document, quantity->unit);
    const uint64_t commodity = document->lexicon->commodity;
    const uint32_t here = nearest_of(document, quantity, sentence, commodity);
    const bool money = text_equal(unit->basis, TEXT(Y "Money")) && !unit->numerator.len;
    const size_t index = (size_t)(sentence - paragraph->sentences.at);
    if (here != NO_ITEM || money || index == 0) return here;
    const size_t first = paragraph->sentences.at[index < 2 ? 0 : index - 2].mentions.from;
    for (size_t i = sentence->mentions.from; i-- > first;) {
        if (paragraph->mentions.at[i].classes & commodity) return paragraph->mentions.at[i].thing;
    }
    return NO_ITEM;
}

/* Can figures of this indicator have that basis? */
static bool is_measured_in(const Thing *indicator, Text basis) {
    if (!indicator->measured[0].len) return true;
    for (size_t i = 0; i < sizeof indicator->measured / sizeof *indicator->measured; i++) {
        if (text_equal(indicator->measured[i], basis)) return true;
    }
    return false;
}

/* The nearest form of a kind in the sentence; `most`: words between it and the number; `basis`: only indicators that are
 * measured so, when it is not empty. */
static const Form *nearest_form(const Document *document, const Quantity *quantity,
                                const Sentence *sentence, FormKind kind, size_t most, Text basis) {
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
        if (basis.len && !is_measured_in(document_thing(document, form->item), basis)) continue;
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

static const char *plain_bound(const Quantity *quantity) {
    return quantity->high.len ? Y "Range" : Y "Exact";
}

/* Words that stand right before the number: "up to", "about". */
static const Form *bound_of(const Document *document, const Quantity *quantity) {
    const Paragraph *const paragraph = &document->paragraph;
    const size_t from = quantity->from < LONGEST_BOUND ? 0 : quantity->from - LONGEST_BOUND;
    for (size_t i = paragraph_hit(paragraph, from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < quantity->from; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        if (hit->to > quantity->from || !is_tight(paragraph->text, hit->to, quantity->from))
            continue;
        const Form *const form = hit_form(document, hit, FORM_BOUND);
        if (form) return form;
    }
    return NULL;
}

/* "12,000 tonnes of REO per year": the basis within three words behind the number. */
static const Form *basis_of(const Document *document, const Quantity *quantity) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = paragraph_hit(paragraph, quantity->to); i < paragraph->hits.count; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        if (words_between(paragraph->text, quantity->to, hit->from) > 3) break;
        if (!stays_in_clause(paragraph->text, quantity->to, hit->from)) break;
        const Form *const form = hit_form(document, hit, FORM_BASIS);
        if (form) return form;
    }
    return NULL;
}

/* "fell 12%", "down by 9%", "a 5% rise", "1.3% lower"; not "fell to 12%". */
static const Form *change_of(const Document *document, const Quantity *quantity,
                             const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    const Thing *const unit = document_thing(document, quantity->unit);
    const Form *found = NULL;
    if (!text_equal(unit->basis, TEXT(Y "Share"))) return NULL;
    for (size_t i = paragraph_hit(paragraph, sentence->from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < sentence->to; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        const bool before = hit->to <= quantity->from;
        const size_t from = before ? hit->to : quantity->to,
                     to = before ? quantity->from : hit->from;
        if (from > to || (!before && found)) continue;
        if (words_between(paragraph->text, from, to) > (before ? 2U : 0U)) continue;
        if (!stays_in_clause(paragraph->text, from, to)) continue;
        const Form *const form = hit_form(document, hit, FORM_CHANGE);
        if (form && !leads_to(text_slice(paragraph->text, from, to))) found = form;
    }
    return found;
}

static void add_basis(const Document *document, const Quantity *quantity, const Sentence *sentence,
                      Proposal *proposal) {
    const Thing *const unit = document_thing(document, quantity->unit);
    const Form *const basis = basis_of(document, quantity);
    Text value = unit->basis.len ? unit->basis : TEXT(Y "Basis-not-stated");
    if (basis) value = document_thing(document, basis->item)->iri;
    if (change_of(document, quantity, sentence)) value = TEXT(Y "Change");
    proposal_add(proposal, "proposedBasis", term_iri(value));
}

static Status signed_value(const Document *document, const Quantity *quantity,
                           const Sentence *sentence, Text *value) {
    const Form *const change = change_of(document, quantity, sentence);
    const bool falls =
        change && text_equal(document_thing(document, change->item)->iri, TEXT(Y "Fall"));
    *value = quantity->low;
    if (!falls) return STATUS_OK;
    char *const negative = arena_space(document->scratch, value->len + 1);
    if (!negative) return STATUS_NO_MEMORY;
    negative[0] = '-';
    memcpy(negative + 1, value->at, value->len);
    *value = (Text){negative, value->len + 1};
    return STATUS_OK;
}

static void add_value(const Document *document, const Quantity *quantity, Text value,
                      const Sentence *sentence, Proposal *proposal) {
    const Thing *const unit = document_thing(document, quantity->unit);
    const Form *const bound = bound_of(document, quantity);
    if (quantity->high.len) {
        proposal_add(proposal, "proposedLow", decimal_term(quantity->low));
        proposal_add(proposal, "proposedHigh", decimal_term(quantity->high));
    } else
        proposal_add(proposal, "proposedValue", decimal_term(value));
    proposal_add(proposal, "proposedUnit", term_iri(unit->iri));
    add_basis(document, quantity, sentence, proposal);
    proposal_add(proposal, "proposedBound",
                 bound && !quantity->high.len ? thing_term(document, bound->item)
                                              : term_iri(text_of(plain_bound(quantity))));
}

static void write_label(const Document *document, const Quantity *quantity, Text value,
                        uint32_t indicator, uint32_t about, const Date *period, Buffer *out) {
    const Text what =
        indicator != NO_ITEM ? document_thing(document, indicator)->label : TEXT("figure");
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
    buffer_text(out, value);
    if (quantity->high.len) {
        buffer_text(out, TEXT(" to "));
        buffer_text(out, quantity->high);
    }
    buffer_byte(out, ' ');
    buffer_text(out, document_thing(document, quantity->unit)->label);
}

/* What is measured: by the unit, or the nearest word of the sentence. */
static uint32_t indicator_of(const Document *document, const Quantity *quantity,
                             const Sentence *sentence) {
    const Thing *const unit = document_thing(document, quantity->unit);
    if (unit->indicator.len) return lexicon_thing(document->lexicon, unit->indicator);
    const Text basis = change_of(document, quantity, sentence) ? TEXT("") : unit->basis;
    const Form *const form = nearest_form(document, quantity, sentence, FORM_INDICATOR,
                                          unit->weak ? NEAR_INDICATOR : SIZE_MAX, basis);
    return form ? form->item : NO_ITEM;
}

static Status propose_figure(Document *document, const Quantity *quantity,
                             const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    const uint32_t indicator = indicator_of(document, quantity, sentence);
    const Form *const status =
        nearest_form(document, quantity, sentence, FORM_STATUS, SIZE_MAX, TEXT(""));
    const uint32_t about = about_whom(document, quantity, sentence);
    const uint32_t commodity = goods_of(document, quantity, sentence);
    const Date *const period = period_of(paragraph, sentence, quantity);
    if (indicator == NO_ITEM && (document_thing(document, quantity->unit)->weak ||
                                 (about == NO_ITEM && commodity == NO_ITEM)))
        return STATUS_OK;
    Proposal proposal = {.class_iri = YO "Figure", .where = {sentence->from, sentence->to}};
    Buffer label = {.budget = NULL};
    Text value;
    TRY(signed_value(document, quantity, sentence, &value));
    write_label(document, quantity, value, indicator, about == NO_ITEM ? commodity : about, period,
                &label);
    proposal.label = buffer_view(&label);
    if (about != NO_ITEM) proposal_add(&proposal, "proposedAbout", thing_term(document, about));
    if (indicator != NO_ITEM)
        proposal_add(&proposal, "proposedIndicator", thing_term(document, indicator));
    if (commodity != NO_ITEM)
        proposal_add(&proposal, "proposedCommodity", thing_term(document, commodity));
    add_value(document, quantity, value, sentence, &proposal);
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
