/* Triples from templates: CONSTRUCT (SPARQL 1.1 Query, section 16.2) and INSERT, DELETE (Update, section 3.1.3). A triple
 * with an unbound variable or a term where it may not stand is left out. A blank node of the template is a new one
 * for each solution, with a label that the source does not hold. */
#include "engine_internal.h"

typedef struct FreshBlank {
    Text name;  /* in the template */
    Text label; /* in this solution */
} FreshBlank;

Status template_init(Template *self, Run *run, Budget *budget,
                     uint64_t *last_label) { // NOLINT(readability-non-const-parameter)
    *self = (Template){.run = run,
                       .last_label = last_label,
                       .arena = arena_new(budget),
                       .fresh_index = {.budget = budget}};
    return self->arena ? STATUS_OK : STATUS_NO_MEMORY;
}

void template_next_solution(Template *self) {
    if (self->fresh_count > 0) hash_index_free(&self->fresh_index);
    self->fresh_count = 0;
    arena_reset(self->arena);
}

/* ---- Blank nodes ------------------------------------------------------------------------------------------ */

static bool label_is_taken(const Template *self, uint64_t number) {
    char label[32];
    const int len = snprintf(label, sizeof label, "b%llu", (unsigned long long)number);
    const Term blank = term_blank((Text){label, (size_t)len});
    return source_find(self->run->source, &blank) != TERM_ID_NONE;
}

/* Those made before are taken in order, so that the last of them is soon found; each that is given is tested anyway. */
static uint64_t last_taken(const Template *self) {
    uint64_t low = 0, high = 1;
    while (high < UINT64_C(1) << 40 && label_is_taken(self, high)) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        if (label_is_taken(self, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

Status template_fresh_label(Template *self, Text *label) {
    char text[32];
    uint64_t *const last = self->last_label;
    if (*last == 0) *last = last_taken(self);
    do ++*last;
    while (label_is_taken(self, *last));
    const int len = snprintf(text, sizeof text, "b%llu", (unsigned long long)*last);
    *label = arena_text(self->arena, (Text){text, (size_t)len});
    return label->at ? STATUS_OK : STATUS_NO_MEMORY;
}

typedef struct WantedBlank {
    const Template *template;
    Text name;
} WantedBlank;

static bool same_blank(const void *context, size_t position) {
    const WantedBlank *const wanted = context;
    return text_equal(wanted->template->fresh[position].name, wanted->name);
}

static Status fresh_blank(Template *self, Text name, Term *term) {
    const uint64_t hash = hash_bytes(name.at, name.len, 0);
    const WantedBlank wanted = {self, name};
    const size_t at = hash_index_find(&self->fresh_index, hash, same_blank, &wanted);
    if (at != HASH_NONE) {
        *term = term_blank(self->fresh[at].label);
        return STATUS_OK;
    }
    TRY(array_grow((void **)&self->fresh, &self->fresh_cap, self->fresh_count + 1,
                   sizeof *self->fresh));
    FreshBlank *const fresh = &self->fresh[self->fresh_count];
    fresh->name = arena_text(self->arena, name);
    if (!fresh->name.at) return STATUS_NO_MEMORY;
    TRY(template_fresh_label(self, &fresh->label));
    *term = term_blank(fresh->label);
    return hash_index_add(&self->fresh_index, hash, self->fresh_count++);
}

/* ---- Nodes ------------------------------------------------------------------------------------------------- */

/* A blank node of the template is a variable without a value in a pattern that is a template too: DELETE WHERE … */
static bool is_blank_name(Text name) { return text_starts(name, TEXT("_:")); }

static Status variable_term(Template *self, Slot slot, Term *term) {
    char text[32];
    const TermId id = exec_value(self->run->exec, slot);
    const Text name = self->run->variables[slot].name;
    if (id == TERM_ID_NONE) return is_blank_name(name) ? fresh_blank(self, name, term) : STATUS_OK;
    TRY(exec_term(self->run->exec, id, text, term));
    *term = term_copy(self->arena, term);
    return term->kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

/* As deep as triple terms are nested in the text. */
static Status triple_term(Template *self, const Node *node, Term *term) {
    Term *const parts = arena_array(self->arena, 3, sizeof *parts);
    if (!parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < 3; i++) {
        TRY(template_term(self, &node->parts[i], &parts[i]));
        if (parts[i].kind == TERM_NONE) return STATUS_OK;
    }
    const bool legal =
        (parts[0].kind == TERM_IRI || parts[0].kind == TERM_BLANK) && parts[1].kind == TERM_IRI;
    if (legal) *term = (Term){.kind = TERM_TRIPLE, .triple = parts};
    return STATUS_OK;
}

Status template_term(Template *self, const Node *node, Term *term) {
    *term = (Term){.kind = TERM_NONE};
    if (node->slot != SLOT_NONE) return variable_term(self, node->slot, term);
    if (node->parts) return triple_term(self, node, term);
    if (node->term.kind == TERM_BLANK) return fresh_blank(self, node->term.text, term);
    *term = node->term;
    return STATUS_OK;
}

Status template_id(Template *self, const Node *node, TermId *id) {
    Term term;
    *id = node->slot != SLOT_NONE ? exec_value(self->run->exec, node->slot) : TERM_ID_NONE;
    if (*id != TERM_ID_NONE) return STATUS_OK;
    TRY(template_term(self, node, &term));
    return term.kind == TERM_NONE ? STATUS_OK : exec_intern(self->run->exec, &term, id);
}

Status template_triple(Template *self, const TriplePattern *triple, QuadIds *ids, bool *legal) {
    *ids = (QuadIds){.graph = TERM_ID_DEFAULT_GRAPH};
    *legal = false;
    TRY(template_id(self, &triple->subject, &ids->subject));
    if (id_tag(ids->subject) != TAG_IRI && id_tag(ids->subject) != TAG_BLANK) return STATUS_OK;
    TRY(template_id(self, &triple->predicate, &ids->predicate));
    if (id_tag(ids->predicate) != TAG_IRI) return STATUS_OK;
    TRY(template_id(self, &triple->object, &ids->object));
    *legal = ids->object != TERM_ID_NONE;
    return STATUS_OK;
}

void template_free(Template *self) {
    hash_index_free(&self->fresh_index);
    mem_free(self->fresh);
    arena_free(self->arena);
    *self = (Template){0};
}
