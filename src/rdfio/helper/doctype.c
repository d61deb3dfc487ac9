/* Looks through an XML document's prolog for declarations of external entities. Raptor would load none (and the
 * sandbox could not), but it would leave a hole where the entity stands and say nothing; so the document is refused.
 * XML 1.0 section 2.8 (prolog), 4.2 (entity declarations). Bytes of value 0 are skipped: so UTF-16 is seen too. */
#include "helper.h"

#include <string.h>

/* Follows the text of one state: which string ends it. */
static const struct {
    PrologState state;
    const char *end;
} endings[] = {
    {PROLOG_COMMENT, "-->"},
    {PROLOG_INSTRUCTION, "?>"},
};

/* The last bytes, as a text of at most sizeof tail. */
static Text tail_of(const Prolog *prolog) { return (Text){prolog->tail, prolog->length}; }

static void remember(Prolog *prolog, char byte) {
    if (prolog->length == sizeof prolog->tail) {
        memmove(prolog->tail, prolog->tail + 1, sizeof prolog->tail - 1);
        prolog->length--;
    }
    prolog->tail[prolog->length++] = byte;
}

static void enter(Prolog *prolog, PrologState state) {
    prolog->state = state;
    prolog->length = 0;
}

/* Between the parts of the prolog, and in the internal subset. */
static void step_between(Prolog *prolog, char byte) {
    const Text tail = tail_of(prolog);
    const bool opened = tail.len >= 2 && tail.at[tail.len - 2] == '<';
    if (text_ends(tail, TEXT("<!--")))
        enter(prolog, PROLOG_COMMENT);
    else if (text_ends(tail, TEXT("<?")))
        enter(prolog, PROLOG_INSTRUCTION);
    else if (text_ends(tail, TEXT("<!ENTITY")))
        enter(prolog, PROLOG_ENTITY);
    else if (opened && byte != '!')
        prolog->state = PROLOG_OVER;
    else if ((byte == '"' || byte == '\'') && !text_ends(tail, TEXT("<"))) {
        enter(prolog, PROLOG_QUOTED);
        prolog->quote = byte;
    }
}

/* After <!ENTITY: SYSTEM or PUBLIC before any quote makes it external. */
static void step_entity(Prolog *prolog, char byte) {
    const Text tail = tail_of(prolog);
    if (text_ends(tail, TEXT("SYSTEM")) || text_ends(tail, TEXT("PUBLIC"))) prolog->external = true;
    if (byte == '"' || byte == '\'') {
        enter(prolog, PROLOG_QUOTED);
        prolog->quote = byte;
    } else if (byte == '>') {
        enter(prolog, PROLOG_BETWEEN);
    }
}

static void step(Prolog *prolog, char byte) {
    remember(prolog, byte);
    switch (prolog->state) {
    case PROLOG_BETWEEN: step_between(prolog, byte); return;
    case PROLOG_ENTITY: step_entity(prolog, byte); return;
    case PROLOG_QUOTED:
        if (byte == prolog->quote) enter(prolog, PROLOG_BETWEEN);
        return;
    case PROLOG_COMMENT:
    case PROLOG_INSTRUCTION:
        for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
            if (prolog->state == endings[i].state &&
                text_ends(tail_of(prolog), text_of(endings[i].end)))
                enter(prolog, PROLOG_BETWEEN);
        return;
    case PROLOG_OVER: return;
    }
}

bool prolog_is_external(Prolog *prolog, const char *at, size_t len) {
    for (size_t i = 0; i < len && prolog->state != PROLOG_OVER && !prolog->external; i++) {
        if (at[i] == '\n') prolog->line++;
        if (at[i] != 0) step(prolog, at[i]);
    }
    return prolog->external;
}
