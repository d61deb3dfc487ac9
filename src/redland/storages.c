/* librdf's storages and their option strings. The table is what was measured on librdf 1.0.17 (README.md tells how
 * each fault shows itself, tests/redland proves it); a storage that is not in it is taken as its features say. */
#include "redland_internal.h"

#include <string.h>

static const StorageTraits storages[] = {
    {.name = "memory", .temporary = true, .default_as_context = true, .blank_contexts = true},
    {.name = "hashes", .file = "%s-sp2o.db", .add_skips_known = true, .blank_contexts = true},
    {.name = "trees", .temporary = true},
    {.name = "sqlite",
     .file = "%s",
     .add_skips_known = true,
     .remove_hits_all = true,
     .stale_contexts = true},
    {.name = "ytterby", .file = "%s", .native = true, .blank_contexts = true},
    {.name = "file", .refused = "give the file with --data, or make a database of it"},
    {.name = "uri",
     .refused = "it would fetch from the network: save the document and give it with --data"},
};

/* Hashes kept in memory begin empty, so they may keep the default graph as memory does. */
static const StorageTraits memory_hashes = {
    .name = "hashes", .temporary = true, .default_as_context = true, .blank_contexts = true};
/* A database of its own for the files on a command line: the name is the folder of the nameless file. */
static const StorageTraits temporary_native = {
    .name = "ytterby", .temporary = true, .native = true, .blank_contexts = true};
static const StorageTraits unknown = {.name = "", .blank_contexts = false, .add_skips_known = true};

const StorageTraits *storage_traits(const char *name, const StorageOptions *options) {
    if (strcmp(name, "hashes") == 0 &&
        text_equal(storage_option(options, "hash-type"), TEXT("memory")))
        return &memory_hashes;
    if (strcmp(name, "ytterby") == 0 &&
        text_equal(storage_option(options, "temporary"), TEXT("yes")))
        return &temporary_native;
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        if (strcmp(storages[i].name, name) == 0) return &storages[i];
    }
    return &unknown;
}

/* ---- Option strings: name='value', with white space and commas between ------------------------------------------- */

static size_t skip(Text text, size_t at, const char *set) {
    while (at < text.len && text.at[at] && strchr(set, text.at[at])) at++;
    return at;
}

static size_t skip_until(Text text, size_t at, const char *set) {
    while (at < text.len && text.at[at] && !strchr(set, text.at[at])) at++;
    return at;
}

static Status read_option(StorageOptions *options, Text text, size_t *at, Diag *diag) {
    const size_t name_end = skip_until(text, *at, "= ,\t");
    const Text name = text_slice(text, *at, name_end);
    const size_t equals = skip(text, name_end, " \t");
    const size_t quote =
        equals < text.len && text.at[equals] == '=' ? skip(text, equals + 1, " \t") : text.len;
    if (name.len == 0 || quote >= text.len || (text.at[quote] != '\'' && text.at[quote] != '"'))
        return diag_set(diag, STATUS_USAGE,
                        "storage options are written name='value',name='value'");
    const char close[2] = {text.at[quote], 0};
    const size_t end = skip_until(text, quote + 1, close);
    if (end == text.len || text.at[end] != close[0])
        return diag_set(diag, STATUS_USAGE,
                        "the value of the storage option \"%.*s\" has no closing quote",
                        (int)(name.len < 40 ? name.len : 40), name.at);
    if (options->count == MOST_OPTIONS)
        return diag_set(diag, STATUS_USAGE, "too many storage options");
    storage_options_set(options, name, text_slice(text, quote + 1, end));
    *at = end + 1;
    return STATUS_OK;
}

Status storage_options_read(StorageOptions *options, Text text, Diag *diag) {
    options->count = 0;
    for (size_t at = skip(text, 0, " ,\t\n"); at < text.len; at = skip(text, at, " ,\t\n"))
        TRY(read_option(options, text, &at, diag));
    return STATUS_OK;
}

void storage_options_set(StorageOptions *options, Text name, Text value) {
    size_t i = 0;
    while (i < options->count && !text_equal(options->list[i].name, name)) i++;
    if (i == MOST_OPTIONS) return;
    if (i == options->count) options->count++;
    options->list[i] = (StorageOption){name, value};
}

Text storage_option(const StorageOptions *options, const char *name) {
    for (size_t i = 0; i < options->count; i++) {
        if (text_equal(options->list[i].name, text_of(name))) return options->list[i].value;
    }
    return (Text){0};
}

void storage_options_write(const StorageOptions *options, Buffer *out) {
    for (size_t i = 0; i < options->count; i++) {
        if (i) buffer_byte(out, ',');
        buffer_text(out, options->list[i].name);
        buffer_text(out, TEXT("='"));
        buffer_text(out, options->list[i].value);
        buffer_byte(out, '\'');
    }
}
