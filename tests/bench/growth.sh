#!/bin/sh
# How times grow with the data: SP2Bench-like data of 100 thousand, 1 million and 10 million triples (SIZES names others),
# made by ../shared/bench/sp2bgen.py, and each of its queries on each, LIMIT seconds at most.
set -eu
BUILD=${BUILD:-build}
shared=${YTTERBY_SHARED:-../shared}/bench
work=$BUILD/bench
if [ ! -f "$shared/sp2bgen.py" ] || [ ! -f /usr/share/dict/words ]; then
    echo "bench growth: needs $shared/sp2bgen.py and a list of words (wamerican)" >&2
    exit 0
fi
mkdir -p "$work"
lines=$work/growth.tsv
: >"$lines"
for size in ${SIZES:-100000 1000000 10000000}; do
    database=$work/sp2b-$size.yt
    if [ ! -f "$database" ]; then
        python3 "$shared/sp2bgen.py" "$size" "$work/sp2b-$size.nt" >/dev/null
        "$BUILD/ytterby" load --db "$database" "$work/sp2b-$size.nt"
        rm -f "$work/sp2b-$size.nt"
    fi
    for query in "$shared"/queries/sp2b/*.rq "$shared"/queries/shapes-sp2b/*.rq; do
        "$BUILD/ytterby-bench" --db "$database" --repeat "${REPEAT:-3}" --timeout "${LIMIT:-60}" "$query" 2>/dev/null |
            sed "s/^/$size	/" >>"$lines" || :
    done
done
awk -F '\t' '
    !($1 in seen) { seen[$1] = 1; sizes[++count] = $1 }
    !($3 in known) { known[$3] = 1; names[++queries] = $3 }
    { ms[$3, $1] = $6; rows[$3, $1] = $4; if ($4 == "-") ms[$3, $1] = "over" }
    END {
        line = "| query |"; rule = "|---|"
        for (i = 1; i <= count; i++) { line = line " rows at " sizes[i] " | ms |"; rule = rule "---:|---:|" }
        print line; print rule
        for (q = 1; q <= queries; q++) {
            line = "| " names[q] " |"
            for (i = 1; i <= count; i++) line = line " " rows[names[q], sizes[i]] " | " ms[names[q], sizes[i]] " |"
            print line
        }
    }' "$lines"
