#!/bin/sh
# A run of every fuzz target (tests/fuzz/NAME.c), two at a time: first all seeds of tests/fuzz/seeds/NAME and what earlier
# runs kept in build/fuzz/NAME, then new inputs. FUZZ_TIME (30) is the seconds that all targets take together on two
# processors; each gets the same. One input may take 5 seconds and 1 GB. What crashes is kept beside the folder, as
# build/fuzz/NAME-crash-…, and is tried again first of all by the next run. Names of targets as arguments: those alone.
set -u
BUILD=${BUILD:-build}
jobs=2
if ! command -v clang >/dev/null; then
    echo "skip fuzz - clang is not installed"
    exit 0
fi

# The last line of libFuzzer's log that begins with a number: "#123 DONE cov: 4 ft: 5 corp: 6/7b ...".
counts() { # LOG
    awk '/^#[0-9]+/ { runs = substr($1, 2); for (i = 1; i < NF; i++) { if ($i == "cov:") edges = $(i + 1)
            if ($i == "corp:") { split($(i + 1), kept, "/"); inputs = kept[1] } } }
        /stat::number_of_executed_units/ { runs = $2 }
        END { printf "%d executions, %d edges, %d inputs kept", runs, edges, inputs }' "$1"
}

fuzz() { # NAME SECONDS
    name=$1
    program=$BUILD/fuzzed/tests/fuzz/$name
    found=$BUILD/fuzz/$name
    log=$BUILD/tests/logs/fuzz-$name.txt
    set -- "$found" "tests/fuzz/seeds/$name" "-max_total_time=$2"
    if [ ! -x "$program" ]; then
        echo "not ok fuzz $name - was not built"
        return
    fi
    mkdir -p "$found"
    for crash in "$found"-*; do
        [ -f "$crash" ] && mv "$crash" "$found/"
    done
    [ -f "tests/fuzz/$name.dict" ] && set -- "$@" "-dict=tests/fuzz/$name.dict"
    "$program" "$@" -timeout=5 -rss_limit_mb=1024 -max_len=4096 -seed="${FUZZ_SEED:-7}" -print_funcs=0 \
        -print_final_stats=1 -artifact_prefix="$found-" >"$log" 2>&1
    status=$?
    findings=$(find "$BUILD/fuzz" -maxdepth 1 -name "$name-*" | wc -l)
    if [ $status -eq 0 ]; then
        echo "ok fuzz $name - $(counts "$log"), $findings findings"
    else
        echo "not ok fuzz $name - failed on an input ($(counts "$log"))"
        grep -vE '^#[0-9]+' "$log" | tail -40 | sed 's/^/# /'
    fi
}

if [ "${1:-}" = --one ]; then
    fuzz "$2" "$3"
    exit 0
fi
mkdir -p "$BUILD/fuzz" "$BUILD/tests/logs"
make -s -j"$(nproc)" BUILD="$BUILD" fuzzed >"$BUILD/tests/logs/fuzz-make.txt" 2>&1
[ $# -gt 0 ] || set -- $(basename -s .c tests/fuzz/*.c)
each=$((${FUZZ_TIME:-30} * jobs / $#))
[ $each -gt 0 ] || each=1
printf '%s\n' "$@" | xargs -P $jobs -I NAME tests/fuzz.sh --one NAME $each
