/* ytterby-raptor PARSER BASE SECONDS MEBIBYTES: reads RDF by Raptor from standard input and writes N-Quads, as helper.h says.
 * Raptor's parsers have memory errors that hostile documents reach; here they can break only this process, which
 * holds no secrets, opens nothing and talks to nobody. What Raptor gives is checked before it goes out. */
#include "helper.h"

#include <errno.h>
#include <raptor2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16,
    MOST_CHUNK = 1 << 26,
    MOST_PREFIXES = 1000
};

typedef struct Helper {
    raptor_world *world;
    raptor_parser *parser;
    Output *out;
    Buffer line;
    Buffer note;
    BlankLabels labels;
    TextStack stack;
    XmlLook xml;
    JsonLook json;
    long json_line; /* where Raptor is in JSON, which it does not say; 0: it is not JSON */
    unsigned prefixes;
    bool failed;
    bool broken; /* a note could not be written: to end well would lose it without a word */
} Helper;

/* ---- Notes ---------------------------------------------------------------------------------------- */

static void write_note(Helper *helper) {
    buffer_byte(&helper->note, '\n');
    for (size_t done = 0; done < helper->note.len;) {
        const ssize_t count = write(STDERR_FILENO, helper->note.at + done, helper->note.len - done);
        if (count < 0 && errno == EINTR) continue;
        helper->broken |= count <= 0;
        if (count <= 0) break;
        done += (size_t)count;
    }
    buffer_clear(&helper->note);
}

/* Only the first error is told: those after it are its echo; and of its message the first line: the others of
 * YAJL's show the document. */
static void note(Helper *helper, bool limit, long line, long column, const char *message) {
    if (helper->failed) return;
    helper->failed = true;
    if (line <= 0) line = helper->json_line;
    buffer_format(&helper->note, limit ? "limit %ld %ld " : "error %ld %ld ", line > 0 ? line : 0,
                  column > 0 ? column : 0);
    for (const char *c = message; *c && *c != '\n' && *c != '\r'; c++)
        buffer_byte(&helper->note, *c);
    write_note(helper);
    if (helper->parser) raptor_parser_parse_abort(helper->parser);
}

static void note_error(Helper *helper, long line, long column, const char *message) {
    const bool memory =
        strstr(message, "Out of memory") || strstr(message, "emory allocation failed");
    note(helper, memory, line, column, memory ? "Raptor ran out of memory" : message);
}

static void on_log(void *context, raptor_log_message *message) {
    if (message->level < RAPTOR_LOG_LEVEL_ERROR) return;
    const raptor_locator *place =
        message->locator; /* none for errors of libxml2: then the last known */
    Helper *const helper = context;
    if ((!place || place->line <= 0) && helper->parser)
        place = raptor_parser_get_locator(helper->parser);
    note_error(helper, place ? place->line : 0, place ? place->column : 0, message->text);
}

static void on_namespace(void *context, raptor_namespace *namespace) {
    Helper *const helper = context;
    raptor_uri *const uri = raptor_namespace_get_uri(namespace);
    const unsigned char *const prefix = raptor_namespace_get_prefix(namespace);
    if (!uri || helper->prefixes++ >= MOST_PREFIXES) return;
    const Text iri = text_of((const char *)raptor_uri_as_string(uri));
    if (iri_invalid_at(iri) < iri.len) return;
    buffer_format(&helper->note, "prefix %s ", prefix ? (const char *)prefix : "");
    buffer_text(&helper->note, iri);
    write_note(helper);
}

/* ---- Statements --------------------------------------------------------------------------------------- */

/* Made labels must not meet the document's: see blank.c. Raptor frees `label` and what is returned. */
static unsigned char *on_blank(void *context, unsigned char *label) {
    Helper *const helper = context;
    Term blank = {.kind = TERM_NONE};
    Text name = {NULL, 0};
    Status status;
    if (label)
        status =
            blank_of_file(&helper->labels, &helper->stack, text_of((const char *)label), &name);
    else if ((status = blank_new(&helper->labels, &helper->stack, &blank)) == STATUS_OK)
        name = blank.text;
    char *const copy = status == STATUS_OK ? raptor_alloc_memory(name.len + 1) : NULL;
    if (copy) {
        memcpy(copy, name.at, name.len);
        copy[name.len] = 0;
    }
    stack_release(&helper->stack, (StackMark){NULL, 0});
    if (label) raptor_free_memory(label);
    return (unsigned char *)copy;
}

static Text uri_text(raptor_uri *uri) {
    size_t len;
    const unsigned char *const at = raptor_uri_as_counted_string(uri, &len);
    return (Text){(const char *)at, len};
}

static Term convert(const raptor_term *from) {
    if (!from) return (Term){.kind = TERM_NONE};
    if (from->type == RAPTOR_TERM_TYPE_URI) return term_iri(uri_text(from->value.uri));
    if (from->type == RAPTOR_TERM_TYPE_BLANK)
        return term_blank(
            (Text){(const char *)from->value.blank.string, from->value.blank.string_len});
    const raptor_term_literal_value *const literal = &from->value.literal;
    const Text text = {(const char *)literal->string, literal->string_len};
    if (literal->language) return term_lang(text, text_of((const char *)literal->language));
    return literal->datatype ? term_typed(text, uri_text(literal->datatype)) : term_string(text);
}

/* What is no RDF term although Raptor took it; NULL: all is well. */
static const char *fault_of(const Term *term) {
    if (term->kind == TERM_IRI) {
        if (!iri_is_absolute(term->text)) return "a relative IRI that cannot be resolved";
        if (iri_invalid_at(term->text) < term->text.len)
            return "an IRI with a character that is not allowed in one";
    }
    if (utf8_invalid_at(term->text.at, term->text.len) < term->text.len)
        return "text that is not valid UTF-8";
    if (term->lang.len > 0) {
        char tag[300] = "@";
        if (term->lang.len + 1 > sizeof tag) return "a language tag that is too long";
        memcpy(tag + 1, term->lang.at, term->lang.len);
        const Text token = {tag, term->lang.len + 1};
        size_t end = 0;
        if (lex_language(token, 0, &end).problem != LEX_OK || end != token.len)
            return "a language tag that is none";
    }
    return NULL;
}

static void on_statement(void *context, raptor_statement *statement) {
    Helper *const helper = context;
    if (helper->failed) return;
    const Term terms[4] = {convert(statement->subject), convert(statement->predicate),
                           convert(statement->object), convert(statement->graph)};
    for (size_t i = 0; i < 4; i++) {
        const char *const fault = fault_of(&terms[i]);
        if (fault) {
            raptor_locator *const place = raptor_parser_get_locator(helper->parser);
            note_error(helper, place ? place->line : 0, place ? place->column : 0, fault);
            return;
        }
        if (terms[i].kind != TERM_NONE) term_write(&helper->line, &terms[i]);
        buffer_byte(&helper->line, ' ');
    }
    buffer_text(&helper->line, TEXT(".\n"));
    output_text(helper->out, buffer_view(&helper->line));
    buffer_clear(&helper->line);
}

/* ---- Running ---------------------------------------------------------------------------------------------- */

static int refuse_uri(void *context, raptor_uri *uri) {
    (void)context;
    (void)uri;
    return 1;
}

static bool open_parser(Helper *helper, const char *name, const char *base) {
    static const struct {
        raptor_option option;
        int value;
    } options[] = {
        {RAPTOR_OPTION_NO_NET, 1},       {RAPTOR_OPTION_NO_FILE, 1},
        {RAPTOR_OPTION_STRICT, 0},       {RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, 0},
        {RAPTOR_OPTION_CHECK_RDF_ID, 1}, {RAPTOR_OPTION_NORMALIZE_LANGUAGE, 0},
    };
    helper->world = raptor_new_world();
    if (!helper->world || raptor_world_open(helper->world)) return false;
    raptor_world_set_log_handler(helper->world, helper, on_log);
    raptor_world_set_generate_bnodeid_handler(helper->world, helper, on_blank);
    helper->parser = raptor_new_parser(helper->world, name);
    if (!helper->parser) return false;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        raptor_parser_set_option(helper->parser, options[i].option, NULL, options[i].value);
    raptor_parser_set_uri_filter(helper->parser, refuse_uri, NULL);
    raptor_parser_set_statement_handler(helper->parser, helper, on_statement);
    raptor_parser_set_namespace_handler(helper->parser, helper, on_namespace);
    raptor_uri *const uri = raptor_new_uri(helper->world, (const unsigned char *)base);
    return raptor_parser_parse_start(helper->parser, uri) == 0;
}

/* Reads until the chunk is full or the document ends; -1: it cannot be read. */
static ssize_t fill(char *chunk, size_t size) {
    size_t filled = 0;
    while (filled < size) {
        const ssize_t count = read(STDIN_FILENO, chunk + filled, size - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -1;
        if (count == 0) break;
        filled += (size_t)count;
    }
    return (ssize_t)filled;
}

static void give(Helper *helper, const char *at, size_t len, bool last) {
    const int result =
        raptor_parser_parse_chunk(helper->parser, (const unsigned char *)at, len, last);
    if (result != 0) note_error(helper, 0, 0, "the document cannot be parsed");
}

static void give_xml(Helper *helper, const char *at, size_t len) {
    const char *const fault = xml_look(&helper->xml, at, len);
    if (fault)
        note(helper, helper->xml.is_limit, helper->xml.lines + 1, 0, fault);
    else
        give(helper, at, len, false);
}

/* Line by line, for Raptor's JSON parser does not say where it is. */
static void give_json(Helper *helper, const char *at, size_t len) {
    while (len > 0 && !helper->failed) {
        const char *const end = memchr(at, '\n', len);
        const size_t line = end ? (size_t)(end - at) + 1 : len;
        const char *const fault = json_look(&helper->json, at, line);
        if (fault)
            note(helper, helper->json.is_limit, 0, 0, fault);
        else
            give(helper, at, line, false);
        helper->json_line += end != NULL;
        at += line;
        len -= line;
    }
}

/* YAJL begins anew with a token at each piece of it, so the pieces of a large JSON document grow with it: that keeps a
 * long literal from costing quadratic time. */
static void parse(Helper *helper, bool is_json) {
    size_t size = CHUNK, total = 0;
    char *chunk = mem_alloc(size);
    helper->json_line = is_json;
    while (!helper->failed) {
        const ssize_t count = chunk ? fill(chunk, size) : 0;
        if (!chunk) note(helper, true, 0, 0, "Raptor ran out of memory");
        helper->broken |= count < 0;
        if (count <= 0) break;
        (is_json ? give_json : give_xml)(helper, chunk, (size_t)count);
        total += (size_t)count;
        if (is_json && total / 4 > size && size < MOST_CHUNK) {
            mem_free(chunk);
            size *= 2;
            chunk = mem_alloc(size);
        }
    }
    if (!helper->failed && !helper->broken) give(helper, "", 0, true);
    mem_free(chunk);
}

int main(int argc, char **argv) {
    Helper helper = {.out = output_to_fd(STDOUT_FILENO, false)};
    if (argc != 5 || !helper.out) return EXIT_FAILURE;
    sandbox_limit(strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    if (!open_parser(&helper, argv[1], argv[2])) {
        note_error(&helper, 0, 0, "Raptor cannot be started for this format");
        _exit(HELPER_FAILED);
    }
    if (!sandbox_lock()) return EXIT_FAILURE;
    parse(&helper, strcmp(argv[1], "json") == 0);
    const bool whole =
        output_flush(helper.out, NULL) == STATUS_OK && !helper.line.failed && !helper.broken;
    _exit(!whole          ? EXIT_FAILURE
          : helper.failed ? HELPER_FAILED
                          : HELPER_DONE); /* nothing is worth freeing */
}
