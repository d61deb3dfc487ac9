/* The suite of faults: each scenario of tests/fault/scenarios is run again and again, each time with one more call
 * that fails: an allocation, a read, a write, a sync … (fault.h has the kinds, shim/failing.c lets them fail).
 *
 * After every run: the program ended by itself, with status 0 and what it gives without a fault, or with status 1
 * and a message; each file of its folder is as before or as after (a database: no fault in it, and the same
 * statements), and no other file is there. When it says that it failed, all is as before, unless the scenario says
 * that it may be done by then. A short write and a call that is interrupted must not be noticed at all.
 *
 * A run that only counts goes before. FAULTS (8) is how many calls of a kind and scenario are made to fail, taken
 * evenly from the first and last calls of every place in the program that makes one; FULL=1 takes every call.
 * ONLY=WORD runs the scenarios and kinds whose name has the word, WORKERS (one a processor) at once.
 * `fault SCENARIO` runs one; `fault SCENARIO KIND N` lets one call fail, and shows where. */
#include "fault.h"
#include "state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MOST_SCENARIOS = 100,
    SECONDS = 60, /* that one run may take */
    SCENARIO_TEXT = 4000,
    MOST_KNOWN = 64
};

typedef struct Scenario {
    char name[64];
    char before[SCENARIO_TEXT]; /* makes the state before, without a fault; may be empty */
    char run[SCENARIO_TEXT];
    bool late; /* may fail after its work is done: it writes something else afterwards */
    bool told; /* what cannot be read is told among what is printed, and the rest is there */
    bool
        foreign; /* works on a storage of another library, which does not begin an interrupted call again */
    bool in_helper; /* faults happen in Raptor's helper */
} Scenario;

static Scenario scenarios[MOST_SCENARIOS];
static size_t scenario_count;

static const struct {
    const char *name;
    bool recovers;
} kinds[FAULTS] = {
#define FAULT_ROW(name, text, error, recovers) {text, recovers},
    FAULT_KINDS(FAULT_ROW)
#undef FAULT_ROW
};

/* Functions of libraries that end the process when memory is out, and why nothing can be done about it. */
static struct { char object[64], function[64]; } known[MOST_KNOWN];
static size_t known_count;

/* What the worker of one scenario works with. */
typedef struct Work {
    const Scenario *scenario;
    FaultShare *share;
    char folder[1000]; /* with before/, after/, now/, bin/, share, stdout, stderr */
    bool full;
    long faults;
    long injected, died;
    State before, after;
    long failed;
    char why[300], first[400];
} Work;

static void fatal(const char *what) {
    fprintf(stderr, "fault: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void print(char *out, size_t room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void print(char *out, size_t room, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (vsnprintf(out, room, format, args) >= (int)room) fatal("a text is too long");
    va_end(args);
}

/* ---- The table of scenarios -------------------------------------------------------------------------------------- */

/* "NAME" at a line's start, then indented lines "before COMMAND", "run COMMAND", "late", "helper". */
static void read_scenarios(const char *path) {
    FILE *const file = fopen(path, "r");
    if (!file) fatal(path);
    char line[SCENARIO_TEXT];
    Scenario *now = NULL;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#' || line[0] == 0) continue;
        if (line[0] != ' ') {
            now = &scenarios[scenario_count++];
            print(now->name, sizeof now->name, "%s", line);
            continue;
        }
        const char *const word = line + strspn(line, " ");
        if (!now) fatal("a step before the first scenario");
        if (strncmp(word, "before ", 7) == 0) print(now->before, SCENARIO_TEXT, "%s", word + 7);
        if (strncmp(word, "run ", 4) == 0) print(now->run, SCENARIO_TEXT, "%s", word + 4);
        if (strcmp(word, "late") == 0) now->late = true;
        if (strcmp(word, "told") == 0) now->told = true;
        if (strcmp(word, "foreign") == 0) now->foreign = true;
        if (strcmp(word, "helper") == 0) now->in_helper = true;
    }
    fclose(file);
}

/* "OBJECT FUNCTION  reason" */
static void read_known(const char *path) {
    FILE *const file = fopen(path, "r");
    if (!file) fatal(path);
    char line[500];
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%63s %63s", known[known_count].object, known[known_count].function) == 2)
            known_count++;
    }
    fclose(file);
}

/* ---- Running the program ------------------------------------------------------------------------------------------- */

/* Runs a shell command in a folder; the status of waitpid. */
static int run(const Work *work, const char *command, const char *folder, bool faulty) {
    const pid_t process = fork();
    if (process < 0) fatal("fork");
    if (process == 0) {
        const char *const shim = getenv("SHIM");
        char path[1100];
        if (!shim) fatal("SHIM is not set");
        print(path, sizeof path, "%s/%s", work->folder, "stdout");
        const int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        print(path, sizeof path, "%s/%s", work->folder, "stderr");
        const int err = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (out < 0 || err < 0 || chdir(folder) != 0) _exit(127);
        dup2(out, STDOUT_FILENO);
        dup2(err, STDERR_FILENO);
        if (faulty && !work->scenario->in_helper) setenv("LD_PRELOAD", shim, 1);
        alarm(SECONDS);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    return status;
}

static void copy_file(const char *from, const char *to) {
    char bytes[1 << 16];
    const int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in < 0 || out < 0) fatal(to);
    for (ssize_t got; (got = read(in, bytes, sizeof bytes)) != 0;)
        if (got < 0 || write(out, bytes, (size_t)got) != got) fatal(to);
    close(in);
    close(out);
}

/* Empties a folder, which is made when it is not there. */
static void clear_folder(const char *path) {
    if (mkdir(path, 0700) == 0) return;
    DIR *const files = opendir(path);
    if (!files) fatal(path);
    for (struct dirent *entry; (entry = readdir(files));)
        if (entry->d_name[0] != '.' && unlinkat(dirfd(files), entry->d_name, 0) != 0) fatal(path);
    closedir(files);
}

static void copy_folder(const char *from, const char *to) {
    clear_folder(to);
    DIR *const files = opendir(from);
    if (!files) fatal(from);
    for (struct dirent *entry; (entry = readdir(files));) {
        if (entry->d_name[0] == '.') continue;
        char old[1400], new[1400];
        print(old, sizeof old, "%s/%s", from, entry->d_name);
        print(new, sizeof new, "%s/%s", to, entry->d_name);
        copy_file(old, new);
    }
    closedir(files);
}

/* ---- Judging -------------------------------------------------------------------------------------------------------- */

static bool blame(Work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool blame(Work *work, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(work->why, sizeof work->why, format, args);
    va_end(args);
    return false;
}

/* The first frame outside libc, in a library that is known to end the process so. */
static bool death_is_known(const char *crash) {
    for (const char *line = crash; *line; line += strcspn(line, "\n") + 1) {
        char object[64], function[64];
        if (sscanf(line, "%63s %63s", object, function) != 2) return false;
        if (strncmp(object, "libc.", 5) == 0) continue;
        for (size_t i = 0; i < known_count; i++) {
            if (strncmp(object, known[i].object, strlen(known[i].object)) == 0 &&
                strcmp(function, known[i].function) == 0)
                return true;
        }
        return false;
    }
    return false;
}

static bool judge_death(Work *work, int number, const State *now) {
    if (number == SIGALRM) return blame(work, "hangs");
    if (!death_is_known(work->share->crash))
        return blame(work, "ends by signal %d in %.200s", number, work->share->crash);
    work->died++;
    if (!state_same_files(now, &work->before)) return blame(work, "a library's end left damage");
    return true;
}

static bool judge(Work *work, int status) {
    char path[1100];
    print(path, sizeof path, "%s/%s", work->folder, "now");
    State now = {0};
    if (!state_read(&now, path, work->folder, work->why, sizeof work->why)) return false;
    const FaultKind kind = (FaultKind)work->share->kind;
    if (WIFSIGNALED(status)) return judge_death(work, WTERMSIG(status), &now);
    const int code = WEXITSTATUS(status);
    if (code > 128) return judge_death(work, code - 128, &now);
    const bool before = state_same_files(&now, &work->before);
    const bool after = state_same_files(&now, &work->after);
    if (code == 0) {
        const bool cut = work->scenario->foreign && kind == FAULT_LIBRARY; /* see libraries */
        if (!after && !cut) return blame(work, "status 0 with another state");
        if (now.output != work->after.output && !work->scenario->told)
            return blame(work, "status 0 with another answer");
        return true;
    }
    if (code != 1) return blame(work, "ends with status %d", code);
    if (kinds[kind].recovers && !work->scenario->foreign) return blame(work, "fails");
    if (!now.said) return blame(work, "fails without a message");
    const bool late = work->scenario->late || kind == FAULT_STDIO;
    if (!before && !(late && after)) return blame(work, "fails and leaves changes");
    return true;
}

/* ---- Choosing calls ------------------------------------------------------------------------------------------------ */

/* Marks the first and the last call of each place; without places, all. */
static long mark_places(const FaultShare *share, int kind, long calls, bool *chosen) {
    long marked = 0;
    if (kind > FAULT_LIBRARY || calls > FAULT_CALLS) {
        for (long i = 0; i < calls; i++) chosen[i] = true;
        return calls;
    }
    enum {
        SLOTS = 1 << 16
    };
    static long first[SLOTS], last[SLOTS]; /* by a part of the hash; 0: none */
    memset(first, 0, sizeof first);
    for (long i = 0; i < calls; i++) {
        const uint32_t slot = share->place[kind][i] % SLOTS;
        if (first[slot] == 0) first[slot] = i + 1;
        last[slot] = i + 1;
    }
    for (size_t slot = 0; slot < SLOTS; slot++) {
        if (first[slot] == 0) continue;
        const long both[] = {first[slot] - 1, last[slot] - 1};
        for (size_t i = 0; i < 2; i++) {
            marked += !chosen[both[i]];
            chosen[both[i]] = true;
        }
    }
    return marked;
}

/* ---- Scenarios ------------------------------------------------------------------------------------------------------ */

static void say(const Work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(const Work *work, const char *format, ...) {
    char line[3000];
    va_list args;
    va_start(args, format);
    (void)work;
    vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    for (char *c = line; *c; c++)
        if (*c == '\n') *c = '|';
    memcpy(line + strlen(line), "\n", 2);
    if (write(STDOUT_FILENO, line, strlen(line)) < 0) fatal("write");
}

static void tell(const Work *work, int kind, long calls) {
    const char *const name = work->scenario->name, *const what = kinds[kind].name;
    if (*work->first)
        say(work, "not ok fault %s %s - %ld of %ld faults: %s", name, what, work->failed,
            work->injected, work->first);
    else if (work->died > 0)
        say(work, "ok fault %s %s (%ld faults of %ld calls, %ld ends in a library)", name, what,
            work->injected, calls, work->died);
    else
        say(work, "ok fault %s %s (%ld faults of %ld calls)", name, what, work->injected, calls);
}

/* One run with the fault. False when nothing failed: the program gets through without so many calls. */
static bool inject(Work *work, int kind, long at) {
    char from[1100], to[1100];
    print(from, sizeof from, "%s/%s", work->folder, "before");
    print(to, sizeof to, "%s/%s", work->folder, "now");
    copy_folder(from, to);
    work->share->kind = kind;
    work->share->at = at;
    work->share->places = 0;
    work->share->hit = 0;
    *work->share->crash = 0;
    memset(work->share->calls, 0, sizeof work->share->calls);
    const int status = run(work, work->scenario->run, to, true);
    if (!work->share->hit) return false;
    work->injected++;
    if (judge(work, status)) return true;
    if (work->failed++ == 0)
        print(work->first, sizeof work->first, "at call %ld: %s", at, work->why);
    else if (getenv("ALL"))
        say(work, "# %s %s at call %ld: %s", work->scenario->name, kinds[kind].name, at, work->why);
    return true;
}

static void run_kind(Work *work, int kind, long calls) {
    bool *const chosen = calloc((size_t)calls + 1, sizeof *chosen);
    if (!chosen) fatal("calloc");
    const long marked = mark_places(work->share, kind, calls, chosen);
    if (work->full) memset(chosen, 1, (size_t)calls);
    work->injected = work->died = work->failed = 0;
    *work->first = 0;
    long seen = 0;
    for (long i = 0; i < calls; i++) {
        if (!chosen[i]) continue;
        const bool wanted = work->full ||
                            seen * work->faults / marked != (seen + 1) * work->faults / marked ||
                            marked <= work->faults;
        seen++;
        if (wanted && !inject(work, kind, i + 1)) break;
    }
    tell(work, kind, calls);
    free(chosen);
}

/* A folder with the program, its graph, and a helper that preloads the library. */
static void make_programs(const Work *work) {
    char command[4000];
    print(command, sizeof command,
          "cd '%s' && mkdir -p bin before && cp -l \"$BUILD/ytterby\" \"$BUILD/graph.yt\" bin && "
          "ln -s \"$TOP/queries\" \"$TOP/graph\" . && "
          "if %s; then printf '#!/bin/sh\\nYT_FAULT=%s/share LD_PRELOAD=%s exec %s/ytterby-raptor "
          "\"$@\"\\n' >bin/ytterby-raptor; chmod +x bin/ytterby-raptor; "
          "else cp -l \"$BUILD/ytterby-raptor\" bin; fi",
          work->folder, work->scenario->in_helper ? "true" : "false", work->folder, getenv("SHIM"),
          getenv("BUILD"));
    if (system(command) != 0) fatal(command);
    char path[9000];
    print(path, sizeof path, "%s/bin:%s", work->folder, getenv("PATH"));
    setenv("PATH", path, 1);
    print(path, sizeof path, "%s/share", work->folder);
    setenv("YT_FAULT", path, 1);
    setenv("HOME", work->folder, 1);
}

static void map_share(Work *work) {
    char path[1100];
    print(path, sizeof path, "%s/%s", work->folder, "share");
    const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *work->share) != 0) fatal(path);
    work->share = mmap(NULL, sizeof *work->share, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (work->share == MAP_FAILED) fatal(path);
    close(fd);
    print(work->share->target, sizeof work->share->target, "%s",
          work->scenario->in_helper ? "ytterby-raptor" : "ytterby");
}

/* The state before, and after a run without a fault, which also counts the calls. */
static bool prepare(Work *work) {
    char before[1100], after[1100];
    print(before, sizeof before, "%s/%s", work->folder, "before");
    print(after, sizeof after, "%s/%s", work->folder, "after");
    if (*work->scenario->before && run(work, work->scenario->before, before, false) != 0)
        return blame(work, "the state before cannot be made");
    copy_folder(before, after);
    work->share->kind = FAULT_NONE;
    work->share->places = 1;
    if (run(work, work->scenario->run, after, true) != 0)
        return blame(work, "fails without a fault");
    return state_read(&work->before, before, work->folder, work->why, sizeof work->why) &&
           state_read(&work->after, after, work->folder, work->why, sizeof work->why);
}

/* One fault, with what the program says to it and where it happened: for whoever mends it. */
static void show_fault(Work *work, const char *kind, long at) {
    for (int i = 0; i < FAULTS; i++) {
        if (strcmp(kinds[i].name, kind) != 0) continue;
        inject(work, i, at);
        printf("%s\n%s\n-- where\n%s-- end\n%s", *work->why ? work->why : "good", work->folder,
               work->share->where, work->share->crash);
    }
    fflush(stdout);
}

static void run_scenario(const Scenario *scenario, const char *scratch, char **wish) {
    static Work work;
    const char *const only = getenv("ONLY"), *const faults = getenv("FAULTS");
    work.scenario = scenario;
    work.full = getenv("FULL") != NULL;
    work.faults = faults ? strtol(faults, NULL, 10) : 8;
    print(work.folder, sizeof work.folder, "%s/%s", scratch, scenario->name);
    if (mkdir(work.folder, 0700) != 0) fatal(work.folder);
    map_share(&work);
    make_programs(&work);
    if (!prepare(&work)) {
        say(&work, "not ok fault %s - %s", scenario->name, work.why);
        return;
    }
    if (wish) {
        show_fault(&work, wish[0], strtol(wish[1], NULL, 10));
        return;
    }
    long calls[FAULTS];
    for (int kind = 0; kind < FAULTS; kind++) calls[kind] = work.share->calls[kind];
    for (int kind = 0; kind < FAULTS; kind++) {
        const bool asked = !only || strstr(scenario->name, only) || strstr(kinds[kind].name, only);
        if (calls[kind] > 0 && asked) run_kind(&work, kind, calls[kind]);
    }
}

int main(int argc, char **argv) {
    const char *const build = getenv("BUILD") ? getenv("BUILD") : "build";
    char scratch[900], path[1100];
    if (!realpath(build, path)) fatal(build);
    setenv("BUILD", path, 1);
    if (snprintf(scratch, sizeof scratch, "%s/tests/scratch/fault", path) >= (int)sizeof scratch)
        fatal("BUILD");
    setenv("TOP", getcwd(path, sizeof path), 1);
    print(path, sizeof path, "%s/tests/fault/shim/failing.so", getenv("BUILD"));
    setenv("SHIM", path, 1);
    print(path, sizeof path, "rm -rf '%s' && mkdir -p '%s'", scratch, scratch);
    if (system(path) != 0) fatal(scratch);
    read_scenarios("tests/fault/scenarios");
    read_known("tests/fault/libraries");
    const char *const wanted = getenv("WORKERS");
    const long workers = wanted ? strtol(wanted, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    long running = 0;
    for (size_t i = 0; i < scenario_count; i++) {
        if (argc > 1 && strcmp(argv[1], scenarios[i].name) != 0) continue;
        if (running == workers) {
            wait(NULL);
            running--;
        }
        if (fork() == 0) {
            run_scenario(&scenarios[i], scratch, argc > 3 ? argv + 2 : NULL);
            _exit(0);
        }
        running++;
    }
    while (wait(NULL) > 0) continue;
    return 0;
}
