#!/bin/sh
# How fast files are loaded into a new database: each set, then watdiv ten times over under names of its own, with the
# memory that is the default and with a quarter of it.
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
