#!/bin/sh
# texts.sh SET: reads the texts of tests/ingest/SET with the reference data alone, and compares what is found with the
# .gold file beside each, which was written by hand. Prints a line of each measure: NAME RIGHT EXPECTED FOUND.
# What is wrong and what is missing goes to build/tests/scratch/ingest/SET.diff.
set -eu
BUILD=$(cd "${BUILD:-build}" && pwd)
scratch=$BUILD/tests/scratch/ingest
ytterby=$BUILD/ytterby
set=$1
mkdir -p "$scratch"
rm -rf "$scratch/$set.yt"*
"$ytterby" load --db "$scratch/$set.yt" --default-graph union graph/ontology.ttl graph/prefixes.ttl graph/reference/*.ttl
for text in tests/ingest/"$set"/*.txt; do
    name=$(basename "$text" .txt)
    "$ytterby" ingest -q --db "$scratch/$set.yt" --as "urn:ytterby:text:$name" "$text"
    sed -n "/^#/d; s/^/$name	/p" "${text%.txt}.gold"
done | sed 's/ *$//' >"$scratch/$set.gold"
"$ytterby" query --db "$scratch/$set.yt" --format tsv -f tests/ingest/found.rq | sed '1d; s/"//g; s/ *$//' | sort -u >"$scratch/$set.found"

# A measure is what is compared of a line: its kind and these fields after it.
awk -F ' *[|] *' -v diff="$scratch/$set.diff" '
    BEGIN {
        printf "" > diff
        count = split("things:thing:2 figures:figure:2,3 figures-about:figure:2,3,4 figures-indicator:figure:2,3,5 figures-goods:figure:2,3,6 figures-period:figure:2,3,7 figures-basis:figure:2,3,8 figures-bound:figure:2,3,9 relations:relation:2,3,4 events:event:2,3,4 events-status-and-date:event:2,3,4,5,6", measures, " ")
    }
    function key(fields, part,    i, many, all) {
        many = split(fields, part, ",")
        all = name
        for (i = 1; i <= many; i++) all = all " | " $(part[i])
        return all
    }
    {
        split($1, head, "\t")
        name = head[1]
        for (m = 1; m <= count; m++) {
            split(measures[m], measure, ":")
            if (head[2] != measure[2]) continue
            k = m "\t" key(measure[3])
            if (FNR == NR) { expected[m]++; open[k]++ }
            else if (open[k] > 0) { found[m]++; right[m]++; open[k]-- }
            else { found[m]++; print "wrong\t" measure[1] "\t" substr(k, index(k, "\t") + 1) > diff }
        }
    }
    END {
        for (k in open)
            for (; open[k] > 0; open[k]--) {
                split(k, part, "\t")
                split(measures[part[1]], measure, ":")
                print "missing\t" measure[1] "\t" part[2] > diff
            }
        for (m = 1; m <= count; m++) {
            split(measures[m], measure, ":")
            printf "%s %d %d %d\n", measure[1], right[m], expected[m], found[m]
        }
    }' "$scratch/$set.gold" "$scratch/$set.found"
sort -o "$scratch/$set.diff" "$scratch/$set.diff"
