/* Fuzz target: the reader of Turtle, against the writers; see rdf_check.h. */
#include "rdf_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return check_rdf("turtle", data, size);
}
