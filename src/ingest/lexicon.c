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
    MOST_COLUMNS = 8
};

typedef struct Reading {
    Lexicon *lexicon;
    const char *query;
    Text bound;       /* for ?class; empty: not bound */
    uint64_t classes; /* what the rows are about, where a callback wants to know */
    FormKind kind;
    unsigned least_rank;
    struct Kinds *kinds; /* of classes, while they are read */
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
    lexicon->classes[lexicon->class_count++] = (Class){.iri = kept, .classes = bit};
    return bit;
}

/* Of each class of the graph that is asked for or below one that is: the bits that it has. */
typedef struct Kinds {
    struct {
        Text iri;
        uint64_t classes;
    } * at;
    size_t count, cap;
    HashIndex index;
} Kinds;

typedef struct SoughtKind {
    const Kinds *kinds;
    Text iri;
} SoughtKind;

static bool same_kind(const void *context, size_t position) {
    const SoughtKind *const sought = context;
    return text_equal(sought->kinds->at[position].iri, sought->iri);
}

static size_t kind_of(const Kinds *kinds, Text iri) {
    const SoughtKind sought = {kinds, iri};
    return hash_index_find(&kinds->index, hash_bytes(iri.at, iri.len, 0), same_kind, &sought);
}

static Status add_kind(Lexicon *lexicon, Kinds *kinds, Text iri, uint64_t classes) {
    const size_t found = kind_of(kinds, iri);
    if (found != HASH_NONE) {
        kinds->at[found].classes |= classes;
        return STATUS_OK;
    }
    TRY(array_grow((void **)&kinds->at, &kinds->cap, kinds->count + 1, sizeof *kinds->at));
    const Text kept = arena_text(lexicon->arena, iri);
    if (!kept.at) return STATUS_NO_MEMORY;
    kinds->at[kinds->count].iri = kept;
    kinds->at[kinds->count].classes = classes;
    return hash_index_add(&kinds->index, hash_bytes(kept.at, kept.len, 0), kinds->count++);
}

static Status keep_super(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    for (size_t i = 0; i < lexicon->class_count; i++) {
        if (!text_equal(lexicon->classes[i].iri, terms[1].text)) continue;
        return add_kind(lexicon, reading->kinds, terms[0].text, UINT64_C(1) << i);
    }
    return STATUS_OK;
}

static Status keep_instance(Reading *reading, const Term *terms) {
    const size_t kind = kind_of(reading->kinds, terms[1].text);
    const uint32_t thing =
        kind == HASH_NONE ? NO_ITEM : lexicon_thing(reading->lexicon, terms[0].text);
    if (thing != NO_ITEM)
        reading->lexicon->things[thing].classes |= reading->kinds->at[kind].classes;
    return STATUS_OK;
}

static Status read_kinds(Lexicon *lexicon, Kinds *kinds, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .kinds = kinds, .diag = diag};
    for (size_t i = 0; i < lexicon->class_count; i++)
        TRY(add_kind(lexicon, kinds, lexicon->classes[i].iri, UINT64_C(1) << i));
    reading.query = PREFIXES "SELECT DISTINCT ?class ?super { ?class rdfs:subClassOf+ ?super }";
    TRY(read_rows(&reading, keep_super));
    reading.query = PREFIXES "SELECT ?thing ?class { ?thing a ?class }";
    TRY(read_rows(&reading, keep_instance));
    for (size_t i = 0; i < lexicon->class_count; i++)
        lexicon->classes[i].classes = kinds->at[kind_of(kinds, lexicon->classes[i].iri)].classes;
    return STATUS_OK;
}

/* Only the classes that are asked for count, so that each is a bit. */
static Status read_classes(Lexicon *lexicon, Diag *diag) {
    Kinds kinds = {0};
    const Status status = read_kinds(lexicon, &kinds, diag);
    mem_free(kinds.at);
    hash_index_free(&kinds.index);
    return status;
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
                                          {Y "Status-scheme", FORM_STATUS, 3, 3},
                                          {Y "Change-scheme", FORM_CHANGE, 3, 3},
                                          {Y "Basis-scheme", FORM_BASIS, 3, 3},
                                          {YO "Numeral", FORM_NUMERAL, 1, 1}};

static const char form_query[] = PREFIXES
    "SELECT DISTINCT ?thing ?form ?rank { "
    "{ ?type rdfs:subClassOf* ?class . ?thing a ?type } UNION { ?thing skos:inScheme ?class } "
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

static const struct {
    const char *property;
    FormKind kind;
} class_forms[] = {{YO "nameEnd", FORM_NAME_END}, {YO "nameStart", FORM_NAME_START},
                   {YO "title", FORM_TITLE},      {YO "titleAfter", FORM_TITLE_AFTER},
                   {YO "anaphor", FORM_ANAPHOR},  {YO "notAlone", FORM_NOT_ALONE}};

static Status read_class_forms(Lexicon *lexicon, Diag *diag) {
    for (size_t i = 0; i < sizeof class_forms / sizeof *class_forms; i++) {
        Reading reading = {.lexicon = lexicon,
                           .query = "SELECT ?of ?form { ?of ?class ?form } ORDER BY ?of ?form",
                           .bound = text_of(class_forms[i].property),
                           .kind = class_forms[i].kind,
                           .diag = diag};
        TRY(read_rows(&reading, keep_class_form));
    }
    return STATUS_OK;
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
    if (terms[6].kind == TERM_IRI) unit->indicator = arena_text(lexicon->arena, terms[6].text);
    unit->weak = terms[7].kind != TERM_NONE;
    return STATUS_OK;
}

static Status keep_numeral(Reading *reading, const Term *terms) {
    const uint32_t found = lexicon_thing(reading->lexicon, terms[0].text);
    if (found == NO_ITEM) return STATUS_OK;
    Text *const digits = &reading->lexicon->things[found].digits;
    *digits = arena_text(reading->lexicon->arena, terms[1].text);
    return digits->at ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status keep_measured(Reading *reading, const Term *terms) {
    const uint32_t found = lexicon_thing(reading->lexicon, terms[0].text);
    if (found == NO_ITEM || terms[1].kind != TERM_IRI) return STATUS_OK;
    Text *const bases = reading->lexicon->things[found].measured;
    for (size_t i = 0; i < sizeof reading->lexicon->things->measured / sizeof *bases; i++) {
        if (bases[i].len) continue;
        bases[i] = arena_text(reading->lexicon->arena, terms[1].text);
        return bases[i].at ? STATUS_OK : STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static Status read_units(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag};
    reading.query = PREFIXES
        "SELECT ?unit ?base ?many ?basis ?numerator ?counts ?indicator ?weak { "
        "{ ?unit a qudt:Unit } UNION { ?unit a yo:Multiplier } OPTIONAL { ?unit yo:baseUnit ?base "
        "} "
        "OPTIONAL { ?unit qudt:conversionMultiplier ?many } "
        "OPTIONAL { ?unit yo:unitBasis ?basis } OPTIONAL { ?unit yo:numerator ?numerator } "
        "OPTIONAL { ?unit yo:unitIndicator ?indicator } "
        "OPTIONAL { ?unit yo:needsIndicator ?weak FILTER(?weak) } "
        "OPTIONAL { ?unit a ?counts FILTER(?counts = yo:CountUnit) } }";
    TRY(read_rows(&reading, keep_unit));
    reading.query = PREFIXES "SELECT ?numeral ?digits { ?numeral yo:digits ?digits }";
    TRY(read_rows(&reading, keep_numeral));
    reading.query = PREFIXES "SELECT ?indicator ?basis { ?indicator yo:measuredIn ?basis }";
    return read_rows(&reading, keep_measured);
}

/* ---- Patterns ------------------------------------------------------------------------------------------------------ */

static Status keep_coded(Lexicon *lexicon, const Term *term, uint32_t *thing) {
    *thing = NO_ITEM;
    return term->kind == TERM_IRI ? lexicon_add_thing(lexicon, term->text, thing) : STATUS_OK;
}

static Status keep_label(Lexicon *lexicon, uint32_t thing, const Term *term) {
    if (thing == NO_ITEM || lexicon->things[thing].label.len || term->kind != TERM_LITERAL)
        return STATUS_OK;
    lexicon->things[thing].label = arena_text(lexicon->arena, term->text);
    return lexicon->things[thing].label.at ? STATUS_OK : STATUS_NO_MEMORY;
}

static Status keep_pattern(Reading *reading, const Term *terms) {
    Lexicon *const lexicon = reading->lexicon;
    uint64_t classes[2] = {lexicon->entity, lexicon->entity};
    Pattern told = {0};
    if (terms[0].kind != TERM_LITERAL) return STATUS_OK;
    TRY(keep_coded(lexicon, &terms[1], &told.property));
    TRY(keep_coded(lexicon, &terms[5], &told.kind));
    TRY(keep_coded(lexicon, &terms[6], &told.status));
    for (size_t i = 0; i < 2; i++) {
        if (terms[i + 2].kind == TERM_IRI) classes[i] = lexicon_class(lexicon, terms[i + 2].text);
    }
    TRY(keep_label(lexicon, told.property, &terms[4]));
    TRY(keep_label(lexicon, told.kind, &terms[7]));
    return lexicon_add_pattern(lexicon, &told, classes, terms[0].text, reading->diag);
}

static Status read_patterns(Lexicon *lexicon, Diag *diag) {
    Reading reading = {.lexicon = lexicon, .diag = diag};
    reading.query = PREFIXES
        "SELECT ?pattern ?property (SAMPLE(?domain) AS ?from) (SAMPLE(?range) AS ?to) "
        "(SAMPLE(?name) AS ?label) ?kind ?status (SAMPLE(?kindName) AS ?kindLabel) { "
        "?trigger yo:pattern ?pattern "
        "OPTIONAL { ?trigger yo:signals ?property OPTIONAL { ?property rdfs:domain ?domain } "
        "OPTIONAL { ?property rdfs:range ?range } OPTIONAL { ?property rdfs:label ?name } } "
        "OPTIONAL { ?trigger yo:givesStatus ?status } "
        "OPTIONAL { ?trigger yo:givesKind ?kind OPTIONAL { ?kind rdfs:label ?kindName } } "
        "FILTER(BOUND(?property) || BOUND(?status)) "
        "} GROUP BY ?property ?kind ?status ?pattern ORDER BY ?property ?kind ?status ?pattern";
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
    lexicon->country = lexicon_class(lexicon, TEXT(YO "Country"));
    lexicon->company = lexicon_class(lexicon, TEXT(YO "Company"));
    lexicon->site = lexicon_class(lexicon, TEXT(YO "Site"));
    lexicon->person = lexicon_class(lexicon, TEXT(YO "Person"));
    lexicon->policy = lexicon_class(lexicon, TEXT(YO "Policy"));
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
    hash_index_free(&lexicon->word_index);
    arena_free(lexicon->arena);
    mem_free(lexicon);
}
