/* A set of prefixes: an array in order of declaration, with a hash index by name. */
#include <string.h>

#include "ytterby/lexer.h"
#include "ytterby/rdfio.h"

typedef struct Prefix {
    char *memory; /* name, then IRI */
    Text name, iri;
} Prefix;

struct Prefixes {
    Prefix *items;
    size_t count, cap;
    HashIndex index;
};

typedef struct Wanted {
    const Prefixes *prefixes;
    Text name;
} Wanted;

Prefixes *prefixes_new(void) { return mem_zero(1, sizeof(Prefixes)); }

void prefixes_free(Prefixes *prefixes) {
    if (!prefixes) return;
    for (size_t i = 0; i < prefixes->count; i++) mem_free(prefixes->items[i].memory);
    mem_free(prefixes->items);
    hash_index_free(&prefixes->index);
    mem_free(prefixes);
}

static bool has_name(const void *context, size_t position) {
    const Wanted *const wanted = context;
    return text_equal(wanted->prefixes->items[position].name, wanted->name);
}

static size_t position_of(const Prefixes *prefixes, Text name) {
    const Wanted wanted = {prefixes, name};
    return hash_index_find(&prefixes->index, hash_bytes(name.at, name.len, 0), has_name, &wanted);
}

static Status make_item(Prefix *item, Text name, Text iri) {
    char *const memory = mem_alloc(name.len + iri.len);
    if (!memory) return STATUS_NO_MEMORY;
    if (name.len > 0) memcpy(memory, name.at, name.len);
    if (iri.len > 0) memcpy(memory + name.len, iri.at, iri.len);
    *item = (Prefix){memory, {memory, name.len}, {memory + name.len, iri.len}};
    return STATUS_OK;
}

Status prefixes_set(Prefixes *prefixes, Text prefix, Text iri) {
    Prefix item;
    const size_t position = position_of(prefixes, prefix);
    if (position != HASH_NONE && text_equal(prefixes->items[position].iri, iri)) return STATUS_OK;
    TRY(make_item(&item, prefix, iri));
    if (position != HASH_NONE) {
        mem_free(prefixes->items[position].memory);
        prefixes->items[position] = item;
        return STATUS_OK;
    }
    void *items = prefixes->items;
    Status status = array_grow(&items, &prefixes->cap, prefixes->count + 1, sizeof item);
    prefixes->items = items;
    if (status == STATUS_OK)
        status =
            hash_index_add(&prefixes->index, hash_bytes(prefix.at, prefix.len, 0), prefixes->count);
    if (status != STATUS_OK) {
        mem_free(item.memory);
        return status;
    }
    prefixes->items[prefixes->count++] = item;
    return STATUS_OK;
}

size_t prefixes_count(const Prefixes *prefixes) { return prefixes ? prefixes->count : 0; }

void prefixes_at(const Prefixes *prefixes, size_t index, Text *prefix, Text *iri) {
    *prefix = prefixes->items[index].name;
    *iri = prefixes->items[index].iri;
}

bool prefixes_find(const Prefixes *prefixes, Text prefix, Text *iri) {
    const size_t position = prefixes ? position_of(prefixes, prefix) : HASH_NONE;
    if (position == HASH_NONE) return false;
    *iri = prefixes->items[position].iri;
    return true;
}

/* ---- Shortening -------------------------------------------------------------------------------------------- */

/* Characters that a local name holds only behind a backslash. "-" and "_" need none, but "-" at the start,
 * and "." at the start and the end. A "%" with two hex digits stands as it is. */
static bool needs_backslash(Text local, size_t at) {
    const char c = local.at[at];
    if (c == '-') return at == 0;
    if (c == '.') return at == 0 || at + 1 == local.len;
    if (c == '%') {
        const unsigned first = at + 1 < local.len ? lex_class[(unsigned char)local.at[at + 1]] : 0;
        const unsigned second = at + 2 < local.len ? lex_class[(unsigned char)local.at[at + 2]] : 0;
        return !(first & second & LEX_HEX);
    }
    return c != '_' && (lex_class[(unsigned char)c] & LEX_LOCAL_ESCAPE) != 0;
}

/* Appends `local` as PN_LOCAL and returns true, or returns false with nothing appended: when a character
 * cannot stand in a local name even behind a backslash. */
static bool append_local(Buffer *out, Text local) {
    const size_t start = out->len;
    for (size_t at = 0; at < local.len;) {
        const unsigned char c = (unsigned char)local.at[at];
        size_t size = 1;
        bool fits = c == ':' || (lex_class[c] & (LEX_NAME | LEX_LOCAL_ESCAPE)) != 0;
        if (c >= 0x80) {
            const int32_t code = utf8_decode(local.at + at, local.len - at, &size);
            fits = code >= 0 &&
                   (at == 0 ? lex_is_name_start((uint32_t)code) : lex_is_name((uint32_t)code));
        }
        if (!fits) {
            out->len = start;
            return false;
        }
        if (c < 0x80 && needs_backslash(local, at)) buffer_byte(out, '\\');
        buffer_append(out, local.at + at, size);
        at += size;
    }
    return true;
}

/* A local name that people would not want to read: more than the last step of the IRI. */
static bool is_clumsy(Text local) {
    return text_find(local, TEXT("/"), 0) != SIZE_MAX || text_find(local, TEXT("#"), 0) != SIZE_MAX;
}

bool prefixes_shorten(const Prefixes *prefixes, Text iri, Buffer *out) {
    const Prefix *best = NULL;
    for (size_t i = 0; i < prefixes_count(prefixes); i++) {
        const Prefix *const item = &prefixes->items[i];
        if (item->iri.len > 0 && (!best || item->iri.len > best->iri.len) &&
            text_starts(iri, item->iri))
            best = item;
    }
    if (!best) return false;
    const Text local = text_slice(iri, best->iri.len, iri.len);
    if (is_clumsy(local)) return false;
    const size_t start = out->len;
    buffer_text(out, best->name);
    buffer_byte(out, ':');
    if (append_local(out, local)) return true;
    out->len = start;
    return false;
}
