/* The meta pages: which state is the committed one. Commits write pages 0 and 1 in turn, so that the one before
 * survives a torn write; each page carries its meta twice, so that a damaged byte in the newest never makes the
 * store fall back to an older state without a word. */
#include <string.h>

#include "store_internal.h"

static const char magic[8] = "Ytterby";
enum {
    META_VERSION = 1,
    COPY_OFFSET = PAGE_SIZE / 2
};
static const uint32_t byte_order = 0x01020304;

_Static_assert(sizeof(Meta) <= COPY_OFFSET, "two metas fit into a page");

void meta_init(Meta *meta, const uint8_t identity[16]) {
    *meta = (Meta){.version = META_VERSION,
                   .byte_order = byte_order,
                   .page_size = PAGE_SIZE,
                   .page_count = 3,
                   .free_head = 2,
                   .free_next = 2};
    memcpy(meta->magic, magic, sizeof magic);
    memcpy(meta->identity, identity, sizeof meta->identity);
}

static uint64_t checksum(const Meta *meta) { return hash_bytes(meta, offsetof(Meta, checksum), 0); }

void meta_encode(const Meta *meta, char page[PAGE_SIZE]) {
    Meta sealed = *meta;
    sealed.checksum = checksum(meta);
    memset(page, 0, PAGE_SIZE);
    memcpy(page, &sealed, sizeof sealed);
    memcpy(page + COPY_OFFSET, &sealed, sizeof sealed);
}

/* Says what kind of file this is when no copy is sound. */
static Status refuse(const char *pages, Diag *diag) {
    Meta meta;
    memcpy(&meta, pages, sizeof meta);
    if (memcmp(meta.magic, magic, sizeof magic) != 0) {
        return diag_set(diag, STATUS_CORRUPT, "not a Ytterby database");
    }
    return diag_set(diag, STATUS_CORRUPT, "the database's header is damaged");
}

static Status check_format(const Meta *meta, Diag *diag) {
    if (meta->byte_order != byte_order) {
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "the database was written with another byte order");
    }
    if (meta->version > META_VERSION || meta->flags != 0) {
        return diag_set(diag, STATUS_UNSUPPORTED,
                        "the database has format version %u; this program reads up to %d",
                        meta->version, META_VERSION);
    }
    if (meta->page_size != PAGE_SIZE) {
        return diag_set(diag, STATUS_UNSUPPORTED, "the database has pages of %u bytes",
                        meta->page_size);
    }
    return STATUS_OK;
}

Status meta_decode(const char pages[2 * PAGE_SIZE], Meta *meta, bool *damaged, Diag *diag) {
    bool found = false;
    *damaged = false;
    for (size_t offset = 0; offset < (size_t)2 * PAGE_SIZE; offset += COPY_OFFSET) {
        Meta copy;
        memcpy(&copy, pages + offset, sizeof copy);
        if (memcmp(copy.magic, magic, sizeof magic) != 0 || copy.checksum != checksum(&copy)) {
            *damaged = true;
        } else if (!found || copy.txn > meta->txn) {
            *meta = copy;
            found = true;
        }
    }
    return found ? check_format(meta, diag) : refuse(pages, diag);
}

Status meta_find(const char pages[2 * PAGE_SIZE], uint64_t txn, Meta *meta) {
    for (size_t offset = 0; offset < (size_t)2 * PAGE_SIZE; offset += COPY_OFFSET) {
        memcpy(meta, pages + offset, sizeof *meta);
        const bool sound =
            memcmp(meta->magic, magic, sizeof magic) == 0 && meta->checksum == checksum(meta);
        if (sound && meta->txn == txn) return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}
