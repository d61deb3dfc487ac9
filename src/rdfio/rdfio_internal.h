/* The inside of rdfio: what its files share. Input windows, text stacks, blank node labels, the readers. */
#ifndef YTTERBY_RDFIO_INTERNAL_H
#define YTTERBY_RDFIO_INTERNAL_H

#include "ytterby/lexer.h"
#include "ytterby/rdfio.h"

enum {
    NESTING_LIMIT = 10000
}; /* open brackets in Turtle and TriG, triple terms in one another */

/* ---- Bytes: where an input comes from ------------------------------------------------------------- */

typedef struct ByteSource ByteSource;
struct ByteSource {
    /* Reads up to `size` bytes; *got == 0 is the end. */
    Status (*read)(ByteSource *self, char *at, size_t size, size_t *got, Diag *diag);
    void (*close)(ByteSource *self);
};

/* All three own what they are given and free it in close. */
Status source_of_fd(ByteSource **source, int fd, bool close_it, Budget *budget, Diag *diag);
/* Opens a file, "-" for standard input, unpacking on the way, in the bounds of `options`; *total is its size when that is
 * known. */
Status source_of_path(ByteSource **source, const char *path, const RdfReadOptions *options,
                      uint64_t *total, Diag *diag);
/* Looks at the first bytes, and unpacks gzip and zstd on the way. `most`: see RdfReadOptions.most_bytes. */
Status source_unpacked(ByteSource **source, ByteSource *packed, uint64_t most, Diag *diag);
Status source_gzip(ByteSource **source, ByteSource *packed, Diag *diag);
Status source_zstd(ByteSource **source, ByteSource *packed, Diag *diag);

/* ---- Input: a window over the bytes ------------------------------------------------------------------ */

typedef struct Input {
    Text window;        /* what is in memory */
    size_t cursor;      /* offset in the window of what is not consumed yet */
    bool ended;         /* nothing comes after the window */
    ByteSource *source; /* NULL: the window is all there is */
    char *memory;       /* the window's own memory; NULL for a text of the caller */
    size_t capacity;
    const char *name;         /* for messages */
    size_t lines, columns;    /* line breaks, and code points of the last line, before the window */
    uint64_t dropped;         /* bytes before the window */
    uint64_t total;           /* bytes to come in all; 0: unknown */
    size_t most;              /* the window's largest size */
    Budget *budget;           /* may be NULL */
    const Progress *progress; /* may be NULL */
} Input;

size_t largest_window(const RdfReadOptions *options);
void input_of_text(Input *input, Text text, const char *name);
/* Takes the source over. */
void input_of_source(Input *input, ByteSource *source, const char *name,
                     const RdfReadOptions *options);
void input_close(Input *input);
/* Drops what is consumed, reads more behind what is left, and sets `ended` at the end. Offsets into the window
 * are void afterwards; the cursor is kept. Looks at the budget and tells the progress. */
Status input_more(Input *input, Diag *diag);
/* At the very start a byte order mark is skipped: no grammar has it, but Unicode lets readers do so. */
void skip_byte_order_mark(Input *input);
size_t count_breaks(Text text); /* line feeds */
/* Doubles the window's memory, or gives it its first; a token that outgrows the bound is an error with its position. */
Status input_grow(Input *input, size_t first, Diag *diag);
/* A syntax error `offset` bytes into the window; returns `status`. */
Status input_error(const Input *input, size_t offset, Status status, const char *message,
                   Diag *diag);

/* ---- TextStack: texts that live until a mark is released ------------------------------------------------ */

typedef struct StackBlock StackBlock;
typedef struct TextStack {
    StackBlock *first, *current;
    size_t used;    /* bytes of the current block */
    Budget *budget; /* may be NULL */
} TextStack;
typedef struct StackMark {
    StackBlock *block;
    size_t used;
} StackMark;

void *stack_alloc(TextStack *stack,
                  size_t size);               /* 8-aligned, not cleared; NULL when memory is out */
Status stack_failure(const TextStack *stack); /* why: STATUS_NO_MEMORY or STATUS_MEMORY_LIMIT */
Status stack_text(TextStack *stack, Text text, Text *copy);
StackMark stack_mark(const TextStack *stack);
void stack_release(TextStack *stack, StackMark mark);
void stack_free(TextStack *stack);

/* ---- Blank node labels: those of the file, and new ones that never meet them ------------------------------- */

typedef struct BlankLabels {
    Text prefix;    /* put before every label */
    uint64_t first; /* number of the first label to be made; fixed once one is */
    uint64_t made;  /* how many labels were made */
} BlankLabels;
Status blank_of_file(BlankLabels *labels, TextStack *stack, Text label, Text *result);
Status blank_new(BlankLabels *labels, TextStack *stack, Term *blank);
size_t blank_size(const BlankLabels *labels);   /* bytes that a made label may need */
Text blank_make(BlankLabels *labels, char *at); /* the same as blank_new into blank_size() bytes */

/* ---- Readers ------------------------------------------------------------------------------------------------- */

/* What every reader needs. */
typedef struct ReadJob {
    Input *input;
    const RdfReadOptions *options;
    const RdfSink *sink;
    Text base;   /* empty: none */
    bool graphs; /* N-Quads, TriG */
    Diag *diag;
} ReadJob;
Status lines_read(const ReadJob *job); /* N-Triples, N-Quads */
/* Gives an error a message and the file's name when it has none yet; returns `status`. */
Status read_explain(Status status, const char *name, Diag *diag);
bool format_is_lines(const RdfFormat *format);
Status turtle_read(const ReadJob *job); /* Turtle, TriG */
Status raptor_read(const ReadJob *job, const RdfFormat *format);

/* Is the literal's datatype one that only a language tag may give (rdf:langString, rdf:dirLangString)? */
bool datatype_needs_language(Text datatype);

#endif
