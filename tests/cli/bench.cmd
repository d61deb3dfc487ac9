# The program that times queries: rows and checksums are told, and agree with those of written answers.
$ printf '@prefix ex: <http://ex/> .\nex:a ex:p 5, 5.0, "x"@EN, [], ex:b .\nex:b ex:p 1e0, 1 .\n' >a.ttl; ytterby load --db d.yt a.ttl
> mkdir q; echo 'SELECT ?s ?o { ?s <http://ex/p> ?o }' >q/all.rq; echo 'ASK { ?s ?p ?o }' >q/ask.rq
> echo 'CONSTRUCT { ?s <http://ex/q> ?o } WHERE { ?s <http://ex/p> ?o FILTER isNumeric(?o) }' >q/graph.rq
> echo 'SELECT ?s { ?s <http://ex/none> ?o }' >q/none.rq
> ytterby-bench --db d.yt --repeat 2 q/all.rq q/ask.rq q/graph.rq q/none.rq
Q	q/all	7	...	...	...	...
Q	q/ask	1	...	...	...	0000000000000001
Q	q/graph	4	...	...	...	...
Q	q/none	0	...	...	...	0000000000000000

$ ytterby-bench --db d.yt --repeat 1 q/all.rq | cut -f 3,7 >ours
> for format in json xml tsv; do ytterby query --db d.yt -f q/all.rq --format $format | ytterby-bench --answer $format - | diff ours -; done
> ytterby-bench --db d.yt --repeat 1 --processor q/all.rq | cut -f 3,7 | diff ours -
> ytterby-bench --db d.yt --repeat 1 --no-optimize --terms --memory-limit 64 --timeout 60 q/all.rq | cut -f 3,7 | diff ours -

# Neither the order of rows and columns counts, nor how a number is written, nor a blank node's label.
$ printf '?a\t?b\n<http://ex/x>\t1.50\n_:n\t"y"@en-gb\n' | ytterby-bench --answer tsv - >one
> printf '?b\t?a\n"y"@en-GB\t_:other\n15e-1\t<http://ex/x>\n' | ytterby-bench --answer tsv - | diff one -
> printf '?b\t?a\n"y"@en-GB\t_:other\n15e-1\t<http://ex/X>\n' | ytterby-bench --answer tsv - | diff -q one -
> printf '?b\t?a\n"y"@en-GB\t<http://ex/x>\n15e-1\t_:other\n' | ytterby-bench --answer tsv - | diff -q one -
Files one and - differ
Files one and - differ
? 1

$ echo '{"head":{},"boolean":true}' | ytterby-bench --answer json -
1	0000000000000001

# Readers side by side.
$ ytterby-bench --db d.yt --repeat 3 --threads 2 q/all.rq q/ask.rq
Q	q/all	7	...	...	...	...
Q	q/ask	1	...	...	...	0000000000000001
T	2	12	...	...

# A query that fails is told, and the others go on.
$ echo 'SELECT * { ?a ?b' >q/bad.rq; echo 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u . ?v ?w ?x . ?y ?z ?aa . ?ab ?ac ?ad . ?ae ?af ?ag . ?ah ?ai ?aj . FILTER(?a = ?ah) }' >q/long.rq
> ytterby-bench --db d.yt --timeout 0.05 q/bad.rq q/long.rq q/ask.rq
Q	q/bad	-	-	-	-	error
Q	q/long	-	-	-	-	time-out
Q	q/ask	1	...	...	...	...
! q/bad.rq:2:1: error: ...
! ...
! q/long.rq: error: ...time...
? 1

$ ytterby-bench --db none.yt q/ask.rq
! ytterby-bench: error: ...none.yt...
? 1

$ ytterby-bench --repeat 0 --db d.yt q/ask.rq
! ytterby-bench: error: --repeat wants a number from 1 to 1000000, not "0"
? 64

$ ytterby-bench q/ask.rq; ytterby-bench --answer json; ytterby-bench --db d.yt --processor --threads 2 q/ask.rq
! ytterby-bench: error: give --db PATH and the queries' files; see --help
! ytterby-bench: error: --answer wants one file
! ytterby-bench: error: --processor is for one thread
? 64
