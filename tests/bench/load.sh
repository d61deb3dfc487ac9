#!/bin/sh
# How fast files are loaded into a new database: each set, then watdiv ten times over under names of its own, with the
# memory that is the default and with a quarter of it. Then each set by every engine that is installed (ENGINES names some
# of engines/*.sh), as whole commands in turn.
set -eu
BUILD=${BUILD:-build}
data=${YTTERBY_SHARED:-../shared}/bench
work=$BUILD/bench
if [ ! -d "$data" ]; then
    echo "bench load: no data sets in $data" >&2
    exit 0
fi
mkdir -p "$work"
load=$BUILD/tests/bench/load
database=$work/load.yt
for set in watdiv-1m sp2b-1m; do
    nt=$work/$set.nt
    [ -f "$nt" ] || zstd -q -d --long=27 "$data/$set.nt.zst" -o "$nt"
    echo "$set:"
    "$load" "$database" "$nt"
done
ten=$work/watdiv-10m.nt
[ -f "$ten" ] ||
    for i in 0 1 2 3 4 5 6 7 8 9; do sed "s#wsdbm/#wsdbm/x$i#g" "$work/watdiv-1m.nt"; done >"$ten"
echo 'watdiv, ten times as much:'
"$load" -n 2 "$database" "$ten"
"$load" -n 2 -m 256 "$database" "$ten"
rm -f "$database"

# One load by one engine: its line of the table. Peaks are of resident memory, mapped files included.
load_by() { # SET ENGINE
    place=$work/$1.$2
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' sh -c \
        ". tests/bench/engines/engine.sh; . tests/bench/engines/$2.sh; load '$place' '$work/$1.nt'" >/dev/null 2>&1 || {
        echo "| $1 | $2 | failed |"
        return
    }
    bytes=$(du -sb "$place" | cut -f 1)
    tail -1 "$work/time" | awk -v set="$1" -v engine="$2" -v bytes="$bytes" -v triples="$(wc -l <"$work/$1.nt")" -v ours="$ours" '
        { printf "| %s | %s | %.2f | %.2f | %.2f | %.1f | %.0f | %.1f × |\n", set, engine, $1, $2 + $3, triples / $1 / 1e6,
              bytes / triples, $4 / 1024, ours ? $1 / ours : 1 }'
}
echo
echo '| set | engine | seconds | processor | M triples/s | bytes a triple | peak, MiB | time to ours |'
echo '|---|---|---:|---:|---:|---:|---:|---:|'
for set in watdiv-1m sp2b-1m; do
    ours=
    for engine in ytterby ${ENGINES:-oxigraph millenniumdb rdf3x tdb2 virtuoso hashes}; do
        (. tests/bench/engines/engine.sh && . "tests/bench/engines/$engine.sh" && have) || continue
        load_by $set "$engine"
        [ -n "$ours" ] || ours=$(cut -d ' ' -f 1 "$work/time" | tail -1)
    done
done
