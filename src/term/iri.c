/* IRIs as far as RDF needs them: reference resolution, file: IRIs, forbidden characters.
 * RFC 3986, sections 3 (components), 5.2 (strict resolution) and 5.3 (recomposition). */
#include "ytterby/term.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The five components; a flag tells an absent one from an empty one. */
typedef struct Parts {
    Text scheme, authority, path, query, fragment;
    bool has_scheme, has_authority, has_query, has_fragment;
} Parts;

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The length of the scheme before its ":", or 0 when there is none (section 3.1). */
static size_t scheme_length(Text iri) {
    if (!iri.len || !is_letter(iri.at[0])) return 0;
    for (size_t i = 1; i < iri.len; i++) {
        const char c = iri.at[i];
        if (c == ':') return i;
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return 0;
    }
    return 0;
}

bool iri_is_absolute(Text iri) { return scheme_length(iri) > 0; }

/* Cuts the front of *rest off up to the first character of `stops`, or all of it. */
static Text take_until(Text *rest, Text stops) {
    size_t end = 0;
    while (end < rest->len && !memchr(stops.at, rest->at[end], stops.len)) end++;
    const Text front = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end, rest->len);
    return front;
}

/* Appendix B: every text has a reading. */
static Parts split(Text iri) {
    Parts parts = {0};
    const size_t scheme = scheme_length(iri);
    if (scheme) {
        parts.has_scheme = true;
        parts.scheme = text_slice(iri, 0, scheme);
        iri = text_slice(iri, scheme + 1, iri.len);
    }
    if (text_starts(iri, TEXT("//"))) {
        parts.has_authority = true;
        iri = text_slice(iri, 2, iri.len);
        parts.authority = take_until(&iri, TEXT("/?#"));
    }
    parts.path = take_until(&iri, TEXT("?#"));
    if (iri.len && iri.at[0] == '?') {
        parts.has_query = true;
        iri = text_slice(iri, 1, iri.len);
        parts.query = take_until(&iri, TEXT("#"));
    }
    if (iri.len) {
        parts.has_fragment = true;
        parts.fragment = text_slice(iri, 1, iri.len);
    }
    return parts;
}

static bool at_prefix(const char *at, size_t len, Text prefix) {
    return text_starts((Text){at, len}, prefix);
}

/* The length of `at` without its last segment and the "/" before it. */
static size_t drop_segment(const char *at, size_t len) {
    while (len && at[len - 1] != '/') len--;
    return len ? len - 1 : 0;
}

/* Section 5.2.4, in place: what is kept never overtakes what is read. Returns the new length. */
static size_t remove_dot_segments(char *at, size_t len) {
    size_t in = 0, kept = 0;
    while (in < len) {
        const char *const rest = at + in;
        const size_t left = len - in;
        if (at_prefix(rest, left, TEXT("../"))) {
            in += 3;
        } else if (at_prefix(rest, left, TEXT("./"))) {
            in += 2;
        } else if (at_prefix(rest, left, TEXT("/./"))) {
            in += 2;
        } else if (at_prefix(rest, left, TEXT("/../"))) {
            in += 3;
            kept = drop_segment(at, kept);
        } else if (text_equal((Text){rest, left}, TEXT("/."))) {
            at[++in] = '/';
        } else if (text_equal((Text){rest, left}, TEXT("/.."))) {
            at[in += 2] = '/';
            kept = drop_segment(at, kept);
        } else if (text_equal((Text){rest, left}, TEXT(".")) ||
                   text_equal((Text){rest, left}, TEXT(".."))) {
            in = len;
        } else {
            do at[kept++] = at[in++];
            while (in < len && at[in] != '/');
        }
    }
    return kept;
}

/* Appends the base's path up to its last "/" (section 5.2.3). */
static void append_folder(Buffer *out, const Parts *base) {
    size_t end = base->path.len;
    while (end && base->path.at[end - 1] != '/') end--;
    if (base->has_authority && !base->path.len)
        buffer_byte(out, '/');
    else
        buffer_text(out, text_slice(base->path, 0, end));
}

/* Appends the path of the reference, merged with the base's where it is relative, without dots. */
static void append_path(Buffer *out, const Parts *base, const Parts *reference, bool merge) {
    const size_t start = out->len;
    if (merge && !text_starts(reference->path, TEXT("/"))) append_folder(out, base);
    buffer_text(out, reference->path);
    if (!out->failed && out->len > start)
        out->len = start + remove_dot_segments(out->at + start, out->len - start);
}

/* Section 5.3: the scheme and the authority. */
static void append_front(Buffer *out, const Parts *scheme_of, const Parts *authority_of) {
    if (scheme_of->has_scheme) {
        buffer_text(out, scheme_of->scheme);
        buffer_byte(out, ':');
    }
    if (authority_of->has_authority) {
        buffer_text(out, TEXT("//"));
        buffer_text(out, authority_of->authority);
    }
}

static void append_tail(Buffer *out, const Parts *query_of, const Parts *fragment_of) {
    if (query_of->has_query) {
        buffer_byte(out, '?');
        buffer_text(out, query_of->query);
    }
    if (fragment_of->has_fragment) {
        buffer_byte(out, '#');
        buffer_text(out, fragment_of->fragment);
    }
}

void iri_resolve(Buffer *out, Text base_iri, Text reference_iri) {
    const Parts base = split(base_iri), reference = split(reference_iri);
    const bool own_scheme = reference.has_scheme;
    const bool own_authority = own_scheme || reference.has_authority;
    append_front(out, own_scheme ? &reference : &base, own_authority ? &reference : &base);
    if (!own_authority && !reference.path.len) {
        buffer_text(out, base.path);
        append_tail(out, reference.has_query ? &reference : &base, &reference);
    } else {
        append_path(out, &base, &reference, !own_authority);
        append_tail(out, &reference, &reference);
    }
}

/* ---- Files ---------------------------------------------------------------------------------- */

/* Appends a path with all bytes percent-encoded that a path segment does not hold as they are. */
static void append_encoded(Buffer *out, Text path) {
    for (size_t i = 0; i < path.len; i++) {
        const char c = path.at[i];
        if (is_letter(c) || is_digit(c) || memchr("-._~!$&'()*+,;=:@/", c, 18))
            buffer_byte(out, c);
        else
            buffer_format(out, "%%%02X", (unsigned char)c);
    }
}

/* Appends the working directory and a "/". */
static Status append_working_directory(Buffer *out) {
    char folder[4096];
    if (!getcwd(folder, sizeof folder)) return errno == ERANGE ? STATUS_LIMIT : STATUS_IO;
    append_encoded(out, text_of(folder));
    if (!text_ends(text_of(folder), TEXT("/"))) buffer_byte(out, '/');
    return STATUS_OK;
}

Status iri_of_path(Buffer *out, const char *path) {
    buffer_text(out, TEXT("file://"));
    const size_t start = out->len;
    if (path[0] != '/') TRY(append_working_directory(out));
    append_encoded(out, text_of(path));
    if (out->failed) return STATUS_NO_MEMORY;
    out->len = start + remove_dot_segments(out->at + start, out->len - start);
    return STATUS_OK;
}

/* ---- Characters ----------------------------------------------------------------------------- */

/* By byte: may it not stand in an IRI? */
static const bool forbidden[256] = {
    [0] = true,   [1] = true,   [2] = true,   [3] = true,   [4] = true,   [5] = true,
    [6] = true,   [7] = true,   [8] = true,   [9] = true,   [10] = true,  [11] = true,
    [12] = true,  [13] = true,  [14] = true,  [15] = true,  [16] = true,  [17] = true,
    [18] = true,  [19] = true,  [20] = true,  [21] = true,  [22] = true,  [23] = true,
    [24] = true,  [25] = true,  [26] = true,  [27] = true,  [28] = true,  [29] = true,
    [30] = true,  [31] = true,  [' '] = true, ['<'] = true, ['>'] = true, ['"'] = true,
    ['{'] = true, ['}'] = true, ['|'] = true, ['^'] = true, ['`'] = true, ['\\'] = true};

size_t iri_invalid_at(Text iri) {
    for (size_t i = 0; i < iri.len; i++)
        if (forbidden[(unsigned char)iri.at[i]]) return i;
    return iri.len;
}
