/* The lexicon: what the graph knows, read once by queries: the forms of things, units, coded values and classes, and the
 * patterns of relations. All forms go into one automaton. Several forms of one string are a list, the best name first. */
#include "ingest_internal.h"

#include <limits.h>
#include <string.h>

#define PREFIXES                                                                                   \
    "PREFIX yo: <" YO "> PREFIX y: <" Y "> PREFIX rdfs: <" RDFS "> "                               \
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "                                         \
    "PREFIX qudt: <http://qudt.org/schema/qudt/> "

/* ---- Queries ------------------------------------------------------------------------------------------------------- */

enum {
    MOST_COLUMNS = 6
};

typedef struct Reading {
    Lexicon *lexicon;
    const char *query;
    Text bound;       /* for ?class; empty: not bound */
    uint64_t classes; /* what the rows are about, where a callback wants to know */
    FormKind kind;
    unsigned least_rank;
    Diag *diag;
} Reading;

static Status read_row(Reading *reading, Statement *statement, size_t columns,
                       Status (*row)(Reading *reading, const Term *terms)) {
    Term terms[MOST_COLUMNS] = {{0}};
    for (size_t i = 0; i < columns && i < MOST_COLUMNS; i++)
        TRY(statement_value(statement, i, &terms[i]));
    return row(reading, terms);
}

static Status read_rows(Reading *reading, Status (*row)(Reading *reading, const Term *terms)) {
    const Binding binding = {TEXT("class"), term_iri(reading->bound)};
    const EngineOptions options = {.parse = {.name = "lexicon"},
                                   .union_default = true,
                                   .budget = reading->lexicon->budget,
                                   .bindings = &binding,
                                   .binding_count = reading->bound.len ? 1 : 0};
    Statement *statement;
    bool more = true;
    TRY(statement_prepare(&statement, reading->lexicon->source, text_of(reading->query), &options,
                          reading->diag));
    Status status = statement_next(statement, &more, reading->diag);
    while (status == STATUS_OK && more) {
        status = read_row(reading, statement, statement_columns(statement), row);
        if (status == STATUS_OK) status = statement_next(statement, &more, reading->diag);
    }
    statement_free(statement);
    return status;
}

/* ---- Classes ------------------------------------------------------------------------------------------------------- */

uint64_t lexicon_class(Lexicon *lexicon, Text iri) {
    for (size_t i = 0; i < lexicon->class_count; i++) {
        if (text_equal(lexicon->classes[i].iri, iri)) return UINT64_C(1) << i;
    }
    if (lexicon->class_count == MOST_CLASSES) return 0;
    const Text kept = arena_text(lexicon->arena, iri);
    if (!kept.at) return 0;
    const uint64_t bit = UINT64_C(1) << lexicon->class_count;
    lexicon->classes[lexicon->class_count++] = (Class){.iri = kept, .label = kept, .classes = bit};
    return bit;
}

static Status keep_super(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    for (size_t i = 0; i < lexicon->class_count; i++) {
        Class *const other = &lexicon->classes[i];
        if (text_equal(other->iri, terms[0].text)) reading->classes |= UINT64_C(1) << i;
        if (!text_equal(other->iri, reading->bound) || terms[1].kind != TERM_LITERAL) continue;
        other->label = arena_text(lexicon->arena, terms[1].text);
        if (!other->label.at) return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static Status keep_instance(Reading *reading, const Term *terms) {
    const uint32_t thing = lexicon_thing(reading->lexicon, terms[0].text);
    if (thing != NO_ITEM) reading->lexicon->things[thing].classes |= reading->classes;
    return STATUS_OK;
}

/* Only the classes that are asked for count, so that each is a bit. */
static Status read_classes(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag};
    for (size_t i = 0; i < lexicon->class_count; i++) {
        reading.bound = lexicon->classes[i].iri;
        reading.classes = lexicon->classes[i].classes;
        reading.query = PREFIXES "SELECT ?super ?label { ?class rdfs:subClassOf* ?super "
                                 "OPTIONAL { ?class rdfs:label ?label } }";
        TRY(read_rows(&reading, keep_super));
        lexicon->classes[i].classes = reading.classes;
        reading.classes = UINT64_C(1) << i;
        reading.query = PREFIXES "SELECT DISTINCT ?thing { ?thing a/rdfs:subClassOf* ?class }";
        TRY(read_rows(&reading, keep_instance));
    }
    return STATUS_OK;
}

/* ---- Things -------------------------------------------------------------------------------------------------------- */

typedef struct Sought {
    const Lexicon *lexicon;
    Text iri;
} Sought;

static bool same_thing(const void *context, size_t position) {
    const Sought *const sought = context;
    return text_equal(sought->lexicon->things[position].iri, sought->iri);
}

uint32_t lexicon_thing(const Lexicon *lexicon, Text iri) {
    const Sought sought = {lexicon, iri};
    const size_t found =
        hash_index_find(&lexicon->thing_index, hash_bytes(iri.at, iri.len, 0), same_thing, &sought);
    return found == HASH_NONE ? NO_ITEM : (uint32_t)found;
}

Status lexicon_add_thing(Lexicon *lexicon, Text iri, uint32_t *thing) {
    *thing = lexicon_thing(lexicon, iri);
    if (*thing != NO_ITEM) return STATUS_OK;
    if (lexicon->thing_count >= NO_ITEM) return STATUS_LIMIT;
    TRY(array_grow((void **)&lexicon->things, &lexicon->thing_cap, lexicon->thing_count + 1,
                   sizeof *lexicon->things));
    const Text kept = arena_text(lexicon->arena, iri);
    if (!kept.at) return STATUS_NO_MEMORY;
    *thing = (uint32_t)lexicon->thing_count++;
    lexicon->things[*thing] = (Thing){.iri = kept, .power = INT_MIN};
    return hash_index_add(&lexicon->thing_index, hash_bytes(iri.at, iri.len, 0), *thing);
}

/* ---- Forms --------------------------------------------------------------------------------------------------------- */

static bool is_in_capitals(Text text) {
    size_t capitals = 0;
    for (size_t i = 0; i < text.len; i++) capitals += text.at[i] >= 'A' && text.at[i] <= 'Z';
    return capitals > 0 && capitals <= 5 && !has_lower(text);
}

/* Into the list of its string, by rank, the earlier first among equals. */
static Status place_form(Lexicon *lexicon, uint32_t string, uint32_t form) {
    const size_t before = lexicon->string_count;
    if (string >= before) {
        TRY(array_grow((void **)&lexicon->first_form, &lexicon->string_cap, (size_t)string + 1,
                       sizeof *lexicon->first_form));
        lexicon->string_count = (size_t)string + 1;
        for (size_t i = before; i <= string; i++) lexicon->first_form[i] = NO_ITEM;
    }
    uint32_t *link = &lexicon->first_form[string];
    while (*link != NO_ITEM && lexicon->forms[*link].rank <= lexicon->forms[form].rank)
        link = &lexicon->forms[*link].next;
    lexicon->forms[form].next = *link;
    *link = form;
    return STATUS_OK;
}

Status lexicon_add_form(Lexicon *lexicon, FormKind kind, uint32_t item, uint8_t rank,
                        Text written) {
    Folded folded = {0};
    uint32_t string = 0;
    Form form = {.kind = kind, .item = item, .rank = rank, .capitals = is_in_capitals(written)};
    form.written = arena_text(lexicon->arena, written);
    Status status = form.written.at ? fold_text(&folded, written) : STATUS_NO_MEMORY;
    const Text text = text_trim(buffer_view(&folded.text));
    if (status == STATUS_OK && text.len > 0) {
        status = automaton_add(lexicon->automaton, text, &string);
        if (status == STATUS_OK)
            status = array_grow((void **)&lexicon->forms, &lexicon->form_cap,
                                lexicon->form_count + 1, sizeof form);
        if (status == STATUS_OK) {
            lexicon->forms[lexicon->form_count++] = form;
            status = place_form(lexicon, string, (uint32_t)lexicon->form_count - 1);
        }
    }
    fold_free(&folded);
    return status;
}

enum {
    RANK_INFLECTED = 9
};

/* Common nouns also in the other number: "rare earths", "rare earth"; "technology", "technologies". */
static Status add_inflected(Lexicon *lexicon, FormKind kind, uint32_t item, Text form) {
    Buffer other = {0};
    if (form.len < 4 || form.at[0] < 'a' || form.at[0] > 'z') return STATUS_OK;
    const char last = form.at[form.len - 1];
    if (text_ends(form, TEXT("ies")))
        buffer_format(&other, "%.*sy", (int)form.len - 3, form.at);
    else if (last == 's' && !text_ends(form, TEXT("ss")))
        buffer_append(&other, form.at, form.len - 1);
    else if (last == 'y' && !strchr("aeiou", form.at[form.len - 2]))
        buffer_format(&other, "%.*sies", (int)form.len - 1, form.at);
    else if (last >= 'a' && last <= 'z' && !text_ends(form, TEXT("ing")) && last != 's')
        buffer_format(&other, "%.*ss", (int)form.len, form.at);
    Status status = other.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK && other.len > 0)
        status = lexicon_add_form(lexicon, kind, item, RANK_INFLECTED, buffer_view(&other));
    buffer_free(&other);
    return status;
}

/* What is kept of what, and which of its names count: 0 preferred label, 1 label, 2 alias, 3 hidden label, 4 notation. */
typedef struct FormSource {
    const char *iri; /* a class, or a concept scheme */
    FormKind kind;
    unsigned least_rank, most_rank;
} FormSource;

static const FormSource form_sources[] = {{YO "Entity", FORM_ENTITY, 0, 3},
                                          {YO "Role", FORM_ENTITY, 0, 3},
                                          {"http://qudt.org/schema/qudt/Unit", FORM_UNIT, 0, 4},
                                          {YO "Multiplier", FORM_MULTIPLIER, 0, 3},
                                          {YO "Indicator", FORM_INDICATOR, 0, 3},
                                          {Y "Bound-scheme", FORM_BOUND, 3, 3},
                                          {Y "Status-scheme", FORM_STATUS, 3, 3}};

static const char form_query[] = PREFIXES
    "SELECT DISTINCT ?thing ?form ?rank { "
    "?thing (a/rdfs:subClassOf*)|skos:inScheme ?class . "
    "VALUES (?property ?rank) { (skos:prefLabel 0) (rdfs:label 1) (skos:altLabel 2) "
    "(skos:hiddenLabel 3) (skos:notation 4) } ?thing ?property ?form } ORDER BY ?thing ?rank ?form";

static unsigned rank_of(const Term *term) {
    return term->text.len == 1 ? (unsigned)(term->text.at[0] - '0') : RANK_INFLECTED;
}

static Status keep_form(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    const unsigned rank = rank_of(&terms[2]);
    uint32_t thing;
    if (terms[0].kind != TERM_IRI || terms[1].kind != TERM_LITERAL) return STATUS_OK;
    TRY(lexicon_add_thing(lexicon, terms[0].text, &thing));
    if (!lexicon->things[thing].label.len && rank < 4) {
        lexicon->things[thing].label = arena_text(lexicon->arena, terms[1].text);
        if (!lexicon->things[thing].label.at) return STATUS_NO_MEMORY;
    }
    if (rank < reading->least_rank || rank > reading->classes) return STATUS_OK;
    TRY(lexicon_add_form(lexicon, reading->kind, thing, (uint8_t)rank, terms[1].text));
    return rank < 4 ? add_inflected(lexicon, reading->kind, thing, terms[1].text) : STATUS_OK;
}

static Status read_forms(Lexicon *lexicon, Diag *diag) {
    for (size_t i = 0; i < sizeof form_sources / sizeof *form_sources; i++) {
        const FormSource *const source = &form_sources[i];
        Reading reading = {.lexicon = lexicon,
                           .query = form_query,
                           .bound = text_of(source->iri),
                           .classes = source->most_rank,
                           .kind = source->kind,
                           .least_rank = source->least_rank,
                           .diag = diag};
        TRY(read_rows(&reading, keep_form));
        if (i == 0 && lexicon->thing_count == 0)
            return diag_set(diag, STATUS_NOT_FOUND,
                            "the graph names nothing of the class <" YO "Entity>: "
                            "load graph/ontology.ttl and graph/reference/ into the database first");
    }
    return STATUS_OK;
}

/* Words that end the names of a class's instances, or stand for one that was named before. */
static Status keep_class_form(Reading *reading, const Term *terms) {
    const uint64_t bit = lexicon_class(reading->lexicon, terms[0].text);
    uint32_t at = 0;
    if (bit == 0)
        return diag_set(reading->diag, STATUS_LIMIT, "the lexicon speaks of more than %d classes",
                        MOST_CLASSES);
    while (bit >> at != 1) at++;
    return lexicon_add_form(reading->lexicon, reading->kind, at, 0, terms[1].text);
}

static Status read_class_forms(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag, .kind = FORM_NAME_END};
    reading.query = PREFIXES "SELECT ?of ?form { ?of yo:nameEnd ?form } ORDER BY ?of ?form";
    TRY(read_rows(&reading, keep_class_form));
    reading.kind = FORM_ANAPHOR;
    reading.query = PREFIXES "SELECT ?of ?form { ?of yo:anaphor ?form } ORDER BY ?of ?form";
    return read_rows(&reading, keep_class_form);
}

/* ---- Units and multipliers ----------------------------------------------------------------------------------------- */

/* 1000000.0 -> 6; INT_MIN for what is no power of ten. */
static int power_of_ten(Text decimal) {
    int power = 0;
    size_t at = 1;
    if (decimal.len == 0 || decimal.at[0] != '1') return INT_MIN;
    for (; at < decimal.len && decimal.at[at] == '0'; at++) power++;
    if (at < decimal.len && decimal.at[at] == '.') at++;
    for (; at < decimal.len; at++) {
        if (decimal.at[at] != '0') return INT_MIN;
    }
    return power;
}

static Status keep_unit(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    const uint32_t found = lexicon_thing(lexicon, terms[0].text);
    if (found == NO_ITEM) return STATUS_OK;
    Thing *const unit = &lexicon->things[found];
    if (terms[1].kind == TERM_IRI) unit->base = arena_text(lexicon->arena, terms[1].text);
    if (terms[2].kind == TERM_LITERAL) unit->power = power_of_ten(terms[2].text);
    if (terms[3].kind == TERM_IRI) unit->basis = arena_text(lexicon->arena, terms[3].text);
    if (terms[4].kind == TERM_IRI) unit->numerator = arena_text(lexicon->arena, terms[4].text);
    unit->counts = terms[5].kind != TERM_NONE;
    return STATUS_OK;
}

static Status read_units(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag};
    reading.query = PREFIXES
        "SELECT ?unit ?base ?many ?basis ?numerator ?counts { { ?unit a qudt:Unit } UNION { ?unit "
        "a "
        "yo:Multiplier } OPTIONAL { ?unit yo:baseUnit ?base } "
        "OPTIONAL { ?unit qudt:conversionMultiplier ?many } "
        "OPTIONAL { ?unit yo:unitBasis ?basis } OPTIONAL { ?unit yo:numerator ?numerator } "
        "OPTIONAL { ?unit a ?counts FILTER(?counts = yo:CountUnit) } }";
    return read_rows(&reading, keep_unit);
}

/* ---- Patterns ------------------------------------------------------------------------------------------------------ */

static Status keep_pattern(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    uint64_t classes[2] = {lexicon->entity, lexicon->entity};
    uint32_t property;
    if (terms[0].kind != TERM_IRI || terms[1].kind != TERM_LITERAL) return STATUS_OK;
    TRY(lexicon_add_thing(lexicon, terms[0].text, &property));
    for (size_t i = 0; i < 2; i++) {
        if (terms[i + 2].kind == TERM_IRI) classes[i] = lexicon_class(lexicon, terms[i + 2].text);
    }
    if (!lexicon->things[property].label.len)
        lexicon->things[property].label = arena_text(lexicon->arena, terms[4].text);
    return lexicon_add_pattern(lexicon, property, classes, terms[1].text, reading->diag);
}

static Status read_patterns(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag};
    reading.query = PREFIXES
        "SELECT ?property ?pattern (SAMPLE(?domain) AS ?from) (SAMPLE(?range) AS ?to) "
        "(SAMPLE(?name) AS ?label) { ?trigger yo:signals ?property ; yo:pattern ?pattern "
        "OPTIONAL { ?property rdfs:domain ?domain } OPTIONAL { ?property rdfs:range ?range } "
        "OPTIONAL { ?property rdfs:label ?name } } GROUP BY ?property ?pattern "
        "ORDER BY ?property ?pattern";
    return read_rows(&reading, keep_pattern);
}

/* ---- The door ------------------------------------------------------------------------------------------------------ */

/* What a figure can be about: not what is measured, nor how. */
static const char *const about_classes[] = {YO "Country", YO "State",     YO "Region",
                                            YO "Site",    YO "Company",   YO "Organization",
                                            YO "Policy",  YO "Agreement", YO "City"};

static Status read_all(Lexicon *lexicon, Diag *diag) {
    lexicon->automaton = automaton_new();
    if (!lexicon->arena || !lexicon->automaton) return STATUS_NO_MEMORY;
    lexicon->entity = lexicon_class(lexicon, TEXT(YO "Entity"));
    lexicon->commodity = lexicon_class(lexicon, TEXT(YO "Commodity"));
    lexicon->place = lexicon_class(lexicon, TEXT(YO "Place"));
    for (size_t i = 0; i < sizeof about_classes / sizeof *about_classes; i++)
        lexicon->figure_about |= lexicon_class(lexicon, text_of(about_classes[i]));
    TRY(read_patterns(lexicon, diag));
    TRY(read_class_forms(lexicon, diag));
    TRY(read_forms(lexicon, diag));
    TRY(read_units(lexicon, diag));
    TRY(read_classes(lexicon, diag));
    return automaton_end(lexicon->automaton);
}

Status lexicon_open(Lexicon **lexicon, Source *source, Budget *budget, Diag *diag) {
    Lexicon *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->arena = arena_new(NULL);
    made->source = source;
    made->budget = budget;
    made->slot_patterns = NO_ITEM;
    const Status status = read_all(made, diag);
    made->budget = NULL;
    if (status != STATUS_OK) {
        lexicon_free(made);
        return diag_set(diag, status, "cannot read the lexicon: %s", status_text(status));
    }
    *lexicon = made;
    return STATUS_OK;
}

void lexicon_free(Lexicon *lexicon) {
    if (!lexicon) return;
    automaton_free(lexicon->automaton);
    hash_index_free(&lexicon->thing_index);
    mem_free(lexicon->things);
    mem_free(lexicon->forms);
    mem_free(lexicon->first_form);
    mem_free(lexicon->patterns);
    mem_free(lexicon->word_patterns);
    arena_free(lexicon->arena);
    mem_free(lexicon);
}
