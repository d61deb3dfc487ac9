# From a text to reports: a policy that the text does not name is proposed with what happened to it; what the document itself
# says that an acronym means holds in it; what was accepted survives another reading, and goes with the document.
$ ytterby copy --to-db d.yt
> printf 'In July 2023 Chile banned the export of lithium and cobalt to Peru. Andes Cobalt Corp (ACC) supplies Tesla. ACC produced about 1,200 tonnes of cobalt in 2024, 12%% less than in 2023.\n' >note.txt
> ytterby ingest --db d.yt --as y:note note.txt
> ytterby query --db d.yt --format csv 'SELECT ?class ?what { ?c a yo:Candidate ; yo:proposes/rdfs:label ?class ; rdfs:label ?what } ORDER BY ?class ?what'
class,what
company,Andes Cobalt Corp
figure,"production, Andes Cobalt Corp, 2024: -12 per cent"
figure,"production, Andes Cobalt Corp, 2024: 1200 tonne"
policy,"ban on exports, Chile, 2023: lithium, cobalt"
relation,Andes Cobalt Corp produces cobalt
relation,Andes Cobalt Corp supplies Tesla
status change,"ban on exports, Chile, 2023: lithium, cobalt: in force, 2023-07"
! to review: 2 figures, 2 relations, 3 events, 1 new name; found: 9 mentions and 3 dates in 1 paragraph

$ ytterby query --db d.yt --format csv 'SELECT ?value ?basis ?bound { ?c yo:proposedValue ?value ; yo:proposedBasis/rdfs:label ?basis ; yo:proposedBound/rdfs:label ?bound } ORDER BY ?value'
value,basis,bound
-12,change,exact
1200,basis not stated,about

$ printf '.review\n' | ytterby --db d.yt 2>&1
policy: ban on exports, Chile, 2023: lithium, cobalt
7 to review; note, paragraph 1, character 0
    "In July 2023 Chile banned the export of lithium and cobalt to Peru."
  name        ban on exports, Chile, 2023: lithium, cobalt
  commodity   cobalt, lithium
  kind        ban on exports
  issuer      Chile
  target      Peru
.review accept, reject, skip, or edit NAME=VALUE

$ for i in 1 2 3 4 5 6 7 8 9; do echo .review; echo .review accept; done | ytterby --db d.yt 2>&1 | grep -c accepted
7

$ ytterby report policy --db d.yt 'ban on exports, Chile' 2024 --format csv | cut -d, -f3-
value,when,source
 2023: lithium, cobalt",issuer,Chile,,"note, paragraph 1"
 2023: lithium, cobalt",kind,ban on exports,,"note, paragraph 1"
 2023: lithium, cobalt",target,Peru,,"note, paragraph 1"
 2023: lithium, cobalt",commodity,cobalt,,"note, paragraph 1"
 2023: lithium, cobalt",commodity,lithium,,"note, paragraph 1"
 2023: lithium, cobalt",status on 2024,in force,2023-07,"note, paragraph 1"

$ ytterby query --db d.yt --format csv 'SELECT ?how ?what { GRAPH y:derived { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), "urn:ytterby:id:ban") || ?s = y:Andes-Cobalt-Corp) ?p rdfs:label ?how . ?o rdfs:label ?what } ORDER BY ?how ?what'
how,what
affects,Peru
affects,cobalt
affects,lithium
produces,cobalt
supplies,Tesla

$ ytterby ingest --db d.yt --as y:note note.txt; ytterby report company --db d.yt 'Andes Cobalt Corp' --format csv | grep -c .
5
! to review: 0 figures, 0 relations, 0 events, 0 new names; reviewed before: 7 candidates; found: 9 mentions and 3 dates in 1 paragraph

$ ytterby validate --db d.yt 2>&1 | grep -v '^<'
error: A document's graph says who published the document and when. (documents.rq)
?node	?detail
25 rules, 1 broken
ytterby: error: 1 rule of severity error is broken

$ ytterby export --db d.yt --graph urn:ytterby:id:note --to nquads | grep -c Accepted; ytterby retract --db d.yt urn:ytterby:id:note
7
! 252 statements taken out; 177 derived edges now

