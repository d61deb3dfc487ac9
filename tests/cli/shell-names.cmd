# Names are found as soon as they are there: after an update, a load, an undo; and when another process wrote them.
$ printf '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "alpha" .\n' >a.ttl; printf '<urn:b> <http://www.w3.org/2000/01/rdf-schema#label> "beta" .\n' >b.ttl
> ytterby load --db d.yt a.ttl
> printf '%s\n' '.bail off' '.find zorbium' 'INSERT DATA { <urn:z> rdfs:label "Zorbium" }' '.find zorbium' .undo '.find zorbium' '.find beta' '.load b.ttl' '.find beta' 'DELETE DATA { <urn:a> rdfs:label "alpha" }' '.find alpha' | ytterby --db d.yt 2>&1
stdin:2:1: error: nothing is called "zorbium"
Zorbium                                           <urn:z>
the last transaction is undone
stdin:6:1: error: nothing is called "zorbium"
stdin:7:1: error: nothing is called "beta"
1 statement read
beta                                              <urn:b>
stdin:11:1: error: nothing is called "alpha"
? 1

$ mkfifo in; ytterby --db d.yt <in >out 2>&1 & exec 3>in; printf '%s\n' '.bail off' '.find zorbium' >&3
> for i in $(seq 500); do grep -q nothing out && break; sleep 0.02; done
> ytterby update --db d.yt 'INSERT DATA { <urn:z> rdfs:label "Zorbium" }'; echo '.find zorbium' >&3; exec 3>&-; wait; cat out
stdin:2:1: error: nothing is called "zorbium"
Zorbium                                           <urn:z>

