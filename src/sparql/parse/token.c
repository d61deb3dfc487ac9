/* Tokens of SPARQL (section 19.8, productions 139 to 173), by the scanners that Turtle and SPARQL share, and
 * the one message for a token that does not fit.
 *
 * The longest token wins, as the specification asks: "?a<?b&&?c>?d" holds an IRI. A name without a colon is a
 * word, that is a keyword, a function, "a", "true" or "false". Reading never fails: what is no token
 * becomes TOKEN_BAD, and the parse function that meets it reports it. */
#include "parse_internal.h"

#include <string.h>

/* ---- Reading ------------------------------------------------------------------------------------ */

/* Longest first. */
static const char *const symbols[] = {"<<(", ")>>", "<<", ">>", "{|", "|}", "||", "&&", "^^",
                                      "!=",  "<=",  ">=", "{",  "}",  "(",  ")",  "[",  "]",
                                      ".",   ",",   ";",  "|",  "/",  "^",  "?",  "*",  "+",
                                      "-",   "!",   "=",  "<",  ">",  "~"};

static char byte_at(Text text, size_t at) { return at < text.len ? text.at[at] : 0; }

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static void set_token(Token *token, TokenKind kind, size_t end) {
    token->kind = kind;
    token->end = end;
}

static void set_bad(Token *token, LexProblem problem, size_t at) {
    token->kind = TOKEN_BAD;
    token->problem = problem;
    token->problem_at = at;
    token->end = at + 1;
}

static void take(Token *token, TokenKind kind, Lexed lexed) {
    if (lexed.problem != LEX_OK) {
        set_bad(token, (LexProblem)lexed.problem, lexed.end);
        return;
    }
    set_token(token, kind, lexed.end);
    token->escaped = lexed.escaped;
}

static void read_symbol(Text text, Token *token) {
    const Text rest = text_slice(text, token->at, text.len);
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        const Text symbol = text_of(symbols[i]);
        if (text_starts(rest, symbol)) {
            set_token(token, TOKEN_SYMBOL, token->at + symbol.len);
            return;
        }
    }
    set_bad(token, LEX_OK, token->at);
}

/* "<": an IRI, or one of the symbols that start so. */
static void read_angle(Text text, Token *token) {
    const Lexed lexed = lex_iri(text, token->at);
    if (lexed.problem == LEX_OK) {
        take(token, TOKEN_IRI, lexed);
        return;
    }
    read_symbol(text, token);
    if (token->end != token->at + 1) return;
    token->problem = (LexProblem)lexed.problem;
    token->problem_at = lexed.end;
}

/* A bracket that is closed at once is one token: NIL [161], ANON [163]. */
static void read_bracket(Text text, Token *token, char closing, TokenKind kind) {
    const size_t next = lex_blank(text, token->at + 1);
    if (byte_at(text, next) == closing) {
        set_token(token, kind, next + 1);
    } else {
        read_symbol(text, token);
    }
}

static void read_number(Text text, Token *token) {
    LexNumber number = LEX_INTEGER;
    const Lexed lexed = lex_number(text, token->at, &number);
    take(token,
         number == LEX_INTEGER   ? TOKEN_INTEGER
         : number == LEX_DECIMAL ? TOKEN_DECIMAL
                                 : TOKEN_DOUBLE,
         lexed);
}

static void read_variable(Text text, Token *token) {
    const Lexed lexed = lex_variable(text, token->at + 1);
    if (lexed.problem == LEX_OK || text.at[token->at] == '$') {
        take(token, TOKEN_VARIABLE, lexed);
    } else {
        read_symbol(text, token);
    }
}

/* A prefixed name or a word. Where a colon was missing is remembered, so that a long run of names and
 * dots is not searched for one again from each of its names. */
static void read_name(Parser *p, Token *token) {
    size_t colon = token->at;
    if (token->at >= p->no_colon_before) {
        const Lexed lexed = lex_prefixed_name(p->text, token->at, &colon);
        if (colon > token->at || byte_at(p->text, token->at) == ':') {
            take(token, TOKEN_NAME, lexed);
            token->part = colon - token->at;
            return;
        }
        p->no_colon_before = lexed.end;
    }
    const size_t end = lex_word(p->text, token->at);
    if (end > token->at) {
        set_token(token, TOKEN_WORD, end);
    } else {
        set_bad(token, LEX_OK, token->at);
    }
}

static void read_language(Text text, Token *token) {
    size_t tag_end = token->at;
    take(token, TOKEN_LANGUAGE, lex_language(text, token->at, &tag_end));
    token->part = tag_end - token->at;
}

static bool starts_number(Text text, size_t at) {
    const char byte = byte_at(text, at);
    if (byte == '+' || byte == '-') at++;
    if (byte_at(text, at) == '.') at++;
    return is_digit(byte_at(text, at));
}

static void read_token(Parser *p, Token *token) {
    const Text text = p->text;
    switch (byte_at(text, token->at)) {
    case '<': read_angle(text, token); return;
    case '(': read_bracket(text, token, ')', TOKEN_NIL); return;
    case '[': read_bracket(text, token, ']', TOKEN_ANON); return;
    case '"':
    case '\'': take(token, TOKEN_STRING, lex_string(text, token->at)); return;
    case '?':
    case '$': read_variable(text, token); return;
    case '@': read_language(text, token); return;
    case '_': take(token, TOKEN_BLANK, lex_blank_label(text, token->at)); return;
    default: break;
    }
    const uint32_t byte = (unsigned char)text.at[token->at];
    if (starts_number(text, token->at)) {
        read_number(text, token);
    } else if (byte == ':' || byte >= 0x80 || lex_is_name_start(byte)) {
        read_name(p, token);
    } else {
        read_symbol(text, token);
    }
}

static void read_next(Parser *p, size_t from) {
    Token token = {.at = lex_blank(p->text, from)};
    token.end = token.at;
    if (token.at < p->text.len) read_token(p, &token);
    token.text = text_slice(p->text, token.at, token.end);
    p->token = token;
}

void parser_start(Parser *p) {
    const bool mark = text_starts(p->text, TEXT("\xEF\xBB\xBF"));
    read_next(p, mark ? 3 : 0);
}

void advance(Parser *p) {
    p->last_end = p->token.end;
    p->expected_count = 0;
    read_next(p, p->token.end);
}

/* ---- Positions -------------------------------------------------------------------------------------- */

size_t source_offset(const Parser *p, size_t at) {
    size_t low = 0, high = p->shift_count; /* the last shift at or before `at` is below `low` */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (p->shifts[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? at + p->shifts[low - 1].shift : at;
}

size_t here(const Parser *p) { return source_offset(p, p->token.at); }

/* ---- Asking what the current token is ------------------------------------------------------------------ */

bool is_word(const Parser *p, const char *word) {
    return p->token.kind == TOKEN_WORD && text_equal_nocase(p->token.text, text_of(word));
}

bool is_symbol(const Parser *p, const char *symbol) {
    return p->token.kind == TOKEN_SYMBOL && text_equal(p->token.text, text_of(symbol));
}

static void note(Parser *p, const char *words, bool quiet) {
    for (size_t i = 0; i < p->expected_count; i++) {
        if (strcmp(p->expected[i].words, words) == 0) {
            p->expected[i].quiet = p->expected[i].quiet && quiet;
            return;
        }
    }
    if (p->expected_count < EXPECTED_MOST)
        p->expected[p->expected_count++] = (Expected){words, quiet};
}

void expect_note(Parser *p, const char *words) { note(p, words, false); }

void expect_summary(Parser *p, size_t from, const char *words) {
    for (size_t i = from; i < p->expected_count; i++) p->expected[i].quiet = true;
    note(p, words, false);
}

void expect_hint(Parser *p, const char *word) { note(p, word, true); }

static const char *kind_words(TokenKind kind) {
    switch (kind) {
    case TOKEN_END: return "the end of the text";
    case TOKEN_IRI:
    case TOKEN_NAME: return "an IRI";
    case TOKEN_VARIABLE: return "a variable";
    case TOKEN_BLANK:
    case TOKEN_ANON: return "a blank node";
    case TOKEN_NIL: return "()";
    case TOKEN_STRING: return "a string";
    case TOKEN_LANGUAGE: return "a language tag";
    case TOKEN_INTEGER: return "a whole number";
    case TOKEN_DECIMAL:
    case TOKEN_DOUBLE: return "a number";
    case TOKEN_BAD:
    case TOKEN_WORD:
    case TOKEN_SYMBOL: break;
    }
    return "a keyword";
}

bool at_word(Parser *p, const char *word) {
    if (is_word(p, word)) return true;
    note(p, word, false);
    return false;
}

bool at_symbol(Parser *p, const char *symbol) {
    if (is_symbol(p, symbol)) return true;
    note(p, symbol, false);
    return false;
}

bool at_kind(Parser *p, TokenKind kind) {
    if (p->token.kind == kind) return true;
    note(p, kind_words(kind), false);
    return false;
}

bool accept_word(Parser *p, const char *word) {
    if (!at_word(p, word)) return false;
    advance(p);
    return true;
}

bool accept_symbol(Parser *p, const char *symbol) {
    if (!at_symbol(p, symbol)) return false;
    advance(p);
    return true;
}

Status expect_word(Parser *p, const char *word) {
    return accept_word(p, word) ? STATUS_OK : unexpected(p);
}

Status expect_symbol(Parser *p, const char *symbol) {
    return accept_symbol(p, symbol) ? STATUS_OK : unexpected(p);
}

/* ---- Saying what is wrong --------------------------------------------------------------------------------- */

Status syntax_error(Parser *p, size_t offset, const char *format, ...) {
    char message[sizeof((Diag *)0)->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return diag_at(p->diag, STATUS_SYNTAX, p->source, offset, "%s", message);
}

/* Words and nouns stand as they are, symbols in quotes. */
static void write_expected(const char *words, Buffer *out) {
    const bool word = (lex_class[(unsigned char)*words] & LEX_LETTER) != 0;
    buffer_format(out, word ? "%s" : "'%s'", words);
}

/* "expected A, B or C": five of them at most. */
static void write_all_expected(const Parser *p, Buffer *out) {
    enum {
        SHOWN_MOST = 5
    };
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < p->expected_count; i++) count += !p->expected[i].quiet;
    for (size_t i = 0; i < p->expected_count && shown < SHOWN_MOST; i++) {
        if (p->expected[i].quiet) continue;
        const bool last = count <= SHOWN_MOST && shown + 1 == count;
        buffer_text(out, text_of(shown == 0 ? "expected " : last ? " or " : ", "));
        write_expected(p->expected[i].words, out);
        shown++;
    }
    if (count > SHOWN_MOST) buffer_text(out, TEXT(" ..."));
    if (shown > 0) buffer_text(out, TEXT(", "));
}

/* The keyword nearest to the current word, or NULL. */
static const char *nearest_keyword(const Parser *p) {
    Text names[EXPECTED_MOST] = {{NULL, 0}};
    size_t count = 0;
    const char *found[EXPECTED_MOST];
    for (size_t i = 0; i < p->expected_count; i++) {
        const char *const words = p->expected[i].words;
        if (words[0] < 'A' || words[0] > 'Z') continue;
        found[count] = words;
        names[count++] = text_of(words);
    }
    const size_t best = text_nearest(p->token.text, names, count);
    return best < count ? found[best] : NULL;
}

static void write_found(const Parser *p, Buffer *out) {
    enum {
        SHOWN_BYTES = 40
    };
    const Text text = p->token.text;
    size_t end = text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES;
    while (end > 0 && end < text.len && ((unsigned char)text.at[end] & 0xC0) == 0x80) end--;
    buffer_text(out, TEXT("found '"));
    buffer_append(out, text.at, end);
    buffer_text(out, end < text.len ? TEXT("...'") : TEXT("'"));
}

static bool is_cut_string(const Parser *p) {
    const char quote = p->token.text.len > 0 ? p->token.text.at[0] : 0;
    return p->token.problem == LEX_CUT && (quote == '"' || quote == '\'');
}

/* Only a long string may go on in the next line. */
static Status bad_token(Parser *p) {
    const size_t offset = source_offset(p, p->token.problem_at);
    if (p->token.problem == LEX_OK)
        return syntax_error(p, offset, "this character cannot stand here");
    if (!is_cut_string(p)) return syntax_error(p, offset, "%s", lex_problem_text(p->token.problem));
    const Text rest = text_slice(p->text, p->token.at, p->text.len);
    p->incomplete = text_starts(rest, TEXT("\"\"\"")) || text_starts(rest, TEXT("'''"));
    return syntax_error(p, here(p), "this string is not closed");
}

Status unexpected(Parser *p) {
    if (p->token.kind == TOKEN_BAD || (is_symbol(p, "<") && p->token.problem != LEX_OK))
        return bad_token(p);
    Buffer message = {0};
    write_all_expected(p, &message);
    const char *hint = NULL;
    if (p->token.kind == TOKEN_END) {
        buffer_text(&message, message.len > 0 ? TEXT("but the text ends here")
                                              : TEXT("the text ends too early"));
        p->incomplete = true;
    } else {
        write_found(p, &message);
        if (p->token.kind == TOKEN_WORD) hint = nearest_keyword(p);
        if (hint) buffer_format(&message, "; did you mean %s?", hint);
    }
    const char *const text = buffer_string(&message);
    const Status status = text ? syntax_error(p, here(p), "%s", text) : STATUS_NO_MEMORY;
    buffer_free(&message);
    return status;
}

/* ---- Limits ------------------------------------------------------------------------------------------------ */

Status enter(Parser *p, unsigned levels) {
    if (p->depth + levels > DEPTH_MOST)
        return diag_at(p->diag, STATUS_LIMIT, p->source, here(p),
                       "nested too deeply: more than %d levels", DEPTH_MOST);
    p->depth += levels;
    return STATUS_OK;
}

void leave(Parser *p, unsigned levels) { p->depth -= levels; }

Status grow_kept(Parser *p, void **items, size_t *cap, size_t need, size_t size) {
    Arena *const arena = p->arena;
    p->arena = p->kept;
    const Status status = grow(p, items, cap, need, size);
    p->arena = arena;
    return status;
}

Status grow(Parser *p, void **items, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return STATUS_OK;
    size_t wanted = *cap < 4 ? 4 : *cap * 2;
    if (wanted < need) wanted = need;
    void *const larger = arena_array(p->arena, wanted, size);
    if (!larger) return out_of_memory(p);
    if (*cap > 0) memcpy(larger, *items, *cap * size);
    *items = larger;
    *cap = wanted;
    return STATUS_OK;
}
