# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT { ?s :before ?n } USING NAMED :old WHERE { GRAPH ?g { ?s :amount ?n } }
