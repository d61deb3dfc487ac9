# What changed, in the shell: against a backup, a file, since a date.
$ cat >a.ttl <<'end'
> @prefix ex: <http://ex/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
> ex:lynas rdfs:label "Lynas" ; ex:plants 1 . ex:plants rdfs:label "plants" .
> end
> ytterby load --db d.yt a.ttl; ytterby backup --db d.yt old.yt
> ytterby update --db d.yt 'DELETE DATA { <http://ex/lynas> <http://ex/plants> 1 } ; INSERT DATA { <http://ex/lynas> <http://ex/plants> 2 GRAPH <http://ex/g> { <http://ex/lynas> a <http://ex/Company> } }'
> printf '%s\n' '.diff old.yt' '.diff a.ttl' '.diff d.yt' '.diff --db old.yt' | ytterby --db d.yt
- Lynas  plants  1
+ Lynas  plants  2
+ Lynas  rdf:type  ex:Company  [ex:g]
2 added, 1 taken out
- Lynas  plants  1
+ Lynas  plants  2
+ Lynas  rdf:type  ex:Company  [ex:g]
2 added, 1 taken out
0 added, 0 taken out
- Lynas  plants  1
+ Lynas  plants  2
+ Lynas  rdf:type  ex:Company  [ex:g]
2 added, 1 taken out

# A graph that is the union of its graphs is compared with a file of triples as triples.
$ ytterby load --db u.yt --default-graph union --graph http://ex/g a.ttl; printf '.diff a.ttl\n' | ytterby --db u.yt
0 added, 0 taken out

$ ytterby export --db u.yt --to nquads -o u.nq; printf '.diff u.nq\n' | ytterby --db u.yt
0 added, 0 taken out

$ printf '.diff\n' | ytterby --db d.yt | sed 's/^20[0-9 :-]* /TIME/'
TIME+1         update
TIME+3         load a.ttl
2 transactions

$ printf '%s\n' '.diff today' '.diff 2001' '.diff 2999-12-31T10:00' | ytterby --db d.yt | sed 's/^20[0-9 :-]* /TIME/'
TIME+1         update
TIME+3         load a.ttl
2 transactions
TIME+1         update
TIME+3         load a.ttl
2 transactions
0 transactions

# What cannot be.
$ printf '.diff 2001-05\n' | ytterby --data a.ttl
! stdin:1:1: error: only a database (--db) remembers its transactions
? 1

$ printf '.diff none.ttl\n' | ytterby --db d.yt
! none.ttl: error: cannot open: No such file or directory
? 1

$ echo 'no database' >text; printf '.diff text\n' | ytterby --db d.yt
! text: error: cannot tell the RDF format: name it with --from
? 1

