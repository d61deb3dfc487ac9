#!/bin/sh
# Run every unit test program; a case is one cmocka test. A program that is missing, crashes outside its
# tests or stops early is a failure of its own.
set -u
BUILD=${BUILD:-build}
mkdir -p "$BUILD/tests/logs"

if [ $# -eq 0 ]; then
    printf '%s\n' tests/unit/test_*.c | xargs -P "$(nproc)" -n 1 tests/unit.sh
    exit 0 # the cases have said it
fi

name=$(basename "$1" .c)
program=$BUILD/tests/unit/$name
log=$BUILD/tests/logs/$name
if [ ! -x "$program" ]; then
    echo "not ok $name - was not built"
    exit 0
fi
CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 5 "${UNIT_LIMIT:-120}" "$program" >"$log.tap" 2>"$log.err"
status=$?
{
    awk -v program="$name" -v status=$status '
        /^1\.\.[0-9]+/          { planned += substr($0, 4); next }
        /^ok [0-9]+ - /         { seen++; sub(/^ok [0-9]+ - /, ""); print "ok " program ": " $0; next }
        /^not ok [0-9]+ # SKIP/ { seen++; sub(/^not ok [0-9]+ # SKIP */, ""); print "skip " program ": " $0; next }
        /^not ok [0-9]+ - /     { seen++; failed++; sub(/^not ok [0-9]+ - /, ""); print "not ok " program ": " $0; next }
        /^# / && !/^# (not )?ok/ { print }
        END {
            if (seen < planned || !planned || (status != 0 && !failed))
                print "not ok " program " - ended with status " status " after " seen + 0 " of " planned + 0 " tests"
        }' "$log.tap"
    if [ $status -ne 0 ]; then head -40 "$log.err" | sed 's/^/# /'; fi
} >"$log.cases"
cat "$log.cases" # in one piece, as others write at the same time
