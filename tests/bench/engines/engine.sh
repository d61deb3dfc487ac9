# What the benchmarks need of an engine: one file here an engine, sourced by the benchmarks, with these functions.
#   have            is it installed?
#   load DB FILE    a new database of an N-Triples file; what is at DB is gone
#   place DB        the paths that the database takes on disk
#   start DB        before queries (a server), stop after them
#   ask DB FILE     run FILE once cold, then $REPEAT times; prints "FIRST MEDIAN" in milliseconds, from the text to the
#                   last row, and leaves the answer in $ANSWER.tsv or .json, when the engine tells no checksum:
#                   then prints "FIRST MEDIAN ROWS CHECKSUM"
# `how` says in a word how far it was away: in the same process as its caller, or over HTTP.
REPEAT=${REPEAT:-5}
LIMIT=${LIMIT:-60} # seconds a query
# What times are of: "wall", or "processor", that of all threads of the engine's own process, which a busy machine leaves
# comparable, and in which a client on the other side of HTTP has no part.
export CLOCK="${CLOCK:-wall}"
BUILD=${BUILD:-build}
here=tests/bench/engines

start() { :; }
stop() { :; }
place() { echo "$1"; }
seconds() { date +%s.%N; }

# The median of lines, each a number.
median() { sort -g | awk '{ x[NR] = $1 } END { if (NR) print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'; }

# Of the seconds of all runs, one a line: "FIRST MEDIAN" in milliseconds.
first_and_median() {
    awk '{ printf "%.4f\n", $1 * 1000 }' >"$ANSWER.times"
    [ -s "$ANSWER.times" ] || return 1
    echo "$(head -1 "$ANSWER.times") $(sed '1{$!d}' "$ANSWER.times" | median)"
}

# The seconds that a process has had of the processor.
used() { cat "/proc/$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.6f\n", sum / 1e9 }'; }

# Ask a server by HTTP: `http_ask URL TYPE ENDING CURL-OPTION...`, the options giving the query. One connection for all.
http_ask() {
    url=$1 type=$2 ending=$3
    shift 3
    runs=$REPEAT
    printf '' >"$ANSWER.runs"
    if [ "$CLOCK" = processor ]; then
        http_used "$@"
        return
    fi
    for run in first warm; do
        [ $run = first ] && count=1 || count=$runs
        urls=
        while [ "$count" -gt 0 ]; do
            urls="$urls -o $ANSWER.$ending $url"
            count=$((count - 1))
        done
        # shellcheck disable=SC2086 # the list of URLs is to be split
        curl -s -f -m "$LIMIT" -H "Accept: $type" -w '%{time_total}\n' "$@" $urls >>"$ANSWER.runs" || return
        [ $run = first ] && awk '{ exit !($1 > 2) }' "$ANSWER.runs" && runs=1
    done
    first_and_median <"$ANSWER.runs"
}

# The same by the time of the server, whose process is in $SERVER: one request after the other.
http_used() {
    while [ "$runs" -ge 0 ]; do
        before=$(used "$SERVER")
        curl -s -f -m "$LIMIT" -H "Accept: $type" "$@" -o "$ANSWER.$ending" "$url" || return
        echo "$before $(used "$SERVER")" | awk '{ printf "%.6f\n", $2 - $1 }' >>"$ANSWER.runs"
        runs=$((runs - 1))
    done
    first_and_median <"$ANSWER.runs"
}

# "ROWS CHECKSUM" of the answer that was left.
checksum() {
    for format in tsv json; do
        [ ! -f "$ANSWER.$format" ] || "$BUILD/ytterby-bench" --answer "$format" "$ANSWER.$format" || echo "- unreadable"
    done
}
