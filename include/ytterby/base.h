/* base: memory, text, errors, limits. Knows no RDF.
 *
 * Ownership, for the whole room: an object made by X_new is given back by X_free, and X_free(NULL) is
 * allowed. A Text is a view and owns nothing. What an arena gave lives as long as the arena.
 * Thread-safety: objects are not shared between threads, except Budget, whose flag and counters are atomic. */
#ifndef YTTERBY_BASE_H
#define YTTERBY_BASE_H

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* ---- Status: what went wrong, never a truth value ---------------------------------------------- */

typedef enum Status {
    STATUS_OK = 0,
    STATUS_NO_MEMORY, /* an allocation failed */
    STATUS_IO,        /* the operating system said no; the message carries its words */
    STATUS_NOT_FOUND, /* no such file, database, report, entity … */
    STATUS_EXISTS,    /* it is there already and must not be */
    STATUS_SYNTAX, /* the input (query, update or data) breaks its grammar: exit status 2, only then */
    STATUS_USAGE,        /* wrong arguments: exit status 64 */
    STATUS_UNSUPPORTED,  /* well-formed, but this storage or build cannot do it */
    STATUS_REFUSED,      /* forbidden by a rule: read-only, not on the allow-list … */
    STATUS_MEMORY_LIMIT, /* the memory limit was reached */
    STATUS_TIMEOUT,      /* the time limit was reached */
    STATUS_CANCELLED,    /* somebody asked to stop: exit status 130 */
    STATUS_LIMIT,        /* another limit: depth, size of a term, match limit … */
    STATUS_CORRUPT,      /* stored data is damaged */
    STATUS_BUSY,         /* another writer holds it */
    STATUS_EVALUATION    /* a SPARQL operation that must succeed failed (LOAD, CREATE …) */
} Status;

/* A short English sentence for a status, never NULL. */
const char *status_text(Status status);

/* Returns from the enclosing function when `call` is not STATUS_OK: the only macro here that returns. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        const Status try_status_ = (call);                                                         \
        if (try_status_ != STATUS_OK) return try_status_;                                          \
    } while (0)

/* ---- Text: a view of bytes, UTF-8 where it is text ---------------------------------------------- */

typedef struct Text {
    const char *at; /* not terminated; may be NULL when len is 0 */
    size_t len;     /* bytes */
} Text;

#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1}) /* a view of a string literal */

Text text_of(const char *terminated);   /* view of a C string; NULL gives the empty text */
bool text_equal(Text a, Text b);        /* same bytes */
bool text_equal_nocase(Text a, Text b); /* same but for ASCII case */
int text_compare(Text a, Text b);       /* by bytes, which for UTF-8 is code point order */
bool text_starts(Text text, Text prefix);
bool text_ends(Text text, Text suffix);
Text text_slice(Text text, size_t from, size_t to); /* [from, to), clipped to the text */
Text text_trim(Text text);                          /* without ASCII white space at both ends */
/* Offset of the first `needle` in `text` at or after `from`, or SIZE_MAX. Linear time. */
size_t text_find(Text text, Text needle, size_t from);

/* ---- UTF-8 (RFC 3629, strict: no overlong forms, no surrogates, nothing above U+10FFFF) ------------ */

/* Offset of the first byte that is not valid UTF-8, or len when all is valid. */
size_t utf8_invalid_at(const char *at, size_t len);
/* Decodes the code point at `at` (at least 1 byte left) and sets *size to its bytes; -1 when invalid. */
int32_t utf8_decode(const char *at, size_t left, size_t *size);
/* Writes `code` as 1 to 4 bytes to `out`; returns how many, 0 for a surrogate or too large a value. */
size_t utf8_encode(uint32_t code, char out[4]);
/* Number of code points in valid UTF-8. */
size_t utf8_length(Text text);
/* Would a terminal obey this character, or show nothing of it? Controls (C0, C1), bidirectional marks and overrides,
 * spaces without width, tags. The joiners U+200C and U+200D, which Persian and emoji need, are none. */
bool code_is_harmful(int32_t code);

/* ---- Diag: one positioned message ---------------------------------------------------------------- */

typedef struct Diag {
    Status status;     /* STATUS_OK while nothing happened */
    size_t line;       /* from 1; 0 when there is no position */
    size_t column;     /* from 1, in code points */
    char file[256];    /* name shown before the position; empty when there is none */
    char message[512]; /* one line, no full stop at the end */
    char excerpt[256]; /* the input's line (or its part around the column), made printable */
    unsigned caret;    /* screen columns before the caret in `excerpt` */
} Diag;

/* Both fill *diag (NULL is allowed) unless it holds an error already, and return `status`. */
Status diag_set(Diag *diag, Status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with a position: `offset` bytes into `source`, whose name is `file`. */
Status diag_at(Diag *diag, Status status, Text source, size_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void diag_file(Diag *diag,
               const char *file); /* names the file, shortened at its front if need be */
void diag_clear(Diag *diag);
/* Prints "file:line:column: error: message", then the line and a caret; `severity` is "error" or "warning". */
void diag_print(const Diag *diag, const char *severity, FILE *out);

/* ---- Budget: cancel flag, deadline and memory limit of one piece of work --------------------------- */

typedef struct Budget {
    atomic_bool cancelled; /* set it from a signal handler or another thread */
    atomic_size_t used;    /* bytes taken now */
    atomic_size_t peak;    /* most bytes taken at any time */
    atomic_bool refused;   /* a budget_take went over the limit */
    size_t limit;          /* bytes; 0 = no limit */
    size_t soft; /* taken bytes from which work that can use a temporary file does; 0 = none */
    uint64_t deadline; /* clock_now() value; 0 = none */
} Budget;

uint64_t clock_now(void); /* monotonic nanoseconds */
/* 0 = no limit, for both; the soft limit is three quarters of the other. */
void budget_init(Budget *budget, double seconds, size_t bytes);
/* How many bytes may be taken below the soft limit; SIZE_MAX without one, or without a budget. */
size_t budget_room(const Budget *budget);
/* STATUS_OK, or STATUS_CANCELLED, STATUS_TIMEOUT, STATUS_MEMORY_LIMIT. Cheap: call it per batch. NULL is OK. */
Status budget_check(Budget *budget);
Status budget_take(Budget *budget,
                   size_t bytes); /* before allocating; STATUS_MEMORY_LIMIT when over */
void budget_give(Budget *budget, size_t bytes); /* after freeing */
/* STATUS_MEMORY_LIMIT, STATUS_TIMEOUT or STATUS_CANCELLED for a STATUS_NO_MEMORY that the budget caused (arenas and buffers
 * only say that they got nothing); every other status as it is. */
Status budget_reason(Budget *budget, Status status);

/* ---- Memory: the only callers of malloc ---------------------------------------------------------- */

void *mem_alloc(size_t size);              /* NULL on failure; size 0 gives a unique pointer */
void *mem_zero(size_t count, size_t size); /* zeroed; NULL on failure or overflow */
void *mem_resize(void *block, size_t size);
void mem_free(void *block);
/* Bytes that the whole process, libraries included, has from malloc now; 0 where that is not known (sanitizers).
 * It takes some microseconds: for libraries that tell nobody what they hold. */
size_t mem_in_use(void);
/* Makes room for `need` items of `size` bytes in *items (capacity *cap, in items); grows by half, checked. */
Status array_grow(void **items, size_t *cap, size_t need, size_t size);

/* An arena: allocation by moving a pointer, one free for all. One per parse and per query. */
typedef struct Arena Arena;
Arena *arena_new(Budget *budget); /* budget may be NULL, else it must outlive the arena */
void arena_free(Arena *arena);
void arena_reset(Arena *arena); /* forgets all contents, keeps one block */
void *arena_alloc(Arena *arena,
                  size_t size); /* zeroed, 16-aligned; NULL when memory or budget is out */
void *arena_array(Arena *arena, size_t count, size_t size); /* the same with the product checked */
void *arena_space(Arena *arena,
                  size_t size); /* the same without zeroing: for what is filled anyway */
/* A copy of `text`, terminated by a NUL that is not counted; at == NULL when memory is out. */
Text arena_text(Arena *arena, Text text);
size_t arena_bytes(const Arena *arena); /* bytes held from the system */
/* Bytes that the arena asks the system for when its block is full, unless for one large request. */
size_t arena_growth(const Arena *arena);
/* After a NULL from the arena: what its budget said, or STATUS_NO_MEMORY. An arena asks it for every block. */
Status arena_failure(const Arena *arena);

/* A growable byte buffer. Zero-initialise it. `failed` is sticky, so that writers need one check at the end. */
typedef struct Buffer {
    char *at;
    size_t len, cap;
    bool failed;    /* an append ran out of memory or budget */
    Budget *budget; /* may be NULL */
} Buffer;
void buffer_append(Buffer *buffer, const char *at, size_t len);
void buffer_text(Buffer *buffer, Text text);
void buffer_byte(Buffer *buffer, char byte);
void buffer_code(Buffer *buffer, uint32_t code); /* appends one code point as UTF-8 */
void buffer_format(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
Text buffer_view(const Buffer *buffer);    /* valid until the next append */
const char *buffer_string(Buffer *buffer); /* NUL-terminated; NULL when failed */
void buffer_clear(Buffer *buffer);         /* keeps the memory */
void buffer_free(Buffer *buffer);

/* ---- Hashing -------------------------------------------------------------------------------------- */

uint64_t hash_bytes(const void *at, size_t len, uint64_t seed); /* XXH3 */
uint64_t hash_mix(uint64_t a, uint64_t b); /* combines two hashes, order matters */

/* Open addressing from 64-bit hashes to positions in an array that the caller owns. Zero-initialise it. */
typedef struct HashIndex {
    struct HashSlot *slots;
    size_t count, cap;
    Budget *budget;
} HashIndex;
typedef bool (*HashSame)(const void *context,
                         size_t position); /* is the item at `position` the wanted one? */
#define HASH_NONE SIZE_MAX
size_t hash_index_find(const HashIndex *index, uint64_t hash, HashSame same, const void *context);
/* Has the memory brought near where that hash would be found: before many are looked up one after another. */
void hash_index_prefetch(const HashIndex *index, uint64_t hash);
Status hash_index_add(HashIndex *index, uint64_t hash, size_t position); /* no check for a twin */
/* Bytes that adding as many would take at first, before those of the old table are given back. */
size_t hash_index_growth(const HashIndex *index, size_t more);
void hash_index_free(HashIndex *index);

/* ---- Output: where bytes go; the error is sticky and told at the end --------------------------------- */

typedef struct Output Output;
Output *output_to_fd(int fd, bool close_it); /* buffered; NULL when memory is out */
Output *output_to_buffer(Buffer *buffer);    /* the buffer stays the caller's */
/* Writes to a temporary file beside `path`; output_close makes it `path` by rename, output_abandon removes it. */
Status output_to_path(Output **out, const char *path, Diag *diag);
void output_bytes(Output *out, const char *at, size_t len);
void output_text(Output *out, Text text);
void output_byte(Output *out, char byte);
void output_format(Output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What the buffer's writer could not keep is missing from the output too: memory was out. */
void output_needs(Output *out, const Buffer *buffer);
bool output_failed(const Output *out);
int output_error(const Output *out); /* errno of the first write that failed; 0 when none did */
Status output_flush(Output *out, Diag *diag);
Status output_close(Output *out,
                    Diag *diag);  /* flushes, closes, frees; STATUS_IO when any write failed */
void output_abandon(Output *out); /* drops what is not written yet, frees */

/* ---- Input: a whole small file (a query, a script), "-" is standard input ------------------------------- */

/* Opens a file to be read, at once even where a FIFO has no writer yet: read_within waits for one. -1 with errno. */
int file_to_read(const char *path);
/* Has what is at `path` an end, if anything is there: no FIFO or device? */
bool file_has_end(const char *path);
/* read(2), but while nothing comes it looks at the budget (NULL: none), and gives up with ECANCELED when that has
 * ended: budget_check tells why. Never EINTR or EAGAIN. Any thread. */
ssize_t read_within(Budget *budget, int fd, char *at, size_t size);
/* Appends the file's bytes; STATUS_NOT_FOUND or STATUS_IO with the system's words in *diag. A folder is
 * STATUS_IO. The buffer's budget bounds what is read, and the time it takes; more than 1 GiB is STATUS_LIMIT. */
Status file_read(Buffer *out, const char *path, Diag *diag);
/* Makes an empty file beside `path`, for what is to become `path` when it is whole: appends its name, "PATH.XXXXXX". */
Status file_beside(Buffer *name, const char *path, int *fd, Diag *diag);
/* Gives the finished file its final name, for good; STATUS_EXISTS when that is taken. The file is removed on failure. */
Status file_publish(const char *name, const char *path, Diag *diag);
/* Makes the names in the folder of `path` durable; 0, or errno. */
int file_sync_folder(const char *path);
/* Makes a file without a name in `folder`, to be written and read by *fd: it is gone when that is closed, however the
 * process ends. STATUS_IO or STATUS_NOT_FOUND with the system's words in *diag. */
Status file_nameless(int *fd, const char *folder, Diag *diag);

/* ---- Progress: told now and then by long work --------------------------------------------------------- */

typedef struct Progress {
    void (*tell)(void *context, const char *phase, uint64_t done,
                 uint64_t total); /* total 0: unknown */
    void *context;
} Progress;

/* Tells a person at a terminal, in a line on standard error, how far work has come that takes longer than a second. */
typedef enum ProgressUnit {
    PROGRESS_BYTES,
    PROGRESS_COUNT
} ProgressUnit; /* of `done` */
typedef struct ProgressLine {
    Progress progress; /* to hand to the work; tells from progress_start to progress_end */
    ProgressUnit unit;
    uint64_t from, next; /* clock_now() values: when to tell at the earliest */
    atomic_flag busy;
    bool shown;
} ProgressLine;
void progress_start(ProgressLine *line, ProgressUnit unit);
void progress_end(ProgressLine *line); /* takes the line away; may be called again */

/* ---- Suggestion: did-you-mean -------------------------------------------------------------------------- */

/* Damerau-Levenshtein distance of two short texts without ASCII case, at most `most` + 1. */
unsigned text_distance(Text a, Text b, unsigned most);
/* Index of the name nearest to `word` (at most a third of its length away), or SIZE_MAX. */
size_t text_nearest(Text word, const Text *names, size_t count);

#endif
