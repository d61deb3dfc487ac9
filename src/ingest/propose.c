/* What is written of a document: itself, its passages, mentions and candidates. A candidate's IRI is made of what it
 * proposes and of the sentence it comes from, so that it is the same when the document is read again. Offsets are code
 * points from the beginning of the document (Web Annotation Data Model, section 4.2.5: start and end). */
#include "ingest_internal.h"

void proposal_add(Proposal *proposal, const char *property, Term value) {
    if (proposal->count == sizeof proposal->parts / sizeof *proposal->parts) return;
    proposal->parts[proposal->count].property = property;
    proposal->parts[proposal->count++].value = value;
}

Term thing_term(const Document *document, uint32_t thing) {
    return term_iri(document_thing(document, thing)->iri);
}

Term decimal_term(Text text) { return term_typed(text, TEXT(XSD "decimal")); }

/* ---- Quads --------------------------------------------------------------------------------------------------------- */

static Status write_quad(Document *document, Text subject, Text predicate, Term object) {
    const IngestOptions *const options = document->options;
    const Quad quad = {term_iri(subject), term_iri(predicate), object, term_iri(options->document)};
    return options->quad(options->context, &quad);
}

static Status write_own(Document *document, Text subject, const char *property, Term object) {
    char iri[128];
    const int len = snprintf(iri, sizeof iri, YO "%s", property);
    return write_quad(document, subject, (Text){iri, (size_t)len}, object);
}

static Status write_class(Document *document, Text subject, const char *class_iri) {
    return write_quad(document, subject, TEXT(RDF "type"), term_iri(text_of(class_iri)));
}

static Status write_integer(Document *document, Text subject, Text predicate, size_t value) {
    char text[24];
    const int len = snprintf(text, sizeof text, "%zu", value);
    return write_quad(document, subject, predicate,
                      term_typed((Text){text, (size_t)len}, TEXT(XSD "integer")));
}

static Term english(Text text) { return term_lang(text, TEXT("en")); }

static Status made_iri(Document *document, Text *iri, const char *kind, uint64_t number, bool hex) {
    Buffer out = {0};
    buffer_text(&out, document->options->document);
    buffer_format(&out, hex ? "-%s-%012llx" : "-%s-%llu", kind,
                  (unsigned long long)(hex ? number & 0xffffffffffff : number));
    *iri = arena_text(document->scratch, buffer_view(&out));
    const bool failed = out.failed || !iri->at;
    buffer_free(&out);
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static Status passage_iri(Document *document, Text *iri) {
    return made_iri(document, iri, "paragraph", document->paragraph.number, false);
}

/* ---- The document and its passages --------------------------------------------------------------------------------- */

Status write_document(Document *document, Text title) {
    const Text iri = document->options->document;
    if (document->described) return STATUS_OK;
    TRY(write_class(document, iri, YO "Document"));
    TRY(write_quad(document, iri, TEXT(RDFS "label"), english(title)));
    return write_quad(document, iri, TEXT("http://www.w3.org/2004/02/skos/core#prefLabel"),
                      english(title));
}

/* The words and where they stand: "my-note, paragraph 3". */
static Status write_place_label(Document *document, Text iri, Text words) {
    Buffer label = {0};
    buffer_text(&label, words);
    buffer_format(&label, ", paragraph %zu", document->paragraph.number);
    const Status status =
        label.failed ? STATUS_NO_MEMORY
                     : write_quad(document, iri, TEXT(RDFS "label"), english(buffer_view(&label)));
    buffer_free(&label);
    return status;
}

/* The last part of the document's IRI. */
static Text document_name(const Document *document) {
    const Text name = document->options->document;
    size_t at = name.len;
    while (at > 0 && name.at[at - 1] != '#' && name.at[at - 1] != '/' && name.at[at - 1] != ':')
        at--;
    return text_slice(name, at, name.len);
}

Status write_passage(Document *document) {
    Text iri;
    TRY(passage_iri(document, &iri));
    TRY(write_class(document, iri, YO "Passage"));
    TRY(write_place_label(document, iri, document_name(document)));
    TRY(write_quad(document, iri, TEXT(DCTERMS "isPartOf"), term_iri(document->options->document)));
    return write_integer(document, iri, TEXT(SCHEMA "position"), document->paragraph.number);
}

/* ---- Places in the text -------------------------------------------------------------------------------------------- */

static size_t offset_of(const Paragraph *paragraph, size_t at) {
    return paragraph->offset + utf8_length(text_slice(paragraph->text, 0, at));
}

static Status write_place(Document *document, Text iri, Span where) {
    const Paragraph *const paragraph = &document->paragraph;
    const Text exact = text_slice(paragraph->text, where.from, where.to);
    const size_t from = offset_of(paragraph, where.from);
    TRY(write_integer(document, iri, TEXT(OA "start"), from));
    TRY(write_integer(document, iri, TEXT(OA "end"), from + utf8_length(exact)));
    return write_quad(document, iri, TEXT(OA "exact"), term_string(exact));
}

static Status write_mention(Document *document, Span where, const char *property, Term what) {
    Text iri, passage;
    TRY(made_iri(document, &iri, "mention", offset_of(&document->paragraph, where.from), false));
    TRY(passage_iri(document, &passage));
    TRY(write_class(document, iri, YO "Mention"));
    TRY(write_place_label(document, iri,
                          text_slice(document->paragraph.text, where.from, where.to)));
    TRY(write_own(document, iri, property, what));
    TRY(write_own(document, iri, "inPassage", term_iri(passage)));
    return write_place(document, iri, where);
}

Status write_mentions(Document *document) {
    const Paragraph *const paragraph = &document->paragraph;
    for (size_t i = 0; i < paragraph->mentions.count; i++) {
        const Mention *const mention = &paragraph->mentions.at[i];
        if (mention->anaphor) continue;
        TRY(write_mention(document, (Span){mention->from, mention->to}, "mentions",
                          term_iri(document_thing(document, mention->thing)->iri)));
        document->counts->mentions++;
    }
    for (size_t i = 0; i < paragraph->dates.count; i++) {
        const Date *const date = &paragraph->dates.at[i];
        TRY(write_mention(document, (Span){date->from, date->to}, "mentionedDate",
                          term_typed(date->text, text_of(date->datatype))));
        document->counts->dates++;
    }
    return STATUS_OK;
}

/* ---- Candidates ---------------------------------------------------------------------------------------------------- */

static uint64_t proposal_hash(const Document *document, const Proposal *proposal) {
    const Text text =
        text_slice(document->paragraph.text, proposal->where.from, proposal->where.to);
    const Text class_iri = text_of(proposal->class_iri);
    uint64_t hash =
        hash_mix(hash_bytes(text.at, text.len, 0), hash_bytes(class_iri.at, class_iri.len, 0));
    for (size_t i = 0; i < proposal->count; i++) {
        const Text property = text_of(proposal->parts[i].property);
        hash = hash_mix(hash, hash_bytes(property.at, property.len, 0));
        hash = hash_mix(hash, term_hash(&proposal->parts[i].value));
    }
    return hash;
}

Status proposal_write(Document *document, const Proposal *proposal, bool *written) {
    Text iri, passage;
    TRY(made_iri(document, &iri, "candidate", proposal_hash(document, proposal), true));
    *written = !is_reviewed(document, iri);
    document->counts->reviewed += !*written;
    if (!*written) return STATUS_OK;
    TRY(passage_iri(document, &passage));
    TRY(write_class(document, iri, YO "Candidate"));
    TRY(write_quad(document, iri, TEXT(RDFS "label"), english(proposal->label)));
    TRY(write_own(document, iri, "proposes", term_iri(text_of(proposal->class_iri))));
    TRY(write_own(document, iri, "review", term_iri(TEXT(Y "Unreviewed"))));
    TRY(write_own(document, iri, "proposedSource", term_iri(passage)));
    TRY(write_own(document, iri, "proposedLabel", english(proposal->label)));
    for (size_t i = 0; i < proposal->count; i++)
        TRY(write_own(document, iri, proposal->parts[i].property, proposal->parts[i].value));
    return write_place(document, iri, proposal->where);
}
