# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
DELETE { ?s :unit "t" } INSERT { ?s :unit "t" } WHERE { ?s :unit "t" }
