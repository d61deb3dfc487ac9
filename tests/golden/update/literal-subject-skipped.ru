# data: stock.ttl
# named: urn:x:old=old.ttl
PREFIX : <urn:x:>
INSERT { ?u :of ?s } WHERE { ?s :unit ?u }
