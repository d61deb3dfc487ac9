#!/bin/sh
# Run every unit test program; a case is one cmocka test. A program that is missing, crashes outside its
# tests or stops early is a failure of its own.
set -u
BUILD=${BUILD:-build}
export CMOCKA_MESSAGE_OUTPUT=TAP

for source in tests/unit/test_*.c; do
    name=$(basename "$source" .c)
    program=$BUILD/tests/unit/$name
    if [ ! -x "$program" ]; then
        echo "not ok $name - was not built"
        continue
    fi
    { timeout -k 5 "${UNIT_LIMIT:-120}" "$program" 2>"$BUILD/tests/$name.err"; echo "exit $?"; } | awk -v program="$name" '
        /^1\.\.[0-9]+/        { planned += substr($0, 4); next }
        /^exit [0-9]+$/       { status = $2; next }
        /^ok [0-9]+ - /       { seen++; sub(/^ok [0-9]+ - /, ""); print "ok " program ": " $0; next }
        /^not ok [0-9]+ # SKIP/ { seen++; sub(/^not ok [0-9]+ # SKIP */, ""); print "skip " program ": " $0; next }
        /^not ok [0-9]+ - /   { seen++; failed++; sub(/^not ok [0-9]+ - /, ""); print "not ok " program ": " $0; next }
        /^# / && !/^# (not )?ok/ { print }
        END {
            if (seen < planned || !planned || (status != 0 && !failed))
                print "not ok " program " - ended with status " status " after " seen + 0 " of " planned + 0 " tests"
        }'
    grep -q . "$BUILD/tests/$name.err" && sed 's/^/# /' "$BUILD/tests/$name.err" | head -40
done
exit 0 # the cases have said it
