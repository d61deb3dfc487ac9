/* The inside of the room parse: the parser's state, its tokens, and the parse functions that one file
 * offers to the others.
 *
 * Every parse function starts at the current token and leaves the one after its production. Whatever a
 * function asks of the current token is noted as expected, so that a syntax error can tell what would
 * have been right; moving on forgets it. */
#ifndef YTTERBY_PARSE_INTERNAL_H
#define YTTERBY_PARSE_INTERNAL_H

#include "ytterby/lexer.h"
#include "ytterby/parse.h"

/* ---- Tokens (token.c) --------------------------------------------------------------------------- */

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_BAD, /* no token: see `problem` */
    TOKEN_WORD,
    TOKEN_SYMBOL,
    TOKEN_IRI,
    TOKEN_NAME, /* prefix:local */
    TOKEN_VARIABLE,
    TOKEN_BLANK, /* _:label */
    TOKEN_ANON,  /* [ ] */
    TOKEN_NIL,   /* ( ) */
    TOKEN_STRING,
    TOKEN_LANGUAGE,
    TOKEN_INTEGER,
    TOKEN_DECIMAL,
    TOKEN_DOUBLE
} TokenKind;

typedef struct Token {
    TokenKind kind;
    LexProblem problem; /* TOKEN_BAD, and "<" that began no IRI */
    Text text;
    size_t at;   /* offset in Parser.text */
    size_t end;  /* the same, after the token */
    size_t part; /* TOKEN_NAME: the colon; TOKEN_LANGUAGE: the tag's end; from the token's start */
    size_t problem_at; /* offset in Parser.text */
    bool escaped;
} Token;

/* What the current token could have been. */
typedef struct Expected {
    const char *words; /* a keyword, a symbol, or a noun such as "a variable" */
    bool quiet;        /* only a candidate for did-you-mean */
} Expected;

enum {
    EXPECTED_MOST = 48,
    DEPTH_MOST = 1000, /* nested brackets, groups, operators … */
    SUBSELECT_DEPTH =
        16 /* a sub-select counts as so many levels: its result may repeat what is inside */
};

/* One codepoint escape outside strings and IRIs: text before `at` in Parser.text lies `shift` bytes
 * further on in the source. */
typedef struct EscapeShift {
    size_t at, shift;
} EscapeShift;

/* ---- Scopes (scope.c) --------------------------------------------------------------------------- */

/* The names of one SELECT. A name that is projected means the same variable outside. */
typedef struct Scope {
    struct Scope *parent;
    HashIndex index; /* name -> position in `slots` */
    Slot *slots;
    size_t count, cap;
    bool star;             /* SELECT *: every name is shared with the parent */
    const Text *projected; /* of a sub-select */
    size_t projected_count;
    HashIndex projected_index;
} Scope;

/* A blank node label of a pattern. */
typedef struct Label {
    Text name;
    Slot slot;
    size_t pattern; /* the basic graph pattern that it belongs to */
} Label;

/* One mention of a variable that makes it visible (section 18.2.1), and the mark it had before. */
typedef struct Mention {
    Slot slot;
    size_t before;
} Mention;

/* ---- The parser --------------------------------------------------------------------------------- */

/* What a blank node means where the parser is. */
typedef enum BlankUse {
    BLANK_PATTERN, /* a variable of the pattern */
    BLANK_FRESH,   /* templates and INSERT DATA: a new node */
    BLANK_REFUSED  /* DELETE */
} BlankUse;

typedef struct Parser {
    const ParseOptions *options;
    Arena *arena;
    Arena *kept; /* of what outlives an operation of an update: prologue, labels; may be the same */
    Budget *budget; /* of what is in no arena; may be NULL */
    Diag *diag;
    Text source; /* as given */
    Text text;   /* with codepoint escapes outside strings and IRIs decoded */
    const EscapeShift *shifts;
    size_t shift_count;
    Token token;            /* the current one */
    size_t last_end;        /* where the token before it ended */
    size_t no_colon_before; /* a name that starts before this offset has no colon after it */
    Expected expected[EXPECTED_MOST];
    size_t expected_count;
    bool incomplete; /* the error is that the text ended */
    unsigned depth;
    Buffer scratch; /* for unescaping and IRIs */

    Text base;
    PrefixDeclaration *prefixes; /* declared in the text */
    size_t prefix_count, prefix_cap;
    HashIndex prefix_index;

    Variable *variables; /* by slot */
    size_t *marks;       /* by slot: when it was last made visible; 0: not */
    size_t *stamps;      /* by slot: for sets of variables */
    size_t variable_count, variable_cap, mark_cap, stamp_cap;
    Scope *scope;
    Mention *mentions;
    size_t mention_count, mention_cap;
    size_t clock, stamp; /* the last mark, the last stamp */
    Label *labels;
    size_t label_count, label_cap;
    HashIndex label_index;
    size_t pattern, patterns; /* the current basic graph pattern; how many there were */
    size_t made;              /* number of made blank nodes */

    const ParseRows *rows; /* those that the next group is to begin with; NULL: none */
    BlankUse blanks;
    struct UpdateStream *stream; /* to hand operations over to; NULL: they are kept */
    bool no_variables;           /* in a DATA block */
    bool in_template;            /* variables there do not become visible */
    bool aggregates;             /* are aggregates allowed here? */
    bool in_aggregate;
    size_t aggregate_count; /* seen so far in the current SELECT */
} Parser;

/* ---- token.c: reading tokens, saying what is wrong ------------------------------------------------ */

void parser_start(Parser *p); /* reads the first token */
void advance(Parser *p);
size_t source_offset(const Parser *p, size_t at); /* of an offset in Parser.text */
size_t here(const Parser *p);                     /* the current token's offset in the source */
bool is_word(const Parser *p, const char *word);  /* tests without noting */
bool is_symbol(const Parser *p, const char *symbol);
bool at_word(Parser *p, const char *word); /* tests, and notes it as expected */
bool at_symbol(Parser *p, const char *symbol);
bool at_kind(Parser *p, TokenKind kind);
bool accept_word(Parser *p, const char *word); /* tests, and moves on if so */
bool accept_symbol(Parser *p, const char *symbol);
void expect_note(Parser *p, const char *words); /* notes something as expected */
/* One noun for all that was noted from the `from`-th on: those stay candidates for did-you-mean. */
void expect_summary(Parser *p, size_t from, const char *words);
void expect_hint(Parser *p, const char *word); /* notes a candidate for did-you-mean only */
Status expect_word(Parser *p, const char *word);
Status expect_symbol(Parser *p, const char *symbol);
Status unexpected(Parser *p); /* the error: the current token is none of the expected ones */
Status syntax_error(Parser *p, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* After a NULL from the arena. Here, not in token.c, so that every caller sees that it never is STATUS_OK. */
static inline Status out_of_memory(Parser *p) {
    const Status failure = arena_failure(p->arena);
    const Status status = failure != STATUS_OK ? failure : STATUS_NO_MEMORY;
    diag_set(p->diag, status, "%s", status_text(status));
    return status;
}
Status enter(Parser *p, unsigned levels); /* one level deeper, or STATUS_LIMIT */
void leave(Parser *p, unsigned levels);
/* Room for `need` items in an array that lives in the arena; the old one is left behind. */
Status grow(Parser *p, void **items, size_t *cap, size_t need, size_t size);
/* The same in the arena of what is kept. */
Status grow_kept(Parser *p, void **items, size_t *cap, size_t need, size_t size);

/* ---- codepoint.c ------------------------------------------------------------------------------------ */

Status decode_codepoints(Parser *p);

/* ---- term.c: IRIs, literals, blank nodes ------------------------------------------------------------- */

bool at_iri(Parser *p);
bool at_variable(Parser *p);
bool at_literal(Parser *p);
bool at_blank(Parser *p);
Status parse_iri(Parser *p, Term *term);
Status parse_literal(Parser *p, Term *term);
Status parse_string(Parser *p, Text *value);
Status parse_var_or_iri(Parser *p, Node *node);
Status parse_prologue(Parser *p);
Node term_node(Term term, size_t offset);

/* ---- scope.c ------------------------------------------------------------------------------------------- */

Status parse_variable(Parser *p, Slot *slot); /* the current token */
Status named_variable(Parser *p, Text name, Slot *slot);
Status parse_variable_node(Parser *p, Node *node); /* the same, made visible */
Status parse_blank(Parser *p, Node *node);
Status make_blank(Parser *p, size_t offset, Node *node);
Status make_visible(Parser *p, Slot slot);
bool is_visible(const Parser *p, Slot slot, size_t since);
void forget_mentions(Parser *p, size_t count); /* back to `count` mentions */
void next_pattern(Parser *p);                  /* a new basic graph pattern begins */
Status scope_open(Parser *p, Scope *scope, bool star, const Text *projected, size_t count);
void scope_close(Parser *p);
void scopes_free(Parser *p);
void variables_reset(Parser *p); /* between the operations of an update */

/* ---- path.c, triples.c, pattern.c ------------------------------------------------------------------------ */

Status parse_path(Parser *p, const Path **path);

/* Where triples go: patterns and paths in order. */
typedef struct TripleSink {
    TriplePattern *triples;
    size_t count, cap;
    const SyntaxElement **tail; /* NULL: no paths allowed (templates) */
    /* Takes the triples when there are SINK_TRIPLES; NULL: any number is kept. */
    Status (*full)(Parser *p, struct TripleSink *sink);
} TripleSink;
enum {
    SINK_TRIPLES = 1024
};
bool at_triples(Parser *p);
Status parse_triples(Parser *p,
                     TripleSink *sink); /* TriplesSameSubject, ("." TriplesSameSubject)* "."? */
Status parse_same_subject(Parser *p, TripleSink *sink);
Status flush_triples(Parser *p, TripleSink *sink);
Status parse_expression_triple(Parser *p, Expr **expr);
Status parse_data_triple(Parser *p, Term *term);

Status parse_group(Parser *p, const SyntaxGroup **group);
Status parse_values(Parser *p, const ValuesBlock **values);
Status put_rows(Parser *p, const SyntaxElement ***tail); /* those that are due */

/* ---- expression.c, call.c ---------------------------------------------------------------------------------- */

Status parse_expression(Parser *p, Expr **expr);
Status parse_constraint(Parser *p, Expr **expr); /* ( … ), a built-in call or a function call */
bool at_constraint(Parser *p);
Status parse_bracketted(Parser *p, Expr **expr);
Status parse_builtin_call(Parser *p, Expr **expr);  /* the current token is a word */
Status parse_function_call(Parser *p, Expr **expr); /* the current token is an IRI */
bool at_builtin_call(const Parser *p);
Status parse_iri_or_function(Parser *p, Expr **expr);
Status expr_new(Parser *p, ExprKind kind, size_t offset, Expr **expr);
Status expr_add(Parser *p, Expr *expr, size_t *cap, Expr *arg);

/* ---- select.c, query.c, update.c ------------------------------------------------------------------------------ */

Status parse_sub_select(Parser *p, SyntaxSelect **select);
Status parse_select_clause(Parser *p, SyntaxSelect *select);
Status parse_solution_modifier(Parser *p, SyntaxSelect *select);
Status parse_values_clause(Parser *p, SyntaxSelect *select);
Status check_select(Parser *p, SyntaxSelect *select, size_t mentions, size_t clock);
Status parse_dataset_clauses(Parser *p, const char *keyword, DatasetClause *dataset);
Status parse_query_unit(Parser *p, SyntaxQuery **query);
Status parse_update_unit(Parser *p, SyntaxUpdates **updates);
/* The operations are handed over (`sink` NULL: only checked). Each is made in the arena, which is reset after it, and its
 * data in `data`. */
Status parse_update_stream(Parser *p, const UpdateSink *sink, Arena *data);
bool parse_word_begins_update(Text word); /* the first keyword of an operation */

#endif
