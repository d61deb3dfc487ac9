#!/bin/sh
# Databases whose writers are killed, run out of space, or meet other readers and writers; and databases that are damaged.
# KILLS (60) processes are killed by SIGKILL at random moments, half of them loads, half of them updates; FLIPS (60) bytes
# are flipped, one at a time. SEED (1) makes the moments and the bytes.
set -u
BUILD=$(cd "${BUILD:-build}" && pwd)
kills=${KILLS:-60} flips=${FLIPS:-60} seed=${SEED:-1}
if [ ! -x "$BUILD/ytterby" ]; then
    echo "skip crash - the program is not there"
    exit 0
fi
scratch=$BUILD/tests/scratch/crash
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

# ---- Killed loads: all of the file or nothing of it ----
triples base 1 2000 >base.nt
triples more 1 40000 >more.nt
ytterby load --db whole.yt base.nt
before=0 after=0
for delay in $(randoms $((kills / 2)) 0 0.5); do
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
tell "$((kills / 2)) killed loads ($before left nothing, $after all)"

# ---- Killed updates: each that was acknowledged, whole; nothing else by halves ----
seq 1 400 | awk '{ print "INSERT DATA {"; for (i = 0; i < 10; i++) print "<urn:s:" $1 "> <urn:p> " i " ."
    print "}"; print "ASK { <urn:s:" $1 "> <urn:p> 9 }" }' >updates
acknowledged=0
for delay in $(randoms $((kills / 2)) 0.02 0.25); do
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
tell "$((kills / 2)) killed series of updates ($acknowledged acknowledged)"

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

# ---- Damage: the right answer or an error, never another answer, never a signal ----
ytterby query --db whole.yt --format csv 'SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o' >right
wrong=0 refused=0 answered=0
for at in $(randoms "$flips" 0 "$(wc -c <whole.yt)"); do
    at=${at%.*}
    cp whole.yt d.yt
    old=$(od -An -tu1 -j "$at" -N 1 d.yt | tr -d ' ')
    printf '%b' "\\0$(printf %o $((old ^ (1 << (at % 8)))))" | dd of=d.yt bs=1 seek="$at" conv=notrunc 2>/dev/null
    ytterby query --db d.yt --format csv 'SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o' >answer 2>said
    case $? in
        0) cmp -s answer right && answered=$((answered + 1)) || fail "byte $at: another answer" ;;
        1) refused=$((refused + 1)) ;;
        *) fail "byte $at: an end by signal or another status" ;;
    esac
done
tell "$flips flipped bits ($answered right answers, $refused errors)"
