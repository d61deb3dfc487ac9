#!/bin/sh
# Databases whose writers are killed, run out of space, or meet other readers and writers; and databases that are damaged.
# KILLS (60) processes are killed by SIGKILL at random moments, a third of them loads, a third updates, a third other
# commands that write; in FLIPS (60) bytes one bit is flipped, one at a time, and every query of the list asked. SEED (1)
# makes the moments and the bytes.
set -u
BUILD=$(cd "${BUILD:-build}" && pwd)
kills=${KILLS:-60} flips=${FLIPS:-60} seed=${SEED:-1}
if [ ! -x "$BUILD/ytterby" ]; then
    echo "skip crash - the program is not there"
    exit 0
fi
scratch=$BUILD/tests/scratch/crash
top=$PWD
rm -rf "$scratch" && mkdir -p "$scratch" && cd "$scratch" || exit 1
export HOME="$scratch" PATH="$BUILD:$PATH"

# COUNT numbers from FROM to TO (exclusive), one a line
randoms() { awk -v seed="$seed" -v count="$1" -v from="$2" -v to="$3" 'BEGIN {
    srand(seed); for (i = 0; i < count; i++) print from + rand() * (to - from) }'; }
triples() { seq "$2" "$3" | sed "s|.*|<urn:$1:&> <urn:p:$1> \"value &\" .|"; }
count_of() { ytterby query --db "$1" --format csv 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' 2>>errors | sed -n 2p | tr -d '\r'; }
fail() { why=${why:-$1}; }
tell() { # NAME: `ok`, or `not ok` with the first `why`
    if [ -z "$why" ]; then echo "ok crash $1"; else echo "not ok crash $1 - $why"; fi
    why=
}
why=
# How long a command takes here and now, and a little more
seconds_of() {
    from=$(date +%s%N)
    ytterby "$@" >/dev/null 2>>errors
    awk -v ns=$(($(date +%s%N) - from)) 'BEGIN { print ns / 1e9 * 1.1 }'
}
# What a database holds, by one number; labels of blank nodes are made anew
content_of() { ytterby export --db "$1" --to nquads 2>>errors | sed 's/_:[^ ]*/_:/g' | LC_ALL=C sort | cksum; }

# ---- Killed loads: all of the file or nothing of it ----
triples base 1 2000 >base.nt
triples more 1 40000 >more.nt
ytterby load --db whole.yt base.nt
before=0 after=0
cp whole.yt d.yt
for delay in $(randoms $((kills / 3)) 0 "$(seconds_of load --db d.yt more.nt)"); do
    cp whole.yt d.yt
    ytterby load --db d.yt more.nt 2>>errors &
    writer=$!
    sleep "$delay"
    kill -9 $writer 2>/dev/null
    wait $writer 2>/dev/null
    case $(count_of d.yt) in
        2000) before=$((before + 1)) ;;
        42000) after=$((after + 1)) ;;
        *) fail "after $delay s a killed load left $(count_of d.yt) statements" ;;
    esac
    ytterby verify --db d.yt >>verified 2>&1 || fail "after $delay s a killed load left damage"
done
[ "$before" -gt 0 ] || fail "no load was killed in time"
tell "$((kills / 3)) killed loads ($before left nothing, $after all)"

# ---- Killed updates: each that was acknowledged, whole; nothing else by halves ----
seq 1 400 | awk '{ print "INSERT DATA {"; for (i = 0; i < 10; i++) print "<urn:s:" $1 "> <urn:p> " i " ."
    print "}"; print "ASK { <urn:s:" $1 "> <urn:p> 9 }" }' >updates
acknowledged=0
for delay in $(randoms $((kills / 3)) 0.02 0.25); do
    rm -f d.yt
    ytterby load --db d.yt base.nt
    ytterby shell --db d.yt <updates >said 2>>errors &
    writer=$!
    sleep "$delay"
    kill -9 $writer 2>/dev/null
    wait $writer 2>/dev/null
    acks=$(grep -c true said)
    quads=$(($(count_of d.yt) - 2000))
    [ $((quads % 10)) -eq 0 ] || fail "after $delay s half an update is there: $quads"
    [ "$quads" -ge $((acks * 10)) ] || fail "after $delay s $acks updates were acknowledged, $quads statements are there"
    ytterby verify --db d.yt >>verified 2>&1 || fail "after $delay s a killed update left damage"
    acknowledged=$((acknowledged + acks))
done
[ "$acknowledged" -gt 0 ] || fail "no update was acknowledged"
tell "$((kills / 3)) killed series of updates ($acknowledged acknowledged)"

# ---- Other commands killed: their database, and what they make, is as before or as after ----
cp whole.yt full.yt
ytterby load --db full.yt --graph urn:document more.nt && ytterby update --db full.yt 'DELETE WHERE { ?s <urn:p:base> ?o }' || fail "cannot prepare"
ytterby load --db words.yt "$top"/graph/ontology.ttl "$top"/graph/reference/*.ttl || fail "cannot prepare"
for i in $(seq 1 60); do echo "In 20$((i % 30)) Malaysia mined $i tonnes of rare earths. It relies on China."; echo; done >text.txt
killed() { # NAME DATABASE COMMAND...
    name=$1 from=$2 before=0 after=0
    shift 2
    cp "$from" d.yt && rm -f made.yt
    longest=$(seconds_of "$@")
    old=$(content_of "$from") new=$(content_of d.yt) made=$([ -e made.yt ] && content_of made.yt)
    for delay in $(randoms $((kills / 15 + 1)) 0 "$longest"); do
        cp "$from" d.yt && rm -f made.yt made.yt.*
        ytterby "$@" >/dev/null 2>>errors &
        writer=$!
        sleep "$delay"
        kill -9 $writer 2>/dev/null
        wait $writer 2>/dev/null
        now=$(content_of d.yt)
        if [ "$now" != "$old" ] && [ "$now" != "$new" ]; then fail "$name killed after $delay s left something else"; fi
        ytterby verify --db d.yt >>verified 2>&1 || fail "$name killed after $delay s left damage"
        if [ -e made.yt ]; then
            after=$((after + 1))
            ytterby verify --db made.yt >>verified 2>&1 || fail "$name killed after $delay s made a damaged database"
            [ "$(content_of made.yt)" = "$made" ] || fail "$name killed after $delay s made half a database"
        elif [ "$now" = "$new" ] && [ "$new" != "$old" ]; then
            after=$((after + 1))
        else
            before=$((before + 1))
        fi
    done
    tell "$((kills / 15 + 1)) times killed: $name ($before before, $after after)"
}
killed compact full.yt compact --db d.yt made.yt
killed backup full.yt backup --db d.yt made.yt
killed retract full.yt retract --db d.yt urn:document
killed ingest words.yt ingest -q --db d.yt --as urn:text text.txt
killed undo full.yt shell --db d.yt .undo

# ---- A reader in another process keeps its snapshot while others write ----
rm -f d.yt pipe && mkfifo pipe
ytterby load --db d.yt more.nt
ytterby query --db d.yt --format tsv 'SELECT ?s ?o { ?s ?p ?o }' >pipe 2>>errors &
exec 3<pipe
read -r line <&3
ytterby update --db d.yt 'DELETE WHERE { ?s ?p ?o }' || fail "cannot write beside a reader"
for i in $(seq 1 20); do ytterby update --db d.yt "INSERT DATA { <urn:new:$i> <urn:p> $i }" || fail "update $i beside a reader"; done
[ "$(wc -l <&3)" -eq 40000 ] || fail "the reader saw another state"
exec 3<&-
wait
[ "$(count_of d.yt)" -eq 20 ] || fail "the writer's state is not there"
ytterby verify --db d.yt >>verified 2>&1 || fail "verify"
tell "a reader keeps its snapshot while others delete and insert"

# ---- No space: a clear error, the database as before ----
rm -f d.yt
ytterby load --db d.yt base.nt
cp d.yt before.yt
size=$(($(wc -c <d.yt) / 512))
for room in 0 8 64 512; do
    (ulimit -f $((size + room)) && exec ytterby load --db d.yt more.nt) >said 2>&1
    status=$?
    [ $status -eq 1 ] || fail "a load without space ended with status $status"
    grep -q 'error: ' said || fail "a load without space said nothing"
    [ "$(count_of d.yt)" -eq 2000 ] || fail "a load without space changed the database"
    ytterby verify --db d.yt >>verified 2>&1 || fail "a load without space left damage"
done
small() { (ulimit -f $((size + 8)) && exec ytterby "$@") >said 2>&1; } # whatever it is: an error, and nothing is left
cp full.yt d.yt && size=$(($(wc -c <full.yt) / 512 / 2))
for command in "compact --db d.yt made.yt" "backup --db d.yt made.yt" "copy --db d.yt --to-db made.yt"; do
    rm -f made.yt
    small $command && fail "$command without space"
    grep -q 'error: ' said || fail "$command without space said nothing"
    ls made.yt* >/dev/null 2>&1 && fail "$command without space left a file"
done
size=$(($(wc -c <d.yt) / 512))
small load --db d.yt --graph urn:x more.nt more.nt && fail "a second load without space"
[ "$(content_of d.yt)" = "$(content_of full.yt)" ] || fail "without space the database was changed"
cp before.yt d.yt
(ulimit -f 8 && exec ytterby load --db new.yt more.nt) >said 2>&1 && fail "a new database without space"
[ ! -e new.yt ] || fail "a load that failed left a new file"
(ulimit -f 1 && exec ytterby export --db d.yt -o out.ttl) >said 2>&1 && fail "an export without space"
[ ! -e out.ttl ] || fail "an export that failed left a file"
tell "no space: a clear error, everything as before"

# ---- Two writers take turns ----
for writer in a b c d; do
    for i in $(seq 1 25); do ytterby update --db d.yt "INSERT DATA { <urn:$writer:$i> <urn:turn> $i }" 2>>errors || echo "$writer $i" >>refused; done &
done
wait
refused=$([ -e refused ] && wc -l <refused || echo 0)
[ "$(count_of d.yt)" -eq $((2100 - refused)) ] || fail "four writers: $(count_of d.yt) statements, $refused refused"
ytterby verify --db d.yt >>verified 2>&1 || fail "verify"
tell "four writers at once ($refused refused)"

# ---- Pages of former states come into use again: the file stops growing ----
changes() { seq 1 300 | sed 's|.*|INSERT DATA { <urn:c:&> <urn:p> 1 }\nDELETE DATA { <urn:c:&> <urn:p> 1 }|' | ytterby shell --db d.yt; }
changes && settled=$(wc -c <d.yt) && changes && changes || fail "a series of changes"
[ "$(wc -c <d.yt)" -le "$settled" ] || fail "1,200 more changes took the file from $settled to $(wc -c <d.yt) bytes"
tell "1,800 transactions in a file of $(wc -c <d.yt) bytes"

# ---- Damage: the right answer or an error, never another answer, never a signal; what a query refuses, verify finds ----
rm -f d.yt
{
    seq 1 600 | awk '{ print "<urn:n:" $1 "> <urn:edge> <urn:n:" $1 % 30 "> ."
        print "<urn:n:" $1 "> <urn:edge> <urn:n:" $1 * 7 % 600 + 1 "> ."
        print "<urn:n:" $1 "> <urn:size> " $1 % 50 " ."
        print "<urn:n:" $1 "> <urn:name> \"name " $1 * 31 % 600 "\"@en ." }'
} >net.ttl
ytterby load --db d.yt net.ttl && ytterby load --db d.yt --graph urn:g base.nt || fail "cannot prepare"
ytterby update --db d.yt 'DELETE { ?s <urn:size> 7 } INSERT { ?s <urn:size> 7.5 ; <urn:name> "seven" } WHERE { ?s <urn:size> 7 }'
ytterby update --db d.yt 'INSERT DATA { <urn:new> <urn:edge> <urn:n:1> }'
mv d.yt damage.yt
cat >questions <<'END'
SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?p ?s ?o
SELECT (COUNT(*) AS ?n) { ?s ?p ?o }
SELECT (COUNT(*) AS ?n) { ?s <urn:edge> ?o }
SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p
SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s <urn:edge> ?o }
SELECT (COUNT(*) AS ?n) { ?a <urn:edge> ?b . ?b <urn:edge> ?c . ?c <urn:edge> ?a }
SELECT ?s ?name { ?s <urn:name> ?name } ORDER BY DESC(?name) LIMIT 40
SELECT ?s ?size { ?s <urn:size> ?size FILTER (?size > 6 && ?size < 9) } ORDER BY ?size ?s
SELECT ?b { <urn:n:5> <urn:edge>+ ?b } ORDER BY ?b
SELECT ?s { ?s <urn:name> "name 31"@en }
SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g
END
number=0
while read -r question; do
    number=$((number + 1))
    ytterby query --db damage.yt --format csv "$question" >right.$number || fail "$question"
done <questions
refused=0 answered=0 found=0
for at in $(randoms "$flips" 0 "$(wc -c <damage.yt)"); do
    at=${at%.*} number=0 bad=
    cp damage.yt d.yt
    old=$(od -An -tu1 -j "$at" -N 1 d.yt | tr -d ' ')
    printf '%b' "\\0$(printf %o $((old ^ (1 << (at % 8)))))" | dd of=d.yt bs=1 seek="$at" conv=notrunc 2>/dev/null
    while read -r question; do
        number=$((number + 1))
        ytterby query --db d.yt --format csv "$question" >answer 2>said
        case $? in
            0) cmp -s answer right.$number && answered=$((answered + 1)) || fail "byte $at: another answer to $question" ;;
            1) refused=$((refused + 1)) bad=1 ;;
            *) fail "byte $at: an end by signal or another status for $question" ;;
        esac
    done <questions
    if [ "$bad" ]; then
        ytterby verify --db d.yt >/dev/null 2>&1 && fail "byte $at: verify finds nothing"
        found=$((found + 1))
    fi
done
tell "$flips flipped bits, 11 queries each ($answered right answers, $refused errors, $found times found by verify)"
