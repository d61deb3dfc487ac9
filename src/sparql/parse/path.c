/* Property paths (productions 88 to 96). Binding from tight to loose: ! and ( ), then ? * +, then ^, then /, then |. */
#include "parse_internal.h"

static Status path_new(Parser *p, PathKind kind, const Path *left, const Path *right, Path **path) {
    *path = arena_alloc(p->arena, sizeof **path);
    if (!*path) return out_of_memory(p);
    **path =
        (Path){.kind = kind, .offset = left ? left->offset : here(p), .left = left, .right = right};
    return STATUS_OK;
}

/* iri | 'a' */
static Status parse_link(Parser *p, Term *link) {
    if (p->token.kind == TOKEN_WORD && text_equal(p->token.text, TEXT("a"))) {
        *link = term_iri(TEXT(RDF "type"));
        advance(p);
        return STATUS_OK;
    }
    expect_note(p, "a");
    return parse_iri(p, link);
}

typedef struct Links {
    Term *items;
    size_t count, cap;
} Links;

static Status add_link(Parser *p, Links *links, Term link) {
    void *items = links->items;
    TRY(grow(p, &items, &links->cap, links->count + 1, sizeof link));
    links->items = items;
    links->items[links->count++] = link;
    return STATUS_OK;
}

/* [96] PathOneInPropertySet */
static Status parse_one_in_set(Parser *p, Links *forward, Links *backward) {
    const bool inverse = accept_symbol(p, "^");
    Term link;
    TRY(parse_link(p, &link));
    return add_link(p, inverse ? backward : forward, link);
}

/* [95] PathNegatedPropertySet, after the "!". The empty set negates nothing forward: it matches every link. */
static Status parse_negated(Parser *p, const Path **path) {
    Links forward = {0};
    Links backward = {0};
    Path *made;
    TRY(path_new(p, PATH_NEGATED, NULL, NULL, &made));
    if (at_kind(p, TOKEN_NIL)) {
        advance(p);
    } else if (accept_symbol(p, "(")) {
        do TRY(parse_one_in_set(p, &forward, &backward));
        while (accept_symbol(p, "|"));
        TRY(expect_symbol(p, ")"));
    } else {
        TRY(parse_one_in_set(p, &forward, &backward));
    }
    made->forward = forward.items;
    made->forward_count = forward.count;
    made->backward = backward.items;
    made->backward_count = backward.count;
    made->negates_backward = backward.count > 0;
    made->negates_forward = forward.count > 0 || backward.count == 0;
    *path = made;
    return STATUS_OK;
}

/* [94] PathPrimary */
static Status parse_primary(Parser *p, const Path **path) {
    if (accept_symbol(p, "!")) return parse_negated(p, path);
    if (accept_symbol(p, "(")) {
        TRY(enter(p, 1));
        TRY(parse_path(p, path));
        leave(p, 1);
        return expect_symbol(p, ")");
    }
    Path *made;
    TRY(path_new(p, PATH_LINK, NULL, NULL, &made));
    *path = made;
    return parse_link(p, &made->link);
}

/* [91] PathElt, [93] PathMod */
static Status parse_element(Parser *p, const Path **path) {
    static const struct {
        const char *symbol;
        PathKind kind;
    } modifiers[] = {{"?", PATH_ZERO_OR_ONE}, {"*", PATH_ZERO_OR_MORE}, {"+", PATH_ONE_OR_MORE}};
    TRY(parse_primary(p, path));
    for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++) {
        if (!accept_symbol(p, modifiers[i].symbol)) continue;
        Path *made;
        TRY(path_new(p, modifiers[i].kind, *path, NULL, &made));
        *path = made;
        break;
    }
    return STATUS_OK;
}

/* [92] PathEltOrInverse */
static Status parse_element_or_inverse(Parser *p, const Path **path) {
    if (!accept_symbol(p, "^")) return parse_element(p, path);
    TRY(parse_element(p, path));
    Path *made;
    TRY(path_new(p, PATH_INVERSE, *path, NULL, &made));
    *path = made;
    return STATUS_OK;
}

/* A chain by one operator, from the left. It is a tree as deep as it is long, so its length counts as depth. */
static Status parse_chain(Parser *p, const char *symbol, PathKind kind,
                          Status (*operand)(Parser *, const Path **), const Path **path) {
    unsigned levels = 0;
    TRY(operand(p, path));
    while (accept_symbol(p, symbol)) {
        const Path *right;
        Path *made;
        TRY(enter(p, 1));
        levels++;
        TRY(operand(p, &right));
        TRY(path_new(p, kind, *path, right, &made));
        *path = made;
    }
    leave(p, levels);
    return STATUS_OK;
}

/* [90] PathSequence */
static Status parse_sequence(Parser *p, const Path **path) {
    return parse_chain(p, "/", PATH_SEQUENCE, parse_element_or_inverse, path);
}

/* [88] Path, [89] PathAlternative */
Status parse_path(Parser *p, const Path **path) {
    return parse_chain(p, "|", PATH_ALTERNATIVE, parse_sequence, path);
}
