/* Looks through an XML document before Raptor gets it, for what Raptor and libxml2 do not refuse, or do with a wrong
 * answer, in quadratic time or beyond the end of their memory:
 * - external entities: Raptor would load none (and the sandbox could not), but leave a hole and say nothing;
 * - encodings in which this look would miss them;
 * - elements nested by the thousand, or with attributes by the ten thousand;
 * - language tags longer than Raptor's buffer.
 * XML 1.0 section 2.8 (prolog), 3.1 (tags), 4.2 (entities), 4.3.3 (encodings). Bytes of value 0 are skipped: so
 * UTF-16 is seen too. */
#include "helper.h"

#include <string.h>

enum {
    MOST_DEPTH = 1000,
    MOST_ATTRIBUTES = 10000
};

static Text tail_of(const XmlLook *look) { return (Text){look->tail, look->length}; }

static void remember(XmlLook *look, char byte) {
    if (look->length == sizeof look->tail) {
        memmove(look->tail, look->tail + 1, sizeof look->tail - 1);
        look->length--;
    }
    look->tail[look->length++] = byte;
}

static void enter(XmlLook *look, XmlState state) {
    look->state = state;
    look->length = 0;
}

static void quote(XmlLook *look, char byte, XmlState state, XmlState back) {
    enter(look, state);
    look->quote = byte;
    look->back = back;
    look->value = 0;
}

static void open_element(XmlLook *look) {
    enter(look, XML_TAG);
    look->attributes = 0;
    if (++look->depth > MOST_DEPTH) look->fault = "elements are nested too deeply: more than 1000";
}

/* ---- The prolog ------------------------------------------------------------------------------------------- */

/* Between the parts of the prolog, and in the internal subset. */
static void step_prolog(XmlLook *look, char byte) {
    const Text tail = tail_of(look);
    if (text_ends(tail, TEXT("<!--")))
        quote(look, 0, XML_COMMENT, XML_PROLOG);
    else if (text_ends(tail, TEXT("<?")))
        quote(look, 0, XML_INSTRUCTION, XML_PROLOG);
    else if (text_ends(tail, TEXT("<!ENTITY")))
        enter(look, XML_ENTITY);
    else if (tail.len >= 2 && tail.at[tail.len - 2] == '<' && byte != '!')
        open_element(look);
    else if ((byte == '"' || byte == '\'') && !text_ends(tail, TEXT("<")))
        quote(look, byte, XML_QUOTED, XML_PROLOG);
}

/* After <!ENTITY: SYSTEM or PUBLIC before any quote makes it external. */
static void step_entity(XmlLook *look, char byte) {
    const Text tail = tail_of(look);
    if (text_ends(tail, TEXT("SYSTEM")) || text_ends(tail, TEXT("PUBLIC")))
        look->fault = "external entities are refused";
    if (byte == '"' || byte == '\'')
        quote(look, byte, XML_QUOTED, XML_PROLOG);
    else if (byte == '>')
        enter(look, XML_PROLOG);
}

/* Those in which markup is written with the bytes of ASCII. */
static bool is_plain(Text encoding) {
    static const char *const fronts[] = {"utf-8",       "utf8",  "utf-16",
                                         "us-ascii",    "ascii", "iso-8859-",
                                         "windows-125", "koi8-", "iso-10646-ucs-"};
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++) {
        const Text front = text_of(fronts[i]);
        if (text_equal_nocase(text_slice(encoding, 0, front.len), front)) return true;
    }
    return false;
}

/* The first instruction is over: <?xml … encoding="NAME"?> */
static void check_declaration(XmlLook *look) {
    const Text all = {look->declaration, look->declared};
    const size_t at = text_find(all, TEXT("encoding"), 0);
    look->has_declaration = true;
    if (at == SIZE_MAX) return;
    size_t from = at + strlen("encoding");
    while (from < all.len && all.at[from] != '"' && all.at[from] != '\'') from++;
    if (!is_plain(text_slice(all, from + 1, all.len)))
        look->fault = "this encoding is not read: write the document in UTF-8";
}

/* ---- Inside ------------------------------------------------------------------------------------------------- */

static void step_content(XmlLook *look, char byte) {
    const Text tail = tail_of(look);
    if (text_ends(tail, TEXT("<!--")))
        quote(look, 0, XML_COMMENT, XML_CONTENT);
    else if (text_ends(tail, TEXT("<![CDATA[")))
        quote(look, 0, XML_CDATA, XML_CONTENT);
    else if (text_ends(tail, TEXT("<?")))
        quote(look, 0, XML_INSTRUCTION, XML_CONTENT);
    else if (text_ends(tail, TEXT("</")))
        enter(look, XML_END_TAG);
    else if (tail.len >= 2 && tail.at[tail.len - 2] == '<' && byte != '!')
        open_element(look);
}

static void close_element(XmlLook *look) {
    if (look->depth > 0) look->depth--;
    enter(look, XML_CONTENT);
}

static void step_tag(XmlLook *look, char byte) {
    const Text tail = tail_of(look);
    if (byte == '"' || byte == '\'') {
        look->is_language = text_ends(text_slice(tail, 0, tail.len - 1),
                                      TEXT("lang=")); /* white space is left out */
        quote(look, byte, XML_QUOTED, XML_TAG);
        if (++look->attributes > MOST_ATTRIBUTES) {
            look->fault = "an element has more than 10,000 attributes";
            look->is_limit = true;
        }
    } else if (byte == '>') {
        if (text_ends(tail, TEXT("/>")))
            close_element(look);
        else
            enter(look, XML_CONTENT);
    }
}

static void step_quoted(XmlLook *look, char byte) {
    if (byte == look->quote) {
        enter(look, look->back);
        look->is_language = false;
    } else if (++look->value > LONGEST_TAG && look->is_language) {
        look->fault = LONG_TAG;
        look->is_limit = true;
    }
}

static void step_until(XmlLook *look, Text end) {
    if (text_ends(tail_of(look), end)) enter(look, look->back);
}

static void step_instruction(XmlLook *look, char byte) {
    if (!look->has_declaration && look->declared < sizeof look->declaration)
        look->declaration[look->declared++] = byte;
    step_until(look, TEXT("?>"));
    if (look->state != XML_INSTRUCTION && !look->has_declaration) check_declaration(look);
}

static void step(XmlLook *look, char byte) {
    const bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
    if (!blank || look->state != XML_TAG) remember(look, byte);
    switch (look->state) {
    case XML_PROLOG: step_prolog(look, byte); return;
    case XML_ENTITY: step_entity(look, byte); return;
    case XML_QUOTED: step_quoted(look, byte); return;
    case XML_COMMENT: step_until(look, TEXT("-->")); return;
    case XML_CDATA: step_until(look, TEXT("]]>")); return;
    case XML_INSTRUCTION: step_instruction(look, byte); return;
    case XML_CONTENT: step_content(look, byte); return;
    case XML_TAG: step_tag(look, byte); return;
    case XML_END_TAG:
        if (byte == '>') close_element(look);
        return;
    }
}

/* A document in UTF-8 or UTF-16 begins with a byte order mark, white space, or "<". */
static bool may_begin(char byte) { return byte == 0 || strchr("\xEF\xFE\xFF \t\r\n<", byte); }

const char *xml_look(XmlLook *look, const char *at, size_t len) {
    if (len > 0 && !look->begun && !may_begin(at[0])) look->fault = "this is no XML in UTF-8";
    look->begun = look->begun || len > 0;
    for (size_t i = 0; i < len && !look->fault; i++) {
        if (at[i] == '\n') look->lines++;
        if (at[i] != 0) step(look, at[i]);
    }
    return look->fault;
}
