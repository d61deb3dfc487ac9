/* Stands in for the parser until it lands; to be deleted by the commit that lands it. */
#include "ytterby/parse.h"

static Status pending(Diag *diag) {
    return diag_set(diag, STATUS_UNSUPPORTED, "SPARQL is not in this build yet");
}

Status parse_query(Text text, const ParseOptions *options, Arena *arena, SyntaxQuery **query,
                   bool *incomplete, Diag *diag) {
    (void)text, (void)options, (void)arena, (void)query, (void)incomplete;
    return pending(diag);
}
Status parse_update(Text text, const ParseOptions *options, Arena *arena, SyntaxUpdates **updates,
                    bool *incomplete, Diag *diag) {
    (void)text, (void)options, (void)arena, (void)updates, (void)incomplete;
    return pending(diag);
}
Status parse_term(Text text, const ParseOptions *options, Arena *arena, Term *term, Diag *diag) {
    (void)text, (void)options, (void)arena, (void)term;
    return pending(diag);
}
bool parse_looks_like_update(Text text) {
    (void)text;
    return false;
}
const Builtin *builtins(size_t *count) {
    *count = 0;
    return NULL;
}
