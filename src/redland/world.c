/* The process's librdf world. librdf loads its storage modules (sqlite and others) into the first world only: a
 * second world that lives beside it has none of them. So all graphs share one world, made with the first and
 * freed with the last; this is the one place of the program with mutable state of the process.
 * Nothing in a world may be used by two threads at once, not even nodes of different models: so graphs of several threads
 * take turns (world_lock) where they call librdf. Those of our own storage do so only to open and to close. */
#include "storage_internal.h"

#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static struct {
    librdf_world *world;
    const char *native; /* the name of our own storage there */
    size_t users;
    char log[256]; /* librdf's first error since it was cleared */
} shared;

/* librdf calls abort() behind a fatal message, which memory that is out brings: a status and a message are better. Nothing
 * of a transaction that is open becomes visible. */
static void end_process(const char *text) {
    fprintf(stderr, "error: Redland cannot go on: %s\n", text ? text : "out of memory");
    _exit(1);
}

static int keep_message(void *context, librdf_log_message *message) {
    (void)context;
    const char *const text = librdf_log_message_message(message);
    if (librdf_log_message_level(message) == LIBRDF_LOG_FATAL) end_process(text);
    if (librdf_log_message_level(message) >= LIBRDF_LOG_ERROR && shared.log[0] == '\0' && text)
        snprintf(shared.log, sizeof shared.log, "%s", text);
    return 1;
}

static librdf_world *new_world(void) {
    librdf_world *const world = librdf_new_world();
    if (!world) return NULL;
    librdf_world_set_logger(world, NULL, keep_message);
    librdf_world_open(world);
    shared.native = native_register(world);
    return world;
}

void world_lock(void) { pthread_mutex_lock(&lock); }

void world_unlock(void) { pthread_mutex_unlock(&lock); }

librdf_world *world_take(void) {
    world_lock();
    if (!shared.world) shared.world = new_world();
    librdf_world *const world = shared.world;
    if (world) shared.users++;
    world_unlock();
    return world;
}

void world_release(librdf_world *world) {
    if (!world) return;
    world_lock();
    if (--shared.users == 0) {
        librdf_free_world(shared.world);
        shared.world = NULL;
    }
    world_unlock();
}

const char *world_native(void) { return shared.native; }

const char *world_log(void) { return shared.log; }

void world_clear_log(void) { shared.log[0] = '\0'; }
