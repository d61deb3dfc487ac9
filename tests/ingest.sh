#!/bin/sh
# How much of an article `ytterby ingest` finds, measured against the graph that was made of it by hand
# (graph/documents/): things, figures, relations. The text is no part of the project; without it the suite is skipped.
# Given to it: a database of the ontology and the reference data alone, the lexicon among it, with no document and no
# derived edge. Numbers found are compared as numbers; "expected" counts what the hand-made graph has, "given" what of
# that lies between things that the reference data names at all. Least values are kept, so that nothing gets worse unseen.
set -u
BUILD=$(cd "${BUILD:-build}" && pwd)
shared=${YTTERBY_SHARED:-../shared}
text=$shared/seed/article-2025-10-26-malaysia-rare-earths.txt
if [ ! -e "$text" ]; then
    echo "skip ingest - there is no $text"
    exit 0
fi
scratch=$BUILD/tests/scratch/ingest
rm -rf "$scratch" && mkdir -p "$scratch"
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
tell "things, precision" "$4" "$3" 95
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
