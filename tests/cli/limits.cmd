# --memory-limit and --timeout: work stops, says which limit it was, and prints nothing that looks like an answer.
$ seq 1 2000 | sed 's|.*|<urn:s&> <urn:p> <urn:s\0> . <urn:s&> <urn:v> "&" .|' > many.ttl; wc -l < many.ttl
2000

$ limited() { timeout 30 ytterby query --data many.ttl --memory-limit 24 "$1" > out; }
> limited 'SELECT ?a (GROUP_CONCAT(?f) AS ?all) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?c ?a'
! ytterby: error: the memory limit was reached, and its temporary file is full too
? 1

$ timeout 60 ytterby query --data many.ttl --memory-limit 4 'SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f' > out
! ytterby: error: the memory limit was reached, and its temporary file is full too
? 1

$ timeout 30 ytterby query --data many.ttl --memory-limit 24 'SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }'
! ytterby: error: the memory limit was reached, and its temporary file is full too
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

# Groups, and the right sides of joins, in any order.
$ query() { echo "$2" > $1.rq; }
> query count 'SELECT ?o (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o } GROUP BY ?o'
> query counts 'SELECT ?s (COUNT(?o) AS ?n) (COUNT(DISTINCT ?p) AS ?m) { { ?s <urn:q> ?o } UNION { ?s ?p ?o } } GROUP BY ?s'
> query group 'SELECT ?s (COUNT(*) AS ?n) (SUM(DISTINCT STRLEN(STR(?o))) AS ?l) (MAX(?o) AS ?m) (SAMPLE(DISTINCT ?p) AS ?x) { { ?s <urn:q> ?o } UNION { ?s ?p ?o } } GROUP BY ?s'
> query concat 'SELECT ?g (STRLEN(GROUP_CONCAT(DISTINCT ?o)) AS ?all) (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(?o) AS ?list) { ?s <urn:q> ?o } GROUP BY (SUBSTR(?o, 1, 3) AS ?g)'
> query one 'SELECT (COUNT(DISTINCT ?o) AS ?n) (COUNT(DISTINCT *) AS ?m) (SUM(DISTINCT STRLEN(STR(?o))) AS ?l) { ?s ?p ?o }'
> query join 'SELECT ?s ?v ?w { ?s <urn:q> ?w { SELECT DISTINCT ?s ?v { ?s <urn:p> ?v } } }'
> query optional 'SELECT ?s ?v { ?s <urn:p> ?o OPTIONAL { SELECT ?s ?v { ?s <urn:q> ?v FILTER(STRENDS(?v, "7") || STRLEN(?v) > 4) } } }'
> query minus 'SELECT ?s ?o { ?s <urn:p> ?o MINUS { SELECT ?s ?o { ?s <urn:p> ?o . ?s <urn:q> ?v FILTER(STRENDS(?v, "7") || STRLEN(?v) > 4) } } }'
> query value 'SELECT ?s ?t { ?s <urn:q> ?v . ?t <urn:q> ?w FILTER(?v = ?w) }'
> query pairs 'SELECT ?w ?t { ?s <urn:q> ?w FILTER(STRLEN(?w) < 4 || STRENDS(?w, "000")) OPTIONAL { ?t <urn:q> ?v ; <urn:p> ?o FILTER(STRLEN(?v) = 4 && ?v <= ?w && ?v >= ?w) } }'
> query cross 'SELECT ?s ?v { ?s <urn:p> ?o FILTER(?o IN (<urn:o7>, <urn:o8>)) OPTIONAL { SELECT ?t ?v { ?t <urn:q> ?v FILTER(STRLEN(?v) > 1) } } }'

$ for q in count.4 counts.4 group.6 concat.12 one.4 join.4 optional.4 minus.4 value.4 pairs.1 cross.2; do f=${q%.*}.rq; m=${q#*.}; ytterby query --db spill.db --memory-limit $m -f $f | sort > small; ytterby query --db spill.db -f $f | sort > large; cmp small large && echo $q $(wc -l < small) $(ytterby query --db spill.db --memory-limit $m --explain run -f $f | sed -n 's/^ *\([A-Za-z]*\) .* rows spilled.*/\1/p'); done
count.4 120001 Count
counts.4 60001 Group
group.6 60001 Group
concat.12 1000 Group
one.4 2 Group
join.4 60001 HashJoin
optional.4 60001 HashLeftJoin
minus.4 9000 HashAntiJoin
value.4 60001 HashJoin
pairs.1 1060 HashLeftJoin
cross.2 119983 HashLeftJoin

$ TMPDIR=/nowhere ytterby query --db spill.db --memory-limit 4 -f order.rq
! ytterby: error: cannot make a temporary file in /nowhere: No such file or directory
? 1

# A full disk is an error, and nothing is left.
$ (ulimit -f 500; TMPDIR=. ytterby query --db spill.db --memory-limit 4 -f order.rq); echo status $?; ls -a | grep -c '^ytterby-'
status 1
0
! ytterby: error: cannot write to a temporary file: File too large
? 1

# What takes much memory ends within the limit or says that it was reached; the system would refuse a program 64 MiB of data, stacks and all.
$ query() { echo "$2" > $1.rq; }
> query subselect 'SELECT ?s ?n { ?s <urn:q> ?v { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }'
> query exists 'SELECT ?s { ?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> ?v FILTER(STRLEN(?v) < 5) } }'
> query path 'SELECT ?a ?b { ?a (<urn:p>|<urn:q>)* ?b }'
> query ends 'SELECT ?b { <urn:s7> (<urn:p>|^<urn:p>|!<urn:r>|!^<urn:r>)* ?b }'
> query leapfrog 'SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?a ?q ?c . ?c ?r ?b }'
> query texts 'SELECT DISTINCT (CONCAT(STR(?o), STR(?s), ?v) AS ?c) { ?s ?p ?o . ?s <urn:q> ?v }'
> query list 'SELECT (STRLEN(GROUP_CONCAT(?v)) AS ?n) { ?s <urn:q> ?v . ?t <urn:p> ?o }'
> query construct 'CONSTRUCT { ?s <urn:x> ?o , ?v } { ?s <urn:p> ?o ; <urn:q> ?v }'
> query change 'DELETE { ?s ?p ?o } INSERT { ?s ?p ?c } WHERE { ?s ?p ?o BIND(CONCAT(STR(?o), STR(?s)) AS ?c) }'

$ for q in order distinct count group concat join optional minus value pairs cross subselect exists path ends leapfrog texts list construct double replace values change; do command=query; [ $q = change ] && command=update; (test -n "$ASAN_OPTIONS" || ulimit -d 65536; timeout 60 ytterby $command --db spill.db --memory-limit 16 -f $q.rq) >out 2>said && echo $q ends || echo $q $(head -1 said); done
order ends
distinct ends
count ends
group ends
concat ends
join ends
optional ends
minus ends
value ends
pairs ends
cross ends
subselect ends
exists ends
path ends
ends ends
leapfrog ends
texts ytterby: error: the memory limit was reached
list ytterby: error: the memory limit was reached, and its temporary file is full too
construct ytterby: error: the memory limit was reached
double ytterby: error: the memory limit was reached
replace ytterby: error: the memory limit was reached
values ends
change change.rq:1:1: error: the memory limit was reached

