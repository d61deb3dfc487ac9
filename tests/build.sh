#!/bin/sh
# Build everything, and the test programs, as far as it goes. One case a program, and one for the warnings.
set -u
BUILD=${BUILD:-build}
log=$BUILD/tests/logs/make.txt
mkdir -p "$BUILD/tests/logs"

WERROR=1 make -s -k -j"$(nproc)" all test-programs >"$log" 2>&1
status=$?
for target in $(make -s print-targets); do
    if make -q "$target" 2>/dev/null; then
        echo "ok $target"
    else
        echo "not ok $target - does not build"
    fi
done
if [ $status -ne 0 ]; then
    echo "not ok build - make ended with status $status"
    grep -E 'error|Error|undefined' "$log" | head -20 | sed 's/^/# /'
fi
