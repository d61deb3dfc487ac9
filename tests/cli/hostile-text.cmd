# Texts that are made to break a reader. Each ends at once, with one message that has a place, or is read right.
$ big() { awk -v n="$2" -v t="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%s", t }'; }
> for open in '[ <urn:p> ' '( ' '<<( <urn:a> <urn:b> ' '<< '; do { printf '<urn:a> <urn:b> '; big "$open" 1000000; } > deep.ttl; timeout 20 ytterby convert --to nquads deep.ttl 2>&1 | sed -n '1s/[0-9][0-9]*: error/N: error/p'; done
deep.ttl:1:N: error: brackets are nested too deeply here: more than 10000 levels
deep.ttl:1:N: error: brackets are nested too deeply here: more than 10000 levels
deep.ttl:1:N: error: brackets are nested too deeply here: more than 10000 levels
deep.ttl:1:N: error: brackets are nested too deeply here: more than 10000 levels

$ big() { awk -v n="$2" -v t="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%s", t }'; }
> for open in '{ ' 'OPTIONAL { ' 'MINUS { ' 'FILTER EXISTS { ' 'GRAPH ?g { ' '{ SELECT * { ' '[ <urn:p> ' '( '; do { printf 'SELECT * { ?s ?p ?o . '; big "$open" 1000000; } > deep.rq; timeout 20 ytterby query --timeout 5 --memory-limit 64 --data /dev/null -f deep.rq 2>&1 | sed -n '1s/[0-9][0-9]*: error/N: error/p'; done | sort | uniq -c
      8 deep.rq:1:N: error: nested too deeply: more than 1000 levels

# A base grows with itself; a prefix that is declared over and over takes no more memory than once.
$ seq 1 100000 | sed 's|.*|@base <b&/> .|' > base.ttl; timeout 20 ytterby convert base.ttl 2>&1 | sed -n '1s/[0-9][0-9]*:[0-9][0-9]*:/L:C:/p'
base.ttl:L:C: error: the base IRI before this is too long

$ { seq 1 100000 | sed 's|.*|BASE <b&/>|'; echo 'ASK {}'; } > base.rq; timeout 20 ytterby check base.rq 2>&1 | sed -n '1s/[0-9][0-9]*:[0-9][0-9]*:/L:C:/p'
base.rq:L:C: error: this base IRI is too long

$ { seq 1 300000 | sed 's|.*|@prefix p: <urn:p&:> .|'; echo 'p:a p:b p:c .'; } > again.ttl; ytterby query --data again.ttl --memory-limit 64 'SELECT ?s { ?s ?p ?o }'
?s
<urn:p300000:a>

$ seq 1 1000000 | sed 's|.*|@prefix p&: <urn:p&:> .|' > many.ttl; timeout 20 ytterby query --data many.ttl --memory-limit 64 'ASK {}'
! many.ttl: error: the memory limit was reached
? 1

# Statements in memory count for the limit, though Redland holds them; the time to read them counts too.
$ seq 1 300000 | sed 's|.*|<urn:a> <urn:b> "&" .|' > rows.nt; timeout 20 ytterby query --data rows.nt --memory-limit 64 'ASK {}'
! ...: error: the memory limit was reached
? 1

$ ytterby query --data rows.nt 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
?n
300000

$ seq 1 20000 | sed 's|.*|<urn:a> <urn:b> "&" .|' > few.nt; ytterby load --db few.yt few.nt; timeout 20 ytterby update --data /dev/null --allow-load "$PWD" --memory-limit 24 --dump nquads 'LOAD <rows.nt>'
! ...error: the memory limit was reached
! ...
? 1

# Escapes and bytes that are no characters, in every place of every text.
$ for t in '"\uD800"' '"\uDFFF\uD800"' '"\U00110000"' '"\u00"' '<urn:\u0020>' '<urn:\u0000>' '<urn:a b>' '"x"@' '"x"@abcdefghi' '"x"^^' '"\x"'; do
>   printf '<urn:a> <urn:b> %s .\n' "$t" > t.ttl; cp t.ttl t.nt; printf 'ASK { <urn:a> <urn:b> %s }' "$t" > t.rq
>   for c in 'convert t.ttl' 'convert t.nt' 'check t.rq'; do ytterby $c > out 2> err; echo "$? $(sed -n '1s/.*\(t\.[a-z]*:1\):[0-9]*: error: .*/\1/p' err) $(wc -c < out)"; done
> done | sort | uniq -c
     11 2 t.nt:1 0
     11 2 t.rq:1 0
     11 2 t.ttl:1 0

$ for b in '\300\257' '\355\240\200' '\364\220\200\200' '\377' '\200'; do
>   printf "<urn:a> <urn:b> \"$b\" ." > t.ttl; cp t.ttl t.nt; printf "ASK { <urn:a> <urn:b> \"$b\" }" > t.rq
>   for c in 'convert t.ttl' 'convert t.nt' 'check t.rq'; do ytterby $c > out 2> err; echo "$? $(sed -n '1s/.*\(t\.[a-z]*:1\):[0-9]*: error: this is not \(valid \)*UTF-8.*/\1/p' err)"; done
> done | sort | uniq -c
      5 2 t.nt:1
      5 2 t.rq:1
      5 2 t.ttl:1

# 40 MB in one token or without a line's end: linear time, or the limit's message.
$ big() { head -c 40000000 /dev/zero | tr '\0' "$1"; }
> for t in lit iri comment space; do
>   case $t in lit) printf '<urn:a> <urn:b> "'; big x; printf '" .';; iri) printf '<urn:'; big x; printf '> <urn:b> <urn:c> .';; comment) printf '#'; big x;; space) printf '<urn:a>'; big ' '; printf '<urn:b> <urn:c> .';; esac > big.ttl
>   timeout 60 ytterby convert --to nquads big.ttl | wc -c; timeout 20 ytterby query --timeout 10 --memory-limit 24 --data big.ttl 'ASK {}' 2>&1 | sed 's/.*error: //'
> done
40000021
the memory limit was reached while reading big.ttl
40000025
the memory limit was reached while reading big.ttl
0
the memory limit was reached while reading big.ttl
26
true

# What a packed file unpacks to counts, not what it is.
$ head -c 300000000 /dev/zero | gzip -1 > bomb.nt.gz; timeout 60 ytterby query --timeout 20 --memory-limit 64 --data bomb.nt.gz 'ASK {}'
! bomb.nt.gz: error: the memory limit was reached while reading bomb.nt.gz
? 1

# A line or token that is longer than all the memory to work in: the load says where it begins, and holds no more of it.
$ head -c 140000000 /dev/zero | gzip -1 > bomb.nq.gz; timeout 60 ytterby load --db bomb.yt --memory 32 bomb.nq.gz; ls bomb.yt
! bomb.nq.gz:1:1: error: a line or token of more than 128 MiB begins here
! ...
! ls: ...
? 2

$ { printf '<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> "'; head -c 140000000 /dev/zero | tr '\0' x; } | timeout 60 ytterby load --db bomb.yt --memory 32 --from turtle -
! stdin:2:17: error: a line or token of more than 128 MiB begins here
! ...
? 1

# Frames to be skipped (RFC 8878, 3.1.2) may come first.
$ { printf '\120\052\115\030\004\0\0\0abcd'; printf '\050\265\057\375\040\024\241\0\0'; printf '<urn:a> <urn:b> 12 .'; } > skip.nt.zst; ytterby convert --from turtle --to nquads skip.nt.zst
<urn:a> <urn:b> "12"^^<http://www.w3.org/2001/XMLSchema#integer> .

# As many columns as a table may have, all called alike; answers with many variables, told in another order.
$ { seq -s, 4096 | sed 's/[0-9][0-9]*/c/g'; seq -s, 4096; } > twins.csv; echo 'CONSTRUCT { <urn:a> <urn:p> ?c, ?c_2, ?c_4096 } {}' > twins.rq
> timeout 20 ytterby load --db twins.yt --csv --map twins.rq twins.csv && ytterby export --db twins.yt --to nquads
<urn:a> <urn:p> "1" .
<urn:a> <urn:p> "2" .
<urn:a> <urn:p> "4096" .

$ { echo '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'; seq 1 100000 | sed 's|.*|<variable name="v&"/>|'; echo '</head><results><result>'; seq 100000 -1 1 | sed 's|.*|<binding name="v&"><uri>urn:x</uri></binding>|'; echo '</result></results></sparql>'; } > wide.xml; timeout 20 ytterby-bench --answer xml wide.xml | cut -f 1
1
