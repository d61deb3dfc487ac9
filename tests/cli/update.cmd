# update: all or nothing; --dump prints the dataset afterwards.
$ ytterby update --data $TESTDIR/terms.ttl --dump nquads 'DELETE WHERE { ex:a ex:p ?o } ; INSERT DATA { GRAPH ex:g { ex:n ex:m 1.50 } }'
<http://example.org/a> <http://example.org/q> _:b .
_:b <http://example.org/r> <http://example.org/a> .
<http://example.org/n> <http://example.org/m> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://example.org/g> .

$ ytterby update 'INSERT DATA { <a> <b> <c> }'
! ytterby: error: the shipped graph is only read: name a graph to change with --db, --storage or --data
? 1

$ ytterby update --data $TESTDIR/terms.ttl --dump json 'CLEAR ALL'
! ytterby: error: RDF/JSON can only be read
? 1

$ ytterby update --data $TESTDIR/terms.ttl 'INSERT DATA { <a> <b> }'
! query:1:...: error: ...
! ...
? 2

# Storages of Redland keep what an update did, and nothing of one that fails.
$ S="--storage sqlite --storage-name db.sqlite"; ytterby update $S 'INSERT DATA { <x:a> <x:b> 1 . GRAPH <x:g> { <x:a> <x:b> 1 } }' && ytterby export $S --to nquads
<x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:g> .

$ S="--storage sqlite --storage-name db.sqlite"; ytterby update $S 'DELETE DATA { <x:a> <x:b> 1 }' && ytterby export $S --to nquads
<x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:g> .

$ S="--storage sqlite --storage-name db.sqlite"; ytterby update $S 'CLEAR ALL ; LOAD <http://example.org/nowhere>'; ytterby export $S --to nquads
! ...error: LOAD <http://example.org/nowhere> is not allowed: name it with --allow-load
! ...
<x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:g> .

$ ytterby update --storage hashes --storage-name h --storage-options "hash-type='bdb',dir='.'" 'INSERT DATA { <x:a> <x:b> "v"@en }' && ytterby query --storage hashes --storage-name h --storage-options "hash-type='bdb',dir='.'" 'SELECT * { ?s ?p ?o }'
?s	?p	?o
<x:a>	<x:b>	"v"@en

$ ytterby update --storage hashes --storage-name h --storage-options "hash-type='bdb',dir='.'" 'INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 2 } }'
! query:1:1: error: hashes cannot keep named graphs
! ...
? 1

# LOAD reads below the folders that --allow-load names, and not through a link that leads outside.
$ mkdir in out; echo '<x:in> <x:is> 1 .' > in/a.ttl; echo '<x:out> <x:is> 1 .' > out/b.ttl; ln -s ../out/b.ttl in/link.ttl

$ ytterby update --data in/a.ttl --allow-load in --dump nquads "LOAD <file://$PWD/in/a.ttl> INTO GRAPH <x:g>"
<x:in> <x:is> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<x:in> <x:is> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:g> .

$ ytterby update --data in/a.ttl --allow-load in "LOAD <file://$PWD/in/link.ttl>"
! ...error: LOAD <file://.../in/link.ttl> is not allowed: name its path with --allow-load
! ...
? 1

$ ytterby update --data in/a.ttl --allow-load in "LOAD <file://$PWD/in/../out/b.ttl>"
! ...error: LOAD <...> is not allowed: name its path with --allow-load
! ...
? 1

$ ytterby update --data in/a.ttl "LOAD <file://$PWD/in/a.ttl>"
! ...error: LOAD <...> is not allowed: name its path with --allow-load
! ...
? 1

$ ytterby update --data in/a.ttl --dump nquads "LOAD SILENT <file://$PWD/in/a.ttl> INTO GRAPH <x:g>"
<x:in> <x:is> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .

# Ctrl-C takes back what the update did so far.
$ timeout --preserve-status -s INT 0.5 ytterby update --storage sqlite --storage-name db.sqlite 'DELETE WHERE { GRAPH <x:g> { ?s ?p ?o } } ; INSERT DATA { <x:1> <x:p> 1 , 2 , 3 , 4 , 5 , 6 , 7 , 8 , 9 , 10 , 11 , 12 , 13 , 14 , 15 , 16 , 17 , 18 , 19 , 20 } ; INSERT { ?s <x:n> ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?a ?b . ?c ?d ?e . ?f ?g ?h . ?i ?j ?k . ?l ?m ?o . ?p ?q ?r . ?t ?u ?v . ?w ?x ?y } GROUP BY ?s }'
! query:1:...: error: ...
! ...
? 130

$ ytterby export --storage sqlite --storage-name db.sqlite --to nquads
<x:a> <x:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <x:g> .
