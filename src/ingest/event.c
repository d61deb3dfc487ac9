/* Policies and what happens to them: "China banned exports of gallium to the United States on 3 December 2024". A pattern
 * with a kind tells of a policy that has no name in the text: it gets one, made of its kind, issuer, year and goods, and is
 * proposed with what is told of it. What gives it, or an agreement that is named, a new status is proposed as an event. */
#include "ingest_internal.h"

static const Mention *mention_at(const Document *document, const Members *members, size_t i) {
    return &document->paragraph.mentions.at[members->at[i]];
}

/* The date of the sentence that stands nearest to the words; NULL: there is none. */
static const Date *nearest_date(const Document *document, const Told *told) {
    const Date *found = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = told->sentence->dates.from; i < told->sentence->dates.to; i++) {
        const Date *const date = &document->paragraph.dates.at[i];
        const size_t far = date->to <= told->anchor.from ? told->anchor.from - date->to
                                                         : date->from - told->anchor.to;
        if (date->from < told->anchor.to && date->to > told->anchor.from) continue;
        if (far >= best) continue;
        best = far;
        found = date;
    }
    return found;
}

static void write_list(const Document *document, const Members *members, const char *before,
                       Buffer *out) {
    for (size_t i = 0; i < members->count; i++) {
        buffer_text(out, text_of(i ? ", " : before));
        buffer_text(out, document_thing(document, mention_at(document, members, i)->thing)->label);
    }
}

/* "ban on exports, China, 2024: gallium, germanium" */
static void write_policy(const Document *document, const Told *told, const Date *date,
                         Buffer *out) {
    buffer_text(out, document_thing(document, told->pattern->kind)->label);
    write_list(document, &told->subjects, ", ", out);
    if (date) buffer_format(out, ", %d", date->year);
    write_list(document, &told->objects, ": ", out);
}

static void add_all(const Document *document, Proposal *proposal, const char *property,
                    const Members *members) {
    for (size_t i = 0; i < members->count; i++)
        proposal_add(proposal, property,
                     thing_term(document, mention_at(document, members, i)->thing));
}

static Status propose_policy(Document *document, const Told *told, uint32_t policy) {
    Thing *const name = &document->names.at[policy - document->lexicon->thing_count];
    const bool goods = told->objects.count && (mention_at(document, &told->objects, 0)->classes &
                                               document->lexicon->commodity);
    Proposal proposal = {.class_iri = YO "Policy",
                         .label = name->label,
                         .where = {told->sentence->from, told->sentence->to}};
    bool written = false;
    if (name->proposed) return STATUS_OK;
    name->proposed = true;
    proposal_add(&proposal, "proposedIri", term_iri(name->iri));
    proposal_add(&proposal, "proposedName", term_lang(name->label, TEXT("en")));
    proposal_add(&proposal, "proposedKind", thing_term(document, told->pattern->kind));
    add_all(document, &proposal, "proposedIssuer", &told->subjects);
    add_all(document, &proposal, goods ? "proposedCommodity" : "proposedTarget", &told->objects);
    add_all(document, &proposal, "proposedTarget", &told->targets);
    TRY(proposal_write(document, &proposal, &written));
    document->counts->events += written;
    return STATUS_OK;
}

/* "ban on exports, China, 2024: gallium: in force, 2024-12-03" */
static Status propose_status(Document *document, const Told *told, uint32_t about,
                             const Date *date) {
    Proposal proposal = {.class_iri = YO "StatusChange",
                         .where = {told->sentence->from, told->sentence->to}};
    Buffer label = {0};
    bool written = false;
    buffer_text(&label, document_thing(document, about)->label);
    buffer_text(&label, TEXT(": "));
    buffer_text(&label, document_thing(document, told->pattern->status)->label);
    if (date) {
        buffer_text(&label, TEXT(", "));
        buffer_text(&label, date->text);
    }
    proposal.label = buffer_view(&label);
    proposal_add(&proposal, "proposedAbout", thing_term(document, about));
    proposal_add(&proposal, "proposedStatus", thing_term(document, told->pattern->status));
    if (told->pattern->kind == NO_ITEM)
        add_all(document, &proposal, "proposedActor", &told->subjects);
    if (date)
        proposal_add(&proposal, "proposedDate", term_typed(date->text, text_of(date->datatype)));
    else
        proposal_add(&proposal, "proposedTiming", term_iri(TEXT(Y "Timing-not-stated")));
    const Status status =
        label.failed ? STATUS_NO_MEMORY : proposal_write(document, &proposal, &written);
    buffer_free(&label);
    document->counts->events += written;
    return status;
}

static Status propose_made(Document *document, const Told *told, const Date *date) {
    Buffer label = {0};
    uint32_t policy = NO_ITEM;
    write_policy(document, told, date, &label);
    Status status = label.failed ? STATUS_NO_MEMORY
                                 : add_document_name(document, buffer_view(&label),
                                                     document->lexicon->policy, &policy);
    buffer_free(&label);
    if (status == STATUS_OK) status = propose_policy(document, told, policy);
    return status == STATUS_OK ? propose_status(document, told, policy, date) : status;
}

Status propose_event(Document *document, const Told *told) {
    const Date *const date = nearest_date(document, told);
    if (told->pattern->kind != NO_ITEM) return propose_made(document, told, date);
    for (size_t i = 0; i < told->objects.count; i++)
        TRY(propose_status(document, told, mention_at(document, &told->objects, i)->thing, date));
    return STATUS_OK;
}
