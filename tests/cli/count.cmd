# What is counted is not made: five patterns on 1,500 values each have 1,500^5 solutions.
$ seq 1500 | sed 's/.*/<urn:x:a> <urn:x:p> <urn:x:&> ./' > hub.nt
$ ytterby query --data hub.nt --format tsv 'SELECT (COUNT(*) AS ?n) { ?x <urn:x:p> ?a, ?b, ?c, ?d, ?e }'
?n
7593750000000000

# Six have more than an integer can say.
$ ytterby query --data hub.nt 'SELECT (COUNT(*) AS ?n) { ?x <urn:x:p> ?a, ?b, ?c, ?d, ?e, ?f }'
! ytterby: error: there are more solutions than can be counted
? 1

# Distinct values are looked for in all six without a join.
$ ytterby query --data hub.nt --format tsv 'SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x <urn:x:p> ?a, ?b, ?c, ?d, ?e, ?f }'
?n
1

# The matches of a cycle are kept while it is joined, within the limit.
$ seq 70000 | awk '{ print "<urn:x:" $1 % 263 "> <urn:x:p> <urn:x:" $1 * 7 % 269 "> ." }' > dense.nt
$ ytterby load --db dense.yt dense.nt 2>/dev/null
$ ytterby query --db dense.yt --format tsv 'SELECT (COUNT(*) AS ?n) { ?a <urn:x:p> ?b . ?b <urn:x:p> ?c . ?c <urn:x:p> ?a }'
?n
17621551

$ ytterby query --db dense.yt --memory-limit 1 'SELECT (COUNT(*) AS ?n) { ?a <urn:x:p> ?b . ?b <urn:x:p> ?c . ?c <urn:x:p> ?a }'
! ytterby: error: the memory limit was reached
? 1
