/* Fuzz target: SPARQL text, as a query and as an update, through parse, algebra and its rewrites, with all that
 * prints itself. A failure must say why and where; printing and rewriting must not depend on luck. */
#include "ytterby/algebra.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const PrefixDeclaration prefixes[] = {{TEXT("ex"), TEXT("http://example/")}};
static const ParseOptions options = {
    .base = TEXT("http://example/base"), .prefixes = prefixes, .prefix_count = 1};

static void expect_position(Status status, const Diag *diag) {
    if (status != STATUS_SYNTAX) return;
    if (diag->status != STATUS_SYNTAX || diag->line == 0 || diag->message[0] == '\0') abort();
}

static void try_query(Arena *arena, Text text, Buffer *out) {
    Diag diag = {0};
    SyntaxQuery *syntax = NULL;
    Query *query = NULL;
    Status status = parse_query(text, &options, arena, &syntax, NULL, &diag);
    expect_position(status, &diag);
    if (status != STATUS_OK) return;
    syntax_print_query(syntax, out);
    status = algebra_of_query(syntax, arena, &query, text, "query", &diag);
    expect_position(status, &diag);
    if (status != STATUS_OK || !query->pattern) return;
    algebra_print(query->pattern, query->variables, out);
    if (algebra_rewrite(&query->pattern, arena) != STATUS_OK) return;
    algebra_print(query->pattern, query->variables, out);
}

static void try_update(Arena *arena, Text text, Buffer *out) {
    Diag diag = {0};
    SyntaxUpdates *updates = NULL;
    const Status status = parse_update(text, &options, arena, &updates, NULL, &diag);
    expect_position(status, &diag);
    if (status != STATUS_OK) return;
    syntax_print_updates(updates, out);
    for (size_t i = 0; i < updates->count; i++) {
        UpdateOperation *operation = NULL;
        if (algebra_of_update(&updates->items[i], arena, &operation, text, "update", &diag) !=
            STATUS_OK)
            return;
        if (operation->pattern) algebra_print(operation->pattern, operation->variables, out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Budget budget;
    budget_init(&budget, 0, (size_t)256 << 20);
    Arena *arena = arena_new(&budget);
    Buffer out = {0};
    if (!arena) abort();
    try_query(arena, (Text){(const char *)data, size}, &out);
    arena_reset(arena);
    try_update(arena, (Text){(const char *)data, size}, &out);
    buffer_free(&out);
    arena_free(arena);
    return 0;
}
