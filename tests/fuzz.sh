#!/bin/sh
# A short run of every fuzz target (tests/fuzz/NAME.c): first all seeds of tests/fuzz/seeds/NAME, then
# FUZZ_SECONDS (5) of new inputs, at most 5 seconds and 1 GB for one. What crashes is kept in build/fuzz.
set -u
BUILD=${BUILD:-build}
seconds=${FUZZ_SECONDS:-5}
if ! command -v clang >/dev/null; then
    echo "skip fuzz - clang is not installed"
    exit 0
fi
if ! ls tests/fuzz/*.c >/dev/null 2>&1; then
    echo "skip fuzz - has no targets yet"
    exit 0
fi
mkdir -p "$BUILD/fuzz" "$BUILD/tests/logs"
make -s -j"$(nproc)" BUILD="$BUILD" sanitized >"$BUILD/tests/logs/fuzz-make.txt" 2>&1

fuzz() {
    name=$1
    program=$BUILD/asan/tests/fuzz/$name
    found=$BUILD/fuzz/$name
    seeds=tests/fuzz/seeds/$name
    dictionary=tests/fuzz/$name.dict
    log=$BUILD/tests/logs/fuzz-$name.txt
    if [ ! -x "$program" ]; then
        echo "not ok fuzz $name - was not built"
        return
    fi
    mkdir -p "$found"
    [ -d "$seeds" ] || seeds=
    [ -f "$dictionary" ] && dictionary=-dict=$dictionary || dictionary=
    # shellcheck disable=SC2086 # both may be empty
    if "$program" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -max_len=4096 -seed=7 -print_funcs=0 \
        -artifact_prefix="$found-" $dictionary "$found" $seeds >"$log" 2>&1; then
        echo "ok fuzz $name"
    else
        printf 'not ok fuzz %s - failed on an input\n%s\n' "$name" "$(grep -vE '^#[0-9]+' "$log" | tail -30 | sed 's/^/# /')"
    fi
}

if [ $# -gt 0 ]; then
    fuzz "$1"
else
    for target in tests/fuzz/*.c; do basename "$target" .c; done | xargs -P "$(nproc)" -n 1 tests/fuzz.sh
fi
