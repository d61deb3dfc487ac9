#!/bin/sh
# Cold starts: one query over the shipped graph in a process of its own, beside a program that only makes a librdf
# world, and beside sqlite3 (the same statements as a table in a file) and roqet (the same statements as N-Triples).
# Milliseconds, the mean of 50 starts; best of five rounds, the programs in turn.
set -eu
BUILD=${BUILD:-build}
work=$BUILD/bench
mkdir -p "$work"
nt=$work/shipped.nt
db=$work/shipped.sqlite
"$BUILD/ytterby" export --to ntriples -o "$nt"
query='SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'

mean() { # COMMAND...: tells microseconds a start
    begin=$(date +%s%N)
    i=0
    while [ $i -lt 50 ]; do
        "$@" >/dev/null 2>&1 || true # roqet ends with status 2 after a right answer
        i=$((i + 1))
    done
    echo $((($(date +%s%N) - begin) / 50000))
}

if command -v sqlite3 >/dev/null; then
    rm -f "$db"
    sed -E 's/^(<[^>]*>) (<[^>]*>) (.*) \.$/\1\t\2\t\3/' "$nt" |
        sqlite3 "$db" 'CREATE TABLE t (s TEXT, p TEXT, o TEXT)' '.mode ascii' '.separator "\t" "\n"' '.import /dev/stdin t'
fi

all() {
    echo "world $(mean "$BUILD/tests/bench/world")"
    echo "ytterby_version $(mean "$BUILD/ytterby" --version)"
    echo "ytterby_query $(mean "$BUILD/ytterby" query "$query")"
    echo "ytterby_report $(mean "$BUILD/ytterby" report country Malaysia)"
    if command -v sqlite3 >/dev/null; then
        echo "sqlite3 $(mean sqlite3 "$db" 'SELECT COUNT(*) FROM t')"
    fi
    if command -v roqet >/dev/null; then
        echo "roqet_nothing $(mean roqet -q -e 'ASK {}')"
        echo "roqet_query $(mean roqet -q -D "$nt" -e "$query")"
    fi
}

for round in 1 2 3 4 5; do all; done |
    awk '!($1 in best) { order[++n] = $1 } !($1 in best) || $2 < best[$1] { best[$1] = $2 }
         END { for (i = 1; i <= n; i++) printf "%-16s %6.2f ms\n", order[i], best[order[i]] / 1000 }'
