/* The inside of the room ingest: what the graph knows (lexicon.c), and what is found in a paragraph. */
#ifndef YTTERBY_INGEST_INTERNAL_H
#define YTTERBY_INGEST_INTERNAL_H

#include "ytterby/ingest.h"

#define YO      "urn:ytterby:ont:"
#define Y       "urn:ytterby:id:"
#define SCHEMA  "http://schema.org/"
#define DCTERMS "http://purl.org/dc/terms/"
#define OA      "http://www.w3.org/ns/oa#"
#define NO_ITEM UINT32_MAX

/* ---- Folded text (fold.c) ---------------------------------------------------------------------------------------- */

/* Text without case, marks and hyphens, white space as one space; each byte knows where it comes from. */
typedef struct Folded {
    Buffer text;
    uint32_t *from, *to; /* of each byte: its code point in the text before */
    size_t cap, to_cap;
} Folded;
Status fold_text(Folded *folded, Text text); /* begins anew */
void fold_free(Folded *folded);
/* May a word begin or end between these two code points? -1: there is none. */
bool is_border(int32_t left, int32_t right);
bool code_is_word(int32_t code); /* a letter or digit */
bool has_lower(Text text);
bool is_upper(int32_t code);
int32_t code_before(Text text, size_t at); /* -1: none */
int32_t code_at(Text text, size_t at);

/* ---- Many strings at once (automaton.c) --------------------------------------------------------------------------- */

typedef struct Automaton Automaton;
Automaton *automaton_new(void);
void automaton_free(Automaton *automaton);
/* Adds a string (not empty); the same one gives the same number again. Before automaton_end. */
Status automaton_add(Automaton *automaton, Text string, uint32_t *number);
Status automaton_end(Automaton *automaton);
/* Calls `hit` for each occurrence, by where it ends: [from, to) in the text. */
Status automaton_run(const Automaton *automaton, Text text,
                     Status (*hit)(void *context, uint32_t number, size_t from, size_t to),
                     void *context);

/* ---- The lexicon (lexicon.c) --------------------------------------------------------------------------------------- */

typedef enum FormKind {
    FORM_ENTITY,
    FORM_UNIT,
    FORM_MULTIPLIER,
    FORM_INDICATOR,
    FORM_BOUND,
    FORM_STATUS,
    FORM_CHANGE, /* "fell" */
    FORM_BASIS,
    FORM_NUMERAL,     /* "twelve" */
    FORM_ANAPHOR,     /* "the country"; item: a class, as of those that follow */
    FORM_NAME_END,    /* "Corporation" */
    FORM_NAME_START,  /* "Mount" */
    FORM_TITLE,       /* "Prime Minister" */
    FORM_TITLE_AFTER, /* "chief executive" */
    FORM_NOT_ALONE,   /* "Global" */
    FORM_WORD         /* of a pattern */
} FormKind;

typedef struct Form {
    FormKind kind;
    uint32_t item; /* thing, class or word */
    uint32_t next; /* form of the same string, worse; NO_ITEM: none */
    uint8_t rank;  /* how good a name it is: the lower, the better */
    bool capitals; /* only in capitals */
    Text written;
} Form;

typedef struct Thing {
    Text iri, label;
    uint64_t classes;
    /* of units and multipliers: */
    Text base;        /* unit that it is a multiple of */
    int power;        /* how many of it, as a power of ten; INT_MIN: not told */
    Text basis;       /* of figures in this unit */
    Text numerator;   /* of a rate: the US dollar, of US dollars per kilogram */
    Text indicator;   /* what figures in this unit measure */
    Text digits;      /* of numerals */
    Text measured[4]; /* of indicators: bases; all empty: any */
    bool counts;      /* things, so that words may stand between number and unit */
    bool weak;        /* tells too little without an indicator */
    bool proposed;    /* of new names */
} Thing;

typedef struct Class {
    Text iri;
    uint64_t classes; /* itself and what it is a kind of */
} Class;

/* A pattern of a relation: "{subject} ... depends on ... {object}". */
enum {
    MOST_PARTS = 8
};
typedef enum PartKind {
    PART_WORD,
    PART_SUBJECT,
    PART_OBJECT,
    PART_TARGET
} PartKind;
typedef struct Part {
    PartKind kind;
    bool gap;      /* words may stand before it */
    uint32_t word; /* of PART_WORD */
    uint64_t classes;
} Part;
typedef struct Pattern {
    uint32_t property;     /* thing; NO_ITEM: it tells of a policy or an agreement, */
    uint32_t kind, status; /* of this kind (NO_ITEM: it is the object), now of this status */
    Part parts[MOST_PARTS];
    size_t count, anchor;
    uint32_t next; /* pattern with the same anchor; NO_ITEM: none */
} Pattern;

/* A word of patterns, and the first pattern that it anchors. */
typedef struct WordPatterns {
    Text word;
    uint32_t first;
} WordPatterns;

enum {
    MOST_CLASSES = 64
};

struct Lexicon {
    Arena *arena;
    Source *source;
    Budget *budget;
    Automaton *automaton;
    Thing *things;
    size_t thing_count, thing_cap;
    HashIndex thing_index;
    Class classes[MOST_CLASSES];
    size_t class_count;
    Form *forms;
    size_t form_count, form_cap;
    uint32_t *first_form; /* of each string of the automaton */
    size_t string_count, string_cap;
    Pattern *patterns;
    size_t pattern_count, pattern_cap;
    WordPatterns *word_patterns;
    size_t word_count, word_cap;
    HashIndex word_index;
    uint32_t slot_patterns; /* the first pattern without words */
    uint64_t commodity, place, country, figure_about, entity, company, site, person, policy;
};

uint64_t lexicon_class(Lexicon *lexicon, Text iri);       /* its bit; 0 when there are too many */
uint32_t lexicon_thing(const Lexicon *lexicon, Text iri); /* NO_ITEM: unknown */
Status lexicon_add_thing(Lexicon *lexicon, Text iri, uint32_t *thing);
Status lexicon_add_form(Lexicon *lexicon, FormKind kind, uint32_t item, uint8_t rank, Text written);
/* patterns.c: adds a pattern that tells what `told` does; its slots take things of these classes, subject and object,
 * unless it says otherwise; STATUS_SYNTAX when it cannot be read. */
Status lexicon_add_pattern(Lexicon *lexicon, const Pattern *told, const uint64_t classes[2],
                           Text text, Diag *diag);

/* ---- A paragraph (paragraph.c) ------------------------------------------------------------------------------------- */

typedef struct Hit {
    uint32_t from, to; /* bytes of the paragraph */
    uint32_t form;     /* the first of its string */
    bool glued;        /* to a digit before it: "310t" */
} Hit;

typedef struct Mention {
    uint32_t from, to;
    uint32_t thing; /* of the lexicon, or of the document's new names (from thing_count on) */
    uint64_t classes;
    bool anaphor; /* stands for a thing that was named before */
} Mention;

typedef struct Quantity {
    uint32_t from, to;
    Text low, high; /* decimals; high empty: one number */
    uint32_t unit;
} Quantity;

typedef struct Date {
    uint32_t from, to;
    Text text;
    const char *datatype;
    int year;
} Date;

typedef struct Span {
    uint32_t from, to;
} Span;

typedef struct Range {
    size_t from, to;
} Range;

/* A sentence, and which of the paragraph's lists begins in it. */
typedef struct Sentence {
    uint32_t from, to;
    Range mentions, quantities, dates;
} Sentence;

#define LIST(Type)                                                                                 \
    struct {                                                                                       \
        Type *at;                                                                                  \
        size_t count, cap;                                                                         \
    }

typedef struct Paragraph {
    Text text;
    size_t number; /* from 1 */
    size_t offset; /* code points before it in the document */
    Folded folded;
    LIST(Hit) hits; /* by where they begin, longer ones first */
    LIST(Mention) mentions;
    LIST(Quantity) quantities;
    LIST(Date) dates;
    LIST(Sentence) sentences;
} Paragraph;

/* A short form of a name, in this document. */
typedef struct Alias {
    Text text;
    uint32_t thing;
} Alias;

typedef struct Document {
    const Lexicon *lexicon;
    const IngestOptions *options;
    IngestCounts *counts;
    Diag *diag;
    Arena *arena; /* new names, texts that outlive a paragraph */
    LIST(Thing) names;
    LIST(Alias) aliases;
    HashIndex name_index, alias_index;
    bool redefined; /* an alias may mean another thing than the graph knows by it */
    Arena *scratch; /* of the paragraph */
    Paragraph paragraph;
    TermTable *reviewed; /* candidates, by IRI; NULL: none */
    bool described;      /* the graph knows the document */
    int year;            /* of the last full date; 0: none yet */
    uint32_t
        first[MOST_CLASSES]; /* of each class, what the last sentence that had one named first */
    uint64_t since[MOST_CLASSES]; /* the number of that sentence */
    uint64_t sentences;           /* so far */
} Document;

#define LIST_ADD(list)                                                                             \
    array_grow((void **)&(list)->at, &(list)->cap, (list)->count + 1, sizeof *(list)->at)

/* Finds the forms in it; the other lists are emptied. */
Status paragraph_read(Document *document, Text text);
void paragraph_free(Paragraph *paragraph);
/* The first hit that begins at or after a position. */
size_t paragraph_hit(const Paragraph *paragraph, size_t from);
/* The best form of a kind, as it is written there; NULL: none. */
const Form *hit_form(const Document *document, const Hit *hit, FormKind kind);
/* The longest hit of a kind that begins there; NULL: none. */
const Form *form_at(const Document *document, size_t from, FormKind kind, size_t *to);
const Thing *document_thing(const Document *document, uint32_t thing);
const Sentence *sentence_of(const Paragraph *paragraph, size_t at); /* NULL: there are none */
void index_sentences(Paragraph *paragraph);              /* after one of the lists was changed */
size_t words_between(Text text, size_t from, size_t to); /* words in [from, to) */
bool is_tight(Text text, size_t from, size_t to);        /* only white space, quotes, an article */
/* The word that ends before `at`, with only white space and quotes between; empty: none. */
Text word_before(Text text, size_t at);
bool is_one_of(Text word, const char *const *words, size_t count); /* without ASCII case */
/* Is there a preposition before `at`, or before the article there? */
bool after_preposition(Text text, size_t at);

Status find_sentences(Paragraph *paragraph); /* sentence.c */
Status find_dates(Document *document);       /* date.c */
Status find_quantities(Document *document);  /* number.c */
Status find_mentions(Document *document);    /* mention.c */
Status find_names(Document *document);       /* name.c */
Status find_aliases(Document *document);     /* alias.c */
Status add_mention(Paragraph *paragraph, const Mention *mention);
/* The document's own name of these classes, made when it is new. */
Status add_document_name(Document *document, Text label, uint64_t classes, uint32_t *thing);
/* Does a capital stand there that may begin a name? */
bool begins_name(const Document *document, size_t at);
Status propose_figures(Document *document, const Sentence *sentence);   /* figure.c */
Status propose_relations(Document *document, const Sentence *sentence); /* relation.c */

enum {
    MOST_MEMBERS = 16 /* of a list */
};

/* What fills a slot of a pattern: mentions of the paragraph. */
typedef struct Members {
    size_t at[MOST_MEMBERS], count;
} Members;

/* What a pattern tells of a policy or an agreement. */
typedef struct Told {
    const Pattern *pattern;
    const Sentence *sentence;
    Span anchor;
    Members subjects, objects, targets;
} Told;
Status propose_event(Document *document, const Told *told); /* event.c */

/* ---- What an earlier ingest left (again.c) -------------------------------------------------------------------------- */

Status read_reviewed(Document *document);
bool is_reviewed(const Document *document, Text candidate);

/* ---- What is proposed (propose.c) ----------------------------------------------------------------------------------- */

typedef struct Proposal {
    const char *class_iri; /* of the statement that it would become */
    Text label;
    Span where; /* of the paragraph */
    struct {
        const char *property; /* local name in yo: */
        Term value;
    } parts[24];
    size_t count;
} Proposal;

void proposal_add(Proposal *proposal, const char *property, Term value);
/* Writes it; *written false: it was reviewed before. */
Status proposal_write(Document *document, const Proposal *proposal, bool *written);
Status write_document(Document *document, Text title);
Status write_passage(Document *document);
Status write_mentions(Document *document);
Status write_name(Document *document, const Mention *mention, Text class_iri);
Term decimal_term(Text text);
Term thing_term(const Document *document, uint32_t thing);

#endif
