/* Stands in for the engine until it lands; to be deleted by the commit that lands it. */
#include "ytterby/engine.h"

static Status pending(Diag *diag) {
    return diag_set(diag, STATUS_UNSUPPORTED, "SPARQL is not in this build yet");
}

Status statement_prepare(Statement **statement, Source *source, Text text,
                         const EngineOptions *options, Diag *diag) {
    (void)source, (void)text, (void)options;
    *statement = NULL;
    return pending(diag);
}
Status engine_update(Source *source, Text text, const EngineOptions *options, Diag *diag) {
    (void)source, (void)text, (void)options;
    return pending(diag);
}
Status statement_next(Statement *statement, bool *more, Diag *diag) {
    (void)statement, (void)more;
    return pending(diag);
}
Status statement_value(Statement *statement, size_t column, Term *term) {
    (void)statement, (void)column, (void)term;
    return pending(NULL);
}
Status statement_ask(Statement *statement, bool *answer, Diag *diag) {
    (void)statement, (void)answer;
    return pending(diag);
}
Status statement_graph(Statement *statement, Status (*quad)(void *context, const Quad *quad),
                       void *context, Diag *diag) {
    (void)statement, (void)quad, (void)context;
    return pending(diag);
}
Status statement_explain(Statement *statement, ExplainStage stage, Buffer *out, Diag *diag) {
    (void)statement, (void)stage, (void)out;
    return pending(diag);
}
void statement_free(Statement *statement) { (void)statement; }
void statement_cancel(Statement *statement) { (void)statement; }
Budget *statement_budget(Statement *statement) {
    (void)statement;
    return NULL;
}
QueryForm statement_form(const Statement *statement) {
    (void)statement;
    return QUERY_SELECT;
}
size_t statement_columns(const Statement *statement) {
    (void)statement;
    return 0;
}
Text statement_column(const Statement *statement, size_t column) {
    (void)statement, (void)column;
    return (Text){0};
}
size_t statement_prefixes(const Statement *statement) {
    (void)statement;
    return 0;
}
PrefixDeclaration statement_prefix(const Statement *statement, size_t index) {
    (void)statement, (void)index;
    return (PrefixDeclaration){{0}, {0}};
}
