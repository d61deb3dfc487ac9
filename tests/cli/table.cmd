# Rows of tables become statements by a CONSTRUCT over their columns.
$ cat >map.rq <<'end'
> PREFIX ex: <http://ex/>
> CONSTRUCT { ?site ex:name ?name ; ex:output ?output ; ex:note ?Note ; ex:row ?ROWNUM ; ex:at [ ex:lat ?lat ] }
> WHERE {
>   BIND(IRI(CONCAT("http://ex/", ENCODE_FOR_URI(?name))) AS ?site)
>   BIND(xsd:decimal(?Output__t_) AS ?output)
> }
> end
> printf '\357\273\277name,Output (t),lat,Note\r\n"Mount ""Weld""",12.5,1,"two\r\nlines"\r\nGebeng,,2,\r\n\r\n' >sites.csv
> ytterby load --db d.yt --csv --map map.rq sites.csv; ytterby export --db d.yt --to nquads
<http://ex/Gebeng> <http://ex/at> _:t1-b2 .
<http://ex/Gebeng> <http://ex/name> "Gebeng" .
<http://ex/Gebeng> <http://ex/row> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://ex/Mount%20%22Weld%22> <http://ex/at> _:t1-b1 .
<http://ex/Mount%20%22Weld%22> <http://ex/name> "Mount \"Weld\"" .
<http://ex/Mount%20%22Weld%22> <http://ex/note> "two\r\nlines" .
<http://ex/Mount%20%22Weld%22> <http://ex/output> "12.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://ex/Mount%20%22Weld%22> <http://ex/row> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:t1-b1 <http://ex/lat> "1" .
_:t1-b2 <http://ex/lat> "2" .

# The map may look up what the database held before: here a thing by its name, and its blank node, which stays that node.
$ echo 'CONSTRUCT { ?site <http://ex/owner> ?owner . ?place <http://ex/seen> true }
> WHERE { ?site <http://ex/name> ?name ; <http://ex/at> ?place }' >owners.rq
> printf 'name\towner\nGebeng\tLynas "Corp"\nNowhere\tNobody\n' | gzip >owners.tsv.gz
> ytterby load --db d.yt --csv --map owners.rq --graph http://ex/g owners.tsv.gz; ytterby export --db d.yt --to nquads --graph http://ex/g
<http://ex/Gebeng> <http://ex/owner> "Lynas \"Corp\"" .
_:t1-b2 <http://ex/seen> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .

# Several tables, each with a header of its own; columns without a name, or with one that is taken.
$ printf 'a,,a,2x,ROWNUM\n1,2,3,4,5\n' >one.csv; printf 'é,a\n6,7\n' >two.csv
> echo 'CONSTRUCT { ?s <http://ex/p> ?a, ?column2, ?a_2, ?2x, ?ROWNUM_2, ?é } WHERE { BIND(IRI(CONCAT("http://ex/", STR(?ROWNUM), ?a)) AS ?s) }' >many.rq
> ytterby load --db m.yt --csv --map many.rq one.csv two.csv; ytterby query --db m.yt 'SELECT ?s (GROUP_CONCAT(?o) AS ?all) { { SELECT * { ?s ?p ?o } ORDER BY ?o } } GROUP BY ?s ORDER BY ?s'
?s	?all
<http://ex/11>	"1 2 3 4 5"
<http://ex/17>	"6 7"

$ printf 'a\tb\n1\t2\n' | ytterby load --db m.yt --csv --from tsv --map many.rq -; ytterby query --db m.yt 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
?n
7

# Spreadsheets write semicolons where a comma is the decimal sign, and tabs without saying so in the name: the header tells.
$ printf '\357\273\277name;Output, t;note\r\n"A;b";1,5;"two ""x""\r\nlines"\r\nC;;\r\n' >semi.csv
> echo 'CONSTRUCT { ?s <http://ex/n> ?name ; <http://ex/t> ?t ; <http://ex/note> ?note } WHERE { BIND(IRI(CONCAT("http://ex/", STR(?ROWNUM))) AS ?s) BIND(xsd:decimal(REPLACE(?Output__t, ",", ".")) AS ?t) }' >semi.rq
> ytterby load --db semi.yt --csv --map semi.rq semi.csv; ytterby export --db semi.yt --to nquads
<http://ex/1> <http://ex/n> "A;b" .
<http://ex/1> <http://ex/note> "two \"x\"\r\nlines" .
<http://ex/1> <http://ex/t> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://ex/2> <http://ex/n> "C" .

$ printf 'name\tOutput, t\tnote\nD\t2\tsays "no"\n' | ytterby load --db tab.yt --csv --map semi.rq -; ytterby query --db tab.yt --format csv 'SELECT ?t ?note { ?s <http://ex/n> "D" ; <http://ex/t> ?t ; <http://ex/note> ?note }'
t,note
2,"says ""no"""

# Thousands of rows: no node is shared between batches, and numbers of rows go on.
$ { echo n; seq 2500; } >seq.csv
> echo 'CONSTRUCT { [] <http://ex/n> ?n ; <http://ex/row> ?ROWNUM } {}' >seq.rq
> ytterby load --db s.yt --csv --map seq.rq seq.csv
> ytterby query --db s.yt 'SELECT (COUNT(DISTINCT ?b) AS ?nodes) (MAX(?row) AS ?last) { ?b <http://ex/n> ?n ; <http://ex/row> ?row FILTER(xsd:integer(?n) = ?row) }'
?nodes	?last
2500	2500

$ ytterby load --db s.yt --csv --map seq.rq seq.csv; ytterby query --db s.yt 'SELECT (COUNT(DISTINCT ?b) AS ?nodes) { ?b <http://ex/n> ?n }'
?nodes
5000

# What is wrong in a table or a map is told where it is, and nothing is left behind.
$ printf 'name\nx\n"open\n' >bad.csv; ytterby load --db fresh.yt --csv --map map.rq sites.csv bad.csv
! bad.csv:3:1: error: this quoted cell has no end
! "open
! ^
? 2

$ ls fresh.yt 2>/dev/null; printf 'a,b\n1,2,3\n' >wide.csv; ytterby load --db s.yt --csv --map seq.rq seq.csv wide.csv; ytterby verify --db s.yt
! wide.csv:2:5: error: 3 cells where the first row has 2
! 1,2,3
!     ^
s.yt: 10000 statements, ... terms, no fault

$ : >empty.csv; ytterby load --db fresh.yt --csv --map map.rq empty.csv
! empty.csv:1:1: error: a table begins with its header
! ...
? 2

$ echo 'CONSTRUCT { ?s ?p } {}' >wrong.rq; ytterby load --db fresh.yt --csv --map wrong.rq sites.csv
! wrong.rq:1:19: error: ...
! ...
? 2

$ echo 'CONSTRUCT { ?name ?name ?name } { BIND(1 AS ?name) }' >wrong.rq; ytterby load --db fresh.yt --csv --map wrong.rq sites.csv
! wrong.rq:1:45: error: ?name is bound already in this group, so BIND cannot bind it
! ...
? 2

$ echo 'SELECT * {}' >wrong.rq; ytterby load --db fresh.yt --csv --map wrong.rq sites.csv
! ytterby: error: wrong.rq: a map is a CONSTRUCT
? 1

$ echo 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1' >wrong.rq; ytterby load --db fresh.yt --csv --map wrong.rq sites.csv
! ytterby: error: wrong.rq: a map has no GROUP BY, HAVING, LIMIT or OFFSET: rows come in batches
? 1

$ ls fresh.yt 2>/dev/null
? 2

$ echo 'CONSTRUCT { <http://ex/a> <http://ex/b> ?c } {}' >other.rq; ytterby load --db none.yt --csv --map other.rq sites.csv
! ytterby: warning: no row gave a statement; the columns are ?ROWNUM ?name ?Output__t_ ?lat ?Note

$ ytterby load --db d.yt --csv sites.csv
! ytterby: error: --csv needs --map MAP.rq
? 64

$ ytterby load --db d.yt --map map.rq sites.csv
! ytterby: error: --map belongs to --csv
? 64

$ ytterby load --db d.yt --csv --map map.rq --from turtle sites.csv
! ytterby: error: --from is csv or tsv for tables, not "turtle"
? 64

$ ytterby load --db d.yt --csv --map map.rq missing.csv
! missing.csv: error: cannot open: No such file or directory
? 1
