$ ytterby validate
! 25 rules, 0 broken

# One error of each kind that analysts meet.
$ ytterby validate --default-graph union --data "$TOP"/graph/ontology.ttl --data "$TESTDIR"/../validate/broken.trig |
> grep -A3 -E 'figure-parts|sources.rq|policy-dates|labels.rq|hierarchies|stakes'
error: A figure says of whom, what, by which unit, basis, bound and status. (figure-parts.rq)
?node	?detail
<urn:ytterby:id:Broken-figure>	<http://qudt.org/schema/qudt/unit>
warning: A share says of what whole, and lies between 0 and 100 per cent. (figure-shares.rq)
--
error: Broader concepts, larger places, larger bodies, superclasses, whole documents and base units form no circle. (hierarchies.rq)
?node	?detail
<urn:ytterby:id:Broken-country>	<http://schema.org/containedInPlace>
error: Everything has an rdfs:label. (labels.rq)
?node	?detail
<urn:ytterby:id:Broken-policy>	"no rdfs:label"
<urn:ytterby:id:Nobody-of-that-name>	"no rdfs:label"
--
error: A policy or an agreement of which more than its name is known has a status with a date, or with the words that the source has for the time. (policy-dates.rq)
?node	?detail
<urn:ytterby:id:Broken-policy>	"policy"@en
error: A policy, programme or agreement has a kind; a policy or programme has an issuer; a permit has a holder. (policy-parts.rq)
--
error: A statement in a document's graph points to a passage of that document. (sources.rq)
?node	?detail
<urn:ytterby:id:Broken-figure>	<urn:ytterby:id:Broken-document>
error: A stake has one owner, another thing as its asset, a kind, and a percentage within 100, as have all of a thing's equity. (stakes.rq)
?node	?detail
<urn:ytterby:id:Broken-stake>	"owns itself"
<urn:ytterby:id:Broken-stake>	"not within 100 %"
! 25 rules, 23 broken
! ytterby: error: 22 rules of severity error are broken

# A warning is told, and is no failure.
$ ytterby copy --to-db d.yt
> ytterby update --db d.yt 'DELETE WHERE { GRAPH ?document { y:SMM-2025-10-26-China-output-share yo:shareOf ?whole } }'
> ytterby validate --db d.yt
warning: A share says of what whole, and lies between 0 and 100 per cent. (figure-shares.rq)
?node	?detail
<urn:ytterby:id:SMM-2025-10-26-China-output-share>	"of what?"
! 25 rules, 1 broken

