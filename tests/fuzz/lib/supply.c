/* The input as a supply of choices. Numbers and texts are taken from its front one after the other, so that a small change
 * of the input is a small change of what is made from it. */
#include "fuzz.h"

#include <string.h>

void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

uint64_t take_number(Supply *supply, size_t bytes) {
    uint64_t number = 0;
    for (size_t i = 0; i < bytes && supply->left > 0; i++, supply->left--)
        number |= (uint64_t)*supply->at++ << (8 * i);
    return number;
}

unsigned take_below(Supply *supply, unsigned below) {
    return (unsigned)take_number(supply, 1) % below;
}

bool take_one_in(Supply *supply, unsigned chances) {
    return take_number(supply, 1) % chances == chances - 1;
}

Text take_text(Supply *supply, Arena *arena, size_t most) {
    size_t len = (size_t)take_number(supply, most < 256 ? 1 : 2) % (most + 1);
    if (len > supply->left) len = supply->left;
    const char *const bytes = (const char *)supply->at;
    supply->at += len;
    supply->left -= len;
    if (utf8_invalid_at(bytes, len) == len) return arena_text(arena, (Text){bytes, len});
    Buffer latin = {0};
    for (size_t i = 0; i < len; i++) buffer_code(&latin, (unsigned char)bytes[i]);
    const Text text = arena_text(arena, buffer_view(&latin));
    buffer_free(&latin);
    return text;
}

static Text take_iri(Supply *supply, Arena *arena) {
    Buffer iri = {0};
    buffer_text(&iri, TEXT("x:"));
    buffer_text(&iri, take_text(supply, arena, 20));
    for (size_t at; (at = iri_invalid_at(buffer_view(&iri))) < iri.len;) iri.at[at] = '_';
    const Text text = arena_text(arena, buffer_view(&iri));
    buffer_free(&iri);
    return text;
}

/* Letters and digits alone: what labels and tags are made of. */
static Text take_word(Supply *supply, Arena *arena, const char *letters) {
    char word[8];
    const size_t len = 1 + take_below(supply, sizeof word);
    for (size_t i = 0; i < len; i++)
        word[i] = letters[take_below(supply, (unsigned)strlen(letters))];
    return arena_text(arena, (Text){word, len});
}

static Term take_literal(Supply *supply, Arena *arena, bool modern) {
    static const char *const datatypes[] = {XSD "integer", XSD "decimal", XSD "double",
                                            XSD "boolean", XSD "date",    XSD "dateTime",
                                            RDF "HTML",    XSD "int"};
    const Text text = take_text(supply, arena, 40);
    const unsigned choice = take_below(supply, 8);
    if (choice < 2) return term_string(text);
    if (choice == 2) return term_typed(text, take_iri(supply, arena));
    if (choice < 6) return term_typed(text, text_of(datatypes[take_below(supply, 8)]));
    Term term = term_lang(text, take_word(supply, arena, "enENfrDZ"));
    if (modern && choice == 7) term.direction = 1 + take_below(supply, 2);
    return term;
}

Term take_term(Supply *supply, Arena *arena, bool named_only, bool modern) {
    const unsigned choice = take_below(supply, 8);
    if (choice == 0 || named_only) return term_iri(take_iri(supply, arena));
    if (choice == 1) return term_blank(take_word(supply, arena, "abcXYZ0123456789"));
    if (choice > 2 || !modern) return take_literal(supply, arena, modern);
    Term *const parts = arena_array(arena, 3, sizeof *parts);
    parts[0] = take_term(supply, arena, true, false);
    parts[1] = take_term(supply, arena, true, false);
    parts[2] = take_term(supply, arena, false, supply->left > 0);
    return (Term){.kind = TERM_TRIPLE, .triple = parts};
}
