# A left row without a match that fills a batch: the rows after it keep their values.
$ for i in $(seq 3000); do echo "<http://x/s$i> <http://x/p> $i ."; done >many.ttl; echo '<http://x/s1> <http://x/q> 1, 2 .' >>many.ttl
> ytterby query --data many.ttl 'SELECT (COUNT(*) AS ?rows) (COUNT(?o) AS ?bound) (COUNT(?x) AS ?more) { ?s <http://x/p> ?o OPTIONAL { ?s <http://x/q> ?x FILTER(?x > 0) } }'
> ytterby query --no-optimize --data many.ttl 'SELECT (COUNT(*) AS ?rows) (COUNT(?o) AS ?bound) (COUNT(?x) AS ?more) { ?s <http://x/p> ?o OPTIONAL { SELECT ?s ?x { ?s <http://x/q> ?x } } }'
?rows	?bound	?more
3001	3001	2
?rows	?bound	?more
3001	3001	2
