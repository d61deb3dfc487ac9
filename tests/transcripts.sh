#!/bin/sh
# Run a folder of text tests (tests/FOLDER: .cmd transcripts, .rq and .ru with .out), or README.md.
# BLESS=1 writes what the program says now into the expectations, to be read in `git diff`.
set -u
BUILD=${BUILD:-build}
runner=$BUILD/tests/harness/transcript
if [ ! -x "$runner" ]; then
    echo "not ok $1 - the runner tests/harness/transcript.c was not built"
    exit 1
fi
if [ "$1" = readme ]; then
    files=$(ls README.md 2>/dev/null)
else
    files=$(find "tests/$1" -name '*.cmd' -o -name '*.rq' -o -name '*.ru' 2>/dev/null | sort)
fi
if [ -z "$files" ]; then
    echo "skip $1 - has no tests yet"
    exit 0
fi
echo "$files" | xargs -P "$(nproc)" -n 4 "$runner" ${BLESS:+--bless}
