# RDF 1.2 in a database: triple terms, reifiers and base direction are kept, asked for and written.
$ printf 'PREFIX ex: <http://example.org/>\nex:a ex:b ex:c ~ ex:r {| ex:said "x"@ar--rtl |} .\n' > t.ttl; ytterby load --db t.yt t.ttl && ytterby query --db t.yt 'PREFIX ex: <http://example.org/> SELECT ?o ?d { <<ex:a ex:b ?o ~ ?r>> ex:said ?x BIND(LANGDIR(?x) AS ?d) }'
?o	?d
<http://example.org/c>	"rtl"
$ ytterby update --db t.yt --dump nquads 'PREFIX ex: <http://example.org/> DELETE WHERE { ?r ex:said ?x }'
<http://example.org/a> <http://example.org/b> <http://example.org/c> .
<http://example.org/r> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://example.org/a> <http://example.org/b> <http://example.org/c> )>> .
