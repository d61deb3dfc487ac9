/* The catalogue: every NAME.rq of some folders is a report. Its header is the block of "#+" comments at its top:
 *
 *     #+ summary: One sentence.
 *     #+ param: NAME TYPE "help" default        (or the bare word optional; neither: the argument is needed)
 *     #+ view: table
 *
 * so that a report is one plain SPARQL file, which any other engine can run too. */
#include "ytterby/report.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ytterby/lexer.h"

enum {
    MOST_PARAMS = 16
};

struct Catalogue {
    Arena *arena;
    Report *reports;
    size_t count, cap;
};

/* ---- The header ------------------------------------------------------------------------------------------- */

static const Text marker = {"#+", 2};

/* Takes the next word, or a "quoted string" without its quotes, off the front of *line. */
static Text take_word(Text *line, bool *quoted) {
    *line = text_trim(*line);
    *quoted = line->len > 0 && line->at[0] == '"';
    size_t end = *quoted ? 1 : 0;
    while (end < line->len &&
           (*quoted ? line->at[end] != '"' : line->at[end] != ' ' && line->at[end] != '\t'))
        end++;
    const Text word = text_slice(*line, *quoted ? 1 : 0, end);
    *line = text_slice(*line, end + (*quoted && end < line->len), line->len);
    return word;
}

static bool is_variable(Text name) { return name.len > 0 && lex_variable(name, 0).end == name.len; }

static Status read_param(Text rest, ReportParam *param) {
    bool quoted;
    const Text name = take_word(&rest, &quoted);
    *param = (ReportParam){.name = name.len && (name.at[0] == '?' || name.at[0] == '$')
                                       ? text_slice(name, 1, name.len)
                                       : name};
    param->type = take_word(&rest, &quoted);
    if (!is_variable(param->name) || param->type.len == 0) return STATUS_SYNTAX;
    param->help = take_word(&rest, &quoted);
    if (!quoted) return STATUS_SYNTAX;
    const Text word = take_word(&rest, &quoted);
    const bool bare = !quoted && text_equal_nocase(word, TEXT("optional"));
    param->optional = bare;
    if (!bare) param->fallback = word;
    return text_trim(rest).len == 0 ? STATUS_OK : STATUS_SYNTAX;
}

/* Reads one header line, e.g. "summary: …", into the report. Unknown keys are for other programs (grlc …). */
static Status read_header_line(Report *report, Text line, ReportParam params[MOST_PARAMS]) {
    const size_t colon = text_find(line, TEXT(":"), 0);
    if (colon == SIZE_MAX) return STATUS_OK;
    const Text key = text_trim(text_slice(line, 0, colon));
    const Text value = text_trim(text_slice(line, colon + 1, line.len));
    if (text_equal(key, TEXT("summary"))) report->summary = value;
    if (text_equal(key, TEXT("view"))) report->view = value;
    if (!text_equal(key, TEXT("param"))) return STATUS_OK;
    if (report->param_count == MOST_PARAMS) return STATUS_LIMIT;
    return read_param(value, &params[report->param_count++]);
}

static Status header_error(const Report *report, Status status, size_t at, Diag *diag) {
    diag_at(diag, status, report->query, at,
            "expected #+ param: NAME TYPE \"help\" default, at most %d of them", MOST_PARAMS);
    diag_file(diag, report->path.at);
    return status;
}

/* Fills what the header says. A wrong header is kept as the report's problem: it must not hide the other reports. */
static Status read_header(Catalogue *catalogue, Report *report, Diag *diag) {
    ReportParam params[MOST_PARAMS] = {0};
    report->view = TEXT("table");
    const Text text = report->query;
    for (size_t at = 0; at < text.len;) {
        size_t end = text_find(text, TEXT("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        const Text line = text_trim(text_slice(text, at, end));
        if (line.len > 0 && line.at[0] != '#') break;
        if (text_starts(line, marker)) {
            const Status status =
                read_header_line(report, text_slice(line, marker.len, line.len), params);
            if (status != STATUS_OK) {
                report->param_count = 0;
                return header_error(report, status, at, diag);
            }
        }
        at = end + 1;
    }
    ReportParam *const kept = arena_array(catalogue->arena, report->param_count, sizeof *kept);
    if (!kept) return STATUS_NO_MEMORY;
    memcpy(kept, params, report->param_count * sizeof *kept);
    report->params = kept;
    return STATUS_OK;
}

/* ---- Folders ---------------------------------------------------------------------------------------------- */

static Report *find_named(const Catalogue *catalogue, Text name) {
    for (size_t i = 0; i < catalogue->count; i++) {
        if (text_equal(catalogue->reports[i].name, name)) return &catalogue->reports[i];
    }
    return NULL;
}

static Status keep_problem(Catalogue *catalogue, Report *report, const Diag *problem) {
    Diag *const kept = arena_alloc(catalogue->arena, sizeof *kept);
    if (!kept) return STATUS_NO_MEMORY;
    *kept = *problem;
    report->problem = kept;
    return STATUS_OK;
}

/* What a file cannot give, its text or a right header, is its own problem: the other reports are none the worse. */
static Status read_file(Catalogue *catalogue, Report *report, const char *path) {
    Buffer text = {0};
    Diag problem = {0};
    Status status = file_has_end(path) ? file_read(&text, path, &problem)
                                       : diag_set(&problem, STATUS_IO,
                                                  "cannot read %s: it is a pipe or a device", path);
    report->path = arena_text(catalogue->arena, text_of(path));
    report->query = arena_text(catalogue->arena, buffer_view(&text));
    buffer_free(&text);
    if (status == STATUS_NO_MEMORY || !report->path.at || !report->query.at)
        return STATUS_NO_MEMORY;
    if (status == STATUS_OK) status = read_header(catalogue, report, &problem);
    return status == STATUS_OK || status == STATUS_NO_MEMORY
               ? status
               : keep_problem(catalogue, report, &problem);
}

static Status read_report(Catalogue *catalogue, const char *folder, Text file) {
    Buffer path = {0};
    Report report = {
        .name = arena_text(catalogue->arena, text_slice(file, 0, file.len - strlen(".rq")))};
    buffer_format(&path, "%s/%.*s", folder, (int)file.len, file.at);
    const Status status = path.failed || !report.name.at
                              ? STATUS_NO_MEMORY
                              : read_file(catalogue, &report, buffer_string(&path));
    buffer_free(&path);
    TRY(status);
    Report *const hidden = find_named(catalogue, report.name);
    if (hidden) {
        *hidden = report;
        return STATUS_OK;
    }
    TRY(array_grow((void **)&catalogue->reports, &catalogue->cap, catalogue->count + 1,
                   sizeof report));
    catalogue->reports[catalogue->count++] = report;
    return STATUS_OK;
}

static Status read_folder(Catalogue *catalogue, const char *folder, Diag *diag) {
    DIR *const entries = opendir(folder);
    if (!entries && (errno == ENOENT || errno == ENOTDIR)) return STATUS_OK;
    if (!entries)
        return diag_set(diag, STATUS_IO, "cannot read the folder %s: %s", folder, strerror(errno));
    Status status = STATUS_OK;
    for (const struct dirent *entry; status == STATUS_OK && (entry = readdir(entries));) {
        const Text file = text_of(entry->d_name);
        if (file.len <= strlen(".rq") || file.at[0] == '.' || !text_ends(file, TEXT(".rq")))
            continue;
        status = read_report(catalogue, folder, file);
    }
    closedir(entries);
    return status;
}

static int by_name(const void *a, const void *b) {
    return text_compare(((const Report *)a)->name, ((const Report *)b)->name);
}

Status catalogue_open(Catalogue **catalogue, const char *const *folders, size_t count, Diag *diag) {
    Catalogue *const made = mem_zero(1, sizeof *made);
    if (!made) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    made->arena = arena_new(NULL);
    Status status = made->arena ? STATUS_OK : STATUS_NO_MEMORY;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = read_folder(made, folders[i], diag);
    if (status != STATUS_OK) {
        catalogue_free(made);
        return diag_set(diag, status, "%s", status_text(status));
    }
    if (made->count) qsort(made->reports, made->count, sizeof *made->reports, by_name);
    *catalogue = made;
    return STATUS_OK;
}

void catalogue_free(Catalogue *catalogue) {
    if (!catalogue) return;
    arena_free(catalogue->arena);
    mem_free(catalogue->reports);
    mem_free(catalogue);
}

size_t catalogue_count(const Catalogue *catalogue) { return catalogue->count; }

const Report *catalogue_at(const Catalogue *catalogue, size_t index) {
    return &catalogue->reports[index];
}

const Report *catalogue_find(const Catalogue *catalogue, Text name, Diag *diag) {
    const Report *const report = find_named(catalogue, name);
    if (report && !report->problem) return report;
    if (report) {
        if (diag) *diag = *report->problem;
        return NULL;
    }
    Text *const names = mem_zero(catalogue->count, sizeof *names);
    if (!names) return NULL;
    for (size_t i = 0; i < catalogue->count; i++) names[i] = catalogue->reports[i].name;
    const size_t near = text_nearest(name, names, catalogue->count);
    if (near != SIZE_MAX) {
        diag_set(diag, STATUS_NOT_FOUND, "there is no report %.*s; did you mean %.*s?",
                 (int)name.len, name.at, (int)names[near].len, names[near].at);
    } else {
        diag_set(diag, STATUS_NOT_FOUND, "there is no report %.*s", (int)name.len, name.at);
    }
    mem_free(names);
    return NULL;
}
