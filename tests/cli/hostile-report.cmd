# Whatever an argument of a report holds, it is a term: an answer, or nothing called that; never a syntax error of a query.
$ for r in $(ytterby report --list | sed -n 's/^\([a-z][a-z-]*\) .*/\1/p'); do for a in '"' '} ; DROP ALL ; #' '\' '<urn:x> } UNION { ?s ?p ?o' '' "$(printf 'a\nb')"; do
>   timeout 20 ytterby report $r "$a" > out 2> err; s=$?; case $s in 0|1|64) ;; *) echo "$s: $r $a";; esac; grep -H 'query:[0-9]\|\.rq:[0-9]' err
> done; done; echo done
done

# Labels of that kind are found and shown, in words, and in a page as text.
$ printf '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <urn:a> rdfs:label "}\\" ; DROP ALL # <script>alert(1)</script> \\\\ {" ; a <urn:C> ; <urn:p> <urn:b> . <urn:b> rdfs:label "<img src=x onerror=alert(1)>" .' > l.ttl; ytterby load --db l.yt l.ttl
> for c in '.find DROP' '.about <urn:a>' '.neighbours <urn:a>' '.path <urn:a> <urn:b>'; do ytterby shell --db l.yt "$c" 2>&1 | grep -c 'DROP ALL'; done
> echo 'SELECT ?label { ?s rdfs:label ?label }' > q.rq; ytterby query --db l.yt 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | tail -1
1
1
1
1
4

$ mkdir -p .config/ytterby/queries; printf '#+ summary: all labels\n#+ view: table\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?s ?label { ?s rdfs:label ?label }' > .config/ytterby/queries/all.rq
> HOME=$PWD ytterby report --db l.yt --format html all | grep -c '<script>alert\|<img src'; HOME=$PWD ytterby report --db l.yt --format html all | grep -c '&lt;script&gt;alert'
0
1

$ ytterby query --db l.yt --bind 'x="}\" DROP"' 'SELECT ?x {}'; ytterby query --db l.yt --bind 'x=<urn:a> } DROP ALL' 'ASK {}'; ytterby query --db l.yt --bind 'x=?y' 'ASK {}'; ytterby query --db l.yt --bind 'x } { =1' 'ASK {}'
?x
"}\" DROP"
! ytterby: error: --bind x=<urn:a> } DROP ALL: expected the end of the text, found '}'
! ytterby: error: --bind x=?y: expected a literal or an IRI, found '?y'
! ytterby: error: --bind x } { =1: that is no name of a variable
? 64
