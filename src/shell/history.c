/* History: one entry per statement, also of several lines, in $XDG_STATE_HOME/ytterby/history (or $YTTERBY_HISTORY),
 * readable by its owner only. The file has one entry a line, with \n and \\ for line breaks and backslashes; entries
 * are appended, so that sessions side by side do not lose each other's. At start, doubles and the oldest go. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "shell_internal.h"

enum {
    MOST_ENTRIES = 2000
};

/* ---- The file's place ------------------------------------------------------------------------------------- */

/* Makes the folders above the file, each for its owner only. */
static void make_folders(char *path) {
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

/* Fills *path; false when there is no place for a history. */
static bool history_path(Buffer *path) {
    const char *const own = getenv("YTTERBY_HISTORY");
    const char *const state = getenv("XDG_STATE_HOME");
    const char *const home = getenv("HOME");
    if (own) {
        if (!*own) return false;
        buffer_text(path, text_of(own));
    } else if (state && *state == '/') {
        buffer_format(path, "%s/ytterby/history", state);
    } else if (home && *home == '/') {
        buffer_format(path, "%s/.local/state/ytterby/history", home);
    } else {
        return false;
    }
    return buffer_string(path) != NULL;
}

/* ---- Entries ---------------------------------------------------------------------------------------------- */

static void encode(Text entry, Buffer *out) {
    for (size_t i = 0; i < entry.len; i++) {
        if (entry.at[i] == '\n')
            buffer_text(out, TEXT("\\n"));
        else if (entry.at[i] == '\\')
            buffer_text(out, TEXT("\\\\"));
        else
            buffer_byte(out, entry.at[i]);
    }
    buffer_byte(out, '\n');
}

static void decode(Text line, Buffer *out) {
    for (size_t i = 0; i < line.len; i++) {
        const bool escaped = line.at[i] == '\\' && i + 1 < line.len;
        if (escaped) i++;
        buffer_byte(out, escaped && line.at[i] == 'n' ? '\n' : line.at[i]);
    }
}

/* Takes an older entry of the same text out of readline's list. */
static bool forget_double(const char *entry) {
    for (int i = history_length - 1; i >= 0; i--) {
        const HIST_ENTRY *const old = history_get(history_base + i);
        if (!old || strcmp(old->line, entry) != 0) continue;
        HIST_ENTRY *const removed = remove_history(i);
        free_history_entry(removed);
        return true;
    }
    return false;
}

static Status append_to_file(const char *path, Text bytes, int flags) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, 0600);
    if (fd < 0) return STATUS_IO;
    const ssize_t wrote =
        write(fd, bytes.at, bytes.len); /* one write, so that sessions do not mix lines */
    close(fd);
    return wrote == (ssize_t)bytes.len ? STATUS_OK : STATUS_IO;
}

static void rewrite_file(const char *path) {
    Buffer all = {0};
    for (int i = 0; i < history_length; i++) {
        const HIST_ENTRY *const entry = history_get(history_base + i);
        if (entry) encode(text_of(entry->line), &all);
    }
    Buffer beside = {0};
    buffer_format(&beside, "%s.%ld", path, (long)getpid());
    const char *const temporary = buffer_string(&beside);
    if (temporary && !all.failed &&
        append_to_file(temporary, buffer_view(&all), O_TRUNC) == STATUS_OK) {
        rename(temporary, path);
    }
    buffer_free(&beside);
    buffer_free(&all);
}

/* Gives the file's entries to readline; tells whether some were doubles or too many. */
static bool read_entries(Text text) {
    bool untidy = false;
    Buffer entry = {0};
    for (size_t at = 0; at < text.len;) {
        size_t end = text_find(text, TEXT("\n"), at);
        if (end == SIZE_MAX) end = text.len;
        buffer_clear(&entry);
        decode(text_slice(text, at, end), &entry);
        at = end + 1;
        const char *const line = buffer_string(&entry);
        if (!line || !*line) continue;
        untidy |= forget_double(line);
        add_history(line);
    }
    buffer_free(&entry);
    return untidy || history_length >= MOST_ENTRIES;
}

void history_setup(void) {
    using_history();
    stifle_history(MOST_ENTRIES);
    Buffer path = {0};
    Buffer text = {0};
    if (history_path(&path)) {
        make_folders(path.at);
        if (file_has_end(path.at) && file_read(&text, path.at, NULL) == STATUS_OK &&
            read_entries(buffer_view(&text)))
            rewrite_file(path.at);
    }
    buffer_free(&text);
    buffer_free(&path);
}

void history_add(Text statement) {
    if (statement.len == 0 || statement.at[0] == ' ') return;
    const Text entry = text_trim(statement);
    Buffer path = {0};
    Buffer line = {0};
    buffer_text(&line, entry);
    const char *const terminated = buffer_string(&line);
    const HIST_ENTRY *const last =
        history_length ? history_get(history_base + history_length - 1) : NULL;
    if (entry.len && terminated && !(last && strcmp(last->line, terminated) == 0)) {
        forget_double(terminated);
        add_history(terminated);
        buffer_clear(&line);
        encode(entry, &line);
        if (history_path(&path) && !line.failed)
            append_to_file(path.at, buffer_view(&line), O_APPEND);
    }
    buffer_free(&line);
    buffer_free(&path);
}
