#!/bin/sh
# Parallel reading, loading and queries under clang's thread sanitizer: the unit tests of these, random queries, and loads by the
# program, in one batch and in many.
set -u
BUILD=${BUILD:-build}
if ! command -v clang >/dev/null; then
    echo "skip tsan - clang is not installed"
    exit 0
fi
mkdir -p "$BUILD/tests/logs"
make -s -j"$(nproc)" BUILD="$BUILD" thread-sanitized >"$BUILD/tests/logs/tsan-make.txt" 2>&1
export TSAN_OPTIONS=exitcode=98:halt_on_error=1:second_deadlock_stack=1
scratch=$BUILD/tests/scratch/tsan
rm -rf "$scratch" && mkdir -p "$scratch"

check() { # NAME COMMAND...
    name=$1 && shift
    if "$@" >"$scratch/out" 2>&1; then
        echo "ok tsan $name"
    else
        echo "not ok tsan $name - status $?"
        grep -A 20 -m 1 -E 'WARNING: ThreadSanitizer|not ok|error' "$scratch/out" | sed 's/^/# /'
    fi
}

for test in test_load test_rdfio_parallel test_gather; do check $test "$BUILD/tsan/tests/unit/$test"; done

check 'random queries' "$BUILD/tsan/tests/random/random" 300

seq 1 60000 | awk '{ print "<urn:s:" $1 % 9000 "> <urn:p:" $1 % 7 "> \"value " $1 "\"@en ." }' >"$scratch/many.nt"
program=$BUILD/tsan/ytterby
check 'load' "$program" load --db "$scratch/d.yt" "$scratch/many.nt"
check 'load in batches' "$program" load --db "$scratch/d.yt" --memory 2 --graph urn:g "$scratch/many.nt"
check 'verify' "$program" verify --db "$scratch/d.yt"
check 'query' "$program" query --db "$scratch/d.yt" 'SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p'
