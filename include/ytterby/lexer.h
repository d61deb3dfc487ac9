/* lexer: the tokens that Turtle, TriG, N-Triples, N-Quads and SPARQL share; a second door of the room term.
 * RDF 1.1 and 1.2 Turtle section 6.5, SPARQL 1.1 section 19.8 (productions 139 to 173).
 *
 * Pure functions over a text and an offset: they find where a token ends and whether it is right, and make
 * nothing. UTF-8 is checked on the way. Time is linear in the token's length. Every function may be called
 * from any thread. No function reads beyond `text`. */
#ifndef YTTERBY_LEXER_H
#define YTTERBY_LEXER_H

#include "ytterby/base.h"

/* ---- Character classes ---------------------------------------------------------------------------------- */

enum {
    LEX_SPACE = 1u << 0,       /* space, tab, CR, LF (WS) */
    LEX_LETTER = 1u << 1,      /* a-z A-Z */
    LEX_DIGIT = 1u << 2,       /* 0-9 */
    LEX_HEX = 1u << 3,         /* 0-9 a-f A-F */
    LEX_NAME = 1u << 4,        /* PN_CHARS: letters, digits, "_", "-" */
    LEX_NAME_START = 1u << 5,  /* PN_CHARS_U: letters, "_" */
    LEX_IRI = 1u << 6,         /* allowed between < and >: no control, space, <>"{}|^`\ */
    LEX_LOCAL_ESCAPE = 1u << 7 /* may follow "\" in a local name (PN_LOCAL_ESC) */
};
/* Class bits of each ASCII byte; 0 for bytes from 0x80. */
extern const unsigned char lex_class[256];
bool lex_is_name_start(uint32_t code); /* PN_CHARS_U, any code point */
bool lex_is_name(uint32_t code);       /* PN_CHARS, any code point */

/* ---- Tokens ----------------------------------------------------------------------------------------------- */

typedef enum LexProblem {
    LEX_OK,
    LEX_CUT,           /* the text ends inside the token */
    LEX_UTF8,          /* not UTF-8 */
    LEX_IRI_CHARACTER, /* not allowed in an IRI, plain or escaped */
    LEX_ESCAPE,        /* an unknown escape, or wrong hex digits */
    LEX_SURROGATE,     /* an escape that names a surrogate or lies above U+10FFFF */
    LEX_LINE_BREAK,    /* a line break in a string with single quotes */
    LEX_NAME_EXPECTED, /* no name where one must be (prefix, label, variable) */
    LEX_NUMBER,        /* not a number: an exponent without digits, a sign alone … */
    LEX_LANGUAGE,      /* not a language tag */
    LEX_LANGUAGE_LONG, /* a subtag of more than 8 characters, which RFC 5646 does not have */
    LEX_DIRECTION      /* after "--": neither "ltr" nor "rtl" */
} LexProblem;

/* What a scan found, in two registers. */
typedef struct Lexed {
    size_t end;       /* offset just after the token; with a problem: the offset of the offence */
    uint32_t problem; /* a LexProblem; LEX_OK: a whole token */
    bool escaped;     /* the token holds escapes: its value needs lex_unescape_… */
    bool open; /* the scan looked for more at the end of the text: more text might prolong it */
} Lexed;

/* A short English sentence for a problem, without full stop; never NULL. */
const char *lex_problem_text(LexProblem problem);

/* Each takes the offset of the token's first character. */
Lexed lex_iri(Text text, size_t at);    /* IRIREF: <…>; UCHAR escapes are accepted and checked */
Lexed lex_string(Text text, size_t at); /* '…' "…" '''…''' """…""" with ECHAR and UCHAR */
/* PNAME_NS or PNAME_LN; *colon is the offset of the first ":". Without a colon: LEX_NAME_EXPECTED at its place. */
Lexed lex_prefixed_name(Text text, size_t at, size_t *colon);
Lexed lex_blank_label(Text text, size_t at); /* BLANK_NODE_LABEL: _:… */
Lexed lex_variable(Text text, size_t at);    /* VARNAME: after "?" or "$" */
/* LANGTAG or LANG_DIR: @tag or @tag--ltr. *tag_end is where the tag ends (before "--"). */
Lexed lex_language(Text text, size_t at, size_t *tag_end);

typedef enum LexNumber {
    LEX_INTEGER,
    LEX_DECIMAL,
    LEX_DOUBLE
} LexNumber;
/* INTEGER, DECIMAL or DOUBLE with an optional sign. "1." is the integer 1 before a full stop. */
Lexed lex_number(Text text, size_t at, LexNumber *kind);

size_t lex_blank(Text text, size_t at); /* offset after white space and "#" comments */
size_t lex_word(Text text, size_t at);  /* offset after letters, digits and "_": a keyword */

/* ---- Values -------------------------------------------------------------------------------------------------- */

Text lex_string_body(Text token); /* a whole string token without its quotes */
/* Append the value of a body that lex_… found right and escaped. */
void lex_unescape(Buffer *out, Text body); /* strings and IRIs: ECHAR and UCHAR */
void lex_unescape_local(Buffer *out,
                        Text local); /* local names: "\" before a character goes; %41 stays */

#endif
