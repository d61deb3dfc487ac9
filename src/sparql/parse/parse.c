/* The door of the room: parses a whole query, update or term. Everything made lives in the caller's arena; what the
 * parser holds besides (hash tables, one buffer) is given back here, whatever happened. */
#include "parse_internal.h"

static Status start(Parser *p) {
    const size_t invalid = utf8_invalid_at(p->source.at, p->source.len);
    if (invalid < p->source.len) return syntax_error(p, invalid, "this is not UTF-8");
    TRY(decode_codepoints(p));
    parser_start(p);
    return STATUS_OK;
}

static Parser parser_of(Text text, const ParseOptions *options, Arena *arena, Diag *diag) {
    return (Parser){.options = options,
                    .arena = arena,
                    .kept = arena,
                    .diag = diag,
                    .source = text,
                    .text = text,
                    .base = options->base};
}

/* Gives back what the parser holds, and names the text in the message. */
static Status finish(Parser *p, Status status, bool *incomplete) {
    scopes_free(p);
    if (incomplete) *incomplete = status == STATUS_SYNTAX && p->incomplete;
    if (status != STATUS_OK && p->diag && !*p->diag->file) {
        diag_file(p->diag, p->options->name ? p->options->name : "query");
    }
    return status;
}

Status parse_query(Text text, const ParseOptions *options, Arena *arena, SyntaxQuery **query,
                   bool *incomplete, Diag *diag) {
    Diag own = {0};
    Parser p = parser_of(text, options, arena, diag ? diag : &own);
    Status status = start(&p);
    if (status == STATUS_OK) status = parse_query_unit(&p, query);
    return finish(&p, status, incomplete);
}

Status parse_update(Text text, const ParseOptions *options, Arena *arena, SyntaxUpdates **updates,
                    bool *incomplete, Diag *diag) {
    Diag own = {0};
    Parser p = parser_of(text, options, arena, diag ? diag : &own);
    Status status = start(&p);
    if (status == STATUS_OK) status = parse_update_unit(&p, updates);
    return finish(&p, status, incomplete);
}

Status parse_update_each(Text text, const ParseOptions *options, Budget *budget,
                         const UpdateSink *sink, Diag *diag) {
    Diag unheard = {0};
    if (!diag) diag = &unheard;
    Arena *const kept = arena_new(budget), *const own = arena_new(budget),
                 *const data = arena_new(budget);
    Status status = STATUS_NO_MEMORY;
    if (kept && own && data) {
        Parser p = parser_of(text, options, kept, diag);
        p.budget = budget;
        status = start(&p);
        p.arena = own;
        if (status == STATUS_OK) status = parse_update_stream(&p, sink, data);
        status = finish(&p, status, NULL);
    }
    arena_free(data);
    arena_free(kept);
    arena_free(own);
    return status;
}

static Status parse_whole_term(Parser *p, Term *term) {
    if (is_symbol(p, "<<(")) {
        TRY(parse_data_triple(p, term));
    } else if (at_literal(p)) {
        TRY(parse_literal(p, term));
    } else {
        TRY(parse_iri(p, term));
    }
    return at_kind(p, TOKEN_END) ? STATUS_OK : unexpected(p);
}

Status parse_term(Text text, const ParseOptions *options, Arena *arena, Term *term, Diag *diag) {
    Diag own = {0};
    Parser p = parser_of(text, options, arena, diag ? diag : &own);
    Status status = start(&p);
    if (status == STATUS_OK) status = parse_whole_term(&p, term);
    return finish(&p, status, NULL);
}

Status parse_looks_like_update(Text text, bool *is_update) {
    const ParseOptions options = {.name = NULL};
    Arena *const arena = arena_new(NULL);
    *is_update = false;
    if (!arena) return STATUS_NO_MEMORY;
    Parser p = parser_of(text, &options, arena, NULL);
    const Status status = decode_codepoints(&p);
    if (status == STATUS_OK) {
        parser_start(&p);
        /* The prologue is passed over token by token: it need not be right for this. */
        while (p.token.kind != TOKEN_END && p.token.kind != TOKEN_BAD) {
            const bool prologue =
                is_word(&p, "PREFIX") || is_word(&p, "BASE") || is_word(&p, "VERSION");
            if (p.token.kind == TOKEN_WORD && !prologue) break;
            advance(&p);
        }
        *is_update = p.token.kind == TOKEN_WORD && parse_word_begins_update(p.token.text);
    }
    finish(&p, STATUS_OK, NULL);
    arena_free(arena);
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}
