/* Sentences: they end at . ! ? before white space and a capital, a digit or a quote, but not after an initial or an
 * abbreviation; at CJK full stops; at line ends of lists. What has no end is cut at a space, so that what is looked for
 * within a sentence costs no more than the text is long. */
#include "ingest_internal.h"

enum {
    LONGEST_SENTENCE = 2000 /* bytes */
};

static bool is_abbreviation(Text word) {
    static const char *const known[] = {
        "mr",  "mrs",  "ms",  "dr",  "prof", "gen",    "gov", "sen", "inc", "ltd",
        "co",  "corp", "no",  "vs",  "etc",  "approx", "st",  "jan", "feb", "mar",
        "apr", "jun",  "jul", "aug", "sept", "sep",    "oct", "nov", "dec", "e.g",
        "i.e", "u.s",  "u.k", "e.u", "fig",  "est",    "al",  "figs"};
    return is_one_of(word, known, sizeof known / sizeof *known) ||
           (word.len == 1 && word.at[0] >= 'A' && word.at[0] <= 'Z');
}

static Text token_before(Text text, size_t at) {
    size_t start = at;
    while (start > 0 && text.at[start - 1] != ' ' && text.at[start - 1] != '\n' &&
           text.at[start - 1] != '(')
        start--;
    return text_slice(text, start, at);
}

/* Where the next sentence begins when one ends with the full stop at `at`; 0: none does. */
static size_t next_start(Text text, size_t at) {
    size_t next = at + 1;
    while (next < text.len &&
           (text.at[next] == '"' || text.at[next] == '\'' || text.at[next] == ')'))
        next++;
    while (text_starts(text_slice(text, next, text.len), TEXT("\xE2\x80\x9D"))) next += 3;
    if (next < text.len && text.at[next] != ' ' && text.at[next] != '\n') return 0;
    while (next < text.len && (text.at[next] == ' ' || text.at[next] == '\n')) next++;
    if (next == text.len) return next;
    const char first = text.at[next];
    if (first >= 'a' && first <= 'z') return 0;
    if (text.at[at] == '.' && is_abbreviation(token_before(text, at))) return 0;
    return next;
}

/* The next sentence begins there; `at`: a place where one may end. 0: it does not. */
static size_t sentence_end(Text text, size_t at) {
    switch (text.at[at]) {
    case '.':
    case '!':
    case '?': return next_start(text, at);
    case ';': return at + 1;
    case '\xE3': /* 。 */
        return text_starts(text_slice(text, at, text.len), TEXT("\xE3\x80\x82")) ? at + 3 : 0;
    default: return 0;
    }
}

static Status add_sentence(Paragraph *paragraph, size_t from, size_t to) {
    const Text text = text_trim(text_slice(paragraph->text, from, to));
    if (text.len == 0) return STATUS_OK;
    const size_t start = (size_t)(text.at - paragraph->text.at);
    TRY(LIST_ADD(&paragraph->sentences));
    paragraph->sentences.at[paragraph->sentences.count++] =
        (Sentence){.from = (uint32_t)start, .to = (uint32_t)(start + text.len)};
    return STATUS_OK;
}

Status find_sentences(Paragraph *paragraph) {
    const Text text = paragraph->text;
    size_t from = 0, space = 0;
    for (size_t at = 0; at < text.len; at++) {
        size_t next = sentence_end(text, at);
        if (text.at[at] == ' ' || text.at[at] == '\n') space = at + 1;
        if (next == 0 && at - from >= LONGEST_SENTENCE) next = space > from ? space : at;
        if (next == 0 || ((unsigned char)text.at[next < text.len ? next : at] & 0xC0) == 0x80)
            continue;
        TRY(add_sentence(paragraph, from, next));
        from = next;
        if (next > at) at = next - 1;
    }
    return add_sentence(paragraph, from, text.len);
}

/* Each list is in order, as the sentences are. */
void index_sentences(Paragraph *paragraph) {
    Range mentions = {0}, quantities = {0}, dates = {0};
    for (size_t i = 0; i < paragraph->sentences.count; i++) {
        Sentence *const sentence = &paragraph->sentences.at[i];
        while (mentions.to < paragraph->mentions.count &&
               paragraph->mentions.at[mentions.to].from < sentence->to)
            mentions.to++;
        while (quantities.to < paragraph->quantities.count &&
               paragraph->quantities.at[quantities.to].from < sentence->to)
            quantities.to++;
        while (dates.to < paragraph->dates.count &&
               paragraph->dates.at[dates.to].from < sentence->to)
            dates.to++;
        sentence->mentions = mentions;
        sentence->quantities = quantities;
        sentence->dates = dates;
        mentions.from = mentions.to;
        quantities.from = quantities.to;
        dates.from = dates.to;
    }
}
