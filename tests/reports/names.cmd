# An argument is a term, bound, never text of the query: quotes, braces and backslashes are letters like others.
$ ytterby load --db h.yt "$TOP"/graph/ontology.ttl "$TOP"/graph/reference/*.ttl "$TESTDIR"/hostile.trig
> echo 'ytterby report --db h.yt --default-graph union "$@"' >report

$ sh report exposure 'Braced } } UNION { ?s ?p ?o } { Land'
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Braced } } UNION { ?s ?p ?o } { Land"	"depends on"	"<script>alert(1)</script> & \"Sons\" ]]> --> </td></table>"	""	""	""	""	""	"Paper {1} \\ \"page\""

$ sh report exposure 'Back\slash \"Land\'
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Back\\slash \\\"Land\\"	"aimed at"	"\"Quoted\" 'Land'"	"ban on exports"	""	""	"Rule {of} \"quoted\" \\ things: announced"	"2025-02"	"Paper {1} \\ \"page\""
"Back\\slash \\\"Land\\"	"aimed at"	"\"Quoted\" 'Land'"	"ban on exports"	""	""	"Rule {of} \"quoted\" \\ things: in force"	"2026-01-15"	"Paper {1} \\ \"page\""

$ sh report policy 'Rule {of} "quoted" \ things' 2025-03
?name	?aspect	?value	?when	?source
"Rule {of} \"quoted\" \\ things"	"issuer"	"\"Quoted\" 'Land'"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"kind"	"ban on exports"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"target"	"Back\\slash \\\"Land\\"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"status on 2025-03"	"announced"	"2025-02"	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"status later"	"in force"	"2026-01-15"	"Paper {1} \\ \"page\""

$ sh report policy touching='Back\slash \"Land\' date=2025-01 | grep status
"Rule {of} \"quoted\" \\ things"	"status on 2025-01"	"not known"	""	"no source so early"
"Rule {of} \"quoted\" \\ things"	"status later"	"announced"	"2025-02"	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"status later"	"in force"	"2026-01-15"	"Paper {1} \\ \"page\""

$ sh report whatif '"Quoted" '\''Land'\'
?lost	?where	?amount	?unit	?left	?others	?hits	?when	?source
! report whatif knows nothing of this: without "Quoted" 'Land'

$ sh report provenance '<script>alert(1)</script> & "Sons" ]]> --> </td></table>'
?kind	?statement	?link	?passage	?document	?publisher	?published
"relation"	"<script> comes from \"Quoted\""	"subject"	"Paper {1} \\ \"page\""	"Paper <1> & \"more\""	"not told"	"2025-03-01"^^<http://www.w3.org/2001/XMLSchema#date>
"relation"	"{braced} \"depends\" \\ on"	"object"	"Paper {1} \\ \"page\""	"Paper <1> & \"more\""	"not told"	"2025-03-01"^^<http://www.w3.org/2001/XMLSchema#date>

$ sh report company "<urn:ytterby:test:a'b(c)&amp>"
?section	?what	?value	?when	?source
! report company knows nothing of this: company IRI with marks

# Nothing of these is a name, so nothing is asked.
$ sh report country '} } ; DROP ALL ; SELECT * { { '
! ytterby: error: no country is called "} } ; DROP ALL ; SELECT * { { "
? 1

$ sh report country '"@en . ?x ?y ?z . "'
! ytterby: error: no country is called ""@en . ?x ?y ?z . ""
? 1

$ sh report company '\u0022'
! ytterby: error: no company is called "\u0022"
? 1

$ sh report policy 'Rule {of} "quoted" \ things' '2025-03"^^xsd:date'
! ytterby: error: date must be a day, a month or a year such as 2025-10-26, 2025-10 or 2025, not "2025-03"^^xsd:date"
? 64

# In every format the texts stay whole.
$ sh report exposure --format csv 'Back\slash \"Land\'
who,exposure,to,for,value,unit,remark,when,source
"Back\slash \""Land\",aimed at,"""Quoted"" 'Land'",ban on exports,,,"Rule {of} ""quoted"" \ things: announced",2025-02,"Paper {1} \ ""page"""
"Back\slash \""Land\",aimed at,"""Quoted"" 'Land'",ban on exports,,,"Rule {of} ""quoted"" \ things: in force",2026-01-15,"Paper {1} \ ""page"""

# In the shell a name stands in double or single quotes, or bare where nothing follows it.
$ cat >script <<'END'
> .report exposure 'Back\slash \"Land\'
> .report policy touching='Back\slash \"Land\' date=2025-12
> .report exposure "Braced } } UNION { ?s ?p ?o } { Land"
> .report exposure Braced } } UNION { ?s ?p ?o } { Land
> END
> ytterby --db h.yt --default-graph union -f script
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Back\\slash \\\"Land\\"	"aimed at"	"\"Quoted\" 'Land'"	"ban on exports"	""	""	"Rule {of} \"quoted\" \\ things: announced"	"2025-02"	"Paper {1} \\ \"page\""
"Back\\slash \\\"Land\\"	"aimed at"	"\"Quoted\" 'Land'"	"ban on exports"	""	""	"Rule {of} \"quoted\" \\ things: in force"	"2026-01-15"	"Paper {1} \\ \"page\""
?name	?aspect	?value	?when	?source
"Rule {of} \"quoted\" \\ things"	"issuer"	"\"Quoted\" 'Land'"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"kind"	"ban on exports"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"target"	"Back\\slash \\\"Land\\"	""	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"status on 2025-12"	"announced"	"2025-02"	"Paper {1} \\ \"page\""
"Rule {of} \"quoted\" \\ things"	"status later"	"in force"	"2026-01-15"	"Paper {1} \\ \"page\""
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Braced } } UNION { ?s ?p ?o } { Land"	"depends on"	"<script>alert(1)</script> & \"Sons\" ]]> --> </td></table>"	""	""	""	""	""	"Paper {1} \\ \"page\""
! script:4:1: error: report exposure takes at most 2 arguments (quote names of several words)
? 64

# Several words that no name has together: the names with most of them, rare words first.
$ ytterby report dependencies 'separation technology' 2>&1 | grep -c 'nearest: separation (y:Separation)'
1

# An argument goes to the parameter that it fits: a country is no policy, but one that policies touch.
$ ytterby report policy Malaysia 2026-01-01 >one; ytterby report policy touching=Malaysia date=2026-01-01 >other; cmp one other

# Whoever depends and whom others depend on, a technology, a stage.
$ ytterby report dependencies China | cut -f 1,2,3
?who	?on	?for
"Malaysia"	"China"	"Chinese rare-earth technology"
"Malaysia"	"China"	"extraction and separation"
"Malaysia"	"China"	"metal and alloy making"
"Malaysia"	"China"	"rare-earth production technology"
"Malaysia"	"China"	"rare-earth extraction technology"
"Malaysia"	"China"	"rare-earth processing technology"
"Malaysia"	"China"	"rare-earth utilisation technology"

$ ytterby report dependencies 'rare-earth processing technology' | cut -f 1,2,3
?who	?on	?for
"Malaysia"	"China"	"rare-earth processing technology"

$ ytterby report dependencies separation >one; ytterby report dependencies stage=separation >other; cmp one other
