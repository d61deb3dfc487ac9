/* The storage "ytterby" as a module that librdf loads from REDLAND_MODULE_PATH, so that every program of Redland can
 * use it. The storage itself lies in libytterby.so. */
#include "ytterby/redland.h"

#include <librdf.h>

__attribute__((visibility("default"))) void librdf_storage_module_register_factory(
    librdf_world *world);

void librdf_storage_module_register_factory(librdf_world *world) { yt_register_storage(world); }
