/* Triples from templates: CONSTRUCT (SPARQL 1.1 Query, section 16.2) and INSERT, DELETE (Update, section 3.1.3). A triple
 * with an unbound variable or a term where it may not stand is left out. A blank node of the template is a new one
 * for each solution, with a label that the source does not hold. */
#include "engine_internal.h"

typedef struct FreshBlank {
    Text name;  /* in the template */
    Text label; /* in this solution */
} FreshBlank;

void template_next_solution(Template *self) {
    self->solution++;
    self->fresh_count = 0;
}

Status template_fresh_label(Template *self, Text *label) {
    Buffer text = {0};
    do {
        buffer_clear(&text);
        buffer_format(&text, "b%llu", (unsigned long long)++self->next_label);
        const Term blank = term_blank(buffer_view(&text));
        if (text.failed || source_find(self->run->source, &blank) == TERM_ID_NONE) break;
    } while (true);
    *label = text.failed ? (Text){0} : arena_text(self->arena, buffer_view(&text));
    buffer_free(&text);
    return label->at ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status fresh_blank(Template *self, Text name, Term *term) {
    for (size_t i = 0; i < self->fresh_count; i++)
        if (text_equal(self->fresh[i].name, name)) {
            *term = term_blank(self->fresh[i].label);
            return STATUS_OK;
        }
    TRY(array_grow((void **)&self->fresh, &self->fresh_cap, self->fresh_count + 1,
                   sizeof *self->fresh));
    FreshBlank *const fresh = &self->fresh[self->fresh_count];
    fresh->name = name;
    TRY(template_fresh_label(self, &fresh->label));
    self->fresh_count++;
    *term = term_blank(fresh->label);
    return STATUS_OK;
}

static Status variable_term(Template *self, Slot slot, Term *term) {
    char text[32];
    const TermId id = exec_value(self->run->exec, slot);
    const Text name = self->run->variables[slot].name;
    if (id == TERM_ID_NONE)
        return text_starts(name, TEXT("_:")) ? fresh_blank(self, name, term) : STATUS_OK;
    TRY(exec_term(self->run->exec, id, text, term));
    *term = term_copy(self->arena, term);
    return term->kind == TERM_NONE ? STATUS_NO_MEMORY : STATUS_OK;
}

/* As deep as triple terms are nested in the text. */
static Status triple_term(Template *self, const Node *node, Term *term) {
    Term *const parts = arena_array(self->arena, 3, sizeof *parts);
    if (!parts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < 3; i++) {
        TRY(template_node(self, &node->parts[i], &parts[i]));
        if (parts[i].kind == TERM_NONE) return STATUS_OK;
    }
    const bool legal =
        (parts[0].kind == TERM_IRI || parts[0].kind == TERM_BLANK) && parts[1].kind == TERM_IRI;
    if (legal) *term = (Term){.kind = TERM_TRIPLE, .triple = parts};
    return STATUS_OK;
}

Status template_node(Template *self, const Node *node, Term *term) {
    *term = (Term){.kind = TERM_NONE};
    if (node->slot != SLOT_NONE) return variable_term(self, node->slot, term);
    if (node->parts) return triple_term(self, node, term);
    if (node->term.kind == TERM_BLANK) return fresh_blank(self, node->term.text, term);
    *term = node->term;
    return STATUS_OK;
}

Status template_triple(Template *self, const TriplePattern *triple, Quad *quad, bool *legal) {
    *quad = (Quad){0};
    *legal = false;
    TRY(template_node(self, &triple->subject, &quad->subject));
    if (quad->subject.kind != TERM_IRI && quad->subject.kind != TERM_BLANK) return STATUS_OK;
    TRY(template_node(self, &triple->predicate, &quad->predicate));
    if (quad->predicate.kind != TERM_IRI) return STATUS_OK;
    TRY(template_node(self, &triple->object, &quad->object));
    *legal = quad->object.kind != TERM_NONE;
    return STATUS_OK;
}

void template_free(Template *self) {
    mem_free(self->fresh);
    self->fresh = NULL;
}
