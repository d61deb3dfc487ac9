/* The least that any program of Redland does: link librdf, make a world, end. tests/bench/start.sh compares with it. */
#include <librdf.h>

int main(void) {
    librdf_world *const world = librdf_new_world();
    if (!world) return 1;
    librdf_world_open(world);
    librdf_free_world(world);
    return 0;
}
