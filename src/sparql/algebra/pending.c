/* Stands in for the translation until it lands; to be deleted by the commit that lands it. */
#include "ytterby/algebra.h"

Status algebra_of_query(const SyntaxQuery *syntax, Arena *arena, Query **query, Text text,
                        const char *name, Diag *diag) {
    (void)syntax, (void)arena, (void)query, (void)text, (void)name;
    return diag_set(diag, STATUS_UNSUPPORTED, "SPARQL is not in this build yet");
}
Status algebra_of_update(const SyntaxUpdate *syntax, Arena *arena, UpdateOperation **operation,
                         Text text, const char *name, Diag *diag) {
    (void)syntax, (void)arena, (void)operation, (void)text, (void)name;
    return diag_set(diag, STATUS_UNSUPPORTED, "SPARQL is not in this build yet");
}
