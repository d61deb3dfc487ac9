/* The table of formats, and guessing one from a file's name or first bytes.
 * Names of the syntaxes that Raptor reads are Raptor's own; "grddl" and "guess" are left out, since what they
 * do depends on documents elsewhere. */
#include <string.h>

#include "ytterby/rdfio.h"

static const RdfFormat formats[] = {
    {"turtle", "Turtle", "text/turtle", "ttl turtle", false, true, true, false},
    {"trig", "TriG", "application/trig", "trig", true, true, true, false},
    {"ntriples", "N-Triples", "application/n-triples", "nt ntriples", false, true, true, false},
    {"nquads", "N-Quads", "application/n-quads", "nq nquads", true, true, true, false},
    {"rdfxml", "RDF/XML", "application/rdf+xml", "rdf owl rdfs xml", false, true, true, true},
    {"rdfa", "RDFa", "application/xhtml+xml", "html xhtml htm", false, true, false, true},
    {"json", "RDF/JSON", "application/rdf+json", "rj json", false, true, false, true},
    {"rss-tag-soup", "RSS tag soup", "application/rss+xml", "rss atom", false, true, false, true},
};

enum {
    FORMAT_COUNT = sizeof formats / sizeof formats[0]
};

const RdfFormat *rdf_formats(size_t *count) {
    *count = FORMAT_COUNT;
    return formats;
}

const RdfFormat *rdf_format_named(Text name) {
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (text_equal_nocase(name, text_of(formats[i].name)) ||
            text_equal_nocase(name, text_of(formats[i].media_type)))
            return &formats[i];
    return NULL;
}

/* Is `word` one of the words of `list`, which spaces separate? */
static bool has_word(Text list, Text word) {
    for (size_t at = 0; at < list.len;) {
        size_t end = text_find(list, TEXT(" "), at);
        if (end > list.len) end = list.len;
        if (text_equal_nocase(text_slice(list, at, end), word)) return true;
        at = end + 1;
    }
    return false;
}

/* Takes the last ending off the name; empty when there is none. */
static Text take_ending(Text *name) {
    for (size_t i = name->len; i > 0 && name->at[i - 1] != '/'; i--) {
        if (name->at[i - 1] != '.') continue;
        const Text ending = text_slice(*name, i, name->len);
        *name = text_slice(*name, 0, i - 1);
        return ending;
    }
    return (Text){NULL, 0};
}

static const RdfFormat *format_of_name(Text name) {
    Text ending = take_ending(&name);
    if (text_equal_nocase(ending, TEXT("gz")) || text_equal_nocase(ending, TEXT("zst")))
        ending = take_ending(&name);
    for (size_t i = 0; ending.len > 0 && i < FORMAT_COUNT; i++)
        if (has_word(text_of(formats[i].endings), ending)) return &formats[i];
    return NULL;
}

static bool contains(Text text, const char *needle) {
    return text_find(text, text_of(needle), 0) != SIZE_MAX;
}

/* Offset after white space, comments and a byte order mark. */
static size_t skip_opening(Text text) {
    size_t at = text_starts(text, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < text.len) {
        if (strchr(" \t\r\n", text.at[at]) && text.at[at] != 0) {
            at++;
        } else if (text.at[at] == '#') {
            while (at < text.len && text.at[at] != '\n') at++;
        } else {
            break;
        }
    }
    return at;
}

static const RdfFormat *format_of_content(Text text) {
    const Text start = text_slice(text, skip_opening(text), text.len);
    if (start.len == 0) return NULL;
    if (start.at[0] == '{')
        return rdf_format_named(contains(start, "\"value\"") ? TEXT("json") : TEXT("trig"));
    if (text_starts(start, TEXT("<?xml")) || text_starts(start, TEXT("<!")) ||
        text_starts(start, TEXT("<rdf:")) || text_starts(start, TEXT("<html")))
        return rdf_format_named(contains(start, "<html") ? TEXT("rdfa") : TEXT("rdfxml"));
    const size_t brace = text_find(start, TEXT("{"), 0), quote = text_find(start, TEXT("\""), 0);
    if (brace < quote && start.at[brace + 1 < start.len ? brace + 1 : brace] != '|')
        return rdf_format_named(TEXT("trig"));
    if (start.at[0] == '<' || start.at[0] == '_' || start.at[0] == '@' || start.at[0] == '[' ||
        start.at[0] == '(' || start.at[0] == ':' || contains(start, ":"))
        return rdf_format_named(TEXT("turtle"));
    return NULL;
}

const RdfFormat *rdf_format_guess(const char *path, Text first_bytes) {
    const RdfFormat *const format = path ? format_of_name(text_of(path)) : NULL;
    return format ? format : format_of_content(first_bytes);
}
