# A text becomes candidates in the graph of the document, with places and passages; nothing is a statement yet.
$ ytterby copy --to-db d.yt; ytterby ingest --db d.yt --as urn:x:doc $TOP/tests/ingest/supply.txt
! to review: 8 figures, 7 relations, 0 events, 3 new names; found: 16 mentions and 4 dates in 6 paragraphs

$ ytterby query --db d.yt 'SELECT ?class ?what ?from ?to { ?c a yo:Candidate ; yo:proposes ?class ; rdfs:label ?what ; oa:start ?from ; oa:end ?to } ORDER BY ?from ?what'
?class	?what	?from	?to
<urn:ytterby:ont:Relation>	"Siemens depends on China"@en	39	112
<urn:ytterby:ont:Relation>	"Siemens home country Germany"@en	39	112
<urn:ytterby:ont:Relation>	"TDK depends on China"@en	39	112
<urn:ytterby:ont:Relation>	"TDK home country Japan"@en	39	112
<urn:ytterby:ont:Relation>	"Vietnam produces rare earths"@en	113	201
<urn:ytterby:ont:Figure>	"mine output, Vietnam, 2022: 1200 tonne"@en	113	201
<urn:ytterby:ont:Figure>	"mine output, Vietnam, 2023: 600 tonne"@en	113	201
<urn:ytterby:ont:Figure>	"resources, Vietnam: 3.5 to 4 million tonnes"@en	202	273
<urn:ytterby:ont:Company>	"Nordic Magnetics Ltd"@en	275	295
<urn:ytterby:ont:Relation>	"Nordic Magnetics Ltd has a stake in Lindholm plant"@en	275	366
<urn:ytterby:ont:Relation>	"Nordic Magnetics Ltd home country Switzerland"@en	275	366
<urn:ytterby:ont:Site>	"Lindholm plant"@en	337	351
<urn:ytterby:ont:Figure>	"employment, Nordic Magnetics Ltd: 450 job"@en	367	439
<urn:ytterby:ont:Figure>	"investment, Nordic Magnetics Ltd: 1.25 billion US dollars"@en	367	439
<urn:ytterby:ont:Figure>	"price, Thailand: 12 per cent"@en	467	525
<urn:ytterby:ont:Figure>	"cost: 20000000 euro"@en	527	553
<urn:ytterby:ont:Figure>	"figure, GreenOre: 15 project"@en	554	593
<urn:ytterby:ont:Programme>	"GreenOre"@en	557	576

$ ytterby query --db d.yt --format line 'SELECT ?property ?value { ?c a yo:Candidate ; rdfs:label "mine output, Vietnam, 2023: 600 tonne"@en ; ?property ?value } ORDER BY ?property'
property = rdf:type
   value = yo:Candidate

property = rdfs:label
   value = mine output, Vietnam, 2023: 600 tonne

property = oa:end
   value = 201

property = oa:exact
   value = In 2022 and 2023, Vietnam\nmined 1,200 tonnes and 600 tonnes of rare earths respectively;

property = oa:start
   value = 113

property = yo:proposedAbout
   value = y:Vietnam

property = yo:proposedBasis
   value = y:Basis-not-stated

property = yo:proposedBound
   value = y:Exact

property = yo:proposedCommodity
   value = y:Rare-earths

property = yo:proposedIndicator
   value = y:Mine-output

property = yo:proposedLabel
   value = mine output, Vietnam, 2023: 600 tonne

property = yo:proposedPeriod
   value = 2023

property = yo:proposedSource
   value = <urn:x:doc-paragraph-3>

property = yo:proposedStatus
   value = y:Actual

property = yo:proposedUnit
   value = y:tonne

property = yo:proposedValue
   value = 600

property = yo:proposes
   value = yo:Figure

property = yo:review
   value = y:Unreviewed

$ ytterby query --db d.yt 'SELECT ?thing ?words ?from ?passage { ?m yo:mentions|yo:mentionedDate ?thing ; oa:exact ?words ; oa:start ?from ; yo:inPassage/schema:position ?passage } ORDER BY ?from'
?thing	?words	?from	?passage
<urn:ytterby:id:Rare-earth-magnets>	"Magnets"	2	1
"2024-10-03"^^<http://www.w3.org/2001/XMLSchema#date>	"Oct 3, 2024"	26	2
<urn:ytterby:id:Japan>	"Japan"	39	3
<urn:ytterby:id:TDK>	"TDK"	47	3
<urn:ytterby:id:Germany>	"Germany"	55	3
<urn:ytterby:id:Siemens>	"Siemens"	65	3
<urn:ytterby:id:China>	"China"	83	3
<urn:ytterby:id:Rare-earth-magnets>	"rare-earth magnets"	93	3
"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>	"2022"	116	3
"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>	"2023"	125	3
<urn:ytterby:id:Vietnam>	"Vietnam"	131	3
<urn:ytterby:id:Rare-earths>	"rare earths"	176	3
<urn:x:Nordic-Magnetics-Ltd>	"Nordic Magnetics Ltd"	275	4
<urn:ytterby:id:Switzerland>	"Switzerland"	313	4
<urn:x:Lindholm-plant>	"Lindholm plant"	337	4
"2023-05-03"^^<http://www.w3.org/2001/XMLSchema#date>	"3 May 2023"	355	4
<urn:ytterby:id:China>	"China"	460	4
<urn:ytterby:id:Thailand>	"Thailand"	470	4
<urn:ytterby:id:Vietnam>	"Vietnam"	493	4
<urn:x:GreenOre>	"GreenOre\" programme"	557	6

# Reports, rules and derived edges do not see them.
$ ytterby query --db d.yt 'ASK { GRAPH <urn:x:doc> { ?s a ?class . ?class rdfs:subClassOf* yo:Statement } }'; ytterby verify --db d.yt | tail -c 10
false
 no fault

# What is read again replaces what was there, but for what was reviewed.
$ ytterby backup --db d.yt before.yt; ytterby ingest -q --db d.yt --as urn:x:doc $TOP/tests/ingest/supply.txt; ytterby diff --db before.yt --against d.yt
$ ytterby update --db d.yt 'DELETE { GRAPH ?g { ?c yo:review y:Unreviewed } } INSERT { GRAPH ?g { ?c yo:review y:Rejected } } WHERE { GRAPH ?g { ?c yo:proposedUnit y:percent } }'
> printf 'China dominates the rare-earth industry.\n' >short.txt; ytterby ingest --db d.yt --as urn:x:doc short.txt
> ytterby query --db d.yt 'SELECT ?what ?review { ?c a yo:Candidate ; rdfs:label ?what ; yo:review ?review } ORDER BY ?what'
> ytterby ingest --db d.yt --as urn:x:doc $TOP/tests/ingest/supply.txt; ytterby retract -q --db d.yt urn:x:doc; ytterby query --db d.yt 'ASK { GRAPH <urn:x:doc> { ?s ?p ?o } }'
?what	?review
"China dominates rare-earth industry"@en	<urn:ytterby:id:Unreviewed>
"price, Thailand: 12 per cent"@en	<urn:ytterby:id:Rejected>
false
! to review: 0 figures, 1 relation, 0 events, 0 new names; found: 2 mentions and 0 dates in 1 paragraph
! to review: 7 figures, 7 relations, 0 events, 3 new names; reviewed before: 1 candidate; found: 16 mentions and 4 dates in 6 paragraphs

# A dry run prints the same as TriG, from any graph, and changes nothing.
$ printf 'Malaysia  joined ASEAN.\n' | ytterby ingest -q --dry-run --as y:note -
@prefix y: <urn:ytterby:id:> .
@prefix yo: <urn:ytterby:ont:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <http://schema.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> .

y:note {
    y:note a yo:Document ;
        rdfs:label "Malaysia  joined ASEAN."@en ;
        skos:prefLabel "Malaysia  joined ASEAN."@en .

    y:note-candidate-ac5497fc2ee4 a yo:Candidate ;
        rdfs:label "Malaysia member of ASEAN"@en ;
        oa:end 23 ;
        oa:exact "Malaysia  joined ASEAN." ;
        oa:start 0 ;
        yo:proposedLabel "Malaysia member of ASEAN"@en ;
        yo:proposedObject y:ASEAN ;
        yo:proposedPredicate yo:memberOf ;
        yo:proposedSource y:note-paragraph-1 ;
        yo:proposedSubject y:Malaysia ;
        yo:proposes yo:Relation ;
        yo:review y:Unreviewed .

    y:note-mention-0 a yo:Mention ;
        rdfs:label "Malaysia, paragraph 1"@en ;
        oa:end 8 ;
        oa:exact "Malaysia" ;
        oa:start 0 ;
        yo:inPassage y:note-paragraph-1 ;
        yo:mentions y:Malaysia .

    y:note-mention-17 a yo:Mention ;
        rdfs:label "ASEAN, paragraph 1"@en ;
        oa:end 22 ;
        oa:exact "ASEAN" ;
        oa:start 17 ;
        yo:inPassage y:note-paragraph-1 ;
        yo:mentions y:ASEAN .

    y:note-paragraph-1 a yo:Passage ;
        dcterms:isPartOf y:note ;
        schema:position 1 ;
        rdfs:label "note, paragraph 1"@en .
}

# The lexicon is data: a name and a pattern that the database has are used at once.
$ printf '@prefix y: <urn:ytterby:id:> . @prefix yo: <urn:ytterby:ont:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\ny:Ruritania a yo:Country ; rdfs:label "Ruritania", "\346\277\263\346\264\262" . y:t yo:signals yo:dependsOn ; yo:pattern "{subject} leans upon {object}" .\n' >more.ttl
> ytterby load --db d.yt more.ttl; printf 'RURITANIA leans upon China, not so Ruritanians. \346\210\221\345\234\250\346\277\263\346\264\262\343\200\202\n' | ytterby ingest -q --db d.yt --as y:r --dry-run - | grep -E 'exact|proposed(Sub|Ob)ject'
        oa:exact "RURITANIA leans upon China, not so Ruritanians." ;
        yo:proposedObject y:China ;
        yo:proposedSubject y:Ruritania ;
        oa:exact "RURITANIA" ;
        oa:exact "China" ;
        oa:exact "濳洲" ;

# What is no text is refused where it is wrong; nothing is written.
$ printf 'one\ntwo \377 three\n' >bytes.txt; ytterby ingest --db d.yt --as y:b bytes.txt
! bytes.txt:2:5: error: this byte is no UTF-8: is it plain text?
! two ? three
!     ^
? 2

$ printf 'one\ntwo\0three\n' >nul.txt; ytterby ingest --db d.yt --as y:b nul.txt
! nul.txt:2:4: error: a NUL: is it plain text?
! two three
!    ^
? 2

$ { echo start; head -c 1100000 /dev/zero | tr '\0' x; } >long.txt; ytterby ingest --db d.yt --as y:b long.txt
! long.txt:2:1: error: this paragraph is longer than 1024 KiB
! xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
! ^
? 1

$ head -c 100000000 /dev/zero | tr '\0' 'x' | ytterby ingest --db d.yt --as y:b -
! -: error: the document is larger than 32 MiB
? 1

$ ytterby query --db d.yt 'ASK { GRAPH y:b { ?s ?p ?o } }'; : >empty.txt; ytterby ingest --db d.yt --as y:b empty.txt
false
! to review: 0 figures, 0 relations, 0 events, 0 new names; found: 0 mentions and 0 dates in 0 paragraphs

# Usage.
$ ytterby ingest --db d.yt empty.txt
! ytterby: error: ingest needs --as IRI, the document's name
? 64

$ ytterby ingest --as y:b empty.txt
! ytterby: error: ingest needs --db PATH, or --dry-run
? 64

$ ytterby ingest --db none.yt --as y:b empty.txt; ls none.yt 2>/dev/null
! ytterby: error: there is no "none.yt": no database to write into
? 2

$ ytterby ingest --db d.yt --as y:b missing.txt
! ytterby: error: cannot read missing.txt: No such file or directory
? 1

$ ytterby ingest --db d.yt --as 'no iri' empty.txt
! ytterby: error: <no iri> is not an IRI
? 64

$ printf '<http://a> <http://b> 1 .\n' >plain.ttl; ytterby ingest --dry-run --data plain.ttl --as y:b empty.txt
! ytterby: error: the graph names nothing of the class <urn:ytterby:ont:Entity>: load graph/ontology.ttl and graph/reference/ into the database first
? 1

$ printf '@prefix yo: <urn:ytterby:ont:> . <urn:t> yo:signals yo:dependsOn ; yo:pattern "{subject} {whom}" .\n' >wrong.ttl; ytterby ingest --dry-run --data $TOP/graph/ontology.ttl --data $TOP/graph/reference/countries.ttl --data wrong.ttl --default-graph union --as y:b empty.txt
! ytterby: error: the lexicon's pattern "{subject} {whom}" has a slot that is neither {subject} nor {object} nor {target}
? 2

