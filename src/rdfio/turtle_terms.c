/* Tokens of Turtle and TriG, and the terms they make. A token that reaches the window's end is scanned again
 * when more has been read. Texts are copied to the stack: windows move. Grammar: RDF 1.2 Turtle section 6.5. */
#include <stdio.h>
#include <string.h>

#include "turtle.h"

typedef enum TokenKind {
    TOKEN_IRI,
    TOKEN_NAME,
    TOKEN_LABEL,
    TOKEN_STRING,
    TOKEN_NUMBER,
    TOKEN_LANGUAGE
} TokenKind;

typedef struct Token {
    Text text;    /* a view of the window */
    size_t split; /* offset in the text of a name's colon, or of a language tag's end */
    LexNumber number;
    bool escaped;
    LexProblem problem; /* only LEX_NAME_EXPECTED: `text` ends where the colon should be */
} Token;

Status turtle_fail(Turtle *turtle, size_t at, const char *format, ...) {
    char message[256];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return input_error(turtle->input, at, STATUS_SYNTAX, message, turtle->job->diag);
}

/* ---- White space, what is next -------------------------------------------------------------------------- */

/* Consumes a comment; its bytes must be UTF-8. */
static Status skip_comment(Turtle *turtle) {
    Input *const input = turtle->input;
    for (;;) {
        const Text text = input->window;
        size_t end = input->cursor;
        while (end < text.len && text.at[end] != '\n' && text.at[end] != '\r') end++;
        if (end >= text.len && !input->ended) {
            TRY(input_more(input, turtle->job->diag));
            continue;
        }
        const size_t invalid = utf8_invalid_at(text.at + input->cursor, end - input->cursor);
        if (invalid < end - input->cursor)
            return turtle_fail(turtle, input->cursor + invalid, "%s", lex_problem_text(LEX_UTF8));
        input->cursor = end;
        return STATUS_OK;
    }
}

Status turtle_skip(Turtle *turtle) {
    Input *const input = turtle->input;
    for (;;) {
        const Text text = input->window;
        size_t at = input->cursor;
        while (at < text.len && (lex_class[(unsigned char)text.at[at]] & LEX_SPACE)) at++;
        input->cursor = at;
        if (at >= text.len) {
            if (input->ended) return STATUS_OK;
            TRY(input_more(input, turtle->job->diag));
        } else if (text.at[at] == '#') {
            TRY(skip_comment(turtle));
        } else {
            return STATUS_OK;
        }
    }
}

char turtle_peek(const Turtle *turtle) {
    const Input *const input = turtle->input;
    return input->cursor < input->window.len ? input->window.at[input->cursor] : 0;
}

/* Makes sure that `size` bytes are in the window behind the cursor, if there are as many. */
static Status need_bytes(Turtle *turtle, size_t size) {
    Input *const input = turtle->input;
    while (input->window.len - input->cursor < size && !input->ended)
        TRY(input_more(input, turtle->job->diag));
    return STATUS_OK;
}

Status turtle_ahead(Turtle *turtle, Text text, bool *is) {
    TRY(need_bytes(turtle, text.len));
    const Input *const input = turtle->input;
    *is = input->window.len - input->cursor >= text.len &&
          memcmp(input->window.at + input->cursor, text.at, text.len) == 0;
    return STATUS_OK;
}

Status turtle_expect(Turtle *turtle, Text text) {
    bool is = false;
    TRY(turtle_skip(turtle));
    TRY(turtle_ahead(turtle, text, &is));
    Input *const input = turtle->input;
    if (!is) {
        const bool at_end = input->cursor >= input->window.len;
        return turtle_fail(turtle, input->cursor, "\"%.*s\" was expected here%s", (int)text.len,
                           text.at, at_end ? ", but the input ends" : "");
    }
    input->cursor += text.len;
    return STATUS_OK;
}

Status turtle_at_word_ahead(Turtle *turtle, Text word, bool *is) {
    TRY(turtle_ahead(turtle, word, is));
    TRY(need_bytes(turtle, word.len + 1));
    const Input *const input = turtle->input;
    const size_t next = input->cursor + word.len;
    if (*is && next < input->window.len && input->window.at[next] == '-') *is = false;
    if (*is && lex_word(input->window, next) > next) *is = false;
    return STATUS_OK;
}

Status turtle_word_ahead(Turtle *turtle, Text word, bool any_case, bool *is) {
    TRY(need_bytes(turtle, word.len + 1));
    const Input *const input = turtle->input;
    const Text rest = text_slice(input->window, input->cursor, input->window.len);
    const Text start = text_slice(rest, 0, word.len);
    *is = any_case ? text_equal_nocase(start, word) : text_equal(start, word);
    if (!*is || rest.len == word.len) return STATUS_OK;
    const unsigned char next = (unsigned char)rest.at[word.len];
    *is = next < 0x80 && next != ':' && next != '.' && !(lex_class[next] & LEX_NAME);
    return STATUS_OK;
}

/* ---- Tokens ------------------------------------------------------------------------------------------------- */

static Lexed scan(TokenKind kind, Text text, size_t at, Token *token) {
    switch (kind) {
    case TOKEN_IRI: return lex_iri(text, at);
    case TOKEN_NAME: return lex_prefixed_name(text, at, &token->split);
    case TOKEN_LABEL: return lex_blank_label(text, at);
    case TOKEN_STRING: return lex_string(text, at);
    case TOKEN_LANGUAGE: return lex_language(text, at, &token->split);
    default: return lex_number(text, at, &token->number);
    }
}

/* Consumes a token. Its text is a view until more is read. */
static Status take(Turtle *turtle, TokenKind kind, Token *token) {
    Input *const input = turtle->input;
    for (;;) {
        const size_t at = input->cursor;
        *token = (Token){.split = at};
        const Lexed found = scan(kind, input->window, at, token);
        if (found.open && !input->ended) {
            TRY(input_more(input, turtle->job->diag));
            continue;
        }
        token->text = (Text){input->window.at + at, found.end - at};
        token->split -= at;
        token->escaped = found.escaped;
        token->problem = found.problem;
        if (kind == TOKEN_NAME && (found.problem == LEX_NAME_EXPECTED || found.problem == LEX_CUT))
            return STATUS_OK;
        if (found.problem != LEX_OK)
            return turtle_fail(turtle, found.end, "%s", lex_problem_text(found.problem));
        input->cursor = found.end;
        return STATUS_OK;
    }
}

/* Copies a body to the stack, without its escapes. */
static Status keep_body(Turtle *turtle, Text body, bool escaped, Text *value) {
    if (!escaped) return stack_text(&turtle->stack, body, value);
    buffer_clear(&turtle->scratch);
    lex_unescape(&turtle->scratch, body);
    if (turtle->scratch.failed) return stack_failure(&turtle->stack);
    return stack_text(&turtle->stack, buffer_view(&turtle->scratch), value);
}

/* ---- IRIs ------------------------------------------------------------------------------------------------------ */

Status turtle_iri_reference(Turtle *turtle, Text *iri) {
    if (turtle_peek(turtle) != '<')
        return turtle_fail(turtle, turtle->input->cursor, "an IRI in < > was expected here");
    Token token;
    TRY(take(turtle, TOKEN_IRI, &token));
    TRY(keep_body(turtle, text_slice(token.text, 1, token.text.len - 1), token.escaped, iri));
    if (iri_is_absolute(*iri)) return STATUS_OK;
    if (turtle->base.len == 0)
        return turtle_fail(turtle, turtle->input->cursor - token.text.len,
                           "a relative IRI, and no base is known");
    buffer_clear(&turtle->scratch);
    iri_resolve(&turtle->scratch, buffer_view(&turtle->base), *iri);
    if (turtle->scratch.failed) return stack_failure(&turtle->stack);
    return stack_text(&turtle->stack, buffer_view(&turtle->scratch), iri);
}

/* The namespace of a prefix; most names have the same prefix as the one before. */
static bool find_namespace(Turtle *turtle, Text prefix, Text *namespace) {
    if (turtle->last_namespace.at && text_equal(prefix, turtle->last_prefix)) {
        *namespace = turtle->last_namespace;
        return true;
    }
    if (!prefixes_find(turtle->prefixes, prefix, namespace)) return false;
    const size_t room = sizeof turtle->last_prefix_memory;
    if (prefix.len <= room) {
        memcpy(turtle->last_prefix_memory, prefix.at, prefix.len);
        turtle->last_prefix = (Text){turtle->last_prefix_memory, prefix.len};
        turtle->last_namespace = *namespace;
    }
    return true;
}

static Status expand_name(Turtle *turtle, const Token *token, Text *iri) {
    const Text prefix = text_slice(token->text, 0, token->split);
    Text local = text_slice(token->text, token->split + 1, token->text.len), namespace = {NULL, 0};
    if (!find_namespace(turtle, prefix, &namespace))
        return turtle_fail(turtle, turtle->input->cursor - token->text.len,
                           "the prefix \"%.*s:\" is not declared",
                           (int)(prefix.len < 64 ? prefix.len : 64), prefix.at);
    if (token->escaped) {
        buffer_clear(&turtle->scratch);
        lex_unescape_local(&turtle->scratch, local);
        if (turtle->scratch.failed) return stack_failure(&turtle->stack);
        local = buffer_view(&turtle->scratch);
    }
    char *const at = stack_alloc(&turtle->stack, namespace.len + local.len);
    if (!at) return stack_failure(&turtle->stack);
    memcpy(at, namespace.at, namespace.len);
    if (local.len > 0) memcpy(at + namespace.len, local.at, local.len);
    *iri = (Text){at, namespace.len + local.len};
    return STATUS_OK;
}

Status turtle_name(Turtle *turtle, bool literals, Term *term) {
    Token token;
    TRY(take(turtle, TOKEN_NAME, &token));
    if (token.problem == LEX_OK) {
        *term = (Term){.kind = TERM_IRI};
        return expand_name(turtle, &token, &term->text);
    }
    const bool yes = text_equal(token.text, TEXT("true"));
    if (literals && (yes || text_equal(token.text, TEXT("false")))) {
        *term = (Term){.kind = TERM_LITERAL,
                       .text = yes ? TEXT("true") : TEXT("false"),
                       .datatype = TEXT(XSD "boolean")};
        turtle->input->cursor += token.text.len;
        return STATUS_OK;
    }
    if (token.text.len == 0)
        return turtle_fail(turtle, turtle->input->cursor, "a term was expected here");
    return turtle_fail(turtle, turtle->input->cursor,
                       "\"%.*s\" is no term: a prefixed name has a colon",
                       (int)(token.text.len < 64 ? token.text.len : 64), token.text.at);
}

Status turtle_iri(Turtle *turtle, Term *term) {
    if (turtle_peek(turtle) != '<') return turtle_name(turtle, false, term);
    *term = (Term){.kind = TERM_IRI};
    return turtle_iri_reference(turtle, &term->text);
}

Status turtle_prefix_name(Turtle *turtle, Text *name) {
    Token token;
    TRY(take(turtle, TOKEN_NAME, &token));
    const bool whole = token.problem == LEX_OK;
    if (!whole || token.split + 1 != token.text.len)
        return turtle_fail(turtle, turtle->input->cursor - (whole ? token.text.len : 0),
                           "a prefix that ends in a colon was expected here");
    return stack_text(&turtle->stack, text_slice(token.text, 0, token.split), name);
}

/* ---- Blank nodes, literals ---------------------------------------------------------------------------------------- */

Status turtle_label(Turtle *turtle, Term *term) {
    Token token;
    TRY(take(turtle, TOKEN_LABEL, &token));
    *term = (Term){.kind = TERM_BLANK};
    return blank_of_file(&turtle->labels, &turtle->stack, text_slice(token.text, 2, token.text.len),
                         &term->text);
}

static Status take_language(Turtle *turtle, Term *term) {
    Token token;
    TRY(take(turtle, TOKEN_LANGUAGE, &token));
    if (token.text.len > token.split)
        term->direction = token.text.at[token.split + 2] == 'l' ? DIRECTION_LTR : DIRECTION_RTL;
    return stack_text(&turtle->stack, text_slice(token.text, 1, token.split), &term->lang);
}

static Status take_datatype(Turtle *turtle, Term *term) {
    turtle->input->cursor += 2;
    TRY(turtle_skip(turtle));
    Term datatype = {.kind = TERM_NONE};
    TRY(turtle_iri(turtle, &datatype));
    if (datatype_needs_language(datatype.text))
        return turtle_fail(turtle, turtle->input->cursor,
                           "a literal of this datatype needs a language tag");
    if (!text_equal(datatype.text, TEXT(XSD "string"))) term->datatype = datatype.text;
    return STATUS_OK;
}

Status turtle_literal(Turtle *turtle, Term *term) {
    Token token;
    TRY(take(turtle, TOKEN_STRING, &token));
    *term = (Term){.kind = TERM_LITERAL};
    TRY(keep_body(turtle, lex_string_body(token.text), token.escaped, &term->text));
    TRY(turtle_skip(turtle));
    const char next = turtle_peek(turtle);
    bool typed = false;
    if (next == '@') return take_language(turtle, term);
    if (next == '^') TRY(turtle_ahead(turtle, TEXT("^^"), &typed));
    return typed ? take_datatype(turtle, term) : STATUS_OK;
}

Status turtle_number(Turtle *turtle, Term *term) {
    static const Text datatypes[] = {
        [LEX_INTEGER] = {XSD "integer", sizeof XSD "integer" - 1},
        [LEX_DECIMAL] = {XSD "decimal", sizeof XSD "decimal" - 1},
        [LEX_DOUBLE] = {XSD "double", sizeof XSD "double" - 1},
    };
    Token token;
    TRY(take(turtle, TOKEN_NUMBER, &token));
    *term = (Term){.kind = TERM_LITERAL, .datatype = datatypes[token.number]};
    return stack_text(&turtle->stack, token.text, &term->text);
}

Status turtle_version(Turtle *turtle) {
    Token token;
    const char quote = turtle_peek(turtle);
    if (quote != '"' && quote != '\'')
        return turtle_fail(turtle, turtle->input->cursor, "a version in quotes was expected here");
    TRY(take(turtle, TOKEN_STRING, &token));
    if (token.text.len - lex_string_body(token.text).len > 2)
        return turtle_fail(turtle, turtle->input->cursor - token.text.len,
                           "a version has one quote at each end");
    return STATUS_OK;
}
