#!/bin/sh
# The unit tests under valgrind; an error or a definite leak fails the test program.
set -u
failed=0
for program in "${BUILD:-build}"/tests/unit/test_*; do
    valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "$program" || failed=1
done
exit $failed
