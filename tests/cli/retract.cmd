# A document goes, and what was derived from it; other documents stay, with what comes of them.
$ printf '@prefix y: <urn:ytterby:id:> . @prefix yo: <urn:ytterby:ont:> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n' >head
> printf 'y:doc { y:doc-says a yo:Relation ; rdf:subject y:Brunei ; rdf:predicate yo:competesWith ; rdf:object y:Laos }\n' | cat head - >doc.trig
> ytterby copy --to-db d.yt; ytterby backup --db d.yt before.yt; ytterby load --db d.yt doc.trig
> ytterby retract -q --db d.yt urn:ytterby:id:doc; ytterby diff --db before.yt --against d.yt

# The edges of the other document go with it, those of this one are made again: competing is symmetric.
$ ytterby load --db d.yt doc.trig; ytterby retract --db d.yt urn:ytterby:id:SMM-2025-10-26
> ytterby query --db d.yt 'SELECT ?a ?b { GRAPH y:derived { ?a yo:competesWith ?b } } ORDER BY ?a'
! 964 statements taken out; 65 derived edges now
?a	?b
<urn:ytterby:id:Brunei>	<urn:ytterby:id:Laos>
<urn:ytterby:id:Laos>	<urn:ytterby:id:Brunei>

# It is one transaction, and can be undone.
$ ytterby info --db d.yt --log | tail -5 | head -4 | awk -F '\t' '{ print $5 - $4 "\t" $6 }'
-1076	retract urn:ytterby:id:SMM-2025-10-26
4	load doc.trig
-4	retract urn:ytterby:id:doc
4	load doc.trig

$ printf '.undo\n' | ytterby --db d.yt 2>/dev/null; ytterby verify --db d.yt
d.yt: ... statements, ... terms, no fault

# A database in which nothing is derived gets no derived edges.
$ ytterby load --db plain.yt doc.trig
> printf '<http://a> <http://b> 1 .\n' | ytterby load --db plain.yt --from turtle -; ytterby retract --db plain.yt urn:ytterby:id:doc; ytterby verify --db plain.yt
! 4 statements taken out
plain.yt: 1 statements, ... terms, no fault

$ ytterby retract --db d.yt urn:ytterby:id:dog
! ytterby: error: there is no graph <urn:ytterby:id:dog>; did you mean <urn:ytterby:id:doc>?
? 1

$ ytterby retract --db d.yt urn:ytterby:id:derived
! ytterby: error: <urn:ytterby:id:derived> is no document: its edges are made of the other graphs
? 1

$ ytterby retract --db d.yt 'no iri'
! ytterby: error: <no iri> is not an IRI
? 64

$ ytterby retract urn:ytterby:id:doc
! ytterby: error: retract needs --db PATH
? 64

$ ytterby retract --db none.yt urn:ytterby:id:doc; ls none.yt 2>/dev/null
! ytterby: error: there is no "none.yt": no database to read
? 2
