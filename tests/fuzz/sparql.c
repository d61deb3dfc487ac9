/* Fuzz target: the parser of queries and updates, and the translation to algebra. What parses is printed, translated,
 * rewritten and printed again; what does not must say why, with a position. */
#include "ytterby/algebra.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const PrefixDeclaration known[] = {{{"ex", 2}, {"http://example.org/", 19}}};

static void expect_reason(Status status, const Diag *diag) {
    if (diag->status != status || diag->message[0] == 0) abort();
    if (status == STATUS_SYNTAX && diag->line == 0) abort();
}

static void print_query(const Query *query, Buffer *out) {
    if (query->pattern) algebra_print(query->pattern, query->variables, out);
}

static void try_query(Text text, const ParseOptions *options, Arena *arena, Buffer *out) {
    SyntaxQuery *syntax = NULL;
    Query *query = NULL;
    Diag diag = {0};
    bool incomplete;
    Status status = parse_query(text, options, arena, &syntax, &incomplete, &diag);
    if (status == STATUS_OK) {
        syntax_print_query(syntax, out);
        status = algebra_of_query(syntax, arena, &query, text, "query", &diag);
    }
    if (status != STATUS_OK) {
        expect_reason(status, &diag);
        return;
    }
    print_query(query, out);
    if (query->pattern && algebra_rewrite(&query->pattern, arena) != STATUS_OK) return;
    print_query(query, out);
}

static void try_update(Text text, const ParseOptions *options, Arena *arena, Buffer *out) {
    SyntaxUpdates *updates = NULL;
    Diag diag = {0};
    Status status = parse_update(text, options, arena, &updates, NULL, &diag);
    if (status == STATUS_OK) syntax_print_updates(updates, out);
    for (size_t i = 0; status == STATUS_OK && i < updates->count; i++) {
        UpdateOperation *operation = NULL;
        status = algebra_of_update(&updates->items[i], arena, &operation, text, "update", &diag);
        if (status == STATUS_OK && operation->pattern)
            algebra_print(operation->pattern, operation->variables, out);
    }
    if (status != STATUS_OK) expect_reason(status, &diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const Text text = {(const char *)data, size};
    const ParseOptions options = {
        .base = {"http://example/", 15}, .prefixes = known, .prefix_count = 1};
    Budget budget;
    budget_init(&budget, 0, (size_t)256 << 20);
    Arena *const arena = arena_new(&budget);
    Buffer out = {.budget = &budget};
    if (!arena) return 0;
    try_query(text, &options, arena, &out);
    buffer_clear(&out);
    try_update(text, &options, arena, &out);
    Term term;
    Diag diag = {0};
    const Status status = parse_term(text, &options, arena, &term, &diag);
    if (status != STATUS_OK) expect_reason(status, &diag);
    buffer_free(&out);
    arena_free(arena);
    return 0;
}
