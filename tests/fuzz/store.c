/* Fuzz target: a database file with damage. Bytes of a small sound one are overwritten where the input says; then it is
 * opened, scanned in every order, counted, asked for terms and graphs, written to and verified. Each answer is the right
 * one or STATUS_CORRUPT, and what met damage is what verify finds too.
 *
 * An edit may also seal what it changed with a right checksum, as somebody would who means harm. Then answers may be wrong,
 * but nothing may crash or run on. */
#include "lib/fuzz.h"

#include "../../src/store/store_internal.h"
#include "ytterby/rdfio.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];
static char *sound; /* the file as it was made */
static size_t sound_size;
static Buffer newest, before; /* its quads as sorted lines, and those of the transaction before */

static void remove_file(void) { unlink(path); }

/* ---- The database: all kinds of terms, values of several pages, a free list, two transactions --------------------- */

static void add_quads(Buffer *trig) {
    buffer_text(trig, TEXT("@prefix : <urn:x:> .\n"));
    for (unsigned i = 0; i < 40; i++)
        buffer_format(trig, ":s%u :p%u %u, \"text %u\", \"text\"@en-%u, \"%u.50\"^^<%s>, _:b%u .\n",
                      i, i % 5, i, i * 7, i % 9, i, XSD "decimal", i % 20);
    for (unsigned i = 0; i < 14; i++)
        buffer_format(trig, ":g%u { :s%u :in :s%u ; :says <<( :s%u :p1 %u )>> . }\n", i % 7, i,
                      i * 3, i, i);
    buffer_text(trig, TEXT(":long :text \""));
    for (unsigned i = 0; i < 1500; i++) buffer_format(trig, "%u ", i * i);
    buffer_text(trig, TEXT("\" .\n"));
}

static void commit_text(Store *store, Text trig) {
    const RdfReadOptions options = {.format = rdf_format_named(TEXT("trig"))};
    const RdfSink sink = {.quad = insert_quad, .context = store_source(store)};
    Diag diag = {0};
    require(source_begin_write(store_source(store), NULL, &diag) == STATUS_OK &&
                rdf_read_text(trig, "data", &options, &sink, &diag) == STATUS_OK &&
                source_commit(store_source(store), &diag) == STATUS_OK,
            "the database can be made");
}

static void make_file(void) {
    Store *store = NULL;
    Buffer trig = {0};
    add_quads(&trig);
    snprintf(path, sizeof path, "%s/ytterby-fuzz-%d.yt",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    require(store_open(&store, path, STORE_CREATE, 0, NULL) == STATUS_OK, "a database is made");
    commit_text(store, buffer_view(&trig));
    commit_text(store, TEXT("<urn:x:s> <urn:x:p> 1 . <urn:x:g> { <urn:x:s> <urn:x:p> 2 . }"));
    require(dataset_lines(store_source(store), &before, NULL) == STATUS_OK, "it can be read");
    commit_text(store, TEXT("<urn:x:new> <urn:x:p> 3 ."));
    require(dataset_lines(store_source(store), &newest, NULL) == STATUS_OK, "it can be read again");
    require(store_verify(store, NULL, NULL, NULL) == STATUS_OK, "it is sound");
    store_close(store);
    buffer_free(&trig);
    Buffer bytes = {0};
    require(file_read(&bytes, path, NULL) == STATUS_OK, "the file can be read");
    sound = bytes.at;
    sound_size = bytes.len;
    atexit(remove_file);
}

/* ---- Damage ------------------------------------------------------------------------------------------------------------ */

static void seal(char *bytes, size_t number) {
    if (number < 2) {
        for (size_t at = 0; at < PAGE_SIZE; at += PAGE_SIZE / 2) {
            Meta meta;
            memcpy(&meta, bytes + number * PAGE_SIZE + at, sizeof meta);
            meta.checksum = hash_bytes(&meta, offsetof(Meta, checksum), 0);
            memcpy(bytes + number * PAGE_SIZE + at, &meta, sizeof meta);
        }
        return;
    }
    PageHeader *const page = (PageHeader *)(void *)(bytes + number * PAGE_SIZE);
    const size_t pages =
        page->pages > 0 && page->pages <= sound_size / PAGE_SIZE - number ? page->pages : 1;
    const size_t skip = sizeof page->checksum;
    page->checksum = hash_bytes((char *)page + skip, pages * PAGE_SIZE - skip, number);
}

/* Each edit: where, how many bytes, what. */
static bool damage(Supply *supply, char *bytes) {
    bool sealed = false;
    for (unsigned edits = 1 + take_below(supply, 4); edits > 0; edits--) {
        const size_t page = take_number(supply, 2) % (sound_size / PAGE_SIZE);
        const size_t at = take_number(supply, 2) % PAGE_SIZE;
        const unsigned how = take_below(supply, 256);
        size_t size = 1 + how % 16;
        if (size > PAGE_SIZE - at) size = PAGE_SIZE - at;
        for (size_t i = 0; i < size; i++) {
            const char byte = (char)take_number(supply, 1);
            bytes[page * PAGE_SIZE + at + i] =
                how & 64 ? byte : (char)(bytes[page * PAGE_SIZE + at + i] ^ byte);
        }
        if (how & 128) seal(bytes, page);
        sealed |= (how & 128) != 0;
    }
    return sealed;
}

static void write_file(const char *bytes, size_t size) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size, "the file can be written");
    close(fd);
}

/* ---- What is asked of it -------------------------------------------------------------------------------------------------- */

typedef struct Asked {
    bool sealed; /* answers need not be right */
    bool older;  /* the header was damaged, so that the transaction before may be what is there */
    bool met;    /* something said STATUS_CORRUPT */
    bool was_open;
} Asked;

static bool is_right(const Asked *asked, const Buffer *lines) {
    return text_equal(buffer_view(lines), buffer_view(&newest)) ||
           (asked->older && text_equal(buffer_view(lines), buffer_view(&before)));
}

/* A status of the store: fine, damage, or (of sealed damage) a limit that it met. */
static bool passed(Asked *asked, Status status) {
    if (status == STATUS_OK) return true;
    require(status == STATUS_CORRUPT || asked->sealed, "a failure is damage");
    asked->met = true;
    return false;
}

typedef struct Order {
    ScanOrder order;
    QuadColumn columns[3];
} Order;

static const Order orders[] = {{ORDER_SPO, {QUAD_SUBJECT, QUAD_PREDICATE, QUAD_OBJECT}},
                               {ORDER_SOP, {QUAD_SUBJECT, QUAD_OBJECT, QUAD_PREDICATE}},
                               {ORDER_PSO, {QUAD_PREDICATE, QUAD_SUBJECT, QUAD_OBJECT}},
                               {ORDER_POS, {QUAD_PREDICATE, QUAD_OBJECT, QUAD_SUBJECT}},
                               {ORDER_OSP, {QUAD_OBJECT, QUAD_SUBJECT, QUAD_PREDICATE}},
                               {ORDER_OPS, {QUAD_OBJECT, QUAD_PREDICATE, QUAD_SUBJECT}}};

enum {
    MOST_ROWS = 2000
};

typedef struct Rows {
    TermId items[MOST_ROWS][4]; /* subject, predicate, object, graph */
    size_t count;
} Rows;

static int by_ids(const void *a, const void *b) { return memcmp(a, b, 4 * sizeof(TermId)); }

static void add_row(const Asked *asked, const Order *order, const QuadBatch *batch, size_t i,
                    Rows *rows) {
    const TermId row[] = {batch->subject[i], batch->predicate[i], batch->object[i],
                          batch->graph[i]};
    const TermId *const last = rows->count > 0 ? rows->items[rows->count - 1] : row;
    int way = 0;
    for (size_t c = 0; c < 3 && way == 0; c++) {
        const QuadColumn column = order->columns[c];
        way = (row[column] > last[column]) - (row[column] < last[column]);
    }
    require(way >= 0 || asked->sealed, "rows come in the wanted order");
    memcpy(rows->items[rows->count++], row, sizeof row);
}

static Status scan_order(const Asked *asked, StoreReader *reader, const Order *order, Rows *rows,
                         Diag *diag) {
    static QuadBatch batch;
    const ScanRequest request = {.order = order->order, .columns = QUAD_ALL};
    SourceScan *scan = NULL;
    Status status = store_reader_scan(reader, &request, &scan, diag);
    rows->count = 0;
    do {
        if (status == STATUS_OK) status = source_scan_next(scan, &batch, diag);
        for (size_t i = 0; status == STATUS_OK && i < batch.rows && rows->count < MOST_ROWS; i++)
            add_row(asked, order, &batch, i, rows);
    } while (status == STATUS_OK && batch.rows > 0 && rows->count < MOST_ROWS);
    source_scan_free(scan);
    return status;
}

static Status write_rows(StoreReader *reader, const Rows *rows, Arena *arena, Buffer *out,
                         Diag *diag) {
    for (size_t i = 0; i < rows->count; i++) {
        for (size_t c = 0; c < 4; c++) {
            Term term;
            if (rows->items[i][c] == TERM_ID_DEFAULT_GRAPH) continue;
            TRY(store_reader_term(reader, rows->items[i][c], arena, &term, diag));
            term_write(out, &term);
            buffer_byte(out, ' ');
        }
        buffer_byte(out, '\n');
    }
    sort_lines(out);
    return STATUS_OK;
}

/* The first order's rows are looked at as terms, those of the others have to be the same. */
static void scan_orders(Asked *asked, StoreReader *reader) {
    static Rows known;
    static Rows rows;
    bool are_known = false;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        Buffer lines = {0};
        Arena *const arena = arena_new(NULL);
        Diag diag = {0};
        if (passed(asked, scan_order(asked, reader, &orders[i], &rows, &diag))) {
            qsort(rows.items, rows.count, sizeof rows.items[0], by_ids);
            if (are_known) {
                require(asked->sealed || (rows.count == known.count &&
                                          memcmp(rows.items, known.items,
                                                 rows.count * sizeof rows.items[0]) == 0),
                        "all orders have the same quads");
            } else if (passed(asked, write_rows(reader, &rows, arena, &lines, &diag))) {
                require(is_right(asked, &lines) || asked->sealed, "a scan has the right quads");
                known = rows;
                are_known = true;
            }
        }
        buffer_free(&lines);
        arena_free(arena);
    }
}

static Status count_graph(void *context, TermId graph) {
    (void)graph;
    ++*(size_t *)context;
    return STATUS_OK;
}

/* Terms that are there, one that is not; all graphs; counts. */
static void ask_reader(Asked *asked, StoreReader *reader) {
    static const char *const iris[] = {"urn:x:s", "urn:x:p", "urn:x:s39", "urn:x:none"};
    static const size_t counts[] = {2, 3, 5, 0};
    for (size_t i = 0; i < 4; i++) {
        const Term term = term_iri(text_of(iris[i]));
        TermId id = TERM_ID_NONE;
        Diag diag = {0};
        if (!passed(asked, store_reader_find(reader, &term, &id, &diag))) continue;
        require((id != TERM_ID_NONE) == (i < 3) || asked->sealed, "a term is found if it is there");
        uint64_t count = 0;
        bool exact = false;
        const QuadPattern pattern = {.subject = i == 1 ? TERM_ID_NONE : id,
                                     .predicate = i == 1 ? id : TERM_ID_NONE};
        if (id == TERM_ID_NONE || i == 1 ||
            !passed(asked, store_reader_count(reader, &pattern, &count, &exact, &diag)))
            continue;
        require(!exact || count == counts[i] || asked->sealed, "a count is right");
    }
    size_t graphs = 0;
    if (passed(asked, store_reader_graphs(reader, count_graph, &graphs, NULL)))
        require(graphs == 8 || asked->sealed, "all graphs are listed");
}

static void ask_store(Asked *asked, Store *store) {
    StoreReader *reader = NULL;
    Diag diag = {0};
    if (!passed(asked, store_reader_open(&reader, store, &diag))) return;
    scan_orders(asked, reader);
    ask_reader(asked, reader);
    store_reader_close(reader);
}

/* Writes a quad: afterwards it is there beside all others, or nothing has changed. */
static void write_to(Asked *asked) {
    Store *store = NULL;
    Buffer lines = {0};
    const Quad quad = {.subject = term_iri(TEXT("urn:x:a")),
                       .predicate = term_iri(TEXT("urn:x:p")),
                       .object = term_string(TEXT("written"))};
    Diag diag = {0};
    if (store_open(&store, path, STORE_WRITE, 0, &diag) != STATUS_OK) return;
    bool written = passed(asked, store_begin(store, NULL, &diag));
    written = written && passed(asked, store_insert(store, &quad, &diag));
    written = written && passed(asked, store_commit(store, &diag));
    if (!written) store_rollback(store);
    diag_clear(&diag);
    if (!asked->sealed && passed(asked, dataset_lines(store_source(store), &lines, &diag))) {
        const Text line = TEXT("<urn:x:a> <urn:x:p> \"written\" \n");
        const size_t at = text_find(buffer_view(&lines), line, 0);
        require((at != SIZE_MAX) == written, "what was committed is there, and nothing else");
        if (written) memmove(lines.at + at, lines.at + at + line.len, lines.len - at - line.len);
        if (written) lines.len -= line.len;
        require(is_right(asked, &lines), "the quads from before are there");
    }
    store_close(store);
    buffer_free(&lines);
}

static void ask_file(Asked *asked) {
    Store *store = NULL;
    Diag diag = {0};
    const Status status = store_open(&store, path, STORE_READ, 0, &diag);
    if (status != STATUS_OK) {
        require(diag.message[0] != '\0', "a failure says why");
        return;
    }
    StoreInfo info = {0};
    asked->was_open = true;
    passed(asked, store_info(store, &info, &diag));
    asked->older = info.header_damaged;
    ask_store(asked, store);
    diag_clear(&diag);
    const Status verified = store_verify(store, NULL, NULL, &diag);
    require(verified == STATUS_OK || verified == STATUS_CORRUPT || asked->sealed,
            "verify finds it sound or damaged");
    require(!asked->met || verified != STATUS_OK || asked->sealed, "verify finds what others met");
    require(verified == STATUS_OK || diag.message[0] != '\0', "verify says what it found");
    store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char *bytes;
    if (!sound) make_file();
    if (!bytes) bytes = malloc(sound_size);
    memcpy(bytes, sound, sound_size);
    Supply supply = {data, size};
    const unsigned how = take_below(&supply, 256);
    Asked asked = {.sealed = damage(&supply, bytes)};
    const size_t cut = how & 1 ? take_number(&supply, 3) % sound_size : 0;
    write_file(bytes, sound_size - cut);
    ask_file(&asked);
    if (how & 2) write_to(&asked);
    return 0;
}
