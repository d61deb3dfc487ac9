# The same statements in Redland's storages give the same answers as in memory.
$ cat > graphs <<'END'
> data --data $TOP/graph/ontology.ttl --data $TOP/graph/reference/countries.ttl
> sqlite --storage sqlite --storage-name db.sqlite
> hashes --storage hashes --storage-name db --storage-options hash-type='bdb',dir='.'
> contexts --storage hashes --storage-name dbc --storage-options hash-type='bdb',dir='.',contexts='yes'
> END
> for s in sqlite hashes; do
>   ytterby update $(sed -n "s|^$s ||p" graphs) --allow-load $TOP/graph "LOAD <file://$TOP/graph/ontology.ttl> ; LOAD <file://$TOP/graph/reference/countries.ttl>" || echo "$s fails"
> done

$ for s in data sqlite hashes; do ytterby export $(sed -n "s|^$s ||p; s|\$TOP|$TOP|g" graphs | sed "s|\$TOP|$TOP|g") --to ntriples > $s.nt; done; cmp data.nt sqlite.nt && cmp data.nt hashes.nt && test -s data.nt && echo same
same

$ cat > q.rq <<'END'
> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
> SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) (MIN(?label) AS ?first) WHERE {
>   ?thing a ?class ; rdfs:label ?label .
>   FILTER (LANG(?label) = "en")
>   OPTIONAL { ?thing rdfs:subClassOf* ?above }
>   FILTER NOT EXISTS { ?thing rdfs:range ?range }
> } GROUP BY ?class ORDER BY DESC(?things) ?class
> END
> for s in data sqlite hashes; do ytterby query $(sed -n "s|^$s ||p" graphs | sed "s|\$TOP|$TOP|g") -f q.rq > $s.tsv; done; cmp data.tsv sqlite.tsv && cmp data.tsv hashes.tsv && test $(wc -l < data.tsv) -gt 3 && echo same
same

# Named graphs, where the storage keeps them: the same update leaves the same dataset.
$ cat > u.ru <<'END'
> INSERT DATA { <x:a> <x:p> 1 , "x"@en-GB . GRAPH <x:g> { <x:a> <x:p> 1 . <x:b> <x:p> "y" } } ;
> COPY <x:g> TO <x:h> ;
> DELETE DATA { <x:a> <x:p> 1 } ;
> INSERT { GRAPH ?g { ?s <x:q> ?n } } WHERE { { SELECT ?g ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?s } } ;
> ADD <x:h> TO DEFAULT ;
> DELETE WHERE { GRAPH <x:h> { ?s <x:p> ?o } }
> END
> echo '<x:z> <x:p> 0 .' > z.ttl; ytterby update --data z.ttl --dump nquads -f u.ru > data.nq
> for s in contexts; do ytterby update $(sed -n "s|^$s ||p" graphs) 'INSERT DATA { <x:z> <x:p> 0 }' && ytterby update $(sed -n "s|^$s ||p" graphs) -f u.ru; ytterby export $(sed -n "s|^$s ||p" graphs) --to nquads | cmp - data.nq && echo $s; done
contexts

$ S="--storage sqlite --storage-name n.sqlite"; ytterby update $S 'INSERT DATA { <x:z> <x:p> 0 }' && ytterby update $S -f u.ru; ytterby export $S --to nquads | cmp - data.nq && wc -l < data.nq
12

# Every golden query over one file: the same rows from memory, Berkeley DB and SQLite.
$ ask() { ytterby query "$@" 2>&1 | LC_ALL=C sort; }
> for rq in $TOP/tests/golden/*/*.rq; do
>   grep -q -e '^# named' -e '^# status' $rq && continue
>   data=$(sed -n 's/^# data: //p' $rq); test "$data" || continue
>   data=$(dirname $rq)/$data; name=$(echo $data | cksum | cut -d' ' -f1); args=$(sed -n 's/^# args: //p' $rq)
>   hashes="--storage hashes --storage-name h$name --storage-options hash-type='bdb',dir='.'"; sqlite="--storage sqlite --storage-name s$name"
>   for storage in "$hashes" "$sqlite"; do
>     test -e h$name-sp2o.db -a -e s$name || ytterby update $storage --allow-load $TOP/tests/golden "LOAD <file://$data>"
>   done
>   ask --data $data $args -f $rq > memory.out; ask $hashes $args -f $rq > hashes.out; ask $sqlite $args -f $rq > sqlite.out
>   cmp memory.out hashes.out && cmp memory.out sqlite.out && echo $rq >> same
> done; test $(wc -l < same) -gt 100 && echo all
all
