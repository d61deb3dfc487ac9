/* .draw: a picture of a thing and its neighbours, or of the facts that the last exploring screen showed. On the
 * screen it is a list of edges; a file gets the DOT language, or, when it ends in .svg and Graphviz is installed,
 * what its program `dot` makes of it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell_internal.h"

enum {
    MOST_DRAWN = 60 /* neighbours: more is no picture */
};

/* ---- DOT ---------------------------------------------------------------------------------------------------- */

static void write_quoted(Walk *walk, TermId id, bool name, Buffer *out) {
    Buffer text = {0};
    if (name)
        thing_write_name(walk, id, &text);
    else
        thing_write(walk, id, &text);
    buffer_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buffer_byte(out, '\\');
        buffer_byte(out, text.at[i]);
    }
    buffer_byte(out, '"');
    out->failed = out->failed || text.failed;
    buffer_free(&text);
}

static void write_node(Walk *walk, TermId id, Buffer *out) {
    buffer_text(out, TEXT("  "));
    write_quoted(walk, id, true, out);
    buffer_text(out, TEXT(" [label="));
    write_quoted(walk, id, false, out);
    buffer_text(out, TEXT("];\n"));
}

static void write_edge(Walk *walk, const QuadIds *fact, Buffer *out) {
    write_node(walk, fact->subject, out);
    write_node(walk, fact->object, out);
    buffer_text(out, TEXT("  "));
    write_quoted(walk, fact->subject, true, out);
    buffer_text(out, TEXT(" -> "));
    write_quoted(walk, fact->object, true, out);
    buffer_text(out, TEXT(" [label="));
    write_quoted(walk, fact->predicate, false, out);
    buffer_text(out, TEXT("];\n"));
}

static void write_dot(Walk *walk, const QuadIds *facts, size_t count, Buffer *out) {
    buffer_text(out, TEXT("digraph ytterby {\n"
                          "  rankdir=LR;\n"
                          "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f4f1e8\", "
                          "fontname=\"Helvetica\", fontsize=11];\n"
                          "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#666666\"];\n"));
    for (size_t i = 0; i < count; i++) write_edge(walk, &facts[i], out);
    buffer_text(out, TEXT("}\n"));
}

/* The next fact of a subject, from a place on; `count` when there is none. */
static size_t next_of(const QuadIds *facts, size_t count, size_t from, TermId subject) {
    while (from < count && facts[from].subject != subject) from++;
    return from;
}

/* One line a fact, those of one subject below it. */
static void write_list(Walk *walk, const QuadIds *facts, size_t count, Buffer *out) {
    for (size_t i = 0; i < count; i++) {
        const TermId subject = facts[i].subject;
        if (next_of(facts, count, 0, subject) < i) continue; /* listed already */
        thing_write(walk, subject, out);
        buffer_byte(out, '\n');
        for (size_t at = i; at < count;) {
            const size_t next = next_of(facts, count, at + 1, subject);
            buffer_text(out, next == count ? TEXT("└─ ") : TEXT("├─ "));
            thing_write(walk, facts[at].predicate, out);
            buffer_text(out, TEXT(" → "));
            thing_write(walk, facts[at].object, out);
            buffer_byte(out, '\n');
            at = next;
        }
    }
}

/* ---- What is drawn ------------------------------------------------------------------------------------------ */

static Status around(Net *net, TermId thing, QuadIds **facts, size_t *count) {
    size_t node;
    TRY(net_node(net, thing, &node));
    TRY(net_look_up(net, node));
    const size_t all = net->nodes[node].count;
    const size_t most = all > MOST_DRAWN ? MOST_DRAWN : all;
    if (most == 0) return STATUS_OK;
    *facts = arena_array(net->walk->arena, most * 2 * NET_MOST_FACTS + 1, sizeof **facts);
    if (!*facts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < most * 2; i++) { /* first the facts out, then those in */
        const TermId other = net->nodes[node].neighbours[i % most];
        const bool out = i < most;
        size_t found;
        TRY(budget_check(&net->walk->budget));
        TRY(net_facts(net, out ? thing : other, out ? other : thing, *facts + *count, &found));
        *count += found;
    }
    if (most < all) fprintf(stderr, "%zu of %zu neighbours are drawn\n", most, all);
    return STATUS_OK;
}

/* The facts of the last screen; those that are gone since are left out. */
static Status shown_last(Walk *walk, QuadIds **facts, size_t *count) {
    const NameStack *const shown = &walk->shell->trail.facts;
    if (shown->count == 0) {
        return diag_set(
            walk->diag, STATUS_NOT_FOUND,
            "nothing to draw was shown yet; .about, .path, .neighbours and .common show it");
    }
    *facts = arena_array(walk->arena, shown->count / 3, sizeof **facts);
    if (!*facts) return STATUS_NO_MEMORY;
    for (size_t i = 0; i + 2 < shown->count; i += 3) {
        const QuadIds fact = {.subject = walk_id(walk, shown->names[i].at),
                              .predicate = walk_id(walk, shown->names[i + 1].at),
                              .object = walk_id(walk, shown->names[i + 2].at)};
        if (fact.subject == TERM_ID_NONE || fact.predicate == TERM_ID_NONE ||
            fact.object == TERM_ID_NONE)
            continue;
        bool known = false;
        for (size_t j = 0; j < *count && !known; j++) {
            known = (*facts)[j].subject == fact.subject &&
                    (*facts)[j].predicate == fact.predicate && (*facts)[j].object == fact.object;
        }
        if (!known) (*facts)[(*count)++] = fact;
    }
    return STATUS_OK;
}

static Status write_picture(Net *net, const Words *words, bool dot, Buffer *out) {
    Walk *const walk = net->walk;
    QuadIds *facts = NULL;
    size_t count = 0;
    if (text_equal_nocase(words->word[0], TEXT("last"))) {
        TRY(shown_last(walk, &facts, &count));
    } else {
        TermId thing;
        TRY(thing_named(walk, words->word[0], &thing));
        TRY(around(net, thing, &facts, &count));
    }
    if (dot)
        write_dot(walk, facts, count, out);
    else
        write_list(walk, facts, count, out);
    return STATUS_OK;
}

/* ---- Files -------------------------------------------------------------------------------------------------- */

static Status write_file(const char *path, Text text, Diag *diag) {
    Output *out = NULL;
    TRY(output_to_path(&out, path, diag));
    output_text(out, text);
    return output_close(out, diag);
}

/* Graphviz reads the picture from a pipe and writes the file. STATUS_NOT_FOUND: it is not installed. */
static Status run_graphviz(const char *path, Text dot, Diag *diag) {
    int ends[2];
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0) return diag_set(diag, STATUS_IO, "%s", strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, O_WRONLY | O_CREAT | O_TRUNC,
                                     0666);
    char program[] = "dot";
    char format[] = "-Tsvg";
    char *const arguments[] = {program, format, NULL};
    const int failed = posix_spawnp(&child, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    sigaction(SIGPIPE, &ignore, &before);
    for (size_t at = 0; !failed && at < dot.len;) {
        const ssize_t wrote = write(ends[1], dot.at + at, dot.len - at);
        if (wrote < 0 && errno != EINTR) break;
        if (wrote > 0) at += (size_t)wrote;
    }
    close(ends[1]);
    sigaction(SIGPIPE, &before, NULL);
    if (failed) return STATUS_NOT_FOUND;
    int end = 0;
    while (waitpid(child, &end, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(end) && WEXITSTATUS(end) == 0) return STATUS_OK;
    return diag_set(diag, STATUS_IO, "Graphviz could not write %s", path);
}

/* Without Graphviz, the same name ending in .dot gets the text. */
static Status write_svg(const char *path, Text dot, Diag *diag) {
    const Status status = run_graphviz(path, dot, diag);
    if (status != STATUS_NOT_FOUND) {
        if (status == STATUS_OK) fprintf(stderr, "%s is written\n", path);
        return status;
    }
    Buffer other = {0};
    const Text name = text_of(path);
    buffer_format(&other, "%.*s.dot", (int)(name.len - 4), path);
    const char *const terminated = buffer_string(&other);
    const Status written = terminated ? write_file(terminated, dot, diag)
                                      : diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (written == STATUS_OK)
        fprintf(stderr, "Graphviz is not installed: %s is written instead\n", terminated);
    buffer_free(&other);
    return written;
}

static Status put(const Shell *shell, const char *path, Buffer *picture, Diag *diag) {
    if (picture->failed) return diag_set(diag, STATUS_NO_MEMORY, "out of memory");
    if (!path) return screen_show(shell, picture, diag);
    if (text_ends(text_of(path), TEXT(".svg"))) return write_svg(path, buffer_view(picture), diag);
    TRY(write_file(path, buffer_view(picture), diag));
    fprintf(stderr, "%s is written\n", path);
    return STATUS_OK;
}

Status command_draw(Shell *shell, const Words *words, Diag *diag) {
    const char *const path = words->count > 1 ? words->word[1].at : NULL;
    if (path && !text_ends(words->word[1], TEXT(".svg")) &&
        !text_ends(words->word[1], TEXT(".dot")))
        return diag_set(diag, STATUS_USAGE,
                        "the file ends in .svg or .dot; quote names of several words");
    Walk walk;
    Net net;
    Buffer picture = {0};
    TRY(walk_begin(&walk, shell, diag));
    net_begin(&net, &walk);
    Status status = walk_end(&walk, write_picture(&net, words, path != NULL, &picture));
    net_end(&net);
    if (status == STATUS_OK) status = put(shell, path, &picture, diag);
    buffer_free(&picture);
    return status;
}
