# Values with control characters, quotes, line ends and markup: every format says them so that they can be read back.
$ Q='SELECT ?o { ?s ?p ?o } ORDER BY ?o'; ytterby query --data $TESTDIR/hostile.ttl --format json "$Q"
{"head":{"vars":["o"]},"results":{"bindings":[
...
]}}

$ ytterby query --data $TESTDIR/hostile.ttl --format tsv 'SELECT ?o { ?s ?p ?o } ORDER BY ?o'
?o
""
"\u0001\b\u001B[31mred\u007F"
" lead and trail "
"=1+1"
"]]> & <x>"
"quote \" comma , tab \t back \\ line\nnext\r\nend"
"|pipe|"
"😀 \uFFFE   ‮"

$ ytterby query --data $TESTDIR/hostile.ttl --format csv 'SELECT ?o { ?s ?p ?o FILTER (!REGEX(?o, "[^ -~\r\n\t]")) } ORDER BY ?o' | tr -d '\r'
o

 lead and trail 
=1+1
]]> & <x>
"quote "" comma , tab 	 back \ line
next
end"
|pipe|

# XML 1.0 has no way to write some characters: refused, with what to do instead.
$ ytterby query --data $TESTDIR/hostile.ttl --format xml 'SELECT ?o { ?s ?p ?o }'
! ytterby: error: XML cannot hold a control character of this answer: ask for json
? 1

$ ytterby query --data $TESTDIR/hostile.ttl --format xml 'SELECT ?o { ?s ?p ?o FILTER (CONTAINS(?o, "]]") || CONTAINS(?o, "quote") || STRSTARTS(?o, " ")) } ORDER BY ?o'
<?xml version="1.0" encoding="UTF-8"?>
<sparql xmlns="http://www.w3.org/2005/sparql-results#" xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0">
<head>
  <variable name="o"/>
</head>
<results>
  <result>
    <binding name="o"><literal> lead and trail </literal></binding>
  </result>
  <result>
    <binding name="o"><literal>]]&gt; &amp; &lt;x&gt;</literal></binding>
  </result>
  <result>
    <binding name="o"><literal>quote " comma , tab 	 back \ line
next&#xD;
end</literal></binding>
  </result>
</results>
</sparql>

# A table and lines send nothing to the terminal but text.
$ for f in table line; do ytterby query --data $TESTDIR/hostile.ttl --format $f 'SELECT ?o { ?s ?p ?o } ORDER BY ?o'; done | LC_ALL=C grep -c "$(printf '[\001-\010\013-\037\177]')"
0
? 1

$ ytterby query --data $TESTDIR/hostile.ttl --format table 'SELECT ?o { ?s ?p ?o } ORDER BY ?o' | head -8
o
-----------------------------------------------

\\u0001\u0008\u001B[31mred\u007F
 lead and trail 
=1+1
]]> & <x>
quote " comma , tab \t back \ line\nnext\r\nend

$ for f in turtle ntriples nquads trig; do ytterby convert --to $f $TESTDIR/hostile.ttl | ytterby convert --from $f --to ntriples - | LC_ALL=C sort | cksum; done | sort -u | wc -l
1

$ ytterby convert --to rdfxml $TESTDIR/hostile.ttl
! ytterby: error: RDF/XML cannot hold a control character, as in this term:    [31mred?
? 1

# Error messages show the line, not its control characters.
$ printf 'ASK { <urn:a> \033[31m }' > escape.rq; ytterby check escape.rq 2> err; LC_ALL=C grep -c "$(printf '\033')" err
0
? 1

$ printf 'ASK { ?s ?p "\377" }' > bytes.rq; ytterby check bytes.rq
! bytes.rq:1:14: error: this is not UTF-8
! ASK { ?s ?p "?" }
!              ^
? 2

$ printf 'ASK {\0}' > nul.rq; ytterby check nul.rq
! nul.rq:1:6: error: this character cannot stand here
! ASK { }
!      ^
? 2

$ printf '\357\273\277ASK {}' > bom.rq; ytterby check bom.rq; printf '\357\273\277<urn:a> <urn:b> 1 .' > bom.ttl; ytterby convert --to ntriples bom.ttl
<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .

$ printf 'SELECT *\r\n{ ?s ?p }\r\n' > crlf.rq; ytterby check crlf.rq
! crlf.rq:2:9: error: expected a term or a variable, found '}'
! { ?s ?p }
!         ^
? 2

# Long tags and literals; what Redland's terms cannot hold is said.
$ { printf '<urn:a> <urn:b> "x"@en'; head -c 1000000 /dev/zero | tr '\0' a | sed 's/a/-abcdefgh/g'; echo ' .'; } > tag.nt; ytterby convert --to nquads tag.nt | cmp - tag.nt && wc -c < tag.nt
9000025

$ ytterby query --data tag.nt 'ASK {}'
! tag.nt: error: librdf cannot hold a language tag of more than 255 bytes
? 1

$ ytterby load --db tag.yt tag.nt && ytterby query --db tag.yt 'SELECT (STRLEN(LANG(?o)) AS ?n) { ?s ?p ?o }' | tail -1
9000002

$ { printf '<urn:a> <urn:b> "x"@en-'; head -c 252 /dev/zero | tr '\0' a; echo ' .'; } > tag255.nt; ytterby query --data tag255.nt 'SELECT (STRLEN(LANG(?o)) AS ?n) { ?s ?p ?o }'
! tag255.nt:1:24: error: a part of a language tag has at most 8 characters
! <urn:a> <urn:b> "x"@en-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
!                        ^
? 2

$ { printf '<urn:a> <urn:b> "'; head -c 20000000 /dev/zero | tr '\0' x; echo '" .'; } > long.nt; ytterby convert --to nquads long.nt | cmp - long.nt; ytterby query --data long.nt 'SELECT (STRLEN(?o) AS ?n) { ?s ?p ?o }'
?n
20000000

# Deep nesting ends with a message, at once.
$ { printf 'SELECT * '; head -c 100000 /dev/zero | tr '\0' '{'; head -c 100000 /dev/zero | tr '\0' '}'; } > deep.rq; timeout 20 ytterby check deep.rq 2>&1 | head -1
deep.rq:1:1010: error: nested too deeply: more than 1000 levels

$ { printf 'SELECT ('; head -c 100000 /dev/zero | tr '\0' '!'; echo 'true AS ?x) {}'; } > not.rq; timeout 20 ytterby check not.rq 2>&1 | head -1
not.rq:1:1009: error: nested too deeply: more than 1000 levels

$ { printf 'ASK { ?s '; head -c 100000 /dev/zero | tr '\0' '('; printf '<urn:p>'; head -c 100000 /dev/zero | tr '\0' ')'; echo ' ?o }'; } > path.rq; timeout 20 ytterby check path.rq 2>&1 | head -1
path.rq:1:1010: error: nested too deeply: more than 1000 levels

