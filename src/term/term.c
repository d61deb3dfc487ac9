/* RDF terms as views: making, comparing, hashing, copying and writing them.
 * RDF 1.1 Concepts section 3.3 (literal term equality), RDF 1.2 N-Triples section "Canonical form".
 *
 * A triple term holds another one only as its object (RDF 1.2 Concepts, section 3.1), so every walk
 * over a nested term is a loop along objects: no recursion, whatever the depth. */
#include "ytterby/term.h"
#include "ytterby/value.h"

#define XSD_STRING TEXT(XSD "string")

/* ---- Making --------------------------------------------------------------------------------- */

Term term_iri(Text iri) { return (Term){.kind = TERM_IRI, .text = iri}; }

Term term_blank(Text label) { return (Term){.kind = TERM_BLANK, .text = label}; }

Term term_string(Text text) { return (Term){.kind = TERM_LITERAL, .text = text}; }

Term term_typed(Text text, Text datatype) {
    const bool is_string = text_equal(datatype, XSD_STRING);
    return (Term){.kind = TERM_LITERAL, .text = text, .datatype = is_string ? (Text){0} : datatype};
}

Term term_lang(Text text, Text lang) {
    return (Term){.kind = TERM_LITERAL, .text = text, .lang = lang};
}

Text term_datatype(const Term *literal) {
    if (literal->lang.len)
        return literal->direction == DIRECTION_NONE ? TEXT(RDF "langString")
                                                    : TEXT(RDF "dirLangString");
    return literal->datatype.len ? literal->datatype : XSD_STRING;
}

/* ---- Comparing ------------------------------------------------------------------------------ */

static bool simple_equal(const Term *a, const Term *b) {
    return a->kind == b->kind && a->kind != TERM_TRIPLE && a->direction == b->direction &&
           text_equal(a->text, b->text) && text_equal(a->datatype, b->datatype) &&
           text_equal_nocase(a->lang, b->lang);
}

bool term_equal(const Term *a, const Term *b) {
    for (; a->kind == TERM_TRIPLE && b->kind == TERM_TRIPLE; a = &a->triple[2], b = &b->triple[2])
        if (!simple_equal(&a->triple[0], &b->triple[0]) ||
            !simple_equal(&a->triple[1], &b->triple[1]))
            return false;
    return simple_equal(a, b);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* Hashes a language tag without ASCII case, in pieces, so that no length is too long. */
static uint64_t hash_lang(Text lang, uint64_t seed) {
    for (size_t done = 0; done < lang.len;) {
        char piece[64];
        size_t len = 0;
        while (len < sizeof piece && done < lang.len) piece[len++] = lower(lang.at[done++]);
        seed = hash_bytes(piece, len, seed);
    }
    return seed;
}

static uint64_t simple_hash(const Term *term, uint64_t seed) {
    uint64_t hash = hash_bytes(term->text.at, term->text.len, seed + (uint64_t)term->kind);
    if (term->datatype.len) hash = hash_bytes(term->datatype.at, term->datatype.len, hash);
    if (term->lang.len) hash = hash_lang(term->lang, hash + 1 + (uint64_t)term->direction);
    return hash;
}

uint64_t term_hash(const Term *term) {
    uint64_t hash = 0;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2])
        hash = simple_hash(&term->triple[1], simple_hash(&term->triple[0], hash + 1));
    return simple_hash(term, hash);
}

static int compare_lang(Text a, Text b) {
    const size_t least = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < least; i++) {
        const int order = (unsigned char)lower(a.at[i]) - (unsigned char)lower(b.at[i]);
        if (order) return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int simple_order(const Term *a, const Term *b) {
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    int order = text_compare(a->text, b->text);
    if (!order) order = text_compare(a->datatype, b->datatype);
    if (!order) order = compare_lang(a->lang, b->lang);
    return order ? order : (int)a->direction - (int)b->direction;
}

int term_order(const Term *a, const Term *b) {
    for (; a->kind == TERM_TRIPLE && b->kind == TERM_TRIPLE; a = &a->triple[2], b = &b->triple[2])
        for (unsigned part = 0; part < 2; part++) {
            const int order = simple_order(&a->triple[part], &b->triple[part]);
            if (order) return order;
        }
    return simple_order(a, b);
}

/* ---- Copying -------------------------------------------------------------------------------- */

/* Copies a part of a term; an empty text stays empty. */
static bool copy_text(Arena *arena, Text *text) {
    if (!text->len) {
        *text = (Text){0};
        return true;
    }
    *text = arena_text(arena, *text);
    return text->at != NULL;
}

/* Known datatypes become views of static text: the most frequent parts of literals cost nothing. */
static bool copy_simple(Arena *arena, const Term *from, Term *to) {
    *to = *from;
    const Text known =
        datatype_iri(from->datatype.len ? datatype_of(from->datatype) : DATATYPE_OTHER);
    to->datatype = known.len ? known : from->datatype;
    return copy_text(arena, &to->text) && (known.len || copy_text(arena, &to->datatype)) &&
           copy_text(arena, &to->lang);
}

Term term_copy(Arena *arena, const Term *term) {
    Term copy = {.kind = TERM_NONE};
    Term *to = &copy;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2]) {
        Term *const parts = arena_array(arena, 3, sizeof *parts);
        if (!parts || !copy_simple(arena, &term->triple[0], &parts[0]) ||
            !copy_simple(arena, &term->triple[1], &parts[1]))
            return (Term){.kind = TERM_NONE};
        *to = (Term){.kind = TERM_TRIPLE, .triple = parts};
        to = &parts[2];
    }
    return copy_simple(arena, term, to) ? copy : (Term){.kind = TERM_NONE};
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* The letter of a one-character escape (ECHAR) in a string, or 0. */
static char escape_letter(unsigned char c) {
    switch (c) {
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    case '"': return '"';
    case '\\': return '\\';
    default: return 0;
    }
}

/* U+FFFE or U+FFFF, which the canonical form escapes, when one is there; else the byte. */
static uint32_t noncharacter_at(Text text, size_t at) {
    size_t size;
    const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
    return code == 0xFFFE || code == 0xFFFF ? (uint32_t)code : 0xEF;
}

/* Writes the string between quotes: as it is but for what the canonical form escapes. */
static void write_string(Buffer *out, Text text) {
    size_t clean = 0;
    buffer_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        const char letter = escape_letter(c);
        const uint32_t code = c == 0xEF ? noncharacter_at(text, i) : c;
        if (!letter && code >= 0x20 && code != 0x7F && code < 0xFFFE) continue;
        buffer_text(out, text_slice(text, clean, i));
        clean = i + (code < 0x80 ? 1 : 3);
        if (letter)
            buffer_append(out, (const char[]){'\\', letter}, 2);
        else
            buffer_format(out, "\\u%04X", code);
    }
    buffer_text(out, text_slice(text, clean, text.len));
    buffer_byte(out, '"');
}

/* Writes an IRI between angle brackets; what the grammar does not allow there becomes \uXXXX. */
static void write_iri(Buffer *out, Text iri) {
    buffer_byte(out, '<');
    while (iri.len) {
        const size_t bad = iri_invalid_at(iri);
        buffer_text(out, text_slice(iri, 0, bad));
        if (bad < iri.len) buffer_format(out, "\\u%04X", (unsigned char)iri.at[bad]);
        iri = text_slice(iri, bad + 1, iri.len);
    }
    buffer_byte(out, '>');
}

static void write_literal(Buffer *out, const Term *term) {
    write_string(out, term->text);
    if (term->lang.len) {
        buffer_byte(out, '@');
        buffer_text(out, term->lang);
        if (term->direction != DIRECTION_NONE)
            buffer_text(out, term->direction == DIRECTION_LTR ? TEXT("--ltr") : TEXT("--rtl"));
    } else if (term->datatype.len) {
        buffer_text(out, TEXT("^^"));
        write_iri(out, term->datatype);
    }
}

static void write_simple(Buffer *out, const Term *term) {
    switch (term->kind) {
    case TERM_IRI: write_iri(out, term->text); break;
    case TERM_BLANK:
        buffer_text(out, TEXT("_:"));
        buffer_text(out, term->text);
        break;
    case TERM_LITERAL: write_literal(out, term); break;
    case TERM_NONE:
    case TERM_TRIPLE: break;
    }
}

void term_write(Buffer *out, const Term *term) {
    size_t depth = 0;
    for (; term->kind == TERM_TRIPLE; term = &term->triple[2], depth++) {
        buffer_text(out, TEXT("<<( "));
        write_simple(out, &term->triple[0]);
        buffer_byte(out, ' ');
        write_simple(out, &term->triple[1]);
        buffer_byte(out, ' ');
    }
    write_simple(out, term);
    while (depth--) buffer_text(out, TEXT(" )>>"));
}

/* ---- Language tags -------------------------------------------------------------------------- */

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool lang_tag_valid(Text tag) {
    enum {
        LONGEST_PART = 8
    };
    bool first = true;
    size_t part = 0;
    for (size_t i = 0; i < tag.len; i++) {
        const char c = tag.at[i];
        if (c == '-') {
            if (!part) return false;
            part = 0;
            first = false;
        } else if (is_letter(c) || (!first && c >= '0' && c <= '9')) {
            if (++part > LONGEST_PART) return false;
        } else {
            return false;
        }
    }
    return part > 0;
}
