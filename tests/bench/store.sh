#!/bin/sh
# How fast databases are read: both sets.
set -eu
BUILD=${BUILD:-build}
data=${YTTERBY_SHARED:-../shared}/bench
work=$BUILD/bench
if [ ! -d "$data" ]; then
    echo "bench store: no data sets in $data" >&2
    exit 0
fi
mkdir -p "$work"
for set in watdiv-1m sp2b-1m; do
    [ -f "$work/$set.nt" ] || zstd -q -d --long=27 "$data/$set.nt.zst" -o "$work/$set.nt"
    [ -f "$work/$set.yt" ] || "$BUILD/ytterby" load --db "$work/$set.yt" "$work/$set.nt"
done
"$BUILD/tests/bench/store" "$work/watdiv-1m.yt" "$work/sp2b-1m.yt"
