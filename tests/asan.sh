#!/bin/sh
# The unit, golden, cli and report tests once more, built with clang's address and undefined-behaviour sanitizers.
# ASAN=full also: the shell on its terminal, ingest, the ledger, random queries, the W3C's suites, Redland's storages.
set -u
BUILD=${BUILD:-build}
if ! command -v clang >/dev/null; then
    echo "skip asan - clang is not installed"
    exit 0
fi
make -s -j"$(nproc)" BUILD="$BUILD" sanitized >"$BUILD/tests/logs/asan-make.txt" 2>&1 || {
    echo "not ok asan build - see the messages"
    grep -E 'error|undefined' "$BUILD/tests/logs/asan-make.txt" | head -20 | sed 's/^/# /'
}
export BUILD="$BUILD/asan"
export ASAN_OPTIONS=exitcode=99:allocator_may_return_null=1
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp:print_suppressions=0
export UNIT_LIMIT=300
{
    tests/unit.sh
    tests/transcripts.sh golden
    tests/transcripts.sh cli
    tests/transcripts.sh reports
    if [ "${ASAN:-}" = full ]; then
        tests/shell.sh
        tests/ingest.sh
        for suite in ledger redland w3c random; do tests/program.sh $suite; done
    fi
} | sed -e 's/^\(ok\|not ok\|skip\) /&sanitized /'
