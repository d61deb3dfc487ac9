/* A document, paragraph by paragraph: forms of the lexicon, sentences, dates, numbers, names; then what is proposed of
 * each sentence. Read on: lexicon.c, paragraph.c, mention.c, figure.c, relation.c, propose.c. */
#include "ingest_internal.h"

#include <string.h>

/* ---- Names that the graph does not know ---------------------------------------------------------------------------- */

static const char *class_of(const Document *document, const Thing *name) {
    const Lexicon *const lexicon = document->lexicon;
    for (size_t i = 0; i < lexicon->class_count; i++) {
        if (lexicon->classes[i].classes == name->classes) return lexicon->classes[i].iri.at;
    }
    return YO "Entity";
}

static Status propose_name(Document *document, const Mention *mention) {
    const Thing *const name = document_thing(document, mention->thing);
    Proposal proposal = {.class_iri = class_of(document, name),
                         .label = name->label,
                         .where = {mention->from, mention->to}};
    bool written = false;
    proposal_add(&proposal, "proposedIri", term_iri(name->iri));
    proposal_add(&proposal, "proposedName", term_lang(name->label, TEXT("en")));
    TRY(proposal_write(document, &proposal, &written));
    document->counts->names += written;
    return STATUS_OK;
}

/* Each new name once, where it comes first. */
static Status propose_names(Document *document) {
    const size_t known = document->lexicon->thing_count;
    for (size_t i = 0; i < document->paragraph.mentions.count; i++) {
        const Mention *const mention = &document->paragraph.mentions.at[i];
        if (mention->thing < known) continue;
        Thing *const name = &document->names.at[mention->thing - known];
        if (name->proposed) continue;
        name->proposed = true;
        TRY(propose_name(document, mention));
    }
    return STATUS_OK;
}

/* ---- A paragraph --------------------------------------------------------------------------------------------------- */

static Status read_paragraph(Document *document, Text text) {
    Paragraph *const paragraph = &document->paragraph;
    paragraph->number++;
    document->counts->paragraphs++;
    TRY(paragraph_read(document, text));
    TRY(find_sentences(paragraph));
    TRY(find_dates(document));
    TRY(find_quantities(document));
    TRY(find_mentions(document));
    TRY(write_passage(document));
    TRY(propose_names(document));
    TRY(write_mentions(document));
    for (size_t i = 0; i < paragraph->sentences.count; i++) {
        TRY(propose_figures(document, &paragraph->sentences.at[i]));
        TRY(propose_relations(document, &paragraph->sentences.at[i]));
        if (i % 64 == 0) TRY(budget_check(document->options->budget));
    }
    return STATUS_OK;
}

/* ---- Where paragraphs end ------------------------------------------------------------------------------------------ */

enum {
    WRAPPED_LINE =
        120, /* bytes: a longer line is a paragraph of its own, if it ends as a sentence does */
    LEAST_WRAPPED = 60,   /* bytes: before a longer line, a shorter one is a heading */
    MOST_WRAPPED = 65536, /* bytes of a paragraph of such lines */
};

static Text line_at(Text text, size_t at) {
    const size_t end = text_find(text, TEXT("\n"), at);
    return text_slice(text, at, end);
}

/* A heading, a list item, a table row or a quotation of Markdown. */
static bool begins_block(Text line) {
    line = text_trim(line);
    return line.len > 0 && strchr("#-*|>+=~", line.at[0]) != NULL;
}

static bool ends_sentence(Text line) {
    line = text_trim(line);
    return line.len > 0 && strchr(".!?:;\")", line.at[line.len - 1]) != NULL;
}

static bool goes_on(Text line, Text next) {
    if (text_trim(next).len == 0 || begins_block(next)) return false;
    if (line.len > 0 && (line.at[0] == '#' || line.at[0] == '|')) return false;
    if (line.len <= WRAPPED_LINE && next.len <= WRAPPED_LINE) return true;
    return line.len >= LEAST_WRAPPED && !ends_sentence(line);
}

/* Lines that belong together: [at, result). */
static size_t paragraph_end(Text text, size_t at) {
    Text line = line_at(text, at);
    size_t end = at + line.len;
    while (end + 1 < text.len) {
        const Text next = line_at(text, end + 1);
        if (!goes_on(line, next) || (line.len > WRAPPED_LINE && end - at > MOST_WRAPPED)) break;
        end += 1 + next.len;
        line = next;
    }
    return end;
}

static Text title_of(Text text) {
    for (size_t at = 0; at < text.len;) {
        const Text line = line_at(text, at);
        Text title = text_trim(line);
        while (title.len > 0 && title.at[0] == '#')
            title = text_trim(text_slice(title, 1, title.len));
        if (title.len > 0) {
            size_t most = title.len < 200 ? title.len : 200;
            while (most < title.len && ((unsigned char)title.at[most] & 0xC0) == 0x80) most--;
            return text_slice(title, 0, most);
        }
        at += line.len + 1;
    }
    return TEXT("an empty document");
}

static Status read_paragraphs(Document *document, Text text) {
    size_t codes = 0, counted = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t end = paragraph_end(text, at);
        const Text paragraph = text_trim(text_slice(text, at, end));
        if (paragraph.len > INGEST_MOST_PARAGRAPH)
            return diag_at(document->diag, STATUS_LIMIT, text, at,
                           "this paragraph is longer than %d KiB", INGEST_MOST_PARAGRAPH >> 10);
        if (paragraph.len > 0) {
            const size_t start = (size_t)(paragraph.at - text.at);
            codes += utf8_length(text_slice(text, counted, start));
            counted = start;
            document->paragraph.offset = codes;
            TRY(read_paragraph(document, paragraph));
        }
        at = end + 1;
    }
    return STATUS_OK;
}

/* ---- The door ------------------------------------------------------------------------------------------------------ */

static Status check_text(Text text, const char *name, Diag *diag) {
    diag_file(diag, name);
    if (text.len > INGEST_MOST_BYTES)
        return diag_set(diag, STATUS_LIMIT, "the document is larger than %d MiB",
                        INGEST_MOST_BYTES >> 20);
    const size_t wrong = utf8_invalid_at(text.at, text.len);
    if (wrong < text.len)
        return diag_at(diag, STATUS_SYNTAX, text, wrong,
                       "this byte is no UTF-8: is it plain text?");
    const size_t nul = text_find(text, (Text){"", 1}, 0);
    if (nul != SIZE_MAX) return diag_at(diag, STATUS_SYNTAX, text, nul, "a NUL: is it plain text?");
    return STATUS_OK;
}

Status ingest_text(const Lexicon *lexicon, Text text, const IngestOptions *options,
                   IngestCounts *counts, Diag *diag) {
    Document document = {.lexicon = lexicon, .options = options, .counts = counts, .diag = diag};
    *counts = (IngestCounts){0};
    TRY(check_text(text, options->name, diag));
    for (size_t i = 0; i < MOST_CLASSES; i++) document.first[i] = NO_ITEM;
    document.arena = arena_new(options->budget);
    document.scratch = arena_new(options->budget);
    Status status = document.arena && document.scratch ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = read_reviewed(&document);
    if (status == STATUS_OK) status = write_document(&document, title_of(text));
    if (status == STATUS_OK) status = read_paragraphs(&document, text);
    paragraph_free(&document.paragraph);
    term_table_free(document.reviewed);
    mem_free(document.names.at);
    mem_free(document.aliases.at);
    hash_index_free(&document.name_index);
    hash_index_free(&document.alias_index);
    arena_free(document.arena);
    arena_free(document.scratch);
    return status == STATUS_OK ? status : diag_set(diag, status, "%s", status_text(status));
}
