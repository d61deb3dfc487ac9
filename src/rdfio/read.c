/* The way in: opens a file or takes a text, finds out the format, and hands over to its reader. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rdfio_internal.h"

enum {
    GUESS_BYTES = 4096
};

bool datatype_needs_language(Text datatype) {
    return text_equal(datatype, TEXT(RDF "langString")) ||
           text_equal(datatype, TEXT(RDF "dirLangString"));
}

/* NULL, with *diag set, when it cannot be told or read. */
static const RdfFormat *find_format(const Input *input, const char *path,
                                    const RdfReadOptions *options, Diag *diag) {
    const RdfFormat *found = options->format;
    if (!found) found = rdf_format_guess(path, text_slice(input->window, 0, GUESS_BYTES));
    if (!found && input->window.len == 0) found = rdf_format_named(TEXT("turtle"));
    if (found && found->reads) return found;
    diag_file(diag, input->name);
    if (found)
        diag_set(diag, STATUS_UNSUPPORTED, "%s cannot be read", found->label);
    else
        diag_set(diag, STATUS_UNSUPPORTED, "cannot tell the RDF format: name it with --from");
    return NULL;
}

bool format_is_lines(const RdfFormat *format) {
    return text_equal(text_of(format->name), TEXT("ntriples")) ||
           text_equal(text_of(format->name), TEXT("nquads"));
}

void skip_byte_order_mark(Input *input) {
    if (input->cursor == 0 && text_starts(input->window, TEXT("\xEF\xBB\xBF"))) input->cursor = 3;
}

static Status read_input(ReadJob *job, const char *path) {
    TRY(input_more(job->input, job->diag));
    const RdfFormat *const format = find_format(job->input, path, job->options, job->diag);
    if (!format) return STATUS_UNSUPPORTED;
    job->graphs = format->graphs;
    if (format->by_raptor) return raptor_read(job, format);
    skip_byte_order_mark(job->input);
    return format_is_lines(format) ? lines_read(job) : turtle_read(job);
}

Status read_explain(Status status, const char *name, Diag *diag) {
    if (status == STATUS_OK || !diag) return status;
    if (diag->file[0] == 0) diag_file(diag, name);
    return diag_set(diag, status, "%s", status_text(status));
}

Status rdf_read_text(Text text, const char *name, const RdfReadOptions *options,
                     const RdfSink *sink, Diag *diag) {
    Input input;
    input_of_text(&input, text, name);
    input.budget = options->budget;
    ReadJob job = {
        .input = &input, .options = options, .sink = sink, .base = options->base, .diag = diag};
    return read_explain(read_input(&job, NULL), name, diag);
}

/* What messages call the file. */
static const char *shown_name(const char *path) { return strcmp(path, "-") == 0 ? "stdin" : path; }

Status source_of_path(ByteSource **source, const char *path, const RdfReadOptions *options,
                      uint64_t *total, Diag *diag) {
    const bool standard = strcmp(path, "-") == 0;
    const int fd = standard ? STDIN_FILENO : file_to_read(path);
    if (fd < 0)
        return diag_set(diag, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "cannot open: %s",
                        strerror(errno));
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) *total = (uint64_t)info.st_size;
    ByteSource *plain;
    TRY(source_of_fd(&plain, fd, !standard, options->budget, diag));
    return source_unpacked(source, plain, options->most_bytes, diag);
}

/* Reads the file, its base being known. */
static Status read_path(const char *path, const RdfReadOptions *options, const RdfSink *sink,
                        Diag *diag) {
    Input input;
    ByteSource *source = NULL;
    uint64_t total = 0;
    TRY(source_of_path(&source, path, options, &total, diag));
    input_of_source(&input, source, shown_name(path), options);
    input.total = total;
    ReadJob job = {
        .input = &input, .options = options, .sink = sink, .base = options->base, .diag = diag};
    const Status status = read_input(&job, path);
    input_close(&input);
    return status;
}

Status rdf_read_file(const char *path, const RdfReadOptions *options, const RdfSink *sink,
                     Diag *diag) {
    Buffer base = {0};
    RdfReadOptions based = *options;
    Status status = STATUS_OK;
    if (!options->base.at) {
        status = iri_of_path(&base, shown_name(path));
        if (status == STATUS_OK && base.failed) status = STATUS_NO_MEMORY;
        based.base = buffer_view(&base);
    }
    if (status == STATUS_OK) status = read_path(path, &based, sink, diag);
    buffer_free(&base);
    return read_explain(status, shown_name(path), diag);
}
