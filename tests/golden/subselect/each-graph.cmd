# A count in each graph is that graph's own, also where values are weighed one by one.
$ { for g in 1 2; do for i in $(seq 40); do echo "<urn:a$i> <urn:p> <urn:b$((i % 7))> <urn:g$g> ."; done; done
>   for i in $(seq 6000); do echo "<urn:b$((i % 600))> <urn:r> <urn:x$i> <urn:g2> ."; done
>   echo "<urn:b1> <urn:r> <urn:x> <urn:g1> ."; } >graphs.nq
> ytterby query --data graphs.nq 'SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?b . ?b <urn:r> ?c } } } ORDER BY ?g'
?g	?n
<urn:g1>	6
<urn:g2>	400
