/* Codepoint escapes (section 19.2): \uXXXX and \UXXXXXXXX may stand anywhere. Inside strings and IRIs they
 * are the lexer's: what they give is content and never ends the string. This pass decodes those outside,
 * once and not again, and remembers by how much the text became shorter, so that messages still
 * point into the source. A text without such escapes is left as it is. */
#include "parse_internal.h"

typedef struct Decoding {
    Parser *p;
    Buffer out;
    EscapeShift *shifts;
    size_t count, cap;
} Decoding;

static bool has_escape(Text text) {
    for (size_t at = text_find(text, TEXT("\\"), 0); at < text.len;
         at = text_find(text, TEXT("\\"), at + 1)) {
        if (at + 1 < text.len && (text.at[at + 1] == 'u' || text.at[at + 1] == 'U')) return true;
    }
    return false;
}

/* The end of what is copied as it is: a comment, a string, an IRI, or one byte. */
static size_t plain_end(Text text, size_t at) {
    const char byte = text.at[at];
    if (byte == '#') {
        while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r') at++;
        return at;
    }
    if (byte == '"' || byte == '\'' || byte == '<') {
        const Lexed lexed = byte == '<' ? lex_iri(text, at) : lex_string(text, at);
        return lexed.problem == LEX_OK ? lexed.end : at + 1;
    }
    /* An escaped "#" or quote in a local name opens nothing. */
    if (byte == '\\' && at + 1 < text.len) return at + 2;
    return at + 1;
}

/* The value of the hex digits, or -1 when there are too few. */
static int64_t hex_code(Text digits, size_t count) {
    if (digits.len < count) return -1;
    int64_t code = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned char digit = (unsigned char)digits.at[i];
        if (!(lex_class[digit] & LEX_HEX)) return -1;
        code = code * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return code;
}

static Status decode_one(Decoding *d, size_t at, size_t *end) {
    const Text text = d->p->source;
    const size_t digits = text.at[at + 1] == 'u' ? 4 : 8;
    const int64_t code = hex_code(text_slice(text, at + 2, at + 2 + digits), digits);
    char bytes[4];
    if (code < 0)
        return syntax_error(d->p, at, "a codepoint escape needs %zu hexadecimal digits", digits);
    const size_t size = code <= 0x10FFFF ? utf8_encode((uint32_t)code, bytes) : 0;
    if (size == 0) return syntax_error(d->p, at, "%s", lex_problem_text(LEX_SURROGATE));
    buffer_append(&d->out, bytes, size);
    *end = at + 2 + digits;
    TRY(grow(d->p, (void **)&d->shifts, &d->cap, d->count + 1, sizeof *d->shifts));
    d->shifts[d->count++] = (EscapeShift){d->out.len, *end - d->out.len};
    return STATUS_OK;
}

static Status decode_all(Decoding *d) {
    const Text text = d->p->source;
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        const bool escape = text.at[at] == '\\' && at + 1 < text.len &&
                            (text.at[at + 1] == 'u' || text.at[at + 1] == 'U');
        if (escape) {
            TRY(decode_one(d, at, &end));
        } else {
            end = plain_end(text, at);
            buffer_append(&d->out, text.at + at, end - at);
        }
        at = end;
    }
    return STATUS_OK;
}

Status decode_codepoints(Parser *p) {
    p->text = p->source;
    if (!has_escape(p->source)) return STATUS_OK;
    Decoding decoding = {.p = p};
    Status status = decode_all(&decoding);
    if (status == STATUS_OK && decoding.out.failed) status = STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        p->text = arena_text(p->arena, buffer_view(&decoding.out));
        p->shifts = decoding.shifts;
        p->shift_count = decoding.count;
        if (!p->text.at) status = out_of_memory(p);
    }
    buffer_free(&decoding.out);
    return status;
}
