/* Looks through a JSON document before Raptor gets it, for escapes that YAJL turns into something else without a word:
 * half a surrogate pair becomes a question mark, and a NUL ends the text; and for language tags longer than Raptor's
 * buffer. RFC 8259 section 7. */
#include "helper.h"

static bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }

static bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

/* A UTF-16 unit of a string that an escape gave, or one of its bytes. */
static void take_unit(JsonLook *look, unsigned unit) {
    if (look->length < sizeof look->front) look->front[look->length] = (char)unit;
    if (++look->length > LONGEST_TAG && look->is_language) {
        look->fault = LONG_TAG;
        look->is_limit = true;
    }
    if (is_low(unit) != look->half) look->fault = "half of a surrogate pair is no character";
    look->half = is_high(unit);
    if (unit == 0) {
        look->fault = "text with a NUL character, which Raptor cannot hold";
        look->is_limit = true;
    }
}

static void step_escape(JsonLook *look, char byte) {
    if (look->digits == 0) {
        look->escape = byte == 'u';
        look->digits = byte == 'u' ? 4 : 0;
        look->unit = 0;
        if (byte != 'u') take_unit(look, (unsigned char)byte);
        return;
    }
    const unsigned code = (unsigned char)byte, letter = code | 0x20;
    const unsigned value = code >= '0' && code <= '9'       ? code - '0'
                           : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                            : 16;
    if (value == 16) { /* YAJL tells what is wrong */
        look->escape = false;
        return;
    }
    look->unit = look->unit << 4 | value;
    if (--look->digits > 0) return;
    look->escape = false;
    take_unit(look, look->unit);
}

static void end_string(JsonLook *look) {
    const Text text = {look->front, look->length < sizeof look->front ? look->length : 0};
    if (look->half) look->fault = "half of a surrogate pair is no character";
    look->is_language = text_equal(text, TEXT("lang")); /* the next string is one */
}

static void step(JsonLook *look, char byte) {
    if (look->escape) {
        step_escape(look, byte);
    } else if (look->string && byte == '\\') {
        look->escape = true;
        look->digits = 0;
    } else if (byte == '"') {
        if (look->string)
            end_string(look);
        else
            look->length = 0;
        look->string = !look->string;
    } else if (look->string) {
        take_unit(look, (unsigned char)byte);
    }
}

const char *json_look(JsonLook *look, const char *at, size_t len) {
    for (size_t i = 0; i < len && !look->fault; i++) step(look, at[i]);
    return look->fault;
}
