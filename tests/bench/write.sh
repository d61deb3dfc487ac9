#!/bin/sh
# Small writes into a database that holds a million statements: 10,000 statements inserted and then deleted, each in one
# transaction, and 1,000 transactions of one statement, all durable. Beside it librdf's hashes in BDB, by the same engine
# and commands (without transactions, and nothing is synced), and SQLite, when it is installed, as a plain table of
# triples with three indexes. Each in turn.
set -eu
shared=${YTTERBY_SHARED:-../shared}/bench
[ -f "$shared/watdiv-1m.nt.zst" ] || { echo "no data at $shared"; exit 0; }
PATH=$PWD/${BUILD:-build}:$PATH
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
case $shared in /*) ;; *) shared=$OLDPWD/$shared ;; esac
zstd -q -d --long=27 "$shared/watdiv-1m.nt.zst" -o data.nt

many=10000 single=1000
rows() { seq 1 "$1" | sed "s|.*|<urn:x:s&> <urn:x:p$2> <urn:x:o&> .|"; }
{ echo 'INSERT DATA {'; rows $many 1; echo '}'; } >insert.ru
{ echo 'DELETE DATA {'; rows $many 1; echo '}'; } >delete.ru
rows $single 2 | sed 's|.*|INSERT DATA { & }|' >single.ru

seconds() { # COMMAND...: seconds by the clock
    start=$(date +%s%N)
    "$@" >/dev/null
    echo "$start $(date +%s%N)" | awk '{ printf "%.2f", ($2 - $1) / 1e9 }'
}
shell() { ytterby shell "$@" -f single.ru; }                         # a transaction each
update() { sed 's/$/ ;/' single.ru | ytterby update "$@" -f -; } # one after the other: hashes have no transactions
measure() { # NAME GRAPH-OPTIONS...; `singly` runs single.ru
    name=$1 && shift
    insert=$(seconds ytterby update "$@" -f insert.ru)
    delete=$(seconds ytterby update "$@" -f delete.ru)
    before=$(cat db* | wc -c)
    singles=$(seconds $singly "$@")
    printf '| %s | %s | %s | %s | %s |\n' "$name" "$insert" "$delete" "$singles" $(($(cat db* | wc -c) - before))
    rm -f db*
}

echo "| | insert $many (s) | delete $many (s) | $single x 1 (s) | growth of the file by these (bytes) |"
echo '|---|---:|---:|---:|---:|'
ytterby load --db db.yt data.nt
singly=shell
measure ytterby --db db.yt
bdb="hash-type='bdb',dir='.'"
rdfproc -q -n -s hashes -t "$bdb" db parse data.nt ntriples
singly=update
measure 'librdf hashes (BDB)' --storage hashes --storage-name db --storage-options "$bdb"

command -v sqlite3 >/dev/null || exit 0
quoted() { # PREFIX SUFFIX: N-Triples of IRIs to statements of SQL
    sed -n "s/'/''/g; s/^\([^ ]*\) \([^ ]*\) \(.*\) \.$/$1'\1','\2','\3'$2/p"
}
{
    echo 'PRAGMA synchronous=FULL; CREATE TABLE quad(s,p,o,PRIMARY KEY(s,p,o)) WITHOUT ROWID;'
    echo 'CREATE INDEX pos ON quad(p,o,s); CREATE INDEX osp ON quad(o,s,p); BEGIN;'
    quoted 'INSERT OR IGNORE INTO quad VALUES(' ');' <data.nt
    echo 'COMMIT;'
} | sqlite3 db.sqlite
{ echo 'PRAGMA synchronous=FULL; BEGIN;'; rows $many 1 | quoted 'INSERT INTO quad VALUES(' ');'; echo 'COMMIT;'; } >insert.sql
{ echo 'PRAGMA synchronous=FULL; BEGIN;'; rows $many 1 | quoted 'DELETE FROM quad WHERE (s,p,o)=(' ');'; echo 'COMMIT;'; } >delete.sql
{ echo 'PRAGMA synchronous=FULL;'; rows $single 2 | quoted 'INSERT INTO quad VALUES(' ');'; } >single.sql
insert=$(seconds sqlite3 db.sqlite ".read insert.sql")
delete=$(seconds sqlite3 db.sqlite ".read delete.sql")
before=$(wc -c <db.sqlite)
singles=$(seconds sqlite3 db.sqlite ".read single.sql")
printf '| SQLite, text, three indexes | %s | %s | %s | %s |\n' "$insert" "$delete" "$singles" $(($(wc -c <db.sqlite) - before))
