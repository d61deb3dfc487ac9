# data: stock.ttl
# named: urn:x:old=old.ttl
# status: 1
# error: ...
# error: ...
PREFIX : <urn:x:>
DELETE WHERE { ?s ?p ?o } ; CREATE GRAPH :old
