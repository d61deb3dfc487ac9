# --memory-limit and --timeout: work stops, says which limit it was, and prints nothing that looks like an answer.
$ seq 1 2000 | sed 's|.*|<urn:s&> <urn:p> <urn:s\0> . <urn:s&> <urn:v> "&" .|' > many.ttl; wc -l < many.ttl
2000

$ limited() { timeout 30 ytterby query --data many.ttl --memory-limit 24 "$1" > out; }
> limited 'SELECT ?a (GROUP_CONCAT(?f) AS ?all) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?c ?a'
! ytterby: error: the memory limit was reached
? 1

$ timeout 60 ytterby query --data many.ttl --memory-limit 4 'SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f' > out
! ytterby: error: the memory limit was reached, and its temporary file is full too
? 1

$ timeout 30 ytterby query --data many.ttl --memory-limit 24 'SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }'
! ytterby: error: the memory limit was reached
? 1

$ { printf 'SELECT (STRLEN(?x30) AS ?n) { BIND ("0123456789" AS ?x0) '; for i in $(seq 0 29); do printf "BIND (CONCAT(?x$i, ?x$i) AS ?x$((i + 1))) "; done; echo '}'; } > double.rq; timeout 30 ytterby query --data many.ttl --memory-limit 24 -f double.rq
! ytterby: error: the memory limit was reached
? 1

$ { printf 'SELECT (STRLEN(?x12) AS ?n) { BIND ("aaaaaaaaaa" AS ?x0) '; for i in $(seq 0 11); do printf "BIND (REPLACE(?x$i, 'a', 'aaaaaaaaaa') AS ?x$((i + 1))) "; done; echo '}'; } > replace.rq; timeout 30 ytterby query --data many.ttl --memory-limit 24 -f replace.rq
! ytterby: error: the memory limit was reached
? 1

# An update that reaches it changes nothing.
$ S="--storage sqlite --storage-name db"; ytterby update $S 'INSERT DATA { <urn:a> <urn:b> 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }' && timeout 30 ytterby update $S --memory-limit 24 'DELETE { <urn:a> <urn:b> 1 } INSERT { ?a ?f ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }'
! ...error: the memory limit was reached
! ...
? 1

$ ytterby query --storage sqlite --storage-name db 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
?n
10

# A path over a cycle, a regular expression that explodes, a product: the time limit ends them.
$ { for i in $(seq 0 29999); do echo "<urn:s$i> <urn:p> <urn:s$(((i + 1) % 30000))> ."; done; } > ring.nt; timeout 30 ytterby query --data ring.nt --timeout 0.5 'SELECT (COUNT(*) AS ?n) { ?a <urn:p>+ ?b }'
! ytterby: error: the time limit was reached
? 1

$ timeout 30 ytterby query --data many.ttl --timeout 0.5 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND (CONCAT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", STR(?c)) AS ?x) FILTER REGEX(?x, "(a*)*c") }'
! ytterby: error: ...limit was reached...
? 1

$ timeout 30 ytterby query --data many.ttl --timeout 0.5 'CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }' --format ntriples > out
! ytterby: error: the time limit was reached
? 1

# Long lists cost what they are long, not a product with the rows.
$ { echo 'SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o FILTER (?o IN ('; seq -s, 1 40000 | sed 's|[0-9][0-9]*|<urn:s&>|g'; echo ')) }'; } > in.rq; timeout 20 ytterby query --data ring.nt -f in.rq
?n
29999

$ { echo 'SELECT (COUNT(*) AS ?n) { VALUES ?o {'; seq 1 40000 | sed 's|.*|<urn:s&>|'; echo '} ?s <urn:p> ?o }'; } > values.rq; timeout 20 ytterby query --data ring.nt -f values.rq
?n
29999

# The limits hold for reading the data too, and for Raptor's helper.
$ { echo '<!DOCTYPE r [<!ENTITY a "'; head -c 100000 /dev/zero | tr '\0' x; echo '">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:p>'; seq 1 100000 | sed 's/.*/\&a;/'; echo '</e:p></rdf:Description></rdf:RDF>'; } > entities.rdf; timeout 30 ytterby query --data entities.rdf --memory-limit 64 'ASK {}'
! entities.rdf: error: Raptor ran out of memory
? 1

$ { printf '<urn:a> <urn:b> "'; head -c 100000000 /dev/zero | tr '\0' x; echo '" .'; } > long.nt; timeout 30 ytterby query --data long.nt --memory-limit 64 'ASK {}'
! long.nt: error: the memory limit was reached while reading long.nt
? 1

$ { echo 'ASK {'; seq 1 100000 | sed 's/.*/{ ?s ?p & } UNION/'; echo '{} }'; } > union.rq; timeout 10 ytterby query --data many.ttl --timeout 1 -f union.rq >out 2>&1; [ $? -le 1 ] && echo ended
ended

# Updates of any length take little memory: data are written as they are read, one operation after the other.
$ { echo 'INSERT DATA {'; seq 1 60000 | sed 's/.*/<urn:s&> <urn:p> "a value & that is not short" ./'; echo '}'; } > data.ru; ytterby update --db data.db --memory-limit 8 -f data.ru && ytterby query --db data.db 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
?n
60000

$ seq 1 3000 | sed 's/.*/INSERT DATA { <urn:s&> <urn:q> _:b& } ;/' > many.ru; ytterby update --db data.db --memory-limit 4 -f many.ru && ytterby query --db data.db 'SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s <urn:q> ?o }'
?n
3000

# A label is one node in all of its operation; one object list may be as long as it likes.
$ { echo 'INSERT DATA {'; seq 1 10000 | sed 's/.*/_:x <urn:r> & ./'; echo '<urn:l> <urn:r> 0'; seq 1 9999 | sed 's/.*/, &/'; echo '}'; } > label.ru; ytterby update --db data.db --memory-limit 8 -f label.ru && ytterby query --db data.db 'SELECT (COUNT(DISTINCT ?s) AS ?s2) (COUNT(*) AS ?n) { ?s <urn:r> ?o }'
?s2	?n
2	20000

# A mistake at the end leaves all as it was, also what came long before it.
$ { echo 'INSERT DATA {'; seq 1 6000 | sed 's/.*/<urn:late> <urn:p> & ./'; echo '} ; INSERT DATA { <urn:late> }'; } > late.ru; ytterby update --db data.db -f late.ru
! late.ru:6002:30: error: expected a predicate, found '}'
! ...
? 2

$ ytterby query --db data.db 'ASK { <urn:late> ?p ?o }'
false

# Changes with a pattern are kept as ids until they are written.
$ ytterby update --db data.db --memory-limit 16 'DELETE { ?s <urn:p> ?o } INSERT { ?s <urn:new> ?o ; <urn:len> ?l } WHERE { ?s <urn:p> ?o BIND(STRLEN(?o) AS ?l) }' && ytterby query --db data.db 'SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p'
?p	?n
<urn:len>	60000
<urn:new>	60000
<urn:q>	3000
<urn:r>	20000

# What does not fit into memory goes to a temporary file: the answers are the same, in the same order.
$ seq 1 60000 | sed 's/.*/<urn:s&> <urn:p> <urn:o&> .\n<urn:s&> <urn:q> "&" ./' > spill.nt; ytterby load --db spill.db spill.nt; echo 'SELECT DISTINCT ?s ?o { ?s ?p ?o }' > distinct.rq; echo 'SELECT ?s ?o { ?s ?p ?o } ORDER BY DESC(?p) ?o' > order.rq; echo 'SELECT DISTINCT ?o { ?s ?p ?o . ?a <urn:p> ?b FILTER(?a = ?s) } ORDER BY DESC(?p) ?o' > both.rq

$ for q in distinct.4 order.8 both.8; do ytterby query --db spill.db --memory-limit ${q#*.} -f ${q%.*}.rq > small; ytterby query --db spill.db -f ${q%.*}.rq > large; cmp small large && wc -l < small; done
120001
120001
120001

$ for q in distinct.4 order.8 both.8 distinct.0 order.0; do ytterby query --db spill.db --memory-limit ${q#*.} --explain run -f ${q%.*}.rq | grep -c 'rows spilled'; done
1
1
1
0
0
? 1

$ TMPDIR=/nowhere ytterby query --db spill.db --memory-limit 4 -f order.rq
! ytterby: error: cannot make a temporary file in /nowhere: No such file or directory
? 1
