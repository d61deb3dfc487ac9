# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
WITH :old INSERT { GRAPH :other { ?s :amount ?n } } WHERE { ?s :amount ?n }
