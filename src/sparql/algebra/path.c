/* Property paths (SPARQL 1.1 Query, sections 18.2.2.3 and 18.2.2.4): links, inverses and sequences become triple
 * patterns with made variables between them; every other path stays a path. */
#include "algebra_internal.h"

static Status add_link(Translator *t, GroupParts *parts, const Path *path, const Node *subject,
                       const Node *object) {
    const TriplePattern triple = {
        .subject = *subject,
        .predicate = {.slot = SLOT_NONE, .term = path->link, .offset = path->offset},
        .object = *object};
    return add_triple(t, parts, &triple);
}

static Status add_real_path(Translator *t, GroupParts *parts, const Path *path, const Node *subject,
                            const Node *object) {
    TRY(end_triples(t, parts));
    Algebra *const made = algebra_new(t->arena, ALGEBRA_PATH, path->offset, NULL);
    if (!made) return translate_failed(t);
    made->subject = *subject;
    made->object = *object;
    made->path = path;
    return build_join(t, made, path->offset, &parts->pattern);
}

static Status add_path(Translator *t, GroupParts *parts, const Path *path, const Node *subject,
                       const Node *object);

static Status add_sequence(Translator *t, GroupParts *parts, const Path *path, const Node *subject,
                           const Node *object) {
    Node middle = {.offset = path->right->offset};
    TRY(make_slot(t, middle.offset, &middle.slot));
    TRY(add_path(t, parts, path->left, subject, &middle));
    return add_path(t, parts, path->right, &middle, object);
}

static Status add_path(Translator *t, GroupParts *parts, const Path *path, const Node *subject,
                       const Node *object) {
    Status status = STATUS_OK;
    TRY(enter_level(t, path->offset));
    switch (path->kind) {
    case PATH_LINK: status = add_link(t, parts, path, subject, object); break;
    case PATH_INVERSE: status = add_path(t, parts, path->left, object, subject); break;
    case PATH_SEQUENCE: status = add_sequence(t, parts, path, subject, object); break;
    default: status = add_real_path(t, parts, path, subject, object); break;
    }
    leave_level(t);
    return status;
}

Status translate_path(Translator *t, const SyntaxElement *element, GroupParts *parts) {
    return add_path(t, parts, element->path, &element->subject, &element->object);
}

bool path_is_nullable(const Path *path) {
    switch (path->kind) {
    case PATH_LINK:
    case PATH_NEGATED: return false;
    case PATH_INVERSE:
    case PATH_ONE_OR_MORE: return path_is_nullable(path->left);
    case PATH_SEQUENCE: return path_is_nullable(path->left) && path_is_nullable(path->right);
    case PATH_ALTERNATIVE: return path_is_nullable(path->left) || path_is_nullable(path->right);
    case PATH_ZERO_OR_MORE:
    case PATH_ZERO_OR_ONE: break;
    }
    return true;
}
