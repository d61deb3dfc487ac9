/* IRIs, literals and the prologue (productions 4 to 6, 129 to 138). Every IRI leaves here resolved and absolute;
 * every literal with its lexical form as it was written. */
#include "parse_internal.h"

Node term_node(Term term, size_t offset) {
    return (Node){.slot = SLOT_NONE, .term = term, .offset = offset};
}

/* Copies what the scratch buffer holds into the arena. */
static Status keep_scratch(Parser *p, Text *text) {
    if (p->scratch.failed) return diag_set(p->diag, STATUS_NO_MEMORY, "out of memory");
    *text = arena_text(p->arena, buffer_view(&p->scratch));
    return text->at ? STATUS_OK : out_of_memory(p);
}

/* ---- IRIs ----------------------------------------------------------------------------------------------- */

static Status keep_iri(Parser *p, size_t offset, Text *iri) {
    TRY(keep_scratch(p, iri));
    const size_t bad = iri_invalid_at(*iri);
    if (bad < iri->len)
        return syntax_error(p, offset, "this IRI holds a character that is not allowed in IRIs");
    return STATUS_OK;
}

/* [139] IRIREF, resolved against the base (section 4.1.1.2). */
static Status parse_iri_ref(Parser *p, Text *iri) {
    const Text body = text_slice(p->token.text, 1, p->token.text.len - 1);
    const size_t offset = here(p);
    Text reference = body;
    if (p->token.escaped) {
        buffer_clear(&p->scratch);
        lex_unescape(&p->scratch, body);
        TRY(keep_scratch(p, &reference));
    }
    buffer_clear(&p->scratch);
    if (iri_is_absolute(reference)) {
        buffer_text(&p->scratch, reference); /* as it is: no normalisation (section 4.1.1.2) */
    } else if (p->base.len > 0) {
        iri_resolve(&p->scratch, p->base, reference);
    } else {
        return syntax_error(p, offset, "this IRI is relative, and no base is given");
    }
    TRY(keep_iri(p, offset, iri));
    advance(p);
    return STATUS_OK;
}

typedef struct PrefixWanted {
    const Parser *p;
    Text prefix;
} PrefixWanted;

static bool same_prefix(const void *context, size_t position) {
    const PrefixWanted *const wanted = context;
    return text_equal(wanted->p->prefixes[position].prefix, wanted->prefix);
}

/* The position of a declaration of the text, or HASH_NONE. */
static size_t find_declared(const Parser *p, Text prefix) {
    const PrefixWanted wanted = {p, prefix};
    return hash_index_find(&p->prefix_index, hash_bytes(prefix.at, prefix.len, 0), same_prefix,
                           &wanted);
}

static bool find_prefix(const Parser *p, Text prefix, Text *iri) {
    const size_t declared = find_declared(p, prefix);
    if (declared != HASH_NONE) {
        *iri = p->prefixes[declared].iri;
        return true;
    }
    for (size_t i = 0; i < p->options->prefix_count; i++) {
        if (!text_equal(p->options->prefixes[i].prefix, prefix)) continue;
        *iri = p->options->prefixes[i].iri;
        return true;
    }
    return false;
}

/* The known prefix nearest to an unknown one. */
static bool nearest_prefix(const Parser *p, Text prefix, Text *nearest) {
    enum {
        LOOKED_AT = 200
    };
    Text names[LOOKED_AT] = {{NULL, 0}};
    size_t count = 0;
    for (size_t i = 0; i < p->prefix_count && count < LOOKED_AT; i++)
        names[count++] = p->prefixes[i].prefix;
    for (size_t i = 0; i < p->options->prefix_count && count < LOOKED_AT; i++) {
        names[count++] = p->options->prefixes[i].prefix;
    }
    const size_t at = text_nearest(prefix, names, count);
    if (at < count) *nearest = names[at];
    return at < count;
}

static Status unknown_prefix(Parser *p, Text prefix) {
    Text nearest;
    if (nearest_prefix(p, prefix, &nearest)) {
        return syntax_error(p, here(p), "the prefix '%.*s:' is not declared; did you mean '%.*s:'?",
                            (int)prefix.len, prefix.at, (int)nearest.len, nearest.at);
    }
    return syntax_error(p, here(p), "the prefix '%.*s:' is not declared", (int)prefix.len,
                        prefix.at);
}

/* [137] PrefixedName */
static Status parse_prefixed_name(Parser *p, Text *iri) {
    const Text name = p->token.text;
    const Text prefix = text_slice(name, 0, p->token.part);
    const Text local = text_slice(name, p->token.part + 1, name.len);
    Text namespace;
    if (!find_prefix(p, prefix, &namespace)) return unknown_prefix(p, prefix);
    buffer_clear(&p->scratch);
    buffer_text(&p->scratch, namespace);
    if (p->token.escaped) {
        lex_unescape_local(&p->scratch, local);
    } else {
        buffer_text(&p->scratch, local);
    }
    TRY(keep_iri(p, here(p), iri));
    advance(p);
    return STATUS_OK;
}

bool at_iri(Parser *p) {
    expect_note(p, "an IRI");
    return p->token.kind == TOKEN_IRI || p->token.kind == TOKEN_NAME;
}

/* [136] iri */
Status parse_iri(Parser *p, Term *term) {
    Text iri = {0};
    if (!at_iri(p)) return unexpected(p);
    TRY(p->token.kind == TOKEN_IRI ? parse_iri_ref(p, &iri) : parse_prefixed_name(p, &iri));
    *term = term_iri(iri);
    return STATUS_OK;
}

/* ---- Literals --------------------------------------------------------------------------------------------- */

bool at_literal(Parser *p) {
    if (is_word(p, "true") || is_word(p, "false")) return true;
    expect_note(p, "a literal");
    return p->token.kind == TOKEN_STRING || p->token.kind == TOKEN_INTEGER ||
           p->token.kind == TOKEN_DECIMAL || p->token.kind == TOKEN_DOUBLE;
}

/* [135] String */
Status parse_string(Parser *p, Text *value) {
    if (!at_kind(p, TOKEN_STRING)) return unexpected(p);
    const Text body = lex_string_body(p->token.text);
    buffer_clear(&p->scratch);
    if (p->token.escaped) {
        lex_unescape(&p->scratch, body);
    } else {
        buffer_text(&p->scratch, body);
    }
    TRY(keep_scratch(p, value));
    advance(p);
    return STATUS_OK;
}

/* A language tag and, in SPARQL 1.2, a base direction. */
static Status parse_language(Parser *p, Text text, Term *term) {
    const Text token = p->token.text;
    const Text tag = arena_text(p->arena, text_slice(token, 1, p->token.part));
    if (!tag.at) return out_of_memory(p);
    *term = term_lang(text, tag);
    if (p->token.part < token.len) {
        if (p->options->sparql11_only)
            return syntax_error(p, here(p), "a base direction is SPARQL 1.2");
        term->direction = text_ends(token, TEXT("ltr")) ? DIRECTION_LTR : DIRECTION_RTL;
    }
    advance(p);
    return STATUS_OK;
}

/* [129] RDFLiteral */
static Status parse_rdf_literal(Parser *p, Term *term) {
    Text text = {0};
    TRY(parse_string(p, &text));
    if (at_kind(p, TOKEN_LANGUAGE)) return parse_language(p, text, term);
    if (!accept_symbol(p, "^^")) {
        *term = term_string(text);
        return STATUS_OK;
    }
    Term datatype = {0};
    TRY(parse_iri(p, &datatype));
    *term = term_typed(text, datatype.text);
    return STATUS_OK;
}

/* [130] NumericLiteral, [134] BooleanLiteral: the token is the lexical form. */
static Status parse_token_literal(Parser *p, Text datatype, Term *term) {
    const Text text = arena_text(p->arena, p->token.text);
    if (!text.at) return out_of_memory(p);
    *term = term_typed(text, datatype);
    advance(p);
    return STATUS_OK;
}

static Status parse_boolean(Parser *p, Term *term) {
    *term = term_typed(is_word(p, "true") ? TEXT("true") : TEXT("false"), TEXT(XSD "boolean"));
    advance(p);
    return STATUS_OK;
}

Status parse_literal(Parser *p, Term *term) {
    if (!at_literal(p)) return unexpected(p);
    switch (p->token.kind) {
    case TOKEN_INTEGER: return parse_token_literal(p, TEXT(XSD "integer"), term);
    case TOKEN_DECIMAL: return parse_token_literal(p, TEXT(XSD "decimal"), term);
    case TOKEN_DOUBLE: return parse_token_literal(p, TEXT(XSD "double"), term);
    case TOKEN_WORD: return parse_boolean(p, term);
    default: return parse_rdf_literal(p, term);
    }
}

bool at_variable(Parser *p) { return at_kind(p, TOKEN_VARIABLE); }

bool at_blank(Parser *p) {
    expect_note(p, "a blank node");
    return p->token.kind == TOKEN_BLANK || p->token.kind == TOKEN_ANON;
}

/* [107] VarOrIri */
Status parse_var_or_iri(Parser *p, Node *node) {
    if (at_variable(p)) return parse_variable_node(p, node);
    const size_t offset = here(p);
    Term term;
    TRY(parse_iri(p, &term));
    *node = term_node(term, offset);
    return STATUS_OK;
}

/* ---- Prologue ------------------------------------------------------------------------------------------------ */

/* [5] BaseDecl */
static Status parse_base(Parser *p) {
    if (!at_kind(p, TOKEN_IRI)) return unexpected(p);
    const size_t offset = here(p);
    TRY(parse_iri_ref(p, &p->base));
    if (p->base.len > LONGEST_BASE) return syntax_error(p, offset, "this base IRI is too long");
    return STATUS_OK;
}

/* The last declaration of a prefix holds, from there on. */
static Status declare(Parser *p, const PrefixDeclaration *declaration) {
    const Text prefix = declaration->prefix;
    const size_t declared = find_declared(p, prefix);
    if (declared != HASH_NONE) {
        p->prefixes[declared] = *declaration;
        return STATUS_OK;
    }
    void *items = p->prefixes;
    TRY(grow(p, &items, &p->prefix_cap, p->prefix_count + 1, sizeof *p->prefixes));
    p->prefixes = items;
    p->prefixes[p->prefix_count] = *declaration;
    const Status status =
        hash_index_add(&p->prefix_index, hash_bytes(prefix.at, prefix.len, 0), p->prefix_count++);
    return status == STATUS_OK ? STATUS_OK : diag_set(p->diag, status, "%s", status_text(status));
}

/* [6] PrefixDecl */
static Status parse_prefix(Parser *p) {
    const Text name = p->token.text;
    expect_note(p, "a prefix such as ex:");
    if (p->token.kind != TOKEN_NAME || p->token.part + 1 != name.len) return unexpected(p);
    PrefixDeclaration declaration = {.prefix =
                                         arena_text(p->arena, text_slice(name, 0, p->token.part))};
    if (!declaration.prefix.at) return out_of_memory(p);
    advance(p);
    if (!at_kind(p, TOKEN_IRI)) return unexpected(p);
    TRY(parse_iri_ref(p, &declaration.iri));
    return declare(p, &declaration);
}

/* VersionDecl of SPARQL 1.2: a short string; which version it names changes nothing here. */
static Status parse_version(Parser *p) {
    Text version;
    if (p->options->sparql11_only) return syntax_error(p, here(p), "VERSION is SPARQL 1.2");
    if (text_starts(p->token.text, TEXT("\"\"\"")) || text_starts(p->token.text, TEXT("'''"))) {
        if (p->token.kind == TOKEN_STRING)
            return syntax_error(p, here(p), "a version stands in single quotes");
    }
    return parse_string(p, &version);
}

/* [4] Prologue */
Status parse_prologue(Parser *p) {
    for (;;) {
        const bool base = is_word(p, "BASE");
        const bool prefix = is_word(p, "PREFIX");
        if (!base && !prefix && !is_word(p, "VERSION")) break;
        advance(p);
        TRY(base ? parse_base(p) : prefix ? parse_prefix(p) : parse_version(p));
    }
    expect_hint(p, "BASE");
    expect_hint(p, "PREFIX");
    return STATUS_OK;
}
