#!/bin/sh
# Memory limits: the most anonymous memory (RssAnon of /proc, looked at every few milliseconds) and the seconds that each heavy
# operator takes at four limits, on SP2Bench-like data of a million triples; "refused" is exit status 1 with a message. Another
# memory than one and a quarter times the limit and 128 MiB at most, or an end later than 3 seconds after TIMEOUT, is marked.
set -eu
BUILD=${BUILD:-build} TIMEOUT=${TIMEOUT:-60}
work=$BUILD/bench/limits
db=$work/sp2b.yt
mkdir -p "$work"
sh tests/bench/unpack sp2b-1m "$work"
[ -e "$db" ] || "$BUILD/ytterby" load -q --db "$db" "$work/sp2b-1m.nt"
{ echo 'SELECT (COUNT(*) AS ?n) { VALUES ?o {'; seq 1 1000000 | sed 's/.*/<urn:s&>/'; echo '} ?s ?p ?o }'; } >"$work/values.rq"

peak() { # PID: KiB
    most=0
    while now=$(awk '/^RssAnon/ { print $2 }' "/proc/$1/status" 2>/dev/null) && [ -n "$now" ]; do
        [ "$now" -le "$most" ] || most=$now
    done
    echo "$most"
}

run() { # NAME LIMIT
    command=query file=$work/$1.rq base=$db
    case $1 in change) command=update base=$work/copy.yt && cp "$db" "$base" ;; esac
    begin=$(date +%s%N)
    "$BUILD/ytterby" $command --db "$base" --timeout "$TIMEOUT" --memory-limit "$2" -f "$file" >"$work/out" 2>"$work/said" &
    kib=$(peak $!)
    if wait $!; then how=; else how=" $(sed -n 's/.*the \([a-z]*\) limit was reached.*/refused (\1)/p;q' "$work/said")"; fi
    mib=$((kib / 1024)) ms=$((($(date +%s%N) - begin) / 1000000)) mark=
    [ $mib -le $(($2 * 5 / 4 + 128)) ] && [ $ms -le $((TIMEOUT * 1000 + 3000)) ] || mark=' !'
    printf ' | %d MiB, %d.%d s%s%s' $mib $((ms / 1000)) $((ms % 1000 / 100)) "$how" "$mark"
}

while IFS='|' read -r name query; do
    [ -z "$query" ] || echo "$query" >"$work/$name.rq"
    printf '| %s' "$name"
    for limit in 64 100 256 1024; do run "$name" $limit; done
    echo ' |'
done <<'END'
order|SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o ?p
distinct|SELECT DISTINCT ?s ?o { ?s ?p ?o }
count|SELECT ?o (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?o
group|SELECT ?s ?o (SUM(STRLEN(STR(?o))) AS ?n) (MIN(?p) AS ?m) { ?s ?p ?o } GROUP BY ?s ?o
count distinct|SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }
group concat|SELECT ?s (GROUP_CONCAT(STR(?o)) AS ?n) { ?s ?p ?o } GROUP BY ?s
one text|SELECT (STRLEN(GROUP_CONCAT(?o)) AS ?n) { ?s ?p ?o FILTER isLiteral(?o) }
left join|SELECT ?s ?o ?b { ?s ?p ?o OPTIONAL { SELECT ?s ?b { ?s ?c ?b FILTER(STRLEN(STR(?b)) > 3) } } }
minus|SELECT ?s ?o { ?s ?p ?o MINUS { SELECT ?s ?o { ?s ?q ?o FILTER(STRLEN(STR(?o)) > 20) } } }
exists|SELECT ?s ?o { ?s ?p ?o FILTER EXISTS { ?x ?q ?o . ?x ?r ?y FILTER(STRLEN(STR(?y)) > 20) } }
not exists|SELECT ?s ?o { ?s ?p ?o FILTER NOT EXISTS { ?x ?q ?o . ?x ?r ?y FILTER(STRLEN(STR(?y)) > 60) } }
sub-select|SELECT ?s ?q { { SELECT ?s ?o { ?s ?p ?o } } { SELECT ?o (SAMPLE(?p) AS ?q) { ?x ?p ?o } GROUP BY ?o } }
path|SELECT ?a ?b { ?a (<http://purl.org/dc/elements/1.1/creator>|^<http://purl.org/dc/elements/1.1/creator>)+ ?b }
leapfrog|SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?a ?q ?c . ?b ?r ?c }
product|SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) = STR(?f)) }
new texts|SELECT ?s (CONCAT(STR(?s), STR(?o)) AS ?c) { ?s ?p ?o }
construct|CONSTRUCT { ?s ?p ?o . ?o <urn:x:inverse> ?s } WHERE { ?s ?p ?o FILTER(!isLiteral(?o)) }
values|
change|DELETE { ?s ?p ?o } INSERT { ?s ?p ?x } WHERE { ?s ?p ?o FILTER(isLiteral(?o)) BIND(CONCAT(STR(?o), "x") AS ?x) }
END
