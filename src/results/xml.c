/* XML 1.0 (fifth edition), as much as answers need: tags, attributes, character data, CDATA, comments and
 * processing instructions. Well-formedness of tags is checked; a document type declaration is refused, and with it
 * every entity that could grow or reach outside. Namespaces are not resolved: local names decide. */
#include "results_internal.h"

#include <string.h>

Status xml_error(XmlReader *reader, const char *what) {
    return diag_at(reader->diag, STATUS_SYNTAX, reader->text, reader->at, "%s", what);
}

static bool looking_at(const XmlReader *reader, Text what) {
    return text_starts(text_slice(reader->text, reader->at, reader->text.len), what);
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_space(XmlReader *reader) {
    while (reader->at < reader->text.len && is_space(reader->text.at[reader->at])) reader->at++;
}

/* Every byte above ASCII counts as a name character: names are only compared. */
static bool in_name(char byte) {
    const unsigned char value = (unsigned char)byte;
    return value >= 0x80 || (value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z') ||
           (value >= 'a' && value <= 'z') || byte == '_' || byte == ':' || byte == '-' ||
           byte == '.';
}

static Text read_name(XmlReader *reader) {
    const size_t start = reader->at;
    while (reader->at < reader->text.len && in_name(reader->text.at[reader->at])) reader->at++;
    return text_slice(reader->text, start, reader->at);
}

static Text local_name(Text name) {
    const size_t colon = text_find(name, TEXT(":"), 0);
    return colon == SIZE_MAX ? name : text_slice(name, colon + 1, name.len);
}

/* Moves behind `end`; false when it does not come. */
static bool skip_past(XmlReader *reader, Text end) {
    const size_t found = text_find(reader->text, end, reader->at);
    if (found == SIZE_MAX) return false;
    reader->at = found + end.len;
    return true;
}

/* ---- Character data ------------------------------------------------------------------------------------------ */

static bool xml_character(uint32_t code) {
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

static uint32_t digit_of(char byte, uint32_t radix) {
    if (byte >= '0' && byte <= '9') return (uint32_t)(byte - '0');
    if (radix == 16 && byte >= 'a' && byte <= 'f') return (uint32_t)(byte - 'a' + 10);
    if (radix == 16 && byte >= 'A' && byte <= 'F') return (uint32_t)(byte - 'A' + 10);
    return radix;
}

static bool number_reference(Text digits, uint32_t radix, Buffer *out) {
    uint32_t code = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const uint32_t digit = digit_of(digits.at[i], radix);
        if (digit == radix || code > 0x10FFFF) return false;
        code = code * radix + digit;
    }
    if (digits.len == 0 || !xml_character(code)) return false;
    buffer_code(out, code);
    return true;
}

static bool expand(Text reference, Buffer *out) {
    static const struct {
        const char *name;
        char byte;
    } entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (text_starts(reference, TEXT("#x")))
        return number_reference(text_slice(reference, 2, reference.len), 16, out);
    if (text_starts(reference, TEXT("#")))
        return number_reference(text_slice(reference, 1, reference.len), 10, out);
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (!text_equal(reference, text_of(entities[i].name))) continue;
        buffer_byte(out, entities[i].byte);
        return true;
    }
    return false;
}

/* Takes one character or reference from the text; a line's end becomes LF (section 2.11). */
static Status take_character(XmlReader *reader, Buffer *out) {
    enum {
        LONGEST_REFERENCE = 16
    };
    const char byte = reader->text.at[reader->at];
    if (byte == '&') {
        const Text rest = text_slice(reader->text, reader->at + 1, reader->at + LONGEST_REFERENCE);
        const size_t semicolon = text_find(rest, TEXT(";"), 0);
        if (semicolon == SIZE_MAX || !expand(text_slice(rest, 0, semicolon), out))
            return xml_error(reader,
                             "not a reference to a character or to one of XML's own entities");
        reader->at += semicolon + 2;
        return STATUS_OK;
    }
    if ((unsigned char)byte < 0x20 && !is_space(byte))
        return xml_error(reader, "a control character");
    reader->at++;
    if (byte != '\r')
        buffer_byte(out, byte);
    else if (!looking_at(reader, TEXT("\n")))
        buffer_byte(out, '\n');
    return STATUS_OK;
}

static Status take_cdata(XmlReader *reader) {
    reader->at += sizeof "<![CDATA[" - 1;
    const size_t start = reader->at;
    if (!skip_past(reader, TEXT("]]>"))) return xml_error(reader, "this CDATA section has no end");
    buffer_text(&reader->content, text_slice(reader->text, start, reader->at - 3));
    return STATUS_OK;
}

/* ---- Tags ------------------------------------------------------------------------------------------------------ */

static Status take_value(XmlReader *reader, Text *value) {
    if (reader->at == reader->text.len) return xml_error(reader, "expected an attribute's value");
    const char quote = reader->text.at[reader->at++];
    if (quote != '"' && quote != '\'') return xml_error(reader, "expected a quoted value");
    Buffer decoded = {0};
    Status status = STATUS_OK;
    while (status == STATUS_OK && reader->at < reader->text.len &&
           reader->text.at[reader->at] != quote) {
        if (reader->text.at[reader->at] == '<')
            status = xml_error(reader, "\"<\" in an attribute's value");
        else
            status = take_character(reader, &decoded);
    }
    *value = arena_text(reader->arena, buffer_view(&decoded));
    const bool failed = decoded.failed || !value->at;
    buffer_free(&decoded);
    TRY(status);
    if (failed) return diag_set(reader->diag, STATUS_NO_MEMORY, "out of memory");
    if (reader->at++ == reader->text.len) return xml_error(reader, "this value has no end");
    return STATUS_OK;
}

static Status take_attributes(XmlReader *reader) {
    reader->attribute_count = 0;
    for (;;) {
        const size_t before = reader->at;
        skip_space(reader);
        const Text name = read_name(reader);
        if (name.len == 0) return STATUS_OK;
        if (before + name.len == reader->at)
            return xml_error(reader, "expected a space before an attribute");
        if (reader->attribute_count == XML_MOST_ATTRIBUTES)
            return xml_error(reader, "too many attributes");
        skip_space(reader);
        if (!looking_at(reader, TEXT("="))) return xml_error(reader, "expected \"=\"");
        reader->at++;
        skip_space(reader);
        XmlAttribute *const attribute = &reader->attributes[reader->attribute_count++];
        attribute->name = local_name(name);
        TRY(take_value(reader, &attribute->value));
    }
}

static Status start_tag(XmlReader *reader) {
    reader->at++;
    const Text name = read_name(reader);
    if (name.len == 0) return xml_error(reader, "expected an element's name");
    if (reader->depth == XML_MOST_DEPTH) return xml_error(reader, "elements are nested too deeply");
    TRY(take_attributes(reader));
    reader->empty_element = looking_at(reader, TEXT("/"));
    if (reader->empty_element) reader->at++;
    if (!looking_at(reader, TEXT(">"))) return xml_error(reader, "expected \">\"");
    reader->at++;
    reader->open[reader->depth++] = name;
    reader->name = local_name(name);
    reader->event = XML_START;
    return STATUS_OK;
}

static Status end_tag(XmlReader *reader) {
    reader->at += 2;
    const Text name = read_name(reader);
    if (reader->depth == 0 || !text_equal(name, reader->open[reader->depth - 1]))
        return xml_error(reader, "this end tag matches no start tag");
    skip_space(reader);
    if (!looking_at(reader, TEXT(">"))) return xml_error(reader, "expected \">\"");
    reader->at++;
    reader->depth--;
    reader->name = local_name(name);
    reader->event = XML_END;
    return STATUS_OK;
}

static Status finish(XmlReader *reader) {
    reader->event = XML_FINISHED;
    if (reader->depth > 0) return xml_error(reader, "the document ends inside an element");
    return text_trim(buffer_view(&reader->content)).len == 0
               ? STATUS_OK
               : xml_error(reader, "text outside the document's element");
}

Status xml_next(XmlReader *reader) {
    if (reader->empty_element) {
        reader->empty_element = false;
        buffer_clear(&reader->content);
        reader->event = XML_END;
        reader->name = local_name(reader->open[--reader->depth]);
        return STATUS_OK;
    }
    buffer_clear(&reader->content);
    if (reader->at == 0 && looking_at(reader, TEXT("\xEF\xBB\xBF"))) reader->at = 3;
    while (reader->at < reader->text.len) {
        if (!looking_at(reader, TEXT("<"))) {
            TRY(take_character(reader, &reader->content));
        } else if (looking_at(reader, TEXT("<!--"))) {
            if (!skip_past(reader, TEXT("-->")))
                return xml_error(reader, "this comment has no end");
        } else if (looking_at(reader, TEXT("<?"))) {
            if (!skip_past(reader, TEXT("?>")))
                return xml_error(reader, "this instruction has no end");
        } else if (looking_at(reader, TEXT("<![CDATA["))) {
            TRY(take_cdata(reader));
        } else if (looking_at(reader, TEXT("<!"))) {
            return xml_error(reader, "document types and entities are not accepted");
        } else {
            return looking_at(reader, TEXT("</")) ? end_tag(reader) : start_tag(reader);
        }
    }
    return finish(reader);
}

Text xml_attribute(const XmlReader *reader, const char *name) {
    for (size_t i = 0; i < reader->attribute_count; i++) {
        if (text_equal(reader->attributes[i].name, text_of(name)))
            return reader->attributes[i].value;
    }
    return (Text){0};
}
