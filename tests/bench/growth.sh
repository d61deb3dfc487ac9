#!/bin/sh
# How times grow with the data: SP2Bench-like data of 100 thousand, 1 million and 10 million triples (SIZES names others),
# made by ../shared/bench/sp2bgen.py, and each of its queries on each, LIMIT seconds at most. Times are the processor's.
# Beside them stand the rows touched: the quads read, and the rows that operators handed on.
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

# Of the plan of a run: the rows of its operators and the quads it read, without which there is no answer.
touched() {
    timeout "${LIMIT:-60}" "$BUILD/ytterby" query --db "$1" --explain run -f "$2" 2>/dev/null |
        awk '/ rows, / { for (i = 2; i <= NF; i++) if ($i == "rows,") sum += $(i - 1) }
             / quads read from / { sum += $1; whole = 1 }
             END { print whole ? sum : "-" }'
}
for size in ${SIZES:-100000 1000000 10000000}; do
    database=$work/sp2b-$size.yt
    if [ ! -f "$database" ]; then
        python3 "$shared/sp2bgen.py" "$size" "$work/sp2b-$size.nt" >/dev/null
        "$BUILD/ytterby" load --db "$database" "$work/sp2b-$size.nt"
        rm -f "$work/sp2b-$size.nt"
    fi
    for query in "$shared"/queries/sp2b/*.rq "$shared"/queries/shapes-sp2b/*.rq; do
        told=$("$BUILD/ytterby-bench" --db "$database" --processor --repeat "${REPEAT:-3}" --timeout "${LIMIT:-60}" "$query" 2>/dev/null) || :
        printf '%s\t%s\t%s\n' "$size" "$told" "$(touched "$database" "$query")" >>"$lines"
    done
done
awk -F '\t' '
    !($1 in seen) { seen[$1] = 1; sizes[++count] = $1 }
    !($3 in known) { known[$3] = 1; names[++queries] = $3 }
    { ms[$3, $1] = $4 == "-" ? $8 : $6; rows[$3, $1] = $4; touched[$3, $1] = $9 }
    END {
        line = "| query |"; rule = "|---|"
        for (i = 1; i <= count; i++) { line = line " " sizes[i] ": rows | touched | ms |"; rule = rule "---:|---:|---:|" }
        print line " ns a row touched |"; print rule "---:|"
        for (q = 1; q <= queries; q++) {
            line = "| " names[q] " |"; each = ""
            for (i = 1; i <= count; i++) {
                at = names[q] SUBSEP sizes[i]
                line = line " " rows[at] " | " touched[at] " | " ms[at] " |"
                each = each (i > 1 ? ", " : "") (touched[at] + 0 && ms[at] + 0 ? sprintf("%.0f", ms[at] * 1e6 / touched[at]) : "–")
            }
            print line " " each " |"
        }
    }' "$lines"
