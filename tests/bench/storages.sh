#!/bin/sh
# How fast queries are answered over other storages of librdf, by our engine and by librdf's own, rasqal, on the same
# storage: the shipped graph, and the first LINES lines of the SP2Bench-like set; each query once cold and REPEAT times
# warm, LIMIT seconds at most. (The first lines of WatDiv are about users alone: no query of its has an answer there.)
# Lines "SET STORAGE QUERY ENGINE FIRST MEDIAN ROWS CHECKSUM" go to build/bench/storages.tsv, tables to standard output.
set -eu
cd "$(dirname "$0")/../.."
LIMIT=${LIMIT:-10}
REPEAT=${REPEAT:-3}
. tests/bench/engines/engine.sh
queries=${YTTERBY_SHARED:-../shared}/bench/queries
work=$BUILD/bench/storages
lines=$BUILD/bench/storages.tsv
ANSWER=$work/answer
program=$BUILD/tests/bench/storages
rm -rf "$work"
mkdir -p "$work"
: >"$lines"

# A storage by the word that the tables use: its name in librdf, its own name, its options.
storage() {
    case $1 in
    memory) kind=memory name='' options='' ;;
    hashes) kind=hashes name='' options="hash-type='memory'" ;;
    bdb) kind=hashes name=$2 options="hash-type='bdb',dir='$work'" ;;
    sqlite) kind=sqlite name=$work/$2.sqlite options='' ;;
    esac
}
ask() { # SET STORAGE QUERY ENGINE
    storage "$2" "$1"
    [ "$name" ] && file='' || file=$work/$1.nt
    "$program" "$4" "$kind" "$name" "$options" "$REPEAT" "$LIMIT" "$ANSWER" "$3" ${file:+"$file"}
}
run_query() { # SET STORAGE QUERY ENGINE
    rm -f "$ANSWER".*
    status=0
    told=$(ask "$@" 2>/dev/null) || status=$?
    case $status in
    0) told="$told $(checksum)" ;;
    142) told='- - - time-out' ;; # ended by its alarm
    *) told='- - - failed' ;;
    esac
    echo "$1 $2 $(basename "$(dirname "$3")")/$(basename "$3" .rq) $4 $told" | tr ' ' '\t' >>"$lines"
}
run_set() { # SET QUERY...
    set=$1
    shift
    for each in memory hashes bdb sqlite; do
        storage "$each" "$set"
        [ -z "$name" ] || "$program" fill "$kind" "$name" "$options" "$work/$set.nt" || continue
        for file in "$@"; do
            for engine in ytterby rasqal; do run_query "$set" "$each" "$file" "$engine"; done
        done
    done
}

"$BUILD/ytterby" export --to ntriples -o "$work/shipped.nt"
# shellcheck disable=SC2046 # names without blanks
run_set shipped $(grep -l '^SELECT\|^ASK' queries/examples/*.rq)
if [ -d "$queries" ] && "$here/../unpack" sp2b-1m "$work/.."; then
    head -n "${LINES:-20000}" "$work/../sp2b-1m.nt" >"$work/sp2b.nt"
    run_set sp2b "$queries"/sp2b/*.rq "$queries"/shapes-sp2b/*.rq
fi
rm -rf "$work"
awk -f tests/bench/storages.awk "$lines"
