#!/bin/sh
# How much of texts `ytterby ingest` finds. First of short texts written for this and marked up by hand, beside each a .gold
# file: those of tests/ingest/dev are what rules were made with, those of tests/ingest/held were only measured. Then of an
# article, measured against the graph that was made of it by hand
# (graph/documents/): things, figures, relations. The text is no part of the project; without it the suite is skipped.
# Given to it: a database of the ontology and the reference data alone, the lexicon among it, with no document and no
# derived edge. Numbers found are compared as numbers; "expected" counts what the hand-made graph has, "given" what of
# that lies between things that the reference data names at all. Least values are kept, so that nothing gets worse unseen.
set -u
BUILD=$(cd "${BUILD:-build}" && pwd)
scratch=$BUILD/tests/scratch/ingest
rm -rf "$scratch" && mkdir -p "$scratch"

# texts SET: MEASURE LEAST-PRECISION LEAST-RECALL a line
texts() {
    tests/ingest/texts.sh "$1" >"$scratch/$1.measures" || echo "not ok ingest $1 - the texts were not read"
    while read -r measure precision recall; do
        awk -v set="$1" -v name="$measure" -v least="$precision" -v most="$recall" '$1 == name {
            p = int(100 * $2 / ($4 ? $4 : 1)); r = int(100 * $2 / ($3 ? $3 : 1)); seen = 1
            told = sprintf("precision %d %% (%d of %d), recall %d %% (of %d)", p, $2, $4, r, $3)
            if (p >= least && r >= most) print "ok ingest " set " " name ": " told
            else print "not ok ingest " set " " name " - " told ", was " least " % and " most " %"
        } END { if (!seen) print "not ok ingest " set " " name " - not measured" }' "$scratch/$1.measures"
    done
}
texts dev <<'end'
things 95 93
figures 93 90
figures-about 60 58
figures-indicator 75 72
figures-goods 62 60
figures-period 82 78
figures-basis 90 86
figures-bound 93 90
relations 88 70
events 85 85
events-status-and-date 85 85
end
texts held <<'end'
things 90 90
figures 89 83
figures-about 48 46
figures-indicator 50 48
figures-goods 57 55
figures-period 70 67
figures-basis 88 82
figures-bound 85 80
relations 64 53
events 85 55
events-status-and-date 85 55
end

shared=${YTTERBY_SHARED:-../shared}
text=$shared/seed/article-2025-10-26-malaysia-rare-earths.txt
if [ ! -e "$text" ]; then
    echo "skip ingest article - there is no $text"
    exit 0
fi
ytterby=$BUILD/ytterby
reference="graph/ontology.ttl graph/prefixes.ttl $(ls graph/reference/*.ttl)"

# New names get IRIs in the namespace of the document: that of the graph is asked for here.
"$ytterby" load --db "$scratch/reference.yt" --default-graph union $reference &&
    "$ytterby" ingest -q --dry-run --db "$scratch/reference.yt" --as urn:ytterby:id:read "$text" >"$scratch/read.trig" &&
    "$ytterby" load --db "$scratch/all.yt" --default-graph union $reference graph/documents/*.trig graph/derived.trig "$scratch/read.trig" || {
    echo "not ok ingest - the article was not read"
    exit 0
}

# measure NAME: the row of tests/ingest/NAME.rq as words
measure() { "$ytterby" query --db "$scratch/all.yt" --format csv -f "tests/ingest/$1.rq" | tail -1 | tr -d '\r' | tr ',' ' '; }

# tell NAME RIGHT OF LEAST: prints RIGHT of OF as a percentage, which is to be at least LEAST
tell() {
    percent=$((100 * $2 / ($3 > 0 ? $3 : 1)))
    [ $percent -ge "$4" ] && echo "ok ingest $1: $2 of $3, $percent %" || echo "not ok ingest $1 - $2 of $3, $percent %, was $4 %"
}

set -- $(measure entities)
tell "things, precision" "$4" "$3" 92
tell "things, recall" "$4" "$1" 50
tell "things, recall of those given" "$5" "$2" 60
set -- $(measure figures)
tell "figures, precision" "$3" "$2" 90
tell "figures, recall" "$3" "$1" 90
tell "figures with the right thing" "$4" "$1" 85
tell "figures with the right thing and indicator" "$5" "$1" 65
tell "figures with the right thing, indicator and period" "$6" "$1" 65
set -- $(measure relations)
tell "relations, precision" "$4" "$3" 75
tell "relations, recall" "$5" "$1" 50
tell "relations, recall of those given" "$6" "$2" 60
