/* A source that misleads the planner: its counts are wrong, so that plans are made which right ones would never give. */
#ifndef YTTERBY_TESTS_WRONG_COUNTS_H
#define YTTERBY_TESTS_WRONG_COUNTS_H

#include "ytterby/source.h"

/* Lets the source count wrongly from now on; the same pattern has the same count as long as the data are the same. One
 * source at a time: it is the one that was given last. */
void skew_counts(Source *source, uint64_t seed);

#endif
