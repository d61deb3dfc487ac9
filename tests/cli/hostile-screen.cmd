# What a terminal would obey or hide, in labels, IRIs, arguments and names of files, is shown as an escape or a question
# mark, whatever shows it: ESC, C1, bidirectional override and isolate, no width, tags, soft hyphen.
$ printf '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "x\\u001b[31mred\\u009b31m\\u202Erlo\\u2066i\\u200Bzw\\u2060wj\\U000E0041tag\\u00ADshy" ; <urn:p\342\200\256q> "2\\u001b]0;t\\u0007" . <urn:b\342\200\213> <http://www.w3.org/2000/01/rdf-schema#label> "b" .\n' > d.ttl
> R=$(printf '\342\200\256'); raw() { LC_ALL=C grep -aPc '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xf3\xa0'; }
> try() { n=$(ytterby "$@" 2>&1 | raw); test "$n" = 0 || echo "$n raw: $*"; }
> for f in table line; do try query --data d.ttl --format $f 'SELECT * { ?s ?p ?o }'; done
> for c in '.about <urn:a>' '.find x' '.schema' '.draw <urn:a>' '.neighbours <urn:a>' '.stats' '.path <urn:a> <urn:b>' '.common <urn:a> <urn:b>' '.source <urn:a>' '.timeline <urn:a>' ".explain plan SELECT * { ?s <urn:p${R}q> ?o }" ".find ${R}x" ".bind x \"$R\"" ".about $R" ".x$R" ".read $R" ".open $R" ".help $R" ".set $R 1" ".mode $R" ".report $R" ".report country $R"; do try shell --data d.ttl "$c"; done
> for s in parse algebra plan run; do try query --data d.ttl --explain $s "SELECT * { ?s <urn:p${R}q> '$R' }"; done
> try query --data d.ttl "ASK { $R }"; try query --data d.ttl "SELECT ?$R {}"; try query --data "$R.ttl" 'ASK {}'; try query --bind "x=$R" 'ASK {}'; try query --format "$R" 'ASK {}'; try "$R"; try report "$R"; try report country "$R"; try load --db "/nonexistent/$R" d.ttl; printf '<urn:a> %s <urn:b> 1 .' "$R" > r.ttl; try convert r.ttl; printf '\357\273\277\357\273\277<urn:a> <urn:b> 1 .' > bom.ttl; try convert bom.ttl; echo done
done

$ ytterby query --data d.ttl --format table 'SELECT ?o { <urn:a> rdfs:label ?o }' | tail -1
x\u001B[31mred\u009B31m\u202Erlo\u2066i\u200Bzw\u2060wj\U000E0041tag\u00ADshy

# Every format can be read back by another's reader, whatever is in the data (XML 1.0 has no way to say it: refused).
$ cat > read.py <<'END'
> import csv, json, sys, xml.dom.minidom
> kind, text = sys.argv[1], sys.stdin.buffer.read().decode()
> if kind == "json": print(len(json.loads(text)["results"]["bindings"]))
> if kind == "csv": print(len(list(csv.reader(text.splitlines(True), strict=True))) - 1)
> if kind == "tsv": print(len(set(line.count("\t") for line in text.split("\n")[:-1])), text.count("\n") - 1)
> if kind == "xml": print(len(xml.dom.minidom.parseString(text).getElementsByTagName("result")))
> END
> printf '<urn:a> <urn:b> "a,\\"b\\"\\r\\nc\\t]]>&<x>\\\\" ; <urn:c\342\200\256d> "\360\237\230\200 |" .\n' > e.ttl
> for f in json csv tsv xml; do ytterby query --data e.ttl --format $f 'SELECT * { ?s ?p ?o }' | python3 read.py $f; done
> for f in json csv tsv; do ytterby query --data d.ttl --format $f 'SELECT * { ?s ?p ?o }' | python3 read.py $f; done; ytterby query --data d.ttl --format xml 'SELECT * { ?s ?p ?o }'
2
2
1 2
2
3
3
1 3
! ytterby: error: XML cannot hold a control character of this answer: ask for json
? 1

# A disk without room, an output that is closed, a reader that leaves, an input that is closed.
$ for c in 'query ASK{}' 'export' 'info' 'report --list' 'convert d.ttl' 'query --format json SELECT*{?s?p?o}' '--help' '--version' 'shell .stats'; do ytterby $c > /dev/full 2> err; echo "$? $(grep -c 'No space left on device\|cannot write' err)"; done | sort | uniq -c
      9 1 1

$ ytterby query 'ASK {}' >&-
! ytterby: error: cannot write: Bad file descriptor
? 1

$ ytterby query --data - 'ASK {}' <&-
! stdin: error: cannot read: Bad file descriptor
? 1

$ ytterby export | head -1 > out; ytterby query --format csv 'SELECT * { ?s ?p ?o . ?x ?y ?z }' | head -1 | tr -d '\r'
s,p,o,x,y,z

# An export that fails leaves the file that was there, and nothing beside it.
$ mkdir e; echo old > e/x.rdf; ytterby export --data d.ttl --to rdfxml -o e/x.rdf 2> err; echo $?; cat e/x.rdf; ls e
1
old
x.rdf
