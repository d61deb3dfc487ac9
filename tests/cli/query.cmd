# query: the text, a file, or standard input; one format for each form; the base; bindings; limits.
$ ytterby query --data $TESTDIR/terms.ttl 'SELECT ?o { ?s ex:p ?o } ORDER BY STR(?o)'
?o
"0.1"^^<http://www.w3.org/2001/XMLSchema#double>
01
"5"^^<http://www.w3.org/2001/XMLSchema#decimal>
"INF"^^<http://www.w3.org/2001/XMLSchema#double>
"x"@en-GB

$ echo 'ASK { ?s ex:q ?o }' > ask.rq; ytterby query --data $TESTDIR/terms.ttl -f ask.rq; ytterby query --data $TESTDIR/terms.ttl - < ask.rq
true
true

$ for f in table json csv tsv; do ytterby query --data $TESTDIR/terms.ttl --format $f -f ask.rq; done | tr -d '\r'
true
{"head":{},"boolean":true}
true
true

$ ytterby query --format markdown 'ASK {}'
! ytterby: error: the format "markdown" cannot hold the answer of an ASK
? 1

$ ytterby query --format turtle 'SELECT * {}'
! ytterby: error: the format "turtle" cannot hold the rows of a SELECT
? 1

$ ytterby query --format nonsense 'ASK {}'
! ytterby: error: no format "nonsense" for answers
? 64

$ ytterby query --data $TESTDIR/terms.ttl 'CONSTRUCT { ?o ex:of ?s } WHERE { ?s ex:q ?o }'
@prefix ex: <http://example.org/> .

_:... ex:of ex:a .

$ ytterby query --data $TESTDIR/terms.ttl --format ntriples 'CONSTRUCT WHERE { ex:a ex:p 01 }'
<http://example.org/a> <http://example.org/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .

$ ytterby query --format csv 'SELECT (<a> AS ?x) (BASE AS ?y) {}' | head -1
! query:1:...: error: ...
! ...

$ ytterby query --base http://example.org/x/y --format csv 'SELECT (<a> AS ?iri) {}' | tail -1 | tr -d '\r'
http://example.org/x/a

# A relative IRI on the command line is read from the working folder, one in a file from the file.
$ ytterby query 'SELECT (<a> AS ?iri) {}' | tail -1 | sed "s|$PWD|HERE|"
<file://HERE/a>

$ mkdir -p sub; echo 'SELECT (<a> AS ?iri) {}' > sub/q.rq; ytterby query -f sub/q.rq | tail -1 | sed "s|$PWD|HERE|"
<file://HERE/sub/a>

$ ytterby query --bind n=5 --bind 'who="x"@en' 'SELECT ?n ?who (?n + 1 AS ?next) {}'
?n	?who	?next
5	"x"@en	6

$ ytterby query --bind n 'ASK {}'
! ytterby: error: --bind wants NAME=TERM, not "n"
? 64

$ ytterby query --bind 'n=<a' 'ASK {}'
! ytterby: error: --bind n=<a: ...
? 64

# Syntax errors are positioned, with the line and a caret, and have status 2.
$ ytterby query 'SELECT ?x WHERE { ?x a }'
! query:1:24: error: ...
! SELECT ?x WHERE { ?x a }
!                        ^
? 2

$ printf 'SELECT ?x\nWHERE { ?x nope:y 1 }\n' > bad.rq; ytterby query -f bad.rq
! bad.rq:2:12: error: ...
! WHERE { ?x nope:y 1 }
!            ^
? 2

$ ytterby query -f missing.rq
! ytterby: error: cannot read missing.rq: No such file or directory
? 1

$ ytterby check bad.rq
! bad.rq:2:12: error: ...
! ...
? 2

$ echo 'INSERT DATA { <a> <b> <c> }' > u.ru; ytterby check u.ru && ytterby check --update u.ru

$ ytterby check --base http://example.org/ ask.rq
! ask.rq:1:10: error: ...
! ...
? 2

# Limits.
$ ytterby query --timeout 0.2 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }'
! ytterby: error: ...
? 1

$ ytterby query --explain nothing 'ASK {}'
! ytterby: error: --explain is parse, algebra, plan or run, not "nothing"
? 64

$ for s in parse algebra plan run; do ytterby query --data $TESTDIR/terms.ttl --explain $s 'ASK { ?s ?p ?o }' > out.$s && test -s out.$s && echo $s; done
parse
algebra
plan
run

# The shipped graph is the union of its graphs; temporary graphs follow the specification.
$ ytterby query 'ASK { ?figure a yo:Figure }'; ytterby query --default-graph spec 'ASK { ?figure a yo:Figure }'
true
false

$ ytterby query --named http://example.org/g=$TESTDIR/terms.ttl 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
?n
0

$ ytterby query --named http://example.org/g=$TESTDIR/terms.ttl 'SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g'
?g	?n
<http://example.org/g>	7

$ ytterby query --named http://example.org/g=$TESTDIR/terms.ttl 'SELECT (COUNT(*) AS ?n) FROM <http://example.org/g> { ?s ?p ?o }'
?n
7

# What LOAD and SERVICE may reach has to be named.
$ ytterby query 'SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }'
! ...error: SERVICE <http://localhost:1/> is not allowed: name it with --allow-service
! ...
? 1

# Ctrl-C ends a query with status 130.
$ timeout --preserve-status -s INT 0.5 ytterby query 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }'
! ytterby: error: ...
? 130
