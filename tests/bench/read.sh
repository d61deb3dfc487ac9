#!/bin/sh
# How fast RDF files are read, beside serd and Raptor in the same run. The data sets are those of ../shared/bench
# (or of $YTTERBY_SHARED/bench); their Turtle is made by our own writer.
set -eu
BUILD=${BUILD:-build}
data=${YTTERBY_SHARED:-../shared}/bench
work=$BUILD/bench
if [ ! -d "$data" ]; then
    echo "bench read: no data sets in $data" >&2
    exit 0
fi
mkdir -p "$work"

# Prefixes for the Turtle files.
prefixes() {
    cat <<'END'
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix bench: <http://localhost/vocabulary/bench/> .
@prefix swrc: <http://swrc.ontoware.org/ontology#> .
@prefix wsdbm: <http://db.uwaterloo.ca/~galuc/wsdbm/> .
@prefix schema: <http://schema.org/> .
@prefix rev: <http://purl.org/stuff/rev#> .
@prefix gr: <http://purl.org/goodrelations/> .
@prefix ogp: <http://ogp.me/ns#> .
END
}

read=$BUILD/tests/bench/read
for set in watdiv-1m sp2b-1m; do
    nt=$work/$set.nt
    ttl=$work/$set.ttl
    [ -f "$nt" ] || zstd -q -d --long=27 "$data/$set.nt.zst" -o "$nt"
    [ -f "$ttl" ] ||
        { prefixes && cat "$nt"; } | "$BUILD/ytterby" convert --from turtle --to turtle -o "$ttl" -
    count=$(wc -l <"$nt")
    for file in "$nt" "$ttl"; do
        syntax=ntriples
        [ "$file" = "$nt" ] || syntax=turtle
        "$read" "$file"
        command -v serdi >/dev/null && "$read" -c "$count" serdi serdi -i "$syntax" -o ntriples "$file"
        command -v rapper >/dev/null && "$read" -c "$count" 'rapper -c' rapper -q -c -i "$syntax" "$file"
    done
    "$read" -t 2 "$nt"
    "$read" "$data/$set.nt.zst"
    echo 'ten times as much, through a pipe:'
    for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$nt"; done | "$read" -
done
