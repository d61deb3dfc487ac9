/* Relations: the lexicon's patterns tried where their anchors stand. From the anchor the parts before it are sought
 * backwards and those after it forwards, the nearest first; a slot takes a mention of its classes. Members of a list
 * ("Japan, South Korea and Australia") all fill the slot. A negation between the parts takes the match away. */
#include "ingest_internal.h"

enum {
    MOST_GAP = 16 /* words */
};

typedef struct Match {
    const Document *document;
    const Pattern *pattern;
    const Sentence *sentence;
    Span where[MOST_PARTS];     /* of each part */
    size_t mention[MOST_PARTS]; /* of each slot */
} Match;

/* ---- Parts --------------------------------------------------------------------------------------------------------- */

static bool may_stand(const Match *match, const Part *part, size_t from, size_t to) {
    const Text text = match->document->paragraph.text;
    if (from > to) return false;
    return part->gap ? words_between(text, from, to) <= MOST_GAP : is_tight(text, from, to);
}

static bool is_word_hit(const Match *match, const Hit *hit, uint32_t word) {
    const Lexicon *const lexicon = match->document->lexicon;
    if (hit->glued) return false;
    for (uint32_t at = hit->form; at != NO_ITEM; at = lexicon->forms[at].next) {
        if (lexicon->forms[at].kind == FORM_WORD && lexicon->forms[at].item == word) return true;
    }
    return false;
}

static bool place_word(Match *match, size_t part, size_t from, size_t to) {
    const Paragraph *const paragraph = &match->document->paragraph;
    for (size_t i = paragraph_hit(paragraph, from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < to; i++) {
        const Hit *const hit = &paragraph->hits.at[i];
        if (hit->to > to || !is_word_hit(match, hit, match->pattern->parts[part].word)) continue;
        match->where[part] = (Span){hit->from, hit->to};
        return true;
    }
    return false;
}

static void take(Match *match, size_t part, size_t mention) {
    const Mention *const taken = &match->document->paragraph.mentions.at[mention];
    match->mention[part] = mention;
    match->where[part] = (Span){taken->from, taken->to};
}

/* "Russia's Rosatom": an owner of something unknown does not act itself. */
static bool is_owner(const Paragraph *paragraph, const Mention *mention) {
    const Text after = text_slice(paragraph->text, mention->to, paragraph->text.len);
    const size_t sign = text_starts(after, TEXT("'s "))              ? 3
                        : text_starts(after, TEXT("\xE2\x80\x99s ")) ? 5
                                                                     : 0;
    return sign && sign < after.len && after.at[sign] >= 'A' && after.at[sign] <= 'Z';
}

static bool begins_mention(const Sentence *sentence, const Paragraph *paragraph, size_t mention) {
    const size_t next = mention + 1;
    return next < sentence->mentions.to &&
           paragraph->mentions.at[next].from <= paragraph->mentions.at[mention].to + 5;
}

/* "Chinese germanium": a country right before goods only tells whose they are. */
static bool is_attribute(const Match *match, const Mention *mention) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Lexicon *const lexicon = match->document->lexicon;
    const size_t next = (size_t)(mention - paragraph->mentions.at) + 1;
    return (mention->classes & lexicon->country) && next < match->sentence->mentions.to &&
           paragraph->mentions.at[next].from == mention->to + 1U &&
           (paragraph->mentions.at[next].classes & lexicon->commodity);
}

/* What stands for something else ("it") is only taken as a subject. */
static bool fits(const Match *match, size_t part, const Mention *mention) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Part *const wanted = &match->pattern->parts[part];
    if (!(mention->classes & wanted->classes)) return false;
    if (mention->anaphor && wanted->kind != PART_SUBJECT) return false;
    if (wanted->kind == PART_OBJECT && wanted->gap && is_attribute(match, mention)) return false;
    return !is_owner(paragraph, mention) ||
           begins_mention(match->sentence, paragraph, (size_t)(mention - paragraph->mentions.at));
}

/* Forwards: the first mention that fits. */
static bool slot_after(Match *match, size_t part, size_t from) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Part *const wanted = &match->pattern->parts[part];
    for (size_t i = match->sentence->mentions.from; i < match->sentence->mentions.to; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (mention->from < from || mention->to > match->sentence->to) continue;
        if (!may_stand(match, wanted, from, mention->from)) return false;
        if (fits(match, part, mention)) {
            take(match, part, i);
            return true;
        }
        if (!wanted->gap) return false;
    }
    return false;
}

/* What a sentence is about stands at its beginning: its first mention, within three words, on which nothing leans. */
static size_t topic_of(const Match *match, size_t part, size_t to) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Sentence *const sentence = match->sentence;
    if (sentence->mentions.from == sentence->mentions.to) return SIZE_MAX;
    const Mention *const first = &paragraph->mentions.at[sentence->mentions.from];
    const bool leads = first->to <= to && fits(match, part, first) &&
                       words_between(paragraph->text, sentence->from, first->from) <= 3 &&
                       !after_preposition(paragraph->text, first->from);
    return leads ? sentence->mentions.from : SIZE_MAX;
}

/* Backwards: the nearest mention that fits and no preposition leans on; else the sentence's topic; else the nearest that
 * fits. */
static bool slot_before(Match *match, size_t part, const Part *right, size_t to) {
    const Paragraph *const paragraph = &match->document->paragraph;
    size_t leaning = SIZE_MAX;
    for (size_t i = match->sentence->mentions.to; i-- > match->sentence->mentions.from;) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (mention->to > to) continue;
        if (!may_stand(match, right, mention->to, to)) break;
        if (!fits(match, part, mention)) continue;
        if (!right->gap || !after_preposition(paragraph->text, mention->from)) {
            take(match, part, i);
            return true;
        }
        if (leaning == SIZE_MAX) leaning = i;
    }
    const size_t topic = right->gap ? topic_of(match, part, to) : SIZE_MAX;
    if (topic != SIZE_MAX) leaning = topic;
    if (leaning != SIZE_MAX) take(match, part, leaning);
    return leaning != SIZE_MAX;
}

static bool match_after(Match *match, size_t anchor) {
    for (size_t part = anchor + 1; part < match->pattern->count; part++) {
        const Part *const wanted = &match->pattern->parts[part];
        const size_t from = match->where[part - 1].to;
        const bool found = wanted->kind == PART_WORD
                               ? place_word(match, part, from, match->sentence->to)
                               : slot_after(match, part, from);
        if (!found || !may_stand(match, wanted, from, match->where[part].from)) return false;
    }
    return true;
}

static bool match_before(Match *match, size_t anchor) {
    for (size_t part = anchor; part-- > 0;) {
        const Part *const right = &match->pattern->parts[part + 1];
        if (match->pattern->parts[part].kind == PART_WORD)
            return false; /* the anchor is the first word */
        if (!slot_before(match, part, right, match->where[part + 1].from)) return false;
    }
    return true;
}

static bool is_negated(const Match *match) {
    static const char *const negations[] = {"not", "no", "never",  "cannot",  "neither",
                                            "nor", "t",  "hardly", "without", "unlikely"};
    const Text text = match->document->paragraph.text;
    const size_t last = match->pattern->count - 1;
    for (size_t part = 0; part < last; part++) {
        for (size_t at = match->where[part].to; at < match->where[part + 1].from; at++) {
            size_t end = at;
            while (end < match->where[part + 1].from && code_is_word(code_at(text, end))) end++;
            if (is_one_of(text_slice(text, at, end), negations,
                          sizeof negations / sizeof *negations))
                return true;
            if (end > at) at = end;
        }
    }
    return false;
}

/* ---- Lists --------------------------------------------------------------------------------------------------------- */

/* Between members of a list: a comma, "and", "or", articles, and the possessive of the one before. */
static bool is_list_gap(Text text, size_t from, size_t to) {
    static const char *const words[] = {"and", "or", "as", "well", "the", "s"};
    bool joined = false;
    for (size_t at = from; at < to;) {
        size_t end = at;
        while (end < to && code_is_word(code_at(text, end))) end++;
        if (end > at) {
            if (!is_one_of(text_slice(text, at, end), words, sizeof words / sizeof *words))
                return false;
            joined = true;
            at = end;
            continue;
        }
        joined = joined || text.at[at] == ',';
        if (text.at[at] != ',' && text.at[at] != ' ' && text.at[at] != '&') return false;
        at++;
    }
    return joined;
}

/* Does another slot of the pattern hold it? */
static bool is_taken(const Match *match, size_t part, size_t mention) {
    for (size_t i = 0; i < match->pattern->count; i++) {
        const bool slot = i != part && match->pattern->parts[i].kind != PART_WORD;
        if (slot && match->mention[i] == mention) return true;
    }
    return false;
}

static bool has_gap(const Pattern *pattern) {
    for (size_t i = 0; i < pattern->count; i++) {
        if (pattern->parts[i].gap) return true;
    }
    return false;
}

static bool is_possessive(Text text, const Mention *mention, const Mention *next) {
    const Text between = text_slice(text, mention->to, next->from);
    return text_equal(text_trim(between), TEXT("'s")) ||
           text_equal(text_trim(between), TEXT("\xE2\x80\x99s"));
}

/* The member of the list beside mention `last`, after or before it: the one it is joined to, or with an owner between
 * ("... and Japan's TDK"), unless owners are what the pattern is about. SIZE_MAX: the list ends. */
static size_t next_member(const Match *match, size_t part, size_t last) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Mention *const at = paragraph->mentions.at;
    const size_t end = match->sentence->mentions.to;
    size_t next = last + 1;
    if (next >= end || is_taken(match, part, next) ||
        !is_list_gap(paragraph->text, at[last].to, at[next].from))
        return SIZE_MAX;
    const bool owned = has_gap(match->pattern) && next + 1 < end &&
                       is_possessive(paragraph->text, &at[next], &at[next + 1]);
    if (owned) next++;
    return fits(match, part, &at[next]) && !is_taken(match, part, next) ? next : SIZE_MAX;
}

static size_t last_member(const Match *match, size_t part, size_t next) {
    const Paragraph *const paragraph = &match->document->paragraph;
    const Mention *const at = paragraph->mentions.at;
    const size_t begin = match->sentence->mentions.from;
    size_t joined = next;
    if (has_gap(match->pattern) && joined > begin &&
        is_possessive(paragraph->text, &at[joined - 1], &at[joined]))
        joined--;
    if (joined == begin || is_taken(match, part, joined - 1) ||
        !fits(match, part, &at[joined - 1]) ||
        !is_list_gap(paragraph->text, at[joined - 1].to, at[joined].from))
        return SIZE_MAX;
    return joined - 1;
}

/* The mentions that fill the slot: its own and what it is in a list with. */
static void members(const Match *match, size_t part, Members *list) {
    list->count = 0;
    for (size_t at = last_member(match, part, match->mention[part]);
         at != SIZE_MAX && list->count < MOST_MEMBERS; at = last_member(match, part, at))
        list->at[list->count++] = at;
    for (size_t at = match->mention[part]; at != SIZE_MAX && list->count < MOST_MEMBERS;
         at = next_member(match, part, at))
        list->at[list->count++] = at;
}

/* ---- Proposals ----------------------------------------------------------------------------------------------------- */

static const Date *only_date(const Match *match) {
    const Range dates = match->sentence->dates;
    return dates.to - dates.from == 1 ? &match->document->paragraph.dates.at[dates.from] : NULL;
}

static Status propose_pair(Document *document, const Match *match, uint32_t subject,
                           uint32_t object) {
    const Thing *const from = document_thing(document, subject);
    const Thing *const to = document_thing(document, object);
    const Thing *const property = document_thing(document, match->pattern->property);
    const Date *const date = only_date(match);
    Proposal proposal = {.class_iri = YO "Relation",
                         .where = {match->sentence->from, match->sentence->to}};
    Buffer label = {0};
    if (subject == object) return STATUS_OK;
    buffer_text(&label, from->label);
    buffer_byte(&label, ' ');
    buffer_text(&label, property->label);
    buffer_byte(&label, ' ');
    buffer_text(&label, to->label);
    proposal.label = buffer_view(&label);
    proposal_add(&proposal, "proposedSubject", term_iri(from->iri));
    proposal_add(&proposal, "proposedPredicate", term_iri(property->iri));
    proposal_add(&proposal, "proposedObject", term_iri(to->iri));
    if (date)
        proposal_add(&proposal, "proposedDate", term_typed(date->text, text_of(date->datatype)));
    bool written = false;
    const Status status =
        label.failed ? STATUS_NO_MEMORY : proposal_write(document, &proposal, &written);
    buffer_free(&label);
    document->counts->relations += written;
    return status;
}

static Status propose_match(Document *document, const Match *match) {
    const Pattern *const pattern = match->pattern;
    Told told = {.pattern = pattern, .sentence = match->sentence};
    for (size_t part = 0; part < pattern->count; part++) {
        switch (pattern->parts[part].kind) {
        case PART_SUBJECT: members(match, part, &told.subjects); break;
        case PART_OBJECT: members(match, part, &told.objects); break;
        case PART_TARGET: members(match, part, &told.targets); break;
        case PART_WORD: break;
        }
    }
    told.anchor = match->where[pattern->anchor];
    if (pattern->property == NO_ITEM) return propose_event(document, &told);
    const Mention *const at = document->paragraph.mentions.at;
    for (size_t i = 0; i < told.subjects.count; i++) {
        for (size_t j = 0; j < told.objects.count; j++)
            TRY(propose_pair(document, match, at[told.subjects.at[i]].thing,
                             at[told.objects.at[j]].thing));
    }
    return STATUS_OK;
}

/* What would be if: "If Malaysia deepens cooperation with China". */
static bool is_supposed(const Match *match) {
    const Text text =
        text_slice(match->document->paragraph.text, match->sentence->from, match->sentence->to);
    return text_starts(text, TEXT("If ")) || text_starts(text, TEXT("Should ")) ||
           text_starts(text, TEXT("Were "));
}

static Status try_pattern(Document *document, Match *match, Span anchor) {
    const size_t at = match->pattern->anchor;
    match->where[at] = anchor;
    if (!match_after(match, at) || !match_before(match, at) || is_negated(match) ||
        is_supposed(match))
        return STATUS_OK;
    return propose_match(document, match);
}

static Status try_word(Document *document, const Hit *hit, const Sentence *sentence) {
    const Lexicon *const lexicon = document->lexicon;
    for (uint32_t at = hit->form; at != NO_ITEM; at = lexicon->forms[at].next) {
        if (lexicon->forms[at].kind != FORM_WORD || hit->glued) continue;
        for (uint32_t i = lexicon->word_patterns[lexicon->forms[at].item].first; i != NO_ITEM;
             i = lexicon->patterns[i].next) {
            Match match = {
                .document = document, .pattern = &lexicon->patterns[i], .sentence = sentence};
            TRY(try_pattern(document, &match, (Span){hit->from, hit->to}));
        }
    }
    return STATUS_OK;
}

/* Patterns without words begin at mentions: "{object:Role} {subject:Person}". */
static Status try_slots(Document *document, const Sentence *sentence) {
    const Lexicon *const lexicon = document->lexicon;
    for (size_t i = sentence->mentions.from; i < sentence->mentions.to; i++) {
        const Mention *const mention = &document->paragraph.mentions.at[i];
        for (uint32_t at = lexicon->slot_patterns; at != NO_ITEM; at = lexicon->patterns[at].next) {
            Match match = {
                .document = document, .pattern = &lexicon->patterns[at], .sentence = sentence};
            if (!fits(&match, 0, mention)) continue;
            match.mention[0] = i;
            TRY(try_pattern(document, &match, (Span){mention->from, mention->to}));
        }
    }
    return STATUS_OK;
}

Status propose_relations(Document *document, const Sentence *sentence) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = paragraph_hit(paragraph, sentence->from);
         i < paragraph->hits.count && paragraph->hits.at[i].from < sentence->to; i++) {
        if (paragraph->hits.at[i].to <= sentence->to)
            TRY(try_word(document, &paragraph->hits.at[i], sentence));
    }
    return try_slots(document, sentence);
}
