# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DELETE { GRAPH ?g { ?s ?p ?n } } INSERT { GRAPH ?g { ?s ?p ?m } } WHERE { GRAPH ?g { ?s ?p ?n } BIND (?n * 10 AS ?m) }
