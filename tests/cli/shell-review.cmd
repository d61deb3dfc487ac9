# A script goes through the candidates of a text: what is accepted becomes a statement with its source, derived edges and all.
$ ytterby copy --to-db d.yt; printf 'In 2024 Vietnam mined 300 tonnes of rare earths. Thailand relies on Japan. Acme Ores Ltd competes with Lynas.\n' >note.txt; ytterby ingest -q --db d.yt --as y:note note.txt
> printf '%s\n' .review '.review accept' '.review edit period=2023' '.review edit unit="million tonnes"' '.review accept' '.review skip' '.review reject' '.review accept' '.review accept' .review | ytterby --db d.yt
company: Acme Ores Ltd
5 to review; note, paragraph 1, character 75
    "Acme Ores Ltd"
  name        Acme Ores Ltd
.review accept, reject, skip, or edit NAME=VALUE
figure: mine output, Vietnam, 2024: 300 tonne
4 to review; note, paragraph 1, character 0
    "In 2024 Vietnam mined 300 tonnes of rare earths."
  indicator   mine output
  about       Vietnam
  period      2024
  value       300
  unit        tonne
  commodity   rare earths
  basis       basis not stated
  bound       exact
  status      actual
.review accept, reject, skip, or edit NAME=VALUE
figure: mine output, Vietnam, 2023: 300 tonne
4 to review; note, paragraph 1, character 0
    "In 2024 Vietnam mined 300 tonnes of rare earths."
  indicator   mine output
  about       Vietnam
  period      2023
  value       300
  unit        tonne
  commodity   rare earths
  basis       basis not stated
  bound       exact
  status      actual
.review accept, reject, skip, or edit NAME=VALUE
figure: mine output, Vietnam, 2023: 300 million tonnes
4 to review; note, paragraph 1, character 0
    "In 2024 Vietnam mined 300 tonnes of rare earths."
  indicator   mine output
  about       Vietnam
  period      2023
  value       300
  unit        million tonnes
  commodity   rare earths
  basis       basis not stated
  bound       exact
  status      actual
.review accept, reject, skip, or edit NAME=VALUE
relation: Vietnam produces rare earths
3 to review; note, paragraph 1, character 0
    "In 2024 Vietnam mined 300 tonnes of rare earths."
  subject     Vietnam
  property    produces
  object      rare earths
  date        2024
.review accept, reject, skip, or edit NAME=VALUE
relation: Thailand depends on Japan
3 to review; note, paragraph 1, character 49
    "Thailand relies on Japan."
  subject     Thailand
  property    depends on
  object      Japan
.review accept, reject, skip, or edit NAME=VALUE
relation: Acme Ores Ltd competes with Lynas
2 to review; note, paragraph 1, character 75
    "Acme Ores Ltd competes with Lynas."
  subject     Acme Ores Ltd
  property    competes with
  object      Lynas
.review accept, reject, skip, or edit NAME=VALUE
relation: Vietnam produces rare earths
1 to review; note, paragraph 1, character 0
    "In 2024 Vietnam mined 300 tonnes of rare earths."
  subject     Vietnam
  property    produces
  object      rare earths
  date        2024
.review accept, reject, skip, or edit NAME=VALUE
! accepted
! accepted
! skipped
! rejected
! accepted
! accepted
! nothing to review
! nothing to review

$ ytterby query --db d.yt 'SELECT ?made ?property ?value { GRAPH y:note { ?made dcterms:source ?any ; ?property ?value } } ORDER BY ?made ?property'
?made	?property	?value
<urn:ytterby:id:Acme-Ores-Ltd>	<http://purl.org/dc/terms/source>	<urn:ytterby:id:note-paragraph-1>
<urn:ytterby:id:Acme-Ores-Ltd>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>	<urn:ytterby:ont:Company>
<urn:ytterby:id:Acme-Ores-Ltd>	<http://www.w3.org/2000/01/rdf-schema#label>	"Acme Ores Ltd"@en
<urn:ytterby:id:Acme-Ores-Ltd>	<http://www.w3.org/2004/02/skos/core#prefLabel>	"Acme Ores Ltd"@en
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://purl.org/dc/terms/source>	<urn:ytterby:id:note-paragraph-1>
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://qudt.org/schema/qudt/unit>	<urn:ytterby:id:million-tonnes>
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://schema.org/about>	<urn:ytterby:id:Vietnam>
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://schema.org/value>	"300"^^<http://www.w3.org/2001/XMLSchema#decimal>
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>	<urn:ytterby:ont:Figure>
<urn:ytterby:id:note-statement-2f63ae074b66>	<http://www.w3.org/2000/01/rdf-schema#label>	"mine output, Vietnam, 2023: 300 million tonnes"@en
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:basis>	<urn:ytterby:id:Basis-not-stated>
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:bound>	<urn:ytterby:id:Exact>
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:commodity>	<urn:ytterby:id:Rare-earths>
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:indicator>	<urn:ytterby:id:Mine-output>
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:period>	"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>
<urn:ytterby:id:note-statement-2f63ae074b66>	<urn:ytterby:ont:status>	<urn:ytterby:id:Actual>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://purl.org/dc/terms/date>	"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://purl.org/dc/terms/source>	<urn:ytterby:id:note-paragraph-1>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#object>	<urn:ytterby:id:Rare-earths>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate>	<urn:ytterby:ont:produces>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>	<urn:ytterby:id:Vietnam>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>	<urn:ytterby:ont:Relation>
<urn:ytterby:id:note-statement-7ef00d8150e8>	<http://www.w3.org/2000/01/rdf-schema#label>	"Vietnam produces rare earths"@en
<urn:ytterby:id:note-statement-99238d179f82>	<http://purl.org/dc/terms/source>	<urn:ytterby:id:note-paragraph-1>
<urn:ytterby:id:note-statement-99238d179f82>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#object>	<urn:ytterby:id:Lynas>
<urn:ytterby:id:note-statement-99238d179f82>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate>	<urn:ytterby:ont:competesWith>
<urn:ytterby:id:note-statement-99238d179f82>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>	<urn:ytterby:id:Acme-Ores-Ltd>
<urn:ytterby:id:note-statement-99238d179f82>	<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>	<urn:ytterby:ont:Relation>
<urn:ytterby:id:note-statement-99238d179f82>	<http://www.w3.org/2000/01/rdf-schema#label>	"Acme Ores Ltd competes with Lynas"@en

$ ytterby query --db d.yt 'SELECT ?a ?p ?b { GRAPH y:derived { ?a ?p ?b VALUES ?a { y:Thailand y:Acme-Ores-Ltd } } } ORDER BY ?p'
?a	?p	?b
<urn:ytterby:id:Acme-Ores-Ltd>	<urn:ytterby:ont:competesWith>	<urn:ytterby:id:Lynas>
<urn:ytterby:id:Thailand>	<urn:ytterby:ont:locatedIn>	<urn:ytterby:id:Southeast-Asia>
<urn:ytterby:id:Thailand>	<urn:ytterby:ont:memberOf>	<urn:ytterby:id:ASEAN>
<urn:ytterby:id:Thailand>	<urn:ytterby:ont:partyTo>	<urn:ytterby:id:RCEP>

$ ytterby query --db d.yt 'SELECT ?what ?result { ?c a yo:Candidate ; rdfs:label ?what ; yo:review ?result } ORDER BY ?what'
?what	?result
"Acme Ores Ltd"@en	<urn:ytterby:id:Accepted>
"Acme Ores Ltd competes with Lynas"@en	<urn:ytterby:id:Accepted>
"Thailand depends on Japan"@en	<urn:ytterby:id:Rejected>
"Vietnam produces rare earths"@en	<urn:ytterby:id:Accepted>
"mine output, Vietnam, 2023: 300 million tonnes"@en	<urn:ytterby:id:Accepted>

# What was decided is not proposed again, and each step can be taken back.
$ ytterby ingest --db d.yt --as y:note note.txt; printf '.review\n' | ytterby --db d.yt
! to review: 0 figures, 0 relations, 0 events, 0 new names; reviewed before: 4 candidates; found: 6 mentions and 1 date in 1 paragraph
! nothing to review

$ ytterby backup --db d.yt before.yt; printf '%s\n' 'DELETE { GRAPH ?g { ?c yo:review y:Rejected } } INSERT { GRAPH ?g { ?c yo:review y:Unreviewed } } WHERE { GRAPH ?g { ?c yo:review y:Rejected } }' | ytterby --db d.yt; ytterby backup --db d.yt open.yt
> printf '%s\n' .review '.review accept' .undo | ytterby -q --db d.yt >out.txt; ytterby diff --db open.yt --against d.yt; ytterby verify --db d.yt
d.yt: ... statements, ... terms, no fault
! accepted
! nothing to review
! the last transaction is undone

# What cannot be.
$ printf '.review accept\n' | ytterby --db d.yt
! stdin:1:1: error: nothing is shown: .review shows the next candidate
? 64

$ printf '%s\n' .review '.review edit whom=Lynas' | ytterby --db d.yt 2>&1 >out.txt
stdin:2:1: error: there is no "whom" to edit; there are name, subject, property, object, indicator, about, period, value, low, high, unit, commodity, basis, bound, status, kind, issuer, target, actor, timing, date
? 64

$ printf '%s\n' .review '.review edit subject=Lynaz' | ytterby --db d.yt 2>&1 >out.txt
stdin:2:1: error: no thing is called "Lynaz"; nearest: Lynas (y:Lynas)
? 1

$ printf '%s\n' .review '.review edit value=many' | ytterby --db d.yt 2>&1 >out.txt
stdin:2:1: error: that is no number
? 64

$ printf '%s\n' .review '.review edit date=2024-5' | ytterby --db d.yt 2>&1 >out.txt
stdin:2:1: error: a date is 2024, 2024-05 or 2024-05-31
? 64

$ printf '%s\n' .review '.review later' | ytterby --db d.yt 2>&1 >out.txt
stdin:2:1: error: say .review, or .review accept, reject, skip or edit NAME=VALUE
? 64

$ printf '.review\n' | ytterby
! nothing to review

$ chmod a-w d.yt; ytterby export --db d.yt --to trig -o d.trig; printf '%s\n' .review '.review skip' '.review accept' | ytterby --data d.trig --default-graph union | tail -2
  object      Japan
.review accept, reject, skip, or edit NAME=VALUE
! skipped
! accepted
! nothing to review

