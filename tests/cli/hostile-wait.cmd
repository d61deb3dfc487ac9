# What never comes: a FIFO that nobody writes to, an input that stays open and silent. --timeout ends the waiting.
$ mkfifo f f.gz f.rdf; exec 9<>f.rdf; is() { timeout 20 ytterby "$@" 2>&1 </dev/null; echo $?; }
> is query --timeout 0.3 --data f 'ASK {}'; is query --timeout 0.3 --named urn:g=f 'ASK {}'; is query --timeout 0.3 --data f.gz 'ASK {}'
> is query --timeout 0.3 --data f.rdf 'ASK {}'; is query --timeout 0.3 --data /dev/null -f f; is update --timeout 0.3 --data /dev/null -f f
> is report --timeout 0.3 --data f element; is validate --timeout 0.3 --data f; is shell --timeout 0.3 --data f 'ASK {}'
> is update --timeout 0.3 --data /dev/null --allow-load "$PWD" 'LOAD <f>'
> timeout 20 ytterby query --timeout 0.3 - 2>&1 <&9; echo $?; timeout 20 ytterby query --timeout 0.3 --data - 'ASK {}' 2>&1 <&9; echo $?
f: error: the time limit was reached
1
f: error: the time limit was reached
1
f.gz: error: the time limit was reached
1
f.rdf: error: the time limit was reached
1
ytterby: error: the time limit was reached while reading f
1
ytterby: error: the time limit was reached while reading f
1
f: error: the time limit was reached
1
f: error: the time limit was reached
1
f: error: the time limit was reached
1
query:1:1: error: the time limit was reached
LOAD <f>
^
1
ytterby: error: the time limit was reached while reading standard input
1
stdin: error: the time limit was reached
1

# Ctrl-C ends it too, and leaves no database behind.
$ echo 'CONSTRUCT {} {}' > m.rq; echo a > t.csv
> interrupt() { ytterby "$@" </dev/null 2>err >out & for i in $(seq 1 400); do ls -l /proc/$!/fd 2>/dev/null | grep -q 'f$' && break; sleep 0.05; done; sleep 0.1; kill -INT $!; wait $!; echo $? $1 $(ls *.yt 2>/dev/null); }
> interrupt load --db x.yt f; interrupt load --db x.yt --from nquads f; interrupt load --db x.yt --csv --map m.rq f; interrupt load --db x.yt --csv --map f t.csv
> interrupt convert f; interrupt query --data f 'ASK {}'; interrupt query -f f; interrupt check f; interrupt ingest --db x.yt --as urn:x f; interrupt shell -f f; interrupt diff --data /dev/null --against f
130 load
130 load
130 load
130 load
130 convert
130 query
130 query
130 check
130 ingest
130 shell
130 diff

# A writer that comes late is waited for.
$ { sleep 0.5; echo '<urn:a> <urn:b> 1 .'; sleep 0.3; echo '<urn:a> <urn:b> 2 .'; } > f & timeout 20 ytterby query --data f 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'; wait
?n
2

# In the folder of settings nothing is waited for, nor read without an end.
$ mkdir -p .config/ytterby/queries; cd .config/ytterby/queries; mkfifo fifo.rq; ln -s /dev/zero zero.rq; mkdir folder.rq; ln -s nowhere none.rq; mkfifo ../rc; cd ../../..
> timeout 20 ytterby report --list | grep 'cannot be run' | sed 's/: cannot read .*queries/: cannot read QUERIES/'; timeout 20 ytterby report --data /dev/null fifo 2>&1 | sed 's/read .*queries/read QUERIES/'
> timeout 20 ytterby --data /dev/null 'ASK {}'
fifo	cannot be run: cannot read QUERIES/fifo.rq: it is a pipe or a device
folder	cannot be run: cannot read QUERIES/folder.rq: Is a directory
none	cannot be run: cannot read QUERIES/none.rq: No such file or directory
zero	cannot be run: cannot read QUERIES/zero.rq: it is a pipe or a device
ytterby: error: cannot read QUERIES/fifo.rq: it is a pipe or a device
true

# What is read whole has an end.
$ timeout 60 ytterby check /dev/zero
! ytterby: error: /dev/zero is larger than 1 GiB
? 1
