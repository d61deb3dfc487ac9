# A database of our own: made, loaded, asked, changed, looked after; all of it through librdf.
$ printf '@prefix ex: <http://ex/> .\nex:a ex:p ex:b, "x"@en, 5, _:n .\n_:n ex:q true .\n' >a.ttl
> printf '@prefix ex: <http://ex/> .\nex:g { ex:a ex:p ex:b }\n' >g.trig
> ytterby load --db d.yt a.ttl; ytterby export --db d.yt >back.ttl; ytterby export --data a.ttl | diff - back.ttl

$ ytterby load --db d.yt g.trig; ytterby query --db d.yt 'SELECT ?g ?o { GRAPH ?g { ex:a ex:p ?o } }'
?g	?o
<http://ex/g>	<http://ex/b>

$ ytterby info --db d.yt --log
title	d.yt
storage	ytterby
statements	6
default graph	5
graph	http://ex/g	1
named graphs	1
prefix	ex:	http://ex/
...
transactions	2
...
default graph is	spec
transaction	2	...	5	6	load g.trig
transaction	1	...	0	5	load a.ttl

# The same blank node label in a second load is another node.
$ ytterby load --db d.yt a.ttl; ytterby query --db d.yt 'SELECT (COUNT(DISTINCT ?n) AS ?nodes) { ?n ex:q true }'
?nodes
2

$ ytterby update --db d.yt 'PREFIX ex: <http://ex/> DELETE WHERE { ?n ex:q true }'; ytterby verify --db d.yt
d.yt: 6 statements, ... terms, no fault

$ ytterby load --db other.yt --graph http://ex/into a.ttl; ytterby query --db other.yt 'SELECT (COUNT(*) AS ?n) { GRAPH ex:into { ?s ?p ?o } }'
?n
5

# The rule of the default graph is kept with the data.
$ ytterby load --db u.yt --default-graph union g.trig; ytterby query --db u.yt 'SELECT ?o { ex:a ex:p ?o }'
?o
<http://ex/b>

$ ytterby query --db u.yt --default-graph spec 'ASK { ex:a ex:p ?o }'
false

# Copies: of a database in use, and of any graph into a new one.
$ ytterby backup --db d.yt copy.yt; ytterby diff --db d.yt --against copy.yt; ytterby backup --db d.yt copy.yt
! ytterby: error: copy.yt exists already
? 1

# Written anew: the same statements, prefixes and rule of the default graph, in a new file.
$ ytterby compact --db u.yt small.yt; ytterby diff --db u.yt --against small.yt; ytterby query --db small.yt 'SELECT ?o { ex:a ex:p ?o }'; ytterby info --db small.yt --log | tail -1
?o
<http://ex/b>
transaction	1	...	0	1	compact u.yt

$ ytterby compact --db u.yt small.yt; ytterby compact --db none.yt new.yt; ls new.yt 2>/dev/null
! ytterby: error: there is something at "small.yt" already
! ytterby: error: there is no "none.yt": no database to read
? 2

$ ytterby copy --data a.ttl --named http://ex/g=a.ttl --to-db c.yt; ytterby verify --db c.yt
c.yt: 10 statements, ... terms, no fault

$ ytterby diff --db u.yt --against d.yt | cut -c 1 | sort | uniq -c
      5 +

# From another storage of Redland, and into a database that holds the same labels: nodes stay apart.
$ rdfproc -q -n -s hashes -t "hash-type='bdb',dir='.',contexts='yes'" old parse a.ttl turtle && ytterby copy --storage hashes --storage-name old --storage-options "hash-type='bdb',dir='.',contexts='yes'" --to-db moved.yt && ytterby export --db moved.yt --to ntriples | sed 's/_:[^ ]*/_:n/g' | sort > moved && ytterby convert --to ntriples a.ttl | sed 's/_:[^ ]*/_:n/g' | sort | diff - moved

$ ytterby copy --data a.ttl --to-db c.yt; ytterby query --db c.yt 'SELECT (COUNT(DISTINCT ?n) AS ?nodes) { ?n ex:q true }'
?nodes
2

$ ytterby copy --storage sqlite --storage-name none --to-db n.yt; ls n.yt 2>/dev/null
! ytterby: error: there is no "none": no database to read
? 2

# What fails leaves nothing, or all as it was.
$ printf '<http://a> <http://b> 1 .\n<http://a> <http://b' >bad.nt; ytterby load --db fresh.yt a.ttl bad.nt
! bad.nt:1:...
! ...
? 2

$ ls fresh.yt 2>/dev/null; ytterby load --db d.yt a.ttl bad.nt 2>/dev/null; ytterby verify --db d.yt
d.yt: 6 statements, ... terms, no fault

$ ytterby update --db fresh.yt 'INSERT DATA { <a'
! query:1:17: error: ...
! ...
? 2

$ ls fresh.yt 2>/dev/null
? 2

$ ytterby query --db missing.yt 'ASK {}'
! ytterby: error: there is no "missing.yt": no database to read
? 1

$ ytterby query --db a.ttl 'ASK {}'
! ytterby: error: the storage "ytterby" could not be opened: a.ttl is not a Ytterby database, or was cut short
? 1

$ ytterby load a.ttl
! ytterby: error: load needs --db PATH
? 64

$ ytterby info --data a.ttl --log
! ytterby: error: --log belongs to --db PATH
? 64

# A session asks and changes it.
$ printf 'INSERT DATA { <http://ex/new> <http://ex/p> 1 }\nSELECT ?o { <http://ex/new> ?p ?o }\n' | ytterby --db d.yt
?o
1

# Redland's own program reads what was loaded, and writes what is then asked here.
$ printf 'for at in . ..; do export REDLAND_MODULE_PATH="$(dirname "$(command -v ytterby)")/$at"\n' >redland
> printf '[ ! -f "$REDLAND_MODULE_PATH/librdf_storage_ytterby.so" ] || break; done\n' >>redland

$ . ./redland; rdfproc -q -s ytterby d.yt size
rdfproc: graph has 7 triples

$ . ./redland; rdfproc -q -s ytterby d.yt targets http://ex/a http://ex/p 2>&1 | sort
Matched node: "5"^^<http://www.w3.org/2001/XMLSchema#integer>
Matched node: "x"@en
Matched node: <http://ex/b>
Matched node: <http://ex/b> with context <http://ex/g>
Matched node: _:...
Matched node: _:...
rdfproc: matching nodes: 6

$ . ./redland; rdfproc -q -s ytterby d.yt contexts 2>&1
Context: <http://ex/g>

$ . ./redland; rdfproc -q -s ytterby d.yt print | grep -c http://ex/a
6

$ . ./redland; rdfproc -q -s ytterby d.yt add http://ex/a http://ex/q http://ex/added http://ex/h 2>&1
...

$ ytterby query --db d.yt 'SELECT ?g ?o { GRAPH ?g { ex:a ex:q ?o } }'
?g	?o
<http://ex/h>	<http://ex/added>

$ . ./redland; ytterby query --db d.yt 'SELECT ?o { ex:a ex:q ?o }'; rdfproc -q -s ytterby none size
?o
! ...
? 1
