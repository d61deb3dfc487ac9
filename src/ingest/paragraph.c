/* A paragraph: which forms of the lexicon stand where, and small questions about the text between them. */
#include "ingest_internal.h"

#include <stdlib.h>

/* ---- Hits ---------------------------------------------------------------------------------------------------------- */

static bool is_digit(int32_t code) { return code >= '0' && code <= '9'; }

static Status keep_hit(void *context, uint32_t string, size_t from, size_t to) {
    Document *const document = context;
    Paragraph *const paragraph = &document->paragraph;
    const Text text = paragraph->text;
    Hit hit = {.from = paragraph->folded.from[from],
               .to = paragraph->folded.to[to - 1],
               .form = document->lexicon->first_form[string]};
    const int32_t before = code_before(text, hit.from), first = code_at(text, hit.from);
    if (!is_border(code_before(text, hit.to), code_at(text, hit.to))) return STATUS_OK;
    if (!is_border(before, first)) {
        hit.glued = is_digit(before) && !is_digit(first);
        if (!hit.glued) return STATUS_OK;
    }
    TRY(LIST_ADD(&paragraph->hits));
    paragraph->hits.at[paragraph->hits.count++] = hit;
    return STATUS_OK;
}

static int by_place(const void *a, const void *b) {
    const Hit *const x = a;
    const Hit *const y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

Status paragraph_read(Document *document, Text text) {
    Paragraph *const paragraph = &document->paragraph;
    paragraph->text = text;
    paragraph->hits.count = paragraph->mentions.count = paragraph->quantities.count = 0;
    paragraph->dates.count = paragraph->sentences.count = 0;
    arena_reset(document->scratch);
    TRY(fold_text(&paragraph->folded, text));
    TRY(automaton_run(document->lexicon->automaton, buffer_view(&paragraph->folded.text), keep_hit,
                      document));
    if (paragraph->hits.count)
        qsort(paragraph->hits.at, paragraph->hits.count, sizeof *paragraph->hits.at, by_place);
    return STATUS_OK;
}

void paragraph_free(Paragraph *paragraph) {
    fold_free(&paragraph->folded);
    mem_free(paragraph->hits.at);
    mem_free(paragraph->mentions.at);
    mem_free(paragraph->quantities.at);
    mem_free(paragraph->dates.at);
    mem_free(paragraph->sentences.at);
}

size_t paragraph_hit(const Paragraph *paragraph, size_t from) {
    size_t low = 0, high = paragraph->hits.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->hits.at[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Forms --------------------------------------------------------------------------------------------------------- */

static bool is_capital(Text text) { return text.len > 0 && text.at[0] >= 'A' && text.at[0] <= 'Z'; }

/* "US" is not "us", and "Turkey" no bird: names of one word want their capital. */
static bool is_written_so(const Form *form, Text text) {
    if (form->capitals) return !has_lower(text);
    const bool name =
        form->kind == FORM_ENTITY || form->kind == FORM_ANAPHOR || form->kind == FORM_NAME_END;
    if (!name || !is_capital(form->written)) return true;
    return is_capital(text) || text_find(text, TEXT(" "), 0) != SIZE_MAX;
}

const Form *hit_form(const Document *document, const Hit *hit, FormKind kind) {
    const Lexicon *const lexicon = document->lexicon;
    const Text text = text_slice(document->paragraph.text, hit->from, hit->to);
    const Form *found = NULL;
    if (hit->glued && kind != FORM_UNIT && kind != FORM_MULTIPLIER) return NULL;
    for (uint32_t at = hit->form; at != NO_ITEM; at = lexicon->forms[at].next) {
        const Form *const form = &lexicon->forms[at];
        if (form->kind != kind || !is_written_so(form, text)) continue;
        if (text_equal(form->written, text)) return form;
        if (!found) found = form;
    }
    return found;
}

const Form *form_at(const Document *document, size_t from, FormKind kind, size_t *to) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = paragraph_hit(paragraph, from);
         i < paragraph->hits.count && paragraph->hits.at[i].from == from; i++) {
        const Form *const form = hit_form(document, &paragraph->hits.at[i], kind);
        if (!form) continue;
        *to = paragraph->hits.at[i].to;
        return form;
    }
    return NULL;
}

const Thing *document_thing(const Document *document, uint32_t thing) {
    const Lexicon *const lexicon = document->lexicon;
    return thing < lexicon->thing_count ? &lexicon->things[thing]
                                        : &document->names.at[thing - lexicon->thing_count];
}

const Sentence *sentence_of(const Paragraph *paragraph, size_t at) {
    size_t low = 0, high = paragraph->sentences.count;
    while (low + 1 < high) {
        const size_t middle = low + (high - low) / 2;
        if (paragraph->sentences.at[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    return high ? &paragraph->sentences.at[low] : NULL;
}

/* ---- What stands between ------------------------------------------------------------------------------------------- */

size_t words_between(Text text, size_t from, size_t to) {
    size_t words = 0;
    bool inside = false;
    for (size_t at = from, size; at < to; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        const bool word =
            code_is_word(code) || (inside && (code == '-' || code == '\'' || code == 0x2019));
        words += word && !inside;
        inside = word;
    }
    return words;
}

bool is_one_of(Text word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal_nocase(word, text_of(words[i]))) return true;
    }
    return false;
}

static const char *const articles[] = {"the", "a", "an", "its", "their"};

static bool is_article(Text word) {
    return is_one_of(word, articles, sizeof articles / sizeof *articles);
}

static bool is_quote(int32_t code) {
    return code == '"' || code == '\'' || code == '*' || code == '_' || code == '`' ||
           (code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB;
}

static bool is_blank(int32_t code) {
    return code == ' ' || code == '\n' || code == '\r' || code == '\t' || code == 0xA0;
}

bool is_tight(Text text, size_t from, size_t to) {
    size_t words = 0;
    for (size_t at = from, size; at < to; at += size) {
        const int32_t code = utf8_decode(text.at + at, text.len - at, &size);
        if (is_blank(code) || is_quote(code)) continue;
        if (!code_is_word(code) || words++) return false;
        size_t end = at;
        while (end < to && code_is_word(code_at(text, end))) end++;
        if (!is_article(text_slice(text, at, end))) return false;
        size = end - at;
    }
    return true;
}

Text word_before(Text text, size_t at) {
    size_t end = at;
    while (end > 0) {
        const int32_t code = code_before(text, end);
        if (!is_blank(code) && !is_quote(code)) break;
        end--;
        while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80) end--;
    }
    size_t start = end;
    while (start > 0 && (code_is_word(code_before(text, start)) || text.at[start - 1] == '-')) {
        start--;
        while (start > 0 && ((unsigned char)text.at[start] & 0xC0) == 0x80) start--;
    }
    return text_slice(text, start, end);
}

bool after_preposition(Text text, size_t at) {
    static const char *const prepositions[] = {
        "of",   "in",     "by",    "with",    "from",    "for",    "to",        "at",
        "on",   "over",   "under", "outside", "through", "via",    "against",   "among",
        "into", "within", "than",  "across",  "between", "beyond", "including", "like"};
    Text word = word_before(text, at);
    if (is_article(word)) word = word_before(text, (size_t)(word.at - text.at));
    return is_one_of(word, prepositions, sizeof prepositions / sizeof *prepositions);
}
