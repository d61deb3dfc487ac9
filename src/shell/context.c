/* What the cursor's place in a statement asks for: after a subject its predicates, after a predicate its objects. The
 * tokens before the cursor are read once, without a parser, since the text is not whole; then the engine is asked, under
 * a short time limit, what stands there in the data together with what the statement already says of the subject. */
#include "shell_internal.h"
#include "ytterby/lexer.h"

enum {
    MOST_PATTERNS = 32,
    MOST_NESTED = 16, /* brackets in brackets */
    MOST_ROWS = 4000  /* of what the engine is asked */
};
#define ASK_SECONDS 0.03

typedef enum Place {
    PLACE_OUTSIDE, /* not within braces, or within parentheses */
    PLACE_SUBJECT,
    PLACE_PREDICATE,
    PLACE_OBJECT,
    PLACE_AFTER /* a whole triple */
} Place;

typedef struct Pattern { /* tokens as they stand in the text */
    Text subject, predicate, object;
} Pattern;

/* The triple that is being written. */
typedef struct Writing {
    Place place;
    Text subject, predicate; /* empty: not known (a bracket, a path) */
    bool turned; /* a path that begins with ^ or !: its objects are not the predicate's */
} Writing;

typedef struct Reading {
    Text text;
    size_t at;
    size_t braces;
    Writing now;
    Writing outer[MOST_NESTED];
    size_t nested;
    Pattern patterns[MOST_PATTERNS];
    size_t count;
    Buffer prologue; /* the statement's PREFIX and BASE declarations */
} Reading;

/* ---- Tokens ----------------------------------------------------------------------------------------------- */

static char byte_at(const Reading *self, size_t at) {
    return at < self->text.len ? self->text.at[at] : '\0';
}

static size_t end_of_name(const Reading *self, size_t at, size_t *colon) {
    const Lexed name = lex_prefixed_name(self->text, at, colon);
    return name.problem == LEX_OK ? name.end : at;
}

/* A literal with its language or datatype. */
static size_t end_of_string(const Reading *self, size_t at) {
    const Lexed string = lex_string(self->text, at);
    size_t end = string.end;
    size_t other;
    if (string.problem != LEX_OK) return self->text.len;
    if (byte_at(self, end) == '@') {
        const Lexed tag = lex_language(self->text, end, &other);
        return tag.problem == LEX_OK ? tag.end : self->text.len;
    }
    if (byte_at(self, end) != '^' || byte_at(self, end + 1) != '^') return end;
    end += 2;
    if (byte_at(self, end) == '<') return lex_iri(self->text, end).end;
    return end_of_name(self, end, &other);
}

/* Where the term that begins here ends; `at` itself when no term begins. */
static size_t end_of_term(const Reading *self, size_t at) {
    const char c = byte_at(self, at);
    size_t colon;
    LexNumber kind;
    Lexed found = {.end = at, .problem = LEX_CUT};
    if (c == '<') found = lex_iri(self->text, at);
    if (c == '?' || c == '$') found = lex_variable(self->text, at + 1);
    if (c == '_') found = lex_blank_label(self->text, at);
    if (c == '"' || c == '\'') return end_of_string(self, at);
    if (lex_class[(unsigned char)c] & LEX_DIGIT) found = lex_number(self->text, at, &kind);
    if (found.problem == LEX_OK) return found.end;
    return end_of_name(self, at, &colon);
}

/* Past a bracket and all that it holds; the end of the text when it is not closed. */
static size_t past_bracket(const Reading *self, size_t at, char open, char close) {
    size_t depth = 0;
    while (at < self->text.len) {
        const char c = byte_at(self, at);
        if (c == open) depth++;
        if (c == close && --depth == 0) return at + 1;
        const size_t blank = lex_blank(self->text, at);
        if (blank > at)
            at = blank;
        else
            at = c == '"' || c == '\'' ? end_of_string(self, at) : at + 1;
    }
    return SIZE_MAX;
}

/* ---- Triples ---------------------------------------------------------------------------------------------- */

static void read_term(Reading *self, Text term) {
    Writing *const now = &self->now;
    switch (now->place) {
    case PLACE_SUBJECT:
        now->subject = term;
        now->place = PLACE_PREDICATE;
        break;
    case PLACE_PREDICATE:
        now->predicate = term;
        now->place = PLACE_OBJECT;
        break;
    case PLACE_OBJECT:
        if (now->subject.len && now->predicate.len && self->count < MOST_PATTERNS)
            self->patterns[self->count++] = (Pattern){now->subject, now->predicate, term};
        now->place = PLACE_AFTER;
        break;
    case PLACE_AFTER:
    case PLACE_OUTSIDE: break;
    }
}

/* An operator of a path: what comes next is not the subject's own predicate. */
static void read_path(Reading *self, char c) {
    Writing *const now = &self->now;
    const bool repeats = c == '*' || c == '+' || c == '?';
    if ((c == '/' || c == '|') && now->place == PLACE_OBJECT)
        *now = (Writing){.place = PLACE_PREDICATE};
    else if ((c == '^' || c == '!') && now->place == PLACE_PREDICATE)
        *now = (Writing){.place = PLACE_PREDICATE, .turned = true};
    else if (repeats && now->place == PLACE_OBJECT)
        now->predicate = TEXT("");
}

static void read_open_bracket(Reading *self) {
    if (self->nested == MOST_NESTED) {
        self->at = self->text.len;
        return;
    }
    self->outer[self->nested++] = self->now;
    self->now = (Writing){.place = self->braces ? PLACE_PREDICATE : PLACE_OUTSIDE};
}

static void read_close_bracket(Reading *self) {
    if (self->nested == 0) return;
    self->now = self->outer[--self->nested];
    read_term(self, TEXT(""));
}

static void read_brace(Reading *self, char c) {
    if (c == '{')
        self->braces++;
    else if (self->braces)
        self->braces--;
    self->nested = 0;
    self->now = (Writing){.place = self->braces ? PLACE_SUBJECT : PLACE_OUTSIDE};
}

static void read_sign(Reading *self, char c) {
    Writing *const now = &self->now;
    switch (c) {
    case '{':
    case '}': read_brace(self, c); break;
    case '[': read_open_bracket(self); break;
    case ']': read_close_bracket(self); break;
    case '.': *now = (Writing){.place = self->braces ? PLACE_SUBJECT : PLACE_OUTSIDE}; break;
    case ';':
        if (now->place == PLACE_AFTER) now->place = PLACE_PREDICATE;
        break;
    case ',':
        if (now->place == PLACE_AFTER) now->place = PLACE_OBJECT;
        break;
    default: read_path(self, c);
    }
}

/* PREFIX p: <iri> or BASE <iri>, kept for the question. */
static void read_declaration(Reading *self, size_t start, size_t end) {
    size_t colon;
    size_t at = lex_blank(self->text, end);
    at = lex_blank(self->text, end_of_name(self, at, &colon));
    const Lexed iri = lex_iri(self->text, at);
    if (byte_at(self, at) != '<' || iri.problem != LEX_OK) return;
    buffer_text(&self->prologue, text_slice(self->text, start, iri.end));
    buffer_byte(&self->prologue, '\n');
    self->at = iri.end;
}

static void read_word(Reading *self, size_t start, size_t end) {
    const Text word = text_slice(self->text, start, end);
    self->at = end;
    if (text_equal(word, TEXT("a")) && self->now.place == PLACE_PREDICATE) {
        read_term(self, word);
    } else if (text_equal(word, TEXT("true")) || text_equal(word, TEXT("false"))) {
        read_term(self, word);
    } else if (text_equal_nocase(word, TEXT("prefix")) || text_equal_nocase(word, TEXT("base"))) {
        read_declaration(self, start, end);
    } else {
        const bool values = text_equal_nocase(word, TEXT("values"));
        const size_t brace = values ? text_find(self->text, TEXT("{"), end) : SIZE_MAX;
        if (brace != SIZE_MAX) self->at = past_bracket(self, brace, '{', '}');
        self->now = (Writing){.place = self->braces ? PLACE_SUBJECT : PLACE_OUTSIDE};
    }
}

/* An expression, or a collection, which is a term. */
static void read_parentheses(Reading *self) {
    self->at = past_bracket(self, self->at, '(', ')');
    if (self->now.place != PLACE_SUBJECT) read_term(self, TEXT(""));
}

static void read_token(Reading *self) {
    const size_t start = self->at;
    const size_t end = end_of_term(self, start);
    const size_t word = lex_word(self->text, start);
    if (byte_at(self, start) == '(') {
        read_parentheses(self);
    } else if (end > start) {
        self->at = end;
        read_term(self, text_slice(self->text, start, end));
    } else if (word > start) {
        read_word(self, start, word);
    } else {
        self->at = start + 1;
        read_sign(self, byte_at(self, start));
    }
}

/* Where the text ends within an expression or a block of data, its place is outside. */
static void read_text(Reading *self) {
    for (;;) {
        self->at = lex_blank(self->text, self->at);
        if (self->at >= self->text.len) break;
        read_token(self);
    }
    if (self->at != self->text.len) self->now.place = PLACE_OUTSIDE;
}

/* ---- The question ----------------------------------------------------------------------------------------- */

static void write_terms(Buffer *query, Text subject, Text predicate, Text object) {
    buffer_text(query, subject);
    buffer_byte(query, ' ');
    buffer_text(query, predicate);
    buffer_byte(query, ' ');
    buffer_text(query, object);
    buffer_text(query, TEXT(" . "));
}

/* What the statement says of the subject, when that is a variable; and the triple with what is looked for in its place. */
static void write_question(const Reading *self, bool with_patterns, Buffer *query) {
    const Writing *const now = &self->now;
    const bool predicate = now->place == PLACE_PREDICATE;
    const Text found = TEXT("?candidate__");
    const Text subject = now->subject.len ? now->subject : TEXT("?subject__");
    const bool variable = subject.at[0] == '?' || subject.at[0] == '$';
    buffer_text(query, buffer_view(&self->prologue));
    buffer_text(query, TEXT("SELECT DISTINCT ?candidate__ { "));
    for (size_t i = 0; with_patterns && variable && i < self->count; i++) {
        const Pattern *const at = &self->patterns[i];
        if (text_equal(at->subject, subject) || text_equal(at->object, subject))
            write_terms(query, at->subject, at->predicate, at->object);
    }
    write_terms(query, subject, predicate ? found : now->predicate,
                predicate ? TEXT("?object__") : found);
    buffer_text(query, TEXT("FILTER isIRI(?candidate__) }"));
}

static Status ask(const Shell *shell, Text query, ContextFound *found, void *sink, size_t *count) {
    Arena *const arena = arena_new(NULL);
    EngineOptions options = {.union_default = shell->graph.union_default, .timeout = ASK_SECONDS};
    Statement *statement = NULL;
    Status status =
        arena ? shell_parse_options(shell, arena, "completion", &options.parse) : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = statement_prepare(&statement, shell->source, query, &options, NULL);
    bool more = status == STATUS_OK;
    for (*count = 0; more && *count < MOST_ROWS; *count += more) {
        Term term;
        if (statement_next(statement, &more, NULL) != STATUS_OK || !more) break;
        if (statement_value(statement, 0, &term) == STATUS_OK) found(sink, term.text);
    }
    statement_free(statement);
    arena_free(arena);
    return status;
}

ContextPlace context_ask(const Shell *shell, Text text, ContextFound *found, void *sink) {
    Reading reading = {.text = text, .now = {.place = PLACE_OUTSIDE}};
    read_text(&reading);
    const Writing *const now = &reading.now;
    const bool predicate = now->place == PLACE_PREDICATE;
    const bool object = now->place == PLACE_OBJECT && now->predicate.len && !now->turned;
    size_t count = 0;
    /* Patterns of other branches may exclude each other: then without them. */
    for (int attempt = 0; (predicate || object) && count == 0 && attempt < 2; attempt++) {
        Buffer query = {0};
        write_question(&reading, attempt == 0, &query);
        const Status status =
            query.failed ? STATUS_NO_MEMORY : ask(shell, buffer_view(&query), found, sink, &count);
        buffer_free(&query);
        if (status == STATUS_NO_MEMORY) break;
    }
    buffer_free(&reading.prologue);
    return predicate ? CONTEXT_PREDICATE : object ? CONTEXT_OBJECT : CONTEXT_OTHER;
}
