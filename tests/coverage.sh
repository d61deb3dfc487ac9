#!/bin/sh
# Which lines of src/ the suites reach: builds with gcc's counters into build/coverage, runs COVERAGE_SUITES (all that run
# the program for what it prints) and prints lines and branches by room, from gcovr's table build/coverage/lines.csv.
# The helper program counts as nothing: its sandbox lets it write no counters.
set -u
BUILD=${BUILD:-build}
folder=$BUILD/coverage
suites=${COVERAGE_SUITES:-unit golden cli report readme shell redland}
if ! command -v gcovr >/dev/null; then
    echo "coverage: gcovr is not installed" >&2
    exit 1
fi
make -s --no-print-directory -j"$(nproc)" BUILD="$folder" DATADIR="$PWD" CFLAGS='-O0 -g --coverage -fprofile-update=atomic' \
    all test-programs || exit 1
find "$folder" -name '*.gcda' -delete
# shellcheck disable=SC2086 # a list
BUILD=$folder tests/run $suites
failed=$?
gcovr -r . --object-directory "$folder" -f src --csv -o "$folder/lines.csv" >/dev/null || exit 1
awk -F, '
    function row(name) {
        printf "%-16s %6d lines %6.1f %%   %6d branches %6.1f %%\n", name, lines[name], 100 * reached[name] / lines[name],
            branches[name], branches[name] ? 100 * taken[name] / branches[name] : 100
    }
    function add(name) { lines[name] += $2; reached[name] += $3; branches[name] += $5; taken[name] += $6 }
    NR == 1 { next }
    {
        n = split($1, part, "/")
        room = part[2]
        for (i = 3; i < n; i++) room = room "/" part[i]
        if (!(room in lines)) order[++rooms] = room
        add(room)
        add("src")
    }
    END { for (i = 1; i <= rooms; i++) row(order[i]); row("src") }' "$folder/lines.csv"
exit $failed
