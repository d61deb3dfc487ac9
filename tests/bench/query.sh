#!/bin/sh
# How fast queries are answered: every query of ../shared/bench/queries (or of $YTTERBY_SHARED/bench/queries) in turn on
# our database and on every other engine that is installed (ENGINES names some of engines/*.sh), once cold and REPEAT
# times warm, LIMIT seconds at most. All answers are held against ours by their rows and checksum, and against what a
# plain program counted. COPIES=N: instead, WatDiv's queries on N times its data (copies.awk). The tables go to standard output and, a line a query and engine, to build/bench/query.tsv.
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/engines/engine.sh
queries=${YTTERBY_SHARED:-../shared}/bench/queries
work=$BUILD/bench
lines=$work/query.tsv
ANSWER=$work/answer
if [ ! -d "$queries" ]; then
    echo "bench query: no queries in $queries" >&2
    exit 0
fi
mkdir -p "$work"

# The engines to run, ours first. A function of a file is called in a shell of its own, so that they do not mix.
installed() {
    for engine in ytterby ${ENGINES:-millenniumdb rdf3x virtuoso oxigraph tdb2}; do
        (. "$here/$engine.sh" && have) && echo "$engine" || echo "bench query: $engine is not installed" >&2
    done
}

# One query on one engine: a line "DATA NAME ENGINE FIRST MEDIAN ROWS CHECKSUM", times and rows "-" when it failed.
run_query() {
    name=$(basename "$(dirname "$3")")/$(basename "$3" .rq)
    rm -f "$ANSWER".*
    told=$(. "$here/$2.sh" && SERVER=$(cat "$work/$2.pid") && ask "$work/$1.$2" "$3" 2>/dev/null) || told=
    # shellcheck disable=SC2046,SC2086 # words
    set -- "$1" "$2" $told
    [ $# -eq 4 ] && set -- "$@" $(checksum)
    [ $# -eq 6 ] || set -- "$1" "$2" - - - "${3:-failed}"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$name" "$2" "$3" "$4" "$5" "$6" >>"$lines"
    rm -f "$ANSWER".*
}

# Servers stay up for a set of data, so that their turns come query by query.
run_set() {
    data=$1
    shift
    "$here/../unpack" "$data" "$work" || return 0
    running=
    for engine in $engines; do
        [ -e "$work/$data.$engine" ] || (. "$here/$engine.sh" && load "$work/$data.$engine" "$work/$data.nt" 2>/dev/null) || continue
        (. "$here/$engine.sh" && start "$work/$data.$engine" && echo "${server:-}" >"$work/$engine.pid") || continue
        running="$running $engine"
    done
    for file in "$@"; do
        for engine in $running; do run_query "$data" "$engine" "$file"; done
    done
    for engine in $running; do
        (. "$here/$engine.sh" && server=$(cat "$work/$engine.pid") && stop 2>/dev/null) || :
        rm -f "$work/$engine.pid"
    done
}

engines=$(installed)
: >"$lines"
if [ -n "${COPIES:-}" ]; then
    "$here/../unpack" watdiv-1m "$work"
    more=watdiv-1m-$COPIES
    [ -e "$work/$more.nt" ] || awk -v copies="$COPIES" -f tests/bench/copies.awk "$work/watdiv-1m.nt" >"$work/$more.nt"
    run_set "$more" "$queries"/watdiv/*.rq "$queries"/shapes-watdiv/*.rq
    awk -f tests/bench/query.awk "$lines"
    exit 0
fi
run_set watdiv-1m "$queries"/watdiv/*.rq "$queries"/shapes-watdiv/*.rq
run_set sp2b-1m "$queries"/sp2b/*.rq "$queries"/shapes-sp2b/*.rq

# What a plain program counted for some queries: lines as those of an engine without times.
tell_truth() {
    awk -F '"' '/": \{$/ { name = $2 } /"value":/ { sub(/.*: /, ""); print name "\t" $0 + 0 } /"ask:/ { print name "\t" $4 }' "$1" |
        while IFS='	' read -r name value; do
            case $value in
            ask:*) echo "{\"head\":{},\"boolean\":${value#ask:}}" >"$ANSWER.json" ;;
            *) printf '?n\n%s\n' "$value" >"$ANSWER.tsv" ;;
            esac
            printf 'watdiv-1m\t%s\ttruth\t-\t-\t%s\n' "$name" "$(checksum)" >>"$lines"
            rm -f "$ANSWER".*
        done
}

truth=$queries/../truth-watdiv-1m.json
[ ! -f "$truth" ] || tell_truth "$truth"
awk -f tests/bench/query.awk "$lines"
